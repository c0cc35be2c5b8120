//! The rest of a problem: its best plan when some visits of a plan stay as they are.
//!
//! Column generation as for the whole problem, with the columns that stay fixed in the LP. Their visits are not priced, and
//! their travellers' dates are charged more than anything is worth, so that pricing passes over them.
//! The rest is small: its LP is solved in a moment, and says that there is nothing to gain, or leaves few columns to
//! choose from in whole numbers.
//!
//! # Source
//!
//! Sadykov, Vanderbeck, Pessoa, Tahiri and Uchoa (2019), *Primal Heuristics for Branch and Price*,
//! <https://doi.org/10.1287/ijoc.2018.0822>, for pricing within a heuristic.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Stopper;
use super::backend::milp::Effort;
use super::bound::{RoundAsk, round};
use super::columns::choice::choose;
use super::columns::pricing::memory::Memories;
use super::columns::{Column, Key};
use super::constraints::row::{KnownRow, Origin, Row, Term};
use super::instance::RequestData;
use super::master::{Master, points};
use super::model::Model;
use super::prices::{PricedRow, UNITS};
use super::restricted::{self, Answer};
use super::search::schedule::Schedule;
use super::search_loop::MAX_LABELS;
use super::work::Work;

/// The most rounds of pricing.
const N_ROUNDS: usize = 8;

/// What is left of a problem when some columns of a plan stay.
pub struct Rest<'m> {
    model: &'m Model<'m>,
    kept: Schedule<'m>,
    master: Master<'m>,
    /// The dates on which travellers are away already, and what any of them is charged.
    closed: Vec<(Row, i64)>,
    /// Per request: whether it can be chosen.
    is_open: Arc<Vec<bool>>,
    work: Work,
}

impl<'m> Rest<'m> {
    /// Begins with rows and columns of a master problem of the whole, as far as they have to do with the rest.
    ///
    /// * `kept`: what stays.
    /// * `is_open`: per request, whether it can be chosen; none that stays can.
    /// * `columns`: those of the plan as well, so that the LP has a solution.
    /// * `work`: where it counts what it does.
    pub fn new<'c>(
        kept: Schedule<'m>,
        is_open: Vec<bool>,
        rows: &[KnownRow],
        columns: impl Iterator<Item = &'c Column>,
        work: &Work,
    ) -> Self {
        let model = kept.model;
        let mut master = Master::of(model, |request| is_open[request]).counting(work);
        for column in kept.all_columns() {
            master.add_column(column.clone());
            master.keep(column);
        }
        let closed = closed_rows(&kept);
        let mut rest = Rest { model, kept, master, closed, is_open: Arc::new(is_open), work: work.clone() };
        let columns: Vec<&Column> = columns.filter(|column| rest.fits(column)).collect();
        let coef = |row: &Row, column: &Column| row.coef(&model.instance, &model.pool.place_groups, column);
        let concerns = |row: &Row| columns.iter().any(|column| coef(row, column) != 0);
        rest.master.begin_with(rows.iter().filter(|(row, _)| concerns(row)).cloned().collect(), false);
        for column in columns {
            rest.master.add_column(column.clone());
        }
        rest
    }

    /// Whether a column can be chosen, rules apart.
    fn fits(&self, column: &Column) -> bool {
        let nothing = Key { traveller: column.traveller(), stops: Vec::new() };
        column.stops().iter().all(|stop| self.is_open[stop.request()]) && self.kept.fits(column, &nothing)
    }

    /// Generates columns, until none is worth it or for some rounds.
    ///
    /// While columns are missing each LP is solved once: what is violated then is in it the next time.
    pub fn generate_columns(&mut self, seconds: impl Fn() -> Option<f64>, stopper: &Stopper) {
        let ask = RoundAsk {
            threshold: 0,
            dominance: true,
            max_labels: MAX_LABELS,
            with_points: true,
            memories: Arc::new(Memories::new(self.model)),
            n_threads: 1,
            work: self.work.clone(),
            stop: stopper.clone(),
            only: Some(Arc::clone(&self.is_open)),
            once: false,
        };
        for _ in 0..N_ROUNDS {
            if stopper.is_set() || self.master.solve_once(&seconds).is_none() {
                return;
            }
            let mut prices: Vec<PricedRow> = self.master.prices();
            prices.extend(self.closed.iter().map(|(row, price)| (row, *price)));
            let found = choose(self.model, round(self.model, &prices, &ask).priced);
            if self.master.add_columns(found.into_iter().filter(|column| self.fits(column)).collect()) == 0 {
                break;
            }
        }
        if !stopper.is_set() {
            // What columns are worth is read off its last solution.
            self.master.solve(&seconds);
        }
    }

    /// Looks for the best plan, among the columns whose reduced cost lets them be in a better one than the best so far.
    ///
    /// * `n_columns`: the most of them, beside those of the best plan.
    /// * `work`: where it counts what it did.
    pub fn solve(
        &self,
        best: &Schedule<'m>,
        n_columns: usize,
        effort: Effort,
        work: &Work,
        stop: impl Fn() -> bool,
    ) -> Answer {
        let gap = self.master.value() - points(best.points());
        let good = self.master.by_reduced_cost().into_iter().take_while(|&(_, cost)| cost <= gap);
        let good = good.map(|(column, _)| column).filter(|column| self.fits(column)).take(n_columns);
        let columns: BTreeMap<&Key, &Column> =
            best.all_columns().chain(good).map(|column| (&column.key, column)).collect();
        let columns: Vec<Column> = columns.into_values().cloned().collect();
        let plan: Vec<&Column> = best.all_columns().collect();
        restricted::solve(self.model, &columns, &plan, effort, work, stop)
    }
}

/// Rows over the dates that kept trips block, each with a price beyond what anything is worth.
fn closed_rows(kept: &Schedule) -> Vec<(Row, i64)> {
    let instance = &kept.model.instance;
    let most = |request: &RequestData| request.starts.iter().map(|start| start.points.abs()).max();
    let price = instance.requests.iter().filter_map(most).sum::<i64>().saturating_mul(UNITS);
    let closed = |column: &Column| {
        let traveller = column.traveller();
        let last = column.last_day + instance.travellers[traveller].limits.min_home_days;
        let terms = (column.first_day..=last).map(|day| Term::Cover { traveller, day }).collect();
        (Row::at_most(Origin::OneTripAtATime(traveller), 0, terms), price)
    };
    kept.all_columns().filter(|column| !column.at_home).map(closed).collect()
}
