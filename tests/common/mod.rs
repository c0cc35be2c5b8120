//! What the tests share: a small world to plan in, a patient watcher, every plan of a tiny problem, and random tiny
//! problems.

pub mod brute;
pub mod patient;
pub mod random;
pub mod scene;
