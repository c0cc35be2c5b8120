//! What was read from a calendar, so that whoever keeps it can hold it against Outlook.
//!
//! # Invariants
//!
//! * Every warning is shown with its line; nothing that was left out goes unmentioned.
//! * Subjects are shown only where the reader was asked to keep them.
//! * Plain text without colours or control characters, whatever a calendar says.
//!
//! # Not here
//!
//! Reading: `ics`. Which files, and what counts as busy: `cli`.

mod changes;
mod days;
mod hits;
mod json;
mod month;
mod summary;
mod week;
mod wording;

pub use changes::{Change, Changes, changes};
pub use hits::{Hit, hits};
pub use json::{changes_as_json, sheets_as_json};
pub use summary::{changed, heading, summary};

use std::collections::BTreeMap;

use crate::domain::{Day, DayPart, DayRange, Language};
use crate::ics::read::Read;
use crate::zones::Zone;

/// What part of calendars is looked at, and how.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The language of the report.
    pub language: Language,
    /// The dates that are shown.
    pub days: DayRange,
    /// Whether these are other dates than the usual ones, because there is nothing on those.
    pub is_elsewhere: bool,
    /// The zone in which times are shown.
    pub zone: Zone,
    /// The zone in which events are that name none.
    pub default_zone: Zone,
    /// The working parts of a day.
    pub day_parts: Vec<DayPart>,
    /// Public holidays, each with its name when that is known.
    pub holidays: BTreeMap<Day, String>,
}

/// A calendar that was read.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The name of its file, or its id.
    pub name: String,
    /// Its shown name, when it has another.
    pub label: Option<String>,
    /// What was read of it, in the days of the frame.
    pub read: Read,
    /// Whether it has a file.
    pub has_file: bool,
    /// How many of the occurrences the scenario itself has written.
    pub n_written: usize,
}

/// How days are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// A line for each event.
    Week,
    /// A mark for each day-part.
    Month,
}

/// Returns the days of the frame as the calendar has them.
#[must_use]
pub fn view(frame: &Frame, sheet: &Sheet, view: View, width: u16) -> String {
    let days = days::days(frame, &sheet.read);
    match view {
        View::Week => week::weeks(frame, sheet, &days, width),
        View::Month => month::months(frame, &days),
    }
}
