//! The commands as processes: what they print, write and leave alone, and how they end.

#[path = "../common/program.rs"]
mod program;
mod system;

use std::fs;
use std::path::{Path, PathBuf};

use program::{ends_with, err, out, run};
use tempfile::TempDir;

/// A scenario that is planned in a moment: two visits, one of which rules the other out.
const TINY: &str = r#"
title = "Tiny"
home = "den-haag"
horizon = { first_day = 2027-03-01, last_day = 2027-03-31 }
places = [
    { id = "den-haag", country = "NL", name_nl = "Den Haag", name_en = "The Hague", tz = "Europe/Amsterdam" },
    { id = "rabat", country = "MA", name_nl = "Rabat", name_en = "Rabat", tz = "Africa/Casablanca" },
]
legs = [{ from = "den-haag", to = "rabat", minutes = 300, eur = 400, kg_co2 = 300 }]
travellers = [{ id = "minister", office = "Minister", organisation = "BZ", rank = "political" }]

[[requests]]
id = "talks"
title = "Talks"
place = "rabat"
parts = 2
windows = [{ first_day = 2027-03-08, last_day = 2027-03-09 }]
points = 10
roles = [{ id = "lead", candidates = [{ traveller = "minister" }] }]

[[requests]]
id = "fair"
title = "Fair"
place = "rabat"
parts = 2
windows = [{ first_day = 2027-03-10, last_day = 2027-03-12 }]
points = 7
roles = [{ id = "lead", candidates = [{ traveller = "minister" }] }]

[[rules.limit]]
id = "one-visit"
label = "One visit only"
measure = "visits"
max = 1
"#;

/// A plan of `TINY` in which nobody goes anywhere.
const NOTHING: &str = r#"{ "status": "feasible", "trips": [], "meetings": [], "not_planned": [] }"#;

/// A folder with `tiny.toml`, and what a test adds.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Folder(tempfile::tempdir().expect("a temporary folder"));
        folder.write("tiny.toml", TINY);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("a UTF-8 path").to_owned()
    }

    fn write(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).expect("written");
        self.text(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("read")
    }

    /// What is in the folder, besides the scenario.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("listed");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| name != "tiny.toml");
        names.sort();
        names
    }
}

// -- What needs no scenario ------------------------------------------------------------------------------------------

#[test]
fn the_version_names_the_edition_of_the_time_zone_data() {
    let output = run(&["--version"]);
    ends_with(&output, 0);
    let edition = reisagenda::zones::edition();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(out(&output), format!("reisagenda {version} (time zone data {edition})\n"));
}

#[test]
fn help_has_the_exit_codes_and_examples() {
    let output = run(&["--help"]);
    ends_with(&output, 0);
    assert!(out(&output).contains("Exit codes:") && out(&output).contains("reisagenda init my-agenda"));
    for command in ["init", "plan", "check", "feeds", "schema", "generate", "completions"] {
        let output = run(&[command, "--help"]);
        ends_with(&output, 0);
        assert!(out(&output).contains("Examples:"), "{command}:\n{}", out(&output));
    }
}

