//! `reisagenda convert`: a scenario as TOML, JSON or a workbook, from any of these.
//!
//! # Invariants
//!
//! * Nothing is overwritten unless that is asked for, and nothing is written before all of it could be made.
//! * What a scenario names beside itself (calendars, an earlier plan) goes with it.

use std::fs;
use std::path::{Component, Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::exit::{Exit, Failure};
use super::{input, language, output};
use crate::domain::Language;
use crate::files::{self, FileError};
use crate::say;
use crate::scenario::{self, raw};
use crate::texts::Said;

/// Write a scenario in another form: a folder with TOML, a JSON file, or a workbook.
///
/// FROM is any scenario. What TO is called says what it becomes: .xlsx is a workbook, .json and .toml are files, any
/// other name is a folder with a scenario.toml. Calendars and an earlier plan that the scenario names are copied along;
/// rows of CSV tables are written into the scenario itself. Nothing of the agenda is lost in any direction; comments in
/// TOML files and the look of a workbook are.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda convert my-agenda agenda.xlsx
  reisagenda convert agenda.xlsx my-agenda
  reisagenda convert agenda.ods agenda.json
  reisagenda convert my-agenda agenda.xlsx --lang nl --force

Exit codes: 0 written, 2 wrong input, 3 cannot write or internal error.")]
pub struct Arguments {
    /// The scenario: a folder with a scenario.toml, a .toml or .json file, or a workbook
    from: PathBuf,
    /// What to write: a name that ends in .xlsx, .toml or .json, or a folder
    to: PathBuf,
    /// Replace what is there already
    #[arg(long)]
    force: bool,
    /// Print what was written as JSON
    #[arg(long)]
    json: bool,
}

/// What the scenario is to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Workbook,
    Json,
    Toml,
    Folder,
}

/// A file that is to be written.
struct Output {
    path: PathBuf,
    bytes: Vec<u8>,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let form = form(&arguments.to)?;
    let written = input::written(&arguments.from)?;
    let raw = &written.raw;
    // A file for others follows the scenario, not the settings of this machine.
    let language = language::given().unwrap_or(match raw.language {
        Some(raw::Language::Nl) => Language::Dutch,
        Some(raw::Language::En) | None => Language::English,
    });
    let folder = match form {
        Form::Folder => arguments.to.clone(),
        _ => arguments.to.parent().map(Path::to_owned).unwrap_or_default(),
    };
    let beside = beside(raw, &written.folder, &folder)?;
    let mut outputs = beside;
    let n_beside = outputs.len();
    outputs.extend(outputs_of(raw, form, &arguments.to, language)?);
    for output in &outputs {
        check_free(&output.path, &output.bytes, arguments.force)?;
    }
    for output in &outputs {
        if let Some(folder) = output.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|source| FileError::Write { path: folder.to_owned(), source })?;
        }
        files::write_whole(&output.path, &output.bytes)?;
    }
    tell(arguments, &outputs[..n_beside], &outputs[n_beside..])?;
    Ok(Exit::Done)
}

fn form(to: &Path) -> Result<Form, Failure> {
    let extension = to.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        _ if to.is_dir() => Ok(Form::Folder),
        Some("xlsx") => Ok(Form::Workbook),
        Some("json") => Ok(Form::Json),
        Some("toml") => Ok(Form::Toml),
        Some("ods" | "xls" | "xlsm" | "xlsb") => {
            let text = say!(
                "Fout: zo'n werkmap als `{}` wordt niet geschreven\n  \
                 hulp: geef een naam die eindigt op .xlsx; LibreOffice opent dat ook",
                "Error: `{}` is no kind of workbook that is written\n  \
                 help: name a file that ends in .xlsx; LibreOffice opens it too",
                to.display()
            );
            Err(Failure::Input(language::put(&text).to_owned()))
        }
        _ => Ok(Form::Folder),
    }
}

