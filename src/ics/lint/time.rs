//! Dates, times and durations as iCalendar writes them.

use chrono::NaiveDate;

use super::tree::Property;
use crate::domain::Day;

/// Seconds in a day.
const DAY_SECONDS: i64 = 86_400;

/// What a date or date-time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// A whole day.
    Date(Day),
    /// Seconds since 1970 by the clocks of some place.
    Local(i64),
    /// Seconds since 1970 in UTC.
    Utc(i64),
}

/// Reads `20270302`, `20270302T090000` or `20270302T090000Z`.
pub(super) fn time(text: &str) -> Option<Time> {
    if text.len() == 8 {
        return date(text).map(Time::Date);
    }
    let (day, clock) = text.split_once('T')?;
    let (clock, is_utc) = match clock.strip_suffix('Z') {
        Some(clock) => (clock, true),
        None => (clock, false),
    };
    if clock.len() != 6 || !is_number(clock) {
        return None;
    }
    let part = |from: usize| clock[from..from + 2].parse::<i64>().ok();
    let (hour, minute, second) = (part(0)?, part(2)?, part(4)?);
    let is_clock = hour <= 23 && minute <= 59 && second <= 59;
    let seconds = i64::from(date(day)?.number()) * DAY_SECONDS + hour * 3600 + minute * 60 + second;
    is_clock.then_some(if is_utc { Time::Utc(seconds) } else { Time::Local(seconds) })
}

fn date(text: &str) -> Option<Day> {
    if text.len() != 8 || !is_number(text) {
        return None;
    }
    let (year, month, day) = (text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
    NaiveDate::from_ymd_opt(year, month, day).map(Day::from)
}

/// Reads every time of a property that may list several, as EXDATE and RDATE do.
pub(super) fn times(property: &Property) -> impl Iterator<Item = Option<Time>> {
    property.value.split(',').map(time)
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the text is a duration of whole minutes, hours, days or weeks, longer than nothing: `PT1H`, `P1DT12H`.
pub(super) fn is_coarse_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, clock) = match rest.split_once('T') {
        Some((days, clock)) => (days, Some(clock)),
        None => (rest, None),
    };
    let weeks_or_days = days.is_empty() || days.strip_suffix(['W', 'D']).is_some_and(is_number);
    let hours_and_minutes = clock.is_none_or(|clock| {
        let (hours, minutes) = match clock.split_once('H') {
            Some((hours, minutes)) => (Some(hours), minutes),
            None => (None, clock),
        };
        let minutes_fit = minutes.is_empty() || minutes.strip_suffix('M').is_some_and(is_number);
        !clock.is_empty() && hours.is_none_or(is_number) && minutes_fit
    });
    weeks_or_days && hours_and_minutes && text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

/// Reads `+0530` or `-0345` as seconds; seconds may follow.
pub(super) fn offset(text: &str) -> Option<i64> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = &text[1..];
    if !matches!(digits.len(), 4 | 6) || !is_number(digits) {
        return None;
    }
    let part = |from: usize| digits.get(from..from + 2).map_or(Some(0), |part| part.parse::<i64>().ok());
    let (hours, minutes, seconds) = (part(0)?, part(2)?, part(4)?);
    (hours <= 23 && minutes <= 59 && seconds <= 59).then_some(sign * (hours * 3600 + minutes * 60 + seconds))
}
