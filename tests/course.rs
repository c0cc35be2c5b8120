//! The course of a search: the lines of `plan --log` and the page of `plan --trace`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use reisagenda::domain::{Language, Points};
use reisagenda::report::trace::{self, Moment};

fn plan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_reisagenda")).args(arguments).stdin(Stdio::null()).output().expect("it starts")
}

fn text(path: &Path) -> String {
    path.to_str().expect("a UTF-8 path").to_owned()
}

/// A small made-up scenario, planned with a fixed amount of work, and what it wrote.
#[test]
fn a_search_writes_its_log_and_its_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let [agenda, plan_file, log, page] =
        ["agenda", "plan.json", "log.jsonl", "trace.html"].map(|n| folder.path().join(n));
    let generated = plan(&[
        "generate",
        "--travellers",
        "3",
        "--countries",
        "4",
        "--requests",
        "6",
        "--months",
        "2",
        "--seed",
        "5",
        "-o",
        &text(&agenda),
    ]);
    assert!(generated.status.success(), "{}", String::from_utf8_lossy(&generated.stderr));
    let arguments = ["plan", &text(&agenda), "-o", &text(&plan_file), "--work", "3", "--log", &text(&log), "--trace"];
    let output = plan(&[&arguments[..], &[text(&page).as_str(), "--quiet"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let plan_file: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&plan_file).expect("a plan")).expect("JSON");
    let log = fs::read_to_string(&log).expect("a log");
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(lines.len() > 1, "{log}");
    let mut before = 0.0;
    for line in &lines {
        let seconds = line["seconds"].as_f64().expect("seconds");
        assert!(before <= seconds, "{log}");
        before = seconds;
        assert!(line["phase"].is_string() && line["visits"].is_u64(), "{line}");
        for field in ["objective", "bound", "gap"] {
            assert!(line[field].is_f64() || line[field].is_null(), "{line}");
        }
    }
    let last = lines.last().expect("a line");
    assert_eq!(last["objective"].as_f64(), plan_file["objective"].as_f64());
    assert_eq!(last["bound"].as_f64(), plan_file["bound"].as_f64());
    assert!(last["visits"].as_u64() <= Some(6));

    let page = fs::read_to_string(&page).expect("a page");
    holds(&page);
    assert!(page.contains("EXAMPLE agenda 3/4/6, seed 5") && page.contains("<polyline"), "{page}");
}

#[test]
fn a_log_that_cannot_be_written_is_said_before_the_search() {
    let folder = tempfile::tempdir().expect("a folder");
    let agenda = text(&folder.path().join("agenda"));
    assert!(plan(&["init", &agenda]).status.success());
    let (file, same) = (text(&folder.path().join("plan.json")), text(&folder.path().join("missing/log.jsonl")));
    let output = plan(&["plan", &agenda, "-o", &file, "--log", &same]);
    assert_eq!(output.status.code(), Some(3));
    let output = plan(&["plan", &agenda, "-o", &file, "--log", &file]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!Path::new(&file).exists());
}

#[test]
fn generate_overwrites_nothing_and_says_what_is_out_of_range() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("holidays.csv"), "mine").expect("written");
    let agenda = text(folder.path());
    let size = ["generate", "--travellers", "3", "--countries", "4", "--requests", "6", "-o", &agenda];
    assert_eq!(plan(&size).status.code(), Some(2));
    assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    for wrong in [["--months", "13"], ["--travellers", "0"], ["--budgets", "some"]] {
        let output = plan(&[&["generate", "--countries", "4", "--requests", "6", "-o", "x"][..], &wrong].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}

fn moment(millis: u64, objective: Option<i64>, bound: Option<i64>) -> Moment {
    Moment {
        at: Duration::from_millis(millis),
        phase: "searching & \"proving\" <x>".to_owned(),
        objective: objective.map(Points),
        bound: bound.map(Points),
        n_planned: 3,
    }
}

/// Pages of odd courses: nothing, one moment, no plan, no bound, below zero, thousands of moments.
#[test]
fn pages_of_every_course_are_well_formed_and_ask_for_nothing() {
    let many: Vec<Moment> =
        (0..5_000).map(|i| moment(u64::try_from(i).expect("small"), Some(i), Some(20_000 - i))).collect();
    let courses: [&[Moment]; 8] = [
        &[],
        &[moment(0, None, None)],
        &[moment(5, Some(1_000), None), moment(9, Some(2_000), None)],
        &[moment(5, None, Some(1_000))],
        &[moment(5, Some(0), Some(0))],
        &[moment(5, Some(-9_000), Some(9_000)), moment(7, Some(-8_000), Some(-7_000))],
        &[moment(5, Some(1_000), Some(i64::MAX / 1_000)), moment(7, Some(1_000), Some(1_000))],
        &many,
    ];
    for (idx, course) in courses.into_iter().enumerate() {
        for (language, words) in [(Language::Dutch, "lang=\"nl\""), (Language::English, "lang=\"en\"")] {
            for took in [0, 5, 6_000] {
                let page = trace::page("A <b> & \"c\" \u{7}", language, course, Duration::from_millis(took));
                holds(&page);
                assert!(
                    page.contains(words) && !page.contains("NaN") && !page.contains("inf"),
                    "course {idx}:\n{page}"
                );
                assert!(page.matches("<tr>").count() < 300, "course {idx}");
            }
        }
    }
}

/// Asserts that a page is well-formed, stands alone, and can be read by everybody.
fn holds(page: &str) {
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\""), "{page}");
    let body = page.strip_prefix("<!DOCTYPE html>\n").expect("a document type");
    let mut open: Vec<&str> = Vec::new();
    let mut rest = body;
    while let Some(start) = rest.find('<') {
        assert!(!rest[..start].contains('>') || open.last() == Some(&"style"), "a stray `>`: {}", &rest[..start]);
        let end = start + rest[start..].find('>').expect("a tag ends");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        assert_eq!(tag.matches('"').count() % 2, 0, "<{tag}>");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "</{name}>");
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().expect("a tag has a name"));
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "left open: {open:?}");
    let named = body.replace("http://www.w3.org/1999/xhtml", "").replace("http://www.w3.org/2000/svg", "");
    for outside in
        ["<script", "http:", "https:", "//", "url(", "@import", "src=", "href=", "<link", "<iframe", "onload"]
    {
        assert!(!named.contains(outside), "`{outside}` in\n{page}");
    }
    for needed in ["<title>", "prefers-color-scheme: dark", "<h1>", "viewport"] {
        assert!(page.contains(needed), "no `{needed}` in\n{page}");
    }
    for part in body.split('&').skip(1) {
        assert!(["amp;", "lt;", "gt;", "quot;"].iter().any(|entity| part.starts_with(entity)), "&{part:.10}");
    }
    if page.contains("<svg") {
        for needed in ["role=\"img\"", "aria-labelledby", "<caption>", "scope=\"col\""] {
            assert!(page.contains(needed), "no `{needed}` in\n{page}");
        }
    }
}
