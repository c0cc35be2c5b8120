//! Nobody looks free while abroad: what the legs and visits of a trip leave open is a stay.

use reisagenda::domain::*;
use reisagenda::feeds::{self, Feed, Options, Scope};
use reisagenda::ics::lint::lint;
use reisagenda::ics::read::{ReadOptions, read};
use reisagenda::ics::write::{Class, Event, Showing, When};
use reisagenda::zones::Zone;

use crate::problem::*;

fn feeds_of(problem: &Problem, plan: &Plan) -> Vec<Feed> {
    feeds::feeds(problem, plan, &Options::default())
}

/// The stays in the calendar of this file name.
fn stays(feeds: &[Feed], file_name: &str) -> Vec<Event> {
    let feed = feeds.iter().find(|feed| feed.file_name == file_name).expect("a feed");
    let events = feed.calendar.events.iter();
    events.filter(|event| ["Verblijf", "Stay"].contains(&event.categories[0].as_str())).cloned().collect()
}

fn interval(event: &Event) -> Option<Interval> {
    match event.when {
        When::Timed { interval, .. } => Some(interval),
        When::Days(_) => None,
    }
}

/// In order, joined where they touch.
fn joined(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_unstable_by_key(|interval| (interval.start(), interval.end()));
    let mut joined: Vec<Interval> = Vec::new();
    for next in intervals {
        match joined.last_mut() {
            Some(last) if next.start() <= last.end() => {
                *last = Interval::new(last.start(), last.end().max(next.end())).expect("not empty");
            }
            _ => joined.push(next),
        }
    }
    joined
}

/// When a traveller is away or in a meeting.
fn taken(plan: &Plan, traveller: TravellerIdx) -> Vec<Interval> {
    let trips = plan.trips.iter().filter(|trip| trip.traveller == traveller);
    let trips = trips.map(|trip| Interval::new(trip.depart, trip.back).expect("a trip takes time"));
    let attends = |meeting: &&Meeting| meeting.attendees.iter().any(|&(_, attendee)| attendee == traveller);
    let meetings = plan.meetings.iter().filter(attends);
    let meetings = meetings.map(|meeting| Interval::new(meeting.start, meeting.end).expect("a meeting takes time"));
    joined(trips.chain(meetings).collect())
}

/// Everything, and a trip that rests, has an idle day between two visits at one place, and ends at midnight.
fn with_waiting(language: Language) -> (Problem, Plan) {
    let (mut problem, mut plan) = everything(language);
    let first = add(&mut problem, request("wachten", "Eerste ronde", 2, RequestStatus::Confirmed));
    let second = add(&mut problem, request("wachten-2", "Tweede ronde", 2, RequestStatus::Requested));
    let mut visits = vec![
        visit(&problem, first, 0, "2027-09-06", "2027-09-06"),
        visit(&problem, second, 0, "2027-09-08", "2027-09-08"),
    ];
    let zone = Zone::of(problem.place(PlaceIdx(2)).tz);
    visits[1].end = zone.instant(day("2027-09-09"), 0);
    plan.trips.push(trip(&problem, 4, visits));
    (problem, plan)
}

#[test]
fn the_events_of_a_trip_cover_it_without_holes_or_overlaps() {
    for language in [Language::Dutch, Language::English] {
        let (problem, plan) = with_waiting(language);
        let feeds = feeds_of(&problem, &plan);
        for trip in &plan.trips {
            let feed = feeds.iter().find(|feed| feed.scope == Scope::Traveller(trip.traveller)).expect("a feed");
            let timed = feed.calendar.events.iter().filter_map(interval);
            let of_trip = timed.filter(|interval| trip.depart < interval.end() && interval.start() < trip.back);
            let mut covered = trip.depart;
            for interval in of_trip {
                assert_eq!(interval.start(), covered, "a hole or an overlap in `{}`", feed.file_name);
                covered = interval.end();
            }
            assert_eq!(covered, trip.back, "`{}`", feed.file_name);
        }
    }
}

#[test]
fn what_is_published_is_read_back_as_the_same_busy_time() {
    let (mut problem, plan) = with_waiting(Language::Dutch);
    let home = Zone::of(problem.place(problem.home).tz);
    let year = Interval::new(home.instant(day("2026-12-01"), 0), home.instant(day("2028-02-01"), 0)).expect("a window");
    for status in [None, Some(RequestStatus::Idea), Some(RequestStatus::Requested), Some(RequestStatus::Confirmed)] {
        for request in &mut problem.requests {
            request.status = status.unwrap_or(request.status);
        }
        for feed in feeds_of(&problem, &plan) {
            let Scope::Traveller(traveller) = feed.scope else { continue };
            let expected = taken(&plan, traveller);
            assert!(!expected.is_empty(), "everybody has something to do");
            let timed: Vec<Interval> = feed.calendar.events.iter().filter_map(interval).collect();
            assert_eq!(joined(timed), expected, "`{}` says it", feed.file_name);
            let read = read(&feed.bytes(), &ReadOptions::new(year, home.tz()));
            assert_eq!(joined(read.busy()), expected, "`{}` is read so", feed.file_name);
        }
    }
}

