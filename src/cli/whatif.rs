//! `reisagenda whatif`: plans again after changes, and says what that changes in the published plan and why.

use std::path::{Path, PathBuf};

use clap::Args;

use super::again::{Effort, Guard, Keeping, Published};
use super::exit::{Exit, Failure};
use super::plan::TIME_TO_EXPLAIN;
use super::{input, language, output};
use crate::domain::{Outcome, Points, Status};
use crate::explain::{self, Clash};
use crate::files;
use crate::planfile::PlanFile;
use crate::report::explain::clash_lines;
use crate::report::whatif::{NoPlan, WhatIf, joined_titles, whatif_json, whatif_text};
use crate::scenario::changes::{ChangeSource, Step};
use crate::texts::say;
use crate::whatif::{Side, carry, compare, few_changes, learn_from_each_other, replan, within_changes};

/// Plan again after changes, and compare with the published plan.
///
/// Each CHANGE is a small file with the steps of one what-if; scenarios/whatif has examples, docs/whatif.md explains them.
/// Several files are several what-ifs side by side, or with --together one what-if with all their steps in order. The
/// search begins with the published plan. What is compared: points, visits, days away, money, CO2; every visit that is
/// new, dropped, moved or given another delegation, each with why; and the rules that now hold visits back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda whatif my-agenda --plan plan.json minister-ill.toml
  reisagenda whatif my-agenda --plan plan.json budget.toml egypt-closed.toml
  reisagenda whatif my-agenda --plan plan.json --together budget.toml egypt-closed.toml
  reisagenda whatif my-agenda --plan plan.json minister-ill.toml --keep-before 2027-03-01 --max-changes 3
  reisagenda whatif my-agenda --plan plan.json minister-ill.toml --trade-off 4
  reisagenda whatif my-agenda --plan plan.json --json minister-ill.toml | jq '.whatifs[0].comparison'

Exit codes: 0 every what-if has a plan, 1 one of them has none, 2 wrong input, 3 cannot write or internal error.")]
pub struct Arguments {
    /// The scenario: a folder with a scenario.toml, a .toml or .json file, or a workbook
    scenario: PathBuf,
    /// The published plan
    #[arg(long, value_name = "PLAN")]
    plan: PathBuf,
    /// Files of changes; without one the scenario as it is, planned again
    #[arg(value_name = "CHANGE")]
    changes: Vec<PathBuf>,
    /// Take all files as one what-if, in this order
    #[arg(long)]
    together: bool,
    /// Also plan the scenario again as it is, so that what longer searching brings is not taken for what a change brings
    #[arg(long)]
    baseline: bool,
    #[command(flatten)]
    keeping: Keeping,
    /// Also list the best plans with 0, 1, 2, … up to N changes, each with what is proven of others
    #[arg(long, value_name = "N")]
    trade_off: Option<usize>,
    #[command(flatten)]
    effort: Effort,
    /// Write the new plans to this folder, numbered in the order of the what-ifs
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// Print the comparison as JSON
    #[arg(long)]
    json: bool,
    /// Show no notes on the way
    #[arg(short, long)]
    quiet: bool,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let quiet = arguments.quiet || arguments.json;
    let keep_before = arguments.keeping.keep_before.clone();
    let published = Published::read(&arguments.scenario, &arguments.plan, keep_before, quiet)?;
    let files = |paths: &[PathBuf]| paths.iter().cloned().map(ChangeSource::File).collect::<Vec<_>>();
    let mut asked: Vec<Vec<ChangeSource>> = if arguments.together || arguments.changes.is_empty() {
        vec![files(&arguments.changes)]
    } else {
        arguments.changes.iter().map(|path| files(std::slice::from_ref(path))).collect()
    };
    if arguments.baseline && !arguments.changes.is_empty() {
        asked.insert(0, Vec::new());
    }
    // All mistakes of all files before any search.
    let mut loaded = Vec::new();
    let mut failures = Vec::new();
    for sources in asked {
        match input::changed(&published.scenario, &published.changes(sources), quiet) {
            Ok(changed) => loaded.push(changed),
            Err(failure) => failures.push(failure.to_string()),
        }
    }
    if !failures.is_empty() {
        return Err(Failure::Input(failures.join("\n\n")));
    }
    let before = Side { problem: &published.problem, plan: &published.plan };
    let guard = Guard::new();
    let options = arguments.effort.options(arguments.effort.n_threads().min(2));
    let limit = arguments.effort.limit();
    let mut whatifs = Vec::new();
    for (loaded, steps) in loaded {
        let problem = loaded.problem;
        let title = if steps.is_empty() { unchanged() } else { joined_titles(&steps) };
        if !quiet {
            output::note(language::put(&say!("Opnieuw gepland: {title}", "Planning again: {title}")));
        }
        let start = carry(&published.plan, &published.problem, &problem);
        let ask = arguments.keeping.ask(&published, options.clone());
        let mut answer = replan(&problem, &start, &ask, &mut guard.watch(limit));
        let trade_off = match arguments.trade_off {
            Some(most) => {
                let mut list = few_changes(&problem, &start, most, &ask.options, |_| guard.watch(limit));
                learn_from_each_other(&mut answer, &mut list);
                list
            }
            None => Vec::new(),
        };
        for answer in trade_off.iter().map(|few| &few.answer).chain([&answer]) {
            super::plan::expect_valid(&problem, answer.report.as_ref())?;
        }
        let after = answer.outcome.plan.as_ref().map(|plan| Side { problem: &problem, plan });
        let comparison = after.map(|after| compare(before, after));
        let why_none = answer.outcome.plan.is_none().then(|| {
            let keeping = &arguments.keeping;
            let is_own = keeping.max_changes.is_some() || keeping.keep_before.is_some();
            let command = explain_command(arguments, &steps);
            let is_known = answer.outcome.status == Status::Infeasible;
            if !(is_known || is_own) || guard.was_stopped() {
                return NoPlan { found: None, command };
            }
            if !quiet {
                let text = say!("Waarom er geen plan is: {title}", "Why there is no plan: {title}");
                output::note(language::put(&text));
            }
            let problem = within_changes(&problem, &start, answer.max_changes);
            let published = answer.max_changes.map(|_| start.clone());
            let effort = explain::Effort { seed: arguments.effort.seed, published, ..explain::Effort::default() };
            let why = explain::why_none(&problem, &effort, &mut guard.watch(Some(TIME_TO_EXPLAIN)));
            if let Clash::Clash { demands, is_of_all, .. } = &why.clash {
                if why.clash.is_telling() {
                    answer.outcome.clash = clash_lines(&problem, demands);
                }
                if *is_of_all {
                    answer.outcome.status = Status::Infeasible;
                }
            }
            NoPlan { found: Some((problem, why)), command }
        });
        whatifs.push(WhatIf { title, steps, problem, answer, comparison, why_none, trade_off });
    }
    if let Some(folder) = &arguments.output {
        write_plans(folder, &whatifs)?;
    }
    let published_totals = compare(before, before).before;
    // Files follow the scenario; what is shown follows this run.
    let shown = language::shown(&published.problem);
    for whatif in &mut whatifs {
        whatif.problem.language = language::current();
        if let Some(NoPlan { found: Some((problem, _)), .. }) = &mut whatif.why_none {
            problem.language = language::current();
        }
    }
    let text = if arguments.json {
        format!("{:#}", whatif_json(&shown, &published_totals, &whatifs))
    } else {
        whatif_text(&shown, &published_totals, &whatifs, output::width())
    };
    output::print(&text)?;
    let all = whatifs.iter().all(|whatif| whatif.answer.outcome.plan.is_some());
    Ok(if all { Exit::Done } else { Exit::NoPlan })
}

