//! What is wrong with JSON that does not hold what was expected, in both languages: the shapes of what serde says.
//!
//! # Invariants
//!
//! * Names of fields and values stand as they are; names of our own types are in neither language.
//! * What a newer parser says that is not here is told in its own English words, rather than not at all.

use super::{Said, say};

/// What serde or its JSON parser found, lower case without a full stop; with the place when it says one.
#[must_use]
pub fn decoded(message: &str) -> Said {
    let (what, place) = without_place(message);
    let said = reason(what).unwrap_or_else(|| Said::same(what.to_owned()));
    match place {
        Some((line, column)) => {
            say!("{said} op regel {line}, kolom {column}", "{said} at line {line} column {column}"; said)
        }
        None => said,
    }
}

/// The message and the line and column at its end, where it has them.
#[must_use]
pub fn without_place(message: &str) -> (&str, Option<(usize, usize)>) {
    let numbers = |place: &str| {
        let (line, column) = place.split_once(" column ")?;
        Some((line.parse().ok()?, column.parse().ok()?))
    };
    match message.rsplit_once(" at line ") {
        Some((what, place)) => numbers(place).map_or((message, None), |place| (what, Some(place))),
        None => (message, None),
    }
}

fn reason(message: &str) -> Option<Said> {
    if let Some(field) = message.strip_prefix("missing field ") {
        return Some(say!("het veld {field} ontbreekt", "the field {field} is missing"));
    }
    if let Some(field) = message.strip_prefix("duplicate field ") {
        return Some(say!("het veld {field} staat er tweemaal", "the field {field} is there twice"));
    }
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let (field, expected) = rest.split_once(", ").unwrap_or((rest, ""));
        let said = say!("het veld {field} is onbekend", "the field {field} is unknown");
        return Some(with_names(said, expected));
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let (word, expected) = rest.split_once(", ").unwrap_or((rest, ""));
        return Some(with_names(say!("het woord {word} is onbekend", "the word {word} is unknown"), expected));
    }
    for begin in ["invalid type: ", "invalid value: "] {
        // A value may have the words in it; what is expected has not.
        if let Some((found, expected)) = message.strip_prefix(begin).and_then(|rest| rest.rsplit_once(", expected ")) {
            let (found, expected) = (thing(found), thing(expected));
            return Some(say!(
                "verwacht werd {expected}, er staat {found}",
                "expected {expected}, found {found}";
                expected, found
            ));
        }
    }
    if let Some((length, expected)) =
        message.strip_prefix("invalid length ").and_then(|it| it.split_once(", expected "))
    {
        let expected = thing(expected);
        return Some(say!(
            "verwacht werd {expected}, er zijn {length} onderdelen",
            "expected {expected}, found {length} items";
            expected
        ));
    }
    parser(message)
}

/// A sentence and the names that are known instead.
fn with_names(said: Said, expected: &str) -> Said {
    let names = expected.strip_prefix("expected ").map(|names| names.strip_prefix("one of ").unwrap_or(names));
    match names {
        Some(names) => {
            let dutch = names.replace(" or ", " of ");
            say!("{said}; bekend: {dutch}", "{said}; known: {names}"; said)
        }
        None => said,
    }
}

