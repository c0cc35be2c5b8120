//! The JSON Schema of scenario files, made from the raw structures.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::{Value, json};

use super::raw;

/// The fields without which there is no scenario.
const REQUIRED: [&str; 3] = ["title", "home", "horizon"];

/// Returns the JSON Schema, draft-07, of scenario files: of `scenario.toml`, or of the same structure as JSON.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<raw::Scenario>();
    RecursiveTransform(|schema: &mut schemars::Schema| {
        if let Some(object) = schema.as_object_mut() {
            tidy(object);
        }
    })
    .transform(&mut schema);
    schema.insert("required".to_owned(), json!(REQUIRED));
    schema.insert("title".to_owned(), json!("reisagenda scenario"));
    schema.to_value()
}

/// Takes out what says nothing about the file: an absent field is absent, never null, and every whole number is one.
fn tidy(schema: &mut serde_json::Map<String, Value>) {
    if schema.get("format").is_some_and(|format| format == "int64") {
        schema.remove("format");
    }
    if schema.get("default").is_some_and(|default| {
        default.is_null() || default == &json!([]) || default == &json!({}) || default == &json!("")
    }) {
        schema.remove("default");
    }
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(mut choices)) = schema.remove("anyOf") {
        choices.retain(|choice| choice != &json!({ "type": "null" }));
        let word = if choices.len() == 1 { "allOf" } else { "anyOf" };
        schema.insert(word.to_owned(), Value::Array(choices));
    }
}
