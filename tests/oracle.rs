//! Tiny problems against brute force: the best of every plan that the checker accepts.

#[expect(dead_code, reason = "the rules use the rest")]
mod common;

use std::time::Instant as Clock;

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::*;
use reisagenda::planfile::{self, PlanFile};
use reisagenda::solver::{self, Options, Progress, Stopper, Watcher};

use common::random::Dice;
use common::scene::{Scene, at, days};
use common::{brute, random};

/// Lets a search run to its end, or for ten seconds: a tiny problem takes none.
struct Patient(Clock);

impl Watcher for Patient {
    fn progress(&mut self, _: &Progress) {}
    fn should_stop(&self) -> bool {
        self.seconds_left() == Some(0.0)
    }
    fn seconds_left(&self) -> Option<f64> {
        Some((10.0 - self.0.elapsed().as_secs_f64()).max(0.0))
    }
    fn stopper(&self) -> Stopper {
        Stopper::default()
    }
}

/// What is wrong with the solver's answer to the problem of a seed, if anything.
///
/// Nothing it claims may be false, and it ends with the best plan, proven, or with the proof that there is none.
fn wrong(seed: u64) -> Option<String> {
    wrong_of(&random::problem(seed), seed)
}

/// The same of the problem of a seed in which nothing but rules tells the first two travellers apart, and in half of the
/// seeds not even these.
fn wrong_of_twins(seed: u64) -> Option<String> {
    let mut problem = random::problem(seed);
    if seed.is_multiple_of(2) {
        problem.rules.clear();
    }
    let twins = [TravellerIdx(0), TravellerIdx(1)];
    let [Some(first), Some(_)] = twins.map(|twin| problem.travellers.get(twin.0).cloned()) else { return None };
    problem.travellers[1] = Traveller { id: problem.travellers[1].id.clone(), ..first };
    for request in problem.requests.iter_mut().filter(|request| request.lock.is_none()) {
        for role in &mut request.roles {
            let found = role.candidates.iter().find(|candidate| twins.contains(&candidate.traveller));
            let Some(points) = found.map(|found| found.points) else { continue };
            role.candidates.retain(|candidate| !twins.contains(&candidate.traveller));
            role.candidates.extend(twins.map(|traveller| Candidate { traveller, points }));
        }
    }
    wrong_of(&problem, seed)
}

fn wrong_of(problem: &Problem, seed: u64) -> Option<String> {
    let best = brute::best(problem);
    let outcome = solver::solve(problem, &Options { seed, ..Options::default() }, None, &mut Patient(Clock::now()));
    let value = best.as_ref().map(|best| best.value);
    if let Some(plan) = &outcome.plan {
        let report = check(problem, plan);
        if !report.is_valid() {
            return Some(format!("seed {seed}: the plan breaks rules: {:#?}", report.violations));
        }
        if value.is_none_or(|value| value < report.objective) {
            return Some(format!("seed {seed}: brute force missed a plan of {}: {plan:#?}", report.objective));
        }
        if outcome.bound.is_some_and(|bound| bound < report.objective) {
            return Some(format!("seed {seed}: the plan is worth more than its bound"));
        }
        if outcome.status == Status::Optimal && value != Some(report.objective) {
            let best = best.map(|best| best.plan);
            return Some(format!("seed {seed}: `optimal` at {}, and {value:?} is best: {best:#?}", report.objective));
        }
    }
    if let (Some(bound), Some(value)) = (outcome.bound, value)
        && bound < value
    {
        return Some(format!("seed {seed}: the bound {bound} is below the best plan, {value}"));
    }
    match (outcome.status, value) {
        (Status::Infeasible, Some(value)) => Some(format!("seed {seed}: `infeasible`, and there is a plan of {value}")),
        (Status::Infeasible, None) | (Status::Optimal, Some(_)) => None,
        (status, value) => {
            let found = outcome.plan.as_ref().map(|plan| check(problem, plan).objective);
            let (bound, census) = (outcome.bound, random::census(std::slice::from_ref(problem)));
            Some(format!(
                "seed {seed}: {status:?} with {found:?} and bound {bound:?}; the best is {value:?}; {census:?}"
            ))
        }
    }
}

/// The seeds to try: those of the variable `ORACLE_SEEDS`, such as `1000..2000`, or the first hundred.
fn seeds() -> std::ops::Range<u64> {
    let text = std::env::var("ORACLE_SEEDS").unwrap_or_else(|_| "0..100".to_owned());
    let (from, to) = text.split_once("..").expect("a range such as 1000..2000");
    from.parse().expect("a seed")..to.parse().expect("a seed")
}

