//! One event as its file has it: when it starts, how long it takes, whether it is busy, which rules it follows.
//!
//! # Invariants
//!
//! * An event that can be placed in time is kept, whatever else is wrong with it; every trouble is a warning.

use super::clock::Clock;
use super::line::{Field, Name};
use super::resolve::{ZoneIdx, Zones};
use super::rule::{Rule, short};
use super::tree::Component;
use super::values::{Round, Span, Stamp, duration, stamp, unescape};
use super::{ReadOptions, Status, Warnings};
use crate::domain::MINUTES_PER_DAY;
use crate::texts::say;

/// A moment that an event names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// A whole day.
    Day(i32),
    /// A time by the clocks of a zone, in minutes. UTC is a zone like any other.
    Time {
        wall: i64,
        zone: ZoneIdx,
        /// Without a zone in the file: in the default zone.
        is_floating: bool,
    },
}

/// How long an event takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Whole days, at least one.
    Days(i32),
    /// Days by the calendar and minutes by the clock.
    Time(Span),
}

/// An extra occurrence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extra {
    pub(super) start: Moment,
    pub(super) length: Option<Length>,
}

/// An event of the file.
#[derive(Debug)]
pub(super) struct FileEvent<'a> {
    pub(super) uid: Option<&'a str>,
    pub(super) line: usize,
    pub(super) start: Moment,
    pub(super) length: Length,
    pub(super) status: Status,
    pub(super) is_transparent: bool,
    pub(super) sequence: i64,
    pub(super) stamped: i64,
    pub(super) rules: Vec<(Rule, usize)>,
    pub(super) except_rules: Vec<Rule>,
    pub(super) extra: Vec<Extra>,
    pub(super) except: Vec<Moment>,
    /// Which occurrence of its series this event replaces, and whether also all that follow.
    pub(super) replaces: Option<(Moment, bool)>,
    pub(super) subject: Option<String>,
}

/// Reads an event, or says in a warning why it has no place in time.
pub(super) fn read<'a>(
    component: &'a Component,
    is_cancelled: bool,
    zones: &mut Zones,
    options: &ReadOptions,
    warnings: &mut Warnings,
) -> Option<FileEvent<'a>> {
    let replaces = component.field(Name::RecurrenceId).and_then(|field| {
        let moment = moments(field, zones, warnings).into_iter().next()?;
        Some((moment, field.param_is("RANGE", "THISANDFUTURE")))
    });
    let start_field = component.field(Name::DtStart);
    let start = match (start_field.map(|field| moments(field, zones, warnings)), replaces) {
        (Some(moments), _) if !moments.is_empty() => moments[0],
        (None, Some((moment, _))) => moment,
        (Some(_), _) => {
            warnings.push(
                component.line,
                say!(
                    "de DTSTART van de afspraak is niet te lezen; de afspraak is weggelaten",
                    "the event's DTSTART cannot be read; the event was left out"
                ),
            );
            return None;
        }
        (None, None) => {
            warnings.push(
                component.line,
                say!("de afspraak heeft geen DTSTART en is weggelaten", "the event has no DTSTART; it was left out"),
            );
            return None;
        }
    };
    let status = status(component, is_cancelled);
    let mut event = FileEvent {
        uid: component.field(Name::Uid).map(|field| field.value.as_str()).filter(|uid| !uid.is_empty()),
        line: component.line,
        start,
        length: length(component, start, zones, warnings),
        status,
        is_transparent: component
            .field(Name::Transp)
            .is_some_and(|field| field.value.eq_ignore_ascii_case("TRANSPARENT")),
        sequence: component.field(Name::Sequence).and_then(|field| field.value.parse().ok()).unwrap_or(0),
        stamped: component.field(Name::DtStamp).and_then(|field| stamp(&field.value, Round::Down)).map_or(0, sortable),
        rules: Vec::new(),
        except_rules: Vec::new(),
        extra: Vec::new(),
        except: Vec::new(),
        replaces,
        subject: component.field(Name::Summary).filter(|_| options.keep_subjects).map(|field| unescape(&field.value)),
    };
    for field in &component.fields {
        match field.name {
            Name::RRule | Name::ExRule if !field.value.is_empty() => {
                let mut complaints = Vec::new();
                match Rule::parse(&field.value, &mut complaints) {
                    Ok(rule) if field.name == Name::RRule => event.rules.push((rule, field.line)),
                    Ok(rule) => event.except_rules.push(rule),
                    Err(reason) => warnings.push(
                        field.line,
                        say!(
"de herhaling is weggelaten, de afspraak niet: {reason}",
"the recurrence rule was left out, and the event kept: {reason}"; reason),
                    ),
                }
                for complaint in complaints {
                    warnings.push(field.line, complaint);
                }
            }
            Name::ExDate => event.except.extend(moments_near(field, start, zones, warnings)),
            Name::RDate => extras(field, start, zones, warnings, &mut event.extra),
            _ => {}
        }
    }
    if let Some((moment, _)) = &mut event.replaces {
        *moment = near(*moment, start);
    }
    Some(event)
}

