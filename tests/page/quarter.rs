//! The report on a quarter, as a page and as a text for Word.

use std::io::{Cursor, Read as _};

use reisagenda::domain::Language;
use reisagenda::planfile;
use reisagenda::report::quarter::{self, Quarter};
use zip::ZipArchive;

use crate::Planned;

fn first() -> Quarter {
    "2027-Q1".parse().expect("a quarter")
}

/// A part of an .odt file.
fn part(odt: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(odt)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn it_tells_what_was_held_changed_spent_and_what_comes_next() {
    let planned = Planned::new();
    let edition = planfile::read_edition(&planned.earlier_week()).expect("an edition");
    let facts = planned.facts(Some(&edition));
    let page = quarter::html(&facts, first());
    for told in [
        "De agenda heeft in het eerste kwartaal 2027 3 bezoeken aan 2 landen: 1 gehouden, 1 bevestigd, 1 aangevraagd.",
        "Sinds de vorige editie: 1 nieuw, 1 met een andere delegatie en 1 vervallen.",
        "Marokko: elk kwartaal twee bezoeken",
        "Reisbudget: 10.000 euro per jaar",
        "Vooruitblik: tweede kwartaal 2027",
        "Tunesië: verkenning",
    ] {
        assert!(page.contains(told), "`{told}` is not in the report");
    }
    let second = quarter::html(&facts, "2027-Q2".parse().expect("a quarter"));
    assert!(second.contains("1 verplaatst") && !second.contains("Tunesië: ingetrokken bezoek"));
    assert!(second.contains("Egypte: bezoek minister"), "a wish of that quarter that is left out");
    let without = quarter::html(&planned.facts(None), first());
    assert!(without.contains("Er is geen vorige editie opgegeven"));
}

#[test]
fn the_text_says_what_the_page_says_and_is_the_same_every_time() {
    let planned = Planned::new();
    let facts = planned.facts(None);
    let odt = quarter::odt(&facts, first());
    assert_eq!(odt, quarter::odt(&facts, first()));
    assert_eq!(&odt[30..38], b"mimetype", "the type comes first");
    assert!(odt[38..].starts_with(b"application/vnd.oasis.opendocument.text"), "and is not packed");
    let content = part(&odt, "content.xml");
    let page = quarter::html(&facts, first());
    for visit in facts.visits.iter().take(3) {
        let title = visit.title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        assert!(content.contains(&title) && page.contains(&title), "{title}");
    }
    assert_eq!(content.matches("<table:table-header-rows>").count(), page.matches("<thead").count());
    assert_eq!(content.matches("text:outline-level=\"2\"").count(), page.matches("<h2").count());
    assert!(part(&odt, "styles.xml").contains("fo:language=\"nl\""));
    let planned = planned.in_language(Language::English);
    let odt = quarter::odt(&planned.facts(None), first());
    assert!(part(&odt, "content.xml").contains("Quarterly report on travel: first quarter of 2027"));
    assert!(part(&odt, "styles.xml").contains("fo:language=\"en\""));
}
