//! iCalendar text, in and out: what other calendars export, and what Outlook accepts.
//!
//! # Not here
//!
//! What an agenda means. This room knows instants, days and zones: `scenario` turns what was read into busy time,
//! holidays and rhythms, and `feeds` turns a plan into events.

pub mod lint;
pub mod read;
pub mod write;
