//! `reisagenda compare`: two plans of a scenario side by side.

use std::path::PathBuf;

use clap::Args;

use super::exit::{Exit, Failure};
use super::{input, language, output};
use crate::report::whatif::{comparison_json, comparison_text};
use crate::whatif::{Side, compare};

/// Compare two plans of a scenario.
///
/// What each is worth and takes, which visits are new, dropped, moved or given another delegation, why each is not as it
/// was, and which rules hold visits back. The numbers are those of `check`; plans that break rules are compared too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda compare my-agenda last-week.json plan.json
  reisagenda compare my-agenda last-week.json plan.json --json | jq '.differences[].request'

Exit codes: 0 compared, 2 wrong input, 3 internal error.")]
pub struct Arguments {
    /// The scenario: a folder with a scenario.toml, a .toml or .json file, or a workbook
    scenario: PathBuf,
    /// The first plan
    plan_a: PathBuf,
    /// The second plan
    plan_b: PathBuf,
    /// Print the comparison as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let problem = input::problem(&arguments.scenario, arguments.json)?;
    let (first, second) = (input::plan(&problem, &arguments.plan_a), input::plan(&problem, &arguments.plan_b));
    let (first, second) = match (first, second) {
        (Ok((first, _)), Ok((second, _))) => (first, second),
        (Err(a), Err(b)) => return Err(Failure::Input(format!("{a}\n\n{b}"))),
        (Err(failure), _) | (_, Err(failure)) => return Err(failure),
    };
    let comparison = compare(Side { problem: &problem, plan: &first }, Side { problem: &problem, plan: &second });
    let shown = language::shown(&problem);
    let text = if arguments.json {
        format!("{:#}", comparison_json(&shown, &shown, &comparison))
    } else {
        comparison_text(&shown, &shown, &comparison, output::width())
    };
    output::print(&text)?;
    Ok(Exit::Done)
}
