//! TOML to tree.

use toml::de::{DeTable, DeValue};

use crate::scenario::mistakes::Mistake;
use crate::scenario::sources::Spot;
use crate::scenario::tree::{Field, List, Node, Table, Value};
use crate::texts::{Said, say, syntax};

/// Reads TOML; `None` when it has syntax errors, each of which is then among the mistakes.
pub fn toml(file: usize, text: &str, mistakes: &mut Vec<Mistake>) -> Option<Node> {
    let (root, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Some(Node { spot: Spot { file, start: 0, end: 0 }, value: table(file, root.get_ref()) });
    }
    let mut last_line = None;
    for error in errors {
        let span = error.span().unwrap_or(text.len()..text.len());
        let spot = Spot { file, start: span.start, end: span.end };
        // What follows on the same line is nearly always the same mistake.
        let line = text.get(..spot.start).map(|before| before.matches('\n').count());
        if last_line.is_some() && last_line == line {
            continue;
        }
        last_line = line;
        let (message, help) = words(error.message());
        mistakes.push(Mistake::new("syntax", message).at(spot, say!("hier", "here")).help(help));
    }
    None
}

/// The parser's message on one line, and what to do about it.
fn words(message: &str) -> (Said, Said) {
    let help = if message.contains("duplicate key") {
        say!(
            "geef elk veld één keer; in een lijst van tabellen begint elke tabel met `[[naam]]`",
            "give each field once; a list of tables starts each table with `[[name]]`"
        )
    } else if message.contains("date") || message.contains("time") {
        say!(
            "schrijf datums als 2027-03-02 en tijden als \"09:00\"; controleer of de datum bestaat",
            "write dates as 2027-03-02 and times as \"09:00\"; check that the date exists"
        )
    } else if message.contains("recursion") {
        say!(
            "een scenario heeft geen tabellen die zo diep in elkaar zitten",
            "a scenario has no tables that deep within each other"
        )
    } else {
        say!(
            "schrijf `naam = waarde`, teksten tussen dubbele aanhalingstekens, datums als 2027-03-02, lijsten tussen vierkante haken",
            "write `name = value`, texts in double quotes, dates as 2027-03-02, lists in square brackets"
        )
    };
    (syntax::toml(message), help)
}

fn table(file: usize, table: &DeTable<'_>) -> Value {
    let mut fields: Vec<Field> = table
        .iter()
        .map(|(name, value)| Field {
            name: name.get_ref().to_string(),
            name_spot: spot(file, name.span()),
            node: Node { spot: spot(file, value.span()), value: node(file, value.get_ref()) },
        })
        .collect();
    fields.sort_by_key(|field| field.name_spot);
    Value::Table(Table { fields, ..Table::default() })
}

fn node(file: usize, value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Value::Number(number.as_str().replace('_', "")),
        // Nobody counts days in hexadecimal, but TOML allows it.
        DeValue::Integer(number) => Value::Number(
            i64::from_str_radix(number.as_str(), number.radix())
                .map_or_else(|_| number.to_string(), |value| value.to_string()),
        ),
        DeValue::Float(number) => Value::Number(number.as_str().replace('_', "")),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::List(List {
            items: items
                .iter()
                .map(|item| Node { spot: spot(file, item.span()), value: node(file, item.get_ref()) })
                .collect(),
            lost: Vec::new(),
        }),
        DeValue::Table(inner) => table(file, inner),
    }
}

fn spot(file: usize, span: std::ops::Range<usize>) -> Spot {
    Spot { file, start: span.start, end: span.end }
}
