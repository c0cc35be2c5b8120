//! The language of this run: what `--lang` says, else what the scenario says, else what the machine is set to.
//!
//! # Invariants
//!
//! * Files that are written for others follow `--lang` and the scenario only, never the settings of a machine: the same
//!   scenario gives the same bytes everywhere.

use std::borrow::Cow;
use std::ffi::OsString;
use std::sync::atomic::{AtomicU8, Ordering};

use clap::ValueEnum;

use crate::domain::{Language, Problem};
use crate::texts::{Said, language};

/// A language as an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Dutch
    Nl,
    /// English
    En,
}

/// What is known: the language itself, and whether `--lang` has said so.
static KNOWN: AtomicU8 = AtomicU8::new(0);
const DUTCH: u8 = 1;
const GIVEN: u8 = 2;

fn set(language: Language, is_given: bool) {
    let code = language::pick(language, DUTCH, 0) | if is_given { GIVEN } else { 0 };
    KNOWN.store(code, Ordering::Relaxed);
}

/// The language of this run, as far as it is known by now.
pub fn current() -> Language {
    if KNOWN.load(Ordering::Relaxed) & DUTCH == 0 { Language::English } else { Language::Dutch }
}

/// The language that `--lang` asks for.
pub fn given() -> Option<Language> {
    (KNOWN.load(Ordering::Relaxed) & GIVEN != 0).then(current)
}

/// Looks at the arguments and at the settings of the machine, before anything is said: help and mistakes in the
/// arguments have a language too.
pub fn begin(arguments: &[OsString]) {
    let settings = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok());
    set(language::of_locale(settings.iter().map(Option::as_deref)), false);
    let words: Vec<&str> = arguments.iter().map_while(|word| word.to_str().filter(|&word| word != "--")).collect();
    let after = words.iter().zip(words.iter().skip(1)).filter(|(word, _)| **word == "--lang").map(|(_, code)| *code);
    let joined = words.iter().filter_map(|word| word.strip_prefix("--lang="));
    if let Some(given) = after.chain(joined).find_map(language::of_code) {
        set(given, true);
    }
}

/// Takes the language of a scenario, unless `--lang` has chosen another one.
pub fn of_scenario(language: Option<Language>) {
    if let (None, Some(language)) = (given(), language) {
        set(language, false);
    }
}

/// Puts a text into the language of this run.
pub fn put(text: &Said) -> &str {
    text.of(current())
}

/// The problem with the language of this run, for what is shown on the terminal.
pub fn shown(problem: &Problem) -> Cow<'_, Problem> {
    if problem.language == current() {
        Cow::Borrowed(problem)
    } else {
        Cow::Owned(Problem { language: current(), ..problem.clone() })
    }
}
