//! A plan as people read it. On a terminal, and the course of a search as a page.
//!
//! # Invariants
//!
//! * Dutch or English, by the scenario's language; names of travellers are offices.
//! * Says nothing that is not in the problem, the plan, the solver's outcome or the checker's report.
//!
//! # Not here
//!
//! Printing: these functions return text, `cli` prints it.

pub mod terminal;
pub mod trace;
mod words;

pub use words::Words;
