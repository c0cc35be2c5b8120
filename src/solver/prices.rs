//! Prices: what the rows charge a traveller's columns, sorted so that a trip can be priced stop by stop.
//!
//! The dual value of a row times a column's coefficient is a sum over terms, and each kind of term falls on one part of
//! a trip: a seat, a touched date, an absence, the trip as such. So a column's reduced cost can be built up along the
//! trip, and the pricing problem is a longest path.
//!
//! # Invariants
//!
//! * Prices are whole billionths of a point: sums of them are exact, and a bound computed from them is a proof however
//!   wrong the LP was. A row's price has the sign that makes it a valid multiplier: not negative for `≤`, not positive
//!   for `≥`. Prices of rows that share a slack add up to no more than its penalty, so that slack adds nothing.
//! * Dates are numbers of days of the horizon, as in `instance`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::domain::{Instant, Interval};

use super::alike::Alike;
use super::columns::stop_points;
use super::columns::{Column, Stop, small};
use super::constraints::row::{Filter, Row, SeatCount, Term, Unit};
use super::constraints::steps::Steps;
use super::model::Model;
use by_first::PricesByFirst;

mod by_first;

/// Billionths of a point in a thousandth of a point.
pub const UNITS: i64 = 1_000_000;

/// A row and its price per unit of coefficient, in billionths of a point.
pub type PricedRow<'a> = (&'a Row, i64);

/// Returns prices with the signs that make the bound valid, from dual values in points per unit of coefficient.
///
/// * `duals`: a row and what one more unit of its side would be worth, in points.
pub fn sanitize<'a>(model: &Model, duals: impl Iterator<Item = (&'a Row, f64)>) -> Vec<PricedRow<'a>> {
    let mut prices: Vec<PricedRow> = Vec::new();
    let mut left: Vec<i64> = model.pool.slacks.iter().map(|slack| slack.penalty.saturating_mul(UNITS)).collect();
    for (row, dual) in duals {
        // A float becomes the nearest whole number of billionths; out of range it saturates, which stays valid.
        let mut price = (dual * 1e9).round().clamp(-1e15, 1e15) as i64;
        if (price > 0 && row.upper.is_none()) || (price < 0 && row.lower.is_none()) {
            price = 0;
        }
        if let Some((slack, coef)) = row.slack {
            let most = left[slack] / coef;
            price = price.clamp(-most, most);
            left[slack] -= price.abs() * coef;
        }
        if price != 0 {
            prices.push((row, price));
        }
    }
    prices
}

/// The part of the bound that the rows themselves give: the sum of prices times right-hand sides.
pub fn right_hand_sides(prices: &[PricedRow]) -> i128 {
    prices
        .iter()
        .map(|&(row, price)| {
            let side = if price > 0 { row.upper } else { row.lower };
            i128::from(price) * i128::from(side.unwrap_or(0))
        })
        .sum()
}

/// Prices on intervals of time, by the absence that meets them.
#[derive(Debug, Default)]
pub struct IntervalPrices {
    /// (interval start, sum of prices of the intervals that start before the next), sorted.
    starts: Vec<(Instant, i64)>,
    /// Likewise by interval end.
    ends: Vec<(Instant, i64)>,
}

impl IntervalPrices {
    pub fn new(mut priced: Vec<(Interval, i64)>) -> Self {
        let sums = |points: Vec<(Instant, i64)>| {
            let mut sum = 0;
            points
                .into_iter()
                .map(|(at, price)| {
                    sum += price;
                    (at, sum)
                })
                .collect::<Vec<_>>()
        };
        priced.sort_unstable_by_key(|&(interval, _)| interval.start());
        let starts = sums(priced.iter().map(|&(interval, price)| (interval.start(), price)).collect());
        priced.sort_unstable_by_key(|&(interval, _)| interval.end());
        let ends = sums(priced.iter().map(|&(interval, price)| (interval.end(), price)).collect());
        IntervalPrices { starts, ends }
    }

    /// The prices of intervals that start before an instant. An absence `[depart, back)` costs
    /// `started(back) − ended(depart)`.
    pub fn started(&self, back: Instant) -> i64 {
        let n = self.starts.partition_point(|&(start, _)| start < back);
        if n == 0 { 0 } else { self.starts[n - 1].1 }
    }

