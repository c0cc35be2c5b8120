//! How a scenario lies on the sheets of a workbook: which list on which sheet, which field in which column, and what
//! they are called in Dutch and English.
//!
//! # Invariants
//!
//! * A field that has no column here still has one in the workbook, under its own name: nothing is lost.
//! * No two columns of a sheet have the same name, in whichever language.

mod agenda;
mod audiences;
mod people;
mod places;
mod requests;
mod rules;
mod words;

pub use agenda::{AGENDA, GROUPS, Setting};
pub use rules::KINDS;
#[cfg(test)]
pub use words::is_known;
pub use words::{is_none, none, spoken, word};

use crate::domain::Language;
use crate::texts::language::pick;

/// A sheet that holds a list: a row for each of its things.
#[derive(Debug)]
pub struct Sheet {
    /// Which list: `places`, `requests.roles` for a list within the things of another, which then has a column
    /// [`PARENT`], or `feeds.audiences` for a list within a table of settings.
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
pub const SHEETS: [&Sheet; 20] = [
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
    &audiences::AUDIENCES,
    &audiences::RATES,
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scenario::schema;
    use crate::scenario::sheets::fields::{self, Field, Kind};
    use crate::scenario::sheets::rows;

    #[test]
    fn every_column_and_setting_is_a_field_of_the_schema() {
        let root = fields::fields(&schema());
        let own = |field: &str| [PARENT, KIND, NAME].contains(&field);
        for sheet in SHEETS {
            let known = rows::fields_of(&root, sheet.path);
            for column in sheet.columns.iter().filter(|column| !own(column.field)) {
                let is_known = match column.field.split_once('.') {
                    _ if sheet.path == "priorities" => column.field == "points",
                    None => fields::find(&known, column.field).is_some(),
                    Some((list, field)) => {
                        fields::find(&known, list).is_some_and(|list| fields::find(list.inner(), field).is_some())
                    }
                };
                assert!(is_known, "{} has no field {}", sheet.path, column.field);
            }
        }
        for setting in GROUPS.iter().flat_map(|group| group.settings) {
            let field = match setting.path.split_once('.') {
                None => fields::find(&root, setting.path),
                Some((table, field)) => fields::find(&root, table).and_then(|it| fields::find(it.inner(), field)),
            };
            assert!(field.is_some(), "there is no setting {}", setting.path);
        }
    }

    /// The fields of a list that have no column, no sheet, or words without Dutch, each with its path.
    fn unnamed_in_list(path: &str, known: &[Field], missing: &mut Vec<String>) {
        let Some(sheet) = sheet(path) else { return missing.push(format!("sheet of {path}")) };
        for field in known {
            let own = format!("{path}.{}", field.name);
            let inner_columns = format!("{}.", field.name);
            if sheet.columns.iter().any(|column| column.field.starts_with(&inner_columns)) {
                let is_there = |inner: &&Field| sheet.column(&format!("{inner_columns}{}", inner.name)).is_some();
                let without = field.inner().iter().filter(|inner| !is_there(inner));
                missing.extend(without.map(|inner| format!("{own}.{}", inner.name)));
            } else if matches!(field.kind, Kind::Tables(_)) {
                unnamed_in_list(&own, field.inner(), missing);
            } else if sheet.column(&field.name).is_none() {
                missing.push(own.clone());
            }
            missing.extend(unnamed_words(&own, &field.kind));
        }
    }

    /// The words of a field that have no Dutch.
    fn unnamed_words(path: &str, kind: &Kind) -> Vec<String> {
        let kind = if let Kind::List(of) = kind { of } else { kind };
        let unknown = kind.choices().into_iter().filter(|word| !is_known(word));
        unknown.map(|word| format!("{path} = {word}")).collect()
    }

    /// What a scenario can say and no Dutch workbook has a name for.
    fn unnamed(root: &[Field]) -> Vec<String> {
        let is_setting = |path: &str| GROUPS.iter().flat_map(|group| group.settings).any(|it| it.path == path);
        let mut missing = Vec::new();
        for field in root {
            match &field.kind {
                Kind::Tables(known) => unnamed_in_list(&field.name, known, &mut missing),
                Kind::Map(_) => missing.extend(sheet(&field.name).is_none().then(|| field.name.clone())),
                Kind::Table(kinds) if field.name == "rules" => {
                    for kind in kinds {
                        if !KINDS.iter().any(|(known, ..)| *known == kind.name) {
                            missing.push(format!("rules.{}", kind.name));
                        }
                        // A list within a rule has a sheet of its own.
                        let (lists, single): (Vec<Field>, Vec<Field>) =
                            kind.inner().iter().cloned().partition(|it| matches!(it.kind, Kind::Tables(_)));
                        unnamed_in_list("rules", &single, &mut missing);
                        for list in lists {
                            unnamed_in_list(&format!("rules.{}", list.name), list.inner(), &mut missing);
                        }
                    }
                }
                Kind::Table(settings) => {
                    for setting in settings {
                        let path = format!("{}.{}", field.name, setting.name);
                        match &setting.kind {
                            Kind::Tables(known) => unnamed_in_list(&path, known, &mut missing),
                            _ if !is_setting(&path) => missing.push(path.clone()),
                            _ => {}
                        }
                        missing.extend(unnamed_words(&path, &setting.kind));
                    }
                }
                _ => {
                    missing.extend((!is_setting(&field.name)).then(|| field.name.clone()));
                    missing.extend(unnamed_words(&field.name, &field.kind));
                }
            }
        }
        missing
    }

    #[test]
    fn every_field_of_the_schema_has_a_name_in_dutch_workbooks() {
        let missing = unnamed(&fields::fields(&schema()));
        assert!(missing.is_empty(), "give these a column, a setting or a sheet in `sheets/layout`: {missing:#?}");
    }

    #[test]
    fn a_field_or_word_that_nobody_has_named_is_found() {
        let mut schema = schema();
        schema["properties"]["colour"] = serde_json::json!({ "type": "string" });
        schema["definitions"]["Feeds"]["properties"]["tone"] = serde_json::json!({ "type": "boolean" });
        schema["definitions"]["Stability"]["properties"]["calm"] = serde_json::json!({ "type": "number" });
        schema["definitions"]["Candidate"]["properties"]["mood"] = serde_json::json!({ "enum": ["gloomy"] });
        schema["definitions"]["Audience"]["properties"]["level"] = serde_json::json!({ "enum": ["full", "loud"] });
        let rows = serde_json::json!({ "type": "array", "items": { "type": "object", "properties": {} } });
        schema["definitions"]["Traveller"]["properties"]["badges"] = rows;
        let mut missing = unnamed(&fields::fields(&schema));
        missing.sort();
        let expected = [
            "colour",
            "feeds.audiences.level = loud",
            "feeds.tone",
            "requests.roles.candidates.mood",
            "rules.calm",
            "sheet of travellers.badges",
        ];
        assert_eq!(missing, expected);
    }

    #[test]
    fn no_two_names_of_a_sheet_are_the_same() {
        let check = |what: &str, names: Vec<&str>| {
            let plain: BTreeSet<String> = names.iter().map(|name| super::plain(name)).collect();
            assert_eq!(plain.len(), names.len(), "{what}: {names:?}");
        };
        for language in [Language::Dutch, Language::English] {
            for sheet in SHEETS {
                check(sheet.path, sheet.columns.iter().map(|column| named(language, column.name)).collect());
                assert!(named(language, sheet.name).chars().count() <= 31, "the name of a sheet is too long");
            }
            check("sheets", SHEETS.iter().map(|sheet| named(language, sheet.name)).collect());
            let settings = GROUPS.iter().flat_map(|group| group.settings);
            check("settings", settings.map(|setting| named(language, setting.name)).collect());
            check("kinds", KINDS.iter().map(|(_, nl, en)| pick(language, *nl, *en)).collect());
        }
    }

    #[test]
    fn every_column_says_in_dutch_what_belongs_in_it() {
        for sheet in SHEETS {
            for column in sheet.columns {
                assert!(!column.about.0.is_empty(), "{}: {}", sheet.path, column.field);
            }
        }
        for setting in GROUPS.iter().flat_map(|group| group.settings) {
            assert!(!setting.about.is_empty(), "{}", setting.path);
        }
    }
}
