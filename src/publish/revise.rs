//! What was published and what is to be published become one calendar: revisions, tombstones, and what changed.
//!
//! # Invariants
//!
//! * An event keeps its DTSTAMP and SEQUENCE as long as its lines stay the same. When they change, the stamp rises; when
//!   its time, its place or how it stands in the agenda changes, the SEQUENCE rises too. Neither ever falls.
//! * An event that is no longer planned stays for a while, marked as cancelled. It keeps its words only where the scenario
//!   says of it what it said when they were published: what has become confidential meanwhile is not in its tombstone.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::changes::{Change, ChangeKind, ChangeList, Weight, WhenText};
use super::manifest::{CalendarMemory, sha256};
use super::remembered::{Remembered, Said, State};
use crate::domain::{Audience, Day, Hiding, Level, Problem, Rank};
use crate::feeds::{self, AudienceCalendar};
use crate::ics::write::{Calendar, Event, Revision, Showing, Stamp, When, one_line};
use crate::zones::Zone;

/// When, and for whom.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub problem: &'a Problem,
    /// `None` for a calendar of an audience that is no more.
    pub audience: Option<&'a Audience>,
    pub now: Stamp,
    /// The date at home.
    pub today: Day,
}

/// A calendar as it is to be published, and what is to be remembered of it.
pub(super) struct Revised {
    pub calendar: Calendar,
    pub memory: CalendarMemory,
}

/// The revision with which lines are compared.
const NO_REVISION: Revision = Revision { sequence: 0, stamp: Stamp::from_seconds(0) };

/// Revises a calendar against what is remembered of it; `None` for one that is published for the first time.
pub(super) fn revise(ctx: Context<'_>, new: AudienceCalendar, old: Option<&CalendarMemory>) -> Revised {
    let none = BTreeMap::new();
    let known = old.map_or(&none, |old| &old.events);
    let mut calendar = new.calendar;
    let mut drafts: Vec<Draft> = Vec::new();
    for entry in new.entries {
        let requests = entry.requests.iter().map(|&request| format!("request:{}", ctx.problem.request(request).id));
        let travellers = entry.travellers.iter().map(|&t| format!("traveller:{}", ctx.problem.traveller(t).id));
        let about: Vec<String> = requests.chain(travellers).collect();
        let people = entry.travellers.iter().map(|&t| one_line(&ctx.problem.traveller(t).office)).collect();
        drafts.push(Draft {
            source: source(ctx, &about),
            about,
            people,
            state: State::Shown,
            weight: if entry.weight == feeds::Weight::Main { Weight::Main } else { Weight::Side },
            is_note: entry.event.showing == Showing::Free,
            event: entry.event.as_read(),
        });
    }
    let planned: std::collections::BTreeSet<String> = drafts.iter().map(|draft| draft.event.uid.clone()).collect();
    let mut memory =
        CalendarMemory { name: calendar.name.clone(), events: BTreeMap::new(), changes: ChangeList::default() };
    let mut anything_changed = false;
    for (uid, was) in known.iter().filter(|(uid, _)| !planned.contains(*uid)) {
        match left(ctx, uid, was) {
            Some(draft) => drafts.push(draft),
            None => {
                anything_changed |= was.state != State::Gone;
                memory.events.insert(uid.clone(), gone(was));
            }
        }
    }
    drafts.sort_by(|a, b| feeds::order(ctx.problem, &a.event).cmp(&feeds::order(ctx.problem, &b.event)));
    for draft in &mut drafts {
        draft.event.revision = NO_REVISION;
    }
    calendar.events = drafts.iter().map(|draft| draft.event.clone()).collect();
    let contents: Vec<String> = calendar.event_texts().iter().map(|text| sha256(text.as_bytes())).collect();
    let mut changes = Vec::new();
    for (idx, (draft, content)) in drafts.into_iter().zip(contents).enumerate() {
        let was = known.get(&draft.event.uid);
        let revision = revision(ctx, was, &draft.event, &content);
        anything_changed |= was.is_none_or(|was| was.content != content);
        if old.is_some() {
            changes.extend(change(ctx, was, &draft, &content));
        }
        let event = &mut calendar.events[idx];
        event.revision = revision;
        let remembered = Remembered {
            sequence: revision.sequence,
            stamp: revision.stamp.seconds(),
            content,
            state: draft.state,
            is_side: draft.weight == Weight::Side,
            is_note: draft.is_note,
            about: draft.about,
            source: draft.source,
            people: draft.people,
            said: Some(Said::of(&draft.event)),
        };
        memory.events.insert(event.uid.clone(), remembered);
    }
    memory.changes = match old {
        Some(old) if !anything_changed => old.changes.clone(),
        Some(_) => ChangeList::new(ctx.now, changes),
        None => ChangeList::default(),
    };
    Revised { calendar, memory }
}

