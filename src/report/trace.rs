//! The course of a search as a page: value and bound over time, and the same numbers as a table.
//!
//! # Invariants
//!
//! * One file: no script, no request to anywhere, readable in light and dark and on paper.
//! * Well-formed as XML, too.
//! * What the picture shows, the table says.

use std::fmt::Write as _;
use std::time::Duration;

use super::Words;
use super::terminal::percent;
use super::words::phase;
use crate::domain::{Language, Points};

/// How far a search was at some moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Since the search began.
    pub at: Duration,
    /// What the search was doing.
    pub phase: String,
    /// The points of the best plan so far.
    pub objective: Option<Points>,
    /// No plan has more points than this.
    pub bound: Option<Points>,
    /// How many requests that plan has.
    pub n_planned: usize,
}

impl Moment {
    /// The gap as a fraction of the bound, as plan files have it.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        let (objective, bound) = (self.objective?, self.bound?);
        // Points stay far below 2^53.
        Some((bound.0 - objective.0) as f64 / (bound.0 as f64).abs().max(1.0))
    }

    /// The gap in percent, rounded up to a tenth.
    fn gap_percent(&self, words: Words) -> Option<String> {
        let (objective, bound) = (self.objective?, self.bound?);
        Some(words.decimal(&percent(Points((bound.0 - objective.0).max(0)), bound)))
    }
}

/// The most moments in picture and table.
const MAX_ROWS: usize = 240;

/// The picture, in its own units.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 440.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 112.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 52.0;

/// Writes the page.
///
/// * `title`: the name of the agenda.
/// * `moments`: in the order of time; the last one is the end of the search.
/// * `took`: how long the search took.
#[must_use]
pub fn page(title: &str, language: Language, moments: &[Moment], took: Duration) -> String {
    let words = Words::of(language);
    let rows = thinned(moments, took);
    let last = moments.last();
    let heading = words.pick("Verloop van de zoektocht", "Course of the search");
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n<title>{heading}: {}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<main>\n<header>\n<h1>{heading}</h1>\n<p class=\"agenda\">{}</p>\n</header>\n",
        words.pick("nl", "en"),
        escaped(title),
        escaped(title),
    );
    html += &summary(words, last, took);
    if rows.is_empty() {
        let nothing = words.pick("Er is niets gemeld.", "Nothing was reported.");
        let _ = writeln!(html, "<p>{nothing}</p>");
    } else {
        html += &picture(words, &rows, took);
        html += &table(words, &rows, rows.len() < n_changes(moments));
    }
    html += "</main>\n</body>\n</html>\n";
    html
}

/// The end of the search in four numbers.
fn summary(words: Words, last: Option<&Moment>, took: Duration) -> String {
    let none = "–".to_owned();
    let points = |points: Option<Points>| points.map_or_else(|| none.clone(), |points| rounded(words, points));
    let gap = last.and_then(|last| last.gap_percent(words)).map_or_else(|| none.clone(), |gap| format!("{gap} %"));
    let n_planned = last.and_then(|last| last.objective.map(|_| last.n_planned.to_string())).unwrap_or(none.clone());
    let items = [
        (
            "value",
            words.pick("beste plan (punten)", "best plan (points)"),
            points(last.and_then(|last| last.objective)),
        ),
        ("bound", words.pick("geen plan boven", "no plan above"), points(last.and_then(|last| last.bound))),
        ("", words.pick("verschil", "gap"), gap),
        ("", words.pick("geplande wensen", "wishes planned"), n_planned),
        ("", words.pick("zoektijd", "time"), format!("{} s", seconds(words, took))),
    ];
    let items = items
        .map(|(class, name, value)| format!("<div class=\"fact {class}\"><dt>{name}</dt><dd>{value}</dd></div>\n"));
    format!("<dl>\n{}</dl>\n", items.concat())
}

