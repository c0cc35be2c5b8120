//! The folder of editions, from the outside: the same twice, two at once, damage, and what `--verify` says.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A scenario of two visits, with an audience of each level.
const TINY: &str = r#"
title = "VOORBEELD"
home = "den-haag"
horizon = { first_day = 2027-03-01, last_day = 2027-06-30 }
places = [
    { id = "den-haag", country = "NL", name_nl = "Den Haag", name_en = "The Hague", tz = "Europe/Amsterdam" },
    { id = "rabat", country = "MA", name_nl = "Rabat", name_en = "Rabat", tz = "Africa/Casablanca" },
]
legs = [{ from = "den-haag", to = "rabat", minutes = 300 }]
travellers = [
    { id = "minister", office = "Minister", organisation = "BZ", rank = "political", email = "m@bz.example" },
    { id = "dg", office = "DG", organisation = "BZ", rank = "senior" },
]

[[requests]]
id = "talks"
title = "Talks"
place = "rabat"
parts = 2
windows = [{ first_day = 2027-03-08, last_day = 2027-05-28 }]
points = 10
confidentiality = "public"
status = "STATUS"
roles = [{ id = "lead", candidates = [{ traveller = "minister" }, { traveller = "dg" }] }]

[[feeds.audiences]]
id = "core"
level = "full"

[[feeds.audiences]]
id = "people"
level = "full"
shows = "traveller"

[[feeds.audiences]]
id = "times"
level = "busy"
shows = "traveller"

[[feeds.audiences]]
id = "public"
level = "public"
"#;

/// A plan of `TINY`: the talks on a date of April, from nine to half past five in Rabat.
fn plan(traveller: &str, date: u32) -> String {
    format!(
        r#"{{ "status": "feasible", "trips": [{{ "traveller": "{traveller}", "depart": "2027-04-{date:02}T04:00:00Z",
        "return": "2027-04-{date:02}T22:30:00Z", "visits": [{{ "request": "talks", "role": "lead",
        "start": "2027-04-{date:02}T09:00:00Z", "end": "2027-04-{date:02}T17:30:00Z" }}] }}],
        "meetings": [], "not_planned": [] }}"#
    )
}

pub struct Desk {
    folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let desk = Desk { folder: tempfile::tempdir().expect("a folder") };
        desk.write("scenario.toml", &TINY.replace("STATUS", "idea"));
        for (name, traveller, date) in [("a.json", "minister", 6), ("b.json", "dg", 7), ("c.json", "minister", 20)] {
            desk.write(name, &plan(traveller, date));
        }
        desk.write("none.json", r#"{ "status": "feasible", "trips": [], "meetings": [], "not_planned": [] }"#);
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    /// The command that publishes a plan at a moment.
    pub fn publishing(&self, plan: &str, moment: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reisagenda"));
        command.env("LC_ALL", "C").stdin(Stdio::null()).arg("publish").arg(self.path("scenario.toml"));
        command.arg(self.path(plan)).arg("--to").arg(self.path("out")).args(["--as-of", moment]);
        command
    }

    pub fn publish(&self, plan: &str, moment: &str) -> Output {
        self.publishing(plan, moment).output().expect("the program starts")
    }

    pub fn on_folder(&self, option: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reisagenda"));
        command.env("LC_ALL", "C").stdin(Stdio::null()).args(["publish", option, "--to"]).arg(self.path("out"));
        command.output().expect("the program starts")
    }

    /// Every file that people can read, with its bytes, and the number of the edition.
    pub fn shown(&self) -> Vec<(String, Vec<u8>)> {
        let current = self.path("out/current");
        let mut shown = Vec::new();
        walk(&current, &current, &mut shown);
        shown.sort();
        shown
    }
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(root, &path, found);
        } else {
            let name = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
            found.push((name, fs::read(&path).expect("read")));
        }
    }
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

