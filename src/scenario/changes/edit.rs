//! Small edits of trees: find, set, put in, take out.

use crate::scenario::sources::Spot;
use crate::scenario::tree::{Field, List, Node, Table, Value};

/// Returns a text as a node.
pub fn text(spot: Spot, text: impl Into<String>) -> Node {
    Node { spot, value: Value::Text(text.into()) }
}

/// Returns a table as a node.
pub fn table(spot: Spot, fields: Vec<(&str, Node)>) -> Node {
    let fields =
        fields.into_iter().map(|(name, node)| Field { name: name.to_owned(), name_spot: node.spot, node }).collect();
    Node { spot, value: Value::Table(Table { fields, lost: Vec::new(), blank: Vec::new() }) }
}

/// The text of a node, when it is one.
pub fn as_text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) | Value::Date(text) => Some(text),
        _ => None,
    }
}

/// The fields of a table; none of anything else.
pub fn fields(node: &Node) -> &[Field] {
    match &node.value {
        Value::Table(table) => &table.fields,
        _ => &[],
    }
}

/// The value of a field, which is made empty when it is not there. `node` is a table.
pub fn entry<'a>(node: &'a mut Node, name: &str, spot: Spot, empty: Value) -> Option<&'a mut Node> {
    let Value::Table(table) = &mut node.value else { return None };
    if table.get(name).is_none() {
        table.fields.push(Field { name: name.to_owned(), name_spot: spot, node: Node { spot, value: empty } });
    }
    table.fields.iter_mut().find(|field| field.name == name).map(|field| &mut field.node)
}

/// Gives a field of a table a value, and returns what it was.
pub fn set(node: &mut Node, field: Field) -> Option<Node> {
    let Value::Table(table) = &mut node.value else { return None };
    match table.fields.iter_mut().find(|known| known.name == field.name) {
        Some(known) => Some(std::mem::replace(known, field).node),
        None => {
            table.fields.push(field);
            None
        }
    }
}

/// Takes a field out of a table, and returns what it was.
pub fn take(node: &mut Node, name: &str) -> Option<Node> {
    let Value::Table(table) = &mut node.value else { return None };
    let position = table.fields.iter().position(|field| field.name == name)?;
    Some(table.fields.remove(position).node)
}

/// Adds items to a list of a table, which need not be there yet.
pub fn append(node: &mut Node, list: &str, spot: Spot, items: impl IntoIterator<Item = Node>) {
    if let Some(Node { value: Value::List(list), .. }) = entry(node, list, spot, Value::List(List::default())) {
        list.items.extend(items);
    }
}

/// The items of a list of a table.
pub fn items_mut<'a>(node: &'a mut Node, list: &str) -> Option<&'a mut Vec<Node>> {
    let Value::Table(table) = &mut node.value else { return None };
    match &mut table.fields.iter_mut().find(|field| field.name == list)?.node.value {
        Value::List(list) => Some(&mut list.items),
        _ => None,
    }
}

/// Whether an item has this id.
pub fn has_id(item: &Node, id: &str) -> bool {
    item.get("id").and_then(as_text) == Some(id)
}

/// A value in a few words, for those who are told what changed.
pub fn shown(node: &Node) -> String {
    match &node.value {
        Value::Text(text) | Value::Date(text) | Value::Number(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
        Value::List(list) => list.items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Table(table) => table
            .fields
            .iter()
            .map(|field| format!("{} {}", field.name, shown(&field.node)))
            .collect::<Vec<_>>()
            .join(" "),
    }
}
