//! Section 4: home meetings. Names of violations: `meeting`, `horizon`, and `busy` for an attendee who is busy.

use super::words::{what, who};
use super::{Agenda, Violation, violation};
use crate::domain::{Interval, RequestIdx, TravellerIdx};
use crate::texts::say;

/// Checks every home meeting and everybody who attends one.
pub(super) fn check(agenda: &Agenda, violations: &mut Vec<Violation>) {
    let problem = agenda.problem;
    let zone = agenda.zone(problem.home);
    let mut attended: Vec<(TravellerIdx, Interval, RequestIdx)> = Vec::new();
    for visit in &agenda.visits {
        let name = what(problem, visit.request);
        let is_meeting = problem.is_home_meeting(visit.request);
        if !is_meeting && visit.seats.iter().any(|seat| seat.at_home) {
            let message = say!(
"{name} is niet in de standplaats, en staat bij het overleg daar",
"{name} is not at home, and stands among the meetings at home"; name);
            violations.push(violation("meeting", message).of_request(visit.request).at(visit.start));
        }
        if !is_meeting {
            continue;
        }
        if visit.days.start() < problem.horizon.start() || problem.horizon.end() < visit.days.end() {
            let message = say!(
"{name} beslaat {}, buiten de horizon van {}",
"{name} takes {}, outside the horizon of {}", visit.days, problem.horizon; name);
            violations.push(violation("horizon", message).of_request(visit.request).at(visit.start));
        }
        let Some(interval) = visit.interval() else { continue };
        let mut travellers: Vec<TravellerIdx> = visit.seats.iter().map(|seat| seat.traveller).collect();
        travellers.sort();
        travellers.dedup();
        for traveller in travellers {
            attended.push((traveller, interval, visit.request));
            let who = who(problem, traveller);
            for busy in problem.traveller(traveller).busy.iter().filter(|busy| busy.interval.meets(interval)) {
                let message = say!(
"{who} neemt deel aan {name} op {}, en is bezet van {} tot {} (tijd in de standplaats; {})",
"{who} attends {name} at {}, and is busy from {} to {} (home time; {})",
                    zone.local(visit.start),
                    zone.local(busy.interval.start()),
                    zone.local(busy.interval.end()),
                    busy.label; name, who);
                let violation = violation("busy", message).of_request(visit.request).of_traveller(traveller);
                violations.push(violation.at(busy.interval.start().max(visit.start)));
            }
            let away = |trip: &&super::AgendaTrip| {
                trip.traveller == traveller && trip.absence().is_some_and(|absence| absence.meets(interval))
            };
            // A home meeting inside a trip has a violation of its own.
            let seated_at_home = visit.seats.iter().any(|seat| seat.traveller == traveller && seat.at_home);
            for trip in agenda.trips.iter().filter(away).filter(|_| seated_at_home) {
                let message = say!(
"{who} neemt deel aan {name} op {}, en is op reis van {} tot {} (tijd in de standplaats)",
"{who} attends {name} at {}, and is on a trip from {} to {} (home time)",
                    zone.local(visit.start),
                    zone.local(trip.depart),
                    zone.local(trip.back); name, who);
                let violation = violation("meeting", message).of_request(visit.request).of_traveller(traveller);
                violations.push(violation.at(trip.depart.max(visit.start)));
            }
        }
    }
    attended.sort();
    for (i, &(traveller, interval, request)) in attended.iter().enumerate() {
        let clashing = attended[i + 1..].iter().take_while(|other| other.0 == traveller && other.1.meets(interval));
        for &(_, other, other_request) in clashing {
            let message = say!(
                "{} kan niet deelnemen aan zowel {} als {} op {}",
                "{} cannot attend both {} and {} on {}",
                who(problem, traveller),
                what(problem, request),
                what(problem, other_request),
                zone.day(other.start())
            );
            let violation = violation("meeting", message).of_request(other_request).of_traveller(traveller);
            violations.push(violation.at(other.start()));
        }
    }
}
