//! The rules of a scenario, one list per kind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::agenda::Rank;
use super::decimal::PointsLost;
use super::scalar::{Country, Date, Id};

/// What every plan must keep, or what breaking it costs.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// At most so much of something per period.
    #[serde(default)]
    pub limit: Vec<Limit>,
    /// Enough of a group are home.
    #[serde(default)]
    pub presence: Vec<Presence>,
    /// Missing an event of a calendar costs points.
    #[serde(default)]
    pub attendance: Vec<Attendance>,
    /// Visits to a place are apart.
    #[serde(default)]
    pub spacing: Vec<Spacing>,
    /// One visit after another.
    #[serde(default)]
    pub sequence: Vec<Sequence>,
    /// Not all of these.
    #[serde(default)]
    pub exclusion: Vec<Exclusion>,
    /// Only so many at a time.
    #[serde(default)]
    pub resource: Vec<Resource>,
    /// At least so many visits per period.
    #[serde(default)]
    pub coverage: Vec<Coverage>,
    /// Little changes against an earlier plan.
    #[serde(default)]
    pub stability: Vec<Stability>,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Dates at home touched by trips, each counted on its own date.
    DaysAway,
    /// Trips, by their first date.
    Trips,
    /// Visits that a traveller attends abroad, by their start date.
    Visits,
    /// Fares and nights in euros, by the trip's first date.
    Eur,
    /// Kilograms of carbon dioxide, by the trip's first date.
    KgCo2,
}

/// The stretches of time in each of which a rule counts anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// Each calendar month.
    Month,
    /// Each calendar quarter.
    Quarter,
    /// Each calendar year.
    Year,
    /// The whole horizon.
    Horizon,
}

/// At most `max` of `measure`, summed over travellers and places, in each period.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The name of the rule, unique among all rules.
    pub id: Id,
    /// What explanations call it. Default: the id.
    pub label: Option<String>,
    /// Points lost per unit over the limit; without it the limit may not be broken.
    pub penalty: Option<PointsLost>,
    /// What is counted.
    pub measure: Measure,
    /// The most that is allowed in one period, in whole units of the measure.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub max: i64,
    /// The periods. Default `horizon`. Either this or `first_day` and `last_day`.
    pub per: Option<Per>,
    /// The first date of the one period that counts.
    pub first_day: Option<Date>,
    /// The last date of the one period that counts, included.
    pub last_day: Option<Date>,
    /// The ids of the travellers who count together. Without `travellers`, `organisations` and `ranks`: everybody.
    #[serde(default)]
    pub travellers: Vec<Id>,
    /// Organisations whose travellers count.
    #[serde(default)]
    pub organisations: Vec<String>,
    /// Ranks whose travellers count.
    #[serde(default)]
    pub ranks: Vec<Rank>,
    /// Whether each traveller has the limit alone. Default false: they count together.
    pub each: Option<bool>,
    /// The ids of places: only visits there, or trips with a visit there, count. Default: everywhere.
    #[serde(default)]
    pub places: Vec<Id>,
    /// Countries whose places count, besides `places`.
    #[serde(default)]
    pub countries: Vec<Country>,
    /// Only trips whose first visit has this fund count.
    pub fund: Option<String>,
}

/// Of `members`, at least `at_least` are home.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// The name of the rule, unique among all rules.
    pub id: Id,
    /// What explanations call it. Default: the id.
    pub label: Option<String>,
    /// Points lost per missing member and day-part or event; without it the rule may not be broken.
    pub penalty: Option<PointsLost>,
    /// The ids of the travellers of the group.
    #[schemars(length(min = 1))]
    pub members: Vec<Id>,
    /// How many must be home. Default 1.
    #[schemars(range(min = 1, max = 1000))]
    pub at_least: Option<i64>,
    /// The id of a calendar: only during its events. Default: in every working day-part at home.
    pub calendar: Option<Id>,
}

/// Missing an event of a calendar costs points.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// The name of the rule, unique among all rules.
    pub id: Id,
    /// What explanations call it. Default: the id.
    pub label: Option<String>,
    /// The ids of the travellers who ought to be there. Without `travellers`, `organisations` and `ranks`: everybody.
    #[serde(default)]
    pub travellers: Vec<Id>,
    /// Organisations whose travellers ought to be there.
    #[serde(default)]
    pub organisations: Vec<String>,
    /// Ranks whose travellers ought to be there.
    #[serde(default)]
    pub ranks: Vec<Rank>,
    /// The id of the calendar.
    pub calendar: Id,
    /// Points lost for each event that a traveller misses. Default 0.
    pub points: Option<PointsLost>,
    /// The most events that one traveller may miss in a row. Default: no such limit.
    #[schemars(range(min = 0, max = 10000))]
    pub max_in_a_row: Option<i64>,
}

