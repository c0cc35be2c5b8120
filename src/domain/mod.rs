//! The words of the agenda: what a scenario means and what a plan says.
//!
//! # Invariants
//!
//! * Whole numbers only: instants are whole minutes, money whole cents, points whole thousandths.
//! * Ranges are half-open, `[start, end)`, as in iCalendar. Only scenario files and pages say "last day".
//! * A [`Problem`] is complete and consistent: every index in it points at something, every date lies where it must.
//!   `scenario` is the only door in.
//!
//! # Not here
//!
//! Files, serde, clocks and verdicts. Whether a plan keeps the rules is said by `checker`, what a rule costs by
//! `solver`, each on its own.

mod amounts;
mod audience;
mod ids;
mod place;
mod plan;
mod problem;
mod request;
mod rules;
mod time;
mod traveller;

pub use amounts::{Cents, Grams, Points, Weight};
pub use audience::{Audience, Hiding, Level, Publication, Scope};
pub use ids::{CalendarIdx, PlaceIdx, RequestIdx, RoleIdx, RuleIdx, TravellerIdx};
pub use place::{CountryCode, DayPart, InvalidCountryCode, Leg, Legs, Place, Weekday};
pub use plan::{Meeting, NotPlanned, Outcome, Part, Plan, Reason, RowName, RowPrice, Status, Trip, TripVisit};
pub use problem::{Calendar, EarlierVisit, Language, Night, Problem, TripLimits};
pub use request::{
    Candidate, Confidentiality, Fund, Lock, LockReason, Milestone, Preference, Request, RequestStatus, Role,
};
pub use rules::{
    Attendance, Coverage, Exclusion, Limit, Measure, Notice, Period, Presence, Resource, Rule, RuleBody, Sequence,
    Spacing, Stability, VisitFilter,
};
pub use time::{Day, DayRange, Instant, Interval, LocalTime, MINUTES_PER_DAY, MinuteOfDay};
pub use traveller::{Busy, Rank, Traveller};
