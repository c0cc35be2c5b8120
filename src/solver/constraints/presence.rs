//! `presence`: of the members, at least so many are home in every working day-part, or during every event.
//!
//! For each day-part or event `e`: `Σ_{members m} (trips of m absent in e) ≤ |members| − at_least`.
//!
//! Checked, independently of this file, by `checker::rules::presence`.

use super::row::{Row, Term};
use super::{Pool, RuleCtx};
use crate::domain::{Interval, Presence};
use crate::zones::Zone;

/// Adds a row per day-part or event.
pub fn add(ctx: &RuleCtx, presence: &Presence, pool: &mut Pool) {
    let problem = ctx.instance.problem;
    let intervals: Vec<Interval> = match presence.calendar {
        Some(calendar) => problem.calendars[calendar.0].events.clone(),
        None => home_day_parts(ctx),
    };
    // Both are counts of people, far below 2^63.
    let n_may_leave = presence.members.len() as i64 - presence.at_least as i64;
    for interval in intervals {
        let terms = presence.members.iter().map(|m| Term::Absent { traveller: m.0, interval, coef: 1 }).collect();
        let slack = ctx.slack(pool);
        pool.push(Row::at_most(ctx.origin(), n_may_leave, terms).or_pay(slack, 1));
    }
}

/// The working day-parts at home within the horizon.
fn home_day_parts(ctx: &RuleCtx) -> Vec<Interval> {
    let problem = ctx.instance.problem;
    let home = problem.place(problem.home);
    let zone = Zone::of(home.tz);
    let closed = |day| home.closures.iter().any(|(days, _)| days.contains(day));
    problem
        .horizon
        .days()
        .filter(|day| !home.weekend.contains(&day.weekday_number()))
        .filter(|day| !home.holidays.contains_key(day) && !closed(*day))
        .flat_map(|day| home.day_parts.iter().map(move |part| (day, part)))
        .filter_map(|(day, part)| Interval::new(zone.instant(day, part.start), zone.instant(day, part.end)))
        .collect()
}
