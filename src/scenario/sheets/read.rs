//! A workbook to the tree of a scenario: which sheets there are, the agenda's settings, and the lists put together.
//!
//! # Invariants
//!
//! * Whatever is not understood is reported once, where it stands; what follows from it is not.

use serde_json::Value as Json;

use super::cells::{Reading, Wrong, shown};
use super::fields::{self, Field, Kind, find};
use super::layout;
use super::names::{self, Holds};
use super::rows::{self, Row, Rows};
use crate::domain::Language;
use crate::say;
use crate::scenario::mistakes::Mistake;
use crate::scenario::raw::{Id, Scalar as _};
use crate::scenario::sources::{Grid, Sources, Spot};
use crate::scenario::tree::{Field as TreeField, List, Node, Table, Value};
use crate::scenario::words;
use crate::texts::language::pick;
use crate::workbook::{Book, Cell, Sheet};

/// A sheet, and the text that stands for it among the sources.
pub struct Placed<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// The position of its text.
    file: usize,
    /// The cells in the order of the text, as [`Grid`] has them.
    cells: Vec<(usize, usize, u32, u32)>,
}

impl Placed<'_> {
    /// The place of a cell; for one that is not in the text, that of the one before it.
    pub fn spot(&self, row: u32, column: u32) -> Spot {
        let at = self.cells.partition_point(|&(_, _, r, c)| (r, c) <= (row, column));
        let found = at.checked_sub(1).and_then(|at| self.cells.get(at)).or(self.cells.first());
        let (start, end) = found.map_or((0, 0), |&(start, end, ..)| (start, end));
        Spot { file: self.file, start, end }
    }

    /// The place of a whole row.
    pub fn row_spot(&self, row: u32) -> Spot {
        let first = self.spot(row, 0);
        Spot { end: self.spot(row, u32::MAX).end.max(first.end), ..first }
    }
}

/// The language that a workbook is written in, by the names of its sheets.
pub fn language_of(book: &Book, schema: &Json) -> Language {
    let fields = fields::fields(schema);
    let held: Vec<(&Sheet, Holds, Option<Language>)> = book.sheets.iter().map(|sheet| held(sheet, &fields)).collect();
    language(&held)
}

fn held<'a>(sheet: &'a Sheet, fields: &[Field]) -> (&'a Sheet, Holds, Option<Language>) {
    let (holds, language) = names::sheet(&sheet.name, fields);
    (sheet, holds, language)
}

/// Reads a workbook as the tree of a scenario; what is wrong with it is then among the mistakes.
///
/// * `name`: the name of the file.
pub fn read(book: &Book, name: &str, schema: &Json, sources: &mut Sources, found: &mut Vec<Mistake>) -> Option<Node> {
    let fields = fields::fields(schema);
    let held: Vec<(&Sheet, Holds, Option<Language>)> = book.sheets.iter().map(|sheet| held(sheet, &fields)).collect();
    let is_ours = |holds: &Holds| matches!(holds, Holds::Agenda | Holds::List(_));
    if !held.iter().any(|(_, holds, _)| is_ours(holds)) {
        let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        let names = words::all_of(&names);
        found.push(
            Wrong::new(
                "no-scenario",
                say!("de werkmap heeft geen blad van een reisagenda", "the workbook has no sheet of a travel agenda"),
                say!(
                    "zij heeft {names}; `reisagenda init --xlsx agenda.xlsx` maakt een werkmap om mee te beginnen",
                    "it has {names}; `reisagenda init --xlsx agenda.xlsx` makes a workbook to start from"; names
                ),
            )
            .nowhere(name),
        );
        return None;
    }
    let mut root = Node { spot: Spot::default(), value: Value::Table(Table::default()) };
    let mut lists: Vec<Rows> = Vec::new();
    let reading = Reading { language: language(&held) };
    for (sheet, holds, _) in &held {
        match holds {
            Holds::Agenda => {
                let placed = place(sheet, name, 3, vocabulary(reading.language), sources);
                if root.spot == Spot::default() {
                    root.spot = placed.spot(0, 0);
                }
                settings(&placed, reading, &fields, &mut root, found);
            }
            Holds::List(path) => {
                let headings = rows::headings(sheet, path, &fields);
                let words = headings.names.iter().cloned().chain(vocabulary(reading.language)).collect();
                let placed = place(sheet, name, headings.n_columns, words, sources);
                lists.push(rows::rows(&placed, path, &headings, reading, &fields, found));
            }
            Holds::ForPeople => {}
            Holds::Unknown => unknown_sheet(sheet, name, &held, sources, found),
        }
    }
    // What stands within the things of a list comes when these are there.
    let (outer, inner): (Vec<Rows>, Vec<Rows>) =
        lists.into_iter().partition(|rows| names::parent(&rows.path).is_none());
    for rows in outer {
        add(&mut root, rows, &fields, found);
    }
    for rows in inner {
        add_within(&mut root, rows, found);
    }
    Some(root)
}

