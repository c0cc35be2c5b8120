//! How good the plans and bounds are, and when: `make bench`.
//!
//! Every scenario of scenarios/bench/bench.toml is given to the search, to the search stopped at its first plan (the
//! greedy), and to a compact time-indexed model with plain HiGHS ([`compact`]), one after the other in processes of
//! their own, so that each has its own memory. Every plan is checked. Run as
//! `cargo bench --profile release --bench solve -- --size S --seconds 60`, `--help` says more.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints its results")]
#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is not as it should be")]

mod compact;
mod page;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant as Stopwatch};

use reisagenda::checker;
use reisagenda::domain::{Plan, Problem, Status};
use reisagenda::generate::{self, Budgets, Spec};
use reisagenda::scenario;
use reisagenda::solver::{self, Options, Progress, Stopper, Watcher};
use serde::{Deserialize, Serialize};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// The gaps whose times are printed, in percent.
const GAPS: [f64; 4] = [5.0, 1.0, 0.5, 0.1];
/// The seconds for each search of the example.
const SECONDS_OF_TASKFORCE: f64 = 20.0;
const HELP: &str = "\
cargo bench --profile release --bench solve -- [OPTIONS]
  --size S|M|L|XL|taskforce   only these (may be given more than once; default S M L XL taskforce)
  --seconds N                 at most so long for each search (default: what bench.toml says for the size)
  --threads N                 default 2
  --only ours|milp            leave the other out (HiGHS as one program)
  --note TEXT                 what to say of the machine
  --write                     write docs/benchmarks.md";

/// What one run found.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Found {
    visits: Option<usize>,
    value: Option<f64>,
    bound: Option<f64>,
    proven: bool,
    seconds: f64,
    first_plan: Option<f64>,
    first_bound: Option<f64>,
    /// Seconds to each of [`GAPS`].
    gaps: [Option<f64>; 4],
    peak_mib: f64,
    /// Rules that the plan breaks.
    violations: usize,
    /// Why it was not tried, or how large it was.
    remark: String,
}

impl Found {
    fn gap_percent(&self) -> Option<f64> {
        let (value, bound) = (self.value?, self.bound?);
        Some((bound - value) / bound.abs().max(0.001) * 100.0)
    }
}

/// The results for one scenario.
pub struct Row {
    name: String,
    n_requests: usize,
    /// At most so long for each search.
    seconds: f64,
    ours: Option<Found>,
    greedy: Option<Found>,
    milp: Option<Found>,
}

/// What is asked for.
pub struct Wanted {
    sizes: Vec<String>,
    seconds: Option<f64>,
    threads: usize,
    only: Option<String>,
    note: String,
    write: bool,
}

/// A scenario that is measured.
struct Instance {
    name: String,
    folder: PathBuf,
    /// At most so long for each search.
    seconds: f64,
}

#[derive(Deserialize)]
struct Manifest {
    size: Vec<Size>,
}

#[derive(Deserialize)]
struct Size {
    name: String,
    travellers: usize,
    countries: usize,
    requests: usize,
    months: u32,
    seconds: f64,
    seeds: Vec<u64>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [child, kind, folder, seconds, threads] = &arguments[..]
        && child == "--child"
    {
        let found = run(kind, Path::new(folder), seconds.parse().unwrap(), threads.parse().unwrap());
        println!("{}", serde_json::to_string(&found).unwrap());
        return;
    }
    let wanted = wanted(&arguments);
    println!("{}", page::heading());
    let mut rows = Vec::new();
    for Instance { name, folder, seconds } in instances(&wanted) {
        let n_requests = scenario::load(&folder).unwrap().problem.requests.len();
        let is_wanted = |kind: &str| wanted.only.as_ref().is_none_or(|only| only == kind);
        let child = |kind: &str| child(kind, &folder, seconds, wanted.threads);
        let ours = is_wanted("ours").then(|| child("ours"));
        let greedy = is_wanted("ours").then(|| child("greedy"));
        let milp = is_wanted("milp").then(|| child("milp"));
        let row = Row { name, n_requests, seconds, ours, greedy, milp };
        println!("{}", page::line(&row));
        rows.push(row);
    }
    if wanted.write {
        let path = Path::new(ROOT).join("docs/benchmarks.md");
        fs::write(&path, page::page(&rows, &wanted)).unwrap();
        eprintln!("written to {}", path.display());
    }
}

fn wanted(arguments: &[String]) -> Wanted {
    let mut wanted =
        Wanted { sizes: Vec::new(), seconds: None, threads: 2, only: None, note: String::new(), write: false };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().unwrap_or_else(|| panic!("{argument} needs a value\n{HELP}")).clone();
        match argument.as_str() {
            "--size" => wanted.sizes.push(value()),
            "--seconds" => wanted.seconds = Some(value().parse().expect("a number of seconds")),
            "--threads" => wanted.threads = value().parse().expect("a number of threads"),
            "--only" => wanted.only = Some(value()),
            "--note" => wanted.note = value(),
            "--write" => wanted.write = true,
            _ => {
                println!("{HELP}");
                std::process::exit(i32::from(argument != "--help") * 2);
            }
        }
    }
    wanted
}

