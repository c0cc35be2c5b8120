//! From columns to a plan, and from the search to what it says.

use crate::domain::{
    Meeting, NotPlanned, Plan, Problem, Reason, RequestIdx, RoleIdx, RuleIdx, TravellerIdx, Trip, TripVisit,
};

use super::columns::{Column, Stop, small};
use super::constraints::row::Origin;
use super::instance::Instance;
use super::model::Model;
use super::search::row_index::RowIndex;
use super::search::schedule::Schedule;
use super::search::trips::Trips;

/// Returns the plan that columns make.
pub fn plan<'a>(instance: &Instance, columns: impl Iterator<Item = &'a Column>) -> Plan {
    let mut plan = Plan::default();
    let mut meetings: std::collections::BTreeMap<usize, Meeting> = std::collections::BTreeMap::new();
    for column in columns {
        let traveller = TravellerIdx(column.traveller());
        let visit = |stop: &Stop| {
            let start = &instance.requests[stop.request()].starts[stop.start()];
            TripVisit {
                request: RequestIdx(stop.request()),
                role: RoleIdx(stop.role()),
                start: start.start,
                end: start.end,
            }
        };
        if column.at_home {
            let visit = visit(&column.stops()[0]);
            let meeting = meetings.entry(visit.request.0).or_insert_with(|| Meeting {
                request: visit.request,
                start: visit.start,
                end: visit.end,
                attendees: Vec::new(),
            });
            meeting.attendees.push((visit.role, traveller));
        } else {
            let visits = column.stops().iter().map(visit).collect();
            plan.trips.push(Trip { traveller, depart: column.depart, back: column.back, visits });
        }
    }
    plan.meetings.extend(meetings.into_values());
    for meeting in &mut plan.meetings {
        meeting.attendees.sort_unstable();
    }
    plan.trips.sort();
    plan.meetings.sort_by_key(|meeting| (meeting.start, meeting.request));
    plan
}

/// How many starts are looked at for reasons, all requests together. Beyond it the reason is that others went before.
const MAX_LOOKS: u64 = 300_000;

/// A first reason for each request that the plan does not have.
pub fn not_planned<'m>(model: &'m Model<'m>, index: &'m RowIndex, schedule: Option<&Schedule<'m>>) -> Vec<NotPlanned> {
    let problem = model.instance.problem;
    let mut schedule = schedule.cloned();
    let mut trips = Trips::new(model, index);
    let missing: Vec<RequestIdx> = problem
        .request_idxs()
        .filter(|request| schedule.as_ref().is_none_or(|schedule| schedule.planned[request.0].is_none()))
        .collect();
    missing
        .into_iter()
        .map(|request| NotPlanned { request, reason: reason(model, schedule.as_mut(), &mut trips, request) })
        .collect()
}

fn reason(model: &Model, schedule: Option<&mut Schedule>, trips: &mut Trips, request: RequestIdx) -> Reason {
    let instance = &model.instance;
    let data = &instance.requests[request.0];
    if data.starts.is_empty() {
        return Reason::NoPossibleStart;
    }
    if schedule.as_ref().is_some_and(|schedule| schedule.n_looks > MAX_LOOKS) {
        return Reason::Outweighed;
    }
    // Per role: the starts at which somebody could go, were there nothing else.
    let stop = |role: usize, start: usize| Stop { request: small(request.0), role: small(role), start: small(start) };
    let alone = |role: usize, start: usize, traveller: usize| model.column(traveller, &[stop(role, start)]);
    let mut possible: Vec<usize> = (0..data.starts.len()).collect();
    for role in (0..data.optional.len()).filter(|&role| !data.optional[role]) {
        let goes = |start: usize| data.candidates[role].iter().any(|&(t, _)| alone(role, start, t).is_some());
        let with_role: Vec<usize> = (0..data.starts.len()).filter(|&start| goes(start)).collect();
        if with_role.is_empty() {
            return Reason::NoCandidate(RoleIdx(role));
        }
        possible.retain(|start| with_role.contains(start));
    }
    if possible.is_empty() {
        return Reason::NoPossibleStart;
    }
    let Some(schedule) = schedule else { return Reason::Outweighed };
    match super::search::insertion::best(schedule, trips, request.0, usize::MAX, |_| 0) {
        Some(insertion) if insertion.gain <= 0 => return Reason::NotWorthIt,
        Some(_) => return Reason::Outweighed,
        None => {}
    }
    let rules = blocking_rules(schedule, trips, request, &possible);
    if rules.is_empty() { Reason::Travellers(candidates(model, request)) } else { Reason::Rules(rules) }
}

/// The rules that stop each of the possible starts beside the plan, those that stop most first.
fn blocking_rules(schedule: &mut Schedule, trips: &mut Trips, request: RequestIdx, possible: &[usize]) -> Vec<RuleIdx> {
    let mut counts: std::collections::BTreeMap<RuleIdx, usize> = std::collections::BTreeMap::new();
    for origin in super::search::insertion::refusals(schedule, trips, request.0, possible) {
        if let Origin::Rule(rule) = origin {
            *counts.entry(rule).or_insert(0) += 1;
        }
    }
    let mut rules: Vec<(usize, RuleIdx)> = counts.into_iter().map(|(rule, count)| (count, rule)).collect();
    rules.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    rules.into_iter().take(3).map(|(_, rule)| rule).collect()
}

fn candidates(model: &Model, request: RequestIdx) -> Vec<TravellerIdx> {
    let mut travellers: Vec<TravellerIdx> = model.instance.requests[request.0]
        .candidates
        .iter()
        .zip(&model.instance.requests[request.0].optional)
        .filter(|&(_, &optional)| !optional)
        .flat_map(|(candidates, _)| candidates.iter().map(|&(traveller, _)| TravellerIdx(traveller)))
        .collect();
    travellers.sort_unstable();
    travellers.dedup();
    travellers
}

/// What clashes in a problem without a plan, as far as the search can name it.
pub fn clash(problem: &Problem, model: &Model) -> Vec<String> {
    let required = problem.request_idxs().filter(|request| model.instance.requests[request.0].required);
    required.map(|request| problem.request(request).id.clone()).collect()
}
