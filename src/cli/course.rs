//! The course of a search: what `plan --log` and `plan --trace` write.
//!
//! # Invariants
//!
//! * The log is written line by line while the search runs, so that it can be followed; every line is a JSON object.
//! * A log that cannot be written stops no search; it is said in the end.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use super::exit::Failure;
use crate::domain::{Outcome, Plan, Points, Problem, Status};
use crate::files::{self, FileError};
use crate::report::trace::{self, Moment};
use crate::solver::Progress;

/// What is kept of a search.
#[derive(Debug, Default)]
pub struct Course {
    moments: Vec<Moment>,
    log: Option<Log>,
}

#[derive(Debug)]
struct Log {
    path: PathBuf,
    file: File,
    error: Option<std::io::Error>,
}

impl Course {
    /// Begins; a log that is there already is replaced.
    pub fn new(log: Option<&Path>) -> Result<Self, Failure> {
        let log = match log {
            None => None,
            Some(path) => {
                let file = File::create(path).map_err(|source| FileError::Write { path: path.to_owned(), source })?;
                Some(Log { path: path.to_owned(), file, error: None })
            }
        };
        Ok(Course { moments: Vec::new(), log })
    }

    /// Takes down how far the search is.
    pub fn add(&mut self, at: Duration, progress: &Progress) {
        self.push(Moment {
            at,
            phase: progress.phase.to_owned(),
            objective: progress.objective,
            bound: progress.bound,
            n_planned: progress.n_planned,
        });
    }

    /// Takes down how the search ended.
    ///
    /// * `objective`: the points of its plan, as the checker counts them.
    pub fn end(&mut self, at: Duration, outcome: &Outcome, objective: Option<Points>) {
        let phase = match outcome.status {
            Status::Optimal => "proven best",
            Status::Feasible => "stopped",
            Status::Infeasible => "no plan is possible",
            Status::StoppedWithoutPlan => "stopped without a plan",
        };
        let n_planned = outcome.plan.as_ref().map_or(0, n_planned);
        self.push(Moment { at, phase: phase.to_owned(), objective, bound: outcome.bound, n_planned });
    }

    fn push(&mut self, moment: Moment) {
        if let Some(log) = &mut self.log
            && log.error.is_none()
        {
            log.error = writeln!(log.file, "{}", line(&moment)).err();
        }
        self.moments.push(moment);
    }

    /// Writes the page, and says when the log could not be written.
    pub fn finish(self, problem: &Problem, took: Duration, page: Option<&Path>) -> Result<(), Failure> {
        if let Some(path) = page {
            let text = trace::page(&problem.title, problem.language, &self.moments, took);
            files::write_whole(path, text.as_bytes())?;
        }
        match self.log {
            Some(Log { path, error: Some(source), .. }) => Err(Failure::File(FileError::Write { path, source })),
            _ => Ok(()),
        }
    }
}

/// One line of the log. Points have at most three decimals, seconds too; the gap is a fraction, as in plan files.
fn line(moment: &Moment) -> serde_json::Value {
    let points = |points: Option<Points>| points.map(|points| points.0 as f64 / 1000.0); // Far below 2^53.
    json!({
        "seconds": moment.at.as_millis() as f64 / 1000.0, // Years of milliseconds are far below 2^53.
        "phase": moment.phase,
        "objective": points(moment.objective),
        "bound": points(moment.bound),
        "gap": moment.gap(),
        "visits": moment.n_planned,
    })
}

/// How many requests a plan has.
fn n_planned(plan: &Plan) -> usize {
    let visits = plan.trips.iter().flat_map(|trip| trip.visits.iter().map(|visit| visit.request));
    let requests: std::collections::BTreeSet<_> =
        visits.chain(plan.meetings.iter().map(|meeting| meeting.request)).collect();
    requests.len()
}
