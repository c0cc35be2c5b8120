//! The folder: one whole edition that people read, and the private part that remembers.
//!
//! ```text
//!   FOLDER/current -> editions/0003      what is served: a folder for each calendar
//!   FOLDER/editions/0003/…               the files of the edition, whole
//!   FOLDER/private/edition-0003.json     its manifest, and a copy of it
//!   FOLDER/private/uid.key               the secret from which UIDs are made
//!   FOLDER/private/lock                  held by whoever publishes
//! ```
//!
//! # Invariants
//!
//! * `current` is switched in one step, and only after the edition, its manifest and the copy have reached the disk.
//! * Nothing but whole editions is ever in `editions`; what is being written or removed is in `private`.
//! * Only who holds the lock writes. The system frees it when its holder ends, however that ends.
//! * The edition that `current` names is never touched; it goes once another has taken its place.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{
    Sound, collect, make_private, names_in, number_of, read_manifest, relative, sync_folder, write_edition,
    write_error, write_private,
};
use super::edition::{CalendarSummary, Edition, key_check};
use super::error::{MIN_KEY_OCTETS, PublishError};
use super::manifest::{Manifest, sha256};
use crate::files::{self, FileError};
use crate::texts::{Said, say};

/// Octets of a new key.
const N_KEY_OCTETS: usize = 32;

/// A folder to which editions are published.
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
}

/// What became of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is a new edition.
    Published {
        /// Its number.
        edition: u32,
        /// Its calendars.
        calendars: Vec<CalendarSummary>,
    },
    /// Everything is as it was, so there is no new edition.
    Unchanged {
        /// The number of the edition that stands.
        edition: u32,
        /// Its calendars.
        calendars: Vec<CalendarSummary>,
    },
}

/// Something that is not as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which file, relative to the folder.
    pub path: String,
    /// What is wrong.
    pub what: Said,
    /// What to do.
    pub help: Said,
}

/// Whether a folder is sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The number of the edition; `None` when none was published yet, or when it cannot be told.
    pub edition: Option<u32>,
    /// How many files it has.
    pub n_files: usize,
    /// What is not as it was published; nothing in a sound folder.
    pub problems: Vec<Problem>,
    /// What an interrupted publication left behind. It does no harm; the next one clears it away.
    pub leftovers: Vec<String>,
}

