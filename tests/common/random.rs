//! Random tiny problems.
