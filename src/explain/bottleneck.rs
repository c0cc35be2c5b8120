//! Bottlenecks: what one more unit of each scarce thing would be worth.
//!
//! A rule is scarce in a plan that leaves less than one unit of it. Each such rule gets one more unit and a quick search;
//! those that gain most get a thorough one.

use super::alternative::{Alternative, better};
use super::demand::Demand;
use super::difference::difference;
use super::effort::{Effort, Share};
use super::ground::Ground;
use super::repair::{How, Relaxation};
use crate::checker;
use crate::domain::{Measure, Plan, Points, Problem, Rule, RuleBody};
use crate::solver::{self, Options, Watcher};

/// Something of which one more unit may be worth points.
#[derive(Clone, Debug)]
pub struct Bottleneck {
    /// One more unit of it.
    pub more: Relaxation,
    /// The best plan that was found with it; its difference is that to the base.
    pub plan: Alternative,
    /// What that plan gains over the base.
    pub gain: Points,
    /// Whether it was searched thoroughly.
    pub is_thorough: bool,
}

/// What one more unit is worth.
#[derive(Clone, Debug)]
pub struct Bottlenecks {
    /// What gains are counted from: the plan, or a better one that was found with the same effort and no more units.
    pub base: Alternative,
    /// Those with a gain, the largest first.
    pub found: Vec<Bottleneck>,
    /// How many scarce things were looked at.
    pub n_scarce: usize,
    /// Whether all of them were.
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
/// * `n_thorough`: how many of those that seem to gain most are searched thoroughly.
#[must_use]
pub fn bottlenecks(
    problem: &Problem,
    plan: &Plan,
    n_thorough: usize,
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
    let scarce = scarce(&ground, &base.plan);
    let mut found: Vec<Bottleneck> = Vec::new();
    let mut is_complete = true;
    for (idx, &more) in scarce.iter().enumerate() {
        let share = 0.6 / (scarce.len() - idx) as f64; // A few hundred at most.
        let mut share = Share::of(watcher, share.max(0.02), "giving each scarce thing one more unit");
        match try_with(&ground, &base, more, &quick, &mut share) {
            Some(bottleneck) => found.push(bottleneck),
            None => is_complete &= !watcher.should_stop(),
        }
    }
    sort(&mut found);
    let n_thorough = n_thorough.min(found.len());
    for (idx, bottleneck) in found.iter_mut().take(n_thorough).enumerate() {
        let share = 1.0 / (n_thorough - idx) as f64; // A handful.
        let mut share = Share::of(watcher, share, "searching those that gain most thoroughly");
        if let Some(thorough) = try_with(&ground, &base, bottleneck.more, effort, &mut share) {
            if thorough.gain >= bottleneck.gain {
                (bottleneck.plan, bottleneck.gain) = (thorough.plan, thorough.gain);
            }
            bottleneck.is_thorough = true;
        }
    }
    sort(&mut found);
    found.retain(|bottleneck| bottleneck.gain > Points::ZERO || bottleneck.is_thorough);
    Bottlenecks { base, found, n_scarce: scarce.len(), is_complete }
}

fn sort(found: &mut [Bottleneck]) {
    found.sort_by(|a, b| b.gain.cmp(&a.gain).then_with(|| a.more.cmp(&b.more)));
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
    more: Relaxation,
    effort: &Effort,
    watcher: &mut dyn Watcher,
) -> Option<Bottleneck> {
    if watcher.should_stop() {
        return None;
    }
    let problem = ground.relaxed(&[more]);
    let options = Options { work_limit: Some(effort.work), ..effort.options() };
    let outcome = solver::solve(&problem, &options, Some(&base.plan), watcher);
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
    Some(Bottleneck { more, gain: plan.objective - base.objective, plan, is_thorough: false })
}
