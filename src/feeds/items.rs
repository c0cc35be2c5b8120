//! What happens in a plan, item by item, and which items a calendar has. Facts only; words come later.

use std::collections::{BTreeMap, BTreeSet};

use super::legs::trip_legs;
use super::stays::trip_stays;
use crate::domain::{
    Day, Instant, Leg, PlaceIdx, Plan, Problem, RequestIdx, RequestStatus, RoleIdx, Scope, TravellerIdx, Trip,
};
use crate::zones::Zone;

/// Who fills which seat, in the order of roles.
pub(super) type Delegation = Vec<(RoleIdx, TravellerIdx)>;

/// A visit abroad or a meeting at home, with all who attend.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Visit {
    pub start: Instant,
    pub end: Instant,
    pub request: RequestIdx,
    pub delegation: Delegation,
}

/// A leg, with all who travel it together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Journey {
    pub route: Route,
    pub leg: Leg,
    pub travellers: Delegation,
}

/// What makes two travellers' legs one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Route {
    pub depart: Instant,
    pub arrive: Instant,
    pub from: PlaceIdx,
    pub to: PlaceIdx,
    /// The visit it comes from; `None` from home.
    pub after: Option<RequestIdx>,
    /// The visit it goes to; `None` when it goes home.
    pub before: Option<RequestIdx>,
}

/// Time abroad that is neither a leg nor a visit, with all who spend it together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stay {
    pub stretch: Stretch,
    pub travellers: Delegation,
}

/// What makes two travellers' stays one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    pub start: Instant,
    pub end: Instant,
    pub place: PlaceIdx,
    /// The visit before it; `None` before the first of the trip.
    pub after: Option<RequestIdx>,
    /// The visit after it; `None` when home comes first.
    pub before: Option<RequestIdx>,
    /// The one of these two whose place it is spent at.
    pub at: RequestIdx,
}

/// The day before a trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Preparation {
    pub day: Day,
    pub traveller: TravellerIdx,
    /// What the trip is for, in the order of travel.
    pub requests: Vec<RequestIdx>,
}

/// A deadline before a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Deadline {
    pub day: Day,
    pub visit: Visit,
    /// Which of the request's milestones.
    pub milestone_idx: usize,
}

/// Something that becomes an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Visit(Visit),
    Journey(Journey),
    Stay(Stay),
    Preparation(Preparation),
    Deadline(Deadline),
}

/// Everything that happens in a plan.
#[derive(Clone, Debug)]
pub(super) struct Items {
    /// By start.
    visits: Vec<Visit>,
    /// Each with the traveller's seat in the visit that it goes to, or comes from when it goes home.
    legs: Vec<(Route, Leg, (RoleIdx, TravellerIdx))>,
    /// Each with the traveller's seat in the visit at whose place it is spent.
    stays: Vec<(Stretch, (RoleIdx, TravellerIdx))>,
    preparations: Vec<Preparation>,
}

impl Items {
    pub(super) fn of(problem: &Problem, plan: &Plan) -> Self {
        Items {
            visits: visits(plan),
            legs: plan.trips.iter().flat_map(|trip| legs_of(problem, trip)).collect(),
            stays: plan.trips.iter().flat_map(|trip| stays_of(problem, trip)).collect(),
            preparations: preparations(problem, plan),
        }
    }

    /// The visits and meetings in a calendar, by start.
    pub(super) fn visits_of<'a>(&'a self, problem: &'a Problem, scope: &'a Scope) -> impl Iterator<Item = &'a Visit> {
        let has_member = move |delegation: &Delegation| {
            delegation.iter().any(|&(_, traveller)| scope.has_traveller(problem, traveller))
        };
        self.visits
            .iter()
            .filter(move |visit| scope.has_place(problem, problem.request(visit.request).place))
            .filter(move |visit| has_member(&visit.delegation))
    }

    /// Returns what a calendar has, by start; what takes no time comes before what does. Nothing that has to do with a
    /// visit of `hidden` is in it: neither the visit, nor its deadlines, nor a leg or a stay beside it.
    pub(super) fn seen_by(&self, problem: &Problem, scope: &Scope, hidden: &BTreeSet<RequestIdx>) -> Vec<Item> {
        let is_shown = |beside: [Option<RequestIdx>; 2]| beside.iter().flatten().all(|visit| !hidden.contains(visit));
        let visits: Vec<&Visit> =
            self.visits_of(problem, scope).filter(|visit| is_shown([Some(visit.request), None])).collect();
        let mut journeys: BTreeMap<Route, Journey> = BTreeMap::new();
        for &(route, leg, seat) in &self.legs {
            let touches = [route.from, route.to].iter().any(|&place| scope.has_place(problem, place));
            if touches && is_shown([route.after, route.before]) && scope.has_traveller(problem, seat.1) {
                let journey = journeys.entry(route).or_insert(Journey { route, leg, travellers: Vec::new() });
                journey.travellers.push(seat);
                journey.travellers.sort_unstable();
            }
        }
        let mut stays: BTreeMap<Stretch, Stay> = BTreeMap::new();
        for &(stretch, seat) in &self.stays {
            let is_shown = is_shown([stretch.after, stretch.before]);
            if is_shown && scope.has_place(problem, stretch.place) && scope.has_traveller(problem, seat.1) {
                let stay = stays.entry(stretch).or_insert(Stay { stretch, travellers: Vec::new() });
                stay.travellers.push(seat);
                stay.travellers.sort_unstable();
            }
        }
        let mut items = Vec::new();
        if !matches!(scope, Scope::Whole) {
            items.extend(visits.iter().flat_map(|visit| deadlines(problem, visit)).map(Item::Deadline));
        }
        if let Scope::Traveller(own) = scope {
            let own = self.preparations.iter().filter(|preparation| preparation.traveller == *own);
            let shown = own.cloned().map(|mut preparation| {
                preparation.requests.retain(|request| !hidden.contains(request));
                preparation
            });
            items.extend(shown.filter(|preparation| !preparation.requests.is_empty()).map(Item::Preparation));
        }
        items.extend(journeys.into_values().map(Item::Journey));
        items.extend(stays.into_values().map(Item::Stay));
        items.extend(visits.into_iter().cloned().map(Item::Visit));
        items.sort_by_key(|item| item.start(problem));
        items
    }
}

