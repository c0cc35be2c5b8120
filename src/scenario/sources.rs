//! The texts of a scenario's files, and places in them.
//!
//! # Invariants
//!
//! * Every mistake names its place as a [`Spot`]; only this file turns spots into names, lines and columns.
//! * A text is UTF-8 and without a byte order mark; what was another encoding has been decoded, and said so.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::mistakes::Mistake;
use crate::files;
use crate::texts::say;
use crate::workbook::cell_name;

/// A text with its name, as miette shows it.
pub type Text = Arc<NamedText>;

/// A text with its name. Of very long lines, such as those of JSON without line breaks, only the neighbourhood is shown.
#[derive(Debug)]
pub struct NamedText {
    name: String,
    text: String,
    grid: Option<Grid>,
}

/// Where the cells of a sheet stand in the text that stands for it: a line for each row.
#[derive(Debug)]
pub struct Grid {
    /// The name on the sheet's tab.
    pub sheet: String,
    /// The cells in the order of the text: the bytes `[start, end)`, then row and column from 0.
    pub cells: Vec<(usize, usize, u32, u32)>,
    /// What the workbook calls fields and tables, for messages; the first of several goes before.
    pub headings: Vec<(String, String)>,
}

impl Grid {
    /// Puts a message into the words of the workbook.
    pub fn in_own_words(&self, message: &str) -> String {
        in_own_words(message, &self.headings)
    }

    /// The cell at a byte of the text, or the next one before it.
    pub fn at(&self, byte: usize) -> Option<(u32, u32)> {
        let after = self.cells.partition_point(|(start, ..)| *start <= byte);
        self.cells.get(after.checked_sub(1)?).map(|&(_, _, row, column)| (row, column))
    }
}

/// Puts a text into the words of a workbook: what stands in backticks and is a field becomes its heading, a
/// table its sheet, and `field = value` is told as a heading and a value.
pub fn in_own_words(message: &str, headings: &[(String, String)]) -> String {
    let own = |name: &str| headings.iter().find(|(field, _)| field == name).map(|(_, heading)| heading.as_str());
    let mut told = String::new();
    for (i, part) in message.split('`').enumerate() {
        if i == 0 {
            told.push_str(part);
        } else if i % 2 == 0 {
            told.push('`');
            told.push_str(part);
        } else {
            told.push('`');
            let pair = part.split_once(" = ").and_then(|(name, value)| Some((own(name)?, value)));
            match (own(part), pair) {
                (Some(heading), _) => told.push_str(heading),
                // A list in brackets is TOML; its heading says enough.
                (None, Some((heading, value))) if value.starts_with('[') => told.push_str(heading),
                (None, Some((heading, value))) => {
                    let value = value.trim_matches('"');
                    told.push_str(&format!("{heading}: {}", own(value).unwrap_or(value)));
                }
                (None, None) => told.push_str(part),
            }
        }
    }
    told
}

impl NamedText {
    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cells are, when the text stands for a sheet.
    pub fn grid(&self) -> Option<&Grid> {
        self.grid.as_ref()
    }

    /// The name with that of the sheet, as in `agenda.xlsx: Plaatsen`.
    pub fn full_name(&self) -> String {
        match &self.grid {
            Some(grid) => format!("{}: {}", self.name, quoted(&grid.sheet)),
            None => self.name.clone(),
        }
    }

    /// The name at a byte: with that of sheet and cell, as in `agenda.xlsx: Plaatsen!C5`.
    fn name_at(&self, byte: usize) -> String {
        let cell = self.grid.as_ref().and_then(|grid| grid.at(byte));
        cell.map_or_else(
            || self.full_name(),
            |(row, column)| format!("{}!{}", self.full_name(), cell_name(row, column)),
        )
    }
}

/// The name of a sheet as formulas have it: in quotes when it is no single word.
fn quoted(sheet: &str) -> String {
    let is_word = sheet.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_word { sheet.to_owned() } else { format!("'{}'", sheet.replace('\'', "''")) }
}

/// Lines of more bytes than this are shown in part.
const LONG_LINE: usize = 240;

impl SourceCode for NamedText {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = self.text.read_span(span, lines_before, lines_after)?;
        let (from, to) = (span.offset(), span.offset() + span.len());
        let is_long = whole.data().split(|&byte| byte == b'\n').any(|line| line.len() > LONG_LINE);
        let (data, start, line, column) = if is_long {
            let line_start = self.text[..from].rfind('\n').map_or(0, |newline| newline + 1);
            let line_end = self.text[to..].find('\n').map_or(self.text.len(), |newline| to + newline);
            let start = boundary_before(&self.text, from.saturating_sub(LONG_LINE / 4).max(line_start));
            let end = boundary_before(&self.text, (to + LONG_LINE / 4).min(line_end)).max(to);
            let line = self.text[..from].matches('\n').count();
            (&self.text[start..end], start, line, self.text[line_start..start].chars().count())
        } else {
            let start = whole.span().offset();
            (&self.text[start..start + whole.span().len()], start, whole.line(), whole.column())
        };
        let shown = (start, data.len()).into();
        let n_lines = data.matches('\n').count();
        let contents = MietteSpanContents::new_named(self.name_at(from), data.as_bytes(), shown, line, column, n_lines);
        Ok(Box::new(contents))
    }
}

