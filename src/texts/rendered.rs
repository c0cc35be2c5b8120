//! The words that the renderer of mistakes, miette, writes of its own accord.

use crate::domain::Language;

/// Puts the renderer's own words into a language: the heading of a remedy, and those of further mistakes.
#[must_use]
pub fn rendered(text: String, language: Language) -> String {
    if language == Language::English {
        return text;
    }
    // With colours a heading stands after an escape sequence, which ends with an `m`. The new words are as wide as the
    // old ones where lines under them have to fit.
    let mut text = text;
    for start in ["\n", "m"] {
        for (english, dutch) in [("  help: ", "  hulp: "), ("Error: ", "Fout: "), ("Warning: ", "Waarschuwing: ")] {
            text = text.replace(&format!("{start}{english}"), &format!("{start}{dutch}"));
        }
    }
    text
}
