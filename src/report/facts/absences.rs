//! What absences mean at home: who acts, what is missed, what has to be prepared.

use crate::checker::Agenda;
use crate::checker::rules::missed_events;
use crate::domain::{
    Attendance, CalendarIdx, Day, Instant, Interval, RequestIdx, RequestStatus, RuleBody, TravellerIdx,
};

/// Who acts during an absence, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// Who is away.
    pub traveller: TravellerIdx,
    /// The office.
    pub office: String,
    /// From when to when.
    pub interval: Interval,
    /// The first home date.
    pub first_day: Day,
    /// The last home date.
    pub last_day: Day,
    /// The first of the deputies who is home meanwhile; `None` when none is.
    pub deputy: Option<TravellerIdx>,
    /// The deputy's office.
    pub deputy_office: Option<String>,
}

/// An event that somebody ought to attend and misses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Who.
    pub traveller: TravellerIdx,
    /// The office.
    pub office: String,
    /// Which calendar.
    pub calendar: CalendarIdx,
    /// The name of the calendar.
    pub label: String,
    /// The home date.
    pub day: Day,
    /// When.
    pub interval: Interval,
}

/// Something that has to be done before a visit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// By when, a date at the place of the visit.
    pub day: Day,
    /// Which visit.
    pub request: RequestIdx,
    /// Its title.
    pub title: String,
    /// What: the name of a milestone, or `None` for the start of preparation.
    pub label: Option<String>,
    /// The first date of the visit.
    pub start_day: Day,
}

/// Returns who acts in each absence of travellers who have deputies, by start. Where no single deputy is home the whole
/// time, the absence is cut where one leaves or comes back.
pub(super) fn acting(agenda: &Agenda) -> Vec<Acting> {
    let problem = agenda.problem;
    let zone = agenda.zone(problem.home);
    let mut acting = Vec::new();
    for trip in &agenda.trips {
        let traveller = problem.traveller(trip.traveller);
        let Some(absence) = trip.absence().filter(|_| !traveller.deputies.is_empty()) else { continue };
        for (interval, deputy) in pieces(agenda, absence, &traveller.deputies) {
            acting.push(Acting {
                traveller: trip.traveller,
                office: traveller.office.clone(),
                interval,
                first_day: zone.day(interval.start()),
                last_day: zone.day(interval.end().plus(-1)),
                deputy,
                deputy_office: deputy.map(|deputy| problem.traveller(deputy).office.clone()),
            });
        }
    }
    acting.sort_by_key(|row| (row.interval.start(), row.traveller));
    acting
}

/// Cuts an absence into pieces in each of which the same deputy acts.
fn pieces(agenda: &Agenda, absence: Interval, deputies: &[TravellerIdx]) -> Vec<(Interval, Option<TravellerIdx>)> {
    let away = |deputy: TravellerIdx| {
        let trips = agenda.trips.iter().filter(move |trip| trip.traveller == deputy);
        trips.filter_map(|trip| trip.absence()).filter(move |other| other.meets(absence))
    };
    if let Some(&deputy) = deputies.iter().find(|&&deputy| away(deputy).next().is_none()) {
        return vec![(absence, Some(deputy))];
    }
    let mut cuts: Vec<Instant> = deputies
        .iter()
        .flat_map(|&deputy| away(deputy).flat_map(|other| [other.start(), other.end()]))
        .filter(|&at| absence.start() < at && at < absence.end())
        .chain([absence.start(), absence.end()])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces: Vec<(Interval, Option<TravellerIdx>)> = Vec::new();
    for cut in cuts.windows(2) {
        let Some(piece) = Interval::new(cut[0], cut[1]) else { continue };
        let deputy = deputies.iter().copied().find(|&deputy| !away(deputy).any(|other| other.meets(piece)));
        match pieces.last_mut() {
            Some((before, same)) if *same == deputy => {
                *before = Interval::new(before.start(), piece.end()).unwrap_or(*before);
            }
            _ => pieces.push((piece, deputy)),
        }
    }
    pieces
}

/// Returns the events of attendance rules that somebody misses, by start; an event of two rules once.
pub(super) fn missed(agenda: &Agenda) -> Vec<Missed> {
    let problem = agenda.problem;
    let mut missed = Vec::new();
    for rule in &problem.rules {
        let RuleBody::Attendance(attendance) = &rule.body else { continue };
        let Attendance { calendar, travellers, .. } = attendance;
        for &traveller in travellers {
            missed.extend(missed_events(agenda, attendance, traveller).into_iter().map(|interval| Missed {
                traveller,
                office: problem.traveller(traveller).office.clone(),
                calendar: *calendar,
                label: problem.calendars[calendar.0].label.clone(),
                day: agenda.home_day(interval.start()),
                interval,
            }));
        }
    }
    missed.sort_by_key(|row| (row.interval.start(), row.interval.end(), row.calendar, row.traveller));
    missed.dedup();
    missed
}

/// Returns what has to be done before visits, by date: the milestones of every visit that has not taken place, and the
/// start of preparation of those that are not confirmed.
pub(super) fn deadlines(agenda: &Agenda) -> Vec<Deadline> {
    let mut deadlines = Vec::new();
    for visit in &agenda.visits {
        let request = agenda.problem.request(visit.request);
        let start_day = visit.days.start();
        let deadline = |days_before: i32, label: Option<String>| Deadline {
            day: start_day.plus(-days_before),
            request: visit.request,
            title: request.title.clone(),
            label,
            start_day,
        };
        if request.status == RequestStatus::Held {
            continue;
        }
        if request.lead_days > 0 && request.status != RequestStatus::Confirmed {
            deadlines.push(deadline(request.lead_days, None));
        }
        deadlines.extend(request.milestones.iter().map(|m| deadline(m.days_before, Some(m.label.clone()))));
    }
    deadlines.sort();
    deadlines
}
