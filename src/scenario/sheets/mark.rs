//! A copy of a workbook in which the cells with mistakes are coloured and say what is wrong.
//!
//! # Not here
//!
//! The user's own colours and formulas. The copy shows where to look and has values in place of formulas; the workbook
//! itself stays as it is.

use serde_json::Value as Json;

use super::fields::{self, Field, find};
use super::layout;
use super::names::{self, Holds, Meant};
use super::rows;
use super::values;
use crate::domain::Language;
use crate::scenario::mistakes::Mistake;
use crate::texts::language::pick;
use crate::workbook::{Book, Cell, Choices, Column, Kind, Mark, Page, Pages, Row, RowKind, Shape, Sheet};

/// The most characters of the name of a sheet.
const MAX_NAME: usize = 31;

/// Returns the pages of a workbook with its mistakes in it, and a first sheet that lists them.
pub fn marked(book: &Book, schema: &Json, mistakes: &[&Mistake], language: Language) -> Pages {
    let fields = fields::fields(schema);
    let mut pages = Vec::new();
    let list = layout::named(language, layout::FOR_PEOPLE[1]);
    for sheet in &book.sheets {
        // The list of an earlier copy is out of date.
        let (nl, en) = layout::FOR_PEOPLE[1];
        if layout::is_name(&sheet.name, nl) || layout::is_name(&sheet.name, en) {
            continue;
        }
        let mut page = copy(sheet, &fields, language);
        page.marks = mistakes.iter().flat_map(|mistake| marks(mistake, &sheet.name, language)).collect();
        pages.push(page);
    }
    pages.insert(0, overview(list, mistakes, language));
    let title = pick(language, "Fouten in de werkmap", "Mistakes in the workbook").to_owned();
    Pages { language, title, footer: pick(language, "Intern gebruik", "Internal").to_owned(), pages }
}

/// What a mistake says in a comment.
fn said(mistake: &Mistake, language: Language) -> String {
    let help = mistake.remedy(language).map(|help| format!("\n→ {help}")).unwrap_or_default();
    format!("{}{help}", mistake.message(language))
}

/// The marks of a mistake on a sheet: all of it where it is, and what belongs to it at its other places.
fn marks(mistake: &Mistake, sheet: &str, language: Language) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (i, place) in mistake.places(language).into_iter().enumerate() {
        if place.cell.is_none_or(|(name, _)| name != sheet) {
            continue;
        }
        let number = |n: usize| u32::try_from(n.saturating_sub(1)).unwrap_or(0);
        let text =
            if i == 0 { said(mistake, language) } else { format!("{}: {}", mistake.message(language), place.label) };
        let is_warning = mistake.is_warning() || i > 0;
        marks.push(Mark { row: number(place.line), column: number(place.column), text, is_warning });
    }
    marks
}

/// A list of all mistakes.
fn overview(name: &str, mistakes: &[&Mistake], language: Language) -> Page {
    let column = |nl, en, kind, width| Column::new(pick(language, nl, en), kind, width);
    let columns = vec![
        column("Blad", "Sheet", Kind::Text, 22),
        column("Cel", "Cell", Kind::Text, 8),
        column("Wat er mis is", "What is wrong", Kind::Long, 60),
        column("Wat u kunt doen", "What to do", Kind::Long, 60),
        column("Soort", "Kind", Kind::Text, 14),
    ];
    let rows = (1..).zip(mistakes).map(|(at, mistake)| {
        let cell = mistake.places(language).into_iter().find_map(|place| place.cell);
        let (sheet, cell) = cell.unwrap_or_default();
        let kind = match mistake.is_warning() {
            true => pick(language, "waarschuwing", "warning"),
            false => pick(language, "fout", "mistake"),
        };
        let help = mistake.remedy(language).unwrap_or_default();
        let texts = [sheet.as_str(), &cell, mistake.message(language), help, kind];
        Row::plain(at, texts.into_iter().map(Cell::text).collect())
    });
    let rows = rows.collect();
    Page {
        name: name.to_owned(),
        shape: Shape::List { n_still: 2 },
        columns,
        rows,
        greys: Vec::new(),
        marks: Vec::new(),
    }
}

