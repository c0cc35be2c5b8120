//! The fields of a plan file, in the order in which they are written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// A travel agenda: who goes where, when, with whom, what it is worth, and what was left out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "reisagenda plan")]
pub struct PlanFile {
    /// The program that wrote the file, with its version.
    pub program: String,
    /// The edition of the IANA time zone data that the instants follow.
    pub tzdata: String,
    /// The title of the scenario.
    pub title: String,
    /// The language of sentences in this file: `nl` or `en`.
    pub language: String,
    /// The id of the place from which trips leave.
    pub home: String,
    /// The first home date of the horizon.
    pub first_day: String,
    /// The last home date of the horizon.
    pub last_day: String,
    /// How the search ended.
    pub status: StatusView,
    /// The points of the plan; null without a plan.
    pub objective: Option<f64>,
    /// No plan has more points than this; null when that has not been proven of any number.
    pub bound: Option<f64>,
    /// (bound - objective) / max(|bound|, 0.001); null without a plan or a bound.
    pub gap: Option<f64>,
    /// The objective by part: gains positive, losses negative.
    pub objective_parts: Vec<PartView>,
    /// Sums over the plan.
    pub totals: TotalsView,
    /// Trips by traveller, then by departure.
    pub trips: Vec<TripView>,
    /// Meetings at home by start.
    pub meetings: Vec<MeetingView>,
    /// The requests that are not in the plan, in the order of the scenario.
    pub not_planned: Vec<NotPlannedView>,
    /// The rules and requests that clash, when it is proven that there is no plan.
    pub clash: Vec<String>,
    /// What rows of the search charged in the end, `number:billionths` for each, from which a search of a scenario that
    /// differs by little begins; absent when there are none.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schemars(default)]
    pub prices: String,
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatusView {
    /// The plan is proven best.
    Optimal,
    /// There is a plan; a better one has not been ruled out.
    Feasible,
    /// It is proven that there is no plan.
    Infeasible,
    /// The search was stopped before it found a plan.
    StoppedWithoutPlan,
}

/// A part of the objective.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartView {
    /// `requests`, `candidates`, `preferences`, `decay`, `days_away`, `eur`, `kg_co2`, or `rule`.
    pub part: &'static str,
    /// The id of the rule, when the part is one.
    pub rule: Option<String>,
    /// The label of the rule, when the part is one.
    pub label: Option<String>,
    /// The points: gains positive, losses negative.
    pub points: f64,
}

/// Sums over the plan.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct TotalsView {
    /// Requests that are planned.
    pub planned: usize,
    /// Requests that are not.
    pub not_planned: usize,
    /// Trips of all travellers.
    pub trips: usize,
    /// Home dates touched by trips, summed over travellers.
    pub days_away: i64,
    /// Fares and nights, in euros.
    pub eur: f64,
    /// Carbon dioxide, in kilograms.
    pub kg_co2: f64,
}

/// One traveller's absence from home.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TripView {
    /// The id of the traveller.
    pub traveller: String,
    /// The traveller's office.
    pub office: String,
    /// The organisation that sends and pays.
    pub organisation: String,
    /// When the traveller leaves home, in UTC.
    pub depart: String,
    /// When the traveller is home again, in UTC.
    pub r#return: String,
    /// The departure in home's local time.
    pub depart_local: String,
    /// The return in home's local time.
    pub return_local: String,
    /// The first home date away.
    pub first_day: String,
    /// The last home date away.
    pub last_day: String,
    /// How many home dates the trip touches.
    pub days_away: i64,
    /// The visits in the order of travel.
    pub visits: Vec<VisitView>,
    /// The legs in the order of travel, from home to home.
    pub legs: Vec<LegView>,
    /// The nights away.
    pub nights: Vec<NightView>,
    /// What the trip costs.
    pub cost: CostView,
}

/// A visit as one traveller makes it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VisitView {
    /// The id of the request.
    pub request: String,
    /// The title of the request.
    pub title: String,
    /// The id of the role that this traveller fills.
    pub role: String,
    /// The id of the place.
    pub place: String,
    /// The name of the place.
    pub place_name: String,
    /// When it starts, in UTC.
    pub start: String,
    /// When it ends, in UTC.
    pub end: String,
    /// The start in the place's local time.
    pub start_local: String,
    /// The end in the place's local time.
    pub end_local: String,
    /// The IANA name of the place's time zone.
    pub time_zone: String,
    /// Everybody who attends: role id to traveller id.
    pub delegation: BTreeMap<String, String>,
}

/// The way between two places.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LegView {
    /// The id of the place where it begins.
    pub from: String,
    /// The id of the place where it ends.
    pub to: String,
    /// The name of the place where it begins.
    pub from_name: String,
    /// The name of the place where it ends.
    pub to_name: String,
    /// When the traveller leaves, in UTC.
    pub depart: String,
    /// When the traveller arrives, in UTC; rest comes after it.
    pub arrive: String,
    /// The departure in the local time of where it begins.
    pub depart_local: String,
    /// The arrival in the local time of where it ends.
    pub arrive_local: String,
    /// Minutes door to door.
    pub minutes: i64,
    /// Minutes of rest after the arrival, before work.
    pub rest_minutes: i64,
    /// The fare, in euros.
    pub eur: f64,
    /// Carbon dioxide, in kilograms.
    pub kg_co2: f64,
    /// Whether the numbers were estimated from the distance rather than given.
    pub estimated: bool,
}

/// A night away.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NightView {
    /// The home date before the night.
    pub date: String,
    /// The id of the place whose rate is charged.
    pub place: String,
    /// The name of that place.
    pub place_name: String,
    /// The rate, in euros.
    pub per_diem: f64,
}

/// What a trip costs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CostView {
    /// Fares, in euros.
    pub fares: f64,
    /// Nights, in euros.
    pub nights: f64,
    /// Fares and nights, in euros.
    pub eur: f64,
    /// Carbon dioxide, in kilograms.
    pub kg_co2: f64,
}

/// A meeting at home.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MeetingView {
    /// The id of the request.
    pub request: String,
    /// The title of the request.
    pub title: String,
    /// When it starts, in UTC.
    pub start: String,
    /// When it ends, in UTC.
    pub end: String,
    /// The start in home's local time.
    pub start_local: String,
    /// The end in home's local time.
    pub end_local: String,
    /// The ids of the travellers who attend, in the order of roles.
    pub attendees: Vec<String>,
    /// Everybody who attends: role id to traveller id.
    pub delegation: BTreeMap<String, String>,
}

/// A request that is not in the plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NotPlannedView {
    /// The id of the request.
    pub request: String,
    /// The title of the request.
    pub title: String,
    /// A first reason, in the language of the scenario.
    pub reason: String,
    /// The reason in a word: `no_possible_start`, `no_candidate`, `not_worth_it`, `rules`, `travellers`, or
    /// `outweighed`.
    pub reason_code: &'static str,
    /// The ids of the rules that the reason names.
    pub rules: Vec<String>,
    /// The ids of the travellers that the reason names.
    pub travellers: Vec<String>,
    /// The id of the role that the reason names.
    pub role: Option<String>,
}
