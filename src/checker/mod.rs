//! Whether a plan keeps the rules, and what it is worth: recomputed from ids and instants alone.
//!
//! # Invariants
//!
//! * Trusts no number of a plan but ids and instants: ends, departures, days, nights, money and points are computed
//!   again from the [`Problem`], and a plan that says something else has a violation.
//! * Never imports `solver` or `scenario`: a shared mistake would hide itself.
//! * Total: every plan gets a report, however wrong it is, and [`Report::objective`] is the sum of its parts.
//!
//! # Where the rules stand
//!
//! [`check`] is the list: sections 1 to 4 of docs/model.md one call each, then section 5 by [`rules`], then section 6
//! by `score`.

mod agenda;
mod delegation;
mod meetings;
pub mod rules;
mod score;
mod trips;
mod visits;
mod words;

pub use agenda::{Agenda, AgendaTrip, AgendaVisit, Journey, Seat, Stop};

use crate::domain::{Instant, Part, Plan, Points, Problem, RequestIdx, RuleIdx, TravellerIdx};
use crate::texts::Said;

/// A place where the plan breaks a rule that may not be broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The id of the rule of the scenario; or, for what every plan must keep, the name in docs/model.md, such as
    /// `night` or `window`.
    pub rule: String,
    /// The kind of rule, such as `spacing`; for what every plan must keep, the same name as in `rule`.
    pub kind: &'static str,
    /// What is wrong, as an English sentence without a full stop.
    pub message: Said,
    /// Which request it is about, when it is about one.
    pub request: Option<RequestIdx>,
    /// Which traveller it is about, when it is about one.
    pub traveller: Option<TravellerIdx>,
    /// When it happens, when it happens at some time.
    pub at: Option<Instant>,
}

/// A rule with a penalty that the plan does not keep, and what that costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concession {
    /// Which rule.
    pub rule: RuleIdx,
    /// The points lost, zero or more.
    pub points: Points,
    /// What happens, as an English sentence without a full stop.
    pub message: Said,
    /// Which request it is about, when it is about one.
    pub request: Option<RequestIdx>,
    /// Which traveller it is about, when it is about one.
    pub traveller: Option<TravellerIdx>,
    /// When it happens, when it happens at some time.
    pub at: Option<Instant>,
}

/// What the checker says of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Everything that makes the plan no plan; empty for a good one.
    pub violations: Vec<Violation>,
    /// What the rules that may be broken at a price cost, one by one.
    pub concessions: Vec<Concession>,
    /// The points of the plan.
    pub objective: Points,
    /// The points by part: gains positive, losses negative. The first seven parts always, then every rule that can
    /// cost points, in the order of the scenario.
    pub parts: Vec<(Part, Points)>,
}

impl Report {
    /// Whether the plan keeps every rule that may not be broken.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.violations.is_empty()
    }
}

/// Checks a plan against every rule of a problem, and counts its points.
#[must_use]
pub fn check(problem: &Problem, plan: &Plan) -> Report {
    let mut violations = Vec::new();
    let agenda = Agenda::of(problem, plan, &mut violations);

    visits::check(&agenda, &mut violations);
    delegation::check(&agenda, &mut violations);
    trips::check(&agenda, &mut violations);
    meetings::check(&agenda, &mut violations);

    let mut concessions = Vec::new();
    for (rule_idx, rule) in problem.rules.iter().enumerate() {
        rules::check(&agenda, RuleIdx(rule_idx), rule, &mut violations, &mut concessions);
    }

    let parts = score::parts(&agenda, &concessions);
    let objective = parts.iter().map(|&(_, points)| points).sum();
    Report { violations, concessions, objective, parts }
}

/// Works a plan out: its visits with their days, its trips with their journeys, nights and money. What points outside
/// the problem is left out.
#[must_use]
pub fn agenda<'a>(problem: &'a Problem, plan: &Plan) -> Agenda<'a> {
    Agenda::of(problem, plan, &mut Vec::new())
}

/// Builds a [`Violation`] of what every plan must keep, sections 1 to 4.
fn violation(name: &'static str, message: Said) -> Violation {
    Violation { rule: name.to_owned(), kind: name, message, request: None, traveller: None, at: None }
}

impl Violation {
    fn of_request(mut self, request: RequestIdx) -> Self {
        self.request = Some(request);
        self
    }

    fn of_traveller(mut self, traveller: TravellerIdx) -> Self {
        self.traveller = Some(traveller);
        self
    }

    fn at(mut self, at: Instant) -> Self {
        self.at = Some(at);
        self
    }
}
