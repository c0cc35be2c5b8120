//! There and back: TOML to a workbook, to JSON and back is the same scenario, field by field and as a problem.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use reisagenda::domain::Language;
use reisagenda::scenario::{self, Look, Written};
use reisagenda::workbook::{self, Cell};

use crate::book;

/// All scenarios that load: files, folders, and the example agenda.
fn scenarios() -> Vec<PathBuf> {
    let mut paths = vec![PathBuf::from("scenarios/taskforce-2027")];
    for folder in ["scenarios/valid", "scenarios/warned"] {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() || path.extension().is_some_and(|extension| extension == "toml") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    assert!(paths.len() > 20, "{}", paths.len());
    paths
}

fn written(path: &Path) -> Written {
    scenario::load_written(path).unwrap_or_else(|m| panic!("{}", m.render(Look::Plain, Language::English)))
}

/// The problem of a scenario, written out to be compared.
fn problem(path: &Path) -> String {
    let loaded = scenario::load(path);
    format!("{:#?}", loaded.unwrap_or_else(|m| panic!("{}", m.render(Look::Plain, Language::English))).problem)
}

/// Copies what stands beside a scenario: its calendars, tables and earlier plan.
fn copy_beside(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let copy = to.join(path.file_name().expect("a name"));
        if path.is_dir() && path.file_name().is_some_and(|name| name == "calendars") {
            fs::create_dir_all(&copy).expect("made");
            copy_beside(&path, &copy);
        } else if path.is_file() {
            fs::copy(&path, &copy).expect("copied");
        }
    }
}

#[test]
fn a_scenario_goes_to_a_workbook_and_to_json_and_back_unchanged() {
    for path in scenarios() {
        let shown = path.display();
        let original = written(&path);
        let toml = scenario::to_toml(&original.raw, None);
        let folder = tempfile::tempdir().expect("a folder");
        copy_beside(if path.is_dir() { &path } else { path.parent().expect("a folder") }, folder.path());
        let expected = problem(&path);
        for language in [Language::Dutch, Language::English] {
            let there = folder.path().join("there.xlsx");
            fs::write(&there, scenario::to_workbook(&original.raw, language).expect("a workbook")).expect("written");
            assert_eq!(scenario::to_toml(&written(&there).raw, None), toml, "{shown} in {language:?}");
            assert_eq!(problem(&there), expected, "{shown} in {language:?}");
        }
        let there = folder.path().join("there.json");
        fs::write(&there, scenario::to_json(&original.raw)).expect("written");
        assert_eq!(scenario::to_toml(&written(&there).raw, None), toml, "{shown} as JSON");
    }
}

#[test]
fn the_same_scenario_gives_the_same_bytes() {
    let raw = written(Path::new("scenarios/valid/everything")).raw;
    let [once, again] = [(); 2].map(|()| scenario::to_workbook(&raw, Language::Dutch).expect("a workbook"));
    assert!(once == again);
}

/// Audiences and odds lie on sheets of their own, a row each, in words of the language; nothing of them is JSON.
#[test]
fn audiences_and_odds_have_sheets_of_their_own() {
    let original = written(Path::new("scenarios/valid/everything"));
    let languages = [
        (
            Language::Dutch,
            ["Doelgroepen", "Tegenslag"],
            ["posten", "beperkt", "per land", "MA", "omschrijven"],
            ["TN", "bevestigd"],
        ),
        (
            Language::English,
            ["Audiences", "Odds"],
            ["posten", "limited", "country", "MA", "cover"],
            ["TN", "confirmed"],
        ),
    ];
    for (language, names, audience, odds) in languages {
        let bytes = scenario::to_workbook(&original.raw, language).expect("a workbook");
        let book = workbook::read(&bytes).expect("our own workbook");
        let rows: Vec<Vec<Vec<String>>> = names
            .iter()
            .map(|name| {
                let sheet = book.sheets.iter().find(|sheet| sheet.name == *name).expect("a sheet");
                let texts = |inside: Vec<(u32, &Cell)>| {
                    let text =
                        |(_, cell): (u32, &Cell)| if let Cell::Text(text) = cell { Some(text.clone()) } else { None };
                    inside.into_iter().filter_map(text).collect()
                };
                sheet.rows().map(|(_, inside)| texts(inside)).collect()
            })
            .collect();
        assert_eq!((rows[0].len(), rows[1].len()), (4, 3), "a heading and a row each");
        assert_eq!(rows[0][2], audience);
        assert_eq!(rows[1][1], odds);
        let texts = book.sheets.iter().flat_map(|sheet| sheet.cells.values());
        let json = texts.filter(|cell| matches!(cell, Cell::Text(text) if text.starts_with(['{', '['])));
        assert_eq!(json.count(), 0, "a table in a cell");
    }
}

