//! Mistakes and warnings: what is wrong, where, and how to mend it.
//!
//! # Invariants
//!
//! * A message is lower case without a full stop, with values in backticks: it says what is wrong. The help says what
//!   to do.
//! * Every mistake of all files is reported in one run, in the order of the files.

use std::fmt;
use std::sync::Arc;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode};

use super::sources::{Sources, Spot, Text, boundary_before};
use crate::domain::Language;
use crate::texts::{Said, rendered, say};
use crate::workbook::cell_name;

/// One thing that is wrong with a scenario, or that the user had better look at.
#[derive(Debug)]
pub struct Mistake {
    code: &'static str,
    severity: Severity,
    message: Said,
    help: Option<Said>,
    labels: Vec<(Spot, Said)>,
    /// The text of the first label's file, and what was said of other files.
    shown: Option<Text>,
    elsewhere: Vec<Mistake>,
}

/// Everything that is wrong with a scenario: at least one mistake, and the warnings.
#[derive(Debug)]
pub struct Mistakes {
    /// The mistakes, in the order of the files; at least one.
    pub mistakes: Vec<Mistake>,
    /// The warnings, in the order of the files.
    pub warnings: Vec<Mistake>,
    /// The language that the scenario asks for, when it got that far.
    pub language: Option<Language>,
}

/// How mistakes are to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// For a terminal of so many columns: with colours and drawn lines.
    Terminal(usize),
    /// For files and pipes: without colours.
    Plain,
}

/// Where a mistake is, for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// The name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1; of a sheet the column of cells.
    pub column: usize,
    /// The sheet and the cell, such as `C5`, when the file is a workbook; then the line is a row.
    pub cell: Option<(String, String)>,
    /// What is to be seen there.
    pub label: String,
}

impl Mistake {
    /// Returns a mistake without a place yet.
    pub(super) fn new(code: &'static str, message: impl Into<Said>) -> Self {
        Mistake {
            code,
            severity: Severity::Error,
            message: message.into(),
            help: None,
            labels: Vec::new(),
            shown: None,
            elsewhere: Vec::new(),
        }
    }

    /// Returns a warning without a place yet.
    pub(super) fn warning(code: &'static str, message: impl Into<Said>) -> Self {
        Mistake { severity: Severity::Warning, ..Mistake::new(code, message) }
    }

    /// Adds a place; the first one is where the mistake is.
    #[must_use]
    pub(super) fn at(mut self, spot: Spot, label: impl Into<Said>) -> Self {
        self.labels.push((spot, label.into()));
        self
    }

    /// Adds what to do.
    #[must_use]
    pub(super) fn help(mut self, help: impl Into<Said>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a place if there is one.
    pub(super) fn label_if(&mut self, spot: Option<Spot>, label: impl Into<Said>) {
        self.labels.extend(spot.map(|spot| (spot, label.into())));
    }

    /// Looks up the texts of its places.
    pub(super) fn settle(&mut self, sources: &Sources) {
        let Some(file) = self.labels.first().map(|(spot, _)| spot.file) else { return };
        self.shown = Some(sources.shown(file));
        for (spot, _) in &mut self.labels {
            // A place after the last character is shown as that character, for there is no line after it.
            let text = sources.text(spot.file);
            if spot.start >= text.len() && !text.is_empty() {
                (spot.start, spot.end) = (boundary_before(text, text.len() - 1), text.len());
            }
        }
        // People who fill in a workbook know its headings, not the names of fields.
        if let Some(grid) = self.shown.as_ref().and_then(|text| text.grid()) {
            let own = |said: &Said| said.map(|text| grid.in_own_words(text));
            self.message = own(&self.message);
            self.help = self.help.as_ref().map(own);
            self.labels.iter_mut().for_each(|(_, label)| *label = own(label));
        }
        let (here, other): (Vec<_>, Vec<_>) = self.labels.drain(..).partition(|(spot, _)| spot.file == file);
        self.labels = here;
        for (spot, label) in other {
            self.elsewhere.push(Mistake {
                severity: Severity::Advice,
                shown: Some(sources.shown(spot.file)),
                labels: vec![(spot, label)],
                ..Mistake::new("", say!("en in `{}`", "and in `{}`", sources.full_name(spot.file)))
            });
        }
    }

    /// The sort key that puts mistakes in the order of the files; those without a place come first.
    pub(super) fn position(&self) -> Option<Spot> {
        self.labels.first().map(|(spot, _)| *spot)
    }

    /// Whether it is a warning only.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.severity != Severity::Error
    }

