//! Ruin and recreate: take some related visits out, put visits back in the best way, keep what is better, and now and
//! then what is a little worse.
//!
//! What goes is what lies near in time, shares somebody or the place, or counts in a row that stands against some visit.
//! Every third round or so begins with a trip that the master problem thinks good, and what has to go for it
//! ([`forcing`](super::forcing)): such trips carry many visits for little money, which visits put in one after the other
//! hardly become. While the search is warm ([`Cooling`]), what is left of budgets counts as well, at the master's prices:
//! money saved makes room for a visit a few rounds later.
//! And it may spend more than there is, at about the same prices, which become dearer as it cools: from a full budget to
//! another full one the way often leads through one that is overspent.
//!
//! # Source
//!
//! Schrimpf et al. (2000), *Record Breaking Optimization Results Using the Ruin and Recreate Principle*,
//! <https://doi.org/10.1006/jcph.1999.6413>; Christiaens and Vanden Berghe (2020), *Slack Induction by String
//! Removals*, <https://doi.org/10.1287/trsc.2019.0914>, for varying at random where visits are put back.

use std::cmp::Reverse;
use std::sync::Arc;

use fastrand::Rng;

use super::super::columns::Column;
use super::super::guide::Guide;
use super::super::instance::Instance;
use super::super::neighbourhood::Size;
use super::cooling::Cooling;
use super::insertion;
use super::retiming::{self, MANY_STOPS};
use super::row_index::RowIndex;
use super::schedule::{Change, Schedule, Value};
use super::trips::{Trip, Trips};
use crate::domain::{Problem, RuleBody};

/// The changes of a round, step by step.
pub(super) type Log = Vec<Vec<Change>>;

/// How much, as a share of a visit's points, a start may seem better or worse than it is when visits are put back.
const WHIMS: [f64; 4] = [0.0, 0.02, 0.08, 0.3];

/// How much the prices of the master problem count when visits are put back, in quarters.
const GUIDANCES: [i64; 5] = [0, 0, 1, 2, 4];

/// How many visits a round tries to put in that were not there before: so many, and so many more for each that it took out.
const N_TRIED: usize = 4;
const N_TRIED_PER_GONE: usize = 2;
/// The first of these where some trip has many stops: there one more is often in no other's way.
const N_TRIED_OF_LONG: usize = 50;

/// How often a round begins with a good trip that is put in whatever has to go for it, where good trips are known.
const SHARE_OF_FORCED: f64 = 0.3;

/// By how much a schedule may be worse while the search is warm, as a share of an average visit; and how much of what the
/// rest of budgets is worth counts then.
const WARMTH: f64 = 0.3;
const THRIFT: f64 = 0.7;
/// By how much while a search that begins with an earlier plan is warm for the first time, so that more is left of the plan.
const WARMTH_FROM_PLAN: f64 = 0.15;

/// By how much budgets may be overspent while the search is warm, in thousandths, in what share of the rounds, and until
/// what share of the warmth is left; and what such excess costs, in prices of the master problem, warm and cold.
const LEEWAY: f64 = 100.0;
const SHARE_WITH_LEEWAY: f64 = 0.5;
const LEAST_LEFT: f64 = 0.2;
const DEARNESS: (f64, f64) = (0.8, 1.5);

/// How many trips of many stops are remembered at most, the last ones.
const N_HAD: usize = 20_000;

/// How many rounds are tried while a visit is missing that every plan has, before the best of them is taken.
const N_MENDS: u64 = 32;

/// A search around one schedule, with chances of its own.
pub struct RuinAndRecreate<'m> {
    /// The best schedule so far.
    pub best: Schedule<'m>,
    pub(super) current: Schedule<'m>,
    pub(super) trips: Trips<'m>,
    pub(super) rng: Rng,
    /// By how much a schedule may be worse than the current one, in thousandths of a point.
    tolerance: f64,
    cooling: Cooling,
    /// By how much it may be while the search is warm, as a share of an average visit.
    warmth: f64,
    /// How much of what the rest of budgets is worth counts.
    thrift: f64,
    /// By how much budgets may be overspent, in thousandths, and what that costs, in prices of the master problem.
    leeway: i64,
    dearness: f64,
    /// Whether budgets may be overspent at all: once the first cooling is over, where there are not too many wishes.
    may_overspend: bool,
    /// Trips that the master problem thinks good, the best first.
    pub(super) good_trips: Arc<Vec<Column>>,
    n_rounds: u64,
    /// How large neighbourhoods may be that are searched between its rounds.
    pub size: Size,
    /// Whether trips of many stops are remembered that a schedule has had, and those since they were last asked for.
    remembers: bool,
    had: Vec<Arc<Trip>>,
    /// Per request: the requests that are planned only when it is.
    followers: Vec<Vec<usize>>,
    /// Per place: the requests for it.
    pub(super) of_place: Vec<Vec<usize>>,
}

