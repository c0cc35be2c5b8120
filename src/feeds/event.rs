//! What an event says and how it stands in the agenda, item by item.

use super::entry::{Entry, Weight};
use super::items::{Deadline, Delegation, Item, Journey, Preparation, Stay, Visit, is_firm};
use super::texts::{Label, Words, names, one_line, shortened};
use super::uid::Uids;
use crate::domain::{
    Confidentiality, DayRange, Instant, Interval, PlaceIdx, Problem, Request, RequestIdx, Scope, TravellerIdx,
};
use crate::ics::write::{Class, Event, Revision, Showing, Stamp, When};

/// The revision of every event of a single run: 2025-01-01T00:00Z, sequence 0.
///
/// A time stamp may only change when its event does, and a single run does not know what was published before. So it
/// is the same for all, until a publisher that remembers gives each event its own.
pub(super) const FIRST_REVISION: Revision =
    Revision { sequence: 0, stamp: Stamp::at(Instant::from_minutes(28_928_160)) };

/// The most characters of a title in a subject, so that the offices after it are seen too. Descriptions have it whole.
const MAX_TITLE_CHARS: usize = 120;

/// Returns the events of a calendar, in the order of its items. Journeys that take no time are left out.
pub(super) fn entries(problem: &Problem, words: Words, scope: &Scope, items: &[Item], uids: &mut Uids) -> Vec<Entry> {
    let mut writer = Writer { problem, words, scope, uids };
    items.iter().filter_map(|item| writer.entry(item)).collect()
}

struct Writer<'a, 'b> {
    problem: &'a Problem,
    words: Words,
    scope: &'a Scope,
    uids: &'b mut Uids,
}

impl Writer<'_, '_> {
    /// An item as an event, with the visits and travellers that its texts name.
    fn entry(&mut self, item: &Item) -> Option<Entry> {
        let (weight, event) = match item {
            Item::Visit(visit) => (Weight::Main, self.visit(visit)),
            Item::Journey(journey) => (Weight::Side, self.journey(journey)),
            Item::Stay(stay) => (Weight::Side, self.stay(stay)),
            Item::Preparation(preparation) => (Weight::Side, self.preparation(preparation)),
            Item::Deadline(deadline) => (Weight::Side, self.deadline(deadline)),
        };
        let beside = |after: Option<RequestIdx>, before: Option<RequestIdx>| self.nameable(after, before);
        let (requests, delegation) = match item {
            Item::Visit(visit) => (vec![visit.request], visit.delegation.clone()),
            Item::Journey(journey) => (beside(journey.route.after, journey.route.before), journey.travellers.clone()),
            Item::Stay(stay) => (beside(stay.stretch.after, stay.stretch.before), stay.travellers.clone()),
            Item::Preparation(preparation) => (preparation.requests.clone(), Vec::new()),
            Item::Deadline(deadline) => (vec![deadline.visit.request], deadline.visit.delegation.clone()),
        };
        let travellers = delegation.into_iter().map(|(_, traveller)| traveller).collect();
        Some(Entry { event: event?, weight, requests, travellers })
    }

