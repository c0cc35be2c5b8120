//! From a path to a problem: find the files, read them into one tree, check its structure, make raw structures of
//! what is sound, and lower those.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize as _;

use super::calendars::CalendarSource;
use super::changes::{self, Changes, Step};
use super::mistakes::{Mistake, Mistakes};
use super::sources::{Reader, Sources, Spot};
use super::structure::Check;
use super::tree::{Field, Node, Value};
use super::{lower, parse, raw, schema, tables};
use crate::domain::Problem;

/// A scenario that was read.
#[derive(Debug)]
pub struct Loaded {
    /// What is to be planned.
    pub problem: Problem,
    /// What the user had better look at.
    pub warnings: Vec<Mistake>,
    /// Where its calendars came from, in the order of [`Problem::calendars`].
    pub calendars: Vec<CalendarSource>,
    /// How often hosts cancel visits or put them off, when it says so.
    pub stress: Option<raw::Stress>,
}

/// A scenario as it is written, with the rows of its tables in its lists.
#[derive(Debug)]
pub struct Written {
    /// The scenario.
    pub raw: raw::Scenario,
    /// The folder to which the file names in it are relative.
    pub folder: PathBuf,
    /// What the user had better look at.
    pub warnings: Vec<Mistake>,
}

/// Reads a scenario: a folder with `scenario.toml` (or `scenario.json`), a `.toml` file or a `.json` file.
///
/// # Errors
///
/// Returns every mistake of all its files.
pub fn load(path: &Path) -> Result<Loaded, Mistakes> {
    load_changed(path, &Changes::default()).map(|(loaded, _)| loaded)
}

/// Reads a scenario, applies changes to it, and returns it with what was done to it. The changed scenario passes every
/// check that a scenario passes.
///
/// # Errors
///
/// Returns every mistake of all files of the scenario and of the changes.
pub fn load_changed(path: &Path, changes: &Changes) -> Result<(Loaded, Vec<Step>), Mistakes> {
    let mut found = Vec::new();
    let mut steps = Vec::new();
    let change = |root: &mut Node, reader: &mut Reader, found: &mut Vec<Mistake>| {
        steps = changes::apply(changes, root, reader, found);
    };
    let (mut reader, tree) = read_tree(path, &mut found, change);
    let stress = tree.as_ref().and_then(|tree| tree.raw.stress.clone());
    let problem = tree.and_then(|tree| lower::lower(&tree.node, &tree.raw, &mut reader, &mut found));
    let (reported, _) = settle(found, reader.sources);
    match problem {
        Some((problem, calendars)) if reported.mistakes.is_empty() => {
            Ok((Loaded { problem, warnings: reported.warnings, calendars, stress }, steps))
        }
        _ => Err(reported),
    }
}

/// Reads a scenario as it is written, to be written again elsewhere. Only its structure is checked.
///
/// # Errors
///
/// Returns every mistake of structure of all its files.
pub fn load_written(path: &Path) -> Result<Written, Mistakes> {
    let mut found = Vec::new();
    let (reader, tree) = read_tree(path, &mut found, |_, _, _| {});
    let folder = reader.folder;
    let (reported, _) = settle(found, reader.sources);
    match tree {
        Some(Tree { mut raw, .. }) if reported.mistakes.is_empty() => {
            // The rows stand in the lists now; the tables would add them a second time.
            raw.tables = None;
            Ok(Written { raw, folder, warnings: reported.warnings })
        }
        _ => Err(reported),
    }
}

fn settle(found: Vec<Mistake>, sources: Sources) -> (Mistakes, Arc<Sources>) {
    let sources = Arc::new(sources);
    (Mistakes::settle(found, &sources), sources)
}

/// The sound part of a scenario, as a tree with places and as raw structures of the same shape.
struct Tree {
    node: Node,
    raw: raw::Scenario,
}

/// Reads a scenario into a tree, and checks its structure.
///
/// * `change`: what is to be done to the tree before it is checked.
fn read_tree(
    path: &Path,
    found: &mut Vec<Mistake>,
    change: impl FnOnce(&mut Node, &mut Reader, &mut Vec<Mistake>),
) -> (Reader, Option<Tree>) {
    let file = scenario_file(path);
    let folder = file.as_deref().unwrap_or(path).parent().map(Path::to_owned).unwrap_or_default();
    let mut reader = Reader { sources: Sources::default(), folder };
    let file = match file {
        Ok(file) => file,
        Err(mistake) => {
            found.push(*mistake);
            return (reader, None);
        }
    };
    let tree = reader.read(&file, None, found).and_then(|idx| {
        let is_json = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let text = reader.sources.text(idx);
        let mut root = if is_json { parse::json(idx, text, found) } else { parse::toml(idx, text, found) }?;
        if text.trim().is_empty() {
            let spot = Spot { file: idx, start: 0, end: 0 };
            found.push(
                Mistake::new("empty-file", "the scenario is empty")
                    .at(spot, "nothing here")
                    .help("`reisagenda init` writes a scenario to start from"),
            );
            return None;
        }
        tables::merge(&mut root, &mut reader, found);
        change(&mut root, &mut reader, found);
        check(root, found)
    });
    (reader, tree)
}

/// Checks the structure and makes raw structures of what is sound.
fn check(mut root: Node, found: &mut Vec<Mistake>) -> Option<Tree> {
    let schema = schema();
    let mut check = Check::new(&schema)?;
    check.node(&mut root, &schema, "scenario");
    let is_sound = check.mistakes.is_empty();
    found.append(&mut check.mistakes);
    let Value::Table(table) = &mut root.value else { return None };
    // Editors look at `$schema`; it says nothing about the agenda.
    table.fields.retain(|Field { name, .. }| name != "$schema");
    match raw::Scenario::deserialize(&root) {
        Ok(raw) => Some(Tree { node: root, raw }),
        Err(error) => {
            if is_sound {
                found.push(
                    Mistake::new("structure", format!("the scenario cannot be read: {error}"))
                        .at(root.spot, "in this file")
                        .help("compare it with `reisagenda schema` and docs/scenario.md"),
                );
            }
            None
        }
    }
}

/// Returns the file that a path means.
fn scenario_file(path: &Path) -> Result<PathBuf, Box<Mistake>> {
    let shown = path.display();
    if path.is_dir() {
        let candidates = ["scenario.toml", "scenario.json"].map(|name| path.join(name));
        return candidates.into_iter().find(|file| file.exists()).ok_or_else(|| {
            Box::new(
                Mistake::new("no-scenario", format!("the folder `{shown}` has no `scenario.toml`"))
                    .help(format!("name another folder, or run `reisagenda init {shown}` to start a scenario there")),
            )
        });
    }
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        _ if !path.exists() => Err(Box::new(
            Mistake::new("no-scenario", format!("there is no `{shown}`"))
                .help("name a folder with a `scenario.toml`, a `.toml` file or a `.json` file; check the spelling"),
        )),
        Some("toml" | "json") => Ok(path.to_owned()),
        _ => Err(Box::new(
            Mistake::new("no-scenario", format!("`{shown}` is no scenario file"))
                .help("a scenario is a folder with a `scenario.toml`, a `.toml` file or a `.json` file"),
        )),
    }
}
