//! `reisagenda feeds`: a plan as calendars.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::exit::{Exit, Failure};
use super::input::{self, ScenarioAndPlan};
use super::{language, output};
use crate::files::{self, FileError};
use crate::texts::say;

/// Write a plan as calendars that Outlook and others take.
///
/// One .ics file for each traveller, organisation and country, and one for the whole agenda. Files of the same name
/// are replaced, each whole or not at all; other files in the folder are left alone. A plan that breaks a rule is not
/// written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda feeds my-agenda plan.json -o calendars

Subscribe to a calendar rather than import it: an import twice is everything double.")]
pub struct Arguments {
    #[command(flatten)]
    input: ScenarioAndPlan,
    /// The folder to write to; it is made when it is not there
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let problem = input::problem(&arguments.input.scenario, false)?;
    let (plan, _) = input::plan(&problem, &arguments.input.plan)?;
    input::valid(&problem, &plan, &say!("er is geen agenda geschreven", "no calendar was written"))?;

    let folder = &arguments.output;
    fs::create_dir_all(folder).map_err(|source| FileError::Write { path: folder.clone(), source })?;
    let calendars = crate::feeds::files(&problem, &plan);
    for (name, bytes) in &calendars {
        files::write_whole(&folder.join(name), bytes)?;
    }
    output::print(language::put(&say!(
        "{} agenda's geschreven naar {}",
        "{} calendars written to {}",
        calendars.len(),
        folder.display()
    )))?;
    Ok(Exit::Done)
}
