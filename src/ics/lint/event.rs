//! One event: what it must have, its times, its status and its repetition.

use super::time::{self, Time};
use super::tree::{Component, Property};
use super::zone::Zones;
use super::{Findings, Kind};
use crate::texts::{Said, say};

/// The most octets of a UID.
const MAX_UID_OCTETS: usize = 255;

/// The parts of a rule that repeat an event within a day.
const SUB_DAILY: [&str; 6] = ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "BYSECOND", "BYMINUTE", "BYHOUR"];

/// Checks an event.
pub(super) fn check(kind: Kind, event: &Component, zones: &Zones, findings: &mut Findings) {
    presence(event, findings);
    stamps(event, findings);
    let instants: Vec<Option<i64>> =
        ["DTSTART", "DTEND"].map(|name| event.first(name).and_then(|at| moment(at, zones, findings))).into();
    for name in ["RECURRENCE-ID", "EXDATE", "RDATE"] {
        event.all(name).for_each(|property| {
            moment(property, zones, findings);
        });
    }
    order(event, &instants, findings);
    status(event, findings);
    class(event, findings);
    repetition(event, zones, findings);
    people(kind, event, findings);
}

/// Rules 6 and 10: what must be there, once.
fn presence(event: &Component, findings: &mut Findings) {
    for name in ["UID", "DTSTAMP", "DTSTART", "SUMMARY", "DTEND"] {
        if let Some(property) = event.once(name, 6, findings)
            && property.value.trim().is_empty()
        {
            findings.add(
                property.line,
                6,
                say!("{name} is leeg", "{name} is empty"),
                say!("geef het een waarde", "give it a value"),
            );
        }
    }
    for name in ["DESCRIPTION", "LOCATION", "CLASS", "CREATED", "LAST-MODIFIED", "SEQUENCE", "RECURRENCE-ID"] {
        event.at_most_once(name, 6, findings);
    }
    if let Some(duration) = event.first("DURATION") {
        findings.add(
            duration.line,
            6,
            say!("de afspraak heeft een DURATION", "the event has a DURATION"),
            say!("schrijf in plaats daarvan DTEND", "write DTEND instead"),
        );
    }
    if let Some(uid) = event.first("UID").filter(|uid| uid.value.len() > MAX_UID_OCTETS) {
        findings.add(
            uid.line,
            10,
            say!("de UID heeft {} octetten", "the UID has {} octets", uid.value.len()),
            say!("maak er hoogstens 255 van", "make it at most 255"),
        );
    }
    if let Some(sequence) = event.first("SEQUENCE").filter(|sequence| !time::is_number(&sequence.value)) {
        let message = say!("SEQUENCE `{}` is geen getal", "SEQUENCE `{}` is no number", sequence.value);
        findings.add(sequence.line, 10, message, say!("tel op vanaf 0", "count up from 0"));
    }
}

/// Rule 7: stamps in UTC.
fn stamps(event: &Component, findings: &mut Findings) {
    for name in ["DTSTAMP", "CREATED", "LAST-MODIFIED"] {
        for stamp in event.all(name) {
            let is_utc = matches!(time::time(&stamp.value), Some(Time::Utc(_)));
            if !is_utc || !stamp.params.is_empty() {
                let message = say!("{name} `{}` is geen tijd in UTC", "{name} `{}` is no time in UTC", stamp.value);
                findings.add(
                    stamp.line,
                    7,
                    message,
                    say!(
                        "schrijf zoiets als 20270302T080000Z, zonder TZID",
                        "write such as 20270302T080000Z, without a TZID"
                    ),
                );
            }
        }
    }
}

