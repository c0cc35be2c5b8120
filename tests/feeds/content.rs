//! What is in which calendar, and what stays from plan to plan.

use std::collections::{BTreeMap, BTreeSet};

use reisagenda::domain::*;
use reisagenda::feeds::{self, Feed, Options, Scope, trip_legs};
use reisagenda::ics::lint::lint;
use reisagenda::ics::write::{Class, Event, Showing, When};
use reisagenda::zones::Zone;

use crate::problem::*;

fn feeds_of(problem: &Problem, plan: &Plan) -> Vec<Feed> {
    feeds::feeds(problem, plan, &Options::default())
}

fn feed<'a>(feeds: &'a [Feed], file_name: &str) -> &'a Feed {
    feeds.iter().find(|feed| feed.file_name == file_name).unwrap_or_else(|| panic!("there is a `{file_name}`"))
}

fn event<'a>(feed: &'a Feed, part_of_summary: &str) -> &'a Event {
    let mut found = feed.calendar.events.iter().filter(|event| event.summary.contains(part_of_summary));
    let event = found.next().unwrap_or_else(|| panic!("`{}` has `{part_of_summary}`", feed.file_name));
    assert!(found.next().is_none(), "`{}` has `{part_of_summary}` once", feed.file_name);
    event
}

/// The visit whose subject has this part, not its milestones or legs.
fn visit_event<'a>(feed: &'a Feed, part_of_summary: &str) -> &'a Event {
    let visits =
        feed.calendar.events.iter().filter(|event| ["Bezoek", "Visit"].contains(&event.categories[0].as_str()));
    let mut found = visits.filter(|event| event.summary.contains(part_of_summary));
    found.next().unwrap_or_else(|| panic!("`{}` has `{part_of_summary}`", feed.file_name))
}

fn start(event: &Event) -> Instant {
    match event.when {
        When::Timed { interval, .. } => interval.start(),
        When::Days(_) => panic!("`{}` has times", event.summary),
    }
}