/// A sheet as it is, with what can be chosen in its columns.
fn copy(sheet: &Sheet, fields: &[Field], language: Language) -> Page {
    let n_columns = sheet.cells.keys().map(|(_, column)| column + 1).max().unwrap_or(0);
    let n_columns = usize::try_from(n_columns).unwrap_or(0);
    let (shape, columns) = match names::sheet(&sheet.name, fields).0 {
        Holds::List(path) => {
            let columns = list_columns(sheet, &path, fields, language, n_columns);
            let heading = sheet.rows().next().map_or(0, |(row, _)| row);
            (Shape::Form { heading, n_still: 1 }, columns)
        }
        Holds::Agenda => {
            let widths = [34, 34, 90];
            let columns = (0..n_columns.max(1))
                .map(|at| Column::new(title(sheet, 0, at), Kind::Long, widths.get(at).copied().unwrap_or(20)));
            (Shape::Text, columns.collect())
        }
        Holds::ForPeople | Holds::Unknown => {
            let widths = [28, 110];
            let columns = (0..n_columns).map(|at| Column::new("", Kind::Long, widths.get(at).copied().unwrap_or(20)));
            (Shape::Text, columns.collect())
        }
    };
    let heading = match shape {
        Shape::Form { heading, .. } => Some(heading),
        _ => None,
    };
    let rows =
        sheet.rows().filter(|(row, _)| Some(*row) != heading).map(|(at, inside)| row(at, &inside, &columns, shape));
    let rows = rows.collect();
    let name: String = sheet.name.chars().take(MAX_NAME).collect();
    Page { name, shape, columns, rows, greys: Vec::new(), marks: Vec::new() }
}

fn title(sheet: &Sheet, row: u32, column: usize) -> String {
    let column = u32::try_from(column).unwrap_or(u32::MAX);
    sheet.cell(row, column).map(super::cells::shown).unwrap_or_default()
}

fn list_columns(sheet: &Sheet, path: &str, fields: &[Field], language: Language, n_columns: usize) -> Vec<Column> {
    let heading = sheet.rows().next().map_or(0, |(row, _)| row);
    let own = rows::fields_of(fields, path);
    let known = layout::sheet(path);
    (0..n_columns)
        .map(|at| {
            let title = title(sheet, heading, at);
            let mut column = Column::new(title.clone(), Kind::Long, 18);
            if let Meant::Field(field, _) = names::column(&title, known, &own) {
                column.width = known.and_then(|sheet| sheet.column(&field)).map_or(18, |place| place.width);
                let kind = match field.split_once('.') {
                    None => find(&own, &field).map(|field| &field.kind),
                    Some((list, inner)) => {
                        find(&own, list).and_then(|list| find(list.inner(), inner)).map(|it| &it.kind)
                    }
                };
                if let Some(kind) = kind {
                    column.kind = values::look(kind, None);
                    let words: Vec<String> =
                        kind.choices().into_iter().map(|word| layout::spoken(language, word)).collect();
                    column.choices = if words.is_empty() { Choices::Any } else { Choices::Words(words) };
                }
            }
            column
        })
        .collect()
}

fn row(at: u32, inside: &[(u32, &Cell)], columns: &[Column], shape: Shape) -> Row {
    let mut cells = vec![None; columns.len()];
    let mut own = Vec::new();
    for (column, cell) in inside {
        let Some(slot) = usize::try_from(*column).ok().and_then(|at| cells.get_mut(at)) else { continue };
        *slot = Some((*cell).clone());
        // A date is shown as a date, whatever its column holds.
        if let Cell::Serial(serial) = cell {
            let look = match serial {
                serial if *serial <= 1.0 => Kind::Time,
                serial if serial.fract() == 0.0 => Kind::Date,
                _ => Kind::Moment,
            };
            own.push((*column, look, Choices::Any));
        }
    }
    let is_alone =
        matches!(shape, Shape::Text) && inside.len() == 1 && inside.first().is_some_and(|(column, _)| *column == 0);
    Row { at, kind: if is_alone { RowKind::Heading } else { RowKind::Plain }, cells, own }
}
