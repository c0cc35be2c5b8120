//! `reisagenda calendar` as a process: what a secretary sees of a calendar, what changed between two, and what `plan`
//! and `check` say of calendars that were not wholly understood.

#[path = "common/program.rs"]
mod program;

use std::fs;
use std::path::PathBuf;

use program::{err, out, run};
use reisagenda::domain::Day;
use reisagenda::scenario;
use serde_json::Value;
use tempfile::TempDir;

/// One visit, on 8 and 9 March; the minister is busy as in a diary beside the scenario.
const SCENARIO: &str = r#"
title = "VOORBEELD"
home = "den-haag"
language = "nl"
horizon = { first_day = 2027-03-01, last_day = 2027-03-31 }
places = [
    { id = "den-haag", country = "NL", name_nl = "Den Haag", tz = "Europe/Amsterdam", holidays = [2027-03-29] },
    { id = "rabat", country = "MA", name_nl = "Rabat", tz = "Africa/Casablanca" },
]
legs = [{ from = "den-haag", to = "rabat", minutes = 300, eur = 400, kg_co2 = 300 }]

[[calendars]]
id = "diary"
label = "Agenda minister"
file = "diary.ics"

[[calendars]]
id = "rhythm"
events = [{ start = "2027-03-01T10:00", end = "2027-03-01T11:00", rrule = "FREQ=WEEKLY", skip_holidays = true, except = [2027-03-08] }]

[[travellers]]
id = "minister"
office = "Minister"
organisation = "BZ"
rank = "political"
calendars = ["diary"]

[[travellers]]
id = "directeur"
office = "Directeur"
organisation = "BZ"
rank = "senior"

[[requests]]
id = "talks"
title = "Overleg"
place = "rabat"
parts = 4
windows = [{ first_day = 2027-03-08, last_day = 2027-03-09 }]
points = 10
roles = [{ id = "lead", candidates = [{ traveller = "minister" }] }]
"#;

/// Asserts the exit code, and returns what was printed to the standard output and the standard error.
fn ends_with(arguments: &[&str], code: i32) -> (String, String) {
    let output = run(arguments);
    program::ends_with(&output, code);
    (out(&output), err(&output))
}

fn shown(arguments: &[&str]) -> String {
    ends_with(&[&["calendar"], arguments].concat(), 0).0
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&shown(&[arguments, &["--json"]].concat())).expect("JSON")
}

fn fixture(name: &str) -> String {
    format!("{}/tests/ics/{name}.ics", env!("CARGO_MANIFEST_DIR"))
}

/// A folder with the scenario and a diary.
struct Folder(TempDir);

impl Folder {
    fn with_diary(name: &str) -> Self {
        let folder = Folder(tempfile::tempdir().expect("a temporary folder"));
        fs::write(folder.path("scenario.toml"), SCENARIO).expect("written");
        fs::copy(fixture(name), folder.path("diary.ics")).expect("copied");
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("a UTF-8 path").to_owned()
    }
}

// -- What is read -----------------------------------------------------------------------------------------------------

const TWO_WEEKS: [&str; 4] = ["--from", "2027-03-01", "--to", "2027-03-14"];

#[test]
fn the_week_view_shows_each_event_as_outlook_does() {
    let text = shown(&[&[fixture("every-status").as_str()], &TWO_WEEKS[..]].concat());
    for line in [
        "Mon 1 – Sun 14 Mar 2027, times in Europe/Amsterdam",
        "In the file: 8 events",
        "In this period: 8 occurrences, of which 6 busy",
        "  `W. Europe Standard Time` is Europe/Berlin (a Windows name): used 12×, first on line 7",
        "No warnings: all was understood.",
        "Week 9: Mon 1 – Sun 7 Mar 2027",
        "Day        morning 09:00-12:30  afternoon 13:30-17:30  In the calendar",
        "Mon 1 Mar  busy                 tentative              09:00-12:30 busy",
        "                                                       15:00-16:00 tentative",
        "Tue 2 Mar  partly busy          free                   10:00-11:00 working elsewhere",
        "Wed 3 Mar  free                 free                   all day free",
        "Thu 4 Mar  free                 free                   19:00-22:00 busy",
        "Fri 5 Mar  free                 free                   10:00-11:00 cancelled",
        "Sat 6 Mar  busy                 busy                   all day out of office",
        "Sun 7 Mar  busy                 busy                   all day out of office",
        "Tue 9 Mar   free                 free                   22:00-… busy",
        "Wed 10 Mar  busy                 partly busy            …-14:00 busy",
    ] {
        assert!(text.lines().any(|shown| shown.trim_end() == line), "no line `{line}` in\n{text}");
    }
}

