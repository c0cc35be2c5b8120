//! The fewest of what can be counted: one search in which each counts a point, instead of many that allow ever fewer.

use std::collections::BTreeSet;

use super::demand::Demand;
use super::effort::Share;
use super::ground::{nothing, worthless};
use super::repair::{How, Relaxation, Repair, Search, let_go};
use crate::checker;
use crate::domain::{Calendar, CalendarIdx, Points, Presence, Rule, RuleBody, Stability, Status};
use crate::solver;

/// The most rounds of a search for the fewest appointments.
const N_ROUNDS: u64 = 8;
/// The most rounds of a search for the fewest changes, and the part of the time that is left.
const N_ROUNDS_FOR_CHANGES: u64 = 16;
const PART_FOR_CHANGES: f64 = 0.4;
/// What one counts for.
const ONE: Points = Points(1_000);

impl Search<'_> {
    /// The fewest busy times that have to move, in one search that counts them; `None` where meetings at home have a
    /// part in it, or it was not proven.
    pub(super) fn fewest_busy(&mut self, demands: &[Demand], with: &[Relaxation]) -> Option<(Vec<Relaxation>, bool)> {
        let all: BTreeSet<Demand> = self.ground.demands().iter().copied().collect();
        let mut problem = self.ground.only(&all);
        self.ground.relax_all(&mut problem, with);
        let is_at_home = |request| problem.is_home_meeting(request) && !problem.request(request).windows.is_empty();
        if problem.request_idxs().any(is_at_home) {
            return None;
        }
        self.ground.relax_all(&mut problem, &let_go(demands));
        // To be away during a busy time costs a point each, as for a presence of one.
        let mut rules: Vec<(usize, Demand)> = Vec::new();
        for &demand in demands {
            let Demand::Busy(traveller, busy) = demand else { continue };
            let interval = self.ground.whole().traveller(traveller).busy[busy].interval;
            let calendar = CalendarIdx(problem.calendars.len());
            let events = vec![interval];
            problem.calendars.push(Calendar { id: String::new(), label: String::new(), events });
            let presence = Presence { members: vec![traveller], at_least: 1, calendar: Some(calendar) };
            rules.push((problem.rules.len(), demand));
            problem.rules.push(Rule {
                id: String::new(),
                label: String::new(),
                penalty: Some(ONE),
                body: RuleBody::Presence(presence),
            });
        }
        let options = self.effort.options_of(N_ROUNDS);
        let outcome = solver::solve(&problem, &options, None, self.watcher);
        let plan = outcome.plan.filter(|_| outcome.status == Status::Optimal)?;
        let report = checker::check(&problem, &plan);
        let hit: Vec<Demand> = rules
            .into_iter()
            .filter(|&(rule, _)| report.concessions.iter().any(|concession| concession.rule.0 == rule))
            .map(|(_, demand)| demand)
            .collect();
        (report.is_valid() && self.is_possible(with, &let_go(&hit))).then(|| (let_go(&hit), true))
    }

    /// By how much the most changes of a rule `stability` have to rise, in one search that counts changes; `None` where
    /// the demand is another one, or no plan was found.
    ///
    /// What is proven of the fewest changes is so of all plans: requests that may stay out are not left out here.
    pub(super) fn fewest_changes(&mut self, demand: Demand, with: &[Relaxation]) -> Option<Repair> {
        let max = self.ground.max_changes(demand)?;
        let rule = self.ground.piece(demand)?;
        let mut problem = self.ground.relaxed(with);
        worthless(&mut problem);
        for soft in problem.rules.iter_mut().filter(|rule| rule.penalty.is_some()) {
            soft.body = nothing();
        }
        problem.rules[rule.0].body = RuleBody::Stability(Stability { changed: ONE, ..Stability::default() });
        let options = self.effort.options_of(N_ROUNDS_FOR_CHANGES);
        let mut share = Share::of(self.watcher, PART_FOR_CHANGES, "looking for what would help");
        let outcome = solver::solve(&problem, &options, self.effort.published.as_ref(), &mut share);
        let plan = outcome.plan?;
        let report = checker::check(&problem, &plan);
        // A plan has a whole number of changes.
        let count = |points: Points| ((-points.0).max(0) + ONE.0 - 1) / ONE.0;
        let by = (count(report.objective) - max).max(1);
        let at_least = outcome.bound.map_or(0, |bound| count(bound) - max);
        let relaxations = with.iter().copied().chain([Relaxation { demand, how: How::By(by) }]).collect();
        let is_least = at_least >= by;
        let at_least = (at_least > 0 && with.is_empty()).then_some(at_least);
        report.is_valid().then_some(Repair { relaxations, is_least, at_least, plan: Some(plan) })
    }
}
