//! Every text that users see exists in Dutch and in English: the sources have no loose texts, and a run in either
//! language says nothing in the other.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use reisagenda::domain::{Language, Problem};

/// Where mistakes and messages are made. The other rooms say nothing, or have tables of words of their own.
const ROOMS: [&str; 11] = [
    "src/checker",
    "src/cli",
    "src/feeds",
    "src/files.rs",
    "src/ics/lint",
    "src/ics/read",
    "src/planfile",
    "src/publish",
    "src/report",
    "src/scenario",
    "src/whatif",
];

/// What may stand around a text of two words or more: macros and functions that take both languages, and what no user
/// sees.
const AROUND: [&str; 19] = [
    "say!(",
    "column(",
    "columns = [",
    "columns = vec![",
    "sheet(",
    "pick(",
    "tell(",
    "number(",
    "count(",
    "counted(",
    "Said::new(",
    "expect(",
    "json_schema!(",
    "text_scalar!(",
    "decimal! {",
    "error(",
    "expecting(",
    "unreachable!(",
    "panic!(",
];

/// Files with tables in which both languages stand side by side, or names and schemas that are no texts.
const TABLES: [&str; 19] = [
    "src/cli/help/dictionary.rs",
    "src/cli/help/mistakes.rs",
    "src/cli/help/translated.rs",
    "src/files.rs",
    "src/ics/read/names.rs",
    "src/planfile/reasons.rs",
    "src/publish/words.rs",
    "src/report/words.rs",
    "src/scenario/changes/schema.rs",
    "src/scenario/descriptions.rs",
    "src/scenario/sheets/layout/agenda.rs",
    "src/scenario/sheets/layout/audiences.rs",
    "src/scenario/sheets/layout/mod.rs",
    "src/scenario/sheets/layout/people.rs",
    "src/scenario/sheets/layout/places.rs",
    "src/scenario/sheets/layout/requests.rs",
    "src/scenario/sheets/layout/rules.rs",
    "src/scenario/sheets/layout/words.rs",
    "src/scenario/sheets/leaflet.rs",
];

/// Texts that are the same in both languages, or that no user reads: the file, and how the text begins.
const ALONE: [(&str, &str); 25] = [
    ("src/cli/course.rs", "no plan is possible"),
    ("src/cli/course.rs", "proven best"),
    ("src/cli/course.rs", "stopped without a plan"),
    ("src/cli/mod.rs", "\\\nExit codes:"),
    ("src/cli/mod.rs", "{} (time zone data {})"),
    ("src/cli/output.rs", "it is a folder"),
    ("src/cli/panics.rs", "no message"),
    ("src/feeds/texts.rs", "Kind of appointment"),
    ("src/feeds/texts.rs", "Rest after arrival"),
    ("src/feeds/texts.rs", "Rust na aankomst"),
    ("src/publish/edition.rs", "reisagenda publish: key check"),
    ("src/publish/page.rs", "noindex, nofollow"),
    ("src/report/book.rs", "Bezoeken in het buitenland"),
    ("src/report/book.rs", "Meetings at home"),
    ("src/report/book.rs", "Overleg in eigen huis"),
    ("src/report/book.rs", "Reizigers die op reis gaan"),
    ("src/report/book.rs", "Travellers who make a trip"),
    ("src/report/explain/relaxations.rs", "deelnames aan bezoeken"),
    ("src/report/page/document.rs", "light dark"),
    ("src/report/trace.rs", "\\\n:root"),
    ("src/scenario/decode.rs", "a value without a name"),
    ("src/scenario/decode.rs", "a word was expected"),
    ("src/scenario/mistakes.rs", "the scenario has {} mistakes"),
    ("src/scenario/parse/toml.rs", "duplicate key"),
    ("src/scenario/schema.rs", "reisagenda scenario"),
];

