//! Words for messages: lists, near misses, and what tables are called.

use crate::texts::{Said, say};

/// Writes `a`, `b` and `c`, each in backticks.
pub fn all_of<T: AsRef<str>>(words: &[T]) -> Said {
    Said::list(&quoted(words), &say!("en", "and"))
}

/// Writes `a`, `b` or `c`, each in backticks.
pub fn any_of<T: AsRef<str>>(words: &[T]) -> Said {
    Said::list(&quoted(words), &say!("of", "or"))
}

fn quoted<T: AsRef<str>>(words: &[T]) -> Vec<Said> {
    words.iter().map(|word| Said::same(format!("`{}`", word.as_ref()))).collect()
}

/// Whether one word may be a slip of the pen for the other.
pub fn are_near(a: &str, b: &str) -> bool {
    distance(a, b) <= slips(a.len().max(b.len()))
}

/// The likeliest of the words that may have been meant.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.filter(|known| are_near(word, known) && *known != word).min_by_key(|known| (distance(word, known), *known))
}

fn distance(a: &str, b: &str) -> usize {
    let plain = |text: &str| text.to_lowercase().replace([' ', '_'], "-");
    let (a, b) = (plain(a), plain(b));
    // Half a word is a common slip: `first` for `first-day`.
    if a.len() >= 3 && b.len() >= 3 && (b.starts_with(&a) || a.starts_with(&b)) {
        return 1;
    }
    strsim::damerau_levenshtein(&a, &b)
}

/// How many slips of the pen a word of that length may have.
fn slips(len: usize) -> usize {
    match len {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    }
}

/// What a message calls a word that a field chooses.
pub fn choice(field: &str) -> Said {
    match field {
        "weekend" => say!("weekdag", "weekday"),
        "ranks" | "rank" => say!("rang", "rank"),
        "per" => say!("tijdvak", "period"),
        "level" => say!("niveau", "level"),
        "shows" => say!("soort agenda", "kind of calendar"),
        "confidentiality" => say!("mate van vertrouwelijkheid", "degree of confidentiality"),
        "language" => say!("taal", "language"),
        "measure" => say!("maat", "measure"),
        other => Said::same(other.to_owned()),
    }
}

/// Whether a list of tables stands within another table, and so is written in braces.
pub fn is_inner(list: &str) -> bool {
    const INNER: [&str; 3] = ["absent", "close", "pin"];
    INNER.contains(&list)
        || ["windows", "prefer", "milestones", "roles", "candidates", "notice", "rates", "busy", "events", "day_parts"]
            .contains(&list)
}

/// What a message calls one thing of a list with ids.
pub fn singular(list: &str) -> Said {
    match list {
        "places" => say!("plaats", "place"),
        "calendars" => say!("agenda", "calendar"),
        "travellers" => say!("reiziger", "traveller"),
        "requests" => say!("wens", "request"),
        "rules" => say!("regel", "rule"),
        other => Said::same(other.to_owned()),
    }
}

/// What a message calls the table of that name.
pub fn thing(table: &str) -> Said {
    match table {
        "scenario" => say!("het scenario", "the scenario"),
        "horizon" | "trips" | "objective" | "estimate" | "tables" | "feeds" | "rules" | "stress" => {
            say!("`[{table}]`", "`[{table}]`")
        }
        "day_parts" => say!("een dagdeel", "a day-part"),
        "places" => say!("een plaats", "a place"),
        "holidays" => say!("een feestdag", "a holiday"),
        "closures" => say!("een sluiting", "a closure"),
        "legs" => say!("een traject", "a leg"),
        "calendars" => say!("een agenda", "a calendar"),
        "events" => say!("een afspraak", "an event"),
        "travellers" => say!("een reiziger", "a traveller"),
        "audiences" => say!("een doelgroep", "an audience"),
        "busy" => say!("een bezette tijd", "a busy time"),
        "requests" => say!("een wens", "a request"),
        "windows" => say!("een periode", "a window"),
        "prefer" => say!("een voorkeur", "a preference"),
        "milestones" => say!("een mijlpaal", "a milestone"),
        "roles" => say!("een rol", "a role"),
        "candidates" => say!("een kandidaat", "a candidate"),
        "notice" => say!("een termijn", "a notice"),
        "rates" => say!("een regel met kansen", "a line of rates"),
        "change_file" => say!("een wijzigingsbestand", "a file of changes"),
        "changes" => say!("een stap", "a step"),
        "absent" => say!("een afwezigheid", "an absence"),
        "close" => say!("een sluiting van een wat-als", "a closure of a what-if"),
        "pin" => say!("een vastgezet bezoek", "a pinned visit"),
        "add" | "set" | "percent" | "clear" | "remove" => say!("`{table}`", "`{table}`"),
        "limit" | "presence" | "attendance" | "spacing" | "sequence" | "exclusion" | "resource" | "coverage"
        | "stability" => say!("een regel `{table}`", "a rule `{table}`"),
        other => Said::same(other.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_guessed_and_other_words_are_not() {
        let known = ["first_day", "last_day", "points", "lat", "lon"];
        assert_eq!(nearest("frist_day", known.into_iter()), Some("first_day"));
        assert_eq!(nearest("first", known.into_iter()), Some("first_day"));
        assert_eq!(nearest("FirstDay", known.into_iter()), Some("first_day"));
        assert_eq!(nearest("colour", known.into_iter()), None);
        assert_eq!(any_of(&["a", "b", "c"]).of(crate::domain::Language::English), "`a`, `b` or `c`");
    }
}
