//! A warm start: what an earlier plan has, as far as it is still possible.
//!
//! What cannot be travelled any more goes first: a visit whose start, traveller or way is no longer there, and no more than
//! that of its trip. Then everything is put in at once, whatever it breaks, and visits go until no rule is broken: those
//! first that lose the fewest points for what they mend. So a change loses little more of a plan than what it is about.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::columns::{Column, Stop, small, stop_points};
use super::super::model::Model;
use super::schedule::Schedule;
use super::trips::{Trip, Trips};
use crate::domain::{Instant, Plan, RequestIdx, RoleIdx, TravellerIdx};

/// The points, in thousandths, that a visit of every plan is worth beside those that it brings.
const OF_REQUIRED: i64 = 1 << 40;

/// Puts the visits of a plan into an empty schedule, as they are in the plan, as far as they break nothing.
pub fn take_over(schedule: &mut Schedule, trips: &mut Trips, plan: &Plan) {
    let told = Told::new(schedule.model, plan);
    schedule.put(told.possible(schedule.model));
    schedule.intern(trips);
    while mend(schedule, trips) {}
}

/// The visits that a plan has and the schedule that took it over has not, and those of every plan that it has not either.
pub fn lost(schedule: &Schedule, plan: &Plan) -> Vec<usize> {
    let of_trips = plan.trips.iter().flat_map(|trip| &trip.visits).map(|visit| visit.request);
    let told: BTreeSet<RequestIdx> = of_trips.chain(plan.meetings.iter().map(|meeting| meeting.request)).collect();
    let requests = &schedule.model.instance.requests;
    let is_lost = |&request: &usize| {
        let is_wanted = requests[request].required || told.contains(&RequestIdx(request));
        is_wanted && schedule.planned[request].is_none() && !requests[request].starts.is_empty()
    };
    (0..requests.len()).filter(is_lost).collect()
}

/// Takes visits out, one by one, those that lose least for what they mend of the rows that are broken, and says whether
/// any went.
fn mend(schedule: &mut Schedule, trips: &mut Trips) -> bool {
    let broken = schedule.broken_rows();
    if broken.is_empty() {
        return false;
    }
    let rows: BTreeSet<usize> = broken.iter().map(|&(row, _)| row).collect();
    let counts = |trip: &&Arc<Trip>| trip.rows.iter().any(|&(row, _)| rows.contains(&(row as usize))); // A position.
    let counting: BTreeSet<usize> = { schedule.columns.iter().flatten().filter(counts) }
        .flat_map(|trip| trip.column.stops().iter().map(|stop| stop.request()))
        .collect();
    let mut order: Vec<(f64, usize)> = Vec::new();
    for request in counting {
        let (changes, gone) = schedule.removal(trips, request);
        let points = schedule.points();
        schedule.apply(&changes);
        let relief = relief(schedule, &broken);
        let lost = points - schedule.points() + of_required(schedule.model, &gone);
        schedule.take_back(&changes);
        if relief > 0.0 {
            order.push((lost.max(0) as f64 / relief, request)); // Far below 2^53.
        }
    }
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut is_mended = false;
    for (_, request) in order {
        let now = broken.iter().map(|&(row, _)| (row, schedule.excess_of(row)));
        let broken: Vec<(usize, i64)> = now.filter(|&(_, excess)| excess > 0).collect();
        if schedule.planned[request].is_none() || broken.is_empty() {
            continue;
        }
        let (changes, _) = schedule.removal(trips, request);
        schedule.apply(&changes);
        if relief(schedule, &broken) > 0.0 {
            is_mended = true;
        } else {
            schedule.take_back(&changes);
        }
    }
    is_mended
}

/// How much of what broke rows is gone, one for each that is kept now.
fn relief(schedule: &Schedule, broken: &[(usize, i64)]) -> f64 {
    let of_row = |&(row, before): &(usize, i64)| (before - schedule.excess_of(row)) as f64 / before as f64; // Below 2^53.
    broken.iter().map(of_row).sum()
}

/// What visits are worth because every plan has them.
fn of_required(model: &Model, requests: &[usize]) -> i64 {
    let n_required = requests.iter().filter(|&&request| model.instance.requests[request].required).count();
    OF_REQUIRED * i64::try_from(n_required).unwrap_or(0).min(1 << 20)
}

/// A request, a role and when the visit begins.
type SeatAt = (usize, usize, Instant);

/// A plan as it was told: trips and meetings with their stops.
struct Told {
    /// Travellers and stops, in the order of travel; no seat is twice among them.
    journeys: Vec<(usize, Vec<Stop>)>,
}

