//! Nobody is in two home meetings at once, nor on a trip during one.
//!
//! The starts and ends of all possible meetings of a traveller cut time into pieces. For each traveller `t` and piece
//! `p` inside a meeting: `Σ (trips of t absent in p) + k · Σ (meetings of t that meet p) ≤ k`, where `k` is the number
//! of home dates that the piece touches: so many trips could lie beside each other in it.
//!
//! Checked, independently of this file, by `checker`.

use std::collections::BTreeSet;

use super::Pool;
use super::row::{Origin, Row, Term};
use crate::domain::{Instant, Interval};
use crate::solver::instance::Instance;

/// Adds a row per traveller and piece of time.
pub fn add(instance: &Instance, pool: &mut Pool) {
    for (traveller, data) in instance.travellers.iter().enumerate() {
        let mut spans: BTreeSet<(Instant, Instant)> = BTreeSet::new();
        for seat in &data.seats {
            let request = &instance.requests[seat.request];
            if request.at_home {
                spans.extend(request.starts.iter().map(|start| (start.start, start.end)));
            }
        }
        let cuts: BTreeSet<Instant> = spans.iter().flat_map(|&(start, end)| [start, end]).collect();
        let cuts: Vec<Instant> = cuts.into_iter().collect();
        for pair in cuts.windows(2) {
            let Some(interval) = Interval::new(pair[0], pair[1]) else { continue };
            if !spans.iter().any(|&(start, end)| start < interval.end() && interval.start() < end) {
                continue;
            }
            let (first, last) = (instance.home_day(pair[0]), instance.home_day(pair[1].plus(-1)));
            let k = i64::from(last - first + 1);
            let terms =
                vec![Term::Absent { traveller, interval, coef: 1 }, Term::Attend { traveller, interval, coef: k }];
            pool.push(Row::at_most(Origin::HomeMeeting(traveller), k, terms));
        }
    }
}
