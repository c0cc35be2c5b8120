//! Sections 2 and 3: journeys, nights and what a trip may be.
//!
//! Names of violations: `night`, `depart`, `return`, `follow`, `horizon`, `busy`, `max_stops`, `max_trip_days`,
//! `max_idle_days`, `min_home_days`, and `meeting` for a home meeting in a trip.

use super::words::{n_whole_days, place, what, who};
use super::{Agenda, AgendaTrip, Journey, Stop, Violation, violation};
use crate::domain::{Day, DayRange, Instant, PlaceIdx};
use crate::texts::{Said, say};

/// Whether nobody departs from a place at an instant.
fn is_night(agenda: &Agenda, place: PlaceIdx, at: Instant) -> bool {
    let minute = agenda.zone(place).local(at).minute;
    agenda.problem.night.is_some_and(|night| night.from < minute || minute < night.to)
}

/// The first instant from `at` on at which one may depart from a place.
fn earliest_departure(agenda: &Agenda, place: PlaceIdx, at: Instant) -> Instant {
    let Some(night) = agenda.problem.night else { return at };
    let zone = agenda.zone(place);
    let local = zone.local(at);
    if local.minute < night.to {
        zone.instant(local.day, night.to)
    } else if night.from < local.minute {
        zone.instant(local.day.plus(1), night.to)
    } else {
        at
    }
}

/// The last instant until `at` at which one may depart from a place.
fn latest_departure(agenda: &Agenda, place: PlaceIdx, at: Instant) -> Instant {
    let Some(night) = agenda.problem.night else { return at };
    let zone = agenda.zone(place);
    let local = zone.local(at);
    if local.minute < night.to {
        zone.instant(local.day.plus(-1), night.from)
    } else if night.from < local.minute {
        zone.instant(local.day, night.from)
    } else {
        at
    }
}

/// The ways of a trip: out, between places, and home.
pub(super) fn journeys(agenda: &Agenda, stops: &[Stop]) -> Vec<Journey> {
    let home = agenda.problem.home;
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else { return Vec::new() };
    let mut journeys = Vec::with_capacity(stops.len() + 1);
    let out = agenda.problem.legs.between(home, first.place);
    let depart = latest_departure(agenda, home, first.start.plus(-out.minutes - out.rest_minutes));
    journeys.push(Journey { from: home, to: first.place, depart, arrive: depart.plus(out.minutes), leg: out });
    let onward = |from: &Stop, to: PlaceIdx| {
        let leg = agenda.problem.legs.between(from.place, to);
        let depart = earliest_departure(agenda, from.place, from.end);
        Journey { from: from.place, to, depart, arrive: depart.plus(leg.minutes), leg }
    };
    for pair in stops.windows(2) {
        if pair[0].place != pair[1].place {
            journeys.push(onward(&pair[0], pair[1].place));
        }
    }
    journeys.push(onward(last, home));
    journeys
}

/// The night after each touched home date but the last, at the latest place whose visit has started by that date.
pub(super) fn nights(agenda: &Agenda, days: DayRange, stops: &[Stop]) -> Vec<(Day, PlaceIdx)> {
    let Some(first) = stops.first() else { return Vec::new() };
    let place_on =
        |day: Day| stops.iter().rfind(|stop| agenda.home_day(stop.start) <= day).map_or(first.place, |stop| stop.place);
    days.days().filter(|&day| day != days.last()).map(|day| (day, place_on(day))).collect()
}

/// Checks every trip, and the time at home between trips.
pub(super) fn check(agenda: &Agenda, violations: &mut Vec<Violation>) {
    for trip in &agenda.trips {
        check_ends(agenda, trip, violations);
        check_stops(agenda, trip, violations);
        check_days(agenda, trip, violations);
        check_busy(agenda, trip, violations);
    }
    check_home_days(agenda, violations);
}

