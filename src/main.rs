//! The program: arguments and exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    reisagenda::cli::run()
}
