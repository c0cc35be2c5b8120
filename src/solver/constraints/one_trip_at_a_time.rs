//! One trip at a time, and `min_home_days` whole dates at home between two trips of one traveller.
//!
//! A trip blocks the dates from its first to `min_home_days` after its last. Two trips are too close exactly when they
//! block a common date, so for each traveller `t` and date `d`: `Σ (trips of t that block d) ≤ 1`. The rows of one
//! traveller have consecutive ones: without other rules the LP is integral.
//!
//! Checked, independently of this file, by `checker`.

use super::Pool;
use super::row::{Origin, Row, Term};
use crate::solver::instance::Instance;

/// Adds a row per traveller and date.
pub fn add(instance: &Instance, pool: &mut Pool) {
    for (traveller, data) in instance.travellers.iter().enumerate() {
        let travels = data.seats.iter().any(|seat| !instance.requests[seat.request].at_home);
        if !travels {
            continue;
        }
        for day in 0..instance.n_days {
            pool.push(Row::at_most(Origin::OneTripAtATime(traveller), 1, vec![Term::Cover { traveller, day }]));
        }
    }
}