/// The plan's departure and return are the model's.
fn check_ends(agenda: &Agenda, trip: &AgendaTrip, violations: &mut Vec<Violation>) {
    let problem = agenda.problem;
    let who = who(problem, trip.traveller);
    let home_zone = agenda.zone(problem.home);
    if trip.said_depart != trip.depart {
        let by_night = is_night(agenda, problem.home, trip.said_depart);
        let message = say!(
"{who} vertrekt uit de standplaats op {} (tijd daar){}; volgens het model is dat {}",
"{who} leaves home at {} (home time){}; the model says {}",
            home_zone.local(trip.said_depart),
            if by_night { say!(", in de nacht", ", in the night") } else { Said::default() },
            home_zone.local(trip.depart); who);
        let rule = if by_night { "night" } else { "depart" };
        violations.push(violation(rule, message).of_traveller(trip.traveller).at(trip.said_depart));
    }
    if let Some(last) = trip.journeys.last()
        && trip.said_back != trip.back
    {
        let by_night = is_night(agenda, last.from, trip.said_back.plus(-last.leg.minutes));
        let message = say!(
"{who} is weer thuis op {} (tijd daar){}; volgens het model is dat {}",
"{who} is home again at {} (home time){}; the model says {}",
            home_zone.local(trip.said_back),
            if by_night { say!(
" na vertrek uit {} in de nacht",
" after leaving {} in the night", place(problem, last.from)) } else { Said::default() },
            home_zone.local(trip.back); who);
        let rule = if by_night { "night" } else { "return" };
        violations.push(violation(rule, message).of_traveller(trip.traveller).at(trip.said_back));
    }
}

/// Each visit can follow the one before it, not too late; and there are not too many.
fn check_stops(agenda: &Agenda, trip: &AgendaTrip, violations: &mut Vec<Violation>) {
    let problem = agenda.problem;
    let limits = problem.traveller(trip.traveller).limits;
    let who = who(problem, trip.traveller);
    let mut report = |rule: &'static str, stop: &Stop, message: Said| {
        let violation = violation(rule, message).of_request(stop.request).of_traveller(trip.traveller);
        violations.push(violation.at(stop.start));
    };
    for stop in trip.stops.iter().filter(|stop| stop.place == problem.home) {
        let name = what(problem, stop.request);
        report(
            "meeting",
            stop,
            say!(
"{name} is overleg in de standplaats, en staat in een reis van {who}",
"{name} is a meeting at home, and stands in a trip of {who}"; name, who),
        );
    }
    if trip.stops.len() > limits.max_stops
        && let Some(stop) = trip.stops.get(limits.max_stops)
    {
        let message = say!(
"{who} legt {} bezoeken af in de reis van {}; toegestaan zijn er hooguit {}",
"{who} makes {} visits in the trip of {}; at most {} are allowed",
            trip.stops.len(),
            trip.days,
            limits.max_stops; who);
        report("max_stops", stop, message);
    }
    for pair in trip.stops.windows(2) {
        let (earlier, later) = (&pair[0], &pair[1]);
        let zone = agenda.zone(later.place);
        let leg = problem.legs.between(earlier.place, later.place);
        let ready = if earlier.place == later.place {
            earlier.end
        } else {
            earliest_departure(agenda, earlier.place, earlier.end).plus(leg.minutes + leg.rest_minutes)
        };
        if ready > later.start {
            let message = say!(
"{who} kan na {} niet naar {}: daar klaar op {}, en het begint op {} (plaatselijke tijd)",
"{who} cannot follow {} with {}: ready there at {}, and it starts at {} (local time)",
                what(problem, earlier.request),
                what(problem, later.request),
                zone.local(ready),
                zone.local(later.start); who);
            report("follow", later, message);
        }
        let n_idle = agenda.home_day(later.start).days_since(agenda.home_day(earlier.end)) - 1;
        if n_idle > limits.max_idle_days {
            let message = say!(
"{who} wacht {} tussen {} en {} op {}; toegestaan: hooguit {}",
"{who} waits {} between {} and {} on {}; at most {} allowed",
                n_whole_days(i64::from(n_idle)),
                what(problem, earlier.request),
                what(problem, later.request),
                agenda.home_day(later.start),
                if limits.max_idle_days == 1 {
                    say!("1", "1 is")
                } else {
                    say!("{}", "{} are", limits.max_idle_days)
                }; who);
            report("max_idle_days", later, message);
        }
    }
}

