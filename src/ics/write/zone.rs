//! A time zone as a VTIMEZONE that Outlook takes: one STANDARD, at most one DAYLIGHT, each a yearly rule from 1970.
//!
//! # Invariants
//!
//! * A [`Definition`] gives the zone's current offsets at every instant of the window it was made for. A zone that
//!   such a form cannot express in that window has no definition; its events are then written in UTC.

use chrono::Datelike as _;
use chrono_tz::Tz;

use super::component::Component;
use crate::domain::{Day, Instant, Interval, LocalTime, MINUTES_PER_DAY, MinuteOfDay};
use crate::zones::Zone;

/// Weekdays as RRULE names them, Monday first.
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// Years on both sides of the window that decide between two rules that both fit it, such as fourth and last Sunday.
const N_YEARS_AROUND: i32 = 10;

/// What a VTIMEZONE says of a zone.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    zone: Zone,
    standard: Observance,
    daylight: Option<Observance>,
}

/// A part of the year with one offset.
#[derive(Clone, Debug)]
struct Observance {
    /// Minutes ahead of UTC before.
    from: i64,
    /// Minutes ahead of UTC.
    to: i64,
    /// The short name, such as `CEST`.
    name: String,
    /// When it begins each year; `None` when it is all there is.
    onset: Option<Onset>,
}

/// A yearly moment: the `nth` weekday of a month (-1 for the last), by the clock that goes out of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Onset {
    month: u32,
    nth: i32,
    weekday: u8,
    minute: MinuteOfDay,
}

/// A change of offset as it happened.
#[derive(Clone, Copy, Debug)]
struct Change {
    year: i32,
    day: Day,
    minute: MinuteOfDay,
    from: i64,
    to: i64,
    at: Instant,
}

impl Definition {
    /// Returns the definition that holds in the whole window, if there is one.
    pub(super) fn of(tz: Tz, window: Interval) -> Option<Self> {
        let zone = Zone::of(tz);
        let first_year = zone.day(window.start()).date().year();
        let last_year = zone.day(window.end()).date().year();
        let changes = changes_of_years(&zone, first_year, last_year);
        let definition = match changes.is_empty() {
            true => Some(Definition::constant(&zone, window.start())),
            false => Definition::yearly(&zone, &changes, first_year, last_year),
        };
        definition.or_else(|| {
            // Years that do not fit, but a window without any change in it.
            let no_change = zone.changes(window.start().plus(1), window.end()).is_empty();
            no_change.then(|| Definition::constant(&zone, window.start()))
        })
    }

    /// The definition of a zone that has one offset only.
    fn constant(zone: &Zone, at: Instant) -> Self {
        let offset = zone.offset_minutes(at);
        let standard = Observance { from: offset, to: offset, name: zone.abbreviation(at), onset: None };
        Definition { zone: zone.clone(), standard, daylight: None }
    }

    /// The definition of a zone with two changes in each year, always the same two.
    fn yearly(zone: &Zone, changes: &[Change], first_year: i32, last_year: i32) -> Option<Self> {
        let (a, b) = (changes.first()?, changes.get(1)?);
        let n_years = usize::try_from(last_year - first_year + 1).ok()?;
        if changes.len() != 2 * n_years || a.from != b.to || a.to != b.from {
            return None;
        }
        let (forward, backward): (Vec<Change>, Vec<Change>) =
            changes.iter().partition(|change| change.to > change.from);
        let around = changes_of_years(zone, first_year - N_YEARS_AROUND, last_year + N_YEARS_AROUND);
        let observance = |changes: &[Change]| {
            let first = changes.first()?;
            let same_offsets = changes.iter().all(|change| (change.from, change.to) == (first.from, first.to));
            let each_year = changes.len() == n_years && changes.windows(2).all(|pair| pair[0].year < pair[1].year);
            let onset = Onset::of(changes, &around)?;
            (same_offsets && each_year).then(|| Observance {
                from: first.from,
                to: first.to,
                name: zone.abbreviation(first.at),
                onset: Some(onset),
            })
        };
        Some(Definition { zone: zone.clone(), standard: observance(&backward)?, daylight: Some(observance(&forward)?) })
    }

