//! Workbooks: what stands in their cells, read from .xlsx and .ods, and written as .xlsx.
//!
//! # Invariants
//!
//! * What is read is what is shown: of a formula its last value, never the formula itself.
//! * What is written as text is text. Nothing that is written is a formula, whatever it begins with.
//! * The same book gives the same bytes: no clock, no name of a user or machine.
//!
//! # Not here
//!
//! What sheets and columns mean. `scenario` knows that of scenarios, `report` of plans.

mod book;
mod page;
mod read;
mod typed;
mod write;

pub use book::{Book, Cell, Sheet, cell_name, column_name};
pub use page::{Choices, Column, Grey, Kind, Mark, Page, Pages, Row, RowKind, Shape};
pub use read::{Unreadable, read};
pub use typed::{Odd, date, day_of_serial, moment, serial, time_of_day};
pub use write::{Unwritable, write};
