//! The problem as the search sees it: every possible start of every request, with what the clock makes of it.
//!
//! Days are counted from the horizon's first day, so that they index arrays; instants stay instants.
//!
//! # Invariants
//!
//! * `starts` of a request are all its possible starts, in order of time; nothing that a plan could do is left out.
//! * A start of a locked request is the locked one, and its seats are those of the locked delegation.
//! * Points are thousandths in `i64`, as in `domain`; only prices and the LP use another unit.

use std::collections::BTreeMap;

use crate::domain::{
    Day, DayRange, EarlierVisit, Instant, Night, PlaceIdx, Problem, Request, RequestStatus, Rule, RuleBody, TripLimits,
};
use crate::zones::Zone;

/// From so many requests on a problem is large: its LP is, and what takes long on it is left for later.
const N_REQUESTS_OF_LARGE: usize = 250;
/// The most stops of trips of which all stops are remembered where they are priced, and stay where they are when another
/// is put in.
const FEW_STOPS: usize = 12;

/// A possible start of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// Start date at the place.
    pub place_day: Day,
    /// Last date at the place.
    pub place_last_day: Day,
    /// When the visit starts.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// When one may depart from the place after it.
    pub free_from: Instant,
    /// When one departs from home, when it is a trip's first visit.
    pub depart: Instant,
    /// When one is home again, when it is a trip's last visit.
    pub back: Instant,
    /// Home date of `depart`.
    pub depart_day: i32,
    /// Home date of `start`.
    pub start_day: i32,
    /// Home date of `end`.
    pub end_day: i32,
    /// Home date of `back`.
    pub back_day: i32,
    /// Points of the request at this start: its points and preferences less its decay.
    pub points: i64,
}

/// A request with its starts and roles.
#[derive(Clone, Debug)]
pub struct RequestData {
    /// The place.
    pub place: usize,
    /// Whether it is a meeting at home.
    pub at_home: bool,
    /// Whether every plan has it.
    pub required: bool,
    /// The number of its fund, if it has one.
    pub fund: Option<usize>,
    /// All possible starts, in order.
    pub starts: Vec<Start>,
    /// Per role: whether it may stay empty.
    pub optional: Vec<bool>,
    /// Per role: the seats that can fill it, as (traveller, points).
    pub candidates: Vec<Vec<(usize, i64)>>,
    /// The visit as the earlier plan has it, where a rule counts changes and it is still possible.
    pub kept: Option<Kept>,
}

/// A visit as the earlier plan has it: a start of its own, at which only that delegation can go. So a visit is
/// unchanged exactly when it is planned at this start, and a rule can count that in one term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The start, as a position. Another start at the same time may follow it, for other delegations.
    pub start: usize,
    /// Who fills each role.
    pub delegation: Vec<Option<usize>>,
}

impl RequestData {
    /// Whether a traveller can take a seat at a start, as far as the delegation goes.
    pub fn allows(&self, role: usize, traveller: usize, start: usize) -> bool {
        self.kept.as_ref().is_none_or(|kept| kept.start != start || kept.delegation[role] == Some(traveller))
    }

    /// Returns the position of the start at this time for a delegation, if there is one.
    pub fn start_at(&self, at: Instant, delegation: &[Option<usize>]) -> Option<usize> {
        let mut position = self.starts.partition_point(|start| start.start < at);
        if self.kept.as_ref().is_some_and(|kept| kept.start == position && kept.delegation != delegation) {
            position += 1;
        }
        self.starts.get(position).is_some_and(|start| start.start == at).then_some(position)
    }