fn outputs_of(raw: &raw::Scenario, form: Form, to: &Path, language: Language) -> Result<Vec<Output>, Failure> {
    let file = |path: PathBuf, bytes: Vec<u8>| Output { path, bytes };
    Ok(match form {
        Form::Workbook => {
            let bytes = scenario::to_workbook(raw, language).map_err(|error| {
                let message = error.0;
                let text = say!(
                    "Fout: {message}\n  hulp: maak de tekst korter, of kies een map of .json",
                    "Error: {message}\n  help: shorten the text, or choose a folder or .json"; message
                );
                Failure::Input(language::put(&text).to_owned())
            })?;
            vec![file(to.to_owned(), bytes)]
        }
        Form::Json => vec![file(to.to_owned(), scenario::to_json(raw).into_bytes())],
        Form::Toml => vec![file(to.to_owned(), scenario::to_toml(raw, None).into_bytes())],
        Form::Folder => {
            let schema = format!("{:#}\n", scenario::schema());
            vec![
                file(to.join("scenario.schema.json"), schema.into_bytes()),
                file(to.join("scenario.toml"), scenario::to_toml(raw, Some("scenario.schema.json")).into_bytes()),
            ]
        }
    })
}

/// The files that the scenario names beside itself, as they are to stand beside what is written.
fn beside(raw: &raw::Scenario, from: &Path, to: &Path) -> Result<Vec<Output>, Failure> {
    let real = |folder: &Path| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        folder.canonicalize().ok()
    };
    let mut outputs: Vec<Output> = Vec::new();
    if real(from).is_some() && real(from) == real(to) {
        return Ok(outputs);
    }
    let names = raw.calendars.iter().filter_map(|calendar| calendar.file.as_ref()).chain(&raw.earlier_plan);
    for name in names {
        let path = Path::new(name);
        // What has a path of its own is found from anywhere.
        if path.is_absolute() || outputs.iter().any(|output| output.path == to.join(path)) {
            continue;
        }
        if path.components().any(|part| part == Component::ParentDir) {
            let text = say!(
                "Fout: `{name}` staat buiten de map van de agenda en kan niet mee\n  \
                 hulp: zet het bestand in die map, of schrijf naar dezelfde map",
                "Error: `{name}` is outside the scenario's folder and cannot come along\n  \
                 help: put the file into that folder, or write to the same folder"
            );
            return Err(Failure::Input(language::put(&text).to_owned()));
        }
        outputs.push(Output { path: to.join(path), bytes: files::read(&from.join(path))? });
    }
    Ok(outputs)
}

/// Finds out whether a file may be written: when nothing is there, when the same is there, or when it is to be replaced.
fn check_free(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    if force || path.symlink_metadata().is_err() || fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let shown = path.display();
    let text: Said = say!(
        "Fout: `{shown}` bestaat al, en er wordt niets overschreven\n  \
         hulp: kies een andere naam, of gebruik --force om het te vervangen",
        "Error: `{shown}` is there already, and nothing is overwritten\n  \
         help: choose another name, or use --force to replace it"
    );
    Err(Failure::Input(language::put(&text).to_owned()))
}

fn tell(arguments: &Arguments, beside: &[Output], written: &[Output]) -> Result<(), Failure> {
    let names = |outputs: &[Output]| outputs.iter().map(|it| it.path.display().to_string()).collect::<Vec<_>>();
    if arguments.json {
        let told = json!({
            "from": arguments.from.display().to_string(), "written": names(written), "copied": names(beside),
        });
        return output::print(&format!("{told:#}"));
    }
    let main = arguments.to.display();
    let (n, from) = (beside.len(), arguments.from.display());
    let along = match n {
        0 => Said::default(),
        1 => say!(", met 1 bestand ernaast", ", with 1 file beside it"),
        _ => say!(", met {n} bestanden ernaast", ", with {n} files beside it"),
    };
    let text = say!("{from} is geschreven als {main}{along}.", "{from} was written as {main}{along}."; along);
    output::print(language::put(&text))
}
