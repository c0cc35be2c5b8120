//! The best that one traveller can do: trips that fit beside each other, by weighted interval scheduling.
//!
//! # Source
//!
//! Kleinberg and Tardos (2005), *Algorithm Design*, section 6.1.

use std::collections::BTreeMap;

use super::super::model::Model;
use super::pricing::{Priced, PricedTrip};

/// Joins what the classes of one traveller found, and finds the best schedule.
pub fn join(model: &Model, traveller: usize, parts: Vec<Priced>) -> Priced {
    let mut whole = Priced::default();
    for (idx, part) in parts.into_iter().enumerate() {
        whole.truncated |= part.truncated;
        whole.n_labels = whole.n_labels.max(part.n_labels);
        whole.trips.extend(part.trips);
        if idx == 0 {
            whole.meetings = part.meetings;
        }
    }
    let min_home_days = model.instance.travellers[traveller].limits.min_home_days;
    let (total, scheduled) = best_schedule(&whole.trips, model.instance.n_days, min_home_days);
    let mut best_meeting: BTreeMap<u32, i64> = BTreeMap::new();
    for &(worth, stop) in &whole.meetings {
        let best = best_meeting.entry(stop.request).or_insert(0);
        *best = worth.max(*best);
    }
    whole.best_schedule = total + best_meeting.values().sum::<i64>();
    whole.scheduled = scheduled;
    whole
}

/// Weighted interval scheduling: the most that trips at least `min_home_days` apart are worth together, and which.
pub fn best_schedule(trips: &[PricedTrip], n_days: i32, min_home_days: i32) -> (i64, Vec<usize>) {
    let n_days = usize::try_from(n_days).expect("the horizon is not negative");
    let position = |day: i32| usize::try_from(day.max(0)).expect("not negative");
    let mut by_last_day: Vec<Vec<usize>> = vec![Vec::new(); n_days];
    for (idx, trip) in trips.iter().enumerate().filter(|(_, trip)| trip.worth > 0) {
        by_last_day[position(trip.last_day)].push(idx);
    }
    // best[d]: the most with all trips over before date d.
    let mut best: Vec<(i64, Option<usize>)> = vec![(0, None); n_days + 1];
    for day in 0..n_days {
        let mut now = (best[day].0, None);
        for &idx in &by_last_day[day] {
            let worth = trips[idx].worth + best[position(trips[idx].first_day - min_home_days)].0;
            if worth > now.0 {
                now = (worth, Some(idx));
            }
        }
        best[day + 1] = now;
    }
    let mut scheduled = Vec::new();
    let mut day = n_days;
    while day > 0 {
        match best[day].1 {
            Some(idx) => {
                scheduled.push(idx);
                day = position(trips[idx].first_day - min_home_days);
            }
            None => day -= 1,
        }
    }
    (best[n_days].0, scheduled)
}
