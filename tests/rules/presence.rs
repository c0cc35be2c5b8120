//! `presence`: enough of a group are home in every working day-part, or during each event.

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::Language;
use reisagenda::domain::*;

use crate::common::scene::{Scene, at, broken, day_trip, only, trip, visit};

fn world(n_travellers: usize) -> (Scene, Vec<TravellerIdx>) {
    let mut scene = Scene::new();
    let place = scene.place("brussel", Tz::Europe__Brussels);
    let ids = ["minister-am", "stas-am", "dg-am"];
    let travellers: Vec<TravellerIdx> = ids[..n_travellers].iter().map(|id| scene.traveller(id)).collect();
    for &traveller in &travellers {
        scene.request(&format!("bezoek-{}", traveller.0), place, traveller);
    }
    (scene, travellers)
}

fn presence(members: &[TravellerIdx], at_least: usize, calendar: Option<CalendarIdx>) -> RuleBody {
    RuleBody::Presence(Presence { members: members.to_vec(), at_least, calendar })
}

#[test]
fn one_of_two_stays_home() {
    let (mut scene, members) = world(2);
    scene.rule("aanwezig", None, presence(&members, 1, None));
    let first = day_trip(members[0], RequestIdx(0), "2027-03-05");
    assert_eq!(broken(&scene, std::slice::from_ref(&first)), [""; 0]);
    assert_eq!(broken(&scene, &[first.clone(), day_trip(members[1], RequestIdx(1), "2027-03-04")]), [""; 0]);
    let violation = only(&scene, &[first, day_trip(members[1], RequestIdx(1), "2027-03-05")]);
    assert_eq!((violation.rule.as_str(), violation.kind), ("aanwezig", "presence"));
    assert_eq!(
        violation.message.of(Language::English),
        "`minister-am` is away on 2027-03-05, and so is `stas-am`; at least 1 must be home"
    );
    assert_eq!(violation.at, Some(at("2027-03-05T08:00")));
}

#[test]
fn at_least_counts_just_below_at_and_above() {
    let (scene, members) = world(3);
    let trips = [day_trip(members[0], RequestIdx(0), "2027-03-05")];
    for (at_least, good) in [(1, true), (2, true), (3, false)] {
        let mut scene = scene.clone();
        scene.rule("aanwezig", None, presence(&members, at_least, None));
        assert_eq!(broken(&scene, &trips).is_empty(), good, "{at_least}");
    }
}

#[test]
fn an_absence_that_only_touches_a_day_part_does_not_meet_it() {
    let (mut scene, members) = world(1);
    scene.minutes(PlaceIdx(0), PlaceIdx(1), 30);
    scene.rule("aanwezig", None, presence(&members, 1, None));
    let afternoon = [visit(RequestIdx(0), "2027-03-02T12:30", "2027-03-02T16:30")];
    // Away from 13:00 local: the morning that ends at 12:30 is not met, the afternoon is.
    let report = check(
        &scene,
        &Plan {
            trips: vec![trip(members[0], "2027-03-02T12:00", "2027-03-02T17:00", &afternoon)],
            meetings: Vec::new(),
        },
    );
    assert_eq!(report.violations.len(), 1);
    assert_eq!(report.violations[0].at, Some(at("2027-03-02T12:30")));
}

#[test]
fn weekends_and_holidays_at_home_need_nobody() {
    let (mut scene, members) = world(2);
    scene.places[1].weekend = vec![];
    scene.rule("aanwezig", None, presence(&members, 1, None));
    let on = |date| [day_trip(members[0], RequestIdx(0), date), day_trip(members[1], RequestIdx(1), date)];
    assert_eq!(broken(&scene, &on("2027-03-06")), [""; 0]);
    assert_eq!(broken(&scene, &on("2027-03-05")), ["aanwezig"]);
    scene.places[0].holidays.insert(crate::common::scene::day("2027-03-05"), String::new());
    assert_eq!(broken(&scene, &on("2027-03-05")), [""; 0]);
}

#[test]
fn events_of_a_calendar_need_the_group_and_nothing_else_does() {
    let (mut scene, members) = world(2);
    // The absence of a day trip is [05:00, 14:30) in UTC.
    let calendar = scene.calendar("vragenuur", &[("2027-03-02T13:00", "2027-03-02T14:00")]);
    let touching = scene.calendar("touching", &[("2027-03-02T14:30", "2027-03-02T15:00")]);
    let both = |date| [day_trip(members[0], RequestIdx(0), date), day_trip(members[1], RequestIdx(1), date)];
    let mut on_calendar = scene.clone();
    on_calendar.rule("vragenuur", None, presence(&members, 1, Some(calendar)));
    assert_eq!(broken(&on_calendar, &both("2027-03-02")), ["vragenuur"]);
    assert_eq!(broken(&on_calendar, &both("2027-03-03")), [""; 0]);
    scene.rule("touching", None, presence(&members, 1, Some(touching)));
    assert_eq!(broken(&scene, &both("2027-03-02")), [""; 0]);
}

#[test]
fn a_soft_rule_costs_each_missing_member_in_each_day_part() {
    let (mut scene, members) = world(3);
    scene.rule("aanwezig", Some(2_000), presence(&members, 2, None));
    let trips: Vec<Trip> = (0..3).map(|i| day_trip(members[i], RequestIdx(i), "2027-03-05")).collect();
    // All three are away in the morning and the afternoon: two missing, twice.
    let report = check(&scene, &Plan { trips, meetings: Vec::new() });
    assert_eq!(report.violations, []);
    assert_eq!(report.parts.last(), Some(&(Part::Rule(RuleIdx(0)), Points(-8_000))));
    assert_eq!(report.concessions.len(), 1);
}

#[test]
fn a_run_of_days_is_told_once() {
    let (mut scene, members) = world(1);
    scene.requests[0].parts = 6;
    scene.rule("aanwezig", None, presence(&members, 1, None));
    let visits = [visit(RequestIdx(0), "2027-03-02T08:00", "2027-03-04T16:30")];
    let violation = only(&scene, &[trip(members[0], "2027-03-02T05:00", "2027-03-04T19:30", &visits)]);
    assert_eq!(
        violation.message.of(Language::English),
        "`minister-am` is away from 2027-03-02 to 2027-03-04; at least 1 must be home"
    );
}
