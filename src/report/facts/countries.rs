//! Countries, and how many visits they have against what is wanted.

use super::VisitRow;
use super::visits::place_name;
use crate::checker::Agenda;
use crate::checker::rules::coverage_counts;
use crate::domain::{CountryCode, DayRange, Problem, RequestIdx, RuleBody, RuleIdx, VisitFilter};
use crate::report::countries as names;

/// A country abroad that somebody wishes to visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryRow {
    /// The country.
    pub country: CountryCode,
    /// Its name.
    pub name: String,
    /// The names of the places there that somebody wishes to visit, in the order of the scenario.
    pub places: Vec<String>,
    /// Requests for it.
    pub n_requests: usize,
    /// Visits planned.
    pub n_visits: usize,
    /// The planned visits, by start.
    pub visits: Vec<RequestIdx>,
    /// The positions in `Facts::coverage` of the rules that speak of it.
    pub coverage: Vec<usize>,
}

/// A coverage rule in one of its periods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageRow {
    /// Which rule.
    pub rule: RuleIdx,
    /// What explanations call it.
    pub label: String,
    /// The countries of its places, each once; empty for everywhere.
    pub countries: Vec<CountryCode>,
    /// The period.
    pub days: DayRange,
    /// Visits wanted.
    pub n_wanted: usize,
    /// Visits planned.
    pub n_visits: usize,
}

/// Returns every coverage rule in every period.
pub(super) fn coverage(agenda: &Agenda) -> Vec<CoverageRow> {
    let mut rows = Vec::new();
    for (rule_idx, rule) in agenda.problem.rules.iter().enumerate() {
        let RuleBody::Coverage(coverage) = &rule.body else { continue };
        let countries = countries_of(agenda.problem, &coverage.visits);
        rows.extend(coverage_counts(agenda, coverage).into_iter().map(|(days, n_visits)| CoverageRow {
            rule: RuleIdx(rule_idx),
            label: rule.label.clone(),
            countries: countries.clone(),
            days,
            n_wanted: coverage.at_least,
            n_visits,
        }));
    }
    rows
}

fn countries_of(problem: &Problem, filter: &VisitFilter) -> Vec<CountryCode> {
    let places = filter.places.iter().flatten();
    let mut countries: Vec<CountryCode> = places.map(|&place| problem.place(place).country).collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}

/// Returns every country abroad that somebody wishes to visit, by name.
pub(super) fn countries(agenda: &Agenda, visits: &[VisitRow], coverage: &[CoverageRow]) -> Vec<CountryRow> {
    let problem = agenda.problem;
    let abroad = || problem.requests.iter().filter(|request| request.place != problem.home);
    let mut codes: Vec<CountryCode> = abroad().map(|request| problem.place(request.place).country).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut rows: Vec<CountryRow> = codes
        .into_iter()
        .map(|country| {
            let mut places: Vec<_> = abroad()
                .map(|request| request.place)
                .filter(|&place| problem.place(place).country == country)
                .collect();
            let n_requests = places.len();
            places.sort_unstable();
            places.dedup();
            let own: Vec<RequestIdx> =
                visits.iter().filter(|visit| visit.country == country).map(|visit| visit.request).collect();
            let speaks_of_it = |&(_, row): &(usize, &CoverageRow)| row.countries.contains(&country);
            CountryRow {
                country,
                name: names::name(country, problem.language),
                places: places.into_iter().map(|place| place_name(problem, place)).collect(),
                n_requests,
                n_visits: own.len(),
                visits: own,
                coverage: coverage.iter().enumerate().filter(speaks_of_it).map(|(idx, _)| idx).collect(),
            }
        })
        .collect();
    rows.sort_by_key(|row| (sort_key(&row.name), row.country));
    rows
}

/// A name as people look it up: without regard to capitals and accents.
fn sort_key(name: &str) -> String {
    let plain = |c: char| match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        c => c,
    };
    name.to_lowercase().chars().map(plain).collect()
}
