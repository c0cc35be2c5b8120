//! From a problem to a plan and a bound on every plan.
//!
//! # Invariants
//!
//! * Solving is a pure function of problem, options and seed, unless the watcher stops it; nothing here reads a clock.
//! * Never imports `checker`: a shared mistake would hide itself.

mod activity;
mod affordable;
mod alike;
mod ascent;
mod backend;
mod bound;
mod columns;
mod conflicts;
mod constraints;
mod cuts;
mod estimate;
mod extract;
mod generating;
mod guide;
mod instance;
mod kept_prices;
mod looking;
mod master;
mod model;
mod neighbourhood;
mod packing;
mod prices;
mod proving;
mod relaxation;
mod rest;
mod restricted;
mod search;
mod search_loop;
mod single_trip;
mod tree;
mod work;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use model::Model;
use relaxation::Ruling;
use search::row_index::RowIndex;
use search::schedule::Schedule;
use search::trips::Trips;
use search::warm_start::take_over;
use search_loop::Search;

use crate::domain::{NotPlanned, Outcome, Plan, Points, Problem, RowPrice, RuleIdx};

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
    /// What rows charged at the end of a search of a problem that differs by little: it gives a bound at once.
    pub prices: Vec<RowPrice>,
}

impl Default for Options {
    fn default() -> Self {
        Options { seed: 0, work_limit: None, target_gap: None, n_threads: 2, prices: Vec::new() }
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

/// A flag that stops a search, from any thread.
#[derive(Clone, Debug, Default)]
pub struct Stopper(Arc<AtomicBool>);

impl Stopper {
    /// Stops the search soon.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the search is to stop.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Who watches a search, and may stop it.
pub trait Watcher {
    /// Hears how far the search is.
    fn progress(&mut self, progress: &Progress);
    /// Whether the search is to stop now and answer with the best plan it has.
    fn should_stop(&self) -> bool;
    /// How many seconds are left, when there is a limit in seconds.
    fn seconds_left(&self) -> Option<f64>;
    /// The flag that stops the search; its threads look at it now and then.
    fn stopper(&self) -> Stopper;
}

/// Searches for the best plan and a bound on every plan.
///
/// * `start`: a plan to begin with, which need not keep the rules.
pub fn solve(problem: &Problem, options: &Options, start: Option<&Plan>, watcher: &mut dyn Watcher) -> Outcome {
    let model = Model::new(problem);
    let index = RowIndex::new(&model);
    let mut search = Search::new(&model, &index, options, watcher);
    search.first_plan(start);
    while !search.is_done() {
        search.step();
    }
    search.outcome()
}

/// Whether a problem has a plan, as far as that can be told without a search.
#[derive(Clone, Debug)]
pub enum Room {
    /// It has: here is one, whatever it is worth.
    Plan(Plan),
    /// It is proven that it has none.
    None {
        /// The rules that have a price in the proof; empty where it is of another kind. What leaves no room is mostly among
        /// them, beside what is no rule.
        charged: Vec<RuleIdx>,
    },
    /// That takes a search.
    Unsure,
}

/// Finds out whether a problem has a plan, much quicker than [`solve`] does, where that can be.
///
/// * `start`: a plan that may be one for this problem too, if any.
pub fn room(problem: &Problem, options: &Options, start: Option<&Plan>, watcher: &mut dyn Watcher) -> Room {
    let model = Model::new(problem);
    let index = RowIndex::new(&model);
    match relaxation::ruling(&model, &index, options, start, watcher) {
        Ruling::Plan(schedule) => Room::Plan(extract::plan(&model.instance, schedule.all_columns())),
        Ruling::None(charged) => Room::None { charged },
        Ruling::Unsure => Room::Unsure,
    }
}

/// What more room in rules is worth by the prices of the relaxation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worth {
    /// No plan has more points than this.
    pub bound: Points,
    /// Per rule: no plan of the problem with so many more units of it has more points than the bound and this.
    pub of_units: Vec<Points>,
}

/// Returns what so many units more of each rule are worth by the prices of the relaxation, a first guess of what they
/// would bring; `None` when it was cut short before it had any.
///
/// * `plan`: a good plan to begin with.
/// * `units`: per rule, in its own unit.
#[must_use]
pub fn worth_of_units(
    problem: &Problem,
    plan: &Plan,
    units: &[i64],
    options: &Options,
    watcher: &mut dyn Watcher,
) -> Option<Worth> {
    let model = Model::for_more_room(problem);
    let index = RowIndex::new(&model);
    let (bound, worth) = relaxation::worth_of_units(&model, &index, plan, units, options, watcher)?;
    Some(Worth { bound: Points(bound), of_units: worth.into_iter().map(Points).collect() })
}

/// Returns a first reason for each request that a plan does not have, whoever made the plan.
#[must_use]
pub fn left_out(problem: &Problem, plan: &Plan) -> Vec<NotPlanned> {
    let model = Model::new(problem);
    let index = RowIndex::new(&model);
    let mut schedule = Schedule::new(&model, &index);
    take_over(&mut schedule, &mut Trips::new(&model, &index), plan);
    extract::not_planned(&model, &index, Some(&schedule))
}
