//! The JSON Schema of files of changes, made from that of scenarios: what is added is whole, what is set is in part.

use serde_json::{Map, Value, json};

use crate::scenario::schema as of_scenarios;

/// The lists of things with an id, and the definition of one of them.
pub(super) const LISTS: [(&str, &str); 4] =
    [("places", "Place"), ("calendars", "Calendar"), ("travellers", "Traveller"), ("requests", "Request")];

/// The lists of things without an id, to which one can only add.
pub(super) const ROWS: [(&str, &str); 3] = [("holidays", "HolidayRow"), ("closures", "ClosureRow"), ("legs", "Leg")];

/// The tables of the scenario of which there is one.
pub(super) const TABLES: [(&str, &str); 4] =
    [("horizon", "Horizon"), ("trips", "Trips"), ("objective", "Objective"), ("estimate", "Estimate")];

/// The kinds of rules.
pub(super) const RULES: [(&str, &str); 9] = [
    ("limit", "Limit"),
    ("presence", "Presence"),
    ("attendance", "Attendance"),
    ("spacing", "Spacing"),
    ("sequence", "Sequence"),
    ("exclusion", "Exclusion"),
    ("resource", "Resource"),
    ("coverage", "Coverage"),
    ("stability", "Stability"),
];

/// Returns the JSON Schema, draft-07, of files of changes.
#[must_use]
pub fn schema() -> Value {
    let scenario = of_scenarios::schema();
    let mut definitions = scenario["definitions"].as_object().cloned().unwrap_or_default();
    let parts: Vec<(String, Value)> =
        LISTS.iter().chain(&TABLES).map(|(_, name)| (fields_of(name), in_part(&definitions[*name]))).collect();
    definitions.extend(parts);
    let of_rules = of_any_rule(&definitions);
    definitions.insert("RuleFields".to_owned(), of_rules);
    definitions.insert("Absent".to_owned(), absent());
    definitions.insert("Pin".to_owned(), pin());
    definitions.insert("Add".to_owned(), add());
    definitions.insert("Set".to_owned(), set(&scenario));
    definitions.insert("Percent".to_owned(), percent());
    definitions.insert("Clear".to_owned(), clear());
    definitions.insert("Remove".to_owned(), remove());
    definitions.insert("Change".to_owned(), change());
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "reisagenda changes",
        "description": "Changes to a scenario, applied step by step in the order of the file.",
        "type": "object",
        "additionalProperties": false,
        "required": ["title", "changes"],
        "properties": {
            "$schema": { "type": "string", "description": "The JSON Schema of this file, for editors; the program passes over it." },
            "title": { "type": "string", "minLength": 1, "description": "What the what-if is called in tables and reports." },
            "changes": {
                "type": "array", "minItems": 1, "items": reference("Change"),
                "description": "The steps, in the order in which they are applied.",
            },
        },
        "definitions": definitions,
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// The name of the definition of some fields of something.
pub(super) fn fields_of(definition: &str) -> String {
    format!("{definition}Fields")
}

/// The same with every field optional and without its id, which says whose fields they are.
fn in_part(whole: &Value) -> Value {
    let mut part = whole.clone();
    if let Some(object) = part.as_object_mut() {
        object.remove("required");
        if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
            properties.remove("id");
        }
    }
    part
}

/// The fields that some kind of rule has. Which kind it is, and so which of them it may have, the scenario says.
fn of_any_rule(definitions: &Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for (_, name) in RULES {
        for (field, schema) in definitions[name]["properties"].as_object().into_iter().flatten() {
            if field != "id" {
                properties.entry(field.clone()).or_insert_with(|| schema.clone());
            }
        }
    }
    json!({
        "type": "object", "additionalProperties": false, "properties": properties,
        "description": "Fields of a rule, whatever its kind.",
    })
}

fn described(schema: Value, description: &str) -> Value {
    let mut schema = if schema.get("$ref").is_some() { json!({ "allOf": [schema] }) } else { schema };
    schema["description"] = json!(description);
    schema
}

fn ids(description: &str) -> Value {
    json!({ "type": "array", "items": reference("Id"), "minItems": 1, "description": description })
}

fn by_id(items: &Value, description: &str) -> Value {
    json!({ "type": "object", "additionalProperties": items, "description": description })
}

fn absent() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": ["traveller"],
        "description": "Somebody who cannot travel for some days.",
        "properties": {
            "traveller": described(reference("Id"), "The id of the traveller."),
            "first_day": described(reference("Date"), "The first date at home. Default: the first of the horizon."),
            "last_day": described(reference("Date"), "The last date at home, included. Default: the last of the horizon."),
            "label": { "type": "string", "minLength": 1, "description": "What to call it in messages. Default `absent`." },
        },
    })
}