#[test]
fn no_message_has_one_language_only() {
    let mut found = BTreeSet::new();
    for room in ROOMS {
        for path in sources(Path::new(room)) {
            let name = path.to_string_lossy().replace('\\', "/");
            if TABLES.contains(&name.as_str()) {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file");
            found.extend(loose_texts(&text).into_iter().map(|loose| (name.clone(), loose)));
        }
    }
    let is_known =
        |(file, text): &&(String, String)| ALONE.iter().any(|(known, start)| file == known && text.starts_with(start));
    let loose: Vec<_> = found.iter().filter(|it| !is_known(it)).collect();
    assert!(loose.is_empty(), "say these in both languages, with `say!`: {loose:#?}");
    let gone =
        ALONE.iter().find(|(file, start)| !found.iter().any(|(name, text)| name == file && text.starts_with(start)));
    assert_eq!(gone, None, "this is not there any more; take it out of the list");
}

#[test]
fn what_a_search_is_doing_has_dutch() {
    let mut n_phases = 0;
    for path in sources(Path::new("src/solver")) {
        let text = fs::read_to_string(path).expect("a source file");
        let calls = text.split(".report(").skip(1).filter_map(|after| after.split_once(");"));
        // Every second part of a call is a text in quotes.
        for name in calls.flat_map(|(call, _)| call.split('"').skip(1).step_by(2)) {
            let phase = reisagenda::report::phase(name);
            assert_ne!(phase.of(Language::Dutch), phase.of(Language::English), "add `{name}` to `report::phase`");
            n_phases += 1;
        }
    }
    assert!(n_phases > 1, "the search says what it is doing elsewhere now; look there");
}

/// The Rust files of a folder and those below it, or the file itself.
fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut files: Vec<PathBuf> = fs::read_dir(path)
        .expect("a folder")
        .flat_map(|entry| sources(&entry.expect("an entry").path()))
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
    files
}

/// The texts of two words or more that stand outside of everything in [`AROUND`], and outside of comments, attributes
/// and tests.
fn loose_texts(source: &str) -> Vec<String> {
    let source = source.split("\n#[cfg(test)]\nmod ").next().expect("a file has a beginning");
    let bytes = source.as_bytes();
    let mut loose = Vec::new();
    // The brackets that are open: whether what stands before one takes texts, or one around it does.
    let mut open: Vec<bool> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &source[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("#[") {
            at += attribute_length(rest);
        } else if let Some(length) = character_length(rest) {
            at += length;
        } else if bytes[at] == b'"' {
            let length = text_length(rest);
            let text = &rest[1..length - 1];
            if !open.last().copied().unwrap_or(false) && has_words(text) {
                loose.push(text.to_owned());
            }
            at += length;
        } else {
            if b"([{".contains(&bytes[at]) {
                let before = &source[..=at];
                let is_inside = open.last().copied().unwrap_or(false);
                open.push(is_inside || AROUND.iter().any(|around| before.ends_with(around)));
            } else if b")]}".contains(&bytes[at]) {
                open.pop();
            }
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    loose
}

/// Whether a text has two words of small letters one after the other, as sentences have.
fn has_words(text: &str) -> bool {
    let is_word = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase() || c == '`' || c == '\'');
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_end_matches([',', ';', ':', '.'])).collect();
    words.windows(2).any(|pair| is_word(pair[0]) && is_word(pair[1]))
}

fn text_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at + 1
}

fn attribute_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let (mut depth, mut at) = (0, 1);
    loop {
        match bytes[at] {
            b'"' => at += text_length(&rest[at..]) - 1,
            b'[' => depth += 1,
            b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return at;
        }
    }
}

/// The length of a character in quotes; `None` for anything else, such as a lifetime.
fn character_length(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    let mut chars = inner.chars();
    match chars.next()? {
        '\\' => inner.char_indices().skip(2).find(|&(_, c)| c == '\'').map(|(end, _)| end + 2),
        c => (chars.next() == Some('\'')).then_some(c.len_utf8() + 2),
    }
}

// -- Runs -------------------------------------------------------------------------------------------------------------

const SCENARIO: &str = r#"
title = "VOORBEELD"
home = "den-haag"
[horizon]
first_day = 2027-03-01
last_day = 2027-03-31
[[places]]
id = "den-haag"
country = "NL"
name_nl = "Den Haag"
name_en = "The Hague"
tz = "Europe/Amsterdam"
[[places]]
id = "brussel"
country = "BE"
name_nl = "Brussel"
name_en = "Brussels"
tz = "Europe/Brussels"
[[legs]]
from = "den-haag"
to = "brussel"
minutes = 120
[[travellers]]
id = "minister"
office = "Minister"
organisation = "A&M"
rank = "political"
[[requests]]
id = "bezoek"
title = "Bezoek"
place = "brussel"
parts = 1
points = 10.5
windows = [{ first_day = 2027-03-01, last_day = 2027-03-31 }]
roles = [{ id = "lead", candidates = [{ traveller = "minister" }] }]
"#;

