//! Why nothing was published, and what to do about it.

use std::path::PathBuf;

use super::manifest::NotAManifest;
use crate::files::FileError;
use crate::texts::{Said, say};

/// The fewest octets of a key that somebody brings.
pub(super) const MIN_KEY_OCTETS: usize = 16;

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
    Lint(Said),
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
        NotAManifest::Unreadable(why) => say!("het is niet te lezen ({why})", "it cannot be read ({why})"; why),
        NotAManifest::Changed => {
            say!("de inhoud is niet die welke is weggeschreven", "its contents are not those that were written")
        }
        NotAManifest::Newer(format) => {
            say!("een nieuwere versie schreef het (indeling {format})", "a newer version wrote it (format {format})")
        }
    }
}
