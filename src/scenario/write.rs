//! Raw to text: a scenario as TOML or JSON that reads back as the same scenario.
//!
//! # Invariants
//!
//! * What a scenario does not say is not written: no `null`, no empty list, no default.
//! * Fields stand in the order of [`raw`](super::raw); dates stand in TOML without quotes.

use super::parse;
use super::raw::{Date, Scalar as _, Scenario};
use super::tree::{Field, Node, Table, Value};

/// Returns the scenario as TOML.
///
/// * `schema`: the JSON Schema that editors are to check it with, relative to the file.
#[must_use]
pub fn to_toml(scenario: &Scenario, schema: Option<&str>) -> String {
    let mut text = schema.map_or_else(String::new, |schema| format!("#:schema {schema}\n\n"));
    if let Value::Table(root) = tree(scenario).value {
        table(&mut text, "", &root);
    }
    text
}

/// Returns the scenario as JSON.
#[must_use]
pub fn to_json(scenario: &Scenario) -> String {
    let mut text = String::new();
    json(&mut text, &tree(scenario), 0);
    text.push('\n');
    text
}

/// Returns the scenario as a tree without empty values, in the order of the structures.
pub(super) fn tree(scenario: &Scenario) -> Node {
    let nothing = Node { spot: Default::default(), value: Value::Table(Table::default()) };
    // Structures of texts and numbers always have a JSON form, and that form is always JSON.
    let text = serde_json::to_string(scenario).unwrap_or_default();
    parse::json(0, &text, &mut Vec::new()).map_or(nothing, |mut node| {
        prune(&mut node);
        node
    })
}

/// Takes out what says nothing. A list that is empty by intent, `weekend = []`, says something.
fn prune(node: &mut Node) {
    match &mut node.value {
        Value::Table(table) => {
            table.fields.retain(|field| match &field.node.value {
                Value::Null => false,
                Value::List(list) => !list.items.is_empty() || field.name == "weekend",
                Value::Table(inner) => !inner.fields.is_empty(),
                _ => true,
            });
            table.fields.iter_mut().for_each(|field| prune(&mut field.node));
        }
        Value::List(list) => list.items.iter_mut().for_each(prune),
        _ => {}
    }
}

/// Writes a table with its heading: first its values, then its tables and lists of tables, each with a heading.
fn table(text: &mut String, path: &str, table_: &Table) {
    let (inner, own): (Vec<&Field>, Vec<&Field>) = table_.fields.iter().partition(|field| has_heading(path, field));
    for field in own {
        text.push_str(&format!("{} = {}\n", key(&field.name), value(&field.name, &field.node)));
    }
    for field in inner {
        let path = if path.is_empty() { key(&field.name) } else { format!("{path}.{}", key(&field.name)) };
        match &field.node.value {
            Value::Table(only) => {
                // A table of nothing but tables needs no heading of its own.
                if only.fields.iter().any(|field| !has_heading(&path, field)) {
                    text.push_str(&format!("\n[{path}]\n"));
                }
                table(text, &path, only);
            }
            _ => {
                for item in field.node.items() {
                    if let Value::Table(item) = &item.value {
                        text.push_str(&format!("\n[[{path}]]\n"));
                        // What stands in the things of a list is written in braces.
                        table(text, "-", item);
                    }
                }
            }
        }
    }
}

/// Whether a field is written under a heading of its own rather than as `name = value`.
fn has_heading(path: &str, field: &Field) -> bool {
    path != "-"
        && match &field.node.value {
            Value::Table(_) => true,
            Value::List(list) => {
                field.name != "day_parts" && matches!(list.items.first(), Some(Node { value: Value::Table(_), .. }))
            }
            _ => false,
        }
}

/// Writes a value on one line; a list of tables on a line for each.
fn value(name: &str, node: &Node) -> String {
    match &node.value {
        Value::Text(text) if is_date_field(name) && Date::parse(text).is_ok() => text.clone(),
        Value::Text(text) | Value::Date(text) => quoted(text),
        Value::Number(number) => number.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null => "\"\"".to_owned(),
        Value::List(list) => {
            let items: Vec<String> = list.items.iter().map(|item| value(name, item)).collect();
            let is_long = items.len() > 1 && matches!(list.items[0].value, Value::Table(_));
            if is_long { format!("[\n    {},\n]", items.join(",\n    ")) } else { format!("[{}]", items.join(", ")) }
        }
        Value::Table(table) => {
            let fields: Vec<String> = table
                .fields
                .iter()
                // Within braces everything stays on one line, as TOML 1.0 asks.
                .map(|field| {
                    format!(
                        "{} = {}",
                        key(&field.name),
                        value(&field.name, &field.node).replace("\n    ", " ").replace(",\n]", " ]")
                    )
                })
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
    }
}

/// Whether a field holds dates, which TOML writes without quotes.
fn is_date_field(name: &str) -> bool {
    const FIELDS: [&str; 10] =
        ["first_day", "last_day", "as_of", "freeze_until", "date", "holidays", "except", "from", "to", "start"];
    FIELDS.contains(&name) || name == "end"
}

fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if is_bare { name.to_owned() } else { quoted(name) }
}

/// A text in double quotes, with escapes that both TOML and JSON know.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

pub(super) fn json(text: &mut String, node: &Node, depth: usize) {
    let indent = "  ".repeat(depth + 1);
    let mut block = |open: char, close: char, items: Vec<(String, &Node)>| {
        if items.is_empty() {
            text.extend([open, close]);
            return;
        }
        text.push(open);
        for (i, (name, item)) in items.into_iter().enumerate() {
            text.push_str(if i == 0 { "\n" } else { ",\n" });
            text.push_str(&indent);
            text.push_str(&name);
            json(text, item, depth + 1);
        }
        text.push('\n');
        text.push_str(&indent[2..]);
        text.push(close);
    };
    match &node.value {
        Value::Text(value) | Value::Date(value) => text.push_str(&quoted(value)),
        Value::Number(number) => text.push_str(number),
        Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Value::Null => text.push_str("null"),
        Value::List(list) => block('[', ']', list.items.iter().map(|item| (String::new(), item)).collect()),
        Value::Table(table) => {
            let fields = table.fields.iter().map(|field| (format!("{}: ", quoted(&field.name)), &field.node));
            block('{', '}', fields.collect());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_so_that_both_formats_read_them() {
        let text = "a \"quote\", a \\, a\nline, a \u{7} and a ☃";
        let toml: toml::Table = format!("x = {}", quoted(text)).parse().expect("toml");
        assert_eq!(toml["x"].as_str(), Some(text));
        assert_eq!(serde_json::from_str::<String>(&quoted(text)).expect("json"), text);
    }
}
