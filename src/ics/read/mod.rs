//! Reads calendars as Outlook, Exchange, Google and Apple really export them.
//!
//! # Invariants
//!
//! * Reading never fails. A bad line costs that line, a bad event that event, never the file; each is a [`Warning`] with
//!   the number of its line.
//! * Offsets are those of `zones`, so that every meeting is at the instant at which it is held.
//! * Subjects are dropped unless [`ReadOptions::keep_subjects`] asks for them; attendees, places and descriptions always
//!   are. Warnings never quote a text.
//! * Time and memory are bounded by the size of the input, whatever its recurrence rules say.
//!
//! # Not here
//!
//! Files: the caller brings the bytes. What busy time means for a traveller: `scenario`.

mod clock;
mod event;
mod freebusy;
mod general;
mod line;
mod names;
mod recur;
mod resolve;
mod rule;
mod scenario_rule;
mod series;
mod simple;
mod text;
mod tree;
mod values;
mod vtimezone;

use chrono_tz::Tz;

use crate::domain::{DayRange, Instant, Interval};
use crate::texts::{Said, say};
use event::{FileEvent, Moment};
pub use resolve::{Resolution, ZoneUse};
pub use scenario_rule::expand;
use series::Layer;

/// What is wanted from a calendar.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Only occurrences that touch this window are returned.
    pub window: Interval,
    /// The zone of floating times and of all-day events, and of times whose zone is not known.
    pub default_zone: Tz,
    /// Whether tentative events are busy.
    pub tentative_is_busy: bool,
    /// Whether events marked as working elsewhere are busy.
    pub working_elsewhere_is_busy: bool,
    /// Whether all-day events shown as free, such as banners, are busy.
    pub free_all_day_is_busy: bool,
    /// Whether to keep the subjects of events.
    pub keep_subjects: bool,
}

impl ReadOptions {
    /// Returns the usual options: tentative and working elsewhere are busy, free is free, subjects are dropped.
    #[must_use]
    pub fn new(window: Interval, default_zone: Tz) -> Self {
        ReadOptions {
            window,
            default_zone,
            tentative_is_busy: true,
            working_elsewhere_is_busy: true,
            free_all_day_is_busy: false,
            keep_subjects: false,
        }
    }
}

/// How an event shows in its owner's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Takes no time.
    Free,
    /// May be held.
    Tentative,
    /// Will be held.
    Busy,
    /// Away.
    OutOfOffice,
    /// At work, but not at the office.
    WorkingElsewhere,
    /// Called off.
    Cancelled,
}

/// One event at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// When it starts; an all-day event at midnight in the default zone.
    pub start: Instant,
    /// When it ends; the start, when the file gives no length.
    pub end: Instant,
    /// The dates of an all-day event.
    pub days: Option<DayRange>,
    /// Whether it takes its owner's time, by the options.
    pub busy: bool,
    /// How it shows in the calendar.
    pub status: Status,
    /// The line where its event begins, from 1.
    pub line: usize,
    /// The position of its event in [`Read::events`].
    pub event: usize,
}

impl Occurrence {
    /// Its time, or `None` when it has no length.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        Interval::new(self.start, self.end)
    }
}

/// An event as it stands in the file: single, a series, or the replacement of one occurrence of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its UID; empty when it has none.
    pub uid: String,
    /// The line where it begins, from 1.
    pub line: usize,
    /// When it starts; of a series, the first.
    pub start: Instant,
    /// When it ends; of a series, the first.
    pub end: Instant,
    /// The dates of an all-day event.
    pub days: Option<DayRange>,
    /// Whether its times have no zone, and are in the default zone.
    pub is_floating: bool,
    /// Whether it recurs.
    pub is_series: bool,
    /// Whether it replaces an occurrence of a series.
    pub is_replacement: bool,
    /// Whether it is a free/busy component, which has many periods and no times of its own.
    pub is_free_busy: bool,
    /// How it shows in the calendar.
    pub status: Status,
    /// Its subject, when the options ask for it.
    pub subject: Option<String>,
}

/// Something that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The line, from 1; 0 speaks of the whole file.
    pub line: usize,
    /// What is wrong, and what was done about it.
    pub message: Said,
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The occurrences that touch the window, by start, end and event.
    pub occurrences: Vec<Occurrence>,
    /// Every event of the file that has a place in time, in the order of the file, inside the window or not.
    pub events: Vec<Event>,
    /// The time zone names of the file, and what each was taken for.
    pub zones: Vec<ZoneUse>,
    /// Everything that was not understood, by line.
    pub warnings: Vec<Warning>,
}

impl Read {
    /// The number of events that recur.
    #[must_use]
    pub fn n_series(&self) -> usize {
        self.events.iter().filter(|event| event.is_series).count()
    }

    /// The UID of an occurrence's event.
    #[must_use]
    pub fn uid(&self, occurrence: &Occurrence) -> &str {
        self.events.get(occurrence.event).map_or("", |event| &event.uid)
    }

