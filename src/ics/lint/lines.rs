//! Physical lines: their ends, their length, their characters; and the content lines that they make up.

use super::Findings;
use crate::texts::say;

/// The most octets of a physical line, its end not counted.
const MAX_OCTETS: usize = 75;

/// A content line, unfolded.
#[derive(Clone, Debug)]
pub(super) struct ContentLine {
    /// The number of its first physical line.
    pub number: usize,
    pub text: String,
}

/// Checks the bytes and returns the content lines in them.
pub(super) fn content_lines(bytes: &[u8], findings: &mut Findings) -> Vec<ContentLine> {
    if bytes.is_empty() {
        findings.add(
            1,
            4,
            say!("het bestand is leeg", "the file is empty"),
            say!("schrijf één VCALENDAR", "write one VCALENDAR"),
        );
        return Vec::new();
    }
    let mut body = bytes;
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        findings.add(
            1,
            1,
            say!("het bestand begint met een byte order mark", "the file begins with a byte order mark"),
            say!("laat het weg", "leave it out"),
        );
        body = rest;
    }
    if !body.ends_with(b"\n") {
        let last = body.iter().filter(|&&byte| byte == b'\n').count() + 1;
        findings.add(
            last,
            1,
            say!("de laatste regel heeft geen einde", "the last line has no end"),
            say!("sluit hem af met CR LF", "end it with CR LF"),
        );
    }
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    let mut unfolded: Vec<(usize, Vec<u8>)> = Vec::new();
    let n_lines = body.split(|&byte| byte == b'\n').count();
    for (line_idx, line) in body.split(|&byte| byte == b'\n').enumerate() {
        let number = line_idx + 1;
        let is_ended = number < n_lines || bytes.ends_with(b"\n");
        let content = match line.strip_suffix(b"\r") {
            Some(content) => content,
            None => {
                if is_ended {
                    findings.add(
                        number,
                        1,
                        say!("de regel eindigt met alleen LF", "the line ends with LF alone"),
                        say!("sluit elke regel af met CR LF", "end every line with CR LF"),
                    );
                }
                line
            }
        };
        characters(number, content, findings);
        if content.len() > MAX_OCTETS {
            let message = say!("de regel heeft {} octetten", "the line has {} octets", content.len());
            findings.add(
                number,
                2,
                message,
                say!("vouw hem zo dat geen regel er meer dan 75 heeft", "fold it so that no line has more than 75"),
            );
        }
        match (content.first(), unfolded.last_mut()) {
            (Some(b' ' | b'\t'), Some((_, previous))) => {
                if content.starts_with(b"\t") {
                    findings.add(
                        number,
                        2,
                        say!("de regel is gevouwen met een tab", "the line is folded with a tab"),
                        say!("vouw met een spatie", "fold with a space"),
                    );
                }
                let n_backslashes = previous.iter().rev().take_while(|&&byte| byte == b'\\').count();
                if n_backslashes % 2 == 1 {
                    findings.add(
                        number,
                        2,
                        say!("de vouw breekt een escape", "the fold splits an escape"),
                        say!("vouw voor de backslash", "fold before the backslash"),
                    );
                }
                previous.extend_from_slice(&content[1..]);
            }
            (Some(b' ' | b'\t'), None) => {
                findings.add(
                    number,
                    2,
                    say!("de eerste regel is een vervolg van niets", "the first line continues nothing"),
                    say!("begin met BEGIN:VCALENDAR", "begin with BEGIN:VCALENDAR"),
                );
            }
            (Some(_), _) => unfolded.push((number, content.to_vec())),
            (None, _) => findings.add(
                number,
                1,
                say!("de regel is leeg", "the line is empty"),
                say!("laat het weg", "leave it out"),
            ),
        }
    }
    unfolded
        .into_iter()
        .map(|(number, octets)| ContentLine { number, text: String::from_utf8_lossy(&octets).into_owned() })
        .collect()
}

/// Checks the characters of one physical line.
fn characters(number: usize, content: &[u8], findings: &mut Findings) {
    let text = match str::from_utf8(content) {
        Ok(text) => text,
        // A character that begins in one line and ends in the next is a bad fold, anything else a bad file.
        Err(error) => {
            let is_cut = error.error_len().is_none();
            let is_rest = content.strip_prefix(b" ").is_some_and(|rest| rest.first().is_some_and(|b| b & 0xc0 == 0x80));
            if is_cut || is_rest {
                findings.add(
                    number,
                    2,
                    say!("een vouw breekt een teken", "a fold splits a character"),
                    say!("vouw tussen tekens", "fold between characters"),
                );
            } else {
                findings.add(
                    number,
                    1,
                    say!("de regel is geen UTF-8", "the line is not UTF-8"),
                    say!("schrijf het bestand als UTF-8", "write the file as UTF-8"),
                );
            }
            return;
        }
    };
    if let Some(c) = text.chars().find(|c| c.is_control()) {
        let message = say!(
            "de regel bevat het stuurteken U+{:04X}",
            "the line holds the control character U+{:04X}",
            u32::from(c)
        );
        findings.add(
            number,
            1,
            message,
            say!(
                "laat het weg, en schrijf regeleinden in teksten als \\n",
                "leave it out, and write line ends in texts as \\n"
            ),
        );
    }
    if let Some(c) = text.chars().find(|c| matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')) {
        let message = say!(
            "de regel bevat U+{:04X}, waarop sommige lezers hem breken of verliezen",
            "the line holds U+{:04X}, at which some readers break or lose it",
            u32::from(c)
        );
        findings.add(
            number,
            16,
            message,
            say!("schrijf regeleinden in teksten als \\n", "write line ends in texts as \\n"),
        );
    }
}
