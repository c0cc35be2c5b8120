//! What the tests share: a small world to plan in, plans for it, and what the checker must say of them.

pub mod brute;
pub mod random;
mod scene;

pub use scene::{Scene, at, broken, day, day_trip, days, only, trip, visit};
