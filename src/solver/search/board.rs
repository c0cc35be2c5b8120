//! The best schedule of several searches that work at the same time.

use std::sync::{Mutex, PoisonError};

use super::schedule::Schedule;

/// Where searches tell each other what they found, as soon as they found it. Which of them is first depends on the clock,
/// so it is used only where the clock decides anyway.
#[derive(Default)]
pub struct Board<'m>(Mutex<Option<Schedule<'m>>>);

impl<'m> Board<'m> {
    /// Shows a schedule, or returns a better one that is there.
    pub fn exchange(&self, own: &Schedule<'m>) -> Option<Schedule<'m>> {
        let mut best = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_better = |best: &Schedule| best.value() < own.value();
        if best.as_ref().is_none_or(is_better) {
            *best = Some(own.clone());
        }
        best.as_ref().filter(|best| own.value() < best.value()).cloned()
    }
}
