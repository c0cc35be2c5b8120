//! The rows of one sheet: which column is which field, and each row as a table of the tree.

use std::collections::BTreeMap;

use super::cells::{Reading, Wrong};
use super::fields::{Field, Kind, find};
use super::layout::{self, KIND, NAME, PARENT};
use super::names::{self, Meant};
use super::read::Placed;
use crate::domain::Language;
use crate::say;
use crate::scenario::mistakes::Mistake;
use crate::scenario::sources::Spot;
use crate::scenario::tree::{Field as TreeField, List, Node, Table, Value};
use crate::scenario::words;
use crate::texts::language::pick;
use crate::workbook::{Cell, Sheet};

/// The rows of a list.
pub struct Rows {
    /// Which list.
    pub path: String,
    /// Where its headings stand.
    pub spot: Spot,
    /// What the sheet calls the thing whose list it holds.
    pub parent_heading: String,
    /// The rows that could be read, at least in part.
    pub rows: Vec<Row>,
    /// How many could not be read at all.
    pub n_lost: usize,
}

/// A row.
pub struct Row {
    /// Where it stands.
    pub spot: Spot,
    /// The id of the thing whose list it is part of, and where that stands.
    pub parent: Option<(String, Spot)>,
    /// Which kind of rule it is.
    pub kind: Option<String>,
    /// The name of a value by name.
    pub name: Option<(String, Spot)>,
    /// Its fields.
    pub table: Table,
}

/// The headings of a sheet.
pub struct Headings {
    /// Their row; nothing on a sheet that is empty.
    row: Option<u32>,
    /// The columns that have one, from the left: the column, what is written there, what it means.
    columns: Vec<(u32, String, Meant)>,
    /// One more than the last of these columns.
    pub n_columns: u32,
    /// What the sheet calls the fields.
    pub names: Vec<(String, String)>,
}

impl Row {
    /// The row as a node of the tree.
    pub fn into_node(self) -> Node {
        Node { spot: self.spot, value: Value::Table(self.table) }
    }

    /// Its id, when it has one.
    pub fn id(&self) -> Option<String> {
        match self.table.get("id").map(|field| &field.node.value) {
            Some(Value::Text(id)) => Some(id.clone()),
            _ => None,
        }
    }

    /// Whether it is a further candidate of that role.
    pub fn is_same_role(&self, role: &Node) -> bool {
        matches!((self.id(), role.get("id").map(|id| &id.value)), (Some(id), Some(Value::Text(role))) if id == *role)
    }

    /// Adds its candidate to the role that it repeats.
    pub fn join(self, role: &mut Node, found: &mut Vec<Mistake>) {
        let Value::Table(table) = &mut role.value else { return };
        for field in self.table.fields {
            let own = table.fields.iter_mut().find(|own| own.name == field.name);
            match (own, field.node.value) {
                (Some(own), Value::List(further)) => {
                    if let Value::List(list) = &mut own.node.value {
                        list.items.extend(further.items);
                    }
                }
                (Some(own), Value::Bool(value)) => {
                    if matches!(own.node.value, Value::Bool(first) if first != value) {
                        let mistake = Wrong::new(
                            "several-values",
                            say!(
                                "rijen van dezelfde rol spreken elkaar tegen",
                                "rows of the same role contradict each other"
                            ),
                            say!("vul op al die rijen hetzelfde in", "give the same on all these rows"),
                        );
                        found.push(mistake.at(field.node.spot, "").at(own.node.spot, say!("eerst hier", "first here")));
                    }
                }
                (Some(_), _) => {}
                (None, value) => {
                    let node = Node { spot: field.node.spot, value };
                    table.fields.push(TreeField { name: field.name, name_spot: field.name_spot, node });
                }
            }
        }
        table.lost.extend(self.table.lost);
    }
}

/// The fields that the rows of a list can have; of rules those of all kinds together.
pub fn fields_of(root: &[Field], path: &str) -> Vec<Field> {
    if path != "rules" {
        return names::fields_of(root, path).into_iter().cloned().collect();
    }
    let mut all: Vec<Field> = Vec::new();
    for field in find(root, "rules").map(Field::inner).unwrap_or_default().iter().flat_map(Field::inner) {
        // A list within a rule has a sheet of its own.
        if find(&all, &field.name).is_none() && !matches!(field.kind, Kind::Tables(_)) {
            all.push(field.clone());
        }
    }
    all
}

