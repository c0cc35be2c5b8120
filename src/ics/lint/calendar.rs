//! The calendar around the events: what it must say of itself, and what holds among its components.

use std::collections::BTreeMap;

use super::tree::Component;
use super::zone::Zones;
use super::{Findings, Kind, event, time};
use crate::texts::say;

/// Checks everything from the outermost component inwards.
pub(super) fn check(kind: Kind, roots: &[Component], findings: &mut Findings) {
    let calendars: Vec<&Component> = roots.iter().filter(|root| root.name == "VCALENDAR").collect();
    if calendars.is_empty() {
        findings.add(
            1,
            4,
            say!("er is geen VCALENDAR", "there is no VCALENDAR"),
            say!("schrijf er precies één", "write exactly one"),
        );
    }
    for again in calendars.iter().skip(1) {
        findings.add(
            again.line,
            4,
            say!("er is een tweede VCALENDAR", "there is a second VCALENDAR"),
            say!("schrijf er precies één, in een eigen bestand", "write exactly one, in a file of its own"),
        );
    }
    for root in roots.iter().filter(|root| root.name != "VCALENDAR") {
        findings.add(
            root.line,
            4,
            say!("{} staat buiten de VCALENDAR", "{} stands outside the VCALENDAR", root.name),
            say!("zet het erin", "move it inside"),
        );
    }
    for calendar in calendars {
        header(kind, calendar, findings);
        if kind == Kind::Calendar {
            refresh(calendar, findings);
        }
        let zones = Zones::of(calendar, findings);
        let events: Vec<&Component> = calendar.components.iter().filter(|part| part.name == "VEVENT").collect();
        for event in &events {
            event::check(kind, event, &zones, findings);
        }
        if kind == Kind::Invitation {
            invitation(calendar, &events, findings);
        }
        uids(&events, findings);
        components(calendar, findings);
    }
}

/// Rule 14: an invitation has one event, and says of it what its method does.
fn invitation(calendar: &Component, events: &[&Component], findings: &mut Findings) {
    if events.len() != 1 {
        let message = say!("de uitnodiging heeft {} afspraken", "the invitation has {} events", events.len());
        findings.add(
            calendar.line,
            14,
            message,
            say!("schrijf elk in een eigen bestand", "write each in a file of its own"),
        );
    }
    let Some(method) = calendar.once("METHOD", 4, findings) else { return };
    if !["REQUEST", "CANCEL"].contains(&method.value.as_str()) {
        let message = say!("METHOD is `{}`", "METHOD is `{}`", method.value);
        findings.add(
            method.line,
            4,
            message,
            say!(
                "een uitnodiging heeft METHOD:REQUEST of METHOD:CANCEL",
                "an invitation has METHOD:REQUEST or METHOD:CANCEL"
            ),
        );
        return;
    }
    for event in events {
        let is_cancelled = event.first("STATUS").is_some_and(|status| status.value == "CANCELLED");
        if is_cancelled != (method.value == "CANCEL") {
            let message = say!(
                "METHOD:{} past niet bij de STATUS van de afspraak",
                "METHOD:{} does not go with the STATUS of the event",
                method.value
            );
            findings.add(
                event.line,
                14,
                message,
                say!(
                    "METHOD:CANCEL hoort bij STATUS:CANCELLED, en alleen daarbij",
                    "METHOD:CANCEL goes with STATUS:CANCELLED, and only that"
                ),
            );
        }
        event.once("SEQUENCE", 14, findings);
    }
}

