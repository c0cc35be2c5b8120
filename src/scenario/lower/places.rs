//! Places with their day-parts, holidays and closures.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::calendars::ReadCalendar;
use super::ctx::{Ctx, day_range};
use crate::domain::{Cents, CountryCode, DayPart, Place, PlaceIdx};
use crate::scenario::mistakes::Mistake;
use crate::scenario::raw;
use crate::scenario::tree::Node;
use crate::scenario::words;
use crate::texts::say;
use crate::zones;

/// Lowers all places, in order.
pub fn places(ctx: &mut Ctx<'_>, calendars: &[ReadCalendar]) -> Vec<Place> {
    let common = day_parts(&ctx.raw.day_parts, ctx.root.field("day_parts"), ctx.found);
    let common = if common.is_empty() {
        vec![part("morning", 9 * 60, 12 * 60 + 30), part("afternoon", 13 * 60 + 30, 17 * 60 + 30)]
    } else {
        common
    };
    let nodes = ctx.root.field("places");
    let raws = &ctx.raw.places;
    let mut places: Vec<Place> =
        raws.iter().enumerate().map(|(i, raw)| place(ctx, raw, nodes.item(i), calendars, &common)).collect();
    by_country(ctx, &mut places);
    places
}

fn part(id: &str, start: u16, end: u16) -> DayPart {
    DayPart { id: id.to_owned(), start, end }
}

fn place(ctx: &mut Ctx<'_>, raw: &raw::Place, node: &Node, calendars: &[ReadCalendar], common: &[DayPart]) -> Place {
    let own = day_parts(&raw.day_parts, node.field("day_parts"), ctx.found);
    let mut weekend: Vec<u8> =
        raw.weekend.as_ref().map_or(vec![5, 6], |days| days.iter().map(|day| weekday(*day)).collect());
    weekend.sort_unstable();
    weekend.dedup();
    if weekend.len() == 7 {
        ctx.found.push(
            Mistake::new(
                "no-working-day",
                say!("plaats `{}` heeft geen werkdag", "place `{}` has no working day", raw.id),
            )
            .at(node.field("weekend").spot, say!("alle zeven dagen", "all seven days"))
            .help(say!("laat de werkdagen weg uit `weekend`", "leave the working days out of `weekend`")),
        );
    }
    if raw.lat.is_some() != raw.lon.is_some() && !node.lost("lat") && !node.lost("lon") {
        let (given, missing) = if raw.lat.is_some() { ("lat", "lon") } else { ("lon", "lat") };
        ctx.found.push(
            Mistake::new(
                "half-coordinates",
                say!(
                    "plaats `{}` heeft `{given}` zonder `{missing}`",
                    "place `{}` has `{given}` without `{missing}`",
                    raw.id
                ),
            )
            .at(node.field(given).spot, say!("`{missing}` ontbreekt", "`{missing}` is missing"))
            .help(say!("voeg `{missing}` toe, of verwijder `{given}`", "add `{missing}`, or remove `{given}`")),
        );
    }
    let mut holidays: BTreeMap<_, _> = raw.holidays.iter().map(|date| (date.0, String::new())).collect();
    let list = node.field("holiday_calendars");
    for calendar in ctx.calendars.find_all(&raw.holiday_calendars, list, ctx.found) {
        for (days, name) in &calendars[calendar.0].events.days {
            for day in days.days() {
                holidays.entry(day).or_insert_with(|| name.clone());
            }
        }
        whole_days_only(ctx, &calendars[calendar.0], list);
    }
    let mut closures = Vec::new();
    for (i, closure) in raw.closures.iter().enumerate() {
        let node = node.field("closures").item(i);
        if let Some(days) =
            day_range(closure.first_day, closure.last_day, &say!("de sluiting", "the closure"), node, ctx.found)
        {
            closures.push((days, closure.label.clone().unwrap_or_default()));
        }
    }
    let list = node.field("closure_calendars");
    for calendar in ctx.calendars.find_all(&raw.closure_calendars, list, ctx.found) {
        closures.extend(calendars[calendar.0].events.days.iter().cloned());
        whole_days_only(ctx, &calendars[calendar.0], list);
    }
    let name = |first: &Option<String>, second: &Option<String>| {
        first.clone().or_else(|| second.clone()).unwrap_or_else(|| raw.id.0.clone())
    };
    Place {
        id: raw.id.0.clone(),
        country: raw.country.0,
        name_nl: name(&raw.name_nl, &raw.name_en),
        name_en: name(&raw.name_en, &raw.name_nl),
        tz: zone(&raw.tz, node.field("tz"), ctx.found),
        weekend,
        holidays,
        closures,
        coordinates: raw.lat.zip(raw.lon).map(|(lat, lon)| (degrees(lat.0), degrees(lon.0))),
        per_diem: Cents(raw.per_diem.unwrap_or_default().0),
        day_parts: if own.is_empty() { common.to_vec() } else { own },
    }
}

