//! What several commands read: a scenario, and a plan for it.

use std::path::{Path, PathBuf};

use clap::Args;
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

use super::exit::Failure;
use super::{language, output};
use crate::checker::{self, Report, Violation};
use crate::domain::{Language, Plan, Problem};
use crate::files;
use crate::planfile::{self, Claims, Edition, PlanFileError};
use crate::scenario::changes::{Changes, Step};
use crate::scenario::{self, CalendarSource, Loaded, Look, Mistake, Mistakes, Written, raw};
use crate::texts::numbers::counted;
use crate::texts::{Said, rendered, say};
use crate::zones::Zone;

/// The most violations that are shown; `check` shows all.
const MAX_SHOWN: usize = 5;

/// A scenario and a plan for it, as arguments.
#[derive(Debug, Args)]
pub struct ScenarioAndPlan {
    /// The scenario: a folder with a scenario.toml, a .toml or .json file, or a workbook
    pub scenario: PathBuf,
    /// The plan file
    pub plan: PathBuf,
}

/// How mistakes are to look on the standard error.
fn look() -> Look {
    output::colour_width().map_or(Look::Plain, Look::Terminal)
}

/// Reads a scenario and shows its warnings.
pub fn problem(path: &Path, quiet: bool) -> Result<Problem, Failure> {
    loaded(path, quiet).map(|loaded| loaded.problem)
}

/// Where the mistakes of a workbook are to be marked.
#[derive(Debug, Default, Args)]
pub struct Marking {
    /// When the scenario is a workbook with mistakes: write a copy of it in which their cells are coloured and say what
    /// is wrong
    #[arg(long, value_name = "COPY.xlsx")]
    pub mark: Option<PathBuf>,
}

impl Marking {
    /// Finds out whether there is something to mark, and a name for it, before the scenario is read.
    fn check(&self, scenario: &Path) -> Result<(), Failure> {
        let Some(copy) = &self.mark else { return Ok(()) };
        let wrong = |text: Said| Err(Failure::Input(language::put(&text).to_owned()));
        if !scenario::is_workbook(scenario) {
            return wrong(say!(
                "Fout: `{}` is geen werkmap\n  hulp: --mark is voor werkmappen; laat het weg",
                "Error: `{}` is no workbook\n  help: --mark is for workbooks; leave it out",
                scenario.display()
            ));
        }
        if !copy.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
            return wrong(say!(
                "Fout: de kopie `{}` is geen .xlsx\n  hulp: geef een naam die eindigt op .xlsx",
                "Error: the copy `{}` is no .xlsx\n  help: give it a name that ends in .xlsx",
                copy.display()
            ));
        }
        let is_same = copy.canonicalize().is_ok_and(|copy| scenario.canonicalize().is_ok_and(|it| it == copy));
        if is_same {
            return wrong(say!(
                "Fout: de kopie is de werkmap zelf\n  hulp: geef de kopie een andere naam",
                "Error: the copy is the workbook itself\n  help: give the copy another name"
            ));
        }
        output::check_writable(copy)
    }

    /// Writes the copy when there is something to mark.
    fn write(&self, scenario: &Path, mistakes: &[&Mistake]) -> Result<(), Failure> {
        let Some(copy) = self.mark.as_ref().filter(|_| !mistakes.is_empty()) else { return Ok(()) };
        // The copy speaks the language of the people who fill the workbook in.
        let language = scenario::language_of_workbook(scenario);
        let bytes = scenario::mark(scenario, mistakes, language).map_err(|error| {
            let (message, help) = (error.message, error.help);
            let text = say!("Fout: {message}\n  hulp: {help}", "Error: {message}\n  help: {help}"; message, help);
            Failure::Input(language::put(&text).to_owned())
        })?;
        files::write_whole(copy, &bytes)?;
        let told = say!(
            "{} laat zien waar: daar zijn de cellen gekleurd en zeggen ze wat er mis is.",
            "{} shows where: its cells are coloured and say what is wrong.",
            copy.display()
        );
        output::note(language::put(&told));
        Ok(())
    }
}

/// Reads a scenario as it is written, and shows its warnings.
pub fn written(path: &Path) -> Result<Written, Failure> {
    match scenario::load_written(path) {
        Ok(written) => {
            language::of_scenario(written.raw.language.map(|language| match language {
                raw::Language::Nl => Language::Dutch,
                raw::Language::En => Language::English,
            }));
            if !written.warnings.is_empty() {
                output::note(&scenario::render(&written.warnings, look(), language::current()));
            }
            Ok(written)
        }
        Err(mistakes) => Err(failure(path, &mistakes, false)),
    }
}