/// A stretch of one file: bytes `[start, end)` of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The position in [`Sources`].
    pub file: usize,
    /// The first byte.
    pub start: usize,
    /// The first byte after.
    pub end: usize,
}

/// The files that a scenario was read from, in the order of reading.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Text>,
}

impl Sources {
    /// Adds a text and returns its position.
    pub fn add(&mut self, name: String, text: String) -> usize {
        self.files.push(Arc::new(NamedText { name, text, grid: None }));
        self.files.len() - 1
    }

    /// Adds the text that stands for a sheet and returns its position.
    pub fn add_sheet(&mut self, name: String, text: String, grid: Grid) -> usize {
        self.files.push(Arc::new(NamedText { name, text, grid: Some(grid) }));
        self.files.len() - 1
    }

    /// The text at a position.
    pub fn text(&self, file: usize) -> &str {
        self.files[file].text()
    }

    /// The text at a position, to be shown.
    pub fn shown(&self, file: usize) -> Text {
        Arc::clone(&self.files[file])
    }

    /// The name of the file at a position, as the user would write it.
    pub fn name(&self, file: usize) -> &str {
        self.files[file].name()
    }

    /// The same with the name of the sheet, when it is one.
    pub fn full_name(&self, file: usize) -> String {
        self.files[file].full_name()
    }
}

/// Reads files and keeps their texts.
#[derive(Debug)]
pub struct Reader {
    /// What has been read so far.
    pub sources: Sources,
    /// The folder in which the scenario's further files stand.
    pub folder: PathBuf,
}

/// The most bytes that a text file of a scenario may have.
const MAX_BYTES: usize = 64 << 20;

impl Reader {
    /// Reads a text file; `None` when it cannot be read or is no text, which is then among the mistakes.
    ///
    /// * `asked_at`: where the scenario names the file, when it does.
    pub fn read(&mut self, path: &Path, asked_at: Option<Spot>, mistakes: &mut Vec<Mistake>) -> Option<usize> {
        let bytes = self.read_bytes(path, asked_at, mistakes)?;
        let name = path.display().to_string();
        if bytes.len() > MAX_BYTES || bytes.iter().take(8192).any(|&byte| byte == 0) {
            let mut mistake =
                Mistake::new("not-text", say!("`{name}` is geen tekstbestand", "`{name}` is no text file")).help(say!(
                    "noem een tekstbestand: UTF-8, zoals elke editor het kan bewaren",
                    "name a text file: UTF-8, as every editor can save it"
                ));
            mistake.label_if(asked_at, say!("hier genoemd", "named here"));
            mistakes.push(mistake);
            return None;
        }
        let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        match str::from_utf8(body) {
            Ok(text) => Some(self.sources.add(name, text.to_owned())),
            Err(error) => {
                let line = 1 + body[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
                let mut warning = Mistake::warning(
                    "not-utf-8",
                    say!(
                        "regel {line} van `{name}` is geen UTF-8; het bestand is gelezen als Windows-1252",
                        "line {line} of `{name}` is not UTF-8; the file was read as Windows-1252"
                    ),
                )
                .help(say!(
                    "bewaar het bestand als UTF-8, in Excel als `CSV UTF-8`, en controleer de namen op vreemde letters",
                    "save the file as UTF-8, in Excel as `CSV UTF-8`, and check its names for strange letters"
                ));
                warning.label_if(asked_at, say!("hier genoemd", "named here"));
                mistakes.push(warning);
                Some(self.sources.add(name, body.iter().map(|&byte| windows_1252(byte)).collect()))
            }
        }
    }

    /// Reads a file as bytes; `None` when it cannot be read, which is then among the mistakes.
    pub fn read_bytes(&self, path: &Path, asked_at: Option<Spot>, mistakes: &mut Vec<Mistake>) -> Option<Vec<u8>> {
        files::read(path)
            .map_err(|error| {
                let mut mistake = Mistake::new("unreadable-file", error.message()).help(match asked_at {
                    Some(_) => say!(
                        "bestandsnamen gelden vanuit de map van het scenario; {}",
                        "file names are relative to the scenario's folder; {}",
                        error.help()
                    ),
                    None => error.help(),
                });
                mistake.label_if(asked_at, say!("hier genoemd", "named here"));
                mistakes.push(mistake);
            })
            .ok()
    }
}

/// The nearest place between two letters, at or before `at`.
pub fn boundary_before(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The letter that a byte stands for in Windows-1252, which Excel writes unless asked otherwise.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
