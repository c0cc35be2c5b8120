//! One event that is sent to the people it names: an invitation, or its cancellation.

use super::calendar::{Event, Organizer, Showing, definitions};
use super::component::Component;

/// Somebody who is invited: an office, never a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// The shown name.
    pub name: String,
    /// The mail address.
    pub address: String,
}

/// An event as a message to those who take part. Cancelled, it takes the event out of their calendars again.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The language of its texts, such as `NL`.
    pub language: &'static str,
    /// Who sends it.
    pub organizer: Organizer,
    /// Whom it is for; at least one.
    pub attendees: Vec<Attendee>,
    /// What it is for.
    pub event: Event,
}

impl Invitation {
    /// Returns the bytes of the .ics file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let definitions = definitions(std::slice::from_ref(&self.event));
        let is_cancelled = self.event.showing == Showing::Cancelled;
        let mut calendar = Component::new("VCALENDAR");
        calendar.raw("PRODID", format!("-//reisagenda//reisagenda//{}", self.language));
        calendar.raw("VERSION", "2.0");
        calendar.raw("CALSCALE", "GREGORIAN");
        calendar.raw("METHOD", if is_cancelled { "CANCEL" } else { "REQUEST" });
        definitions.values().for_each(|definition| calendar.push(definition.component()));
        let mut event = self.event.component(&self.organizer, &definitions);
        for attendee in &self.attendees {
            let params = [
                ("CN", attendee.name.as_str()),
                ("ROLE", "REQ-PARTICIPANT"),
                ("PARTSTAT", "NEEDS-ACTION"),
                ("RSVP", "FALSE"),
            ];
            event.raw_with("ATTENDEE", &params, format!("mailto:{}", attendee.address));
        }
        calendar.push(event);
        let mut out = String::new();
        calendar.write(&mut out);
        out.into_bytes()
    }
}
