//! Comparisons and what-ifs as text for a terminal.

use crate::domain::{Points, Problem, Status};
use crate::explain::{Clash, WhyNone};
use crate::report::Words;
use crate::report::explain::{self, capital};
use crate::report::terminal::{clean, table, titled};
use crate::scenario::changes::Step;
use crate::whatif::{Answer, Appointment, Comparison, Difference, Few, Totals};
use comfy_table::CellAlignment;

use super::steps::step_sentences;

/// One what-if: what was changed, what came of planning again, and how that compares.
#[derive(Debug)]
pub struct WhatIf {
    /// What it is called.
    pub title: String,
    /// What was changed, in order.
    pub steps: Vec<Step>,
    /// The changed problem.
    pub problem: Problem,
    /// What came of planning again.
    pub answer: Answer,
    /// The published plan beside the new one, when there is one.
    pub comparison: Option<Comparison>,
    /// Why there is no plan, when there is none.
    pub why_none: Option<NoPlan>,
    /// The best plans with no change, one, two and so on, when asked for.
    pub trade_off: Vec<Few>,
}

/// Why a what-if has no plan.
#[derive(Debug)]
pub struct NoPlan {
    /// What was found out, when that was looked into: in the problem that has none, which is the changed one with what
    /// may change as a rule of it.
    pub found: Option<(Problem, WhyNone)>,
    /// The command that explains it.
    pub command: String,
}

/// The narrowest and the widest text; a wider line is hard to read.
const WIDTHS: (u16, u16) = (80, 120);

/// Returns what-ifs side by side in one table, then each with its differences.
///
/// * `published`: the plan that they are compared with, and its problem.
#[must_use]
pub fn whatif_text(base: &Problem, published: &Totals, whatifs: &[WhatIf], width: u16) -> String {
    let words = Words::of(base.language);
    let width = width.clamp(WIDTHS.0, WIDTHS.1);
    let mut text = titled(words.pick("Vergeleken met het gepubliceerde plan", "Beside the published plan"));
    let afters: Vec<Option<&Totals>> =
        whatifs.iter().map(|whatif| whatif.comparison.as_ref().map(|comparison| &comparison.after)).collect();
    let n_changes = |whatif: &WhatIf| whatif.comparison.as_ref().map(|_| whatif.answer.n_changes.to_string());
    let changes: Vec<String> = whatifs.iter().map(|whatif| n_changes(whatif).unwrap_or("–".to_owned())).collect();
    let titles: Vec<String> = whatifs.iter().map(|whatif| clean(&whatif.title)).collect();
    text += &totals_table(
        words,
        (words.pick("gepubliceerd", "published"), published),
        &titles,
        &afters,
        Some(&changes),
        width,
    );
    for whatif in whatifs {
        text += "\n";
        text += &one(base, whatif, width);
    }
    text
}

fn one(base: &Problem, whatif: &WhatIf, width: u16) -> String {
    let words = Words::of(base.language);
    let mut text = titled(&clean(&whatif.title));
    for (number, sentence) in step_sentences(&whatif.problem, &whatif.steps).iter().enumerate() {
        text += &wrap(&[format!("{}. {}", number + 1, clean(sentence))], width);
    }
    match &whatif.comparison {
        Some(comparison) => {
            text += &format!("{}\n", wrap(&[words.proof(&whatif.answer)], width));
            text += &differences_text(base, &whatif.problem, comparison, width);
        }
        None => {
            text += &no_plan(words, whatif, width);
        }
    }
    if !whatif.trade_off.is_empty() {
        text += "\n";
        text += &trade_off_text(words, &whatif.trade_off, width);
    }
    text
}

