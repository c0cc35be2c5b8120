//! Answers as text: one page for each question.

use super::demands::clash_lines;
use super::page::Page;
use super::plans::Kind;
use super::sentences::{Teller, capital};
use crate::checker;
use crate::domain::{Plan, Points, Problem, RequestIdx};
use crate::explain::{Alternative, Clash, How, Relaxation, Remedy, Reply, WhyNone, WhyNot, WhyRather, WhySo, planned};

/// Tells why a request is not in a plan, and what it would take.
#[must_use]
pub fn why_not(problem: &Problem, plan: &Plan, request: RequestIdx, answer: &WhyNot, width: u16) -> String {
    let teller = Teller::new(problem);
    let mut page = Page::new(width);
    let now = checker::check(problem, plan).objective;
    let (name, points) = (teller.request(request), teller.points(problem.request(request).points));
    page.title(
        &teller.pick(
            format!("{name} ({points}) staat niet in de agenda."),
            format!("{name} ({points}) is not in the plan."),
        ),
    );
    match &answer.clash {
        Clash::Clash { is_of_all, .. } => {
            page.title(if *is_of_all {
                teller.pick(
                    "Bewezen: geen enkele agenda kan dit bezoek hebben. Dit samen sluit het uit:",
                    "Proven: no plan at all can have this visit. These together rule it out:",
                )
            } else {
                teller.pick(
                    "Bewezen: naast wat moet, kan dit bezoek niet. Dit samen sluit het uit:",
                    "Proven: beside what must be, this visit cannot. These together rule it out:",
                )
            });
            clash(&mut page, teller, &answer.clash);
            remedies(&mut page, teller, now, &answer.remedies, &[request], true);
            return page.text;
        }
        Clash::Unknown => page.title(teller.pick(
            "Of een agenda dit bezoek kan hebben, is in de gegeven tijd niet bekend geworden.",
            "Whether any plan can have this visit was not found out in the given time.",
        )),
        Clash::Possible(_) => {}
    }
    match &answer.beside {
        Some(beside @ Clash::Clash { .. }) => {
            page.title(teller.pick(
                "Naast deze agenda, zoals die nu is, past het niet (bewezen). Dit samen staat in de weg:",
                "Beside this plan as it is now, it does not fit (proven). These together stand in the way:",
            ));
            clash(&mut page, teller, beside);
        }
        Some(Clash::Possible(_)) => page.title(teller.pick(
            "Het past naast deze agenda, zonder dat een ander bezoek verandert.",
            "It fits beside this plan; no other visit has to change.",
        )),
        Some(Clash::Unknown) | None => {}
    }
    page.title(teller.pick(
        "Als het er toch in moet en alleen reizen van de betrokkenen veranderen:",
        "If it is to be in, and only trips of those concerned change:",
    ));
    page.lines(&teller.reply(now, &answer.near, Kind::Near, &[request]), 1);
    whole(&mut page, teller, now, (&answer.near, &answer.whole), &[request]);
    remedies(&mut page, teller, now, &answer.remedies, &[request], false);
    better(&mut page, teller, now, answer.better.as_ref());
    page.text
}

/// Tells what it would cost to plan a request otherwise, or not at all.
#[must_use]
pub fn why_so(problem: &Problem, plan: &Plan, request: RequestIdx, answer: &WhySo, width: u16) -> String {
    let teller = Teller::new(problem);
    let mut page = Page::new(width);
    let now = checker::check(problem, plan).objective;
    let visit = planned(plan).remove(&request);
    let what = visit.map_or_else(|| teller.request(request), |visit| teller.visit(&visit));
    page.title(&teller.pick(format!("In de agenda staat: {what}."), format!("In the plan: {what}.")));
    let wish = problem.request(request);
    if wish.lock.is_some() {
        page.line(
            teller.pick(
                "Het ligt vast. Hieronder staat wat het zou kosten als dat niet zo was.",
                "It is fixed. What follows is what it would cost if it were not.",
            ),
            0,
        );
    } else if wish.mandatory {
        page.line(teller.pick("Het is verplicht.", "It is mandatory."), 0);
    }
    page.title(teller.pick("Zonder dit bezoek:", "Without this visit:"));
    page.lines(&teller.reply(now, &answer.without.0, Kind::Near, &[request]), 1);
    whole(&mut page, teller, now, (&answer.without.0, &answer.without.1), &[request]);
    page.title(teller.pick("Op de beste andere datum:", "On the best other date:"));
    page.lines(&teller.reply(now, &answer.another_date, Kind::Near, &[request]), 1);
    for (role, traveller, reply) in &answer.another_holder {
        let (role, who) = (teller.role(request, *role), teller.office(*traveller));
        page.title(&teller.pick(
            format!("Als in de rol `{role}` niet {who} gaat:"),
            format!("If it is not {who} who goes in the role `{role}`:"),
        ));
        page.lines(&teller.reply(now, reply, Kind::Near, &[request]), 1);
    }
    better(&mut page, teller, now, answer.better.as_ref());
    page.text
}

