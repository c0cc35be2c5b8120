//! Requests: points, windows, roles.

use std::collections::BTreeMap;

use super::ctx::{Ctx, day_range, days};
use super::locks;
use super::rules::Resources;
use super::selection::outside;
use crate::domain::{
    Candidate, Confidentiality, DayRange, Milestone, Place, Points, Preference, Request, RequestStatus, Role,
    TravellerIdx,
};
use crate::scenario::mistakes::Mistake;
use crate::scenario::raw;
use crate::scenario::tree::Node;
use crate::scenario::words;
use crate::texts::say;

/// Lowers all requests, in order; `None` for one that has a mistake that leaves nothing to go on with.
pub fn requests(ctx: &mut Ctx<'_>, places: &[Place], resources: &Resources<'_>) -> Vec<Option<Request>> {
    let nodes = ctx.root.field("requests");
    let raws = &ctx.raw.requests;
    raws.iter().enumerate().map(|(i, raw)| request(ctx, raw, nodes.item(i), places, resources)).collect()
}

fn request(
    ctx: &mut Ctx<'_>,
    raw: &raw::Request,
    node: &Node,
    places: &[Place],
    resources: &Resources<'_>,
) -> Option<Request> {
    let place = ctx.places.find(&raw.place.0, node.field("place").spot, ctx.found);
    let is_cancelled = raw.cancelled.unwrap_or(false);
    // A request without windows has no possible start.
    let windows = if is_cancelled { Vec::new() } else { windows(ctx, raw, node) };
    let points = points(ctx, raw, node);
    let mut prefer = Vec::new();
    for (i, preference) in raw.prefer.iter().enumerate() {
        let node = node.field("prefer").item(i);
        let what = say!("de voorkeur", "the preference");
        let Some(days) = day_range(preference.first_day, preference.last_day, &what, node, ctx.found) else { continue };
        outside(ctx, node, days, &what);
        prefer.push(Preference { days, points: Points(preference.points.0) });
    }
    let needs = resources.find_all(&raw.needs, node.field("needs"), ctx.found);
    let roles = roles(ctx, raw, node);
    let status = match raw.status {
        None | Some(raw::Status::Idea) => RequestStatus::Idea,
        Some(raw::Status::Requested) => RequestStatus::Requested,
        Some(raw::Status::Confirmed) => RequestStatus::Confirmed,
        Some(raw::Status::Held) => RequestStatus::Held,
    };
    let lock = locks::lock(ctx, raw, node, &roles, place.map(|place| &places[place.0])).filter(|_| !is_cancelled);
    Some(Request {
        id: raw.id.0.clone(),
        title: raw.title.clone(),
        place: place?,
        parts: u32::try_from(raw.parts).unwrap_or(1),
        windows,
        points,
        decay: Points(raw.decay.unwrap_or_default().0),
        prefer,
        theme: raw.theme.clone(),
        fund: raw.fund.clone(),
        mandatory: raw.mandatory.unwrap_or(false) && !is_cancelled,
        status,
        confidentiality: match raw.confidentiality {
            Some(raw::Confidentiality::Public) => Confidentiality::Public,
            None | Some(raw::Confidentiality::Internal) => Confidentiality::Internal,
            Some(raw::Confidentiality::Confidential) => Confidentiality::Confidential,
        },
        needs,
        lead_days: raw.lead_days.map_or(0, days),
        milestones: raw
            .milestones
            .iter()
            .map(|raw| Milestone { days_before: days(raw.days_before), label: raw.label.clone() })
            .collect(),
        roles,
        lock,
        cover: raw.cover.clone(),
        announce: raw.announce.unwrap_or(false),
        counterpart: raw.counterpart.clone(),
    })
}

