//! Trips as searches keep them: columns with the rows in which they count, made once and found again.
//!
//! Ruin and recreate takes the same visits out and puts them back at the same starts over and over. What a trip counts in
//! every row, which stops it can have beside its own, and what each of these longer trips brings depends on the trip
//! alone; so it is worked out when it is first asked for, and looked up afterwards.
//!
//! # Invariants
//!
//! * A trip with an id is in the store that gave it, at that position; one store never reads the ids of another, since
//!   schedules from elsewhere are [interned](Trips::intern) first.
//! * What is stored is what [`Model::column`] says; nothing here depends on a schedule.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::super::columns::alone::SeatId;
use super::super::columns::{Column, Key, Stop, small};
use super::super::guide::Guide;
use super::super::instance::{Instance, Start};
use super::super::model::Model;
use super::retiming::{self, Slack};
use super::row_index::RowIndex;
use super::starts::Starts;

/// The id of a trip that is in no store.
const NO_ID: u32 = u32::MAX;
/// How much a store keeps before it begins anew, in starts of longer trips; a trip counts as so many of them.
const MAX_KEPT: usize = 3_000_000;
const KEPT_OF_TRIP: usize = 16;

/// What a seat brings that cannot be taken.
pub const NOTHING: i64 = i64::MIN / 4;

/// A trip or meeting, and what it counts in the rows of rules.
#[derive(Debug)]
pub struct Trip {
    /// The trip.
    pub column: Column,
    /// The rows in which it counts, each once, and how often.
    pub rows: Box<[(u32, i64)]>,
    id: u32,
    /// How early and how late each stop can be, once that has been asked for.
    slacks: OnceLock<Box<[Slack]>>,
}

impl Trip {
    /// Returns a trip that is in no store.
    pub fn new(model: &Model, index: &RowIndex, column: Column) -> Self {
        Trip::with_id(model, index, column, NO_ID)
    }

    /// How early and how late each stop can be when the others move.
    pub fn slacks(&self, instance: &Instance) -> &[Slack] {
        self.slacks.get_or_init(|| retiming::slacks(instance, &self.column))
    }

    fn with_id(model: &Model, index: &RowIndex, column: Column, id: u32) -> Self {
        let mut rows: Vec<(u32, i64)> = Vec::new();
        index.for_each(model, &column, |row, coef| rows.push((small(row), coef)));
        rows.sort_unstable_by_key(|&(row, _)| row);
        rows.dedup_by(|again, first| {
            let is_same = again.0 == first.0;
            first.1 += if is_same { again.1 } else { 0 };
            is_same
        });
        rows.retain(|&(_, coef)| coef != 0);
        Trip { column, rows: rows.into_boxed_slice(), id, slacks: OnceLock::new() }
    }
}

/// A start at which a trip can have one more stop, and the trip that it is then.
#[derive(Clone, Copy, Debug)]
pub struct Longer {
    /// The start of the stop, as a position.
    pub start: u32,
    /// First home date of the longer trip.
    pub first_day: i32,
    /// Last home date of the longer trip.
    pub last_day: i32,
    /// What it brings, in thousandths of a point.
    pub points: i64,
    /// What it costs, in cents and in grams.
    pub costs: (i64, i64),
}

/// What does not change about the ways to put one visit in.
#[derive(Debug)]
pub struct Seats {
    /// Its starts.
    pub starts: Starts,
    /// The first and the last home date of any start's visit.
    pub days: (i32, i32),
    /// The most home dates between a visit's start and its end.
    pub n_days: i32,
    /// The most points of any start.
    pub most: i64,
    /// Per role and candidate.
    pub seats: Vec<Vec<SeatOfCandidate>>,
}

/// A seat that one candidate can take.
#[derive(Debug)]
pub struct SeatOfCandidate {
    /// The candidate.
    pub traveller: usize,
    /// The position among the seats of the traveller.
    number: usize,
    /// The position among all seats of the visit.
    position: usize,
    /// Per start: what a trip with this visit alone brings, or [`NOTHING`].
    pub points: Vec<i64>,
}

