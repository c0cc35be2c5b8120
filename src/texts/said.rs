//! A text in both languages.

use std::borrow::Cow;
use std::fmt::Display;

use super::language::pick;
use crate::domain::Language;

/// A text in Dutch and English, of which one is shown in the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Said {
    nl: Cow<'static, str>,
    en: Cow<'static, str>,
}

/// Puts a value that is part of a text into a language: a text in both languages says its own, all else is the same.
pub trait Say {
    /// The value in a language.
    fn say(&self, language: Language) -> impl Display;
}

impl Say for Said {
    fn say(&self, language: Language) -> impl Display {
        self.of(language)
    }
}

/// Makes a [`Said`](crate::texts::Said): the Dutch text, then the English one, as for `format!`.
///
/// Values in braces are named in the texts. After a semicolon stand the names of values that are themselves in both
/// languages.
///
/// ```
/// use reisagenda::domain::Language;
/// use reisagenda::say;
///
/// let (what, id) = (say!("plaats", "place"), "rabbat");
/// let text = say!("er is geen {what} `{id}`", "there is no {what} `{id}`"; what);
/// assert_eq!(text.of(Language::Dutch), "er is geen plaats `rabbat`");
/// assert_eq!(text.of(Language::English), "there is no place `rabbat`");
/// ```
#[macro_export]
macro_rules! say {
    ($nl:literal, $en:literal $(,)? $(; $($both:ident),+)?) => {
        $crate::texts::Said::new(
            {
                $($(let $both = $crate::texts::Say::say(&$both, $crate::domain::Language::Dutch);)+)?
                ::std::format!($nl)
            },
            {
                $($(let $both = $crate::texts::Say::say(&$both, $crate::domain::Language::English);)+)?
                ::std::format!($en)
            },
        )
    };
}

impl Said {
    /// A text in Dutch and in English.
    #[must_use]
    pub fn new(nl: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Said { nl: nl.into(), en: en.into() }
    }

    /// A text that is the same in both languages: a name, a value, an excerpt.
    #[must_use]
    pub fn same(text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        Said { nl: text.clone(), en: text }
    }

    /// The text in a language.
    #[must_use]
    pub fn of(&self, language: Language) -> &str {
        pick(language, &self.nl, &self.en)
    }

    /// The text in a language, as a text of its own.
    #[must_use]
    pub fn into_text(self, language: Language) -> String {
        pick(language, self.nl, self.en).into_owned()
    }

    /// Changes the text in both languages.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        Said::new(change(&self.nl), change(&self.en))
    }

    /// Joins texts with the same words in between.
    #[must_use]
    pub fn join(parts: &[Said], between: &Said) -> Self {
        let join = |language| {
            let parts: Vec<&str> = parts.iter().map(|part| part.of(language)).collect();
            parts.join(between.of(language))
        };
        Said::new(join(Language::Dutch), join(Language::English))
    }

    /// Writes `a`, `b` and `c`: with commas, and the word before the last one.
    #[must_use]
    pub fn list<T: Display>(words: &[T], joint: &Said) -> Self {
        let list = |language| match words {
            [] => String::new(),
            [only] => only.to_string(),
            [first @ .., last] => {
                let first: Vec<String> = first.iter().map(ToString::to_string).collect();
                format!("{} {} {last}", first.join(", "), joint.of(language))
            }
        };
        Said::new(list(Language::Dutch), list(Language::English))
    }
}

impl From<&'static str> for Said {
    fn from(text: &'static str) -> Self {
        Said::same(text)
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Said::same(text)
    }
}

/// Both languages, for logs and tests: `Dutch / English`, or the text once where they are the same.
impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.nl == self.en { f.write_str(&self.en) } else { write!(f, "{} / {}", self.nl, self.en) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_a_word_before_the_last_item() {
        let list = |words: &[&str]| Said::list(words, &say!("en", "and"));
        assert_eq!(list(&["a", "b", "c"]).of(Language::Dutch), "a, b en c");
        assert_eq!(list(&["a", "b"]).of(Language::English), "a and b");
        assert_eq!(list(&["a"]).of(Language::English), "a");
        assert_eq!(list(&[]).of(Language::English), "");
    }
}
