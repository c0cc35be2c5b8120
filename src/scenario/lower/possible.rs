//! Which starts a request has, looked at by itself; a request without any is an impossible request.
//!
//! This is a first look for the sake of early warnings. Solver and checker have their own, each from the page of rules.

use super::ctx::Ctx;
use crate::domain::{DayRange, Instant, Interval, Place, Problem, Request, RequestStatus, TravellerIdx};
use crate::scenario::mistakes::Mistake;
use crate::texts::{Said, say};
use crate::zones::Zone;

/// A possible start of a visit.
pub struct Start {
    /// When the visit would be.
    pub interval: Interval,
    /// Its dates at the place.
    pub days: DayRange,
}

/// Why a traveller cannot go.
pub enum Obstacle {
    /// Busy with that.
    Busy(String),
    /// The trip would leave the horizon.
    Horizon,
    /// The trip would take so many days, more than the traveller may be away.
    TooLong(i32),
}

/// Returns all starts that windows, working days and day-parts leave, in order.
pub fn starts(problem: &Problem, request: &Request) -> Vec<Start> {
    let place = problem.place(request.place);
    let zone = Zone::of(place.tz);
    let mut starts = Vec::new();
    for window in &request.windows {
        // The dates of a visit abroad may differ by one from those at home.
        let wide = DayRange::new(problem.horizon.start().plus(-1), problem.horizon.end().plus(1));
        let Some(window) = wide.and_then(|wide| wide.intersection(*window)) else { continue };
        let working: Vec<bool> = window.days().map(|day| is_working(place, day)).collect();
        for (i, day) in window.days().enumerate() {
            for part in 0..place.day_parts.len() {
                // The last part is `parts − 1` further on, over as many days as that takes.
                let last = part + request.parts as usize - 1; // The schema keeps `parts` at 10,000 or less.
                let n_days = last / place.day_parts.len() + 1;
                if working.get(i..i + n_days).is_none_or(|days| days.contains(&false)) {
                    continue;
                }
                let last_day = day.plus(i32::try_from(n_days - 1).unwrap_or(0));
                let start = zone.instant(day, place.day_parts[part].start);
                let end = zone.instant(last_day, place.day_parts[last % place.day_parts.len()].end);
                if let (Some(interval), Some(days)) = (Interval::new(start, end), DayRange::inclusive(day, last_day)) {
                    starts.push(Start { interval, days });
                }
            }
        }
    }
    starts.sort_by_key(|start| start.interval);
    starts
}

fn is_working(place: &Place, day: crate::domain::Day) -> bool {
    !place.weekend.contains(&day.weekday_number())
        && !place.holidays.contains_key(&day)
        && !place.closures.iter().any(|(days, _)| days.contains(day))
}

/// Returns what keeps a traveller from this visit and nothing else, if anything does.
pub fn obstacle(problem: &Problem, request: &Request, traveller: TravellerIdx, start: &Start) -> Option<Obstacle> {
    let home = Zone::of(problem.place(problem.home).tz);
    let absence = if request.place == problem.home {
        start.interval
    } else {
        let zone = Zone::of(problem.place(request.place).tz);
        let there = problem.legs.between(problem.home, request.place);
        let back = problem.legs.between(request.place, problem.home);
        let latest = start.interval.start().plus(-there.minutes - there.rest_minutes);
        let depart = latest_departure(problem, &home, latest);
        let returns = earliest_departure(problem, &zone, start.interval.end()).plus(back.minutes);
        Interval::new(depart, returns)?
    };
    let (first, last) = (home.day(absence.start()), home.day(absence.end()));
    if !problem.horizon.contains(first) || !problem.horizon.contains(last) {
        return Some(Obstacle::Horizon);
    }
    let who = problem.traveller(traveller);
    let n_days = last.days_since(first) + 1;
    if request.place != problem.home && n_days > who.limits.max_trip_days {
        return Some(Obstacle::TooLong(n_days));
    }
    // Busy times are sorted by start, but a long one may reach far, so all that start before the end are looked at.
    let n_before = who.busy.partition_point(|busy| busy.interval.start() < absence.end());
    let met = who.busy[..n_before].iter().rev().find(|busy| busy.interval.meets(absence));
    met.map(|busy| Obstacle::Busy(busy.label.clone()))
}

fn latest_departure(problem: &Problem, zone: &Zone, at: Instant) -> Instant {
    let Some(night) = problem.night else { return at };
    let local = zone.local(at);
    if local.minute > night.from {
        zone.instant(local.day, night.from)
    } else if local.minute < night.to {
        zone.instant(local.day.plus(-1), night.from)
    } else {
        at
    }
}

fn earliest_departure(problem: &Problem, zone: &Zone, at: Instant) -> Instant {
    let Some(night) = problem.night else { return at };
    let local = zone.local(at);
    if local.minute > night.from {
        zone.instant(local.day.plus(1), night.to)
    } else if local.minute < night.to {
        zone.instant(local.day, night.to)
    } else {
        at
    }
}

