//! Two readers that are not ours read UID, start, end, subject, description and place as they were meant.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarParameterName, ICalendarProperty,
};
use chrono_tz::Tz;
use reisagenda::domain::*;
use reisagenda::feeds::{self, Feed, Options};
use reisagenda::ics::write::{Event, When};
use reisagenda::zones::Zone;

use crate::problem::*;

/// What a reader saw of an event. Texts have single blanks, so that only words count.
#[derive(Debug, PartialEq)]
struct Seen {
    uid: String,
    start: String,
    end: String,
    summary: String,
    description: String,
    location: Option<String>,
}

/// The text as a reader must see it: without control characters, single blanks.
fn plain(text: &str) -> String {
    let is_space = |c: char| matches!(c, '\r' | '\n' | '\t' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}');
    let spaced: String = text.chars().map(|c| if is_space(c) { ' ' } else { c }).filter(|c| !c.is_control()).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn meant(event: &Event) -> Seen {
    let (start, end) = match event.when {
        When::Timed { interval, .. } => (interval.start().to_string(), interval.end().to_string()),
        When::Days(days) => (days.start().to_string(), days.end().to_string()),
    };
    Seen {
        uid: event.uid.clone(),
        start,
        end,
        summary: plain(&event.summary),
        description: plain(&event.description),
        location: event.location.as_deref().map(plain),
    }
}

/// The feeds of everything, in both languages, short enough that no subject is cut.
fn all_feeds() -> Vec<Feed> {
    let both = [Language::Dutch, Language::English].map(everything);
    let feeds = both.iter().flat_map(|(problem, plan)| feeds::feeds(problem, plan, &Options::default()));
    let feeds: Vec<Feed> = feeds.collect();
    let events = feeds.iter().flat_map(|feed| &feed.calendar.events);
    assert!(events.into_iter().all(|event| event.summary.chars().count() <= 255));
    feeds
}

#[test]
fn calcard_reads_what_was_meant() {
    let mut n_events = 0;
    for feed in all_feeds() {
        let text = String::from_utf8(feed.bytes()).expect("UTF-8");
        let Ok(calendar) = ICalendar::parse(&text) else { panic!("{} is read", feed.file_name) };
        let events = calendar.components.iter();
        let events = events.filter(|component| component.component_type == ICalendarComponentType::VEvent);
        let seen: Vec<Seen> = events.map(seen_by_calcard).collect();
        let meant: Vec<Seen> = feed.calendar.events.iter().map(meant).collect();
        assert_eq!(seen, meant, "{}", feed.file_name);
        n_events += seen.len();
    }
    assert!(n_events > 200, "{n_events}");
}

fn seen_by_calcard(event: &ICalendarComponent) -> Seen {
    let text = |property: ICalendarProperty| {
        let value = event.property(&property)?.values.first()?.as_text()?;
        Some(plain(value))
    };
    Seen {
        uid: event.uid().expect("a UID").to_owned(),
        start: calcard_moment(event, &ICalendarProperty::Dtstart),
        end: calcard_moment(event, &ICalendarProperty::Dtend),
        summary: text(ICalendarProperty::Summary).expect("a subject"),
        description: text(ICalendarProperty::Description).expect("a description"),
        location: text(ICalendarProperty::Location),
    }
}

fn calcard_moment(event: &ICalendarComponent, property: &ICalendarProperty) -> String {
    let entry = event.property(property).expect("a time");
    let at: &PartialDateTime = entry.values.first().and_then(|value| value.as_partial_date_time()).expect("a time");
    let date = chrono::NaiveDate::from_ymd_opt(
        i32::from(at.year.expect("a year")),
        u32::from(at.month.expect("a month")),
        u32::from(at.day.expect("a day")),
    );
    let day = Day::from(date.expect("a date"));
    let Some(hour) = at.hour else { return day.to_string() };
    let minute = u16::from(hour) * 60 + u16::from(at.minute.expect("a minute"));
    match entry.parameter(&ICalendarParameterName::Tzid).and_then(|tzid| tzid.as_text()) {
        Some(tzid) => Zone::of(tzid.parse::<Tz>().expect("a zone")).instant(day, minute).to_string(),
        None => {
            assert_eq!((at.tz_hour, at.tz_minute), (Some(0), Some(0)), "in UTC");
            Instant::from_minutes(i64::from(day.number()) * MINUTES_PER_DAY + i64::from(minute)).to_string()
        }
    }
}

/// Runs where the environment variable `REISAGENDA_PYTHON` names a Python interpreter with the package `icalendar`, or
/// where `python3` has it; elsewhere says that it did not run.
#[test]
#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
fn icalendar_for_python_reads_what_was_meant() {
    let named = env::var_os("REISAGENDA_PYTHON");
    let python = named.clone().unwrap_or_else(|| "python3".into());
    let can_import = Command::new(&python).args(["-c", "import icalendar"]).output();
    if !can_import.is_ok_and(|output| output.status.success()) {
        assert!(named.is_none(), "REISAGENDA_PYTHON names `{}`, which has no icalendar", python.display());
        eprintln!("SKIPPED: no Python with the package icalendar; set REISAGENDA_PYTHON to one that has it");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let feeds = all_feeds();
    let mut command = Command::new(&python);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/feeds/read_back.py"));
    for (idx, feed) in feeds.iter().enumerate() {
        let path = folder.path().join(format!("{idx}.ics"));
        fs::write(&path, feed.bytes()).expect("written");
        command.arg(path);
    }
    let output = command.output().expect("python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    for (feed, events) in feeds.iter().zip(files.as_array().expect("a list")) {
        let seen: Vec<Seen> = events.as_array().expect("a list").iter().map(seen_by_python).collect();
        let meant: Vec<Seen> = feed.calendar.events.iter().map(meant).collect();
        assert_eq!(seen, meant, "{}", feed.file_name);
    }
}

fn seen_by_python(event: &serde_json::Value) -> Seen {
    let text = |name: &str| event[name].as_str().map(plain);
    Seen {
        uid: text("uid").expect("a UID"),
        start: text("start").expect("a start"),
        end: text("end").expect("an end"),
        summary: text("summary").expect("a subject"),
        description: text("description").expect("a description"),
        location: text("location"),
    }
}
