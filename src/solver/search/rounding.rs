//! From a plan of fractions to a plan: the columns of an LP solution, largest first, each with the columns of its
//! partners.
//!
//! A column enters with all that it needs, a bundle: for each of its visits the other required roles at the same start,
//! and in turn for their visits. A bundle enters whole or not at all, since two visits of one trip can break a rule
//! together that neither breaks alone.

use super::super::columns::{Column, Key, Stop, small};
use super::super::model::Model;
use super::schedule::Schedule;

/// The most columns of a bundle.
const MAX_BUNDLE: usize = 8;

/// Returns a schedule made of columns of a solution.
///
/// * `schedule`: what to begin with, such as the empty plan.
/// * `support`: columns and their values, above zero.
pub fn round<'m>(mut schedule: Schedule<'m>, support: &[(&Column, f64)]) -> Schedule<'m> {
    let model = schedule.model;
    let mut order: Vec<(&Column, f64)> = support.to_vec();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.key.cmp(&b.0.key)));
    let mut of_request: Vec<Vec<&Column>> = vec![Vec::new(); model.instance.requests.len()];
    for (column, _) in &order {
        for stop in column.stops() {
            of_request[stop.request()].push(column);
        }
    }
    for (column, _) in &order {
        let Some(bundle) = bundle(&schedule, column, &of_request) else { continue };
        if schedule.gain_of_columns(&bundle).is_some_and(|gain| gain > 0 || !schedule.is_plan()) {
            schedule.put(bundle);
        }
    }
    schedule
}

/// A column and the columns that its visits need, or `None` when they cannot all be had.
fn bundle(schedule: &Schedule, column: &Column, of_request: &[Vec<&Column>]) -> Option<Vec<Column>> {
    let model = schedule.model;
    let mut bundle: Vec<Column> = Vec::new();
    if !fits(schedule, &bundle, column) {
        return None;
    }
    bundle.push(column.clone());
    let mut idx = 0;
    while idx < bundle.len() {
        for stop in bundle[idx].stops().to_vec() {
            let data = &model.instance.requests[stop.request()];
            for role in (0..data.optional.len()).filter(|&role| !data.optional[role]) {
                let seat = Stop { role: small(role), ..stop };
                if bundle.iter().any(|column| column.stops().contains(&seat)) {
                    continue;
                }
                let known = of_request[stop.request()].iter().copied().filter(|column| column.stops().contains(&seat));
                let partner = known.cloned().chain(alone(model, seat)).find(|column| fits(schedule, &bundle, column));
                bundle.push(partner?);
                if bundle.len() > MAX_BUNDLE {
                    return None;
                }
            }
        }
        idx += 1;
    }
    Some(bundle)
}

/// The trips with one seat alone, of each candidate.
fn alone(model: &Model, seat: Stop) -> impl Iterator<Item = Column> {
    let candidates = &model.instance.requests[seat.request()].candidates[seat.role()];
    candidates.iter().filter_map(move |&(traveller, _)| model.column(traveller, &[seat]))
}

/// Whether a column can stand beside a schedule and a bundle, rules apart.
fn fits(schedule: &Schedule, bundle: &[Column], column: &Column) -> bool {
    let days = schedule.model.instance.travellers[column.traveller()].limits.min_home_days;
    let nothing = Key { traveller: column.traveller(), stops: Vec::new() };
    let is_new = |stop: &Stop| schedule.planned[stop.request()].is_none();
    let in_step = |stop: &Stop| {
        { bundle.iter().flat_map(|other| other.stops()).filter(|other| other.request == stop.request) }
            .all(|other| other.start == stop.start && other.role != stop.role)
    };
    column.stops().iter().all(|stop| is_new(stop) && in_step(stop))
        && { bundle.iter().filter(|other| other.traveller() == column.traveller()) }
            .all(|other| column.fits_beside(other, days))
        && schedule.fits(column, &nothing)
}
