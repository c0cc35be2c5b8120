//! Bytes to [`Book`]: .xlsx and .ods, through the crate `calamine`.
//!
//! # Invariants
//!
//! * A file that is small on disk and huge when unpacked is refused before it fills the memory.

use std::io::Cursor;

use calamine::{Data, DataRef, Ods, OdsError, Reader as _, Xlsx, XlsxError};

use super::book::{Book, Cell, Sheet};
use super::typed::serial_of_iso;
use crate::say;
use crate::texts::Said;

/// Why a file could not be read as a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong with it.
    pub message: Said,
    /// What to do.
    pub help: Said,
}

/// The most bytes that all parts of a workbook may have when unpacked.
const MAX_UNPACKED: u64 = 512 << 20;

/// The most cells that a workbook may have.
const MAX_CELLS: usize = 2_000_000;

/// The days between the two beginnings of time that workbooks know, 1900 and 1904.
const FROM_1904: f64 = 1462.0;

/// Reads a workbook, whichever of both kinds it is.
///
/// # Errors
///
/// When it is no workbook, is damaged, has a password, or is too large.
pub fn read(bytes: &[u8]) -> Result<Book, Unreadable> {
    let kind = kind(bytes)?;
    let cursor = Cursor::new(bytes);
    match kind {
        FileKind::Xlsx => Xlsx::new(cursor).and_then(xlsx).map_err(|error| match error {
            XlsxError::Password => with_password(),
            XlsxError::Unexpected(TOO_MANY) => too_large(),
            error => damaged(&error.to_string()),
        }),
        FileKind::Ods => Ods::new(cursor).and_then(ods).map_err(|error| match error {
            OdsError::Password => with_password(),
            OdsError::CellLimitExceeded { .. } | OdsError::Eof(TOO_MANY) => too_large(),
            error => damaged(&error.to_string()),
        }),
    }
}

/// The kinds of workbooks that are read.
#[derive(Clone, Copy)]
enum FileKind {
    Xlsx,
    Ods,
}

/// What says, among errors of the crate, that there are too many cells.
const TOO_MANY: &str = "too many cells";

/// Looks at the parts of a file.
fn kind(bytes: &[u8]) -> Result<FileKind, Unreadable> {
    // What Excel saved with a password, and .xls, are files of the kind that was before zip.
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Unreadable {
            message: say!(
                "de werkmap heeft een wachtwoord, of is een oud .xls-bestand",
                "the workbook has a password, or is an old .xls file"
            ),
            help: say!("sla haar op als .xlsx, zonder wachtwoord", "save it as .xlsx, without a password"),
        });
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable {
        message: say!("het bestand is geen werkmap, of is beschadigd", "the file is no workbook, or is damaged"),
        help: say!(
            "open het in Excel of LibreOffice en sla het op als .xlsx",
            "open it in Excel or LibreOffice and save it as .xlsx"
        ),
    })?;
    let mut n_bytes = 0_u64;
    let mut kind = None;
    for part in 0..archive.len() {
        // A part that cannot be read at all is found out when it is unpacked.
        let Ok(part) = archive.by_index_raw(part) else { continue };
        n_bytes = n_bytes.saturating_add(part.size());
        match part.name().as_deref() {
            Ok("xl/workbook.xml") => kind = Some(FileKind::Xlsx),
            Ok("content.xml") if kind.is_none() => kind = Some(FileKind::Ods),
            _ => {}
        }
    }
    if n_bytes > MAX_UNPACKED {
        return Err(too_large());
    }
    kind.ok_or_else(|| Unreadable {
        message: say!("het bestand is geen werkmap", "the file is no workbook"),
        help: say!(
            "geef een .xlsx of .ods; `reisagenda init --xlsx agenda.xlsx` maakt er een om mee te beginnen",
            "name a .xlsx or .ods file; `reisagenda init --xlsx agenda.xlsx` makes one to start from"
        ),
    })
}

fn with_password() -> Unreadable {
    Unreadable {
        message: say!("de werkmap heeft een wachtwoord", "the workbook has a password"),
        help: say!("sla haar op zonder wachtwoord", "save it without a password"),
    }
}