/// Tells what it would cost to plan the first request rather than the second.
#[must_use]
pub fn why_rather(
    problem: &Problem,
    plan: &Plan,
    (first, second): (RequestIdx, RequestIdx),
    answer: &WhyRather,
    width: u16,
) -> String {
    let teller = Teller::new(problem);
    let mut page = Page::new(width);
    let now = checker::check(problem, plan).objective;
    let (one, other) = (teller.request(first), teller.request(second));
    page.title(&teller.pick(
        format!("{one} in plaats van {other}, als alleen reizen van de betrokkenen veranderen:"),
        format!("{one} rather than {other}, if only trips of those concerned change:"),
    ));
    page.lines(&teller.reply(now, &answer.near, Kind::Near, &[first]), 1);
    whole(&mut page, teller, now, (&answer.near, &answer.whole), &[first]);
    if let Some(found @ Clash::Clash { .. }) = &answer.clash {
        page.title(teller.pick("Dit samen sluit het uit:", "These together rule it out:"));
        clash(&mut page, teller, found);
    }
    better(&mut page, teller, now, answer.better.as_ref());
    page.text
}

/// Tells why a scenario has no plan, and what it would take.
#[must_use]
pub fn why_none(problem: &Problem, answer: &WhyNone, width: u16) -> String {
    let teller = Teller::new(problem);
    let mut page = Page::new(width);
    match &answer.clash {
        Clash::Possible(_) => page.title(teller.pick(
            "Er is een agenda mogelijk: alles wat moet, kan samen.",
            "A plan is possible: all that must be can be together.",
        )),
        Clash::Unknown => page.title(teller.pick(
            "Of er een agenda mogelijk is, is in de gegeven tijd niet bekend geworden.",
            "Whether a plan is possible was not found out in the given time.",
        )),
        Clash::Clash { .. } => {
            page.title(teller.pick(
                "Bewezen: er is geen agenda mogelijk. Dit kan niet samen:",
                "Proven: no plan is possible. These cannot go together:",
            ));
            clash(&mut page, teller, &answer.clash);
            helps(&mut page, teller, &answer.remedies);
        }
    }
    page.text
}

/// Tells what would give a scenario a plan that has none; empty where nothing was found.
#[must_use]
pub fn what_helps(problem: &Problem, answer: &WhyNone, width: u16) -> String {
    let mut page = Page::new(width);
    helps(&mut page, Teller::new(problem), &answer.remedies);
    page.text
}

fn helps(page: &mut Page, teller: Teller, remedies: &[Remedy]) {
    if !remedies.is_empty() {
        page.title(teller.pick("Wat zou helpen, het beste eerst:", "What would help, the best first:"));
    }
    for remedy in remedies {
        let repair = teller.repair(&remedy.repair);
        let worth = remedy.reply.found().map(|found| {
            let worth = teller.points(found.objective);
            let visits = teller.words.n_visits(found.difference.added.len());
            teller.pick(
                format!(" De agenda is dan minstens {worth} waard, met {visits}."),
                format!(" The plan is then worth at least {worth}, with {visits}."),
            )
        });
        let item = format!("{}.{}{}", capital(&repair), worth.unwrap_or_default(), least(teller, remedy));
        page.items(&[item], 1);
    }
}

