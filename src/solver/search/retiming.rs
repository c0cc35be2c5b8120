//! Putting a visit into a trip whose other stops move in time to make room for it.
//!
//! Where a date has few starts, the stops of a trip fit or they do not. Where it has many, and trips have many stops, the
//! next visit nearly always asks for some of the others to be a little earlier or later. So for every stop it is known how
//! early it can be, with all before it as early as they can, and how late, with all after it as late as they can; a visit
//! fits between two stops when it fits between the earliest of the one and the latest of the other. Stops then move as
//! little as is needed. Visits of several members stay where they are, since other trips would have to move with them.
//!
//! Among ways that bring as much, the one that delays what comes after it least is best: it leaves most room.
//!
//! # Source
//!
//! Savelsbergh (1992), *The Vehicle Routing Problem with Time Windows: Minimizing Route Duration*,
//! <https://doi.org/10.1287/ijoc.4.2.146>; Vansteenwegen and others (2009), *Iterated local search for the team
//! orienteering problem with time windows*, <https://doi.org/10.1016/j.cor.2009.03.008>, for the least delay.

use std::sync::Arc;

use fastrand::Rng;

use super::super::columns::{Column, Stop, small};
use super::super::instance::{Instance, RequestData, Start};
use super::insertion::Insertion;
use super::schedule::{Change, Schedule};
use super::trips::{Trip, Trips};
use crate::domain::Instant;

/// From how many stops on a trip is only lengthened by moving others, where they may move at all.
pub const MANY_STOPS: usize = 8;

/// How many places in a trip are looked at closely, those first that delay least.
const N_PLACES: usize = 3;

/// The earliest and the latest start of a stop, as positions.
pub type Slack = (u32, u32);

/// A place for a visit in a trip.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// How long the rest of the trip is delayed, in minutes, with chance.
    delay: f64,
    /// How many stops come before.
    position: usize,
    /// The earliest and the latest start of the visit.
    slack: Slack,
}

/// A way to put a visit in.
struct Way {
    /// What the longer trip seems to bring more.
    gain: i64,
    delay: f64,
    out: Arc<Trip>,
    column: Column,
}

/// Returns the best way to put a visit of one role into a trip whose stops may move, or `None` when there is none.
///
/// * `whim`: by how much, as a share of itself, a delay may seem longer or shorter than it is.
pub fn best(schedule: &mut Schedule, trips: &mut Trips, request: usize, rng: &mut Rng, whim: f64) -> Option<Insertion> {
    let instance = &schedule.model.instance;
    let data = &instance.requests[request];
    let mut ways: Vec<Way> = Vec::new();
    for &(traveller, _) in &data.candidates[0] {
        let limits = instance.travellers[traveller].limits;
        for idx in 0..schedule.columns[traveller].len() {
            let trip = Arc::clone(&schedule.columns[traveller][idx]);
            if trip.column.at_home || trip.column.stops().len() >= limits.max_stops {
                continue;
            }
            schedule.n_looks += trip.column.stops().len() as u64 + 1; // A count.
            for place in places(instance, &trip, request, rng, whim).into_iter().take(N_PLACES) {
                let Some(stops) = stops_with(instance, &trip.column, request, place) else { continue };
                let Some(column) = schedule.model.column(traveller, &stops) else { continue };
                if !schedule.fits(&column, &trip.column.key) {
                    continue;
                }
                let gain = if schedule.is_guided() {
                    let longer = trips.get(traveller, &stops).expect("a column that was made can be made");
                    schedule.seeming(trips, &longer) - schedule.seeming(trips, &trip)
                } else {
                    column.points - trip.column.points
                };
                ways.push(Way { gain, delay: place.delay, out: Arc::clone(&trip), column });
            }
        }
    }
    ways.sort_by(|a, b| b.gain.cmp(&a.gain).then_with(|| a.delay.total_cmp(&b.delay)));
    // Rules have the last word.
    ways.into_iter().find_map(|Way { out, column, .. }| {
        let into = trips.get(column.traveller(), column.stops())?;
        let gain = schedule.gain_of(std::iter::once((Some(&*out), &*into))).ok()?;
        Some(Insertion { gain, changes: vec![Change { out: vec![out], into: vec![into] }] })
    })
}

