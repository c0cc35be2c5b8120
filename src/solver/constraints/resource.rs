//! `resource`: only so many visits that need it on one date.
//!
//! For each date `d` at the place: `Σ_{v needs it} Σ_{s: first(s) − pad ≤ d ≤ last(s) + pad} start[v, s] ≤ capacity`.
//!
//! Checked, independently of this file, by `checker::rules::resource`.

use super::row::Row;
use super::{Pool, RuleCtx};
use crate::domain::Resource;

/// Adds a row per date on which two visits could meet.
pub fn add(ctx: &RuleCtx, resource: &Resource, pool: &mut Pool) {
    let instance = ctx.instance;
    let needy: Vec<usize> =
        (0..instance.requests.len()).filter(|&v| instance.problem.requests[v].needs.contains(&ctx.idx)).collect();
    let pad = resource.pad_days;
    let dates = |v: &usize| {
        let starts = &instance.requests[*v].starts;
        let first = starts.first().map(|start| instance.day_number(start.place_day) - pad);
        let last = starts.last().map(|start| instance.day_number(start.place_last_day) + pad);
        first.zip(last)
    };
    let Some(first) = needy.iter().filter_map(dates).map(|(first, _)| first).min() else { return };
    let Some(last) = needy.iter().filter_map(dates).map(|(_, last)| last).max() else { return };
    for day in first..=last {
        let mut terms = Vec::new();
        for &v in &needy {
            let starts = &instance.requests[v].starts;
            let from = starts.partition_point(|start| instance.day_number(start.place_last_day) + pad < day);
            let to = starts.partition_point(|start| instance.day_number(start.place_day) - pad <= day);
            if from < to {
                terms.push(ctx.visit(v, from..to, 1));
            }
        }
        // A count of visits, far below 2^63.
        if terms.len() as i64 > resource.capacity {
            let slack = ctx.slack(pool);
            pool.push(Row::at_most(ctx.origin(), resource.capacity, terms).or_pay(slack, 1));
        }
    }
}