#[test]
fn every_feed_passes_the_validator() {
    for language in [Language::Dutch, Language::English] {
        let (problem, plan) = everything(language);
        for plan in [plan, Plan::default()] {
            for (name, bytes) in feeds::files(&problem, &plan) {
                let findings = lint(&bytes);
                assert_eq!(findings, [], "{name}");
            }
        }
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let (problem, plan) = everything(Language::Dutch);
    assert_eq!(feeds::files(&problem, &plan), feeds::files(&problem, &plan));
    let mut later = problem.clone();
    later.as_of = Some(day("2027-02-01"));
    assert_eq!(feeds::files(&problem, &plan), feeds::files(&later, &plan), "a later run changes no event");
}

#[test]
fn file_names_are_unique_and_safe_whatever_the_ids_are() {
    let mut problem = problem(Language::Dutch);
    let ids = ["con", "CON", "a&b", "a+b", "é", "e", "", "..", "x/y", "x\\y", "وزير", "部长", &"lang".repeat(80)];
    problem.travellers = ids.map(|id| traveller(id, id, id)).into();
    let names: Vec<String> = feeds_of(&problem, &Plan::default()).into_iter().map(|feed| feed.file_name).collect();
    assert_eq!(names.len(), 1 + 2 * ids.len(), "{names:?}");
    let distinct: BTreeSet<&String> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "{names:?}");
    for name in &names {
        let stem = name.strip_suffix(".ics").expect("an .ics file");
        assert!(stem.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-')), "{name}");
        assert!(stem.len() <= 80 && !stem.is_empty(), "{name}");
    }
    assert!(names.contains(&"traveller-con.ics".to_owned()), "an id that is safe is kept: {names:?}");
}

#[test]
fn everybody_has_a_feed_and_it_has_what_is_theirs() {
    let (problem, plan) = everything(Language::Dutch);
    let feeds = feeds_of(&problem, &plan);
    let scopes: Vec<&Scope> = feeds.iter().map(|feed| &feed.scope).collect();
    assert_eq!(scopes.iter().filter(|scope| matches!(scope, Scope::Traveller(_))).count(), 5);
    assert_eq!(scopes.iter().filter(|scope| matches!(scope, Scope::Organisation(_))).count(), 4);
    assert_eq!(scopes.iter().filter(|scope| matches!(scope, Scope::Country(_))).count(), 6);
    // The minister: 4 visits, 7 legs (Cairo and Alexandria are one trip), 3 stays, 1 meeting, 3 preparation days, and
    // two milestones for each visit and meeting.
    let minister = feed(&feeds, "traveller-minister-am.ics");
    assert_eq!(minister.calendar.events.len(), 4 + 7 + 3 + 1 + 3 + 10);
    // Only travellers prepare, and the whole agenda has no milestones.
    let whole = feed(&feeds, "agenda.ics");
    assert!(whole.calendar.events.iter().all(|event| event.showing != Showing::Free));
    assert_eq!(whole.calendar.events.iter().filter(|event| event.categories[0] == "Bezoek").count(), 7);
    assert_eq!(whole.calendar.events.iter().filter(|event| event.categories[0] == "Overleg").count(), 2);
    // A country has the visits there and the legs to and from it.
    let egypt = feed(&feeds, "country-eg.ics");
    let kinds = |kind: &str| egypt.calendar.events.iter().filter(|event| event.categories[0] == kind).count();
    assert_eq!((kinds("Bezoek"), kinds("Reis"), kinds("Mijlpaal"), kinds("Overleg")), (2, 4, 4, 0));
    // An organisation has what its own travellers do.
    let bz = feed(&feeds, "organisation-bz.ics");
    assert!(bz.calendar.events.iter().all(|event| !event.summary.contains("Gaza")));
}

#[test]
fn a_joint_visit_is_one_event_that_names_its_delegation() {
    let (problem, plan) = everything(Language::Dutch);
    let feeds = feeds_of(&problem, &plan);
    for name in ["agenda.ics", "country-ma.ics", "organisation-bz.ics"] {
        let visit = visit_event(feed(&feeds, name), "Rabat: Ondertekening");
        let delegation = "Delegatie: Minister van A&M, DG Migratie, Directeur IMB";
        assert!(visit.description.contains(delegation), "{name}: {}", visit.description);
    }
    // Who travels together travels in one event; an organisation sees its own.
    assert!(
        event(feed(&feeds, "agenda.ics"), "naar Rabat")
            .summary
            .ends_with("Minister van A&M, DG Migratie, Directeur IMB")
    );
    assert!(event(feed(&feeds, "organisation-bz.ics"), "naar Rabat").summary.ends_with("– Directeur IMB"));
}

#[test]
fn status_and_confidentiality_show() {
    let (problem, plan) = everything(Language::English);
    let feeds = feeds_of(&problem, &plan);
    let whole = feed(&feeds, "agenda.ics");
    let delhi = event(whole, "New Delhi: ");
    assert!(delhi.summary.starts_with("Provisional: ") && delhi.description.contains("provisional (idea)"));
    assert_eq!((delhi.showing, delhi.class), (Showing::Tentative, Class::Private));
    let tehran = event(whole, "Tehran: ");
    assert_eq!((tehran.showing, tehran.class), (Showing::OutOfOffice, Class::Confidential));
    assert_eq!(event(whole, "to Tehran").class, Class::Confidential, "a leg is as confidential as its visit");
    assert_eq!(visit_event(whole, "New York – ").class, Class::Public);
    assert_eq!(event(whole, "The Hague: Kernteam").showing, Showing::Tentative);
    assert_eq!(event(whole, "The Hague: Onderraad").showing, Showing::Busy);
    // Cairo is not confirmed, Alexandria is: the way to Cairo is provisional, the way on and the way home are not.
    let minister = feed(&feeds, "traveller-minister-am.ics");
    assert_eq!(event(minister, "The Hague to Cairo").showing, Showing::Tentative);
    assert_eq!(event(minister, "Cairo to Alexandria").showing, Showing::OutOfOffice);
    assert_eq!(event(minister, "Alexandria to The Hague").showing, Showing::OutOfOffice);
}

#[test]
fn a_title_that_names_the_place_is_not_told_it_again() {
    let (mut problem, plan) = everything(Language::English);
    for (title, expected) in [
        ("Talks", "Cairo: Talks"),
        ("Cairo: talks", "Cairo: talks"),
        ("CAIRO talks", "CAIRO talks"),
        ("Talks in Cairo", "Talks in Cairo"),
        ("Cairones talk", "Cairo: Cairones talk"),
        // Only the name in the language of the calendar counts.
        ("Caïro: gesprek", "Cairo: Caïro: gesprek"),
        ("", "Cairo"),
    ] {
        problem.requests[2].title = title.to_owned();
        let feeds = feeds_of(&problem, &plan);
        let minister = feed(&feeds, "traveller-minister-am.ics");
        let seen = |start: &str| minister.calendar.events.iter().any(|event| event.summary.starts_with(start));
        assert!(seen(&format!("Provisional: {expected} – ")), "`{title}`");
        assert!(seen(&format!("Provisional: note verbale: {expected}")), "`{title}`");
        assert!(seen(&format!("Preparation: {expected}; Alexandria: Vervolg")), "`{title}`");
        assert!(event(minister, "The Hague to Cairo").description.ends_with(&format!("For: {expected}")), "`{title}`");
    }
    problem.requests[2].title = format!("{} Cairo", "long ".repeat(40));
    let feeds = feeds_of(&problem, &plan);
    let visit = visit_event(feed(&feeds, "agenda.ics"), "long");
    assert!(
        visit.summary.starts_with("Provisional: Cairo: long"),
        "a place that is cut off is said: {}",
        visit.summary
    );
}

#[test]
fn a_locked_idea_is_out_of_office() {
    let (mut problem, plan) = everything(Language::Dutch);
    let delhi = problem.requests.iter().position(|request| request.id == "india").expect("a request");
    problem.requests[delhi].lock =
        Some(Lock { start: plan.trips[6].visits[0].start, delegation: vec![None; 3], because: LockReason::Confirmed });
    let feeds = feeds_of(&problem, &plan);
    let visit = visit_event(feed(&feeds, "country-in.ics"), "New Delhi: Een heel");
    assert_eq!(visit.showing, Showing::OutOfOffice);
    assert!(visit.description.contains("Status: vastgezet"));
}

#[test]
fn texts_say_the_local_time_of_the_place_and_the_time_at_home() {
    let (problem, plan) = everything(Language::Dutch);
    let feeds = feeds_of(&problem, &plan);
    let whole = feed(&feeds, "agenda.ics");
    let delhi = event(whole, "New Delhi: ");
    assert!(
        delhi.description.contains("Begin: vr 26 maart 2027, 09:00 in New Delhi (04:30 in Den Haag)"),
        "{}",
        delhi.description
    );
    // The clock in The Hague changed on 28 March; the one in New Delhi never does.
    assert!(delhi.description.contains("Einde: ma 29 maart 2027, 12:30 in New Delhi (09:00 in Den Haag)"));
    let back = event(whole, "Reis van New York naar Den Haag");
    assert!(
        back.description.contains("Vertrek: ma 8 november 2027, 12:30 in New York (18:30 in Den Haag)"),
        "{}",
        back.description
    );
    assert!(back.description.contains("Aankomst: di 9 november 2027, 01:30 in Den Haag"));
    assert!(back.description.contains("(geschat uit de afstand)"), "an estimate is shown as one");
    assert!(event(whole, "naar New Delhi").description.contains("Rust na aankomst: 10 u"));
    let (problem, plan) = everything(Language::English);
    let english = feeds_of(&problem, &plan);
    let delhi = event(feed(&english, "agenda.ics"), "New Delhi: ");
    assert!(delhi.description.contains("Start: Fri 26 March 2027, 09:00 in New Delhi (04:30 in The Hague)"));
    assert_eq!(delhi.location.as_deref(), Some("New Delhi, IN"));
}

#[test]
fn milestones_count_back_from_the_start_date_at_the_place() {
    let (problem, plan) = everything(Language::Dutch);
    let feeds = feeds_of(&problem, &plan);
    let note = event(feed(&feeds, "country-in.ics"), "note verbale");
    let expected = DayRange::inclusive(day("2027-02-12"), day("2027-02-12")).expect("a day");
    assert_eq!((note.when, note.showing), (When::Days(expected), Showing::Free));
    let preparation = event(feed(&feeds, "traveller-directeur-imb.ics"), "Voorbereiding: New Delhi");
    let expected = DayRange::inclusive(day("2027-03-24"), day("2027-03-24")).expect("a day");
    assert_eq!((preparation.when, preparation.showing), (When::Days(expected), Showing::Free));
}

#[test]
fn legs_follow_the_night_rule_and_fill_the_trip() {
    let (problem, plan) = everything(Language::Dutch);
    for trip in &plan.trips {
        let legs = trip_legs(&problem, trip);
        let (first, last) = (legs.first().expect("a leg"), legs.last().expect("a leg"));
        assert_eq!((first.from, first.depart), (problem.home, trip.depart));
        assert_eq!((last.to, last.arrive), (problem.home, trip.back));
        for leg in &legs {
            assert_eq!(leg.arrive, leg.depart.plus(leg.leg.minutes));
            let minute = Zone::of(problem.place(leg.from).tz).local(leg.depart).minute;
            assert!((300..=1380).contains(&minute), "nobody departs at minute {minute}");
            if let Some(before) = leg.before {
                assert!(leg.arrive.plus(leg.leg.rest_minutes) <= trip.visits[before].start);
            }
        }
    }
    // A visit that ends at midnight is left at five in the morning; two visits at one place have no leg between them.
    let mut late = plan.trips[0].clone();
    let mut second = late.visits[0];
    let zone = Zone::of(problem.place(PlaceIdx(1)).tz);
    (second.start, second.end) = (late.visits[0].end, zone.instant(day("2027-03-03"), 0));
    late.visits.push(second);
    late.back = zone.instant(day("2027-03-03"), 300).plus(405);
    let legs = trip_legs(&problem, &late);
    assert_eq!(legs.len(), 2);
    assert_eq!(legs[1].depart, zone.instant(day("2027-03-03"), 300));
}

#[test]
fn uids_stay_when_a_visit_moves_and_are_not_shared_between_feeds() {
    let (problem, plan) = everything(Language::Dutch);
    let mut moved = plan.clone();
    for trip in moved.trips.iter_mut().filter(|trip| trip.visits[0].request == RequestIdx(0)) {
        trip.depart = trip.depart.plus(7 * MINUTES_PER_DAY);
        trip.back = trip.back.plus(7 * MINUTES_PER_DAY);
        for visit in &mut trip.visits {
            (visit.start, visit.end) = (visit.start.plus(7 * MINUTES_PER_DAY), visit.end.plus(7 * MINUTES_PER_DAY));
        }
    }
    // Somebody else takes the third seat.
    moved
        .trips
        .iter_mut()
        .filter(|trip| trip.visits[0].role == RoleIdx(2))
        .for_each(|trip| trip.traveller = TravellerIdx(4));
    let uids = |feeds: &[Feed]| -> BTreeMap<String, BTreeSet<String>> {
        let uids = |feed: &Feed| feed.calendar.events.iter().map(|event| event.uid.clone()).collect();
        feeds.iter().map(|feed| (feed.file_name.clone(), uids(feed))).collect()
    };
    let (before, after) = (feeds_of(&problem, &plan), feeds_of(&problem, &moved));
    let rabat = |feeds: &[Feed], name: &str| visit_event(feed(feeds, name), "Rabat: Ondertekening").clone();
    for name in ["agenda.ics", "country-ma.ics", "traveller-dg-migratie.ics"] {
        let (old, new) = (rabat(&before, name), rabat(&after, name));
        assert_eq!((&old.uid, start(&old).plus(7 * MINUTES_PER_DAY)), (&new.uid, start(&new)), "{name}");
    }
    let (before, after) = (uids(&before), uids(&after));
    assert_eq!(before["agenda.ics"], after["agenda.ics"]);
    assert_eq!(before["traveller-minister-am.ics"], after["traveller-minister-am.ics"]);
    let n_uids: usize = before.values().map(BTreeSet::len).sum();
    assert_eq!(before.values().flatten().collect::<BTreeSet<_>>().len(), n_uids, "no UID is in two feeds");
    let other_key = Options { uid_key: b"another".to_vec(), ..Options::default() };
    let rekeyed = uids(&feeds::feeds(&problem, &plan, &other_key));
    assert!(before["agenda.ics"].is_disjoint(&rekeyed["agenda.ics"]));
}

#[test]
fn a_zone_that_no_vtimezone_can_express_is_written_in_utc() {
    // Morocco changed its clock for Ramadan until September 2026, and never after.
    let mut problem = problem(Language::Dutch);
    problem.horizon = DayRange::inclusive(day("2026-01-01"), day("2027-12-24")).expect("a horizon");
    let mut plan = Plan::default();
    for (id, first) in [("a", "2026-02-10"), ("b", "2026-03-01"), ("c", "2027-03-01")] {
        let request = add(&mut problem, request(id, id, 1, RequestStatus::Idea));
        let visit = visit(&problem, request, 0, first, first);
        plan.trips.push(trip(&problem, 0, vec![visit]));
    }
    let (_, bytes) = feeds::files(&problem, &plan).swap_remove(1);
    let text = String::from_utf8(bytes.clone()).expect("UTF-8");
    assert!(!text.contains("Casablanca"), "{text}");
    assert!(text.contains("\r\nDTSTART:20260210T080000Z\r\n"), "an hour ahead of UTC in February 2026");
    assert!(text.contains("\r\nDTSTART:20270301T090000Z\r\n"));
    assert!(text.contains("in Rabat"), "the text still says the local time");
    assert_eq!(lint(&bytes), []);
}
