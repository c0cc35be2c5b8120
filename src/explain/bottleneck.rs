//! Bottlenecks: what one more unit of each scarce thing would be worth.
//!
//! A rule is scarce in a plan that leaves less than one unit of it. The prices of the relaxation say about what one more
//! unit of each is worth; those that seem to bring most get one more unit and a search.

use super::alternative::{Alternative, better};
use super::demand::Demand;
use super::difference::difference;
use super::effort::{Effort, Share};
use super::ground::Ground;
use super::repair::{How, Relaxation};
use crate::checker;
use crate::domain::{Measure, Plan, Points, Problem, Rule, RuleBody};
use crate::solver::{self, Watcher};

/// Something of which one more unit may be worth points.
#[derive(Clone, Debug)]
pub struct Bottleneck {
    /// One more unit of it.
    pub more: Relaxation,
    /// The best plan that was found with it; its difference is that to the base.
    pub plan: Alternative,
    /// What that plan gains over the base.
    pub gain: Points,
    /// What the unit is worth by the prices of the relaxation, by which it was chosen.
    pub price: Points,
}

/// What one more unit is worth.
#[derive(Clone, Debug)]
pub struct Bottlenecks {
    /// What gains are counted from: the plan, or a better one that was found with the same effort and no more units.
    pub base: Alternative,
    /// Those that were searched, the largest gain first.
    pub found: Vec<Bottleneck>,
    /// One more unit of the others with a price, and that price; the highest first.
    pub others: Vec<(Relaxation, Points)>,
    /// How many scarce things there are.
    pub n_scarce: usize,
    /// Whether they were priced, and all searched that were to be.
    pub is_complete: bool,
}

/// Whole euros or kilograms that count as one unit.
const THOUSAND: i64 = 1_000;

/// How much one more unit of a rule is; `None` for rules of which there are no units.
fn unit(body: &RuleBody) -> Option<i64> {
    match body {
        RuleBody::Limit(limit) => match limit.measure {
            Measure::Eur | Measure::KgCo2 => Some(THOUSAND),
            Measure::DaysAway | Measure::Trips | Measure::Visits => Some(1),
        },
        RuleBody::Presence(presence) if presence.at_least > 0 => Some(1),
        RuleBody::Exclusion(_) | RuleBody::Resource(_) => Some(1),
        _ => None,
    }
}

/// The rule with one unit less, at a price that shows whether a plan needs it.
fn with_less(rule: &Rule, unit: i64) -> Rule {
    let mut less = Rule { penalty: Some(Points(1)), ..rule.clone() };
    match &mut less.body {
        RuleBody::Limit(limit) => limit.max = (limit.max - unit).max(0),
        RuleBody::Presence(presence) => presence.at_least += 1,
        RuleBody::Exclusion(exclusion) => exclusion.max = exclusion.max.saturating_sub(1),
        RuleBody::Resource(resource) => resource.capacity -= unit,
        _ => {}
    }
    less
}

