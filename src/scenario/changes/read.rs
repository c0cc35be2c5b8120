//! From a file, or an argument, to a checked tree of changes.

use std::path::PathBuf;

use super::schema;
use crate::scenario::mistakes::Mistake;
use crate::scenario::parse;
use crate::scenario::sources::{Reader, Spot};
use crate::scenario::structure::Check;
use crate::scenario::tree::Node;
use crate::texts::say;

/// Where changes come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeSource {
    /// A .toml or .json file.
    File(PathBuf),
    /// TOML that an argument of the command stands for, with what to call it.
    Text {
        /// The name in messages, such as the argument itself.
        name: String,
        /// The TOML.
        text: String,
    },
}

/// Reads changes and checks their structure; `None` when nothing can be read. Also returns the name of the source.
pub fn read(source: &ChangeSource, reader: &mut Reader, found: &mut Vec<Mistake>) -> Option<(Node, String)> {
    let (file, is_json) = match source {
        ChangeSource::File(path) => {
            let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
            (reader.read(path, None, found)?, is_json)
        }
        ChangeSource::Text { name, text } => (reader.sources.add(name.clone(), text.clone()), false),
    };
    let (text, name) = (reader.sources.text(file), reader.sources.name(file).to_owned());
    if text.trim().is_empty() {
        found.push(
            Mistake::new("empty-file", say!("het wijzigingsbestand is leeg", "the file of changes is empty"))
                .at(Spot { file, start: 0, end: 0 }, say!("hier staat niets", "nothing here"))
                .help(say!(
                    "schrijf `title = \"…\"` en daaronder een tabel `[[changes]]` voor elke stap",
                    "write `title = \"…\"` and below it a table `[[changes]]` for each step"
                )),
        );
        return None;
    }
    let mut root = if is_json { parse::json(file, text, found) } else { parse::toml(file, text, found) }?;
    let schema = schema();
    let mut check = Check::new(&schema)?;
    check.node(&mut root, &schema, "change_file");
    found.append(&mut check.mistakes);
    Some((root, name))
}
