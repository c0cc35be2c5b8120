//! The rules of section 5, one file each, in the order of docs/model.md.
//!
//! Each has a function from the agenda to [`Finding`]s; here they become violations of a rule that is hard, or points
//! lost to a rule that has a penalty.

mod attendance;
mod coverage;
mod exclusion;
mod limit;
mod presence;
mod resource;
mod sequence;
mod spacing;
mod stability;

pub use attendance::missed_events;
pub use coverage::coverage_counts;
pub use limit::{LimitUse, limit_use};
pub use resource::resource_takers;

use super::{Agenda, AgendaVisit, Concession, Violation};
use crate::domain::{Instant, Points, RequestIdx, Rule, RuleBody, RuleIdx, TravellerIdx, VisitFilter};
use crate::texts::Said;

/// What a finding costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cost {
    /// Units of violation: forbidden by a hard rule, priced by the rule's penalty otherwise.
    Units(i64),
    /// Points, whether the rule is hard or not.
    Points(Points),
}

/// One way in which a plan does not do what a rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    cost: Cost,
    message: Said,
    request: Option<RequestIdx>,
    traveller: Option<TravellerIdx>,
    at: Option<Instant>,
}

impl Finding {
    /// A finding of so many units of violation.
    fn units(units: i64, message: Said) -> Self {
        Finding { cost: Cost::Units(units), message, request: None, traveller: None, at: None }
    }
}

/// Checks one rule.
pub(super) fn check(
    agenda: &Agenda,
    rule_idx: RuleIdx,
    rule: &Rule,
    violations: &mut Vec<Violation>,
    concessions: &mut Vec<Concession>,
) {
    let findings = match &rule.body {
        RuleBody::Limit(limit) => limit::check(agenda, limit),
        RuleBody::Presence(presence) => presence::check(agenda, presence),
        RuleBody::Attendance(attendance) => attendance::check(agenda, attendance),
        RuleBody::Spacing(spacing) => spacing::check(agenda, spacing),
        RuleBody::Sequence(sequence) => sequence::check(agenda, sequence),
        RuleBody::Exclusion(exclusion) => exclusion::check(agenda, exclusion),
        RuleBody::Resource(resource) => resource::check(agenda, rule_idx, resource),
        RuleBody::Coverage(coverage) => coverage::check(agenda, coverage),
        RuleBody::Stability(stability) => stability::check(agenda, stability),
    };
    for Finding { cost, message, request, traveller, at } in findings {
        let points = match (cost, rule.penalty) {
            (Cost::Points(points), _) => points,
            (Cost::Units(units), Some(penalty)) => penalty * units,
            (Cost::Units(_), None) => {
                let (rule, kind) = (rule.id.clone(), rule.kind());
                violations.push(Violation { rule, kind, message, request, traveller, at });
                continue;
            }
        };
        concessions.push(Concession { rule: rule_idx, points, message, request, traveller, at });
    }
}

/// Whether a rule's filter has a visit. Without places it has every visit abroad and no home meeting.
fn has(agenda: &Agenda, filter: &VisitFilter, visit: &AgendaVisit) -> bool {
    let problem = agenda.problem;
    let place = match &filter.places {
        Some(places) => places.contains(&visit.place),
        None => visit.place != problem.home,
    };
    let rank =
        filter.rank.is_none_or(|rank| visit.seats.iter().any(|seat| problem.traveller(seat.traveller).rank == rank));
    let theme = filter.theme.is_none() || filter.theme == problem.request(visit.request).theme;
    place && rank && theme
}

/// The visits of a rule's filter, by start.
fn visits_of<'a>(agenda: &'a Agenda, filter: &VisitFilter) -> Vec<&'a AgendaVisit> {
    let mut visits: Vec<&AgendaVisit> = agenda.visits.iter().filter(|visit| has(agenda, filter, visit)).collect();
    visits.sort_by_key(|visit| (visit.start, visit.request));
    visits
}
