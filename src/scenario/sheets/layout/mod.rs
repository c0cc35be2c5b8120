//! How a scenario lies on the sheets of a workbook: which list on which sheet, which field in which column, and what
//! they are called in Dutch and English.
//!
//! # Invariants
//!
//! * A field that has no column here still has one in the workbook, under its own name: nothing is lost.
//! * No two columns of a sheet have the same name, in whichever language.

mod agenda;
mod people;
mod places;
mod requests;
mod rules;
mod words;

pub use agenda::{AGENDA, GROUPS, Setting};
pub use rules::KINDS;
pub use words::{is_none, none, spoken, word};

use crate::domain::Language;
use crate::texts::language::pick;

/// A sheet that holds a list: a row for each of its things.
#[derive(Debug)]
pub struct Sheet {
    /// Which list: `places`, or `requests.roles` for a list within the things of another.
    pub path: &'static str,
    /// What its tab says, in Dutch and English.
    pub name: (&'static str, &'static str),
    /// What it is for, in Dutch and English.
    pub about: (&'static str, &'static str),
    /// Whether it is there when it is empty.
    pub is_everyday: bool,
    /// Its columns, from the left.
    pub columns: &'static [Column],
}

/// A column of a list.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The field; `parent` for the thing whose list this is, `windows.first_day` for a field of an inner list.
    pub field: &'static str,
    /// Its heading, in Dutch and English.
    pub name: (&'static str, &'static str),
    /// The width in characters.
    pub width: u32,
    /// The list whose ids can be chosen, or nothing.
    pub offers: &'static str,
    /// What is said of it in Dutch; in English it is what the schema says, unless the second is something.
    pub about: (&'static str, &'static str),
}

/// The column of the thing whose list a sheet holds. No field has a name that begins so.
pub const PARENT: &str = "^parent";

/// The column that says which kind of rule a row is.
pub const KIND: &str = "^kind";

/// The column of names of a table of points.
pub const NAME: &str = "^name";

/// The sheets with lists, in the order of the workbook; the agenda itself stands before them.
pub const SHEETS: [&Sheet; 18] = [
    &requests::REQUESTS,
    &requests::ROLES,
    &people::TRAVELLERS,
    &people::BUSY,
    &places::PLACES,
    &places::LEGS,
    &places::HOLIDAYS,
    &places::CLOSURES,
    &people::CALENDARS,
    &people::EVENTS,
    &rules::RULES,
    &requests::PRIORITIES,
    &requests::PREFER,
    &requests::MILESTONES,
    &places::DAY_PARTS,
    &places::PLACE_CLOSURES,
    &places::PLACE_DAY_PARTS,
    &rules::NOTICE,
];

/// Sheets that are for people; the program passes over them.
pub const FOR_PEOPLE: [(&str, &str); 3] = [("Toelichting", "Leaflet"), ("Fouten", "Mistakes"), ("Notities", "Notes")];

/// Columns that are for people.
pub const REMARKS: [&str; 9] =
    ["note", "notes", "source", "remark", "remarks", "opmerking", "opmerkingen", "notitie", "bron"];

const fn column(
    field: &'static str,
    nl: &'static str,
    en: &'static str,
    width: u32,
    offers: &'static str,
    about_nl: &'static str,
) -> Column {
    Column { field, name: (nl, en), width, offers, about: (about_nl, "") }
}

/// A name in a language.
pub fn named(language: Language, name: (&'static str, &'static str)) -> &'static str {
    pick(language, name.0, name.1)
}

/// Whether what a user has written is this name: capitals, blanks and a star for what is required do not matter.
pub fn is_name(written: &str, name: &str) -> bool {
    plain(written) == plain(name)
}

/// A name without what does not matter.
pub fn plain(name: &str) -> String {
    let name = name.trim().trim_end_matches('*').trim().to_lowercase();
    name.split([' ', '_', '-', '\u{a0}', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The sheet of a list.
pub fn sheet(path: &str) -> Option<&'static Sheet> {
    SHEETS.into_iter().find(|sheet| sheet.path == path)
}

impl Sheet {
    /// The column of a field.
    pub fn column(&self, field: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.field == field)
    }
}
