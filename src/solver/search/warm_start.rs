//! A warm start: what an earlier plan has, as far as it is still possible.

use super::super::columns::{Column, Key, Stop, bundles};
use super::super::extract;
use super::schedule::Schedule;
use crate::domain::Plan;

/// Puts the visits of a plan into a schedule: all at once when that keeps every rule, else those that break nothing.
pub fn take_over(schedule: &mut Schedule, plan: &Plan) {
    let columns = extract::columns(schedule.model, plan);
    let n_columns = plan.trips.len() + plan.meetings.iter().map(|meeting| meeting.attendees.len()).sum::<usize>();
    if columns.len() == n_columns && fit_together(schedule, &columns) {
        let mut whole = schedule.clone();
        whole.put(columns.clone());
        if whole.is_plan() {
            *schedule = whole;
            return;
        }
    }
    let whole = |bundle: Vec<&Column>| bundle.into_iter().cloned().collect::<Vec<Column>>();
    let mut left: Vec<Vec<Column>> = bundles(columns.iter()).into_iter().map(whole).collect();
    // A visit may have to wait for another one without which no plan may have it.
    loop {
        let n_before = left.len();
        left.retain(|whole| !put_in(schedule, whole));
        if left.len() == n_before {
            return;
        }
    }
}

/// Whether the columns can all be in one schedule, as far as dates, clocks and delegations have it.
fn fit_together(schedule: &Schedule, columns: &[Column]) -> bool {
    let instance = &schedule.model.instance;
    let beside = columns.iter().enumerate().all(|(idx, column)| {
        let days = instance.travellers[column.traveller()].limits.min_home_days;
        let others = columns[..idx].iter().filter(|other| other.traveller() == column.traveller());
        { others }.all(|other| column.fits_beside(other, days))
    });
    beside && is_complete(schedule, columns)
}

/// Whether every role that must be filled is filled at the visit's start.
fn is_complete(schedule: &Schedule, columns: &[Column]) -> bool {
    columns.iter().flat_map(|column| column.stops()).all(|stop| {
        let data = &schedule.model.instance.requests[stop.request()];
        let filled = |role: usize| {
            columns.iter().any(|column| {
                let same = |s: &Stop| s.request == stop.request && s.role() == role && s.start == stop.start;
                column.stops().iter().any(same)
            })
        };
        let at_once = |column: &Column| {
            column.stops().iter().all(|other| other.request != stop.request || other.start == stop.start)
        };
        (0..data.optional.len()).all(|role| data.optional[role] || filled(role)) && columns.iter().all(at_once)
    })
}

/// Puts columns that belong together into a schedule when they break nothing, and says whether it did.
fn put_in(schedule: &mut Schedule, whole: &[Column]) -> bool {
    let fits = whole.iter().all(|column| {
        let nothing = Key { traveller: column.traveller(), stops: Vec::new() };
        schedule.fits(column, &nothing)
    });
    if fits && fit_together(schedule, whole) && schedule.gain_of_columns(whole).is_some() {
        schedule.put(whole.to_vec());
        return true;
    }
    false
}
