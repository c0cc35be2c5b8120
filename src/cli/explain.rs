//! `reisagenda explain`: why a plan is as it is, what else could be, and what it would cost.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::again::{Published, date};
use super::course::Course;
use super::exit::{Exit, Failure};
use super::progress::Watch;
use super::{input, language, output, plan};
use crate::checker;
use crate::domain::{Day, Plan, Points, Problem, RequestIdx};
use crate::explain::{self, Clash, Effort, PLANNING_AGAIN, Share, planned};
use crate::report::explain::{self as report, Carried, Premise};
use crate::scenario::changes::{ChangeSource, Changes, Step};
use crate::scenario::raw::{Date, Scalar as _};
use crate::solver::Options;
use crate::texts::{Said, say};
use crate::whatif::{Ask, carry, replan, within_changes};

/// Rounds of work for each search of the whole plan, and of one that has many requests or begins with kept prices: one
/// more takes as long as all else and rarely tells more.
const WORK: u64 = 3;
const LITTLE_WORK: u64 = 2;
/// The least rounds of work for planning again first, where changes make the plan break rules.
const WORK_TO_PLAN_AGAIN: u64 = 4;
/// More requests than these are many.
const MANY_REQUESTS: usize = 100;

/// The most violations that are shown; `check` shows all.
const MAX_SHOWN: usize = 5;

/// Explain why a request is or is not in a plan, and what it would cost to have it otherwise.
///
/// A request that is not planned: what stands in its way, which other visits would fall or move, what that costs, and
/// which limit, calendar, date or preparation would have to give way by how much. A request that is planned: what the
/// plan would be without it, on another date, or with somebody else. With --instead-of: what it would cost to plan one
/// request rather than another. Without PLAN and REQUEST: why a scenario has no plan, and what would help.
///
/// With --with all this of the scenario as changed by files of changes, as `whatif` takes them. A plan that keeps no
/// longer to the rules then is planned again first, with few changes. A plan that `whatif -o` wrote may be given too.
/// With --keep-before and --max-changes all this where only so much of the plan may change.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda explain my-agenda plan.json marokko
  reisagenda explain my-agenda plan.json marokko --instead-of tunesie
  reisagenda explain my-agenda plan.json marokko --time-limit 10 --json
  reisagenda explain my-agenda plan.json marokko --with minister-ill.toml --with budget.toml
  reisagenda explain my-agenda plan.json marokko --keep-before 2027-03-01 --max-changes 3
  reisagenda explain my-agenda
  reisagenda explain my-agenda --with minister-ill.toml

What is said to be impossible, or to cost at least so much, is proven; what was only found is said to be found.

