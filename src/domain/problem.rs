//! The problem: everything a plan must answer to.

use super::{
    Day, DayRange, Instant, Interval, Legs, MinuteOfDay, Place, PlaceIdx, Points, Publication, Request, RequestIdx,
    Rule, RuleIdx, Traveller, TravellerIdx, Weight,
};

/// The language of texts for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Dutch.
    Dutch,
    /// English.
    English,
}

/// The hours in which nobody departs, local time at the place of departure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Night {
    /// The last minute at which one may still depart in the evening.
    pub from: MinuteOfDay,
    /// The first minute at which one may depart again in the morning; before `from`.
    pub to: MinuteOfDay,
}

/// What a trip may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TripLimits {
    /// The most visits in a trip.
    pub max_stops: usize,
    /// The most home dates that a trip may touch.
    pub max_trip_days: i32,
    /// The most whole home dates between two visits of a trip.
    pub max_idle_days: i32,
    /// The least whole home dates between two trips of one traveller.
    pub min_home_days: i32,
}

/// A named calendar: what governance does at home, or what a host does.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The id, as the scenario writes it.
    pub id: String,
    /// The shown name.
    pub label: String,
    /// Its events within the horizon, by start; they may overlap.
    pub events: Vec<Interval>,
}

/// A visit of the plan that came before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierVisit {
    /// Which request.
    pub request: RequestIdx,
    /// When it started.
    pub start: Instant,
    /// Who filled each role, in the order of `Request::roles`.
    pub delegation: Vec<Option<TravellerIdx>>,
}

/// A travel agenda to be planned: places, people, wishes and rules, complete and consistent.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The shown name.
    pub title: String,
    /// The language of what people read.
    pub language: Language,
    /// Home dates within which every trip lies.
    pub horizon: DayRange,
    /// Where trips begin and end.
    pub home: PlaceIdx,
    /// The date from which preparation is counted, when given.
    pub as_of: Option<Day>,
    /// When nobody departs; `None` for a scenario without the night rule.
    pub night: Option<Night>,
    /// Points lost per traveller and day away.
    pub day_away: Points,
    /// Points lost per euro.
    pub eur: Weight,
    /// Points lost per kilogram of carbon dioxide.
    pub kg_co2: Weight,
    /// Places, home among them.
    pub places: Vec<Place>,
    /// Legs between all places.
    pub legs: Legs,
    /// Travellers.
    pub travellers: Vec<Traveller>,
    /// Requests.
    pub requests: Vec<Request>,
    /// Named calendars.
    pub calendars: Vec<Calendar>,
    /// Rules, in the order of the scenario.
    pub rules: Vec<Rule>,
    /// The visits of the earlier plan, when there is one.
    pub earlier: Vec<EarlierVisit>,
    /// Whether travellers' feeds have the day before a trip as preparation.
    pub preparation_day: bool,
    /// For whom calendars are published, and how.
    pub publication: Publication,
}

impl Problem {
    /// The place at a position.
    #[must_use]
    pub fn place(&self, place: PlaceIdx) -> &Place {
        &self.places[place.0]
    }

    /// The traveller at a position.
    #[must_use]
    pub fn traveller(&self, traveller: TravellerIdx) -> &Traveller {
        &self.travellers[traveller.0]
    }

    /// The request at a position.
    #[must_use]
    pub fn request(&self, request: RequestIdx) -> &Request {
        &self.requests[request.0]
    }

    /// The rule at a position.
    #[must_use]
    pub fn rule(&self, rule: RuleIdx) -> &Rule {
        &self.rules[rule.0]
    }

    /// All positions of requests, in order.
    pub fn request_idxs(&self) -> impl Iterator<Item = RequestIdx> + use<> {
        (0..self.requests.len()).map(RequestIdx)
    }

    /// All positions of travellers, in order.
    pub fn traveller_idxs(&self) -> impl Iterator<Item = TravellerIdx> + use<> {
        (0..self.travellers.len()).map(TravellerIdx)
    }

    /// Whether the request is a meeting at home.
    #[must_use]
    pub fn is_home_meeting(&self, request: RequestIdx) -> bool {
        self.request(request).place == self.home
    }
}
