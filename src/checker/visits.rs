//! Sections 1 and 4: when a request may take place.
//!
//! Names of violations: `start`, `end`, `working_day`, `window`, `lead_days`, `joint_start`, `mandatory`, and `lock`
//! for a locked request that is missing or at another time.

use super::words::{list, what, who};
use super::{Agenda, AgendaVisit, Violation, violation};
use crate::domain::{Day, DayRange, Instant, Place, RequestIdx, RequestStatus};
use crate::texts::locks::because;
use crate::texts::{Said, say};

/// The dates and the end of a visit that starts at some instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// The dates at the place.
    pub days: DayRange,
    /// The end of the last day-part.
    pub end: Instant,
}

/// Returns the run of a visit that starts with a day-part of its place at `start`, or `None` when no day-part starts
/// then. Where a clock change lets two day-parts start together, the one that ends at `said_end` is meant.
pub(super) fn run(agenda: &Agenda, request: RequestIdx, start: Instant, said_end: Instant) -> Option<Run> {
    let request = agenda.problem.request(request);
    let place = agenda.problem.place(request.place);
    let zone = agenda.zone(request.place);
    let first_day = zone.day(start);
    let n_parts = place.day_parts.len();
    let runs: Vec<Run> = (0..n_parts)
        .filter(|&i| zone.instant(first_day, place.day_parts[i].start) == start)
        .filter_map(|i| {
            // Counted from the first day-part of the first day, this is the position of the last part.
            let last = i + usize::try_from(request.parts.max(1)).ok()? - 1;
            let last_day = first_day.plus(i32::try_from(last / n_parts).ok()?);
            let end = zone.instant(last_day, place.day_parts[last % n_parts].end);
            Some(Run { days: DayRange::inclusive(first_day, last_day)?, end })
        })
        .collect();
    runs.iter().find(|run| run.end == said_end).or(runs.first()).copied()
}

/// Why nobody works at a place on a day, or `None` on a working day.
fn day_off(place: &Place, day: Day) -> Option<Said> {
    if place.weekend.contains(&day.weekday_number()) {
        return Some(say!("een weekenddag", "a weekend day"));
    }
    if let Some(name) = place.holidays.get(&day) {
        return Some(if name.is_empty() {
            say!("een feestdag", "a public holiday")
        } else {
            say!(
"een feestdag ({name})",
"a public holiday ({name})"; name)
        });
    }
    let (_, label) = place.closures.iter().find(|(days, _)| days.contains(day))?;
    Some(if label.is_empty() { say!("gesloten", "closed") } else { say!("gesloten ({label})", "closed ({label})") })
}

/// Whether a date is a working day at a place.
pub(super) fn is_working_day(place: &Place, day: Day) -> bool {
    day_off(place, day).is_none()
}

/// Checks every visit by itself, and that what must be planned is.
pub(super) fn check(agenda: &Agenda, violations: &mut Vec<Violation>) {
    for visit in &agenda.visits {
        check_visit(agenda, visit, violations);
    }
    for request_idx in agenda.problem.request_idxs() {
        let request = agenda.problem.request(request_idx);
        if agenda.visit_of(request_idx).is_some() {
            continue;
        }
        let missing = if let Some(lock) = &request.lock {
            violation(
                "lock",
                say!(
                    "{} moet in het plan staan: {}",
                    "{} must be in the plan: {}",
                    what(agenda.problem, request_idx),
                    because(lock.because)
                ),
            )
            .at(lock.start)
        } else if request.mandatory {
            violation(
                "mandatory",
                say!("{} moet in het plan staan", "{} must be in the plan", what(agenda.problem, request_idx)),
            )
        } else {
            continue;
        };
        violations.push(missing.of_request(request_idx));
    }
}

fn check_visit(agenda: &Agenda, visit: &AgendaVisit, violations: &mut Vec<Violation>) {
    let problem = agenda.problem;
    let request = problem.request(visit.request);
    let place = problem.place(visit.place);
    let zone = agenda.zone(visit.place);
    let name = what(problem, visit.request);

    if run(agenda, visit.request, visit.start, visit.end).is_none() {
        let message = say!(
"{name} begint op {} plaatselijke tijd, wanneer daar geen dagdeel begint",
"{name} starts at {} local time, when no day-part starts there", zone.local(visit.start); name);
        violations.push(violation("start", message).of_request(visit.request).at(visit.start));
    }
    for seat in &visit.seats {
        if seat.start != visit.start {
            let message = say!(
"{} zou bij {name} zijn vanaf {} en de anderen vanaf {} (plaatselijke tijd); allen nemen deel vanaf hetzelfde begin",
"{} would be at {name} from {} and the others from {} (local time); all attend from the same start",
                who(problem, seat.traveller),
                zone.local(seat.start),
                zone.local(visit.start); name);
            violations.push(
                violation("joint_start", message).of_request(visit.request).of_traveller(seat.traveller).at(seat.start),
            );
        } else if seat.end != visit.end {
            let message = say!(
"{name} eindigt op {} plaatselijke tijd volgens de {} en de dagdelen daar, niet op {} zoals het plan zegt voor {}",
"{name} ends at {} local time by its {} and the day-parts there, not at {} as the plan says for {}",
                zone.local(visit.end),
                super::words::count(
                    i64::from(request.parts),
                    say!("dagdeel", "part"),
                    say!("dagdelen", "parts"),
                ),
                zone.local(seat.end),
                who(problem, seat.traveller); name);
            let said = violation("end", message).of_request(visit.request).of_traveller(seat.traveller);
            violations.push(said.at(seat.end));
        }
    }
    let mut report = |rule: &'static str, at: Instant, message: Said| {
        violations.push(violation(rule, message).of_request(visit.request).at(at));
    };
    for day in visit.days.days() {
        if let Some(reason) = day_off(place, day) {
            report(
                "working_day",
                visit.start.max(zone.instant(day, 0)),
                say!(
"{name} beslaat {day}: daar {reason}",
"{name} takes {day}, which is {reason} there"; name, reason),
            );
        }
    }
    let inside = |window: &&DayRange| window.start() <= visit.days.start() && visit.days.end() <= window.end();
    if !request.windows.iter().any(|window| inside(&window)) {
        let windows: Vec<Said> = request.windows.iter().map(|window| say!("{}", "{}", *window)).collect();
        let message = say!(
"{name} beslaat {}, en dat valt niet binnen één periode: {}",
"{name} takes {}, which lies in no one window: {}", visit.days, list(&windows); name);
        report("window", visit.start, message);
    }
    let needs_lead = request.lock.is_none() && matches!(request.status, RequestStatus::Idea | RequestStatus::Requested);
    if let Some(as_of) = problem.as_of
        && needs_lead
        && visit.days.start() < as_of.plus(request.lead_days)
    {
        let message = say!(
"{name} begint op {}, minder dan {} na {as_of}",
"{name} starts on {}, less than {} after {as_of}",
            visit.days.start(),
            super::words::n_days(i64::from(request.lead_days)); name);
        report("lead_days", visit.start, message);
    }
    if let Some(lock) = &request.lock
        && lock.start != visit.start
    {
        let message = say!(
"{name} begint op {} en moet beginnen op {} (plaatselijke tijd): {}",
"{name} starts at {} and must start at {} (local time): {}",
            zone.local(visit.start),
            zone.local(lock.start),
            because(lock.because); name);
        report("lock", visit.start, message);
    }
}