/// Why there is no plan.
fn no_plan(words: Words, whatif: &WhatIf, width: u16) -> String {
    let answer = &whatif.answer;
    let Some(why) = &whatif.why_none else { return String::new() };
    let found = why.found.as_ref().filter(|(_, why)| matches!(why.clash, Clash::Clash { .. }));
    let mut text = String::new();
    if answer.outcome.status != Status::Infeasible && found.is_none() {
        text += match &why.found {
            Some((_, WhyNone { clash: Clash::Possible(_), .. })) => words.pick(
                "Er is in deze tijd geen plan gevonden, maar er is er wel een: alles wat moet, kan samen.\n",
                "No plan was found in this time, but there is one: all that must be can be together.\n",
            ),
            _ => words.pick(
                "Er is in deze tijd geen plan gevonden; of er een is, is niet bewezen.\n",
                "No plan was found in this time; whether there is one is not proven.\n",
            ),
        };
        if let Some((problem, why)) = &why.found {
            text += &explain::what_helps(problem, why, width);
        }
        text += words.pick(
            "Geef meer tijd met `--time-limit`, of meer `--work`.\n",
            "Give it more time with `--time-limit`, or more `--work`.\n",
        );
        let clash = words.pick("Of er iets botst, zoekt dit uit:", "Whether something clashes, this finds out:");
        return text + &told_by(clash, &why.command);
    }
    text += &match answer.max_changes {
        None if !found.is_some_and(|(_, why)| why.clash.is_telling()) => {
            words.pick("Bewezen: er is geen plan mogelijk.\n", "Proven: no plan is possible.\n").to_owned()
        }
        None => String::new(),
        Some(0) => words
            .pick("Bewezen: zonder wijzigingen is er geen plan.\n", "Proven: without changes there is no plan.\n")
            .to_owned(),
        Some(max) => {
            let changes = words.n_changes(max);
            words.pick(
                format!("Bewezen: met hoogstens {changes} is er geen plan.\n"),
                format!("Proven: with at most {changes} there is no plan.\n"),
            )
        }
    };
    let Some((problem, found)) = found.filter(|(_, why)| why.clash.is_telling()) else {
        if let Some((problem, why)) = &why.found {
            text += &explain::what_helps(problem, why, width);
        }
        text += words.pick(
            "Wat er precies botst, is in de gegeven tijd niet bekend geworden.\n",
            "What exactly clashes was not found out in the given time.\n",
        );
        let further = words.pick("Dit zoekt het verder uit:", "This looks further into it:");
        return text + &told_by(further, &why.command);
    };
    text += &explain::why_none(problem, found, width);
    if !matches!(found.clash, Clash::Clash { is_minimal: true, .. }) {
        let more = words.pick("Met meer tijd komt er misschien meer uit:", "With more time there may be more:");
        text += &told_by(more, &why.command);
    }
    text
}

/// A command and what it is for.
fn told_by(what: &str, command: &str) -> String {
    format!("{what}\n  {command} --time-limit 120\n")
}

/// Returns two plans side by side.
#[must_use]
pub fn comparison_text(before: &Problem, after: &Problem, comparison: &Comparison, width: u16) -> String {
    let words = Words::of(after.language);
    let width = width.clamp(WIDTHS.0, WIDTHS.1);
    let mut text = titled(words.pick("Twee plannen naast elkaar", "Two plans side by side"));
    let headings = [words.pick("tweede plan", "second plan").to_owned()];
    let first = (words.pick("eerste plan", "first plan"), &comparison.before);
    text += &totals_table(words, first, &headings, &[Some(&comparison.after)], None, width);
    text + "\n" + &differences_text(before, after, comparison, width)
}

