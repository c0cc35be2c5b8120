//! Visit requests: what is wished, and what makes it worth doing.

use super::{Day, DayRange, Instant, PlaceIdx, Points, RuleIdx, TravellerIdx};

/// Whose money a visit takes: an `ODA` or `non-ODA` budget, or any other name the scenario uses.
pub type Fund = String;

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestStatus {
    /// Nobody abroad has been asked yet.
    Idea,
    /// The host has been asked.
    Requested,
    /// The host has agreed.
    Confirmed,
    /// The visit has taken place.
    Held,
}

/// Who may know of a visit, from most to fewest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidentiality {
    /// May be published.
    Public,
    /// For the government.
    Internal,
    /// For those concerned only.
    Confidential,
}

/// Points for starting within a range of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preference {
    /// The start dates, at the place.
    pub days: DayRange,
    /// The points; negative for a dispreference.
    pub points: Points,
}

/// Somebody who could fill a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub traveller: TravellerIdx,
    /// What sending this candidate adds: zero or less for a substitute, more for a bonus.
    pub points: Points,
}

/// A seat in the delegation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The id, as the scenario writes it; unique within the request.
    pub id: String,
    /// Whether the visit can take place with this role unfilled.
    pub optional: bool,
    /// Who could fill it; at least one, each once.
    pub candidates: Vec<Candidate>,
}

/// A named deadline before the start, which becomes a calendar item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// Days before the start date.
    pub days_before: i32,
    /// The name, such as `note verbale`.
    pub label: String,
}

/// A start and a delegation that a plan may not change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// When the visit starts.
    pub start: Instant,
    /// Who fills each role, in the order of `Request::roles`; `None` for an optional role that stays empty.
    pub delegation: Vec<Option<TravellerIdx>>,
    /// Why it may not change, as a message says it.
    pub because: LockReason,
}

/// Why a visit stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockReason {
    /// Its status is confirmed.
    Confirmed,
    /// It has been held.
    Held,
    /// The earlier plan has it before this date, up to which all of it is frozen.
    FrozenUntil(Day),
}

/// A wish for one visit, or for one meeting at home.
#[derive(Clone, Debug)]
pub struct Request {
    /// The id, as the scenario writes it.
    pub id: String,
    /// The shown name.
    pub title: String,
    /// Where. When this is home, the request is a home meeting: no leg, no trip, not a day away.
    pub place: PlaceIdx,
    /// The length in day-parts, at least 1.
    pub parts: u32,
    /// When it may take place, by start; every date of the visit lies in one and the same window.
    pub windows: Vec<DayRange>,
    /// What it is worth.
    pub points: Points,
    /// Points lost per whole week between the first date of the first window and the start date.
    pub decay: Points,
    /// Points for start dates.
    pub prefer: Vec<Preference>,
    /// The theme, when given.
    pub theme: Option<String>,
    /// The fund, when given.
    pub fund: Option<Fund>,
    /// Whether every plan has it.
    pub mandatory: bool,
    /// How far it has come.
    pub status: RequestStatus,
    /// Who may know of it.
    pub confidentiality: Confidentiality,
    /// The resource rules of which it takes a unit on each of its dates.
    pub needs: Vec<RuleIdx>,
    /// Days of preparation from the scenario's `as_of` date. A confirmed or held visit needs none.
    pub lead_days: i32,
    /// Deadlines before the start.
    pub milestones: Vec<Milestone>,
    /// The delegation; the first role is the lead, and never optional.
    pub roles: Vec<Role>,
    /// The start and delegation that may not change, if so. A locked request is planned in every plan.
    pub lock: Option<Lock>,
    /// What may be said of it where it may not be named.
    pub cover: Option<String>,
    /// Whether the public agenda may have it before it has taken place.
    pub announce: bool,
    /// Whom the delegation meets, for feeds.
    pub counterpart: Option<String>,
}
