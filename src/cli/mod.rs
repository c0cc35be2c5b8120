//! The command line: arguments in, exit code out, one file per command.
//!
//! # Invariants
//!
//! * The only room that prints, and the only one with a clock.
//! * What a command was asked for goes to the standard output; progress, warnings and mistakes go to the standard
//!   error.
//! * A pipe that is closed early, as by `head`, is no mistake.
//! * The exit code is one of [`Exit`].

mod again;
mod bottlenecks;
mod calendar;
mod check;
mod compare;
mod completions;
mod convert;
mod course;
mod exit;
mod explain;
mod feeds;
mod generate;
mod help;
mod init;
mod input;
mod language;
mod output;
mod panics;
mod pdf;
mod plan;
mod progress;
mod publish;
mod remedies;
mod report;
mod schema;
mod stress;
mod sweep;
mod whatif;

pub use exit::Exit;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::{Parser, Subcommand};

use exit::Failure;

/// What every help text ends with.
const EXIT_CODES: &str = "\
Exit codes:
  0  done: the plan was written, or keeps every rule
  1  no plan: none is possible, none was found in time, or the plan breaks a rule or is hit by a changed calendar;
     also when published calendars, or files that were tested, are not sound
  2  wrong input: a mistake in the scenario, the plan file or the arguments
  3  the program could not write, or met an error of its own";

/// Plans a government's travel agenda: who goes where, when, with whom.
///
/// A SCENARIO is a folder with a `scenario.toml`, one .toml or .json file, or a workbook (.xlsx or .ods). `reisagenda
/// init` writes one to start from.
#[derive(Debug, Parser)]
#[command(
    name = "reisagenda",
    version = version(),
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = EXIT_CODES,
    after_long_help = format!("\
Examples:
  reisagenda init my-agenda
  reisagenda plan my-agenda -o plan.json
  reisagenda check my-agenda plan.json
  reisagenda explain my-agenda plan.json marokko
  reisagenda feeds my-agenda plan.json -o calendars
  reisagenda publish my-agenda plan.json --to /srv/calendars
  reisagenda report my-agenda plan.json -o agenda.html

{EXIT_CODES}")
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// The language of all texts; else the scenario's, else that of this machine
    #[arg(long, value_enum, global = true, display_order = 900)]
    lang: Option<language::Lang>,
}

/// The commands, in the order in which a newcomer needs them.
#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Arguments),
    Plan(plan::Arguments),
    Calendar(calendar::Arguments),
    Check(check::Arguments),
    Explain(explain::Arguments),
    Bottlenecks(bottlenecks::Arguments),
    Compare(compare::Arguments),
    #[command(name = "whatif")]
    WhatIf(whatif::Arguments),
    Sweep(sweep::Arguments),
    Stress(stress::Arguments),
    Feeds(feeds::Arguments),
    Publish(publish::Arguments),
    Convert(convert::Arguments),
    Report(report::Arguments),
    Schema(schema::Arguments),
    Generate(generate::Arguments),
    Completions(completions::Arguments),
}

/// The version of the program and the edition of its time zone data.
fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| format!("{} (time zone data {})", env!("CARGO_PKG_VERSION"), crate::zones::edition()))
}

/// Runs the command that the arguments of the process ask for.
#[must_use]
pub fn run() -> ExitCode {
    panics::catch(|| {
        let given: Vec<OsString> = std::env::args_os().collect();
        language::begin(&given);
        let arguments = match help::parse(given) {
            Ok(arguments) => arguments,
            Err(told) => return ended(told),
        };
        ended(match arguments.command {
            Command::Init(arguments) => init::run(&arguments),
            Command::Plan(arguments) => plan::run(&arguments),
            Command::Calendar(arguments) => calendar::run(&arguments),
            Command::Check(arguments) => check::run(&arguments),
            Command::Explain(arguments) => explain::run(&arguments),
            Command::Bottlenecks(arguments) => bottlenecks::run(&arguments),
            Command::Compare(arguments) => compare::run(&arguments),
            Command::WhatIf(arguments) => whatif::run(&arguments),
            Command::Sweep(arguments) => sweep::run(&arguments),
            Command::Stress(arguments) => stress::run(&arguments),
            Command::Feeds(arguments) => feeds::run(&arguments),
            Command::Publish(arguments) => publish::run(&arguments),
            Command::Convert(arguments) => convert::run(&arguments),
            Command::Report(arguments) => report::run(&arguments),
            Command::Schema(arguments) => schema::run(&arguments),
            Command::Generate(arguments) => generate::run(&arguments),
            Command::Completions(arguments) => completions::run(&arguments),
        })
    })
    .into()
}

/// Says why a command failed, if it did.
fn ended(result: Result<Exit, Failure>) -> Exit {
    result.unwrap_or_else(|failure| {
        output::note(&failure.to_string());
        failure.exit()
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
