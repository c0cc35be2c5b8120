//! The visits that are wished.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::decimal::{Points, PointsLost};
use super::scalar::{Date, Id, Start};

/// A range of dates at the place.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// The first date.
    pub first_day: Date,
    /// The last date, included.
    pub last_day: Date,
}

/// Points for starting within a range of dates.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prefer {
    /// The first start date.
    pub first_day: Date,
    /// The last start date, included.
    pub last_day: Date,
    /// The points; negative for dates that are less welcome.
    pub points: Points,
}

/// A named deadline before the start, which becomes a calendar item.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// Days before the start date.
    #[schemars(range(min = 0, max = 3660))]
    pub days_before: i64,
    /// The name, such as `note verbale`.
    #[schemars(length(min = 1))]
    pub label: String,
}

/// A seat in the delegation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The name of the seat, such as `lead`; unique within the request.
    pub id: Id,
    /// Whether the visit can take place with this seat empty. Default false; the first role is the lead and never optional.
    pub optional: Option<bool>,
    /// Who could fill it.
    #[schemars(length(min = 1))]
    pub candidates: Vec<Candidate>,
}

/// Somebody who could fill a role.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The id of the traveller.
    pub traveller: Id,
    /// What sending this candidate adds: below zero for a substitute, above for a bonus. Default 0.
    pub points: Option<Points>,
}

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nobody abroad has been asked yet.
    Idea,
    /// The host has been asked.
    Requested,
    /// The host has agreed.
    Confirmed,
    /// The visit has taken place.
    Held,
}

/// Who may know of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidentiality {
    /// May be published.
    Public,
    /// For the government.
    Internal,
    /// For those concerned only.
    Confidential,
}

/// A wish for one visit; at the place that is home, for one meeting.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The name by which other tables call it.
    pub id: Id,
    /// The shown name.
    #[schemars(length(min = 1))]
    pub title: String,
    /// The id of the place.
    pub place: Id,
    /// The length in day-parts.
    #[schemars(range(min = 1, max = 10_000))]
    pub parts: i64,
    /// When it may take place: all dates of the visit lie in one of these ranges.
    #[schemars(length(min = 1))]
    pub windows: Vec<Days>,
    /// What it is worth. Either this or `priority`.
    pub points: Option<Points>,
    /// The name of a class of `[priorities]`. Either this or `points`.
    pub priority: Option<String>,
    /// Points lost per whole week between the first window's first date and the start date. Default 0.
    pub decay: Option<PointsLost>,
    /// Points for start dates.
    #[serde(default)]
    pub prefer: Vec<Prefer>,
    /// The theme, for rules and reports.
    pub theme: Option<String>,
    /// Whose money it takes, such as `ODA` or `non-ODA`.
    pub fund: Option<String>,
    /// Whether every plan has it. Default false.
    pub mandatory: Option<bool>,
    /// How far it has come. Default `idea`. When `confirmed` or `held`, with `start` and `delegation`, it stays exactly so.
    pub status: Option<Status>,
    /// Whether it is off: it stays for the rules that name it, but is never planned. Default false.
    pub cancelled: Option<bool>,
    /// Who may know of it. Default `internal`.
    pub confidentiality: Option<Confidentiality>,
    /// The ids of the `resource` rules of which it takes a unit on each of its dates.
    #[serde(default)]
    pub needs: Vec<Id>,
    /// Days of preparation: unless confirmed, it starts on or after the scenario's `as_of` plus this many days. Default 0.
    #[schemars(range(min = 0, max = 3660))]
    pub lead_days: Option<i64>,
    /// Deadlines before the start, which become calendar items.
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    /// What may be said of the visit where it may not be named, such as `Werkbezoek`. Default: there it is left out.
    #[schemars(length(min = 1))]
    pub cover: Option<String>,
    /// Whether the public agenda may have the visit before it has taken place. Default false.
    pub announce: Option<bool>,
    /// Whom the delegation meets.
    pub counterpart: Option<String>,
    /// The seats of the delegation, each filled by one of its candidates.
    #[schemars(length(min = 1))]
    pub roles: Vec<Role>,
    /// When it starts, if that is settled: local time at the place, or an instant.
    pub start: Option<Start>,
    /// Who goes, if that is settled: the traveller's id for each role's id.
    #[serde(default)]
    pub delegation: BTreeMap<String, Id>,
}
