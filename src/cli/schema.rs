//! `reisagenda schema`: the JSON Schema of scenario files, plan files and files of changes.

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use super::output;

/// Print the JSON Schema of scenario files, of plan files, or of files of changes.
///
/// With it an editor completes and checks a scenario as you type: put `#:schema scenario.schema.json` in the first
/// line of the scenario.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  reisagenda schema > scenario.schema.json\n  reisagenda schema plan\n  reisagenda schema changes > whatif.schema.json"
)]
pub struct Arguments {
    /// Which files
    #[arg(value_enum, default_value_t = Kind::Scenario)]
    kind: Kind,
}

/// The kinds of files that have a schema.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// What the program reads
    Scenario,
    /// What the program writes
    Plan,
    /// What a what-if changes
    Changes,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let schema = match arguments.kind {
        Kind::Scenario => crate::scenario::schema(),
        Kind::Plan => crate::planfile::schema(),
        Kind::Changes => crate::scenario::changes::schema(),
    };
    output::print(&format!("{schema:#}"))?;
    Ok(Exit::Done)
}
