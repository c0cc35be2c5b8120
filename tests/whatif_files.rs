//! Files of changes: what each step does to a scenario, in which order, and which mistakes they can have.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use reisagenda::domain::{Language, Measure, Points, Problem, RuleBody};
use reisagenda::scenario::changes::{ChangeSource, Changes, Deed, PlannedVisit, Step};
use reisagenda::scenario::{self, Look, Mistakes};
use serde_json::Value;

const SCENARIO: &str = r#"
title = "Tiny"
home = "den-haag"
as_of = 2027-01-01
horizon = { first_day = 2027-03-01, last_day = 2027-03-31 }
objective = { eur = 0.001 }
priorities = { high = 15 }
places = [
    { id = "den-haag", country = "NL", tz = "Europe/Amsterdam" },
    { id = "rabat", country = "MA", tz = "Africa/Casablanca", per_diem = 100.05 },
]
legs = [{ from = "den-haag", to = "rabat", minutes = 300, eur = 400 }]
travellers = [{ id = "minister", office = "Minister", organisation = "BZ", rank = "political" }]

[[requests]]
id = "talks"
title = "Talks"
place = "rabat"
parts = 2
windows = [{ first_day = 2027-03-08, last_day = 2027-03-09 }]
priority = "high"
roles = [{ id = "lead", candidates = [{ traveller = "minister" }] }]

[[requests]]
id = "fair"
title = "Fair"
place = "rabat"
parts = 2
windows = [{ first_day = 2027-03-10, last_day = 2027-03-12 }]
points = 7
status = "confirmed"
start = "2027-03-10T09:00"
delegation = { lead = "minister" }
roles = [{ id = "lead", candidates = [{ traveller = "minister" }] }]

[[rules.limit]]
id = "budget"
label = "Budget"
measure = "eur"
max = 1505
"#;

fn planned() -> BTreeMap<String, PlannedVisit> {
    let delegation = BTreeMap::from([("lead".to_owned(), "minister".to_owned())]);
    BTreeMap::from([("talks".to_owned(), PlannedVisit { start: "2027-03-08T09:00:00Z".to_owned(), delegation })])
}

/// Applies files of changes, in order, to the tiny scenario.
fn apply(texts: &[&str]) -> Result<(Problem, Vec<Step>), Mistakes> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tiny.toml");
    fs::write(&path, SCENARIO).expect("written");
    let source = |text: &&str| ChangeSource::Text { name: "change.toml".to_owned(), text: (*text).to_owned() };
    let sources = texts.iter().map(source).collect();
    let changes = Changes { sources, planned: planned(), ..Changes::default() };
    scenario::load_changed(&path, &changes).map(|(loaded, steps)| (loaded.problem, steps))
}

/// The same, for a list of steps that is fine.
fn changed(steps: &str) -> (Problem, Vec<Step>) {
    apply(&[&format!("title = \"T\"\n{steps}")])
        .unwrap_or_else(|mistakes| panic!("{}", mistakes.render(Look::Plain, Language::English)))
}

/// The mistakes of a list of steps: code, line in the file of changes (zero when it is elsewhere), and message.
fn mistakes(steps: &str) -> Vec<(String, usize, String)> {
    let mistakes = apply(&[&format!("title = \"T\"\n{steps}")]).expect_err("it has mistakes");
    let place = |mistake: &reisagenda::scenario::Mistake| {
        mistake
            .places(Language::English)
            .first()
            .map_or(0, |place| if place.file == "change.toml" { place.line } else { 0 })
    };
    let all = mistakes.mistakes.iter();
    all.map(|mistake| (mistake.name().to_owned(), place(mistake), mistake.message(Language::English).to_owned()))
        .collect()
}

