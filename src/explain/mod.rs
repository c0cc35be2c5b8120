//! Why a plan is as it is: what cannot be, what it would take, and what it would cost.
//!
//! # Invariants
//!
//! * Every "it can" has a plan behind it that the checker accepts; every "it cannot" has a proof of the solver behind
//!   it. What is neither is called unknown.
//! * The same problem, plan, question and effort give the same answer, unless the watcher stops it.
//!
//! # Not here
//!
//! Sentences: `report` turns answers into text.

mod alternative;
mod bottleneck;
mod clash;
mod demand;
mod difference;
mod ease;
mod effort;
mod fewest;
mod ground;
mod question;
mod repair;

pub use alternative::{Alternative, Reply, Wish, beside, better, near, whole};
pub use bottleneck::{Bottleneck, Bottlenecks, bottlenecks};
pub use clash::{Clash, clash};
pub use demand::{Demand, TripRule};
pub use difference::{Difference, Planned, difference, planned};
pub use effort::{Effort, PLANNING_AGAIN, Share};
pub use ground::Ground;
pub use question::{Remedy, WhyNone, WhyNot, WhyRather, WhySo, why_none, why_not, why_rather, why_so};
pub use repair::{How, Relaxation, Repair, repairs};