/// What stands somewhere, or was expected there.
fn thing(english: &str) -> Said {
    let word = english.split([' ', '<']).next().unwrap_or(english);
    let value = english.strip_prefix(word).unwrap_or_default().trim_start();
    match (word, english) {
        (_, "a string" | "a borrowed string" | "string" | "str") => say!("een tekst", "a text"),
        (_, "a sequence" | "sequence" | "an array" | "tuple") => say!("een lijst", "a list"),
        (_, "a map" | "map") | ("struct", _) => say!("een object", "an object"),
        (_, "a boolean" | "bool") => say!("`true` of `false`", "`true` or `false`"),
        (_, "null" | "unit" | "unit value") => Said::same("null"),
        (_, "option") => say!("een waarde of null", "a value or null"),
        ("f32" | "f64", _) => say!("een getal", "a number"),
        ("i8" | "i16" | "i32" | "i64" | "isize", _) => say!("een geheel getal", "a whole number"),
        ("u8" | "u16" | "u32" | "u64" | "usize", _) => say!("een geheel getal van 0 of meer", "a whole number from 0"),
        ("enum", _) => say!("een van enkele woorden", "one of some words"),
        ("string", _) => say!("de tekst {value}", "the text {value}"),
        ("boolean", _) => Said::same(value.to_owned()),
        ("integer", _) => say!("het getal {value}", "the number {value}"),
        ("floating", _) => {
            let value = value.strip_prefix("point ").unwrap_or(value);
            say!("het getal {value}", "the number {value}")
        }
        ("character", _) => say!("het teken {value}", "the character {value}"),
        _ => Said::same(english.to_owned()),
    }
}

