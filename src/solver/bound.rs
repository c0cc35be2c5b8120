//! The safe bound: a number that no plan exceeds, computed in whole numbers from any prices.
//!
//! # Why it holds
//!
//! Let `π` be prices with the signs of their rows. Every plan `x` keeps every row, so each term `π_r (b_r − a_r x)` is
//! zero or more, and
//!
//! ```text
//!   value(x) ≤ value(x) + Σ_r π_r (b_r − a_r x) = Σ_r π_r b_r + Σ_t Σ_{c of t} (value_c − π a_c) x_c + slacks
//! ```
//!
//! The trips of one traveller in a plan keep `min_home_days` between them, so their part of the sum is at most the best
//! schedule that the pricing finds; each home meeting of a traveller adds at most its best seat; and slacks add nothing,
//! since the prices of their rows stay within the penalty. So
//!
//! ```text
//!   value(x) ≤ constant + Σ_r π_r b_r + Σ_t best_schedule_t + Σ meetings
//! ```
//!
//! It holds for any prices, before the column generation has converged, and while rows are missing. All of it is
//! computed in whole billionths of a point, so that the proof does not rest on floating-point numbers: a wrong LP gives
//! a weak bound, never a false one. Values of plans are whole thousandths, so the bound is rounded down to one; and
//! where it is compared with plans, to what their values are a multiple of ([`Model::down_to_a_value`]).
//!
//! # At once
//!
//! Before any pricing, [`at_once`] bounds each visit by itself: the most points that it, its delegation and what rules
//! give for it can have at any of its starts. Costs, charges and slacks only take from that, and what else binds is left
//! out.
//!
//! # Source
//!
//! Lübbecke and Desrosiers (2005), *Selected Topics in Column Generation*, <https://doi.org/10.1287/opre.1050.0234>.

use std::num::NonZeroUsize;
use std::sync::Arc;

use super::Stopper;
use super::alike::Alike;
use super::columns::pricing::memory::{self, Memories, Memory};
use super::columns::pricing::{Ask, Priced, price};
use super::columns::timetable::join;
use super::constraints::row::Term;
use super::model::Model;
use super::prices::{Charges, FundClass, PricedRow, TravellerPrices, UNITS, fund_classes, right_hand_sides};
use super::work::Work;

/// What pricing all travellers gave.
pub struct Round {
    /// Per traveller.
    pub priced: Vec<Priced>,
    /// No plan has more points than this, in thousandths; `None` when pricing was cut short.
    pub bound: Option<i64>,
}

/// What a round of pricing may be asked.
#[derive(Clone, Debug)]
pub struct RoundAsk {
    /// As in [`Ask`].
    pub threshold: i64,
    /// As in [`Ask`].
    pub dominance: bool,
    /// As in [`Ask`], for each traveller.
    pub max_labels: usize,
    /// Whether columns bring their points.
    pub with_points: bool,
    /// What visits remember of long trips.
    pub memories: Arc<Memories>,
    /// Threads to work with.
    pub n_threads: usize,
    /// Where it is counted how much was done.
    pub work: Work,
    /// Stops the round, whose bound is then none.
    pub stop: Stopper,
    /// Per request: whether it is priced, when not all are; the bound is then none.
    pub only: Option<Arc<Vec<bool>>>,
    /// Whether travellers who are alike are charged alike and priced once. What is found then follows from rows of each of
    /// them, also where the row of one alone has a price.
    pub once: bool,
}

#[cfg(test)]
impl RoundAsk {
    /// What a test asks first: the best trips of everybody, with their points and nothing left out.
    pub fn of_everybody(model: &Model) -> Self {
        RoundAsk {
            threshold: 0,
            dominance: true,
            max_labels: 10_000_000,
            with_points: true,
            memories: Arc::new(Memories::new(model)),
            n_threads: 2,
            work: Work::default(),
            stop: Stopper::default(),
            only: None,
            once: true,
        }
    }
}

