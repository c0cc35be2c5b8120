//! What parsers say of a text that is no JSON or no TOML, in both languages.
//!
//! # Invariants
//!
//! * What a newer parser says that is not here is told in its own English words, rather than not at all.

use jsonc_parser::ParseStringErrorKind;
use jsonc_parser::errors::ParseErrorKind as Json;

use super::Said;

/// What a JSON parser found, lower case without a full stop.
#[must_use]
pub fn json(kind: &Json) -> Said {
    let dutch = match kind {
        Json::BareDecimalPointNumbersNotAllowed => "een getal begint of eindigt niet met een punt",
        Json::CommentsNotAllowed => "commentaar is niet toegestaan",
        Json::ExpectedColonAfterObjectKey => "na de naam van een veld hoort een dubbele punt",
        Json::ExpectedObjectValue => "na de dubbele punt hoort een waarde",
        Json::ExpectedDigit => "hier hoort een cijfer",
        Json::ExpectedDigitFollowingNegativeSign => "na een minteken hoort een cijfer",
        Json::ExpectedPlusMinusOrDigitInNumberLiteral => "in een getal hoort hier een plus, een min of een cijfer",
        Json::ExpectedStringObjectProperty => "de naam van een veld hoort tussen dubbele aanhalingstekens",
        Json::HexadecimalNumbersNotAllowed => "hexadecimale getallen zijn niet toegestaan",
        Json::ExpectedComma => "hier hoort een komma",
        Json::MultipleRootJsonValues => "de tekst mag niet meer dan één JSON-waarde hebben",
        Json::NonFiniteNumbersNotAllowed => "Infinity en NaN zijn niet toegestaan",
        Json::SingleQuotedStringsNotAllowed => "enkele aanhalingstekens zijn niet toegestaan",
        Json::String(kind) => match kind {
            ParseStringErrorKind::UnterminatedStringLiteral => "een tekst wordt niet met een aanhalingsteken gesloten",
            _ => "een tekst heeft een teken of een escape die niet mag",
        },
        Json::TrailingCommasNotAllowed => "een komma na het laatste onderdeel is niet toegestaan",
        Json::UnaryPlusNumbersNotAllowed => "een plusteken voor een getal is niet toegestaan",
        Json::UnexpectedCloseBrace => "een sluitende accolade die hier niet hoort",
        Json::UnexpectedCloseBracket => "een sluitende vierkante haak die hier niet hoort",
        Json::UnexpectedColon => "een dubbele punt die hier niet hoort",
        Json::UnexpectedComma => "een komma die hier niet hoort",
        Json::UnexpectedToken => "een teken dat hier niet hoort",
        Json::UnexpectedTokenInObject => "een teken dat in een object niet hoort",
        Json::UnexpectedWord => "een woord dat hier niet hoort",
        Json::UnterminatedArray => "een lijst wordt niet met een vierkante haak gesloten",
        Json::UnterminatedCommentBlock => "commentaar wordt niet gesloten",
        Json::UnterminatedObject => "een object wordt niet met een accolade gesloten",
        Json::NestingDepthExceeded => "lijsten of objecten zitten te diep in elkaar",
    };
    let english = kind.to_string();
    let english = english.trim_end_matches('.');
    let mut letters = english.chars();
    let english: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    Said::new(dutch, english)
}

/// What a TOML parser found: its message on one line.
#[must_use]
pub fn toml(message: &str) -> Said {
    let message = message.lines().collect::<Vec<_>>().join(", ");
    let (what, expected) = message.split_once(", expected ").map_or((message.as_str(), None), |(a, b)| (a, Some(b)));
    let Some(what) = toml_mistake(what) else { return message.into() };
    let dutch = match expected.map(toml_expected) {
        None => what.to_owned(),
        Some(expected) => format!("{what}; verwacht werd {}", expected.join(" of ")),
    };
    Said::new(dutch, message)
}

