//! Who may import whom. ARCHITECTURE.md says why; these tests hold it.
//!
//! They read the source text: comments and strings are taken out, then every path that begins with `crate::` (or, in
//! `src/main.rs`, `reisagenda::`) and every name of a guarded crate is looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms and the rooms that each may import, in the order in which data flows. A room may import itself.
const ROOMS: [(&str, &[&str]); 17] = [
    ("domain", &[]),
    ("texts", &["domain"]),
    ("zones", &["domain"]),
    ("files", &["domain", "texts"]),
    ("ics", &["domain", "texts", "zones"]),
    ("workbook", &["domain", "texts"]),
    ("scenario", &["domain", "texts", "zones", "ics", "workbook", "files", "planfile"]),
    ("generate", &["domain", "texts", "scenario"]),
    ("solver", &["domain", "texts", "zones"]),
    ("checker", &["domain", "texts", "zones"]),
    ("explain", &["domain", "texts", "zones", "solver", "checker"]),
    ("planfile", &["domain", "texts", "zones", "files", "checker"]),
    ("feeds", &["domain", "texts", "zones", "ics"]),
    ("publish", &["domain", "texts", "zones", "files", "ics", "feeds"]),
    ("whatif", &["domain", "texts", "zones", "checker", "solver"]),
    (
        "report",
        &["domain", "texts", "zones", "ics", "workbook", "scenario", "checker", "explain", "planfile", "whatif"],
    ),
    (
        "cli",
        &[
            "domain", "texts", "zones", "files", "ics", "workbook", "scenario", "generate", "solver", "checker",
            "explain", "planfile", "feeds", "publish", "whatif", "report",
        ],
    ),
];

/// Crates and standard paths that only some places may name: the word, and the path prefixes below `src` that may.
const GUARDED: [(&str, &[&str]); 17] = [
    ("ical::", &["ics/"]),
    ("rrule::", &["ics/"]),
    ("calamine::", &["workbook/"]),
    ("rust_xlsxwriter::", &["workbook/"]),
    ("zip::", &["report/quarter/odt.rs", "workbook/"]),
    ("highs::", &["solver/backend"]),
    ("highs_sys::", &["solver/backend"]),
    ("good_lp::", &["solver/backend"]),
    ("serde::", &["scenario/", "planfile/", "report/", "publish/"]),
    ("serde_json::", &["scenario/", "planfile/", "report/", "publish/", "cli/"]),
    ("schemars::", &["scenario/", "planfile/"]),
    ("println!", &[]),
    ("eprintln!", &[]),
    ("SystemTime", &["cli/"]),
    ("Instant::now", &["cli/", "solver/backend/"]),
    ("Utc::now", &[]),
    ("clap::", &["cli/"]),
];

/// What `domain` has nothing to do with, besides what is guarded everywhere.
const NOT_IN_DOMAIN: [&str; 4] = ["std::fs", "std::io", "std::env", "thiserror"];

struct Source {
    /// The path below `src`, with `/`.
    name: String,
    /// The room: the first folder, or the name of a file at the top.
    room: String,
    /// The code without comments, strings and tests.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    files
        .iter()
        .map(|path| {
            let below = path.strip_prefix(&root).expect("a path below src");
            let name = below.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            let first = name.split('/').next().expect("a path has a first part");
            let room = first.trim_end_matches(".rs").to_owned();
            let code = code(&fs::read_to_string(path).expect("a source file"));
            Source { name, room, code }
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Takes out comments and the texts of strings, and what follows the tests of a file.
fn code(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    let mut code = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if c == '"' {
            string_length(rest)
        } else if rest.starts_with("r\"") || rest.starts_with("r#") {
            raw_string_length(rest).unwrap_or(0)
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest[1..].find('\'').map_or(1, |end| end + 2)
        } else {
            0
        };
        if skip == 0 {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            rest = &rest[skip..];
        }
    }
    code
}

/// The length of a string literal at the start of `text`, quotes and all.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a raw string literal at the start of `text`; `None` when there is none, as for `r#type`.
fn raw_string_length(text: &str) -> Option<usize> {
    let hashes = text[1..].chars().take_while(|&c| c == '#').count();
    let start = 1 + hashes;
    if !text[start..].starts_with('"') {
        return None;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    Some(text[start + 1..].find(&end).map_or(text.len(), |at| start + 1 + at + end.len()))
}

/// The rooms that a piece of code names after `root::`, also in braces: `use crate::{checker, domain::Plan}`.
fn named_rooms(code: &str, root: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices(root) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + root.len()..];
        match rest.strip_prefix('{') {
            None => rooms.extend(first_word(rest)),
            Some(rest) => {
                let mut depth = 0;
                let mut is_first = true;
                for (inner, c) in rest.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => is_first = true,
                        c if is_first && !c.is_whitespace() => {
                            rooms.extend(first_word(&rest[inner..]));
                            is_first = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    rooms
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

/// Whether the code names the guarded thing as a whole word.
fn names(code: &str, thing: &str) -> bool {
    code.match_indices(thing)
        .any(|(at, _)| !code[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_'))
}

#[test]
fn every_room_imports_only_what_it_may() {
    let allowed: BTreeMap<&str, &[&str]> = ROOMS.into();
    let mut wrong = Vec::new();
    for source in sources() {
        if source.name == "lib.rs" {
            continue;
        }
        if source.name == "main.rs" {
            let rooms = named_rooms(&source.code, "reisagenda::");
            assert_eq!(rooms, BTreeSet::from(["cli".to_owned()]), "main.rs is arguments and exit code only");
            continue;
        }
        let Some(may) = allowed.get(source.room.as_str()) else {
            wrong.push(format!("src/{}: the room `{}` is not in the list of this test", source.name, source.room));
            continue;
        };
        for room in named_rooms(&source.code, "crate::") {
            let is_room = allowed.contains_key(room.as_str());
            if is_room && room != source.room && !may.contains(&room.as_str()) {
                wrong.push(format!("src/{}: `{}` may not import `{room}`", source.name, source.room));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn guarded_crates_and_clocks_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (thing, places) in GUARDED {
            if names(&source.code, thing) && !places.iter().any(|place| source.name.starts_with(place)) {
                wrong.push(format!("src/{}: `{thing}` belongs in {places:?}", source.name));
            }
        }
        for thing in NOT_IN_DOMAIN {
            if source.room == "domain" && names(&source.code, thing) {
                wrong.push(format!("src/{}: `domain` has no `{thing}`", source.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    collect(&root.join("tests"), &mut files);
    let silent: Vec<_> = files
        .iter()
        .filter(|path| !fs::read_to_string(path).expect("a source file").starts_with("//!"))
        .map(|path| path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "without a `//!` header: {silent:?}");
}

#[test]
fn this_test_sees_what_it_must_see() {
    let source = code(
        "//! crate::solver\nuse crate::{checker::{self, Plan}, domain};\nlet a = \"crate::cli\"; // crate::ics\n\
                       let b = r#\"crate::feeds\"#; let r#type = 'x'; crate::zones::of();\n#[cfg(test)]\nmod tests { crate::report }",
    );
    let rooms: Vec<String> = named_rooms(&source, "crate::").into_iter().collect();
    assert_eq!(rooms, ["checker", "domain", "zones"]);
    assert!(names("use ical::property", "ical::") && !names("use medical::x", "ical::"));
}
