//! `coverage`: at least so many visits in each period.

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::Language;
use reisagenda::domain::*;

use crate::common::scene::{Scene, broken, day_trip, days, only, trip, visit};

fn world() -> (Scene, TravellerIdx, PlaceIdx) {
    let mut scene = Scene::new();
    scene.horizon = days("2027-03-01", "2027-04-30");
    let brussel = scene.place("brussel", Tz::Europe__Brussels);
    let parijs = scene.place("parijs", Tz::Europe__Paris);
    let traveller = scene.traveller("dg-am");
    for (i, place) in [brussel, brussel, parijs].into_iter().enumerate() {
        scene.request(&format!("bezoek-{i}"), place, traveller);
    }
    (scene, traveller, brussel)
}

fn coverage(place: PlaceIdx, at_least: usize, per: Period) -> RuleBody {
    let visits = VisitFilter { places: Some(vec![place]), ..VisitFilter::default() };
    RuleBody::Coverage(Coverage { visits, at_least, per })
}

#[test]
fn enough_visits_just_below_at_and_above() {
    let (scene, traveller, brussel) = world();
    let trips: Vec<Trip> = ["2027-03-02", "2027-03-09", "2027-03-16"]
        .into_iter()
        .enumerate()
        .map(|(i, date)| day_trip(traveller, RequestIdx(i), date))
        .collect();
    // The third is elsewhere.
    for (at_least, good) in [(1, true), (2, true), (3, false)] {
        let mut scene = scene.clone();
        scene.rule("dekking", None, coverage(brussel, at_least, Period::Horizon));
        assert_eq!(broken(&scene, &trips).is_empty(), good, "{at_least}");
    }
    let mut scene = scene;
    scene.rule("dekking", None, coverage(brussel, 3, Period::Horizon));
    let violation = only(&scene, &trips);
    assert_eq!(violation.kind, "coverage");
    assert_eq!(
        violation.message.of(Language::English),
        "2 visits to brussel from 2027-03-01 to 2027-04-30; at least 3 are wanted"
    );
}

#[test]
fn each_month_counts_by_itself() {
    let (mut scene, traveller, brussel) = world();
    scene.rule("dekking", None, coverage(brussel, 1, Period::Month));
    let march = day_trip(traveller, RequestIdx(0), "2027-03-02");
    let april = trip(
        traveller,
        "2027-04-06T04:00",
        "2027-04-06T13:30",
        &[visit(RequestIdx(1), "2027-04-06T07:00", "2027-04-06T10:30")],
    );
    assert_eq!(broken(&scene, &[march.clone(), april]), [""; 0]);
    assert_eq!(broken(&scene, &[march, day_trip(traveller, RequestIdx(1), "2027-03-09")]), ["dekking"]);
    assert_eq!(broken(&scene, &[]), ["dekking", "dekking"]);
}

#[test]
fn a_soft_rule_costs_each_missing_visit() {
    let (mut scene, traveller, brussel) = world();
    scene.rule("dekking", Some(6_000), coverage(brussel, 2, Period::Month));
    let plan = Plan { trips: vec![day_trip(traveller, RequestIdx(0), "2027-03-02")], meetings: Vec::new() };
    let report = check(&scene, &plan);
    assert_eq!(report.violations, []);
    assert_eq!(report.parts.last(), Some(&(Part::Rule(RuleIdx(0)), Points(-18_000))));
}
