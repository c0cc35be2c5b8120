//! What would have to give way, and by how much, for a plan to be possible.
//!
//! A *lever* is one thing that somebody can decide: one limit in one period, the dates of one request, the diaries of
//! those who could go. Only levers with a part in a clash can let anything in by themselves. Each is opened wholly, to
//! see whether it suffices, and then as little as can be.

use std::collections::BTreeSet;

use super::demand::{Demand, TripRule};
use super::effort::{Answer, Effort, any_plan};
use super::ground::{Ground, most_more};
use crate::checker;
use crate::domain::{
    Calendar, CalendarIdx, DayRange, Interval, PlaceIdx, Plan, Points, Presence, Problem, RequestIdx, RuleBody,
    RuleIdx, TravellerIdx,
};
use crate::solver::Watcher;
use crate::zones::Zone;

/// How a demand gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It is let go.
    LetGo,
    /// Its number changes by so much: upwards what is a most, downwards what is a least.
    By(i64),
    /// The number of a presence is so much lower during the events that lie wholly in these days, at home.
    ByIn(i64, DayRange),
    /// `max_days` of a sequence is so much higher.
    MaxDaysBy(i64),
    /// A window of the request, by its position, opens so many days earlier.
    Earlier(usize, i32),
    /// A window of the request, by its position, closes so many days later.
    Later(usize, i32),
}

/// A demand that gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relaxation {
    /// Which.
    pub demand: Demand,
    /// How.
    pub how: How,
}

/// Relaxations that together let a plan in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// In order; at least one.
    pub relaxations: Vec<Relaxation>,
    /// Whether it is proven that less of the same does not do: a smaller number, or fewer of a kind.
    pub is_least: bool,
    /// Where it is the most changes of a rule that rise: it is proven that they have to rise by so much, so that there is
    /// no plan as things are.
    pub at_least: Option<i64>,
    /// A plan that was found with it, where one was kept: any plan, whatever it is worth.
    pub plan: Option<Plan>,
}

impl Repair {
    /// How many changes it takes at least, where that is proven.
    #[must_use]
    pub fn fewest_changes(&self, problem: &Problem) -> Option<i64> {
        let (at_least, [Relaxation { demand: Demand::Rule { rule, .. }, .. }]) =
            (self.at_least?, &self.relaxations[..])
        else {
            return None;
        };
        match &problem.rule(*rule).body {
            RuleBody::Stability(stability) => Some(i64::try_from(stability.max_changes?).ok()? + at_least),
            _ => None,
        }
    }
}

impl Ground {
    /// The problem with the asked request mandatory and these relaxations; otherwise as the scenario has it.
    #[must_use]
    pub fn relaxed(&self, relaxations: &[Relaxation]) -> Problem {
        let mut problem = self.whole();
        self.relax_all(&mut problem, relaxations);
        problem
    }

    pub(super) fn relax_all(&self, problem: &mut Problem, relaxations: &[Relaxation]) {
        let mut last_first = relaxations.to_vec();
        last_first.sort_unstable_by(|a, b| b.cmp(a));
        for relaxation in &last_first {
            self.relax(problem, relaxation);
        }
    }

