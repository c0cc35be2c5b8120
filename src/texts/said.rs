//! A text in both languages.

use super::language::pick;
use crate::domain::Language;
use std::borrow::Cow;

/// A text in Dutch and English, of which one is shown in the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Said {
    nl: Cow<'static, str>,
    en: Cow<'static, str>,
}

/// Makes a [`Said`](crate::texts::Said): the Dutch text, then the English one, as for `format!`.
///
/// Values stand by name in braces, or follow the texts in order. A value that is itself in both languages follows the
/// texts, or is named after a semicolon.
///
/// ```
/// use reisagenda::domain::Language;
/// use reisagenda::texts::say;
///
/// let (what, id) = (say!("plaats", "place"), "rabbat");
/// let text = say!("er is geen {what} `{id}`", "there is no {what} `{id}`"; what);
/// assert_eq!(text.of(Language::Dutch), "er is geen plaats `rabbat`");
/// assert_eq!(say!("geen {} `{}`", "no {} `{}`", what, id).of(Language::English), "no place `rabbat`");
/// ```
#[macro_export]
macro_rules! say {
    ($nl:literal, $en:literal $(,)?) => {
        $crate::texts::Said::new(::std::format!($nl), ::std::format!($en))
    };
    ($nl:literal, $en:literal; $($both:ident),+ $(,)?) => {
        $crate::say!($nl, $en,; $($both),+)
    };
    ($nl:literal, $en:literal, $($part:expr),* $(,)? $(; $($both:ident),+ $(,)?)?) => {{
        use $crate::texts::parts::*;
        $crate::texts::Said::new(
            {
                $($(let $both = (&$both).put_in($crate::domain::Language::Dutch); let _ = &$both;)+)?
                ::std::format!($nl $(, (&$part).put_in($crate::domain::Language::Dutch))*)
            },
            {
                $($(let $both = (&$both).put_in($crate::domain::Language::English); let _ = &$both;)+)?
                ::std::format!($en $(, (&$part).put_in($crate::domain::Language::English))*)
            },
        )
    }};
}

/// The values within texts, for [`say!`](crate::say) only: a text in both languages takes the one of the text around
/// it, anything else that can be written is the same in both.
pub mod parts {
    use std::fmt::Display;

    use super::Said;
    use crate::domain::{DayRange, Language};
    use crate::texts::language::pick;

    /// What is in both languages.
    pub trait InBoth {
        /// The text in a language.
        fn put_in(&self, language: Language) -> impl Display;
    }

    impl InBoth for Said {
        fn put_in(&self, language: Language) -> impl Display {
            self.of(language)
        }
    }

    /// Such as `2027-03-02 t/m 2027-03-04`, or the date of a single day.
    impl InBoth for DayRange {
        fn put_in(&self, language: Language) -> impl Display {
            match self.n_days() {
                1 => self.start().to_string(),
                _ => format!("{} {} {}", self.start(), pick(language, "t/m", "to"), self.last()),
            }
        }
    }

    /// What is the same in all languages.
    pub trait TheSame {
        /// The value itself.
        fn put_in(&self, language: Language) -> &Self;
    }

    impl<T: Display + ?Sized> TheSame for &T {
        fn put_in(&self, _: Language) -> &Self {
            self
        }
    }
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
    pub fn list(words: &[Said], joint: &Said) -> Self {
        let list = |language| match words {
            [] => String::new(),
            [only] => only.of(language).to_owned(),
            [first @ .., last] => {
                let first: Vec<&str> = first.iter().map(|word| word.of(language)).collect();
                format!("{} {} {}", first.join(", "), joint.of(language), last.of(language))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_a_word_before_the_last_item() {
        let list = |words: &[&'static str]| {
            let words: Vec<Said> = words.iter().map(|&word| word.into()).collect();
            Said::list(&words, &say!("en", "and"))
        };
        assert_eq!(list(&["a", "b", "c"]).of(Language::Dutch), "a, b en c");
        assert_eq!(list(&["a", "b"]).of(Language::English), "a and b");
        assert_eq!(list(&["a"]).of(Language::English), "a");
        assert_eq!(list(&[]).of(Language::English), "");
    }
}
