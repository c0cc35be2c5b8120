//! How warm a search is: it is cooled again and again, each time for twice as long, and to the very end the last time.
//!
//! # Source
//!
//! Kirkpatrick, Gelatt and Vecchi (1983), *Optimization by Simulated Annealing*,
//! <https://doi.org/10.1126/science.220.4598.671>.

/// Starts that the first cooling looks at, for each start of each seat; and of how many of these at least.
const N_LOOKS_PER_NODE: u64 = 100;
const N_NODES: u64 = 10_000;

/// Where a search is in its cooling.
#[derive(Clone, Debug)]
pub struct Cooling {
    /// When this cooling began, and how long it is, in starts looked at.
    begin: u64,
    n_looks: u64,
    /// Whether it has just begun anew.
    pub has_begun_anew: bool,
}

impl Cooling {
    /// Begins with a short cooling.
    ///
    /// * `n_nodes`: the starts of all seats.
    pub fn new(n_nodes: u64) -> Self {
        Cooling { begin: 0, n_looks: N_LOOKS_PER_NODE * n_nodes.max(N_NODES), has_begun_anew: false }
    }

    /// What is left of the warmth at first, as a fraction.
    ///
    /// * `now`: how many starts have been looked at in all.
    /// * `n_left`: how many can be looked at until the end, where that is known.
    pub fn left(&mut self, now: u64, n_left: Option<u64>) -> f64 {
        self.has_begun_anew = now >= self.begin + self.n_looks && self.last_end(now, n_left).is_none();
        if self.has_begun_anew {
            (self.begin, self.n_looks) = (now, self.n_looks * 2);
        }
        let end = self.last_end(now, n_left).unwrap_or(self.begin + self.n_looks);
        1.0 - (now - self.begin) as f64 / (end - self.begin).max(1) as f64 // Counts of looks stay far below 2^53.
    }

    /// The end of all, when another cooling after this one would not come to its own end.
    fn last_end(&self, now: u64, n_left: Option<u64>) -> Option<u64> {
        n_left.map(|n_left| now + n_left).filter(|&end| end < self.begin + 3 * self.n_looks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_cools_for_twice_as_long_each_time_and_to_the_very_end_the_last_time() {
        let first = N_LOOKS_PER_NODE * N_NODES;
        let mut cooling = Cooling::new(0);
        let mut is_left = |share: f64, now: u64, n_left: Option<u64>, begins_anew: bool| {
            let left = cooling.left(now, n_left);
            assert!((left - share).abs() < 1e-9, "{now}: {left}");
            assert_eq!(cooling.has_begun_anew, begins_anew, "{now}");
        };
        is_left(1.0, 0, None, false);
        is_left(0.5, first / 2, None, false);
        is_left(1.0, first, None, true);
        is_left(0.5, 2 * first, None, false);
        // The end is told, and a third cooling would be longer than what is left after the second.
        is_left(0.8, 2 * first, Some(4 * first), false);
        is_left(0.2, 5 * first, Some(first), false);
        is_left(0.0, 6 * first, Some(0), false);
    }
}
