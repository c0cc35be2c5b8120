//! Generating columns: solve the restricted master, price, take in what is worth it, bound, cut; and, where the master
//! problem is large, finding prices before it is solved.

use std::cmp::Reverse;
use std::sync::Arc;

use super::Watcher;
use super::bound::round;
use super::columns::Column;
use super::columns::choice::choose;
use super::constraints::row::Row;
use super::guide::Guide;
use super::kept_prices;
use super::prices::PricedRow;
use super::search::ruin_and_recreate::RuinAndRecreate;
use super::search::schedule::Schedule;
use super::search_loop::Search;

/// The most trips that searches for plans have had and the master problem gets in a step.
const N_TRIPS_OF_SEARCHES: usize = 500;
/// Rounds of column generation in one step, and with a large master problem, whose thread looks into neighbourhoods between
/// steps.
const N_PRICING_ROUNDS: u64 = 2;
const N_PRICING_ROUNDS_OF_LARGE: u64 = 4;
/// Steps of finding prices without an LP that make one step of the search.
const N_ASCENTS: u64 = 5;
/// A bound that became better by no more than this fraction in so many rounds has come to rest.
const STALLED: f64 = 1e-3;
const N_STALLED: u64 = 4;
/// A bound above the value of its LP by no more than this fraction is near it, of a large LP and of a small one.
const NEAR_OF_LARGE: f64 = 1e-3;
const NEAR_OF_SMALL: f64 = 3e-3;
/// Cuts are worth while as long as they lower the bound by this fraction, at least once in so many times.
const CUT_WORTH: f64 = 1e-4;
const N_IDLE_CUTS: usize = 4;

impl Search<'_, '_> {
    /// Begins with the prices of an earlier search: they give a bound, and the columns that the first LP needs.
    pub(super) fn recall_prices(&mut self) {
        let recalled = kept_prices::recall(self.model, &self.options.prices);
        if recalled.is_empty() {
            return;
        }
        let prices = kept_prices::prices(self.model, &recalled);
        self.guide_workers(Arc::new(Guide::new(self.model, &prices)));
        if let Some(ascent) = &mut self.ascent {
            // Its first step, while plans are looked for, gives the bound.
            return ascent.begin_with(recalled);
        }
        let round = round(self.model, &prices, &self.ask());
        let Some(bound) = round.bound else { return };
        let best = self.if_best(bound, &prices);
        self.take_bound(bound, best);
        self.report("recalling prices");
        if self.watcher.should_stop() {
            return;
        }
        self.master.begin_with(recalled.into_iter().map(|recalled| (recalled.row, recalled.pool)).collect(), false);
        self.master.add_columns(choose(self.model, round.priced));
    }

    /// Some steps towards good prices; when they have come to rest, the master problem begins with what they found.
    ///
    /// * `go_on`: as for [`Search::generate_columns`].
    pub(super) fn ascend(&mut self, go_on: impl Fn() -> bool) {
        let Some(mut ascent) = self.ascent.take() else { return };
        let ask = self.ask();
        let mut n_done = 0;
        while (n_done < N_ASCENTS || go_on()) && !ascent.is_at_rest() {
            n_done += 1;
            let value = self.plan().map_or(0, Schedule::points);
            let plan = self.plan().into_iter().flat_map(Schedule::all_columns);
            let Some(bound) = ascent.step(plan, value, &ask) else {
                if self.watcher.should_stop() {
                    self.ascent = Some(ascent);
                }
                return;
            };
            let best = self.if_best(bound, &ascent.prices());
            self.take_bound(bound, best);
            self.report("finding prices");
        }
        if ascent.is_at_rest() {
            self.master.add_columns(ascent.columns(&ask));
            let (rows, columns) = ascent.into_parts();
            let is_large = self.model.instance.is_large();
            self.master.begin_with(rows, is_large);
            self.master.add_columns(columns);
        } else {
            self.ascent = Some(ascent);
        }
    }

    /// Rounds of column generation in one step.
    pub(super) fn n_pricing_rounds(&self) -> u64 {
        if self.master.is_large() { N_PRICING_ROUNDS_OF_LARGE } else { N_PRICING_ROUNDS }
    }

