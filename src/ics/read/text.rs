//! From the bytes of a file to whole lines: character sets, byte order marks, line ends and folds.
//!
//! # Invariants
//!
//! * Folds are undone on bytes, before decoding, because exporters fold inside characters.
//! * Line numbers are 1-based and count the lines as an editor shows them; a folded line has that of its first part.
//! * A line that is not UTF-8 is read as Windows-1252, and only that line.

use std::borrow::Cow;

/// Returns the bytes as UTF-8 when they are UTF-16, with or without a byte order mark; else as they are.
pub(super) fn without_utf16(bytes: &[u8]) -> Cow<'_, [u8]> {
    let (units, is_big_endian) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (rest, false),
        [0xFE, 0xFF, rest @ ..] => (rest, true),
        [b'B' | b'b', 0, ..] => (bytes, false),
        [0, b'B' | b'b', ..] => (bytes, true),
        _ => return Cow::Borrowed(bytes),
    };
    let units = units.chunks_exact(2).map(|pair| match is_big_endian {
        true => u16::from_be_bytes([pair[0], pair[1]]),
        false => u16::from_le_bytes([pair[0], pair[1]]),
    });
    let text: String = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Cow::Owned(text.into_bytes())
}

/// The unfolded lines of a file, one at a time.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    line: usize,
    unfolded: Vec<u8>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Lines { bytes, line: 0, unfolded: Vec::new() }
    }

    /// Returns the next line that is not empty, with the number of its first part.
    pub(super) fn next_line(&mut self) -> Option<(usize, &[u8])> {
        let first = loop {
            if self.bytes.is_empty() {
                return None;
            }
            let first = self.physical_line();
            if !first.is_empty() {
                break first;
            }
        };
        let line_number = self.line;
        self.skip_empty_lines();
        if !matches!(self.bytes.first(), Some(b' ' | b'\t')) {
            return Some((line_number, first));
        }
        self.unfolded.clear();
        self.unfolded.extend_from_slice(first);
        while matches!(self.bytes.first(), Some(b' ' | b'\t')) {
            let part = self.physical_line();
            self.unfolded.extend_from_slice(&part[1..]);
            self.skip_empty_lines();
        }
        Some((line_number, &self.unfolded))
    }

    /// Takes one line as it stands in the file, without its end: CR, LF, CRLF or CR CR LF.
    fn physical_line(&mut self) -> &'a [u8] {
        self.line += 1;
        let bytes = self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.bytes);
        let n_bytes = bytes.iter().position(|&byte| byte == b'\n' || byte == b'\r').unwrap_or(bytes.len());
        let (line, rest) = bytes.split_at(n_bytes);
        self.bytes = match rest {
            [b'\r', b'\r', b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] | [b'\r' | b'\n', rest @ ..] => rest,
            rest => rest,
        };
        line
    }

    /// Passes over empty lines, so that one in the middle of a folded line does not end it.
    fn skip_empty_lines(&mut self) {
        while matches!(self.bytes.first(), Some(b'\n' | b'\r')) {
            self.physical_line();
        }
    }
}

/// Returns the text of a line, and whether it had to be read as Windows-1252.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (Cow::Owned(bytes.iter().map(|&byte| windows_1252(byte)).collect()), true),
    }
}

fn windows_1252(byte: u8) -> char {
    const FROM_128: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => FROM_128[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<(usize, String)> {
        let bytes = without_utf16(bytes);
        let mut lines = Lines::new(&bytes);
        let mut all = Vec::new();
        while let Some((number, line)) = lines.next_line() {
            all.push((number, decode(line).0.into_owned()));
        }
        all
    }

    #[test]
    fn every_line_end_ends_a_line() {
        let expected: Vec<_> = [(1, "A:1"), (2, "B:2"), (3, "C:3"), (4, "D:4")].map(|(n, t)| (n, t.to_owned())).into();
        assert_eq!(lines(b"A:1\r\nB:2\nC:3\rD:4"), expected);
        assert_eq!(lines(b"\xEF\xBB\xBFA:1\r\r\nB:2\r\r\nC:3\r\r\n\xEF\xBB\xBFD:4\r\r\n"), expected);
    }

    #[test]
    fn folds_are_undone_before_decoding() {
        assert_eq!(
            lines(b"A:caf\xC3\r\n \xA9\r\n\r\n\tbar\r\nB:1"),
            [(1, "A:cafébar".to_owned()), (5, "B:1".to_owned())]
        );
    }

    #[test]
    fn other_character_sets_are_recognised() {
        assert_eq!(lines(b"A:caf\xE9 \x80"), [(1, "A:café €".to_owned())]);
        for utf16 in [&b"\xFF\xFEA\0:\0\xE9\0"[..], b"\xFE\xFF\0A\0:\0\xE9"] {
            assert_eq!(lines(utf16), [(1, "A:é".to_owned())]);
        }
    }
}
