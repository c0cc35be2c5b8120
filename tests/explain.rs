//! What explanations say is true: a clash leaves no plan by itself and one without any of its members, a relaxation lets
//! the visit in and less of it does not, costs are those of the best plan, and brute force agrees wherever it can.

#[expect(dead_code, reason = "other tests use the rest")]
mod common;

use std::collections::BTreeSet;
use std::path::Path;

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::*;
use reisagenda::explain::{self, Clash, Demand, Effort, Ground, How, Relaxation, Remedy, Reply, Wish, planned};
use reisagenda::scenario;
use reisagenda::solver::{self, Options, Room};
use reisagenda::whatif::within_changes;

use common::patient::Patient;
use common::scene::{Scene, days};
use common::{brute, random};

/// Costs are points alone, and searches go on until they have proven something.
fn exact() -> Effort {
    Effort { work: 40, per_change: Points::ZERO, ..Effort::default() }
}

/// Whether there is a plan; the solver says so, and the checker accepts what it found.
fn has_plan(problem: &Problem) -> bool {
    let outcome = solver::solve(problem, &Options::default(), None, &mut Patient::default());
    match outcome.plan {
        Some(plan) => {
            assert!(check(problem, &plan).is_valid());
            true
        }
        None => {
            assert_eq!(outcome.status, Status::Infeasible);
            false
        }
    }
}

/// Whether brute force can try every plan of a problem in a moment.
fn is_small(problem: &Problem) -> bool {
    let sizes = problem.request_idxs().map(|request| brute::choices(problem, request).len() + 1);
    sizes.product::<usize>() <= 3_000
}

/// Every question "can this be planned" of the first random problems: the whole problem, then each request.
fn questions(n_seeds: u64) -> impl Iterator<Item = (u64, Problem, Option<RequestIdx>)> {
    (0..n_seeds).flat_map(|seed| {
        let problem = random::problem(seed);
        let has_plan = has_plan(&problem);
        let asked: Vec<Option<RequestIdx>> =
            if has_plan { problem.request_idxs().map(Some).collect() } else { vec![None] };
        asked.into_iter().map(move |asked| (seed, problem.clone(), asked))
    })
}

// -- Clashes ---------------------------------------------------------------------------------------------------------

#[test]
fn every_clash_leaves_no_plan_by_itself_and_one_without_any_of_its_members() {
    let (mut n_clashes, mut n_by_brute_force) = (0, 0);
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    for (seed, problem, asked) in questions(30) {
        let ground = Ground::new(&problem, asked);
        match explain::clash(&ground, &Effort::default(), &mut Patient::default()) {
            Clash::Unknown => panic!("seed {seed}: {asked:?} is not known"),
            Clash::Possible(_) => assert!(has_plan(&ground.whole()), "seed {seed}: {asked:?} has no plan"),
            Clash::Clash { demands, is_minimal, .. } => {
                n_clashes += 1;
                assert!(is_minimal, "seed {seed}: {asked:?}: {demands:?}");
                let all: BTreeSet<Demand> = demands.iter().copied().collect();
                assert!(!has_plan(&ground.only(&all)), "seed {seed}: {demands:?} leave a plan");
                for &demand in &demands {
                    let others = all.iter().copied().filter(|&other| other != demand).collect();
                    assert!(has_plan(&ground.only(&others)), "seed {seed}: {demands:?} do not need {demand:?}");
                }
                if is_small(&ground.whole()) {
                    n_by_brute_force += 1;
                    assert!(brute::best(&ground.whole()).is_none(), "seed {seed}: {asked:?} has a plan");
                }
                kinds.extend(demands.iter().map(|&demand| kind(&problem, demand)));
            }
        }
    }
    assert!(n_clashes >= 25 && n_by_brute_force >= 8, "{n_clashes} clashes, {n_by_brute_force} tried by brute force");
    for kind in ["Busy", "Windows", "Weekend", "Roles", "Mandatory", "Lock", "stability"] {
        assert!(kinds.contains(kind), "no clash with {kind}: {kinds:?}");
    }
}