    /// Lets a demand give way in a problem that was made from this ground.
    fn relax(&self, problem: &mut Problem, relaxation: &Relaxation) {
        let Relaxation { demand, how } = *relaxation;
        match (how, demand) {
            (How::LetGo, _) => self.let_go(problem, demand),
            (How::Earlier(window, days), Demand::Windows(request)) => widen(problem, request, window, -days),
            (How::Later(window, days), Demand::Windows(request)) => widen(problem, request, window, days),
            (How::By(by), Demand::Lead(request)) => {
                problem.requests[request.0].lead_days -= i32::try_from(by).unwrap_or(0);
            }
            (How::By(by), Demand::Trip(traveller, rule)) => {
                let limits = &mut problem.travellers[traveller.0].limits;
                let by = i32::try_from(by).unwrap_or(0);
                match rule {
                    TripRule::MaxStops => limits.max_stops += usize::try_from(by).unwrap_or(0),
                    TripRule::MaxTripDays => limits.max_trip_days += by,
                    TripRule::MaxIdleDays => limits.max_idle_days += by,
                    TripRule::MinHomeDays => limits.min_home_days -= by,
                }
            }
            (How::ByIn(by, days), Demand::Rule { .. }) => {
                if let Some(piece) = self.piece(demand) {
                    loosen_in(problem, piece, by, days);
                }
            }
            (How::By(by) | How::MaxDaysBy(by), Demand::Rule { .. }) => {
                if let Some(piece) = self.piece(demand) {
                    loosen(&mut problem.rules[piece.0].body, by, matches!(how, How::MaxDaysBy(_)));
                }
            }
            _ => {}
        }
    }
}

/// Moves an end of a window: the first when `days` is negative, the last when it is positive.
fn widen(problem: &mut Problem, request: RequestIdx, window: usize, days: i32) {
    let window = &mut problem.requests[request.0].windows[window];
    let (start, end) = (window.start().plus(days.min(0)), window.end().plus(days.max(0)));
    *window = DayRange::new(start, end).unwrap_or(*window);
}

/// Changes the number of a rule.
fn loosen(body: &mut RuleBody, by: i64, is_max_days: bool) {
    let n = usize::try_from(by).unwrap_or(0);
    let days = i32::try_from(by).unwrap_or(0);
    match body {
        RuleBody::Limit(limit) => limit.max += by,
        RuleBody::Presence(presence) => presence.at_least = presence.at_least.saturating_sub(n),
        RuleBody::Attendance(attendance) => {
            attendance.max_in_a_row = attendance.max_in_a_row.map(|max| max.saturating_add(n));
        }
        RuleBody::Spacing(spacing) => spacing.min_days -= days,
        RuleBody::Sequence(sequence) if is_max_days => sequence.max_days = sequence.max_days.map(|max| max + days),
        RuleBody::Sequence(sequence) => sequence.min_days -= days,
        RuleBody::Exclusion(exclusion) => exclusion.max += n,
        RuleBody::Resource(resource) => resource.capacity += by,
        RuleBody::Coverage(coverage) => coverage.at_least = coverage.at_least.saturating_sub(n),
        RuleBody::Stability(stability) => stability.max_changes = stability.max_changes.map(|max| max + n),
    }
}

/// Changes the number of a presence during the events that lie wholly in some days.
fn loosen_in(problem: &mut Problem, piece: RuleIdx, by: i64, days: DayRange) {
    let rule = problem.rule(piece).clone();
    let RuleBody::Presence(Presence { calendar: Some(calendar), .. }) = &rule.body else { return };
    let of_rule = problem.calendars[calendar.0].clone();
    let of_events = |problem: &mut Problem, is_within: bool| {
        let is_meant = |event: &&Interval| {
            let of_event = days_of(problem, **event);
            (days.contains(of_event.start()) && days.contains(of_event.last())) == is_within
        };
        let events = of_rule.events.iter().filter(is_meant).copied().collect();
        problem.calendars.push(Calendar { events, ..of_rule.clone() });
        CalendarIdx(problem.calendars.len() - 1)
    };
    let (within, without) = (of_events(problem, true), of_events(problem, false));
    let mut lowered = rule;
    loosen(&mut lowered.body, by, false);
    if let RuleBody::Presence(presence) = &mut lowered.body {
        presence.calendar = Some(within);
    }
    if let RuleBody::Presence(presence) = &mut problem.rules[piece.0].body {
        presence.calendar = Some(without);
    }
    problem.rules.push(lowered);
}

/// The dates at home that an event meets.
fn days_of(problem: &Problem, event: Interval) -> DayRange {
    let home = Zone::of(problem.place(problem.home).tz);
    let (first, last) = (home.day(event.start()), home.day(event.end().plus(-1)));
    DayRange::inclusive(first, last).expect("an event does not end before it starts")
}

