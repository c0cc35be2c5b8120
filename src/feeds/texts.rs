//! The words of calendars, in Dutch and English.
//!
//! # Not here
//!
//! What an event says. `event` puts these words together.

use crate::domain::{DayRange, Instant, Language, Level, PlaceIdx, Problem, RequestStatus, Scope, TravellerIdx};
use crate::ics::write::Organizer;
use crate::texts::{countries, dates, language};
use crate::zones::Zone;

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words(Language);

impl Words {
    pub(super) fn of(language: Language) -> Self {
        Words(language)
    }

    /// The language.
    pub(super) fn language(self) -> Language {
        self.0
    }

    /// The code of the language.
    pub(super) fn code(self) -> &'static str {
        self.pick("NL", "EN")
    }

    fn pick<T>(self, dutch: T, english: T) -> T {
        language::pick(self.0, dutch, english)
    }

    pub(super) fn organizer(self) -> Organizer {
        Organizer {
            name: self.pick("Reisagenda", "Travel agenda").to_owned(),
            address: "reisagenda@reisagenda.invalid".to_owned(),
        }
    }

    pub(super) fn calendar_name(self, problem: &Problem, scope: &Scope) -> String {
        let whose = match scope {
            Scope::Whole => self.pick("geheel", "whole").to_owned(),
            Scope::Traveller(traveller) => problem.traveller(*traveller).office.clone(),
            Scope::Organisation(organisation) => organisation.clone(),
            Scope::Country(country) => countries::name(*country, self.0),
            Scope::Deputy(deputy) => {
                format!("{} {}", self.pick("waarnemingen door", "acting:"), problem.traveller(*deputy).office)
            }
            Scope::Resource(rule) => problem.rule(*rule).label.clone(),
        };
        format!("{}: {whose}", self.pick("Reisagenda", "Travel agenda"))
    }

    /// The name of a public calendar.
    pub(super) fn public_calendar_name(self, problem: &Problem, scope: &Scope) -> String {
        let whose = match scope {
            Scope::Traveller(traveller) => problem.traveller(*traveller).office.as_str(),
            _ => self.pick("bewindspersonen", "ministers"),
        };
        format!("{}: {whose}", self.pick("Openbare agenda", "Public agenda"))
    }

    pub(super) fn calendar_description(self, title: &str) -> String {
        let advice = self.pick(
            "Neem een abonnement op deze agenda. Wie het bestand tweemaal importeert, krijgt alles dubbel.",
            "Subscribe to this calendar. Importing the file twice shows everything twice.",
        );
        format!("{title}\n{advice}")
    }

    pub(super) fn place(self, problem: &Problem, place: PlaceIdx) -> &str {
        let place = problem.place(place);
        self.pick(&place.name_nl, &place.name_en)
    }

    /// Such as `Rabat, MA`.
    pub(super) fn place_and_country(self, problem: &Problem, place: PlaceIdx) -> String {
        format!("{}, {}", self.place(problem, place), problem.place(place).country)
    }

    pub(super) fn offices(self, problem: &Problem, travellers: impl Iterator<Item = TravellerIdx>) -> String {
        travellers.map(|traveller| problem.traveller(traveller).office.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Such as `di 2 maart 2027, 09:00 in Rabat (10:00 in Den Haag)`; once where both clocks show the same.
    pub(super) fn moment(self, problem: &Problem, at: Instant, place: PlaceIdx) -> String {
        let show = |place: PlaceIdx| {
            let local = Zone::of(problem.place(place).tz).local(at);
            let clock = format!("{:02}:{:02}", local.minute / 60, local.minute % 60);
            (format!("{}, ", dates::long(self.0, local.day)), clock)
        };
        let ((date, clock), (home_date, home_clock)) = (show(place), show(problem.home));
        let here = format!("{date}{clock} in {}", self.place(problem, place));
        let home = self.place(problem, problem.home);
        match (date == home_date, clock == home_clock) {
            (true, true) => here,
            (true, false) => format!("{here} ({home_clock} in {home})"),
            (false, _) => format!("{here} ({home_date}{home_clock} in {home})"),
        }
    }

    /// Such as `6 u 05 min`.
    pub(super) fn duration(self, minutes: i64) -> String {
        let hours = self.pick("u", "h");
        match (minutes / 60, minutes % 60) {
            (0, minutes) => format!("{minutes} min"),
            (n_hours, 0) => format!("{n_hours} {hours}"),
            (n_hours, minutes) => format!("{n_hours} {hours} {minutes:02} min"),
        }
    }

    /// What stands before the subject of what may still fall through.
    pub(super) fn provisional(self) -> &'static str {
        self.pick("Onder voorbehoud: ", "Provisional: ")
    }

    /// What stands before the subject of what has fallen through.
    pub(super) fn cancelled(self) -> &'static str {
        self.pick("Vervallen", "Cancelled")
    }

    pub(super) fn status(self, status: RequestStatus, is_firm: bool) -> &'static str {
        match (status, is_firm) {
            (RequestStatus::Held, _) => self.pick("gehouden", "held"),
            (RequestStatus::Confirmed, _) => self.pick("bevestigd", "confirmed"),
            (_, true) => self.pick("vastgezet", "fixed"),
            (RequestStatus::Requested, false) => self.pick("onder voorbehoud (aangevraagd)", "provisional (requested)"),
            (RequestStatus::Idea, false) => self.pick("onder voorbehoud (idee)", "provisional (idea)"),
        }
    }

    pub(super) fn provisional_category(self) -> &'static str {
        self.pick("Onder voorbehoud", "Provisional")
    }

    pub(super) fn visit(self) -> &'static str {
        self.pick("Bezoek", "Visit")
    }

    pub(super) fn meeting(self) -> &'static str {
        self.pick("Overleg", "Meeting")
    }

    pub(super) fn travel(self) -> &'static str {
        self.pick("Reis", "Travel")
    }

    /// What time abroad between legs and visits is filed under.
    pub(super) fn stay(self) -> &'static str {
        self.pick("Verblijf", "Stay")
    }

    pub(super) fn preparation(self) -> &'static str {
        self.pick("Voorbereiding", "Preparation")
    }

    pub(super) fn milestone(self) -> &'static str {
        self.pick("Mijlpaal", "Milestone")
    }

    pub(super) fn route(self, from: &str, to: &str) -> String {
        self.pick(format!("Reis van {from} naar {to}"), format!("Travel from {from} to {to}"))
    }

    pub(super) fn departure_from(self, place: &str) -> String {
        self.pick(format!("Vertrek uit {place}"), format!("Departure from {place}"))
    }

    pub(super) fn arrival_in(self, place: &str) -> String {
        self.pick(format!("Aankomst in {place}"), format!("Arrival in {place}"))
    }

    pub(super) fn stay_in(self, place: &str) -> String {
        format!("{} in {place}", self.stay())
    }

    /// What a calendar of this level is, for its description.
    pub(super) fn level(self, level: Level) -> &'static str {
        match level {
            Level::Full => self.pick("Volledige reisagenda.", "Full travel agenda."),
            Level::Limited => self.pick("Kantoor, land en data.", "Office, country and dates."),
            Level::Busy => self.pick("Alleen bezette tijden.", "Busy times only."),
            Level::Public => self.pick("Openbare agenda.", "Public agenda."),
        }
    }

    /// The subject of a time of which nothing else is said.
    pub(super) fn busy(self) -> &'static str {
        self.pick("Bezet", "Busy")
    }

    /// Where somebody is of whom the place may not be said.
    pub(super) fn away(self) -> &'static str {
        self.pick("afwezig", "away")
    }

    /// What a resource is needed for, when that may not be said.
    pub(super) fn reserved(self) -> &'static str {
        self.pick("Gereserveerd", "Reserved")
    }

    pub(super) fn acting_for(self, office: &str) -> String {
        self.pick(format!("Waarneming voor {office}"), format!("Acting for {office}"))
    }

    /// Such as `ma 1 – di 2 mrt 2027`.
    pub(super) fn days(self, days: DayRange) -> String {
        dates::range(self.0, days, true)
    }

    /// A line such as `Begin: …`.
    pub(super) fn line(self, label: Label, text: &str) -> String {
        let (dutch, english) = match label {
            Label::Status => ("Status", "Status"),
            Label::Start => ("Begin", "Start"),
            Label::End => ("Einde", "End"),
            Label::Delegation => ("Delegatie", "Delegation"),
            Label::Attendees => ("Deelnemers", "Attendees"),
            Label::Travellers => ("Reizigers", "Travellers"),
            Label::Counterpart => ("Gesprekspartner", "Counterpart"),
            Label::Theme => ("Thema", "Theme"),
            Label::Depart => ("Vertrek", "Departure"),
            Label::Arrive => ("Aankomst", "Arrival"),
            Label::Duration => ("Reistijd", "Travel time"),
            Label::Rest => ("Rust na aankomst", "Rest after arrival"),
            Label::For => ("Voor", "For"),
            Label::Country => ("Land", "Country"),
            Label::Dates => ("Data", "Dates"),
            Label::Kind => ("Soort afspraak", "Kind of appointment"),
            Label::Subject => ("Onderwerp", "Subject"),
            Label::Place => ("Plaats", "Place"),
            Label::Ministers => ("Bewindspersonen", "Ministers"),
            Label::Contact => ("Contact", "Contact"),
            Label::Absent => ("Afwezig", "Absent"),
        };
        format!("{}: {}", self.pick(dutch, english), one_line(text))
    }

    pub(super) fn estimated(self) -> &'static str {
        self.pick("(geschat uit de afstand)", "(estimated from the distance)")
    }
}