/// Totals of plans, each with its difference from the first.
fn totals_table(
    words: Words,
    (heading, before): (&str, &Totals),
    titles: &[String],
    afters: &[Option<&Totals>],
    n_changes: Option<&[String]>,
    width: u16,
) -> String {
    let mut rows_of_table: Vec<Vec<String>> =
        vec![[String::new(), heading.to_owned()].into_iter().chain(titles.iter().cloned()).collect()];
    type Number = fn(&Totals) -> (i64, String);
    // Counts of visits and trips are far below 2^63.
    let rows: [(&str, Number); 7] = [
        (words.pick("punten", "points"), |t| (t.points.0, t.points.to_string())),
        (words.pick("bezoeken", "visits"), |t| (t.n_planned as i64, t.n_planned.to_string())),
        (words.pick("reizen", "trips"), |t| (t.n_trips as i64, t.n_trips.to_string())),
        (words.pick("dagen van huis", "days away"), |t| (t.days_away, t.days_away.to_string())),
        (words.pick("euro", "euro"), |t| (t.eur.0, t.eur.to_string())),
        (words.pick("kg CO2", "kg CO2"), |t| (t.kg_co2.0, t.kg_co2.to_string())),
        (words.pick("geschonden regels", "broken rules"), |t| (t.n_violations as i64, t.n_violations.to_string())),
    ];
    for (name, number) in rows {
        let (was, was_text) = number(before);
        let all_zero = was == 0 && afters.iter().flatten().all(|after| number(after).0 == 0);
        if all_zero && name == words.pick("geschonden regels", "broken rules") {
            continue;
        }
        let cells = afters.iter().map(|after| match after {
            None => "–".to_owned(),
            Some(after) => {
                let (is, is_text) = number(after);
                let is_text = words.number(&is_text);
                match is - was {
                    0 => is_text,
                    difference => {
                        format!("{is_text} ({})", words.signed(difference, &difference_text(name, difference, words)))
                    }
                }
            }
        });
        rows_of_table.push([name.to_owned(), words.number(&was_text)].into_iter().chain(cells).collect());
    }
    if let Some(n_changes) = n_changes {
        let changes = words.pick("wijzigingen", "changes").to_owned();
        rows_of_table.push([changes, String::new()].into_iter().chain(n_changes.iter().cloned()).collect());
    }
    // Two plans stand beside each other; more stand below each other, or their columns would be too narrow.
    if titles.len() > 2 {
        let n_columns = rows_of_table.iter().map(Vec::len).min().unwrap_or(0);
        rows_of_table =
            (0..n_columns).map(|column| rows_of_table.iter().map(|row| row[column].clone()).collect()).collect();
    }
    let mut rows = rows_of_table.into_iter();
    let mut table = table(rows.next().unwrap_or_default(), width);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    rows.for_each(|row| {
        table.add_row(row);
    });
    format!("{}\n", table.trim_fmt())
}

/// A difference in the unit of its row.
fn difference_text(name: &str, difference: i64, words: Words) -> String {
    if name == words.pick("punten", "points") {
        Points(difference).to_string()
    } else if name == "euro" {
        crate::domain::Cents(difference).to_string()
    } else if name == "kg CO2" {
        crate::domain::Grams(difference).to_string()
    } else {
        difference.to_string()
    }
}

/// The visits that differ, with why; the countries and rules that differ.
fn differences_text(before: &Problem, after: &Problem, comparison: &Comparison, width: u16) -> String {
    let words = Words::of(after.language);
    let n = comparison.differences.len();
    let same = match comparison.n_same {
        1 => words.pick("1 bezoek blijft zoals het was", "1 visit stays as it was").to_owned(),
        n => words.pick(format!("{n} bezoeken blijven zoals ze waren"), format!("{n} visits stay as they were")),
    };
    let mut text = format!("{}; {same}.\n", capital(&words.n_changes(n)));
    for difference in &comparison.differences {
        text += &wrap(&difference_lines(words, before, after, difference), width);
    }
    let countries: Vec<String> = comparison
        .countries
        .iter()
        .filter(|count| count.before != count.after)
        .map(|count| format!("{} {} → {}", words.country(count.country), count.before, count.after))
        .collect();
    if !countries.is_empty() {
        text += &wrap(
            &[format!("{}: {}", words.pick("Bezoeken per land", "Visits by country"), countries.join(", "))],
            width,
        );
    }
    for rule in &comparison.rules {
        let not_in = |these: &[String], those: &[String]| -> Vec<String> {
            these.iter().filter(|id| !those.contains(id)).map(|id| title_of(after, id)).collect()
        };
        let (now, no_more) = (not_in(&rule.after, &rule.before), not_in(&rule.before, &rule.after));
        let label = clean(&rule.label);
        let mut lines = Vec::new();
        if !now.is_empty() {
            let also = if rule.before.is_empty() { "" } else { words.pick("ook ", "also ") };
            let sentence =
                words.pick(format!("“{label}” houdt nu {also}tegen"), format!("“{label}” now {also}holds back"));
            lines.push(format!("{sentence}: {}", now.join("; ")));
        }
        // That a rule no longer stands against a visit which is planned now is told with that visit.
        if !no_more.is_empty() && rule.after.is_empty() {
            let sentence = words.pick(
                format!("“{label}” houdt niets meer tegen, eerder"),
                format!("“{label}” holds nothing back any more, before"),
            );
            lines.push(format!("{sentence}: {}", no_more.join("; ")));
        }
        text += &wrap(&lines, width);
    }
    text
}

/// The title of a request; its id when the scenario does not have it.
fn title_of(problem: &Problem, id: &str) -> String {
    let request = problem.requests.iter().find(|request| request.id == id);
    clean(request.map_or(id, |request| request.title.as_str()))
}