fn toml_mistake(english: &str) -> Option<&'static str> {
    let dutch = match english {
        "duplicate key" => "een naam staat er tweemaal",
        "string values must be quoted" => "een tekst hoort tussen aanhalingstekens",
        "invalid basic string" | "invalid multi-line basic string" => {
            "een tekst tussen dubbele aanhalingstekens is onjuist"
        }
        "invalid literal string" | "invalid multi-line literal string" => {
            "een tekst tussen enkele aanhalingstekens is onjuist"
        }
        "invalid date" => "een datum is onjuist",
        "invalid time" => "een tijd is onjuist",
        "invalid offset" => "een tijdsverschil is onjuist",
        "invalid datetime" | "invalid date-time" => "een datum met tijd is onjuist",
        "invalid boolean" => "`true` of `false` is onjuist geschreven",
        "invalid integer" => "een geheel getal is onjuist",
        "invalid float" => "een getal is onjuist",
        "integer number overflowed" | "floating-point number overflowed" => "een getal is te groot",
        "cannot recurse further; max recursion depth met" | "recursion limit" => {
            "tabellen of lijsten zitten te diep in elkaar"
        }
        "unclosed table" | "unclosed array table" => "de kop van een tabel wordt niet gesloten",
        "unclosed inline table" => "een tabel tussen accolades wordt niet gesloten",
        "unclosed array" => "een lijst wordt niet gesloten",
        "missing comma between key-value pairs" | "missing comma between array elements" => {
            "tussen twee onderdelen ontbreekt een komma"
        }
        "missing assignment between key-value pairs" => "na een naam ontbreekt `=`",
        "missing value for key" | "missing value" | "key with no value" | "value is missing" => {
            "na een naam ontbreekt een waarde"
        }
        "missing key for inline table element" => "in een tabel tussen accolades ontbreekt een naam",
        "missing opening quote" => "een aanhalingsteken aan het begin ontbreekt",
        "missing escaped value" => "na een backslash ontbreekt een teken",
        "missing comment start" => "voor commentaar ontbreekt `#`",
        "missing table open" | "missing array opening" | "missing inline table opening" => {
            "een haak aan het begin ontbreekt"
        }
        "extra comma in array" | "extra comma in inline table" => "een komma te veel",
        "extra `=`" | "extra assignment between key-value pairs" => "een `=` te veel",
        "unexpected `=` in array" => "een `=` hoort niet in een lijst",
        "unexpected key or value" => "een naam of waarde die hier niet hoort",
        "unexpected content" | "unexpected content between comment and newline" => "tekst die hier niet hoort",
        "unexpected sign" | "redundant numeric sign" | "integers with a radix cannot be signed" => {
            "een teken voor een getal dat hier niet hoort"
        }
        "unexpected leading zero" => "een getal begint met een overbodige nul",
        "redundant integer number prefix" | "radix must be lowercase" => "het begin van een getal is onjuist",
        "`_` may only go between digits" => "een `_` mag alleen tussen cijfers staan",
        "too few unicode value digits" => "een Unicode-teken heeft te weinig cijfers",
        "invalid unquoted key" => "een naam zonder aanhalingstekens is onjuist",
        "unquoted keys cannot be empty" => "een naam zonder aanhalingstekens mag niet leeg zijn",
        "keys cannot be multi-line basic strings" | "keys cannot be multi-line literal strings" => {
            "een naam mag niet meer dan één regel beslaan"
        }
        "invalid comment character" => "een teken dat in commentaar niet mag",
        "invalid value" => "een waarde is onjuist",
        "invalid key-value pair" => "hier hoort `naam = waarde`",
        "invalid inline table element" => "in een tabel tussen accolades hoort `naam = waarde`",
        "carriage return must be followed by newline" => "een regeleinde is half",
        other if other.starts_with("cannot extend value of type") => {
            "een waarde die geen tabel is, kan geen velden krijgen"
        }
        _ => return None,
    };
    Some(dutch)
}

/// What the parser expected instead; characters stand as they are.
fn toml_expected(english: &str) -> Vec<String> {
    let word = |english: &str| match english {
        "nothing" => "niets".to_owned(),
        "newline" => "een regeleinde".to_owned(),
        "key" => "een naam".to_owned(),
        "value" => "een waarde".to_owned(),
        "characters" | "printable characters" => "leesbare tekens".to_owned(),
        "letters" => "letters".to_owned(),
        "numbers" | "digits" => "cijfers".to_owned(),
        "basic string" | "multi-line basic string" => "een tekst tussen dubbele aanhalingstekens".to_owned(),
        "literal string" | "multi-line literal string" => "een tekst tussen enkele aanhalingstekens".to_owned(),
        "month between 01 and 12" => "een maand van 01 tot en met 12".to_owned(),
        "hour between 00 and 23" => "een uur van 00 tot en met 23".to_owned(),
        "minute between 00 and 59" => "een minuut van 00 tot en met 59".to_owned(),
        "second between 00 and 60" => "een seconde van 00 tot en met 60".to_owned(),
        "year or hour" => "een jaar of een uur".to_owned(),
        "month" | "a two-digit month (MM)" => "een maand van twee cijfers".to_owned(),
        "day" | "a two-digit day (DD)" => "een dag van twee cijfers".to_owned(),
        "hour" | "a two-digit hour (HH)" => "een uur van twee cijfers".to_owned(),
        "minute" | "a two-digit minute (MM)" => "een minuut van twee cijfers".to_owned(),
        "second" | "a two-digit second (SS)" => "een seconde van twee cijfers".to_owned(),
        "a four-digit year (YYYY)" => "een jaar van vier cijfers".to_owned(),
        "`T` between date and time" => "`T` tussen datum en tijd".to_owned(),
        "`-` (YYYY-MM) or `:` (HH:MM)" => "`-` (JJJJ-MM) of `:` (UU:MM)".to_owned(),
        "`:` (HH:MM)" => "`:` (UU:MM)".to_owned(),
        other => match other.strip_prefix("day between 01 and ") {
            Some(last) => format!("een dag van 01 tot en met {last}"),
            None => other.to_owned(),
        },
    };
    english.split(", ").map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;

    #[test]
    fn what_is_expected_is_part_of_the_sentence() {
        let dutch = |message: &str| toml(message).into_text(Language::Dutch);
        assert_eq!(
            dutch("unclosed table, expected `]`"),
            "de kop van een tabel wordt niet gesloten; verwacht werd `]`"
        );
        assert_eq!(
            dutch("invalid date, expected day between 01 and 28"),
            "een datum is onjuist; verwacht werd een dag van 01 tot en met 28"
        );
        assert_eq!(toml("duplicate key").of(Language::English), "duplicate key");
        assert_eq!(dutch("something new"), "something new");
    }
}
