//! The first check: does the tree have the structure of the schema? Unknown and missing fields, wrong types, words
//! that are no choice, numbers out of range, dates that are none.
//!
//! What is wrong is reported and taken out of the tree, so that the later checks can go on with the rest.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::mistakes::Mistake;
use super::raw::{SCALARS, ScalarKind};
use super::tree::{Expected, List, Node, Table, Value};
use super::{descriptions, words};
use crate::texts::{Said, say};

/// Checks a tree against the schema and takes out what is wrong.
pub struct Check<'a> {
    definitions: &'a serde_json::Map<String, Json>,
    /// What was found.
    pub mistakes: Vec<Mistake>,
}

/// A part of the schema, with its name when it has one.
struct Part<'a> {
    name: Option<&'a str>,
    schema: &'a Json,
}

impl<'a> Check<'a> {
    /// Returns a check against the whole schema, whose definitions it looks up.
    pub fn new(schema: &'a Json) -> Option<Self> {
        Some(Check { definitions: schema.get("definitions")?.as_object()?, mistakes: Vec::new() })
    }

    /// Checks one value; says whether it can stay. What is wrong within it has been taken out.
    pub fn node(&mut self, node: &mut Node, schema: &'a Json, name: &str) -> bool {
        let part = self.resolve(schema);
        if let Some((_, kind, check)) = SCALARS.iter().find(|(scalar, ..)| part.name == Some(scalar)) {
            return self.scalar(node, &part, name, *kind, *check);
        }
        let choices = choices(part.schema);
        if !choices.is_empty() {
            return self.choice(node, &choices, name);
        }
        match part.schema.get("type").and_then(Json::as_str) {
            Some("object") => self.object(node, &part, name),
            Some("array") => self.array(node, &part, name),
            Some("string") => self.text(node, &part, name),
            Some("integer") => self.integer(node, &part, name),
            Some("boolean") => matches!(node.value, Value::Bool(_)) || self.wrong_type(node, name, Expected::YesOrNo),
            _ => true,
        }
    }

