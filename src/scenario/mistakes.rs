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
use crate::workbook::cell_name;

/// One thing that is wrong with a scenario, or that the user had better look at.
#[derive(Debug)]
pub struct Mistake {
    code: &'static str,
    severity: Severity,
    message: String,
    help: Option<String>,
    labels: Vec<(Spot, String)>,
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
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
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
    pub(super) fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Mistake { severity: Severity::Warning, ..Mistake::new(code, message) }
    }

    /// Adds a place; the first one is where the mistake is.
    #[must_use]
    pub(super) fn at(mut self, spot: Spot, label: impl Into<String>) -> Self {
        self.labels.push((spot, label.into()));
        self
    }

    /// Adds what to do.
    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a place if there is one.
    pub(super) fn label_if(&mut self, spot: Option<Spot>, label: &str) {
        self.labels.extend(spot.map(|spot| (spot, label.to_owned())));
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
        let (here, other): (Vec<_>, Vec<_>) = self.labels.drain(..).partition(|(spot, _)| spot.file == file);
        self.labels = here;
        for (spot, label) in other {
            self.elsewhere.push(Mistake {
                severity: Severity::Advice,
                shown: Some(sources.shown(spot.file)),
                labels: vec![(spot, label)],
                ..Mistake::new("", format!("and in `{}`", sources.full_name(spot.file)))
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

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Where it is; the first place is the mistake itself, further ones belong to it.
    #[must_use]
    pub fn places(&self) -> Vec<Whereabouts> {
        let own = self.shown.iter().flat_map(|text| self.labels.iter().map(move |label| (text, label)));
        own.map(|(text, (spot, label))| {
            let before = text.text().get(..spot.start).unwrap_or_default();
            let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
            let (file, label) = (text.name().to_owned(), label.clone());
            if let Some((grid, (row, column))) = text.grid().and_then(|grid| Some((grid, grid.at(spot.start)?))) {
                let cell = Some((grid.sheet.clone(), cell_name(row, column)));
                // Rows and columns are far fewer than what a word of the machine holds.
                return Whereabouts { file, line: row as usize + 1, column: column as usize + 1, cell, label };
            }
            let line = 1 + before.matches('\n').count();
            Whereabouts { file, line, column: 1 + before[line_start..].chars().count(), cell: None, label }
        })
        .chain(self.elsewhere.iter().flat_map(Mistake::places))
        .collect()
    }

    /// Writes it as a paragraph with the lines of the file.
    #[must_use]
    pub fn render(&self, look: Look) -> String {
        let handler = match look {
            Look::Terminal(columns) => {
                GraphicalReportHandler::new_themed(GraphicalTheme::unicode()).with_width(columns)
            }
            Look::Plain => GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(120),
        };
        let mut text = format!("{}: ", if self.is_warning() { "Warning" } else { "Error" });
        // A text that miette cannot show is at least named.
        let handler = handler.with_context_lines(1);
        // The name of a cell says more than its line and column in the text that stands for the sheet.
        let is_sheet = self.shown.as_ref().is_some_and(|text| text.grid().is_some());
        let handler = if is_sheet { handler.without_primary_span_start() } else { handler };
        let mut is_shown = handler.render_report(&mut text, self).is_ok();
        for other in &self.elsewhere {
            text.push('\n');
            is_shown &= handler.render_report(&mut text, other).is_ok();
        }
        if is_shown { text } else { format!("{}: {}\n", self.code, self.message) }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

impl Diagnostic for Mistake {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.code.is_empty()).then(|| Box::new(self.code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.shown.as_deref().map(|text| text as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.shown.as_ref()?;
        Some(Box::new(self.labels.iter().enumerate().map(|(i, (spot, label))| {
            let (label, span) = (Some(label.clone()), (spot.start, spot.end - spot.start));
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
pub fn render(mistakes: &[Mistake], look: Look) -> String {
    let shown: Vec<String> = mistakes.iter().take(MAX_SHOWN).map(|mistake| mistake.render(look)).collect();
    let mut text = shown.join("\n");
    if mistakes.len() > MAX_SHOWN {
        let more = mistakes.len() - MAX_SHOWN;
        text += &format!("\n… and {more} more; mend these first and run the command again\n");
    }
    text
}

impl Mistakes {
    /// Sorts what was found by file and place, and looks up the texts.
    pub(super) fn settle(found: Vec<Mistake>, sources: &Arc<Sources>) -> Self {
        let mut found = found;
        found.sort_by_key(Mistake::position);
        found.iter_mut().for_each(|mistake| mistake.settle(sources));
        let (warnings, mistakes) = found.into_iter().partition(Mistake::is_warning);
        Mistakes { mistakes, warnings }
    }

    /// Writes all mistakes, then all warnings.
    #[must_use]
    pub fn render(&self, look: Look) -> String {
        let parts = [render(&self.mistakes, look), render(&self.warnings, look)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mistakes.as_slice() {
            [only] => write!(f, "{only}"),
            many => write!(f, "the scenario has {} mistakes", many.len()),
        }
    }
}

impl std::error::Error for Mistakes {}

impl Diagnostic for Mistakes {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.mistakes.iter().chain(&self.warnings).map(|mistake| mistake as &dyn Diagnostic)))
    }
}