/// Returns a first schedule: beside what there is, every other visit in the best way, one after the other.
pub fn construct<'m>(
    mut schedule: Schedule<'m>,
    trips: &mut Trips<'m>,
    seed: u64,
    stop: impl Fn() -> bool,
) -> Schedule<'m> {
    let mut rng = Rng::with_seed(seed);
    let mut log = Log::new();
    if trips.is_full() {
        trips.clear();
    }
    if let Some(guide) = &schedule.guide {
        trips.follow(guide);
    }
    let missing = (0..schedule.planned.len()).filter(|&request| is_missing(&schedule, request)).collect();
    let order = by_worth(&schedule, trips, missing, &mut rng, 0.0);
    recreate(&mut schedule, trips, order, &mut rng, 0.0, &mut log, stop);
    schedule
}

impl<'m> RuinAndRecreate<'m> {
    /// Begins a search at a schedule.
    ///
    /// * `is_earlier`: whether an earlier plan is in it.
    pub fn new(start: Schedule<'m>, is_earlier: bool, index: &'m RowIndex, seed: u64) -> Self {
        let model = start.model;
        let mut trips = Trips::new(model, index);
        let mut current = start.clone();
        current.intern(&mut trips);
        RuinAndRecreate {
            current,
            best: start,
            trips,
            rng: Rng::with_seed(seed),
            tolerance: 0.0,
            cooling: Cooling::new(model.instance.n_nodes()),
            warmth: if is_earlier { WARMTH_FROM_PLAN } else { WARMTH },
            n_rounds: 0,
            size: Size::default(),
            thrift: 0.0,
            leeway: 0,
            dearness: 0.0,
            may_overspend: false,
            good_trips: Arc::default(),
            remembers: false,
            had: Vec::new(),
            followers: followers(model.instance.problem),
            of_place: of_place(&model.instance),
        }
    }

    /// How many rounds there were.
    pub fn n_rounds(&self) -> u64 {
        self.n_rounds
    }

    /// How many starts it has looked at.
    pub fn n_looks(&self) -> u64 {
        self.current.n_looks
    }

    /// Looks at columns from now on as the master problem prices them.
    pub fn follow(&mut self, guide: Arc<Guide>) {
        self.trips.follow(&guide);
        self.current.guide = Some(guide);
        if self.current.is_overspent_for_nothing() {
            self.go_on_from_best();
        }
    }

    /// Now and then has one of these trips in the schedule, whatever has to go for it, those first more often.
    pub fn force(&mut self, trips: &Arc<Vec<Column>>) {
        self.good_trips = Arc::clone(trips);
    }

    /// Goes on from another schedule when that is better.
    pub fn adopt(&mut self, other: &Schedule<'m>) {
        if other.value() > self.best.value() {
            self.best = other.clone();
            self.go_on_from_best();
        }
    }

    /// Goes on from the best schedule, with the guide and the count of looks of the current one.
    fn go_on_from_best(&mut self) {
        let mut schedule = self.best.clone();
        schedule.guide.clone_from(&self.current.guide);
        schedule.guidance = 0;
        schedule.n_looks = self.current.n_looks;
        schedule.intern(&mut self.trips);
        self.current = schedule;
    }

    /// Searches until so many starts have been looked at.
    ///
    /// * `n_left`: how many starts can be looked at until the end of all searching, about, where that is known.
    pub fn run(&mut self, n_looks: u64, n_left: Option<u64>, stop: impl Fn() -> bool) {
        let begin = self.current.n_looks;
        // A round without anything to look at counts too, so that the run ends.
        let mut n_rounds = 0;
        loop {
            let spent = self.current.n_looks - begin + n_rounds;
            if spent >= n_looks || (n_rounds % 16 == 0 && stop()) {
                break;
            }
            let n_left = n_left.map(|n_left| n_left.saturating_sub(spent));
            let left = self.cooling.left(self.current.n_looks + self.n_rounds, n_left);
            if self.cooling.has_begun_anew {
                self.warmth = WARMTH;
                // Of a large problem the longer rounds are not won back within a minute.
                self.may_overspend = !self.current.model.instance.is_large();
                if self.current.value() < self.best.value() {
                    self.go_on_from_best();
                }
            }
            self.tolerance = self.warm() * left * left;
            self.thrift = THRIFT * left;
            let of_leeway = if self.may_overspend { (left - LEAST_LEFT) / (1.0 - LEAST_LEFT) } else { 0.0 };
            self.leeway = (LEEWAY * of_leeway.max(0.0)) as i64; // Thousandths.
            self.dearness = DEARNESS.1 + (DEARNESS.0 - DEARNESS.1) * left;
            let n_tried = if self.current.is_plan_but_budgets() {
                self.round();
                1
            } else {
                self.mend()
            };
            n_rounds += n_tried;
            self.n_rounds += n_tried;
            if self.trips.is_full() {
                self.trips.clear();
                self.current.intern(&mut self.trips);
            }
        }
    }

