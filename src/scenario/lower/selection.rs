//! Whom and where a rule speaks of.

use std::collections::BTreeSet;

use super::ctx::{Ctx, day_range};
use super::travellers::rank;
use crate::domain::{DayRange, Period, Place, PlaceIdx, Traveller, TravellerIdx, VisitFilter};
use crate::scenario::mistakes::Mistake;
use crate::scenario::raw;
use crate::scenario::tree::Node;
use crate::scenario::words;
use crate::texts::{Said, say};

/// Returns the travellers that fit every list that is not empty; everybody when all are.
pub fn travellers(
    ctx: &mut Ctx<'_>,
    node: &Node,
    all: &[Traveller],
    (ids, organisations, ranks): (&[raw::Id], &[String], &[raw::Rank]),
) -> Vec<TravellerIdx> {
    let n_found = ctx.found.len();
    let named: BTreeSet<TravellerIdx> =
        ctx.travellers.find_all(ids, node.field("travellers"), ctx.found).into_iter().collect();
    let known: BTreeSet<&str> = all.iter().map(|traveller| traveller.organisation.as_str()).collect();
    for (i, organisation) in organisations.iter().enumerate() {
        if !known.contains(organisation.as_str()) && !ctx.root.lost("travellers") {
            let help = match words::nearest(organisation, known.iter().copied()) {
                Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
                None => say!(
                    "de reizigers zijn van {}",
                    "the travellers are of {}",
                    words::all_of(&known.iter().collect::<Vec<_>>())
                ),
            };
            ctx.found.push(
                Mistake::new(
                    "unknown-organisation",
                    say!(
                        "geen reiziger is van organisatie `{organisation}`",
                        "no traveller is of organisation `{organisation}`"
                    ),
                )
                .at(node.field("organisations").item(i).spot, say!("organisatie onbekend", "unknown organisation"))
                .help(help),
            );
        }
    }
    let chosen: Vec<TravellerIdx> = all
        .iter()
        .enumerate()
        .filter(|(i, traveller)| {
            (ids.is_empty() || named.contains(&TravellerIdx(*i)))
                && (organisations.is_empty() || organisations.contains(&traveller.organisation))
                && (ranks.is_empty() || ranks.iter().any(|&chosen| rank(chosen) == traveller.rank))
        })
        .map(|(i, _)| TravellerIdx(i))
        .collect();
    let is_lost = ctx.root.lost("travellers") || ["travellers", "organisations", "ranks"].iter().any(|f| node.lost(f));
    if chosen.is_empty() && ctx.found.len() == n_found && !is_lost {
        ctx.found.push(
            Mistake::new("empty-selection", say!("de regel gaat over geen enkele reiziger", "the rule speaks of no traveller"))
                .at(node.field("id").spot, say!("deze regel", "this rule"))
                .help(say!("een reiziger moet tegelijk passen bij `travellers`, `organisations` en `ranks`; verruim een van de drie", "a traveller must fit `travellers`, `organisations` and `ranks` all at once; loosen one of them")),
        );
    }
    chosen
}

/// Returns the places of `places` and `countries` together, in order; `None` when both are empty.
pub fn places(
    ctx: &mut Ctx<'_>,
    node: &Node,
    all: &[Place],
    ids: &[raw::Id],
    countries: &[raw::Country],
) -> Option<Vec<PlaceIdx>> {
    if ids.is_empty() && countries.is_empty() {
        return None;
    }
    let mut chosen: BTreeSet<PlaceIdx> =
        ctx.places.find_all(ids, node.field("places"), ctx.found).into_iter().collect();
    for (i, country) in countries.iter().enumerate() {
        let n_before = chosen.len();
        let of_country = all.iter().enumerate().filter(|(_, place)| place.country == country.0);
        let mut n_places = 0;
        for (place, _) in of_country {
            chosen.insert(PlaceIdx(place));
            n_places += 1;
        }
        if n_places == 0 && chosen.len() == n_before && !ctx.root.lost("places") && !ctx.root.lost("tables") {
            let known: BTreeSet<String> = all.iter().map(|place| place.country.to_string()).collect();
            let known: Vec<String> = known.into_iter().collect();
            ctx.found.push(
                Mistake::new(
                    "country-without-place",
                    say!("geen plaats ligt in land `{country}`", "no place is in country `{country}`"),
                )
                .at(node.field("countries").item(i).spot, say!("geen plaats daar", "no place there"))
                .help(say!("er zijn plaatsen in {}", "there are places in {}", words::all_of(&known))),
            );
        }
    }
    Some(chosen.into_iter().collect())
}

/// Returns the visits that a rule speaks of.
pub fn visits(
    ctx: &mut Ctx<'_>,
    node: &Node,
    all: &[Place],
    (ids, countries): (&[raw::Id], &[raw::Country]),
    by_rank: Option<raw::Rank>,
    theme: Option<&String>,
) -> VisitFilter {
    VisitFilter { places: places(ctx, node, all, ids, countries), rank: by_rank.map(rank), theme: theme.cloned() }
}

