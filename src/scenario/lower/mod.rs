//! Raw to [`Problem`]: ids are looked up, dates and rules made sense of, defaults given.
//!
//! # Invariants
//!
//! * Everything is checked, whatever was found before; a problem is only made when nothing is wrong.
//! * What an earlier check took out of the tree is known to be lost: nobody is told that it is missing.
//!
//! # Not here
//!
//! Whether there is a plan. `possible` looks at each request by itself, and no further.

mod audiences;
mod calendars;
mod ctx;
mod earlier;
mod legs;
mod locks;
mod places;
mod possible;
mod requests;
mod rules;
mod selection;
mod sequences;
mod travellers;

use super::calendars::CalendarSource;
use super::mistakes::Mistake;
use super::raw;
use super::sources::Reader;
use super::tree::Node;
use crate::domain::{Language, Night, PlaceIdx, Points, Problem, TripLimits, Weight};
use crate::texts::say;
use ctx::{Ctx, Names};

/// Makes a problem of a scenario, with the sources of its calendars; `None` when anything is wrong, which is then among
/// `found`.
pub fn lower(
    root: &Node,
    raw: &raw::Scenario,
    reader: &mut Reader,
    found: &mut Vec<Mistake>,
) -> Option<(Problem, Vec<CalendarSource>)> {
    let mut ctx = Ctx::new(root, raw, reader, found);
    let limits = trip_limits(&raw.trips.unwrap_or_default());
    let night = night(&mut ctx);
    let calendars = calendars::calendars(&mut ctx);
    let places = places::places(&mut ctx, &calendars);
    let home = ctx.home;
    let travellers = travellers::travellers(&mut ctx, &calendars, limits);
    let (rules, resources) = rules::rules(&mut ctx, &places, &travellers);
    let requests = requests::requests(&mut ctx, &places, &resources);
    let legs = legs::legs(&mut ctx, &places, &requests, &travellers);
    sequences::check(&mut ctx, &rules);
    selection::check_words(&mut ctx);
    header(&mut ctx);
    let publication = audiences::publication(&mut ctx, &places, &travellers, &rules);
    let sources = calendars::sources(&ctx, &calendars, &travellers);
    let (first_look, horizon, home) = (ctx.is_sound(), ctx.horizon?, home?);
    let objective = raw.objective.unwrap_or_default();
    let mut problem = Problem {
        title: raw.title.clone(),
        language: match raw.language {
            Some(raw::Language::Nl) => Language::Dutch,
            Some(raw::Language::En) | None => Language::English,
        },
        horizon,
        home,
        as_of: raw.as_of.map(|date| date.0),
        night,
        day_away: Points(objective.day_away.unwrap_or_default().0),
        eur: Weight(objective.eur.unwrap_or_default().0),
        kg_co2: Weight(objective.kg_co2.unwrap_or_default().0),
        places,
        legs,
        travellers,
        requests: requests.into_iter().collect::<Option<Vec<_>>>()?,
        calendars: calendars.into_iter().map(|calendar| calendar.calendar).collect(),
        rules,
        earlier: Vec::new(),
        preparation_day: raw.feeds.as_ref().and_then(|feeds| feeds.preparation_day).unwrap_or(false),
        publication,
    };
    earlier::read(&mut ctx, &mut problem);
    if first_look && ctx.is_sound() {
        locks::check(&mut ctx, &problem);
        possible::check(&mut ctx, &problem);
    }
    ctx.is_sound().then_some((problem, sources))
}

fn trip_limits(trips: &raw::Trips) -> TripLimits {
    TripLimits {
        max_stops: trips.max_stops.map_or(4, ctx::count),
        max_trip_days: trips.max_trip_days.map_or(14, ctx::days),
        max_idle_days: trips.max_idle_days.map_or(2, ctx::days),
        min_home_days: trips.min_home_days.map_or(0, ctx::days),
    }
}

