//! Putting a visit into a schedule: the best start, delegation and trips for it, all else as it is.
//!
//! First every seat at every start on its own: what the traveller's columns would bring, whether on a trip of its own,
//! as a further stop of a trip, or not at all. Then delegations, start by start, those first that could be best, until
//! none that is left could be better. Most starts are ruled out by dates alone, and of those that are left few are
//! looked at: so a column is made only to be looked at.

use std::cmp::Reverse;
use std::ops::Range;

use super::super::columns::alone::SeatId;
use super::super::columns::{Column, Stop, small};
use super::super::constraints::row::Origin;
use super::super::instance::Start;
use super::super::model::Model;
use super::schedule::{Change, Schedule};

/// How many seats per role, and how many delegations per start, are tried.
const N_SEATS: usize = 4;
const N_DELEGATIONS: usize = 12;

/// The option of a role that stays empty.
const EMPTY: usize = usize::MAX;

/// What a seat brings that cannot be taken.
const NOTHING: i64 = i64::MIN / 4;

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
    /// What the columns seem to bring, rules apart.
    gain: i64,
    /// Which of the traveller's trips becomes longer; none when it is a trip of its own.
    longer: Option<usize>,
}

/// What one traveller's seat brings at each of some starts.
struct Seat {
    traveller: usize,
    options: Vec<(i64, Option<usize>)>,
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
/// * `whim(start)`: points that a start seems worth beside what it is, which is how searches vary.
pub fn best(schedule: &mut Schedule, request: usize, mut whim: impl FnMut(usize) -> i64) -> Option<Insertion> {
    let data = &schedule.model.instance.requests[request];
    let n_starts = data.starts.len();
    schedule.n_looks += n_starts as u64; // A count.
    let seats = seats(schedule, request, 0..n_starts);
    // The most that a start could bring, the best first.
    let mut starts: Vec<(i64, usize, i64)> = Vec::new();
    for start in 0..n_starts {
        let best_of = |seats: &Vec<Seat>| seats.iter().map(|seat| seat.options[start].0).max().unwrap_or(NOTHING);
        let of_role = |(seats, &optional): (&Vec<Seat>, &bool)| best_of(seats).max(if optional { 0 } else { NOTHING });
        let mut most = 0;
        let is_possible = seats.iter().zip(&data.optional).map(of_role).all(|gain| {
            most += gain;
            gain > NOTHING
        });
        if is_possible {
            let whim = whim(start);
            starts.push((most + whim, start, whim));
        }
    }
    starts.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let has_rewards = schedule.has_rewards();
    let (mut refused, mut columns): (Vec<Refused>, Vec<Column>) = (Vec::new(), Vec::new());
    let mut best: Option<Best> = None;
    // Rules can only take points away from what the columns bring, unless slack can shrink.
    let is_beaten =
        |best: &Option<Best>, most: i64| !has_rewards && best.as_ref().is_some_and(|best| best.seeming >= most);
    for (most, start, whim) in starts {
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
            let (gain, brought) = match look_at(schedule, request, start, &chosen, &mut columns) {
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
    Some(Insertion { gain, changes: changes(schedule, request, start, &chosen) })
}

/// Returns what the best delegation of each of these starts would break: the rows that stand against the visit.
pub fn refusals(schedule: &mut Schedule, request: usize, starts: &[usize]) -> Vec<Origin> {
    let mut origins = Vec::new();
    for &start in starts {
        let seats = seats(schedule, request, start..start + 1);
        let optional = &schedule.model.instance.requests[request].optional;
        let Some((_, chosen)) = delegations(&seats, optional, 0, |_| false).into_iter().next() else { continue };
        let changes = changes(schedule, request, start, &chosen);
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
/// * `columns`: to be filled, one per role.
///
/// # Errors
/// Rules forbid it; and where one forbids more of its kind, what.
fn look_at(
    schedule: &mut Schedule,
    request: usize,
    start: usize,
    chosen: &[SeatOption],
    columns: &mut Vec<Column>,
) -> Result<(i64, i64), Option<Refused>> {
    columns.resize_with(chosen.len(), || Column::unfilled(0, Vec::new()));
    let mut brought = 0;
    for ((role, option), column) in chosen.iter().enumerate().zip(columns.iter_mut()) {
        if option.traveller == EMPTY {
            continue;
        }
        let stop = Stop { request: small(request), role: small(role), start: small(start) };
        fill(schedule, option, stop, column);
        let goes = option.longer.map_or(0, |position| schedule.columns[option.traveller][position].points);
        brought += column.points - goes;
    }
    let taken = || chosen.iter().zip(columns.iter()).filter(|(option, _)| option.traveller != EMPTY);
    let row = match schedule.gain_of(taken().map(|(option, column)| (option.longer, column))) {
        Ok(gain) => return Ok((gain, brought)),
        Err(row) => row,
    };
    let mut alone = taken().filter(|(option, column)| option.longer.is_none() && !column.at_home);
    Err(alone.find_map(|(option, column)| {
        let first_days = schedule.first_days_refused(row, column)?;
        let n_nights = column.last_day - column.first_day;
        Some(Refused { traveller: option.traveller, first_days, n_nights })
    }))
}

/// The changes of a delegation.
fn changes(schedule: &Schedule, request: usize, start: usize, chosen: &[SeatOption]) -> Vec<Change> {
    let taken = chosen.iter().enumerate().filter(|(_, option)| option.traveller != EMPTY);
    taken
        .map(|(role, option)| {
            let stop = Stop { request: small(request), role: small(role), start: small(start) };
            let mut column = Column::unfilled(0, Vec::new());
            fill(schedule, option, stop, &mut column);
            let out = option.longer.map(|position| schedule.columns[option.traveller][position].clone());
            Change { out: out.into_iter().collect(), into: vec![column] }
        })
        .collect()
}

/// Fills the column of an option, and says whether the traveller can do that.
fn fill(schedule: &Schedule, option: &SeatOption, stop: Stop, column: &mut Column) -> bool {
    column.key.traveller = option.traveller;
    column.key.stops.clear();
    match option.longer {
        None => column.key.stops.push(stop),
        Some(position) => {
            let stops = schedule.columns[option.traveller][position].stops();
            let at = position_of(schedule.model, stops, stop);
            column.key.stops.extend_from_slice(&stops[..at]);
            column.key.stops.push(stop);
            column.key.stops.extend_from_slice(&stops[at..]);
        }
    }
    schedule.model.complete(column)
}

/// Where a stop comes among the stops of a trip.
fn position_of(model: &Model, stops: &[Stop], stop: Stop) -> usize {
    let start = |s: &Stop| model.instance.requests[s.request()].starts[s.start()].start;
    stops.partition_point(|other| start(other) < start(&stop))
}

/// Per role and candidate, what the seat brings at these starts.
fn seats(schedule: &Schedule, request: usize, starts: Range<usize>) -> Vec<Vec<Seat>> {
    let data = &schedule.model.instance.requests[request];
    let mut scratch = Column::unfilled(0, Vec::new());
    let mut of_candidate = |role: usize, position: usize| {
        let traveller = data.candidates[role][position].0;
        let mut seat = Seat { traveller, options: vec![(NOTHING, None); starts.len()] };
        on_own_trips(schedule, (request, role, position), &starts, &mut seat);
        on_longer_trips(schedule, (request, role), &starts, &mut seat, &mut scratch);
        seat
    };
    let n_candidates = data.candidates.iter().map(Vec::len).enumerate();
    n_candidates.map(|(role, n)| (0..n).map(|position| of_candidate(role, position)).collect()).collect()
}

/// What a seat brings on trips of its own.
///
/// * `id`: request, role, and the position among the candidates.
fn on_own_trips(schedule: &Schedule, id: SeatId, starts: &Range<usize>, seat: &mut Seat) {
    let (instance, traveller) = (&schedule.model.instance, seat.traveller);
    let data = &instance.requests[id.0];
    let days = instance.travellers[traveller].limits.min_home_days;
    let columns = &schedule.columns[traveller];
    let meets = |start: &Start, column: &Column| column.depart < start.back && start.depart < column.back;
    let is_free = |start: &Start| {
        let is_away = !data.at_home && schedule.is_away(traveller, start.depart_day - days, start.back_day + days);
        !is_away && !columns.iter().any(|column| (data.at_home || column.at_home) && meets(start, column))
    };
    for (position, option) in starts.clone().zip(&mut seat.options) {
        if is_free(&data.starts[position])
            && let Some(gain) = schedule.seeming_alone(id, position)
        {
            *option = (gain, None);
        }
    }
}

/// What a seat brings as a further stop of a trip, where that is more.
///
/// * `id`: request and role.
fn on_longer_trips(
    schedule: &Schedule,
    id: (usize, usize),
    starts: &Range<usize>,
    seat: &mut Seat,
    scratch: &mut Column,
) {
    let (model, traveller) = (schedule.model, seat.traveller);
    let data = &model.instance.requests[id.0];
    let limits = model.instance.travellers[traveller].limits;
    if data.at_home || limits.max_stops < 2 {
        return;
    }
    let all = &data.starts[starts.clone()];
    let n_days = all.iter().map(|start| start.end_day - start.start_day).max().unwrap_or(0);
    let at = |stop: &Stop| -> &Start { &model.instance.requests[stop.request()].starts[stop.start()] };
    let can_follow = |from: &Stop, to: &Stop| {
        at(to).start_day - at(from).end_day - 1 <= limits.max_idle_days
            && model.instance.can_follow((from.request(), from.start()), (to.request(), to.start()))
    };
    for (trip, column) in schedule.columns[traveller].iter().enumerate() {
        let (Some(first), Some(last)) = (column.stops().first(), column.stops().last()) else { continue };
        if column.at_home || column.stops().len() >= limits.max_stops {
            continue;
        }
        let from = at(first).start_day - 1 - limits.max_idle_days - n_days;
        let to = at(last).end_day + 1 + limits.max_idle_days;
        let begin = all.partition_point(|start| start.start_day < from);
        let goes = schedule.seeming(column);
        for (idx, _) in all.iter().enumerate().skip(begin).take_while(|(_, start)| start.start_day <= to) {
            let stop = Stop { request: small(id.0), role: small(id.1), start: small(starts.start + idx) };
            let position = position_of(model, column.stops(), stop);
            let (before, after) = column.stops().split_at(position);
            let is_possible = before.last().is_none_or(|from| can_follow(from, &stop))
                && after.first().is_none_or(|to| can_follow(&stop, to));
            let option = SeatOption { traveller, gain: 0, longer: Some(trip) };
            if !is_possible || !fill(schedule, &option, stop, scratch) {
                continue;
            }
            let mut others = schedule.columns[traveller].iter().enumerate().filter(|&(other, _)| other != trip);
            let gain = schedule.seeming(scratch) - goes;
            if gain > seat.options[idx].0 && others.all(|(_, other)| scratch.fits_beside(other, limits.min_home_days)) {
                seat.options[idx] = (gain, Some(trip));
            }
        }
    }
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
        let option = |seat: &Seat| {
            let (gain, longer) = seat.options[start];
            SeatOption { traveller: seat.traveller, gain, longer }
        };
        let is_possible = |option: &SeatOption| option.gain > NOTHING && !is_refused(option);
        let mut options: Vec<SeatOption> = seats.iter().map(option).filter(is_possible).collect();
        options.sort_by(|a, b| b.gain.cmp(&a.gain).then_with(|| a.traveller.cmp(&b.traveller)));
        options.truncate(N_SEATS);
        options.extend(optional.then_some(SeatOption { traveller: EMPTY, gain: 0, longer: None }));
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
    use std::path::Path;

    use super::super::super::columns::Key;
    use super::super::row_index::RowIndex;
    use super::super::ruin_and_recreate::{RuinAndRecreate, construct};
    use super::*;

    /// Every way for a traveller to take a seat.
    fn ways(schedule: &Schedule, traveller: usize, stop: Stop) -> Vec<Change> {
        let model = schedule.model;
        let nothing = Key { traveller, stops: Vec::new() };
        let alone = model.column(traveller, &[stop]).filter(|column| schedule.fits(column, &nothing));
        let mut ways: Vec<Change> =
            alone.map(|column| Change { out: Vec::new(), into: vec![column] }).into_iter().collect();
        for column in schedule.columns[traveller].iter().filter(|column| !column.at_home) {
            let mut stops = column.stops().to_vec();
            stops.insert(position_of(model, &stops, stop), stop);
            let longer = model.column(traveller, &stops).filter(|longer| schedule.fits(longer, &column.key));
            ways.extend(longer.map(|longer| Change { out: vec![column.clone()], into: vec![longer] }));
        }
        ways
    }

    /// The most that any way to put in a visit with one role brings.
    fn most(schedule: &mut Schedule, request: usize) -> Option<i64> {
        let data = &schedule.model.instance.requests[request];
        let mut gains = Vec::new();
        for start in 0..data.starts.len() {
            let stop = Stop { request: small(request), role: 0, start: small(start) };
            for &(traveller, _) in &data.candidates[0] {
                // Of one traveller the way is taken that brings most, whatever the rules say of it.
                let best = ways(schedule, traveller, stop).into_iter().rev().max_by_key(Change::points);
                gains.extend(best.and_then(|change| schedule.gain(&[change])));
            }
        }
        gains.into_iter().max()
    }

    #[test]
    fn the_best_way_to_put_a_visit_in_is_found() {
        let mut n_looked_at = 0;
        for name in ["taskforce-2027", "bench/S-bind-1", "bench/S-none-1"] {
            let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).join(name);
            let problem = crate::scenario::load(&folder).expect("a scenario").problem;
            let model = Model::new(&problem);
            let index = RowIndex::new(&model);
            let first = construct(Schedule::new(&model, &index), 0, || false);
            let mut search = RuinAndRecreate::new(first, 1);
            for _ in 0..4 {
                search.run(20_000, || false);
                let schedule = search.best.clone();
                let is_simple = |&request: &usize| {
                    let data = &model.instance.requests[request];
                    data.optional == [false] && data.candidates[0].len() <= N_SEATS
                };
                // What is planned goes, so that there is room for something.
                for request in (0..schedule.planned.len()).filter(is_simple) {
                    let mut others = schedule.clone();
                    if others.planned[request].is_some() {
                        let (changes, _) = others.removal(request);
                        others.apply(&changes);
                    }
                    let found = best(&mut others, request, |_| 0).map(|insertion| insertion.gain);
                    let brute = most(&mut others, request);
                    assert_eq!(found, brute, "{name}: {}", problem.requests[request].id);
                    n_looked_at += usize::from(found.is_some());
                }
            }
        }
        assert!(n_looked_at > 100, "{n_looked_at}");
    }

    #[test]
    fn a_traveller_is_away_on_the_dates_of_trips() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/taskforce-2027"));
        let problem = crate::scenario::load(folder).expect("a scenario").problem;
        let model = Model::new(&problem);
        let index = RowIndex::new(&model);
        let schedule = construct(Schedule::new(&model, &index), 0, || false);
        let mut n_away = 0;
        for traveller in 0..model.instance.travellers.len() {
            let trips: Vec<&Column> = schedule.columns[traveller].iter().filter(|column| !column.at_home).collect();
            for first in -3..model.instance.n_days + 3 {
                for n_days in [0, 1, 5, 70, 200] {
                    let last = first + n_days;
                    let meets = |column: &&Column| column.first_day <= last && first <= column.last_day;
                    assert_eq!(schedule.is_away(traveller, first, last), trips.iter().any(meets), "{first} {last}");
                    n_away += usize::from(trips.iter().any(meets));
                }
            }
        }
        assert!(n_away > 100, "{n_away}");
    }
}