/// Rule 8 for one time; returns its seconds since 1970 in UTC, those of a date as if in UTC.
fn moment(property: &Property, zones: &Zones, findings: &mut Findings) -> Option<i64> {
    let (line, name) = (property.line, &property.name);
    let is_date = property.param("VALUE") == Some("DATE");
    let tzid = property.param("TZID");
    let mut first = None;
    for at in time::times(property) {
        let seconds = match (at, is_date, tzid) {
            (None, ..) => {
                let message =
                    say!("{name} `{}` is geen datum of tijd", "{name} `{}` is no date or time", property.value);
                findings.add(
                    line,
                    8,
                    message,
                    say!(
                        "schrijf zoiets als 20270302T090000, met een TZID of Z, of VALUE=DATE",
                        "write such as 20270302T090000, with a TZID or Z, or VALUE=DATE"
                    ),
                );
                return None;
            }
            (Some(Time::Date(_)), false, _) => {
                findings.add(
                    line,
                    8,
                    say!("{name} is een datum maar zegt dat niet", "{name} is a date but does not say so"),
                    say!("schrijf ;VALUE=DATE", "write ;VALUE=DATE"),
                );
                return None;
            }
            (Some(Time::Local(_) | Time::Utc(_)), true, _) => {
                findings.add(
                    line,
                    8,
                    say!("{name} zegt VALUE=DATE maar heeft een tijd", "{name} says VALUE=DATE but has a time"),
                    say!("schrijf alleen de datum", "write the date alone"),
                );
                return None;
            }
            (Some(Time::Date(day)), true, tzid) => {
                if tzid.is_some() {
                    findings.add(
                        line,
                        8,
                        say!("{name} is een hele dag in een tijdzone", "{name} is a whole day in a zone"),
                        say!("laat de TZID weg", "leave the TZID out"),
                    );
                }
                i64::from(day.number()) * 86_400
            }
            (Some(Time::Utc(seconds)), false, tzid) => {
                if tzid.is_some() {
                    findings.add(
                        line,
                        8,
                        say!("{name} is in UTC en in een tijdzone", "{name} is in UTC and in a zone"),
                        say!("laat de Z of de TZID weg", "leave out the Z or the TZID"),
                    );
                }
                seconds
            }
            (Some(Time::Local(_)), false, None) => {
                let message = say!(
                    "{name} heeft geen tijdzone, en is dus voor elke lezer een ander moment",
                    "{name} is in no zone, so it means another instant to each reader"
                );
                findings.add(
                    line,
                    8,
                    message,
                    say!(
                        "voeg een TZID toe, of schrijf het in UTC met een Z",
                        "add a TZID, or write it in UTC with a Z"
                    ),
                );
                return None;
            }
            (Some(Time::Local(seconds)), false, Some(tzid)) => zones.utc(line, tzid, seconds, findings)?,
        };
        first = first.or(Some(seconds));
    }
    first
}

/// Rules 6 and 8: the end comes after the start, and is of its kind.
fn order(event: &Component, instants: &[Option<i64>], findings: &mut Findings) {
    let (Some(start), Some(end)) = (event.first("DTSTART"), event.first("DTEND")) else { return };
    let is_date = |property: &Property| property.value.len() == 8;
    if is_date(start) != is_date(end) {
        findings.add(
            end.line,
            8,
            say!(
                "DTSTART en DTEND zijn niet beide een datum of beide een tijd",
                "DTSTART and DTEND are not both dates or both times"
            ),
            say!("schrijf beide op dezelfde manier", "write both alike"),
        );
        return;
    }
    if let [Some(from), Some(to)] = instants {
        if is_date(start) && from == to {
            let message = say!("DTEND is de laatste dag zelf", "DTEND is the last day itself");
            findings.add(
                end.line,
                8,
                message,
                say!(
                    "schrijf de dag erna: DTEND is de eerste dag die er niet bij hoort",
                    "write the day after it: DTEND is the first day that is not part"
                ),
            );
        } else if to <= from {
            findings.add(
                end.line,
                6,
                say!("DTEND ligt niet na DTSTART", "DTEND is not after DTSTART"),
                say!("laat de afspraak na haar begin eindigen", "end the event after it starts"),
            );
        }
    }
    let flag = event.at_most_once("X-MICROSOFT-CDO-ALLDAYEVENT", 8, findings);
    if let Some(flag) = flag.filter(|flag| (flag.value == "TRUE") != is_date(start)) {
        let message = say!(
            "X-MICROSOFT-CDO-ALLDAYEVENT is {}, maar DTSTART zegt iets anders",
            "X-MICROSOFT-CDO-ALLDAYEVENT is {}, but DTSTART says otherwise",
            flag.value
        );
        findings.add(flag.line, 8, message, say!("zeg alleen TRUE bij VALUE=DATE", "say TRUE for VALUE=DATE alone"));
    }
}

