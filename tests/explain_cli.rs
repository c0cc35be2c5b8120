//! `explain` and `bottlenecks` as processes: what they say in both languages, as JSON, and of wrong questions.

#[path = "common/program.rs"]
mod program;

use std::fs;
use std::process::Output;

use program::{ends_with, err, out, run};
use reisagenda::workbook::{self, Cell};
use tempfile::TempDir;

/// Two visits of which a rule lets one through, in English.
const TINY: &str = r#"
title = "Tiny"
language = "en"
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

/// What a command prints, when it ends with this code.
fn printed(output: &Output, code: i32) -> String {
    ends_with(output, code);
    // Paragraphs are wrapped; sentences are looked for.
    format!("{}\n{}", out(output), err(output)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A scenario and its best plan in a folder.
fn planned(scenario: &str) -> (TempDir, String, String) {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let (tiny, plan) = (path("tiny.toml"), path("plan.json"));
    fs::write(&tiny, scenario).expect("written");
    printed(&run(&["plan", &tiny, "-o", &plan, "--quiet"]), 0);
    (folder, tiny, plan)
}

#[test]
fn a_visit_that_is_not_planned_is_explained_in_sentences() {
    let (_folder, tiny, plan) = planned(TINY);
    let said = printed(&run(&["explain", &tiny, &plan, "fair"]), 0);
    for sentence in [
        "“Fair” (7 points) is not in the plan.",
        "The rule “One visit only” (`one-visit`)",
        "That costs 3 points; the plan is then worth 7 points.",
        "Falls out: “Talks”",
        "at most 2 attendances instead of 1. Less does not help (proven).",
        "That gains 7 points; the plan is then worth 17 points.",
    ] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
}

#[test]
fn the_same_in_dutch() {
    let (_folder, tiny, plan) = planned(&TINY.replace("language = \"en\"", "language = \"nl\""));
    let said = printed(&run(&["explain", &tiny, &plan, "fair"]), 0);
    for sentence in [
        "“Fair” (7 punten) staat niet in de agenda.",
        "Dat kost 3 punten; de agenda is dan 7 punten waard.",
        "Vervalt: “Talks”",
        "Minder helpt niet (bewezen).",
    ] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
}

#[test]
fn a_planned_visit_is_explained_by_what_else_could_be() {
    let (_folder, tiny, plan) = planned(TINY);
    let said = printed(&run(&["explain", &tiny, &plan, "talks"]), 0);
    for sentence in ["Without this visit:", "On the best other date:", "That costs nothing", "it cannot be done"] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
    let said = printed(&run(&["explain", &tiny, &plan, "fair", "--instead-of", "talks"]), 0);
    assert!(said.contains("That costs 3 points"), "{said}");
}

#[test]
fn json_says_the_same_with_ids_and_numbers_and_is_the_same_each_time() {
    let (_folder, tiny, plan) = planned(TINY);
    let arguments = ["explain", &tiny, &plan, "fair", "--json"];
    let output = run(&arguments);
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["beside_this_plan"]["clash"][0]["rule"], "one-visit");
    assert_eq!(answer["near"]["objective"].as_f64(), Some(7.0));
    assert_eq!(answer["near"]["dropped"][0]["request"], "talks");
    assert_eq!(answer["remedies"][0]["relaxations"][0]["how"]["by"], 1);
    assert_eq!(answer["remedies"][0]["plan"]["objective"].as_f64(), Some(17.0));
    assert_eq!(run(&arguments).stdout, output.stdout);
}

#[test]
fn a_scenario_without_a_plan_is_told_what_clashes_and_what_would_help() {
    let (folder, _, plan) = planned(TINY);
    let both = TINY
        .replace("points = 10", "points = 10\nmandatory = true")
        .replace("points = 7", "points = 7\nmandatory = true");
    let clash = folder.path().join("clash.toml").to_str().expect("UTF-8").to_owned();
    fs::write(&clash, both).expect("written");
    for arguments in [&["explain", &clash][..], &["plan", &clash, "-o", &plan, "--quiet"]] {
        let said = printed(&run(arguments), 1);
        for sentence in [
            "Proven: no plan is possible.",
            "“Talks” is mandatory.",
            "“Fair” is mandatory.",
            "The rule “One visit only” (`one-visit`)",
            "at most 2 attendances instead of 1",
            "“Fair” is no longer mandatory",
        ] {
            assert!(said.contains(sentence), "{arguments:?}: {sentence}\n{said}");
        }
    }
    let answer = folder.path().join("answer.json").to_str().expect("UTF-8").to_owned();
    printed(&run(&["plan", &clash, "-o", &answer, "--quiet"]), 1);
    let answer: serde_json::Value = serde_json::from_str(&fs::read_to_string(answer).expect("read")).expect("JSON");
    // The rule, both visits, and the dates of both: in April the rule would let them be.
    assert_eq!(answer["clash"].as_array().map(Vec::len), Some(5));
    let (_folder, tiny, _) = planned(TINY);
    assert!(printed(&run(&["explain", &tiny]), 0).contains("A plan is possible"));
}

#[test]
fn bottlenecks_say_what_one_more_unit_brings() {
    let (_folder, tiny, plan) = planned(TINY);
    let said = printed(&run(&["bottlenecks", &tiny, &plan]), 0);
    for sentence in ["at most 2 attendances instead of 1: gains 7 points (proven: no more).", "Comes in: “Fair”"] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
    let output = run(&["bottlenecks", &tiny, &plan, "--json"]);
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["bottlenecks"][0]["gain"].as_f64(), Some(7.0));
    assert_eq!(answer["bottlenecks"][0]["more"]["rule"], "one-visit");
}

