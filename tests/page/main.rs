//! `reisagenda report`: the page, the report on a quarter, the PDF; and the page in a real browser.

mod agenda;
mod browser;
mod command;
mod quarter;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use reisagenda::checker;
use reisagenda::domain::{Language, Plan, Problem};
use reisagenda::planfile::{self, Claims, Edition};
use reisagenda::report::facts::{Facts, Sources};
use reisagenda::scenario;
use tempfile::TempDir;

/// The scenario of these tests, which has everything that a page shows.
fn scenario_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page/scenario.toml")
}

/// A scenario and a plan for it that the program itself has made.
struct Planned {
    problem: Problem,
    plan: Plan,
    claims: Claims,
    folder: TempDir,
}

impl Planned {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.json");
        let output = run(&["plan", &text(&scenario_file()), "-o", &text(&path), "--work", "40", "--quiet"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let problem = match scenario::load(&scenario_file()) {
            Ok(loaded) => loaded.problem,
            Err(mistakes) => panic!("{mistakes:?}"),
        };
        let (plan, claims) = planfile::read_with_claims(&problem, &path).expect("a plan");
        Planned { problem, plan, claims, folder }
    }

    /// The same in another language.
    fn in_language(mut self, language: Language) -> Self {
        self.problem.language = language;
        self
    }

    fn facts(&self, since: Option<&Edition>) -> Facts<'_> {
        let report = checker::check(&self.problem, &self.plan);
        let sources = Sources { claims: self.claims.clone(), since, ..Sources::default() };
        Facts::of(&self.problem, &self.plan, &report, &sources)
    }

    fn plan_file(&self) -> PathBuf {
        self.folder.path().join("plan.json")
    }

    /// Writes an earlier edition: the plan as text, changed.
    fn earlier(&self, change: impl Fn(&mut serde_json::Value)) -> PathBuf {
        let mut plan: serde_json::Value =
            serde_json::from_slice(&fs::read(self.plan_file()).expect("the plan")).expect("JSON");
        change(&mut plan);
        let path = self.folder.path().join("earlier.json");
        fs::write(&path, plan.to_string()).expect("written");
        path
    }

    /// An earlier edition in which one visit stood elsewhere, one was made by others, one was not there yet, and one was
    /// there that the scenario does not know any more.
    fn earlier_week(&self) -> PathBuf {
        self.earlier(|plan| {
            let trips = plan["trips"].as_array_mut().expect("trips");
            trips.retain(|trip| trip["visits"][0]["request"] != "cairo-overleg");
            for trip in trips.iter_mut() {
                for visit in trip["visits"].as_array_mut().expect("visits") {
                    if visit["request"] == "rabat-minister" {
                        visit["delegation"] = serde_json::json!({ "lead": "minister", "dg": "stas" });
                    }
                    if visit["request"] == "tunis-idee" {
                        visit["start"] = "2027-05-10T08:00:00Z".into();
                        visit["start_local"] = "2027-05-10T09:00".into();
                        visit["end_local"] = "2027-05-10T17:30".into();
                    }
                }
            }
            let gone = serde_json::json!({ "request": "weg", "title": "Tunesië: ingetrokken bezoek", "place_name": "Tunis",
                "start": "2027-02-02T08:00:00Z", "end": "2027-02-02T16:30:00Z", "start_local": "2027-02-02T09:00",
                "end_local": "2027-02-02T17:30", "delegation": { "lead": "oud-dg" } });
            trips.push(serde_json::json!({ "traveller": "oud-dg", "visits": [gone] }));
        })
    }
}

/// What `reisagenda whatif --json` prints of a plan with so many points: one what-if with a plan and one without.
fn whatifs(points: f64) -> String {
    let totals = |points: f64, eur: i64| {
        serde_json::json!({ "points": points, "planned": 5, "requests": 6, "trips": 5, "days_away": 11, "eur": eur,
            "kg_co2": 2500.5, "violations": 0 })
    };
    let moved = serde_json::json!({
        "request": "tunis-idee", "title": "Tunesië: verkenning <i>", "kinds": ["moved", "delegation"],
        "before": { "start_local": "2027-05-03T09:00", "end_local": "2027-05-03T17:30", "delegation": { "lead": "dg" } },
        "after": { "start_local": "2027-05-04T09:00", "end_local": "2027-05-05T12:30", "delegation": { "lead": "stas" } },
        "why": "clash", "why_text": "Zoals het was, botst het met een regel.", "why_points": null,
    });
    serde_json::json!({
        "title": "VOORBEELD", "published": totals(points, 4000),
        "whatifs": [
            { "title": "VOORBEELD: minder geld", "status": "feasible", "gap_percent": "2.4", "clash": [],
              "steps": [{ "source": "x.toml", "title": "x", "label": "x", "text": "budget: van 10000 naar 3000" }],
              "comparison": { "after": totals(points - 1234.5, 2800), "differences": [moved] } },
            { "title": "VOORBEELD: niemand mag weg", "status": "infeasible", "gap_percent": null, "steps": [],
              "clash": ["regel `dagen`", "wens `rabat-minister`"], "comparison": null },
        ],
    })
    .to_string()
}

fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().expect("the program starts")
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reisagenda"));
    command.env_remove("REISAGENDA_BROWSER").env_remove("RUST_BACKTRACE").stdin(Stdio::null());
    command
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path in UTF-8").to_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What is between two marks, the first time.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("`{from}` is in the text"));
    rest.split_once(to).unwrap_or_else(|| panic!("`{to}` is in the text")).0
}
