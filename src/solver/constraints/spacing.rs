//! `spacing`: the start dates of any two visits are at least `min_days` apart.
//!
//! For each date `d`: `Σ_v Σ_{s: d ≤ date(s) < d + min_days} start[v, s] ≤ 1`. Any two starts in such a window are too
//! close, so the row is a clique. Where a rank decides by who goes whether a visit counts, and several seats could,
//! there is a row for each choice of a seat.
//!
//! With a penalty, for each pair `v, w` and date `d`:
//! `min_days · (v starts on d) + Σ_e short(d, e) · (w starts on e) − min_days ≤ days short`.
//!
//! Checked, independently of this file, by `checker::rules::spacing`.

use super::row::{Row, Term, Who};
use super::{Pool, RuleCtx};
use crate::domain::Spacing;

/// A visit, the seat by which it counts, and the dates on which it could start.
struct Visit {
    request: usize,
    seats: Vec<(usize, Who)>,
    days: Vec<i32>,
}

/// Adds the rows of all windows.
pub fn add(ctx: &RuleCtx, spacing: &Spacing, pool: &mut Pool) {
    let instance = ctx.instance;
    let visits: Vec<Visit> = ctx
        .requests_of(&spacing.visits)
        .into_iter()
        .map(|request| {
            let mut days: Vec<i32> =
                instance.requests[request].starts.iter().map(|start| instance.day_number(start.place_day)).collect();
            days.dedup();
            Visit { request, seats: ctx.seats_of(request, &spacing.visits).seats, days }
        })
        .filter(|visit| !visit.seats.is_empty() && !visit.days.is_empty())
        .collect();
    if ctx.rule.penalty.is_some() {
        for (idx, v) in visits.iter().enumerate() {
            for w in &visits[idx + 1..] {
                add_soft_pair(ctx, spacing.min_days, v, w, pool);
            }
        }
        return;
    }
    let mut days: Vec<i32> = visits.iter().flat_map(|visit| visit.days.iter().copied()).collect();
    days.sort_unstable();
    days.dedup();
    for day in days {
        add_window(ctx, &visits, day..day + spacing.min_days, pool);
    }
}

/// Adds the cliques of one window.
fn add_window(ctx: &RuleCtx, visits: &[Visit], window: std::ops::Range<i32>, pool: &mut Pool) {
    let inside: Vec<(&Visit, std::ops::Range<usize>)> = visits
        .iter()
        .map(|visit| (visit, ctx.instance.starts_in(visit.request, window.clone())))
        .filter(|(_, starts)| !starts.is_empty())
        .collect();
    if inside.len() < 2 {
        return;
    }
    let n_choices = inside.iter().try_fold(1_usize, |n, (visit, _)| n.checked_mul(visit.seats.len()));
    let origin = ctx.origin();
    if let Some(n_choices) = n_choices.filter(|&n| n <= 16) {
        for choice in 0..n_choices {
            let mut rest = choice;
            let mut term = |(visit, starts): &(&Visit, std::ops::Range<usize>)| {
                let seat = &visit.seats[rest % visit.seats.len()];
                rest /= visit.seats.len();
                ctx.seat(visit.request, seat, starts.clone(), 1)
            };
            let terms: Vec<Term> = inside.iter().map(&mut term).collect();
            pool.push(Row::at_most(origin, 1, terms));
        }
        return;
    }
    // Too many choices for whole cliques: pairs say the same of whole numbers.
    for (idx, (v, v_starts)) in inside.iter().enumerate() {
        for (w, w_starts) in &inside[idx + 1..] {
            for v_seat in &v.seats {
                for w_seat in &w.seats {
                    let terms = vec![
                        ctx.seat(v.request, v_seat, v_starts.clone(), 1),
                        ctx.seat(w.request, w_seat, w_starts.clone(), 1),
                    ];
                    pool.push(Row::at_most(origin, 1, terms));
                }
            }
        }
    }
}

/// Adds the rows that make a slack at least the days by which two visits are too close.
fn add_soft_pair(ctx: &RuleCtx, min_days: i32, v: &Visit, w: &Visit, pool: &mut Pool) {
    let Some(slack) = ctx.slack(pool) else { return };
    let most = i64::from(min_days);
    for v_seat in &v.seats {
        for w_seat in &w.seats {
            for &day in &v.days {
                let mut terms = Vec::new();
                for &other in w.days.iter().filter(|&&other| (other - day).abs() < min_days) {
                    let short = i64::from(min_days - (other - day).abs());
                    let starts = ctx.instance.starts_in(w.request, other..other + 1);
                    terms.push(ctx.seat(w.request, w_seat, starts, short));
                }
                if !terms.is_empty() {
                    terms.push(ctx.seat(v.request, v_seat, ctx.instance.starts_in(v.request, day..day + 1), most));
                    pool.push(Row::at_most(ctx.origin(), most, terms).or_pay(Some(slack), 1));
                }
            }
        }
    }
}
