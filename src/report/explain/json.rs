//! Explanations as JSON, for programs: ids, dates and numbers, each with its sentence.

use serde_json::{Value, json};

use super::demands::clash_lines;
use super::sentences::Teller;
use crate::checker;
use crate::domain::{Plan, Points, Problem, RequestIdx};
use crate::explain::{
    Alternative, Bottleneck, Bottlenecks, Clash, Demand, Difference, How, Planned, Relaxation, Remedy, Reply, WhyNone,
    WhyNot, WhyRather, WhySo,
};

/// `why_not` as JSON.
#[must_use]
pub fn why_not_as_json(problem: &Problem, plan: &Plan, request: RequestIdx, answer: &WhyNot) -> Value {
    let beside = answer.beside.as_ref().map(|beside| clash(problem, beside));
    json!({
        "question": "why_not",
        "request": problem.request(request).id,
        "objective": points(checker::check(problem, plan).objective),
        "any_plan": clash(problem, &answer.clash),
        "beside_this_plan": beside,
        "near": reply(problem, &answer.near),
        "whole": reply(problem, &answer.whole),
        "remedies": remedies(problem, &answer.remedies),
        "better_plan": answer.better.as_ref().map(|better| alternative(problem, better)),
    })
}

/// `why_so` as JSON.
#[must_use]
pub fn why_so_as_json(problem: &Problem, plan: &Plan, request: RequestIdx, answer: &WhySo) -> Value {
    let holders: Vec<Value> = answer
        .another_holder
        .iter()
        .map(|(role, traveller, found)| {
            json!({
                "role": problem.request(request).roles[role.0].id,
                "traveller": problem.traveller(*traveller).id,
                "near": reply(problem, found),
            })
        })
        .collect();
    json!({
        "question": "why_so",
        "request": problem.request(request).id,
        "objective": points(checker::check(problem, plan).objective),
        "without": { "near": reply(problem, &answer.without.0), "whole": reply(problem, &answer.without.1) },
        "another_date": { "near": reply(problem, &answer.another_date) },
        "another_holder": holders,
        "better_plan": answer.better.as_ref().map(|better| alternative(problem, better)),
    })
}

/// `why_rather` as JSON.
#[must_use]
pub fn why_rather_as_json(
    problem: &Problem,
    plan: &Plan,
    (first, second): (RequestIdx, RequestIdx),
    answer: &WhyRather,
) -> Value {
    json!({
        "question": "why_rather",
        "request": problem.request(first).id,
        "instead_of": problem.request(second).id,
        "objective": points(checker::check(problem, plan).objective),
        "any_plan": answer.clash.as_ref().map(|found| clash(problem, found)),
        "near": reply(problem, &answer.near),
        "whole": reply(problem, &answer.whole),
        "better_plan": answer.better.as_ref().map(|better| alternative(problem, better)),
    })
}

/// `why_none` as JSON.
#[must_use]
pub fn why_none_as_json(problem: &Problem, answer: &WhyNone) -> Value {
    json!({
        "question": "why_none",
        "any_plan": clash(problem, &answer.clash),
        "remedies": remedies(problem, &answer.remedies),
    })
}

/// Bottlenecks as JSON.
#[must_use]
pub fn bottlenecks_as_json(problem: &Problem, plan: &Plan, answer: &Bottlenecks) -> Value {
    let teller = Teller::new(problem);
    let one = |it: &Bottleneck| {
        json!({
            "sentence": teller.relaxation(&it.more),
            "more": relaxation(problem, &it.more),
            "gain": points(it.gain),
            "price": points(it.price),
            "plan": alternative(problem, &it.plan),
        })
    };
    let other = |(more, price): &(Relaxation, Points)| json!({ "sentence": teller.relaxation(more), "more": relaxation(problem, more), "price": points(*price) });
    json!({
        "question": "bottlenecks",
        "objective": points(checker::check(problem, plan).objective),
        "base": alternative(problem, &answer.base),
        "scarce": answer.n_scarce,
        "complete": answer.is_complete,
        "not_searched": answer.others.iter().map(other).collect::<Vec<_>>(),
        "bottlenecks": answer.found.iter().map(one).collect::<Vec<_>>(),
    })
}

fn points(points: Points) -> f64 {
    points.0 as f64 / 1000.0 // Points stay far below 2^53.
}

fn clash(problem: &Problem, clash: &Clash) -> Value {
    match clash {
        Clash::Possible(_) => json!({ "possible": true }),
        Clash::Unknown => json!({ "possible": null }),
        Clash::Clash { demands, is_minimal, is_of_all } => {
            let sentences = clash_lines(problem, demands);
            let members: Vec<Value> = demands.iter().map(|&it| demand(problem, it)).collect();
            json!({
                "possible": false, "minimal": is_minimal, "proven_with_all_requests": is_of_all, "clash": members,
                "sentences": sentences,
            })
        }
    }
}