#[test]
fn wrong_questions_are_told_what_is_wrong_with_them() {
    let (folder, tiny, plan) = planned(TINY);
    let said = printed(&run(&["explain", &tiny, &plan, "talk"]), 2);
    assert!(said.contains("there is no request `talk`") && said.contains("did you mean `talks`?"), "{said}");
    let said = printed(&run(&["explain", &tiny, &plan, "fair", "--instead-of", "fair"]), 2);
    assert!(said.contains("cannot come instead of itself"), "{said}");
    let said = printed(&run(&["explain", &tiny, &plan, "talks", "--instead-of", "fair"]), 2);
    assert!(said.contains("`fair` is not in the plan") && said.contains("help:"), "{said}");
    printed(&run(&["explain", &tiny, &plan]), 2);
    printed(&run(&["explain", &tiny, "missing.json", "fair"]), 2);
    printed(&run(&["explain", &tiny, &plan, "fair", "--time-limit", "0"]), 2);
    printed(&run(&["explain", &tiny, &plan, "fair", "--per-change", "much"]), 2);
    // A plan that was made for other rules is worth nothing to compare with.
    let strict = folder.path().join("strict.toml").to_str().expect("UTF-8").to_owned();
    fs::write(&strict, TINY.replace("max = 1", "max = 0")).expect("written");
    for arguments in [&["explain", &strict, &plan, "fair"][..], &["bottlenecks", &strict, &plan]] {
        let said = printed(&run(arguments), 1);
        assert!(said.contains("does not keep the rules") && said.contains("help:"), "{said}");
    }
}

/// A folder with the two visits, their best plan, and files of changes.
fn with_changes(files: &[(&str, &str)]) -> (TempDir, String, String, Vec<String>) {
    let (folder, tiny, plan) = planned(TINY);
    let write = |&(name, steps): &(&str, &str)| {
        let path = folder.path().join(name).to_str().expect("UTF-8").to_owned();
        fs::write(&path, format!("title = \"{name}\"\n[[changes]]\n{steps}\n")).expect("written");
        path
    };
    let paths = files.iter().map(write).collect();
    (folder, tiny, plan, paths)
}

const ILL: &str =
    "absent = [{ traveller = \"minister\", first_day = 2027-03-07, last_day = 2027-03-10, label = \"ill\" }]";

