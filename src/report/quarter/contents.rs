//! What the report says, as blocks.

use std::fmt;
use std::str::FromStr;

use super::blocks::{Block, Column, Contents};
use crate::domain::{Cents, Day, DayRange, Grams, Measure, RequestStatus};
use crate::report::facts::{Change, ChangeKind, LimitRow, TripRow, VisitRow, limit_share};
use crate::report::page::{Texts, amount, change_delegation, change_kind, place};
use crate::texts::{Said, say};

/// A calendar quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    year: i32,
    /// 0 to 3.
    number: u32,
}

/// The text names no quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidQuarter;

impl InvalidQuarter {
    /// What was expected instead.
    #[must_use]
    pub fn said(&self) -> Said {
        say!("een kwartaal werd verwacht, zoals 2027-Q2", "a quarter is expected, such as 2027-Q2")
    }
}

/// Reads `2027-Q2`; small letters, and `kw` as in Dutch, do too.
impl FromStr for Quarter {
    type Err = InvalidQuarter;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (year, number) = text.split_once('-').ok_or(InvalidQuarter)?;
        let number = number.trim_start_matches(['q', 'Q', 'k', 'K', 'w', 'W']);
        let year: i32 = year.parse().map_err(|_| InvalidQuarter)?;
        let number: u32 = number.parse().map_err(|_| InvalidQuarter)?;
        if !(1..=4).contains(&number) || !(1900..=9999).contains(&year) {
            return Err(InvalidQuarter);
        }
        Ok(Quarter { year, number: number - 1 })
    }
}

/// Such as `2027-Q2`.
impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year, self.number + 1)
    }
}

impl Quarter {
    /// The quarter of a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        use chrono::Datelike as _;
        let date = day.date();
        Quarter { year: date.year(), number: date.month0() / 3 }
    }

    /// The days of the quarter.
    #[must_use]
    pub fn days(self) -> DayRange {
        let start = |quarter: Quarter| {
            let first = chrono::NaiveDate::from_ymd_opt(quarter.year, quarter.number * 3 + 1, 1);
            Day::from(first.unwrap_or(chrono::NaiveDate::MAX))
        };
        DayRange::new(start(self), start(self.next())).expect("a quarter starts before the next one")
    }

    fn next(self) -> Self {
        match self.number {
            3 => Quarter { year: self.year + 1, number: 0 },
            number => Quarter { number: number + 1, ..self },
        }
    }
}

/// Returns the whole report.
pub(super) fn contents(texts: &Texts, quarter: Quarter) -> Contents {
    let days = quarter.days();
    let name = texts.words.quarter(days);
    let mut blocks = Vec::new();
    summary(texts, days, &name, &mut blocks);
    visits(texts, days, &name, &mut blocks);
    changes(texts, days, &mut blocks);
    countries(texts, days, &name, &mut blocks);
    money(texts, days, &name, &mut blocks);
    left_out(texts, days, &mut blocks);
    next(texts, quarter.next().days(), &mut blocks);
    Contents {
        title: texts.pick(format!("Kwartaalrapportage reizen: {name}"), format!("Quarterly report on travel: {name}")),
        blocks,
    }
}

/// The visits that start in a range of days, by start.
fn visits_in<'a>(texts: &Texts<'a>, days: DayRange) -> Vec<&'a VisitRow> {
    texts.facts.visits.iter().filter(|visit| days.contains(visit.days.start())).collect()
}

/// The trips whose first day lies in a range of days.
fn trips_in<'a>(texts: &Texts<'a>, days: DayRange) -> Vec<&'a TripRow> {
    texts.facts.trips.iter().filter(|trip| days.contains(trip.days.start())).collect()
}

/// The changes of visits that were or are in a range of days.
fn changes_in<'a>(texts: &Texts<'a>, days: DayRange) -> Option<Vec<&'a Change>> {
    let starts_in = |range: Option<DayRange>| range.is_some_and(|range| days.contains(range.start()));
    let changes = texts.facts.changes.as_ref()?;
    Some(changes.rows.iter().filter(|change| starts_in(change.before) || starts_in(change.after)).collect())
}

