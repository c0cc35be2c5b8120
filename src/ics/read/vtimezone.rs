//! What a file's own VTIMEZONE says about the clocks of a place.
//!
//! # Invariants
//!
//! * Changes are worked out for the years 1900 to 2100, whatever the rules say; a rule that changes the clocks more than
//!   a few times a year is not followed.

use super::Warnings;
use super::clock::OwnZone;
use super::line::Name;
use super::recur::{Budget, Span, expand};
use super::rule::{Freq, Rule};
use super::tree::{Component, Kind};
use super::values::{Round, Stamp, offset, stamp};
use crate::domain::MINUTES_PER_DAY;
use crate::texts::say;

/// 1900-01-01 and 2100-01-01, in days since 1970-01-01.
const YEARS: (i64, i64) = (-25_567, 47_482);

/// The most that one rule may change the clocks in those years.
const MAX_CHANGES: usize = 1_000;

/// Returns the zone that the component at `zone_idx` defines, or `None` when it defines none.
pub(super) fn evaluate(
    components: &[Component],
    zone_idx: usize,
    budget: &mut Budget,
    warnings: &mut Warnings,
) -> Option<OwnZone> {
    let mut changes = Vec::new();
    // Before the first change the offset is what that change comes from.
    let mut first: Option<(i64, i64)> = None;
    // The parts of a component stand right behind it.
    let parts = components[zone_idx + 1..].iter().take_while(|part| part.parent == Some(zone_idx));
    for part in parts.filter(|part| part.kind == Kind::Observance) {
        let field_offset = |name| part.field(name).and_then(|field| offset(&field.value));
        let Some(to) = field_offset(Name::TzOffsetTo) else {
            warnings.push(
                part.line,
                say!(
                    "een deel van een VTIMEZONE heeft geen leesbare TZOFFSETTO en is weggelaten",
                    "a part of a VTIMEZONE has no readable TZOFFSETTO; it was left out"
                ),
            );
            continue;
        };
        let from = field_offset(Name::TzOffsetFrom).unwrap_or(to);
        let start = part.field(Name::DtStart).and_then(|field| stamp(&field.value, Round::Down)).map(wall);
        let start = start.unwrap_or(YEARS.0 * MINUTES_PER_DAY);
        let mut onsets = vec![start];
        for field in part.fields_named(Name::RDate) {
            onsets.extend(field.value.split(',').filter_map(|item| stamp(item, Round::Down)).map(wall));
        }
        for field in part.fields_named(Name::RRule) {
            let Ok(mut rule) = Rule::parse(&field.value, &mut Vec::new()) else {
                warnings.push(
                    field.line,
                    say!(
                        "een regel van een VTIMEZONE is niet te lezen en is weggelaten",
                        "a rule of a VTIMEZONE cannot be read; it was left out"
                    ),
                );
                continue;
            };
            if rule.freq != Freq::Yearly {
                warnings.push(
                    field.line,
                    say!(
                        "een regel van een VTIMEZONE is niet jaarlijks en is weggelaten",
                        "a rule of a VTIMEZONE is not yearly; it was left out"
                    ),
                );
                continue;
            }
            let until = match rule.until.take() {
                Some(Stamp::Utc(until)) => until + from,
                Some(Stamp::Wall(until)) => until,
                Some(Stamp::Date(day)) => (i64::from(day) + 1) * MINUTES_PER_DAY - 1,
                None => i64::MAX,
            };
            let span = Span {
                start,
                from: YEARS.0 * MINUTES_PER_DAY,
                to: (YEARS.1 * MINUTES_PER_DAY).min(until.saturating_add(1)),
            };
            let mut by_rule = Vec::new();
            if expand(&rule, span, budget, &mut by_rule).is_err() || by_rule.len() > MAX_CHANGES {
                warnings.push(
                    field.line,
                    say!(
                        "een regel van een VTIMEZONE verzet de klok te vaak en is weggelaten",
                        "a rule of a VTIMEZONE changes the clocks too often; it was left out"
                    ),
                );
                continue;
            }
            onsets.extend(by_rule);
        }
        for onset in onsets {
            let at = onset - from;
            changes.push((at, to));
            if first.is_none_or(|(earliest, _)| at < earliest) {
                first = Some((at, from));
            }
        }
    }
    let (_, before) = first?;
    changes.dedup();
    Some(OwnZone::new(before, changes))
}

fn wall(stamp: Stamp) -> i64 {
    match stamp {
        Stamp::Date(day) => i64::from(day) * MINUTES_PER_DAY,
        Stamp::Wall(minutes) | Stamp::Utc(minutes) => minutes,
    }
}
