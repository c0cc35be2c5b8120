//! A plan as text for a terminal: who goes where, when, with whom; what was left out and why; what it is worth.
//!
//! # Invariants
//!
//! * No line is wider than the width asked for, unless a single word is.
//! * Plain text without colours or control characters, whatever the scenario says.

use std::collections::BTreeMap;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Row, Table, TableStyle, Width};

use super::Words;
use crate::checker::Report;
use crate::domain::{
    DayRange, Instant, Language, NotPlanned, Outcome, Part, Plan, Points, Problem, RequestIdx, RoleIdx, TravellerIdx,
};
use crate::planfile::reason_sentence;
use crate::zones::Zone;

/// The narrowest and the widest text; a wider line is hard to read.
const WIDTHS: (u16, u16) = (80, 120);

/// The most wishes that the list of what was left out names.
const MAX_LEFT_OUT: usize = 200;

/// Returns the whole report of a plan that was searched for.
///
/// * `width`: columns of the terminal.
#[must_use]
pub fn report(problem: &Problem, plan: &Plan, outcome: &Outcome, report: &Report, width: u16) -> String {
    let width = width.clamp(WIDTHS.0, WIDTHS.1);
    [
        agenda(problem, plan, width),
        left_out(problem, &outcome.not_planned, width),
        summary(problem, plan, outcome, report),
    ]
    .join("\n")
}

/// One line of the agenda: a visit or meeting, with everybody who attends.
struct Entry {
    request: RequestIdx,
    start: Instant,
    end: Instant,
    seats: Vec<(RoleIdx, TravellerIdx)>,
}

/// Returns trips and visits by start, then meetings at home.
#[must_use]
pub fn agenda(problem: &Problem, plan: &Plan, width: u16) -> String {
    let words = Words::of(problem.language);
    let mut visits: BTreeMap<(Instant, RequestIdx), Entry> = BTreeMap::new();
    for trip in &plan.trips {
        for visit in &trip.visits {
            visits
                .entry((visit.start, visit.request))
                .or_insert_with(|| Entry {
                    request: visit.request,
                    start: visit.start,
                    end: visit.end,
                    seats: Vec::new(),
                })
                .seats
                .push((visit.role, trip.traveller));
        }
    }
    let mut text = titled(words.agenda());
    text += &entries(problem, visits.into_values().collect(), words.visit(), width);
    if !plan.meetings.is_empty() {
        let meetings = plan.meetings.iter().map(|meeting| Entry {
            request: meeting.request,
            start: meeting.start,
            end: meeting.end,
            seats: meeting.attendees.clone(),
        });
        text += &format!("\n{}", titled(words.meetings()));
        text += &entries(problem, meetings.collect(), words.meeting(), width);
    }
    text
}

fn entries(problem: &Problem, entries: Vec<Entry>, what: &str, width: u16) -> String {
    let words = Words::of(problem.language);
    if entries.is_empty() {
        return format!("{}\n", words.nothing());
    }
    let mut table = table([words.when(), words.place(), what, words.who()], width);
    for mut entry in entries {
        entry.seats.sort_unstable();
        let request = problem.request(entry.request);
        let offices: Vec<String> =
            entry.seats.iter().map(|&(_, traveller)| clean(&problem.traveller(traveller).office)).collect();
        let place = problem.place(request.place);
        let name = match problem.language {
            Language::Dutch => &place.name_nl,
            Language::English => &place.name_en,
        };
        table.add_row([
            when(problem, &entry),
            format!("{} ({})", clean(name), place.country),
            clean(&request.title),
            offices.join("\n+ "),
        ]);
    }
    format!("{}\n", table.trim_fmt())
}

/// The local dates at the place; with the hours when it is one date.
fn when(problem: &Problem, entry: &Entry) -> String {
    let zone = Zone::of(problem.place(problem.request(entry.request).place).tz);
    let (start, end) = (zone.local(entry.start), zone.local(entry.end));
    let with_year = problem.horizon.start().date().format("%Y").to_string()
        != problem.horizon.last().date().format("%Y").to_string();
    let words = Words::of(problem.language);
    let Some(days) = DayRange::inclusive(start.day, end.day) else { return start.to_string() };
    let text = words.days(days, with_year);
    if days.n_days() == 1 {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        format!("{text} {}-{}", clock(start.minute), clock(end.minute))
    } else {
        text
    }
}

