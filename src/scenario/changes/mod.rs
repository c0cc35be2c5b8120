//! Changes: what a what-if does to a scenario, as small files with a list of steps.
//!
//! A step adds, sets, scales, clears or removes what has an id, or says it in the words of the work: somebody is absent, a
//! country is closed, a visit is pinned, released or cancelled. Steps are applied to the tree of the scenario, before its
//! structure is checked: so every check that a scenario passes is passed by the changed one too, and a mistake that a
//! change makes has its place in the file of the change.
//!
//! # Invariants
//!
//! * Steps are applied in the order in which they are written, file after file.
//! * An id that the scenario does not have, or has no more, is a mistake with its place.

mod apply;
mod deed;
mod edit;
mod percent;
mod read;
mod schema;

pub use apply::{Changes, PlannedVisit};
pub use deed::{Deed, Step};
pub use read::ChangeSource;
pub use schema::schema;

pub(super) use apply::apply;
