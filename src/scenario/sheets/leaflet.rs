//! The first sheet of a workbook: what it is, how it is filled in, and what its sheets are for.

use super::fields::{Field, find};
use super::layout;
use crate::domain::Language;
use crate::texts::language::pick;
use crate::workbook::{Cell, Column, Kind, Page, Row, RowKind, Shape};

/// What is said under one heading: lines of a name and a text, in Dutch and English.
type Part = (&'static str, &'static [(&'static str, &'static str)]);

/// How it works, in Dutch.
const NL: [Part; 3] = [
    (
        "Van werkmap naar plan",
        &[
            ("Plannen", "reisagenda plan agenda.xlsx -o plan.json"),
            ("Nakijken", "reisagenda check agenda.xlsx plan.json"),
            ("Plan als werkmap", "reisagenda report agenda.xlsx plan.json -o plan.xlsx"),
            ("Kalenders voor Outlook", "reisagenda feeds agenda.xlsx plan.json -o kalenders"),
            (
                "Fouten aanwijzen",
                "reisagenda check agenda.xlsx --mark fouten.xlsx maakt een kopie waarin elke cel met een fout rood is en zegt wat er mis is.",
            ),
        ],
    ),
    (
        "Invullen",
        &[
            (
                "Volgorde",
                "Begin op het blad Agenda. Dan de plaatsen en de reizigers, daarna de wensen met hun rollen, en ten slotte de regels.",
            ),
            (
                "Koppen",
                "Een kolom met een * moet ingevuld zijn. De opmerking bij elke kop zegt wat er hoort. Kolommen mogen op een andere plek staan.",
            ),
            (
                "Id's",
                "Een id is een korte naam zonder spaties, zoals den-haag of minister-am. Andere bladen noemen een plaats, reiziger of wens bij zijn id.",
            ),
            ("Datums", "Typ 2-3-2027 of 2 maart 2027. Een datum met een tijd: 2-3-2027 9:00."),
            ("Meer waarden in een cel", "Zet er een puntkomma tussen: minister; staatssecretaris."),
            ("Leeg", "Wat leeg is, geldt niet of heeft zijn gewone waarde; die staat in de opmerking bij de kop."),
            ("Formules", "Formules mogen: het programma leest de waarde die u ziet."),
            ("Aantekeningen", "Een kolom die Opmerking heet en een blad dat Notities heet, slaat het programma over."),
            ("VOORBEELD", "Rijen met VOORBEELD zijn verzonnen. Haal ze weg als u begint."),
            ("Namen", "Noem ambten, nooit namen van personen."),
        ],
    ),
    ("De bladen", &[]),
];

/// How it works, in English.
const EN: [Part; 3] = [
    (
        "From workbook to plan",
        &[
            ("Plan", "reisagenda plan agenda.xlsx -o plan.json"),
            ("Check", "reisagenda check agenda.xlsx plan.json"),
            ("The plan as a workbook", "reisagenda report agenda.xlsx plan.json -o plan.xlsx"),
            ("Calendars for Outlook", "reisagenda feeds agenda.xlsx plan.json -o calendars"),
            (
                "Point out mistakes",
                "reisagenda check agenda.xlsx --mark mistakes.xlsx makes a copy in which every cell with a mistake is red and says what is wrong.",
            ),
        ],
    ),
    (
        "Filling it in",
        &[
            (
                "Order",
                "Begin with the sheet Agenda. Then the places and the travellers, after that the requests with their roles, and the rules last.",
            ),
            (
                "Headings",
                "A column with a * must be filled in. The comment on each heading says what belongs there. Columns may stand in another order.",
            ),
            (
                "Ids",
                "An id is a short name without blanks, such as the-hague or minister-am. Other sheets call a place, traveller or request by its id.",
            ),
            ("Dates", "Type 2027-03-02 or 2 March 2027. A date with a time: 2027-03-02 9:00."),
            ("Several values in a cell", "Put a semicolon between them: minister; state-secretary."),
            ("Empty", "What is empty does not hold, or has its usual value, which is in the comment on the heading."),
            ("Formulas", "Formulas are allowed: the program reads the value that you see."),
            ("Notes", "The program passes over a column called Note and a sheet called Notes."),
            ("EXAMPLE", "Rows with EXAMPLE are made up. Remove them when you begin."),
            ("Names", "Name offices, never people."),
        ],
    ),
    ("The sheets", &[]),
];

/// Returns the leaflet of a workbook with these pages.
pub fn page(language: Language, fields: &[Field], pages: &[Page]) -> Page {
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |kind: RowKind, cells: Vec<Option<Cell>>| {
        let at = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        rows.push(Row { at, kind, cells, own: Vec::new() });
    };
    add(RowKind::Title, vec![Cell::text(pick(language, "Reisagenda: toelichting", "Travel agenda: leaflet")), None]);
    for (heading, lines) in pick(language, NL, EN) {
        add(RowKind::Plain, vec![None, None]);
        add(RowKind::Heading, vec![Cell::text(heading), None]);
        for (name, text) in lines {
            add(RowKind::Plain, vec![Cell::text(*name), Cell::text(*text)]);
        }
    }
    let agenda = layout::named(language, layout::AGENDA);
    for page in pages {
        let known = layout::SHEETS.iter().find(|sheet| layout::named(language, sheet.name) == page.name);
        let about = match known {
            Some(sheet) => layout::named(language, sheet.about).to_owned(),
            None if page.name == agenda => {
                pick(language, "Wat voor de hele agenda geldt.", "What holds for the whole agenda.").to_owned()
            }
            None => find(fields, &page.name).map(|field| field.about.clone()).unwrap_or_default(),
        };
        add(RowKind::Plain, vec![Cell::text(page.name.clone()), Cell::text(about)]);
    }
    let columns = vec![Column::new("", Kind::Text, 28), Column::new("", Kind::Long, 110)];
    Page {
        name: layout::named(language, layout::FOR_PEOPLE[0]).to_owned(),
        shape: Shape::Text,
        columns,
        rows,
        greys: Vec::new(),
        marks: Vec::new(),
    }
}
