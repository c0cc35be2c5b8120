//! Why a visit is not as it was: what stands against having it so beside all else, found by putting it back.

use super::put;
use crate::checker::{self, Violation};
use crate::domain::{EarlierVisit, Plan, Points, Problem, RequestIdx, RuleIdx, TravellerIdx};

/// Why a visit is not as another plan has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The scenario has no such request, or not any more.
    Gone,
    /// The request is off.
    Cancelled,
    /// Somebody of the delegation is not in the scenario.
    TravellerGone,
    /// It would break this by itself, whatever else is planned.
    Impossible(Vec<Obstacle>),
    /// It would break this beside the rest of the plan.
    Clash(Vec<Obstacle>),
    /// It would be possible, and the plan would be worth so many points less.
    WorthLess(Points),
    /// It would be possible, and the plan would be worth so many points more or the same: the search has not found it.
    NotFound(Points),
}

/// What stands against a visit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// Somebody is busy.
    Busy {
        /// Who.
        traveller: TravellerIdx,
        /// With what, as the scenario calls it.
        label: String,
    },
    /// Somebody is on a trip, or home too shortly before or after one, for another visit.
    Trip {
        /// Who.
        traveller: TravellerIdx,
        /// The visits of the trip, of which the nearest is named.
        request: Option<RequestIdx>,
    },
    /// The place is closed then: a weekend, a holiday or a closure.
    Closed,
    /// It would lie outside the windows.
    Window,
    /// The preparation would not be done in time.
    Preparation,
    /// The visit stands otherwise in the scenario.
    Settled,
    /// Somebody is no candidate for the role.
    NoCandidate(TravellerIdx),
    /// A required role would be empty.
    EmptyRole,
    /// It would lie outside the horizon.
    Horizon,
    /// A rule of the scenario.
    Rule(RuleIdx),
    /// A limit on trips, by its name in the scenario.
    TripLimit(&'static str),
    /// Something else, by the name of what every plan must keep.
    Other(&'static str),
}

/// Says why a plan does not have a visit as another one has it.
///
/// * `visit`: the visit as the other plan has it, in the positions of `problem`.
pub fn why(problem: &Problem, plan: &Plan, visit: &EarlierVisit) -> Why {
    if problem.request(visit.request).windows.is_empty() {
        return Why::Cancelled;
    }
    let (alone, report) = put::with(problem, &Plan::default(), visit);
    let of_itself: Vec<Obstacle> = report
        .violations
        .iter()
        // Other visits that every plan has, and rules that want more visits, are missed here by design.
        .filter(|violation| violation.request == Some(visit.request) || violation.traveller.is_some())
        .filter(|violation| !is_of_a_sum(violation))
        .map(|violation| obstacle(problem, &alone, visit.request, violation))
        .collect();
    if !of_itself.is_empty() {
        return Why::Impossible(sorted(of_itself));
    }
    let (with_it, report) = put::with(problem, plan, visit);
    if report.is_valid() {
        let loss = checker::check(problem, plan).objective - report.objective;
        return if loss > Points::ZERO { Why::WorthLess(loss) } else { Why::NotFound(-loss) };
    }
    let obstacles = report.violations.iter().map(|violation| obstacle(problem, &with_it, visit.request, violation));
    Why::Clash(sorted(obstacles.collect()))
}

fn sorted(mut obstacles: Vec<Obstacle>) -> Vec<Obstacle> {
    obstacles.sort();
    obstacles.dedup();
    obstacles
}

/// Whether a rule is broken that speaks of a whole plan, of which a single visit is none.
fn is_of_a_sum(violation: &Violation) -> bool {
    ["coverage", "sequence", "stability", "mandatory"].contains(&violation.kind)
}

fn obstacle(problem: &Problem, plan: &Plan, request: RequestIdx, violation: &Violation) -> Obstacle {
    if violation.rule != violation.kind || problem.rules.iter().any(|rule| rule.id == violation.rule) {
        let rule = problem.rules.iter().position(|rule| rule.id == violation.rule);
        return rule.map_or(Obstacle::Other(violation.kind), |rule| Obstacle::Rule(RuleIdx(rule)));
    }
    match (violation.kind, violation.traveller) {
        ("busy", Some(traveller)) => {
            // The checker says when; what keeps the traveller then has a label in the scenario.
            let busy = problem.traveller(traveller).busy.iter();
            let at = violation.at;
            let met = busy.filter(|busy| at.is_some_and(|at| busy.interval.start() <= at && at < busy.interval.end()));
            Obstacle::Busy { traveller, label: met.map(|busy| busy.label.clone()).next().unwrap_or_default() }
        }
        ("min_home_days" | "meeting" | "follow" | "max_idle_days", Some(traveller)) => {
            Obstacle::Trip { traveller, request: nearest(plan, traveller, request, violation) }
        }
        ("working_day" | "start", _) => Obstacle::Closed,
        ("window", _) => Obstacle::Window,
        ("lead_days", _) => Obstacle::Preparation,
        ("lock", _) => Obstacle::Settled,
        ("candidate", Some(traveller)) => Obstacle::NoCandidate(traveller),
        ("role", _) => Obstacle::EmptyRole,
        ("horizon", _) => Obstacle::Horizon,
        (kind @ ("max_stops" | "max_trip_days"), _) => Obstacle::TripLimit(kind),
        (kind, _) => Obstacle::Other(kind),
    }
}

/// The visit of a traveller's other trips that is nearest to where the plan goes wrong.
fn nearest(plan: &Plan, traveller: TravellerIdx, request: RequestIdx, violation: &Violation) -> Option<RequestIdx> {
    let trips = plan.trips.iter().filter(|trip| trip.traveller == traveller);
    let visits = trips.flat_map(|trip| trip.visits.iter().map(|visit| (visit.request, visit.start)));
    let meetings = plan.meetings.iter().filter(|meeting| meeting.attendees.iter().any(|&(_, who)| who == traveller));
    let all = visits.chain(meetings.map(|meeting| (meeting.request, meeting.start)));
    let at = violation.at?;
    let distance = |start: crate::domain::Instant| (start.minutes() - at.minutes()).abs();
    all.filter(|(other, _)| *other != request).min_by_key(|&(_, start)| distance(start)).map(|(request, _)| request)
}
