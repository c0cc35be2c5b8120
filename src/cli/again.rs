//! What the commands share that plan again beside a published plan: arguments, the plan, and many searches to watch.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::Args;

use super::exit::{Exit, Failure};
use super::{input, language, output, plan};
use crate::domain::{Plan, Points, Problem, RowPrice};
use crate::scenario::changes::{ChangeSource, Changes, PlannedVisit, Step};
use crate::scenario::raw::{self, Scalar as _};
use crate::solver::{Options, Progress, Stopper, Watcher};
use crate::texts::{Said, say};
use crate::whatif::{Ask, earlier_visits};

/// Seconds for each search when nothing is said.
pub const SECONDS: f64 = 10.0;

/// How long and how to search.
#[derive(Debug, Args)]
pub struct Effort {
    /// Seconds for each search; without it and without --work: 10
    #[arg(long, value_name = "SECONDS", value_parser = plan::seconds)]
    pub time_limit: Option<Duration>,
    /// Rounds of work for each search; unlike a time limit, the same on every machine
    #[arg(long, value_name = "N")]
    pub work: Option<u64>,
    /// End a search when no plan can be better by more than this fraction, such as 0.01 for one percent
    #[arg(long, value_name = "FRACTION", value_parser = plan::fraction)]
    pub gap: Option<f64>,
    /// Feeds the random choices
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Threads to work with
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=256))]
    pub threads: Option<u64>,
}

/// What stays of the published plan.
#[derive(Debug, Args)]
pub struct Keeping {
    /// Points that each changed visit costs in the search, so that nothing changes for next to nothing; without it a
    /// tenth of what an average visit of the plan is worth
    #[arg(long, value_name = "POINTS", value_parser = points)]
    pub per_change: Option<Points>,
    /// Change at most so many visits
    #[arg(long, value_name = "N")]
    pub max_changes: Option<usize>,
    /// Keep every visit that starts before this date as it is
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub keep_before: Option<String>,
}

impl Effort {
    /// The limit in seconds; none when there is one in work.
    pub fn limit(&self) -> Option<Duration> {
        match (self.time_limit, self.work) {
            (None, None) => Some(Duration::from_secs_f64(SECONDS)),
            (limit, _) => limit,
        }
    }

    /// What a search may spend.
    ///
    /// * `n_threads`: for one search.
    pub fn options(&self, n_threads: usize) -> Options {
        Options { seed: self.seed, work_limit: self.work, target_gap: self.gap, n_threads, ..Options::default() }
    }

    /// How many threads there are to work with.
    pub fn n_threads(&self) -> usize {
        let all = std::thread::available_parallelism().map_or(1, usize::from);
        // The most threads fit any usize.
        self.threads.map_or(all, |n| n as usize)
    }
}

impl Keeping {
    /// How a plan is to be made again.
    pub fn ask(&self, published: &Published, options: Options) -> Ask {
        let per_change = self.per_change.unwrap_or_else(|| published.tenth_of_a_visit());
        Ask {
            per_change,
            max_changes: self.max_changes,
            options: Options { prices: published.prices.clone(), ..options },
        }
    }
}

/// A scenario with the plan that people live by.
pub struct Published {
    /// The scenario's folder or file.
    pub scenario: PathBuf,
    /// The scenario as it stands.
    pub problem: Problem,
    /// The plan.
    pub plan: Plan,
    /// What rows charged when it was made.
    pub prices: Vec<RowPrice>,
    /// Its file.
    path: PathBuf,
    keep_before: Option<String>,
}

impl Published {
    /// Reads both.
    pub fn read(scenario: &Path, plan: &Path, keep_before: Option<String>, quiet: bool) -> Result<Self, Failure> {
        let problem = input::problem(scenario, quiet)?;
        let (read, claims) = input::plan(&problem, plan)?;
        Ok(Published {
            scenario: scenario.to_owned(),
            problem,
            plan: read,
            prices: claims.prices,
            path: plan.to_owned(),
            keep_before,
        })
    }

    /// Reads a plan of a scenario with changes, and applies them: a plan that people live by, or one that was made under
    /// the same changes. Returns what was read, the changed problem, and the steps.
    pub fn read_changed(
        scenario: &Path,
        plan: &Path,
        sources: &[ChangeSource],
        keep_before: Option<String>,
        quiet: bool,
    ) -> Result<(Self, Problem, Vec<Step>), Failure> {
        let wrong = match Self::read(scenario, plan, keep_before.clone(), quiet) {
            Ok(published) => {
                let (changed, steps) = input::changed(scenario, &published.changes(sources.to_vec()), quiet)?;
                return Ok((published, changed.problem, steps));
            }
            Err(wrong) => wrong,
        };
        // What the plan has may be in the changed scenario only.
        let earlier_plan = std::path::absolute(plan).unwrap_or_else(|_| plan.to_owned()).display().to_string();
        let changes = Changes {
            sources: sources.to_vec(),
            earlier_plan: Some(earlier_plan),
            freeze_until: keep_before.clone(),
            ..Changes::default()
        };
        let Ok((changed, steps)) = input::changed(scenario, &changes, quiet) else { return Err(wrong) };
        let problem = changed.problem;
        let Ok((read, claims)) = input::plan(&problem, plan) else { return Err(wrong) };
        let published = Published {
            scenario: scenario.to_owned(),
            problem: problem.clone(),
            plan: read,
            prices: claims.prices,
            path: plan.to_owned(),
            keep_before,
        };
        Ok((published, problem, steps))
    }