#[test]
fn a_question_may_be_asked_as_if_something_were_changed() {
    let (_folder, tiny, plan, files) = with_changes(&[
        ("two.toml", "set.rules.one-visit.max = 2"),
        ("dear.toml", "set.requests.fair.points = 9"),
        ("ill.toml", ILL),
    ]);
    let [two, dear, ill] = files.as_slice() else { panic!("three files") };
    // The plan keeps the rules, so it is that plan which is explained; both files count.
    let asked = ["explain", &tiny, &plan, "fair", "--with", two, "--with", dear];
    let said = printed(&run(&asked), 0);
    for sentence in [
        "With these changes: two.toml + dear.toml 1. rule “One visit only”, `max`: from 1 to 2 2. “Fair”, `points`: from \
         7 to 9 The plan keeps all rules then too",
        "“Fair” (9 points) is not in the plan.",
        "It fits beside this plan",
        "That gains 9 points; the plan is then worth 19 points.",
    ] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
    let answer: serde_json::Value =
        serde_json::from_slice(&run(&[&asked[..], &["--json"]].concat()).stdout).expect("JSON");
    assert_eq!(answer["with"]["title"], "two.toml + dear.toml");
    assert_eq!(answer["with"]["steps"].as_array().map(Vec::len), Some(2));
    assert_eq!(answer["with"]["plan"], "kept");
    assert_eq!(answer["near"]["objective"].as_f64(), Some(19.0));
    // The talks fall out while the minister is ill; the fair is planned again in their place.
    let asked = ["explain", &tiny, &plan, "talks", "--with", ill];
    let said = printed(&run(&asked), 0);
    for sentence in [
        "1. Minister absent Sun 7 – Wed 10 Mar 2027 The plan keeps all rules no more then.",
        "Falls out: “Talks”",
        "Comes in: “Fair”",
        "Proven: no plan at all can have this visit.",
    ] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
    let answer: serde_json::Value =
        serde_json::from_slice(&run(&[&asked[..], &["--json"]].concat()).stdout).expect("JSON");
    assert_eq!(answer["with"]["plan"], "planned_again");
    assert_eq!(answer["with"]["planned_again"]["dropped"][0]["request"], "talks");
    assert_eq!(answer["with"]["planned_again"]["added"][0]["request"], "fair");
    assert_eq!(answer["any_plan"]["possible"], false);
    let said = printed(&run(&["--lang", "nl", "explain", &tiny, &plan, "talks", "--with", ill]), 0);
    assert!(said.contains("Met deze wijzigingen: ill.toml 1. Minister afwezig") && said.contains("Vervalt:"), "{said}");
    // Nobody asked: nothing is said.
    let output = run(&["explain", &tiny, &plan, "fair", "--json"]);
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(answer.get("with").is_none());
}

#[test]
fn a_question_may_be_asked_as_if_only_so_much_may_change() {
    let (_folder, tiny, plan) = planned(TINY);
    // The fair is one change, and that the talks give way is another.
    let asked = ["explain", &tiny, &plan, "fair", "--max-changes", "1"];
    let said = printed(&run(&asked), 0);
    for sentence in [
        "Within these limits: 1. at most 1 visit may change The plan keeps all rules then too",
        "At most 1 visit may change (`--max-changes`).",
        "Each of them is needed",
        "`--max-changes`: at most 2 changed visits instead of 1. Less does not help (proven).",
    ] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
    let answer: serde_json::Value =
        serde_json::from_slice(&run(&[&asked[..], &["--json"]].concat()).stdout).expect("JSON");
    assert_eq!((&answer["with"]["max_changes"], &answer["with"]["title"]), (&1.into(), &serde_json::Value::Null));
    // With both it is possible, at the price that it has anyway.
    let said = printed(&run(&["explain", &tiny, &plan, "fair", "--max-changes", "2"]), 0);
    assert!(said.contains("That costs 3 points; the plan is then worth 7 points."), "{said}");
    // Talks that stay leave no room.
    let said = printed(&run(&["explain", &tiny, &plan, "fair", "--keep-before", "2027-03-10"]), 0);
    for sentence in [
        "1. every visit that starts before Wed 10 Mar 2027 stays as it is",
        "“Talks” is fixed",
        "“Talks” is no longer fixed and may give way.",
    ] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
    let said = printed(&run(&["explain", &tiny, &plan, "fair", "--keep-before", "2027-03-01"]), 0);
    assert!(said.contains("That costs 3 points"), "{said}");
    // What may change of no plan says nothing.
    printed(&run(&["explain", &tiny, "--max-changes", "1"]), 2);
    printed(&run(&["explain", &tiny, &plan, "fair", "--keep-before", "2027-02-30"]), 2);
}

