//! `reisagenda feeds`: a plan as calendars.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::exit::{Exit, Failure};
use super::{input, language, output};
use crate::files::{self, FileError};
use crate::ics::lint::{Kind, lint_as};
use crate::texts::say;

/// Write a plan as calendars that Outlook and others take.
///
/// One .ics file for each traveller, organisation and country, and one for the whole agenda. Everything that is planned is
/// in them; `reisagenda publish` writes calendars that say to everybody as much as they may see. Files of the same name
/// are replaced, each whole or not at all; other files in the folder are left alone. A plan that breaks a rule is not
/// written.
///
/// With --lint nothing is written: any .ics files are tested against the rules that a calendar has to keep.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda feeds my-agenda plan.json -o calendars
  reisagenda feeds --lint calendars/*.ics
  reisagenda feeds --lint --invitations uitnodiging.ics --json

Subscribe to a calendar rather than import it: an import twice is everything double.

Exit codes: 0 written, or no rule is broken; 1 the plan breaks a rule, or a file does; 2 wrong input; 3 could not write.")]
pub struct Arguments {
    /// The scenario: a folder with a scenario.toml, a .toml or .json file, or a workbook
    #[arg(required_unless_present = "lint")]
    scenario: Option<PathBuf>,
    /// The plan file
    #[arg(required_unless_present = "lint")]
    plan: Option<PathBuf>,
    /// The folder to write to; it is made when it is not there
    #[arg(short, long, value_name = "FOLDER", required_unless_present = "lint")]
    output: Option<PathBuf>,
    /// Test these .ics files against the rules of docs/outlook.md
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["scenario", "plan", "output"])]
    lint: Vec<PathBuf>,
    /// The files to test are invitations to single events, not calendars
    #[arg(long, requires = "lint")]
    invitations: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let (Some(scenario), Some(plan), Some(folder)) = (&arguments.scenario, &arguments.plan, &arguments.output) else {
        return lint(arguments);
    };
    let problem = input::problem(scenario, arguments.json)?;
    let (plan, _) = input::plan(&problem, plan)?;
    input::valid(&problem, &plan, &say!("er is geen agenda geschreven", "no calendar was written"))?;
    fs::create_dir_all(folder).map_err(|source| FileError::Write { path: folder.clone(), source })?;
    let calendars = crate::feeds::files(&problem, &plan);
    for (name, bytes) in &calendars {
        files::write_whole(&folder.join(name), bytes)?;
    }
    let text = if arguments.json {
        let names: Vec<&String> = calendars.iter().map(|(name, _)| name).collect();
        format!("{:#}", json!({ "folder": folder.display().to_string(), "files": names }))
    } else {
        let said =
            say!("{} agenda's geschreven naar {}", "{} calendars written to {}", calendars.len(), folder.display());
        language::put(&said).to_owned()
    };
    output::print(&text)?;
    Ok(Exit::Done)
}

/// Tests files against the rules, and prints what each breaks.
fn lint(arguments: &Arguments) -> Result<Exit, Failure> {
    let kind = if arguments.invitations { Kind::Invitation } else { Kind::Calendar };
    let mut files_found = Vec::new();
    for path in &arguments.lint {
        files_found.push((path.display().to_string(), lint_as(kind, &files::read(path)?)));
    }
    let n_findings: usize = files_found.iter().map(|(_, findings)| findings.len()).sum();
    let text = if arguments.json {
        let files: Vec<serde_json::Value> = files_found
            .iter()
            .map(|(path, findings)| {
                let findings: Vec<serde_json::Value> = findings
                    .iter()
                    .map(|f| {
                        let (message, remedy) = (language::put(&f.message), language::put(&f.remedy));
                        json!({ "line": f.line, "rule": f.rule, "message": message, "remedy": remedy })
                    })
                    .collect();
                json!({ "file": path, "findings": findings })
            })
            .collect();
        format!("{:#}", json!({ "sound": n_findings == 0, "files": files }))
    } else {
        let mut lines: Vec<String> = files_found
            .iter()
            .flat_map(|(path, findings)| findings.iter().map(move |finding| (path, finding.said())))
            .map(|(path, finding)| format!("{path}: {}", language::put(&finding)))
            .collect();
        let verdict = match (files_found.len(), n_findings) {
            (1, 0) => say!("1 bestand overtreedt geen voorschrift.", "1 file breaks no rule."),
            (n, 0) => say!("{n} bestanden overtreden geen voorschrift.", "{n} files break no rule."),
            (_, n) => say!(
                "Overtreden voorschriften: {n}. In docs/outlook.md staat waar elk voor dient.",
                "Broken rules: {n}. docs/outlook.md says what each rule is for."
            ),
        };
        lines.push(language::put(&verdict).to_owned());
        lines.join("\n")
    };
    output::print(&text)?;
    Ok(if n_findings == 0 { Exit::Done } else { Exit::NoPlan })
}
