//! Why a request is not planned, in a word and in a sentence.

use crate::domain::{Language, NotPlanned, Problem, Reason};

/// The reason in a word, the same in every language.
#[must_use]
pub fn reason_code(reason: &Reason) -> &'static str {
    match reason {
        Reason::NoPossibleStart => "no_possible_start",
        Reason::NoCandidate(_) => "no_candidate",
        Reason::NotWorthIt => "not_worth_it",
        Reason::Rules(_) => "rules",
        Reason::Travellers(_) => "travellers",
        Reason::Outweighed => "outweighed",
    }
}

/// The reason as a sentence in the language of the problem.
#[must_use]
pub fn reason_sentence(problem: &Problem, not_planned: &NotPlanned) -> String {
    let dutch = problem.language == Language::Dutch;
    let list = |names: Vec<&str>| {
        let and = if dutch { " en " } else { " and " };
        match names.as_slice() {
            [most @ .., last] if !most.is_empty() => format!("{}{and}{last}", most.join(", ")),
            names => names.concat(),
        }
    };
    match &not_planned.reason {
        Reason::NoPossibleStart if dutch => {
            "Er is geen enkel mogelijk begin: geen werkdag, geen vrije kandidaat of geen reis heen en terug".to_owned()
        }
        Reason::NoPossibleStart => {
            "No start is possible: no working day, no free candidate, or no way to be there and back".to_owned()
        }
        Reason::NoCandidate(role) => {
            let roles = &problem.request(not_planned.request).roles;
            let role = roles.get(role.0).map_or("?", |role| role.id.as_str());
            if dutch {
                format!("Niemand kan de rol `{role}` vervullen op een mogelijk begin")
            } else {
                format!("Nobody can fill the role `{role}` on any possible start")
            }
        }
        Reason::NotWorthIt if dutch => "Het kan, maar kost meer punten dan het oplevert".to_owned(),
        Reason::NotWorthIt => "It is possible, but costs more points than it brings".to_owned(),
        Reason::Rules(rules) => {
            let names = list(rules.iter().map(|&rule| label(problem, rule)).collect());
            if dutch {
                format!("Het kan niet naast de rest van de agenda door: {names}")
            } else {
                format!("It does not fit beside the rest of the agenda because of: {names}")
            }
        }
        Reason::Travellers(travellers) => {
            let names =
                list(travellers.iter().map(|&traveller| problem.traveller(traveller).office.as_str()).collect());
            if dutch {
                format!("Wie zou kunnen gaan, is weg of bezet telkens als het kan: {names}")
            } else {
                format!("Those who could go are away or busy whenever it could start: {names}")
            }
        }
        Reason::Outweighed if dutch => "Het past op zich, maar andere bezoeken brachten meer punten".to_owned(),
        Reason::Outweighed => "It fits by itself, but other visits were worth more".to_owned(),
    }
}

fn label(problem: &Problem, rule: crate::domain::RuleIdx) -> &str {
    let rule = problem.rule(rule);
    if rule.label.is_empty() { &rule.id } else { &rule.label }
}
