//! Physical lines: their ends, their length, their characters; and the content lines that they make up.

use super::Findings;

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
        findings.add(1, 4, "the file is empty", "write one VCALENDAR");
        return Vec::new();
    }
    let mut body = bytes;
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        findings.add(1, 1, "the file begins with a byte order mark", "leave it out");
        body = rest;
    }
    if !body.ends_with(b"\n") {
        let last = body.iter().filter(|&&byte| byte == b'\n').count() + 1;
        findings.add(last, 1, "the last line has no end", "end it with CR LF");
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
                    findings.add(number, 1, "the line ends with LF alone", "end every line with CR LF");
                }
                line
            }
        };
        characters(number, content, findings);
        if content.len() > MAX_OCTETS {
            let message = format!("the line has {} octets", content.len());
            findings.add(number, 2, message, "fold it so that no line has more than 75");
        }
        match (content.first(), unfolded.last_mut()) {
            (Some(b' ' | b'\t'), Some((_, previous))) => {
                if content.starts_with(b"\t") {
                    findings.add(number, 2, "the line is folded with a tab", "fold with a space");
                }
                let n_backslashes = previous.iter().rev().take_while(|&&byte| byte == b'\\').count();
                if n_backslashes % 2 == 1 {
                    findings.add(number, 2, "the fold splits an escape", "fold before the backslash");
                }
                previous.extend_from_slice(&content[1..]);
            }
            (Some(b' ' | b'\t'), None) => {
                findings.add(number, 2, "the first line continues nothing", "begin with BEGIN:VCALENDAR");
            }
            (Some(_), _) => unfolded.push((number, content.to_vec())),
            (None, _) => findings.add(number, 1, "the line is empty", "leave it out"),
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
                findings.add(number, 2, "a fold splits a character", "fold between characters");
            } else {
                findings.add(number, 1, "the line is not UTF-8", "write the file as UTF-8");
            }
            return;
        }
    };
    if let Some(c) = text.chars().find(|c| c.is_control()) {
        let message = format!("the line holds the control character U+{:04X}", u32::from(c));
        findings.add(number, 1, message, "leave it out, and write line ends in texts as \\n");
    }
    if let Some(c) = text.chars().find(|c| matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')) {
        let message = format!("the line holds U+{:04X}, at which some readers break or lose it", u32::from(c));
        findings.add(number, 16, message, "write line ends in texts as \\n");
    }
}
