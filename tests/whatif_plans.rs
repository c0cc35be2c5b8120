//! Planning again, few changes, comparisons and trials: every claim against the checker, and against every plan there is.

#[expect(dead_code, reason = "other tests use the rest")]
mod common;

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::*;
use reisagenda::solver::Options;
use reisagenda::whatif::{
    self, Ask, Mishap, Obstacle, Odds, Rates, Side, Why, carry, compare, draw, earlier_visits, few_changes,
    learn_from_each_other, replan,
};

use common::patient::Patient;
use common::scene::{Scene, at, day_trip, days};
use common::{brute, random};

fn options() -> Options {
    Options { n_threads: 1, work_limit: Some(60), ..Options::default() }
}

/// A random tiny problem, and a plan that people live by: the best one before a traveller fell ill.
fn after_an_illness(seed: u64) -> Option<(Problem, Plan)> {
    let mut problem = random::problem(seed);
    problem.rules.retain(|rule| !matches!(rule.body, RuleBody::Stability(_)));
    problem.earlier = Vec::new();
    let published = brute::best(&problem)?.plan;
    let ill = published.trips.first()?.traveller;
    let (first, last) = (problem.horizon.start(), problem.horizon.start().plus(problem.horizon.n_days() / 2));
    let noon = |day: Day| at(&format!("{day}T12:00"));
    let interval = Interval::new(noon(first), noon(last))?;
    problem.travellers[ill.0].busy.insert(0, Busy { interval, label: "ziek".to_owned() });
    // Whoever is ill cannot make a visit that is settled; the scenario would not be read.
    problem.requests.iter_mut().for_each(|request| request.lock = None);
    Some((problem, published))
}

/// The best value of every plan under a rule on changes, by brute force.
fn best_with(problem: &Problem, published: &Plan, rule: Stability) -> Option<Points> {
    let mut asked = problem.clone();
    asked.earlier = earlier_visits(problem, published);
    let (id, label) = ("wijzigingen".to_owned(), "wijzigingen".to_owned());
    asked.rules.push(Rule { id, label, penalty: None, body: RuleBody::Stability(rule) });
    brute::best(&asked).map(|best| best.value)
}

#[test]
fn the_best_plans_with_few_changes_are_those_of_brute_force() {
    let mut n_lists = 0;
    for seed in 0..15 {
        let Some((problem, published)) = after_an_illness(seed) else { continue };
        let mut list = few_changes(&problem, &published, 3, &options(), |_| Patient::default());
        // A search in which changes cost learns from the list, and the list from it; all below holds of both.
        let ask = Ask { per_change: Points(4_000), max_changes: None, options: options() };
        let mut priced = replan(&problem, &published, &ask, &mut Patient::default());
        learn_from_each_other(&mut priced, &mut list);
        let best = best_with(&problem, &published, Stability { changed: ask.per_change, ..Stability::default() });
        assert_eq!(priced.net(), best, "seed {seed}");
        assert_eq!(list.len(), 5);
        for few in &list {
            let best = match few.max_changes {
                None => brute::best(&problem).map(|best| best.value),
                max => best_with(&problem, &published, Stability { max_changes: max, ..Stability::default() }),
            };
            let (answer, at) = (&few.answer, few.max_changes);
            // Nothing proven is false.
            if answer.outcome.status == Status::Infeasible {
                assert_eq!(best, None, "seed {seed}, {at:?}");
            }
            if let (Some(bound), Some(best)) = (answer.outcome.bound, best) {
                assert!(bound >= best, "seed {seed}, {at:?}: the bound {bound} is below {best}");
            }
            if answer.outcome.status == Status::Optimal {
                assert_eq!(answer.net(), best, "seed {seed}, {at:?}");
            }
            // What is shown is a plan, worth what is said, with as many changes as allowed.
            let Some(plan) = &answer.outcome.plan else { continue };
            let report = check(&problem, plan);
            assert!(report.is_valid(), "seed {seed}, {at:?}: {:?}", report.violations);
            assert_eq!(answer.net(), Some(report.objective));
            assert!(at.is_none_or(|max| answer.n_changes <= max), "seed {seed}, {at:?}: {}", answer.n_changes);
            let (before, after) = (Side { problem: &problem, plan: &published }, Side { problem: &problem, plan });
            assert_eq!(compare(before, after).differences.len(), answer.n_changes);
            // And on problems of this size it is the best one.
            assert_eq!(Some(report.objective), best, "seed {seed}, {at:?}");
            n_lists += 1;
        }
    }
    assert!(n_lists >= 20, "only {n_lists} plans were looked at");
}

