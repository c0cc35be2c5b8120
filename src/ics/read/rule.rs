//! A recurrence rule: the value of `RRULE`, read with its usual deviations.
//!
//! # Not here
//!
//! When it recurs: `recur` says that.

use super::values::{Round, Stamp, stamp};
use crate::texts::{Said, say};

/// How often a rule repeats, from the longest period to the shortest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Freq {
    Yearly,
    Monthly,
    Weekly,
    Daily,
    Hourly,
    Minutely,
    Secondly,
}

/// A weekday of a rule: 0 for Monday to 6 for Sunday, and which of the period (0 for every one).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NthDay {
    pub(super) nth: i16,
    pub(super) weekday: u8,
}

/// A recurrence rule as written. Lists are sorted, without duplicates, and within the ranges of RFC 5545.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) freq: Freq,
    /// At least 1.
    pub(super) interval: u16,
    pub(super) count: Option<u32>,
    pub(super) until: Option<Stamp>,
    pub(super) week_start: u8,
    pub(super) months: Vec<i32>,
    pub(super) month_days: Vec<i32>,
    pub(super) year_days: Vec<i32>,
    pub(super) weeks: Vec<i32>,
    pub(super) days: Vec<NthDay>,
    pub(super) hours: Vec<i32>,
    pub(super) minutes: Vec<i32>,
    pub(super) seconds: Vec<i32>,
    pub(super) positions: Vec<i32>,
}

impl Rule {
    /// Reads a rule, with or without `RRULE:` in front. What could be passed over is said in `complaints`.
    ///
    /// # Errors
    ///
    /// Says why the rule cannot be used at all.
    pub(super) fn parse(text: &str, complaints: &mut Vec<Said>) -> Result<Rule, Said> {
        let mut rule = Rule {
            freq: Freq::Daily,
            interval: 1,
            count: None,
            until: None,
            week_start: 0,
            months: Vec::new(),
            month_days: Vec::new(),
            year_days: Vec::new(),
            weeks: Vec::new(),
            days: Vec::new(),
            hours: Vec::new(),
            minutes: Vec::new(),
            seconds: Vec::new(),
            positions: Vec::new(),
        };
        let text = text.trim();
        let text = text.split_once(':').filter(|(head, _)| head.eq_ignore_ascii_case("RRULE")).map_or(text, |(_, r)| r);
        let mut freq = None;
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let Some((key, value)) = part.split_once('=') else {
                complaints.push(say!(
                    "`{}` in een herhaling heeft geen waarde",
                    "`{}` in a recurrence rule has no value",
                    short(part)
                ));
                continue;
            };
            let (key, value) = (key.trim(), value.trim());
            let is = |known: &str| key.eq_ignore_ascii_case(known);
            if is("FREQ") {
                freq = Some(
                    frequency(value)
                        .ok_or_else(|| say!("`FREQ={}` is niet bekend", "`FREQ={}` is not known", short(value)))?,
                );
            } else if is("INTERVAL") {
                rule.interval = match value.parse::<u64>() {
                    Ok(interval) if interval >= 1 => u16::try_from(interval).unwrap_or(u16::MAX),
                    _ => {
                        complaints.push(say!(
                            "`INTERVAL={}` is gelezen als 1",
                            "`INTERVAL={}` was read as 1",
                            short(value)
                        ));
                        1
                    }
                };
            } else if is("COUNT") {
                let count = value
                    .parse::<u64>()
                    .map_err(|_| say!("`COUNT={}` is geen getal", "`COUNT={}` is not a number", short(value)))?;
                rule.count = Some(u32::try_from(count).unwrap_or(u32::MAX).max(1));
            } else if is("UNTIL") {
                let until = stamp(value, Round::Down)
                    .ok_or_else(|| say!("`UNTIL={}` is geen datum", "`UNTIL={}` is no date", short(value)))?;
                rule.until = Some(until);
            } else if is("WKST") {
                rule.week_start = weekday(value).unwrap_or(0);
            } else if is("BYDAY") {
                rule.days = list(key, value, complaints, nth_day)?;
            } else if is("BYMONTH") {
                rule.months = list(key, value, complaints, |item| number(item, 1, 12))?;
            } else if is("BYMONTHDAY") {
                rule.month_days = list(key, value, complaints, |item| signed(item, 31))?;
            } else if is("BYYEARDAY") {
                rule.year_days = list(key, value, complaints, |item| signed(item, 366))?;
            } else if is("BYWEEKNO") {
                rule.weeks = list(key, value, complaints, |item| signed(item, 53))?;
            } else if is("BYHOUR") {
                rule.hours = list(key, value, complaints, |item| number(item, 0, 23))?;
            } else if is("BYMINUTE") {
                rule.minutes = list(key, value, complaints, |item| number(item, 0, 59))?;
            } else if is("BYSECOND") {
                rule.seconds = list(key, value, complaints, |item| number(item, 0, 60).map(|second| second.min(59)))?;
            } else if is("BYSETPOS") {
                rule.positions = list(key, value, complaints, |item| signed(item, 366))?;
            } else if !key.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("X-")) {
                complaints.push(say!(
                    "`{}` in een herhaling is niet bekend",
                    "`{}` in a recurrence rule is not known",
                    short(key)
                ));
            }
        }
        rule.freq = freq.ok_or_else(|| say!("zij heeft geen FREQ", "it has no FREQ"))?;
        Ok(rule)
    }
}

