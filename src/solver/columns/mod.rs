//! Columns: what one traveller can do, priced as a whole. A trip with its visits, or a meeting at home.
//!
//! # Invariants
//!
//! * Every [`Column`] keeps the rules that concern one trip of one traveller alone: it can be travelled, lies in the
//!   horizon, meets no busy time, has no more stops, days and idle days than allowed, and no request twice.
//! * `points` is what the column adds to the objective, penalties of rules apart.

pub mod alone;
pub mod choice;
pub mod pricing;
pub mod timetable;

use crate::domain::{Cents, Grams, Instant};

use super::instance::{Instance, Start};

/// A visit in a column: a start of a request, in a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stop {
    /// The request.
    pub request: u32,
    /// The role that the traveller fills.
    pub role: u32,
    /// The start, as a position in the request's starts.
    pub start: u32,
}

impl Stop {
    /// The request, as a position.
    pub fn request(self) -> usize {
        self.request as usize // u32 to usize keeps the value on every machine that can run this.
    }

    /// The role, as a position.
    pub fn role(self) -> usize {
        self.role as usize // As above.
    }

    /// The start, as a position.
    pub fn start(self) -> usize {
        self.start as usize // As above.
    }
}

/// Returns a position as the small number that stops keep.
pub fn small(position: usize) -> u32 {
    u32::try_from(position).expect("a problem has fewer than 2^32 requests, roles and starts")
}

/// Which column it is: a traveller and the stops in order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The traveller.
    pub traveller: usize,
    /// The stops, in the order of travel.
    pub stops: Vec<Stop>,
}

/// A trip of one traveller, or one traveller's seat in a home meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Traveller and stops.
    pub key: Key,
    /// Whether it is a meeting at home: not a trip, not a day away.
    pub at_home: bool,
    /// When the traveller leaves home; for a meeting, its start.
    pub depart: Instant,
    /// When the traveller is home again; for a meeting, its end.
    pub back: Instant,
    /// First home date.
    pub first_day: i32,
    /// Last home date.
    pub last_day: i32,
    /// Fares and nights.
    pub cents: i64,
    /// Carbon dioxide.
    pub grams: i64,
    /// What it adds to the objective, in thousandths of a point.
    pub points: i64,
}

impl Column {
    /// The traveller.
    pub fn traveller(&self) -> usize {
        self.key.traveller
    }

    /// The stops, in order.
    pub fn stops(&self) -> &[Stop] {
        &self.key.stops
    }

    /// Whether the two columns can both be one traveller's, as far as dates and clocks have it.
    pub fn fits_beside(&self, other: &Column, min_home_days: i32) -> bool {
        match (self.at_home, other.at_home) {
            (false, false) => {
                self.first_day - other.last_day > min_home_days || other.first_day - self.last_day > min_home_days
            }
            _ => self.back <= other.depart || other.back <= self.depart,
        }
    }
}

/// Returns columns that belong together: those that share a visit, directly or through others.
pub fn bundles<'c>(columns: impl Iterator<Item = &'c Column>) -> Vec<Vec<&'c Column>> {
    let mut left: Vec<&Column> = columns.collect();
    let mut bundles = Vec::new();
    while let Some(first) = left.pop() {
        let mut bundle = vec![first];
        let mut idx = 0;
        while idx < bundle.len() {
            let requests: Vec<u32> = bundle[idx].stops().iter().map(|stop| stop.request).collect();
            let shares = |column: &mut &Column| column.stops().iter().any(|stop| requests.contains(&stop.request));
            bundle.extend(left.extract_if(.., shares));
            idx += 1;
        }
        bundles.push(bundle);
    }
    bundles
}

/// Points of a stop: those of the candidate, and, in the lead role, those of the visit.
pub fn stop_points(instance: &Instance, traveller: usize, stop: Stop) -> i64 {
    let data = &instance.requests[stop.request()];
    let candidate = data.candidates[stop.role()]
        .iter()
        .find(|&&(candidate, _)| candidate == traveller)
        .map_or(0, |&(_, points)| points);
    let visit = if stop.role == 0 { data.starts[stop.start()].points } else { 0 };
    candidate + visit
}