fn summary(texts: &Texts, days: DayRange, name: &str, blocks: &mut Vec<Block>) {
    let words = texts.words;
    let (visits, trips) = (visits_in(texts, days), trips_in(texts, days));
    let mut countries: Vec<_> = visits.iter().map(|visit| visit.country).collect();
    countries.sort_unstable();
    countries.dedup();
    let n_visits = words.count(visits.len(), ("bezoek", "visit"), ("bezoeken", "visits"));
    let n_countries = words.count(countries.len(), ("land", "country"), ("landen", "countries"));
    let n_of = |status: RequestStatus| visits.iter().filter(|visit| visit.status == status).count();
    let by_status: Vec<String> =
        [RequestStatus::Held, RequestStatus::Confirmed, RequestStatus::Requested, RequestStatus::Idea]
            .into_iter()
            .filter(|&status| n_of(status) > 0)
            .map(|status| match status {
                RequestStatus::Idea => format!("{} {}", n_of(status), texts.pick("nog een idee", "still an idea")),
                status => format!("{} {}", n_of(status), texts.status(status)),
            })
            .collect();
    let by_status = if by_status.is_empty() { String::new() } else { format!(": {}", by_status.join(", ")) };
    blocks.push(Block::Heading(texts.pick("Samenvatting", "Summary").to_owned()));
    blocks.push(Block::Text(texts.pick(
        format!("De agenda heeft in het {name} {n_visits} aan {n_countries}{by_status}."),
        format!("In the {name} the agenda has {n_visits} to {n_countries}{by_status}."),
    )));
    let n_trips = words.count(trips.len(), ("reis", "trip"), ("reizen", "trips"));
    let away: i32 = trips.iter().map(|trip| trip.days.n_days()).sum();
    let away = words.count(usize::try_from(away).unwrap_or(0), ("dag", "day"), ("dagen", "days"));
    let eur = words.euros(trips.iter().map(|trip| trip.eur).sum::<Cents>());
    let kg_co2 = words.kilograms(trips.iter().map(|trip| trip.kg_co2).sum::<Grams>());
    blocks.push(Block::Text(texts.pick(
        format!("Daarvoor worden {n_trips} gemaakt, samen {away} van huis, voor {eur} en {kg_co2} CO2."),
        format!("They take {n_trips}, {away} away in all, at {eur} and {kg_co2} of CO2."),
    )));
    blocks.push(Block::Text(match changes_in(texts, days) {
        None => texts
            .pick(
                "Er is geen vorige editie opgegeven; wat is verplaatst of vervallen, staat daarom niet in dit rapport.",
                "No earlier edition was given, so this report does not say what was moved or cancelled.",
            )
            .to_owned(),
        Some(changes) if changes.is_empty() => texts
            .pick(
                "Sinds de vorige editie is in dit kwartaal niets veranderd.",
                "Nothing in this quarter has changed since the earlier edition.",
            )
            .to_owned(),
        Some(changes) => {
            let kinds = [ChangeKind::Added, ChangeKind::Moved, ChangeKind::Delegation, ChangeKind::Cancelled];
            let counts: Vec<String> = kinds
                .into_iter()
                .map(|kind| (kind, changes.iter().filter(|change| change.kind == kind).count()))
                .filter(|&(_, n)| n > 0)
                .map(|(kind, n)| format!("{n} {}", change_kind(texts, kind)))
                .collect();
            let counts = words.list(&counts);
            texts.pick(format!("Sinds de vorige editie: {counts}."), format!("Since the earlier edition: {counts}."))
        }
    }));
}

fn visits(texts: &Texts, days: DayRange, name: &str, blocks: &mut Vec<Block>) {
    let (held, planned): (Vec<&VisitRow>, Vec<&VisitRow>) =
        visits_in(texts, days).into_iter().partition(|visit| visit.status == RequestStatus::Held);
    blocks.push(Block::Heading(texts.pick(format!("Bezoeken in het {name}"), format!("Visits in the {name}"))));
    if held.is_empty() && planned.is_empty() {
        blocks.push(Block::Text(texts.pick("Geen.", "None.").to_owned()));
    }
    if !held.is_empty() {
        blocks.push(visit_table(texts, texts.pick("Gehouden", "Held"), &held));
    }
    if !planned.is_empty() {
        blocks.push(visit_table(
            texts,
            texts.pick("Gepland, onder voorbehoud tenzij bevestigd", "Planned, provisional unless confirmed"),
            &planned,
        ));
    }
}

fn visit_table(texts: &Texts, caption: &str, visits: &[&VisitRow]) -> Block {
    let columns = texts
        .pick(["wat", "wanneer", "waar", "delegatie", "status"], ["what", "when", "where", "delegation", "status"]);
    let row = |visit: &&VisitRow| {
        vec![
            visit.title.clone(),
            texts.when(visit),
            place(texts, visit),
            texts.delegation(visit),
            texts.status(visit.status).to_owned(),
        ]
    };
    Block::Table {
        caption: caption.to_owned(),
        columns: columns.map(Column::text).to_vec(),
        rows: visits.iter().map(row).collect(),
    }
}