    /// A visit abroad, out of office once it stands; a meeting at home, busy once it stands.
    fn visit(&mut self, visit: &Visit) -> Option<Event> {
        let (problem, words) = (self.problem, self.words);
        let request = problem.request(visit.request);
        let is_meeting = problem.is_home_meeting(visit.request);
        let zone = problem.place(request.place).tz;
        let offices = self.offices(&visit.delegation);
        let subject = self.subject(request);
        let mut lines = vec![one_line(&request.title)];
        lines.push(words.line(Label::Status, words.status(request.status, is_firm(problem, visit.request))));
        lines.push(words.line(Label::Start, &words.moment(problem, visit.start, request.place)));
        lines.push(words.line(Label::End, &words.moment(problem, visit.end, request.place)));
        lines.push(words.line(if is_meeting { Label::Attendees } else { Label::Delegation }, &offices));
        lines.extend(request.counterpart.as_ref().map(|counterpart| words.line(Label::Counterpart, counterpart)));
        lines.extend(request.theme.as_ref().map(|theme| words.line(Label::Theme, theme)));
        Some(Event {
            uid: self.uids.of(&["visit", &request.id]),
            revision: FIRST_REVISION,
            when: When::Timed { interval: Interval::new(visit.start, visit.end)?, start_zone: zone, end_zone: zone },
            summary: format!("{}{subject} – {offices}", self.provisional(&[visit.request])),
            description: lines.join("\n"),
            location: Some(words.place_and_country(problem, request.place)),
            categories: self.categories(if is_meeting { words.meeting() } else { words.visit() }, &[visit.request]),
            class: self.class(&[visit.request]),
            showing: match (is_firm(problem, visit.request), is_meeting) {
                (false, _) => Showing::Tentative,
                (true, true) => Showing::Busy,
                (true, false) => Showing::OutOfOffice,
            },
        })
    }

    /// A leg, out of office as soon as the visit before or after it stands.
    fn journey(&mut self, journey: &Journey) -> Option<Event> {
        let (problem, words, route) = (self.problem, self.words, journey.route);
        let visits = self.nameable(route.after, route.before);
        let offices = self.offices(&journey.travellers);
        if let Some(near) = self.only_end(route.from, route.to) {
            return self.journey_of_one_end(journey, near, &visits, &offices);
        }
        let title = words.route(words.place(problem, route.from), words.place(problem, route.to));
        let mut duration = words.duration(journey.leg.minutes);
        if journey.leg.estimated {
            duration = format!("{duration} {}", words.estimated());
        }
        let mut lines = vec![
            words.line(Label::Depart, &words.moment(problem, route.depart, route.from)),
            words.line(Label::Arrive, &words.moment(problem, route.arrive, route.to)),
            words.line(Label::Duration, &duration),
        ];
        if journey.leg.rest_minutes > 0 && route.before.is_some() {
            lines.push(words.line(Label::Rest, &words.duration(journey.leg.rest_minutes)));
        }
        lines.push(words.line(Label::Travellers, &offices));
        lines.push(words.line(Label::For, &self.subjects(&visits)));
        Some(Event {
            uid: self.journey_uid(journey)?,
            revision: FIRST_REVISION,
            when: When::Timed {
                interval: Interval::new(route.depart, route.arrive)?,
                start_zone: problem.place(route.from).tz,
                end_zone: problem.place(route.to).tz,
            },
            summary: format!("{}{title} – {offices}", self.provisional(&visits)),
            description: lines.join("\n"),
            location: Some(words.place_and_country(problem, route.from)),
            categories: self.categories(words.travel(), &visits),
            class: self.class(&visits),
            showing: if self.any_firm(&visits) { Showing::OutOfOffice } else { Showing::Tentative },
        })
    }

    /// A leg between two countries in the calendar of one of them: departure or arrival there, and nothing of the other.
    fn journey_of_one_end(
        &mut self,
        journey: &Journey,
        near: PlaceIdx,
        visits: &[RequestIdx],
        offices: &str,
    ) -> Option<Event> {
        let (problem, words, route) = (self.problem, self.words, journey.route);
        let (title, moment) = if near == route.from {
            (words.departure_from(words.place(problem, near)), words.moment(problem, route.depart, near))
        } else {
            (words.arrival_in(words.place(problem, near)), words.moment(problem, route.arrive, near))
        };
        let label = if near == route.from { Label::Depart } else { Label::Arrive };
        let zone = problem.place(near).tz;
        let lines = [
            words.line(label, &moment),
            words.line(Label::Travellers, offices),
            words.line(Label::For, &self.subjects(visits)),
        ];
        Some(Event {
            uid: self.journey_uid(journey)?,
            revision: FIRST_REVISION,
            when: When::Timed {
                interval: Interval::new(route.depart, route.arrive)?,
                start_zone: zone,
                end_zone: zone,
            },
            summary: format!("{}{title} – {offices}", self.provisional(visits)),
            description: lines.join("\n"),
            location: Some(words.place_and_country(problem, near)),
            categories: self.categories(words.travel(), visits),
            class: self.class(visits),
            showing: if self.any_firm(visits) { Showing::OutOfOffice } else { Showing::Tentative },
        })
    }

