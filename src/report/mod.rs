//! A plan as people read it, and the calendars that went into it. For now on a terminal; pages and workbooks come
//! later.
//!
//! # Invariants
//!
//! * Dutch or English, by the scenario's language; names of travellers are offices.
//! * Says nothing that is not in the problem, the plan, the solver's outcome, the checker's report or a calendar.
//!
//! # Not here
//!
//! Printing: these functions return text, `cli` prints it.

pub mod calendar;
pub mod terminal;
mod words;

pub use words::Words;
