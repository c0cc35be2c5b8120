//! `reisagenda report`: a plan as a page for a browser, on paper, or as a report on a quarter.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::exit::{Exit, Failure};
use super::input::{self, ScenarioAndPlan};
use super::{language, output, pdf, plan, remedies};
use crate::explain::Effort;
use crate::files;
use crate::planfile::Edition;
use crate::report::book;
use crate::report::facts::{Facts, LeftOut, Sources};
use crate::report::page::{self, WhatIfs};
use crate::report::quarter::{self, InvalidQuarter, Quarter};
use crate::texts::{Said, decoded, say};
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
  reisagenda report my-agenda plan.json -o agenda.html --whatif whatifs.json
  reisagenda report my-agenda plan.json --quarter 2027-Q2 --since last-quarter.json -o report.odt
  reisagenda report my-agenda plan.json -o plan.xlsx
  reisagenda report my-agenda plan.json -o agenda.html --remedies 30

For --pdf a Chromium, Chrome or Edge must be installed; REISAGENDA_BROWSER names one that is not on the path.

Exit codes: 0 written, 1 the plan breaks a rule, 2 wrong input or no browser for --pdf, 3 cannot write or internal error.")]
pub struct Arguments {
    #[command(flatten)]
    input: ScenarioAndPlan,
    /// The file to write: a page (.html), a workbook with the same facts in sheets (.xlsx), or with --quarter a page or a text for Word and LibreOffice (.odt)
    #[arg(short, long, value_name = "FILE", required_unless_present = "pdf")]
    output: Option<PathBuf>,
    /// Report on one quarter instead: visits, changes, countries, budgets, and the quarter after it
    #[arg(long, value_name = "YEAR-QUARTER", value_parser = quarter)]
    quarter: Option<Quarter>,
    /// Say what changed since this earlier plan
    #[arg(long, value_name = "OLD_PLAN")]
    since: Option<PathBuf>,
    /// Compare with what-ifs: the file that `reisagenda whatif --json` printed
    #[arg(long, value_name = "WHATIFS.json", conflicts_with = "quarter")]
    whatif: Option<PathBuf>,
    /// Also say what would get each wish that is not planned into the plan at the least cost; at most so many seconds
    /// for each
    #[arg(long, value_name = "SECONDS", value_parser = plan::seconds, conflicts_with = "quarter")]
    remedies: Option<Duration>,
    /// Rounds of work for each search of the whole plan; more find more, and take longer
    #[arg(long, value_name = "N", requires = "remedies", default_value_t = Effort::default().work)]
    work: u64,
    /// Also print the page to this PDF file, with Chromium, Chrome or Edge
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// Print what was written as JSON
    #[arg(long)]
    json: bool,
    /// Show no progress
    #[arg(short, long)]
    quiet: bool,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if let Some(path) = &arguments.output {
        let endings: &[&str] =
            if arguments.quarter.is_some() { &["html", "htm", "odt"] } else { &["html", "htm", "xlsx"] };
        check_name(path, endings)?;
    }
    if let Some(path) = &arguments.pdf {
        check_name(path, &["pdf"])?;
    }
    let problem = input::problem(&arguments.input.scenario, arguments.json)?;
    if let Some(quarter) = arguments.quarter.filter(|quarter| quarter.days().intersection(problem.horizon).is_none()) {
        let [first, last] = [problem.horizon.start(), problem.horizon.last()].map(|day| Quarter::of(day).to_string());
        let quarter = quarter.to_string();
        let text = say!(
            "Fout: de reisagenda heeft geen dag in {quarter}\n  hulp: zij heeft dagen in {first} tot en met {last}",
            "Error: the agenda has no day in {quarter}\n  help: it has days in {first} to {last}"
        );
        return Err(Failure::Input(language::put(&text).to_owned()));
    }
    let (plan, claims) = input::plan(&problem, &arguments.input.plan)?;
    let since: Option<Edition> = arguments.since.as_deref().map(input::edition).transpose()?;
    let report = input::valid(&problem, &plan, &say!("er is geen pagina geschreven", "no page was written"))?;
    // Before the work is done: a browser that is missing is told at once.
    let browser = arguments.pdf.as_ref().map(|_| pdf::Browser::find()).transpose()?;