#[test]
fn planning_again_weighs_points_against_changes_as_it_says() {
    let mut n_plans = 0;
    for seed in 60..80 {
        let Some((problem, published)) = after_an_illness(seed) else { continue };
        let per_change = Points(2_500);
        let ask = Ask { per_change, max_changes: None, options: options() };
        let answer = replan(&problem, &published, &ask, &mut Patient::default());
        let best = best_with(&problem, &published, Stability { changed: per_change, ..Stability::default() });
        assert_eq!(answer.net(), best, "seed {seed}");
        let Some(report) = &answer.report else { continue };
        assert_eq!(report.objective, check(&problem, answer.outcome.plan.as_ref().expect("a plan")).objective);
        assert!(answer.outcome.bound.is_none_or(|bound| Some(bound) >= best));
        n_plans += 1;
    }
    assert!(n_plans >= 6, "only {n_plans} plans were looked at");
}

#[test]
fn the_numbers_of_a_comparison_are_those_of_the_checker() {
    for seed in 0..60 {
        let Some((problem, published)) = after_an_illness(seed) else { continue };
        let Some(best) = brute::best(&problem) else { continue };
        let before = Side { problem: &problem, plan: &published };
        let after = Side { problem: &problem, plan: &best.plan };
        let comparison = compare(before, after);
        for (totals, side) in [(comparison.before, before), (comparison.after, after)] {
            let report = check(side.problem, side.plan);
            assert_eq!((totals.points, totals.n_violations), (report.objective, report.violations.len()));
            assert_eq!(totals.n_planned, earlier_visits(side.problem, side.plan).len());
            assert_eq!(totals.n_trips, side.plan.trips.len());
        }
        let (mut was, mut is) = (Points::ZERO, Points::ZERO);
        for part in &comparison.parts {
            was += part.before;
            is += part.after;
        }
        assert_eq!((was, is), (comparison.before.points, comparison.after.points));
        assert_eq!(
            comparison.n_same + comparison.differences.iter().filter(|d| !d.kinds.is_added).count(),
            comparison.before.n_planned
        );
        assert_eq!(
            comparison.n_same + comparison.differences.iter().filter(|d| !d.kinds.is_dropped).count(),
            comparison.after.n_planned
        );
        // A plan beside itself has no differences.
        assert_eq!(compare(after, after).differences, []);
    }
}

// -- Why -------------------------------------------------------------------------------------------------------------

/// Two visits of one traveller on 8 and 10 March, both planned.
fn two_visits() -> (Scene, TravellerIdx, [RequestIdx; 2], Plan) {
    let mut scene = Scene::new();
    let places = [scene.place("brussel", Tz::Europe__Brussels), scene.place("parijs", Tz::Europe__Paris)];
    let traveller = scene.traveller("dg-am");
    let requests = [scene.request("een", places[0], traveller), scene.request("twee", places[1], traveller)];
    let trips = vec![day_trip(traveller, requests[0], "2027-03-08"), day_trip(traveller, requests[1], "2027-03-10")];
    (scene, traveller, requests, Plan { trips, meetings: Vec::new() })
}

/// Why the plan does not have the first visit as it was.
fn why_not(before: &Scene, published: &Plan, after: &Problem, plan: &Plan) -> Why {
    let comparison = compare(Side { problem: before, plan: published }, Side { problem: after, plan });
    let difference = comparison.differences.into_iter().find(|difference| difference.request == "een");
    difference.expect("the first visit differs").why
}

#[test]
fn a_visit_that_cannot_be_any_more_says_what_stands_against_it() {
    let (scene, traveller, requests, published) = two_visits();
    let rest = Plan { trips: vec![day_trip(traveller, requests[1], "2027-03-10")], meetings: Vec::new() };

    let mut ill = scene.clone();
    ill.busy(traveller, "2027-03-08T00:00", "2027-03-09T00:00");
    let label = ill.travellers[traveller.0].busy[0].label.clone();
    let busy = Why::Impossible(vec![Obstacle::Busy { traveller, label }]);
    assert_eq!(why_not(&scene, &published, &ill, &rest), busy);

    let mut closed = scene.clone();
    closed.places[1].closures.push((days("2027-03-01", "2027-03-31"), "verkiezingen".to_owned()));
    assert_eq!(why_not(&scene, &published, &closed, &rest), Why::Impossible(vec![Obstacle::Closed]));

    let mut later = scene.clone();
    later.requests[requests[0].0].windows = vec![days("2027-03-20", "2027-03-31")];
    assert_eq!(why_not(&scene, &published, &later, &rest), Why::Impossible(vec![Obstacle::Window]));

    let mut off = scene.clone();
    off.requests[requests[0].0].windows.clear();
    assert_eq!(why_not(&scene, &published, &off, &rest), Why::Cancelled);
}

