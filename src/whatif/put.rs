//! Putting one visit into a plan as somebody had it: what stands against it, and what it would be worth.
//!
//! # Invariants
//!
//! * All else in the plan stays: the other visits keep their time and delegation. Only the trips of those who go are cut
//!   or joined anew.
//! * The checker says what is wrong with the result, and what it is worth.

use super::carry::earlier_visits;
use crate::checker::{self, Report};
use crate::domain::{
    EarlierVisit, Instant, Meeting, Plan, Problem, RequestIdx, RoleIdx, TravellerIdx, Trip, TripVisit,
};

/// Returns the plan without a visit.
pub fn without(problem: &Problem, plan: &Plan, request: RequestIdx) -> Plan {
    let mut rest = plan.clone();
    rest.meetings.retain(|meeting| meeting.request != request);
    for trip in &mut rest.trips {
        let n_before = trip.visits.len();
        trip.visits.retain(|visit| visit.request != request);
        if trip.visits.len() < n_before {
            settle(problem, trip);
        }
    }
    rest.trips.retain(|trip| !trip.visits.is_empty());
    rest
}

/// Returns the plan with a visit as it is said, instead of as the plan has it, and what the checker says of that.
///
/// Each member of the delegation goes on a trip of its own or as a part of the trip before or after, whichever breaks
/// least and is worth most.
pub fn with(problem: &Problem, plan: &Plan, visit: &EarlierVisit) -> (Plan, Report) {
    let mut best = without(problem, plan, visit.request);
    let seats: Vec<(RoleIdx, TravellerIdx)> =
        visit.delegation.iter().enumerate().filter_map(|(role, who)| Some((RoleIdx(role), (*who)?))).collect();
    if problem.is_home_meeting(visit.request) {
        let (request, start) = (visit.request, visit.start);
        let mut meeting = Meeting { request, start, end: start, attendees: seats };
        let alone = Plan { trips: Vec::new(), meetings: vec![meeting.clone()] };
        meeting.end = checker::agenda(problem, &alone).visits.first().map_or(start, |visit| visit.end);
        best.meetings.push(meeting);
        best.meetings.sort_by_key(|meeting| (meeting.start, meeting.request));
        let report = checker::check(problem, &best);
        return (best, report);
    }
    for (role, traveller) in seats {
        let stop = TripVisit { request: visit.request, role, start: visit.start, end: visit.start };
        let options = ways(problem, &best, traveller, stop);
        let judged = options.into_iter().map(|plan| {
            let report = checker::check(problem, &plan);
            (report.violations.len(), -report.objective.0, plan)
        });
        // The first of equals is the trip of its own.
        if let Some((_, _, plan)) = judged.min_by_key(|&(n_violations, cost, _)| (n_violations, cost)) {
            best = plan;
        }
    }
    let report = checker::check(problem, &best);
    (best, report)
}

/// The ways for one traveller to go: on a trip of its own, or with the trip before, the trip after, or both in one.
fn ways(problem: &Problem, plan: &Plan, traveller: TravellerIdx, stop: TripVisit) -> Vec<Plan> {
    let mut own: Vec<usize> = (0..plan.trips.len()).filter(|&idx| plan.trips[idx].traveller == traveller).collect();
    own.sort_by_key(|&idx| plan.trips[idx].depart);
    let before = own.iter().rev().find(|&&idx| plan.trips[idx].depart <= stop.start).copied();
    let after = own.iter().find(|&&idx| plan.trips[idx].depart > stop.start).copied();
    let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
    choices.extend(before.map(|idx| vec![idx]));
    choices.extend(after.map(|idx| vec![idx]));
    choices.extend(before.zip(after).map(|(before, after)| vec![before, after]));
    choices
        .into_iter()
        .map(|joined| {
            let mut visits: Vec<TripVisit> = joined.iter().flat_map(|&idx| plan.trips[idx].visits.clone()).collect();
            visits.push(stop);
            visits.sort_by_key(|visit| visit.start);
            let mut trip = Trip { traveller, depart: stop.start, back: stop.start, visits };
            settle(problem, &mut trip);
            let kept = plan.trips.iter().enumerate().filter(|(idx, _)| !joined.contains(idx));
            let mut trips: Vec<Trip> = kept.map(|(_, trip)| trip.clone()).chain([trip]).collect();
            trips.sort();
            Plan { trips, meetings: plan.meetings.clone() }
        })
        .collect()
}

/// Gives a trip the ends that the model has for its visits.
fn settle(problem: &Problem, trip: &mut Trip) {
    let alone = Plan { trips: vec![trip.clone()], meetings: Vec::new() };
    let agenda = checker::agenda(problem, &alone);
    let Some(worked_out) = agenda.trips.first() else { return };
    (trip.depart, trip.back) = (worked_out.depart, worked_out.back);
    let ends: Vec<Instant> = worked_out.stops.iter().map(|stop| stop.end).collect();
    for (visit, end) in trip.visits.iter_mut().zip(ends) {
        visit.end = end;
    }
}

/// Takes back every change that costs nothing to take back: a search for points moves visits for no reason but that
/// nothing stops it, and every change is work for people.
pub fn undo_needless_changes(problem: &Problem, published: &Plan, plan: &mut Plan) {
    let before = earlier_visits(problem, published);
    let mut objective = checker::check(problem, plan).objective;
    // Each pass but the last takes a change back, so there are no more passes than visits.
    for _ in 0..=before.len() {
        let mut is_better = false;
        for visit in &before {
            if earlier_visits(problem, plan).contains(visit) {
                continue;
            }
            let (other, report) = with(problem, plan, visit);
            if report.is_valid() && report.objective >= objective {
                (*plan, objective, is_better) = (other, report.objective, true);
            }
        }
        if !is_better {
            return;
        }
    }
}
