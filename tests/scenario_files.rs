//! What must hold of scenario files in general: they are written as they are read, nothing in them can make the
//! program panic, and the page and the schema say what the program does.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use reisagenda::domain::Language;
use reisagenda::scenario::{self, Look};
use serde_json::Value;

/// All scenarios in a folder that are one TOML file.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    assert!(!files.is_empty(), "{folder} is empty");
    files
}

/// Loads a scenario and writes its problem out, to be compared.
fn problem(path: &Path) -> String {
    match scenario::load(path) {
        Ok(loaded) => format!("{:#?}", loaded.problem),
        Err(mistakes) => panic!("{}", mistakes.render(Look::Plain, Language::English)),
    }
}

#[test]
fn a_scenario_is_written_as_it_was_read() {
    let everything = files("scenarios/valid/everything");
    for path in files("scenarios/valid").into_iter().chain(files("scenarios/warned")).chain(everything) {
        // Files beside a scenario stay where they are.
        let folder = tempfile::tempdir().expect("a folder");
        for beside in fs::read_dir(path.parent().expect("a folder")).expect("a folder") {
            let beside = beside.expect("an entry").path();
            if beside.is_file() {
                fs::copy(&beside, folder.path().join(beside.file_name().expect("a name"))).expect("copied");
            }
        }
        let written =
            scenario::load_written(&path).unwrap_or_else(|m| panic!("{}", m.render(Look::Plain, Language::English)));
        let (toml, json) = (folder.path().join("again.toml"), folder.path().join("again.json"));
        fs::write(&toml, scenario::to_toml(&written.raw, Some("x.json"))).expect("written");
        fs::write(&json, scenario::to_json(&written.raw)).expect("written");
        let original = problem(&path);
        assert_eq!(original, problem(&toml), "{}", path.display());
        assert_eq!(original, problem(&json), "{}", path.display());
    }
}

#[test]
fn the_published_schema_is_the_one_in_use() {
    let path = Path::new("scenarios/scenario.schema.json");
    let schema = format!("{:#}\n", scenario::schema());
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(path, &schema).expect("written");
    }
    let published = fs::read_to_string(path).unwrap_or_default();
    assert!(published == schema, "run `UPDATE_SCHEMA=1 cargo test --release --test scenario_files`");
}

#[test]
fn the_schema_agrees_with_the_program_on_files() {
    let schema = scenario::schema();
    jsonschema::draft7::meta::validate(&schema).expect("the schema is one of draft-07");
    let validator = jsonschema::draft7::new(&schema).expect("the schema compiles");
    for path in files("scenarios/valid").into_iter().chain(files("scenarios/valid/everything")) {
        let written = scenario::load_written(&path).expect("valid");
        let json: Value = serde_json::from_str(&scenario::to_json(&written.raw)).expect("JSON");
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
    }
}

/// The example with everything in it leaves no field out, and its JSON twin is what the program writes.
#[test]
fn the_example_of_everything_has_every_field() {
    let path = Path::new("scenarios/valid/everything");
    let text = fs::read_to_string(path.join("scenario.toml")).expect("the example");
    let mut names = BTreeSet::new();
    field_names(&scenario::schema(), &mut names);
    let missing: Vec<&String> = names.iter().filter(|name| !text.contains(name.as_str())).collect();
    assert!(missing == ["$schema"], "{missing:?}");
    let written = scenario::load_written(path).expect("valid");
    let twin = path.join("scenario.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&twin, scenario::to_json(&written.raw)).expect("written");
    }
    assert_eq!(fs::read_to_string(&twin).unwrap_or_default(), scenario::to_json(&written.raw));
}

/// All names of fields in a schema.
fn field_names(schema: &Value, names: &mut BTreeSet<String>) {
    fields(schema, &mut |name, _| _ = names.insert(name.to_owned()));
}

/// Shows every field of a schema to someone.
fn fields(schema: &Value, see: &mut dyn FnMut(&str, &Value)) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get("properties") {
                properties.iter().for_each(|(name, field)| see(name, field));
            }
            object.values().for_each(|inner| fields(inner, see));
        }
        Value::Array(items) => items.iter().for_each(|inner| fields(inner, see)),
        _ => {}
    }
}

#[test]
fn the_page_says_of_every_field_what_the_schema_says() {
    let page = fs::read_to_string("docs/scenario.md").expect("the page");
    let mut missing = Vec::new();
    fields(&scenario::schema(), &mut |name, field| {
        let description = field["description"].as_str().unwrap_or_default().replace('\n', " ");
        let says = |row: &str| row.starts_with(&format!("| `{name}` |")) && row.contains(&description);
        if !page.lines().any(says) {
            missing.push(format!("`{name}`: {description}"));
        }
    });
    assert!(missing.is_empty(), "docs/scenario.md does not say this, in a row for the field: {missing:#?}");
}

