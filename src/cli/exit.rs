//! How a command ends.

use std::fmt;
use std::process::ExitCode;

use super::language;
use crate::files::{self, FileError};
use crate::texts::{Said, say};

/// The exit codes. They are part of the program's promise: README.md and the help texts name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The plan was written, or keeps every rule.
    Done = 0,
    /// No plan is possible, none was found in time, or the plan breaks a rule or is hit by a changed calendar.
    NoPlan = 1,
    /// A mistake in the scenario, the plan file or the arguments.
    WrongInput = 2,
    /// The program could not write, or met an error of its own.
    Internal = 3,
}

impl Exit {
    /// The number that the process ends with.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8 // The numbers stand in the enum.
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// Why a command could not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// What the user wrote is wrong; the text says where and what to do.
    Input(String),
    /// A file could not be read or written.
    File(FileError),
    /// The standard output takes no more.
    Output(std::io::Error),
    /// There is no plan, or none that keeps the rules; the text says why.
    NoPlan(String),
    /// Nothing could be written for now; the text says why and what to do.
    Unwritable(String),
    /// The program is wrong; the text says what it found.
    Internal(String),
}

impl Failure {
    /// The exit code of this failure.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Input(_) | Failure::File(FileError::Read { .. }) => Exit::WrongInput,
            Failure::NoPlan(_) => Exit::NoPlan,
            Failure::File(FileError::Write { .. })
            | Failure::Output(_)
            | Failure::Unwritable(_)
            | Failure::Internal(_) => Exit::Internal,
        }
    }
}

/// The whole message, without a line end.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Input(text) | Failure::NoPlan(text) | Failure::Unwritable(text) => f.write_str(text.trim_end()),
            Failure::File(error) => f.write_str(&mistake(&error.message(), &error.help())),
            Failure::Output(error) => {
                let reason = files::reason(error);
                f.write_str(language::put(&say!(
                    "Fout: naar de standaarduitvoer kan niet worden geschreven: {reason}",
                    "Error: cannot write to the standard output: {reason}";
                    reason
                )))
            }
            Failure::Internal(text) => {
                let (text, please) = (text.trim_end(), please_report());
                f.write_str(language::put(&say!(
                    "Fout: reisagenda vond een fout van zichzelf: {text}\n{please}",
                    "Error: reisagenda found a mistake of its own: {text}\n{please}";
                    please
                )))
            }
        }
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Failure::File(error)
    }
}

/// What is wrong and what to do, in the language of this run.
pub fn mistake(message: &Said, help: &Said) -> String {
    language::put(&say!("Fout: {message}\n  hulp: {help}", "Error: {message}\n  help: {help}"; message, help))
        .to_owned()
}

impl Failure {
    /// A mistake of the user: what is wrong, and what to do.
    pub fn input(message: &Said, help: &Said) -> Self {
        Failure::Input(mistake(message, help))
    }
}

/// What to do about an error of the program itself.
pub fn please_report() -> Said {
    say!(
        "  hulp: dit ligt niet aan u, en er is geen bestand gewijzigd. Meld het ons met de regels hierboven, de opdracht,\n        \
         wat `reisagenda --version` zegt en, als u dat mag delen, het scenario.",
        "  help: this is not your doing, and no file was changed. Please report it with the lines above, the command,\n        \
         what `reisagenda --version` says, and if you may share it, the scenario."
    )
}
