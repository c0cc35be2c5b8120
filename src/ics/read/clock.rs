//! Wall-clock time to instants and back, in a known zone or in one that a file defines itself.
//!
//! # Invariants
//!
//! * In a known zone the offsets are those of `zones`, never those that a file claims.
//! * A local time that a clock change skips means the first instant after the gap; one that occurs twice means the
//!   earlier.

use crate::domain::{Day, Instant, MINUTES_PER_DAY, MinuteOfDay};
use crate::zones::Zone;

/// The clocks of one place. All times are minutes: by the wall, or since 1970-01-01T00:00Z.
#[derive(Clone, Debug)]
pub(super) enum Clock {
    Named(Zone),
    Own(OwnZone),
}

impl Clock {
    /// Returns the instant at which the clock shows a time.
    pub(super) fn instant(&self, wall: i64) -> i64 {
        match self {
            Clock::Named(zone) => {
                let day = i32::try_from(wall.div_euclid(MINUTES_PER_DAY)).unwrap_or(0);
                let minute = MinuteOfDay::try_from(wall.rem_euclid(MINUTES_PER_DAY)).unwrap_or(0);
                zone.instant(Day::from_number(day), minute).minutes()
            }
            Clock::Own(zone) => zone.instant(wall),
        }
    }

    /// Returns what the clock shows at an instant.
    pub(super) fn wall(&self, instant: i64) -> i64 {
        match self {
            Clock::Named(zone) => instant + zone.offset_minutes(Instant::from_minutes(instant)),
            Clock::Own(zone) => instant + zone.offset_at(instant),
        }
    }
}

/// A zone by its offsets.
#[derive(Clone, Debug, Default)]
pub(super) struct OwnZone {
    /// Minutes ahead of UTC before the first change.
    first: i64,
    /// The instants of the changes, in order, each with the minutes ahead of UTC from then on.
    changes: Vec<(i64, i64)>,
}

impl OwnZone {
    /// Returns a zone that is always as many minutes ahead of UTC.
    pub(super) fn fixed(minutes: i64) -> Self {
        OwnZone { first: minutes, changes: Vec::new() }
    }

    /// Returns the zone of these changes, in any order.
    pub(super) fn new(first: i64, mut changes: Vec<(i64, i64)>) -> Self {
        changes.sort_by_key(|&(at, _)| at);
        OwnZone { first, changes }
    }

    pub(super) fn offset_at(&self, instant: i64) -> i64 {
        match self.changes.partition_point(|&(at, _)| at <= instant) {
            0 => self.first,
            n => self.changes[n - 1].1,
        }
    }

    pub(super) fn instant(&self, wall: i64) -> i64 {
        // The offsets a day before and a day after are those on both sides of any change nearby.
        let before = self.offset_at(wall - self.offset_at(wall) - MINUTES_PER_DAY);
        let after = self.offset_at(wall - self.offset_at(wall) + MINUTES_PER_DAY);
        let (early, late) = (wall - before.max(after), wall - before.min(after));
        for instant in [early, late] {
            if instant + self.offset_at(instant) == wall {
                return instant;
            }
        }
        // The time was skipped: the change itself.
        let n = self.changes.partition_point(|&(at, _)| at <= early);
        self.changes.get(n).map_or(late, |&(at, _)| at.min(late))
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Tz;

    use super::*;

    #[test]
    fn an_own_zone_goes_as_a_known_one() {
        let named = Zone::of(Tz::Europe__Amsterdam);
        let from = Instant::from_minutes(29_000_000);
        let changes = named.changes(from, Instant::from_minutes(31_000_000));
        let own = OwnZone::new(
            named.offset_minutes(from),
            changes.into_iter().map(|(at, offset)| (at.minutes(), offset)).collect(),
        );
        let (named, own) = (Clock::Named(named), Clock::Own(own));
        for wall in (29_100_000..30_900_000).step_by(15) {
            assert_eq!(own.instant(wall), named.instant(wall), "{wall}");
        }
    }
}