#[test]
fn every_field_has_a_description() {
    fn check(schema: &Value, path: &str) {
        if let Some(Value::Object(properties)) = schema.get("properties") {
            for (name, field) in properties {
                assert!(field.get("description").is_some(), "{path}.{name} has no description");
            }
        }
    }
    let schema = scenario::schema();
    check(&schema, "scenario");
    for (name, definition) in schema["definitions"].as_object().expect("definitions") {
        check(definition, name);
    }
}

#[test]
fn ten_thousand_requests_load_at_once() {
    let mut text = String::from(
        "title = \"VOORBEELD\"\nhome = \"p0\"\n[horizon]\nfirst_day = 2027-01-04\nlast_day = 2027-12-24\n\
         [estimate]\nspeed_kmh = 750\n",
    );
    for i in 0..50 {
        let (lat, lon) = (i - 20, 2 * i - 50);
        writeln!(text, "[[places]]\nid = \"p{i}\"\ncountry = \"NL\"\ntz = \"Europe/Paris\"\nlat = {lat}\nlon = {lon}")
            .expect("text");
    }
    for i in 0..30 {
        writeln!(
            text,
            "[[travellers]]\nid = \"t{i}\"\noffice = \"Office {i}\"\norganisation = \"O\"\nrank = \"senior\""
        )
        .expect("text");
    }
    for i in 0..10_000 {
        let (place, lead, second, month) = (1 + i % 49, i % 30, (i + 7) % 30, 1 + i % 10);
        writeln!(
            text,
            "[[requests]]\nid = \"r{i}\"\ntitle = \"R\"\nplace = \"p{place}\"\nparts = 3\npoints = {i}.5\n\
             windows = [{{ first_day = 2027-{month:02}-05, last_day = 2027-{:02}-20 }}]\n\
             roles = [{{ id = \"lead\", candidates = [{{ traveller = \"t{lead}\" }}, {{ traveller = \"t{second}\" }}] }}]",
            month + 2
        )
        .expect("text");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("many.toml");
    fs::write(&path, &text).expect("written");
    let start = Instant::now();
    let loaded = scenario::load(&path).unwrap_or_else(|m| panic!("{}", m.render(Look::Plain, Language::English)));
    assert_eq!(loaded.problem.requests.len(), 10_000);
    // Ten thousand mistakes are found as fast, and not all written out.
    fs::write(&path, text.replace("place = \"p", "place = \"q")).expect("written");
    let mistakes = scenario::load(&path).expect_err("unknown places");
    assert_eq!(mistakes.mistakes.len(), 10_000);
    assert!(mistakes.render(Look::Plain, Language::English).contains("and 9950 more"));
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "a busy machine may be slow, but {took:?} is too slow");
}

#[test]
fn a_path_that_is_no_scenario_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let message = |path: &Path| scenario::load(path).expect_err("no scenario").to_string();
    assert!(message(folder.path()).contains("has no `scenario.toml`"));
    assert!(message(&folder.path().join("nowhere")).contains("there is no"));
    let text = folder.path().join("agenda.txt");
    fs::write(&text, "x").expect("written");
    assert!(message(&text).contains("is no scenario file"));
}

#[test]
fn windows_1252_is_read_with_a_warning() {
    let folder = tempfile::tempdir().expect("a folder");
    let toml = "title = \"VOORBEELD\"\nhome = \"h\"\n[horizon]\nfirst_day = 2027-01-04\nlast_day = 2027-12-24\n\
                [tables]\nplaces = [\"places.csv\"]\n";
    fs::write(folder.path().join("scenario.toml"), toml).expect("written");
    let latin = b"id;country;name_nl;tz\r\nh;NL;Cura\xe7ao;Europe/Amsterdam\r\n";
    fs::write(folder.path().join("places.csv"), latin).expect("written");
    let loaded =
        scenario::load(folder.path()).unwrap_or_else(|m| panic!("{}", m.render(Look::Plain, Language::English)));
    assert_eq!(loaded.problem.places[0].name_nl, "Curaçao");
    assert!(loaded.warnings[0].message(Language::English).contains("line 2"), "{}", loaded.warnings[0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Cut anywhere, with anything put in: mistakes or a scenario, never a panic.
    #[test]
    fn no_file_makes_the_program_panic(file in 0..200_usize, at in 0.0..1.0_f64, to in 0.0..1.0_f64, put in "\\PC{0,6}|[\\[\\]{}=\",\\-0-9]{1,4}") {
        let all: Vec<PathBuf> = ["valid", "warned", "invalid"].iter().flat_map(|f| files(&format!("scenarios/{f}"))).collect();
        let text = fs::read(&all[file % all.len()]).expect("read");
        let position = |share: f64| (text.len() as f64 * share) as usize;
        let (from, to) = (position(at), position(at + (to - at) * 0.05).max(position(at)));
        let mut bytes = text[..from].to_vec();
        bytes.extend_from_slice(put.as_bytes());
        bytes.extend_from_slice(&text[to.min(text.len())..]);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.toml");
        fs::write(&path, bytes).expect("written");
        if let Err(mistakes) = scenario::load(&path) {
            prop_assert!(!mistakes.render(Look::Plain, Language::English).is_empty());
        }
    }
}
