//! How messages name people, visits and lists.

use crate::domain::{PlaceIdx, Problem, RequestIdx, TravellerIdx};

/// A traveller by id, with the office when that says more: `` `dg-am` (DG A&M) ``.
pub(super) fn who(problem: &Problem, traveller: TravellerIdx) -> String {
    let traveller = problem.traveller(traveller);
    if traveller.office.is_empty() || traveller.office == traveller.id {
        format!("`{}`", traveller.id)
    } else {
        format!("`{}` ({})", traveller.id, traveller.office)
    }
}

/// A request by id with its place: `` `marokko-minister` in Rabat ``.
pub(super) fn what(problem: &Problem, request: RequestIdx) -> String {
    let request = problem.request(request);
    format!("`{}` in {}", request.id, place(problem, request.place))
}

/// A place by its English name, or by id when it has none.
pub(super) fn place(problem: &Problem, place: PlaceIdx) -> &str {
    let place = problem.place(place);
    if place.name_en.is_empty() { &place.id } else { &place.name_en }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// `1 day`, `2 days`.
pub(super) fn count(n: i64, unit: &str) -> String {
    if n == 1 { format!("1 {unit}") } else { format!("{n} {unit}s") }
}
