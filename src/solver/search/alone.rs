//! A number for every way to take a seat on a trip of its own, computed when it is first asked for.

use std::sync::atomic::{AtomicI64, Ordering};

use super::super::instance::Instance;

/// What stands for a number that has not been asked for.
const UNKNOWN: i64 = i64::MAX;

/// A request, a role, and the position among its candidates.
pub type SeatId = (usize, usize, usize);

/// Numbers by seat and start. Threads may ask at once: whoever computes a number computes the same.
#[derive(Debug)]
pub struct Alone {
    /// Per request and role: where the numbers of its first candidate begin.
    begin: Vec<Vec<usize>>,
    n_starts: Vec<usize>,
    numbers: Vec<AtomicI64>,
}

impl Alone {
    /// Returns the numbers of a problem, none of them known.
    pub fn new(instance: &Instance) -> Self {
        let mut n = 0;
        let mut of_role = |n_starts: usize, candidates: &Vec<(usize, i64)>| {
            n += n_starts * candidates.len();
            n - n_starts * candidates.len()
        };
        let of_request = |request: &super::super::instance::RequestData| {
            request.candidates.iter().map(|candidates| of_role(request.starts.len(), candidates)).collect()
        };
        let begin = instance.requests.iter().map(of_request).collect();
        let n_starts = instance.requests.iter().map(|request| request.starts.len()).collect();
        Alone { begin, n_starts, numbers: (0..n).map(|_| AtomicI64::new(UNKNOWN)).collect() }
    }

    /// The number of a seat at a start.
    ///
    /// * `compute`: gives it, always the same.
    pub fn get(&self, (request, role, position): SeatId, start: usize, compute: impl FnOnce() -> i64) -> i64 {
        let number = &self.numbers[self.begin[request][role] + position * self.n_starts[request] + start];
        let known = number.load(Ordering::Relaxed);
        if known != UNKNOWN {
            return known;
        }
        let computed = compute();
        number.store(computed, Ordering::Relaxed);
        computed
    }
}