/// The picture: the value as steps upwards, the bound as steps downwards, what is between them shaded.
fn picture(words: Words, rows: &[&Moment], took: Duration) -> String {
    let scale = Scale::of(rows, took);
    let name = words.pick("Waarde en grens in de tijd", "Value and bound over time");
    let explanation = words.pick(
        "De waarde van het beste plan stijgt, de bewezen grens voor elk plan daalt; ertussen ligt wat nog te winnen kan \
         zijn. De tabel hieronder heeft dezelfde getallen.",
        "The value of the best plan rises, the proven bound on every plan falls; what may still be won lies between. The \
         table below has the same numbers.",
    );
    let mut svg = format!(
        "<figure>\n<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"picture-name picture-text\" \
         xmlns=\"http://www.w3.org/2000/svg\">\n<title id=\"picture-name\">{name}</title>\n\
         <desc id=\"picture-text\">{explanation}</desc>\n"
    );
    for value in ticks(scale.low, scale.high, 6) {
        let y = scale.y(value);
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
             <text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            WIDTH - RIGHT,
            LEFT - 10.0,
            y + 4.0,
            words.decimal(&plain(value)),
        );
    }
    for value in ticks(0.0, scale.seconds, 8) {
        let x = scale.x(value);
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/>\
             <text class=\"tick\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            HEIGHT - BOTTOM,
            HEIGHT - BOTTOM + 5.0,
            HEIGHT - BOTTOM + 21.0,
            words.decimal(&plain(value)),
        );
    }
    let _ = writeln!(
        svg,
        "<text class=\"axis\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>\
         <text class=\"axis\" x=\"18\" y=\"{:.1}\" text-anchor=\"middle\" transform=\"rotate(-90 18 {:.1})\">{}</text>",
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 8.0,
        words.pick("seconden", "seconds"),
        (TOP + HEIGHT - BOTTOM) / 2.0,
        (TOP + HEIGHT - BOTTOM) / 2.0,
        words.pick("punten", "points"),
    );
    let value = steps(rows, &scale, |moment| moment.objective);
    let bound = steps(rows, &scale, |moment| moment.bound);
    if let Some(from) = later_start(&value, &bound) {
        let (upper, lower) = (cut(&bound, from), cut(&value, from));
        let _ =
            writeln!(svg, "<polygon class=\"between\" points=\"{}\"/>", joined(upper.iter().chain(lower.iter().rev())));
    }
    for (class, line) in [("bound", &bound), ("value", &value)] {
        if !line.is_empty() {
            let _ = writeln!(svg, "<polyline class=\"line {class}\" points=\"{}\"/>", joined(line.iter()));
        }
    }
    let labels = apart(bound.last().map(|point| point.1), value.last().map(|point| point.1));
    let names = [("bound", words.pick("grens", "bound")), ("value", words.pick("beste plan", "best plan"))];
    for ((class, name), y) in names.into_iter().zip(labels) {
        if let Some(y) = y {
            let x = WIDTH - RIGHT + 10.0;
            let _ = writeln!(svg, "<text class=\"label {class}\" x=\"{x:.1}\" y=\"{:.1}\">{name}</text>", y + 5.0);
        }
    }
    svg += "</svg>\n<figcaption>";
    svg += explanation;
    if let Some(first) = rows.iter().find_map(|row| row.bound).filter(|&first| scale.high < units(first)) {
        let above = words.pick("De grens begon boven het beeld, bij", "The bound began above the picture, at");
        let _ = write!(svg, " {above} {}.", rounded(words, first));
    }
    svg += "</figcaption>\n</figure>\n";
    svg
}

fn table(words: Words, rows: &[&Moment], is_thinned: bool) -> String {
    let caption = if is_thinned {
        words
            .pick("Dezelfde getallen; niet elke verandering staat erin", "The same numbers; not every change is listed")
    } else {
        words.pick("Dezelfde getallen: elke verandering", "The same numbers: every change")
    };
    let heads = [
        words.pick("seconden", "seconds"),
        words.pick("bezigheid", "doing"),
        words.pick("beste plan", "best plan"),
        words.pick("grens", "bound"),
        words.pick("verschil", "gap"),
        words.pick("wensen", "wishes"),
    ];
    let heads = heads.map(|head| format!("<th scope=\"col\">{head}</th>")).concat();
    let mut html = format!("<table>\n<caption>{caption}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n");
    for row in rows {
        let none = || "–".to_owned();
        let _ = writeln!(
            html,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            seconds(words, row.at),
            escaped(words.put(&phase(&row.phase))),
            row.objective.map_or_else(none, |points| rounded(words, points)),
            row.bound.map_or_else(none, |points| rounded(words, points)),
            row.gap_percent(words).map_or_else(none, |gap| format!("{gap} %")),
            row.objective.map_or_else(none, |_| row.n_planned.to_string()),
        );
    }
    html += "</tbody>\n</table>\n";
    html
}