    /// The changes of some files and arguments, with this plan as the one that they change.
    pub fn changes(&self, sources: Vec<ChangeSource>) -> Changes {
        let path = std::path::absolute(&self.path).unwrap_or_else(|_| self.path.clone());
        Changes {
            sources,
            planned: self.planned(),
            earlier_plan: Some(path.display().to_string()),
            freeze_until: self.keep_before.clone(),
        }
    }

    /// A tenth of what an average visit of the plan is worth, in whole points, at least one.
    pub fn tenth_of_a_visit(&self) -> Points {
        let objective = crate::checker::check(&self.problem, &self.plan).objective;
        let n_visits = i64::try_from(earlier_visits(&self.problem, &self.plan).len()).unwrap_or(i64::MAX).max(1);
        let thousandths = objective.0 / n_visits / 10;
        Points(((thousandths + 500) / 1000).max(1) * 1000)
    }

    fn planned(&self) -> BTreeMap<String, PlannedVisit> {
        let visits = earlier_visits(&self.problem, &self.plan);
        let planned = visits.iter().map(|visit| {
            let request = self.problem.request(visit.request);
            let seats = request.roles.iter().zip(&visit.delegation);
            let delegation = seats
                .filter_map(|(role, who)| Some((role.id.clone(), self.problem.traveller((*who)?).id.clone())))
                .collect();
            (request.id.clone(), PlannedVisit { start: visit.start.to_string(), delegation })
        });
        planned.collect()
    }
}

/// Watches many searches: one clock for each, and Ctrl-C for all.
#[derive(Clone, Default)]
pub struct Guard {
    interrupted: Arc<AtomicBool>,
    stoppers: Arc<Mutex<Vec<Stopper>>>,
}

/// Watches one of them.
pub struct Guarded {
    started: Instant,
    limit: Option<Duration>,
    stopper: Stopper,
}

impl Guard {
    /// Listens for Ctrl-C: the first one ends all searches, which answer with the best they have; the second ends the
    /// program at once.
    pub fn new() -> Self {
        let guard = Guard::default();
        let handler = guard.clone();
        let listening = ctrlc::set_handler(move || {
            if handler.interrupted.swap(true, Ordering::Relaxed) {
                let text = say!("Meteen gestopt; er is niets geschreven.", "Stopped at once; nothing was written.");
                output::note(language::put(&text));
                std::process::exit(i32::from(Exit::NoPlan.code()));
            }
            let text = say!(
                "Het stopt; wat tot nu toe gevonden is, wordt getoond. Nog eens Ctrl-C stopt meteen.",
                "Stopping; what was found so far is shown. Ctrl-C again stops at once."
            );
            output::note(language::put(&text));
            handler.stoppers.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(Stopper::set);
        });
        if listening.is_err() {
            let text = say!(
                "Ctrl-C beëindigt het programma zonder antwoord.",
                "Ctrl-C will end the program without an answer."
            );
            output::note(language::put(&text));
        }
        guard
    }

    /// Whether the user asked to stop.
    pub fn was_stopped(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// Begins to watch a search.
    pub fn watch(&self, limit: Option<Duration>) -> Guarded {
        let stopper = Stopper::default();
        self.stoppers.lock().unwrap_or_else(PoisonError::into_inner).push(stopper.clone());
        if self.was_stopped() {
            stopper.set();
        }
        if let Some(limit) = limit {
            let stopper = stopper.clone();
            std::thread::spawn(move || {
                std::thread::sleep(limit);
                stopper.set();
            });
        }
        Guarded { started: Instant::now(), limit, stopper }
    }
}

impl Watcher for Guarded {
    fn progress(&mut self, _: &Progress) {}

    fn should_stop(&self) -> bool {
        self.stopper.is_set() || self.limit.is_some_and(|limit| self.started.elapsed() >= limit)
    }

    fn seconds_left(&self) -> Option<f64> {
        self.limit.map(|limit| limit.saturating_sub(self.started.elapsed()).as_secs_f64())
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

/// Does the same to many things on some threads; the results are in order whatever the threads do.
pub fn on_all_cores<T: Sync, R: Send>(things: &[T], n_threads: usize, work: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let worker = || {
            let mut done = Vec::new();
            loop {
                let idx = next.fetch_add(1, Ordering::Relaxed);
                let Some(thing) = things.get(idx) else { return done };
                done.push((idx, work(idx, thing)));
            }
        };
        let workers: Vec<_> = (0..n_threads.clamp(1, things.len().max(1))).map(|_| scope.spawn(worker)).collect();
        // A panic of a thread goes on here, to be told as every other.
        let joined = workers.into_iter().map(|worker| worker.join().unwrap_or_else(|p| std::panic::resume_unwind(p)));
        joined.flatten().collect()
    });
    done.sort_by_key(|&(idx, _)| idx);
    done.into_iter().map(|(_, result)| result).collect()
}

fn points(text: &str) -> Result<Points, String> {
    raw::PointsLost::parse(text).map(|points| Points(points.0)).map_err(|wrong| both(&wrong.message, &wrong.help))
}

fn both(message: &Said, help: &Said) -> String {
    format!("{}; {}", language::put(message), language::put(help))
}

pub fn date(text: &str) -> Result<String, String> {
    raw::Date::parse(text).map(|date| date.to_string()).map_err(|wrong| both(&wrong.message, &wrong.help))
}
