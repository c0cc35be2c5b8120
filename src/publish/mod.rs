//! Editions of calendars: what was published before, what changed, and a folder that is whole at every moment.
//!
//! ```text
//!   feeds::audience_calendars ── revise ──────> UIDs, SEQUENCE, DTSTAMP, tombstones     what is remembered decides
//!                             ── changes ─────> what changed, for each calendar
//!                             ── page, invitations ─> the other files of an edition
//!                             ── edition ─────> all files and their manifest, in memory
//!                             ── store ───────> the folder: lock, write, switch, verify
//! ```
//!
//! # Invariants
//!
//! * Everything but `store` is a pure function of what is passed in: the same problem, plan, memory, key and moment give
//!   the same bytes. Nothing here reads a clock.
//! * Pages, change lists and invitations are made of calendars as their audience sees them, never of the problem.
//! * The pointer `current` always names a whole edition. Switching it is the one moment at which anything is published;
//!   a kill before it changes nothing that anybody sees.
//! * What is remembered, and the key, stand in the folder `private`, never in an edition.
//!
//! # Not here
//!
//! What an audience may see: `feeds` decides that before any text is made. Serving the folder to people.

pub mod audit;
mod changes;
mod disk;
mod edition;
mod error;
mod invitations;
mod manifest;
mod page;
mod remembered;
mod revise;
mod store;
mod words;

pub use edition::{CalendarSummary, Edition, Input, assemble};
pub use error::PublishError;
pub use manifest::{Manifest, NotAManifest};
pub use store::{Outcome, Problem as FolderProblem, Store, Verdict};
