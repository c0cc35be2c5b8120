//! From an outcome to the bytes of a plan file.

use std::collections::BTreeMap;
use std::path::Path;

use super::reasons::{reason_code, reason_sentence};
use super::view::{
    CostView, LegView, MeetingView, NightView, NotPlannedView, PartView, PlanFile, StatusView, TotalsView, TripView,
    VisitView,
};
use crate::checker::{self, Agenda, AgendaTrip, AgendaVisit, Journey, Stop};
use crate::domain::{
    Cents, Grams, Instant, Language, LocalTime, NotPlanned, Outcome, Part, PlaceIdx, Plan, Points, Problem, Reason,
    RowName, RowPrice, Status,
};
use crate::files::{self, FileError};
use crate::zones::{self, Zone};

/// Writes an outcome to a plan file, whole or not at all.
///
/// # Errors
///
/// When the system cannot write it; what the file held before is untouched.
pub fn write(path: &Path, problem: &Problem, outcome: &Outcome) -> Result<(), FileError> {
    files::write_whole(path, PlanFile::of(problem, outcome).to_text().as_bytes())
}

/// Returns the JSON Schema of plan files, draft-07.
#[must_use]
pub fn schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::draft07();
    settings.into_generator().into_root_schema_for::<PlanFile>().to_value()
}

impl PlanFile {
    /// Returns what a plan file says of an outcome. Points, legs, nights and money come from the checker.
    #[must_use]
    pub fn of(problem: &Problem, outcome: &Outcome) -> Self {
        let nothing = Plan::default();
        let agenda = checker::agenda(problem, outcome.plan.as_ref().unwrap_or(&nothing));
        let report = outcome.plan.as_ref().map(|plan| checker::check(problem, plan));
        let objective = report.as_ref().map(|report| report.objective);
        let home = problem.home;
        PlanFile {
            program: concat!("reisagenda ", env!("CARGO_PKG_VERSION")).to_owned(),
            tzdata: zones::edition().to_owned(),
            title: problem.title.clone(),
            language: if problem.language == Language::Dutch { "nl" } else { "en" }.to_owned(),
            home: problem.place(home).id.clone(),
            first_day: problem.horizon.start().to_string(),
            last_day: problem.horizon.last().to_string(),
            status: match outcome.status {
                Status::Optimal => StatusView::Optimal,
                Status::Feasible => StatusView::Feasible,
                Status::Infeasible => StatusView::Infeasible,
                Status::StoppedWithoutPlan => StatusView::StoppedWithoutPlan,
            },
            objective: objective.map(points),
            bound: outcome.bound.map(points),
            gap: objective.zip(outcome.bound).map(|(objective, bound)| gap(objective, bound)),
            objective_parts: report.map_or_else(Vec::new, |report| {
                report.parts.iter().map(|&(part, lost_or_won)| part_view(problem, part, lost_or_won)).collect()
            }),
            totals: totals(problem, &agenda),
            trips: agenda.trips.iter().map(|trip| trip_view(&agenda, trip)).collect(),
            meetings: meetings(&agenda),
            not_planned: not_planned(problem, &agenda, outcome),
            clash: outcome.clash.clone(),
            prices: prices(&outcome.prices),
        }
    }

