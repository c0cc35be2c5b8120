//! A smallest set of demands that no plan can keep together.
//!
//! # Source
//!
//! Junker (2004), *QuickXplain: preferred explanations and relaxations for over-constrained problems*, AAAI, says which
//! of several clashes is named: the one whose demands come first. Marques-Silva, Janota and Belov (2013), *Minimal sets
//! over monotone predicates in Boolean formulae*, CAV, how: many at once.

use std::collections::BTreeSet;

use super::demand::Demand;
use super::effort::{Answer, Effort, any_plan};
use super::ground::{Ground, worthless};
use crate::domain::{Plan, RuleIdx};
use crate::solver::Watcher;

/// One part in so many of the demands is left out first.
const N_PARTS: usize = 4;
/// So many demands are many.
const MANY: usize = 50;

/// Whether the asked request, and all that every plan must have, can be planned.
#[derive(Clone, Debug)]
pub enum Clash {
    /// It can; here is a plan of what must be planned.
    Possible(Plan),
    /// It cannot: these demands clash.
    Clash {
        /// In order. Alone, without any other demand, they leave no plan.
        demands: Vec<Demand>,
        /// Whether it was found for each of them that without it there is a plan.
        is_minimal: bool,
        /// Whether it was proven too that requests that may stay out cannot help, as a visit on the way now and then
        /// can.
        is_of_all: bool,
    },
    /// The search was stopped before it knew.
    Unknown,
}

/// The most demands that are named of a clash of which some may not be needed.
const MAX_UNPROVEN: usize = 12;

impl Clash {
    /// Whether the demands of a clash are few enough, or all needed, so that to name them says what clashes.
    #[must_use]
    pub fn is_telling(&self) -> bool {
        matches!(self, Clash::Clash { demands, is_minimal, .. } if *is_minimal || demands.len() <= MAX_UNPROVEN)
    }
}

/// Finds out whether there is a plan, and if not, a smallest clash.
pub fn clash(ground: &Ground, effort: &Effort, watcher: &mut dyn Watcher) -> Clash {
    let all: BTreeSet<Demand> = ground.demands().iter().copied().collect();
    match any_plan(&ground.only(&all), effort, watcher) {
        Answer::Possible(plan) => return Clash::Possible(plan),
        Answer::Unknown => return Clash::Unknown,
        Answer::Impossible { .. } => {}
    }
    let mut all_requests = ground.whole();
    worthless(&mut all_requests);
    let is_of_all = match any_plan(&all_requests, effort, watcher) {
        Answer::Possible(plan) => return Clash::Possible(plan),
        Answer::Unknown => false,
        Answer::Impossible { .. } => true,
    };
    let mut search = Search { ground, effort, watcher };
    // The plainest clash first: what comes after a visit that is not there.
    for demand in ground.comes_after_nothing() {
        if matches!(search.answer(&BTreeSet::from([demand])), Answer::Impossible { .. }) {
            return search.check_each(vec![demand], &BTreeSet::from([demand]), is_of_all);
        }
    }
    let (found, unsure) = search.shrink(ground.demands());
    search.check_each(found, &unsure, is_of_all)
}

struct Search<'a> {
    ground: &'a Ground,
    effort: &'a Effort,
    watcher: &'a mut dyn Watcher,
}

impl Search<'_> {
    fn answer(&mut self, kept: &BTreeSet<Demand>) -> Answer {
        any_plan(&self.ground.only(kept), self.effort, self.watcher)
    }

    /// Leaves out of demands that clash what is not needed, the last first; returns those that are left, and of these the
    /// ones of which it is not known whether they are needed.
    ///
    /// Many are left out at once, twice as many each time; where there is a plan then, half as many, until it is one that
    /// is needed. So nearly all problems that are solved have nearly all demands, and such are small: where dates or
    /// diaries are let go, there is far more that a plan could be. Once only rules are left and what every plan must have,
    /// the prices of a proof say which of many rules to keep.
    fn shrink(&mut self, demands: &[Demand]) -> (Vec<Demand>, BTreeSet<Demand>) {
        let (mut rest, mut needed) = (demands.to_vec(), Vec::new());
        let mut unsure = BTreeSet::new();
        let mut n_at_once = (rest.len() / N_PARTS).max(1);
        while !rest.is_empty() {
            n_at_once = n_at_once.min(rest.len());
            let (kept, out) = rest.split_at(rest.len() - n_at_once);
            match self.answer(&kept.iter().chain(&needed).copied().collect()) {
                Answer::Impossible { charged } => {
                    rest.truncate(rest.len() - n_at_once);
                    n_at_once *= 2;
                    if let Some(fewer) = self.only_charged(&rest, &needed, &charged) {
                        rest = fewer;
                        n_at_once = (rest.len() / N_PARTS).max(1);
                    }
                }
                answer if out.len() == 1 => {
                    if matches!(answer, Answer::Unknown) {
                        unsure.extend(out);
                    }
                    needed.extend(out);
                    rest.pop();
                }
                _ => n_at_once /= 2,
            }
        }
        needed.sort_unstable();
        (needed, unsure)
    }

    /// Leaves out of many demands the rules that have no price in a proof, where the others clash too.
    fn only_charged(&mut self, rest: &[Demand], needed: &[Demand], charged: &[RuleIdx]) -> Option<Vec<Demand>> {
        let are_settled = matches!(rest.last(), Some(Demand::Rule { .. } | Demand::Mandatory(_) | Demand::Lock(_)));
        let of_rules = |demand: &Demand| self.ground.is_of_rules(*demand, charged);
        let fewer: Vec<Demand> = rest.iter().copied().filter(of_rules).collect();
        if charged.is_empty() || !are_settled || rest.len() < MANY || fewer.len() > rest.len() / 2 {
            return None;
        }
        let kept = fewer.iter().chain(needed).copied().collect();
        matches!(self.answer(&kept), Answer::Impossible { .. }).then_some(fewer)
    }

    /// Leaves out what is not needed after all, now that there are fewer others, and finds a plan without each of the
    /// rest.
    ///
    /// * `unsure`: the demands of which it is not known yet.
    fn check_each(&mut self, mut demands: Vec<Demand>, unsure: &BTreeSet<Demand>, is_of_all: bool) -> Clash {
        let mut is_minimal = true;
        for one in unsure {
            let others: BTreeSet<Demand> = demands.iter().copied().filter(|other| other != one).collect();
            match self.answer(&others) {
                Answer::Possible(_) => {}
                Answer::Impossible { .. } => demands.retain(|other| other != one),
                Answer::Unknown => is_minimal = false,
            }
        }
        Clash::Clash { demands, is_minimal, is_of_all }
    }
}
