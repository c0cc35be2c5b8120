//! The plan worked out: visits with their days, trips with their journeys, nights and money.
//!
//! # Invariants
//!
//! * Nothing here is taken from the plan but ids and the starts of visits; where a start is at no day-part, the end
//!   in the plan stands in for the one that cannot be computed.
//! * Entries of the plan that point outside the problem's lists are reported and left out.

use std::collections::BTreeMap;

use super::{Violation, trips, violation, visits};
use crate::domain::{
    Cents, Day, DayRange, Grams, Instant, Interval, Leg, MINUTES_PER_DAY, PlaceIdx, Plan, Problem, RequestIdx, RoleIdx,
    TravellerIdx, Trip, TripVisit,
};
use crate::texts::say;
use crate::zones::Zone;

/// A plan worked out against its problem.
#[derive(Clone, Debug)]
pub struct Agenda<'a> {
    /// What the plan answers to.
    pub problem: &'a Problem,
    /// The zone of each place.
    pub(super) zones: Vec<Zone>,
    /// What is planned, by request; home meetings too.
    pub visits: Vec<AgendaVisit>,
    /// The trips by traveller, then by departure.
    pub trips: Vec<AgendaTrip>,
}

/// A planned request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaVisit {
    /// Which request.
    pub request: RequestIdx,
    /// Where.
    pub place: PlaceIdx,
    /// When it starts.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// The dates it takes at the place.
    pub days: DayRange,
    /// Who attends, by role, and when each says that it starts and ends.
    pub seats: Vec<Seat>,
}

/// One traveller's part in a visit, as the plan says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat {
    /// Which role.
    pub role: RoleIdx,
    /// Who fills it.
    pub traveller: TravellerIdx,
    /// The start in the plan.
    pub start: Instant,
    /// The end in the plan.
    pub end: Instant,
    /// Whether the plan has it as a meeting at home rather than in a trip.
    pub at_home: bool,
}

/// A trip worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaTrip {
    /// Who.
    pub traveller: TravellerIdx,
    /// When the traveller leaves home, by the model.
    pub depart: Instant,
    /// When the traveller is home again, by the model.
    pub back: Instant,
    /// The home dates it touches.
    pub days: DayRange,
    /// The visits in the order of the plan.
    pub stops: Vec<Stop>,
    /// The ways between home and the places.
    pub journeys: Vec<Journey>,
    /// Each night, by the home date before it, with the place whose per diem is charged.
    pub nights: Vec<(Day, PlaceIdx)>,
    /// Fares.
    pub fares: Cents,
    /// Nights.
    pub per_diems: Cents,
    /// Carbon dioxide.
    pub kg_co2: Grams,
    /// The departure that the plan says.
    pub(super) said_depart: Instant,
    /// The return that the plan says.
    pub(super) said_back: Instant,
}

/// A visit of a trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Which request.
    pub request: RequestIdx,
    /// The seat that the traveller fills.
    pub role: RoleIdx,
    /// Where.
    pub place: PlaceIdx,
    /// When it starts.
    pub start: Instant,
    /// When it ends, by the model.
    pub end: Instant,
}

/// One way between two places of a trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Journey {
    /// Where it begins.
    pub from: PlaceIdx,
    /// Where it ends.
    pub to: PlaceIdx,
    /// When the traveller leaves.
    pub depart: Instant,
    /// When the traveller arrives; rest comes after it.
    pub arrive: Instant,
    /// Minutes, money and carbon dioxide.
    pub leg: Leg,
}

impl AgendaTrip {
    /// Fares and nights.
    #[must_use]
    pub fn eur(&self) -> Cents {
        self.fares + self.per_diems
    }

    /// The absence, `[depart, return)`.
    #[must_use]
    pub fn absence(&self) -> Option<Interval> {
        Interval::new(self.depart, self.back)
    }
}

impl AgendaVisit {
    /// The visit's time.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        Interval::new(self.start, self.end)
    }
}

