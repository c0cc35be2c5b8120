//! What an audience may not see is in none of its files, under no name, and its calendars cannot be joined with others.

use std::collections::{BTreeMap, BTreeSet};

use reisagenda::domain::*;
use reisagenda::publish::Edition;

use crate::scene::*;

/// Marks every text of the scene, so that it can be found wherever it turns up.
fn marked() -> (Problem, Plan) {
    let (mut problem, plan) = scene(Language::Dutch);
    "zqagenda".clone_into(&mut problem.title);
    for (i, request) in problem.requests.iter_mut().enumerate() {
        request.id = format!("zqid{i}");
        request.title = format!("zqtitel{i}");
        request.counterpart = Some(format!("zqpartner{i}"));
        request.theme = Some(format!("zqthema{i}"));
        request.milestones.truncate(1);
        request.milestones[0].label = format!("zqmijlpaal{i}");
        request.cover = (i == 4).then(|| "zzdekmantel".to_owned());
        for role in &mut request.roles {
            role.id = format!("zqrol{}", role.id);
        }
    }
    for (i, place) in problem.places.iter_mut().enumerate().skip(1) {
        place.id = format!("zqplaatsid{i}");
        place.name_nl = format!("zqplaats{i}");
        place.name_en = format!("zqplaats{i}");
    }
    for (i, traveller) in problem.travellers.iter_mut().enumerate() {
        let kind = if traveller.rank == Rank::Political { "zqminister" } else { "zqambtenaar" };
        traveller.office = format!("{kind}{i}");
        traveller.id = format!("zqreiziger{i}");
    }
    (problem, plan)
}

/// All text of an audience's files and their paths, folds undone, in small letters.
fn all_of(edition: &Edition, audience: &str) -> String {
    let of = edition.files.keys().filter(|path| path.split('/').next() == Some(audience));
    let all: String = of.map(|path| format!("{path}\n{}\n", text(edition, path))).collect();
    assert!(!all.is_empty(), "{audience} has files");
    all.to_lowercase()
}

fn assert_without(edition: &Edition, audience: &str, forbidden: &[&str]) {
    let all = all_of(edition, audience);
    for word in forbidden {
        let found = all.find(&word.to_lowercase()).map(|at| {
            let start = (0..=at.saturating_sub(80)).rev().find(|&start| all.is_char_boundary(start)).unwrap_or(0);
            all[start..].chars().take(200).collect::<String>()
        });
        assert_eq!(found, None, "`{word}` is in a file of `{audience}`");
    }
}

/// Countries and zones of the scene, but for Morocco.
const COUNTRIES: [&str; 6] = ["india", "egypte", "verenigde staten", "iran", "palestijns", "marokko"];
const ZONES: [&str; 5] = ["africa/", "asia/", "america/", "casablanca", "kolkata"];
const INNER: [&str; 6] = ["zqagenda", "zqid", "zqtitel", "zqpartner", "zqthema", "zqmijlpaal"];

fn editions() -> Vec<Edition> {
    let (mut problem, plan) = marked();
    let first = edition(&problem, &plan, None, "2027-01-04");
    // Something moves, somebody else goes, something is dropped: change lists and tombstones speak too.
    let mut other = moved(&without(&plan, RequestIdx(1)), RequestIdx(0), 7);
    other.trips.iter_mut().filter(|trip| trip.visits[0].role.0 == 2).for_each(|trip| trip.traveller = TravellerIdx(4));
    problem.requests[6].status = RequestStatus::Confirmed;
    let second = edition(&problem, &other, Some(&first.manifest), "2027-02-04");
    let third = edition(&problem, &other, Some(&second.manifest), "2027-12-30");
    vec![first, second, third]
}

#[test]
fn limited_calendars_say_office_country_and_dates_alone() {
    for edition in editions() {
        for audience in ["landen", "wie-waar", "vervangers", "vliegtuig"] {
            assert_without(&edition, audience, &INNER);
            assert_without(&edition, audience, &["zqplaats", "zqrol", "dtstart;tzid", "reis van", "verblijf"]);
            assert_without(&edition, audience, &ZONES);
        }
        // The visit to Iran is confidential: its cover is shown, its country is not.
        assert_without(&edition, "wie-waar", &["iran"]);
        assert_without(&edition, "vliegtuig", &["iran"]);
        assert!(all_of(&edition, "wie-waar").contains("zzdekmantel"));
        assert!(
            !all_of(&edition, "landen").contains("zzdekmantel"),
            "a cover in the calendar of a country names the country"
        );
        assert!(all_of(&edition, "wie-waar").contains("zqminister0"));
        assert!(all_of(&edition, "landen").contains("marokko"));
    }
}