/// The text with single blanks and no line ends.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text cut to a number of characters.
pub(super) fn shortened(text: &str, max_chars: usize) -> String {
    if text.chars().count() <= max_chars {
        return text.to_owned();
    }
    let cut: String = text.chars().take(max_chars - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Whether the text has these words one after the other, in capitals or not, and not as parts of longer words.
pub(super) fn names(text: &str, words: &str) -> bool {
    let (text, words) = (one_line(text).to_lowercase(), one_line(words).to_lowercase());
    let is_apart = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    !words.is_empty()
        && text.match_indices(&words).any(|(at, found)| {
            is_apart(text[..at].chars().next_back()) && is_apart(text[at + found.len()..].chars().next())
        })
}

/// What a line of a description is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Label {
    Status,
    Start,
    End,
    Delegation,
    Attendees,
    Travellers,
    Counterpart,
    Theme,
    Depart,
    Arrive,
    Duration,
    Rest,
    For,
    Country,
    Dates,
    Kind,
    Subject,
    Place,
    Ministers,
    Contact,
    Absent,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_by_whole_words_only() {
        for (text, place, expected) in [
            ("Brussel: gesprek", "Brussel", true),
            ("gesprek in BRUSSEL", "Brussel", true),
            ("Gesprek (Brussel)", "Brussel", true),
            ("Brusselse agenda", "Brussel", false),
            ("Brusselse agenda in Brussel", "Brussel", true),
            ("Overleg met Oud-Den  Haag", "Den Haag", true),
            ("Den Hagenaar", "Den Haag", false),
            ("Gesprek", "", false),
            ("", "Brussel", false),
        ] {
            assert_eq!(names(text, place), expected, "`{place}` in `{text}`");
        }
    }
}
