//! iCalendar text, in and out: what other calendars export, and what Outlook accepts.
//!
//! # Not here
//!
//! What the events mean for the agenda. `scenario` turns what was read into busy time, holidays and rhythms.

pub mod read;
