//! Files: read with an error that says what to do, written whole or not at all.
//!
//! # Invariants
//!
//! * A file that [`write_whole`] was asked to write holds either all the new bytes or what it held before; a full
//!   disk, a missing permission or a kill at any moment leaves no half file under its name.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::domain::Language;
use crate::texts::{Said, say};

/// A file could not be read or written.
#[derive(Debug)]
pub enum FileError {
    /// It could not be read.
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It could not be written; what it held before is untouched.
    Write {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl FileError {
    /// What went wrong with which file.
    #[must_use]
    pub fn message(&self) -> Said {
        let (FileError::Read { path, source } | FileError::Write { path, source }) = self;
        let (path, reason) = (path.display(), reason(source));
        match self {
            FileError::Read { .. } => {
                say!("`{path}` kan niet worden gelezen: {reason}", "cannot read `{path}`: {reason}"; reason)
            }
            FileError::Write { .. } => {
                say!("`{path}` kan niet worden geschreven: {reason}", "cannot write `{path}`: {reason}"; reason)
            }
        }
    }

    /// What the user can do about it.
    #[must_use]
    pub fn help(&self) -> Said {
        let (FileError::Read { source, .. } | FileError::Write { source, .. }) = self;
        match (self, source.kind()) {
            (_, io::ErrorKind::PermissionDenied) => say!(
                "kijk wie de eigenaar is en wat u daar mag",
                "check who owns it and what you are allowed to do there"
            ),
            (FileError::Read { .. }, io::ErrorKind::NotFound) => {
                say!("controleer de naam en de map", "check the name and the folder")
            }
            (FileError::Write { .. }, io::ErrorKind::NotFound) => say!("maak eerst de map", "make the folder first"),
            (_, io::ErrorKind::StorageFull) => say!(
                "maak ruimte op de schijf en voer de opdracht opnieuw uit; er is niets verloren gegaan",
                "make room on the disk and run the command again; nothing was lost"
            ),
            _ => say!(
                "verhelp dit en voer de opdracht opnieuw uit; er is niets verloren gegaan",
                "mend this and run the command again; nothing was lost"
            ),
        }
    }
}

/// For developers, in English; users read [`FileError::message`].
impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().of(Language::English))
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let (FileError::Read { source, .. } | FileError::Write { source, .. }) = self;
        Some(source)
    }
}

/// What the system said: in our own words where it is a usual thing, else in the system's, without the error number.
pub fn reason(error: &io::Error) -> Said {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    let english: String = chars.next().into_iter().flat_map(char::to_lowercase).chain(chars).collect();
    let dutch = match error.kind() {
        io::ErrorKind::NotFound => "het bestand of de map bestaat niet",
        io::ErrorKind::PermissionDenied => "geen toestemming",
        io::ErrorKind::IsADirectory => "het is een map",
        io::ErrorKind::NotADirectory => "een deel van het pad is geen map",
        io::ErrorKind::StorageFull => "de schijf is vol",
        io::ErrorKind::ReadOnlyFilesystem => "de schijf is alleen te lezen",
        io::ErrorKind::AlreadyExists => "het bestaat al",
        io::ErrorKind::InvalidFilename => "de naam kan niet",
        io::ErrorKind::QuotaExceeded => "de toegewezen ruimte is op",
        io::ErrorKind::FileTooLarge => "het bestand is te groot",
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => "het is in gebruik",
        io::ErrorKind::Interrupted | io::ErrorKind::TimedOut => "het systeem brak het lezen of schrijven af",
        _ => return Said::same(english),
    };
    Said::new(dutch, english)
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
        assert_eq!(error.help().of(Language::English), "make the folder first");
    }
}
