//! `reisagenda generate`: a made-up scenario of any size.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use super::{language, output};
use crate::generate::{self, Spec};
use crate::texts::say;

/// The most travellers, places and requests that can be asked for. Every pair of places has a leg.
const MAX_TRAVELLERS: u64 = 2_000;
const MAX_COUNTRIES: u64 = 1_000;
const MAX_REQUESTS: u64 = 20_000;

/// Make up a scenario of any size, to try things out or to measure.
///
/// Places, time zones, weekends and holidays are real; offices, wishes, diaries, amounts and budgets are examples. The
/// same options and seed give the same scenario. With more countries than the 62 that are known, further cities of
/// these countries are taken; with more than 166, places with a number that do not exist.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda generate --travellers 12 --countries 20 --requests 40 -o small
  reisagenda generate --travellers 60 --countries 80 --requests 500 --seed 3 --budgets none -o large
  reisagenda plan small -o plan.json

No file that is there already is changed.")]
pub struct Arguments {
    /// How many travellers, in ministries and services of about five
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MAX_TRAVELLERS))]
    travellers: u64,
    /// How many places away from home, as far as possible each in another country
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MAX_COUNTRIES))]
    countries: u64,
    /// How many visits are wished
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=MAX_REQUESTS))]
    requests: u64,
    /// How many months of 2027, from January on
    #[arg(long, value_name = "M", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=12))]
    months: u32,
    /// Feeds every choice; another seed gives another scenario
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// How much money there is
    #[arg(long, value_enum, default_value_t = Budgets::Bind)]
    budgets: Budgets,
    /// The folder to write to; it is made when it is not there
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
}

/// How budgets are to be.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Budgets {
    /// So little that a fifth to a third of the wishes cannot be planned
    Bind,
    /// Budgets with room for everything
    Loose,
    /// No budgets
    None,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let spec = Spec {
        // The limits of the arguments fit any usize.
        n_travellers: arguments.travellers as usize,
        n_places: arguments.countries as usize,
        n_requests: arguments.requests as usize,
        n_months: arguments.months,
        seed: arguments.seed,
        budgets: match arguments.budgets {
            Budgets::Bind => generate::Budgets::Bind,
            Budgets::Loose => generate::Budgets::Loose,
            Budgets::None => generate::Budgets::None,
        },
    };
    let files = generate::files(&spec);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    output::write_new_files(&arguments.output, &files)?;
    let shown = arguments.output.display();
    output::print(language::put(&say!(
        "In {shown} staat een verzonnen scenario: {} reizigers, {} landen of plaatsen, {} wensen. Daarna:\n  \
         reisagenda plan {shown} -o plan.json",
        "A made-up scenario is in {shown}: {} travellers, {} countries or places, {} requests. Next:\n  \
         reisagenda plan {shown} -o plan.json",
        spec.n_travellers,
        spec.n_places,
        spec.n_requests
    )))?;
    Ok(Exit::Done)
}
