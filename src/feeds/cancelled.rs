//! What is left of an event that has fallen through.

use super::texts::{Label, Words};
use crate::domain::{Language, Problem};
use crate::ics::write::{Class, Event, Showing, When};

/// Returns the event marked as cancelled: it takes no time any more, and says nothing of its status before.
#[must_use]
pub fn cancelled(language: Language, event: Event) -> Event {
    if event.showing == Showing::Cancelled {
        return event;
    }
    let words = Words::of(language);
    let summary = event.summary.strip_prefix(words.provisional()).unwrap_or(&event.summary);
    let status = words.line(Label::Status, "");
    let lines: Vec<&str> = event.description.lines().filter(|line| !line.starts_with(&status)).collect();
    let categories = event.categories.iter().filter(|category| **category != words.provisional_category());
    Event {
        summary: format!("{}: {summary}", words.cancelled()),
        description: lines.join("\n"),
        categories: categories.cloned().collect(),
        showing: Showing::Cancelled,
        ..event
    }
}

/// Returns the event marked as cancelled, of which nothing is left but when it was.
#[must_use]
pub fn wordless(problem: &Problem, event: Event) -> Event {
    let home = problem.place(problem.home).tz;
    let when = match event.when {
        When::Timed { interval, .. } => When::Timed { interval, start_zone: home, end_zone: home },
        days @ When::Days(_) => days,
    };
    Event {
        when,
        summary: Words::of(problem.language).cancelled().to_owned(),
        description: String::new(),
        location: None,
        categories: Vec::new(),
        class: Class::Private,
        showing: Showing::Cancelled,
        ..event
    }
}
