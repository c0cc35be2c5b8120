//! Numbers and dates as a page says them, in both languages.

use chrono::Datelike as _;

use super::Words;
use crate::domain::{Cents, Day, DayRange, Grams, LocalTime, Points};

impl Words {
    /// A whole number in groups of three digits: `12.345` in Dutch, `12,345` in English.
    #[must_use]
    pub fn whole(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut text = String::new();
        for (idx, digit) in digits.chars().enumerate() {
            if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
                text.push(self.pick('.', ','));
            }
            text.push(digit);
        }
        if number < 0 { format!("−{text}") } else { text }
    }

    /// Money in whole euros, rounded half up.
    #[must_use]
    pub fn euros(self, cents: Cents) -> String {
        format!("€{}{}", self.pick("\u{a0}", ""), self.whole((cents.0 + 50).div_euclid(100)))
    }

    /// Carbon dioxide in whole kilograms, rounded half up.
    #[must_use]
    pub fn kilograms(self, grams: Grams) -> String {
        format!("{}\u{a0}kg", self.whole((grams.0 + 500).div_euclid(1000)))
    }

    /// Points with at most one decimal, rounded half up.
    #[must_use]
    pub fn tenths(self, points: Points) -> String {
        let tenths = (points.0 + 50).div_euclid(100);
        let whole = self.whole(tenths / 10);
        match tenths.unsigned_abs() % 10 {
            0 => whole,
            tenth => {
                let sign = if tenths < 0 && tenths > -10 { "−" } else { "" };
                format!("{sign}{whole}{}{tenth}", self.pick(',', '.'))
            }
        }
    }

    /// A time of day such as `09:00`.
    #[must_use]
    pub fn clock(self, at: LocalTime) -> String {
        format!("{:02}:{:02}", at.minute / 60, at.minute % 60)
    }

    /// A moment by the clock of a place, such as `di 2 mrt 09:00`.
    #[must_use]
    pub fn moment(self, at: LocalTime) -> String {
        format!("{} {}", self.day(at.day, true, false), self.clock(at))
    }

    /// A date in full, such as `2 maart 2027`.
    #[must_use]
    pub fn full_date(self, day: Day) -> String {
        format!("{} {}", day.date().day(), self.month(day))
    }

    /// A quarter, such as `tweede kwartaal 2027`.
    #[must_use]
    pub fn quarter(self, days: DayRange) -> String {
        const ORDER: [(&str, &str); 4] =
            [("eerste", "first"), ("tweede", "second"), ("derde", "third"), ("vierde", "fourth")];
        let date = days.start().date();
        let (nl, en) = ORDER[(date.month0() / 3) as usize]; // A month is below 12.
        self.pick(format!("{nl} kwartaal {}", date.year()), format!("{en} quarter of {}", date.year()))
    }

    /// A calendar month, quarter or year by its name, other ranges by their dates.
    #[must_use]
    pub fn period(self, days: DayRange) -> String {
        let (first, next) = (days.start().date(), days.end().date());
        let n_months = (next.year() - first.year()) * 12 + next.month0() as i32 - first.month0() as i32; // Below 12.
        let whole = first.day() == 1 && next.day() == 1;
        match n_months {
            1 if whole => self.month(days.start()),
            3 if whole && first.month0().is_multiple_of(3) => {
                format!("{}{} {}", self.pick("kw", "Q"), first.month0() / 3 + 1, first.year())
            }
            12 if whole && first.month0() == 0 => first.year().to_string(),
            _ => self.days(days, true),
        }
    }

    /// So many of something: `1 reis`, `2 reizen`.
    #[must_use]
    pub fn count(self, n: usize, one: (&str, &str), many: (&str, &str)) -> String {
        let (nl, en) = if n == 1 { one } else { many };
        format!("{} {}", self.whole(i64::try_from(n).unwrap_or(i64::MAX)), self.pick(nl, en))
    }

    /// `a`, `a en b`, `a, b en c`.
    #[must_use]
    pub fn list(self, items: &[String]) -> String {
        let and = self.pick(" en ", " and ");
        match items {
            [most @ .., last] if !most.is_empty() => format!("{}{and}{last}", most.join(", ")),
            items => items.concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;

    #[test]
    fn numbers_have_the_signs_of_their_language() {
        let (nl, en) = (Words::of(Language::Dutch), Words::of(Language::English));
        assert_eq!((nl.whole(1_234_567), en.whole(-1_000)), ("1.234.567".to_owned(), "−1,000".to_owned()));
        assert_eq!((nl.whole(0), en.whole(999)), ("0".to_owned(), "999".to_owned()));
        assert_eq!((nl.euros(Cents(123_450)), en.euros(Cents(99))), ("€\u{a0}1.235".to_owned(), "€1".to_owned()));
        assert_eq!(nl.tenths(Points(2_850_621)), "2.850,6");
        assert_eq!(en.tenths(Points(-500)), "−0.5");
        assert_eq!(en.tenths(Points(-12_000)), "−12");
    }

    #[test]
    fn calendar_periods_have_names() {
        let nl = Words::of(Language::Dutch);
        let day = |text: &str| Day::from(text.parse::<chrono::NaiveDate>().expect("a date"));
        let name = |first, last| nl.period(DayRange::inclusive(day(first), day(last)).expect("a range"));
        assert_eq!(name("2027-02-01", "2027-02-28"), "februari 2027");
        assert_eq!(name("2027-04-01", "2027-06-30"), "kw2 2027");
        assert_eq!(name("2027-01-01", "2027-12-31"), "2027");
        assert_eq!(name("2027-01-04", "2027-12-24"), "ma 4 jan 2027 – vr 24 dec 2027".replace(" jan 2027", " jan"));
    }
}
