//! The legs of a trip: when a traveller leaves one place and reaches the next.

use crate::domain::{Instant, Leg, PlaceIdx, Problem, Trip};
use crate::zones::Zone;

/// One journey of a trip, from a place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TripLeg {
    /// Where it begins.
    pub from: PlaceIdx,
    /// Where it ends.
    pub to: PlaceIdx,
    /// When it begins.
    pub depart: Instant,
    /// When it ends.
    pub arrive: Instant,
    /// How long it takes and what it costs.
    pub leg: Leg,
    /// The visit that it comes from, as a position in the trip's visits; `None` when it comes from home.
    pub after: Option<usize>,
    /// The visit that it goes to; `None` when it goes home.
    pub before: Option<usize>,
}

/// Returns the legs of a trip, in the order of travel; none between two visits at one place.
///
/// The first departs when the trip does; each other one at the first moment after a visit at which the night rule
/// lets travellers depart. The last arrives when the trip ends.
#[must_use]
pub fn trip_legs(problem: &Problem, trip: &Trip) -> Vec<TripLeg> {
    let place_of = |visit_idx: usize| problem.request(trip.visits[visit_idx].request).place;
    let n_visits = trip.visits.len();
    let mut legs = Vec::with_capacity(n_visits + 1);
    for stop in 0..=n_visits {
        let after = stop.checked_sub(1);
        let before = (stop < n_visits).then_some(stop);
        let from = after.map_or(problem.home, place_of);
        let to = before.map_or(problem.home, place_of);
        if from == to {
            continue;
        }
        let leg = problem.legs.between(from, to);
        let depart = after.map_or(trip.depart, |idx| earliest_departure(problem, from, trip.visits[idx].end));
        let arrive = if before.is_none() { trip.back } else { depart.plus(leg.minutes) };
        legs.push(TripLeg { from, to, depart, arrive, leg, after, before });
    }
    legs
}

/// The first instant from `at` on at which travellers may depart.
fn earliest_departure(problem: &Problem, place: PlaceIdx, at: Instant) -> Instant {
    let Some(night) = problem.night else { return at };
    let zone = Zone::of(problem.place(place).tz);
    let local = zone.local(at);
    match local.minute {
        minute if minute > night.from => zone.instant(local.day.plus(1), night.to),
        minute if minute < night.to => zone.instant(local.day, night.to),
        _ => at,
    }
}
