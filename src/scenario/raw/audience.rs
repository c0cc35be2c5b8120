//! The calendars that are written, and for whom they are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scalar::Id;

/// How the calendars that are written look, and for whom they are.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Feeds {
    /// Whether travellers' calendars have the day before a trip as preparation. Default false.
    pub preparation_day: Option<bool>,
    /// Days for which a published event that has fallen through stays in its calendar, marked as cancelled. Default 60.
    #[schemars(range(min = 0, max = 3660))]
    pub keep_cancelled_days: Option<i64>,
    /// The shown name of the office that publishes. Default `Reisagenda` or `Travel agenda`. Needs `organizer_email`.
    #[schemars(length(min = 1))]
    pub organizer: Option<String>,
    /// The mail address of that office. Default: an address that takes no mail.
    #[schemars(length(min = 1))]
    pub organizer_email: Option<String>,
    /// The https address at which the published folder `current` is served; pages then show whole addresses.
    #[schemars(length(min = 1))]
    pub address: Option<String>,
    /// For whom calendars are published, and what each may see. Default: see docs/publish.md.
    #[serde(default)]
    pub audiences: Vec<Audience>,
}

/// People who may see the same.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// The name of the audience and of its folder.
    pub id: Id,
    /// The shown name. Default: the id.
    #[schemars(length(min = 1))]
    pub label: Option<String>,
    /// How much its calendars say.
    pub level: Level,
    /// Which calendars it has: one of the whole agenda, or one for each traveller, organisation, country, deputy or resource. Default `agenda`.
    pub shows: Option<Shows>,
    /// Only these have a calendar: ids of travellers or of resource rules, names of organisations, country codes. Default: all.
    #[serde(default)]
    pub only: Vec<String>,
    /// What becomes of visits that are not for everybody: confidential ones, and in public calendars all that are not public. Default `show` for full and busy, else `cover`.
    pub confidential: Option<ConfidentialVisits>,
    /// Days after its last date from which a public calendar has a visit. Default 1.
    #[schemars(range(min = 0, max = 3660))]
    pub days_after: Option<i64>,
    /// The desk that answers questions, as its calendars name it. Needed in a complete public agenda.
    #[schemars(length(min = 1))]
    pub contact: Option<String>,
}

/// How much a calendar says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Everything.
    Full,
    /// Office, country and dates; no subject.
    Limited,
    /// Times only.
    Busy,
    /// What the public agenda of ministers says.
    Public,
}

/// Which calendars an audience has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Shows {
    /// One, with everything.
    Agenda,
    /// One for each traveller: own trips.
    Traveller,
    /// One for each organisation: what its travellers do.
    Organisation,
    /// One for each country abroad: the visits there.
    Country,
    /// One for each deputy: when to act for whom.
    Deputy,
    /// One for each resource rule: the days on which it is needed.
    Resource,
}

/// What becomes of visits that an audience may not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConfidentialVisits {
    /// They are shown like all others.
    Show,
    /// Their `cover` is shown, with office and dates; without a `cover` they are left out.
    Cover,
    /// They are left out.
    LeaveOut,
}
