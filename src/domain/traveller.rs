//! The people who travel, by office.

use std::fmt;

use super::{Interval, TravellerIdx, TripLimits};

/// How high an office stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Ministers and state secretaries.
    Political,
    /// Senior officials.
    Senior,
    /// Working level.
    Working,
}

/// The word in scenario files: `political`, `senior` or `working`.
impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Rank::Political => "political",
            Rank::Senior => "senior",
            Rank::Working => "working",
        })
    }
}

/// A time at which a traveller cannot be away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Busy {
    /// When.
    pub interval: Interval,
    /// What to call it in messages: the scenario's label, or the calendar's name.
    pub label: String,
}

/// Somebody who can be sent.
#[derive(Clone, Debug)]
pub struct Traveller {
    /// The id, as the scenario writes it.
    pub id: String,
    /// The shown name: an office, never a person's name.
    pub office: String,
    /// The organisation that sends and pays.
    pub organisation: String,
    /// How high the office stands.
    pub rank: Rank,
    /// Busy times, by start. They may overlap.
    pub busy: Vec<Busy>,
    /// Who acts during an absence, in order of preference.
    pub deputies: Vec<TravellerIdx>,
    /// The mail address of the office, for invitations.
    pub email: Option<String>,
    /// The limits on this traveller's trips.
    pub limits: TripLimits,
}
