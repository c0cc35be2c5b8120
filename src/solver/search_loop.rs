//! The steps of the main loop, each by name.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::ascent::Ascent;
use super::bound::{RoundAsk, at_once};
use super::columns::Column;
use super::columns::pricing::memory::Memories;
use super::constraints::row::Row;
use super::extract;
use super::guide::Guide;
use super::kept_prices;
use super::looking::{Looking, N_NEIGHBOURHOODS_PER_STEP};
use super::master::Master;
use super::model::Model;
use super::neighbourhood::Size;
use super::proving::Pace;
use super::search::board::Board;
use super::search::rounding;
use super::search::row_index::RowIndex;
use super::search::ruin_and_recreate::{RuinAndRecreate, construct};
use super::search::schedule::Schedule;
use super::search::trips::Trips;
use super::search::warm_start;
use super::tree::Tree;
use super::work::{Share, Work};
use super::{Options, Progress, Watcher};
use crate::domain::{Outcome, Plan, Points, RowPrice, Status};

/// The most labels that the pricing of one traveller may make.
pub(super) const MAX_LABELS: usize = 4_000_000;
/// The same as [`SETTLING`] while prices are found without an LP; and how many starts a search looks at meanwhile, for
/// each start of each seat, of which pricing makes a node.
const SETTLING_OF_ASCENT: f64 = 0.02;
const N_LOOKS_PER_NODE: u64 = 80;
/// A bound that became better by no more than this fraction in a step is near its end.
const SETTLING: f64 = 0.01;
/// Starts that a search for plans looks at in a step, at least.
const N_LOOKS: u64 = 100_000;
/// The same while columns are generated, for each unit of the effort of solving and pricing.
const N_LOOKS_PER_EFFORT: u64 = 8;
/// The same once the master problem is solved, and for each such node.
const N_LOOKS_WHEN_SOLVED: u64 = 200_000;
const N_LOOKS_PER_NODE_WHEN_SOLVED: u64 = 400;
/// Starts that a search looks at, for each such node, before neighbourhoods are searched at all, when prices were known from
/// the beginning: what a change of the problem breaks is mended visit by visit sooner than a neighbourhood is solved.
const N_LOOKS_PER_NODE_AT_FIRST: u64 = 100;
/// With fewer such nodes a problem is small: its steps are the same whatever the clock says, when their number is limited,
/// and a search looks at no more starts for each of them than while prices are found without an LP.
const N_NODES_OF_SMALL: u64 = 1_000;
/// The most that a step may ask of a thread because another had so much to do in the last one.
const MOST_ASKED: u64 = 10_000_000_000;
/// Steps without a better plan or bound after which the search ends by itself.
const N_IDLE_STEPS: usize = 12;