    /// The prices of intervals that end by an instant.
    pub fn ended(&self, depart: Instant) -> i64 {
        let n = self.ends.partition_point(|&(end, _)| end <= depart);
        if n == 0 { 0 } else { self.ends[n - 1].1 }
    }
}

/// What is paid for a trip as such, by its first date, and for its dates.
#[derive(Debug)]
pub struct TripPrices {
    /// Sum of the prices of dates before this one; one longer than the horizon.
    pub days_before: Vec<i64>,
    /// Per trip that begins on the date.
    pub trip: Vec<i64>,
    /// Per cent of a trip that begins on the date.
    pub cent: Vec<i64>,
    /// Per gram of a trip that begins on the date.
    pub gram: Vec<i64>,
    /// Per unit of steps of the cost, of a trip that begins on one of these dates.
    pub steps: Vec<(Range<usize>, Arc<Steps>, i64)>,
    /// Which steps trips pay that begin on the date: trips with the same number pay the same ones.
    pub tariff: Vec<u32>,
}

impl TripPrices {
    fn new(n_days: usize) -> Self {
        TripPrices {
            days_before: vec![0; n_days + 1],
            trip: vec![0; n_days],
            cent: vec![0; n_days],
            gram: vec![0; n_days],
            steps: Vec::new(),
            tariff: vec![0; n_days],
        }
    }

    /// Prices of a trip with these dates and totals.
    pub fn of(&self, first: usize, last: usize, cents: i64, grams: i64) -> i64 {
        self.days_before[last + 1] - self.days_before[first]
            + self.trip[first]
            + self.cent[first] * cents
            + self.gram[first] * grams
            + self.of_steps(first, cents, grams)
    }

    /// Prices of the steps of costs of a trip with this first date and these totals.
    pub fn of_steps(&self, first: usize, cents: i64, grams: i64) -> i64 {
        self.steps_of(first).map(|(steps, price)| price * steps.amount(cents, grams)).sum()
    }

    /// The most by which that can rise when the totals rise by so much.
    pub fn most_of_steps(&self, first: usize, cents: i64, grams: i64) -> i64 {
        let rise = |steps: &Steps| steps.most_for(if steps.of_grams { grams } else { cents });
        self.steps_of(first).map(|(steps, price)| price * rise(steps)).sum()
    }

    fn steps_of(&self, first: usize) -> impl Iterator<Item = (&Steps, i64)> {
        let mine = self.steps.iter().filter(move |(days, _, _)| days.contains(&first));
        mine.map(|(_, steps, price)| (&**steps, *price))
    }

    /// Numbers the days by the steps that trips pay.
    fn number_tariffs(&mut self) {
        let mut known: BTreeMap<Vec<usize>, u32> = BTreeMap::from([(Vec::new(), 0)]);
        for (day, tariff) in self.tariff.iter_mut().enumerate() {
            let which: Vec<usize> = (0..self.steps.len()).filter(|&idx| self.steps[idx].0.contains(&day)).collect();
            let next = small(known.len());
            *tariff = *known.entry(which).or_insert(next);
        }
    }

    fn sum_days(&mut self) {
        let mut sum = 0;
        for price in &mut self.days_before {
            let day = *price;
            *price = sum;
            sum += day;
        }
    }
}

/// Everything that one traveller's columns are charged, for trips whose first visit has one of some funds.
#[derive(Debug)]
pub struct TravellerPrices {
    /// Profit of each seat at each start: points less prices, by position of seat and start.
    pub seats: Vec<Vec<i64>>,
    /// What dates and trips cost, whatever places they go to.
    pub trip: TripPrices,
    /// What blocked dates cost: the prices of dates before this one; `min_home_days` longer than the horizon.
    pub blocked_before: Vec<i64>,
    /// What absence costs.
    pub absent: IntervalPrices,
    /// What home meetings cost by time.
    pub attend: IntervalPrices,
    /// Further prices of trips that visit a group of places: (group, prices).
    pub groups: Vec<(usize, TripPrices)>,
    /// What seats cost beside that, by the first date of the trip.
    pub by_first: PricesByFirst,
    /// What a trip pays for every two of some seats: (positions of the seats, price); of two seats it may earn.
    pub pairs: Vec<(Vec<usize>, i64)>,
}