fn night(ctx: &mut Ctx<'_>) -> Option<Night> {
    let trips = ctx.raw.trips.unwrap_or_default();
    if trips.night_rule == Some(false) {
        return None;
    }
    let night = Night {
        from: trips.night_from.map_or(23 * 60, |clock| clock.0),
        to: trips.night_to.map_or(5 * 60, |clock| clock.0),
    };
    if night.to >= night.from {
        let node = ctx.root.field("trips");
        ctx.found.push(
            Mistake::new("night", say!("`night_to` ligt niet vóór `night_from`", "`night_to` is not before `night_from`"))
                .at(node.field("night_to").spot, say!("hier is de nacht voorbij", "the night is over here"))
                .at(node.field("night_from").spot, say!("en hier begint hij", "and begins here"))
                .help(say!("de nacht loopt over middernacht heen, bijvoorbeeld van \"23:00\" tot \"05:00\"; met `night_rule = false` is er geen nacht", "the night runs past midnight, such as from \"23:00\" to \"05:00\"; `night_rule = false` is no night")),
        );
    }
    Some(night)
}

/// Checks the dates at the top of the scenario.
fn header(ctx: &mut Ctx<'_>) {
    let raw = ctx.raw;
    if raw.freeze_until.is_some() && raw.earlier_plan.is_none() && !ctx.root.lost("earlier_plan") {
        ctx.found.push(
            Mistake::new(
                "freeze-without-plan",
                say!("`freeze_until` heeft een eerder plan nodig", "`freeze_until` needs an earlier plan"),
            )
            .at(ctx.root.field("freeze_until").spot, say!("er is niets te bevriezen", "nothing to freeze"))
            .help(say!(
                "voeg `earlier_plan = \"plan.json\"` toe, of verwijder `freeze_until`",
                "add `earlier_plan = \"plan.json\"`, or remove `freeze_until`"
            )),
        );
    }
    let with_lead = raw.requests.iter().position(|request| request.lead_days.is_some_and(|days| days > 0));
    if let (Some(i), None, false) = (with_lead, raw.as_of, ctx.root.lost("as_of")) {
        let spot = ctx.root.field("requests").item(i).field("lead_days").spot;
        ctx.found.push(
            Mistake::warning(
                "lead-without-as-of",
                say!(
                    "`lead_days` heeft geen gevolg, want het scenario heeft geen `as_of`",
                    "`lead_days` has no effect, for the scenario has no `as_of`"
                ),
            )
            .at(spot, say!("geteld vanaf `as_of`", "counted from `as_of`"))
            .help(say!(
                "voeg `as_of` toe, de datum vanaf wanneer de voorbereiding telt",
                "add `as_of`, the date from which preparation is counted"
            )),
        );
    }
    let Some(horizon) = ctx.horizon else { return };
    if let Some(as_of) = raw.as_of.filter(|as_of| as_of.0 >= horizon.end()) {
        ctx.found.push(
            Mistake::warning(
                "as-of-after-horizon",
                say!(
                    "`as_of` {as_of} ligt na de horizon, {horizon}",
                    "`as_of` {as_of} is after the horizon, {horizon}"; horizon
                ),
            )
            .at(ctx.root.field("as_of").spot, say!("na de laatste dag", "after the last day"))
            .help(say!("controleer het jaar", "check the year")),
        );
    }
    if let Some(freeze) = raw.freeze_until.filter(|freeze| freeze.0 <= horizon.start()) {
        ctx.found.push(
            Mistake::warning(
                "freeze-before-horizon",
                say!(
                    "`freeze_until` {freeze} bevriest niets van {horizon}",
                    "`freeze_until` {freeze} freezes nothing of {horizon}"; horizon
                ),
            )
            .at(ctx.root.field("freeze_until").spot, say!("niet na de eerste dag", "not after the first day"))
            .help(say!("controleer de datum, of verwijder hem", "check the date, or remove it")),
        );
    }
}

/// The ids of places, for those who need a position.
type Places<'a> = Names<'a, PlaceIdx>;