#[test]
fn the_month_view_marks_each_day_part() {
    let text =
        shown(&[&[fixture("every-status").as_str(), "--view", "month", "--lang", "nl"], &TWO_WEEKS[..]].concat());
    for line in [
        "Per dag: ochtend 09:00-12:30, middag 13:30-17:30",
        "maart 2027",
        "wk   ma      di      wo      do      vr      za      zo",
        " 9   1 █?    2 ▒·    3 ··    4 ··+   5 ··    6 ██    7 ██",
        "10   8 ··    9 ··+  10 █▒   11 ··   12 ··   13 ··   14 ··",
    ] {
        assert!(text.lines().any(|shown| shown == line), "no line `{line}` in\n{text}");
    }
}

#[test]
fn what_counts_as_busy_can_be_chosen() {
    let file = fixture("every-status");
    let n_busy = |more: &[&str]| {
        json(&[&[file.as_str()], &TWO_WEEKS[..], more].concat())["calendars"][0]["n_busy"].as_u64().expect("a number")
    };
    assert_eq!(n_busy(&[]), 6);
    assert_eq!(n_busy(&["--tentative-is-busy", "false"]), 5);
    assert_eq!(n_busy(&["--working-elsewhere-is-busy", "false"]), 5);
    assert_eq!(n_busy(&["--free-all-day-is-busy", "true"]), 7);
    let text = shown(&[&[file.as_str(), "--tentative-is-busy", "false"], &TWO_WEEKS[..]].concat());
    assert!(text.contains("15:00-16:00 tentative, not counted"), "{text}");
}

#[test]
fn subjects_are_shown_only_when_asked_for() {
    let file = fixture("every-status");
    for more in [&[][..], &["--view", "month"], &["--json"]] {
        let text = shown(&[&[file.as_str()], &TWO_WEEKS[..], more].concat());
        assert!(!text.contains("Geheim") && !text.contains("Congres"), "{text}");
    }
    let text = shown(&[&[file.as_str(), "--subjects"], &TWO_WEEKS[..]].concat());
    assert!(text.contains("09:00-12:30 busy: Geheim overleg"), "{text}");
    assert!(!text.contains('\u{1b}'), "a subject cannot steer the terminal");
}

#[test]
fn every_warning_is_shown_with_its_line() {
    let text = shown(&[&fixture("raw-line-break-in-description"), "--view", "none"]);
    assert!(text.contains("1 warning:\n  line "), "{text}");
    let text = shown(&[&fixture("raw-line-break-in-description"), "--view", "none", "--lang", "nl"]);
    assert!(text.contains("1 waarschuwing:\n  regel "), "{text}");
    let report = json(&[&fixture("no-calendar")]);
    assert_eq!(report["calendars"][0]["warnings"][0]["line"], Value::Null, "it speaks of the whole file: {report}");
}

#[test]
fn json_says_the_same() {
    let report = json(&[&[fixture("every-status").as_str()], &TWO_WEEKS[..]].concat());
    assert_eq!((&report["first_day"], &report["last_day"]), (&"2027-03-01".into(), &"2027-03-14".into()));
    let calendar = &report["calendars"][0];
    assert_eq!(calendar["zones"][0]["taken_for"], "Europe/Berlin");
    assert_eq!(calendar["zones"][0]["how"], "windows_name");
    let first = &calendar["occurrences"][0];
    assert_eq!((&first["start"], &first["status"]), (&"2027-03-01T08:00:00Z".into(), &"busy".into()));
    let all_day = &calendar["occurrences"][6];
    assert_eq!((&all_day["first_day"], &all_day["last_day"]), (&"2027-03-06".into(), &"2027-03-07".into()));
    let parts = calendar["busy_day_parts"].as_array().expect("a list");
    assert_eq!(parts[1], serde_json::json!({ "day": "2027-03-01", "part": "afternoon", "busy": "tentative" }));
    assert_eq!(parts.len(), 9, "{parts:?}");
}

