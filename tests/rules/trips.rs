//! Sections 2 and 3: journeys, the night, busy times and what a trip may be.

use chrono_tz::Tz;
use reisagenda::checker::{agenda, check};
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
fn a_good_plan_has_no_violation() {
    let (scene, traveller, request) = scene();
    assert_eq!(broken(&scene, &[day_trip(traveller, request, "2027-03-02")]), [""; 0]);
    assert_eq!(broken(&scene, &[]), [""; 0]);
}

#[test]
fn departure_and_return_are_the_models_to_the_minute() {
    let (scene, traveller, request) = scene();
    let good = day_trip(traveller, request, "2027-03-02");
    for minutes in [-1, 1] {
        let depart = Trip { depart: good.depart.plus(minutes), ..good.clone() };
        let violation = only(&scene, &[depart]);
        assert_eq!((violation.rule.as_str(), violation.traveller), ("depart", Some(traveller)));
        let back = Trip { back: good.back.plus(minutes), ..good.clone() };
        assert_eq!(only(&scene, &[back]).rule, "return");
    }
    let early = Trip { depart: at("2027-03-02T04:59"), ..good };
    assert_eq!(
        only(&scene, &[early]).message.of(Language::English),
        "`dg-am` leaves home at 2027-03-02 05:59 (home time); the model says 2027-03-02 06:00"
    );
}

#[test]
fn nobody_departs_in_the_night() {
    let (mut scene, traveller, request) = scene();
    // Four hours to 09:00 local is 05:00 at home, which is just no night; a minute more is, and 23:00 is the answer.
    let visits = [visit(request, "2027-03-02T08:00", "2027-03-02T11:30")];
    scene.minutes(PlaceIdx(0), PlaceIdx(1), 240);
    assert_eq!(broken(&scene, &[trip(traveller, "2027-03-02T04:00", "2027-03-02T15:30", &visits)]), [""; 0]);
    scene.minutes(PlaceIdx(0), PlaceIdx(1), 241);
    let by_night = trip(traveller, "2027-03-02T03:59", "2027-03-02T15:31", &visits);
    assert_eq!(only(&scene, &[by_night]).rule, "night");
    assert_eq!(broken(&scene, &[trip(traveller, "2027-03-01T22:00", "2027-03-02T15:31", &visits)]), [""; 0]);
    scene.night = None;
    assert_eq!(broken(&scene, &[trip(traveller, "2027-03-02T03:59", "2027-03-02T15:31", &visits)]), [""; 0]);
}

#[test]
fn the_way_home_waits_for_the_morning_at_the_place() {
    let mut scene = Scene::new();
    let place = scene.place("nur-sultan", Tz::Asia__Almaty);
    scene.places[place.0].day_parts = vec![DayPart { id: "evening".to_owned(), start: 1140, end: 1381 }];
    scene.minutes(PlaceIdx(0), place, 600);
    let traveller = scene.traveller("dg-am");
    let request = scene.request("bezoek", place, traveller);
    // 19:00 to 23:01 at UTC+5: leaving at 23:01 is night, so 05:00 there, midnight UTC.
    let visits = [visit(request, "2027-03-02T14:00", "2027-03-02T18:01")];
    let at_once = trip(traveller, "2027-03-02T04:00", "2027-03-03T04:01", &visits);
    let violation = only(&scene, &[at_once]);
    assert_eq!(violation.rule, "night");
    assert!(
        violation.message.of(Language::English).contains("after leaving nur-sultan in the night"),
        "{}",
        violation.message.of(Language::English)
    );
    let rested = trip(traveller, "2027-03-02T04:00", "2027-03-03T10:00", &visits);
    assert_eq!(broken(&scene, std::slice::from_ref(&rested)), [""; 0]);
    // A minute earlier, 23:00 there, one may just leave.
    scene.places[place.0].day_parts[0].end = 1380;
    let visits = [visit(request, "2027-03-02T14:00", "2027-03-02T18:00")];
    assert_eq!(broken(&scene, &[trip(traveller, "2027-03-02T04:00", "2027-03-03T04:00", &visits)]), [""; 0]);
}