    /// Some rounds of column generation: solve the restricted master, price, take in what is worth it, bound.
    ///
    /// * `go_on`: whether to do more than a step's work, since others are still at theirs.
    pub(super) fn generate_columns(&mut self, go_on: impl Fn() -> bool) {
        if let Some(incumbent) = &self.incumbent {
            let columns: Vec<Column> = incumbent.all_columns().cloned().collect();
            for column in columns {
                self.master.add_column(column);
            }
        }
        let n_rounds = self.n_pricing_rounds();
        let mut n_done = 0;
        while n_done < n_rounds || go_on() {
            n_done += 1;
            if self.watcher.should_stop() || self.converged || self.is_closed() {
                return;
            }
            let watcher: &dyn Watcher = self.watcher;
            let seconds = || if watcher.should_stop() { Some(0.0) } else { watcher.seconds_left() };
            if let Some(prices) = &self.root_prices
                && self.master.is_large()
                && self.master.with_points()
            {
                self.master.stay_near(prices);
            }
            let is_solved =
                if self.is_rough { self.master.solve_once(seconds).is_some() } else { self.master.solve(seconds) };
            if !is_solved {
                // Out of time, or beyond what the LP solver can do: the bound stays what it is.
                self.converged = true;
                return;
            }
            let prices = self.master.prices();
            let round = round(self.model, &prices, &self.ask());
            let is_near = round.bound.is_some_and(|bound| self.is_near(bound));
            if let Some(bound) = round.bound {
                let best = self.if_best(bound, &prices);
                self.take_bound(bound, best);
                self.report("generating columns");
            }
            if !self.master.is_large() {
                self.master.note_use();
                self.master.drop_idle_rows();
            }
            // To choose columns for thousands of wishes and to take them in may take many seconds.
            if self.watcher.should_stop() {
                return;
            }
            let n_new = self.master.add_columns(choose(self.model, round.priced));
            if n_new == 0 && std::mem::replace(&mut self.is_rough, false) {
                continue;
            }
            let is_solved = n_new == 0 || self.is_stalled();
            if !is_solved && !is_near {
                continue;
            }
            // The next duals of a large master problem are near these anyway.
            let n_cuts = self.cut();
            let has_less_leeway = (n_cuts == 0 || self.master.is_large()) && self.master.tighten();
            if is_solved && n_cuts == 0 && !has_less_leeway {
                self.settle();
            }
        }
    }

    /// Where trips have many stops: takes in the trips that searches for plans have had, those that are worth most at the
    /// prices of the last solution. The first LPs have few good ones otherwise, and pricing finds them one by one.
    pub(super) fn take_in_trips_of(&mut self, searches: &mut [RuinAndRecreate]) {
        if !self.memories.is_of_any() {
            return;
        }
        let is_wanted = self.ascent.is_none() && !self.converged && self.master.with_points();
        let had: Vec<Column> = searches.iter_mut().flat_map(|search| search.had(is_wanted)).collect();
        if !is_wanted || had.is_empty() {
            return;
        }
        let guide = Guide::of_all(self.model, &self.master.prices());
        let mut worth: Vec<(i64, Column)> =
            { had.into_iter() }.map(|column| (guide.worth(self.model, &column), column)).collect();
        worth.retain(|&(worth, _)| worth > 0);
        worth.sort_by_key(|&(worth, _)| Reverse(worth)); // Equal ones stay in order.
        worth.truncate(N_TRIPS_OF_SEARCHES);
        self.master.add_columns(worth.into_iter().map(|(_, column)| column).collect());
    }

    /// Whether a bound is so near the value of its LP that cuts bring more than columns; of a large one, that what holds its
    /// duals back is what is left.
    fn is_near(&self, bound: i64) -> bool {
        let value = self.master.value();
        let near = if self.master.is_large() { NEAR_OF_LARGE } else { NEAR_OF_SMALL };
        super::master::points(bound) - value <= near * value.abs()
    }

    /// Whether the bound of a large master problem, whose LP is never solved to the end, has come to rest.
    fn is_stalled(&mut self) -> bool {
        let Some(bound) = self.root_bound.filter(|_| self.master.is_large()) else { return false };
        let better = |before: i64| (before - bound) as f64 > STALLED * bound.abs() as f64; // Far below 2^53.
        self.n_stalled = if self.stalled_at.is_none_or(better) { 0 } else { self.n_stalled + 1 };
        if self.n_stalled == 0 {
            self.stalled_at = Some(bound);
        }
        self.n_stalled > 0 && self.n_stalled.is_multiple_of(N_STALLED)
    }

