//! What became busy or free between two editions of a calendar.
//!
//! # Invariants
//!
//! * Compared by start, end and status, never by UID: published calendars change their UIDs at every download.

use std::collections::BTreeMap;

use crate::domain::{Instant, Interval};
use crate::ics::read::{Occurrence, Read, Status};

/// An occurrence that only one of two calendars has as busy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The occurrence where it is busy.
    pub occurrence: Occurrence,
    /// How the other calendar has the same time, when it has it without being busy.
    pub other_status: Option<Status>,
    /// The part of its time in which nothing else of the other calendar is busy.
    pub net: Vec<Interval>,
}

/// The differences between two calendars.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// What only the new one has as busy.
    pub busy: Vec<Change>,
    /// What only the old one has as busy.
    pub free: Vec<Change>,
    /// What is busy in both at the same time, with another status: old and new.
    pub status: Vec<(Occurrence, Occurrence)>,
    /// How many other differences there are, none of which takes time.
    pub n_without_time: usize,
}

impl Changes {
    /// The time that is busy now and was not.
    #[must_use]
    pub fn newly_busy(&self) -> Vec<Interval> {
        let mut net: Vec<Interval> = self.busy.iter().flat_map(|change| change.net.iter().copied()).collect();
        net.sort_unstable();
        net.dedup();
        net
    }
}

type ByTime = BTreeMap<(Instant, Instant), Vec<Occurrence>>;

/// Returns the differences from `old` to `new`.
#[must_use]
pub fn changes(old: &Read, new: &Read) -> Changes {
    let (old_only, new_only) = (without(old, new), without(new, old));
    let (old_busy, new_busy) = (old.busy(), new.busy());
    let mut changes = Changes::default();
    let mut times: Vec<&(Instant, Instant)> = old_only.keys().chain(new_only.keys()).collect();
    times.sort_unstable();
    times.dedup();
    for time in times {
        let was = old_only.get(time).and_then(|list| strongest(list));
        let is = new_only.get(time).and_then(|list| strongest(list));
        let has_busy = |read: &Read| {
            let mut same = read.occurrences.iter().filter(|other| (other.start, other.end) == *time);
            same.any(takes_time)
        };
        match (was, is) {
            (Some(was), Some(is)) if takes_time(&was) && takes_time(&is) => changes.status.push((was, is)),
            (was, Some(is)) if takes_time(&is) && !has_busy(old) => {
                let other_status = was.map(|was| was.status);
                changes.busy.push(Change { occurrence: is, other_status, net: minus(is, &old_busy) });
            }
            (Some(was), is) if takes_time(&was) && !has_busy(new) => {
                let other_status = is.map(|is| is.status);
                changes.free.push(Change { occurrence: was, other_status, net: minus(was, &new_busy) });
            }
            _ => changes.n_without_time += 1,
        }
    }
    changes
}

fn takes_time(occurrence: &Occurrence) -> bool {
    occurrence.busy && occurrence.interval().is_some()
}

/// The busiest of what is at one time.
fn strongest(list: &[Occurrence]) -> Option<Occurrence> {
    list.iter().copied().max_by_key(|occurrence| (occurrence.busy, occurrence.status))
}

/// What the other calendar has not, by start, end and status.
fn without(read: &Read, other: &Read) -> ByTime {
    let key = |occurrence: &Occurrence| (occurrence.start, occurrence.end, occurrence.status);
    let others: std::collections::BTreeSet<_> = other.occurrences.iter().map(key).collect();
    let mut only = ByTime::new();
    for occurrence in read.occurrences.iter().filter(|occurrence| !others.contains(&key(occurrence))) {
        only.entry((occurrence.start, occurrence.end)).or_default().push(*occurrence);
    }
    only
}

/// The time of an occurrence without the busy times, which are in order and apart.
fn minus(occurrence: Occurrence, busy: &[Interval]) -> Vec<Interval> {
    let mut rest = Vec::new();
    let mut from = occurrence.start;
    for taken in busy.iter().filter(|taken| taken.start() < occurrence.end && occurrence.start < taken.end()) {
        rest.extend(Interval::new(from, taken.start()));
        from = from.max(taken.end());
    }
    rest.extend(Interval::new(from, occurrence.end));
    rest
}
