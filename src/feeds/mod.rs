//! A plan as calendars that people subscribe to: of travellers, organisations, countries, deputies, resources, and the
//! whole; each as its audience may see it.
//!
//! ```text
//!   (Problem, Plan) ── legs, stays, items ──> what happens      facts, no words
//!                   ── scope ───────────────> who sees what     which calendars there are, and what is in each
//!                   ── audience, reduced ───> how much of it   below `full`, before there are words
//!                   ── event, texts ────────> ics::write        Dutch or English, UIDs, status
//! ```
//!
//! # Invariants
//!
//! * The same problem and plan give the same bytes. Nothing here reads a clock.
//! * An event keeps its UID when its visit moves or its delegation changes; calendars of different scopes share no
//!   UID, and without the key nobody can tell which of their events are one.
//! * What a calendar does not say is not in its file: items are chosen, and later reduced, before any text is made.
//!
//! # Not here
//!
//! Editions, and how calendars come to people. `publish` gives the events of [`audience_calendars`] the revisions that
//! it remembers, then writes them.

mod acting;
mod audience;
mod audit;
mod cancelled;
mod entry;
mod event;
mod items;
mod legs;
mod names;
mod reduced;
mod scope;
mod stays;
mod texts;
mod uid;

pub use acting::{Acting, acting};
pub use audience::{AudienceCalendar, audience_calendars, empty_calendar, hidden, order};
pub use audit::{Incomplete, Missing, public_check, public_reasons};
pub use cancelled::{cancelled, wordless};
pub use entry::{Entry, Weight};
pub use legs::{TripLeg, trip_legs};
pub use reduced::NotPublic;

pub use crate::domain::Scope;

use std::collections::BTreeSet;

use crate::domain::{Instant, Interval, Plan, Problem};
use crate::ics::write::{Calendar, Organizer};
use crate::zones::Zone;

/// How often a subscriber is to look for a newer edition.
const REFRESH_MINUTES: u32 = 60;

/// Choices that are not the scenario's.
#[derive(Clone, Debug)]
pub struct Options {
    /// The secret from which UIDs are made. Whoever has it can join the calendars of different scopes.
    pub uid_key: Vec<u8>,
    /// Who publishes; `None` for a name in the scenario's language and an address that takes no mail.
    pub organizer: Option<Organizer>,
}

impl Default for Options {
    fn default() -> Self {
        Options { uid_key: b"reisagenda".to_vec(), organizer: None }
    }
}

/// One calendar.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Whose it is.
    pub scope: Scope,
    /// The name of its file: lower-case letters, digits and hyphens, then `.ics`; unique among the feeds.
    pub file_name: String,
    /// The calendar.
    pub calendar: Calendar,
}

impl Feed {
    /// Returns the bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.calendar.to_bytes()
    }
}

/// Returns every calendar of a plan: the whole agenda, then travellers in the order of the problem, organisations and
/// countries by name.
///
/// Every traveller, every organisation that has a traveller and every country abroad that somebody wishes to visit has
/// a calendar, also when the plan has nothing for it: a subscription must not lose its file.
#[must_use]
pub fn feeds(problem: &Problem, plan: &Plan, options: &Options) -> Vec<Feed> {
    let items = items::Items::of(problem, plan);
    let scopes = scope::scopes(problem);
    let file_names = names::file_names(problem, &scopes);
    let words = texts::Words::of(problem.language);
    let window = horizon_window(problem);
    let organizer = options.organizer.clone().unwrap_or_else(|| empty_calendar(problem).organizer);
    scopes
        .into_iter()
        .zip(file_names)
        .map(|(scope, file_name)| {
            let mut uids = uid::Uids::new(&options.uid_key, &[], &scope, problem);
            let items = items.seen_by(problem, &scope, &BTreeSet::new());
            let entries = event::entries(problem, words, &scope, &items, &mut uids);
            let events = entries.into_iter().map(|entry| entry.event).collect();
            let calendar = Calendar {
                name: words.calendar_name(problem, &scope),
                description: words.calendar_description(&problem.title),
                language: words.code(),
                home: problem.place(problem.home).tz,
                window,
                organizer: organizer.clone(),
                refresh_minutes: REFRESH_MINUTES,
                events,
            };
            Feed { scope, file_name, calendar }
        })
        .collect()
}

/// The horizon as instants.
fn horizon_window(problem: &Problem) -> Interval {
    let home = Zone::of(problem.place(problem.home).tz);
    let from = home.instant(problem.horizon.start(), 0);
    let to: Instant = home.instant(problem.horizon.end(), 0);
    Interval::new(from, to.max(from.plus(1))).expect("the later end is after the start")
}

/// Returns the files of a plan's calendars: name and bytes, in the order of [`feeds`].
#[must_use]
pub fn files(problem: &Problem, plan: &Plan) -> Vec<(String, Vec<u8>)> {
    let feeds = feeds(problem, plan, &Options::default());
    feeds.into_iter().map(|feed| (feed.file_name.clone(), feed.bytes())).collect()
}