fn too_large() -> Unreadable {
    Unreadable {
        message: say!("de werkmap is te groot", "the workbook is too large"),
        help: say!(
            "haal weg wat niet bij de agenda hoort; een werkmap heeft hoogstens 2 miljoen gevulde cellen",
            "take out what is no part of the agenda; a workbook has at most 2 million cells with something in them"
        ),
    }
}

fn damaged(error: &str) -> Unreadable {
    let error = error.lines().next().unwrap_or_default().to_owned();
    Unreadable {
        message: say!("de werkmap is beschadigd: {error}", "the workbook is damaged: {error}"),
        help: say!(
            "open haar in Excel of LibreOffice, laat haar herstellen en sla haar opnieuw op",
            "open it in Excel or LibreOffice, let it be repaired and save it again"
        ),
    }
}

fn xlsx(mut workbook: Xlsx<Cursor<&[u8]>>) -> Result<Book, XlsxError> {
    let shift = if workbook.has_1904_epoch() { FROM_1904 } else { 0.0 };
    let mut book = Book::default();
    let mut n_cells = 0;
    for name in workbook.sheet_names() {
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        // A sheet that is a chart or a dialogue has no cells.
        let mut cells = match workbook.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(error),
        };
        while let Some(cell) = cells.next_cell_with_formula()? {
            let value = match cell.value {
                DataRef::Empty if cell.formula.is_some() => Some(Cell::Uncomputed),
                DataRef::Empty => None,
                DataRef::Int(number) => Some(Cell::Number(number as f64)), // A cell has no more digits than a float.
                DataRef::Float(number) => Some(Cell::Number(number)),
                DataRef::String(value) => text(&value),
                DataRef::SharedString(value) => text(value),
                DataRef::Bool(value) => Some(Cell::Flag(value)),
                DataRef::DateTime(value) => Some(Cell::Serial(value.as_f64() + shift)),
                DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => iso(&value),
                DataRef::Error(error) => Some(Cell::Error(error.to_string())),
            };
            n_cells += usize::from(value.is_some());
            if n_cells > MAX_CELLS {
                return Err(XlsxError::Unexpected(TOO_MANY));
            }
            sheet.cells.extend(value.map(|value| (cell.pos, value)));
        }
        book.sheets.push(sheet);
    }
    Ok(book)
}

fn ods(mut workbook: Ods<Cursor<&[u8]>>) -> Result<Book, OdsError> {
    let mut book = Book::default();
    let mut n_cells = 0;
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut sheet = Sheet { name, ..Sheet::default() };
        for (row, column, value) in range.used_cells() {
            let value = match value {
                Data::Empty => None,
                Data::Int(number) => Some(Cell::Number(*number as f64)), // A cell has no more digits than a float.
                Data::Float(number) => Some(Cell::Number(*number)),
                // LibreOffice writes errors as the texts that it shows.
                Data::String(value) if is_error(value) => Some(Cell::Error(value.clone())),
                Data::String(value) => text(value),
                Data::Bool(value) => Some(Cell::Flag(*value)),
                Data::DateTime(value) => Some(Cell::Serial(value.as_f64())),
                Data::DateTimeIso(value) | Data::DurationIso(value) => iso(value),
                Data::Error(error) => Some(Cell::Error(error.to_string())),
            };
            let (row, column) = (u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX));
            let at = (first_row.saturating_add(row), first_column.saturating_add(column));
            n_cells += usize::from(value.is_some());
            sheet.cells.extend(value.map(|value| (at, value)));
        }
        if n_cells > MAX_CELLS {
            return Err(OdsError::Eof(TOO_MANY));
        }
        book.sheets.push(sheet);
    }
    Ok(book)
}

fn text(value: &str) -> Option<Cell> {
    (!value.trim().is_empty()).then(|| Cell::Text(value.to_owned()))
}

fn iso(value: &str) -> Option<Cell> {
    serial_of_iso(value).map(Cell::Serial).or_else(|| text(value))
}

fn is_error(value: &str) -> bool {
    const ERRORS: [&str; 7] = ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"];
    ERRORS.contains(&value) || (value.len() == 7 && value.starts_with("Err:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_workbook_is_named_with_a_remedy() {
        for bytes in [&b""[..], b"title = \"x\"", b"PK\x03\x04", &[0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]] {
            let error = read(bytes).expect_err("no workbook");
            assert!(!error.help.of(crate::domain::Language::English).is_empty());
        }
    }
}
