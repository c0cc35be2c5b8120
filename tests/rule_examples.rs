//! The small scenarios `scenarios/valid/rule-*.toml`: one per kind of rule or of request. Each says in its first line
//! what it is for, loads without a word, and has what its name promises.

use std::path::{Path, PathBuf};

use reisagenda::domain::Problem;
use reisagenda::scenario;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/valid");

fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(FOLDER).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| name(path).is_some());
    files.sort();
    files
}

/// The part of the file's name between `rule-` and `.toml`.
fn name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()?.strip_prefix("rule-")?.strip_suffix(".toml")
}

fn load(path: &Path) -> Problem {
    let loaded = match scenario::load(path) {
        Ok(loaded) => loaded,
        Err(mistakes) => panic!("{} has mistakes: {mistakes:?}", path.display()),
    };
    assert!(loaded.warnings.is_empty(), "{} has warnings: {:?}", path.display(), loaded.warnings);
    loaded.problem
}

#[test]
fn each_has_what_its_name_promises() {
    let files = files();
    assert_eq!(files.len(), 13);
    for path in &files {
        let problem = load(path);
        let has_rule = |kind: &str| problem.rules.iter().any(|rule| rule.kind() == kind);
        let has_it = match name(path).expect("only such files") {
            "locked" => problem.requests.iter().any(|request| request.lock.is_some()),
            "home-meeting" => problem.request_idxs().any(|request| problem.is_home_meeting(request)),
            "joint" => problem.requests.iter().any(|request| request.roles.iter().filter(|r| !r.optional).count() > 1),
            "mandatory" => problem.requests.iter().any(|request| request.mandatory),
            "stability" => has_rule("stability") && problem.earlier.len() == 2,
            kind => has_rule(kind),
        };
        assert!(has_it, "{}", path.display());
    }
}

#[test]
fn the_first_line_says_what_it_is_for() {
    for path in files() {
        let text = std::fs::read_to_string(&path).expect("the file can be read");
        let first = text.lines().next().expect("a first line");
        assert!(first.starts_with("# ") && first.ends_with('.'), "{}: {first}", path.display());
    }
}
