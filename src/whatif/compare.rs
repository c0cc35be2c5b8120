//! Two plans side by side: what each is worth and takes, which visits differ, which rules stand in the way.

use std::collections::{BTreeMap, BTreeSet};

use super::carry::earlier_visits;
use super::why::{Why, why};
use crate::checker::{self, AgendaTrip, Report};
use crate::domain::{
    Cents, CountryCode, EarlierVisit, Grams, Instant, Part, Plan, Points, Problem, Reason, RequestIdx,
};
use crate::solver;

/// A plan with the problem that it answers to.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// What was asked.
    pub problem: &'a Problem,
    /// The plan.
    pub plan: &'a Plan,
}

/// What a plan is worth and takes, as the checker counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The points.
    pub points: Points,
    /// Requests that are planned.
    pub n_planned: usize,
    /// Requests.
    pub n_requests: usize,
    /// Trips of all travellers.
    pub n_trips: usize,
    /// Home dates touched by trips, summed over travellers.
    pub days_away: i64,
    /// Fares and nights.
    pub eur: Cents,
    /// Carbon dioxide.
    pub kg_co2: Grams,
    /// Rules and the like that the plan breaks; zero for a good one.
    pub n_violations: usize,
}

/// A part of the points in both plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartChange {
    /// Which part; a rule by the positions of the second problem, or of the first when only that has it.
    pub part: Part,
    /// The id and label of the rule, when it is one.
    pub rule: Option<(String, String)>,
    /// The points in the first plan.
    pub before: Points,
    /// The points in the second plan.
    pub after: Points,
}

/// How many visits a country has in both plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountryCount {
    /// The country.
    pub country: CountryCode,
    /// Visits in the first plan.
    pub before: usize,
    /// Visits in the second plan.
    pub after: usize,
}

/// A rule that stands against visits that are not planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleChange {
    /// The id of the rule.
    pub id: String,
    /// Its label.
    pub label: String,
    /// The ids of the requests that it holds back in the first plan.
    pub before: Vec<String>,
    /// The ids of those that it holds back in the second plan.
    pub after: Vec<String>,
}

/// When a visit is, and who goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// When it starts.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// Role and traveller, by id, in the order of roles.
    pub delegation: Vec<(String, String)>,
}

/// In which ways a visit differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Only the second plan has it.
    pub is_added: bool,
    /// Only the first plan has it.
    pub is_dropped: bool,
    /// It starts at another time.
    pub is_moved: bool,
    /// Others go.
    pub has_other_delegation: bool,
}

/// A visit that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The id of the request.
    pub request: String,
    /// The position in the first problem, if it has the request.
    pub before_idx: Option<RequestIdx>,
    /// The position in the second problem, if it has the request.
    pub after_idx: Option<RequestIdx>,
    /// How it differs.
    pub kinds: Kinds,
    /// As the first plan has it.
    pub before: Option<Appointment>,
    /// As the second plan has it.
    pub after: Option<Appointment>,
    /// For a visit of the first plan: why the second does not have it so. For a new one: why the first did not have it
    /// so, in the positions of the first problem.
    pub why: Why,
}

/// Two plans side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The first plan.
    pub before: Totals,
    /// The second plan.
    pub after: Totals,
    /// The points by part, where either is not zero.
    pub parts: Vec<PartChange>,
    /// Visits abroad by country, where either has one.
    pub countries: Vec<CountryCount>,
    /// The visits that differ, by their first date in either plan.
    pub differences: Vec<Difference>,
    /// The rules that hold visits back in either plan.
    pub rules: Vec<RuleChange>,
    /// How many visits are the same in both.
    pub n_same: usize,
}

/// Compares two plans.
#[must_use]
pub fn compare(before: Side<'_>, after: Side<'_>) -> Comparison {
    let reports = [before, after].map(|side| checker::check(side.problem, side.plan));
    let appointments = [before, after].map(appointments);
    let mut ids: BTreeSet<&str> = appointments[0].keys().map(String::as_str).collect();
    ids.extend(appointments[1].keys().map(String::as_str));
    let mut differences = Vec::new();
    let mut n_same = 0;
    for id in ids {
        let (was, is) = (appointments[0].get(id), appointments[1].get(id));
        let same_start = was.map(|was| was.start) == is.map(|is| is.start);
        let same_delegation = was.map(|was| &was.delegation) == is.map(|is| &is.delegation);
        if same_start && same_delegation {
            n_same += 1;
            continue;
        }
        let both = was.is_some() && is.is_some();
        let position = |problem: &Problem| problem.request_idxs().find(|&idx| problem.request(idx).id == id);
        let kinds = Kinds {
            is_added: was.is_none(),
            is_dropped: is.is_none(),
            is_moved: both && !same_start,
            has_other_delegation: both && !same_delegation,
        };
        let why = match (was, is) {
            (Some(was), _) => reason(after, id, was),
            (None, Some(is)) => reason(before, id, is),
            (None, None) => Why::Gone,
        };
        differences.push(Difference {
            request: id.to_owned(),
            before_idx: position(before.problem),
            after_idx: position(after.problem),
            kinds,
            before: was.cloned(),
            after: is.cloned(),
            why,
        });
    }
    differences.sort_by_key(|difference| {
        let starts = [&difference.before, &difference.after].map(|one| one.as_ref().map(|one| one.start));
        (starts.into_iter().flatten().min(), difference.request.clone())
    });
    Comparison {
        before: totals(before, &reports[0]),
        after: totals(after, &reports[1]),
        parts: parts(before.problem, &reports[0], after.problem, &reports[1]),
        countries: countries(before, after),
        differences,
        rules: rules(before, after),
        n_same,
    }
}

