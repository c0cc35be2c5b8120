//! A warm start: what an earlier plan has, as far as it is still possible.

use super::super::columns::{Column, Key, Stop};
use super::super::extract;
use super::schedule::{Change, Schedule};
use crate::domain::Plan;

/// Puts the visits of a plan into a schedule, those that break nothing.
pub fn take_over(schedule: &mut Schedule, plan: &Plan) {
    let model = schedule.model;
    let columns = extract::columns(model, plan);
    for whole in bundles(&columns) {
        let complete = whole.iter().flat_map(|column| column.stops()).all(|stop| {
            let data = &model.instance.requests[stop.request()];
            let filled = |role: usize| {
                whole.iter().any(|column| {
                    let same = |s: &Stop| s.request == stop.request && s.role() == role && s.start == stop.start;
                    column.stops().iter().any(same)
                })
            };
            (0..data.optional.len()).all(|role| data.optional[role] || filled(role))
        });
        let fits = whole.iter().enumerate().all(|(idx, column)| {
            let nothing = Key { traveller: column.traveller(), stops: Vec::new() };
            let days = model.instance.travellers[column.traveller()].limits.min_home_days;
            schedule.fits(column, &nothing)
                && whole[..idx]
                    .iter()
                    .filter(|other| other.traveller() == column.traveller())
                    .all(|other| column.fits_beside(other, days))
        });
        let change = Change { out: Vec::new(), into: whole };
        if complete && fits && schedule.gain(std::slice::from_ref(&change)).is_some() {
            schedule.apply(std::slice::from_ref(&change));
        }
    }
}

/// Columns that belong together: those that share a visit, directly or through others.
fn bundles(columns: &[Column]) -> Vec<Vec<Column>> {
    let mut left: Vec<Column> = columns.to_vec();
    let mut bundles = Vec::new();
    while let Some(first) = left.pop() {
        let mut bundle = vec![first];
        let mut idx = 0;
        while idx < bundle.len() {
            let requests: Vec<u32> = bundle[idx].stops().iter().map(|stop| stop.request).collect();
            let shares = |column: &mut Column| column.stops().iter().any(|stop| requests.contains(&stop.request));
            bundle.extend(left.extract_if(.., shares));
            idx += 1;
        }
        bundles.push(bundle);
    }
    bundles
}