fn header(kind: Kind, calendar: &Component, findings: &mut Findings) {
    let own = [("PRODID", None), ("VERSION", Some("2.0"))];
    let of_feeds = [("METHOD", Some("PUBLISH")), ("X-WR-CALNAME", None), ("NAME", None)];
    let of_feeds = of_feeds.into_iter().filter(|_| kind == Kind::Calendar);
    for (name, expected) in own.into_iter().chain(of_feeds) {
        let Some(property) = calendar.once(name, 4, findings) else { continue };
        match expected {
            Some(expected) if property.value != expected => {
                let message = say!("{name} is `{}`, niet {expected}", "{name} is `{}`, not {expected}", property.value);
                findings.add(
                    property.line,
                    4,
                    message,
                    say!(
                        "een gepubliceerde agenda heeft VERSION:2.0 en METHOD:PUBLISH",
                        "a published calendar has VERSION:2.0 and METHOD:PUBLISH"
                    ),
                );
            }
            _ if property.value.trim().is_empty() => {
                findings.add(
                    property.line,
                    4,
                    say!("{name} is leeg", "{name} is empty"),
                    say!("geef het een tekst", "give it a text"),
                );
            }
            _ => {}
        }
    }
    let scale = calendar.at_most_once("CALSCALE", 4, findings);
    if let Some(scale) = scale.filter(|scale| scale.value != "GREGORIAN") {
        findings.add(
            scale.line,
            4,
            say!("CALSCALE is `{}`", "CALSCALE is `{}`", scale.value),
            say!("schrijf GREGORIAN", "write GREGORIAN"),
        );
    }
    let Some(first_component) = calendar.first_component else {
        findings.add(
            calendar.line,
            4,
            say!("de agenda heeft geen enkel onderdeel", "the calendar holds no component"),
            say!("schrijf ten minste een VTIMEZONE", "write at least a VTIMEZONE"),
        );
        return;
    };
    for late in calendar.properties.iter().filter(|property| property.line > first_component) {
        let message = say!("{} staat na een onderdeel", "{} stands after a component", late.name);
        findings.add(
            late.line,
            4,
            message,
            say!("schrijf de eigenschappen van de agenda zelf eerst", "write the calendar's own properties first"),
        );
    }
}

fn refresh(calendar: &Component, findings: &mut Findings) {
    for name in ["REFRESH-INTERVAL", "X-PUBLISHED-TTL"] {
        let Some(property) = calendar.once(name, 5, findings) else { continue };
        if !time::is_coarse_duration(&property.value) {
            let message = say!(
                "{name} `{}` is geen duur in hele minuten of langere eenheden",
                "{name} `{}` is no duration of whole minutes or longer units",
                property.value
            );
            findings.add(property.line, 5, message, say!("schrijf zoiets als PT1H", "write such as PT1H"));
        }
        if name == "REFRESH-INTERVAL" && property.param("VALUE") != Some("DURATION") {
            findings.add(
                property.line,
                5,
                say!("REFRESH-INTERVAL zegt niet VALUE=DURATION", "REFRESH-INTERVAL does not say VALUE=DURATION"),
                say!("zeg dat erbij", "say so"),
            );
        }
    }
}

/// One event per UID, but for overrides of single occurrences.
fn uids(events: &[&Component], findings: &mut Findings) {
    let mut seen: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
    for event in events {
        let Some(uid) = event.first("UID") else { continue };
        let occurrence = event.first("RECURRENCE-ID").map(|property| property.value.as_str());
        if let Some(earlier) = seen.insert((uid.value.as_str(), occurrence), uid.line) {
            let message = say!("de UID is die van regel {earlier}", "the UID is that of line {earlier}");
            findings.add(uid.line, 10, message, say!("geef elke afspraak een eigen UID", "give every event its own"));
        }
    }
}

/// Nothing but events and zones, and nothing inside events.
fn components(calendar: &Component, findings: &mut Findings) {
    for event in calendar.components.iter().filter(|component| component.name != "VTIMEZONE") {
        for inner in &event.components {
            match inner.name.as_str() {
                "VALARM" => findings.add(
                    inner.line,
                    14,
                    say!("de afspraak heeft een VALARM", "the event has a VALARM"),
                    say!("laat herinneringen over aan de abonnees", "leave alarms to the subscribers"),
                ),
                name => findings.add(
                    inner.line,
                    3,
                    say!("{name} staat binnen {}", "{name} stands inside {}", event.name),
                    say!("haal het eruit", "move it out"),
                ),
            }
        }
        if matches!(event.name.as_str(), "VALARM" | "STANDARD" | "DAYLIGHT" | "VCALENDAR") {
            findings.add(
                event.line,
                3,
                say!("{} staat op zichzelf", "{} stands by itself", event.name),
                say!("zet het waar het hoort", "move it where it belongs"),
            );
        }
    }
}
