//! A visit takes place at most once; exactly once when every plan has it.
//!
//! For each request `v`, over its starts `s` in the lead role: `Σ_s lead[v, s] ≤ 1`, or `= 1`.
//!
//! Checked, independently of this file, by `checker`.

use super::Pool;
use super::row::{Filter, Origin, Row, Term, Who};
use crate::solver::instance::Instance;

/// Adds a row per request.
pub fn add(instance: &Instance, pool: &mut Pool) {
    for (request, data) in instance.requests.iter().enumerate() {
        let starts = 0..data.starts.len();
        let seats = |role| Term::Seat {
            request,
            role,
            who: Who::Any,
            starts: starts.clone(),
            filter: Filter::default(),
            coef: 1,
        };
        let mut terms = vec![seats(0)];
        if data.starts.is_empty() {
            terms.clear();
        }
        let mut row = Row::at_most(Origin::VisitOnce(request), 1, terms);
        if data.required {
            row.lower = Some(1);
        }
        pool.push(row);
    }
}
