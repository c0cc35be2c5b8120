//! What is wrong with an .ics file that is to be published: every rule of `docs/outlook.md` that concerns a file.
//!
//! # Invariants
//!
//! * Reads bytes, any bytes, and never fails: what cannot be read is a finding.
//! * Shares no code with `ics::write`: a shared mistake would hide itself.
//!
//! # Not here
//!
//! What concerns more than one file: UIDs and sequences from edition to edition, what an audience may see, and how
//! files are served.

mod calendar;
mod event;
mod lines;
mod text;
mod time;
mod tree;
mod zone;

use crate::texts::{Said, say};

/// Something wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The line, counted from 1 as an editor does; for a folded line the first of its parts.
    pub line: usize,
    /// The number of the rule in `docs/outlook.md`.
    pub rule: u8,
    /// What is wrong.
    pub message: Said,
    /// What to do about it.
    pub remedy: Said,
}

impl Finding {
    /// Such as `line 12: rule 2: the line has 80 octets; fold it at 75`.
    #[must_use]
    pub fn said(&self) -> Said {
        let Finding { line, rule, message, remedy } = self;
        say!(
            "regel {line}: voorschrift {rule}: {message}; {remedy}",
            "line {line}: rule {rule}: {message}; {remedy}";
            message, remedy
        )
    }
}

/// The findings so far.
#[derive(Debug, Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, line: usize, rule: u8, message: Said, remedy: Said) {
        self.0.push(Finding { line, rule, message, remedy });
    }
}

/// What a file is for, which decides some of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A calendar to which people subscribe.
    Calendar,
    /// One event that is sent to the people it names: an invitation, or its cancellation.
    Invitation,
}

/// Returns everything that is wrong with a calendar, by line; nothing for a file that Outlook will take.
#[must_use]
pub fn lint(bytes: &[u8]) -> Vec<Finding> {
    lint_as(Kind::Calendar, bytes)
}

/// Returns everything that is wrong with a file of a kind, by line.
#[must_use]
pub fn lint_as(kind: Kind, bytes: &[u8]) -> Vec<Finding> {
    let mut findings = Findings::default();
    let lines = lines::content_lines(bytes, &mut findings);
    let properties = tree::properties(&lines, &mut findings);
    for property in &properties {
        text::check(property, &mut findings);
    }
    let roots = tree::components(properties, &mut findings);
    calendar::check(kind, &roots, &mut findings);
    findings.0.sort();
    findings.0.dedup();
    findings.0
}
