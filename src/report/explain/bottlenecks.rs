//! Bottlenecks as text: what one more unit is worth, and which visits it would bring.

use super::page::Page;
use super::sentences::{Teller, capital};
use crate::checker;
use crate::domain::{Plan, Points, Problem};
use crate::explain::{Bottleneck, Bottlenecks};

/// The most that are listed of what was not searched.
const MAX_OTHERS: usize = 8;

/// Tells what one more unit of each scarce thing is worth.
#[must_use]
pub fn bottlenecks(problem: &Problem, plan: &Plan, answer: &Bottlenecks, width: u16) -> String {
    let teller = Teller::new(problem);
    let mut page = Page::new(width);
    let now = checker::check(problem, plan).objective;
    let (n, worth) = (answer.n_scarce, teller.points(answer.base.objective));
    page.title(&teller.pick(
        format!("Van {n} regels is in deze agenda minder dan één eenheid over. Winst telt vanaf {worth}."),
        format!("Of {n} rules this plan leaves less than one unit. Gains are counted from {worth}."),
    ));
    if answer.base.objective > now {
        let more = teller.points(answer.base.objective - now);
        page.line(
            &teller.pick(
                format!("Dat is {more} meer dan deze agenda: ook zonder extra ruimte kan het beter."),
                format!("That is {more} more than this plan: it can be better even as things are."),
            ),
            0,
        );
    }
    if !answer.is_complete {
        let text = teller.pick(
            "Niet alles kon in de gegeven tijd worden bekeken; geef meer met `--time-limit`.",
            "Not all could be looked at in the given time; give more with `--time-limit`.",
        );
        page.line(text, 0);
    }
    let (gains, none): (Vec<&Bottleneck>, Vec<&Bottleneck>) =
        answer.found.iter().partition(|bottleneck| bottleneck.gain > Points::ZERO);
    if gains.is_empty() {
        page.title(
            teller.pick("Eén eenheid meer heeft nergens winst opgeleverd.", "One more unit gained nothing anywhere."),
        );
    } else {
        page.title(teller.pick("Eén eenheid meer, de meeste winst eerst:", "One more unit, the largest gain first:"));
    }
    for bottleneck in gains {
        let (what, gain) = (capital(&teller.relaxation(&bottleneck.more)), teller.points(bottleneck.gain));
        let proven = proven(teller, answer, bottleneck);
        page.items(
            &[teller.pick(format!("{what}: {gain} winst{proven}."), format!("{what}: gains {gain}{proven}."))],
            1,
        );
        for visit in &bottleneck.plan.difference.added {
            let visit = teller.visit(visit);
            page.line(&teller.pick(format!("Komt erbij: {visit}"), format!("Comes in: {visit}")), 3);
        }
        for visit in &bottleneck.plan.difference.dropped {
            let visit = teller.visit(visit);
            page.line(&teller.pick(format!("Vervalt: {visit}"), format!("Falls out: {visit}")), 3);
        }
    }
    if !none.is_empty() {
        page.title(teller.pick("Geen winst gevonden bij:", "No gain was found for:"));
        for bottleneck in none {
            let (what, proven) = (capital(&teller.relaxation(&bottleneck.more)), proven(teller, answer, bottleneck));
            page.items(&[format!("{what}{proven}.")], 1);
        }
    }
    others(&mut page, teller, answer);
    page.text
}

/// What was priced and not searched.
fn others(page: &mut Page, teller: Teller, answer: &Bottlenecks) {
    if answer.others.is_empty() {
        return;
    }
    page.title(teller.pick(
        "Niet doorgerekend; wat één eenheid meer naar schatting waard is:",
        "Not searched; what one more unit is worth by estimate:",
    ));
    for (more, price) in answer.others.iter().take(MAX_OTHERS) {
        let (what, price) = (capital(&teller.relaxation(more)), teller.points(*price));
        page.items(&[teller.pick(format!("{what}: ongeveer {price}."), format!("{what}: about {price}."))], 1);
    }
    let n_more = answer.others.len().saturating_sub(MAX_OTHERS);
    if n_more > 0 {
        page.line(
            &teller.pick(
                format!("En nog {n_more}; reken er meer door met `--top`."),
                format!("And {n_more} more; search more with `--top`."),
            ),
            1,
        );
    }
}

/// How far a gain is proven.
fn proven(teller: Teller, answer: &Bottlenecks, bottleneck: &Bottleneck) -> String {
    if bottleneck.plan.is_best() {
        return teller.pick(" (bewezen: niet meer)", " (proven: no more)").to_owned();
    }
    match bottleneck.plan.bound {
        // A bound far off says nothing that anybody could use.
        Some(bound) if bound - answer.base.objective <= near(answer.base.objective) => {
            let most = teller.points(bound - answer.base.objective);
            teller.pick(format!(" (bewezen: hoogstens {most})"), format!(" (proven: at most {most})"))
        }
        _ => String::new(),
    }
}

/// How far above a plan's worth a bound still tells something: a fifth of it.
pub(super) fn near(worth: Points) -> Points {
    Points(worth.0.abs() / 5)
}
