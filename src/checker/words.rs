//! How messages name people, visits and lists.

use crate::domain::{PlaceIdx, Problem, RequestIdx, TravellerIdx};
use crate::texts::{Said, say};

/// A traveller by id, with the office when that says more: `` `dg-am` (DG A&M) ``.
pub(super) fn who(problem: &Problem, traveller: TravellerIdx) -> Said {
    let traveller = problem.traveller(traveller);
    if traveller.office.is_empty() || traveller.office == traveller.id {
        Said::same(format!("`{}`", traveller.id))
    } else {
        Said::same(format!("`{}` ({})", traveller.id, traveller.office))
    }
}

/// A request by id with its place: `` `marokko-minister` in Rabat ``.
pub(super) fn what(problem: &Problem, request: RequestIdx) -> Said {
    let request = problem.request(request);
    say!("`{}` in {}", "`{}` in {}", request.id, place(problem, request.place))
}

/// A place by its name, or by id when it has none.
pub(super) fn place(problem: &Problem, place: PlaceIdx) -> Said {
    let place = problem.place(place);
    let name = |name: &str| if name.is_empty() { place.id.clone() } else { name.to_owned() };
    Said::new(name(&place.name_nl), name(&place.name_en))
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[Said]) -> Said {
    match items {
        [] => say!("niemand", "nobody"),
        items => Said::list(items, &say!("en", "and")),
    }
}

/// A number with what is counted: the words for one and for any other number.
pub(super) fn count(n: i64, one: Said, many: Said) -> Said {
    let unit = if n == 1 { one } else { many };
    say!("{n} {unit}", "{n} {unit}"; unit)
}

/// `1 day`, `2 days`.
pub(super) fn n_days(n: i64) -> Said {
    count(n, say!("dag", "day"), say!("dagen", "days"))
}

/// `1 whole day`, `2 whole days`.
pub(super) fn n_whole_days(n: i64) -> Said {
    count(n, say!("hele dag", "whole day"), say!("hele dagen", "whole days"))
}