#[test]
fn calendars_of_times_say_times_alone() {
    for edition in editions() {
        assert_without(&edition, "tijden", &INNER);
        assert_without(&edition, "tijden", &COUNTRIES);
        assert_without(&edition, "tijden", &ZONES);
        assert_without(
            &edition,
            "tijden",
            &["zqplaats", "zqrol", "zzdekmantel", "location", "categories", "verblijf", ", ma"],
        );
        // A calendar is its owner's: others are not named in it.
        for own in 0..5 {
            let path = format!("tijden/zqreiziger{own}/calendar.ics");
            let text = text(&edition, &path);
            let named: BTreeSet<usize> = (0..5).filter(|i| text.contains(&format!("ambtenaar{i}"))).collect();
            assert!(named.is_subset(&BTreeSet::from([own])), "{path} names {named:?}");
        }
    }
}

#[test]
fn the_public_agenda_names_no_official_and_nothing_that_is_not_public() {
    for edition in editions() {
        assert_without(&edition, "openbaar", &["zqambtenaar", "zqthema", "zqmijlpaal", "zqid", "zqrol", "zqagenda"]);
        assert_without(&edition, "openbaar", &["dtstart;tzid", "reis van", "verblijf", "estimated", "geschat"]);
        // Only New York is public, and only the minister's.
        let public = all_of(&edition, "openbaar");
        for i in (0..9).filter(|&i| i != 3) {
            assert!(!public.contains(&format!("zqtitel{i}")) && !public.contains(&format!("zqpartner{i}")), "{i}");
        }
    }
    let [first, .., last] = &editions()[..] else { panic!("three editions") };
    assert!(!all_of(first, "openbaar").contains("zqtitel3"), "not before it has taken place");
    let public = all_of(last, "openbaar");
    for said in ["zqtitel3", "zqpartner3", "zqplaats4", "zqminister0"] {
        assert!(public.contains(said), "{said}");
    }
}

#[test]
fn a_country_desk_learns_nothing_of_other_countries_or_of_confidential_visits() {
    let (mut problem, mut plan) = marked();
    // One trip goes on from Rabat to New Delhi, and one from Cairo to a confidential visit to Tehran.
    let (rabat, delhi) = (visit(&problem, RequestIdx(0), 0, "2027-06-01", "2027-06-01"), RequestIdx(1));
    let onward = visit(&problem, delhi, 0, "2027-06-03", "2027-06-03");
    let mut trips = without(&without(&plan, RequestIdx(0)), delhi).trips;
    trips.push(trip(&problem, 0, vec![rabat, onward]));
    plan.trips = trips;
    problem.requests[0].confidentiality = Confidentiality::Internal;
    let edition = edition(&problem, &plan, None, "2027-01-04");
    let rabat = text(&edition, "posten/ma/calendar.ics");
    for forbidden in ["zqplaats2", "zqtitel1", "zqthema1", "Kolkata"] {
        assert!(!rabat.contains(forbidden), "the desk for Morocco reads `{forbidden}`");
    }
    assert!(rabat.contains("Vertrek uit zqplaats1"), "{rabat}");
    let iran = text(&edition, "posten/ir/calendar.ics");
    assert!(events(&iran).is_empty(), "{iran}");
    let am = all_of(&edition, "organisaties");
    assert!(!am.contains("zqtitel4") && !am.contains("zqplaats5"));
}