#[test]
fn times_are_shown_in_the_zone_that_is_asked_for() {
    let text = shown(&[&[fixture("every-status").as_str(), "--zone", "Asia/Tokyo"], &TWO_WEEKS[..]].concat());
    assert!(text.contains("times in Asia/Tokyo") && text.contains("17:00-20:30 busy"), "{text}");
}

#[test]
fn without_dates_the_period_has_events_in_it() {
    let text = shown(&[&fixture("seconds")]);
    assert!(!text.contains("In this period: nothing"), "{text}");
}

#[test]
fn wrong_arguments_are_explained() {
    let file = fixture("every-status");
    for (arguments, expected) in [
        (vec!["calendar"], "required arguments"),
        (vec!["calendar", "nowhere.ics"], "cannot read `nowhere.ics`"),
        (vec!["calendar", &file, "--from", "2027-02-30"], "a date is expected"),
        (vec!["calendar", &file, "--from", "2027-03-02", "--to", "2027-03-01"], "before the first"),
        (vec!["calendar", &file, "--from", "1990-01-01", "--to", "2090-01-01"], "more than ten years"),
        (vec!["calendar", &file, "--zone", "Europe/Den_Haag"], "IANA time zone"),
        (vec!["calendar", "--against", &file, &file, &file], "exactly one FILE"),
        (vec!["calendar", &file, "--plan", "plan.json"], "--scenario"),
        (vec!["calendar", &file, "--traveller", "minister"], "--scenario"),
    ] {
        let (_, err) = ends_with(&arguments, 2);
        assert!(err.contains(expected), "{arguments:?}: {err}");
    }
    let folder = Folder::with_diary("every-status");
    let scenario = folder.text("scenario.toml");
    let (_, err) = ends_with(&["calendar", "--scenario", &scenario, "--traveller", "ministr"], 2);
    assert!(err.contains("er is geen reiziger `ministr`") && err.contains("minister, directeur"), "{err}");
    let (_, err) = ends_with(&["calendar", "--scenario", &scenario, "--traveller", "directeur"], 2);
    assert!(err.contains("reiziger `directeur` heeft geen agenda's"), "{err}");
    let (_, err) = ends_with(&["calendar", "--scenario", &scenario, "--from", "2028-01-01", "--to", "2028-01-31"], 2);
    assert!(err.contains("buiten de horizon"), "{err}");
}

// -- Of a scenario ----------------------------------------------------------------------------------------------------

#[test]
fn the_calendars_of_a_scenario_are_shown_as_it_reads_them() {
    let folder = Folder::with_diary("every-status");
    let scenario = folder.text("scenario.toml");
    let text = shown(&["--scenario", &scenario]);
    assert!(text.starts_with("ma 1 – wo 31 mrt 2027, tijden in Europe/Amsterdam\n"), "{text}");
    assert!(text.contains("diary.ics (Agenda minister)\n") && text.contains("\nrhythm\n"), "{text}");
    assert!(!text.contains("Week 9"), "several calendars are shown without days unless asked:\n{text}");
    // Weekly from 1 to 29 March, without the 8th (an exception) and the 29th (a holiday).
    assert!(text.contains("In deze periode: 3 keer, alles bezet"), "{text}");

    let text = shown(&["--scenario", &scenario, "--traveller", "minister", "--view", "month"]);
    assert!(!text.contains("rhythm") && text.contains("29*··"), "{text}");

    let toml = SCENARIO.replace("file = \"diary.ics\"", "file = \"diary.ics\"\ntentative_is_busy = false");
    fs::write(folder.path("scenario.toml"), toml).expect("written");
    let text = shown(&["--scenario", &scenario, &folder.text("diary.ics"), "--to", "2027-03-07"]);
    assert!(text.contains("15:00-16:00 voorlopig, telt niet"), "{text}");
}

