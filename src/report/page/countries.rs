//! What each country gets, against what is wanted.

use maud::{Markup, html};

use super::tables::{Cell, Line, Table};
use super::texts::{Keys, Texts};
use crate::report::facts::{CountryRow, CoverageRow};

/// The section without its heading.
pub(super) fn countries(texts: &Texts) -> Markup {
    let facts = texts.facts;
    let headings = texts.pick(
        ["land", "plaatsen", "wensen", "ingepland", "wanneer", "gewenst aantal bezoeken"],
        ["country", "places", "wishes", "planned", "when", "visits wanted"],
    );
    let has_coverage = facts.countries.iter().any(|row| !row.coverage.is_empty());
    let n_columns = if has_coverage { 6 } else { 5 };
    let lines = facts.countries.iter().map(|row| line(texts, row, has_coverage)).collect();
    let caption = texts.pick("Bezoeken per land", "Visits by country").to_owned();
    let general: Vec<&CoverageRow> = facts.coverage.iter().filter(|row| row.countries.is_empty()).collect();
    html! {
        (Table { caption, headings: headings[..n_columns].to_vec(), lines }.html())
        @if !general.is_empty() {
            ul { @for row in general { li { (coverage(texts, row)) } } }
        }
    }
}

fn line(texts: &Texts, row: &CountryRow, has_coverage: bool) -> Line {
    let words = texts.words;
    let visits: Vec<_> = row.visits.iter().filter_map(|&request| texts.visit(request)).collect();
    let mut cells = vec![
        Cell::text(&row.name),
        Cell::text(row.places.join(", ")),
        Cell::number(row.n_requests.to_string()),
        Cell::number(row.n_visits.to_string()),
        Cell::of(html! {
            @if visits.is_empty() { "–" } @else {
                ul class="plain" {
                    @for visit in &visits {
                        li {
                            a href={ "#" (texts.anchor(visit)) } { (words.days(visit.days, texts.has_years())) }
                            " " (texts.status(visit.status))
                        }
                    }
                }
            }
        }),
    ];
    if has_coverage {
        let rows: Vec<&CoverageRow> = row.coverage.iter().filter_map(|&idx| texts.facts.coverage.get(idx)).collect();
        cells.push(Cell::of(html! {
            @if rows.is_empty() { "–" } @else {
                ul class="plain" { @for row in rows { li { (coverage(texts, row)) } } }
            }
        }));
    }
    let travellers = visits.iter().flat_map(|visit| &visit.delegation).map(|seat| seat.traveller);
    let keys = Keys::of(texts.problem(), travellers, [row.country], visits.iter().map(|visit| visit.status));
    Line::found_by(keys, cells)
}

/// Such as `Elk kwartaal een bezoek, kw1 2027: 1 van 1`.
pub(in crate::report) fn coverage(texts: &Texts, row: &CoverageRow) -> Markup {
    let short = row.n_wanted.saturating_sub(row.n_visits);
    html! {
        (row.label) ", " (texts.words.period(row.days)) ": "
        (row.n_visits) " " (texts.pick("van", "of")) " " (row.n_wanted)
        @if short > 0 {
            " " span class="warn" { (texts.pick(format!("({short} te weinig)"), format!("({short} short)"))) }
        }
    }
}
