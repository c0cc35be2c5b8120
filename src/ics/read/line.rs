//! One content line: its name, its parameters and its value.
//!
//! # Invariants
//!
//! * Only lines whose name is a [`Name`] are kept. Subjects are, when asked for; attendees, descriptions and places never
//!   get past this file.
//! * A complaint about a line never quotes it: what was not understood may be somebody's text.

use crate::texts::{Said, say};
use ical::PropertyParser;

/// The properties that the reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Begin,
    End,
    Uid,
    DtStart,
    DtEnd,
    Duration,
    RRule,
    ExRule,
    ExDate,
    RDate,
    RecurrenceId,
    Status,
    Transp,
    BusyStatus,
    Sequence,
    DtStamp,
    Summary,
    Method,
    CalendarZone,
    TzId,
    TzOffsetFrom,
    TzOffsetTo,
    FreeBusy,
}

impl Name {
    fn of(name: &[u8]) -> Option<Name> {
        let mut upper = [0; 26];
        let upper = upper.get_mut(..name.len())?;
        upper.copy_from_slice(name);
        upper.make_ascii_uppercase();
        Some(match &*upper {
            b"BEGIN" => Name::Begin,
            b"END" => Name::End,
            b"UID" => Name::Uid,
            b"DTSTART" => Name::DtStart,
            b"DTEND" => Name::DtEnd,
            b"DURATION" => Name::Duration,
            b"RRULE" => Name::RRule,
            b"EXRULE" => Name::ExRule,
            b"EXDATE" => Name::ExDate,
            b"RDATE" => Name::RDate,
            b"RECURRENCE-ID" => Name::RecurrenceId,
            b"STATUS" => Name::Status,
            b"TRANSP" => Name::Transp,
            b"X-MICROSOFT-CDO-BUSYSTATUS" => Name::BusyStatus,
            b"SEQUENCE" => Name::Sequence,
            b"DTSTAMP" => Name::DtStamp,
            b"SUMMARY" => Name::Summary,
            b"METHOD" => Name::Method,
            b"X-WR-TIMEZONE" => Name::CalendarZone,
            b"TZID" => Name::TzId,
            b"TZOFFSETFROM" => Name::TzOffsetFrom,
            b"TZOFFSETTO" => Name::TzOffsetTo,
            b"FREEBUSY" => Name::FreeBusy,
            _ => return None,
        })
    }

    /// Whether the value is made of dates and times, in which no colon can stand.
    fn is_dates(self) -> bool {
        matches!(self, Name::DtStart | Name::DtEnd | Name::ExDate | Name::RDate | Name::RecurrenceId)
    }
}

/// A line that the reader may need.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: Name,
    pub(super) line: usize,
    pub(super) value: String,
    pub(super) params: Vec<(String, Vec<String>)>,
}

impl Field {
    /// The first value of a parameter, by its name in capitals.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).and_then(|(_, values)| values.first()).map(String::as_str)
    }

    /// Whether a parameter has that value, in any case.
    pub(super) fn param_is(&self, name: &str, value: &str) -> bool {
        self.param(name).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
    }
}

/// Returns the name of a line and how many bytes it takes, or `None` when the line is not `NAME:…` or `NAME;…`.
pub(super) fn name_of(line: &[u8]) -> Option<(Option<Name>, usize)> {
    let n_bytes = line.iter().position(|&byte| byte == b':' || byte == b';')?;
    let name = &line[..n_bytes];
    let well_formed = !name.is_empty()
        && name.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' || byte == b'.');
    well_formed.then(|| (Name::of(name), n_bytes))
}

/// Whether the parameters of a line end in a colon outside quotes; `after_name` begins with the colon or a semicolon.
pub(super) fn has_value(after_name: &[u8]) -> bool {
    let mut quoted = false;
    for &byte in after_name {
        match byte {
            b'"' => quoted = !quoted,
            b':' if !quoted => return true,
            _ => {}
        }
    }
    false
}

/// Reads a line of that name.
///
/// # Errors
///
/// Says what is wrong with the line, without quoting it.
pub(super) fn parse(name: Name, n_name_bytes: usize, line: &str, line_number: usize) -> Result<Field, Said> {
    if let Some(value) = line[n_name_bytes..].strip_prefix(':') {
        // Without parameters there is nothing to tokenise, and most lines of a calendar are so.
        return Ok(Field { name, line: line_number, value: value.trim().to_owned(), params: Vec::new() });
    }
    let property = PropertyParser::from_reader(line.as_bytes())
        .next()
        .ok_or_else(|| say!("de regel is leeg", "the line is empty"))?
        .map_err(|_| {
            say!(
                "de parameters zijn niet te lezen (een aanhalingsteken of dubbele punt ontbreekt)",
                "its parameters cannot be read (a quote or a colon is missing)"
            )
        })?;
    let mut value = property.value.unwrap_or_default();
    let mut params = property.params.unwrap_or_default();
    if name.is_dates()
        && let Some((zone_rest, dates)) = value.rsplit_once(':')
        && let Some((_, values)) = params.iter_mut().rfind(|(key, _)| key == "TZID")
    {
        // An unquoted zone name with a colon in it, such as `TZID=(UTC+01:00) Berlin:20270101T090000`.
        if let Some(last) = values.last_mut() {
            last.push(':');
            last.push_str(zone_rest);
        }
        value = dates.to_owned();
    }
    if value.trim().len() != value.len() {
        value = value.trim().to_owned();
    }
    Ok(Field { name, line: line_number, value, params })
}
