//! `reisagenda plan`: searches for the best plan, checks it, writes it, shows it.
//!
//! # Invariants
//!
//! * A plan that breaks a rule is never written: that is a mistake of the program, and ends as one.
//! * Where no plan is found, a file that is there already stays as it is.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::course::Course;
use super::exit::{Exit, Failure};
use super::progress::Watch;
use super::{input, language, output};
use crate::checker::{self, Report};
use crate::domain::{Outcome, Plan, Problem, Status};
use crate::explain::{self, Clash, Effort, WhyNone};
use crate::files;
use crate::planfile::PlanFile;
use crate::report::terminal;
use crate::solver::{self, Options};
use crate::texts::numbers::decimal;
use crate::texts::{Said, say};

/// The most threads that can be asked for.
const MAX_THREADS: u64 = 256;

/// The most violations of our own plan that are shown.
const MAX_SHOWN: usize = 10;

/// The most time that is spent on why there is no plan; `explain` takes as much as it is given.
pub(super) const TIME_TO_EXPLAIN: Duration = Duration::from_secs(30);

/// Search for the best plan of a scenario.
///
/// The search ends when the plan is proven best, when its work is done, at --time-limit, or with Ctrl-C; the best plan
/// found is then checked against every rule, written, and shown. The same scenario, options and seed give the same
/// plan, unless a time limit or Ctrl-C ends the search.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda plan my-agenda -o plan.json
  reisagenda plan my-agenda -o plan.json --time-limit 60
  reisagenda plan my-agenda -o new.json --start-from plan.json --gap 0.01
  reisagenda plan my-agenda -o plan.json --trace trace.html
  reisagenda plan my-agenda --json | jq .objective
  reisagenda plan agenda.xlsx -o plan.json --mark mistakes.xlsx

Ctrl-C stops the search and keeps the best plan so far (exit code 0); a second Ctrl-C stops at once, without a plan.

Exit codes: 0 planned, 1 no plan possible or none found in time, 2 wrong input, 3 cannot write or internal error.
With exit code 1 the answer (why, and what clashes) is written to PLAN only when that file is not there yet.")]
pub struct Arguments {
    /// The scenario: a folder with a scenario.toml, a .toml or .json file, or a workbook
    scenario: PathBuf,
    /// The plan file to write
    #[arg(short, long, value_name = "PLAN", required_unless_present = "json")]
    output: Option<PathBuf>,
    /// Stop after so many seconds with the best plan so far
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    time_limit: Option<Duration>,
    /// Feeds the random choices of the search; another seed may find another plan
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Stop when no plan can be better by more than this fraction, such as 0.01 for one percent
    #[arg(long, value_name = "FRACTION", value_parser = fraction)]
    gap: Option<f64>,
    /// Stop after so many rounds of work; unlike a time limit, the same on every machine
    #[arg(long, value_name = "N")]
    work: Option<u64>,
    /// Threads to work with
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MAX_THREADS))]
    threads: Option<u64>,
    /// Begin with the plan in this file; it need not keep the rules any more
    #[arg(long, value_name = "PLAN")]
    start_from: Option<PathBuf>,
    /// Write a line of JSON to this file whenever there is news: seconds, phase, objective, bound, gap, visits
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Write a page that shows value and bound over time, for a browser
    #[arg(long, value_name = "PAGE")]
    trace: Option<PathBuf>,
    /// Print the plan as JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Show no progress and no tables
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    marking: input::Marking,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let problem = input::marked(&arguments.scenario, arguments.quiet, &arguments.marking)?.problem;
    let outputs: Vec<&PathBuf> = arguments.output.iter().chain(&arguments.trace).chain(&arguments.log).collect();
    for (idx, path) in outputs.iter().enumerate() {
        if outputs[..idx].contains(path) {
            let path = path.display();
            return Err(Failure::input(
                &say!("`{path}` kan geen twee dingen bevatten", "`{path}` cannot hold two things"),
                &say!("kies een andere naam", "choose another name"),
            ));
        }
        output::check_writable(path)?;
    }
    let start = match &arguments.start_from {
        Some(path) => Some(input::plan(&problem, path)?),
        None => None,
    };
    let (start, claims) = start.unzip();
    let options = Options { prices: claims.unwrap_or_default().prices, ..options(arguments) };

    let course = Course::new(arguments.log.as_deref())?;
    let mut watch = Watch::new(arguments.time_limit, arguments.quiet, course);
    let mut outcome = solver::solve(&problem, &options, start.as_ref(), &mut watch);
    let why_none = (outcome.status == Status::Infeasible).then(|| {
        let effort = Effort { seed: arguments.seed, ..Effort::default() };
        watch.leave_at_most(TIME_TO_EXPLAIN);
        explain::why_none(&problem, &effort, &mut watch)
    });
    if let Some(Clash::Clash { demands, .. }) = why_none.as_ref().map(|why| &why.clash) {
        outcome.clash = crate::report::explain::clash_lines(&problem, demands);
    }
    if watch.was_stopped() && !arguments.quiet {
        output::note(language::put(&say!("Gestopt met Ctrl-C.", "Stopped with Ctrl-C.")));
    }
    let (took, mut course) = watch.finish();

    let report = outcome.plan.as_ref().map(|plan| checked(&problem, plan)).transpose()?;
    course.end(took, &outcome, report.as_ref().map(|report| report.objective));
    let answer = answer(arguments, &problem, &outcome, why_none.as_ref(), report.as_ref(), took);
    // The plan matters more than its course: it is written first, and what went wrong with it is said first.
    let told = course.finish(&problem, took, arguments.trace.as_deref());
    answer.and_then(|exit| told.map(|()| exit))
}

