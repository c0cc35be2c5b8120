//! `presence`: of a group, enough are home in every working day-part, or during every event of a calendar.
//!
//! A unit of violation is one missing member in one day-part or event.

use super::super::Agenda;
use super::super::visits::is_working_day;
use super::super::words::who;
use super::Finding;
use crate::domain::{Interval, Presence, TravellerIdx};
use crate::texts::{Said, say};

/// Returns one finding for each unbroken run of day-parts or events in which the same members are away and too few
/// are home.
pub(super) fn check(agenda: &Agenda, presence: &Presence) -> Vec<Finding> {
    let zone = agenda.zone(agenda.problem.home);
    let slots = match presence.calendar {
        Some(calendar) => agenda.problem.calendars[calendar.0].events.clone(),
        None => working_parts(agenda),
    };
    let mut findings = Vec::new();
    // The slots of the run at hand, and who is away in all of them.
    let mut run: Vec<Interval> = Vec::new();
    let mut run_away: Vec<TravellerIdx> = Vec::new();
    for slot in slots.into_iter().map(Some).chain([None]) {
        let away = slot.map_or_else(Vec::new, |slot| absent(agenda, &presence.members, slot));
        if away != run_away {
            let n_missing = n_missing(presence, run_away.len());
            if let (Some(first), Some(last)) = (run.first(), run.last())
                && n_missing > 0
            {
                let (from, to) = (zone.day(first.start()), zone.day(last.end().plus(-1)));
                let when = if from == to {
                    say!("op {from}", "on {from}")
                } else {
                    say!("van {from} tot en met {to}", "from {from} to {to}")
                };
                let message = sentence(agenda, presence, &run_away, &when);
                let units = n_missing * i64::try_from(run.len()).unwrap_or(i64::MAX);
                findings.push(Finding { at: Some(first.start()), ..Finding::units(units, message) });
            }
            run.clear();
            run_away = away;
        }
        run.extend(slot);
    }
    // A group that is too small by itself misses members in every slot; nobody's absence ends that run.
    let n_missing = n_missing(presence, 0);
    if n_missing > 0 && run_away.is_empty() && !run.is_empty() {
        let units = n_missing * i64::try_from(run.len()).unwrap_or(i64::MAX);
        findings.push(Finding::units(units, sentence(agenda, presence, &[], &say!("ooit", "ever"))));
    }
    findings
}

/// How many more would have to be home when so many are away.
fn n_missing(presence: &Presence, n_away: usize) -> i64 {
    let n_home = presence.members.len().saturating_sub(n_away);
    i64::try_from(presence.at_least.saturating_sub(n_home)).unwrap_or(i64::MAX)
}

/// Such as `` `a` is away on 2027-03-05, and so is `b`; at least 1 must be home ``.
fn sentence(agenda: &Agenda, presence: &Presence, away: &[TravellerIdx], when: &Said) -> Said {
    let names: Vec<Said> = away.iter().map(|&traveller| who(agenda.problem, traveller)).collect();
    let at_least = presence.at_least;
    match names.split_first() {
        None => say!(
            "Er zijn maar {} leden; vereist is ten minste {at_least} thuis",
            "There are only {} members; at least {at_least} must be home",
            presence.members.len()
        ),
        Some((first, [])) => say!(
"{first} is weg {when}; vereist is ten minste {at_least} thuis",
"{first} is away {when}; at least {at_least} must be home"; first, when),
        Some((first, [other])) => {
            say!(
"{first} is weg {when}, en {other} ook; vereist is ten minste {at_least} thuis",
"{first} is away {when}, and so is {other}; at least {at_least} must be home"; first, other, when)
        }
        Some((first, others)) => {
            let others = super::super::words::list(others);
            say!(
"{first} is weg {when}, en {others} ook; vereist is ten minste {at_least} thuis",
"{first} is away {when}, and so are {others}; at least {at_least} must be home"; first, others, when)
        }
    }
}

/// The members whose absence meets an interval, in order.
fn absent(agenda: &Agenda, members: &[TravellerIdx], slot: Interval) -> Vec<TravellerIdx> {
    let away = |traveller: TravellerIdx| {
        let trips = agenda.trips.iter().filter(move |trip| trip.traveller == traveller);
        trips.filter_map(|trip| trip.absence()).any(|absence| absence.meets(slot))
    };
    members.iter().copied().filter(|&member| away(member)).collect()
}

/// The day-parts of home's working days in the horizon.
fn working_parts(agenda: &Agenda) -> Vec<Interval> {
    let problem = agenda.problem;
    let home = problem.place(problem.home);
    let zone = agenda.zone(problem.home);
    let days = problem.horizon.days().filter(|&day| is_working_day(home, day));
    days.flat_map(|day| home.day_parts.iter().map(move |part| (day, part)))
        .filter_map(|(day, part)| Interval::new(zone.instant(day, part.start), zone.instant(day, part.end)))
        .collect()
}
