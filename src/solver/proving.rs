//! Proving: what is left of the gap when the column generation has converged.
//!
//! Every column that a plan better than the best one could have is listed by its reduced cost. Where they are few, the
//! best plan of them is the best plan. Where they are more than that, and while the gap is wide, a tree of decisions
//! ([`super::tree`]) closes it.
//!
//! # Invariants
//!
//! * A list of columns is complete for the plan it was made for, or there is none: nothing is left out silently.
//! * That a list of few columns has no better plan rests on HiGHS' whole-number search; the bounds of
//!   [`super::bound`] rest on whole numbers alone.

use super::Watcher;
use super::backend::milp::Effort;
use super::bound::{RoundAsk, round};
use super::columns::choice::choose;
use super::columns::{Column, Key};
use super::prices::{PricedRow, UNITS};
use super::restricted::{self, Answer};
use super::search::schedule::Schedule;
use super::search_loop::Search;
use super::tree::{Node, Tree};

/// The most columns of a restricted master in whole numbers that is to prove the best plan: with more, a tree of
/// decisions closes the gap sooner. And while no plan is known.
const MAX_COLUMNS: usize = 3_000;
const MAX_COLUMNS_WITHOUT_PLAN: usize = 20_000;
/// The gap, a fraction, up to which columns are listed at once, and that for a large master problem.
const NARROW: f64 = 0.01;
const NARROW_LARGE: f64 = 0.03;
/// A master problem with no more columns than these is tiny.
const FEW_COLUMNS: usize = 600;
/// How much may be spent on nodes in one step, in the measure of [`Master::effort`](super::master::Master::effort).
const EFFORT_PER_STEP: u64 = 600_000;
/// Nodes of the tree that are searched in one step, and rounds of pricing in one node.
const N_NODES_PER_STEP: u64 = 8;
const N_ROUNDS_OF_NODE: usize = 12;
/// A node is solved well enough when its bound is above the value of its LP by no more than this share of the gap.
const SETTLED: f64 = 0.03;
/// The most nodes of the whole-number search in a leaf.
const MAX_NODES_OF_LEAF: i32 = 2_000;

/// Proving is slow when it would take more than so many times as many steps as these to close the gap; then its thread
/// looks for plans for some steps.
const N_PROOFS: u64 = 8;
const N_TIMES_TO_CLOSE: i64 = 25;
const N_RESTS: u64 = 24;

/// Whether steps of proving are worth their while.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pace {
    /// The bound before the last steps of proving, and how many these were.
    before: Option<i64>,
    n_proofs: u64,
    /// In how many steps the proving thread is still to look for plans.
    n_rests: u64,
}

impl Pace {
    /// Counts a step, and says whether its thread had better look for plans.
    ///
    /// * `bound`, `gap`: what they are before the step, in thousandths of a point.
    pub(super) fn rests(&mut self, bound: i64, gap: i64) -> bool {
        if self.n_rests == 0 {
            self.n_proofs += 1;
            let before = *self.before.get_or_insert(bound);
            if self.n_proofs > N_PROOFS {
                let is_slow = (before - bound) * N_TIMES_TO_CLOSE < gap;
                *self = Pace { n_rests: if is_slow { N_RESTS } else { 0 }, ..Pace::default() };
            }
        }
        let rests = self.n_rests > 0;
        self.n_rests = self.n_rests.saturating_sub(1);
        rests
    }
}

impl Search<'_, '_> {
    /// Whether the plan reaches the bound.
    pub(super) fn is_closed(&self) -> bool {
        self.plan().map(Schedule::points).zip(self.bound).is_some_and(|(value, bound)| value >= bound)
    }

    /// Lists every column that a better plan could have, by reduced cost, and proves with them: at once where they are
    /// few, else in a tree of decisions.
    ///
    /// * `go_on`: whether to do more than a step's work, since others are still at theirs.
    pub(super) fn prove(&mut self, go_on: impl Fn() -> bool) {
        if self.optimal || self.infeasible {
            return;
        }
        self.optimal = self.is_closed();
        if self.optimal {
            return;
        }
        let value = self.plan().map(Schedule::points);
        // With a wide gap the columns that could close it are too many to list.
        let is_wide =
            self.root_gap().is_some_and(|gap| gap > if self.master.is_large() { NARROW_LARGE } else { NARROW });
        if is_wide && self.master.is_large() {
            self.improve_neighbourhoods();
            return;
        }
        // Of a tiny problem all of them are few.
        if is_wide && (self.tree.is_some() || self.master.n_columns() > FEW_COLUMNS) {
            self.grow_tree(go_on);
            return;
        }
        if self.listed_at.is_none() || self.is_worth_listing_again(value) {
            self.list_columns(value);
        }
        match self.listed.take() {
            Some(columns) => {
                self.prove_at_once(&columns);
                self.listed = Some(columns);
            }
            None => self.grow_tree(go_on),
        }
    }