/// Which columns a computation of prices is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FundClass {
    /// No price depends on the fund.
    Any,
    /// Trips whose first visit has this fund.
    Only(usize),
    /// Trips whose first visit has a fund that no price names, or none.
    Unnamed,
}

impl FundClass {
    fn pays(self, filter: &Filter) -> bool {
        match filter.fund {
            None => true,
            Some(fund) => self == FundClass::Only(fund),
        }
    }
}

/// The classes of first visits that are to be priced apart: one per fund that a row names, and the rest.
pub fn fund_classes(model: &Model) -> Vec<FundClass> {
    if model.named_funds.is_empty() {
        return vec![FundClass::Any];
    }
    model.named_funds.iter().map(|&fund| FundClass::Only(fund)).chain([FundClass::Unnamed]).collect()
}

/// Terms and their prices, sorted by the travellers whom they may concern.
pub struct Charges<'a> {
    of_traveller: Vec<Vec<(&'a Term, i64)>>,
}

impl<'a> Charges<'a> {
    /// Sorts the terms of priced rows and, with points, the charges of the model.
    ///
    /// * `alike`: who is charged alike. Each of them is charged the mean of what they are charged, rounded so that no column
    ///   is worth less, and stands in the result as the first of them.
    pub fn new(model: &'a Model, prices: &[PricedRow<'a>], with_points: bool, alike: &Alike) -> Self {
        let mut of_traveller = vec![Vec::new(); model.instance.travellers.len()];
        let n_alike = alike.n_alike();
        let charges = model.pool.charges.iter().filter(|_| with_points);
        let charged = charges.map(|charge| (&charge.term, -charge.points * UNITS));
        let priced = prices.iter().flat_map(|&(row, price)| row.terms.iter().map(move |term| (term, price)));
        for (term, price) in priced.chain(charged) {
            match term {
                Term::Seat { request, role, who, .. } => {
                    let candidates = &model.instance.requests[*request].candidates[*role];
                    for &(traveller, _) in candidates.iter().filter(|&&(traveller, _)| who.has(traveller)) {
                        of_traveller[traveller].push((term, price));
                    }
                }
                Term::Days { traveller, coef, .. }
                | Term::Absent { traveller, coef, .. }
                | Term::Attend { traveller, coef, .. }
                | Term::Trips { traveller, coef, .. } => {
                    let first = alike.first(*traveller);
                    of_traveller[first].push((term, share(price, n_alike[first], *coef)));
                }
                // Nobody is like a traveller whose seats count ([`Alike::at`]).
                Term::Seats { traveller, .. } => of_traveller[*traveller].push((term, price)),
                Term::Cover { traveller, .. } => {
                    let first = alike.first(*traveller);
                    of_traveller[first].push((term, share(price, n_alike[first], 1)));
                }
                Term::Pairs { seats } => {
                    let mut n_seats = vec![0; of_traveller.len()];
                    for &(request, role) in seats.iter() {
                        let candidates = &model.instance.requests[request].candidates[role];
                        candidates.iter().for_each(|&(traveller, _)| n_seats[traveller] += 1);
                    }
                    let with_two = n_seats.iter().enumerate().filter(|&(_, &n_seats)| n_seats > 1);
                    with_two.for_each(|(traveller, _)| of_traveller[traveller].push((term, price)));
                }
            }
        }
        Charges { of_traveller }
    }
}

/// A share of a price, rounded so that what is charged for so many units of it is rounded down.
fn share(price: i64, n_shares: usize, coef: i64) -> i64 {
    let n_shares = i64::try_from(n_shares).expect("as many as there are travellers");
    if coef >= 0 { price.div_euclid(n_shares) } else { -(-price).div_euclid(n_shares) }
}