#[test]
fn what_is_known_of_room_without_a_search_is_what_a_search_finds() {
    let (mut n_asked, mut n_unsure, mut n_none) = (0, 0, 0);
    for (seed, problem, asked) in questions(40) {
        // As explanations ask: with all demands, and without each of the first ones.
        let ground = Ground::new(&problem, asked);
        let all: BTreeSet<Demand> = ground.demands().iter().copied().collect();
        let without = all.iter().take(3).map(|one| all.iter().copied().filter(|it| it != one).collect());
        for kept in without.chain([all.clone()]) {
            let problem = ground.only(&kept);
            n_asked += 1;
            match solver::room(&problem, &Options::default(), None, &mut Patient::default()) {
                Room::Plan(plan) => assert!(check(&problem, &plan).is_valid(), "seed {seed}: {asked:?}"),
                Room::None { .. } => {
                    n_none += 1;
                    assert!(!has_plan(&problem), "seed {seed}: {asked:?} has a plan");
                    assert!(!is_small(&problem) || brute::best(&problem).is_none(), "seed {seed}: {asked:?}");
                }
                Room::Unsure => n_unsure += 1,
            }
        }
    }
    assert!(n_none >= 50 && n_unsure * 10 <= n_asked, "{n_asked} asked, {n_none} none, {n_unsure} unsure");
}

#[test]
fn beside_a_plan_fits_what_a_search_with_every_other_visit_held_finds() {
    let (mut n_fits, mut n_clashes, mut n_by_changes) = (0, 0, 0);
    for seed in 0..60 {
        let problem = random::problem(seed);
        let Some(best) = is_small(&problem).then(|| brute::best(&problem)).flatten() else { continue };
        let visits = planned(&best.plan);
        for asked in problem.request_idxs().filter(|request| !visits.contains_key(request)) {
            let expected = has_plan(&held(&problem, &best.plan, asked));
            let ground = Ground::beside(&problem, &best.plan, asked);
            match explain::clash(&ground, &Effort::default(), &mut Patient::default()) {
                Clash::Unknown => panic!("seed {seed}: {asked:?} is not known"),
                Clash::Possible(_) => {
                    n_fits += 1;
                    assert!(expected, "seed {seed}: {asked:?} does not fit");
                }
                Clash::Clash { demands, is_minimal, .. } => {
                    n_clashes += 1;
                    assert!(
                        !expected && is_minimal,
                        "seed {seed}: {asked:?} fits, or not all of {demands:?} is needed"
                    );
                    n_by_changes += usize::from(demands.iter().any(|&it| kind(&problem, it) == "stability"));
                }
            }
        }
    }
    let numbers = [n_fits, n_clashes, n_by_changes];
    assert!(n_clashes >= 25 && n_by_changes >= 3, "{numbers:?}");
}

/// The problem in which every visit of a plan stays as it is, one request is to come, and nothing else may.
fn held(problem: &Problem, plan: &Plan, asked: RequestIdx) -> Problem {
    let mut held = problem.clone();
    let visits = planned(plan);
    for request in problem.request_idxs() {
        let wish = &mut held.requests[request.0];
        (wish.mandatory, wish.lock) = (request == asked, None);
        if let Some(visit) = visits.get(&request) {
            let holder = |role| visit.seats.iter().find(|seat| seat.0 == RoleIdx(role)).map(|seat| seat.1);
            let delegation = (0..wish.roles.len()).map(holder).collect();
            wish.lock = Some(Lock { start: visit.start, delegation, because: LockReason::Confirmed });
        } else if request != asked {
            wish.windows.clear();
        }
    }
    held
}

fn kind(problem: &Problem, demand: Demand) -> String {
    match demand {
        Demand::Rule { rule, .. } => problem.rule(rule).kind().to_owned(),
        other => format!("{other:?}").split('(').next().unwrap_or_default().to_owned(),
    }
}

#[test]
fn pieces_of_rules_make_the_same_plans_of_the_same_worth() {
    for seed in 0..40 {
        let problem = random::problem(seed);
        if !is_small(&problem) {
            continue;
        }
        let value = |problem: &Problem| brute::best(problem).map(|best| best.value);
        assert_eq!(value(&problem), value(&Ground::new(&problem, None).whole()), "seed {seed}");
    }
}

// -- Repairs ---------------------------------------------------------------------------------------------------------

#[test]
fn every_repair_lets_the_visit_in_and_less_of_the_same_does_not() {
    let (mut n_repairs, mut n_numbers, mut n_days) = (0, 0, 0);
    for (seed, problem, asked) in questions(24) {
        let ground = Ground::new(&problem, asked);
        let Clash::Clash { demands, .. } = explain::clash(&ground, &Effort::default(), &mut Patient::default()) else {
            continue;
        };
        for repair in explain::repairs(&ground, &demands, &Effort::default(), &mut Patient::default()) {
            n_repairs += 1;
            assert!(has_plan(&ground.relaxed(&repair.relaxations)), "seed {seed}: {repair:?} does not help");
            for (idx, relaxation) in repair.relaxations.iter().enumerate() {
                n_numbers += usize::from(relaxation.how != How::LetGo);
                n_days += usize::from(matches!(relaxation.how, How::ByIn(..)));
                for smaller in less_of(relaxation, problem.horizon) {
                    let mut less = repair.relaxations.clone();
                    match smaller {
                        Some(smaller) => less[idx] = smaller,
                        None => drop(less.remove(idx)),
                    }
                    let text = || format!("seed {seed}: {asked:?}: {less:?} helps too, not only {repair:?}");
                    assert!(!has_plan(&ground.relaxed(&less)), "{}", text());
                    if is_small(&ground.relaxed(&less)) {
                        assert!(brute::best(&ground.relaxed(&less)).is_none(), "{}", text());
                    }
                }
            }
        }
    }
    let numbers = [n_repairs, n_numbers, n_days];
    assert!(n_repairs >= 30 && n_numbers >= 10 && n_days >= 2, "{numbers:?}");
}

