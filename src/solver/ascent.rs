//! Good prices for a large master problem before its LP is solved for the first time: the volume algorithm.
//!
//! The bound of [`bound`](super::bound) is a convex function of the prices. What rows are broken by the best schedules at
//! given prices says in which direction it falls. A single step of that kind goes astray, since the best schedules are
//! all or nothing; so the directions of all steps are averaged, newer ones weighing more. That average is at the same
//! time a plan of fractions that breaks rows by little: near enough to the LP's to be rounded to plans, and its columns
//! are the ones that the LP will need. A step takes one round of pricing, a small part of what a large LP takes.
//!
//! Rows that nearly all schedules break, such as those that keep the members of a delegation together, would have all of
//! a step's length. So each price moves by the average's direction over the root of its row's mean square, as in adaptive
//! subgradient methods.
//!
//! # Invariants
//!
//! * Prices have the signs of their rows when they are used, so the bound of every round is true.
//! * Rows are taken in when the average breaks them; rows that are missing only make the bound weaker.
//!
//! # Source
//!
//! Barahona and Anbil (2000), *The Volume Algorithm: Producing Primal Solutions with a Subgradient Method*,
//! <https://doi.org/10.1007/s101070050002>; Duchi, Hazan and Singer (2011), *Adaptive Subgradient Methods for Online
//! Learning and Stochastic Optimization*, <https://www.jmlr.org/papers/v12/duchi11a.html>, for how far each price moves.

use std::collections::BTreeMap;

use super::activity::Activity;
use super::bound::{RoundAsk, round};
use super::columns::choice::choose;
use super::columns::pricing::Priced;
use super::columns::{Column, Key};
use super::constraints::delegation::Delegation;
use super::constraints::row::{KnownRow, Origin, Row, Term};
use super::estimate::Estimate;
use super::guide::Guide;
use super::kept_prices::Recalled;
use super::master::{as_f64, points, scale};
use super::model::Model;
use super::prices::{PricedRow, sanitize};

/// The length of the first step, as a share of the one that would close the gap if the bound were a plane; and the
/// longest.
const FIRST_LENGTH: f64 = 0.2;
const LONGEST: f64 = 1.0;
/// What the length is multiplied by after a step to a better bound, and after some steps to none.
const LONGER: f64 = 1.1;
const SHORTER: f64 = 0.6;
/// The least and the most that a step weighs in the average.
const LEAST_WEIGHT: f64 = 0.05;
const MOST_WEIGHT: f64 = 0.3;
/// What a step weighs in the mean square of what its schedules break, and what is added to that square.
const SQUARE_WEIGHT: f64 = 0.05;
const LEAST_SQUARE: f64 = 0.1;
/// A column that weighs less in the average is forgotten.
const FORGOTTEN: f64 = 0.004;
/// After how many steps violated rows are taken in, and by how much the average must break one: of a delegation, in
/// members, and of the pool, in trips.
const N_BETWEEN: usize = 3;
const DELEGATION_VIOLATION: f64 = 0.1;
const POOL_VIOLATION: f64 = 0.25;
/// After how many steps to no better bound the next ones are shorter.
const N_FAILED: usize = 2;
/// How it begins without an estimate and when it ends, for large problems and, from so many requests on, for huge ones.
const LARGE: Setting =
    Setting { first_price: 0.9, first_share: 0.05, stalled: 3e-3, n_stalled: 20, n_steps: usize::MAX };
/// With fewer requests it is a beginning alone, for long trips: at the prices of the first LPs millions of them are worth
/// something.
const BRIEF: Setting = Setting { n_steps: 2, ..LARGE };
const N_REQUESTS_OF_HUGE: usize = 1_500;
const HUGE: Setting = Setting { first_price: 1.0, first_share: 0.0, stalled: 5e-4, n_stalled: 25, n_steps: usize::MAX };
/// The most columns that are remembered.
const MAX_KNOWN: usize = 20_000;
/// A row whose price is less than this, in points, is left out of the first LP.
const LOW_PRICE: f64 = 0.05;

