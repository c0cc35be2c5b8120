//! The model: a prepared problem with every row of every rule.

use std::collections::BTreeSet;

use crate::domain::Problem;

use super::alike::Alike;
use super::columns::alone::{Alone, SeatId};
use super::columns::{self, Column, Stop, small};
use super::constraints::Pool;
use super::constraints::row::Term;
use super::instance::Instance;
use super::prices::IntervalPrices;
use super::single_trip::SingleTrip;

/// A prepared problem with every row of every rule.
#[derive(Debug)]
pub struct Model<'p> {
    /// The prepared problem.
    pub instance: Instance<'p>,
    /// Rows, slacks and charges.
    pub pool: Pool,
    /// The funds that some row names, in order.
    pub named_funds: Vec<usize>,
    /// What trips cannot be.
    pub single_trip: SingleTrip,
    /// Which travellers nothing tells apart.
    pub alike: Alike,
    /// What the values of all plans are a multiple of, in thousandths of a point.
    value_step: i64,
    /// What trips with one visit bring, as far as anybody has asked.
    alone: Alone,
    /// Per traveller: the charges on absence.
    absent: Vec<IntervalPrices>,
    /// Per traveller: other charges on trips, as positions in `pool.charges`.
    charges_of_traveller: Vec<Vec<usize>>,
    /// Per request: the charges on seats.
    charges_of_request: Vec<Vec<usize>>,
}

impl<'p> Model<'p> {
    /// Builds the model of a problem.
    pub fn new(problem: &'p Problem) -> Self {
        Model::build(problem, SingleTrip::new)
    }

    /// The same, with trips that break a rule all alone: a plan of a problem that gives a rule more room may have them.
    pub fn for_more_room(problem: &'p Problem) -> Self {
        Model::build(problem, |instance, _| SingleTrip::anything_goes(instance))
    }

    fn build(problem: &'p Problem, single_trip: impl FnOnce(&Instance, &Pool) -> SingleTrip) -> Self {
        let instance = Instance::new(problem);
        let pool = Pool::new(&instance);
        let filters = pool.rows.iter().flat_map(|row| &row.terms).filter_map(|term| match term {
            Term::Seat { filter, .. } | Term::Days { filter, .. } | Term::Trips { filter, .. } => filter.fund,
            _ => None,
        });
        let named_funds: BTreeSet<usize> = filters.collect();
        let named_funds = named_funds.into_iter().collect();
        let mut absent = vec![Vec::new(); instance.travellers.len()];
        let mut charges_of_traveller = vec![Vec::new(); instance.travellers.len()];
        let mut charges_of_request = vec![Vec::new(); instance.requests.len()];
        for (idx, charge) in pool.charges.iter().enumerate() {
            match &charge.term {
                Term::Pairs { .. } | Term::Seats { .. } => {} // Only in cuts.
                Term::Seat { request, .. } => charges_of_request[*request].push(idx),
                Term::Absent { traveller, interval, coef } => {
                    absent[*traveller].push((*interval, coef * charge.points));
                }
                Term::Days { traveller, .. }
                | Term::Cover { traveller, .. }
                | Term::Attend { traveller, .. }
                | Term::Trips { traveller, .. } => charges_of_traveller[*traveller].push(idx),
            }
        }
        let absent = absent.into_iter().map(IntervalPrices::new).collect();
        let value_step = step_of_values(&instance, &pool);
        let alone = Alone::new(&instance);
        let single_trip = single_trip(&instance, &pool);
        let alike = Alike::new(&instance, &pool);
        Model {
            instance,
            pool,
            named_funds,
            single_trip,
            alike,
            value_step,
            alone,
            absent,
            charges_of_traveller,
            charges_of_request,
        }
    }

    /// The highest value that a plan can have, as far as steps of values go, that is no more than a bound.
    pub fn down_to_a_value(&self, bound: i64) -> i64 {
        bound.div_euclid(self.value_step).checked_mul(self.value_step).unwrap_or(bound)
    }

    /// Returns the column of a traveller with these stops, charges included, or `None` when the traveller cannot do
    /// that.
    pub fn column(&self, traveller: usize, stops: &[Stop]) -> Option<Column> {
        let mut column = Column::unfilled(traveller, stops.to_vec());
        self.complete(&mut column).then_some(column)
    }

