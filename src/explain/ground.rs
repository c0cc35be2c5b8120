//! A scenario as a set of demands, and the problems in which only some of them hold.
//!
//! # How a scenario is taken apart
//!
//! A limit or a coverage that counts anew in each period becomes one rule for each period; presence in working
//! day-parts becomes presence during these day-parts as events. That changes no plan, and lets each piece be named with
//! its dates, and let go by itself.
//!
//! # Which requests count
//!
//! A plan must have what is mandatory or locked, and here also the request that is asked about. Other requests may stay
//! out, so they stand in nobody's way and are left out; but those that help are kept: what comes first in a sequence,
//! what a hard coverage counts, and what an earlier plan had of which only so much may change.

use std::collections::{BTreeMap, BTreeSet};

use super::demand::{Demand, TripRule};
use super::difference::{Planned, planned};
use crate::domain::{
    Calendar, CalendarIdx, Coverage, Day, DayRange, EarlierVisit, Exclusion, Interval, Limit, Lock, LockReason, Period,
    PlaceIdx, Plan, Points, Presence, Problem, RequestIdx, RequestStatus, RoleIdx, Rule, RuleBody, RuleIdx, Stability,
    TravellerIdx, TripLimits, VisitFilter, Weight,
};
use crate::zones::Zone;

/// Days by which the horizon is longer at both ends when it is let go, travel and visits apart.
const MORE_DAYS: i32 = 7;
/// A number of days that no trip and no preparation reaches.
const MANY_DAYS: i32 = 40_000;

/// A scenario taken apart into demands.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The problem with one rule for each piece; positions of all else are those of the scenario's problem.
    problem: Problem,
    /// Per rule of `problem`: the demand that it is.
    rules: Vec<Demand>,
    /// The request that is to be in the plan though nothing demands it.
    asked: Option<RequestIdx>,
    /// Per request: whether it counts.
    counts: Vec<bool>,
    /// Every demand that may stand in the way, in order.
    demands: Vec<Demand>,
}

impl Ground {
    /// Takes a scenario apart.
    ///
    /// * `asked`: a request that is to be in the plan.
    #[must_use]
    pub fn new(problem: &Problem, asked: Option<RequestIdx>) -> Self {
        let (problem, rules) = split(problem);
        let counts = requests_that_count(&problem, asked);
        let mut ground = Ground { problem, rules, asked, counts, demands: Vec::new() };
        ground.demands = ground.list();
        ground
    }

    /// Takes a scenario apart in which every visit of a plan stays as it is, nothing else is planned, and one request
    /// is to come beside them. That the others stay is no demand here, but given.
    #[must_use]
    pub fn beside(problem: &Problem, plan: &Plan, asked: RequestIdx) -> Self {
        let mut held = problem.clone();
        let visits = planned(plan);
        let wish = problem.request(asked);
        let candidates: BTreeSet<TravellerIdx> =
            wish.roles.iter().flat_map(|role| &role.candidates).map(|candidate| candidate.traveller).collect();
        let touched: Vec<bool> = problem.rules.iter().map(|rule| touches(problem, rule, asked, &candidates)).collect();
        // The plan keeps every rule. One that another visit cannot touch stays kept.
        for (rule, _) in held.rules.iter_mut().zip(&touched).filter(|(_, touched)| !**touched) {
            rule.body = nothing();
        }
        for request in problem.request_idxs().filter(|&request| request != asked) {
            let Some(visit) = visits.get(&request) else {
                leave_out(&mut held, request);
                continue;
            };
            let members: BTreeSet<TravellerIdx> = visit.seats.iter().map(|&(_, traveller)| traveller).collect();
            let counts = |rule: &Rule| !matches!(rule.body, RuleBody::Stability(_));
            let rules = problem.rules.iter().zip(&touched).filter(|(rule, touched)| **touched && counts(rule));
            let matters = !members.is_disjoint(&candidates) || { rules }
                .any(|(rule, _)| touches(problem, rule, request, &members));
            if matters {
                hold(&mut held, visit);
            } else {
                leave_out(&mut held, request);
            }
        }
        count_changes_of(&mut held, asked, &visits);
        let mut ground = Ground::new(&held, Some(asked));
        ground.demands.retain(|demand| match *demand {
            Demand::Mandatory(_) | Demand::Lock(_) => false,
            Demand::Windows(request) | Demand::Lead(request) | Demand::Roles(request) => request == asked,
            Demand::Closure(place, _) | Demand::Holiday(place, _) | Demand::Weekend(place) => place == wish.place,
            Demand::Busy(traveller, _) | Demand::Trip(traveller, _) => candidates.contains(&traveller),
            Demand::Rule { rule, .. } => touched[rule.0],
            Demand::Night | Demand::Horizon => true,
        });
        ground
    }

