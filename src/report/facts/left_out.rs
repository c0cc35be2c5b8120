//! What is not planned, and why.

use super::Sources;
use super::visits::place_name;
use crate::checker::Agenda;
use crate::domain::{CountryCode, DayRange, NotPlanned, Points, RequestIdx, RequestStatus};
use crate::planfile::reason_sentence;
use crate::report::countries;

/// A request that is not in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Which request.
    pub request: RequestIdx,
    /// Its title.
    pub title: String,
    /// The name of the place.
    pub place_name: String,
    /// The country.
    pub country: CountryCode,
    /// The name of the country.
    pub country_name: String,
    /// How far the request has come.
    pub status: RequestStatus,
    /// What it is worth.
    pub points: Points,
    /// When it may take place.
    pub windows: Vec<DayRange>,
    /// Why not, with what the reason names, as far as the plan file says.
    pub why: Option<NotPlanned>,
    /// Why not, as a sentence without a full stop in the language of the problem.
    pub reason: Option<String>,
    /// The cheapest way to get it in, as a sentence, where it is known.
    pub remedy: Option<String>,
}

/// Returns the requests that are not in the plan, in the order of the scenario.
pub(super) fn left_out(agenda: &Agenda, sources: &Sources) -> Vec<LeftOut> {
    let problem = agenda.problem;
    let missing = problem.request_idxs().filter(|&request| agenda.visit_of(request).is_none());
    missing
        .map(|idx| {
            let request = problem.request(idx);
            let country = problem.place(request.place).country;
            let why = sources.claims.not_planned.iter().find(|said| said.request == idx);
            LeftOut {
                request: idx,
                title: request.title.clone(),
                place_name: place_name(problem, request.place),
                country,
                country_name: countries::name(country, problem.language),
                status: request.status,
                points: request.points,
                windows: request.windows.clone(),
                why: why.cloned(),
                reason: why.map(|why| reason_sentence(problem, why)),
                remedy: sources.remedies.get(&idx).cloned(),
            }
        })
        .collect()
}