impl TravellerPrices {
    /// What a trip pays for pairs of seats.
    fn of_pairs(&self, seats: impl Iterator<Item = usize> + Clone) -> i64 {
        let n_of = |pair: &[usize]| seats.clone().filter(|seat| pair.contains(seat)).count();
        let paid = |(pair, price): &(Vec<usize>, i64)| i64::try_from(n_of(pair) / 2).unwrap_or(0) * price; // Few stops.
        self.pairs.iter().map(paid).sum()
    }

    /// What a column of the traveller is worth, in billionths of a point.
    pub fn worth(&self, model: &Model, column: &Column) -> i64 {
        let seats = &model.instance.travellers[column.traveller()].seats;
        let position = |stop: &Stop| {
            let id = (stop.request(), stop.role());
            seats.partition_point(|seat| (seat.request, seat.role) < id)
        };
        let seated: i64 = column.stops().iter().map(|stop| self.seats[position(stop)][stop.start()]).sum();
        if column.at_home {
            return seated - self.attend.started(column.back) + self.attend.ended(column.depart);
        }
        let day = |day: i32| usize::try_from(day).expect("a trip lies in the horizon");
        let (first, last) = (day(column.first_day), day(column.last_day));
        let min_home_days = model.instance.travellers[column.traveller()].limits.min_home_days;
        let of_groups = self.groups.iter().filter(|(group, _)| {
            let places = &model.pool.place_groups[*group];
            column.stops().iter().any(|stop| places[model.instance.requests[stop.request()].place])
        });
        let of_trip = |prices: &TripPrices| prices.of(first, last, column.cents, column.grams);
        seated
            - of_trip(&self.trip)
            - column.stops().iter().map(|stop| self.by_first.of(first, position(stop))).sum::<i64>()
            - self.of_pairs(column.stops().iter().map(position))
            - of_groups.map(|(_, prices)| of_trip(prices)).sum::<i64>()
            - (self.blocked_before[day(column.last_day + 1 + min_home_days)] - self.blocked_before[first])
            - (self.absent.started(column.back) - self.absent.ended(column.depart))
    }

    /// Computes what the rows charge a traveller.
    ///
    /// * `with_points`: whether columns bring their points; without, only the rows speak (to find out whether there is
    ///   a plan at all).
    /// * `charges`: what the rows charge this traveller, as [`Charges`] sorted it.
    pub fn new(model: &Model, charges: &Charges, traveller: usize, class: FundClass, with_points: bool) -> Self {
        let instance = &model.instance;
        let data = &instance.travellers[traveller];
        let n_days = usize::try_from(instance.n_days).expect("the horizon is not negative");
        let n_home_days = usize::try_from(data.limits.min_home_days).expect("not negative");
        let mut seats: Vec<Vec<i64>> = Vec::with_capacity(data.seats.len());
        for seat in &data.seats {
            let n_starts = instance.requests[seat.request].starts.len();
            let stop = |start| Stop { request: small(seat.request), role: small(seat.role), start: small(start) };
            let points = |start| stop_points(instance, traveller, stop(start)) * UNITS;
            seats.push(if with_points { (0..n_starts).map(points).collect() } else { vec![0; n_starts] });
        }
        let mut own = TravellerPrices {
            seats,
            trip: TripPrices::new(n_days),
            blocked_before: vec![0; n_days + n_home_days + 1],
            absent: IntervalPrices::default(),
            attend: IntervalPrices::default(),
            groups: Vec::new(),
            by_first: PricesByFirst::default(),
            pairs: Vec::new(),
        };
        let mut absent = Vec::new();
        let mut attend = Vec::new();
        for &(term, price) in &charges.of_traveller[traveller] {
            own.add(data, traveller, class, term, price, &mut absent, &mut attend);
        }
        // A trip's label keeps 64 groups apart. To leave out the prices of more makes trips look better than they are,
        // which keeps the bound valid: prices with a filter on places are never negative.
        own.groups.truncate(64);
        own.by_first.number_classes(n_days);
        own.absent = IntervalPrices::new(absent);
        own.attend = IntervalPrices::new(attend);
        if with_points {
            let problem = instance.problem;
            for day in 0..n_days {
                own.trip.days_before[day] += problem.day_away.0 * UNITS;
                // Millionths of a point per euro are tens of billionths per cent; per gram, the number itself.
                own.trip.cent[day] += problem.eur.0 * 10;
                own.trip.gram[day] += problem.kg_co2.0;
            }
        }
        for trip in { own.groups.iter_mut().map(|(_, group)| group) }.chain([&mut own.trip]) {
            trip.sum_days();
            trip.number_tariffs();
        }
        let mut sum = 0;
        for price in &mut own.blocked_before {
            let day = *price;
            *price = sum;
            sum += day;
        }
        own
    }