    /// Returns the JSON, with a line break at the end.
    #[must_use]
    pub fn to_text(&self) -> String {
        // The views are plain structs with string keys, which always serialise.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Prices as one text: per row its number in hexadecimal digits, or the starts of a delegation, or the seats, starts or
/// levels of a cut, and what it charges.
fn prices(prices: &[RowPrice]) -> String {
    let name = |row: &RowName| match row {
        RowName::Number(number) => format!("{number:016x}"),
        RowName::Seats(seats) => {
            let seats: Vec<String> = seats.iter().map(|(request, role)| format!("{request}/{role}")).collect();
            seats.join("+")
        }
        RowName::Delegation { request, role, first, last } => format!("{request}/{role}@{}", range(*first, *last)),
        RowName::Starts(starts) => {
            let starts: Vec<String> =
                starts.iter().map(|(id, first, last)| format!("{id}@{}", range(*first, *last))).collect();
            starts.join("+")
        }
        RowName::Steps { budget, levels } => {
            let levels: Vec<String> = levels.iter().map(|(from, units)| format!("{from}={units}")).collect();
            format!("{budget:016x}+{}", levels.join("+"))
        }
        RowName::Affordable { budget, counts } => {
            let count = |(traveller, request, role, count): &(String, String, String, i64)| {
                format!("{traveller}/{request}/{role}={count}")
            };
            format!("{budget:016x}+{}", counts.iter().map(count).collect::<Vec<_>>().join("+"))
        }
    };
    let texts: Vec<String> = prices.iter().map(|price| format!("{}:{}", name(&price.row), price.billionths)).collect();
    texts.join(" ")
}

/// A range of starts; an end at which it is open stays out.
fn range(first: i64, last: i64) -> String {
    let number = |number: i64, open: i64| if number == open { String::new() } else { number.to_string() };
    format!("{}..{}", number(first, i64::MIN), number(last, i64::MAX))
}

/// The gap as docs/model.md defines it.
fn gap(objective: Points, bound: Points) -> f64 {
    points(bound - objective) / points(bound).abs().max(0.001)
}

/// Points as a number with at most three decimals.
fn points(points: Points) -> f64 {
    thousandths(points.0)
}

fn kg(grams: Grams) -> f64 {
    thousandths(grams.0)
}

fn eur(cents: Cents) -> f64 {
    cents.0 as f64 / 100.0 // Amounts stay far below 2^53.
}

fn thousandths(number: i64) -> f64 {
    number as f64 / 1000.0 // Amounts stay far below 2^53.
}

fn part_view(problem: &Problem, part: Part, lost_or_won: Points) -> PartView {
    let rule = match part {
        Part::Rule(rule) => Some(problem.rule(rule)),
        _ => None,
    };
    PartView {
        part: match part {
            Part::Requests => "requests",
            Part::Candidates => "candidates",
            Part::Preferences => "preferences",
            Part::Decay => "decay",
            Part::DaysAway => "days_away",
            Part::Eur => "eur",
            Part::KgCo2 => "kg_co2",
            Part::Rule(_) => "rule",
        },
        rule: rule.map(|rule| rule.id.clone()),
        label: rule.map(|rule| rule.label.clone()),
        points: points(lost_or_won),
    }
}

fn totals(problem: &Problem, agenda: &Agenda) -> TotalsView {
    TotalsView {
        planned: agenda.visits.len(),
        not_planned: problem.requests.len() - agenda.visits.len(),
        trips: agenda.trips.len(),
        days_away: agenda.trips.iter().map(|trip| i64::from(trip.days.n_days())).sum(),
        eur: eur(agenda.trips.iter().map(AgendaTrip::eur).sum()),
        kg_co2: kg(agenda.trips.iter().map(|trip| trip.kg_co2).sum()),
    }
}

fn trip_view(agenda: &Agenda, trip: &AgendaTrip) -> TripView {
    let problem = agenda.problem;
    let traveller = problem.traveller(trip.traveller);
    let home = problem.home;
    TripView {
        traveller: traveller.id.clone(),
        office: traveller.office.clone(),
        organisation: traveller.organisation.clone(),
        depart: trip.depart.to_string(),
        r#return: trip.back.to_string(),
        depart_local: local(problem, home, trip.depart),
        return_local: local(problem, home, trip.back),
        first_day: trip.days.start().to_string(),
        last_day: trip.days.last().to_string(),
        days_away: i64::from(trip.days.n_days()),
        visits: trip.stops.iter().map(|stop| visit_view(agenda, stop)).collect(),
        legs: trip.journeys.iter().map(|journey| leg_view(problem, journey)).collect(),
        nights: trip
            .nights
            .iter()
            .map(|&(day, place)| NightView {
                date: day.to_string(),
                place: problem.place(place).id.clone(),
                place_name: place_name(problem, place),
                per_diem: eur(problem.place(place).per_diem),
            })
            .collect(),
        cost: CostView {
            fares: eur(trip.fares),
            nights: eur(trip.per_diems),
            eur: eur(trip.eur()),
            kg_co2: kg(trip.kg_co2),
        },
    }
}

fn visit_view(agenda: &Agenda, stop: &Stop) -> VisitView {
    let problem = agenda.problem;
    let request = problem.request(stop.request);
    VisitView {
        request: request.id.clone(),
        title: request.title.clone(),
        role: request.roles[stop.role.0].id.clone(),
        place: problem.place(stop.place).id.clone(),
        place_name: place_name(problem, stop.place),
        start: stop.start.to_string(),
        end: stop.end.to_string(),
        start_local: local(problem, stop.place, stop.start),
        end_local: local(problem, stop.place, stop.end),
        time_zone: problem.place(stop.place).tz.name().to_owned(),
        delegation: agenda.visit_of(stop.request).map(|visit| delegation(problem, visit)).unwrap_or_default(),
    }
}

fn leg_view(problem: &Problem, journey: &Journey) -> LegView {
    let Journey { from, to, depart, arrive, leg } = *journey;
    LegView {
        from: problem.place(from).id.clone(),
        to: problem.place(to).id.clone(),
        from_name: place_name(problem, from),
        to_name: place_name(problem, to),
        depart: depart.to_string(),
        arrive: arrive.to_string(),
        depart_local: local(problem, from, depart),
        arrive_local: local(problem, to, arrive),
        minutes: leg.minutes,
        rest_minutes: leg.rest_minutes,
        eur: eur(leg.eur),
        kg_co2: kg(leg.kg_co2),
        estimated: leg.estimated,
    }
}

fn meetings(agenda: &Agenda) -> Vec<MeetingView> {
    let problem = agenda.problem;
    let mut meetings: Vec<&AgendaVisit> =
        agenda.visits.iter().filter(|visit| problem.is_home_meeting(visit.request)).collect();
    meetings.sort_by_key(|visit| (visit.start, visit.request));
    let view = |visit: &&AgendaVisit| {
        let request = problem.request(visit.request);
        MeetingView {
            request: request.id.clone(),
            title: request.title.clone(),
            start: visit.start.to_string(),
            end: visit.end.to_string(),
            start_local: local(problem, visit.place, visit.start),
            end_local: local(problem, visit.place, visit.end),
            attendees: visit.seats.iter().map(|seat| problem.traveller(seat.traveller).id.clone()).collect(),
            delegation: delegation(problem, visit),
        }
    };
    meetings.iter().map(view).collect()
}

fn not_planned(problem: &Problem, agenda: &Agenda, outcome: &Outcome) -> Vec<NotPlannedView> {
    let missing = problem.request_idxs().filter(|&request| agenda.visit_of(request).is_none());
    let view = |request| {
        // A request of which the search said nothing was looked at no further.
        let unsaid = NotPlanned { request, reason: Reason::Outweighed };
        let said = outcome.not_planned.iter().find(|said| said.request == request).unwrap_or(&unsaid);
        let (rules, travellers, role) = match &said.reason {
            Reason::Rules(rules) => (rules.as_slice(), [].as_slice(), None),
            Reason::Travellers(travellers) => ([].as_slice(), travellers.as_slice(), None),
            Reason::NoCandidate(role) => ([].as_slice(), [].as_slice(), Some(*role)),
            Reason::NoPossibleStart | Reason::NotWorthIt | Reason::Outweighed => ([].as_slice(), [].as_slice(), None),
        };
        let about = problem.request(request);
        NotPlannedView {
            request: about.id.clone(),
            title: about.title.clone(),
            reason: reason_sentence(problem, said),
            reason_code: reason_code(&said.reason),
            rules: rules.iter().map(|&rule| problem.rule(rule).id.clone()).collect(),
            travellers: travellers.iter().map(|&traveller| problem.traveller(traveller).id.clone()).collect(),
            role: role.and_then(|role| about.roles.get(role.0)).map(|role| role.id.clone()),
        }
    };
    missing.map(view).collect()
}

fn delegation(problem: &Problem, visit: &AgendaVisit) -> BTreeMap<String, String> {
    let roles = &problem.request(visit.request).roles;
    let seat = |seat: &checker::Seat| (roles[seat.role.0].id.clone(), problem.traveller(seat.traveller).id.clone());
    visit.seats.iter().map(seat).collect()
}

/// The name of a place in the language of the problem.
fn place_name(problem: &Problem, place: PlaceIdx) -> String {
    let place = problem.place(place);
    let name = if problem.language == Language::Dutch { &place.name_nl } else { &place.name_en };
    if name.is_empty() { place.id.clone() } else { name.clone() }
}

/// A local time, such as `2027-03-02T09:00`.
fn local(problem: &Problem, place: PlaceIdx, at: Instant) -> String {
    let LocalTime { day, minute } = Zone::of(problem.place(place).tz).local(at);
    format!("{day}T{:02}:{:02}", minute / 60, minute % 60)
}