/// The language that most names of sheets are in: it says how dates are typed.
fn language(held: &[(&Sheet, Holds, Option<Language>)]) -> Language {
    let count = |language| held.iter().filter(|(.., it)| *it == Some(language)).count();
    if count(Language::Dutch) > count(Language::English) { Language::Dutch } else { Language::English }
}

/// What a workbook in a language calls settings, tables, and yes and no: for messages that speak of them.
pub fn vocabulary(language: Language) -> Vec<(String, String)> {
    let mut words: Vec<(String, String)> = Vec::new();
    for group in &layout::GROUPS {
        let name = layout::named(language, group.name);
        for setting in group.settings {
            let table = setting.path.split_once('.').map(|(table, _)| format!("[{table}]"));
            let field = setting.path.rsplit('.').next().unwrap_or(setting.path).to_owned();
            words.push((field, layout::named(language, setting.name).to_owned()));
            words.extend(table.map(|table| (table, name.to_owned())));
        }
    }
    for sheet in layout::SHEETS {
        let name = layout::named(language, sheet.name).to_owned();
        words.push((format!("[[{}]]", sheet.path), name.clone()));
        words.push((format!("[{}]", sheet.path), name.clone()));
        words.push((sheet.path.rsplit('.').next().unwrap_or(sheet.path).to_owned(), name.clone()));
        if sheet.path == "rules" {
            words.extend(layout::KINDS.iter().map(|(kind, ..)| (format!("[[rules.{kind}]]"), name.clone())));
        }
    }
    words.extend(layout::KINDS.iter().map(|(kind, nl, en)| ((*kind).to_owned(), pick(language, nl, en).to_string())));
    words.extend(["true", "false"].map(|word| (word.to_owned(), layout::spoken(language, word))));
    // Where a list has no sheet of its own, its columns say what it is.
    for sheet in layout::SHEETS {
        for column in sheet.columns {
            let field = column.field.split('.').next().unwrap_or(column.field);
            words.push((field.to_owned(), layout::named(language, column.name).to_owned()));
        }
    }
    words
}

/// Writes the text that stands for a sheet: a line for each row, with bars between the cells.
fn place<'a>(
    sheet: &'a Sheet,
    name: &str,
    n_columns: u32,
    headings: Vec<(String, String)>,
    sources: &mut Sources,
) -> Placed<'a> {
    let mut text = String::new();
    let mut cells = Vec::new();
    let mut line = 0;
    for (row, inside) in sheet.rows() {
        while line < row {
            text.push('\n');
            line += 1;
        }
        let further = inside.iter().map(|(column, _)| *column).filter(|column| *column >= n_columns);
        let columns: Vec<u32> = (0..n_columns).chain(further).collect();
        for (i, column) in columns.into_iter().enumerate() {
            if i > 0 {
                text.push_str(" | ");
            }
            let start = text.len();
            match sheet.cell(row, column) {
                Some(cell) => text.push_str(&shown(cell)),
                // An empty cell has a place too: something may be missing there.
                None => text.push('·'),
            }
            cells.push((start, text.len(), row, column));
        }
    }
    let grid = Grid { sheet: sheet.name.clone(), cells: cells.clone(), headings };
    let file = sources.add_sheet(name.to_owned(), text, grid);
    Placed { sheet, file, cells }
}