/// What the picture shows: seconds from 0, points from `low` to `high`.
struct Scale {
    seconds: f64,
    low: f64,
    high: f64,
}

impl Scale {
    fn of(rows: &[&Moment], took: Duration) -> Self {
        let values: Vec<f64> = rows.iter().filter_map(|row| row.objective).map(units).collect();
        let bounds: Vec<f64> = rows.iter().filter_map(|row| row.bound).map(units).collect();
        let least = |all: &[f64]| all.iter().copied().fold(f64::INFINITY, f64::min);
        let most = |all: &[f64]| all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let low = least(&values).min(least(&bounds));
        let end = most(&values).max(least(&bounds).max(f64::MIN));
        // A first bound that is far off would press all the rest flat.
        let high =
            if bounds.is_empty() { end } else { most(&bounds).min(end + 1.5 * (end - low).max(end.abs() * 0.1)) };
        let (low, high) = if low.is_finite() && high.is_finite() { (low, high.max(low)) } else { (0.0, 1.0) };
        let margin = ((high - low) * 0.06).max(high.abs() * 0.002).max(0.5);
        let low = if 0.0 <= low { (low - margin).max(0.0) } else { low - margin };
        Scale { seconds: took.as_secs_f64().max(0.01), low, high: high + margin }
    }

    fn x(&self, seconds: f64) -> f64 {
        LEFT + (seconds / self.seconds).clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, points: f64) -> f64 {
        let share = ((points - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
    }
}

/// The corners of a line that stays level until something changes, up to the right edge.
fn steps(rows: &[&Moment], scale: &Scale, points: impl Fn(&Moment) -> Option<Points>) -> Vec<(f64, f64)> {
    let mut corners: Vec<(f64, f64)> = Vec::new();
    for row in rows {
        let Some(points) = points(row) else { continue };
        let (x, y) = (scale.x(row.at.as_secs_f64()), scale.y(units(points)));
        match corners.last() {
            Some(&(_, before)) if before != y => corners.extend([(x, before), (x, y)]),
            Some(_) => {}
            None => corners.push((x, y)),
        }
    }
    if let Some(&(_, y)) = corners.last() {
        corners.push((scale.x(scale.seconds), y));
    }
    corners
}

/// Where the later of two lines begins.
fn later_start(a: &[(f64, f64)], b: &[(f64, f64)]) -> Option<f64> {
    Some(a.first()?.0.max(b.first()?.0))
}

/// A line from `from` on.
fn cut(line: &[(f64, f64)], from: f64) -> Vec<(f64, f64)> {
    let before = line.iter().rev().find(|corner| corner.0 <= from).map(|&(_, y)| (from, y));
    before.into_iter().chain(line.iter().copied().filter(|corner| from < corner.0)).collect()
}

/// The heights of two labels, moved apart where they would touch.
fn apart(upper: Option<f64>, lower: Option<f64>) -> [Option<f64>; 2] {
    const LEAST: f64 = 20.0;
    match (upper, lower) {
        (Some(a), Some(b)) if b - a < LEAST => {
            let middle = (a + b) / 2.0;
            [Some(middle - LEAST / 2.0), Some(middle + LEAST / 2.0)]
        }
        both => [both.0, both.1],
    }
}

/// The moments at which value or bound changed, and the last one; where these are too many, the last ones of short
/// stretches of time.
fn thinned(moments: &[Moment], took: Duration) -> Vec<&Moment> {
    let changes = changes(moments);
    if changes.len() <= MAX_ROWS {
        return changes;
    }
    let took = changes.last().map_or(took, |last| last.at.max(took));
    let stretch = |moment: &Moment| {
        // A share of the time, below the number of rows.
        (moment.at.as_secs_f64() / took.as_secs_f64().max(0.01) * (MAX_ROWS - 2) as f64) as usize
    };
    let mut rows: Vec<&Moment> = Vec::new();
    for (idx, &moment) in changes.iter().enumerate() {
        let ends_stretch = changes.get(idx + 1).is_none_or(|next| stretch(next) != stretch(moment));
        if idx == 0 || ends_stretch {
            rows.push(moment);
        }
    }
    rows
}

fn changes(moments: &[Moment]) -> Vec<&Moment> {
    let mut changes: Vec<&Moment> = Vec::new();
    for (idx, moment) in moments.iter().enumerate() {
        let is_new = changes
            .last()
            .is_none_or(|last: &&Moment| (last.objective, last.bound) != (moment.objective, moment.bound));
        if is_new || idx + 1 == moments.len() {
            changes.push(moment);
        }
    }
    changes
}

fn n_changes(moments: &[Moment]) -> usize {
    changes(moments).len()
}

/// Round numbers from `low` to `high`, about `n` of them.
fn ticks(low: f64, high: f64, n: usize) -> Vec<f64> {
    let rough = (high - low) / n as f64; // A handful.
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|&step| rough <= step);
    let step = step.unwrap_or(rough);
    let first = (low / step).ceil() as i64; // A handful of steps from here on.
    (first..).map(|number| number as f64 * step).take_while(|&value| value <= high * (1.0 + 1e-9)).take(50).collect()
}

fn joined<'a>(corners: impl Iterator<Item = &'a (f64, f64)>) -> String {
    corners.map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
}

