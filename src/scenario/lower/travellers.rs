//! Travellers, their busy times and deputies.

use chrono::Datelike as _;

use super::audiences;
use super::calendars::ReadCalendar;
use super::ctx::{Ctx, count, days};
use crate::domain::{Busy, Instant, Interval, Rank, Traveller, TravellerIdx, TripLimits};
use crate::scenario::mistakes::Mistake;
use crate::scenario::raw::{self, Moment};
use crate::scenario::tree::Node;
use crate::texts::say;
use crate::zones::Zone;

/// Lowers all travellers, in order.
pub fn travellers(ctx: &mut Ctx<'_>, calendars: &[ReadCalendar], limits: TripLimits) -> Vec<Traveller> {
    let nodes = ctx.root.field("travellers");
    let raws = &ctx.raw.travellers;
    raws.iter().enumerate().map(|(i, raw)| traveller(ctx, i, raw, nodes.item(i), calendars, limits)).collect()
}

fn traveller(
    ctx: &mut Ctx<'_>,
    idx: usize,
    raw: &raw::Traveller,
    node: &Node,
    calendars: &[ReadCalendar],
    limits: TripLimits,
) -> Traveller {
    let mut busy = Vec::new();
    for calendar in ctx.calendars.find_all(&raw.calendars, node.field("calendars"), ctx.found) {
        let ReadCalendar { calendar, subjects, .. } = &calendars[calendar.0];
        busy.extend(calendar.events.iter().zip(subjects).map(|(&interval, subject)| {
            let subject = subject.as_deref().filter(|subject| !subject.trim().is_empty());
            let label = subject.map_or(calendar.label.clone(), |subject| format!("{}: {subject}", calendar.label));
            Busy { interval, label }
        }));
    }
    for (i, own) in raw.busy.iter().enumerate() {
        busy.extend(busy_time(ctx, own, node.field("busy").item(i)));
    }
    busy.sort_by(|a, b| (a.interval, &a.label).cmp(&(b.interval, &b.label)));
    let deputies = ctx.travellers.find_all(&raw.deputies, node.field("deputies"), ctx.found);
    if let Some(i) = raw.deputies.iter().position(|deputy| *deputy == raw.id) {
        ctx.found.push(
            Mistake::new(
                "own-deputy",
                say!("reiziger `{}` is zijn eigen plaatsvervanger", "traveller `{}` is their own deputy", raw.id),
            )
            .at(node.field("deputies").item(i).spot, say!("dezelfde reiziger", "the same traveller"))
            .help(say!("noem iemand anders, of niemand", "name somebody else, or nobody")),
        );
    }
    Traveller {
        id: raw.id.0.clone(),
        office: raw.office.clone(),
        organisation: raw.organisation.clone(),
        rank: rank(raw.rank),
        busy,
        email: audiences::mail_address(ctx, raw.email.as_deref(), node.field("email")),
        deputies: deputies.into_iter().filter(|&deputy| deputy != TravellerIdx(idx)).collect(),
        limits: TripLimits {
            max_stops: raw.max_stops.map_or(limits.max_stops, count),
            max_trip_days: raw.max_trip_days.map_or(limits.max_trip_days, days),
            max_idle_days: raw.max_idle_days.map_or(limits.max_idle_days, days),
            min_home_days: raw.min_home_days.map_or(limits.min_home_days, days),
        },
    }
}

/// The domain's word for a rank.
pub fn rank(rank: raw::Rank) -> Rank {
    match rank {
        raw::Rank::Political => Rank::Political,
        raw::Rank::Senior => Rank::Senior,
        raw::Rank::Working => Rank::Working,
    }
}

/// Returns the instant that a moment is in a zone.
pub fn instant(moment: Moment, zone: &Zone) -> Instant {
    match moment {
        Moment::Day(day) => zone.instant(day, 0),
        Moment::Local(local) => zone.instant(local.day, local.minute),
        Moment::Instant(instant) => instant,
    }
}

fn busy_time(ctx: &mut Ctx<'_>, raw: &raw::Busy, node: &Node) -> Option<Busy> {
    let interval = Interval::new(instant(raw.from, &ctx.home_zone), instant(raw.to, &ctx.home_zone));
    let Some(interval) = interval else {
        ctx.found.push(
            Mistake::new(
                "busy-ends-before-start",
                say!("een bezette tijd eindigt voordat die begint", "a busy time ends before it starts"),
            )
            .at(node.field("to").spot, say!("niet na het begin", "not after the start"))
            .at(node.field("from").spot, say!("begint hier", "starts here"))
            .help(say!(
                "`to` is het eerste moment dat weer vrij is: bij één hele dag de volgende datum",
                "`to` is the first moment that is free again: for one whole day the next date"
            )),
        );
        return None;
    };
    let busy = if ctx.raw.language == Some(raw::Language::Nl) { "bezet" } else { "busy" };
    // Lists of busy times often begin before the horizon; in another year they are a slip.
    let year = |day: crate::domain::Day| day.date().year();
    let (from, to) = (ctx.home_zone.day(interval.start()), ctx.home_zone.day(interval.end()));
    if ctx.horizon.is_some_and(|horizon| year(to) < year(horizon.start()) || year(horizon.last()) < year(from)) {
        ctx.found.push(
            Mistake::warning(
                "outside-horizon",
                say!(
                    "een bezette tijd valt buiten de horizon en heeft geen gevolg",
                    "a busy time lies outside the horizon and has no effect"
                ),
            )
            .at(node.field("from").spot, say!("hier", "here"))
            .help(say!("controleer het jaar", "check the year")),
        );
    }
    Some(Busy { interval, label: raw.label.clone().unwrap_or_else(|| busy.to_owned()) })
}