fn demand(problem: &Problem, demand: Demand) -> Value {
    let request = |request: RequestIdx| problem.request(request).id.clone();
    match demand {
        Demand::Rule { rule, days } => json!({
            "kind": "rule", "rule": problem.rule(rule).id,
            "first_day": days.map(|days| days.start().to_string()), "last_day": days.map(|days| days.last().to_string()),
        }),
        Demand::Mandatory(it) => json!({ "kind": "mandatory", "request": request(it) }),
        Demand::Lock(it) => json!({ "kind": "lock", "request": request(it) }),
        Demand::Busy(traveller, busy) => {
            let who = problem.traveller(traveller);
            let busy = &who.busy[busy];
            json!({
                "kind": "busy", "traveller": who.id, "label": busy.label,
                "from": busy.interval.start().to_string(), "to": busy.interval.end().to_string(),
            })
        }
        Demand::Windows(it) => json!({ "kind": "windows", "request": request(it) }),
        Demand::Lead(it) => json!({ "kind": "lead_days", "request": request(it) }),
        Demand::Roles(it) => json!({ "kind": "roles", "request": request(it) }),
        Demand::Closure(place, closure) => {
            let (days, label) = &problem.place(place).closures[closure];
            json!({
                "kind": "closure", "place": problem.place(place).id, "label": label,
                "first_day": days.start().to_string(), "last_day": days.last().to_string(),
            })
        }
        Demand::Holiday(place, day) => {
            json!({ "kind": "holiday", "place": problem.place(place).id, "date": day.to_string() })
        }
        Demand::Weekend(place) => json!({ "kind": "weekend", "place": problem.place(place).id }),
        Demand::Trip(traveller, rule) => {
            json!({ "kind": "trip", "traveller": problem.traveller(traveller).id, "field": rule.field() })
        }
        Demand::Night => json!({ "kind": "night" }),
        Demand::Horizon => json!({ "kind": "horizon" }),
    }
}

fn relaxation(problem: &Problem, it: &Relaxation) -> Value {
    let mut value = demand(problem, it.demand);
    let how = match it.how {
        How::LetGo => json!("let_go"),
        How::By(by) => json!({ "by": by }),
        How::ByIn(by, days) => {
            json!({ "by": by, "first_day": days.start().to_string(), "last_day": days.last().to_string() })
        }
        How::MaxDaysBy(by) => json!({ "max_days_by": by }),
        How::Earlier(window, days) => json!({ "window": window, "earlier_by_days": days }),
        How::Later(window, days) => json!({ "window": window, "later_by_days": days }),
    };
    if let Some(fields) = value.as_object_mut() {
        fields.insert("how".to_owned(), how);
    }
    value
}

fn remedies(problem: &Problem, remedies: &[Remedy]) -> Vec<Value> {
    let teller = Teller::new(problem);
    let remedy = |remedy: &Remedy| {
        let relaxations: Vec<Value> = remedy.repair.relaxations.iter().map(|it| relaxation(problem, it)).collect();
        json!({
            "sentence": teller.repair(&remedy.repair),
            "relaxations": relaxations,
            "least": remedy.repair.is_least,
            "fewest_changes": remedy.repair.fewest_changes(problem),
            "plan": reply(problem, &remedy.reply),
        })
    };
    remedies.iter().map(remedy).collect()
}

fn reply(problem: &Problem, reply: &Reply) -> Value {
    match reply {
        Reply::Found(found) => alternative(problem, found),
        Reply::Impossible => json!({ "possible": false }),
        Reply::Unknown => json!({ "possible": null }),
    }
}

fn alternative(problem: &Problem, it: &Alternative) -> Value {
    let mut value = difference(problem, &it.difference);
    value["possible"] = json!(true);
    value["objective"] = json!(points(it.objective));
    value["changes"] = json!(points(it.changes));
    value["bound"] = json!(it.bound.map(points));
    value["proven_best"] = json!(it.is_best());
    value
}

/// The visits that are new, dropped, at another time or with another delegation.
pub(super) fn difference(problem: &Problem, change: &Difference) -> Value {
    let visit = |visit: &Planned| {
        let delegation: serde_json::Map<String, Value> = visit
            .seats
            .iter()
            .map(|&(role, traveller)| {
                let role = problem.request(visit.request).roles[role.0].id.clone();
                (role, json!(problem.traveller(traveller).id))
            })
            .collect();
        json!({
            "request": problem.request(visit.request).id, "start": visit.start.to_string(),
            "end": visit.end.to_string(), "delegation": delegation,
        })
    };
    let pair = |(before, after): &(Planned, Planned)| json!({ "before": visit(before), "after": visit(after) });
    json!({
        "added": change.added.iter().map(visit).collect::<Vec<_>>(),
        "dropped": change.dropped.iter().map(visit).collect::<Vec<_>>(),
        "moved": change.moved.iter().map(pair).collect::<Vec<_>>(),
        "delegation": change.delegation.iter().map(pair).collect::<Vec<_>>(),
    })
}
