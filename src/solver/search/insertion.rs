//! Putting a visit into a schedule: the best start, delegation and trips for it, all else as it is.
//!
//! First every seat at every start on its own: what the traveller's columns would bring, whether on a trip of its own,
//! as a further stop of a trip, or not at all. Then delegations, start by start, those first that could be best, until
//! none that is left could be better. Most starts are ruled out by dates alone, and of those that are left few are
//! looked at: so a column is made only to be looked at.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::sync::Arc;

use super::super::constraints::row::Origin;
use super::super::instance::Start;
use super::schedule::{Change, Schedule};
use super::seat::{Lengthening, Replacement, Seat, replacement, seat};
use super::trips::{NOTHING, Trip, Trips};

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
#[derive(Clone, Copy, Debug)]
struct SeatOption {
    traveller: usize,
    /// The position among the candidates.
    position: usize,
    /// What the columns seem to bring, rules apart.
    gain: i64,
    /// Which of the traveller's trips becomes longer, and how; none when it is a trip of its own.
    longer: Option<Lengthening>,
}

/// The best way so far: what it seems to add and what it adds, the start, and an option per role.
struct Best {
    seeming: i64,
    gain: i64,
    start: usize,
    chosen: Vec<SeatOption>,
}

/// Returns the best way to put a visit in, or `None` when there is none.
///
/// * `shorter_than`: trips of fewer stops can have it as one more stop, where they leave room for it as they are.
/// * `whim(start)`: points that a start seems worth beside what it is, which is how searches vary.
pub fn best(
    schedule: &mut Schedule,
    trips: &mut Trips,
    request: usize,
    shorter_than: usize,
    mut whim: impl FnMut(usize) -> i64,
) -> Option<Insertion> {
    let data = &schedule.model.instance.requests[request];
    let n_starts = data.starts.len();
    schedule.n_looks += n_starts as u64; // A count.
    let seats = seats(schedule, trips, request, shorter_than)?;
    // The most that a start could bring, the best first and of equals the earliest.
    let mut starts: Vec<(i64, Reverse<usize>, i64)> = Vec::with_capacity(n_starts);
    for start in 0..n_starts {
        let best_of = |seats: &Vec<Seat>| seats.iter().map(|seat| seat.gains[start]).max().unwrap_or(NOTHING);
        let of_role = |(seats, &optional): (&Vec<Seat>, &bool)| best_of(seats).max(if optional { 0 } else { NOTHING });
        let mut most = 0;
        let is_possible = seats.iter().zip(&data.optional).map(of_role).all(|gain| {
            most += gain;
            gain > NOTHING
        });
        if is_possible {
            let whim = whim(start);
            starts.push((most + whim, Reverse(start), whim));
        }
    }
    let mut starts = BinaryHeap::from(starts);
    let has_rewards = schedule.has_rewards();
    let mut refused: Vec<Refused> = Vec::new();
    let mut best: Option<Best> = None;
    // Rules can only take points away from what the columns bring, unless slack can shrink.
    let is_beaten =
        |best: &Option<Best>, most: i64| !has_rewards && best.as_ref().is_some_and(|best| best.seeming >= most);
    while let Some((most, Reverse(start), whim)) = starts.pop() {
        if is_beaten(&best, most) {
            break;
        }
        let times = &data.starts[start];
        let is_refused = |option: &SeatOption| refused.iter().any(|refused| refused.is_like(option, times));
        for (gain, chosen) in delegations(&seats, &data.optional, start, is_refused) {
            let most = gain + whim;
            if is_beaten(&best, most) {
                break;
            }
            let (gain, brought) = match look_at(schedule, trips, request, start, &chosen) {
                Ok(looked_at) => looked_at,
                Err(forbidden) => {
                    refused.extend(forbidden);
                    continue;
                }
            };
            // Whim and guidance beside what rules take away.
            let seeming = gain + most - brought;
            if best.as_ref().is_none_or(|best| best.seeming < seeming) {
                best = Some(Best { seeming, gain, start, chosen });
            }
        }
    }
    let Best { gain, start, chosen, .. } = best?;
    Some(Insertion { gain, changes: changes(schedule, trips, request, start, &chosen) })
}

