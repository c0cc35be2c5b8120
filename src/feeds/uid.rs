//! UIDs: what an event is known by for all its life.
//!
//! # Invariants
//!
//! * A UID follows from the key, the scope, and the ids of what the event is about; not from its time, its title or
//!   the rest of the plan. So it stays when the visit moves.
//! * It is a keyed hash: it tells nothing of those ids, and UIDs of two scopes, or for two audiences, cannot be joined without the key.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::scope::kind_and_id;
use crate::domain::{Problem, Scope};

/// Octets of the hash that a UID shows: 128 bits.
const N_OCTETS: usize = 16;

/// Gives out the UIDs of one calendar.
pub(super) struct Uids {
    /// The key, fed with the scope.
    keyed: Hmac<Sha256>,
    /// How often each UID was asked for.
    given: BTreeMap<String, u32>,
}

impl Uids {
    /// Returns the UIDs of a calendar. `audience` says for whom it is and how much it says; nothing for a calendar that
    /// is for nobody in particular.
    pub(super) fn new(key: &[u8], audience: &[&str], scope: &Scope, problem: &Problem) -> Self {
        let (kind, id) = kind_and_id(problem, scope);
        let mut keyed = Hmac::new_from_slice(key).expect("HMAC takes a key of any length");
        feed(&mut keyed, audience);
        feed(&mut keyed, &[kind, &id]);
        Uids { keyed, given: BTreeMap::new() }
    }

    /// Returns the UID of what these words name. Named twice, it gets a second UID: events never share one.
    pub(super) fn of(&mut self, words: &[&str]) -> String {
        let uid = self.hash(words);
        let count = self.given.entry(uid.clone()).or_default();
        *count += 1;
        match *count {
            1 => uid,
            again => self.hash(&[words, &[&again.to_string()]].concat()),
        }
    }

    fn hash(&self, words: &[&str]) -> String {
        let mut keyed = self.keyed.clone();
        feed(&mut keyed, words);
        let digest = keyed.finalize().into_bytes();
        let hex: String = digest.iter().take(N_OCTETS).map(|octet| format!("{octet:02x}")).collect();
        format!("{hex}@reisagenda.invalid")
    }
}

/// Feeds each word with its length before it, so that no two lists of words feed the same octets.
fn feed(keyed: &mut Hmac<Sha256>, words: &[&str]) {
    for word in words {
        keyed.update(&u64::try_from(word.len()).unwrap_or(u64::MAX).to_be_bytes());
        keyed.update(word.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_join_to_the_same_text_are_told_apart() {
        let uids = Uids { keyed: Hmac::new_from_slice(b"key").expect("a key"), given: BTreeMap::new() };
        assert_ne!(uids.hash(&["ab", "c"]), uids.hash(&["a", "bc"]));
        assert_eq!(uids.hash(&["ab", "c"]), uids.hash(&["ab", "c"]));
    }

    #[test]
    fn the_same_words_twice_get_two_uids() {
        let mut uids = Uids { keyed: Hmac::new_from_slice(b"key").expect("a key"), given: BTreeMap::new() };
        assert_ne!(uids.of(&["visit", "a"]), uids.of(&["visit", "a"]));
    }
}
