//! The questions that planners ask, and what is found out for each.

use super::alternative::{Alternative, Reply, Wish, beside, better, near, whole};
use super::clash::{Clash, clash};
use super::demand::Demand;
use super::difference::{difference, planned};
use super::ease;
use super::effort::{Effort, Share};
use super::ground::Ground;
use super::repair::{How, Relaxation, Repair, repairs};
use crate::checker;
use crate::domain::{Plan, Points, Problem, RequestIdx, RoleIdx, TravellerIdx};
use crate::solver::{self, Watcher};

/// A repair and the best plan that was found with it.
#[derive(Clone, Debug)]
pub struct Remedy {
    /// What gives way.
    pub repair: Repair,
    /// The best plan with the request in it, under the rules as they are then.
    pub reply: Reply,
}

/// Why a request is not in a plan.
#[derive(Clone, Debug)]
pub struct WhyNot {
    /// Whether any plan at all can have it, beside what every plan must have; and if not, what clashes.
    pub clash: Clash,
    /// Where plans can have it: whether it fits beside this plan as it is, and if not, what clashes.
    pub beside: Option<Clash>,
    /// What would have to give way: for any plan to have it, or else for it to fit beside this plan. The best first.
    pub remedies: Vec<Remedy>,
    /// The best plan with it in which others keep to this plan.
    pub near: Reply,
    /// The best plan with it that was found.
    pub whole: Reply,
    /// A better plan than this one, whether it has the request or not, if that was found out.
    pub better: Option<Alternative>,
}

/// Why a request is in a plan as it is: what each alternative would cost, near and whole.
#[derive(Clone, Debug)]
pub struct WhySo {
    /// Without it.
    pub without: (Reply, Reply),
    /// On another start date.
    pub another_date: Reply,
    /// For each role that is filled: who fills it, and the best plan in which somebody else does, or nobody.
    pub another_holder: Vec<(RoleIdx, TravellerIdx, Reply)>,
    /// A better plan than this one, if that was found out.
    pub better: Option<Alternative>,
}

/// Why one request is planned and not another.
#[derive(Clone, Debug)]
pub struct WhyRather {
    /// Where no plan has the first without the second: what clashes.
    pub clash: Option<Clash>,
    /// The best plan with the first and without the second in which others keep to this plan.
    pub near: Reply,
    /// The best such plan that was found.
    pub whole: Reply,
    /// A better plan than this one, if that was found out.
    pub better: Option<Alternative>,
}

/// Why a scenario has no plan.
#[derive(Clone, Debug)]
pub struct WhyNone {
    /// What clashes.
    pub clash: Clash,
    /// What would have to give way, the best first.
    pub remedies: Vec<Remedy>,
}

/// Finds out why a request is not in a plan, and what it would take.
#[must_use]
pub fn why_not(
    problem: &Problem,
    plan: &Plan,
    request: RequestIdx,
    effort: &Effort,
    watcher: &mut dyn Watcher,
) -> WhyNot {
    let ground = Ground::new(problem, Some(request));
    let found = clash(&ground, effort, &mut Share::of(watcher, 0.3, "looking for what clashes"));
    if matches!(found, Clash::Clash { .. }) {
        let asked = to_be_eased(&ground, &found);
        let repairs = repairs(&ground, &asked, effort, &mut Share::of(watcher, 0.4, "looking for what would help"));
        let mut remedies = remedies(&ground, repairs, plan, request, effort, watcher);
        ease::sort(problem, effort.per_change, &mut remedies);
        let (near, whole) = (Reply::Impossible, Reply::Impossible);
        return WhyNot { clash: found, beside: None, remedies, near, whole, better: None };
    }
    // What people ask first comes first, so that a short limit cuts what they ask last.
    let held = Ground::beside(problem, plan, request);
    let stands_beside = clash(&held, effort, &mut Share::of(watcher, 0.3, "looking for what clashes"));
    let wish = Wish::With(request);
    let near = near(problem, plan, &wish, effort, &mut Share::of(watcher, 0.3, "trying it beside the plan"));
    let mut found_remedies = Vec::new();
    if let Clash::Clash { demands, .. } = &stands_beside {
        let repairs = repairs(&held, demands, effort, &mut Share::of(watcher, 0.3, "looking for what would help"));
        let mut share = Share::of(watcher, 0.4, "trying what would help");
        found_remedies = remedies(&Ground::new(problem, Some(request)), repairs, plan, request, effort, &mut share);
        ease::sort(problem, effort.per_change, &mut found_remedies);
    }
    let start = near.found().map_or(plan, |alternative| &alternative.plan);
    let whole = whole(problem, plan, start, &wish, effort, &mut Share::of(watcher, 0.7, "trying it in the whole plan"));
    let better = found_better(problem, plan, &[&near, &whole], effort, watcher);
    WhyNot { clash: found, beside: Some(stands_beside), remedies: found_remedies, near, whole, better }
}