pub fn ends_with(output: &Output, code: i32) {
    let (out, err) = (stdout(output), stderr(output));
    assert_eq!(output.status.code(), Some(code), "stdout:\n{out}\nstderr:\n{err}");
    assert!(!err.contains("panicked") && !err.contains("mistake of its own"), "{err}");
}

#[test]
fn the_same_plan_twice_changes_no_byte_anywhere() {
    let desk = Desk::new();
    ends_with(&desk.publish("a.json", "2027-03-01T08:00Z"), 0);
    let (shown, mut private) = (desk.shown(), Vec::new());
    walk(&desk.path("out"), &desk.path("out/private"), &mut private);
    let again = desk.publish("a.json", "2027-03-01T09:00Z");
    ends_with(&again, 0);
    assert!(stdout(&again).contains("Nothing has changed: edition 1 stands"), "{}", stdout(&again));
    let mut private_now = Vec::new();
    walk(&desk.path("out"), &desk.path("out/private"), &mut private_now);
    private.sort();
    private_now.sort();
    assert!(shown == desk.shown() && private == private_now);
    // Another plan is another edition, and the old one is gone.
    ends_with(&desk.publish("b.json", "2027-03-02T08:00Z"), 0);
    assert!(shown != desk.shown());
    assert_eq!(fs::read_dir(desk.path("out/editions")).expect("a folder").count(), 1);
    let verdict = desk.on_folder("--verify");
    ends_with(&verdict, 0);
    assert!(stdout(&verdict).starts_with("Edition 2 is as it was published"), "{}", stdout(&verdict));
}