/// What somebody can decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lever {
    /// One demand.
    One(Demand),
    /// Other requests that every plan must have.
    Others,
    /// The busy times of all who could go.
    Diaries,
    /// The holidays and closures of a place.
    DaysOff(PlaceIdx),
}

fn lever_of(demand: Demand) -> Lever {
    match demand {
        Demand::Mandatory(_) | Demand::Lock(_) => Lever::Others,
        Demand::Busy(..) => Lever::Diaries,
        Demand::Closure(place, _) | Demand::Holiday(place, _) => Lever::DaysOff(place),
        _ => Lever::One(demand),
    }
}

/// The most demands of one kind of which pairs are tried.
const MAX_IN_PAIRS: usize = 14;
/// The most repairs that let go of one demand of the same kind.
const MAX_ALIKE: usize = 6;
/// The most ranges of days that are tried for a shortest one.
const MAX_TRIES: usize = 80;
/// The highest number of whole units by which a rule's number is ever changed.
const MOST_UNITS: i64 = 1 << 40;

/// Returns repairs of a clash: each lever that suffices by itself, opened as little as can be; where none does, levers
/// that do together.
///
/// * `clash`: demands that leave no plan.
#[must_use]
pub fn repairs(ground: &Ground, clash: &[Demand], effort: &Effort, watcher: &mut dyn Watcher) -> Vec<Repair> {
    let mut search = Search { ground, effort, watcher };
    let mut levers: Vec<Lever> = clash.iter().map(|&demand| lever_of(demand)).collect();
    // Where only so much may change, that is what people ask about first.
    let limits_changes = |lever| matches!(lever, Lever::One(demand) if ground.max_changes(demand).is_some());
    levers.sort_by_key(|&lever| (!limits_changes(lever), lever));
    levers.dedup();
    let mut repairs: Vec<Repair> = Vec::new();
    for &lever in &levers {
        repairs.extend(search.open(lever, &[], clash));
    }
    if repairs.is_empty() {
        repairs.extend(search.several());
    }
    repairs
}

/// What is asked for repairs, and how long.
pub(super) struct Search<'a> {
    pub(super) ground: &'a Ground,
    pub(super) effort: &'a Effort,
    pub(super) watcher: &'a mut dyn Watcher,
}

