//! Calendars as bytes that Outlook takes.
//!
//! # Invariants
//!
//! * What a [`Calendar`] writes keeps the rules of `docs/outlook.md` whatever its texts hold: lines of at most 75
//!   octets, CRLF, escaped text, one VTIMEZONE per zone used, status and busy time that agree.
//! * Times are written in a zone only where the written VTIMEZONE gives exactly the instants meant, else in UTC.
//! * The same calendar gives the same bytes; nothing here reads a clock.
//!
//! # Not here
//!
//! What the events are about, and how long their UIDs live. That is `feeds`' business.

mod calendar;
mod component;
mod invitation;
mod text;
mod zone;

pub use calendar::{Calendar, Class, Event, Organizer, Revision, Showing, Stamp, When};
pub use invitation::{Attendee, Invitation};
pub use text::one_line;
