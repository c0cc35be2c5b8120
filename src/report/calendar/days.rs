//! Which day-parts of each day are taken.

use super::Frame;
use crate::domain::{Day, Interval};
use crate::ics::read::{Occurrence, Read, Status};

/// How much of a day-part is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Nothing.
    Free,
    /// Some or all of it, by tentative events only.
    Tentative,
    /// Some of it.
    Partly,
    /// All of it.
    Wholly,
}

/// One day of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayLook {
    /// The date.
    pub day: Day,
    /// How much of each day-part is taken, in the order of the frame.
    pub parts: Vec<Taken>,
    /// Whether a busy event touches the day but none of its parts, such as a dinner.
    pub has_more: bool,
    /// The positions of the occurrences that touch the day, by start.
    pub occurrences: Vec<usize>,
}

/// Returns every day of the frame, in order.
pub fn days(frame: &Frame, read: &Read) -> Vec<DayLook> {
    let mut touching: Vec<Vec<usize>> = frame.days.days().map(|_| Vec::new()).collect();
    for (i, occurrence) in read.occurrences.iter().enumerate() {
        let (first, last) = match occurrence.days {
            Some(days) => (days.start(), days.last()),
            None => {
                let first = frame.zone.day(occurrence.start);
                // The end is no part of it, unless it has no length at all.
                (first, frame.zone.day(occurrence.end.plus(-1)).max(first))
            }
        };
        let (first, last) = (first.max(frame.days.start()), last.min(frame.days.last()));
        for number in first.number()..=last.number() {
            let position = usize::try_from(Day::from_number(number).days_since(frame.days.start()));
            if let Some(day) = position.ok().and_then(|position| touching.get_mut(position)) {
                day.push(i);
            }
        }
    }
    frame.days.days().zip(touching).map(|(day, occurrences)| look(frame, read, day, occurrences)).collect()
}

fn look(frame: &Frame, read: &Read, day: Day, occurrences: Vec<usize>) -> DayLook {
    let busy: Vec<(&Occurrence, Interval)> = occurrences
        .iter()
        .map(|&i| &read.occurrences[i])
        .filter(|occurrence| occurrence.busy)
        .filter_map(|occurrence| Some((occurrence, occurrence.interval()?)))
        .collect();
    let at = |minute| frame.zone.instant(day, minute);
    let parts: Vec<Option<Interval>> =
        frame.day_parts.iter().map(|part| Interval::new(at(part.start), at(part.end))).collect();
    let touches_a_part = |event: Interval| parts.iter().flatten().any(|part| part.meets(event));
    DayLook {
        day,
        parts: parts.iter().map(|part| part.map_or(Taken::Free, |part| taken(part, &busy))).collect(),
        has_more: busy.iter().any(|&(_, event)| !touches_a_part(event)),
        occurrences,
    }
}

fn taken(part: Interval, busy: &[(&Occurrence, Interval)]) -> Taken {
    let within = || busy.iter().filter(|(_, event)| event.meets(part));
    if within().next().is_none() {
        return Taken::Free;
    }
    if within().all(|(occurrence, _)| occurrence.status == Status::Tentative) {
        return Taken::Tentative;
    }
    // Events come by start, so that the time that is covered grows from the left.
    let covered =
        within().fold(
            part.start(),
            |covered, (_, event)| {
                if event.start() <= covered { covered.max(event.end()) } else { covered }
            },
        );
    if covered >= part.end() { Taken::Wholly } else { Taken::Partly }
}
