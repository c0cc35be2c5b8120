//! The calendar around the events: what it must say of itself, and what holds among its components.

use std::collections::BTreeMap;

use super::tree::Component;
use super::zone::Zones;
use super::{Findings, Kind, event, time};

/// Checks everything from the outermost component inwards.
pub(super) fn check(kind: Kind, roots: &[Component], findings: &mut Findings) {
    let calendars: Vec<&Component> = roots.iter().filter(|root| root.name == "VCALENDAR").collect();
    if calendars.is_empty() {
        findings.add(1, 4, "there is no VCALENDAR", "write exactly one");
    }
    for again in calendars.iter().skip(1) {
        findings.add(again.line, 4, "there is a second VCALENDAR", "write exactly one, in a file of its own");
    }
    for root in roots.iter().filter(|root| root.name != "VCALENDAR") {
        findings.add(root.line, 4, format!("{} stands outside the VCALENDAR", root.name), "move it inside");
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
        let message = format!("the invitation has {} events", events.len());
        findings.add(calendar.line, 14, message, "write each in a file of its own");
    }
    let Some(method) = calendar.once("METHOD", 4, findings) else { return };
    if !["REQUEST", "CANCEL"].contains(&method.value.as_str()) {
        let message = format!("METHOD is `{}`", method.value);
        findings.add(method.line, 4, message, "an invitation has METHOD:REQUEST or METHOD:CANCEL");
        return;
    }
    for event in events {
        let is_cancelled = event.first("STATUS").is_some_and(|status| status.value == "CANCELLED");
        if is_cancelled != (method.value == "CANCEL") {
            let message = format!("METHOD:{} does not go with the STATUS of the event", method.value);
            findings.add(event.line, 14, message, "METHOD:CANCEL goes with STATUS:CANCELLED, and only that");
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
                let message = format!("{name} is `{}`, not {expected}", property.value);
                findings.add(property.line, 4, message, "a published calendar has VERSION:2.0 and METHOD:PUBLISH");
            }
            _ if property.value.trim().is_empty() => {
                findings.add(property.line, 4, format!("{name} is empty"), "give it a text");
            }
            _ => {}
        }
    }
    let scale = calendar.at_most_once("CALSCALE", 4, findings);
    if let Some(scale) = scale.filter(|scale| scale.value != "GREGORIAN") {
        findings.add(scale.line, 4, format!("CALSCALE is `{}`", scale.value), "write GREGORIAN");
    }
    let Some(first_component) = calendar.first_component else {
        findings.add(calendar.line, 4, "the calendar holds no component", "write at least a VTIMEZONE");
        return;
    };
    for late in calendar.properties.iter().filter(|property| property.line > first_component) {
        let message = format!("{} stands after a component", late.name);
        findings.add(late.line, 4, message, "write the calendar's own properties first");
    }
}

fn refresh(calendar: &Component, findings: &mut Findings) {
    for name in ["REFRESH-INTERVAL", "X-PUBLISHED-TTL"] {
        let Some(property) = calendar.once(name, 5, findings) else { continue };
        if !time::is_coarse_duration(&property.value) {
            let message = format!("{name} `{}` is no duration of whole minutes or longer units", property.value);
            findings.add(property.line, 5, message, "write such as PT1H");
        }
        if name == "REFRESH-INTERVAL" && property.param("VALUE") != Some("DURATION") {
            findings.add(property.line, 5, "REFRESH-INTERVAL does not say VALUE=DURATION", "say so");
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
            let message = format!("the UID is that of line {earlier}");
            findings.add(uid.line, 10, message, "give every event its own");
        }
    }
}

/// Nothing but events and zones, and nothing inside events.
fn components(calendar: &Component, findings: &mut Findings) {
    for event in calendar.components.iter().filter(|component| component.name != "VTIMEZONE") {
        for inner in &event.components {
            match inner.name.as_str() {
                "VALARM" => findings.add(inner.line, 14, "the event has a VALARM", "leave alarms to the subscribers"),
                name => findings.add(inner.line, 3, format!("{name} stands inside {}", event.name), "move it out"),
            }
        }
        if matches!(event.name.as_str(), "VALARM" | "STANDARD" | "DAYLIGHT" | "VCALENDAR") {
            findings.add(event.line, 3, format!("{} stands by itself", event.name), "move it where it belongs");
        }
    }
}
