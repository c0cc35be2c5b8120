//! The cheapest way, of about equal ones the easiest, to get a wish into a plan, in as few sentences as a cell of a
//! table takes.
//!
//! # Invariants
//!
//! * Remedies come in the order in which `explain` has put them.
//! * What is named lets the wish in: there is a plan behind it that the checker accepts.
//! * Whether the search was cut short is said in the same cell.

use super::sentences::{Teller, capital};
use crate::checker;
use crate::domain::{Plan, Points, Problem, RequestIdx};
use crate::explain::{Alternative, Clash, Difference, How, Remedy, Reply, WhyNot};

/// The most changes of other visits that are told.
const MAX_CHANGES: usize = 3;

/// The most other remedies that are named.
const MAX_OTHERS: usize = 2;

/// Tells what would get a wish into a plan at the least cost: what would have to give way, and what it costs where
/// nothing gives way. Full sentences, in the language of the problem.
///
/// * `is_cut_short`: whether the search was stopped before it was done.
#[must_use]
pub fn remedy(problem: &Problem, plan: &Plan, request: RequestIdx, answer: &WhyNot, is_cut_short: bool) -> String {
    let teller = Teller::new(problem);
    let now = checker::check(problem, plan).objective;
    let kept = within_the_rules(answer);
    let costs_nothing = kept.is_some_and(|kept| kept.objective >= now);
    // Nobody has to give way where the wish can come in without loss.
    let eased = answer.remedies.first().filter(|_| !costs_nothing);
    let mut sentences: Vec<String> = Vec::new();
    if let Some(eased) = eased {
        sentences.push(format!("{}.", capital(&teller.repair(&eased.repair))));
        match eased.reply.found() {
            Some(found) => {
                sentences.push(teller.price(now, found));
                sentences.extend(least(teller, eased));
                sentences.extend(teller.few_changes(&found.difference, request));
            }
            None => sentences.push(
                teller.pick("Wat dat kost, is niet bekend geworden.", "What that costs was not found out.").to_owned(),
            ),
        }
    }
    if eased.is_some() {
        let others: Vec<String> = others(&answer.remedies).map(|it| teller.repair(&it.repair)).collect();
        if !others.is_empty() {
            let others = others.join(teller.pick("; of: ", "; or: "));
            sentences
                .push(teller.pick(format!("Ook zou helpen: {others}."), format!("This would help too: {others}.")));
        }
    }
    if let Some(kept) = kept {
        if eased.is_some() {
            let price = teller.price(now, kept);
            sentences.push(teller.pick(
                format!("Zonder dat iets wordt verruimd: {}", small(&price)),
                format!("With nothing eased: {}", small(&price)),
            ));
        } else {
            sentences.push(
                teller.pick("Het kan zonder dat iets wordt verruimd.", "It can come in with nothing eased.").to_owned(),
            );
            sentences.push(teller.price(now, kept));
        }
        sentences.push(proven(teller, answer).to_owned());
        sentences.extend(teller.few_changes(&kept.difference, request));
    }
    if sentences.is_empty() {
        sentences.push(teller.pick("Geen oplossing gevonden.", "No remedy was found.").to_owned());
        if matches!(answer.clash, Clash::Clash { .. }) {
            sentences.push(
                teller
                    .pick(
                        "Bewezen: onder de regels van nu kan het niet.",
                        "Proven: under the rules as they are it cannot be.",
                    )
                    .to_owned(),
            );
        }
    }
    if answer.better.is_some() {
        sentences.push(
            teller
                .pick(
                    "Deze agenda is niet de beste: een deel van de punten staat los van deze wens.",
                    "This plan is not the best: part of the points has nothing to do with this wish.",
                )
                .to_owned(),
        );
    }
    if is_cut_short {
        sentences.push(
            teller
                .pick(
                    "Het zoeken is afgebroken; misschien kan het voor minder.",
                    "The search was cut short; it may be had for less.",
                )
                .to_owned(),
        );
    } else if is_open(answer) {
        sentences.push(
            teller
                .pick(
                    "Niet alles is uitgezocht in de gegeven tijd en met het gegeven werk; misschien kan het voor minder.",
                    "Not all was looked into in the given time and work; it may be had for less.",
                )
                .to_owned(),
        );
    }
    sentences.join(" ")
}

/// What is said of a wish that the search was stopped before.
#[must_use]
pub fn not_looked_at(problem: &Problem) -> String {
    let teller = Teller::new(problem);
    teller.pick("Niet uitgezocht: het zoeken is afgebroken.", "Not looked at: the search was cut short.").to_owned()
}