impl Column {
    /// Returns a column that [`complete`] has still to fill.
    pub fn unfilled(traveller: usize, stops: Vec<Stop>) -> Self {
        Column {
            key: Key { traveller, stops },
            at_home: false,
            depart: Instant::from_minutes(0),
            back: Instant::from_minutes(0),
            first_day: 0,
            last_day: 0,
            cents: 0,
            grams: 0,
            points: 0,
        }
    }
}

/// Fills a column from its key, and says whether the traveller can do that; if not, the rest of it means nothing.
///
/// Searches fill the same column again and again, which spares them the memory for most of what they look at.
pub fn complete(instance: &Instance, column: &mut Column) -> bool {
    let (traveller, stops) = (column.key.traveller, &column.key.stops);
    let start = |stop: &Stop| -> &Start { &instance.requests[stop.request()].starts[stop.start()] };
    let (Some(first), Some(last)) = (stops.first().map(start), stops.last().map(start)) else { return false };
    let data = &instance.travellers[traveller];
    let allowed = |stop: &Stop| instance.requests[stop.request()].allows(stop.role(), traveller, stop.start());
    if data.latest_return(first.depart) < last.back || !stops.iter().all(allowed) {
        return false;
    }
    let points: i64 = stops.iter().map(|&stop| stop_points(instance, traveller, stop)).sum();
    column.at_home = instance.requests[stops[0].request()].at_home;
    if column.at_home {
        (column.depart, column.back) = (first.start, first.end);
        (column.first_day, column.last_day) = (first.start_day, first.end_day);
        (column.cents, column.grams, column.points) = (0, 0, points);
        return stops.len() == 1;
    }
    let n_days = last.back_day - first.depart_day + 1;
    let limits = data.limits;
    let in_horizon = 0 <= first.depart_day && last.back_day < instance.n_days;
    if !in_horizon || stops.len() > limits.max_stops || n_days > limits.max_trip_days {
        return false;
    }
    let can_follow = |pair: &[Stop]| {
        let idle_days = start(&pair[1]).start_day - start(&pair[0]).end_day - 1;
        let (from, to) = (pair[0], pair[1]);
        !instance.requests[to.request()].at_home
            && idle_days <= limits.max_idle_days
            && instance.can_follow((from.request(), from.start()), (to.request(), to.start()))
    };
    let repeats = |idx: usize| stops[..idx].iter().any(|stop| stop.request == stops[idx].request);
    if !stops.windows(2).all(can_follow) || (1..stops.len()).any(repeats) {
        return false;
    }
    let (cents, grams) = costs(instance, stops);
    let problem = instance.problem;
    let costs = problem.day_away * i64::from(n_days)
        + problem.eur.of_cents(Cents(cents))
        + problem.kg_co2.of_grams(Grams(grams));
    (column.depart, column.back) = (first.depart, last.back);
    (column.first_day, column.last_day) = (first.depart_day, last.back_day);
    (column.cents, column.grams, column.points) = (cents, grams, points - costs.0);
    true
}

/// Fares and nights in cents, and carbon dioxide in grams, of a trip.
pub fn costs(instance: &Instance, stops: &[Stop]) -> (i64, i64) {
    let home = instance.problem.home.0;
    let start = |idx: usize| -> &Start { &instance.requests[stops[idx].request()].starts[stops[idx].start()] };
    let place = |idx: usize| instance.requests[stops[idx].request()].place;
    let per_diem = |idx: usize| instance.problem.places[place(idx)].per_diem.0;
    let last = stops.len() - 1;
    let (mut cents, mut grams) = (0, 0);
    let mut add_leg = |from, to| {
        let leg = instance.leg(from, to);
        cents += leg.eur.0;
        grams += leg.kg_co2.0;
    };
    add_leg(home, place(0));
    for idx in 0..last {
        add_leg(place(idx), place(idx + 1));
    }
    add_leg(place(last), home);
    // The night after a date is charged at the latest place whose visit has started by that date.
    cents += per_diem(0) * i64::from(start(0).start_day - start(0).depart_day);
    for idx in 0..last {
        cents += per_diem(idx) * i64::from(start(idx + 1).start_day - start(idx).start_day);
    }
    cents += per_diem(last) * i64::from(start(last).back_day - start(last).start_day);
    (cents, grams)
}
