//! The same reports for programs.

use serde_json::{Value, json};

use super::changes::{Change, Changes};
use super::days::{self, Taken};
use super::hits::Hit;
use super::{Frame, Sheet};
use crate::domain::{Interval, Problem};
use crate::ics::read::{Occurrence, Resolution, Status};

/// Returns what was read of calendars as JSON.
#[must_use]
pub fn sheets_as_json(frame: &Frame, sheets: &[Sheet]) -> String {
    let parts: Vec<Value> = frame
        .day_parts
        .iter()
        .map(|part| {
            let clock = super::wording::clock;
            json!({ "id": part.id, "from": clock(part.start), "to": clock(part.end) })
        })
        .collect();
    let calendars: Vec<Value> = sheets.iter().map(|sheet| calendar(frame, sheet)).collect();
    let report = json!({
        "first_day": frame.days.start().to_string(), "last_day": frame.days.last().to_string(),
        "zone": frame.zone.tz().name(), "day_parts": parts, "calendars": calendars,
    });
    format!("{report:#}")
}

/// Returns the differences of two calendars as JSON.
#[must_use]
pub fn changes_as_json(frame: &Frame, changes: &Changes, hits: Option<(&Problem, &[Hit])>) -> String {
    let list = |changes: &[Change]| -> Vec<Value> { changes.iter().map(change).collect() };
    let status: Vec<Value> = changes
        .status
        .iter()
        .map(|(old, new)| {
            json!({
                "start": new.start.to_string(), "end": new.end.to_string(),
                "from": status_name(old.status), "to": status_name(new.status),
            })
        })
        .collect();
    let mut report = json!({
        "first_day": frame.days.start().to_string(), "last_day": frame.days.last().to_string(),
        "zone": frame.zone.tz().name(), "became_busy": list(&changes.busy), "became_free": list(&changes.free),
        "other_status": status,
    });
    if let Some((problem, hits)) = hits {
        let hits: Vec<Value> = hits
            .iter()
            .map(|hit| {
                let requests: Vec<&str> = hit.requests.iter().map(|&it| problem.request(it).id.as_str()).collect();
                json!({
                    "busy": interval(hit.busy), "traveller": problem.traveller(hit.traveller).id,
                    "planned": interval(hit.planned), "requests": requests, "on_the_way": hit.is_on_the_way,
                })
            })
            .collect();
        report["hits"] = Value::Array(hits);
    }
    format!("{report:#}")
}

fn calendar(frame: &Frame, sheet: &Sheet) -> Value {
    let read = &sheet.read;
    let zones: Vec<Value> = read
        .zones
        .iter()
        .map(|zone| {
            json!({
                "name": zone.name, "taken_for": zone.tz.map(|tz| tz.name()), "how": how(zone.resolution),
                "n_uses": zone.n_uses, "line": zone.line,
            })
        })
        .collect();
    let warnings: Vec<Value> = read
        .warnings
        .iter()
        .map(|warning| json!({ "line": (warning.line > 0).then_some(warning.line), "message": warning.message.of(frame.language) }))
        .collect();
    let occurrences: Vec<Value> = read.occurrences.iter().map(|it| occurrence_with_subject(sheet, it)).collect();
    json!({
        "name": sheet.name, "label": sheet.label,
        "n_events": read.events.iter().filter(|event| !event.is_free_busy).count(),
        "n_series": read.n_series(), "n_occurrences": read.occurrences.len(),
        "n_busy": read.occurrences.iter().filter(|it| it.busy && it.interval().is_some()).count(),
        "n_written_in_scenario": sheet.n_written,
        "zones": zones, "warnings": warnings, "occurrences": occurrences, "busy_day_parts": busy_parts(frame, sheet),
    })
}

/// The day-parts that are not free.
fn busy_parts(frame: &Frame, sheet: &Sheet) -> Vec<Value> {
    let mut busy = Vec::new();
    for look in days::days(frame, &sheet.read) {
        for (part, &taken) in frame.day_parts.iter().zip(&look.parts) {
            let taken = match taken {
                Taken::Free => continue,
                Taken::Tentative => "tentative",
                Taken::Partly => "partly",
                Taken::Wholly => "wholly",
            };
            busy.push(json!({ "day": look.day.to_string(), "part": part.id, "busy": taken }));
        }
    }
    busy
}

fn occurrence_with_subject(sheet: &Sheet, occurrence: &Occurrence) -> Value {
    let mut value = self::occurrence(occurrence);
    let event = sheet.read.events.get(occurrence.event).filter(|_| occurrence.line > 0);
    if let Some(subject) = event.and_then(|event| event.subject.as_deref()) {
        value["subject"] = subject.into();
    }
    value
}

fn occurrence(occurrence: &Occurrence) -> Value {
    let mut value = json!({
        "start": occurrence.start.to_string(), "end": occurrence.end.to_string(),
        "status": status_name(occurrence.status), "busy": occurrence.busy && occurrence.interval().is_some(),
        "line": (occurrence.line > 0).then_some(occurrence.line),
    });
    if let Some(days) = occurrence.days {
        value["first_day"] = days.start().to_string().into();
        value["last_day"] = days.last().to_string().into();
    }
    value
}

fn change(change: &Change) -> Value {
    let mut value = occurrence(&change.occurrence);
    value["net"] = change.net.iter().copied().map(interval).collect();
    value["other_status"] = change.other_status.map(status_name).into();
    value
}

fn interval(interval: Interval) -> Value {
    json!({ "start": interval.start().to_string(), "end": interval.end().to_string() })
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Free => "free",
        Status::Tentative => "tentative",
        Status::Busy => "busy",
        Status::OutOfOffice => "out_of_office",
        Status::WorkingElsewhere => "working_elsewhere",
        Status::Cancelled => "cancelled",
    }
}

fn how(resolution: Resolution) -> &'static str {
    match resolution {
        Resolution::Iana => "iana_name",
        Resolution::Windows => "windows_name",
        Resolution::PathEnd => "end_of_path",
        Resolution::OwnDefinition => "own_definition",
        Resolution::DisplayName => "display_name",
        Resolution::Utc => "utc",
        Resolution::FixedOffset => "fixed_offset",
        Resolution::CalendarZone => "calendar_zone",
        Resolution::DefaultZone => "default_zone",
    }
}