/// Writes and shows what the search found.
fn answer(
    arguments: &Arguments,
    problem: &Problem,
    outcome: &Outcome,
    why_none: Option<&WhyNone>,
    report: Option<&Report>,
    took: Duration,
) -> Result<Exit, Failure> {
    match outcome.plan.as_ref().zip(report) {
        Some((plan, report)) => {
            deliver(problem, outcome, arguments.output.as_deref(), arguments.json)?;
            if !arguments.json && !arguments.quiet {
                let shown = language::shown(problem);
                output::print(&terminal::report(&shown, plan, outcome, report, output::width()))?;
                if let Some(path) = &arguments.output {
                    let (took, path) = (decimal(language::current(), &tenths(took)), path.display());
                    output::note(language::put(&say!(
                        "Gepland in {took} s, geschreven naar {path}",
                        "Planned in {took} s, written to {path}"
                    )));
                }
            }
            Ok(Exit::Done)
        }
        None => {
            let kept = arguments.output.as_deref().filter(|path| path.exists());
            let output = if kept.is_some() { None } else { arguments.output.as_deref() };
            deliver(problem, outcome, output, arguments.json)?;
            Err(Failure::NoPlan(no_plan(problem, outcome, why_none, kept)))
        }
    }
}

fn options(arguments: &Arguments) -> Options {
    let default = Options::default();
    Options {
        seed: arguments.seed,
        work_limit: arguments.work,
        target_gap: arguments.gap,
        // The most threads fit any usize.
        n_threads: arguments.threads.map_or(default.n_threads, |n| n as usize),
        ..default
    }
}

/// Checks a plan before anybody sees it.
fn checked(problem: &Problem, plan: &Plan) -> Result<Report, Failure> {
    let report = checker::check(problem, plan);
    expect_valid(problem, Some(&report)).map(|()| report)
}

/// A plan of ours that breaks a rule is a mistake of the program.
pub(super) fn expect_valid(problem: &Problem, report: Option<&Report>) -> Result<(), Failure> {
    let Some(report) = report.filter(|report| !report.is_valid()) else { return Ok(()) };
    let lines: Vec<String> =
        report.violations.iter().take(MAX_SHOWN).map(|v| format!("  {}", input::violation_line(problem, v))).collect();
    let title = say!("het plan dat het maakte, overtreedt de regels:", "the plan it made breaks the rules:");
    Err(Failure::Internal(format!("{}\n{}", language::put(&title), lines.join("\n"))))
}

/// Writes and prints the plan file.
fn deliver(problem: &Problem, outcome: &Outcome, output: Option<&Path>, json: bool) -> Result<(), Failure> {
    let text = PlanFile::of(problem, outcome).to_text();
    if let Some(path) = output {
        files::write_whole(path, text.as_bytes())?;
    }
    if json { output::print(&text) } else { Ok(()) }
}

/// Why there is no plan, and what became of the file.
fn no_plan(problem: &Problem, outcome: &Outcome, why_none: Option<&WhyNone>, kept: Option<&Path>) -> String {
    let mut lines = Vec::new();
    if outcome.status == Status::Infeasible {
        lines.push(say!("Er is geen plan mogelijk.", "No plan is possible."));
        if let Some(why @ WhyNone { clash: Clash::Clash { .. }, .. }) = why_none {
            let why = crate::report::explain::why_none(problem, why, output::width());
            lines.push(Said::same(why.trim_end().to_owned()));
        } else {
            lines.push(say!(
                "  hulp: `reisagenda explain` met het scenario zoekt uit wat botst",
                "  help: `reisagenda explain` with the scenario finds out what clashes"
            ));
        }
    } else {
        lines.push(say!(
            "Het zoeken is gestopt voordat er een plan was gevonden.",
            "The search was stopped before it found a plan."
        ));
        lines.push(say!(
            "  hulp: geef het meer tijd; of een plan mogelijk is, is niet bekend",
            "  help: give it more time; whether a plan is possible is not known"
        ));
    }
    lines.extend(kept.map(|path| say!("{} is gebleven zoals het was.", "{} is kept as it was.", path.display())));
    let lines: Vec<&str> = lines.iter().map(language::put).collect();
    lines.join("\n")
}

/// Seconds with one decimal.
fn tenths(took: Duration) -> String {
    format!("{:.1}", took.as_secs_f64())
}

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let wrong = |text: Said| Err(language::put(&text).to_owned());
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 => Duration::try_from_secs_f64(seconds)
            .or_else(|_| wrong(say!("dat is langer dan er te tellen valt", "that is longer than can be counted"))),
        Ok(_) => wrong(say!("meer dan 0 seconden zijn nodig", "more than 0 seconds are needed")),
        Err(_) => wrong(say!("een aantal seconden werd verwacht", "a number of seconds is expected")),
    }
}

pub(super) fn fraction(text: &str) -> Result<f64, String> {
    let wrong = |text: Said| Err(language::put(&text).to_owned());
    match text.parse() {
        Ok(fraction) if (0.0..=1.0).contains(&fraction) => Ok(fraction),
        Ok(_) => wrong(say!(
            "een fractie van 0 tot 1 werd verwacht, zoals 0.01 voor een procent",
            "a fraction from 0 to 1 is expected, such as 0.01 for one percent"
        )),
        Err(_) => wrong(say!(
            "een getal werd verwacht, zoals 0.01 voor een procent",
            "a number is expected, such as 0.01 for one percent"
        )),
    }
}
