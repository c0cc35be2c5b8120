//! The steps of the main loop, each by name.

use super::aggregate::Aggregate;
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
const MAX_COLUMNS_TO_PROVE: usize = 3_000;
/// The most columns that are listed at all.
const MAX_COLUMNS: usize = 1_500_000;
/// How often groups are split in one step.
const N_SPLITS_PER_STEP: usize = 3;
/// The most nodes of a program over groups.
const MAX_NODES_BY_GROUPS: i32 = 2_000;
/// The most columns of a group among which a plan is looked for.
const N_MEMBERS: usize = 40;
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
    aggregate: Option<Aggregate<'m>>,
    /// The value of the plan that the columns in `aggregate` may better.
    listed_for: Option<i64>,
    /// The bound when they were listed.
    listed_at: Option<i64>,
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
            aggregate: None,
            listed_for: None,
            listed_at: None,
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
        let stop = self.watcher.stopper();
        let schedule = construct(schedule, self.options.seed, || stop.is_set());
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
        // Bound and plan at once: this thread proves, the others look for plans.
        std::thread::scope(|scope| {
            let n_proving = usize::from(workers.len() > 1 && !self.gave_up_proving());
            for worker in workers.iter_mut().skip(n_proving) {
                let stop = stop.clone();
                scope.spawn(move || worker.run(N_LOOKS_PER_STEP, || stop.is_set()));
            }
            if self.converged { self.prove() } else { self.generate_columns() }
        });
        let best: Vec<Schedule> = workers.iter().map(|worker| worker.best.clone()).collect();
        self.workers = workers;
        for schedule in &best {
            self.offer(schedule);
        }
        if let Some(incumbent) = &self.incumbent {
            for worker in &mut self.workers {
                worker.adopt(incumbent);
            }
        }
        self.n_steps += 1;
        let after = (self.bound, self.incumbent.as_ref().map(Schedule::value));
        self.n_idle_steps = if before == after && self.converged { self.n_idle_steps + 1 } else { 0 };
        self.report(if self.converged { "improving the plan" } else { "generating columns" });
    }

    /// Whether there are too many columns to prove anything more with.
    fn gave_up_proving(&self) -> bool {
        self.converged && self.listed_at.is_some() && self.aggregate.is_none()
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
                stop: self.watcher.stopper(),
            };
            let round = round(self.model, &self.master.prices(), &ask);
            if let Some(bound) = round.bound {
                self.take_bound(bound);
                self.report("generating columns");
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
            (false, false) => {
                // There is a plan of fractions: breaking rows was too cheap beside what keeping them costs.
                self.master.raise_artificials();
                self.master.set_with_points(true);
            }
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

    /// Lists every column that a better plan could have, by reduced cost, and proves with them: at once where they are
    /// few, else group by group.
    fn prove(&mut self) {
        if self.optimal || self.infeasible {
            return;
        }
        let value = self.incumbent.as_ref().filter(|s| s.is_plan()).map(Schedule::points);
        if value.zip(self.bound).is_some_and(|(value, bound)| value >= bound) {
            self.optimal = true;
            return;
        }
        if self.aggregate.is_none() || self.is_worth_listing_again(value) {
            self.list_columns(value);
        }
        let Some(aggregate) = &self.aggregate else { return };
        if aggregate.columns.len() <= MAX_COLUMNS_TO_PROVE {
            self.prove_at_once();
        } else {
            self.prove_by_groups();
        }
    }

    /// Whether so much of the gap was closed since columns were listed that far fewer would be listed now.
    fn is_worth_listing_again(&self, value: Option<i64>) -> bool {
        match (value, self.listed_for, self.bound, self.listed_at) {
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
        (self.listed_for, self.listed_at) = (value, self.bound);
        let before = self.aggregate.take();
        let columns = self.columns_of_better_plans(value);
        self.aggregate = columns.map(|columns| Aggregate::new(self.model, columns, before.as_ref()));
    }

    /// The best plan of all columns that a better plan could have is the best plan.
    fn prove_at_once(&mut self) {
        let Some(aggregate) = &self.aggregate else { return };
        let answer = self.solve_restricted(&aggregate.columns, Effort::default());
        match answer {
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

    /// Solves the program over groups for a bound, looks for a plan in its solution, and splits groups where there is
    /// none.
    fn prove_by_groups(&mut self) {
        for _ in 0..N_SPLITS_PER_STEP {
            let Some(aggregate) = &self.aggregate else { return };
            if self.watcher.should_stop() || self.is_proven() {
                return;
            }
            let watcher: &dyn Watcher = self.watcher;
            let effort = Effort {
                seconds: watcher.seconds_left(),
                nodes: Some(MAX_NODES_BY_GROUPS),
                gap: self.gap().unwrap_or(0.1) / 4.0,
            };
            let program = aggregate.program();
            let Some(solved) = restricted::in_background(program, effort, || watcher.should_stop()) else {
                return;
            };
            if solved.is_infeasible {
                match self.listed_for {
                    // No plan is better than the one these columns were listed for.
                    Some(value) => self.bound = Some(value),
                    None => self.infeasible = true,
                }
                return;
            }
            let bound = solved.bound.map(|bound| self.as_bound(bound));
            let Some(values) = solved.values else { return };
            let chosen: Vec<usize> = (0..aggregate.groups.len()).filter(|&group| values[group] > 0.5).collect();
            let conflicts = aggregate.in_conflict(&chosen);
            let members = self.members_of(&chosen);
            if let Some(bound) = bound {
                // A plan with a column that was not listed is no better than the plan they were listed for.
                let bound = bound.max(self.listed_for.unwrap_or(i64::MIN));
                self.bound = Some(self.bound.map_or(bound, |best| best.min(bound)));
            }
            let effort = Effort { nodes: Some(50), seconds: None, gap: 0.0 };
            if let Answer::Best(found) | Answer::Found(found) = self.solve_restricted(&members, effort) {
                self.offer_columns(found);
            }
            let split = if conflicts.is_empty() { chosen.into_iter().collect() } else { conflicts };
            if self.is_proven() || !self.aggregate.as_mut().is_some_and(|aggregate| aggregate.split(&split)) {
                return;
            }
        }
    }

    /// Whether the plan is as good as the bound.
    fn is_proven(&self) -> bool {
        let value = self.incumbent.as_ref().filter(|s| s.is_plan()).map(Schedule::points);
        value.zip(self.bound).is_some_and(|(value, bound)| value >= bound)
    }

    /// A bound of the program over groups, in thousandths; what floating-point numbers may be off is added.
    fn as_bound(&self, bound: f64) -> i64 {
        ((bound + 2e-4) * 1000.0).floor() as i64 + self.model.pool.constant // Far below 2^53 thousandths.
    }

    /// Some columns of each chosen group, the best and others spread in time, and those of the incumbent.
    fn members_of(&self, chosen: &[usize]) -> Vec<Column> {
        let Some(aggregate) = &self.aggregate else { return Vec::new() };
        let mut members: std::collections::BTreeMap<Key, Column> = std::collections::BTreeMap::new();
        for &group in chosen {
            let all = &aggregate.groups[group].members;
            let mut by_points: Vec<usize> = all.clone();
            by_points.sort_by_key(|&member| (std::cmp::Reverse(aggregate.columns[member].points), member));
            let spread = all.iter().copied().step_by(all.len().div_ceil(N_MEMBERS / 2));
            for member in by_points.into_iter().take(N_MEMBERS / 2).chain(spread) {
                let column = &aggregate.columns[member];
                members.insert(column.key.clone(), column.clone());
            }
        }
        for column in self.incumbent.iter().flat_map(|schedule| schedule.all_columns()) {
            members.insert(column.key.clone(), column.clone());
        }
        members.into_values().collect()
    }

    /// Looks for the best plan of given columns, beginning with the best plan there is.
    fn solve_restricted(&self, columns: &[Column], effort: Effort) -> Answer {
        let incumbent = self.incumbent.as_ref().filter(|schedule| schedule.is_plan());
        let begin_with: Vec<&Column> = incumbent.iter().flat_map(|schedule| schedule.all_columns()).collect();
        let watcher: &dyn Watcher = self.watcher;
        let seconds = match (watcher.seconds_left(), effort.seconds) {
            (Some(left), Some(most)) => Some(left.min(most)),
            (left, most) => left.or(most),
        };
        restricted::solve(self.model, columns, &begin_with, Effort { seconds, ..effort }, || watcher.should_stop())
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
            stop: self.watcher.stopper(),
        };
        let bound = round(self.model, &prices, &ask(0, true)).bound?;
        let gap = match value {
            Some(value) if with_points => (bound - value).checked_mul(UNITS)?,
            _ => i64::MAX / 8,
        };
        let all = round(self.model, &prices, &ask(-gap, false));
        all.bound?;
        let n_columns: usize = all.priced.iter().map(|priced| priced.trips.len() + priced.meetings.len()).sum();
        if n_columns > MAX_COLUMNS {
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