    /// Every demand that may stand in the way, in order.
    #[must_use]
    pub fn demands(&self) -> &[Demand] {
        &self.demands
    }

    /// Whether a demand is one of these rules of the problems that are made here, or no rule at all.
    pub(super) fn is_of_rules(&self, demand: Demand, rules: &[RuleIdx]) -> bool {
        !matches!(demand, Demand::Rule { .. }) || rules.iter().any(|rule| self.rules.get(rule.0) == Some(&demand))
    }

    /// The most changes that a demand allows, if that is what it limits.
    pub(super) fn max_changes(&self, demand: Demand) -> Option<i64> {
        match &self.problem.rule(self.piece(demand)?).body {
            RuleBody::Stability(Stability { max_changes: Some(max), .. }) => i64::try_from(*max).ok(),
            _ => None,
        }
    }

    /// The whole problem with the asked request mandatory, rules in pieces. Its plans and their points are those of the
    /// scenario.
    #[must_use]
    pub fn whole(&self) -> Problem {
        let mut problem = self.problem.clone();
        if let Some(asked) = self.asked {
            problem.requests[asked.0].mandatory = true;
        }
        problem
    }

    /// The position of a rule's piece in the problems that are made here.
    #[must_use]
    pub fn piece(&self, demand: Demand) -> Option<RuleIdx> {
        self.rules.iter().position(|&known| known == demand).map(RuleIdx)
    }

    /// The problem in which only these demands hold, and any plan is as good as any other.
    #[must_use]
    pub fn only(&self, kept: &BTreeSet<Demand>) -> Problem {
        let mut problem = self.whole();
        worthless(&mut problem);
        for (rule, &demand) in problem.rules.iter_mut().zip(&self.rules) {
            if rule.penalty.is_some() || !kept.contains(&demand) {
                rule.body = nothing();
            }
        }
        let let_go: Vec<Demand> = self.demands.iter().copied().filter(|demand| !kept.contains(demand)).collect();
        for request in problem.request_idxs() {
            if !self.counts[request.0] {
                leave_out(&mut problem, request);
            }
        }
        // The horizon is last in order, and any date means any date of it.
        for &demand in let_go.iter().rev() {
            self.let_go(&mut problem, demand);
        }
        // Few rules are such that a request can help to keep them, and there may be thousands of both.
        let rules = self.problem.rules.iter().zip(&self.rules);
        let can_be_helped =
            |rule: &Rule| matches!(rule.body, RuleBody::Sequence(_) | RuleBody::Coverage(_) | RuleBody::Stability(_));
        let helped: Vec<&Rule> =
            rules.filter(|(rule, demand)| can_be_helped(rule) && kept.contains(demand)).map(|(rule, _)| rule).collect();
        for request in problem.request_idxs() {
            // What is neither demanded nor of help to anything is left out.
            let wish = problem.request(request);
            if !wish.mandatory && wish.lock.is_none() && !self.helps(request, &helped) {
                leave_out(&mut problem, request);
            }
        }
        problem
    }

    /// The sequences by which the asked request can only come after one that is left out.
    pub(super) fn comes_after_nothing(&self) -> Vec<Demand> {
        let rules = self.problem.rules.iter().zip(&self.rules).filter(|(rule, _)| rule.penalty.is_none());
        let is_one = |rule: &Rule| match &rule.body {
            RuleBody::Sequence(it) => self.asked == Some(it.then) && self.problem.request(it.first).windows.is_empty(),
            _ => false,
        };
        rules.filter(|(rule, _)| is_one(rule)).map(|(_, &demand)| demand).collect()
    }

