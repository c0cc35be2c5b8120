//! What-ifs, comparisons, sweeps and trials of a plan, as people and programs read them.
//!
//! # Invariants
//!
//! * The text and the JSON say the same; numbers are those of `whatif`, nothing is added up here.
//! * Every claim says how far it is proven.

mod json;
mod steps;
mod stress;
mod sweep;
mod text;
mod words;

pub use json::{comparison_json, steps_json, whatif_json};
pub use steps::{joined_titles, step_sentences};
pub use stress::{stress_json, stress_text};
pub use sweep::{Point, sweep_json, sweep_page, sweep_text};
pub use text::{NoPlan, WhatIf, comparison_text, trade_off_text, whatif_text};
