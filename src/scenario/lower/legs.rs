//! Legs: given, or estimated from the distance.

use std::collections::{BTreeMap, BTreeSet};

use super::ctx::{Ctx, has_lost_table};
use crate::domain::{Cents, Grams, Leg, Legs, Place, PlaceIdx, Request, Traveller};
use crate::scenario::mistakes::Mistake;
use crate::scenario::raw;
use crate::scenario::words;
use crate::texts::{Said, say};

/// The mean radius of the earth, in kilometres.
const EARTH_KM: f64 = 6371.0088;

/// Returns the legs between all places; those that no visit needs may be missing, and are zeros then.
pub fn legs(ctx: &mut Ctx<'_>, places: &[Place], requests: &[Option<Request>], travellers: &[Traveller]) -> Legs {
    let given = given(ctx);
    let estimate = ctx.raw.estimate;
    if let Some(estimate) = estimate.filter(|estimate| estimate.speed_kmh.0 == 0) {
        let spot = ctx.root.field("estimate").field("speed_kmh").spot;
        ctx.found.push(
            Mistake::new("out-of-range", say!("`speed_kmh` is {}", "`speed_kmh` is {}", estimate.speed_kmh))
                .at(spot, say!("niemand komt aan", "nobody arrives"))
                .help(say!("gebruik kilometers per uur, bijvoorbeeld 750", "use kilometres per hour, such as 750")),
        );
    }
    let estimated = |from: PlaceIdx, to: PlaceIdx| {
        let estimate = estimate?;
        let km = kilometres(places[from.0].coordinates?, places[to.0].coordinates?);
        Some(estimated_leg(&estimate, km))
    };
    let leg = |from: PlaceIdx, to: PlaceIdx| given.get(&(from, to)).copied().or_else(|| estimated(from, to));
    missing(ctx, places, requests, travellers, |from, to| leg(from, to).is_none());
    Legs::new(places.len(), |from, to| leg(from, to).unwrap_or_default())
}

/// Returns the legs that the scenario gives, in both directions.
fn given(ctx: &mut Ctx<'_>) -> BTreeMap<(PlaceIdx, PlaceIdx), Leg> {
    let nodes = ctx.root.field("legs");
    let mut first: BTreeMap<(PlaceIdx, PlaceIdx), usize> = BTreeMap::new();
    let mut legs = BTreeMap::new();
    let mut ways_back = Vec::new();
    for (i, raw) in ctx.raw.legs.iter().enumerate() {
        let node = nodes.item(i);
        let from = ctx.places.find(&raw.from.0, node.field("from").spot, ctx.found);
        let to = ctx.places.find(&raw.to.0, node.field("to").spot, ctx.found);
        let Some((from, to)) = from.zip(to) else { continue };
        if from == to {
            ctx.found.push(
                Mistake::new(
                    "leg-to-itself",
                    say!(
                        "het traject vanuit `{}` eindigt waar het begint",
                        "the leg from `{}` ends where it begins",
                        raw.from
                    ),
                )
                .at(node.field("to").spot, say!("dezelfde plaats", "the same place"))
                .help(say!(
                    "verwijder het; een traject van een plaats naar zichzelf is altijd nul",
                    "remove it; a leg from a place to itself is always zero"
                )),
            );
            continue;
        }
        if let Some(&first) = first.get(&(from, to)) {
            ctx.found.push(
                Mistake::new(
                    "duplicate-leg",
                    say!(
                        "het traject van `{}` naar `{}` staat er tweemaal",
                        "the leg from `{}` to `{}` is given twice",
                        raw.from,
                        raw.to
                    ),
                )
                .at(node.spot, say!("hier nog eens", "again here"))
                .at(nodes.item(first).spot, say!("hier de eerste keer", "first here"))
                .help(say!("verwijder een van de twee", "remove one of the two")),
            );
            continue;
        }
        first.insert((from, to), i);
        let leg = Leg {
            minutes: raw.minutes,
            eur: Cents(raw.eur.unwrap_or_default().0),
            kg_co2: Grams(raw.kg_co2.unwrap_or_default().0),
            rest_minutes: raw.rest_minutes.unwrap_or(0),
            estimated: false,
        };
        legs.insert((from, to), leg);
        if raw.both_ways.unwrap_or(true) {
            ways_back.push(((to, from), leg));
        }
    }
    for (way, leg) in ways_back {
        legs.entry(way).or_insert(leg);
    }
    legs
}

