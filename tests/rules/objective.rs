//! Section 6: the points of a plan by part.

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::*;

use crate::common::scene::{Scene, day_trip, days, trip, visit};

fn parts(problem: &Problem, trips: &[Trip]) -> [i64; 7] {
    let report = check(problem, &Plan { trips: trips.to_vec(), meetings: Vec::new() });
    assert_eq!(report.violations, []);
    assert_eq!(report.objective, report.parts.iter().map(|&(_, points)| points).sum());
    let order =
        [Part::Requests, Part::Candidates, Part::Preferences, Part::Decay, Part::DaysAway, Part::Eur, Part::KgCo2];
    assert_eq!(report.parts.iter().map(|&(part, _)| part).collect::<Vec<_>>(), order);
    std::array::from_fn(|i| report.parts[i].1.0)
}

fn scene() -> (Scene, TravellerIdx, RequestIdx) {
    let mut scene = Scene::new();
    let place = scene.place("brussel", Tz::Europe__Brussels);
    let traveller = scene.traveller("dg-am");
    let request = scene.request("bezoek", place, traveller);
    (scene, traveller, request)
}

#[test]
fn every_part_by_itself() {
    let (mut scene, traveller, request) = scene();
    scene.day_away = Points(500);
    scene.eur = Weight(1_000);
    scene.kg_co2 = Weight(2_000);
    scene.requests[request.0].roles[0].candidates[0].points = Points(-3_000);
    scene.requests[request.0].decay = Points(1_000);
    let trips = [day_trip(traveller, request, "2027-03-09")];
    // 400 euro at 0.001 and 200 kg at 0.002 are 0.4 point each; 9 March is one whole week after 1 March.
    assert_eq!(parts(&scene, &trips), [100_000, -3_000, 0, -1_000, -500, -400, -400]);
}

#[test]
fn decay_counts_whole_weeks_from_the_first_window() {
    let (mut scene, traveller, request) = scene();
    scene.requests[request.0].decay = Points(1_000);
    scene.requests[request.0].windows = vec![days("2027-03-02", "2027-03-03"), days("2027-03-08", "2027-03-31")];
    for (date, weeks) in [("2027-03-02", 0), ("2027-03-08", 0), ("2027-03-09", 1), ("2027-03-15", 1), ("2027-03-16", 2)]
    {
        assert_eq!(parts(&scene, &[day_trip(traveller, request, date)])[3], -1_000 * weeks, "{date}");
    }
}

#[test]
fn preferences_add_up_by_start_date() {
    let (mut scene, traveller, request) = scene();
    scene.requests[request.0].prefer = vec![
        Preference { days: days("2027-03-09", "2027-03-16"), points: Points(5_000) },
        Preference { days: days("2027-03-16", "2027-03-31"), points: Points(-2_000) },
    ];
    for (date, points) in [("2027-03-08", 0), ("2027-03-09", 5_000), ("2027-03-16", 3_000), ("2027-03-17", -2_000)] {
        assert_eq!(parts(&scene, &[day_trip(traveller, request, date)])[2], points, "{date}");
    }
}

#[test]
fn nights_and_fares_are_rounded_once_per_trip() {
    let (mut scene, traveller, request) = scene();
    scene.requests[request.0].parts = 3;
    scene.places[1].per_diem = Cents(15_025);
    let leg = Leg { eur: Cents(10_025), ..scene.legs.between(PlaceIdx(0), PlaceIdx(1)) };
    scene.leg(PlaceIdx(0), PlaceIdx(1), leg);
    // 2 x 100.25 + 150.25 euro is 350.75 euro: 0.35075 point, 0.351 rounded.
    scene.eur = Weight(1_000);
    let visits = [visit(request, "2027-03-02T08:00", "2027-03-03T11:30")];
    assert_eq!(parts(&scene, &[trip(traveller, "2027-03-02T05:00", "2027-03-03T14:30", &visits)])[5], -351);
}

#[test]
fn a_joint_visit_brings_its_points_once_and_days_count_per_traveller() {
    let (mut scene, traveller, request) = scene();
    scene.day_away = Points(500);
    let other = scene.traveller("sg-bz");
    let role = scene.role(request, "tweede", true, &[(other, 2_000)]);
    let mut second = day_trip(other, request, "2027-03-02");
    second.visits[0].role = role;
    let trips = [day_trip(traveller, request, "2027-03-02"), second];
    assert_eq!(parts(&scene, &trips), [100_000, 2_000, 0, 0, -1_000, 0, 0]);
}
