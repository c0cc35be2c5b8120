//! Roles in step: every member of a delegation attends the visit at the same start.
//!
//! For each request `v`, role `r` and range of starts `I`:
//!
//! ```text
//!   Σ_{s in I} seat[v, r, s] = Σ_{s in I} lead[v, s]      (≤ for an optional role)
//! ```
//!
//! All single starts together say it exactly, but make a slow LP with wild duals. So the ranges are those of a tree
//! that halves all starts again and again, and the master takes the larger ranges first: a range is refined only where
//! the solution at hand violates it. Every set of these rows is a relaxation, so every bound from it is valid.
//!
//! Checked, independently of this file, by `checker`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::row::{Filter, Origin, Row, Term, Who};
use crate::solver::instance::Instance;

/// Which ranges of which roles are rows already.
#[derive(Debug, Default)]
pub struct Delegation {
    known: BTreeSet<(usize, usize, usize, usize)>,
}

/// The row of a range of starts.
pub fn row(instance: &Instance, request: usize, role: usize, starts: &Range<usize>) -> Row {
    let seat = |role, coef| Term::Seat {
        request,
        role,
        who: Who::Any,
        starts: starts.clone(),
        filter: Filter::default(),
        coef,
    };
    let mut row = Row::at_most(Origin::Delegation(request), 0, vec![seat(role, 1), seat(0, -1)]);
    if !instance.requests[request].optional[role] {
        row.lower = Some(0);
    }
    row
}

impl Delegation {
    /// Returns the row over all starts of every role but the lead, and remembers it.
    pub fn coarse(&mut self, instance: &Instance) -> Vec<Row> {
        let mut rows = Vec::new();
        for (request, data) in instance.requests.iter().enumerate() {
            let n_starts = data.starts.len();
            for role in 1..data.optional.len() {
                if n_starts > 0 && self.known.insert((request, role, 0, n_starts)) {
                    rows.push(row(instance, request, role, &(0..n_starts)));
                }
            }
        }
        rows
    }

    /// Remembers a row, and says whether it is one of these and was not known.
    pub fn remember(&mut self, row: &Row) -> bool {
        match row.terms.first() {
            _ if !matches!(row.origin, Origin::Delegation(_)) => false,
            Some(Term::Seat { request, role, starts, .. }) => {
                self.known.insert((*request, *role, starts.start, starts.end))
            }
            _ => false,
        }
    }

    /// Forgets a row: it may be returned again.
    pub fn forget(&mut self, row: &Row) {
        if let Some(Term::Seat { request, role, starts, .. }) = row.terms.first() {
            self.known.remove(&(*request, *role, starts.start, starts.end));
        }
    }

    /// Returns rows that the solution violates and that are not known yet, and remembers them.
    ///
    /// * `tolerance`: by how much a row may be broken.
    /// * `seated(request, role)`: how much of each start is seated, by position of the start.
    pub fn violated(
        &mut self,
        instance: &Instance,
        tolerance: f64,
        seated: impl Fn(usize, usize) -> Vec<f64>,
    ) -> Vec<Row> {
        let mut rows = Vec::new();
        for (request, data) in instance.requests.iter().enumerate() {
            if data.optional.len() < 2 || data.starts.is_empty() {
                continue;
            }
            let lead = prefix_sums(&seated(request, 0));
            for role in 1..data.optional.len() {
                let seats = prefix_sums(&seated(request, role));
                let violation = |range: &Range<usize>| {
                    let surplus = (seats[range.end] - seats[range.start]) - (lead[range.end] - lead[range.start]);
                    if data.optional[role] { surplus } else { surplus.abs() }
                };
                let mut open: Vec<Range<usize>> = Vec::new();
                open.push(0..data.starts.len());
                while let Some(range) = open.pop() {
                    let id = (request, role, range.start, range.end);
                    if violation(&range) > tolerance && self.known.insert(id) {
                        rows.push(row(instance, request, role, &range));
                    } else if range.len() > 1 {
                        let middle = range.start.midpoint(range.end);
                        open.extend([middle..range.end, range.start..middle]);
                    }
                }
            }
        }
        rows
    }
}

fn prefix_sums(values: &[f64]) -> Vec<f64> {
    let mut sums = Vec::with_capacity(values.len() + 1);
    sums.push(0.0);
    let mut sum = 0.0;
    for value in values {
        sum += value;
        sums.push(sum);
    }
    sums
}
