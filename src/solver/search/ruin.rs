//! Ruin: which visits go, so that others can come.
//!
//! Those that have to do with each other: near in time, with a candidate or the place in common, or in the way of a visit
//! that the schedule does not have; now and then any. Where trips have many stops, often some in a row: a single one
//! leaves room for another like it, and for nothing else.

use super::super::constraints::row::Term;
use super::retiming::MANY_STOPS;
use super::ruin_and_recreate::{Log, RuinAndRecreate, is_missing};
use super::trips::NOTHING;

/// The most visits that a round takes out, beside the one it is about.
const N_GONE: usize = 4;
/// How often stops in a row go where trips have many, and the most of one trip.
const SHARE_OF_STRINGS: f64 = 0.5;
const N_OF_STRING: usize = 10;

impl RuinAndRecreate<'_> {
    /// The requests that share a candidate or the place with a request, some of them more than once.
    pub(super) fn kin(&self, request: usize) -> impl Iterator<Item = usize> {
        let instance = &self.current.model.instance;
        let data = &instance.requests[request];
        let candidates = data.candidates.iter().flatten();
        let of_candidates = candidates.flat_map(|&(traveller, _)| &instance.travellers[traveller].seats);
        self.of_place[data.place].iter().copied().chain(of_candidates.map(|seat| seat.request))
    }

    /// Takes some related visits out, and returns which it was about.
    pub(super) fn ruin(&mut self, log: &mut Log) -> Vec<usize> {
        let all = 0..self.current.planned.len();
        let planned: Vec<usize> = { all.clone() }.filter(|&request| self.current.planned[request].is_some()).collect();
        if planned.is_empty() {
            return Vec::new();
        }
        let n_gone = 1 + self.rng.usize(0..(planned.len() / 3).clamp(1, N_GONE));
        let missing: Vec<usize> = all.filter(|&request| is_missing(&self.current, request)).collect();
        let is_required = |&request: &usize| self.current.model.instance.requests[request].required;
        let required: Vec<usize> = missing.iter().copied().filter(is_required).collect();
        let seed = if !required.is_empty() {
            // Without it there is no plan: make room where it could be.
            required[self.rng.usize(0..required.len())]
        } else if !missing.is_empty() && self.rng.bool() {
            missing[self.rng.usize(0..missing.len())]
        } else {
            planned[self.rng.usize(0..planned.len())]
        };
        if let Some(stops) = self.strings(seed, &planned) {
            return self.take_all_out(stops, log);
        }
        let mut gone: Vec<usize> = match self.rng.u8(0..5) {
            0 => self.nearest_in_time(seed, planned, n_gone + 1),
            1 => {
                let is_planned = |&request: &usize| self.current.planned[request].is_some();
                let mut near: Vec<usize> = self.kin(seed).filter(is_planned).collect();
                near.sort_unstable();
                near.dedup();
                self.rng.shuffle(&mut near);
                near
            }
            2 => {
                let mut any = planned;
                self.rng.shuffle(&mut any);
                any
            }
            _ => self.in_the_way(seed, planned, n_gone + 1),
        };
        gone.retain(|&request| request != seed);
        gone.truncate(n_gone);
        gone.push(seed);
        self.take_all_out(gone, log)
    }

    /// Takes visits out, and returns all that went.
    fn take_all_out(&mut self, gone: Vec<usize>, log: &mut Log) -> Vec<usize> {
        let mut taken_out = gone.clone();
        for request in gone {
            self.take_out(request, log, &mut taken_out);
        }
        taken_out.sort_unstable();
        taken_out.dedup();
        taken_out
    }

    /// Stops in a row of one or two trips, around those that are nearest to a request; `None` where these trips have few
    /// stops, and now and then elsewhere.
    fn strings(&mut self, seed: usize, planned: &[usize]) -> Option<Vec<usize>> {
        let instance = &self.current.model.instance;
        let place = |request: usize| instance.requests[request].place;
        let minutes = |request: usize| instance.leg(place(seed), place(request)).minutes;
        let stops_with = |request: usize| {
            let member = self.current.planned[request].as_ref()?.delegation.iter().flatten().next()?;
            let mut of_member = self.current.columns[*member].iter().map(|trip| trip.column.stops());
            of_member.find(|stops| stops.iter().any(|stop| stop.request() == request))
        };
        let first = planned.iter().copied().min_by_key(|&request| (request != seed, minutes(request), request))?;
        let is_one = stops_with(first)?.len() >= MANY_STOPS && self.rng.f64() < SHARE_OF_STRINGS;
        if !is_one {
            return None;
        }
        let mut gone: Vec<usize> = Vec::new();
        let mut around = Some(first);
        for _ in 0..1 + self.rng.usize(0..2) {
            let Some((request, stops)) = around.and_then(|request| Some((request, stops_with(request)?))) else {
                break;
            };
            let n_stops = 1 + self.rng.usize(0..(stops.len() / 2).clamp(1, N_OF_STRING));
            let at = stops.iter().position(|stop| stop.request() == request)?;
            let begin = at.saturating_sub(self.rng.usize(0..n_stops)).min(stops.len() - n_stops);
            gone.extend(stops[begin..begin + n_stops].iter().map(|stop| stop.request()));
            let is_elsewhere = |request: &usize| stops.iter().all(|stop| stop.request() != *request);
            let others = planned.iter().copied().filter(is_elsewhere);
            around = others.min_by_key(|&request| (minutes(request), request));
        }
        Some(gone)
    }

    /// The planned visits, at random, that count in a row that stands against a seat of a request at one of its starts;
    /// where no row does, those nearest in time.
    fn in_the_way(&mut self, seed: usize, planned: Vec<usize>, n_wanted: usize) -> Vec<usize> {
        let seats = self.trips.seats(seed);
        let role = self.rng.usize(0..seats.seats.len().max(1));
        let candidates = seats.seats.get(role).map_or(0, Vec::len);
        let position = self.rng.usize(0..candidates.max(1));
        let Some(seat) = seats.seats.get(role).and_then(|candidates| candidates.get(position)) else {
            return self.nearest_in_time(seed, planned, n_wanted);
        };
        let start = match &self.current.planned[seed] {
            Some(planned) => planned.start,
            None => self.rng.usize(0..seat.points.len()),
        };
        let rows = if seat.points[start] > NOTHING {
            let trip = self.trips.alone((seed, role, position), start);
            self.current.refusers(&trip)
        } else {
            Vec::new()
        };
        let Some(row) = self.rng.choice(rows) else { return self.nearest_in_time(seed, planned, n_wanted) };
        self.counting_in(row)
    }

    /// The planned visits that count in a row, in any order.
    pub(super) fn counting_in(&mut self, row: usize) -> Vec<usize> {
        let mut near: Vec<usize> = Vec::new();
        for term in &self.current.model.pool.rows[row].terms {
            match term {
                Term::Seat { request, .. } => near.push(*request),
                Term::Pairs { .. } => {}
                Term::Days { traveller, .. }
                | Term::Cover { traveller, .. }
                | Term::Absent { traveller, .. }
                | Term::Attend { traveller, .. }
                | Term::Seats { traveller, .. }
                | Term::Trips { traveller, .. } => {
                    let counts = |row_of: &(u32, i64)| (row_of.0 as usize).cmp(&row); // A position.
                    for trip in &self.current.columns[*traveller] {
                        if trip.rows.binary_search_by(counts).is_ok() {
                            near.extend(trip.column.stops().iter().map(|stop| stop.request()));
                        }
                    }
                }
            }
        }
        near.sort_unstable();
        near.dedup();
        near.retain(|&request| self.current.planned[request].is_some());
        self.rng.shuffle(&mut near);
        near
    }

    /// The planned visits that are nearest in time to a request: to its start, or to one of its possible starts. Those
    /// that are no kin are as good as 20 days further away.
    fn nearest_in_time(&mut self, seed: usize, planned: Vec<usize>, n_wanted: usize) -> Vec<usize> {
        let instance = &self.current.model.instance;
        let position = match &self.current.planned[seed] {
            Some(planned) => planned.start,
            None => self.rng.usize(0..instance.requests[seed].starts.len()),
        };
        let Some(at) = instance.requests[seed].starts.get(position) else { return planned };
        let mut is_kin = vec![false; self.current.planned.len()];
        self.kin(seed).for_each(|kin| is_kin[kin] = true);
        let distance = |&request: &usize| {
            let start = self.current.planned[request].as_ref().map_or(0, |planned| planned.start);
            let day = instance.requests[request].starts[start].start_day;
            ((day - at.start_day).abs() + if is_kin[request] { 0 } else { 20 }, request)
        };
        let mut near = planned;
        if near.len() > n_wanted {
            near.select_nth_unstable_by_key(n_wanted, distance);
            near.truncate(n_wanted);
        }
        near.sort_by_key(distance);
        near
    }
}
