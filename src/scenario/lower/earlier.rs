//! The earlier plan: what was planned before, for `freeze_until` and the rule `stability`.

use std::collections::BTreeMap;

use super::ctx::Ctx;
use crate::domain::{EarlierVisit, Lock, LockReason, Problem, RequestIdx, TravellerIdx};
use crate::scenario::mistakes::Mistake;
use crate::scenario::parse;
use crate::scenario::raw::{Moment, Scalar as _};
use crate::scenario::sources::Spot;
use crate::scenario::tree::{Node, Value};
use crate::texts::{Said, say};
use crate::zones::Zone;

/// Reads the earlier plan, if there is one, into `problem.earlier`, and freezes what `freeze_until` freezes.
pub fn read(ctx: &mut Ctx<'_>, problem: &mut Problem) {
    let Some(name) = &ctx.raw.earlier_plan else { return };
    let spot = ctx.root.field("earlier_plan").spot;
    let Some(file) = ctx.reader.read(&ctx.reader.folder.join(name), Some(spot), ctx.found) else { return };
    let Some(plan) = parse::json(file, ctx.reader.sources.text(file), ctx.found) else { return };
    let Some(trips) = plan.get("trips").filter(|trips| matches!(trips.value, Value::List(_))) else {
        ctx.found.push(
            Mistake::new("no-plan", say!("`{name}` is geen plan", "`{name}` is no plan"))
                .at(spot, say!("hier genoemd", "named here"))
                .help(say!(
                    "noem een bestand dat `reisagenda plan` heeft geschreven; dat heeft een lijst `trips`",
                    "name a file that `reisagenda plan` has written; it has a list `trips`"
                )),
        );
        return;
    };
    let mut visits = Visits { problem, plan_name: name, spot, visits: BTreeMap::new(), gone: Vec::new() };
    for trip in trips.items() {
        let traveller = visits.traveller(ctx, trip.field("traveller"));
        for visit in trip.field("visits").items() {
            visits.add(ctx, visit, traveller, visit.get("role"));
        }
    }
    for meeting in plan.field("meetings").items() {
        visits.add(ctx, meeting, None, None);
        for attendee in meeting.field("attendees").items() {
            let traveller = visits.traveller(ctx, attendee.field("traveller"));
            visits.add(ctx, meeting, traveller, attendee.get("role"));
        }
    }
    let Visits { visits, mut gone, .. } = visits;
    gone.sort_unstable();
    gone.dedup();
    for what in gone {
        ctx.found.push(
            Mistake::warning(
                "gone",
                say!(
"het eerdere plan heeft {what}, maar het scenario niet",
"the earlier plan has {what}, which the scenario has not"; what),
            )
            .at(spot, say!("dit plan", "this plan"))
            .help(say!(
                "wat weg is, telt niet meer mee; klopt dat, dan hoeft u niets te doen",
                "what is gone counts no more; nothing needs to be done if that is right"
            )),
        );
    }
    problem.earlier = visits.into_values().collect();
    freeze(ctx, problem);
}

/// Collects the visits of a plan.
struct Visits<'p> {
    problem: &'p Problem,
    plan_name: &'p str,
    spot: Spot,
    visits: BTreeMap<RequestIdx, EarlierVisit>,
    /// What the scenario has no more.
    gone: Vec<Said>,
}

