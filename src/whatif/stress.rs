//! How much of a plan survives what hosts do: visits cancelled or put off at random, and planned again with few changes.

use std::collections::BTreeMap;

use super::replan::{Answer, Ask, replan};
use super::{carry::earlier_visits, put};
use crate::checker;
use crate::domain::{CountryCode, DayRange, EarlierVisit, Plan, Points, Problem, RequestIdx, RequestStatus};
use crate::solver::Watcher;
use crate::zones::Zone;

/// How often what happens to a visit, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Odds {
    /// That the host cancels.
    pub cancel: u32,
    /// That the host puts it off.
    pub delay: u32,
}

/// How often hosts cancel visits or put them off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// For visits that no other line is for.
    pub others: Odds,
    /// For the visits of a country, or with a status, or both; the first line that fits counts.
    pub lines: Vec<(Option<CountryCode>, Option<RequestStatus>, Odds)>,
    /// A visit that is put off starts at least so many days after its date.
    pub delay_days: i32,
}

impl Rates {
    /// The odds of a visit.
    #[must_use]
    pub fn of(&self, country: CountryCode, status: RequestStatus) -> Odds {
        let fits = |(of, with, _): &&(Option<CountryCode>, Option<RequestStatus>, Odds)| {
            of.is_none_or(|of| of == country) && with.is_none_or(|with| with == status)
        };
        self.lines.iter().find(fits).map_or(self.others, |&(_, _, odds)| odds)
    }
}

/// What happens to a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// The host cancels it.
    Cancelled(RequestIdx),
    /// The host puts it off.
    Delayed(RequestIdx),
}

impl Mishap {
    /// To which visit.
    #[must_use]
    pub fn request(self) -> RequestIdx {
        match self {
            Mishap::Cancelled(request) | Mishap::Delayed(request) => request,
        }
    }
}

/// One future: what happens, and what becomes of the plan.
#[derive(Clone, Debug)]
pub struct Trial {
    /// What happens.
    pub mishaps: Vec<Mishap>,
    /// The points of what is left when nobody plans again: the plan without the visits that cannot stay, and without those
    /// that cannot stay without them. None of it need keep the rules that want visits.
    pub left: Points,
    /// What came of planning again.
    pub answer: Answer,
    /// Of the visits to which nothing happened: those that the new plan drops.
    pub dropped: Vec<RequestIdx>,
    /// Of the visits to which nothing happened: those that the new plan has otherwise.
    pub changed: Vec<RequestIdx>,
}

/// How often a visit of the plan suffers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragility {
    /// Which visit.
    pub request: RequestIdx,
    /// In how many futures the host cancelled it or put it off.
    pub n_hit: usize,
    /// In how many of those the new plan has it nevertheless.
    pub n_saved: usize,
    /// In how many others it fell all the same.
    pub n_dropped: usize,
    /// In how many others it moved or got another delegation.
    pub n_changed: usize,
}

/// What the futures say together.
#[derive(Clone, Debug)]
pub struct Stress {
    /// The points of the plan.
    pub planned: Points,
    /// The futures, in the order in which they were drawn.
    pub trials: Vec<Trial>,
    /// The visits of the plan, those that suffer most from others first.
    pub fragile: Vec<Fragility>,
}

/// Draws what happens to the visits of a plan in one future; the same seed and number give the same.
///
/// What was held cannot be cancelled, and nobody cancels meetings at home.
#[must_use]
pub fn draw(problem: &Problem, plan: &Plan, rates: &Rates, seed: u64, number: u64) -> Vec<Mishap> {
    let mut dice = fastrand::Rng::with_seed(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(number));
    let mut mishaps = Vec::new();
    for visit in earlier_visits(problem, plan) {
        let request = problem.request(visit.request);
        // Each visit takes its number from the dice, so that one more visit leaves the others their luck.
        let roll = dice.u32(0..100);
        if problem.is_home_meeting(visit.request) || request.status == RequestStatus::Held {
            continue;
        }
        let odds = rates.of(problem.place(request.place).country, request.status);
        if roll < odds.cancel {
            mishaps.push(Mishap::Cancelled(visit.request));
        } else if roll < odds.cancel + odds.delay {
            mishaps.push(Mishap::Delayed(visit.request));
        }
    }
    mishaps
}

