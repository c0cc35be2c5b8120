//! What the page says, and that it asks nothing of anybody.

use base64::Engine as _;
use reisagenda::domain::{Day, Language, RequestIdx, RoleIdx, TravellerIdx, Trip, TripVisit};
use reisagenda::planfile;
use reisagenda::report::facts::{ChangeKind, Proof};
use reisagenda::report::page::{self, WhatIfs};
use reisagenda::zones::Zone;
use sha2::{Digest as _, Sha256};

use crate::{Planned, between};

fn section<'a>(page: &'a str, id: &str) -> &'a str {
    between(page, &format!("<section id=\"{id}\""), "</section>")
}

#[test]
fn every_visit_and_every_wish_left_out_is_on_the_page() {
    let planned = Planned::new();
    let facts = planned.facts(None);
    assert_eq!(facts.totals.n_planned + facts.left_out.len(), facts.totals.n_requests);
    assert_eq!(
        (facts.totals.n_meetings, facts.left_out.len()),
        (1, 1),
        "a meeting, and the second trip of the minister"
    );
    assert!(facts.trips.iter().any(|trip| trip.visits.len() == 2), "a trip with two visits");
    let page = page::html(&facts, None);
    let escaped =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    for visit in facts.visits.iter().chain(&facts.meetings) {
        assert!(section(&page, "bezoeken").contains(&escaped(&visit.title)), "{}", visit.title);
    }
    for item in &facts.left_out {
        let left_out = section(&page, "niet-ingepland");
        assert!(left_out.contains(&escaped(&item.title)));
        assert!(left_out.contains(&escaped(item.reason.as_deref().expect("the plan file says why"))));
    }
    let acting = section(&page, "vervanging");
    assert!(acting.contains("Staatssecretaris van Justitie en Veiligheid"), "{acting}");
    assert!(section(&page, "voorbereiding").contains("verstreken"), "a deadline lies before the day of the scenario");
    assert!(section(&page, "landen").contains("te weinig"), "Morocco gets fewer visits than are wanted");
    assert!(page.contains("Voorjaarsreces"), "the recess is named");
    assert!(section(&page, "kaart").contains("Tunis"), "a place without coordinates is named below the map");
}

#[test]
fn the_page_asks_nothing_of_any_address_and_runs_only_its_own_script() {
    let planned = Planned::new();
    let page = page::html(&planned.facts(None), None);
    let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    let hash =
        |text: &str| format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text)));
    let (style, script) = (between(&page, "<style>", "</style>"), between(&page, "<script>", "</script>"));
    let expected = format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(script)
    );
    assert_eq!(policy.replace("&#39;", "'"), expected);
    for outside in ["http://", "https://", "src=", "@import", "url(", " style=", "javascript:"] {
        assert!(!page.contains(outside), "`{outside}` is in the page");
    }
}

