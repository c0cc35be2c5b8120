//! `sequence`: `then` comes after `first`, and only with it.
//!
//! Cumulative rows, which are tight where start times in big-M rows are not. For each start date `d` of `then`:
//!
//! ```text
//!   Σ_{then starts ≤ d} − Σ_{first ends ≤ d − min_days} ≤ 0
//!   Σ_{then starts ≥ d} − Σ_{first ends ≥ d − max_days} ≤ 0
//! ```
//!
//! With a penalty: `Σ_{then starts ≤ d} M + Σ_e short(e, d) · (first ends e) − M ≤ days short`, likewise for days over,
//! and `then − first ≤ alone`.
//!
//! Checked, independently of this file, by `checker::rules::sequence`.

use super::row::{Row, Term};
use super::{Pool, RuleCtx};
use crate::domain::Sequence;

/// Adds the rows of one sequence.
pub fn add(ctx: &RuleCtx, sequence: &Sequence, pool: &mut Pool) {
    let instance = ctx.instance;
    let (first, then) = (sequence.first.0, sequence.then.0);
    let first_starts = &instance.requests[first].starts;
    let then_starts = &instance.requests[then].starts;
    let (n_first, n_then) = (first_starts.len(), then_starts.len());
    let mut days: Vec<i32> = then_starts.iter().map(|start| instance.day_number(start.place_day)).collect();
    days.dedup();
    let ends_by = |day: i32| first_starts.partition_point(|start| instance.day_number(start.place_last_day) <= day);
    let then_by = |day: i32| then_starts.partition_point(|start| instance.day_number(start.place_day) <= day);
    if ctx.rule.penalty.is_some() {
        let alone = ctx.slack(pool);
        let terms = vec![ctx.visit(then, 0..n_then, 1), ctx.visit(first, 0..n_first, -1)];
        pool.push(Row::at_most(ctx.origin(), 0, terms).or_pay(alone, 1));
        let short = ctx.slack(pool);
        let over = ctx.slack(pool);
        for &day in &days {
            let by_now = ctx.visit(then, 0..then_by(day), 1);
            soft(ctx, pool, first, by_now, short, |end| end + sequence.min_days - day);
            if let Some(max_days) = sequence.max_days {
                let from_now = ctx.visit(then, then_by(day - 1)..n_then, 1);
                soft(ctx, pool, first, from_now, over, |end| day - max_days - end);
            }
        }
        return;
    }
    for &day in &days {
        let terms =
            vec![ctx.visit(then, 0..then_by(day), 1), ctx.visit(first, 0..ends_by(day - sequence.min_days), -1)];
        pool.push(Row::at_most(ctx.origin(), 0, terms));
        if let Some(max_days) = sequence.max_days {
            let ends_after = ends_by(day - max_days - 1)..n_first;
            let terms = vec![ctx.visit(then, then_by(day - 1)..n_then, 1), ctx.visit(first, ends_after, -1)];
            pool.push(Row::at_most(ctx.origin(), 0, terms));
        }
    }
}

/// Adds the row that makes the slack at least the violation of every end of `first`, if `then` is as `now` says.
fn soft(ctx: &RuleCtx, pool: &mut Pool, first: usize, now: Term, slack: Option<usize>, violation: impl Fn(i32) -> i32) {
    let instance = ctx.instance;
    let mut terms = Vec::new();
    let mut most = 0;
    for (position, start) in instance.requests[first].starts.iter().enumerate() {
        let days = i64::from(violation(instance.day_number(start.place_last_day)));
        if days > 0 {
            most = most.max(days);
            terms.push(ctx.visit(first, position..position + 1, days));
        }
    }
    if let Term::Seat { request, role, who, starts, filter, .. } = now {
        terms.push(Term::Seat { request, role, who, starts, filter, coef: most });
    }
    if most > 0 {
        pool.push(Row::at_most(ctx.origin(), most, terms).or_pay(slack, 1));
    }
}
