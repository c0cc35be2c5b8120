//! What several commands read: a scenario, and a plan for it.

use std::path::Path;

use clap::Args;
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

use super::exit::Failure;
use super::{language, output};
use crate::checker::Violation;
use crate::domain::{Plan, Problem};
use crate::planfile::{self, Claims, PlanFileError};
use crate::scenario::{self, CalendarSource, Loaded, Look};
use crate::texts::numbers::counted;
use crate::texts::{Said, rendered, say};
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

/// The same, with where its calendars came from. From here on the scenario's language is known.
pub fn loaded(path: &Path, quiet: bool) -> Result<Loaded, Failure> {
    match scenario::load(path) {
        Ok(mut loaded) => {
            language::of_scenario(loaded.language);
            if let Some(given) = language::given() {
                loaded.problem.language = given;
            }
            if !quiet && !loaded.warnings.is_empty() {
                output::note(&scenario::render(&loaded.warnings, look(), language::current()));
            }
            if let Some(text) = calendar_warnings(&loaded.calendars, path).filter(|_| !quiet) {
                output::note(language::put(&text));
            }
            Ok(loaded)
        }
        Err(mistakes) => {
            language::of_scenario(mistakes.language);
            let language = language::current();
            let count = counted(language, mistakes.mistakes.len(), ("fout", "fouten"), ("mistake", "mistakes"));
            let text = mistakes.render(look(), language);
            Err(Failure::Input(format!("{}\n\n{count} in {}.", text.trim_end(), path.display())))
        }
    }
}

/// How many lines of calendars were not understood, and where to look; `None` when all were.
fn calendar_warnings(calendars: &[CalendarSource], scenario: &Path) -> Option<Said> {
    let with_warnings: Vec<&CalendarSource> = calendars.iter().filter(|calendar| calendar.n_warnings > 0).collect();
    let n_warnings: usize = with_warnings.iter().map(|calendar| calendar.n_warnings).sum();
    let first = with_warnings.first()?;
    let warnings = match n_warnings {
        1 => say!("1 waarschuwing", "1 warning"),
        n => say!("{n} waarschuwingen", "{n} warnings"),
    };
    let on = match with_warnings.len() {
        1 => say!("agenda `{}`", "calendar `{}`", first.id),
        n => say!("{n} agenda's, waarvan `{0}` de eerste is", "{n} calendars, the first of which is `{0}`", first.id),
    };
    let scenario = scenario.display();
    Some(say!(
        "Waarschuwing: {warnings} bij {on}; al het andere is gelezen.\n  \
         hulp: `reisagenda calendar --scenario {scenario}` toont elk met zijn regel",
        "Warning: {warnings} on {on}; all else was read.\n  \
         help: `reisagenda calendar --scenario {scenario}` shows each with its line";
        warnings, on
    ))
}

/// Reads a plan and what its file says of it.
pub fn plan(problem: &Problem, path: &Path) -> Result<(Plan, Claims), Failure> {
    planfile::read_with_claims(problem, path).map_err(|error| match error {
        PlanFileError::File(error) => Failure::File(error),
        mistakes => Failure::Input(with_lines(&mistakes.shown(language::current()))),
    })
}

/// Writes a mistake as scenarios have theirs.
fn with_lines(diagnostic: &dyn Diagnostic) -> String {
    let handler = match output::colour_width() {
        Some(width) => GraphicalReportHandler::new_themed(GraphicalTheme::unicode()).with_width(width),
        None => GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(120),
    };
    let language = language::current();
    let mut text = language::put(&say!("Fout: ", "Error: ")).to_owned();
    match handler.with_context_lines(1).render_report(&mut text, diagnostic) {
        Ok(()) => rendered(text, language),
        Err(_) => format!("{text}{diagnostic}"),
    }
}

/// One line for a violation: what, who, when.
pub fn violation_line(problem: &Problem, violation: &Violation) -> String {
    let mut about = Vec::new();
    about.extend(violation.request.map(|request| say!("wens `{}`", "request `{}`", problem.request(request).id)));
    about.extend(
        violation.traveller.map(|traveller| say!("reiziger `{}`", "traveller `{}`", problem.traveller(traveller).id)),
    );
    about.extend(violation.at.map(|at| {
        let place = violation.request.map_or(problem.home, |request| problem.request(request).place);
        let place = problem.place(place);
        let (name, local) = (Said::new(place.name_nl.clone(), place.name_en.clone()), Zone::of(place.tz).local(at));
        say!("{local} in {name}", "{local} in {name}"; name)
    }));
    let language = language::current();
    let about: Vec<&str> = about.iter().map(|part| part.of(language)).collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    let rule = if violation.rule == violation.kind {
        violation.rule.clone()
    } else {
        format!("{} {}", violation.kind, violation.rule)
    };
    format!("{rule}: {}{about}", violation.message.of(language))
}
