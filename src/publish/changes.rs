//! What changed in a calendar when it last did: as data, text and JSON.
//!
//! # Invariants
//!
//! * Says nothing that the calendar itself does not say, but for times and offices that it said before and still may.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::words::Words;
use crate::domain::{Day, DayRange, Instant, Interval};
use crate::ics::write::{Event, Stamp, When};
use crate::zones::Zone;

/// What changed in one edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeList {
    /// When, in seconds since 1970-01-01T00:00:00Z; `None` when nothing has changed since the first edition.
    pub at: Option<i64>,
    /// The changes, in the order of the calendar.
    pub changes: Vec<Change>,
}

/// A change of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What kinds of change; at least one.
    pub kinds: Vec<ChangeKind>,
    /// Whether the event is there for itself.
    pub weight: Weight,
    /// What it is called now.
    pub summary: String,
    /// When it is now.
    pub when: WhenText,
    /// When it was before, if it moved.
    pub before: Option<WhenText>,
    /// The offices it names now.
    pub people: Vec<String>,
    /// The offices it named before, if that changed.
    pub people_before: Option<Vec<String>>,
}

/// What changed of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is new, or planned again.
    Added,
    /// It has another time.
    Moved,
    /// It has fallen through.
    Cancelled,
    /// Others go.
    Delegation,
    /// It stands now, or no longer does.
    Status,
    /// It is somewhere else.
    Place,
    /// Something else that it says.
    Text,
}

/// Whether an event is there for itself, or because of another, as a leg is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// For itself.
    Main,
    /// Because of another.
    Side,
}

/// When an event is, by the clocks at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenText {
    /// From minute to minute since 1970-01-01T00:00Z.
    Timed(i64, i64),
    /// From day to day since 1970-01-01; the second is the first day after.
    Days(i32, i32),
}

/// The order in which kinds are told.
const ORDER: [ChangeKind; 7] = [
    ChangeKind::Added,
    ChangeKind::Moved,
    ChangeKind::Cancelled,
    ChangeKind::Delegation,
    ChangeKind::Status,
    ChangeKind::Place,
    ChangeKind::Text,
];

impl WhenText {
    /// When an event is.
    pub fn of(event: &Event) -> Self {
        match event.when {
            When::Timed { interval, .. } => WhenText::Timed(interval.start().minutes(), interval.end().minutes()),
            When::Days(days) => WhenText::Days(days.start().number(), days.end().number()),
        }
    }

    /// Such as `ma 1 mrt 2027 10:00 – di 2 mrt 2027 13:30`, by the clocks at home.
    pub fn text(self, words: Words, home: Tz) -> String {
        match self {
            WhenText::Timed(start, end) => {
                let interval = Interval::new(Instant::from_minutes(start), Instant::from_minutes(end));
                interval.map_or_else(String::new, |interval| words.interval(interval, &Zone::of(home)))
            }
            WhenText::Days(start, end) => {
                let days = DayRange::new(Day::from_number(start), Day::from_number(end));
                days.map_or_else(String::new, |days| words.days(days))
            }
        }
    }

    fn json(self) -> serde_json::Value {
        match self {
            WhenText::Timed(start, end) => json!({
                "start": Instant::from_minutes(start).to_string(),
                "end": Instant::from_minutes(end).to_string(),
            }),
            WhenText::Days(start, end) => json!({
                "first_day": Day::from_number(start).to_string(),
                "last_day": Day::from_number(end).plus(-1).to_string(),
            }),
        }
    }
}

impl ChangeList {
    /// The changes of an edition.
    pub fn new(at: Stamp, changes: Vec<Change>) -> Self {
        ChangeList { at: Some(at.seconds()), changes }
    }

    /// The changes by their first kind, in the order in which they are told: of events for themselves, then of others.
    pub fn told(&self) -> Vec<(ChangeKind, Weight, Vec<&Change>)> {
        let mut told = Vec::new();
        for weight in [Weight::Main, Weight::Side] {
            for kind in ORDER {
                let is_so = |change: &&Change| change.weight == weight && change.kinds.first() == Some(&kind);
                let changes: Vec<&Change> = self.changes.iter().filter(is_so).collect();
                if !changes.is_empty() {
                    told.push((kind, weight, changes));
                }
            }
        }
        told
    }

    /// The list as a text.
    pub fn text(&self, words: Words, name: &str, home: Tz) -> String {
        let mut lines = vec![name.to_owned(), self.heading(words, home), String::new()];
        if self.changes.is_empty() && self.at.is_some() {
            lines.push(words.no_changes().to_owned());
        }
        for (kind, weight, changes) in self.told() {
            lines.push(words.kind_of_change(kind, weight).to_owned());
            for change in changes {
                lines.push(format!("  - {}", change.summary));
                lines.extend(change.details(words, home).into_iter().map(|detail| format!("      {detail}")));
            }
            lines.push(String::new());
        }
        format!("{}\n", lines.join("\n").trim_end())
    }

    /// Such as `Wijzigingen van ma 1 mrt 2027 10:00`.
    pub fn heading(&self, words: Words, home: Tz) -> String {
        match self.at {
            Some(at) => words.changes_of(Instant::from_minutes(at.div_euclid(60)), &Zone::of(home)),
            None => words.first_edition().to_owned(),
        }
    }

    /// The list as JSON.
    pub fn json(&self, name: &str) -> String {
        let changes: Vec<serde_json::Value> = self
            .changes
            .iter()
            .map(|change| {
                json!({
                    "kinds": change.kinds, "weight": change.weight, "summary": change.summary,
                    "when": change.when.json(), "before": change.before.map(WhenText::json),
                    "offices": change.people, "offices_before": change.people_before,
                })
            })
            .collect();
        let at = self.at.map(|at| Stamp::from_seconds(at).to_string());
        format!("{:#}\n", json!({ "calendar": name, "changed": at, "changes": changes }))
    }
}

impl Change {
    /// When it is, and what it was before.
    pub fn details(&self, words: Words, home: Tz) -> Vec<String> {
        let mut details = Vec::new();
        match self.before {
            Some(before) => details.push(words.was_and_is(&before.text(words, home), &self.when.text(words, home))),
            None => details.push(self.when.text(words, home)),
        }
        if let Some(before) = &self.people_before {
            details.push(words.delegation_from_to(&before.join(", "), &self.people.join(", ")));
        }
        for kind in self.kinds.iter().skip(1).filter(|kind| matches!(kind, ChangeKind::Status | ChangeKind::Place)) {
            details.push(words.kind_of_change(*kind, Weight::Main).to_owned());
        }
        details
    }
}
