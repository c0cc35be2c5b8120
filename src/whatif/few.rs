//! The trade-off between points and changes: the best plan with no change, with one, with two, and so on.
//!
//! With more changes allowed no plan becomes impossible, so the points never fall along the list, and a bound on what
//! more changes can bring is one on what fewer can.

use super::replan::{Answer, Ask, replan_from};
use crate::domain::{Plan, Points, Problem, Status};
use crate::solver::{Options, Watcher};

/// One line of the trade-off.
#[derive(Clone, Debug)]
pub struct Few {
    /// The most changes that were allowed; `None` for as many as one likes.
    pub max_changes: Option<usize>,
    /// The best plan found, and what is proven of others.
    pub answer: Answer,
}

/// Returns the best plans with no change, one, two, up to `most`, and the best with as many as one likes.
///
/// * `published`: the plan that people live by, in the positions of `problem`.
/// * `watch`: begins one more search; its watcher may stop it.
pub fn few_changes<W: Watcher>(
    problem: &Problem,
    published: &Plan,
    most: usize,
    options: &Options,
    mut watch: impl FnMut(Option<usize>) -> W,
) -> Vec<Few> {
    let mut list: Vec<Few> = Vec::new();
    for max_changes in (0..=most).map(Some).chain([None]) {
        let ask = Ask { per_change: Points::ZERO, max_changes, options: options.clone() };
        // What fewer changes reach, more reach too.
        let start = list.last().and_then(|few| few.answer.outcome.plan.as_ref()).unwrap_or(published);
        let answer = replan_from(problem, published, start, &ask, &mut watch(max_changes));
        list.push(Few { max_changes, answer });
    }
    share_plans(&mut list);
    share_bounds(&mut list);
    list
}

/// Gives each line the best plan of all that make so few changes.
fn share_plans(list: &mut [Few]) {
    let all: Vec<Answer> = list.iter().map(|few| few.answer.clone()).collect();
    for few in list {
        let fits = |answer: &&Answer| few.max_changes.is_none_or(|max| answer.n_changes <= max);
        // Of equals the first, which makes the fewest changes.
        let best =
            all.iter().filter(fits).rev().max_by_key(|answer| (answer.net(), std::cmp::Reverse(answer.n_changes)));
        if let Some(best) = best.filter(|best| best.net() > few.answer.net()) {
            let (bound, max_changes) = (few.answer.outcome.bound, few.max_changes);
            few.answer = Answer { max_changes, ..best.clone() };
            few.answer.outcome.bound = bound;
        }
    }
}

/// Hands bounds up the list, and says which plans are proven best.
fn share_bounds(list: &mut [Few]) {
    let mut least: Option<Points> = None;
    for few in list.iter_mut().rev() {
        let outcome = &mut few.answer.outcome;
        if outcome.status == Status::Infeasible {
            continue;
        }
        least = match (outcome.bound, least) {
            (Some(bound), Some(least)) => Some(bound.min(least)),
            (bound, least) => bound.or(least),
        };
        outcome.bound = least;
        let net = few.answer.net();
        if few.answer.outcome.plan.is_some() {
            let is_best = net.zip(least).is_some_and(|(net, bound)| net >= bound);
            few.answer.outcome.status = if is_best { Status::Optimal } else { Status::Feasible };
        }
    }
}

/// Lets a search in which every change costs points, and a list of searches under limits, learn from each other.
///
/// A plan of the list may be the better answer. And when no plan is worth more than `bound` less what its changes cost, then
/// none with at most `k` changes is worth more than `bound + k · per_change`: a Lagrangian bound.
pub fn learn_from_each_other(answer: &mut Answer, list: &mut [Few]) {
    let mut of_list = list.iter().map(|few| &few.answer).filter(|few| few.outcome.plan.is_some());
    let is_free = answer.max_changes.is_none();
    let net = |few: &Answer| Some(few.report.as_ref()?.objective - answer.per_change * small(few.n_changes));
    let better = of_list.by_ref().filter(|few| net(few) > answer.net()).max_by_key(|few| net(few)).filter(|_| is_free);
    if let Some(better) = better.cloned() {
        let (bound, per_change, max_changes) = (answer.outcome.bound, answer.per_change, answer.max_changes);
        *answer = Answer { per_change, max_changes, ..better };
        answer.outcome.bound = bound;
        let is_best = answer.net().zip(bound).is_some_and(|(net, bound)| net >= bound);
        answer.outcome.status = if is_best { Status::Optimal } else { Status::Feasible };
    }
    if let Some(bound) = answer.outcome.bound.filter(|_| is_free) {
        for few in list.iter_mut().filter(|few| few.answer.outcome.status != Status::Infeasible) {
            let Some(max) = few.max_changes else { continue };
            let lagrangian = bound + answer.per_change * small(max);
            let known = few.answer.outcome.bound;
            few.answer.outcome.bound = Some(known.map_or(lagrangian, |known| known.min(lagrangian)));
        }
    }
    share_plans(list);
    share_bounds(list);
}

/// A count of visits, far below 2^63.
fn small(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