fn only_mistake(steps: &str) -> (String, usize, String) {
    let mut all = mistakes(steps);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn budget(problem: &Problem) -> i64 {
    let RuleBody::Limit(limit) = &problem.rules[0].body else { panic!("no limit") };
    assert_eq!(limit.measure, Measure::Eur);
    limit.max
}

#[test]
fn fields_are_set_scaled_and_cleared() {
    let (problem, steps) = changed("[[changes]]\nset.requests.talks.points = 20\nset.horizon.last_day = 2027-04-30");
    assert_eq!(problem.request(reisagenda::domain::RequestIdx(0)).points, Points(20_000));
    assert_eq!(problem.horizon.last().to_string(), "2027-04-30");
    assert_eq!(
        steps[0].deeds[1],
        Deed::Set {
            list: "horizon".to_owned(),
            id: None,
            field: "last_day".to_owned(),
            from: Some("2027-03-31".to_owned()),
            to: Some("2027-04-30".to_owned()),
        }
    );
    // Whole numbers are rounded half up, decimals keep what the field may have.
    assert_eq!(budget(&changed("[[changes]]\npercent.rules.budget.max = 90").0), 1_355);
    let (problem, _) = changed("[[changes]]\npercent.requests.talks.points = 90\npercent.places.rabat.per_diem = 110");
    assert_eq!(problem.requests[0].points, Points(13_500));
    assert_eq!(problem.places[1].per_diem.0, 11_006);
    let (problem, _) = changed("[[changes]]\npercent.priorities.high = 200\npercent.objective.eur = 50");
    assert_eq!((problem.requests[0].points, problem.eur.0), (Points(30_000), 500));
    let (problem, _) = changed("[[changes]]\nclear.requests.fair = [\"start\", \"delegation\", \"status\"]");
    assert_eq!(problem.requests[1].lock, None);
}

#[test]
fn steps_are_applied_in_the_order_in_which_they_are_written() {
    let set = "[[changes]]\nset.rules.budget.max = 1000\n";
    let scale = "[[changes]]\npercent.rules.budget.max = 50\n";
    assert_eq!(budget(&changed(&format!("{set}{scale}")).0), 500);
    assert_eq!(budget(&changed(&format!("{scale}{set}")).0), 1_000);
    // Within one step too, and file after file.
    let both = "[[changes]]\npercent.rules.budget.max = 50\nset.rules.budget.label = \"B\"\n";
    assert_eq!(changed(both).0.rules[0].label, "B");
    let file = |steps: &str| format!("title = \"T\"\n{steps}");
    let (set, scale) = (file(set), file(scale));
    let in_order = |texts: &[&str]| budget(&apply(texts).expect("no mistakes").0);
    assert_eq!((in_order(&[&set, &scale]), in_order(&[&scale, &set])), (500, 1_000));
}

#[test]
fn the_words_of_the_work_mean_what_they_say() {
    let absent = "[[changes]]\nabsent = [{ traveller = \"minister\", first_day = 2027-03-08, last_day = 2027-03-08 }]";
    let (problem, steps) = changed(absent);
    let busy = &problem.travellers[0].busy;
    assert_eq!((busy.len(), busy[0].interval.start().to_string()), (1, "2027-03-07T23:00:00Z".to_owned()));
    assert_eq!(busy[0].interval.end().to_string(), "2027-03-08T23:00:00Z");
    let days = Some(("2027-03-08".to_owned(), "2027-03-08".to_owned()));
    assert_eq!(steps[0].deeds, [Deed::Absent { traveller: "minister".to_owned(), days }]);

    let close = "[[changes]]\nclose = [{ country = \"MA\", first_day = 2027-03-08, last_day = 2027-03-08 }]";
    assert_eq!(changed(close).0.places[1].closures.len(), 1);
    // A country in which nothing is, such as one with a slip of the pen, would change nothing without a word.
    let nowhere =
        mistakes("[[changes]]\nclose = [{ country = \"MX\", first_day = 2027-03-08, last_day = 2027-03-08 }]");
    assert_eq!(nowhere.len(), 1);
    assert_eq!((nowhere[0].0.as_str(), nowhere[0].1), ("unknown-country", 3));

    let (problem, _) = changed("[[changes]]\ncancel = [\"fair\"]");
    assert!(problem.requests[1].windows.is_empty() && problem.requests[1].lock.is_none());
    assert_eq!(problem.requests.len(), 2);

    let (problem, _) = changed("[[changes]]\npin = [{ request = \"talks\" }]\nrelease = [\"fair\"]");
    let lock = problem.requests[0].lock.as_ref().expect("pinned as in the plan");
    assert_eq!(lock.start.to_string(), "2027-03-08T09:00:00Z");
    assert!(problem.requests[1].lock.is_none());

    let (problem, steps) = changed("[[changes]]\nlabel = \"Geen budget\"\nremove.rules = [\"budget\"]");
    assert!(problem.rules.is_empty());
    assert_eq!(steps[0].label.as_deref(), Some("Geen budget"));

    let add = "[[changes]]\n[[changes.add.travellers]]\nid = \"dg\"\noffice = \"DG\"\norganisation = \"BZ\"\n\
               rank = \"senior\"\n[[changes]]\nset.travellers.dg.max_stops = 2";
    assert_eq!(changed(add).0.travellers[1].limits.max_stops, 2);
}

#[test]
fn a_mistake_has_its_place_in_the_file_of_changes() {
    let (code, line, message) = only_mistake("[[changes]]\nset.requests.talk.points = 3");
    assert_eq!((code.as_str(), line, message.as_str()), ("unknown-id", 3, "there is no request `talk`"));
    let (code, line, _) =
        only_mistake("[[changes]]\nremove.rules = [\"budget\"]\n[[changes]]\nset.rules.budget.max = 3");
    assert_eq!((code.as_str(), line), ("unknown-id", 5));
    let (code, line, message) = only_mistake("[[changes]]\nset.requests.talks.mandatry = true");
    assert_eq!((code.as_str(), line), ("unknown-field", 3));
    assert!(message.contains("mandatry"), "{message}");
    // A field that another kind of rule has: only the whole tells.
    let (code, line, _) = only_mistake("[[changes]]\nset.rules.budget.capacity = 3");
    assert_eq!((code.as_str(), line), ("unknown-field", 3));
    let (code, line, _) = only_mistake("[[changes]]\nset.requests.talks.parts = 0");
    assert_eq!((code.as_str(), line), ("out-of-range", 3));
    let (code, line, _) = only_mistake("[[changes]]\npercent.requests.talks.title = 90");
    assert_eq!((code.as_str(), line), ("percent", 3));
    let (code, line, _) = only_mistake("[[changes]]\npercent.requests.talks.decay = 90");
    assert_eq!((code.as_str(), line), ("percent", 3));
    let (code, line, _) = only_mistake("[[changes]]\nclear.requests.talks = [\"decay\"]");
    assert_eq!((code.as_str(), line), ("nothing-to-clear", 3));
    let (code, line, _) = only_mistake("[[changes]]\npin = [{ request = \"talks\", start = \"2027-03-13T09:00\" }]");
    assert_eq!((code.as_str(), line), ("locked-start", 3));
    let absent = "[[changes]]\nabsent = [{ traveller = \"minister\", first_day = 2027-03-09, last_day = 2027-03-08 }]";
    assert_eq!(only_mistake(absent).0, "ends-before-start");
    // What the change makes of the scenario is checked as the scenario is: the settled visit meets the absence.
    let ill = "[[changes]]\nabsent = [{ traveller = \"minister\", first_day = 2027-03-10, last_day = 2027-03-10 }]";
    assert_eq!(only_mistake(ill).0, "locked-busy");
    let twice = "[[changes]]\n[[changes.add.places]]\nid = \"rabat\"\ncountry = \"MA\"\ntz = \"Africa/Casablanca\"";
    assert_eq!(only_mistake(twice).0, "duplicate-id");
    let unplanned = "[[changes]]\nrelease = [\"fair\"]\n[[changes]]\npin = [{ request = \"fair\" }]";
    assert_eq!(only_mistake(unplanned).0, "not-in-plan");
}

#[test]
fn all_mistakes_come_at_once_and_none_is_a_panic() {
    let all = mistakes(
        "[[changes]]\nset.requests.talk.points = 3\nremove.rules = [\"x\"]\n[[changes]]\nabsent = [{ traveller = \"y\" }]",
    );
    assert_eq!(all.iter().map(|(_, line, _)| *line).collect::<Vec<_>>(), [3, 4, 6]);
    for text in [
        "",
        "changes = 3",
        "title = 3\nchanges = [3]",
        "title = \"T\"\n[[changes]]\nset = 3",
        "]",
        "\u{feff}",
        "title = \"T\"\nchanges = []",
        "title = \"T\"\n[[changes]]\nset.rules = { x = 3 }",
        "title = \"T\"\n[[changes]]\nadd.requests = [{ id = 3 }]",
        "title = \"T\"\n[[changes]]\npin = [{}]",
    ] {
        let mistakes = apply(&[text]).expect_err(text);
        assert!(!mistakes.mistakes.is_empty(), "{text}");
        assert!(mistakes.mistakes.iter().all(|mistake| mistake.remedy(Language::English).is_some()), "{text}");
    }
}

#[test]
fn the_earlier_plan_and_the_freeze_can_be_given() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tiny.toml");
    fs::write(&path, SCENARIO).expect("written");
    let plan = folder.path().join("elsewhere.json");
    fs::write(
        &plan,
        r#"{ "trips": [{ "traveller": "minister", "visits": [{ "request": "talks", "role": "lead", "start": "2027-03-08T09:00:00Z" }] }], "meetings": [] }"#,
    )
    .expect("written");
    let changes = Changes {
        earlier_plan: Some(plan.display().to_string()),
        freeze_until: Some("2027-03-09".to_owned()),
        ..Changes::default()
    };
    let (loaded, _) = scenario::load_changed(&path, &changes)
        .unwrap_or_else(|m| panic!("{}", m.render(Look::Plain, Language::English)));
    assert_eq!(loaded.problem.earlier.len(), 1);
    assert!(loaded.problem.requests[0].lock.is_some());
}

