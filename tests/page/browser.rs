//! The page in Chromium, light and dark, wide and narrow, with and without the script, and on paper: axe finds nothing,
//! the keyboard reaches everything, nothing is lost.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use reisagenda::domain::Language;
use reisagenda::planfile;
use reisagenda::report::page::{self, WhatIfs};
use reisagenda::report::quarter;

use crate::{Planned, text};

/// Runs where the environment variable `REISAGENDA_PYTHON` names a Python interpreter with the packages of
/// tools/python-requirements.txt, or where `python3` has them, and Chromium is installed; elsewhere says that it did not
/// run.
#[test]
#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
fn in_a_browser_the_page_is_whole_accessible_and_alone() {
    let named = env::var_os("REISAGENDA_PYTHON");
    let python = named.clone().unwrap_or_else(|| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page/browser.py");
    let can_run = Command::new(&python).arg(&script).arg("--can-run").output();
    let code = can_run.as_ref().ok().and_then(|output| output.status.code());
    if code != Some(0) {
        let said = can_run.map(|output| String::from_utf8_lossy(&output.stderr).into_owned()).unwrap_or_default();
        let has_packages = code == Some(3);
        assert!(named.is_none() || has_packages, "REISAGENDA_PYTHON names `{}`, which fails: {said}", python.display());
        eprintln!("SKIPPED: no Chromium, or no Python with the packages of tools/python-requirements.txt");
        return;
    }
    let planned = Planned::new();
    let edition = planfile::read_edition(&planned.earlier_week()).expect("an edition");
    let whatifs = WhatIfs::parse(&crate::whatifs(planned.claims.objective.expect("an objective"))).expect("what-ifs");
    let folder = planned.folder.path().to_owned();
    let write = |name: &str, page: String| {
        let path = folder.join(name);
        fs::write(&path, page).expect("written");
        text(&path)
    };
    let first = "2027-Q1".parse().expect("a quarter");
    let dutch = write("nl.html", page::html(&planned.facts(Some(&edition)), Some(&whatifs)));
    let report = write("kwartaal.html", quarter::html(&planned.facts(Some(&edition)), first));
    let planned = planned.in_language(Language::English);
    let english = write("en.html", page::html(&planned.facts(Some(&edition)), Some(&whatifs)));
    let output = Command::new(&python)
        .arg(&script)
        .args([&dutch, &english, &report])
        .arg(env!("CARGO_BIN_EXE_reisagenda"))
        .args([text(&crate::scenario_file()), text(&planned.plan_file())])
        .output()
        .expect("python runs");
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
