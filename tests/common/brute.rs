//! Every plan of a tiny problem, and the best of them that the checker accepts.
//!
//! A plan is a choice for each request (not planned, or a start and a delegation) and, for each traveller, a choice
//! where one trip ends and the next begins. Trips cannot share a date, so a traveller's visits by start are cut into
//! trips at some of the gaps between them; every way to cut is tried.
//!
//! # Invariants
//!
//! * Shares no code with the checker: starts, ends, departures and returns are worked out here once more, and a plan
//!   in which the checker finds another number fails the test.
//! * Left out before the checker sees them are only plans that cannot be good: visits that no rest of a plan can mend,
//!   and plans that cannot beat the best one even if nothing is deducted.

use std::collections::BTreeMap;

use reisagenda::checker;
use reisagenda::domain::*;
use reisagenda::zones::Zone;

/// A start and a delegation for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub start: Instant,
    pub end: Instant,
    pub seats: Vec<(RoleIdx, TravellerIdx)>,
    /// Everything the visit can bring: points, candidates, preferences, and decay, which is certain.
    gain: Points,
}

/// The best plan there is.
#[derive(Clone, Debug)]
pub struct Best {
    pub value: Points,
    pub plan: Plan,
}

/// What a traveller does: requests with role, start and end, by start.
type Diary = Vec<TripVisit>;

/// The violations that a visit has by itself, whatever else is planned.
const OF_A_VISIT: [&str; 9] =
    ["start", "end", "working_day", "window", "lead_days", "joint_start", "role", "candidate", "plan"];
/// The violations that a traveller's trips have among themselves, whatever others do.
const OF_TRIPS: [&str; 8] =
    ["follow", "horizon", "busy", "max_stops", "max_trip_days", "max_idle_days", "min_home_days", "meeting"];
/// The violations that say that the checker and this file work out the model differently.
const NEVER: [&str; 5] = ["depart", "return", "night", "trip", "end"];

/// Returns the best plan of a problem, or `None` when there is none.
pub fn best(problem: &Problem) -> Option<Best> {
    let mut search = Search {
        problem,
        choices: problem.request_idxs().map(|request| choices(problem, request)).collect(),
        cuts: BTreeMap::new(),
        chosen: vec![None; problem.requests.len()],
        best: None,
    };
    // The best choices first, so that later ones can be seen to be worse.
    for choices in &mut search.choices {
        choices.sort_by_key(|choice| std::cmp::Reverse(choice.gain));
    }
    search.request(0, Points::ZERO);
    search.best
}

/// Returns every start and delegation of a request that it may have by itself.
pub fn choices(problem: &Problem, request_idx: RequestIdx) -> Vec<Choice> {
    let request = problem.request(request_idx);
    let place = problem.place(request.place);
    let zone = Zone::of(place.tz);
    let mut starts = Vec::new();
    let mut days: Vec<Day> = request.windows.iter().flat_map(|window| window.days()).collect();
    days.sort();
    days.dedup();
    for day in days {
        for (part_idx, part) in place.day_parts.iter().enumerate() {
            let mut last = (day, part_idx);
            for _ in 1..request.parts {
                last = if last.1 + 1 < place.day_parts.len() { (last.0, last.1 + 1) } else { (last.0.plus(1), 0) };
            }
            let end = zone.instant(last.0, place.day_parts[last.1].end);
            starts.push((day, zone.instant(day, part.start), end));
        }
    }
    let mut choices = Vec::new();
    for seats in delegations(&request.roles, 0, &[]) {
        let of_seats: Points = seats
            .iter()
            .flat_map(|&(role, traveller)| {
                request.roles[role.0].candidates.iter().filter(move |candidate| candidate.traveller == traveller)
            })
            .map(|candidate| candidate.points)
            .sum();
        for &(day, start, end) in &starts {
            let prefer: Points =
                request.prefer.iter().filter(|prefer| prefer.days.contains(day)).map(|prefer| prefer.points).sum();
            let first_date = request.windows.iter().map(|window| window.start()).min().unwrap_or(day);
            let weeks = i64::from(day.days_since(first_date) / 7);
            let gain = request.points + of_seats + prefer - request.decay * weeks;
            let choice = Choice { start, end, seats: seats.clone(), gain };
            if may_stand(problem, request_idx, &choice) {
                choices.push(choice);
            }
        }
    }
    choices
}