/// What is said of a wish that has no dates, such as one that was cancelled: no search can find any for it.
#[must_use]
pub fn without_dates(problem: &Problem) -> String {
    let teller = Teller::new(problem);
    teller
        .pick(
            "Niet uitgezocht: de wens heeft geen dagen waarop het kan.",
            "Not looked at: the wish has no days on which it can be.",
        )
        .to_owned()
}

/// The next best remedies with a plan, for whoever cannot decide on the first.
fn others(remedies: &[Remedy]) -> impl Iterator<Item = &Remedy> {
    remedies.iter().skip(1).filter(|remedy| remedy.reply.found().is_some()).take(MAX_OTHERS)
}

/// The best plan with the wish in which every rule holds as it is.
fn within_the_rules(answer: &WhyNot) -> Option<&Alternative> {
    let worth = |found: &Alternative| found.objective - found.changes;
    match (answer.near.found(), answer.whole.found()) {
        (Some(near), Some(whole)) if worth(whole) > worth(near) => Some(whole),
        (near, whole) => near.or(whole),
    }
}

/// How far it is proven that no plan under the same rules does better.
fn proven(teller: Teller, answer: &WhyNot) -> &'static str {
    let best = within_the_rules(answer).map(|found| found.objective - found.changes);
    let bound = answer.whole.found().and_then(|whole| whole.bound);
    if best.zip(bound).is_some_and(|(best, bound)| bound <= best) {
        teller.pick(
            "Bewezen: beter kan niet, wijzigingen meegeteld.",
            "Proven: there is nothing better, changes counted.",
        )
    } else {
        teller.pick("Of het beter kan, is niet bewezen.", "Whether it can be better is not proven.")
    }
}

/// Whether something that was asked stayed unknown.
fn is_open(answer: &WhyNot) -> bool {
    let is_vague = |clash: &Clash| match clash {
        Clash::Clash { is_minimal, .. } => !is_minimal,
        Clash::Unknown => true,
        Clash::Possible(_) => false,
    };
    let is_unknown = |reply: &Reply| matches!(reply, Reply::Unknown);
    is_vague(&answer.clash)
        || answer.beside.as_ref().is_some_and(is_vague)
        || is_unknown(&answer.near)
        || is_unknown(&answer.whole)
        || answer.remedies.iter().any(|remedy| is_unknown(&remedy.reply))
}

/// Says that less does not do, where that is proven and not plain.
fn least(teller: Teller, remedy: &Remedy) -> Option<String> {
    let is_number = remedy.repair.relaxations.iter().all(|relaxation| relaxation.how != How::LetGo);
    let text = teller.pick("Minder helpt niet (bewezen).", "Less does not help (proven).");
    (remedy.repair.is_least && is_number).then(|| text.to_owned())
}

fn small(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

impl Teller<'_> {
    /// What another plan costs or gains beside one of `now` points, as a sentence.
    fn price(self, now: Points, other: &Alternative) -> String {
        let cost = now - other.objective;
        if cost > Points::ZERO {
            let points = self.points(cost);
            self.pick(format!("Dat kost {points}."), format!("That costs {points}."))
        } else if cost == Points::ZERO {
            self.pick("Dat kost niets.", "That costs nothing.").to_owned()
        } else {
            let points = self.points(-cost);
            self.pick(format!("Dat levert {points} op."), format!("That gains {points}."))
        }
    }

    /// The first of the changes as sentences, and how many more there are.
    fn few_changes(self, difference: &Difference, asked: RequestIdx) -> Vec<String> {
        let lines = [&difference.added, &difference.dropped].map(Vec::len);
        let pairs = [&difference.moved, &difference.delegation].map(Vec::len);
        let n_all: usize = lines.into_iter().chain(pairs).sum();
        let mut told: Vec<String> = self.changes(difference, &[asked]);
        // The first line is the visit itself.
        told.truncate(MAX_CHANGES + 1);
        let n_more = n_all.saturating_sub(told.len());
        for line in &mut told {
            if !line.ends_with('.') {
                line.push('.');
            }
        }
        if n_more > 0 {
            let more = self.words.count(n_more, ("wijziging", "more change"), ("wijzigingen", "more changes"));
            told.push(self.pick(format!("En nog {more}."), format!("And {more}.")));
        }
        told
    }
}
