//! `attendance`: a missed event costs points; at most so many in a row.

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::*;

use crate::common::scene::{Scene, at, broken, day_trip, only, trip, visit};

/// An event on Tuesdays 2, 9, 16 and 23 March, 14:00 to 15:00 local, and a visit for each.
fn world() -> (Scene, TravellerIdx, CalendarIdx) {
    let mut scene = Scene::new();
    let place = scene.place("brussel", Tz::Europe__Brussels);
    let traveller = scene.traveller("minister-am");
    for i in 0..4 {
        scene.request(&format!("bezoek-{i}"), place, traveller);
    }
    let events = ["02", "09", "16", "23"].map(|d| (format!("2027-03-{d}T13:00"), format!("2027-03-{d}T14:00")));
    let events: Vec<(&str, &str)> = events.iter().map(|(start, end)| (start.as_str(), end.as_str())).collect();
    let calendar = scene.calendar("vragenuur", &events);
    (scene, traveller, calendar)
}

fn attendance(traveller: TravellerIdx, calendar: CalendarIdx, max_in_a_row: Option<usize>) -> RuleBody {
    RuleBody::Attendance(Attendance { travellers: vec![traveller], calendar, points: Points(3_000), max_in_a_row })
}

fn on(traveller: TravellerIdx, dates: &[&str]) -> Vec<Trip> {
    dates.iter().enumerate().map(|(i, date)| day_trip(traveller, RequestIdx(i), date)).collect()
}

#[test]
fn each_missed_event_costs_its_points() {
    let (mut scene, traveller, calendar) = world();
    scene.rule("vragenuur", None, attendance(traveller, calendar, None));
    for (dates, lost) in [
        (&["2027-03-03"] as &[&str], 0),
        (&["2027-03-02"], 3_000),
        (&["2027-03-02", "2027-03-09", "2027-03-10"], 6_000),
    ] {
        let report = check(&scene, &Plan { trips: on(traveller, dates), meetings: Vec::new() });
        assert_eq!(report.violations, []);
        assert_eq!(report.parts.last(), Some(&(Part::Rule(RuleIdx(0)), Points(-lost))), "{dates:?}");
    }
}

#[test]
fn an_absence_that_ends_when_the_event_starts_misses_nothing() {
    let (mut scene, traveller, calendar) = world();
    scene.minutes(PlaceIdx(0), PlaceIdx(1), 90);
    scene.rule("vragenuur", None, attendance(traveller, calendar, Some(0)));
    let visits = [visit(RequestIdx(0), "2027-03-02T08:00", "2027-03-02T11:30")];
    assert_eq!(broken(&scene, &[trip(traveller, "2027-03-02T06:30", "2027-03-02T13:00", &visits)]), [""; 0]);
    scene.minutes(PlaceIdx(0), PlaceIdx(1), 91);
    assert_eq!(broken(&scene, &[trip(traveller, "2027-03-02T06:29", "2027-03-02T13:01", &visits)]), ["vragenuur"]);
}

#[test]
fn not_too_many_are_missed_in_a_row() {
    let (scene, traveller, calendar) = world();
    for (dates, longest) in [
        (&["2027-03-02"] as &[&str], 1),
        (&["2027-03-02", "2027-03-16"], 1),
        (&["2027-03-02", "2027-03-09", "2027-03-23"], 2),
        (&["2027-03-02", "2027-03-09", "2027-03-16"], 3),
    ] {
        for max in 1..4 {
            let mut scene = scene.clone();
            scene.rule("vragenuur", None, attendance(traveller, calendar, Some(max)));
            let expected: &[&str] = if longest <= max { &[] } else { &["vragenuur"] };
            assert_eq!(broken(&scene, &on(traveller, dates)), expected, "{dates:?}, at most {max}");
        }
    }
    let mut scene = scene;
    scene.rule("vragenuur", None, attendance(traveller, calendar, Some(1)));
    let violation = only(&scene, &on(traveller, &["2027-03-02", "2027-03-09"]));
    assert_eq!((violation.traveller, violation.at), (Some(traveller), Some(at("2027-03-09T13:00"))));
}
