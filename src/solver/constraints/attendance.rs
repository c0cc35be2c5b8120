//! `attendance`: missing an event of a calendar costs points; at most so many are missed in a row.
//!
//! Each trip is charged for every event during which it is absent. For each traveller and each run of `n + 1`
//! consecutive events: `Σ (trips absent in the event) ≤ n`.
//!
//! Checked, independently of this file, by `checker::rules::attendance`.

use super::row::{Row, Term};
use super::{Charge, Pool, RuleCtx};
use crate::domain::Attendance;

/// Adds a charge per traveller and event, and a row per run of events.
pub fn add(ctx: &RuleCtx, attendance: &Attendance, pool: &mut Pool) {
    let events = &ctx.instance.problem.calendars[attendance.calendar.0].events;
    for traveller in &attendance.travellers {
        let absent =
            |interval: &crate::domain::Interval| Term::Absent { traveller: traveller.0, interval: *interval, coef: 1 };
        if attendance.points.0 != 0 {
            pool.charges
                .extend(events.iter().map(|event| Charge { term: absent(event), points: -attendance.points.0 }));
        }
        let Some(most) = attendance.max_in_a_row else { continue };
        for run in events.windows(most + 1) {
            let slack = ctx.slack(pool);
            // A count of events, far below 2^63.
            let row = Row::at_most(ctx.origin(), most as i64, run.iter().map(absent).collect());
            pool.push(row.or_pay(slack, 1));
        }
    }
}