/// Finds out what one more unit of each scarce thing is worth.
///
/// * `n_searched`: how many of those that seem to bring most are searched.
#[must_use]
pub fn bottlenecks(
    problem: &Problem,
    plan: &Plan,
    n_searched: usize,
    effort: &Effort,
    watcher: &mut dyn Watcher,
) -> Bottlenecks {
    let same = || Alternative {
        plan: plan.clone(),
        objective: checker::check(problem, plan).objective,
        changes: Points::ZERO,
        per_change: Points::ZERO,
        bound: None,
        difference: difference(plan, plan),
    };
    let mut share = Share::of(watcher, 0.25, "looking for a better plan as things are");
    let base = better(problem, plan, effort, &mut share).filter(|found| found.objective > same().objective);
    let mut base = base.unwrap_or_else(same);
    // What searches from here win by themselves is not the worth of any unit.
    let quick = Effort { work: 1, ..effort.clone() };
    for effort in [&quick, effort] {
        let mut share = Share::of(watcher, 0.15, "looking for a better plan as things are");
        let again = better(problem, &base.plan, effort, &mut share);
        if let Some(again) = again.filter(|again| again.objective > base.objective) {
            base = Alternative { difference: difference(plan, &again.plan), ..again };
        }
    }
    let ground = Ground::new(problem, None);
    let mut scarce: Vec<(Relaxation, Points)> =
        scarce(&ground, &base.plan).into_iter().map(|more| (more, Points::ZERO)).collect();
    let n_scarce = scarce.len();
    let mut share = Share::of(watcher, 0.3, "pricing what is scarce");
    let is_priced = price(&ground, &base.plan, &mut scarce, effort, &mut share);
    let others = scarce.split_off(n_searched.min(n_scarce));
    let mut found: Vec<Bottleneck> = Vec::new();
    let n_chosen = scarce.len();
    for (idx, (more, price)) in scarce.into_iter().enumerate() {
        let share = 1.0 / (n_chosen - idx) as f64; // A handful.
        let mut share = Share::of(watcher, share, "giving each scarce thing one more unit");
        found.extend(try_with(&ground, &base, (more, price), effort, &mut share));
    }
    let is_complete = is_priced && found.len() == n_chosen;
    found.sort_by(|a, b| b.gain.cmp(&a.gain).then_with(|| a.more.cmp(&b.more)));
    let others = others.into_iter().filter(|&(_, price)| price > Points::ZERO).collect();
    Bottlenecks { base, found, others, n_scarce, is_complete }
}

/// Prices scarce things and sorts them, the highest price first; whether it got that far.
fn price(
    ground: &Ground,
    plan: &Plan,
    scarce: &mut [(Relaxation, Points)],
    effort: &Effort,
    watcher: &mut dyn Watcher,
) -> bool {
    let problem = ground.whole();
    let mut units = vec![0; problem.rules.len()];
    for (more, _) in scarce.iter() {
        if let (Some(piece), How::By(by)) = (ground.piece(more.demand), more.how) {
            units[piece.0] = by;
        }
    }
    let Some(worth) = solver::worth_of_units(&problem, plan, &units, &effort.options(), watcher) else { return false };
    for (more, price) in scarce.iter_mut() {
        *price = ground.piece(more.demand).map_or(Points::ZERO, |piece| worth.of_units[piece.0]);
    }
    scarce.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    true
}

/// One more unit of everything of which the plan leaves less than a unit.
fn scarce(ground: &Ground, plan: &Plan) -> Vec<Relaxation> {
    let problem = ground.whole();
    let rules = ground.demands().iter().filter(|demand| matches!(demand, Demand::Rule { .. }));
    let is_scarce = |&demand: &Demand| {
        let piece = ground.piece(demand)?;
        let unit = unit(&problem.rule(piece).body)?;
        let mut tight = problem.clone();
        tight.rules[piece.0] = with_less(problem.rule(piece), unit);
        let report = checker::check(&tight, plan);
        let is_needed = report.concessions.iter().any(|concession| concession.rule == piece);
        is_needed.then_some(Relaxation { demand, how: How::By(unit) })
    };
    rules.filter_map(is_scarce).collect()
}

/// The best plan that is found with one more unit of something.
fn try_with(
    ground: &Ground,
    base: &Alternative,
    (more, price): (Relaxation, Points),
    effort: &Effort,
    watcher: &mut dyn Watcher,
) -> Option<Bottleneck> {
    if watcher.should_stop() {
        return None;
    }
    let problem = ground.relaxed(&[more]);
    let outcome = solver::solve(&problem, &effort.options(), Some(&base.plan), watcher);
    let plan = outcome.plan?;
    let report = checker::check(&problem, &plan);
    if !report.is_valid() {
        return None;
    }
    let plan = Alternative {
        objective: report.objective,
        changes: Points::ZERO,
        per_change: Points::ZERO,
        bound: outcome.bound,
        difference: difference(&base.plan, &plan),
        plan,
    };
    Some(Bottleneck { more, gain: plan.objective - base.objective, plan, price })
}
