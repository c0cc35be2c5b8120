//! The only room that knows that an LP and MILP solver exists.
//!
//! Two ways to HiGHS, for two needs: [`lp`] grows, rows and columns, and is solved again from where it was, which only
//! the crate `highs` can do; [`milp`] is built once and solved once, which is what good_lp is for.

pub mod lp;
pub mod milp;
