//! The blocks of a report, and the page made of them.

use maud::html;

use crate::report::page::{Cell, Kind, Line, Section, Table, Texts, shell};

/// A report.
pub(super) struct Contents {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// A part of a report.
pub(super) enum Block {
    /// A heading; what follows belongs to it until the next.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A table; the first cell of each row names it.
    Table { caption: String, columns: Vec<Column>, rows: Vec<Vec<String>> },
}

/// A column of a table.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub heading: &'static str,
    pub is_number: bool,
}

impl Column {
    pub fn text(heading: &'static str) -> Self {
        Column { heading, is_number: false }
    }

    pub fn of((heading, is_number): (&'static str, bool)) -> Self {
        Column { heading, is_number }
    }
}

/// Writes the report as a page.
pub(super) fn page(texts: &Texts, contents: &Contents) -> String {
    let mut sections: Vec<Section> = Vec::new();
    for block in &contents.blocks {
        let body = match block {
            Block::Heading(heading) => {
                sections.push(Section::of(&format!("deel-{}", sections.len() + 1), heading, html! {}));
                continue;
            }
            Block::Text(text) => html! { p { (text) } },
            Block::Table { caption, columns, rows } => {
                let cell = |(cell, column): (&String, &Column)| match column.is_number {
                    true => Cell::number(cell),
                    false => Cell::text(cell),
                };
                let lines = rows.iter().map(|row| Line::of(row.iter().zip(columns).map(cell).collect())).collect();
                let headings = columns.iter().map(|column| column.heading).collect();
                Table { caption: caption.clone(), headings, lines }.html()
            }
        };
        if let Some(section) = sections.last_mut() {
            section.body = html! { (section.body) (body) };
        }
    }
    let intro =
        html! { p class="period" { (texts.problem().title) @if let Some(as_of) = texts.as_of() { ". " (as_of) } } };
    shell(texts, &contents.title, intro, sections, Kind::Quarter)
}
