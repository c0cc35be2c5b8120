//! From the events of a file to occurrences: series, their exceptions and the events that replace occurrences.
//!
//! # Invariants
//!
//! * An occurrence that an event replaces is known by its UID and its instant, in an all-day series by its day. Of several
//!   replacements the one with the highest SEQUENCE counts, then the latest DTSTAMP, then the last in the file.
//! * A time of day stays what it is by the wall; each occurrence becomes an instant by itself.

use std::collections::{BTreeMap, HashMap};

use super::clock::Clock;
use super::event::{Extra, FileEvent, Length, Moment, day_in};
use super::recur::{self, Budget, CutShort, Span, day_of};
use super::resolve::Zones;
use super::rule::Rule;
use super::values::Stamp;
use super::{Occurrence, ReadOptions, Status, Warnings};
use crate::domain::{Day, DayRange, Instant, MINUTES_PER_DAY};

/// What tells one occurrence of a series from another: its instant, or its day in an all-day series.
type Key = i64;

/// Lays the events of a file on the window.
pub(super) struct Layer<'a> {
    pub(super) options: &'a ReadOptions,
    pub(super) zones: &'a mut Zones,
    pub(super) home: Vec<Clock>,
    pub(super) budget: &'a mut Budget,
    pub(super) warnings: &'a mut Warnings,
    pub(super) occurrences: Vec<Occurrence>,
    /// The window in minutes since 1970-01-01T00:00Z.
    pub(super) window: (i64, i64),
}

/// The events of one UID.
#[derive(Default)]
struct Group {
    masters: Vec<usize>,
    replacements: Vec<usize>,
}