#[test]
fn a_changed_scenario_without_a_plan_is_explained_with_and_without_the_plan() {
    let (_folder, tiny, plan, files) = with_changes(&[
        ("both.toml", "set.requests.talks.mandatory = true\nset.requests.fair.mandatory = true"),
        ("pin.toml", "pin = [{ request = \"talks\" }]\nset.requests.fair.mandatory = true"),
    ]);
    let [both, pin] = files.as_slice() else { panic!("two files") };
    for asked in [
        &["explain", &tiny, "--with", both][..],
        &["explain", &tiny, &plan, "--with", both],
        &["explain", &tiny, &plan, "fair", "--with", both],
        &["explain", &tiny, &plan, "--with", pin],
    ] {
        let said = printed(&run(asked), 1);
        for sentence in ["With these changes: ", "Proven: no plan is possible.", "“Fair” is no longer mandatory"] {
            assert!(said.contains(sentence), "{asked:?}: {sentence}\n{said}");
        }
        assert_eq!(said.contains("no other plan was found"), asked.contains(&"fair"), "{said}");
    }
    let output = run(&["explain", &tiny, &plan, "fair", "--with", both, "--json"]);
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&answer["question"], &answer["with"]["plan"]), (&"why_none".into(), &"lost".into()));
    // Where there is no plan, nothing can be pinned as in the plan.
    let said = printed(&run(&["explain", &tiny, "--with", pin]), 2);
    assert!(said.contains("no plan is given") && said.contains("pin.toml:3:"), "{said}");
}

#[test]
fn a_plan_that_a_what_if_wrote_may_have_what_only_the_changed_scenario_has() {
    let more = "[[changes.add.requests]]\nid = \"more\"\ntitle = \"More\"\nplace = \"rabat\"\nparts = 2\npoints = 50\n\
                windows = [{ first_day = 2027-03-15, last_day = 2027-03-16 }]\n\
                roles = [{ id = \"lead\", candidates = [{ traveller = \"minister\" }] }]";
    let (folder, tiny, plan, files) = with_changes(&[("more.toml", more)]);
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let (new, made) = (path("new"), path("new/1.json"));
    printed(&run(&["whatif", &tiny, "--plan", &plan, &files[0], "-o", &new, "--work", "3"]), 0);
    let said = printed(&run(&["explain", &tiny, &made, "more", "--with", &files[0]]), 0);
    assert!(said.contains("In the plan: “More”"), "{said}");
    let said = printed(&run(&["explain", &tiny, &made, "more"]), 2);
    assert!(said.contains("unknown request `more`") || said.contains("`more`"), "{said}");
}

#[test]
fn wrong_changes_are_told_with_their_places() {
    let (_folder, tiny, plan, files) =
        with_changes(&[("typo.toml", "set.requests.fare.points = 9"), ("gone.toml", "remove.requests = [\"fair\"]")]);
    let [typo, gone] = files.as_slice() else { panic!("two files") };
    for asked in [&["explain", &tiny, &plan, "fair", "--with", typo][..], &["explain", &tiny, "--with", typo]] {
        let said = printed(&run(asked), 2);
        assert!(said.contains("typo.toml:3:") && said.contains("there is no request `fare`"), "{said}");
        assert!(said.contains("1 mistake in") && said.contains("with its changes"), "{said}");
    }
    let said = printed(&run(&["explain", &tiny, &plan, "fair", "--with", gone]), 2);
    assert!(said.contains("with these changes there is no request `fair` any more"), "{said}");
    printed(&run(&["explain", &tiny, &plan, "fair", "--with", "missing.toml"]), 2);
    let said = printed(&run(&["explain", &tiny, &plan]), 2);
    assert!(said.contains("which request of the plan is asked about?") && said.contains("help:"), "{said}");
}

/// The texts of the sheet of what is not planned, each in its cell.
fn sheet_of_left_out(path: &str, name: &str) -> Vec<String> {
    let book = workbook::read(&fs::read(path).expect("the workbook")).expect("a workbook");
    let sheet = book.sheets.iter().find(|sheet| sheet.name == name).expect("the sheet");
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => Some(text.clone()),
        _ => None,
    };
    sheet.cells.values().filter_map(text).collect()
}