    /// Cuts the last solution off where it spends budgets as no plan can, while that makes the bound better.
    fn cut(&mut self) -> usize {
        let better = |before: i64, bound: i64| (before - bound) as f64 > CUT_WORTH * bound.abs() as f64; // Below 2^53.
        if !self.master.with_points() || self.n_idle_cuts >= N_IDLE_CUTS {
            return 0;
        }
        match (self.cut_at, self.root_bound) {
            (Some(before), Some(bound)) if !better(before, bound) => self.n_idle_cuts += 1,
            _ => self.n_idle_cuts = 0,
        }
        self.cut_at = self.root_bound;
        self.master.cut()
    }

    /// Prices to be kept when they gave a better bound than any before.
    fn if_best(&self, bound: i64, prices: &[PricedRow]) -> Option<Vec<(Row, i64)>> {
        let is_best = self.master.with_points() && self.root_bound.is_none_or(|best| bound < best);
        is_best.then(|| prices.iter().map(|&(row, price)| (row.clone(), price)).collect())
    }

    /// Takes a bound that a round gave, and the prices when it is the best.
    fn take_bound(&mut self, bound: i64, prices: Option<Vec<(Row, i64)>>) {
        if prices.is_some() {
            self.root_prices = prices;
        }
        if self.master.with_points() {
            let root_bound = self.root_bound.map_or(bound, |best| best.min(bound));
            self.root_bound = Some(root_bound);
            let bound = self.model.down_to_a_value(root_bound);
            self.bound = Some(self.bound.map_or(bound, |best| best.min(bound)));
        } else if bound < 0 {
            // Without points every plan is worth nothing: a bound below nothing says that there is none.
            self.infeasible = true;
        }
    }

    /// What it means that no column is worth adding: the LP is solved, or it is the wrong one.
    fn settle(&mut self) {
        // An interior solution breaks much by a little.
        let tolerance = if self.master.is_large() { 1e-3 } else { 1e-6 };
        let is_infeasible = self.master.infeasibility() > tolerance;
        match (self.master.with_points(), is_infeasible) {
            (true, true) => self.master.set_with_points(false),
            (false, false) => {
                // There is a plan of fractions: breaking rows was too cheap beside what keeping them costs.
                self.master.raise_artificials();
                self.master.set_with_points(true);
            }
            _ => self.converged = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::Path;

    use super::super::ascent::Ascent;
    use super::super::bound::RoundAsk;
    use super::super::master::Master;
    use super::super::model::Model;
    use super::*;

    /// Points of a plan of the scenario, in thousandths: no bound may be below it.
    const KNOWN: i64 = 2_638_332;

    #[test]
    fn duals_of_few_columns_stay_near_good_prices_where_they_are_told_to() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/bench/S-bind-1"));
        let problem = crate::scenario::load(folder).expect("a scenario").problem;
        let model = Model::new(&problem);
        let ask = RoundAsk::of_everybody(&model);
        let mut ascent = Ascent::new(&model);
        let steps: Vec<i64> = (0..100).filter_map(|_| ascent.step([], KNOWN, &ask)).collect();
        assert_eq!(steps.len(), 100);
        let prices: Vec<(Row, i64)> = ascent.prices().into_iter().map(|(row, price)| (row.clone(), price)).collect();
        let (rows, columns) = ascent.into_parts();
        let [astray, near] = [false, true].map(|is_near| {
            let mut master = Master::new(&model);
            master.begin_with(rows.clone(), true);
            master.add_columns(columns.clone());
            if is_near {
                master.stay_near(&prices);
            }
            assert!(master.solve_once(|| None).is_some(), "a small problem");
            let duals = master.prices();
            let bound = round(&model, &duals, &ask).bound.expect("a bound");
            assert!(bound >= KNOWN, "{bound}");
            let duals: HashMap<&Row, i64> = duals.into_iter().collect();
            let off = |(row, price): &(Row, i64)| (price - duals.get(row).unwrap_or(&0)).abs() / 1_000_000;
            prices.iter().map(off).sum::<i64>()
        });
        assert!(near * 2 < astray, "{near} {astray}");
    }
}