    /// By how much a schedule may be worse while it is warm, in thousandths of a point.
    fn warm(&self) -> f64 {
        let n_planned = i64::try_from(self.best.n_planned().max(1)).unwrap_or(i64::MAX);
        as_f64(self.best.points().abs()) / as_f64(n_planned) * self.warmth
    }

    /// One round; returns the changes that it made, none when they were taken back.
    fn round(&mut self) -> Log {
        let before = self.current.value_but_budgets();
        let (rest, excess) = self.current.worth_of_rest_and_excess();
        let has_leeway = self.current.is_plan_but_budgets() && self.rng.f64() < SHARE_WITH_LEEWAY;
        self.current.leeway = if has_leeway { self.leeway } else { 0 };
        let mut log = Log::new();
        let is_forced = !self.good_trips.is_empty() && self.rng.f64() < SHARE_OF_FORCED;
        let gone = if is_forced { self.force_any(&mut log) } else { self.ruin(&mut log) };
        let whim = WHIMS[self.rng.usize(0..WHIMS.len())];
        self.current.guidance = GUIDANCES[self.rng.usize(0..GUIDANCES.len())];
        let order = self.missing_to_try(gone);
        recreate(&mut self.current, &mut self.trips, order, &mut self.rng, whim, &mut log, || false);
        self.current.guidance = 0;
        self.current.leeway = 0;
        if self.current.value() > self.best.value() {
            self.best = self.current.clone();
        }
        let after = self.current.value_but_budgets();
        let (rest_after, excess_after) = self.current.worth_of_rest_and_excess();
        let saved = as_f64(rest_after - rest) * self.thrift - as_f64(excess_after - excess) * self.dearness;
        if !self.accepts(before, after, saved) {
            self.take_back(&mut log);
        } else if self.remembers {
            self.remember(&log);
        }
        log
    }

    /// Remembers the trips of many stops that changes left in the schedule.
    fn remember(&mut self, log: &Log) {
        let into = log.iter().flatten().flat_map(|change| &change.into);
        let mut travellers: Vec<usize> = into.map(|trip| trip.column.traveller()).collect();
        travellers.sort_unstable();
        travellers.dedup();
        let trips = travellers.into_iter().flat_map(|traveller| &self.current.columns[traveller]);
        self.had.extend(trips.filter(|trip| trip.column.stops().len() >= MANY_STOPS).cloned());
        if self.had.len() > N_HAD {
            self.had.drain(..N_HAD / 2);
        }
    }

    /// The trips of many stops that schedules have had since this was last asked, each once, in order.
    ///
    /// * `remembers`: whether it remembers them from now on.
    pub fn had(&mut self, remembers: bool) -> Vec<Column> {
        self.remembers = remembers;
        let mut had: Vec<Column> = self.had.drain(..).map(|trip| trip.column.clone()).collect();
        had.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        had.dedup_by(|a, b| a.key == b.key);
        had
    }

    /// While a visit is missing that every plan has: of some rounds, the one that has it, or more of what every plan has,
    /// and loses least; returns how many rounds that took. The first that has it may well have ruined half the plan.
    fn mend(&mut self) -> u64 {
        let (Reverse(broken), _) = self.current.value();
        let mut best: Option<(Value, Log)> = None;
        for n_tried in 1..=N_MENDS {
            let mut log = self.round();
            let value = self.current.value();
            if value.0.0 >= broken {
                if n_tried < N_MENDS || best.is_some() {
                    self.take_back(&mut log);
                }
                continue;
            }
            let kept = log.clone();
            self.take_back(&mut log);
            if best.as_ref().is_none_or(|(best, _)| *best < value) {
                best = Some((value, kept));
            }
        }
        for changes in best.into_iter().flat_map(|(_, log)| log) {
            self.current.apply(&changes);
        }
        N_MENDS
    }

    /// Takes changes back, the last first.
    pub(super) fn take_back(&mut self, log: &mut Log) {
        log.drain(..).rev().for_each(|changes| self.current.take_back(&changes));
    }

