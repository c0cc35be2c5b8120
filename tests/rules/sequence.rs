//! `sequence`: one visit after another, and not without it.

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::*;

use crate::common::scene::{Scene, at, broken, day_trip, only, trip, visit};

fn world(penalty: Option<i64>, min_days: i32, max_days: Option<i32>) -> (Scene, [TravellerIdx; 2]) {
    let mut scene = Scene::new();
    let place = scene.place("brussel", Tz::Europe__Brussels);
    let travellers = [scene.traveller("dg-am"), scene.traveller("minister-am")];
    let first = scene.request("technisch", place, travellers[0]);
    let then = scene.request("politiek", place, travellers[1]);
    scene.requests[first.0].parts = 2;
    scene.rule("trap", penalty, RuleBody::Sequence(Sequence { first, then, min_days, max_days }));
    (scene, travellers)
}

/// `technisch` takes the afternoon of 2 March and the morning of 3 March; `politiek` the morning of a date.
fn trips([a, b]: [TravellerIdx; 2], date: &str) -> Vec<Trip> {
    let visits = [visit(RequestIdx(0), "2027-03-02T12:30", "2027-03-03T11:30")];
    vec![trip(a, "2027-03-02T09:30", "2027-03-03T14:30", &visits), day_trip(b, RequestIdx(1), date)]
}

#[test]
fn days_count_from_the_last_date_of_the_first() {
    for (date, min_days, max_days, good) in [
        ("2027-03-09", 5, None, true),
        ("2027-03-09", 6, None, true),
        ("2027-03-09", 7, None, false),
        ("2027-03-09", 0, Some(7), true),
        ("2027-03-09", 0, Some(6), true),
        ("2027-03-09", 0, Some(5), false),
        ("2027-03-03", 0, None, true),
        ("2027-03-02", 0, None, false),
        ("2027-03-01", 0, None, false),
    ] {
        let (scene, travellers) = world(None, min_days, max_days);
        let expected: &[&str] = if good { &[] } else { &["trap"] };
        assert_eq!(broken(&scene, &trips(travellers, date)), expected, "{date} {min_days} {max_days:?}");
    }
}

#[test]
fn the_later_is_not_planned_without_the_earlier() {
    let (scene, travellers) = world(None, 0, None);
    let mut trips = trips(travellers, "2027-03-09");
    assert_eq!(broken(&scene, &trips[..1]), [""; 0]);
    let violation = only(&scene, &trips.split_off(1));
    assert_eq!((violation.rule.as_str(), violation.kind), ("trap", "sequence"));
    assert_eq!((violation.request, violation.at), (Some(RequestIdx(1)), Some(at("2027-03-09T08:00"))));
}

#[test]
fn a_soft_rule_costs_each_day_and_one_unit_without_the_first() {
    for (date, min_days, max_days, units) in
        [("2027-03-09", 8, None, 2), ("2027-03-09", 0, Some(3), 3), ("2027-03-09", 6, Some(6), 0)]
    {
        let (scene, travellers) = world(Some(5_000), min_days, max_days);
        let report = check(&scene, &Plan { trips: trips(travellers, date), meetings: Vec::new() });
        assert_eq!(report.violations, []);
        assert_eq!(report.parts.last(), Some(&(Part::Rule(RuleIdx(0)), Points(-5_000 * units))));
    }
    let (scene, travellers) = world(Some(5_000), 30, None);
    let report = check(&scene, &Plan { trips: trips(travellers, "2027-03-09").split_off(1), meetings: Vec::new() });
    assert_eq!(report.parts.last(), Some(&(Part::Rule(RuleIdx(0)), Points(-5_000))));
}
