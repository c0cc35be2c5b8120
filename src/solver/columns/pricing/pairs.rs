//! What trips pay for having two of some seats, or earn: cuts on odd sets of seats, and decisions that two seats go
//! together.
//!
//! A label keeps in mind of which sets it has an odd number of seats; one seat more completes a pair.

use super::Pricing;
use crate::solver::columns::small;

impl Pricing<'_> {
    /// What a label pays, or earns where it is less than nothing, when a node completes pairs of seats.
    pub(super) fn price_of_pairs(&self, label: u32, node: usize) -> i64 {
        let bits = &self.bits(label)[self.n_words..];
        let pairs = self.pairs_of_seat[self.nodes[node].seat as usize].iter(); // A position.
        let completed = pairs.filter(|&&pair| bits[pair as usize / 64] >> (pair % 64) & 1 == 1);
        completed.map(|&pair| self.prices.pairs[pair as usize].1).sum() // A position.
    }

    /// The other halves of what a label may yet earn by pairs that it has one seat of, a last one taken in.
    ///
    /// What is won by a second seat is looked ahead to as half of it, since at that seat nothing is known of the first.
    pub(super) fn still_earned(&self, parent: Option<u32>, seat: usize) -> i64 {
        if self.half_of_pair.iter().all(|&half| half == 0) {
            return 0;
        }
        let is_odd = |pair: u32, bits: &[u64]| bits[pair as usize / 64] >> (pair % 64) & 1 == 1;
        let before = parent.map_or(&[][..], |parent| &self.bits(parent)[self.n_words..]);
        let was_odd = |pair: u32| !before.is_empty() && is_odd(pair, before);
        let of_seat = &self.pairs_of_seat[seat];
        let changed = of_seat.iter().map(|&pair| {
            let half = self.half_of_pair[pair as usize]; // A position.
            if was_odd(pair) { -half } else { half }
        });
        let odd = (0..self.half_of_pair.len()).filter(|&pair| was_odd(small(pair))).map(|pair| self.half_of_pair[pair]);
        odd.sum::<i64>() + changed.sum::<i64>()
    }

    /// The most that a trip with these odd pairs may yet pay for pairs more than one with those, or earn less.
    pub(super) fn most_of_pairs(&self, a_bits: &[u64], b_bits: &[u64]) -> i64 {
        let mut most = 0;
        for (word, (a, b)) in a_bits.iter().zip(b_bits).enumerate() {
            let mut left = a ^ b;
            while left != 0 {
                let price = self.prices.pairs[word * 64 + left.trailing_zeros() as usize].1; // A position.
                let is_of_a = a & left & left.wrapping_neg() != 0;
                most += if is_of_a { price.max(0) } else { (-price).max(0) };
                left &= left - 1;
            }
        }
        most
    }
}
