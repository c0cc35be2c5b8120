//! Named calendars: events written in the scenario, and .ics files beside it.

use std::path::Path;

use super::mistakes::Mistake;
use super::raw;
use super::sources::{Reader, Spot};
use super::tree::Node;
use crate::domain::{Day, DayRange, Interval, LocalTime};
use crate::ics::read::{self as ics, Occurrence, ReadOptions, Status};
use crate::zones::Zone;

/// A calendar with what places need of it besides.
#[derive(Debug, Default)]
pub struct Events {
    /// What takes time, by start.
    pub intervals: Vec<Interval>,
    /// The dates of whole-day events, each with its name when it has one.
    pub days: Vec<(DayRange, String)>,
    /// How many events are no whole days.
    pub n_timed: usize,
}

/// Reads one calendar of the scenario: its events that meet `window`.
///
/// * `home`: the zone of local times.
pub fn read(
    calendar: &raw::Calendar,
    node: &Node,
    window: Interval,
    home: &Zone,
    reader: &mut Reader,
    found: &mut Vec<Mistake>,
) -> Events {
    let mut events = Events::default();
    if calendar.file.is_none() && calendar.events.is_empty() && !node.lost("file") && !node.lost("events") {
        found.push(
            Mistake::new("empty-calendar", format!("calendar `{}` has neither a file nor events", calendar.id))
                .at(node.field("id").spot, "this calendar")
                .help("add `file = \"….ics\"` or `events = [{ start = …, end = … }]`"),
        );
    }
    if let Some(name) = &calendar.file {
        file(name, calendar, node.field("file").spot, window, home, reader, found, &mut events);
    }
    for (i, event) in calendar.events.iter().enumerate() {
        written(event, node.field("events").item(i), window, home, found, &mut events);
    }
    events.intervals.sort();
    events.days.sort();
    events
}

#[expect(clippy::too_many_arguments, reason = "the parts of one reading, used once")]
fn file(
    name: &str,
    calendar: &raw::Calendar,
    spot: Spot,
    window: Interval,
    home: &Zone,
    reader: &mut Reader,
    found: &mut Vec<Mistake>,
    events: &mut Events,
) {
    let path = reader.folder.join(Path::new(name));
    let Some(bytes) = reader.read_bytes(&path, Some(spot), found) else { return };
    let options = ReadOptions {
        tentative_is_busy: calendar.tentative_is_busy.unwrap_or(true),
        keep_subjects: true,
        ..ReadOptions::new(window, home.tz())
    };
    let read = ics::read(&bytes, &options);
    for occurrence in read.occurrences.iter().filter(|occurrence| occurrence.status != Status::Cancelled) {
        events.intervals.extend(Some(occurrence).filter(|occurrence| occurrence.busy).and_then(Occurrence::interval));
        events.n_timed += usize::from(occurrence.days.is_none());
        // Holidays often stand in calendars as free time; their dates count all the same.
        let subject = read.events.get(occurrence.event).and_then(|event| event.subject.clone());
        events.days.extend(occurrence.days.map(|days| (days, subject.unwrap_or_default())));
    }
    for ics::Warning { line, message } in read.warnings {
        let place = if line == 0 { name.to_owned() } else { format!("{name}, line {line}") };
        found.push(
            Mistake::warning("calendar-file", format!("{place}: {message}"))
                .at(spot, "this calendar file")
                .help("check whether the event matters for the agenda; the rest of the file was read"),
        );
    }
}

/// Adds an event that the scenario has written.
fn written(
    event: &raw::Event,
    node: &Node,
    window: Interval,
    home: &Zone,
    found: &mut Vec<Mistake>,
    events: &mut Events,
) {
    use raw::Moment;
    let local = |moment: Moment| match moment {
        Moment::Day(day) => LocalTime { day, minute: 0 },
        Moment::Local(local) => local,
        Moment::Instant(instant) => home.local(instant),
    };
    let is_day = matches!(event.start, Moment::Day(_));
    let start = local(event.start);
    let end = match event.end {
        Some(end) => local(end),
        None if is_day => LocalTime { day: start.day.plus(1), minute: 0 },
        None => {
            if !node.lost("end") {
                found.push(
                    Mistake::new("event-without-end", "an event with a time has no `end`")
                        .at(node.field("start").spot, "starts here")
                        .help("add `end`, or give `start` as a date for a whole day"),
                );
            }
            return;
        }
    };
    if is_day != matches!(event.end.unwrap_or(event.start), Moment::Day(_)) {
        found.push(
            Mistake::new("event-day-and-time", "an event is half a whole day and half a time")
                .at(node.field("end").spot, "ends here")
                .at(node.field("start").spot, "starts here")
                .help("give `start` and `end` both as dates, or both as times"),
        );
        return;
    }
    let span = Interval::new(home.instant(start.day, start.minute), home.instant(end.day, end.minute));
    let Some(span) = span else {
        found.push(
            Mistake::new("event-ends-before-start", "an event ends before it starts")
                .at(node.field("end").spot, "not after the start")
                .at(node.field("start").spot, "starts here")
                .help("`end` is the first moment after the event; of a whole day the next date"),
        );
        return;
    };
    let starts = match &event.rrule {
        None => vec![start],
        Some(rrule) => {
            let except: Vec<Day> = event.except.iter().map(|date| date.0).collect();
            // An event that began before the window may still run in it.
            let length = span.end().minutes() - span.start().minutes();
            let wide = Interval::new(window.start().plus(-length), window.end()).unwrap_or(window);
            match ics::expand(rrule, start, home.tz(), wide, &except) {
                Ok(starts) => starts.into_iter().map(|start| home.local(start)).collect(),
                Err(message) => {
                    found.push(
                        Mistake::new("invalid-rrule", format!("the recurrence cannot be read: {message}"))
                            .at(node.field("rrule").spot, "here")
                            .help("write an RRULE as in iCalendar, such as `FREQ=WEEKLY;UNTIL=20271231`"),
                    );
                    return;
                }
            }
        }
    };
    let n_days = end.day.days_since(start.day);
    for at in starts {
        // The same clock times on another date, so that a clock change in between changes nothing.
        let interval = Interval::new(home.instant(at.day, at.minute), home.instant(at.day.plus(n_days), end.minute));
        let Some(interval) = interval.filter(|interval| interval.meets(window)) else { continue };
        events.intervals.push(interval);
        events.n_timed += usize::from(!is_day);
        if is_day {
            events.days.extend(DayRange::new(at.day, at.day.plus(n_days)).map(|days| (days, String::new())));
        }
    }
}
