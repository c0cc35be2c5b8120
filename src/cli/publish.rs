//! `reisagenda publish`: a plan as an edition of calendars, for everybody as much as they may see.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::exit::{self, Exit, Failure};
use super::{input, language, output};
use crate::domain::{Instant, Language, Plan, Problem};
use crate::files;
use crate::ics::write::Stamp;
use crate::publish::{self, CalendarSummary, Input, Outcome, PublishError, Store, Verdict, audit};
use crate::scenario::raw::{Moment, Scalar as _};
use crate::texts::{Said, say};
use crate::zones::Zone;

/// Publish a plan as an edition of calendars, for every audience as much as it may see.
///
/// FOLDER/current is what people read: a folder for each calendar, with the calendar (calendar.ics), a page (index.html)
/// and what changed last (changes.html, .txt, .json). A new edition takes the place of the old one in one step; events keep
/// their UIDs, and what has fallen through stays for a while, marked as cancelled. Publishing the same plan twice changes
/// nothing. FOLDER/private remembers what was published: keep it to yourself, and keep a backup.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda publish my-agenda plan.json --audit
  reisagenda publish my-agenda plan.json --to /srv/calendars
  reisagenda publish --verify --to /srv/calendars

The scenario says which audiences there are and how much each sees (docs/publish.md).

