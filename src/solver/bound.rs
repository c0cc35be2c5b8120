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
//! a weak bound, never a false one. Values of plans are whole thousandths, so the bound is rounded down to one.
//!
//! # Source
//!
//! Lübbecke and Desrosiers (2005), *Selected Topics in Column Generation*, <https://doi.org/10.1287/opre.1050.0234>.

use std::num::NonZeroUsize;
use std::sync::Arc;

use super::Stopper;
use super::columns::pricing::{Ask, Priced, price};
use super::columns::timetable::join;
use super::model::Model;
use super::prices::{Charges, PricedRow, TravellerPrices, UNITS, fund_classes, right_hand_sides};

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
    /// Threads to work with.
    pub n_threads: usize,
    /// Stops the round, whose bound is then none.
    pub stop: Stopper,
    /// Which travellers are priced, when not all are; the bound is then none.
    pub only: Option<Arc<Vec<bool>>>,
}

/// Prices every traveller, and computes the bound that the prices give.
pub fn round(model: &Model, prices: &[PricedRow], ask: &RoundAsk) -> Round {
    let n_travellers = model.instance.travellers.len();
    let rounding = if ask.with_points { model.rounding() } else { 0 };
    let pricing_ask = Ask { threshold: ask.threshold, dominance: ask.dominance, max_labels: ask.max_labels, rounding };
    let charges = Charges::new(model, prices, ask.with_points);
    let one = |traveller: usize| {
        if ask.only.as_ref().is_some_and(|only| !only[traveller]) {
            return Priced { truncated: true, ..Priced::default() };
        }
        let parts = fund_classes(model)
            .into_iter()
            .map(|class| {
                let prices = TravellerPrices::new(model, &charges, traveller, class, ask.with_points);
                price(model, traveller, class, &prices, pricing_ask, || ask.stop.is_set())
            })
            .collect();
        join(model, traveller, parts)
    };
    let priced = in_parallel(n_travellers, ask.n_threads, one);
    let bound = (!priced.iter().any(|priced| priced.truncated)).then(|| {
        let constant = if ask.with_points { model.pool.constant } else { 0 };
        let schedules: i128 = priced.iter().map(|priced| i128::from(priced.best_schedule)).sum();
        let units = right_hand_sides(prices) + schedules;
        let thousandths = units.div_euclid(i128::from(UNITS)) + i128::from(constant);
        i64::try_from(thousandths).unwrap_or(if thousandths > 0 { i64::MAX } else { i64::MIN })
    });
    Round { priced, bound }
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
    use std::path::Path;
    use std::sync::Arc;

    use fastrand::Rng;

    use super::super::constraints::row::{Origin, Row, Term};
    use super::super::prices::Guide;
    use super::*;

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
            let price = rng.i64(1..40) * 1000 * UNITS;
            let price = if seats.len() == 2 && rng.bool() { -price } else { price };
            let terms = vec![Term::Pairs { seats: Arc::new(seats) }];
            rows.push((
                Row { origin: Origin::VisitOnce(0), terms, lower: Some(0), upper: Some(1), slack: None },
                price,
            ));
        }
        rows
    }

    #[test]
    fn dominated_labels_are_never_needed_and_trips_are_worth_what_their_columns_are() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/bench/S-bind-1"));
        let problem = crate::scenario::load(folder).expect("a scenario").problem;
        let model = Model::new(&problem);
        let mut n_trips = 0;
        for seed in 0..8 {
            let mut rng = Rng::with_seed(seed);
            let pairs = rows_of_pairs(&model, &mut rng);
            let mut prices: Vec<PricedRow> = pairs.iter().map(|(row, price)| (row, *price)).collect();
            for row in &model.pool.rows {
                let Origin::VisitOnce(request) = row.origin else { continue };
                let points = problem.requests[request].points.0;
                prices.push((row, points * UNITS / 100 * rng.i64(85..115)));
            }
            let ask = |dominance| RoundAsk {
                threshold: 0,
                dominance,
                max_labels: 10_000_000,
                with_points: true,
                n_threads: 2,
                stop: Stopper::default(),
                only: None,
            };
            let (quick, whole) = (round(&model, &prices, &ask(true)), round(&model, &prices, &ask(false)));
            assert!(whole.bound.is_some());
            assert_eq!(quick.bound, whole.bound, "seed {seed}");
            let guide = Guide::of_all(&model, &prices);
            for (traveller, priced) in whole.priced.iter().enumerate() {
                for trip in &priced.trips {
                    let column = model.column(traveller, &trip.stops).expect("a trip");
                    let off = trip.worth / UNITS - guide.worth(&model, &column);
                    assert!(off.abs() <= 1, "seed {seed}: {trip:?} is off by {off}");
                    n_trips += 1;
                }
            }
        }
        assert!(n_trips > 100, "{n_trips}");
    }
}
