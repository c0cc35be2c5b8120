//! The example of the task force: it loads without a word, and it is as large and as tight as its readme says.

use std::collections::BTreeSet;
use std::path::Path;

use reisagenda::domain::{Language, Problem, Rank, RequestStatus};
use reisagenda::scenario;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/taskforce-2027");

fn load() -> Problem {
    let loaded = match scenario::load(Path::new(FOLDER)) {
        Ok(loaded) => loaded,
        Err(mistakes) => panic!("the example has mistakes: {mistakes:?}"),
    };
    assert!(loaded.warnings.is_empty(), "the example has warnings: {:?}", loaded.warnings);
    loaded.problem
}

#[test]
fn the_example_is_marked_as_one_and_is_in_dutch() {
    let problem = load();
    assert!(problem.title.contains("VOORBEELD"));
    assert_eq!(problem.language, Language::Dutch);
    let readme = std::fs::read_to_string(Path::new(FOLDER).join("README.md")).expect("the example has a readme");
    assert!(readme.contains("VOORBEELD") && readme.contains("## Bronnen en licenties"));
}

#[test]
fn it_has_the_size_of_a_year_of_the_task_force() {
    let problem = load();
    let countries: BTreeSet<_> = problem.places.iter().map(|place| place.country).collect();
    assert!(countries.len() > 30, "{} countries", countries.len());
    assert_eq!(problem.travellers.len(), 17);
    assert_eq!(problem.requests.len(), 66);
    let n_political = problem.travellers.iter().filter(|traveller| traveller.rank == Rank::Political).count();
    assert_eq!(n_political, 4);
    let visited: BTreeSet<_> = problem.requests.iter().map(|request| request.place).collect();
    assert_eq!(visited.len(), problem.places.len(), "every place is wished for");
    let n_joint = problem.requests.iter().filter(|request| request.roles.len() > 1).count();
    assert!(n_joint >= 20, "{n_joint} joint visits");
    let n_locked = problem.requests.iter().filter(|request| request.lock.is_some()).count();
    let n_confirmed = problem.requests.iter().filter(|request| request.status == RequestStatus::Confirmed).count();
    assert_eq!((n_locked, n_confirmed), (3, 3));
    assert!(problem.requests.iter().filter(|request| request.mandatory).count() >= 3);
    let kinds: BTreeSet<_> = problem.rules.iter().map(|rule| rule.kind()).collect();
    assert_eq!(
        kinds,
        BTreeSet::from(["attendance", "limit", "presence", "resource", "sequence", "spacing"]),
        "the kinds of rules"
    );
}

#[test]
fn every_place_has_its_weekend_holidays_and_coordinates() {
    let problem = load();
    for place in &problem.places {
        assert_eq!(place.weekend.len(), 2, "{}", place.id);
        assert!(place.holidays.len() >= 4, "{}", place.id);
        assert!(place.coordinates.is_some(), "{}", place.id);
    }
    let weekend = |id: &str| {
        let place = problem.places.iter().find(|place| place.id == id).expect("the place is there");
        place.weekend.clone()
    };
    assert_eq!(weekend("cairo"), [4, 5], "Friday and Saturday");
    assert_eq!(weekend("rabat"), [5, 6], "Saturday and Sunday");
}

#[test]
fn every_traveller_has_a_calendar_file_that_keeps_them_home_at_times() {
    let problem = load();
    for traveller in &problem.travellers {
        let file = Path::new(FOLDER).join("calendars").join(format!("{}.ics", traveller.id));
        assert!(file.is_file(), "{}", file.display());
        assert!(traveller.busy.len() >= 3, "{}", traveller.id);
    }
    let n_events = |id: &str| {
        let calendar = problem.calendars.iter().find(|calendar| calendar.id == id).expect("the calendar is there");
        calendar.events.len()
    };
    assert_eq!(n_events("ministerraad"), 40, "Fridays outside recess");
    assert_eq!(n_events("vragenuur"), 37, "Tuesdays outside recess, but for Prinsjesdag");
    assert_eq!(n_events("jbz-raad"), 6);
}
