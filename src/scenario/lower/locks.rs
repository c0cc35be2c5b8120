//! Locked visits: confirmed or held with a start and a delegation, or frozen by `freeze_until`.

use super::ctx::Ctx;
use super::possible::{self, Obstacle};
use super::travellers::instant;
use crate::domain::{Lock, LockReason, Place, Problem, Role, TravellerIdx};
use crate::scenario::mistakes::Mistake;
use crate::scenario::raw::{self, Status};
use crate::scenario::tree::Node;
use crate::scenario::words;
use crate::texts::locks::because;
use crate::texts::{Said, say};
use crate::zones::Zone;

/// Returns the lock of a request, if it has one.
pub fn lock(ctx: &mut Ctx<'_>, raw: &raw::Request, node: &Node, roles: &[Role], place: Option<&Place>) -> Option<Lock> {
    let is_settled = matches!(raw.status, Some(Status::Confirmed | Status::Held));
    let is_lost = ["start", "delegation", "status", "roles"].iter().any(|field| node.lost(field));
    let delegation = delegation(ctx, raw, node, roles);
    match (&raw.start, raw.delegation.is_empty()) {
        (None, true) if is_settled && !is_lost => warn(
            ctx,
            node.field("status"),
            say!(
                "wens `{}` is bevestigd of gehouden, maar kan nog verschuiven",
                "request `{}` is confirmed or held, but may still move",
                raw.id
            ),
            say!(
                "voeg `start` en `delegation` toe om het te houden zoals het is",
                "add `start` and `delegation` to keep it as it is"
            ),
        ),
        (None, false) if !is_lost => ctx.found.push(
            Mistake::new(
                "delegation-without-start",
                say!(
                    "wens `{}` heeft een delegatie zonder begin",
                    "request `{}` has a delegation without a start",
                    raw.id
                ),
            )
            .at(node.field("delegation").spot, say!("zij gaan, maar wanneer?", "they go, but when?"))
            .help(say!("voeg `start` toe, of verwijder `delegation`", "add `start`, or remove `delegation`")),
        ),
        (Some(_), true) if is_settled && !is_lost => warn(
            ctx,
            node.field("start"),
            say!(
                "wens `{}` heeft een begin zonder delegatie, en kan nog verschuiven",
                "request `{}` has a start without a delegation, and may still move",
                raw.id
            ),
            say!(
                "voeg `delegation` toe, de reiziger voor elke rol, om het te houden zoals het is",
                "add `delegation`, the traveller for each role, to keep it as it is"
            ),
        ),
        (Some(_), _) if !is_settled && !is_lost => warn(
            ctx,
            node.field("start"),
            say!("`start` van wens `{}` heeft geen gevolg", "`start` of request `{}` has no effect", raw.id),
            say!(
                "alleen een bezoek met `status` `confirmed` of `held` houdt zijn begin",
                "only a visit whose `status` is `confirmed` or `held` keeps its start"
            ),
        ),
        (Some(start), false) if is_settled => {
            let start = instant(start.0, &Zone::of(place?.tz));
            let is_held = raw.status == Some(Status::Held);
            let because = if is_held { LockReason::Held } else { LockReason::Confirmed };
            return Some(Lock { start, delegation: delegation?, because });
        }
        _ => {}
    }
    None
}

fn warn(ctx: &mut Ctx<'_>, node: &Node, message: Said, help: Said) {
    ctx.found.push(Mistake::warning("not-locked", message).at(node.spot, say!("hier", "here")).help(help));
}

/// Looks up who goes; `None` when that is not said or makes no sense.
fn delegation(ctx: &mut Ctx<'_>, raw: &raw::Request, node: &Node, roles: &[Role]) -> Option<Vec<Option<TravellerIdx>>> {
    if raw.delegation.is_empty() || node.lost("roles") || node.lost("delegation") {
        return None;
    }
    let n_found = ctx.found.len();
    let at = node.field("delegation");
    let mut chosen: Vec<Option<TravellerIdx>> = vec![None; roles.len()];
    for (role, who) in &raw.delegation {
        let spot = at.field(role).spot;
        let Some(idx) = roles.iter().position(|known| known.id == *role) else {
            let known: Vec<&str> = roles.iter().map(|role| role.id.as_str()).collect();
            let help = match words::nearest(role, known.iter().copied()) {
                Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
                None => say!("de rollen zijn {}", "the roles are {}", words::all_of(&known)),
            };
            let message = say!("wens `{}` heeft geen rol `{role}`", "request `{}` has no role `{role}`", raw.id);
            ctx.found.push(
                Mistake::new("unknown-role", message)
                    .at(at.name_spot(role), say!("rol onbekend", "unknown role"))
                    .help(help),
            );
            continue;
        };
        let Some(traveller) = ctx.travellers.find(&who.0, spot, ctx.found) else { continue };
        let candidates = &roles[idx].candidates;
        let lost = node.field("roles").item(idx).lost("candidates");
        if !lost && candidates.iter().all(|candidate| candidate.traveller != traveller) {
            ctx.found.push(
                Mistake::new(
                    "no-candidate",
                    say!("`{who}` is geen kandidaat voor rol `{role}`", "`{who}` is no candidate for role `{role}`"),
                )
                .at(spot, say!("niet onder de kandidaten", "not among the candidates"))
                .at(node.field("roles").item(idx).field("candidates").spot, say!("dit zijn ze", "these are"))
                .help(say!("voeg een kandidaat toe, of stuur een van hen", "add a candidate, or send one of those")),
            );
        }
        if chosen.contains(&Some(traveller)) {
            ctx.found.push(
                Mistake::new(
                    "two-roles",
                    say!(
                        "`{who}` vervult twee rollen van wens `{}`",
                        "`{who}` fills two roles of request `{}`",
                        raw.id
                    ),
                )
                .at(spot, say!("de tweede rol", "the second role"))
                .help(say!(
                    "een reiziger vervult hooguit één rol van een bezoek",
                    "one traveller fills at most one role of a visit"
                )),
            );
        }
        chosen[idx] = Some(traveller);
    }
    for (idx, role) in roles.iter().enumerate() {
        if chosen[idx].is_none() && !role.optional && ctx.found.len() == n_found {
            ctx.found.push(
                Mistake::new(
                    "empty-role",
                    say!(
                        "niemand vervult rol `{}` van wens `{}`",
                        "nobody fills role `{}` of request `{}`",
                        role.id,
                        raw.id
                    ),
                )
                .at(at.spot, say!("`{}` ontbreekt", "`{}` is missing", role.id))
                .help(say!(
                    "noem een kandidaat voor elke rol die niet facultatief is",
                    "name a candidate for every role that is not optional"
                )),
            );
        }
    }
    (ctx.found.len() == n_found).then_some(chosen)
}

