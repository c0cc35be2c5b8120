//! Offsets from UTC: for every zone of a place in `scenarios`, every hour of 2026 to 2028 is as another publisher of the
//! same data has it; and what is known to have changed lately is as it is known.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono_tz::Tz;
use reisagenda::domain::{Day, Instant, MINUTES_PER_DAY};
use reisagenda::scenario;
use reisagenda::zones::{self, Zone};

/// Differences between editions, by zone: the first and the last edition between which it changed. Where both sources
/// have the same edition, or none of these, every hour must be the same.
///
/// 2026f changed no offset of 2026 to 2028 in a zone of `scenarios`; a difference that a later edition makes is named
/// here until both sources have it.
const KNOWN: [(&str, &str, &str); 0] = [];

fn instant(text: &str) -> Instant {
    Instant::from_utc(text.parse().expect("an instant")).expect("a whole minute")
}

/// All zones of places in scenarios that load, by name.
fn zones_in_use() -> BTreeMap<&'static str, Tz> {
    let mut zones = BTreeMap::new();
    for path in scenarios(Path::new("scenarios")) {
        if let Ok(loaded) = scenario::load(&path) {
            zones.extend(loaded.problem.places.iter().map(|place| (place.tz.name(), place.tz)));
        }
    }
    zones
}

/// The scenarios below a folder: folders with a `scenario.toml`, and `.toml` files elsewhere.
fn scenarios(folder: &Path) -> Vec<PathBuf> {
    if folder.join("scenario.toml").exists() {
        return vec![folder.to_owned()];
    }
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
    let is_toml = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "toml");
    folders.iter().flat_map(|folder| scenarios(folder)).chain(files.into_iter().filter(is_toml)).collect()
}

/// The hours from which another offset holds, each with that offset in minutes.
fn runs(zone: &Zone, first: i64, last: i64) -> Vec<(i64, i64)> {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for hour in first..last {
        let offset = zone.offset_minutes(Instant::from_minutes(hour * 60));
        if runs.last().is_none_or(|run| run.1 != offset) {
            runs.push((hour, offset));
        }
    }
    runs
}

