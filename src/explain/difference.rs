//! What is different between two plans of one scenario, visit by visit.

use std::collections::BTreeMap;

use crate::domain::{Instant, Plan, RequestIdx, RoleIdx, TravellerIdx};

/// A visit or home meeting as a plan has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Which request.
    pub request: RequestIdx,
    /// When it starts.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// Who fills which role, by role.
    pub seats: Vec<(RoleIdx, TravellerIdx)>,
}

/// What is different in another plan, each list in the order of requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Visits that only the other plan has.
    pub added: Vec<Planned>,
    /// Visits that only this plan has.
    pub dropped: Vec<Planned>,
    /// Visits with another start: here and there. Their delegation may be another too.
    pub moved: Vec<(Planned, Planned)>,
    /// Visits with the same start and another delegation: here and there.
    pub delegation: Vec<(Planned, Planned)>,
}

/// Returns the visits and meetings of a plan, by request.
#[must_use]
pub fn planned(plan: &Plan) -> BTreeMap<RequestIdx, Planned> {
    let mut all: BTreeMap<RequestIdx, Planned> = BTreeMap::new();
    for trip in &plan.trips {
        for visit in &trip.visits {
            let (request, start, end) = (visit.request, visit.start, visit.end);
            let planned = all.entry(request).or_insert_with(|| Planned { request, start, end, seats: Vec::new() });
            planned.seats.push((visit.role, trip.traveller));
        }
    }
    for meeting in &plan.meetings {
        let (request, start, end) = (meeting.request, meeting.start, meeting.end);
        all.insert(request, Planned { request, start, end, seats: meeting.attendees.clone() });
    }
    for planned in all.values_mut() {
        planned.seats.sort_unstable();
    }
    all
}

/// Compares two plans of one scenario.
#[must_use]
pub fn difference(here: &Plan, there: &Plan) -> Difference {
    let (here, there) = (planned(here), planned(there));
    let mut difference = Difference::default();
    for (request, before) in &here {
        match there.get(request) {
            None => difference.dropped.push(before.clone()),
            Some(after) if after.start != before.start => difference.moved.push((before.clone(), after.clone())),
            Some(after) if after.seats != before.seats => difference.delegation.push((before.clone(), after.clone())),
            Some(_) => {}
        }
    }
    difference.added.extend(there.into_iter().filter(|(request, _)| !here.contains_key(request)).map(|(_, it)| it));
    difference
}
