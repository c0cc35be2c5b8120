//! Who acts during an absence, and when.

use super::audience::View;
use super::entry::{Entry, Weight};
use super::event::{FIRST_REVISION, subject};
use super::texts::{Label, one_line};
use super::uid::Uids;
use crate::domain::{DayRange, Hiding, Instant, Interval, Level, Plan, Problem, RequestIdx, TravellerIdx};
use crate::ics::write::{Class, Event, Showing, When};
use crate::texts::countries;
use crate::zones::Zone;

/// A period in which one traveller acts for another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acting {
    /// Who is away.
    pub absent: TravellerIdx,
    /// When.
    pub interval: Interval,
    /// Who acts; `None` when every deputy is away too.
    pub deputy: Option<TravellerIdx>,
    /// What the absence is for, in the order of travel.
    pub requests: Vec<RequestIdx>,
}

/// Returns who acts during each absence of a traveller who has deputies, in the order of trips and then of time.
///
/// The first deputy who is home for the whole absence acts; when there is none, the absence is divided where deputies
/// leave or return, and in each part the first one acts who is home.
#[must_use]
pub fn acting(problem: &Problem, plan: &Plan) -> Vec<Acting> {
    let is_home = |traveller: TravellerIdx, from: Instant, to: Instant| {
        let mut trips = plan.trips.iter().filter(|trip| trip.traveller == traveller);
        trips.all(|trip| trip.back <= from || to <= trip.depart)
    };
    let mut periods = Vec::new();
    for trip in &plan.trips {
        let deputies = &problem.traveller(trip.traveller).deputies;
        if deputies.is_empty() {
            continue;
        }
        let requests: Vec<RequestIdx> = trip.visits.iter().map(|visit| visit.request).collect();
        let mut cuts = vec![trip.depart, trip.back];
        if !deputies.iter().any(|&deputy| is_home(deputy, trip.depart, trip.back)) {
            let away = plan.trips.iter().filter(|other| deputies.contains(&other.traveller));
            let inside = |at: &Instant| trip.depart < *at && *at < trip.back;
            cuts.extend(away.flat_map(|other| [other.depart, other.back]).filter(inside));
        }
        cuts.sort_unstable();
        cuts.dedup();
        let mut parts: Vec<(Instant, Instant, Option<TravellerIdx>)> = Vec::new();
        for pair in cuts.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let deputy = deputies.iter().copied().find(|&deputy| is_home(deputy, from, to));
            match parts.last_mut().filter(|part| part.2 == deputy) {
                Some(part) => part.1 = to,
                None => parts.push((from, to, deputy)),
            }
        }
        periods.extend(parts.into_iter().filter_map(|(from, to, deputy)| {
            let interval = Interval::new(from, to)?;
            Some(Acting { absent: trip.traveller, interval, deputy, requests: requests.clone() })
        }));
    }
    periods
}

/// The events of a deputy's calendar: for whom to act, and when.
pub(super) fn entries(view: &View<'_>, deputy: TravellerIdx, uids: &mut Uids) -> Vec<Entry> {
    let (problem, words) = (view.problem, view.words);
    let home = problem.place(problem.home).tz;
    let own = acting(problem, view.plan).into_iter().filter(|period| period.deputy == Some(deputy));
    let mut entries = Vec::new();
    for period in own {
        let Some(first) = period.requests.first().copied() else { continue };
        let shown: Vec<RequestIdx> =
            period.requests.iter().copied().filter(|request| !view.hidden.contains(request)).collect();
        if shown.is_empty() && view.audience.hiding == Hiding::LeaveOut {
            continue;
        }
        let office = one_line(&problem.traveller(period.absent).office);
        let interval = period.interval;
        let mut lines = vec![words.line(Label::Absent, &office)];
        let when = if view.audience.level == Level::Full {
            lines.push(words.line(Label::Start, &words.moment(problem, interval.start(), problem.home)));
            lines.push(words.line(Label::End, &words.moment(problem, interval.end(), problem.home)));
            let subjects = shown.iter().map(|&request| subject(problem, words, problem.request(request)));
            let subjects = subjects.collect::<Vec<_>>().join("; ");
            lines.extend((!subjects.is_empty()).then(|| words.line(Label::For, &subjects)));
            When::Timed { interval, start_zone: home, end_zone: home }
        } else {
            let zone = Zone::of(home);
            let days = DayRange::inclusive(zone.day(interval.start()), zone.day(interval.end().plus(-1)));
            let Some(days) = days else { continue };
            let mut names: Vec<String> = Vec::new();
            for &request in &shown {
                let country = problem.place(problem.request(request).place).country;
                let name = countries::name(country, words.language());
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            lines.push(words.line(Label::Dates, &words.days(days)));
            lines.extend((!names.is_empty()).then(|| words.line(Label::Country, &names.join(", "))));
            When::Days(days)
        };
        let event = Event {
            uid: uids.of(&["acting", &problem.traveller(period.absent).id, &problem.request(first).id]),
            revision: FIRST_REVISION,
            when,
            summary: words.acting_for(&office),
            description: lines.join("\n"),
            location: None,
            categories: Vec::new(),
            class: Class::Private,
            showing: Showing::Free,
        };
        let travellers = vec![period.absent];
        entries.push(Entry { event, weight: Weight::Main, requests: shown, travellers });
    }
    entries
}
