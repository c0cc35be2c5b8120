//! `stability`: what changes against the earlier plan costs points.

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::*;

use crate::common::scene::{Scene, at, day, day_trip, trip, visit};

/// Planned before on 10 March by `a`.
fn world(notice: Vec<Notice>) -> (Scene, TravellerIdx, TravellerIdx) {
    let mut scene = Scene::new();
    let place = scene.place("brussel", Tz::Europe__Brussels);
    let (a, b) = (scene.traveller("a"), scene.traveller("b"));
    let request = scene.request("bezoek", place, a);
    scene.requests[request.0].roles[0].candidates.push(Candidate { traveller: b, points: Points::ZERO });
    scene.earlier = vec![EarlierVisit { request, start: at("2027-03-10T08:00"), delegation: vec![Some(a)] }];
    let stability = Stability {
        dropped: Points(50_000),
        moved_per_day: Points(1_000),
        delegation: Points(7_000),
        notice,
        ..Stability::default()
    };
    scene.rule("stabiel", None, RuleBody::Stability(stability));
    (scene, a, b)
}

fn lost(scene: &Scene, trips: &[Trip]) -> Points {
    let report = check(scene, &Plan { trips: trips.to_vec(), meetings: Vec::new() });
    assert_eq!(report.violations, []);
    report.parts.iter().find(|(part, _)| *part == Part::Rule(RuleIdx(0))).map(|&(_, points)| -points).expect("a part")
}

#[test]
fn dropping_moving_and_restaffing_cost_their_own() {
    let (scene, a, b) = world(Vec::new());
    let request = RequestIdx(0);
    assert_eq!(lost(&scene, &[day_trip(a, request, "2027-03-10")]), Points::ZERO);
    assert_eq!(lost(&scene, &[]), Points(50_000));
    assert_eq!(lost(&scene, &[day_trip(a, request, "2027-03-08")]), Points(2_000));
    assert_eq!(lost(&scene, &[day_trip(a, request, "2027-03-15")]), Points(5_000));
    assert_eq!(lost(&scene, &[day_trip(b, request, "2027-03-10")]), Points(7_000));
    assert_eq!(lost(&scene, &[day_trip(b, request, "2027-03-11")]), Points(8_000));
    // Another hour of the same date is no move.
    let afternoon = [visit(request, "2027-03-10T12:30", "2027-03-10T16:30")];
    assert_eq!(lost(&scene, &[trip(a, "2027-03-10T09:30", "2027-03-10T19:30", &afternoon)]), Points::ZERO);
}

#[test]
fn short_notice_weighs_more() {
    let notice = vec![Notice { within_days: 7, factor: 5 }, Notice { within_days: 14, factor: 2 }];
    let (mut scene, _, _) = world(notice);
    // Without a date of writing, days count from the first day of the horizon: 9 days.
    assert_eq!(lost(&scene, &[]), Points(100_000));
    for (as_of, factor) in
        [("2027-02-23", 1), ("2027-02-24", 1), ("2027-02-25", 2), ("2027-03-03", 2), ("2027-03-04", 5)]
    {
        scene.as_of = Some(day(as_of));
        assert_eq!(lost(&scene, &[]), Points(50_000 * factor), "{as_of}");
    }
}

#[test]
fn a_visit_that_changes_in_any_way_counts_once() {
    let (mut scene, a, b) = world(vec![Notice { within_days: 30, factor: 3 }]);
    let other = scene.request("ander", PlaceIdx(1), b);
    let stability = Stability {
        changed: Points(2_000),
        max_changes: Some(1),
        notice: vec![Notice { within_days: 30, factor: 3 }],
        ..Stability::default()
    };
    scene.rules[0].body = RuleBody::Stability(stability);
    let request = RequestIdx(0);
    // As it was; dropped; moved; somebody else; moved and somebody else. Changes at short notice count three times.
    assert_eq!(lost(&scene, &[day_trip(a, request, "2027-03-10")]), Points::ZERO);
    assert_eq!(lost(&scene, &[]), Points(6_000));
    assert_eq!(lost(&scene, &[day_trip(a, request, "2027-03-08")]), Points(6_000));
    assert_eq!(lost(&scene, &[day_trip(b, request, "2027-03-10")]), Points(6_000));
    assert_eq!(lost(&scene, &[day_trip(b, request, "2027-03-11")]), Points(6_000));
    // Another hour of the same date is a change too.
    let afternoon = [visit(request, "2027-03-10T12:30", "2027-03-10T16:30")];
    assert_eq!(lost(&scene, &[trip(a, "2027-03-10T09:30", "2027-03-10T19:30", &afternoon)]), Points(6_000));
    // A new visit counts once, whatever its date.
    let both = [day_trip(a, request, "2027-03-10"), day_trip(b, other, "2027-03-12")];
    assert_eq!(lost(&scene, &both), Points(2_000));
    // Two changes are one too many.
    let trips = vec![day_trip(a, request, "2027-03-08"), day_trip(b, other, "2027-03-12")];
    let report = check(&scene, &Plan { trips, meetings: Vec::new() });
    let kinds: Vec<_> =
        report.violations.iter().map(|violation| (violation.kind, violation.message.of(Language::English))).collect();
    assert_eq!(kinds, [("stability", "2 visits changed; at most 1 allowed")]);
}
