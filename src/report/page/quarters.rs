//! A section for each quarter: the timelines of travellers and of countries, each with its table, and the months.
//!
//! # Invariants
//!
//! * On paper each of these sections is one page, A3 landscape.

use chrono::Datelike as _;
use maud::{Markup, html};

use super::bars;
use super::document::Section;
use super::hatch::{self, Rect};
use super::months::months;
use super::tables::{Cell, Line, Table};
use super::texts::{Keys, Texts};
use super::timeline::Timeline;
use crate::domain::{DayRange, Period};
use crate::report::facts::VisitRow;

/// The quarters of the horizon, in order.
pub(super) fn sections(texts: &Texts) -> Vec<Section> {
    let horizon = texts.problem().horizon;
    Period::Quarter.ranges(horizon).into_iter().map(|days| section(texts, days)).collect()
}

fn section(texts: &Texts, days: DayRange) -> Section {
    let name = texts.words.quarter(days);
    let mut chars = name.chars();
    let title: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    let date = days.start().date();
    Section {
        id: format!("kwartaal-{}-{}", date.year(), date.month0() / 3 + 1),
        title,
        short: texts.words.period(days),
        class: "quarter",
        body: body(texts, days, &name),
    }
}

fn body(texts: &Texts, days: DayRange, name: &str) -> Markup {
    let columns = bars::columns(texts, days);
    let by_traveller = texts.pick("Per reiziger", "By traveller");
    let by_country = texts.pick("Per land", "By country");
    let mut rows = bars::rhythm(texts, days);
    rows.extend(bars::travellers(texts, days));
    let travellers = Timeline {
        days,
        columns: &columns,
        rows,
        description: texts.pick(
            format!("Tijdlijn van het {name} per reiziger; de tabel eronder zegt hetzelfde."),
            format!("Timeline of the {name} by traveller; the table below says the same."),
        ),
    };
    let countries = Timeline {
        days,
        columns: &[],
        rows: bars::countries(texts, days),
        description: texts.pick(
            format!("Tijdlijn van het {name} per land; de tabel eronder zegt hetzelfde."),
            format!("Timeline of the {name} by country; the table below says the same."),
        ),
    };
    html! {
        div class="sheet" {
            h3 { (by_traveller) }
            (scrolling(&format!("{by_traveller}, {name}"), travellers.svg(texts)))
            (legend(texts, days))
            (traveller_table(texts, days, name))
            @if countries.rows.is_empty() {
                p { (texts.pick("Geen bezoeken in dit kwartaal.", "No visits in this quarter.")) }
            } @else {
                h3 { (by_country) }
                (scrolling(&format!("{by_country}, {name}"), countries.svg(texts)))
                (country_table(texts, days, name))
            }
        }
        (months(texts, days))
    }
}

/// What is wider than the screen scrolls by itself, with the keyboard too.
pub(super) fn scrolling(name: &str, drawing: Markup) -> Markup {
    html! { div class="scroll" role="region" tabindex="0" aria-label=(name) { (drawing) } }
}

fn legend(texts: &Texts, days: DayRange) -> Markup {
    let shades = [
        ("weekend", texts.pick("weekend", "weekend")),
        ("holiday", texts.pick("feestdag of gesloten", "holiday or closed")),
        ("busy", texts.pick("bezet, of bijeenkomst", "busy, or an event")),
    ];
    let mut long: Vec<String> = bars::long_events(texts, days).into_iter().map(|(label, _)| label).collect();
    long.sort();
    long.dedup();
    let whole = Rect { x: 0.5, y: 0.5, width: 23.0, height: 11.0 };
    let sample = |drawing: Markup| {
        html! {
            svg class="sample" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true" focusable="false" {
                (drawing)
            }
        }
    };
    let shade = |class: &str| html! { rect class=(class) x="0.5" y="0.5" width="23" height="11" {} };
    let recess = || html! { path class="recess" d=(hatch::stripes(whole, 5.0)) {} };
    html! {
        ul class="legend" {
            @for status in Texts::STATUSES {
                li { (sample(hatch::visit(whole, status))) " (" (texts.status_letter(status)) ") " (texts.status(status)) }
            }
            li {
                (sample(html! { rect class="absence" x="0" y="4" width="24" height="4" {} }))
                " " (texts.pick("onderweg of ter plaatse", "on the way or there"))
            }
            @for (class, name) in shades { li { (sample(shade(class))) " " (name) } }
            @for label in &long { li { (sample(recess())) " " (label) } }
        }
    }
}

