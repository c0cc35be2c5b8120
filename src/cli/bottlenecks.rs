//! `reisagenda bottlenecks`: what one more unit of each scarce thing would be worth.

use std::time::Duration;

use clap::Args;

use super::course::Course;
use super::exit::{Exit, Failure};
use super::explain::must_be_valid;
use super::input::{self, ScenarioAndPlan};
use super::progress::Watch;
use super::{output, plan};
use crate::explain::{self, Effort};
use crate::report::explain as report;

/// Show what one more unit of each scarce thing would be worth.
///
/// A day away in a month, a trip, a thousand euros or kilograms of CO2, a security team, one fewer who must be home: for
/// each rule of which the plan leaves less than one unit, prices of the search say about what one unit more is worth, and
/// for those that seem to bring most the plan is made again with one unit more. Gains are counted from the best plan that
/// is found as things are.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda bottlenecks my-agenda plan.json
  reisagenda bottlenecks my-agenda plan.json --top 10 --time-limit 120
  reisagenda bottlenecks my-agenda plan.json --json

Exit codes: 0 shown, 1 the plan breaks the rules of the scenario, 2 wrong input, 3 internal error.")]
pub struct Arguments {
    #[command(flatten)]
    input: ScenarioAndPlan,
    /// For how many of those that seem to bring most the plan is made again
    #[arg(long, value_name = "N", default_value_t = 5)]
    top: usize,
    /// Stop after so many seconds and show what is known by then; a shorter one may show less
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = plan::seconds)]
    time_limit: Duration,
    /// Rounds of work for each search
    #[arg(long, value_name = "N", default_value_t = Effort::default().work)]
    work: u64,
    /// Feeds the random choices of searches
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Show no progress
    #[arg(short, long)]
    quiet: bool,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let is_quiet = arguments.quiet || arguments.json;
    let problem = input::problem(&arguments.input.scenario, is_quiet)?;
    let (plan, claims) = input::plan(&problem, &arguments.input.plan)?;
    must_be_valid(&problem, &plan)?;
    let effort = Effort { seed: arguments.seed, work: arguments.work, prices: claims.prices, ..Effort::default() };
    let mut watch = Watch::new(Some(arguments.time_limit), is_quiet, Course::new(None)?);
    let answer = explain::bottlenecks(&problem, &plan, arguments.top, &effort, &mut watch);
    watch.finish();
    let text = if arguments.json {
        format!("{:#}", report::bottlenecks_as_json(&problem, &plan, &answer))
    } else {
        report::bottlenecks(&problem, &plan, &answer, output::width())
    };
    output::print(&text)?;
    Ok(Exit::Done)
}
