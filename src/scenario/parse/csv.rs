//! CSV to records in which every field knows its place. Commas, semicolons (as Excel writes where the comma is the
//! decimal sign) and tabs separate fields; the first line says which.
//!
//! The crate `csv` does not say where a field stands in the file, which every mistake must; a test holds this reader
//! against that crate.

use crate::scenario::sources::Spot;

/// A table: a line of names and records of the same length or not.
#[derive(Debug)]
pub struct Table {
    /// What separates fields: `,`, `;` or a tab.
    pub separator: char,
    /// The first line.
    pub header: Record,
    /// The lines after it, without empty ones.
    pub records: Vec<Record>,
    /// Where a quoted field begins that does not end.
    pub open_quote: Option<Spot>,
}

/// One line: fields and their places.
#[derive(Debug, Default)]
pub struct Record {
    /// Texts without quotes and outer blanks.
    pub fields: Vec<(String, Spot)>,
}

impl Record {
    /// Where the record stands.
    pub fn spot(&self) -> Spot {
        let first = self.fields.first().map_or(Spot::default(), |(_, spot)| *spot);
        Spot { end: self.fields.last().map_or(first.end, |(_, spot)| spot.end), ..first }
    }

    fn is_empty(&self) -> bool {
        self.fields.iter().all(|(text, _)| text.is_empty())
    }
}

/// Reads a table; `None` when there is no line at all.
pub fn table(file: usize, text: &str) -> Option<Table> {
    let first_line = text.lines().find(|line| !line.trim().is_empty())?;
    let count = |separator: char| first_line.matches(separator).count();
    let separator = [';', '\t'].into_iter().filter(|&s| count(s) > count(',')).max_by_key(|&s| count(s)).unwrap_or(',');
    let mut scan = Scan { file, text, separator, at: 0, open_quote: None };
    let mut records = std::iter::from_fn(|| scan.record()).filter(|record| !record.is_empty());
    let header = records.next()?;
    let records = records.collect();
    Some(Table { separator, header, records, open_quote: scan.open_quote })
}

struct Scan<'a> {
    file: usize,
    text: &'a str,
    separator: char,
    at: usize,
    open_quote: Option<Spot>,
}

impl Scan<'_> {
    fn record(&mut self) -> Option<Record> {
        if self.at >= self.text.len() {
            return None;
        }
        let mut record = Record::default();
        loop {
            record.fields.push(self.field());
            let rest = &self.text[self.at..];
            if rest.starts_with(self.separator) {
                self.at += self.separator.len_utf8();
            } else {
                let line_end = ["\r\n", "\n", "\r"].into_iter().find(|end| rest.starts_with(end));
                self.at += line_end.map_or(rest.len(), str::len);
                return Some(record);
            }
        }
    }

    /// Reads up to the separator or line end after the field.
    fn field(&mut self) -> (String, Spot) {
        let is_end = |c: char| c == self.separator || c == '\n' || c == '\r';
        let rest = &self.text[self.at..];
        let blanks = rest.len() - rest.trim_start_matches(|c: char| c == ' ' && c != self.separator).len();
        if !rest[blanks..].starts_with('"') {
            let len = rest.find(is_end).unwrap_or(rest.len());
            let start = self.at + blanks.min(len);
            let text = self.text[start..self.at + len].trim_end();
            self.at += len;
            return (text.to_owned(), Spot { file: self.file, start, end: start + text.len() });
        }
        let start = self.at + blanks;
        let mut value = String::new();
        let mut quoted = true;
        let mut chars = self.text[start + 1..].char_indices().peekable();
        let mut end = self.text.len();
        while let Some((i, c)) = chars.next() {
            match c {
                '"' if quoted && chars.next_if(|&(_, next)| next == '"').is_some() => value.push('"'),
                '"' if quoted => quoted = false,
                c if !quoted && is_end(c) => {
                    end = start + 1 + i;
                    break;
                }
                c => value.push(c),
            }
        }
        if quoted {
            self.open_quote = Some(Spot { file: self.file, start, end: start + 1 });
        }
        self.at = end;
        (value.trim().to_owned(), Spot { file: self.file, start, end })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The fields of a text, as this reader reads them.
    fn own(text: &str) -> Vec<Vec<String>> {
        let Some(table) = table(0, text) else { return Vec::new() };
        let records = std::iter::once(table.header).chain(table.records);
        records.map(|record| record.fields.into_iter().map(|(field, _)| field).collect()).collect()
    }

    /// The same by the crate `csv`, without outer blanks and empty lines.
    fn by_the_crate(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let records = reader.records().map(|record| record.expect("a record"));
        let fields = records.map(|record| record.iter().map(|field| field.trim().to_owned()).collect::<Vec<_>>());
        fields.filter(|fields| fields.iter().any(|field| !field.is_empty())).collect()
    }

    #[test]
    fn fields_know_their_places() {
        let text = "from;to\r\n\"den \"\"haag\"\"\"; rabat \r\n";
        let table = table(0, text).expect("a table");
        assert_eq!(table.separator, ';');
        let shown: Vec<(&str, &str)> =
            table.records[0].fields.iter().map(|(field, spot)| (field.as_str(), &text[spot.start..spot.end])).collect();
        assert_eq!(shown, [("den \"haag\"", "\"den \"\"haag\"\"\""), ("rabat", "rabat")]);
    }

    proptest! {
        #[test]
        fn this_reader_reads_what_the_crate_reads(
            rows in prop::collection::vec(prop::collection::vec(r#"[a-z 0-9]{0,4}|"([a-z,\n]|""){0,4}""#, 1..4), 1..5)
        ) {
            let lines: Vec<String> = rows.iter().map(|fields| fields.join(",")).collect();
            // A first line without separators other than commas.
            let text = format!("a,b,c\n{}\n", lines.join("\r\n"));
            prop_assert_eq!(own(&text), by_the_crate(&text));
        }

        #[test]
        fn any_text_is_read_without_panic(text in "[a\"é,;\t\r\n ]{0,40}") {
            if let Some(table) = table(0, &text) {
                for (_, spot) in table.records.iter().flat_map(|record| &record.fields) {
                    prop_assert!(text.get(spot.start..spot.end).is_some());
                }
            }
        }
    }
}
