//! What a file of changes does, in sentences.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::domain::{Day, DayRange, Instant, Problem};
use crate::report::Words;
use crate::scenario::changes::{Deed, Step};

/// What a what-if is called: the titles of its files.
#[must_use]
pub fn joined_titles(steps: &[Step]) -> String {
    let mut titles: Vec<&str> = steps.iter().map(|step| step.title.as_str()).collect();
    titles.dedup();
    titles.join(" + ")
}

/// Returns each step in words, in the order in which they were applied.
#[must_use]
pub fn step_sentences(problem: &Problem, steps: &[Step]) -> Vec<String> {
    let words = Words::of(problem.language);
    steps
        .iter()
        .map(|step| {
            let deeds: Vec<String> = step.deeds.iter().map(|deed| deed_text(words, problem, deed)).collect();
            match &step.label {
                Some(label) => format!("{label}: {}", deeds.join("; ")),
                None => deeds.join("; "),
            }
        })
        .collect()
}

fn deed_text(words: Words, problem: &Problem, deed: &Deed) -> String {
    let whose = |list: &str, id: &str| name(words, problem, list, id);
    match deed {
        Deed::Added { list, id } => match id {
            Some(id) => words.pick(format!("erbij: {}", whose(list, id)), format!("added: {}", whose(list, id))),
            None => words.pick(format!("erbij in `{list}`"), format!("added to `{list}`")),
        },
        Deed::Removed { list, id } => {
            words.pick(format!("eruit: {}", whose(list, id)), format!("taken out: {}", whose(list, id)))
        }
        Deed::Set { list, id: Some(id), field, to: Some(to), .. }
            if list == "requests" && field == "mandatory" && matches!(to.as_str(), "true" | "false") =>
        {
            let what = whose(list, id);
            match to.as_str() {
                "true" => words.pick(format!("{what} moet doorgaan"), format!("{what} has to take place")),
                _ => words.pick(format!("{what} hoeft niet door te gaan"), format!("{what} need not take place")),
            }
        }
        Deed::Set { list, id, field, from, to } => {
            let of = match id {
                Some(id) => format!("{}, `{field}`", whose(list, id)),
                None if list == field => format!("`{field}`"),
                None => format!("`{list}.{field}`"),
            };
            let shown = |text: &str| match text {
                "true" => words.pick("ja", "yes").to_owned(),
                "false" => words.pick("nee", "no").to_owned(),
                text => words.number_if(text),
            };
            match (from, to) {
                (Some(from), Some(to)) => {
                    let (from, to) = (shown(from), shown(to));
                    words.pick(format!("{of}: van {from} naar {to}"), format!("{of}: from {from} to {to}"))
                }
                (None, Some(to)) => format!("{of}: {}", shown(to)),
                (_, None) => words.pick(format!("{of}: niet meer ingevuld"), format!("{of}: left out")),
            }
        }
        Deed::Absent { traveller, days } => {
            let who = whose("travellers", traveller);
            match days.as_ref().and_then(|(first, last)| range(first, last)) {
                Some(days) => {
                    let days = words.days(days, true);
                    words.pick(format!("{who} afwezig {days}"), format!("{who} absent {days}"))
                }
                None => words.pick(
                    format!("{who} afwezig in de hele planperiode"),
                    format!("{who} absent in the whole horizon"),
                ),
            }
        }
        Deed::Closed { whose: place, first_day, last_day } => {
            let days = range(first_day, last_day).map_or_else(String::new, |days| words.days(days, true));
            let place = country_or_place(words, problem, place);
            words.pick(format!("{place} gesloten {days}"), format!("{place} closed {days}"))
        }
        Deed::Pinned { request, start } => {
            let (what, start) = (whose("requests", request), moment(words, problem, request, start));
            words.pick(format!("{what} ligt vast op {start}"), format!("{what} is settled on {start}"))
        }
        Deed::Released { request } => {
            let what = whose("requests", request);
            words.pick(format!("{what} mag weer schuiven"), format!("{what} may move again"))
        }
        Deed::Cancelled { request } => {
            let what = whose("requests", request);
            words.pick(format!("{what} is geannuleerd"), format!("{what} is cancelled"))
        }
    }
}

/// A start as the clock at the visit's place shows it: published plans write theirs in UTC.
fn moment(words: Words, problem: &Problem, id: &str, start: &str) -> String {
    let request = problem.request_idxs().find(|&request| problem.request(request).id == id);
    let instant = start.parse::<DateTime<Utc>>().ok().and_then(Instant::from_utc);
    match request.zip(instant) {
        Some((request, instant)) => words.day_at(problem, request, instant),
        None => match NaiveDateTime::parse_from_str(start, "%Y-%m-%dT%H:%M") {
            Ok(local) => format!("{} {}", words.day(Day::from(local.date()), true, false), local.format("%H:%M")),
            Err(_) => start.to_owned(),
        },
    }
}

fn range(first: &str, last: &str) -> Option<DayRange> {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().ok().map(Day::from);
    DayRange::inclusive(day(first)?, day(last)?)
}

/// A country with its places, or a place.
fn country_or_place(words: Words, problem: &Problem, id: &str) -> String {
    let of_country = problem.places.iter().filter(|place| place.country.to_string() == id);
    let names: Vec<&str> = of_country.map(|place| words.pick(place.name_nl.as_str(), place.name_en.as_str())).collect();
    match id.parse().ok().filter(|_| !names.is_empty()) {
        Some(country) => format!("{} ({})", words.country(country), names.join(", ")),
        None => name(words, problem, "places", id),
    }
}

/// What people call the thing with this id.
fn name(words: Words, problem: &Problem, list: &str, id: &str) -> String {
    let known = match list {
        "travellers" => problem.travellers.iter().find(|t| t.id == id).map(|t| t.office.clone()),
        "requests" => problem.requests.iter().find(|r| r.id == id).map(|r| format!("“{}”", r.title)),
        "rules" => problem.rules.iter().find(|rule| rule.id == id).map(|rule| {
            let label = &rule.label;
            words.pick(format!("regel “{label}”"), format!("rule “{label}”"))
        }),
        "places" => problem
            .places
            .iter()
            .find(|place| place.id == id)
            .map(|place| words.pick(place.name_nl.clone(), place.name_en.clone())),
        _ => None,
    };
    known.unwrap_or_else(|| format!("`{id}`"))
}
