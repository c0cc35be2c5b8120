//! A workbook as it is to be written: sheets with columns that say what belongs in them.

use super::book::Cell;
use crate::domain::Language;

/// A workbook to be written.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The language of dates.
    pub language: Language,
    /// What it is about, for the properties of the file and the print.
    pub title: String,
    /// What stands at the foot of every printed page, such as a classification.
    pub footer: String,
    /// The sheets, in order.
    pub pages: Vec<Page>,
}

/// A sheet to be written.
#[derive(Clone, Debug)]
pub struct Page {
    /// The name on its tab.
    pub name: String,
    /// What it is.
    pub shape: Shape,
    /// Its columns, from the left.
    pub columns: Vec<Column>,
    /// Its rows, in any order.
    pub rows: Vec<Row>,
    /// Where cells are grey because nothing belongs there.
    pub greys: Vec<Grey>,
    /// What is wrong in it.
    pub marks: Vec<Mark>,
}

/// A column of which some cells are grey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grey {
    /// The column, from 0.
    pub column: u32,
    /// When a cell is, as a formula for the row below the headings.
    pub formula: String,
}

/// What a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A list that people add rows to: its heading stands still, its columns say what belongs in them.
    Form {
        /// The row of the headings, from 0.
        heading: u32,
        /// How many columns stand still.
        n_still: u32,
    },
    /// A list to be read: its heading stands still and filters.
    List {
        /// How many columns stand still.
        n_still: u32,
    },
    /// A text without headings.
    Text,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// What is said of it in a comment on its heading.
    pub note: Option<String>,
    /// Its width in characters.
    pub width: u32,
    /// What it holds.
    pub kind: Kind,
    /// What can be chosen in it.
    pub choices: Choices,
    /// Whether every row has it.
    pub is_required: bool,
}

/// What a cell holds, and so how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A short text.
    Text,
    /// A text that runs over several lines.
    Long,
    /// A number with or without decimals.
    Number,
    /// Euros.
    Money,
    /// A share of one, shown in percent.
    Share,
    /// A date.
    Date,
    /// A date with or without a time.
    Moment,
    /// A time of day.
    Time,
}

/// What can be chosen in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choices {
    /// Anything.
    Any,
    /// One of these words.
    Words(Vec<String>),
    /// What stands in a column of a sheet.
    From {
        /// The name of the sheet.
        sheet: String,
        /// The column, from 0.
        column: u32,
    },
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number, from 0.
    pub at: u32,
    /// How it looks.
    pub kind: RowKind,
    /// What its cells show, from the left.
    pub cells: Vec<Option<Cell>>,
    /// Cells that hold something else than their column says: the column, what it holds, what can be chosen.
    pub own: Vec<(u32, Kind, Choices)>,
}

/// How a row looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Like any other.
    Plain,
    /// A title above others.
    Title,
    /// A heading above others.
    Heading,
}

/// Something wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
    /// What is wrong and what to do.
    pub text: String,
    /// Whether it is a warning only.
    pub is_warning: bool,
}

impl Column {
    /// A column of this kind without more to say of it.
    #[must_use]
    pub fn new(title: impl Into<String>, kind: Kind, width: u32) -> Self {
        Column { title: title.into(), note: None, width, kind, choices: Choices::Any, is_required: false }
    }
}

impl Row {
    /// A row like any other.
    #[must_use]
    pub fn plain(at: u32, cells: Vec<Option<Cell>>) -> Self {
        Row { at, kind: RowKind::Plain, cells, own: Vec::new() }
    }
}

impl Cell {
    /// A text; nothing when it is empty.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Option<Cell> {
        let text = text.into();
        (!text.is_empty()).then_some(Cell::Text(text))
    }
}
