//! Which time zone a `TZID` means.
//!
//! # Invariants
//!
//! * Every name is resolved once, in the order of [`Resolution`]; what was found is reported.
//! * The name decides, not the VTIMEZONE that stands beside it: exporters copy wrong ones. Where the two disagree at the
//!   time of an event, there is a warning.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::Warnings;
use super::clock::{Clock, OwnZone};
use super::line::Name;
use super::names::{display, display_offset, iana, path_end, windows};
use super::recur::Budget;
use super::rule::short;
use super::tree::{Component, Kind};
use super::values::unescape;
use super::vtimezone;
use crate::texts::say;

/// How a time zone was found, in the order in which it is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resolution {
    /// An IANA name or an alias of one, in any case.
    Iana,
    /// A Windows name, in any case.
    Windows,
    /// The end of a path, such as `/citadel.org/20210210_1/Europe/Amsterdam`.
    PathEnd,
    /// The offsets that the file itself gives, in its VTIMEZONE.
    OwnDefinition,
    /// A name made for people, such as `(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi`.
    DisplayName,
    /// A name that says UTC.
    Utc,
    /// The offset in a name such as `(UTC+05:30) Anywhere`, the whole year.
    FixedOffset,
    /// Not found: the zone that the calendar names as its own (`X-WR-TIMEZONE`).
    CalendarZone,
    /// Not found: the default zone.
    DefaultZone,
}

/// A time zone name in a file, and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneUse {
    /// The name as written.
    pub name: String,
    /// How it was found.
    pub resolution: Resolution,
    /// The IANA zone, or `None` when the file's own definition or a fixed offset is used.
    pub tz: Option<Tz>,
    /// How many dates and times of the file use the name.
    pub n_uses: usize,
    /// The line of the first use.
    pub line: usize,
}

/// A position in the list of zones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ZoneIdx(usize);

impl ZoneIdx {
    /// The position, to sort by.
    pub(super) fn number(self) -> usize {
        self.0
    }
}

struct Entry {
    clock: Clock,
    /// What the file's own VTIMEZONE of that name says, when another answer was taken.
    claimed: Option<(OwnZone, usize)>,
    is_disagreement_reported: bool,
    report: Option<ZoneUse>,
}

/// The zones of one file.
pub(super) struct Zones {
    entries: Vec<Entry>,
    by_name: BTreeMap<String, ZoneIdx>,
    last: Option<(String, ZoneIdx)>,
    own: BTreeMap<String, (OwnZone, usize)>,
    calendar_zone: Option<Tz>,
}

impl Zones {
    /// The default zone, in which floating times are.
    pub(super) const DEFAULT: ZoneIdx = ZoneIdx(0);
    /// UTC.
    pub(super) const UTC: ZoneIdx = ZoneIdx(1);

    /// Reads the zones that a file defines, and its own zone.
    pub(super) fn new(
        components: &[Component],
        default_zone: Tz,
        budget: &mut Budget,
        warnings: &mut Warnings,
    ) -> Self {
        let entry = |tz| Entry { clock: Clock::of(tz), claimed: None, is_disagreement_reported: false, report: None };
        let calendar_zone = components
            .iter()
            .filter(|component| component.kind == Kind::Calendar)
            .find_map(|component| component.field(Name::CalendarZone))
            .and_then(|field| known(&clean(&field.value)).map(|(tz, _)| tz));
        let mut zones = Zones {
            entries: vec![entry(default_zone), entry(Tz::UTC)],
            by_name: BTreeMap::new(),
            last: None,
            own: BTreeMap::new(),
            calendar_zone,
        };
        for (idx, component) in components.iter().enumerate().filter(|(_, component)| component.kind == Kind::Timezone)
        {
            let name = component.field(Name::TzId).map(|field| clean(&field.value)).unwrap_or_default();
            if let Some(zone) = vtimezone::evaluate(components, idx, budget, warnings) {
                zones.own.entry(name.to_lowercase()).or_insert((zone, component.line));
            }
        }
        zones
    }

    /// Returns the zone of a `TZID` as written.
    pub(super) fn find(&mut self, tzid: &str, line: usize, warnings: &mut Warnings) -> ZoneIdx {
        let idx = match &self.last {
            Some((name, idx)) if name == tzid => *idx,
            _ => {
                let idx = match self.by_name.get(tzid) {
                    Some(&idx) => idx,
                    None => self.add(tzid, line, warnings),
                };
                self.last = Some((tzid.to_owned(), idx));
                idx
            }
        };
        if let Some(report) = &mut self.entries[idx.0].report {
            report.n_uses += 1;
        }
        idx
    }

    pub(super) fn clock(&self, idx: ZoneIdx) -> &Clock {
        &self.entries[idx.0].clock
    }

    /// The zone in which the file's author lives, as far as the file says: for all-day events written in UTC.
    pub(super) fn home(&self) -> Vec<Clock> {
        let calendar_zone = self.calendar_zone.map(Clock::of);
        let own = self.own.values().filter(|_| self.own.len() == 1).map(|(zone, _)| Clock::Own(zone.clone()));
        calendar_zone.into_iter().chain(own).chain([self.entries[0].clock.clone()]).collect()
    }