    /// Whether a request that need not be planned may help to keep one of these rules.
    fn helps(&self, request: RequestIdx, rules: &[&Rule]) -> bool {
        rules.iter().any(|rule| match &rule.body {
            RuleBody::Sequence(sequence) => sequence.first == request,
            RuleBody::Coverage(coverage) => may_match(&self.problem, &coverage.visits, request),
            RuleBody::Stability(_) => self.problem.earlier.iter().any(|earlier| earlier.request == request),
            _ => false,
        })
    }

    /// Lets a demand go.
    pub(super) fn let_go(&self, problem: &mut Problem, demand: Demand) {
        match demand {
            Demand::Rule { .. } => {
                if let Some(rule) = self.piece(demand) {
                    problem.rules[rule.0].body = nothing();
                }
            }
            Demand::Mandatory(request) => problem.requests[request.0].mandatory = self.asked == Some(request),
            Demand::Lock(request) => problem.requests[request.0].lock = None,
            Demand::Busy(traveller, busy) => {
                let gone = &self.problem.traveller(traveller).busy[busy];
                let left = &mut problem.travellers[traveller.0].busy;
                if let Some(at) = left.iter().position(|known| known == gone) {
                    left.remove(at);
                }
            }
            Demand::Windows(request) => problem.requests[request.0].windows = vec![problem.horizon],
            Demand::Lead(request) => problem.requests[request.0].lead_days = -MANY_DAYS,
            Demand::Roles(request) => {
                for role in problem.requests[request.0].roles.iter_mut().skip(1) {
                    role.optional = true;
                }
            }
            Demand::Closure(place, closure) => {
                let gone = &self.problem.place(place).closures[closure];
                let left = &mut problem.places[place.0].closures;
                if let Some(at) = left.iter().position(|known| known == gone) {
                    left.remove(at);
                }
            }
            Demand::Holiday(place, day) => {
                problem.places[place.0].holidays.remove(&day);
            }
            Demand::Weekend(place) => problem.places[place.0].weekend.clear(),
            Demand::Trip(traveller, rule) => free_trips(&mut problem.travellers[traveller.0].limits, rule),
            Demand::Night => problem.night = None,
            Demand::Horizon => {
                let more = MORE_DAYS + self.longest_trip();
                let (start, end) = (problem.horizon.start().plus(-more), problem.horizon.end().plus(more));
                problem.horizon = DayRange::new(start, end).unwrap_or(problem.horizon);
            }
        }
    }

    /// The most days that a trip for one request that counts can take, nights and weekends apart.
    fn longest_trip(&self) -> i32 {
        let home = self.problem.home;
        let requests = self.problem.request_idxs().filter(|request| self.counts[request.0]);
        let days = requests.map(|request| {
            let wish = self.problem.request(request);
            let there = self.problem.legs.between(home, wish.place);
            let back = self.problem.legs.between(wish.place, home);
            let minutes = there.minutes + there.rest_minutes + back.minutes;
            minutes / crate::domain::MINUTES_PER_DAY + i64::from(wish.parts) + 2
        });
        i32::try_from(days.max().unwrap_or(0)).unwrap_or(MANY_DAYS).min(MANY_DAYS)
    }

