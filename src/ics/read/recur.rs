//! When a rule recurs, by the clock on the wall.
//!
//! Everything here is in wall-clock minutes, as if the place had no time zone and no clock changes: a meeting at nine
//! stays at nine. The caller turns each occurrence into an instant with current time zone data.
//!
//! # Invariants
//!
//! * Occurrences come out in order, without duplicates, and only those in the range that is asked for.
//! * Every file has a [`Budget`]. A rule that would cost more time or memory than the file's size justifies is cut short
//!   with an error, whatever it says.

use super::rule::{Freq, Rule};
use super::{general, simple};
use crate::domain::MINUTES_PER_DAY;

/// What the rules of one file may cost together.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    /// Periods and days that may still be looked at.
    pub(super) n_steps: u64,
    /// Occurrences that may still be kept.
    pub(super) n_occurrences: usize,
}

impl Budget {
    /// Returns the budget of a file of that size: room for any real calendar, and memory in proportion to the input.
    pub(super) fn for_size(n_bytes: usize) -> Self {
        Budget { n_steps: 5_000_000 + 40 * n_bytes as u64, n_occurrences: 100_000 + 8 * n_bytes }
    }

    /// Takes steps from the budget.
    ///
    /// # Errors
    ///
    /// When there are not so many left; then none are taken.
    pub(super) fn spend(&mut self, n_steps: u64) -> Result<(), CutShort> {
        self.n_steps = self.n_steps.checked_sub(n_steps).ok_or(CutShort)?;
        Ok(())
    }
}

/// The rule repeats too often, or searches too long, to be expanded further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CutShort;

/// No series has more occurrences than this in one window; a daily one would need a century.
const MAX_PER_SERIES: usize = 40_000;

/// The occurrences of one rule that are asked for, in wall-clock minutes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// The start of the series, from which the rule counts.
    pub(super) start: i64,
    /// The first minute that is asked for.
    pub(super) from: i64,
    /// The minute after the last that is asked for.
    pub(super) to: i64,
}

/// Adds the occurrences of a rule to `found`.
///
/// # Errors
///
/// When the budget or the most a series may have is used up; what was found until then is in `found`.
pub(super) fn expand(rule: &Rule, span: Span, budget: &mut Budget, found: &mut Vec<i64>) -> Result<(), CutShort> {
    if span.to <= span.from.max(span.start) {
        return Ok(());
    }
    if simple::can_expand(rule) {
        simple::expand(rule, span, budget, found)
    } else {
        general::expand(rule, span, budget, found)
    }
}

/// Keeps one occurrence, and says when there are too many.
pub(super) fn keep(at: i64, n_before: usize, budget: &Budget, found: &mut Vec<i64>) -> Result<(), CutShort> {
    if found.len() - n_before >= MAX_PER_SERIES.min(budget.n_occurrences) {
        return Err(CutShort);
    }
    found.push(at);
    Ok(())
}

/// The first period at or before `from`, counted in whole intervals from the start: where a rule without COUNT may begin.
pub(super) fn first_period(n_periods_to_from: i64, interval: u16) -> i64 {
    let interval = i64::from(interval);
    n_periods_to_from.div_euclid(interval).max(0) * interval
}

/// The day of a wall-clock minute.
pub(super) fn day_of(minutes: i64) -> i32 {
    i32::try_from(minutes.div_euclid(MINUTES_PER_DAY)).unwrap_or(i32::MAX / 2)
}

/// Whether the rule repeats within a day.
pub(super) fn is_sub_daily(rule: &Rule) -> bool {
    rule.freq >= Freq::Hourly
}
