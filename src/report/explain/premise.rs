//! The changes under which a question was asked, and what became of the plan that it is about.

use serde_json::{Value, json};

use super::json::difference;
use super::page::Page;
use super::sentences::{Teller, clean};
use crate::domain::Problem;
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

/// Tells which changes were applied, and what became of the plan; what is explained comes after it.
#[must_use]
pub fn premise(problem: &Problem, steps: &[Step], carried: &Carried, width: u16) -> String {
    let teller = Teller::new(problem);
    let mut page = Page::new(width);
    let titles = clean(&joined_titles(steps));
    page.title(&teller.pick(format!("Met deze wijzigingen: {titles}"), format!("With these changes: {titles}")));
    for (number, sentence) in step_sentences(problem, steps).iter().enumerate() {
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

/// The same as JSON: `title`, `steps` as `whatif` has them, what became of the `plan` (`kept`, `planned_again`, `lost`, or
/// null when the question is about none), and in `planned_again` how the plan that was made instead differs.
#[must_use]
pub fn premise_as_json(problem: &Problem, steps: &[Step], carried: &Carried) -> Value {
    let (plan, again) = match carried {
        Carried::NotAsked => (None, None),
        Carried::Kept => (Some("kept"), None),
        Carried::PlannedAgain(changes) => (Some("planned_again"), Some(difference(problem, changes))),
        Carried::Lost => (Some("lost"), None),
    };
    json!({
        "title": joined_titles(steps),
        "steps": steps_json(problem, steps),
        "plan": plan,
        "planned_again": again,
    })
}