/// A workbook of before audiences had a sheet, with their JSON in a cell, still means the same.
#[test]
fn audiences_as_json_in_a_setting_are_still_read() {
    let original = written(Path::new("scenarios/valid/everything"));
    let bytes = scenario::to_workbook(&original.raw, Language::English).expect("a workbook");
    let mut book = workbook::read(&bytes).expect("our own workbook");
    book.sheets.retain(|sheet| sheet.name != "Audiences");
    let json = r#"[{"id": "kernteam", "label": "Kernteam", "level": "full", "shows": "agenda", "confidential": "show"},
        {"id": "posten", "level": "limited", "shows": "country", "only": ["MA"], "confidential": "cover"},
        {"id": "openbaar", "label": "Openbare agenda", "level": "public", "shows": "traveller",
        "only": ["minister", "stas"], "confidential": "leave_out", "days_after": 3,
        "contact": "Directie Communicatie, pers@am.example"}]"#;
    let last = book::sheet(&mut book, "Agenda").rows().last().expect("a row").0 + 2;
    book::put(&mut book, "Agenda", &format!("A{last}"), "feeds.audiences");
    book::put(&mut book, "Agenda", &format!("B{last}"), json);
    let folder = tempfile::tempdir().expect("a folder");
    copy_beside(Path::new("scenarios/valid/everything"), folder.path());
    let path = folder.path().join("a.xlsx");
    book::save(&book, &path);
    let read = written(&path).raw.feeds.expect("feeds").audiences;
    assert_eq!(format!("{read:?}"), format!("{:?}", original.raw.feeds.expect("feeds").audiences));
}

/// What LibreOffice saved as .ods of the Dutch workbook of a scenario with audiences.
#[test]
fn audiences_survive_libreoffice() {
    let files = Path::new("tests/workbook/files");
    let [toml, ods] = ["audiences.toml", "audiences.ods"].map(|name| written(&files.join(name)).raw);
    assert_eq!(scenario::to_toml(&ods, None), scenario::to_toml(&toml, None));
    assert_eq!(toml.feeds.expect("feeds").audiences.len(), 4);
}

/// What LibreOffice made of the starter workbook, and what it saved as .ods.
#[test]
fn what_libreoffice_saves_means_the_same() {
    let expected = problem(Path::new("src/cli/starter/workbook.nl.toml"));
    for name in ["libreoffice.xlsx", "libreoffice.ods"] {
        assert_eq!(problem(&Path::new("tests/workbook/files").join(name)), expected, "{name}");
    }
}

#[test]
fn names_are_read_in_both_languages_and_columns_in_any_order() {
    let mut book = book::starter(Language::Dutch);
    let expected = {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.xlsx");
        book::save(&book, &path);
        problem(&path)
    };
    // Two columns change places; a sheet, a heading and a word are in English or spelt with other capitals.
    let travellers = book::sheet(&mut book, "Reizigers");
    let swapped = travellers.cells.iter().map(|(&(row, column), cell)| {
        let column = match column {
            1 => 2,
            2 => 1,
            other => other,
        };
        ((row, column), cell.clone())
    });
    travellers.cells = swapped.collect();
    travellers.name = "TRAVELLERS".to_owned();
    book::put(&mut book, "TRAVELLERS", "A1", "id");
    book::put(&mut book, "TRAVELLERS", "D1", "Rank *");
    book::put(&mut book, "TRAVELLERS", "D2", "political");
    // What is for people is passed over.
    book::put(&mut book, "TRAVELLERS", "Z1", "Opmerking");
    book::put(&mut book, "TRAVELLERS", "Z2", "belt nog terug");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.xlsx");
    book::save(&book, &path);
    assert_eq!(problem(&path), expected);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever a text has in it, a workbook keeps it: quotes, line ends, what looks like a formula or an error.
    #[test]
    fn any_text_survives_a_workbook(
        title in "[ -~éß€\\n\\r\\t;\"=+@-]{1,20}|=[A-Z]{3}\\(1\\)|\"\"|#N/A|geen|none|_x000D_|\\PC{1,12}",
        theme in "[a-z;, \"\\\\]{1,12}|\"[a-z]*\"|geen|none",
    ) {
        let mut raw = written(Path::new("scenarios/valid/everything")).raw;
        prop_assume!(!title.trim().is_empty());
        raw.title = title.clone();
        raw.requests[0].theme = Some(theme.clone());
        raw.rules.as_mut().expect("rules").limit[1].organisations = vec![theme, title];
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.xlsx");
        fs::write(&path, scenario::to_workbook(&raw, Language::Dutch).expect("a workbook")).expect("written");
        prop_assert_eq!(scenario::to_toml(&written(&path).raw, None), scenario::to_toml(&raw, None));
    }
}
