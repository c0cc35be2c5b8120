//! For whom calendars are published, and how much each of them may see.

use super::{CountryCode, RuleIdx, TravellerIdx};

/// Whose calendar it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The whole agenda.
    Whole,
    /// One traveller: the visits, legs and meetings of that traveller.
    Traveller(TravellerIdx),
    /// One organisation: what its travellers do.
    Organisation(String),
    /// One country: the visits there, and the legs to and from it.
    Country(CountryCode),
    /// One deputy: the absences of others for which this traveller acts.
    Deputy(TravellerIdx),
    /// One resource rule: the days on which visits need it.
    Resource(RuleIdx),
}

/// How much a calendar says, from most to least but for the last, which has words of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Everything.
    Full,
    /// Office, country and dates.
    Limited,
    /// Times only.
    Busy,
    /// What the public agenda of ministers says.
    Public,
}

/// What becomes of a visit that an audience may not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hiding {
    /// It is shown like all others.
    Show,
    /// Its cover is shown; without one it is left out.
    Cover,
    /// It is left out.
    LeaveOut,
}

/// People who may see the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience {
    /// The id, as the scenario writes it; also the name of its folder.
    pub id: String,
    /// The shown name.
    pub label: String,
    /// How much its calendars say.
    pub level: Level,
    /// Its calendars, each once. Those of a public audience are of the whole agenda or of political travellers.
    pub calendars: Vec<Scope>,
    /// What becomes of confidential visits; in a public audience, of all that are not public, and then never `Show`.
    pub hiding: Hiding,
    /// Days after its last date from which a public calendar has a visit.
    pub days_after: i32,
    /// The desk that answers questions.
    pub contact: Option<String>,
}

/// How calendars are published, and for whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// Who may see what.
    pub audiences: Vec<Audience>,
    /// Days for which an event that has fallen through stays, marked as cancelled.
    pub keep_cancelled_days: i32,
    /// The shown name and the mail address of the office that publishes.
    pub organizer: Option<(String, String)>,
    /// The address at which the published folder is served, without a slash at its end.
    pub address: Option<String>,
}
