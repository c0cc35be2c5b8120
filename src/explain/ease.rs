//! In what order remedies are told: what costs least first; of what costs about the same, what is easiest to bring about.
//!
//! # Invariants
//!
//! * Whatever stands before the cheapest of the rest costs less than a changed visit counts for more than that.
//! * The first of each [kind](Ease) is the cheapest of that kind.

use std::cmp::Reverse;

use super::demand::Demand;
use super::question::Remedy;
use super::repair::{How, Relaxation, Repair};
use crate::domain::{Points, Problem, RuleBody};

/// The most days that are a few.
const FEW_DAYS: i64 = 7;
/// A limit that rises by no more than one in so many rises a little.
const LITTLE: i64 = 10;

/// How easy a relaxation is to bring about, the easiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// Dates or preparation by a few days, or an appointment.
    FewDays,
    /// A rule's number by a little: one, a few days, a tenth of a limit.
    ALittle,
    /// Dates or preparation by more days.
    ManyDays,
    /// A rule's number by more.
    ALot,
    /// Another visit gives way, or a trip is otherwise than trips are.
    Others,
    /// A rule, dates or preparation no longer hold at all.
    Dropped,
    /// The host receives on days on which it does not.
    Host,
    /// What holds for everybody: the night, the horizon.
    Everybody,
}

/// How easy a repair is to bring about, the easiest first: its hardest step, and how many there are.
type Ease = (Step, usize);

/// Sorts remedies.
///
/// * `per_change`: what is worth less than this is about the same.
pub fn sort(problem: &Problem, per_change: Points, remedies: &mut [Remedy]) {
    let worth = |remedy: &Remedy| remedy.reply.found().map(|found| found.objective - found.changes);
    remedies.sort_by_key(|remedy| Reverse(worth(remedy)));
    let mut rest = remedies;
    while let Some(best) = rest.first().map(worth) {
        let is_alike = |remedy: &&Remedy| match (best, worth(remedy)) {
            (Some(best), Some(worth)) => worth == best || best - worth < per_change,
            (best, worth) => best == worth,
        };
        let n_alike = rest.iter().take_while(is_alike).count();
        let (alike, others) = rest.split_at_mut(n_alike);
        alike.sort_by_key(|remedy| (ease(problem, &remedy.repair), Reverse(worth(remedy))));
        rest = others;
    }
}

fn ease(problem: &Problem, repair: &Repair) -> Ease {
    let steps = repair.relaxations.iter().map(|relaxation| step(problem, relaxation));
    (steps.max().unwrap_or(Step::FewDays), repair.relaxations.len())
}

