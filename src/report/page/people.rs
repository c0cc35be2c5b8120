//! What each traveller does: trips with their legs, who acts meanwhile, what is missed, what has to be prepared.

use maud::{Markup, html};

use super::tables::{Cell, Line, Table};
use super::texts::{Keys, Texts};
use crate::report::facts::{Acting, LegRow, TravellerRow, TripRow};

/// The section on travellers without its heading.
pub(super) fn travellers(texts: &Texts) -> Markup {
    let words = texts.words;
    let headings = texts.pick(
        ["functie", "organisatie", "reizen", "bezoeken", "dagen van huis", "gemist", "kosten", "CO2"],
        ["office", "organisation", "trips", "visits", "days away", "missed", "costs", "CO2"],
    );
    let line = |row: &TravellerRow| {
        let cells = vec![
            Cell::text(&row.office),
            Cell::text(&row.organisation),
            Cell::number(row.n_trips.to_string()),
            Cell::number((row.n_visits + row.n_meetings).to_string()),
            Cell::number(row.n_days_away.to_string()),
            Cell::number(row.n_missed.to_string()),
            Cell::number(words.euros(row.eur)),
            Cell::number(words.kilograms(row.kg_co2)),
        ];
        let own = texts.facts.trips.iter().filter(|trip| trip.traveller == row.traveller);
        let visits: Vec<_> = own.flat_map(|trip| &trip.visits).filter_map(|&request| texts.visit(request)).collect();
        let countries = visits.iter().map(|visit| visit.country);
        let statuses = visits.iter().map(|visit| visit.status);
        Line::found_by(Keys::of(texts.problem(), [row.traveller], countries, statuses), cells)
    };
    let lines = texts.facts.travellers.iter().map(line).collect();
    let caption = texts.pick("Reizigers, met wat zij in totaal doen", "Travellers, with what they do in all");
    html! {
        (Table { caption: caption.to_owned(), headings: headings.to_vec(), lines }.html())
        details {
            summary { (texts.pick("Alle reizen met vertrek, aankomst en kosten", "All trips with departures, arrivals and costs")) }
            (trips(texts))
        }
    }
}

/// Every trip with its legs.
fn trips(texts: &Texts) -> Markup {
    let words = texts.words;
    let headings = texts.pick(
        ["functie", "weg", "dagen", "trajecten", "bezoeken", "kosten", "CO2"],
        ["office", "away", "days", "legs", "visits", "costs", "CO2"],
    );
    let line = |trip: &TripRow| {
        let visits: Vec<_> = trip.visits.iter().filter_map(|&request| texts.visit(request)).collect();
        let keys = Keys::of(
            texts.problem(),
            [trip.traveller],
            visits.iter().map(|visit| visit.country),
            visits.iter().map(|visit| visit.status),
        );
        let cells = vec![
            Cell::text(&trip.office),
            Cell::text(words.days(trip.days, texts.has_years())),
            Cell::number(trip.days.n_days().to_string()),
            Cell::of(html! { ul class="plain" { @for leg in &trip.legs { li { (leg_text(texts, leg)) } } } }),
            Cell::of(html! {
                ul class="plain" {
                    @for visit in &visits { li { a href={ "#" (texts.anchor(visit)) } { (visit.title) } } }
                }
            }),
            Cell::number(words.euros(trip.eur)),
            Cell::number(words.kilograms(trip.kg_co2)),
        ];
        Line::found_by(keys, cells)
    };
    let lines = texts.facts.trips.iter().map(line).collect();
    let caption = texts.pick("Reizen met hun trajecten", "Trips with their legs").to_owned();
    Table { caption, headings: headings.to_vec(), lines }.html()
}