impl Store {
    /// The folder at a path.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Store { root: root.to_owned() }
    }

    /// Publishes the edition that `assemble` makes of the key and of what was published before.
    ///
    /// * `key`: the secret from which UIDs are made; `None` for that of the folder, which is made when it is new.
    ///
    /// # Errors
    ///
    /// In every case the edition that stood before still stands, whole.
    pub fn publish(
        &self,
        key: Option<&[u8]>,
        assemble: impl FnOnce(&[u8], Option<&Manifest>) -> Edition,
    ) -> Result<Outcome, PublishError> {
        if !cfg!(unix) {
            return Err(PublishError::Unsupported);
        }
        self.pointer()?;
        make_private(&self.private()).map_err(|source| write_error(&self.private(), source))?;
        let _lock = self.lock()?;
        let current = self.pointer()?;
        let before = match current {
            Some(number) => Some(self.manifest(number)?),
            None => self.unpointed(),
        };
        let key = self.key(key, before.as_ref())?;
        let edition = assemble(&key, before.as_ref());
        if let Some((path, finding)) = edition.lint().first() {
            return Err(PublishError::Lint(say!("{path}: {}", "{path}: {}", finding.said())));
        }
        let calendars = edition.calendars.clone();
        let mut sound = Sound::default();
        if let (Some(number), Some(before)) = (current, before) {
            let differences = self.differences(number, &before);
            if before.files == edition.manifest.files && differences.is_empty() {
                self.clear(Some(number));
                return Ok(Outcome::Unchanged { edition: number, calendars });
            }
            sound.folder = self.edition(number);
            sound.files = before.files;
            sound.files.retain(|path, _| !differences.contains_key(path));
        }
        self.clear(current);
        self.write(&edition, &sound)?;
        self.clear(Some(edition.manifest.edition));
        Ok(Outcome::Published { edition: edition.manifest.edition, calendars })
    }

    /// Looks whether everything is as it was published.
    ///
    /// # Errors
    ///
    /// When there is no such folder, or somebody is publishing to it.
    pub fn verify(&self) -> Result<Verdict, PublishError> {
        if !self.private().is_dir() {
            return Err(PublishError::NotPublished(self.root.clone()));
        }
        let _lock = self.shared_lock()?;
        let mut verdict = Verdict { edition: None, n_files: 0, problems: Vec::new(), leftovers: Vec::new() };
        let Some(number) = self.pointer()? else {
            if let Some(manifest) = self.unpointed().filter(|manifest| self.edition(manifest.edition).is_dir()) {
                let path = format!("editions/{:04}", manifest.edition);
                verdict.leftovers.push(path);
            }
            return Ok(verdict);
        };
        verdict.edition = Some(number);
        let again = || {
            say!(
                "publiceer opnieuw: dan komt er een hele nieuwe editie",
                "publish again: that makes a whole new edition"
            )
        };
        match self.manifest(number) {
            Ok(manifest) => {
                verdict.n_files = manifest.files.len();
                for (path, what) in self.differences(number, &manifest) {
                    verdict.problems.push(Problem { path: format!("current/{path}"), what, help: again() });
                }
                if read_manifest(&self.copy_path(number)).is_err() {
                    verdict.problems.push(Problem {
                        path: relative(&self.root, &self.copy_path(number)),
                        what: say!(
                            "de kopie van het manifest ontbreekt of is beschadigd",
                            "the copy of the manifest is missing or damaged"
                        ),
                        help: say!(
                            "`reisagenda publish --repair --to MAP` maakt een nieuwe",
                            "`reisagenda publish --repair --to FOLDER` makes a new one"
                        ),
                    });
                }
                match self.stored_key() {
                    Ok(key) if key_check(&key) != manifest.key_check => verdict.problems.push(Problem {
                        path: "private/uid.key".to_owned(),
                        what: say!("dit is niet de sleutel van deze editie", "this is not the key of this edition"),
                        help: say!("zet de sleutel terug uit een reservekopie", "restore the key from a backup"),
                    }),
                    // A key that is brought along each time need not be in the folder.
                    _ => {}
                }
            }
            Err(error) => {
                let (what, help) = error.said().unwrap_or_default();
                verdict.problems.push(Problem { path: relative(&self.root, &self.manifest_path(number)), what, help });
            }
        }
        verdict.leftovers = self.leftovers(Some(number)).iter().map(|path| relative(&self.root, path)).collect();
        Ok(verdict)
    }

    /// Restores a manifest from its copy, or the copy from the manifest; returns which file was written, if any.
    ///
    /// # Errors
    ///
    /// When neither is sound.
    pub fn repair(&self) -> Result<Option<String>, PublishError> {
        if !self.private().is_dir() {
            return Err(PublishError::NotPublished(self.root.clone()));
        }
        let _lock = self.lock()?;
        let Some(number) = self.pointer()? else { return Err(PublishError::NotPublished(self.root.clone())) };
        let (main, copy) = (self.manifest_path(number), self.copy_path(number));
        let (from, to) = match (read_manifest(&main), read_manifest(&copy)) {
            (Ok(a), Ok(b)) if a == b => return Ok(None),
            (Ok(_), _) => (main, copy),
            (Err(_), Ok(_)) => (copy, main),
            (Err(error), Err(_)) => return Err(PublishError::Manifest { path: main, error, has_copy: false }),
        };
        files::write_whole(&to, &files::read(&from)?)?;
        Ok(Some(relative(&self.root, &to)))
    }

    fn private(&self) -> PathBuf {
        self.root.join("private")
    }

    fn editions(&self) -> PathBuf {
        self.root.join("editions")
    }

    fn edition(&self, number: u32) -> PathBuf {
        self.editions().join(format!("{number:04}"))
    }

    fn manifest_path(&self, number: u32) -> PathBuf {
        self.private().join(format!("edition-{number:04}.json"))
    }

    fn copy_path(&self, number: u32) -> PathBuf {
        self.private().join(format!("edition-{number:04}.copy.json"))
    }

    /// Takes the lock for writing.
    fn lock(&self) -> Result<File, PublishError> {
        let path = self.private().join("lock");
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(|source| write_error(&path, source))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(PublishError::Busy(self.root.clone())),
            Err(TryLockError::Error(source)) => Err(write_error(&path, source)),
        }
    }

    /// Takes the lock for reading; where there is none yet, nobody can be writing.
    fn shared_lock(&self) -> Result<Option<File>, PublishError> {
        let path = self.private().join("lock");
        let Ok(file) = File::open(&path) else { return Ok(None) };
        match file.try_lock_shared() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Err(PublishError::Busy(self.root.clone())),
            Err(TryLockError::Error(source)) => Err(PublishError::File(FileError::Read { path, source })),
        }
    }

    /// The number of the edition that `current` names; `None` when there is no `current`.
    fn pointer(&self) -> Result<Option<u32>, PublishError> {
        let path = self.root.join("current");
        match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(PublishError::File(FileError::Read { path, source })),
            Ok(_) => {}
        }
        let target = fs::read_link(&path).ok();
        let number = target.as_deref().and_then(|target| number_of(target.strip_prefix("editions").ok()?.to_str()?));
        number.map(Some).ok_or(PublishError::NotOurs(path))
    }

    fn manifest(&self, number: u32) -> Result<Manifest, PublishError> {
        let path = self.manifest_path(number);
        read_manifest(&path).map_err(|error| {
            let has_copy = read_manifest(&self.copy_path(number)).is_ok();
            PublishError::Manifest { path, error, has_copy }
        })
    }

    /// The newest sound manifest of a folder whose pointer is not there: the first publication was interrupted, or
    /// somebody removed it. What it remembers is not to be lost.
    fn unpointed(&self) -> Option<Manifest> {
        let names = names_in(&self.private());
        let numbers = names.iter().filter_map(|name| {
            number_of(name.strip_prefix("edition-")?.strip_suffix(".json")?.trim_end_matches(".copy"))
        });
        let mut numbers: Vec<u32> = numbers.collect();
        numbers.sort_unstable();
        numbers.dedup();
        let read = |number: u32| {
            read_manifest(&self.manifest_path(number)).or_else(|_| read_manifest(&self.copy_path(number))).ok()
        };
        numbers.into_iter().rev().find_map(read)
    }

    fn stored_key(&self) -> Result<Vec<u8>, FileError> {
        files::read(&self.private().join("uid.key"))
    }

    /// The key: what was brought, or that of the folder, which is made when nothing was ever published with one.
    fn key(&self, brought: Option<&[u8]>, before: Option<&Manifest>) -> Result<Vec<u8>, PublishError> {
        let path = self.private().join("uid.key");
        let key = match brought {
            Some(key) => key.to_vec(),
            None => match self.stored_key() {
                Ok(key) => key,
                Err(FileError::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                    if before.is_some() {
                        return Err(PublishError::NoKey(path));
                    }
                    let mut key = [0; N_KEY_OCTETS];
                    getrandom::fill(&mut key)
                        .map_err(|error| write_error(&path, io::Error::other(error.to_string())))?;
                    let text: String = key.iter().map(|octet| format!("{octet:02x}")).collect();
                    write_private(&path, text.as_bytes())?;
                    text.into_bytes()
                }
                Err(error) => return Err(error.into()),
            },
        };
        if key.len() < MIN_KEY_OCTETS {
            return Err(PublishError::ShortKey);
        }
        if before.is_some_and(|before| before.key_check != key_check(&key)) {
            return Err(PublishError::OtherKey);
        }
        Ok(key)
    }

    /// What is not in an edition as its manifest says, by path.
    fn differences(&self, number: u32, manifest: &Manifest) -> BTreeMap<String, Said> {
        let folder = self.edition(number);
        let mut found = BTreeMap::new();
        for (path, expected) in &manifest.files {
            match fs::read(folder.join(path)) {
                Ok(bytes) if sha256(&bytes) == *expected => {}
                Ok(_) => _ = found.insert(path.clone(), say!("het bestand is gewijzigd", "the file was changed")),
                Err(_) => {
                    found.insert(
                        path.clone(),
                        say!("het bestand ontbreekt of is niet te lezen", "the file is missing or unreadable"),
                    );
                }
            }
        }
        let mut there = Vec::new();
        collect(&folder, &mut there);
        for path in there.iter().map(|path| relative(&folder, path)) {
            if !manifest.files.contains_key(&path) {
                found.insert(path, say!("het bestand hoort hier niet", "the file does not belong here"));
            }
        }
        found
    }

    /// Everything that is neither the current edition nor belongs to it.
    fn leftovers(&self, current: Option<u32>) -> Vec<PathBuf> {
        let keep = |path: &PathBuf| {
            current.is_some_and(|number| {
                [self.edition(number), self.manifest_path(number), self.copy_path(number)].contains(path)
            })
        };
        let mut leftovers = Vec::new();
        for name in names_in(&self.editions()) {
            leftovers.push(self.editions().join(name));
        }
        for name in names_in(&self.private()) {
            let is_ours = ["edition-", "new-", "old-", ".reisagenda-"].iter().any(|start| name.starts_with(start));
            leftovers.extend(is_ours.then(|| self.private().join(name)));
        }
        leftovers.extend(Some(self.root.join(".current.new")).filter(|path| path.symlink_metadata().is_ok()));
        leftovers.retain(|path| !keep(path));
        leftovers
    }

    /// Clears away what an interrupted publication left, and what is older than the current edition. Where that fails,
    /// nothing is lost, and the next publication tries again.
    fn clear(&self, current: Option<u32>) {
        // Without a pointer the newest manifest is all that remembers.
        let keep = current.or_else(|| self.unpointed().map(|manifest| manifest.edition));
        for (idx, path) in self.leftovers(keep).into_iter().enumerate() {
            if path.is_dir() && !path.is_symlink() {
                let aside = self.private().join(format!("old-{idx}"));
                let path =
                    if path.starts_with(self.editions()) && fs::rename(&path, &aside).is_ok() { aside } else { path };
                let _ = fs::remove_dir_all(path);
            } else {
                let _ = fs::remove_file(path);
            }
        }
    }

    /// Writes an edition and its manifest, then switches to it.
    fn write(&self, edition: &Edition, sound: &Sound) -> Result<(), PublishError> {
        let number = edition.manifest.edition;
        let new = self.private().join(format!("new-{number:04}"));
        let written = write_edition(&new, edition, sound);
        if let Err((path, source)) = written {
            // Our own half edition, made a moment ago; the next publication clears what cannot be removed now.
            let _ = fs::remove_dir_all(&new);
            return Err(write_error(&path, source));
        }
        let manifest = edition.manifest.to_bytes();
        write_private(&self.copy_path(number), &manifest)?;
        write_private(&self.manifest_path(number), &manifest)?;
        let (editions, target) = (self.editions(), self.edition(number));
        fs::create_dir_all(&editions).map_err(|source| write_error(&editions, source))?;
        // Left by a publication that was interrupted before it switched, and could not be cleared.
        if target.is_dir() {
            fs::remove_dir_all(&target).map_err(|source| write_error(&target, source))?;
        }
        fs::rename(&new, &target).map_err(|source| write_error(&target, source))?;
        sync_folder(&editions);
        self.switch(number).map_err(|source| write_error(&self.root.join("current"), source))
    }

    #[cfg(unix)]
    fn switch(&self, number: u32) -> io::Result<()> {
        let (current, new) = (self.root.join("current"), self.root.join(".current.new"));
        if new.symlink_metadata().is_ok() {
            fs::remove_file(&new)?;
        }
        std::os::unix::fs::symlink(format!("editions/{number:04}"), &new)?;
        fs::rename(&new, &current)?;
        sync_folder(&self.root);
        Ok(())
    }

    #[cfg(not(unix))]
    fn switch(&self, _: u32) -> io::Result<()> {
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }
}