    /// Time abroad between legs and visits, so that nobody takes the traveller for free; out of office like the legs.
    fn stay(&mut self, stay: &Stay) -> Option<Event> {
        let (problem, words, stretch) = (self.problem, self.words, stay.stretch);
        let visits = self.nameable(stretch.after, stretch.before);
        let offices = self.offices(&stay.travellers);
        let title = words.stay_in(words.place(problem, stretch.place));
        let zone = problem.place(stretch.place).tz;
        let lines = [
            words.line(Label::Start, &words.moment(problem, stretch.start, stretch.place)),
            words.line(Label::End, &words.moment(problem, stretch.end, stretch.place)),
            words.line(Label::Travellers, &offices),
            words.line(Label::For, &self.subjects(&visits)),
        ];
        Some(Event {
            uid: self.stay_uid(stay)?,
            revision: FIRST_REVISION,
            when: When::Timed {
                interval: Interval::new(stretch.start, stretch.end)?,
                start_zone: zone,
                end_zone: zone,
            },
            summary: format!("{}{title} – {offices}", self.provisional(&visits)),
            description: lines.join("\n"),
            location: Some(words.place_and_country(problem, stretch.place)),
            categories: self.categories(words.stay(), &visits),
            class: self.class(&visits),
            showing: if self.any_firm(&visits) { Showing::OutOfOffice } else { Showing::Tentative },
        })
    }

    /// The day before a trip, as a note that takes no time.
    fn preparation(&mut self, preparation: &Preparation) -> Option<Event> {
        let first = *preparation.requests.first()?;
        let visits = &preparation.requests;
        let subjects = self.subjects(visits);
        let first_id = &self.problem.request(first).id;
        Some(Event {
            uid: self.uids.of(&["preparation", first_id]),
            revision: FIRST_REVISION,
            when: When::Days(DayRange::inclusive(preparation.day, preparation.day)?),
            summary: format!("{}{}: {subjects}", self.provisional(visits), self.words.preparation()),
            description: self.words.line(Label::For, &subjects),
            location: None,
            categories: self.categories(self.words.preparation(), visits),
            class: self.class(visits),
            showing: Showing::Free,
        })
    }

    /// A deadline before a visit, as a note that takes no time.
    fn deadline(&mut self, deadline: &Deadline) -> Option<Event> {
        let (problem, words) = (self.problem, self.words);
        let request = problem.request(deadline.visit.request);
        let milestone = &request.milestones[deadline.milestone_idx];
        let visits = [deadline.visit.request];
        let subject = self.subject(request);
        let start = words.moment(problem, deadline.visit.start, request.place);
        let lines = [
            words.line(Label::For, &subject),
            words.line(Label::Start, &start),
            words.line(Label::Delegation, &self.offices(&deadline.visit.delegation)),
        ];
        Some(Event {
            uid: self.uids.of(&["milestone", &request.id, &milestone.label]),
            revision: FIRST_REVISION,
            when: When::Days(DayRange::inclusive(deadline.day, deadline.day)?),
            summary: format!("{}{}: {subject}", self.provisional(&visits), milestone.label),
            description: lines.join("\n"),
            location: None,
            categories: self.categories(words.milestone(), &visits),
            class: self.class(&visits),
            showing: Showing::Free,
        })
    }

    /// A leg is known by the visit it goes to, or comes from on the way home, and where travellers are joined also by
    /// the first seat: so it stays when the visit moves and when somebody else takes the seat.
    fn journey_uid(&mut self, journey: &Journey) -> Option<String> {
        let (direction, request) = match (journey.route.before, journey.route.after) {
            (Some(request), _) => ("to", request),
            (None, Some(request)) => ("from", request),
            (None, None) => return None,
        };
        let request = self.problem.request(request);
        let seat = match self.scope {
            Scope::Traveller(_) => "",
            _ => &request.roles[journey.travellers.first()?.0.0].id,
        };
        Some(self.uids.of(&["leg", direction, &request.id, seat]))
    }

