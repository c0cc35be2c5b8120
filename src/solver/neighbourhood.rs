//! Neighbourhoods: the best plan of the master problem's columns in some weeks or of some travellers, all else as in
//! the best plan so far.
//!
//! The columns that the pricing found are those that matter; a small program in whole numbers over some of them finds
//! exchanges of many visits at once that putting one visit after the other does not.
//!
//! # Source
//!
//! Shaw (1998), *Using Constraint Programming and Local Search Methods to Solve Vehicle Routing Problems*,
//! <https://doi.org/10.1007/3-540-49481-2_30>, for searching large neighbourhoods with an exact solver.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use fastrand::Rng;

use super::backend::milp::Effort;
use super::columns::{Column, Key};
use super::master::Master;
use super::restricted::{self, Answer};
use super::search::row_index::RowIndex;
use super::search::schedule::{Change, Schedule};

/// The most columns of a neighbourhood.
const MAX_COLUMNS: usize = 1_500;
/// The most nodes of the search in one.
const MAX_NODES: i32 = 60;
/// The seconds for one, where there is a limit in seconds at all: this share of what is left, no less and no more.
const SHARE_OF_SECONDS: f64 = 0.1;
const MIN_SECONDS: f64 = 0.3;
const MAX_SECONDS: f64 = 4.0;
/// The most columns that neighbourhoods are made of.
const MAX_KNOWN: usize = 20_000;
/// The share of the travellers, or of the days, in a neighbourhood: one of these; and for how many days of travellers
/// they are meant: of more, the shares are so much smaller, so that a program has as many columns for each of them.
const SHARES: [f64; 3] = [0.2, 0.35, 0.6];
const N_DAYS_OF_TRAVELLERS: f64 = 11_000.0;

/// What neighbourhoods are made of: the columns of a master problem, the best by reduced cost first.
pub struct Neighbourhoods {
    columns: Vec<Column>,
    seed: u64,
}

impl Neighbourhoods {
    /// Takes the columns of a master problem as its last solution prices them.
    pub fn new(master: &Master, seed: u64) -> Self {
        let best = master.by_reduced_cost().into_iter().take(MAX_KNOWN);
        Neighbourhoods::of(best.map(|(column, _)| column.clone()).collect(), seed)
    }

    /// Takes columns, those first that are worth most.
    pub fn of(columns: Vec<Column>, seed: u64) -> Self {
        Neighbourhoods { columns, seed }
    }

    /// Looks for a better plan in one neighbourhood after the other of the best one so far, and returns the last.
    ///
    /// * `best`: a plan that keeps every rule.
    /// * `numbers`: which neighbourhoods; the very first, 0, is of all travellers and days.
    /// * `seconds`: what they may take together.
    pub fn improve<'m>(
        &self,
        best: &Schedule<'m>,
        index: &'m RowIndex,
        numbers: Range<u64>,
        seconds: Option<f64>,
        stop: impl Fn() -> bool,
    ) -> Schedule<'m> {
        let model = best.model;
        let of_seconds = |left: f64| (left * SHARE_OF_SECONDS).clamp(MIN_SECONDS, MAX_SECONDS).min(left.max(0.0));
        let mut best = best.clone();
        for number in numbers {
            if stop() {
                break;
            }
            let seed = self.seed.wrapping_mul(0x9E37_79B9).wrapping_add(number);
            let columns = self.columns(&best, &mut Rng::with_seed(seed), number == 0);
            let effort = Effort { nodes: Some(MAX_NODES), seconds: seconds.map(of_seconds), gap: 1e-5 };
            let plan: Vec<&Column> = best.all_columns().collect();
            let answer = restricted::solve(model, &columns, &plan, effort, &stop);
            if let Answer::Best(found) | Answer::Found(found) = answer {
                let mut schedule = Schedule::new(model, index);
                schedule.apply(&[Change { out: Vec::new(), into: found }]);
                if schedule.is_plan() && schedule.value() > best.value() {
                    best = schedule;
                }
            }
        }
        best
    }

    /// The columns with a seat in some visit that the best plan does not have, those first that are worth most.
    fn of_one_missing(&self, best: &Schedule, rng: &mut Rng) -> Vec<&Column> {
        let planned: BTreeSet<usize> = best.all_columns().flat_map(|c| c.stops()).map(|stop| stop.request()).collect();
        let wanted = self.columns.iter().take(MAX_COLUMNS).flat_map(|column| column.stops());
        let missing: BTreeSet<usize> =
            wanted.map(|stop| stop.request()).filter(|request| !planned.contains(request)).collect();
        let Some(request) = rng.choice(missing) else { return Vec::new() };
        self.columns.iter().filter(|column| column.stops().iter().any(|stop| stop.request() == request)).collect()
    }

    /// The columns of a neighbourhood: those of the best plan, and of the others the best by reduced cost.
    fn columns(&self, best: &Schedule, rng: &mut Rng, is_first: bool) -> Vec<Column> {
        let instance = &best.model.instance;
        let n_days = f64::from(instance.n_days);
        let n_all = instance.travellers.len() as f64; // A count.
        let fewer = (N_DAYS_OF_TRAVELLERS / (n_days * n_all)).min(1.0);
        let share = SHARES[rng.usize(0..SHARES.len())] * fewer;
        let by_days = rng.bool();
        let about = if rng.bool() { self.of_one_missing(best, rng) } else { Vec::new() };
        let middle = about.first().map(|column| f64::from(column.first_day) / n_days - share / 2.0);
        let begin = middle.unwrap_or_else(|| rng.f64() * (1.0 - share)).clamp(0.0, 1.0 - share);
        let first = (begin * n_days) as i32; // Days of the horizon.
        let last = first + (n_days * share).ceil() as i32;
        let n_travellers = (n_all * share).ceil() as usize; // A share of a count.
        let mut others: Vec<usize> = (0..instance.travellers.len()).collect();
        rng.shuffle(&mut others);
        let mut travellers: BTreeSet<usize> = BTreeSet::new();
        for traveller in about.iter().map(|column| column.traveller()).chain(others) {
            if travellers.len() < n_travellers.max(2) {
                travellers.insert(traveller);
            }
        }
        let is_free = |column: &Column| {
            is_first
                || if by_days {
                    first <= column.first_day && column.last_day <= last
                } else {
                    travellers.contains(&column.traveller())
                }
        };
        let mut columns: BTreeMap<Key, Column> = BTreeMap::new();
        for column in best.all_columns() {
            columns.insert(column.key.clone(), column.clone());
        }
        for column in self.columns.iter().filter(|column| is_free(column)) {
            if columns.len() >= MAX_COLUMNS {
                break;
            }
            columns.insert(column.key.clone(), column.clone());
        }
        columns.into_values().collect()
    }
}