#[test]
fn texts_of_the_scenario_stay_texts() {
    let planned = Planned::new();
    let page = page::html(&planned.facts(None), None);
    assert_eq!(page.matches("<script").count(), 1);
    assert!(!page.contains("<b>agenda"));
    assert!(page.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &quot;citaat&quot;"));
}

#[test]
fn the_same_plan_is_the_same_page_and_the_other_language_has_other_words() {
    let planned = Planned::new();
    let dutch = page::html(&planned.facts(None), None);
    assert_eq!(dutch, page::html(&planned.facts(None), None));
    assert!(
        dutch.contains("<html lang=\"nl\">") && dutch.contains("Niet ingepland") && dutch.contains("Caïro, Egypte")
    );
    let planned = planned.in_language(Language::English);
    let english = page::html(&planned.facts(None), None);
    assert!(english.contains("<html lang=\"en\">") && english.contains("Cairo, Egypt"));
    for word in ["ingepland", "Samenvatting", "Reiziger", "gehouden", "kwartaal 2027", "maart", "Bezoeken per"] {
        let own =
            english.replace("id=\"niet-ingepland\"", "").replace("#niet-ingepland", "").replace("niet-ingepland", "");
        assert!(!own.contains(word), "`{word}` is in the English page");
    }
}

#[test]
fn the_proof_is_said_as_far_as_it_goes() {
    let mut planned = Planned::new();
    assert_eq!(planned.facts(None).proof, Proof::Best, "this small agenda is solved to the end");
    assert!(page::html(&planned.facts(None), None).contains("geen enkel ander plan"));
    planned.claims.bound = planned.claims.objective.map(|objective| objective * 1.013);
    assert!(page::html(&planned.facts(None), None).contains("Hoogstens 1,3 % beter is nog mogelijk"));
    planned.claims.objective = Some(1.0);
    assert_eq!(planned.facts(None).proof, Proof::Outdated);
    planned.claims.objective = None;
    planned.claims.bound = None;
    assert!(page::html(&planned.facts(None), None).contains("het planbestand bevat geen bewijs"));
}

#[test]
fn what_changed_since_an_earlier_edition_is_told_also_of_what_is_gone() {
    let planned = Planned::new();
    let edition = planfile::read_edition(&planned.earlier_week()).expect("an edition");
    let facts = planned.facts(Some(&edition));
    let changes = facts.changes.as_ref().expect("changes");
    let told: Vec<(ChangeKind, &str)> =
        changes.rows.iter().map(|change| (change.kind, change.title.split(':').next().unwrap_or_default())).collect();
    assert_eq!(
        told,
        [
            (ChangeKind::Cancelled, "Tunesië"),
            (ChangeKind::Delegation, "Marokko"),
            (ChangeKind::Added, "Egypte"),
            (ChangeKind::Moved, "Tunesië"),
        ]
    );
    assert_eq!(changes.n_same, 3, "the visit that was held, the one that follows on it, and the meeting");
    let page = page::html(&facts, None);
    let section = section(&page, "wijzigingen");
    assert!(section.contains("Tunesië: ingetrokken bezoek") && section.contains("vervallen"));
    assert!(section.contains("+ Directeur-generaal Migratie; − Staatssecretaris van Justitie en Veiligheid"));
    let same = planfile::read_edition(&planned.plan_file()).expect("an edition");
    assert!(planned.facts(Some(&same)).changes.expect("changes").rows.is_empty());
}

#[test]
fn what_ifs_stand_beside_the_plan_with_their_differences() {
    let planned = Planned::new();
    let facts = planned.facts(None);
    let points = planned.claims.objective.expect("an objective");
    let whatifs = WhatIfs::parse(&crate::whatifs(points)).expect("what-ifs");
    assert!(whatifs.are_of(facts.totals.objective));
    let page = page::html(&facts, Some(&whatifs));
    let section = section(&page, "wat-als");
    for told in [
        "(−1.234,5)",
        "€\u{a0}2.800",
        "(−€\u{a0}1.200)",
        "hoogstens 2,4\u{a0}%",
        "geen plan mogelijk of gevonden",
        "verplaatst en andere delegatie",
        "di 4 – wo 5 mei: Staatssecretaris van Justitie en Veiligheid",
        "regel `dagen`",
        "Tunesië: verkenning &lt;i&gt;",
    ] {
        assert!(section.contains(told), "`{told}` is not in: {section}");
    }
    assert!(!WhatIfs::parse(&crate::whatifs(1.0)).expect("what-ifs").are_of(facts.totals.objective));
    assert!(WhatIfs::parse("{ \"whatifs\": 3 }").is_err());
}

#[test]
fn an_empty_plan_has_a_page_too() {
    let mut planned = Planned::new();
    planned.plan = reisagenda::domain::Plan::default();
    let page = page::html(&planned.facts(None), None);
    assert!(page.contains("Er zijn geen bezoeken ingepland."));
    assert!(!page.contains("id=\"kaart\""), "no map without places");
}

#[test]
fn where_no_deputy_is_home_the_whole_time_the_absence_is_cut() {
    let mut planned = Planned::new();
    let problem = &planned.problem;
    let home = Zone::of(problem.place(problem.home).tz);
    let cairo = problem.requests.iter().position(|request| request.id == "cairo-overleg").expect("a request");
    let zone = Zone::of(problem.place(problem.requests[cairo].place).tz);
    let day = |text: &str| Day::from(text.parse::<chrono::NaiveDate>().expect("a date"));
    // The deputy is in Cairo on the first of the two days that the minister is in Rabat.
    let (start, end) = (zone.instant(day("2027-03-04"), 9 * 60), zone.instant(day("2027-03-04"), 17 * 60 + 30));
    let deputy = problem.travellers.iter().position(|traveller| traveller.id == "stas").map(TravellerIdx);
    let deputy = deputy.expect("a traveller");
    planned.plan.trips.retain(|trip| trip.traveller != deputy);
    let visit = TripVisit { request: RequestIdx(cairo), role: RoleIdx(0), start, end };
    planned.plan.trips.push(Trip { traveller: deputy, depart: start, back: end, visits: vec![visit] });
    let facts = planned.facts(None);
    let absence = facts.trips.iter().find(|trip| trip.office.starts_with("Minister")).expect("the minister's trip");
    let acting: Vec<_> = facts.acting.iter().filter(|row| row.traveller == absence.traveller).collect();
    assert_eq!(acting.iter().map(|row| row.deputy).collect::<Vec<_>>().last(), Some(&Some(deputy)), "after Cairo");
    assert!(acting.iter().any(|row| row.deputy.is_none()), "nobody acts while both are away");
    assert_eq!(acting[0].interval.start(), absence.depart);
    assert!(acting.windows(2).all(|pair| pair[0].interval.end() == pair[1].interval.start()), "without a gap");
    assert_eq!(acting[acting.len() - 1].interval.end(), absence.back);
    assert_eq!(home.day(absence.depart), acting[0].first_day);
    let page = page::html(&facts, None);
    assert!(section(&page, "vervanging").contains("niemand: alle vervangers zijn weg"));
}