/// What depends on how large a problem is: the larger, the longer pricing takes at low prices, and the LP afterwards.
struct Setting {
    /// What share of a visit's points is charged for the visit at first, and what share the members of a delegation get,
    /// where there is no plan that has nearly spent a budget, off which prices could be read.
    first_price: f64,
    first_share: f64,
    /// A bound that became better by no more than this fraction in so many steps has come to rest.
    stalled: f64,
    n_stalled: usize,
    /// The most steps.
    n_steps: usize,
}

/// A row, its price, and what the average makes of it.
struct AscentRow {
    row: Row,
    /// Its position in the pool, when it is from there.
    pool: Option<usize>,
    /// What the row's numbers are divided by, so that they are near one.
    scale: f64,
    /// The most that a price may be, in points, where breaking the row has a penalty.
    most: f64,
    /// The price with the best bound so far, in points for each unit of `scale`.
    price: f64,
    /// The price of the step at hand.
    trial: f64,
    /// The activity of the average.
    mean: f64,
    /// The mean square of what the best schedules break it by, newer ones weighing more.
    square: f64,
}

impl AscentRow {
    /// By how much an activity lies on the side to which the price is to move.
    fn violation(&self, activity: f64) -> f64 {
        let above = self.row.upper.map(|upper| activity - as_f64(upper));
        let below = self.row.lower.map(|lower| activity - as_f64(lower));
        // Where a row is kept with room to spare, a price that it has is too high.
        let violation = match (above, below) {
            (Some(above), None) if self.price > 0.0 => above,
            (Some(above), None) => above.max(0.0),
            (None, Some(below)) if self.price < 0.0 => below,
            (None, Some(below)) => below.min(0.0),
            (Some(above), Some(_)) if self.price > 0.0 || (self.price == 0.0 && above > 0.0) => above,
            (Some(_), Some(below)) if self.price < 0.0 || below < 0.0 => below,
            _ => 0.0,
        };
        let is_at_most = self.price.abs() >= self.most && violation * self.price > 0.0;
        if is_at_most { 0.0 } else { violation / self.scale }
    }

    /// How far its price moves, beside others: less, the more the best schedules of all steps break it.
    fn reach(&self) -> f64 {
        (self.square + LEAST_SQUARE).sqrt().recip()
    }

    /// The price after a step, with the sign that the row has.
    fn moved(&self, step: f64) -> f64 {
        let price = (self.price + step).clamp(-self.most, self.most);
        match (self.row.upper, self.row.lower) {
            (Some(_), None) => price.max(0.0),
            (None, Some(_)) => price.min(0.0),
            _ => price,
        }
    }
}

/// Prices on their way to the best bound.
pub struct Ascent<'m> {
    model: &'m Model<'m>,
    rows: Vec<AscentRow>,
    /// Per row of the pool: whether it has been taken in.
    is_in: Vec<bool>,
    delegation: Delegation,
    /// The columns of the average and what they weigh.
    average: BTreeMap<Key, (Column, f64)>,
    /// Columns that were worth something at good prices, and the step that found them last.
    known: BTreeMap<Key, (Column, usize)>,
    bound: Option<i64>,
    length: f64,
    n_failed: usize,
    n_steps: usize,
    /// Whether its first prices were taken.
    has_begun: bool,
    /// The bound when it last became better by more than a little, and the steps since.
    stalled_at: Option<i64>,
    n_stalled: usize,
}

