//! The scenario as it is written: plain structures, one per table of the file, with the words of docs/scenario.md.
//!
//! # Invariants
//!
//! * The JSON Schema is generated from these structures; the comments here are its descriptions.
//! * An absent field is `None` or an empty list; defaults are given by `lower`, never here, so that a scenario is
//!   written back as it was read.
//!
//! # Not here
//!
//! Whether ids exist and dates make sense. That is said by `lower`, which makes a
//! [`Problem`](crate::domain::Problem) of this.

mod agenda;
mod audience;
mod decimal;
mod request;
mod rules;
mod scalar;

pub use agenda::{
    Busy, Calendar, Closure, ClosureRow, DayPart, Estimate, Event, HolidayRow, Horizon, Language, Leg, Objective,
    Place, Rank, Scenario, Stress, StressRate, Tables, Traveller, Trips, Weekday,
};
pub use audience::{Audience, ConfidentialVisits, Feeds, Level, Shows};
pub use decimal::{Amount, Euros, Kilograms, Latitude, Longitude, Points, PointsLost, Weight};
pub use request::{Candidate, Confidentiality, Days, Milestone, Prefer, Request, Role, Status};
pub use rules::{
    Attendance, Coverage, Exclusion, Limit, Measure, Notice, Per, Presence, Resource, Rules, Sequence, Spacing,
    Stability,
};
pub use scalar::{Clock, Country, Date, Id, Moment, SCALARS, Scalar, ScalarKind, Start, Wrong};
