//! Words for messages: lists, near misses, and what tables are called.

/// Writes `a`, `b` and `c`, each in backticks.
pub fn list<T: AsRef<str>>(words: &[T], joint: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {joint} {last}", first.join(", ")),
    }
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
pub fn choice(field: &str) -> &str {
    match field {
        "weekend" => "weekday",
        "ranks" => "rank",
        "per" => "period",
        "confidentiality" => "degree of confidentiality",
        other => other,
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
pub fn singular(list: &str) -> &str {
    match list {
        "places" => "place",
        "calendars" => "calendar",
        "travellers" => "traveller",
        "requests" => "request",
        "rules" => "rule",
        other => other,
    }
}

/// What a message calls the table of that name.
pub fn thing(table: &str) -> String {
    let one = match table {
        "scenario" => return "the scenario".to_owned(),
        "horizon" | "trips" | "objective" | "estimate" | "tables" | "feeds" | "rules" | "stress" => {
            return format!("`[{table}]`");
        }
        "day_parts" => "a day-part",
        "places" => "a place",
        "holidays" => "a holiday",
        "closures" => "a closure",
        "legs" => "a leg",
        "calendars" => "a calendar",
        "events" => "an event",
        "travellers" => "a traveller",
        "busy" => "a busy time",
        "requests" => "a request",
        "windows" => "a window",
        "prefer" => "a preference",
        "milestones" => "a milestone",
        "roles" => "a role",
        "candidates" => "a candidate",
        "notice" => "a notice",
        "rates" => "a line of rates",
        "change file" => "a file of changes",
        "changes" => "a step",
        "absent" => "an absence",
        "close" => "a closure of a what-if",
        "pin" => "a pinned visit",
        "add" | "set" | "percent" | "clear" | "remove" => return format!("`{table}`"),
        "limit" | "presence" | "attendance" | "spacing" | "sequence" | "exclusion" | "resource" | "coverage"
        | "stability" => return format!("a rule `{table}`"),
        other => other,
    };
    one.to_owned()
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
        assert_eq!(list(&["a", "b", "c"], "or"), "`a`, `b` or `c`");
    }
}
