//! The calendars of an audience: what it may see of a plan, reduced before any text is made.
//!
//! # Invariants
//!
//! * Below the level `full` no text is made from a request: `reduced` takes out what the level allows, and words are
//!   made of that alone.
//! * Which calendars there are, and their folders, follow from the scenario and not from the plan.
//! * Events stand in the order of their starts and then of their UIDs, which tell nothing.

use std::collections::BTreeSet;

use super::entry::Entry;
use super::items::Items;
use super::texts::Words;
use super::uid::Uids;
use super::{REFRESH_MINUTES, acting, event, horizon_window, names, reduced};
use crate::domain::{Audience, Confidentiality, Day, Hiding, Instant, Level, Plan, Problem, RequestIdx, Scope};
use crate::ics::write::{Calendar, Event, Organizer, When, one_line};
use crate::zones::Zone;

/// A calendar of an audience, before it is known what was published earlier.
#[derive(Clone, Debug)]
pub struct AudienceCalendar {
    /// Whose it is.
    pub scope: Scope,
    /// Its folder, relative to that of the edition; unique. Parts are joined by `/`.
    pub folder: String,
    /// The calendar, without its events.
    pub calendar: Calendar,
    /// Its events, in the order of the file.
    pub entries: Vec<Entry>,
}

/// Returns the calendars of an audience, in its order.
///
/// * `key`: the secret from which UIDs are made.
/// * `today`: the date at home, on which it depends what a public agenda has.
#[must_use]
pub fn audience_calendars(
    problem: &Problem,
    plan: &Plan,
    audience: &Audience,
    key: &[u8],
    today: Day,
) -> Vec<AudienceCalendar> {
    let items = Items::of(problem, plan);
    let words = Words::of(problem.language);
    let hidden = hidden(problem, audience);
    let view = View { problem, plan, words, audience, items: &items, hidden: &hidden, today };
    let of = |scope: &Scope| {
        let mut uids = Uids::new(key, &[&audience.id, level_word(audience.level)], scope, problem);
        let mut entries = view.entries(scope, &mut uids);
        entries.sort_by(|a, b| order(problem, &a.event).cmp(&order(problem, &b.event)));
        AudienceCalendar {
            scope: scope.clone(),
            folder: match names::folder(problem, scope).as_str() {
                "" => audience.id.clone(),
                name => format!("{}/{name}", audience.id),
            },
            calendar: view.calendar(scope),
            entries,
        }
    };
    audience.calendars.iter().map(of).collect()
}

/// The sort key of an event in a published file: its start, whole days at midnight at home, then its UID.
#[must_use]
pub fn order<'a>(problem: &Problem, event: &'a Event) -> (Instant, bool, &'a str) {
    match event.when {
        When::Timed { interval, .. } => (interval.start(), true, &event.uid),
        When::Days(days) => (Zone::of(problem.place(problem.home).tz).instant(days.start(), 0), false, &event.uid),
    }
}

/// The name of the level, as scenario files write it.
fn level_word(level: Level) -> &'static str {
    match level {
        Level::Full => "full",
        Level::Limited => "limited",
        Level::Busy => "busy",
        Level::Public => "public",
    }
}

/// The requests that an audience may not see as they are.
#[must_use]
pub fn hidden(problem: &Problem, audience: &Audience) -> BTreeSet<RequestIdx> {
    if audience.hiding == Hiding::Show {
        return BTreeSet::new();
    }
    let strictest = if audience.level == Level::Public { Confidentiality::Public } else { Confidentiality::Internal };
    problem.request_idxs().filter(|&request| problem.request(request).confidentiality > strictest).collect()
}

/// What an audience sees of a plan.
pub(super) struct View<'a> {
    pub problem: &'a Problem,
    pub plan: &'a Plan,
    pub words: Words,
    pub audience: &'a Audience,
    pub items: &'a Items,
    /// What may not be named.
    pub hidden: &'a BTreeSet<RequestIdx>,
    pub today: Day,
}

impl View<'_> {
    fn entries(&self, scope: &Scope, uids: &mut Uids) -> Vec<Entry> {
        match (self.audience.level, scope) {
            (_, Scope::Deputy(deputy)) => acting::entries(self, *deputy, uids),
            (_, Scope::Resource(rule)) => reduced::reservations(self, *rule, uids),
            (Level::Full, _) => {
                let items = self.items.seen_by(self.problem, scope, self.hidden);
                let mut entries = event::entries(self.problem, self.words, scope, &items, uids);
                entries.extend(reduced::covered(self, scope, uids));
                entries
            }
            (Level::Limited, _) => reduced::limited(self, scope, uids),
            (Level::Busy, _) => reduced::busy(self, scope, uids),
            (Level::Public, _) => reduced::public(self, scope, uids),
        }
    }

    fn calendar(&self, scope: &Scope) -> Calendar {
        let (problem, words) = (self.problem, self.words);
        // The title of the agenda may say what it is about.
        let about = match self.audience.level {
            Level::Full => words.calendar_description(&problem.title),
            level => words.calendar_description(words.level(level)),
        };
        let name = match self.audience.level {
            Level::Public => words.public_calendar_name(problem, scope),
            _ => words.calendar_name(problem, scope),
        };
        Calendar { name: one_line(&name), description: about, ..empty_calendar(problem) }
    }
}

/// A calendar without a name and without events, as all calendars of a scenario begin.
#[must_use]
pub fn empty_calendar(problem: &Problem) -> Calendar {
    let words = Words::of(problem.language);
    let organizer = match &problem.publication.organizer {
        Some((name, address)) => Organizer { name: name.clone(), address: address.clone() },
        None => words.organizer(),
    };
    Calendar {
        name: String::new(),
        description: String::new(),
        language: words.code(),
        home: problem.place(problem.home).tz,
        window: horizon_window(problem),
        organizer,
        refresh_minutes: REFRESH_MINUTES,
        events: Vec::new(),
    }
}
