//! Random tiny problems with every rule, each from a seed.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use reisagenda::domain::*;
use reisagenda::zones::Zone;

use super::brute;
use super::scene::{Scene, day};

/// The most plans, before trips are cut, that a problem may have.
const MOST_PLANS: usize = 60_000;

/// A stream of numbers from a seed: SplitMix64 by Sebastiano Vigna, <https://prng.di.unimi.it/splitmix64.c>.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d).wrapping_add(7))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low + 1).expect("low <= high");
        low + i64::try_from(self.next() % width).expect("a small number")
    }

    /// Whether something of this many percent happens.
    pub fn percent(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of these.
    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n).expect("a small number")).expect("a small number")
    }

    /// A small number of days.
    fn days(&mut self, low: i64, high: i64) -> i32 {
        i32::try_from(self.between(low, high)).expect("a small number")
    }

    fn count(&mut self, low: i64, high: i64) -> usize {
        usize::try_from(self.between(low, high)).expect("a small number")
    }

    /// Some of these in order, at least one.
    fn some<T: Clone>(&mut self, of: &[T]) -> Vec<T> {
        let mut some: Vec<T> = of.iter().filter(|_| self.percent(60)).cloned().collect();
        if some.is_empty() {
            some.push(self.one(of));
        }
        some
    }

    /// A range of dates inside another.
    fn range(&mut self, within: DayRange, max_days: i64) -> DayRange {
        let n_days = self.days(1, max_days.min(i64::from(within.n_days())));
        let first = within.start().plus(self.days(0, i64::from(within.n_days() - n_days)));
        DayRange::new(first, first.plus(n_days)).expect("at least a day")
    }
}

/// Returns the problem of a seed.
pub fn problem(seed: u64) -> Problem {
    let mut dice = Dice::new(seed);
    let mut scene = Scene::new();
    // Over a common week, the clock change of Europe, that of New York, and the turn of a month, quarter and year.
    let first = day(dice.one(&["2027-03-08", "2027-03-24", "2027-02-24", "2027-03-10", "2026-12-28", "2027-10-27"]));
    scene.horizon = DayRange::new(first, first.plus(dice.days(6, 14))).expect("days");
    scene.day_away = Points(dice.between(0, 2) * 1_500);
    scene.eur = Weight(dice.between(0, 2) * 3_333);
    scene.kg_co2 = Weight(dice.between(0, 2) * 7_777);
    if dice.percent(15) {
        scene.night = None;
    }
    places(&mut dice, &mut scene);
    travellers(&mut dice, &mut scene);
    calendars(&mut dice, &mut scene);
    requests(&mut dice, &mut scene);
    shrink(&mut scene);
    past(&mut dice, &mut scene);
    rules(&mut dice, &mut scene);
    (*scene).clone()
}

fn places(dice: &mut Dice, scene: &mut Scene) {
    let horizon = scene.horizon;
    for i in 0..dice.between(1, 3) {
        let (tz, weekend) = dice.one(&[
            (Tz::Europe__Brussels, vec![5, 6]),
            (Tz::Africa__Casablanca, vec![5, 6]),
            (Tz::Africa__Cairo, vec![4, 5]),
            (Tz::Asia__Dubai, vec![4, 5, 6]),
            (Tz::Asia__Kolkata, vec![6]),
            (Tz::America__New_York, vec![5, 6]),
            (Tz::Asia__Manila, vec![]),
        ]);
        let place = scene.place(&format!("plaats-{i}"), tz);
        let there = &mut scene.places[place.0];
        there.weekend = weekend;
        there.per_diem = Cents(dice.between(0, 30_000));
        if dice.percent(40) {
            there.holidays.insert(dice.range(horizon, 1).start(), "feestdag".to_owned());
        }
        if dice.percent(20) {
            there.closures.push((dice.range(horizon, 3), "dicht".to_owned()));
        }
        let part = |id: &str, start, end| DayPart { id: id.to_owned(), start, end };
        if dice.percent(25) {
            there.day_parts = dice.one(&[
                vec![part("dag", 600, 960)],
                vec![part("ochtend", 480, 600), part("middag", 600, 780), part("avond", 1140, 1400)],
            ]);
        }
    }
    let n_places = scene.places.len();
    for from in 0..n_places {
        for to in from + 1..n_places {
            let minutes = dice.one(&[45, 90, 180, 300, 480, 700, 960]);
            let rest_minutes = if dice.percent(25) { dice.one(&[60, 600]) } else { 0 };
            let (eur, kg_co2) = (Cents(dice.between(0, 90_000)), Grams(dice.between(0, 900_000)));
            scene.leg(PlaceIdx(from), PlaceIdx(to), Leg { minutes, eur, kg_co2, rest_minutes, estimated: false });
        }
    }
    if dice.percent(30) {
        let holiday = dice.range(horizon, 1).start();
        scene.places[0].holidays.insert(holiday, String::new());
    }
}