    /// The local time to be written for an instant, or `None` when a reader of this definition or of current data
    /// would not find the same instant again.
    pub(super) fn local(&self, at: Instant) -> Option<LocalTime> {
        let local = self.zone.local(at);
        let agrees = self.offset_minutes(at) == self.zone.offset_minutes(at);
        (agrees && self.zone.instant(local.day, local.minute) == at).then_some(local)
    }

    /// Minutes ahead of UTC as a reader of the written rules works them out.
    fn offset_minutes(&self, at: Instant) -> i64 {
        let year = self.zone.day(at).date().year();
        let observances = [Some(&self.standard), self.daylight.as_ref()];
        let latest = observances
            .into_iter()
            .flatten()
            .flat_map(|observance| (year - 1..=year + 1).map(move |year| (observance.begins(year), observance.to)))
            .filter_map(|(begins, to)| begins.map(|begins| (begins, to)))
            .filter(|&(begins, _)| begins <= at)
            .max_by_key(|&(begins, _)| begins);
        latest.map_or(self.standard.to, |(_, to)| to)
    }

    /// The VTIMEZONE.
    pub(super) fn component(&self) -> Component {
        let mut component = Component::new("VTIMEZONE");
        component.raw("TZID", self.zone.tz().name());
        component.push(self.standard.component("STANDARD"));
        if let Some(daylight) = &self.daylight {
            component.push(daylight.component("DAYLIGHT"));
        }
        component
    }
}

impl Observance {
    /// When it begins in a year, if it begins at all.
    fn begins(&self, year: i32) -> Option<Instant> {
        let onset = self.onset?;
        let local = i64::from(onset.day(year)?.number()) * MINUTES_PER_DAY + i64::from(onset.minute);
        Some(Instant::from_minutes(local - self.from))
    }

    fn component(&self, name: &'static str) -> Component {
        let mut component = Component::new(name);
        match self.onset.and_then(|onset| Some((onset, onset.day(1970)?))) {
            Some((onset, day)) => {
                component.raw("DTSTART", local_text(LocalTime { day, minute: onset.minute }));
                let weekday = WEEKDAYS[usize::from(onset.weekday)];
                let rule = format!("FREQ=YEARLY;BYMONTH={};BYDAY={}{weekday}", onset.month, onset.nth);
                component.raw("RRULE", rule);
            }
            None => component.raw("DTSTART", "19700101T000000"),
        }
        component.raw("TZOFFSETFROM", offset_text(self.from));
        component.raw("TZOFFSETTO", offset_text(self.to));
        component.line("TZNAME", &self.name);
        component
    }
}

impl Onset {
    /// The rule that all the changes keep. Where two do, the one that more of the changes `around` keep.
    fn of(changes: &[Change], around: &[Change]) -> Option<Self> {
        let first = changes.first()?;
        let month = first.day.date().month();
        let candidates =
            [-1, 1, 2, 3, 4].map(|nth| Onset { month, nth, weekday: first.day.weekday_number(), minute: first.minute });
        let keeps = |onset: &Onset, change: &Change| {
            onset.day(change.year) == Some(change.day) && onset.minute == change.minute
        };
        candidates
            .into_iter()
            .filter(|onset| changes.iter().all(|change| keeps(onset, change)))
            .rev() // `max_by_key` takes the last of equals; "last Sunday" is to win.
            .max_by_key(|onset| around.iter().filter(|change| keeps(onset, change)).count())
    }

    /// The date on which it falls in a year.
    fn day(self, year: i32) -> Option<Day> {
        let first_of = |year, month| chrono::NaiveDate::from_ymd_opt(year, month, 1).map(Day::from);
        let first = first_of(year, self.month)?;
        let next_month = if self.month == 12 { first_of(year + 1, 1)? } else { first_of(year, self.month + 1)? };
        let to_weekday = |from: Day| (i32::from(self.weekday) - i32::from(from.weekday_number())).rem_euclid(7);
        Some(match self.nth {
            -1 => next_month.plus(-7).plus(to_weekday(next_month.plus(-7))),
            nth => first.plus(to_weekday(first) + 7 * (nth - 1)),
        })
    }
}

