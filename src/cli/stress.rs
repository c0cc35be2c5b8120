//! `reisagenda stress`: how much of a plan survives when hosts cancel visits or put them off.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;

use super::again::{Effort, Guard, Keeping, Published, on_all_cores};
use super::exit::{Exit, Failure};
use super::{input, language, output};
use crate::domain::{CountryCode, RequestStatus};
use crate::report::whatif::{stress_json, stress_text};
use crate::texts::{Said, say};
use crate::whatif::{Mishap, Odds, Rates, Stress, draw, stress};

/// Cancel visits or put them off at random, plan again with few changes, and say how much of the plan survives.
///
/// In each of --trials possible futures, hosts cancel some visits of the plan and put others off; then it is planned again,
/// beginning with what is left. How often which visit is hit is said by `[stress]` of the scenario, or here.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda stress my-agenda plan.json
  reisagenda stress my-agenda plan.json --trials 100 --cancel 10 --delay 15 --delay-days 28
  reisagenda stress my-agenda plan.json --rate LY:40:20 --rate confirmed:5:5 --seed 7
  reisagenda stress my-agenda plan.json --work 10 --json | jq .average

Exit codes: 0 every future has a plan, 1 one of them has none, 2 wrong input, 3 internal error.")]
pub struct Arguments {
    /// The scenario: a folder with a scenario.toml, a .toml or .json file, or a workbook
    scenario: PathBuf,
    /// The plan
    plan: PathBuf,
    /// How many futures
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    trials: u64,
    /// How often a host cancels, in percent; without it what the scenario says, or 5
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(0..=100))]
    cancel: Option<u32>,
    /// How often a host puts a visit off, in percent; without it what the scenario says, or 10
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(0..=100))]
    delay: Option<u32>,
    /// A visit that is put off starts at least so many days later; without it what the scenario says, or 14
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i32).range(1..=366))]
    delay_days: Option<i32>,
    /// The odds of a country or a status: COUNTRY:CANCEL:DELAY or STATUS:CANCEL:DELAY, in percent
    #[arg(long, value_name = "WHOSE:CANCEL:DELAY")]
    rate: Vec<Rate>,
    #[command(flatten)]
    keeping: Keeping,
    #[command(flatten)]
    effort: Effort,
    /// Print the futures as JSON
    #[arg(long)]
    json: bool,
    /// Show no notes on the way
    #[arg(short, long)]
    quiet: bool,
}

/// The odds of a country or a status, as an argument.
#[derive(Clone, Debug)]
struct Rate {
    country: Option<CountryCode>,
    status: Option<RequestStatus>,
    odds: Odds,
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |text: &Said| language::put(text).to_owned();
        let help = say!(
            "schrijf COUNTRY:CANCEL:DELAY, zoals LY:40:20, of STATUS:CANCEL:DELAY met idea, requested of confirmed",
            "write COUNTRY:CANCEL:DELAY, such as LY:40:20, or STATUS:CANCEL:DELAY with idea, requested or confirmed"
        );
        let [whose, cancel, delay] = text.split(':').collect::<Vec<_>>()[..] else { return Err(wrong(&help)) };
        let percent = |text: &str| text.parse::<u32>().ok().filter(|percent| *percent <= 100);
        let (Some(cancel), Some(delay)) = (percent(cancel), percent(delay)) else {
            let text = say!(
                "percentages zijn hele getallen van 0 tot en met 100; {help}",
                "percentages are whole numbers from 0 to 100; {help}"; help
            );
            return Err(wrong(&text));
        };
        if cancel + delay > 100 {
            return Err(wrong(&say!(
                "een bezoek kan niet vaker dan altijd worden afgezegd of uitgesteld: samen zijn de twee meer dan 100",
                "a visit cannot be cancelled or put off more than always: the two add up to more than 100"
            )));
        }
        let status = match whose {
            "idea" => Some(RequestStatus::Idea),
            "requested" => Some(RequestStatus::Requested),
            "confirmed" => Some(RequestStatus::Confirmed),
            _ => None,
        };
        let country = if status.is_some() { None } else { Some(whose.parse().map_err(|_| wrong(&help))?) };
        Ok(Rate { country, status, odds: Odds { cancel, delay } })
    }
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let quiet = arguments.quiet || arguments.json;
    let keep_before = arguments.keeping.keep_before.clone();
    let published = Published::read(&arguments.scenario, &arguments.plan, keep_before, quiet)?;
    let (loaded, _) = input::changed(&published.scenario, &published.changes(Vec::new()), true)?;
    let rates = rates(arguments, loaded.stress.as_ref())?;
    let problem = loaded.problem;
    let violations = crate::checker::check(&problem, &published.plan).violations;
    if let Some(first) = violations.first() {
        let first = input::violation_line(&problem, first);
        let text = say!(
            "Het plan overtreedt al regels, dus is niet te zeggen hoe het tegen een stootje kan.\n  {first}\n  hulp: `reisagenda check` zegt welke; plan eerst opnieuw",
            "The plan breaks rules already, so nothing can be said of how it survives.\n  {first}\n  help: `reisagenda check` says which; plan again first"
        );
        return Err(Failure::NoPlan(language::put(&text).to_owned()));
    }
    let guard = Guard::new();
    let (limit, n_threads) = (arguments.effort.limit(), arguments.effort.n_threads());
    let ask = arguments.keeping.ask(&published, arguments.effort.options(1));
    let numbers: Vec<u64> = (0..arguments.trials).collect();
    let n_done = AtomicUsize::new(0);
    let trials = on_all_cores(&numbers, n_threads, |_, &number| {
        let mishaps: Vec<Mishap> = draw(&problem, &published.plan, &rates, arguments.effort.seed, number);
        let watcher = &mut guard.watch(limit);
        let trial = stress(&problem, &published.plan, mishaps, rates.delay_days, &ask, watcher);
        let n_done = n_done.fetch_add(1, Ordering::Relaxed) + 1;
        if !quiet && n_done.is_multiple_of(5) {
            let text = say!("{n_done} van {} toekomsten", "{n_done} of {} futures", arguments.trials);
            output::note(language::put(&text));
        }
        trial
    });
    let stress = Stress::of(&problem, &published.plan, trials);
    let shown = language::shown(&problem);
    let text = if arguments.json {
        format!("{:#}", stress_json(&shown, &stress, arguments.effort.seed))
    } else {
        stress_text(&shown, &stress, output::width())
    };
    output::print(&text)?;
    let all = stress.trials.iter().all(|trial| trial.answer.report.is_some());
    Ok(if all { Exit::Done } else { Exit::NoPlan })
}

