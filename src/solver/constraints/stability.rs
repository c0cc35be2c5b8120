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
//! where one unit of `another` costs `w · delegation`. Where changes count as such, the visit as it was has a start of its
//! own (`instance::Kept`): every plan loses `w · changed` for each earlier visit and wins it back at that start, each new
//! visit is charged `changed`, and
//!
//! ```text
//!   Σ_{v earlier} start[v, as it was] − Σ_{v new} planned[v] ≥ number of earlier visits − max_changes
//!   start[v, as it was] ≤ seat[v, role, same traveller, as it was]    for each optional role that somebody filled
//! ```
//!
//! Checked, independently of this file, by `checker::rules::stability`.

use super::row::Row;
use super::{Charge, Pool, RuleCtx};
use crate::domain::{Day, EarlierVisit, Stability, TravellerIdx};
use crate::zones::Zone;

/// Adds charges and rows per visit of the earlier plan.
pub fn add(ctx: &RuleCtx, stability: &Stability, pool: &mut Pool) {
    let problem = ctx.instance.problem;
    if stability.counts_changes() {
        add_changes(ctx, stability, pool);
    }
    for visit in &problem.earlier {
        let request = visit.request.0;
        let (earlier_day, weight) = day_and_weight(ctx, stability, visit);
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

/// The earlier start date, and how many times a change of the visit counts.
fn day_and_weight(ctx: &RuleCtx, stability: &Stability, visit: &EarlierVisit) -> (Day, i64) {
    let problem = ctx.instance.problem;
    let zone = Zone::of(problem.place(problem.request(visit.request).place).tz);
    let earlier_day = zone.day(visit.start);
    let notice = earlier_day.days_since(problem.as_of.unwrap_or(problem.horizon.start()));
    let weight = stability.notice.iter().find(|n| notice < n.within_days).map_or(1, |notice| notice.factor);
    (earlier_day, weight)
}

/// Adds the charges on changed visits, and the row that says how many there may be.
fn add_changes(ctx: &RuleCtx, stability: &Stability, pool: &mut Pool) {
    let instance = ctx.instance;
    let changed = stability.changed.0;
    let mut terms = Vec::new();
    let mut is_new = vec![true; instance.requests.len()];
    for visit in &instance.problem.earlier {
        let request = visit.request.0;
        is_new[request] = false;
        let (_, weight) = day_and_weight(ctx, stability, visit);
        pool.constant -= changed * weight;
        let Some(kept) = &instance.requests[request].kept else { continue };
        let as_it_was = kept.start..kept.start + 1;
        terms.push(ctx.visit(request, as_it_was.clone(), 1));
        for (role, chosen) in kept.delegation.iter().enumerate() {
            let Some(chosen) = chosen.filter(|_| instance.requests[request].optional[role]) else { continue };
            let same = (role, ctx.who(&[TravellerIdx(chosen)]));
            let terms = vec![ctx.visit(request, as_it_was.clone(), 1), ctx.seat(request, &same, as_it_was.clone(), -1)];
            pool.push(Row::at_most(ctx.origin(), 0, terms));
        }
        if changed != 0 {
            let term = ctx.visit(request, as_it_was, 1);
            pool.charges.push(Charge { term, points: changed * weight });
        }
    }
    for request in (0..is_new.len()).filter(|&request| is_new[request]) {
        let starts = 0..instance.requests[request].starts.len();
        if changed != 0 && !starts.is_empty() {
            pool.charges.push(Charge { term: ctx.visit(request, starts.clone(), 1), points: -changed });
        }
        terms.push(ctx.visit(request, starts, -1));
    }
    if let Some(max) = stability.max_changes {
        // Counts of visits, far below 2^63.
        let at_least = instance.problem.earlier.len() as i64 - max as i64;
        pool.push(Row::at_least(ctx.origin(), at_least, terms));
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
