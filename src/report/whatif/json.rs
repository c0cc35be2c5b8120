//! Comparisons and what-ifs as JSON, for programs and pages.

use serde_json::{Value, json};

use super::steps::step_sentences;
use super::text::WhatIf;
use crate::domain::{Cents, Grams, Instant, Part, Points, Problem, Status};
use crate::report::terminal::percent;
use crate::report::{Words, explain};
use crate::scenario::changes::Step;
use crate::whatif::{Answer, Appointment, Comparison, Difference, Few, Kinds, Totals, Why};
use crate::zones::Zone;

/// Returns what-ifs beside the published plan. One without a plan has in `why_none` what `explain --json` says of the
/// changed scenario, when that was looked into; and in `explained_by` the command that explains it.
#[must_use]
pub fn whatif_json(base: &Problem, published: &Totals, whatifs: &[WhatIf]) -> Value {
    json!({
        "title": base.title,
        "published": totals(published),
        "whatifs": whatifs.iter().map(|whatif| one(base, whatif)).collect::<Vec<_>>(),
    })
}

fn one(base: &Problem, whatif: &WhatIf) -> Value {
    let mut value = answer(&whatif.answer);
    value["title"] = json!(whatif.title);
    value["steps"] = json!(steps_json(&whatif.problem, &whatif.steps));
    value["comparison"] = match &whatif.comparison {
        Some(comparison) => comparison_json(base, &whatif.problem, comparison),
        None => Value::Null,
    };
    let found = whatif.why_none.as_ref().and_then(|why| why.found.as_ref());
    value["why_none"] = found.map_or(Value::Null, |(problem, why)| explain::why_none_as_json(problem, why));
    value["explained_by"] = json!(whatif.why_none.as_ref().map(|why| &why.command));
    value["trade_off"] = json!(whatif.trade_off.iter().map(few).collect::<Vec<_>>());
    value
}

/// The steps of files of changes, each with its sentence.
pub fn steps_json(problem: &Problem, steps: &[Step]) -> Vec<Value> {
    let told = steps.iter().zip(step_sentences(problem, steps));
    told.map(|(step, text)| json!({ "source": step.source, "title": step.title, "label": step.label, "text": text }))
        .collect()
}

fn few(few: &Few) -> Value {
    answer(&few.answer)
}

/// What came of planning again. `bound` is one on `net`: on points less `per_change` for each change.
pub(super) fn answer(answer: &Answer) -> Value {
    let net = answer.net();
    json!({
        "status": match answer.outcome.status {
            Status::Optimal => "optimal",
            Status::Feasible => "feasible",
            Status::Infeasible => "infeasible",
            Status::StoppedWithoutPlan => "stopped_without_plan",
        },
        "objective": answer.report.as_ref().map(|report| points(report.objective)),
        "changes": answer.outcome.plan.is_some().then_some(answer.n_changes),
        "per_change": points(answer.per_change),
        "max_changes": answer.max_changes,
        "net": net.map(points),
        "bound": answer.outcome.bound.map(points),
        "gap": net.zip(answer.outcome.bound).map(|(net, bound)| points(bound - net) / points(bound).abs().max(0.001)),
        "gap_percent": net.zip(answer.outcome.bound).map(|(net, bound)| percent(bound - net, bound)),
        "clash": answer.outcome.clash,
    })
}

