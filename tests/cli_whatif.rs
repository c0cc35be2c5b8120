//! `whatif`, `sweep`, `stress` and `compare` as processes: what they print, how they end, and that the same question has
//! the same answer.

#[path = "common/program.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod program;

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use program::{ends_with, err, out, program};
use serde_json::Value;
use tempfile::TempDir;

/// Two visits of one minister in a week in which there is time for both.
const AGENDA: &str = r#"
title = "Agenda"
language = "nl"
home = "den-haag"
horizon = { first_day = 2027-03-01, last_day = 2027-03-31 }
objective = { day_away = 0.5 }
places = [
    { id = "den-haag", country = "NL", name_nl = "Den Haag", tz = "Europe/Amsterdam" },
    { id = "rabat", country = "MA", name_nl = "Rabat", tz = "Africa/Casablanca" },
    { id = "tunis", country = "TN", name_nl = "Tunis", tz = "Africa/Tunis" },
]
legs = [
    { from = "den-haag", to = "rabat", minutes = 300, eur = 400, kg_co2 = 300 },
    { from = "den-haag", to = "tunis", minutes = 240, eur = 300, kg_co2 = 250 },
    { from = "rabat", to = "tunis", minutes = 300, eur = 300, kg_co2 = 250 },
]
travellers = [
    { id = "minister", office = "Minister", organisation = "BZ", rank = "political" },
    { id = "sg", office = "Secretaris-generaal", organisation = "BZ", rank = "senior" },
]

[[requests]]
id = "rabat"
title = "Overleg in Rabat"
place = "rabat"
parts = 2
windows = [{ first_day = 2027-03-08, last_day = 2027-03-12 }]
points = 20
decay = 1
roles = [{ id = "lead", candidates = [{ traveller = "minister" }, { traveller = "sg", points = -8 }] }]

[[requests]]
id = "tunis"
title = "Overleg in Tunis"
place = "tunis"
parts = 2
windows = [{ first_day = 2027-03-15, last_day = 2027-03-26 }]
points = 12
decay = 1
roles = [{ id = "lead", candidates = [{ traveller = "minister" }] }]

[[rules.limit]]
id = "budget"
label = "Reisbudget BZ"
measure = "eur"
max = 1600
"#;

struct Folder(TempDir);

