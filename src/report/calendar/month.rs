//! The month view: a mark for each day-part of each day.

use chrono::Datelike as _;

use super::super::Words;
use super::Frame;
use super::days::{DayLook, Taken};
use super::wording::{part_with_hours, taken};
use crate::domain::Day;

/// Returns the months of the frame, each as a block of weeks.
pub fn months(frame: &Frame, days: &[DayLook]) -> String {
    let words = Words::of(frame.language);
    let parts: Vec<String> = frame.day_parts.iter().map(|part| part_with_hours(words, part)).collect();
    let mut text = format!("{}: {}\n", words.pick("Per dag", "Each day"), parts.join(", "));
    let marks = [Taken::Wholly, Taken::Partly, Taken::Tentative, Taken::Free];
    let mut legend: Vec<String> = marks.map(|it| format!("{} {}", mark(it), taken(words, it))).into();
    legend.push(words.pick("+ ook bezet buiten die uren", "+ also busy outside those hours").to_owned());
    if !frame.holidays.is_empty() {
        legend.push(words.pick("* feestdag", "* holiday").to_owned());
    }
    text += &format!("{}\n", legend.join("   "));
    let month = |look: &DayLook| (look.day.date().year(), look.day.date().month());
    for days in days.chunk_by(|a, b| month(a) == month(b)) {
        text += &block(frame, words, days);
    }
    text
}

fn mark(taken: Taken) -> char {
    match taken {
        Taken::Free => '·',
        Taken::Tentative => '?',
        Taken::Partly => '▒',
        Taken::Wholly => '█',
    }
}

/// One month, or the part of it that is in the frame.
fn block(frame: &Frame, words: Words, days: &[DayLook]) -> String {
    let width = 3 + frame.day_parts.len() + 1;
    let first = days[0].day;
    let mut text = format!("\n{}\n", words.month(first));
    let heading: Vec<String> = (0..7).map(|weekday| format!(" {:<width$}", words.weekday(weekday))).collect();
    text += &line(&format!("{}  {}", words.pick("wk", "wk"), heading.join(" ")));
    for week in days.chunk_by(|a, b| monday(a.day) == monday(b.day)) {
        let cells: Vec<String> = (0..7)
            .map(|weekday| {
                let day = week.iter().find(|look| look.day.weekday_number() == weekday);
                format!("{:<width$} ", day.map(|look| cell(frame, look)).unwrap_or_default())
            })
            .collect();
        text += &line(&format!("{:>2}  {}", week[0].day.date().iso_week().week(), cells.join(" ")));
    }
    text
}

fn cell(frame: &Frame, look: &DayLook) -> String {
    let holiday = if frame.holidays.contains_key(&look.day) { '*' } else { ' ' };
    let marks: String = look.parts.iter().map(|&taken| mark(taken)).collect();
    let more = if look.has_more { "+" } else { "" };
    format!("{:>2}{holiday}{marks}{more}", look.day.date().day())
}

fn line(text: &str) -> String {
    format!("{}\n", text.trim_end())
}

/// The Monday on or before a day.
pub fn monday(day: Day) -> Day {
    day.plus(-i32::from(day.weekday_number()))
}