/// Reads a list of dates and times. What cannot be read is a warning.
pub(super) fn moments(field: &Field, zones: &mut Zones, warnings: &mut Warnings) -> Vec<Moment> {
    let mut moments = Vec::with_capacity(1);
    for item in field.value.split(',').filter(|item| !item.trim().is_empty()) {
        match stamp(item, Round::Down) {
            Some(stamp) => moments.push(moment(stamp, field, zones, warnings)),
            None => warnings.push(
                field.line,
                say!(
                    "`{}` is geen datum of tijd en is weggelaten",
                    "`{}` is no date or time; it was left out",
                    shape(item)
                ),
            ),
        }
    }
    moments
}

/// The same, where a floating time is in the zone of the event's start.
fn moments_near(field: &Field, start: Moment, zones: &mut Zones, warnings: &mut Warnings) -> Vec<Moment> {
    moments(field, zones, warnings).into_iter().map(|moment| near(moment, start)).collect()
}

fn near(moment: Moment, start: Moment) -> Moment {
    match (moment, start) {
        (Moment::Time { wall, is_floating: true, .. }, Moment::Time { zone, is_floating, .. }) => {
            Moment::Time { wall, zone, is_floating }
        }
        _ => moment,
    }
}

fn moment(stamp: Stamp, field: &Field, zones: &mut Zones, warnings: &mut Warnings) -> Moment {
    match (stamp, field.param("TZID")) {
        // A date is a date, even where the file forgets to say so.
        (Stamp::Date(day), _) => Moment::Day(day),
        (Stamp::Wall(wall), _) if field.param_is("VALUE", "DATE") => Moment::Day(super::recur::day_of(wall)),
        (Stamp::Utc(wall), _) => Moment::Time { wall, zone: Zones::UTC, is_floating: false },
        (Stamp::Wall(wall), Some(tzid)) => {
            Moment::Time { wall, zone: zones.find(tzid, field.line, warnings), is_floating: false }
        }
        (Stamp::Wall(wall), None) => Moment::Time { wall, zone: Zones::DEFAULT, is_floating: true },
    }
}

fn extras(field: &Field, start: Moment, zones: &mut Zones, warnings: &mut Warnings, extra: &mut Vec<Extra>) {
    for item in field.value.split(',').filter(|item| !item.trim().is_empty()) {
        let (from, to) = item.split_once('/').map_or((item, None), |(from, to)| (from, Some(to)));
        let Some(from) = stamp(from, Round::Down) else {
            warnings.push(
                field.line,
                say!(
                    "`{}` is geen datum of tijd en is weggelaten",
                    "`{}` is no date or time; it was left out",
                    shape(item)
                ),
            );
            continue;
        };
        let from = near(moment(from, field, zones, warnings), start);
        let length = to.and_then(|to| match duration(to) {
            Some(span) => Some(Length::Time(span)),
            None => stamp(to, Round::Up)
                .map(|to| near(moment(to, field, zones, warnings), start))
                .and_then(|to| between(from, to, zones)),
        });
        extra.push(Extra { start: from, length });
    }
}

/// The instant of a time, for sorting only.
fn sortable(stamp: Stamp) -> i64 {
    match stamp {
        Stamp::Date(day) => i64::from(day) * MINUTES_PER_DAY,
        Stamp::Wall(minutes) | Stamp::Utc(minutes) => minutes,
    }
}

