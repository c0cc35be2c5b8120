//! Other plans: what the best plan is in which something is otherwise, and what that costs.
//!
//! Two searches answer one question. The *near* one changes only what the travellers concerned do: every other visit
//! stays exactly as it is and nothing else is added, so it is small and its answer nearly always proven. The *whole* one
//! may change everything.

use std::collections::BTreeSet;

use super::difference::{Difference, Planned, difference, planned};
use super::effort::{Effort, Share};
use super::ground::{hold, leave_out};
use crate::checker;
use crate::domain::{Plan, Points, Problem, RequestIdx, RoleIdx, Status, TravellerIdx};
use crate::solver::{self, Options, Watcher};

/// Another plan.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The plan.
    pub plan: Plan,
    /// What it is worth.
    pub objective: Points,
    /// No plan of the kind that was asked for is worth more; `None` when that is not proven of any number.
    pub bound: Option<Points>,
    /// How it differs from the plan that was asked about.
    pub difference: Difference,
}

impl Alternative {
    /// Whether it is proven that no plan of the kind is better.
    #[must_use]
    pub fn is_best(&self) -> bool {
        self.bound.is_some_and(|bound| bound <= self.objective)
    }
}

/// What a search for another plan gave.
#[derive(Clone, Debug)]
pub enum Reply {
    /// The best that was found.
    Found(Box<Alternative>),
    /// It is proven that there is none.
    Impossible,
    /// None was found in time.
    Unknown,
}

impl Reply {
    /// The other plan, if one was found.
    #[must_use]
    pub fn found(&self) -> Option<&Alternative> {
        match self {
            Reply::Found(alternative) => Some(alternative),
            Reply::Impossible | Reply::Unknown => None,
        }
    }
}

/// What is to be otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The request is planned.
    With(RequestIdx),
    /// The request is not planned, whatever demands it.
    Without(RequestIdx),
    /// The first is planned, the second is not.
    Rather(RequestIdx, RequestIdx),
    /// The request is planned on another start date than this plan has.
    AnotherDate(RequestIdx),
    /// The request is planned, and this role is not filled by this traveller.
    AnotherHolder(RequestIdx, RoleIdx, TravellerIdx),
}

impl Wish {
    /// The requests it speaks of.
    fn requests(&self) -> Vec<RequestIdx> {
        match *self {
            Wish::With(request)
            | Wish::Without(request)
            | Wish::AnotherDate(request)
            | Wish::AnotherHolder(request, ..) => vec![request],
            Wish::Rather(first, second) => vec![first, second],
        }
    }

    /// The problem whose plans are those that are wished for; `None` when no plan can be.
    fn problem(&self, problem: &Problem, plan: &Plan) -> Option<Problem> {
        let mut wished = problem.clone();
        match *self {
            Wish::With(request) => wished.requests[request.0].mandatory = true,
            Wish::Without(request) => leave_out(&mut wished, request),
            Wish::Rather(first, second) => {
                wished.requests[first.0].mandatory = true;
                leave_out(&mut wished, second);
            }
            Wish::AnotherDate(request) => {
                let now = planned(plan).remove(&request)?;
                let place = problem.place(problem.request(request).place);
                let day = crate::zones::Zone::of(place.tz).day(now.start);
                let wish = &mut wished.requests[request.0];
                (wish.mandatory, wish.lock) = (true, None);
                let days = crate::domain::DayRange::inclusive(day, day)?;
                // The date costs more than all visits can bring: it is taken only where there is no other.
                wish.prefer.push(crate::domain::Preference { days, points: -deterrent(problem) });
            }
            Wish::AnotherHolder(request, role, traveller) => {
                let wish = &mut wished.requests[request.0];
                (wish.mandatory, wish.lock) = (true, None);
                let role = &mut wish.roles[role.0];
                role.candidates.retain(|candidate| candidate.traveller != traveller);
                if role.candidates.is_empty() && !role.optional {
                    return None;
                }
            }
        }
        Some(wished)
    }

    /// Whether a plan is as it is wished for.
    fn is_met(&self, problem: &Problem, before: &Plan, plan: &Plan) -> bool {
        let (before, now) = (planned(before), planned(plan));
        let day = |visit: &Planned| {
            crate::zones::Zone::of(problem.place(problem.request(visit.request).place).tz).day(visit.start)
        };
        match *self {
            Wish::With(request) => now.contains_key(&request),
            Wish::Without(request) => !now.contains_key(&request),
            Wish::Rather(first, second) => now.contains_key(&first) && !now.contains_key(&second),
            Wish::AnotherDate(request) => match (before.get(&request), now.get(&request)) {
                (Some(before), Some(now)) => day(before) != day(now),
                _ => false,
            },
            Wish::AnotherHolder(request, role, traveller) => {
                now.get(&request).is_some_and(|now| !now.seats.contains(&(role, traveller)))
            }
        }
    }
}