/// Returns what the best delegation of each of these starts would break: the rows that stand against the visit.
pub fn refusals(schedule: &mut Schedule, trips: &mut Trips, request: usize, starts: &[usize]) -> Vec<Origin> {
    let mut origins = Vec::new();
    let data = &schedule.model.instance.requests[request];
    let of_role = |role: usize| {
        let candidates = 0..data.candidates[role].len();
        candidates.map(|position| seat(schedule, trips, (request, role, position), usize::MAX, false)).collect()
    };
    let seats = { (0..data.candidates.len()).map(of_role) }.collect::<Vec<Vec<Seat>>>();
    for &start in starts {
        let optional = &schedule.model.instance.requests[request].optional;
        let Some((_, chosen)) = delegations(&seats, optional, start, |_| false).into_iter().next() else { continue };
        let changes = changes(schedule, trips, request, start, &chosen);
        let mut broken = schedule.breaks(&changes);
        broken.sort_unstable();
        broken.dedup();
        origins.extend(broken);
    }
    origins
}

/// Trips of a traveller with the visit at hand alone that a limit forbids.
struct Refused {
    traveller: usize,
    /// The first dates.
    first_days: Range<i32>,
    /// The least nights. What a trip to one place and back costs depends on nothing else.
    n_nights: i32,
}

impl Refused {
    fn is_like(&self, option: &SeatOption, start: &Start) -> bool {
        option.longer.is_none()
            && option.traveller == self.traveller
            && self.first_days.contains(&start.depart_day)
            && start.back_day - start.depart_day >= self.n_nights
    }
}

/// What a delegation adds to the points, and what its columns bring, rules apart.
///
/// # Errors
/// Rules forbid it; and where one forbids more of its kind, what.
fn look_at(
    schedule: &mut Schedule,
    trips: &mut Trips,
    request: usize,
    start: usize,
    chosen: &[SeatOption],
) -> Result<(i64, i64), Option<Refused>> {
    let replaced: Vec<Replacement> = replacements(schedule, trips, request, start, chosen).collect();
    let points = |trip: &Arc<Trip>| trip.column.points;
    let brought = replaced.iter().map(|(out, into)| points(into) - out.as_ref().map_or(0, points)).sum();
    let row = match schedule.gain_of(replaced.iter().map(|(out, into)| (out.as_deref(), &**into))) {
        Ok(gain) => return Ok((gain, brought)),
        Err(row) => row,
    };
    let mut alone = replaced.iter().filter(|(out, into)| out.is_none() && !into.column.at_home);
    Err(alone.find_map(|(_, into)| {
        let first_days = schedule.first_days_refused(row, &into.column)?;
        let n_nights = into.column.last_day - into.column.first_day;
        Some(Refused { traveller: into.column.traveller(), first_days, n_nights })
    }))
}

/// The trips of a delegation, each with what goes for it.
fn replacements<'a>(
    schedule: &'a Schedule,
    trips: &'a mut Trips,
    request: usize,
    start: usize,
    chosen: &'a [SeatOption],
) -> impl Iterator<Item = Replacement> + 'a {
    let taken = chosen.iter().enumerate().filter(|(_, option)| option.traveller != EMPTY);
    taken.map(move |(role, option)| {
        replacement(schedule, trips, (request, role, option.position), start, option.traveller, option.longer.as_ref())
    })
}

/// The changes of a delegation.
fn changes(schedule: &Schedule, trips: &mut Trips, request: usize, start: usize, chosen: &[SeatOption]) -> Vec<Change> {
    replacements(schedule, trips, request, start, chosen)
        .map(|(out, into)| Change { out: out.into_iter().collect(), into: vec![into] })
        .collect()
}

/// Per role and candidate, what the seat brings at each start; `None` when nobody can take a seat that must be taken.
fn seats(schedule: &Schedule, trips: &mut Trips, request: usize, shorter_than: usize) -> Option<Vec<Vec<Seat>>> {
    let data = &schedule.model.instance.requests[request];
    let mut seats: Vec<Vec<Seat>> = Vec::with_capacity(data.optional.len());
    for (role, candidates) in data.candidates.iter().enumerate() {
        let mut any = data.optional[role];
        let mut of_role = Vec::with_capacity(candidates.len());
        for position in 0..candidates.len() {
            let seat = seat(schedule, trips, (request, role, position), shorter_than, true);
            any |= seat.gains.iter().any(|&gain| gain > NOTHING);
            of_role.push(seat);
        }
        if !any {
            return None;
        }
        seats.push(of_role);
    }
    Some(seats)
}

