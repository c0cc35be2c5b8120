//! A smallest set of demands that no plan can keep together.
//!
//! # Source
//!
//! Junker (2004), *QuickXplain: preferred explanations and relaxations for over-constrained problems*, AAAI.

use std::collections::BTreeSet;

use super::demand::Demand;
use super::effort::{Answer, Effort, any_plan};
use super::ground::{Ground, worthless};
use crate::domain::Plan;
use crate::solver::Watcher;

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

/// Finds out whether there is a plan, and if not, a smallest clash.
pub fn clash(ground: &Ground, effort: &Effort, watcher: &mut dyn Watcher) -> Clash {
    let all: BTreeSet<Demand> = ground.demands().iter().copied().collect();
    match any_plan(&ground.only(&all), effort, watcher) {
        Answer::Possible(plan) => return Clash::Possible(plan),
        Answer::Unknown => return Clash::Unknown,
        Answer::Impossible => {}
    }
    let mut all_requests = ground.whole();
    worthless(&mut all_requests);
    let is_of_all = match any_plan(&all_requests, effort, watcher) {
        Answer::Possible(plan) => return Clash::Possible(plan),
        Answer::Unknown => false,
        Answer::Impossible => true,
    };
    let mut search = Search { ground, effort, watcher };
    // The plainest clash first: what comes after a visit that is not there.
    for demand in ground.comes_after_nothing() {
        if matches!(search.answer(&BTreeSet::from([demand])), Answer::Impossible) {
            return search.check_each(vec![demand], is_of_all);
        }
    }
    let found = search.explain(&BTreeSet::new(), false, ground.demands());
    search.check_each(found.into_iter().collect(), is_of_all)
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

    /// Returns demands of `among` that leave no plan beside `kept`, all of which does so together.
    ///
    /// * `is_new`: whether `kept` was added to since it was last known to leave a plan.
    fn explain(&mut self, kept: &BTreeSet<Demand>, is_new: bool, among: &[Demand]) -> BTreeSet<Demand> {
        if is_new && matches!(self.answer(kept), Answer::Impossible) {
            return BTreeSet::new();
        }
        if among.len() <= 1 {
            return among.iter().copied().collect();
        }
        let (first, second) = among.split_at(among.len() / 2);
        let with_first: BTreeSet<Demand> = kept.iter().chain(first).copied().collect();
        let of_second = self.explain(&with_first, true, second);
        let with_second: BTreeSet<Demand> = kept.iter().chain(&of_second).copied().collect();
        let of_first = self.explain(&with_second, !of_second.is_empty(), first);
        of_first.into_iter().chain(of_second).collect()
    }

    /// Leaves out what is not needed, and finds a plan without each of the others.
    fn check_each(&mut self, mut demands: Vec<Demand>, is_of_all: bool) -> Clash {
        let mut is_minimal = true;
        let mut idx = 0;
        while idx < demands.len() {
            let others: BTreeSet<Demand> = demands.iter().copied().filter(|&other| other != demands[idx]).collect();
            match self.answer(&others) {
                Answer::Possible(_) => idx += 1,
                Answer::Impossible => {
                    demands.remove(idx);
                }
                Answer::Unknown => {
                    is_minimal = false;
                    idx += 1;
                }
            }
        }
        Clash::Clash { demands, is_minimal, is_of_all }
    }
}
