//! `spacing`: the start dates of any two visits are at least so many days apart.
//!
//! A unit of violation is one day short for one pair of visits.

use super::super::Agenda;
use super::super::words::what;
use super::{Finding, visits_of};
use crate::domain::Spacing;
use crate::texts::say;

/// Returns one finding for each pair of visits that are too close.
pub(super) fn check(agenda: &Agenda, spacing: &Spacing) -> Vec<Finding> {
    let visits = visits_of(agenda, &spacing.visits);
    let mut findings = Vec::new();
    for (i, earlier) in visits.iter().enumerate() {
        for later in &visits[i + 1..] {
            let (a, b) = (earlier.days.start(), later.days.start());
            let n_apart = b.days_since(a).abs();
            if n_apart < spacing.min_days {
                let message = say!(
                    "{} begint op {b}, {n_apart} dagen van {} op {a}; tussen het begin van beide moeten ten minste {} dagen liggen",
                    "{} starts on {b}, {n_apart} days from {} on {a}; at least {} days must lie between the starts",
                    what(agenda.problem, later.request),
                    what(agenda.problem, earlier.request),
                    spacing.min_days
                );
                findings.push(Finding {
                    request: Some(later.request),
                    at: Some(later.start),
                    ..Finding::units(i64::from(spacing.min_days - n_apart), message)
                });
            }
        }
    }
    findings
}
