//! Time on the agenda: instants, days, and half-open ranges of both.
//!
//! # Invariants
//!
//! * An [`Instant`] is a whole minute in UTC.
//! * A [`DayRange`] and an [`Interval`] are never empty: `start < end`.
//!
//! # Not here
//!
//! Time zones: `zones` turns a local time into an instant and back.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

/// Minutes in a day that has no clock change.
pub const MINUTES_PER_DAY: i64 = 24 * 60;

/// A whole minute in UTC, counted from 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// Returns the instant `minutes` after 1970-01-01T00:00Z.
    #[must_use]
    pub const fn from_minutes(minutes: i64) -> Self {
        Instant(minutes)
    }

    /// Returns the minutes since 1970-01-01T00:00Z.
    #[must_use]
    pub const fn minutes(self) -> i64 {
        self.0
    }

    /// Returns the instant `minutes` later, or earlier when negative.
    #[must_use]
    pub const fn plus(self, minutes: i64) -> Self {
        Instant(self.0 + minutes)
    }

    /// Returns the same instant as chrono's type.
    #[must_use]
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0 * 60, 0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Returns the instant of chrono's type when it is a whole minute.
    #[must_use]
    pub fn from_utc(instant: DateTime<Utc>) -> Option<Self> {
        let seconds = instant.timestamp();
        (seconds % 60 == 0 && instant.timestamp_subsec_nanos() == 0).then(|| Instant(seconds.div_euclid(60)))
    }
}

/// RFC 3339 in UTC, such as `2027-03-02T08:00:00Z`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_utc().format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

/// A calendar date at the place it speaks of, counted in days from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// Returns the day `number` days after 1970-01-01.
    #[must_use]
    pub const fn from_number(number: i32) -> Self {
        Day(number)
    }

    /// Returns the number of days since 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Returns the day `days` later, or earlier when negative.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Day(self.0 + days)
    }

    /// Returns the whole days from `earlier` to this day; negative when this day is the earlier one.
    #[must_use]
    pub const fn days_since(self, earlier: Day) -> i32 {
        self.0 - earlier.0
    }

    /// Returns the day as chrono's type.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0 + DAYS_TO_1970).unwrap_or(NaiveDate::MAX)
    }

    /// Returns the weekday, 0 for Monday to 6 for Sunday.
    #[must_use]
    pub const fn weekday_number(self) -> u8 {
        // 1970-01-01 was a Thursday; the remainder is 0..7, so the cast keeps its value.
        (self.0 + 3).rem_euclid(7) as u8
    }
}

/// Days from 0001-01-01, which chrono counts as day 1, to 1970-01-01.
const DAYS_TO_1970: i32 = 719_163;

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Day(date.num_days_from_ce() - DAYS_TO_1970)
    }
}

/// ISO 8601, such as `2027-03-02`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date())
    }
}

/// A time of day in minutes after local midnight, 0 to 1440; 1440 is the end of the day.
pub type MinuteOfDay = u16;

/// What a clock on the wall at some place shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime {
    /// The calendar date there.
    pub day: Day,
    /// The time of day there.
    pub minute: MinuteOfDay,
}

/// Such as `2027-03-02 09:00`.
impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:02}:{:02}", self.day, self.minute / 60, self.minute % 60)
    }
}

/// A half-open range of days, `[start, end)`; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayRange {
    start: Day,
    end: Day,
}

impl DayRange {
    /// Returns the range `[start, end)`, or `None` when it would be empty.
    #[must_use]
    pub fn new(start: Day, end: Day) -> Option<Self> {
        (start < end).then_some(DayRange { start, end })
    }

    /// Returns the range from `first` to `last`, both included, or `None` when `last` is before `first`.
    #[must_use]
    pub fn inclusive(first: Day, last: Day) -> Option<Self> {
        DayRange::new(first, last.plus(1))
    }

    /// The first day of the range.
    #[must_use]
    pub const fn start(self) -> Day {
        self.start
    }

    /// The first day after the range.
    #[must_use]
    pub const fn end(self) -> Day {
        self.end
    }

    /// The last day of the range.
    #[must_use]
    pub const fn last(self) -> Day {
        self.end.plus(-1)
    }

    /// The number of days in the range, at least 1.
    #[must_use]
    pub const fn n_days(self) -> i32 {
        self.end.days_since(self.start)
    }

    /// Whether the day lies in the range.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.start <= day && day < self.end
    }

    /// The days that both ranges have, or `None`.
    #[must_use]
    pub fn intersection(self, other: DayRange) -> Option<DayRange> {
        DayRange::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// The days of the range, in order.
    pub fn days(self) -> impl DoubleEndedIterator<Item = Day> {
        (self.start.0..self.end.0).map(Day)
    }
}

/// Such as `2027-03-02 to 2027-03-04`, both included; one day stands alone.
impl fmt::Display for DayRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.n_days() == 1 { write!(f, "{}", self.start) } else { write!(f, "{} to {}", self.start, self.last()) }
    }
}

/// A half-open range of instants, `[start, end)`; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    start: Instant,
    end: Instant,
}

impl Interval {
    /// Returns the interval `[start, end)`, or `None` when it would be empty.
    #[must_use]
    pub fn new(start: Instant, end: Instant) -> Option<Self> {
        (start < end).then_some(Interval { start, end })
    }

    /// The first instant of the interval.
    #[must_use]
    pub const fn start(self) -> Instant {
        self.start
    }

    /// The first instant after the interval.
    #[must_use]
    pub const fn end(self) -> Instant {
        self.end
    }

    /// Whether the two intervals have an instant in common.
    #[must_use]
    pub fn meets(self, other: Interval) -> bool {
        self.start < other.end && other.start < self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::from(text.parse::<NaiveDate>().expect("a date"))
    }

    #[test]
    fn days_and_dates_are_the_same_thing() {
        for text in ["1970-01-01", "1969-12-31", "2027-02-28", "2028-02-29"] {
            assert_eq!(day(text).to_string(), text);
        }
        assert_eq!(day("1970-01-01").number(), 0);
        assert_eq!(day("2027-09-21").weekday_number(), 1, "Prinsjesdag 2027 is a Tuesday");
    }

    #[test]
    fn ranges_are_half_open_and_never_empty() {
        let range = DayRange::inclusive(day("2027-01-30"), day("2027-02-02")).expect("four days");
        assert_eq!(range.n_days(), 4);
        assert!(range.contains(day("2027-02-02")) && !range.contains(day("2027-02-03")));
        assert_eq!(DayRange::new(day("2027-01-30"), day("2027-01-30")), None);
    }

    #[test]
    fn instants_print_as_rfc_3339_and_refuse_seconds() {
        let instant = Instant::from_minutes(30_000_000);
        assert_eq!(instant.to_string(), "2027-01-15T08:00:00Z");
        assert_eq!(Instant::from_utc(instant.to_utc()), Some(instant));
        assert_eq!(Instant::from_utc(instant.to_utc() + chrono::TimeDelta::seconds(1)), None);
    }
}
