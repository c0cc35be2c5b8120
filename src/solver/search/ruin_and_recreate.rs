//! Ruin and recreate: take some related visits out, put visits back in the best way, keep what is better, and now and
//! then what is a little worse.
//!
//! # Source
//!
//! Schrimpf et al. (2000), *Record Breaking Optimization Results Using the Ruin and Recreate Principle*,
//! <https://doi.org/10.1006/jcph.1999.6413>; Christiaens and Vanden Berghe (2020), *Slack Induction by String
//! Removals*, <https://doi.org/10.1287/trsc.2019.0914>, for varying at random where visits are put back.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use fastrand::Rng;

use super::super::guide::Guide;
use super::insertion;
use super::schedule::{Change, Schedule, Value};
use crate::domain::{Problem, RuleBody};

/// How much, as a share of a visit's points, a start may seem better or worse than it is when visits are put back.
const WHIMS: [f64; 4] = [0.0, 0.02, 0.08, 0.3];

/// How much the prices of the master problem count when visits are put back, in quarters.
const GUIDANCES: [i64; 5] = [0, 0, 1, 2, 4];

/// The most visits that were not there before which a round tries to put in, beside twice those that it took out.
const N_MISSING_TRIED: usize = 16;

/// A search around one schedule, with chances of its own.
pub struct RuinAndRecreate<'m> {
    /// The best schedule so far.
    pub best: Schedule<'m>,
    current: Schedule<'m>,
    rng: Rng,
    /// By how much a schedule may be worse than the current one, in thousandths of a point.
    tolerance: f64,
    /// Per request: the requests that are planned only when it is.
    followers: Vec<Vec<usize>>,
}

/// Returns a first schedule: the visits of `wishes` as they are told, then every other in the best way.
pub fn construct<'m>(mut schedule: Schedule<'m>, seed: u64, stop: impl Fn() -> bool) -> Schedule<'m> {
    let mut rng = Rng::with_seed(seed);
    let mut log = Vec::new();
    let order = by_worth(&schedule, &mut rng, 0.0);
    recreate(&mut schedule, order, &mut rng, 0.0, &mut log, stop);
    schedule
}

impl<'m> RuinAndRecreate<'m> {
    /// Begins a search at a schedule.
    pub fn new(start: Schedule<'m>, seed: u64) -> Self {
        let model = start.model;
        RuinAndRecreate {
            current: start.clone(),
            best: start,
            rng: Rng::with_seed(seed),
            tolerance: 0.0,
            followers: followers(model.instance.problem),
        }
    }

    /// Looks at columns from now on as the master problem prices them.
    pub fn follow(&mut self, guide: Arc<Guide>) {
        self.current.guide = Some(guide);
    }

    /// Goes on from another schedule when that is better.
    pub fn adopt(&mut self, other: &Schedule<'m>) {
        if other.value() > self.best.value() {
            self.best = other.clone();
            self.current = self.like_current(other.clone());
        }
    }