/// What is known of a visit, as far as it has been asked for.
#[derive(Clone, Default)]
struct OfRequest {
    seats: Option<Arc<Seats>>,
    /// Per seat and start: the trip with this visit alone.
    alone: Vec<u32>,
    /// Per seat: what these trips are worth at the prices of the guide, per start.
    worth: Vec<Option<Arc<[i64]>>>,
}

/// A store of trips.
pub struct Trips<'m> {
    /// The model.
    pub model: &'m Model<'m>,
    index: &'m RowIndex,
    all: Vec<Arc<Trip>>,
    by_key: HashMap<Key, Option<u32>>,
    /// Per trip and seat of its traveller: the longer trips, once they have been asked for.
    longer: Vec<Vec<Option<Arc<[Longer]>>>>,
    n_kept: usize,
    of_request: Vec<OfRequest>,
    /// The guide at whose prices worths are.
    guide: Option<Arc<Guide>>,
    /// Per trip: what it is worth, once that has been asked for.
    worth: Vec<Option<i64>>,
    scratch: Column,
}

impl<'m> Trips<'m> {
    /// Returns an empty store.
    pub fn new(model: &'m Model<'m>, index: &'m RowIndex) -> Self {
        Trips {
            model,
            index,
            all: Vec::new(),
            by_key: HashMap::new(),
            longer: Vec::new(),
            n_kept: 0,
            of_request: vec![OfRequest::default(); model.instance.requests.len()],
            guide: None,
            worth: Vec::new(),
            scratch: Column::unfilled(0, Vec::new()),
        }
    }

    /// Whether it keeps so much that it should [begin anew](Trips::clear).
    pub fn is_full(&self) -> bool {
        self.n_kept > MAX_KEPT
    }

    /// Forgets every trip.
    pub fn clear(&mut self) {
        *self = Trips { guide: self.guide.take(), ..Trips::new(self.model, self.index) };
    }

    /// Values trips at the prices of this guide from now on.
    pub fn follow(&mut self, guide: &Arc<Guide>) {
        if self.guide.as_ref().is_some_and(|known| Arc::ptr_eq(known, guide)) {
            return;
        }
        self.guide = Some(Arc::clone(guide));
        self.worth.iter_mut().for_each(|worth| *worth = None);
        self.of_request.iter_mut().for_each(|known| known.worth.clear());
    }

    /// The trip with these stops, or `None` when the traveller cannot make it.
    pub fn get(&mut self, traveller: usize, stops: &[Stop]) -> Option<Arc<Trip>> {
        let key = Key { traveller, stops: stops.to_vec() };
        let id = match self.by_key.get(&key) {
            Some(id) => *id,
            None => {
                let id = self.model.column(traveller, stops).map(|column| self.add(column));
                self.by_key.insert(key, id);
                id
            }
        };
        id.map(|id| Arc::clone(&self.all[id as usize])) // A position.
    }

    fn add(&mut self, column: Column) -> u32 {
        let id = small(self.all.len());
        self.n_kept += KEPT_OF_TRIP + column.stops().len() / 2;
        self.longer.push(Vec::new());
        self.worth.push(None);
        self.all.push(Arc::new(Trip::with_id(self.model, self.index, column, id)));
        id
    }

    /// The same trip, as this store has it.
    pub fn intern(&mut self, trip: &Trip) -> Arc<Trip> {
        let known = self.get(trip.column.traveller(), trip.column.stops());
        known.expect("a trip that was made can be made")
    }

    /// Whether the trip is of this store.
    fn has(&self, trip: &Arc<Trip>) -> bool {
        self.all.get(trip.id as usize).is_some_and(|known| Arc::ptr_eq(known, trip)) // A position, if it is one.
    }

    /// What is the same of every way to put a visit in.
    pub fn seats(&mut self, request: usize) -> Arc<Seats> {
        let model = self.model;
        let seats = self.of_request[request].seats.get_or_insert_with(|| Arc::new(Seats::new(model, request)));
        Arc::clone(seats)
    }

