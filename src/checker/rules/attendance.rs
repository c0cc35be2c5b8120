//! `attendance`: missing an event of a calendar costs points; optionally at most so many are missed in a row.
//!
//! The points are lost whether the rule has a penalty or not. A unit of violation is one event missed in a row beyond
//! the most that is allowed.

use super::super::Agenda;
use super::super::words::who;
use super::{Cost, Finding};
use crate::domain::{Attendance, Interval, TravellerIdx};
use crate::texts::say;

/// Returns one finding for each event that somebody misses, and one for each row that is too long.
pub(super) fn check(agenda: &Agenda, attendance: &Attendance) -> Vec<Finding> {
    attendance.travellers.iter().flat_map(|&traveller| check_traveller(agenda, attendance, traveller)).collect()
}

/// Returns the events that a traveller misses, by start.
#[must_use]
pub fn missed_events(agenda: &Agenda, attendance: &Attendance, traveller: TravellerIdx) -> Vec<Interval> {
    let absences = absences(agenda, traveller);
    let mut events: Vec<Interval> = agenda.problem.calendars[attendance.calendar.0].events.clone();
    events.retain(|&event| misses(&absences, event));
    events.sort_by_key(|event| event.start());
    events
}

fn check_traveller(agenda: &Agenda, attendance: &Attendance, traveller: TravellerIdx) -> Vec<Finding> {
    let problem = agenda.problem;
    let zone = agenda.zone(problem.home);
    let calendar = &problem.calendars[attendance.calendar.0];
    let who = who(problem, traveller);
    let absences = absences(agenda, traveller);
    let mut findings = Vec::new();
    let mut events: Vec<Interval> = calendar.events.clone();
    events.sort_by_key(|event| event.start());
    for row in events.chunk_by(|&a, &b| misses(&absences, a) == misses(&absences, b)) {
        if !misses(&absences, row[0]) {
            continue;
        }
        for event in row {
            let message = say!(
"{who} mist {} op {}",
"{who} misses {} on {}", calendar.label, zone.day(event.start()); who);
            findings.push(Finding {
                cost: Cost::Points(attendance.points),
                traveller: Some(traveller),
                at: Some(event.start()),
                ..Finding::units(0, message)
            });
        }
        let Some(max) = attendance.max_in_a_row else { continue };
        if let Some(first_over) = row.get(max) {
            let message = say!(
"{who} mist {} {} keer achter elkaar, van {} tot en met {}; toegestaan is hooguit {max}",
"{who} misses {} {} times in a row, from {} to {}; at most {max} allowed",
                calendar.label,
                row.len(),
                zone.day(row[0].start()),
                zone.day(row[row.len() - 1].start()); who);
            let units = i64::try_from(row.len() - max).unwrap_or(i64::MAX);
            let at = Some(first_over.start());
            findings.push(Finding { traveller: Some(traveller), at, ..Finding::units(units, message) });
        }
    }
    findings
}

fn absences(agenda: &Agenda, traveller: TravellerIdx) -> Vec<Interval> {
    let trips = agenda.trips.iter().filter(|trip| trip.traveller == traveller);
    trips.filter_map(super::super::AgendaTrip::absence).collect()
}

fn misses(absences: &[Interval], event: Interval) -> bool {
    absences.iter().any(|absence| absence.meets(event))
}
