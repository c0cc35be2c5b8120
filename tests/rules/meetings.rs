//! Section 4: home meetings.

use chrono_tz::Tz;
use reisagenda::checker::{Report, check};
use reisagenda::domain::*;

use crate::common::scene::{Scene, at, day_trip, days, trip, visit};

struct Home {
    scene: Scene,
    traveller: TravellerIdx,
    meeting: RequestIdx,
    visit: RequestIdx,
}

fn home() -> Home {
    let mut scene = Scene::new();
    let place = scene.place("brussel", Tz::Europe__Brussels);
    let traveller = scene.traveller("dg-am");
    let meeting = scene.request("overleg", PlaceIdx(0), traveller);
    let visit = scene.request("bezoek", place, traveller);
    Home { scene, traveller, meeting, visit }
}

impl Home {
    /// The meeting on a morning.
    fn meeting(&self, date: &str) -> Meeting {
        Meeting {
            request: self.meeting,
            start: at(&format!("{date}T08:00")),
            end: at(&format!("{date}T11:30")),
            attendees: vec![(RoleIdx(0), self.traveller)],
        }
    }

    fn check(&self, trips: &[Trip], meetings: &[Meeting]) -> Report {
        check(&self.scene, &Plan { trips: trips.to_vec(), meetings: meetings.to_vec() })
    }

    fn broken(&self, trips: &[Trip], meetings: &[Meeting]) -> Vec<String> {
        self.check(trips, meetings).violations.into_iter().map(|violation| violation.rule).collect()
    }
}

#[test]
fn a_meeting_at_home_brings_its_points_and_no_day_away() {
    let mut home = home();
    home.scene.day_away = Points(1_000);
    let report = home.check(&[], &[home.meeting("2027-03-02")]);
    assert_eq!((report.violations.as_slice(), report.objective), ([].as_slice(), Points(100_000)));
}

#[test]
fn nobody_meets_at_home_while_away() {
    let mut home = home();
    home.scene.minutes(PlaceIdx(0), PlaceIdx(1), 60);
    // Away in the afternoon from 11:30 UTC, just when the morning ends.
    let after = |depart: &str, back: &str| {
        trip(home.traveller, depart, back, &[visit(home.visit, "2027-03-02T12:30", "2027-03-02T16:30")])
    };
    let trips = [after("2027-03-02T11:30", "2027-03-02T17:30")];
    assert_eq!(home.broken(&trips, &[home.meeting("2027-03-02")]), [""; 0]);
    home.scene.minutes(PlaceIdx(0), PlaceIdx(1), 61);
    let trips = [trip(
        home.traveller,
        "2027-03-02T11:29",
        "2027-03-02T17:31",
        &[visit(home.visit, "2027-03-02T12:30", "2027-03-02T16:30")],
    )];
    assert_eq!(home.broken(&trips, &[home.meeting("2027-03-02")]), ["meeting"]);
    assert_eq!(home.broken(&trips, &[home.meeting("2027-03-03")]), [""; 0]);
}

#[test]
fn nobody_meets_at_home_while_busy() {
    let mut home = home();
    home.scene.busy(home.traveller, "2027-03-02T11:30", "2027-03-02T13:00");
    assert_eq!(home.broken(&[], &[home.meeting("2027-03-02")]), [""; 0]);
    home.scene.busy(home.traveller, "2027-03-02T11:29", "2027-03-02T13:00");
    assert_eq!(home.broken(&[], &[home.meeting("2027-03-02")]), ["busy"]);
}

#[test]
fn nobody_meets_twice_at_a_time() {
    let mut home = home();
    let second = home.scene.request("ander-overleg", PlaceIdx(0), home.traveller);
    let first = home.meeting("2027-03-02");
    let same = Meeting { request: second, ..first.clone() };
    assert_eq!(home.broken(&[], &[first.clone(), same]), ["meeting"]);
    let later =
        Meeting { start: at("2027-03-02T12:30"), end: at("2027-03-02T16:30"), request: second, ..first.clone() };
    assert_eq!(home.broken(&[], &[first, later]), [""; 0]);
}

#[test]
fn meetings_keep_windows_working_days_and_the_horizon() {
    let mut home = home();
    assert_eq!(home.broken(&[], &[home.meeting("2027-03-06")]), ["working_day"]);
    home.scene.requests[home.meeting.0].windows = vec![days("2027-03-03", "2027-04-09")];
    assert_eq!(home.broken(&[], &[home.meeting("2027-03-02")]), ["window"]);
    home.scene.horizon = days("2027-03-08", "2027-03-31");
    assert_eq!(home.broken(&[], &[home.meeting("2027-03-05")]), ["horizon"]);
}

#[test]
fn meetings_and_visits_do_not_take_each_others_place() {
    let home = home();
    let abroad = Meeting { request: home.visit, ..home.meeting("2027-03-02") };
    assert_eq!(home.broken(&[], &[abroad]), ["meeting"]);
    let visits = [visit(home.meeting, "2027-03-02T08:00", "2027-03-02T11:30")];
    let in_trip = trip(home.traveller, "2027-03-02T08:00", "2027-03-02T11:30", &visits);
    assert_eq!(home.broken(&[in_trip], &[]), ["meeting"]);
    let twice = [home.meeting("2027-03-02"), home.meeting("2027-03-03")];
    assert!(home.broken(&[], &twice).contains(&"meeting".to_owned()));
}

#[test]
fn a_meeting_needs_its_delegation() {
    let home = home();
    let empty = Meeting { attendees: Vec::new(), ..home.meeting("2027-03-02") };
    assert_eq!(home.broken(&[], &[empty]), ["role"]);
    let visits = [day_trip(home.traveller, home.visit, "2027-03-04")];
    assert_eq!(home.broken(&visits, &[home.meeting("2027-03-02")]), [""; 0]);
}
