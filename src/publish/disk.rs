//! Files and folders of the store: made, written and flushed, listed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::edition::Edition;
use super::error::PublishError;
use super::manifest::{Manifest, NotAManifest};
use crate::files::{self, FileError};

pub(super) fn write_error(path: &Path, source: io::Error) -> PublishError {
    PublishError::File(FileError::Write { path: path.to_owned(), source })
}

/// Writes a file that only its owner may read, whole or not at all.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    // The folder `private` is its owner's alone, so that what stands in it is, too.
    files::write_whole(path, bytes)
}

/// Makes the private folder, which only its owner may enter.
pub(super) fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        builder.create(parent)?;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// The files of the edition before that are as they were published.
#[derive(Default)]
pub(super) struct Sound {
    pub folder: PathBuf,
    /// Their hashes, by path.
    pub files: BTreeMap<String, String>,
}

/// Writes all files of an edition to a new folder and flushes them and their folders to the disk. A file that is as it was
/// gets a second name instead: it is on the disk already.
pub(super) fn write_edition(folder: &Path, edition: &Edition, sound: &Sound) -> Result<(), (PathBuf, io::Error)> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).map_err(|error| (folder.to_owned(), error))?;
    }
    fs::create_dir_all(folder).map_err(|error| (folder.to_owned(), error))?;
    let mut folders = BTreeSet::from([folder.to_owned()]);
    for (name, bytes) in &edition.files {
        let path = folder.join(name);
        let failed = |error| (path.clone(), error);
        for parent in path.ancestors().skip(1).take_while(|parent| *parent != folder) {
            if folders.insert(parent.to_owned()) {
                fs::create_dir_all(parent).map_err(failed)?;
            }
        }
        let is_same = sound.files.get(name).is_some_and(|hash| edition.manifest.files.get(name) == Some(hash));
        // Some file systems have no second names; there the file is written like any other.
        if is_same && fs::hard_link(sound.folder.join(name), &path).is_ok() {
            continue;
        }
        let mut file = File::create(&path).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.sync_all().map_err(failed)?;
    }
    folders.iter().for_each(|folder| sync_folder(folder));
    Ok(())
}

/// Flushes what a folder holds to the disk; where a folder cannot be opened, the system sees to it.
pub(super) fn sync_folder(path: &Path) {
    if let Ok(folder) = File::open(path) {
        let _ = folder.sync_all();
    }
}

pub(super) fn read_manifest(path: &Path) -> Result<Manifest, NotAManifest> {
    let bytes = fs::read(path).map_err(|error| NotAManifest::Unreadable(files::reason(&error)))?;
    Manifest::from_bytes(&bytes)
}

/// The number of an edition as its folder is called, such as `0003`.
pub(super) fn number_of(name: &str) -> Option<u32> {
    let number: u32 = name.parse().ok()?;
    (format!("{number:04}") == name).then_some(number)
}

/// The names in a folder, in order; none when it cannot be read.
pub(super) fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// All files below a folder.
pub(super) fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.is_symlink() { collect(&path, found) } else { found.push(path) }
    }
}

/// The path relative to a folder, with `/` between its parts.
pub(super) fn relative(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
