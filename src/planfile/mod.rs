//! Plan files: a plan as JSON, written for people and programs, read with a clear word on every mistake.
//!
//! # Invariants
//!
//! * The same problem and outcome give the same bytes; nothing here reads a clock.
//! * A file is written whole or not at all.
//! * Reading takes ids and instants only; every other field is for the reader of the file, and unknown ones are
//!   welcome. All mistakes of a file are reported in one run.
//!
//! # Not here
//!
//! Whether a plan keeps the rules: `checker` says so. docs/plan.md documents every field.

mod claims;
mod edition;
mod mistakes;
mod read;
mod reasons;
mod view;
mod write;

pub use edition::{Edition, EditionVisit, read_edition};
pub use mistakes::{PlanFileError, PlanMistake};
pub use read::{Claims, read, read_text, read_with_claims};
pub use reasons::{reason_code, reason_sentence};
pub use view::{
    CostView, LegView, MeetingView, NightView, NotPlannedView, PartView, PlanFile, StatusView, TotalsView, TripView,
    VisitView,
};
pub use write::{schema, write};
