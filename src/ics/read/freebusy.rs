//! Free/busy components: busy time without events.

use super::line::Name;
use super::tree::Component;
use super::values::{Round, Stamp, duration, stamp};
use super::{Status, Warnings};
use crate::domain::MINUTES_PER_DAY;
use crate::texts::say;

/// Returns the periods of a component, each as minutes since 1970-01-01T00:00Z, its status and its line.
pub(super) fn periods(component: &Component, warnings: &mut Warnings) -> Vec<(i64, i64, Status, usize)> {
    let mut periods = Vec::new();
    for field in component.fields_named(Name::FreeBusy) {
        let status = match field.param("FBTYPE").map(str::to_ascii_uppercase).as_deref() {
            Some("FREE") => Status::Free,
            Some("BUSY-TENTATIVE") => Status::Tentative,
            Some("BUSY-UNAVAILABLE") => Status::OutOfOffice,
            _ => Status::Busy,
        };
        for item in field.value.split(',').filter(|item| !item.trim().is_empty()) {
            let period = item.split_once('/').and_then(|(from, to)| {
                let from = minutes(stamp(from, Round::Down)?);
                let to = match duration(to) {
                    Some(span) => from + i64::from(span.days) * MINUTES_PER_DAY + span.minutes,
                    None => minutes(stamp(to, Round::Up)?),
                };
                (from < to).then_some((from, to, status, field.line))
            });
            match period {
                Some(period) => periods.push(period),
                None => warnings.push(
                    field.line,
                    say!(
                        "een periode van vrije of bezette tijd is niet te lezen en is weggelaten",
                        "a free/busy period cannot be read; it was left out"
                    ),
                ),
            }
        }
    }
    periods
}

/// Free/busy periods are in UTC, whether they say so or not.
fn minutes(stamp: Stamp) -> i64 {
    match stamp {
        Stamp::Date(day) => i64::from(day) * MINUTES_PER_DAY,
        Stamp::Wall(minutes) | Stamp::Utc(minutes) => minutes,
    }
}
