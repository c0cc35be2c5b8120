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

/// The texts between two marks, each without the marks within it.
fn between<'t>(text: &'t str, begin: &str, end: &str) -> Vec<&'t str> {
    let parts = text.split(begin).skip(1).filter_map(|part| part.split_once(end));
    parts.map(|(inner, _)| inner).collect()
}

/// The words of a piece of XML or HTML.
fn words(markup: &str) -> String {
    markup.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}

#[test]
fn the_tables_of_the_text_have_the_columns_and_the_status_of_those_of_the_page() {
    for (language, status, confirmed) in
        [(Language::Dutch, "status", "bevestigd"), (Language::English, "status", "confirmed")]
    {
        let planned = Planned::new().in_language(language);
        let facts = planned.facts(None);
        let (page, odt) = (quarter::html(&facts, first()), quarter::odt(&facts, first()));
        let content = part(&odt, "content.xml");
        // The first part of a heading is the rest of its mark.
        let headings = |heads: Vec<&str>, cell: &str, end: &str| -> Vec<Vec<String>> {
            let text = |cell: &str| words(cell.split_once('>').map_or(cell, |(_, inner)| inner));
            heads.iter().map(|head| between(head, cell, end).into_iter().map(text).collect()).collect()
        };
        let heads = between(&content, "<table:table-header-rows>", "</table:table-header-rows>");
        let of_text = headings(heads, "<table:table-cell", "</table:table-cell>");
        let of_page = headings(between(&page, "<thead ", "</thead>"), "<th ", "</th>");
        assert_eq!(of_text, of_page);
        let with_status = of_text.iter().filter(|row| row.last().is_some_and(|last| last == status)).count();
        assert_eq!(with_status, 3, "held, planned, and the next quarter: {of_text:?}");
        let cells = between(&content, "<text:p text:style-name=\"Inhoud\">", "</text:p>");
        let n_confirmed = facts.n_with_status(reisagenda::domain::RequestStatus::Confirmed);
        assert_eq!(cells.iter().filter(|cell| **cell == confirmed).count(), n_confirmed);
    }
}

#[test]
fn a_word_of_a_status_is_not_broken_in_the_text() {
    let planned = Planned::new();
    let content = part(&quarter::odt(&planned.facts(None), first()), "content.xml");
    // The tables of visits have five columns each; two millimetres for each letter of `aangevraagd`, and the edges.
    let widths = |table: usize| -> Vec<usize> {
        let name = format!("style:name=\"Tabel{table}.");
        let of = |style: &str| between(style, "style:column-width=\"", "mm\"")[0].parse().expect("millimetres");
        between(&content, &name, "</style:style>").into_iter().map(of).collect()
    };
    let planned_table = widths(2);
    assert!(planned_table.len() == 5 && planned_table[4] >= 24, "{planned_table:?}");
    for table in 1..=7 {
        let all: usize = widths(table).iter().sum();
        assert!((160..=170).contains(&all), "table {table}: {all}");
    }
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
