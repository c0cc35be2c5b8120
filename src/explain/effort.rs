//! What answering may spend, and how a search is stopped early.

use crate::domain::{Plan, Problem, Status};
use crate::solver::{self, Options, Progress, Stopper, Watcher};

/// What answering a question may spend.
#[derive(Clone, Debug, PartialEq)]
pub struct Effort {
    /// Feeds every random choice.
    pub seed: u64,
    /// Threads to work with.
    pub n_threads: usize,
    /// Rounds of improvement for each search of the whole agenda.
    pub work: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Effort { seed: 0, n_threads: 2, work: 4 }
    }
}

impl Effort {
    /// The options of a search of the whole agenda.
    pub(super) fn options(&self) -> Options {
        Options { seed: self.seed, n_threads: self.n_threads, work_limit: Some(self.work), ..Options::default() }
    }
}

/// The most rounds of a search for any plan at all. Nearly all end in the first few; one that does not is unknown.
const N_ROUNDS_FOR_ANY_PLAN: u64 = 12;

/// Whether something can be.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// It can: here is a plan.
    Possible(Plan),
    /// It is proven that it cannot.
    Impossible,
    /// Neither was found in time.
    Unknown,
}

/// Searches for any plan of a problem, whatever it is worth.
pub(super) fn any_plan(problem: &Problem, effort: &Effort, watcher: &mut dyn Watcher) -> Answer {
    if watcher.should_stop() {
        return Answer::Unknown;
    }
    let options = Options { work_limit: Some(N_ROUNDS_FOR_ANY_PLAN), ..effort.options() };
    let mut until = UntilPlan { inner: watcher, is_found: false };
    let outcome = solver::solve(problem, &options, None, &mut until);
    match (outcome.status, outcome.plan) {
        (Status::Infeasible, _) => Answer::Impossible,
        // What the checker does not accept is nothing to stand on.
        (_, Some(plan)) if crate::checker::check(problem, &plan).is_valid() => Answer::Possible(plan),
        _ => Answer::Unknown,
    }
}

/// Stops a search at its first plan.
struct UntilPlan<'w> {
    inner: &'w mut dyn Watcher,
    is_found: bool,
}

impl Watcher for UntilPlan<'_> {
    fn progress(&mut self, progress: &Progress) {
        self.is_found |= progress.objective.is_some();
    }

    fn should_stop(&self) -> bool {
        self.is_found || self.inner.should_stop()
    }

    fn seconds_left(&self) -> Option<f64> {
        self.inner.seconds_left()
    }

    fn stopper(&self) -> Stopper {
        self.inner.stopper()
    }
}

/// Gives one of several searches a share of the time that is left, when there is a limit.
pub(super) struct Share<'w> {
    inner: &'w mut dyn Watcher,
    /// What is to be left when the share is used up, in seconds.
    reserve: f64,
}

impl<'w> Share<'w> {
    /// A share, as a fraction, of what is left.
    pub(super) fn of(inner: &'w mut dyn Watcher, share: f64) -> Self {
        let reserve = inner.seconds_left().map_or(0.0, |left| left * (1.0 - share));
        Share { inner, reserve }
    }
}

impl Watcher for Share<'_> {
    fn progress(&mut self, progress: &Progress) {
        self.inner.progress(progress);
    }

    fn should_stop(&self) -> bool {
        self.inner.should_stop() || self.seconds_left().is_some_and(|left| left <= 0.0)
    }

    fn seconds_left(&self) -> Option<f64> {
        self.inner.seconds_left().map(|left| left - self.reserve)
    }

    fn stopper(&self) -> Stopper {
        self.inner.stopper()
    }
}
