//! Plans a government's travel agenda: who goes where, when, with whom.

pub mod domain;
pub mod files;
pub mod ics;
pub mod scenario;
pub mod solver;
pub mod zones;
