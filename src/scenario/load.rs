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
use super::{lower, parse, raw, schema, sheets, tables};
use crate::domain::{Language, Problem};
use crate::files;
use crate::texts::{Said, language, say};
use crate::workbook::{self, Unreadable, Unwritable};

/// A scenario that was read.
#[derive(Debug)]
pub struct Loaded {
    /// What is to be planned.
    pub problem: Problem,
    /// What the user had better look at.
    pub warnings: Vec<Mistake>,
    /// Where its calendars came from, in the order of [`Problem::calendars`].
    pub calendars: Vec<CalendarSource>,
    /// The language that it asks for, when it does.
    pub language: Option<Language>,
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

/// Reads a scenario: a folder with `scenario.toml` (or `scenario.json`), a `.toml` file, a `.json` file or a workbook.
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
    let (mut reader, tree, language) = read_tree(path, &mut found, change);
    let stress = tree.as_ref().and_then(|tree| tree.raw.stress.clone());
    let problem = tree.and_then(|tree| lower::lower(&tree.node, &tree.raw, &mut reader, &mut found));
    let (reported, _) = settle(found, reader.sources, language);
    match problem {
        Some((problem, calendars)) if reported.mistakes.is_empty() => {
            Ok((Loaded { problem, warnings: reported.warnings, calendars, language, stress }, steps))
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
    let (reader, tree, language) = read_tree(path, &mut found, |_, _, _| {});
    written(reader, tree, language, found)
}

/// Reads a scenario that the program itself carries, as it is written.
///
/// * `name`: what mistakes are to call it.
/// * `text`: the scenario as TOML, with no files beside it.
///
/// # Errors
///
/// Returns every mistake of structure.
pub fn read_written(name: &str, text: &str) -> Result<Written, Mistakes> {
    let mut found = Vec::new();
    let mut reader = Reader { sources: Sources::default(), folder: PathBuf::new() };
    let file = reader.sources.add(name.to_owned(), text.to_owned());
    let tree = parse::toml(file, text, &mut found).and_then(|root| check(root, &mut found));
    written(reader, tree, language_of(text), found)
}

fn written(
    reader: Reader,
    tree: Option<Tree>,
    language: Option<Language>,
    found: Vec<Mistake>,
) -> Result<Written, Mistakes> {
    let folder = reader.folder;
    let (reported, _) = settle(found, reader.sources, language);
    match tree {
        Some(Tree { mut raw, .. }) if reported.mistakes.is_empty() => {
            // The rows stand in the lists now; the tables would add them a second time.
            raw.tables = None;
            Ok(Written { raw, folder, warnings: reported.warnings })
        }
        _ => Err(reported),
    }
}

/// Whether a path names a workbook.
#[must_use]
pub fn is_workbook(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| WORKBOOKS.contains(&extension.as_str()))
}

/// The kinds of workbooks that are read, by the ends of their names.
const WORKBOOKS: [&str; 3] = ["xlsx", "xlsm", "ods"];

/// Returns the scenario as an .xlsx workbook whose sheets and columns are called in a language.
///
/// # Errors
///
/// When a text is too long for a cell.
pub fn to_workbook(scenario: &raw::Scenario, language: Language) -> Result<Vec<u8>, Unwritable> {
    workbook::write(&sheets::pages(scenario, &schema(), language))
}

/// Returns the language that a workbook is written in, by the names of its sheets; English when it cannot be read.
#[must_use]
pub fn language_of_workbook(path: &Path) -> Language {
    let book = files::read(path).ok().and_then(|bytes| workbook::read(&bytes).ok());
    book.map_or(Language::English, |book| sheets::language_of(&book, &schema()))
}

/// Returns a copy of a workbook, as .xlsx, in which the cells with mistakes are coloured and say what is wrong.
///
/// # Errors
///
/// When the workbook cannot be read, or the copy not be made.
pub fn mark(path: &Path, mistakes: &[&Mistake], language: Language) -> Result<Vec<u8>, Unreadable> {
    let bytes = files::read(path).map_err(|error| Unreadable { message: error.message(), help: error.help() })?;
    let book = workbook::read(&bytes)?;
    let pages = sheets::marked(&book, &schema(), mistakes, language);
    workbook::write(&pages).map_err(|Unwritable(message)| Unreadable { message, help: Said::default() })
}

fn settle(found: Vec<Mistake>, sources: Sources, language: Option<Language>) -> (Mistakes, Arc<Sources>) {
    let sources = Arc::new(sources);
    (Mistakes::settle(found, &sources, language), sources)
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
) -> (Reader, Option<Tree>, Option<Language>) {
    let file = scenario_file(path);
    let folder = file.as_deref().unwrap_or(path).parent().map(Path::to_owned).unwrap_or_default();
    let mut reader = Reader { sources: Sources::default(), folder };
    let file = match file {
        Ok(file) => file,
        Err(mistake) => {
            found.push(*mistake);
            return (reader, None, None);
        }
    };
    if is_workbook(&file) {
        let read = read_workbook(&file, &mut reader, found);
        let language = read.as_ref().map(|(_, language)| *language);
        let tree = read.and_then(|(mut root, _)| {
            tables::merge(&mut root, &mut reader, found);
            change(&mut root, &mut reader, found);
            check(root, found)
        });
        return (reader, tree, language);
    }
    let mut language = None;
    let tree = reader.read(&file, None, found).and_then(|idx| {
        let is_json = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let text = reader.sources.text(idx);
        language = language_of(text);
        let mut root = if is_json { parse::json(idx, text, found) } else { parse::toml(idx, text, found) }?;
        if text.trim().is_empty() {
            let spot = Spot { file: idx, start: 0, end: 0 };
            found.push(
                Mistake::new("empty-file", say!("het scenario is leeg", "the scenario is empty"))
                    .at(spot, say!("hier staat niets", "nothing here"))
                    .help(say!(
                        "`reisagenda init` schrijft een scenario om mee te beginnen",
                        "`reisagenda init` writes a scenario to start from"
                    )),
            );
            return None;
        }
        tables::merge(&mut root, &mut reader, found);
        change(&mut root, &mut reader, found);
        check(root, found)
    });
    (reader, tree, language)
}

/// The language that a scenario asks for, also when it cannot be read: its mistakes are told in that language.
fn language_of(text: &str) -> Option<Language> {
    let mut parts = text.match_indices("language").filter_map(|(at, word)| {
        let before = text[..at].trim_end_matches('"').trim_end_matches([' ', '\t']);
        let after = text[at + word.len()..].trim_start_matches('"').trim_start().strip_prefix(['=', ':'])?;
        let value = after.trim_start().strip_prefix('"')?.split('"').next()?;
        let is_field = before.is_empty() || before.ends_with(['\n', '{', ',']);
        is_field.then(|| language::of_code(value))?
    });
    parts.next()
}

/// Reads a workbook as a tree, with the language that it is written in.
fn read_workbook(file: &Path, reader: &mut Reader, found: &mut Vec<Mistake>) -> Option<(Node, Language)> {
    let bytes = reader.read_bytes(file, None, found)?;
    let name = file.display().to_string();
    match workbook::read(&bytes) {
        Ok(book) => {
            let root = sheets::read(&book, &name, &schema(), &mut reader.sources, found)?;
            Some((root, sheets::language_of(&book, &schema())))
        }
        Err(Unreadable { message, help }) => {
            let message = say!("`{name}`: {message}", "`{name}`: {message}"; message);
            found.push(Mistake::new("no-workbook", message).help(help));
            None
        }
    }
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
                    Mistake::new(
                        "structure",
                        say!("het scenario is niet te lezen: {error}", "the scenario cannot be read: {error}"),
                    )
                    .at(root.spot, say!("in dit bestand", "in this file"))
                    .help(say!(
                        "vergelijk het met `reisagenda schema` en docs/scenario.md",
                        "compare it with `reisagenda schema` and docs/scenario.md"
                    )),
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
                Mistake::new(
                    "no-scenario",
                    say!("de map `{shown}` heeft geen `scenario.toml`", "the folder `{shown}` has no `scenario.toml`"),
                )
                .help(say!(
                    "noem een andere map, of begin daar een scenario met `reisagenda init {shown}`",
                    "name another folder, or run `reisagenda init {shown}` to start a scenario there"
                )),
            )
        });
    }
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        _ if !path.exists() => Err(Box::new(
            Mistake::new("no-scenario", say!("`{shown}` bestaat niet", "there is no `{shown}`")).help(say!(
                "noem een map met een `scenario.toml`, een `.toml`- of `.json`-bestand of een werkmap (.xlsx of .ods); \
                 controleer de spelling",
                "name a folder with a `scenario.toml`, a `.toml` file, a `.json` file or a workbook (.xlsx or .ods); \
                 check the spelling"
            )),
        )),
        Some("toml" | "json") => Ok(path.to_owned()),
        _ if is_workbook(path) => Ok(path.to_owned()),
        Some("xls" | "xlsb" | "csv") => Err(Box::new(
            Mistake::new(
                "no-scenario",
                say!(
                    "`{shown}` is geen soort werkmap die wordt gelezen",
                    "`{shown}` is no kind of workbook that is read"
                ),
            )
            .help(say!(
                "open het in Excel of LibreOffice en sla het op als .xlsx",
                "open it in Excel or LibreOffice and save it as .xlsx"
            )),
        )),
        _ => Err(Box::new(
            Mistake::new("no-scenario", say!("`{shown}` is geen scenariobestand", "`{shown}` is no scenario file"))
                .help(say!(
                    "een scenario is een map met een `scenario.toml`, een `.toml`- of `.json`-bestand of een werkmap \
                     (.xlsx of .ods)",
                    "a scenario is a folder with a `scenario.toml`, a `.toml` file, a `.json` file or a workbook \
                     (.xlsx or .ods)"
                )),
        )),
    }
}