/// Reads the headings of a sheet: its first row with something in it.
pub fn headings(sheet: &Sheet, path: &str, root: &[Field]) -> Headings {
    let fields = fields_of(root, path);
    let known = layout::sheet(path);
    let mut headings = Headings { row: None, columns: Vec::new(), n_columns: 0, names: Vec::new() };
    let Some((row, inside)) = sheet.rows().next() else { return headings };
    headings.row = Some(row);
    for (column, cell) in inside {
        let written = super::cells::shown(cell);
        let meant = names::column(&written, known, &fields);
        if let Meant::Field(field, 0) = &meant {
            let name = written.trim_end_matches('*').trim().to_owned();
            let top = field.split('.').next().unwrap_or(field).to_owned();
            headings.names.push((field.rsplit('.').next().unwrap_or(field).to_owned(), name.clone()));
            headings.names.push((top, name));
        }
        headings.n_columns = column + 1;
        headings.columns.push((column, written, meant));
    }
    headings
}

/// Reads the rows of a sheet.
pub fn rows(
    placed: &Placed<'_>,
    path: &str,
    headings: &Headings,
    reading: Reading,
    root: &[Field],
    found: &mut Vec<Mistake>,
) -> Rows {
    let fields = fields_of(root, path);
    let parent = headings.columns.iter().find(|(_, _, meant)| *meant == Meant::Field(PARENT.to_owned(), 0));
    let mut rows = Rows {
        path: path.to_owned(),
        spot: placed.row_spot(headings.row.unwrap_or(0)),
        parent_heading: parent
            .map(|(_, written, _)| written.trim_end_matches('*').trim().to_owned())
            .unwrap_or_default(),
        rows: Vec::new(),
        n_lost: 0,
    };
    let Some(heading_row) = headings.row else { return rows };
    let data: Vec<(u32, Vec<(u32, &Cell)>)> = placed.sheet.rows().filter(|(row, _)| *row > heading_row).collect();
    let reader = RowReader { placed, path, headings, reading, fields: &fields, root };
    let lost = reader.check_headings(heading_row, &data, found);
    for (row, inside) in data {
        let says = |column: &u32| {
            let meant = headings.columns.iter().find(|(at, ..)| at == column).map(|(.., meant)| meant);
            matches!(meant, Some(Meant::Field(..)))
        };
        if !inside.iter().any(|(column, _)| says(column)) {
            continue;
        }
        match reader.row(row, &inside, &lost, found) {
            Some(row) => rows.rows.push(row),
            None => rows.n_lost += 1,
        }
    }
    rows
}

struct RowReader<'a> {
    placed: &'a Placed<'a>,
    path: &'a str,
    headings: &'a Headings,
    reading: Reading,
    fields: &'a [Field],
    root: &'a [Field],
}

