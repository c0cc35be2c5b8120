//! What seats cost beside their starts: by the date on which the trip begins, in cuts on budgets of a period.

use std::collections::BTreeMap;
use std::ops::Range;

/// What seats cost by the first date of the trip, none of it less than nothing.
#[derive(Debug, Default)]
pub struct PricesByFirst {
    /// First dates, and the price of each seat of trips that begin on them.
    ranges: Vec<(Range<usize>, Vec<i64>)>,
    /// Per date: the number of its class. Trips that begin on dates of one class are charged the same; those of class 0
    /// nothing. Empty when nothing is charged.
    class: Vec<usize>,
    /// Per class: the price of each seat.
    of_class: Vec<Vec<i64>>,
}

impl PricesByFirst {
    /// Adds prices of seats of trips that begin on some dates.
    pub(super) fn add(&mut self, days: Range<usize>, n_seats: usize, prices: impl Iterator<Item = (usize, i64)>) {
        let known = self.ranges.iter().position(|(known, _)| *known == days);
        let at = known.unwrap_or_else(|| {
            self.ranges.push((days, vec![0; n_seats]));
            self.ranges.len() - 1
        });
        prices.for_each(|(seat, price)| self.ranges[at].1[seat] += price);
    }

    /// Numbers the dates by what trips are charged that begin on them.
    pub(super) fn number_classes(&mut self, n_days: usize) {
        let Some(n_seats) = self.ranges.first().map(|(_, prices)| prices.len()) else { return };
        let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::from([(Vec::new(), 0)]);
        self.of_class = vec![vec![0; n_seats]];
        for day in 0..n_days {
            let which: Vec<usize> = (0..self.ranges.len()).filter(|&idx| self.ranges[idx].0.contains(&day)).collect();
            let next = self.of_class.len();
            let class = *known.entry(which).or_insert_with_key(|which| {
                let sum = |seat: usize| which.iter().map(|&idx| self.ranges[idx].1[seat]).sum();
                self.of_class.push((0..n_seats).map(sum).collect());
                next
            });
            self.class.push(class);
        }
    }

    /// The class of a first date.
    pub fn class(&self, first: usize) -> usize {
        self.class.get(first).copied().unwrap_or(0)
    }

    /// What a seat costs in trips that begin on a date.
    pub fn of(&self, first: usize, seat: usize) -> i64 {
        self.of_class.get(self.class(first)).map_or(0, |prices| prices[seat])
    }

    /// The least that a seat costs in trips that begin on one of these dates, which are of the horizon.
    pub fn least(&self, firsts: Range<usize>, seat: usize) -> i64 {
        let Some(classes) = self.class.get(firsts) else { return 0 };
        classes.chunk_by(|a, b| a == b).map(|run| self.of_class[run[0]][seat]).min().unwrap_or(0)
    }
}
