//! The LP relaxation by itself, with no search for plans beside it: whether it leaves room for any plan at all, and what
//! more room in each rule is worth to it.
//!
//! Explanations ask the first many times of small problems, of which most have no plan. Then the proof is done in a round
//! or two, and what a search beside it would spend is spent for nothing.
//!
//! # Invariants
//!
//! * "No plan" rests on the bound in whole numbers, or on all columns there are and HiGHS' whole-number search.

use std::sync::Arc;

use super::affordable::Affordable;
use super::backend::milp::Effort;
use super::bound::{Round, RoundAsk, round};
use super::columns::Column;
use super::columns::choice::choose;
use super::columns::pricing::memory::Memories;
use super::constraints::row::{Origin, Term, Unit};
use super::kept_prices;
use super::master::Master;
use super::model::Model;
use super::prices::{PricedRow, UNITS};
use super::restricted::{self, Answer};
use super::search::rounding;
use super::search::row_index::RowIndex;
use super::search::ruin_and_recreate::construct;
use super::search::schedule::Schedule;
use super::search::trips::Trips;
use super::search::warm_start::take_over;
use super::work::Work;
use super::{Options, Watcher};
use crate::domain::{Measure, Plan, RuleBody, RuleIdx};

/// The most rounds of column generation.
const N_ROUNDS: usize = 40;
/// The most labels that the pricing of one traveller may make.
const MAX_LABELS: usize = 200_000;
/// The most columns that are searched in whole numbers, and the most ways to take a seat for each of them, of which some
/// may lead nowhere.
const MAX_COLUMNS: usize = 2_000;
const N_NODES_PER_COLUMN: u64 = 4;
/// The most labels of one traveller when rules are priced.
const MAX_LABELS_WITH_POINTS: usize = 4_000_000;
/// What rows may be broken by in a solution that keeps them.
const TOLERANCE: f64 = 1e-6;

/// What the relaxation says.
pub enum Ruling<'m> {
    /// Here is a plan.
    Plan(Box<Schedule<'m>>),
    /// There is none; and the rules of rows that have a price in the proof, where prices are the proof.
    None(Vec<RuleIdx>),
    /// It cannot tell.
    Unsure,
}

/// Finds out whether there is any plan, as far as the relaxation tells.
///
/// * `start`: a plan that is one for most of what it may be asked about, if any.
pub fn ruling<'m>(
    model: &'m Model<'m>,
    index: &'m RowIndex,
    options: &Options,
    start: Option<&Plan>,
    watcher: &mut dyn Watcher,
) -> Ruling<'m> {
    let stop = watcher.stopper();
    let (mut first, mut trips) = (Schedule::new(model, index), Trips::new(model, index));
    if let Some(start) = start {
        take_over(&mut first, &mut trips, start);
    }
    let first = construct(first, &mut trips, options.seed, || stop.is_set());
    if first.is_plan() {
        return Ruling::Plan(Box::new(first));
    }
    let mut master = Master::new(model);
    master.set_with_points(false);
    for column in first.all_columns() {
        master.add_column(column.clone());
    }
    let ask = ask(model, options, watcher, 0);
    for _ in 0..N_ROUNDS {
        if watcher.should_stop() || !master.solve(|| watcher.seconds_left()) {
            return Ruling::Unsure;
        }
        let prices = master.prices();
        let Round { priced, bound } = round(model, &prices, &ask);
        // Without points every plan is worth nothing: a bound below nothing says that there is none.
        if bound.is_some_and(|bound| bound < 0) {
            return Ruling::None(charged(&prices));
        }
        if master.infeasibility() > TOLERANCE {
            if master.add_columns(choose(model, priced)) == 0 && !master.tighten() {
                break;
            }
            continue;
        }
        let rounded = rounding::round(Schedule::new(model, index), &master.support());
        let schedule = construct(rounded, &mut Trips::new(model, index), options.seed, || stop.is_set());
        if schedule.is_plan() {
            return Ruling::Plan(Box::new(schedule));
        }
        // A plan of fractions: what is whole is a matter of all columns.
        if !master.tighten() {
            break;
        }
    }
    of_all_columns(model, index, options, watcher)
}

