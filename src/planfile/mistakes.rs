//! What can be wrong with a plan file.

use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

use crate::files::FileError;

/// A plan file could not be read.
#[derive(Debug, Error, Diagnostic)]
pub enum PlanFileError {
    /// The system could not read it.
    #[error("{0}")]
    File(FileError),
    /// It is no JSON, or its fields are not those of a plan.
    #[error("`{name}` is no plan for this scenario: {}", first_of(mistakes))]
    #[diagnostic(code(plan_file))]
    Mistakes {
        /// The name of the file.
        name: String,
        /// Its text.
        #[source_code]
        text: NamedSource<String>,
        /// Everything that is wrong with it, in the order of the file.
        #[related]
        mistakes: Vec<PlanMistake>,
    },
}

/// One mistake in a plan file.
#[derive(Clone, Debug, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}{}", place(pointer, *line, *column))]
#[diagnostic(code(plan_file), help("{help}"))]
pub struct PlanMistake {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Where in the structure, such as `trips[2].visits[0].request`; empty for the whole file.
    pub pointer: String,
    /// The line, from 1; 0 when it is about no line.
    pub line: usize,
    /// The column in characters, from 1; 0 when it is about no line.
    pub column: usize,
    /// The bytes it is about.
    #[label("here")]
    pub span: Option<SourceSpan>,
}

/// Where a mistake is, for readers without the source at hand.
fn place(pointer: &str, line: usize, column: usize) -> String {
    match (pointer, line) {
        ("", 0) => String::new(),
        (pointer, 0) => format!(" at `{pointer}`"),
        ("", line) => format!(" at line {line}, column {column}"),
        (pointer, line) => format!(" at `{pointer}`, line {line}, column {column}"),
    }
}

fn first_of(mistakes: &[PlanMistake]) -> String {
    match mistakes {
        [] => "something is wrong".to_owned(),
        [only] => only.to_string(),
        [first, rest @ ..] => format!("{first}; and {} more", rest.len()),
    }
}

impl PlanFileError {
    /// What is wrong with the text, in the order of the file; empty when the system could not read it.
    #[must_use]
    pub fn mistakes(&self) -> &[PlanMistake] {
        match self {
            PlanFileError::File(_) => &[],
            PlanFileError::Mistakes { mistakes, .. } => mistakes,
        }
    }
}
