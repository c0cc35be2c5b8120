//! Finding plans: a schedule that visits are put into and taken out of, and searches that do so.

pub mod board;
mod cooling;
mod forcing;
pub mod insertion;
mod retiming;
pub mod rounding;
pub mod row_index;
mod ruin;
pub mod ruin_and_recreate;
pub mod schedule;
mod seat;
mod starts;
pub mod trips;
pub mod warm_start;
