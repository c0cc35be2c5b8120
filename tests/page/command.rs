//! The command as a process: what it writes, what it refuses and what it says.

use std::fs;

use crate::{Planned, program, run, scenario_file, stderr, text};

#[test]
fn it_writes_the_page_and_says_so() {
    let planned = Planned::new();
    let page = text(&planned.folder.path().join("agenda.html"));
    let output = run(&["report", &text(&scenario_file()), &text(&planned.plan_file()), "-o", &page]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("Geschreven: {page}\n"));
    assert!(fs::read_to_string(&page).expect("the page").starts_with("<!DOCTYPE html>"));
    let earlier = text(&planned.earlier_week());
    let arguments = ["--since", &earlier, "--quarter", "2027-Q1", "--json"];
    let odt = text(&planned.folder.path().join("kwartaal.odt"));
    let output = program()
        .args(["report", &text(&scenario_file()), &text(&planned.plan_file()), "-o", &odt])
        .args(arguments)
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", stderr(&output));
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&said["written"][0], &said["changes"]), (&odt.into(), &4.into()));
}

#[test]
fn what_cannot_be_is_refused_with_a_remedy_and_nothing_is_written() {
    let planned = Planned::new();
    let file = |name: &str| text(&planned.folder.path().join(name));
    let broken = planned.earlier(|plan| plan["trips"] = serde_json::json!([]));
    fs::write(file("damaged.json"), "{ \"trips\": [ { \"visits\": 3 } ] }").expect("written");
    let plan = text(&planned.plan_file());
    let refused = |plan: &str, arguments: &[&str], code: i32, words: &[&str]| {
        let output = program()
            .args(["report", &text(&scenario_file()), plan])
            .args(arguments)
            .args(["--lang", "en"])
            .env("REISAGENDA_BROWSER", file("no-browser"))
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", stderr(&output));
        for word in words {
            assert!(stderr(&output).contains(word), "`{word}` in: {}", stderr(&output));
        }
        assert!(output.stdout.is_empty());
    };
    let page = file("page.html");
    refused(&text(&broken), &["-o", &page], 1, &["rabat-minister", "no page was written", "help:"]);
    refused(&plan, &["-o", &file("page.doc")], 2, &["page.doc", "`.html`"]);
    refused(&plan, &["-o", &file("page.odt")], 2, &["page.odt", "`.html`"]);
    refused(&plan, &["-o", &page, "--quarter", "2027-Q5"], 2, &["2027-Q2"]);
    refused(&plan, &["-o", &page, "--quarter", "2028-Q1"], 2, &["no day in 2028-Q1", "2027-Q1 to 2027-Q2"]);
    refused(&plan, &["-o", &page, "--since", &file("damaged.json")], 2, &["damaged.json", "line 1", "help:"]);
    refused(&plan, &["-o", &page, "--since", &file("missing.json")], 2, &["missing.json", "help:"]);
    fs::write(file("whatifs.json"), crate::whatifs(1.0)).expect("written");
    refused(&plan, &["-o", &page, "--whatif", &file("whatifs.json")], 2, &["another plan", "help:"]);
    refused(&plan, &["-o", &page, "--whatif", &file("damaged.json")], 2, &["holds no what-ifs", "help:"]);
    refused(&plan, &["-o", &page, "--pdf", &file("page.pdf")], 2, &["REISAGENDA_BROWSER", "no-browser"]);
    refused(&plan, &["-o", &file("missing/page.html")], 3, &["cannot write"]);
    assert!(!planned.folder.path().join("page.html").exists() && !planned.folder.path().join("page.pdf").exists());
}
