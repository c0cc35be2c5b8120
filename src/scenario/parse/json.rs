//! JSON to tree. Strict JSON only: what other programs may not read is a mistake.

use jsonc_parser::ast;
use jsonc_parser::common::Range;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::scenario::mistakes::Mistake;
use crate::scenario::sources::Spot;
use crate::scenario::tree::{Field, List, Node, Table, Value};
use crate::texts::{say, syntax};

/// Reads JSON; `None` when it has a syntax error, which is then among the mistakes.
pub fn json(file: usize, text: &str, mistakes: &mut Vec<Mistake>) -> Option<Node> {
    let options = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    match parse_to_ast(text, &CollectOptions::default(), &options) {
        Ok(parsed) => match parsed.value {
            Some(value) => Some(node(file, value, mistakes)),
            None => {
                let spot = Spot { file, start: text.len(), end: text.len() };
                mistakes.push(
                    Mistake::new("syntax", say!("het bestand is leeg", "the file is empty"))
                        .at(spot, say!("een JSON-object werd verwacht", "a JSON object was expected"))
                        .help(say!(
                            "`reisagenda init` schrijft een scenario om mee te beginnen",
                            "`reisagenda init` writes a scenario to start from"
                        )),
                );
                None
            }
        },
        Err(error) => {
            let range = error.range();
            let help = if matches!(error.kind(), ParseErrorKind::NestingDepthExceeded) {
                say!(
                    "een scenario heeft geen lijsten die zo diep in elkaar zitten",
                    "a scenario has no lists that deep within each other"
                )
            } else {
                say!(
                    "JSON is streng: dubbele aanhalingstekens, geen commentaar, een komma tussen de onderdelen en geen na het laatste",
                    "JSON is strict: double quotes, no comments, a comma between items and none after the last"
                )
            };
            mistakes.push(
                Mistake::new("syntax", syntax::json(error.kind()))
                    .at(Spot { file, start: range.start, end: range.end.max(range.start) }, say!("hier", "here"))
                    .help(help),
            );
            None
        }
    }
}

fn node(file: usize, value: ast::Value<'_>, mistakes: &mut Vec<Mistake>) -> Node {
    let spot = |range: Range| Spot { file, start: range.start, end: range.end };
    let (range, value) = match value {
        ast::Value::StringLit(text) => (text.range, Value::Text(text.value.into_owned())),
        ast::Value::NumberLit(number) => (number.range, Value::Number(number.value.to_owned())),
        ast::Value::BooleanLit(value) => (value.range, Value::Bool(value.value)),
        ast::Value::NullKeyword(null) => (null.range, Value::Null),
        ast::Value::Array(list) => {
            let items = list.elements.into_iter().map(|item| node(file, item, mistakes)).collect();
            (list.range, Value::List(List { items, lost: Vec::new() }))
        }
        ast::Value::Object(object) => {
            let mut table = Table::default();
            for property in object.properties {
                let name_spot = match &property.name {
                    ast::ObjectPropName::String(name) => spot(name.range),
                    ast::ObjectPropName::Word(name) => spot(name.range),
                };
                let name = property.name.into_string();
                if let Some(first) = table.get(&name) {
                    mistakes.push(
                        Mistake::new(
                            "syntax",
                            say!("veld `{name}` staat er tweemaal", "field `{name}` is given twice"),
                        )
                        .at(name_spot, say!("hier nog eens", "again here"))
                        .at(first.name_spot, say!("hier de eerste keer", "first here"))
                        .help(say!("geef elk veld één keer", "give each field once")),
                    );
                    continue;
                }
                table.fields.push(Field { name, name_spot, node: node(file, property.value, mistakes) });
            }
            (object.range, Value::Table(table))
        }
    };
    Node { spot: spot(range), value }
}