/// What the JSON parser finds before any field has a meaning.
fn parser(message: &str) -> Option<Said> {
    Some(match message {
        "EOF while parsing a list" => say!("een lijst breekt af", "a list breaks off"),
        "EOF while parsing an object" => say!("een object breekt af", "an object breaks off"),
        "EOF while parsing a string" => say!("een tekst breekt af", "a text breaks off"),
        "EOF while parsing a value" => {
            say!("de tekst houdt op voor er een waarde is", "it ends before there is a value")
        }
        "expected `:`" => say!("hier hoort een dubbele punt", "a colon belongs here"),
        "expected `,` or `]`" => say!("hier hoort een komma of `]`", "a comma or `]` belongs here"),
        "expected `,` or `}`" => say!("hier hoort een komma of `}}`", "a comma or `}}` belongs here"),
        "expected `\"`" | "expected double quote" => {
            say!("hier hoort een dubbel aanhalingsteken", "a double quote belongs here")
        }
        "expected ident" | "expected value" => say!("hier hoort een waarde", "a value belongs here"),
        "key must be a string" => {
            say!(
                "de naam van een veld hoort tussen dubbele aanhalingstekens",
                "the name of a field belongs in double quotes"
            )
        }
        "invalid escape" | "unexpected end of hex escape" | "lone leading surrogate in hex escape" => {
            say!("een tekst heeft een escape die niet mag", "a text has an escape that is none")
        }
        "invalid unicode code point" => {
            say!("een tekst heeft een teken dat geen is", "a text has a character that is none")
        }
        "invalid number" => say!("een getal is onjuist", "a number is wrong"),
        "number out of range" => say!("een getal is te groot", "a number is too large"),
        "trailing comma" => {
            say!("een komma na het laatste onderdeel hoort niet", "there is a comma after the last item")
        }
        "trailing characters" => say!("na het einde staat nog tekst", "there is text after the end"),
        "recursion limit exceeded" => {
            say!("lijsten of objecten zitten te diep in elkaar", "lists or objects are nested too deeply")
        }
        text if text.starts_with("control character") => {
            say!("een tekst heeft een regeleinde of stuurteken", "a text has a line end or control character")
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, from_str};

    use super::*;
    use crate::domain::Language;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether they can be read matters")]
    struct Plan {
        title: String,
        points: f64,
        count: u32,
        change: i64,
        visits: Vec<String>,
        by_name: BTreeMap<String, String>,
        status: Status,
        inner: Option<Inner>,
        is_sound: bool,
        pair: (u8, u8),
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Status {
        Idea,
        Held,
        Off,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    struct Inner {
        day: String,
        hour: String,
    }

    const SOUND: &str = r#"{"title": "x", "points": 1, "count": 1, "change": -1, "visits": [], "by_name": {},
"status": "held", "inner": null, "is_sound": true, "pair": [1, 2]}"#;

    /// What is said of the sound text with one part replaced by another.
    fn said(part: &str, by: &str) -> (String, String) {
        assert!(from_str::<Plan>(SOUND).is_ok() && SOUND.contains(part), "{part}");
        let error = from_str::<Plan>(&SOUND.replacen(part, by, 1)).expect_err("a mistake").to_string();
        let (what, place) = without_place(&error);
        assert!(place.is_some(), "{error}");
        let said = decoded(what);
        (said.of(Language::Dutch).to_owned(), said.of(Language::English).to_owned())
    }

    #[test]
    fn what_a_field_should_be_is_said_in_both_languages() {
        for (part, by, dutch, english) in [
            ("\"title\": \"x\",", "", "het veld `title` ontbreekt", "the field `title` is missing"),
            (
                "\"points\": 1,",
                "\"points\": 1, \"points\": 2,",
                "het veld `points` staat er tweemaal",
                "the field `points` is there twice",
            ),
            (
                "null",
                "{\"dag\": \"x\"}",
                "het veld `dag` is onbekend; bekend: `day` of `hour`",
                "the field `dag` is unknown; known: `day` or `hour`",
            ),
            (
                "\"held\"",
                "\"misschien\"",
                "het woord `misschien` is onbekend; bekend: `idea`, `held`, `off`",
                "the word `misschien` is unknown; known: `idea`, `held`, `off`",
            ),
            ("\"x\"", "3", "verwacht werd een tekst, er staat het getal `3`", "expected a text, found the number `3`"),
            (
                "\"points\": 1",
                "\"points\": \"veel, expected a string\"",
                "verwacht werd een getal, er staat de tekst \"veel, expected a string\"",
                "expected a number, found the text \"veel, expected a string\"",
            ),
            (
                "\"count\": 1",
                "\"count\": -1",
                "verwacht werd een geheel getal van 0 of meer, er staat het getal `-1`",
                "expected a whole number from 0, found the number `-1`",
            ),
            (
                "-1",
                "1.5",
                "verwacht werd een geheel getal, er staat het getal `1.5`",
                "expected a whole number, found the number `1.5`",
            ),
            ("[]", "{}", "verwacht werd een lijst, er staat een object", "expected a list, found an object"),
            ("{},", "true,", "verwacht werd een object, er staat `true`", "expected an object, found `true`"),
            (
                "true",
                "null",
                "verwacht werd `true` of `false`, er staat null",
                "expected `true` or `false`, found null",
            ),
            (
                "null",
                "3",
                "verwacht werd een object, er staat het getal `3`",
                "expected an object, found the number `3`",
            ),
        ] {
            assert_eq!(said(part, by), (dutch.to_owned(), english.to_owned()), "{part} -> {by}");
        }
    }

    #[test]
    fn no_mistake_of_a_text_that_is_no_json_is_told_in_english_to_the_dutch() {
        let texts = [
            "",
            "[",
            "{",
            "\"a",
            "{\"a\" 1}",
            "[1 2]",
            "{\"a\": 1 \"b\": 2}",
            "[1,]",
            "{\"a\": 1,}",
            "{1: 2}",
            "[x]",
            "nul",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"\\u12",
            "\"\\udc00x\"",
            "01",
            "1e999",
            "{} {}",
            "\"\n\"",
            "-",
            "{\"a\"}",
        ];
        let deep = "[".repeat(200);
        for text in texts.into_iter().chain([deep.as_str()]) {
            let error = from_str::<Value>(text).expect_err("no JSON").to_string();
            let said = decoded(&error);
            let (dutch, english) = (said.of(Language::Dutch), said.of(Language::English));
            assert!(dutch.contains(" op regel ") && english.contains(" at line "), "{text}: {dutch}");
            let (what, _) = without_place(english);
            assert!(!dutch.contains(what), "{text}: {dutch} / {error}");
        }
    }

    #[test]
    fn what_is_not_known_is_passed_on_as_it_is() {
        assert_eq!(decoded("something new"), Said::same("something new"));
        assert_eq!(decoded("something at line noise"), Said::same("something at line noise"));
        assert_eq!(
            decoded("something new at line 3 column 4").of(Language::Dutch),
            "something new op regel 3, kolom 4"
        );
    }
}