    /// The name of this kind of mistake, which never changes.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.code
    }

    /// What is wrong, in both languages.
    pub(super) fn said(&self) -> &Said {
        &self.message
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self, language: Language) -> &str {
        self.message.of(language)
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self, language: Language) -> Option<&str> {
        self.help.as_ref().map(|help| help.of(language))
    }

    /// Where it is; the first place is the mistake itself, further ones belong to it.
    #[must_use]
    pub fn places(&self, language: Language) -> Vec<Whereabouts> {
        let own = self.shown.iter().flat_map(|text| self.labels.iter().map(move |label| (text, label)));
        own.map(|(text, (spot, label))| {
            let before = text.text().get(..spot.start).unwrap_or_default();
            let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
            let (file, label) = (text.name().to_owned(), label.of(language).to_owned());
            if let Some((grid, (row, column))) = text.grid().and_then(|grid| Some((grid, grid.at(spot.start)?))) {
                let cell = Some((grid.sheet.clone(), cell_name(row, column)));
                // Rows and columns are far fewer than what a word of the machine holds.
                return Whereabouts { file, line: row as usize + 1, column: column as usize + 1, cell, label };
            }
            let line = 1 + before.matches('\n').count();
            Whereabouts { file, line, column: 1 + before[line_start..].chars().count(), cell: None, label }
        })
        .chain(self.elsewhere.iter().flat_map(|other| other.places(language)))
        .collect()
    }

    /// Writes it as a paragraph with the lines of the file.
    #[must_use]
    pub fn render(&self, look: Look, language: Language) -> String {
        let handler = match look {
            Look::Terminal(columns) => {
                GraphicalReportHandler::new_themed(GraphicalTheme::unicode()).with_width(columns)
            }
            Look::Plain => GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(120),
        };
        let kind = if self.is_warning() { say!("Waarschuwing", "Warning") } else { say!("Fout", "Error") };
        let mut text = format!("{}: ", kind.of(language));
        // A text that miette cannot show is at least named.
        let handler = handler.with_context_lines(1);
        let mut is_shown = true;
        for (i, mistake) in std::iter::once(self).chain(&self.elsewhere).enumerate() {
            if i > 0 {
                text.push('\n');
            }
            // The name of a cell says more than its line and column in the text that stands for the sheet.
            let is_sheet = mistake.shown.as_ref().is_some_and(|text| text.grid().is_some());
            let handler = if is_sheet { handler.clone().without_primary_span_start() } else { handler.clone() };
            is_shown &= handler.render_report(&mut text, &Shown { mistake, language }).is_ok();
        }
        let text = rendered(text, language);
        if is_shown { text } else { format!("{}: {}\n", self.code, self.message(language)) }
    }
}

/// For developers, in English; users read [`Mistake::render`].
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message(Language::English))
    }
}

impl std::error::Error for Mistake {}

/// A mistake in one language.
#[derive(Debug)]
struct Shown<'m> {
    mistake: &'m Mistake,
    language: Language,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mistake.message(self.language))
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let code = self.mistake.code;
        (!code.is_empty()).then(|| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.mistake.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.mistake.remedy(self.language)?))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.mistake.shown.as_deref().map(|text| text as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.mistake.shown.as_ref()?;
        Some(Box::new(self.mistake.labels.iter().enumerate().map(|(i, (spot, label))| {
            let (label, span) = (Some(label.of(self.language).to_owned()), (spot.start, spot.end - spot.start));
            if i == 0 {
                LabeledSpan::new_primary_with_span(label, span)
            } else {
                LabeledSpan::new_with_span(label, span)
            }
        })))
    }
}

/// The most mistakes that are written out; a thousand pages help nobody.
const MAX_SHOWN: usize = 50;

/// Writes mistakes or warnings one after another.
#[must_use]
pub fn render(mistakes: &[Mistake], look: Look, language: Language) -> String {
    let shown: Vec<String> = mistakes.iter().take(MAX_SHOWN).map(|mistake| mistake.render(look, language)).collect();
    let mut text = shown.join("\n");
    if mistakes.len() > MAX_SHOWN {
        let more = mistakes.len() - MAX_SHOWN;
        let more = say!(
            "… en nog {more}; herstel deze eerst en voer de opdracht opnieuw uit",
            "… and {more} more; mend these first and run the command again"
        );
        text += &format!("\n{}\n", more.of(language));
    }
    text
}

impl Mistakes {
    /// Sorts what was found by file and place, and looks up the texts.
    pub(super) fn settle(found: Vec<Mistake>, sources: &Arc<Sources>, language: Option<Language>) -> Self {
        let mut found = found;
        found.sort_by_key(Mistake::position);
        found.iter_mut().for_each(|mistake| mistake.settle(sources));
        let (warnings, mistakes) = found.into_iter().partition(Mistake::is_warning);
        Mistakes { mistakes, warnings, language }
    }

    /// Writes all mistakes, then all warnings.
    #[must_use]
    pub fn render(&self, look: Look, language: Language) -> String {
        let parts = [render(&self.mistakes, look, language), render(&self.warnings, look, language)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// For developers, in English; users read [`Mistakes::render`].
impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mistakes.as_slice() {
            [only] => write!(f, "{only}"),
            many => write!(f, "the scenario has {} mistakes", many.len()),
        }
    }
}

impl std::error::Error for Mistakes {}
