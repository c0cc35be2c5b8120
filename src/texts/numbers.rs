//! Numbers, amounts, and what is counted.

use super::language::pick;
use crate::domain::{Cents, Language};

/// A number that is written with a point, with the decimal sign of the language.
#[must_use]
pub fn decimal(language: Language, number: &str) -> String {
    pick(language, number.replace('.', ","), number.to_owned())
}

/// A number that is written with a point, with the decimal sign of the language and its thousands apart:
/// `12.345,6` in Dutch, `12,345.6` in English. Numbers below ten thousand have no mark.
#[must_use]
pub fn grouped(language: Language, number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut text = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        let n_after = whole.len() - at;
        if at > 0 && whole.len() > 4 && n_after.is_multiple_of(3) {
            text.push(pick(language, '.', ','));
        }
        text.push(digit);
    }
    if let Some(rest) = rest {
        text.push(pick(language, ',', '.'));
        text += rest;
    }
    text
}

/// An amount of money: `€ 12.345,50` in Dutch, `€12,345.50` in English.
#[must_use]
pub fn euros(language: Language, amount: Cents) -> String {
    let number = grouped(language, &Cents(amount.0.saturating_abs()).to_string());
    let sign = if amount.0 < 0 { "-" } else { "" };
    pick(language, format!("€ {sign}{number}"), format!("{sign}€{number}"))
}

/// A number with what is counted, such as `1 bezoek` and `2 bezoeken`.
///
/// * `nl`, `en`: the words for one and for any other number.
#[must_use]
pub fn counted(language: Language, n: usize, nl: (&str, &str), en: (&str, &str)) -> String {
    let (one, many) = pick(language, nl, en);
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart_from_ten_thousand_on() {
        for (number, nl, en) in [
            ("0", "0", "0"),
            ("1234.5", "1234,5", "1234.5"),
            ("12345", "12.345", "12,345"),
            ("-1234567.05", "-1.234.567,05", "-1,234,567.05"),
        ] {
            assert_eq!(grouped(Language::Dutch, number), nl);
            assert_eq!(grouped(Language::English, number), en);
        }
    }

    #[test]
    fn euros_are_written_as_their_language_does() {
        assert_eq!(euros(Language::Dutch, Cents(1_234_550)), "€ 12.345,50");
        assert_eq!(euros(Language::English, Cents(1_234_500)), "€12,345");
        assert_eq!(euros(Language::Dutch, Cents(-500)), "€ -5");
        assert_eq!(euros(Language::English, Cents(-500)), "-€5");
    }
}
