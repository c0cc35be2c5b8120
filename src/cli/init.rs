//! `reisagenda init`: a scenario to start from.

use std::path::PathBuf;

use clap::Args;

use super::exit::{Exit, Failure};
use super::{language, output};
use crate::texts::say;

/// The files of the starter scenario but the schema, which is made.
const FILES: [(&str, &str); 3] = [
    ("scenario.toml", include_str!("starter/scenario.toml")),
    ("holidays.csv", include_str!("starter/holidays.csv")),
    ("minister.ics", include_str!("starter/minister.ics")),
];

/// The schema, which lets an editor complete and check the scenario.
const SCHEMA: &str = "scenario.schema.json";

/// Write a small scenario with comments, to start from.
///
/// It plans as it stands. No file that is there already is changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda init my-agenda
  reisagenda plan my-agenda -o plan.json")]
pub struct Arguments {
    /// The folder to write to; it is made when it is not there
    folder: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let folder = &arguments.folder;
    let schema = format!("{:#}\n", crate::scenario::schema());
    let files: Vec<(&str, &str)> = FILES.into_iter().chain([(SCHEMA, schema.as_str())]).collect();
    output::write_new_files(folder, &files)?;
    let shown = folder.display();
    output::print(language::put(&say!(
        "In {shown} staat een scenario om mee te beginnen. Lees {shown}/scenario.toml, en voer dan uit:\n  \
         reisagenda plan {shown} -o plan.json",
        "A scenario to start from is in {shown}. Read {shown}/scenario.toml, then run:\n  \
         reisagenda plan {shown} -o plan.json"
    )))?;
    Ok(Exit::Done)
}