#[test]
fn a_visit_that_clashes_names_the_rule_or_the_trip() {
    let (scene, traveller, requests, published) = two_visits();
    let rest = Plan { trips: vec![day_trip(traveller, requests[1], "2027-03-10")], meetings: Vec::new() };
    let mut fewer = scene.clone();
    let travellers = vec![traveller];
    let limit = Limit { measure: Measure::Trips, travellers, places: None, fund: None, per: Period::Horizon, max: 1 };
    let rule = fewer.rule("een-reis", None, RuleBody::Limit(limit));
    // The plan has one trip; one more is one too many, also for the trip with both visits, which would take too long.
    fewer.travellers[traveller.0].limits.max_stops = 1;
    let Why::Clash(obstacles) = why_not(&scene, &published, &fewer, &rest) else { panic!("no clash") };
    assert!(obstacles.contains(&Obstacle::Rule(rule)), "{obstacles:?}");

    // The other visit has moved to the same day.
    let moved = Plan { trips: vec![day_trip(traveller, requests[1], "2027-03-08")], meetings: Vec::new() };
    let Why::Clash(obstacles) = why_not(&scene, &published, &scene, &moved) else { panic!("no clash") };
    let trip = Obstacle::Trip { traveller, request: Some(requests[1]) };
    assert!(obstacles.contains(&trip), "{obstacles:?}");
}

#[test]
fn a_visit_that_is_worth_less_says_by_how_much() {
    let (mut scene, traveller, requests, published) = two_visits();
    scene.requests[requests[0].0].prefer =
        vec![Preference { days: days("2027-03-15", "2027-03-15"), points: Points(7_500) }];
    let trips = [(requests[0], "2027-03-15"), (requests[1], "2027-03-10")];
    let plan = Plan {
        trips: trips.iter().map(|&(request, date)| day_trip(traveller, request, date)).rev().collect(),
        meetings: Vec::new(),
    };
    assert_eq!(why_not(&scene, &published, &scene, &plan), Why::WorthLess(Points(7_500)));
    let loss = check(&scene, &plan).objective - check(&scene, &published).objective;
    assert_eq!(loss, Points(7_500));
    // The other way round the search has missed something.
    assert_eq!(why_not(&scene, &plan, &scene, &published), Why::NotFound(Points(7_500)));
}

#[test]
fn nothing_changes_for_nothing() {
    // Any day is as good as any other; the published plan has two of them.
    let (scene, _, _, published) = two_visits();
    let ask = Ask { per_change: Points::ZERO, max_changes: None, options: options() };
    let answer = replan(&scene, &published, &ask, &mut Patient::default());
    assert_eq!((answer.n_changes, answer.outcome.status), (0, Status::Optimal));
    assert_eq!(answer.outcome.plan.as_ref(), Some(&published));
}

#[test]
fn a_plan_is_carried_over_by_ids() {
    let (scene, _, requests, published) = two_visits();
    let mut other = Scene::new();
    let place = other.place("parijs", Tz::Europe__Paris);
    let (someone, traveller) = (other.traveller("sg"), other.traveller("dg-am"));
    let (added, kept) = (other.request("nul", place, someone), other.request("twee", place, traveller));
    let carried = carry(&published, &scene, &other);
    assert_eq!(carried.trips.len(), 1);
    assert_eq!((carried.trips[0].traveller, carried.trips[0].visits[0].request), (traveller, kept));
    assert_eq!(carried.trips[0].depart, published.trips[1].depart);
    assert!(requests.len() == 2 && added != kept);
}

// -- Trials ----------------------------------------------------------------------------------------------------------

fn rates(cancel: u32, delay: u32) -> Rates {
    Rates { others: Odds { cancel, delay }, lines: Vec::new(), delay_days: 5 }
}

