//! Time zones: each defined once, in the one form that Outlook takes, and right today.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use chrono_tz::Tz;
use windows_timezones::WindowsTimezone;

use super::Findings;
use super::time::{self, Time};
use super::tree::Component;
use crate::domain::{Day, MinuteOfDay};
use crate::texts::say;
use crate::zones::{self, Zone};

/// Seconds in a day.
const DAY_SECONDS: i64 = 86_400;

/// The most days of a repeated event that are compared with current data: two years.
const MAX_DAYS: i64 = 730;

/// Weekdays as rules name them, Monday first.
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// The zones that a calendar defines, by TZID.
pub(super) struct Zones {
    defined: BTreeMap<String, Defined>,
}

struct Defined {
    /// `None` when the definition is broken.
    observances: Option<Vec<Observance>>,
    /// Current data for the zone of that name.
    current: Option<Zone>,
}

#[derive(Clone, Copy)]
struct Observance {
    to: i64,
    onset: Option<Onset>,
}

#[derive(Clone, Copy)]
struct Onset {
    month: u32,
    nth: i32,
    weekday: i32,
    second_of_day: i64,
}

impl Zones {
    /// Reads and checks the VTIMEZONEs of a calendar.
    pub(super) fn of(calendar: &Component, findings: &mut Findings) -> Self {
        let mut defined = BTreeMap::new();
        let mut reported = BTreeSet::new();
        for zone in calendar.components.iter().filter(|component| component.name == "VTIMEZONE") {
            let Some(tzid) = zone.once("TZID", 9, findings) else { continue };
            let observances = observances(zone, findings);
            let current = current(&tzid.value);
            if current.is_none() && reported.insert(tzid.value.clone()) {
                let message = say!(
                    "`{}` is geen bekende tijdzone, dus de tijdsverschillen zijn niet na te gaan",
                    "`{}` is no known time zone, so its offsets cannot be checked",
                    tzid.value
                );
                findings.add(
                    tzid.line,
                    9,
                    message,
                    say!("gebruik een IANA-naam zoals Europe/Amsterdam", "use an IANA name such as Europe/Amsterdam"),
                );
            }
            if defined.insert(tzid.value.clone(), Defined { observances, current }).is_some() {
                let message = say!("er is een tweede VTIMEZONE `{}`", "there is a second VTIMEZONE `{}`", tzid.value);
                findings.add(zone.line, 9, message, say!("geef elke tijdzone één keer", "define each zone once"));
            }
        }
        Zones { defined }
    }

    /// Returns a local time in UTC as a reader of the file works it out; seconds since 1970. A zone that is not
    /// defined, or that gives another instant than current data, is a finding.
    pub(super) fn utc(&self, line: usize, tzid: &str, local: i64, findings: &mut Findings) -> Option<i64> {
        let Some(defined) = self.defined.get(tzid) else {
            let message = say!("de TZID `{tzid}` heeft geen VTIMEZONE", "the TZID `{tzid}` has no VTIMEZONE");
            findings.add(
                line,
                9,
                message,
                say!("geef de tijdzone, of schrijf de tijd in UTC", "define the zone, or write the time in UTC"),
            );
            return None;
        };
        let offset = offset(defined.observances.as_ref()?, local);
        if let Some((hours, now)) = disagreement(defined.current.as_ref(), local, offset) {
            let message = say!(
                "de VTIMEZONE `{tzid}` zet de tijd {hours} voor op UTC, de huidige gegevens {now}",
                "the VTIMEZONE `{tzid}` puts the time {hours} ahead of UTC, current data {now}"
            );
            findings.add(
                line,
                9,
                message,
                say!(
                    "schrijf de huidige tijdsverschillen van de zone, of de tijd in UTC",
                    "write the zone's current offsets, or the time in UTC"
                ),
            );
        }
        Some(local - offset)
    }

    /// Checks the offsets on the days on which a repeated event may fall.
    pub(super) fn check_days(&self, line: usize, tzid: &str, from: i64, until: i64, findings: &mut Findings) {
        let Some(Defined { observances: Some(observances), current }) = self.defined.get(tzid) else { return };
        let times = (0..MAX_DAYS).map(|n| from + n * DAY_SECONDS).take_while(|&local| local <= until);
        let mut wrong = times.filter_map(|local| {
            let offset = offset(observances, local);
            Some((local, disagreement(current.as_ref(), local, offset)?))
        });
        if let Some((local, (hours, now))) = wrong.next() {
            let day = day_of(local);
            let message = say!(
                "op {day} loopt de VTIMEZONE `{tzid}` {hours} voor op UTC, de huidige gegevens {now}",
                "on {day} the VTIMEZONE `{tzid}` is {hours} ahead of UTC, current data {now}"
            );
            findings.add(
                line,
                9,
                message,
                say!(
                    "schrijf de huidige tijdsverschillen van de zone, of losse afspraken in UTC",
                    "write the zone's current offsets, or single events in UTC"
                ),
            );
        }
    }
}

