//! Why a visit is locked.

use super::{Said, say};
use crate::domain::LockReason;

/// The reason as a part of a sentence, such as `it is confirmed`.
#[must_use]
pub fn because(reason: LockReason) -> Said {
    match reason {
        LockReason::Confirmed => say!("het is bevestigd", "it is confirmed"),
        LockReason::Held => say!("het is gehouden", "it is held"),
        LockReason::FrozenUntil(day) => {
            say!("het begint vóór `freeze_until` {day}", "it starts before `freeze_until` {day}")
        }
    }
}
