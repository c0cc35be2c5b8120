//! Expands a bare recurrence rule, as scenario files have them.

use chrono_tz::Tz;

use super::clock::Clock;
use super::recur::{self, Budget, CutShort, Span};
use super::rule::Rule;
use super::values::Stamp;
use crate::domain::{Day, Instant, Interval, LocalTime, MINUTES_PER_DAY};
use crate::texts::{Said, say};

/// Returns the starts in the window of something that first starts at a local time and follows a rule such as
/// `FREQ=WEEKLY;UNTIL=20271231`, without those on the dates of `except`.
///
/// Each occurrence is at the same time by the wall. A date as UNTIL is the last day.
///
/// # Errors
///
/// Says what is wrong with the rule: unlike in a calendar, nothing in it is passed over.
pub fn expand(rule: &str, start: LocalTime, zone: Tz, window: Interval, except: &[Day]) -> Result<Vec<Instant>, Said> {
    let mut complaints = Vec::new();
    let rule = Rule::parse(rule, &mut complaints)?;
    if let Some(complaint) = complaints.into_iter().next() {
        return Err(complaint);
    }
    let clock = Clock::of(zone);
    let start = i64::from(start.day.number()) * MINUTES_PER_DAY + i64::from(start.minute);
    let until = rule.until.map_or(i64::MAX, |until| match until {
        Stamp::Date(day) => i64::from(day) * MINUTES_PER_DAY + MINUTES_PER_DAY,
        Stamp::Wall(wall) => wall + 1,
        Stamp::Utc(instant) => clock.wall(instant) + 1,
    });
    let span = Span {
        start,
        from: window.start().minutes() - MINUTES_PER_DAY,
        to: until.min(window.end().minutes() + MINUTES_PER_DAY),
    };
    let mut walls = Vec::new();
    recur::expand(&rule, span, &mut Budget::for_size(0), &mut walls).map_err(|CutShort| {
        say!("de regel herhaalt zich te vaak om te volgen", "the rule repeats too often to be followed")
    })?;
    let mut starts: Vec<Instant> = walls
        .into_iter()
        .filter(|&wall| !except.iter().any(|day| day.number() == recur::day_of(wall)))
        .map(|wall| Instant::from_minutes(clock.instant(wall)))
        .filter(|&at| window.start() <= at && at < window.end())
        .collect();
    starts.dedup();
    Ok(starts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zones::Zone;

    fn day(text: &str) -> Day {
        Day::from(text.parse::<chrono::NaiveDate>().expect("a date"))
    }

    fn year() -> Interval {
        let zone = Zone::of(Tz::Europe__Amsterdam);
        Interval::new(zone.instant(day("2027-01-01"), 0), zone.instant(day("2028-01-01"), 0)).expect("a year")
    }

    #[test]
    fn a_weekly_meeting_stays_at_its_local_time() {
        let start = LocalTime { day: day("2027-03-23"), minute: 840 };
        let rule = "FREQ=WEEKLY;UNTIL=20270406";
        let found = expand(rule, start, Tz::Europe__Amsterdam, year(), &[]).expect("a rule");
        let shown: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["2027-03-23T13:00:00Z", "2027-03-30T12:00:00Z", "2027-04-06T12:00:00Z"]);
        let fewer = expand(rule, start, Tz::Europe__Amsterdam, year(), &[day("2027-03-30")]).expect("a rule");
        assert_eq!(fewer, [found[0], found[2]]);
    }

    #[test]
    fn a_mistake_in_a_rule_is_an_error() {
        let start = LocalTime { day: day("2027-03-23"), minute: 840 };
        for bad in
            ["WEEKLY", "FREQ=SOMETIMES", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;UNTIL=soon", "FREQ=WEEKLY;BYMOON=1"]
        {
            assert!(expand(bad, start, Tz::Europe__Amsterdam, year(), &[]).is_err(), "{bad}");
        }
    }
}