Exit codes: 0 explained, 1 the scenario has no plan or the plan breaks its rules, 2 wrong input, 3 internal error.")]
pub struct Arguments {
    /// The scenario: a folder with a scenario.toml, a .toml or .json file, or a workbook
    scenario: PathBuf,
    /// The plan file
    plan: Option<PathBuf>,
    /// The id of the request
    request: Option<String>,
    /// Explain it as if the changes of this file were made, as `whatif` makes them; may be given several times, and the
    /// files are applied in that order
    #[arg(long = "with", value_name = "CHANGE")]
    changes: Vec<PathBuf>,
    /// Explain it as if every visit of the plan that starts before this date stays as it is
    #[arg(long, value_name = "DATE", requires = "plan", value_parser = date)]
    keep_before: Option<String>,
    /// Explain it as if at most so many visits of the plan may change
    #[arg(long, value_name = "N", requires = "plan")]
    max_changes: Option<usize>,
    /// What if REQUEST were planned and this request were not
    #[arg(long, value_name = "OTHER", requires = "request")]
    instead_of: Option<String>,
    /// Stop after so many seconds and tell what is known by then; a shorter one may tell less
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = plan::seconds)]
    time_limit: Duration,
    /// Rounds of work for each search of the whole plan; more find more, and take longer. When not given: 3, or 2 where
    /// the plan file keeps prices or there are more than 100 requests
    #[arg(long, value_name = "N")]
    work: Option<u64>,
    /// What a change of another visit's date or delegation counts for: of plans that are nearly as good, the one with
    /// fewer changes is told
    #[arg(long, value_name = "POINTS", default_value_t = 1.0, value_parser = points)]
    per_change: f64,
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
    let mut subject = subject(arguments, is_quiet)?;
    let mut effort = Effort {
        seed: arguments.seed,
        work: arguments.work.unwrap_or(if subject.problem.requests.len() > MANY_REQUESTS { LITTLE_WORK } else { WORK }),
        // At most a million points, by `points`.
        per_change: Points((arguments.per_change * 1000.0).round() as i64),
        ..Effort::default()
    };
    let request = arguments.request.as_ref().map(|id| subject.request(id)).transpose()?;
    let other = arguments.instead_of.as_ref().map(|id| subject.request(id)).transpose()?;
    let mut watch = Watch::new(Some(arguments.time_limit), is_quiet, Course::new(None)?);
    let published = subject.published.take();
    effort.published = published.as_ref().filter(|_| subject.max_changes.is_some()).map(|it| subject.carried_over(it));
    let (Some(published), Some(request)) = (&published, request) else {
        if let Some(plan) = &effort.published {
            subject.limit_changes(plan);
        }
        return why_none(arguments, &subject, &effort, watch);
    };
    if arguments.work.is_none() && !published.prices.is_empty() {
        effort.work = LITTLE_WORK;
    }
    effort.prices.clone_from(&published.prices);
    let Some(plan) = subject.plan(published, &effort, &mut watch)? else {
        why_none(arguments, &subject, &effort, watch)?;
        return Ok(Exit::NoPlan);
    };
    let problem = &subject.problem;
    let width = output::width();
    let (value, text) = match other {
        Some(other) => {
            must_be_a_choice(problem, &plan, request, other)?;
            let answer = explain::why_rather(problem, &plan, (request, other), &effort, &mut watch);
            (
                report::why_rather_as_json(problem, &plan, (request, other), &answer),
                report::why_rather(problem, &plan, (request, other), &answer, width),
            )
        }
        None if planned(&plan).contains_key(&request) => {
            let answer = explain::why_so(problem, &plan, request, &effort, &mut watch);
            (
                report::why_so_as_json(problem, &plan, request, &answer),
                report::why_so(problem, &plan, request, &answer, width),
            )
        }
        None => {
            let answer = explain::why_not(problem, &plan, request, &effort, &mut watch);
            (
                report::why_not_as_json(problem, &plan, request, &answer),
                report::why_not(problem, &plan, request, &answer, width),
            )
        }
    };
    watch.finish();
    subject.print(arguments.json, value, &text)?;
    Ok(Exit::Done)
}

/// What a question is about.
struct Subject {
    /// The scenario, changed where that is asked.
    problem: Problem,
    /// The plan that was given, with the scenario that it is of.
    published: Option<Published>,
    /// What was changed; `None` when nothing was asked to be.
    steps: Option<Vec<Step>>,
    /// The ids that the scenario has without the changes.
    ids: Vec<String>,
    /// What became of the plan under the changes.
    carried: Carried,
    /// Visits that start before this date stay as they are.
    keep_before: Option<Day>,
    /// The most visits of the plan that may change.
    max_changes: Option<usize>,
}

fn subject(arguments: &Arguments, is_quiet: bool) -> Result<Subject, Failure> {
    let scenario = &arguments.scenario;
    let is_changed =
        !arguments.changes.is_empty() || arguments.keep_before.is_some() || arguments.max_changes.is_some();
    if let (Some(_), None, false) = (&arguments.plan, &arguments.request, is_changed) {
        return Err(Failure::input(
            &say!("over welke wens van het plan gaat de vraag?", "which request of the plan is asked about?"),
            &say!(
                "noem na het plan het id van een wens; zonder plan en wens gaat het over het scenario zelf",
                "name the id of a request after the plan; without plan and request the scenario itself is explained"
            ),
        ));
    }
    let sources: Vec<ChangeSource> = arguments.changes.iter().cloned().map(ChangeSource::File).collect();
    let keep_before = arguments.keep_before.as_ref().and_then(|date| Date::parse(date).ok()).map(|date| date.0);
    let max_changes = arguments.max_changes;
    let subject = |problem, published, steps, ids| {
        let carried = Carried::NotAsked;
        Subject { problem, published, steps, ids, carried, keep_before, max_changes }
    };
    let ids_of = |problem: &Problem| problem.requests.iter().map(|request| request.id.clone()).collect();
    if !is_changed {
        let published = match &arguments.plan {
            Some(plan) => Some(Published::read(scenario, plan, None, is_quiet)?),
            None => None,
        };
        let problem = match &published {
            Some(published) => published.problem.clone(),
            None => input::problem(scenario, is_quiet)?,
        };
        return Ok(subject(problem, published, None, Vec::new()));
    }
    let Some(plan) = &arguments.plan else {
        let base = input::problem(scenario, is_quiet)?;
        let changes = Changes { sources, ..Changes::default() };
        let (changed, steps) = input::changed(scenario, &changes, is_quiet)?;
        return Ok(subject(changed.problem, None, Some(steps), ids_of(&base)));
    };
    let (published, problem, steps) =
        Published::read_changed(scenario, plan, &sources, arguments.keep_before.clone(), is_quiet)?;
    let ids = ids_of(&published.problem);
    Ok(subject(problem, Some(published), Some(steps), ids))
}

