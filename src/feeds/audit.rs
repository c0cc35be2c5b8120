//! What to look at before calendars are published: why a visit is not in the public agenda, and what is missing there.

use std::collections::{BTreeMap, BTreeSet};

use super::audience::{View, hidden};
use super::items::Items;
use super::reduced::{self, NotPublic};
use super::texts::Words;
use crate::domain::{Audience, Day, Level, Plan, Problem, Rank, RequestIdx, Scope};

/// Something that a visit lacks for the public agenda.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// It has no title.
    Subject,
    /// It does not say whom the delegation meets.
    Counterpart,
    /// Its audience names no desk that answers questions.
    Contact,
    /// The title or the counterpart names the office of an official.
    Official(String),
    /// It has ended but is still not marked as confirmed or held, so it is not shown.
    Status,
}

/// A visit of the public agenda of which something is missing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Incomplete {
    /// Which visit.
    pub request: RequestIdx,
    /// What it lacks; at least one thing.
    pub missing: BTreeSet<Missing>,
}

/// Returns why the visits of a calendar are not in the public agenda of a date; those that are in it are not returned.
#[must_use]
pub fn public_reasons(
    problem: &Problem,
    plan: &Plan,
    audience: &Audience,
    scope: &Scope,
    today: Day,
) -> BTreeMap<RequestIdx, NotPublic> {
    let items = Items::of(problem, plan);
    let hidden = hidden(problem, audience);
    let words = Words::of(problem.language);
    reduced::public_reasons(&View { problem, plan, words, audience, items: &items, hidden: &hidden, today }, scope)
}

/// Returns what is missing of the visits that a public audience will see, now or later, in the order of visits.
#[must_use]
pub fn public_check(problem: &Problem, plan: &Plan, audience: &Audience, today: Day) -> Vec<Incomplete> {
    if audience.level != Level::Public {
        return Vec::new();
    }
    let hidden = hidden(problem, audience);
    let items = Items::of(problem, plan);
    let mut incomplete = Vec::new();
    for visit in items.visits_of(problem, &Scope::Whole) {
        let request = problem.request(visit.request);
        let members = visit.delegation.iter().map(|&(_, traveller)| problem.traveller(traveller));
        if hidden.contains(&visit.request) || !members.clone().any(|member| member.rank == Rank::Political) {
            continue;
        }
        let mut missing = BTreeSet::new();
        if request.title.trim().is_empty() {
            missing.insert(Missing::Subject);
        }
        if request.counterpart.as_ref().is_none_or(|counterpart| counterpart.trim().is_empty()) {
            missing.insert(Missing::Counterpart);
        }
        if audience.contact.is_none() {
            missing.insert(Missing::Contact);
        }
        let text = format!("{}\n{}", request.title, request.counterpart.as_deref().unwrap_or_default());
        missing.extend(reduced::officials_named(problem, &text).into_iter().map(Missing::Official));
        let zone = crate::zones::Zone::of(problem.place(request.place).tz);
        if !super::items::is_firm(problem, visit.request) && zone.day(visit.end) < today {
            missing.insert(Missing::Status);
        }
        if !missing.is_empty() {
            incomplete.push(Incomplete { request: visit.request, missing });
        }
    }
    incomplete
}
