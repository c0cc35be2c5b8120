//! Other plans as sentences: what they cost, how far that is proven, and what changes.

use super::bottlenecks::near;
use super::sentences::Teller;
use crate::domain::{Points, RequestIdx};
use crate::explain::{Alternative, Difference, Reply};

/// Of which plans a reply is the best.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Those in which others keep to the plan.
    Near,
    /// All.
    Whole,
}

/// The most changes of one plan that are told.
const MAX_CHANGES: usize = 14;

impl Teller<'_> {
    /// What another plan is worth beside one of `now` points, and how far that is proven.
    pub fn cost(self, now: Points, other: &Alternative, kind: Kind) -> String {
        format!("{} {}", self.worth(now, other), self.proven(now, other, kind))
    }

    /// What it costs, or gains; what is not proven to be the best is at most so dear.
    fn worth(self, now: Points, other: &Alternative) -> String {
        let cost = now - other.objective;
        let is_best = other.is_best();
        let what = if cost > Points::ZERO {
            let points = self.points(cost);
            let most = if is_best { "" } else { self.pick("hoogstens ", "at most ") };
            self.pick(format!("Dat kost {most}{points}"), format!("That costs {most}{points}"))
        } else if cost == Points::ZERO {
            self.pick("Dat kost niets".to_owned(), "That costs nothing".to_owned())
        } else {
            let points = self.points(-cost);
            let least = if is_best { "" } else { self.pick("minstens ", "at least ") };
            self.pick(format!("Dat levert {least}{points} op"), format!("That gains {least}{points}"))
        };
        let total = self.points(other.objective);
        if is_best || cost == Points::ZERO {
            return self.pick(
                format!("{what}; de agenda is dan {total} waard."),
                format!("{what}; the plan is then worth {total}."),
            );
        }
        self.pick(
            format!("{what}: de beste agenda die zo is gevonden, is {total} waard."),
            format!("{what}: the best such plan that was found is worth {total}."),
        )
    }

    /// How far it is proven that it cannot be had for less.
    pub fn proven(self, now: Points, other: &Alternative, kind: Kind) -> String {
        if other.is_best() {
            let what = match kind {
                Kind::Near => self.pick(
                    "Bewezen: zonder anderen te raken is er niets beters",
                    "Proven: there is nothing better without touching others",
                ),
                Kind::Whole => self.pick("Bewezen: er is niets beters", "Proven: there is nothing better"),
            };
            return format!("{what}{}.", self.counted(other));
        }
        let cost = now - other.objective;
        let may_be = if cost > Points::ZERO {
            self.pick("Misschien kan het voor minder, of kost het niets", "It may be had for less, or for nothing")
        } else {
            self.pick("Misschien levert het meer op", "It may gain more")
        };
        match other.bound {
            Some(bound) if bound < now => {
                // The bound counts changes, so the cost beside it does.
                let (least, this) = (self.points(now - bound), self.points(cost + other.changes));
                let counted = self.counted(other);
                self.pick(
                    format!(
                        "Bewezen: het kost minstens {least}, en zo kost het {this}{counted}; of het voor minder dan dat kan, \
                         is niet bekend."
                    ),
                    format!(
                        "Proven: it costs at least {least}, and this way {this}{counted}; whether it can be had for less \
                         is not known."
                    ),
                )
            }
            Some(bound) if bound - now <= near(now) => {
                let bound = self.points(bound);
                self.pick(
                    format!("{may_be}; bewezen is alleen dat geen agenda ermee meer dan {bound} waard is."),
                    format!("{may_be}; it is only proven that no such plan is worth more than {bound}."),
                )
            }
            Some(_) | None => self.pick(
                format!("{may_be}; daarover is niets bewezen."),
                format!("{may_be}; nothing is proven about that."),
            ),
        }
    }

    /// How changes are counted in what is proven.
    fn counted(self, other: &Alternative) -> String {
        if other.per_change == Points::ZERO {
            return String::new();
        }
        let points = self.points(other.per_change);
        self.pick(
            format!(", als elke wijziging van een ander bezoek voor {points} telt"),
            format!(" if each change of another visit counts for {points}"),
        )
    }

    /// What changes in another plan, a line each, the requests of the question first, then what is lost and what is new.
    pub fn changes(self, difference: &Difference, asked: &[RequestIdx]) -> Vec<String> {
        let mut lines = Vec::new();
        let is_asked = |request: RequestIdx| asked.contains(&request);
        let mut tell = |nl: &str, en: &str, what: String| lines.push(format!("{} {what}", self.pick(nl, en)));
        for visit in difference.added.iter().filter(|visit| is_asked(visit.request)) {
            tell("Het bezoek wordt dan:", "The visit is then:", self.visit(visit));
        }
        for (_, after) in difference.moved.iter().chain(&difference.delegation).filter(|it| is_asked(it.0.request)) {
            tell("Het bezoek wordt dan:", "The visit is then:", self.visit(after));
        }
        for visit in difference.dropped.iter().filter(|visit| !is_asked(visit.request)) {
            tell("Vervalt:", "Falls out:", self.visit(visit));
        }
        for visit in difference.added.iter().filter(|visit| !is_asked(visit.request)) {
            tell("Komt erbij:", "Comes in:", self.visit(visit));
        }
        for (before, after) in difference.moved.iter().filter(|it| !is_asked(it.0.request)) {
            let from = self.dates(before.request, before.start, before.end);
            let to = self.dates(after.request, after.start, after.end);
            let name = self.request(before.request);
            let with = if before.seats == after.seats {
                String::new()
            } else {
                let who: Vec<String> = after.seats.iter().map(|&(_, who)| self.office(who)).collect();
                format!(", {} {}", self.pick("met", "with"), self.list(&who))
            };
            let moved = if from == to {
                self.pick(
                    format!("{name}, ander dagdeel op {from}{with}"),
                    format!("{name}, another day-part on {from}{with}"),
                )
            } else {
                self.pick(format!("{name}, van {from} naar {to}{with}"), format!("{name}, from {from} to {to}{with}"))
            };
            tell("Verschuift:", "Moves:", moved);
        }
        for (before, after) in difference.delegation.iter().filter(|it| !is_asked(it.0.request)) {
            let who: Vec<String> = after.seats.iter().map(|&(_, who)| self.office(who)).collect();
            let name = self.request(before.request);
            tell("Andere delegatie:", "Another delegation:", format!("{name}: {}", self.list(&who)));
        }
        if lines.len() > MAX_CHANGES {
            let n_more = lines.len() - MAX_CHANGES;
            lines.truncate(MAX_CHANGES);
            lines.push(self.pick(
                format!("… en nog {n_more} wijzigingen; `--json` noemt ze alle."),
                format!("… and {n_more} more changes; `--json` names them all."),
            ));
        }
        if lines.is_empty() {
            lines.push(self.pick("Verder verandert er niets.", "Nothing else changes.").to_owned());
        }
        lines
    }

    /// A reply as lines: cost, then changes.
    pub fn reply(self, now: Points, reply: &Reply, kind: Kind, asked: &[RequestIdx]) -> Vec<String> {
        match reply {
            Reply::Found(other) => {
                let mut lines = vec![self.cost(now, other, kind)];
                lines.extend(self.changes(&other.difference, asked).into_iter().map(|line| format!("  {line}")));
                lines
            }
            Reply::Impossible => vec![
                match kind {
                    Kind::Near => self.pick(
                        "Bewezen: zonder anderen te raken kan het niet.",
                        "Proven: it cannot be done without touching others.",
                    ),
                    Kind::Whole => self.pick("Bewezen: het kan niet.", "Proven: it cannot be done."),
                }
                .to_owned(),
            ],
            Reply::Unknown => vec![
                self.pick(
                    "Binnen de gegeven tijd is geen agenda gevonden waarin het zo is; of die er is, is niet bekend.",
                    "No such plan was found in the given time; whether there is one is not known.",
                )
                .to_owned(),
            ],
        }
    }
}
