//! What the commands do when the system does not cooperate, or the user has had enough.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::program::{ends_with, err, out, program, run};
use crate::{Folder, NOTHING, TINY};

#[test]
fn a_path_that_cannot_be_written_is_said_before_the_search() {
    let folder = Folder::new();
    let tiny = folder.text("tiny.toml");
    folder.write("file", "x");
    for output in [folder.text("missing/plan.json"), folder.text("file/plan.json"), folder.text("")] {
        let output = run(&["plan", &tiny, "-o", &output]);
        ends_with(&output, 3);
        assert!(err(&output).contains("cannot write") && err(&output).contains("help:"), "{}", err(&output));
        assert!(out(&output).is_empty());
    }
    let plan = folder.write("nothing.json", NOTHING);
    ends_with(&run(&["feeds", &tiny, &plan, "-o", &folder.text("file/calendars")]), 3);
    ends_with(&run(&["init", &folder.text("file/agenda")]), 3);
}

#[cfg(unix)]
#[test]
fn a_disk_that_takes_no_more_leaves_the_old_file_whole() {
    let folder = Folder::new();
    let kept = folder.write("kept.json", "an earlier plan");
    // Files may grow to one block; what is beyond it is refused, as on a full disk.
    let limited = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
    let output = Command::new("sh")
        .args(["-c", limited, env!("CARGO_BIN_EXE_reisagenda"), "plan", &folder.text("tiny.toml"), "-o", &kept])
        .output()
        .expect("a shell");
    ends_with(&output, 3);
    assert!(err(&output).contains("cannot write"), "{}", err(&output));
    assert_eq!(folder.read("kept.json"), "an earlier plan");
    assert_eq!(folder.names(), ["kept.json"], "no half file is left");

    let agenda = folder.text("agenda");
    let output = Command::new("sh").args(["-c", limited, env!("CARGO_BIN_EXE_reisagenda"), "init", &agenda]).output();
    ends_with(&output.expect("a shell"), 3);
    assert!(!folder.path("agenda/scenario.toml").exists(), "no half file is left");
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_takes_no_more_ends_with_3_and_a_closed_one_is_no_mistake() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has /dev/full");
    let output = program().arg("schema").stdout(full).output().expect("the program starts");
    ends_with(&output, 3);

    let mut child =
        program().arg("schema").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    ends_with(&output, 0);
    assert_eq!(err(&output), "");
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_file_or_the_new_one() {
    let folder = Folder::new();
    let tiny = folder.text("tiny.toml");
    let plan = folder.text("plan.json");
    let started = std::time::Instant::now();
    ends_with(&run(&["plan", &tiny, "-o", &plan, "--quiet"]), 0);
    let whole_run = started.elapsed();
    let new = folder.read("plan.json");
    let n_kills = 40;
    for nth in 0..n_kills {
        folder.write("plan.json", "an earlier plan");
        let mut child = program().args(["plan", &tiny, "-o", &plan, "--quiet"]).spawn().expect("the program starts");
        std::thread::sleep(whole_run * nth / n_kills);
        child.kill().expect("killed, or at its end");
        child.wait().expect("the program ends");
        let left = folder.read("plan.json");
        assert!(left == "an earlier plan" || left == new, "half a file: {left}");
    }
}

/// A scenario that keeps the search busy for minutes: sixty joint visits to ten places, and money for a third of them.
fn long_scenario() -> String {
    let mut text = String::from(
        r#"
title = "Long"
home = "home"
horizon = { first_day = 2027-01-04, last_day = 2027-12-31 }
objective = { day_away = 1, eur = 0.003 }
estimate = { speed_kmh = 750, fixed_minutes = 240, fixed_eur = 150, eur_per_km = 0.12, kg_co2_per_km = 0.1 }
rules.limit = [{ id = "money", label = "Budget", measure = "eur", max = 21000 }]
rules.spacing = [{ id = "apart", label = "Nine days between visits", min_days = 9, each_place = true }]
places = [
    { id = "home", country = "NL", name_nl = "Thuis", name_en = "Home", tz = "Europe/Amsterdam", lat = 52.0, lon = 4.3 },
"#,
    );
    for n in 0..10 {
        let (lat, lon) = (30 + n, 3 * n - 10);
        text += &format!(
            "    {{ id = \"p{n}\", country = \"MA\", name_nl = \"P{n}\", name_en = \"P{n}\", tz = \"Africa/Casablanca\", \
             lat = {lat}, lon = {lon} }},\n"
        );
    }
    text += "]\n";
    for n in 0..8 {
        text += &format!(
            "[[travellers]]\nid = \"t{n}\"\noffice = \"Office {n}\"\norganisation = \"BZ\"\nrank = \"senior\"\n"
        );
    }
    for n in 0..60 {
        let first =
            chrono::NaiveDate::from_ymd_opt(2027, 2, 1).expect("a date") + chrono::TimeDelta::days(n * 37 % 230);
        let last = first + chrono::TimeDelta::days(30);
        let (place, parts, points) = (n % 10, 1 + n % 5, 10 + n * 7 % 23);
        let (lead, substitute, other) = (n % 4, (n + 1) % 4, 4 + n % 4);
        text += &format!(
            "[[requests]]\nid = \"r{n}\"\ntitle = \"Request {n}\"\nplace = \"p{place}\"\nparts = {parts}\n\
             points = {points}\nwindows = [{{ first_day = {first}, last_day = {last} }}]\nroles = [\n\
             {{ id = \"lead\", candidates = [{{ traveller = \"t{lead}\" }}, {{ traveller = \"t{substitute}\", points = -1 }}] }},\n\
             {{ id = \"with\", candidates = [{{ traveller = \"t{other}\" }}] }},\n]\n"
        );
    }
    text
}

#[test]
fn a_time_limit_ends_the_search_with_the_best_plan_so_far() {
    let folder = Folder::new();
    let scenario = folder.write("long.toml", &long_scenario());
    let started = std::time::Instant::now();
    let output = run(&["plan", &scenario, "-o", &folder.text("plan.json"), "--time-limit", "2"]);
    ends_with(&output, 0);
    assert!(started.elapsed() < Duration::from_secs(60), "it took {:?}", started.elapsed());
    ends_with(&run(&["check", &scenario, &folder.text("plan.json")]), 0);
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_the_best_plan() {
    use std::io::{BufRead as _, BufReader, Read as _};

    let folder = Folder::new();
    let scenario = folder.write("long.toml", &long_scenario());
    let plan = folder.text("plan.json");
    let mut child = program()
        .args(["plan", &scenario, "-o", &plan])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut said = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut line = String::new();
    while !line.contains("best plan") {
        line.clear();
        assert_ne!(said.read_line(&mut line).expect("a line"), 0, "the search ended by itself, or has no plan");
    }
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("kill is there").success());
    let mut rest = String::new();
    said.read_to_string(&mut rest).expect("UTF-8");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0), "{rest}");
    assert!(rest.contains("Stopped with Ctrl-C"), "{rest}");
    assert!(out(&output).contains("Summary"));
    ends_with(&run(&["check", &scenario, &plan]), 0);
}

#[test]
fn ten_thousand_requests_are_read_and_checked() {
    let folder = Folder::new();
    let mut text = TINY.split("[[requests]]").next().expect("a head").to_owned();
    for n in 0..10_000 {
        writeln!(
            text,
            "[[requests]]\nid = \"r{n}\"\ntitle = \"Request {n}\"\nplace = \"rabat\"\nparts = 2\npoints = 1\n\
             windows = [{{ first_day = 2027-03-08, last_day = 2027-03-26 }}]\n\
             roles = [{{ id = \"lead\", candidates = [{{ traveller = \"minister\" }}] }}]"
        )
        .expect("written");
    }
    let scenario = folder.write("many.toml", &text);
    let plan = folder.write("nothing.json", NOTHING);
    ends_with(&run(&["check", &scenario, &plan]), 0);
}