    /// Takes a visit out, and with it what is only planned when it is and what cannot stay without it.
    ///
    /// * `gone`: gets the visits that went.
    pub(super) fn take_out(&mut self, request: usize, log: &mut Log, gone: &mut Vec<usize>) {
        let mut to_go = vec![request];
        while let Some(request) = to_go.pop() {
            to_go.extend(&self.followers[request]);
            if self.current.planned[request].is_some() {
                let (changes, also) = self.current.removal(&mut self.trips, request);
                self.current.apply(&changes);
                log.push(changes);
                to_go.extend(also.iter().filter(|&&other| other != request));
                gone.extend(also);
            }
        }
    }

    /// Whether a schedule that comes after another is gone on from.
    ///
    /// * `saved`: what it leaves more of budgets, or spends less beyond them, as far as that counts.
    fn accepts(&mut self, before: Value, after: Value, saved: f64) -> bool {
        let (Reverse(broken_before), points_before) = before;
        let (Reverse(broken_after), points_after) = after;
        if broken_after != broken_before {
            return broken_after < broken_before;
        }
        let worse_by = as_f64(points_before - points_after) - saved;
        worse_by <= self.tolerance * -self.rng.f64().max(1e-12).ln()
    }

    /// Which visits to try to put in: those that went, and some others, the nearest of kin first.
    fn missing_to_try(&mut self, gone: Vec<usize>) -> Vec<usize> {
        let is_required = |request: usize| self.current.model.instance.requests[request].required;
        let mut others: Vec<(bool, u64, usize)> = Vec::new();
        let mut is_kin = vec![false; self.current.planned.len()];
        for &request in gone.iter().take(4) {
            self.kin(request).for_each(|kin| is_kin[kin] = true);
        }
        for (request, is_kin) in is_kin.into_iter().enumerate() {
            if is_missing(&self.current, request) && !gone.contains(&request) {
                let chance = if is_required(request) { 0 } else { self.rng.u64(..) };
                others.push((!is_kin && chance > 0, chance, request));
            }
        }
        let has_many_stops = |trip: &Arc<Trip>| trip.column.stops().len() >= MANY_STOPS;
        let is_long = self.current.columns.iter().flatten().any(has_many_stops);
        let n_most = N_TRIED_PER_GONE * gone.len() + if is_long { N_TRIED_OF_LONG } else { N_TRIED };
        if others.len() > n_most {
            others.select_nth_unstable(n_most);
            others.truncate(n_most);
        }
        let mut missing: Vec<usize> = { gone.into_iter() }.filter(|&gone| is_missing(&self.current, gone)).collect();
        missing.extend(others.into_iter().map(|(_, _, request)| request));
        by_worth(&self.current, &mut self.trips, missing, &mut self.rng, 0.5)
    }
}

/// Whether a request could be planned and is not.
pub(super) fn is_missing(schedule: &Schedule, request: usize) -> bool {
    schedule.planned[request].is_none() && !schedule.model.instance.requests[request].starts.is_empty()
}

/// Per place: the requests for it.
fn of_place(instance: &Instance) -> Vec<Vec<usize>> {
    let mut of_place = vec![Vec::new(); instance.problem.places.len()];
    instance.requests.iter().enumerate().for_each(|(request, data)| of_place[data.place].push(request));
    of_place
}

/// Per request: the requests that a sequence without a penalty plans only when it is planned.
fn followers(problem: &Problem) -> Vec<Vec<usize>> {
    let mut followers = vec![Vec::new(); problem.requests.len()];
    for rule in problem.rules.iter().filter(|rule| rule.penalty.is_none()) {
        if let RuleBody::Sequence(sequence) = &rule.body {
            followers[sequence.first.0].push(sequence.then.0);
        }
    }
    followers
}

/// Requests, those that every plan has first, then by worth, shaken by chance.
fn by_worth(schedule: &Schedule, trips: &mut Trips, requests: Vec<usize>, rng: &mut Rng, shake: f64) -> Vec<usize> {
    let instance = &schedule.model.instance;
    let mut order: Vec<(Reverse<bool>, i64, usize)> = Vec::with_capacity(requests.len());
    for request in requests {
        let worth = schedule.seeming_of_request(trips, request);
        let shaken = as_f64(worth) * (1.0 + shake * (rng.f64() - 0.5) * 2.0);
        // Within a factor two of an i64.
        order.push((Reverse(instance.requests[request].required), -(shaken.round() as i64), request));
    }
    order.sort_unstable();
    order.into_iter().map(|(_, _, request)| request).collect()
}