impl Item {
    /// When it starts; whole days at midnight at home.
    fn start(&self, problem: &Problem) -> Instant {
        let midnight = |day| Zone::of(problem.place(problem.home).tz).instant(day, 0);
        match self {
            Item::Visit(visit) => visit.start,
            Item::Journey(journey) => journey.route.depart,
            Item::Stay(stay) => stay.stretch.start,
            Item::Preparation(preparation) => midnight(preparation.day),
            Item::Deadline(deadline) => midnight(deadline.day),
        }
    }
}

/// Whether a visit stands: the host has agreed, it has taken place, or the plan may not change it.
pub(super) fn is_firm(problem: &Problem, request: RequestIdx) -> bool {
    let request = problem.request(request);
    matches!(request.status, RequestStatus::Confirmed | RequestStatus::Held) || request.lock.is_some()
}

/// The visits and meetings, each once with all who attend.
fn visits(plan: &Plan) -> Vec<Visit> {
    let mut together: BTreeMap<(Instant, Instant, RequestIdx), Delegation> = BTreeMap::new();
    for trip in &plan.trips {
        for visit in &trip.visits {
            let delegation = together.entry((visit.start, visit.end, visit.request)).or_default();
            delegation.push((visit.role, trip.traveller));
        }
    }
    for meeting in &plan.meetings {
        together.entry((meeting.start, meeting.end, meeting.request)).or_default().extend(&meeting.attendees);
    }
    together
        .into_iter()
        .map(|((start, end, request), mut delegation)| {
            delegation.sort_unstable();
            Visit { start, end, request, delegation }
        })
        .collect()
}

/// A trip's legs, each with the seat of its traveller.
fn legs_of(problem: &Problem, trip: &Trip) -> Vec<(Route, Leg, (RoleIdx, TravellerIdx))> {
    trip_legs(problem, trip)
        .into_iter()
        .filter_map(|leg| {
            let visit = trip.visits[leg.before.or(leg.after)?];
            let route = Route {
                depart: leg.depart,
                arrive: leg.arrive,
                from: leg.from,
                to: leg.to,
                after: leg.after.map(|idx| trip.visits[idx].request),
                before: leg.before.map(|idx| trip.visits[idx].request),
            };
            Some((route, leg.leg, (visit.role, trip.traveller)))
        })
        .collect()
}

/// A trip's stays, each with the seat of its traveller.
fn stays_of(problem: &Problem, trip: &Trip) -> Vec<(Stretch, (RoleIdx, TravellerIdx))> {
    let request = |idx: usize| trip.visits[idx].request;
    trip_stays(problem, trip)
        .into_iter()
        .map(|stay| {
            let stretch = Stretch {
                start: stay.start,
                end: stay.end,
                place: stay.place,
                after: stay.after.map(request),
                before: stay.before.map(request),
                at: request(stay.at),
            };
            (stretch, (trip.visits[stay.at].role, trip.traveller))
        })
        .collect()
}

/// The days before the trips, where the scenario asks for them.
fn preparations(problem: &Problem, plan: &Plan) -> Vec<Preparation> {
    if !problem.preparation_day {
        return Vec::new();
    }
    let home = Zone::of(problem.place(problem.home).tz);
    plan.trips
        .iter()
        .map(|trip| Preparation {
            day: home.day(trip.depart).plus(-1),
            traveller: trip.traveller,
            requests: trip.visits.iter().map(|visit| visit.request).collect(),
        })
        .collect()
}

/// The deadlines before a visit, counted from its start date at its place.
fn deadlines(problem: &Problem, visit: &Visit) -> Vec<Deadline> {
    let request = problem.request(visit.request);
    let start = Zone::of(problem.place(request.place).tz).day(visit.start);
    let days = request.milestones.iter().map(|milestone| start.plus(-milestone.days_before));
    days.enumerate().map(|(milestone_idx, day)| Deadline { day, visit: visit.clone(), milestone_idx }).collect()
}