struct Folder(tempfile::TempDir);

impl Folder {
    fn with(scenario: &str) -> Self {
        let folder = Folder(tempfile::tempdir().expect("a folder"));
        fs::write(folder.0.path().join("scenario.toml"), scenario).expect("written");
        folder
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }
}

fn run(locale: &str, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reisagenda"));
    command.env_remove("RUST_BACKTRACE").env("LC_ALL", locale).stdin(Stdio::null()).args(arguments);
    let Output { stdout, stderr, status } = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (text(stdout), text(stderr), status.code())
}

#[test]
fn the_option_goes_before_the_scenario_and_the_scenario_before_the_machine() {
    let wrong =
        |language: &str| format!("{language}\n{}", SCENARIO.replace("home = \"den-haag\"", "home = \"denhaag\""));
    let (dutch, english) = ("er is geen plaats `denhaag`", "there is no place `denhaag`");
    for (language, locale, option, expected) in [
        ("language = \"nl\"", "en_GB.UTF-8", None, dutch),
        ("language = \"nl\"", "en_GB.UTF-8", Some("en"), english),
        ("language = \"en\"", "nl_NL.UTF-8", None, english),
        ("language = \"en\"", "nl_NL.UTF-8", Some("nl"), dutch),
        ("", "nl_NL.UTF-8", None, dutch),
        ("", "C", None, english),
        ("", "fr_FR.UTF-8", None, english),
    ] {
        let folder = Folder::with(&wrong(language));
        let scenario = folder.path("scenario.toml");
        let mut arguments = vec!["plan", &scenario, "--json"];
        arguments.extend(option.map(|_| "--lang").into_iter().chain(option));
        let (_, err, code) = run(locale, &arguments);
        assert_eq!(code, Some(2), "{err}");
        assert!(err.contains(expected), "{language} {locale} {option:?}: {err}");
    }
}

#[test]
fn a_scenario_that_is_no_toml_is_told_so_in_its_own_language() {
    let folder = Folder::with("language = \"nl\"\ntitle = \"VOORBEELD\nhome = 1\n");
    let (_, err, code) = run("C", &["plan", &folder.path("scenario.toml"), "--json"]);
    assert_eq!(code, Some(2));
    assert!(err.starts_with("Fout: syntax") && err.contains("aanhalingstekens") && err.contains("hulp: "), "{err}");
}

#[test]
fn a_whole_run_in_dutch_says_nothing_in_english() {
    let folder = Folder::with(SCENARIO);
    let (scenario, plan) = (folder.path("scenario.toml"), folder.path("plan.json"));
    let (out, err, code) = run("C", &["plan", &scenario, "-o", &plan, "--lang", "nl"]);
    assert_eq!(code, Some(0), "{err}");
    for expected in ["Reizen en bezoeken", "Brussel (BE)", "10,5 punten", "Bewezen: geen plan heeft meer punten."] {
        assert!(out.contains(expected), "`{expected}`: {out}");
    }
    assert!(err.contains("Gepland in ") && err.contains(", geschreven naar "), "{err}");

    let (out, err, code) = run("nl_NL.UTF-8", &["check", &scenario, &plan]);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.starts_with("Het plan houdt zich aan elke regel.\nHet is 10,5 punten waard:\n"), "{out}");

    let moved = fs::read_to_string(&plan).expect("read").replace("\"role\": \"lead\"", "\"role\": \"leed\"");
    fs::write(folder.path("moved.json"), moved).expect("written");
    let (_, err, code) = run("nl_NL.UTF-8", &["check", &scenario, &folder.path("moved.json")]);
    assert_eq!(code, Some(2));
    assert!(
        err.starts_with("Fout: ") && err.contains("rol `leed` onbekend") && err.contains("hulp: bedoelt u `lead`?"),
        "{err}"
    );
    assert!(!err.contains("Error: ") && !err.contains("help: "), "{err}");

    let late = fs::read_to_string(&scenario)
        .expect("read")
        .replace("first_day = 2027-03-01, last", "first_day = 2027-03-30, last");
    fs::write(folder.path("late.toml"), late).expect("written");
    let (out, _, code) = run("nl_NL.UTF-8", &["check", &folder.path("late.toml"), &plan]);
    assert_eq!(code, Some(1));
    assert!(out.contains("valt niet binnen één periode: 2027-03-30 t/m 2027-03-31 (wens `bezoek`"), "{out}");

    let (_, err, code) =
        run("nl_NL.UTF-8", &["feeds", &scenario, &folder.path("missing.json"), "-o", &folder.path("out")]);
    assert_eq!(code, Some(2));
    assert!(err.contains("kan niet worden gelezen: het bestand of de map bestaat niet\n  hulp: "), "{err}");
}