/// Returns what was left out, and why as far as a first look can tell.
#[must_use]
pub fn left_out(problem: &Problem, not_planned: &[NotPlanned], width: u16) -> String {
    let words = Words::of(problem.language);
    let mut text = titled(words.left_out());
    if not_planned.is_empty() {
        return text + words.nothing() + "\n";
    }
    let mut table = table([words.wish(), words.points(), words.reason()], width);
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::UpperBoundary(Width::Percentage(36)));
    }
    if let Some(column) = table.column_mut(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for item in not_planned.iter().take(MAX_LEFT_OUT) {
        let request = problem.request(item.request);
        table.add_row([clean(&request.title), words.amount(request.points), clean(&reason_sentence(problem, item))]);
    }
    text += &format!("{}\n", table.trim_fmt());
    if not_planned.len() > MAX_LEFT_OUT {
        text += &format!("{}\n", words.more(not_planned.len() - MAX_LEFT_OUT));
    }
    text
}

/// Returns how much is planned, the points with their parts, and what is proven of other plans.
#[must_use]
pub fn summary(problem: &Problem, plan: &Plan, outcome: &Outcome, report: &Report) -> String {
    let words = Words::of(problem.language);
    let mut planned: Vec<RequestIdx> = plan.trips.iter().flat_map(|trip| &trip.visits).map(|v| v.request).collect();
    planned.extend(plan.meetings.iter().map(|meeting| meeting.request));
    planned.sort_unstable();
    planned.dedup();

    let mut text = titled(words.summary());
    text += &format!("{}\n", words.planned(planned.len(), problem.requests.len(), plan.trips.len()));
    text += &format!("{}\n", words.objective(report.objective));
    for &(part, points) in report.parts.iter().filter(|(_, points)| *points != Points::ZERO) {
        let label = match part {
            Part::Rule(rule) => clean(&problem.rule(rule).label),
            _ => String::new(),
        };
        text += &format!("{:>12}  {}\n", words.amount(points), words.part(part, &label));
    }
    text += &format!("{}\n", proven(words, report.objective, outcome.bound));
    text
}

/// What is proven of other plans.
fn proven(words: Words, objective: Points, bound: Option<Points>) -> String {
    match bound {
        None => words.no_bound().to_owned(),
        Some(bound) if bound <= objective => words.proven_best().to_owned(),
        Some(bound) => {
            let more = bound - objective;
            words.at_most(bound, more, &percent(more, bound))
        }
    }
}

/// The gap in percent, rounded up to a tenth so that what is claimed is true.
#[must_use]
pub fn percent(more: Points, bound: Points) -> String {
    let whole = i128::from(bound.0).abs().max(1);
    let tenths = (i128::from(more.0) * 1000 + whole - 1).div_euclid(whole);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A heading with a line under it.
pub(super) fn titled(title: &str) -> String {
    format!("{title}\n{}\n", "─".repeat(title.chars().count()))
}

/// A table without frame: columns apart by blanks.
pub(super) fn table(headings: impl Into<Row>, width: u16) -> Table {
    let mut table = Table::new();
    table
        .load_style(TableStyle::new())
        .force_no_tty()
        .set_width(width)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(headings);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table
}

/// A text of the scenario in one line without control characters.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gap_is_rounded_up_so_that_the_claim_is_true() {
        assert_eq!(percent(Points(0), Points(1_000)), "0.0");
        assert_eq!(percent(Points(1), Points(1_000_000)), "0.1");
        assert_eq!(percent(Points(12_000), Points(1_000_000)), "1.2");
        assert_eq!(percent(Points(12_001), Points(1_000_000)), "1.3");
        assert_eq!(percent(Points(5_000), Points(-10_000)), "50.0");
        assert_eq!(percent(Points(1), Points(0)), "100.0");
    }

    #[test]
    fn what_is_proven_is_said_and_no_more() {
        let en = Words::of(Language::English);
        assert_eq!(proven(en, Points(5_000), None), "How much better another plan could be is not proven.");
        assert_eq!(proven(en, Points(5_000), Some(Points(5_000))), "Proven: no plan has more points.");
        let nl = Words::of(Language::Dutch);
        assert_eq!(
            proven(nl, Points(975_500), Some(Points(1_000_000))),
            "Bewezen: geen plan heeft meer dan 1000 punten, 24,5 meer dan dit plan (2,5 %)."
        );
    }

    #[test]
    fn a_title_with_line_breaks_or_colours_stays_one_plain_line() {
        assert_eq!(clean("Rabat\n\u{1b}[31mred"), "Rabat  [31mred");
    }
}
