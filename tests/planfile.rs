//! Plan files: what is written is read back, what other tools write is read, and every mistake is named.

#[expect(dead_code, reason = "the oracle and the rules use the rest")]
mod common;

use std::path::Path;

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::*;
use reisagenda::planfile::{self, PlanFile, PlanFileError, StatusView};

use common::scene::{Scene, at, day_trip};

/// Two travellers, a joint visit, a meeting at home and a request that is not planned.
fn world() -> (Scene, Outcome) {
    let mut scene = Scene::new();
    let place = scene.place("rabat", Tz::Africa__Casablanca);
    scene.places[place.0].tz = Tz::Europe__Brussels;
    let (a, b) = (scene.traveller("minister-am"), scene.traveller("dg-am"));
    let joint = scene.request("bezoek", place, a);
    scene.role(joint, "expert", true, &[(b, 1_500)]);
    let meeting = scene.request("overleg", PlaceIdx(0), b);
    scene.role(meeting, "chair", false, &[(a, 0)]);
    let left_out = scene.request("ander", place, a);
    let rule = scene.rule("rust", Some(2_500), RuleBody::Exclusion(Exclusion { requests: vec![left_out], max: 0 }));
    let mut second = day_trip(b, joint, "2027-03-02");
    second.visits[0].role = RoleIdx(1);
    let plan = Plan {
        trips: vec![day_trip(a, joint, "2027-03-02"), second],
        meetings: vec![Meeting {
            request: meeting,
            start: at("2027-03-04T08:00"),
            end: at("2027-03-04T11:30"),
            attendees: vec![(RoleIdx(0), b), (RoleIdx(1), a)],
        }],
    };
    let outcome = Outcome {
        status: Status::Feasible,
        plan: Some(plan),
        bound: Some(Points(300_000)),
        not_planned: vec![NotPlanned { request: left_out, reason: Reason::Rules(vec![rule]) }],
        clash: Vec::new(),
        prices: vec![
            RowPrice { row: RowName::Number(0xfeed_0000_0000_0001), billionths: -25 },
            RowPrice {
                row: RowName::Delegation { request: "a".into(), role: "lead".into(), first: -5, last: i64::MAX },
                billionths: -3,
            },
            RowPrice {
                row: RowName::Seats(vec![("a".into(), "lead".into()), ("b".into(), "second".into())]),
                billionths: 7,
            },
            RowPrice { row: RowName::Starts(vec![("a".into(), i64::MIN, 12), ("b".into(), 8, 9)]), billionths: 11 },
            RowPrice {
                row: RowName::Affordable {
                    budget: 9,
                    counts: vec![("t".into(), "a".into(), "lead".into(), 300), ("u".into(), "b".into(), "x".into(), 1)],
                },
                billionths: 4,
            },
            RowPrice { row: RowName::Steps { budget: 7, levels: vec![(12_000, 1), (30_001, 3)] }, billionths: 5 },
        ],
    };
    (scene, outcome)
}