    /// Gives the visit as the earlier plan has it a start of its own, if it is still possible.
    fn keep(&mut self, earlier: &EarlierVisit) {
        let Ok(start) = self.starts.binary_search_by_key(&earlier.start, |start| start.start) else { return };
        let delegation: Vec<Option<usize>> = (0..self.optional.len())
            .map(|role| earlier.delegation.get(role).copied().flatten().map(|traveller| traveller.0))
            .collect();
        let seats = || delegation.iter().zip(&self.optional).zip(&self.candidates);
        let is_possible = seats().all(|((chosen, &optional), candidates)| match chosen {
            Some(chosen) => candidates.iter().any(|(candidate, _)| candidate == chosen),
            None => optional,
        });
        if !is_possible {
            return;
        }
        // Where nobody else can go, the start needs no twin.
        let is_only = seats().all(|((chosen, &optional), candidates)| match chosen {
            Some(_) => !optional && candidates.len() == 1,
            None => candidates.is_empty(),
        });
        if !is_only {
            self.starts.insert(start, self.starts[start].clone());
        }
        self.kept = Some(Kept { start, delegation });
    }
}

/// A role of a request that a traveller can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The request.
    pub request: usize,
    /// The role.
    pub role: usize,
    /// What sending this traveller adds.
    pub points: i64,
}

/// A traveller with seats and diary.
#[derive(Clone, Debug)]
pub struct TravellerData {
    /// The seats this traveller could fill, by request and role.
    pub seats: Vec<Seat>,
    /// The limits on trips.
    pub limits: TripLimits,
    /// Busy times by end, each with the earliest start of any that ends as late.
    busy: Vec<(Instant, Instant)>,
}

impl TravellerData {
    /// Whether a trip may have many stops, as in the orienteering problems of the literature.
    pub fn may_have_many_stops(&self) -> bool {
        self.limits.max_stops > FEW_STOPS
    }

    /// Returns the requests in which this traveller could fill a seat, each once, in order.
    pub fn requests(&self) -> Vec<usize> {
        let mut requests: Vec<usize> = self.seats.iter().map(|seat| seat.request).collect();
        requests.dedup();
        requests
    }

    /// Whether another traveller is busy at just the same times.
    pub fn has_diary_of(&self, other: &TravellerData) -> bool {
        self.busy == other.busy
    }

    /// Returns when the diary is free around a moment at which it is: from when until when.
    pub fn free_around(&self, at: Instant) -> (Instant, Instant) {
        let later = self.busy.partition_point(|&(end, _)| end <= at);
        let from = later.checked_sub(1).map_or(Instant::from_minutes(i64::MIN / 4), |before| self.busy[before].0);
        (from, self.latest_return(at))
    }

    /// Returns the latest return of a trip that departs at `depart`, as the diary has it. When that is not after
    /// `depart`, no trip can depart then.
    pub fn latest_return(&self, depart: Instant) -> Instant {
        let later = self.busy.partition_point(|&(end, _)| end <= depart);
        self.busy.get(later).map_or(Instant::from_minutes(i64::MAX / 4), |&(_, earliest_start)| earliest_start)
    }
}

/// The problem, prepared for searching.
#[derive(Debug)]
pub struct Instance<'p> {
    /// What was asked.
    pub problem: &'p Problem,
    /// The days of the horizon.
    pub n_days: i32,
    /// Requests, by position.
    pub requests: Vec<RequestData>,
    /// Travellers, by position.
    pub travellers: Vec<TravellerData>,
    /// The names of funds, by number.
    pub funds: Vec<String>,
    home_zone: Zone,
}