impl Subject {
    /// The request with this id.
    fn request(&self, id: &str) -> Result<RequestIdx, Failure> {
        if self.ids.iter().any(|known| known == id) && self.problem.requests.iter().all(|request| request.id != id) {
            return Err(Failure::input(
                &say!(
                    "met deze wijzigingen is er geen wens `{id}` meer",
                    "with these changes there is no request `{id}` any more"
                ),
                &say!(
                    "laat `--with` weg, of vraag naar een andere wens",
                    "leave out `--with`, or ask about another request"
                ),
            ));
        }
        request(&self.problem, id)
    }

    /// The plan to ask about: the one that was given, or where changes make that one break rules another one with few
    /// changes; `None` when there is none. From then on no more may change of the one that was given than was asked.
    fn plan(&mut self, published: &Published, effort: &Effort, watch: &mut Watch) -> Result<Option<Plan>, Failure> {
        if self.steps.is_none() {
            return must_be_valid(&self.problem, &published.plan).map(|()| Some(published.plan.clone()));
        }
        let plan = self.carried_over(published);
        if checker::check(&self.problem, &plan).is_valid() {
            self.carried = Carried::Kept;
            self.limit_changes(&plan);
            return Ok(Some(plan));
        }
        let options = Options {
            seed: effort.seed,
            work_limit: Some(effort.work.max(WORK_TO_PLAN_AGAIN)),
            n_threads: effort.n_threads,
            prices: published.prices.clone(),
            ..Options::default()
        };
        let ask = Ask { per_change: published.tenth_of_a_visit(), max_changes: self.max_changes, options };
        let answer = replan(&self.problem, &plan, &ask, &mut Share::of(watch, 0.4, PLANNING_AGAIN));
        super::plan::expect_valid(&self.problem, answer.report.as_ref())?;
        self.carried = match &answer.outcome.plan {
            Some(again) => Carried::PlannedAgain(explain::difference(&plan, again)),
            None => Carried::Lost,
        };
        self.limit_changes(&plan);
        Ok(answer.outcome.plan)
    }

    /// The plan that was given, in the positions of the changed scenario.
    fn carried_over(&self, published: &Published) -> Plan {
        carry(&published.plan, &published.problem, &self.problem)
    }

    /// Lets no more visits of a plan change than was asked.
    fn limit_changes(&mut self, plan: &Plan) {
        if self.max_changes.is_some() {
            self.problem = within_changes(&self.problem, plan, self.max_changes);
        }
    }

    /// Prints an answer, below what was changed.
    fn print(&self, as_json: bool, mut value: serde_json::Value, text: &str) -> Result<(), Failure> {
        let (problem, width) = (&self.problem, output::width());
        let (keep_before, max_changes, carried) = (self.keep_before, self.max_changes, &self.carried);
        let premise = self.steps.as_ref().map(|steps| Premise { steps, keep_before, max_changes, carried });
        if as_json {
            if let Some(premise) = &premise {
                value["with"] = report::premise_as_json(problem, premise);
            }
            return output::print(&format!("{value:#}"));
        }
        let premise = premise.map(|premise| report::premise(problem, &premise, width));
        output::print(&(premise.unwrap_or_default() + text))
    }
}

