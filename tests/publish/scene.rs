//! What the tests of editions share: audiences of every kind, and the events of a file as plain lines.

use std::collections::BTreeMap;

use reisagenda::domain::*;
use reisagenda::ics::write::Stamp;
use reisagenda::publish::{Edition, Input, Manifest, assemble};
use reisagenda::zones::Zone;

pub use crate::problem::*;

pub const KEY: &[u8] = b"a key of the tests, of enough octets";

/// An audience with these calendars.
pub fn audience(id: &str, level: Level, hiding: Hiding, calendars: Vec<Scope>) -> Audience {
    Audience { id: id.to_owned(), label: id.to_owned(), level, calendars, hiding, days_after: 1, contact: None }
}

/// The problem and plan of `everything`, with ranks, deputies, a resource, and audiences of every kind.
pub fn scene(language: Language) -> (Problem, Plan) {
    let (mut problem, plan) = everything(language);
    problem.travellers[0].rank = Rank::Political;
    problem.travellers[0].deputies = vec![TravellerIdx(1), TravellerIdx(2)];
    problem.travellers[0].email = Some("minister@am.example".to_owned());
    problem.rules.push(Rule {
        id: "vliegtuig".to_owned(),
        label: "Regeringsvliegtuig".to_owned(),
        penalty: None,
        body: RuleBody::Resource(Resource { capacity: 1, pad_days: 1 }),
    });
    problem.requests[0].needs = vec![RuleIdx(0)];
    problem.requests[4].needs = vec![RuleIdx(0)];
    let travellers = || problem.traveller_idxs().map(Scope::Traveller).collect::<Vec<_>>();
    let countries = || ["MA", "EG", "IR"].map(|code| Scope::Country(code.parse().expect("a code"))).to_vec();
    let audiences = vec![
        audience("kern", Level::Full, Hiding::Show, vec![Scope::Whole]),
        audience("reizigers", Level::Full, Hiding::Show, travellers()),
        audience("organisaties", Level::Full, Hiding::LeaveOut, vec![Scope::Organisation("A&M".to_owned())]),
        audience("posten", Level::Full, Hiding::Cover, countries()),
        audience("landen", Level::Limited, Hiding::Cover, countries()),
        audience("wie-waar", Level::Limited, Hiding::Cover, vec![Scope::Whole]),
        audience("vervangers", Level::Limited, Hiding::Cover, vec![Scope::Deputy(TravellerIdx(1))]),
        audience("vliegtuig", Level::Limited, Hiding::Cover, vec![Scope::Resource(RuleIdx(0))]),
        audience("tijden", Level::Busy, Hiding::Show, travellers()),
        audience("openbaar", Level::Public, Hiding::Cover, vec![Scope::Whole, Scope::Traveller(TravellerIdx(0))]),
    ];
    problem.publication = Publication { audiences, keep_cancelled_days: 30, organizer: None, address: None };
    (problem, plan)
}

/// The edition after `before`, on a day at noon.
pub fn edition(problem: &Problem, plan: &Plan, before: Option<&Manifest>, date: &str) -> Edition {
    edition_at(problem, plan, before, Zone::of(problem.place(problem.home).tz).instant(day(date), 720).minutes() * 60)
}

/// The edition after `before`, at a second since 1970.
pub fn edition_at(problem: &Problem, plan: &Plan, before: Option<&Manifest>, seconds: i64) -> Edition {
    let home = Zone::of(problem.place(problem.home).tz);
    let today = home.day(Instant::from_minutes(seconds.div_euclid(60)));
    let edition = assemble(Input { problem, plan, key: KEY, now: Stamp::from_seconds(seconds), today }, before);
    let findings: Vec<String> = edition
        .lint()
        .iter()
        .map(|(path, finding)| format!("{path}: {}", finding.said().of(Language::English)))
        .collect();
    assert_eq!(findings, Vec::<String>::new());
    edition
}

/// A file of an edition as text, with its folds undone.
pub fn text(edition: &Edition, path: &str) -> String {
    let bytes = edition.files.get(path).unwrap_or_else(|| panic!("there is a `{path}`"));
    String::from_utf8(bytes.clone()).expect("UTF-8").replace("\r\n ", "").replace("\r\n", "\n")
}

/// An event as its lines by name, parameters included in the value.
pub type Lines = BTreeMap<String, String>;

/// The events of a calendar by UID.
pub fn events(text: &str) -> BTreeMap<String, Lines> {
    let mut events = BTreeMap::new();
    for block in text.split("BEGIN:VEVENT\n").skip(1) {
        let block = block.split("END:VEVENT\n").next().expect("an end");
        let lines: Lines = block
            .lines()
            .map(|line| {
                let end = line.find([':', ';']).expect("a name");
                (line[..end].to_owned(), line[end..].to_owned())
            })
            .collect();
        assert!(events.insert(lines["UID"].clone(), lines).is_none(), "a UID is there twice");
    }
    events
}

/// The calendars of an edition, each with its events, by path.
pub fn calendars(edition: &Edition) -> BTreeMap<String, BTreeMap<String, Lines>> {
    let paths = edition.files.keys().filter(|path| path.ends_with("/calendar.ics"));
    paths.map(|path| (path.clone(), events(&text(edition, path)))).collect()
}

/// Moves all trips with a visit of a request by so many days.
pub fn moved(plan: &Plan, request: RequestIdx, days: i64) -> Plan {
    let mut moved = plan.clone();
    let shift = days * MINUTES_PER_DAY;
    for trip in moved.trips.iter_mut().filter(|trip| trip.visits.iter().any(|visit| visit.request == request)) {
        (trip.depart, trip.back) = (trip.depart.plus(shift), trip.back.plus(shift));
        for visit in &mut trip.visits {
            (visit.start, visit.end) = (visit.start.plus(shift), visit.end.plus(shift));
        }
    }
    moved
}

/// The plan without any trip that has a visit of a request.
pub fn without(plan: &Plan, request: RequestIdx) -> Plan {
    let mut plan = plan.clone();
    plan.trips.retain(|trip| trip.visits.iter().all(|visit| visit.request != request));
    plan.meetings.retain(|meeting| meeting.request != request);
    plan
}
