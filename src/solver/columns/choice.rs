//! Which of the columns that pricing found the master problem gets.

use std::collections::BTreeMap;

use super::super::model::Model;
use super::pricing::Priced;
use super::{Column, Stop};

/// The most trips of one traveller, and the most of them with the same visits in the same roles.
const N_TRIPS: usize = 24;
const N_ALIKE: usize = 3;

/// Returns those of each traveller's best schedule, then those that are worth most.
pub fn choose(model: &Model, priced: Vec<Priced>) -> Vec<Column> {
    let mut columns = Vec::new();
    for (traveller, priced) in priced.into_iter().enumerate() {
        let mut chosen = priced.scheduled;
        let mut others: Vec<usize> = (0..priced.trips.len()).collect();
        others.sort_by(|&a, &b| {
            let (a, b) = (&priced.trips[a], &priced.trips[b]);
            b.worth.cmp(&a.worth).then_with(|| a.stops.cmp(&b.stops))
        });
        let mut n_alike: BTreeMap<Vec<(u32, u32)>, usize> = BTreeMap::new();
        let mut is_another = |stops: &[Stop]| {
            let n = n_alike.entry(stops.iter().map(|stop| (stop.request, stop.role)).collect()).or_insert(0);
            *n += 1;
            *n <= N_ALIKE
        };
        for idx in others {
            if is_another(&priced.trips[idx].stops) && chosen.len() < N_TRIPS {
                chosen.push(idx);
            }
        }
        let mut meetings = priced.meetings;
        meetings.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let meetings = meetings.into_iter().take(N_TRIPS).map(|(_, stop)| vec![stop]);
        let trips = chosen.into_iter().map(|idx| priced.trips[idx].stops.clone());
        columns.extend(trips.chain(meetings).filter_map(|stops| model.column(traveller, &stops)));
    }
    columns
}