/// Runs where the environment variable `REISAGENDA_PYTHON` names a Python interpreter with the package `tzdata`, or
/// where `python3` has it; elsewhere says that it did not run.
#[test]
#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
fn every_hour_is_as_another_publisher_has_it() {
    let named = env::var_os("REISAGENDA_PYTHON");
    let python = named.clone().unwrap_or_else(|| "python3".into());
    let can_import = Command::new(&python).args(["-c", "import tzdata, zoneinfo"]).output();
    if !can_import.is_ok_and(|output| output.status.success()) {
        assert!(named.is_none(), "REISAGENDA_PYTHON names `{}`, which has no tzdata", python.display());
        eprintln!("SKIPPED: no Python with the package tzdata; set REISAGENDA_PYTHON to one that has it");
        return;
    }
    let hour = |text| instant(text).minutes() / 60;
    let (first, last) = (hour("2026-01-01T00:00:00Z"), hour("2029-01-01T00:00:00Z"));
    let zones = zones_in_use();
    assert!(zones.len() >= 30, "{zones:?}");
    let mut command = Command::new(&python);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/offsets.py"));
    command.args([first.to_string(), last.to_string()]).args(zones.keys());
    let output = command.output().expect("python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let other: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let (ours, theirs) = (zones::edition(), other["edition"].as_str().expect("an edition"));
    eprintln!("{} zones, every hour of 2026 to 2028: compiled in {ours}, Python has {theirs}", zones.len());
    let mut differences = Vec::new();
    for (name, tz) in zones {
        let number = |value: &serde_json::Value| value.as_i64().expect("a number");
        let theirs_runs: Vec<(i64, i64)> = other["zones"][name]
            .as_array()
            .expect("runs")
            .iter()
            .map(|run| (number(&run[0]), number(&run[1])))
            .collect();
        let ours_runs = runs(&Zone::of(tz), first, last);
        // An edition is a year and a letter: in order as texts.
        let is_known = |&(zone, before, after): &(&str, &str, &str)| {
            zone == name && ours.min(theirs) <= before && after <= ours.max(theirs)
        };
        if ours_runs != theirs_runs && !KNOWN.iter().any(is_known) {
            let at = |runs: &[(i64, i64)]| -> Vec<String> {
                let show = |&(hour, offset): &(i64, i64)| format!("{} {offset:+}", Instant::from_minutes(hour * 60));
                runs.iter().map(show).collect()
            };
            differences.push(format!(
                "{name}\n  {ours}: {}\n  {theirs}: {}",
                at(&ours_runs).join(", "),
                at(&theirs_runs).join(", ")
            ));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Facts from the announcements of the IANA time zone database; the editions of 2025 have many of them wrong.
#[test]
fn what_changed_lately_is_known() {
    for (zone, at, minutes) in [
        // Morocco and Western Sahara: +00 for good since 20 September 2026, also in Ramadan and in summer.
        ("Africa/Casablanca", "2026-09-19T12:00:00Z", 60),
        ("Africa/Casablanca", "2026-09-20T12:00:00Z", 0),
        ("Africa/Casablanca", "2027-02-20T12:00:00Z", 0),
        ("Africa/Casablanca", "2028-07-01T12:00:00Z", 0),
        ("Africa/El_Aaiun", "2027-07-01T12:00:00Z", 0),
        // British Columbia, Alberta, Manitoba: summer time for good.
        ("America/Vancouver", "2027-01-15T12:00:00Z", -420),
        ("America/Vancouver", "2027-07-15T12:00:00Z", -420),
        ("America/Edmonton", "2027-01-15T12:00:00Z", -360),
        ("America/Winnipeg", "2027-01-15T12:00:00Z", -300),
        // Neighbours that change the clock as before.
        ("America/Los_Angeles", "2027-01-15T12:00:00Z", -480),
        ("America/Toronto", "2027-01-15T12:00:00Z", -300),
        ("Europe/Amsterdam", "2027-03-28T00:59:00Z", 60),
        ("Europe/Amsterdam", "2027-03-28T01:00:00Z", 120),
        ("Europe/Amsterdam", "2027-10-31T01:00:00Z", 60),
        ("Africa/Cairo", "2027-07-01T12:00:00Z", 180),
        ("Africa/Cairo", "2027-12-01T12:00:00Z", 120),
        // No summer time any more.
        ("Europe/Istanbul", "2027-07-01T12:00:00Z", 180),
        ("Asia/Amman", "2027-01-15T12:00:00Z", 180),
        ("Asia/Damascus", "2027-01-15T12:00:00Z", 180),
        ("Asia/Tehran", "2027-07-01T12:00:00Z", 210),
        ("America/Mexico_City", "2027-07-01T12:00:00Z", -360),
        ("Asia/Almaty", "2027-01-15T12:00:00Z", 300),
    ] {
        let tz: Tz = zone.parse().expect("a zone");
        assert_eq!(Zone::of(tz).offset_minutes(instant(at)), minutes, "{zone} at {at}");
    }
}

#[test]
fn no_zone_in_use_is_unknown_to_current_data() {
    let edition = zones::edition();
    assert!(edition >= "2026e", "{edition} is too old");
    for tz in zones_in_use().into_values() {
        assert!(zones::is_known(tz), "{tz}");
        // Offsets are whole quarters of an hour, at most fifteen hours from UTC.
        for day in 0..366 * 3 {
            let at = Instant::from_minutes(i64::from(Day::from_number(20_454 + day).number()) * MINUTES_PER_DAY);
            let offset = Zone::of(tz).offset_minutes(at);
            assert!(offset % 15 == 0 && offset.abs() <= 15 * 60, "{tz} at {at}: {offset}");
        }
    }
}