/// Prices every traveller, and computes the bound that the prices give.
pub fn round(model: &Model, prices: &[PricedRow], ask: &RoundAsk) -> Round {
    let n_travellers = model.instance.travellers.len();
    let rounding = if ask.with_points { model.rounding() } else { 0 };
    let only = ask.only.as_ref().map(|only| only.as_slice());
    let RoundAsk { threshold, dominance, max_labels, .. } = *ask;
    let pricing_ask = Ask { threshold, dominance, max_labels, rounding, only };
    let alike = if ask.once { model.alike.at(prices) } else { Alike::nobody(n_travellers) };
    let charges = Charges::new(model, prices, ask.with_points, &alike);
    let one = |traveller: usize| {
        let seats = &model.instance.travellers[traveller].seats;
        if only.is_some_and(|only| !seats.iter().any(|seat| only[seat.request])) {
            return Priced::default();
        }
        let of_class = |class| (class, TravellerPrices::new(model, &charges, traveller, class, ask.with_points));
        let prices: Vec<(FundClass, TravellerPrices)> = fund_classes(model).into_iter().map(of_class).collect();
        let with_memory = |memory: Option<&Memory>| {
            let part = |&(class, ref prices): &(FundClass, TravellerPrices)| {
                price(model, traveller, class, prices, pricing_ask, memory, || ask.stop.is_set())
            };
            join(model, traveller, prices.iter().map(part).collect())
        };
        match ask.memories.of(traveller) {
            Some(mut memory) => learning(&mut memory, |memory| with_memory(Some(memory))),
            None => with_memory(None),
        }
    };
    let firsts: Vec<usize> = (0..n_travellers).filter(|&traveller| alike.first(traveller) == traveller).collect();
    let of_firsts = in_parallel(firsts.len(), ask.n_threads, |idx| one(firsts[idx]));
    ask.work.add_labels(of_firsts.iter().map(|priced| priced.n_labels).sum());
    let priced = (0..n_travellers).map(|traveller| of_firsts[position(&firsts, alike.first(traveller))].clone());
    let priced: Vec<Priced> = priced.collect();
    let is_of_all = only.is_none() && !priced.iter().any(|priced| priced.truncated);
    let bound = is_of_all.then(|| {
        let constant = if ask.with_points { model.pool.constant } else { 0 };
        let schedules: i128 = priced.iter().map(|priced| i128::from(priced.best_schedule)).sum();
        let units = right_hand_sides(prices) + schedules;
        let thousandths = units.div_euclid(i128::from(UNITS)) + i128::from(constant);
        i64::try_from(thousandths).unwrap_or(if thousandths > 0 { i64::MAX } else { i64::MIN })
    });
    Round { priced, bound }
}

/// The position of a number among numbers in order, of which it is one.
fn position(numbers: &[usize], number: usize) -> usize {
    numbers.partition_point(|&other| other < number)
}

/// Prices until no trip of a best schedule visits anything twice, or that takes too long: each time visits remember more.
fn learning(memory: &mut Memory, with_memory: impl Fn(&Memory) -> Priced) -> Priced {
    let mut last: Option<(Priced, Memory)> = None;
    loop {
        let mut priced = with_memory(memory);
        if priced.truncated {
            let Some((found, remembered)) = last else { return priced };
            // What was found before is true all the same.
            *memory = remembered;
            memory.learn_no_more();
            return found;
        }
        let remembered = memory.clone();
        let is_new = memory.learn(&priced);
        memory::drop_repeated(&mut priced);
        if let Some((found, _)) = &last {
            priced.best_schedule = priced.best_schedule.min(found.best_schedule);
        }
        if !is_new || !priced.trips.is_empty() {
            return priced;
        }
        last = Some((priced, remembered));
    }
}

