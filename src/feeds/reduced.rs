//! Calendars that say less than everything: office, country and dates; times only; the public agenda.
//!
//! # Invariants
//!
//! * Texts are made of [`Glimpse`]s, [`Block`]s and [`Appointment`]s, which hold what may be said and nothing else.
//! * Times are whole days, or stand in the zone of home: the zone of a place would name it.

use std::collections::{BTreeMap, BTreeSet};

use super::audience::View;
use super::entry::{Entry, Weight};
use super::event::FIRST_REVISION;
use super::items::{Visit, is_firm};
use super::texts::{Label, Words, one_line};
use super::uid::Uids;
use crate::domain::{
    Confidentiality, CountryCode, Day, DayRange, Hiding, Instant, Interval, Level, Problem, Rank, RequestIdx, RuleBody,
    RuleIdx, Scope, TravellerIdx,
};
use crate::ics::write::{Class, Event, Showing, When};
use crate::texts::countries;
use crate::zones::Zone;

/// What a limited calendar may say of a visit.
struct Glimpse {
    offices: Vec<String>,
    /// Where; `None` when that may not be said.
    country: Option<CountryCode>,
    /// What may be said instead of where.
    cover: Option<String>,
    days: DayRange,
    is_firm: bool,
}

/// What a calendar of times may say.
struct Block {
    interval: Interval,
    is_firm: bool,
}

/// What the public agenda says.
struct Appointment {
    /// Offices of political travellers.
    ministers: Vec<String>,
    days: DayRange,
    is_meeting: bool,
    content: Content,
}

/// What the public agenda says an appointment is about.
enum Content {
    /// Everything that is public.
    Named { subject: String, counterpart: Option<String>, place: String },
    /// The agreed cover, and nothing else.
    Cover(String),
}

/// The dates of a visit at its place.
fn days_of(problem: &Problem, visit: &Visit) -> Option<DayRange> {
    let zone = Zone::of(problem.place(problem.request(visit.request).place).tz);
    DayRange::inclusive(zone.day(visit.start), zone.day(visit.end.plus(-1)))
}

/// The cover of a request as one line, when the audience gets covers and the request has one.
fn cover(view: &View<'_>, request: RequestIdx) -> Option<String> {
    let cover = view.problem.request(request).cover.as_ref().map(|cover| one_line(cover));
    cover.filter(|cover| !cover.is_empty() && view.audience.hiding == Hiding::Cover)
}

fn offices(problem: &Problem, travellers: &[TravellerIdx]) -> Vec<String> {
    travellers.iter().map(|&traveller| one_line(&problem.traveller(traveller).office)).collect()
}

/// The members of a visit whom a calendar is about.
fn members(view: &View<'_>, visit: &Visit, scope: &Scope) -> Vec<TravellerIdx> {
    let members = visit.delegation.iter().map(|&(_, traveller)| traveller);
    members.filter(|&traveller| scope.has_traveller(view.problem, traveller)).collect()
}

/// Visits abroad by office, country and dates.
pub(super) fn limited(view: &View<'_>, scope: &Scope, uids: &mut Uids) -> Vec<Entry> {
    let problem = view.problem;
    let mut entries = Vec::new();
    for visit in view.items.visits_of(problem, scope).filter(|visit| !problem.is_home_meeting(visit.request)) {
        let travellers = members(view, visit, scope);
        let cover = match view.hidden.contains(&visit.request) {
            // Where a calendar is of a country, being in it tells the country.
            true if matches!(scope, Scope::Country(_)) => continue,
            true => match cover(view, visit.request) {
                Some(cover) => Some(cover),
                None => continue,
            },
            false => None,
        };
        let Some(days) = days_of(problem, visit) else { continue };
        let country = cover.is_none().then(|| problem.place(problem.request(visit.request).place).country);
        let offices = offices(problem, &travellers);
        let glimpse = Glimpse { offices, country, cover, days, is_firm: is_firm(problem, visit.request) };
        let uid = uids.of(&["visit", &problem.request(visit.request).id]);
        entries.push(Entry {
            event: glimpse_event(view.words, &glimpse, uid),
            weight: Weight::Main,
            requests: vec![visit.request],
            travellers,
        });
    }
    entries
}

