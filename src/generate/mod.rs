//! Scenarios made up from a seed, of any size: for measuring, for trying out, for looking at a large one.
//!
//! # Invariants
//!
//! * A pure function of the [`Spec`]: the same everywhere, whatever the machine.
//! * What is made loads without a mistake or a warning.
//! * With the same seed, the wishes, diaries and rules do not depend on the [`Budgets`].
//! * Places, time zones, weekends and holidays are real (`data/README.md` has the sources); the rest is an example and
//!   says so.
//!
//! # Not here
//!
//! Files and folders: `cli` writes what [`files`] returns.

mod dice;
mod places;
mod requests;
mod rules;
mod travellers;

use chrono::NaiveDate;

use crate::domain::{Day, DayRange};
use crate::scenario::raw;
use dice::Dice;

/// How budgets are to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budgets {
    /// So tight that a fifth to a third of the wishes cannot be planned.
    Bind,
    /// There, but with room for everything.
    Loose,
    /// Not there.
    None,
}

/// What scenario to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// How many travellers.
    pub n_travellers: usize,
    /// How many places away from home, as far as possible each in another country.
    pub n_places: usize,
    /// How many requests.
    pub n_requests: usize,
    /// How many months of 2027, from January on: 1 to 12.
    pub n_months: u32,
    /// Feeds every choice.
    pub seed: u64,
    /// How budgets are to be.
    pub budgets: Budgets,
}

/// Returns the files of a scenario folder: names and texts.
#[must_use]
pub fn files(spec: &Spec) -> Vec<(&'static str, String)> {
    let dice = Dice::new(spec.seed);
    let horizon = horizon(spec.n_months);
    let places = places::choose(spec.n_places, &mut dice.fork("places"));
    let staff = travellers::make(spec, horizon, &mut dice.fork("travellers"));
    let (requests, needs) = requests::make(spec, horizon, &places, &staff, &mut dice.fork("requests"));
    let rules = rules::make(spec, horizon, &places, &staff, &requests, &needs, &mut dice.fork("rules"));
    let scenario = raw::Scenario {
        title: format!(
            "EXAMPLE agenda {}/{}/{}, seed {}",
            spec.n_travellers, spec.n_places, spec.n_requests, spec.seed
        ),
        home: Some(raw::Id(places::home().id)),
        as_of: Some(raw::Date(day(2026, 12, 1))),
        horizon: Some(raw::Horizon {
            first_day: raw::Date(horizon.start()),
            last_day: raw::Date(horizon.end().plus(-1)),
        }),
        trips: Some(raw::Trips {
            max_stops: Some(4),
            max_trip_days: Some(14),
            max_idle_days: Some(2),
            min_home_days: Some(1),
            ..raw::Trips::default()
        }),
        objective: Some(raw::Objective {
            day_away: Some(raw::PointsLost(500)),
            eur: Some(raw::Weight(1_000)),
            kg_co2: Some(raw::Weight(2_000)),
        }),
        estimate: Some(places::estimate()),
        tables: Some(raw::Tables {
            places: vec!["places.csv".to_owned()],
            holidays: vec!["holidays.csv".to_owned()],
            ..raw::Tables::default()
        }),
        travellers: staff.into_iter().map(|traveller| traveller.raw).collect(),
        requests: requests.into_iter().map(|request| request.raw).collect(),
        rules: Some(rules),
        ..raw::Scenario::default()
    };
    let heading = "# EXAMPLE, made by `reisagenda generate`: places, time zones, weekends and holidays are real; offices, \
                   wishes,\n# diaries, amounts and budgets are made up.\n\n";
    let (places, holidays) = places::tables(&places);
    vec![
        ("scenario.toml", format!("{heading}{}", crate::scenario::to_toml(&scenario, None))),
        ("places.csv", places),
        ("holidays.csv", holidays),
    ]
}

/// The first months of 2027, from the first Monday to the last day before Christmas.
fn horizon(n_months: u32) -> DayRange {
    let first = day(2027, 1, 4);
    let end = if n_months >= 12 { day(2027, 12, 25) } else { day(2027, n_months.max(1) + 1, 1) };
    DayRange::new(first, end).expect("the year has begun by then")
}

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::from(NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default())
}
