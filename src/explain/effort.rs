//! What answering may spend, and how a search is stopped early.

use crate::checker;
use crate::domain::{Plan, Points, Problem, Request, Role, RowPrice, RuleIdx, Status, TravellerIdx};
use crate::solver::{self, Options, Progress, Room, Stopper, Watcher};

/// What answering a question may spend.
#[derive(Clone, Debug, PartialEq)]
pub struct Effort {
    /// Feeds every random choice.
    pub seed: u64,
    /// Threads to work with.
    pub n_threads: usize,
    /// Rounds of improvement for each search of the whole agenda.
    pub work: u64,
    /// Points that a change of any other visit's date or holder counts for, so that of plans that are nearly as good the
    /// one with fewer changes is told.
    pub per_change: Points,
    /// What rows charged when the plan was made: searches of the whole agenda begin with it.
    pub prices: Vec<RowPrice>,
    /// A plan of which only so much may change, if there is one: searches for any plan begin with it.
    pub published: Option<Plan>,
}

impl Default for Effort {
    fn default() -> Self {
        Effort { seed: 0, n_threads: 2, work: 4, per_change: Points(1_000), prices: Vec::new(), published: None }
    }
}

impl Effort {
    /// The options of a search of the whole agenda.
    pub(super) fn options(&self) -> Options {
        Options { prices: self.prices.clone(), ..self.options_of(self.work) }
    }

    /// The options of a small search, to which prices of the whole agenda say little.
    ///
    /// * `work`: its rounds of improvement.
    pub(super) fn options_of(&self, work: u64) -> Options {
        Options { seed: self.seed, n_threads: self.n_threads, work_limit: Some(work), ..Options::default() }
    }
}

/// The most rounds of a search for any plan at all. Nearly all end in the first few; one that does not is unknown.
const N_ROUNDS_FOR_ANY_PLAN: u64 = 6;

/// Whether something can be.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// It can: here is a plan.
    Possible(Plan),
    /// It is proven that it cannot.
    Impossible {
        /// The rules that have a price in the proof; empty where it is of another kind.
        charged: Vec<RuleIdx>,
    },
    /// Neither was found in time.
    Unknown,
}

/// Searches for any plan of a problem, whatever it is worth.
pub(super) fn any_plan(problem: &Problem, effort: &Effort, watcher: &mut dyn Watcher) -> Answer {
    if watcher.should_stop() {
        return Answer::Unknown;
    }
    if problem.requests.iter().any(|request| is_needed(request) && !can_be_filled(&request.roles, &mut Vec::new())) {
        return Answer::Impossible { charged: Vec::new() };
    }
    let options = effort.options_of(N_ROUNDS_FOR_ANY_PLAN);
    // One of many questions: where it takes much of the time that is left, it stays unknown.
    let mut share = Share::of(watcher, 0.2, "looking for what clashes");
    let start = effort.published.as_ref();
    match solver::room(problem, &options, start, &mut share) {
        Room::None { charged } => return Answer::Impossible { charged },
        // What the checker does not accept is nothing to stand on.
        Room::Plan(plan) if checker::check(problem, &plan).is_valid() => return Answer::Possible(plan),
        Room::Plan(_) | Room::Unsure => {}
    }
    let mut until = UntilPlan { inner: &mut share, is_found: false };
    let outcome = solver::solve(problem, &options, start, &mut until);
    match (outcome.status, outcome.plan) {
        (Status::Infeasible, _) => Answer::Impossible { charged: Vec::new() },
        (_, Some(plan)) if checker::check(problem, &plan).is_valid() => Answer::Possible(plan),
        _ => Answer::Unknown,
    }
}

fn is_needed(request: &Request) -> bool {
    request.mandatory || request.lock.is_some()
}

/// Whether each role that is required can have a candidate of its own beside those who are taken, whenever that may be.
fn can_be_filled(roles: &[Role], taken: &mut Vec<TravellerIdx>) -> bool {
    let Some((role, others)) = roles.split_first() else { return true };
    if role.optional {
        return can_be_filled(others, taken);
    }
    role.candidates.iter().any(|candidate| {
        let is_free = !taken.contains(&candidate.traveller);
        taken.push(candidate.traveller);
        let fits = is_free && can_be_filled(others, taken);
        taken.pop();
        fits
    })
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

/// What a search is for that plans again, before the plan that it makes is asked about.
pub const PLANNING_AGAIN: &str = "planning again";

/// Gives one of several searches a share of the time that is left, when there is a limit.
pub struct Share<'w> {
    inner: &'w mut dyn Watcher,
    /// What the search is for.
    phase: &'static str,
    /// What is to be left when the share is used up, in seconds.
    reserve: f64,
}

impl<'w> Share<'w> {
    /// A share, as a fraction, of what is left.
    ///
    /// * `phase`: what the search is for, as `report` can tell it.
    pub fn of(inner: &'w mut dyn Watcher, share: f64, phase: &'static str) -> Self {
        let reserve = inner.seconds_left().map_or(0.0, |left| left * (1.0 - share));
        let mut share = Share { inner, phase, reserve };
        share.tell();
        share
    }

    fn tell(&mut self) {
        let progress = Progress { phase: self.phase, objective: None, n_planned: 0, bound: None };
        self.inner.progress(&progress);
    }
}

impl Watcher for Share<'_> {
    // The points of a search inside an answer say nothing to whoever waits for the answer.
    fn progress(&mut self, _: &Progress) {
        self.tell();
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
