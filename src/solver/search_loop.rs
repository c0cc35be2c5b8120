//! The steps of the main loop, each by name.

use super::backend::milp::Effort;
use super::bound::{RoundAsk, round};
use super::columns::pricing::Priced;
use super::columns::{Column, Key};
use super::extract;
use super::master::Master;
use super::model::Model;
use super::prices::UNITS;
use super::restricted::{self, Answer};
use super::search::row_index::RowIndex;
use super::search::ruin_and_recreate::{RuinAndRecreate, construct};
use super::search::schedule::{Change, Schedule};
use super::{Options, Progress, Watcher};
use crate::domain::{Outcome, Plan, Points, Status};

/// The most labels that the pricing of one traveller may make.
const MAX_LABELS: usize = 4_000_000;
/// The most columns of a restricted master in whole numbers that is to prove the best plan.
const MAX_COLUMNS_TO_PROVE: usize = 30_000;
/// The most trips of one traveller that a round of pricing adds.
const N_TRIPS_PER_ROUND: usize = 24;
/// Rounds of column generation in one step.
const N_PRICING_ROUNDS: usize = 4;
/// Starts that a search for plans looks at in one step.
const N_LOOKS_PER_STEP: u64 = 400_000;
/// Steps without a better plan or bound after which the search ends by itself.
const N_IDLE_STEPS: usize = 12;

/// A search: plan, bound, and what both come from.
pub struct Search<'m, 'w> {
    model: &'m Model<'m>,
    index: &'m RowIndex,
    options: &'m Options,
    watcher: &'w mut dyn Watcher,
    master: Master<'m>,
    workers: Vec<RuinAndRecreate<'m>>,
    incumbent: Option<Schedule<'m>>,
    bound: Option<i64>,
    converged: bool,
    tried_to_prove_at: Option<(i64, i64)>,
    infeasible: bool,
    optimal: bool,
    n_steps: u64,
    n_idle_steps: usize,
}

impl<'m, 'w> Search<'m, 'w> {
    /// Begins a search.
    pub fn new(model: &'m Model<'m>, index: &'m RowIndex, options: &'m Options, watcher: &'w mut dyn Watcher) -> Self {
        Search {
            model,
            index,
            options,
            watcher,
            master: Master::new(model),
            workers: Vec::new(),
            incumbent: None,
            bound: None,
            converged: false,
            tried_to_prove_at: None,
            infeasible: false,
            optimal: false,
            n_steps: 0,
            n_idle_steps: 0,
        }
    }

    /// Makes a first plan: what an earlier plan has, as far as it is possible, then visit by visit.
    pub fn first_plan(&mut self, start: Option<&Plan>) {
        let mut schedule = Schedule::new(self.model, self.index);
        if let Some(start) = start {
            self.take_over(&mut schedule, start);
        }
        let schedule = construct(schedule, self.options.seed);
        for worker in 0..self.options.n_threads.max(1) {
            let seed = self.options.seed.wrapping_mul(0x9E37_79B9).wrapping_add(worker as u64); // A small number.
            self.workers.push(RuinAndRecreate::new(schedule.clone(), seed));
        }
        self.offer(&schedule);
        self.report("first plan");
    }

    /// Puts the visits of a plan into a schedule, those that break nothing.
    fn take_over(&self, schedule: &mut Schedule<'m>, plan: &Plan) {
        let columns = extract::columns(self.model, plan);
        for whole in bundles(&columns) {
            let complete = whole.iter().flat_map(|column| column.stops()).all(|stop| {
                let data = &self.model.instance.requests[stop.request()];
                let filled = |role: usize| {
                    whole.iter().any(|column| {
                        let same = |s: &super::columns::Stop| {
                            s.request == stop.request && s.role() == role && s.start == stop.start
                        };
                        column.stops().iter().any(same)
                    })
                };
                (0..data.optional.len()).all(|role| data.optional[role] || filled(role))
            });
            let fits = whole.iter().enumerate().all(|(idx, column)| {
                let nothing = Key { traveller: column.traveller(), stops: Vec::new() };
                let days = self.model.instance.travellers[column.traveller()].limits.min_home_days;
                schedule.fits(column, &nothing)
                    && whole[..idx]
                        .iter()
                        .filter(|other| other.traveller() == column.traveller())
                        .all(|other| column.fits_beside(other, days))
            });
            let change = Change { out: Vec::new(), into: whole };
            if complete && fits && schedule.gain(std::slice::from_ref(&change)).is_some() {
                schedule.apply(std::slice::from_ref(&change));
            }
        }
    }