    /// The schedule, with the guide and the count of looks of the current one.
    fn like_current(&self, mut schedule: Schedule<'m>) -> Schedule<'m> {
        schedule.guide.clone_from(&self.current.guide);
        schedule.n_looks = self.current.n_looks;
        schedule
    }

    /// Searches until so many starts have been looked at, and says whether the best schedule became better.
    pub fn run(&mut self, n_looks: u64, stop: impl Fn() -> bool) -> bool {
        let before = self.best.value();
        let n_planned = self.best.n_planned().max(1);
        // A tenth of an average visit at first, cooled to nothing at the end of the run.
        let warm = as_f64(self.best.points().abs()) / as_f64(i64::try_from(n_planned).unwrap_or(1)) * 0.1;
        let begin = self.current.n_looks;
        // A round without anything to look at counts too, so that the run ends.
        let mut n_rounds = 0;
        loop {
            let spent = self.current.n_looks - begin + n_rounds;
            if spent >= n_looks || (n_rounds % 16 == 0 && stop()) {
                break;
            }
            let left = 1.0 - spent as f64 / n_looks as f64; // Counts of looks stay far below 2^53.
            self.tolerance = warm * left * left;
            self.round();
            n_rounds += 1;
        }
        if self.current.value() < self.best.value() {
            self.current = self.like_current(self.best.clone());
        }
        self.best.value() > before
    }

    fn round(&mut self) {
        let before = self.current.value();
        let mut log: Vec<Vec<Change>> = Vec::new();
        let gone = self.ruin(&mut log);
        let whim = WHIMS[self.rng.usize(0..WHIMS.len())];
        self.current.guidance = GUIDANCES[self.rng.usize(0..GUIDANCES.len())];
        let order = self.missing_to_try(&gone);
        recreate(&mut self.current, order, &mut self.rng, whim, &mut log, || false);
        self.current.guidance = 0;
        let after = self.current.value();
        if after > self.best.value() {
            self.best = self.current.clone();
        }
        if !self.accepts(before, after) {
            for changes in log.iter().rev() {
                let inverse: Vec<Change> = changes.iter().map(Change::inverse).collect();
                self.current.apply(&inverse);
            }
        }
    }

    fn accepts(&mut self, before: Value, after: Value) -> bool {
        let (Reverse(broken_before), points_before) = before;
        let (Reverse(broken_after), points_after) = after;
        if broken_after != broken_before {
            return broken_after < broken_before;
        }
        let worse_by = as_f64(points_before - points_after);
        worse_by <= self.tolerance * -self.rng.f64().max(1e-12).ln()
    }

    /// Which visits to try to put in: those that went, and some others, the nearest of kin first.
    fn missing_to_try(&mut self, gone: &[usize]) -> Vec<usize> {
        let order = by_worth(&self.current, &mut self.rng, 0.5);
        let n_most = gone.len() * 3 + N_MISSING_TRIED;
        if order.len() <= n_most {
            return order;
        }
        let mut kin = vec![false; self.current.planned.len()];
        for &request in gone.iter().take(4) {
            kin.iter_mut().zip(self.kin(request)).for_each(|(kin, other)| *kin |= other);
        }
        let required = |request: usize| self.current.model.instance.requests[request].required;
        let mut others: Vec<(bool, u64, usize)> = Vec::new();
        for &request in order.iter().filter(|&request| !gone.contains(request) && !required(*request)) {
            others.push((!kin[request], self.rng.u64(..), request));
        }
        others.sort_unstable();
        let left_out: BTreeSet<usize> =
            others.iter().skip(n_most.saturating_sub(gone.len())).map(|&(_, _, request)| request).collect();
        order.into_iter().filter(|request| !left_out.contains(request)).collect()
    }

    /// Takes some related visits out, and returns which it was about.
    fn ruin(&mut self, log: &mut Vec<Vec<Change>>) -> Vec<usize> {
        let planned: Vec<usize> =
            (0..self.current.planned.len()).filter(|&request| self.current.planned[request].is_some()).collect();
        if planned.is_empty() {
            return Vec::new();
        }
        let n_gone = 1 + self.rng.usize(0..(planned.len() / 3).clamp(1, 12));
        let missing: Vec<usize> = (0..self.current.planned.len())
            .filter(|&request| {
                self.current.planned[request].is_none()
                    && !self.current.model.instance.requests[request].starts.is_empty()
            })
            .collect();
        let required: Vec<usize> =
            missing.iter().copied().filter(|&request| self.current.model.instance.requests[request].required).collect();
        let seed = if !required.is_empty() {
            // Without it there is no plan: make room where it could be.
            required[self.rng.usize(0..required.len())]
        } else if !missing.is_empty() && self.rng.bool() {
            missing[self.rng.usize(0..missing.len())]
        } else {
            planned[self.rng.usize(0..planned.len())]
        };
        let mut gone: Vec<usize> = match self.rng.u8(0..3) {
            0 => self.nearest_in_time(seed, &planned),
            1 => {
                let kin = self.kin(seed);
                let mut near: Vec<usize> = planned.iter().copied().filter(|&request| kin[request]).collect();
                self.rng.shuffle(&mut near);
                near
            }
            _ => {
                let mut any = planned.clone();
                self.rng.shuffle(&mut any);
                any
            }
        };
        gone.retain(|&request| request != seed);
        gone.truncate(n_gone);
        gone.push(seed);
        let mut idx = 0;
        while idx < gone.len() {
            for &follower in &self.followers[gone[idx]] {
                if !gone.contains(&follower) {
                    gone.push(follower);
                }
            }
            idx += 1;
        }
        let mut taken_out = Vec::new();
        for &request in &gone {
            if self.current.planned[request].is_some() {
                let (changes, also) = self.current.removal(request);
                self.current.apply(&changes);
                log.push(changes);
                taken_out.extend(also);
            }
        }
        taken_out.extend(gone);
        taken_out
    }

    /// Which requests share a candidate or the place with a request.
    fn kin(&self, request: usize) -> Vec<bool> {
        let instance = &self.current.model.instance;
        let place = instance.requests[request].place;
        let mut kin: Vec<bool> = instance.requests.iter().map(|other| other.place == place).collect();
        for &(traveller, _) in instance.requests[request].candidates.iter().flatten() {
            for seat in &instance.travellers[traveller].seats {
                kin[seat.request] = true;
            }
        }
        kin
    }

    /// The planned visits by how near they are in time to a request: to its start, or to one of its possible starts.
    fn nearest_in_time(&mut self, seed: usize, planned: &[usize]) -> Vec<usize> {
        let instance = &self.current.model.instance;
        let position = match &self.current.planned[seed] {
            Some(planned) => planned.start,
            None => self.rng.usize(0..instance.requests[seed].starts.len()),
        };
        let Some(at) = instance.requests[seed].starts.get(position) else { return planned.to_vec() };
        let kin = self.kin(seed);
        let distance = |&request: &usize| {
            let start = self.current.planned[request].as_ref().map_or(0, |planned| planned.start);
            let day = instance.requests[request].starts[start].start_day;
            ((day - at.start_day).abs() + if kin[request] { 0 } else { 20 }, request)
        };
        let mut near = planned.to_vec();
        near.sort_by_key(distance);
        near
    }
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

/// The requests that are not planned, those that every plan has first, then by worth, shaken by chance.
fn by_worth(schedule: &Schedule, rng: &mut Rng, shake: f64) -> Vec<usize> {
    let instance = &schedule.model.instance;
    let mut order: Vec<(Reverse<bool>, i64, usize)> = Vec::new();
    for (request, data) in instance.requests.iter().enumerate() {
        if schedule.planned[request].is_some() || data.starts.is_empty() {
            continue;
        }
        let worth = schedule.seeming_of_request(request);
        let shaken = as_f64(worth) * (1.0 + shake * (rng.f64() - 0.5) * 2.0);
        order.push((Reverse(data.required), -(shaken.round() as i64), request)); // Within a factor two of an i64.
    }
    order.sort_unstable();
    order.into_iter().map(|(_, _, request)| request).collect()
}

/// Puts visits in, in order, each in the best way; again as long as one more makes room for another.
fn recreate(
    schedule: &mut Schedule,
    mut order: Vec<usize>,
    rng: &mut Rng,
    whim: f64,
    log: &mut Vec<Vec<Change>>,
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
            // Within a few visits' points of zero.
            let mut seeming = |_| if whim > 0.0 { ((rng.f64() - 0.5) * 2.0 * worth) as i64 } else { 0 };
            let Some(insertion) = insertion::best(schedule, request, &mut seeming) else { return true };
            let worth_it = required || insertion.gain > 0 || !schedule.is_plan();
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