/// Returns two plans side by side.
#[must_use]
pub fn comparison_json(before: &Problem, after: &Problem, comparison: &Comparison) -> Value {
    let words = Words::of(after.language);
    let difference = |difference: &Difference| {
        let problem = if difference.kinds.is_added { before } else { after };
        let request = difference.request_in(before, after);
        json!({
            "request": difference.request,
            "title": request.map(|request| request.title.clone()),
            "kinds": kinds(difference.kinds),
            "before": difference.before.as_ref().map(|appointment| shown(before, &difference.request, appointment)),
            "after": difference.after.as_ref().map(|appointment| shown(after, &difference.request, appointment)),
            "why": why_code(&difference.why),
            "why_text": words.why(problem, &difference.why, difference.kinds.is_added),
            "why_points": match &difference.why {
                Why::WorthLess(lost) => Some(points(*lost)),
                Why::NotFound(won) => Some(-points(*won)),
                _ => None,
            },
        })
    };
    let part = |change: &crate::whatif::PartChange| {
        json!({
            "part": part_name(change.part),
            "rule": change.rule.as_ref().map(|(id, _)| id),
            "label": change.rule.as_ref().map(|(_, label)| label),
            "before": points(change.before),
            "after": points(change.after),
        })
    };
    json!({
        "before": totals(&comparison.before),
        "after": totals(&comparison.after),
        "parts": comparison.parts.iter().map(part).collect::<Vec<_>>(),
        "countries": comparison.countries.iter().map(|count| {
            json!({ "country": count.country.to_string(), "before": count.before, "after": count.after })
        }).collect::<Vec<_>>(),
        "unchanged": comparison.n_same,
        "differences": comparison.differences.iter().map(difference).collect::<Vec<_>>(),
        "rules": comparison.rules.iter().map(|rule| {
            json!({ "rule": rule.id, "label": rule.label, "holds_back_before": rule.before, "holds_back_after": rule.after })
        }).collect::<Vec<_>>(),
    })
}

pub(super) fn totals(totals: &Totals) -> Value {
    json!({
        "points": points(totals.points),
        "planned": totals.n_planned,
        "requests": totals.n_requests,
        "trips": totals.n_trips,
        "days_away": totals.days_away,
        "eur": eur(totals.eur),
        "kg_co2": kg(totals.kg_co2),
        "violations": totals.n_violations,
    })
}

/// Thousandths of a point as points.
pub(super) fn points(points: Points) -> f64 {
    points.0 as f64 / 1000.0 // Amounts stay far below 2^53.
}

fn eur(cents: Cents) -> f64 {
    cents.0 as f64 / 100.0 // Amounts stay far below 2^53.
}

fn kg(grams: Grams) -> f64 {
    grams.0 as f64 / 1000.0 // Amounts stay far below 2^53.
}

fn kinds(kinds: Kinds) -> Vec<&'static str> {
    let all = [
        (kinds.is_added, "added"),
        (kinds.is_dropped, "dropped"),
        (kinds.is_moved, "moved"),
        (kinds.has_other_delegation, "delegation"),
    ];
    all.into_iter().filter(|(is_so, _)| *is_so).map(|(_, name)| name).collect()
}

fn shown(problem: &Problem, id: &str, appointment: &Appointment) -> Value {
    let place = problem.requests.iter().find(|request| request.id == id).map(|request| problem.place(request.place));
    let local = |at: Instant| {
        place.map(|place| {
            let local = Zone::of(place.tz).local(at);
            format!("{}T{:02}:{:02}", local.day, local.minute / 60, local.minute % 60)
        })
    };
    let delegation: serde_json::Map<String, Value> =
        appointment.delegation.iter().map(|(role, traveller)| (role.clone(), json!(traveller))).collect();
    json!({
        "start": appointment.start.to_string(),
        "end": appointment.end.to_string(),
        "start_local": local(appointment.start),
        "end_local": local(appointment.end),
        "delegation": delegation,
    })
}

fn why_code(why: &Why) -> &'static str {
    match why {
        Why::Gone => "gone",
        Why::Cancelled => "cancelled",
        Why::TravellerGone => "traveller_gone",
        Why::Impossible(_) => "impossible",
        Why::Clash(_) => "clash",
        Why::WorthLess(_) => "worth_less",
        Why::NotFound(_) => "not_found",
    }
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Requests => "requests",
        Part::Candidates => "candidates",
        Part::Preferences => "preferences",
        Part::Decay => "decay",
        Part::DaysAway => "days_away",
        Part::Eur => "eur",
        Part::KgCo2 => "kg_co2",
        Part::Rule(_) => "rule",
    }
}