/// Both offsets as text, when current data has another than the file.
fn disagreement(current: Option<&Zone>, local: i64, offset: i64) -> Option<(String, String)> {
    let minute = MinuteOfDay::try_from(local.rem_euclid(DAY_SECONDS) / 60).ok()?;
    let at = current?.instant(day_of(local), minute);
    let now = local - local.rem_euclid(60) - at.minutes() * 60;
    (now != offset).then(|| (hours(offset), hours(now)))
}

/// An offset as people write it, such as `+05:30`.
fn hours(seconds: i64) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", seconds.abs() / 3600, seconds.abs() / 60 % 60)
}

fn day_of(local: i64) -> Day {
    Day::from_number(i32::try_from(local.div_euclid(DAY_SECONDS)).unwrap_or(i32::MAX))
}

/// Current data for a zone's IANA or Windows name.
fn current(tzid: &str) -> Option<Zone> {
    let windows = || tzid.parse::<WindowsTimezone>().ok()?.tzdb_id().parse::<Tz>().ok();
    tzid.parse::<Tz>().ok().or_else(windows).filter(|&tz| zones::is_known(tz)).map(Zone::of)
}

/// The offset in use at a local time: that of the observance that began last.
fn offset(observances: &[Observance], local: i64) -> i64 {
    let year = day_of(local).date().year();
    let begun = observances.iter().flat_map(|observance| {
        (year - 1..=year).filter_map(move |year| {
            let begins = observance.onset.and_then(|onset| onset.local(year))?;
            (begins <= local).then_some((begins, observance.to))
        })
    });
    let latest = begun.max().map(|(_, to)| to);
    latest.or_else(|| observances.first().map(|observance| observance.to)).unwrap_or(0)
}

/// Reads and checks the parts of a VTIMEZONE; `None` when they cannot be used.
fn observances(zone: &Component, findings: &mut Findings) -> Option<Vec<Observance>> {
    let count = |name: &str| zone.components.iter().filter(|part| part.name == name).count();
    let (n_standard, n_daylight) = (count("STANDARD"), count("DAYLIGHT"));
    if n_standard != 1 || n_daylight > 1 {
        let message = say!(
            "de VTIMEZONE heeft {n_standard} delen STANDARD en {n_daylight} delen DAYLIGHT",
            "the VTIMEZONE has {n_standard} STANDARD and {n_daylight} DAYLIGHT parts"
        );
        findings.add(
            zone.line,
            9,
            message,
            say!("schrijf één STANDARD en hoogstens één DAYLIGHT", "write one STANDARD and at most one DAYLIGHT"),
        );
    }
    for other in zone.components.iter().filter(|part| !matches!(part.name.as_str(), "STANDARD" | "DAYLIGHT")) {
        findings.add(
            other.line,
            9,
            say!("{} staat binnen een VTIMEZONE", "{} stands inside a VTIMEZONE", other.name),
            say!("laat het weg", "leave it out"),
        );
    }
    let n_before = findings.0.len();
    let parts = zone.components.iter().filter(|part| matches!(part.name.as_str(), "STANDARD" | "DAYLIGHT"));
    let read: Vec<Option<(i64, Observance)>> = parts.map(|part| observance(part, n_daylight > 0, findings)).collect();
    let read: Vec<(i64, Observance)> = read.into_iter().collect::<Option<_>>()?;
    let meets = match read.as_slice() {
        [(from, only)] => *from == only.to,
        [(a_from, a), (b_from, b)] => *a_from == b.to && *b_from == a.to && a.to != b.to,
        _ => true,
    };
    if !meets && findings.0.len() == n_before {
        let message = say!(
            "de tijdsverschillen voor en na de overgangen van de zone sluiten niet aan",
            "the offsets before and after the zone's changes do not meet"
        );
        findings.add(
            zone.line,
            9,
            message,
            say!(
                "elk deel begint met het tijdsverschil waarmee het andere eindigt",
                "each part begins with the offset with which the other ends"
            ),
        );
    }
    (!read.is_empty()).then(|| read.into_iter().map(|(_, observance)| observance).collect())
}