fn windows(ctx: &mut Ctx<'_>, raw: &raw::Request, node: &Node) -> Vec<DayRange> {
    let mut windows: Vec<DayRange> = Vec::new();
    for (i, window) in raw.windows.iter().enumerate() {
        let node = node.field("windows").item(i);
        let what = say!("een periode van wens `{}`", "a window of request `{}`", raw.id);
        let Some(days) = day_range(window.first_day, window.last_day, &what, node, ctx.found) else { continue };
        windows.push(days);
        let Some(horizon) = ctx.horizon else { continue };
        let spot_of = |field: &str| node.field(field).spot;
        let shown = ctx.root.field("horizon").spot;
        match horizon.intersection(days) {
            Some(within) if within == days => {}
            Some(within) => {
                let field = if days.start() < horizon.start() { "first_day" } else { "last_day" };
                ctx.found.push(
                    Mistake::warning(
                        "outside-horizon",
                        say!(
"{what} valt deels buiten de horizon",
"{what} lies partly outside the horizon"; what),
                    )
                    .at(spot_of(field), say!("erbuiten", "outside"))
                    .help(say!(
                        "alleen {within} kan worden ingepland; de horizon is {horizon}",
                        "only {within} can be planned; the horizon is {horizon}"; within, horizon
                    )),
                );
            }
            None => ctx.found.push(
                Mistake::new(
                    "window-outside-horizon",
                    say!(
"{what} valt buiten de horizon",
"{what} lies outside the horizon"; what),
                )
                .at(spot_of("first_day"), say!("erbuiten", "outside"))
                .at(shown, say!("de horizon is {horizon}", "the horizon is {horizon}"; horizon))
                .help(say!(
                    "controleer het jaar, verwijder de periode, of maak de horizon langer",
                    "check the year, remove the window, or make the horizon longer"
                )),
            ),
        }
    }
    // `decay` counts from the first window, which is the earliest in whatever order they are written.
    windows.sort_unstable();
    windows
}

fn points(ctx: &mut Ctx<'_>, raw: &raw::Request, node: &Node) -> Points {
    match (raw.points, &raw.priority) {
        (Some(points), None) => return Points(points.0),
        (None, Some(class)) => match ctx.raw.priorities.get(class) {
            Some(points) => return Points(points.0),
            None if ctx.root.lost("priorities") || ctx.root.field("priorities").lost(class) => {}
            None => {
                let known: Vec<&str> = ctx.raw.priorities.keys().map(String::as_str).collect();
                let help = match words::nearest(class, known.iter().copied()) {
                    Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
                    None if known.is_empty() => say!(
                        "voeg een tabel `[priorities]` toe met `{class} = …`",
                        "add a table `[priorities]` with `{class} = …`"
                    ),
                    None => say!(
                        "gebruik {}, of voeg `{class}` toe aan `[priorities]`",
                        "use {}, or add `{class}` to `[priorities]`",
                        words::any_of(&known)
                    ),
                };
                ctx.found.push(
                    Mistake::new(
                        "unknown-priority",
                        say!("er is geen prioriteit `{class}`", "there is no priority `{class}`"),
                    )
                    .at(node.field("priority").spot, say!("prioriteit onbekend", "unknown priority"))
                    .help(help),
                );
            }
        },
        (Some(_), Some(_)) => ctx.found.push(
            Mistake::new(
                "points-and-priority",
                say!(
                    "wens `{}` heeft zowel `points` als `priority`",
                    "request `{}` has both `points` and `priority`",
                    raw.id
                ),
            )
            .at(node.field("priority").spot, say!("deze klasse", "this class"))
            .at(node.field("points").spot, say!("en deze punten", "and these points"))
            .help(say!("houd een van de twee", "keep one of the two")),
        ),
        (None, None) if node.lost("points") || node.lost("priority") => {}
        (None, None) => ctx.found.push(
            Mistake::new(
                "points-and-priority",
                say!(
                    "wens `{}` heeft `points` noch `priority`",
                    "request `{}` has neither `points` nor `priority`",
                    raw.id
                ),
            )
            .at(node.field("id").spot, say!("wat is zij waard?", "what is it worth?"))
            .help(say!(
                "voeg `points = 10` toe, of `priority` met een klasse uit `[priorities]`",
                "add `points = 10`, or `priority` with a class of `[priorities]`"
            )),
        ),
    }
    Points::ZERO
}

