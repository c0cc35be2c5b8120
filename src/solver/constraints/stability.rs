//! `stability`: points lost per visit of the earlier plan that is dropped, moved, or given another delegation.
//!
//! With weight `w` by notice: every plan loses `w · dropped` for each earlier visit and wins it back where the visit is
//! planned; each start is charged `w · moved_per_day` per day it is moved; and for each role that somebody filled, or
//! that stayed empty,
//!
//! ```text
//!   planned[v] − seat[v, role, same traveller] ≤ another      Σ_t seat[v, role, t] ≤ another
//! ```
//!
//! where one unit of `another` costs `w · delegation`.
//!
//! Checked, independently of this file, by `checker::rules::stability`.

use super::row::Row;
use super::{Charge, Pool, RuleCtx};
use crate::domain::{EarlierVisit, Stability};
use crate::zones::Zone;

/// Adds charges and rows per visit of the earlier plan.
pub fn add(ctx: &RuleCtx, stability: &Stability, pool: &mut Pool) {
    let problem = ctx.instance.problem;
    for visit in &problem.earlier {
        let request = visit.request.0;
        let zone = Zone::of(problem.place(problem.requests[request].place).tz);
        let earlier_day = zone.day(visit.start);
        let notice = earlier_day.days_since(problem.as_of.unwrap_or(problem.horizon.start()));
        let weight = stability.notice.iter().find(|n| notice < n.within_days).map_or(1, |notice| notice.factor);
        let dropped = stability.dropped.0 * weight;
        pool.constant -= dropped;
        for (position, start) in ctx.instance.requests[request].starts.iter().enumerate() {
            let n_days = i64::from(start.place_day.days_since(earlier_day).abs());
            let points = dropped - stability.moved_per_day.0 * weight * n_days;
            if points != 0 {
                pool.charges.push(Charge { term: ctx.visit(request, position..position + 1, 1), points });
            }
        }
        if stability.delegation.0 != 0 {
            add_delegation(ctx, visit, stability.delegation.0 * weight, pool);
        }
    }
}

/// Adds the rows that make a slack one when a role is filled differently.
fn add_delegation(ctx: &RuleCtx, visit: &EarlierVisit, penalty: i64, pool: &mut Pool) {
    let request = visit.request.0;
    let starts = 0..ctx.instance.requests[request].starts.len();
    let slack = ctx.slack_at(pool, penalty);
    for (role, filled_by) in visit.delegation.iter().enumerate() {
        let row = match filled_by {
            Some(traveller) => {
                let same = (role, ctx.who(&[*traveller]));
                let terms = vec![ctx.visit(request, starts.clone(), 1), ctx.seat(request, &same, starts.clone(), -1)];
                Row::at_most(ctx.origin(), 0, terms)
            }
            None => {
                let anybody = (role, super::row::Who::Any);
                Row::at_most(ctx.origin(), 0, vec![ctx.seat(request, &anybody, starts.clone(), 1)])
            }
        };
        pool.push(row.or_pay(Some(slack), 1));
    }
}