/// A trip lies in the horizon and is not too long.
fn check_days(agenda: &Agenda, trip: &AgendaTrip, violations: &mut Vec<Violation>) {
    let problem = agenda.problem;
    let who = who(problem, trip.traveller);
    if trip.days.start() < problem.horizon.start() || problem.horizon.end() < trip.days.end() {
        let message = say!(
"De reis van {who} raakt {}, buiten de horizon van {}",
"The trip of {who} touches {}, outside the horizon of {}", trip.days, problem.horizon; who);
        violations.push(violation("horizon", message).of_traveller(trip.traveller).at(trip.depart));
    }
    let max_days = problem.traveller(trip.traveller).limits.max_trip_days;
    if trip.days.n_days() > max_days {
        let n_days = trip.days.n_days();
        let message = say!(
"De reis van {who} raakt {n_days} dagen, {}; toegestaan zijn er hooguit {max_days}",
"The trip of {who} touches {n_days} days, {}; at most {max_days} allowed", trip.days; who);
        violations.push(violation("max_trip_days", message).of_traveller(trip.traveller).at(trip.depart));
    }
}

/// Nobody is away during a busy time.
fn check_busy(agenda: &Agenda, trip: &AgendaTrip, violations: &mut Vec<Violation>) {
    let problem = agenda.problem;
    let home_zone = agenda.zone(problem.home);
    let Some(absence) = trip.absence() else { return };
    for busy in problem.traveller(trip.traveller).busy.iter().filter(|busy| busy.interval.meets(absence)) {
        let message = say!(
            "{} is weg van {} tot {}, en bezet van {} tot {} (tijd in de standplaats; {})",
            "{} is away from {} to {}, and busy from {} to {} (home time; {})",
            who(problem, trip.traveller),
            home_zone.local(trip.depart),
            home_zone.local(trip.back),
            home_zone.local(busy.interval.start()),
            home_zone.local(busy.interval.end()),
            busy.label
        );
        let at = busy.interval.start().max(trip.depart);
        violations.push(violation("busy", message).of_traveller(trip.traveller).at(at));
    }
}

/// Two trips of one traveller are `min_home_days` whole home dates apart.
fn check_home_days(agenda: &Agenda, violations: &mut Vec<Violation>) {
    for trips in agenda.trips.chunk_by(|a, b| a.traveller == b.traveller) {
        // The trip that ends last so far; a later departure must keep its distance from it.
        let mut until: Option<&AgendaTrip> = None;
        for trip in trips {
            if let Some(earlier) = until {
                let n_home = trip.days.start().days_since(earlier.days.last()) - 1;
                let min_home = agenda.problem.traveller(trip.traveller).limits.min_home_days;
                if n_home < min_home.max(0) {
                    let message = say!(
                        "{} heeft reizen van {} en van {}; daartussen moet ten minste {} thuis liggen, en dat is {}",
                        "{} has trips of {} and of {}; at least {} at home must lie between them, and there are {}",
                        who(agenda.problem, trip.traveller),
                        earlier.days,
                        trip.days,
                        n_whole_days(i64::from(min_home)),
                        if n_home < 0 {
                            say!("niets: zij delen een datum", "none: they share a date")
                        } else {
                            Said::same(n_home.to_string())
                        }
                    );
                    violations.push(violation("min_home_days", message).of_traveller(trip.traveller).at(trip.depart));
                }
            }
            if until.is_none_or(|earlier| earlier.back < trip.back) {
                until = Some(trip);
            }
        }
    }
}
