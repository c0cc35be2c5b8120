//! Single values with a form of their own: ids, country codes, dates and times.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr as _;

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::decimal::{Amount, Euros, Kilograms, Latitude, Longitude, Points, PointsLost, Weight};
use crate::domain::{CountryCode, Day, Instant, LocalTime, MINUTES_PER_DAY, MinuteOfDay};
use crate::texts::{Said, say};

/// A value is not of its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong, as a message.
    pub message: Said,
    /// What to write instead.
    pub help: Said,
}

/// A single value with a form of its own.
pub trait Scalar: Sized {
    /// The name in the schema's definitions.
    const NAME: &'static str;

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the text and what to write instead.
    fn parse(text: &str) -> Result<Self, Wrong>;
}

/// What kind of token a scalar is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarKind {
    /// A text.
    Text,
    /// A text, or a date or time without quotes.
    Date,
    /// A number.
    Number,
}

type Check = fn(&str) -> Result<(), Wrong>;

fn check<T: Scalar>(text: &str) -> Result<(), Wrong> {
    T::parse(text).map(|_| ())
}

/// All scalars: the name in the schema, how it is written, and its check.
pub const SCALARS: [(&str, ScalarKind, Check); 14] = [
    (Id::NAME, ScalarKind::Text, check::<Id>),
    (Country::NAME, ScalarKind::Text, check::<Country>),
    (Date::NAME, ScalarKind::Date, check::<Date>),
    (Clock::NAME, ScalarKind::Date, check::<Clock>),
    (Moment::NAME, ScalarKind::Date, check::<Moment>),
    (Start::NAME, ScalarKind::Date, check::<Start>),
    (Points::NAME, ScalarKind::Number, check::<Points>),
    (PointsLost::NAME, ScalarKind::Number, check::<PointsLost>),
    (Weight::NAME, ScalarKind::Number, check::<Weight>),
    (Euros::NAME, ScalarKind::Number, check::<Euros>),
    (Kilograms::NAME, ScalarKind::Number, check::<Kilograms>),
    (Latitude::NAME, ScalarKind::Number, check::<Latitude>),
    (Longitude::NAME, ScalarKind::Number, check::<Longitude>),
    (Amount::NAME, ScalarKind::Number, check::<Amount>),
];

/// Reads a scalar of any token that has a text.
pub struct ScalarVisitor<T>(pub std::marker::PhantomData<T>);

impl<T: Scalar> Visitor<'_> for ScalarVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::NAME)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        T::parse(text).map_err(|wrong| E::custom(wrong.message.of(crate::domain::Language::English)))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }
}

