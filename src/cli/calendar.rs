//! `reisagenda calendar`: what is read from calendars, and what changed between two of them.
//!
//! # Invariants
//!
//! * A calendar of a scenario is read as `plan` reads it, unless an option says otherwise.
//! * Subjects are read only with `--subjects`, or where the scenario keeps them.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono_tz::Tz;
use clap::{ArgAction, Args, ValueEnum};

use super::exit::{Exit, Failure};
use super::{input, language, output};
use crate::domain::{Day, DayPart, DayRange, Instant, Interval, Problem, TravellerIdx};
use crate::files;
use crate::ics::read::{self as ics, Occurrence, Read, ReadOptions};
use crate::report::calendar::{self as report, Frame, Hit, Sheet};
use crate::scenario::{CalendarSource, Loaded};
use crate::texts::{Said, say};
use crate::zones::{self, Zone};

/// The most days that are shown, as for a horizon.
const MAX_DAYS: i32 = 3660;

/// The days that are shown when nothing says which.
const USUAL_DAYS: i32 = 28;

/// The most days that are shown as weeks when nothing says how.
const MAX_DAYS_IN_WEEKS: i32 = 35;

/// Show what is read from calendars, to be compared with Outlook.
///
/// For each calendar: its events, its time zones and what each was taken for, every line that was not understood, and
/// the day-parts that are busy. Without files, the calendars of the scenario. With --against, what became busy or free
/// since an older export, and with --plan also which planned visits that hits.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda calendar minister.ics
  reisagenda calendar minister.ics --from 2027-03-01 --to 2027-03-31 --view month
  reisagenda calendar --scenario my-agenda
  reisagenda calendar --scenario my-agenda --traveller minister --view month
  reisagenda calendar --against last-week.ics minister.ics
  reisagenda calendar --against last-week.ics minister.ics --scenario my-agenda --plan plan.json