fn step(problem: &Problem, relaxation: &Relaxation) -> Step {
    let of_dates = |days: i64| if days <= FEW_DAYS { Step::FewDays } else { Step::ManyDays };
    let of_number = |is_little: bool| if is_little { Step::ALittle } else { Step::ALot };
    match (relaxation.demand, relaxation.how) {
        (_, How::Earlier(_, days) | How::Later(_, days)) => of_dates(days.into()),
        (Demand::Lead(_), How::By(days)) => of_dates(days),
        (Demand::Busy(..), _) => Step::FewDays,
        (Demand::Rule { rule, .. }, How::By(by) | How::MaxDaysBy(by)) => of_number(match &problem.rule(rule).body {
            RuleBody::Limit(limit) => by <= (limit.max / LITTLE).max(1),
            RuleBody::Spacing(_) | RuleBody::Sequence(_) => by <= FEW_DAYS,
            _ => by <= 1,
        }),
        (_, How::ByIn(by, days)) => of_number(by <= 1 && i64::from(days.n_days()) <= FEW_DAYS),
        (Demand::Mandatory(_) | Demand::Lock(_) | Demand::Roles(_), _) | (Demand::Trip(..), How::By(_)) => Step::Others,
        (Demand::Rule { .. } | Demand::Trip(..) | Demand::Windows(_) | Demand::Lead(_), _) => Step::Dropped,
        (Demand::Closure(..) | Demand::Holiday(..) | Demand::Weekend(_), _) => Step::Host,
        (Demand::Night | Demand::Horizon, _) => Step::Everybody,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::domain::{PlaceIdx, Plan, RequestIdx, RuleIdx, TravellerIdx};
    use crate::explain::{Alternative, Difference, Reply};

    /// Named steps of a scenario whose first rule is a limit, and what the plan with each is worth.
    fn sorted(worths: &[(&'static str, i64)]) -> Vec<&'static str> {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/valid/rule-limit.toml"));
        let problem = crate::scenario::load(path).expect("a scenario").problem;
        let RuleBody::Limit(limit) = &problem.rules[0].body else { panic!("no limit") };
        let rule = Demand::Rule { rule: RuleIdx(0), days: None };
        let request = RequestIdx(0);
        let relaxations = |name: &str| {
            let one = |demand, how| Relaxation { demand, how };
            let day = one(Demand::Windows(request), How::Later(0, 1));
            match name {
                "a day" => vec![day],
                "a month" => vec![one(Demand::Windows(request), How::Earlier(0, 30))],
                "an appointment" => vec![one(Demand::Busy(TravellerIdx(0), 0), How::LetGo)],
                "a unit" => vec![one(rule, How::By(1))],
                "a day and a unit" => vec![day, one(rule, How::By(1))],
                "twice as much" => vec![one(rule, How::By(limit.max + 1))],
                "no rule" => vec![one(rule, How::LetGo)],
                "another visit" => vec![one(Demand::Mandatory(request), How::LetGo)],
                "the host's weekend" => vec![one(Demand::Weekend(PlaceIdx(1)), How::LetGo)],
                "the night" => vec![one(Demand::Night, How::LetGo)],
                _ => panic!("{name}"),
            }
        };
        let remedy = |&(name, worth): &(&'static str, i64)| {
            let found = Alternative {
                plan: Plan::default(),
                objective: Points(worth),
                changes: Points::ZERO,
                per_change: Points(1_000),
                bound: None,
                difference: Difference::default(),
            };
            let reply = if worth < 0 { Reply::Unknown } else { Reply::Found(Box::new(found)) };
            Remedy {
                repair: Repair { relaxations: relaxations(name), is_least: true, at_least: None, plan: None },
                reply,
            }
        };
        let mut remedies: Vec<Remedy> = worths.iter().map(remedy).collect();
        sort(&problem, Points(1_000), &mut remedies);
        let name = |remedy: &Remedy| {
            let of = |(name, _): &&(&str, i64)| relaxations(name) == remedy.repair.relaxations;
            worths.iter().find(of).expect("it was one of them").0
        };
        remedies.iter().map(name).collect()
    }

    #[test]
    fn of_what_costs_about_the_same_the_easiest_stands_first() {
        let easiest_last = [
            ("the night", 100_090),
            ("the host's weekend", 100_080),
            ("no rule", 100_070),
            ("another visit", 100_060),
            ("twice as much", 100_050),
            ("a month", 100_040),
            ("a day and a unit", 100_030),
            ("a unit", 100_020),
            ("a day", 100_010),
        ];
        let mut expected: Vec<&str> = easiest_last.iter().map(|&(name, _)| name).collect();
        expected.reverse();
        assert_eq!(sorted(&easiest_last), expected);
    }

    #[test]
    fn what_costs_a_changed_visit_less_stands_before_what_is_easier() {
        assert_eq!(sorted(&[("a day", 99_000), ("the night", 100_000)]), ["the night", "a day"]);
        assert_eq!(sorted(&[("a day", 99_001), ("the night", 100_000)]), ["a day", "the night"]);
        // Of a kind the cheapest stands first, and of all kinds what a plan was found with.
        let worths = [("an appointment", 100_000), ("a day", 100_001), ("a unit", -1), ("the night", 0)];
        assert_eq!(sorted(&worths), ["a day", "an appointment", "the night", "a unit"]);
    }
}