impl Folder {
    /// A folder with the agenda and its best plan.
    fn new() -> Self {
        let folder = Folder(tempfile::tempdir().expect("a folder"));
        folder.write("agenda.toml", AGENDA);
        ends_with(&folder.run(&["plan", "agenda.toml", "-o", "plan.json", "--quiet"]), 0);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    fn run(&self, arguments: &[&str]) -> Output {
        program().args(arguments).current_dir(self.0.path()).output().expect("the program starts")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", err(&output)))
    }
}

const ILL: &str = "title = \"Minister ziek\"\n[[changes]]\nabsent = [{ traveller = \"minister\", first_day = 2027-03-08, \
                   last_day = 2027-03-12, label = \"ziek\" }]\n";

#[test]
fn a_what_if_says_what_changes_and_why_in_the_language_of_the_scenario() {
    let folder = Folder::new();
    folder.write("ill.toml", ILL);
    let output =
        folder.run(&["whatif", "agenda.toml", "--plan", "plan.json", "ill.toml", "--work", "30", "--per-change", "1"]);
    ends_with(&output, 0);
    let text = out(&output);
    for expected in [
        "Vergeleken met het gepubliceerde plan",
        "1. Minister afwezig ma 8 – vr 12 mrt 2027",
        "Andere delegatie: Overleg in Rabat",
        "ma 8 mrt 09:00, Minister → ma 8 mrt 09:00, Secretaris-generaal",
        "Zoals het was, kan het niet meer: Minister is dan bezet (ziek).",
        "Bewezen: geen plan is beter als elke wijziging 1 punt kost.",
    ] {
        assert!(text.contains(expected), "{expected:?} is missing in:\n{text}");
    }
    folder.write("agenda.toml", &AGENDA.replace("language = \"nl\"", "language = \"en\""));
    let english = out(&folder.run(&["whatif", "agenda.toml", "--plan", "plan.json", "ill.toml", "--work", "30"]));
    assert!(english.contains("As it was, it is possible no more: Minister is busy then (ziek)."), "{english}");
}

#[test]
fn its_json_has_the_numbers_of_the_checker() {
    let folder = Folder::new();
    folder.write("ill.toml", ILL);
    let arguments = [
        "whatif",
        "agenda.toml",
        "--plan",
        "plan.json",
        "ill.toml",
        "--work",
        "30",
        "--per-change",
        "1",
        "--json",
        "-o",
        "new",
    ];
    let json = folder.json(&arguments);
    let whatif = &json["whatifs"][0];
    let before = folder.json(&["check", "agenda.toml", "plan.json", "--json"]);
    assert_eq!(json["published"]["points"], before["objective"]);
    assert_eq!(whatif["comparison"]["before"]["points"], before["objective"]);
    // The plan was written; the agenda itself is not changed, so the checker reads it against that.
    let after = folder.json(&["check", "agenda.toml", "new/1.json", "--json"]);
    assert_eq!(whatif["objective"], after["objective"]);
    assert_eq!((&whatif["status"], &whatif["changes"]), (&Value::from("optimal"), &Value::from(1)));
    assert_eq!(whatif["net"].as_f64(), whatif["objective"].as_f64().map(|points| points - 1.0));
    let difference = &whatif["comparison"]["differences"][0];
    assert_eq!((&difference["request"], &difference["why"]), (&Value::from("rabat"), &Value::from("impossible")));
    assert_eq!(difference["after"]["delegation"]["lead"], "sg");
    // Under a limit on work the answer is the same, byte for byte.
    assert_eq!(out(&folder.run(&arguments)), out(&folder.run(&arguments)));
}

#[test]
fn several_what_ifs_stand_side_by_side_or_follow_each_other() {
    let folder = Folder::new();
    folder.write("half.toml", "title = \"Half\"\n[[changes]]\npercent.rules.budget.max = 50\n");
    folder.write("set.toml", "title = \"Set\"\n[[changes]]\nset.rules.budget.max = 1400\n");
    let whatif = |more: &[&str]| {
        let arguments = ["whatif", "agenda.toml", "--plan", "plan.json", "--work", "20", "--json"];
        folder.json(&[&arguments, more].concat())["whatifs"].clone()
    };
    let apart = whatif(&["half.toml", "set.toml"]);
    let totals = |whatif: &Value| whatif["comparison"]["after"]["eur"].as_f64().expect("a number");
    assert_eq!(apart.as_array().map(Vec::len), Some(2));
    assert!(totals(&apart[0]) <= 800.0 && totals(&apart[1]) == 1400.0, "{apart}");
    // In order: half of what was set, or what is set whatever it was.
    let first = whatif(&["half.toml", "set.toml", "--together"]);
    let second = whatif(&["set.toml", "half.toml", "--together"]);
    assert_eq!((first[0]["title"].as_str(), first[0]["steps"].as_array().map(Vec::len)), (Some("Half + Set"), Some(2)));
    assert!(totals(&first[0]) == 1400.0 && totals(&second[0]) <= 700.0, "{first}\n{second}");
    // Beside the agenda as it is, planned again.
    let baseline = whatif(&["half.toml", "--baseline"]);
    assert_eq!((baseline.as_array().map(Vec::len), &baseline[0]["changes"]), (Some(2), &Value::from(0)));
}

#[test]
fn few_changes_are_a_limit_and_a_list() {
    let folder = Folder::new();
    folder.write("ill.toml", ILL);
    let whatif = |more: &[&str]| {
        let arguments = ["whatif", "agenda.toml", "--plan", "plan.json", "--work", "30", "--json", "ill.toml"];
        folder.json(&[&arguments, more].concat())["whatifs"][0].clone()
    };
    // The visit to Rabat cannot stay as it is, so there is no plan without a change.
    let none = whatif(&["--max-changes", "0"]);
    assert_eq!((&none["status"], &none["objective"]), (&Value::from("infeasible"), &Value::Null));
    let list = whatif(&["--trade-off", "2"])["trade_off"].clone();
    let statuses: Vec<_> = list.as_array().expect("a list").iter().map(|few| few["status"].clone()).collect();
    assert_eq!(statuses, ["infeasible", "optimal", "optimal", "optimal"]);
    assert_eq!((&list[1]["changes"], &list[3]["max_changes"]), (&Value::from(1), &Value::Null));
    // What is kept by date is not touched: then the settled visit stands against the illness, and says so.
    let arguments = ["whatif", "agenda.toml", "--plan", "plan.json", "ill.toml", "--keep-before", "2027-03-10"];
    let output = folder.run(&arguments);
    ends_with(&output, 2);
    assert!(err(&output).contains("kan niet mee op wens `rabat`"), "{}", err(&output));
}

#[test]
fn who_may_not_go_any_more_is_replaced() {
    let folder = Folder::new();
    let roles = "[{ id = \"lead\", candidates = [{ traveller = \"sg\", points = -8 }] }]";
    folder.write("sg.toml", &format!("title = \"Sg\"\n[[changes]]\nset.requests.rabat.roles = {roles}\n"));
    let json = folder.json(&["whatif", "agenda.toml", "--plan", "plan.json", "sg.toml", "--work", "30", "--json"]);
    let whatif = &json["whatifs"][0];
    assert_eq!((&whatif["status"], &whatif["changes"]), (&"optimal".into(), &1.into()));
    let text = out(&folder.run(&["whatif", "agenda.toml", "--plan", "plan.json", "sg.toml", "--work", "30"]));
    assert!(text.contains("Overleg in Rabat") && text.contains("Secretaris-generaal"), "{text}");
}

#[test]
fn a_what_if_without_a_plan_ends_with_exit_code_1() {
    let folder = Folder::new();
    folder.write(
        "both.toml",
        "title = \"Beide\"\n[[changes]]\nset.requests.rabat.mandatory = true\nset.requests.tunis.mandatory = true\n\
         set.rules.budget.max = 900\n",
    );
    let output = folder.run(&["whatif", "agenda.toml", "--plan", "plan.json", "both.toml", "--work", "30"]);
    ends_with(&output, 1);
    let text = out(&output);
    for expected in [
        "Bewezen: er is geen agenda mogelijk. Dit kan niet samen:",
        "De regel “Reisbudget BZ” (`budget`)",
        "“Overleg in Tunis” is verplicht",
        "Elk van deze is nodig",
        "Wat zou helpen, het beste eerst:",
        "“Overleg in Tunis” is niet langer verplicht",
    ] {
        assert!(text.contains(expected), "{expected:?} is missing in:\n{text}");
    }
    // The same words as those of `explain`.
    let explained = folder.run(&["explain", "agenda.toml", "plan.json", "--with", "both.toml"]);
    ends_with(&explained, 1);
    let explained = out(&explained);
    let why = explained.split_once("\n\n").expect("changes, then why").1;
    assert!(text.contains(why), "{why}\n{text}");
    let json = folder.json(&["whatif", "agenda.toml", "--plan", "plan.json", "both.toml", "--work", "30", "--json"]);
    let whatif = &json["whatifs"][0];
    assert_eq!((&whatif["status"], &whatif["changes"]), (&"infeasible".into(), &Value::Null));
    assert_eq!(whatif["why_none"]["question"], "why_none");
    assert_eq!(whatif["why_none"]["any_plan"]["sentences"], whatif["clash"]);
    assert_eq!(whatif["explained_by"], "reisagenda explain agenda.toml plan.json --with both.toml");
}

#[test]
fn too_few_changes_for_any_plan_are_named_with_how_many_it_takes() {
    let folder = Folder::new();
    folder.write("ill.toml", ILL);
    let asked = ["whatif", "agenda.toml", "--plan", "plan.json", "ill.toml", "--work", "30", "--max-changes", "0"];
    let output = folder.run(&asked);
    ends_with(&output, 1);
    let text = out(&output);
    for expected in [
        "Bewezen: zonder wijzigingen is er geen plan.",
        "Geen bezoek mag wijzigen (`--max-changes`).",
        "`--max-changes`: hoogstens 1 gewijzigde bezoeken in plaats van 0",
    ] {
        assert!(text.contains(expected), "{expected:?} is missing in:\n{text}");
    }
    let json = folder.json(&[&asked[..], &["--json"]].concat());
    let explained = "reisagenda explain agenda.toml plan.json --with ill.toml --max-changes 0";
    assert_eq!(
        (&json["whatifs"][0]["status"], &json["whatifs"][0]["explained_by"]),
        (&"infeasible".into(), &explained.into())
    );
    let remedies = json["whatifs"][0]["why_none"]["remedies"].as_array().expect("a list");
    assert!(remedies.iter().any(|remedy| remedy["fewest_changes"] == 1), "{remedies:?}");
    let words: Vec<&str> = explained.split(' ').skip(1).collect();
    let output = folder.run(&words);
    ends_with(&output, 1);
    let why = out(&output);
    assert!(why.contains("2. geen bezoek mag wijzigen") && why.contains("Minder helpt niet (bewezen)."), "{why}");
    // Enough are enough.
    let asked = ["whatif", "agenda.toml", "--plan", "plan.json", "ill.toml", "--work", "30", "--max-changes", "1"];
    ends_with(&folder.run(&asked), 0);
}

#[test]
fn a_search_that_ended_too_soon_says_so_and_names_the_command_that_finds_out() {
    let folder = Folder::new();
    folder.write(
        "the both.toml",
        "title = \"Both\"\n[[changes]]\nset.requests.rabat.mandatory = true\nset.requests.tunis.mandatory = true\n\
         set.rules.budget.max = 900\n",
    );
    let output = folder.run(&[
        "--lang",
        "en",
        "whatif",
        "agenda.toml",
        "--plan",
        "plan.json",
        "the both.toml",
        "--time-limit",
        "0.000001",
    ]);
    ends_with(&output, 1);
    let text = out(&output);
    for expected in [
        "No plan was found in this time; whether there is one is not proven.",
        "  reisagenda explain agenda.toml plan.json --with 'the both.toml'",
    ] {
        assert!(text.contains(expected), "{expected:?} is missing in:\n{text}");
    }
}

#[test]
fn mistakes_of_all_files_come_before_any_search() {
    let folder = Folder::new();
    folder.write("one.toml", "title = \"Een\"\n[[changes]]\nset.requests.rabatt.points = 3\n");
    folder.write("two.toml", "title = \"Twee\"\n[[changes]]\nremove.rules = [\"bugdet\"]\n");
    let output = folder.run(&["whatif", "agenda.toml", "--plan", "plan.json", "one.toml", "two.toml", "no.toml"]);
    ends_with(&output, 2);
    let text = err(&output);
    for expected in ["one.toml:3", "bedoelt u `rabat`?", "two.toml:3", "bedoelt u `budget`?", "no.toml"] {
        assert!(text.contains(expected), "{expected:?} is missing in:\n{text}");
    }
    assert!(out(&output).is_empty());
    for wrong in [
        vec!["whatif", "agenda.toml"],
        vec!["whatif", "agenda.toml", "--plan", "no.json"],
        vec!["whatif", "agenda.toml", "--plan", "plan.json", "--keep-before", "2027-13-01"],
        vec!["whatif", "agenda.toml", "--plan", "plan.json", "--per-change", "-1"],
        vec!["sweep", "agenda.toml", "--plan", "plan.json"],
        vec!["sweep", "agenda.toml", "--plan", "plan.json", "--vary", "rules.budget.max"],
        vec!["sweep", "agenda.toml", "--plan", "plan.json", "--vary", "rules.bugdet.max=1..2"],
        vec![
            "sweep",
            "agenda.toml",
            "--plan",
            "plan.json",
            "--vary",
            "rules.budget.max=1..900",
            "--vary",
            "trips.max_stops=1..9",
        ],
        vec!["stress", "agenda.toml", "plan.json", "--rate", "MA:90:20"],
        vec!["stress", "agenda.toml", "plan.json", "--cancel", "80", "--delay", "30"],
        vec!["compare", "agenda.toml", "plan.json", "no.json"],
    ] {
        ends_with(&folder.run(&wrong), 2);
    }
}

#[test]
fn a_sweep_is_a_curve_in_the_order_of_its_values() {
    let folder = Folder::new();
    folder.write("ill.toml", ILL);
    let arguments = [
        "sweep",
        "agenda.toml",
        "--plan",
        "plan.json",
        "--vary",
        "rules.budget.max=0%..100%/50",
        "ill.toml",
        "--work",
        "20",
        "--json",
        "--page",
        "curve.html",
    ];
    let json = folder.json(&arguments);
    assert_eq!(json["axes"], serde_json::json!(["rules.budget.max", "ill"]));
    let points = json["points"].as_array().expect("points");
    let values: Vec<String> = points
        .iter()
        .map(|point| {
            point["values"]
                .as_array()
                .expect("values")
                .iter()
                .map(|v| v.as_str().expect("a text"))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    assert_eq!(values, ["0% nee", "0% ja", "50% nee", "50% ja", "100% nee", "100% ja"]);
    // More money never hurts, illness never helps.
    let worth = |idx: usize| points[idx]["objective"].as_f64().expect("a number");
    assert!((0..4).all(|idx| worth(idx) <= worth(idx + 2)) && (0..3).all(|idx| worth(2 * idx + 1) <= worth(2 * idx)));
    assert_eq!(worth(0), 0.0);
    let page = fs::read_to_string(folder.path("curve.html")).expect("the page");
    assert!(page.contains("<polyline") && page.contains("default-src 'none'") && page.contains("lang=\"nl\""));
    assert_eq!(out(&folder.run(&arguments)), out(&folder.run(&arguments)));
}

#[test]
fn stress_is_drawn_from_its_seed() {
    let folder = Folder::new();
    let arguments =
        ["stress", "agenda.toml", "plan.json", "--trials", "6", "--cancel", "50", "--delay", "20", "--work", "10"];
    let run = |more: &[&str]| out(&folder.run(&[&arguments, more].concat()));
    let json = folder.json(&[&arguments[..], &["--json", "--seed", "3"]].concat());
    assert_eq!(json["trials"].as_array().map(Vec::len), Some(6));
    let objective = folder.json(&["check", "agenda.toml", "plan.json", "--json"])["objective"].clone();
    assert_eq!(json["planned"], objective);
    let n_hit: usize = json["trials"]
        .as_array()
        .expect("trials")
        .iter()
        .map(|trial| {
            trial["cancelled"].as_array().expect("ids").len() + trial["delayed"].as_array().expect("ids").len()
        })
        .sum();
    assert!((1..12).contains(&n_hit), "{json}");
    assert_eq!(run(&["--json", "--seed", "3"]), run(&["--json", "--seed", "3"]));
    assert_ne!(run(&["--json", "--seed", "3"]), run(&["--json", "--seed", "4"]));
    assert!(run(&[]).contains("Hoeveel van het plan overeind blijft"));
    // Odds of the scenario, when nothing is said.
    folder.write(
        "agenda.toml",
        &format!("{AGENDA}\n[stress]\ncancel = 0\ndelay = 0\nrates = [{{ country = \"MA\", cancel = 100 }}]\n"),
    );
    let json = folder.json(&["stress", "agenda.toml", "plan.json", "--trials", "2", "--work", "5", "--json"]);
    assert_eq!(json["trials"][1]["cancelled"], serde_json::json!(["rabat"]));
    assert_eq!(json["trials"][1]["delayed"], serde_json::json!([]));
}

#[test]
fn two_plans_are_compared_whether_they_keep_the_rules_or_not() {
    let folder = Folder::new();
    folder.write("nothing.json", r#"{ "trips": [], "meetings": [] }"#);
    let json = folder.json(&["compare", "agenda.toml", "nothing.json", "plan.json", "--json"]);
    let kinds: Vec<_> = json["differences"].as_array().expect("a list").iter().map(|d| d["kinds"][0].clone()).collect();
    assert_eq!(kinds, ["added", "added"]);
    assert_eq!(json["before"]["points"].as_f64(), Some(0.0));
    let output = folder.run(&["compare", "agenda.toml", "plan.json", "nothing.json"]);
    ends_with(&output, 0);
    assert!(out(&output).contains("Vervalt: Overleg in Rabat"), "{}", out(&output));
    let same = folder.run(&["compare", "agenda.toml", "plan.json", "plan.json"]);
    ends_with(&same, 0);
    assert!(out(&same).contains("Geen wijzigingen; 2 bezoeken blijven zoals ze waren."), "{}", out(&same));
}
