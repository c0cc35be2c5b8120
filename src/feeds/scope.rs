//! Whose calendars there are, and who is in each.

use std::collections::BTreeSet;

use crate::domain::{CountryCode, PlaceIdx, Problem, Scope, TravellerIdx};

impl Scope {
    /// Whether what this traveller does is in the calendar, as far as the traveller decides.
    pub(super) fn has_traveller(&self, problem: &Problem, traveller: TravellerIdx) -> bool {
        match self {
            Scope::Whole | Scope::Country(_) | Scope::Resource(_) => true,
            Scope::Traveller(own) | Scope::Deputy(own) => *own == traveller,
            Scope::Organisation(organisation) => problem.traveller(traveller).organisation == *organisation,
        }
    }

    /// Whether what happens at this place is in the calendar, as far as the place decides. A country's calendar is
    /// about travel, so home is in none.
    pub(super) fn has_place(&self, problem: &Problem, place: PlaceIdx) -> bool {
        match self {
            Scope::Country(country) => place != problem.home && problem.place(place).country == *country,
            _ => true,
        }
    }
}

/// Returns whose calendars there are: they follow from the problem alone, not from the plan.
pub(super) fn scopes(problem: &Problem) -> Vec<Scope> {
    let organisations: BTreeSet<&str> = problem.travellers.iter().map(|t| t.organisation.as_str()).collect();
    let abroad = problem.requests.iter().map(|request| request.place).filter(|&place| place != problem.home);
    let countries: BTreeSet<CountryCode> = abroad.map(|place| problem.place(place).country).collect();
    let mut scopes = vec![Scope::Whole];
    scopes.extend(problem.traveller_idxs().map(Scope::Traveller));
    scopes.extend(organisations.into_iter().map(|organisation| Scope::Organisation(organisation.to_owned())));
    scopes.extend(countries.into_iter().map(Scope::Country));
    scopes
}

/// The kind of a scope and the id of what it is of, as UIDs and names of files use them.
pub(super) fn kind_and_id(problem: &Problem, scope: &Scope) -> (&'static str, String) {
    match scope {
        Scope::Whole => ("whole", String::new()),
        Scope::Traveller(traveller) => ("traveller", problem.traveller(*traveller).id.clone()),
        Scope::Organisation(organisation) => ("organisation", organisation.clone()),
        Scope::Country(country) => ("country", country.to_string()),
        Scope::Deputy(traveller) => ("deputy", problem.traveller(*traveller).id.clone()),
        Scope::Resource(rule) => ("resource", problem.rule(*rule).id.clone()),
    }
}