fn frequency(text: &str) -> Option<Freq> {
    let known = [
        ("YEARLY", Freq::Yearly),
        ("MONTHLY", Freq::Monthly),
        ("WEEKLY", Freq::Weekly),
        ("DAILY", Freq::Daily),
        ("HOURLY", Freq::Hourly),
        ("MINUTELY", Freq::Minutely),
        ("SECONDLY", Freq::Secondly),
    ];
    known.into_iter().find(|(name, _)| text.eq_ignore_ascii_case(name)).map(|(_, freq)| freq)
}

fn weekday(text: &str) -> Option<u8> {
    (0_u8..)
        .zip(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
        .find(|(_, day)| text.eq_ignore_ascii_case(day))
        .map(|(n, _)| n)
}

fn nth_day(text: &str) -> Option<NthDay> {
    let split = text.len().checked_sub(2).filter(|&split| text.is_char_boundary(split))?;
    let (nth, day) = text.split_at(split);
    let nth = match nth.trim() {
        "" => 0,
        nth => nth.parse::<i16>().ok().filter(|nth| (-53..=53).contains(nth) && *nth != 0)?,
    };
    Some(NthDay { nth, weekday: weekday(day)? })
}

fn number(text: &str, min: i32, max: i32) -> Option<i32> {
    text.parse().ok().filter(|number| (min..=max).contains(number))
}

fn signed(text: &str, max: i32) -> Option<i32> {
    number(text, -max, max).filter(|&number| number != 0)
}

/// Reads a list. Items that cannot be read are left out; a list without any other item makes the rule useless.
fn list<T: Ord>(
    key: &str,
    text: &str,
    complaints: &mut Vec<Said>,
    item: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, Said> {
    let mut items = Vec::new();
    let mut n_bad = 0;
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match item(part) {
            Some(item) => items.push(item),
            None => n_bad += 1,
        }
    }
    if n_bad > 0 && items.is_empty() {
        return Err(say!("`{}={}` is niet te lezen", "`{}={}` cannot be read", short(key), short(text)));
    }
    if n_bad > 0 || items.is_empty() {
        complaints.push(say!(
            "`{}={}` in een herhaling is deels gelezen",
            "`{}={}` in a recurrence rule was read in part",
            short(key),
            short(text)
        ));
    }
    items.sort();
    items.dedup();
    Ok(items)
}

/// The first characters of a text, for a message.
pub(super) fn short(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(40).chain(['…']).collect() }
}
