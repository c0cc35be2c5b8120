//! Team orienteering with time windows, written as scenarios: its optima are known, from the literature or by dynamic
//! programming here. One trip of a team is one tour; a fine grid of day-parts, or of dates, stands for time.

#[expect(dead_code, reason = "other tests use the rest")]
mod common;

use chrono::{Days, NaiveDate};
use fastrand::Rng;
use reisagenda::checker::check;
use reisagenda::domain::{Points, Problem, Status};
use reisagenda::scenario::{self, Look};
use reisagenda::solver::{self, Options};
use serde_json::{Value, json};

use common::patient::Patient;

/// A customer: what serving it brings, the first and last step at which that may begin, and for how many steps it takes.
struct Customer {
    profit: i64,
    window: (i64, i64),
    service: i64,
}

/// An instance in whole steps of time. Tours begin at the depot at step 0 or later.
struct Instance {
    customers: Vec<Customer>,
    /// Steps from place to place; the depot is the first, then the customers.
    travel: Vec<Vec<i64>>,
    /// By when every tour is back.
    horizon: i64,
    n_teams: usize,
}

const MINUTES_OF_DAY: i64 = 24 * 60;

fn date(number: i64) -> String {
    let first = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a date");
    (first + Days::new(u64::try_from(number).expect("not before the first"))).to_string()
}

fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

impl Instance {
    fn profits(&self) -> i64 {
        self.customers.iter().map(|customer| customer.profit).sum()
    }

    /// The instance with a step of a minute. A visit is a day-part of the minute in which service begins; the rest of the
    /// service is part of the ways that leave the customer.
    fn by_minutes(&self) -> Problem {
        let n_days = (self.horizon + MINUTES_OF_DAY - 1) / MINUTES_OF_DAY;
        let mut places = vec![json!({
            "id": "p0", "country": "NL", "name_en": "Depot", "tz": "Etc/UTC", "weekend": [],
        })];
        let mut requests = Vec::new();
        for (idx, customer) in self.customers.iter().enumerate() {
            let (first, last) = customer.window;
            // A time zone in which the window lies within one date.
            let fits = |hours: &i64| (first + hours * 60) / MINUTES_OF_DAY == (last + 1 + hours * 60) / MINUTES_OF_DAY;
            let hours = (0..12).find(fits).expect("windows are narrower than a day");
            let parts: Vec<Value> = (first..=last)
                .map(|start| (start + hours * 60) % MINUTES_OF_DAY)
                .map(|minute| json!({ "id": format!("m{minute}"), "from": clock(minute), "to": clock(minute + 1) }))
                .collect();
            places.push(json!({
                "id": format!("p{}", idx + 1), "country": "NL", "name_en": format!("Customer {}", idx + 1),
                "tz": format!("Etc/GMT-{hours}"), "weekend": [], "day_parts": parts,
            }));
            let day = (first + hours * 60) / MINUTES_OF_DAY;
            requests.push(self.request(idx, 1, day, day));
        }
        let left = |from: usize| if from == 0 { 0 } else { self.customers[from - 1].service - 1 };
        let legs = self.legs(|from, to| self.travel[from][to] + left(from));
        let (day, minute) = (self.horizon / MINUTES_OF_DAY, self.horizon % MINUTES_OF_DAY);
        let busy = json!([{ "from": format!("{}T{}", date(day), clock(minute)), "to": date(n_days + 1) }]);
        self.problem(json!({
            "horizon": { "first_day": date(0), "last_day": date(n_days) },
            "travellers": self.travellers(&busy),
            "places": places, "legs": legs, "requests": requests,
        }))
    }

    /// The instance with a step of a date: one day-part a date, each step of service is one of them.
    fn by_dates(&self) -> Problem {
        let place = |idx: usize| {
            json!({
                "id": format!("p{idx}"), "country": "NL", "name_en": format!("Place {idx}"), "tz": "Etc/UTC", "weekend": [],
            })
        };
        let requests = self.customers.iter().enumerate().map(|(idx, customer)| {
            let (first, last) = customer.window;
            self.request(idx, customer.service, first, last + customer.service - 1)
        });
        self.problem(json!({
            "horizon": { "first_day": date(0), "last_day": date(self.horizon - 1) },
            "day_parts": [{ "id": "day", "from": "08:00", "to": "09:00" }],
            "travellers": self.travellers(&json!([])),
            "places": (0..self.travel.len()).map(place).collect::<Vec<Value>>(),
            "legs": self.legs(|from, to| self.travel[from][to] * MINUTES_OF_DAY),
            "requests": requests.collect::<Vec<Value>>(),
        }))
    }

