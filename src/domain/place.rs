//! Places and the legs between them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono_tz::Tz;

use super::{Cents, Day, DayRange, Grams, MinuteOfDay, PlaceIdx};

/// An ISO 3166-1 alpha-2 country code, such as `NL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]); // Invariant: two ASCII capitals.

/// The text is no country code: two capital letters were expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidCountryCode(pub String);

impl fmt::Display for InvalidCountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no country code of two capital letters", self.0)
    }
}

impl std::error::Error for InvalidCountryCode {}

impl FromStr for CountryCode {
    type Err = InvalidCountryCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match *text.as_bytes() {
            [a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => Ok(CountryCode([a, b])),
            _ => Err(InvalidCountryCode(text.to_owned())),
        }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(str::from_utf8(&self.0).unwrap_or("??"))
    }
}

/// A day of the week, 0 for Monday to 6 for Sunday, as [`Day::weekday_number`] counts.
pub type Weekday = u8;

/// A working part of a day in local time, such as the morning: `[start, end)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayPart {
    /// The name, such as `morning`.
    pub id: String,
    /// When it starts.
    pub start: MinuteOfDay,
    /// When it ends; after `start`, and not after the next part's start.
    pub end: MinuteOfDay,
}

/// Somewhere that visits happen; home is one too.
#[derive(Clone, Debug)]
pub struct Place {
    /// The id, as the scenario writes it.
    pub id: String,
    /// The country.
    pub country: CountryCode,
    /// The Dutch name.
    pub name_nl: String,
    /// The English name.
    pub name_en: String,
    /// The name of the time zone. Its offsets come from `zones`, never from chrono-tz.
    pub tz: Tz,
    /// The weekdays on which nobody works there, in order.
    pub weekend: Vec<Weekday>,
    /// The public holidays, in order; each with its name when that is known.
    pub holidays: BTreeMap<Day, String>,
    /// Further days on which nobody can be received there, each with a label.
    pub closures: Vec<(DayRange, String)>,
    /// Degrees north and east, when known.
    pub coordinates: Option<(f64, f64)>,
    /// What a night there costs.
    pub per_diem: Cents,
    /// The working parts of a day there, in order; at least one.
    pub day_parts: Vec<DayPart>,
}

/// The way from one place to another, door to door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leg {
    /// Minutes door to door.
    pub minutes: i64,
    /// The fare.
    pub eur: Cents,
    /// The carbon dioxide.
    pub kg_co2: Grams,
    /// Minutes of rest after arrival, before work.
    pub rest_minutes: i64,
    /// Whether the numbers were estimated from the distance rather than given.
    pub estimated: bool,
}

/// The legs between all places.
#[derive(Clone, Debug)]
pub struct Legs {
    n_places: usize,
    legs: Vec<Leg>,
}

impl Legs {
    /// Returns the table in which `leg(from, to)` is the leg between two different places. A leg from a place to
    /// itself is all zeros.
    #[must_use]
    pub fn new(n_places: usize, mut leg: impl FnMut(PlaceIdx, PlaceIdx) -> Leg) -> Self {
        let legs = (0..n_places * n_places)
            .map(|i| (i / n_places, i % n_places))
            .map(|(from, to)| if from == to { Leg::default() } else { leg(PlaceIdx(from), PlaceIdx(to)) })
            .collect();
        Legs { n_places, legs }
    }

    /// The leg between two places.
    #[must_use]
    pub fn between(&self, from: PlaceIdx, to: PlaceIdx) -> Leg {
        self.legs[from.0 * self.n_places + to.0]
    }
}