/// In a full calendar: the visits that may not be named, by their covers.
pub(super) fn covered(view: &View<'_>, scope: &Scope, uids: &mut Uids) -> Vec<Entry> {
    let problem = view.problem;
    let hidden = view.items.visits_of(problem, scope).filter(|visit| view.hidden.contains(&visit.request));
    // Where a calendar is of a country, being in it tells the country.
    let hidden = hidden.filter(|_| !matches!(scope, Scope::Country(_)));
    let mut entries = Vec::new();
    for visit in hidden {
        let (Some(cover), Some(days)) = (cover(view, visit.request), days_of(problem, visit)) else { continue };
        let travellers = members(view, visit, scope);
        let offices = offices(problem, &travellers);
        let is_firm = is_firm(problem, visit.request);
        let glimpse = Glimpse { offices, country: None, cover: Some(cover), days, is_firm };
        let uid = uids.of(&["visit", &problem.request(visit.request).id]);
        entries.push(Entry {
            event: glimpse_event(view.words, &glimpse, uid),
            weight: Weight::Main,
            requests: vec![visit.request],
            travellers,
        });
    }
    entries
}

fn glimpse_event(words: Words, glimpse: &Glimpse, uid: String) -> Event {
    let country = glimpse.country.map(|country| countries::name(country, words.language()));
    let what = glimpse.cover.clone().or_else(|| country.clone()).unwrap_or_else(|| words.away().to_owned());
    let offices = glimpse.offices.join(", ");
    let mut lines = vec![words.line(Label::Travellers, &offices)];
    lines.extend(country.as_ref().map(|country| words.line(Label::Country, country)));
    lines.push(words.line(Label::Dates, &words.days(glimpse.days)));
    let provisional = if glimpse.is_firm { "" } else { words.provisional() };
    Event {
        uid,
        revision: FIRST_REVISION,
        when: When::Days(glimpse.days),
        summary: format!("{provisional}{offices}: {what}"),
        description: lines.join("\n"),
        location: country,
        categories: Vec::new(),
        class: Class::Private,
        showing: if glimpse.is_firm { Showing::OutOfOffice } else { Showing::Tentative },
    }
}

/// When the travellers of a calendar are away or in a meeting. What touches is one block, so that the number of visits
/// in a trip is not seen.
pub(super) fn busy(view: &View<'_>, scope: &Scope, uids: &mut Uids) -> Vec<Entry> {
    let problem = view.problem;
    // Start, end, and what it is for, by which the block is known.
    let mut taken: Vec<(Instant, Instant, Vec<RequestIdx>)> = Vec::new();
    for trip in view.plan.trips.iter().filter(|trip| scope.has_traveller(problem, trip.traveller)) {
        let visits: Vec<RequestIdx> = trip.visits.iter().map(|visit| visit.request).collect();
        if visits.iter().any(|visit| !view.hidden.contains(visit)) {
            taken.push((trip.depart, trip.back, visits));
        }
    }
    for visit in view.items.visits_of(problem, scope) {
        if problem.is_home_meeting(visit.request) && !view.hidden.contains(&visit.request) {
            taken.push((visit.start, visit.end, vec![visit.request]));
        }
    }
    taken.sort();
    let mut blocks: Vec<(Instant, Instant, Vec<RequestIdx>)> = Vec::new();
    for (start, end, requests) in taken {
        match blocks.last_mut().filter(|block| start <= block.1) {
            Some(block) => {
                block.1 = block.1.max(end);
                block.2.extend(requests);
            }
            None => blocks.push((start, end, requests)),
        }
    }
    let mut entries = Vec::new();
    for (start, end, mut requests) in blocks {
        let Some(first) = requests.first().copied() else { continue };
        let Some(interval) = Interval::new(start, end) else { continue };
        let block = Block { interval, is_firm: requests.iter().any(|&request| is_firm(problem, request)) };
        requests.sort_unstable();
        requests.dedup();
        let uid = uids.of(&["busy", &problem.request(first).id]);
        let event = block_event(problem, view.words, &block, uid);
        entries.push(Entry { event, weight: Weight::Main, requests, travellers: Vec::new() });
    }
    entries
}

