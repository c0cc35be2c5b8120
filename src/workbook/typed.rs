//! Dates and times as people type them in cells, and as spreadsheets count them.
//!
//! # Invariants
//!
//! * Nothing is guessed: what could be two dates is refused, with both in the remedy.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _};

use crate::domain::Language;
use crate::say;
use crate::texts::{Said, dates};

/// A text that is no date or time, or not clearly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odd {
    /// What is wrong.
    pub message: Said,
    /// What to type instead.
    pub help: Said,
}

impl Odd {
    fn new(message: Said, help: Said) -> Self {
        Odd { message, help }
    }
}

/// Short forms of months and weekdays that people type besides those of [`dates`].
const SHORT: [(&str, u32); 4] = [("maa", 3), ("sept", 9), ("mar", 3), ("oct", 10)];

/// The day from which spreadsheets count.
fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default()
}

/// Returns what a date and time is as a spreadsheet counts: days since 30 December 1899.
#[must_use]
pub fn serial(at: NaiveDateTime) -> f64 {
    let since = at - epoch().and_time(NaiveTime::MIN);
    // Minutes of some thousand years are far below 2^53.
    since.num_minutes() as f64 / 1440.0
}

/// Returns the date and time that a spreadsheet counts so, to the second; `None` when it is out of all range.
#[must_use]
pub fn moment(serial: f64) -> Option<NaiveDateTime> {
    let seconds = (serial * 86_400.0).round();
    if !(0.0..=3_000_000.0 * 86_400.0).contains(&seconds) {
        return None;
    }
    // Within the range above a whole float is a whole number.
    epoch().and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::seconds(seconds as i64))
}

/// Returns the date that a spreadsheet counts so, when it is a whole day.
#[must_use]
pub fn day_of_serial(serial: f64) -> Option<NaiveDate> {
    moment(serial).filter(|at| at.time() == NaiveTime::MIN).map(|at| at.date())
}

/// Returns the serial number of a date, a time or both in ISO 8601, as .ods files have them.
pub(super) fn serial_of_iso(text: &str) -> Option<f64> {
    if let Some(duration) = text.strip_prefix("PT") {
        let (hours, rest) = duration.split_once('H')?;
        let (minutes, rest) = rest.split_once('M')?;
        let seconds: f64 = rest.trim_end_matches('S').replace(',', ".").parse().unwrap_or(0.0);
        let (hours, minutes): (f64, f64) = (hours.parse().ok()?, minutes.parse().ok()?);
        return Some((hours * 3600.0 + minutes * 60.0 + seconds) / 86_400.0);
    }
    let date = |text: &str| text.parse::<NaiveDate>().ok();
    match text.split_once('T') {
        None => date(text).map(|date| serial(date.and_time(NaiveTime::MIN))),
        Some((day, time)) => {
            let time = time.trim_end_matches('Z').parse::<NaiveTime>().ok()?;
            let day = serial(date(day)?.and_time(NaiveTime::MIN));
            Some(day + f64::from(time.num_seconds_from_midnight()) / 86_400.0)
        }
    }
}

/// Reads a date as people type it: `2027-03-02`, `2-3-2027`, `di 2 mrt 2027`, `2 March 2027`.
///
/// * `language`: whose custom decides; in Dutch the day always comes first.
///
/// # Errors
///
/// When it is no date, when it could be two, when its year is missing or short, when the weekday is another one.
pub fn date(text: &str, language: Language) -> Result<NaiveDate, Odd> {
    let plain = text.trim().to_lowercase();
    let words: Vec<&str> = plain.split([' ', '-', '/', '.', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let (weekday, words) = match words.split_first() {
        Some((first, rest)) if weekday(first).is_some() => (weekday(first), rest),
        _ => (None, words.as_slice()),
    };
    let number = |word: &str| word.trim_end_matches(['e', 's', 't', 'n', 'd', 'r', 'h']).parse::<u32>().ok();
    let found = match *words {
        [day, named, year] if month(named).is_some() => (number(day), month(named), year),
        [named, day, year] if month(named).is_some() => (number(day), month(named), year),
        [day, named] | [named, day] if month(named).is_some() && number(day).is_some() => {
            let now = say!("`{text}` noemt geen jaar", "`{text}` names no year");
            let example = format!("{day} {named} 2027");
            return Err(Odd::new(
                now,
                say!("schrijf het jaar erbij, zoals `{example}`", "add the year, such as `{example}`"),
            ));
        }
        [year, second, third] if year.len() == 4 => (number(third), number(second), year),
        [first, second, year] => {
            let (a, b) = (number(first), number(second));
            return by_number(text, a, b, year, language).and_then(|date| check_weekday(text, date, weekday));
        }
        [digits] if digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            let shown = format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]);
            return Err(Odd::new(
                no_date(text),
                say!("schrijf `{shown}`, als u dat bedoelt", "write `{shown}`, if that is what you mean"),
            ));
        }
        _ => return Err(Odd::new(no_date(text), how())),
    };
    let (Some(day), Some(month), year) = found else { return Err(Odd::new(no_date(text), how())) };
    let date = whole(text, day, month, year)?;
    check_weekday(text, date, weekday)
}