impl RowReader<'_> {
    /// The names that people know a field by.
    fn name_of(&self, field: &str) -> String {
        names::heading(self.reading.language, layout::sheet(self.path), field, 0)
    }

    /// Reports headings that are unknown, missing or there twice; returns the fields that rows lack because of that.
    fn check_headings(&self, row: u32, data: &[(u32, Vec<(u32, &Cell)>)], found: &mut Vec<Mistake>) -> Vec<String> {
        let known = layout::sheet(self.path);
        let mut has_unknown = false;
        for (i, (column, written, meant)) in self.headings.columns.iter().enumerate() {
            let spot = self.placed.spot(row, *column);
            if *meant == Meant::Unknown {
                has_unknown = true;
                let columns = known.map(|sheet| sheet.columns).unwrap_or_default();
                let names = columns.iter().map(|column| layout::named(self.reading.language, column.name));
                let free: Vec<&str> = names
                    .clone()
                    .filter(|name| !self.headings.columns.iter().any(|(_, given, _)| layout::is_name(given, name)))
                    .collect();
                let help = match words::nearest(written, free.iter().copied()) {
                    Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
                    None => say!(
                        "haal de kolom weg, of noem haar `Opmerking`: dan slaat het programma haar over",
                        "remove the column, or call it `Note`: then the program passes over it"
                    ),
                };
                let message = say!("het blad heeft geen kolom `{written}`", "the sheet has no column `{written}`");
                found.push(Wrong::new("unknown-heading", message, help).at(spot, ""));
            }
            let is_same =
                |(_, _, earlier): &&(u32, String, Meant)| matches!(meant, Meant::Field(..)) && earlier == meant;
            if let Some((first, ..)) = self.headings.columns[..i].iter().find(is_same) {
                let message = say!("de kolom `{written}` staat er tweemaal", "the column `{written}` is there twice");
                let help = say!("haal een van beide weg", "remove one of the two");
                let first = self.placed.spot(row, *first);
                found.push(
                    Wrong::new("unknown-heading", message, help)
                        .at(spot, "")
                        .at(first, say!("eerst hier", "first here")),
                );
            }
        }
        self.check_bare_columns(data, found);
        let has = |field: &str| {
            self.headings.columns.iter().any(|(.., meant)| match meant {
                Meant::Field(known, _) => known == field || known.split('.').next() == Some(field),
                _ => false,
            })
        };
        let mut needed: Vec<&str> = match self.path {
            "rules" => vec![KIND, "id"],
            path if names::parent(path).is_some() => vec![PARENT],
            _ => Vec::new(),
        };
        // A list within the things of this one has a sheet of its own.
        let has_sheet = |field: &Field| layout::sheet(&format!("{}.{}", self.path, field.name)).is_some();
        let required =
            self.fields.iter().filter(|field| field.is_required && self.path != "rules" && !has_sheet(field));
        needed.extend(required.map(|field| field.name.as_str()));
        if matches!(find(self.root, self.path).map(|field| &field.kind), Some(Kind::Map(_))) {
            needed = vec![NAME, "points"];
        }
        let missing: Vec<&str> = needed.into_iter().filter(|field| !has(field)).collect();
        if !missing.is_empty() && !has_unknown && !data.is_empty() {
            let names: Vec<String> = missing.iter().map(|field| self.name_of(field)).collect();
            let names = words::all_of(&names);
            found.push(
                Wrong::new(
                    "missing-heading",
                    say!("het blad heeft geen kolom {names}", "the sheet has no column {names}"; names),
                    say!("voeg de kolom toe aan de eerste rij", "add the column to the first row"),
                )
                .at(self.placed.row_spot(row), ""),
            );
        }
        missing.into_iter().map(str::to_owned).collect()
    }

    /// Reports what stands below nothing: nobody would read it.
    fn check_bare_columns(&self, data: &[(u32, Vec<(u32, &Cell)>)], found: &mut Vec<Mistake>) {
        let mut bare: BTreeMap<u32, u32> = BTreeMap::new();
        for (row, inside) in data {
            for (column, _) in inside {
                if !self.headings.columns.iter().any(|(at, ..)| at == column) {
                    bare.entry(*column).or_insert(*row);
                }
            }
        }
        for (column, row) in bare {
            found.push(
                Wrong::new(
                    "column-without-heading",
                    say!("deze kolom heeft geen kop", "this column has no heading"),
                    say!(
                        "haal haar leeg, of geef haar een kop; onder `Opmerking` mag alles staan",
                        "clear it, or give it a heading; below `Note` anything may stand"
                    ),
                )
                .at(self.placed.spot(row, column), ""),
            );
        }
    }

    /// Reads one row; `None` when it cannot even be said what it is part of.
    fn row(&self, at: u32, inside: &[(u32, &Cell)], lost: &[String], found: &mut Vec<Mistake>) -> Option<Row> {
        let mut row = Row {
            spot: self.placed.row_spot(at),
            parent: None,
            kind: None,
            name: None,
            table: Table { lost: lost.to_vec(), ..Table::default() },
        };
        let kind = self.kind(at, found);
        row.kind = kind.as_ref().ok().cloned().flatten();
        // The columns of an inner list, each item with its fields.
        let mut items: BTreeMap<(String, usize), Table> = BTreeMap::new();
        let mut first_spots: BTreeMap<String, Spot> = BTreeMap::new();
        for (column, written, meant) in &self.headings.columns {
            let Meant::Field(field, nth) = meant else { continue };
            let spot = self.placed.spot(at, *column);
            let cell = inside.iter().find(|(at, _)| at == column).map(|(_, cell)| *cell);
            let Some(cell) = cell else {
                let top = field.split('.').next().unwrap_or(field);
                if *nth == 0 && !row.table.blank.iter().any(|(blank, _)| blank == top) {
                    row.table.blank.push((top.to_owned(), spot));
                }
                if let Some((list, inner)) = field.split_once('.') {
                    let item = items.entry((list.to_owned(), *nth)).or_default();
                    item.blank.push((inner.to_owned(), spot));
                    first_spots.entry(format!("{list}{nth}")).or_insert(spot);
                }
                continue;
            };
            match field.as_str() {
                KIND if self.path == "rules" => {}
                PARENT | NAME if names::is_parent(field) || self.is_map() => {
                    match self.reading.value(cell, &Kind::Word, spot) {
                        Ok(Value::Text(text)) if field == PARENT => row.parent = Some((text, spot)),
                        Ok(Value::Text(text)) => row.name = Some((text, spot)),
                        Ok(_) => {}
                        Err(wrong) => {
                            found.push(wrong.at(spot, written));
                            return None;
                        }
                    }
                }
                _ => match field.split_once('.') {
                    Some((list, inner)) => {
                        let kind =
                            find(self.fields, list).and_then(|list| find(list.inner(), inner)).map(|it| &it.kind);
                        let item = items.entry((list.to_owned(), *nth)).or_default();
                        first_spots.entry(format!("{list}{nth}")).or_insert(spot);
                        if let Some(kind) = kind {
                            self.put(item, inner, cell, kind, spot, written, found);
                        }
                    }
                    None if self.is_used(&row, kind.is_err(), field) => {
                        if let Some(kind) = self.kind_of(&row, field) {
                            self.put(&mut row.table, field, cell, &kind, spot, written, found);
                        }
                    }
                    None => self.unused(&row, field, spot, written, found),
                },
            }
        }
        for ((list, nth), item) in items {
            if item.fields.is_empty() && item.lost.is_empty() {
                continue;
            }
            let spot = first_spots.get(&format!("{list}{nth}")).copied().unwrap_or(row.spot);
            let node = Node { spot, value: Value::Table(item) };
            match row.table.fields.iter_mut().find(|field| field.name == list).map(|field| &mut field.node.value) {
                Some(Value::List(list)) => list.items.push(node),
                _ => {
                    let node = Node { spot, value: Value::List(List { items: vec![node], lost: Vec::new() }) };
                    row.table.fields.push(TreeField { name: list, name_spot: spot, node });
                }
            }
        }
        self.check_parent(at, &row, lost, found)?;
        Some(row)
    }

    /// Reports a row that does not say whose it is.
    fn check_parent(&self, at: u32, row: &Row, lost: &[String], found: &mut Vec<Mistake>) -> Option<()> {
        let (needed, has) = match self.path {
            path if names::parent(path).is_some() => (PARENT, row.parent.is_some()),
            _ if self.is_map() => (NAME, row.name.is_some()),
            _ => return Some(()),
        };
        if has {
            return Some(());
        }
        if !lost.iter().any(|field| field == needed) {
            let column = self.headings.columns.iter().find(|(.., meant)| *meant == Meant::Field(needed.to_owned(), 0));
            let spot = column.map_or(row.spot, |(column, ..)| self.placed.spot(at, *column));
            let name = self.name_of(needed);
            found.push(
                Wrong::new(
                    "missing-field",
                    say!("de rij heeft geen `{name}`", "the row has no `{name}`"),
                    say!("vul `{name}` in, of haal de rij leeg", "fill in `{name}`, or clear the row"),
                )
                .at(spot, ""),
            );
        }
        None
    }

    fn is_map(&self) -> bool {
        matches!(find(self.root, self.path).map(|field| &field.kind), Some(Kind::Map(_)))
    }

    /// The kind of a rule: nothing for other rows, an error when it is missing or unknown, which is then reported.
    fn kind(&self, at: u32, found: &mut Vec<Mistake>) -> Result<Option<String>, ()> {
        let column = self.headings.columns.iter().find(|(.., meant)| *meant == Meant::Field(KIND.to_owned(), 0));
        let (true, Some((column, written, _))) = (self.path == "rules", column) else { return Ok(None) };
        let spot = self.placed.spot(at, *column);
        let spoken = |language: Language| {
            let kinds = layout::KINDS.iter().map(|(_, nl, en)| layout::named(language, (nl, en)));
            kinds.collect::<Vec<_>>()
        };
        let own = spoken(self.reading.language);
        let text = self.placed.sheet.cell(at, *column).map(super::cells::shown);
        let Some(text) = text else {
            let list = words::any_of(&own);
            let message = say!("de regel heeft geen soort", "the rule has no kind");
            let help = say!("kies {list}", "choose {list}"; list);
            found.push(Wrong::new("missing-field", message, help).at(spot, written));
            return Err(());
        };
        let known =
            layout::KINDS.iter().find(|(kind, nl, en)| [kind, nl, en].iter().any(|name| layout::is_name(&text, name)));
        let rules = find(self.root, "rules").map(Field::inner).unwrap_or_default();
        let kind = known.map(|(kind, ..)| *kind).or_else(|| find(rules, text.trim()).map(|field| field.name.as_str()));
        kind.map(|kind| Some(kind.to_owned())).ok_or_else(|| {
            let message = say!("er is geen soort regel `{text}`", "there is no kind of rule `{text}`");
            let help = match words::nearest(&text, own.iter().copied()) {
                Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
                None => {
                    let list = words::any_of(&own);
                    say!("kies {list}", "choose {list}"; list)
                }
            };
            found.push(Wrong::new("unknown-word", message, help).at(spot, written));
        })
    }

    /// The fields of the row's kind of rule.
    fn rule(&self, row: &Row) -> &[Field] {
        let rules = find(self.root, "rules").map(Field::inner).unwrap_or_default();
        row.kind.as_ref().and_then(|kind| find(rules, kind)).map(Field::inner).unwrap_or_default()
    }

    /// What a field holds; of a rule by its kind.
    fn kind_of(&self, row: &Row, field: &str) -> Option<Kind> {
        if self.is_map() {
            return match find(self.root, self.path).map(|map| &map.kind) {
                Some(Kind::Map(of)) => Some((**of).clone()),
                _ => None,
            };
        }
        find(self.rule(row), field).or_else(|| find(self.fields, field)).map(|field| field.kind.clone())
    }

    /// Whether the row's kind of rule has the field; other rows have every field of their list.
    fn is_used(&self, row: &Row, has_no_kind: bool, field: &str) -> bool {
        self.path != "rules" || has_no_kind || row.kind.is_none() || find(self.rule(row), field).is_some()
    }

    fn unused(&self, row: &Row, field: &str, spot: Spot, written: &str, found: &mut Vec<Mistake>) {
        let kind = row.kind.as_deref().unwrap_or_default();
        let (_, nl, en) =
            layout::KINDS.iter().find(|(known, ..)| *known == kind).copied().unwrap_or((kind, kind, kind));
        let spoken = pick(self.reading.language, nl, en);
        // In the order of the columns, as the user sees them.
        let columns = layout::sheet(self.path).map(|sheet| sheet.columns).unwrap_or_default().iter();
        let names: Vec<String> = columns
            .filter(|column| find(self.rule(row), column.field).is_some())
            .map(|column| pick(self.reading.language, column.name.0, column.name.1).to_owned())
            .collect();
        let used = words::all_of(&names);
        let name = self.name_of(field);
        found.push(
            Wrong::new(
                "unknown-field",
                say!(
                    "een regel van de soort `{spoken}` gebruikt `{name}` niet",
                    "a rule of the kind `{spoken}` does not use `{name}`"
                ),
                say!(
                    "haal de cel leeg, of kies een andere soort; deze gebruikt {used}",
                    "clear the cell, or choose another kind; this one uses {used}"; used
                ),
            )
            .at(spot, written),
        );
    }

    #[expect(clippy::too_many_arguments, reason = "a cell, its place, what it is called and where it goes")]
    fn put(
        &self,
        table: &mut Table,
        field: &str,
        cell: &Cell,
        kind: &Kind,
        spot: Spot,
        written: &str,
        found: &mut Vec<Mistake>,
    ) {
        match self.reading.value(cell, kind, spot) {
            Ok(_) if table.get(field).is_some() => {}
            Ok(value) => {
                let node = Node { spot, value };
                table.fields.push(TreeField { name: field.to_owned(), name_spot: spot, node });
            }
            Err(wrong) => {
                found.push(wrong.at(spot, written));
                table.lost.push(field.to_owned());
            }
        }
    }
}
