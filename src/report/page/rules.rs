//! What limits and resources are used.

use maud::{Markup, html};

use super::tables::{Cell, Line, Table};
use super::texts::{Keys, Texts};
use crate::domain::{Cents, Grams, Measure};
use crate::report::facts::{LimitRow, limit_share};

/// From which share in percent a limit is shown at once; those with more room are a click away.
const TIGHT: i64 = 75;

/// The section without its heading; `None` when the scenario has neither limits nor resources.
pub(super) fn rules(texts: &Texts) -> Option<Markup> {
    let facts = texts.facts;
    if facts.limits.is_empty() && facts.resources.is_empty() {
        return None;
    }
    let mut by_share: Vec<&LimitRow> = facts.limits.iter().filter(|row| row.used > 0).collect();
    by_share.sort_by_key(|row| std::cmp::Reverse(limit_share(row)));
    let n_tight = by_share.iter().take_while(|row| limit_share(row) >= TIGHT).count();
    let (tight, roomy) = by_share.split_at(n_tight);
    Some(html! {
        @if !tight.is_empty() {
            (limits(texts, texts.pick(
                format!("Grenzen waarvan {TIGHT} % of meer is gebruikt, de volste eerst"),
                format!("Limits of which {TIGHT} % or more is used, the fullest first"),
            ), tight))
        } @else if !facts.limits.is_empty() {
            p { (texts.pick(
                format!("Van geen enkele grens is {TIGHT} % of meer gebruikt."),
                format!("Of no limit is {TIGHT} % or more used."),
            )) }
        }
        @if !roomy.is_empty() {
            details {
                summary { (texts.pick("Grenzen met meer ruimte", "Limits with more room")) }
                (limits(texts, texts.pick("Grenzen met meer ruimte", "Limits with more room").to_owned(), roomy))
            }
        }
        @if !facts.resources.is_empty() { (resources(texts)) }
    })
}

fn limits(texts: &Texts, caption: String, rows: &[&LimitRow]) -> Markup {
    let headings = texts
        .pick(["grens", "periode", "gebruikt", "hoogstens", "deel"], ["limit", "period", "used", "at most", "share"]);
    let line = |row: &&LimitRow| {
        let share = limit_share(row);
        let cells = vec![
            Cell::of(html! {
                (row.label)
                @if row.is_soft { " " span class="note" { (texts.pick("mag tegen punten", "soft")) } }
            }),
            Cell::text(texts.words.period(row.days)),
            Cell::number(amount(texts, row.measure, row.used)),
            Cell::number(amount(texts, row.measure, row.max)),
            Cell::of(html! {
                // The number says what the bar shows.
                svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                    rect class="share-all" width="100" height="10" {}
                    rect class="share-used" width=(share.clamp(0, 100)) height="10" {}
                }
                " " (share) " %"
            }),
        ];
        Line::found_by(Keys::of_travellers(texts.problem(), row.travellers.iter().copied()), cells)
    };
    Table { caption, headings: headings.to_vec(), lines: rows.iter().map(line).collect() }.html()
}

/// An amount of a limit in small units.
pub(in crate::report) fn amount(texts: &Texts, measure: Measure, small_units: i64) -> String {
    match measure {
        Measure::Eur => texts.words.euros(Cents(small_units)),
        Measure::KgCo2 => texts.words.kilograms(Grams(small_units)),
        Measure::DaysAway | Measure::Trips | Measure::Visits => {
            let n = usize::try_from(small_units).unwrap_or(0);
            match measure {
                Measure::DaysAway => texts.words.count(n, ("dag", "day"), ("dagen", "days")),
                Measure::Trips => texts.words.count(n, ("reis", "trip"), ("reizen", "trips")),
                _ => texts.words.count(n, ("bezoek", "visit"), ("bezoeken", "visits")),
            }
        }
    }
}

fn resources(texts: &Texts) -> Markup {
    let words = texts.words;
    let headings = texts.pick(
        ["middel", "beschikbaar per dag", "bezoeken", "dagen in gebruik", "hoogste gebruik", "vol op"],
        ["resource", "available per day", "visits", "days in use", "most at once", "full on"],
    );
    let lines = texts.facts.resources.iter().map(|row| {
        let full: Vec<String> = row.full.iter().map(|&days| words.days(days, texts.has_years())).collect();
        let full = match full.as_slice() {
            [] => html! { "–" },
            [one] => html! { (one) },
            many => html! {
                details {
                    summary { (texts.pick(format!("{} perioden", many.len()), format!("{} periods", many.len()))) }
                    (words.list(many))
                }
            },
        };
        Line::of(vec![
            Cell::text(&row.label),
            Cell::number(row.capacity.to_string()),
            Cell::number(row.n_visits.to_string()),
            Cell::number(row.n_days.to_string()),
            Cell::number(row.most.to_string()),
            Cell::of(full),
        ])
    });
    let caption = texts.pick("Gebruik van middelen", "Use of resources").to_owned();
    Table { caption, headings: headings.to_vec(), lines: lines.collect() }.html()
}
