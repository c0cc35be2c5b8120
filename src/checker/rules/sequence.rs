//! `sequence`: one visit comes a number of days after another, and not without it.
//!
//! A unit of violation is one day too few or too many; the later visit without the earlier is one unit.

use super::super::Agenda;
use super::super::words::what;
use super::Finding;
use crate::domain::Sequence;

/// Returns a finding when `then` is planned without `first`, too soon after it or too late.
pub(super) fn check(agenda: &Agenda, sequence: &Sequence) -> Vec<Finding> {
    let Some(then) = agenda.visit_of(sequence.then) else { return Vec::new() };
    let then_name = what(agenda.problem, sequence.then);
    let first_name = what(agenda.problem, sequence.first);
    let then_day = then.days.start();
    let (units, message) = match agenda.visit_of(sequence.first) {
        None => (1, format!("{then_name} is planned on {then_day}, and {first_name}, which must come first, is not")),
        Some(first) => {
            let n_days = then_day.days_since(first.days.last());
            let told = format!(
                "{then_name} starts on {then_day}, {n_days} days after {first_name} ends on {}",
                first.days.last()
            );
            if n_days < sequence.min_days {
                (sequence.min_days - n_days, format!("{told}; at least {} days are needed", sequence.min_days))
            } else if let Some(max) = sequence.max_days
                && n_days > max
            {
                (n_days - max, format!("{told}; at most {max} days are allowed"))
            } else {
                return Vec::new();
            }
        }
    };
    let (request, at) = (Some(sequence.then), Some(then.start));
    vec![Finding { request, at, ..Finding::units(i64::from(units), message) }]
}