/// Two numbers and a year: which one is the day?
fn by_number(
    text: &str,
    first: Option<u32>,
    second: Option<u32>,
    year: &str,
    language: Language,
) -> Result<NaiveDate, Odd> {
    let (Some(first), Some(second)) = (first, second) else { return Err(Odd::new(no_date(text), how())) };
    let day_first = whole(text, first, second, year);
    if language == Language::Dutch || first == second || first > 12 {
        return day_first;
    }
    match (day_first, whole(text, second, first, year)) {
        (Ok(one), Ok(other)) => {
            let say_date = |date: NaiveDate| Said::same(date.format("%Y-%m-%d").to_string());
            let (one, other) = (say_date(one), say_date(other));
            Err(Odd::new(
                say!("`{text}` kan twee data zijn", "`{text}` could be two dates"),
                say!("schrijf `{one}` of `{other}`", "write `{one}` or `{other}`"; one, other),
            ))
        }
        (Err(error), _) => Err(error),
        (Ok(date), Err(_)) => Ok(date),
    }
}

fn no_date(text: &str) -> Said {
    say!("`{text}` is geen datum", "`{text}` is no date")
}

fn how() -> Said {
    say!("schrijf een datum zoals `2-3-2027` of `2 maart 2027`", "write a date such as `2027-03-02` or `2 March 2027`")
}

/// A date of its parts, or why there is none.
fn whole(text: &str, day: u32, month: u32, year: &str) -> Result<NaiveDate, Odd> {
    let number: i32 = year.parse().map_err(|_| Odd::new(no_date(text), how()))?;
    if year.len() != 4 {
        let full = if year.len() == 2 { format!("20{year}") } else { "2027".to_owned() };
        return Err(Odd::new(
            say!("het jaar van `{text}` is niet duidelijk", "the year of `{text}` is not clear"),
            say!(
                "schrijf het jaar met vier cijfers, zoals `{full}`",
                "write the year with four digits, such as `{full}`"
            ),
        ));
    }
    NaiveDate::from_ymd_opt(number, month, day).ok_or_else(|| {
        Odd::new(
            say!("de datum `{text}` bestaat niet", "the date `{text}` does not exist"),
            say!(
                "kijk de maand na, en hoeveel dagen die heeft; de dag komt voor de maand",
                "check the month and the number of days in it; the day comes before the month"
            ),
        )
    })
}

fn check_weekday(text: &str, date: NaiveDate, weekday: Option<u8>) -> Result<NaiveDate, Odd> {
    let is = u8::try_from(date.weekday().num_days_from_monday()).unwrap_or(0);
    if weekday.is_none_or(|named| named == is) {
        return Ok(date);
    }
    let nl = dates::weekday(Language::Dutch, is);
    let en = dates::weekday(Language::English, is);
    let iso = date.format("%Y-%m-%d");
    Err(Odd::new(
        Said::new(format!("`{text}` is een {nl}"), format!("`{text}` is a {en}")),
        say!("verbeter de dag of de datum: `{iso}`", "mend the weekday or the date: `{iso}`"),
    ))
}

/// The number of a month by its name in either language; a full stop after a short one has been taken off.
fn month(word: &str) -> Option<u32> {
    let short = SHORT.iter().find(|(short, _)| *short == word).map(|(_, month)| *month);
    let mut months = (1..=12).filter(|&month| {
        let Some(first) = NaiveDate::from_ymd_opt(2027, month, 1).map(crate::domain::Day::from) else { return false };
        [Language::Dutch, Language::English].into_iter().any(|language| {
            word == dates::month(language, first).to_lowercase()
                || word == dates::month_short(language, first).to_lowercase()
        })
    });
    months.next().or(short)
}

