//! What each traveller does.

use super::{Missed, TripRow};
use crate::checker::Agenda;
use crate::domain::{Cents, Grams, Rank, TravellerIdx};

/// A traveller, with sums over the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TravellerRow {
    /// Who.
    pub traveller: TravellerIdx,
    /// The office.
    pub office: String,
    /// The organisation that sends and pays.
    pub organisation: String,
    /// How high the office stands.
    pub rank: Rank,
    /// Trips.
    pub n_trips: usize,
    /// Visits abroad.
    pub n_visits: usize,
    /// Meetings at home.
    pub n_meetings: usize,
    /// Home dates away.
    pub n_days_away: i64,
    /// Events of attendance rules that are missed.
    pub n_missed: usize,
    /// Fares and nights.
    pub eur: Cents,
    /// Carbon dioxide.
    pub kg_co2: Grams,
}

/// Returns every traveller, in the order of the scenario.
pub(super) fn travellers(agenda: &Agenda, trips: &[TripRow], missed: &[Missed]) -> Vec<TravellerRow> {
    let problem = agenda.problem;
    problem
        .traveller_idxs()
        .map(|idx| {
            let traveller = problem.traveller(idx);
            let own: Vec<&TripRow> = trips.iter().filter(|trip| trip.traveller == idx).collect();
            let attended = agenda.visits.iter().flat_map(|visit| &visit.seats).filter(|seat| seat.traveller == idx);
            TravellerRow {
                traveller: idx,
                office: traveller.office.clone(),
                organisation: traveller.organisation.clone(),
                rank: traveller.rank,
                n_trips: own.len(),
                n_visits: own.iter().map(|trip| trip.visits.len()).sum(),
                n_meetings: attended.filter(|seat| seat.at_home).count(),
                n_days_away: own.iter().map(|trip| i64::from(trip.days.n_days())).sum(),
                n_missed: missed.iter().filter(|missed| missed.traveller == idx).count(),
                eur: own.iter().map(|trip| trip.eur).sum(),
                kg_co2: own.iter().map(|trip| trip.kg_co2).sum(),
            }
        })
        .collect()
}