    /// Follows references to where something is said.
    fn resolve(&self, schema: &'a Json) -> Part<'a> {
        let mut part = Part { name: None, schema };
        // A definition refers to no more than one other.
        for _ in 0..4 {
            let only = part.schema.get("allOf").and_then(|all| all.get(0)).unwrap_or(part.schema);
            let Some(reference) = only.get("$ref").and_then(Json::as_str) else { break };
            let name = reference.rsplit('/').next().unwrap_or_default();
            let Some(schema) = self.definitions.get(name) else { break };
            part = Part { name: Some(name), schema };
        }
        part
    }

    fn wrong_type(&mut self, node: &Node, name: &str, expected: Expected) -> bool {
        let (words, kind) = (expected.words(), node.kind());
        let is_text = matches!(node.value, Value::Text(_));
        let help = match expected {
            _ if name == "scenario" => say!(
                "een scenario begint met een accolade en de velden `title`, `home` en `horizon`",
                "a scenario begins with `{{` and the fields `title`, `home` and `horizon`"
            ),
            _ if matches!(node.value, Value::Null) => say!(
                "`{name}` is {words}; laat het veld weg als er niets te zeggen is",
                "`{name}` is {words}; leave the field out when there is nothing to say";
                words
            ),
            Expected::List => say!(
                "`{name}` is {words}: zet er vierkante haken omheen",
                "`{name}` is {words}: put square brackets around it";
                words
            ),
            Expected::Text => say!(
                "`{name}` is {words}: zet er dubbele aanhalingstekens omheen",
                "`{name}` is {words}: put double quotes around it";
                words
            ),
            Expected::Number | Expected::WholeNumber if is_text => say!(
                "`{name}` is {words}: schrijf het zonder aanhalingstekens",
                "`{name}` is {words}: write it without quotes";
                words
            ),
            _ => say!("`{name}` is {words}", "`{name}` is {words}"; words),
        };
        let what = if name == "scenario" { words::thing(name) } else { Said::same(format!("`{name}`")) };
        let message = say!(
            "{what} is {kind}; verwacht werd {words}",
            "{what} is {kind}, where {words} was expected";
            what, kind, words
        );
        let label = say!("dit is {kind}", "this is {kind}"; kind);
        self.mistakes.push(Mistake::new("wrong-type", message).at(node.spot, label).help(help));
        false
    }

    fn scalar(
        &mut self,
        node: &Node,
        part: &Part<'_>,
        name: &str,
        kind: ScalarKind,
        check: fn(&str) -> Result<(), super::raw::Wrong>,
    ) -> bool {
        let text = match (&node.value, kind) {
            (Value::Text(text), ScalarKind::Text | ScalarKind::Date)
            | (Value::Date(text), ScalarKind::Date)
            | (Value::Number(text), ScalarKind::Number) => text,
            (_, ScalarKind::Text) => return self.wrong_type(node, name, Expected::Text),
            (_, ScalarKind::Number) => return self.wrong_type(node, name, Expected::Number),
            (_, ScalarKind::Date) => {
                let expected = if part.name == Some("Clock") { Expected::Clock } else { Expected::DateOrTime };
                return self.wrong_type(node, name, expected);
            }
        };
        if let Err(wrong) = check(text) {
            let code = match part.name {
                Some("Id") => "invalid-id",
                Some("Country") => "invalid-country",
                Some("Date" | "Clock" | "Moment" | "Start") => "invalid-date",
                _ => "invalid-number",
            };
            self.mistakes.push(
                Mistake::new(code, say!("`{name}`: {}", "`{name}`: {}", wrong.message))
                    .at(node.spot, say!("hier", "here"))
                    .help(wrong.help),
            );
            return false;
        }
        true
    }

    /// Checks `minimum` and `maximum`. The numbers are far from where `f64` is inexact about whole ones.
    fn range(&mut self, node: &Node, schema: &Json, name: &str, value: f64) -> bool {
        let bound = |word: &str| schema.get(word).and_then(Json::as_f64);
        let (least, most) = (bound("minimum"), bound("maximum"));
        if least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most) {
            return true;
        }
        let help = match (least, most) {
            (Some(least), Some(most)) => {
                say!("`{name}` moet tussen {least} en {most} liggen", "`{name}` must lie between {least} and {most}")
            }
            (Some(least), None) => say!("`{name}` moet {least} of meer zijn", "`{name}` must be {least} or more"),
            (_, most) => say!("`{name}` mag hooguit {} zijn", "`{name}` must be {} or less", most.unwrap_or_default()),
        };
        self.mistakes.push(
            Mistake::new("out-of-range", say!("`{name}` ligt buiten het bereik", "`{name}` is out of range"))
                .at(node.spot, say!("buiten het bereik", "out of range"))
                .help(help),
        );
        false
    }

