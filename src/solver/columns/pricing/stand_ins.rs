//! Starts of a seat that earlier starts of it stand in for: on a fine grid of day-parts that is nearly all of them.
//!
//! # Why nothing is lost
//!
//! Take two starts of one seat, `a` before `b`, with `a` [as early](Pricing::is_as_early) as `b`. Whatever can follow
//! `b` in a trip can follow `a`: the traveller is free as early, no idle day is added, and where the trip could end it
//! ends no later, at no higher price of dates, blocked dates and absence. Nights and fares from there on are no more
//! cents, and grams are the same. Request, role and place are the same too, so that visited requests, pairs of seats,
//! groups of places and funds are. So
//!
//! * in a trip that comes from elsewhere and could reach `a` in time, `a` takes the place of `b` when its
//!   [profit](super::Node::profit) is as high: nights before it are no more cents either, and what such a trip has
//!   before it is unchanged;
//! * a label at `b` is dropped for one at `a` that dominates it as it would at one node ([`Pricing::dominates`]), where
//!   only those of its visits and pairs count that are within reach of `b`: what follows `b` lies within it. For labels
//!   that begin there that is asked before they are made.
//!
//! Each of these gives a trip worth as much that blocks no more dates, and leaves what follows as it was. So from the
//! first visit on every trip worth more than the threshold becomes one that is found. That all trips after a node are
//! worth no more than those that are found is also why looking ahead passes over the starts that others stand in for,
//! even where every trip is to be listed.
//!
//! Being as early is transitive. So it is enough to compare each start with the one before it: a chain of those is a
//! run, and in a run each start is as early as all that follow.
//!
//! # Not in short runs
//!
//! Where a date has but a few starts little is gained, and columns with later starts are of use: neighbourhoods and
//! rounding are made of them (docs/decisions.md). So runs of few starts are left as they are.

use super::dominance::Here;
use super::{Label, Pricing};
use crate::solver::columns::small;

/// The most starts of a run in which none stands in for another.
const FEW_STARTS: usize = 4;

/// Which of the starts that can follow are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Following {
    /// Every one.
    All,
    /// Those that no earlier one stands in for.
    Foremost,
}

/// The labels of a seat that may dominate labels at later starts of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Front {
    /// The last node with labels.
    last: Option<u32>,
    /// The labels at the starts of the run so far, those worth most first.
    labels: Vec<Here>,
}

impl Pricing<'_> {
    /// Whether what follows at one start of a seat can follow at an earlier one, for no more.
    fn is_as_early(&self, a: usize, b: usize) -> bool {
        let (early, late) = (self.start(a), self.start(b));
        let max_idle_days = self.instance().travellers[self.traveller].limits.max_idle_days;
        let is_home_as_early = || {
            early.back <= late.back && early.back_day <= late.back_day && self.return_price(a) <= self.return_price(b)
        };
        let visited = |node: usize| &self.visited_at[node * self.n_words..][..self.n_words];
        visited(a).iter().zip(visited(b)).all(|(a, b)| a & !b == 0)
            && early.start <= late.start
            && early.end <= late.end
            && early.free_from <= late.free_from
            // An earlier date of arrival moves nights to this place, an earlier last date may add idle days.
            && (early.start_day == late.start_day || (early.start_day < late.start_day && self.per_diem(a) == 0))
            && (early.end_day == late.end_day || max_idle_days >= self.instance().n_days)
            // Fewer nights are better only where no cent is earned.
            && (self.costs_cost || (early.start_day == late.start_day && early.back_day == late.back_day))
            && (!self.can_return(b) || (self.can_return(a) && is_home_as_early()))
    }

    /// Finds long runs, and for every node the position among those of its seat of the next start that it does not
    /// stand in for.
    pub(super) fn find_stand_ins(&mut self) {
        let mut next_foremost = vec![0; self.nodes.len()];
        let mut is_in_long_run = vec![false; self.nodes.len()];
        for nodes in &self.nodes_of_seat {
            let mut begin = 0;
            for run in nodes.chunk_by(|&a, &b| self.is_as_early(a as usize, b as usize)) {
                let is_long = run.len() > FEW_STARTS;
                let mut end = begin + run.len();
                for (position, &node) in (begin..end).zip(run).rev() {
                    let node = node as usize; // A position.
                    // In one trip, which has one first date.
                    let profit = |node: usize| self.nodes[node].profit + self.nodes[node].least;
                    let stands_in = |&next: &u32| profit(node) >= profit(next as usize); // A position.
                    if !is_long || !run.get(position + 1 - begin).is_none_or(stands_in) {
                        end = position + 1;
                    }
                    next_foremost[node] = small(end);
                    is_in_long_run[node] = is_long;
                }
                begin += run.len();
            }
        }
        (self.next_foremost, self.is_in_long_run) = (next_foremost, is_in_long_run);
    }

    /// Whether a label that begins with an earlier start of the same seat leads to as much as this one.
    pub(super) fn begins_as_well(&self, a: &Label, b: &Label) -> bool {
        // Both have visited the same.
        self.is_in_long_run[b.node as usize]
            && self.is_as_early(a.node as usize, b.node as usize)
            && self.is_ahead(a, b)
            && self.costs_no_more(a, b)
    }

    /// Drops the labels at a node that one at an earlier start of the seat dominates; remembers the others.
    pub(super) fn drop_late(&mut self, node: usize, here: &mut Vec<Here>) {
        if !self.is_in_long_run[node] {
            return;
        }
        let seat = self.nodes[node].seat as usize; // A position.
        let mut front = std::mem::take(&mut self.fronts[seat]);
        if !front.last.is_some_and(|last| self.is_as_early(last as usize, node)) {
            front.labels.clear();
        }
        let mut of_old = std::mem::take(&mut self.scratch);
        here.retain(|new| !self.is_late(node, new, &front.labels, &mut of_old));
        self.scratch = of_old;
        front.last = Some(small(node));
        front.labels.extend_from_slice(here);
        front.labels.sort_by_key(|label| std::cmp::Reverse(label.worth));
        self.fronts[seat] = front;
    }

    /// Whether a label at an earlier start dominates a label at a node.
    ///
    /// * `of_old`: room for bits.
    fn is_late(&self, node: usize, new: &Here, front: &[Here], of_old: &mut Vec<u64>) -> bool {
        let n_words = self.n_words + self.n_pair_words;
        let reach = &self.within_reach[node * n_words..][..n_words];
        front.iter().take_while(|old| old.worth >= new.worth).any(|old| {
            if !old.may_dominate(new, reach[0]) {
                return false;
            }
            of_old.clear();
            of_old.extend(self.bits(old.label).iter().zip(reach).map(|(bits, reach)| bits & reach));
            let (old, new_label) = (&self.labels[old.label as usize], &self.labels[new.label as usize]); // Positions.
            self.dominates(old, of_old, new_label, self.bits(new.label))
        })
    }
}