/// More points than all visits of a plan can bring.
fn deterrent(problem: &Problem) -> Points {
    let of_request = |request: &crate::domain::Request| {
        let prefer: i64 = request.prefer.iter().map(|prefer| prefer.points.0.abs()).sum();
        let seats = request.roles.iter().map(|role| role.candidates.iter().map(|c| c.points.0.abs()).max().unwrap_or(0));
        request.points.0.abs() + prefer + seats.sum::<i64>()
    };
    Points(problem.requests.iter().map(of_request).sum::<i64>() * 2 + 1_000_000)
}

/// The most rounds of a near search. It is small, and ends by itself.
const N_ROUNDS_NEAR: u64 = 24;

/// Searches for the best plan that is as wished and changes only what the travellers concerned do: those who could go
/// on the requests that the wish names, or do.
#[must_use]
pub fn near(problem: &Problem, plan: &Plan, wish: &Wish, effort: &Effort, watcher: &mut dyn Watcher) -> Reply {
    let Some(mut wished) = wish.problem(problem, plan) else { return Reply::Impossible };
    hold_others(&mut wished, plan, &wish.requests());
    let options = Options { work_limit: Some(N_ROUNDS_NEAR), ..effort.options() };
    search(problem, &wished, plan, plan, wish, &options, &mut Share::of(watcher, 0.5))
}

/// Searches for the best plan that is as wished, whatever else changes.
///
/// * `start`: a plan to begin with.
#[must_use]
pub fn whole(
    problem: &Problem,
    plan: &Plan,
    start: &Plan,
    wish: &Wish,
    effort: &Effort,
    watcher: &mut dyn Watcher,
) -> Reply {
    let Some(wished) = wish.problem(problem, plan) else { return Reply::Impossible };
    search(problem, &wished, plan, start, wish, &effort.options(), watcher)
}

/// Searches for a better plan than this one, with no wish.
#[must_use]
pub fn better(problem: &Problem, plan: &Plan, effort: &Effort, watcher: &mut dyn Watcher) -> Option<Alternative> {
    let outcome = solver::solve(problem, &effort.options(), Some(plan), watcher);
    let found = outcome.plan?;
    let report = checker::check(problem, &found);
    report.is_valid().then(|| Alternative {
        objective: report.objective,
        bound: outcome.bound,
        difference: difference(plan, &found),
        plan: found,
    })
}

fn search(
    problem: &Problem,
    wished: &Problem,
    plan: &Plan,
    start: &Plan,
    wish: &Wish,
    options: &Options,
    watcher: &mut dyn Watcher,
) -> Reply {
    if watcher.should_stop() {
        return Reply::Unknown;
    }
    let outcome = solver::solve(wished, options, Some(start), watcher);
    if outcome.status == Status::Infeasible {
        return Reply::Impossible;
    }
    let Some(found) = outcome.plan else { return Reply::Unknown };
    if !checker::check(wished, &found).is_valid() {
        return Reply::Unknown;
    }
    if !wish.is_met(problem, plan, &found) {
        // A date that is to be avoided is taken only where there is no other; so says the best plan of all.
        let is_best = outcome.status == Status::Optimal;
        return if is_best { Reply::Impossible } else { Reply::Unknown };
    }
    // Demands that the wish overrules are broken on purpose; points are those of the scenario.
    let objective = checker::check(problem, &found).objective;
    let difference = difference(plan, &found);
    Reply::Found(Box::new(Alternative { plan: found, objective, bound: outcome.bound, difference }))
}

/// Locks every visit in which nobody has a part who could go on these requests, and leaves out all that is not planned
/// but the requests themselves.
fn hold_others(wished: &mut Problem, plan: &Plan, requests: &[RequestIdx]) {
    let visits = planned(plan);
    let mut concerned: BTreeSet<TravellerIdx> = BTreeSet::new();
    for &request in requests {
        let candidates = wished.request(request).roles.iter().flat_map(|role| &role.candidates);
        concerned.extend(candidates.map(|candidate| candidate.traveller));
        concerned.extend(visits.get(&request).iter().flat_map(|visit| &visit.seats).map(|&(_, traveller)| traveller));
    }
    for request in wished.request_idxs() {
        if requests.contains(&request) {
            continue;
        }
        match visits.get(&request) {
            None => leave_out(wished, request),
            Some(visit) if visit.seats.iter().all(|(_, traveller)| !concerned.contains(traveller)) => {
                hold(wished, visit);
            }
            Some(_) => {}
        }
    }
}
