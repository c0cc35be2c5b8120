//! What was read of a file: events, time zones, warnings; and what changed between two.

use super::super::Words;
use super::changes::{Change, Changes};
use super::hits::{self, Hit};
use super::wording::{clean, resolution, standing, status, time, when};
use super::{Frame, Sheet};
use crate::domain::Problem;
use crate::ics::read::ZoneUse;

/// Returns what the report is about: dates and zone.
#[must_use]
pub fn heading(frame: &Frame) -> String {
    let words = Words::of(frame.language);
    let (days, zone) = (words.days(frame.days, true), frame.zone.tz().name());
    let mut text = words.pick(format!("{days}, tijden in {zone}\n"), format!("{days}, times in {zone}\n"));
    if frame.is_elsewhere {
        text += words.pick(
            "In de komende vier weken staat niets; --from en --to kiezen een andere periode.\n",
            "There is nothing in the coming four weeks; --from and --to choose other dates.\n",
        );
    }
    text
}

/// Returns what was read of a calendar, with every warning.
#[must_use]
pub fn summary(frame: &Frame, sheet: &Sheet) -> String {
    let words = Words::of(frame.language);
    let read = &sheet.read;
    let title = match &sheet.label {
        Some(label) if *label != sheet.name => format!("{} ({})", clean(&sheet.name), clean(label)),
        _ => clean(&sheet.name),
    };
    let mut lines = vec![title.clone(), "─".repeat(title.chars().count())];
    if sheet.has_file {
        lines.push(format!("{}: {}", words.pick("In het bestand", "In the file"), events(words, sheet)));
    }
    lines.push(format!("{}: {}", words.pick("In deze periode", "In this period"), occurrences(words, sheet)));
    if !read.zones.is_empty() {
        lines.push(words.pick("Tijdzones:", "Time zones:").to_owned());
        lines.extend(read.zones.iter().map(|zone| format!("  {}", zone_line(words, zone))));
    }
    let n_floating = read.events.iter().filter(|event| event.is_floating && event.days.is_none()).count();
    if n_floating > 0 {
        let events = words.counted(n_floating, ("afspraak", "afspraken"), ("event", "events"));
        let zone = frame.default_zone.tz().name();
        lines.push(words.pick(
            format!("{events} zonder tijdzone: gelezen als tijd in {zone}"),
            format!("{events} without a time zone: read as times in {zone}"),
        ));
    }
    if !read.warnings.is_empty() {
        let n_warnings = read.warnings.len();
        let title = words.counted(n_warnings, ("waarschuwing", "waarschuwingen"), ("warning", "warnings"));
        lines.push(format!("{title}:"));
        lines.extend(read.warnings.iter().map(|warning| match warning.line {
            0 => format!("  {}", clean(words.put(&warning.message))),
            line => format!("  {} {line}: {}", words.pick("regel", "line"), clean(words.put(&warning.message))),
        }));
    } else if sheet.has_file {
        lines
            .push(words.pick("Geen waarschuwingen: alles is begrepen.", "No warnings: all was understood.").to_owned());
    }
    lines.join("\n") + "\n"
}

fn events(words: Words, sheet: &Sheet) -> String {
    let events = &sheet.read.events;
    let n = |wanted: fn(&crate::ics::read::Event) -> bool| events.iter().filter(|event| wanted(event)).count();
    let n_series = n(|event| event.is_series);
    let n_changed = n(|event| event.is_replacement);
    let n_free_busy = n(|event| event.is_free_busy);
    let all = words.counted(events.len() - n_free_busy, ("afspraak", "afspraken"), ("event", "events"));
    let mut parts = Vec::new();
    if n_series > 0 {
        parts.push(words.counted(n_series, ("reeks", "reeksen"), ("series", "series")));
    }
    if n_changed > 0 {
        parts.push(words.counted(
            n_changed,
            ("gewijzigde keer van een reeks", "gewijzigde keren van een reeks"),
            ("changed occurrence of a series", "changed occurrences of a series"),
        ));
    }
    let mut text = if parts.is_empty() {
        all
    } else {
        format!("{all}, {} {}", words.pick("waarvan", "of which"), parts.join(words.pick(" en ", " and ")))
    };
    if n_free_busy > 0 {
        let lists = words.counted(
            n_free_busy,
            ("lijst van vrije en bezette tijd", "lijsten van vrije en bezette tijd"),
            ("list of free and busy time", "lists of free and busy time"),
        );
        text += &format!("; {lists}");
    }
    text
}