impl<'p> Instance<'p> {
    /// Prepares a problem.
    pub fn new(problem: &'p Problem) -> Self {
        let zones: Vec<Zone> = problem.places.iter().map(|place| Zone::of(place.tz)).collect();
        let home_zone = zones[problem.home.0].clone();
        let mut funds: Vec<String> = problem.requests.iter().filter_map(|request| request.fund.clone()).collect();
        funds.extend(problem.rules.iter().filter_map(|rule| match &rule.body {
            RuleBody::Limit(limit) => limit.fund.clone(),
            _ => None,
        }));
        funds.sort();
        funds.dedup();
        let mut requests: Vec<RequestData> =
            problem.requests.iter().map(|request| prepare_request(problem, request, &zones, &funds)).collect();
        require_predecessors(problem, &mut requests);
        let counts_changes =
            |rule: &Rule| matches!(&rule.body, RuleBody::Stability(stability) if stability.counts_changes());
        if problem.rules.iter().any(counts_changes) {
            problem.earlier.iter().for_each(|earlier| requests[earlier.request.0].keep(earlier));
        }
        let mut travellers: Vec<TravellerData> = problem
            .travellers
            .iter()
            .map(|traveller| TravellerData {
                seats: Vec::new(),
                limits: traveller.limits,
                busy: diary(traveller.busy.iter().map(|busy| (busy.interval.end(), busy.interval.start())).collect()),
            })
            .collect();
        for (request, data) in requests.iter().enumerate() {
            for (role, candidates) in data.candidates.iter().enumerate() {
                for &(traveller, points) in candidates {
                    travellers[traveller].seats.push(Seat { request, role, points });
                }
            }
        }
        Instance { problem, n_days: problem.horizon.n_days(), requests, travellers, funds, home_zone }
    }

    /// The number of the home date of an instant, counted from the first day of the horizon.
    pub fn home_day(&self, instant: Instant) -> i32 {
        self.home_zone.day(instant).days_since(self.problem.horizon.start())
    }

    /// The number of a date, counted from the first day of the horizon.
    pub fn day_number(&self, day: Day) -> i32 {
        day.days_since(self.problem.horizon.start())
    }

    /// The numbers of a range of dates.
    pub fn day_numbers(&self, days: DayRange) -> std::ops::Range<i32> {
        self.day_number(days.start())..self.day_number(days.end())
    }

    /// Whether there are so many requests that prices are found without an LP first.
    pub fn is_large(&self) -> bool {
        self.requests.len() >= N_REQUESTS_OF_LARGE
    }

    /// How many ways there are to take one seat: the starts of all requests, for each candidate.
    pub fn n_nodes(&self) -> u64 {
        let of_request =
            |request: &RequestData| request.starts.len() * request.candidates.iter().map(Vec::len).sum::<usize>();
        self.requests.iter().map(of_request).sum::<usize>() as u64 // A count.
    }

    /// The leg between the places of two requests.
    pub fn leg(&self, from_place: usize, to_place: usize) -> crate::domain::Leg {
        self.problem.legs.between(PlaceIdx(from_place), PlaceIdx(to_place))
    }

    /// The starts of a request that lie in a range of dates at its place, as a range of positions.
    pub fn starts_in(&self, request: usize, days: std::ops::Range<i32>) -> std::ops::Range<usize> {
        let starts = &self.requests[request].starts;
        let first = starts.partition_point(|start| self.day_number(start.place_day) < days.start);
        let last = starts.partition_point(|start| self.day_number(start.place_day) < days.end);
        first..last.max(first)
    }

    /// Whether a visit at one start can follow a visit at another in one trip, as the clock has it.
    pub fn can_follow(&self, from: (usize, usize), to: (usize, usize)) -> bool {
        let (v, w) = (&self.requests[from.0], &self.requests[to.0]);
        w.starts[to.1].start >= self.arrival(&v.starts[from.1], v.place, w.place)
    }

    /// When one is ready for a visit at a place after a visit at another.
    pub fn arrival(&self, after: &Start, from_place: usize, to_place: usize) -> Instant {
        if from_place == to_place {
            return after.end;
        }
        let leg = self.leg(from_place, to_place);
        after.free_from.plus(leg.minutes + leg.rest_minutes)
    }
}

/// What every plan has is only planned when what it comes after is: so every plan has that too.
fn require_predecessors(problem: &Problem, requests: &mut [RequestData]) {
    let hard = problem.rules.iter().filter(|rule| rule.penalty.is_none());
    let sequences: Vec<(usize, usize)> = hard
        .filter_map(|rule| match &rule.body {
            RuleBody::Sequence(sequence) => Some((sequence.first.0, sequence.then.0)),
            _ => None,
        })
        .collect();
    // A chain of sequences is no longer than there are requests.
    for _ in 0..requests.len() {
        let open = sequences.iter().filter(|(first, then)| requests[*then].required && !requests[*first].required);
        let firsts: Vec<usize> = open.map(|&(first, _)| first).collect();
        if firsts.is_empty() {
            return;
        }
        firsts.into_iter().for_each(|first| requests[first].required = true);
    }
}