#[test]
fn what_is_wrong_with_other_files_is_told_in_dutch() {
    let folder = Folder::with(SCENARIO);
    let (scenario, plan) = (folder.path("scenario.toml"), folder.path("plan.json"));
    let (_, err, code) = run("C", &["plan", &scenario, "-o", &plan, "--quiet"]);
    assert_eq!(code, Some(0), "{err}");
    let write = |name: &str, text: &str| {
        fs::write(folder.path(name), text).expect("written");
        folder.path(name)
    };
    let old = write("old.json", "{\"trips\": [{\"visits\": 3}]}");
    let bare = write("bare.json", "{\"trips\": [{}]}");
    let what_if = write("whatif.json", "{\"title\": \"VOORBEELD\", \"published\": {\"points\": \"veel\"}}");
    let broken = write("broken.json", "{\"title\": \"VOORBEELD\"");
    let page = folder.path("agenda.html");
    for (more, expected) in [
        (["--since", &old], "dit is geen plan: verwacht werd een lijst, er staat het getal `3`"),
        (["--since", &bare], "dit is geen plan: het veld `visits` ontbreekt"),
        (
            ["--whatif", &what_if],
            "bevat geen wat-alsen: verwacht werd een getal, er staat de tekst \"veel\" op regel 1",
        ),
        (["--whatif", &broken], "bevat geen wat-alsen: een object breekt af op regel 1, kolom 21"),
        (["--quarter", "zomer"], "een kwartaal werd verwacht, zoals 2027-Q2"),
    ] {
        let arguments = [&["report", &scenario, &plan, "-o", &page][..], &more].concat();
        let (_, err, code) = run("nl_NL.UTF-8", &arguments);
        assert_eq!(code, Some(2), "{err}");
        assert!(err.contains(expected), "`{expected}`: {err}");
        for english in ["expected", "missing", "invalid", "while", " at line "] {
            assert!(!err.contains(english), "`{english}`: {err}");
        }
    }
    let ics = write("x.ics", "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n");
    let (out, _, code) = run("nl_NL.UTF-8", &["feeds", "--lint", &ics]);
    assert_eq!(code, Some(1), "{out}");
    let expected = "regel 1: voorschrift 1: de regel eindigt met alleen LF; sluit elke regel af met CR LF\n";
    assert!(out.contains(expected) && out.contains("VCALENDAR heeft geen PRODID; geef er precies één\n"), "{out}");
    assert!(out.contains("Overtreden voorschriften: ") && !out.contains("line") && !out.contains(" the "), "{out}");
    let (json, _, _) = run("nl_NL.UTF-8", &["feeds", "--lint", &ics, "--json"]);
    assert!(json.contains("\"message\": \"de regel eindigt met alleen LF\""), "{json}");
    let (out, _, _) = run("C", &["feeds", "--lint", &ics]);
    assert!(out.contains("line 1: rule 1: the line ends with LF alone; end every line with CR LF\n"), "{out}");
}

#[test]
fn files_do_not_follow_the_machine() {
    let folder = Folder::with(SCENARIO);
    let scenario = folder.path("scenario.toml");
    let plan = |locale: &str, name: &str, more: &[&str]| {
        let path = folder.path(name);
        let arguments = [["plan", &scenario, "-o", &path, "--quiet"].as_slice(), more].concat();
        let (_, err, code) = run(locale, &arguments);
        assert_eq!(code, Some(0), "{err}");
        fs::read_to_string(path).expect("read")
    };
    let english = plan("C", "a.json", &[]);
    assert_eq!(english, plan("nl_NL.UTF-8", "b.json", &[]));
    assert!(plan("C", "c.json", &["--lang", "nl"]).contains("\"language\": \"nl\""));
}