    /// Lists the demands that may stand in the way.
    fn list(&self) -> Vec<Demand> {
        let problem = &self.problem;
        let mut demands: BTreeSet<Demand> = BTreeSet::new();
        let hard = problem.rules.iter().zip(&self.rules).filter(|(rule, _)| rule.penalty.is_none());
        demands.extend(hard.filter(|(rule, _)| forbids(rule)).map(|(_, &demand)| demand));
        let mut dates: Option<(Day, Day)> = None;
        let mut travellers: BTreeSet<TravellerIdx> = BTreeSet::new();
        let mut places: BTreeSet<PlaceIdx> = BTreeSet::new();
        for request in problem.request_idxs().filter(|request| self.counts[request.0]) {
            let wish = problem.request(request);
            if wish.mandatory && self.asked != Some(request) {
                demands.insert(Demand::Mandatory(request));
            }
            if wish.lock.is_some() {
                demands.insert(Demand::Lock(request));
            }
            demands.insert(Demand::Windows(request));
            let unconfirmed = matches!(wish.status, RequestStatus::Idea | RequestStatus::Requested);
            if problem.as_of.is_some() && unconfirmed {
                demands.insert(Demand::Lead(request));
            }
            if wish.roles.iter().filter(|role| !role.optional).count() > 1 {
                demands.insert(Demand::Roles(request));
            }
            places.insert(wish.place);
            travellers.extend(wish.roles.iter().flat_map(|role| &role.candidates).map(|c| c.traveller));
            for window in &wish.windows {
                let (first, last) = dates.unwrap_or((window.start(), window.last()));
                dates = Some((first.min(window.start()), last.max(window.last())));
            }
        }
        let Some((first, last)) = dates else { return demands.into_iter().collect() };
        let home = Zone::of(problem.place(problem.home).tz);
        for traveller in travellers {
            let who = problem.traveller(traveller);
            let n_requests = (problem.requests.iter().enumerate())
                .filter(|(request, wish)| {
                    let mut candidates = wish.roles.iter().flat_map(|role| &role.candidates);
                    self.counts[*request] && candidates.any(|candidate| candidate.traveller == traveller)
                })
                .count();
            // With one visit there is nothing to join or to keep apart.
            let rules = TripRule::ALL.into_iter().filter(|&rule| n_requests > 1 || rule == TripRule::MaxTripDays);
            demands.extend(rules.map(|rule| Demand::Trip(traveller, rule)));
            // No trip of a visit that counts reaches further than that.
            let margin = who.limits.max_trip_days + 3;
            let reach = Interval::new(home.instant(first.plus(-margin), 0), home.instant(last.plus(margin), 0));
            let meets = |busy: &crate::domain::Busy| reach.is_some_and(|reach| reach.meets(busy.interval));
            let busy = (0..who.busy.len()).filter(|&busy| meets(&who.busy[busy]));
            demands.extend(busy.map(|busy| Demand::Busy(traveller, busy)));
        }
        for place in places {
            let there = problem.place(place);
            if !there.weekend.is_empty() {
                demands.insert(Demand::Weekend(place));
            }
            demands.extend(there.holidays.range(first..=last).map(|(&day, _)| Demand::Holiday(place, day)));
            let closed = |days: DayRange| days.start() <= last && first < days.end();
            let closures = (0..there.closures.len()).filter(|&closure| closed(there.closures[closure].0));
            demands.extend(closures.map(|closure| Demand::Closure(place, closure)));
        }
        if problem.night.is_some() {
            demands.insert(Demand::Night);
        }
        demands.insert(Demand::Horizon);
        demands.into_iter().collect()
    }
}

/// Whether a visit of this request by some of these travellers can make a difference to a rule.
fn touches(problem: &Problem, rule: &Rule, request: RequestIdx, travellers: &BTreeSet<TravellerIdx>) -> bool {
    let any_of = |whose: &[TravellerIdx]| whose.iter().any(|traveller| travellers.contains(traveller));
    match &rule.body {
        RuleBody::Limit(limit) => any_of(&limit.travellers),
        RuleBody::Presence(presence) => any_of(&presence.members),
        RuleBody::Attendance(attendance) => any_of(&attendance.travellers),
        RuleBody::Spacing(spacing) => may_match(problem, &spacing.visits, request),
        RuleBody::Sequence(sequence) => sequence.first == request || sequence.then == request,
        RuleBody::Exclusion(exclusion) => exclusion.requests.contains(&request),
        RuleBody::Resource(_) => {
            problem.request(request).needs.iter().any(|need| std::ptr::eq(problem.rule(*need), rule))
        }
        RuleBody::Coverage(coverage) => may_match(problem, &coverage.visits, request),
        RuleBody::Stability(_) => forbids(rule),
    }
}

/// Whether a rule without a penalty rules any plan out: stability does only where it limits the number of changes.
fn forbids(rule: &Rule) -> bool {
    match &rule.body {
        RuleBody::Stability(stability) => stability.max_changes.is_some(),
        _ => rule.penalty.is_none(),
    }
}