fn travellers(dice: &mut Dice, scene: &mut Scene) {
    let horizon = scene.horizon;
    let home = Zone::of(scene.places[0].tz);
    for i in 0..dice.between(2, 3) {
        let traveller = scene.traveller(&format!("reiziger-{i}"));
        let who = &mut scene.travellers[traveller.0];
        who.rank = dice.one(&[Rank::Political, Rank::Senior, Rank::Working]);
        who.limits = TripLimits {
            max_stops: dice.count(1, 4),
            max_trip_days: dice.days(2, 9),
            max_idle_days: dice.days(0, 2),
            min_home_days: dice.one(&[0, 0, 1, 2]),
        };
        for _ in 0..dice.between(0, 2) {
            let on = dice.range(horizon, 2);
            let (from, to) = if dice.percent(50) { (0, 0) } else { (540, 1020 - 1440) };
            let end = home.instant(on.end(), 0).plus(to);
            let interval = Interval::new(home.instant(on.start(), from), end).expect("a busy time");
            who.busy.push(Busy { interval, label: "bezet".to_owned() });
        }
        who.busy.sort_by_key(|busy| busy.interval.start());
    }
}

fn calendars(dice: &mut Dice, scene: &mut Scene) {
    let home = Zone::of(scene.places[0].tz);
    let weekday = u8::try_from(dice.between(0, 4)).expect("a weekday");
    let events = scene.horizon.days().filter(|day| day.weekday_number() == weekday || dice.percent(15));
    let events = events.filter_map(|day| Interval::new(home.instant(day, 840), home.instant(day, 900)));
    let (id, label) = ("vragenuur".to_owned(), "vragenuur".to_owned());
    let events = events.collect();
    scene.calendars.push(Calendar { id, label, events });
}

fn requests(dice: &mut Dice, scene: &mut Scene) {
    let horizon = scene.horizon;
    if dice.percent(30) {
        scene.as_of = Some(horizon.start().plus(dice.days(-5, 0)));
    }
    let travellers: Vec<TravellerIdx> = scene.traveller_idxs().collect();
    for i in 0..dice.between(3, 5) {
        let abroad = PlaceIdx(1 + dice.below(scene.places.len() - 1));
        let place = if dice.percent(15) { PlaceIdx(0) } else { abroad };
        let lead = dice.one(&travellers);
        let request = scene.request(&format!("wens-{i}"), place, lead);
        scene.requests[request.0].roles.clear();
        for (role, optional) in [("lead", false), ("tweede", dice.percent(50)), ("derde", true)] {
            if role == "lead" || dice.percent(if role == "tweede" { 40 } else { 15 }) {
                let mut candidates: Vec<(TravellerIdx, i64)> = Vec::new();
                for traveller in dice.some(&travellers).into_iter().take(2) {
                    candidates.push((traveller, if candidates.is_empty() { 0 } else { dice.between(-9, 2) * 1_100 }));
                }
                scene.role(request, role, optional, &candidates);
            }
        }
        let n_windows = dice.between(1, 2);
        let mut windows: Vec<DayRange> = (0..n_windows).map(|_| dice.range(horizon, 6)).collect();
        windows.sort();
        // The order of windows means nothing, so it is now and then the other way round.
        if windows[0].start().number() % 2 == 0 {
            windows.reverse();
        }
        let wish = &mut scene.requests[request.0];
        wish.windows = windows;
        wish.parts = u32::try_from(dice.one(&[1, 1, 2, 2, 3])).expect("a small number");
        wish.points = Points(dice.between(2, 60) * 1_234);
        wish.decay = Points(dice.between(0, 2) * 700);
        if dice.percent(40) {
            let points = Points(dice.between(-5, 10) * 900);
            wish.prefer.push(Preference { days: dice.range(horizon, 5), points });
        }
        wish.theme = dice.one(&[None, Some("terugkeer".to_owned())]);
        wish.fund = dice.one(&[None, Some("ODA".to_owned()), Some("non-ODA".to_owned())]);
        wish.mandatory = dice.percent(12);
        wish.status = dice.one(&[RequestStatus::Idea, RequestStatus::Requested, RequestStatus::Confirmed]);
        wish.lead_days = dice.one(&[0, 0, 3, 8]);
    }
}

