//! What changed since an earlier edition.

use maud::{Markup, html};

use super::tables::{Cell, Line, Table};
use super::texts::{Keys, Texts};
use crate::report::facts::{Change, ChangeKind, Changes};

/// The section without its heading.
pub(super) fn changes(texts: &Texts, changes: &Changes) -> Markup {
    html! {
        p { (sentence(texts, changes)) }
        @if !changes.rows.is_empty() { (table(texts, changes.rows.iter())) }
    }
}

/// How much changed.
pub(in crate::report) fn sentence(texts: &Texts, changes: &Changes) -> String {
    let n_of = |kind: ChangeKind| changes.rows.iter().filter(|change| change.kind == kind).count();
    if changes.rows.is_empty() {
        return texts.pick("Er is niets veranderd.", "Nothing has changed.").to_owned();
    }
    let counts: Vec<String> = [ChangeKind::Added, ChangeKind::Moved, ChangeKind::Delegation, ChangeKind::Cancelled]
        .into_iter()
        .filter(|&kind| n_of(kind) > 0)
        .map(|kind| format!("{} {}", n_of(kind), self::kind(texts, kind)))
        .collect();
    let same = changes.n_same;
    let counts = texts.words.list(&counts);
    texts.pick(format!("{counts}; {same} ongewijzigd."), format!("{counts}; {same} unchanged."))
}

/// What happened, in a word or two.
pub(in crate::report) fn kind(texts: &Texts, kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => texts.pick("nieuw", "new"),
        ChangeKind::Moved => texts.pick("verplaatst", "moved"),
        ChangeKind::Delegation => texts.pick("met een andere delegatie", "with another delegation"),
        ChangeKind::Cancelled => texts.pick("vervallen", "cancelled"),
    }
}

/// The changes as a table.
pub(in crate::report) fn table<'c>(texts: &Texts, changes: impl Iterator<Item = &'c Change>) -> Markup {
    let headings = texts.pick(
        ["wat", "waar", "wijziging", "was", "wordt", "delegatie"],
        ["what", "where", "change", "was", "is now", "delegation"],
    );
    let caption = texts.pick("Wijzigingen sinds de vorige editie", "Changes since the earlier edition").to_owned();
    let lines = changes.map(|change| line(texts, change)).collect();
    Table { caption, headings: headings.to_vec(), lines }.html()
}

fn line(texts: &Texts, change: &Change) -> Line {
    let words = texts.words;
    let days = |days: Option<_>| days.map_or("–".to_owned(), |days| words.days(days, texts.has_years()));
    let cells = vec![
        Cell::text(&change.title),
        Cell::text(if change.place_name.is_empty() { "–" } else { &change.place_name }),
        Cell::of(html! { strong { (kind(texts, change.kind)) } (hours(texts, change)) }),
        Cell::text(days(change.before)),
        Cell::text(days(change.after)),
        Cell::text(delegation(texts, change)),
    ];
    let keys = change.request.and_then(|request| texts.visit(request));
    Line { keys: keys.map(|visit| Keys::of_visit(texts.problem(), visit)), cells, anchor: None }
}

/// Said where the dates alone would show no difference.
fn hours(texts: &Texts, change: &Change) -> &'static str {
    if change.kind == ChangeKind::Moved && change.before == change.after {
        texts.pick(" (andere uren)", " (other hours)")
    } else {
        ""
    }
}

/// Who goes and who no longer does.
pub(in crate::report) fn delegation(texts: &Texts, change: &Change) -> String {
    let mut parts = Vec::new();
    if !change.joined.is_empty() {
        parts.push(format!("+ {}", texts.words.list(&change.joined)));
    }
    if !change.left.is_empty() {
        parts.push(format!("− {}", texts.words.list(&change.left)));
    }
    if parts.is_empty() && change.kind == ChangeKind::Delegation {
        parts.push(texts.pick("andere rollen", "other roles").to_owned());
    }
    if parts.is_empty() { "–".to_owned() } else { parts.join("; ") }
}