    #[expect(clippy::too_many_arguments, reason = "one caller; the parts are filled side by side")]
    fn add(
        &mut self,
        data: &super::instance::TravellerData,
        traveller: usize,
        class: FundClass,
        term: &Term,
        price: i64,
        absent: &mut Vec<(Interval, i64)>,
        attend: &mut Vec<(Interval, i64)>,
    ) {
        match term {
            Term::Seat { request, role, who, starts, filter, coef } if who.has(traveller) && class.pays(filter) => {
                let first = data.seats.partition_point(|seat| (seat.request, seat.role) < (*request, *role));
                if data.seats.get(first).is_some_and(|seat| (seat.request, seat.role) == (*request, *role)) {
                    for profit in &mut self.seats[first][starts.clone()] {
                        *profit -= price * coef;
                    }
                }
            }
            Term::Days { days, filter, coef, .. } if class.pays(filter) => {
                let trip = self.trip_prices(filter);
                let n_days = trip.trip.len();
                for day in clip(days, n_days) {
                    trip.days_before[day] += price * coef;
                }
            }
            Term::Trips { first, filter, unit, coef, .. } if class.pays(filter) => {
                let trip = self.trip_prices(filter);
                let prices = match unit {
                    Unit::Trip => &mut trip.trip,
                    Unit::Cent => &mut trip.cent,
                    Unit::Gram => &mut trip.gram,
                    Unit::Steps(steps) => {
                        trip.steps.push((clip(first, trip.trip.len()), Arc::clone(steps), price * coef));
                        return;
                    }
                };
                for day in clip(first, prices.len()) {
                    prices[day] += price * coef;
                }
            }
            Term::Cover { day, .. } => {
                if let Some(blocked) = usize::try_from(*day).ok().and_then(|day| self.blocked_before.get_mut(day)) {
                    *blocked += price;
                }
            }
            Term::Absent { interval, coef, .. } => {
                absent.push((*interval, price * coef));
            }
            Term::Attend { interval, coef, .. } => {
                attend.push((*interval, price * coef));
            }
            Term::Seats { first, fund, counts, .. } if class.pays(&Filter { fund: *fund, places: None }) => {
                let n_days = self.trip.trip.len();
                let mine = |&(seat, count): &SeatCount| {
                    let at = data.seats.binary_search_by_key(&seat, |seat| (seat.request, seat.role)).ok()?;
                    Some((at, price * count))
                };
                self.by_first.add(clip(first, n_days), data.seats.len(), counts.iter().filter_map(mine));
            }
            // What is earned by pairs is right for two seats alone: of more, one trip may have several pairs.
            Term::Pairs { seats } if price > 0 || seats.len() == 2 => {
                let mine =
                    |seat: &(usize, usize)| data.seats.binary_search_by_key(seat, |seat| (seat.request, seat.role));
                let mine: Vec<usize> = seats.iter().filter_map(|seat| mine(seat).ok()).collect();
                if mine.len() > 1 {
                    self.pairs.push((mine, price));
                }
            }
            _ => {}
        }
    }

    fn trip_prices(&mut self, filter: &Filter) -> &mut TripPrices {
        let Some(group) = filter.places else { return &mut self.trip };
        let n_days = self.trip.trip.len();
        let position = self.groups.iter().position(|(known, _)| *known == group).unwrap_or_else(|| {
            self.groups.push((group, TripPrices::new(n_days)));
            self.groups.len() - 1
        });
        &mut self.groups[position].1
    }
}

/// The days of a range that lie in the horizon, as positions.
fn clip(days: &Range<i32>, n_days: usize) -> Range<usize> {
    let clip = |day: i32| usize::try_from(day).unwrap_or(0).min(n_days);
    clip(days.start)..clip(days.end).max(clip(days.start))
}
