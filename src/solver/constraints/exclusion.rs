//! `exclusion`: at most so many of the requests are planned: `Σ_{v named} planned[v] ≤ max`.
//!
//! Checked, independently of this file, by `checker::rules::exclusion`.

use super::row::Row;
use super::{Pool, RuleCtx};
use crate::domain::Exclusion;

/// Adds one row.
pub fn add(ctx: &RuleCtx, exclusion: &Exclusion, pool: &mut Pool) {
    let planned =
        |request: &crate::domain::RequestIdx| ctx.visit(request.0, 0..ctx.instance.requests[request.0].starts.len(), 1);
    let terms = exclusion.requests.iter().map(planned).collect();
    let slack = ctx.slack(pool);
    // A count of requests, far below 2^63.
    pool.push(Row::at_most(ctx.origin(), exclusion.max as i64, terms).or_pay(slack, 1));
}
