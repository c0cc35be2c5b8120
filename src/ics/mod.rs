//! iCalendar text: written so that Outlook takes it, and checked against the same rules.
//!
//! # Not here
//!
//! What an agenda means. This room knows instants, days and zones; `feeds` turns a plan into events.

pub mod lint;
pub mod write;
