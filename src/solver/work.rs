//! How much was done, in a measure that is the same on every machine.
//!
//! Two threads meet at the end of each step, and what one of them does there must not depend on the clock. So what each
//! does is counted, and the one that would be ready first goes on until it has done about as much as the other.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// Nanoseconds, about: of simplex for each row and column at once, and with each iteration; the same of a program in whole
/// numbers; of an iteration of interior point for each row and column; of a label; of a start that is looked at; of a round of
/// searching that looks at none. Measured on the example and on S, M and L with budgets, where they differ by up to a half, labels and programs by up to two times.
const SIMPLEX_ONCE: u64 = 2_000;
const SIMPLEX: u64 = 16;
const PROGRAM_ONCE: u64 = 60_000;
const PROGRAM: u64 = 70;
const INTERIOR: u64 = 3_400;
const LABEL: u64 = 800;
const LOOK: u64 = 60;
const ROUND: u64 = 5_000;

/// A count of work, shared by all that add to it: about nanoseconds, of the machine it was measured on.
#[derive(Clone, Debug, Default)]
pub struct Work(Arc<AtomicU64>);

impl Work {
    /// How much was done.
    pub fn done(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Counts work that was counted elsewhere.
    pub fn add(&self, work: u64) {
        self.0.fetch_add(work, Ordering::Relaxed);
    }

    /// Counts iterations of simplex over so many rows, each with its share of the columns.
    pub fn add_simplex(&self, n_iterations: u64, n_rows: usize, n_cols: usize) {
        let size = (n_rows + n_cols) as u64; // Counts.
        self.add(size * SIMPLEX_ONCE + n_iterations * size * SIMPLEX);
    }

    /// Counts iterations of interior point on so many rows and columns.
    pub fn add_interior(&self, n_iterations: u64, n_rows: usize, n_cols: usize) {
        let size = (n_rows + n_cols) as u64; // Counts.
        self.add((n_iterations + 1) * size * INTERIOR);
    }

    /// Counts iterations of simplex for a program in whole numbers of so many rows and columns.
    pub fn add_program(&self, n_iterations: u64, n_rows: usize, n_cols: usize) {
        let size = (n_rows + n_cols) as u64; // Counts.
        self.add(size * PROGRAM_ONCE + n_iterations * size * PROGRAM);
    }

    /// Counts labels of pricing.
    pub fn add_labels(&self, n_labels: usize) {
        self.add(n_labels as u64 * LABEL); // A count.
    }

    /// Counts starts that a search looked at, and its rounds: where limits forbid everything, these look at nothing.
    pub fn add_looks(&self, n_looks: u64, n_rounds: u64) {
        self.add(n_looks * LOOK + n_rounds * ROUND);
    }
}

/// What a thread does in a step: what the step asks of it, and then more of the same until it has done its share.
#[derive(Debug)]
pub struct Share {
    work: Work,
    /// What had been done before the step.
    before: u64,
    share: u64,
    /// What the step asked.
    asked: OnceLock<u64>,
}

impl Share {
    /// Begins a step.
    ///
    /// * `share`: what the thread is to do at least.
    pub fn new(work: &Work, share: u64) -> Self {
        Share { work: work.clone(), before: work.done(), share, asked: OnceLock::new() }
    }

    /// Where it counts.
    pub fn work(&self) -> &Work {
        &self.work
    }

    /// Whether there is more to do, asked whenever what the step asks is done, or a part of what comes after that.
    pub fn is_left(&self) -> bool {
        let done = self.done();
        self.asked.get_or_init(|| done);
        done < self.share
    }

    /// How much the step asked, of a thread that is done.
    pub fn asked(&self) -> u64 {
        self.asked.get().copied().unwrap_or_else(|| self.done())
    }

    fn done(&self) -> u64 {
        self.work.done() - self.before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_is_ready_first_goes_on_until_it_has_done_its_share() {
        let work = Work::default();
        work.add(1_000);
        // What is done by others of the same count is counted as well.
        let (share, other) = (Share::new(&work, 50), work.clone());
        other.add(20);
        assert!(share.is_left());
        share.work().add(29);
        assert!(share.is_left());
        share.work().add(1);
        assert!(!share.is_left());
        assert_eq!(share.asked(), 20, "what came after was not asked");
        // One that has more to do than its share does that, and nothing more.
        let share = Share::new(&work, 50);
        work.add(300);
        assert!(!share.is_left());
        assert_eq!((share.asked(), Share::new(&work, 0).asked()), (300, 0));
    }
}