/// Makes the number of changes that may be that of the asked request alone: what the other visits of a plan change is
/// taken off it, and they change nothing more.
fn count_changes_of(held: &mut Problem, asked: RequestIdx, visits: &BTreeMap<RequestIdx, Planned>) {
    let others = || visits.values().filter(|visit| visit.request != asked);
    let as_planned = |visit: &Planned| {
        let mut delegation = vec![None; held.request(visit.request).roles.len()];
        for &(role, traveller) in &visit.seats {
            delegation[role.0] = Some(traveller);
        }
        EarlierVisit { request: visit.request, start: visit.start, delegation }
    };
    let planned: Vec<EarlierVisit> = others().map(as_planned).collect();
    let is_as_it_was = |visit: &&EarlierVisit| planned.contains(visit);
    let of_others = || held.earlier.iter().filter(|earlier| earlier.request != asked);
    let is_new = |visit: &&EarlierVisit| held.earlier.iter().all(|earlier| earlier.request != visit.request);
    let n_changes = of_others().filter(|visit| !is_as_it_was(visit)).count() + planned.iter().filter(is_new).count();
    held.earlier.retain(|earlier| earlier.request == asked);
    held.earlier.extend(planned);
    for rule in &mut held.rules {
        if let RuleBody::Stability(Stability { max_changes: Some(max), .. }) = &mut rule.body {
            *max = max.saturating_sub(n_changes);
        }
    }
}

/// Takes the points out of a problem: any plan is as good as any other.
pub(super) fn worthless(problem: &mut Problem) {
    (problem.day_away, problem.eur, problem.kg_co2) = (Points::ZERO, Weight::default(), Weight::default());
    for request in &mut problem.requests {
        (request.points, request.decay) = (Points::ZERO, Points::ZERO);
        request.prefer.clear();
        for candidate in request.roles.iter_mut().flat_map(|role| &mut role.candidates) {
            candidate.points = Points::ZERO;
        }
    }
    for rule in &mut problem.rules {
        match &mut rule.body {
            RuleBody::Stability(Stability { max_changes: Some(max), .. }) => {
                rule.body = RuleBody::Stability(Stability { max_changes: Some(*max), ..Stability::default() });
            }
            RuleBody::Stability(_) => rule.body = nothing(),
            RuleBody::Attendance(attendance) => attendance.points = Points::ZERO,
            _ => {}
        }
    }
}

/// A rule that every plan keeps, in the place of one that is let go: the others keep their positions.
pub(super) fn nothing() -> RuleBody {
    RuleBody::Exclusion(Exclusion { requests: Vec::new(), max: 0 })
}

/// Makes a planned visit one that stays as it is.
pub(super) fn hold(problem: &mut Problem, visit: &Planned) {
    let n_roles = problem.request(visit.request).roles.len();
    let holder = |role| visit.seats.iter().find(|seat| seat.0 == RoleIdx(role)).map(|seat| seat.1);
    let delegation = (0..n_roles).map(holder).collect();
    problem.requests[visit.request.0].lock =
        Some(Lock { start: visit.start, delegation, because: LockReason::Confirmed });
}

/// Makes a request one that no plan can have or needs; the others keep their positions.
pub(super) fn leave_out(problem: &mut Problem, request: RequestIdx) {
    let request = &mut problem.requests[request.0];
    request.windows.clear();
    (request.mandatory, request.lock) = (false, None);
}

/// Lets go of a limit on trips as far as anybody would: with none at all, half a year could be one trip.
fn free_trips(limits: &mut TripLimits, rule: TripRule) {
    match rule {
        TripRule::MaxStops => limits.max_stops += usize::try_from(most_more(rule)).unwrap_or(0),
        TripRule::MaxTripDays => limits.max_trip_days += most_more(rule),
        TripRule::MaxIdleDays => limits.max_idle_days += most_more(rule),
        TripRule::MinHomeDays => limits.min_home_days = 0,
    }
}

/// By how much a limit on trips is raised when it is let go.
pub(super) fn most_more(rule: TripRule) -> i32 {
    match rule {
        TripRule::MaxStops => 3,
        TripRule::MaxTripDays => 14,
        TripRule::MaxIdleDays => 7,
        TripRule::MinHomeDays => 0,
    }
}