    /// A stay is known by the visit at whose place it is spent, and whether it is before or after that; where travellers
    /// are joined also by the first seat, as a leg is.
    fn stay_uid(&mut self, stay: &Stay) -> Option<String> {
        let side = if stay.stretch.before == Some(stay.stretch.at) { "before" } else { "after" };
        let request = self.problem.request(stay.stretch.at);
        let seat = match self.scope {
            Scope::Traveller(_) => "",
            _ => &request.roles[stay.travellers.first()?.0.0].id,
        };
        Some(self.uids.of(&["stay", side, &request.id, seat]))
    }

    /// The visits beside a leg or a stay that the calendar may name: in that of a country only the visits there.
    fn nameable(&self, after: Option<RequestIdx>, before: Option<RequestIdx>) -> Vec<RequestIdx> {
        let is_there = |visit: &RequestIdx| self.scope.has_place(self.problem, self.problem.request(*visit).place);
        after.into_iter().chain(before).filter(is_there).collect()
    }

    /// The one end of a leg that the calendar may name; `None` when it may name both.
    fn only_end(&self, from: PlaceIdx, to: PlaceIdx) -> Option<PlaceIdx> {
        let may_name = |place| place == self.problem.home || self.scope.has_place(self.problem, place);
        match (may_name(from), may_name(to)) {
            (true, false) => Some(from),
            (false, true) => Some(to),
            _ => None,
        }
    }

    /// Such as `Rabat: Terugkeerafspraken`; a title that names the place stands alone.
    fn subject(&self, request: &Request) -> String {
        subject(self.problem, self.words, request)
    }

    fn subjects(&self, requests: &[RequestIdx]) -> String {
        let subjects = requests.iter().map(|&request| self.subject(self.problem.request(request)));
        subjects.collect::<Vec<_>>().join("; ")
    }

    fn offices(&self, delegation: &Delegation) -> String {
        let travellers = delegation.iter().map(|&(_, traveller): &(_, TravellerIdx)| traveller);
        self.words.offices(self.problem, travellers)
    }

    fn any_firm(&self, requests: &[RequestIdx]) -> bool {
        requests.iter().any(|&request| is_firm(self.problem, request))
    }

    fn provisional(&self, requests: &[RequestIdx]) -> &'static str {
        if self.any_firm(requests) { "" } else { self.words.provisional() }
    }

    fn categories(&self, kind: &str, requests: &[RequestIdx]) -> Vec<String> {
        let mut categories = vec![kind.to_owned()];
        if !self.any_firm(requests) {
            categories.push(self.words.provisional_category().to_owned());
        }
        for theme in requests.iter().filter_map(|&request| self.problem.request(request).theme.as_ref()) {
            if !categories.contains(theme) {
                categories.push(theme.clone());
            }
        }
        categories
    }

    /// The strictest of the visits' classes.
    fn class(&self, requests: &[RequestIdx]) -> Class {
        let classes = requests.iter().map(|&request| match self.problem.request(request).confidentiality {
            Confidentiality::Public => Class::Public,
            Confidentiality::Internal => Class::Private,
            Confidentiality::Confidential => Class::Confidential,
        });
        classes.max().unwrap_or(Class::Private)
    }
}

/// Such as `Rabat: Terugkeerafspraken`; a title that names the place stands alone.
pub(super) fn subject(problem: &Problem, words: Words, request: &Request) -> String {
    let place = words.place(problem, request.place);
    let title = shortened(&one_line(&request.title), MAX_TITLE_CHARS);
    match title.as_str() {
        "" => place.to_owned(),
        title if names(title, place) => title.to_owned(),
        title => format!("{place}: {title}"),
    }
}