/// A search: plan, bound, and what both come from.
pub struct Search<'m, 'w> {
    pub(super) model: &'m Model<'m>,
    pub(super) index: &'m RowIndex,
    pub(super) options: &'m Options,
    pub(super) watcher: &'w mut dyn Watcher,
    /// Prices for a large master problem, or one of long trips, that has not been solved yet.
    pub(super) ascent: Option<Ascent<'m>>,
    /// What visits of long trips remember in pricing.
    pub(super) memories: Arc<Memories>,
    pub(super) master: Master<'m>,
    workers: Vec<RuinAndRecreate<'m>>,
    /// The trips that first schedules are made of.
    trips: Trips<'m>,
    /// Where workers show what they found at once, when the clock decides how far the search gets.
    board: Option<Arc<Board<'m>>>,
    pub(super) incumbent: Option<Schedule<'m>>,
    /// The visits that the plan to begin with has and could not keep, and those of every plan that it does not have.
    pub(super) lost: Arc<Vec<usize>>,
    pub(super) bound: Option<i64>,
    /// Whether columns were still missing at every turn, so that violated rows may wait for the next.
    pub(super) is_rough: bool,
    pub(super) converged: bool,
    /// The bound when it last became better by more than a little, and the rounds of pricing since.
    pub(super) stalled_at: Option<i64>,
    pub(super) n_stalled: u64,
    /// The bound a step before.
    step_bound: Option<i64>,
    /// The bound when cuts were last taken in, and how often in a row they made it no better.
    pub(super) cut_at: Option<i64>,
    pub(super) n_idle_cuts: usize,
    /// The tree of decisions, once there is one.
    pub(super) tree: Option<Tree<'m>>,
    /// The best bound that pricing gave before any decision, not yet rounded down to what a plan's value can be, and the
    /// prices that gave it.
    pub(super) root_bound: Option<i64>,
    pub(super) root_prices: Option<Vec<(Row, i64)>>,
    /// Every column that a plan better than `listed_for` could have, where they are few.
    pub(super) listed: Option<Vec<Column>>,
    /// The value of the plan for which columns were listed last.
    pub(super) listed_for: Option<i64>,
    /// The bound before any decision when they were listed.
    pub(super) listed_at: Option<i64>,
    pub(super) infeasible: bool,
    pub(super) optimal: bool,
    /// What the thread that proves has done.
    pub(super) work: Work,
    /// How much the last step asked of the thread that had most to do.
    most_asked: u64,
    /// How large neighbourhoods may be that this thread searches.
    pub(super) size: Size,
    /// Neighbourhoods searched so far.
    pub(super) n_neighbourhoods: u64,
    pace: Pace,
    /// The seconds that were left and the starts that the last thread had looked at when the first step began.
    looked_from: Option<(f64, u64)>,
    n_steps: u64,
    n_idle_steps: usize,
}

impl<'m, 'w> Search<'m, 'w> {
    /// Begins a search.
    pub fn new(model: &'m Model<'m>, index: &'m RowIndex, options: &'m Options, watcher: &'w mut dyn Watcher) -> Self {
        let memories = Memories::new(model);
        let (is_large, work) = (model.instance.is_large(), Work::default());
        Search {
            model,
            index,
            options,
            watcher,
            ascent: (is_large || memories.is_of_any()).then(|| Ascent::new(model)),
            memories: Arc::new(memories),
            master: Master::new(model).counting(&work),
            workers: Vec::new(),
            trips: Trips::new(model, index),
            board: None,
            incumbent: None,
            lost: Arc::default(),
            bound: at_once(model).map(|bound| model.down_to_a_value(bound)),
            is_rough: true,
            converged: false,
            stalled_at: None,
            n_stalled: 0,
            step_bound: None,
            cut_at: None,
            n_idle_cuts: 0,
            tree: None,
            root_bound: None,
            root_prices: None,
            listed: None,
            listed_for: None,
            listed_at: None,
            infeasible: false,
            optimal: false,
            work,
            most_asked: 0,
            size: Size::default(),
            n_neighbourhoods: 0,
            pace: Pace::default(),
            looked_from: None,
            n_steps: 0,
            n_idle_steps: 0,
        }
    }

    /// Makes a first plan: what an earlier plan has, as far as it is possible, then visit by visit.
    pub fn first_plan(&mut self, start: Option<&Plan>) {
        let mut schedule = Schedule::new(self.model, self.index);
        if let Some(start) = start {
            warm_start::take_over(&mut schedule, &mut self.trips, start);
            self.lost = Arc::new(warm_start::lost(&schedule, start));
        }
        let is_earlier = schedule.n_planned() > 0;
        let stop = self.watcher.stopper();
        let schedule = construct(schedule, &mut self.trips, self.options.seed, || stop.is_set());
        for worker in 0..self.options.n_threads.max(1) {
            let seed = self.options.seed.wrapping_mul(0x9E37_79B9).wrapping_add(worker as u64); // A small number.
            self.workers.push(RuinAndRecreate::new(schedule.clone(), is_earlier, self.index, seed));
        }
        self.board = self.seconds_of_clock().map(|_| Arc::default());
        self.offer(&schedule);
        self.report("first plan");
        if !self.options.prices.is_empty() && !self.watcher.should_stop() {
            self.recall_prices();
        }
    }