/// Takes days off the widest request until every plan can be tried.
fn shrink(scene: &mut Scene) {
    loop {
        let sizes: Vec<usize> = scene.request_idxs().map(|request| brute::choices(scene, request).len()).collect();
        if sizes.iter().map(|size| size + 1).product::<usize>() <= MOST_PLANS {
            return;
        }
        let widest = (0..sizes.len()).max_by_key(|&i| sizes[i]).expect("a request");
        let wish = &mut scene.requests[widest];
        if wish.windows.len() > 1 {
            wish.windows.pop();
        } else if let Some(shorter) = DayRange::new(wish.windows[0].start(), wish.windows[0].end().plus(-1)) {
            wish.windows = vec![shorter];
        } else {
            wish.roles.truncate(1);
            wish.roles[0].candidates.truncate(1);
        }
    }
}

/// Locks, and an earlier plan.
fn past(dice: &mut Dice, scene: &mut Scene) {
    for request in scene.request_idxs() {
        let choices = brute::choices(scene, request);
        if choices.is_empty() {
            continue;
        }
        let n_roles = scene.requests[request.0].roles.len();
        let delegation_of = |choice: &brute::Choice| -> Vec<Option<TravellerIdx>> {
            let seat = |role| choice.seats.iter().find(|seat| seat.0 == RoleIdx(role)).map(|seat| seat.1);
            (0..n_roles).map(seat).collect()
        };
        if dice.percent(8) {
            let choice = dice.one(&choices);
            let delegation = delegation_of(&choice);
            let because = LockReason::Confirmed;
            scene.requests[request.0].lock = Some(Lock { start: choice.start, delegation, because });
        }
        if dice.percent(50) {
            let choice = dice.one(&choices);
            let delegation = delegation_of(&choice);
            scene.earlier.push(EarlierVisit { request, start: choice.start, delegation });
        }
    }
}

fn rules(dice: &mut Dice, scene: &mut Scene) {
    // Few rules in one problem, so that plans remain; all of them over the seeds.
    let percent = dice.one(&[0, 15, 30, 50]);
    for kind in 0..12 {
        if dice.percent(percent) {
            let penalty = if dice.percent(50) { Some(dice.between(1, 20) * 777) } else { None };
            let Some(body) = body(dice, scene, kind) else { continue };
            let is_resource = matches!(body, RuleBody::Resource(_));
            let penalty = penalty.filter(|_| !matches!(body, RuleBody::Attendance(_) | RuleBody::Stability(_)));
            let rule = scene.rule(&format!("regel-{kind}"), penalty, body);
            if is_resource {
                for request in &mut scene.requests {
                    if dice.percent(70) {
                        request.needs.push(rule);
                    }
                }
            }
        }
    }
}