fn totals(side: Side<'_>, report: &Report) -> Totals {
    let agenda = checker::agenda(side.problem, side.plan);
    Totals {
        points: report.objective,
        n_planned: agenda.visits.len(),
        n_requests: side.problem.requests.len(),
        n_trips: agenda.trips.len(),
        days_away: agenda.trips.iter().map(|trip| i64::from(trip.days.n_days())).sum(),
        eur: agenda.trips.iter().map(AgendaTrip::eur).sum(),
        kg_co2: agenda.trips.iter().map(|trip| trip.kg_co2).sum(),
        n_violations: report.violations.len(),
    }
}

/// Returns when each visit is and who goes, by id of the request.
fn appointments(side: Side<'_>) -> BTreeMap<String, Appointment> {
    let problem = side.problem;
    let agenda = checker::agenda(problem, side.plan);
    let appointment = |visit: &checker::AgendaVisit| {
        let roles = &problem.request(visit.request).roles;
        let seat = |seat: &checker::Seat| (roles[seat.role.0].id.clone(), problem.traveller(seat.traveller).id.clone());
        Appointment { start: visit.start, end: visit.end, delegation: visit.seats.iter().map(seat).collect() }
    };
    agenda.visits.iter().map(|visit| (problem.request(visit.request).id.clone(), appointment(visit))).collect()
}

/// Why a plan does not have a visit as it is said.
fn reason(side: Side<'_>, id: &str, appointment: &Appointment) -> Why {
    let problem = side.problem;
    let Some(request) = problem.request_idxs().find(|&idx| problem.request(idx).id == id) else { return Why::Gone };
    let roles = &problem.request(request).roles;
    let mut delegation = vec![None; roles.len()];
    for (role, traveller) in &appointment.delegation {
        let traveller = problem.traveller_idxs().find(|&idx| problem.traveller(idx).id == *traveller);
        let Some(role) = roles.iter().position(|known| known.id == *role) else { return Why::Gone };
        if traveller.is_none() {
            return Why::TravellerGone;
        }
        delegation[role] = traveller;
    }
    why(problem, side.plan, &EarlierVisit { request, start: appointment.start, delegation })
}

/// The points by part; rules by id.
fn parts(problem: &Problem, before: &Report, other: &Problem, after: &Report) -> Vec<PartChange> {
    let named = |problem: &Problem, part: Part| match part {
        Part::Rule(rule) => Some((problem.rule(rule).id.clone(), problem.rule(rule).label.clone())),
        _ => None,
    };
    let mut all: Vec<PartChange> = Vec::new();
    for &(part, points) in &before.parts {
        all.push(PartChange { part, rule: named(problem, part), before: points, after: Points::ZERO });
    }
    for &(part, points) in &after.parts {
        let rule = named(other, part);
        let is_same = |known: &&mut PartChange| match (&known.rule, &rule) {
            (Some((known, _)), Some((id, _))) => known == id,
            (None, None) => known.part == part,
            _ => false,
        };
        match all.iter_mut().find(is_same) {
            Some(known) => known.after = points,
            None => all.push(PartChange { part, rule, before: Points::ZERO, after: points }),
        }
    }
    all.retain(|change| change.before != Points::ZERO || change.after != Points::ZERO);
    all
}

fn countries(before: Side<'_>, after: Side<'_>) -> Vec<CountryCount> {
    let mut counts: BTreeMap<CountryCode, [usize; 2]> = BTreeMap::new();
    for (position, side) in [before, after].into_iter().enumerate() {
        for visit in earlier_visits(side.problem, side.plan) {
            let place = side.problem.request(visit.request).place;
            if place != side.problem.home {
                counts.entry(side.problem.place(place).country).or_default()[position] += 1;
            }
        }
    }
    counts.into_iter().map(|(country, [before, after])| CountryCount { country, before, after }).collect()
}

/// The rules that stand against visits that are not planned.
fn rules(before: Side<'_>, after: Side<'_>) -> Vec<RuleChange> {
    let mut all: Vec<RuleChange> = Vec::new();
    for (position, side) in [before, after].into_iter().enumerate() {
        let planned: Vec<RequestIdx> =
            earlier_visits(side.problem, side.plan).iter().map(|visit| visit.request).collect();
        for item in solver::left_out(side.problem, side.plan) {
            let Reason::Rules(rules) = item.reason else { continue };
            if planned.contains(&item.request) {
                continue;
            }
            for rule in rules.into_iter().map(|rule| side.problem.rule(rule)) {
                let known = all.iter().position(|known| known.id == rule.id).unwrap_or_else(|| {
                    let (id, label) = (rule.id.clone(), rule.label.clone());
                    all.push(RuleChange { id, label, before: Vec::new(), after: Vec::new() });
                    all.len() - 1
                });
                let held = if position == 0 { &mut all[known].before } else { &mut all[known].after };
                held.push(side.problem.request(item.request).id.clone());
            }
        }
    }
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

impl Difference {
    /// The request, and the problem that has it: the second when it has.
    #[must_use]
    pub fn request_in<'a>(&self, before: &'a Problem, after: &'a Problem) -> Option<&'a crate::domain::Request> {
        let second = self.after_idx.map(|idx| after.request(idx));
        second.or_else(|| self.before_idx.map(|idx| before.request(idx)))
    }
}
