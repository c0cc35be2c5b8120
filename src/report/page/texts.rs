//! Words that several parts of a page use, and the marks by which the filter finds a line.

use crate::domain::{Confidentiality, CountryCode, Problem, RequestStatus, TravellerIdx};
use crate::report::Words;
use crate::report::facts::{Facts, VisitRow};

/// The facts of a page and its language.
#[derive(Clone, Copy)]
pub struct Texts<'a> {
    pub facts: &'a Facts<'a>,
    pub words: Words,
}

impl<'a> Texts<'a> {
    pub fn of(facts: &'a Facts<'a>) -> Self {
        Texts { facts, words: Words::of(facts.problem().language) }
    }

    pub fn problem(&self) -> &'a Problem {
        self.facts.problem()
    }

    /// Chooses between the same text in Dutch and English.
    pub fn pick<T>(&self, nl: T, en: T) -> T {
        self.words.pick(nl, en)
    }

    /// The four statuses in the order in which a request goes through them.
    pub const STATUSES: [RequestStatus; 4] =
        [RequestStatus::Idea, RequestStatus::Requested, RequestStatus::Confirmed, RequestStatus::Held];

    pub fn status(&self, status: RequestStatus) -> &'static str {
        match status {
            RequestStatus::Idea => self.pick("idee", "idea"),
            RequestStatus::Requested => self.pick("aangevraagd", "requested"),
            RequestStatus::Confirmed => self.pick("bevestigd", "confirmed"),
            RequestStatus::Held => self.pick("gehouden", "held"),
        }
    }

    /// The status in one letter, as drawings have it.
    pub fn status_letter(&self, status: RequestStatus) -> &'static str {
        match status {
            RequestStatus::Idea => "I",
            RequestStatus::Requested => self.pick("A", "R"),
            RequestStatus::Confirmed => self.pick("B", "C"),
            RequestStatus::Held => self.pick("G", "H"),
        }
    }

    pub fn confidentiality(&self, confidentiality: Confidentiality) -> &'static str {
        match confidentiality {
            Confidentiality::Public => self.pick("openbaar", "public"),
            Confidentiality::Internal => self.pick("intern", "internal"),
            Confidentiality::Confidential => self.pick("vertrouwelijk", "confidential"),
        }
    }

    /// Days that may span the turn of a year get their year when the horizon does.
    pub fn has_years(&self) -> bool {
        use chrono::Datelike as _;
        let horizon = self.problem().horizon;
        horizon.start().date().year() != horizon.last().date().year()
    }

    /// When a visit is, by the clock at the place: dates, and the hours when it is one date.
    pub fn when(&self, visit: &VisitRow) -> String {
        let days = self.words.days(visit.days, self.has_years());
        if visit.days.n_days() > 1 {
            return days;
        }
        format!("{days}, {}–{}", self.words.clock(visit.start_local), self.words.clock(visit.end_local))
    }

    /// The delegation as a list of offices.
    pub fn delegation(&self, visit: &VisitRow) -> String {
        self.words.list(&visit.delegation.iter().map(|seat| seat.office.clone()).collect::<Vec<_>>())
    }

    /// The visit of a request, abroad or at home.
    pub fn visit(&self, request: crate::domain::RequestIdx) -> Option<&'a VisitRow> {
        self.facts.visits.iter().chain(&self.facts.meetings).find(|visit| visit.request == request)
    }

    /// The name under which a visit's line in the table of visits is found in the page.
    pub fn anchor(&self, visit: &VisitRow) -> String {
        format!("bezoek-{}", self.problem().request(visit.request).id)
    }
}

/// The word by which the filter knows a status, the same in both languages.
pub fn status_key(status: RequestStatus) -> &'static str {
    match status {
        RequestStatus::Idea => "idea",
        RequestStatus::Requested => "requested",
        RequestStatus::Confirmed => "confirmed",
        RequestStatus::Held => "held",
    }
}

/// By what the filter finds a line of a table or a bar of a drawing. What a line is not about, such as the country of a
/// limit, is `None` and hides it from nobody.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// The ids of travellers, with blanks between them.
    pub travellers: Option<String>,
    /// The codes of countries.
    pub countries: Option<String>,
    /// The words of statuses.
    pub statuses: Option<String>,
}

impl Keys {
    pub fn of(
        problem: &Problem,
        travellers: impl IntoIterator<Item = TravellerIdx>,
        countries: impl IntoIterator<Item = CountryCode>,
        statuses: impl IntoIterator<Item = RequestStatus>,
    ) -> Self {
        Keys {
            countries: Some(joined(countries.into_iter().map(|country| country.to_string()).collect())),
            statuses: Some(joined(statuses.into_iter().map(|status| status_key(status).to_owned()).collect())),
            ..Keys::of_travellers(problem, travellers)
        }
    }

    /// The marks of what is about travellers only.
    pub fn of_travellers(problem: &Problem, travellers: impl IntoIterator<Item = TravellerIdx>) -> Self {
        let travellers = travellers.into_iter().map(|traveller| problem.traveller(traveller).id.clone());
        Keys { travellers: Some(joined(travellers.collect())), ..Keys::default() }
    }

    pub fn of_visit(problem: &Problem, visit: &VisitRow) -> Self {
        let travellers = visit.delegation.iter().map(|seat| seat.traveller);
        Keys::of(problem, travellers, [visit.country], [visit.status])
    }
}

/// Words in order, each once.
fn joined(mut words: Vec<String>) -> String {
    words.sort();
    words.dedup();
    words.join(" ")
}