// -- The examples ----------------------------------------------------------------------------------------------------

fn examples() -> Vec<PathBuf> {
    let entries = fs::read_dir("scenarios/whatif").expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    assert!(files.len() >= 8);
    files
}

#[test]
fn every_example_changes_the_example_agenda_without_a_mistake() {
    let delegation = |who: &[(&str, &str)]| {
        who.iter().map(|(role, traveller)| ((*role).to_owned(), (*traveller).to_owned())).collect()
    };
    let visit = PlannedVisit {
        start: "2027-04-27T09:00:00Z".to_owned(),
        delegation: delegation(&[("lead", "dg-migratie"), ("bz", "sg-bz")]),
    };
    let planned = BTreeMap::from([("marokko-hoogambtelijk".to_owned(), visit)]);
    for path in examples() {
        let sources = vec![ChangeSource::File(path.clone())];
        let changes = Changes { sources, planned: planned.clone(), ..Changes::default() };
        let loaded = scenario::load_changed(Path::new("scenarios/taskforce-2027"), &changes);
        let (_, steps) =
            loaded.unwrap_or_else(|mistakes| panic!("{}", mistakes.render(Look::Plain, Language::English)));
        assert!(!steps.is_empty() && steps.iter().all(|step| !step.deeds.is_empty()), "{}", path.display());
        assert!(steps[0].title.starts_with("VOORBEELD"), "{}", path.display());
    }
}

