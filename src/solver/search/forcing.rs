//! Forcing: a good trip is put in, and what stands in its way goes.
//!
//! The trips that pricing finds at the master's prices carry several visits for little money. Putting in one visit after
//! the other makes such a trip only by chance, as its first visit goes where it is best alone. So a trip is put in as it
//! is: what is planned of its visits goes elsewhere, other trips of the traveller on its dates go, the other roles of
//! its visits are filled at the same starts, and of what counts in a rule that forbids it some goes, until it is allowed.

use std::sync::Arc;

use super::super::columns::{Column, Stop};
use super::ruin_and_recreate::{Log, RuinAndRecreate};
use super::schedule::Change;
use super::seat::{Replacement, replacement, seat};
use super::trips::{NOTHING, Trip};

/// How many trips are tried, and how many visits may go for the rules of one.
const N_TRIPS: usize = 4;
const N_IN_THE_WAY: usize = 8;
/// How much rather good trips are taken than those after them: the position is the share of this power of chance.
const RANK_POWER: i32 = 2;
/// The share of a visit's points by which a candidate may seem better by chance.
const CHANCE: i64 = 8;

impl RuinAndRecreate<'_> {
    /// Has some good trip in the schedule, and returns the visits that went for it; none when that was not to be.
    pub(super) fn force_any(&mut self, log: &mut Log) -> Vec<usize> {
        let good_trips = Arc::clone(&self.good_trips);
        for _ in 0..N_TRIPS {
            let share = self.rng.f64().powi(RANK_POWER);
            let rank = (good_trips.len() as f64 * share) as usize; // Far below 2^53.
            let Some(column) = good_trips.get(rank) else { return Vec::new() };
            let there = &self.current.columns[column.traveller()];
            if there.iter().any(|trip| trip.column.key == column.key) {
                continue;
            }
            let mut gone = Vec::new();
            if self.force_in(column, log, &mut gone).is_some() {
                gone.sort_unstable();
                gone.dedup();
                return gone;
            }
            self.take_back(log);
        }
        Vec::new()
    }

    /// Puts a trip in with the required members of its visits, or returns `None` half way.
    fn force_in(&mut self, column: &Column, log: &mut Log, gone: &mut Vec<usize>) -> Option<()> {
        let trip = self.trips.get(column.traveller(), column.stops())?;
        let fixed: Vec<usize> = column.stops().iter().map(|stop| stop.request()).collect();
        for &request in &fixed {
            self.take_out(request, log, gone);
        }
        self.make_way(&trip, None, &fixed, log, gone)?;
        let changes = vec![Change { out: Vec::new(), into: vec![trip] }];
        self.current.apply(&changes);
        log.push(changes);
        for stop in column.stops() {
            let optional = &self.current.model.instance.requests[stop.request()].optional;
            for role in (0..optional.len()).filter(|&role| !optional[role]) {
                let is_filled = self.current.planned[stop.request()].as_ref()?.delegation[role].is_some();
                if !is_filled {
                    self.fill(*stop, role, &fixed, log, gone)?;
                }
            }
        }
        Some(())
    }

    /// Fills a role of a visit that is planned at a start.
    fn fill(&mut self, stop: Stop, role: usize, fixed: &[usize], log: &mut Log, gone: &mut Vec<usize>) -> Option<()> {
        let (request, start) = (stop.request(), stop.start());
        let seats = self.trips.seats(request);
        let delegation = self.current.planned[request].as_ref()?.delegation.clone();
        let is_free = |traveller: usize| !delegation.contains(&Some(traveller));
        let most_chance = self.current.model.instance.problem.requests[request].points.0.abs() / CHANCE;
        let mut best: Option<((bool, i64, usize), Replacement)> = None;
        for (position, of_candidate) in seats.seats[role].iter().enumerate() {
            if !is_free(of_candidate.traveller) {
                continue;
            }
            let id = (request, role, position);
            let seat = seat(&self.current, &mut self.trips, id, usize::MAX, true);
            let chance = self.rng.i64(0..most_chance.max(1));
            // Where it cannot be taken beside what there is, on a trip of its own, for which others go.
            let is_possible = seat.gains[start] > NOTHING;
            let gain = if is_possible { seat.gains[start] } else { of_candidate.points[start] };
            let rank = (is_possible, gain + chance, position);
            if gain > NOTHING && best.as_ref().is_none_or(|(best, _)| *best < rank) {
                let longer = seat.longer_at(start).filter(|_| is_possible);
                let taken = replacement(&self.current, &mut self.trips, id, start, seat.traveller, longer);
                best = Some((rank, taken));
            }
        }
        let (_, (out, into)) = best?;
        self.make_way(&into, out.as_ref(), fixed, log, gone)?;
        let out: Vec<Arc<Trip>> = out.into_iter().collect();
        // Making way may have changed what is to become longer.
        if !out.iter().all(|trip| self.has(trip)) {
            return None;
        }
        let changes = vec![Change { out, into: vec![into] }];
        self.current.apply(&changes);
        log.push(changes);
        Some(())
    }

    /// Takes visits out until a trip can be had instead of another.
    fn make_way(
        &mut self,
        trip: &Arc<Trip>,
        instead_of: Option<&Arc<Trip>>,
        fixed: &[usize],
        log: &mut Log,
        gone: &mut Vec<usize>,
    ) -> Option<()> {
        let traveller = trip.column.traveller();
        let min_home_days = self.current.model.instance.travellers[traveller].limits.min_home_days;
        let meets = |other: &&Arc<Trip>| {
            instead_of.is_none_or(|out| !Arc::ptr_eq(out, other))
                && !trip.column.fits_beside(&other.column, min_home_days)
        };
        let others: Vec<usize> = { self.current.columns[traveller].iter().filter(meets) }
            .flat_map(|other| other.column.stops().iter().map(|stop| stop.request()))
            .collect();
        if others.iter().any(|other| fixed.contains(other)) {
            return None;
        }
        for request in others {
            self.take_out(request, log, gone);
        }
        for _ in 0..N_IN_THE_WAY {
            let change = std::iter::once((instead_of.map(|out| &**out), &**trip));
            let Err(row) = self.current.gain_of(change) else { return Some(()) };
            let stays = |request: usize| {
                let mut longer = instead_of.into_iter().flat_map(|out| out.column.stops());
                fixed.contains(&request) || longer.any(|stop| stop.request() == request)
            };
            let mut near = self.counting_in(row);
            near.retain(|&request| !stays(request));
            let request = self.rng.choice(near)?;
            self.take_out(request, log, gone);
            if instead_of.is_some_and(|out| !self.has(out)) {
                return None;
            }
        }
        None
    }

    /// Whether the schedule has just this trip.
    fn has(&self, trip: &Arc<Trip>) -> bool {
        self.current.columns[trip.column.traveller()].iter().any(|other| Arc::ptr_eq(other, trip))
    }
}