impl Search<'_> {
    /// Whether there is a plan with these relaxations, and which.
    fn answer(&mut self, relaxations: &[Relaxation]) -> Answer {
        let all: BTreeSet<Demand> = self.ground.demands().iter().copied().collect();
        let mut problem = self.ground.only(&all);
        self.ground.relax_all(&mut problem, relaxations);
        any_plan(&problem, self.effort, self.watcher)
    }

    pub(super) fn is_possible(&mut self, with: &[Relaxation], more: &[Relaxation]) -> bool {
        let together: Vec<Relaxation> = with.iter().chain(more).copied().collect();
        matches!(self.answer(&together), Answer::Possible(_))
    }

    /// The demands of a lever.
    fn demands_of(&self, lever: Lever) -> Vec<Demand> {
        self.ground.demands().iter().copied().filter(|&demand| lever_of(demand) == lever).collect()
    }

    /// Opens one lever as little as can be beside other relaxations; `None` when it does not suffice.
    ///
    /// Where one of several demands of the lever suffices, there is a repair for each.
    fn open(&mut self, lever: Lever, with: &[Relaxation], clash: &[Demand]) -> Vec<Repair> {
        if let Lever::One(demand) = lever
            && let Some(repair) = self.fewest_changes(demand, with)
        {
            return vec![repair];
        }
        let demands = self.demands_of(lever);
        let wholly = let_go(&demands);
        let together: Vec<Relaxation> = with.iter().chain(&wholly).copied().collect();
        let Answer::Possible(plan) = self.answer(&together) else { return Vec::new() };
        let found = match lever {
            Lever::One(demand) => self.least_of_one(demand, with, &plan).into_iter().collect(),
            Lever::Diaries => match self.fewest_busy(&demands, with) {
                Some(fewest) => vec![fewest],
                None => self.fewest(&demands, clash, with),
            },
            Lever::Others | Lever::DaysOff(_) => self.fewest(&demands, clash, with),
        };
        let repair = |(least, is_least): (Vec<Relaxation>, bool)| {
            let mut relaxations: Vec<Relaxation> = with.iter().chain(&least).copied().collect();
            relaxations.sort_unstable();
            Repair { relaxations, is_least, at_least: None, plan: None }
        };
        found.into_iter().map(repair).collect()
    }

    /// The smallest change of one demand.
    ///
    /// * `plan`: a plan without it.
    fn least_of_one(&mut self, demand: Demand, with: &[Relaxation], plan: &Plan) -> Option<(Vec<Relaxation>, bool)> {
        let wholly = Relaxation { demand, how: How::LetGo };
        let one = |how| vec![Relaxation { demand, how }];
        match demand {
            Demand::Windows(request) => self.least_widening(request, with),
            Demand::Rule { .. } => {
                let piece = self.ground.piece(demand)?;
                let most = self.most_units(demand);
                if let RuleBody::Limit(_) = &self.ground.whole().rule(piece).body {
                    let enough = self.needed(demand, most, plan, with);
                    let (by, is_least) = self.least_up_to(demand, How::By, (0, enough), true, with);
                    return Some((one(How::By(by)), is_least));
                }
                if let Some((by, is_least)) = self.least_number(demand, How::By, most, with) {
                    return Some(match self.fewest_days(demand, by, with) {
                        Some((days, is_shortest)) => (one(How::ByIn(by, days)), is_least && is_shortest),
                        None => (one(How::By(by)), is_least),
                    });
                }
                let problem = self.ground.whole();
                if let RuleBody::Sequence(sequence) = &problem.rules[piece.0].body
                    && sequence.max_days.is_some()
                {
                    let most = i64::from(problem.horizon.n_days());
                    if let Some((by, is_least)) = self.least_number(demand, How::MaxDaysBy, most, with) {
                        return Some((one(How::MaxDaysBy(by)), is_least));
                    }
                }
                Some((vec![wholly], true))
            }
            Demand::Lead(_) | Demand::Trip(..) => {
                let most = self.most_units(demand);
                self.least_number(demand, How::By, most, with).map(|(by, is_least)| (one(How::By(by)), is_least))
            }
            _ => Some((vec![wholly], true)),
        }
    }

    /// By how much a demand's number can change at all.
    fn most_units(&self, demand: Demand) -> i64 {
        let problem = self.ground.whole();
        match demand {
            Demand::Lead(request) => i64::from(problem.request(request).lead_days),
            Demand::Trip(traveller, rule) => {
                let limits = problem.traveller(traveller).limits;
                match rule {
                    TripRule::MinHomeDays => i64::from(limits.min_home_days),
                    rule => i64::from(most_more(rule)),
                }
            }
            Demand::Rule { .. } => {
                let Some(piece) = self.ground.piece(demand) else { return 0 };
                let as_i64 = |n: usize| i64::try_from(n).unwrap_or(MOST_UNITS);
                match &problem.rule(piece).body {
                    RuleBody::Limit(_) => MOST_UNITS,
                    RuleBody::Presence(presence) => as_i64(presence.at_least),
                    RuleBody::Attendance(attendance) => as_i64(problem.calendars[attendance.calendar.0].events.len()),
                    RuleBody::Spacing(spacing) => i64::from(spacing.min_days),
                    RuleBody::Sequence(sequence) => i64::from(sequence.min_days),
                    RuleBody::Exclusion(exclusion) => as_i64(exclusion.requests.len()),
                    RuleBody::Resource(_) => as_i64(problem.requests.len()),
                    RuleBody::Coverage(coverage) => as_i64(coverage.at_least),
                    RuleBody::Stability(_) => as_i64(problem.requests.len() + problem.earlier.len()),
                }
            }
            _ => 0,
        }
    }

    /// The smallest number from 1 to `most` that suffices, and whether it is proven that no smaller one does; `None`
    /// when none is known to.
    fn least_number(
        &mut self,
        demand: Demand,
        how: impl Fn(i64) -> How,
        most: i64,
        with: &[Relaxation],
    ) -> Option<(i64, bool)> {
        // A number that suffices: by doubling, since most that do are small.
        let (mut too_few, mut is_proven) = (0_i64, true);
        let mut enough = None;
        let mut step = 1_i64.min(most);
        while enough.is_none() && too_few < most {
            let by = (too_few.max(step)).min(most);
            let relaxation = Relaxation { demand, how: how(by) };
            let together: Vec<Relaxation> = with.iter().chain([&relaxation]).copied().collect();
            match self.answer(&together) {
                Answer::Possible(plan) => enough = Some(self.needed(demand, by, &plan, with)),
                answer => {
                    is_proven &= matches!(answer, Answer::Impossible { .. });
                    too_few = by;
                    step = by.saturating_mul(4);
                }
            }
        }
        Some(self.least_up_to(demand, how, (too_few, enough?), is_proven, with))
    }

    /// The smallest number that suffices, and whether it is proven that no smaller one does.
    ///
    /// * `too_few`, `enough`: a number that does not suffice, and one that does.
    /// * `is_proven`: whether it is proven of the first.
    fn least_up_to(
        &mut self,
        demand: Demand,
        how: impl Fn(i64) -> How,
        (mut too_few, mut enough): (i64, i64),
        mut is_proven: bool,
        with: &[Relaxation],
    ) -> (i64, bool) {
        // A plan mostly needs the least: so one less is asked first.
        let mut by = enough - 1;
        while too_few + 1 < enough {
            let relaxation = Relaxation { demand, how: how(by) };
            let together: Vec<Relaxation> = with.iter().chain([&relaxation]).copied().collect();
            match self.answer(&together) {
                Answer::Possible(plan) => enough = self.needed(demand, by, &plan, with).max(too_few + 1),
                answer => {
                    is_proven &= matches!(answer, Answer::Impossible { .. });
                    too_few = by;
                }
            }
            by = too_few + (enough - too_few) / 2;
        }
        (enough, is_proven)
    }

    /// How much of a limit's rise a plan needs; at most `by`, which it was found with.
    fn needed(&self, demand: Demand, by: i64, plan: &Plan, with: &[Relaxation]) -> i64 {
        let mut problem = self.ground.relaxed(with);
        let Some(piece) = self.ground.piece(demand) else { return by };
        if !matches!(problem.rule(piece).body, RuleBody::Limit(_)) {
            return by;
        }
        // A unit over the limit costs a point, and the limit is one period's.
        problem.rules[piece.0].penalty = Some(Points(1_000));
        let report = checker::check(&problem, plan);
        let units: i64 = report.concessions.iter().filter(|it| it.rule == piece).map(|it| it.points.0 / 1_000).sum();
        units.clamp(1, by)
    }

    /// The fewest consecutive days in which a presence has to be lower by so much, and whether it is proven that fewer
    /// do not suffice; `None` where it is no presence.
    ///
    /// Ranges that are shorter than the shortest one known are tried many at once: where not even the days of all of them
    /// together suffice, none of them does.
    fn fewest_days(&mut self, demand: Demand, by: i64, with: &[Relaxation]) -> Option<(DayRange, bool)> {
        let problem = self.ground.whole();
        let piece = self.ground.piece(demand)?;
        let RuleBody::Presence(presence) = &problem.rule(piece).body else { return None };
        let horizon = problem.horizon;
        let needed = |answer: Answer| match answer {
            Answer::Possible(plan) => Ok(days_below(&problem, presence, &plan).unwrap_or(horizon)),
            Answer::Impossible { .. } => Err(true),
            Answer::Unknown => Err(false),
        };
        let try_in = |search: &mut Self, days: DayRange| {
            let relaxation = Relaxation { demand, how: How::ByIn(by, days) };
            let together: Vec<Relaxation> = with.iter().chain([&relaxation]).copied().collect();
            needed(search.answer(&together))
        };
        let mut shortest = try_in(self, horizon).ok()?;
        let mut is_proven = true;
        // First dates of ranges, to be tried together.
        let mut open = vec![horizon];
        let mut n_tries = 0;
        while let Some(firsts) = open.pop() {
            let n_days = shortest.n_days() - 1;
            if n_days == 0 {
                break;
            }
            let Some(days) = DayRange::new(firsts.start(), firsts.last().plus(n_days)) else { continue };
            n_tries += 1;
            if n_tries > MAX_TRIES {
                is_proven = false;
                break;
            }
            match try_in(self, days) {
                Ok(fewer) if fewer.n_days() < shortest.n_days() => {
                    shortest = fewer;
                    open.push(firsts);
                }
                Ok(_) => {
                    let middle = firsts.start().plus(firsts.n_days() / 2);
                    open.extend(DayRange::new(middle, firsts.end()));
                    open.extend(DayRange::new(firsts.start(), middle));
                }
                Err(is_impossible) => is_proven &= is_impossible,
            }
        }
        // At least no part of it suffices.
        while !is_proven && shortest.n_days() > 1 {
            let (start, end) = (shortest.start(), shortest.end());
            let parts = [DayRange::new(start.plus(1), end), DayRange::new(start, end.plus(-1))];
            let Some(fewer) = parts.into_iter().flatten().find_map(|part| try_in(self, part).ok()) else { break };
            shortest = fewer;
        }
        Some((shortest, is_proven))
    }

    /// The fewest days by which one window opens earlier or closes later.
    fn least_widening(&mut self, request: RequestIdx, with: &[Relaxation]) -> Option<(Vec<Relaxation>, bool)> {
        let demand = Demand::Windows(request);
        let problem = self.ground.whole();
        let (first, last) = (problem.horizon.start(), problem.horizon.last());
        let mut best: Option<(i64, How, bool)> = None;
        for (idx, window) in problem.request(request).windows.iter().enumerate() {
            let days = |days: i64| i32::try_from(days).unwrap_or(0);
            let later = i64::from(last.days_since(window.last()));
            let earlier = i64::from(window.start().days_since(first));
            for (most, is_later) in [(later, true), (earlier, false)] {
                let how = |by| if is_later { How::Later(idx, days(by)) } else { How::Earlier(idx, days(by)) };
                // Only what is less than the best so far is of interest.
                let most = best.map_or(most, |(best, ..)| most.min(best - 1));
                if most < 1 {
                    continue;
                }
                if let Some((by, is_least)) = self.least_number(demand, how, most, with) {
                    best = Some((by, how(by), is_least));
                }
            }
        }
        if let Some((_, how, is_least)) = best {
            return Some((vec![Relaxation { demand, how }], is_least));
        }
        None
    }

    /// The fewest demands of a lever that have to be let go: each one that suffices, or two, or else a set of which none
    /// can stay.
    fn fewest(&mut self, demands: &[Demand], clash: &[Demand], with: &[Relaxation]) -> Vec<(Vec<Relaxation>, bool)> {
        let of_clash: Vec<Demand> = demands.iter().copied().filter(|demand| clash.contains(demand)).collect();
        // Whatever is let go, one of the clash is among it.
        let firsts = if with.is_empty() { of_clash } else { demands.to_vec() };
        let mut singles = Vec::new();
        for &first in &firsts {
            if singles.len() < MAX_ALIKE && self.is_possible(with, &let_go(&[first])) {
                singles.push((let_go(&[first]), true));
            }
        }
        if !singles.is_empty() {
            return singles;
        }
        let pairs_are_few = demands.len() <= MAX_IN_PAIRS;
        if pairs_are_few {
            for &first in &firsts {
                for &second in demands.iter().filter(|&&second| second != first) {
                    if self.is_possible(with, &let_go(&[first, second])) {
                        return vec![(let_go(&[first, second]), true)];
                    }
                }
            }
        }
        let mut left: Vec<Demand> = demands.to_vec();
        for &demand in demands {
            let others: Vec<Demand> = left.iter().copied().filter(|&other| other != demand).collect();
            if self.is_possible(with, &let_go(&others)) {
                left = others;
            }
        }
        let is_least = pairs_are_few && left.len() <= 3;
        vec![(let_go(&left), is_least)]
    }

    /// Levers that suffice only together: all opened, then closed again one by one, what is hardest to change first;
    /// those that are left are opened as little as can be, one after the other.
    fn several(&mut self) -> Option<Repair> {
        let all: BTreeSet<Lever> = self.ground.demands().iter().map(|&demand| lever_of(demand)).collect();
        let mut open: Vec<Lever> = all.into_iter().collect();
        open.sort_by_key(|&lever| std::cmp::Reverse(hardness(lever)));
        let wholly = |search: &Self, levers: &[Lever]| {
            let demands: Vec<Demand> = levers.iter().flat_map(|&lever| search.demands_of(lever)).collect();
            let_go(&demands)
        };
        if !self.is_possible(&[], &wholly(self, &open)) {
            return None;
        }
        let mut idx = 0;
        while idx < open.len() {
            let others: Vec<Lever> = open.iter().copied().filter(|&lever| lever != open[idx]).collect();
            if self.is_possible(&[], &wholly(self, &others)) {
                open = others;
            } else {
                idx += 1;
            }
        }
        let mut settled: Vec<Relaxation> = Vec::new();
        let mut is_least = true;
        while let Some(lever) = open.pop() {
            let with: Vec<Relaxation> = settled.iter().copied().chain(wholly(self, &open)).collect();
            let repair = self.open(lever, &with, &[]).into_iter().next()?;
            is_least &= repair.is_least;
            settled.extend(repair.relaxations.into_iter().filter(|relaxation| !with.contains(relaxation)));
        }
        settled.sort_unstable();
        settled.dedup();
        Some(Repair { relaxations: settled, is_least, at_least: None, plan: None })
    }
}