    /// Whether there is nothing left to do, or no leave to do it.
    pub fn is_done(&self) -> bool {
        self.optimal
            || self.infeasible
            || self.watcher.should_stop()
            || self.options.work_limit.is_some_and(|limit| self.n_steps >= limit)
            || self.n_idle_steps >= N_IDLE_STEPS
            || self.options.target_gap.zip(self.gap()).is_some_and(|(target, gap)| gap <= target)
    }

    /// The gap between bound and plan, as a fraction.
    fn gap(&self) -> Option<f64> {
        let (bound, value) = (self.bound?, self.incumbent.as_ref()?.points());
        let (bound, value) = (super::master::points(bound), super::master::points(value));
        Some((bound - value) / bound.abs().max(0.001))
    }

    /// One step: rounds of column generation on one core while the others look for better plans.
    pub fn step(&mut self) {
        let before = (self.bound, self.incumbent.as_ref().map(Schedule::value));
        let watcher: &dyn Watcher = self.watcher;
        let stop = watcher.stopper();
        let mut workers = std::mem::take(&mut self.workers);
        if self.converged {
            std::thread::scope(|scope| {
                for worker in &mut workers {
                    let stop = stop.clone();
                    scope.spawn(move || worker.run(N_LOOKS_PER_STEP, || stop.is_set()));
                }
            });
        } else {
            std::thread::scope(|scope| {
                for worker in workers.iter_mut().skip(1) {
                    let stop = stop.clone();
                    scope.spawn(move || worker.run(N_LOOKS_PER_STEP, || stop.is_set()));
                }
                self.generate_columns();
            });
            if workers.len() == 1 {
                workers[0].run(N_LOOKS_PER_STEP, || stop.is_set());
            }
        }
        self.workers = workers;
        let best: Vec<Schedule> = self.workers.iter().map(|worker| worker.best.clone()).collect();
        for schedule in &best {
            self.offer(schedule);
        }
        if self.converged {
            self.prove();
        }
        self.n_steps += 1;
        let after = (self.bound, self.incumbent.as_ref().map(Schedule::value));
        self.n_idle_steps = if before == after && self.converged { self.n_idle_steps + 1 } else { 0 };
        self.report(if self.converged { "improving the plan" } else { "generating columns" });
    }

    /// Some rounds of column generation: solve the restricted master, price, take in what is worth it, bound.
    fn generate_columns(&mut self) {
        if let Some(incumbent) = &self.incumbent {
            let columns: Vec<Column> = incumbent.all_columns().cloned().collect();
            for column in columns {
                self.master.add_column(column);
            }
        }
        for _ in 0..N_PRICING_ROUNDS {
            if self.watcher.should_stop() || self.converged {
                return;
            }
            let watcher: &dyn Watcher = self.watcher;
            if !self.master.solve(|| watcher.seconds_left()) {
                return;
            }
            let ask = RoundAsk {
                threshold: 0,
                dominance: true,
                max_labels: MAX_LABELS,
                with_points: self.master.with_points(),
                n_threads: self.options.n_threads,
            };
            let round = round(self.model, &self.master.prices(), ask);
            if let Some(bound) = round.bound {
                self.take_bound(bound);
            }
            let n_new = self.add_columns(round.priced);
            if n_new == 0 {
                self.settle();
            }
        }
    }

