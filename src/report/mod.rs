//! A plan as people read it: facts once, then text for a terminal, a page, a report on a quarter; the calendars that
//! went into it, and the course of a search as a page.
//!
//! # Invariants
//!
//! * Dutch or English, by the scenario's language; names of travellers are offices.
//! * Says nothing that is not in the problem, the plan, the solver's outcome, the checker's report or a calendar.
//!
//! # Not here
//!
//! Printing: these functions return text, `cli` prints it.

pub mod book;
pub mod calendar;
pub mod explain;
pub mod facts;
mod numbers;
pub mod page;
pub mod quarter;
pub mod terminal;
pub mod trace;
pub mod whatif;
mod words;

pub use words::{Words, phase};
