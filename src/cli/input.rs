//! What several commands read: a scenario, and a plan for it.

use std::path::Path;

use clap::Args;
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

use super::exit::Failure;
use super::output;
use crate::checker::Violation;
use crate::domain::{Language, Plan, Problem};
use crate::planfile::{self, Claims, PlanFileError};
use crate::scenario::changes::{Changes, Step};
use crate::scenario::{self, CalendarSource, Loaded, Look};
use crate::zones::Zone;

/// A scenario and a plan for it, as arguments.
#[derive(Debug, Args)]
pub struct ScenarioAndPlan {
    /// The scenario: a folder with a scenario.toml, or a .toml or .json file
    pub scenario: std::path::PathBuf,
    /// The plan file
    pub plan: std::path::PathBuf,
}

/// How mistakes are to look on the standard error.
fn look() -> Look {
    output::colour_width().map_or(Look::Plain, Look::Terminal)
}

/// Reads a scenario and shows its warnings.
pub fn problem(path: &Path, quiet: bool) -> Result<Problem, Failure> {
    loaded(path, quiet).map(|loaded| loaded.problem)
}

/// The same, with where its calendars came from.
pub fn loaded(path: &Path, quiet: bool) -> Result<Loaded, Failure> {
    changed(path, &Changes::default(), quiet).map(|(loaded, _)| loaded)
}

/// Reads a scenario, changes it, and says what was done to it.
pub fn changed(path: &Path, changes: &Changes, quiet: bool) -> Result<(Loaded, Vec<Step>), Failure> {
    match scenario::load_changed(path, changes) {
        Ok((loaded, steps)) => {
            if !quiet && !loaded.warnings.is_empty() {
                output::note(&scenario::render(&loaded.warnings, look()));
            }
            if let Some(text) = calendar_warnings(&loaded.calendars, path).filter(|_| !quiet) {
                output::note(&text);
            }
            Ok((loaded, steps))
        }
        Err(mistakes) => {
            let n_mistakes = mistakes.mistakes.len();
            let count = if n_mistakes == 1 { "1 mistake".to_owned() } else { format!("{n_mistakes} mistakes") };
            let text = mistakes.render(look());
            let with = if changes.sources.is_empty() { "" } else { " with its changes" };
            Err(Failure::Input(format!("{}\n\n{count} in {}{with}.", text.trim_end(), path.display())))
        }
    }
}

/// How many lines of calendars were not understood, and where to look; `None` when all were.
fn calendar_warnings(calendars: &[CalendarSource], scenario: &Path) -> Option<String> {
    let with_warnings: Vec<&CalendarSource> = calendars.iter().filter(|calendar| calendar.n_warnings > 0).collect();
    let n_warnings: usize = with_warnings.iter().map(|calendar| calendar.n_warnings).sum();
    let first = with_warnings.first()?;
    let warnings = if n_warnings == 1 { "1 warning".to_owned() } else { format!("{n_warnings} warnings") };
    let on = match with_warnings.len() {
        1 => format!("calendar `{}`", first.id),
        n => format!("{n} calendars, the first of which is `{}`", first.id),
    };
    let scenario = scenario.display();
    Some(format!(
        "Warning: {warnings} on {on}; all else was read.\n  \
         help: `reisagenda calendar --scenario {scenario}` shows each with its line"
    ))
}

/// Reads a plan and what its file says of it.
pub fn plan(problem: &Problem, path: &Path) -> Result<(Plan, Claims), Failure> {
    planfile::read_with_claims(problem, path).map_err(|error| match error {
        PlanFileError::File(error) => Failure::File(error),
        mistakes => Failure::Input(rendered(&mistakes)),
    })
}

/// Writes a mistake as scenarios have theirs.
fn rendered(diagnostic: &dyn Diagnostic) -> String {
    let handler = match output::colour_width() {
        Some(width) => GraphicalReportHandler::new_themed(GraphicalTheme::unicode()).with_width(width),
        None => GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(120),
    };
    let mut text = "Error: ".to_owned();
    match handler.with_context_lines(1).render_report(&mut text, diagnostic) {
        Ok(()) => text,
        Err(_) => format!("Error: {diagnostic}"),
    }
}

/// One line for a violation: what, who, when.
pub fn violation_line(problem: &Problem, violation: &Violation) -> String {
    let mut about = Vec::new();
    about.extend(violation.request.map(|request| format!("request `{}`", problem.request(request).id)));
    about.extend(violation.traveller.map(|traveller| format!("traveller `{}`", problem.traveller(traveller).id)));
    about.extend(violation.at.map(|at| {
        let place = violation.request.map_or(problem.home, |request| problem.request(request).place);
        let place = problem.place(place);
        let name = if problem.language == Language::Dutch { &place.name_nl } else { &place.name_en };
        format!("{} in {name}", Zone::of(place.tz).local(at))
    }));
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    let rule = if violation.rule == violation.kind {
        violation.rule.clone()
    } else {
        format!("{} {}", violation.kind, violation.rule)
    };
    format!("{rule}: {}{about}", violation.message)
}
