//! The texts of reports in both languages.
//!
//! # Invariants
//!
//! * Every text has both languages, side by side, so that none is forgotten when one changes.

use crate::domain::{CountryCode, Day, DayRange, Language, Part, Points};
use crate::texts::{Said, countries, dates, language, numbers};

/// What a search is doing, or how it ended. The search itself and its log know it by its English name.
#[must_use]
pub fn phase(english: &str) -> Said {
    let dutch = match english {
        "first plan" => "eerste plan",
        "recalling prices" => "prijzen van eerder ophalen",
        "finding prices" => "prijzen zoeken",
        "generating columns" => "reizen bedenken",
        "improving the plan" => "het plan verbeteren",
        "branching" => "beslissingen vertakken",
        "improving neighbourhoods" => "delen van het plan verbeteren",
        "listing columns" => "reizen opsommen",
        "proven best" => "bewezen het beste",
        "looking for a better plan" => "zoeken naar een beter plan",
        "looking for a better plan as things are" => "zoeken naar een beter plan zoals het nu is",
        "looking for what clashes" => "zoeken naar wat botst",
        "looking for what would help" => "zoeken naar wat zou helpen",
        "trying it beside the plan" => "proberen naast het plan",
        "trying it in the whole plan" => "proberen in het hele plan",
        "trying what would help" => "proberen wat zou helpen",
        "planning with what would help" => "plannen met wat zou helpen",
        "planning again" => "opnieuw plannen",
        "giving each scarce thing one more unit" => "elk schaars goed één eenheid meer geven",
        "pricing what is scarce" => "schatten wat schaarse goederen waard zijn",
        "stopped" => "gestopt",
        "no plan is possible" => "geen plan mogelijk",
        "stopped without a plan" => "gestopt zonder plan",
        other => other,
    };
    Said::new(dutch.to_owned(), english.to_owned())
}

/// Texts in one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    language: Language,
}

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
        numbers::decimal(self.language, number)
    }

    /// The text in this language.
    #[must_use]
    pub fn put(self, text: &Said) -> &str {
        text.of(self.language)
    }

    /// A number with what is counted: the words for one and for any other number.
    #[must_use]
    pub fn counted(self, n: usize, nl: (&str, &str), en: (&str, &str)) -> String {
        numbers::counted(self.language, n, nl, en)
    }

    /// So many visits.
    #[must_use]
    pub fn n_visits(self, n: usize) -> String {
        self.counted(n, ("bezoek", "bezoeken"), ("visit", "visits"))
    }

    /// Chooses between the same text in Dutch and English.
    #[must_use]
    pub fn pick<T>(self, nl: T, en: T) -> T {
        language::pick(self.language, nl, en)
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
        numbers::decimal(self.language, number)
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
        let wishes = self.counted(n_requests, ("wens", "wensen"), ("wish", "wishes"));
        let trips = self.counted(n_trips, ("reis", "reizen"), ("trip", "trips"));
        self.pick(
            format!("{n_planned} van {wishes} ingepland, in {trips}."),
            format!("{n_planned} of {wishes} planned, in {trips}."),
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
        dates::short(self.language, day, with_month, with_year)
    }

    /// The name of a country.
    pub(super) fn country(self, country: CountryCode) -> String {
        countries::name(country, self.language)
    }

    /// A weekday, 0 for Monday, in two or three letters.
    #[must_use]
    pub(super) fn weekday(self, weekday: u8) -> &'static str {
        dates::weekday_short(self.language, weekday)
    }

    /// A month in full with its year, such as `maart 2027`.
    pub(super) fn month(self, day: Day) -> String {
        dates::month_and_year(self.language, day)
    }

    /// A range of dates, such as `di 2 – do 4 mrt`.
    #[must_use]
    pub fn days(self, days: DayRange, with_year: bool) -> String {
        dates::range(self.language, days, with_year)
    }
}