    /// What trips with one visit alone are worth at the prices of the guide, per start; what they bring without one.
    pub fn worth_alone(&mut self, (request, role, position): SeatId) -> Arc<[i64]> {
        let seats = self.seats(request);
        let seat = &seats.seats[role][position];
        let known = &mut self.of_request[request].worth;
        known.resize(known.len().max(seat.position + 1), None);
        let (model, guide) = (self.model, &self.guide);
        let worth = |(start, &points): (usize, &i64)| match guide {
            Some(guide) if points > NOTHING => {
                guide.worth_alone(model, (request, role, position), start).unwrap_or(points)
            }
            _ => points,
        };
        let all = || seat.points.iter().enumerate().map(worth).collect();
        Arc::clone(known[seat.position].get_or_insert_with(all))
    }

    /// The trip of a candidate with one visit alone; there must be one.
    pub fn alone(&mut self, (request, role, position): SeatId, start: usize) -> Arc<Trip> {
        let of_request = &self.of_request[request];
        let known = of_request.seats.as_ref().and_then(|seats| {
            let seat = &seats.seats[role][position];
            of_request.alone.get(seat.position * seat.points.len() + start)
        });
        if let Some(&known) = known.filter(|&&known| known != NO_ID) {
            return Arc::clone(&self.all[known as usize]); // A position.
        }
        let seats = self.seats(request);
        let seat = &seats.seats[role][position];
        let stop = Stop { request: small(request), role: small(role), start: small(start) };
        let trip = self.get(seat.traveller, &[stop]).expect("a seat that brings something can be taken");
        let alone = &mut self.of_request[request].alone;
        alone.resize(alone.len().max((seat.position + 1) * seat.points.len()), NO_ID);
        alone[seat.position * seat.points.len() + start] = trip.id;
        trip
    }

    /// The starts at which a trip can have a seat as one more stop, in order.
    ///
    /// * `seats`: of the visit.
    pub fn longer(&mut self, trip: &Arc<Trip>, seats: &Seats, (request, role, position): SeatId) -> Arc<[Longer]> {
        let number = seats.seats[role][position].number;
        if self.has(trip)
            && let Some(known) = self.longer[trip.id as usize].get(number).and_then(Option::as_ref)
        {
            return Arc::clone(known);
        }
        let of_store = if self.has(trip) { Arc::clone(trip) } else { self.intern(trip) };
        let id = of_store.id as usize; // A position.
        if let Some(known) = self.longer[id].get(number).and_then(Option::as_ref) {
            return Arc::clone(known);
        }
        let found: Arc<[Longer]> = self.find_longer(&of_store.column, seats, request, role).into();
        self.n_kept += found.len() + 1;
        let of_trip = &mut self.longer[id];
        if of_trip.len() <= number {
            of_trip.resize(number + 1, None);
        }
        of_trip[number] = Some(Arc::clone(&found));
        found
    }

    fn find_longer(&mut self, column: &Column, seats: &Seats, request: usize, role: usize) -> Vec<Longer> {
        let model = self.model;
        let limits = model.instance.travellers[column.traveller()].limits;
        let mut found = Vec::new();
        let (Some(first), Some(last)) = (column.stops().first(), column.stops().last()) else { return found };
        let is_there = column.stops().iter().any(|stop| stop.request() == request);
        if column.at_home || is_there || column.stops().len() >= limits.max_stops {
            return found;
        }
        let at = |stop: &Stop| -> &Start { &model.instance.requests[stop.request()].starts[stop.start()] };
        let can_follow = |from: &Stop, to: &Stop| {
            at(to).start_day - at(from).end_day - 1 <= limits.max_idle_days
                && model.instance.can_follow((from.request(), from.start()), (to.request(), to.start()))
        };
        let starts = &model.instance.requests[request].starts;
        let from = at(first).start_day - 1 - limits.max_idle_days - seats.n_days;
        let to = at(last).end_day + 1 + limits.max_idle_days;
        let begin = starts.partition_point(|start| start.start_day < from);
        for (idx, _) in starts.iter().enumerate().skip(begin).take_while(|(_, start)| start.start_day <= to) {
            let stop = Stop { request: small(request), role: small(role), start: small(idx) };
            let position = position_of(model, column.stops(), stop);
            let (before, after) = column.stops().split_at(position);
            let is_possible = before.last().is_none_or(|from| can_follow(from, &stop))
                && after.first().is_none_or(|to| can_follow(&stop, to));
            if !is_possible {
                continue;
            }
            self.scratch.key.traveller = column.traveller();
            lengthen(model, column.stops(), stop, &mut self.scratch.key.stops);
            if model.complete(&mut self.scratch) {
                let Column { first_day, last_day, points, cents, grams, .. } = self.scratch;
                found.push(Longer { start: small(idx), first_day, last_day, points, costs: (cents, grams) });
            }
        }
        found
    }

