//! What an earlier plan file says was planned, whether or not the scenario still has it.
//!
//! # Not here
//!
//! A plan that is to answer to the scenario of today: that is [`read`](super::read).

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use miette::{NamedSource, SourceSpan};
use serde::Deserialize;

use super::mistakes::{PlanFileError, PlanMistake};
use crate::domain::{Day, DayRange, Instant};
use crate::files;
use crate::texts::{decoded, say, without_place};

/// The visits and meetings of a plan file, by request id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// What it has of each request.
    pub visits: BTreeMap<String, EditionVisit>,
}

/// A visit or a meeting as a plan file says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionVisit {
    /// The title then.
    pub title: String,
    /// The name of the place then; empty for a meeting at home.
    pub place_name: String,
    /// When it was to start.
    pub start: Instant,
    /// The local dates at the place.
    pub days: DayRange,
    /// Who was to fill each role: role id to traveller id.
    pub delegation: BTreeMap<String, String>,
}

/// The fields that are read; all others are passed over.
#[derive(Deserialize)]
struct RawPlan {
    trips: Vec<RawTrip>,
    #[serde(default)]
    meetings: Option<Vec<RawVisit>>,
}

#[derive(Deserialize)]
struct RawTrip {
    visits: Vec<RawVisit>,
}

#[derive(Deserialize)]
struct RawVisit {
    request: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    place_name: String,
    start: String,
    end: String,
    start_local: Option<String>,
    end_local: Option<String>,
    #[serde(default)]
    delegation: BTreeMap<String, String>,
}

/// Reads what was planned in an earlier plan file. Requests and travellers that the scenario no longer has are
/// welcome: that they are gone is what an edition is compared for.
///
/// # Errors
///
/// When the system cannot read the file, when it is no plan file, or when a date in it is none.
pub fn read_edition(path: &Path) -> Result<Edition, PlanFileError> {
    let bytes = files::read(path).map_err(PlanFileError::File)?;
    let name = path.display().to_string();
    let text = String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned();
    let fail = |mistake: PlanMistake| PlanFileError::Mistakes {
        name: name.clone(),
        text: NamedSource::new(&name, text.clone()),
        mistakes: vec![mistake],
    };
    let help = say!(
        "geef een JSON-bestand dat `reisagenda plan` schreef, in zijn geheel",
        "give a JSON file that `reisagenda plan` wrote, whole"
    );
    let raw: RawPlan = serde_json::from_str(&text).map_err(|error| {
        // The place is told in our own way.
        let why = decoded(without_place(&error.to_string()).0);
        fail(PlanMistake {
            message: say!("dit is geen plan: {why}", "it is no plan: {why}"; why),
            help: help.clone(),
            pointer: String::new(),
            line: error.line(),
            column: error.column(),
            span: span(&text, error.line(), error.column()),
        })
    })?;
    let mut edition = Edition::default();
    let visits = raw.trips.into_iter().flat_map(|trip| trip.visits).chain(raw.meetings.unwrap_or_default());
    for raw in visits {
        let id = raw.request.clone();
        let visit = visit(raw).ok_or_else(|| {
            fail(PlanMistake {
                message: say!("de datums van `{id}` zijn geen datums", "the dates of `{id}` are no dates"),
                help: say!(
                    "een tijdstip staat in UTC, zoals \"2027-03-02T08:00:00Z\"",
                    "an instant is written in UTC, such as \"2027-03-02T08:00:00Z\""
                ),
                pointer: format!("trips, `{id}`"),
                line: 0,
                column: 0,
                span: None,
            })
        })?;
        edition.visits.entry(id).or_insert(visit);
    }
    Ok(edition)
}

fn visit(raw: RawVisit) -> Option<EditionVisit> {
    let instant = |text: &str| DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc));
    let start = instant(&raw.start)?;
    // A plan of another tool may lack local times; the date in UTC is then the nearest there is.
    let day = |local: Option<&str>, utc: &str| -> Option<Day> {
        let text = local.unwrap_or(utc);
        text.get(..10)?.parse::<NaiveDate>().ok().map(Day::from)
    };
    let first = day(raw.start_local.as_deref(), &raw.start)?;
    let last = day(raw.end_local.as_deref(), &raw.end)?;
    Some(EditionVisit {
        title: raw.title,
        place_name: raw.place_name,
        start: Instant::from_utc(start)?,
        days: DayRange::inclusive(first, last.max(first))?,
        delegation: raw.delegation,
    })
}

/// The place of a mistake in the text.
fn span(text: &str, line: usize, column: usize) -> Option<SourceSpan> {
    let before: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let at = (before + column.saturating_sub(1)).min(text.len().saturating_sub(1));
    Some(SourceSpan::from((at, usize::from(!text.is_empty()))))
}