/// The degrees of so many hundred millionths.
fn degrees(hundred_millionths: i64) -> f64 {
    // At most 180 hundred million, far below 2^53.
    hundred_millionths as f64 / 1e8
}

/// Warns of a calendar of holidays with events that are no whole days, and so no holidays.
fn whole_days_only(ctx: &mut Ctx<'_>, calendar: &ReadCalendar, list: &Node) {
    let n_timed = calendar.events.n_timed;
    if n_timed > 0 {
        ctx.found.push(
            Mistake::warning(
                "timed-holiday",
                say!(
                    "agenda `{}` heeft {n_timed} afspraken die geen hele dagen zijn",
                    "calendar `{}` has {n_timed} events that are no whole days",
                    calendar.calendar.id
                ),
            )
            .at(list.spot, say!("hier tellen alleen hele dagen", "only whole days count here"))
            .help(say!(
                "maak er afspraken van een hele dag van, of haal ze uit deze agenda",
                "make them whole-day events, or take them out of this calendar"
            )),
        );
    }
}

fn zone(name: &str, node: &Node, found: &mut Vec<Mistake>) -> Tz {
    let tz: Option<Tz> = name.parse().ok();
    if let Some(tz) = tz.filter(|tz| zones::is_known(*tz)) {
        return tz;
    }
    // Only a name that is nearly right has a useful guess: its city, or the same letters.
    let city = |name: &str| name.rsplit('/').next().unwrap_or_default().to_lowercase().replace(' ', "_");
    let names = || chrono_tz::TZ_VARIANTS.iter().map(|tz| tz.name());
    let guess = names().find(|known| city(known) == city(name)).or_else(|| words::nearest(name, names()));
    let help = match guess {
        Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
        None => say!(
            "gebruik een naam uit de tijdzonedatabank van IANA, zoals `Africa/Casablanca`",
            "use a name of the IANA time zone database, such as `Africa/Casablanca`"
        ),
    };
    found.push(
        Mistake::new("unknown-zone", say!("er is geen tijdzone `{name}`", "there is no time zone `{name}`"))
            .at(node.spot, say!("onbekend", "unknown"))
            .help(help),
    );
    Tz::UTC
}

fn weekday(day: raw::Weekday) -> u8 {
    match day {
        raw::Weekday::Mon => 0,
        raw::Weekday::Tue => 1,
        raw::Weekday::Wed => 2,
        raw::Weekday::Thu => 3,
        raw::Weekday::Fri => 4,
        raw::Weekday::Sat => 5,
        raw::Weekday::Sun => 6,
    }
}

