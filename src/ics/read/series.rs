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
use crate::texts::say;

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

/// What replaces occurrences of a series.
#[derive(Default)]
struct Replaced {
    by_key: BTreeMap<Key, usize>,
    /// For a series with times, the replacements that name a day only; sorted.
    by_day: Vec<(i32, usize)>,
    /// Those that also stand for everything after them, in order.
    following: Vec<Following>,
}

/// A replacement of an occurrence and all after it.
struct Following {
    from: Key,
    event: usize,
    /// How much later it is: in days, or in minutes by the wall.
    shift: i64,
}

impl Replaced {
    fn is_empty(&self) -> bool {
        self.by_key.is_empty() && self.by_day.is_empty()
    }

    fn has(&self, key: Key, day: i32) -> bool {
        self.by_key.contains_key(&key) || self.by_day.binary_search_by_key(&day, |&(day, _)| day).is_ok()
    }
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
        if let ([idx], []) = (&*group.masters, &*group.replacements) {
            self.lay_master(events, *idx, &Replaced::default(), 0);
            return;
        }
        let latest = group.masters.iter().map(|&idx| events[idx].sequence).max().unwrap_or(0);
        let (masters, older): (Vec<usize>, Vec<usize>) =
            group.masters.iter().partition(|&&idx| events[idx].sequence == latest);
        for idx in older {
            self.warnings.push(
                events[idx].line,
                say!(
                    "het bestand heeft een latere versie van deze afspraak; deze is weggelaten",
                    "the file has a later edition of this event; this one was left out"
                ),
            );
        }
        let masters = newest(events, &masters, |event| Some(event.start));
        let series_start = masters.first().map(|&idx| events[idx].start);
        let is_all_day = matches!(series_start, Some(Moment::Day(_)));
        let mut replaced = Replaced::default();
        for idx in newest(events, &group.replacements, |event| event.replaces.map(|(moment, _)| moment)) {
            let Some((moment, _)) = events[idx].replaces else { continue };
            if let (Moment::Day(day), Some(Moment::Time { .. })) = (moment, series_start) {
                replaced.by_day.push((day, idx));
                continue;
            }
            // Without its series a replacement can only be compared with others of its kind.
            let by_day = is_all_day || (series_start.is_none() && matches!(moment, Moment::Day(_)));
            let newest = replaced.by_key.entry(self.key(moment, by_day)).or_insert(idx);
            if !is_newer(&events[*newest], &events[idx]) {
                *newest = idx;
            }
        }
        replaced.by_day.sort_unstable();
        for (&from, &idx) in &replaced.by_key {
            if let Some((_, true)) = events[idx].replaces {
                let shift = self.shift(&events[idx], from, is_all_day);
                replaced.following.push(Following { from, event: idx, shift });
            }
        }
        let most_shift = replaced.following.iter().map(|following| following.shift.abs()).max().unwrap_or(0);
        for &idx in &masters {
            self.lay_master(events, idx, &replaced, most_shift);
        }
        for &idx in replaced.by_key.values().chain(replaced.by_day.iter().map(|(_, idx)| idx)) {
            let event = &events[idx];
            self.add(event, idx, event.start, event.length);
        }
    }

    /// Adds the occurrences of an event or a series that are not replaced.
    fn lay_master(&mut self, events: &[FileEvent<'_>], idx: usize, replaced: &Replaced, most_shift: i64) {
        let event = &events[idx];
        let is_single = event.rules.is_empty() && event.extra.is_empty() && event.except.is_empty();
        if is_single && replaced.is_empty() {
            self.add(event, idx, event.start, event.length);
            return;
        }
        let is_all_day = matches!(event.start, Moment::Day(_));
        let starts = self.starts(event, most_shift);
        let mut except: Vec<Key> = Vec::with_capacity(event.except.len());
        let mut except_days: Vec<i32> = Vec::new();
        for &moment in &event.except {
            match moment {
                Moment::Day(day) if !is_all_day => except_days.push(day),
                moment => except.push(self.key(moment, is_all_day)),
            }
        }
        for rule in &event.except_rules {
            for (start, _) in self.rule_starts(event, rule, event.line, 0, false) {
                except.push(self.key(start, is_all_day));
            }
        }
        except.sort_unstable();
        except_days.sort_unstable();
        let mut last_key = None;
        for (start, length) in starts {
            let key = self.key(start, is_all_day);
            let local_day = match start {
                Moment::Day(day) => day,
                Moment::Time { wall, .. } => day_of(wall),
            };
            let is_left_out = last_key == Some(key)
                || replaced.has(key, local_day)
                || except.binary_search(&key).is_ok()
                || except_days.binary_search(&local_day).is_ok();
            last_key = Some(key);
            if is_left_out {
                continue;
            }
            match replaced.following.partition_point(|following| following.from <= key) {
                0 => self.add(event, idx, start, length.unwrap_or(event.length)),
                n => {
                    let Following { event: replacement, shift, .. } = replaced.following[n - 1];
                    let shifted = match start {
                        Moment::Day(day) => Moment::Day(day + i32::try_from(shift).unwrap_or(0)),
                        Moment::Time { wall, zone, is_floating } => {
                            Moment::Time { wall: wall + shift, zone, is_floating }
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
    fn starts(&mut self, event: &FileEvent<'_>, most_shift: i64) -> Vec<(Moment, Option<Length>)> {
        let mut starts: Vec<(Moment, Option<Length>)> = Vec::new();
        let mut n_sources = event.extra.len();
        if event.rules.is_empty() {
            starts.push((event.start, None));
            n_sources += 1;
        }
        for (rule, line) in &event.rules {
            n_sources += 1;
            starts.extend(self.rule_starts(event, rule, *line, most_shift, true));
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
        with_start: bool,
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
            self.warnings.push(
                line,
                say!(
                    "de regel herhaalt zich te vaak of te zelden om te volgen en is deels gelezen",
                    "the rule repeats too often or too rarely to be followed; it was read in part"
                ),
            );
        }
        // The start is an occurrence even where the rule passes it over, as some exporters write it.
        let is_in = from <= start && start < to && walls.first() != Some(&start);
        if with_start && is_in {
            walls.insert(0, start);
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
            self.warnings.push(
                event.line,
                say!(
                    "het bestand heeft te veel afspraken; de rest is weggelaten",
                    "the file has too many occurrences; the rest was left out"
                ),
            );
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
