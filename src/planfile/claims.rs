//! Why a plan file says that requests are not in the plan.
//!
//! # Invariants
//!
//! * Nothing here is a mistake of the file: a reason that names what the scenario does not have is passed over.

use jsonc_parser::ast::{Object, Value};

use crate::domain::{NotPlanned, Problem, Reason, RequestIdx, RoleIdx, RuleIdx, TravellerIdx};

/// Returns the reasons in `not_planned`, in the order of the file.
pub(super) fn not_planned(problem: &Problem, root: &Object) -> Vec<NotPlanned> {
    let Some(items) = root.get_array("not_planned") else { return Vec::new() };
    items.elements.iter().filter_map(|item| one(problem, item.as_object()?)).collect()
}

fn one(problem: &Problem, item: &Object) -> Option<NotPlanned> {
    let id = &item.get_string("request")?.value;
    let request = problem.requests.iter().position(|request| request.id == **id)?;
    let reason = match &*item.get_string("reason_code")?.value {
        "no_possible_start" => Reason::NoPossibleStart,
        "no_candidate" => {
            let role = &item.get_string("role")?.value;
            Reason::NoCandidate(RoleIdx(problem.requests[request].roles.iter().position(|r| r.id == **role)?))
        }
        "not_worth_it" => Reason::NotWorthIt,
        "rules" => {
            let rules = ids(item, "rules", |id| problem.rules.iter().position(|rule| rule.id == id));
            Reason::Rules(some(rules.into_iter().map(RuleIdx).collect())?)
        }
        "travellers" => {
            let travellers = ids(item, "travellers", |id| problem.travellers.iter().position(|t| t.id == id));
            Reason::Travellers(some(travellers.into_iter().map(TravellerIdx).collect())?)
        }
        "outweighed" => Reason::Outweighed,
        _ => return None,
    };
    Some(NotPlanned { request: RequestIdx(request), reason })
}

/// The positions of the ids in a list of texts that are known.
fn ids(item: &Object, name: &str, position: impl Fn(&str) -> Option<usize>) -> Vec<usize> {
    let texts = item.get_array(name).into_iter().flat_map(|array| &array.elements);
    texts.filter_map(Value::as_string_lit).filter_map(|text| position(&text.value)).collect()
}

fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}