#[test]
fn a_night_in_which_clocks_go_back_is_one_night() {
    // In Cairo the clocks go back from midnight to 23:00 on 28 October 2027. Who is done at the first 23:20 waits for
    // 05:00, though 23:00 comes again.
    let mut scene = Scene::new();
    scene.horizon = days("2027-10-25", "2027-11-05");
    let place = scene.place("cairo", Tz::Africa__Cairo);
    scene.places[place.0].day_parts = vec![DayPart { id: "evening".to_owned(), start: 1140, end: 1400 }];
    let traveller = scene.traveller("dg-am");
    let request = scene.request("bezoek", place, traveller);
    let visits = [visit(request, "2027-10-28T16:00", "2027-10-28T20:20")];
    let again = trip(traveller, "2027-10-28T13:00", "2027-10-29T00:00", &visits);
    assert_eq!(only(&scene, &[again]).rule, "return");
    assert_eq!(broken(&scene, &[trip(traveller, "2027-10-28T13:00", "2027-10-29T06:00", &visits)]), [""; 0]);
}

#[test]
fn rest_comes_between_arrival_and_work() {
    let (mut scene, traveller, request) = scene();
    let leg = Leg { minutes: 180, rest_minutes: 60, ..Leg::default() };
    scene.leg(PlaceIdx(0), PlaceIdx(1), leg);
    let visits = [visit(request, "2027-03-02T08:00", "2027-03-02T11:30")];
    assert_eq!(only(&scene, &[day_trip(traveller, request, "2027-03-02")]).rule, "depart");
    // Rest counts before work, not after the way home.
    assert_eq!(broken(&scene, &[trip(traveller, "2027-03-02T04:00", "2027-03-02T14:30", &visits)]), [""; 0]);
}

/// Morning in the first place, afternoon in the second, so many minutes apart.
fn two_places(minutes: i64, rest_minutes: i64) -> (Scene, Vec<Trip>) {
    let (mut scene, traveller, request) = scene();
    let other_place = scene.place("parijs", Tz::Europe__Paris);
    let other = scene.request("ander", other_place, traveller);
    scene.leg(PlaceIdx(1), other_place, Leg { minutes, rest_minutes, ..Leg::default() });
    let visits =
        [visit(request, "2027-03-02T08:00", "2027-03-02T11:30"), visit(other, "2027-03-02T12:30", "2027-03-02T16:30")];
    (scene, vec![trip(traveller, "2027-03-02T05:00", "2027-03-02T19:30", &visits)])
}

#[test]
fn a_visit_follows_when_the_way_and_the_rest_leave_time() {
    for (minutes, rest, good) in [(59, 0, true), (60, 0, true), (61, 0, false), (40, 20, true), (40, 21, false)] {
        let (scene, trips) = two_places(minutes, rest);
        assert_eq!(broken(&scene, &trips).is_empty(), good, "{minutes} + {rest}");
    }
    let (scene, trips) = two_places(61, 0);
    let violation = only(&scene, &trips);
    assert_eq!((violation.rule.as_str(), violation.request), ("follow", Some(RequestIdx(1))));
    assert!(
        violation.message.of(Language::English).contains("ready there at 2027-03-02 13:31"),
        "{}",
        violation.message.of(Language::English)
    );
}

#[test]
fn one_place_needs_no_way_between_its_visits() {
    let (mut scene, traveller, request) = scene();
    let other = scene.request("ander", PlaceIdx(1), traveller);
    let first = visit(request, "2027-03-02T08:00", "2027-03-02T11:30");
    let second = visit(other, "2027-03-02T12:30", "2027-03-02T16:30");
    assert_eq!(broken(&scene, &[trip(traveller, "2027-03-02T05:00", "2027-03-02T19:30", &[first, second])]), [""; 0]);
    let same = visit(other, "2027-03-02T08:00", "2027-03-02T11:30");
    let trips = [trip(traveller, "2027-03-02T05:00", "2027-03-02T14:30", &[first, same])];
    assert_eq!(only(&scene, &trips).rule, "follow");
}

