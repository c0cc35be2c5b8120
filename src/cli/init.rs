//! `reisagenda init`: a scenario to start from.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::exit::{Exit, Failure};
use super::{language, output};
use crate::domain::Language;
use crate::files::{self, FileError};
use crate::scenario;
use crate::texts::language::pick;
use crate::texts::{Said, say};

/// The files of the starter scenario but the schema, which is made.
const FILES: [(&str, &str); 3] = [
    ("scenario.toml", include_str!("starter/scenario.toml")),
    ("holidays.csv", include_str!("starter/holidays.csv")),
    ("minister.ics", include_str!("starter/minister.ics")),
];

/// The same in Dutch, where it has words.
const FILES_IN_DUTCH: [(&str, &str); 3] = [
    ("scenario.toml", include_str!("starter/scenario.nl.toml")),
    ("holidays.csv", include_str!("starter/holidays.nl.csv")),
    ("minister.ics", include_str!("starter/minister.ics")),
];

/// What stands in a workbook to start from, in Dutch and English.
const WORKBOOKS: (&str, &str) = (include_str!("starter/workbook.nl.toml"), include_str!("starter/workbook.en.toml"));

/// The schema, which lets an editor complete and check the scenario.
const SCHEMA: &str = "scenario.schema.json";

/// Write a small scenario with comments, to start from.
///
/// It plans as it stands. With --xlsx it is a workbook for Excel or LibreOffice, in Dutch or English, with lists to
/// choose from and a comment on every column. No file that is there already is changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda init my-agenda
  reisagenda plan my-agenda -o plan.json
  reisagenda init --xlsx agenda.xlsx --lang nl
  reisagenda plan agenda.xlsx -o plan.json

Exit codes: 0 written, 2 something is there already, 3 cannot write or internal error.")]
pub struct Arguments {
    /// The folder to write to, which is made when it is not there; with --xlsx the workbook
    #[arg(value_name = "FOLDER")]
    path: PathBuf,
    /// Write a workbook (.xlsx) instead of a folder
    #[arg(long)]
    xlsx: bool,
    /// Print what was written as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let path = &arguments.path;
    let is_xlsx = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
    let written = match (arguments.xlsx, is_xlsx) {
        (true, true) => workbook(path)?,
        (false, false) => folder(path)?,
        (true, false) => {
            return wrong(&say!(
                "Fout: `{}` heet niet .xlsx\n  hulp: geef de werkmap een naam die eindigt op .xlsx",
                "Error: `{}` is not called .xlsx\n  help: give the workbook a name that ends in .xlsx",
                path.display()
            ));
        }
        (false, true) => {
            return wrong(&say!(
                "Fout: `{0}` is geen map\n  hulp: voor een werkmap: reisagenda init --xlsx {0}",
                "Error: `{0}` is no folder\n  help: for a workbook: reisagenda init --xlsx {0}",
                path.display()
            ));
        }
    };
    let shown = path.display();
    if arguments.json {
        let names: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
        output::print(&format!("{:#}", json!({ "written": names })))?;
        return Ok(Exit::Done);
    }
    let text = if arguments.xlsx {
        say!(
            "In {shown} staat een werkmap om mee te beginnen. Lees het blad Toelichting, en voer dan uit:\n  \
             reisagenda plan {shown} -o plan.json",
            "A workbook to start from is in {shown}. Read its sheet Leaflet, then run:\n  \
             reisagenda plan {shown} -o plan.json"
        )
    } else {
        say!(
            "In {shown} staat een scenario om mee te beginnen. Lees {shown}/scenario.toml, en voer dan uit:\n  \
             reisagenda plan {shown} -o plan.json",
            "A scenario to start from is in {shown}. Read {shown}/scenario.toml, then run:\n  \
             reisagenda plan {shown} -o plan.json"
        )
    };
    output::print(language::put(&text))?;
    Ok(Exit::Done)
}

fn wrong(text: &Said) -> Result<Exit, Failure> {
    Err(Failure::Input(language::put(text).to_owned()))
}

fn folder(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let schema = format!("{:#}\n", scenario::schema());
    let files = pick(language::current(), FILES_IN_DUTCH, FILES);
    let files: Vec<(&str, &str)> = files.into_iter().chain([(SCHEMA, schema.as_str())]).collect();
    output::write_new_files(folder, &files)?;
    Ok(files.iter().map(|(name, _)| folder.join(name)).collect())
}

fn workbook(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if path.symlink_metadata().is_ok() {
        let shown = path.display();
        let text = say!(
            "Fout: `{shown}` bestaat al, en er wordt niets overschreven\n  hulp: kies een andere naam",
            "Error: `{shown}` is there already, and nothing is overwritten\n  help: choose another name"
        );
        return Err(Failure::Input(language::put(&text).to_owned()));
    }
    let bytes = starter(language::current())?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|source| FileError::Write { path: folder.to_owned(), source })?;
    }
    files::write_whole(path, &bytes)?;
    Ok(vec![path.to_owned()])
}

/// The workbook to start from.
fn starter(language: Language) -> Result<Vec<u8>, Failure> {
    let broken = |what: String| Failure::Internal(format!("the workbook to start from: {what}"));
    let text = pick(language, WORKBOOKS.0, WORKBOOKS.1);
    let written = scenario::read_written("workbook", text).map_err(|mistakes| broken(mistakes.to_string()))?;
    scenario::to_workbook(&written.raw, language).map_err(|error| broken(error.0.of(language).to_owned()))
}
