//! What a trip of a traveller costs at least that has some visits, whatever its dates are.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::instance::Start;
use super::super::model::Model;

/// More than any trip costs.
const NEVER: i64 = i64::MAX / 8;
/// The most ways to time a visit that are told apart.
const MAX_TIMINGS: usize = 6;

/// The least that parts of trips of one traveller cost which begin on some dates, in cents or in grams.
///
/// A visit early in the day asks for a night before it, one late in the day for a night after it: starts that differ in
/// that are timings of their own. A way from one visit to another may have other visits on it: where that is cheaper, it
/// is what the way costs here.
#[derive(Debug)]
pub struct LeastCosts {
    /// The requests that the traveller can visit, in order, and the timings of each.
    requests: Vec<usize>,
    timings: Vec<Range<usize>>,
    /// Per timing: from home to the visit, and from it home.
    out: Vec<i64>,
    back: Vec<i64>,
    /// Per timing, and that of the next visit.
    between: Vec<Vec<i64>>,
    max_stops: usize,
}

/// Starts of a visit that have as many nights before and after it.
struct Timing<'a> {
    place: usize,
    starts: Vec<&'a Start>,
}

impl LeastCosts {
    /// Computes them.
    ///
    /// * `first`: the home dates on which the trips begin.
    pub fn new(model: &Model, traveller: usize, first: &Range<i32>, of_grams: bool) -> Self {
        let instance = &model.instance;
        let data = &instance.travellers[traveller];
        let limits = data.limits;
        let dates = first.start.max(0)..first.end.saturating_add(limits.max_trip_days);
        let mut requests = Vec::new();
        let mut timings = Vec::new();
        let mut all: Vec<Timing> = Vec::new();
        for request in data.requests() {
            let of = &instance.requests[request];
            if of.at_home {
                continue;
            }
            let mut mine: BTreeMap<(i32, i32, i32), Vec<&Start>> = BTreeMap::new();
            for start in of.starts.iter().filter(|start| dates.contains(&start.start_day)) {
                let before = start.start_day - start.depart_day;
                let timing = (before, start.back_day - start.start_day, start.end_day - start.start_day);
                mine.entry(timing).or_default().push(start);
            }
            let begin = all.len();
            let place = of.place;
            if mine.len() > MAX_TIMINGS {
                let mut starts: Vec<&Start> = mine.into_values().flatten().collect();
                starts.sort_by_key(|start| start.start);
                all.push(Timing { place, starts });
            } else {
                all.extend(mine.into_values().map(|starts| Timing { place, starts }));
            }
            requests.push(request);
            timings.push(begin..all.len());
        }
        let home = instance.problem.home.0;
        // A leg, and so many nights at a place.
        let cost = |from: usize, to: usize, at: usize, n_nights: Option<i32>| {
            let leg = instance.leg(from, to);
            let per_diem = instance.problem.places[at].per_diem.0;
            let of_nights = |n_nights: i32| if of_grams { 0 } else { per_diem * i64::from(n_nights) };
            n_nights.map_or(NEVER, |n_nights| of_nights(n_nights) + if of_grams { leg.kg_co2.0 } else { leg.eur.0 })
        };
        let out = |timing: &Timing| {
            let mine = timing.starts.iter().filter(|start| first.contains(&start.depart_day));
            cost(home, timing.place, timing.place, mine.map(|start| start.start_day - start.depart_day).min())
        };
        let back = |timing: &Timing| {
            let n_nights = timing.starts.iter().map(|start| start.back_day - start.start_day).min();
            cost(timing.place, home, timing.place, n_nights)
        };
        let way = |from: &Timing, to: &Timing| {
            let nights = |start: &&Start| {
                let arrival = instance.arrival(start, from.place, to.place);
                let next = to.starts.get(to.starts.partition_point(|next| next.start < arrival))?;
                let is_near = next.start_day - start.end_day - 1 <= limits.max_idle_days;
                is_near.then_some(next.start_day - start.start_day)
            };
            cost(from.place, to.place, from.place, from.starts.iter().filter_map(nights).min())
        };
        let mut costs = LeastCosts {
            out: all.iter().map(out).collect(),
            back: all.iter().map(back).collect(),
            between: all.iter().map(|from| all.iter().map(|to| way(from, to)).collect()).collect(),
            requests,
            timings,
            max_stops: limits.max_stops,
        };
        costs.close();
        costs
    }

    /// Lets other visits lie on every way.
    fn close(&mut self) {
        let n = self.out.len();
        for via in 0..n {
            let after = self.between[via].clone();
            for from in &mut self.between {
                let to_via = from[via];
                if to_via < NEVER {
                    from.iter_mut().zip(&after).for_each(|(to, after)| *to = (*to).min(to_via + after));
                }
            }
        }
        let (out, back) = (self.out.clone(), self.back.clone());
        for via in 0..n {
            for at in 0..n {
                self.out[at] = self.out[at].min(out[via].saturating_add(self.between[via][at])).min(NEVER);
                self.back[at] = self.back[at].min(self.between[at][via].saturating_add(back[via])).min(NEVER);
            }
        }
    }

