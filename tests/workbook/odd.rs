//! What is no sound workbook, what looks like a formula, and what formulas have worked out.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use proptest::prelude::*;
use reisagenda::domain::Language;
use reisagenda::scenario::{self, Look};
use reisagenda::workbook;
use rust_xlsxwriter::{Formula, Workbook};

use crate::book;

/// The texts of all sheets of a workbook, as XML.
fn sheets(bytes: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut texts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        if part.name().expect("a name").starts_with("xl/worksheets/sheet") {
            let mut text = String::new();
            part.read_to_string(&mut text).expect("text");
            texts.push(text);
        }
    }
    texts
}

#[test]
fn what_looks_like_a_formula_is_written_as_text() {
    let mut raw = scenario::load_written(Path::new("scenarios/valid/smallest.toml")).expect("valid").raw;
    raw.title = "=HYPERLINK(\"http://example.invalid\";\"x\")".to_owned();
    raw.places[0].name_nl = Some("+31 70".to_owned());
    raw.places[0].name_en = Some("@SUM(A1)".to_owned());
    let bytes = scenario::to_workbook(&raw, Language::Dutch).expect("a workbook");
    for sheet in sheets(&bytes) {
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "a formula in a cell");
    }
}

#[test]
fn of_a_formula_its_value_is_read() {
    let mut book = book::starter(Language::Dutch);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("agenda.xlsx");
    // The title is worked out by the workbook.
    let row = book::sheet(&mut book, "Agenda").cells.iter().find_map(|((row, column), cell)| {
        matches!(cell, workbook::Cell::Text(text) if *column == 0 && text.starts_with("Titel")).then_some(*row)
    });
    let row = row.expect("the title");
    book::put_cell(&mut book, "Agenda", &format!("B{}", row + 1), None);
    let mut workbook = Workbook::new();
    for sheet in &book.sheets {
        let page = workbook.add_worksheet();
        page.set_name(&sheet.name).expect("a name");
        for (&(row, column), cell) in &sheet.cells {
            let column = u16::try_from(column).expect("a column");
            match cell {
                workbook::Cell::Text(text) => page.write_string(row, column, text),
                workbook::Cell::Number(number) | workbook::Cell::Serial(number) => {
                    page.write_number(row, column, *number)
                }
                other => panic!("{other:?}"),
            }
            .expect("written");
        }
        if sheet.name == "Agenda" {
            let formula = Formula::new("=\"VOORBEELD \"&2027").set_result("VOORBEELD 2027");
            page.write_formula(row, 1, formula).expect("written");
        }
    }
    fs::write(&path, workbook.save_to_buffer().expect("bytes")).expect("written");
    let loaded = scenario::load(&path).unwrap_or_else(|m| panic!("{}", m.render(Look::Plain, Language::English)));
    // Dates that lost their format are numbers, and still dates.
    assert_eq!(loaded.problem.title, "VOORBEELD 2027");
}

#[test]
fn what_is_no_workbook_is_refused_with_a_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    let sound = scenario::to_workbook(
        &scenario::load_written(Path::new("scenarios/valid/smallest.toml")).expect("valid").raw,
        Language::English,
    )
    .expect("a workbook");
    let cut = &sound[..sound.len() / 2];
    let with_password = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0];
    for (name, bytes, told) in [
        ("empty.xlsx", &b""[..], "no workbook"),
        ("text.xlsx", b"title = 1", "no workbook"),
        ("cut.xlsx", cut, "no workbook"),
        ("locked.xlsx", &with_password, "password"),
        ("text.ods", b"x", "no workbook"),
        ("table.csv", b"a,b", "save it as .xlsx"),
        ("old.xls", &with_password, "save it as .xlsx"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        let mistakes = scenario::load(&path).expect_err(name);
        let text = mistakes.render(Look::Plain, Language::English);
        assert!(text.contains(told) && text.contains("help:") && text.contains(name), "{name}: {text}");
    }
    // A workbook of something else.
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Vakantie").expect("a name").write_string(0, 0, "x").expect("written");
    let path = folder.path().join("other.xlsx");
    fs::write(&path, workbook.save_to_buffer().expect("bytes")).expect("written");
    let text = scenario::load(&path).expect_err("no agenda").render(Look::Plain, Language::English);
    assert!(text.contains("no sheet of a travel agenda") && text.contains("`Vakantie`"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Some bytes are others: mistakes or a scenario, never a panic.
    #[test]
    fn no_damage_makes_the_program_panic(hits in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..8)) {
        let raw = scenario::load_written(Path::new("scenarios/valid/smallest.toml")).expect("valid").raw;
        let mut bytes = scenario::to_workbook(&raw, Language::English).expect("a workbook");
        for (at, byte) in hits {
            let at = (bytes.len() as f64 * at) as usize;
            bytes[at] = byte;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.xlsx");
        fs::write(&path, bytes).expect("written");
        if let Err(mistakes) = scenario::load(&path) {
            prop_assert!(!mistakes.render(Look::Plain, Language::Dutch).is_empty());
        }
    }

    /// Anything may stand in any cell.
    #[test]
    fn no_cell_makes_the_program_panic(sheet in 1..12_usize, row in 1..6_u32, column in 0..14_u32, text in "\\PC{0,8}|[0-9/:., -]{1,10}|\\{\"a\": [1]\\}") {
        let mut book = book::starter(Language::Dutch);
        book.sheets[sheet].cells.insert((row, column), workbook::Cell::Text(text));
        book::told(&book, Language::Dutch);
    }
}