#[test]
fn plan_and_check_count_the_warnings_and_say_where_to_look() {
    let folder = Folder::with_diary("diary-of-last-week");
    let mut diary = fs::read_to_string(folder.path("diary.ics")).expect("read");
    diary = diary.replace("END:VCALENDAR", "BEGIN:VEVENT\r\nEND:VEVENT\r\nnonsense\r\nEND:VCALENDAR");
    fs::write(folder.path("diary.ics"), diary).expect("written");
    let (scenario, plan) = (folder.text("scenario.toml"), folder.text("plan.json"));
    let expected = format!(
        "Waarschuwing: 2 waarschuwingen bij agenda `diary`; al het andere is gelezen.\n  \
         hulp: `reisagenda calendar --scenario {scenario}` toont elk met zijn regel\n"
    );
    let (_, err) = ends_with(&["plan", &scenario, "-o", &plan], 0);
    assert!(err.starts_with(&expected), "{err}");
    let (_, err) = ends_with(&["check", &scenario, &plan], 0);
    assert_eq!(err, expected);
    let text = shown(&["--scenario", &scenario]);
    assert!(text.contains("2 waarschuwingen:\n  regel "), "{text}");
}

#[test]
fn the_scenario_decides_what_is_busy_and_whether_messages_name_subjects() {
    let folder = Folder::with_diary("every-status");
    let busy = |more: &str| {
        let toml = SCENARIO.replace("file = \"diary.ics\"", &format!("file = \"diary.ics\"\n{more}"));
        fs::write(folder.path("scenario.toml"), toml).expect("written");
        let loaded = scenario::load(&folder.path("scenario.toml")).expect("a scenario");
        loaded.problem.travellers[0].busy.iter().map(|busy| busy.label.clone()).collect::<Vec<String>>()
    };
    assert_eq!(busy(""), vec!["Agenda minister"; 6]);
    assert_eq!(busy("working_elsewhere_is_busy = false").len(), 5);
    assert_eq!(busy("free_all_day_is_busy = true").len(), 7);
    let labels = busy("keep_subjects = true");
    assert_eq!(labels[..2], ["Agenda minister: Geheim overleg", "Agenda minister"]);
}

/// Every way that docs/scenario.md names: in the scenario, in CSV tables, in .ics files.
#[test]
fn rhythm_holidays_and_seasons_come_from_scenario_tables_and_calendars() {
    let path = format!("{}/scenarios/valid/rhythm", env!("CARGO_MANIFEST_DIR"));
    let loaded = scenario::load(path.as_ref()).expect("a scenario");
    let problem = &loaded.problem;
    let day = |text: &str| Day::from(text.parse::<chrono::NaiveDate>().expect("a date"));
    let dates = |place: usize| problem.places[place].holidays.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(dates(0), ["2027-03-29", "2027-05-05", "2027-05-17"]);
    assert_eq!(dates(1), ["2027-01-11", "2027-08-20"]);
    assert_eq!(problem.places[0].holidays[&day("2027-05-17")], "Tweede pinksterdag");
    let closures: Vec<String> =
        problem.places[1].closures.iter().map(|(days, label)| format!("{days} {label}").trim().to_owned()).collect();
    assert_eq!(
        closures,
        [
            "2027-02-08 to 2027-03-09",
            "2027-03-22 to 2027-03-26 congres",
            "2027-04-12 to 2027-04-16 reces",
            "2027-04-19 brugdag",
            "2027-08-02 to 2027-08-20 Zomersluiting",
        ]
    );
    let report = json(&["--scenario", &path]);
    let starts: Vec<&str> = report["calendars"][0]["occurrences"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|occurrence| &occurrence["start"].as_str().expect("an instant")[..10])
        .collect();
    // 22 Mondays, less Easter Monday, Whit Monday and the exception; 10 Wednesdays, less 5 May.
    assert_eq!(starts.len(), 19 + 9, "{starts:?}");
    for skipped in ["2027-03-29", "2027-05-05", "2027-05-17", "2027-05-31"] {
        assert!(!starts.contains(&skipped), "{starts:?}");
    }
    let (plan, _) = ends_with(&["plan", &path, "--json", "--quiet"], 0);
    let plan: Value = serde_json::from_str(&plan).expect("JSON");
    let visits: Vec<String> = plan["trips"]
        .as_array()
        .expect("trips")
        .iter()
        .map(|trip| trip["visits"][0]["start"].as_str().expect("a start")[..10].to_owned())
        .collect();
    assert_eq!(visits, ["2027-03-10", "2027-04-20", "2027-08-23"]);
}

