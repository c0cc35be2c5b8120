//! Planning again beside a plan that people live by: few changes, and what is proven of others.

use super::carry::earlier_visits;
use super::put;
use crate::checker::{self, Report};
use crate::domain::{NotPlanned, Outcome, Plan, Points, Problem, Reason, Rule, RuleBody, Stability, Status};
use crate::solver::{self, Options, Watcher};

/// How a plan is to be made again.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Points that each changed visit costs in the search. Whatever the plan is said to be worth is without them.
    pub per_change: Points,
    /// The most visits that may change.
    pub max_changes: Option<usize>,
    /// What the search may spend.
    pub options: Options,
}

/// What came of planning again.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The plan, if any, with its bound and the reasons for what is left out. Its bound is on the points of every plan
    /// less `per_change` for each change that it makes.
    pub outcome: Outcome,
    /// What the checker says of the plan, if there is one. Its points are without what changes cost in the search.
    pub report: Option<Report>,
    /// How many visits changed.
    pub n_changes: usize,
    /// What each change cost in the search.
    pub per_change: Points,
    /// The most changes that were allowed.
    pub max_changes: Option<usize>,
}

impl Answer {
    /// The points of the plan less what its changes cost: what the bound speaks of.
    #[must_use]
    pub fn net(&self) -> Option<Points> {
        let report = self.report.as_ref()?;
        // A count of visits, far below 2^63.
        Some(report.objective - self.per_change * self.n_changes as i64)
    }
}

/// Plans again, beginning with the plan that people live by.
///
/// * `published`: that plan, in the positions of `problem`; it need not keep its rules.
pub fn replan(problem: &Problem, published: &Plan, ask: &Ask, watcher: &mut dyn Watcher) -> Answer {
    replan_from(problem, published, published, ask, watcher)
}

/// The same, beginning with another plan.
pub(super) fn replan_from(
    problem: &Problem,
    published: &Plan,
    start: &Plan,
    ask: &Ask,
    watcher: &mut dyn Watcher,
) -> Answer {
    let asked = with_few_changes(problem, published, ask.per_change, ask.max_changes);
    let mut outcome = solver::solve(&asked, &ask.options, Some(start), watcher);
    if let Some(plan) = &mut outcome.plan {
        put::undo_needless_changes(&asked, published, plan);
    }
    let n_rules = problem.rules.len();
    outcome.not_planned = solver::left_out(&asked, outcome.plan.as_ref().unwrap_or(&Plan::default()));
    outcome.not_planned.iter_mut().for_each(|item| forget_rules_beyond(item, n_rules));
    outcome.clash.retain(|item| item != FEW_CHANGES);
    let report = outcome.plan.as_ref().map(|plan| checker::check(problem, plan));
    let n_changes = outcome.plan.as_ref().map_or(0, |plan| n_changes(problem, published, plan));
    let mut answer = Answer { outcome, report, n_changes, per_change: ask.per_change, max_changes: ask.max_changes };
    if answer.net().zip(answer.outcome.bound).is_some_and(|(net, bound)| net >= bound) {
        answer.outcome.status = Status::Optimal;
    }
    answer
}

/// Returns the problem whose plans change at most so many visits of the plan that people live by: what has no plan when
/// planning again has none.
///
/// * `published`: that plan, in the positions of `problem`.
#[must_use]
pub fn within_changes(problem: &Problem, published: &Plan, max_changes: Option<usize>) -> Problem {
    with_few_changes(problem, published, Points::ZERO, max_changes)
}

/// The problem in which changes count. The rule that counts them is the last one.
fn with_few_changes(problem: &Problem, published: &Plan, per_change: Points, max_changes: Option<usize>) -> Problem {
    let mut asked = problem.clone();
    asked.earlier = earlier_visits(problem, published);
    let counts = Stability { changed: per_change, max_changes, ..Stability::default() };
    if counts.counts_changes() {
        let body = RuleBody::Stability(counts);
        asked.rules.push(Rule { id: FEW_CHANGES.to_owned(), label: String::new(), penalty: None, body });
    }
    asked
}

/// The id of the rule that counts changes in a search: that of the argument, which no rule of a scenario can have.
const FEW_CHANGES: &str = "--max-changes";

/// How many visits are new, dropped, at another time or with another delegation.
pub(super) fn n_changes(problem: &Problem, before: &Plan, after: &Plan) -> usize {
    let (before, after) = (earlier_visits(problem, before), earlier_visits(problem, after));
    let same = before.iter().filter(|visit| after.contains(visit)).count();
    let both = before.iter().filter(|visit| after.iter().any(|other| other.request == visit.request)).count();
    // Whatever is in both plans but not the same changed once.
    before.len() + after.len() - both - same
}

/// Takes the rule that counts changes out of a reason: the scenario does not have it.
fn forget_rules_beyond(item: &mut NotPlanned, n_rules: usize) {
    if let Reason::Rules(rules) = &mut item.reason {
        rules.retain(|rule| rule.0 < n_rules);
        if rules.is_empty() {
            item.reason = Reason::Outweighed;
        }
    }
}