impl<'a> Agenda<'a> {
    /// Works a plan out, and reports what points outside the problem.
    pub(super) fn of(problem: &'a Problem, plan: &Plan, violations: &mut Vec<Violation>) -> Self {
        let zones = problem.places.iter().map(|place| Zone::of(place.tz)).collect();
        let mut agenda = Agenda { problem, zones, visits: Vec::new(), trips: Vec::new() };
        let mut seats: BTreeMap<RequestIdx, Vec<Seat>> = BTreeMap::new();

        for trip in &plan.trips {
            let known = |visit: &&TripVisit| is_known(problem, visit.request, visit.role);
            let visits: Vec<TripVisit> = trip.visits.iter().filter(known).copied().collect();
            if trip.traveller.0 >= problem.travellers.len() || visits.len() < trip.visits.len() {
                let message = say!(
                    "Een reis met vertrek op {} noemt iets dat het scenario niet heeft",
                    "A trip that leaves at {} names what the scenario does not have",
                    trip.depart
                );
                violations.push(violation("plan", message).at(trip.depart));
            }
            if trip.traveller.0 >= problem.travellers.len() {
                continue;
            }
            if trip.visits.is_empty() {
                let who = super::words::who(problem, trip.traveller);
                let message = say!(
"De reis van {who} met vertrek op {} heeft geen bezoek",
"The trip of {who} that leaves at {} has no visit", trip.depart; who);
                violations.push(violation("trip", message).of_traveller(trip.traveller).at(trip.depart));
            }
            for &TripVisit { request, role, start, end } in &visits {
                seats.entry(request).or_default().push(Seat {
                    role,
                    traveller: trip.traveller,
                    start,
                    end,
                    at_home: false,
                });
            }
            agenda.trips.extend(agenda.trip(trip, &visits));
        }
        for meeting in &plan.meetings {
            let known = |&&(role, traveller): &&(RoleIdx, TravellerIdx)| {
                is_known(problem, meeting.request, role) && traveller.0 < problem.travellers.len()
            };
            let attendees: Vec<_> = meeting.attendees.iter().filter(known).collect();
            if attendees.len() < meeting.attendees.len() || meeting.request.0 >= problem.requests.len() {
                let message = say!(
                    "Een overleg op {} noemt iets dat het scenario niet heeft",
                    "A meeting at {} names what the scenario does not have",
                    meeting.start
                );
                violations.push(violation("plan", message).at(meeting.start));
                continue;
            }
            let seats = seats.entry(meeting.request).or_default();
            if !seats.is_empty() {
                let what = super::words::what(problem, meeting.request);
                let message = say!(
"{what} staat meer dan eens in het plan",
"{what} is in the plan more than once"; what);
                violations.push(violation("meeting", message).of_request(meeting.request).at(meeting.start));
            }
            seats.extend(attendees.into_iter().map(|&(role, traveller)| Seat {
                role,
                traveller,
                start: meeting.start,
                end: meeting.end,
                at_home: true,
            }));
            if seats.is_empty() {
                let what = super::words::what(problem, meeting.request);
                let message = say!(
"Niemand neemt deel aan {what} op {}",
"Nobody attends {what} on {}", agenda.home_day(meeting.start); what);
                violations.push(violation("role", message).of_request(meeting.request).at(meeting.start));
            }
        }

        agenda.trips.sort_by_key(|trip| (trip.traveller, trip.depart, trip.back));
        for (request, mut seats) in seats {
            seats.sort();
            agenda.visits.extend(agenda.visit(request, seats));
        }
        agenda
    }

    /// The home date at an instant.
    #[must_use]
    pub fn home_day(&self, at: Instant) -> Day {
        self.zone(self.problem.home).day(at)
    }

    /// The zone of a place.
    #[must_use]
    pub fn zone(&self, place: PlaceIdx) -> &Zone {
        &self.zones[place.0]
    }

    /// What is planned of a request, if it is.
    #[must_use]
    pub fn visit_of(&self, request: RequestIdx) -> Option<&AgendaVisit> {
        self.visits.binary_search_by_key(&request, |visit| visit.request).ok().map(|i| &self.visits[i])
    }

    /// Works out a visit; the first role says when it starts.
    fn visit(&self, request: RequestIdx, seats: Vec<Seat>) -> Option<AgendaVisit> {
        let place = self.problem.request(request).place;
        let &Seat { start, end: said_end, .. } = seats.first()?;
        let (days, end) = match visits::run(self, request, start, said_end) {
            Some(run) => (run.days, run.end),
            None => {
                let (zone, end) = (self.zone(place), self.plausible_end(request, start, said_end));
                (DayRange::inclusive(zone.day(start), zone.day(end))?, end)
            }
        };
        Some(AgendaVisit { request, place, start, end, days, seats })
    }

    /// The end in the plan, where none can be computed; within reason, so that one wrong year does not fill a report.
    fn plausible_end(&self, request: RequestIdx, start: Instant, said_end: Instant) -> Instant {
        let n_days = i64::from(self.problem.request(request).parts) + 1;
        said_end.clamp(start, start.plus(n_days * MINUTES_PER_DAY))
    }

    /// Works out a trip.
    fn trip(&self, trip: &Trip, visits: &[TripVisit]) -> Option<AgendaTrip> {
        let stops: Vec<Stop> = visits
            .iter()
            .map(|visit| Stop {
                request: visit.request,
                role: visit.role,
                place: self.problem.request(visit.request).place,
                start: visit.start,
                end: visits::run(self, visit.request, visit.start, visit.end)
                    .map_or_else(|| self.plausible_end(visit.request, visit.start, visit.end), |run| run.end),
            })
            .collect();
        let journeys = trips::journeys(self, &stops);
        let (depart, back) = (journeys.first()?.depart, journeys.last()?.arrive);
        let first_day = self.home_day(depart);
        let days = DayRange::inclusive(first_day, first_day.max(self.home_day(back)))?;
        let nights = trips::nights(self, days, &stops);
        Some(AgendaTrip {
            traveller: trip.traveller,
            depart,
            back,
            days,
            fares: journeys.iter().map(|journey| journey.leg.eur).sum(),
            per_diems: nights.iter().map(|&(_, place)| self.problem.place(place).per_diem).sum(),
            kg_co2: journeys.iter().map(|journey| journey.leg.kg_co2).sum(),
            nights,
            journeys,
            stops,
            said_depart: trip.depart,
            said_back: trip.back,
        })
    }
}

fn is_known(problem: &Problem, request: RequestIdx, role: RoleIdx) -> bool {
    problem.requests.get(request.0).is_some_and(|request| role.0 < request.roles.len())
}
