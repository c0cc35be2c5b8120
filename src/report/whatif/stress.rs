//! How much of a plan survives what hosts do, as text and JSON.

use serde_json::{Value, json};

use super::json::{answer, points};
use crate::domain::{Points, Problem};
use crate::report::Words;
use crate::report::terminal::{clean, table, titled};
use crate::whatif::{Mishap, Stress};
use comfy_table::CellAlignment;

/// The most fragile visits that the table names.
const MAX_SHOWN: usize = 12;

/// Returns what the futures say together.
#[must_use]
pub fn stress_text(problem: &Problem, stress: &Stress, width: u16) -> String {
    let words = Words::of(problem.language);
    let n = stress.trials.len();
    let values = stress.values();
    let mut text = titled(words.pick("Hoeveel van het plan overeind blijft", "How much of the plan survives"));
    let n_hit: usize = stress.trials.iter().map(|trial| trial.mishaps.len()).sum();
    let hit = tenths(n_hit, n);
    let planned = words.amount(stress.planned);
    text += &words.pick(
        format!("{n} mogelijke toekomsten, met gemiddeld {} afzeggingen en uitstel; het plan is {planned} punten waard.\n", words.number(&hit)),
        format!("{n} possible futures, with {hit} cancellations and delays on average; the plan is worth {planned} points.\n"),
    );
    if values.is_empty() {
        text += words.pick("In geen ervan is een plan gevonden.\n", "In none of them a plan was found.\n");
        return text;
    }
    let left: Vec<Points> = {
        let mut left: Vec<Points> = stress.trials.iter().map(|trial| trial.left).collect();
        left.sort();
        left
    };
    let mut table = table(
        [
            "",
            words.pick("gemiddeld", "average"),
            words.pick("slechtste 10 %", "worst 10 %"),
            words.pick("slechtste", "worst"),
        ],
        width.clamp(80, 120),
    );
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let row = |name: &str, values: &[Points]| {
        let shown =
            |points: Points| format!("{} ({} %)", words.amount(points), words.number(&share(points, stress.planned)));
        let tenth = values.get(values.len() / 10).copied().unwrap_or_default();
        [name.to_owned(), shown(mean(values)), shown(tenth), shown(values.first().copied().unwrap_or_default())]
    };
    table.add_row(row(words.pick("opnieuw gepland", "planned again"), &values));
    table.add_row(row(words.pick("alleen geschrapt", "only struck out"), &left));
    text += &format!("{}\n", table.trim_fmt());
    let n_changes: usize = stress.trials.iter().map(|trial| trial.answer.n_changes).sum();
    let changes = words.number(&tenths(n_changes, n));
    text += &words.pick(
        format!("Opnieuw plannen wijzigt gemiddeld {changes} bezoeken, de afgezegde meegeteld.\n"),
        format!("Planning again changes {changes} visits on average, those cancelled included.\n"),
    );
    let n_without = n - values.len();
    if n_without > 0 {
        text += &words.pick(
            format!("In {n_without} toekomsten is geen plan gevonden.\n"),
            format!("In {n_without} futures no plan was found.\n"),
        );
    }
    let suffering: Vec<_> =
        stress.fragile.iter().filter(|count| count.n_dropped + count.n_changed > 0).take(MAX_SHOWN).collect();
    if suffering.is_empty() {
        return text
            + words.pick(
                "Geen bezoek lijdt onder wat met andere gebeurt.\n",
                "No visit suffers from what happens to others.\n",
            );
    }
    text += "\n";
    text += &titled(words.pick(
        "Kwetsbaar: geraakt door wat met andere bezoeken gebeurt",
        "Fragile: hit by what happens to other visits",
    ));
    let mut table = crate::report::terminal::table(
        [
            words.pick("Bezoek", "Visit"),
            words.pick("vervalt", "dropped"),
            words.pick("gewijzigd", "changed"),
            words.pick("zelf geraakt", "hit itself"),
        ],
        width.clamp(80, 120),
    );
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for count in suffering {
        table.add_row([
            clean(&problem.request(count.request).title),
            count.n_dropped.to_string(),
            count.n_changed.to_string(),
            count.n_hit.to_string(),
        ]);
    }
    text + &format!("{}\n", table.trim_fmt())
}

/// Returns the futures one by one, and what they say together.
#[must_use]
pub fn stress_json(problem: &Problem, stress: &Stress, seed: u64) -> Value {
    let id = |request: crate::domain::RequestIdx| problem.request(request).id.clone();
    let trials: Vec<Value> = stress
        .trials
        .iter()
        .map(|trial| {
            let mut value = answer(&trial.answer);
            let of = |cancelled: bool| -> Vec<String> {
                trial
                    .mishaps
                    .iter()
                    .filter(|m| matches!(m, Mishap::Cancelled(_)) == cancelled)
                    .map(|m| id(m.request()))
                    .collect()
            };
            value["cancelled"] = json!(of(true));
            value["delayed"] = json!(of(false));
            value["left"] = json!(points(trial.left));
            value["dropped"] = json!(trial.dropped.iter().map(|&request| id(request)).collect::<Vec<_>>());
            value["changed"] = json!(trial.changed.iter().map(|&request| id(request)).collect::<Vec<_>>());
            value
        })
        .collect();
    let values = stress.values();
    json!({
        "title": problem.title,
        "seed": seed,
        "planned": points(stress.planned),
        "average": (!values.is_empty()).then(|| points(mean(&values))),
        "worst": values.first().map(|worst| points(*worst)),
        "trials": trials,
        "fragile": stress.fragile.iter().map(|count| json!({
            "request": id(count.request), "hit": count.n_hit, "saved": count.n_saved,
            "dropped": count.n_dropped, "changed": count.n_changed,
        })).collect::<Vec<_>>(),
    })
}

fn mean(values: &[Points]) -> Points {
    let n = i64::try_from(values.len()).unwrap_or(1).max(1);
    Points(values.iter().map(|points| points.0).sum::<i64>() / n)
}

/// A share in percent with one decimal.
fn share(part: Points, whole: Points) -> String {
    let tenths = i128::from(part.0) * 1000 / i128::from(whole.0.max(1));
    format!("{}{}.{}", if tenths < 0 { "-" } else { "" }, tenths.abs() / 10, tenths.abs() % 10)
}

/// An average with one decimal.
fn tenths(sum: usize, n: usize) -> String {
    let tenths = (sum * 10 + n / 2) / n.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}