    let mut sources = Sources { claims, since: since.as_ref(), ..Sources::default() };
    // Before minutes are spent: what-ifs of another plan are refused at once.
    let mut facts = Facts::of(&problem, &plan, &report, &sources);
    let whatifs = arguments.whatif.as_deref().map(|path| whatifs(path, &facts)).transpose()?;
    if let Some(time) = arguments.remedies {
        let prices = sources.claims.prices.clone();
        let effort = Effort { work: arguments.work, prices, ..Effort::default() };
        sources.remedies = remedies::find(&problem, &plan, time, &effort, arguments.quiet || arguments.json)?;
        facts = Facts::of(&problem, &plan, &report, &sources);
    }
    let page = match arguments.quarter {
        Some(quarter) => quarter::html(&facts, quarter),
        None => page::html(&facts, whatifs.as_ref()),
    };
    let mut written = Vec::new();
    if let Some(path) = &arguments.output {
        match arguments.quarter.filter(|_| ends_in(path, &["odt"])) {
            Some(quarter) => files::write_whole(path, &quarter::odt(&facts, quarter))?,
            None if ends_in(path, &["xlsx"]) => files::write_whole(path, &as_workbook(&facts)?)?,
            None => files::write_whole(path, page.as_bytes())?,
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
            "remedies": arguments.remedies.map(|_| remedies_as_json(&facts)),
        });
        format!("{answer:#}")
    } else {
        language::put(&say!("Geschreven: {}", "Written: {}", written.join(", "))).to_owned()
    })?;
    Ok(Exit::Done)
}

fn quarter(text: &str) -> Result<Quarter, String> {
    text.parse().map_err(|wrong: InvalidQuarter| language::put(&wrong.said()).to_owned())
}

/// What would get each wish that is not planned into the plan.
fn remedies_as_json(facts: &Facts) -> serde_json::Value {
    let remedy = |row: &LeftOut| json!({ "request": facts.problem().request(row.request).id, "sentence": row.remedy });
    facts.left_out.iter().map(remedy).collect()
}

/// Reads what-ifs, which must be of this plan.
fn whatifs(path: &Path, facts: &Facts) -> Result<WhatIfs, Failure> {
    let bytes = files::read(path)?;
    let path = path.display();
    let whatifs = WhatIfs::parse(&String::from_utf8_lossy(&bytes)).map_err(|error| {
        let error = decoded(&error.to_string());
        Failure::input(
            &say!("`{path}` bevat geen wat-alsen: {error}", "`{path}` holds no what-ifs: {error}"; error),
            &say!(
                "geef het bestand dat `reisagenda whatif SCENARIO --plan PLAN.json --json CHANGE...` toonde, in zijn geheel",
                "give the file that `reisagenda whatif SCENARIO --plan PLAN.json --json CHANGE...` printed, whole"
            ),
        )
    })?;
    if !whatifs.are_of(facts.totals.objective) {
        return Err(Failure::input(
            &say!(
                "`{path}` vergelijkt met een ander plan dan dit",
                "`{path}` compares with another plan than this one"
            ),
            &say!("voer `reisagenda whatif` opnieuw uit met dit plan", "run `reisagenda whatif` again with this plan"),
        ));
    }
    Ok(whatifs)
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
    if ends_in(path, endings) {
        return output::check_writable(path);
    }
    let endings: Vec<Said> = endings.iter().map(|ending| Said::same(format!("`.{ending}`"))).collect();
    let (path, endings) = (path.display(), Said::join(&endings, &say!(" of ", " or ")));
    Err(Failure::input(
        &say!("`{path}` zegt niet wat er te schrijven is", "`{path}` does not say what to write"),
        &say!("laat de naam eindigen op {endings}", "end its name in {endings}"; endings),
    ))
}

fn ends_in(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    endings.contains(&ending.as_str())
}
