//! An event with what a publisher must know of it beyond its text.

use crate::domain::{RequestIdx, TravellerIdx};
use crate::ics::write::Event;

/// An event of a calendar, and what its texts are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The event, in the revision of one that was never published before.
    pub event: Event,
    /// Whether it is there for itself.
    pub weight: Weight,
    /// The requests of which its texts tell something.
    pub requests: Vec<RequestIdx>,
    /// The travellers whom its texts name as its delegation.
    pub travellers: Vec<TravellerIdx>,
}

/// Whether an event is there for itself or because of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A visit, a meeting, an absence.
    Main,
    /// A leg, a stay, a preparation day, a deadline.
    Side,
}