impl Told {
    /// Takes the seats whose starts there are and whose holders may fill them.
    fn new(model: &Model, plan: &Plan) -> Self {
        let requests = &model.instance.requests;
        let mut delegations: Vec<Vec<Option<usize>>> =
            requests.iter().map(|request| vec![None; request.optional.len()]).collect();
        let mut told: Vec<(usize, Vec<SeatAt>)> = Vec::new();
        for trip in &plan.trips {
            let visits = trip.visits.iter().map(|visit| (visit.request.0, visit.role.0, visit.start));
            told.push((trip.traveller.0, visits.collect()));
        }
        for meeting in &plan.meetings {
            let seat =
                |&(role, who): &(RoleIdx, TravellerIdx)| (who.0, vec![(meeting.request.0, role.0, meeting.start)]);
            told.extend(meeting.attendees.iter().map(seat));
        }
        for (traveller, visits) in &told {
            for &(request, role, _) in visits {
                delegations[request][role] = Some(*traveller);
            }
        }
        let mut seats: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut journeys = Vec::new();
        for (traveller, visits) in told {
            let mut stops = Vec::new();
            for (request, role, at) in visits {
                let start = requests[request].start_at(at, &delegations[request]);
                let may_fill = requests[request].candidates[role].iter().any(|&(candidate, _)| candidate == traveller);
                if let Some(start) = start.filter(|_| may_fill && seats.insert((request, role))) {
                    stops.push(Stop { request: small(request), role: small(role), start: small(start) });
                }
            }
            journeys.push((traveller, stops));
        }
        Told { journeys }
    }

    /// The columns of all that can be travelled, with whole delegations; rules apart.
    fn possible(mut self, model: &Model) -> Vec<Column> {
        loop {
            let columns = self.columns(model);
            let is_gone = incomplete(model, &columns);
            if !is_gone.contains(&true) {
                return columns;
            }
            for (_, stops) in &mut self.journeys {
                stops.retain(|stop| !is_gone[stop.request()]);
            }
        }
    }

    /// The columns of each traveller, of what stops can be travelled together and beside the other trips.
    fn columns(&self, model: &Model) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for (traveller, stops) in &self.journeys {
            columns.extend(model.column(*traveller, stops).or_else(|| most_of(model, *traveller, stops)));
        }
        columns.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.key.cmp(&b.key)));
        let mut beside: Vec<Column> = Vec::new();
        for column in columns {
            let days = model.instance.travellers[column.traveller()].limits.min_home_days;
            let mut others = beside.iter().filter(|other| other.traveller() == column.traveller());
            if others.all(|other| column.fits_beside(other, days)) {
                beside.push(column);
            }
        }
        beside
    }
}

/// The trip with those of the stops that can be travelled, the ones with most points first.
fn most_of(model: &Model, traveller: usize, stops: &[Stop]) -> Option<Column> {
    let points = |stop: &Stop| stop_points(&model.instance, traveller, *stop);
    let mut order: Vec<usize> = (0..stops.len()).collect();
    order.sort_by_key(|&idx| (Reverse(points(&stops[idx])), idx));
    let mut chosen: BTreeSet<usize> = BTreeSet::new();
    let mut best = None;
    for idx in order {
        chosen.insert(idx);
        let these: Vec<Stop> = chosen.iter().map(|&idx| stops[idx]).collect();
        match model.column(traveller, &these) {
            Some(column) => best = Some(column),
            None => _ = chosen.remove(&idx),
        }
    }
    best
}