impl<'m> Ascent<'m> {
    /// Begins with most of each visit's points, or all, as the price of the visit, and a small share of them for every
    /// role, or none: so that few trips are worth their price at first, and pricing is quick. What a plan says of prices
    /// is taken with the first step.
    pub fn new(model: &'m Model<'m>) -> Self {
        let mut ascent = Ascent {
            model,
            rows: Vec::new(),
            is_in: vec![false; model.pool.rows.len()],
            delegation: Delegation::default(),
            average: BTreeMap::new(),
            known: BTreeMap::new(),
            bound: None,
            length: FIRST_LENGTH,
            n_failed: 0,
            n_steps: 0,
            has_begun: false,
            stalled_at: None,
            n_stalled: 0,
        };
        let Setting { first_price, first_share, .. } = ascent.setting();
        let worth = |request: usize| {
            let starts = &model.instance.requests[request].starts;
            points(starts.iter().map(|start| start.points).max().unwrap_or(0))
        };
        for (idx, row) in model.pool.rows.iter().enumerate() {
            match row.origin {
                Origin::VisitOnce(request) => ascent.add(row.clone(), Some(idx), first_price * worth(request)),
                _ if row.excess(0) > 0 => ascent.add(row.clone(), Some(idx), 0.0),
                _ => {}
            }
        }
        for row in ascent.delegation.coarse(&model.instance) {
            let Origin::Delegation(request) = row.origin else { continue };
            let n_roles = as_f64(i64::try_from(model.instance.requests[request].optional.len()).unwrap_or(1));
            let price = if row.lower.is_some() { -first_share * worth(request) / n_roles } else { 0.0 };
            ascent.add(row, None, price);
        }
        ascent
    }

    /// Goes on from prices that an earlier search found.
    pub fn begin_with(&mut self, recalled: Vec<Recalled>) {
        self.rows.iter_mut().for_each(|row| row.price = 0.0);
        for Recalled { row, pool, price } in recalled {
            let is_new = pool.map_or_else(|| self.delegation.remember(&row), |idx| !self.is_in[idx]);
            let is_it = |known: &&mut AscentRow| known.pool == pool && (pool.is_some() || known.row == row);
            let known = if is_new { None } else { self.rows.iter_mut().find(is_it) };
            let price = price as f64 / 1e9; // As a floating-point number it rounds to what it was.
            match known {
                Some(known) => known.price = known.moved(price * known.scale),
                None => {
                    let scale = scale(&row);
                    self.add(row, pool, price * scale);
                }
            }
        }
        self.has_begun = true;
    }

    fn add(&mut self, row: Row, pool: Option<usize>, price: f64) {
        let scale = scale(&row);
        let most = match row.slack {
            Some((slack, coef)) => points(self.model.pool.slacks[slack].penalty) / as_f64(coef) * scale,
            None => f64::INFINITY,
        };
        if let Some(idx) = pool {
            self.is_in[idx] = true;
        }
        let mut row = AscentRow { row, pool, scale, most, price: 0.0, trial: 0.0, mean: 0.0, square: 1.0 };
        row.price = row.moved(price);
        self.rows.push(row);
    }