/// Returns the problem after what happened. What is cancelled has no window any more; what is put off starts later.
#[must_use]
pub fn after(problem: &Problem, plan: &Plan, mishaps: &[Mishap], delay_days: i32) -> Problem {
    let mut changed = problem.clone();
    let visits = earlier_visits(problem, plan);
    for &mishap in mishaps {
        let idx = mishap.request();
        let zone = Zone::of(problem.place(problem.request(idx).place).tz);
        let start = visits.iter().find(|visit| visit.request == idx).map(|visit| zone.day(visit.start));
        let request = &mut changed.requests[idx.0];
        (request.lock, request.mandatory) = (None, false);
        match (mishap, start) {
            (Mishap::Delayed(_), Some(start)) => {
                let from = start.plus(delay_days);
                // A window that was over before the visit could have been is over now too.
                let later = |window: &DayRange| DayRange::new(window.start().max(from), window.end());
                request.windows = request.windows.iter().filter_map(later).collect();
            }
            _ => request.windows.clear(),
        }
    }
    changed
}

/// Returns what becomes of a plan in one future.
pub fn stress(
    problem: &Problem,
    plan: &Plan,
    mishaps: Vec<Mishap>,
    delay_days: i32,
    ask: &Ask,
    watcher: &mut dyn Watcher,
) -> Trial {
    let changed = after(problem, plan, &mishaps, delay_days);
    let mut left = plan.clone();
    for mishap in &mishaps {
        left = put::without(&changed, &left, mishap.request());
    }
    let answer = replan(&changed, plan, ask, watcher);
    let before = earlier_visits(problem, plan);
    let now: Vec<EarlierVisit> =
        answer.outcome.plan.as_ref().map(|plan| earlier_visits(problem, plan)).unwrap_or_default();
    let untouched = before.iter().filter(|visit| mishaps.iter().all(|mishap| mishap.request() != visit.request));
    let (mut dropped, mut otherwise) = (Vec::new(), Vec::new());
    for visit in untouched {
        match now.iter().find(|other| other.request == visit.request) {
            None => dropped.push(visit.request),
            Some(other) if other != visit => otherwise.push(visit.request),
            Some(_) => {}
        }
    }
    Trial { mishaps, left: checker::check(&changed, &left).objective, answer, dropped, changed: otherwise }
}

impl Stress {
    /// Puts the futures together.
    #[must_use]
    pub fn of(problem: &Problem, plan: &Plan, trials: Vec<Trial>) -> Self {
        let mut counts: BTreeMap<RequestIdx, Fragility> = earlier_visits(problem, plan)
            .iter()
            .map(|visit| {
                let request = visit.request;
                (request, Fragility { request, n_hit: 0, n_saved: 0, n_dropped: 0, n_changed: 0 })
            })
            .collect();
        for trial in &trials {
            let planned: Vec<RequestIdx> = trial
                .answer
                .outcome
                .plan
                .as_ref()
                .map(|plan| earlier_visits(problem, plan).iter().map(|visit| visit.request).collect())
                .unwrap_or_default();
            for mishap in &trial.mishaps {
                if let Some(count) = counts.get_mut(&mishap.request()) {
                    count.n_hit += 1;
                    count.n_saved += usize::from(planned.contains(&mishap.request()));
                }
            }
            for request in &trial.dropped {
                counts.entry(*request).and_modify(|count| count.n_dropped += 1);
            }
            for request in &trial.changed {
                counts.entry(*request).and_modify(|count| count.n_changed += 1);
            }
        }
        let mut fragile: Vec<Fragility> = counts.into_values().collect();
        fragile.sort_by_key(|count| (std::cmp::Reverse((count.n_dropped, count.n_changed)), count.request));
        Stress { planned: checker::check(problem, plan).objective, trials, fragile }
    }

    /// The points of the plans of all futures in which there is one, from least to most.
    #[must_use]
    pub fn values(&self) -> Vec<Points> {
        let mut values: Vec<Points> =
            self.trials.iter().filter_map(|trial| Some(trial.answer.report.as_ref()?.objective)).collect();
        values.sort();
        values
    }
}