#[test]
fn a_stay_says_where_when_who_and_what_for() {
    let (problem, plan) = with_waiting(Language::Dutch);
    let feeds = feeds_of(&problem, &plan);
    let all = stays(&feeds, "agenda.ics");
    let found: Vec<&Event> = all.iter().filter(|event| event.summary.contains("Verblijf in Rabat")).collect();
    let [stay] = found[..] else { panic!("who stays together shares an event") };
    assert_eq!(stay.summary, "Verblijf in Rabat – Minister van A&M, DG Migratie, Directeur IMB");
    for line in [
        "Begin: ma 1 maart 2027, 04:45 in Rabat (05:45 in Den Haag)",
        "Einde: ma 1 maart 2027, 09:00 in Rabat (10:00 in Den Haag)",
        "Reizigers: Minister van A&M, DG Migratie, Directeur IMB",
        "Voor: Rabat: Ondertekening",
    ] {
        assert!(stay.description.contains(line), "{}", stay.description);
    }
    assert_eq!(stay.location.as_deref(), Some("Rabat, MA"));
    assert_eq!(stay.class, Class::Private);
    let [tehran] = &stays(&feeds, "country-ir.ics")[..] else { panic!("a rest after arrival") };
    assert_eq!(tehran.class, Class::Confidential, "as confidential as the visit");
    let (problem, plan) = with_waiting(Language::English);
    let feeds = feeds_of(&problem, &plan);
    assert!(stays(&feeds, "country-ma.ics")[0].summary.starts_with("Stay in Rabat – "));
}

#[test]
fn a_stay_shows_as_the_legs_beside_it() {
    let (problem, plan) = with_waiting(Language::English);
    let feeds = feeds_of(&problem, &plan);
    let shown = |file_name: &str| -> Vec<(String, Showing)> {
        let stays = stays(&feeds, file_name).into_iter();
        stays.map(|event| (event.summary.split(" – ").next().expect("a title").to_owned(), event.showing)).collect()
    };
    // Cairo is not confirmed, Alexandria is.
    let minister = [
        ("Stay in Rabat", Showing::OutOfOffice),
        ("Provisional: Stay in Cairo", Showing::Tentative),
        ("Stay in Alexandria", Showing::OutOfOffice),
    ];
    assert_eq!(shown("traveller-minister-am.ics"), minister.map(|(title, showing)| (title.to_owned(), showing)));
    assert_eq!(shown("country-eg.ics"), minister[1..].iter().map(|&(t, s)| (t.to_owned(), s)).collect::<Vec<_>>());
    // A rest and an idle day beside a confirmed visit, then a night after one that may fall through.
    let delhi: Vec<Showing> = shown("country-in.ics").into_iter().map(|(_, showing)| showing).skip(1).collect();
    assert_eq!(delhi, [Showing::OutOfOffice, Showing::OutOfOffice, Showing::Tentative]);
}

#[test]
fn a_stay_keeps_its_uid_when_it_gets_longer() {
    let (problem, plan) = with_waiting(Language::Dutch);
    let mut moved = plan.clone();
    let trip = moved.trips.last_mut().expect("a trip");
    trip.back = trip.back.plus(MINUTES_PER_DAY);
    trip.visits[1].start = trip.visits[1].start.plus(MINUTES_PER_DAY);
    trip.visits[1].end = trip.visits[1].end.plus(MINUTES_PER_DAY);
    let (before, after) = (feeds_of(&problem, &plan), feeds_of(&problem, &moved));
    for (before, after) in before.iter().zip(&after) {
        let uids = |feed: &Feed| feed.calendar.events.iter().map(|event| event.uid.clone()).collect::<Vec<_>>();
        assert_eq!(uids(before), uids(after), "`{}`", before.file_name);
    }
    let idle = |feeds: &[Feed]| stays(feeds, "country-in.ics")[2].clone();
    let (old, new) = (interval(&idle(&before)).expect("timed"), interval(&idle(&after)).expect("timed"));
    assert_eq!((new.start(), new.end()), (old.start(), old.end().plus(MINUTES_PER_DAY)));
}

#[test]
fn files_with_stays_are_good_and_do_not_depend_on_the_order_of_trips() {
    let (problem, plan) = with_waiting(Language::Dutch);
    let files = feeds::files(&problem, &plan);
    for (name, bytes) in &files {
        assert_eq!(lint(bytes), [], "{name}");
    }
    let mut turned = plan.clone();
    turned.trips.reverse();
    assert_eq!(feeds::files(&problem, &turned), files);
}

#[test]
fn a_trip_without_waiting_has_no_stay() {
    let mut problem = problem(Language::Dutch);
    problem.night = None;
    let rabat = add(&mut problem, request("marokko", "Gesprek", 1, RequestStatus::Confirmed));
    let mut trip = trip(&problem, 0, vec![visit(&problem, rabat, 0, "2027-03-02", "2027-03-02")]);
    trip.depart = trip.visits[0].start.plus(-problem.legs.between(problem.home, PlaceIdx(1)).minutes);
    let plan = Plan { trips: vec![trip], meetings: Vec::new() };
    assert_eq!(stays(&feeds_of(&problem, &plan), "agenda.ics"), []);
}