#[test]
fn what_people_read_holds_neither_the_key_nor_a_manifest_and_the_private_part_is_its_owners() {
    let desk = Desk::new();
    ends_with(&desk.publish("a.json", "2027-03-01T08:00Z"), 0);
    let key = fs::read_to_string(desk.path("out/private/uid.key")).expect("a key");
    assert_eq!(key.len(), 64);
    for (name, bytes) in desk.shown() {
        assert!(!name.contains("manifest") && !name.contains("edition-"), "{name}");
        assert!(!String::from_utf8_lossy(&bytes).contains(&key), "{name}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(desk.path("out/private")).expect("a folder").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}

#[test]
fn a_second_publisher_is_told_and_changes_nothing() {
    let desk = Desk::new();
    ends_with(&desk.publish("a.json", "2027-03-01T08:00Z"), 0);
    let shown = desk.shown();
    let lock = File::open(desk.path("out/private/lock")).expect("a lock");
    lock.lock().expect("locked");
    for output in [desk.publish("b.json", "2027-03-02T08:00Z"), desk.on_folder("--verify"), desk.on_folder("--repair")]
    {
        ends_with(&output, 3);
        assert!(stderr(&output).contains("already publishing"), "{}", stderr(&output));
    }
    assert!(shown == desk.shown());
    drop(lock);
    ends_with(&desk.publish("b.json", "2027-03-02T08:00Z"), 0);
}

#[test]
fn two_publishers_at_once_leave_one_whole_edition() {
    let desk = Desk::new();
    ends_with(&desk.publish("c.json", "2027-03-01T08:00Z"), 0);
    for round in 0..4 {
        let mut commands =
            ["a.json", "b.json", "a.json"].map(|plan| desk.publishing(plan, &format!("2027-03-02T08:{round:02}Z")));
        let children = commands
            .each_mut()
            .map(|command| command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("started"));
        for child in children {
            let output = child.wait_with_output().expect("ended");
            assert!([Some(0), Some(3)].contains(&output.status.code()), "{}", stderr(&output));
        }
        ends_with(&desk.on_folder("--verify"), 0);
    }
}

#[test]
fn a_damaged_manifest_is_an_error_that_changes_nothing_and_can_be_mended() {
    let desk = Desk::new();
    ends_with(&desk.publish("a.json", "2027-03-01T08:00Z"), 0);
    let shown = desk.shown();
    let (main, copy) = (desk.path("out/private/edition-0001.json"), desk.path("out/private/edition-0001.copy.json"));
    let good = fs::read(&main).expect("a manifest");
    for damaged in [&good[..good.len() / 2], b"", b"{}", &good.to_ascii_uppercase()] {
        fs::write(&main, damaged).expect("written");
        let output = desk.publish("b.json", "2027-03-02T08:00Z");
        ends_with(&output, 2);
        assert!(
            stderr(&output).contains("edition-0001.json") && stderr(&output).contains("--repair"),
            "{}",
            stderr(&output)
        );
        ends_with(&desk.on_folder("--verify"), 1);
        assert!(shown == desk.shown());
        ends_with(&desk.on_folder("--repair"), 0);
        assert_eq!(fs::read(&main).expect("a manifest"), good);
        ends_with(&desk.on_folder("--verify"), 0);
    }
    // A damaged copy is found, and made again.
    fs::write(&copy, b"x").expect("written");
    ends_with(&desk.on_folder("--verify"), 1);
    ends_with(&desk.on_folder("--repair"), 0);
    ends_with(&desk.on_folder("--verify"), 0);
    // When both are gone, what is published stays, and nobody pretends to know what was.
    fs::write(&copy, b"x").expect("written");
    fs::remove_file(&main).expect("removed");
    let output = desk.publish("b.json", "2027-03-02T08:00Z");
    ends_with(&output, 2);
    assert!(stderr(&output).contains("backup"), "{}", stderr(&output));
    ends_with(&desk.on_folder("--repair"), 2);
    assert!(shown == desk.shown());
}

#[test]
fn a_changed_missing_or_foreign_file_is_found_and_a_new_edition_mends_it() {
    let desk = Desk::new();
    ends_with(&desk.publish("a.json", "2027-03-01T08:00Z"), 0);
    let shown = desk.shown();
    let file = |name: &str| desk.path("out/current").join(name);
    fs::write(file("core/calendar.ics"), b"x").expect("written");
    fs::remove_file(file("public/index.html")).expect("removed");
    fs::write(file("people/extra.txt"), b"x").expect("written");
    let verdict = desk.on_folder("--verify");
    ends_with(&verdict, 1);
    for said in [
        "current/core/calendar.ics: the file was changed",
        "public/index.html: the file is missing",
        "extra.txt: the file does not belong",
    ] {
        assert!(stdout(&verdict).contains(said), "{}", stdout(&verdict));
    }
    ends_with(&desk.publish("a.json", "2027-03-01T09:00Z"), 0);
    ends_with(&desk.on_folder("--verify"), 0);
    assert!(shown == desk.shown());
}

#[test]
fn the_key_decides_and_is_not_changed_by_accident() {
    let desk = Desk::new();
    ends_with(&desk.publish("a.json", "2027-03-01T08:00Z"), 0);
    let key = desk.path("out/private/uid.key");
    let good = fs::read(&key).expect("a key");
    fs::remove_file(&key).expect("removed");
    let output = desk.publish("b.json", "2027-03-02T08:00Z");
    ends_with(&output, 2);
    assert!(stderr(&output).contains("uid.key") && stderr(&output).contains("appear twice"), "{}", stderr(&output));
    fs::write(&key, b"0123456789abcdef0123456789abcdef").expect("written");
    ends_with(&desk.publish("b.json", "2027-03-02T08:00Z"), 2);
    ends_with(&desk.on_folder("--verify"), 1);
    fs::write(desk.path("brought"), &good).expect("written");
    let mut command = desk.publishing("b.json", "2027-03-02T08:00Z");
    ends_with(&command.arg("--key").arg(desk.path("brought")).output().expect("started"), 0);
    fs::write(desk.path("short"), b"x").expect("written");
    let mut command = desk.publishing("a.json", "2027-03-02T08:00Z");
    ends_with(&command.arg("--key").arg(desk.path("short")).output().expect("started"), 2);
}

#[test]
fn folders_that_are_not_ours_are_left_alone() {
    let desk = Desk::new();
    ends_with(&desk.on_folder("--verify"), 2);
    fs::create_dir_all(desk.path("out/current")).expect("made");
    fs::write(desk.path("out/current/mine.txt"), b"x").expect("written");
    let output = desk.publish("a.json", "2027-03-01T08:00Z");
    ends_with(&output, 2);
    assert!(stderr(&output).contains("no pointer to an edition"), "{}", stderr(&output));
    assert_eq!(fs::read(desk.path("out/current/mine.txt")).expect("there"), b"x");
    assert!(!desk.path("out/private").exists());
}

#[test]
fn a_lost_pointer_loses_no_memory() {
    let desk = Desk::new();
    ends_with(&desk.publish("a.json", "2027-03-01T08:00Z"), 0);
    ends_with(&desk.publish("c.json", "2027-03-02T08:00Z"), 0);
    fs::remove_file(desk.path("out/current")).expect("removed");
    ends_with(&desk.on_folder("--verify"), 0);
    ends_with(&desk.publish("c.json", "2027-03-03T08:00Z"), 0);
    let (_, bytes) = desk.shown().into_iter().find(|(name, _)| name == "core/calendar.ics").expect("a calendar");
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert!(text.contains("SEQUENCE:1\r\n") && text.contains("DTSTAMP:20270302T080000Z"), "{text}");
}

#[test]
fn a_plan_that_breaks_a_rule_is_not_published() {
    let desk = Desk::new();
    desk.write("wrong.json", &plan("minister", 6).replace("T22:30", "T21:30"));
    let output = desk.publish("wrong.json", "2027-03-01T08:00Z");
    ends_with(&output, 1);
    assert!(!desk.path("out").exists());
}

#[test]
fn dutch_scenarios_are_answered_in_dutch() {
    let desk = Desk::new();
    let text = fs::read_to_string(desk.path("scenario.toml")).expect("the scenario");
    desk.write("scenario.toml", &format!("language = \"nl\"\n{text}"));
    let output = desk.publish("a.json", "2027-03-01T08:00Z");
    ends_with(&output, 0);
    assert!(stdout(&output).starts_with("Editie 1 is gepubliceerd"), "{}", stdout(&output));
    let mut audit = Command::new(env!("CARGO_BIN_EXE_reisagenda"));
    audit.arg("publish").arg(desk.path("scenario.toml")).arg(desk.path("a.json")).arg("--audit");
    let output = audit.output().expect("started");
    ends_with(&output, 1);
    assert!(stdout(&output).contains("de gesprekspartner ontbreekt"), "{}", stdout(&output));
}

#[test]
fn any_file_can_be_held_against_the_rules() {
    let desk = Desk::new();
    ends_with(&desk.publish("a.json", "2027-03-01T08:00Z"), 0);
    let lint = |arguments: &[&str], paths: &[PathBuf]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reisagenda"));
        command.args(["feeds"]).args(arguments).arg("--lint").args(paths).output().expect("started")
    };
    let good = desk.path("out/current/core/calendar.ics");
    let output = lint(&[], &[good.clone(), desk.path("out/current/public/calendar.ics")]);
    ends_with(&output, 0);
    assert!(stdout(&output).contains("2 files break no rule"), "{}", stdout(&output));
    let text = fs::read_to_string(&good).expect("a calendar");
    desk.write("bad.ics", &text.replace("DTSTAMP", "DTSTAMPS"));
    let output = lint(&["--json"], &[good, desk.path("bad.ics")]);
    ends_with(&output, 1);
    let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(
        (&json["files"][0]["findings"], &json["files"][1]["findings"][0]["rule"]),
        (&serde_json::json!([]), &6.into())
    );
    let invitations = fs::read_dir(desk.path("out/current/people/minister/invitations")).expect("a folder");
    let invitations: Vec<PathBuf> = invitations.map(|entry| entry.expect("an entry").path()).collect();
    ends_with(&lint(&["--invitations"], &invitations), 0);
    ends_with(&lint(&[], &invitations), 1);
    ends_with(&lint(&[], &[desk.path("nowhere.ics")]), 2);
}