/// * `is_changed`: whether there are files of changes in which mistakes may be too.
fn failure(path: &Path, mistakes: &Mistakes, is_changed: bool) -> Failure {
    language::of_scenario(mistakes.language);
    let language = language::current();
    let count = counted(language, mistakes.mistakes.len(), ("fout", "fouten"), ("mistake", "mistakes"));
    let text = mistakes.render(look(), language);
    let with = if is_changed { say!(" met de wijzigingen", " with its changes") } else { Said::default() };
    Failure::Input(format!("{}\n\n{count} in {}{}.", text.trim_end(), path.display(), with.of(language)))
}

/// The same, with where its calendars came from. From here on the scenario's language is known.
pub fn loaded(path: &Path, quiet: bool) -> Result<Loaded, Failure> {
    marked(path, quiet, &Marking::default())
}

/// The same, with its mistakes marked in a copy when that is asked for.
pub fn marked(path: &Path, quiet: bool, marking: &Marking) -> Result<Loaded, Failure> {
    marking.check(path)?;
    read(path, &Changes::default(), quiet, marking).map(|(loaded, _)| loaded)
}

/// Reads a scenario, changes it, and says what was done to it. What the scenario itself is warned of is left out.
///
/// * `quiet`: whether to show no warnings on what the files of changes say.
pub fn changed(path: &Path, changes: &Changes, quiet: bool) -> Result<(Loaded, Vec<Step>), Failure> {
    let (mut loaded, steps) = read(path, changes, true, &Marking::default())?;
    let is_of_changes = |warning: &Mistake| {
        let places = warning.places(language::current());
        places.first().is_some_and(|place| steps.iter().any(|step| step.source == place.file))
    };
    loaded.warnings.retain(is_of_changes);
    if !quiet && !loaded.warnings.is_empty() {
        output::note(&scenario::render(&loaded.warnings, look(), language::current()));
    }
    Ok((loaded, steps))
}

fn read(path: &Path, changes: &Changes, quiet: bool, marking: &Marking) -> Result<(Loaded, Vec<Step>), Failure> {
    match scenario::load_changed(path, changes) {
        Ok((mut loaded, steps)) => {
            language::of_scenario(loaded.language);
            if let Some(given) = language::given() {
                loaded.problem.language = given;
            }
            marking.write(path, &loaded.warnings.iter().collect::<Vec<_>>())?;
            if !quiet && !loaded.warnings.is_empty() {
                output::note(&scenario::render(&loaded.warnings, look(), language::current()));
            }
            if let Some(text) = calendar_warnings(&loaded.calendars, path).filter(|_| !quiet) {
                output::note(language::put(&text));
            }
            Ok((loaded, steps))
        }
        Err(mistakes) => {
            let all: Vec<&Mistake> = mistakes.mistakes.iter().chain(&mistakes.warnings).collect();
            language::of_scenario(mistakes.language);
            marking.write(path, &all)?;
            Err(failure(path, &mistakes, !changes.sources.is_empty()))
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

/// Reads what an earlier plan file had, to compare with.
pub fn edition(path: &Path) -> Result<Edition, Failure> {
    planfile::read_edition(path).map_err(|error| match error {
        PlanFileError::File(error) => Failure::File(error),
        mistakes => Failure::Input(with_lines(&mistakes.shown(language::current()))),
    })
}

/// Checks a plan that is about to leave the program.
///
/// * `nothing_written`: what was not done when the plan breaks a rule, such as no calendar was written.
pub fn valid(problem: &Problem, plan: &Plan, nothing_written: &Said) -> Result<Report, Failure> {
    let report = checker::check(problem, plan);
    if report.is_valid() {
        return Ok(report);
    }
    let n_violations = report.violations.len();
    let title = say!(
        "Fout: het plan houdt zich niet aan de regels van dit scenario; {nothing_written}.",
        "Error: the plan does not keep the rules of this scenario; {nothing_written}."; nothing_written
    );
    let mut lines = vec![language::put(&title).to_owned()];
    let shown = report.violations.iter().take(MAX_SHOWN);
    lines.extend(shown.map(|violation| format!("  {}", violation_line(problem, violation))));
    if n_violations > MAX_SHOWN {
        let more = say!(
            "  … en nog {}; `reisagenda check` toont ze alle",
            "  … and {} more; `reisagenda check` lists them all",
            n_violations - MAX_SHOWN
        );
        lines.push(language::put(&more).to_owned());
    }
    let help = say!("  hulp: plan opnieuw, of herstel het scenario", "  help: plan again, or mend the scenario");
    lines.push(language::put(&help).to_owned());
    Err(Failure::NoPlan(lines.join("\n")))
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
