//! Explanations as people read them: sentences that can be passed on, and the same as JSON.
//!
//! # Invariants
//!
//! * Says what is proven as proven, and what was only found as found.
//! * Every text has both languages, side by side.

mod answers;
mod bottlenecks;
mod demands;
mod json;
mod page;
mod plans;
mod premise;
mod relaxations;
mod remedy;
mod sentences;

pub use answers::{what_helps, why_none, why_not, why_rather, why_so};
pub use bottlenecks::bottlenecks;
pub use demands::clash_lines;
pub use json::{bottlenecks_as_json, why_none_as_json, why_not_as_json, why_rather_as_json, why_so_as_json};
pub use premise::{Carried, Premise, premise, premise_as_json};
pub use remedy::{not_looked_at, remedy, without_dates};
pub(super) use sentences::capital;
