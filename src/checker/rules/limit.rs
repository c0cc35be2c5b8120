//! `limit`: at most so much of a measure, over some travellers and places, in each period.
//!
//! A unit of violation is one whole unit of the measure over the limit; of euros and kilograms each started one.

use super::super::words::{list, who};
use super::super::{Agenda, AgendaTrip};
use super::Finding;
use crate::domain::{Cents, Day, DayRange, Grams, Instant, Limit, Measure};
use crate::texts::{Said, say};

/// How much of a limit a plan uses in one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitUse {
    /// The period.
    pub days: DayRange,
    /// What is used, in small units: cents of euros, grams of kilograms, otherwise whole ones.
    pub used: i64,
    /// What is allowed, in the same units.
    pub max: i64,
}

/// Returns the use of a limit in each of its periods, in order.
#[must_use]
pub fn limit_use(agenda: &Agenda, limit: &Limit) -> Vec<LimitUse> {
    let trips = trips(agenda, limit);
    let use_of = |days| {
        let (unit_size, counted) = counted(agenda, limit, &trips, days);
        LimitUse { days, used: counted.iter().map(|&(_, amount)| amount).sum(), max: limit.max * unit_size }
    };
    limit.per.ranges(agenda.problem.horizon).into_iter().map(use_of).collect()
}

/// Returns one finding for each period that is over the limit.
pub(super) fn check(agenda: &Agenda, limit: &Limit) -> Vec<Finding> {
    let trips = trips(agenda, limit);
    let ranges = limit.per.ranges(agenda.problem.horizon);
    ranges.into_iter().filter_map(|range| check_range(agenda, limit, &trips, range)).collect()
}

/// The trips that a limit speaks of.
fn trips<'a>(agenda: &'a Agenda, limit: &Limit) -> Vec<&'a AgendaTrip> {
    agenda.trips.iter().filter(|trip| counts(agenda, limit, trip)).collect()
}

/// Whether a trip is one of the limit's travellers, places and fund.
fn counts(agenda: &Agenda, limit: &Limit, trip: &AgendaTrip) -> bool {
    let traveller = limit.travellers.contains(&trip.traveller);
    let place = limit.places.as_ref().is_none_or(|places| trip.stops.iter().any(|stop| places.contains(&stop.place)));
    let fund = limit.fund.is_none()
        || trip.stops.first().is_some_and(|stop| agenda.problem.request(stop.request).fund == limit.fund);
    traveller && place && fund
}

/// The small units of a whole one; and what counts in the range, in small units, each with when it happens.
fn counted(agenda: &Agenda, limit: &Limit, trips: &[&AgendaTrip], range: DayRange) -> (i64, Vec<(Instant, i64)>) {
    match limit.measure {
        Measure::DaysAway => (1, trips.iter().filter_map(|trip| days_in(agenda, trip, range)).collect()),
        Measure::Trips => (1, trips_in(trips, range, |_| 1)),
        Measure::Visits => (1, trips.iter().flat_map(|trip| visits_in(agenda, limit, trip, range)).collect()),
        Measure::Eur => (100, trips_in(trips, range, |trip| trip.eur().0)),
        Measure::KgCo2 => (1000, trips_in(trips, range, |trip| trip.kg_co2.0)),
    }
}

fn check_range(agenda: &Agenda, limit: &Limit, trips: &[&AgendaTrip], range: DayRange) -> Option<Finding> {
    let (unit_size, counted) = counted(agenda, limit, trips, range);
    let total: i64 = counted.iter().map(|&(_, amount)| amount).sum();
    let over = total - limit.max * unit_size;
    if over <= 0 {
        return None;
    }
    let units = (over + unit_size - 1) / unit_size;
    let names: Vec<Said> = limit.travellers.iter().map(|&traveller| who(agenda.problem, traveller)).collect();
    let everybody = limit.travellers.len() == agenda.problem.travellers.len() && names.len() > 1;
    let message = say!(
"{} van {range}: {} voor {}; toegestaan is hooguit {}",
"{} from {range}: {} for {}; at most {} allowed",
        match limit.measure {
            Measure::DaysAway => say!("Dagen van huis", "Days away"),
            Measure::Trips => say!("Reizen", "Trips"),
            Measure::Visits => say!("Bezoeken", "Visits"),
            Measure::Eur => say!("Euro's", "Euros"),
            Measure::KgCo2 => say!("Kilogrammen CO2", "Kilograms of carbon dioxide"),
        },
        match limit.measure {
            Measure::Eur => Cents(total).to_string(),
            Measure::KgCo2 => Grams(total).to_string(),
            _ => total.to_string(),
        },
        if everybody { say!("alle reizigers samen", "all travellers together") } else { list(&names) },
        limit.max; range);
    let traveller = match *limit.travellers {
        [only] => Some(only),
        _ => None,
    };
    // The first moment at which the limit has been passed.
    let mut counted = counted;
    counted.sort();
    let mut sum = 0;
    let at = counted.iter().find(|&&(_, amount)| {
        sum += amount;
        sum > limit.max * unit_size
    });
    Some(Finding { traveller, at: at.map(|&(at, _)| at), ..Finding::units(units, message) })
}

/// The days of a trip in the range, each counted on its own date.
fn days_in(agenda: &Agenda, trip: &AgendaTrip, range: DayRange) -> Option<(Instant, i64)> {
    let days = trip.days.intersection(range)?;
    let midnight = |day: Day| agenda.zone(agenda.problem.home).instant(day, 0);
    Some((trip.depart.max(midnight(days.start())), i64::from(days.n_days())))
}

/// Trips whose first home date lies in the range, with an amount each.
fn trips_in(trips: &[&AgendaTrip], range: DayRange, amount: impl Fn(&AgendaTrip) -> i64) -> Vec<(Instant, i64)> {
    let in_range = trips.iter().filter(|trip| range.contains(trip.days.start()));
    in_range.map(|trip| (trip.depart, amount(trip))).collect()
}

/// Visits at the limit's places that start in the range, by their start date at the place.
fn visits_in(agenda: &Agenda, limit: &Limit, trip: &AgendaTrip, range: DayRange) -> Vec<(Instant, i64)> {
    let here = |place| limit.places.as_ref().is_none_or(|places| places.contains(&place));
    let stops = trip.stops.iter().filter(|stop| here(stop.place) && stop.place != agenda.problem.home);
    let in_range = stops.filter(|stop| range.contains(agenda.zone(stop.place).day(stop.start)));
    in_range.map(|stop| (stop.start, 1)).collect()
}
