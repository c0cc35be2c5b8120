//! All files of an edition and their manifest, in memory.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::changes::{Change, ChangeKind, Weight};
use super::invitations;
use super::manifest::{CalendarMemory, Manifest, sha256};
use super::page::Page;
use super::revise::{Context, Revised, revise};
use super::words::Words;
use crate::domain::{Audience, Day, Language, Level, Plan, Problem, Scope};
use crate::feeds::{self, AudienceCalendar};
use crate::ics::lint::{Finding, Kind, lint_as};
use crate::ics::write::{Calendar, Stamp};

/// What an edition is made of.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The scenario.
    pub problem: &'a Problem,
    /// The plan, which keeps its rules.
    pub plan: &'a Plan,
    /// The secret from which UIDs are made.
    pub key: &'a [u8],
    /// The moment of publication.
    pub now: Stamp,
    /// Its date at home.
    pub today: Day,
}

/// An edition: everything that is to be in the folder.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The files by their paths, parts joined by `/`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What is to be remembered.
    pub manifest: Manifest,
    /// What to tell about each calendar, in the order of audiences.
    pub calendars: Vec<CalendarSummary>,
}

/// What there is to tell about a calendar of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarSummary {
    /// The shown name of its audience; `None` when the audience is no more.
    pub audience: Option<String>,
    /// Its folder.
    pub folder: String,
    /// Its shown name.
    pub name: String,
    /// How many events it has, cancelled ones included.
    pub n_events: usize,
    /// How many of them are there for themselves and new in this edition.
    pub n_added: usize,
    /// As `n_added`: changed in this edition.
    pub n_changed: usize,
    /// As `n_added`: cancelled in this edition.
    pub n_cancelled: usize,
}

/// Returns the edition that follows on what was published before.
#[must_use]
pub fn assemble(input: Input<'_>, before: Option<&Manifest>) -> Edition {
    let problem = input.problem;
    let number = before.map_or(1, |before| before.edition.saturating_add(1));
    let manifest = Manifest::new(number, input.now.to_string(), key_check(input.key));
    let mut edition = Edition { files: BTreeMap::new(), manifest, calendars: Vec::new() };
    let remembered = |folder: &str| before.and_then(|before| before.calendars.get(folder));
    for audience in &problem.publication.audiences {
        for new in feeds::audience_calendars(problem, input.plan, audience, input.key, input.today) {
            let (folder, scope) = (new.folder.clone(), new.scope.clone());
            let ctx = context(input, Some(audience));
            let revised = revise(ctx, new, remembered(&folder));
            edition.add(ctx, &folder, Some((audience, &scope)), revised);
        }
    }
    // A calendar that nobody has any more stays, so that its subscribers do not keep what it said.
    let left: Vec<(&String, &CalendarMemory)> = before.iter().flat_map(|before| &before.calendars).collect();
    for (folder, memory) in left {
        if !edition.manifest.calendars.contains_key(folder) {
            let ctx = context(input, None);
            let revised = revise(ctx, withdrawn(input, folder, memory), Some(memory));
            edition.add(ctx, folder, None, revised);
        }
    }
    edition.manifest.files = edition.files.iter().map(|(path, bytes)| (path.clone(), sha256(bytes))).collect();
    edition
}

/// A text that only this key gives, and from which the key cannot be found.
#[must_use]
pub fn key_check(key: &[u8]) -> String {
    let mut keyed = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    keyed.update(b"reisagenda publish: key check");
    keyed.finalize().into_bytes().iter().map(|octet| format!("{octet:02x}")).collect()
}

fn context<'a>(input: Input<'a>, audience: Option<&'a Audience>) -> Context<'a> {
    Context { problem: input.problem, audience, now: input.now, today: input.today }
}

/// An empty calendar for those who subscribed to one that is no more.
fn withdrawn(input: Input<'_>, folder: &str, memory: &CalendarMemory) -> AudienceCalendar {
    let problem = input.problem;
    let words = Words::of(problem.language);
    AudienceCalendar {
        scope: Scope::Whole,
        folder: folder.to_owned(),
        calendar: Calendar {
            name: memory.name.clone(),
            description: words.withdrawn().to_owned(),
            ..feeds::empty_calendar(problem)
        },
        entries: Vec::new(),
    }
}

impl Edition {
    /// Adds the files of a calendar.
    fn add(&mut self, ctx: Context<'_>, folder: &str, of: Option<(&Audience, &Scope)>, revised: Revised) {
        let Revised { calendar, memory } = revised;
        let problem = ctx.problem;
        let words = Words::of(problem.language);
        let home = problem.place(problem.home);
        let attendee = of.and_then(|(audience, scope)| invitations::attendee(problem, audience, scope));
        let page = Page {
            words,
            calendar: &calendar,
            home: if problem.language == Language::Dutch { &home.name_nl } else { &home.name_en },
            changes: &memory.changes,
            address: problem.publication.address.as_ref().map(|address| format!("{address}/{folder}")),
            is_public: of.is_some_and(|(audience, _)| audience.level == Level::Public),
            is_withdrawn: of.is_none(),
        };
        let index = page.calendar(|event| attendee.as_ref().and_then(|_| invitations::path(&memory, event)));
        let changes = page.changes();
        let mut add = |name: &str, bytes: Vec<u8>| _ = self.files.insert(format!("{folder}/{name}"), bytes);
        add("calendar.ics", calendar.to_bytes());
        add("index.html", index.into_bytes());
        add("changes.html", changes.into_bytes());
        add("changes.txt", memory.changes.text(words, &calendar.name, calendar.home).into_bytes());
        add("changes.json", memory.changes.json(&calendar.name).into_bytes());
        if let Some(attendee) = attendee {
            for (path, bytes) in invitations::files(&calendar, &memory, &attendee) {
                add(&path, bytes);
            }
        }
        let is_new = memory.changes.at == Some(ctx.now.seconds());
        let of_kind = |is_kind: fn(&Change) -> bool| {
            let main = memory.changes.changes.iter().filter(|change| change.weight == Weight::Main);
            if is_new { main.filter(|change| is_kind(change)).count() } else { 0 }
        };
        self.calendars.push(CalendarSummary {
            audience: of.map(|(audience, _)| audience.label.clone()),
            folder: folder.to_owned(),
            name: calendar.name.clone(),
            n_events: calendar.events.len(),
            n_added: of_kind(|change| change.kinds.contains(&ChangeKind::Added)),
            n_changed: of_kind(|change| {
                !change.kinds.contains(&ChangeKind::Added) && !change.kinds.contains(&ChangeKind::Cancelled)
            }),
            n_cancelled: of_kind(|change| change.kinds.contains(&ChangeKind::Cancelled)),
        });
        self.manifest.calendars.insert(folder.to_owned(), memory);
    }

    /// Returns what the validator finds in the calendars and invitations, by path; nothing, unless the program is wrong.
    #[must_use]
    pub fn lint(&self) -> Vec<(String, Finding)> {
        let calendars = self.files.iter().filter(|(path, _)| path.ends_with(".ics"));
        calendars
            .flat_map(|(path, bytes)| {
                let kind = if path.contains("/invitations/") { Kind::Invitation } else { Kind::Calendar };
                lint_as(kind, bytes).into_iter().map(|finding| (path.clone(), finding))
            })
            .collect()
    }
}
