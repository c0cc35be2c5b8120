//! The most that a trip can still win after a node: what labels are pruned by.

use super::Pricing;
use super::stand_ins::Following;

/// The most numbers of further stops that are told apart when looking ahead.
const MAX_LEVELS: usize = 6;

impl Pricing<'_> {
    /// Fills `to_go`: the most that can still be won after each node, elementarity and lengths of trips apart. Says
    /// whether it came to an end before it was to stop.
    pub(super) fn look_ahead(&mut self, stop: impl Fn() -> bool) -> bool {
        let cheapest = |prices: &[i64]| prices.iter().copied().min().unwrap_or(0);
        let (cent, gram) = (cheapest(&self.prices.trip.cent), cheapest(&self.prices.trip.gram));
        let limits = self.instance().travellers[self.traveller].limits;
        let n_levels = limits.max_stops.clamp(1, MAX_LEVELS);
        let mut to_go = vec![vec![i64::MIN / 4; self.nodes.len()]; n_levels];
        // Per seat and number of further stops: the most that a visit can bring from there on, of those looked at so far.
        let mut most = vec![[i64::MIN / 4; MAX_LEVELS]; self.nodes_of_seat.len()];
        let mut seats: Vec<usize> = (0..most.len()).filter(|&seat| !self.nodes_of_seat[seat].is_empty()).collect();
        let profit = |seat: usize| self.nodes_of_seat[seat].iter().map(|&node| self.nodes[node as usize].profit).max();
        seats.sort_by_cached_key(|&seat| std::cmp::Reverse(profit(seat)));
        for node in (0..self.nodes.len()).rev() {
            if stop() {
                return false;
            }
            let mut best = [i64::MIN / 4; MAX_LEVELS];
            if self.can_return(node) {
                let (cents, grams) = self.home_costs(node);
                best[..n_levels].fill(-self.return_price(node) - cent * cents - gram * grams);
            }
            let request = self.nodes[node].stop.request;
            for &seat in &seats {
                // What costs on the way to it only lessens what it brings.
                let may_help = cent < 0
                    || gram < 0
                    || (1..n_levels).any(|level| most[seat][level - 1] > best[level])
                    || (n_levels == MAX_LEVELS && most[seat][n_levels - 1] > best[n_levels - 1]);
                if !may_help || self.request_at(seat) == request {
                    continue;
                }
                let earned = self.half_earned[seat];
                self.for_each_next_in(node, seat, Following::Foremost, |next| {
                    let (cents, grams) = self.onward_costs(node, next);
                    let gain = self.nodes[next].profit + earned - cent * cents - gram * grams;
                    for level in 1..n_levels {
                        best[level] = best[level].max(gain + to_go[level - 1][next]);
                    }
                    if n_levels == MAX_LEVELS {
                        // Beyond the last level any number of stops may follow.
                        best[n_levels - 1] = best[n_levels - 1].max(gain + to_go[n_levels - 1][next]);
                    }
                });
            }
            let seat = self.nodes[node].seat as usize; // A position.
            let gain = self.nodes[node].profit + self.half_earned[seat];
            for (level, &best) in best[..n_levels].iter().enumerate() {
                to_go[level][node] = best;
                most[seat][level] = most[seat][level].max(gain + best);
            }
        }
        self.to_go = to_go;
        true
    }

    /// Finds out what is within reach after a node, unless that is known.
    pub(super) fn find_reach(&mut self, node: usize) {
        if std::mem::replace(&mut self.is_reach_known[node], true) {
            return;
        }
        let n_words = self.n_words + self.n_pair_words;
        let limits = self.instance().travellers[self.traveller].limits;
        let end = self.start(node).end;
        let latest_day = self.start(node).end_day + limits.max_trip_days;
        let mut reach = vec![0; n_words];
        for (seat, nodes) in self.nodes_of_seat.iter().enumerate() {
            let first = nodes.partition_point(|&next| self.nodes[next as usize].start < end);
            let is_near = |&next: &u32| self.start(next as usize).start_day <= latest_day; // A position.
            if nodes.get(first).is_some_and(is_near) {
                let request = self.request_of_seat[seat];
                reach[request / 64] |= 1 << (request % 64);
                for &pair in &self.pairs_of_seat[seat] {
                    reach[self.n_words + pair as usize / 64] |= 1 << (pair % 64);
                }
            }
        }
        self.within_reach[node * n_words..][..n_words].copy_from_slice(&reach);
    }

    /// The most that can be won after a node by a trip that has made so many stops.
    pub(super) fn still_to_win(&self, node: usize, n_stops: u16) -> i64 {
        let max_stops = self.instance().travellers[self.traveller].limits.max_stops;
        let n_further = max_stops.saturating_sub(usize::from(n_stops)).min(self.to_go.len() - 1);
        self.to_go[n_further][node]
    }
}
