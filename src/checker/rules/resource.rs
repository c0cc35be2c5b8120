//! `resource`: only so many visits that need a thing on one date.
//!
//! Dates are those at the place of each visit, with the days of padding around them. A unit of violation is one unit
//! too many on one date.

use std::collections::BTreeMap;

use super::super::words::{list, what};
use super::super::{Agenda, AgendaVisit};
use super::Finding;
use crate::domain::{Day, Resource, RuleIdx};
use crate::texts::{Said, say};

/// Returns the visits that take a unit of a resource on each date, padding included.
#[must_use]
pub fn resource_takers<'a>(
    agenda: &'a Agenda,
    rule_idx: RuleIdx,
    resource: &Resource,
) -> BTreeMap<Day, Vec<&'a AgendaVisit>> {
    let mut takers: BTreeMap<Day, Vec<&AgendaVisit>> = BTreeMap::new();
    for visit in &agenda.visits {
        if agenda.problem.request(visit.request).needs.contains(&rule_idx) {
            let first = visit.days.start().number() - resource.pad_days;
            let last = visit.days.last().number() + resource.pad_days;
            for day in first..=last {
                takers.entry(Day::from_number(day)).or_default().push(visit);
            }
        }
    }
    takers
}

/// Returns one finding for each unbroken run of dates on which the same visits need more than there is.
pub(super) fn check(agenda: &Agenda, rule_idx: RuleIdx, resource: &Resource) -> Vec<Finding> {
    let over: Vec<(Day, Vec<&AgendaVisit>)> = resource_takers(agenda, rule_idx, resource)
        .into_iter()
        .filter(|(_, visits)| i64::try_from(visits.len()).unwrap_or(i64::MAX) > resource.capacity)
        .collect();
    let runs = over.chunk_by(|(a, visits), (b, others)| b.days_since(*a) == 1 && visits == others);
    runs.filter_map(|run| {
        let ((first, visits), (last, _)) = (run.first()?, run.last()?);
        let names: Vec<Said> = visits.iter().map(|visit| what(agenda.problem, visit.request)).collect();
        let when = if first == last {
            say!(
"op {first}",
"on {first}"; first)
        } else {
            say!(
"van {first} tot en met {last}",
"from {first} to {last}"; first)
        };
        let message = say!(
"{} hebben het nodig {when}; er is genoeg voor {}",
"{} need it {when}; there is enough for {}", list(&names), resource.capacity; when);
        let n_over = i64::try_from(visits.len()).unwrap_or(i64::MAX) - resource.capacity;
        let units = n_over * i64::try_from(run.len()).unwrap_or(i64::MAX);
        let latest = visits.iter().max_by_key(|visit| (visit.start, visit.request))?;
        let at = Some(agenda.zone(latest.place).instant(*first, 0));
        Some(Finding { request: Some(latest.request), at, ..Finding::units(units, message) })
    })
    .collect()
}