fn occurrences(words: Words, sheet: &Sheet) -> String {
    let occurrences = &sheet.read.occurrences;
    if occurrences.is_empty() {
        return words.pick("niets", "nothing").to_owned();
    }
    let n_busy = occurrences.iter().filter(|occurrence| occurrence.busy && occurrence.interval().is_some()).count();
    let all = words.counted(occurrences.len(), ("keer", "keer"), ("occurrence", "occurrences"));
    let mut text = match (occurrences.len(), n_busy) {
        (_, 0) => words.pick(format!("{all}, niets bezet"), format!("{all}, nothing busy")),
        (1, _) => words.pick(format!("{all}, bezet"), format!("{all}, busy")),
        (n, n_busy) if n == n_busy => words.pick(format!("{all}, alles bezet"), format!("{all}, all busy")),
        _ => words.pick(format!("{all}, waarvan {n_busy} bezet"), format!("{all}, of which {n_busy} busy")),
    };
    if sheet.n_written > 0 && sheet.has_file {
        let n_written = sheet.n_written;
        text += &words.pick(
            format!("; {n_written} staan in het scenario zelf"),
            format!("; {n_written} are written in the scenario itself"),
        );
    }
    text
}

/// A zone name of a file, and what it was taken for.
fn zone_line(words: Words, zone: &ZoneUse) -> String {
    let how = resolution(words, zone.resolution);
    let name = clean(&zone.name);
    let taken_for = match zone.tz {
        Some(tz) if tz.name() == zone.name => String::new(),
        Some(tz) => format!(" is {} ({how})", tz.name()),
        None => format!(" ({how})"),
    };
    let (n_uses, line) = (zone.n_uses, zone.line);
    let uses = words
        .pick(format!("{n_uses}× gebruikt, eerst op regel {line}"), format!("used {n_uses}×, first on line {line}"));
    format!("`{name}`{taken_for}: {uses}")
}

/// Returns what became busy or free between two calendars, and which planned visits that hits.
///
/// * `hits`: `None` when no plan was asked about.
#[must_use]
pub fn changed(frame: &Frame, changes: &Changes, hits: Option<(&Problem, &[Hit])>) -> String {
    let words = Words::of(frame.language);
    let mut text = String::new();
    let lists = [
        (words.pick("Bezet geworden", "Became busy"), &changes.busy, true),
        (words.pick("Vrijgekomen", "Became free"), &changes.free, false),
    ];
    for (title, list, is_now_busy) in lists {
        text += &format!("{title}\n{}\n", "─".repeat(title.chars().count()));
        if list.is_empty() {
            text += &format!("{}\n", words.nothing());
        }
        for change in list {
            text += &format!("{}\n", change_line(frame, words, change, is_now_busy));
        }
        text += "\n";
    }
    if !changes.status.is_empty() {
        let title = words.pick("Andere status, zelfde tijd", "Another status, same time");
        text += &format!("{title}\n{}\n", "─".repeat(title.chars().count()));
        for (old, new) in &changes.status {
            let (from, to) = (status(words, old.status), status(words, new.status));
            text += &format!("{}  {from} → {to}\n", when(words, new, &frame.zone, true));
        }
        text += "\n";
    }
    if changes.n_without_time > 0 {
        let n = changes.n_without_time;
        text += &words.pick(
            format!("Verder gewijzigd, zonder gevolg voor vrij of bezet: {n}\n\n"),
            format!("Other changes, which make nothing busy or free: {n}\n\n"),
        );
    }
    if let Some((problem, hits)) = hits {
        text += &hits::text(frame, problem, hits);
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn change_line(frame: &Frame, words: Words, change: &Change, is_now_busy: bool) -> String {
    let occurrence = &change.occurrence;
    let mut text = format!("{}  {}", when(words, occurrence, &frame.zone, true), standing(words, occurrence));
    if let Some(other) = change.other_status {
        let other = status(words, other);
        text += &match is_now_busy {
            true => words.pick(format!(", was {other}"), format!(", was {other}")),
            false => words.pick(format!(", nu {other}"), format!(", now {other}")),
        };
    }
    let whole = occurrence.interval();
    match change.net.as_slice() {
        [] if is_now_busy => text += words.pick(" (was al bezet)", " (was busy already)"),
        [] => text += words.pick(" (blijft bezet door iets anders)", " (still busy with something else)"),
        [only] if Some(*only) == whole => {}
        parts => {
            let parts: Vec<String> = parts.iter().map(|&part| time(words, part, &frame.zone, false)).collect();
            let what = match is_now_busy {
                true => words.pick("nieuw bezet", "newly busy"),
                false => words.pick("echt vrij", "really free"),
            };
            text += &format!(" ({what}: {})", parts.join(", "));
        }
    }
    text
}
