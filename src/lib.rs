//! Plans a government's travel agenda: who goes where, when, with whom.

pub mod checker;
pub mod cli;
pub mod domain;
pub mod files;
pub mod report;
pub mod solver;
pub mod zones;
