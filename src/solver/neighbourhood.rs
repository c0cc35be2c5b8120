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

use fastrand::Rng;

use super::backend::milp::Effort;
use super::columns::{Column, Key};
use super::restricted::Answer;
use super::search::schedule::Schedule;
use super::search_loop::Search;

/// The most columns of a neighbourhood.
const MAX_COLUMNS: usize = 1_500;
/// The most nodes of the search in one.
const MAX_NODES: i32 = 60;
/// The share of the travellers, or of the days, in a neighbourhood: one of these.
const SHARES: [f64; 3] = [0.2, 0.35, 0.6];

impl Search<'_, '_> {
    /// Looks for a better plan in one neighbourhood of the best plan, and says whether there was one.
    pub(super) fn improve_neighbourhood(&mut self) -> bool {
        let Some(before) = self.plan().map(Schedule::points) else { return false };
        self.report("improving neighbourhoods");
        let seed = self.options.seed.wrapping_mul(0x9E37_79B9).wrapping_add(self.n_neighbourhoods);
        let is_first = self.n_neighbourhoods == 0;
        self.n_neighbourhoods += 1;
        let columns = self.neighbourhood(&mut Rng::with_seed(seed), is_first);
        let effort = Effort { nodes: Some(MAX_NODES), seconds: None, gap: 1e-5 };
        if let Answer::Best(found) | Answer::Found(found) = self.solve_restricted(&columns, effort) {
            self.offer_columns(found);
        }
        self.plan().map(Schedule::points) > Some(before)
    }

    /// The columns of a neighbourhood: those of the best plan, and of the others the best by reduced cost.
    fn neighbourhood(&self, rng: &mut Rng, is_first: bool) -> Vec<Column> {
        let instance = &self.model.instance;
        let share = SHARES[rng.usize(0..SHARES.len())];
        let n_days = f64::from(instance.n_days);
        let first = (rng.f64() * n_days * (1.0 - share)) as i32; // Days of the horizon.
        let last = first + (n_days * share) as i32;
        let by_days = rng.bool();
        let mut travellers: Vec<usize> = (0..instance.travellers.len()).collect();
        rng.shuffle(&mut travellers);
        let n_travellers = (travellers.len() as f64 * share).ceil() as usize; // A share of a count.
        let travellers: BTreeSet<usize> = travellers.into_iter().take(n_travellers.max(2)).collect();
        let is_free = |column: &Column| {
            is_first
                || if by_days {
                    first <= column.first_day && column.last_day <= last
                } else {
                    travellers.contains(&column.traveller())
                }
        };
        let mut columns: BTreeMap<Key, Column> = BTreeMap::new();
        for column in self.plan().iter().flat_map(|schedule| schedule.all_columns()) {
            columns.insert(column.key.clone(), column.clone());
        }
        for (column, _) in self.master.by_reduced_cost() {
            if columns.len() >= MAX_COLUMNS {
                break;
            }
            if is_free(column) {
                columns.insert(column.key.clone(), column.clone());
            }
        }
        columns.into_values().collect()
    }
}
