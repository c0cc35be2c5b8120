//! The words of calendar reports in both languages.

use super::super::Words;
use super::days::Taken;
use crate::domain::{Day, DayPart, Interval, LocalTime, MinuteOfDay};
use crate::ics::read::{Occurrence, Resolution, Status};
use crate::zones::Zone;

/// A time of day, such as `09:00`.
pub fn clock(minute: MinuteOfDay) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A text of a calendar in one line without control characters.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The name of a day-part; the usual ones have a Dutch name.
pub fn part_name(words: Words, part: &DayPart) -> String {
    match part.id.as_str() {
        "morning" => words.pick("ochtend", "morning").to_owned(),
        "afternoon" => words.pick("middag", "afternoon").to_owned(),
        "evening" => words.pick("avond", "evening").to_owned(),
        other => clean(other),
    }
}

/// A day-part with its hours.
pub fn part_with_hours(words: Words, part: &DayPart) -> String {
    format!("{} {}-{}", part_name(words, part), clock(part.start), clock(part.end))
}

/// How much of a day-part is taken, in a word.
pub fn taken(words: Words, taken: Taken) -> &'static str {
    match taken {
        Taken::Free => words.pick("vrij", "free"),
        Taken::Tentative => words.pick("voorlopig", "tentative"),
        Taken::Partly => words.pick("deels bezet", "partly busy"),
        Taken::Wholly => words.pick("bezet", "busy"),
    }
}

/// How an event shows in its calendar, in Outlook's words.
pub fn status(words: Words, status: Status) -> &'static str {
    match status {
        Status::Free => words.pick("beschikbaar", "free"),
        Status::Tentative => words.pick("voorlopig", "tentative"),
        Status::Busy => words.pick("bezet", "busy"),
        Status::OutOfOffice => words.pick("niet aanwezig", "out of office"),
        Status::WorkingElsewhere => words.pick("werkt elders", "working elsewhere"),
        Status::Cancelled => words.pick("geannuleerd", "cancelled"),
    }
}

/// The status of an event, and whether it counts where that is not to be expected.
pub fn standing(words: Words, occurrence: &Occurrence) -> String {
    let shown = status(words, occurrence.status);
    let is_free = matches!(occurrence.status, Status::Free | Status::Cancelled);
    if occurrence.interval().is_none() {
        format!("{shown}, {}", words.pick("zonder duur: telt niet", "no length: not counted"))
    } else if is_free && occurrence.busy {
        format!("{shown}, {}", words.pick("telt als bezet", "counted as busy"))
    } else if !is_free && !occurrence.busy {
        format!("{shown}, {}", words.pick("telt niet", "not counted"))
    } else {
        shown.to_owned()
    }
}

/// How a time zone was found.
pub fn resolution(words: Words, resolution: Resolution) -> &'static str {
    match resolution {
        Resolution::Iana => words.pick("andere naam ervoor", "another name of it"),
        Resolution::Windows => words.pick("naam van Windows", "a Windows name"),
        Resolution::PathEnd => words.pick("uit het eind van de naam", "from the end of the name"),
        Resolution::OwnDefinition => words.pick("eigen definitie in het bestand", "the file's own definition"),
        Resolution::DisplayName => words.pick("uit de omschrijving", "from the description"),
        Resolution::Utc => words.pick("andere naam ervoor", "another name of it"),
        Resolution::FixedOffset => words.pick("vast verschil uit de naam", "the fixed offset in the name"),
        Resolution::CalendarZone => {
            words.pick("naam onbekend: de zone van de agenda zelf", "name unknown: the calendar's own zone")
        }
        Resolution::DefaultZone => words.pick("naam onbekend: de ingestelde zone", "name unknown: the default zone"),
    }
}

/// The hours of an event on one day, with `…` where it goes on beyond that day.
pub fn hours_on(words: Words, day: Day, occurrence: &Occurrence, zone: &Zone) -> String {
    if occurrence.days.is_some_and(|days| days.contains(day)) {
        return words.pick("hele dag", "all day").to_owned();
    }
    let (start, end) = (zone.local(occurrence.start), zone.local(occurrence.end));
    if start == end {
        return clock(start.minute);
    }
    let from = if start.day == day { clock(start.minute) } else { "…".to_owned() };
    let to = match end {
        LocalTime { day: last, minute } if last == day => clock(minute),
        LocalTime { day: last, minute: 0 } if last == day.plus(1) => "24:00".to_owned(),
        _ => "…".to_owned(),
    };
    format!("{from}-{to}")
}

/// When something is, such as `di 2 mrt 14:00-15:00`, or only the dates when these are whole days.
pub fn when(words: Words, occurrence: &Occurrence, zone: &Zone, with_year: bool) -> String {
    match (occurrence.days, occurrence.interval()) {
        (Some(days), _) => format!("{} {}", words.days(days, with_year), words.pick("hele dag", "all day")),
        (None, Some(interval)) => time(words, interval, zone, with_year),
        (None, None) => {
            let at = zone.local(occurrence.start);
            format!("{} {}", words.day(at.day, true, with_year), clock(at.minute))
        }
    }
}

/// A stretch of time, such as `di 2 mrt 14:00-15:00`.
pub fn time(words: Words, interval: Interval, zone: &Zone, with_year: bool) -> String {
    let (start, mut end) = (zone.local(interval.start()), zone.local(interval.end()));
    if end.minute == 0 && end.day > start.day {
        end = LocalTime { day: end.day.plus(-1), minute: 24 * 60 };
    }
    let (from, to) = (words.day(start.day, true, with_year), words.day(end.day, true, with_year));
    if start.day == end.day {
        format!("{from} {}-{}", clock(start.minute), clock(end.minute))
    } else {
        format!("{from} {} – {to} {}", clock(start.minute), clock(end.minute))
    }
}
