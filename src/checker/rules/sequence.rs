//! `sequence`: one visit comes a number of days after another, and not without it.
//!
//! A unit of violation is one day too few or too many; the later visit without the earlier is one unit.

use super::super::Agenda;
use super::super::words::what;
use super::Finding;
use crate::domain::Sequence;
use crate::texts::say;

/// Returns a finding when `then` is planned without `first`, too soon after it or too late.
pub(super) fn check(agenda: &Agenda, sequence: &Sequence) -> Vec<Finding> {
    let Some(then) = agenda.visit_of(sequence.then) else { return Vec::new() };
    let then_name = what(agenda.problem, sequence.then);
    let first_name = what(agenda.problem, sequence.first);
    let then_day = then.days.start();
    let (units, message) = match agenda.visit_of(sequence.first) {
        None => (
            1,
            say!(
"{then_name} is ingepland op {then_day}, en {first_name}, dat eerst moet komen, niet",
"{then_name} is planned on {then_day}, and {first_name}, which must come first, is not"; first_name, then_name),
        ),
        Some(first) => {
            let n_days = then_day.days_since(first.days.last());
            let told = say!(
"{then_name} begint op {then_day}, {n_days} dagen na het eind van {first_name} op {}",
"{then_name} starts on {then_day}, {n_days} days after {first_name} ends on {}",
                first.days.last(); first_name, then_name);
            if n_days < sequence.min_days {
                (
                    sequence.min_days - n_days,
                    say!(
"{told}; ten minste {} dagen zijn nodig",
"{told}; at least {} days are needed", sequence.min_days; told),
                )
            } else if let Some(max) = sequence.max_days
                && n_days > max
            {
                (
                    n_days - max,
                    say!(
"{told}; hooguit {max} dagen zijn toegestaan",
"{told}; at most {max} days are allowed"; told),
                )
            } else {
                return Vec::new();
            }
        }
    };
    let (request, at) = (Some(sequence.then), Some(then.start));
    vec![Finding { request, at, ..Finding::units(i64::from(units), message) }]
}