/// Busy times as (end, start), sorted by end, each start replaced by the earliest start of those that end as late or
/// later.
fn diary(mut busy: Vec<(Instant, Instant)>) -> Vec<(Instant, Instant)> {
    busy.sort_unstable();
    let mut earliest = Instant::from_minutes(i64::MAX / 4);
    for (_, start) in busy.iter_mut().rev() {
        earliest = earliest.min(*start);
        *start = earliest;
    }
    busy
}

fn prepare_request(problem: &Problem, request: &Request, zones: &[Zone], funds: &[String]) -> RequestData {
    let place_idx = request.place.0;
    let mut starts = possible_starts(problem, request, &zones[place_idx], &zones[problem.home.0]);
    let mut candidates: Vec<Vec<(usize, i64)>> = request
        .roles
        .iter()
        .map(|role| role.candidates.iter().map(|c| (c.traveller.0, c.points.0)).collect())
        .collect();
    let mut optional: Vec<bool> = request.roles.iter().map(|role| role.optional).collect();
    if let Some(lock) = &request.lock {
        starts.retain(|start| start.start == lock.start);
        for (role, chosen) in lock.delegation.iter().enumerate() {
            candidates[role].retain(|&(traveller, _)| chosen.is_some_and(|chosen| chosen.0 == traveller));
            // A seat that the lock fills is filled; one that it leaves empty has no candidate left.
            optional[role] = chosen.is_none();
        }
    }
    RequestData {
        place: place_idx,
        at_home: request.place == problem.home,
        required: request.mandatory || request.lock.is_some(),
        fund: request.fund.as_ref().and_then(|fund| funds.binary_search(fund).ok()),
        starts,
        optional,
        candidates,
        kept: None,
    }
}

/// All starts that the place's calendar, the windows, the preparation time and the horizon allow.
fn possible_starts(problem: &Problem, request: &Request, zone: &Zone, home_zone: &Zone) -> Vec<Start> {
    let place = problem.place(request.place);
    let unconfirmed = matches!(request.status, RequestStatus::Idea | RequestStatus::Requested);
    let not_before = match problem.as_of {
        Some(as_of) if unconfirmed && request.lock.is_none() => Some(as_of.plus(request.lead_days)),
        _ => None,
    };
    let works = |day: Day| {
        !place.weekend.contains(&day.weekday_number())
            && !place.holidays.contains_key(&day)
            && !place.closures.iter().any(|(days, _)| days.contains(day))
    };
    let n_parts = place.day_parts.len();
    let leg_out = problem.legs.between(problem.home, request.place);
    let leg_back = problem.legs.between(request.place, problem.home);
    let at_home = request.place == problem.home;
    let home_day = |instant| home_zone.day(instant).days_since(problem.horizon.start());
    let Some(first_date) = request.windows.iter().map(|window| window.start()).min() else { return Vec::new() };
    let mut starts: BTreeMap<Instant, Start> = BTreeMap::new();
    for window in &request.windows {
        for day in window.days() {
            if not_before.is_some_and(|earliest| day < earliest) {
                continue;
            }
            for part in 0..n_parts {
                let n_later = part + request.parts as usize - 1; // At most some ten thousand day-parts.
                let last_day = day.plus(i32::try_from(n_later / n_parts).unwrap_or(i32::MAX / 4));
                let fits = last_day < window.end()
                    && DayRange::inclusive(day, last_day).is_some_and(|days| days.days().all(works));
                if !fits {
                    break;
                }
                let start = zone.instant(day, place.day_parts[part].start);
                let end = zone.instant(last_day, place.day_parts[n_later % n_parts].end);
                // Every trip and meeting lies in the horizon, and so does each of its visits.
                let (start_day, end_day) = (home_day(start), home_day(end));
                if end <= start || start_day < 0 || end_day >= problem.horizon.n_days() {
                    continue;
                }
                let free_from = earliest_departure(problem.night, zone, end);
                let ready = start.plus(-leg_out.minutes - leg_out.rest_minutes);
                let depart = if at_home { start } else { latest_departure(problem.night, home_zone, ready) };
                let back = if at_home { end } else { free_from.plus(leg_back.minutes) };
                let weeks = i64::from(day.days_since(first_date).div_euclid(7));
                let preferred: i64 =
                    request.prefer.iter().filter(|prefer| prefer.days.contains(day)).map(|p| p.points.0).sum();
                starts.entry(start).or_insert_with(|| Start {
                    place_day: day,
                    place_last_day: last_day,
                    start,
                    end,
                    free_from,
                    depart,
                    back,
                    depart_day: home_day(depart),
                    start_day,
                    end_day,
                    back_day: home_day(back),
                    points: request.points.0 + preferred - request.decay.0 * weeks.max(0),
                });
            }
        }
    }
    starts.into_values().collect()
}