    /// Per set of some visits, as bits: what it costs at least to make all of them on any number of trips; more than `most`
    /// where it costs more.
    ///
    /// * `visits`: requests, at most 16; what the traveller cannot visit on a trip costs more than anything.
    pub fn of_sets(&self, visits: &[usize], most: i64) -> Vec<i64> {
        let of_visit = |visit: &usize| match self.requests.binary_search(visit) {
            Ok(at) => self.timings[at].clone().collect(),
            Err(_) => Vec::new(),
        };
        let timings: Vec<Vec<usize>> = visits.iter().map(of_visit).collect();
        let n_sets = 1_usize << visits.len();
        let of_trip = self.of_trips(&timings);
        let mut least = vec![NEVER; n_sets];
        least[0] = 0;
        for set in 1..n_sets {
            let lowest = set & set.wrapping_neg();
            let rest = set & !lowest;
            // The trip with the first of them, and the rest.
            let mut others = rest;
            loop {
                let trip = others | lowest;
                if of_trip[trip] <= most {
                    least[set] = least[set].min(of_trip[trip] + least[set & !trip]);
                }
                if others == 0 {
                    break;
                }
                others = (others - 1) & rest;
            }
        }
        least
    }

    /// Per set of some visits, as bits: what a trip with all of them costs at least.
    ///
    /// * `timings`: of each of the visits.
    fn of_trips(&self, timings: &[Vec<usize>]) -> Vec<i64> {
        let n_sets = 1_usize << timings.len();
        let has = |set: usize| (0..timings.len()).filter(move |visit| set >> visit & 1 == 1);
        let mut of_trip = vec![NEVER; n_sets];
        // Per set: by the timing of the last visit.
        let mut to: Vec<Vec<(usize, i64)>> = vec![Vec::new(); n_sets];
        for set in 1..n_sets {
            if usize::try_from(set.count_ones()).unwrap_or(0) > self.max_stops {
                continue;
            }
            let mut mine = Vec::new();
            for last in has(set) {
                let before = set & !(1 << last);
                for &at in &timings[last] {
                    let cost = match before {
                        0 => self.out[at],
                        _ => {
                            to[before].iter().map(|&(from, cost)| cost + self.between[from][at]).min().unwrap_or(NEVER)
                        }
                    };
                    if cost < NEVER {
                        mine.push((at, cost));
                        of_trip[set] = of_trip[set].min(cost + self.back[at]);
                    }
                }
            }
            to[set] = mine;
        }
        of_trip
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::super::bound::{RoundAsk, round};
    use super::super::super::model::Model;
    use super::*;

    /// Trips of all travellers, as pricing lists them at no prices, cost no less than is said of their visits and of some of
    /// them; and often just that.
    #[test]
    fn no_trip_costs_less_than_is_said_of_its_visits() {
        for scenario in ["bench/S-bind-1", "taskforce-2027"] {
            let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).join(scenario);
            let problem = crate::scenario::load(&path).expect("a scenario").problem;
            let model = Model::new(&problem);
            let round = round(&model, &[], &RoundAsk::of_everybody(&model));
            let (mut n_trips, mut n_equal) = (0, 0);
            for (traveller, priced) in round.priced.iter().enumerate() {
                let all = 0..model.instance.n_days;
                let half = 0..model.instance.n_days / 2;
                let [cents, grams] = [false, true].map(|of_grams| LeastCosts::new(&model, traveller, &all, of_grams));
                let early = LeastCosts::new(&model, traveller, &half, false);
                for trip in priced.trips.iter().step_by(7) {
                    let column = model.column(traveller, &trip.stops).expect("a trip");
                    let mut visits: Vec<usize> = column.stops().iter().map(|stop| stop.request()).collect();
                    visits.sort_unstable();
                    let least = cents.of_sets(&visits, i64::MAX / 16);
                    for cost in &least {
                        assert!(*cost <= column.cents, "{scenario}: {trip:?} costs {} and not {cost}", column.cents);
                    }
                    for cost in grams.of_sets(&visits, i64::MAX / 16) {
                        assert!(cost <= column.grams, "{scenario}: {trip:?} has {} and not {cost}", column.grams);
                    }
                    if half.contains(&column.first_day) {
                        let least = early.of_sets(&visits, i64::MAX / 16);
                        assert!(least.iter().all(|cost| *cost <= column.cents), "{scenario}: {trip:?}, {least:?}");
                    }
                    n_trips += 1;
                    n_equal += usize::from(least[least.len() - 1] == column.cents);
                }
            }
            assert!(n_trips > 300 && n_equal * 10 > n_trips, "{scenario}: {n_equal} of {n_trips}");
        }
    }
}