/// The table of the timeline of travellers.
fn traveller_table(texts: &Texts, days: DayRange, name: &str) -> Markup {
    let words = texts.words;
    let mut trips: Vec<_> = texts.facts.trips.iter().filter(|trip| trip.days.intersection(days).is_some()).collect();
    trips.sort_by_key(|trip| (trip.traveller, trip.depart));
    let lines = trips.into_iter().map(|trip| {
        let visits = bars::trip_visits(texts, trip);
        let keys = Keys::of(
            texts.problem(),
            [trip.traveller],
            visits.iter().map(|visit| visit.country),
            visits.iter().map(|visit| visit.status),
        );
        let cells = vec![
            Cell::text(&trip.office),
            Cell::text(words.moment(trip.depart_local)),
            Cell::text(words.moment(trip.back_local)),
            Cell::of(visit_links(texts, &visits)),
        ];
        Line::found_by(keys, cells)
    });
    let table = Table {
        caption: texts.pick(format!("Reizen in het {name}"), format!("Trips in the {name}")),
        headings: texts
            .pick(["functie", "vertrek", "terug", "bezoeken"], ["office", "departs", "back", "visits"])
            .to_vec(),
        lines: lines.collect(),
    };
    html! {
        details class="as-table" {
            summary { (texts.pick(format!("Reizen in het {name} als tabel"), format!("Trips in the {name} as a table"))) }
            (table.html())
            (busy_table(texts, days, name))
        }
    }
}

/// When travellers are busy and what is on, in days: what the shades of the timeline say.
fn busy_table(texts: &Texts, days: DayRange, name: &str) -> Markup {
    let words = texts.words;
    let rows = bars::rhythm(texts, days).into_iter().chain(bars::travellers(texts, days));
    let lines: Vec<Line> = rows
        .filter(|row| !row.shaded.is_empty())
        .map(|row| {
            // The whole of a number of days from the start of the quarter is its day.
            let day = |at: f64| days.start().plus(at.floor() as i32);
            let mut shaded: Vec<DayRange> = Vec::new();
            for &(from, to) in row.shaded.iter().flat_map(|shade| &shade.times) {
                let first = day(from.0);
                let last = day(to.0 - 0.000_1).max(first);
                match shaded.last_mut() {
                    Some(before) if first <= before.end() => {
                        *before = DayRange::inclusive(before.start(), last.max(before.last())).unwrap_or(*before);
                    }
                    _ => shaded.extend(DayRange::inclusive(first, last)),
                }
            }
            let shaded: Vec<String> = shaded.into_iter().map(|days| words.days(days, false)).collect();
            Line::found_by(row.keys, vec![Cell::text(&row.name), Cell::text(shaded.join("; "))])
        })
        .collect();
    if lines.is_empty() {
        return html! {};
    }
    Table {
        caption: texts.pick(
            format!("Dagen in het {name} waarop iets in de agenda staat"),
            format!("Days in the {name} with something in the diary"),
        ),
        headings: texts.pick(["wie of wat", "dagen"], ["who or what", "days"]).to_vec(),
        lines,
    }
    .html()
}

/// The table of the timeline of countries.
fn country_table(texts: &Texts, days: DayRange, name: &str) -> Markup {
    let mut lines = Vec::new();
    for country in &texts.facts.countries {
        let visits = country.visits.iter().filter_map(|&request| texts.visit(request));
        for visit in visits.filter(|visit| visit.days.intersection(days).is_some()) {
            let cells = vec![
                Cell::text(&country.name),
                Cell::text(texts.when(visit)),
                Cell::of(visit_links(texts, &[visit])),
                Cell::text(texts.delegation(visit)),
            ];
            lines.push(Line::found_by(Keys::of_visit(texts.problem(), visit), cells));
        }
    }
    let table = Table {
        caption: texts.pick(format!("Bezoeken per land in het {name}"), format!("Visits by country in the {name}")),
        headings: texts
            .pick(["land", "wanneer", "bezoek", "delegatie"], ["country", "when", "visit", "delegation"])
            .to_vec(),
        lines,
    };
    html! {
        details class="as-table" {
            summary {
                (texts.pick(
                    format!("Bezoeken per land in het {name} als tabel"),
                    format!("Visits by country in the {name} as a table"),
                ))
            }
            (table.html())
        }
    }
}

/// The titles of visits with their status, each a way to its line in the table of visits.
fn visit_links(texts: &Texts, visits: &[&VisitRow]) -> Markup {
    html! {
        ul class="plain" {
            @for visit in visits {
                li { a href={ "#" (texts.anchor(visit)) } { (visit.title) } ", " (texts.status(visit.status)) }
            }
        }
    }
}