/// Whether the night rule forbids a departure at this time of day.
fn is_night(night: Night, minute: u16) -> bool {
    if night.to <= night.from {
        minute > night.from || minute < night.to
    } else {
        night.from < minute && minute < night.to
    }
}

/// The first instant from `ready` on at which one may depart.
fn earliest_departure(night: Option<Night>, zone: &Zone, ready: Instant) -> Instant {
    let local = zone.local(ready);
    match night {
        Some(night) if is_night(night, local.minute) => {
            let day = if local.minute < night.to { local.day } else { local.day.plus(1) };
            zone.instant(day, night.to)
        }
        _ => ready,
    }
}

/// The last instant up to `latest` at which one may depart.
fn latest_departure(night: Option<Night>, zone: &Zone, latest: Instant) -> Instant {
    let local = zone.local(latest);
    match night {
        Some(night) if is_night(night, local.minute) => {
            let day = if local.minute > night.from { local.day } else { local.day.plus(-1) };
            zone.instant(day, night.from)
        }
        _ => latest,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn no_start_lies_outside_a_horizon_that_has_moved_on() {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/warned/window-partly-outside.toml"));
        let mut problem = crate::scenario::load(path).expect("a scenario").problem;
        let n_starts = |problem: &Problem| Instance::new(problem).requests[0].starts.len();
        let before = n_starts(&problem);
        let (monday, end) = (problem.horizon.start(), problem.horizon.end());
        // The window begins before the horizon, which begins on a Monday.
        let instance = Instance::new(&problem);
        assert_eq!(instance.requests[0].starts[0].place_day, monday);
        assert!(
            instance.requests[0].starts.iter().all(|start| 0 <= start.start_day && start.end_day < instance.n_days)
        );
        // A week later there is a week less; with the window's last week there is another less.
        problem.horizon = DayRange::new(monday.plus(7), end).expect("days");
        let later = n_starts(&problem);
        assert!(later < before);
        problem.horizon = DayRange::new(monday.plus(7), problem.requests[0].windows[0].end().plus(-7)).expect("days");
        assert_eq!(before - later, later - n_starts(&problem));
        assert!(crate::solver::solve(&problem, &Default::default(), None, &mut Patient).plan.is_some());
    }

    /// Never stops a search.
    struct Patient;

    impl crate::solver::Watcher for Patient {
        fn progress(&mut self, _: &crate::solver::Progress) {}
        fn should_stop(&self) -> bool {
            false
        }
        fn seconds_left(&self) -> Option<f64> {
            None
        }
        fn stopper(&self) -> crate::solver::Stopper {
            crate::solver::Stopper::default()
        }
    }
}
