//! What changed: change lists as text, HTML and JSON, pages, and single invitations.

use reisagenda::domain::*;
use reisagenda::ics::lint::{Kind, lint_as};

use crate::scene::*;

#[test]
fn a_change_list_tells_what_is_new_moved_dropped_and_who_goes() {
    let (problem, plan) = scene(Language::Dutch);
    let start = without(&plan, RequestIdx(6));
    let first = edition(&problem, &start, None, "2027-01-04");
    assert_eq!(text(&first, "kern/changes.txt"), "Reisagenda: geheel\nSinds de eerste editie is niets gewijzigd.\n");
    let mut other = moved(&without(&plan, RequestIdx(1)), RequestIdx(0), 7);
    other.trips.iter_mut().filter(|trip| trip.visits[0].role.0 == 2).for_each(|trip| trip.traveller = TravellerIdx(4));
    let second = edition(&problem, &other, Some(&first.manifest), "2027-01-05");
    let list = text(&second, "kern/changes.txt");
    for said in [
        "Wijzigingen van di 5 januari 2027, 12:00",
        "Nieuw\n  - Onder voorbehoud: Gaza: Humanitair – Liaison KMar\n      ma 22 mrt 2027 08:00 – wo 24 mrt 2027 11:30\n",
        "was ma 1 mrt 2027 10:00 – di 2 mrt 2027 13:30; wordt ma 8 mrt 2027 10:00 – di 9 mrt 2027 13:30",
        "delegatie was Minister van A&M, DG Migratie, Directeur IMB; wordt Minister van A&M, DG Migratie, Liaison",
        "Vervallen\n  - Vervallen: New Delhi:",
        "Verplaatste reizen, verblijven en termijnen\n",
    ] {
        assert!(list.contains(said), "`{said}` in:\n{list}");
    }
    let json: serde_json::Value = serde_json::from_str(&text(&second, "kern/changes.json")).expect("JSON");
    assert_eq!(json["changed"], "2027-01-05T11:00:00Z");
    let kinds: Vec<&str> = json["changes"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|change| change["weight"] == "main")
        .map(|change| change["kinds"][0].as_str().expect("a word"))
        .collect();
    assert_eq!(kinds, ["moved", "added", "cancelled"]);
    let page = text(&second, "kern/changes.html");
    assert!(
        page.contains("<h2>Verplaatst</h2>") && page.contains("Ondertekening 🇲🇦🤝🇳🇱: &quot;akkoord&quot;"),
        "{page}"
    );
    // A calendar of which nothing changed tells nothing new.
    let egypt = |edition: &reisagenda::publish::Edition| text(edition, "posten/eg/changes.json");
    assert_eq!(egypt(&first), egypt(&second));
    // The next edition without changes leaves the list as it is.
    let third = edition(&problem, &other, Some(&second.manifest), "2027-01-06");
    assert!(third.files == second.files);
}

#[test]
fn pages_ask_nothing_of_the_network_and_are_well_formed() {
    for language in [Language::Dutch, Language::English] {
        let (mut problem, plan) = scene(language);
        problem.publication.address = Some("https://agenda.am.example/reizen".to_owned());
        let first = edition(&problem, &plan, None, "2027-01-04");
        let pages: Vec<&String> = first.files.keys().filter(|path| path.ends_with(".html")).collect();
        assert!(pages.len() > 20);
        for path in pages {
            let page = text(&first, path);
            assert!(page.starts_with("<!DOCTYPE html><html lang=\""), "{path}");
            assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'"), "{path}");
            for forbidden in ["<script", "src=", "<img", "url(", "@import", "<link", "BEGIN:VEVENT<"] {
                assert!(!page.contains(forbidden), "{path} has `{forbidden}`");
            }
            assert_eq!(page.contains("noindex"), !path.starts_with("openbaar/"), "{path}");
            for tag in ["table", "tr", "th", "td", "ul", "li", "dl", "dd", "main", "section", "h2"] {
                let (opened, closed) = (
                    page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count(),
                    page.matches(&format!("</{tag}>")).count(),
                );
                assert_eq!(opened, closed, "{path}: <{tag}>");
            }
        }
        let page = text(&first, "kern/index.html");
        assert!(page.contains("https://agenda.am.example/reizen/kern/calendar.ics"));
        for said in ["Outlook", "Google", "Apple"] {
            assert!(page.contains(said), "{said}");
        }
        assert!(page.contains(if language == Language::Dutch { "dubbel" } else { "twice" }));
        let minister = text(&first, "reizigers/minister-am/index.html");
        assert!(minister.contains("href=\"invitations/"), "{minister}");
    }
}

#[test]
fn invitations_follow_the_calendar_of_who_has_an_address() {
    let (problem, plan) = scene(Language::Dutch);
    let first = edition(&problem, &plan, None, "2027-01-04");
    let moved = moved(&without(&plan, RequestIdx(3)), RequestIdx(0), 7);
    let second = edition(&problem, &moved, Some(&first.manifest), "2027-01-05");
    let invitations: Vec<&String> = second.files.keys().filter(|path| path.contains("/invitations/")).collect();
    assert!(invitations.iter().all(|path| path.starts_with("reizigers/minister-am/")), "{invitations:?}");
    let feed = events(&text(&second, "reizigers/minister-am/calendar.ics"));
    let (mut n_requests, mut n_cancels) = (0_usize, 0_usize);
    for path in invitations {
        let bytes = &second.files[path];
        assert_eq!(lint_as(Kind::Invitation, bytes), [], "{path}");
        let text = text(&second, path);
        let own = events(&text);
        assert_eq!(own.len(), 1);
        let (uid, mut lines) = own.into_iter().next().expect("one event");
        let attendee = lines.remove("ATTENDEE").expect("an attendee");
        assert!(attendee.ends_with("RSVP=FALSE:mailto:minister@am.example"), "{attendee}");
        // The same UID, SEQUENCE and all else as in the calendar.
        assert_eq!(lines, feed[&uid]);
        let is_cancelled = lines["STATUS"] == ":CANCELLED";
        assert!(text.contains(if is_cancelled { "METHOD:CANCEL\n" } else { "METHOD:REQUEST\n" }));
        n_cancels += usize::from(is_cancelled);
        n_requests += usize::from(!is_cancelled);
        if lines["SUMMARY"].contains("Ondertekening") && !is_cancelled {
            assert_eq!(lines["SEQUENCE"], ":1", "it has moved");
        }
    }
    assert!(n_requests >= 8 && n_cancels >= 3, "{n_requests} {n_cancels}");
    // Every event of the calendar that takes time, or did, has one.
    let is_timed = |lines: &&Lines| lines["X-MICROSOFT-CDO-ALLDAYEVENT"] == ":FALSE";
    assert_eq!(feed.values().filter(is_timed).count(), n_requests + n_cancels);
}