fn day_parts(raws: &[raw::DayPart], node: &Node, found: &mut Vec<Mistake>) -> Vec<DayPart> {
    for (i, raw) in raws.iter().enumerate() {
        let here = node.item(i);
        if raw.to <= raw.from {
            found.push(
                Mistake::new(
                    "day-part-ends-before-start",
                    say!("dagdeel `{}` eindigt voordat het begint", "day-part `{}` ends before it starts", raw.id),
                )
                .at(here.field("to").spot, say!("niet na het begin", "not after the start"))
                .at(here.field("from").spot, say!("begint hier", "starts here"))
                .help(say!(
                    "een dagdeel ligt binnen één dag; geef het ten minste een minuut",
                    "a day-part lies within one day; give it at least a minute"
                )),
            );
        }
        if let Some(first) = raws[..i].iter().position(|earlier| earlier.id == raw.id) {
            found.push(
                Mistake::new(
                    "duplicate-id",
                    say!("dagdeel `{}` staat er tweemaal", "day-part `{}` is given twice", raw.id),
                )
                .at(here.field("id").spot, say!("hier nog eens", "again here"))
                .at(node.item(first).field("id").spot, say!("hier de eerste keer", "first here"))
                .help(say!("geef elk dagdeel een eigen id", "give each day-part an id of its own")),
            );
        }
        if let Some(before) = i.checked_sub(1).filter(|&before| raws[before].to > raw.from) {
            found.push(
                Mistake::new(
                    "day-parts-overlap",
                    say!(
                        "dagdeel `{}` begint voordat `{}` eindigt",
                        "day-part `{}` starts before `{}` ends",
                        raw.id,
                        raws[before].id
                    ),
                )
                .at(here.field("from").spot, say!("begint hier", "starts here"))
                .at(node.item(before).field("to").spot, say!("het vorige eindigt hier", "the one before ends here"))
                .help(say!(
                    "schrijf dagdelen in de volgorde van de dag, zonder overlap",
                    "write day-parts in the order of the day, without overlap"
                )),
            );
        }
    }
    raws.iter().map(|raw| part(&raw.id.0, raw.from.0, raw.to.0)).collect()
}

/// Adds the holidays and closures that are given by country or place.
fn by_country(ctx: &mut Ctx<'_>, places: &mut [Place]) {
    let raw = ctx.raw;
    let mut of_country: BTreeMap<CountryCode, Vec<usize>> = BTreeMap::new();
    for (i, place) in places.iter().enumerate() {
        of_country.entry(place.country).or_default().push(i);
    }
    let nodes = ctx.root.field("holidays");
    for (i, row) in raw.holidays.iter().enumerate() {
        for place in whose(ctx, &of_country, row.country, row.place.as_ref(), nodes.item(i)) {
            let name = row.name.clone().unwrap_or_default();
            let known = places[place].holidays.entry(row.date.0).or_default();
            if known.is_empty() {
                *known = name;
            }
        }
    }
    let nodes = ctx.root.field("closures");
    for (i, row) in raw.closures.iter().enumerate() {
        let days =
            day_range(row.first_day, row.last_day, &say!("de sluiting", "the closure"), nodes.item(i), ctx.found);
        for place in whose(ctx, &of_country, row.country, row.place.as_ref(), nodes.item(i)) {
            places[place].closures.extend(days.map(|days| (days, row.label.clone().unwrap_or_default())));
        }
    }
    for place in places {
        place.closures.sort();
        place.closures.dedup();
    }
}

fn whose(
    ctx: &mut Ctx<'_>,
    of_country: &BTreeMap<CountryCode, Vec<usize>>,
    country: Option<raw::Country>,
    place: Option<&raw::Id>,
    node: &Node,
) -> Vec<usize> {
    match (country, place) {
        (Some(country), None) => of_country.get(&country.0).cloned().unwrap_or_default(),
        (None, Some(place)) => {
            let found = ctx.places.find(&place.0, node.field("place").spot, ctx.found);
            found.map(|PlaceIdx(place)| place).into_iter().collect()
        }
        (Some(_), Some(_)) => {
            ctx.found.push(
                Mistake::new(
                    "country-and-place",
                    say!("`country` en `place` staan er allebei", "both `country` and `place` are given"),
                )
                .at(node.field("place").spot, say!("deze plaats", "this place"))
                .at(node.field("country").spot, say!("en dit land", "and this country"))
                .help(say!(
                    "houd `country` voor alle plaatsen in het land, of `place` voor één plaats",
                    "keep `country` for all its places, or `place` for one"
                )),
            );
            Vec::new()
        }
        (None, None) => {
            if !node.lost("country") && !node.lost("place") {
                ctx.found.push(
                    Mistake::new(
                        "country-and-place",
                        say!("`country` en `place` ontbreken allebei", "neither `country` nor `place` is given"),
                    )
                    .at(node.spot, say!("van wie?", "whose?"))
                    .help(say!(
                        "voeg `country` toe voor alle plaatsen in het land, of `place` voor één plaats",
                        "add `country` for all its places, or `place` for one"
                    )),
                );
            }
            Vec::new()
        }
    }
}
