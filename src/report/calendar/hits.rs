//! Which planned visits new busy time hits.

use super::super::Words;
use super::Frame;
use super::wording::{clean, time};
use crate::domain::{Interval, Plan, Problem, RequestIdx, TravellerIdx};

/// New busy time that falls in what a traveller has planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The new busy time.
    pub busy: Interval,
    /// Who.
    pub traveller: TravellerIdx,
    /// From leaving home to being back, or the meeting at home.
    pub planned: Interval,
    /// The visits that are then; of a trip that is then on its way, all its visits.
    pub requests: Vec<RequestIdx>,
    /// Whether the traveller is then on the way or between visits.
    pub is_on_the_way: bool,
}

/// Returns what new busy time of some travellers hits, by time.
#[must_use]
pub fn hits(plan: &Plan, travellers: &[TravellerIdx], newly_busy: &[Interval]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for &busy in newly_busy {
        for trip in plan.trips.iter().filter(|trip| travellers.contains(&trip.traveller)) {
            let Some(planned) = Interval::new(trip.depart, trip.back).filter(|away| away.meets(busy)) else { continue };
            let then = trip.visits.iter().filter(|visit| visit.start < busy.end() && busy.start() < visit.end);
            let mut requests: Vec<RequestIdx> = then.map(|visit| visit.request).collect();
            let is_on_the_way = requests.is_empty();
            if is_on_the_way {
                requests.extend(trip.visits.iter().map(|visit| visit.request));
            }
            hits.push(Hit { busy, traveller: trip.traveller, planned, requests, is_on_the_way });
        }
        for meeting in &plan.meetings {
            let Some(planned) = Interval::new(meeting.start, meeting.end).filter(|it| it.meets(busy)) else { continue };
            let attendees = meeting.attendees.iter().map(|&(_, traveller)| traveller);
            for traveller in attendees.filter(|traveller| travellers.contains(traveller)) {
                hits.push(Hit { busy, traveller, planned, requests: vec![meeting.request], is_on_the_way: false });
            }
        }
    }
    hits
}

/// Returns the hits as text.
pub(super) fn text(frame: &Frame, problem: &Problem, hits: &[Hit]) -> String {
    let words = Words::of(frame.language);
    if hits.is_empty() {
        return format!("{}\n", words.pick("Raakt geen gepland bezoek.", "Hits no planned visit."));
    }
    let title = words.pick("Raakt wat gepland is", "Hits what is planned");
    let mut text = format!("{title}\n{}\n", "─".repeat(title.chars().count()));
    for hit in hits {
        let traveller = problem.traveller(hit.traveller);
        let (busy, planned) = (time(words, hit.busy, &frame.zone, true), time(words, hit.planned, &frame.zone, false));
        let is_home = hit.requests.iter().all(|&request| problem.is_home_meeting(request));
        let what = match (is_home, hit.is_on_the_way) {
            (true, _) => words.pick("overleg", "meeting at home"),
            (false, true) => words.pick("onderweg, op reis", "on the way, on the trip"),
            (false, false) => words.pick("op bezoek, op reis", "on a visit, on the trip"),
        };
        text += &format!("{busy}  {} ({}): {what} {planned}\n", clean(&traveller.office), traveller.id);
        for &request in &hit.requests {
            let request = problem.request(request);
            let place = problem.place(request.place);
            let name = words.pick(&place.name_nl, &place.name_en);
            text += &format!("    {} ({}), {}\n", clean(&request.title), request.id, clean(name));
        }
    }
    text
}
