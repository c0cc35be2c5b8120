//! `coverage`: at least so many visits in each period.
//!
//! A unit of violation is one missing visit in one period.

use super::super::Agenda;
use super::super::words::{count, list, place};
use super::{Finding, visits_of};
use crate::domain::{Coverage, DayRange, PlaceIdx};
use crate::texts::say;

/// Returns how many visits each period has, in order.
#[must_use]
pub fn coverage_counts(agenda: &Agenda, coverage: &Coverage) -> Vec<(DayRange, usize)> {
    let visits = visits_of(agenda, &coverage.visits);
    let n_visits = |range: DayRange| visits.iter().filter(|visit| range.contains(visit.days.start())).count();
    coverage.per.ranges(agenda.problem.horizon).into_iter().map(|range| (range, n_visits(range))).collect()
}

/// Returns one finding for each period with too few visits.
pub(super) fn check(agenda: &Agenda, coverage: &Coverage) -> Vec<Finding> {
    let at = |place: &PlaceIdx| self::place(agenda.problem, *place).to_owned();
    let mut wanted = match &coverage.visits.places {
        Some(places) => say!("aan {}", "to {}", list(&places.iter().map(at).collect::<Vec<_>>())),
        None => say!("in het buitenland", "abroad"),
    };
    if let Some(rank) = coverage.visits.rank {
        wanted = say!(
"{wanted} door rang `{rank}`",
"{wanted} by rank `{rank}`"; wanted);
    }
    if let Some(theme) = &coverage.visits.theme {
        wanted = say!(
"{wanted} over thema `{theme}`",
"{wanted} on theme `{theme}`"; wanted);
    }
    let mut findings = Vec::new();
    for (range, n_visits) in coverage_counts(agenda, coverage) {
        let n_missing = coverage.at_least.saturating_sub(n_visits);
        if n_missing > 0 {
            let n_visits =
                count(i64::try_from(n_visits).unwrap_or(i64::MAX), say!("bezoek", "visit"), say!("bezoeken", "visits"));
            let message = say!(
"{n_visits} {wanted} van {range}; gewenst zijn er ten minste {}",
"{n_visits} {wanted} from {range}; at least {} are wanted", coverage.at_least; n_visits, range, wanted);
            let at = agenda.zone(agenda.problem.home).instant(range.start(), 0);
            let units = i64::try_from(n_missing).unwrap_or(i64::MAX);
            findings.push(Finding { at: Some(at), ..Finding::units(units, message) });
        }
    }
    findings
}
