//! When one label leads to as much as another.

use super::{Label, Pricing};
use crate::domain::Instant;
use crate::solver::columns::small;
use crate::solver::prices::TripPrices;

/// A label at a node, and of it what tells most often that it does not dominate another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Here {
    /// Its position.
    pub(super) label: u32,
    n_stops: u16,
    first_day: i32,
    /// Its worth.
    pub(super) worth: i64,
    latest_return: Instant,
    /// The first word of what it has visited.
    visited: u64,
}

impl Here {
    /// What [`Pricing::dominates`] asks that is known without a look at the labels.
    ///
    /// * `reach`: which visits count, of those in the first word.
    pub(super) fn may_dominate(&self, other: &Here, reach: u64) -> bool {
        self.worth >= other.worth
            && self.first_day >= other.first_day
            && self.visited & reach & !other.visited == 0
            && self.n_stops <= other.n_stops
            && self.latest_return >= other.latest_return
    }
}

impl Pricing<'_> {
    /// Puts a label that is about to be made in its place at a node, unless it is dominated; drops those it dominates.
    pub(super) fn take_in(&mut self, node: usize, label: &Label, bits: &[u64]) -> bool {
        let mut here = std::mem::take(&mut self.labels_at[node]);
        let (worth, first_day) = (label.worth, label.first_day);
        let new = Here {
            label: small(self.labels.len()),
            n_stops: label.n_stops,
            first_day,
            worth,
            latest_return: label.latest_return,
            visited: bits[0],
        };
        // Only labels worth as much or more can dominate it, and it can dominate only those worth as much or less.
        let end = here.partition_point(|other| other.worth >= worth);
        let begin = here[..end].partition_point(|other| other.worth > worth);
        let mut is_dominated = false;
        if self.ask.dominance {
            let of = |other: &Here| (&self.labels[other.label as usize], self.bits(other.label)); // A position.
            is_dominated = here[..end].iter().any(|other| {
                let (other_label, other_bits) = of(other);
                other.may_dominate(&new, u64::MAX) && self.dominates(other_label, other_bits, label, bits)
            });
            if !is_dominated {
                let mut kept = begin;
                for at in begin..here.len() {
                    let other = here[at];
                    let (other_label, other_bits) = of(&other);
                    if !(new.may_dominate(&other, u64::MAX) && self.dominates(label, bits, other_label, other_bits)) {
                        here[kept] = other;
                        kept += 1;
                    }
                }
                here.truncate(kept);
            }
        }
        if self.ask.dominance && !is_dominated {
            let at = here.partition_point(|other| other.worth >= worth);
            here.insert(at, new);
        } else if !self.ask.dominance {
            here.push(new);
        }
        self.labels_at[node] = here;
        !is_dominated
    }

    /// Whether everything that can be made of `b` can be made of `a`, for as much, blocking no more dates.
    pub(super) fn dominates(&self, a: &Label, a_bits: &[u64], b: &Label, b_bits: &[u64]) -> bool {
        self.is_ahead(a, b)
            && a_bits[..self.n_words].iter().zip(b_bits).all(|(a, b)| a & !b == 0)
            && a.worth - self.most_of_pairs(&a_bits[self.n_words..], &b_bits[self.n_words..]) >= b.worth
            && self.costs_no_more(a, b)
    }

    /// Whether `a` is worth as much, and dates and stops leave it as much room.
    pub(super) fn is_ahead(&self, a: &Label, b: &Label) -> bool {
        a.worth >= b.worth && a.first_day >= b.first_day && a.n_stops <= b.n_stops && a.latest_return >= b.latest_return
    }

    /// Whether what follows costs `a` no more than `b`, steps of costs and prices of groups of places included.
    pub(super) fn costs_no_more(&self, a: &Label, b: &Label) -> bool {
        let first = |label: &Label| usize::try_from(label.first_day).expect("labels begin in the horizon");
        let (a_first, b_first) = (first(a), first(b));
        let trip = &self.prices.trip;
        trip.cent[a_first] <= trip.cent[b_first]
            && trip.gram[a_first] <= trip.gram[b_first]
            && self.seats_cost_no_more(a_first, b_first)
            && (trip.steps.is_empty() || steps_dominate(trip, a, b, a_first, b_first))
            && (self.prices.groups.is_empty() || self.groups_dominate(a, b, a_first, b_first))
    }

    /// Whether no seat costs more in trips with one first date than in those with another.
    fn seats_cost_no_more(&self, a_first: usize, b_first: usize) -> bool {
        let class = |first: usize| self.prices.by_first.class(first);
        class(a_first) == 0 || class(a_first) == class(b_first)
    }

    fn groups_dominate(&self, a: &Label, b: &Label, a_first: usize, b_first: usize) -> bool {
        a.groups & !b.groups == 0
            && a.cents <= b.cents
            && a.grams <= b.grams
            && self.prices.groups.iter().all(|(_, group)| {
                (group.tariff[a_first] == 0 || group.tariff[a_first] == group.tariff[b_first])
                    && group.trip[a_first] <= group.trip[b_first]
                    && group.cent[a_first] <= group.cent[b_first]
                    && group.gram[a_first] <= group.gram[b_first]
            })
    }
}

/// Whether `a` is ahead of `b` by at least as much as steps of costs may yet cost it more.
fn steps_dominate(trip: &TripPrices, a: &Label, b: &Label, a_first: usize, b_first: usize) -> bool {
    match trip.tariff[a_first] {
        0 => true,
        tariff if tariff == trip.tariff[b_first] => {
            let (cents, grams) = (a.cents - b.cents, a.grams - b.grams);
            (cents <= 0 && grams <= 0) || a.worth - trip.most_of_steps(a_first, cents, grams) >= b.worth
        }
        _ => false,
    }
}