impl Visits<'_> {
    /// Looks a traveller up by the text of a node.
    fn traveller(&mut self, ctx: &mut Ctx<'_>, node: &Node) -> Option<TravellerIdx> {
        let Value::Text(id) = &node.value else {
            self.malformed(
                ctx,
                node,
                say!("het id van een reiziger werd verwacht", "the id of a traveller was expected"),
            );
            return None;
        };
        let position = ctx.travellers.get(id);
        if position.is_none() {
            self.gone.push(say!("reiziger `{id}`", "traveller `{id}`"));
        }
        position
    }

    /// Adds a visit, or one more member of its delegation.
    fn add(&mut self, ctx: &mut Ctx<'_>, node: &Node, traveller: Option<TravellerIdx>, role: Option<&Node>) {
        let Some(Value::Text(id)) = node.get("request").map(|request| &request.value) else {
            self.malformed(ctx, node, say!("`request` werd verwacht", "`request` was expected"));
            return;
        };
        let Some(idx) = ctx.requests.get(id) else {
            self.gone.push(say!("wens `{id}`", "request `{id}`"));
            return;
        };
        let start = match node.get("start").map(|start| &start.value) {
            Some(Value::Text(start)) => Moment::parse(start).ok(),
            _ => None,
        };
        let Some(Moment::Instant(start)) = start else {
            self.malformed(
                ctx,
                node.field("start"),
                say!(
                    "een tijdstip werd verwacht, zoals `2027-03-02T08:00:00Z`",
                    "an instant was expected, such as `2027-03-02T08:00:00Z`"
                ),
            );
            return;
        };
        let roles = &self.problem.request(idx).roles;
        let visit = self.visits.entry(idx).or_insert_with(|| EarlierVisit {
            request: idx,
            start,
            delegation: vec![None; roles.len()],
        });
        let Some(traveller) = traveller else { return };
        let seat = match role.map(|role| &role.value) {
            Some(Value::Text(role)) => roles.iter().position(|known| known.id == *role),
            // A plan without roles: the first seat that is free and has this candidate.
            _ => roles.iter().enumerate().position(|(i, role)| {
                visit.delegation[i].is_none() && role.candidates.iter().any(|c| c.traveller == traveller)
            }),
        };
        match seat {
            Some(seat) => visit.delegation[seat] = Some(traveller),
            None => self.gone.push(say!("een rol van wens `{id}`", "a role of request `{id}`")),
        }
    }

    fn malformed(&self, ctx: &mut Ctx<'_>, node: &Node, expected: Said) {
        ctx.found.push(
            Mistake::new(
                "no-plan",
                say!(
"`{}` is geen plan: {expected}",
"`{}` is no plan: {expected}", self.plan_name; expected),
            )
            .at(node.spot, say!("hier", "here"))
            .at(self.spot, say!("hier genoemd", "named here"))
            .help(say!(
                "noem een bestand dat `reisagenda plan` heeft geschreven",
                "name a file that `reisagenda plan` has written"
            )),
        );
    }
}

/// Locks the visits of the earlier plan that start before `freeze_until`.
fn freeze(ctx: &mut Ctx<'_>, problem: &mut Problem) {
    let Some(until) = ctx.raw.freeze_until else { return };
    for visit in problem.earlier.clone() {
        let place = problem.request(visit.request).place;
        let local = Zone::of(problem.place(place).tz).day(visit.start);
        let request = problem.request(visit.request);
        // What has no window is cancelled.
        if local >= until.0 || request.lock.is_some() || request.windows.is_empty() {
            continue;
        }
        let request = &problem.requests[visit.request.0];
        let empty = request.roles.iter().zip(&visit.delegation).find(|(role, who)| !role.optional && who.is_none());
        if let Some((role, _)) = empty {
            let node = ctx.root.field("requests").item(visit.request.0);
            ctx.found.push(
                Mistake::new(
                    "frozen-role",
                    say!(
                        "wens `{}` is bevroren, maar niemand uit het eerdere plan vervult rol `{}`",
                        "request `{}` is frozen, but nobody of the earlier plan fills role `{}`",
                        request.id,
                        role.id
                    ),
                )
                .at(node.field("roles").spot, say!("deze rollen", "these roles"))
                .at(ctx.root.field("freeze_until").spot, say!("bevroren tot hier", "frozen until here"))
                .help(say!(
                    "geef de rol haar reiziger terug, of bevries minder",
                    "give the role back its traveller, or freeze less"
                )),
            );
            continue;
        }
        let because = LockReason::FrozenUntil(until.0);
        problem.requests[visit.request.0].lock =
            Some(Lock { start: visit.start, delegation: visit.delegation, because });
    }
}
