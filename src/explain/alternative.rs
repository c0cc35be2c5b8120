//! Other plans: what the best plan is in which something is otherwise, and what that costs.
//!
//! Two searches answer one question. The *near* one changes only what the travellers concerned do: every other visit
//! stays exactly as it is and nothing else is added, so it is small and its answer nearly always proven. The *whole* one
//! may change everything.

use std::collections::BTreeSet;

use super::difference::{Difference, Planned, difference, planned};
use super::effort::{Answer, Effort, any_plan};
use super::ground::{hold, leave_out, worthless};
use crate::checker;
use crate::domain::{DayRange, Plan, Points, Preference, Problem, RequestIdx, RoleIdx, RuleBody, Status, TravellerIdx};
use crate::solver::{self, Options, Watcher};
use crate::zones::Zone;

/// Another plan.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The plan.
    pub plan: Plan,
    /// What it is worth.
    pub objective: Points,
    /// What its changes of other visits' dates and holders count for, at [`Effort::per_change`] each. A visit that is
    /// dropped counts for its date and each holder.
    pub changes: Points,
    /// What one such change counts for.
    pub per_change: Points,
    /// No plan of the kind that was asked for is worth more, its changes taken off; `None` when that is not proven of
    /// any number.
    pub bound: Option<Points>,
    /// How it differs from the plan that was asked about.
    pub difference: Difference,
}