/// Checks that locked visits start when they can, and that those who go are free.
pub fn check(ctx: &mut Ctx<'_>, problem: &Problem) {
    let nodes = ctx.root.field("requests");
    for idx in problem.request_idxs() {
        let request = problem.request(idx);
        let Some(lock) = &request.lock else { continue };
        let node = nodes.item(idx.0);
        // A frozen visit has its start in the earlier plan.
        let spot = node.get("start").map_or(node.field("id").spot, |start| start.spot);
        let zone = Zone::of(problem.place(request.place).tz);
        let starts = possible::starts(problem, request);
        let Some(start) = starts.iter().find(|start| start.interval.start() == lock.start) else {
            let local = zone.local(lock.start);
            let near =
                starts.iter().min_by_key(|start| (start.interval.start().minutes() - lock.start.minutes()).abs());
            let horizon = problem.horizon;
            let is_outside = !horizon.contains(zone.day(lock.start));
            let help = match near {
                _ if is_outside => say!(
                    "maak de horizon langer, of haal het bezoek uit het scenario; `cancel` doet dat in een bestand met wijzigingen",
                    "make the horizon longer, or take the visit out of the scenario; `cancel` does so in a file of changes"
                ),
                Some(near) => say!(
                    "het naaste mogelijke begin is {}",
                    "the nearest possible start is {}",
                    zone.local(near.interval.start())
                ),
                None => say!(
                    "geen begin is mogelijk: kijk naar de periodes, de werkdagen en de horizon",
                    "no start is possible: look at the windows, the working days and the horizon"
                ),
            };
            let message = say!(
                "wens `{}` kan niet beginnen op {local}, hoewel {}",
                "request `{}` cannot start on {local}, though {}",
                request.id,
                because(lock.because)
            );
            ctx.found.push(
                Mistake::new("locked-start", message)
                    .at(
                        spot,
                        if is_outside {
                            say!("buiten de horizon, {horizon}", "outside the horizon, {horizon}"; horizon)
                        } else {
                            say!(
                                "dan begint geen werkdagdeel van een periode",
                                "no working day-part of a window starts then"
                            )
                        },
                    )
                    .help(if is_outside {
                        help
                    } else {
                        say!(
"een bezoek begint aan het begin van een dagdeel, op een werkdag in een periode; {help}",
"a start is the beginning of a day-part of a working day in a window; {help}"; help)
                    }),
            );
            continue;
        };
        for traveller in lock.delegation.iter().flatten() {
            let Some(obstacle) = possible::obstacle(problem, request, *traveller, start) else { continue };
            let who = &problem.traveller(*traveller).office;
            let (what, help) = match obstacle {
                Obstacle::Busy(label) => (
                    say!(
                        "`{who}` kan niet mee op wens `{}`, hoewel {}: bezet met `{label}`",
                        "`{who}` cannot go on request `{}`, though {}: busy with `{label}`",
                        request.id,
                        because(lock.because)
                    ),
                    say!(
                        "is dat het bezoek zelf, haal het dan uit de bezette tijden; verander anders een van de twee",
                        "if that is the visit itself, take it out of the busy times; else mend one of the two"
                    ),
                ),
                Obstacle::Horizon => (
                    say!(
                        "de reis van `{who}` voor wens `{}` valt buiten de horizon, hoewel {}",
                        "the trip of `{who}` for request `{}` leaves the horizon, though {}",
                        request.id,
                        because(lock.because)
                    ),
                    say!(
                        "maak de horizon langer, of haal het bezoek uit het scenario",
                        "make the horizon longer, or take the visit out of the scenario"
                    ),
                ),
                Obstacle::TooLong(days) => (
                    say!(
                        "de reis van `{who}` voor wens `{}` duurt {days} dagen, hoewel {}",
                        "the trip of `{who}` for request `{}` takes {days} days, though {}",
                        request.id,
                        because(lock.because)
                    ),
                    say!("verhoog `max_trip_days`", "raise `max_trip_days`"),
                ),
            };
            ctx.found
                .push(Mistake::new("locked-busy", what).at(spot, say!("hier vastgezet", "locked here")).help(help));
        }
    }
}
