//! Files: read with an error that says what to do, written whole or not at all.
//!
//! # Invariants
//!
//! * A file that [`write_whole`] was asked to write holds either all the new bytes or what it held before; a full
//!   disk, a missing permission or a kill at any moment leaves no half file under its name.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It could not be read.
    #[error("cannot read `{}`: {}", path.display(), plain(source))]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It could not be written; what it held before is untouched.
    #[error("cannot write `{}`: {}", path.display(), plain(source))]
    Write {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl FileError {
    /// What the user can do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        let (FileError::Read { source, .. } | FileError::Write { source, .. }) = self;
        match (self, source.kind()) {
            (_, io::ErrorKind::PermissionDenied) => "check who owns it and what you are allowed to do there",
            (FileError::Read { .. }, io::ErrorKind::NotFound) => "check the name and the folder",
            (FileError::Write { .. }, io::ErrorKind::NotFound) => "make the folder first",
            (_, io::ErrorKind::StorageFull) => "make room on the disk and run the command again; nothing was lost",
            _ => "mend this and run the command again; nothing was lost",
        }
    }
}

/// The system's words without the error number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Reads a whole file.
///
/// # Errors
///
/// When the system cannot read it.
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    fs::read(path).map_err(|source| FileError::Read { path: path.to_owned(), source })
}

/// Writes a whole file: to a temporary file beside it, flushed to the disk, then renamed over it.
///
/// # Errors
///
/// When the system cannot write it; the file then holds what it held before.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let attempt = || -> io::Result<()> {
        if path.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".reisagenda-").suffix(".tmp");
        // The permissions of a new file as the user's umask has them, or those of the file that is replaced.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(path).map_or(0o666, |old| old.permissions().mode() & 0o777);
            builder.permissions(fs::Permissions::from_mode(mode));
        }
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        // The rename itself must reach the disk too; where a folder cannot be opened, the system sees to it.
        if let Ok(folder) = fs::File::open(folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    };
    attempt().map_err(|source| FileError::Write { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.json");
        write_whole(&path, b"old").expect("written");
        write_whole(&path, b"new").expect("written");
        assert_eq!(read(&path).expect("read"), b"new");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }

    #[test]
    fn a_folder_that_is_missing_is_named_with_a_remedy() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = write_whole(&folder.path().join("missing/plan.json"), b"x").expect_err("no such folder");
        assert!(error.to_string().contains("missing/plan.json"), "{error}");
        assert_eq!(error.help(), "make the folder first");
    }
}