/// Finds out what it would cost to plan a request otherwise, or not at all.
#[must_use]
pub fn why_so(
    problem: &Problem,
    plan: &Plan,
    request: RequestIdx,
    effort: &Effort,
    watcher: &mut dyn Watcher,
) -> WhySo {
    let seats = planned(plan).remove(&request).map(|visit| visit.seats).unwrap_or_default();
    let without_it = Wish::Without(request);
    let near_without =
        near(problem, plan, &without_it, effort, &mut Share::of(watcher, 0.3, "trying it beside the plan"));
    let start = near_without.found().map_or(plan, |alternative| &alternative.plan);
    let whole_without =
        whole(problem, plan, start, &without_it, effort, &mut Share::of(watcher, 0.3, "trying it in the whole plan"));
    let another_date = near(
        problem,
        plan,
        &Wish::AnotherDate(request),
        effort,
        &mut Share::of(watcher, 0.5, "trying it beside the plan"),
    );
    let another_holder: Vec<(RoleIdx, TravellerIdx, Reply)> = seats
        .into_iter()
        .map(|(role, traveller)| {
            let wish = Wish::AnotherHolder(request, role, traveller);
            (
                role,
                traveller,
                near(problem, plan, &wish, effort, &mut Share::of(watcher, 0.5, "trying it beside the plan")),
            )
        })
        .collect();
    let mut replies = vec![&near_without, &whole_without, &another_date];
    replies.extend(another_holder.iter().map(|(_, _, reply)| reply));
    let better = found_better(problem, plan, &replies, effort, watcher);
    WhySo { without: (near_without, whole_without), another_date, another_holder, better }
}

/// Finds out what it would cost to plan the first request rather than the second.
#[must_use]
pub fn why_rather(
    problem: &Problem,
    plan: &Plan,
    (first, second): (RequestIdx, RequestIdx),
    effort: &Effort,
    watcher: &mut dyn Watcher,
) -> WhyRather {
    let wish = Wish::Rather(first, second);
    let near = near(problem, plan, &wish, effort, &mut Share::of(watcher, 0.4, "trying it beside the plan"));
    let start = near.found().map_or(plan, |alternative| &alternative.plan);
    let whole = whole(problem, plan, start, &wish, effort, &mut Share::of(watcher, 0.5, "trying it in the whole plan"));
    let clash = matches!(whole, Reply::Impossible).then(|| {
        let mut without = problem.clone();
        super::ground::leave_out(&mut without, second);
        clash(&Ground::new(&without, Some(first)), effort, watcher)
    });
    let better = found_better(problem, plan, &[&near, &whole], effort, watcher);
    WhyRather { clash, near, whole, better }
}