/// Reads one STANDARD or DAYLIGHT: the offset before it, and what it says.
fn observance(part: &Component, has_summer_time: bool, findings: &mut Findings) -> Option<(i64, Observance)> {
    for name in ["RDATE", "EXDATE"] {
        for property in part.all(name) {
            findings.add(
                property.line,
                9,
                say!("een VTIMEZONE heeft {name}", "a VTIMEZONE has {name}"),
                say!("schrijf één jaarlijkse regel", "write one yearly rule"),
            );
        }
    }
    let mut read = |name: &str| {
        let property = part.once(name, 9, findings)?;
        let offset = time::offset(&property.value);
        if offset.is_none() {
            let message = say!("{name} `{}` is geen tijdsverschil", "{name} `{}` is no offset", property.value);
            findings.add(property.line, 9, message, say!("schrijf zoiets als +0100", "write such as +0100"));
        }
        offset
    };
    let (from, to) = (read("TZOFFSETFROM"), read("TZOFFSETTO"));
    let start = part.once("DTSTART", 9, findings);
    let begins = start.and_then(|start| match (time::time(&start.value), start.params.is_empty()) {
        (Some(Time::Local(local)), true) if day_of(local).date().year() == 1970 => Some(local),
        _ => {
            let message = say!(
                "DTSTART `{}` van een VTIMEZONE is geen plaatselijke tijd in 1970",
                "DTSTART `{}` of a VTIMEZONE is no local time in 1970",
                start.value
            );
            findings.add(
                start.line,
                9,
                message,
                say!("schrijf zoiets als 19701025T030000", "write such as 19701025T030000"),
            );
            None
        }
    });
    let rule = part.at_most_once("RRULE", 9, findings);
    let onset = match (rule, has_summer_time) {
        (None, false) => None,
        (None, true) => {
            findings.add(
                part.line,
                9,
                say!("{} heeft geen RRULE", "{} has no RRULE", part.name),
                say!("schrijf de jaarlijkse regel van de overgang", "write the yearly rule of its change"),
            );
            return None;
        }
        (Some(rule), false) => {
            findings.add(
                rule.line,
                9,
                say!("een zone zonder zomertijd heeft een RRULE", "a zone without summer time has an RRULE"),
                say!("laat het weg", "leave it out"),
            );
            None
        }
        (Some(rule), true) => match begins.and_then(|begins| onset(&rule.value, begins)) {
            Some(onset) => Some(onset),
            None => {
                let message = say!(
                    "`{}` met zijn DTSTART is geen jaarlijkse overgang die Outlook aanneemt",
                    "`{}` with its DTSTART is no yearly change that Outlook takes",
                    rule.value
                );
                let remedy = say!(
                    "schrijf FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU, en als DTSTART de eerste datum ervan in 1970",
                    "write FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU, and as DTSTART its first date in 1970"
                );
                findings.add(rule.line, 9, message, remedy);
                return None;
            }
        },
    };
    Some((from?, Observance { to: to?, onset }))
}

/// Reads `FREQ=YEARLY;BYMONTH=<month>;BYDAY=<n><day>`, whose first date in 1970 is that of `begins`.
fn onset(rule: &str, begins: i64) -> Option<Onset> {
    let mut parts: BTreeMap<&str, &str> = BTreeMap::new();
    for part in rule.split(';') {
        let (key, value) = part.split_once('=')?;
        if parts.insert(key, value).is_some() {
            return None;
        }
    }
    if parts.len() != 3 || parts.get("FREQ") != Some(&"YEARLY") {
        return None;
    }
    let month: u32 = parts.get("BYMONTH")?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let by_day = parts.get("BYDAY")?;
    let (nth, weekday) = by_day.split_at_checked(by_day.len().checked_sub(2)?)?;
    let nth: i32 = nth.parse().ok().filter(|nth| matches!(nth, -1 | 1..=4))?;
    let weekday = i32::try_from(WEEKDAYS.iter().position(|name| *name == weekday)?).ok()?;
    let onset = Onset { month, nth, weekday, second_of_day: begins.rem_euclid(DAY_SECONDS) };
    (onset.local(1970) == Some(begins)).then_some(onset)
}

impl Onset {
    /// Seconds since 1970 by the clock that goes out of use.
    fn local(self, year: i32) -> Option<i64> {
        let days = (1..=31).filter_map(|day| chrono::NaiveDate::from_ymd_opt(year, self.month, day));
        let mut days = days.map(Day::from).filter(|day| i32::from(day.weekday_number()) == self.weekday);
        let day = if self.nth < 0 { days.next_back()? } else { days.nth(usize::try_from(self.nth - 1).ok()?)? };
        Some(i64::from(day.number()) * DAY_SECONDS + self.second_of_day)
    }
}
