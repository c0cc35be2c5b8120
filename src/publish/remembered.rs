//! Events as a manifest remembers them.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::{Day, DayRange, Instant, Interval};
use crate::ics::write::{Class, Event, Revision, Showing, Stamp, When};

/// An event that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remembered {
    /// Its SEQUENCE.
    pub sequence: u32,
    /// Its DTSTAMP, in seconds since 1970-01-01T00:00:00Z.
    pub stamp: i64,
    /// SHA-256 of its lines, with a SEQUENCE and a DTSTAMP that are the same for all.
    pub content: String,
    /// How it stands in the calendar.
    pub state: State,
    /// Whether it is there because of another event, as a leg is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_side: bool,
    /// Whether it is a note that takes no time, also before it was cancelled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_note: bool,
    /// What its texts tell of: `request:` or `traveller:`, and an id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// SHA-256 of what the scenario said of that.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// The offices that it names as its delegation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// What it said; nothing once it has left the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
}

/// How an event stands in its calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is planned.
    Shown,
    /// It has fallen through, and stays for a while marked so. The number of the day since when.
    Cancelled(i32),
    /// It lies before the horizon, and stays for a while. The number of the day since when.
    Past(i32),
    /// It was there once; its UID and SEQUENCE are kept in case it comes back.
    Gone,
}

/// What an event said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Minutes since 1970-01-01T00:00Z and the names of the zones, or days since 1970-01-01.
    when: WhenSaid,
    summary: String,
    description: String,
    location: Option<String>,
    categories: Vec<String>,
    class: ClassSaid,
    showing: ShowingSaid,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum WhenSaid {
    Timed { start: i64, end: i64, start_zone: String, end_zone: String },
    Days { start: i32, end: i32 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ClassSaid {
    Public,
    Private,
    Confidential,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ShowingSaid {
    Free,
    Tentative,
    Busy,
    OutOfOffice,
    Cancelled,
}

impl Remembered {
    /// Its revision.
    pub fn revision(&self) -> Revision {
        Revision { sequence: self.sequence, stamp: Stamp::from_seconds(self.stamp) }
    }

    /// The event as it was published; `None` when it has left the calendar, or does not make sense.
    pub fn event(&self, uid: &str) -> Option<Event> {
        self.said.as_ref()?.event(uid, self.revision())
    }
}

impl Said {
    /// What an event says.
    pub fn of(event: &Event) -> Self {
        Said {
            when: match event.when {
                When::Timed { interval, start_zone, end_zone } => WhenSaid::Timed {
                    start: interval.start().minutes(),
                    end: interval.end().minutes(),
                    start_zone: start_zone.name().to_owned(),
                    end_zone: end_zone.name().to_owned(),
                },
                When::Days(days) => WhenSaid::Days { start: days.start().number(), end: days.end().number() },
            },
            summary: event.summary.clone(),
            description: event.description.clone(),
            location: event.location.clone(),
            categories: event.categories.clone(),
            class: match event.class {
                Class::Public => ClassSaid::Public,
                Class::Private => ClassSaid::Private,
                Class::Confidential => ClassSaid::Confidential,
            },
            showing: match event.showing {
                Showing::Free => ShowingSaid::Free,
                Showing::Tentative => ShowingSaid::Tentative,
                Showing::Busy => ShowingSaid::Busy,
                Showing::OutOfOffice => ShowingSaid::OutOfOffice,
                Showing::Cancelled => ShowingSaid::Cancelled,
            },
        }
    }

    /// The event with this UID that says so; `None` when its times or zones are none.
    fn event(&self, uid: &str, revision: Revision) -> Option<Event> {
        Some(Event {
            uid: uid.to_owned(),
            revision,
            when: match &self.when {
                WhenSaid::Timed { start, end, start_zone, end_zone } => When::Timed {
                    interval: Interval::new(Instant::from_minutes(*start), Instant::from_minutes(*end))?,
                    start_zone: start_zone.parse::<Tz>().ok()?,
                    end_zone: end_zone.parse::<Tz>().ok()?,
                },
                WhenSaid::Days { start, end } => {
                    When::Days(DayRange::new(Day::from_number(*start), Day::from_number(*end))?)
                }
            },
            summary: self.summary.clone(),
            description: self.description.clone(),
            location: self.location.clone(),
            categories: self.categories.clone(),
            class: match self.class {
                ClassSaid::Public => Class::Public,
                ClassSaid::Private => Class::Private,
                ClassSaid::Confidential => Class::Confidential,
            },
            showing: match self.showing {
                ShowingSaid::Free => Showing::Free,
                ShowingSaid::Tentative => Showing::Tentative,
                ShowingSaid::Busy => Showing::Busy,
                ShowingSaid::OutOfOffice => Showing::OutOfOffice,
                ShowingSaid::Cancelled => Showing::Cancelled,
            },
        })
    }
}
