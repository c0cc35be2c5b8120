//! Sections 1 and 4: when a request may take place.

use chrono_tz::Tz;
use reisagenda::domain::Language;
use reisagenda::domain::*;

use crate::common::scene::{Scene, at, broken, day, day_trip, days, only, trip, visit};

/// One traveller, one place in home's time, one request.
fn scene() -> (Scene, TravellerIdx, RequestIdx) {
    let mut scene = Scene::new();
    let place = scene.place("brussel", Tz::Europe__Brussels);
    let traveller = scene.traveller("dg-am");
    let request = scene.request("bezoek", place, traveller);
    (scene, traveller, request)
}

#[test]
fn a_visit_starts_with_a_day_part() {
    let (scene, traveller, request) = scene();
    let visits = [visit(request, "2027-03-02T09:00", "2027-03-02T12:30")];
    let violation = only(&scene, &[trip(traveller, "2027-03-02T06:00", "2027-03-02T15:30", &visits)]);
    assert_eq!((violation.rule.as_str(), violation.at), ("start", Some(at("2027-03-02T09:00"))));
    assert!(
        violation.message.of(Language::English).contains("2027-03-02 10:00 local time"),
        "{}",
        violation.message.of(Language::English)
    );
}

#[test]
fn the_end_is_that_of_the_last_day_part() {
    let (mut scene, traveller, request) = scene();
    let mut trips = [day_trip(traveller, request, "2027-03-02")];
    trips[0].visits[0].end = at("2027-03-02T11:29");
    assert_eq!(only(&scene, &trips).rule, "end");
    // Three parts from the morning end with the next morning.
    scene.requests[request.0].parts = 3;
    let visits = [visit(request, "2027-03-02T08:00", "2027-03-03T11:30")];
    assert_eq!(broken(&scene, &[trip(traveller, "2027-03-02T05:00", "2027-03-03T14:30", &visits)]), [""; 0]);
    // Four parts from the afternoon end with the morning two days later.
    scene.requests[request.0].parts = 4;
    let visits = [visit(request, "2027-03-02T12:30", "2027-03-04T11:30")];
    assert_eq!(broken(&scene, &[trip(traveller, "2027-03-02T09:30", "2027-03-04T14:30", &visits)]), [""; 0]);
}

#[test]
fn a_place_may_have_day_parts_of_its_own() {
    let (mut scene, traveller, request) = scene();
    scene.places[1].day_parts = vec![DayPart { id: "evening".to_owned(), start: 1110, end: 1200 }];
    assert_eq!(only(&scene, &[day_trip(traveller, request, "2027-03-02")]).rule, "start");
    let visits = [visit(request, "2027-03-02T17:30", "2027-03-02T19:00")];
    assert_eq!(broken(&scene, &[trip(traveller, "2027-03-02T14:30", "2027-03-02T22:00", &visits)]), [""; 0]);
}

#[test]
fn every_date_is_a_working_day_there() {
    let (scene, traveller, request) = scene();
    let good = [day_trip(traveller, request, "2027-03-05")];
    assert_eq!(broken(&scene, &good), [""; 0]);
    let saturday = only(&scene, &[day_trip(traveller, request, "2027-03-06")]);
    assert_eq!(saturday.rule, "working_day");
    assert_eq!(
        saturday.message.of(Language::English),
        "`bezoek` in brussel takes 2027-03-06, which is a weekend day there"
    );

    let mut friday_off = scene.clone();
    friday_off.places[1].weekend = vec![4, 5];
    assert_eq!(only(&friday_off, &good).rule, "working_day");
    assert_eq!(broken(&friday_off, &[day_trip(traveller, request, "2027-03-07")]), [""; 0]);

    let mut holiday = scene.clone();
    holiday.places[1].holidays.insert(day("2027-03-05"), "Nationale feestdag".to_owned());
    assert!(only(&holiday, &good).message.of(Language::English).contains("a public holiday (Nationale feestdag)"));

    let mut closed = scene.clone();
    closed.places[1].closures.push((days("2027-03-03", "2027-03-05"), "Ramadan".to_owned()));
    assert!(only(&closed, &good).message.of(Language::English).contains("closed (Ramadan)"));
    // A holiday at home stops nobody abroad.
    let mut home = scene;
    home.places[0].holidays.insert(day("2027-03-05"), String::new());
    assert_eq!(broken(&home, &good), [""; 0]);
}