/// Points as a number for the picture.
fn units(points: Points) -> f64 {
    points.0 as f64 / 1000.0 // Points stay far below 2^53.
}

/// Points with a decimal.
fn rounded(words: Words, points: Points) -> String {
    words.decimal(&format!("{:.1}", units(points)))
}

/// A round number as short as it can be.
fn plain(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn seconds(words: Words, time: Duration) -> String {
    let text = if time < Duration::from_secs(10) {
        format!("{:.2}", time.as_secs_f64())
    } else {
        format!("{:.1}", time.as_secs_f64())
    };
    words.decimal(&text)
}

/// A text between tags.
fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Colours that can be told apart in light, dark and by the colour-blind; lines differ in their dashes, too.
const STYLE: &str = "\
:root { --ink: #1b1f24; --soft: #57606a; --paper: #ffffff; --grid: #d8dee4; --value: #0b5cad; --bound: #b04a00; --between: #0b5cad14; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9da7b1; --paper: #0f1419; --grid: #2d343c; --value: #6cb6ff; --bound: #ffa657; --between: #6cb6ff1c; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, \"Segoe UI\", Roboto, \"Noto Sans\", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0; }
.agenda { margin: .25rem 0 0; color: var(--soft); }
dl { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin: 1.25rem 0; }
.fact { display: flex; flex-direction: column-reverse; border-left: 3px solid var(--grid); padding-left: .75rem; }
.fact.value { border-color: var(--value); }
.fact.bound { border-color: var(--bound); }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
figure { margin: 0 0 1.75rem; overflow-x: auto; }
svg { display: block; width: 100%; min-width: 38rem; height: auto; }
figcaption { color: var(--soft); font-size: .875rem; max-width: 44rem; }
.grid { stroke: var(--grid); stroke-width: 1; }
.tick, .axis { fill: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; }
.between { fill: var(--between); }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.line.value { stroke: var(--value); }
.line.bound { stroke: var(--bound); stroke-dasharray: 7 3; }
.label { font-size: 14px; font-weight: 600; }
.label.value { fill: var(--value); }
.label.bound { fill: var(--bound); }
table { border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
th, td { text-align: right; padding: .25rem .9rem; border-bottom: 1px solid var(--grid); }
th:nth-child(2), td:nth-child(2) { text-align: left; }
th { color: var(--soft); font-weight: 600; }
@media (max-width: 40rem) { th, td { padding: .25rem .4rem; font-size: .8125rem; } }
@media print { main { max-width: none; padding: 0; } tr { break-inside: avoid; } }
";
