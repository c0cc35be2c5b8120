//! What each field holds, from the schema: it is the schema that says which columns a sheet can have.

use serde_json::{Map, Value as Json};

use crate::scenario::raw::{SCALARS, ScalarKind};

/// A field of a table.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether every table has it.
    pub is_required: bool,
    /// What the schema says of it.
    pub about: String,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// A text without blanks, such as an id.
    Word,
    /// A date.
    Date,
    /// A time of day.
    Clock,
    /// A date, a time on a date, or an instant.
    Moment,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// One of these words.
    Choice(Vec<String>),
    /// Several of a kind.
    List(Box<Kind>),
    /// Values by name.
    Map(Box<Kind>),
    /// A table.
    Table(Vec<Field>),
    /// Several tables.
    Tables(Vec<Field>),
}

/// The fields of the scenario itself.
pub fn fields(schema: &Json) -> Vec<Field> {
    let nothing = Map::new();
    let definitions = schema.get("definitions").and_then(Json::as_object).unwrap_or(&nothing);
    let fields = Schema { definitions }.fields(schema);
    // Editors look at `$schema`; it says nothing about the agenda.
    fields.into_iter().filter(|field| field.name != "$schema").collect()
}

/// The field of a name.
pub fn find<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.name == name)
}

impl Field {
    /// The fields of the table, or of each of the tables, that it holds.
    pub fn inner(&self) -> &[Field] {
        match &self.kind {
            Kind::Table(fields) | Kind::Tables(fields) => fields,
            _ => &[],
        }
    }
}

impl Kind {
    /// The words of a choice, or yes and no.
    pub fn choices(&self) -> Vec<&str> {
        match self {
            Kind::Choice(words) => words.iter().map(String::as_str).collect(),
            Kind::Flag => vec!["true", "false"],
            _ => Vec::new(),
        }
    }
}

struct Schema<'a> {
    definitions: &'a Map<String, Json>,
}

impl Schema<'_> {
    fn fields(&self, table: &Json) -> Vec<Field> {
        let required: Vec<&str> =
            table.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
        let properties = table.get("properties").and_then(Json::as_object).into_iter().flatten();
        properties
            .map(|(name, schema)| Field {
                name: name.clone(),
                kind: self.kind(schema),
                is_required: required.contains(&name.as_str()),
                about: self.about(schema),
            })
            .collect()
    }

    /// Follows references to where something is said, with the name it has there.
    fn resolve<'a>(&'a self, schema: &'a Json) -> (Option<&'a str>, &'a Json) {
        let (mut name, mut schema) = (None, schema);
        // A definition refers to no more than one other.
        for _ in 0..4 {
            let only = schema.get("allOf").and_then(|all| all.get(0)).unwrap_or(schema);
            let Some(reference) = only.get("$ref").and_then(Json::as_str) else { break };
            let referred = reference.rsplit('/').next().unwrap_or_default();
            let Some(definition) = self.definitions.get(referred) else { break };
            (name, schema) = (Some(referred), definition);
        }
        (name, schema)
    }

    fn about(&self, schema: &Json) -> String {
        let text = schema.get("description").or_else(|| self.resolve(schema).1.get("description"));
        text.and_then(Json::as_str).unwrap_or_default().replace('\n', " ")
    }

    fn kind(&self, schema: &Json) -> Kind {
        let (name, schema) = self.resolve(schema);
        if let Some((scalar, kind, _)) = SCALARS.iter().find(|(scalar, ..)| name == Some(scalar)) {
            return match (kind, *scalar) {
                (ScalarKind::Number, _) => Kind::Number,
                (ScalarKind::Date, "Date") => Kind::Date,
                (ScalarKind::Date, "Clock") => Kind::Clock,
                (ScalarKind::Date, _) => Kind::Moment,
                (ScalarKind::Text, _) => Kind::Word,
            };
        }
        let choices: Vec<String> = std::iter::once(schema)
            .chain(schema.get("oneOf").and_then(Json::as_array).into_iter().flatten())
            .flat_map(|part| {
                let many = part.get("enum").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
                many.chain(part.get("const").and_then(Json::as_str))
            })
            .map(str::to_owned)
            .collect();
        if !choices.is_empty() {
            return Kind::Choice(choices);
        }
        match schema.get("type").and_then(Json::as_str) {
            Some("object") => match schema.get("additionalProperties").filter(|any| any.is_object()) {
                Some(any) => Kind::Map(Box::new(self.kind(any))),
                None => Kind::Table(self.fields(schema)),
            },
            Some("array") => match schema.get("items").map(|items| self.kind(items)) {
                Some(Kind::Table(fields)) => Kind::Tables(fields),
                Some(kind) => Kind::List(Box::new(kind)),
                None => Kind::Text,
            },
            Some("integer" | "number") => Kind::Number,
            Some("boolean") => Kind::Flag,
            _ => Kind::Text,
        }
    }
}