    fn integer(&mut self, node: &Node, part: &Part<'_>, name: &str) -> bool {
        let Value::Number(text) = &node.value else { return self.wrong_type(node, name, Expected::WholeNumber) };
        match text.parse::<i64>() {
            // Ranges end far below 2^53, where every whole number is a float.
            Ok(value) => self.range(node, part.schema, name, value as f64),
            Err(_) if text.trim_start_matches(['-', '+']).bytes().all(|byte| byte.is_ascii_digit()) => {
                let value = if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY };
                self.range(node, part.schema, name, value)
            }
            Err(_) => self.wrong_type(node, name, Expected::WholeNumber),
        }
    }

    fn text(&mut self, node: &Node, part: &Part<'_>, name: &str) -> bool {
        let Value::Text(text) = &node.value else { return self.wrong_type(node, name, Expected::Text) };
        if part.schema.get("minLength").is_some() && text.trim().is_empty() {
            let help = say!(
                "vul iets in voor `{name}`, of laat het veld weg waar dat mag",
                "write something for `{name}`, or leave the field out where it may be left out"
            );
            self.mistakes.push(
                Mistake::new("empty", say!("`{name}` is leeg", "`{name}` is empty"))
                    .at(node.spot, say!("hier", "here"))
                    .help(help),
            );
            return false;
        }
        true
    }

    fn choice(&mut self, node: &Node, choices: &[&str], name: &str) -> bool {
        let Value::Text(text) = &node.value else { return self.wrong_type(node, name, Expected::Text) };
        if choices.contains(&text.as_str()) {
            return true;
        }
        let mut help = say!("gebruik {}", "use {}", words::any_of(choices));
        if let Some(guess) = words::nearest(text, choices.iter().copied()) {
            help = say!("bedoelt u `{guess}`? {help}", "did you mean `{guess}`? {help}"; help);
        }
        let message = say!("`{text}` is geen {}", "`{text}` is no {}", words::choice(name));
        self.mistakes.push(
            Mistake::new("unknown-word", message).at(node.spot, say!("woord onbekend", "unknown word")).help(help),
        );
        false
    }

    fn array(&mut self, node: &mut Node, part: &Part<'a>, name: &str) -> bool {
        let Value::List(list) = &mut node.value else {
            let many = part.schema.get("items").map(|items| self.resolve(items));
            if matches!(node.value, Value::Table(_))
                && many.is_some_and(|items| items.schema.get("type") == Some(&Json::from("object")))
            {
                let message = say!(
                    "`{name}` is één tabel; verwacht werd een lijst van tabellen",
                    "`{name}` is one table, where a list of tables was expected"
                );
                let help = if words::is_inner(name) {
                    say!(
                        "zet er vierkante haken omheen: `{name} = [{{ … }}]`",
                        "put square brackets around it: `{name} = [{{ … }}]`"
                    )
                } else {
                    say!(
                        "schrijf `[[{name}]]`, met dubbele haken, boven elk ervan",
                        "write `[[{name}]]`, with two brackets, above each of them"
                    )
                };
                self.mistakes
                    .push(Mistake::new("wrong-type", message).at(node.spot, say!("één tabel", "one table")).help(help));
                return false;
            }
            return self.wrong_type(node, name, Expected::List);
        };
        if list.items.is_empty() && part.schema.get("minItems").is_some() {
            let help = say!("voeg er een toe aan `{name}`", "add one to `{name}`");
            self.mistakes.push(
                Mistake::new("empty", say!("`{name}` is leeg", "`{name}` is empty"))
                    .at(node.spot, say!("een lege lijst", "an empty list"))
                    .help(help),
            );
            return false;
        }
        let Some(schema) = part.schema.get("items") else { return true };
        let mut kept = List { items: Vec::with_capacity(list.items.len()), lost: std::mem::take(&mut list.lost) };
        for mut item in std::mem::take(&mut list.items) {
            if self.node(&mut item, schema, name) {
                kept.items.push(item);
            } else {
                kept.lost.push(match item.get("id").map(|id| &id.value) {
                    Some(Value::Text(id)) => Some(id.clone()),
                    _ => None,
                });
            }
        }
        let is_sound = !kept.items.is_empty() || kept.lost.is_empty() || part.schema.get("minItems").is_none();
        *list = kept;
        is_sound
    }

    fn object(&mut self, node: &mut Node, part: &Part<'a>, name: &str) -> bool {
        let spot = node.spot;
        let Value::Table(table) = &mut node.value else { return self.wrong_type(node, name, Expected::Table) };
        let properties = part.schema.get("properties").and_then(Json::as_object).into_iter().flatten();
        let fields: BTreeMap<&str, &'a Json> = properties.map(|(field, schema)| (field.as_str(), schema)).collect();
        let any = part.schema.get("additionalProperties").filter(|any| any.is_object());
        let mut kept = Table {
            fields: Vec::with_capacity(table.fields.len()),
            lost: std::mem::take(&mut table.lost),
            blank: std::mem::take(&mut table.blank),
        };
        let given: Vec<String> = table.fields.iter().map(|field| field.name.clone()).collect();
        for mut field in std::mem::take(&mut table.fields) {
            let known = fields.get(field.name.as_str()).copied().or(any);
            let Some(schema) = known else {
                let free = fields.keys().copied().filter(|known| !given.iter().any(|given| given == known));
                self.unknown_field(
                    &field.name,
                    field.name_spot,
                    name,
                    free.collect(),
                    fields.keys().copied().collect(),
                );
                kept.lost.push(field.name);
                continue;
            };
            if self.node(&mut field.node, schema, &field.name) {
                kept.fields.push(field);
            } else {
                // The id of a broken thing stays readable, so that nobody is told that it does not exist.
                kept.lost.push(field.name);
            }
        }
        let required =
            part.schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
        let mut is_sound = true;
        for field in required {
            if kept.get(field).is_some() {
                continue;
            }
            is_sound = false;
            let nearly =
                |lost: &String| lost == field || (!fields.contains_key(lost.as_str()) && words::are_near(lost, field));
            if !kept.lost.iter().any(nearly) {
                let described = fields.get(field).map(|schema| self.description(schema)).unwrap_or_default();
                let whose = words::thing(name);
                // In a row of a sheet the place is that of the empty cell.
                let blank = kept.blank.iter().find(|(blank, _)| blank == field).map(|(_, spot)| *spot);
                let help = match blank {
                    Some(_) => say!("vul `{field}` in: {described}", "fill in `{field}`: {described}"; described),
                    None => say!("voeg `{field}` toe: {described}", "add `{field}`: {described}"; described),
                };
                self.mistakes.push(
                    Mistake::new(
                        "missing-field",
                        say!(
"{whose} heeft geen `{field}`",
"{whose} has no `{field}`"; whose),
                    )
                    .at(blank.unwrap_or(spot), say!("`{field}` ontbreekt", "`{field}` is missing"))
                    .help(help),
                );
            }
        }
        *table = kept;
        is_sound
    }

    /// The first sentence of what the schema says of a field, as part of a sentence.
    fn description(&self, schema: &'a Json) -> Said {
        let text = schema.get("description").or_else(|| self.resolve(schema).schema.get("description"));
        let text = text.and_then(Json::as_str).unwrap_or_default().replace('\n', " ");
        let text = text.split(". ").next().unwrap_or_default().trim_end_matches('.');
        let mut letters = text.chars();
        let english: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
        Said::new(descriptions::dutch(text).map_or_else(|| english.clone(), str::to_owned), english)
    }

    fn unknown_field(&mut self, field: &str, spot: super::sources::Spot, table: &str, free: Vec<&str>, all: Vec<&str>) {
        let guess = words::nearest(field, free.into_iter());
        let help = match guess {
            Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
            None => say!("{} heeft de velden {}", "{} has the fields {}", words::thing(table), words::all_of(&all)),
        };
        let message = say!("{} heeft geen veld `{field}`", "{} has no field `{field}`", words::thing(table));
        self.mistakes
            .push(Mistake::new("unknown-field", message).at(spot, say!("veld onbekend", "unknown field")).help(help));
    }
}

/// The words of a choice, when the schema is one.
fn choices(schema: &Json) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    for part in std::iter::once(schema).chain(schema.get("oneOf").and_then(Json::as_array).into_iter().flatten()) {
        words.extend(part.get("enum").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str));
        words.extend(part.get("const").and_then(Json::as_str));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;

    #[test]
    fn every_required_field_is_described_in_dutch() {
        for schema in [super::super::schema::schema(), super::super::changes::schema()] {
            let check = Check::new(&schema).expect("a schema has definitions");
            let tables = std::iter::once(&schema).chain(check.definitions.values());
            for table in tables {
                let required = table.get("required").and_then(Json::as_array);
                for field in required.into_iter().flatten().filter_map(Json::as_str) {
                    let described = check.description(&table["properties"][field]);
                    let [nl, en] = [Language::Dutch, Language::English].map(|language| described.of(language));
                    assert_ne!(nl, en, "`{field}` has no Dutch in `descriptions`");
                }
            }
        }
    }
}
