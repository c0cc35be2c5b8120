//! The texts of reports in both languages.
//!
//! # Invariants
//!
//! * Every text has both languages, side by side, so that none is forgotten when one changes.

use crate::domain::{Day, DayRange, Language, Part, Points};

/// Texts in one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    language: Language,
}

/// Weekdays from Monday, Dutch and English.
const WEEKDAYS: [(&str, &str); 7] =
    [("ma", "Mon"), ("di", "Tue"), ("wo", "Wed"), ("do", "Thu"), ("vr", "Fri"), ("za", "Sat"), ("zo", "Sun")];

/// Months, Dutch and English.
const MONTHS: [(&str, &str); 12] = [
    ("jan", "Jan"),
    ("feb", "Feb"),
    ("mrt", "Mar"),
    ("apr", "Apr"),
    ("mei", "May"),
    ("jun", "Jun"),
    ("jul", "Jul"),
    ("aug", "Aug"),
    ("sep", "Sep"),
    ("okt", "Oct"),
    ("nov", "Nov"),
    ("dec", "Dec"),
];

/// Defines texts without parts: the name, then Dutch and English.
macro_rules! texts {
    ($($name:ident: $nl:literal, $en:literal;)*) => {
        $(
            #[doc = concat!("\"", $en, "\".")]
            #[must_use]
            pub fn $name(self) -> &'static str {
                self.pick($nl, $en)
            }
        )*
    };
}

