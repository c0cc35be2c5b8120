//! What changed since an earlier edition of the plan.

use std::collections::BTreeMap;

use super::visits::place_name;
use crate::checker::{Agenda, AgendaVisit};
use crate::domain::{DayRange, Instant, RequestIdx};
use crate::planfile::{Edition, EditionVisit};

/// The changes since an earlier edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// One for each visit or meeting that is not as it was, by date: the new one, or the old one where it is cancelled.
    pub rows: Vec<Change>,
    /// How many are as they were.
    pub n_same: usize,
}

/// A visit or meeting that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// The request, when the scenario still has it.
    pub request: Option<RequestIdx>,
    /// The title: of today, or then when the request is gone.
    pub title: String,
    /// The name of the place.
    pub place_name: String,
    /// When it was, unless it is new.
    pub before: Option<DayRange>,
    /// When it started, unless it is new.
    pub before_start: Option<Instant>,
    /// When it is, unless it is cancelled.
    pub after: Option<DayRange>,
    /// When it starts, unless it is cancelled.
    pub after_start: Option<Instant>,
    /// The offices of those who no longer go; an id where the scenario has no such traveller.
    pub left: Vec<String>,
    /// The offices of those who go now and did not.
    pub joined: Vec<String>,
}

/// What happened to a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It was not planned and is now.
    Added,
    /// It starts at another time; the delegation may be another too.
    Moved,
    /// It starts when it did, with another delegation.
    Delegation,
    /// It was planned and is not now.
    Cancelled,
}

/// Compares an agenda with an earlier edition.
pub(super) fn changes(agenda: &Agenda, edition: &Edition) -> Changes {
    let problem = agenda.problem;
    let mut changes = Changes::default();
    for visit in &agenda.visits {
        let id = &problem.request(visit.request).id;
        match compare(agenda, visit, edition.visits.get(id)) {
            None => changes.n_same += 1,
            Some(change) => changes.rows.push(change),
        }
    }
    for (id, before) in &edition.visits {
        let request = problem.request_idxs().find(|&request| problem.request(request).id == *id);
        if request.is_some_and(|request| agenda.visit_of(request).is_some()) {
            continue;
        }
        let title = request.map_or_else(|| before.title.clone(), |request| problem.request(request).title.clone());
        changes.rows.push(Change {
            kind: ChangeKind::Cancelled,
            request,
            title: if title.is_empty() { id.clone() } else { title },
            place_name: before.place_name.clone(),
            before: Some(before.days),
            before_start: Some(before.start),
            after: None,
            after_start: None,
            left: Vec::new(),
            joined: Vec::new(),
        });
    }
    changes.rows.sort_by(|a, b| {
        let key = |change: &Change| (change.after_start.or(change.before_start), change.kind);
        key(a).cmp(&key(b)).then_with(|| a.title.cmp(&b.title))
    });
    changes
}

/// What is other about a visit, if anything.
fn compare(agenda: &Agenda, visit: &AgendaVisit, before: Option<&EditionVisit>) -> Option<Change> {
    let problem = agenda.problem;
    let request = problem.request(visit.request);
    let after: BTreeMap<&str, &str> = visit
        .seats
        .iter()
        .map(|seat| (request.roles[seat.role.0].id.as_str(), problem.traveller(seat.traveller).id.as_str()))
        .collect();
    let (mut left, mut joined) = (Vec::new(), Vec::new());
    let kind = match before {
        None => ChangeKind::Added,
        Some(before) => {
            let old: BTreeMap<&str, &str> =
                before.delegation.iter().map(|(role, traveller)| (role.as_str(), traveller.as_str())).collect();
            let office = |id: &str| {
                let known = problem.travellers.iter().find(|traveller| traveller.id == id);
                known.map_or_else(|| id.to_owned(), |traveller| traveller.office.clone())
            };
            left = old.values().filter(|id| !after.values().any(|other| other == *id)).map(|id| office(id)).collect();
            joined = after.values().filter(|id| !old.values().any(|other| other == *id)).map(|id| office(id)).collect();
            if before.start != visit.start {
                ChangeKind::Moved
            } else if old != after {
                ChangeKind::Delegation
            } else {
                return None;
            }
        }
    };
    Some(Change {
        kind,
        request: Some(visit.request),
        title: request.title.clone(),
        place_name: place_name(problem, visit.place),
        before: before.map(|before| before.days),
        before_start: before.map(|before| before.start),
        after: Some(visit.days),
        after_start: Some(visit.start),
        left,
        joined,
    })
}
