//! A workbook as a scenario, and a scenario as a workbook.
//!
//! # Invariants
//!
//! * Every field of the schema can be said in a workbook, also one that `layout` does not know: nothing is lost on the
//!   way there and back.
//! * What is read is the same tree as that of TOML, in which every value knows its sheet and cell.
//! * Names of sheets, columns and words are read in both languages, whichever the workbook is in.

mod cells;
mod fields;
mod layout;
mod leaflet;
mod mark;

mod names;

mod read;
mod rows;
mod values;
mod write;

pub use mark::marked;
pub use read::{language_of, read};
pub use write::pages;
