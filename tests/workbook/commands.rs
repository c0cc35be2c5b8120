//! The commands with workbooks, as processes: `init --xlsx`, `check --mark`, `convert`, `plan` and `report`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use reisagenda::domain::Language;
use reisagenda::workbook;

use crate::book;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reisagenda"));
    command.env_remove("RUST_BACKTRACE").env("LC_ALL", "C").stdin(Stdio::null());
    command.current_dir(folder).args(arguments).output().expect("the program starts")
}

#[track_caller]
fn done(output: &Output) -> String {
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[track_caller]
fn refused(output: &Output) -> String {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    told
}

#[test]
fn a_newcomer_comes_from_an_empty_workbook_to_a_plan_as_a_workbook() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    for (language, agenda) in [("nl", "agenda.xlsx"), ("en", "agenda-en.xlsx")] {
        done(&run(at, &["init", "--xlsx", agenda, "--lang", language]));
        done(&run(at, &["check", agenda]));
    }
    assert!(refused(&run(at, &["init", "--xlsx", "agenda.xlsx"])).contains("there already"));
    assert!(refused(&run(at, &["init", "--xlsx", "agenda"])).contains(".xlsx"));
    done(&run(at, &["plan", "agenda.xlsx", "-o", "plan.json", "--work", "3", "--quiet"]));
    done(&run(at, &["check", "agenda.xlsx", "plan.json"]));
    done(&run(at, &["report", "agenda.xlsx", "plan.json", "-o", "plan.xlsx"]));
    let plan = workbook::read(&fs::read(at.join("plan.xlsx")).expect("read")).expect("a workbook");
    assert_eq!(plan.sheets[0].name, "Samenvatting");
    assert!(plan.sheets[1].rows().count() > 1, "nothing is planned");
}

#[test]
fn mistakes_are_marked_where_it_is_asked_and_nothing_else_is_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let mut agenda = book::starter(Language::English);
    book::put(&mut agenda, "Requests", "C2", "rabbat");
    book::save(&agenda, &at.join("agenda.xlsx"));
    let before = fs::read(at.join("agenda.xlsx")).expect("read");
    let told = refused(&run(at, &["check", "agenda.xlsx", "--mark", "marked.xlsx"]));
    assert!(told.contains("agenda.xlsx: Requests!C2") && told.contains("did you mean `rabat`?"), "{told}");
    assert!(told.contains("1 mistake in agenda.xlsx"), "{told}");
    let marked = workbook::read(&fs::read(at.join("marked.xlsx")).expect("read")).expect("a workbook");
    assert_eq!(marked.sheets[0].name, "Mistakes");
    assert!(fs::read(at.join("agenda.xlsx")).expect("read") == before);
    // The workbook itself is never the copy, and only workbooks are marked.
    assert!(refused(&run(at, &["check", "agenda.xlsx", "--mark", "agenda.xlsx"])).contains("itself"));
    assert!(refused(&run(at, &["check", "agenda.xlsx", "--mark", "marked.ods"])).contains("no .xlsx"));
    done(&run(at, &["init", "agenda"]));
    assert!(refused(&run(at, &["check", "agenda", "--mark", "m.xlsx"])).contains("no workbook"));
    // A workbook without mistakes has nothing to mark.
    done(&run(at, &["init", "--xlsx", "sound.xlsx"]));
    done(&run(at, &["check", "sound.xlsx", "--mark", "none.xlsx"]));
    assert!(!at.join("none.xlsx").exists());
}

#[test]
fn a_scenario_is_converted_with_what_stands_beside_it_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    done(&run(at, &["init", "agenda"]));
    let told = done(&run(at, &["convert", "agenda", "there/agenda.xlsx", "--json"]));
    assert!(told.contains("there/minister.ics") && told.contains("there/agenda.xlsx"), "{told}");
    done(&run(at, &["check", "there/agenda.xlsx"]));
    done(&run(at, &["convert", "there/agenda.xlsx", "back"]));
    done(&run(at, &["convert", "agenda", "direct"]));
    for name in ["scenario.toml", "scenario.schema.json", "minister.ics"] {
        let [back, direct] = ["back", "direct"].map(|folder| fs::read(at.join(folder).join(name)).expect("read"));
        assert!(back == direct, "{name} is not the same");
    }
    done(&run(at, &["convert", "back", "agenda.json"]));
    // The same again changes nothing; something else is only replaced when that is asked for.
    done(&run(at, &["convert", "agenda", "there/agenda.xlsx"]));
    fs::write(at.join("there/agenda.xlsx"), "mine").expect("written");
    assert!(refused(&run(at, &["convert", "agenda", "there/agenda.xlsx"])).contains("--force"));
    assert_eq!(fs::read(at.join("there/agenda.xlsx")).expect("read"), b"mine");
    done(&run(at, &["convert", "agenda", "there/agenda.xlsx", "--force"]));
    assert!(refused(&run(at, &["convert", "agenda", "agenda.ods"])).contains(".xlsx"));
    // A calendar that is missing is named before anything is written.
    fs::remove_file(at.join("agenda/minister.ics")).expect("removed");
    assert!(refused(&run(at, &["convert", "agenda", "elsewhere/a.xlsx"])).contains("minister.ics"));
    assert!(!at.join("elsewhere").exists());
}