impl Words {
    /// The texts in a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        Words { language }
    }

    /// A number with the decimal sign of the language.
    #[must_use]
    pub fn decimal(self, number: &str) -> String {
        self.pick(number.replace('.', ","), number.to_owned())
    }

    /// Chooses between the same text in Dutch and English.
    #[must_use]
    pub fn pick<T>(self, nl: T, en: T) -> T {
        match self.language {
            Language::Dutch => nl,
            Language::English => en,
        }
    }

    texts! {
        agenda: "Reizen en bezoeken", "Trips and visits";
        meetings: "Overleg in eigen huis", "Meetings at home";
        left_out: "Niet ingepland", "Not planned";
        summary: "Samenvatting", "Summary";
        when: "Wanneer", "When";
        place: "Waar", "Where";
        visit: "Bezoek", "Visit";
        meeting: "Overleg", "Meeting";
        who: "Wie, met wie", "Who, with whom";
        wish: "Wens", "Wish";
        points: "Punten", "Points";
        reason: "Waarom niet", "Why not";
        nothing: "Niets.", "Nothing.";
        proven_best: "Bewezen: geen plan heeft meer punten.", "Proven: no plan has more points.";
        no_bound: "Hoeveel beter een ander plan kan zijn, is niet bewezen.",
            "How much better another plan could be is not proven.";
    }

    /// A number with its decimals, with a comma in Dutch.
    #[must_use]
    pub fn number(self, number: &str) -> String {
        self.pick(number.replace('.', ","), number.to_owned())
    }

    /// A text of the scenario, with a decimal comma in Dutch when it is a number.
    #[must_use]
    pub fn number_if(self, text: &str) -> String {
        if text.parse::<f64>().is_ok() { self.number(text) } else { text.to_owned() }
    }

    /// So many points.
    #[must_use]
    pub fn amount(self, points: Points) -> String {
        self.number(&points.to_string())
    }

    /// How many more items there are than are shown.
    #[must_use]
    pub fn more(self, n_more: usize) -> String {
        self.pick(
            format!("… en nog {n_more}; het planbestand noemt ze alle"),
            format!("… and {n_more} more; the plan file names them all"),
        )
    }

    /// How many requests are planned.
    #[must_use]
    pub fn planned(self, n_planned: usize, n_requests: usize, n_trips: usize) -> String {
        self.pick(
            format!("{n_planned} van {n_requests} wensen ingepland, in {n_trips} reizen."),
            format!("{n_planned} of {n_requests} wishes planned, in {n_trips} trips."),
        )
    }

    /// The points of the plan.
    #[must_use]
    pub fn objective(self, objective: Points) -> String {
        let points = self.amount(objective);
        self.pick(format!("{points} punten:"), format!("{points} points:"))
    }

    /// What is proven of other plans; `percent` is rounded up.
    #[must_use]
    pub fn at_most(self, bound: Points, more: Points, percent: &str) -> String {
        let (bound, more, percent) = (self.amount(bound), self.amount(more), self.number(percent));
        self.pick(
            format!("Bewezen: geen plan heeft meer dan {bound} punten, {more} meer dan dit plan ({percent} %)."),
            format!("Proven: no plan has more than {bound} points, {more} more than this one ({percent} %)."),
        )
    }

    /// A part of the objective; `rule` is the label of a rule.
    #[must_use]
    pub fn part(self, part: Part, rule: &str) -> String {
        let name = match part {
            Part::Requests => self.pick("bezoeken", "visits"),
            Part::Candidates => self.pick("bezetting van rollen", "who fills the roles"),
            Part::Preferences => self.pick("voorkeursdata", "preferred dates"),
            Part::Decay => self.pick("uitstel", "late starts"),
            Part::DaysAway => self.pick("dagen van huis", "days away"),
            Part::Eur => self.pick("kosten", "costs"),
            Part::KgCo2 => self.pick("CO2", "CO2"),
            Part::Rule(_) => rule,
        };
        name.to_owned()
    }

    /// A date, such as `di 2 mrt`.
    pub(super) fn day(self, day: Day, with_month: bool, with_year: bool) -> String {
        use chrono::Datelike as _;
        let date = day.date();
        let (nl, en) = WEEKDAYS[usize::from(day.weekday_number())];
        let mut text = format!("{} {}", self.pick(nl, en), date.day());
        if with_month {
            let (nl, en) = MONTHS[date.month0() as usize]; // A month is below 12.
            text += &format!(" {}", self.pick(nl, en));
        }
        if with_year {
            text += &format!(" {}", date.year());
        }
        text
    }

    /// A weekday, 0 for Monday, in two or three letters.
    #[must_use]
    pub(super) fn weekday(self, weekday: u8) -> &'static str {
        let (nl, en) = WEEKDAYS[usize::from(weekday % 7)];
        self.pick(nl, en)
    }

    /// A month in full with its year, such as `maart 2027`.
    pub(super) fn month(self, day: Day) -> String {
        use chrono::Datelike as _;
        const FULL: [(&str, &str); 12] = [
            ("januari", "January"),
            ("februari", "February"),
            ("maart", "March"),
            ("april", "April"),
            ("mei", "May"),
            ("juni", "June"),
            ("juli", "July"),
            ("augustus", "August"),
            ("september", "September"),
            ("oktober", "October"),
            ("november", "November"),
            ("december", "December"),
        ];
        let date = day.date();
        let (nl, en) = FULL[date.month0() as usize]; // A month is below 12.
        format!("{} {}", self.pick(nl, en), date.year())
    }

    /// A range of dates, such as `di 2 – do 4 mrt`.
    #[must_use]
    pub fn days(self, days: DayRange, with_year: bool) -> String {
        use chrono::Datelike as _;
        let (first, last) = (days.start(), days.last());
        let last_text = self.day(last, true, with_year);
        if first == last {
            return last_text;
        }
        let same_year = first.date().year() == last.date().year();
        let same_month = same_year && first.date().month() == last.date().month();
        format!("{} – {last_text}", self.day(first, !same_month, with_year && !same_year))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: &str, last: &str) -> DayRange {
        let day = |text: &str| Day::from(text.parse::<chrono::NaiveDate>().expect("a date"));
        DayRange::inclusive(day(first), day(last)).expect("a range")
    }

    #[test]
    fn ranges_of_dates_say_nothing_twice() {
        let nl = Words::of(Language::Dutch);
        assert_eq!(nl.days(days("2027-03-02", "2027-03-04"), false), "di 2 – do 4 mrt");
        assert_eq!(nl.days(days("2027-03-30", "2027-04-01"), false), "di 30 mrt – do 1 apr");
        let en = Words::of(Language::English);
        assert_eq!(en.days(days("2027-03-02", "2027-03-02"), true), "Tue 2 Mar 2027");
        assert_eq!(en.days(days("2027-12-31", "2028-01-02"), true), "Fri 31 Dec 2027 – Sun 2 Jan 2028");
    }
}
