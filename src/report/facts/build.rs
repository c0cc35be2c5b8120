//! Facts put together.

use super::{Facts, Proof, Sources, Totals};
use super::{absences, changes, countries, left_out, rules, travellers, visits};
use crate::checker::{self, Agenda, AgendaTrip, Report};
use crate::domain::{Confidentiality, Plan, Points, Problem, RequestStatus};
use crate::planfile::Claims;

impl<'a> Facts<'a> {
    /// Computes the facts of a plan.
    ///
    /// * `report`: what the checker says of the plan.
    /// * `sources`: what is known besides.
    #[must_use]
    pub fn of(problem: &'a Problem, plan: &Plan, report: &Report, sources: &Sources) -> Self {
        let agenda = checker::agenda(problem, plan);
        let (visits, meetings) = visits::visits(&agenda);
        let trips = visits::trips(&agenda);
        let missed = absences::missed(&agenda);
        let coverage = countries::coverage(&agenda);
        let countries = countries::countries(&agenda, &visits, &coverage);
        let totals = totals(&agenda, report, visits.len(), countries.iter().filter(|c| c.n_visits > 0).count());
        Facts {
            parts: report.parts.iter().copied().filter(|&(_, points)| points != Points::ZERO).collect(),
            proof: proof(report.objective, &sources.claims),
            confidentiality: problem
                .requests
                .iter()
                .map(|request| request.confidentiality)
                .max()
                .unwrap_or(Confidentiality::Public),
            travellers: travellers::travellers(&agenda, &trips, &missed),
            limits: rules::limits(&agenda),
            resources: rules::resources(&agenda),
            left_out: left_out::left_out(&agenda, sources),
            acting: absences::acting(&agenda),
            deadlines: absences::deadlines(&agenda),
            changes: sources.since.map(|edition| changes::changes(&agenda, edition)),
            totals,
            visits,
            meetings,
            trips,
            missed,
            coverage,
            countries,
            agenda,
        }
    }

    /// What the plan answers to.
    #[must_use]
    pub fn problem(&self) -> &'a Problem {
        self.agenda.problem
    }

    /// How many visits and meetings have a status.
    #[must_use]
    pub fn n_with_status(&self, status: RequestStatus) -> usize {
        self.visits.iter().chain(&self.meetings).filter(|visit| visit.status == status).count()
    }
}

fn totals(agenda: &Agenda, report: &Report, n_visits: usize, n_countries: usize) -> Totals {
    let mut travelling: Vec<_> = agenda.trips.iter().map(|trip| trip.traveller).collect();
    travelling.sort_unstable();
    travelling.dedup();
    Totals {
        n_requests: agenda.problem.requests.len(),
        n_planned: agenda.visits.len(),
        n_visits,
        n_meetings: agenda.visits.len() - n_visits,
        n_trips: agenda.trips.len(),
        n_travelling: travelling.len(),
        n_countries,
        n_days_away: agenda.trips.iter().map(|trip| i64::from(trip.days.n_days())).sum(),
        eur: agenda.trips.iter().map(AgendaTrip::eur).sum(),
        kg_co2: agenda.trips.iter().map(|trip| trip.kg_co2).sum(),
        objective: report.objective,
    }
}

/// What the plan file's bound says of a plan that has so many points.
fn proof(objective: Points, claims: &Claims) -> Proof {
    let thousandths = |points: f64| (points * 1000.0).round();
    let objective_number = objective.0 as f64; // Points stay far below 2^53.
    if claims.objective.is_some_and(|said| thousandths(said) != objective_number) {
        return Proof::Outdated;
    }
    let bound = claims.bound.map(thousandths).filter(|bound| bound.abs() < 9.0e15);
    match bound.map(|bound| Points(bound as i64)) {
        // A whole number below 2^53 keeps its value as i64.
        None => Proof::Unknown,
        Some(bound) if bound < objective => Proof::Outdated,
        Some(bound) if bound == objective => Proof::Best,
        Some(bound) => Proof::AtMost { bound, more: bound - objective },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_repeated_only_while_the_plan_is_worth_what_its_file_says() {
        let claims = |objective, bound| Claims { objective, bound, ..Claims::default() };
        let points = Points(2_850_621);
        assert_eq!(
            proof(points, &claims(Some(2850.621), Some(2900.0))),
            Proof::AtMost { bound: Points(2_900_000), more: Points(49_379) }
        );
        assert_eq!(proof(points, &claims(Some(2850.621), Some(2850.621))), Proof::Best);
        assert_eq!(proof(points, &claims(Some(2850.62), Some(2900.0))), Proof::Outdated);
        assert_eq!(proof(points, &claims(None, Some(2000.0))), Proof::Outdated);
        assert_eq!(proof(points, &claims(Some(2850.621), None)), Proof::Unknown);
        assert_eq!(proof(points, &claims(None, Some(f64::INFINITY))), Proof::Unknown);
    }
}
