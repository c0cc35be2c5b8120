//! Section 4: who attends a visit. Names of violations: `role`, `candidate`, and `lock` for a locked delegation.

use super::words::{what, who};
use super::{Agenda, AgendaVisit, Violation, violation};
use crate::domain::{RoleIdx, TravellerIdx};
use crate::texts::locks::because;
use crate::texts::{Said, say};

/// Checks the delegation of every visit.
pub(super) fn check(agenda: &Agenda, violations: &mut Vec<Violation>) {
    for visit in &agenda.visits {
        check_seats(agenda, visit, violations);
        check_travellers(agenda, visit, violations);
        check_lock(agenda, visit, violations);
    }
}

/// Every required role is filled once, every optional role at most once, by candidates only.
fn check_seats(agenda: &Agenda, visit: &AgendaVisit, violations: &mut Vec<Violation>) {
    let problem = agenda.problem;
    let name = what(problem, visit.request);
    let day = visit.days.start();
    for (role_idx, role) in problem.request(visit.request).roles.iter().enumerate() {
        let holders: Vec<TravellerIdx> = holders(visit, RoleIdx(role_idx)).collect();
        if holders.is_empty() && !role.optional {
            let message = say!(
"Niemand vervult de rol `{}` van {name} op {day}",
"Nobody fills the role `{}` of {name} on {day}", role.id; name);
            violations.push(violation("role", message).of_request(visit.request).at(visit.start));
        }
        let mut others = holders.clone();
        others.dedup();
        if others.len() > 1 {
            let names: Vec<Said> = others.iter().map(|&traveller| who(problem, traveller)).collect();
            let message = say!(
"{} vervullen samen één rol `{}` van {name} op {day}",
"{} fill one role `{}` of {name} on {day}", super::words::list(&names), role.id; name);
            violations.push(violation("role", message).of_request(visit.request).at(visit.start));
        }
        for &traveller in &others {
            if !role.candidates.iter().any(|candidate| candidate.traveller == traveller) {
                let who = who(problem, traveller);
                let message = say!(
"{who} is geen kandidaat voor de rol `{}` van {name} op {day}",
"{who} is no candidate for the role `{}` of {name} on {day}", role.id; name, who);
                let violation = violation("candidate", message).of_request(visit.request);
                violations.push(violation.of_traveller(traveller).at(visit.start));
            }
        }
    }
}

/// One traveller fills at most one role of a visit, once.
fn check_travellers(agenda: &Agenda, visit: &AgendaVisit, violations: &mut Vec<Violation>) {
    let mut travellers: Vec<TravellerIdx> = visit.seats.iter().map(|seat| seat.traveller).collect();
    travellers.sort();
    let mut rest = travellers.as_slice();
    while let Some(&traveller) = rest.first() {
        let n_seats = rest.iter().take_while(|&&other| other == traveller).count();
        if n_seats > 1 {
            let message = say!(
                "{} neemt {n_seats} keer deel aan {}; een reiziger vervult één rol van een bezoek",
                "{} is at {} {n_seats} times; one traveller fills one role of a visit",
                who(agenda.problem, traveller),
                what(agenda.problem, visit.request)
            );
            let violation = violation("role", message).of_request(visit.request);
            violations.push(violation.of_traveller(traveller).at(visit.start));
        }
        rest = &rest[n_seats..];
    }
}

/// A locked delegation stays exactly so.
fn check_lock(agenda: &Agenda, visit: &AgendaVisit, violations: &mut Vec<Violation>) {
    let problem = agenda.problem;
    let request = problem.request(visit.request);
    let Some(lock) = &request.lock else { return };
    for (role_idx, role) in request.roles.iter().enumerate() {
        let locked = lock.delegation.get(role_idx).copied().flatten();
        let planned = holders(visit, RoleIdx(role_idx)).next();
        if locked != planned {
            let name =
                |traveller: Option<TravellerIdx>| traveller.map_or(say!("niemand", "nobody"), |t| who(problem, t));
            let message = say!(
                "De rol `{}` van {} op {} wordt vervuld door {} en moet worden vervuld door {}: {}",
                "The role `{}` of {} on {} is filled by {} and must be filled by {}: {}",
                role.id,
                what(problem, visit.request),
                visit.days.start(),
                name(planned),
                name(locked),
                because(lock.because)
            );
            violations.push(violation("lock", message).of_request(visit.request).at(visit.start));
        }
    }
}

fn holders(visit: &AgendaVisit, role: RoleIdx) -> impl Iterator<Item = TravellerIdx> {
    visit.seats.iter().filter(move |seat| seat.role == role).map(|seat| seat.traveller)
}
