//! The changes under which a question was asked, and what became of the plan that it is about.

use serde_json::{Value, json};

use super::json::difference;
use super::page::Page;
use super::sentences::{Teller, clean};
use crate::domain::{Day, Problem};
use crate::explain::Difference;
use crate::report::whatif::{joined_titles, step_sentences, steps_json};
use crate::scenario::changes::Step;

/// What became of a plan when its scenario was changed.
#[derive(Clone, Debug)]
pub enum Carried {
    /// The question is about no plan.
    NotAsked,
    /// It keeps the rules of the changed scenario.
    Kept,
    /// It does not, so another plan was made with few changes; how that one differs.
    PlannedAgain(Difference),
    /// It does not, and no other plan was found.
    Lost,
}

/// Under what a question was asked.
#[derive(Clone, Copy, Debug)]
pub struct Premise<'a> {
    /// What was changed, in order.
    pub steps: &'a [Step],
    /// Visits that start before this date stay as they are.
    pub keep_before: Option<Day>,
    /// The most visits that may change.
    pub max_changes: Option<usize>,
    /// What became of the plan.
    pub carried: &'a Carried,
}

/// Tells which changes were applied, and what became of the plan; what is explained comes after it.
#[must_use]
pub fn premise(problem: &Problem, premise: &Premise, width: u16) -> String {
    let Premise { steps, keep_before, max_changes, carried } = *premise;
    let teller = Teller::new(problem);
    let mut page = Page::new(width);
    if steps.is_empty() {
        page.title(teller.pick("Binnen deze grenzen:", "Within these limits:"));
    } else {
        let titles = clean(&joined_titles(steps));
        page.title(&teller.pick(format!("Met deze wijzigingen: {titles}"), format!("With these changes: {titles}")));
    }
    let mut lines = step_sentences(problem, steps);
    if let Some(day) = keep_before {
        let day = teller.day(day);
        lines.push(teller.pick(
            format!("elk bezoek dat voor {day} begint, blijft zoals het is"),
            format!("every visit that starts before {day} stays as it is"),
        ));
    }
    lines.extend(max_changes.map(|max| teller.words.may_change(max)));
    for (number, sentence) in lines.iter().enumerate() {
        page.line(&format!("{}. {}", number + 1, clean(sentence)), 1);
    }
    match carried {
        Carried::NotAsked => {}
        Carried::Kept => page.line(
            teller.pick(
                "Het plan houdt zich ook dan aan alle regels; daarover gaat het hieronder.",
                "The plan keeps all rules then too; what follows is about that plan.",
            ),
            0,
        ),
        Carried::PlannedAgain(difference) => {
            page.line(
                teller.pick(
                    "Het plan houdt zich dan niet meer aan alle regels. Daarom is eerst opnieuw gepland, met weinig \
                     wijzigingen; over dat plan gaat het hieronder. Anders dan in het plan van eerst:",
                    "The plan keeps all rules no more then. So it was planned again first, with few changes; what \
                     follows is about that plan. Other than in the plan of before:",
                ),
                0,
            );
            page.lines(&teller.changes(difference, &[]), 1);
        }
        Carried::Lost => page.line(
            teller.pick(
                "Het plan houdt zich dan niet meer aan alle regels, en een ander plan is niet gevonden.",
                "The plan keeps all rules no more then, and no other plan was found.",
            ),
            0,
        ),
    }
    page.text + "\n"
}

/// The same as JSON: `title` and `steps` as `whatif` has them, `keep_before` and `max_changes` as they were asked for, what
/// became of the `plan` (`kept`, `planned_again`, `lost`, or null when the question is about none), and in `planned_again`
/// how the plan that was made instead differs.
#[must_use]
pub fn premise_as_json(problem: &Problem, premise: &Premise) -> Value {
    let (plan, again) = match premise.carried {
        Carried::NotAsked => (None, None),
        Carried::Kept => (Some("kept"), None),
        Carried::PlannedAgain(changes) => (Some("planned_again"), Some(difference(problem, changes))),
        Carried::Lost => (Some("lost"), None),
    };
    json!({
        "title": (!premise.steps.is_empty()).then(|| joined_titles(premise.steps)),
        "steps": steps_json(problem, premise.steps),
        "keep_before": premise.keep_before.map(|day| day.to_string()),
        "max_changes": premise.max_changes,
        "plan": plan,
        "planned_again": again,
    })
}