    /// The gap between the plan and the bound before any decision, as a fraction.
    fn root_gap(&self) -> Option<f64> {
        let bound = super::master::points(self.model.down_to_a_value(self.root_bound?));
        let value = super::master::points(self.plan()?.points());
        Some((bound - value) / bound.abs().max(0.001))
    }

    /// Searches some nodes of the tree of decisions: solves, prices, bounds, rounds to a plan, branches.
    fn grow_tree(&mut self, go_on: impl Fn() -> bool) {
        let is_priced = self.root_bound.is_some() && self.master.with_points();
        let Some(bound) = self.bound.filter(|_| is_priced && self.plan().is_some()) else { return };
        let mut tree = match self.tree.take() {
            Some(tree) => tree,
            None => Tree::new(self.model, &mut self.master, bound),
        };
        let n_nodes = (EFFORT_PER_STEP / self.master.effort().max(1)).clamp(1, N_NODES_PER_STEP);
        let mut n_done = 0;
        while n_done < n_nodes || go_on() {
            n_done += 1;
            self.bound = self.bound_of(&tree);
            self.report("branching");
            let value = self.plan().map_or(i64::MIN, Schedule::points);
            tree.drop_up_to(value);
            if self.watcher.should_stop() {
                break;
            }
            let Some(mut node) = tree.take(&mut self.master) else { break };
            let Some(bound) = self.solve_node(value, tree.bound()) else {
                self.give_back(&mut tree, node);
                break;
            };
            node.bound = node.bound.min(bound);
            tree.shrink(&mut self.master);
            self.round_to_plan();
            if self.plan().map(Schedule::points) >= Some(node.bound) || self.branch(&mut tree, &node) {
                continue;
            }
            // Nothing to branch on: solved to the end, it may have no better plan.
            let Some(bound) = self.solve_node(value, None) else {
                self.give_back(&mut tree, node);
                break;
            };
            node.bound = node.bound.min(bound);
            if node.bound > value && !self.branch(&mut tree, &node) && !self.solve_leaf() {
                tree.set_aside(&node);
            }
        }
        self.bound = self.bound_of(&tree);
        self.tree = Some(tree);
        self.report("branching");
    }

    /// The bound with a tree: no plan is better than the best one and all that is open.
    fn bound_of(&self, tree: &Tree) -> Option<i64> {
        let bound = tree.bound().max(self.plan().map(Schedule::points));
        self.bound.zip(bound).map(|(before, bound)| before.min(bound)).or(self.bound)
    }

