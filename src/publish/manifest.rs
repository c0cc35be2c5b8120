//! The manifest of an edition: every event that was ever published, and the files of the edition.
//!
//! # Invariants
//!
//! * A manifest that was read is the one that was written, byte for byte: its seal is a hash of all of it.
//! * The same manifest is written as the same bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::changes::ChangeList;
use super::remembered::Remembered;
use crate::domain::Language;
use crate::texts::{Said, decoded};

/// The number of the format. It rises when an older program could not read a manifest rightly.
const FORMAT: u32 = 1;

/// What is remembered of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The number of the format.
    pub format: u32,
    /// The number of the edition, from 1.
    pub edition: u32,
    /// When it was published, RFC 3339 in UTC.
    pub published: String,
    /// A text that only the key with which UIDs are made gives.
    pub key_check: String,
    /// What is remembered of each calendar, by its folder.
    pub calendars: BTreeMap<String, CalendarMemory>,
    /// SHA-256 of each file of the edition, by its path.
    pub files: BTreeMap<String, String>,
}

/// What is remembered of a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarMemory {
    /// Its shown name.
    pub name: String,
    /// Every event that was ever in it, by UID.
    pub events: BTreeMap<String, Remembered>,
    /// What changed when it last did.
    pub changes: ChangeList,
}

/// A manifest and a hash of it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    sha256: String,
    manifest: Manifest,
}

/// The bytes are no manifest, or are not as they were written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAManifest {
    /// The text breaks off or is none.
    #[error("it is no manifest: {}", .0.of(Language::English))]
    Unreadable(Said),
    /// The hash is another.
    #[error("its contents are not those that were written")]
    Changed,
    /// A later version of the program wrote it.
    #[error("it has format {0}, and this program knows format {FORMAT}")]
    Newer(u64),
}

impl Manifest {
    /// Returns a manifest of this format.
    #[must_use]
    pub fn new(edition: u32, published: String, key_check: String) -> Self {
        Manifest { format: FORMAT, edition, published, key_check, calendars: BTreeMap::new(), files: BTreeMap::new() }
    }

    /// Returns the bytes of its file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let sealed = Sealed { sha256: self.seal(), manifest: self.clone() };
        let mut bytes = serde_json::to_vec_pretty(&sealed).expect("strings, numbers and maps with string keys");
        bytes.push(b'\n');
        bytes
    }

    /// Reads what [`Manifest::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// When anything of it was changed, or it has a newer format.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAManifest> {
        let value: serde_json::Value =
            serde_json::from_slice(bytes).map_err(|error| NotAManifest::Unreadable(decoded(&error.to_string())))?;
        let format = value.pointer("/manifest/format").and_then(serde_json::Value::as_u64);
        if let Some(newer) = format.filter(|&format| format > u64::from(FORMAT)) {
            return Err(NotAManifest::Newer(newer));
        }
        let sealed: Sealed =
            serde_json::from_value(value).map_err(|error| NotAManifest::Unreadable(decoded(&error.to_string())))?;
        let is_sound = sealed.sha256 == sealed.manifest.seal()
            && sealed.manifest.to_bytes() == bytes
            && sealed.manifest.calendars.values().all(|calendar| {
                calendar.events.iter().all(|(uid, event)| event.said.is_none() || event.event(uid).is_some())
            });
        is_sound.then_some(sealed.manifest).ok_or(NotAManifest::Changed)
    }

    fn seal(&self) -> String {
        sha256(&serde_json::to_vec(self).expect("strings, numbers and maps with string keys"))
    }
}

/// The SHA-256 of bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|octet| format!("{octet:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_changed_byte_of_a_manifest_is_noticed() {
        let mut manifest = Manifest::new(3, "2027-03-02T08:00:00Z".to_owned(), "check".to_owned());
        manifest.files.insert("core-team/calendar.ics".to_owned(), sha256(b"x"));
        manifest.calendars.insert("core-team".to_owned(), CalendarMemory::default());
        let bytes = manifest.to_bytes();
        assert_eq!(Manifest::from_bytes(&bytes), Ok(manifest));
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(Manifest::from_bytes(&changed).is_err(), "byte {at}");
            assert!(Manifest::from_bytes(&bytes[..at]).is_err(), "cut at {at}");
        }
    }
}