#[test]
fn a_trip_lies_inside_the_horizon() {
    let (mut scene, traveller, request) = scene();
    scene.requests[request.0].windows = vec![days("2027-01-01", "2027-12-31")];
    scene.horizon = days("2027-03-02", "2027-03-02");
    assert_eq!(broken(&scene, &[day_trip(traveller, request, "2027-03-02")]), [""; 0]);
    for date in ["2027-03-01", "2027-03-03"] {
        assert_eq!(only(&scene, &[day_trip(traveller, request, date)]).rule, "horizon");
    }
}

#[test]
fn nobody_is_away_while_busy() {
    let (scene, traveller, request) = scene();
    let trips = [day_trip(traveller, request, "2027-03-02")];
    // The absence is [05:00, 14:30) in UTC.
    for (from, to, good) in [
        ("2027-03-02T04:00", "2027-03-02T05:00", true),
        ("2027-03-02T04:00", "2027-03-02T05:01", false),
        ("2027-03-02T10:00", "2027-03-02T10:01", false),
        ("2027-03-02T14:29", "2027-03-02T15:00", false),
        ("2027-03-02T14:30", "2027-03-02T15:00", true),
    ] {
        let mut scene = scene.clone();
        scene.busy(traveller, from, to);
        let expected: &[&str] = if good { &[] } else { &["busy"] };
        assert_eq!(broken(&scene, &trips), expected, "{from} to {to}");
    }
}

/// Four morning visits to one place on days in a row, as one trip.
fn four_days() -> (Scene, Vec<Trip>) {
    let (mut scene, traveller, _) = scene();
    let visits: Vec<TripVisit> = (0..4)
        .map(|i| {
            let request = scene.request(&format!("dag-{i}"), PlaceIdx(1), traveller);
            visit(request, &format!("2027-03-0{}T08:00", i + 1), &format!("2027-03-0{}T11:30", i + 1))
        })
        .collect();
    (scene, vec![trip(traveller, "2027-03-01T05:00", "2027-03-04T14:30", &visits)])
}

#[test]
fn a_trip_has_no_more_stops_than_allowed() {
    let (mut scene, trips) = four_days();
    for (max_stops, good) in [(3, false), (4, true), (5, true)] {
        scene.travellers[0].limits.max_stops = max_stops;
        assert_eq!(broken(&scene, &trips).is_empty(), good);
    }
    scene.travellers[0].limits.max_stops = 3;
    assert_eq!(only(&scene, &trips).rule, "max_stops");
}

#[test]
fn a_trip_has_no_more_days_than_allowed() {
    let (mut scene, trips) = four_days();
    for (max_trip_days, good) in [(3, false), (4, true), (5, true)] {
        scene.travellers[0].limits.max_trip_days = max_trip_days;
        assert_eq!(broken(&scene, &trips).is_empty(), good);
    }
    scene.travellers[0].limits.max_trip_days = 3;
    assert_eq!(only(&scene, &trips).rule, "max_trip_days");
}

#[test]
fn whole_days_between_visits_are_counted_at_home() {
    let (mut scene, traveller, request) = scene();
    let other = scene.request("ander", PlaceIdx(1), traveller);
    for (date, n_idle) in [("2027-03-02", 0), ("2027-03-03", 1), ("2027-03-04", 2), ("2027-03-05", 3)] {
        let visits = [
            visit(request, "2027-03-01T08:00", "2027-03-01T11:30"),
            visit(other, &format!("{date}T08:00"), &format!("{date}T11:30")),
        ];
        let trips = [trip(traveller, "2027-03-01T05:00", &format!("{date}T14:30"), &visits)];
        let expected: &[&str] = if n_idle <= 2 { &[] } else { &["max_idle_days"] };
        assert_eq!(broken(&scene, &trips), expected, "{date}");
    }
}

#[test]
fn trips_are_apart_by_whole_days_at_home() {
    let (mut scene, traveller, request) = scene();
    let other = scene.request("ander", PlaceIdx(1), traveller);
    for (min_home_days, date, good) in [
        (0, "2027-03-02", true),
        (1, "2027-03-02", false),
        (1, "2027-03-03", true),
        (2, "2027-03-03", false),
        (2, "2027-03-04", true),
    ] {
        scene.travellers[traveller.0].limits.min_home_days = min_home_days;
        let trips = [day_trip(traveller, request, "2027-03-01"), day_trip(traveller, other, date)];
        let expected: &[&str] = if good { &[] } else { &["min_home_days"] };
        assert_eq!(broken(&scene, &trips), expected, "{min_home_days} and {date}");
    }
}

