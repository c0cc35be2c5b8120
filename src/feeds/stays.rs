//! The stays of a trip: the time abroad that is neither a leg nor a visit.
//!
//! # Invariants
//!
//! * A trip's legs, visits and stays together cover the time from its departure to its return, without a hole.
//! * A stay takes time, and touches neither a leg nor another visit of its trip.

use super::legs::trip_legs;
use crate::domain::{Instant, PlaceIdx, Problem, Trip};

/// Time of a trip between what it does, such as a rest after arrival or a free day between visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TripStay {
    /// Where the traveller is.
    pub place: PlaceIdx,
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// The visit before it, as a position in the trip's visits; `None` before the first.
    pub after: Option<usize>,
    /// The visit after it; `None` when the traveller goes home first.
    pub before: Option<usize>,
    /// The visit whose place it is spent at: `before`, or else `after`.
    pub at: usize,
}

/// Returns the stays of a trip, in order of time.
pub(super) fn trip_stays(problem: &Problem, trip: &Trip) -> Vec<TripStay> {
    let legs = trip_legs(problem, trip);
    let n_visits = trip.visits.len();
    let mut stays = Vec::new();
    let mut covered = trip.depart;
    for stop in 0..=n_visits {
        let after = stop.checked_sub(1);
        let before = (stop < n_visits).then_some(stop);
        let mut wait = |at: Option<usize>, start: Instant, end: Instant| {
            let Some(at) = at else { return };
            let place = problem.request(trip.visits[at].request).place;
            if start < end && place != problem.home {
                stays.push(TripStay { place, start, end, after, before, at });
            }
        };
        if let Some(leg) = legs.iter().find(|leg| (leg.after, leg.before) == (after, before)) {
            wait(after, covered, leg.depart);
            covered = covered.max(leg.arrive);
        }
        if let Some(visit) = before.map(|idx| trip.visits[idx]) {
            wait(before, covered, visit.start);
            covered = covered.max(visit.end);
        }
    }
    stays
}
