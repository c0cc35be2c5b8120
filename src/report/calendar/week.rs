//! The week view: each day with its day-parts and a line for each event.

use chrono::Datelike as _;

use super::super::Words;
use super::days::DayLook;
use super::month::monday;
use super::wording::{clean, hours_on, part_with_hours, standing, taken};
use super::{Frame, Sheet};
use crate::domain::DayRange;
use crate::report::terminal::table;

/// Returns the weeks of the frame; one without events is a single line.
pub fn weeks(frame: &Frame, sheet: &Sheet, days: &[DayLook], width: u16) -> String {
    let words = Words::of(frame.language);
    let mut text = String::new();
    for week in days.chunk_by(|a, b| monday(a.day) == monday(b.day)) {
        let (Some(first), Some(last)) = (week.first(), week.last()) else { continue };
        let range = DayRange::inclusive(first.day, last.day).map(|range| words.days(range, true)).unwrap_or_default();
        let heading = format!("{} {}: {range}", words.pick("Week", "Week"), first.day.date().iso_week().week());
        if week.iter().all(|look| look.occurrences.is_empty()) {
            text += &format!("{heading}: {}\n\n", words.pick("niets in de agenda", "nothing in the calendar"));
        } else {
            text += &format!("{heading}\n{}\n\n", rows(frame, sheet, words, week, width));
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