/// The scenarios that are asked for, made where they are not there.
fn instances(wanted: &Wanted) -> Vec<Instance> {
    let root = Path::new(ROOT);
    let manifest: Manifest =
        toml::from_str(&fs::read_to_string(root.join("scenarios/bench/bench.toml")).unwrap()).unwrap();
    let is_wanted = |name: &str| wanted.sizes.is_empty() || wanted.sizes.iter().any(|size| size == name);
    let mut instances = Vec::new();
    if is_wanted("taskforce") {
        instances.push(Instance {
            name: "taskforce".to_owned(),
            folder: root.join("scenarios/taskforce-2027"),
            seconds: wanted.seconds.unwrap_or(SECONDS_OF_TASKFORCE),
        });
    }
    for size in manifest.size.iter().filter(|size| is_wanted(&size.name)) {
        for (budgets, word) in [(Budgets::Bind, "bind"), (Budgets::None, "none")] {
            for &seed in &size.seeds {
                let name = format!("{}-{word}-{seed}", size.name);
                let kept = root.join("scenarios/bench").join(&name);
                let folder = if kept.is_dir() { kept } else { root.join("target/bench").join(&name) };
                if !folder.starts_with(root.join("scenarios")) {
                    let spec = Spec {
                        n_travellers: size.travellers,
                        n_places: size.countries,
                        n_requests: size.requests,
                        n_months: size.months,
                        seed,
                        budgets,
                    };
                    fs::create_dir_all(&folder).unwrap();
                    for (file, text) in generate::files(&spec) {
                        fs::write(folder.join(file), text).unwrap();
                    }
                }
                instances.push(Instance { name, folder, seconds: wanted.seconds.unwrap_or(size.seconds) });
            }
        }
    }
    instances
}

/// Runs one of the methods in a process of its own.
fn child(kind: &str, folder: &Path, seconds: f64, threads: usize) -> Found {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--child", kind])
        .arg(folder)
        .args([seconds.to_string(), threads.to_string()])
        .stderr(std::process::Stdio::inherit())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let found = text.lines().last().and_then(|line| serde_json::from_str(line).ok());
    found.unwrap_or_else(|| Found { remark: format!("ended with {}", output.status), ..Found::default() })
}

fn run(kind: &str, folder: &Path, seconds: f64, threads: usize) -> Found {
    let problem = scenario::load(folder).unwrap().problem;
    let mut found = match kind {
        "milp" => milp(&problem, seconds, threads),
        _ => ours(&problem, (kind == "greedy").then_some(0), seconds, threads),
    };
    found.peak_mib = peak_mib();
    found
}

fn ours(problem: &Problem, work_limit: Option<u64>, seconds: f64, threads: usize) -> Found {
    let mut watch = Watch::new(seconds);
    let options = Options { work_limit, n_threads: threads, ..Options::default() };
    let outcome = solver::solve(problem, &options, None, &mut watch);
    let mut found = watch.found;
    found.seconds = watch.started.elapsed().as_secs_f64();
    found.bound = outcome.bound.map(|bound| bound.0 as f64 / 1000.0);
    found.proven = outcome.status == Status::Optimal;
    if found.proven {
        found.gaps.iter_mut().for_each(|gap| *gap = gap.or(Some(found.seconds)));
    }
    score(problem, outcome.plan.as_ref(), &mut found);
    found
}

fn milp(problem: &Problem, seconds: f64, threads: usize) -> Found {
    let started = Stopwatch::now();
    let mut found = Found::default();
    match compact::solve(problem, seconds, threads) {
        Err(why) => found.remark = why,
        Ok(answer) => {
            found.bound = answer.bound;
            found.proven = answer.proven;
            found.remark = format!("{} columns, {} rows", answer.size.0, answer.size.1);
            score(problem, answer.plan.as_ref(), &mut found);
        }
    }
    found.seconds = started.elapsed().as_secs_f64();
    found
}

/// What the checker says of a plan.
fn score(problem: &Problem, plan: Option<&Plan>, found: &mut Found) {
    let Some(plan) = plan else { return };
    let report = checker::check(problem, plan);
    let trips = plan.trips.iter().flat_map(|trip| trip.visits.iter().map(|visit| visit.request));
    let requests: BTreeSet<_> = trips.chain(plan.meetings.iter().map(|meeting| meeting.request)).collect();
    found.visits = Some(requests.len());
    found.value = Some(report.objective.0 as f64 / 1000.0);
    found.violations = report.violations.len();
}

/// The most memory that this process has had, where the system says it.
fn peak_mib() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()).map_or(0.0, |kib| kib / 1024.0)
}

/// Notes when what was reached.
struct Watch {
    started: Stopwatch,
    limit: Duration,
    stopper: Stopper,
    found: Found,
}

impl Watch {
    fn new(seconds: f64) -> Self {
        let (limit, stopper) = (Duration::from_secs_f64(seconds), Stopper::default());
        let flag = stopper.clone();
        std::thread::spawn(move || {
            std::thread::sleep(limit);
            flag.set();
        });
        Watch { started: Stopwatch::now(), limit, stopper, found: Found::default() }
    }
}

impl Watcher for Watch {
    fn progress(&mut self, progress: &Progress) {
        let now = Some(self.started.elapsed().as_secs_f64());
        let found = &mut self.found;
        if progress.objective.is_some() {
            found.first_plan = found.first_plan.or(now);
        }
        if progress.bound.is_some() {
            found.first_bound = found.first_bound.or(now);
        }
        if let (Some(value), Some(bound)) = (progress.objective, progress.bound) {
            let gap = (bound.0 - value.0) as f64 / (bound.0 as f64).abs().max(1.0) * 100.0;
            for (reached, limit) in found.gaps.iter_mut().zip(GAPS) {
                if gap <= limit {
                    *reached = reached.or(now);
                }
            }
        }
    }

    fn should_stop(&self) -> bool {
        self.stopper.is_set()
    }

    fn seconds_left(&self) -> Option<f64> {
        Some(self.limit.saturating_sub(self.started.elapsed()).as_secs_f64())
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}