    /// The rows with the prices of the best bound.
    pub fn prices(&self) -> Vec<PricedRow<'_>> {
        sanitize(self.model, self.rows.iter().map(|row| (&row.row, row.price / row.scale)))
    }

    /// The columns of the average and what they weigh, which is no more than one.
    pub fn support(&self) -> Vec<(&Column, f64)> {
        self.average.values().map(|(column, weight)| (column, *weight)).collect()
    }

    /// The rows that have a price, and their positions in the pool, when they are from there.
    pub fn priced_rows(&self) -> Vec<KnownRow> {
        let priced = self.rows.iter().filter(|row| row.price.abs() > LOW_PRICE);
        priced.map(|row| (row.row.clone(), row.pool)).collect()
    }

    /// The rows that have a price, and the columns of the average.
    pub fn into_parts(self) -> (Vec<KnownRow>, Vec<Column>) {
        (self.priced_rows(), self.average.into_values().map(|(column, _)| column).collect())
    }

    /// The columns that were worth something at good prices, those first that are worth most at the best ones.
    pub fn by_worth(&self) -> Vec<Column> {
        let guide = Guide::of_all(self.model, &self.prices());
        let mut columns: Vec<(i64, &Column)> =
            self.known.values().map(|(column, _)| (guide.worth(self.model, column), column)).collect();
        columns.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.key.cmp(&b.1.key)));
        columns.into_iter().map(|(_, column)| column.clone()).collect()
    }

    /// Whether the bound has come to rest, or enough steps were taken.
    pub fn is_at_rest(&self) -> bool {
        let Setting { n_stalled, n_steps, .. } = self.setting();
        self.n_stalled >= n_stalled || self.n_steps >= n_steps
    }

    fn setting(&self) -> Setting {
        let instance = &self.model.instance;
        match instance.requests.len() {
            N_REQUESTS_OF_HUGE.. => HUGE,
            _ if instance.is_large() => LARGE,
            _ => BRIEF,
        }
    }

    /// Takes a step and returns the bound that it gives, or `None` when pricing was cut short.
    ///
    /// * `plan`: the columns of a plan, or none.
    /// * `value`: that of the plan, in thousandths of a point: what the bound is to come down to.
    pub fn step<'c>(&mut self, plan: impl IntoIterator<Item = &'c Column>, value: i64, ask: &RoundAsk) -> Option<i64> {
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        match is_first.then(|| Estimate::new(self.model, &plan.into_iter().collect::<Vec<&Column>>())) {
            Some(estimate) if !estimate.budgets.is_empty() => self.take_estimate(&estimate),
            _ => self.take_trial(value),
        }
        let prices = sanitize(self.model, self.rows.iter().map(|row| (&row.row, row.trial / row.scale)));
        let round = round(self.model, &prices, ask);
        let bound = round.bound?;
        let columns = best_columns(self.model, &round.priced);
        self.average_in(columns);
        if self.judge(bound) {
            self.remember(choose(self.model, round.priced));
        }
        self.n_steps += 1;
        if self.n_steps.is_multiple_of(N_BETWEEN) {
            self.separate();
        }
        Some(bound)
    }

    /// Moves the trial prices from the best ones in the direction of the average.
    fn take_trial(&mut self, value: i64) {
        let norm: f64 = self.rows.iter().map(|row| row.reach() * row.violation(row.mean).powi(2)).sum();
        let step = match self.bound {
            Some(bound) if norm > 0.0 => self.length * points(bound - value) / norm,
            _ => 0.0,
        };
        for row in &mut self.rows {
            row.trial = row.moved(step * row.reach() * row.violation(row.mean));
        }
    }

    /// Takes the first trial prices from an estimate.
    fn take_estimate(&mut self, estimate: &Estimate) {
        for &(idx, _) in &estimate.budgets {
            if !self.is_in[idx] {
                self.add(self.model.pool.rows[idx].clone(), Some(idx), 0.0);
            }
        }
        let of_budget: BTreeMap<usize, f64> = estimate.budgets.iter().copied().collect();
        for row in &mut self.rows {
            let price = match (row.row.origin, row.pool, row.row.terms.first()) {
                (Origin::VisitOnce(request), Some(_), _) => estimate.visits[request],
                (Origin::Delegation(request), _, Some(&Term::Seat { role, .. })) if row.row.lower.is_some() => {
                    -estimate.members[request][role]
                }
                (_, Some(idx), _) => of_budget.get(&idx).map_or(0.0, |price| price * row.scale),
                _ => 0.0,
            };
            row.trial = row.moved(price - row.price);
        }
    }

    /// Takes the best schedules of a step into the average.
    fn average_in(&mut self, columns: Vec<(Column, f64)>) {
        let activity = Activity::new(self.model, &columns);
        let now: Vec<f64> = self.rows.iter().map(|row| activity.of_row(&row.row)).collect();
        let weight = if self.bound.is_none() { 1.0 } else { self.weight(&now) };
        for (row, now) in self.rows.iter_mut().zip(&now) {
            row.square += SQUARE_WEIGHT * (row.violation(*now).powi(2) - row.square);
            row.mean = weight.mul_add(now - row.mean, row.mean);
        }
        self.average.values_mut().for_each(|(_, known)| *known *= 1.0 - weight);
        for (column, _) in columns {
            self.average.entry(column.key.clone()).or_insert((column, 0.0)).1 += weight;
        }
        self.average.retain(|_, (_, weight)| *weight > FORGOTTEN);
    }

    /// The weight with which the average breaks rows the least.
    fn weight(&self, now: &[f64]) -> f64 {
        let (mut along, mut length) = (0.0, 0.0);
        for (row, &now) in self.rows.iter().zip(now) {
            let (mean, new) = (row.violation(row.mean), row.violation(now));
            along += mean * (mean - new);
            length += (mean - new).powi(2);
        }
        if length > 0.0 { (along / length).clamp(LEAST_WEIGHT, MOST_WEIGHT) } else { MOST_WEIGHT }
    }

    fn remember(&mut self, columns: Vec<Column>) {
        for column in columns {
            self.known.insert(column.key.clone(), (column, self.n_steps));
        }
        let mut before = self.n_steps.saturating_sub(64);
        while self.known.len() > MAX_KNOWN && before < self.n_steps {
            self.known.retain(|_, (_, step)| *step > before);
            before += 1;
        }
    }

    /// Keeps the trial prices when their bound is the best, and says whether it is.
    fn judge(&mut self, bound: i64) -> bool {
        let is_best = self.bound.is_none_or(|best| bound < best);
        if is_best {
            self.rows.iter_mut().for_each(|row| row.price = row.trial);
            self.bound = Some(bound);
            self.length = (self.length * LONGER).min(LONGEST);
            self.n_failed = 0;
        } else {
            self.n_failed += 1;
            if self.n_failed >= N_FAILED {
                self.length *= SHORTER;
                self.n_failed = 0;
            }
        }
        let best = self.bound.unwrap_or(bound);
        let stalled = self.setting().stalled;
        let better = |before: i64| (before - best) as f64 > stalled * best.abs() as f64; // Far below 2^53.
        let is_better = self.stalled_at.is_none_or(better);
        self.n_stalled = if is_better { 0 } else { self.n_stalled + 1 };
        if is_better {
            self.stalled_at = Some(best);
        }
        is_best
    }

    /// Takes in rows that the average breaks.
    fn separate(&mut self) {
        let average: Vec<(Column, f64)> = self.average.values().cloned().collect();
        let model = self.model;
        let activity = Activity::new(model, &average);
        let mut new: Vec<KnownRow> = Vec::new();
        for (idx, row) in model.pool.rows.iter().enumerate() {
            // That trips do not meet is seen to by the schedules.
            let is_free = !self.is_in[idx] && !matches!(row.origin, Origin::OneTripAtATime(_));
            if is_free && activity.excess(row) > POOL_VIOLATION * scale(row) {
                new.push((row.clone(), Some(idx)));
            }
        }
        let instance = &model.instance;
        let seated = |request, role| activity.seated(request, role).to_vec();
        new.extend(self.delegation.violated(instance, DELEGATION_VIOLATION, seated).into_iter().map(|row| (row, None)));
        for (row, pool) in new {
            let mean = activity.of_row(&row);
            self.add(row, pool, 0.0);
            self.rows.last_mut().into_iter().for_each(|row| row.mean = mean);
        }
    }

    /// Columns worth adding to the master problem, by the prices of the best bound.
    pub fn columns(&self, ask: &RoundAsk) -> Vec<Column> {
        choose(self.model, round(self.model, &self.prices(), ask).priced)
    }
}