#[test]
fn the_published_schema_is_the_one_in_use_and_takes_the_examples() {
    let path = Path::new("scenarios/whatif.schema.json");
    let schema = scenario::changes::schema();
    let text = format!("{schema:#}\n");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(path, &text).expect("written");
    }
    let published = fs::read_to_string(path).unwrap_or_default();
    assert!(published == text, "run `UPDATE_SCHEMA=1 cargo test --release --test whatif_files`");
    jsonschema::draft7::meta::validate(&schema).expect("the schema is one of draft-07");
    let validator = jsonschema::draft7::new(&schema).expect("the schema compiles");
    for path in examples() {
        let text = fs::read_to_string(&path).expect("an example");
        let value: toml::Table = text.parse().expect("TOML");
        let json = plain(&toml::Value::Table(value));
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
    }
}

/// TOML as JSON, dates as texts.
fn plain(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Boolean(value) => Value::from(*value),
        toml::Value::Datetime(date) => Value::from(date.to_string()),
        toml::Value::Array(items) => items.iter().map(plain).collect(),
        toml::Value::Table(table) => table.iter().map(|(name, value)| (name.clone(), plain(value))).collect(),
    }
}

#[test]
fn every_field_of_a_step_is_described_and_on_the_page() {
    let page = fs::read_to_string("docs/whatif.md").expect("the page");
    let schema = scenario::changes::schema();
    for (name, field) in schema["definitions"]["Change"]["properties"].as_object().expect("fields") {
        let described = field.get("description").or_else(|| {
            let reference = field["$ref"].as_str()?.rsplit('/').next()?;
            schema["definitions"][reference].get("description")
        });
        assert!(described.is_some(), "{name} has no description");
        assert!(page.contains(name.as_str()), "docs/whatif.md does not name `{name}`");
    }
}
