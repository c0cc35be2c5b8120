//! `stability`: dropping, moving or re-staffing a visit of the earlier plan costs points, more at short notice.

use super::super::Agenda;
use super::super::words::what;
use super::{Cost, Finding};
use crate::domain::{EarlierVisit, Points, RoleIdx, Stability, TravellerIdx};
use crate::texts::say;

/// Returns one finding for each visit dropped, moved by days, or given another delegation.
pub(super) fn check(agenda: &Agenda, stability: &Stability) -> Vec<Finding> {
    agenda.problem.earlier.iter().flat_map(|earlier| check_visit(agenda, stability, earlier)).collect()
}

fn check_visit(agenda: &Agenda, stability: &Stability, earlier: &EarlierVisit) -> Vec<Finding> {
    let problem = agenda.problem;
    let name = what(problem, earlier.request);
    let earlier_day = agenda.zone(problem.request(earlier.request).place).day(earlier.start);
    let factor = factor(stability, earlier_day.days_since(problem.as_of.unwrap_or(problem.horizon.start())));
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
    let holder = |role: usize| -> Option<TravellerIdx> {
        visit.seats.iter().find(|seat| seat.role == RoleIdx(role)).map(|seat| seat.traveller)
    };
    let n_roles = problem.request(earlier.request).roles.len();
    if (0..n_roles).any(|role| holder(role) != earlier.delegation.get(role).copied().flatten()) {
        let message = say!(
"{name} op {} heeft een andere delegatie dan eerst",
"{name} on {} has another delegation than before", visit.days.start(); name);
        findings.push(finding(stability.delegation, visit.start, message));
    }
    findings
}

/// How many times a change counts that comes so many days before the visit.
fn factor(stability: &Stability, n_days: i32) -> i64 {
    stability.notice.iter().find(|notice| n_days < notice.within_days).map_or(1, |notice| notice.factor)
}
