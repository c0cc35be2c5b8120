//! Typed values: dates, date-times, durations, periods and offsets from UTC.
//!
//! # Invariants
//!
//! * Times are whole minutes. A start with seconds is rounded down and an end up, so that busy time is never read too
//!   short.
//! * Years are 1 to 9999 and durations at most a century, so that sums stay small.

use chrono::NaiveDate;

use crate::domain::{Day, MINUTES_PER_DAY};

/// A date or a time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    /// A date: days since 1970-01-01.
    Date(i32),
    /// What a clock shows: minutes since 1970-01-01T00:00 by that clock.
    Wall(i64),
    /// An instant: minutes since 1970-01-01T00:00Z.
    Utc(i64),
}

/// Which way seconds are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Round {
    Down,
    Up,
}

/// Reads `20270302`, `20270302T090000`, `20270302T080000Z` and the usual deviations from these.
pub(super) fn stamp(text: &str, round: Round) -> Option<Stamp> {
    let text = text.trim();
    let mut digits = [0_u8; 14];
    let mut n_digits = 0;
    let mut rest = text.as_bytes();
    let mut has_time = false;
    while let [byte, tail @ ..] = rest {
        match byte {
            b'0'..=b'9' if n_digits < 14 => {
                digits[n_digits] = byte - b'0';
                n_digits += 1;
            }
            b'-' if n_digits == 4 || n_digits == 6 => {}
            b'T' | b't' | b' ' if n_digits == 8 && !has_time => has_time = true,
            b':' if n_digits == 10 || n_digits == 12 => {}
            _ => break,
        }
        rest = tail;
    }
    let number =
        |range: std::ops::Range<usize>| digits[range].iter().fold(0_u32, |n, &digit| n * 10 + u32::from(digit));
    if n_digits < 8 {
        return None;
    }
    let year = i32::try_from(number(0..4)).ok().filter(|&year| year >= 1)?;
    let day = Day::from(NaiveDate::from_ymd_opt(year, number(4..6), number(6..8))?).number();
    if n_digits == 8 && (rest.is_empty() || rest.eq_ignore_ascii_case(b"Z")) {
        return Some(Stamp::Date(day));
    }
    // Seconds may be missing; half a number may not.
    if !has_time || !matches!(n_digits, 12 | 14) {
        return None;
    }
    let (hour, minute, second) = (number(8..10), number(10..12), number(12..14));
    let is_end_of_day = hour == 24 && minute == 0 && second == 0;
    if (hour > 23 && !is_end_of_day) || minute > 59 || second > 60 {
        return None;
    }
    let rounded = i64::from(round == Round::Up && second > 0);
    let wall = i64::from(day) * MINUTES_PER_DAY + i64::from(hour * 60 + minute) + rounded;
    match rest {
        [] => Some(Stamp::Wall(wall)),
        b"Z" | b"z" => Some(Stamp::Utc(wall)),
        _ => offset(std::str::from_utf8(rest).ok()?).map(|offset| Stamp::Utc(wall - offset)),
    }
}

/// A length of time: days by the calendar, then minutes by the clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) days: i32,
    pub(super) minutes: i64,
}

/// Reads a duration such as `P1DT2H30M`, `PT15M` or `-P2W`.
pub(super) fn duration(text: &str) -> Option<Span> {
    const MAX_DAYS: i64 = 36_525;
    let text = text.trim();
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let text = text.strip_prefix(['P', 'p'])?;
    let (mut days, mut seconds) = (0_i64, 0_i64);
    let mut number: Option<i64> = None;
    let mut in_time = false;
    let mut n_parts = 0;
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(i64::from(byte - b'0'))?);
            continue;
        }
        if matches!(byte, b'T' | b't') && number.is_none() && !in_time {
            in_time = true;
            continue;
        }
        let count = number.take().filter(|&count| count <= 10_000_000_000)?;
        match (byte.to_ascii_uppercase(), in_time) {
            (b'W', false) => days += count * 7,
            (b'D', false) => days += count,
            (b'H', _) => seconds += count * 3600,
            (b'M', true) => seconds += count * 60,
            (b'S', true) => seconds += count,
            _ => return None,
        }
        n_parts += 1;
    }
    let minutes = (seconds + 59).div_euclid(60);
    if number.is_some() || n_parts == 0 || days > MAX_DAYS || minutes > MAX_DAYS * MINUTES_PER_DAY {
        return None;
    }
    Some(Span { days: sign * i32::try_from(days).ok()?, minutes: i64::from(sign) * minutes })
}

/// Reads an offset from UTC such as `+0100`, `-0330`, `+01:00` or `+053020`, in whole minutes.
pub(super) fn offset(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits: Vec<i64> = text.bytes().filter(|&byte| byte != b':').map(|byte| i64::from(byte) - 48).collect();
    if !digits.iter().all(|digit| (0..=9).contains(digit)) {
        return None;
    }
    let (hours, minutes) = match *digits {
        [h] => (h, 0),
        [h, i] => (h * 10 + i, 0),
        [h, m, n] => (h, m * 10 + n),
        [h, i, m, n] | [h, i, m, n, _, _] => (h * 10 + i, m * 10 + n),
        _ => return None,
    };
    (hours <= 26 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}

/// Undoes the escapes of a text value.
pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n' | 'N')) => plain.push('\n'),
            ('\\', Some(escaped)) => plain.push(escaped),
            (c, _) => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_read_with_their_deviations() {
        let day = Day::from(NaiveDate::from_ymd_opt(2027, 3, 2).expect("a date")).number();
        let nine = i64::from(day) * 1440 + 540;
        assert_eq!(stamp("20270302", Round::Down), Some(Stamp::Date(day)));
        assert_eq!(stamp("2027-03-02", Round::Down), Some(Stamp::Date(day)));
        assert_eq!(stamp("20270302T090000", Round::Down), Some(Stamp::Wall(nine)));
        assert_eq!(stamp("20270302T0900", Round::Down), Some(Stamp::Wall(nine)));
        assert_eq!(stamp("20270302T090000Z", Round::Down), Some(Stamp::Utc(nine)));
        assert_eq!(stamp("2027-03-02T09:00:00+01:00", Round::Down), Some(Stamp::Utc(nine - 60)));
        assert_eq!(stamp("20270302T085959", Round::Up), Some(Stamp::Wall(nine)));
        assert_eq!(stamp("20270301T240000", Round::Up), Some(Stamp::Wall(i64::from(day) * 1440)));
        for bad in ["", "2027", "20270230", "20270302T18300", "20270302T250000", "00000302", "20270302T090000X", "abc"]
        {
            assert_eq!(stamp(bad, Round::Down), None, "{bad}");
        }
    }

    #[test]
    fn durations_keep_days_and_minutes_apart() {
        assert_eq!(duration("P1DT2H30M"), Some(Span { days: 1, minutes: 150 }));
        assert_eq!(duration("-P2W"), Some(Span { days: -14, minutes: 0 }));
        assert_eq!(duration("PT90S"), Some(Span { days: 0, minutes: 2 }));
        for bad in ["P", "PT", "1H", "P99999999999D", "P1", "P1X"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }

    #[test]
    fn offsets_are_whole_minutes() {
        assert_eq!(offset("+0530"), Some(330));
        assert_eq!(offset("-03:30"), Some(-210));
        assert_eq!(offset("+9999"), None);
    }
}
