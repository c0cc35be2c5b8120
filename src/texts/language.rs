//! Which language it is to be.

use crate::domain::Language;

/// Chooses between the same thing in Dutch and English.
#[must_use]
pub fn pick<T>(language: Language, nl: T, en: T) -> T {
    match language {
        Language::Dutch => nl,
        Language::English => en,
    }
}

/// The code of a language, as in `language = "nl"`.
#[must_use]
pub fn code(language: Language) -> &'static str {
    pick(language, "nl", "en")
}

/// The language of a code.
#[must_use]
pub fn of_code(code: &str) -> Option<Language> {
    match code {
        "nl" => Some(Language::Dutch),
        "en" => Some(Language::English),
        _ => None,
    }
}

/// The language that the settings of a machine ask for, such as `nl_NL.UTF-8`; English when they ask for another one.
///
/// * `settings`: the values of `LC_ALL`, `LC_MESSAGES` and `LANG`, in this order. The first that is set decides.
///
/// # Source
///
/// POSIX.1-2024, *Base Definitions*, 8.2 Internationalization Variables,
/// <https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html>.
#[must_use]
pub fn of_locale<'a>(settings: impl IntoIterator<Item = Option<&'a str>>) -> Language {
    let locale = settings.into_iter().flatten().find(|value| !value.is_empty()).unwrap_or_default();
    let name = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
    of_code(&name.to_lowercase()).unwrap_or(Language::English)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_setting_that_is_not_empty_decides() {
        for (settings, expected) in [
            ([None, None, Some("nl_NL.UTF-8")], Language::Dutch),
            ([Some(""), Some("nl"), Some("en_GB.UTF-8")], Language::Dutch),
            ([Some("C"), None, Some("nl_NL.UTF-8")], Language::English),
            ([None, None, Some("nl_BE@euro")], Language::Dutch),
            ([None, None, Some("nlx")], Language::English),
            ([None, None, Some("fr_FR.UTF-8")], Language::English),
            ([None, None, None], Language::English),
        ] {
            assert_eq!(of_locale(settings), expected, "{settings:?}");
        }
    }
}