    fn request(&self, idx: usize, parts: i64, first: i64, last: i64) -> Value {
        let candidates: Vec<Value> = (0..self.n_teams).map(|team| json!({ "traveller": format!("t{team}") })).collect();
        json!({
            "id": format!("r{}", idx + 1), "title": format!("Customer {}", idx + 1), "place": format!("p{}", idx + 1),
            "parts": parts, "points": self.customers[idx].profit,
            "windows": [{ "first_day": date(first), "last_day": date(last) }],
            "roles": [{ "id": "lead", "candidates": candidates }],
        })
    }

    fn travellers(&self, busy: &Value) -> Vec<Value> {
        let team = |team| {
            json!({
                "id": format!("t{team}"), "office": format!("Team {team}"), "organisation": "T", "rank": "senior",
                "busy": busy,
            })
        };
        (0..self.n_teams).map(team).collect()
    }

    fn legs(&self, minutes: impl Fn(usize, usize) -> i64) -> Vec<Value> {
        let n_places = self.travel.len();
        let pairs = (0..n_places * n_places).map(|pair| (pair / n_places, pair % n_places)).filter(|(a, b)| a != b);
        pairs
            .map(|(from, to)| json!({
                "from": format!("p{from}"), "to": format!("p{to}"), "minutes": minutes(from, to), "both_ways": false,
            }))
            .collect()
    }

    /// A scenario with one long trip for each team.
    fn problem(&self, mut scenario: Value) -> Problem {
        let more = json!({
            "title": "Orienteering", "home": "p0", "language": "en",
            "trips": { "max_stops": 1000, "max_trip_days": 3660, "max_idle_days": 3660, "night_rule": false },
            "rules": { "limit": [{ "id": "once", "measure": "trips", "max": 1, "each": true }] },
        });
        let fields = more.as_object().expect("an object").clone();
        scenario.as_object_mut().expect("an object").extend(fields);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("scenario.json");
        std::fs::write(&path, scenario.to_string()).expect("written");
        match scenario::load(&path) {
            Ok(loaded) => loaded.problem,
            Err(mistakes) => panic!("{}", mistakes.render(Look::Plain, reisagenda::domain::Language::English)),
        }
    }

    /// The most profit of any set of tours, by dynamic programming over sets of customers.
    fn best(&self) -> i64 {
        let n = self.customers.len();
        // Per set and last customer: when its service ends at the earliest.
        let mut ends = vec![vec![None::<i64>; n]; 1 << n];
        let mut is_tour = vec![false; 1 << n];
        is_tour[0] = true;
        for set in 1_usize..1 << n {
            for last in (0..n).filter(|last| set >> last & 1 == 1) {
                let before = set & !(1 << last);
                let arrivals = (0..n).filter_map(|from| Some(ends[before][from]? + self.travel[from + 1][last + 1]));
                let arrival = if before == 0 { Some(self.travel[0][last + 1]) } else { arrivals.min() };
                let Customer { window: (first, latest), service, .. } = self.customers[last];
                ends[set][last] = arrival.filter(|&at| at <= latest).map(|at| at.max(first) + service);
                is_tour[set] |= ends[set][last].is_some_and(|end| end + self.travel[last + 1][0] <= self.horizon);
            }
        }
        let profit =
            |set: usize| (0..n).filter(|idx| set >> idx & 1 == 1).map(|idx| self.customers[idx].profit).sum::<i64>();
        // Per set: the most that the teams so far can win in it.
        let mut most = vec![0; 1 << n];
        for _ in 0..self.n_teams {
            let before = most.clone();
            for (set, most) in most.iter_mut().enumerate() {
                for tour in (0..=set).filter(|tour| tour & !set == 0 && is_tour[*tour]) {
                    *most = (*most).max(before[set & !tour] + profit(tour));
                }
            }
        }
        most[(1 << n) - 1]
    }

    /// An instance at random.
    ///
    /// * `width`: of windows, at most.
    fn random(rng: &mut Rng, n_customers: usize, horizon: i64, width: i64, service: i64) -> Instance {
        let points: Vec<(f64, f64)> = (0..=n_customers).map(|_| (rng.f64(), rng.f64())).collect();
        let scale = horizon as f64 / 4.0;
        // A distance of some hundreds of steps.
        let steps = |a: (f64, f64), b: (f64, f64)| ((a.0 - b.0).hypot(a.1 - b.1) * scale).ceil() as i64;
        let travel: Vec<Vec<i64>> = points.iter().map(|&a| points.iter().map(|&b| steps(a, b)).collect()).collect();
        let customers = (1..=n_customers)
            .map(|customer| {
                let service = rng.i64(1..=service);
                let latest = (horizon - service - travel[customer][0]).max(1);
                let first = rng.i64(0..latest);
                let last = (first + rng.i64(0..=width)).min(latest);
                Customer { profit: rng.i64(1..40), window: (first, last), service }
            })
            .collect();
        Instance { customers, travel, horizon, n_teams: 1 + rng.usize(0..2) }
    }
}

