//! The most that a trip can still win after a node: what labels are pruned by.

use super::Pricing;

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
        let n_words = self.n_words + self.n_pair_words;
        let mut within_reach = vec![0; self.nodes.len() * n_words];
        for node in (0..self.nodes.len()).rev() {
            if stop() {
                return false;
            }
            let mut best = vec![i64::MIN / 4; n_levels];
            if self.can_return(node) {
                let (cents, grams) = self.home_costs(node);
                best.fill(-self.return_price(node) - cent * cents - gram * grams);
            }
            self.for_each_next(node, |next| {
                let (cents, grams) = self.onward_costs(node, next);
                let earned = self.half_earned[self.nodes[next].seat as usize]; // A position.
                let gain = self.nodes[next].profit + earned - cent * cents - gram * grams;
                for level in 1..n_levels {
                    best[level] = best[level].max(gain + to_go[level - 1][next]);
                }
                if n_levels == MAX_LEVELS {
                    // Beyond the last level any number of stops may follow.
                    best[n_levels - 1] = best[n_levels - 1].max(gain + to_go[n_levels - 1][next]);
                }
            });
            for (level, best) in best.into_iter().enumerate() {
                to_go[level][node] = best;
            }
            let latest_day = self.start(node).end_day + limits.max_trip_days;
            for (seat, nodes) in self.nodes_of_seat.iter().enumerate() {
                let first = nodes.partition_point(|&next| self.nodes[next as usize].start < self.start(node).end);
                let is_near = |&next: &u32| self.start(next as usize).start_day <= latest_day; // A position.
                if nodes.get(first).is_some_and(is_near) {
                    let request = self.request_of_seat[seat];
                    within_reach[node * n_words + request / 64] |= 1 << (request % 64);
                    for &pair in &self.pairs_of_seat[seat] {
                        within_reach[node * n_words + self.n_words + pair as usize / 64] |= 1 << (pair % 64);
                    }
                }
            }
        }
        self.to_go = to_go;
        self.within_reach = within_reach;
        true
    }

    /// The most that can be won after a node by a trip that has made so many stops.
    pub(super) fn still_to_win(&self, node: usize, n_stops: u16) -> i64 {
        let max_stops = self.instance().travellers[self.traveller].limits.max_stops;
        let n_further = max_stops.saturating_sub(usize::from(n_stops)).min(self.to_go.len() - 1);
        self.to_go[n_further][node]
    }
}