/// Whether each role can have a traveller of its own: a matching by augmenting paths.
pub fn can_be_filled(roles: &[Vec<TravellerIdx>]) -> bool {
    fn place(
        role: usize,
        roles: &[Vec<TravellerIdx>],
        taken: &mut Vec<(TravellerIdx, usize)>,
        tried: &mut Vec<TravellerIdx>,
    ) -> bool {
        for &traveller in &roles[role] {
            if tried.contains(&traveller) {
                continue;
            }
            tried.push(traveller);
            let holder = taken.iter().position(|(taken, _)| *taken == traveller);
            match holder {
                None => taken.push((traveller, role)),
                Some(i) => {
                    let other = taken[i].1;
                    if !place(other, roles, taken, tried) {
                        continue;
                    }
                    // The other role has found somebody else; the seat is this role's now.
                    if let Some(entry) = taken.iter_mut().find(|(taken, by)| *taken == traveller && *by == other) {
                        entry.1 = role;
                    }
                }
            }
            return true;
        }
        false
    }
    let mut taken = Vec::new();
    (0..roles.len()).all(|role| place(role, roles, &mut taken, &mut Vec::new()))
}

/// Reports requests that can never be planned: a warning, or a mistake when every plan must have them.
pub fn check(ctx: &mut Ctx<'_>, problem: &Problem) {
    let nodes = ctx.root.field("requests");
    for idx in problem.request_idxs() {
        let request = problem.request(idx);
        // What has no window is cancelled.
        if request.lock.is_some() || request.windows.is_empty() {
            continue;
        }
        let Some((reason, help)) = impossible(problem, request) else { continue };
        let node = nodes.item(idx.0);
        let (code, message) = (
            "impossible-request",
            say!(
"wens `{}` kan nooit worden ingepland: {reason}",
"request `{}` can never be planned: {reason}", request.id; reason),
        );
        let mistake = if request.mandatory {
            Mistake::new(code, message)
                .at(node.field("mandatory").spot, say!("elk plan moet haar hebben", "every plan must have it"))
        } else {
            Mistake::warning(code, message)
                .at(node.field("windows").spot, say!("geen begin is mogelijk", "no start is possible"))
        };
        ctx.found.push(mistake.help(help));
    }
}

/// Why a request has no possible start, if so, and what to do.
fn impossible(problem: &Problem, request: &Request) -> Option<(Said, Said)> {
    let all = starts(problem, request);
    if all.is_empty() {
        let reason = say!(
            "geen periode heeft {} dagdelen op aaneengesloten werkdagen",
            "no window has {} day-parts on consecutive working days",
            request.parts
        );
        return Some((
            reason,
            say!(
                "verruim de periodes, of kijk naar het weekend, de feestdagen en de sluitingen van de plaats",
                "widen the windows, or look at the weekend, holidays and closures of the place"
            ),
        ));
    }
    let prepared: Vec<&Start> = all
        .iter()
        .filter(|start| match problem.as_of {
            Some(as_of) if matches!(request.status, RequestStatus::Idea | RequestStatus::Requested) => {
                start.days.start() >= as_of.plus(request.lead_days)
            }
            _ => true,
        })
        .collect();
    if prepared.is_empty() {
        let reason =
            say!("elk begin ligt vóór `as_of` plus `lead_days`", "all starts are before `as_of` plus `lead_days`");
        return Some((
            reason,
            say!(
                "verruim de periodes, verkort `lead_days`, of pas `status` aan als de gastheer heeft ingestemd",
                "widen the windows, shorten `lead_days`, or set `status` when the host has agreed"
            ),
        ));
    }
    let required: Vec<_> = request.roles.iter().filter(|role| !role.optional).collect();
    // For each role, whether somebody was ever free for it, to say which one is the trouble.
    let mut ever_free = vec![false; required.len()];
    for start in &prepared {
        let free: Vec<Vec<TravellerIdx>> = required
            .iter()
            .map(|role| {
                let who = role.candidates.iter().map(|candidate| candidate.traveller);
                who.filter(|&traveller| obstacle(problem, request, traveller, start).is_none()).collect()
            })
            .collect();
        if can_be_filled(&free) {
            return None;
        }
        for (ever, free) in ever_free.iter_mut().zip(&free) {
            *ever |= !free.is_empty();
        }
    }
    let reason = match ever_free.iter().position(|ever| !ever) {
        Some(role) => say!(
            "geen kandidaat voor rol `{}` is vrij en op tijd terug, bij welk begin ook",
            "no candidate for role `{}` is free and back in time for any start",
            required[role].id
        ),
        None => say!(
            "de rollen zijn nooit allemaal vrij bij hetzelfde begin",
            "its roles are never all free at the same start"
        ),
    };
    Some((
        reason,
        say!(
            "verruim de periodes, voeg kandidaten toe, of kijk naar bezette tijden, `max_trip_days` en de horizon",
            "widen the windows, add candidates, or look at busy times, `max_trip_days` and the horizon"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_filled_by_different_travellers() {
        let who = |ids: &[usize]| ids.iter().map(|&id| TravellerIdx(id)).collect::<Vec<_>>();
        assert!(can_be_filled(&[who(&[0, 1]), who(&[0])]));
        assert!(can_be_filled(&[who(&[0, 1]), who(&[0, 2]), who(&[0])]));
        assert!(!can_be_filled(&[who(&[0]), who(&[0])]));
        assert!(!can_be_filled(&[who(&[0, 1]), who(&[0, 1]), who(&[0, 1])]));
        assert!(can_be_filled(&[]));
        assert!(!can_be_filled(&[who(&[])]));
    }
}