/// Reports a sheet that is not known: as a mistake when it looks like a slip of the pen, else as a warning.
fn unknown_sheet(
    sheet: &Sheet,
    name: &str,
    held: &[(&Sheet, Holds, Option<Language>)],
    sources: &mut Sources,
    found: &mut Vec<Mistake>,
) {
    if sheet.cells.is_empty() {
        return;
    }
    let placed = place(sheet, name, 0, Vec::new(), sources);
    let (row, column) = sheet.cells.keys().next().copied().unwrap_or_default();
    let spot = placed.spot(row, column);
    let is_there = |path: &str| held.iter().any(|(_, holds, _)| *holds == Holds::List(path.to_owned()));
    let missing = layout::SHEETS.iter().filter(|known| !is_there(known.path));
    let names = missing.flat_map(|known| [known.name.0, known.name.1]).chain([layout::AGENDA.0]);
    let written = &sheet.name;
    let passed = say!(
        "het blad `{written}` hoort niet bij een reisagenda",
        "the sheet `{written}` is no part of a travel agenda"
    );
    match words::nearest(written, names) {
        Some(guess) => found.push(
            Wrong::new("unknown-sheet", passed, say!("bedoelt u `{guess}`?", "did you mean `{guess}`?")).at(spot, ""),
        ),
        None => found.push(
            Wrong::new(
                "unknown-sheet",
                passed,
                say!(
                    "het programma slaat het over; een blad dat `Notities` heet, mag alles bevatten",
                    "the program passes over it; a sheet called `Notes` may hold anything"
                ),
            )
            .warning(spot),
        ),
    }
}

/// Reads the sheet of settings: a name in the first column, a value in the second.
fn settings(placed: &Placed<'_>, reading: Reading, fields: &[Field], root: &mut Node, found: &mut Vec<Mistake>) {
    let known: Vec<&layout::Setting> = layout::GROUPS.iter().flat_map(|group| group.settings).collect();
    let is_group = |name: &str| {
        layout::GROUPS.iter().any(|group| layout::is_name(name, group.name.0) || layout::is_name(name, group.name.1))
    };
    for (row, inside) in placed.sheet.rows() {
        let Some((_, Cell::Text(label))) = inside.iter().find(|(column, _)| *column == 0) else { continue };
        let value = placed.sheet.cell(row, 1);
        let is_it = |setting: &layout::Setting| {
            layout::is_name(label, setting.name.0)
                || layout::is_name(label, setting.name.1)
                || layout::is_name(label, setting.path)
        };
        let path = known.iter().find(|setting| is_it(setting)).map(|setting| setting.path.to_owned());
        let path = path.or_else(|| own_path(label, fields));
        let (name_spot, spot) = (placed.spot(row, 0), placed.spot(row, 1));
        match (path, value) {
            (Some(path), Some(cell)) => {
                let Some(kind) = kind_of(fields, &path) else { continue };
                match reading.value(cell, kind, spot) {
                    Ok(value) => set(root, &path, name_spot, Node { spot, value }, found),
                    Err(wrong) => {
                        found.push(wrong.at(spot, label));
                        lose(root, &path, spot);
                    }
                }
            }
            (Some(path), None) => blank(root, &path, spot),
            // Headings and explanations have nothing in the second column.
            (None, None) => {}
            (None, Some(_)) if is_first(placed, row) || is_group(label) => {}
            (None, Some(_)) => {
                let names = known.iter().flat_map(|setting| [setting.name.0, setting.name.1]);
                let help = match words::nearest(label, names) {
                    Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
                    None => say!(
                        "haal de rij weg; de instellingen staan in het blad dat `reisagenda init --xlsx` maakt",
                        "remove the row; the settings are those of the sheet that `reisagenda init --xlsx` makes"
                    ),
                };
                let message = say!("er is geen instelling `{label}`", "there is no setting `{label}`");
                found.push(Wrong::new("unknown-field", message, help).at(name_spot, ""));
                if let Value::Table(table) = &mut root.value {
                    table.lost.push(label.clone());
                }
            }
        }
    }
}

/// Whether a row is the first one with something in it: that of the headings.
fn is_first(placed: &Placed<'_>, row: u32) -> bool {
    placed.sheet.rows().next().is_some_and(|(first, _)| first == row)
}

/// The path of a setting that `layout` does not know, when that is what is written.
fn own_path(label: &str, fields: &[Field]) -> Option<String> {
    let path = label.trim();
    kind_of(fields, path).filter(|kind| !matches!(kind, Kind::Tables(_) | Kind::Table(_))).or_else(|| {
        // A table within a table has its JSON in a cell.
        kind_of(fields, path).filter(|_| path.contains('.'))
    })?;
    Some(path.to_owned())
}

/// What the field of a path holds: `title`, or `horizon.first_day`.
fn kind_of<'a>(fields: &'a [Field], path: &str) -> Option<&'a Kind> {
    match path.split_once('.') {
        None => find(fields, path).map(|field| &field.kind),
        Some((table, field)) => find(find(fields, table)?.inner(), field).map(|field| &field.kind),
    }
}

