//! `reisagenda check`: whether a plan keeps every rule, and what it is worth.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::exit::{Exit, Failure};
use super::{input, language, output};
use crate::checker::{self, Report};
use crate::domain::{Part, Points, Problem};
use crate::planfile::Claims;
use crate::report::Words;
use crate::texts::say;

/// Check a plan against every rule of its scenario, or a scenario alone.
///
/// Everything is computed again from the ids and instants of the plan; no other number in the file is trusted. Every
/// violation is listed, with the rule, the request or traveller, and the time.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda check my-agenda plan.json
  reisagenda check my-agenda plan.json --json
  reisagenda check my-agenda
  reisagenda check agenda.xlsx --mark mistakes.xlsx

Exit codes: 0 the plan keeps every rule, 1 it does not, 2 wrong input, 3 internal error.")]
pub struct Arguments {
    /// The scenario: a folder with a scenario.toml, a .toml or .json file, or a workbook
    scenario: PathBuf,
    /// The plan file; without it only the scenario is checked
    plan: Option<PathBuf>,
    /// Print the verdict as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    marking: input::Marking,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let problem = input::marked(&arguments.scenario, arguments.json, &arguments.marking)?.problem;
    let Some(plan) = &arguments.plan else {
        let text = match arguments.json {
            true => format!("{:#}", json!({ "valid": true })),
            false => format!("{} has no mistakes.", arguments.scenario.display()),
        };
        output::print(&text)?;
        return Ok(Exit::Done);
    };
    let (plan, claims) = input::plan(&problem, plan)?;
    let report = checker::check(&problem, &plan);
    let text = if arguments.json { as_json(&problem, &report) } else { as_text(&problem, &report, &claims) };
    output::print(&text)?;
    Ok(if report.is_valid() { Exit::Done } else { Exit::NoPlan })
}

fn as_text(problem: &Problem, report: &Report, claims: &Claims) -> String {
    let words = Words::of(language::current());
    let mut lines = vec![
        language::put(&match report.violations.len() {
            0 => say!("Het plan houdt zich aan elke regel.", "The plan keeps every rule."),
            1 => say!("Het plan heeft 1 overtreding:", "The plan has 1 violation:"),
            n => say!("Het plan heeft {n} overtredingen:", "The plan has {n} violations:"),
        })
        .to_owned(),
    ];
    lines.extend(report.violations.iter().map(|v| format!("  {}", input::violation_line(problem, v))));
    if !report.concessions.is_empty() {
        let title = say!("Regels die tegen een prijs worden overtreden:", "Rules that are broken at a price:");
        lines.push(language::put(&title).to_owned());
        lines.extend(report.concessions.iter().map(|concession| {
            let rule = problem.rule(concession.rule);
            let (message, points) = (language::put(&concession.message), words.amount(concession.points));
            let points = words.pick(format!("-{points} punten"), format!("-{points} points"));
            format!("  {} ({}): {message}, {points}", rule.id, rule.label)
        }));
    }
    let worth = words.amount(report.objective);
    lines.push(words.pick(format!("Het is {worth} punten waard:"), format!("It is worth {worth} points:")));
    for &(part, points) in report.parts.iter().filter(|(_, points)| *points != Points::ZERO) {
        let label = match part {
            Part::Rule(rule) => problem.rule(rule).label.as_str(),
            _ => "",
        };
        lines.push(format!("{:>12}  {}", words.amount(points), words.part(part, label)));
    }
    if let Some(claimed) = claims.objective.filter(|&claimed| !is_same(claimed, report.objective)) {
        let claimed = words.number(&claimed.to_string());
        lines.push(words.pick(
            format!("Het bestand zegt {claimed} punten, en dat is niet wat het plan waard is."),
            format!("The file says {claimed} points, which is not what the plan is worth."),
        ));
    }
    lines.join("\n")
}

/// Whether a number of a file is so many points, to the thousandth.
fn is_same(claimed: f64, points: Points) -> bool {
    format!("{claimed:.3}") == format!("{:.3}", points.0 as f64 / 1000.0) // Points stay far below 2^53.
}

fn as_json(problem: &Problem, report: &Report) -> String {
    let number = |points: Points| points.0 as f64 / 1000.0; // Points stay far below 2^53.
    let request = |request: Option<crate::domain::RequestIdx>| request.map(|r| problem.request(r).id.clone());
    let traveller = |traveller: Option<crate::domain::TravellerIdx>| traveller.map(|t| problem.traveller(t).id.clone());
    let violations: Vec<_> = report
        .violations
        .iter()
        .map(|v| {
            json!({
                "rule": v.rule, "kind": v.kind, "message": language::put(&v.message), "request": request(v.request),
                "traveller": traveller(v.traveller), "at": v.at.map(|at| at.to_string()),
            })
        })
        .collect();
    let concessions: Vec<_> = report
        .concessions
        .iter()
        .map(|c| {
            json!({
                "rule": problem.rule(c.rule).id, "points": number(c.points), "message": language::put(&c.message),
                "request": request(c.request), "traveller": traveller(c.traveller),
                "at": c.at.map(|at| at.to_string()),
            })
        })
        .collect();
    let verdict = json!({
        "valid": report.is_valid(), "objective": number(report.objective), "violations": violations,
        "concessions": concessions,
    });
    format!("{verdict:#}")
}
