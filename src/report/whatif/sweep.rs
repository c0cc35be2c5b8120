//! A sweep: what becomes of the plan for each value of a number, as a table, JSON and a page with a curve.

use serde_json::{Value, json};

use super::json::{answer, points, totals};
use crate::domain::{Problem, Status};
use crate::report::Words;
use crate::report::terminal::{clean, percent, table, titled};
use crate::whatif::{Answer, Totals};
use comfy_table::CellAlignment;

/// One combination of values, and what came of it.
#[derive(Clone, Debug)]
pub struct Point {
    /// The value of each axis, in the order of the axes.
    pub values: Vec<String>,
    /// What came of planning again.
    pub answer: Answer,
    /// What the plan is worth and takes, when there is one.
    pub totals: Option<Totals>,
}

/// Returns the table of a sweep.
#[must_use]
pub fn sweep_text(base: &Problem, axes: &[String], sweep: &[Point], width: u16) -> String {
    let words = Words::of(base.language);
    let mut text = titled(words.pick("Wat er van het plan wordt", "What becomes of the plan"));
    let headings = axes.iter().map(|axis| clean(axis)).chain(
        [
            words.pick("punten", "points"),
            words.pick("hoogstens", "at most"),
            words.pick("bezoeken", "visits"),
            words.pick("dagen weg", "days away"),
            "euro",
            "kg CO2",
            words.pick("gewijzigd", "changed"),
        ]
        .map(str::to_owned),
    );
    let mut table = table(headings, width.clamp(80, 160));
    for column in table.column_iter_mut() {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for point in sweep {
        let none = || "–".to_owned();
        let cells = match &point.totals {
            Some(totals) => [
                words.amount(totals.points),
                at_most(words, &point.answer),
                totals.n_planned.to_string(),
                totals.days_away.to_string(),
                words.number(&totals.eur.to_string()),
                words.number(&totals.kg_co2.to_string()),
                point.answer.n_changes.to_string(),
            ],
            None => {
                let why = match point.answer.outcome.status {
                    Status::Infeasible => words.pick("onmogelijk", "impossible"),
                    _ => words.pick("niet gevonden", "none found"),
                };
                [why.to_owned(), none(), none(), none(), none(), none(), none()]
            }
        };
        table.add_row(point.values.iter().cloned().chain(cells));
    }
    text += &format!("{}\n", table.trim_fmt());
    text += note(words);
    text.push('\n');
    text
}

/// What the column with what is proven says.
fn note(words: Words) -> &'static str {
    words.pick(
        "“Hoogstens”: hoeveel beter een ander plan bij deze waarden bewezen hoogstens is; = is bewezen het beste.",
        "“At most”: by how much another plan at these values is proven to be better at most; = is proven best.",
    )
}

/// By how much another plan can be better at most, changes deducted at their price.
fn at_most(words: Words, answer: &Answer) -> String {
    match answer.net().zip(answer.outcome.bound) {
        Some((net, bound)) if net >= bound => "=".to_owned(),
        Some((net, bound)) => format!("+{} %", words.number(&percent(bound - net, bound))),
        None => "?".to_owned(),
    }
}

/// Returns a sweep as JSON.
#[must_use]
pub fn sweep_json(base: &Problem, axes: &[String], sweep: &[Point]) -> Value {
    let points: Vec<Value> = sweep
        .iter()
        .map(|point| {
            let mut value = answer(&point.answer);
            value["values"] = json!(point.values);
            value["totals"] = point.totals.as_ref().map_or(Value::Null, totals);
            value
        })
        .collect();
    json!({ "title": base.title, "axes": axes, "points": points })
}

/// The size of the drawing, and of its margins.
const SIZE: (f64, f64) = (860.0, 380.0);
const MARGIN: (f64, f64) = (80.0, 50.0);

