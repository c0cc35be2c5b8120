//! One file per rule: good tiny plans, each broken in exactly one way.

#[expect(dead_code, reason = "the oracle uses the rest")]
mod common;

mod rules {
    mod attendance;
    mod coverage;
    mod delegation;
    mod exclusion;
    mod limit;
    mod meetings;
    mod objective;
    mod presence;
    mod resource;
    mod sequence;
    mod size;
    mod spacing;
    mod stability;
    mod trips;
    mod visits;
}