/// The same problem with one rule for each piece, and what each rule is.
fn split(problem: &Problem) -> (Problem, Vec<Demand>) {
    let mut split = problem.clone();
    let mut pieces: Vec<(Rule, Demand)> = Vec::new();
    // Where each rule of the scenario begins among the pieces.
    let mut firsts: Vec<usize> = Vec::new();
    for (idx, rule) in problem.rules.iter().enumerate() {
        firsts.push(pieces.len());
        let whole = Demand::Rule { rule: RuleIdx(idx), days: None };
        let mut add = |body: RuleBody, demand: Demand| pieces.push((Rule { body, ..rule.clone() }, demand));
        match &rule.body {
            RuleBody::Limit(limit) => {
                for days in limit.per.ranges(problem.horizon) {
                    let body = RuleBody::Limit(Limit { per: Period::Days(days), ..limit.clone() });
                    add(body, Demand::Rule { rule: RuleIdx(idx), days: Some(days) });
                }
            }
            RuleBody::Coverage(coverage) => {
                for days in coverage.per.ranges(problem.horizon) {
                    let body = RuleBody::Coverage(Coverage { per: Period::Days(days), ..coverage.clone() });
                    add(body, Demand::Rule { rule: RuleIdx(idx), days: Some(days) });
                }
            }
            RuleBody::Presence(presence) if presence.calendar.is_none() => {
                let calendar = Some(CalendarIdx(split.calendars.len()));
                let events = working_parts(problem);
                split.calendars.push(Calendar { id: rule.id.clone(), label: rule.label.clone(), events });
                add(RuleBody::Presence(Presence { calendar, ..presence.clone() }), whole);
            }
            body => add(body.clone(), whole),
        }
    }
    for request in &mut split.requests {
        for need in &mut request.needs {
            need.0 = firsts[need.0];
        }
    }
    let (rules, demands) = pieces.into_iter().unzip();
    split.rules = rules;
    (split, demands)
}

/// The working day-parts at home in the horizon.
fn working_parts(problem: &Problem) -> Vec<Interval> {
    let home = problem.place(problem.home);
    let zone = Zone::of(home.tz);
    let works = |day: &Day| {
        !home.weekend.contains(&day.weekday_number())
            && !home.holidays.contains_key(day)
            && !home.closures.iter().any(|(days, _)| days.contains(*day))
    };
    let parts = problem.horizon.days().filter(works).flat_map(|day| home.day_parts.iter().map(move |part| (day, part)));
    parts.filter_map(|(day, part)| Interval::new(zone.instant(day, part.start), zone.instant(day, part.end))).collect()
}

/// Per request: whether it must be planned or may help what must.
fn requests_that_count(problem: &Problem, asked: Option<RequestIdx>) -> Vec<bool> {
    let mut counts: Vec<bool> =
        problem.requests.iter().map(|request| request.mandatory || request.lock.is_some()).collect();
    if let Some(asked) = asked {
        counts[asked.0] = true;
    }
    for rule in problem.rules.iter().filter(|rule| rule.penalty.is_none()) {
        if let RuleBody::Coverage(coverage) = &rule.body {
            for request in problem.request_idxs() {
                counts[request.0] |= may_match(problem, &coverage.visits, request);
            }
        }
    }
    if problem.rules.iter().any(|rule| matches!(rule.body, RuleBody::Stability(_)) && forbids(rule)) {
        for earlier in &problem.earlier {
            counts[earlier.request.0] = true;
        }
    }
    loop {
        let n_before = counts.iter().filter(|&&counts| counts).count();
        for rule in problem.rules.iter().filter(|rule| rule.penalty.is_none()) {
            if let RuleBody::Sequence(sequence) = &rule.body {
                counts[sequence.first.0] |= counts[sequence.then.0];
            }
        }
        if counts.iter().filter(|&&counts| counts).count() == n_before {
            return counts;
        }
    }
}

/// Whether a filter may take a visit of this request.
fn may_match(problem: &Problem, filter: &VisitFilter, request: RequestIdx) -> bool {
    let wish = problem.request(request);
    let place = match &filter.places {
        Some(places) => places.contains(&wish.place),
        None => wish.place != problem.home,
    };
    place && (filter.theme.is_none() || filter.theme == wish.theme)
}