// -- What changed -----------------------------------------------------------------------------------------------------

#[test]
fn a_changed_diary_is_compared_by_time_and_status() {
    let (old, new) = (fixture("diary-of-last-week"), fixture("diary-of-this-week"));
    let march = ["--from", "2027-03-01", "--to", "2027-03-31"];
    let text = shown(&[&["--against", &old, &new], &march[..]].concat());
    let expected = "\
Mon 1 – Wed 31 Mar 2027, times in Europe/Amsterdam

Became busy
───────────
Tue 2 Mar 2027 14:30-15:30  busy (newly busy: Tue 2 Mar 15:00-15:30)
Mon 8 Mar 2027 15:00-16:00  out of office

Became free
───────────
Wed 3 Mar 2027 10:00-11:00  busy

Another status, same time
─────────────────────────
Thu 4 Mar 2027 09:00-10:00  tentative → busy

Other changes, which make nothing busy or free: 2
";
    assert_eq!(text, expected);
    let text = shown(&[&["--against", &new, &new], &march[..]].concat());
    assert!(text.contains("Became busy\n───────────\nNothing.") && !text.contains("Other changes"), "{text}");
    // Where tentative is free, it became busy.
    let text =
        shown(&[&["--against", &old, &new, "--tentative-is-busy", "false", "--lang", "nl"], &march[..]].concat());
    assert!(text.contains("do 4 mrt 2027 09:00-10:00  bezet, was voorlopig\n"), "{text}");
}

#[test]
fn a_changed_diary_says_which_planned_visits_it_hits() {
    let folder = Folder::with_diary("diary-of-last-week");
    let (scenario, plan, diary) = (folder.text("scenario.toml"), folder.text("plan.json"), folder.text("diary.ics"));
    ends_with(&["plan", &scenario, "-o", &plan, "--quiet"], 0);
    let (old, new) = (fixture("diary-of-last-week"), fixture("diary-of-this-week"));

    let (_, err) = ends_with(&["calendar", "--against", &old, &new, "--scenario", &scenario, "--plan", &plan], 2);
    assert!(err.contains("--traveller ID"), "whose diary it is, is not known: {err}");
    let arguments = ["calendar", "--against", &old, &new, "--scenario", &scenario, "--plan", &plan];
    let (out, _) = ends_with(&[&arguments[..], &["--traveller", "minister"]].concat(), 1);
    assert!(
        out.contains("ma 8 mrt 2027 15:00-16:00  Minister (minister): op bezoek, op reis "),
        "the title of the hit:\n{out}"
    );
    assert!(out.contains("    Overleg (talks), Rabat\n"), "{out}");
    let (out, _) = ends_with(&[&arguments[..], &["--traveller", "directeur"]].concat(), 0);
    assert!(out.contains("Raakt geen gepland bezoek."), "{out}");

    // The diary of the scenario is the minister's, the old one or the new one.
    fs::copy(&new, &diary).expect("copied");
    for (old, new) in [(&old, &diary), (&diary, &new)] {
        let code = i32::from(old != &diary);
        let (out, _) =
            ends_with(&["calendar", "--against", old, new, "--scenario", &scenario, "--plan", &plan, "--json"], code);
        let report: Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!(report["hits"].as_array().expect("hits").len(), usize::from(code == 1), "{report}");
    }
}
