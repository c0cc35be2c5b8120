//! What is published is read by our own importer as the same busy time.

use reisagenda::domain::*;
use reisagenda::ics::read::{ReadOptions, read};
use reisagenda::zones::Zone;

use crate::scene::*;

/// Intervals in order, those that touch joined.
fn joined(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_unstable();
    let mut joined: Vec<Interval> = Vec::new();
    for interval in intervals {
        match joined.last_mut().filter(|last| interval.start() <= last.end()) {
            Some(last) => *last = Interval::new(last.start(), last.end().max(interval.end())).expect("longer"),
            None => joined.push(interval),
        }
    }
    joined
}

#[test]
fn our_own_importer_reads_the_trips_and_meetings_of_each_traveller() {
    for language in [Language::Dutch, Language::English] {
        let (problem, plan) = scene(language);
        let home = problem.place(problem.home).tz;
        let first = edition(&problem, &without(&plan, RequestIdx(8)), None, "2027-01-04");
        // Tombstones take no time.
        let later = without(&plan, RequestIdx(2));
        let second = edition(&problem, &later, Some(&first.manifest), "2027-01-05");
        let window = Interval::new(
            Zone::of(home).instant(problem.horizon.start(), 0),
            Zone::of(home).instant(problem.horizon.end(), 0),
        );
        let options = ReadOptions::new(window.expect("a horizon"), home);
        for traveller in problem.traveller_idxs() {
            let trips = later.trips.iter().filter(|trip| trip.traveller == traveller);
            let mut taken: Vec<Interval> = trips.filter_map(|trip| Interval::new(trip.depart, trip.back)).collect();
            let meetings = later.meetings.iter();
            let own = meetings.filter(|meeting| meeting.attendees.iter().any(|&(_, who)| who == traveller));
            taken.extend(own.filter_map(|meeting| Interval::new(meeting.start, meeting.end)));
            let expected = joined(taken);
            let folder = |audience: &str| {
                let scope = problem.publication.audiences.iter().find(|a| a.id == audience).expect("an audience");
                let at =
                    scope.calendars.iter().position(|scope| *scope == Scope::Traveller(traveller)).expect("a calendar");
                let mut folders: Vec<&str> = second
                    .calendars
                    .iter()
                    .filter(|c| c.audience.as_deref() == Some(audience))
                    .map(|c| c.folder.as_str())
                    .collect();
                format!("{}/calendar.ics", folders.swap_remove(at))
            };
            for audience in ["reizigers", "tijden"] {
                let path = folder(audience);
                let read = read(&second.files[&path], &options);
                assert_eq!(read.warnings, [], "{path}");
                assert_eq!(joined(read.busy()), expected, "{path}");
            }
        }
    }
}
