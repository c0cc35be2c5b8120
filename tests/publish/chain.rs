//! Fifty random editions one after another: UIDs, SEQUENCE, DTSTAMP and tombstones.

use std::collections::BTreeMap;

use reisagenda::domain::*;
use reisagenda::publish::Edition;

use crate::scene::*;

/// What decides the SEQUENCE, as lines.
const ESSENTIAL: [&str; 5] = ["DTSTART", "DTEND", "LOCATION", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS"];

fn sequence(lines: &Lines) -> u32 {
    lines["SEQUENCE"][1..].parse().expect("a number")
}

fn content(lines: &Lines) -> Lines {
    let mut content = lines.clone();
    content.retain(|name, _| name != "DTSTAMP" && name != "SEQUENCE");
    content
}

/// Something that happens to a plan between two meetings of the core team.
fn happen(dice: &mut fastrand::Rng, original: &Plan, problem: &mut Problem, plan: &mut Plan) {
    let request = RequestIdx(dice.usize(0..problem.requests.len()));
    match dice.u8(0..7) {
        0 => *plan = moved(plan, request, 7 * dice.i64(-2..=2)),
        1 => *plan = without(plan, request),
        2 => {
            // What fell through is planned again.
            let trips = original.trips.iter().filter(|trip| !plan.trips.iter().any(|own| own.visits == trip.visits));
            let back: Vec<Trip> = trips.cloned().collect();
            plan.trips.extend(back);
            plan.meetings.clone_from(&original.meetings);
        }
        3 => {
            let all = [RequestStatus::Idea, RequestStatus::Requested, RequestStatus::Confirmed, RequestStatus::Held];
            problem.requests[request.0].status = all[dice.usize(0..4)];
        }
        4 => problem.requests[request.0].title = format!("Titel {}", dice.u32(0..5)),
        5 => {
            let traveller = TravellerIdx(dice.usize(2..5));
            let has_seat = |trip: &&mut Trip| trip.visits.iter().any(|v| v.request == request && v.role.0 == 2);
            plan.trips.iter_mut().filter(has_seat).for_each(|trip| trip.traveller = traveller);
        }
        _ => {
            let all = [Confidentiality::Public, Confidentiality::Internal, Confidentiality::Confidential];
            problem.requests[request.0].confidentiality = all[dice.usize(0..3)];
        }
    }
}

#[test]
fn fifty_random_editions_follow_on_each_other() {
    for seed in 0..4 {
        let mut dice = fastrand::Rng::with_seed(seed);
        let (mut problem, original) = scene(Language::Dutch);
        problem.publication.keep_cancelled_days = 10;
        let mut plan = original.clone();
        let mut now: i64 = 1_796_000_000;
        let mut before: Option<Edition> = None;
        // The highest SEQUENCE and DTSTAMP that each event ever had, and since when it is cancelled.
        let mut known: BTreeMap<(String, String), (u32, String)> = BTreeMap::new();
        let mut cancelled: BTreeMap<(String, String), i64> = BTreeMap::new();
        let (mut n_moved, mut n_cancelled, mut n_back, mut n_gone) = (0, 0, 0, 0);
        for _ in 0..50 {
            let edition = edition_at(&problem, &plan, before.as_ref().map(|before| &before.manifest), now);
            let again = edition_at(&problem, &plan, Some(&edition.manifest), now + dice.i64(0..60));
            assert!(again.files == edition.files, "publishing the same plan twice changes nothing");
            let old = before.as_ref().map(calendars).unwrap_or_default();
            for (path, events) in calendars(&edition) {
                for (uid, lines) in &events {
                    let id = (path.clone(), uid.clone());
                    let is_cancelled = lines["STATUS"] == ":CANCELLED";
                    let (sequence, stamp) = (sequence(lines), lines["DTSTAMP"].clone());
                    match old.get(&path).and_then(|old| old.get(uid)) {
                        Some(was) if content(was) == content(lines) => {
                            assert_eq!((&was["DTSTAMP"], &was["SEQUENCE"]), (&lines["DTSTAMP"], &lines["SEQUENCE"]));
                        }
                        Some(was) => {
                            assert!(was["DTSTAMP"] < stamp, "{path}: {was:?} became {lines:?}");
                            let is_essential = ESSENTIAL.iter().any(|name| was.get(*name) != lines.get(*name));
                            let had = was["SEQUENCE"][1..].parse::<u32>().expect("a number");
                            assert_eq!(sequence, had + u32::from(is_essential), "{path}: {was:?} became {lines:?}");
                            n_moved += u32::from(is_essential);
                            n_back += u32::from(was["STATUS"] == ":CANCELLED" && !is_cancelled);
                        }
                        None => match known.get(&id) {
                            None => assert_eq!(sequence, 0, "a new event"),
                            Some(had) => assert!(had.0 < sequence && had.1 < stamp, "{path}: {lines:?} came back"),
                        },
                    }
                    known.insert(id.clone(), (sequence, stamp));
                    if is_cancelled {
                        assert_eq!(lines["X-MICROSOFT-CDO-BUSYSTATUS"], ":FREE");
                        cancelled.entry(id).or_insert(now);
                        n_cancelled += 1;
                    } else {
                        cancelled.remove(&id);
                    }
                }
                // Nothing leaves before its time, but for what lies before the horizon.
                for (uid, was) in old.get(&path).into_iter().flatten().filter(|(uid, _)| !events.contains_key(*uid)) {
                    match cancelled.get(&(path.clone(), uid.clone())) {
                        Some(since) => assert!(now - since >= 9 * 86_400, "{path}: {uid} left after {} s", now - since),
                        None => assert!(*was["DTEND"] <= *";VALUE=DATE:20270104", "{path}: {was:?} left"),
                    }
                    n_gone += 1;
                }
            }
            for path in old.keys() {
                assert!(edition.files.contains_key(path), "{path} is lost to its subscribers");
            }
            before = Some(edition);
            for _ in 0..dice.u8(0..3) {
                happen(&mut dice, &original, &mut problem, &mut plan);
            }
            now += [1, 90, 3_600, 3 * 86_400, 8 * 86_400][dice.usize(0..5)];
        }
        assert!(
            n_moved > 50 && n_cancelled > 50 && n_back > 0 && n_gone > 0,
            "{n_moved} {n_cancelled} {n_back} {n_gone}"
        );
    }
}

#[test]
fn a_visit_keeps_its_uid_in_every_calendar_when_it_moves_or_others_go() {
    let (mut problem, plan) = scene(Language::Dutch);
    let first = edition(&problem, &plan, None, "2027-01-04");
    let mut other = moved(&plan, RequestIdx(0), 14);
    let third = other.trips.iter_mut().find(|trip| trip.visits[0].role.0 == 2).expect("a third member");
    third.traveller = TravellerIdx(4);
    problem.requests[0].title = "Een andere titel".to_owned();
    let second = edition(&problem, &other, Some(&first.manifest), "2027-01-05");
    let (before, after) = (calendars(&first), calendars(&second));
    for path in
        ["kern/calendar.ics", "posten/ma/calendar.ics", "landen/ma/calendar.ics", "vliegtuig/vliegtuig/calendar.ics"]
    {
        let moved = before[path].iter().filter(|(uid, was)| {
            let now = &after[path][*uid];
            was["DTSTART"] != now["DTSTART"] && now["STATUS"] != ":CANCELLED"
        });
        assert!(moved.count() >= 1, "{path}");
    }
    assert_eq!(before["landen/ma/calendar.ics"].len(), after["landen/ma/calendar.ics"].len());
}

#[test]
fn what_lies_before_the_horizon_is_history_and_not_cancelled() {
    let (mut problem, plan) = scene(Language::Dutch);
    let first = edition(&problem, &plan, None, "2027-03-10");
    problem.horizon = DayRange::inclusive(day("2027-04-01"), day("2027-12-24")).expect("a horizon");
    let later = without(&plan, RequestIdx(0));
    let second = edition(&problem, &later, Some(&first.manifest), "2027-04-01");
    let of_rabat = |edition: &Edition| {
        let events = events(&text(edition, "kern/calendar.ics"));
        events.into_values().filter(|lines| lines["SUMMARY"].contains("Rabat: Ondertekening")).collect::<Vec<_>>()
    };
    assert_eq!(of_rabat(&first), of_rabat(&second));
    assert!(!of_rabat(&first).is_empty());
    let third = edition(&problem, &later, Some(&second.manifest), "2027-06-01");
    assert!(of_rabat(&third).is_empty(), "history leaves after a while");
}

#[test]
fn a_calendar_that_nobody_has_any_more_empties_itself() {
    let (mut problem, plan) = scene(Language::Dutch);
    let first = edition(&problem, &plan, None, "2027-01-04");
    problem.publication.audiences.retain(|audience| audience.id != "kern");
    let second = edition(&problem, &plan, Some(&first.manifest), "2027-01-05");
    let left = text(&second, "kern/calendar.ics");
    assert!(events(&left).values().all(|lines| lines["STATUS"] == ":CANCELLED" && lines["SUMMARY"] == ":Vervallen"));
    assert!(!left.contains("Rabat") && left.contains("niet meer bijgehouden"));
    let third = edition(&problem, &plan, Some(&second.manifest), "2027-03-05");
    assert!(events(&text(&third, "kern/calendar.ics")).is_empty());
}