fn changes(texts: &Texts, days: DayRange, blocks: &mut Vec<Block>) {
    let Some(changes) = changes_in(texts, days).filter(|changes| !changes.is_empty()) else { return };
    let words = texts.words;
    let columns = texts
        .pick(["wat", "wijziging", "was", "wordt", "delegatie"], ["what", "change", "was", "is now", "delegation"]);
    let when = |days: Option<DayRange>| days.map_or("–".to_owned(), |days| words.days(days, texts.has_years()));
    let row = |change: &&Change| {
        vec![
            change.title.clone(),
            change_kind(texts, change.kind).to_owned(),
            when(change.before),
            when(change.after),
            change_delegation(texts, change),
        ]
    };
    blocks.push(Block::Heading(texts.pick("Verplaatst, vervallen en nieuw", "Moved, cancelled and new").to_owned()));
    blocks.push(Block::Table {
        caption: texts.pick("Wijzigingen sinds de vorige editie", "Changes since the earlier edition").to_owned(),
        columns: columns.map(Column::text).to_vec(),
        rows: changes.iter().map(row).collect(),
    });
}

fn countries(texts: &Texts, days: DayRange, name: &str, blocks: &mut Vec<Block>) {
    let words = texts.words;
    let facts = texts.facts;
    blocks.push(Block::Heading(
        texts.pick("Inzet per land tegen wat gewenst is", "Effort by country against what is wanted").to_owned(),
    ));
    let wanted: Vec<_> = facts.coverage.iter().filter(|row| row.days.intersection(days).is_some()).collect();
    if !wanted.is_empty() {
        let columns = texts.pick(
            [("inzet", false), ("periode", false), ("gewenst", true), ("gepland", true), ("tekort", true)],
            [("effort", false), ("period", false), ("wanted", true), ("planned", true), ("short", true)],
        );
        let row = |row: &&crate::report::facts::CoverageRow| {
            let short = row.n_wanted.saturating_sub(row.n_visits);
            vec![
                row.label.clone(),
                words.period(row.days),
                row.n_wanted.to_string(),
                row.n_visits.to_string(),
                if short == 0 { "–".to_owned() } else { short.to_string() },
            ]
        };
        blocks.push(Block::Table {
            caption: texts.pick("Gewenste aantallen bezoeken", "Numbers of visits wanted").to_owned(),
            columns: columns.map(Column::of).to_vec(),
            rows: wanted.iter().map(row).collect(),
        });
    }
    let n_in = |country: &crate::report::facts::CountryRow, days: Option<DayRange>| {
        let starts = country.visits.iter().filter_map(|&request| texts.visit(request));
        starts.filter(|visit| days.is_none_or(|days| days.contains(visit.days.start()))).count()
    };
    let columns = texts.pick(
        [("land", false), ("dit kwartaal", true), ("hele periode", true), ("wensen", true)],
        [("country", false), ("this quarter", true), ("whole period", true), ("wishes", true)],
    );
    let rows = facts.countries.iter().map(|country| {
        vec![
            country.name.clone(),
            n_in(country, Some(days)).to_string(),
            n_in(country, None).to_string(),
            country.n_requests.to_string(),
        ]
    });
    blocks.push(Block::Table {
        caption: texts.pick(
            format!("Bezoeken per land in het {name} en in de hele periode"),
            format!("Visits by country in the {name} and in the whole period"),
        ),
        columns: columns.map(Column::of).to_vec(),
        rows: rows.collect(),
    });
}

