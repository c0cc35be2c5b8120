//! `stability`: dropping, moving or re-staffing a visit of the earlier plan costs points, more at short notice, and at
//! most so many visits may change.
//!
//! A unit of violation is one changed visit too many.

use super::super::words::{count, what};
use super::super::{Agenda, AgendaVisit};
use super::{Cost, Finding};
use crate::domain::{EarlierVisit, Points, RoleIdx, Stability, TravellerIdx};
use crate::texts::say;

/// Returns one finding for each visit dropped, moved by days, or given another delegation; where changes count as
/// such, one for each changed visit; and one when they are too many.
pub(super) fn check(agenda: &Agenda, stability: &Stability) -> Vec<Finding> {
    let earlier = &agenda.problem.earlier;
    let mut findings: Vec<Finding> =
        earlier.iter().flat_map(|earlier| check_visit(agenda, stability, earlier)).collect();
    if stability.counts_changes() {
        findings.extend(check_changes(agenda, stability));
    }
    findings
}

/// Returns one finding for each changed visit, and one when they are too many.
fn check_changes(agenda: &Agenda, stability: &Stability) -> Vec<Finding> {
    let problem = agenda.problem;
    let mut findings = Vec::new();
    for earlier in &problem.earlier {
        let visit = agenda.visit_of(earlier.request);
        if visit.is_some_and(|visit| visit.start == earlier.start && is_same_delegation(agenda, visit, earlier)) {
            continue;
        }
        findings.push(Finding {
            cost: Cost::Points(stability.changed * factor_of(agenda, stability, earlier)),
            request: Some(earlier.request),
            at: Some(visit.map_or(earlier.start, |visit| visit.start)),
            ..Finding::units(0, say!("{} wijzigt", "{} changes", what(problem, earlier.request)))
        });
    }
    for visit in &agenda.visits {
        if problem.earlier.iter().all(|earlier| earlier.request != visit.request) {
            findings.push(Finding {
                cost: Cost::Points(stability.changed),
                request: Some(visit.request),
                at: Some(visit.start),
                ..Finding::units(0, say!("{} is nieuw", "{} is new", what(problem, visit.request)))
            });
        }
    }
    let n_changes = findings.len();
    if stability.changed == Points::ZERO {
        findings.clear();
    }
    if let Some(max) = stability.max_changes.filter(|&max| n_changes > max) {
        let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let changes = count(n(n_changes), say!("bezoek", "visit"), say!("bezoeken", "visits"));
        let message = say!("{changes} gewijzigd; hoogstens {max} toegestaan", "{changes} changed; at most {max} allowed"; changes);
        findings.push(Finding::units(n(n_changes - max), message));
    }
    findings
}

fn check_visit(agenda: &Agenda, stability: &Stability, earlier: &EarlierVisit) -> Vec<Finding> {
    let problem = agenda.problem;
    let name = what(problem, earlier.request);
    let earlier_day = agenda.zone(problem.request(earlier.request).place).day(earlier.start);
    let factor = factor_of(agenda, stability, earlier);
    let finding = |points: Points, at, message| Finding {
        cost: Cost::Points(points * factor),
        request: Some(earlier.request),
        at: Some(at),
        ..Finding::units(0, message)
    };
    let Some(visit) = agenda.visit_of(earlier.request) else {
        let message = say!(
"{name} stond op {earlier_day} en vervalt",
"{name} was planned on {earlier_day} and is dropped"; name);
        return vec![finding(stability.dropped, earlier.start, message)];
    };
    let mut findings = Vec::new();
    let n_days = visit.days.start().days_since(earlier_day).abs();
    if n_days > 0 {
        let message = say!(
"{name} verschuift van {earlier_day} naar {}",
"{name} moves from {earlier_day} to {}", visit.days.start(); name);
        findings.push(finding(stability.moved_per_day * i64::from(n_days), visit.start, message));
    }
    if !is_same_delegation(agenda, visit, earlier) {
        let message = say!(
"{name} op {} heeft een andere delegatie dan eerst",
"{name} on {} has another delegation than before", visit.days.start(); name);
        findings.push(finding(stability.delegation, visit.start, message));
    }
    findings
}

/// Whether every role is filled, or empty, as before.
fn is_same_delegation(agenda: &Agenda, visit: &AgendaVisit, earlier: &EarlierVisit) -> bool {
    let holder = |role: usize| -> Option<TravellerIdx> {
        visit.seats.iter().find(|seat| seat.role == RoleIdx(role)).map(|seat| seat.traveller)
    };
    let n_roles = agenda.problem.request(earlier.request).roles.len();
    (0..n_roles).all(|role| holder(role) == earlier.delegation.get(role).copied().flatten())
}

/// How many times a change of this visit counts.
fn factor_of(agenda: &Agenda, stability: &Stability, earlier: &EarlierVisit) -> i64 {
    let problem = agenda.problem;
    let earlier_day = agenda.zone(problem.request(earlier.request).place).day(earlier.start);
    let n_days = earlier_day.days_since(problem.as_of.unwrap_or(problem.horizon.start()));
    stability.notice.iter().find(|notice| n_days < notice.within_days).map_or(1, |notice| notice.factor)
}
