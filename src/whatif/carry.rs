//! A plan of one problem in another one, by ids.

use std::collections::BTreeMap;

use crate::domain::{
    EarlierVisit, Instant, Meeting, Plan, Problem, RequestIdx, RoleIdx, TravellerIdx, Trip, TripVisit,
};

/// Returns what the other problem still knows of a plan: the visits, roles and travellers that have the same id.
#[must_use]
pub fn carry(plan: &Plan, from: &Problem, to: &Problem) -> Plan {
    let ids = Ids::new(from, to);
    let mut carried = Plan::default();
    for trip in &plan.trips {
        let Some(traveller) = ids.travellers.get(&trip.traveller).copied() else { continue };
        let visits: Vec<TripVisit> = trip
            .visits
            .iter()
            .filter_map(|visit| {
                let (request, role) = ids.seat(visit.request, visit.role)?;
                Some(TripVisit { request, role, ..*visit })
            })
            .collect();
        if !visits.is_empty() {
            carried.trips.push(Trip { traveller, depart: trip.depart, back: trip.back, visits });
        }
    }
    for meeting in &plan.meetings {
        let attendees: Vec<(RequestIdx, RoleIdx, TravellerIdx)> = meeting
            .attendees
            .iter()
            .filter_map(|&(role, traveller)| {
                let (request, role) = ids.seat(meeting.request, role)?;
                Some((request, role, *ids.travellers.get(&traveller)?))
            })
            .collect();
        if let Some(&(request, ..)) = attendees.first() {
            let attendees = attendees.iter().map(|&(_, role, traveller)| (role, traveller)).collect();
            carried.meetings.push(Meeting { request, start: meeting.start, end: meeting.end, attendees });
        }
    }
    carried.trips.sort();
    carried
}

/// The positions of one problem in another.
struct Ids<'a> {
    from: &'a Problem,
    to: &'a Problem,
    travellers: BTreeMap<TravellerIdx, TravellerIdx>,
    requests: BTreeMap<RequestIdx, RequestIdx>,
}

impl<'a> Ids<'a> {
    fn new(from: &'a Problem, to: &'a Problem) -> Self {
        let travellers: BTreeMap<&str, TravellerIdx> =
            to.traveller_idxs().map(|idx| (to.traveller(idx).id.as_str(), idx)).collect();
        let requests: BTreeMap<&str, RequestIdx> =
            to.request_idxs().map(|idx| (to.request(idx).id.as_str(), idx)).collect();
        let same_traveller = |idx| Some((idx, *travellers.get(from.traveller(idx).id.as_str())?));
        let same_request = |idx| Some((idx, *requests.get(from.request(idx).id.as_str())?));
        Ids {
            from,
            to,
            travellers: from.traveller_idxs().filter_map(same_traveller).collect(),
            requests: from.request_idxs().filter_map(same_request).collect(),
        }
    }

    fn seat(&self, request: RequestIdx, role: RoleIdx) -> Option<(RequestIdx, RoleIdx)> {
        let other = *self.requests.get(&request)?;
        let id = &self.from.request(request).roles.get(role.0)?.id;
        let role = self.to.request(other).roles.iter().position(|role| role.id == *id)?;
        Some((other, RoleIdx(role)))
    }
}

/// Returns the visits of a plan as an earlier plan has them, by request.
#[must_use]
pub fn earlier_visits(problem: &Problem, plan: &Plan) -> Vec<EarlierVisit> {
    let mut visits: BTreeMap<RequestIdx, EarlierVisit> = BTreeMap::new();
    let mut seat = |request: RequestIdx, start: Instant, role: RoleIdx, traveller: TravellerIdx| {
        let n_roles = problem.request(request).roles.len();
        let visit =
            visits.entry(request).or_insert_with(|| EarlierVisit { request, start, delegation: vec![None; n_roles] });
        visit.delegation[role.0] = Some(traveller);
    };
    for trip in &plan.trips {
        trip.visits.iter().for_each(|visit| seat(visit.request, visit.start, visit.role, trip.traveller));
    }
    for meeting in &plan.meetings {
        meeting.attendees.iter().for_each(|&(role, who)| seat(meeting.request, meeting.start, role, who));
    }
    visits.into_values().collect()
}