/// Returns the periods of a rule: `per`, or the days from `first_day` to `last_day`.
pub fn period(
    ctx: &mut Ctx<'_>,
    node: &Node,
    per: Option<raw::Per>,
    first: Option<raw::Date>,
    last: Option<raw::Date>,
) -> Option<Period> {
    match (per, first, last) {
        (None, Some(first), Some(last)) => {
            let days =
                day_range(first, last, &say!("het tijdvak van de regel", "the period of the rule"), node, ctx.found)?;
            outside(ctx, node, days, &say!("het tijdvak van de regel", "the period of the rule"));
            Some(Period::Days(days))
        }
        (Some(_), Some(_), _) | (Some(_), _, Some(_)) => {
            let field = if first.is_some() { "first_day" } else { "last_day" };
            ctx.found.push(
                Mistake::new(
                    "two-periods",
                    say!("`per` en `{field}` staan er allebei", "both `per` and `{field}` are given"),
                )
                .at(node.field(field).spot, say!("dit ene tijdvak", "this one period"))
                .at(node.field("per").spot, say!("en deze tijdvakken", "and these periods"))
                .help(say!("houd `per`, of `first_day` en `last_day`", "keep `per`, or `first_day` and `last_day`")),
            );
            None
        }
        (None, Some(_), None) | (None, None, Some(_)) => {
            let (given, missing) = if first.is_some() { ("first_day", "last_day") } else { ("last_day", "first_day") };
            if !node.lost(missing) {
                ctx.found.push(
                    Mistake::new(
                        "half-period",
                        say!("`{given}` staat er zonder `{missing}`", "`{given}` is given without `{missing}`"),
                    )
                    .at(node.field(given).spot, say!("`{missing}` ontbreekt", "`{missing}` is missing"))
                    .help(say!("voeg `{missing}` toe, of verwijder `{given}`", "add `{missing}`, or remove `{given}`")),
                );
            }
            None
        }
        (None | Some(raw::Per::Horizon), None, None) => Some(Period::Horizon),
        (Some(raw::Per::Month), None, None) => Some(Period::Month),
        (Some(raw::Per::Quarter), None, None) => Some(Period::Quarter),
        (Some(raw::Per::Year), None, None) => Some(Period::Year),
    }
}

/// Warns of dates that have no effect because the horizon does not have them.
pub fn outside(ctx: &mut Ctx<'_>, node: &Node, days: DayRange, what: &Said) {
    let Some(horizon) = ctx.horizon.filter(|horizon| horizon.intersection(days).is_none()) else { return };
    ctx.found.push(
        Mistake::warning(
            "outside-horizon",
            say!(
"{what} valt buiten de horizon en heeft geen gevolg",
"{what} lies outside the horizon and has no effect"; what),
        )
        .at(node.field("first_day").spot, say!("hier", "here"))
        .help(
            say!("de horizon is {horizon}; controleer het jaar", "the horizon is {horizon}; check the year"; horizon),
        ),
    );
}

/// Warns of funds and themes in rules that no request has.
pub fn check_words(ctx: &mut Ctx<'_>) {
    let (raw, root) = (ctx.raw, ctx.root);
    let Some(rules) = raw.rules.as_ref().filter(|_| !root.lost("requests")) else { return };
    let funds: BTreeSet<&str> = raw.requests.iter().filter_map(|request| request.fund.as_deref()).collect();
    let themes: BTreeSet<&str> = raw.requests.iter().filter_map(|request| request.theme.as_deref()).collect();
    let node = root.field("rules");
    for (i, rule) in rules.limit.iter().enumerate() {
        unused(ctx, "fund", rule.fund.as_deref(), &funds, node.field("limit").item(i));
    }
    for (i, rule) in rules.spacing.iter().enumerate() {
        unused(ctx, "theme", rule.theme.as_deref(), &themes, node.field("spacing").item(i));
    }
    for (i, rule) in rules.coverage.iter().enumerate() {
        unused(ctx, "theme", rule.theme.as_deref(), &themes, node.field("coverage").item(i));
    }
}

fn unused(ctx: &mut Ctx<'_>, what: &str, word: Option<&str>, used: &BTreeSet<&str>, node: &Node) {
    let Some(word) = word.filter(|word| !used.contains(word)) else { return };
    let help = match words::nearest(word, used.iter().copied()) {
        Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
        None if used.is_empty() => say!("geen enkele wens heeft een `{what}`", "no request has a `{what}` at all"),
        None => say!("de wensen hebben {}", "the requests have {}", words::all_of(&used.iter().collect::<Vec<_>>())),
    };
    ctx.found.push(
        Mistake::warning("unused-word", say!("geen wens heeft {what} `{word}`", "no request has {what} `{word}`"))
            .at(node.field(what).spot, say!("de regel gaat over niets", "the rule speaks of nothing"))
            .help(help),
    );
}