fn pin() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": ["request"],
        "description": "A visit that stays as it is: every plan has it so.",
        "properties": {
            "request": described(reference("Id"), "The id of the request."),
            "start": described(reference("Start"), "When it starts: local time at the place, or an instant. Default: as in the plan."),
            "delegation": {
                "type": "object", "additionalProperties": reference("Id"),
                "description": "Who goes: the traveller's id for each role's id. Default: as in the plan.",
            },
        },
    })
}

fn add() -> Value {
    let mut properties = Map::new();
    for (list, definition) in LISTS.iter().chain(&ROWS) {
        let description = format!("What is added to `{list}` of the scenario.");
        properties.insert(
            (*list).to_owned(),
            json!({ "type": "array", "items": reference(definition), "description": description }),
        );
    }
    properties.insert("rules".to_owned(), described(reference("Rules"), "Rules that are added."));
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "description": "What is added." })
}

fn set(scenario: &Value) -> Value {
    let mut properties = Map::new();
    for field in ["title", "language", "home", "as_of", "freeze_until", "earlier_plan", "priorities"] {
        properties.insert(field.to_owned(), scenario["properties"][field].clone());
    }
    for (table, definition) in TABLES {
        let description = format!("Fields of `[{table}]`.");
        properties.insert(table.to_owned(), described(reference(&fields_of(definition)), &description));
    }
    for (list, definition) in LISTS {
        let description = format!("Fields of `{list}`, by id.");
        properties.insert(list.to_owned(), by_id(&reference(&fields_of(definition)), &description));
    }
    properties.insert("rules".to_owned(), by_id(&reference("RuleFields"), "Fields of rules, by id."));
    json!({
        "type": "object", "additionalProperties": false, "properties": properties,
        "description": "Fields that get another value.",
    })
}

fn percent() -> Value {
    let numbers = by_id(&reference("Amount"), "Percentages, by field.");
    let mut properties = Map::new();
    for table in ["objective", "priorities"] {
        properties.insert(table.to_owned(), by_id(&reference("Amount"), "Percentages, by field or name."));
    }
    for list in LISTS.iter().map(|(list, _)| *list).filter(|list| *list != "calendars").chain(["rules"]) {
        properties.insert(list.to_owned(), by_id(&numbers, &format!("Percentages of fields of `{list}`, by id.")));
    }
    json!({
        "type": "object", "additionalProperties": false, "properties": properties,
        "description": "Numbers that become so many percent of what they were.",
    })
}

fn clear() -> Value {
    let fields =
        json!({ "type": "array", "items": { "type": "string" }, "minItems": 1, "description": "Names of fields." });
    let mut properties = Map::new();
    for list in LISTS.iter().map(|(list, _)| *list).chain(["rules"]) {
        properties.insert(list.to_owned(), by_id(&fields, &format!("Fields of `{list}`, by id.")));
    }
    json!({
        "type": "object", "additionalProperties": false, "properties": properties,
        "description": "Fields that are left out, so that their defaults hold.",
    })
}

fn remove() -> Value {
    let mut properties = Map::new();
    for list in LISTS.iter().map(|(list, _)| *list).chain(["rules"]) {
        properties.insert(list.to_owned(), ids(&format!("The ids of `{list}`.")));
    }
    json!({
        "type": "object", "additionalProperties": false, "properties": properties,
        "description": "What is taken out, by id. What other things name cannot be taken out; a visit that is off is cancelled.",
    })
}

fn change() -> Value {
    json!({
        "type": "object", "additionalProperties": false,
        "description": "One step. What it does is done in the order in which it is written.",
        "properties": {
            "label": { "type": "string", "minLength": 1, "description": "What the step is called. Default: what it does, in words." },
            "absent": { "type": "array", "items": reference("Absent"), "description": "Who cannot travel for some days." },
            "close": { "type": "array", "items": reference("ClosureRow"), "description": "Countries or places that cannot receive anybody for some days." },
            "cancel": ids("The ids of requests that are off: they are never planned, and what comes after them by a rule is not either."),
            "pin": { "type": "array", "items": reference("Pin"), "description": "Visits that stay as they are." },
            "release": ids("The ids of requests that were settled and may move again."),
            "add": reference("Add"),
            "set": reference("Set"),
            "percent": reference("Percent"),
            "clear": reference("Clear"),
            "remove": reference("Remove"),
        },
    })
}