    /// Branches on the node that the master was solved for, and says whether there was anything to branch on.
    fn branch<'m>(&mut self, tree: &mut Tree<'m>, node: &Node) -> bool {
        let watcher: &dyn Watcher = self.watcher;
        tree.branch(node, &mut self.master, || watcher.seconds_left())
    }

    /// Puts a node back that was cut short: for good, unless it was for want of time.
    fn give_back(&self, tree: &mut Tree, node: Node) {
        if self.watcher.should_stop() || self.watcher.seconds_left().is_some_and(|left| left <= 0.0) {
            tree.put_back(node);
        } else {
            tree.set_aside(&node);
        }
    }

    /// Searches the plans of a node that cannot be branched on, and says whether it has none better than the best.
    fn solve_leaf(&mut self) -> bool {
        let value = self.plan().map(Schedule::points);
        let columns = self.columns_of_better_plans(&self.master.prices(), value, MAX_COLUMNS);
        let Some(columns) = columns else { return false };
        let effort = Effort { nodes: Some(MAX_NODES_OF_LEAF), ..Effort::default() };
        match self.solve_restricted(&columns, effort) {
            Answer::Best(best) => {
                self.offer_columns(best);
                true
            }
            Answer::Found(found) => {
                self.offer_columns(found);
                false
            }
            Answer::Infeasible | Answer::Stopped => false,
        }
    }

    /// Solves the master problem of a node and prices until no column is worth adding, or the node has no better plan, or
    /// another one is to be searched before those that come of it; returns its bound, or `None` when it was cut short.
    ///
    /// * `next`: the highest bound of the other nodes. The last fractions of a point can wait for those that come of this
    ///   node, and below that bound cuts as well. With `None` it is solved to the end.
    fn solve_node(&mut self, value: i64, next: Option<i64>) -> Option<i64> {
        let ask = self.ask();
        let gap = self.bound.map_or(0, |bound| bound.saturating_sub(value));
        let settled = super::master::points(gap) * SETTLED;
        let mut best = i64::MAX;
        let mut is_cut = false;
        for _ in 0..N_ROUNDS_OF_NODE {
            self.look_at_board();
            let watcher: &dyn Watcher = self.watcher;
            if !self.master.solve(|| watcher.seconds_left()) {
                return None;
            }
            let round = round(self.model, &self.master.prices(), &ask);
            let bound = round.bound?;
            best = best.min(self.model.down_to_a_value(bound));
            let is_settled = next.is_some() && super::master::points(bound) - self.master.value() <= settled;
            if best <= value || (is_settled && next > Some(best)) {
                break;
            }
            let is_solved = self.master.add_columns(choose(self.model, round.priced)) == 0;
            if (is_solved || is_settled) && (std::mem::replace(&mut is_cut, true) || self.master.cut() == 0) {
                break;
            }
        }
        Some(best)
    }

    /// Whether so much of the gap before any decision was closed since columns were listed that far fewer would be listed
    /// now.
    fn is_worth_listing_again(&self, value: Option<i64>) -> bool {
        match (value, self.listed_for, self.root_bound, self.listed_at) {
            (Some(value), Some(listed_for), Some(bound), Some(listed_at)) => {
                (bound - value) * 4 < (listed_at - listed_for) * 3
            }
            (Some(_), None, _, _) => true,
            _ => false,
        }
    }

    /// Lists every column that a plan better than `value` could have, if they are not too many.
    fn list_columns(&mut self, value: Option<i64>) {
        self.report("listing columns");
        (self.listed_for, self.listed_at) = (value, self.root_bound);
        let prices: Vec<PricedRow> = match &self.root_prices {
            Some(prices) => prices.iter().map(|(row, price)| (row, *price)).collect(),
            None => self.master.prices(),
        };
        let most = if value.is_some() { MAX_COLUMNS } else { MAX_COLUMNS_WITHOUT_PLAN };
        self.listed = self.columns_of_better_plans(&prices, value, most);
    }

    /// The best plan of all columns that a better plan could have is the best plan.
    fn prove_at_once(&mut self, columns: &[Column]) {
        match self.solve_restricted(columns, Effort::default()) {
            Answer::Best(best) => {
                self.offer_columns(best);
                self.optimal = self.incumbent.as_ref().is_some_and(Schedule::is_plan);
                if self.optimal {
                    self.bound = self.incumbent.as_ref().map(Schedule::points);
                }
            }
            Answer::Found(found) => self.offer_columns(found),
            Answer::Infeasible if self.listed_for.is_none() => self.infeasible = true,
            Answer::Infeasible | Answer::Stopped => {}
        }
    }

    /// Looks for the best plan of given columns, beginning with the best plan there is.
    pub(super) fn solve_restricted(&self, columns: &[Column], effort: Effort) -> Answer {
        let incumbent = self.plan();
        let begin_with: Vec<&Column> = incumbent.iter().flat_map(|schedule| schedule.all_columns()).collect();
        let watcher: &dyn Watcher = self.watcher;
        let seconds = match (watcher.seconds_left(), effort.seconds) {
            (Some(left), Some(most)) => Some(left.min(most)),
            (left, most) => left.or(most),
        };
        let effort = Effort { seconds, ..effort };
        restricted::solve(self.model, columns, &begin_with, effort, &self.work, || watcher.should_stop())
    }

    /// Every column that a plan better than `value` could have, and those of the plan itself; `None` when they are too
    /// many.
    ///
    /// * `prices`: any, such as those of the master problem; with decisions among them, it is of plans that keep these.
    /// * `most`: how many are too many.
    ///
    /// A plan's value is at most the bound of a set of prices less what each of its columns falls short of the best
    /// schedule of its traveller: so a column that falls short by more than the gap is in no better plan. That holds for the
    /// gap from a bound rounded down to a value, since a better plan is better by a step of values.
    fn columns_of_better_plans(&self, prices: &[PricedRow], value: Option<i64>, most: usize) -> Option<Vec<Column>> {
        let ask = |threshold, dominance| RoundAsk { threshold, dominance, ..self.ask() };
        let bound = self.model.down_to_a_value(round(self.model, prices, &ask(0, true)).bound?);
        let gap = match value {
            Some(value) if self.master.with_points() => (bound - value).checked_mul(UNITS)?,
            _ => i64::MAX / 8,
        };
        let all = round(self.model, prices, &ask(-gap, false));
        all.bound?;
        let n_columns: usize = all.priced.iter().map(|priced| priced.trips.len() + priced.meetings.len()).sum();
        if n_columns > most {
            return None;
        }
        let mut columns: std::collections::BTreeMap<Key, Column> = std::collections::BTreeMap::new();
        for (traveller, priced) in all.priced.into_iter().enumerate() {
            let trips = priced.trips.into_iter().map(|trip| trip.stops);
            for stops in trips.chain(priced.meetings.into_iter().map(|(_, stop)| vec![stop])) {
                if let Some(column) = self.model.column(traveller, &stops) {
                    columns.insert(column.key.clone(), column);
                }
            }
        }
        for column in self.incumbent.iter().flat_map(|schedule| schedule.all_columns()) {
            columns.insert(column.key.clone(), column.clone());
        }
        Some(columns.into_values().collect())
    }
}
