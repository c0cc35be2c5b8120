//! `resource`: only so many at a time.

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::Language;
use reisagenda::domain::*;

use crate::common::scene::{Scene, at, broken, day_trip, only, trip, visit};

/// Three travellers with a visit each that needs the aircraft, and one visit that does not.
fn world(penalty: Option<i64>, capacity: i64, pad_days: i32) -> (Scene, Vec<TravellerIdx>) {
    let mut scene = Scene::new();
    let place = scene.place("brussel", Tz::Europe__Brussels);
    let aircraft = scene.rule("vliegtuig", penalty, RuleBody::Resource(Resource { capacity, pad_days }));
    let travellers: Vec<TravellerIdx> = ["a", "b", "c", "d"].map(|id| scene.traveller(id)).into();
    for &traveller in &travellers {
        let request = scene.request(&format!("bezoek-{}", traveller.0), place, traveller);
        if traveller.0 < 3 {
            scene.requests[request.0].needs = vec![aircraft];
        }
    }
    (scene, travellers)
}

fn on(travellers: &[TravellerIdx], dates: &[&str]) -> Vec<Trip> {
    travellers.iter().zip(dates).map(|(&traveller, date)| day_trip(traveller, RequestIdx(traveller.0), date)).collect()
}

#[test]
fn as_many_on_a_date_as_there_are() {
    for (capacity, n_visits, good) in [(1, 1, true), (1, 2, false), (2, 2, true), (2, 3, false), (0, 1, false)] {
        let (scene, travellers) = world(None, capacity, 0);
        let trips = on(&travellers[..n_visits], &["2027-03-02"; 3]);
        let expected: &[&str] = if good { &[] } else { &["vliegtuig"] };
        assert_eq!(broken(&scene, &trips), expected, "{n_visits} of {capacity}");
    }
    let (scene, travellers) = world(None, 1, 0);
    assert_eq!(broken(&scene, &on(&travellers[2..], &["2027-03-02"; 2])), [""; 0]);
    assert_eq!(broken(&scene, &on(&travellers[..2], &["2027-03-02", "2027-03-03"])), [""; 0]);
}

#[test]
fn padding_keeps_dates_around_a_visit() {
    for (pad_days, date, good) in [
        (0, "2027-03-03", true),
        (1, "2027-03-03", false),
        (1, "2027-03-04", false),
        (1, "2027-03-05", true),
        (2, "2027-03-05", false),
    ] {
        let (scene, travellers) = world(None, 1, pad_days);
        let expected: &[&str] = if good { &[] } else { &["vliegtuig"] };
        assert_eq!(broken(&scene, &on(&travellers[..2], &["2027-03-02", date])), expected, "{pad_days} {date}");
    }
    let (scene, travellers) = world(None, 1, 1);
    let violation = only(&scene, &on(&travellers[..2], &["2027-03-02", "2027-03-03"]));
    assert_eq!((violation.kind, violation.at), ("resource", Some(at("2027-03-01T23:00"))));
    assert!(
        violation.message.of(Language::English).contains("from 2027-03-02 to 2027-03-03"),
        "{}",
        violation.message.of(Language::English)
    );
}

#[test]
fn every_date_of_a_visit_takes_one() {
    let (mut scene, travellers) = world(None, 1, 0);
    scene.requests[0].parts = 3;
    let long = trip(
        travellers[0],
        "2027-03-02T05:00",
        "2027-03-03T14:30",
        &[visit(RequestIdx(0), "2027-03-02T08:00", "2027-03-03T11:30")],
    );
    for (date, good) in [("2027-03-01", true), ("2027-03-02", false), ("2027-03-03", false), ("2027-03-04", true)] {
        let trips = [long.clone(), day_trip(travellers[1], RequestIdx(1), date)];
        assert_eq!(broken(&scene, &trips).is_empty(), good, "{date}");
    }
}

#[test]
fn a_joint_visit_takes_one_unit() {
    let (mut scene, travellers) = world(None, 1, 0);
    scene.role(RequestIdx(0), "tweede", false, &[(travellers[3], 0)]);
    let mut second = day_trip(travellers[3], RequestIdx(0), "2027-03-02");
    second.visits[0].role = RoleIdx(1);
    assert_eq!(broken(&scene, &[day_trip(travellers[0], RequestIdx(0), "2027-03-02"), second]), [""; 0]);
}

#[test]
fn a_soft_rule_costs_each_unit_over_on_each_date() {
    // With a day of padding: 2, 3 and 4 March hold all three visits of 3 March.
    let (scene, travellers) = world(Some(1_000), 1, 1);
    let trips = on(&travellers[..3], &["2027-03-03"; 3]);
    let report = check(&scene, &Plan { trips, meetings: Vec::new() });
    assert_eq!(report.violations, []);
    assert_eq!(report.parts.last(), Some(&(Part::Rule(RuleIdx(0)), Points(-6_000))));
}
