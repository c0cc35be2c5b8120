//! `coverage`: at least so many visits in each period.
//!
//! For each period `p`: `Σ_v Σ_{s starts in p} start[v, s] + missing ≥ at_least`. Where a rank decides by who goes
//! whether a visit counts, and several of its seats could be taken at once, the visit counts as the smaller of `planned`
//! and `seats taken`, and there is a row for each choice between the two.
//!
//! Checked, independently of this file, by `checker::rules::coverage`.

use super::row::{Row, Term};
use super::{Pool, RuleCtx};
use crate::domain::Coverage;

/// Adds the rows of each period.
pub fn add(ctx: &RuleCtx, coverage: &Coverage, pool: &mut Pool) {
    let instance = ctx.instance;
    for period in coverage.per.ranges(instance.problem.horizon) {
        let days = instance.day_numbers(period);
        let mut sure: Vec<Term> = Vec::new();
        let mut either: Vec<(Vec<Term>, Vec<Term>)> = Vec::new();
        for request in ctx.requests_of(&coverage.visits) {
            let starts = instance.starts_in(request, days.clone());
            if starts.is_empty() {
                continue;
            }
            let seats = ctx.seats_of(request, &coverage.visits);
            let taken: Vec<Term> = seats.seats.iter().map(|seat| ctx.seat(request, seat, starts.clone(), 1)).collect();
            if seats.sure || taken.is_empty() {
                sure.extend(taken);
            } else {
                either.push((vec![ctx.visit(request, starts, 1)], taken));
            }
        }
        let slack = ctx.slack(pool);
        // A count of visits, far below 2^63.
        let at_least = coverage.at_least as i64;
        for choice in 0..1_usize << either.len() {
            let mut terms = sure.clone();
            for (idx, (planned, taken)) in either.iter().enumerate() {
                terms.extend_from_slice(if choice >> idx & 1 == 0 { planned } else { taken });
            }
            pool.push(Row::at_least(ctx.origin(), at_least, terms).or_pay(slack, 1));
        }
    }
}
