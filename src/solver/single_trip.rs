//! What rules say of one trip by itself: visits that it cannot both have, and how long it can be.
//!
//! A trip that breaks a rule all alone is in no plan, but in the LP half of it may be: two visits to one place within
//! three weeks, say, that are cheap on one way. So the pricing makes no such trips, and no cut is needed.
//!
//! # Invariants
//!
//! * All of it is read off rows that no plan may break, so that a rule has its meaning in its own file alone.
//! * What is barred is in no plan. Some trips that are in no plan are not barred: that makes the bound weaker, and no more.

use std::collections::BTreeSet;
use std::ops::Range;

use super::conflicts::Conflicts;
use super::constraints::Pool;
use super::constraints::row::{Filter, Term};
use super::instance::{Instance, Start};

/// What trips cannot be.
#[derive(Debug)]
pub struct SingleTrip {
    /// Per request: other requests that a trip cannot go on to, for each start whether it is so after it.
    barred: Vec<Vec<(usize, Vec<bool>)>>,
    /// Per traveller and first home date: the last home date that a trip can have.
    last_days: Vec<Vec<i32>>,
}

impl SingleTrip {
    /// Reads it off the rows.
    pub fn new(instance: &Instance, pool: &Pool) -> Self {
        SingleTrip { barred: barred(instance, pool), last_days: last_days(instance, pool) }
    }

    /// Says nothing of any trip: for questions about rules with more room than they have.
    pub fn anything_goes(instance: &Instance) -> Self {
        SingleTrip { barred: vec![Vec::new(); instance.requests.len()], last_days: no_limit(instance) }
    }

    /// The requests that no trip of a plan goes on to after this start of a request.
    pub fn barred_after(&self, request: usize, start: usize) -> impl Iterator<Item = usize> {
        self.barred[request].iter().filter(move |(_, is_barred)| is_barred[start]).map(|&(other, _)| other)
    }

    /// The requests that no trip of a plan goes on to after some start of a request.
    pub fn barred_by(&self, request: usize) -> impl Iterator<Item = usize> {
        self.barred[request].iter().map(|&(other, _)| other)
    }

    /// The last home date that a trip of a traveller can have, by its first one.
    pub fn last_days(&self, traveller: usize) -> &[i32] {
        &self.last_days[traveller]
    }
}

fn barred(instance: &Instance, pool: &Pool) -> Vec<Vec<(usize, Vec<bool>)>> {
    let mut conflicts = Conflicts::default();
    let others: Vec<BTreeSet<usize>> =
        (0..instance.requests.len()).map(|request| conflicts.others(instance, pool, request)).collect();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for traveller in &instance.travellers {
        let mut requests = traveller.requests();
        requests.retain(|&request| !instance.requests[request].at_home);
        for &v in &requests {
            pairs.extend(requests.iter().filter(|&&w| w != v && others[v].contains(&w)).map(|&w| (v, w)));
        }
    }
    let most_days = instance.travellers.iter().map(|traveller| traveller.limits.max_trip_days).max().unwrap_or(0);
    let mut barred = vec![Vec::new(); instance.requests.len()];
    for (v, w) in pairs {
        let excluded = conflicts.between(instance, pool, v, w);
        let starts = instance.requests[v].starts.iter().zip(excluded);
        let is_barred = |(start, excluded): (&Start, &Vec<Range<usize>>)| {
            let after = after(&instance.requests[w].starts, start, most_days);
            !after.is_empty() && excluded.iter().any(|range| range.start <= after.start && after.end <= range.end)
        };
        let is_barred: Vec<bool> = starts.map(is_barred).collect();
        if is_barred.contains(&true) {
            barred[v].push((w, is_barred));
        }
    }
    barred
}

/// The starts among which those are that can follow a start in a trip of so many days.
fn after(starts: &[Start], start: &Start, most_days: i32) -> Range<usize> {
    let first = starts.partition_point(|next| next.start < start.end);
    let end = starts.partition_point(|next| next.end_day - start.start_day < most_days);
    first..end.max(first)
}

/// Every trip may last until the end of the horizon.
fn no_limit(instance: &Instance) -> Vec<Vec<i32>> {
    let all: Vec<i32> = (0..instance.n_days).map(|_| instance.n_days - 1).collect();
    vec![all; instance.travellers.len()]
}

