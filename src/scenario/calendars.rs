//! Named calendars: events written in the scenario, and .ics files beside it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::mistakes::Mistake;
use super::raw;
use super::sources::{Reader, Spot};
use super::tree::Node;
use crate::domain::{Day, DayRange, Interval, LocalTime, TravellerIdx};
use crate::ics::read::{self as ics, Occurrence, ReadOptions, Status};
use crate::texts::say;
use crate::zones::Zone;

/// A calendar of a scenario, with what it takes to look at its file again.
#[derive(Clone, Debug)]
pub struct CalendarSource {
    /// The id, as the scenario writes it.
    pub id: String,
    /// The shown name.
    pub label: String,
    /// Its file, to be opened from where the scenario was opened.
    pub file: Option<PathBuf>,
    /// How its file is read: the horizon with a day on both sides, the zone of home, what counts as busy.
    pub options: ReadOptions,
    /// The events that the scenario itself writes, in the same window.
    pub written: Vec<Occurrence>,
    /// The travellers who are busy when its events are.
    pub travellers: Vec<TravellerIdx>,
    /// How many lines of its file were not understood.
    pub n_warnings: usize,
}

/// How calendars are read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// What is read: events that meet it.
    pub window: Interval,
    /// The zone of local times.
    pub home: &'a Zone,
    /// The public holidays of home; `None` while they are not known yet.
    pub holidays: Option<&'a BTreeSet<Day>>,
    /// Whether the names of whole-day events are wanted: those of holidays and closures.
    pub with_names: bool,
}

/// A calendar with what places need of it besides.
#[derive(Debug, Default)]
pub struct Events {
    /// What takes time, by start; with its subject when the calendar keeps subjects.
    pub busy: Vec<(Interval, Option<String>)>,
    /// The dates of whole-day events, each with its name when it has one.
    pub days: Vec<(DayRange, String)>,
    /// How many events are no whole days.
    pub n_timed: usize,
    /// The events that the scenario itself writes.
    pub written: Vec<Occurrence>,
    /// How many lines of the file were not understood.
    pub n_warnings: usize,
}

/// Returns how the file of a calendar is read.
pub fn options(calendar: &raw::Calendar, window: Interval, home: &Zone) -> ReadOptions {
    let default = ReadOptions::new(window, home.tz());
    ReadOptions {
        tentative_is_busy: calendar.tentative_is_busy.unwrap_or(default.tentative_is_busy),
        working_elsewhere_is_busy: calendar.working_elsewhere_is_busy.unwrap_or(default.working_elsewhere_is_busy),
        free_all_day_is_busy: calendar.free_all_day_is_busy.unwrap_or(default.free_all_day_is_busy),
        keep_subjects: calendar.keep_subjects.unwrap_or(default.keep_subjects),
        ..default
    }
}

/// Reads one calendar of the scenario.
pub fn read(
    calendar: &raw::Calendar,
    node: &Node,
    reading: Reading<'_>,
    reader: &mut Reader,
    found: &mut Vec<Mistake>,
) -> Events {
    let mut events = Events::default();
    if calendar.file.is_none() && calendar.events.is_empty() && !node.lost("file") && !node.lost("events") {
        found.push(
            Mistake::new(
                "empty-calendar",
                say!(
                    "agenda `{}` heeft geen bestand en geen afspraken",
                    "calendar `{}` has neither a file nor events",
                    calendar.id
                ),
            )
            .at(node.field("id").spot, say!("deze agenda", "this calendar"))
            .help(say!(
                "voeg `file = \"….ics\"` toe, of `events = [{{ start = …, end = … }}]`",
                "add `file = \"….ics\"` or `events = [{{ start = …, end = … }}]`"
            )),
        );
    }
    if let Some(name) = &calendar.file {
        file(name, calendar, node.field("file").spot, reading, reader, found, &mut events);
    }
    for (i, event) in calendar.events.iter().enumerate() {
        written(event, node.field("events").item(i), reading, found, &mut events);
    }
    events.busy.sort();
    events.days.sort();
    events.written.sort_by_key(|occurrence| (occurrence.start, occurrence.end));
    events
}

/// Adds the events of a file. What it has that was not understood is only counted: `reisagenda calendar` shows it.
fn file(
    name: &str,
    calendar: &raw::Calendar,
    spot: Spot,
    reading: Reading<'_>,
    reader: &mut Reader,
    found: &mut Vec<Mistake>,
    events: &mut Events,
) {
    let path = reader.folder.join(Path::new(name));
    let Some(bytes) = reader.read_bytes(&path, Some(spot), found) else { return };
    let wanted = options(calendar, reading.window, reading.home);
    let keep_subjects = wanted.keep_subjects || reading.with_names;
    let read = ics::read(&bytes, &ReadOptions { keep_subjects, ..wanted.clone() });
    for occurrence in read.occurrences.iter().filter(|occurrence| occurrence.status != Status::Cancelled) {
        let subject = read.events.get(occurrence.event).and_then(|event| event.subject.clone());
        if let Some(interval) = Some(occurrence).filter(|occurrence| occurrence.busy).and_then(Occurrence::interval) {
            events.busy.push((interval, subject.clone().filter(|_| wanted.keep_subjects)));
        }
        events.n_timed += usize::from(occurrence.days.is_none());
        // Holidays often stand in calendars as free time; their dates count all the same.
        events.days.extend(occurrence.days.map(|days| (days, subject.unwrap_or_default())));
    }
    events.n_warnings += read.warnings.len();
}