/// An instance in which every customer can be served: tours that go to the nearest customer each time, with windows around
/// when they come past.
///
/// * `width`: of windows, at most; nobody waits, and a tour that comes back last has no time to spare.
fn planted(rng: &mut Rng, n_teams: usize, n_stops: usize, width: i64) -> Instance {
    let n_customers = n_teams * n_stops;
    let points: Vec<(f64, f64)> = (0..=n_customers).map(|_| (rng.f64(), rng.f64())).collect();
    let steps = |a: (f64, f64), b: (f64, f64)| ((a.0 - b.0).hypot(a.1 - b.1) * 30.0).ceil() as i64;
    let travel: Vec<Vec<i64>> = points.iter().map(|&a| points.iter().map(|&b| steps(a, b)).collect()).collect();
    let mut times = vec![(0, 0); n_customers];
    let mut left: Vec<usize> = (1..=n_customers).collect();
    let mut horizon = 0;
    for _ in 0..n_teams {
        let mut now = (0, 0);
        for _ in 0..n_stops {
            let nearest = (0..left.len()).min_by_key(|&idx| travel[now.0][left[idx]]).expect("enough for everybody");
            let customer = left.swap_remove(nearest);
            let (start, service) = (now.1 + travel[now.0][customer], rng.i64(1..10));
            times[customer - 1] = (start, service);
            now = (customer, start + service);
        }
        horizon = horizon.max(now.1 + travel[now.0][0]);
    }
    let customer = |(idx, (start, service)): (usize, (i64, i64))| {
        let first = rng.i64((start - width).max(0)..=start);
        let latest = horizon - service - travel[idx + 1][0];
        Customer { profit: rng.i64(1..40), window: (first, (first + width).min(latest).max(start)), service }
    };
    let customers = times.into_iter().enumerate().map(customer).collect();
    Instance { customers, travel, horizon, n_teams }
}

/// Solves to the end, and asserts that the plan is proven to be the best, with so many points.
fn assert_best(problem: &Problem, best: i64, what: &str) {
    let outcome =
        solver::solve(problem, &Options { n_threads: 1, ..Options::default() }, None, &mut Patient::default());
    let plan = outcome.plan.expect("to stay at home is a plan");
    let report = check(problem, &plan);
    assert!(report.is_valid(), "{what}: {:#?}", report.violations);
    assert_eq!((report.objective, outcome.status), (Points(best * 1000), Status::Optimal), "{what}");
    assert_eq!(outcome.bound, Some(report.objective), "{what}");
}

#[test]
fn tours_in_minutes_are_the_best_there_are() {
    for seed in 0..20 {
        let mut rng = Rng::with_seed(seed);
        // Narrow windows, wide ones, and none.
        let (horizon, width) = (rng.i64(150..400), [15, 80, 400][rng.usize(0..3)]);
        let n_customers = 4 + rng.usize(0..4);
        let instance = Instance::random(&mut rng, n_customers, horizon, width, 20);
        assert_best(&instance.by_minutes(), instance.best(), &format!("seed {seed}"));
    }
}

/// So many customers that a tour so far forgets some of those it has served, which it must not serve again.
#[test]
fn tours_past_many_customers_at_any_time_are_the_best_there_are() {
    for seed in 0..8 {
        let mut rng = Rng::with_seed(seed);
        let instance = Instance::random(&mut rng, 11, 300, 300, 10);
        assert_best(&instance.by_minutes(), instance.best(), &format!("seed {seed}"));
    }
}

#[test]
fn tours_over_years_of_dates_are_the_best_there_are() {
    for seed in 0..12 {
        let mut rng = Rng::with_seed(seed);
        let (horizon, width) = (rng.i64(500..900), [15, 100, 900][rng.usize(0..3)]);
        let n_customers = 4 + rng.usize(0..4);
        let instance = Instance::random(&mut rng, n_customers, horizon, width, 150);
        assert_best(&instance.by_dates(), instance.best(), &format!("seed {seed}"));
    }
}