#[test]
fn pages_and_workbooks_name_the_cheapest_remedy_in_both_languages_and_it_lets_the_visit_in() {
    let languages = [
        (
            "nl",
            ("goedkoopste oplossing", "Goedkoopste oplossing", "Niet ingepland"),
            "“One visit only” (`one-visit`) in ma 1 – wo 31 mrt 2027: hoogstens 2 deelnames aan bezoeken in plaats van 1. \
             Dat levert 7 punten op. Minder helpt niet (bewezen). Het bezoek wordt dan: “Fair” (wo 10 mrt 2027; Minister). \
             Zonder dat iets wordt verruimd: dat kost 3 punten. Bewezen: beter kan niet, wijzigingen meegeteld. Het bezoek \
             wordt dan: “Fair” (do 11 mrt 2027; Minister). Vervalt: “Talks” (ma 8 mrt 2027; Minister).",
            "Oplossing 1 van 1: Fair",
        ),
        (
            "en",
            ("cheapest remedy", "Cheapest remedy", "Not planned"),
            "“One visit only” (`one-visit`) in Mon 1 – Wed 31 Mar 2027: at most 2 attendances instead of 1. That gains \
             7 points. Less does not help (proven). The visit is then: “Fair” (Wed 10 Mar 2027; Minister). With nothing \
             eased: that costs 3 points. Proven: there is nothing better, changes counted. The visit is then: “Fair” (Thu \
             11 Mar 2027; Minister). Falls out: “Talks” (Mon 8 Mar 2027; Minister).",
            "Remedy 1 of 1: Fair",
        ),
    ];
    for (code, (column, heading, name), sentence, progress) in languages {
        let scenario = TINY.replace("language = \"en\"", &format!("language = \"{code}\""));
        let (folder, tiny, plan) = planned(&scenario);
        let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
        let (page, book) = (path("agenda.html"), path("plan.xlsx"));
        let said = printed(&run(&["report", &tiny, &plan, "-o", &page, "--remedies", "60"]), 0);
        assert!(said.contains(progress), "{said}");
        let html = fs::read_to_string(&page).expect("the page");
        assert!(html.contains(sentence) && html.contains(column), "{sentence}");
        let output = run(&["report", &tiny, &plan, "-o", &book, "--remedies", "60", "--json"]);
        ends_with(&output, 0);
        assert!(err(&output).is_empty(), "{}", err(&output));
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(answer["remedies"], serde_json::json!([{ "request": "fair", "sentence": sentence }]));
        let cells = sheet_of_left_out(&book, name);
        assert!(cells.iter().any(|cell| cell == sentence) && cells.iter().any(|cell| cell == heading), "{cells:?}");
        // Two attendances instead of one, as it says: both visits are planned, worth seven points more.
        let eased = path("eased.toml");
        fs::write(&eased, scenario.replace("max = 1", "max = 2")).expect("written");
        let output = run(&["plan", &eased, "--json", "--quiet"]);
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(
            (answer["objective"].as_f64(), answer["not_planned"].as_array().map(Vec::len)),
            (Some(17.0), Some(0))
        );
        // Nobody asked: no column.
        printed(&run(&["report", &tiny, &plan, "-o", &page]), 0);
        printed(&run(&["report", &tiny, &plan, "-o", &book]), 0);
        assert!(!fs::read_to_string(&page).expect("the page").contains(column));
        assert!(!sheet_of_left_out(&book, name).iter().any(|cell| cell == heading));
    }
}

#[test]
fn a_remedy_that_was_not_found_is_said_to_be_so_and_why() {
    // What is cancelled has no days on which it could be.
    let cancelled = TINY.replace("points = 7", "points = 7\ncancelled = true");
    let (folder, tiny, plan) = planned(&cancelled);
    let page = folder.path().join("agenda.html").to_str().expect("UTF-8").to_owned();
    let remedy = |tiny: &str, seconds: &str| {
        let output = run(&["report", tiny, &plan, "-o", &page, "--remedies", seconds, "--json"]);
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        answer["remedies"][0]["sentence"].as_str().expect("a sentence").to_owned()
    };
    assert_eq!(remedy(&tiny, "60"), "Not looked at: the wish has no days on which it can be.");
    // No time at all: nothing is found, and that is not passed off as if nothing could be.
    let whole = folder.path().join("whole.toml").to_str().expect("UTF-8").to_owned();
    fs::write(&whole, TINY).expect("written");
    assert_eq!(remedy(&whole, "0.000001"), "No remedy was found. The search was cut short; it may be had for less.");
    for arguments in [["--remedies", "0"], ["--remedies", "soon"], ["--work", "3"]] {
        printed(&run(&[&["report", &whole, &plan, "-o", &page][..], &arguments].concat()), 2);
    }
}
