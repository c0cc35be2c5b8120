//! Editions: what an audience may see and what it may not, how events live from edition to edition, and that the folder is
//! whole whatever happens to the publisher. All data are examples (VOORBEELD).

mod chain;
mod changes;
mod folder;
mod kills;
mod leaks;
#[path = "../feeds/problem.rs"]
mod problem;
mod public;
mod round_trip;
mod scene;
