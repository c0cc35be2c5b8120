//! `reisagenda report`: a plan as a page for a browser, on paper, or as a report on a quarter.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::exit::{Exit, Failure};
use super::input::{self, ScenarioAndPlan};
use super::{language, output, pdf};
use crate::files;
use crate::planfile::Edition;
use crate::report::facts::{Facts, Sources};
use crate::report::{book, page};
use crate::texts::say;
use crate::workbook;

/// Write a plan as a page that everybody can open.
///
/// One file for a browser: a summary, timelines per traveller and per country, the calendar, a map, tables of visits,
/// what is not planned and why, and what is used of limits. It needs no network and no script, and prints as one page
/// A3 for each quarter. A plan that breaks a rule is not written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda report my-agenda plan.json -o agenda.html
  reisagenda report my-agenda plan.json -o agenda.html --since last-week.json
  reisagenda report my-agenda plan.json -o agenda.html --pdf agenda.pdf
  reisagenda report my-agenda plan.json -o plan.xlsx

For --pdf a Chromium, Chrome or Edge must be installed; REISAGENDA_BROWSER names one that is not on the path.

Exit codes: 0 written, 1 the plan breaks a rule, 2 wrong input or no browser for --pdf, 3 cannot write or internal error.")]
pub struct Arguments {
    #[command(flatten)]
    input: ScenarioAndPlan,
    /// The file to write: a page (.html), or a workbook with the same facts in sheets (.xlsx)
    #[arg(short, long, value_name = "PAGE", required_unless_present = "pdf")]
    output: Option<PathBuf>,
    /// Say what changed since this earlier plan
    #[arg(long, value_name = "OLD_PLAN")]
    since: Option<PathBuf>,
    /// Also print the page to this PDF file, with Chromium, Chrome or Edge
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// Print what was written as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if let Some(path) = &arguments.output {
        check_name(path, &["html", "htm", "xlsx"])?;
    }
    if let Some(path) = &arguments.pdf {
        check_name(path, &["pdf"])?;
    }
    let problem = input::problem(&arguments.input.scenario, arguments.json)?;
    let (plan, claims) = input::plan(&problem, &arguments.input.plan)?;
    let since: Option<Edition> = arguments.since.as_deref().map(input::edition).transpose()?;
    let report = input::valid(&problem, &plan, &say!("er is geen pagina geschreven", "no page was written"))?;
    // Before the work is done: a browser that is missing is told at once.
    let browser = arguments.pdf.as_ref().map(|_| pdf::Browser::find()).transpose()?;

    let sources = Sources { claims, since: since.as_ref(), ..Sources::default() };
    let facts = Facts::of(&problem, &plan, &report, &sources);
    let page = page::html(&facts);
    let mut written = Vec::new();
    if let Some(path) = &arguments.output {
        match is_workbook(path) {
            true => files::write_whole(path, &as_workbook(&facts)?)?,
            false => files::write_whole(path, page.as_bytes())?,
        }
        written.push(path.display().to_string());
    }
    if let Some((path, browser)) = arguments.pdf.as_ref().zip(browser) {
        files::write_whole(path, &browser.print(&page)?)?;
        written.push(path.display().to_string());
    }
    let totals = facts.totals;
    output::print(&if arguments.json {
        let answer = json!({
            "written": written, "planned": totals.n_planned, "not_planned": facts.left_out.len(),
            "visits": totals.n_visits, "meetings": totals.n_meetings, "trips": totals.n_trips,
            "days_away": totals.n_days_away, "changes": facts.changes.as_ref().map(|changes| changes.rows.len()),
        });
        format!("{answer:#}")
    } else {
        format!("Written: {}", written.join(", "))
    })?;
    Ok(Exit::Done)
}

/// Whether a file's name asks for a workbook.
fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

fn as_workbook(facts: &Facts) -> Result<Vec<u8>, Failure> {
    workbook::write(&book::pages(facts)).map_err(|error| {
        let message = error.0;
        let text = say!("Fout: {message}\n  hulp: maak de tekst korter", "Error: {message}\n  help: shorten the text"; message);
        Failure::Input(language::put(&text).to_owned())
    })
}

/// Finds out whether a file's name ends as its content asks.
fn check_name(path: &Path, endings: &[&str]) -> Result<(), Failure> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    if endings.contains(&ending.as_str()) {
        return output::check_writable(path);
    }
    let endings: Vec<String> = endings.iter().map(|ending| format!("`.{ending}`")).collect();
    Err(Failure::Input(format!(
        "Error: `{}` does not say what to write\n  help: end its name in {}",
        path.display(),
        endings.join(" or ")
    )))
}