fn last_days(instance: &Instance, pool: &Pool) -> Vec<Vec<i32>> {
    let mut last_days = no_limit(instance);
    for row in &pool.rows {
        let Some(upper) = row.upper.filter(|_| row.slack.is_none() && row.terms.iter().all(Term::never_lessens)) else {
            continue;
        };
        for term in &row.terms {
            let Term::Days { traveller, days, filter, coef } = term else { continue };
            if *filter != Filter::default() || *coef <= 0 {
                continue;
            }
            let most = i32::try_from(upper / coef).unwrap_or(i32::MAX);
            for (first, last) in last_days[*traveller].iter_mut().enumerate() {
                let first = i32::try_from(first).unwrap_or(i32::MAX); // A date of the horizon.
                let beyond = days.start.max(first).saturating_add(most);
                if beyond < days.end {
                    *last = (*last).min(beyond - 1);
                }
            }
        }
    }
    last_days
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::columns::{Column, Stop, small};
    use super::super::constraints::row::{Origin, Row};
    use super::super::model::Model;

    /// Whether two visits at these starts exclude each other, by what is charged to those who lead them.
    fn exclude_each_other(model: &Model, a: Stop, b: Stop) -> bool {
        let lead = |stop: Stop| {
            let stop = Stop { role: 0, ..stop };
            let mut leads = model.instance.requests[stop.request()].candidates[0].iter();
            leads.find_map(|&(traveller, _)| model.column(traveller, &[stop]))
        };
        let Some((a, b)) = lead(a).zip(lead(b)) else { return true };
        let coef = |row: &Row, column: &Column| row.coef(&model.instance, &model.pool.place_groups, column);
        let of_rules =
            model.pool.rows.iter().filter(|row| row.slack.is_none() && matches!(row.origin, Origin::Rule(_)));
        { of_rules }.any(|row| row.upper.is_some_and(|upper| coef(row, &a) + coef(row, &b) > upper))
    }

    fn breaks_a_row(model: &Model, traveller: usize, stops: &[Stop]) -> bool {
        let column = model.column(traveller, stops).expect("a trip");
        let excess = |coef: i64, upper: Option<i64>| upper.is_some_and(|upper| coef > upper);
        let groups = &model.pool.place_groups;
        let hard = model.pool.rows.iter().filter(|row| row.slack.is_none());
        { hard }.any(|row| excess(row.coef(&model.instance, groups, &column), row.upper))
    }

    #[test]
    fn what_is_barred_breaks_a_rule_all_alone() {
        for scenario in ["bench/S-bind-1", "taskforce-2027"] {
            let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).join(scenario);
            let problem = crate::scenario::load(&path).expect("a scenario").problem;
            let model = Model::new(&problem);
            let requests = &model.instance.requests;
            let (mut n_barred, mut n_long) = (0, 0);
            for (traveller, data) in model.instance.travellers.iter().enumerate() {
                let stops = |seat: usize| {
                    let seat = data.seats[seat];
                    let stop =
                        move |start| Stop { request: small(seat.request), role: small(seat.role), start: small(start) };
                    (0..requests[seat.request].starts.len()).map(stop)
                };
                for stop in (0..data.seats.len()).flat_map(stops) {
                    let Some(alone) = model.column(traveller, &[stop]).filter(|column| !column.at_home) else {
                        continue;
                    };
                    let first = usize::try_from(alone.first_day).expect("in the horizon");
                    if alone.last_day > model.single_trip.last_days(traveller)[first] {
                        assert!(breaks_a_row(&model, traveller, &[stop]), "{scenario}: {stop:?} is not too long");
                        n_long += 1;
                    }
                    for other in model.single_trip.barred_after(stop.request(), stop.start()) {
                        let Some(seat) = data.seats.iter().position(|seat| seat.request == other) else { continue };
                        for next in stops(seat).filter(|next| model.column(traveller, &[stop, *next]).is_some()) {
                            assert!(exclude_each_other(&model, stop, next), "{scenario}: {stop:?}, {next:?}");
                            n_barred += 1;
                        }
                    }
                }
            }
            assert!(n_barred > 100, "{scenario}: {n_barred} trips with two visits are barred, {n_long} are too long");
        }
    }

    #[test]
    fn a_trip_ends_before_it_has_more_days_of_a_month_than_the_rule_allows() {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/bench/S-bind-1"));
        let problem = crate::scenario::load(path).expect("a scenario").problem;
        let model = Model::new(&problem);
        let minister = problem.travellers.iter().position(|traveller| traveller.id == "am-minister").expect("there");
        // 6 days a month: from 4 January on; from 29 January on the days are those of two months.
        let last_days = model.single_trip.last_days(minister);
        assert_eq!((last_days[0], last_days[25]), (5, 33));
    }
}
