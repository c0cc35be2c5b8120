//! `reisagenda sweep`: plans again for every value of a number, or every combination of changes, on all cores.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;

use super::again::{Effort, Guard, Keeping, Published, on_all_cores};
use super::exit::{Exit, Failure};
use super::{input, language, output};
use crate::domain::Language;
use crate::files;
use crate::report::whatif::{Point, sweep_json, sweep_page, sweep_text};
use crate::scenario::changes::ChangeSource;
use crate::texts::say;
use crate::whatif::{Axis, InvalidAxis, Side, carry, combinations, compare, replan};

/// The most combinations; more would run for days.
const MAX_POINTS: usize = 5000;

/// Plan again for every value of a number, or with and without each change.
///
/// Each --vary is a number of the scenario and a range: `rules.beveiliging.capacity=1..4` tries 1, 2, 3 and 4,
/// `rules.budget-am.max=80%..120%/10` tries 80, 90, … 120 percent of what it is, `trips.max_stops=1..4` a number of a table.
/// Each CHANGE file is tried with and without. All combinations are planned, each on one thread, on all cores.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda sweep my-agenda --plan plan.json --vary 'rules.budget-am.max=80%..120%/10'
  reisagenda sweep my-agenda --plan plan.json --vary rules.beveiliging.capacity=1..4 --page curve.html
  reisagenda sweep my-agenda --plan plan.json minister-ill.toml egypt-closed.toml
  reisagenda sweep my-agenda --plan plan.json --vary trips.max_stops=1..4 --work 20 --json

Exit codes: 0 every combination has a plan, 1 one of them has none, 2 wrong input, 3 cannot write or internal error.")]
pub struct Arguments {
    /// The scenario: a folder with a scenario.toml, a .toml or .json file, or a workbook
    scenario: PathBuf,
    /// The published plan, with which every search begins
    #[arg(long, value_name = "PLAN")]
    plan: PathBuf,
    /// A number and its range, such as `rules.budget-am.max=80%..120%/10`
    #[arg(long, value_name = "NUMBER=RANGE", value_parser = axis)]
    vary: Vec<Axis>,
    /// Files of changes, each tried with and without
    #[arg(value_name = "CHANGE", required_unless_present = "vary")]
    changes: Vec<PathBuf>,
    #[command(flatten)]
    keeping: Keeping,
    #[command(flatten)]
    effort: Effort,
    /// Write a page with the curve, for a browser
    #[arg(long, value_name = "PAGE")]
    page: Option<PathBuf>,
    /// Print the results as JSON
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
    if let Some(page) = &arguments.page {
        output::check_writable(page)?;
    }
    let n_values: Vec<usize> =
        arguments.vary.iter().map(Axis::n_values).chain(arguments.changes.iter().map(|_| 2)).collect();
    let n_points = n_values.iter().try_fold(1_usize, |product, n| product.checked_mul(*n));
    if n_points.is_none_or(|n| n > MAX_POINTS) {
        let text = say!(
            "Fout: dit zijn meer dan {MAX_POINTS} combinaties\n  hulp: varieer minder getallen tegelijk, of neem grotere stappen",
            "Error: these are more than {MAX_POINTS} combinations\n  help: vary fewer numbers at once, or choose larger steps"
        );
        return Err(Failure::Input(language::put(&text).to_owned()));
    }
    let combinations = combinations(&n_values);
    let values = |combination: &[usize], language: Language| -> Vec<String> {
        let (of_axes, of_files) = combination.split_at(arguments.vary.len());
        let of_axes = arguments.vary.iter().zip(of_axes).map(|(axis, &position)| axis.value(position));
        let (yes, no) = (say!("ja", "yes"), say!("nee", "no"));
        of_axes.chain(of_files.iter().map(|&with| if with == 1 { &yes } else { &no }.of(language).to_owned())).collect()
    };
    let axes: Vec<String> = arguments
        .vary
        .iter()
        .map(Axis::name)
        .chain(arguments.changes.iter().map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned()))
        .collect();
    let mut loaded = Vec::new();
    for combination in &combinations {
        let mut sources = Vec::new();
        let (of_axes, of_files) = combination.split_at(arguments.vary.len());
        for (path, &with) in arguments.changes.iter().zip(of_files) {
            sources.extend((with == 1).then(|| ChangeSource::File(path.clone())));
        }
        for (axis, &position) in arguments.vary.iter().zip(of_axes) {
            let name = format!("--vary {}={}", axis.name(), axis.value(position));
            sources.push(ChangeSource::Text { name, text: axis.change(position) });
        }
        // The first mistake is told; the others are of the same kind.
        let (changed, _) = input::changed(&published.scenario, &published.changes(sources), true)?;
        loaded.push((values(combination, published.problem.language), changed.problem));
    }
    let guard = Guard::new();
    let (limit, n_threads) = (arguments.effort.limit(), arguments.effort.n_threads());
    let ask = arguments.keeping.ask(&published, arguments.effort.options(1));
    let n_done = AtomicUsize::new(0);
    let before = Side { problem: &published.problem, plan: &published.plan };
    let mut points: Vec<Point> = on_all_cores(&loaded, n_threads, |_, (values, problem)| {
        let start = carry(&published.plan, &published.problem, problem);
        let answer = replan(problem, &start, &ask, &mut guard.watch(limit));
        let after = answer.outcome.plan.as_ref().map(|plan| Side { problem, plan });
        let totals = after.map(|after| compare(before, after).after);
        let n_done = n_done.fetch_add(1, Ordering::Relaxed) + 1;
        if !quiet {
            let text = say!("{n_done} van {}: {}", "{n_done} of {}: {}", loaded.len(), values.join(", "));
            output::note(language::put(&text));
        }
        Point { values: values.clone(), answer, totals }
    });
    for ((_, problem), point) in loaded.iter().zip(&points) {
        super::plan::expect_valid(problem, point.answer.report.as_ref())?;
    }
    if let Some(path) = &arguments.page {
        files::write_whole(path, sweep_page(&published.problem, &axes, &points).as_bytes())?;
    }
    // Files follow the scenario; what is shown follows this run.
    let shown = language::shown(&published.problem);
    for (point, combination) in points.iter_mut().zip(&combinations) {
        point.values = values(combination, language::current());
    }
    let text = if arguments.json {
        format!("{:#}", sweep_json(&shown, &axes, &points))
    } else {
        sweep_text(&shown, &axes, &points, output::width())
    };
    output::print(&text)?;
    Ok(if points.iter().all(|point| point.totals.is_some()) { Exit::Done } else { Exit::NoPlan })
}

fn axis(text: &str) -> Result<Axis, String> {
    text.parse().map_err(|wrong: InvalidAxis| language::put(&wrong.said()).to_owned())
}