fn money(texts: &Texts, days: DayRange, name: &str, blocks: &mut Vec<Block>) {
    let words = texts.words;
    blocks.push(Block::Heading(texts.pick("Geld en CO2", "Money and CO2").to_owned()));
    let trips = trips_in(texts, days);
    let mut organisations: Vec<&str> = trips.iter().map(|trip| trip.organisation.as_str()).collect();
    organisations.sort_unstable();
    organisations.dedup();
    let columns = texts.pick(
        [("organisatie", false), ("reizen", true), ("dagen van huis", true), ("kosten", true), ("CO2", true)],
        [("organisation", false), ("trips", true), ("days away", true), ("costs", true), ("CO2", true)],
    );
    let sums = |label: &str, trips: &[&TripRow]| {
        vec![
            label.to_owned(),
            trips.len().to_string(),
            trips.iter().map(|trip| trip.days.n_days()).sum::<i32>().to_string(),
            words.euros(trips.iter().map(|trip| trip.eur).sum()),
            words.kilograms(trips.iter().map(|trip| trip.kg_co2).sum()),
        ]
    };
    let mut rows: Vec<Vec<String>> = organisations
        .into_iter()
        .map(|organisation| {
            let own: Vec<&TripRow> = trips.iter().copied().filter(|trip| trip.organisation == organisation).collect();
            sums(organisation, &own)
        })
        .collect();
    rows.push(sums(texts.pick("samen", "total"), &trips));
    blocks.push(Block::Table {
        caption: texts.pick(
            format!("Reizen die in het {name} beginnen, per organisatie"),
            format!("Trips that start in the {name}, by organisation"),
        ),
        columns: columns.map(Column::of).to_vec(),
        rows,
    });
    let is_budget =
        |row: &&LimitRow| matches!(row.measure, Measure::Eur | Measure::KgCo2) && row.days.intersection(days).is_some();
    let budgets: Vec<&LimitRow> = texts.facts.limits.iter().filter(is_budget).collect();
    if budgets.is_empty() {
        return;
    }
    let columns = texts.pick(
        [("budget", false), ("periode", false), ("gepland", true), ("hoogstens", true), ("deel", true)],
        [("budget", false), ("period", false), ("planned", true), ("at most", true), ("share", true)],
    );
    let row = |row: &&LimitRow| {
        vec![
            row.label.clone(),
            words.period(row.days),
            amount(texts, row.measure, row.used),
            amount(texts, row.measure, row.max),
            format!("{} %", limit_share(row)),
        ]
    };
    blocks.push(Block::Table {
        caption: texts.pick("Budgetten die dit kwartaal raken", "Budgets that touch this quarter").to_owned(),
        columns: columns.map(Column::of).to_vec(),
        rows: budgets.iter().map(row).collect(),
    });
}

/// Wishes that could have been in the quarter and are in no quarter.
fn left_out(texts: &Texts, days: DayRange, blocks: &mut Vec<Block>) {
    let missing = texts
        .facts
        .left_out
        .iter()
        .filter(|item| item.windows.iter().any(|window| window.intersection(days).is_some()));
    let unknown = texts.pick("Het planbestand zegt niet waarom", "The plan file does not say why");
    let rows: Vec<Vec<String>> = missing
        .map(|item| {
            let reason = item.reason.as_deref().unwrap_or(unknown);
            vec![item.title.clone(), item.country_name.clone(), format!("{reason}.")]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    blocks.push(Block::Heading(texts.pick("Niet ingepland", "Not planned").to_owned()));
    blocks.push(Block::Table {
        caption: texts
            .pick(
                "Wensen die in dit kwartaal hadden gekund en niet zijn ingepland",
                "Wishes that could have been in this quarter and are not planned",
            )
            .to_owned(),
        columns: texts.pick(["wens", "land", "waarom niet"], ["wish", "country", "why not"]).map(Column::text).to_vec(),
        rows,
    });
}

fn next(texts: &Texts, days: DayRange, blocks: &mut Vec<Block>) {
    let words = texts.words;
    let name = words.quarter(days);
    let visits = visits_in(texts, days);
    blocks.push(Block::Heading(texts.pick(format!("Vooruitblik: {name}"), format!("Looking ahead: {name}"))));
    if visits.is_empty() {
        blocks.push(Block::Text(texts.pick("Er zijn geen bezoeken gepland.", "No visits are planned.").to_owned()));
    } else {
        blocks.push(visit_table(
            texts,
            &texts.pick(format!("Bezoeken in het {name}"), format!("Visits in the {name}")),
            &visits,
        ));
    }
    let due: Vec<Vec<String>> = texts
        .facts
        .deadlines
        .iter()
        .filter(|deadline| days.contains(deadline.day))
        .map(|deadline| {
            let what = deadline.label.as_deref().unwrap_or(texts.pick("voorbereiding begint", "preparation starts"));
            vec![words.day(deadline.day, true, texts.has_years()), what.to_owned(), deadline.title.clone()]
        })
        .collect();
    if !due.is_empty() {
        blocks.push(Block::Table {
            caption: texts.pick(format!("Voorbereiding in het {name}"), format!("Preparation in the {name}")),
            columns: texts.pick(["uiterlijk", "wat", "voor"], ["by", "what", "for"]).map(Column::text).to_vec(),
            rows: due,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_read_as_people_write_them() {
        let days = |text: &str| text.parse::<Quarter>().map(|quarter| quarter.days().to_string());
        assert_eq!(days("2027-Q2"), Ok("2027-04-01 to 2027-06-30".to_owned()));
        assert_eq!(days("2027-kw4"), Ok("2027-10-01 to 2027-12-31".to_owned()));
        assert_eq!(days("2028-1"), Ok("2028-01-01 to 2028-03-31".to_owned()));
        for wrong in ["2027", "2027-Q5", "2027-Q0", "Q2-2027", "", "99999-Q1"] {
            assert_eq!(days(wrong), Err(InvalidQuarter), "`{wrong}`");
        }
    }
}