/// The days from the first to the last event during which a plan has fewer at home than a presence demands; `None` when it
/// keeps it.
fn days_below(problem: &Problem, presence: &Presence, plan: &Plan) -> Option<DayRange> {
    let events = &problem.calendars[presence.calendar?.0].events;
    let is_absent = |member: &TravellerIdx, event: Interval| {
        let mut trips = plan.trips.iter().filter(|trip| trip.traveller == *member);
        trips.any(|trip| trip.depart < event.end() && event.start() < trip.back)
    };
    let is_below = |event: &Interval| {
        presence.members.iter().filter(|member| !is_absent(member, *event)).count() < presence.at_least
    };
    let days = events.iter().copied().filter(is_below).map(|event| days_of(problem, event));
    days.reduce(|a, b| DayRange::new(a.start().min(b.start()), a.end().max(b.end())).unwrap_or(a))
}

/// What is least in anybody's hand first.
fn hardness(lever: Lever) -> u8 {
    match lever {
        Lever::One(Demand::Night | Demand::Horizon) => 6,
        Lever::One(Demand::Weekend(_)) | Lever::DaysOff(_) => 5,
        Lever::One(Demand::Trip(..) | Demand::Roles(_)) => 4,
        Lever::Others => 3,
        Lever::One(Demand::Lead(_)) => 2,
        Lever::One(Demand::Windows(_)) | Lever::Diaries => 1,
        Lever::One(_) => 0,
    }
}

pub(super) fn let_go(demands: &[Demand]) -> Vec<Relaxation> {
    demands.iter().map(|&demand| Relaxation { demand, how: How::LetGo }).collect()
}