/// The start dates of any two visits are at least `min_days` apart.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spacing {
    /// The name of the rule, unique among all rules.
    pub id: Id,
    /// What explanations call it. Default: the id.
    pub label: Option<String>,
    /// Points lost per pair of visits and day too few; without it the rule may not be broken.
    pub penalty: Option<PointsLost>,
    /// The ids of the places whose visits count. Without `places` and `countries`: everywhere abroad.
    #[serde(default)]
    pub places: Vec<Id>,
    /// Countries whose places count.
    #[serde(default)]
    pub countries: Vec<Country>,
    /// Only visits that a traveller of this rank attends.
    pub rank: Option<Rank>,
    /// Only visits of this theme.
    pub theme: Option<String>,
    /// The least number of days between two start dates.
    #[schemars(range(min = 1, max = 3660))]
    pub min_days: i64,
    /// Whether each place has the rule for itself. Default false: the places count together.
    pub each_place: Option<bool>,
}

/// `then` comes after `first`, and is only planned when `first` is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sequence {
    /// The name of the rule, unique among all rules.
    pub id: Id,
    /// What explanations call it. Default: the id.
    pub label: Option<String>,
    /// Points lost per day too early or too late, or once for `then` without `first`; without it the rule may not be broken.
    pub penalty: Option<PointsLost>,
    /// The id of the earlier request.
    pub first: Id,
    /// The id of the later request.
    pub then: Id,
    /// The least days from the last date of `first` to the start date of `then`. Default 0.
    #[schemars(range(min = 0, max = 3660))]
    pub min_days: Option<i64>,
    /// The most days between those dates. Default: no such limit.
    #[schemars(range(min = 0, max = 3660))]
    pub max_days: Option<i64>,
}

/// At most `max` of the requests are planned.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// The name of the rule, unique among all rules.
    pub id: Id,
    /// What explanations call it. Default: the id.
    pub label: Option<String>,
    /// Points lost per request too many; without it the rule may not be broken.
    pub penalty: Option<PointsLost>,
    /// The ids of the requests.
    #[schemars(length(min = 2))]
    pub requests: Vec<Id>,
    /// How many of them may be planned. Default 1.
    #[schemars(range(min = 0, max = 100_000))]
    pub max: Option<i64>,
}

/// At most `capacity` visits that need the resource on one date.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The name of the rule, unique among all rules; requests name it in `needs`.
    pub id: Id,
    /// What explanations call it. Default: the id.
    pub label: Option<String>,
    /// Points lost per unit too many and date; without it the rule may not be broken.
    pub penalty: Option<PointsLost>,
    /// Units there are.
    #[schemars(range(min = 0, max = 100_000))]
    pub capacity: i64,
    /// Days before and after a visit on which its unit is not free either. Default 0.
    #[schemars(range(min = 0, max = 366))]
    pub pad_days: Option<i64>,
}

/// At least `at_least` visits in each period.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// The name of the rule, unique among all rules.
    pub id: Id,
    /// What explanations call it. Default: the id.
    pub label: Option<String>,
    /// Points lost per missing visit and period; without it the rule may not be broken.
    pub penalty: Option<PointsLost>,
    /// The ids of the places whose visits count. Without `places` and `countries`: everywhere abroad.
    #[serde(default)]
    pub places: Vec<Id>,
    /// Countries whose places count.
    #[serde(default)]
    pub countries: Vec<Country>,
    /// Only visits that a traveller of this rank attends.
    pub rank: Option<Rank>,
    /// Only visits of this theme.
    pub theme: Option<String>,
    /// How many. Default 1.
    #[schemars(range(min = 1, max = 100_000))]
    pub at_least: Option<i64>,
    /// The periods. Default `horizon`. Either this or `first_day` and `last_day`.
    pub per: Option<Per>,
    /// The first date of the one period that counts.
    pub first_day: Option<Date>,
    /// The last date of the one period that counts, included.
    pub last_day: Option<Date>,
}

/// Points lost for differences from the earlier plan.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stability {
    /// The name of the rule, unique among all rules.
    pub id: Id,
    /// What explanations call it. Default: the id.
    pub label: Option<String>,
    /// Points lost for each visit of the earlier plan that is not planned. Default 0.
    pub dropped: Option<PointsLost>,
    /// Points lost for each day that a visit's start date moves. Default 0.
    pub moved_per_day: Option<PointsLost>,
    /// Points lost for each visit whose delegation is another. Default 0.
    pub delegation: Option<PointsLost>,
    /// Points lost for each visit that changes, however it changes: dropped, at another time, with another delegation, or new. Default 0.
    pub changed: Option<PointsLost>,
    /// The most visits that may change. Default: no such limit.
    #[schemars(range(min = 0, max = 100_000))]
    pub max_changes: Option<i64>,
    /// More weight for changes at short notice; the shortest notice that fits counts.
    #[serde(default)]
    pub notice: Vec<Notice>,
}

/// More weight for changes that come at short notice.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Changes of visits that were to start less than this many days after `as_of` (else after the horizon's first day).
    #[schemars(range(min = 1, max = 3660))]
    pub within_days: i64,
    /// Count this many times.
    #[schemars(range(min = 0, max = 1000))]
    pub factor: i64,
}