fn why_none(arguments: &Arguments, subject: &Subject, effort: &Effort, mut watch: Watch) -> Result<Exit, Failure> {
    let answer = explain::why_none(&subject.problem, effort, &mut watch);
    watch.finish();
    let text = report::why_none(&subject.problem, &answer, output::width());
    subject.print(arguments.json, report::why_none_as_json(&subject.problem, &answer), &text)?;
    Ok(if matches!(answer.clash, Clash::Clash { .. }) { Exit::NoPlan } else { Exit::Done })
}

fn said(text: &Said) -> String {
    language::put(text).to_owned()
}

/// Explanations compare with a plan; one that breaks rules is worth nothing to compare with.
pub(super) fn must_be_valid(problem: &Problem, plan: &Plan) -> Result<(), Failure> {
    let report = checker::check(problem, plan);
    if report.is_valid() {
        return Ok(());
    }
    let mut lines = vec![said(&say!(
        "Fout: het plan houdt zich niet aan de regels van dit scenario",
        "Error: the plan does not keep the rules of this scenario"
    ))];
    let shown = report.violations.iter().take(MAX_SHOWN);
    lines.extend(shown.map(|violation| format!("  {}", input::violation_line(problem, violation))));
    let n_more = report.violations.len().saturating_sub(MAX_SHOWN);
    if n_more > 0 {
        lines.push(said(&say!(
            "  … en nog {n_more}; `reisagenda check` toont ze alle",
            "  … and {n_more} more; `reisagenda check` lists them all"
        )));
    }
    lines.push(said(&say!(
        "  hulp: plan opnieuw met `plan --start-from`, en stel de vraag over het nieuwe plan",
        "  help: plan again with `plan --start-from`, and ask of the new plan"
    )));
    Err(Failure::NoPlan(lines.join("\n")))
}

/// `request` is to come instead of `other`: so the second is planned, and they are two.
fn must_be_a_choice(problem: &Problem, plan: &Plan, request: RequestIdx, other: RequestIdx) -> Result<(), Failure> {
    let (id, other_id) = (&problem.request(request).id, &problem.request(other).id);
    if request == other {
        return Err(Failure::input(
            &say!("`{id}` kan niet in de plaats van zichzelf komen", "`{id}` cannot come instead of itself"),
            &say!("noem twee wensen", "name two requests"),
        ));
    }
    let visits = planned(plan);
    if !visits.contains_key(&other) {
        let help = if visits.contains_key(&request) {
            say!(
                "om te vragen wat het andersom zou kosten: `{other_id} --instead-of {id}`",
                "to ask what it would cost the other way round: `{other_id} --instead-of {id}`"
            )
        } else {
            say!(
                "vraag waarom `{id}` niet in het plan staat, zonder `--instead-of`",
                "ask why `{id}` is not in the plan, without `--instead-of`"
            )
        };
        return Err(Failure::input(
            &say!("`{other_id}` staat niet in het plan", "`{other_id}` is not in the plan"),
            &help,
        ));
    }
    Ok(())
}

fn request(problem: &Problem, id: &str) -> Result<RequestIdx, Failure> {
    if let Some(idx) = problem.requests.iter().position(|request| request.id == id) {
        return Ok(RequestIdx(idx));
    }
    let similar = |request: &&crate::domain::Request| strsim::jaro_winkler(&request.id, id);
    let nearest = problem.requests.iter().max_by(|a, b| similar(a).total_cmp(&similar(b)));
    let help = match nearest.filter(|request| similar(request) > 0.75) {
        Some(request) => say!("bedoelt u `{}`?", "did you mean `{}`?", request.id),
        None => say!(
            "het planbestand noemt elke wens van het scenario, ingepland of niet",
            "the plan file names every request of the scenario, planned or not"
        ),
    };
    Err(Failure::input(&say!("er is geen wens `{id}`", "there is no request `{id}`"), &help))
}

fn points(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(points) if (0.0..=1_000_000.0).contains(&points) => Ok(points),
        Ok(_) => {
            Err(said(&say!("punten van 0 tot en met 1000000 werden verwacht", "points from 0 to 1000000 are expected")))
        }
        Err(_) => Err(said(&say!(
            "een aantal punten werd verwacht, zoals 0.5",
            "a number of points is expected, such as 0.5"
        ))),
    }
}