    /// Whether there is nothing left to do, or no leave to do it.
    pub fn is_done(&self) -> bool {
        self.optimal
            || self.is_closed()
            || self.infeasible
            || self.watcher.should_stop()
            || self.options.work_limit.is_some_and(|limit| self.n_steps >= limit)
            || self.n_idle_steps >= N_IDLE_STEPS
            || self.options.target_gap.zip(self.gap()).is_some_and(|(target, gap)| gap <= target)
    }

    /// The best schedule so far, when it keeps every rule.
    pub(super) fn plan(&self) -> Option<&Schedule<'m>> {
        self.incumbent.as_ref().filter(|schedule| schedule.is_plan())
    }

    /// The gap between bound and plan, as a fraction.
    pub(super) fn gap(&self) -> Option<f64> {
        let (bound, value) = (self.bound?, self.plan()?.points());
        let (bound, value) = (super::master::points(bound), super::master::points(value));
        Some((bound - value) / bound.abs().max(0.001))
    }

    /// One step: rounds of column generation on one core while the others look for better plans.
    pub fn step(&mut self) {
        let before = (self.bound, self.incumbent.as_ref().map(Schedule::value));
        let watcher: &dyn Watcher = self.watcher;
        let stop = watcher.stopper();
        let mut workers = std::mem::take(&mut self.workers);
        let was_converged = self.converged;
        let is_settling = self.is_settling();
        let n_nodes = self.model.instance.n_nodes();
        let n_looks = match &self.ascent {
            ascent if was_converged || (ascent.is_some() && is_settling) => {
                N_LOOKS_WHEN_SOLVED.max(N_LOOKS_PER_NODE_WHEN_SOLVED * n_nodes)
            }
            Some(_) => N_LOOKS_PER_NODE * n_nodes,
            None => N_LOOKS.max(N_LOOKS_PER_EFFORT * self.master.effort() * self.n_pricing_rounds()),
        };
        let n_looks = if self.is_small() { n_looks.min(N_LOOKS_PER_NODE * n_nodes) } else { n_looks };
        let near = self.neighbourhoods();
        let n_looked = workers.last().map_or(0, RuinAndRecreate::n_looks);
        let is_early = !self.options.prices.is_empty() && n_looked < N_LOOKS_PER_NODE_AT_FIRST * n_nodes;
        // What a plan lost is looked for at the first prices; anything else when they are good.
        let is_for_lost = !self.lost.is_empty() && self.ascent.is_none();
        // On long trips a neighbourhood takes its program too long while the prices are wild.
        let is_settling = is_settling && !self.memories.is_of_any();
        let has_near = (was_converged || is_settling || is_for_lost) && !is_early && near.is_some();
        let first = has_near.then(|| self.next_neighbourhoods());
        let n_left = self.n_looks_left(&workers);
        let (index, seconds) = (self.index, self.watcher.seconds_left());
        let is_by_clock = self.seconds_of_clock().is_some();
        // Without the clock each does about as much as the other had to do in the last step.
        let is_alone = is_by_clock || workers.len() < 2 || self.is_small();
        let share = if is_alone { 0 } else { self.most_asked };
        let (work_of_proving, board) = (self.work.clone(), self.board.clone());
        let of_proving = Share::new(&work_of_proving, share);
        // Bound and plan at once: this thread proves, the others look for plans.
        let (are_busy, is_proving) = (AtomicBool::new(true), AtomicBool::new(workers.len() > 1));
        let n_proving = usize::from(workers.len() > 1);
        let (first_worker, looking_workers) = workers.split_at_mut(n_proving);
        let of_looking: Vec<Share> = looking_workers.iter().map(|_| Share::new(&Work::default(), share)).collect();
        std::thread::scope(|scope| {
            for (idx, (worker, share)) in looking_workers.iter_mut().zip(&of_looking).enumerate() {
                let (stop, board, are_busy, is_proving) = (stop.clone(), board.as_deref(), &are_busy, &is_proving);
                let near = near.as_ref().map(|near| (near, first.filter(|_| idx == 0)));
                scope.spawn(move || {
                    let work = share.work();
                    let looking = Looking { index, n_looks, n_left, near, seconds, board, work, stop: &stop };
                    // Against the clock nobody waits; without it, a step is the same work on every machine.
                    let is_waited_for = || {
                        are_busy.fetch_and(idx != 0, Ordering::Relaxed);
                        if is_by_clock { !is_proving.load(Ordering::Relaxed) } else { !share.is_left() }
                    };
                    looking.look(worker, is_waited_for);
                });
            }
            let go_on = || if is_by_clock { are_busy.load(Ordering::Relaxed) } else { of_proving.is_left() };
            if self.rests_from_proving() && n_proving > 0 {
                let looking = Looking {
                    index,
                    n_looks,
                    n_left,
                    near: near.as_ref().map(|near| (near, first.map(|first| first + N_NEIGHBOURHOODS_PER_STEP))),
                    seconds,
                    board: board.as_deref(),
                    work: &work_of_proving,
                    stop: &stop,
                };
                looking.look(&mut first_worker[0], || !go_on());
            } else if self.converged {
                self.prove(go_on);
            } else if self.ascent.is_some() {
                self.ascend(go_on);
            } else {
                self.generate_columns(go_on);
                if self.converged && go_on() {
                    self.prove(go_on);
                } else if self.master.is_large() {
                    self.improve_neighbourhoods();
                }
            }
            is_proving.store(false, Ordering::Relaxed);
        });
        self.most_asked = of_looking.iter().chain([&of_proving]).map(Share::asked).max().unwrap_or(0).min(MOST_ASKED);
        if !was_converged {
            self.round_to_plan();
        }
        self.take_in_trips_of(&mut workers);
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
        let is_idle = before == after && self.converged && self.tree.as_ref().is_none_or(|tree| tree.n_open() == 0);
        self.n_idle_steps = if is_idle { self.n_idle_steps + 1 } else { 0 };
        self.report(if self.converged { "improving the plan" } else { "generating columns" });
    }

    /// Whether there are few ways to take a seat.
    fn is_small(&self) -> bool {
        self.model.instance.n_nodes() < N_NODES_OF_SMALL
    }

    /// The seconds that are left, where the clock may decide how far a step gets. With a limit of work a small problem has
    /// the same steps whatever the time, so that the same plan is found each time; there nothing is lost by waiting.
    fn seconds_of_clock(&self) -> Option<f64> {
        let is_same_work = self.options.work_limit.is_some() && self.is_small();
        self.watcher.seconds_left().filter(|_| !is_same_work)
    }

    /// How many starts a thread can look at until the time is over, as many as up to now in the same time.
    fn n_looks_left(&mut self, workers: &[RuinAndRecreate]) -> Option<u64> {
        let left = self.seconds_of_clock()?;
        let n_looks = workers.last()?.n_looks();
        let (seconds, before) = *self.looked_from.get_or_insert((left, n_looks));
        let spent = seconds - left;
        // Of no meaning before some time has gone.
        (spent > 0.1).then(|| ((n_looks - before) as f64 / spent * left) as u64) // Counts far below 2^53.
    }

    /// Whether proving moves the bound by so little that its thread had better look for plans in this step.
    fn rests_from_proving(&mut self) -> bool {
        let gap = self.bound.zip(self.plan().map(Schedule::points)).map(|(bound, value)| bound - value);
        let is_proving = self.converged && self.tree.is_some();
        gap.zip(self.bound).is_some_and(|(gap, bound)| is_proving && self.pace.rests(bound, gap))
    }

    /// Whether the bound moved by little in the last step, so that the columns there are are worth a search.
    fn is_settling(&mut self) -> bool {
        // What pricing gave, which may be far above the bound that was there at once.
        let before = std::mem::replace(&mut self.step_bound, self.root_bound);
        let settling = if self.ascent.is_some() { SETTLING_OF_ASCENT } else { SETTLING };
        let little = |(before, bound): (i64, i64)| (before - bound) as f64 <= settling * bound.abs() as f64; // < 2^53
        before.zip(self.root_bound).is_some_and(little)
    }

    /// Takes what other threads found as the best plan so far when it is, and shows them what this one found.
    pub(super) fn look_at_board(&mut self) {
        let (Some(board), Some(incumbent)) = (&self.board, &self.incumbent) else { return };
        if let Some(better) = board.exchange(incumbent) {
            self.incumbent = Some(better);
        }
    }

    /// Lets the searches follow prices.
    pub(super) fn guide_workers(&mut self, guide: Arc<Guide>) {
        for worker in &mut self.workers {
            worker.follow(Arc::clone(&guide));
        }
    }

    /// What rows charged with the best bound before any decision; without one, what they charge in the end.
    fn kept_prices(&self) -> Vec<RowPrice> {
        let of_root = self.root_prices.as_ref().map(|prices| prices.iter().map(|(row, price)| (row, *price)).collect());
        let prices = of_root.unwrap_or_else(|| match &self.ascent {
            Some(ascent) => ascent.prices(),
            None => self.master.prices(),
        });
        kept_prices::keep(self.model, &prices)
    }

    /// What every round of pricing is asked.
    pub(super) fn ask(&self) -> RoundAsk {
        RoundAsk {
            threshold: 0,
            dominance: true,
            max_labels: MAX_LABELS,
            with_points: self.master.with_points(),
            memories: Arc::clone(&self.memories),
            n_threads: self.options.n_threads,
            work: self.work.clone(),
            stop: self.watcher.stopper(),
            only: None,
            once: true,
        }
    }

    /// Makes a plan of the fractions of the master problem, and lets the searches follow its prices.
    pub(super) fn round_to_plan(&mut self) {
        if !self.master.with_points() {
            return;
        }
        let (prices, support) = match &self.ascent {
            Some(ascent) => (ascent.prices(), ascent.support()),
            None => (self.master.prices(), self.master.support()),
        };
        let guide = Arc::new(Guide::new(self.model, &prices));
        let mut empty = Schedule::new(self.model, self.index);
        empty.guide = Some(Arc::clone(&guide));
        let rounded = rounding::round(empty, &support);
        self.guide_workers(guide);
        let stop = self.watcher.stopper();
        for guidance in [0, 4] {
            let mut schedule = rounded.clone();
            schedule.guidance = guidance;
            let mut schedule = construct(schedule, &mut self.trips, self.options.seed, || stop.is_set());
            schedule.guidance = 0;
            self.offer(&schedule);
        }
    }

    /// Takes a schedule as the best so far when it is.
    pub(super) fn offer(&mut self, schedule: &Schedule<'m>) {
        if self.incumbent.as_ref().is_none_or(|best| best.value() < schedule.value()) {
            self.incumbent = Some(schedule.clone());
            for worker in &mut self.workers {
                worker.adopt(schedule);
            }
        }
    }

    /// Takes the columns of a solution as the best plan so far when they are.
    pub(super) fn offer_columns(&mut self, columns: Vec<Column>) {
        let mut schedule = Schedule::new(self.model, self.index);
        schedule.put(columns);
        if schedule.is_plan() {
            self.offer(&schedule);
        }
    }

    pub(super) fn report(&mut self, phase: &'static str) {
        self.look_at_board();
        let plan = self.plan();
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
        let plan = self.plan();
        let status = match plan {
            _ if self.infeasible => Status::Infeasible,
            Some(schedule) if self.optimal || self.bound.is_some_and(|bound| bound <= schedule.points()) => {
                Status::Optimal
            }
            Some(_) => Status::Feasible,
            None => Status::StoppedWithoutPlan,
        };
        let plan = plan.filter(|_| status != Status::Infeasible);
        let prices = if status == Status::Infeasible { Vec::new() } else { self.kept_prices() };
        Outcome {
            prices,
            status,
            plan: plan.map(|schedule| extract::plan(&self.model.instance, schedule.all_columns())),
            bound: self.bound.filter(|_| status != Status::Infeasible).map(Points),
            not_planned: if status == Status::Infeasible {
                Vec::new()
            } else {
                extract::not_planned(self.model, self.index, plan)
            },
            clash: if status == Status::Infeasible {
                extract::clash(self.model.instance.problem, self.model)
            } else {
                Vec::new()
            },
        }
    }
}
