//! `exclusion`: at most so many of the named requests are planned.
//!
//! A unit of violation is one planned request too many.

use super::super::words::{list, what};
use super::super::{Agenda, AgendaVisit};
use super::Finding;
use crate::domain::Exclusion;
use crate::texts::{Said, say};

/// Returns a finding when too many are planned.
pub(super) fn check(agenda: &Agenda, exclusion: &Exclusion) -> Vec<Finding> {
    let mut planned: Vec<&AgendaVisit> =
        exclusion.requests.iter().filter_map(|&request| agenda.visit_of(request)).collect();
    planned.sort_by_key(|visit| (visit.start, visit.request));
    let Some(first_over) = planned.get(exclusion.max) else { return Vec::new() };
    let names: Vec<Said> = planned
        .iter()
        .map(|visit| say!("{} op {}", "{} on {}", what(agenda.problem, visit.request), visit.days.start()))
        .collect();
    let message = say!(
        "{} zijn allemaal ingepland; hooguit {} mogen dat zijn",
        "{} are all planned; at most {} may be",
        list(&names),
        exclusion.max
    );
    let units = i64::try_from(planned.len() - exclusion.max).unwrap_or(i64::MAX);
    let (request, at) = (Some(first_over.request), Some(first_over.start));
    vec![Finding { request, at, ..Finding::units(units, message) }]
}