    /// The longer trip itself.
    pub fn lengthened(&mut self, trip: &Trip, (request, role): (usize, usize), longer: &Longer) -> Arc<Trip> {
        let stop = Stop { request: small(request), role: small(role), start: longer.start };
        let mut stops = Vec::with_capacity(trip.column.stops().len() + 1);
        lengthen(self.model, trip.column.stops(), stop, &mut stops);
        self.get(trip.column.traveller(), &stops).expect("a longer trip that was found can be made")
    }

    /// What a trip is worth at the prices of the guide, in thousandths of a point; its points, when there is none.
    pub fn worth(&mut self, trip: &Arc<Trip>) -> i64 {
        let Some(guide) = &self.guide else { return trip.column.points };
        if !self.has(trip) {
            return guide.worth(self.model, &trip.column);
        }
        let model = self.model;
        *self.worth[trip.id as usize].get_or_insert_with(|| guide.worth(model, &trip.column)) // A position.
    }
}

impl Seats {
    fn new(model: &Model, request: usize) -> Self {
        let instance = &model.instance;
        let data = &instance.requests[request];
        let starts = &data.starts;
        let mut n_seats = 0;
        let mut seat = |role: usize, position: usize| {
            let (traveller, _) = data.candidates[role][position];
            let of_traveller = &instance.travellers[traveller].seats;
            let mine = |seat: &super::super::instance::Seat| seat.request == request && seat.role == role;
            let points = |start: usize| model.points_alone((request, role, position), start).unwrap_or(NOTHING);
            let points: Vec<i64> = (0..starts.len()).map(points).collect();
            n_seats += 1;
            SeatOfCandidate {
                traveller,
                number: of_traveller.iter().position(mine).expect("a candidate has the seat"),
                position: n_seats - 1,
                points,
            }
        };
        Seats {
            starts: Starts::new(instance, request),
            days: (
                starts.iter().map(|start| start.start_day).min().unwrap_or(0),
                starts.iter().map(|start| start.end_day).max().unwrap_or(0),
            ),
            n_days: starts.iter().map(|start| start.end_day - start.start_day).max().unwrap_or(0),
            most: starts.iter().map(|start| start.points).max().unwrap_or(0),
            seats: (0..data.candidates.len())
                .map(|role| (0..data.candidates[role].len()).map(|position| seat(role, position)).collect())
                .collect(),
        }
    }
}

/// The stops of a trip and one more, in order of time.
fn lengthen(model: &Model, stops: &[Stop], stop: Stop, longer: &mut Vec<Stop>) {
    let at = position_of(model, stops, stop);
    longer.clear();
    longer.extend_from_slice(&stops[..at]);
    longer.push(stop);
    longer.extend_from_slice(&stops[at..]);
}

/// Where a stop comes among the stops of a trip.
pub fn position_of(model: &Model, stops: &[Stop], stop: Stop) -> usize {
    let start = |s: &Stop| model.instance.requests[s.request()].starts[s.start()].start;
    stops.partition_point(|other| start(other) < start(&stop))
}
