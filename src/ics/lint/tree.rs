//! Content lines as names, parameters and values, and the components they stand in.

use super::Findings;
use super::lines::ContentLine;
use crate::texts::{Said, say};

/// A property as it stands in the file.
#[derive(Clone, Debug)]
pub(super) struct Property {
    /// The number of its first line.
    pub line: usize,
    /// The name in capitals.
    pub name: String,
    /// Names in capitals, values without quotes.
    pub params: Vec<(String, String)>,
    pub value: String,
}

/// A component as it stands in the file.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// The line of its BEGIN.
    pub line: usize,
    pub name: String,
    pub properties: Vec<Property>,
    pub components: Vec<Component>,
    /// The line of its first sub-component.
    pub first_component: Option<usize>,
}

impl Property {
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Component {
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    pub(super) fn first(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// Returns the property, after a finding when it is not there exactly once.
    pub(super) fn once(&self, name: &str, rule: u8, findings: &mut Findings) -> Option<&Property> {
        if self.first(name).is_none() {
            findings.add(
                self.line,
                rule,
                say!("{} heeft geen {name}", "the {} has no {name}", self.name),
                say!("geef er precies één", "give it exactly one"),
            );
        }
        self.at_most_once(name, rule, findings)
    }

    /// Returns the property, after a finding when it is there more than once.
    pub(super) fn at_most_once(&self, name: &str, rule: u8, findings: &mut Findings) -> Option<&Property> {
        for again in self.all(name).skip(1) {
            findings.add(
                again.line,
                rule,
                say!("{} heeft een tweede {name}", "the {} has a second {name}", self.name),
                say!("houd er een van", "keep one of them"),
            );
        }
        self.first(name)
    }
}

/// Reads each line by the grammar of content lines; a line that does not keep it is a finding, and lost.
pub(super) fn properties(lines: &[ContentLine], findings: &mut Findings) -> Vec<Property> {
    lines.iter().filter_map(|line| property(line, findings)).collect()
}

fn property(line: &ContentLine, findings: &mut Findings) -> Option<Property> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let name_end = line.text.find(|c| !is_name(c)).unwrap_or(line.text.len());
    let (name, mut rest) = line.text.split_at(name_end);
    let mut bad = |message: Said, remedy: Said| {
        let start = start_of(&line.text);
        findings.add(line.number, 3, say!("{message} in `{start}`", "{message} in `{start}`"; message), remedy);
    };
    if name.is_empty() {
        bad(
            say!("de naam van een eigenschap ontbreekt", "there is no property name"),
            say!(
                "schrijf NAAM:waarde, en zet een spatie voor het vervolg van een regel",
                "write NAME:value, and continue a line with a space"
            ),
        );
        return None;
    }
    let mut params: Vec<(String, String)> = Vec::new();
    while let Some(param) = rest.strip_prefix(';') {
        let key_end = param.find(|c| !is_name(c)).unwrap_or(param.len());
        let (key, after) = param.split_at(key_end);
        let Some(mut values) = after.strip_prefix('=').filter(|_| !key.is_empty()) else {
            bad(
                say!("een parameter heeft geen naam of geen waarde", "there is a parameter without a name or a value"),
                say!("schrijf ;NAAM=waarde", "write ;NAME=value"),
            );
            return None;
        };
        let key = key.to_ascii_uppercase();
        if params.iter().any(|(earlier, _)| *earlier == key) {
            bad(
                say!("een parameter staat er tweemaal", "there is a parameter twice"),
                say!("schrijf het één keer", "write it once"),
            );
        }
        let mut joined = String::new();
        loop {
            let value = if let Some(quoted) = values.strip_prefix('"') {
                let Some(end) = quoted.find('"') else {
                    bad(
                        say!("een aanhalingsteken wordt niet gesloten", "a quote is not closed"),
                        say!(
                            "sluit het, en schrijf ' voor een aanhalingsteken erbinnen",
                            "close it, and write ' for a quote inside"
                        ),
                    );
                    return None;
                };
                values = &quoted[end + 1..];
                &quoted[..end]
            } else {
                let end = values.find([',', ';', ':', '"']).unwrap_or(values.len());
                let (value, after) = values.split_at(end);
                values = after;
                value
            };
            if value.is_empty() {
                bad(say!("een parameter is leeg", "there is an empty parameter"), say!("laat het weg", "leave it out"));
            }
            joined.push_str(value);
            match values.strip_prefix(',') {
                Some(next) => {
                    joined.push(',');
                    values = next;
                }
                None => break,
            }
        }
        if !values.is_empty() && !values.starts_with([';', ':']) {
            bad(
                say!("er staat een aanhalingsteken in een parameter", "there is a quote inside a parameter"),
                say!(
                    "schrijf er ' voor, en zet de hele waarde tussen aanhalingstekens",
                    "write ' for it, and quote the whole value"
                ),
            );
            return None;
        }
        params.push((key, joined));
        rest = values;
    }
    let Some(value) = rest.strip_prefix(':') else {
        bad(
            say!("voor de waarde ontbreekt een dubbele punt", "there is no colon before the value"),
            say!("schrijf NAAM:waarde", "write NAME:value"),
        );
        return None;
    };
    if name.chars().any(|c| c.is_ascii_lowercase()) {
        let message = say!("de naam `{name}` is niet in hoofdletters", "the name `{name}` is not in capitals");
        findings.add(
            line.number,
            16,
            message,
            say!(
                "schrijf hem in hoofdletters, zoals elke lezer verwacht",
                "write it in capitals, as every reader expects"
            ),
        );
    }
    Some(Property { line: line.number, name: name.to_ascii_uppercase(), params, value: value.to_owned() })
}

/// Enough of a line to recognise it.
fn start_of(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Nests the properties into components; a BEGIN or END that does not nest is a finding.
pub(super) fn components(properties: Vec<Property>, findings: &mut Findings) -> Vec<Component> {
    let mut roots: Vec<Component> = Vec::new();
    let mut open: Vec<Component> = Vec::new();
    for property in properties {
        let name = property.value.to_ascii_uppercase();
        if property.name == "BEGIN" {
            if let Some(parent) = open.last_mut() {
                parent.first_component.get_or_insert(property.line);
            }
            open.push(Component {
                line: property.line,
                name,
                properties: Vec::new(),
                components: Vec::new(),
                first_component: None,
            });
        } else if property.name == "END" {
            if !open.iter().any(|component| component.name == name) {
                findings.add(
                    property.line,
                    3,
                    say!("END:{name} sluit niets af", "END:{name} ends nothing"),
                    say!("haal het weg, of schrijf het BEGIN ervan", "remove it, or write its BEGIN"),
                );
                continue;
            }
            while let Some(component) = open.pop() {
                let is_meant = component.name == name;
                if !is_meant {
                    not_ended(&component, findings);
                }
                close(component, &mut open, &mut roots);
                if is_meant {
                    break;
                }
            }
        } else if let Some(component) = open.last_mut() {
            component.properties.push(property);
        } else {
            let message = say!("{} staat buiten elk onderdeel", "{} stands outside every component", property.name);
            findings.add(property.line, 3, message, say!("zet het in de VCALENDAR", "move it into the VCALENDAR"));
        }
    }
    while let Some(component) = open.pop() {
        not_ended(&component, findings);
        close(component, &mut open, &mut roots);
    }
    roots
}

fn close(component: Component, open: &mut [Component], roots: &mut Vec<Component>) {
    open.last_mut().map_or(roots, |parent| &mut parent.components).push(component);
}

fn not_ended(component: &Component, findings: &mut Findings) {
    let message = say!("BEGIN:{} heeft geen END op zijn plaats", "BEGIN:{} has no END in its place", component.name);
    findings.add(
        component.line,
        3,
        message,
        say!("sluit elk onderdeel binnen dat waarin het staat", "end every component inside the one that holds it"),
    );
}
