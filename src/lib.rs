//! Plans a government's travel agenda: who goes where, when, with whom.

pub mod checker;
pub mod cli;
pub mod domain;
pub mod explain;
pub mod feeds;
pub mod files;
pub mod generate;
pub mod ics;
pub mod planfile;
pub mod publish;
pub mod report;
pub mod scenario;
pub mod solver;
pub mod texts;
pub mod whatif;
pub mod workbook;
pub mod zones;