/// An event before it has its revision.
struct Draft {
    event: Event,
    weight: Weight,
    is_note: bool,
    state: State,
    about: Vec<String>,
    source: String,
    people: Vec<String>,
}

/// What becomes of an event that is no longer planned; `None` when it leaves the calendar.
fn left(ctx: Context<'_>, uid: &str, was: &Remembered) -> Option<Draft> {
    let event = was.event(uid)?;
    // Over, and before what is planned now: not fallen through, but history.
    let first = ctx.problem.horizon.start().min(ctx.today);
    let is_past = match event.when {
        When::Timed { interval, .. } => {
            interval.end() <= Zone::of(ctx.problem.place(ctx.problem.home).tz).instant(first, 0)
        }
        When::Days(days) => days.end() <= first,
    };
    let keep_days = ctx.problem.publication.keep_cancelled_days;
    let expires = |since: i32| ctx.today.number() - since >= keep_days;
    let may_keep_words = ctx.audience.is_some_and(|audience| {
        (audience.level == Level::Full && audience.hiding == Hiding::Show) || source(ctx, &was.about) == was.source
    });
    let today = ctx.today.number();
    let state = match was.state {
        State::Gone => return None,
        State::Shown if is_past => State::Past(today),
        State::Shown => State::Cancelled(today),
        state => state,
    };
    let is_over = match state {
        State::Past(since) => expires(since) || !may_keep_words,
        State::Cancelled(since) => expires(since),
        _ => false,
    };
    if is_over {
        return None;
    }
    let event = match (state, may_keep_words) {
        (State::Past(_), _) => event,
        (_, true) => feeds::cancelled(ctx.problem.language, event),
        (_, false) => feeds::wordless(ctx.problem, event),
    };
    let (about, source, people) = match may_keep_words {
        true => (was.about.clone(), was.source.clone(), was.people.clone()),
        false => (Vec::new(), String::new(), Vec::new()),
    };
    let weight = if was.is_side { Weight::Side } else { Weight::Main };
    Some(Draft { event, weight, is_note: was.is_note, state, about, source, people })
}

/// What is kept of an event that has left the calendar.
fn gone(was: &Remembered) -> Remembered {
    Remembered {
        state: State::Gone,
        about: Vec::new(),
        source: String::new(),
        people: Vec::new(),
        said: None,
        ..was.clone()
    }
}

/// What decides the SEQUENCE: when, where, and how it stands in the agenda. The zone in which an instant is shown is
/// none of it.
fn essentials(event: &Event) -> (i64, i64, bool, Option<&str>, Showing) {
    let (start, end, is_timed) = match event.when {
        When::Timed { interval, .. } => (interval.start().minutes(), interval.end().minutes(), true),
        When::Days(days) => (i64::from(days.start().number()), i64::from(days.end().number()), false),
    };
    (start, end, is_timed, event.location.as_deref(), event.showing)
}

fn revision(ctx: Context<'_>, was: Option<&Remembered>, event: &Event, content: &str) -> Revision {
    let Some(was) = was else { return Revision { sequence: 0, stamp: ctx.now } };
    if was.content == content && was.state != State::Gone {
        return was.revision();
    }
    let is_same = was.event(&event.uid).is_some_and(|before| essentials(&before) == essentials(event));
    Revision {
        sequence: was.sequence.saturating_add(u32::from(!is_same)),
        stamp: ctx.now.max(Stamp::from_seconds(was.stamp + 1)),
    }
}

