//! What these tests share: workbooks with some cells changed, as if somebody had typed in them.

use std::fs;
use std::path::{Path, PathBuf};

use reisagenda::domain::Language;
use reisagenda::scenario::{self, Look};
use reisagenda::workbook::{self, Book, Cell, Sheet};
use rust_xlsxwriter::{Format, Workbook};

/// The workbook that `init --xlsx` writes.
pub fn starter(language: Language) -> Book {
    let code = if language == Language::Dutch { "nl" } else { "en" };
    let path = PathBuf::from(format!("src/cli/starter/workbook.{code}.toml"));
    let written = scenario::load_written(&path).unwrap_or_else(|m| panic!("{}", m.render(Look::Plain, language)));
    let bytes = scenario::to_workbook(&written.raw, language).expect("a workbook");
    workbook::read(&bytes).expect("our own workbook")
}

/// The sheet of a name.
pub fn sheet<'a>(book: &'a mut Book, name: &str) -> &'a mut Sheet {
    book.sheets.iter_mut().find(|sheet| sheet.name == name).unwrap_or_else(|| panic!("a sheet {name}"))
}

/// Types a text into a cell, such as `C5`; an empty one empties it.
pub fn put(book: &mut Book, name: &str, cell: &str, text: &str) {
    put_cell(book, name, cell, (!text.is_empty()).then(|| Cell::Text(text.to_owned())));
}

/// Puts something into a cell, or nothing.
pub fn put_cell(book: &mut Book, name: &str, cell: &str, value: Option<Cell>) {
    let letters = cell.chars().take_while(char::is_ascii_uppercase).count();
    let column = cell[..letters].bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
    let row: u32 = cell[letters..].parse::<u32>().expect("a row") - 1;
    let cells = &mut sheet(book, name).cells;
    match value {
        Some(value) => _ = cells.insert((row, column), value),
        None => _ = cells.remove(&(row, column)),
    }
}

/// The column of a heading, in letters.
pub fn column(book: &Book, name: &str, heading: &str) -> String {
    let sheet = book.sheets.iter().find(|sheet| sheet.name == name).unwrap_or_else(|| panic!("a sheet {name}"));
    let is_it = |cell: &Cell| matches!(cell, Cell::Text(text) if text.trim_end_matches([' ', '*']) == heading);
    let found = sheet.cells.iter().find(|((row, _), cell)| *row == 0 && is_it(cell));
    workbook::column_name(found.unwrap_or_else(|| panic!("a heading {heading} in {name}")).0.1)
}

/// Writes a workbook as a person's program would: without our formats, lists to choose from and comments.
pub fn save(book: &Book, path: &Path) {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("d-m-yyyy hh:mm");
    for sheet in &book.sheets {
        let page = workbook.add_worksheet();
        page.set_name(&sheet.name).expect("a name");
        for (&(row, column), cell) in &sheet.cells {
            let column = u16::try_from(column).expect("a column");
            match cell {
                Cell::Text(text) => page.write_string(row, column, text),
                Cell::Number(number) => page.write_number(row, column, *number),
                Cell::Flag(value) => page.write_boolean(row, column, *value),
                Cell::Serial(serial) => page.write_number_with_format(row, column, *serial, &date),
                Cell::Error(_) | Cell::Uncomputed => page.write_formula(row, column, "=NA()"),
            }
            .expect("written");
        }
    }
    fs::write(path, workbook.save_to_buffer().expect("bytes")).expect("written");
}

/// What the user of a workbook is told, all mistakes and warnings.
pub fn told(book: &Book, language: Language) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("agenda.xlsx");
    save(book, &path);
    let text = match scenario::load(&path) {
        Ok(loaded) => scenario::render(&loaded.warnings, Look::Plain, language),
        Err(mistakes) => mistakes.render(Look::Plain, language),
    };
    text.replace(&format!("{}/", folder.path().display()), "")
}
