//! Single-event files for those who import rather than subscribe: an invitation, or its cancellation.

use std::collections::BTreeMap;

use super::manifest::CalendarMemory;
use crate::domain::{Audience, Level, Problem, Scope};
use crate::ics::write::{Attendee, Calendar, Event, Invitation};

/// Returns whom the invitations of a calendar are for: the traveller whose full calendar it is, when the scenario has a
/// mail address of that office.
pub(super) fn attendee(problem: &Problem, audience: &Audience, scope: &Scope) -> Option<Attendee> {
    let (Level::Full, Scope::Traveller(traveller)) = (audience.level, scope) else { return None };
    let traveller = problem.traveller(*traveller);
    Some(Attendee { name: traveller.office.clone(), address: traveller.email.clone()? })
}

/// The path of the invitation for an event, relative to the folder of its calendar; `None` for notes that take no time.
pub(super) fn path(memory: &CalendarMemory, event: &Event) -> Option<String> {
    let is_note = memory.events.get(&event.uid).is_some_and(|remembered| remembered.is_note);
    let name = event.uid.split('@').next()?;
    (!is_note).then(|| format!("invitations/{name}.ics"))
}

/// Returns the invitations for the events of a calendar, by path relative to its folder.
pub(super) fn files(calendar: &Calendar, memory: &CalendarMemory, attendee: &Attendee) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for event in &calendar.events {
        let Some(path) = path(memory, event) else { continue };
        let invitation = Invitation {
            language: calendar.language,
            organizer: calendar.organizer.clone(),
            attendees: vec![attendee.clone()],
            event: event.clone(),
        };
        files.insert(path, invitation.to_bytes());
    }
    files
}