/// One unit less of a relaxation, in each way that is less; `None` where that is none at all.
fn less_of(relaxation: &Relaxation, horizon: DayRange) -> Vec<Option<Relaxation>> {
    let how = match relaxation.how {
        How::By(by) if by > 1 => How::By(by - 1),
        How::MaxDaysBy(by) if by > 1 => How::MaxDaysBy(by - 1),
        How::Earlier(window, days) if days > 1 => How::Earlier(window, days - 1),
        How::Later(window, days) if days > 1 => How::Later(window, days - 1),
        How::ByIn(by, days) => {
            // A lower number in all days, and the same in any fewer days.
            let n_days = days.n_days() - 1;
            let shorter = horizon.days().filter_map(|first| DayRange::new(first, first.plus(n_days)));
            let mut less: Vec<How> = shorter.map(|days| How::ByIn(by, days)).collect();
            if by > 1 {
                less.push(How::By(by - 1));
            }
            let less = less.into_iter().map(|how| Some(Relaxation { how, ..*relaxation }));
            return less.chain([None]).collect();
        }
        _ => return vec![None],
    };
    vec![Some(Relaxation { how, ..*relaxation })]
}

/// A traveller, and a visit to Brussels that takes a day between 8 and 12 March.
fn one_wish() -> (Scene, RequestIdx, TravellerIdx) {
    let mut scene = Scene::new();
    scene.horizon = days("2027-03-01", "2027-03-26");
    let place = scene.place("brussel", Tz::Europe__Brussels);
    let traveller = scene.traveller("dg-am");
    let request = scene.request("overleg", place, traveller);
    scene.requests[request.0].windows = vec![days("2027-03-08", "2027-03-12")];
    scene.requests[request.0].parts = 2;
    (scene, request, traveller)
}

/// The clash of a question and its repairs.
fn clash_and_repairs(problem: &Problem, asked: Option<RequestIdx>) -> (Vec<Demand>, Vec<Vec<Relaxation>>) {
    let ground = Ground::new(problem, asked);
    let Clash::Clash { demands, is_minimal: true, is_of_all: true } =
        explain::clash(&ground, &Effort::default(), &mut Patient::default())
    else {
        panic!("a clash is expected");
    };
    let repairs = explain::repairs(&ground, &demands, &Effort::default(), &mut Patient::default());
    (demands, repairs.into_iter().map(|repair| repair.relaxations).collect())
}

fn one(demand: Demand, how: How) -> Vec<Relaxation> {
    vec![Relaxation { demand, how }]
}

#[test]
fn a_full_diary_is_named_with_the_one_appointment_that_would_have_to_move() {
    let (mut scene, request, traveller) = one_wish();
    // The week is full, but for Thursday one appointment is enough to move.
    scene.busy(traveller, "2027-03-08T08:00", "2027-03-10T20:00");
    scene.busy(traveller, "2027-03-11T12:00", "2027-03-11T13:00");
    scene.busy(traveller, "2027-03-12T06:00", "2027-03-12T12:00");
    scene.busy(traveller, "2027-03-12T13:00", "2027-03-12T14:00");
    let (demands, repairs) = clash_and_repairs(&scene, Some(request));
    assert!(demands.contains(&Demand::Busy(traveller, 1)) && demands.contains(&Demand::Windows(request)));
    assert!(
        repairs
            .iter()
            .any(|repair| { matches!(repair[..], [Relaxation { demand: Demand::Busy(_, 0 | 1), how: How::LetGo }]) })
    );
    // The Friday before is free; so is the Monday after, which is two days nearer to the window's end than to its start.
    assert!(repairs.contains(&one(Demand::Windows(request), How::Later(0, 3))), "{repairs:?}");
}