/// Gives a scalar that is written as a text its place in serde and in the schema.
macro_rules! text_scalar {
    ($name:ident, $schema:tt) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(ScalarVisitor(std::marker::PhantomData))
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                Self::NAME.into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

/// The name by which other tables call something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub String);

text_scalar!(Id, {
    "type": "string",
    "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
    "description": "The name by which other tables call something: letters a-z, digits, `-`, `_` and `.`; feeds use it as a file name."
});

impl Scalar for Id {
    const NAME: &'static str = "Id";

    fn parse(text: &str) -> Result<Self, Wrong> {
        let is_sound = text.len() <= 100
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || ['.', '_', '-'].contains(&c));
        if is_sound {
            return Ok(Id(text.to_owned()));
        }
        Err(Wrong {
            message: say!("`{text}` is geen id", "`{text}` is no id"),
            help: say!(
                "een id is ook een bestandsnaam: gebruik letters a-z, cijfers, `-`, `_` en `.`, hooguit 100, en begin met een letter of cijfer",
                "ids are also file names: use letters a-z, digits, `-`, `_` and `.`, at most 100, and begin with a letter or digit"
            ),
        })
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An ISO 3166-1 alpha-2 country code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Country(pub CountryCode);

text_scalar!(Country, {
    "type": "string",
    "pattern": "^[A-Z]{2}$",
    "description": "An ISO 3166-1 country code of two capital letters, such as `MA`."
});

impl Scalar for Country {
    const NAME: &'static str = "Country";

    fn parse(text: &str) -> Result<Self, Wrong> {
        CountryCode::from_str(text).map(Country).map_err(|_| Wrong {
            message: say!(
                "`{text}` is geen landcode van twee hoofdletters",
                "`{text}` is no country code of two capital letters"
            ),
            help: say!(
                "gebruik de code van ISO 3166-1, zoals `NL`, `MA` of `TR`",
                "use the ISO 3166-1 code, such as `NL`, `MA` or `TR`"
            ),
        })
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub Day);

text_scalar!(Date, {
    "type": "string",
    "format": "date",
    "description": "A date such as 2027-03-02, in TOML with or without quotes."
});

impl Scalar for Date {
    const NAME: &'static str = "Date";

    fn parse(text: &str) -> Result<Self, Wrong> {
        match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            Ok(date) if has_form(text, "dddd-dd-dd") => {
                let day = Day::from(date);
                let years = NaiveDate::from_ymd_opt(1970, 1, 1).map(Day::from)
                    ..=NaiveDate::from_ymd_opt(2199, 12, 31).map(Day::from);
                if years.contains(&Some(day)) { Ok(Date(day)) } else { Err(year_out_of_range(text)) }
            }
            _ if has_form(text, "dddd-dd-dd") => Err(Wrong {
                message: say!("de datum `{text}` bestaat niet", "the date `{text}` does not exist"),
                help: say!(
                    "controleer de maand (01 tot 12) en het aantal dagen daarin",
                    "check the month (01 to 12) and the number of days in it"
                ),
            }),
            _ => Err(Wrong {
                message: say!("`{text}` is geen datum", "`{text}` is no date"),
                help: match day_first(text) {
                    Some(date) => say!(
                        "schrijf jaar, maand, dag: `{date}`, als u dat bedoelt",
                        "write year, month, day: `{date}`, if that is what you mean"
                    ),
                    None => say!(
                        "schrijf jaar, maand, dag, zoals `2027-03-02`",
                        "write year, month, day, such as `2027-03-02`"
                    ),
                },
            }),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn year_out_of_range(text: &str) -> Wrong {
    Wrong {
        message: say!("het jaar van `{text}` ligt buiten het bereik", "the year of `{text}` is out of range"),
        help: say!("gebruik jaren van 1970 tot en met 2199", "use years from 1970 to 2199"),
    }
}

/// Whether a text has digits where `form` has a `d`, and the same characters elsewhere.
fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(t, f)| if f == b'd' { t.is_ascii_digit() } else { t == f })
}

/// The date that a text such as `2-3-2027` or `2/3/2027` says when the day comes first.
fn day_first(text: &str) -> Option<NaiveDate> {
    let mut numbers = text.split(['-', '/', '.']).map(|part| part.trim().parse::<u32>().ok());
    let (day, month, year) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let year = if year < 100 { year + 2000 } else { year };
    if numbers.next().is_some() { None } else { NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day) }
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock(pub MinuteOfDay);

text_scalar!(Clock, {
    "type": "string",
    "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9](:00)?|24:00)$",
    "description": "A time of day such as \"09:00\", from \"00:00\" to \"24:00\"."
});

impl Scalar for Clock {
    const NAME: &'static str = "Clock";

    fn parse(text: &str) -> Result<Self, Wrong> {
        let digits = text.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(text);
        let minute = has_form(digits, "dd:dd")
            .then(|| Some((digits[..2].parse::<MinuteOfDay>().ok()?, digits[3..].parse::<MinuteOfDay>().ok()?)))
            .flatten()
            .filter(|&(hour, minute)| minute < 60 && (hour < 24 || (hour == 24 && minute == 0)))
            .map(|(hour, minute)| hour * 60 + minute);
        minute.map(Clock).ok_or_else(|| Wrong {
            message: say!("`{text}` is geen tijd van de dag", "`{text}` is no time of day"),
            help: say!(
                "schrijf uren en minuten met elk twee cijfers, zoals \"09:00\"",
                "write hours and minutes with two digits each, such as \"09:00\""
            ),
        })
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A date, a local time or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A whole day, or its midnight.
    Day(Day),
    /// What the clock on the wall shows.
    Local(LocalTime),
    /// An instant, written with `Z` or an offset.
    Instant(Instant),
}

text_scalar!(Moment, {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9.]+)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$",
    "description": "A date (2027-03-02), a local time (\"2027-03-02T09:00\"), or an instant with `Z` or an offset (\"2027-03-02T09:00+01:00\"). Whole minutes."
});

impl Scalar for Moment {
    const NAME: &'static str = "Moment";

    fn parse(text: &str) -> Result<Self, Wrong> {
        let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
            return Date::parse(text).map(|date| Moment::Day(date.0));
        };
        let day = Date::parse(date)?.0;
        let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
        let (time, zone) = time.split_at(zone_at);
        let seconds = time.get(5..).unwrap_or_default();
        if !seconds.is_empty() && seconds.trim_matches(['0', ':', '.']).is_empty() && seconds.starts_with(':') {
            return Moment::parse(&format!("{date}T{}{zone}", &time[..5]));
        }
        if has_form(time, "dd:dd:dd") {
            return Err(Wrong {
                message: say!("`{text}` is geen hele minuut", "`{text}` is no whole minute"),
                help: say!("laat de seconden weg", "leave the seconds out"),
            });
        }
        let minute = Clock::parse(time).map_err(|_| no_moment(text))?.0;
        if zone.is_empty() {
            // The end of a day is the next day's midnight.
            let (day, minute) = if i64::from(minute) == MINUTES_PER_DAY { (day.plus(1), 0) } else { (day, minute) };
            return Ok(Moment::Local(LocalTime { day, minute }));
        }
        let rfc = format!("{date}T{time}:00{}", zone.to_uppercase());
        let instant = DateTime::parse_from_rfc3339(&rfc).map_err(|_| no_moment(text))?;
        Instant::from_utc(instant.to_utc()).map(Moment::Instant).ok_or_else(|| no_moment(text))
    }
}

fn no_moment(text: &str) -> Wrong {
    Wrong {
        message: say!("`{text}` is geen datum met tijd", "`{text}` is no date and time"),
        help: say!(
            "schrijf \"2027-03-02T09:00\" voor plaatselijke tijd, of voeg `Z` of een tijdsverschil zoals `+01:00` toe",
            "write \"2027-03-02T09:00\" for local time, or add `Z` or an offset such as `+01:00`"
        ),
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Moment::Day(day) => day.fmt(f),
            Moment::Local(local) => {
                let time = NaiveDateTime::from(local.day.date()) + chrono::TimeDelta::minutes(local.minute.into());
                write!(f, "{}", time.format("%Y-%m-%dT%H:%M"))
            }
            Moment::Instant(instant) => write!(f, "{}", instant.to_utc().format("%Y-%m-%dT%H:%MZ")),
        }
    }
}

