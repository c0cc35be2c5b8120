//! Demands: the pieces of a scenario that can stand in the way of a visit, each of which can be let go by itself.

use crate::domain::{Day, DayRange, PlaceIdx, RequestIdx, RuleIdx, TravellerIdx};

/// A limit on one traveller's trips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TripRule {
    /// The most visits in a trip.
    MaxStops,
    /// The most home dates that a trip may touch.
    MaxTripDays,
    /// The most whole home dates between two visits of a trip.
    MaxIdleDays,
    /// The least whole home dates between two trips.
    MinHomeDays,
}

impl TripRule {
    /// All of them, in the order of docs/model.md.
    pub const ALL: [TripRule; 4] =
        [TripRule::MaxStops, TripRule::MaxTripDays, TripRule::MaxIdleDays, TripRule::MinHomeDays];

    /// The name of its field in scenario files.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            TripRule::MaxStops => "max_stops",
            TripRule::MaxTripDays => "max_trip_days",
            TripRule::MaxIdleDays => "max_idle_days",
            TripRule::MinHomeDays => "min_home_days",
        }
    }
}

/// Something that a scenario demands. Positions are those of the scenario's problem.
///
/// The order is that of explanations: what people decide first, what is as it is last. Of two clashes, the search
/// names the one whose demands come earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Demand {
    /// A rule without a penalty; one that counts anew in each period, in one of them.
    Rule {
        /// Which.
        rule: RuleIdx,
        /// The period, where the rule has periods.
        days: Option<DayRange>,
    },
    /// The request is in every plan because it is mandatory.
    Mandatory(RequestIdx),
    /// The visit stays as it is: confirmed, held or frozen.
    Lock(RequestIdx),
    /// A busy time of a traveller, by its position.
    Busy(TravellerIdx, usize),
    /// The dates of a request.
    Windows(RequestIdx),
    /// The preparation of a request.
    Lead(RequestIdx),
    /// The request's required roles beside the lead are filled.
    Roles(RequestIdx),
    /// A closure of a place, by its position.
    Closure(PlaceIdx, usize),
    /// A public holiday of a place.
    Holiday(PlaceIdx, Day),
    /// The weekend of a place.
    Weekend(PlaceIdx),
    /// A limit on a traveller's trips.
    Trip(TravellerIdx, TripRule),
    /// Nobody departs in the night.
    Night,
    /// Trips and meetings lie in the horizon.
    Horizon,
}