#[test]
fn preparation_that_is_too_long_is_named_with_the_days_that_are_missing() {
    let (mut scene, request, _) = one_wish();
    scene.as_of = Some(days("2027-02-01", "2027-02-01").start());
    scene.requests[request.0].lead_days = 42;
    // 1 February and 42 days is 15 March; the last possible start is 12 March.
    let (demands, repairs) = clash_and_repairs(&scene, Some(request));
    assert_eq!(demands, [Demand::Windows(request), Demand::Lead(request)]);
    assert!(repairs.contains(&one(Demand::Lead(request), How::By(3))), "{repairs:?}");
    assert!(repairs.contains(&one(Demand::Windows(request), How::Later(0, 3))), "{repairs:?}");
}

#[test]
fn a_budget_that_is_too_small_is_named_with_the_euros_that_are_missing() {
    let (mut scene, request, traveller) = one_wish();
    let travellers = vec![traveller];
    let limit = Limit { measure: Measure::Eur, travellers, places: None, fund: None, per: Period::Month, max: 250 };
    let rule = scene.rule("budget", None, RuleBody::Limit(limit));
    // Two fares of 200 euro; nobody stays for a night.
    let demand = Demand::Rule { rule, days: Some(days("2027-03-01", "2027-03-31")) };
    let (demands, repairs) = clash_and_repairs(&scene, Some(request));
    // In April, after the horizon, there would be money: so the dates have a part in it too.
    assert_eq!(demands, [demand, Demand::Windows(request)]);
    assert_eq!(repairs, [one(demand, How::By(150))]);
}

#[test]
fn mandatory_visits_that_exclude_each_other_clash_with_the_rule_and_nothing_else() {
    let (mut scene, first, traveller) = one_wish();
    let place = scene.place("parijs", Tz::Europe__Paris);
    let second = scene.request("bezoek", place, traveller);
    let third = scene.request("derde", place, traveller);
    for request in [first, second] {
        scene.requests[request.0].mandatory = true;
    }
    let requests = vec![first, second, third];
    let rule = scene.rule("niet-samen", None, RuleBody::Exclusion(Exclusion { requests, max: 1 }));
    let demand = Demand::Rule { rule, days: None };
    let (demands, repairs) = clash_and_repairs(&scene, None);
    assert_eq!(demands, [demand, Demand::Mandatory(first), Demand::Mandatory(second)]);
    for repair in
        [one(demand, How::By(1)), one(Demand::Mandatory(first), How::LetGo), one(Demand::Mandatory(second), How::LetGo)]
    {
        assert!(repairs.contains(&repair), "{repairs:?}");
    }
    let answer = explain::why_none(&scene, &Effort::default(), &mut Patient::default());
    // All three are worth 100 points; with the exclusion raised by one, two of them are planned.
    let best = answer.remedies.first().and_then(|remedy| remedy.reply.found()).expect("a plan");
    assert_eq!(best.objective, Points(200_000));
}

#[test]
fn a_presence_is_lowered_in_the_fewest_days_that_suffice() {
    let (mut scene, request, traveller) = one_wish();
    scene.requests[request.0].parts = 4;
    let place = scene.place("parijs", Tz::Europe__Paris);
    let other = scene.traveller("directeur");
    let long = scene.request("lang", place, other);
    let wish = &mut scene.requests[long.0];
    (wish.parts, wish.windows, wish.mandatory) = (10, vec![days("2027-03-08", "2027-03-12")], true);
    let presence = Presence { members: vec![traveller, other], at_least: 1, calendar: None };
    let rule = scene.rule("iemand-thuis", None, RuleBody::Presence(presence));
    let demand = Demand::Rule { rule, days: None };
    let (demands, repairs) = clash_and_repairs(&scene, Some(request));
    assert!(demands.contains(&demand) && demands.contains(&Demand::Mandatory(long)), "{demands:?}");
    let of_rule = |repair: &&Vec<Relaxation>| repair.iter().any(|relaxation| relaxation.demand == demand);
    let Some([Relaxation { how: How::ByIn(1, in_days), .. }]) = repairs.iter().find(of_rule).map(Vec::as_slice) else {
        panic!("the rule is lowered by one in some days: {repairs:?}");
    };
    // The visit takes two whole days, of which one leaves and comes back on the same dates.
    assert_eq!(in_days.n_days(), 2);
    assert!(days("2027-03-08", "2027-03-12").intersection(*in_days) == Some(*in_days), "{in_days}");
    // And it is possible in any other plan once the long visit need not be.
    assert!(repairs.contains(&one(Demand::Mandatory(long), How::LetGo)), "{repairs:?}");
}