/// Puts visits in, in order, each in the best way; again as long as one more makes room for another.
fn recreate(
    schedule: &mut Schedule,
    trips: &mut Trips,
    mut order: Vec<usize>,
    rng: &mut Rng,
    whim: f64,
    log: &mut Log,
    stop: impl Fn() -> bool,
) {
    let problem = schedule.model.instance.problem;
    let has_sequences = problem.rules.iter().any(|rule| matches!(rule.body, RuleBody::Sequence(_)));
    // A visit that comes after another in a sequence may be possible only once that other is in. What every plan has
    // goes before all else, as often as one of them makes room for another.
    let is_required = |request: usize| schedule.model.instance.requests[request].required;
    let mut only_required = has_sequences && order.iter().any(|&request| is_required(request));
    loop {
        let n_before = order.len();
        order.retain(|&request| {
            if only_required && !schedule.model.instance.requests[request].required {
                return true;
            }
            if stop() {
                return true;
            }
            let required = schedule.model.instance.requests[request].required;
            let worth = as_f64(schedule.model.instance.problem.requests[request].points.0.abs()) * whim;
            let may_move = retiming::is_for(&schedule.model.instance, request);
            // Within a few visits' points of zero.
            let mut seeming = |_| if whim > 0.0 { ((rng.f64() - 0.5) * 2.0 * worth) as i64 } else { 0 };
            let shorter_than = if may_move { MANY_STOPS } else { usize::MAX };
            let mut way = insertion::best(schedule, trips, request, shorter_than, &mut seeming);
            if may_move {
                // Of equals the longer trip.
                let longer = retiming::best(schedule, trips, request, rng, whim);
                way = way.into_iter().chain(longer).max_by_key(|way| way.gain);
            }
            let Some(insertion) = way else { return true };
            let worth_it = required || insertion.gain > 0 || !schedule.is_plan_but_budgets();
            if worth_it {
                schedule.apply(&insertion.changes);
                log.push(insertion.changes);
            }
            !worth_it
        });
        if only_required && order.len() == n_before {
            only_required = false;
            continue;
        }
        if order.is_empty() || order.len() == n_before || !has_sequences {
            return;
        }
    }
}

fn as_f64(number: i64) -> f64 {
    super::super::master::as_f64(number)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::super::model::Model;
    use super::*;

    /// What a search keeps of its schedules, step by step, is what a schedule of the same columns is from the start; and
    /// what is taken back leaves nothing behind.
    #[test]
    fn schedules_are_what_their_columns_make_of_them() {
        for name in ["taskforce-2027", "bench/S-bind-2", "valid/rule-sequence.toml", "valid/rule-stability.toml"] {
            let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).join(name);
            let problem = crate::scenario::load(&path).expect("a scenario").problem;
            let model = Model::new(&problem);
            let index = RowIndex::new(&model);
            let mut trips = Trips::new(&model, &index);
            let first = construct(Schedule::new(&model, &index), &mut trips, 0, || false);
            let mut search = RuinAndRecreate::new(first, false, &index, 3);
            // Trips of other plans, good or not, are put in as well.
            let mut other = search.best.clone();
            let mut good_trips: Vec<Column> = other.all_columns().cloned().collect();
            for seed in 1..4 {
                let mut rng = Rng::with_seed(seed);
                let missing = (0..other.planned.len()).filter(|_| rng.bool()).collect::<Vec<usize>>();
                for request in missing.into_iter().filter(|&request| search.best.planned[request].is_some()) {
                    let (changes, _) = other.removal(&mut trips, request);
                    other.apply(&changes);
                }
                other = construct(other, &mut trips, seed, || false);
                good_trips.extend(other.all_columns().cloned());
            }
            search.force(&Arc::new(good_trips));
            let before = search.best.value();
            for _ in 0..40 {
                search.run(3_000, None, || false);
                for schedule in [&search.best, &search.current] {
                    let mut again = Schedule::new(&model, &index);
                    again.put(schedule.all_columns().cloned().collect());
                    assert_eq!(again.value(), schedule.value(), "{name}");
                    assert_eq!(again.planned, schedule.planned, "{name}");
                    let columns: Vec<&Column> = schedule.all_columns().collect();
                    for (idx, column) in columns.iter().enumerate() {
                        let days = model.instance.travellers[column.traveller()].limits.min_home_days;
                        let mine = |other: &&&Column| other.traveller() == column.traveller();
                        assert!(columns[..idx].iter().filter(mine).all(|other| column.fits_beside(other, days)));
                    }
                }
            }
            assert!(search.best.value() >= before);
        }
    }
}