/// The demands of a clash and what is known of them together.
fn clash(page: &mut Page, teller: Teller, found: &Clash) {
    let Clash::Clash { demands, is_minimal, .. } = found else { return };
    let lines = clash_lines(teller.problem, demands);
    if !found.is_telling() {
        // Which of so many it is that matter is not known: naming the first would point at what may be no matter.
        let n = lines.len();
        let text = teller.pick(
            format!(
                "Dit zijn {n} eisen van het scenario samen; welke daarvan botsen, is in de gegeven tijd niet bekend \
                 geworden. Geef `explain` meer tijd met `--time-limit`. `--json` noemt ze alle."
            ),
            format!(
                "These are {n} demands of the scenario together; which of them clash was not found out in the given \
                 time. Give `explain` more of it with `--time-limit`. `--json` names them all."
            ),
        );
        return page.line(&text, 1);
    }
    page.items(&lines, 1);
    if lines.len() > 1 {
        page.line(
            if *is_minimal {
                teller.pick(
                    "Elk van deze is nodig: zonder één ervan zou de rest samen kunnen.",
                    "Each of them is needed: without any one of them the rest could go together.",
                )
            } else {
                teller
                    .pick("Of elk van deze nodig is, is niet bewezen.", "Whether each of them is needed is not proven.")
            },
            1,
        );
    }
}

/// The best plan of all, where it is another than the near one.
fn whole(page: &mut Page, teller: Teller, now: Points, (near, whole): (&Reply, &Reply), asked: &[RequestIdx]) {
    let is_better = match (near.found(), whole.found()) {
        (Some(near), Some(whole)) => whole.objective - whole.changes > near.objective - near.changes,
        (None, Some(_)) => true,
        _ => false,
    };
    if is_better {
        page.title(teller.pick("Als de hele agenda mag veranderen:", "If the whole plan may change:"));
        page.lines(&teller.reply(now, whole, Kind::Whole, asked), 1);
    } else if let Some(found) = whole.found() {
        // The same plan; what is proven of all plans is worth saying.
        page.title(teller.pick(
            "Als de hele agenda mag veranderen, is niets beters gevonden.",
            "If the whole plan may change, nothing better was found.",
        ));
        page.line(&teller.proven(now, found, Kind::Whole), 1);
    } else if matches!(whole, Reply::Unknown) {
        page.title(teller.pick("Als de hele agenda mag veranderen:", "If the whole plan may change:"));
        page.lines(&teller.reply(now, whole, Kind::Whole, asked), 1);
    } else if matches!(whole, Reply::Impossible) && near.found().is_none() {
        page.line(
            teller
                .pick("Ook als de hele agenda mag veranderen, kan het niet.", "Not even if the whole plan may change."),
            1,
        );
    }
}

fn remedies(page: &mut Page, teller: Teller, now: Points, remedies: &[Remedy], asked: &[RequestIdx], is_needed: bool) {
    if remedies.is_empty() {
        if is_needed {
            page.title(
                teller.pick("Een verruiming die helpt, is niet gevonden.", "No relaxation that helps was found."),
            );
        }
        return;
    }
    page.title(match is_needed {
        true => {
            teller.pick("Wat het mogelijk zou maken, het beste eerst:", "What would make it possible, the best first:")
        }
        false => teller.pick(
            "Wat ruimte zou maken zonder dat een ander bezoek verandert, het beste eerst:",
            "What would make room without a change of any other visit, the best first:",
        ),
    });
    for remedy in remedies {
        let item = format!("{}.{}", capital(&teller.repair(&remedy.repair)), least(teller, remedy));
        page.items(&[item], 1);
        page.lines(&teller.reply(now, &remedy.reply, Kind::Near, asked), 3);
    }
}

/// Whether a repair is the least of its kind.
fn least(teller: Teller, remedy: &Remedy) -> String {
    let is_number = |relaxation: &Relaxation| relaxation.how != How::LetGo;
    if remedy.repair.is_least && remedy.repair.relaxations.iter().all(is_number) {
        return teller.pick(" Minder helpt niet (bewezen).", " Less does not help (proven).").to_owned();
    }
    let Some(fewest) = remedy.repair.fewest_changes(teller.problem) else { return String::new() };
    teller.pick(
        format!(" Met minder dan {fewest} gewijzigde bezoeken is er geen agenda (bewezen)."),
        format!(" With fewer than {fewest} changed visits there is no plan (proven)."),
    )
}

fn better(page: &mut Page, teller: Teller, now: Points, better: Option<&Alternative>) {
    let Some(better) = better else { return };
    let more = teller.points(better.objective - now);
    page.title(&teller.pick(
        format!(
            "Let op: deze agenda is niet de beste. Er is er een gevonden die {more} meer waard is, los van deze vraag; \
             plan opnieuw met `plan --start-from` voor een zuiver antwoord."
        ),
        format!(
            "Note: this plan is not the best. One was found that is worth {more} more, whatever is asked here; \
             plan again with `plan --start-from` for a clear answer."
        ),
    ));
}