/// A plan with one visit to Paris, moved since an earlier plan, and a wish for Brussels; at most `max` visits change.
fn moved_since_an_earlier_plan(max: usize) -> (Scene, Plan, RequestIdx, RuleIdx) {
    let (mut scene, request, traveller) = one_wish();
    let place = scene.place("parijs", Tz::Europe__Paris);
    let kept = scene.request("bezoek", place, traveller);
    scene.requests[request.0].points = Points(1_000);
    let brussels = scene.requests[request.0].windows.clone();
    scene.requests[request.0].windows = vec![days("2027-03-22", "2027-03-26")];
    scene.requests[kept.0].windows = vec![days("2027-03-01", "2027-03-02")];
    let earlier = planned(&brute_plan(&scene)).remove(&kept).expect("it is planned");
    // The plan has it in the next week instead; nothing was in that week before.
    scene.requests[kept.0].windows = brussels;
    scene.requests[request.0].windows.clear();
    let plan = brute_plan(&scene);
    scene.requests[kept.0].windows.push(days("2027-03-01", "2027-03-02"));
    scene.requests[request.0].windows.push(days("2027-03-22", "2027-03-26"));
    let delegation = vec![Some(traveller)];
    scene.earlier.push(EarlierVisit { request: kept, start: earlier.start, delegation });
    let stability = Stability { max_changes: Some(max), ..Stability::default() };
    let rule = scene.rule("weinig-wijzigingen", None, RuleBody::Stability(stability));
    (scene, plan, request, rule)
}

#[test]
fn changes_that_are_too_many_are_named_with_how_many_more_it_takes() {
    // No visit may change, and the wish would be a new one.
    let (scene, _, request, rule) = moved_since_an_earlier_plan(0);
    let demand = Demand::Rule { rule, days: None };
    let (demands, repairs) = clash_and_repairs(&scene, Some(request));
    assert_eq!(demands, [demand]);
    assert_eq!(repairs, [one(demand, How::By(1))]);
    // One may: the plan spends that on the visit that moved, another plan need not.
    let (scene, plan, request, rule) = moved_since_an_earlier_plan(1);
    assert!(check(&scene, &plan).is_valid() && has_plan(&Ground::new(&scene, Some(request)).whole()));
    let answer = explain::why_not(&scene, &plan, request, &exact(), &mut Patient::default());
    let Some(Clash::Clash { demands, is_minimal: true, .. }) = &answer.beside else { panic!("{answer:?}") };
    assert_eq!(demands, &[Demand::Rule { rule, days: None }]);
    let remedy = answer.remedies.first().expect("a remedy");
    assert_eq!(remedy.repair.relaxations, one(Demand::Rule { rule, days: None }, How::By(1)));
    let found = remedy.reply.found().expect("a plan");
    assert_eq!((found.objective, found.difference.added[0].request), (Points(101_000), request));
}

#[test]
fn how_many_visits_have_to_change_is_what_brute_force_finds() {
    let (mut n_asked, mut n_proven) = (0, 0);
    for seed in 0..400 {
        let problem = random::problem(seed);
        let Some(best) = is_small(&problem).then(|| brute::best(&problem)).flatten() else { continue };
        let visits = planned(&best.plan);
        for asked in problem.request_idxs().filter(|request| !visits.contains_key(request)) {
            let mut demanded = problem.clone();
            demanded.requests[asked.0].mandatory = true;
            let within = |max| within_changes(&demanded, &best.plan, Some(max));
            let Some(fewest) = (0..=visits.len() + 2).find(|&max| brute::best(&within(max)).is_some()) else {
                continue;
            };
            // A new visit is a change.
            assert!(fewest >= 1, "seed {seed}: {asked:?}");
            let effort = Effort { published: Some(best.plan.clone()), ..Effort::default() };
            let answer = explain::why_none(&within(fewest - 1), &effort, &mut Patient::default());
            assert!(matches!(answer.clash, Clash::Clash { .. }), "seed {seed}: {asked:?}");
            let rule = RuleIdx(problem.rules.len());
            let limits = |it: &&Remedy| it.repair.relaxations == one(Demand::Rule { rule, days: None }, How::By(1));
            let remedy = answer.remedies.iter().find(limits).expect("one more change would do");
            n_asked += 1;
            assert!(remedy.repair.is_least, "seed {seed}: {asked:?}");
            let told = remedy.repair.fewest_changes(&within(fewest - 1));
            assert!(told.is_none_or(|told| told as usize == fewest), "seed {seed}: {asked:?}: {told:?}, not {fewest}");
            n_proven += usize::from(told.is_some());
        }
    }
    assert!(n_asked >= 20 && n_proven >= 15, "{n_asked} asked, {n_proven} proven in numbers");
}

