//! `exclusion`: not all of these.

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::*;

use crate::common::scene::{Scene, at, broken, day_trip, only};

fn world(penalty: Option<i64>, max: usize) -> (Scene, Vec<Trip>) {
    let mut scene = Scene::new();
    let place = scene.place("brussel", Tz::Europe__Brussels);
    let traveller = scene.traveller("dg-am");
    let requests: Vec<RequestIdx> = (0..4).map(|i| scene.request(&format!("bezoek-{i}"), place, traveller)).collect();
    // The fourth is none of them.
    let named = requests[..3].to_vec();
    scene.rule("niet-samen", penalty, RuleBody::Exclusion(Exclusion { requests: named, max }));
    let dates = ["2027-03-02", "2027-03-09", "2027-03-16", "2027-03-23"];
    let trips = requests.iter().zip(dates).map(|(&request, date)| day_trip(traveller, request, date)).collect();
    (scene, trips)
}

#[test]
fn as_many_as_allowed_and_no_more() {
    for (max, n_planned, good) in [(1, 0, true), (1, 1, true), (1, 2, false), (2, 2, true), (2, 3, false)] {
        let (scene, trips) = world(None, max);
        let expected: &[&str] = if good { &[] } else { &["niet-samen"] };
        assert_eq!(broken(&scene, &trips[..n_planned]), expected);
    }
    let (scene, trips) = world(None, 1);
    assert_eq!(broken(&scene, &trips[2..]), [""; 0]);
    let violation = only(&scene, &trips[..2]);
    assert_eq!((violation.kind, violation.at), ("exclusion", Some(at("2027-03-09T08:00"))));
}

#[test]
fn a_soft_rule_costs_each_one_too_many() {
    for (max, units) in [(0, 3), (1, 2), (2, 1), (3, 0)] {
        let (scene, trips) = world(Some(4_000), max);
        let report = check(&scene, &Plan { trips, meetings: Vec::new() });
        assert_eq!(report.violations, []);
        assert_eq!(report.parts.last(), Some(&(Part::Rule(RuleIdx(0)), Points(-4_000 * units))));
    }
}
