//! CSV tables beside the scenario: their rows join the lists of the same name in the tree, each cell with its place.

use super::mistakes::Mistake;
use super::parse;
use super::sources::{Reader, Spot};
use super::tree::{Field, List, Node, Table, Value};
use super::words;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    /// A text or a date.
    Text,
    /// A number; with a decimal comma where semicolons separate fields.
    Number,
    /// True or false.
    Flag,
    /// Words with blanks between them.
    Words,
}

use crate::texts::say;
use Column::{Flag, Number, Text, Words};

type Columns = &'static [(&'static str, Column)];

/// A list of the scenario, its columns, and which of these each table must have.
type Kind = (&'static str, Columns, &'static [&'static str]);

/// The tables.
const TABLES: [Kind; 4] = [
    (
        "places",
        &[
            ("id", Text),
            ("country", Text),
            ("name_nl", Text),
            ("name_en", Text),
            ("tz", Text),
            ("weekend", Words),
            ("lat", Number),
            ("lon", Number),
            ("per_diem", Number),
        ],
        &["id", "country", "tz"],
    ),
    ("holidays", &[("country", Text), ("place", Text), ("date", Text), ("name", Text)], &["date"]),
    (
        "closures",
        &[("country", Text), ("place", Text), ("first_day", Text), ("last_day", Text), ("label", Text)],
        &["first_day", "last_day"],
    ),
    (
        "legs",
        &[
            ("from", Text),
            ("to", Text),
            ("minutes", Number),
            ("eur", Number),
            ("kg_co2", Number),
            ("rest_minutes", Number),
            ("both_ways", Flag),
        ],
        &["from", "to", "minutes"],
    ),
];

/// Columns that are for people; the program passes over them.
const REMARKS: [&str; 3] = ["note", "source", "remark"];

/// Reads the tables that a scenario names and adds their rows to its lists.
pub fn merge(root: &mut Node, reader: &mut Reader, mistakes: &mut Vec<Mistake>) {
    for kind in TABLES {
        let (list, ..) = kind;
        let names = root.field("tables").get(list).map(Node::items).unwrap_or_default();
        let names: Vec<(String, Spot)> = names
            .iter()
            .filter_map(|node| match &node.value {
                Value::Text(name) => Some((name.clone(), node.spot)),
                _ => None,
            })
            .collect();
        for (name, spot) in names {
            let Some(file) = reader.read(&reader.folder.join(name), Some(spot), mistakes) else { continue };
            let rows = rows(file, reader.sources.text(file), reader.sources.name(file), kind, spot, mistakes);
            append(root, list, spot, rows);
        }
    }
}

/// Adds rows to a list of the scenario, which need not be there yet.
fn append(root: &mut Node, list: &str, spot: Spot, rows: Vec<Node>) {
    let Value::Table(table) = &mut root.value else { return };
    if table.get(list).is_none() {
        let node = Node { spot, value: Value::List(List::default()) };
        table.fields.push(Field { name: list.to_owned(), name_spot: spot, node });
    }
    let field = table.fields.iter_mut().find(|field| field.name == list);
    if let Some(Value::List(list)) = field.map(|field| &mut field.node.value) {
        list.items.extend(rows);
    }
}

fn rows(
    file: usize,
    text: &str,
    name: &str,
    (_, columns, required): Kind,
    spot: Spot,
    mistakes: &mut Vec<Mistake>,
) -> Vec<Node> {
    let names: Vec<&str> = columns.iter().map(|(column, _)| *column).collect();
    let Some(table) = parse::table(file, text) else {
        mistakes.push(
            Mistake::new("empty-table", say!("de tabel `{name}` is leeg", "the table `{name}` is empty"))
                .at(spot, say!("hier genoemd", "named here"))
                .help(say!(
                    "de eerste regel noemt de kolommen: `{}`",
                    "its first line names the columns: `{}`",
                    names.join(",")
                )),
        );
        return Vec::new();
    };
    if let Some(quote) = table.open_quote {
        mistakes.push(
            Mistake::new(
                "open-quote",
                say!("een veld tussen aanhalingstekens eindigt niet", "a quoted field does not end"),
            )
            .at(quote, say!("begint hier", "begins here"))
            .help(say!(
                "sluit het met `\"`; een aanhalingsteken daarbinnen wordt dubbel geschreven",
                "close it with `\"`; a quote within quotes is written twice"
            )),
        );
        return Vec::new();
    }
    let mut kinds: Vec<Option<(&str, Column)>> = Vec::new();
    for (i, (column, spot)) in table.header.fields.iter().enumerate() {
        let plain = column.to_lowercase();
        let known = columns.iter().find(|(known, _)| *known == plain).copied();
        if known.is_none() && !plain.is_empty() && !REMARKS.contains(&plain.as_str()) {
            let help = match words::nearest(&plain, names.iter().copied()) {
                Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
                None => say!(
                    "de kolommen zijn {}; opmerkingen horen in een kolom `note`",
                    "the columns are {}; remarks go in a column `note`",
                    words::all_of(&names)
                ),
            };
            let message = say!("de tabel heeft geen kolom `{column}`", "the table has no column `{column}`");
            mistakes.push(
                Mistake::new("unknown-column", message).at(*spot, say!("kolom onbekend", "unknown column")).help(help),
            );
        }
        if known.is_some() && table.header.fields[..i].iter().any(|(earlier, _)| earlier.to_lowercase() == plain) {
            let message = say!("de kolom `{column}` staat er tweemaal", "the column `{column}` is there twice");
            mistakes.push(
                Mistake::new("unknown-column", message)
                    .at(*spot, say!("hier nog eens", "again here"))
                    .help(say!("verwijder een van de twee", "remove one of them")),
            );
        }
        kinds.push(known);
    }
    let has = |column: &str| kinds.iter().flatten().any(|(known, _)| *known == column);
    let missing: Vec<&str> = required.iter().copied().filter(|column| !has(column)).collect();
    let is_misspelt = |(column, _): &(String, Spot)| !names.contains(&column.to_lowercase().as_str());
    if !missing.is_empty() && !table.header.fields.iter().any(is_misspelt) {
        mistakes.push(
            Mistake::new(
                "missing-column",
                say!("de tabel heeft geen kolom {}", "the table has no column {}", words::all_of(&missing)),
            )
            .at(table.header.spot(), say!("de kolommen", "the columns"))
            .help(say!(
                "de eerste regel noemt de kolommen; voeg haar daar toe, en een cel in elke rij",
                "the first line names the columns; add it there, and a cell to each row"
            )),
        );
    }
    // What the header lacks has been said; no row is asked for it.
    let lost: Vec<String> = missing.iter().map(|column| (*column).to_owned()).collect();
    let mut rows = Vec::new();
    for record in &table.records {
        if let Some((_, spot)) = record.fields.iter().skip(kinds.len()).find(|(cell, _)| !cell.is_empty()) {
            let separator = table.separator;
            mistakes.push(
                Mistake::new(
                    "long-row",
                    say!(
                        "de rij heeft meer velden dan de {} kolommen",
                        "the row has more fields than the {} columns",
                        kinds.len()
                    ),
                )
                .at(*spot, say!("geen kolom hiervoor", "no column for this"))
                .help(say!(
                    "zet een tekst met `{separator}` erin tussen dubbele aanhalingstekens",
                    "put a text with `{separator}` in it in double quotes"
                )),
            );
            continue;
        }
        let mut row = Table { lost: lost.clone(), ..Table::default() };
        for (kind, ((cell, spot), (_, name_spot))) in kinds.iter().zip(record.fields.iter().zip(&table.header.fields)) {
            let Some((column, kind)) = kind else { continue };
            if !cell.is_empty() && row.get(column).is_none() {
                let node = Node { spot: *spot, value: value(cell, *spot, *kind, table.separator) };
                row.fields.push(Field { name: (*column).to_owned(), name_spot: *name_spot, node });
            }
        }
        rows.push(Node { spot: record.spot(), value: Value::Table(row) });
    }
    rows
}

fn value(cell: &str, spot: Spot, kind: Column, separator: char) -> Value {
    match kind {
        Text => Value::Text(cell.to_owned()),
        Number if separator != ',' => Value::Number(cell.replace(',', ".")),
        Number => Value::Number(cell.to_owned()),
        Flag => match cell.to_lowercase().as_str() {
            "true" | "yes" | "ja" | "waar" | "1" => Value::Bool(true),
            "false" | "no" | "nee" | "onwaar" | "0" => Value::Bool(false),
            _ => Value::Text(cell.to_owned()),
        },
        Words => Value::List(List {
            items: cell
                .split([' ', ',', ';', '+'])
                .filter(|word| !word.is_empty())
                .map(|word| Node { spot, value: Value::Text(word.to_lowercase()) })
                .collect(),
            lost: Vec::new(),
        }),
    }
}