#[test]
fn of_hundreds_of_demands_the_two_that_clash_are_named() {
    let loaded = scenario::load(Path::new("scenarios/taskforce-2027")).expect("it is sound");
    let mut problem = loaded.problem;
    let options = Options { work_limit: Some(1), ..Options::default() };
    let plan = solver::solve(&problem, &options, None, &mut Patient::default()).plan.expect("a plan");
    let visits = planned(&plan);
    let position = |id: &str| problem.requests.iter().position(|request| request.id == id).map(RequestIdx);
    let asked = position("oeganda-minister").filter(|asked| !visits.contains_key(asked)).expect("it is not planned");
    problem.requests[asked.0].mandatory = true;
    let within = within_changes(&problem, &plan, Some(0));
    let rule = RuleIdx(problem.rules.len());
    let effort = Effort { published: Some(plan), ..Effort::default() };
    let ground = Ground::new(&within, None);
    assert!(ground.demands().len() > 500);
    let Clash::Clash { demands, is_minimal, .. } = explain::clash(&ground, &effort, &mut Patient::default()) else {
        panic!("a new visit is a change")
    };
    assert!(is_minimal);
    assert_eq!(demands, [Demand::Rule { rule, days: None }, Demand::Mandatory(asked)]);
}

#[test]
fn what_needs_two_relaxations_gets_both() {
    let (mut scene, request, traveller) = one_wish();
    scene.busy(traveller, "2027-03-01T00:00", "2027-03-27T00:00");
    scene.as_of = Some(days("2027-03-01", "2027-03-01").start());
    scene.requests[request.0].lead_days = 40;
    let ground = Ground::new(&scene, Some(request));
    let (_, repairs) = clash_and_repairs(&scene, Some(request));
    assert!(!repairs.is_empty());
    for repair in &repairs {
        assert!(repair.len() > 1, "{repair:?}");
        assert!(has_plan(&ground.relaxed(repair)), "{repair:?}");
    }
}

// -- Costs -----------------------------------------------------------------------------------------------------------

/// The best value of the plans that a wish leaves, by brute force.
fn best_as_wished(problem: &Problem, wish: &Wish) -> Option<Points> {
    let mut wished = problem.clone();
    match *wish {
        Wish::With(request) => wished.requests[request.0].mandatory = true,
        Wish::Without(request) => {
            let request = &mut wished.requests[request.0];
            request.windows.clear();
            (request.mandatory, request.lock) = (false, None);
        }
        _ => unreachable!("these two are tried"),
    }
    brute::best(&wished).map(|best| best.value)
}

#[test]
fn what_a_visit_costs_or_brings_is_what_brute_force_finds() {
    let (mut n_with, mut n_without, mut n_back, mut n_impossible) = (0, 0, 0, 0);
    for seed in 0..40 {
        let problem = random::problem(seed);
        let Some(best) = is_small(&problem).then(|| brute::best(&problem)).flatten() else { continue };
        let visits = planned(&best.plan);
        for request in problem.request_idxs() {
            let wish = if visits.contains_key(&request) { Wish::Without(request) } else { Wish::With(request) };
            let expected = best_as_wished(&problem, &wish);
            let near = explain::near(&problem, &best.plan, &wish, &exact(), &mut Patient::default());
            let whole = explain::whole(&problem, &best.plan, &best.plan, &wish, &exact(), &mut Patient::default());
            match (&whole, expected) {
                (Reply::Found(found), Some(value)) => {
                    assert!(found.is_best(), "seed {seed}: {wish:?} is not proven");
                    assert_eq!(found.objective, value, "seed {seed}: {wish:?}");
                    n_with += usize::from(matches!(wish, Wish::With(_)));
                    n_without += usize::from(matches!(wish, Wish::Without(_)));
                    // The other way round: what the best plan has comes back into the best one without it.
                    if matches!(wish, Wish::Without(_)) && problem.request(request).lock.is_none() {
                        let back = Wish::With(request);
                        let start = &found.plan;
                        let reply = explain::whole(&problem, start, start, &back, &exact(), &mut Patient::default());
                        let again = reply.found().expect("there is such a plan");
                        assert_eq!((again.objective, again.is_best()), (best.value, true), "seed {seed}: {back:?}");
                        n_back += 1;
                    }
                }
                (Reply::Impossible, None) => n_impossible += 1,
                (reply, value) => panic!("seed {seed}: {wish:?}: {reply:?}, and {value:?} is best"),
            }
            if let (Some(near), Some(value)) = (near.found(), expected) {
                assert!(near.objective <= value, "seed {seed}: {wish:?}");
            }
        }
    }
    let numbers = [n_with, n_without, n_back, n_impossible];
    assert!(n_with + n_back >= 15 && n_without >= 15 && n_impossible >= 15, "{numbers:?}");
}