fn roles(ctx: &mut Ctx<'_>, raw: &raw::Request, node: &Node) -> Vec<Role> {
    let nodes = node.field("roles");
    let mut roles = Vec::new();
    for (i, role) in raw.roles.iter().enumerate() {
        let node_of_role = nodes.item(i);
        if let Some(first) = raw.roles[..i].iter().position(|earlier| earlier.id == role.id) {
            ctx.found.push(
                Mistake::new(
                    "duplicate-id",
                    say!(
                        "rol `{}` van wens `{}` staat er tweemaal",
                        "role `{}` of request `{}` is given twice",
                        role.id,
                        raw.id
                    ),
                )
                .at(node_of_role.field("id").spot, say!("hier nog eens", "again here"))
                .at(nodes.item(first).field("id").spot, say!("hier de eerste keer", "first here"))
                .help(say!("geef elke rol van een wens een eigen id", "give each role of a request an id of its own")),
            );
        }
        let optional = role.optional.unwrap_or(false);
        if i == 0 && optional && !node.lost("roles") {
            ctx.found.push(
                Mistake::new(
                    "optional-lead",
                    say!(
                        "de eerste rol van wens `{}` is facultatief",
                        "the first role of request `{}` is optional",
                        raw.id
                    ),
                )
                .at(
                    node_of_role.field("optional").spot,
                    say!("wie de delegatie leidt, gaat altijd", "the lead goes always"),
                )
                .help(say!(
                    "zet een verplichte rol vooraan, of verwijder `optional`",
                    "put a required role first, or remove `optional`"
                )),
            );
        }
        roles.push(Role { id: role.id.0.clone(), optional, candidates: candidates(ctx, role, node_of_role) });
    }
    too_few(ctx, raw, node, &roles);
    roles
}

fn candidates(ctx: &mut Ctx<'_>, role: &raw::Role, node: &Node) -> Vec<Candidate> {
    let nodes = node.field("candidates");
    let mut candidates = Vec::new();
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, candidate) in role.candidates.iter().enumerate() {
        let spot = nodes.item(i).field("traveller").spot;
        if let Some(&first) = first.get(candidate.traveller.0.as_str()) {
            let first = nodes.item(first).field("traveller").spot;
            ctx.found.push(super::ctx::twice(&say!("kandidaat", "candidate"), &candidate.traveller.0, spot, first));
            continue;
        }
        first.insert(&candidate.traveller.0, i);
        if let Some(traveller) = ctx.travellers.find(&candidate.traveller.0, spot, ctx.found) {
            candidates.push(Candidate { traveller, points: Points(candidate.points.unwrap_or_default().0) });
        }
    }
    candidates
}

/// Warns when the required roles cannot all be filled by different travellers.
fn too_few(ctx: &mut Ctx<'_>, raw: &raw::Request, node: &Node, roles: &[Role]) {
    let required: Vec<Vec<TravellerIdx>> = roles
        .iter()
        .filter(|role| !role.optional)
        .map(|role| role.candidates.iter().map(|candidate| candidate.traveller).collect())
        .collect();
    let is_lost = ctx.root.lost("travellers") || node.lost("roles") || required.iter().any(Vec::is_empty);
    if !is_lost && !super::possible::can_be_filled(&required) {
        let message = say!(
            "de rollen van wens `{}` kunnen niet allemaal door verschillende reizigers worden vervuld",
            "the roles of request `{}` cannot all be filled by different travellers",
            raw.id
        );
        let mandatory = raw.mandatory == Some(true);
        let mistake = if mandatory {
            Mistake::new("too-few-candidates", message)
        } else {
            Mistake::warning("too-few-candidates", message)
        };
        ctx.found.push(
            mistake.at(node.field("roles").spot, say!("te weinig kandidaten", "too few candidates")).help(say!(
                "voeg kandidaten toe, of maak een rol facultatief",
                "add candidates, or make a role optional"
            )),
        );
    }
}
