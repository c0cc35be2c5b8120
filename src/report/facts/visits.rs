//! Visits, meetings and trips.

use crate::checker::{Agenda, AgendaTrip, AgendaVisit, Journey};
use crate::domain::{
    Cents, Confidentiality, CountryCode, DayRange, Grams, Instant, LocalTime, PlaceIdx, Points, Problem, RequestIdx,
    RequestStatus, RuleIdx, TravellerIdx,
};
use crate::report::{Words, countries};

/// A planned visit or meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitRow {
    /// Which request.
    pub request: RequestIdx,
    /// Its title.
    pub title: String,
    /// Where.
    pub place: PlaceIdx,
    /// The name of the place.
    pub place_name: String,
    /// The country.
    pub country: CountryCode,
    /// The name of the country.
    pub country_name: String,
    /// The dates at the place.
    pub days: DayRange,
    /// When it starts.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// The start by the clock at the place.
    pub start_local: LocalTime,
    /// The end by the clock at the place.
    pub end_local: LocalTime,
    /// How far the request has come.
    pub status: RequestStatus,
    /// Whether start and delegation may not change.
    pub is_locked: bool,
    /// Who may know of it.
    pub confidentiality: Confidentiality,
    /// The theme, when given.
    pub theme: Option<String>,
    /// The fund, when given.
    pub fund: Option<String>,
    /// Whom the delegation meets, when given.
    pub counterpart: Option<String>,
    /// What the request is worth.
    pub points: Points,
    /// The resources that it takes.
    pub needs: Vec<RuleIdx>,
    /// Who attends, by role; the first is the lead.
    pub delegation: Vec<Seat>,
}

/// Somebody in a delegation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The id of the role.
    pub role: String,
    /// Who.
    pub traveller: TravellerIdx,
    /// The office.
    pub office: String,
}

/// One traveller's trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TripRow {
    /// Who.
    pub traveller: TravellerIdx,
    /// The office.
    pub office: String,
    /// The organisation that sends and pays.
    pub organisation: String,
    /// When the traveller leaves home.
    pub depart: Instant,
    /// When the traveller is home again.
    pub back: Instant,
    /// The departure by the clock at home.
    pub depart_local: LocalTime,
    /// The return by the clock at home.
    pub back_local: LocalTime,
    /// The home dates it touches: the days away.
    pub days: DayRange,
    /// The visits in the order of travel.
    pub visits: Vec<RequestIdx>,
    /// The ways in the order of travel, from home to home.
    pub legs: Vec<LegRow>,
    /// How many nights are charged.
    pub n_nights: usize,
    /// Fares.
    pub fares: Cents,
    /// Nights.
    pub per_diems: Cents,
    /// Fares and nights.
    pub eur: Cents,
    /// Carbon dioxide.
    pub kg_co2: Grams,
}

/// One way between two places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegRow {
    /// Where it begins.
    pub from: PlaceIdx,
    /// The name of where it begins.
    pub from_name: String,
    /// Where it ends.
    pub to: PlaceIdx,
    /// The name of where it ends.
    pub to_name: String,
    /// When the traveller leaves.
    pub depart: Instant,
    /// When the traveller arrives; rest comes after it.
    pub arrive: Instant,
    /// The departure by the clock where it begins.
    pub depart_local: LocalTime,
    /// The arrival by the clock where it ends.
    pub arrive_local: LocalTime,
    /// Minutes door to door.
    pub minutes: i64,
    /// Minutes of rest after the arrival.
    pub rest_minutes: i64,
    /// The fare.
    pub eur: Cents,
    /// Carbon dioxide.
    pub kg_co2: Grams,
    /// Whether minutes, money and carbon dioxide were estimated from the distance.
    pub is_estimated: bool,
}

/// The name of a place in the language of the problem; its id when it has none.
pub(super) fn place_name(problem: &Problem, place: PlaceIdx) -> String {
    let place = problem.place(place);
    let name = Words::of(problem.language).pick(&place.name_nl, &place.name_en);
    if name.is_empty() { place.id.clone() } else { name.clone() }
}

/// Returns the visits abroad and the meetings at home, each by start.
pub(super) fn visits(agenda: &Agenda) -> (Vec<VisitRow>, Vec<VisitRow>) {
    let mut planned: Vec<&AgendaVisit> = agenda.visits.iter().collect();
    planned.sort_by_key(|visit| (visit.start, visit.request));
    let rows = planned.into_iter().map(|visit| row(agenda, visit));
    rows.partition(|row| row.place != agenda.problem.home)
}

fn row(agenda: &Agenda, visit: &AgendaVisit) -> VisitRow {
    let problem = agenda.problem;
    let request = problem.request(visit.request);
    let place = problem.place(visit.place);
    let zone = agenda.zone(visit.place);
    let mut seats = visit.seats.clone();
    seats.sort_by_key(|seat| (seat.role, seat.traveller));
    VisitRow {
        request: visit.request,
        title: request.title.clone(),
        place: visit.place,
        place_name: place_name(problem, visit.place),
        country: place.country,
        country_name: countries::name(place.country, problem.language),
        days: visit.days,
        start: visit.start,
        end: visit.end,
        start_local: zone.local(visit.start),
        end_local: zone.local(visit.end),
        status: request.status,
        is_locked: request.lock.is_some(),
        confidentiality: request.confidentiality,
        theme: request.theme.clone(),
        fund: request.fund.clone(),
        counterpart: request.counterpart.clone(),
        points: request.points,
        needs: request.needs.clone(),
        delegation: seats
            .iter()
            .map(|seat| Seat {
                role: request.roles[seat.role.0].id.clone(),
                traveller: seat.traveller,
                office: problem.traveller(seat.traveller).office.clone(),
            })
            .collect(),
    }
}

/// Returns the trips by traveller, then by departure.
pub(super) fn trips(agenda: &Agenda) -> Vec<TripRow> {
    agenda.trips.iter().map(|trip| trip_row(agenda, trip)).collect()
}

fn trip_row(agenda: &Agenda, trip: &AgendaTrip) -> TripRow {
    let problem = agenda.problem;
    let traveller = problem.traveller(trip.traveller);
    let home = agenda.zone(problem.home);
    TripRow {
        traveller: trip.traveller,
        office: traveller.office.clone(),
        organisation: traveller.organisation.clone(),
        depart: trip.depart,
        back: trip.back,
        depart_local: home.local(trip.depart),
        back_local: home.local(trip.back),
        days: trip.days,
        visits: trip.stops.iter().map(|stop| stop.request).collect(),
        legs: trip.journeys.iter().map(|journey| leg_row(agenda, journey)).collect(),
        n_nights: trip.nights.len(),
        fares: trip.fares,
        per_diems: trip.per_diems,
        eur: trip.eur(),
        kg_co2: trip.kg_co2,
    }
}

fn leg_row(agenda: &Agenda, journey: &Journey) -> LegRow {
    let problem = agenda.problem;
    let Journey { from, to, depart, arrive, leg } = *journey;
    LegRow {
        from,
        from_name: place_name(problem, from),
        to,
        to_name: place_name(problem, to),
        depart,
        arrive,
        depart_local: agenda.zone(from).local(depart),
        arrive_local: agenda.zone(to).local(arrive),
        minutes: leg.minutes,
        rest_minutes: leg.rest_minutes,
        eur: leg.eur,
        kg_co2: leg.kg_co2,
        is_estimated: leg.estimated,
    }
}