#[test]
fn another_date_or_holder_is_another_one_and_no_better() {
    let (mut n_found, mut n_holders) = (0, 0);
    for seed in 0..40 {
        let problem = random::problem(seed);
        let Some(best) = is_small(&problem).then(|| brute::best(&problem)).flatten() else { continue };
        for (request, visit) in planned(&best.plan) {
            let mut wishes = vec![Wish::AnotherDate(request)];
            wishes.extend(visit.seats.iter().map(|&(role, who)| Wish::AnotherHolder(request, role, who)));
            for wish in wishes {
                let reply = explain::near(&problem, &best.plan, &wish, &exact(), &mut Patient::default());
                assert!(!matches!(reply, Reply::Unknown), "seed {seed}: {wish:?}");
                if let Wish::AnotherHolder(_, role, who) = wish {
                    let expected = best_without_holder(&problem, request, role, who);
                    let whole =
                        explain::whole(&problem, &best.plan, &best.plan, &wish, &exact(), &mut Patient::default());
                    assert_eq!(whole.found().map(|found| found.objective), expected, "seed {seed}: {wish:?}");
                    n_holders += usize::from(expected.is_some());
                }
                let Some(found) = reply.found() else { continue };
                n_found += 1;
                let now = planned(&found.plan).remove(&request).expect("it is planned still");
                match wish {
                    Wish::AnotherDate(_) => assert_ne!(now.start, visit.start, "seed {seed}: {wish:?}"),
                    Wish::AnotherHolder(_, role, who) => assert!(!now.seats.contains(&(role, who)), "seed {seed}"),
                    _ => unreachable!("these two are wished for"),
                }
                // A lock is let go for the question; without one, the best plan is the best.
                let is_locked = problem.request(request).lock.is_some();
                assert!(is_locked || found.objective <= best.value, "seed {seed}: {wish:?}");
            }
        }
    }
    assert!(n_found >= 20 && n_holders >= 5, "{n_found} found, {n_holders} with another holder");
}

/// The best value of the plans that have a visit with somebody else, or nobody, in a role, by brute force.
fn best_without_holder(problem: &Problem, request: RequestIdx, role: RoleIdx, who: TravellerIdx) -> Option<Points> {
    let mut wished = problem.clone();
    let wish = &mut wished.requests[request.0];
    (wish.mandatory, wish.lock) = (true, None);
    wish.roles[role.0].candidates.retain(|candidate| candidate.traveller != who);
    brute::best(&wished).map(|best| best.value)
}

#[test]
fn one_rather_than_another_is_planned_so_and_costs_the_difference() {
    let (mut scene, first, traveller) = one_wish();
    let place = scene.place("parijs", Tz::Europe__Paris);
    let second = scene.request("bezoek", place, traveller);
    scene.requests[second.0].points = Points(70_000);
    let requests = vec![first, second];
    scene.rule("niet-samen", None, RuleBody::Exclusion(Exclusion { requests, max: 1 }));
    let plan = brute_plan(&scene);
    assert!(planned(&plan).contains_key(&first) && !planned(&plan).contains_key(&second));
    let answer = explain::why_rather(&scene, &plan, (second, first), &exact(), &mut Patient::default());
    let found = answer.near.found().expect("a plan");
    assert_eq!((found.objective, found.is_best()), (Points(70_000), true));
    assert_eq!((found.difference.added[0].request, found.difference.dropped[0].request), (second, first));
    let answer = explain::why_not(&scene, &plan, second, &exact(), &mut Patient::default());
    let Some(Clash::Clash { demands, .. }) = &answer.beside else { panic!("it does not fit beside: {answer:?}") };
    assert_eq!(demands, &[Demand::Rule { rule: RuleIdx(0), days: None }]);
    let remedy = answer.remedies[0].reply.found().expect("a plan");
    assert_eq!((remedy.objective, remedy.difference.added.len()), (Points(170_000), 1));
}

fn brute_plan(problem: &Problem) -> Plan {
    solver::solve(problem, &Options::default(), None, &mut Patient::default()).plan.expect("a plan")
}

// -- Bottlenecks -----------------------------------------------------------------------------------------------------

