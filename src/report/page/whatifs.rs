//! What-ifs side by side, from the JSON that `reisagenda whatif --json` prints.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde::Deserialize;

use super::tables::{Cell, Line, Table};
use super::texts::Texts;
use crate::domain::{Cents, Day, DayRange, Grams, Points};

/// What-ifs beside the published plan.
#[derive(Clone, Debug, Deserialize)]
pub struct WhatIfs {
    published: Totals,
    whatifs: Vec<WhatIf>,
}

#[derive(Clone, Debug, Deserialize)]
struct Totals {
    points: f64,
    planned: i64,
    trips: i64,
    days_away: i64,
    eur: f64,
    kg_co2: f64,
}

#[derive(Clone, Debug, Deserialize)]
struct WhatIf {
    title: String,
    #[serde(default)]
    steps: Vec<Step>,
    comparison: Option<Comparison>,
    #[serde(default)]
    gap_percent: Option<String>,
    #[serde(default)]
    clash: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Step {
    text: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Comparison {
    after: Totals,
    #[serde(default)]
    differences: Vec<Difference>,
}

#[derive(Clone, Debug, Deserialize)]
struct Difference {
    request: String,
    title: Option<String>,
    kinds: Vec<String>,
    before: Option<Appointment>,
    after: Option<Appointment>,
    why_text: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Appointment {
    start_local: String,
    end_local: String,
    #[serde(default)]
    delegation: BTreeMap<String, String>,
}

impl WhatIfs {
    /// Reads what-ifs.
    ///
    /// # Errors
    ///
    /// When the text is not what `reisagenda whatif --json` prints; the error says what and where.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text.trim_start_matches('\u{feff}'))
    }

    /// Whether the published plan that they are compared with has so many points.
    #[must_use]
    pub fn are_of(&self, points: Points) -> bool {
        thousandths(self.published.points) == points.0
    }
}

/// A number with decimals as whole thousandths.
fn thousandths(number: f64) -> i64 {
    (number * 1000.0).round() as i64 // Amounts stay far below 2^63; what does not is cut off there.
}

/// The section without its heading.
pub(super) fn whatifs(texts: &Texts, whatifs: &WhatIfs) -> Markup {
    html! {
        p {
            (texts.pick(
                "Elke regel is dezelfde agenda met één wijziging, opnieuw gepland; tussen haakjes het verschil met dit plan.",
                "Each line is the same agenda with one change, planned again; in brackets the difference from this plan.",
            ))
        }
        (side_by_side(texts, whatifs))
        @for (idx, whatif) in whatifs.whatifs.iter().enumerate() { (one(texts, idx, whatif)) }
    }
}

fn side_by_side(texts: &Texts, whatifs: &WhatIfs) -> Markup {
    let headings = texts.pick(
        [
            "wat als",
            "punten",
            "ingepland",
            "reizen",
            "dagen van huis",
            "kosten",
            "CO2",
            "wijzigingen",
            "beter mogelijk",
        ],
        ["what if", "points", "planned", "trips", "days away", "costs", "CO2", "changes", "better possible"],
    );
    let published = &whatifs.published;
    let numbers = |totals: &Totals, is_compared: bool| {
        let words = texts.words;
        let whole = |number: i64| words.whole(number);
        let points = |number: f64| words.tenths(Points(thousandths(number)));
        let euros = |number: f64| words.euros(Cents(thousandths(number) / 10));
        let kilograms = |number: f64| words.kilograms(Grams(thousandths(number)));
        let compared = |shown: String, difference: String, is_same: bool| {
            let sign = if difference.starts_with('−') { "" } else { "+" };
            Cell::numbers(html! {
                (shown)
                @if is_compared && !is_same { " " span class="difference" { "(" (sign) (difference) ")" } }
            })
        };
        let cell = |a: f64, b: f64, show: &dyn Fn(f64) -> String| {
            compared(show(a), signed(show, a - b), thousandths(a) == thousandths(b))
        };
        let count = |a: i64, b: i64| compared(whole(a), whole(a - b), a == b);
        vec![
            cell(totals.points, published.points, &points),
            count(totals.planned, published.planned),
            count(totals.trips, published.trips),
            count(totals.days_away, published.days_away),
            cell(totals.eur, published.eur, &euros),
            cell(totals.kg_co2, published.kg_co2, &kilograms),
        ]
    };
    let mut lines = Vec::new();
    let mut cells = vec![Cell::text(texts.pick("dit plan", "this plan"))];
    cells.extend(numbers(published, false));
    cells.extend([Cell::text("–"), Cell::text("–")]);
    lines.push(Line::of(cells));
    for whatif in &whatifs.whatifs {
        let mut cells = vec![Cell::text(&whatif.title)];
        match &whatif.comparison {
            Some(comparison) => {
                cells.extend(numbers(&comparison.after, true));
                cells.push(Cell::number(comparison.differences.len().to_string()));
                let gap = whatif.gap_percent.as_ref().map(|gap| texts.words.decimal(gap));
                cells.push(Cell::text(match gap {
                    Some(gap) => texts.pick(format!("hoogstens {gap}\u{a0}%"), format!("at most {gap}\u{a0}%")),
                    None => texts.pick("onbekend", "unknown").to_owned(),
                }));
            }
            None => {
                cells.push(Cell::text(texts.pick("geen plan mogelijk of gevonden", "no plan possible or found")));
                cells.extend((0..7).map(|_| Cell::text("–")));
            }
        }
        lines.push(Line::of(cells));
    }
    let caption = texts.pick("Wat als: de plannen naast elkaar", "What if: the plans side by side").to_owned();
    Table { caption, headings: headings.to_vec(), lines }.html()
}

/// A difference with its sign in front of the unit as well: `−€ 1.200`.
fn signed(show: &dyn Fn(f64) -> String, difference: f64) -> String {
    let text = show(difference.abs());
    if difference < 0.0 { format!("−{text}") } else { text }
}

/// The changes of one what-if, and what they do to visits.
fn one(texts: &Texts, idx: usize, whatif: &WhatIf) -> Markup {
    let headings =
        texts.pick(["wat", "wijziging", "was", "wordt", "waarom"], ["what", "change", "was", "is now", "why"]);
    let differences =
        whatif.comparison.as_ref().map(|comparison| comparison.differences.as_slice()).unwrap_or_default();
    let line = |difference: &Difference| {
        let kinds: Vec<String> = difference.kinds.iter().map(|kind| self::kind(texts, kind).to_owned()).collect();
        let when =
            |appointment: Option<&Appointment>| appointment.map_or("–".to_owned(), |a| appointment_text(texts, a));
        Line::of(vec![
            Cell::text(difference.title.as_deref().unwrap_or(&difference.request)),
            Cell::text(texts.words.list(&kinds)),
            Cell::text(when(difference.before.as_ref())),
            Cell::text(when(difference.after.as_ref())),
            Cell::text(difference.why_text.as_deref().unwrap_or("–")),
        ])
    };
    let caption = texts.pick("Wat er aan bezoeken verandert", "What changes in visits");
    html! {
        details {
            summary { (whatif.title) }
            @if !whatif.steps.is_empty() { ul { @for step in &whatif.steps { li { (step.text) } } } }
            @if !whatif.clash.is_empty() {
                p { (texts.pick("Deze botsen:", "These clash:")) }
                ul { @for item in &whatif.clash { li { (item) } } }
            }
            @if !differences.is_empty() {
                (Table {
                    caption: format!("{caption} ({}): {}", idx + 1, whatif.title),
                    headings: headings.to_vec(),
                    lines: differences.iter().map(line).collect(),
                }.html())
            }
        }
    }
}

fn kind<'a>(texts: &Texts, kind: &'a str) -> &'a str {
    match kind {
        "added" => texts.pick("nieuw", "new"),
        "dropped" => texts.pick("vervallen", "dropped"),
        "moved" => texts.pick("verplaatst", "moved"),
        "delegation" => texts.pick("andere delegatie", "other delegation"),
        other => other,
    }
}

/// Dates and offices; what is no date stands as it is.
fn appointment_text(texts: &Texts, appointment: &Appointment) -> String {
    let day = |local: &str| local.get(..10)?.parse::<chrono::NaiveDate>().ok().map(Day::from);
    let days = day(&appointment.start_local).zip(day(&appointment.end_local));
    let when = days.and_then(|(first, last)| DayRange::inclusive(first, last));
    let when = when.map_or(appointment.start_local.clone(), |days| texts.words.days(days, texts.has_years()));
    let office = |id: &String| {
        let known = texts.problem().travellers.iter().find(|traveller| traveller.id == *id);
        known.map_or_else(|| id.clone(), |traveller| traveller.office.clone())
    };
    let offices: Vec<String> = appointment.delegation.values().map(office).collect();
    if offices.is_empty() { when } else { format!("{when}: {}", texts.words.list(&offices)) }
}