    /// Takes a bound that a round gave.
    fn take_bound(&mut self, bound: i64) {
        if self.master.with_points() {
            self.bound = Some(self.bound.map_or(bound, |best| best.min(bound)));
        } else if bound < 0 {
            // Without points every plan is worth nothing: a bound below nothing says that there is none.
            self.infeasible = true;
        }
    }

    /// What it means that no column is worth adding: the LP is solved, or it is the wrong one.
    fn settle(&mut self) {
        let is_infeasible = self.master.infeasibility() > 1e-6;
        match (self.master.with_points(), is_infeasible) {
            (true, true) => self.master.set_with_points(false),
            (false, false) => self.master.set_with_points(true),
            _ => self.converged = true,
        }
    }

    /// Adds the trips and meetings that the pricing found worth most, and says how many were new.
    fn add_columns(&mut self, priced: Vec<Priced>) -> usize {
        let mut n_new = 0;
        for (traveller, priced) in priced.into_iter().enumerate() {
            let mut chosen: Vec<usize> = priced.scheduled.clone();
            let mut others: Vec<usize> = (0..priced.trips.len()).collect();
            others.sort_by(|&a, &b| {
                let (a, b) = (&priced.trips[a], &priced.trips[b]);
                b.worth.cmp(&a.worth).then_with(|| a.stops.cmp(&b.stops))
            });
            let mut of_pattern: std::collections::BTreeMap<Vec<(u32, u32)>, usize> = std::collections::BTreeMap::new();
            for idx in others {
                let pattern = priced.trips[idx].stops.iter().map(|stop| (stop.request, stop.role)).collect();
                let n_of_pattern = of_pattern.entry(pattern).or_insert(0);
                *n_of_pattern += 1;
                if *n_of_pattern <= 3 && chosen.len() < N_TRIPS_PER_ROUND {
                    chosen.push(idx);
                }
            }
            let trips = chosen.into_iter().map(|idx| priced.trips[idx].stops.clone());
            let mut meetings = priced.meetings;
            meetings.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            let meetings = meetings.into_iter().take(N_TRIPS_PER_ROUND).map(|(_, stop)| vec![stop]);
            for stops in trips.chain(meetings) {
                if let Some(column) = self.model.column(traveller, &stops) {
                    n_new += usize::from(self.master.add_column(column));
                }
            }
        }
        n_new
    }

    /// Lists every column that a better plan could have, by reduced cost, and looks for the best plan of them: when
    /// that can be done, it proves the best plan.
    fn prove(&mut self) {
        if self.optimal || self.infeasible {
            return;
        }
        let bound = self.bound.unwrap_or(i64::MAX / UNITS / 4);
        let value = self.incumbent.as_ref().filter(|s| s.is_plan()).map(Schedule::points);
        if value.is_some_and(|value| value >= bound) {
            self.optimal = true;
            return;
        }
        let state = (bound, value.unwrap_or(i64::MIN));
        if self.tried_to_prove_at == Some(state) {
            return;
        }
        self.tried_to_prove_at = Some(state);
        let Some(columns) = self.columns_of_better_plans(value) else { return };
        self.report("proving");
        let begin_with: Vec<Column> =
            self.incumbent.iter().filter(|s| s.is_plan()).flat_map(|s| s.all_columns().cloned()).collect();
        let begin_with: Vec<&Column> = begin_with.iter().collect();
        let watcher: &dyn Watcher = self.watcher;
        let effort = Effort { seconds: watcher.seconds_left(), nodes: None };
        let answer = restricted::solve(self.model, &columns, &begin_with, effort, || watcher.should_stop());
        match answer {
            Answer::Best(best) => {
                self.offer_columns(best);
                self.optimal = self.incumbent.as_ref().is_some_and(Schedule::is_plan);
                if self.optimal {
                    self.bound = self.incumbent.as_ref().map(Schedule::points);
                }
            }
            Answer::Found(found) => self.offer_columns(found),
            Answer::Infeasible if value.is_none() => self.infeasible = true,
            Answer::Infeasible => {}
            Answer::Stopped => {}
        }
    }

