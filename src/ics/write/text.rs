//! Texts as iCalendar writes them: cleaned, escaped, quoted and folded.

/// The most octets of a physical line, its end not counted.
const MAX_OCTETS: usize = 75;

/// The most characters of a subject or a place that Outlook keeps.
const MAX_CHARS: usize = 255;

/// Returns the text with `\n` as its only control character: every kind of line end becomes one `\n`, tabs become
/// spaces, and what cannot be shown is left out.
pub(super) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                cleaned.push('\n');
            }
            // Some readers break lines at these too, so they must not reach the file.
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            '\t' => cleaned.push(' '),
            // Byte order marks and noncharacters.
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => cleaned.push(c),
        }
    }
    cleaned
}

/// Returns the text on one line, with single blanks, cut to what Outlook keeps of a subject or a place.
#[must_use]
pub fn one_line(text: &str) -> String {
    let cleaned = clean(text);
    let line = cleaned.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MAX_CHARS {
        return line;
    }
    let cut: String = line.chars().take(MAX_CHARS - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Returns the text escaped as a TEXT value: `\\`, `\;`, `\,` and `\n`, and nothing else.
pub(super) fn escape(text: &str) -> String {
    let cleaned = clean(text);
    let mut escaped = String::with_capacity(cleaned.len());
    for c in cleaned.trim().chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Returns the text as a parameter value, quoted where it must be, or `None` when nothing is left of it.
///
/// A parameter cannot hold a double quote; it is written as an apostrophe. Nor can it hold `^` safely, which newer
/// readers take for an escape; it is left out.
pub(super) fn parameter(text: &str) -> Option<String> {
    let value = one_line(text).replace('"', "'").replace('^', "");
    let must_quote = |c: char| matches!(c, ':' | ';' | ',') || !c.is_ascii();
    match value.as_str() {
        "" => None,
        plain if !plain.contains(must_quote) => Some(value),
        _ => Some(format!("\"{value}\"")),
    }
}

/// Appends the content line in physical lines of at most 75 octets; no fold splits a character or an escape.
pub(super) fn fold(line: &str, out: &mut String) {
    let mut n_octets = 0;
    let mut chars = line.chars();
    while let Some(first) = chars.next() {
        // A backslash and what it escapes stay together.
        let second = if first == '\\' { chars.next() } else { None };
        let needed = first.len_utf8() + second.map_or(0, char::len_utf8);
        if n_octets + needed > MAX_OCTETS {
            out.push_str("\r\n ");
            n_octets = 1;
        }
        out.push(first);
        out.extend(second);
        n_octets += needed;
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_keep_characters_and_escapes_whole() {
        for filler in 60..80 {
            for unit in ["é", "🇲🇦", "\\n", "\\,", "\\\\"] {
                let line = format!("SUMMARY:{}{}", "x".repeat(filler), unit.repeat(60));
                let mut folded = String::new();
                fold(&line, &mut folded);
                assert_eq!(folded.replace("\r\n ", ""), format!("{line}\r\n"));
                for physical in folded.trim_end().split("\r\n") {
                    assert!(physical.len() <= MAX_OCTETS, "{physical}");
                    let n_backslashes = physical.chars().rev().take_while(|&c| c == '\\').count();
                    assert_eq!(n_backslashes % 2, 0, "{physical}");
                }
            }
        }
    }

    #[test]
    fn text_keeps_its_meaning_and_loses_its_control_characters() {
        assert_eq!(escape("a;b,c\\d\r\ne\u{2028}f\u{7}\t:g"), "a\\;b\\,c\\\\d\\ne\\nf :g");
        assert_eq!(one_line("  twee\r\n regels\u{feff} "), "twee regels");
        assert_eq!(one_line(&"é".repeat(300)).chars().count(), MAX_CHARS);
    }

    #[test]
    fn parameters_are_quoted_only_where_they_must() {
        assert_eq!(parameter("Reisagenda").as_deref(), Some("Reisagenda"));
        assert_eq!(parameter("A&M: \"reizen\"").as_deref(), Some("\"A&M: 'reizen'\""));
        assert_eq!(parameter(" \r\n"), None);
    }
}