impl Layer<'_> {
    /// Adds the occurrences of all events.
    pub(super) fn lay(&mut self, events: &[FileEvent<'_>]) {
        let mut groups: Vec<Group> = Vec::new();
        let mut by_uid: HashMap<&str, usize> = HashMap::new();
        for (idx, event) in events.iter().enumerate() {
            let new = groups.len();
            let group = event.uid.map_or(new, |uid| *by_uid.entry(uid).or_insert(new));
            if group == new {
                groups.push(Group::default());
            }
            let group = &mut groups[group];
            if event.replaces.is_some() { group.replacements.push(idx) } else { group.masters.push(idx) }
        }
        for group in &groups {
            self.lay_group(events, group);
        }
    }

    fn lay_group(&mut self, events: &[FileEvent<'_>], group: &Group) {
        let masters = newest(events, &group.masters, |event| Some(event.start));
        let mut replaced: BTreeMap<Key, usize> = BTreeMap::new();
        let mut replaced_days: Vec<(i32, usize)> = Vec::new();
        let first_master = masters.first().map(|&idx| &events[idx]);
        for idx in newest(events, &group.replacements, |event| event.replaces.map(|(moment, _)| moment)) {
            let Some((moment, _)) = events[idx].replaces else { continue };
            match (moment, first_master.map(|master| master.start)) {
                (Moment::Day(day), Some(Moment::Time { .. })) => replaced_days.push((day, idx)),
                (moment, start) => {
                    let key =
                        self.key(moment, matches!(start, Some(Moment::Day(_)) | None) && is_day_like(moment, start));
                    match replaced.get(&key) {
                        Some(&other) if is_newer(&events[other], &events[idx]) => {}
                        _ => {
                            replaced.insert(key, idx);
                        }
                    }
                }
            }
        }
        for &idx in &masters {
            self.lay_master(events, idx, &replaced, &replaced_days);
        }
        for &idx in replaced.values().chain(replaced_days.iter().map(|(_, idx)| idx)) {
            let event = &events[idx];
            self.add(event, idx, event.start, event.length);
        }
    }

    /// Adds the occurrences of an event or a series that are not replaced.
    fn lay_master(
        &mut self,
        events: &[FileEvent<'_>],
        idx: usize,
        replaced: &BTreeMap<Key, usize>,
        replaced_days: &[(i32, usize)],
    ) {
        let event = &events[idx];
        let is_single = event.rules.is_empty() && event.extra.is_empty() && event.except.is_empty();
        if is_single && replaced.is_empty() && replaced_days.is_empty() {
            self.add(event, idx, event.start, event.length);
            return;
        }
        let is_all_day = matches!(event.start, Moment::Day(_));
        // Replacements that also stand for everything after them, in order.
        let following: Vec<(Key, usize)> = replaced
            .iter()
            .filter(|(_, replacement)| matches!(events[**replacement].replaces, Some((_, true))))
            .map(|(&key, &replacement)| (key, replacement))
            .collect();
        let shifts: Vec<i64> =
            following.iter().map(|&(key, replacement)| self.shift(&events[replacement], key, is_all_day)).collect();
        let starts = self.starts(event, shifts.iter().copied());
        let mut except: Vec<Key> = Vec::with_capacity(event.except.len());
        let mut except_days: Vec<i32> = Vec::new();
        for &moment in &event.except {
            match moment {
                Moment::Day(day) if !is_all_day => except_days.push(day),
                moment => except.push(self.key(moment, is_all_day)),
            }
        }
        for rule in &event.except_rules {
            for (start, _) in self.rule_starts(event, rule, event.line, 0) {
                except.push(self.key(start, is_all_day));
            }
        }
        except.sort_unstable();
        let mut last_key = None;
        for (start, length) in starts {
            let key = self.key(start, is_all_day);
            let local_day = match start {
                Moment::Day(day) => day,
                Moment::Time { wall, .. } => day_of(wall),
            };
            let is_left_out = last_key == Some(key)
                || replaced.contains_key(&key)
                || except.binary_search(&key).is_ok()
                || except_days.contains(&local_day)
                || replaced_days.iter().any(|&(day, _)| day == local_day);
            last_key = Some(key);
            if is_left_out {
                continue;
            }
            match following.partition_point(|&(from, _)| from <= key) {
                0 => self.add(event, idx, start, length.unwrap_or(event.length)),
                n => {
                    let replacement = following[n - 1].1;
                    let shifted = match start {
                        Moment::Day(day) => Moment::Day(day + i32::try_from(shifts[n - 1]).unwrap_or(0)),
                        Moment::Time { wall, zone, is_floating } => {
                            Moment::Time { wall: wall + shifts[n - 1], zone, is_floating }
                        }
                    };
                    self.add(&events[replacement], replacement, shifted, events[replacement].length);
                }
            }
        }
    }

    /// How much later a replacement starts than what it replaces: in days, or in minutes by the wall.
    fn shift(&self, replacement: &FileEvent<'_>, key: Key, is_all_day: bool) -> i64 {
        const CENTURY: i64 = 36_525 * MINUTES_PER_DAY;
        let shift = match (replacement.replaces, replacement.start) {
            _ if is_all_day => i64::from(day_in(replacement.start, &self.home)) - key,
            (Some((Moment::Time { wall, zone, .. }, _)), Moment::Time { wall: start, zone: start_zone, .. }) => {
                if zone == start_zone { start - wall } else { self.instant(replacement.start) - key }
            }
            _ => 0,
        };
        shift.clamp(-CENTURY, CENTURY)
    }

    /// The starts of an event that can touch the window, in order, each with its own length where it has one.
    fn starts(&mut self, event: &FileEvent<'_>, shifts: impl Iterator<Item = i64>) -> Vec<(Moment, Option<Length>)> {
        let most_shift = shifts.map(i64::abs).max().unwrap_or(0);
        let mut starts: Vec<(Moment, Option<Length>)> = Vec::new();
        let mut n_sources = event.extra.len();
        if event.rules.is_empty() {
            starts.push((event.start, None));
            n_sources += 1;
        }
        for (rule, line) in &event.rules {
            n_sources += 1;
            starts.extend(self.rule_starts(event, rule, *line, most_shift));
        }
        for &Extra { start, length } in &event.extra {
            let start = match (event.start, start) {
                (Moment::Day(_), moment) => Moment::Day(day_in(moment, &self.home)),
                (Moment::Time { wall, zone, is_floating }, Moment::Day(day)) => {
                    let wall = i64::from(day) * MINUTES_PER_DAY + wall.rem_euclid(MINUTES_PER_DAY);
                    Moment::Time { wall, zone, is_floating }
                }
                (Moment::Time { .. }, moment) => moment,
            };
            starts.push((start, length.filter(|_| !matches!(start, Moment::Day(_)))));
        }
        if n_sources > 1 {
            starts.sort_by_key(|&(start, _)| self.key(start, matches!(event.start, Moment::Day(_))));
        }
        starts
    }

    /// The starts that a rule gives and that can touch the window.
    fn rule_starts(
        &mut self,
        event: &FileEvent<'_>,
        rule: &Rule,
        line: usize,
        shift: i64,
    ) -> Vec<(Moment, Option<Length>)> {
        let mut walls = Vec::new();
        let (start, from, to, until) = match event.start {
            Moment::Day(day) => {
                // The window in days, with a day to spare on both sides for zones.
                let n_days = match event.length {
                    Length::Days(n_days) => i64::from(n_days),
                    Length::Time(_) => 1,
                };
                let day_minutes = |day: i64| day * MINUTES_PER_DAY;
                let from = day_minutes(i64::from(day_of(self.window.0)) - 1 - n_days - shift);
                let to = day_minutes(i64::from(day_of(self.window.1)) + 2 + shift);
                let until = rule.until.map(|until| day_minutes(i64::from(day_in(as_moment(until), &self.home))));
                (day_minutes(i64::from(day)), from, to, until)
            }
            Moment::Time { wall, zone, .. } => {
                let Length::Time(length) = event.length else { return Vec::new() };
                let length = i64::from(length.days) * MINUTES_PER_DAY + length.minutes;
                let from = self.window.0 - MINUTES_PER_DAY - length - shift;
                let until = rule.until.map(|until| match until {
                    Stamp::Date(day) => i64::from(day) * MINUTES_PER_DAY + MINUTES_PER_DAY - 1,
                    Stamp::Wall(wall) => wall,
                    Stamp::Utc(instant) => self.zones.clock(zone).wall(instant),
                });
                (wall, from, self.window.1 + MINUTES_PER_DAY + shift, until)
            }
        };
        let to = until.map_or(to, |until| to.min(until + 1));
        let span = Span { start, from, to };
        if let Err(CutShort) = recur::expand(rule, span, self.budget, &mut walls) {
            self.warnings.push(line, "the rule repeats too often or too rarely to be followed; it was read in part");
        }
        let moment = |wall| match event.start {
            Moment::Day(_) => Moment::Day(day_of(wall)),
            Moment::Time { zone, is_floating, .. } => Moment::Time { wall, zone, is_floating },
        };
        walls.into_iter().map(|wall| (moment(wall), None)).collect()
    }

    fn instant(&self, moment: Moment) -> i64 {
        match moment {
            Moment::Day(day) => self.zones.clock(Zones::DEFAULT).instant(i64::from(day) * MINUTES_PER_DAY),
            Moment::Time { wall, zone, .. } => self.zones.clock(zone).instant(wall),
        }
    }

    fn key(&self, moment: Moment, is_all_day: bool) -> Key {
        if is_all_day { i64::from(day_in(moment, &self.home)) } else { self.instant(moment) }
    }

    /// Adds one occurrence when it touches the window.
    fn add(&mut self, event: &FileEvent<'_>, idx: usize, start: Moment, length: Length) {
        let (from, to, days) = self.extent(start, length);
        let touches = if from == to { self.window.0 <= from } else { self.window.0 < to };
        if !touches || from >= self.window.1 {
            return;
        }
        if self.budget.n_occurrences == 0 {
            return;
        }
        self.budget.n_occurrences -= 1;
        if self.budget.n_occurrences == 0 {
            self.warnings.push(event.line, "the file has too many occurrences; the rest was left out");
        }
        if let Moment::Time { zone, .. } = start {
            self.zones.compare(zone, from, event.line, self.warnings);
        }
        self.occurrences.push(Occurrence {
            start: Instant::from_minutes(from),
            end: Instant::from_minutes(to),
            days,
            busy: from < to && is_busy(event, self.options),
            status: event.status,
            line: event.line,
            event: idx,
        });
    }

    /// From when to when an occurrence lasts.
    pub(super) fn extent(&self, start: Moment, length: Length) -> (i64, i64, Option<DayRange>) {
        match (start, length) {
            (Moment::Day(day), length) => {
                let n_days = match length {
                    Length::Days(n_days) => n_days,
                    Length::Time(span) => span.days.max(1),
                };
                let end = day.saturating_add(n_days);
                let days = DayRange::new(Day::from_number(day), Day::from_number(end));
                (self.instant(start), self.instant(Moment::Day(end)), days)
            }
            (Moment::Time { wall, zone, .. }, Length::Time(span)) => {
                let clock = self.zones.clock(zone);
                let from = clock.instant(wall);
                let to = match span.days {
                    0 => from,
                    days => clock.instant(wall + i64::from(days) * MINUTES_PER_DAY),
                };
                (from, (to + span.minutes).max(from), None)
            }
            (Moment::Time { .. }, Length::Days(n_days)) => {
                let from = self.instant(start);
                (from, from + i64::from(n_days) * MINUTES_PER_DAY, None)
            }
        }
    }
}

fn as_moment(stamp: Stamp) -> Moment {
    match stamp {
        Stamp::Date(day) => Moment::Day(day),
        Stamp::Wall(wall) => Moment::Time { wall, zone: Zones::DEFAULT, is_floating: true },
        Stamp::Utc(wall) => Moment::Time { wall, zone: Zones::UTC, is_floating: false },
    }
}

/// Whether a replacement is to be compared by its day: its series is all-day, or is not in the file and it names a day.
fn is_day_like(moment: Moment, series_start: Option<Moment>) -> bool {
    series_start.is_some() || matches!(moment, Moment::Day(_))
}

/// Whether the first event is a newer edition than the second, which stands later in the file.
fn is_newer(first: &FileEvent<'_>, second: &FileEvent<'_>) -> bool {
    (first.sequence, first.stamped) > (second.sequence, second.stamped)
}

/// Leaves out events that have a newer edition at the same moment.
fn newest(events: &[FileEvent<'_>], idxs: &[usize], moment: impl Fn(&FileEvent<'_>) -> Option<Moment>) -> Vec<usize> {
    if idxs.len() < 2 {
        return idxs.to_vec();
    }
    let mut by_moment: BTreeMap<(bool, i64, usize), usize> = BTreeMap::new();
    for &idx in idxs {
        let key = match moment(&events[idx]) {
            Some(Moment::Day(day)) => (false, i64::from(day), 0),
            Some(Moment::Time { wall, zone, .. }) => (true, wall, zone.number()),
            None => continue,
        };
        match by_moment.get(&key) {
            Some(&other) if is_newer(&events[other], &events[idx]) => {}
            _ => {
                by_moment.insert(key, idx);
            }
        }
    }
    by_moment.into_values().collect()
}

/// Whether an event of that status takes its owner's time.
pub(super) fn is_busy(event: &FileEvent<'_>, options: &ReadOptions) -> bool {
    match event.status {
        Status::Cancelled => false,
        Status::Free => options.free_all_day_is_busy && matches!(event.start, Moment::Day(_)),
        Status::Tentative => options.tentative_is_busy,
        Status::WorkingElsewhere => options.working_elsewhere_is_busy && !event.is_transparent,
        Status::Busy | Status::OutOfOffice => true,
    }
}
