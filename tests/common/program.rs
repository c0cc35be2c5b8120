//! The program as a process: how it is started, and how it has to end.

use std::process::{Command, Output, Stdio};

/// The program, told nothing yet, on a machine without a language.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reisagenda"));
    command.env_remove("RUST_BACKTRACE").env("LC_ALL", "C").stdin(Stdio::null());
    command
}

/// Runs the program to its end.
pub fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().expect("the program starts")
}

/// What it printed.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// What it noted on the standard error.
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Asserts that it ended with this code, and not by a mistake of its own.
pub fn ends_with(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "stdout:\n{}\nstderr:\n{}", out(output), err(output));
    assert!(!err(output).contains("panicked") && !err(output).contains("mistake of its own"), "{}", err(output));
}