    /// Returns the column with one visit alone, or `None` when the traveller cannot do that.
    pub fn column_alone(&self, (request, role, position): SeatId, start: usize) -> Option<Column> {
        let (traveller, _) = self.instance.requests[request].candidates[role][position];
        self.column(traveller, &[Stop { request: small(request), role: small(role), start: small(start) }])
    }

    /// What that column brings, in thousandths of a point.
    pub fn points_alone(&self, seat: SeatId, start: usize) -> Option<i64> {
        self.alone.get(seat, start, || self.column_alone(seat, start).map(|column| column.points))
    }

    /// Fills a column from its key, charges included, and says whether the traveller can do that.
    pub fn complete(&self, column: &mut Column) -> bool {
        if !columns::complete(&self.instance, column) {
            return false;
        }
        let traveller = column.traveller();
        let of_seats = column.stops().iter().flat_map(|stop| &self.charges_of_request[stop.request()]);
        let charged: i64 = self.charges_of_traveller[traveller]
            .iter()
            .chain(of_seats)
            .map(|&idx| &self.pool.charges[idx])
            .map(|charge| charge.points * charge.term.coef(&self.instance, &self.pool.place_groups, column))
            .sum();
        let absent = &self.absent[traveller];
        let missed = if column.at_home { 0 } else { absent.started(column.back) - absent.ended(column.depart) };
        column.points += charged + missed;
        true
    }

    /// The most by which rounding a trip's costs can raise its points above the sum of its parts, in billionths of a
    /// point: nothing when every amount is a whole number of thousandths anyway.
    pub fn rounding(&self) -> i64 {
        let problem = self.instance.problem;
        let n_places = problem.places.len();
        let legs = (0..n_places * n_places).map(|i| self.instance.leg(i / n_places, i % n_places));
        let exact_eur = |cents: i64| cents * problem.eur.0 % 100_000 == 0;
        let exact = problem.places.iter().all(|place| exact_eur(place.per_diem.0)) && { legs }
            .all(|leg| exact_eur(leg.eur.0) && leg.kg_co2.0 * problem.kg_co2.0 % 1_000_000 == 0);
        if exact { 0 } else { super::prices::UNITS }
    }
}

/// What the values of all plans are a multiple of: of everything that they are sums of, each taken a whole number of
/// times. Money and carbon dioxide come in any number of thousandths.
fn step_of_values(instance: &Instance, pool: &Pool) -> i64 {
    let problem = instance.problem;
    if problem.eur.0 != 0 || problem.kg_co2.0 != 0 {
        return 1;
    }
    let starts = instance.requests.iter().flat_map(|request| &request.starts).map(|start| start.points);
    let seats = instance.travellers.iter().flat_map(|traveller| &traveller.seats).map(|seat| seat.points);
    let charges = pool.charges.iter().map(|charge| charge.points);
    let slacks = pool.slacks.iter().map(|slack| slack.penalty);
    let parts = starts.chain(seats).chain(charges).chain(slacks).chain([problem.day_away.0, pool.constant]);
    parts.fold(0, greatest_common_divisor).max(1)
}

/// Of nothing and a number, it is the number; signs do not count.
fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::domain::{Points, Weight};

    #[test]
    fn values_are_multiples_of_what_they_are_sums_of() {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/valid/rule-stability.toml"));
        let mut problem = crate::scenario::load(path).expect("a scenario").problem;
        // Visits of 80 and 100 points, a preference of 3 and a substitute of 5; 20, 1 and 5 lost for changes.
        assert_eq!(Model::new(&problem).value_step, 1000);
        problem.rules.clear();
        problem.requests.iter_mut().for_each(|request| request.prefer.clear());
        let model = Model::new(&problem);
        let rounded = [-5001, -5000, -1, 0, 4999, 5000, i64::MAX].map(|bound| model.down_to_a_value(bound));
        assert_eq!(rounded, [-10_000, -5000, -5000, 0, 0, 5000, i64::MAX / 5000 * 5000]);
        assert_eq!(model.down_to_a_value(i64::MIN), i64::MIN);
        problem.day_away = Points(1500);
        assert_eq!(Model::new(&problem).value_step, 500);
        problem.eur = Weight(1);
        assert_eq!(Model::new(&problem).value_step, 1);
    }
}
