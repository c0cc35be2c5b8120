//! The plan: who goes where, when, with whom; and what the solver says of it.

use super::{Instant, Points, RequestIdx, RoleIdx, RuleIdx, TravellerIdx};

/// A visit as one traveller makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TripVisit {
    /// Which request.
    pub request: RequestIdx,
    /// The seat that this traveller fills.
    pub role: RoleIdx,
    /// When it starts.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
}

/// One traveller's absence from home.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trip {
    /// Who.
    pub traveller: TravellerIdx,
    /// When the traveller leaves home.
    pub depart: Instant,
    /// When the traveller is home again; the field `return` of plan files.
    pub back: Instant,
    /// The visits in the order of travel; at least one.
    pub visits: Vec<TripVisit>,
}

/// A meeting at home.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meeting {
    /// Which request.
    pub request: RequestIdx,
    /// When it starts.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// Who fills which seat, in the order of roles.
    pub attendees: Vec<(RoleIdx, TravellerIdx)>,
}

/// Why a request is not in the plan: a first reason, not a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No start is possible at all: no working day, no free candidate, no way to be there and back.
    NoPossibleStart,
    /// A required role has no candidate who can go on any possible start.
    NoCandidate(RoleIdx),
    /// It would be possible, but it costs more points than it brings.
    NotWorthIt,
    /// It would be possible next to nothing, but these rules stop it next to the rest of the plan.
    Rules(Vec<RuleIdx>),
    /// The travellers who could go are away or busy whenever it could start.
    Travellers(Vec<TravellerIdx>),
    /// It fits beside the plan by itself, but other visits were worth more, or the search was stopped before it
    /// found a place for it.
    Outweighed,
}

/// A request that is not in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotPlanned {
    /// Which request.
    pub request: RequestIdx,
    /// Why, as far as a first look can tell.
    pub reason: Reason,
}

/// Who goes where, when, with whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Trips by traveller, then by departure.
    pub trips: Vec<Trip>,
    /// Home meetings by start.
    pub meetings: Vec<Meeting>,
}

/// A part of the objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Points of planned requests.
    Requests,
    /// Points of candidates.
    Candidates,
    /// Points of preferred start dates.
    Preferences,
    /// Points lost to late starts.
    Decay,
    /// Points lost to days away.
    DaysAway,
    /// Points lost to money.
    Eur,
    /// Points lost to carbon dioxide.
    KgCo2,
    /// Points lost to a rule that has a penalty or costs points.
    Rule(RuleIdx),
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The plan is proven best.
    Optimal,
    /// There is a plan; a better one has not been ruled out.
    Feasible,
    /// It is proven that there is no plan.
    Infeasible,
    /// The search was stopped before it found a plan.
    StoppedWithoutPlan,
}

/// What the solver says.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How the search ended.
    pub status: Status,
    /// The best plan found, if any.
    pub plan: Option<Plan>,
    /// No plan has more points than this; `None` when that has not been proven of any number.
    pub bound: Option<Points>,
    /// Why requests are not in the plan, in the order of requests.
    pub not_planned: Vec<NotPlanned>,
    /// The rules and requests that clash, when it is proven that there is no plan.
    pub clash: Vec<String>,
    /// What the rows of the search charged in the end, for a search of a problem that differs by little.
    pub prices: Vec<RowPrice>,
}

/// What a row of the master problem charges for each unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowPrice {
    /// Which row.
    pub row: RowName,
    /// Billionths of a point.
    pub billionths: i64,
}

/// By what a row is known again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowName {
    /// A number made of what the row is for.
    Number(u64),
    /// A role of a request, filled in step with its lead.
    Delegation {
        /// The request's id.
        request: String,
        /// The role's id.
        role: String,
        /// The first start, in minutes since 1970; the least number where the range is open.
        first: i64,
        /// The last start; the greatest number where the range is open.
        last: i64,
    },
    /// A cut on these seats: ids of requests and roles.
    Seats(Vec<(String, String)>),
    /// A cut on starts that exclude each other: ids of requests, first and last start in minutes since 1970, or the least
    /// and the greatest number where the range is open.
    Starts(Vec<(String, i64, i64)>),
    /// A cut on a budget.
    Steps {
        /// The number of the budget.
        budget: u64,
        /// From which cost on a trip counts how much, in cents or in grams.
        levels: Vec<(i64, i64)>,
    },
    /// A cut on what seats a budget can pay for.
    Affordable {
        /// The number of the budget.
        budget: u64,
        /// Ids of travellers, requests and roles, and what each of these seats counts.
        counts: Vec<(String, String, String, i64)>,
    },
}