#[test]
fn a_visit_does_not_run_across_a_weekend() {
    let (mut scene, traveller, request) = scene();
    scene.requests[request.0].parts = 2;
    let visits = [visit(request, "2027-03-05T12:30", "2027-03-06T11:30")];
    let trips = [trip(traveller, "2027-03-05T09:30", "2027-03-06T14:30", &visits)];
    assert_eq!(only(&scene, &trips).rule, "working_day");
}

#[test]
fn all_dates_lie_in_one_window() {
    let (mut scene, traveller, request) = scene();
    scene.requests[request.0].parts = 2;
    let visits = [visit(request, "2027-03-02T12:30", "2027-03-03T11:30")];
    let trips = [trip(traveller, "2027-03-02T09:30", "2027-03-03T14:30", &visits)];
    for (windows, good) in [
        (vec![days("2027-03-02", "2027-03-03")], true),
        (vec![days("2027-03-03", "2027-03-09")], false),
        (vec![days("2027-03-01", "2027-03-02")], false),
        // Two windows that touch are two windows.
        (vec![days("2027-03-01", "2027-03-02"), days("2027-03-03", "2027-03-09")], false),
        (vec![days("2027-02-01", "2027-02-02"), days("2027-03-01", "2027-03-09")], true),
    ] {
        scene.requests[request.0].windows = windows;
        let expected: &[&str] = if good { &[] } else { &["window"] };
        assert_eq!(broken(&scene, &trips), expected);
    }
}

#[test]
fn preparation_takes_its_days() {
    let (mut scene, traveller, request) = scene();
    let trips = [day_trip(traveller, request, "2027-03-10")];
    for (lead_days, good) in [(8, true), (9, true), (10, false)] {
        scene.as_of = Some(day("2027-03-01"));
        scene.requests[request.0].lead_days = lead_days;
        let expected: &[&str] = if good { &[] } else { &["lead_days"] };
        assert_eq!(broken(&scene, &trips), expected, "{lead_days}");
    }
    scene.requests[request.0].status = RequestStatus::Requested;
    assert_eq!(only(&scene, &trips).rule, "lead_days");
    scene.requests[request.0].status = RequestStatus::Confirmed;
    assert_eq!(broken(&scene, &trips), [""; 0]);
    scene.requests[request.0].status = RequestStatus::Idea;
    scene.as_of = None;
    assert_eq!(broken(&scene, &trips), [""; 0]);
}

#[test]
fn a_mandatory_request_is_planned() {
    let (mut scene, traveller, request) = scene();
    scene.requests[request.0].mandatory = true;
    assert_eq!(broken(&scene, &[day_trip(traveller, request, "2027-03-02")]), [""; 0]);
    let violation = only(&scene, &[]);
    assert_eq!((violation.rule.as_str(), violation.request), ("mandatory", Some(request)));
}

#[test]
fn a_locked_visit_stays_exactly_so() {
    let (mut scene, traveller, request) = scene();
    let other = scene.traveller("sg-bz");
    scene.requests[request.0].roles[0].candidates.push(Candidate { traveller: other, points: Points(-1_000) });
    scene.requests[request.0].lock =
        Some(Lock { start: at("2027-03-02T08:00"), delegation: vec![Some(traveller)], because: LockReason::Confirmed });
    // Preparation does not bind what is locked.
    scene.as_of = Some(day("2027-03-01"));
    scene.requests[request.0].lead_days = 30;
    assert_eq!(broken(&scene, &[day_trip(traveller, request, "2027-03-02")]), [""; 0]);
    for trips in
        [vec![], vec![day_trip(traveller, request, "2027-03-03")], vec![day_trip(other, request, "2027-03-02")]]
    {
        let violation = only(&scene, &trips);
        assert_eq!((violation.rule.as_str(), violation.request), ("lock", Some(request)));
        assert!(
            violation.message.of(Language::English).ends_with("it is confirmed"),
            "{}",
            violation.message.of(Language::English)
        );
    }
}

#[test]
fn local_time_follows_the_clock_change() {
    let (mut scene, traveller, request) = scene();
    scene.horizon = days("2027-03-01", "2027-04-30");
    scene.requests[request.0].windows = vec![days("2027-03-01", "2027-04-30")];
    // 29 March is summer time: 09:00 is 07:00 UTC.
    let visits = [visit(request, "2027-03-29T07:00", "2027-03-29T10:30")];
    assert_eq!(broken(&scene, &[trip(traveller, "2027-03-29T04:00", "2027-03-29T13:30", &visits)]), [""; 0]);
    assert_eq!(only(&scene, &[day_trip(traveller, request, "2027-03-29")]).rule, "start");
}
