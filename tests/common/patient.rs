//! A watcher that lets every search run to its end.

use reisagenda::domain::Points;
use reisagenda::solver::{Progress, Stopper, Watcher};

/// Never stops a search, and remembers its first bound by prices: the one beside the first plan is without.
#[derive(Debug, Default)]
pub struct Patient {
    /// The first bound.
    pub first_bound: Option<Points>,
}

impl Watcher for Patient {
    fn progress(&mut self, progress: &Progress) {
        if progress.phase != "first plan" {
            self.first_bound = self.first_bound.or(progress.bound);
        }
    }
    fn should_stop(&self) -> bool {
        false
    }
    fn seconds_left(&self) -> Option<f64> {
        None
    }
    fn stopper(&self) -> Stopper {
        Stopper::default()
    }
}
