//! A scenario as a tree in which every value knows its place, whatever kind of file it came from.
//!
//! # Invariants
//!
//! * What a check takes out of the tree leaves a trace, so that later checks do not complain that it is missing:
//!   [`Table::lost`] has the names of fields, [`List::lost`] the ids of items.

use super::sources::Spot;
use super::words;
use crate::texts::{Said, say};

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands.
    pub spot: Spot,
    /// What it is.
    pub value: Value,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum Value {
    /// A text.
    Text(String),
    /// A date, a time or both, as TOML has them without quotes.
    Date(String),
    /// A number as it is written, without underscores.
    Number(String),
    /// True or false.
    Bool(bool),
    /// JSON's `null`.
    Null,
    /// A list.
    List(List),
    /// A table; an object in JSON.
    Table(Table),
}

/// A list of nodes.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The items that are sound so far.
    pub items: Vec<Node>,
    /// One entry for each item that was taken out: its `id`, when that could be read.
    pub lost: Vec<Option<String>>,
}

/// Named nodes.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The fields that are sound so far, in the order of the file.
    pub fields: Vec<Field>,
    /// The names of the fields that were taken out.
    pub lost: Vec<String>,
    /// Where fields would stand that are not there: the empty cells of a row.
    pub blank: Vec<(String, Spot)>,
}

/// One named node.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name.
    pub name: String,
    /// Where the name stands.
    pub name_spot: Spot,
    /// The value.
    pub node: Node,
}

impl Table {
    /// The field of that name.
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Node {
    /// Returns the value of a field; the node itself when it has no such field, so that a mistake has a place anyway.
    pub fn field(&self, name: &str) -> &Node {
        self.get(name).unwrap_or(self)
    }

    /// Returns the value of a field, if there.
    pub fn get(&self, name: &str) -> Option<&Node> {
        match &self.value {
            Value::Table(table) => table.get(name).map(|field| &field.node),
            _ => None,
        }
    }

    /// Returns where the name of a field stands; the node's own place when it has no such field.
    pub fn name_spot(&self, name: &str) -> Spot {
        match &self.value {
            Value::Table(table) => table.get(name).map_or(self.spot, |field| field.name_spot),
            _ => self.spot,
        }
    }

    /// Returns the item of a list; the node itself when it has no such item.
    pub fn item(&self, idx: usize) -> &Node {
        self.items().get(idx).unwrap_or(self)
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(list) => &list.items,
            _ => &[],
        }
    }

    /// Whether a field was taken out, perhaps under a misspelt name, or items of it.
    pub fn lost(&self, name: &str) -> bool {
        let Value::Table(table) = &self.value else { return false };
        table.lost.iter().any(|lost| lost == name || words::are_near(lost, name))
            || table.get(name).is_some_and(|field| match &field.node.value {
                Value::List(list) => !list.lost.is_empty(),
                _ => false,
            })
    }

    /// What the value is, in a message.
    pub fn kind(&self) -> Said {
        match &self.value {
            Value::Text(_) => Expected::Text.words(),
            Value::Date(_) => Expected::DateOrTime.words(),
            Value::Number(text) if text.contains(['.', 'e', 'E']) => {
                say!("een getal met decimalen", "a number with decimals")
            }
            Value::Number(_) => Expected::Number.words(),
            Value::Bool(_) => Expected::YesOrNo.words(),
            Value::Null => Said::same("null"),
            Value::List(_) => Expected::List.words(),
            Value::Table(_) => Expected::Table.words(),
        }
    }
}

/// What kind of value is expected somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// `true` or `false`.
    YesOrNo,
    /// A text.
    Text,
    /// Any number.
    Number,
    /// A number without decimals.
    WholeNumber,
    /// A date, a local time or an instant.
    DateOrTime,
    /// A time of day.
    Clock,
    /// A list.
    List,
    /// A table.
    Table,
}

impl Expected {
    /// What a message calls it.
    pub fn words(self) -> Said {
        match self {
            Expected::YesOrNo => say!("true of false", "true or false"),
            Expected::Text => say!("een tekst", "a text"),
            Expected::Number => say!("een getal", "a number"),
            Expected::WholeNumber => say!("een geheel getal", "a whole number"),
            Expected::DateOrTime => say!("een datum of tijd", "a date or time"),
            Expected::Clock => say!("een tijd van de dag tussen aanhalingstekens", "a time of day in quotes"),
            Expected::List => say!("een lijst", "a list"),
            Expected::Table => say!("een tabel", "a table"),
        }
    }
}