    /// Warns, once per zone, when the name and the file's VTIMEZONE disagree at an instant.
    pub(super) fn compare(&mut self, idx: ZoneIdx, instant: i64, line: usize, warnings: &mut Warnings) {
        let entry = &mut self.entries[idx.0];
        let Some((claimed, own_line)) = &entry.claimed else { return };
        if entry.is_disagreement_reported || entry.clock.wall(instant) - instant == claimed.offset_at(instant) {
            return;
        }
        entry.is_disagreement_reported = true;
        let name = entry.report.as_ref().map_or("", |report| &report.name);
        let message = say!(
            "op dit tijdstip heeft de VTIMEZONE van regel {own_line} een ander tijdsverschil dan `{}` werkelijk heeft; de naam is gevolgd",
            "at this time the VTIMEZONE of line {own_line} has another offset than `{}` really has; the name was followed",
            short(name)
        );
        warnings.push(line, message);
    }

    /// What every name was taken for, by name.
    pub(super) fn uses(self) -> Vec<ZoneUse> {
        let mut uses: Vec<ZoneUse> = self.entries.into_iter().filter_map(|entry| entry.report).collect();
        uses.sort_by(|a, b| a.name.cmp(&b.name));
        uses
    }

    fn add(&mut self, tzid: &str, line: usize, warnings: &mut Warnings) -> ZoneIdx {
        let name = clean(tzid);
        let own = self.own.get(&name.to_lowercase());
        let (resolution, tz) = self.resolve(&name, own.is_some());
        let clock = match (resolution, tz, own) {
            (_, Some(tz), _) => Clock::of(tz),
            (Resolution::OwnDefinition, None, Some((own, _))) => Clock::Own(own.clone()),
            (Resolution::FixedOffset, ..) => Clock::Own(OwnZone::fixed(display_offset(&name).unwrap_or(0))),
            _ => self.entries[0].clock.clone(),
        };
        let shown = short(&name);
        match resolution {
            Resolution::FixedOffset => {
                warnings.push(
                    line,
                    say!(
                        "de tijdzone `{shown}` is niet bekend; het tijdsverschil ervan is het hele jaar gebruikt",
                        "the time zone `{shown}` is not known; its offset was used the whole year"
                    ),
                );
            }
            Resolution::CalendarZone => {
                warnings.push(
                    line,
                    say!(
                        "de tijdzone `{shown}` is niet bekend; de zone van de agenda zelf is gebruikt",
                        "the time zone `{shown}` is not known; the calendar's own zone was used"
                    ),
                );
            }
            Resolution::DefaultZone => {
                warnings.push(
                    line,
                    say!(
                        "de tijdzone `{shown}` is niet bekend; de ingestelde zone is gebruikt",
                        "the time zone `{shown}` is not known; the default zone was used"
                    ),
                );
            }
            _ => {}
        }
        let claimed = own.filter(|_| resolution != Resolution::OwnDefinition).cloned();
        let tz = tz.or_else(|| clock.tz());
        let report = Some(ZoneUse { name: name.clone(), resolution, tz, n_uses: 0, line });
        self.entries.push(Entry { clock, claimed, is_disagreement_reported: false, report });
        let idx = ZoneIdx(self.entries.len() - 1);
        self.by_name.insert(tzid.to_owned(), idx);
        idx
    }

    /// Tries everything in order. There is no zone where the file's own offsets are to be used, or the default.
    fn resolve(&self, name: &str, has_own: bool) -> (Resolution, Option<Tz>) {
        if let Some((tz, resolution)) = known(name) {
            return (resolution, Some(tz));
        }
        if has_own {
            return (Resolution::OwnDefinition, None);
        }
        if let Some(tz) = display(name) {
            return (Resolution::DisplayName, Some(tz));
        }
        // Such as `tzone://Microsoft/Utc`.
        let last = name.rsplit('/').next().unwrap_or_default();
        if ["Z", "GMT", "UTC", "(UTC)"].iter().any(|utc| last.eq_ignore_ascii_case(utc)) {
            return (Resolution::Utc, Some(Tz::UTC));
        }
        if display_offset(name).is_some() {
            return (Resolution::FixedOffset, None);
        }
        match self.calendar_zone {
            Some(tz) => (Resolution::CalendarZone, Some(tz)),
            None => (Resolution::DefaultZone, None),
        }
    }
}

/// Finds a zone by its name alone.
fn known(name: &str) -> Option<(Tz, Resolution)> {
    if let Some(tz) = iana(name) {
        return Some((tz, Resolution::Iana));
    }
    if let Some(tz) = windows(name) {
        return Some((tz, Resolution::Windows));
    }
    path_end(name).map(|tz| (tz, Resolution::PathEnd))
}

/// A name without quotes, blanks around it and escapes.
fn clean(name: &str) -> String {
    unescape(name).trim_matches(|c: char| c == '"' || c == '\'' || c.is_whitespace()).to_owned()
}