#[test]
fn the_scenario_to_start_from_is_the_same_in_both_languages_but_for_its_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let load = |language: &str| {
        let path = folder.path().join(language);
        let (_, err, code) = run("C", &["init", &path.display().to_string(), "--lang", language]);
        assert_eq!(code, Some(0), "{err}");
        let loaded = reisagenda::scenario::load(&path).expect("it loads");
        assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
        (loaded.problem, fs::read_to_string(path.join("scenario.toml")).expect("read"))
    };
    let ((nl, nl_text), (en, en_text)) = (load("nl"), load("en"));
    assert_eq!((nl.language, en.language), (Language::Dutch, Language::English));
    // Without comments and texts in quotes the files are the same, line for line.
    let bare = |text: &str| {
        let lines = text.lines().map(|line| line.split(" #").next().expect("a line").trim_end());
        let lines = lines.filter(|line| !line.starts_with('#'));
        lines.map(|line| line.split('"').step_by(2).collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(bare(&nl_text), bare(&en_text));
    let ids = |problem: &Problem| problem.requests.iter().map(|it| (it.id.clone(), it.points)).collect::<Vec<_>>();
    assert_eq!(ids(&nl), ids(&en));
    assert!(nl.requests.iter().zip(&en.requests).all(|(nl, en)| nl.title != en.title));
}

#[test]
fn arguments_are_explained_in_dutch() {
    for (arguments, expected) in [
        (vec!["plan"], "deze argumenten zijn nodig, maar ontbreken:\n  --output <PLAN>\n  <SCENARIO>"),
        (vec!["plann"], "onbekende opdracht 'plann'\n\n  tip: bedoelt u de opdracht 'explain' of 'plan'?"),
        (vec!["plan", "x", "-o", "y", "--gap", "3"], "'--gap <FRACTION>': een fractie van 0 tot 1 werd verwacht"),
        (vec!["plan", "x", "-o", "y", "--threads", "0"], "0 ligt niet in 1 tot en met 256"),
        (
            vec!["plan", "x", "--foo"],
            "onbekend argument '--foo'\n\n  tip: schrijf '-- --foo' als '--foo' geen optie is maar een waarde",
        ),
        (vec!["plan", "x", "--start-form", "y"], "tip: bedoelt u het argument '--start-from'?"),
        (vec!["--json", "plan"], "onbekend argument '--json'\n\n  tip: 'plan --json' bestaat wel"),
        (
            vec!["explain", "x", "--time-limit", "-3"],
            "'-3' voor '--time-limit <SECONDS>': meer dan 0 seconden zijn nodig",
        ),
        (vec!["plan", "x", "-o", "y", "--work", "-3"], "'-3' voor '--work <N>': een geheel getal werd verwacht"),
        (vec!["plan", "x", "-o"], "'--output <PLAN>' heeft een waarde nodig"),
        (vec!["calendar", "x", "--view", "blah"], "[mogelijke waarden: week, month, none]"),
        (vec!["plan", "x", "--json", "--json"], "het argument '--json' mag maar één keer"),
    ] {
        let (out, err, code) = run("nl_NL.UTF-8", &arguments);
        assert_eq!((out.as_str(), code), ("", Some(2)), "{arguments:?}");
        assert!(err.starts_with("fout: ") && err.contains(expected), "{arguments:?}: {err}");
        assert!(err.ends_with("Meer hierover met '--help'.\n") && !err.contains("Usage"), "{arguments:?}: {err}");
    }
    let (out, err, code) = run("C", &["plan", "--help", "--lang", "nl"]);
    assert_eq!((err.as_str(), code), ("", Some(0)));
    assert!(out.starts_with("Zoek het beste plan van een scenario.\n") && out.contains("[standaard: 0]"), "{out}");
    let (out, _, _) = run("nl_NL.UTF-8", &["--lang", "en", "plan", "-h"]);
    assert!(out.starts_with("Search for the best plan"), "{out}");
}
