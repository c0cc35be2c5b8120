//! The best schedule of several searches that work at the same time.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::schedule::Schedule;

/// Where searches tell each other what they found, as soon as they found it. Which of them is first depends on the clock,
/// so it is used only where the clock decides anyway.
#[derive(Default)]
pub struct Board<'m>(Mutex<Option<Schedule<'m>>>);

impl<'m> Board<'m> {
    /// Shows a schedule, unless a better one is there; that is returned, if it is.
    pub fn exchange(&self, own: &Schedule<'m>) -> Option<Schedule<'m>> {
        let mut best = self.lock();
        let is_better = |best: &Schedule| best.value() < own.value();
        if best.as_ref().is_none_or(is_better) {
            *best = Some(own.clone());
        }
        best.as_ref().filter(|best| own.value() < best.value()).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Schedule<'m>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
