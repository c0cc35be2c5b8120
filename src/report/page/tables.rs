//! Tables that are read on a wide screen, on a narrow one and by a screen reader.
//!
//! # Invariants
//!
//! * Every table has a caption and headings; on a narrow screen each line becomes a card in which every value stands
//!   beside the name of its column. Roles are written out, so that the card is still a line of a table to a reader.

use maud::{Markup, html};

use super::texts::Keys;

/// A cell.
pub struct Cell {
    content: Markup,
    is_number: bool,
}

impl Cell {
    /// A cell of markup.
    pub fn of(content: Markup) -> Self {
        Cell { content, is_number: false }
    }

    /// A cell of text.
    pub fn text(text: impl AsRef<str>) -> Self {
        Cell::of(html! { (text.as_ref()) })
    }

    /// A cell of a number, which stands to the right.
    pub fn number(text: impl AsRef<str>) -> Self {
        Cell { is_number: true, ..Cell::text(text) }
    }
}

/// A line of a table; its first cell names it.
#[derive(Default)]
pub struct Line {
    pub anchor: Option<String>,
    pub keys: Option<Keys>,
    pub cells: Vec<Cell>,
}

impl Line {
    pub fn of(cells: Vec<Cell>) -> Self {
        Line { cells, ..Line::default() }
    }

    /// A line that the filter finds.
    pub fn found_by(keys: Keys, cells: Vec<Cell>) -> Self {
        Line { keys: Some(keys), cells, anchor: None }
    }
}

/// A table.
pub struct Table<'a> {
    pub caption: String,
    pub headings: Vec<&'a str>,
    pub lines: Vec<Line>,
}

impl Table<'_> {
    pub fn html(&self) -> Markup {
        // The headings of columns of numbers stand to the right, as their numbers do.
        let is_number = |idx: usize| self.lines.iter().all(|line| line.cells.get(idx).is_some_and(|c| c.is_number));
        html! {
            table role="table" class="data" {
                caption { (self.caption) }
                thead role="rowgroup" {
                    tr role="row" {
                        @for (idx, heading) in self.headings.iter().enumerate() {
                            th role="columnheader" scope="col" class=[is_number(idx).then_some("number")] { (heading) }
                        }
                    }
                }
                tbody role="rowgroup" {
                    @for line in &self.lines {
                        @let keys = line.keys.as_ref();
                        tr role="row" id=[line.anchor.as_ref()] data-travellers=[keys.and_then(|k| k.travellers.as_ref())]
                            data-countries=[keys.and_then(|k| k.countries.as_ref())] data-statuses=[keys.and_then(|k| k.statuses.as_ref())] {
                            @for (idx, cell) in line.cells.iter().enumerate() {
                                (self.cell(idx, cell))
                            }
                        }
                    }
                }
            }
        }
    }

    fn cell(&self, idx: usize, cell: &Cell) -> Markup {
        let label = self.headings.get(idx).copied().unwrap_or_default();
        let class = cell.is_number.then_some("number");
        html! {
            @if idx == 0 {
                th role="rowheader" scope="row" data-label=(label) class=[class] { (cell.content) }
            } @else {
                td role="cell" data-label=(label) class=[class] { (cell.content) }
            }
        }
    }
}