/// Every way to fill the roles from `role_idx` on, given those before.
fn delegations(
    roles: &[Role],
    role_idx: usize,
    before: &[(RoleIdx, TravellerIdx)],
) -> Vec<Vec<(RoleIdx, TravellerIdx)>> {
    let Some(role) = roles.get(role_idx) else { return vec![before.to_vec()] };
    let mut all = if role.optional { delegations(roles, role_idx + 1, before) } else { Vec::new() };
    for candidate in &role.candidates {
        if before.iter().all(|&(_, seated)| seated != candidate.traveller) {
            let with = [before, &[(RoleIdx(role_idx), candidate.traveller)]].concat();
            all.extend(delegations(roles, role_idx + 1, &with));
        }
    }
    all
}

/// Whether the checker finds nothing wrong with the visit that no rest of a plan can mend.
fn may_stand(problem: &Problem, request: RequestIdx, choice: &Choice) -> bool {
    let mut plan = Plan::default();
    if problem.is_home_meeting(request) {
        plan.meetings.push(meeting(request, choice));
    } else {
        for &(role, traveller) in &choice.seats {
            let visits = [TripVisit { request, role, start: choice.start, end: choice.end }];
            plan.trips.push(trip(problem, traveller, &visits));
        }
    }
    checker::check(problem, &plan).violations.iter().all(|violation| {
        assert!(!NEVER.contains(&violation.kind), "the checker works out {choice:?} differently: {violation:?}");
        let of_visit = OF_A_VISIT.contains(&violation.kind) || violation.kind == "lock";
        !(of_visit && violation.request == Some(request))
    })
}

fn meeting(request: RequestIdx, choice: &Choice) -> Meeting {
    Meeting { request, start: choice.start, end: choice.end, attendees: choice.seats.clone() }
}

/// The trip that makes these visits.
fn trip(problem: &Problem, traveller: TravellerIdx, visits: &[TripVisit]) -> Trip {
    let place = |visit: &TripVisit| problem.request(visit.request).place;
    let (first, last) = (&visits[0], &visits[visits.len() - 1]);
    let (out, home) =
        (problem.legs.between(problem.home, place(first)), problem.legs.between(place(last), problem.home));
    // One minute at a time: slow, and plainly what the model says. A night in which clocks go back is one night.
    let to_edge = |zone: &Zone, at: Instant, step: i64, edge: fn(Night) -> MinuteOfDay| {
        let minute = zone.local(at).minute;
        let Some(night) = problem.night.filter(|night| minute > night.from || minute < night.to) else { return at };
        let mut at = at;
        while zone.local(at).minute != edge(night) {
            at = at.plus(step);
        }
        at
    };
    let home_zone = Zone::of(problem.place(problem.home).tz);
    let depart = to_edge(&home_zone, first.start.plus(-out.minutes - out.rest_minutes), -1, |night| night.from);
    let leave = to_edge(&Zone::of(problem.place(place(last)).tz), last.end, 1, |night| night.to);
    Trip { traveller, depart, back: leave.plus(home.minutes), visits: visits.to_vec() }
}

struct Search<'a> {
    problem: &'a Problem,
    choices: Vec<Vec<Choice>>,
    /// For each diary of a traveller, every way to cut it into trips that may stand.
    cuts: BTreeMap<(TravellerIdx, Diary), Vec<Vec<Trip>>>,
    /// The choice for each request, as a position.
    chosen: Vec<Option<usize>>,
    best: Option<Best>,
}