/// Returns a number of thousandths of a point that no plan exceeds, without any search; `None` where rules give points
/// for anything but visits.
pub fn at_once(model: &Model) -> Option<i64> {
    let instance = &model.instance;
    let problem = instance.problem;
    // Per request and start: the most points that rules give.
    let mut given: Vec<Vec<i64>> = instance.requests.iter().map(|request| vec![0; request.starts.len()]).collect();
    for charge in &model.pool.charges {
        match &charge.term {
            Term::Seat { request, starts, coef, .. } => {
                let points = charge.points.checked_mul(*coef)?.max(0);
                given[*request][starts.clone()].iter_mut().for_each(|given| *given += points);
            }
            // Those of other terms count a whole number of times that is not negative.
            Term::Days { coef, .. }
            | Term::Absent { coef, .. }
            | Term::Attend { coef, .. }
            | Term::Trips { coef, .. }
                if charge.points.checked_mul(*coef)? <= 0 => {}
            _ => return None,
        }
    }
    let earns = problem.day_away.0 < 0 || problem.eur.0 < 0 || problem.kg_co2.0 < 0;
    if earns || model.pool.slacks.iter().any(|slack| slack.penalty < 0) {
        return None;
    }
    let mut sum = i128::from(model.pool.constant);
    for (request, given) in instance.requests.iter().zip(&given) {
        let of_start =
            request.starts.iter().zip(given).map(|(start, given)| i128::from(start.points) + i128::from(*given));
        let of_role = request.candidates.iter().zip(&request.optional).map(|(candidates, &optional)| {
            let best = candidates.iter().map(|&(_, points)| i128::from(points)).max();
            if optional { best.unwrap_or(0).max(0) } else { best.unwrap_or(0) }
        });
        let most = of_start.max().unwrap_or(0) + of_role.sum::<i128>();
        sum += if request.required { most } else { most.max(0) };
    }
    i64::try_from(sum).ok()
}

