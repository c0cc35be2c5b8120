//! Runs every scenario file as one test. To add a test, add a file (and look at its snapshot with `cargo insta review`).
//!
//! * `scenarios/valid`: loads without a mistake. A `.json` beside a `.toml` of the same name means the same problem.
//! * `scenarios/warned`: loads, with warnings as in its snapshot.
//! * `scenarios/invalid`: one mistake each, with its message as in its snapshot. A folder there is a scenario of
//!   several files.
//!
//! Messages have a snapshot in English, and one in Dutch in the folder `nl` beside it.

use std::path::Path;

use reisagenda::domain::Language;
use reisagenda::scenario::{self, Look};

type Tested = datatest_stable::Result<()>;

/// What the user of a file would see, with the file's folder left out of names.
fn shown(path: &Path, text: &str) -> String {
    let folder = path.parent().map(|folder| format!("{}/", folder.display())).unwrap_or_default();
    text.replace(&folder, "")
}

fn snapshot(folder: &str, path: &Path, text: &str) {
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    insta::with_settings!({
        snapshot_path => format!("snapshots/{folder}"), prepend_module_to_snapshot => false, omit_expression => true,
    }, {
        insta::assert_snapshot!(name, shown(path, text));
    });
}

fn valid(path: &Path) -> Tested {
    let loaded = scenario::load(path).map_err(|mistakes| mistakes.render(Look::Plain, Language::English))?;
    let warnings = scenario::render(&loaded.warnings, Look::Plain, Language::English);
    assert!(warnings.is_empty(), "{warnings}");
    let twin = path.with_extension("json");
    if path.extension().is_some_and(|extension| extension == "toml") && twin.exists() {
        let same = scenario::load(&twin).map_err(|mistakes| mistakes.render(Look::Plain, Language::English))?;
        assert_eq!(format!("{:#?}", loaded.problem), format!("{:#?}", same.problem));
    }
    Ok(())
}

/// A scenario of several files: the folder is loaded, and `scenario.json` in it means the same problem.
fn valid_folder(path: &Path) -> Tested {
    valid(path)?;
    valid(path.parent().expect("a folder"))
}

fn warned(path: &Path) -> Tested {
    let loaded = scenario::load(path).map_err(|mistakes| mistakes.render(Look::Plain, Language::English))?;
    assert!(!loaded.warnings.is_empty(), "there is nothing to warn of");
    snapshot("warned", path, &scenario::render(&loaded.warnings, Look::Plain, Language::English));
    snapshot("warned/nl", path, &scenario::render(&loaded.warnings, Look::Plain, Language::Dutch));
    Ok(())
}

fn invalid(path: &Path) -> Tested {
    let mistakes = scenario::load(path).expect_err("it stands in scenarios/invalid");
    assert!(!mistakes.mistakes.is_empty());
    snapshot("invalid", path, &mistakes.render(Look::Plain, Language::English));
    snapshot("invalid/nl", path, &mistakes.render(Look::Plain, Language::Dutch));
    Ok(())
}

/// A scenario of several files: the folder is loaded, not the file.
fn invalid_folder(path: &Path) -> Tested {
    invalid(path.parent().expect("a folder"))
}

datatest_stable::harness! {
    { test = valid, root = "scenarios/valid", pattern = r"^[^/]+\.toml$" },
    { test = valid_folder, root = "scenarios/valid", pattern = r"^[^/]+/scenario\.toml$" },
    { test = warned, root = "scenarios/warned", pattern = r"^[^/]+\.toml$" },
    { test = invalid, root = "scenarios/invalid", pattern = r"^[^/]+\.(toml|json)$" },
    { test = invalid_folder, root = "scenarios/invalid", pattern = r"^[^/]+/scenario\.toml$" },
}