/// The table at the top of a path, made when it is not there, and the name of the field in it.
fn table_of<'a, 'b>(root: &'a mut Node, path: &'b str, spot: Spot) -> Option<(&'a mut Table, &'b str)> {
    let Value::Table(table) = &mut root.value else { return None };
    let Some((name, field)) = path.split_once('.') else { return Some((table, path)) };
    if table.get(name).is_none() {
        let node = Node { spot, value: Value::Table(Table::default()) };
        table.fields.push(TreeField { name: name.to_owned(), name_spot: spot, node });
    }
    match &mut table.fields.iter_mut().find(|it| it.name == name)?.node.value {
        Value::Table(inner) => Some((inner, field)),
        _ => None,
    }
}

fn set(root: &mut Node, path: &str, name_spot: Spot, node: Node, found: &mut Vec<Mistake>) {
    let Some((table, field)) = table_of(root, path, name_spot) else { return };
    if let Some(first) = table.get(field) {
        let message = say!("de instelling staat er tweemaal", "the setting is there twice");
        let mistake =
            Wrong::new("syntax", message, say!("haal een van beide weg", "remove one of the two")).at(name_spot, "");
        found.push(mistake.at(first.name_spot, say!("eerst hier", "first here")));
        return;
    }
    table.fields.push(TreeField { name: field.to_owned(), name_spot, node });
}

fn lose(root: &mut Node, path: &str, spot: Spot) {
    if let Some((table, field)) = table_of(root, path, spot) {
        table.lost.push(field.to_owned());
    }
}

/// Remembers where a setting would stand; a table of which nothing is said is not there.
fn blank(root: &mut Node, path: &str, spot: Spot) {
    let Value::Table(table) = &mut root.value else { return };
    match path.split_once('.') {
        None => table.blank.push((path.to_owned(), spot)),
        Some((name, field)) => {
            table.blank.push((name.to_owned(), spot));
            let inner = table.fields.iter_mut().find(|it| it.name == name).map(|it| &mut it.node.value);
            if let Some(Value::Table(inner)) = inner {
                inner.blank.push((field.to_owned(), spot));
            }
        }
    }
}

/// Adds the rows of a list to the scenario.
fn add(root: &mut Node, rows: Rows, fields: &[Field], found: &mut Vec<Mistake>) {
    let path = rows.path.clone();
    let is_within = path.contains('.');
    // A table of settings is there when something is said in it.
    if is_within && rows.rows.is_empty() && rows.n_lost == 0 {
        return;
    }
    let Some((table, name)) = table_of(root, &path, rows.spot) else { return };
    match name {
        _ if is_within => extend(table, name, rows),
        "rules" => add_rules(table, rows),
        name if matches!(find(fields, name).map(|field| &field.kind), Some(Kind::Map(_))) => {
            add_names(table, rows, found);
        }
        name => extend(table, name, rows),
    }
}

/// Adds rows to the list of a name.
fn extend(table: &mut Table, name: &str, rows: Rows) {
    let list = list_in(table, name, rows.spot);
    list.lost.extend((0..rows.n_lost).map(|_| None));
    list.items.extend(rows.rows.into_iter().map(Row::into_node));
}

/// The list of a name in a table, made when it is not there.
fn list_in<'a>(table: &'a mut Table, name: &str, spot: Spot) -> &'a mut List {
    let at = table.fields.iter().position(|field| field.name == name).unwrap_or_else(|| {
        let node = Node { spot, value: Value::List(List::default()) };
        table.fields.push(TreeField { name: name.to_owned(), name_spot: spot, node });
        table.fields.len() - 1
    });
    let value = &mut table.fields[at].node.value;
    if !matches!(value, Value::List(_)) {
        *value = Value::List(List::default());
    }
    match value {
        Value::List(list) => list,
        _ => unreachable!("it was made a list above"),
    }
}

fn add_rules(table: &mut Table, rows: Rows) {
    let spot = rows.spot;
    if table.get("rules").is_none() {
        let node = Node { spot, value: Value::Table(Table::default()) };
        table.fields.push(TreeField { name: "rules".to_owned(), name_spot: spot, node });
    }
    let rules = table.fields.iter_mut().find(|field| field.name == "rules").map(|field| &mut field.node.value);
    let Some(Value::Table(rules)) = rules else { return };
    for row in rows.rows {
        match &row.kind {
            Some(kind) => {
                let kind = kind.clone();
                list_in(rules, &kind, spot).items.push(row.into_node());
            }
            // Its kind could not be read: it may be the resource that somebody needs.
            None => list_in(rules, "resource", spot).lost.push(row.id()),
        }
    }
}