/// Computes `work(0), …, work(n − 1)` on some threads; the result is in order whatever the threads do.
pub fn in_parallel<T: Send>(n: usize, n_threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let n_threads = NonZeroUsize::new(n_threads.min(n)).map_or(1, NonZeroUsize::get);
    if n_threads == 1 {
        return (0..n).map(work).collect();
    }
    let next = std::sync::atomic::AtomicUsize::new(0);
    let mut done: Vec<(usize, T)> = std::thread::scope(|scope| {
        let worker = || {
            let mut done = Vec::new();
            loop {
                let idx = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                if idx >= n {
                    return done;
                }
                done.push((idx, work(idx)));
            }
        };
        let workers: Vec<_> = (0..n_threads).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker does not panic")).collect()
    });
    done.sort_by_key(|&(idx, _)| idx);
    done.into_iter().map(|(_, value)| value).collect()
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use fastrand::Rng;

    use super::super::columns::pricing::PricedTrip;
    use super::super::constraints::row::{Filter, Origin, Row, Term, Unit, Who};
    use super::super::constraints::steps::Steps;
    use super::super::guide::Guide;
    use super::super::search::row_index::RowIndex;
    use super::super::search::ruin_and_recreate::construct;
    use super::super::search::schedule::Schedule;
    use super::super::search::trips::Trips;
    use super::*;
    use crate::domain::{
        Day, DayRange, EarlierVisit, Interval, Points, Problem, RequestIdx, Rule, RuleBody, Stability, TravellerIdx,
    };

    fn problem(scenario: &str) -> Problem {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).join(scenario);
        crate::scenario::load(&path).expect("a scenario").problem
    }

    fn row(terms: Vec<Term>) -> Row {
        Row { origin: Origin::VisitOnce(0), terms, lower: Some(0), upper: Some(1), slack: None }
    }

    /// Some price up to so many points, above zero or below.
    fn price(rng: &mut Rng, most: i64, may_be_earned: bool) -> i64 {
        let price = rng.i64(1..=most * 1000) * UNITS;
        if may_be_earned && rng.bool() { -price } else { price }
    }

    /// Rows over two or three seats of one traveller each, with prices: of three paid for, of two paid for or earned.
    fn rows_of_pairs(model: &Model, rng: &mut Rng) -> Vec<(Row, i64)> {
        let mut rows = Vec::new();
        for _ in 0..12 {
            let traveller = &model.instance.travellers[rng.usize(0..model.instance.travellers.len())];
            let mut seats: Vec<(usize, usize)> = traveller.seats.iter().map(|seat| (seat.request, seat.role)).collect();
            rng.shuffle(&mut seats);
            seats.dedup_by_key(|seat| seat.0);
            seats.truncate(2 + rng.usize(0..2));
            seats.sort_unstable();
            let price = price(rng, 40, seats.len() == 2);
            rows.push((row(vec![Term::Pairs { seats: Arc::new(seats) }]), price));
        }
        rows
    }

    /// Rows over ranges of starts of a seat: visits in some weeks, or on some dates, are dearer or cheaper.
    fn rows_of_starts(model: &Model, rng: &mut Rng) -> Vec<(Row, i64)> {
        let requests = &model.instance.requests;
        let open: Vec<usize> = (0..requests.len()).filter(|&request| !requests[request].starts.is_empty()).collect();
        let mut rows = Vec::new();
        for &request in open.iter().chain(&open) {
            let n_starts = requests[request].starts.len();
            let first = rng.usize(0..n_starts);
            let starts = first..rng.usize(first..n_starts) + 1;
            let role = rng.usize(0..requests[request].optional.len());
            let (who, filter) = (Who::Any, Filter::default());
            let price = price(rng, 3, true);
            rows.push((row(vec![Term::Seat { request, role, who, starts, filter, coef: 1 }]), price));
        }
        rows
    }

    /// Rows over seats of travellers in trips that begin on some dates.
    fn rows_of_seats(model: &Model, rng: &mut Rng) -> Vec<(Row, i64)> {
        let n_days = model.instance.n_days;
        let mut rows = Vec::new();
        for (traveller, data) in model.instance.travellers.iter().enumerate() {
            for _ in 0..3 {
                let start = rng.i32(0..n_days);
                let first = start..rng.i32(start..n_days) + 1;
                let mut counts: Vec<_> =
                    data.seats.iter().map(|seat| ((seat.request, seat.role), rng.i64(1..4))).collect();
                counts.retain(|_| rng.bool());
                if !counts.is_empty() {
                    let term = Term::Seats { traveller, first, fund: None, counts: Arc::new(counts) };
                    rows.push((row(vec![term]), price(rng, 15, false)));
                }
            }
        }
        rows
    }

    /// Rows over dates, absence, costs and steps of them of each traveller, some for trips to the first places only.
    fn rows_of_time(model: &Model, rng: &mut Rng) -> Vec<(Row, i64)> {
        let is_cheap = rng.bool();
        let n_days = model.instance.n_days;
        let starts: Vec<_> = model.instance.requests.iter().flat_map(|request| &request.starts).collect();
        let mut rows = Vec::new();
        for traveller in 0..model.instance.travellers.len() {
            for _ in 0..4 {
                let first = rng.i32(0..n_days);
                let days = first..rng.i32(first..n_days) + 1;
                let n_groups = model.pool.place_groups.len();
                let places = (n_groups > 0 && rng.bool()).then(|| rng.usize(0..n_groups.max(1)));
                let filter = Filter { fund: None, places };
                let is_free = places.is_none();
                let of_days = Term::Days { traveller, days: days.clone(), filter: filter.clone(), coef: 1 };
                rows.push((row(vec![of_days]), price(rng, 2, is_free)));
                rows.push((row(vec![Term::Cover { traveller, day: first }]), price(rng, 2, true)));
                let (from, to) = (starts[rng.usize(0..starts.len())], starts[rng.usize(0..starts.len())]);
                if let Some(interval) = Interval::new(from.depart.min(to.depart), from.back.max(to.back)) {
                    rows.push((row(vec![Term::Absent { traveller, interval, coef: 1 }]), price(rng, 2, true)));
                    rows.push((row(vec![Term::Attend { traveller, interval, coef: 1 }]), price(rng, 2, true)));
                }
                let (from, units) = (rng.i64(10_000..40_000), rng.i64(1..4));
                let levels = vec![(from, units), (from + rng.i64(1..40_000), units + rng.i64(1..4))];
                let steps = Steps::new(rng.bool(), 100_000, levels).expect("levels that rise");
                for (unit, price) in [
                    (Unit::Trip, price(rng, 2, is_free)),
                    (Unit::Cent, rng.i64(if is_free && is_cheap { -600_000 } else { 0 }..300_000)),
                    (Unit::Gram, rng.i64(if is_free && is_cheap { -600_000 } else { 0 }..300_000)),
                    (Unit::Steps(Arc::new(steps)), price(rng, 2, false)),
                ] {
                    let is_meant = rng.u8(0..3) == 0 && (is_free || !matches!(unit, Unit::Steps(_)));
                    let of_trips =
                        Term::Trips { traveller, first: days.clone(), filter: filter.clone(), unit, coef: 1 };
                    if is_meant {
                        rows.push((row(vec![of_trips]), price));
                    }
                }
            }
        }
        rows
    }

    /// At random prices, compares pricing with what is dominated left out to pricing without; returns how many trips
    /// are worth something, and how many rounds it took until no label forgot what it needed.
    ///
    /// * `share`: how much of its points a visit costs, in percent.
    fn compare(model: &Model, seed: u64, share: std::ops::Range<i64>, with_time: bool) -> (usize, usize) {
        let mut rng = Rng::with_seed(seed);
        let mut rows = rows_of_starts(model, &mut rng);
        if rng.bool() {
            rows.extend(rows_of_pairs(model, &mut rng));
        }
        if rng.bool() {
            rows.extend(rows_of_seats(model, &mut rng));
        }
        if with_time && rng.bool() {
            rows.extend(rows_of_time(model, &mut rng));
        }
        let mut prices: Vec<PricedRow> = rows.iter().map(|(row, price)| (row, *price)).collect();
        for row in &model.pool.rows {
            let Origin::VisitOnce(request) = row.origin else { continue };
            let points = model.instance.problem.requests[request].points.0;
            prices.push((row, points * UNITS / 100 * rng.i64(share.clone())));
        }
        let of_everybody = RoundAsk::of_everybody(model);
        let ask = |dominance| RoundAsk { dominance, ..of_everybody.clone() };
        let whole = round(model, &prices, &ask(false));
        assert!(whole.bound.is_some());
        let mut quick = round(model, &prices, &ask(true));
        // Where labels forget, each round remembers more, until nothing is visited twice.
        let mut n_rounds = 0;
        while quick.bound > whole.bound && n_rounds < 100 {
            quick = round(model, &prices, &ask(true));
            n_rounds += 1;
        }
        for (traveller, (quick, whole)) in quick.priced.iter().zip(&whole.priced).enumerate() {
            assert_eq!(quick.best_schedule, whole.best_schedule, "seed {seed}, traveller {traveller}");
        }
        assert_eq!(quick.bound, whole.bound, "seed {seed}");
        let guide = Guide::of_all(model, &prices);
        let mut n_trips = 0;
        for (traveller, priced) in whole.priced.iter().enumerate() {
            for trip in &priced.trips {
                let column = model.column(traveller, &trip.stops).expect("a trip");
                let off = trip.worth / UNITS - guide.worth(model, &column);
                assert!(off.abs() <= 1, "seed {seed}: {trip:?} is off by {off}");
                n_trips += 1;
            }
        }
        (n_trips, n_rounds)
    }

    #[test]
    fn dominated_labels_are_never_needed_and_trips_are_worth_what_their_columns_are() {
        for (scenario, n_seeds, share, with_time) in
            [("bench/S-bind-1", 8, 85..115, false), ("taskforce-2027", 4, 85..115, false)]
        {
            let problem = problem(scenario);
            let model = Model::new(&problem);
            let n_trips: usize = (0..n_seeds).map(|seed| compare(&model, seed, share.clone(), with_time).0).sum();
            assert!(n_trips > 100, "{scenario}: {n_trips}");
        }
    }

    #[test]
    fn of_some_visits_alone_the_same_trips_are_found_and_no_bound() {
        let problem = problem("valid/fine-grid.toml");
        let model = Model::new(&problem);
        let mut n_trips = 0;
        for seed in 0..20 {
            let mut rng = Rng::with_seed(seed);
            let rows = rows_of_starts(&model, &mut rng);
            let prices: Vec<PricedRow> = rows.iter().map(|(row, price)| (row, *price)).collect();
            let only: Vec<bool> = model.instance.requests.iter().map(|_| rng.u8(0..4) > 0).collect();
            let of_all = RoundAsk { dominance: false, ..RoundAsk::of_everybody(&model) };
            let of_some = RoundAsk { only: Some(Arc::new(only.clone())), ..of_all.clone() };
            let (all, some) = (round(&model, &prices, &of_all), round(&model, &prices, &of_some));
            assert!(all.bound.is_some() && some.bound.is_none());
            for (all, some) in all.priced.into_iter().zip(some.priced) {
                let is_open = |trip: &&PricedTrip| trip.stops.iter().all(|stop| only[stop.request()]);
                let open: Vec<&PricedTrip> = all.trips.iter().filter(is_open).collect();
                assert_eq!(open, some.trips.iter().collect::<Vec<&PricedTrip>>());
                n_trips += some.trips.len();
            }
        }
        assert!(n_trips > 100, "{n_trips}");
    }

    #[test]
    fn no_plan_exceeds_the_bound_at_once() {
        let of_rules = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/valid")).expect("a folder");
        let of_rules = of_rules.map(|entry| entry.expect("an entry").path());
        let is_toml = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "toml");
        let scenarios: Vec<PathBuf> = of_rules.filter(is_toml).collect();
        assert!(scenarios.len() > 10);
        for path in scenarios {
            let problem = crate::scenario::load(&path).expect("a scenario").problem;
            let model = Model::new(&problem);
            let index = RowIndex::new(&model);
            let most = at_once(&model).expect("no rule of these gives points for trips");
            let schedule = construct(Schedule::new(&model, &index), &mut Trips::new(&model, &index), 0, || false);
            assert!(!schedule.is_plan() || schedule.points() <= most, "{}", path.display());
        }
        // All visits with their preferences, and the bonus of an optional member.
        let problem = problem("valid/fine-grid.toml");
        assert_eq!(at_once(&Model::new(&problem)), Some((60 + 4 + 40 + 70 + 55 + 33 + 8) * 1000));
    }

    #[test]
    fn starts_that_earlier_ones_stand_in_for_are_never_needed() {
        let mut problem = problem("valid/fine-grid.toml");
        let (mut n_trips, mut n_rounds) = (0, 0);
        for seed in 0..1500 {
            vary(&mut problem, &mut Rng::with_seed(seed));
            let mut model = Model::new(&problem);
            let n_places = problem.places.len();
            for group in [1, 2] {
                model.pool.place_groups.push((0..n_places).map(|place| place % 3 == group).collect());
            }
            let (more_trips, more_rounds) = compare(&model, seed, 50..110, true);
            n_trips += more_trips;
            n_rounds += more_rounds;
        }
        assert!(n_trips > 10_000 && n_rounds > 10, "{n_trips}, {n_rounds}");
    }

    /// Gives travellers other limits and requests other windows, and some visit an earlier start of its own.
    fn vary(problem: &mut Problem, rng: &mut Rng) {
        let days: Vec<Day> = problem.horizon.days().collect();
        for request in &mut problem.requests {
            let first = rng.usize(0..days.len());
            let last = rng.usize(first..days.len().min(first + 3));
            request.windows = vec![DayRange::inclusive(days[first], days[last]).expect("in order")];
        }
        for traveller in &mut problem.travellers {
            traveller.limits.max_stops = if rng.u8(0..8) == 0 { 13 } else { rng.usize(1..5) };
            traveller.limits.max_idle_days = rng.i32(0..6);
            traveller.limits.max_trip_days = rng.i32(1..6);
            traveller.limits.min_home_days = rng.i32(0..2);
        }
        problem.earlier.clear();
        problem.rules.clear();
        if rng.bool() {
            let (request, start) = {
                let model = Model::new(problem);
                let request = rng.usize(0..model.instance.requests.len());
                let starts = &model.instance.requests[request].starts;
                (request, starts[rng.usize(0..starts.len())].start)
            };
            let n_travellers = problem.travellers.len();
            let lead = Some(TravellerIdx(rng.usize(0..n_travellers)));
            let delegation =
                problem.requests[request].roles.iter().map(|role| lead.filter(|_| !role.optional)).collect();
            problem.earlier.push(EarlierVisit { request: RequestIdx(request), start, delegation });
            problem.rules.push(Rule {
                id: "calm".to_owned(),
                label: "Few changes".to_owned(),
                penalty: None,
                body: RuleBody::Stability(Stability { changed: Points(3000), ..Stability::default() }),
            });
        }
    }
}
