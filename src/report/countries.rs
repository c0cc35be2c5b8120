//! The names of countries, in both languages.
//!
//! # Source
//!
//! Unicode CLDR; `data/README.md` says which edition.

use crate::domain::{CountryCode, Language};

/// The table: code, Dutch name, English name; names have no comma.
const TABLE: &str = include_str!("data/countries.csv");

/// Returns the name of a country, or its code when it has no name.
#[must_use]
pub fn name(country: CountryCode, language: Language) -> String {
    let code = country.to_string();
    let row = TABLE.lines().skip(1).find_map(|line| line.strip_prefix(&code)?.strip_prefix(','));
    let name = row.and_then(|row| row.split_once(',')).map(|(nl, en)| match language {
        Language::Dutch => nl,
        Language::English => en,
    });
    name.map_or(code, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_names_in_both_languages_and_unknown_ones_their_code() {
        let name = |code: &str, language| name(code.parse().expect("a code"), language);
        assert_eq!(name("MA", Language::Dutch), "Marokko");
        assert_eq!(name("CI", Language::English), "Côte d’Ivoire");
        assert_eq!(name("ZZ", Language::Dutch), "ZZ");
    }

    #[test]
    fn every_row_of_the_table_has_three_fields() {
        assert!(TABLE.lines().all(|line| line.split(',').filter(|field| !field.is_empty()).count() == 3));
    }
}