fn block_event(problem: &Problem, words: Words, block: &Block, uid: String) -> Event {
    let home = problem.place(problem.home).tz;
    Event {
        uid,
        revision: FIRST_REVISION,
        when: When::Timed { interval: block.interval, start_zone: home, end_zone: home },
        summary: words.busy().to_owned(),
        description: String::new(),
        location: None,
        categories: Vec::new(),
        class: Class::Private,
        showing: if block.is_firm { Showing::Busy } else { Showing::Tentative },
    }
}

/// Why a visit of political travellers is not in a public calendar yet, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotPublic {
    /// No political traveller goes.
    NoPolitical,
    /// It is not public, and has no cover.
    Hidden,
    /// It does not stand yet.
    Provisional,
    /// It is shown from this date on.
    NotBefore(Day),
}

/// Whether a public calendar has a visit on a date.
fn is_public(view: &View<'_>, visit: &Visit) -> Result<(), NotPublic> {
    let problem = view.problem;
    let request = problem.request(visit.request);
    let is_political = |&(_, traveller): &(_, TravellerIdx)| problem.traveller(traveller).rank == Rank::Political;
    if !visit.delegation.iter().any(is_political) {
        return Err(NotPublic::NoPolitical);
    }
    if view.hidden.contains(&visit.request) && cover(view, visit.request).is_none() {
        return Err(NotPublic::Hidden);
    }
    if !is_firm(problem, visit.request) {
        return Err(NotPublic::Provisional);
    }
    let Some(days) = days_of(problem, visit) else { return Err(NotPublic::Hidden) };
    let from = days.last().plus(view.audience.days_after);
    if view.today < from && !(request.announce && request.confidentiality == Confidentiality::Public) {
        return Err(NotPublic::NotBefore(from));
    }
    Ok(())
}

/// Why each visit of a calendar that has political travellers is in the public agenda, or why not.
pub(super) fn public_reasons(view: &View<'_>, scope: &Scope) -> BTreeMap<RequestIdx, NotPublic> {
    let visits = view.items.visits_of(view.problem, scope);
    visits.filter_map(|visit| Some((visit.request, is_public(view, visit).err()?))).collect()
}

/// The public agenda of political travellers: kind, subject, counterpart, place, dates; never an official.
pub(super) fn public(view: &View<'_>, scope: &Scope, uids: &mut Uids) -> Vec<Entry> {
    let (problem, words) = (view.problem, view.words);
    let mut entries = Vec::new();
    for visit in view.items.visits_of(problem, scope) {
        let (Ok(()), Some(days)) = (is_public(view, visit), days_of(problem, visit)) else { continue };
        let request = problem.request(visit.request);
        let members = visit.delegation.iter().map(|&(_, traveller)| traveller);
        let ministers: Vec<TravellerIdx> =
            members.filter(|&traveller| problem.traveller(traveller).rank == Rank::Political).collect();
        let content = match view.hidden.contains(&visit.request) {
            false => Content::Named {
                subject: one_line(&request.title),
                counterpart: request.counterpart.as_ref().map(|counterpart| one_line(counterpart)),
                place: format!(
                    "{}, {}",
                    words.place(problem, request.place),
                    countries::name(problem.place(request.place).country, words.language())
                ),
            },
            true => match cover(view, visit.request) {
                Some(cover) => Content::Cover(cover),
                None => continue,
            },
        };
        let is_meeting = problem.is_home_meeting(visit.request);
        let appointment = Appointment { ministers: offices(problem, &ministers), days, is_meeting, content };
        let uid = uids.of(&["visit", &request.id]);
        let event = appointment_event(words, &appointment, view.audience.contact.as_deref(), uid);
        entries.push(Entry { event, weight: Weight::Main, requests: vec![visit.request], travellers: ministers });
    }
    entries
}

