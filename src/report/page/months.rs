//! The calendar of a quarter, month by month.

use chrono::Datelike as _;
use maud::{Markup, html};

use super::bars;
use super::texts::{Keys, Texts, status_key};
use crate::domain::{Day, DayRange, Period};
use crate::report::facts::VisitRow;

/// The months of a quarter that have a day in the horizon.
pub(super) fn months(texts: &Texts, quarter: DayRange) -> Markup {
    let months = quarter.intersection(texts.problem().horizon).map(|days| Period::Month.ranges(days));
    html! {
        div class="months" {
            h3 { (texts.pick("Maandkalender", "Calendar")) }
            @for month in months.unwrap_or_default() { (month_table(texts, month)) }
        }
    }
}

fn month_table(texts: &Texts, month: DayRange) -> Markup {
    let words = texts.words;
    let first_monday = month.start().plus(-i32::from(month.start().weekday_number()));
    let n_weeks = (month.end().days_since(first_monday) + 6) / 7;
    let weeks = (0..n_weeks).map(|week| first_monday.plus(7 * week));
    html! {
        table role="table" class="month" {
            caption { (words.month(month.start())) }
            thead role="rowgroup" {
                tr role="row" {
                    th role="columnheader" scope="col" { (texts.pick("wk", "wk")) }
                    @for weekday in 0..7 { th role="columnheader" scope="col" { (words.weekday(weekday)) } }
                }
            }
            tbody role="rowgroup" {
                @for monday in weeks {
                    tr role="row" {
                        th role="rowheader" scope="row" { (monday.date().iso_week().week()) }
                        @for weekday in 0..7 { (cell(texts, month, monday.plus(weekday))) }
                    }
                }
            }
        }
    }
}

fn cell(texts: &Texts, month: DayRange, day: Day) -> Markup {
    if !month.contains(day) {
        return html! { td role="cell" class="outside" {} };
    }
    let problem = texts.problem();
    let home = problem.place(problem.home);
    let holiday = bars::holiday(home, day);
    let recess = bars::long_events(texts, month).into_iter().find(|(_, days)| days.contains(day));
    let visits: Vec<&VisitRow> =
        texts.facts.visits.iter().chain(&texts.facts.meetings).filter(|visit| visit.days.contains(day)).collect();
    let mut class = Vec::new();
    if home.weekend.contains(&day.weekday_number()) {
        class.push("weekend");
    }
    if holiday.is_some() {
        class.push("holiday");
    }
    if recess.is_some() {
        class.push("recess");
    }
    if visits.is_empty() {
        class.push("empty");
    }
    html! {
        td role="cell" class=(class.join(" ")) {
            span class="date" {
                (day.date().day())
                span class="narrow" { " " (texts.words.month(day)) ", " (texts.words.weekday(day.weekday_number())) }
            }
            @if let Some(name) = &holiday { " " span class="off" { (name) } }
            @if let Some((label, days)) = &recess {
                @if days.start() == day || day.weekday_number() == 0 { " " span class="off" { (label) } }
            }
            @if !visits.is_empty() {
                ul class="plain" {
                    @for visit in visits { (item(texts, visit)) }
                }
            }
        }
    }
}

/// A visit on a day: place, status, lead.
fn item(texts: &Texts, visit: &VisitRow) -> Markup {
    let keys = Keys::of_visit(texts.problem(), visit);
    let lead = visit.delegation.first().map_or("", |seat| seat.office.as_str());
    let others = visit.delegation.len().saturating_sub(1);
    let what = if visit.place == texts.problem().home { &visit.title } else { &visit.place_name };
    html! {
        li class={ "item edge-" (status_key(visit.status)) } data-travellers=[&keys.travellers]
            data-countries=[&keys.countries] data-statuses=[&keys.statuses] {
            a href={ "#" (texts.anchor(visit)) } title=(visit.title) {
                (what) span class="unseen" { ": " (visit.title) }
            }
            " " abbr title=(texts.status(visit.status)) { (texts.status_letter(visit.status)) }
            span class="lead" { " " (lead) @if others > 0 { " +" (others) } }
        }
    }
}
