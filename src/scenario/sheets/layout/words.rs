//! The words that fields choose from, and yes and no, in Dutch and English.

use crate::domain::Language;
use crate::texts::language::pick;

/// The words: as scenario files have them, in Dutch, in English. The first of several is the one that is written.
const WORDS: [(&str, &[&str], &[&str]); 39] = [
    ("nl", &["nl", "Nederlands"], &["nl", "Dutch"]),
    ("en", &["en", "Engels"], &["en", "English"]),
    ("mon", &["ma", "maandag"], &["mon", "Monday"]),
    ("tue", &["di", "dinsdag"], &["tue", "Tuesday"]),
    ("wed", &["wo", "woensdag"], &["wed", "Wednesday"]),
    ("thu", &["do", "donderdag"], &["thu", "Thursday"]),
    ("fri", &["vr", "vrijdag"], &["fri", "Friday"]),
    ("sat", &["za", "zaterdag"], &["sat", "Saturday"]),
    ("sun", &["zo", "zondag"], &["sun", "Sunday"]),
    ("political", &["politiek", "bewindspersoon"], &["political"]),
    ("senior", &["hoogambtelijk"], &["senior"]),
    ("working", &["ambtelijk"], &["working"]),
    ("idea", &["idee"], &["idea"]),
    ("requested", &["aangevraagd"], &["requested"]),
    ("confirmed", &["bevestigd"], &["confirmed"]),
    ("held", &["gehouden"], &["held"]),
    ("public", &["openbaar"], &["public"]),
    ("internal", &["intern"], &["internal"]),
    ("confidential", &["vertrouwelijk"], &["confidential"]),
    ("days_away", &["dagen van huis"], &["days away"]),
    ("trips", &["reizen"], &["trips"]),
    ("visits", &["bezoeken"], &["visits"]),
    ("eur", &["euro"], &["euros"]),
    ("kg_co2", &["kg CO2"], &["kg CO2"]),
    ("month", &["maand"], &["month"]),
    ("quarter", &["kwartaal"], &["quarter"]),
    ("year", &["jaar"], &["year"]),
    ("full", &["volledig"], &["full"]),
    ("limited", &["beperkt"], &["limited"]),
    ("busy", &["alleen tijden", "bezet"], &["busy", "times only"]),
    ("agenda", &["hele agenda"], &["agenda", "whole agenda"]),
    ("traveller", &["per reiziger", "reiziger"], &["traveller", "per traveller"]),
    ("organisation", &["per organisatie", "organisatie"], &["organisation", "per organisation"]),
    ("country", &["per land", "land"], &["country", "per country"]),
    ("deputy", &["per vervanger", "vervanger"], &["deputy", "per deputy"]),
    ("resource", &["per middel", "middel"], &["resource", "per resource"]),
    ("show", &["tonen"], &["show"]),
    ("cover", &["omschrijven"], &["cover"]),
    ("leave_out", &["weglaten"], &["leave out"]),
];

/// The period of the whole horizon, which in Dutch is two words.
const HORIZON: (&str, &[&str], &[&str]) = ("horizon", &["hele periode", "periode"], &["horizon"]);

/// Yes and no; the first of each is the one that is written.
const YES: (&[&str], &[&str]) = (&["ja", "j", "waar", "x"], &["yes", "y", "true"]);
const NO: (&[&str], &[&str]) = (&["nee", "n", "onwaar"], &["no", "false"]);

fn all() -> impl Iterator<Item = &'static (&'static str, &'static [&'static str], &'static [&'static str])> {
    WORDS.iter().chain(std::iter::once(&HORIZON))
}

/// The word as it is written in a workbook; itself when it has no other.
pub fn spoken(language: Language, word: &str) -> String {
    match word {
        "true" => return pick(language, YES.0[0], YES.1[0]).to_owned(),
        "false" => return pick(language, NO.0[0], NO.1[0]).to_owned(),
        _ => {}
    }
    let found = all().find(|(raw, ..)| *raw == word);
    found.map_or_else(|| word.to_owned(), |(_, nl, en)| pick(language, nl[0], en[0]).to_owned())
}

/// Whether a word has been given its Dutch.
#[cfg(test)]
pub fn is_known(word: &str) -> bool {
    ["true", "false"].contains(&word) || all().any(|(raw, ..)| *raw == word)
}

/// The word that a user has written in either language, among those that the field chooses from.
///
/// * `choices`: the words of scenario files; `true` and `false` for yes and no.
pub fn word<'a>(written: &str, choices: &[&'a str]) -> Option<&'a str> {
    let is_it = |known: &&str| super::is_name(written, known);
    let known = |choice: &str| -> bool {
        let pair = match choice {
            "true" => Some(YES),
            "false" => Some(NO),
            _ => all().find(|(raw, ..)| *raw == choice).map(|(_, nl, en)| (*nl, *en)),
        };
        is_it(&choice) || pair.is_some_and(|(nl, en)| nl.iter().chain(en).any(&is_it))
    };
    choices.iter().copied().find(|choice| known(choice))
}

/// The word for a list that is empty by intent.
pub fn none(language: Language) -> &'static str {
    pick(language, "geen", "none")
}

/// Whether a user has written that a list is empty by intent.
pub fn is_none(written: &str) -> bool {
    [Language::Dutch, Language::English].into_iter().any(|language| super::is_name(written, none(language)))
}