/// The places in a trip where a visit fits when the stops move, those first that delay least.
fn places(instance: &Instance, trip: &Trip, request: usize, rng: &mut Rng, whim: f64) -> Vec<Place> {
    let column = &trip.column;
    let stops = column.stops();
    let data = &instance.requests[request];
    if data.at_home || stops.iter().any(|stop| stop.request() == request) {
        return Vec::new();
    }
    let slacks = trip.slacks(instance);
    let (free_from, free_until) = instance.travellers[column.traveller()].free_around(column.depart);
    let mut places: Vec<Place> = Vec::new();
    for position in 0..=stops.len() {
        let earliest = match position.checked_sub(1) {
            Some(before) => {
                let ready = arrival(instance, (stops[before].request(), slacks[before].0), data.place);
                data.starts.partition_point(|start| start.start < ready)
            }
            None => data.starts.partition_point(|start| start.depart < free_from),
        };
        let Some(first) = data.starts.get(earliest) else { continue };
        let (delay, latest) = match stops.get(position) {
            Some(next) => {
                let to = &instance.requests[next.request()];
                let (earliest_next, latest_next) = slacks[position];
                let last_start = to.starts[latest_next as usize].start; // A position.
                let ready = instance.arrival(first, data.place, to.place);
                if ready > last_start {
                    continue;
                }
                let delayed = to.starts.partition_point(|start| start.start < ready);
                let delayed = to.starts[delayed].start.max(to.starts[earliest_next as usize].start); // A position.
                let delay = delayed.minutes() - to.starts[earliest_next as usize].start.minutes();
                let in_time = |start: &Start| instance.arrival(start, data.place, to.place) <= last_start;
                (delay, earliest + data.starts[earliest..].partition_point(in_time))
            }
            None => {
                let last = stops[position - 1];
                let back = instance.requests[last.request()].starts[slacks[position - 1].0 as usize].back; // A position.
                let in_time = |start: &Start| start.back <= free_until;
                let latest = earliest + data.starts[earliest..].partition_point(in_time);
                (first.back.minutes() - back.minutes(), latest)
            }
        };
        if latest > earliest {
            let delay = delay as f64 * (1.0 + whim * (rng.f64() - 0.5)); // Minutes, far below 2^53.
            places.push(Place { delay, position, slack: (small(earliest), small(latest - 1)) });
        }
    }
    places.sort_by(|a, b| a.delay.total_cmp(&b.delay));
    places
}

/// The stops of a trip with a visit at a place, moved as little as is needed; `None` when they cannot.
fn stops_with(instance: &Instance, column: &Column, request: usize, place: Place) -> Option<Vec<Stop>> {
    let data = &instance.requests[request];
    let stops = column.stops();
    // As early as the stop before allows where it is, but no later than what comes after allows.
    let start = match place.position.checked_sub(1) {
        Some(before) => {
            let ready = arrival(instance, (stops[before].request(), stops[before].start), data.place);
            small(data.starts.partition_point(|start| start.start < ready)).min(place.slack.1)
        }
        // As late as the first stop allows where it is.
        None => {
            let next = &instance.requests[stops[0].request()];
            let at = next.starts[stops[0].start()].start;
            let in_time = |start: &Start| instance.arrival(start, data.place, next.place) <= at;
            small(data.starts.partition_point(in_time).saturating_sub(1)).max(place.slack.0).min(place.slack.1)
        }
    };
    let mut moved = Vec::with_capacity(stops.len() + 1);
    moved.extend_from_slice(&stops[..place.position]);
    moved.push(Stop { request: small(request), role: 0, start });
    moved.extend_from_slice(&stops[place.position..]);
    for idx in (0..place.position).rev() {
        let (stop, next) = (moved[idx], moved[idx + 1]);
        let (from, to) = (&instance.requests[stop.request()], &instance.requests[next.request()]);
        let at = to.starts[next.start()].start;
        let in_time = |start: &Start| instance.arrival(start, from.place, to.place) <= at;
        if in_time(&from.starts[stop.start()]) {
            break;
        }
        if !can_move(from) {
            return None;
        }
        moved[idx].start = small(from.starts[..stop.start()].partition_point(in_time).checked_sub(1)?);
    }
    for idx in place.position + 1..moved.len() {
        let (before, stop) = (moved[idx - 1], moved[idx]);
        let to = &instance.requests[stop.request()];
        let ready = arrival(instance, (before.request(), before.start), to.place);
        if to.starts[stop.start()].start >= ready {
            break;
        }
        let earliest = to.starts.partition_point(|start| start.start < ready);
        if earliest >= to.starts.len() || !can_move(to) {
            return None;
        }
        moved[idx].start = small(earliest);
    }
    Some(moved)
}