/// The best few delegations of different travellers at one of the starts, the best first, as the gain of their columns
/// and an option per role. A role may be left empty by [`EMPTY`] where it is optional.
fn delegations(
    seats: &[Vec<Seat>],
    optional: &[bool],
    start: usize,
    is_refused: impl Fn(&SeatOption) -> bool,
) -> Vec<(i64, Vec<SeatOption>)> {
    let mut partial: Vec<(i64, Vec<SeatOption>)> = vec![(0, Vec::new())];
    for (seats, &optional) in seats.iter().zip(optional) {
        let option = |seat: (usize, &Seat)| {
            let (position, seat): (usize, &Seat) = seat;
            let longer = seat.longer_at(start).copied();
            SeatOption { traveller: seat.traveller, position, gain: seat.gains[start], longer }
        };
        let is_possible = |option: &SeatOption| option.gain > NOTHING && !is_refused(option);
        let mut options: Vec<SeatOption> = seats.iter().enumerate().map(option).filter(is_possible).collect();
        options.sort_by(|a, b| b.gain.cmp(&a.gain).then_with(|| a.traveller.cmp(&b.traveller)));
        options.truncate(N_SEATS);
        options.extend(optional.then_some(SeatOption { traveller: EMPTY, position: 0, gain: 0, longer: None }));
        let mut more: Vec<(i64, Vec<SeatOption>)> = Vec::with_capacity(partial.len() * options.len());
        for (gain, chosen) in &partial {
            for &option in &options {
                let is_taken = chosen.iter().any(|other| other.traveller == option.traveller);
                if option.traveller == EMPTY || !is_taken {
                    more.push((gain + option.gain, chosen.iter().copied().chain([option]).collect()));
                }
            }
        }
        more.sort_by_key(|&(gain, _)| Reverse(gain)); // Equal ones stay in order.
        more.truncate(4 * N_DELEGATIONS);
        partial = more;
    }
    partial.truncate(N_DELEGATIONS);
    partial
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use fastrand::Rng;

    use super::super::super::columns::{Stop, small};
    use super::super::super::model::Model;
    use super::super::row_index::RowIndex;
    use super::super::ruin_and_recreate::{RuinAndRecreate, construct};
    use super::super::trips::position_of;
    use super::*;
    use crate::domain::Problem;

    fn problem(name: &str) -> Problem {
        let folder: PathBuf = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).join(name);
        crate::scenario::load(&folder).expect("a scenario").problem
    }

    /// The ways for a traveller to take a stop: on a trip of its own, then as one more stop of each trip.
    fn ways<'m>(schedule: &Schedule<'m>, trips: &mut Trips<'m>, traveller: usize, stop: Stop) -> Vec<Change> {
        let model = schedule.model;
        let nothing = super::super::super::columns::Key { traveller, stops: Vec::new() };
        let own = trips.get(traveller, &[stop]).filter(|own| schedule.fits(&own.column, &nothing));
        let mut ways: Vec<Change> = own.map(|own| Change { out: Vec::new(), into: vec![own] }).into_iter().collect();
        for trip in schedule.columns[traveller].iter().filter(|trip| !trip.column.at_home) {
            let mut stops = trip.column.stops().to_vec();
            stops.insert(position_of(model, &stops, stop), stop);
            let longer = trips.get(traveller, &stops);
            let longer = longer.filter(|longer| schedule.fits(&longer.column, &trip.column.key));
            ways.extend(longer.map(|longer| Change { out: vec![Arc::clone(trip)], into: vec![longer] }));
        }
        ways
    }

    fn gain(schedule: &mut Schedule, change: &Change) -> Option<i64> {
        let out = change.out.first().map(|out| &**out);
        schedule.gain_of(change.into.iter().map(|into| (out, &**into))).ok()
    }

    /// The most that any way to put in a visit with one role brings.
    fn most<'m>(schedule: &mut Schedule<'m>, trips: &mut Trips<'m>, request: usize) -> Option<i64> {
        let data = &schedule.model.instance.requests[request];
        let mut gains = Vec::new();
        for start in 0..data.starts.len() {
            let stop = Stop { request: small(request), role: 0, start: small(start) };
            for &(traveller, _) in &data.candidates[0] {
                let all = ways(schedule, trips, traveller, stop);
                gains.extend(all.iter().filter_map(|change| gain(schedule, change)));
            }
        }
        gains.into_iter().max()
    }

    /// Of one traveller at one start that way is taken which brings most and keeps the limits on single trips. Another
    /// rule may forbid just that one, so now and then another way would have been better.
    #[test]
    fn the_best_way_to_put_a_visit_in_is_found() {
        let (mut n_found, mut n_worse) = (0, 0);
        for name in ["taskforce-2027", "bench/S-bind-1", "bench/S-none-1"] {
            let problem = problem(name);
            let model = Model::new(&problem);
            let index = RowIndex::new(&model);
            let mut trips = Trips::new(&model, &index);
            let first = construct(Schedule::new(&model, &index), &mut trips, 0, || false);
            let mut search = RuinAndRecreate::new(first, false, &index, 1);
            for _ in 0..4 {
                search.run(20_000, None, || false);
                let schedule = search.best.clone();
                let is_simple = |&request: &usize| {
                    let data = &model.instance.requests[request];
                    data.optional == [false] && data.candidates[0].len() <= N_SEATS
                };
                // What is planned goes, so that there is room for something.
                for request in (0..schedule.planned.len()).filter(is_simple) {
                    let mut others = schedule.clone();
                    if others.planned[request].is_some() {
                        let (changes, _) = others.removal(&mut trips, request);
                        others.apply(&changes);
                    }
                    let found =
                        best(&mut others, &mut trips, request, usize::MAX, |_| 0).map(|insertion| insertion.gain);
                    let brute = most(&mut others, &mut trips, request);
                    assert!(found <= brute, "{name}: {}: {found:?}, {brute:?}", problem.requests[request].id);
                    n_found += usize::from(found.is_some());
                    n_worse += usize::from(found < brute);
                }
            }
        }
        assert!(n_found > 100, "{n_found}");
        assert!(n_worse * 50 < n_found, "{n_worse} of {n_found}");
    }

    #[test]
    fn longer_trips_are_those_that_a_traveller_can_make() {
        let mut n_longer = 0;
        for name in ["taskforce-2027", "bench/S-none-1"] {
            let problem = problem(name);
            let model = Model::new(&problem);
            let index = RowIndex::new(&model);
            let mut trips = Trips::new(&model, &index);
            let schedule = construct(Schedule::new(&model, &index), &mut trips, 0, || false);
            let mut rng = Rng::with_seed(2);
            let all: Vec<Arc<Trip>> = schedule.columns.iter().flatten().cloned().collect();
            for trip in all.iter().filter(|trip| !trip.column.at_home) {
                let traveller = trip.column.traveller();
                let seats = &model.instance.travellers[traveller].seats;
                let seat = seats[rng.usize(0..seats.len())];
                let data = &model.instance.requests[seat.request];
                let is_it = |&(candidate, _): &(usize, i64)| candidate == traveller;
                let position = data.candidates[seat.role].iter().position(is_it).expect("a candidate");
                let seats = trips.seats(seat.request);
                let longer = trips.longer(trip, &seats, (seat.request, seat.role, position));
                let mut known = longer.iter().copied();
                for start in 0..data.starts.len() {
                    let stop = Stop { request: small(seat.request), role: small(seat.role), start: small(start) };
                    let mut stops = trip.column.stops().to_vec();
                    stops.insert(position_of(&model, &stops, stop), stop);
                    let Some(column) = model.column(traveller, &stops).filter(|_| !data.at_home) else { continue };
                    let found = known.find(|longer| longer.start == stop.start).expect("a longer trip");
                    assert_eq!(found.points, column.points);
                    assert_eq!(found.costs, (column.cents, column.grams));
                    assert_eq!((found.first_day, found.last_day), (column.first_day, column.last_day));
                    assert_eq!(trips.lengthened(trip, (seat.request, seat.role), &found).column, column);
                    n_longer += 1;
                }
            }
        }
        assert!(n_longer > 20, "{n_longer}");
    }
}
