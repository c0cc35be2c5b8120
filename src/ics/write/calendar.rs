//! A calendar of events, and its bytes.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::component::Component;
use super::text;
use super::zone::{Definition, local_text};
use crate::domain::{DayRange, Instant, Interval};

/// A published calendar.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The shown name.
    pub name: String,
    /// What it holds, in a sentence or two.
    pub description: String,
    /// The language of its texts, such as `NL`.
    pub language: &'static str,
    /// The zone in which its readers live.
    pub home: Tz,
    /// The time it speaks of, whether or not anything happens in it.
    pub window: Interval,
    /// Who publishes it.
    pub organizer: Organizer,
    /// How often a subscriber is to look for a newer edition.
    pub refresh_minutes: u32,
    /// The events, in the order of the file.
    pub events: Vec<Event>,
}

/// Who publishes a calendar: an office or a service, never a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organizer {
    /// The shown name.
    pub name: String,
    /// The mail address.
    pub address: String,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is known by for all its life; unique in the calendar.
    pub uid: String,
    /// Which revision of the event this is.
    pub revision: Revision,
    /// When.
    pub when: When,
    /// The subject.
    pub summary: String,
    /// What else there is to say, in lines.
    pub description: String,
    /// Where.
    pub location: Option<String>,
    /// Keywords.
    pub categories: Vec<String>,
    /// A hint on who may read it.
    pub class: Class,
    /// How it stands in the agenda.
    pub showing: Showing,
}

/// Which revision of an event a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Rises when time, place or status changes.
    pub sequence: u32,
    /// When the event last changed in any way.
    pub stamp: Stamp,
}

/// A second in UTC, counted from 1970-01-01T00:00:00Z: editions may follow each other within a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(i64);

impl Stamp {
    /// Returns the stamp `seconds` after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Stamp(seconds)
    }

    /// Returns the stamp of an instant.
    #[must_use]
    pub const fn at(instant: Instant) -> Self {
        Stamp(instant.minutes() * 60)
    }

    fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0, 0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }
}

/// RFC 3339 in UTC, such as `2027-03-02T08:00:00Z`.
impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_utc().format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

/// When an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From instant to instant, each shown in the zone where it happens.
    Timed {
        /// The instants.
        interval: Interval,
        /// The zone of the start.
        start_zone: Tz,
        /// The zone of the end.
        end_zone: Tz,
    },
    /// Whole days.
    Days(DayRange),
}

/// A hint on who may read an event. It keeps nothing secret: what somebody may not see must not be in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Anybody.
    Public,
    /// Whoever the calendar is for.
    Private,
    /// Those concerned only.
    Confidential,
}

/// How an event stands in the agenda. One choice, so that status, transparency and busy time always agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    /// A note that takes no time.
    Free,
    /// It may still fall through.
    Tentative,
    /// Busy, but here.
    Busy,
    /// Away.
    OutOfOffice,
    /// It was published before, and has fallen through.
    Cancelled,
}

/// The zones that the file defines, by name.
pub(super) type Definitions = BTreeMap<&'static str, Definition>;

impl Calendar {
    /// Returns the bytes of the .ics file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let definitions = self.definitions();
        let mut calendar = Component::new("VCALENDAR");
        calendar.raw("PRODID", format!("-//reisagenda//reisagenda//{}", self.language));
        calendar.raw("VERSION", "2.0");
        calendar.raw("CALSCALE", "GREGORIAN");
        calendar.raw("METHOD", "PUBLISH");
        let name = if self.name.trim().is_empty() { "reisagenda" } else { &self.name };
        calendar.line("NAME", name);
        calendar.line("X-WR-CALNAME", name);
        calendar.text("X-WR-CALDESC", &self.description);
        calendar.raw("X-WR-TIMEZONE", self.home.name());
        let refresh = match self.refresh_minutes.max(1) {
            minutes if minutes % 60 == 0 => format!("PT{}H", minutes / 60),
            minutes => format!("PT{minutes}M"),
        };
        calendar.raw_with("REFRESH-INTERVAL", &[("VALUE", "DURATION")], refresh.clone());
        calendar.raw("X-PUBLISHED-TTL", refresh);
        definitions.values().for_each(|definition| calendar.push(definition.component()));
        self.events.iter().for_each(|event| calendar.push(event.component(&self.organizer, &definitions)));
        if !calendar.has_components() {
            // A calendar must hold something; the zone of its readers does nobody harm.
            calendar.extend_with_zone(self.home, self.window);
        }
        let mut out = String::new();
        calendar.write(&mut out);
        out.into_bytes()
    }

    /// Returns the lines of each event as they stand in the file, in its order, so that a publisher can tell whether one
    /// has changed.
    #[must_use]
    pub fn event_texts(&self) -> Vec<String> {
        let definitions = self.definitions();
        let text = |event: &Event| {
            let mut out = String::new();
            event.component(&self.organizer, &definitions).write(&mut out);
            out
        };
        self.events.iter().map(text).collect()
    }

    fn definitions(&self) -> Definitions {
        definitions(&self.events)
    }
}

