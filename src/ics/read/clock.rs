//! Wall-clock time to instants and back, in a known zone or in one that a file defines itself.
//!
//! # Invariants
//!
//! * In a known zone the offsets are those of `zones`, never those that a file claims.
//! * A local time that a clock change skips means the first instant after the gap; one that occurs twice means the
//!   earlier.

use chrono_tz::Tz;

use crate::domain::{Day, Instant, MINUTES_PER_DAY, MinuteOfDay};
use crate::zones::Zone;

/// The clocks of one place. All times are minutes: by the wall, or since 1970-01-01T00:00Z.
#[derive(Clone, Debug)]
pub(super) enum Clock {
    Named(NamedZone),
    Own(OwnZone),
}

impl Clock {
    /// Returns the clock of a known zone.
    pub(super) fn of(tz: Tz) -> Self {
        Clock::Named(NamedZone::of(tz))
    }

    /// Returns the instant at which the clock shows a time.
    pub(super) fn instant(&self, wall: i64) -> i64 {
        match self {
            Clock::Named(zone) => zone.instant(wall),
            Clock::Own(zone) => zone.instant(wall),
        }
    }

    /// Returns what the clock shows at an instant.
    pub(super) fn wall(&self, instant: i64) -> i64 {
        match self {
            Clock::Named(zone) => instant + zone.offset_at(instant),
            Clock::Own(zone) => instant + zone.offset_at(instant),
        }
    }

    /// The name of a known zone.
    pub(super) fn tz(&self) -> Option<Tz> {
        match self {
            Clock::Named(zone) => Some(zone.zone.tz()),
            Clock::Own(_) => None,
        }
    }
}

/// A known zone. Its changes in our time are copied out of it, because a calendar asks for them many thousand times.
#[derive(Clone, Debug)]
pub(super) struct NamedZone {
    zone: Zone,
    near: OwnZone,
}

/// 2000-01-01 and 2050-01-01: outside these years the zone itself is asked.
const NEAR: (i64, i64) = (10_957 * MINUTES_PER_DAY, 29_220 * MINUTES_PER_DAY);

impl NamedZone {
    fn of(tz: Tz) -> Self {
        let zone = Zone::of(tz);
        let from = Instant::from_minutes(NEAR.0);
        let changes = zone.changes(from, Instant::from_minutes(NEAR.1));
        let changes = changes.into_iter().map(|(at, offset)| (at.minutes(), offset)).collect();
        // The offset just before, should the clocks change at that very minute.
        let near = OwnZone::new(zone.offset_minutes(from.plus(-1)), changes);
        NamedZone { zone, near }
    }

    fn instant(&self, wall: i64) -> i64 {
        if NEAR.0 + MINUTES_PER_DAY <= wall && wall < NEAR.1 - MINUTES_PER_DAY {
            return self.near.instant(wall);
        }
        let day = i32::try_from(wall.div_euclid(MINUTES_PER_DAY)).unwrap_or(0);
        let minute = MinuteOfDay::try_from(wall.rem_euclid(MINUTES_PER_DAY)).unwrap_or(0);
        self.zone.instant(Day::from_number(day), minute).minutes()
    }

    fn offset_at(&self, instant: i64) -> i64 {
        if NEAR.0 <= instant && instant < NEAR.1 {
            return self.near.offset_at(instant);
        }
        self.zone.offset_minutes(Instant::from_minutes(instant))
    }
}

/// A zone by its offsets.
#[derive(Clone, Debug, Default)]
pub(super) struct OwnZone {
    /// Minutes ahead of UTC before the first change.
    first: i64,
    /// In order.
    changes: Vec<Change>,
}

/// A change of the clocks.
#[derive(Clone, Copy, Debug)]
struct Change {
    at: i64,
    /// Minutes ahead of UTC from then on.
    offset: i64,
    /// What the clocks show when they are changed.
    wall_before: i64,
}

impl OwnZone {
    /// Returns a zone that is always as many minutes ahead of UTC.
    pub(super) fn fixed(minutes: i64) -> Self {
        OwnZone { first: minutes, changes: Vec::new() }
    }

    /// Returns the zone of these changes, in any order: instants, each with the minutes ahead of UTC from then on.
    pub(super) fn new(first: i64, mut changes: Vec<(i64, i64)>) -> Self {
        changes.sort_by_key(|&(at, _)| at);
        let mut offset_before = first;
        let changes = changes.into_iter().map(|(at, offset)| {
            let wall_before = at + std::mem::replace(&mut offset_before, offset);
            Change { at, offset, wall_before }
        });
        OwnZone { first, changes: changes.collect() }
    }

    pub(super) fn offset_at(&self, instant: i64) -> i64 {
        match self.changes.partition_point(|change| change.at <= instant) {
            0 => self.first,
            n => self.changes[n - 1].offset,
        }
    }

    pub(super) fn instant(&self, wall: i64) -> i64 {
        // The earliest stretch between two changes in which the clocks can show the time.
        match self.changes.partition_point(|change| change.wall_before <= wall) {
            0 => wall - self.first,
            // A time before the stretch was skipped by the change.
            n => (wall - self.changes[n - 1].offset).max(self.changes[n - 1].at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copied_changes_say_what_the_zone_says() {
        for tz in [
            Tz::Europe__Amsterdam,
            Tz::America__New_York,
            Tz::Australia__Lord_Howe,
            Tz::Africa__Casablanca,
            Tz::Pacific__Apia,
            Tz::America__Caracas,
        ] {
            let (zone, clock) = (Zone::of(tz), Clock::of(tz));
            for minutes in (NEAR.0 - 3_000..NEAR.1 + 3_000).step_by(13 * 15) {
                let (day, minute) = (minutes.div_euclid(MINUTES_PER_DAY), minutes.rem_euclid(MINUTES_PER_DAY));
                let day = Day::from_number(i32::try_from(day).expect("a day"));
                let minute = MinuteOfDay::try_from(minute).expect("a minute");
                assert_eq!(clock.instant(minutes), zone.instant(day, minute).minutes(), "{tz} {minutes}");
                let offset = zone.offset_minutes(Instant::from_minutes(minutes));
                assert_eq!(clock.wall(minutes) - minutes, offset, "{tz} {minutes}");
            }
        }
    }
}
