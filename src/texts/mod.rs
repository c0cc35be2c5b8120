//! What both languages share: which one it is to be, texts in both, lists, numbers, amounts, dates.
//!
//! # Invariants
//!
//! * A text has both languages side by side, Dutch first, so that none is forgotten when one changes.
//! * A text is put into one language as late as can be: a mistake may be found before anybody knows which it is to be.
//!
//! # Not here
//!
//! What a room says. Every room keeps its own texts, next to what they are about.

pub mod countries;
pub mod dates;
mod decoded;
pub mod language;
pub mod locks;
pub mod numbers;
mod rendered;
mod said;
pub mod syntax;

pub use decoded::{decoded, without_place};
pub use rendered::rendered;
pub use said::{Said, parts};

pub use crate::say;