/// A rule of the kind of that number; the limit has four numbers.
fn body(dice: &mut Dice, scene: &Scene, kind: i64) -> Option<RuleBody> {
    let travellers: Vec<TravellerIdx> = scene.traveller_idxs().collect();
    let requests: Vec<RequestIdx> = scene.request_idxs().collect();
    let places: Vec<PlaceIdx> = (0..scene.places.len()).map(PlaceIdx).collect();
    let mut visits = VisitFilter::default();
    if dice.percent(50) {
        visits.places = Some(dice.some(&places));
    }
    if dice.percent(25) {
        visits.rank = Some(dice.one(&[Rank::Political, Rank::Senior]));
    }
    if dice.percent(25) {
        visits.theme = Some("terugkeer".to_owned());
    }
    let calendar = CalendarIdx(0);
    let range = dice.range(scene.horizon, 8);
    let per = dice.one(&[Period::Month, Period::Quarter, Period::Year, Period::Horizon, Period::Days(range)]);
    Some(match kind {
        0..=3 => {
            let (measure, low, high) = dice.one(&[
                (Measure::DaysAway, 0, 8),
                (Measure::Trips, 0, 3),
                (Measure::Visits, 0, 4),
                (Measure::Eur, 200, 3_000),
                (Measure::KgCo2, 200, 3_000),
            ]);
            let max = dice.between(low, high);
            let fund = dice.one(&[None, None, Some("ODA".to_owned())]);
            RuleBody::Limit(Limit {
                measure,
                travellers: dice.some(&travellers),
                places: visits.places,
                fund,
                per,
                max,
            })
        }
        4 => {
            let members = dice.some(&travellers);
            let at_least = dice.count(1, i64::try_from(members.len()).expect("few"));
            RuleBody::Presence(Presence { members, at_least, calendar: dice.one(&[None, Some(calendar)]) })
        }
        5 => RuleBody::Attendance(Attendance {
            travellers: dice.some(&travellers),
            calendar,
            points: Points(dice.between(0, 5) * 1_000),
            max_in_a_row: dice.one(&[None, Some(1), Some(2)]),
        }),
        6 => RuleBody::Spacing(Spacing { visits, min_days: dice.days(1, 7) }),
        7 => {
            let first = dice.one(&requests);
            let then = dice.one(&requests.iter().copied().filter(|&other| other != first).collect::<Vec<_>>());
            let min_days = dice.days(0, 4);
            let max_days = if dice.percent(40) { Some(min_days + dice.days(0, 4)) } else { None };
            RuleBody::Sequence(Sequence { first, then, min_days, max_days })
        }
        8 => {
            let some = dice.some(&requests);
            let max = dice.count(1, 2);
            RuleBody::Exclusion(Exclusion { requests: some, max })
        }
        9 => RuleBody::Resource(Resource { capacity: dice.between(1, 2), pad_days: dice.days(0, 2) }),
        10 => RuleBody::Coverage(Coverage { visits, at_least: dice.count(1, 2), per }),
        _ => {
            let first = Notice { within_days: 4, factor: 3 };
            RuleBody::Stability(Stability {
                dropped: Points(dice.between(0, 20) * 1_000),
                moved_per_day: Points(dice.between(0, 3) * 1_000),
                delegation: Points(dice.between(0, 5) * 1_000),
                changed: Points(dice.one(&[0, 0, 1_500, 30_000])),
                max_changes: dice.one(&[None, None, Some(0), Some(1), Some(2)]),
                notice: dice.one(&[vec![], vec![first], vec![first, Notice { within_days: 8, factor: 2 }]]),
            })
        }
    })
}

/// What the problems of some seeds have, for a test that nothing is always missing.
pub fn census(problems: &[Problem]) -> BTreeMap<String, usize> {
    let mut census = BTreeMap::new();
    for problem in problems {
        let mut add = |what: &str| *census.entry(what.to_owned()).or_insert(0) += 1;
        for rule in &problem.rules {
            add(&format!("{}{}", rule.kind(), if rule.penalty.is_some() { ", soft" } else { "" }));
        }
        for request in problem.request_idxs() {
            let wish = problem.request(request);
            if problem.is_home_meeting(request) {
                add("home meeting");
            }
            if wish.lock.is_some() {
                add("lock");
            }
            if wish.mandatory {
                add("mandatory");
            }
            if wish.roles.len() > 1 {
                add("joint visit");
            }
        }
    }
    census
}
