//! What a trip so far remembers of what it has visited, where trips may have many stops.
//!
//! A label that keeps in mind every visit of a long trip is dominated by hardly any other, and there are millions of
//! them. So a label forgets, at each visit, those that the visit does not remember: at first all but the nearest.
//! A trip may then come back to what it has forgotten. Such a trip is no column, but the best schedule with such trips
//! is worth no less than the best without, so that the bound holds. Where one is in a best schedule, the visits between
//! remember what it came back to, and pricing begins again, until no best schedule has any or that takes too long. What
//! rules forbid in one trip, by what some visit rules out for the rest of it, is never forgotten.
//!
//! # Source
//!
//! Baldacci, Mingozzi and Roberti (2011), *New Route Relaxation and Pricing Strategies for the Vehicle Routing Problem*,
//! <https://doi.org/10.1287/opre.1110.0975>; Roberti and Mingozzi (2014), *Dynamic ng-Path Relaxation for the Delivery
//! Man Problem*, <https://doi.org/10.1287/trsc.2013.0474>, for what visits learn to remember.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::super::model::Model;
use super::super::Stop;
use super::{Priced, PricedTrip};

/// How many other visits a visit remembers at first, the nearest ones.
const N_NEAREST: usize = 1;
/// From how many labels on pricing takes too long to be done again.
const N_LABELS_TO_LEARN: usize = 1_000_000;
/// Of how many trips, those first that are worth most, it is learnt what to remember.
const N_TRIPS_TO_LEARN: usize = 16;

/// What the visits of each traveller remember.
#[derive(Debug)]
pub struct Memories(Vec<Option<Mutex<Memory>>>);

impl Memories {
    /// What they remember at first: all, where trips have few stops.
    pub fn new(model: &Model) -> Self {
        let of_traveller = |traveller: usize| {
            let is_long = model.instance.travellers[traveller].may_have_many_stops();
            is_long.then(|| Mutex::new(Memory::at_first(model, traveller)))
        };
        Memories((0..model.instance.travellers.len()).map(of_traveller).collect())
    }

    /// Whether anybody's visits remember less than all.
    pub fn is_of_any(&self) -> bool {
        self.0.iter().any(Option::is_some)
    }

    /// What the visits of a traveller remember, to be learnt from; `None` when it is all.
    pub fn of(&self, traveller: usize) -> Option<MutexGuard<'_, Memory>> {
        self.0[traveller].as_ref().map(|memory| memory.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What the visits of one traveller remember.
#[derive(Clone, Debug)]
pub struct Memory {
    /// The requests with a seat for the traveller.
    requests: Vec<usize>,
    n_words: usize,
    /// Per request, in words: bits of the requests that are remembered there.
    kept: Vec<u64>,
    /// Whether remembering more took too long.
    is_all_it_can: bool,
}

impl Memory {
    /// Every visit remembers those that are nearest, and what some visit rules out for the rest of a trip.
    fn at_first(model: &Model, traveller: usize) -> Self {
        let instance = &model.instance;
        let requests = instance.travellers[traveller].requests();
        let n_words = requests.len().div_ceil(64);
        let mut memory = Memory { kept: vec![0; requests.len() * n_words], requests, n_words, is_all_it_can: false };
        let barred = memory.requests.iter().flat_map(|&request| model.single_trip.barred_by(request));
        let barred: BTreeSet<usize> = barred.filter_map(|other| memory.requests.binary_search(&other).ok()).collect();
        let place = |request: usize| instance.requests[request].place;
        for (number, &request) in memory.requests.clone().iter().enumerate() {
            let here = place(request);
            let minutes = |other: usize| {
                let there = place(memory.requests[other]);
                if here == there { 0 } else { instance.leg(here, there).minutes.min(instance.leg(there, here).minutes) }
            };
            let mut nearest: Vec<usize> = (0..memory.requests.len()).collect();
            nearest.sort_by_cached_key(|&other| (other != number, minutes(other), other));
            let nearest = nearest.into_iter().take(N_NEAREST + 1);
            nearest.chain(barred.iter().copied()).for_each(|other| memory.keep(number, other));
        }
        memory
    }

    /// Has a request remember another, both by their numbers.
    fn keep(&mut self, at: usize, other: usize) {
        self.kept[at * self.n_words + other / 64] |= 1 << (other % 64);
    }

    /// Bits of the requests that one remembers, by its number.
    pub(super) fn kept(&self, at: usize) -> &[u64] {
        &self.kept[at * self.n_words..][..self.n_words]
    }

    /// Learns to remember what trips came back to; returns whether there is anything new, so that pricing again gives
    /// a lower bound.
    pub fn learn(&mut self, priced: &Priced) -> bool {
        let is_again = |&idx: &usize| comes_back(&priced.trips[idx]);
        if self.is_all_it_can || priced.n_labels > N_LABELS_TO_LEARN || !priced.scheduled.iter().any(is_again) {
            return false;
        }
        let mut trips: Vec<usize> = (0..priced.trips.len()).filter(is_again).collect();
        trips.sort_by_key(|&idx| std::cmp::Reverse(priced.trips[idx].worth)); // Equal ones stay in order.
        trips.truncate(N_TRIPS_TO_LEARN);
        for idx in priced.scheduled.iter().copied().filter(is_again).chain(trips) {
            let stops: Vec<usize> = { priced.trips[idx].stops.iter() }.map(|stop| self.number(stop)).collect();
            for (position, &stop) in stops.iter().enumerate() {
                if let Some(before) = stops[..position].iter().rposition(|&other| other == stop) {
                    stops[before + 1..position].iter().for_each(|&between| self.keep(between, stop));
                }
            }
        }
        true
    }

    /// Learns nothing from now on, since pricing with more would take too long.
    pub fn learn_no_more(&mut self) {
        self.is_all_it_can = true;
    }

    fn number(&self, stop: &Stop) -> usize {
        self.requests.partition_point(|&known| known < stop.request())
    }
}

/// Takes out the trips that visit something twice, which are no columns.
pub fn drop_repeated(priced: &mut Priced) {
    if !priced.trips.iter().any(comes_back) {
        return;
    }
    let scheduled: Vec<PricedTrip> = priced.scheduled.iter().map(|&idx| priced.trips[idx].clone()).collect();
    priced.trips.retain(|trip| !comes_back(trip));
    let position = |trip: &PricedTrip| priced.trips.iter().position(|other| other == trip);
    priced.scheduled = scheduled.iter().filter_map(position).collect();
}

/// Whether a trip visits something twice.
fn comes_back(trip: &PricedTrip) -> bool {
    let stops = &trip.stops;
    stops.iter().enumerate().any(|(position, stop)| stops[..position].iter().any(|other| other.request == stop.request))
}