/// The command that explains why there is no plan with these changes.
fn explain_command(arguments: &Arguments, steps: &[Step]) -> String {
    let mut files: Vec<&str> = steps.iter().map(|step| step.source.as_str()).collect();
    files.dedup();
    let (scenario, plan) = (arguments.scenario.display().to_string(), arguments.plan.display().to_string());
    let mut words = vec!["reisagenda", "explain", &scenario];
    let keep_before = arguments.keeping.keep_before.as_deref();
    let max_changes = arguments.keeping.max_changes.map(|max| max.to_string());
    if !files.is_empty() || keep_before.is_some() || max_changes.is_some() {
        words.push(&plan);
    }
    words.extend(files.iter().flat_map(|file| ["--with", file]));
    words.extend(keep_before.iter().flat_map(|date| ["--keep-before", date]));
    words.extend(max_changes.iter().flat_map(|max| ["--max-changes", max]));
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// A word as shells take it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:,@\\".contains(c);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// What a what-if without changes is called.
fn unchanged() -> String {
    language::put(&say!("Niets gewijzigd", "Nothing changed")).to_owned()
}

/// Writes the plan of each what-if that has one.
fn write_plans(folder: &Path, whatifs: &[WhatIf]) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|source| files::FileError::Write { path: folder.to_owned(), source })?;
    for (number, whatif) in whatifs.iter().enumerate() {
        if whatif.answer.outcome.plan.is_none() {
            continue;
        }
        let plain = whatif.answer.per_change == Points::ZERO && whatif.answer.max_changes.is_none();
        // What is proven when changes cost, or are few, is not proven of every plan.
        let outcome = if plain {
            whatif.answer.outcome.clone()
        } else {
            Outcome { bound: None, status: Status::Feasible, ..whatif.answer.outcome.clone() }
        };
        let path = folder.join(format!("{}.json", number + 1));
        files::write_whole(&path, PlanFile::of(&whatif.problem, &outcome).to_text().as_bytes())?;
    }
    Ok(())
}
