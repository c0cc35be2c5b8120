//! A plan as a page for a browser: one file, read without a script, drawn on the server.
//!
//! # Invariants
//!
//! * Self-contained: nothing is asked of any other address, and the page itself forbids it (`document`).
//! * Everything drawn is in a table too: timelines and map beside them, the calendar by its visits.
//! * What is told apart by colour is told apart by a pattern and a letter or word as well.
//! * Text of the scenario never becomes markup: all of it goes through the templates of `maud`, which escape.
//! * The same facts give the same bytes.
//!
//! # Not here
//!
//! What a plan is worth, who acts, what a limit has left: `facts` says so.

mod bars;
mod changes;
mod countries;
mod document;
mod hatch;
mod left_out;
mod map;
mod months;
mod people;
mod quarters;
mod rules;
mod summary;
mod tables;
mod texts;
mod timeline;
mod visits;

pub use document::html;
use tables::{Cell, Line, Table};