#[test]
fn the_solver_finds_the_best_of_every_plan_and_claims_nothing_false() {
    let wrong: Vec<String> = seeds().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn travellers_whom_nothing_tells_apart_are_planned_as_well() {
    let wrong: Vec<String> = seeds().filter_map(wrong_of_twins).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn random_problems_have_everything_in_them() {
    let problems: Vec<Problem> = (0..200).map(random::problem).collect();
    let census = random::census(&problems);
    let kinds = ["limit", "presence", "spacing", "sequence", "exclusion", "resource", "coverage"];
    let soft = kinds.map(|kind| format!("{kind}, soft"));
    let others = ["attendance", "stability", "home meeting", "lock", "mandatory", "joint visit"];
    for what in kinds.into_iter().chain(others).chain(soft.iter().map(String::as_str)) {
        assert!(census.get(what).is_some_and(|&n| n >= 10), "{what}: {census:#?}");
    }
}

#[test]
fn brute_force_takes_every_random_problem() {
    let (mut n_plans, mut n_none) = (0, 0);
    for seed in 0..100 {
        match brute::best(&random::problem(seed)) {
            None => n_none += 1,
            Some(best) => n_plans += usize::from(best.plan != Plan::default()),
        }
    }
    // Most have something to plan, and some have no plan at all.
    assert!(n_plans >= 60 && n_none >= 5, "{n_plans} with visits, {n_none} without any plan");
}

#[test]
fn the_best_plans_come_back_from_their_files() {
    for seed in 0..60 {
        let problem = random::problem(seed);
        let Some(best) = brute::best(&problem) else { continue };
        let (plan, bound) = (Some(best.plan.clone()), Some(best.value));
        let outcome = Outcome {
            status: Status::Optimal,
            plan,
            bound,
            not_planned: Vec::new(),
            clash: Vec::new(),
            prices: Vec::new(),
        };
        let text = PlanFile::of(&problem, &outcome).to_text();
        let (plan, claims) = planfile::read_text(&problem, "plan.json", text.as_bytes()).expect("a plan");
        assert_eq!(check(&problem, &plan).objective, best.value, "seed {seed}");
        assert_eq!(plan.trips, best.plan.trips, "seed {seed}");
        assert_eq!(plan.meetings, best.plan.meetings, "seed {seed}");
        assert_eq!(claims.bound, claims.objective, "seed {seed}");
    }
}

#[test]
fn no_plan_makes_the_checker_stumble_and_none_it_accepts_beats_the_best() {
    for seed in 0..40 {
        let problem = random::problem(seed);
        let Some(best) = brute::best(&problem) else { continue };
        let mut dice = Dice::new(seed);
        for _ in 0..300 {
            let mut plan = best.plan.clone();
            for _ in 0..dice.between(1, 3) {
                spoil(&mut dice, &mut plan);
            }
            let report = check(&problem, &plan);
            assert!(!report.is_valid() || report.objective <= best.value, "seed {seed}: {plan:#?}");
            assert_eq!(report.objective, report.parts.iter().map(|&(_, points)| points).sum());
        }
    }
}

/// Changes something in a plan.
fn spoil(dice: &mut Dice, plan: &mut Plan) {
    let minutes = dice.one(&[-1440, -1, 1, 270, 1440, 10_080, 4_000_000]);
    if dice.percent(20) && !plan.meetings.is_empty() {
        let meeting = &mut plan.meetings[0];
        match dice.between(0, 3) {
            0 => meeting.start = meeting.start.plus(minutes),
            1 => meeting.request.0 += 1,
            2 => meeting.attendees.clear(),
            _ => meeting.attendees.push((RoleIdx(1), TravellerIdx(1))),
        }
        return;
    }
    if plan.trips.is_empty() {
        return;
    }
    let one = usize::try_from(dice.between(0, 99)).expect("a small number") % plan.trips.len();
    let copy = plan.trips[one].clone();
    let trip = &mut plan.trips[one];
    match dice.between(0, 9) {
        0 => trip.depart = trip.depart.plus(minutes),
        1 => trip.back = trip.back.plus(minutes),
        2 => trip.traveller.0 += 1,
        3 => trip.visits.clear(),
        4 => trip.visits.reverse(),
        5 => plan.trips.push(copy),
        6 => drop(plan.trips.remove(one)),
        _ => {
            let Some(visit) = trip.visits.first_mut() else { return };
            match dice.between(0, 3) {
                0 => visit.request.0 += 1,
                1 => visit.role.0 += 1,
                2 => visit.end = visit.end.plus(minutes),
                _ => {
                    (visit.start, visit.end) = (visit.start.plus(minutes), visit.end.plus(minutes));
                    (trip.depart, trip.back) = (trip.depart.plus(minutes), trip.back.plus(minutes));
                }
            }
        }
    }
}

/// A traveller, two places three hours from home and an hour from each other, and a request for each on given dates.
fn two_wishes(first: &str, second: &str) -> (Scene, [RequestIdx; 2]) {
    let mut scene = Scene::new();
    scene.horizon = days("2027-03-01", "2027-03-12");
    let places = [scene.place("brussel", Tz::Europe__Brussels), scene.place("parijs", Tz::Europe__Paris)];
    scene.minutes(places[0], places[1], 60);
    let traveller = scene.traveller("dg-am");
    let requests = [scene.request("een", places[0], traveller), scene.request("twee", places[1], traveller)];
    scene.requests[0].windows = vec![days(first, first)];
    scene.requests[1].windows = vec![days(second, second)];
    (scene, requests)
}

fn value(problem: &Problem) -> Option<i64> {
    brute::best(problem).map(|best| best.value.0)
}

#[test]
fn a_visit_is_planned_when_it_is_worth_its_day() {
    let (mut scene, _) = two_wishes("2027-03-02", "2027-03-04");
    scene.requests.truncate(1);
    for (day_away, expected) in [(0, 100_000), (99_000, 1_000), (101_000, 0)] {
        scene.day_away = Points(day_away);
        assert_eq!(value(&scene), Some(expected));
    }
}

#[test]
fn two_places_on_one_day_are_one_trip_or_none() {
    let (mut scene, _) = two_wishes("2027-03-02", "2027-03-02");
    scene.day_away = Points(1_000);
    // Morning here, an hour on the way, afternoon there: one day away.
    let best = brute::best(&scene).expect("a plan");
    assert_eq!((best.value, best.plan.trips.len()), (Points(199_000), 1));
    // A minute more and only one can be visited, for two trips may not share a date.
    scene.minutes(PlaceIdx(1), PlaceIdx(2), 61);
    assert_eq!(value(&scene), Some(99_000));
}

#[test]
fn trips_are_joined_when_that_is_cheaper() {
    let (mut scene, _) = two_wishes("2027-03-02", "2027-03-04");
    // Joined: three days, 600 euro of fares, 300 euro of nights. Apart: two days, 800 euro.
    scene.day_away = Points(1_000);
    scene.eur = Weight(1_000);
    assert_eq!(value(&scene), Some(200_000 - 2_000 - 800));
    scene.day_away = Points(0);
    for place in 1..3 {
        scene.places[place].per_diem = Cents(5_000);
    }
    assert_eq!(value(&scene), Some(200_000 - 700));
    scene.travellers[0].limits.max_idle_days = 0;
    assert_eq!(value(&scene), Some(200_000 - 800));
}

#[test]
fn what_must_be_and_cannot_be_leaves_no_plan() {
    let (mut scene, _) = two_wishes("2027-03-02", "2027-03-02");
    scene.minutes(PlaceIdx(1), PlaceIdx(2), 61);
    scene.requests[0].mandatory = true;
    scene.requests[1].points = Points(500_000);
    assert_eq!(value(&scene), Some(100_000));
    scene.requests[1].mandatory = true;
    assert_eq!(value(&scene), None);
    scene.minutes(PlaceIdx(1), PlaceIdx(2), 60);
    assert_eq!(value(&scene), Some(600_000));
}

#[test]
fn a_substitute_goes_when_the_lead_cannot() {
    let (mut scene, [first, _]) = two_wishes("2027-03-02", "2027-03-04");
    let substitute = scene.traveller("plv-dg-am");
    scene.requests.truncate(1);
    scene.requests[first.0].roles[0].candidates.push(Candidate { traveller: substitute, points: Points(-10_000) });
    assert_eq!(value(&scene), Some(100_000));
    scene.busy(TravellerIdx(0), "2027-03-02T00:00", "2027-03-03T00:00");
    assert_eq!(value(&scene), Some(90_000));
    scene.busy(substitute, "2027-03-02T00:00", "2027-03-03T00:00");
    assert_eq!(value(&scene), Some(0));
}

#[test]
fn a_price_is_paid_when_it_is_worth_it() {
    for (penalty, expected) in [(None, 100_000), (Some(30_000), 170_000), (Some(100_500), 100_000)] {
        let (mut scene, requests) = two_wishes("2027-03-02", "2027-03-04");
        let exclusion = Exclusion { requests: requests.to_vec(), max: 1 };
        scene.rule("niet-samen", penalty, RuleBody::Exclusion(exclusion));
        assert_eq!(value(&scene), Some(expected), "{penalty:?}");
    }
}

#[test]
fn a_locked_visit_stays_though_it_costs_more_than_it_brings() {
    let (mut scene, [first, _]) = two_wishes("2027-03-02", "2027-03-04");
    scene.requests.truncate(1);
    scene.day_away = Points(130_000);
    assert_eq!(value(&scene), Some(0));
    scene.requests[first.0].lock = Some(Lock {
        start: at("2027-03-02T12:30"),
        delegation: vec![Some(TravellerIdx(0))],
        because: LockReason::Confirmed,
    });
    assert_eq!(value(&scene), Some(-30_000));
}
