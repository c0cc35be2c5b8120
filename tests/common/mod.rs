//! What the tests share: a small world to plan in, every plan of a tiny problem, and random tiny problems.

pub mod brute;
pub mod random;
pub mod scene;