/// Adds values by name, such as classes of points.
fn add_names(table: &mut Table, rows: Rows, found: &mut Vec<Mistake>) {
    let mut named = Table::default();
    for row in rows.rows {
        let (Some((name, name_spot)), Some(field)) = (row.name.clone(), row.table.fields.into_iter().next()) else {
            named.lost.extend(row.name.map(|(name, _)| name));
            continue;
        };
        if let Some(first) = named.get(&name) {
            let message = say!("`{name}` staat er tweemaal", "`{name}` is there twice");
            let mistake = Wrong::new("syntax", message, say!("haal een van beide weg", "remove one of the two"));
            found.push(mistake.at(name_spot, "").at(first.name_spot, say!("eerst hier", "first here")));
            continue;
        }
        named.fields.push(TreeField { name, name_spot, node: field.node });
    }
    if !named.fields.is_empty() || !named.lost.is_empty() {
        let node = Node { spot: rows.spot, value: Value::Table(named) };
        table.fields.push(TreeField { name: rows.path, name_spot: rows.spot, node });
    }
}

/// Adds rows to the things of a list that they name.
fn add_within(root: &mut Node, rows: Rows, found: &mut Vec<Mistake>) {
    let Some((outer, inner)) = names::parent(&rows.path) else { return };
    let mut things: Vec<&mut Node> = Vec::new();
    let mut is_vague = false;
    let Value::Table(table) = &mut root.value else { return };
    let mut lists: Vec<&mut Value> = Vec::new();
    for field in table.fields.iter_mut().filter(|field| field.name == outer) {
        match &mut field.node.value {
            // Of rules only those of stability have a list of their own.
            Value::Table(kinds) => {
                let stability = kinds.fields.iter_mut().filter(|kind| kind.name == "stability");
                lists.extend(stability.map(|kind| &mut kind.node.value));
            }
            list => lists.push(list),
        }
    }
    for list in lists {
        if let Value::List(list) = list {
            is_vague |= !list.lost.is_empty();
            things.extend(&mut list.items);
        }
    }
    let id_of = |node: &Node| match node.get("id").map(|id| &id.value) {
        Some(Value::Text(id)) => Some(id.clone()),
        _ => None,
    };
    let ids: Vec<Option<String>> = things.iter().map(|thing| id_of(thing)).collect();
    // An id that is none will be reported by itself: who names that thing as it ought to be called is right.
    let is_sound = |id: &&String| Id::parse(id).is_ok();
    is_vague |= ids.iter().any(|id| id.as_ref().filter(is_sound).is_none());
    let mut is_lost = rows.n_lost > 0;
    for row in rows.rows {
        let Some((parent, spot)) = row.parent.clone() else { continue };
        let at = ids.iter().position(|id| id.as_deref() == Some(parent.as_str()));
        let Some(thing) = at.and_then(|at| things.get_mut(at)) else {
            is_lost = true;
            let known = ids.iter().flatten().filter(is_sound).map(String::as_str);
            let guess = words::nearest(&parent, known);
            if !is_vague || guess.is_some() {
                let heading = &rows.parent_heading;
                let help = match guess {
                    Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
                    None => say!(
                        "kijk de spelling na, of voeg het toe op het blad waar het thuishoort",
                        "check the spelling, or add it on the sheet where it belongs"
                    ),
                };
                let message = say!("{heading} `{parent}` bestaat niet", "{heading} `{parent}` does not exist");
                found.push(Wrong::new("unknown-id", message, help).at(spot, heading));
            }
            continue;
        };
        let Value::Table(table) = &mut thing.value else { continue };
        let row_spot = row.spot;
        let list = list_in(table, inner, row_spot);
        match list.items.iter_mut().find(|item| inner == "roles" && row.is_same_role(item)) {
            Some(role) => row.join(role, found),
            None => list.items.push(row.into_node()),
        }
    }
    // What could not be put anywhere may be what a thing seems to lack.
    for thing in things.iter_mut().filter(|_| is_lost) {
        if let Value::Table(table) = &mut thing.value {
            table.lost.extend(table.get(inner).is_none().then(|| inner.to_owned()));
        }
    }
}
