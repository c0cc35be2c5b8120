//! A workbook as it was read: sheets, and what their cells show.

use std::collections::BTreeMap;

/// A workbook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Book {
    /// Its sheets, in order, hidden ones too.
    pub sheets: Vec<Sheet>,
}

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// What its cells show, by row and column from 0; none for what is empty.
    pub cells: BTreeMap<(u32, u32), Cell>,
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A text, never empty.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// A date, a time or both, in days since 30 December 1899; below 1 it is a time of day.
    Serial(f64),
    /// An error, such as `#N/A`.
    Error(String),
    /// A formula that was never computed.
    Uncomputed,
}

impl Sheet {
    /// The rows that have something in them, in order: the row's number from 0, and its cells by column.
    pub fn rows(&self) -> impl Iterator<Item = (u32, Vec<(u32, &Cell)>)> {
        let mut cells = self.cells.iter().peekable();
        std::iter::from_fn(move || {
            let row = cells.peek().map(|((row, _), _)| *row)?;
            let mut inside = Vec::new();
            while let Some((&(_, column), cell)) = cells.next_if(|((at, _), _)| *at == row) {
                inside.push((column, cell));
            }
            Some((row, inside))
        })
    }

    /// What a cell shows.
    #[must_use]
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.get(&(row, column))
    }
}

impl Cell {
    /// The number as people write it: at most 15 digits, which is what spreadsheets show.
    #[must_use]
    pub fn digits(number: f64) -> String {
        let short = format!("{number}");
        if short.trim_start_matches('-').replace('.', "").trim_start_matches('0').len() <= 15 {
            return short;
        }
        let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
        format!("{rounded}")
    }
}

/// The letters of a column, from 0: `A`, `B`, … `Z`, `AA`.
#[must_use]
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.into_iter().rev().collect()
}

/// The name of a cell, such as `C5`; row and column count from 0.
#[must_use]
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), row + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_names_that_spreadsheets_give_them() {
        for (row, column, name) in [(0, 0, "A1"), (4, 25, "Z5"), (9, 26, "AA10"), (0, 701, "ZZ1"), (1, 702, "AAA2")] {
            assert_eq!(cell_name(row, column), name);
        }
    }

    #[test]
    fn numbers_are_shown_with_the_digits_that_spreadsheets_show() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (480.5, "480.5"),
            (-6.7515, "-6.7515"),
            (999_999_999.999, "999999999.999"),
            (14.0, "14"),
        ] {
            assert_eq!(Cell::digits(number), text);
        }
    }

    #[test]
    fn rows_come_in_order_and_empty_ones_not_at_all() {
        let cells = [((3, 1), "b"), ((0, 0), "x"), ((3, 0), "a")].map(|(at, text)| (at, Cell::Text(text.to_owned())));
        let sheet = Sheet { name: "S".to_owned(), cells: cells.into_iter().collect() };
        let rows: Vec<(u32, usize)> = sheet.rows().map(|(row, cells)| (row, cells.len())).collect();
        assert_eq!(rows, [(0, 1), (3, 2)]);
    }
}
