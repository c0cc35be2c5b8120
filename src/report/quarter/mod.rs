//! The report on a quarter, for those who decide on the agenda: what was held, what is planned, what changed, what each
//! country got against what was wanted, what was spent, and what comes next.
//!
//! ```text
//!   Facts ── contents ──> blocks ──> a page, or a text in OpenDocument format
//! ```
//!
//! # Invariants
//!
//! * The page and the text say the same, for both are made from the same blocks.
//!
//! # Not here
//!
//! Sums over the whole plan: `facts` has them.

mod blocks;
mod contents;
mod odt;

pub use contents::{InvalidQuarter, Quarter};

use super::facts::Facts;

/// Returns the report as a page for a browser.
#[must_use]
pub fn html(facts: &Facts, quarter: Quarter) -> String {
    let texts = super::page::Texts::of(facts);
    blocks::page(&texts, &contents::contents(&texts, quarter))
}

/// Returns the report as a text that LibreOffice and Word open, in OpenDocument format (.odt).
#[must_use]
pub fn odt(facts: &Facts, quarter: Quarter) -> Vec<u8> {
    let texts = super::page::Texts::of(facts);
    odt::text(&texts, &contents::contents(&texts, quarter))
}
