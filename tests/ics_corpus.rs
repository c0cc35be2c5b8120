//! Reads real exports and compares them with what two other parsers make of them.
//!
//! The files are not part of the project. They stand beside it, in `../shared/ics-corpus`; where they do not, the test
//! says so and passes.

#![expect(clippy::print_stderr, reason = "the test says what it compared, or why it did not")]

use std::collections::BTreeMap;
use std::path::Path;

use chrono_tz::Tz;
use reisagenda::domain::{Day, Instant, Interval, Language, MINUTES_PER_DAY};
use reisagenda::ics::read::{Event, Read, ReadOptions, read};
use serde_json::Value;

/// Files in which the other parsers are wrong. A series with `RDATE:20131210Z`, a date with a Z, is lost by them.
const OTHERS_ARE_WRONG: [&str; 1] = ["ical.js__samples__google_birthday.ics"];

/// An event or an occurrence as `expected.json` writes it: start, end, UID; dates for all-day events.
type Line = (String, String, String);

#[test]
fn real_exports_are_read_as_two_other_parsers_read_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/ics-corpus");
    let Ok(expected) = std::fs::read_to_string(folder.join("expected.json")) else {
        eprintln!("skipped: no corpus in {}", folder.display());
        return;
    };
    let expected: BTreeMap<String, Value> = serde_json::from_str(&expected).expect("expected.json is JSON");
    let mut differences = Vec::new();
    let mut n_compared = 0;
    for (file, expected) in &expected {
        let bytes = std::fs::read(folder.join(file)).expect("the file of an entry is there");
        let found = read(&bytes, &ReadOptions::new(window(expected), Tz::UTC));
        if expected["agree"] == true && !OTHERS_ARE_WRONG.contains(&file.as_str()) {
            n_compared += 1;
            differences.extend(compare(file, expected, &found));
        } else {
            differences.extend(kept(file, &bytes, &found));
        }
    }
    eprintln!("compared {n_compared} files, read {}", expected.len());
    assert!(n_compared > 0, "the corpus has files on which both parsers agree");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The window in which occurrences were asked for, or twenty years.
fn window(expected: &Value) -> Interval {
    let day = |idx: usize, default: &str| {
        let text = expected["window"][idx].as_str().unwrap_or(default);
        Day::from(text.parse::<chrono::NaiveDate>().expect("a date"))
    };
    let midnight = |day: Day| Instant::from_minutes(i64::from(day.number()) * MINUTES_PER_DAY);
    Interval::new(midnight(day(0, "2010-01-01")), midnight(day(1, "2030-01-01"))).expect("a window")
}

fn compare(file: &str, expected: &Value, found: &Read) -> Vec<String> {
    let mut differences = Vec::new();
    let listed = |key: &str| expected[key].as_array().cloned().unwrap_or_default();
    let wanted_events: Vec<Line> = listed("events")
        .iter()
        .map(|event| (rounded(&event["start"], false), rounded(&event["end"], true), text(&event["uid"])))
        .collect();
    let found_events: Vec<Line> = found.events.iter().filter(|event| !event.is_free_busy).map(event_line).collect();
    differences.extend(difference(file, "events", wanted_events, found_events));

    let wanted: Vec<Line> = listed("occurrences")
        .iter()
        .map(|occurrence| (rounded(&occurrence[0], false), rounded(&occurrence[1], true), text(&occurrence[2])))
        .collect();
    let n_wanted = usize::try_from(expected["n_occurrences"].as_u64().unwrap_or(0)).expect("a small number");
    let mut found_lines: Vec<Line> = found
        .occurrences
        .iter()
        .filter(|occurrence| !found.events[occurrence.event].is_free_busy)
        .map(|occurrence| {
            let (start, end) = ends(occurrence.start, occurrence.end, occurrence.days);
            (start, end, found.uid(occurrence).to_owned())
        })
        .collect();
    if found_lines.len() != n_wanted {
        differences.push(format!("{file}: {} occurrences instead of {n_wanted}", found_lines.len()));
    }
    // Only the first are listed.
    if n_wanted > wanted.len() {
        let last = wanted.iter().map(|line| line.0.clone()).max().unwrap_or_default();
        found_lines.retain(|line| line.0 < last);
        let wanted: Vec<Line> = wanted.into_iter().filter(|line| line.0 < last).collect();
        differences.extend(difference(file, "occurrences", wanted, found_lines));
    } else {
        differences.extend(difference(file, "occurrences", wanted, found_lines));
    }
    differences
}

/// Every event of the file that has a readable start is there.
fn kept(file: &str, bytes: &[u8], found: &Read) -> Option<String> {
    let text = String::from_utf8_lossy(bytes).to_uppercase();
    let n_begun = text.lines().filter(|line| line.trim() == "BEGIN:VEVENT").count();
    let n_left_out = found
        .warnings
        .iter()
        .filter(|warning| {
            warning.message.of(Language::English).contains("event was left out")
                || warning.message.of(Language::English).contains("no DTSTART")
        })
        .count();
    let n_read = found.events.iter().filter(|event| !event.is_free_busy).count();
    (n_read + n_left_out != n_begun)
        .then(|| format!("{file}: {n_read} events read of {n_begun}, {n_left_out} left out"))
}

fn event_line(event: &Event) -> Line {
    let (start, end) = ends(event.start, event.end, event.days);
    let floating = if event.is_floating && event.days.is_none() { "F" } else { "" };
    (format!("{floating}{start}"), format!("{floating}{end}"), event.uid.clone())
}

fn ends(start: Instant, end: Instant, days: Option<reisagenda::domain::DayRange>) -> (String, String) {
    match days {
        Some(days) => (days.start().to_string(), days.end().to_string()),
        None => (start.to_string().trim_end_matches('Z').to_owned(), end.to_string().trim_end_matches('Z').to_owned()),
    }
}

/// The time rounded to a minute, as the reader does.
fn rounded(value: &Value, up: bool) -> String {
    let text = text(value);
    let (floating, time) = text.strip_prefix('F').map_or(("", text.as_str()), |time| ("F", time));
    let Ok(time) = time.parse::<chrono::NaiveDateTime>() else { return text };
    let seconds = time.and_utc().timestamp();
    let minutes = if up { (seconds + 59).div_euclid(60) } else { seconds.div_euclid(60) };
    format!("{floating}{}", Instant::from_minutes(minutes).to_string().trim_end_matches('Z'))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn difference(file: &str, what: &str, mut wanted: Vec<Line>, mut found: Vec<Line>) -> Option<String> {
    wanted.sort();
    found.sort();
    if wanted == found {
        return None;
    }
    let missing: Vec<_> = wanted.iter().filter(|line| !found.contains(line)).take(3).collect();
    let extra: Vec<_> = found.iter().filter(|line| !wanted.contains(line)).take(3).collect();
    Some(format!(
        "{file}: {what}: {} wanted, {} found; missing {missing:?}; too many {extra:?}",
        wanted.len(),
        found.len()
    ))
}