#[test]
fn uids_of_different_calendars_cannot_be_joined() {
    let edition = editions().remove(0);
    let mut owner: BTreeMap<String, String> = BTreeMap::new();
    for (path, events) in calendars(&edition) {
        for uid in events.into_keys() {
            if let Some(other) = owner.insert(uid.clone(), path.clone()) {
                panic!("{uid} is in {other} and in {path}");
            }
        }
    }
    assert!(owner.len() > 100);
    // The level counts: the same audience at another level has other UIDs.
    let (mut problem, plan) = marked();
    problem.publication.audiences.retain(|audience| audience.id == "wie-waar");
    problem.publication.audiences[0].level = Level::Full;
    let full = edition_at(&problem, &plan, None, 1_799_000_000);
    assert!(calendars(&full).values().flatten().all(|(uid, _)| !owner.contains_key(uid)));
}

#[test]
fn what_becomes_confidential_disappears_from_tombstones_and_change_lists_too() {
    for is_dropped in [false, true] {
        let (mut problem, plan) = marked();
        problem.requests[0].confidentiality = Confidentiality::Internal;
        let first = edition(&problem, &plan, None, "2027-01-04");
        // A change list that names the visit stands, too.
        let plan = moved(&plan, RequestIdx(0), 7);
        let second = edition(&problem, &plan, Some(&first.manifest), "2027-01-05");
        assert!(all_of(&second, "posten").contains("zqtitel0") && all_of(&second, "wie-waar").contains("marokko"));
        problem.requests[0].confidentiality = Confidentiality::Confidential;
        let plan = if is_dropped { without(&plan, RequestIdx(0)) } else { plan };
        let third = edition(&problem, &plan, Some(&second.manifest), "2027-01-06");
        let fourth = edition(&problem, &plan, Some(&third.manifest), "2027-01-20");
        for edition in [&third, &fourth] {
            assert_without(edition, "posten", &["zqtitel0", "zqpartner0", "zqthema0", "zqmijlpaal0", "zqplaats1"]);
            assert_without(edition, "wie-waar", &["marokko"]);
            let tombstones = events(&text(edition, "posten/ma/calendar.ics"));
            assert!(!tombstones.is_empty());
            assert!(
                tombstones.values().all(|lines| lines["SUMMARY"] == ":Vervallen" && lines["STATUS"] == ":CANCELLED")
            );
            // The core team reads on.
            assert!(all_of(edition, "kern").contains("zqtitel0"));
        }
    }
}

#[test]
fn a_tombstone_of_what_was_always_visible_says_what_fell_through() {
    let (problem, plan) = marked();
    let first = edition(&problem, &plan, None, "2027-01-04");
    let second = edition(&problem, &without(&plan, RequestIdx(2)), Some(&first.manifest), "2027-01-05");
    let egypt = events(&text(&second, "posten/eg/calendar.ics"));
    let cancelled: Vec<&Lines> = egypt.values().filter(|lines| lines["STATUS"] == ":CANCELLED").collect();
    assert!(cancelled.iter().any(|lines| lines["SUMMARY"].contains(":Vervallen: zqplaats3: zqtitel2")));
    assert!(cancelled.iter().all(|lines| lines["TRANSP"] == ":TRANSPARENT"));
    let changes = text(&second, "posten/eg/changes.txt");
    assert!(changes.contains("Vervallen\n") && changes.contains("zqtitel2"), "{changes}");
}

#[test]
fn the_files_of_an_audience_depend_on_what_it_may_see_alone() {
    // What a limited, busy or public calendar may not say cannot be read from any other trace either: bytes, order, counts.
    let (mut problem, plan) = marked();
    let files = |problem: &Problem, audience: &str| -> BTreeMap<String, Vec<u8>> {
        let edition = edition(problem, &plan, None, "2027-12-30");
        edition.files.into_iter().filter(|(path, _)| path.starts_with(&format!("{audience}/"))).collect()
    };
    let of = ["wie-waar", "tijden", "landen", "vervangers", "vliegtuig", "openbaar"];
    let before: Vec<_> = of.iter().map(|audience| files(&problem, audience)).collect();
    for (i, request) in problem.requests.iter_mut().enumerate().filter(|(i, _)| *i != 3) {
        request.title = format!("een heel andere titel {i} die veel langer is");
        request.theme = None;
        request.counterpart = None;
        request.milestones.clear();
    }
    "een andere agenda".clone_into(&mut problem.title);
    for (audience, before) in of.iter().zip(before) {
        assert!(before == files(&problem, audience), "{audience}");
    }
}