Exit codes: 0 shown, also with warnings, 1 what became busy hits a plan, 2 wrong input, 3 internal error.")]
pub struct Arguments {
    /// Calendars as Outlook, Exchange, Google or Apple export them (.ics)
    #[arg(value_name = "FILE", required_unless_present = "scenario")]
    files: Vec<PathBuf>,
    /// Take horizon, zone, day-parts, language and what counts as busy from this scenario
    #[arg(long)]
    scenario: Option<PathBuf>,
    /// Only the calendars of this traveller; with --against, whose plans are looked at
    #[arg(long, value_name = "ID", requires = "scenario")]
    traveller: Option<String>,
    /// Show what changed from this older export to FILE
    #[arg(long, value_name = "OLD")]
    against: Option<PathBuf>,
    /// The plan whose visits may be hit
    #[arg(long, requires = "scenario", requires = "against")]
    plan: Option<PathBuf>,
    /// How to show the days; as fits when not given
    #[arg(long, value_enum)]
    view: Option<View>,
    /// The first date to show
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Option<Day>,
    /// The last date to show
    #[arg(long, value_name = "DATE", value_parser = day)]
    to: Option<Day>,
    /// The time zone to show times in, such as Europe/Amsterdam; also of calendars that name none
    #[arg(long, value_parser = zone)]
    zone: Option<Tz>,
    /// Whether tentative events are busy (usually they are)
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    tentative_is_busy: Option<bool>,
    /// Whether events shown as working elsewhere are busy (usually they are)
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    working_elsewhere_is_busy: Option<bool>,
    /// Whether all-day events shown as free are busy (usually they are not)
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    free_all_day_is_busy: Option<bool>,
    /// Show the subjects of events too
    #[arg(long)]
    subjects: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum View {
    /// A line for each event
    Week,
    /// A mark for each day-part
    Month,
    /// No days
    None,
}

/// A calendar that is to be read.
struct Input {
    name: String,
    label: Option<String>,
    /// What the file holds, when there is one.
    bytes: Option<Vec<u8>>,
    options: ReadOptions,
    /// What the scenario itself has written of it.
    written: Vec<Occurrence>,
    /// Who is busy with it, as the scenario says.
    travellers: Vec<TravellerIdx>,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let loaded = arguments.scenario.as_deref().map(|path| input::loaded(path, true)).transpose()?;
    let traveller = traveller(arguments, loaded.as_ref())?;
    if let Some(old) = &arguments.against {
        return compare(arguments, loaded.as_ref(), old, traveller);
    }
    let inputs = inputs(arguments, loaded.as_ref(), traveller)?;
    let frame = frame(arguments, loaded.as_ref(), &inputs)?;
    let sheets: Vec<Sheet> = inputs.into_iter().map(|input| sheet(&frame, input)).collect();
    let text = if arguments.json { report::sheets_as_json(&frame, &sheets) } else { text(arguments, &frame, &sheets) };
    output::print(&text)?;
    Ok(Exit::Done)
}

fn text(arguments: &Arguments, frame: &Frame, sheets: &[Sheet]) -> String {
    let view = arguments.view.unwrap_or(match sheets.len() {
        1 if frame.days.n_days() <= MAX_DAYS_IN_WEEKS => View::Week,
        1 => View::Month,
        _ => View::None,
    });
    let view = match view {
        View::Week => Some(report::View::Week),
        View::Month => Some(report::View::Month),
        View::None => None,
    };
    let mut parts = vec![report::heading(frame)];
    for sheet in sheets {
        parts.push(report::summary(frame, sheet));
        parts.extend(view.map(|view| report::view(frame, sheet, view, output::width())));
    }
    parts.join("\n")
}

fn sheet(frame: &Frame, input: Input) -> Sheet {
    let has_file = input.bytes.is_some();
    let mut read = input.bytes.as_deref().map(|bytes| read(bytes, &input.options, frame)).unwrap_or_default();
    let window = window(frame);
    let written = input.written.into_iter().filter(|it| it.interval().is_some_and(|it| it.meets(window)));
    let n_read = read.occurrences.len();
    read.occurrences.extend(written);
    let n_written = read.occurrences.len() - n_read;
    read.occurrences.sort_by_key(|occurrence| (occurrence.start, occurrence.end, occurrence.event));
    Sheet { name: input.name, label: input.label, read, has_file, n_written }
}

fn read(bytes: &[u8], options: &ReadOptions, frame: &Frame) -> Read {
    let default_zone = frame.default_zone.tz();
    ics::read(bytes, &ReadOptions { window: window(frame), default_zone, ..options.clone() })
}

fn window(frame: &Frame) -> Interval {
    let at = |day| frame.zone.instant(day, 0);
    Interval::new(at(frame.days.start()), at(frame.days.end())).expect("a range of days has a length")
}

// -- Which calendars --------------------------------------------------------------------------------------------------

fn inputs(
    arguments: &Arguments,
    loaded: Option<&Loaded>,
    traveller: Option<TravellerIdx>,
) -> Result<Vec<Input>, Failure> {
    if !arguments.files.is_empty() {
        return arguments.files.iter().map(|path| file(arguments, loaded, path)).collect();
    }
    let sources = loaded.map(|loaded| loaded.calendars.as_slice()).unwrap_or_default();
    let wanted = |source: &&CalendarSource| traveller.is_none_or(|it| source.travellers.contains(&it));
    let inputs: Vec<Input> =
        sources.iter().filter(wanted).map(|source| of_scenario(arguments, source)).collect::<Result<_, Failure>>()?;
    if inputs.is_empty() {
        let whose = match &arguments.traveller {
            Some(id) => say!("reiziger `{id}`", "traveller `{id}`"),
            None => say!("het scenario", "the scenario"),
        };
        return Err(Failure::input(
            &say!("{whose} heeft geen agenda's", "{whose} has no calendars"; whose),
            &say!(
                "noem agendabestanden, of voeg `[[calendars]]` toe aan het scenario",
                "name calendar files, or add `[[calendars]]` to the scenario"
            ),
        ));
    }
    Ok(inputs)
}

/// A file that the user names; as a calendar of the scenario, if it is one.
fn file(arguments: &Arguments, loaded: Option<&Loaded>, path: &Path) -> Result<Input, Failure> {
    let bytes = files::read(path)?;
    let source = loaded.and_then(|loaded| loaded.calendars.iter().find(|source| is_file_of(source, path)));
    let input = Input {
        name: path.display().to_string(),
        label: source.map(|source| source.label.clone()),
        bytes: Some(bytes),
        options: options(arguments, source),
        written: Vec::new(),
        travellers: source.map(|source| source.travellers.clone()).unwrap_or_default(),
    };
    Ok(input)
}

fn is_file_of(source: &CalendarSource, path: &Path) -> bool {
    let same = |file: &PathBuf| Some(file.canonicalize().ok()? == path.canonicalize().ok()?);
    source.file.as_ref().and_then(same).unwrap_or(false)
}

fn of_scenario(arguments: &Arguments, source: &CalendarSource) -> Result<Input, Failure> {
    Ok(Input {
        name: source.file.as_ref().map_or_else(|| source.id.clone(), |file| file.display().to_string()),
        label: Some(source.label.clone()),
        bytes: source.file.as_deref().map(files::read).transpose()?,
        options: options(arguments, Some(source)),
        written: source.written.clone(),
        travellers: source.travellers.clone(),
    })
}

/// What counts as busy: by the arguments, else by the scenario, else as usual. Window and zone come with the frame.
fn options(arguments: &Arguments, source: Option<&CalendarSource>) -> ReadOptions {
    let epoch = Instant::from_minutes(0);
    let nothing = Interval::new(epoch, epoch.plus(1)).expect("a minute has a length");
    let given = source.map_or_else(|| ReadOptions::new(nothing, Tz::UTC), |source| source.options.clone());
    ReadOptions {
        tentative_is_busy: arguments.tentative_is_busy.unwrap_or(given.tentative_is_busy),
        working_elsewhere_is_busy: arguments.working_elsewhere_is_busy.unwrap_or(given.working_elsewhere_is_busy),
        free_all_day_is_busy: arguments.free_all_day_is_busy.unwrap_or(given.free_all_day_is_busy),
        keep_subjects: arguments.subjects || given.keep_subjects,
        ..given
    }
}

fn traveller(arguments: &Arguments, loaded: Option<&Loaded>) -> Result<Option<TravellerIdx>, Failure> {
    let (Some(id), Some(loaded)) = (&arguments.traveller, loaded) else { return Ok(None) };
    let travellers = &loaded.problem.travellers;
    travellers.iter().position(|traveller| traveller.id == *id).map(|i| Some(TravellerIdx(i))).ok_or_else(|| {
        let ids: Vec<&str> = travellers.iter().map(|traveller| traveller.id.as_str()).collect();
        let known = match ids.as_slice() {
            [] => say!("het scenario heeft er geen", "the scenario has none"),
            ids => Said::same(ids.join(", ")),
        };
        Failure::input(
            &say!("er is geen reiziger `{id}`", "there is no traveller `{id}`"),
            &say!("de reizigers zijn: {known}", "the travellers are: {known}"; known),
        )
    })
}

// -- Which days -------------------------------------------------------------------------------------------------------

fn frame(arguments: &Arguments, loaded: Option<&Loaded>, inputs: &[Input]) -> Result<Frame, Failure> {
    let mut frame = bare_frame(arguments, loaded);
    let is_given = arguments.from.is_some() || arguments.to.is_some() || loaded.is_some();
    frame.days = given_days(arguments, loaded, frame.days)?;
    let is_empty = |frame: &Frame| {
        inputs
            .iter()
            .filter_map(|it| it.bytes.as_deref().map(|bytes| (bytes, &it.options)))
            .all(|(bytes, options)| read(bytes, options, frame).occurrences.is_empty())
    };
    if !is_given && is_empty(&frame) {
        // Nothing in the coming weeks: rather the next events, or else the last ones.
        let events =
            inputs.iter().filter_map(|input| Some(read(input.bytes.as_deref()?, &input.options, &frame).events));
        let mut starts: Vec<Day> = events.flatten().map(|event| frame.zone.day(event.start)).collect();
        starts.sort_unstable();
        let next = starts.iter().find(|&&start| start >= frame.days.start()).or(starts.last());
        if let Some(days) = next.and_then(|&next| days_from(monday(next), USUAL_DAYS)) {
            frame.is_elsewhere = true;
            frame.days = days;
        }
    }
    Ok(frame)
}

/// The frame with four weeks from this one, unless the arguments say otherwise.
fn bare_frame(arguments: &Arguments, loaded: Option<&Loaded>) -> Frame {
    let home = loaded.map(|loaded| loaded.problem.place(loaded.problem.home));
    let default_zone = home.map(|home| home.tz).or(arguments.zone).unwrap_or(Tz::Europe__Amsterdam);
    let zone = Zone::of(arguments.zone.unwrap_or(default_zone));
    let part = |id: &str, start, end| DayPart { id: id.to_owned(), start, end };
    let usual_parts = || vec![part("morning", 9 * 60, 12 * 60 + 30), part("afternoon", 13 * 60 + 30, 17 * 60 + 30)];
    let today = zone.day(now());
    Frame {
        language: language::current(),
        days: days_from(monday(today), USUAL_DAYS).expect("four weeks have a length"),
        is_elsewhere: false,
        zone,
        default_zone: Zone::of(default_zone),
        day_parts: home.map_or_else(usual_parts, |home| home.day_parts.clone()),
        holidays: home.map(|home| home.holidays.clone()).unwrap_or_default(),
    }
}

/// The days that the arguments ask for, or else the scenario's, or else `usual`.
fn given_days(arguments: &Arguments, loaded: Option<&Loaded>, usual: DayRange) -> Result<DayRange, Failure> {
    let horizon = loaded.map(|loaded| loaded.problem.horizon);
    let days = match (arguments.from, arguments.to, horizon) {
        (Some(from), Some(to), _) => DayRange::inclusive(from, to),
        (Some(from), None, Some(horizon)) => DayRange::inclusive(from, horizon.last()),
        (None, Some(to), Some(horizon)) => DayRange::inclusive(horizon.start(), to),
        (Some(from), None, None) => days_from(from, usual.n_days()),
        (None, Some(to), None) => days_from(to.plus(1 - usual.n_days()), usual.n_days()),
        (None, None, horizon) => Some(horizon.unwrap_or(usual)),
    };
    let wrong = |message: Said, help: Said| Err(Failure::input(&message, &help));
    let Some(days) = days else {
        return wrong(
            say!("de laatste datum ligt vóór de eerste", "the last date is before the first"),
            say!("controleer --from en --to", "check --from and --to"),
        );
    };
    if days.n_days() > MAX_DAYS {
        return wrong(
            say!("dat is meer dan tien jaar", "that is more than ten years"),
            say!("controleer de jaren van --from en --to", "check the years of --from and --to"),
        );
    }
    match horizon.filter(|_| arguments.files.is_empty()) {
        None => Ok(days),
        // What the scenario itself writes is known within the horizon only.
        Some(horizon) => days.intersection(horizon).map_or_else(
            || {
                wrong(
                    say!(
                        "{days} valt buiten de horizon van het scenario, {horizon}",
                        "{days} is outside the horizon of the scenario, {horizon}";
                        days, horizon
                    ),
                    say!("controleer de jaren", "check the years"),
                )
            },
            Ok,
        ),
    }
}

fn days_from(first: Day, n_days: i32) -> Option<DayRange> {
    DayRange::new(first, first.plus(n_days))
}

fn monday(day: Day) -> Day {
    day.plus(-i32::from(day.weekday_number()))
}

fn now() -> Instant {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Instant::from_minutes(i64::try_from(seconds / 60).unwrap_or(0))
}

// -- What changed -----------------------------------------------------------------------------------------------------

fn compare(
    arguments: &Arguments,
    loaded: Option<&Loaded>,
    old: &Path,
    traveller: Option<TravellerIdx>,
) -> Result<Exit, Failure> {
    let [new] = arguments.files.as_slice() else {
        return Err(Failure::input(
            &say!("--against vergelijkt met precies één FILE", "--against compares with exactly one FILE"),
            &say!("reisagenda calendar --against OUD.ics NIEUW.ics", "reisagenda calendar --against OLD.ics NEW.ics"),
        ));
    };
    let (mut old, mut new) = (file(arguments, loaded, old)?, file(arguments, loaded, new)?);
    // Both are read as the calendar of the scenario that one of them is.
    match (old.label.is_some(), new.label.is_some()) {
        (true, false) => (new.options, new.travellers) = (old.options.clone(), old.travellers.clone()),
        (false, true) => old.options = new.options.clone(),
        _ => {}
    }
    let mut frame = bare_frame(arguments, loaded);
    let year = days_from(frame.days.start(), 366).expect("a year has a length");
    frame.days = given_days(arguments, loaded, year)?;
    let [old_read, new_read] = [&old, &new]
        .map(|input| input.bytes.as_deref().map(|bytes| read(bytes, &input.options, &frame)).unwrap_or_default());
    let changes = report::changes(&old_read, &new_read);
    let hits: Option<(&Problem, Vec<Hit>)> = match (&arguments.plan, loaded) {
        (Some(path), Some(loaded)) => {
            let (plan, _) = input::plan(&loaded.problem, path)?;
            let travellers = traveller.map_or(new.travellers, |traveller| vec![traveller]);
            if travellers.is_empty() {
                return Err(Failure::input(
                    &say!(
                        "van wie deze agenda is, is niet bekend: geen reiziger van het scenario heeft dit bestand",
                        "whose calendar this is, is not known: no traveller of the scenario has this file"
                    ),
                    &say!("zeg het met --traveller ID", "say so with --traveller ID"),
                ));
            }
            Some((&loaded.problem, report::hits(&plan, &travellers, &changes.newly_busy())))
        }
        _ => None,
    };
    let shown_hits = hits.as_ref().map(|(problem, hits)| (*problem, hits.as_slice()));
    let is_hit = shown_hits.is_some_and(|(_, hits)| !hits.is_empty());
    if arguments.json {
        output::print(&report::changes_as_json(&frame, &changes, shown_hits))?;
    } else {
        let text = [report::heading(&frame), report::changed(&frame, &changes, shown_hits)].join("\n");
        output::print(&text)?;
        for (name, read) in [(&old.name, &old_read), (&new.name, &new_read)] {
            if !read.warnings.is_empty() {
                let n_warnings = read.warnings.len();
                let warnings = match n_warnings {
                    1 => say!("waarschuwing", "warning"),
                    _ => say!("waarschuwingen", "warnings"),
                };
                output::note(language::put(&say!(
                    "{n_warnings} {warnings} bij {name}: `reisagenda calendar {name}` toont ze.",
                    "{n_warnings} {warnings} on {name}: `reisagenda calendar {name}` shows them.";
                    warnings
                )));
            }
        }
    }
    Ok(if is_hit { Exit::NoPlan } else { Exit::Done })
}

// -- Values of arguments ----------------------------------------------------------------------------------------------

fn day(text: &str) -> Result<Day, String> {
    let wrong = |text: Said| language::put(&text).to_owned();
    let date = text.parse::<chrono::NaiveDate>().map_err(|_| {
        wrong(say!("een datum werd verwacht, zoals 2027-03-01", "a date is expected, such as 2027-03-01"))
    })?;
    if ("1900-01-01"..="2199-12-31").contains(&date.to_string().as_str()) {
        return Ok(Day::from(date));
    }
    Err(wrong(say!("een jaar van 1900 tot en met 2199 werd verwacht", "a year from 1900 to 2199 is expected")))
}

fn zone(text: &str) -> Result<Tz, String> {
    let tz: Option<Tz> = text.parse().ok();
    tz.filter(|tz| zones::is_known(*tz)).ok_or_else(|| {
        let expected = say!(
            "de naam van een tijdzone van IANA werd verwacht, zoals Europe/Amsterdam",
            "the name of an IANA time zone is expected, such as Europe/Amsterdam"
        );
        language::put(&expected).to_owned()
    })
}