/// The changes of whole years, both included.
fn changes_of_years(zone: &Zone, first: i32, last: i32) -> Vec<Change> {
    let new_year = |year| chrono::NaiveDate::from_ymd_opt(year, 1, 1).map(|date| zone.instant(Day::from(date), 0));
    let (Some(from), Some(to)) = (new_year(first), new_year(last + 1)) else { return Vec::new() };
    zone.changes(from, to)
        .into_iter()
        .map(|(at, after)| {
            let before = zone.offset_minutes(at.plus(-1));
            // The clock that goes out of use, at the moment of the change.
            let wall = at.minutes() + before;
            let day = Day::from_number(i32::try_from(wall.div_euclid(MINUTES_PER_DAY)).unwrap_or(i32::MAX));
            let minute = MinuteOfDay::try_from(wall.rem_euclid(MINUTES_PER_DAY)).unwrap_or(0);
            Change { year: day.date().year(), day, minute, from: before, to: after, at }
        })
        .collect()
}

/// A local time as iCalendar writes it, such as `20270302T090000`.
pub(super) fn local_text(local: LocalTime) -> String {
    format!("{}T{:02}{:02}00", local.day.date().format("%Y%m%d"), local.minute / 60, local.minute % 60)
}

/// An offset as iCalendar writes it, such as `+0530`.
fn offset_text(minutes: i64) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(from: &str, to: &str) -> Interval {
        let at = |text: &str| Instant::from_utc(text.parse().expect("an instant")).expect("a whole minute");
        Interval::new(at(from), at(to)).expect("an interval")
    }

    fn written(tz: Tz, from: &str, to: &str) -> Option<String> {
        let mut out = String::new();
        Definition::of(tz, window(from, to))?.component().write(&mut out);
        Some(out.replace("\r\n", "\n"))
    }

    #[test]
    fn summer_time_is_written_as_two_yearly_rules() {
        let text = written(Tz::Europe__Amsterdam, "2027-05-03T10:00:00Z", "2027-05-04T10:00:00Z").expect("fits");
        assert_eq!(
            text,
            "BEGIN:VTIMEZONE\nTZID:Europe/Amsterdam\nBEGIN:STANDARD\nDTSTART:19701025T030000\n\
             RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\nEND:STANDARD\n\
             BEGIN:DAYLIGHT\nDTSTART:19700329T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nTZOFFSETFROM:+0100\n\
             TZOFFSETTO:+0200\nTZNAME:CEST\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
        );
    }

    #[test]
    fn morocco_fits_after_its_last_change_and_not_before() {
        let after = written(Tz::Africa__Casablanca, "2026-10-01T00:00:00Z", "2027-12-01T00:00:00Z").expect("fits");
        assert!(
            after.contains("TZOFFSETTO:+0000") && !after.contains("RRULE") && !after.contains("DAYLIGHT"),
            "{after}"
        );
        assert_eq!(written(Tz::Africa__Casablanca, "2026-08-01T00:00:00Z", "2027-12-01T00:00:00Z"), None);
    }

    #[test]
    fn definitions_give_the_current_offset_all_year() {
        for tz in [Tz::Europe__Amsterdam, Tz::America__New_York, Tz::Africa__Cairo, Tz::Asia__Kolkata, Tz::Asia__Tehran]
        {
            let window = window("2026-12-01T00:00:00Z", "2028-12-01T00:00:00Z");
            let definition = Definition::of(tz, window).unwrap_or_else(|| panic!("{tz} fits"));
            let zone = Zone::of(tz);
            for hour in 0..(window.end().minutes() - window.start().minutes()) / 60 {
                let at = window.start().plus(60 * hour);
                assert_eq!(definition.offset_minutes(at), zone.offset_minutes(at), "{tz} at {at}");
            }
        }
    }

    #[test]
    fn the_second_of_two_equal_local_times_is_not_written_in_the_zone() {
        let window = window("2027-10-31T00:00:00Z", "2027-10-31T02:00:00Z");
        let definition = Definition::of(Tz::Europe__Amsterdam, window).expect("fits");
        assert!(definition.local(window.start().plus(30)).is_some());
        assert!(definition.local(window.start().plus(90)).is_none());
    }
}