/// Reports the legs that visits need and that are missing, once per place.
fn missing(
    ctx: &mut Ctx<'_>,
    places: &[Place],
    requests: &[Option<Request>],
    travellers: &[Traveller],
    is_missing: impl Fn(PlaceIdx, PlaceIdx) -> bool,
) {
    let Some(home) = ctx.home else { return };
    if ctx.root.lost("legs") || ctx.root.lost("estimate") || ctx.root.lost("tables") || ctx.root.lost("places") {
        return;
    }
    if has_lost_table(ctx.found) {
        return;
    }
    let visited: BTreeSet<PlaceIdx> =
        requests.iter().flatten().map(|request| request.place).filter(|&place| place != home).collect();
    let several_stops = travellers.iter().any(|traveller| traveller.limits.max_stops > 1);
    let nodes = ctx.root.field("places");
    let mut without: BTreeSet<PlaceIdx> = BTreeSet::new();
    for &place in &visited {
        let others: Vec<PlaceIdx> = std::iter::once(home)
            .chain(visited.iter().copied().filter(|&other| several_stops && other != place))
            .filter(|&other| is_missing(place, other) || is_missing(other, place))
            .collect();
        let Some(&first) = others.first() else { continue };
        let id = &places[place.0].id;
        if ctx.raw.estimate.is_some() {
            without.extend([place, first].into_iter().filter(|other| places[other.0].coordinates.is_none()));
            continue;
        }
        let ids: Vec<&str> = others.iter().take(5).map(|other| places[other.0].id.as_str()).collect();
        let more =
            if others.len() > 5 { say!(" en nog {}", " and {} more", others.len() - 5) } else { Said::default() };
        ctx.found.push(
            Mistake::new(
                "missing-leg",
                say!(
"er is geen traject tussen `{id}` en {}{more}",
"there is no leg between `{id}` and {}{more}", words::all_of(&ids); more),
            )
            .at(nodes.item(place.0).field("id").spot, say!("hierheen gaat een bezoek", "a visit goes here"))
            .help(say!(
                "voeg het traject toe aan `[[legs]]`, of een tabel `[estimate]` en coördinaten om het uit te schatten",
                "add the leg to `[[legs]]`, or a table `[estimate]` and coordinates to estimate it from"
            )),
        );
    }
    for place in without {
        ctx.found.push(
            Mistake::new(
                "missing-coordinates",
                say!(
                    "plaats `{}` heeft geen coördinaten om trajecten uit te schatten",
                    "place `{}` has no coordinates to estimate legs from",
                    places[place.0].id
                ),
            )
            .at(nodes.item(place.0).field("id").spot, say!("`lat` en `lon` ontbreken", "`lat` and `lon` are missing"))
            .help(say!(
                "voeg `lat` en `lon` toe, of geef de trajecten in `[[legs]]`",
                "add `lat` and `lon`, or give its legs in `[[legs]]`"
            )),
        );
    }
}

/// Returns the great-circle distance between two places, by the haversine formula.
fn kilometres((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    let half_chord = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let h = half_chord(lat_a, lat_b) + lat_a.to_radians().cos() * lat_b.to_radians().cos() * half_chord(lon_a, lon_b);
    2.0 * EARTH_KM * h.clamp(0.0, 1.0).sqrt().asin()
}

fn estimated_leg(estimate: &raw::Estimate, km: f64) -> Leg {
    // Parameters are at most a million of millionths, far below 2^53.
    let amount = |amount: Option<raw::Amount>| amount.unwrap_or_default().0 as f64 / 1e6;
    let hours = km / amount(Some(estimate.speed_kmh)).max(1e-6);
    let minutes = estimate.fixed_minutes.unwrap_or(0) as f64 + hours * 60.0;
    // A leg of 3,660 days, the longest horizon, is the longest that may be given, too. The cast saturates.
    let minutes = (minutes.ceil() as i64).min(3660 * 24 * 60);
    let whole = |value: f64| value.round() as i64; // Saturates; far below 2^63 anyway.
    let is_long = minutes >= estimate.rest_from_minutes.unwrap_or(0);
    Leg {
        minutes,
        eur: Cents(whole(amount(estimate.fixed_eur) + amount(estimate.eur_per_km) * km).saturating_mul(100)),
        kg_co2: Grams(whole(amount(estimate.kg_co2_per_km) * km).saturating_mul(1000)),
        rest_minutes: if is_long { estimate.rest_minutes.unwrap_or(0) } else { 0 },
        estimated: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_of_known_places() {
        let (the_hague, rabat) = ((52.08, 4.31), (34.02, -6.84));
        let km = kilometres(the_hague, rabat);
        assert!((2_190.0..2_200.0).contains(&km), "{km}");
        assert!(kilometres(rabat, rabat) == 0.0);
        let antipode = kilometres((0.0, 0.0), (0.0, 180.0));
        assert!((antipode - EARTH_KM * std::f64::consts::PI).abs() < 1e-6);
    }
}
