//! A scenario as the pages of a workbook.
//!
//! # Invariants
//!
//! * What is written reads back as the same scenario, whatever language it is written in.

use serde_json::Value as Json;

use super::fields::{self, Field, Kind, find};
use super::layout::{self, Column as Place, KIND, NAME, PARENT};
use super::leaflet;
use super::names;
use super::values;
use crate::domain::Language;
use crate::scenario::raw;
use crate::scenario::sources::in_own_words;
use crate::scenario::tree::{Node, Value};
use crate::scenario::write::tree;
use crate::texts::language::pick;
use crate::workbook::{Cell, Choices, Column, Grey, Kind as Look, Page, Pages, Row, RowKind, Shape};

/// Returns the pages of a scenario in a language.
pub fn pages(scenario: &raw::Scenario, schema: &Json, language: Language) -> Pages {
    let fields = fields::fields(schema);
    let root = tree(scenario);
    let words = super::read::vocabulary(language);
    let writer = Writer { language, fields: &fields, root: &root, words };
    let mut pages = vec![writer.agenda()];
    for sheet in layout::SHEETS {
        let page = writer.list(sheet.path, Some(sheet));
        pages.extend(Some(page).filter(|page| sheet.is_everyday || !page.rows.is_empty()));
    }
    for field in fields.iter().filter(|field| layout::sheet(&field.name).is_none() && is_list(&field.kind)) {
        pages.extend(Some(writer.list(&field.name, None)).filter(|page| !page.rows.is_empty()));
    }
    let is_confidential =
        scenario.requests.iter().any(|it| it.confidentiality == Some(raw::Confidentiality::Confidential));
    let footer = match is_confidential {
        true => pick(language, "Vertrouwelijk", "Confidential"),
        false => pick(language, "Intern gebruik", "Internal"),
    };
    pages.insert(0, leaflet::page(language, &fields, &pages));
    Pages { language, title: scenario.title.clone(), footer: footer.to_owned(), pages }
}

fn is_list(kind: &Kind) -> bool {
    matches!(kind, Kind::Tables(_) | Kind::Map(_))
}

/// A column of a list: which field, the how manieth of its kind, what it holds.
struct Filled {
    field: String,
    nth: usize,
    kind: Kind,
    column: Column,
}

struct Writer<'a> {
    language: Language,
    fields: &'a [Field],
    root: &'a Node,
    /// What the workbook calls fields, for what the schema says of them.
    words: Vec<(String, String)>,
}

