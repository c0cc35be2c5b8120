//! Files to [`Problem`](crate::domain::Problem): the only door into the domain.
//!
//! A scenario is read in four steps, each of which reports all it finds and goes on with what is sound:
//!
//! 1. `parse`: TOML, JSON and CSV become one tree in which every value knows its place (`tree`, `sources`, `tables`),
//!    and so do the sheets of a workbook (`sheets`);
//! 2. `structure`: the tree is held against the [`schema`], which is made from the structures in [`raw`];
//! 3. `decode`: what is sound becomes [`raw::Scenario`], the scenario as it is written;
//! 4. `lower`: ids are looked up, dates and rules made sense of, defaults given.
//!
//! A what-if reads [`changes`] to a scenario between the first step and the second, so that the changed scenario is checked
//! like any other.
//!
//! # Invariants
//!
//! * Every mistake of all files is reported in one run, with its place and a remedy; no mistake is the mere
//!   consequence of another one.
//! * Nothing that a user writes can make the program panic.

pub mod raw;

pub mod changes;

mod calendars;
mod decode;
mod descriptions;
mod load;
mod lower;
mod mistakes;
mod parse;
mod schema;
mod sheets;
mod sources;
mod structure;
mod tables;
mod tree;
mod words;
mod write;

pub use calendars::CalendarSource;
pub use load::{
    Loaded, Written, is_workbook, language_of_workbook, load, load_changed, load_written, mark, read_written,
    to_workbook,
};
pub use mistakes::{Look, Mistake, Mistakes, Whereabouts, render};
pub use schema::schema;
pub use write::{to_json, to_toml};
