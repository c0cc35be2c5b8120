//! A plan of government size is checked in well under a second.

use std::time::{Duration, Instant as Clock};

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::*;

use crate::common::scene::{Scene, day, days, visit};

#[test]
fn five_hundred_visits_are_checked_at_once() {
    let mut scene = Scene::new();
    scene.horizon = days("2027-01-01", "2027-12-31");
    let places: Vec<PlaceIdx> = (0..80).map(|i| scene.place(&format!("plaats-{i}"), Tz::UTC)).collect();
    let travellers: Vec<TravellerIdx> = (0..60).map(|i| scene.traveller(&format!("reiziger-{i}"))).collect();
    let mut trips = Vec::new();
    for i in 0..500_i32 {
        let n = usize::try_from(i).expect("a count");
        let request = scene.request(&format!("wens-{i}"), places[n % 80], travellers[n % 60]);
        // Mondays to Fridays of week after week, from 09:00 to 12:30 in UTC.
        let date = day("2027-01-04").plus(i / 60 * 35 + i % 5);
        let one = visit(request, &format!("{date}T09:00"), &format!("{date}T12:30"));
        let (depart, back) = (one.start.plus(-180), one.end.plus(180));
        trips.push(Trip { traveller: travellers[n % 60], depart, back, visits: vec![one] });
    }
    for i in 0..60 {
        let members = vec![travellers[i], travellers[(i + 1) % 60]];
        scene.rule(
            &format!("aanwezig-{i}"),
            Some(1_000),
            RuleBody::Presence(Presence { members, at_least: 1, calendar: None }),
        );
        let visits = VisitFilter { places: Some(vec![places[i]]), ..VisitFilter::default() };
        scene.rule(&format!("rust-{i}"), Some(1_000), RuleBody::Spacing(Spacing { visits, min_days: 30 }));
        let (measure, travellers) = (Measure::DaysAway, vec![travellers[i]]);
        let limit = Limit { measure, travellers, places: None, fund: None, per: Period::Month, max: 4 };
        scene.rule(&format!("grens-{i}"), Some(1_000), RuleBody::Limit(limit));
    }
    let plan = Plan { trips, meetings: Vec::new() };
    let started = Clock::now();
    let report = check(&scene, &plan);
    let elapsed = started.elapsed();
    assert_eq!(report.violations, []);
    assert_eq!(report.parts[0], (Part::Requests, Points(50_000_000)));
    assert!(elapsed < Duration::from_millis(500), "{elapsed:?}");
}