/// Returns a page with the curve of the points over the values of the first axis, one line for each combination of the
/// others, and the table below.
#[must_use]
pub fn sweep_page(base: &Problem, axes: &[String], sweep: &[Point]) -> String {
    let words = Words::of(base.language);
    let title = words.pick("Wat er van het plan wordt", "What becomes of the plan");
    let language = words.pick("nl", "en");
    let style = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:56rem;padding:0 1rem;color:#1a1a1a;background:#fff}\
                 table{border-collapse:collapse}th,td{padding:.25rem .75rem;border-bottom:1px solid #ccc;text-align:right}\
                 svg{max-width:100%;height:auto}svg text{font-size:13px;fill:currentColor}\
                 @media(prefers-color-scheme:dark){body{color:#eee;background:#1b1b1b}}";
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}: {}</title>\n<style>{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{}</p>\n",
        escaped(&base.title),
        escaped(&base.title),
    );
    page += &curve(words, axes, sweep);
    page += "<table>\n<thead><tr>";
    let headings = axes.iter().map(String::as_str).chain([
        words.pick("punten", "points"),
        words.pick("hoogstens", "at most"),
        words.pick("bezoeken", "visits"),
        words.pick("gewijzigd", "changed"),
    ]);
    headings.for_each(|heading| page += &format!("<th scope=\"col\">{}</th>", escaped(heading)));
    page += "</tr></thead>\n<tbody>\n";
    for point in sweep {
        let cells = match &point.totals {
            Some(totals) => [
                words.amount(totals.points),
                at_most(words, &point.answer),
                totals.n_planned.to_string(),
                point.answer.n_changes.to_string(),
            ],
            None => [words.pick("geen plan", "no plan").to_owned(), String::new(), String::new(), String::new()],
        };
        page += "<tr>";
        point.values.iter().chain(&cells).for_each(|cell| page += &format!("<td>{}</td>", escaped(cell)));
        page += "</tr>\n";
    }
    page + &format!("</tbody>\n</table>\n<p>{}</p>\n</body>\n</html>\n", note(words))
}

/// The values of the other axes, and the points of one line: position on the first axis and height.
type Line<'a> = (&'a [String], Vec<(usize, f64)>);

fn curve(words: Words, axes: &[String], sweep: &[Point]) -> String {
    let mut xs: Vec<&String> = Vec::new();
    let mut lines: Vec<Line<'_>> = Vec::new();
    for point in sweep {
        let Some((first, rest)) = point.values.split_first() else { return String::new() };
        let x = xs.iter().position(|known| *known == first).unwrap_or_else(|| {
            xs.push(first);
            xs.len() - 1
        });
        let Some(totals) = &point.totals else { continue };
        let value = (x, points(totals.points));
        match lines.iter_mut().find(|(known, _)| *known == rest) {
            Some((_, line)) => line.push(value),
            None => lines.push((rest, vec![value])),
        }
    }
    let values = || lines.iter().flat_map(|(_, line)| line.iter().map(|(_, value)| *value));
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    if xs.len() < 2 || low > high {
        return String::new();
    }
    let span = (high - low).max(1.0);
    let n_steps = (xs.len() - 1) as f64; // At most a thousand values.
    let x_of = |x: usize| MARGIN.0 + x as f64 / n_steps * (SIZE.0 - 2.0 * MARGIN.0);
    let y_of = |y: f64| SIZE.1 - MARGIN.1 - (y - low) / span * (SIZE.1 - 2.0 * MARGIN.1);
    let label = words.pick(
        "Punten van het beste gevonden plan bij elke waarde; de tabel eronder zegt hetzelfde.",
        "Points of the best plan found at each value; the table below says the same.",
    );
    let mut svg = format!("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{label}\">\n", SIZE.0, SIZE.1);
    for (value, name) in [(low, low), (high, high)] {
        let y = y_of(value);
        svg += &format!(
            "<line x1=\"{}\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"currentColor\" stroke-opacity=\".25\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\n",
            MARGIN.0,
            SIZE.0 - MARGIN.0,
            MARGIN.0 - 8.0,
            y + 4.0,
            words.number(&format!("{name:.1}")),
        );
    }
    // A dozen names fit below the curve.
    let every = xs.len().div_ceil(12);
    for (x, name) in xs.iter().enumerate().filter(|(x, _)| x % every == 0) {
        svg += &format!(
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
            x_of(x),
            SIZE.1 - 26.0,
            escaped(name)
        );
    }
    svg += &format!(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
        SIZE.0 / 2.0,
        SIZE.1 - 6.0,
        escaped(axes.first().map_or("", String::as_str))
    );
    const COLOURS: [&str; 6] = ["#0b6bcb", "#b3261e", "#1a7f37", "#8250df", "#9a6700", "#57606a"];
    const DASHES: [&str; 4] = ["", "8 4", "2 4", "10 4 2 4"];
    for (number, (names, line)) in lines.iter().enumerate() {
        let (colour, dash) = (COLOURS[number % COLOURS.len()], DASHES[number / COLOURS.len() % DASHES.len()]);
        let path: Vec<String> = line.iter().map(|&(x, y)| format!("{:.1},{:.1}", x_of(x), y_of(y))).collect();
        svg += &format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>\n",
            path.join(" ")
        );
        for &(x, y) in line {
            svg += &format!("<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\" fill=\"{colour}\"/>\n", x_of(x), y_of(y));
        }
        if let (Some(&(x, y)), false) = (line.last(), names.is_empty()) {
            svg += &format!(
                "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>\n",
                x_of(x) + 8.0,
                y_of(y) + 4.0,
                escaped(&names.join(", "))
            );
        }
    }
    svg += "</svg>\n";
    let others = axes.get(1..).unwrap_or_default();
    if !others.is_empty() {
        svg += "<ul>\n";
        for (number, (names, _)) in lines.iter().enumerate() {
            let named: Vec<String> = others.iter().zip(*names).map(|(axis, name)| format!("{axis}: {name}")).collect();
            let colour = COLOURS[number % COLOURS.len()];
            svg += &format!("<li><span style=\"color:{colour}\">●</span> {}</li>\n", escaped(&named.join(", ")));
        }
        svg += "</ul>\n";
    }
    svg
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