Exit codes: 0 published or sound; 1 the plan breaks a rule, the folder is not sound, or the public agenda lacks something; \
2 wrong input; 3 could not write, or somebody else is publishing.")]
pub struct Arguments {
    /// The scenario: a folder with a scenario.toml, a .toml or .json file, or a workbook
    #[arg(required_unless_present_any = ["verify", "repair"])]
    scenario: Option<PathBuf>,
    /// The plan file
    #[arg(required_unless_present_any = ["verify", "repair"])]
    plan: Option<PathBuf>,
    /// The folder to publish to; it is made when it is not there
    #[arg(long, value_name = "FOLDER", required_unless_present = "audit")]
    to: Option<PathBuf>,
    /// Publish as of this date or moment rather than now, such as 2027-03-01 or 2027-03-01T08:00Z
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    as_of: Option<Moment>,
    /// A file with the secret from which UIDs are made, rather than the one in FOLDER/private
    #[arg(long, value_name = "FILE", conflicts_with_all = ["verify", "repair", "audit"])]
    key: Option<PathBuf>,
    /// Only print what each audience would see of each visit, and what the public agenda lacks
    #[arg(long, conflicts_with_all = ["verify", "repair"])]
    audit: bool,
    /// Only look whether the folder is as it was published
    #[arg(long, conflicts_with_all = ["scenario", "plan", "as_of", "repair"])]
    verify: bool,
    /// Restore a damaged manifest from its copy
    #[arg(long, conflicts_with_all = ["scenario", "plan", "as_of"])]
    repair: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

fn moment(text: &str) -> Result<Moment, String> {
    let (message, help) = match Moment::parse(text) {
        Ok(moment) => return Ok(moment),
        Err(wrong) => (wrong.message, wrong.help),
    };
    Err(language::put(&say!("{message}; {help}", "{message}; {help}"; message, help)).to_owned())
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if let Some(folder) = arguments.to.as_ref().filter(|_| arguments.verify || arguments.repair) {
        let language = language::current();
        let store = Store::at(folder);
        return if arguments.verify {
            verify(&store, language, arguments.json)
        } else {
            repair(&store, language, arguments.json)
        };
    }
    let (Some(scenario), Some(plan)) = (&arguments.scenario, &arguments.plan) else { return Ok(Exit::WrongInput) };
    let problem = input::problem(scenario, arguments.json)?;
    let (plan, _) = input::plan(&problem, plan)?;
    input::valid(&problem, &plan, &say!("er is geen agenda geschreven", "no calendar was written"))?;
    let (now, today) = now(arguments, &problem);
    if arguments.audit {
        let audit = audit::audit(&problem, &plan, today);
        let text = match arguments.json {
            true => audit.json(&problem, problem.language),
            false => audit.text(&problem, problem.language, output::width()),
        };
        output::print(&text)?;
        return Ok(if audit.is_complete() { Exit::Done } else { Exit::NoPlan });
    }
    let Some(folder) = &arguments.to else { return Ok(Exit::WrongInput) };
    let key = arguments.key.as_ref().map(|path| files::read(path)).transpose()?;
    publish_to(&Store::at(folder), &problem, &plan, key.as_deref(), (now, today), arguments.json)
}

/// The moment of publication, and its date at home.
fn now(arguments: &Arguments, problem: &Problem) -> (Stamp, crate::domain::Day) {
    let home = Zone::of(problem.place(problem.home).tz);
    let stamp = match arguments.as_of {
        Some(Moment::Day(day)) => Stamp::at(home.instant(day, 0)),
        Some(Moment::Local(local)) => Stamp::at(home.instant(local.day, local.minute)),
        Some(Moment::Instant(instant)) => Stamp::at(instant),
        None => {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
            Stamp::from_seconds(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
        }
    };
    (stamp, home.day(Instant::from_minutes(stamp.seconds().div_euclid(60))))
}

fn publish_to(
    store: &Store,
    problem: &Problem,
    plan: &Plan,
    key: Option<&[u8]>,
    (now, today): (Stamp, crate::domain::Day),
    as_json: bool,
) -> Result<Exit, Failure> {
    let language = problem.language;
    let assemble = |key: &[u8], before: Option<&publish::Manifest>| {
        publish::assemble(Input { problem, plan, key, now, today }, before)
    };
    let outcome = store.publish(key, assemble).map_err(failure)?;
    let (edition, calendars, is_new) = match &outcome {
        Outcome::Published { edition, calendars } => (*edition, calendars, true),
        Outcome::Unchanged { edition, calendars } => (*edition, calendars, false),
    };
    if as_json {
        let calendars: Vec<serde_json::Value> =
            calendars.iter().map(|calendar| as_json_value(calendar, is_new)).collect();
        output::print(&format!("{:#}", json!({ "edition": edition, "new": is_new, "calendars": calendars })))?;
        return Ok(Exit::Done);
    }
    let n = calendars.len();
    let said = match is_new {
        true => {
            say!("Editie {edition} is gepubliceerd: {n} agenda's.", "Edition {edition} is published: {n} calendars.")
        }
        false => say!(
            "Er is niets veranderd: editie {edition} blijft staan, met {n} agenda's.",
            "Nothing has changed: edition {edition} stands, with {n} calendars."
        ),
    };
    let mut lines = vec![said.of(language).to_owned()];
    if is_new {
        lines.extend(calendars.iter().filter_map(|calendar| change_line(calendar, language)));
    }
    output::print(&lines.join("\n"))?;
    Ok(Exit::Done)
}

/// What changed in a calendar, as a line; `None` when nothing did.
fn change_line(calendar: &CalendarSummary, language: Language) -> Option<String> {
    let counts = [
        (calendar.n_added, say!("nieuw", "new")),
        (calendar.n_changed, say!("gewijzigd", "changed")),
        (calendar.n_cancelled, say!("vervallen", "cancelled")),
    ];
    let counts: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {}", what.of(language))).collect();
    let withdrawn = calendar
        .audience
        .is_none()
        .then(|| say!(" (wordt niet meer bijgehouden)", " (no longer kept)").into_text(language));
    let counts = if counts.is_empty() { return None } else { counts.join(", ") };
    Some(format!("  {}: {counts}{}", calendar.folder, withdrawn.unwrap_or_default()))
}

fn as_json_value(calendar: &CalendarSummary, is_new: bool) -> serde_json::Value {
    let count = |n: usize| if is_new { n } else { 0 };
    json!({
        "folder": calendar.folder, "name": calendar.name, "audience": calendar.audience,
        "events": calendar.n_events, "added": count(calendar.n_added), "changed": count(calendar.n_changed),
        "cancelled": count(calendar.n_cancelled),
    })
}

fn verify(store: &Store, language: Language, as_json: bool) -> Result<Exit, Failure> {
    let verdict = store.verify().map_err(failure)?;
    let text = if as_json { verdict_json(&verdict, language) } else { verdict_text(&verdict, language) };
    output::print(&text)?;
    Ok(if verdict.problems.is_empty() { Exit::Done } else { Exit::NoPlan })
}

fn verdict_text(verdict: &Verdict, language: Language) -> String {
    let put = |said: &Said| said.of(language).to_owned();
    let mut lines = Vec::new();
    let n_files = verdict.n_files;
    lines.push(put(&match (verdict.edition, verdict.problems.len()) {
        (None, 0) => say!("Er is nog geen editie gepubliceerd.", "No edition was published yet."),
        (Some(edition), 0) => say!(
            "Editie {edition} is zoals die is gepubliceerd: {n_files} bestanden.",
            "Edition {edition} is as it was published: {n_files} files."
        ),
        (_, n) => say!("De map is niet in orde; aantal fouten: {n}.", "The folder is not sound; mistakes: {n}."),
    }));
    for problem in &verdict.problems {
        let (path, what, help) = (&problem.path, problem.what.clone(), problem.help.clone());
        lines.push(put(&say!("  {path}: {what}\n    hulp: {help}", "  {path}: {what}\n    help: {help}"; what, help)));
    }
    if !verdict.leftovers.is_empty() {
        lines.push(put(&say!(
            "Een onderbroken publicatie liet dit achter; het kan geen kwaad, en de volgende ruimt het op:",
            "An interrupted publication left this behind; it does no harm, and the next one clears it away:"
        )));
        lines.extend(verdict.leftovers.iter().map(|path| format!("  {path}")));
    }
    lines.join("\n")
}

fn verdict_json(verdict: &Verdict, language: Language) -> String {
    let problems: Vec<serde_json::Value> = verdict
        .problems
        .iter()
        .map(|problem| {
            json!({ "path": problem.path, "what": problem.what.of(language), "help": problem.help.of(language) })
        })
        .collect();
    let verdict = json!({
        "sound": verdict.problems.is_empty(), "edition": verdict.edition, "files": verdict.n_files,
        "problems": problems, "leftovers": verdict.leftovers,
    });
    format!("{verdict:#}")
}

fn repair(store: &Store, language: Language, as_json: bool) -> Result<Exit, Failure> {
    let written = store.repair().map_err(failure)?;
    if as_json {
        output::print(&format!("{:#}", json!({ "restored": written })))?;
        return Ok(Exit::Done);
    }
    let said = match written {
        Some(path) => say!("`{path}` is teruggezet.", "`{path}` is restored."),
        None => say!("Het manifest is in orde.", "The manifest is sound."),
    };
    output::print(said.of(language))?;
    Ok(Exit::Done)
}

fn failure(error: PublishError) -> Failure {
    let said = error.said();
    let text = |(what, help): (Said, Said)| exit::mistake(&what, &help);
    match (error, said) {
        (PublishError::File(error), _) => Failure::File(error),
        (PublishError::Lint(finding), _) => Failure::Internal(language::put(&finding).to_owned()),
        (PublishError::Busy(_), Some(said)) => Failure::Unwritable(text(said)),
        (_, Some(said)) => Failure::Input(text(said)),
        (error, None) => Failure::Internal(format!("{error:?}")),
    }
}