/// Such as `Den Haag di 2 mrt 06:30 → Rabat 10:15 (geschat)`; the day of arrival when it is another.
fn leg_text(texts: &Texts, leg: &LegRow) -> String {
    let words = texts.words;
    let arrive = if leg.arrive_local.day == leg.depart_local.day {
        words.clock(leg.arrive_local)
    } else {
        words.moment(leg.arrive_local)
    };
    let estimated = if leg.is_estimated { texts.pick(" (geschat)", " (estimated)") } else { "" };
    format!("{} {} → {} {arrive}{estimated}", leg.from_name, words.moment(leg.depart_local), leg.to_name)
}

/// The section on acting and on what is missed, without its heading; `None` when the scenario has neither.
pub(super) fn absences(texts: &Texts) -> Option<Markup> {
    let (facts, words) = (texts.facts, texts.words);
    if facts.acting.is_empty() && facts.missed.is_empty() {
        return None;
    }
    let acting_line = |row: &Acting| {
        let deputy = match &row.deputy_office {
            Some(office) => html! { (office) },
            None => html! {
                span class="warn" { (texts.pick("niemand: alle vervangers zijn weg", "nobody: all deputies are away")) }
            },
        };
        let zone = facts.agenda.zone(texts.problem().home);
        let times = [row.interval.start(), row.interval.end()].map(|at| words.moment(zone.local(at)));
        let cells = vec![Cell::text(&row.office), Cell::text(format!("{} – {}", times[0], times[1])), Cell::of(deputy)];
        Line::found_by(Keys::of_travellers(texts.problem(), [row.traveller].into_iter().chain(row.deputy)), cells)
    };
    let acting = Table {
        caption: texts.pick("Vervanging bij afwezigheid", "Acting during absences").to_owned(),
        headings: texts.pick(["afwezig", "van – tot", "vervanger"], ["absent", "from – to", "acting"]).to_vec(),
        lines: facts.acting.iter().map(acting_line).collect(),
    };
    let missed = Table {
        caption: texts.pick("Vergaderingen die worden gemist", "Events that are missed").to_owned(),
        headings: texts.pick(["functie", "wat", "wanneer"], ["office", "what", "when"]).to_vec(),
        lines: facts
            .missed
            .iter()
            .map(|row| {
                let when = words.day(row.day, true, texts.has_years());
                let cells = vec![Cell::text(&row.office), Cell::text(&row.label), Cell::text(when)];
                Line::found_by(Keys::of_travellers(texts.problem(), [row.traveller]), cells)
            })
            .collect(),
    };
    Some(html! {
        @if !acting.lines.is_empty() { (acting.html()) }
        @if !missed.lines.is_empty() { (missed.html()) }
    })
}

/// The section on deadlines without its heading; `None` when there are none.
pub(super) fn deadlines(texts: &Texts) -> Option<Markup> {
    let (facts, words) = (texts.facts, texts.words);
    if facts.deadlines.is_empty() {
        return None;
    }
    let as_of = texts.problem().as_of;
    let lines = facts.deadlines.iter().map(|deadline| {
        let has_passed = as_of.is_some_and(|as_of| deadline.day < as_of);
        let what = deadline.label.as_deref().unwrap_or(texts.pick("voorbereiding begint", "preparation starts"));
        let cells = vec![
            Cell::of(html! {
                (words.day(deadline.day, true, true))
                @if has_passed { " " span class="warn" { (texts.pick("verstreken", "passed")) } }
            }),
            Cell::text(what),
            Cell::text(&deadline.title),
            Cell::text(words.day(deadline.start_day, true, true)),
        ];
        let keys = texts.visit(deadline.request).map(|visit| Keys::of_visit(texts.problem(), visit));
        Line { keys, cells, anchor: None }
    });
    let table = Table {
        caption: texts.pick("Voorbereiding naar datum", "Preparation by date").to_owned(),
        headings: texts
            .pick(["uiterlijk", "wat", "voor", "begin van het bezoek"], ["by", "what", "for", "start of the visit"])
            .to_vec(),
        lines: lines.collect(),
    };
    Some(table.html())
}
