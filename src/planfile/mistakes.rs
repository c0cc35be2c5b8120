//! What can be wrong with a plan file.

use std::fmt;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceSpan};
use thiserror::Error;

use crate::domain::Language;
use crate::files::FileError;
use crate::texts::{Said, say};

/// A plan file could not be read.
#[derive(Debug)]
pub enum PlanFileError {
    /// The system could not read it.
    File(FileError),
    /// It is no JSON, or its fields are not those of a plan.
    Mistakes {
        /// The name of the file.
        name: String,
        /// Its text.
        text: NamedSource<String>,
        /// Everything that is wrong with it, in the order of the file.
        mistakes: Vec<PlanMistake>,
    },
}

/// The most mistakes that are shown with their lines: a plan of another scenario has hundreds.
const MAX_SHOWN: usize = 10;

/// One mistake in a plan file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanMistake {
    /// What is wrong.
    pub message: Said,
    /// What to do about it.
    pub help: Said,
    /// Where in the structure, such as `trips[2].visits[0].request`; empty for the whole file.
    pub pointer: String,
    /// The line, from 1; 0 when it is about no line.
    pub line: usize,
    /// The column in characters, from 1; 0 when it is about no line.
    pub column: usize,
    /// The bytes it is about.
    pub span: Option<SourceSpan>,
}

impl PlanMistake {
    /// What is wrong and where, for readers without the source at hand.
    #[must_use]
    pub fn sentence(&self) -> Said {
        let PlanMistake { message, pointer, line, column, .. } = self;
        match (pointer.as_str(), *line) {
            ("", 0) => message.clone(),
            (pointer, 0) => say!("{message} bij `{pointer}`", "{message} at `{pointer}`"; message),
            ("", line) => say!(
                "{message} op regel {line}, kolom {column}",
                "{message} at line {line}, column {column}";
                message
            ),
            (pointer, line) => say!(
                "{message} bij `{pointer}`, regel {line}, kolom {column}",
                "{message} at `{pointer}`, line {line}, column {column}";
                message
            ),
        }
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

    /// What is wrong, in a sentence.
    #[must_use]
    pub fn message(&self) -> Said {
        let (name, first, n_more) = match self {
            PlanFileError::File(error) => return error.message(),
            PlanFileError::Mistakes { name, mistakes, .. } => match mistakes.as_slice() {
                [] => (name, Said::default(), 0),
                [first, rest @ ..] => (name, first.sentence(), rest.len()),
            },
        };
        let more = if n_more > 0 { say!("; en nog {n_more}", "; and {n_more} more") } else { Said::default() };
        say!(
            "`{name}` is geen plan voor dit scenario: {first}{more}",
            "`{name}` is no plan for this scenario: {first}{more}";
            first, more
        )
    }

    /// The mistakes in one language, to be shown with the lines of the file.
    #[must_use]
    pub fn shown(&self, language: Language) -> impl Diagnostic + use<> {
        let text = match self {
            PlanFileError::File(_) => None,
            PlanFileError::Mistakes { text, .. } => Some(text.clone()),
        };
        let here = say!("hier", "here").into_text(language);
        let related = self.mistakes().iter().take(MAX_SHOWN).map(|mistake| ShownMistake {
            message: mistake.sentence().of(language).to_owned(),
            help: mistake.help.of(language).to_owned(),
            labels: mistake.span.map(|span| LabeledSpan::new_with_span(Some(here.clone()), span)).into_iter().collect(),
        });
        Shown { message: self.message().of(language).to_owned(), text, related: related.collect() }
    }
}

/// For developers, in English; users read [`PlanFileError::shown`].
impl fmt::Display for PlanFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().of(Language::English))
    }
}

impl std::error::Error for PlanFileError {}

/// For developers, in English.
impl fmt::Display for PlanMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence().of(Language::English))
    }
}

/// The mistakes of a file in one language.
#[derive(Debug, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code(plan_file))]
struct Shown {
    message: String,
    #[source_code]
    text: Option<NamedSource<String>>,
    #[related]
    related: Vec<ShownMistake>,
}

/// A mistake in one language.
#[derive(Debug, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code(plan_file), help("{help}"))]
struct ShownMistake {
    message: String,
    help: String,
    #[label(collection)]
    labels: Vec<LabeledSpan>,
}