#[test]
fn futures_are_drawn_by_seed_and_odds() {
    let (mut scene, _, requests, published) = two_visits();
    let all = draw(&scene, &published, &rates(100, 0), 1, 0);
    assert_eq!(all, requests.map(Mishap::Cancelled));
    assert_eq!(draw(&scene, &published, &rates(0, 100), 1, 0), requests.map(Mishap::Delayed));
    assert_eq!(draw(&scene, &published, &rates(0, 0), 1, 0), []);
    // What was held is over.
    scene.requests[requests[0].0].status = RequestStatus::Held;
    assert_eq!(draw(&scene, &published, &rates(100, 0), 1, 0), [Mishap::Cancelled(requests[1])]);
    // The first line that fits counts.
    let lines = vec![
        (None, Some(RequestStatus::Confirmed), Odds { cancel: 100, delay: 0 }),
        (Some("NL".parse().expect("a country")), None, Odds { cancel: 0, delay: 100 }),
    ];
    let odds = Rates { lines, ..rates(0, 0) };
    assert_eq!(draw(&scene, &published, &odds, 1, 0), [Mishap::Delayed(requests[1])]);
    // One in two, over many futures.
    let half = rates(25, 25);
    let n_hit: usize = (0..2_000).map(|number| draw(&scene, &published, &half, 9, number).len()).sum();
    assert!((900..1_100).contains(&n_hit), "{n_hit}");
    let again: usize = (0..2_000).map(|number| draw(&scene, &published, &half, 9, number).len()).sum();
    assert_eq!(n_hit, again);
}

#[test]
fn what_is_cancelled_falls_and_what_is_put_off_comes_later() {
    let (scene, _, requests, published) = two_visits();
    let ask = Ask { per_change: Points(1_000), max_changes: None, options: options() };
    let future = |mishaps: Vec<Mishap>| whatif::stress(&scene, &published, mishaps, 5, &ask, &mut Patient::default());

    let trial = future(vec![Mishap::Cancelled(requests[0])]);
    assert_eq!(trial.answer.report.as_ref().map(|report| report.objective), Some(Points(100_000)));
    assert_eq!((trial.left, trial.answer.n_changes), (Points(100_000), 1));
    assert_eq!((trial.dropped.as_slice(), trial.changed.as_slice()), ([].as_slice(), [].as_slice()));

    let trial = future(vec![Mishap::Delayed(requests[0])]);
    assert_eq!(trial.left, Points(100_000));
    let plan = trial.answer.outcome.plan.as_ref().expect("a plan");
    assert_eq!(check(&scene, plan).objective, Points(200_000));
    let visits = earlier_visits(&scene, plan);
    assert!(visits[0].start >= at("2027-03-13T00:00"), "{}", visits[0].start);
    assert_eq!(visits[1], earlier_visits(&scene, &published)[1]);

    // Together: how often each visit suffered.
    let trials = vec![future(vec![Mishap::Cancelled(requests[0])]), future(vec![Mishap::Delayed(requests[0])])];
    let stress = whatif::Stress::of(&scene, &published, trials);
    assert_eq!(stress.planned, Points(200_000));
    assert_eq!(stress.values(), [Points(100_000), Points(200_000)]);
    let of = |request| stress.fragile.iter().find(|count| count.request == request).copied().expect("counted");
    assert_eq!((of(requests[0]).n_hit, of(requests[0]).n_saved), (2, 1));
    assert_eq!((of(requests[1]).n_hit, of(requests[1]).n_dropped, of(requests[1]).n_changed), (0, 0, 0));
}

#[test]
fn a_visit_falls_with_the_one_it_comes_after() {
    let (mut scene, _, [first, then], published) = two_visits();
    let sequence = Sequence { first, then, min_days: 0, max_days: None };
    scene.rule("volgorde", None, RuleBody::Sequence(sequence));
    let ask = Ask { per_change: Points(1_000), max_changes: None, options: options() };
    let trial = whatif::stress(&scene, &published, vec![Mishap::Cancelled(first)], 5, &ask, &mut Patient::default());
    assert_eq!(trial.dropped, [then]);
    assert_eq!(trial.answer.report.map(|report| report.objective), Some(Points::ZERO));
    // What must be planned makes what it comes after planned too, whatever that costs.
    scene.requests[then.0].mandatory = true;
    scene.requests[first.0].points = Points(-50_000);
    let ask = Ask { per_change: Points::ZERO, max_changes: None, options: options() };
    let answer = replan(&scene, &Plan::default(), &ask, &mut Patient::default());
    assert_eq!(answer.net(), Some(Points(50_000)));
}
