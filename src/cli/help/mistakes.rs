//! What is wrong with the arguments, in Dutch.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::translated::in_dutch as in_dutch_words;

/// Says what is wrong with the arguments; `None` when there are no words for it.
pub fn in_dutch(error: &clap::Error) -> Option<String> {
    let mut text = format!("fout: {}", what(error)?);
    let values = all(error, ContextKind::ValidValue);
    if !values.is_empty() && !value(error).is_some_and(|value| value.is_empty()) {
        text += &format!("\n  [mogelijke waarden: {}]", values.join(", "));
    }
    text += &tips(error);
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        text += &format!("\n\n{}", in_dutch_words(&usage.to_string()));
    }
    Some(text + "\n\nMeer hierover met '--help'.")
}

fn what(error: &clap::Error) -> Option<String> {
    let argument = || one(error, ContextKind::InvalidArg);
    let text = match error.kind() {
        ErrorKind::InvalidValue => match value(error).filter(|value| !value.is_empty()) {
            Some(value) => format!("ongeldige waarde '{value}' voor '{}'", argument()?),
            None => format!("'{}' heeft een waarde nodig, maar die ontbreekt", argument()?),
        },
        ErrorKind::ValueValidation => {
            let why = error.source().map(|source| reason(&source.to_string())).unwrap_or_default();
            format!("ongeldige waarde '{}' voor '{}': {why}", value(error)?, argument()?)
        }
        ErrorKind::UnknownArgument => format!("onbekend argument '{}'", argument()?),
        ErrorKind::InvalidSubcommand => format!("onbekende opdracht '{}'", one(error, ContextKind::InvalidSubcommand)?),
        ErrorKind::MissingSubcommand => "een opdracht ontbreekt".to_owned(),
        ErrorKind::MissingRequiredArgument => {
            let missing: Vec<String> =
                all(error, ContextKind::InvalidArg).iter().map(|argument| format!("\n  {argument}")).collect();
            format!("deze argumenten zijn nodig, maar ontbreken:{}", missing.concat())
        }
        ErrorKind::ArgumentConflict => {
            let (argument, others) = (argument()?, all(error, ContextKind::PriorArg));
            match others.as_slice() {
                [] => format!("het argument '{argument}' gaat niet samen met een ander argument"),
                [only] if *only == argument => format!("het argument '{argument}' mag maar één keer"),
                others => format!("het argument '{argument}' gaat niet samen met '{}'", others.join("' en '")),
            }
        }
        ErrorKind::TooManyValues => {
            format!("te veel: de waarde '{}' voor '{}' is er een extra", value(error)?, argument()?)
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("'{}' heeft een ander aantal waarden nodig", argument()?)
        }
        ErrorKind::NoEquals => format!("bij '{}' hoort een '=' voor de waarde", argument()?),
        ErrorKind::InvalidUtf8 => "een argument is geen UTF-8".to_owned(),
        _ => return None,
    };
    Some(text)
}

/// What a value was refused for. Our own reasons are in Dutch already; these are clap's.
fn reason(text: &str) -> String {
    if text.starts_with("invalid digit") || text.starts_with("cannot parse integer") {
        return "een geheel getal werd verwacht".to_owned();
    }
    if text.starts_with("number too") {
        return "het getal is te groot of te klein".to_owned();
    }
    match text.split_once(" is not in ") {
        Some((value, range)) => {
            let range = range.replacen("..=", " tot en met ", 1);
            format!("{value} ligt niet in {range}")
        }
        None => text.to_owned(),
    }
}

fn tips(error: &clap::Error) -> String {
    let mut text = String::new();
    for (kind, what) in [
        (ContextKind::SuggestedSubcommand, "de opdracht"),
        (ContextKind::SuggestedArg, "het argument"),
        (ContextKind::SuggestedValue, "de waarde"),
    ] {
        let guesses = all(error, kind);
        if !guesses.is_empty() {
            text += &format!("\n\n  tip: bedoelt u {what} '{}'?", guesses.join("' of '"));
        }
    }
    if let Some(ContextValue::StyledStrs(others)) = error.get(ContextKind::Suggested) {
        text.extend(others.iter().filter_map(|other| Some(format!("\n\n  tip: {}", other_tip(&other.to_string())?))));
    }
    text
}

/// What clap suggests in a sentence of its own: the words that it quotes, in a Dutch one.
fn other_tip(english: &str) -> Option<String> {
    let quoted: Vec<&str> = english.split('\'').skip(1).step_by(2).collect();
    match quoted.as_slice() {
        [value, words] if english.starts_with("to pass ") => {
            Some(format!("schrijf '{words}' als '{value}' geen optie is maar een waarde"))
        }
        [words] if english.ends_with(" exists") => Some(format!("'{words}' bestaat wel")),
        _ => None,
    }
}

fn value(error: &clap::Error) -> Option<String> {
    one(error, ContextKind::InvalidValue)
}

fn one(error: &clap::Error, kind: ContextKind) -> Option<String> {
    all(error, kind).into_iter().next()
}

fn all(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}
