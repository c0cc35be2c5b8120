//! Which sheet is which, and which column is which field.

use super::fields::{Field, Kind, find};
use super::layout::{self, PARENT, Sheet};
use crate::domain::Language;

/// What a sheet of a workbook holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The settings of the whole agenda.
    Agenda,
    /// The list of this path.
    List(String),
    /// Something for people.
    ForPeople,
    /// Nothing that is known.
    Unknown,
}

/// What a column of a list holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// This field, and of several columns for items of one list the how manieth, from 0.
    Field(String, usize),
    /// A remark for people.
    Remark,
    /// Nothing that is known.
    Unknown,
}

/// Says what a sheet holds by its name, and the language of that name when only one has it.
pub fn sheet(name: &str, fields: &[Field]) -> (Holds, Option<Language>) {
    if layout::is_name(name, layout::AGENDA.0) {
        return (Holds::Agenda, None);
    }
    for (pair, path) in layout::SHEETS.iter().map(|sheet| (sheet.name, sheet.path)) {
        if let Some(language) = language_of(name, pair) {
            return (Holds::List(path.to_owned()), language);
        }
        if layout::is_name(name, path) {
            return (Holds::List(path.to_owned()), None);
        }
    }
    if layout::FOR_PEOPLE.iter().any(|pair| language_of(name, *pair).is_some()) {
        return (Holds::ForPeople, None);
    }
    let is_list =
        |field: &&Field| matches!(field.kind, Kind::Tables(_) | Kind::Map(_)) && layout::is_name(name, &field.name);
    match fields.iter().find(is_list) {
        Some(field) => (Holds::List(field.name.clone()), None),
        None => (Holds::Unknown, None),
    }
}

/// In which languages a name is this one: `None` when in neither, no language when in both.
fn language_of(written: &str, (nl, en): (&str, &str)) -> Option<Option<Language>> {
    match (layout::is_name(written, nl), layout::is_name(written, en)) {
        (true, true) => Some(None),
        (true, false) => Some(Some(Language::Dutch)),
        (false, true) => Some(Some(Language::English)),
        (false, false) => None,
    }
}

/// Says what a column holds by its heading.
///
/// * `fields`: those of the things of the list.
pub fn column(heading: &str, sheet: Option<&Sheet>, fields: &[Field]) -> Meant {
    let plain = layout::plain(heading);
    let (base, number) = match plain.rsplit_once(' ') {
        Some((base, number)) => match number.parse::<usize>() {
            Ok(number) if number >= 2 => (base.to_owned(), number - 1),
            _ => (plain.clone(), 0),
        },
        None => (plain.clone(), 0),
    };
    let is_it = |column: &&layout::Column, written: &str| {
        layout::is_name(written, column.name.0)
            || layout::is_name(written, column.name.1)
            || layout::is_name(written, column.field)
    };
    let columns = || sheet.map(|sheet| sheet.columns).unwrap_or_default().iter();
    if let Some(column) = columns().find(|column| is_it(column, &plain)) {
        return Meant::Field(column.field.to_owned(), 0);
    }
    if let Some(column) = columns().find(|column| is_it(column, &base) && is_repeated(column.field)) {
        return Meant::Field(column.field.to_owned(), number);
    }
    if let Some(field) = fields.iter().find(|field| layout::is_name(&plain, &field.name)) {
        return Meant::Field(field.name.clone(), 0);
    }
    if layout::REMARKS.contains(&plain.as_str()) { Meant::Remark } else { Meant::Unknown }
}

/// Whether a field has a column for each item of an inner list.
pub fn is_repeated(field: &str) -> bool {
    field.starts_with("windows.")
}

/// What a user calls a field on a sheet of that language.
pub fn heading(language: Language, sheet: Option<&Sheet>, field: &str, nth: usize) -> String {
    let name = sheet.and_then(|sheet| sheet.column(field)).map_or(field, |column| layout::named(language, column.name));
    if nth == 0 { name.to_owned() } else { format!("{name} {}", nth + 1) }
}

/// The fields of the things of a list, by its path.
pub fn fields_of<'a>(root: &'a [Field], path: &str) -> Vec<&'a Field> {
    let mut parts = path.split('.');
    let Some(first) = parts.next().and_then(|part| find(root, part)) else { return Vec::new() };
    if path == "rules" {
        return Vec::new();
    }
    if path == "rules.notice" {
        let notice = find(first.inner(), "stability").and_then(|rule| find(rule.inner(), "notice"));
        return notice.map(Field::inner).unwrap_or_default().iter().collect();
    }
    let mut field = first;
    for part in parts {
        let Some(inner) = find(field.inner(), part) else { return Vec::new() };
        field = inner;
    }
    field.inner().iter().collect()
}

/// The list whose things have the lists of that sheet, and the name of these lists; nothing for a list that stands by
/// itself or within a table of settings.
pub fn parent(path: &str) -> Option<(&str, &str)> {
    path.rsplit_once('.').filter(|_| layout::sheet(path).is_none_or(|sheet| sheet.column(PARENT).is_some()))
}

/// Whether that is the column of the thing whose list a sheet holds.
pub fn is_parent(field: &str) -> bool {
    field == PARENT
}