fn mistakes(scene: &Scene, text: &str) -> Vec<String> {
    match planfile::read_text(scene, "plan.json", text.as_bytes()) {
        Ok(read) => panic!("read as {read:?}"),
        Err(error) => error.mistakes().iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn what_is_written_is_read_back_and_written_again_alike() {
    let (scene, outcome) = world();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.json");
    planfile::write(&path, &scene, &outcome).expect("written");
    let (plan, claims) = planfile::read_with_claims(&scene, &path).expect("read");
    assert_eq!(Some(&plan), outcome.plan.as_ref());
    assert_eq!(check(&scene, &plan).violations, []);
    assert_eq!(claims.objective, Some(201.5));
    assert_eq!(claims.status.as_deref(), Some("feasible"));
    assert_eq!(claims.prices, outcome.prices);
    let again = PlanFile::of(&scene, &Outcome { plan: Some(plan), ..outcome }).to_text();
    assert_eq!(std::fs::read_to_string(&path).expect("read"), again);
}

#[test]
fn the_file_says_what_the_plan_is_worth_and_how() {
    let (scene, outcome) = world();
    let file = PlanFile::of(&scene, &outcome);
    assert_eq!(file.status, StatusView::Feasible);
    assert_eq!((file.objective, file.bound), (Some(201.5), Some(300.0)));
    assert_eq!(file.gap, Some(98.5 / 300.0));
    let parts: Vec<(&str, f64)> = file.objective_parts.iter().map(|part| (part.part, part.points)).collect();
    assert_eq!(parts[..2], [("requests", 200.0), ("candidates", 1.5)]);
    assert_eq!(parts.last(), Some(&("rule", 0.0)));
    let trip = &file.trips[1];
    assert_eq!((trip.traveller.as_str(), trip.visits[0].role.as_str()), ("dg-am", "expert"));
    assert_eq!((trip.depart.as_str(), trip.depart_local.as_str()), ("2027-03-02T05:00:00Z", "2027-03-02T06:00"));
    assert_eq!(trip.visits[0].delegation["lead"], "minister-am");
    assert_eq!((trip.legs.len(), trip.legs[0].arrive_local.as_str()), (2, "2027-03-02T09:00"));
    assert_eq!((trip.cost.eur, trip.cost.kg_co2, trip.days_away), (400.0, 200.0, 1));
    assert_eq!(file.meetings[0].attendees, ["dg-am", "minister-am"]);
    let left_out = &file.not_planned[0];
    assert_eq!(left_out.reason, "It does not fit beside the rest of the agenda because of: rule rust");
    assert_eq!((left_out.reason_code, left_out.rules.as_slice()), ("rules", ["rust".to_owned()].as_slice()));
}

#[test]
fn dutch_scenarios_have_dutch_reasons() {
    let (mut scene, outcome) = world();
    scene.language = Language::Dutch;
    let file = PlanFile::of(&scene, &outcome);
    assert_eq!(file.language, "nl");
    assert_eq!(file.not_planned[0].reason, "Het kan niet naast de rest van de agenda door: rule rust");
}

#[test]
fn the_schema_describes_what_is_written() {
    let (scene, outcome) = world();
    let schema = planfile::schema();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    let file = serde_json::from_str(&PlanFile::of(&scene, &outcome).to_text()).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&file).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
    let nothing = Outcome {
        status: Status::Infeasible,
        plan: None,
        bound: None,
        not_planned: vec![],
        clash: vec![],
        prices: vec![],
    };
    let file = serde_json::from_str(&PlanFile::of(&scene, &nothing).to_text()).expect("JSON");
    assert!(validator.is_valid(&file), "{file}");
    assert_eq!((&file["objective"], &file["status"]), (&serde_json::Value::Null, &"infeasible".into()));
}

#[test]
fn a_plan_of_another_tool_with_the_least_fields_is_read() {
    let (scene, outcome) = world();
    let text = r#"{
        "status": "feasible", "objective": 201.5, "bound": null, "gap": null,
        "trips": [
            {"traveller": "dg-am", "depart": "2027-03-02T06:00:00+01:00", "return": "2027-03-02T14:30:00Z", "visits":
                [{"request": "bezoek", "role": "expert", "start": "2027-03-02T08:00:00Z", "end": "2027-03-02T11:30:00Z"}]},
            {"traveller": "minister-am", "depart": "2027-03-02T05:00:00Z", "return": "2027-03-02T14:30:00Z", "visits":
                [{"request": "bezoek", "role": "lead", "start": "2027-03-02T08:00:00Z", "end": "2027-03-02T11:30:00Z",
                  "remark": {"of": ["another", "tool"]}}]}
        ],
        "meetings": [{"request": "overleg", "start": "2027-03-04T08:00:00Z", "end": "2027-03-04T11:30:00Z",
            "attendees": ["minister-am", "dg-am"]}],
        "not_planned": [{"request": "ander", "reason": "whatever"}]
    }"#;
    let (plan, _) = planfile::read_text(&scene, "plan.json", text.as_bytes()).expect("read");
    assert_eq!(Some(plan), outcome.plan);
}