/// A local time or an instant, never a date alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start(pub Moment);

text_scalar!(Start, {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9.]+)?(Z|[+-][0-9]{2}:[0-9]{2})?$",
    "description": "A local time (\"2027-03-02T09:00\"), or an instant with `Z` or an offset (\"2027-03-02T08:00Z\"). Whole minutes."
});

impl Scalar for Start {
    const NAME: &'static str = "Start";

    fn parse(text: &str) -> Result<Self, Wrong> {
        match Moment::parse(text)? {
            Moment::Day(day) => Err(Wrong {
                message: say!("`{text}` is een datum zonder tijd", "`{text}` is a date without a time"),
                help: say!(
                    "voeg de tijd toe waarop het begint, zoals \"{day}T09:00\"",
                    "add the time at which it starts, such as \"{day}T09:00\""
                ),
            }),
            moment => Ok(Start(moment)),
        }
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["2027-03-02", "2027-03-02T09:00", "2027-03-02T08:00Z"] {
            assert_eq!(Moment::parse(text).expect("a moment").to_string(), text);
        }
        assert_eq!(Moment::parse("2027-03-02 09:00:00").expect("local").to_string(), "2027-03-02T09:00");
        assert_eq!(Moment::parse("2027-03-02T09:00:00.000+01:00").expect("instant").to_string(), "2027-03-02T08:00Z");
        assert_eq!(Clock::parse("24:00"), Ok(Clock(1440)));
        assert_eq!(Clock::parse("09:00:00"), Ok(Clock(540)));
    }

    #[test]
    fn what_is_nearly_right_is_told_how_to_be_right() {
        let english = crate::domain::Language::English;
        let help = |text: &str| Date::parse(text).expect_err("no date").help.of(english).to_owned();
        assert!(help("2-3-2027").contains("2027-03-02"));
        assert!(help("2027-02-30").contains("month"));
        for text in ["9:00", "24:01", "25:00", "09:60", "0900", "", "é:00", "09:00:30"] {
            assert!(Clock::parse(text).is_err(), "{text}");
        }
        for text in
            ["2027-03-02T", "2027-03-02T09:00:30", "2027-03-02T09:00+1", "2027-03-02Tééé", "1969-12-31", "+2027-1-1"]
        {
            assert!(Moment::parse(text).is_err(), "{text}");
        }
    }
}