#[test]
fn two_trips_never_share_a_date() {
    let (mut scene, traveller, request) = scene();
    scene.minutes(PlaceIdx(0), PlaceIdx(1), 30);
    let other = scene.request("ander", PlaceIdx(1), traveller);
    let morning = visit(request, "2027-03-02T08:00", "2027-03-02T11:30");
    let afternoon = visit(other, "2027-03-02T12:30", "2027-03-02T16:30");
    let trips = [
        trip(traveller, "2027-03-02T07:30", "2027-03-02T12:00", &[morning]),
        trip(traveller, "2027-03-02T12:00", "2027-03-02T17:00", &[afternoon]),
    ];
    let violation = only(&scene, &trips);
    assert_eq!(violation.rule, "min_home_days");
    assert!(
        violation.message.of(Language::English).contains("share a date"),
        "{}",
        violation.message.of(Language::English)
    );
}

#[test]
fn a_trip_needs_a_visit() {
    let (scene, traveller, _) = scene();
    assert_eq!(only(&scene, &[trip(traveller, "2027-03-02T05:00", "2027-03-02T14:30", &[])]).rule, "trip");
}

#[test]
fn what_points_outside_the_scenario_is_reported_and_nothing_panics() {
    let (scene, traveller, request) = scene();
    let stranger = day_trip(TravellerIdx(7), request, "2027-03-02");
    assert_eq!(only(&scene, &[stranger]).rule, "plan");
    let unknown = day_trip(traveller, RequestIdx(7), "2027-03-02");
    assert_eq!(only(&scene, &[unknown]).rule, "plan");
    let backwards = trip(
        traveller,
        "2027-03-02T14:30",
        "2027-03-02T05:00",
        &[TripVisit { end: at("2027-03-01T00:00"), start: at("2027-03-02T08:17"), request, role: RoleIdx(0) }],
    );
    assert!(!broken(&scene, &[backwards]).is_empty());
    let endless = trip(
        traveller,
        "2027-03-02T05:00",
        "9999-12-31T00:00",
        &[visit(request, "2027-03-02T08:17", "9999-12-30T00:00")],
    );
    assert!(broken(&scene, &[endless]).len() < 10);
}

#[test]
fn nights_are_charged_where_the_latest_visit_has_started() {
    let mut scene = Scene::new();
    let far = scene.place("manila", Tz::Asia__Manila);
    let near = scene.place("dubai", Tz::Asia__Dubai);
    scene.minutes(PlaceIdx(0), far, 20 * 60).minutes(far, near, 10 * 60).minutes(PlaceIdx(0), near, 7 * 60);
    scene.places[far.0].per_diem = Cents(10_000);
    scene.places[near.0].per_diem = Cents(25_000);
    let traveller = scene.traveller("dg-am");
    let (first, second) = (scene.request("een", far, traveller), scene.request("twee", near, traveller));
    // Manila 09:00 on 3 March is 02:00 at home; Dubai 09:00 on 5 March is 06:00 at home.
    let visits =
        [visit(first, "2027-03-03T01:00", "2027-03-03T04:30"), visit(second, "2027-03-05T05:00", "2027-03-05T08:30")];
    let plan =
        Plan { trips: vec![trip(traveller, "2027-03-02T05:00", "2027-03-05T15:30", &visits)], meetings: Vec::new() };
    assert_eq!(check(&scene, &plan).violations, []);
    let trip = &agenda(&scene, &plan).trips[0];
    let expected = [("2027-03-02", far), ("2027-03-03", far), ("2027-03-04", far)];
    assert_eq!(trip.nights, expected.map(|(date, place)| (day(date), place)));
    assert_eq!((trip.per_diems, trip.fares), (Cents(30_000), Cents(60_000)));
    assert_eq!(trip.journeys.len(), 3);
}
