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
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::edition::{CalendarSummary, Edition, key_check};
use super::manifest::{Manifest, NotAManifest, sha256};
use crate::files::{self, FileError};
use crate::texts::{Said, say};

/// Octets of a new key.
const N_KEY_OCTETS: usize = 32;

/// The fewest octets of a key that somebody brings.
const MIN_KEY_OCTETS: usize = 16;

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

/// Why nothing was published, or nothing could be verified. What stood before still stands.
#[derive(Debug)]
pub enum PublishError {
    /// A file could not be read or written.
    File(FileError),
    /// Somebody else is publishing.
    Busy(PathBuf),
    /// There is no such folder, or nothing was ever published to it.
    NotPublished(PathBuf),
    /// Something else than an edition stands where `current` should.
    NotOurs(PathBuf),
    /// A manifest is missing or damaged.
    Manifest {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        error: NotAManifest,
        /// Whether the copy beside it is sound.
        has_copy: bool,
    },
    /// The key is missing.
    NoKey(PathBuf),
    /// The key is another one than that of the editions before.
    OtherKey,
    /// The key is too short to keep a secret.
    ShortKey,
    /// A file to be published broke a rule: a mistake of the program.
    Lint(String),
    /// The system has no pointers that can be switched in one step.
    Unsupported,
}

impl From<FileError> for PublishError {
    fn from(error: FileError) -> Self {
        PublishError::File(error)
    }
}

impl PublishError {
    /// What went wrong and what to do; `None` for errors of files, which say so themselves, and for mistakes of the program.
    #[must_use]
    pub fn said(&self) -> Option<(Said, Said)> {
        Some(match self {
            PublishError::File(_) | PublishError::Lint(_) => return None,
            PublishError::Busy(path) => {
                let path = path.display();
                (
                    say!("er wordt al gepubliceerd naar `{path}`", "somebody is already publishing to `{path}`"),
                    say!("probeer het over een ogenblik opnieuw", "try again in a moment"),
                )
            }
            PublishError::NotPublished(path) => {
                let path = path.display();
                (
                    say!("naar `{path}` is nog nooit gepubliceerd", "nothing was ever published to `{path}`"),
                    say!("controleer de naam van de map", "check the name of the folder"),
                )
            }
            PublishError::NotOurs(path) => {
                let path = path.display();
                (
                    say!("`{path}` is geen verwijzing naar een editie", "`{path}` is no pointer to an edition"),
                    say!(
                        "kies een andere map, of haal weg wat daar staat",
                        "choose another folder, or take away what is there"
                    ),
                )
            }
            PublishError::Manifest { path, error, has_copy } => {
                let (path, error) = (path.display(), words(error));
                let help = match (
                    has_copy,
                    matches!(self, PublishError::Manifest { error: NotAManifest::Newer(_), .. }),
                ) {
                    (_, true) => {
                        say!("gebruik de nieuwere versie van het programma", "use the newer version of the program")
                    }
                    (true, _) => say!(
                        "`reisagenda publish --repair --to MAP` zet het terug uit de kopie die ernaast staat",
                        "`reisagenda publish --repair --to FOLDER` restores it from the copy beside it"
                    ),
                    (false, _) => say!(
                        "zet de map `private` terug uit een reservekopie; wat is gepubliceerd, blijft intussen staan",
                        "restore the folder `private` from a backup; what is published stays as it is meanwhile"
                    ),
                };
                (
                    say!("het manifest `{path}` is beschadigd: {error}", "the manifest `{path}` is damaged: {error}"; error),
                    help,
                )
            }
            PublishError::NoKey(path) => {
                let path = path.display();
                (
                    say!("de sleutel `{path}` ontbreekt", "the key `{path}` is missing"),
                    say!(
                        "zet hem terug uit een reservekopie, of geef hem met `--key`; met een andere sleutel zou elke afspraak dubbel verschijnen",
                        "restore it from a backup, or give it with `--key`; with another key every event would appear twice"
                    ),
                )
            }
            PublishError::OtherKey => (
                say!(
                    "de sleutel is een andere dan die van eerdere edities",
                    "the key is another one than that of earlier editions"
                ),
                say!(
                    "gebruik de sleutel van toen; met een andere zou elke afspraak dubbel verschijnen",
                    "use the key of then; with another one every event would appear twice"
                ),
            ),
            PublishError::ShortKey => (
                say!("de sleutel is te kort", "the key is too short"),
                say!(
                    "geef een bestand van ten minste {MIN_KEY_OCTETS} willekeurige bytes",
                    "give a file of at least {MIN_KEY_OCTETS} random bytes"
                ),
            ),
            PublishError::Unsupported => (
                say!(
                    "dit systeem kan een editie niet in één stap omzetten",
                    "this system cannot switch an edition in one step"
                ),
                say!("publiceer vanaf Linux of macOS", "publish from Linux or macOS"),
            ),
        })
    }
}

fn words(error: &NotAManifest) -> Said {
    match error {
        NotAManifest::Unreadable(text) => say!("het is niet te lezen ({text})", "it cannot be read ({text})"),
        NotAManifest::Changed => {
            say!("de inhoud is niet die welke is weggeschreven", "its contents are not those that were written")
        }
        NotAManifest::Newer(format) => {
            say!("een nieuwere versie schreef het (indeling {format})", "a newer version wrote it (format {format})")
        }
    }
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
            return Err(PublishError::Lint(format!("{path}: {finding}")));
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

fn write_error(path: &Path, source: io::Error) -> PublishError {
    PublishError::File(FileError::Write { path: path.to_owned(), source })
}

/// Writes a file that only its owner may read, whole or not at all.
fn write_private(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    // The folder `private` is its owner's alone, so that what stands in it is, too.
    files::write_whole(path, bytes)
}

/// Makes the private folder, which only its owner may enter.
fn make_private(path: &Path) -> io::Result<()> {
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
struct Sound {
    folder: PathBuf,
    /// Their hashes, by path.
    files: BTreeMap<String, String>,
}

/// Writes all files of an edition to a new folder and flushes them and their folders to the disk. A file that is as it was
/// gets a second name instead: it is on the disk already.
fn write_edition(folder: &Path, edition: &Edition, sound: &Sound) -> Result<(), (PathBuf, io::Error)> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).map_err(|error| (folder.to_owned(), error))?;
    }
    fs::create_dir_all(folder).map_err(|error| (folder.to_owned(), error))?;
    let mut folders = std::collections::BTreeSet::from([folder.to_owned()]);
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
fn sync_folder(path: &Path) {
    if let Ok(folder) = File::open(path) {
        let _ = folder.sync_all();
    }
}

fn read_manifest(path: &Path) -> Result<Manifest, NotAManifest> {
    let bytes = fs::read(path).map_err(|error| NotAManifest::Unreadable(error.to_string()))?;
    Manifest::from_bytes(&bytes)
}

/// The number of an edition as its folder is called, such as `0003`.
fn number_of(name: &str) -> Option<u32> {
    let number: u32 = name.parse().ok()?;
    (format!("{number:04}") == name).then_some(number)
}

/// The names in a folder, in order; none when it cannot be read.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// All files below a folder.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.is_symlink() { collect(&path, found) } else { found.push(path) }
    }
}

/// The path relative to a folder, with `/` between its parts.
fn relative(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