/// Adds an event that the scenario has written.
fn written(event: &raw::Event, node: &Node, reading: Reading<'_>, found: &mut Vec<Mistake>, events: &mut Events) {
    use raw::Moment;
    let Reading { window, home, .. } = reading;
    let skips_holidays = event.skip_holidays == Some(true);
    if skips_holidays && reading.holidays.is_none() {
        found.push(
            Mistake::new(
                "circular-holidays",
                say!(
                    "een afspraak in een agenda met de feestdagen van de standplaats slaat die feestdagen zelf over",
                    "an event of a calendar of home's holidays skips home's holidays"
                ),
            )
            .at(node.field("skip_holidays").spot, say!("draait in een kring rond", "goes round in a circle"))
            .help(say!(
                "laat `skip_holidays` hier weg, of zet de afspraak in een andere agenda",
                "leave `skip_holidays` out here, or put the event in another calendar"
            )),
        );
    }
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
                    Mistake::new(
                        "event-without-end",
                        say!("een afspraak met een tijd heeft geen `end`", "an event with a time has no `end`"),
                    )
                    .at(node.field("start").spot, say!("begint hier", "starts here"))
                    .help(say!(
                        "voeg `end` toe, of geef `start` als datum voor een hele dag",
                        "add `end`, or give `start` as a date for a whole day"
                    )),
                );
            }
            return;
        }
    };
    if is_day != matches!(event.end.unwrap_or(event.start), Moment::Day(_)) {
        found.push(
            Mistake::new(
                "event-day-and-time",
                say!(
                    "een afspraak is half een hele dag en half een tijd",
                    "an event is half a whole day and half a time"
                ),
            )
            .at(node.field("end").spot, say!("eindigt hier", "ends here"))
            .at(node.field("start").spot, say!("begint hier", "starts here"))
            .help(say!(
                "geef `start` en `end` allebei als datum, of allebei als tijd",
                "give `start` and `end` both as dates, or both as times"
            )),
        );
        return;
    }
    let span = Interval::new(home.instant(start.day, start.minute), home.instant(end.day, end.minute));
    let Some(span) = span else {
        found.push(
            Mistake::new(
                "event-ends-before-start",
                say!("een afspraak eindigt voordat hij begint", "an event ends before it starts"),
            )
            .at(node.field("end").spot, say!("niet na het begin", "not after the start"))
            .at(node.field("start").spot, say!("begint hier", "starts here"))
            .help(say!(
                "`end` is het eerste moment na de afspraak; bij een hele dag is dat de volgende datum",
                "`end` is the first moment after the event; of a whole day the next date"
            )),
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
                        Mistake::new(
                            "invalid-rrule",
                            say!(
                                "de herhaling is niet te lezen: {message}",
                                "the recurrence cannot be read: {message}"; message
                            ),
                        )
                        .at(node.field("rrule").spot, say!("hier", "here"))
                        .help(say!(
                            "schrijf een RRULE zoals in iCalendar, bijvoorbeeld `FREQ=WEEKLY;UNTIL=20271231`",
                            "write an RRULE as in iCalendar, such as `FREQ=WEEKLY;UNTIL=20271231`"
                        )),
                    );
                    return;
                }
            }
        }
    };
    let n_days = end.day.days_since(start.day);
    let is_skipped = |day: Day| skips_holidays && reading.holidays.is_some_and(|holidays| holidays.contains(&day));
    for at in starts.into_iter().filter(|at| !is_skipped(at.day)) {
        // The same clock times on another date, so that a clock change in between changes nothing.
        let interval = Interval::new(home.instant(at.day, at.minute), home.instant(at.day.plus(n_days), end.minute));
        let Some(interval) = interval.filter(|interval| interval.meets(window)) else { continue };
        let days = DayRange::new(at.day, at.day.plus(n_days)).filter(|_| is_day);
        events.busy.push((interval, None));
        events.n_timed += usize::from(!is_day);
        events.days.extend(days.map(|days| (days, String::new())));
        let (start, end) = (interval.start(), interval.end());
        events.written.push(Occurrence { start, end, days, busy: true, status: Status::Busy, line: 0, event: 0 });
    }
}
