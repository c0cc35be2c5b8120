//! The week view: each day with its day-parts and a line for each event.

use chrono::Datelike as _;

use super::super::Words;
use super::days::DayLook;
use super::month::monday;
use super::wording::{clean, hours_on, part_with_hours, standing, taken};
use super::{Frame, Sheet};
use crate::domain::DayRange;
use crate::report::terminal::table;

/// Returns the weeks of the frame; those without events are a single line.
pub fn weeks(frame: &Frame, sheet: &Sheet, days: &[DayLook], width: u16) -> String {
    let words = Words::of(frame.language);
    let weeks: Vec<&[DayLook]> = days.chunk_by(|a, b| monday(a.day) == monday(b.day)).collect();
    let is_empty = |week: &&[DayLook]| week.iter().all(|look| look.occurrences.is_empty());
    let mut text = String::new();
    for run in weeks.chunk_by(|a, b| is_empty(a) && is_empty(b)) {
        let (Some(first), Some(last)) = (run.first().and_then(|week| week.first()), run.iter().flat_map(|w| *w).last())
        else {
            continue;
        };
        let range = DayRange::inclusive(first.day, last.day).map(|range| words.days(range, true)).unwrap_or_default();
        let number = |look: &DayLook| look.day.date().iso_week().week();
        let numbers = match run.len() {
            1 => format!("Week {}", number(first)),
            _ => format!("{} {}-{}", words.pick("Week", "Weeks"), number(first), number(last)),
        };
        let heading = format!("{numbers}: {range}");
        match run.first().filter(|week| !is_empty(week)) {
            Some(week) => text += &format!("{heading}\n{}\n\n", rows(frame, sheet, words, week, width)),
            None => {
                let nothing = words.pick("niets in de agenda", "nothing in the calendar");
                text += &format!("{heading}: {nothing}\n\n");
            }
        }
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn rows(frame: &Frame, sheet: &Sheet, words: Words, week: &[DayLook], width: u16) -> String {
    let mut headings = vec![words.pick("Dag", "Day").to_owned()];
    headings.extend(frame.day_parts.iter().map(|part| part_with_hours(words, part)));
    headings.push(words.pick("In de agenda", "In the calendar").to_owned());
    let mut table = table(headings, width);
    // A weekend without events says nothing.
    for look in week.iter().filter(|look| look.day.weekday_number() < 5 || !look.occurrences.is_empty()) {
        let mut day = words.day(look.day, true, false);
        if let Some(name) = frame.holidays.get(&look.day) {
            let name = if name.is_empty() { words.pick("feestdag", "holiday") } else { name };
            day += &format!("\n({})", clean(name));
        }
        let mut cells = vec![day];
        cells.extend(look.parts.iter().map(|&it| taken(words, it).to_owned()));
        cells
            .push(look.occurrences.iter().map(|&i| event(frame, sheet, words, look, i)).collect::<Vec<_>>().join("\n"));
        table.add_row(cells);
    }
    table.trim_fmt()
}

fn event(frame: &Frame, sheet: &Sheet, words: Words, look: &DayLook, position: usize) -> String {
    let occurrence = &sheet.read.occurrences[position];
    let mut text = format!("{} {}", hours_on(words, look.day, occurrence, &frame.zone), standing(words, occurrence));
    let subject = sheet.read.events.get(occurrence.event).and_then(|event| event.subject.as_deref());
    if let Some(subject) = subject.filter(|_| occurrence.line > 0) {
        text += &format!(": {}", clean(subject));
    }
    text
}
