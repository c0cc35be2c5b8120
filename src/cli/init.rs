//! `reisagenda init`: a scenario to start from.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{Exit, Failure};
use super::output;
use crate::files::FileError;

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
    let files: Vec<(PathBuf, &str)> =
        FILES.into_iter().chain([(SCHEMA, schema.as_str())]).map(|(name, text)| (folder.join(name), text)).collect();
    if let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        return Err(Failure::Input(format!(
            "Error: `{}` is there already, and nothing is overwritten\n  help: choose another folder",
            path.display()
        )));
    }
    fs::create_dir_all(folder).map_err(|source| FileError::Write { path: folder.clone(), source })?;
    for (path, text) in &files {
        write_new(path, text.as_bytes()).map_err(|source| FileError::Write { path: path.clone(), source })?;
    }
    let shown = folder.display();
    output::print(&format!(
        "A scenario to start from is in {shown}. Read {shown}/scenario.toml, then run:\n  \
         reisagenda plan {shown} -o plan.json"
    ))?;
    Ok(Exit::Done)
}

/// Writes a file that is not there yet; a file that could not be finished is taken away again.
fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // It is our own file, made a moment ago; where even this fails, the first error says why.
        let _ = fs::remove_file(path);
    }
    written
}
