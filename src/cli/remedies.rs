//! What would get each wish that is not planned into the plan, for pages and workbooks.
//!
//! # Invariants
//!
//! * Each wish has the same time, whatever the others took. Where nothing is cut short, the answers do not depend on it.
//! * After Ctrl-C no further wish is looked at; what was found by then is kept, and the others say so.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::course::Course;
use super::exit::Failure;
use super::language;
use super::progress::Watch;
use crate::domain::{Plan, Problem, RequestIdx};
use crate::explain::{self, Effort, planned};
use crate::report::explain as report;
use crate::solver::{Progress, Stopper, Watcher};
use crate::texts::say;

/// How often a search is asked whether its time is over.
const POLL: Duration = Duration::from_millis(50);

/// Finds the cheapest remedy of each wish that is not planned, in at most `time` each, and tells how far it is on the
/// standard error.
pub fn find(
    problem: &Problem,
    plan: &Plan,
    time: Duration,
    effort: &Effort,
    is_quiet: bool,
) -> Result<BTreeMap<RequestIdx, String>, Failure> {
    let visits = planned(plan);
    let left_out: Vec<RequestIdx> = problem.request_idxs().filter(|request| !visits.contains_key(request)).collect();
    let mut watch = Watch::new(None, is_quiet, Course::new(None)?);
    let mut remedies = BTreeMap::new();
    let n_all = left_out.len();
    for (at, &request) in left_out.iter().enumerate() {
        if watch.was_stopped() {
            remedies.insert(request, report::not_looked_at(problem));
            continue;
        }
        let (nth, title) = (at + 1, &problem.request(request).title);
        watch.note(language::put(&say!("Oplossing {nth} van {n_all}: {title}", "Remedy {nth} of {n_all}: {title}")));
        if problem.request(request).windows.is_empty() {
            remedies.insert(request, report::without_dates(problem));
            continue;
        }
        let mut turn = Turn::new(&mut watch, time);
        let answer = explain::why_not(problem, plan, request, effort, &mut turn);
        let is_cut_short = turn.should_stop();
        remedies.insert(request, report::remedy(problem, plan, request, &answer, is_cut_short));
    }
    watch.finish();
    Ok(remedies)
}

/// Watches the search for one wish: it ends when its time is over, or with all others at Ctrl-C.
struct Turn<'w> {
    watch: &'w mut Watch,
    end: Instant,
    stopper: Stopper,
    /// Ends the clock of this search when it is dropped.
    _clock: mpsc::Sender<()>,
}

impl<'w> Turn<'w> {
    fn new(watch: &'w mut Watch, time: Duration) -> Self {
        let now = Instant::now();
        // A time that no clock can hold is no limit that anybody lives to see.
        let end = now.checked_add(time).unwrap_or_else(|| now + Duration::from_secs(86_400));
        let (stopper, all) = (Stopper::default(), watch.stopper());
        let (clock, ticks) = mpsc::channel();
        let this = stopper.clone();
        thread::spawn(move || {
            while ticks.recv_timeout(POLL) == Err(RecvTimeoutError::Timeout) {
                if all.is_set() || Instant::now() >= end {
                    return this.set();
                }
            }
        });
        Turn { watch, end, stopper, _clock: clock }
    }
}

impl Watcher for Turn<'_> {
    fn progress(&mut self, progress: &Progress) {
        self.watch.progress(progress);
    }

    fn should_stop(&self) -> bool {
        self.stopper.is_set() || self.watch.should_stop() || Instant::now() >= self.end
    }

    fn seconds_left(&self) -> Option<f64> {
        Some(self.end.saturating_duration_since(Instant::now()).as_secs_f64())
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}