fn appointment_event(words: Words, appointment: &Appointment, contact: Option<&str>, uid: String) -> Event {
    let kind = if appointment.is_meeting { words.meeting() } else { words.visit() };
    let ministers = appointment.ministers.join(", ");
    let (what, counterpart, place) = match &appointment.content {
        Content::Named { subject, counterpart, place } => (subject.clone(), counterpart.as_ref(), Some(place)),
        Content::Cover(cover) => (cover.clone(), None, None),
    };
    let what = if what.is_empty() { kind.to_owned() } else { what };
    let mut lines = vec![words.line(Label::Kind, kind), words.line(Label::Subject, &what)];
    lines.extend(counterpart.map(|counterpart| words.line(Label::Counterpart, counterpart)));
    lines.extend(place.map(|place| words.line(Label::Place, place)));
    lines.push(words.line(Label::Dates, &words.days(appointment.days)));
    lines.push(words.line(Label::Ministers, &ministers));
    lines.extend(contact.map(|contact| words.line(Label::Contact, contact)));
    Event {
        uid,
        revision: FIRST_REVISION,
        when: When::Days(appointment.days),
        summary: format!("{what} – {ministers}"),
        description: lines.join("\n"),
        location: place.cloned(),
        categories: vec![kind.to_owned()],
        class: Class::Public,
        showing: Showing::Free,
    }
}

/// The days on which visits take a unit of a resource, with the days before and after on which it is not free either.
pub(super) fn reservations(view: &View<'_>, rule: RuleIdx, uids: &mut Uids) -> Vec<Entry> {
    let (problem, words) = (view.problem, view.words);
    let RuleBody::Resource(resource) = problem.rule(rule).body else { return Vec::new() };
    let mut entries = Vec::new();
    for visit in view.items.visits_of(problem, &Scope::Resource(rule)) {
        let request = problem.request(visit.request);
        if !request.needs.contains(&rule) {
            continue;
        }
        let is_hidden = view.hidden.contains(&visit.request);
        if is_hidden && view.audience.hiding == Hiding::LeaveOut {
            continue;
        }
        let Some(days) = days_of(problem, visit) else { continue };
        let padded = DayRange::inclusive(days.start().plus(-resource.pad_days), days.last().plus(resource.pad_days));
        let Some(padded) = padded else { continue };
        let travellers = if is_hidden { Vec::new() } else { members(view, visit, &Scope::Resource(rule)) };
        let offices = offices(problem, &travellers).join(", ");
        let country = countries::name(problem.place(request.place).country, words.language());
        let mut lines = vec![words.line(Label::Dates, &words.days(days))];
        let (what, location) = match (is_hidden, view.audience.level) {
            (true, _) => (cover(view, visit.request).unwrap_or_else(|| words.reserved().to_owned()), None),
            (false, Level::Full) => {
                let subject = super::event::subject(problem, words, request);
                lines.push(words.line(Label::Delegation, &offices));
                (format!("{subject} – {offices}"), Some(words.place_and_country(problem, request.place)))
            }
            (false, _) => {
                lines.push(words.line(Label::Travellers, &offices));
                lines.push(words.line(Label::Country, &country));
                (format!("{offices}: {country}"), Some(country))
            }
        };
        let is_firm = is_firm(problem, visit.request);
        let provisional = if is_firm { "" } else { words.provisional() };
        let event = Event {
            uid: uids.of(&["reservation", &request.id]),
            revision: FIRST_REVISION,
            when: When::Days(padded),
            summary: format!("{provisional}{what}"),
            description: lines.join("\n"),
            location,
            categories: Vec::new(),
            class: Class::Private,
            showing: if is_firm { Showing::Busy } else { Showing::Tentative },
        };
        entries.push(Entry { event, weight: Weight::Main, requests: vec![visit.request], travellers });
    }
    entries
}

/// The offices of officials that a text names; a public text may name none.
pub(super) fn officials_named(problem: &Problem, text: &str) -> BTreeSet<String> {
    let officials = problem.travellers.iter().filter(|traveller| traveller.rank != Rank::Political);
    officials.map(|traveller| one_line(&traveller.office)).filter(|office| super::texts::names(text, office)).collect()
}
