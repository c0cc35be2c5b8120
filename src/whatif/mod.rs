//! What if: planning again beside a plan that people live by, and saying what that changes and why.
//!
//! # Invariants
//!
//! * Every number comes from the checker; every "no plan is better" from the solver. Nothing here guesses either.
//! * Plans of two problems are compared by the ids that people write, never by positions.
//! * What is drawn at random is drawn from a seed.
//!
//! # Not here
//!
//! Changes to a scenario as files: `scenario::changes` applies those before there is a problem. Words: `report`.

mod carry;
mod compare;
mod few;
mod put;
mod replan;
mod stress;
mod sweep;
mod why;

pub use carry::{carry, earlier_visits};
pub use compare::{
    Appointment, Comparison, CountryCount, Difference, Kinds, PartChange, RuleChange, Side, Totals, compare,
};
pub use few::{Few, few_changes, learn_from_each_other};
pub use replan::{Answer, Ask, replan, within_changes};
pub use stress::{Fragility, Mishap, Odds, Rates, Stress, Trial, after, draw, stress};
pub use sweep::{Axis, AxisValues, InvalidAxis, combinations};
pub use why::{Obstacle, Why};
