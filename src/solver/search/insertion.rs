//! Putting a visit into a schedule: the best start, delegation and trips for it, all else as it is.

use super::super::columns::{Column, Key, Stop, small};
use super::super::constraints::row::Origin;
use super::super::model::Model;
use super::schedule::{Change, Schedule};

/// How many seats per role, and how many delegations per start, are tried.
const N_SEATS: usize = 4;
const N_DELEGATIONS: usize = 12;

/// The option of a role that stays empty.
const EMPTY: usize = usize::MAX;

/// A way to put a visit in.
#[derive(Clone, Debug)]
pub struct Insertion {
    /// What it adds to the points.
    pub gain: i64,
    /// What changes.
    pub changes: Vec<Change>,
}

/// A way for one traveller to take a seat.
#[derive(Clone)]
struct SeatOption {
    traveller: usize,
    /// What the columns seem to bring, rules apart.
    gain: i64,
    change: Change,
}

/// Returns the best way to put a visit in, or `None` when there is none.
///
/// * `whim(start)`: points that a start seems worth beside what it is, which is how searches vary.
pub fn best(schedule: &mut Schedule, request: usize, mut whim: impl FnMut(usize) -> i64) -> Option<Insertion> {
    let model = schedule.model;
    let mut delegations: Vec<(i64, usize, Vec<usize>)> = Vec::new();
    let mut options_of_start: Vec<Vec<Vec<SeatOption>>> = Vec::new();
    for start in 0..model.instance.requests[request].starts.len() {
        schedule.n_looks += 1;
        let Some(options) = seat_options(schedule, request, start) else { continue };
        let whim = whim(start);
        let position = options_of_start.len();
        let combined = combine(&options, &model.instance.requests[request].optional);
        delegations.extend(combined.into_iter().map(|(gain, chosen)| (gain + whim, position, chosen)));
        options_of_start.push(options);
    }
    // The best first: rules can only take points away from what the columns bring, unless slack can shrink.
    delegations.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, &a.2).cmp(&(b.1, &b.2))));
    let mut best: Option<(i64, Insertion)> = None;
    for (most, position, chosen) in delegations {
        if best.as_ref().is_some_and(|(seeming, _)| *seeming >= most) && !schedule.has_rewards() {
            break;
        }
        let changes = changes(&options_of_start[position], &chosen);
        let Some(gain) = schedule.gain(&changes) else { continue };
        // Whim and guidance beside what rules take away.
        let seeming = gain + most - changes.iter().map(Change::points).sum::<i64>();
        if best.as_ref().is_none_or(|(best, _)| *best < seeming) {
            best = Some((seeming, Insertion { gain, changes }));
        }
    }
    best.map(|(_, insertion)| insertion)
}

/// The changes of a delegation: an option per role.
fn changes(options: &[Vec<SeatOption>], chosen: &[usize]) -> Vec<Change> {
    chosen
        .iter()
        .zip(options)
        .filter_map(|(&option, seats)| seats.get(option).map(|seat| seat.change.clone()))
        .collect()
}

/// Returns what the best delegation of each of these starts would break: the rows that stand against the visit.
pub fn refusals(schedule: &mut Schedule, request: usize, starts: &[usize]) -> Vec<Origin> {
    let mut origins = Vec::new();
    for &start in starts {
        let Some(options) = seat_options(schedule, request, start) else { continue };
        let delegations = combine(&options, &schedule.model.instance.requests[request].optional);
        let Some((_, chosen)) = delegations.first() else { continue };
        let mut broken = schedule.breaks(&changes(&options, chosen));
        broken.sort_unstable();
        broken.dedup();
        origins.extend(broken);
    }
    origins
}

/// Per role, the best few ways to take the seat; `None` when a required role has none.
fn seat_options(schedule: &Schedule, request: usize, start: usize) -> Option<Vec<Vec<SeatOption>>> {
    let data = &schedule.model.instance.requests[request];
    let mut roles = Vec::with_capacity(data.optional.len());
    for (role, candidates) in data.candidates.iter().enumerate() {
        let stop = Stop { request: small(request), role: small(role), start: small(start) };
        let mut options: Vec<SeatOption> =
            candidates.iter().filter_map(|&(traveller, _)| seat_option(schedule, traveller, stop)).collect();
        if options.is_empty() && !data.optional[role] {
            return None;
        }
        options.sort_by(|a, b| b.gain.cmp(&a.gain).then_with(|| a.traveller.cmp(&b.traveller)));
        options.truncate(N_SEATS);
        roles.push(options);
    }
    Some(roles)
}