#[test]
fn attendees_without_roles_get_those_that_keep_the_rules_and_bring_most() {
    let (mut scene, _) = world();
    let (a, b) = (TravellerIdx(0), TravellerIdx(1));
    let meeting = scene.request("vergadering", PlaceIdx(0), a);
    scene.role(meeting, "second", false, &[(a, 0), (b, -2_000)]);
    scene.requests[meeting.0].roles[0].candidates.push(Candidate { traveller: b, points: Points(-1_000) });
    let read = |attendees: &str| {
        let text = format!(
            r#"{{"trips": [], "meetings": [{{"request": "vergadering", "start": "2027-03-04T08:00:00Z",
                "end": "2027-03-04T11:30:00Z", "attendees": {attendees}}}]}}"#
        );
        planfile::read_text(&scene, "plan.json", text.as_bytes()).expect("read").0.meetings.remove(0).attendees
    };
    assert_eq!(read(r#"["minister-am", "dg-am"]"#), [(RoleIdx(0), b), (RoleIdx(1), a)]);
    assert_eq!(read(r#"["minister-am"]"#).len(), 1);
    assert_eq!(read("[]"), []);
}

#[test]
fn all_mistakes_are_named_in_one_run_with_their_place() {
    let (scene, _) = world();
    let text = r#"{
  "trips": [
    {"traveller": "minster-am", "depart": "2027-03-02T05:00:30Z", "return": "yesterday",
     "visits": [{"request": "bezoeck", "role": "lead", "start": 12, "end": "2027-03-02T11:30:00Z"},
                {"request": "bezoek", "role": "leed", "start": "2027-03-02T08:00:00Z"}]},
    "no trip"
  ],
  "meetings": {}
}"#;
    assert_eq!(
        mistakes(&scene, text),
        [
            "unknown traveller `minster-am` at `trips[0].traveller`, line 3, column 19",
            "`2027-03-02T05:00:30Z` is no whole minute at `trips[0].depart`, line 3, column 43",
            "`yesterday` is no instant at `trips[0].return`, line 3, column 77",
            "unknown request `bezoeck` at `trips[0].visits[0].request`, line 4, column 29",
            "expected an instant, found a number at `trips[0].visits[0].start`, line 4, column 65",
            "the field `end` is missing at `trips[0].visits[1].end`, line 5, column 17",
            "unknown role `leed` at `trips[0].visits[1].role`, line 5, column 47",
            "expected an object, found a text at `trips[1]`, line 6, column 5",
            "expected a list, found an object at `meetings`, line 8, column 15",
        ]
    );
    let Err(error) = planfile::read_text(&scene, "plan.json", text.as_bytes()) else { panic!("read") };
    assert_eq!(error.mistakes()[0].help.of(Language::English), "did you mean `minister-am`?");
    assert_eq!(error.mistakes()[3].help.of(Language::English), "did you mean `bezoek`?");
    assert!(error.to_string().starts_with("`plan.json` is no plan for this scenario: unknown traveller"), "{error}");
}

#[test]
fn files_that_are_no_plan_say_why() {
    let (scene, outcome) = world();
    let whole = PlanFile::of(&scene, &outcome).to_text();
    for (text, expected) in [
        ("", "it is empty"),
        ("  \n", "it is empty"),
        ("[]", "a plan is a JSON object at line 1, column 1"),
        ("{}", "the field `trips` is missing at `trips`, line 1, column 1"),
        ("title = \"x\"", "it is no JSON"),
        (&whole[..whole.len() / 2], "it is no JSON"),
        (&"[".repeat(100_000), "it is no JSON"),
        ("{\"trips\": null}", "expected a list, found null at `trips`, line 1, column 11"),
    ] {
        let found = mistakes(&scene, text);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{found:?}");
    }
    let binary = planfile::read_text(&scene, "plan.json", &[0x50, 0x4b, 0xff, 0x00]).expect_err("binary");
    assert_eq!(binary.mistakes()[0].message.of(Language::English), "it is not text: byte 3 is no UTF-8");
    let missing = planfile::read(&scene, Path::new("no/such/plan.json")).expect_err("missing");
    assert!(matches!(missing, PlanFileError::File(_)) && missing.to_string().contains("no/such/plan.json"));
}

#[test]
fn every_field_is_documented() {
    let page = std::fs::read_to_string("docs/plan.md").expect("docs/plan.md");
    let mut names: Vec<String> = Vec::new();
    let mut values = vec![planfile::schema()];
    while let Some(value) = values.pop() {
        let Some(object) = value.as_object() else { continue };
        if let Some(properties) = object.get("properties").and_then(serde_json::Value::as_object) {
            names.extend(properties.keys().cloned());
        }
        values.extend(object.values().cloned());
    }
    names.sort();
    names.dedup();
    let undocumented: Vec<&String> = names.iter().filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert!(names.len() > 50 && undocumented.is_empty(), "{undocumented:?}");
}
