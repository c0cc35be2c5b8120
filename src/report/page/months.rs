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

/// A day of the calendar.
struct Cell<'a> {
    day: Day,
    holiday: Option<String>,
    /// The recess of the day, and its name where it is to be said: on its first day and on Mondays.
    is_recess: bool,
    recess: Option<String>,
    visits: Vec<&'a VisitRow>,
}

impl<'a> Cell<'a> {
    fn of(texts: &Texts<'a>, long_events: &[(String, DayRange)], day: Day) -> Self {
        let problem = texts.problem();
        let recess = long_events.iter().find(|(_, days)| days.contains(day));
        let visits = texts.facts.visits.iter().chain(&texts.facts.meetings);
        Cell {
            day,
            holiday: bars::holiday(texts, problem.place(problem.home), day),
            is_recess: recess.is_some(),
            recess: recess
                .filter(|(_, days)| days.start() == day || day.weekday_number() == 0)
                .map(|(label, _)| label.clone()),
            visits: visits.filter(|visit| visit.days.contains(day)).collect(),
        }
    }

    /// Whether a list of days, as on a narrow screen, can do without it.
    fn is_empty(&self) -> bool {
        self.visits.is_empty() && self.holiday.is_none() && self.recess.is_none()
    }
}

fn month_table(texts: &Texts, month: DayRange) -> Markup {
    let words = texts.words;
    let long_events = bars::long_events(texts, month);
    let first_monday = month.start().plus(-i32::from(month.start().weekday_number()));
    let n_weeks = (month.end().days_since(first_monday) + 6) / 7;
    let cell = |day: Day| month.contains(day).then(|| Cell::of(texts, &long_events, day));
    let weeks: Vec<(Day, Vec<Option<Cell>>)> = (0..n_weeks)
        .map(|week| first_monday.plus(7 * week))
        .map(|monday| (monday, (0..7).map(|weekday| cell(monday.plus(weekday))).collect()))
        .collect();
    let is_quiet = |week: &[Option<Cell>]| week.iter().flatten().all(Cell::is_empty);
    let quiet = |is_quiet: bool| is_quiet.then_some("quiet");
    html! {
        table role="table" class={ "month " (quiet(weeks.iter().all(|(_, week)| is_quiet(week))).unwrap_or_default()) } {
            caption { (words.month(month.start())) }
            thead role="rowgroup" {
                tr role="row" {
                    th role="columnheader" scope="col" { (texts.pick("wk", "wk")) }
                    @for weekday in 0..7 { th role="columnheader" scope="col" { (words.weekday(weekday)) } }
                }
            }
            tbody role="rowgroup" {
                @for (monday, week) in &weeks {
                    tr role="row" class=[quiet(is_quiet(week))] {
                        th role="rowheader" scope="row" { (monday.date().iso_week().week()) }
                        @for cell in week { (cell_html(texts, cell.as_ref())) }
                    }
                }
            }
        }
    }
}

fn cell_html(texts: &Texts, cell: Option<&Cell>) -> Markup {
    let Some(cell) = cell else { return html! { td role="cell" class="outside" {} } };
    let home = texts.problem().place(texts.problem().home);
    let weekday = cell.day.weekday_number();
    let classes = [
        (home.weekend.contains(&weekday), "weekend"),
        (cell.holiday.is_some(), "holiday"),
        (cell.is_recess, "recess"),
        (cell.is_empty(), "quiet"),
    ];
    let classes: Vec<&str> = classes.into_iter().filter(|&(is_so, _)| is_so).map(|(_, class)| class).collect();
    html! {
        td role="cell" class=(classes.join(" ")) {
            span class="date" {
                span class="narrow" { (texts.words.weekday(weekday)) " " }
                (cell.day.date().day())
                span class="narrow" { " " (texts.words.month(cell.day)) }
            }
            @for name in cell.holiday.iter().chain(&cell.recess) { " " span class="off" { (name) } }
            @if !cell.visits.is_empty() {
                ul class="plain" { @for visit in &cell.visits { (item(texts, visit)) } }
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