#[test]
fn no_plan_with_one_more_unit_is_worth_more_than_the_bound_and_the_price_of_the_unit() {
    let (mut n_prices, mut n_gains) = (0, 0);
    for seed in 0..120 {
        let problem = random::problem(seed);
        let Some((plan, value)) = best(&problem) else { continue };
        let ground = Ground::new(&problem, None);
        let whole = ground.whole();
        // A thousand euros or kilograms, one of anything else.
        let units = |piece: RuleIdx| match &whole.rule(piece).body {
            RuleBody::Limit(Limit { measure: Measure::Eur | Measure::KgCo2, .. }) => 1_000,
            RuleBody::Presence(presence) if presence.at_least == 0 => 0,
            RuleBody::Presence(_) | RuleBody::Limit(_) | RuleBody::Exclusion(_) | RuleBody::Resource(_) => 1,
            _ => 0,
        };
        let per_rule: Vec<i64> = (0..whole.rules.len()).map(|piece| units(RuleIdx(piece))).collect();
        let worth = solver::worth_of_units(&whole, &plan, &per_rule, &Options::default(), &mut Patient::default());
        let worth = worth.expect("it was not cut short");
        assert!(worth.bound >= value, "seed {seed}: {worth:?}");
        for &demand in ground.demands() {
            let Some(piece) = ground.piece(demand).filter(|&piece| units(piece) > 0) else { continue };
            let more = ground.relaxed(&one(demand, How::By(units(piece))));
            let Some((_, with_more)) = best(&more) else { continue };
            let price = worth.of_units[piece.0];
            n_prices += usize::from(price > Points::ZERO);
            n_gains += usize::from(with_more > value);
            assert!(with_more <= worth.bound + price, "seed {seed}: {demand:?}: {with_more}, {worth:?}");
            if is_small(&more) {
                assert_eq!(brute::best(&more).map(|best| best.value), Some(with_more), "seed {seed}: {demand:?}");
            }
        }
    }
    assert!(n_prices >= 8 && n_gains >= 6, "{n_prices} prices, {n_gains} gains");
}

/// Under the rule itself no trip has both visits; with more room one has, and that is what the room is worth.
#[test]
fn more_room_is_worth_what_a_trip_brings_that_breaks_the_rule_all_alone() {
    let (mut scene, first, traveller) = one_wish();
    let place = scene.place("parijs", Tz::Europe__Paris);
    let second = scene.request("bezoek", place, traveller);
    scene.requests[second.0].windows = scene.requests[first.0].windows.clone();
    scene.requests[second.0].points = Points(70_000);
    // Two trips do not fit into the month.
    scene.travellers[traveller.0].limits.min_home_days = 30;
    let either = Exclusion { requests: vec![first, second], max: 1 };
    let rule = scene.rule("keuze", None, RuleBody::Exclusion(either));
    let plan = brute_plan(&scene);
    let mut units = vec![0; scene.rules.len()];
    units[rule.0] = 1;
    let worth = solver::worth_of_units(&scene, &plan, &units, &Options::default(), &mut Patient::default());
    let worth = worth.expect("it was not cut short");
    let mut more = scene.clone();
    more.rules.clear();
    let (_, with_both) = best(&more).expect("a plan");
    assert!(with_both > worth.bound, "{with_both}: {worth:?}");
    assert!(with_both <= worth.bound + worth.of_units[rule.0], "{with_both}: {worth:?}");
}

/// The best plan and its worth, where the search proves it.
fn best(problem: &Problem) -> Option<(Plan, Points)> {
    let outcome = solver::solve(problem, &Options::default(), None, &mut Patient::default());
    let plan = outcome.plan.filter(|_| outcome.status == Status::Optimal)?;
    let value = check(problem, &plan).objective;
    Some((plan, value))
}

#[test]
fn one_more_unit_is_worth_what_brute_force_finds_with_it() {
    let (mut scene, first, traveller) = one_wish();
    let place = scene.place("parijs", Tz::Europe__Paris);
    let second = scene.request("bezoek", place, traveller);
    scene.requests[second.0].points = Points(70_000);
    let limit = |measure, max| {
        RuleBody::Limit(Limit {
            measure,
            travellers: vec![traveller],
            places: None,
            fund: None,
            per: Period::Month,
            max,
        })
    };
    let scarce = scene.rule("reizen", None, limit(Measure::Visits, 1));
    scene.rule("ruim", None, limit(Measure::DaysAway, 20));
    let plan = brute_plan(&scene);
    assert!(planned(&plan).contains_key(&first));
    let answer = explain::bottlenecks(&scene, &plan, 5, &exact(), &mut Patient::default());
    assert!(answer.is_complete);
    // Only what is used up is a bottleneck.
    let [only] = &answer.found[..] else { panic!("one bottleneck: {:?}", answer.found) };
    assert!(answer.others.is_empty() && only.price >= only.gain, "{answer:?}");
    let Demand::Rule { rule, days: Some(_) } = only.more.demand else { panic!("a rule in a month: {only:?}") };
    assert_eq!((rule, only.gain, only.plan.is_best()), (scarce, Points(70_000), true));
    assert_eq!(only.plan.difference.added.iter().map(|visit| visit.request).collect::<Vec<_>>(), [second]);
    let more = brute::best(&Ground::new(&scene, None).relaxed(&[only.more])).expect("a plan");
    assert_eq!(more.value, only.plan.objective);
}