/// Rules 10 and 12: busy time agrees with transparency and status.
fn status(event: &Component, findings: &mut Findings) {
    let mut keyword = |name: &str, choices: &[&str], default: &'static str| -> String {
        let Some(property) = event.at_most_once(name, 12, findings) else { return default.to_owned() };
        if !choices.contains(&property.value.as_str()) {
            let message = say!("{name} is `{}`", "{name} is `{}`", property.value);
            let remedy = match name {
                "STATUS" => {
                    say!("schrijf TENTATIVE, CONFIRMED of CANCELLED", "write TENTATIVE, CONFIRMED or CANCELLED")
                }
                _ => say!("schrijf OPAQUE of TRANSPARENT", "write OPAQUE or TRANSPARENT"),
            };
            findings.add(property.line, 12, message, remedy);
        }
        property.value.clone()
    };
    let status = keyword("STATUS", &["TENTATIVE", "CONFIRMED", "CANCELLED"], "");
    let transparency = keyword("TRANSP", &["OPAQUE", "TRANSPARENT"], "OPAQUE");
    let Some(busy) = event.once("X-MICROSOFT-CDO-BUSYSTATUS", 12, findings) else { return };
    let line = busy.line;
    let is_free = match busy.value.as_str() {
        "FREE" => true,
        "TENTATIVE" | "BUSY" | "OOF" => false,
        other => {
            let message = say!("X-MICROSOFT-CDO-BUSYSTATUS is `{other}`", "X-MICROSOFT-CDO-BUSYSTATUS is `{other}`");
            findings.add(
                line,
                12,
                message,
                say!("schrijf FREE, TENTATIVE, BUSY of OOF", "write FREE, TENTATIVE, BUSY or OOF"),
            );
            return;
        }
    };
    if is_free != (transparency == "TRANSPARENT") {
        let message = say!("de afspraak is {} en {transparency}", "the event is {} and {transparency}", busy.value);
        findings.add(
            line,
            12,
            message,
            say!(
                "FREE hoort bij TRANSPARENT, al het andere bij OPAQUE",
                "FREE goes with TRANSPARENT, all else with OPAQUE"
            ),
        );
    }
    if status == "CANCELLED" && !is_free {
        let message = say!("een vervallen afspraak is {}", "a cancelled event is {}", busy.value);
        findings.add(line, 10, message, say!("wat vervallen is, is FREE", "what has fallen through is FREE"));
    }
    if !is_free && status != "CANCELLED" && (busy.value == "TENTATIVE") != (status == "TENTATIVE") {
        let status = if status.is_empty() { say!("zonder STATUS", "without STATUS") } else { Said::same(status) };
        let message = say!("de afspraak is {} en {status}", "the event is {} and {status}", busy.value; status);
        findings.add(
            line,
            12,
            message,
            say!(
                "TENTATIVE hoort bij STATUS:TENTATIVE, BUSY en OOF bij CONFIRMED",
                "TENTATIVE goes with STATUS:TENTATIVE, BUSY and OOF with CONFIRMED"
            ),
        );
    }
}

/// Rule 15: a hint that readers know.
fn class(event: &Component, findings: &mut Findings) {
    let known = ["PUBLIC", "PRIVATE", "CONFIDENTIAL"];
    if let Some(class) = event.first("CLASS").filter(|class| !known.contains(&class.value.as_str())) {
        findings.add(
            class.line,
            15,
            say!("CLASS is `{}`", "CLASS is `{}`", class.value),
            say!("schrijf PUBLIC, PRIVATE of CONFIDENTIAL", "write PUBLIC, PRIVATE or CONFIDENTIAL"),
        );
    }
}