/// The columns of everybody's best schedules.
fn best_columns(model: &Model, priced: &[Priced]) -> Vec<(Column, f64)> {
    let mut columns = Vec::new();
    for (traveller, priced) in priced.iter().enumerate() {
        let mut best: BTreeMap<u32, (i64, super::columns::Stop)> = BTreeMap::new();
        for &(worth, stop) in priced.meetings.iter().filter(|&&(worth, _)| worth > 0) {
            let known = best.entry(stop.request).or_insert((worth, stop));
            *known = (*known).max((worth, stop));
        }
        let trips = priced.scheduled.iter().map(|&idx| priced.trips[idx].stops.clone());
        let stops = trips.chain(best.into_values().map(|(_, stop)| vec![stop]));
        columns.extend(stops.filter_map(|stops| model.column(traveller, &stops)).map(|column| (column, 1.0)));
    }
    columns
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::kept_prices;
    use super::super::search::row_index::RowIndex;
    use super::super::search::ruin_and_recreate::construct;
    use super::super::search::schedule::Schedule;
    use super::super::search::trips::Trips;
    use super::*;
    use crate::domain::Problem;

    /// Points of a plan of the scenario, in thousandths: no bound may be below it.
    const KNOWN: i64 = 2_638_332;

    fn problem() -> Problem {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/bench/S-bind-1"));
        crate::scenario::load(folder).expect("a scenario").problem
    }

    #[test]
    fn every_step_gives_a_true_bound_and_the_last_ones_a_good_one() {
        every_step_gives_a_true_bound(&Model::new(&problem()), Vec::new());
    }

    #[test]
    fn prices_read_off_a_plan_give_a_better_bound_at_once() {
        let problem = problem();
        let model = Model::new(&problem);
        let index = RowIndex::new(&model);
        let mut trips = Trips::new(&model, &index);
        let plan = construct(Schedule::new(&model, &index), &mut trips, 1, || false);
        let columns: Vec<Column> = plan.all_columns().cloned().collect();
        assert!(
            Estimate::new(&model, &columns.iter().collect::<Vec<&Column>>())
                .budgets
                .iter()
                .any(|&(_, price)| price > 0.0)
        );
        let without = every_step_gives_a_true_bound(&model, Vec::new());
        let with = every_step_gives_a_true_bound(&model, columns);
        assert!(with < without, "{with} {without}");
    }

    #[test]
    fn it_goes_on_from_kept_prices_where_it_was() {
        let problem = problem();
        let model = Model::new(&problem);
        let mut ascent = Ascent::new(&model);
        let ask = RoundAsk::of_everybody(&model);
        let steps = |ascent: &mut Ascent, n: usize| {
            (0..n).map(|_| ascent.step([], KNOWN, &ask).expect("a small problem")).min().expect("a step")
        };
        let best = steps(&mut ascent, 60);
        let recalled = kept_prices::recall(&model, &kept_prices::keep(&model, &ascent.prices()));
        let mut again = Ascent::new(&model);
        again.begin_with(recalled);
        assert_eq!(steps(&mut again, 1), best);
        assert!(steps(&mut again, 60) < best);
    }

    /// Returns the first bound.
    fn every_step_gives_a_true_bound(model: &Model, plan: Vec<Column>) -> i64 {
        let ask = RoundAsk::of_everybody(model);
        let mut ascent = Ascent::new(model);
        let (mut first, mut best) = (None, i64::MAX);
        for step in 0..150 {
            let bound = ascent.step(&plan, KNOWN, &ask).expect("a small problem");
            assert!(bound >= KNOWN, "step {step}: {bound}");
            best = best.min(bound);
            first = first.or(Some(bound));
        }
        assert!(best < KNOWN + KNOWN / 8, "{best}");
        let mut seated = vec![0.0; model.instance.requests.len()];
        for (column, weight) in ascent.support() {
            assert!(weight > 0.0 && weight < 1.0 + 1e-9, "{weight}");
            column.stops().iter().filter(|stop| stop.role == 0).for_each(|stop| seated[stop.request()] += weight);
        }
        let often = seated.iter().filter(|&&seated| seated > 1.5).count();
        assert!(often <= seated.len() / 10, "visits that the average has more than once: {often}");
        first.expect("a step")
    }
}
