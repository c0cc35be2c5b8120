//! Calendars: what is in them, that the validator passes them, that it finds every mangling, and that two readers
//! which are not ours read what was meant.

mod content;
mod hard;
mod lint;
mod problem;
mod readers;
mod stays;
