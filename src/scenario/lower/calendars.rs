//! Calendars: those that hold the holidays of home first, for events of the others may skip them.

use std::collections::BTreeSet;

use super::ctx::Ctx;
use crate::domain::{Calendar, Day, Interval, Traveller, TravellerIdx};
use crate::scenario::calendars::{self, CalendarSource, Events, Reading};
use crate::scenario::raw;

/// A calendar and what others need of it besides.
pub struct ReadCalendar {
    /// The calendar.
    pub calendar: Calendar,
    /// Its events as they were read.
    pub events: Events,
    /// The subjects of the calendar's events, when it keeps them.
    pub subjects: Vec<Option<String>>,
}

/// Reads all calendars, in order.
pub fn calendars(ctx: &mut Ctx<'_>) -> Vec<ReadCalendar> {
    let raw = ctx.raw;
    let home = ctx.home.map(|home| &raw.places[home.0]);
    let has_holidays = |calendar: &raw::Calendar| home.is_some_and(|h| h.holiday_calendars.contains(&calendar.id));
    let mut read: Vec<Option<Events>> = raw.calendars.iter().map(|_| None).collect();
    for (i, calendar) in raw.calendars.iter().enumerate().filter(|(_, calendar)| has_holidays(calendar)) {
        read[i] = Some(events(ctx, i, calendar, None));
    }
    let mut holidays = given_holidays(ctx);
    holidays.extend(read.iter().flatten().flat_map(|events| &events.days).flat_map(|(days, _)| days.days()));
    raw.calendars
        .iter()
        .enumerate()
        .map(|(i, calendar)| {
            let events = read[i].take().unwrap_or_else(|| events(ctx, i, calendar, Some(&holidays)));
            within_horizon(ctx, calendar, events)
        })
        .collect()
}

fn events(ctx: &mut Ctx<'_>, i: usize, calendar: &raw::Calendar, holidays: Option<&BTreeSet<Day>>) -> Events {
    let Some(window) = ctx.window() else { return Events::default() };
    let names = |place: &raw::Place| {
        place.holiday_calendars.contains(&calendar.id) || place.closure_calendars.contains(&calendar.id)
    };
    let with_names = ctx.raw.places.iter().any(names);
    let reading = Reading { window, home: &ctx.home_zone, holidays, with_names };
    calendars::read(calendar, ctx.root.field("calendars").item(i), reading, ctx.reader, ctx.found)
}

/// The public holidays of home that stand in no calendar.
fn given_holidays(ctx: &Ctx<'_>) -> BTreeSet<Day> {
    let Some(home) = ctx.home.map(|home| &ctx.raw.places[home.0]) else { return BTreeSet::new() };
    let rows = ctx.raw.holidays.iter().filter(|row| {
        row.place.as_ref().is_some_and(|place| *place == home.id) || row.country.is_some_and(|c| c.0 == home.country.0)
    });
    rows.map(|row| row.date.0).chain(home.holidays.iter().map(|date| date.0)).collect()
}

fn within_horizon(ctx: &Ctx<'_>, raw: &raw::Calendar, events: Events) -> ReadCalendar {
    let is_within = |event: Interval| {
        ctx.horizon.is_none_or(|horizon| {
            event.start() < ctx.home_zone.instant(horizon.end(), 0)
                && ctx.home_zone.instant(horizon.start(), 0) < event.end()
        })
    };
    let (within, subjects) = events.busy.iter().filter(|(event, _)| is_within(*event)).cloned().unzip();
    let label = raw.label.clone().unwrap_or_else(|| raw.id.0.clone());
    ReadCalendar { calendar: Calendar { id: raw.id.0.clone(), label, events: within }, events, subjects }
}

/// Returns what it takes to look at the files of calendars again, in order.
pub fn sources(ctx: &Ctx<'_>, calendars: &[ReadCalendar], travellers: &[Traveller]) -> Vec<CalendarSource> {
    let Some(window) = ctx.window() else { return Vec::new() };
    let of = |(raw, read): (&raw::Calendar, &ReadCalendar)| CalendarSource {
        id: read.calendar.id.clone(),
        label: read.calendar.label.clone(),
        file: raw.file.as_ref().map(|file| ctx.reader.folder.join(file)),
        options: calendars::options(raw, window, &ctx.home_zone),
        written: read.events.written.clone(),
        travellers: (0..travellers.len())
            .filter(|&traveller| ctx.raw.travellers[traveller].calendars.contains(&raw.id))
            .map(TravellerIdx)
            .collect(),
        n_warnings: read.events.n_warnings,
    };
    ctx.raw.calendars.iter().zip(calendars).map(of).collect()
}