/// The rules of rows that have a price.
fn charged(prices: &[PricedRow]) -> Vec<RuleIdx> {
    let rule = |(row, price): &PricedRow| match row.origin {
        Origin::Rule(rule) if *price != 0 => Some(rule),
        _ => None,
    };
    let mut rules: Vec<RuleIdx> = prices.iter().filter_map(rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

fn ask(model: &Model, options: &Options, watcher: &dyn Watcher, threshold: i64) -> RoundAsk {
    RoundAsk {
        threshold,
        dominance: threshold == 0,
        max_labels: MAX_LABELS,
        with_points: false,
        memories: Arc::new(Memories::new(model)),
        n_threads: options.n_threads,
        work: Work::default(),
        stop: watcher.stopper(),
        only: None,
        once: false,
    }
}

/// Lists every column there is and searches them in whole numbers, where they are few.
fn of_all_columns<'m>(
    model: &'m Model<'m>,
    index: &'m RowIndex,
    options: &Options,
    watcher: &mut dyn Watcher,
) -> Ruling<'m> {
    // Nearly every way to take a seat is a column by itself.
    if model.instance.n_nodes() > N_NODES_PER_COLUMN * MAX_COLUMNS as u64 {
        return Ruling::Unsure;
    }
    let all = round(model, &[], &ask(model, options, watcher, -(i64::MAX / 8)));
    let n_columns: usize = all.priced.iter().map(|priced| priced.trips.len() + priced.meetings.len()).sum();
    if all.bound.is_none() || n_columns > MAX_COLUMNS {
        return Ruling::Unsure;
    }
    let stops = all.priced.into_iter().enumerate().flat_map(|(traveller, priced)| {
        let trips = priced.trips.into_iter().map(|trip| trip.stops);
        let meetings = priced.meetings.into_iter().map(|(_, stop)| vec![stop]);
        trips.chain(meetings).map(move |stops| (traveller, stops))
    });
    let columns: Vec<Column> = stops.filter_map(|(traveller, stops)| model.column(traveller, &stops)).collect();
    let effort = Effort { seconds: watcher.seconds_left(), ..Effort::default() };
    match restricted::solve(model, &columns, &[], effort, &Work::default(), || watcher.should_stop()) {
        Answer::Infeasible => Ruling::None(Vec::new()),
        Answer::Best(found) | Answer::Found(found) => {
            let mut schedule = Schedule::new(model, index);
            schedule.put(found);
            if schedule.is_plan() { Ruling::Plan(Box::new(schedule)) } else { Ruling::Unsure }
        }
        Answer::Stopped => Ruling::Unsure,
    }
}

/// Returns the lowest bound that was found and what its prices say that so many units more of each rule are worth, both
/// in thousandths of a point; `None` when it was cut short before it had any.
///
/// More room in a row raises the bound of any prices by that room times its price: so no plan of the problem with more
/// units of a rule has more points than the bound and what these units are worth.
///
/// * `model`: one [for more room](Model::for_more_room).
/// * `units`: per rule, in its own unit.
pub fn worth_of_units(
    model: &Model,
    index: &RowIndex,
    plan: &Plan,
    units: &[i64],
    options: &Options,
    watcher: &mut dyn Watcher,
) -> Option<(i64, Vec<i64>)> {
    let mut start = Schedule::new(model, index);
    take_over(&mut start, &mut Trips::new(model, index), plan);
    let mut master = Master::new(model);
    for column in start.all_columns() {
        master.add_column(column.clone());
    }
    let ask = ask(model, options, watcher, 0);
    let ask = RoundAsk { with_points: true, max_labels: MAX_LABELS_WITH_POINTS, ..ask };
    let mut best: Option<(i64, Vec<i64>)> = None;
    let mut recalled = kept_prices::recall(model, &options.prices);
    // With more room in a rule, starts need not exclude each other any more.
    recalled.retain(|recalled| recalled.row.origin != Origin::Conflict);
    if !recalled.is_empty() && !watcher.should_stop() {
        let prices = kept_prices::prices(model, &recalled);
        let round = round(model, &prices, &ask);
        best = round.bound.map(|bound| (bound, worth_at(model, &prices, units)));
        master.begin_with(recalled.into_iter().map(|recalled| (recalled.row, recalled.pool)).collect(), false);
        master.add_columns(choose(model, round.priced));
    }
    for _ in 0..N_ROUNDS {
        if watcher.should_stop() || !master.solve(|| watcher.seconds_left()) {
            break;
        }
        let prices = master.prices();
        let Round { priced, bound } = round(model, &prices, &ask);
        if let Some(bound) = bound.filter(|bound| best.as_ref().is_none_or(|(best, _)| bound < best)) {
            best = Some((bound, worth_at(model, &prices, units)));
        }
        if master.add_columns(choose(model, priced)) == 0 && !master.tighten() {
            break;
        }
    }
    best
}

fn worth_at(model: &Model, prices: &[PricedRow], units: &[i64]) -> Vec<i64> {
    let mut worth = vec![0_i128; units.len()];
    let mut affordable = Affordable::default();
    for (row, price) in prices {
        let Origin::Rule(rule) = row.origin else { continue };
        // Rows count cents and grams.
        let of_row = match &model.instance.problem.rule(rule).body {
            RuleBody::Limit(limit) if limit.measure == Measure::Eur => 100,
            RuleBody::Limit(limit) if limit.measure == Measure::KgCo2 => 1000,
            _ => 1,
        };
        let room = match row.terms.first() {
            // With so much more money, trips count so much more together.
            Some(Term::Trips { unit: Unit::Steps(steps), .. }) => {
                steps.most_with(of_row * units[rule.0]) - steps.most_with(0)
            }
            Some(Term::Seats { .. }) => affordable.rise(model, row, of_row * units[rule.0]).unwrap_or(i64::MAX / 4),
            _ => of_row * units[rule.0],
        };
        worth[rule.0] += i128::from(price.abs()) * i128::from(room);
    }
    let thousandths = |worth: i128| (worth + i128::from(UNITS) - 1) / i128::from(UNITS);
    worth.into_iter().map(|worth| i64::try_from(thousandths(worth)).unwrap_or(i64::MAX)).collect()
}