fn length(component: &Component, start: Moment, zones: &mut Zones, warnings: &mut Warnings) -> Length {
    let default = match start {
        Moment::Day(_) => Length::Days(1),
        Moment::Time { .. } => Length::Time(Span::default()),
    };
    if let Some(field) = component.field(Name::DtEnd) {
        let end = stamp(&field.value, Round::Up).map(|end| near(moment(end, field, zones, warnings), start));
        return match end.map(|end| between(start, end, zones)) {
            Some(Some(length)) => length,
            Some(None) => {
                warnings.push(
                    field.line,
                    say!(
                        "de afspraak eindigt vóór het begin; alleen het begin is gebruikt",
                        "the event ends before it starts; only its start was used"
                    ),
                );
                default
            }
            None => {
                warnings.push(
                    field.line,
                    say!(
                        "`{}` is geen datum of tijd; alleen het begin is gebruikt",
                        "`{}` is no date or time; only the start was used",
                        shape(&field.value)
                    ),
                );
                default
            }
        };
    }
    let Some(field) = component.field(Name::Duration) else { return default };
    let span = duration(&field.value).filter(|span| span.days >= 0 && span.minutes >= 0);
    match (span, start) {
        (Some(span), Moment::Time { .. }) => Length::Time(span),
        (Some(span), Moment::Day(_)) => {
            // A day and an hour touch two days.
            let minutes_as_days = (span.minutes + MINUTES_PER_DAY - 1).div_euclid(MINUTES_PER_DAY);
            Length::Days((span.days + i32::try_from(minutes_as_days).unwrap_or(0)).max(1))
        }
        (None, _) => {
            warnings.push(
                field.line,
                say!(
                    "de DURATION is niet te gebruiken; alleen het begin is gebruikt",
                    "the DURATION cannot be used; only the start was"
                ),
            );
            default
        }
    }
}

/// The length from one moment to another, or `None` when the other is earlier.
fn between(start: Moment, end: Moment, zones: &Zones) -> Option<Length> {
    match (start, end) {
        // Some exporters give a one-day event the same end as start.
        (Moment::Day(start), Moment::Day(end)) => (start <= end).then(|| Length::Days((end - start).max(1))),
        (Moment::Day(start), Moment::Time { wall, .. }) => {
            let end = super::recur::day_of(wall + MINUTES_PER_DAY - 1);
            (start <= end).then(|| Length::Days((end - start).max(1)))
        }
        (Moment::Time { zone, .. }, Moment::Day(day)) => {
            let end = Moment::Time { wall: i64::from(day) * MINUTES_PER_DAY, zone, is_floating: false };
            between(start, end, zones)
        }
        (Moment::Time { wall: from, zone, .. }, Moment::Time { wall: to, zone: end_zone, .. }) => {
            let minutes = zones.clock(end_zone).instant(to) - zones.clock(zone).instant(from);
            (minutes >= 0).then_some(Length::Time(Span { days: 0, minutes }))
        }
    }
}

fn status(component: &Component, is_cancelled: bool) -> Status {
    let is = |name, value: &str| component.field(name).is_some_and(|field| field.value.eq_ignore_ascii_case(value));
    if is_cancelled || is(Name::Status, "CANCELLED") || is(Name::Status, "CANCELED") {
        return Status::Cancelled;
    }
    let is_transparent = is(Name::Transp, "TRANSPARENT");
    let shown = component.field(Name::BusyStatus).map_or("", |field| field.value.as_str());
    let shown_is = |value: &str| shown.eq_ignore_ascii_case(value);
    if shown_is("WORKINGELSEWHERE") {
        Status::WorkingElsewhere
    } else if is_transparent || shown_is("FREE") {
        Status::Free
    } else if shown_is("OOF") {
        Status::OutOfOffice
    } else if shown_is("TENTATIVE") || is(Name::Status, "TENTATIVE") {
        Status::Tentative
    } else {
        Status::Busy
    }
}

/// The first characters of a value that should be a date; letters that no date has are not shown.
fn shape(item: &str) -> String {
    let is_plain = item.chars().all(|c| c.is_ascii_digit() || "TZtz:+-/. ".contains(c));
    if is_plain { short(item) } else { "…".to_owned() }
}

/// The day that a moment means in an all-day series. Exchange writes its local midnight in UTC.
pub(super) fn day_in(moment: Moment, home: &[Clock]) -> i32 {
    let day = super::recur::day_of;
    match moment {
        Moment::Day(number) => number,
        Moment::Time { wall, zone, .. } if zone != Zones::UTC || wall.rem_euclid(MINUTES_PER_DAY) == 0 => day(wall),
        Moment::Time { wall, .. } => {
            let local = home.iter().map(|clock| clock.wall(wall)).find(|local| local.rem_euclid(MINUTES_PER_DAY) == 0);
            day(local.unwrap_or(wall))
        }
    }
}