/// How early and how late each stop of a trip can be, all before it as early and all after it as late as they can.
pub fn slacks(instance: &Instance, column: &Column) -> Box<[Slack]> {
    let stops = column.stops();
    let (free_from, free_until) = instance.travellers[column.traveller()].free_around(column.depart);
    let mut slacks: Vec<Slack> = stops.iter().map(|stop| (stop.start, stop.start)).collect();
    for idx in 0..stops.len() {
        let data = &instance.requests[stops[idx].request()];
        if !can_move(data) {
            continue;
        }
        let earliest = match idx.checked_sub(1) {
            Some(before) => {
                let ready = arrival(instance, (stops[before].request(), slacks[before].0), data.place);
                data.starts.partition_point(|start| start.start < ready)
            }
            None => data.starts.partition_point(|start| start.depart < free_from),
        };
        slacks[idx].0 = small(earliest).min(stops[idx].start);
    }
    for idx in (0..stops.len()).rev() {
        let data = &instance.requests[stops[idx].request()];
        if !can_move(data) {
            continue;
        }
        let n_in_time = match stops.get(idx + 1) {
            Some(next) => {
                let to = &instance.requests[next.request()];
                let at = to.starts[slacks[idx + 1].1 as usize].start; // A position.
                data.starts.partition_point(|start| instance.arrival(start, data.place, to.place) <= at)
            }
            None => data.starts.partition_point(|start| start.back <= free_until),
        };
        slacks[idx].1 = small(n_in_time.saturating_sub(1)).max(stops[idx].start);
    }
    slacks.into_boxed_slice()
}

/// Whether a visit is put into trips whose stops move: where somebody may have many stops on a trip.
pub fn is_for(instance: &Instance, request: usize) -> bool {
    let data = &instance.requests[request];
    let is_long = |&(traveller, _): &(usize, i64)| instance.travellers[traveller].may_have_many_stops();
    can_move(data) && data.candidates[0].iter().any(is_long)
}

/// Whether a visit can move alone: nobody else has to move with it.
fn can_move(data: &RequestData) -> bool {
    data.candidates.len() == 1 && !data.at_home
}