    /// The time that is taken: the busy occurrences, in order, joined where they touch.
    #[must_use]
    pub fn busy(&self) -> Vec<Interval> {
        let mut busy: Vec<Interval> = Vec::new();
        for next in self.occurrences.iter().filter(|occurrence| occurrence.busy).filter_map(Occurrence::interval) {
            match busy.last_mut() {
                Some(last) if next.start() <= last.end() => {
                    let end = last.end().max(next.end());
                    if let Some(joined) = Interval::new(last.start(), end) {
                        *last = joined;
                    }
                }
                _ => busy.push(next),
            }
        }
        busy
    }
}

/// Reads a calendar. Never fails: what cannot be read is a warning.
#[must_use]
pub fn read(bytes: &[u8], options: &ReadOptions) -> Read {
    let bytes = text::without_utf16(bytes);
    let mut warnings = Warnings::default();
    let mut budget = recur::Budget::for_size(bytes.len());
    let components = tree::components(&bytes, options.keep_subjects, &mut warnings);
    if !components.iter().any(|component| component.kind == tree::Kind::Calendar) {
        warnings.push(0, say!("in het bestand staat geen agenda", "the file has no calendar in it"));
    }
    let mut zones = resolve::Zones::new(&components, options.default_zone, &mut budget, &mut warnings);
    let mut file_events = Vec::new();
    let mut free_busy = Vec::new();
    for component in &components {
        match component.kind {
            tree::Kind::Event => {
                let is_cancelled = component.parent.and_then(|parent| components[parent].field(line::Name::Method));
                let is_cancelled = is_cancelled.is_some_and(|method| method.value.eq_ignore_ascii_case("CANCEL"));
                file_events.extend(event::read(component, is_cancelled, &mut zones, options, &mut warnings));
            }
            tree::Kind::FreeBusy => free_busy.push(component),
            _ => {}
        }
    }
    let window = (options.window.start().minutes(), options.window.end().minutes());
    let home = zones.home();
    let mut layer = Layer {
        options,
        zones: &mut zones,
        home,
        budget: &mut budget,
        warnings: &mut warnings,
        occurrences: Vec::new(),
        window,
    };
    layer.lay(&file_events);
    let mut events: Vec<Event> = file_events.into_iter().map(|event| shown(event, &layer)).collect();
    let mut occurrences = layer.occurrences;
    for component in free_busy {
        add_free_busy(component, options, &mut events, &mut occurrences, &mut warnings);
    }
    occurrences.sort_unstable_by_key(|occurrence| (occurrence.start, occurrence.end, occurrence.event));
    Read { occurrences, events, zones: zones.uses(), warnings: warnings.into_sorted() }
}

fn shown(event: FileEvent<'_>, layer: &Layer<'_>) -> Event {
    let (start, end, days) = layer.extent(event.start, event.length);
    Event {
        uid: event.uid.unwrap_or_default().to_owned(),
        line: event.line,
        start: Instant::from_minutes(start),
        end: Instant::from_minutes(end),
        days,
        is_floating: matches!(event.start, Moment::Time { is_floating: true, .. }),
        is_series: !event.rules.is_empty() || !event.extra.is_empty(),
        is_replacement: event.replaces.is_some(),
        is_free_busy: false,
        status: event.status,
        subject: event.subject,
    }
}

fn add_free_busy(
    component: &tree::Component,
    options: &ReadOptions,
    events: &mut Vec<Event>,
    occurrences: &mut Vec<Occurrence>,
    warnings: &mut Warnings,
) {
    let periods = freebusy::periods(component, warnings);
    let extent = periods.iter().map(|period| period.0).min().zip(periods.iter().map(|period| period.1).max());
    let Some((start, end)) = extent else { return };
    for (from, to, status, line) in periods {
        let busy = match status {
            Status::Free | Status::Cancelled => false,
            Status::Tentative => options.tentative_is_busy,
            _ => true,
        };
        let (start, end) = (Instant::from_minutes(from), Instant::from_minutes(to));
        if start < options.window.end() && options.window.start() < end {
            occurrences.push(Occurrence { start, end, days: None, busy, status, line, event: events.len() });
        }
    }
    events.push(Event {
        uid: component.field(line::Name::Uid).map(|field| field.value.clone()).unwrap_or_default(),
        line: component.line,
        start: Instant::from_minutes(start),
        end: Instant::from_minutes(end),
        days: None,
        is_floating: false,
        is_series: false,
        is_replacement: false,
        is_free_busy: true,
        status: Status::Busy,
        subject: None,
    });
}

/// The warnings of one file. A file that is wrong in every line does not get a warning for each.
#[derive(Debug, Default)]
struct Warnings {
    list: Vec<Warning>,
    n_more: usize,
}

impl Warnings {
    /// More than anybody reads.
    const MAX: usize = 500;

    fn push(&mut self, line: usize, message: Said) {
        if self.list.len() < Warnings::MAX {
            self.list.push(Warning { line, message });
        } else {
            self.n_more += 1;
        }
    }

    fn into_sorted(mut self) -> Vec<Warning> {
        self.list.sort_by_key(|warning| warning.line);
        if self.n_more > 0 {
            self.list.push(Warning {
                line: 0,
                message: say!("en nog {} waarschuwingen", "and {} more warnings", self.n_more),
            });
        }
        self.list
    }
}
