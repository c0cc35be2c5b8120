//! Weekdays, months, dates and ranges of dates.

use chrono::Datelike as _;

use super::language::pick;
use crate::domain::{Day, DayRange, Language};

/// A word in Dutch and English.
type Pair = (&'static str, &'static str);

/// Weekdays from Monday, Dutch and English: short, then in full.
const WEEKDAYS: [(Pair, Pair); 7] = [
    (("ma", "Mon"), ("maandag", "Monday")),
    (("di", "Tue"), ("dinsdag", "Tuesday")),
    (("wo", "Wed"), ("woensdag", "Wednesday")),
    (("do", "Thu"), ("donderdag", "Thursday")),
    (("vr", "Fri"), ("vrijdag", "Friday")),
    (("za", "Sat"), ("zaterdag", "Saturday")),
    (("zo", "Sun"), ("zondag", "Sunday")),
];

/// Months, Dutch and English: short, then in full.
const MONTHS: [(Pair, Pair); 12] = [
    (("jan", "Jan"), ("januari", "January")),
    (("feb", "Feb"), ("februari", "February")),
    (("mrt", "Mar"), ("maart", "March")),
    (("apr", "Apr"), ("april", "April")),
    (("mei", "May"), ("mei", "May")),
    (("jun", "Jun"), ("juni", "June")),
    (("jul", "Jul"), ("juli", "July")),
    (("aug", "Aug"), ("augustus", "August")),
    (("sep", "Sep"), ("september", "September")),
    (("okt", "Oct"), ("oktober", "October")),
    (("nov", "Nov"), ("november", "November")),
    (("dec", "Dec"), ("december", "December")),
];

/// A weekday in two or three letters; 0 is Monday.
#[must_use]
pub fn weekday_short(language: Language, weekday: u8) -> &'static str {
    let ((nl, en), _) = WEEKDAYS[usize::from(weekday % 7)];
    pick(language, nl, en)
}

/// A weekday in full; 0 is Monday.
#[must_use]
pub fn weekday(language: Language, weekday: u8) -> &'static str {
    let (_, (nl, en)) = WEEKDAYS[usize::from(weekday % 7)];
    pick(language, nl, en)
}

/// The month of a day in three letters.
#[must_use]
pub fn month_short(language: Language, day: Day) -> &'static str {
    let ((nl, en), _) = MONTHS[day.date().month0() as usize]; // A month is below 12.
    pick(language, nl, en)
}

/// The month of a day in full.
#[must_use]
pub fn month(language: Language, day: Day) -> &'static str {
    let (_, (nl, en)) = MONTHS[day.date().month0() as usize]; // A month is below 12.
    pick(language, nl, en)
}

/// The month of a day in full with its year, such as `maart 2027`.
#[must_use]
pub fn month_and_year(language: Language, day: Day) -> String {
    format!("{} {}", month(language, day), day.date().year())
}

/// A date with its weekday, such as `di 2 mrt 2027`.
#[must_use]
pub fn short(language: Language, day: Day, with_month: bool, with_year: bool) -> String {
    let mut text = format!("{} {}", weekday_short(language, day.weekday_number()), day.date().day());
    if with_month {
        text += &format!(" {}", month_short(language, day));
    }
    if with_year {
        text += &format!(" {}", day.date().year());
    }
    text
}

/// A date with its weekday and the month in full, such as `di 2 maart 2027`.
#[must_use]
pub fn long(language: Language, day: Day) -> String {
    format!("{} {}", short(language, day, false, false), month_and_year(language, day))
}

/// A range of dates, such as `di 2 – do 4 mrt`; nothing is said twice.
#[must_use]
pub fn range(language: Language, days: DayRange, with_year: bool) -> String {
    let (first, last) = (days.start(), days.last());
    let last_text = short(language, last, true, with_year);
    if first == last {
        return last_text;
    }
    let same_year = first.date().year() == last.date().year();
    let same_month = same_year && first.date().month() == last.date().month();
    format!("{} – {last_text}", short(language, first, !same_month, with_year && !same_year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::from(text.parse::<chrono::NaiveDate>().expect("a date"))
    }

    fn days(first: &str, last: &str) -> DayRange {
        DayRange::inclusive(day(first), day(last)).expect("a range")
    }

    #[test]
    fn ranges_of_dates_say_nothing_twice() {
        let nl = Language::Dutch;
        assert_eq!(range(nl, days("2027-03-02", "2027-03-04"), false), "di 2 – do 4 mrt");
        assert_eq!(range(nl, days("2027-03-30", "2027-04-01"), false), "di 30 mrt – do 1 apr");
        let en = Language::English;
        assert_eq!(range(en, days("2027-03-02", "2027-03-02"), true), "Tue 2 Mar 2027");
        assert_eq!(range(en, days("2027-12-31", "2028-01-02"), true), "Fri 31 Dec 2027 – Sun 2 Jan 2028");
    }

    #[test]
    fn dates_are_written_as_their_language_does() {
        assert_eq!(long(Language::Dutch, day("2027-05-04")), "di 4 mei 2027");
        assert_eq!(long(Language::English, day("2027-10-04")), "Mon 4 October 2027");
        assert_eq!(weekday(Language::Dutch, day("2027-05-04").weekday_number()), "dinsdag");
    }
}
