//! A number for every way to take a seat on a trip of its own, computed when it is first asked for.

use std::sync::atomic::{AtomicI64, Ordering};

use super::super::instance::{Instance, RequestData};

/// What stands for a number that has not been asked for, and for none.
const UNKNOWN: i64 = i64::MAX;
const NONE: i64 = i64::MIN;

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
        let of_request = |request: &RequestData| {
            request.candidates.iter().map(|candidates| of_role(request.starts.len(), candidates)).collect()
        };
        let begin = instance.requests.iter().map(of_request).collect();
        let n_starts = instance.requests.iter().map(|request| request.starts.len()).collect();
        Alone { begin, n_starts, numbers: (0..n).map(|_| AtomicI64::new(UNKNOWN)).collect() }
    }

    /// The number of a seat at a start; none where there is no such trip.
    ///
    /// * `compute`: gives it, always the same.
    pub fn get(
        &self,
        (request, role, position): SeatId,
        start: usize,
        compute: impl FnOnce() -> Option<i64>,
    ) -> Option<i64> {
        let number = &self.numbers[self.begin[request][role] + position * self.n_starts[request] + start];
        let mut known = number.load(Ordering::Relaxed);
        if known == UNKNOWN {
            known = compute().unwrap_or(NONE);
            number.store(known, Ordering::Relaxed);
        }
        (known != NONE).then_some(known)
    }
}
