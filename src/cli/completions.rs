//! `reisagenda completions`: what a shell needs to complete commands and options.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::exit::{Exit, Failure};
use super::output;

/// Print the completions for a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  reisagenda completions bash > ~/.local/share/bash-completion/completions/reisagenda
  reisagenda completions zsh > ~/.zfunc/_reisagenda
  reisagenda completions fish > ~/.config/fish/completions/reisagenda.fish
  reisagenda completions powershell >> $PROFILE")]
pub struct Arguments {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "reisagenda", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
