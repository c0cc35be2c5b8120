//! File names that every system takes, whatever the ids are.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::scope;
use crate::domain::{Problem, Scope};

/// The most characters of a name that come from an id.
const MAX_CHARS: usize = 48;

/// Returns the names of the calendars' files, in their order. They are unique on systems that do not tell `A` from
/// `a`, and none is a name that Windows keeps for itself.
pub(super) fn file_names(problem: &Problem, scopes: &[Scope]) -> Vec<String> {
    let ids: Vec<(&str, String)> = scopes.iter().map(|scope| kind_and_id(problem, scope)).collect();
    let stems: Vec<String> = ids.iter().map(|(kind, id)| stem(kind, id)).collect();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    stems.iter().for_each(|stem| *count.entry(stem).or_default() += 1);
    let mut taken = BTreeMap::new();
    ids.iter()
        .zip(&stems)
        .map(|((kind, id), stem)| {
            let is_plain = format!("{kind}-{id}") == *stem || id.is_empty();
            let mut name = if count[stem.as_str()] == 1 || is_plain { stem.clone() } else { marked(stem, id) };
            // Two ids with one mark, or an id that looks like another with its mark: next to impossible.
            while taken.insert(name.clone(), ()).is_some() {
                name = marked(&name, id);
            }
            format!("{name}.ics")
        })
        .collect()
}

fn kind_and_id(problem: &Problem, scope: &Scope) -> (&'static str, String) {
    match scope::kind_and_id(problem, scope) {
        ("whole", _) => ("agenda", String::new()),
        (kind @ "country", id) => (kind, id.to_lowercase()),
        other => other,
    }
}

/// Returns the name of the folder of a calendar within that of its audience; empty for the whole agenda. It follows from
/// the id alone, so that it stays whatever else the scenario gets.
pub(super) fn folder(problem: &Problem, scope: &Scope) -> String {
    let (kind, id) = kind_and_id(problem, scope);
    let stem = stem("", &id);
    match stem.strip_prefix('-') {
        _ if id.is_empty() && matches!(scope, Scope::Whole) => String::new(),
        Some(slug) if slug == id => id,
        Some(slug) => marked(slug, &id),
        None => marked(kind, &id),
    }
}

/// The kind and what of the id can stand in a file name.
fn stem(kind: &str, id: &str) -> String {
    let mut slug = String::new();
    for c in id.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'à'..='å' => slug.push('a'),
            'ç' => slug.push('c'),
            'è'..='ë' => slug.push('e'),
            'ì'..='ï' => slug.push('i'),
            'ñ' => slug.push('n'),
            'ò'..='ö' => slug.push('o'),
            'ù'..='ü' => slug.push('u'),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let slug: String = slug.chars().take(MAX_CHARS).collect();
    match slug.trim_end_matches('-') {
        "" => kind.to_owned(),
        slug => format!("{kind}-{slug}"),
    }
}

/// The stem with a mark that follows from the id.
fn marked(stem: &str, id: &str) -> String {
    let mark: String = Sha256::digest(id.as_bytes()).iter().take(4).map(|octet| format!("{octet:02x}")).collect();
    format!("{stem}-{mark}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_hold_nothing_that_a_file_system_minds() {
        for (id, expected) in [
            ("minister-am", "traveller-minister-am"),
            ("DG Migratie & Asiel?", "traveller-dg-migratie-asiel"),
            ("../../etc/passwd", "traveller-etc-passwd"),
            ("Réunion:\\COM1. ", "traveller-reunion-com1"),
            ("وزير", "traveller"),
            ("", "traveller"),
        ] {
            assert_eq!(stem("traveller", id), expected);
        }
        assert!(stem("traveller", &"x".repeat(500)).len() < 70);
    }
}