/// Every customer is served only when hardly anybody's time is wasted.
#[test]
fn full_tours_serve_every_customer() {
    for seed in 0..6 {
        let mut rng = Rng::with_seed(seed);
        let instance = planted(&mut rng, 3, 14, 60);
        assert_best(&instance.by_minutes(), instance.profits(), &format!("seed {seed}"));
    }
}

/// The first 50 customers of Solomon's r101: x, y, demand and the beginning of the window, which is 10 wide. Service
/// takes 10, the depot lies at (35, 35) and closes at 230.
///
/// # Source
///
/// Solomon (1987), *Algorithms for the Vehicle Routing and Scheduling Problems with Time Window Constraints*,
/// <https://doi.org/10.1287/opre.35.2.254>.
#[rustfmt::skip]
const R101: [(i32, i32, i64, i64); 50] = [
    (41, 49, 10, 161), (35, 17, 7, 50), (55, 45, 13, 116), (55, 20, 19, 149), (15, 30, 26, 34),
    (25, 30, 3, 99), (20, 50, 5, 81), (10, 43, 9, 95), (55, 60, 16, 97), (30, 60, 16, 124),
    (20, 65, 12, 67), (50, 35, 19, 63), (30, 25, 23, 159), (15, 10, 20, 32), (30, 5, 8, 61),
    (10, 20, 19, 75), (5, 30, 2, 157), (20, 40, 12, 87), (15, 60, 17, 76), (45, 65, 9, 126),
    (45, 20, 11, 62), (45, 10, 18, 97), (55, 5, 29, 68), (65, 35, 3, 153), (65, 20, 6, 172),
    (45, 30, 17, 132), (35, 40, 16, 37), (41, 37, 16, 39), (64, 42, 9, 63), (40, 60, 21, 71),
    (31, 52, 27, 50), (35, 69, 23, 141), (53, 52, 11, 37), (65, 55, 14, 117), (63, 65, 8, 143),
    (2, 60, 5, 41), (20, 20, 8, 134), (5, 5, 16, 83), (60, 12, 31, 44), (40, 25, 9, 85),
    (42, 7, 5, 97), (24, 12, 5, 31), (23, 3, 7, 132), (11, 14, 18, 69), (6, 38, 16, 32),
    (2, 48, 1, 117), (8, 56, 27, 51), (13, 52, 36, 165), (6, 68, 30, 108), (47, 47, 13, 124),
];

/// Tours of the customers of r101, with so many steps to one of its units of distance and time.
///
/// * `is_open(customer)`: whether it may be served at any time.
fn r101(steps: i64, is_open: impl Fn(usize) -> bool) -> Instance {
    let points: Vec<(i32, i32)> = [(35, 35)].into_iter().chain(R101.iter().map(|&(x, y, _, _)| (x, y))).collect();
    let distance = |a: (i32, i32), b: (i32, i32)| {
        let square = i64::from(a.0 - b.0).pow(2) + i64::from(a.1 - b.1).pow(2);
        (square * steps * steps).isqrt()
    };
    let travel: Vec<Vec<i64>> = points.iter().map(|&a| points.iter().map(|&b| distance(a, b)).collect()).collect();
    let (horizon, service) = (230 * steps, 10 * steps);
    let customer = |(idx, &(_, _, demand, first)): (usize, &(i32, i32, i64, i64))| {
        let to_depot = travel[0][idx + 1];
        let any_time = (to_depot, horizon - service - to_depot);
        let window = if is_open(idx) { any_time } else { (first * steps, (first + 10) * steps) };
        Customer { profit: demand, window, service }
    };
    Instance { customers: R101.iter().enumerate().map(customer).collect(), travel, horizon, n_teams: 1 }
}

/// Demands are profits, and distances have one decimal, as Righini and Salani (2009) have it in *Decremental State Space
/// Relaxation Strategies and Initialization Heuristics for Solving the Orienteering Problem with Time Windows with
/// Dynamic Programming*, <https://doi.org/10.1016/j.cor.2008.01.003>: the best tour of one team has a profit of 126.
#[test]
fn r101_has_its_optimum() {
    let instance = r101(10, |_| false);
    assert_eq!(instance.profits(), 721);
    assert_best(&instance.by_minutes(), 126, "one team");
}

/// Whole units of distance; three of four customers may be served at any time. Pricing in which tours so far remember
/// every customer found the same best tour, in seventy times the time.
#[test]
fn r101_with_customers_at_any_time_has_its_optimum() {
    let instance = r101(1, |customer| customer % 4 != 0);
    assert_best(&instance.by_minutes(), 226, "one team");
}
