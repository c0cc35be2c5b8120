//! Everything that a page or a workbook says of a plan, computed once.
//!
//! ```text
//!   Problem, Plan, checker::Report, Claims ──> Facts ──> page, quarter, workbook
//! ```
//!
//! # Invariants
//!
//! * Facts are typed: dates, money and counts are numbers, so that a workbook has cells and a page has words. The only
//!   texts are names and titles of the scenario, in the language of the problem.
//! * Money, days and nights come from the checker; nothing is computed a second way.
//! * Lists have an order of their own (by start, by the order of the scenario, by name), never that of a map of hashes.
//!
//! # Not here
//!
//! Words. `Facts` of a plan in Dutch and in English differ in names of places and countries only.

mod absences;
mod build;
mod changes;
mod countries;
mod left_out;
mod rules;
mod travellers;
mod visits;

pub use absences::{Acting, Deadline, Missed};
pub use changes::{Change, ChangeKind, Changes};
pub use countries::{CountryRow, CoverageRow};
pub use left_out::LeftOut;
pub use rules::{LimitRow, ResourceRow, limit_share};
pub use travellers::TravellerRow;
pub use visits::{LegRow, Seat, TripRow, VisitRow};

use std::collections::BTreeMap;

use crate::checker::Agenda;
use crate::domain::{Cents, Confidentiality, Grams, Part, Points, RequestIdx};
use crate::planfile::{Claims, Edition};

/// What is known of a plan besides the plan itself.
#[derive(Clone, Debug, Default)]
pub struct Sources<'a> {
    /// What the plan file says of itself: the proven bound and why requests are left out.
    pub claims: Claims,
    /// What was planned before, when changes are wanted.
    pub since: Option<&'a Edition>,
    /// The cheapest way to get a request into the plan, as a sentence, where it is known.
    pub remedies: BTreeMap<RequestIdx, String>,
}

/// Everything that pages and workbooks say of a plan.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The plan worked out by the checker; `agenda.problem` is the problem.
    pub agenda: Agenda<'a>,
    /// Sums over the whole plan.
    pub totals: Totals,
    /// The points by part: gains positive, losses negative; parts without points are left out.
    pub parts: Vec<(Part, Points)>,
    /// What is proven of other plans.
    pub proof: Proof,
    /// The highest confidentiality of any request; what a page must be marked with.
    pub confidentiality: Confidentiality,
    /// Visits abroad, by start.
    pub visits: Vec<VisitRow>,
    /// Meetings at home, by start.
    pub meetings: Vec<VisitRow>,
    /// Trips by traveller, then by departure.
    pub trips: Vec<TripRow>,
    /// Every traveller, in the order of the scenario.
    pub travellers: Vec<TravellerRow>,
    /// Every country abroad that somebody wishes to visit, by name.
    pub countries: Vec<CountryRow>,
    /// Every coverage rule in every period, in the order of the scenario.
    pub coverage: Vec<CoverageRow>,
    /// Every limit in every period, in the order of the scenario.
    pub limits: Vec<LimitRow>,
    /// Every resource, in the order of the scenario.
    pub resources: Vec<ResourceRow>,
    /// Requests that are not in the plan, in the order of the scenario.
    pub left_out: Vec<LeftOut>,
    /// Who acts when somebody with deputies is away, by start.
    pub acting: Vec<Acting>,
    /// Events of attendance rules that somebody misses, by start.
    pub missed: Vec<Missed>,
    /// Deadlines of preparation, by date.
    pub deadlines: Vec<Deadline>,
    /// What changed since an earlier edition, when one was given.
    pub changes: Option<Changes>,
}

/// Sums over the whole plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Requests that there are.
    pub n_requests: usize,
    /// Requests that are planned: visits and meetings.
    pub n_planned: usize,
    /// Visits abroad.
    pub n_visits: usize,
    /// Meetings at home.
    pub n_meetings: usize,
    /// Trips of all travellers.
    pub n_trips: usize,
    /// Travellers who make a trip.
    pub n_travelling: usize,
    /// Countries with a visit.
    pub n_countries: usize,
    /// Days away, summed over travellers.
    pub n_days_away: i64,
    /// Fares and nights.
    pub eur: Cents,
    /// Carbon dioxide.
    pub kg_co2: Grams,
    /// The points of the plan.
    pub objective: Points,
}

/// What is proven of other plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// No plan has more points.
    Best,
    /// No plan has more points than `bound`, which is `more` above this plan.
    AtMost {
        /// The bound.
        bound: Points,
        /// The bound less the points of this plan.
        more: Points,
    },
    /// The plan file has no bound.
    Unknown,
    /// The plan file says another number of points than the plan has: the scenario or the plan was changed after the
    /// search, and what was proven then says nothing now.
    Outdated,
}