#[test]
fn wrong_usage_ends_with_2() {
    for arguments in [
        &["fly"][..],
        &["plan"],
        &["plan", "tiny.toml"],
        &["plan", "tiny.toml", "-o", "plan.json", "--time-limit", "-3"],
        &["plan", "tiny.toml", "-o", "plan.json", "--time-limit", "soon"],
        &["plan", "tiny.toml", "-o", "plan.json", "--gap", "2"],
        &["plan", "tiny.toml", "-o", "plan.json", "--threads", "0"],
        &["schema", "calendar"],
    ] {
        let output = run(arguments);
        ends_with(&output, 2);
        assert!(!err(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn schemas_are_json_schemas_of_draft_07() {
    for kind in [&["schema"][..], &["schema", "scenario"], &["schema", "plan"]] {
        let output = run(kind);
        ends_with(&output, 0);
        let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#", "{kind:?}");
        jsonschema::draft7::new(&schema).expect("a valid schema");
    }
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        ends_with(&output, 0);
        assert!(out(&output).contains("time-limit"), "{shell}");
    }
}

// -- From nothing to calendars ---------------------------------------------------------------------------------------

#[test]
fn the_starter_scenario_goes_all_the_way() {
    let folder = Folder::new();
    let (agenda, plan, calendars) = (folder.text("agenda"), folder.text("plan.json"), folder.text("calendars"));
    ends_with(&run(&["init", &agenda]), 0);

    let output = run(&["plan", &agenda, "-o", &plan, "--time-limit", "60"]);
    ends_with(&output, 0);
    let said = out(&output);
    for heading in ["Trips and visits", "Meetings at home", "Not planned", "Summary"] {
        assert!(said.contains(heading), "{said}");
    }
    assert!(!said.contains('\u{1b}'), "colours in a pipe: {said}");
    assert!(said.lines().all(|line| line.chars().count() <= 120), "{said}");
    assert!(!err(&output).contains("Warning"), "{}", err(&output));

    let schema: serde_json::Value = serde_json::from_slice(&run(&["schema", "plan"]).stdout).expect("JSON");
    let written: serde_json::Value = serde_json::from_str(&folder.read("plan.json")).expect("JSON");
    jsonschema::draft7::new(&schema).expect("a valid schema").validate(&written).expect("the plan keeps its schema");

    let output = run(&["check", &agenda, &plan]);
    ends_with(&output, 0);
    assert!(out(&output).starts_with("The plan keeps every rule."), "{}", out(&output));

    ends_with(&run(&["feeds", &agenda, &plan, "-o", &calendars]), 0);
    let calendar = folder.read("calendars/agenda.ics");
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.contains("Rabat"), "{calendar}");
}

#[test]
fn init_changes_nothing_that_is_there() {
    let folder = Folder::new();
    folder.write("holidays.csv", "mine");
    let output = run(&["init", &folder.text("")]);
    ends_with(&output, 2);
    assert!(err(&output).contains("holidays.csv"), "{}", err(&output));
    assert_eq!(folder.read("holidays.csv"), "mine");
    assert_eq!(folder.names(), ["holidays.csv"]);
}

#[test]
fn the_same_scenario_and_seed_give_the_same_plan() {
    let folder = Folder::new();
    let tiny = folder.text("tiny.toml");
    for name in ["a.json", "b.json"] {
        ends_with(&run(&["plan", &tiny, "-o", &folder.text(name), "--seed", "7", "--quiet"]), 0);
    }
    assert_eq!(folder.read("a.json"), folder.read("b.json"));
    assert_eq!(folder.names(), ["a.json", "b.json"], "nothing is left beside the plans");
    let again = folder.text("a.json");
    ends_with(&run(&["plan", &tiny, "-o", &folder.text("c.json"), "--start-from", &again, "--quiet"]), 0);
}

#[test]
fn json_goes_to_the_output_and_quiet_says_nothing() {
    let folder = Folder::new();
    let tiny = folder.text("tiny.toml");
    let output = run(&["plan", &tiny, "--json"]);
    ends_with(&output, 0);
    let plan: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((plan["status"].as_str(), plan["objective"].as_f64()), (Some("optimal"), Some(10.0)));
    assert_eq!(plan["not_planned"][0]["request"], "fair");

    let output = run(&["plan", &tiny, "-o", &folder.text("plan.json"), "--quiet"]);
    ends_with(&output, 0);
    assert_eq!((out(&output), err(&output)), (String::new(), String::new()));

    let output = run(&["check", &tiny, &folder.text("plan.json"), "--json"]);
    ends_with(&output, 0);
    let verdict: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((verdict["valid"].as_bool(), verdict["objective"].as_f64()), (Some(true), Some(10.0)));
}

#[test]
fn a_plan_that_breaks_a_rule_is_named_and_makes_no_calendars() {
    let folder = Folder::new();
    let scenario = folder.write("must.toml", &TINY.replace("points = 7", "points = 7\nmandatory = true"));
    let plan = folder.write("nothing.json", NOTHING);
    let output = run(&["check", &scenario, &plan]);
    ends_with(&output, 1);
    assert!(out(&output).contains("`fair`"), "{}", out(&output));
    let output = run(&["check", &scenario, &plan, "--json"]);
    ends_with(&output, 1);
    let verdict: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(verdict["violations"][0]["request"], "fair");

    let output = run(&["feeds", &scenario, &plan, "-o", &folder.text("calendars")]);
    ends_with(&output, 1);
    assert!(!folder.path("calendars").exists());
}

// -- When there is no plan -------------------------------------------------------------------------------------------

#[test]
fn no_plan_ends_with_1_and_keeps_the_file_that_is_there() {
    let folder = Folder::new();
    let both = TINY
        .replace("points = 10", "points = 10\nmandatory = true")
        .replace("points = 7", "points = 7\nmandatory = true");
    let scenario = folder.write("clash.toml", &both);
    let kept = folder.write("kept.json", "an earlier plan");
    let output = run(&["plan", &scenario, "-o", &kept]);
    ends_with(&output, 1);
    assert!(err(&output).contains("No plan is possible"), "{}", err(&output));
    assert_eq!(folder.read("kept.json"), "an earlier plan");

    ends_with(&run(&["plan", &scenario, "-o", &folder.text("answer.json"), "--quiet"]), 1);
    let answer: serde_json::Value = serde_json::from_str(&folder.read("answer.json")).expect("JSON");
    assert_eq!(answer["status"], "infeasible");
}

#[test]
fn wrong_input_ends_with_2_and_keeps_the_file_that_is_there() {
    let folder = Folder::new();
    let kept = folder.write("kept.json", "an earlier plan");
    folder.write("empty.toml", "");
    folder.write("truncated.toml", &TINY[..TINY.len() / 2]);
    folder.write("wrong-type.toml", &TINY.replace("points = 10", "points = [\"many\"]"));
    folder
        .write("outside.toml", &TINY.replace("2027-03-08, last_day = 2027-03-09", "2028-03-08, last_day = 2028-03-09"));
    folder.write("twice.toml", &TINY.replace("id = \"fair\"", "id = \"talks\""));
    folder.write("truncated.json", "{ \"title\": \"x");
    fs::write(folder.path("binary.toml"), [0xff, 0x00, 0xfe, 0x80]).expect("written");
    fs::create_dir(folder.path("folder")).expect("made");
    for name in [
        "missing",
        "missing.toml",
        "empty.toml",
        "truncated.toml",
        "wrong-type.toml",
        "outside.toml",
        "twice.toml",
        "truncated.json",
        "binary.toml",
        "folder",
    ] {
        let output = run(&["plan", &folder.text(name), "-o", &kept]);
        ends_with(&output, 2);
        let (said, name) = (err(&output), name.split('.').next().unwrap_or(name));
        assert!(said.contains(name) && said.contains("help:"), "{name}:\n{said}");
    }
    assert_eq!(folder.read("kept.json"), "an earlier plan");
}

#[test]
fn a_wrong_plan_file_ends_with_2() {
    let folder = Folder::new();
    let tiny = folder.text("tiny.toml");
    folder.write("empty.json", "");
    folder.write("truncated.json", &NOTHING[..30]);
    folder.write("wrong-type.json", r#"{ "trips": "none" }"#);
    folder.write(
        "unknown.json",
        r#"{ "trips": [{ "traveller": "nobody", "depart": "2027-03-02T08:00:00Z", "return": "2027-03-03T08:00:00Z",
             "visits": [] }], "meetings": [] }"#,
    );
    for name in ["missing.json", "empty.json", "truncated.json", "wrong-type.json", "unknown.json"] {
        let plan = folder.text(name);
        for arguments in [
            &["check", &tiny, &plan][..],
            &["feeds", &tiny, &plan, "-o", &folder.text("calendars")],
            &["plan", &tiny, "-o", &folder.text("new.json"), "--start-from", &plan],
        ] {
            let output = run(arguments);
            ends_with(&output, 2);
            assert!(err(&output).contains(name), "{}", err(&output));
        }
    }
    assert!(!folder.path("calendars").exists() && !folder.path("new.json").exists());
}

#[test]
fn paths_with_blanks_and_accents_are_paths_like_others() {
    let folder = Folder::new();
    fs::create_dir(folder.path("été à Tunis")).expect("made");
    let scenario = folder.write("été à Tunis/scenario.toml", TINY);
    let folder_of_it = Path::new(&scenario).parent().expect("a folder").to_str().expect("UTF-8").to_owned();
    ends_with(&run(&["plan", &folder_of_it, "-o", &folder.text("été à Tunis/plan.json"), "--quiet"]), 0);
    assert!(folder.path("été à Tunis/plan.json").exists());
}
