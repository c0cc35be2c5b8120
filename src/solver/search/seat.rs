//! What a seat in a visit brings one traveller, at each start: on a trip of its own or as a further stop of a trip.

use std::sync::Arc;

use super::super::columns::Column;
use super::super::columns::alone::SeatId;
use super::row_index::Span;
use super::schedule::Schedule;
use super::trips::{Longer, NOTHING, Seats, Trip, Trips};

/// Which of a traveller's trips becomes longer, and how.
pub type Lengthening = (usize, Longer);

/// A trip that comes, and before it what goes for it.
pub type Replacement = (Option<Arc<Trip>>, Arc<Trip>);

/// What one traveller's seat brings at each start.
pub struct Seat {
    /// The traveller.
    pub traveller: usize,
    /// What columns seem to bring, or [`NOTHING`].
    pub gains: Vec<i64>,
    /// Where a trip becomes longer: one of these for each start that it is best at.
    longer: Vec<Lengthening>,
}

impl Seat {
    /// Which trip becomes longer at a start; none when it is best taken on a trip of its own.
    pub fn longer_at(&self, start: usize) -> Option<&Lengthening> {
        self.longer.iter().find(|(_, longer)| longer.start as usize == start) // A position.
    }
}

/// The trip with which a traveller takes a seat at a start, and what goes for it.
pub fn replacement(
    schedule: &Schedule,
    trips: &mut Trips,
    id: SeatId,
    start: usize,
    traveller: usize,
    longer: Option<&Lengthening>,
) -> Replacement {
    match longer {
        None => (None, trips.alone(id, start)),
        Some((position, longer)) => {
            let trip = &schedule.columns[traveller][*position];
            (Some(Arc::clone(trip)), trips.lengthened(trip, (id.0, id.1), longer))
        }
    }
}

/// What the seat of a candidate brings at each start.
///
/// * `shorter_than`: trips of fewer stops can have it as one more stop.
/// * `within_limits`: whether what limits have no room for is out.
pub fn seat(schedule: &Schedule, trips: &mut Trips, id: SeatId, shorter_than: usize, within_limits: bool) -> Seat {
    let (request, role, position) = id;
    let of_request = trips.seats(request);
    let of_candidate = &of_request.seats[role][position];
    let mut seat = Seat { traveller: of_candidate.traveller, gains: Vec::new(), longer: Vec::new() };
    seat.gains.extend_from_slice(&of_candidate.points);
    if schedule.is_guided() {
        let worth = trips.worth_alone(id);
        let gains = seat.gains.iter_mut().zip(worth.iter()).filter(|(gain, _)| **gain > NOTHING);
        gains.for_each(|(gain, &worth)| *gain = schedule.mixed(*gain, worth));
    }
    for trip in &schedule.columns[seat.traveller] {
        block(schedule, request, &of_request, &trip.column, &mut seat.gains);
    }
    if within_limits {
        for (span, room) in schedule.spans(seat.traveller) {
            of_request.starts.limit(span, room, &mut seat.gains);
        }
    }
    on_longer_trips(schedule, trips, id, &of_request, (shorter_than, within_limits), &mut seat);
    seat
}

/// Takes out the starts of trips with the visit alone that do not fit beside a trip or meeting.
fn block(schedule: &Schedule, request: usize, seats: &Seats, column: &Column, gains: &mut [i64]) {
    let instance = &schedule.model.instance;
    let data = &instance.requests[request];
    if !data.at_home && !column.at_home {
        let min_home_days = instance.travellers[column.traveller()].limits.min_home_days;
        seats.starts.strike(column.first_day - min_home_days, column.last_day + min_home_days, gains);
        return;
    }
    // Beside a meeting, the clock decides.
    let concerned = seats.starts.between(column.first_day, column.last_day + 1);
    if concerned.is_empty() {
        return;
    }
    for (gain, start) in gains[concerned.clone()].iter_mut().zip(&data.starts[concerned]) {
        if start.back > column.depart && start.depart < column.back {
            *gain = NOTHING;
        }
    }
}

/// What a seat brings as a further stop of a trip, where that is more.
///
/// * `id`: request, role and candidate.
/// * `shorter_than`, `within_limits`: as for [`seat`].
fn on_longer_trips(
    schedule: &Schedule,
    trips: &mut Trips,
    id: SeatId,
    seats: &Seats,
    (shorter_than, within_limits): (usize, bool),
    seat: &mut Seat,
) {
    let instance = &schedule.model.instance;
    let limits = instance.travellers[seat.traveller].limits;
    if instance.requests[id.0].at_home || limits.max_stops < 2 {
        return;
    }
    let columns = &schedule.columns[seat.traveller];
    for (position, trip) in columns.iter().enumerate() {
        let column = &trip.column;
        let is_near = column.last_day >= seats.days.0 - limits.max_idle_days - 1
            && column.first_day <= seats.days.1 + limits.max_idle_days + 1;
        let is_full = column.stops().len() >= limits.max_stops.min(shorter_than);
        if column.at_home || is_full || !is_near {
            continue;
        }
        let longer = trips.longer(trip, seats, id);
        if longer.is_empty() {
            continue;
        }
        let goes = schedule.seeming(trips, trip);
        let others =
            || columns.iter().enumerate().filter(|&(other, _)| other != position).map(|(_, trip)| &trip.column);
        let (mut after, mut before) = (i32::MIN / 4, i32::MAX / 4);
        for other in others().filter(|other| !other.at_home) {
            if other.first_day < column.first_day {
                after = after.max(other.last_day + limits.min_home_days);
            } else {
                before = before.min(other.first_day - limits.min_home_days);
            }
        }
        let has_meetings = others().any(|other| other.at_home);
        let (days, costs) = ((column.first_day, column.last_day), (column.cents, column.grams));
        let is_there = |span: &Span| {
            let (before, after) = (days.0 - limits.max_trip_days, days.1 + limits.max_trip_days);
            within_limits && span.days.start <= after && before < span.days.end
        };
        let spans: Vec<(&Span, i64)> = { schedule.spans(seat.traveller).filter(|(span, _)| is_there(span)) }
            .map(|(span, room)| (span, room + span.amount(days, costs)))
            .collect();
        for longer in longer.iter() {
            let is_too_much =
                |&(span, room): &(&Span, i64)| span.amount((longer.first_day, longer.last_day), longer.costs) > room;
            if longer.first_day <= after || longer.last_day >= before || spans.iter().any(is_too_much) {
                continue;
            }
            let gain = if schedule.is_guided() {
                let lengthened = trips.lengthened(trip, (id.0, id.1), longer);
                schedule.seeming(trips, &lengthened) - goes
            } else {
                longer.points - goes
            };
            let start = longer.start as usize; // A position.
            if gain <= seat.gains[start] {
                continue;
            }
            if has_meetings {
                let lengthened = trips.lengthened(trip, (id.0, id.1), longer);
                if !others().all(|other| lengthened.column.fits_beside(other, limits.min_home_days)) {
                    continue;
                }
            }
            seat.gains[start] = gain;
            seat.longer.retain(|(_, known)| known.start != longer.start);
            seat.longer.push((position, *longer));
        }
    }
}