impl Alternative {
    /// Whether it is proven that no plan of the kind is better, changes counted.
    #[must_use]
    pub fn is_best(&self) -> bool {
        self.bound.is_some_and(|bound| bound <= self.objective - self.changes)
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
    fn problem(&self, problem: &Problem, plan: &Plan, per_change: Points) -> Option<Problem> {
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
                let day = Zone::of(place.tz).day(now.start);
                let wish = &mut wished.requests[request.0];
                (wish.mandatory, wish.lock) = (true, None);
                let days = DayRange::inclusive(day, day)?;
                // The date costs more than all visits can bring: it is taken only where there is no other.
                wish.prefer.push(Preference { days, points: -deterrent(problem, per_change) });
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
        let day = |visit: &Planned| Zone::of(problem.place(problem.request(visit.request).place).tz).day(visit.start);
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
fn deterrent(problem: &Problem, per_change: Points) -> Points {
    let of_request = |request: &crate::domain::Request| {
        let prefer: i64 = request.prefer.iter().map(|prefer| prefer.points.0.abs()).sum();
        let seats =
            request.roles.iter().map(|role| role.candidates.iter().map(|c| c.points.0.abs()).max().unwrap_or(0));
        let n_changes = i64::try_from(request.roles.len() + 1).unwrap_or(1);
        request.points.0.abs() + prefer + seats.sum::<i64>() + per_change.0 * n_changes
    };
    Points(problem.requests.iter().map(of_request).sum::<i64>() * 2 + 1_000_000)
}

/// The most rounds of a near search. It is small, and ends by itself.
const N_ROUNDS_NEAR: u64 = 8;

/// Searches for the best plan that is as wished and changes only what the travellers concerned do: those who could go
/// on the requests that the wish names, or do.
#[must_use]
pub fn near(problem: &Problem, plan: &Plan, wish: &Wish, effort: &Effort, watcher: &mut dyn Watcher) -> Reply {
    let Some(mut wished) = wish.problem(problem, plan, effort.per_change) else { return Reply::Impossible };
    let mut free = wish.requests();
    if let Wish::With(request) | Wish::Rather(request, _) = *wish {
        free.extend(comes_first(problem, request));
    }
    hold_others(&mut wished, plan, &free, true);
    let options = effort.options_of(N_ROUNDS_NEAR);
    search(&Asked { problem, plan, wish }, &wished, plan, effort, &options, watcher)
}

/// Searches for the best plan that is as wished and changes no other visit at all.
#[must_use]
pub fn beside(problem: &Problem, plan: &Plan, wish: &Wish, effort: &Effort, watcher: &mut dyn Watcher) -> Reply {
    let Some(mut wished) = wish.problem(problem, plan, effort.per_change) else { return Reply::Impossible };
    hold_others(&mut wished, plan, &wish.requests(), false);
    let options = effort.options_of(N_ROUNDS_NEAR);
    search(&Asked { problem, plan, wish }, &wished, plan, effort, &options, watcher)
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
    let Some(wished) = wish.problem(problem, plan, effort.per_change) else { return Reply::Impossible };
    search(&Asked { problem, plan, wish }, &wished, start, effort, &effort.options(), watcher)
}

/// Searches for a better plan than this one, with no wish.
#[must_use]
pub fn better(problem: &Problem, plan: &Plan, effort: &Effort, watcher: &mut dyn Watcher) -> Option<Alternative> {
    let outcome = solver::solve(problem, &effort.options(), Some(plan), watcher);
    let found = outcome.plan?;
    let report = checker::check(problem, &found);
    report.is_valid().then(|| Alternative {
        objective: report.objective,
        changes: Points::ZERO,
        per_change: Points::ZERO,
        bound: outcome.bound,
        difference: difference(plan, &found),
        plan: found,
    })
}

/// What was asked.
struct Asked<'a> {
    problem: &'a Problem,
    plan: &'a Plan,
    wish: &'a Wish,
}

fn search(
    asked: &Asked,
    wished: &Problem,
    start: &Plan,
    effort: &Effort,
    options: &Options,
    watcher: &mut dyn Watcher,
) -> Reply {
    let Asked { problem, plan, wish } = *asked;
    if watcher.should_stop() {
        return Reply::Unknown;
    }
    let mut rewarded = wished.clone();
    let most = reward_what_stays(&mut rewarded, plan, &wish.requests(), effort.per_change);
    let mut outcome = solver::solve(&rewarded, options, Some(start), watcher);
    if outcome.status == Status::StoppedWithoutPlan {
        // Where points only stand in the way of any plan at all.
        let mut any = wished.clone();
        worthless(&mut any);
        match any_plan(&any, effort, watcher) {
            Answer::Impossible { .. } => return Reply::Impossible,
            Answer::Unknown => return Reply::Unknown,
            Answer::Possible(found) => outcome = solver::solve(&rewarded, options, Some(&found), watcher),
        }
    }
    if outcome.status == Status::Infeasible {
        return Reply::Impossible;
    }
    let Some(found) = outcome.plan else { return Reply::Unknown };
    if !checker::check(&rewarded, &found).is_valid() {
        return Reply::Unknown;
    }
    if !wish.is_met(problem, plan, &found) {
        // A date that is to be avoided is taken only where there is no other; so says the best plan of all.
        let is_best = outcome.status == Status::Optimal;
        return if is_best { Reply::Impossible } else { Reply::Unknown };
    }
    // Demands that the wish overrules are broken on purpose; points are those of the scenario.
    let objective = checker::check(problem, &found).objective;
    let kept = checker::check(&rewarded, &found).objective - objective;
    let difference = difference(plan, &found);
    Reply::Found(Box::new(Alternative {
        plan: found,
        objective,
        changes: most - kept,
        per_change: effort.per_change,
        bound: outcome.bound.map(|bound| bound - most),
        difference,
    }))
}

/// Rewards every visit of a plan for its date and its delegation, but for those that are asked about. Returns all that
/// can be won so.
fn reward_what_stays(problem: &mut Problem, plan: &Plan, asked: &[RequestIdx], per_change: Points) -> Points {
    let mut most = Points::ZERO;
    for (request, visit) in planned(plan) {
        let place = problem.place(problem.request(request).place);
        let day = Zone::of(place.tz).day(visit.start);
        let wish = &mut problem.requests[request.0];
        // What is left out can win nothing, and what stays anyway need not.
        if asked.contains(&request) || wish.windows.is_empty() || wish.lock.is_some() {
            continue;
        }
        let Some(days) = DayRange::inclusive(day, day) else { continue };
        wish.prefer.push(Preference { days, points: per_change });
        most += per_change;
        for (role, traveller) in visit.seats {
            let candidates = &mut wish.roles[role.0].candidates;
            for candidate in candidates.iter_mut().filter(|candidate| candidate.traveller == traveller) {
                candidate.points += per_change;
                most += per_change;
            }
        }
    }
    most
}

/// The requests that a request can only come after, the nearest first.
fn comes_first(problem: &Problem, request: RequestIdx) -> Vec<RequestIdx> {
    let mut found = vec![request];
    let mut idx = 0;
    while idx < found.len() {
        for rule in problem.rules.iter().filter(|rule| rule.penalty.is_none()) {
            if let RuleBody::Sequence(sequence) = &rule.body
                && sequence.then == found[idx]
                && !found.contains(&sequence.first)
            {
                found.push(sequence.first);
            }
        }
        idx += 1;
    }
    found.split_off(1)
}

/// Locks every visit in which nobody has a part who could go on these requests, and leaves out all that is not planned
/// but the requests themselves.
///
/// * `frees_travellers`: whether visits of those who could go, or go, may change.
fn hold_others(wished: &mut Problem, plan: &Plan, requests: &[RequestIdx], frees_travellers: bool) {
    let visits = planned(plan);
    let mut concerned: BTreeSet<TravellerIdx> = BTreeSet::new();
    for &request in requests.iter().filter(|_| frees_travellers) {
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