/// The rates of the arguments, then those of the scenario.
fn rates(arguments: &Arguments, of_scenario: Option<&crate::scenario::raw::Stress>) -> Result<Rates, Failure> {
    // The schema keeps percentages between 0 and 100, and days small.
    let small = |number: Option<i64>, default: u32| number.and_then(|n| u32::try_from(n).ok()).unwrap_or(default);
    let of = |number: Option<u32>, field: fn(&crate::scenario::raw::Stress) -> Option<i64>, default: u32| {
        number.unwrap_or_else(|| small(of_scenario.and_then(field), default))
    };
    let others = Odds {
        cancel: of(arguments.cancel, |stress| stress.cancel, 5),
        delay: of(arguments.delay, |stress| stress.delay, 10),
    };
    let mut lines: Vec<(Option<CountryCode>, Option<RequestStatus>, Odds)> =
        arguments.rate.iter().map(|rate| (rate.country, rate.status, rate.odds)).collect();
    for rate in of_scenario.iter().flat_map(|stress| &stress.rates) {
        let status = rate.status.map(|status| match status {
            crate::scenario::raw::Status::Idea => RequestStatus::Idea,
            crate::scenario::raw::Status::Requested => RequestStatus::Requested,
            crate::scenario::raw::Status::Confirmed => RequestStatus::Confirmed,
            crate::scenario::raw::Status::Held => RequestStatus::Held,
        });
        let odds = Odds { cancel: small(rate.cancel, 0), delay: small(rate.delay, 0) };
        lines.push((rate.country.map(|country| country.0), status, odds));
    }
    let all = lines.iter().map(|(_, _, odds)| odds).chain([&others]);
    if let Some(odds) = all.into_iter().find(|odds| odds.cancel + odds.delay > 100) {
        let text = say!(
            "Fout: {} % afgezegd en {} % uitgesteld is meer dan 100 %\n  hulp: verlaag een van de twee, in `[stress]` van het scenario of in de argumenten",
            "Error: {} % cancelled and {} % put off are more than 100 %\n  help: lower one of the two, in `[stress]` of the scenario or in the arguments",
            odds.cancel,
            odds.delay
        );
        return Err(Failure::Input(language::put(&text).to_owned()));
    }
    let delay_days = arguments.delay_days.unwrap_or_else(|| {
        of_scenario.and_then(|stress| stress.delay_days).and_then(|days| i32::try_from(days).ok()).unwrap_or(14)
    });
    Ok(Rates { others, lines, delay_days })
}
