//! From a problem to a plan and a bound on every plan.
//!
//! # Invariants
//!
//! * Solving is a pure function of problem, options and seed, unless the watcher stops it; nothing here reads a clock.
//! * Never imports `checker`: a shared mistake would hide itself.

use crate::domain::{Outcome, Plan, Points, Problem};

/// What the search may spend and when it may stop.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Feeds every random choice.
    pub seed: u64,
    /// The most rounds of improvement, when limited.
    pub work_limit: Option<u64>,
    /// Stop when the gap, a fraction, is at most this.
    pub target_gap: Option<f64>,
    /// Threads to work with.
    pub n_threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { seed: 0, work_limit: None, target_gap: None, n_threads: 2 }
    }
}

/// How far the search is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// What the search is doing, in a word or two.
    pub phase: &'static str,
    /// The points of the best plan so far.
    pub objective: Option<Points>,
    /// How many requests that plan has.
    pub n_planned: usize,
    /// No plan has more points than this.
    pub bound: Option<Points>,
}

/// Who watches a search, and may stop it.
pub trait Watcher {
    /// Hears how far the search is.
    fn progress(&mut self, progress: &Progress);
    /// Whether the search is to stop now and answer with the best plan it has.
    fn should_stop(&self) -> bool;
    /// How many seconds are left, when there is a limit in seconds.
    fn seconds_left(&self) -> Option<f64>;
}

/// Searches for the best plan and a bound on every plan.
///
/// * `start`: a plan to begin with, which need not keep the rules.
pub fn solve(problem: &Problem, options: &Options, start: Option<&Plan>, watcher: &mut dyn Watcher) -> Outcome {
    let _ = (problem, options, start, watcher);
    Outcome {
        status: crate::domain::Status::StoppedWithoutPlan,
        plan: None,
        bound: None,
        not_planned: Vec::new(),
        clash: Vec::new(),
    }
}