/// The number of a weekday, 0 for Monday, by its name in either language.
fn weekday(word: &str) -> Option<u8> {
    (0..7).find(|&weekday| {
        [Language::Dutch, Language::English].into_iter().any(|language| {
            word == dates::weekday(language, weekday).to_lowercase()
                || word == dates::weekday_short(language, weekday).to_lowercase()
        })
    })
}

/// Reads a time of day as people type it: `9:00`, `09.00`, `9u30`, `9 uur`. Returns minutes since midnight, at most 1440.
///
/// # Errors
///
/// When it is no time of day.
pub fn time_of_day(text: &str) -> Result<u32, Odd> {
    let plain = text.trim().to_lowercase().replace([' ', '\u{a0}'], "");
    let plain = plain.trim_end_matches("uur").trim_end_matches('u').trim_end_matches('h');
    let parts: Vec<&str> = plain.split([':', '.', 'u', 'h']).collect();
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 2);
    // A bare number is a time only with the word for hours.
    let is_bare = plain.len() == text.trim().len();
    let minutes = match *parts.as_slice() {
        [hours] if !is_bare => number(hours).map(|hours| hours * 60),
        [hours, minutes] if minutes.len() == 2 => {
            number(hours).zip(number(minutes)).filter(|(_, m)| *m < 60).map(|(h, m)| h * 60 + m)
        }
        [hours, minutes, "00"] => number(hours).zip(number(minutes)).filter(|(_, m)| *m < 60).map(|(h, m)| h * 60 + m),
        _ => None,
    };
    minutes.filter(|&minutes| minutes <= 1440).ok_or_else(|| {
        Odd::new(
            say!("`{text}` is geen tijd", "`{text}` is no time of day"),
            say!("schrijf uren en minuten, zoals `9:00`", "write hours and minutes, such as `9:00`"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn dates_are_read_as_people_type_them() {
        for text in [
            "2027-03-02",
            "2-3-2027",
            "02/03/2027",
            "2.3.2027",
            "2 maart 2027",
            "2 mrt. 2027",
            "di 2 mrt 2027",
            "dinsdag 2 maart 2027",
            "2 March 2027",
            "March 2, 2027",
            "Tue 2 Mar 2027",
            "2nd March 2027",
            " 2-3-2027 ",
        ] {
            assert_eq!(date(text, Language::Dutch), Ok(day("2027-03-02")), "{text}");
        }
        assert_eq!(date("25/3/2027", Language::English), Ok(day("2027-03-25")));
    }

    #[test]
    fn what_could_be_two_dates_or_none_is_refused_with_a_remedy() {
        let help = |text: &str, language| date(text, language).expect_err(text).help.of(Language::English).to_owned();
        assert!(help("2/3/2027", Language::English).contains("`2027-03-02` or `2027-02-03`"));
        assert!(help("2-3-27", Language::Dutch).contains("`2027`"));
        assert!(help("2 maart", Language::Dutch).contains("`2 maart 2027`"));
        assert!(help("20270302", Language::Dutch).contains("`2027-03-02`"));
        assert!(help("woensdag 2 maart 2027", Language::Dutch).contains("2027-03-02"));
        for text in ["30-2-2027", "3/25/2027", "maart", "volgende week", "2--2027", "", "31 februari 2027", "é-é-2027"]
        {
            assert!(date(text, Language::Dutch).is_err(), "{text}");
        }
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        for (text, minutes) in
            [("9:00", 540), ("09.30", 570), ("9u30", 570), ("9 uur", 540), ("24:00", 1440), ("09:00:00", 540)]
        {
            assert_eq!(time_of_day(text), Ok(minutes), "{text}");
        }
        for text in ["9", "25:00", "9:60", "9:5", "", "half tien", "é:00", "24:01"] {
            assert!(time_of_day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn serial_numbers_and_dates_are_the_same_both_ways() {
        let first = day("1970-01-01");
        for n_days in (0..90_000).step_by(997) {
            let date = first.checked_add_days(chrono::Days::new(n_days)).expect("a date");
            assert_eq!(day_of_serial(serial(date.and_time(NaiveTime::MIN))), Some(date));
            let noon = date.and_hms_opt(12, 7, 0).expect("a time");
            assert_eq!(moment(serial(noon)), Some(noon));
        }
        assert_eq!(serial_of_iso("2027-03-02"), Some(serial(day("2027-03-02").and_time(NaiveTime::MIN))));
        assert_eq!(serial_of_iso("PT09H30M00S"), Some(570.0 / 1440.0));
        assert_eq!(moment(f64::NAN), None);
        assert_eq!(moment(1e300), None);
    }
}
