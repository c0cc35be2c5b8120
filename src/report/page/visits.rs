//! The table of visits, and that of meetings at home.

use maud::{Markup, html};

use super::tables::{Cell, Line, Table};
use super::texts::{Keys, Texts, status_key};
use crate::domain::Confidentiality;
use crate::report::facts::VisitRow;

/// The section without its heading.
pub(super) fn visits(texts: &Texts) -> Markup {
    let facts = texts.facts;
    html! {
        @if facts.visits.is_empty() {
            p { (texts.pick("Er zijn geen bezoeken ingepland.", "No visits are planned.")) }
        } @else {
            (table(texts, texts.pick("Bezoeken naar datum", "Visits by date"), &facts.visits))
        }
        @if !facts.meetings.is_empty() {
            (table(texts, texts.pick("Overleggen in eigen huis naar datum", "Meetings at home by date"), &facts.meetings))
        }
        p class="hint" {
            (texts.pick(
                "Dagen en tijden zijn die van de klok ter plaatse.",
                "Days and times are those of the clock at the place.",
            ))
        }
    }
}

fn table(texts: &Texts, caption: &str, visits: &[VisitRow]) -> Markup {
    let headings = texts.pick(
        ["wat", "wanneer", "waar", "delegatie", "gesprekspartner", "status"],
        ["what", "when", "where", "delegation", "counterpart", "status"],
    );
    let lines = visits.iter().map(|visit| line(texts, visit)).collect();
    Table { caption: caption.to_owned(), headings: headings.to_vec(), lines }.html()
}

fn line(texts: &Texts, visit: &VisitRow) -> Line {
    let cells = vec![
        Cell::of(html! { (visit.title) @if let Some(theme) = &visit.theme { " " span class="theme" { (theme) } } }),
        Cell::text(texts.when(visit)),
        Cell::text(place(texts, visit)),
        Cell::of(delegation(visit)),
        Cell::text(visit.counterpart.as_deref().unwrap_or("–")),
        Cell::of(status(texts, visit)),
    ];
    Line { anchor: Some(texts.anchor(visit)), keys: Some(Keys::of_visit(texts.problem(), visit)), cells }
}

/// Such as `Rabat, Marokko`; a place that is named after its country is named once.
pub(super) fn place(texts: &Texts, visit: &VisitRow) -> String {
    if visit.place == texts.problem().home || visit.place_name == visit.country_name {
        return visit.place_name.clone();
    }
    format!("{}, {}", visit.place_name, visit.country_name)
}

/// The offices, the lead first.
pub(super) fn delegation(visit: &VisitRow) -> Markup {
    html! {
        ul class="plain" {
            @for seat in &visit.delegation { li { (seat.office) } }
        }
    }
}

/// The status with its mark, and what else one must know of the visit.
pub(super) fn status(texts: &Texts, visit: &VisitRow) -> Markup {
    html! {
        span class={ "mark mark-" (status_key(visit.status)) } { (texts.status(visit.status)) }
        @if visit.is_locked { " " span class="note" { (texts.pick("staat vast", "fixed")) } }
        @if visit.confidentiality == Confidentiality::Confidential {
            " " span class="note" { (texts.confidentiality(visit.confidentiality)) }
        }
    }
}