/// The zones in which events are written. A zone that no VTIMEZONE can express at the instants used is not there.
pub(super) fn definitions(events: &[Event]) -> Definitions {
    let mut used: BTreeMap<&'static str, (Tz, Vec<Instant>)> = BTreeMap::new();
    for event in events {
        let When::Timed { interval, start_zone, end_zone } = event.when else { continue };
        for (zone, at) in [(start_zone, interval.start()), (end_zone, interval.end())] {
            used.entry(zone.name()).or_insert((zone, Vec::new())).1.push(at);
        }
    }
    used.into_iter()
        .filter(|&(_, (zone, _))| !is_utc(zone))
        .filter_map(|(name, (zone, instants))| {
            let (first, last) = (instants.iter().min()?, instants.iter().max()?);
            let definition = Definition::of(zone, Interval::new(*first, last.plus(1))?)?;
            // A zone of which no time can be written needs no definition.
            instants.iter().any(|&at| definition.local(at).is_some()).then_some((name, definition))
        })
        .collect()
}

impl Component {
    /// Adds the definition of a zone, or of UTC where the zone has none.
    fn extend_with_zone(&mut self, zone: Tz, window: Interval) {
        let definition = Definition::of(zone, window).or_else(|| Definition::of(Tz::UTC, window));
        self.push(definition.expect("UTC never changes, so it has a definition in every window").component());
    }
}

impl Event {
    /// Returns the event with its texts as a reader of the file sees them: on one line where they stand on one, cut to what
    /// Outlook keeps, without what cannot be shown.
    #[must_use]
    pub fn as_read(self) -> Self {
        Event {
            summary: text::one_line(&self.summary),
            description: text::clean(&self.description).trim().to_owned(),
            location: self.location.as_deref().map(text::one_line),
            categories: self.categories.iter().map(|category| text::one_line(category)).collect(),
            ..self
        }
    }

    pub(super) fn component(&self, organizer: &Organizer, definitions: &Definitions) -> Component {
        let mut event = Component::new("VEVENT");
        event.line("UID", &self.uid);
        event.raw("DTSTAMP", self.revision.stamp.to_utc().format("%Y%m%dT%H%M%SZ").to_string());
        match self.when {
            When::Timed { interval, start_zone, end_zone } => {
                moment(&mut event, "DTSTART", interval.start(), start_zone, definitions);
                moment(&mut event, "DTEND", interval.end(), end_zone, definitions);
            }
            When::Days(days) => {
                let date = |day: crate::domain::Day| day.date().format("%Y%m%d").to_string();
                event.raw_with("DTSTART", &[("VALUE", "DATE")], date(days.start()));
                event.raw_with("DTEND", &[("VALUE", "DATE")], date(days.end()));
            }
        }
        event.raw("SEQUENCE", self.revision.sequence.to_string());
        let organizer_uri = format!("mailto:{}", organizer.address);
        event.raw_with("ORGANIZER", &[("CN", organizer.name.as_str())], organizer_uri);
        event.line("SUMMARY", if self.summary.trim().is_empty() { "-" } else { &self.summary });
        event.text("DESCRIPTION", &self.description);
        if let Some(location) = &self.location {
            event.line("LOCATION", location);
        }
        event.list("CATEGORIES", &self.categories);
        event.raw("CLASS", self.class.keyword());
        let (status, transparency, busy) = self.showing.keywords();
        event.raw("STATUS", status);
        event.raw("TRANSP", transparency);
        event.raw("X-MICROSOFT-CDO-BUSYSTATUS", busy);
        event.raw("X-MICROSOFT-CDO-ALLDAYEVENT", if matches!(self.when, When::Days(_)) { "TRUE" } else { "FALSE" });
        event
    }
}

impl Class {
    fn keyword(self) -> &'static str {
        match self {
            Class::Public => "PUBLIC",
            Class::Private => "PRIVATE",
            Class::Confidential => "CONFIDENTIAL",
        }
    }
}

impl Showing {
    /// STATUS, TRANSP and X-MICROSOFT-CDO-BUSYSTATUS.
    fn keywords(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Showing::Free => ("CONFIRMED", "TRANSPARENT", "FREE"),
            Showing::Tentative => ("TENTATIVE", "OPAQUE", "TENTATIVE"),
            Showing::Busy => ("CONFIRMED", "OPAQUE", "BUSY"),
            Showing::OutOfOffice => ("CONFIRMED", "OPAQUE", "OOF"),
            Showing::Cancelled => ("CANCELLED", "TRANSPARENT", "FREE"),
        }
    }
}

/// Adds a time, in its zone where that gives the same instant back, else in UTC.
fn moment(event: &mut Component, name: &str, at: Instant, zone: Tz, definitions: &Definitions) {
    match definitions.get(zone.name()).and_then(|definition| definition.local(at)) {
        Some(local) => event.raw_with(name, &[("TZID", zone.name())], local_text(local)),
        None => event.raw(name, utc_text(at)),
    }
}

/// Whether the zone is UTC under one of its names.
fn is_utc(zone: Tz) -> bool {
    matches!(zone, Tz::UTC | Tz::Etc__UTC | Tz::Etc__UCT | Tz::UCT | Tz::Zulu | Tz::Etc__Zulu | Tz::Universal)
}

/// An instant as iCalendar writes it, such as `20270302T080000Z`.
fn utc_text(at: Instant) -> String {
    at.to_utc().format("%Y%m%dT%H%M%SZ").to_string()
}