    /// Every column that a plan better than `value` could have, and those of the plan itself; `None` when they are too
    /// many.
    ///
    /// A plan's value is at most the bound of a set of prices less what each of its columns falls short of the best
    /// schedule of its traveller: so a column that falls short by more than the gap is in no better plan.
    fn columns_of_better_plans(&mut self, value: Option<i64>) -> Option<Vec<Column>> {
        let prices = self.master.prices();
        let with_points = self.master.with_points();
        let ask = |threshold, dominance| RoundAsk {
            threshold,
            dominance,
            max_labels: MAX_LABELS,
            with_points,
            n_threads: self.options.n_threads,
        };
        let bound = round(self.model, &prices, ask(0, true)).bound?;
        let gap = match value {
            Some(value) if with_points => (bound - value).checked_mul(UNITS)?,
            _ => i64::MAX / 8,
        };
        let all = round(self.model, &prices, ask(-gap, false));
        all.bound?;
        let n_columns: usize = all.priced.iter().map(|priced| priced.trips.len() + priced.meetings.len()).sum();
        if n_columns > MAX_COLUMNS_TO_PROVE {
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

    /// Takes a schedule as the best so far when it is.
    fn offer(&mut self, schedule: &Schedule<'m>) {
        if self.incumbent.as_ref().is_none_or(|best| best.value() < schedule.value()) {
            self.incumbent = Some(schedule.clone());
            for worker in &mut self.workers {
                worker.adopt(schedule);
            }
        }
    }

    /// Takes the columns of a solution as the best plan so far when they are.
    fn offer_columns(&mut self, columns: Vec<Column>) {
        let mut schedule = Schedule::new(self.model, self.index);
        schedule.apply(&[Change { out: Vec::new(), into: columns }]);
        if schedule.is_plan() {
            self.offer(&schedule);
        }
    }

    fn report(&mut self, phase: &'static str) {
        let plan = self.incumbent.as_ref().filter(|schedule| schedule.is_plan());
        let progress = Progress {
            phase,
            objective: plan.map(|schedule| Points(schedule.points())),
            n_planned: plan.map_or(0, Schedule::n_planned),
            bound: self.bound.map(Points),
        };
        self.watcher.progress(&progress);
    }

    /// What the search says in the end.
    pub fn outcome(self) -> Outcome {
        let plan = self.incumbent.as_ref().filter(|schedule| schedule.is_plan());
        let status = match plan {
            _ if self.infeasible => Status::Infeasible,
            Some(schedule) if self.optimal || self.bound.is_some_and(|bound| bound <= schedule.points()) => {
                Status::Optimal
            }
            Some(_) => Status::Feasible,
            None => Status::StoppedWithoutPlan,
        };
        let plan = plan.filter(|_| status != Status::Infeasible);
        Outcome {
            status,
            plan: plan.map(|schedule| extract::plan(&self.model.instance, schedule.all_columns())),
            bound: self.bound.filter(|_| status != Status::Infeasible).map(Points),
            not_planned: if status == Status::Infeasible { Vec::new() } else { extract::not_planned(self.model, plan) },
            clash: if status == Status::Infeasible {
                extract::clash(self.model.instance.problem, self.model)
            } else {
                Vec::new()
            },
        }
    }
}

/// Columns that belong together: those that share a visit, directly or through others.
fn bundles(columns: &[Column]) -> Vec<Vec<Column>> {
    let mut left: Vec<Column> = columns.to_vec();
    let mut bundles = Vec::new();
    while let Some(first) = left.pop() {
        let mut bundle = vec![first];
        let mut idx = 0;
        while idx < bundle.len() {
            let requests: Vec<u32> = bundle[idx].stops().iter().map(|stop| stop.request).collect();
            let shares = |column: &mut Column| column.stops().iter().any(|stop| requests.contains(&stop.request));
            bundle.extend(left.extract_if(.., shares));
            idx += 1;
        }
        bundles.push(bundle);
    }
    bundles
}