impl Search<'_> {
    /// Tries every choice for a request and those after it; `gain` is what the requests before it can bring.
    fn request(&mut self, request: usize, gain: Points) {
        let most: Points = (request..self.choices.len())
            .map(|later| self.choices[later].first().map_or(Points::ZERO, |choice| choice.gain.max(Points::ZERO)))
            .sum();
        if self.best.as_ref().is_some_and(|best| gain + most <= best.value) {
            return;
        }
        if request == self.choices.len() {
            self.plans();
            return;
        }
        for position in 0..self.choices[request].len() {
            if !self.overlaps(request, position) {
                self.chosen[request] = Some(position);
                self.request(request + 1, gain + self.choices[request][position].gain);
                self.chosen[request] = None;
            }
        }
        let wish = &self.problem.requests[request];
        if !wish.mandatory && wish.lock.is_none() {
            self.request(request + 1, gain);
        }
    }

    /// Whether a choice sends somebody to two places at a time.
    fn overlaps(&self, request: usize, position: usize) -> bool {
        let choice = &self.choices[request][position];
        (0..request).filter_map(|before| Some(&self.choices[before][self.chosen[before]?])).any(|other| {
            choice.start < other.end
                && other.start < choice.end
                && choice.seats.iter().any(|(_, a)| other.seats.iter().any(|(_, b)| a == b))
        })
    }

    /// Tries every way to cut the diaries of the chosen visits into trips.
    fn plans(&mut self) {
        let mut plan = Plan::default();
        let mut diaries: Vec<Diary> = vec![Vec::new(); self.problem.travellers.len()];
        for (request, &position) in self.chosen.iter().enumerate() {
            let Some(position) = position else { continue };
            let choice = &self.choices[request][position];
            let request = RequestIdx(request);
            if self.problem.is_home_meeting(request) {
                plan.meetings.push(meeting(request, choice));
                continue;
            }
            for &(role, traveller) in &choice.seats {
                diaries[traveller.0].push(TripVisit { request, role, start: choice.start, end: choice.end });
            }
        }
        plan.meetings.sort_by_key(|meeting| (meeting.start, meeting.request));
        let mut cuts: Vec<Vec<Vec<Trip>>> = Vec::new();
        for (traveller, mut diary) in diaries.into_iter().enumerate() {
            if diary.is_empty() {
                continue;
            }
            diary.sort_by_key(|visit| visit.start);
            let traveller = TravellerIdx(traveller);
            let problem = self.problem;
            let found = self
                .cuts
                .entry((traveller, diary))
                .or_insert_with_key(|(_, diary)| all_cuts(problem, traveller, diary));
            if found.is_empty() {
                return;
            }
            cuts.push(found.clone());
        }
        self.combine(&cuts, &mut plan);
    }

    /// Takes one way to cut for each traveller, and judges the plan.
    fn combine(&mut self, cuts: &[Vec<Vec<Trip>>], plan: &mut Plan) {
        let Some((first, rest)) = cuts.split_first() else {
            let report = checker::check(self.problem, plan);
            if report.is_valid() && self.best.as_ref().is_none_or(|best| best.value < report.objective) {
                self.best = Some(Best { value: report.objective, plan: plan.clone() });
            }
            return;
        };
        for trips in first {
            let n_before = plan.trips.len();
            plan.trips.extend(trips.iter().cloned());
            self.combine(rest, plan);
            plan.trips.truncate(n_before);
        }
    }
}

/// Every way to cut a diary into trips in which the checker finds nothing that others could mend.
fn all_cuts(problem: &Problem, traveller: TravellerIdx, diary: &[TripVisit]) -> Vec<Vec<Trip>> {
    let n_gaps = diary.len() - 1;
    let mut all = Vec::new();
    for cut in 0_u32..1 << n_gaps {
        let mut trips = Vec::new();
        let mut from = 0;
        for to in 1..=diary.len() {
            if to == diary.len() || cut & (1 << (to - 1)) != 0 {
                trips.push(trip(problem, traveller, &diary[from..to]));
                from = to;
            }
        }
        let plan = Plan { trips, meetings: Vec::new() };
        let good = checker::check(problem, &plan).violations.iter().all(|violation| {
            assert!(!NEVER.contains(&violation.kind), "the checker works out {plan:?} differently: {violation:?}");
            !OF_TRIPS.contains(&violation.kind)
        });
        if good {
            all.push(plan.trips);
        }
    }
    all
}