/// Rule 13: rules that Outlook can repeat.
fn repetition(event: &Component, zones: &Zones, findings: &mut Findings) {
    for property in event.properties.iter().filter(|property| property.param("RANGE").is_some()) {
        findings.add(
            property.line,
            13,
            say!("{} heeft een RANGE", "{} has a RANGE", property.name),
            say!("geef elke keer apart op", "override each occurrence by itself"),
        );
    }
    if let Some(rule) = event.first("EXRULE") {
        findings.add(
            rule.line,
            13,
            say!("de afspraak heeft een EXRULE", "the event has an EXRULE"),
            say!("noem de datums in EXDATE", "list the dates in EXDATE"),
        );
    }
    let Some(rule) = event.at_most_once("RRULE", 13, findings) else { return };
    let parts: Vec<(&str, &str)> =
        rule.value.split(';').map(|part| part.split_once('=').unwrap_or((part, ""))).collect();
    let mut bad = |message: Said, remedy: Said| findings.add(rule.line, 13, message, remedy);
    let of = |key: &str| parts.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
    match of("FREQ") {
        None => bad(
            say!("de herhaling heeft geen FREQ", "the rule has no FREQ"),
            say!(
                "begin haar met FREQ=DAILY, WEEKLY, MONTHLY of YEARLY",
                "begin it with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY"
            ),
        ),
        Some("SECONDLY" | "MINUTELY" | "HOURLY" | "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY") => {}
        Some(other) => bad(
            say!("`{other}` is geen FREQ", "`{other}` is no FREQ"),
            say!("schrijf DAILY, WEEKLY, MONTHLY of YEARLY", "write DAILY, WEEKLY, MONTHLY or YEARLY"),
        ),
    }
    if of("COUNT").is_some() && of("UNTIL").is_some() {
        bad(
            say!("de herhaling heeft zowel COUNT als UNTIL", "the rule has both COUNT and UNTIL"),
            say!("houd er een van", "keep one of them"),
        );
    }
    for key in ["COUNT", "INTERVAL"] {
        if of(key).is_some_and(|value| !time::is_number(value) || value.bytes().all(|byte| byte == b'0')) {
            bad(say!("{key} is geen getal boven 0", "{key} is no number above 0"), say!("tel vanaf 1", "count from 1"));
        }
    }
    if let Some(part) = SUB_DAILY.iter().find(|part| rule.value.split(';').any(|own| own.starts_with(**part))) {
        bad(
            say!("de herhaling heeft {part}, binnen een dag", "the rule has {part}, within a day"),
            say!("herhaal per dag of langer", "repeat by days or longer"),
        );
    }
    for (idx, (key, value)) in parts.iter().enumerate() {
        let known = [
            "FREQ",
            "COUNT",
            "UNTIL",
            "INTERVAL",
            "BYDAY",
            "BYMONTH",
            "BYMONTHDAY",
            "BYSETPOS",
            "BYWEEKNO",
            "BYYEARDAY",
            "WKST",
            "BYHOUR",
            "BYMINUTE",
            "BYSECOND",
        ];
        if value.is_empty() || !known.contains(key) {
            bad(
                say!("`{key}` is geen deel van een herhaling", "`{key}` is no part of a rule"),
                say!(
                    "schrijf FREQ, INTERVAL, UNTIL of COUNT, en delen met BY…",
                    "write FREQ, INTERVAL, UNTIL or COUNT, and BY… parts"
                ),
            );
        } else if parts[..idx].iter().any(|(earlier, _)| earlier == key) {
            bad(
                say!("de herhaling heeft {key} tweemaal", "the rule has {key} twice"),
                say!("schrijf het één keer", "write it once"),
            );
        }
    }
    let until = of("UNTIL").map(time::time);
    if until == Some(None) {
        bad(
            say!("UNTIL is geen datum of tijd", "UNTIL is no date or time"),
            say!("schrijf zoiets als 20271231T225959Z", "write such as 20271231T225959Z"),
        );
    }
    let start = event.first("DTSTART").and_then(|start| time::time(&start.value));
    let fits = match (start, until.flatten()) {
        (Some(Time::Date(_)), Some(until)) => matches!(until, Time::Date(_)),
        (Some(_), Some(until)) => matches!(until, Time::Utc(_)),
        _ => true,
    };
    if !fits {
        let message =
            say!("UNTIL is niet van de soort die DTSTART vraagt", "UNTIL is not of the kind that DTSTART asks for");
        bad(
            message,
            say!(
                "schrijf een datum bij hele dagen, en anders een tijd in UTC",
                "write a date for whole days, and a time in UTC for all else"
            ),
        );
    }
    if let Some(start) = event.first("DTSTART")
        && let (Some(tzid), Some(Time::Local(from))) = (start.param("TZID"), time::time(&start.value))
    {
        let until = match until.flatten() {
            Some(Time::Local(seconds) | Time::Utc(seconds)) => seconds,
            Some(Time::Date(day)) => i64::from(day.number()) * 86_400,
            None => i64::MAX,
        };
        zones.check_days(start.line, tzid, from, until, findings);
    }
}

/// Rule 14: who publishes, and nobody who is invited but in an invitation.
fn people(kind: Kind, event: &Component, findings: &mut Findings) {
    event.once("ORGANIZER", 14, findings);
    if kind == Kind::Invitation {
        if event.first("ATTENDEE").is_none() {
            findings.add(
                event.line,
                14,
                say!("de uitnodiging heeft geen ATTENDEE", "the invitation has no ATTENDEE"),
                say!("noem voor wie zij is", "name whom it is for"),
            );
        }
        return;
    }
    for attendee in event.all("ATTENDEE") {
        findings.add(
            attendee.line,
            14,
            say!("een gepubliceerde afspraak heeft een ATTENDEE", "a published event has an ATTENDEE"),
            say!("noem de delegatie in de omschrijving", "name the delegation in the description"),
        );
    }
}