impl Writer<'_> {
    // -- The sheet of settings ----------------------------------------------------------------------------------------

    fn agenda(&self) -> Page {
        let column = |nl, en, kind, width| Column::new(pick(self.language, nl, en), kind, width);
        let columns = vec![
            column("Instelling", "Setting", Look::Text, 34),
            column("Waarde", "Value", Look::Text, 34),
            column("Toelichting", "Explanation", Look::Long, 90),
        ];
        let mut rows = Vec::new();
        let mut at = 1;
        let heading = |rows: &mut Vec<Row>, at: &mut u32, name: &str| {
            let cells = vec![Cell::text(name), None, None];
            rows.push(Row { at: *at, kind: RowKind::Heading, cells, own: Vec::new() });
            *at += 1;
        };
        for group in &layout::GROUPS {
            let settings = group.settings.iter().filter(|setting| kind_of(self.fields, setting.path).is_some());
            // Tables beside a workbook are rare: they are shown when there are some.
            let settings: Vec<_> = settings
                .filter(|setting| !setting.path.starts_with("tables.") || self.value(setting.path).is_some())
                .collect();
            if settings.is_empty() {
                continue;
            }
            heading(&mut rows, &mut at, layout::named(self.language, group.name));
            for setting in settings {
                let name = layout::named(self.language, setting.name);
                rows.extend(self.setting(at, setting.path, name, setting.about));
                at += 1;
            }
        }
        let others = self.other_settings();
        if !others.is_empty() {
            heading(&mut rows, &mut at, pick(self.language, "Overig", "Other"));
            for path in others {
                rows.extend(self.setting(at, &path, &path, ""));
                at += 1;
            }
        }
        Page {
            name: layout::named(self.language, layout::AGENDA).to_owned(),
            shape: Shape::Form { heading: 0, n_still: 1 },
            columns,
            rows,
            greys: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// Settings that `layout` does not know: all that are single values, others when they say something.
    fn other_settings(&self) -> Vec<String> {
        let known =
            |path: &str| layout::GROUPS.iter().flat_map(|group| group.settings).any(|setting| setting.path == path);
        let mut paths = Vec::new();
        for field in self.fields {
            match &field.kind {
                Kind::Table(inner) if field.name != "rules" => {
                    let inner = inner.iter().map(|inner| (format!("{}.{}", field.name, inner.name), &inner.kind));
                    let shown = inner.filter(|(path, kind)| !is_list(kind) || self.value(path).is_some());
                    paths.extend(shown.map(|(path, _)| path));
                }
                Kind::Table(_) | Kind::Tables(_) | Kind::Map(_) => {}
                _ => paths.push(field.name.clone()),
            }
        }
        paths.retain(|path| !known(path) && layout::sheet(path).is_none());
        paths
    }

    fn setting(&self, at: u32, path: &str, name: &str, about: &str) -> Option<Row> {
        let field = field_of(self.fields, path)?;
        let value = self.value(path).and_then(|node| values::cell(node, &field.kind, self.language));
        let about = pick(self.language, about, "");
        let about = if about.is_empty() { in_own_words(&field.about, &self.words) } else { about.to_owned() };
        let look = values::look(&field.kind, value.as_ref());
        let choices = match path {
            "home" => self.from("places"),
            _ => self.words(&field.kind),
        };
        let star = if field.is_required || REQUIRED.contains(&path) { " *" } else { "" };
        let cells = vec![Cell::text(format!("{name}{star}")), value, Cell::text(about)];
        Some(Row { at, kind: RowKind::Plain, cells, own: vec![(1, look, choices)] })
    }

    fn value(&self, path: &str) -> Option<&Node> {
        match path.split_once('.') {
            None => self.root.get(path),
            Some((table, field)) => self.root.get(table)?.get(field),
        }
    }

    // -- The sheets of lists ------------------------------------------------------------------------------------------

    /// What can be chosen from: the ids of a list.
    fn from(&self, path: &str) -> Choices {
        let Some(sheet) = layout::sheet(path).filter(|sheet| sheet.is_everyday) else { return Choices::Any };
        let at = sheet.columns.iter().position(|column| column.field == "id" || column.field == NAME);
        let column = at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0);
        Choices::From { sheet: layout::named(self.language, sheet.name).to_owned(), column }
    }

    fn words(&self, kind: &Kind) -> Choices {
        let words: Vec<String> = kind.choices().into_iter().map(|word| layout::spoken(self.language, word)).collect();
        if words.is_empty() { Choices::Any } else { Choices::Words(words) }
    }

    fn list(&self, path: &str, sheet: Option<&'static layout::Sheet>) -> Page {
        let items = self.items(path);
        let columns = self.columns(path, sheet, &items);
        let mut rows = Vec::new();
        for item in &items {
            let at = u32::try_from(rows.len() + 1).unwrap_or(u32::MAX);
            rows.push(self.row(at, item, &columns));
        }
        let n_still = u32::try_from(columns.iter().take(3).take_while(|it| is_name(&it.field)).count()).unwrap_or(0);
        Page {
            name: sheet.map_or(path, |sheet| layout::named(self.language, sheet.name)).to_owned(),
            shape: Shape::Form { heading: 0, n_still },
            greys: self.greys(path, &columns),
            columns: columns.into_iter().map(|filled| filled.column).collect(),
            rows,
            marks: Vec::new(),
        }
    }

    /// The columns of a list: those that `layout` knows, then all others of the schema.
    fn columns(&self, path: &str, sheet: Option<&'static layout::Sheet>, items: &[Item<'_>]) -> Vec<Filled> {
        let own = list_fields(self.fields, path);
        let mut columns: Vec<Filled> = Vec::new();
        let places = sheet.map(|sheet| sheet.columns).unwrap_or_default();
        for place in places {
            if names::is_repeated(place.field) {
                continue;
            }
            columns.extend(self.column(path, place, 0, &own));
        }
        // A pair of columns for each item of the inner list that has most; one pair at least.
        let repeated: Vec<&Place> = places.iter().filter(|place| names::is_repeated(place.field)).collect();
        if let Some(first) = repeated.first() {
            let list = first.field.split('.').next().unwrap_or_default();
            let n_items =
                items.iter().map(|item| item.node.get(list).map_or(0, |node| node.items().len())).max().unwrap_or(0);
            let before = places.iter().position(|place| place.field == first.field).unwrap_or(0);
            let mut pairs = Vec::new();
            for nth in 0..n_items.max(1) {
                pairs.extend(repeated.iter().filter_map(|place| self.column(path, place, nth, &own)));
            }
            columns.splice(before.min(columns.len())..before.min(columns.len()), pairs);
        }
        for field in &own {
            let is_known = places.iter().any(|place| place.field.split('.').next() == Some(field.name.as_str()));
            let has_sheet = layout::sheet(&format!("{path}.{}", field.name)).is_some();
            let is_said = || items.iter().any(|item| item.node.get(&field.name).is_some());
            let is_single = !matches!(field.kind, Kind::Table(_) | Kind::Tables(_) | Kind::Map(_));
            if is_known || has_sheet || !(is_single || is_said()) {
                continue;
            }
            let mut column = Column::new(&field.name, values::look(&field.kind, None), 20);
            column.note = Some(field.about.clone()).filter(|about| !about.is_empty());
            column.choices = self.words(&field.kind);
            column.is_required = field.is_required;
            columns.push(Filled { field: field.name.clone(), nth: 0, kind: field.kind.clone(), column });
        }
        columns
    }

    fn column(&self, path: &str, place: &Place, nth: usize, own: &[Field]) -> Option<Filled> {
        let sheet = layout::sheet(path);
        let (kind, about, is_required) = match place.field {
            PARENT | NAME => (Kind::Word, String::new(), true),
            KIND if path == "rules" => (Kind::Word, String::new(), true),
            "points" if path == "priorities" => (Kind::Number, String::new(), true),
            field => match field.split_once('.') {
                None => {
                    let known = find(own, field)?;
                    let about = if path == "rules" { self.about_rules(field) } else { known.about.clone() };
                    (known.kind.clone(), about, if path == "rules" { field == "id" } else { known.is_required })
                }
                Some((list, field)) => {
                    let outer = find(own, list)?;
                    let inner = find(outer.inner(), field)?;
                    (inner.kind.clone(), inner.about.clone(), outer.is_required && inner.is_required && nth == 0)
                }
            },
        };
        let about = match self.language {
            Language::Dutch => place.about.0.to_owned(),
            Language::English if place.about.1.is_empty() => in_own_words(&about, &self.words),
            Language::English => place.about.1.to_owned(),
        };
        let mut column =
            Column::new(names::heading(self.language, sheet, place.field, nth), values::look(&kind, None), place.width);
        if column.kind == Look::Text && place.width >= 30 {
            column.kind = Look::Long;
        }
        column.note = Some(about).filter(|about| !about.is_empty());
        column.choices = match (place.field, place.offers) {
            (KIND, _) if path == "rules" => Choices::Words(
                layout::KINDS.iter().map(|(_, nl, en)| pick(self.language, nl, en).to_string()).collect(),
            ),
            (_, "") => self.words(&kind),
            (_, offers) => self.from(offers),
        };
        column.is_required = is_required;
        Some(Filled { field: place.field.to_owned(), nth, kind, column })
    }

    /// What the schema says of a field of rules: for each kind that has it.
    fn about_rules(&self, field: &str) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut first: Option<String> = None;
        let mut is_same = true;
        for rule in find(self.fields, "rules").map(Field::inner).unwrap_or_default() {
            let Some(known) = find(rule.inner(), field) else { continue };
            is_same &= first.as_ref().is_none_or(|first| *first == known.about);
            first.get_or_insert_with(|| known.about.clone());
            lines.push(format!("{}: {}", rule.name, known.about));
        }
        if is_same && lines.len() > 4 { first.unwrap_or_default() } else { lines.join("\n") }
    }

    /// Rows of rules are grey where their kind has no field.
    fn greys(&self, path: &str, columns: &[Filled]) -> Vec<Grey> {
        if path != "rules" {
            return Vec::new();
        }
        let rules = find(self.fields, "rules").map(Field::inner).unwrap_or_default();
        let grey = |(at, filled): (usize, &Filled)| {
            let using = layout::KINDS
                .iter()
                .filter(|(kind, ..)| find(rules, kind).is_some_and(|rule| find(rule.inner(), &filled.field).is_some()));
            let using: Vec<String> =
                using.map(|(_, nl, en)| format!("$A2<>\"{}\"", pick(self.language, nl, en))).collect();
            let is_all = using.len() == layout::KINDS.len() || filled.field == KIND;
            let formula = format!("=AND($A2<>\"\",{})", using.join(","));
            (!is_all && !using.is_empty()).then_some(Grey { column: u32::try_from(at).unwrap_or(0), formula })
        };
        columns.iter().enumerate().filter_map(grey).collect()
    }

    /// The things of a list, each with what it stands within.
    fn items(&self, path: &str) -> Vec<Item<'_>> {
        if path == "rules" {
            let kinds = layout::KINDS.iter().map(|(kind, ..)| *kind);
            let known = find(self.fields, "rules")
                .map(Field::inner)
                .unwrap_or_default()
                .iter()
                .map(|field| field.name.as_str());
            let others = known.filter(|kind| !layout::KINDS.iter().any(|(known, ..)| known == kind));
            return kinds
                .chain(others)
                .flat_map(|kind| {
                    let nodes =
                        self.root.get("rules").and_then(|rules| rules.get(kind)).map(Node::items).unwrap_or_default();
                    nodes.iter().map(move |node| Item { kind, ..Item::of(node) })
                })
                .collect();
        }
        if let Some(Value::Table(table)) = self.root.get(path).map(|node| &node.value) {
            return table.fields.iter().map(|field| Item { name: &field.name, ..Item::of(&field.node) }).collect();
        }
        let Some((outer, inner)) = names::parent(path) else {
            return self.value(path).map(Node::items).unwrap_or_default().iter().map(Item::of).collect();
        };
        let things = match outer {
            "rules" => self.root.get("rules").and_then(|rules| rules.get("stability")),
            outer => self.root.get(outer),
        };
        let mut items = Vec::new();
        for thing in things.map(Node::items).unwrap_or_default() {
            let parent = match thing.get("id").map(|id| &id.value) {
                Some(Value::Text(id)) => id.as_str(),
                _ => "",
            };
            for node in thing.get(inner).map(Node::items).unwrap_or_default() {
                // A role has a row for each of its candidates.
                let candidates = node.get("candidates").map_or(0, |list| list.items().len());
                items.extend((0..candidates.max(1)).map(|candidate| Item { parent, candidate, ..Item::of(node) }));
            }
        }
        items
    }

    fn row(&self, at: u32, item: &Item<'_>, columns: &[Filled]) -> Row {
        let mut row = Row::plain(at, Vec::new());
        for (column, filled) in (0..).zip(columns) {
            let cell = match filled.field.as_str() {
                PARENT => Cell::text(item.parent),
                NAME => values::text(item.name),
                KIND => {
                    let known = layout::KINDS.iter().find(|(kind, ..)| *kind == item.kind);
                    Cell::text(known.map_or(item.kind, |(_, nl, en)| pick(self.language, nl, en)))
                }
                "points" if !item.name.is_empty() => values::cell(item.node, &Kind::Number, self.language),
                field => {
                    let node = match field.split_once('.') {
                        None => item.node.get(field),
                        Some((list, inner)) => {
                            let nth = if names::is_repeated(field) { filled.nth } else { item.candidate };
                            item.node.get(list).and_then(|list| list.items().get(nth)).and_then(|it| it.get(inner))
                        }
                    };
                    node.and_then(|node| values::cell(node, &filled.kind, self.language))
                }
            };
            let look = values::look(&filled.kind, cell.as_ref());
            if look != values::look(&filled.kind, None) {
                row.own.push((column, look, Choices::Any));
            }
            row.cells.push(cell);
        }
        row
    }
}