/// When one is ready at a place after a visit at a start.
fn arrival(instance: &Instance, (request, start): (usize, u32), place: usize) -> Instant {
    let data = &instance.requests[request];
    instance.arrival(&data.starts[start as usize], data.place, place) // A position.
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::super::model::Model;
    use super::super::row_index::RowIndex;
    use super::*;

    /// Whether stops in this order can be attended, those that can move at any time: each as early as it can be.
    fn can_be_attended(instance: &Instance, stops: &[Stop], free: (Instant, Instant)) -> bool {
        let mut before: Option<(usize, &Start)> = None;
        for stop in stops {
            let data = &instance.requests[stop.request()];
            let fits = |start: &&Start| match before {
                Some((place, before)) => instance.arrival(before, place, data.place) <= start.start,
                None => free.0 <= start.depart,
            };
            let starts = if can_move(data) { &data.starts[..] } else { &data.starts[stop.start()..=stop.start()] };
            let Some(start) = starts.iter().find(fits) else { return false };
            before = Some((data.place, start));
        }
        before.is_some_and(|(_, last)| last.back <= free.1)
    }

    #[test]
    fn a_visit_fits_where_some_times_of_the_other_stops_leave_room_for_it() {
        let (mut n_fits, mut n_moved, mut n_none) = (0, 0, 0);
        for name in ["taskforce-2027", "bench/S-none-1", "valid/fine-grid.toml"] {
            let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).join(name);
            let problem = crate::scenario::load(&path).expect("a scenario").problem;
            let model = Model::new(&problem);
            let (instance, index) = (&model.instance, RowIndex::new(&model));
            let mut rng = Rng::with_seed(4);
            let mut trips = Trips::new(&model, &index);
            for _ in 0..400 {
                let traveller = rng.usize(0..instance.travellers.len());
                let of_traveller = &instance.travellers[traveller].seats;
                let is_away = |stop: &Stop| !instance.requests[stop.request()].at_home;
                let any = |rng: &mut Rng| {
                    let seat = rng.choice(of_traveller)?;
                    let n_starts = instance.requests[seat.request].starts.len();
                    let start = small(rng.usize(0..n_starts.max(1)));
                    Some(Stop { request: small(seat.request), role: small(seat.role), start })
                };
                let mut trip = any(&mut rng).filter(is_away).and_then(|stop| trips.get(traveller, &[stop]));
                for _ in 0..6 {
                    let (Some(now), Some(stop)) = (&trip, any(&mut rng)) else { break };
                    let (request, data) = (stop.request(), &instance.requests[stop.request()]);
                    let stops = now.column.stops();
                    let is_there = stops.iter().any(|other| other.request == stop.request);
                    if !can_move(data) || is_there || data.starts.is_empty() {
                        continue;
                    }
                    let found = places(instance, now, request, &mut rng, 0.0);
                    let free = instance.travellers[traveller].free_around(now.column.depart);
                    let mut longest = None;
                    for position in 0..=stops.len() {
                        let mut order = stops.to_vec();
                        order.insert(position, stop);
                        let place = found.iter().find(|place| place.position == position);
                        assert_eq!(place.is_some(), can_be_attended(instance, &order, free), "{name}: {order:?}");
                        let Some(&place) = place else {
                            n_none += 1;
                            continue;
                        };
                        let moved = stops_with(instance, &now.column, request, place).expect("there is room");
                        let n_others = |moved: &[Stop]| moved.iter().filter(|stop| stops.contains(stop)).count();
                        let is_same = |(a, b): (&Stop, &Stop)| a.request == b.request && a.role == b.role;
                        assert!(moved.iter().zip(&order).all(is_same), "{name}: {moved:?}, {order:?}");
                        for (stop, other) in moved.iter().zip(&order).filter(|(stop, _)| stop.request() != request) {
                            let data = &instance.requests[stop.request()];
                            assert!(stop.start == other.start || can_move(data), "{name}: {stop:?}");
                        }
                        for pair in moved.windows(2) {
                            let [from, to] = [pair[0], pair[1]].map(|stop| (stop.request(), stop.start()));
                            assert!(instance.can_follow(from, to), "{name}: {moved:?}");
                        }
                        n_fits += 1;
                        n_moved += usize::from(n_others(&moved) < stops.len());
                        longest = trips.get(traveller, &moved).or(longest);
                    }
                    trip = longest.or(trip);
                }
            }
        }
        assert!(n_fits > 500 && n_moved > 50 && n_none > 500, "{n_fits}, {n_moved}, {n_none}");
    }
}
