//! Values of single properties: texts and their escapes, addresses.

use super::Findings;
use super::tree::Property;
use crate::texts::say;

/// Properties whose value is one text.
const TEXTS: [&str; 12] = [
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "COMMENT",
    "CONTACT",
    "NAME",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
    "TZNAME",
    "PRODID",
    "UID",
    "TZID",
];

/// Properties whose value is a list of texts.
const TEXT_LISTS: [&str; 2] = ["CATEGORIES", "RESOURCES"];

/// Properties whose value is an address.
const ADDRESSES: [&str; 7] = ["ORGANIZER", "ATTENDEE", "URL", "TZURL", "SOURCE", "ATTACH", "IMAGE"];

/// Checks the value of a property by itself.
pub(super) fn check(property: &Property, findings: &mut Findings) {
    let name = property.name.as_str();
    let is_list = TEXT_LISTS.contains(&name);
    if is_list || TEXTS.contains(&name) {
        escapes(property, is_list, findings);
        if property.value.trim() != property.value {
            let message = say!(
                "de tekst van {name} begint of eindigt met een spatie",
                "the text of {name} begins or ends with a blank"
            );
            findings.add(
                property.line,
                16,
                message,
                say!(
                    "laat die weg: sommige lezers doen dat, andere bewaren haar",
                    "leave it out: some readers do, others keep it"
                ),
            );
        }
    }
    if ADDRESSES.contains(&name) && property.param("VALUE").is_none_or(|value| value.eq_ignore_ascii_case("URI")) {
        address(property, findings);
    }
    for key in ["ENCODING", "CHARSET"] {
        let is_binary = property.param("VALUE").is_some_and(|value| value.eq_ignore_ascii_case("BINARY"));
        if property.param(key).is_some() && !is_binary {
            findings.add(
                property.line,
                16,
                say!("{name} heeft {key}", "{name} has {key}"),
                say!("schrijf gewoon UTF-8, zonder dit", "write plain UTF-8 without it"),
            );
        }
    }
}

fn escapes(property: &Property, is_list: bool, findings: &mut Findings) {
    let name = &property.name;
    let mut chars = property.value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('\\' | ';' | ',' | 'n') => {}
                Some(other) => {
                    let message = say!("`\\{other}` in {name} is geen escape", "`\\{other}` in {name} is no escape");
                    findings.add(
                        property.line,
                        11,
                        message,
                        say!("gebruik alleen \\\\ \\; \\, en \\n", "use only \\\\ \\; \\, and \\n"),
                    );
                }
                None => findings.add(
                    property.line,
                    11,
                    say!("{name} eindigt op een backslash", "{name} ends in a backslash"),
                    say!("schrijf er \\\\ voor", "write \\\\ for it"),
                ),
            },
            ';' => findings.add(
                property.line,
                11,
                say!("{name} heeft een losse puntkomma", "{name} has a bare semicolon"),
                say!("schrijf er \\; voor", "write \\; for it"),
            ),
            ',' if !is_list => findings.add(
                property.line,
                11,
                say!("{name} heeft een losse komma", "{name} has a bare comma"),
                say!("schrijf er \\, voor", "write \\, for it"),
            ),
            _ => {}
        }
    }
}

fn address(property: &Property, findings: &mut Findings) {
    let value = &property.value;
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    let is_address = value.split_once(':').is_some_and(|(scheme, rest)| {
        let is_mail = scheme.eq_ignore_ascii_case("mailto");
        let has_at = rest.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
        let is_plain = rest.chars().all(|c| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c));
        is_scheme(scheme) && !rest.is_empty() && is_plain && (!is_mail || has_at)
    });
    if !is_address {
        let message = say!("`{value}` in {} is geen adres", "`{value}` in {} is no address", property.name);
        findings.add(
            property.line,
            11,
            message,
            say!("schrijf een URI zoals mailto:bureau@example.org", "write a URI such as mailto:office@example.org"),
        );
    }
}