/// Settings that a scenario cannot do without, besides those that the schema requires of tables.
const REQUIRED: [&str; 3] = ["title", "home", "horizon.first_day"];

/// A thing of a list.
#[derive(Clone, Copy)]
struct Item<'a> {
    node: &'a Node,
    /// The id of the thing that it stands within.
    parent: &'a str,
    /// The kind of rule that it is.
    kind: &'a str,
    /// The name of a value by name.
    name: &'a str,
    /// Which of its candidates the row is for.
    candidate: usize,
}

impl<'a> Item<'a> {
    fn of(node: &'a Node) -> Self {
        Item { node, parent: "", kind: "", name: "", candidate: 0 }
    }
}

/// Whether a column names its row, and so stands still.
fn is_name(field: &str) -> bool {
    [PARENT, KIND, NAME, "id", "title", "office"].contains(&field)
}

/// The fields that the things of a list can have.
pub fn list_fields(root: &[Field], path: &str) -> Vec<Field> {
    super::rows::fields_of(root, path)
}

fn field_of<'a>(fields: &'a [Field], path: &str) -> Option<&'a Field> {
    match path.split_once('.') {
        None => find(fields, path),
        Some((table, field)) => find(find(fields, table)?.inner(), field),
    }
}

fn kind_of<'a>(fields: &'a [Field], path: &str) -> Option<&'a Kind> {
    field_of(fields, path).map(|field| &field.kind)
}