/// Per request: whether it is in these columns without all who must go, or at more than one start.
fn incomplete(model: &Model, columns: &[Column]) -> Vec<bool> {
    let requests = &model.instance.requests;
    let mut filled: Vec<Vec<Option<u32>>> = requests.iter().map(|request| vec![None; request.optional.len()]).collect();
    for stop in columns.iter().flat_map(|column| column.stops()) {
        filled[stop.request()][stop.role()] = Some(stop.start);
    }
    let is_incomplete = |(filled, optional): (&Vec<Option<u32>>, &Vec<bool>)| {
        let start = filled.iter().flatten().next();
        let is_wrong = |(seat, &optional): (&Option<u32>, &bool)| match seat {
            Some(other) => Some(other) != start,
            None => !optional,
        };
        start.is_some() && filled.iter().zip(optional).any(is_wrong)
    };
    filled.iter().zip(requests.iter().map(|request| &request.optional)).map(is_incomplete).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::super::extract;
    use super::super::row_index::RowIndex;
    use super::super::ruin_and_recreate::construct;
    use super::super::schedule::Planned;
    use super::*;
    use crate::domain::{Measure, Problem, RuleBody};

    /// The real example, and a plan of it: as it is written, and per request.
    fn example() -> (Problem, Plan, Vec<Option<Planned>>) {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/taskforce-2027"));
        let problem = crate::scenario::load(path).expect("a scenario").problem;
        let model = Model::new(&problem);
        let index = RowIndex::new(&model);
        let schedule = construct(Schedule::new(&model, &index), &mut Trips::new(&model, &index), 0, || false);
        assert!(schedule.is_plan());
        let plan = extract::plan(&model.instance, schedule.all_columns());
        let planned = schedule.planned.clone();
        (problem, plan, planned)
    }

    /// What a schedule of a problem takes over of a plan, per request, and what it lost.
    fn taken_over(problem: &Problem, plan: &Plan) -> (Vec<Option<Planned>>, Vec<usize>) {
        let model = Model::new(problem);
        let index = RowIndex::new(&model);
        let mut schedule = Schedule::new(&model, &index);
        take_over(&mut schedule, &mut Trips::new(&model, &index), plan);
        assert_eq!(schedule.broken_rows(), []);
        let mut again = Schedule::new(&model, &index);
        again.put(schedule.all_columns().cloned().collect());
        assert_eq!((again.value(), &again.planned), (schedule.value(), &schedule.planned));
        (schedule.planned.clone(), lost(&schedule, plan))
    }

    #[test]
    fn a_plan_that_is_still_one_is_taken_over_whole() {
        let (problem, plan, planned) = example();
        assert_eq!(taken_over(&problem, &plan), (planned, Vec::new()));
    }

    #[test]
    fn a_visit_that_is_off_takes_nothing_of_its_trip_with_it_but_what_cannot_be_without_it() {
        let (problem, plan, planned) = example();
        let on_long_trips: BTreeSet<usize> = { plan.trips.iter().filter(|trip| trip.visits.len() > 1) }
            .flat_map(|trip| trip.visits.iter().map(|visit| visit.request.0))
            .collect();
        let sequences: Vec<(usize, usize)> = { problem.rules.iter() }
            .filter_map(|rule| match &rule.body {
                RuleBody::Sequence(sequence) => Some((sequence.first.0, sequence.then.0)),
                _ => None,
            })
            .collect();
        let mut n_minimal = 0;
        for &off in &on_long_trips {
            let mut changed = problem.clone();
            changed.requests[off].windows.clear();
            (changed.requests[off].lock, changed.requests[off].mandatory) = (None, false);
            let (taken, _) = taken_over(&changed, &plan);
            let mut cannot_be = BTreeSet::from([off]);
            while let Some(&(_, then)) =
                sequences.iter().find(|(first, then)| cannot_be.contains(first) && !cannot_be.contains(then))
            {
                cannot_be.insert(then);
            }
            for (request, taken) in taken.iter().enumerate() {
                assert!(taken.is_none() || *taken == planned[request], "{off}: {request} is not as it was");
                assert!(taken.is_none() || !cannot_be.contains(&request), "{off}: {request} cannot be without it");
            }
            let was_there = |&request: &usize| planned[request].is_some();
            let gone = (0..taken.len()).filter(|&request| taken[request].is_none()).filter(was_there);
            n_minimal += usize::from(gone.eq(cannot_be.into_iter().filter(was_there)));
        }
        // Without a visit a trip may also have to wait too long between two others.
        let n_all = on_long_trips.len();
        assert!(n_minimal * 2 > n_all, "{n_minimal} of {n_all} visits took no other with them");
    }

    #[test]
    fn who_is_no_candidate_any_more_does_not_go() {
        let (problem, plan, planned) = example();
        for (request, holder) in planned.iter().enumerate() {
            let Some(who) = holder.as_ref().and_then(|planned| planned.delegation[0]) else { continue };
            let mut changed = problem.clone();
            let changed_request = &mut changed.requests[request];
            (changed_request.lock, changed_request.mandatory) = (None, false);
            changed_request.roles[0].candidates.retain(|candidate| candidate.traveller.0 != who);
            let (taken, lost) = taken_over(&changed, &plan);
            assert_eq!(taken[request], None);
            // Where nobody else could go, there is nothing to look for.
            let has_starts = !Model::new(&changed).instance.requests[request].starts.is_empty();
            assert_eq!(lost.contains(&request), has_starts);
        }
    }

    #[test]
    fn less_money_costs_visits_of_those_who_have_less() {
        let (mut problem, plan, planned) = example();
        let limits = problem.rules.iter_mut().filter_map(|rule| match &mut rule.body {
            RuleBody::Limit(limit) if limit.measure == Measure::Eur => Some(limit),
            _ => None,
        });
        let limit = { limits }.next().expect("a budget");
        limit.max /= 2;
        let poorer: BTreeSet<usize> = limit.travellers.iter().map(|traveller| traveller.0).collect();
        let (taken, lost) = taken_over(&problem, &plan);
        assert!(!lost.is_empty());
        let is_theirs = |request: usize| {
            planned[request]
                .iter()
                .flat_map(|planned| planned.delegation.iter().flatten())
                .any(|who| poorer.contains(who))
        };
        for request in lost {
            assert!(taken[request].is_none() && planned[request].is_some());
            assert!(is_theirs(request), "{request} is paid by others");
        }
    }
}