/// What is told of an event that has changed.
fn change(ctx: Context<'_>, was: Option<&Remembered>, draft: &Draft, content: &str) -> Option<Change> {
    let event = &draft.event;
    let new = |kinds: Vec<ChangeKind>| Change {
        kinds,
        weight: draft.weight,
        summary: event.summary.clone(),
        when: WhenText::of(event),
        before: None,
        people: draft.people.clone(),
        people_before: None,
    };
    let before = was.filter(|was| was.content != content || was.state == State::Gone);
    let was = match (was, before) {
        (None, _) => return Some(new(vec![ChangeKind::Added])),
        (Some(_), None) => return None,
        (Some(_), Some(was)) => was,
    };
    let Some(old) = was.event(&event.uid) else { return Some(new(vec![ChangeKind::Added])) };
    match (was.state, draft.state) {
        (State::Shown, State::Cancelled(_)) => return Some(new(vec![ChangeKind::Cancelled])),
        (State::Cancelled(_), State::Shown) => return Some(new(vec![ChangeKind::Added])),
        (State::Shown, State::Shown) => {}
        _ => return None,
    }
    let mut change = new(Vec::new());
    let ((start, end, is_timed, place, showing), after) = (essentials(&old), essentials(event));
    if (start, end, is_timed) != (after.0, after.1, after.2) {
        change.kinds.push(ChangeKind::Moved);
        change.before = Some(WhenText::of(&old));
    }
    if was.people != draft.people {
        change.kinds.push(ChangeKind::Delegation);
        // Offices that may no longer be named are not named as those who went before either.
        let may_be_named = |office: &String| {
            let mut travellers = ctx.problem.travellers.iter();
            let is_public = ctx.audience.is_some_and(|audience| audience.level == Level::Public);
            travellers.any(|t| one_line(&t.office) == *office && (!is_public || t.rank == Rank::Political))
        };
        change.people_before = Some(was.people.iter().filter(|office| may_be_named(office)).cloned().collect());
    }
    if place != after.3 {
        change.kinds.push(ChangeKind::Place);
    }
    if showing != after.4 {
        change.kinds.push(ChangeKind::Status);
    }
    if change.kinds.is_empty() {
        change.kinds.push(ChangeKind::Text);
    }
    Some(change)
}

/// A hash of what the scenario says of requests and travellers, and of what the audience may see of it. As long as it
/// stays the same, what was published may still be said.
fn source(ctx: Context<'_>, about: &[String]) -> String {
    let mut hash = Sha256::new();
    let mut feed = |text: &str| {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text);
    };
    if let Some(audience) = ctx.audience {
        feed(&format!("{:?} {:?}", audience.level, audience.hiding));
    }
    for name in about {
        feed(name);
        if let Some(id) = name.strip_prefix("request:") {
            let request = ctx.problem.requests.iter().find(|request| request.id == id);
            feed(&request.map_or_else(
                || "none".to_owned(),
                |request| {
                    let place = ctx.problem.place(request.place);
                    let named = (&request.title, &request.counterpart, &request.theme, &request.cover);
                    let milestones: Vec<&str> = request.milestones.iter().map(|m| m.label.as_str()).collect();
                    let place = (&place.id, &place.name_nl, &place.name_en, place.country);
                    format!("{named:?} {:?} {} {milestones:?} {place:?}", request.confidentiality, request.announce)
                },
            ));
        } else if let Some(id) = name.strip_prefix("traveller:") {
            let traveller = ctx.problem.travellers.iter().find(|traveller| traveller.id == id);
            feed(&traveller.map_or_else(|| "none".to_owned(), |t| format!("{:?} {}", t.office, t.rank)));
        }
    }
    hash.finalize().iter().map(|octet| format!("{octet:02x}")).collect()
}
