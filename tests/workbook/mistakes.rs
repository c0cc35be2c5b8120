//! A workbook filled in as a new user would: every mistake is named with its cell and a remedy, all in one run, and
//! marked in a copy.

use std::io::{Cursor, Read as _};
use std::path::Path;

use reisagenda::domain::Language;
use reisagenda::scenario;
use reisagenda::workbook::{self, Book, Cell};

use crate::book::{self, column, put, put_cell};

/// The starter workbook after a new user has been at it.
fn filled_in() -> Book {
    let mut book = book::starter(Language::Dutch);
    let mut type_in = |sheet: &str, heading: &str, row: u32, text: &str| {
        let column = column(&book, sheet, heading);
        put(&mut book, sheet, &format!("{column}{row}"), text);
    };
    type_in("Wensen", "Eerste dag", 2, "volgende week");
    type_in("Wensen", "Laatste dag", 2, "30-2-2027");
    type_in("Wensen", "Plaats", 3, "Rabbat");
    type_in("Wensen", "Prioriteit", 3, "zeer hoog");
    type_in("Wensen", "Dagdelen", 4, "3 dagen");
    type_in("Wensen", "Titel", 5, "");
    type_in("Wensen", "Status", 5, "misschien");
    type_in("Wensen", "Laatste dag", 6, "15-6-2026");
    type_in("Wensen", "Verplicht", 6, "soms");
    type_in("Wensen", "Id", 7, "ambassadeurs ronde");
    type_in("Rollen", "Wens", 4, "rabat-ministerr");
    type_in("Rollen", "Reiziger", 6, "staatssecretariss");
    type_in("Plaatsen", "Tijdzone", 3, "Afrika/Casablanca");
    type_in("Plaatsen", "Land", 4, "Tunesie");
    type_in("Plaatsen", "Weekend", 5, "vrijdag zaterdg");
    type_in("Bezet", "Vanaf", 2, "20 feb");
    type_in("Feestdagen", "Datum", 4, "wo 27 april 2027");
    type_in("Trajecten", "Minuten", 2, "-5");
    type_in("Regels", "Soort", 2, "limit aanwezig");
    type_in("Regels", "Hoogstens", 3, "veel");
    type_in("Regels", "Thema", 3, "terugkeer");
    type_in("Afspraken", "Behalve op", 2, "26 februari");
    put(&mut book, "Reizigers", "C1", "Organizatie");
    put(&mut book, "Wensen", "AB3", "nog bellen");
    put_cell(&mut book, "Reizigers", "A4", Some(Cell::Serial(46_448.0)));
    let at = book.sheets.iter().position(|sheet| sheet.name == "Sluitingen").expect("a sheet");
    book.sheets[at].name = "Sluitngen".to_owned();
    book
}

#[test]
fn all_mistakes_of_a_new_user_are_told_in_one_run() {
    let book = filled_in();
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("filled-in.nl", book::told(&book, Language::Dutch));
        insta::assert_snapshot!("filled-in.en", book::told(&book, Language::English));
    });
}

#[test]
fn mistakes_in_audiences_and_odds_are_told_with_their_cells() {
    let written = scenario::load_written(Path::new("scenarios/valid/rule-limit.toml")).expect("a scenario");
    let mut raw = written.raw;
    let everything = scenario::load_written(Path::new("scenarios/valid/everything")).expect("a scenario").raw;
    (raw.feeds, raw.stress) = (everything.feeds, everything.stress);
    let bytes = scenario::to_workbook(&raw, Language::Dutch).expect("a workbook");
    let mut book = workbook::read(&bytes).expect("our own workbook");
    let mut type_in = |sheet: &str, heading: &str, row: u32, text: &str| {
        let column = column(&book, sheet, heading);
        put(&mut book, sheet, &format!("{column}{row}"), text);
    };
    type_in("Doelgroepen", "Id", 2, "kern team");
    type_in("Doelgroepen", "Wat men ziet", 2, "alles");
    type_in("Doelgroepen", "Welke kalenders", 3, "per landd");
    type_in("Doelgroepen", "Alleen", 4, "minster");
    type_in("Doelgroepen", "Dagen erna", 4, "drie");
    type_in("Doelgroepen", "Wat niet voor ieder is", 4, "");
    type_in("Doelgroepen", "Wat men ziet", 5, "volledig");
    type_in("Tegenslag", "Land", 2, "Tunesie");
    type_in("Tegenslag", "Afgezegd (%)", 3, "vaak");
    put(&mut book, "Doelgroepen", "H1", "Contct");
    put(&mut book, "Tegenslag", "F2", "nog vragen");
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("audiences.nl", book::told(&book, Language::Dutch));
        insta::assert_snapshot!("audiences.en", book::told(&book, Language::English));
    });
}

#[test]
fn settings_are_read_by_name_and_refused_by_cell() {
    let mut book = book::starter(Language::English);
    let rows: Vec<(u32, String)> = book::sheet(&mut book, "Agenda")
        .cells
        .iter()
        .filter_map(|((row, column), cell)| match cell {
            Cell::Text(text) if *column == 0 => Some((row + 1, text.clone())),
            _ => None,
        })
        .collect();
    let row = |name: &str| rows.iter().find(|(_, text)| text.starts_with(name)).expect("a setting").0;
    put(&mut book, "Agenda", &format!("B{}", row("As of")), "4/1/2027");
    put(&mut book, "Agenda", &format!("B{}", row("Home")), "");
    put(&mut book, "Agenda", &format!("A{}", row("Days per trip")), "Days per tripp");
    put(&mut book, "Agenda", &format!("B{}", row("Night from")), "11 in the evening");
    put_cell(&mut book, "Agenda", &format!("B{}", row("Title")), Some(Cell::Uncomputed));
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("settings.en", book::told(&book, Language::English));
    });
}

/// The texts of all comments of a workbook.
fn comments(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut texts = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        if part.name().expect("a name").contains("comments") {
            part.read_to_string(&mut texts).expect("text");
        }
    }
    texts
}

#[test]
fn mistakes_are_marked_in_a_copy_that_keeps_every_value() {
    let book = filled_in();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("agenda.xlsx");
    book::save(&book, &path);
    let mistakes = scenario::load(&path).expect_err("mistakes");
    let all: Vec<_> = mistakes.mistakes.iter().chain(&mistakes.warnings).collect();
    let copy = scenario::mark(&path, &all, Language::Dutch).expect("a copy");
    let comments = comments(&copy);
    for mistake in &all {
        let said = mistake.message(Language::Dutch).replace('<', "&lt;").replace('&', "&amp;");
        assert!(comments.contains(&said), "no comment says: {said}");
    }
    let copied = workbook::read(&copy).expect("a workbook");
    assert_eq!(copied.sheets[0].name, "Fouten");
    assert_eq!(copied.sheets[0].rows().count(), all.len() + 1);
    for (sheet, original) in copied.sheets[1..].iter().zip(&book.sheets) {
        assert_eq!(sheet.cells, original.cells, "{}", original.name);
    }
    // The copy can be mended and read like the workbook itself; its list of mistakes is passed over.
    let again = folder.path().join("again.xlsx");
    std::fs::write(&again, &copy).expect("written");
    assert_eq!(scenario::load(&again).expect_err("mistakes").mistakes.len(), mistakes.mistakes.len());
}