fn difference_lines(words: Words, before: &Problem, after: &Problem, difference: &Difference) -> Vec<String> {
    let title = difference.request_in(before, after).map_or(difference.request.as_str(), |r| r.title.as_str());
    let mut lines = vec![format!("  {}: {}", words.kinds(difference.kinds), clean(title))];
    let told = |problem: &Problem, appointment: &Appointment| told(words, problem, &difference.request, appointment);
    let (was, is) = (
        difference.before.as_ref().map(|appointment| told(before, appointment)),
        difference.after.as_ref().map(|appointment| told(after, appointment)),
    );
    lines.push(match (was, is) {
        (Some(was), Some(is)) => format!("    {was} → {is}"),
        (Some(was), None) => words.pick(format!("    was {was}"), format!("    was {was}")),
        (None, Some(is)) => format!("    {is}"),
        (None, None) => return lines,
    });
    let is_new = difference.kinds.is_added;
    let problem = if is_new { before } else { after };
    lines.push(format!("    {}", clean(&words.why(problem, &difference.why, is_new))));
    lines
}

/// When a visit is and who goes.
fn told(words: Words, problem: &Problem, id: &str, appointment: &Appointment) -> String {
    let request = problem.request_idxs().find(|&idx| problem.request(idx).id == id);
    let when = request.map_or_else(String::new, |request| words.day_at(problem, request, appointment.start));
    let office = |id: &String| {
        let traveller = problem.travellers.iter().find(|traveller| traveller.id == *id);
        clean(traveller.map_or(id.as_str(), |traveller| traveller.office.as_str()))
    };
    let who: Vec<String> = appointment.delegation.iter().map(|(_, traveller)| office(traveller)).collect();
    format!("{when}, {}", who.join(" + "))
}

/// Returns the best plans with no change, one, two and so on.
#[must_use]
pub fn trade_off_text(words: Words, list: &[Few], width: u16) -> String {
    let mut text = titled(words.pick("Punten tegen wijzigingen", "Points against changes"));
    let mut table = table(
        [
            words.pick("hoogstens", "at most"),
            words.pick("punten", "points"),
            words.pick("gewijzigd", "changed"),
            words.pick("hoogstens nog mogelijk", "at most possible still"),
        ],
        width,
    );
    for column in table.column_iter_mut().take(3) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for few in list {
        let most = few.max_changes.map_or_else(|| words.pick("alles", "all").to_owned(), |max| max.to_string());
        let answer = &few.answer;
        let cells = match (answer.net(), answer.outcome.bound, answer.outcome.status) {
            (_, _, Status::Infeasible) => {
                ["–".to_owned(), String::new(), words.pick("bewezen: onmogelijk", "proven: impossible").to_owned()]
            }
            (Some(net), bound, _) => {
                let proof = match bound {
                    None => words.pick("niet bewezen", "not proven").to_owned(),
                    Some(bound) if net >= bound => words.pick("bewezen het beste", "proven best").to_owned(),
                    Some(bound) => {
                        let percent = words.number(&crate::report::terminal::percent(bound - net, bound));
                        format!("{} (+{percent} %)", words.amount(bound))
                    }
                };
                [words.amount(net), answer.n_changes.to_string(), proof]
            }
            (None, ..) => ["–".to_owned(), String::new(), words.pick("niets gevonden", "nothing found").to_owned()],
        };
        table.add_row([most].into_iter().chain(cells));
    }
    text += &format!("{}\n", table.trim_fmt());
    text
}

/// Breaks lines at blanks so that they fit, later lines as far in as the first and two more.
fn wrap(lines: &[String], width: u16) -> String {
    let width = usize::from(width);
    let mut text = String::new();
    for line in lines {
        let indent = line.chars().take_while(|c| *c == ' ').count();
        let mut column = 0;
        for (number, word) in line.split_whitespace().enumerate() {
            let length = word.chars().count();
            if number == 0 {
                text += &" ".repeat(indent);
                column = indent;
            } else if column + 1 + length > width {
                text += &format!("\n{}", " ".repeat(indent + 2));
                column = indent + 2;
            } else {
                text.push(' ');
                column += 1;
            }
            text += word;
            column += length;
        }
        text.push('\n');
    }
    text
}