/// Finds out why a scenario has no plan, and what it would take.
#[must_use]
pub fn why_none(problem: &Problem, effort: &Effort, watcher: &mut dyn Watcher) -> WhyNone {
    let ground = Ground::new(problem, None);
    let mut found = clash(&ground, effort, &mut Share::of(watcher, 0.6, "looking for what clashes"));
    let asked = to_be_eased(&ground, &found);
    let mut remedies = Vec::new();
    if asked.is_empty() {
        return WhyNone { clash: found, remedies };
    }
    for mut repair in repairs(&ground, &asked, effort, &mut Share::of(watcher, 0.6, "looking for what would help")) {
        let relaxed = ground.relaxed(&repair.relaxations);
        let outcome = solver::solve(
            &relaxed,
            &effort.options(),
            repair.plan.as_ref(),
            &mut Share::of(watcher, 0.5, "planning with what would help"),
        );
        let plan = outcome.plan.filter(|plan| checker::check(&relaxed, plan).is_valid());
        let reply = plan.map_or(Reply::Unknown, |plan| {
            let objective = checker::check(&relaxed, &plan).objective;
            let difference = difference(&Plan::default(), &plan);
            let (changes, per_change, bound) = (Points::ZERO, Points::ZERO, outcome.bound);
            Reply::Found(Box::new(Alternative { plan, objective, changes, per_change, bound, difference }))
        });
        if matches!(found, Clash::Unknown) && repair.at_least.is_some() {
            let demands = ground.demands().to_vec();
            found = Clash::Clash { demands, is_minimal: false, is_of_all: true };
        }
        // Where it is proven that there is no plan, less than one more is too little.
        let is_one_more = matches!(repair.relaxations[..], [Relaxation { how: How::By(1), .. }]);
        repair.is_least |= is_one_more && matches!(found, Clash::Clash { .. });
        remedies.push(Remedy { repair, reply });
    }
    ease::sort(problem, effort.per_change, &mut remedies);
    WhyNone { clash: found, remedies }
}

/// The demands of which it is asked whether to ease them would help.
///
/// Of many that may clash or not, most would be asked about in vain; one search tells how many changes it takes.
fn to_be_eased(ground: &Ground, clash: &Clash) -> Vec<Demand> {
    let limits: Vec<Demand> = ground.demands().iter().copied().filter(|&it| ground.max_changes(it).is_some()).collect();
    match clash {
        Clash::Clash { demands, .. } if clash.is_telling() || limits.is_empty() => demands.clone(),
        Clash::Clash { .. } | Clash::Unknown => limits,
        Clash::Possible(_) => Vec::new(),
    }
}

/// Finds the best plan with each repair.
fn remedies(
    ground: &Ground,
    repairs: Vec<Repair>,
    plan: &Plan,
    request: RequestIdx,
    effort: &Effort,
    watcher: &mut dyn Watcher,
) -> Vec<Remedy> {
    let wish = Wish::With(request);
    repairs
        .into_iter()
        .map(|repair| {
            let relaxed = ground.relaxed(&repair.relaxations);
            // A repair that was made for this plan needs no other visit to change.
            let mut reply =
                beside(&relaxed, plan, &wish, effort, &mut Share::of(watcher, 0.3, "trying what would help"));
            if reply.found().is_none() {
                reply = near(&relaxed, plan, &wish, effort, &mut Share::of(watcher, 0.4, "trying what would help"));
            }
            if reply.found().is_none() {
                reply = whole(
                    &relaxed,
                    plan,
                    repair.plan.as_ref().unwrap_or(plan),
                    &wish,
                    effort,
                    &mut Share::of(watcher, 0.5, "trying it in the whole plan"),
                );
            }
            Remedy { repair, reply }
        })
        .collect()
}

/// Names a better plan when one of the replies is better than the plan: what it wins has then nothing to do with the
/// question.
fn found_better(
    problem: &Problem,
    plan: &Plan,
    replies: &[&Reply],
    effort: &Effort,
    watcher: &mut dyn Watcher,
) -> Option<Alternative> {
    let worth: Points = checker::check(problem, plan).objective;
    let best = replies.iter().filter_map(|reply| reply.found()).max_by_key(|alternative| alternative.objective)?;
    if best.objective <= worth {
        return None;
    }
    // A plan that is as somebody wished is a plan too, where it breaks nothing; else it takes a search.
    if checker::check(problem, &best.plan).is_valid() {
        return Some(Alternative { bound: None, ..best.clone() });
    }
    let mut share = Share::of(watcher, 1.0, "looking for a better plan");
    better(problem, plan, effort, &mut share).filter(|found| found.objective > worth)
}