/// The best way for one traveller to take a seat: on a trip of its own, or as a further stop of a trip.
fn seat_option(schedule: &Schedule, traveller: usize, stop: Stop) -> Option<SeatOption> {
    let model = schedule.model;
    let data = &model.instance.requests[stop.request()];
    let start = &data.starts[stop.start()];
    let limits = model.instance.travellers[traveller].limits;
    let nothing = Key { traveller, stops: Vec::new() };
    let mut best: Option<SeatOption> = None;
    let mut consider = |change: Change| {
        let seeming = |columns: &[Column]| columns.iter().map(|column| schedule.seeming(column)).sum::<i64>();
        let gain = seeming(&change.into) - seeming(&change.out);
        if best.as_ref().is_none_or(|best| best.gain < gain) {
            best = Some(SeatOption { traveller, gain, change });
        }
    };
    // Most starts are ruled out by another trip; to look at dates first spares building the column.
    let near = |column: &Column| {
        column.first_day - limits.max_trip_days <= start.start_day
            && start.start_day <= column.last_day + limits.max_trip_days
    };
    let blocked = !data.at_home
        && schedule.columns[traveller].iter().any(|column| {
            !column.at_home
                && start.depart_day - column.last_day <= limits.min_home_days
                && column.first_day - start.back_day <= limits.min_home_days
        });
    if !blocked && may_go_alone(model, traveller, stop) {
        let alone = model.column(traveller, &[stop]).filter(|column| schedule.fits(column, &nothing));
        if let Some(column) = alone {
            consider(Change { out: Vec::new(), into: vec![column] });
        }
    }
    if data.at_home || limits.max_stops < 2 {
        return best;
    }
    for column in schedule.columns[traveller].iter().filter(|column| !column.at_home && near(column)) {
        let starts = |s: &Stop| model.instance.requests[s.request()].starts[s.start()].start;
        let position = column.stops().partition_point(|other| starts(other) < start.start);
        let mut stops = column.stops().to_vec();
        stops.insert(position, stop);
        let longer = model.column(traveller, &stops).filter(|longer| schedule.fits(longer, &column.key));
        if let Some(longer) = longer {
            consider(Change { out: vec![column.clone()], into: vec![longer] });
        }
    }
    best
}

/// Whether a trip with this visit alone could be one, as far as a glance tells.
fn may_go_alone(model: &Model, traveller: usize, stop: Stop) -> bool {
    let start = &model.instance.requests[stop.request()].starts[stop.start()];
    let data = &model.instance.travellers[traveller];
    0 <= start.depart_day
        && start.back_day < model.instance.n_days
        && start.back_day - start.depart_day < data.limits.max_trip_days
        && start.back <= data.latest_return(start.depart)
}

/// The best few delegations of different travellers, as (gain of the columns, option per role). [`EMPTY`] leaves an
/// optional role empty.
fn combine(options: &[Vec<SeatOption>], optional: &[bool]) -> Vec<(i64, Vec<usize>)> {
    let mut partial: Vec<(i64, Vec<usize>)> = vec![(0, Vec::new())];
    for (seats, &optional) in options.iter().zip(optional) {
        let mut longer: Vec<(i64, Vec<usize>)> = Vec::new();
        for (gain, chosen) in &partial {
            let taken = |seat: &SeatOption| {
                let same = |(role, &idx): (usize, &usize)| {
                    options[role].get(idx).is_some_and(|other| other.traveller == seat.traveller)
                };
                chosen.iter().enumerate().any(same)
            };
            let with = |gain: i64, option: usize| (gain, chosen.iter().copied().chain([option]).collect());
            let free = seats.iter().enumerate().filter(|(_, seat)| !taken(seat));
            longer.extend(free.map(|(option, seat)| with(gain + seat.gain, option)));
            if optional {
                longer.push(with(*gain, EMPTY));
            }
        }
        longer.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        longer.truncate(4 * N_DELEGATIONS);
        partial = longer;
    }
    partial.truncate(N_DELEGATIONS);
    partial
}
