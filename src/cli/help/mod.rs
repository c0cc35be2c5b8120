//! The arguments of the command line, and what is said of them, in the language of this run.
//!
//! The English help stands with the arguments, as clap wants it. The Dutch stands in `dictionary`, by the English text.
//!
//! # Invariants
//!
//! * Names of commands, options, values and files are the same in both languages.

mod dictionary;
mod mistakes;
mod translated;

pub use translated::parse;
