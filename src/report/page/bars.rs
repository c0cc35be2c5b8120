//! The rows and bars of timelines, from facts.

use super::texts::{Keys, Texts};
use super::timeline::{At, Bar, Column, Row, Shade, joined};
use crate::domain::{Calendar, Day, DayRange, Interval, Place, RuleBody};
use crate::report::facts::{TripRow, VisitRow};

/// From how many days on an event of a calendar is shaded over the whole timeline, such as a recess.
const LONG_EVENT_DAYS: i32 = 4;

/// The longest label, in letters.
const MAX_LABEL: usize = 44;

/// What is shaded from top to bottom: weekends, holidays and closures at home, and long events of calendars.
pub fn columns(texts: &Texts, days: DayRange) -> Vec<Column> {
    let problem = texts.problem();
    let home = problem.place(problem.home);
    let whole = |days_shaded: DayRange, class, title: String| Column {
        from: At(f64::from(days_shaded.start().days_since(days.start()))),
        to: At(f64::from(days_shaded.end().days_since(days.start()))),
        class,
        is_striped: class == "recess",
        title,
    };
    let mut columns = Vec::new();
    for (label, event) in long_events(texts, days) {
        columns.push(whole(event, "recess", label));
    }
    for day in days.days() {
        let Some(one_day) = DayRange::inclusive(day, day) else { continue };
        if let Some(name) = holiday(home, day) {
            columns.push(whole(one_day, "holiday", name));
        } else if home.weekend.contains(&day.weekday_number()) {
            columns.push(whole(one_day, "weekend", texts.pick("weekend", "weekend").to_owned()));
        }
    }
    columns
}

/// The name of a public holiday or a closure of a place on a day.
pub fn holiday(place: &Place, day: Day) -> Option<String> {
    let closure = || place.closures.iter().find(|(days, _)| days.contains(day)).map(|(_, label)| label.clone());
    place.holidays.get(&day).cloned().or_else(closure)
}

/// The events of shared calendars that last so long that they are shaded, with the name of the calendar.
pub fn long_events(texts: &Texts, days: DayRange) -> Vec<(String, DayRange)> {
    let zone = texts.facts.agenda.zone(texts.problem().home);
    let mut events = Vec::new();
    for calendar in shared_calendars(texts) {
        for event in &calendar.events {
            let range = DayRange::inclusive(zone.day(event.start()), zone.day(event.end().plus(-1)));
            if let Some(range) = range.filter(|range| range.n_days() >= LONG_EVENT_DAYS)
                && let Some(range) = range.intersection(days)
            {
                events.push((calendar.label.clone(), range));
            }
        }
    }
    events
}

/// The calendars of governance and hosts: those that rules name, and those that are nobody's diary.
pub fn shared_calendars<'a>(texts: &Texts<'a>) -> Vec<&'a Calendar> {
    let problem = texts.problem();
    let is_named = |idx: usize| {
        problem.rules.iter().any(|rule| match &rule.body {
            RuleBody::Presence(presence) => presence.calendar.is_some_and(|calendar| calendar.0 == idx),
            RuleBody::Attendance(attendance) => attendance.calendar.0 == idx,
            _ => false,
        })
    };
    let is_diary = |calendar: &Calendar| {
        problem.travellers.iter().flat_map(|traveller| &traveller.busy).any(|busy| busy.label == calendar.label)
    };
    let calendars = problem.calendars.iter().enumerate();
    let shared = calendars.filter(|(idx, calendar)| is_named(*idx) || !is_diary(calendar));
    shared.map(|(_, calendar)| calendar).filter(|calendar| !calendar.events.is_empty()).collect()
}

/// A row for each shared calendar that has events in the range, none of them shaded over the whole timeline.
pub fn rhythm(texts: &Texts, days: DayRange) -> Vec<Row> {
    let zone = texts.facts.agenda.zone(texts.problem().home);
    let is_short = |event: &Interval| zone.day(event.end()).days_since(zone.day(event.start())) < LONG_EVENT_DAYS;
    let rows = shared_calendars(texts).into_iter().map(|calendar| Row {
        name: calendar.label.clone(),
        bars: Vec::new(),
        shaded: busy(joined(days, zone, calendar.events.iter().copied().filter(is_short))),
        keys: Keys::default(),
    });
    rows.filter(|row| !row.shaded.is_empty()).collect()
}

/// Busy times, when there are any.
fn busy(times: Vec<(At, At)>) -> Vec<Shade> {
    if times.is_empty() { Vec::new() } else { vec![Shade { class: "busy", times }] }
}

/// The days of a range that are so, when there are any.
fn on_days(days: DayRange, class: &'static str, is_so: impl Fn(Day) -> bool) -> Option<Shade> {
    let start = |day: Day| f64::from(day.days_since(days.start()));
    let times: Vec<_> =
        days.days().filter(|&day| is_so(day)).map(|day| (At(start(day)), At(start(day) + 1.0))).collect();
    (!times.is_empty()).then_some(Shade { class, times })
}

/// A row for each traveller.
pub fn travellers(texts: &Texts, days: DayRange) -> Vec<Row> {
    let problem = texts.problem();
    let zone = texts.facts.agenda.zone(problem.home);
    problem
        .traveller_idxs()
        .map(|traveller| {
            let own = texts.facts.trips.iter().filter(|trip| trip.traveller == traveller);
            let bars: Vec<Bar> = own
                .filter(|trip| trip.days.intersection(days).is_some())
                .map(|trip| trip_bar(texts, days, trip))
                .collect();
            let visited = texts.facts.trips.iter().filter(|trip| trip.traveller == traveller);
            let visits: Vec<&VisitRow> = visited.flat_map(|trip| trip_visits(texts, trip)).collect();
            Row {
                name: problem.traveller(traveller).office.clone(),
                bars,
                shaded: busy(joined(days, zone, problem.traveller(traveller).busy.iter().map(|busy| busy.interval))),
                keys: Keys::of(
                    problem,
                    [traveller],
                    visits.iter().map(|visit| visit.country),
                    visits.iter().map(|visit| visit.status),
                ),
            }
        })
        .collect()
}

pub fn trip_visits<'a>(texts: &Texts<'a>, trip: &TripRow) -> Vec<&'a VisitRow> {
    trip.visits.iter().filter_map(|&request| texts.visit(request)).collect()
}

fn trip_bar(texts: &Texts, days: DayRange, trip: &TripRow) -> Bar {
    let problem = texts.problem();
    let home = texts.facts.agenda.zone(problem.home);
    let visits = trip_visits(texts, trip);
    let at = |instant| At::of(days, home.local(instant));
    let label: Vec<String> =
        visits.iter().map(|visit| format!("{} ({})", visit.place_name, texts.status_letter(visit.status))).collect();
    let titles: Vec<String> = visits
        .iter()
        .map(|visit| format!("{} ({}, {})", visit.title, texts.when(visit), texts.status(visit.status)))
        .collect();
    Bar {
        from: at(trip.depart),
        to: at(trip.back),
        visits: visits.iter().map(|visit| (at(visit.start), at(visit.end), visit.status)).collect(),
        label: cut(&label.join(" – ")),
        title: format!(
            "{}: {} – {}. {}",
            trip.office,
            texts.words.moment(trip.depart_local),
            texts.words.moment(trip.back_local),
            titles.join("; ")
        ),
        keys: Keys::of(
            problem,
            [trip.traveller],
            visits.iter().map(|visit| visit.country),
            visits.iter().map(|visit| visit.status),
        ),
    }
}

/// A row for each country that has a visit in the range, by name.
pub fn countries(texts: &Texts, days: DayRange) -> Vec<Row> {
    let problem = texts.problem();
    let rows = texts.facts.countries.iter().map(|country| {
        let visits = country.visits.iter().filter_map(|&request| texts.visit(request));
        let visits: Vec<&VisitRow> = visits.filter(|visit| visit.days.intersection(days).is_some()).collect();
        let place = visits.first().map(|visit| problem.place(visit.place));
        let mut shaded = Vec::new();
        if let Some(place) = place {
            let is_holiday = |day: Day| holiday(place, day).is_some();
            shaded.extend(on_days(days, "weekend", |day| {
                place.weekend.contains(&day.weekday_number()) && !is_holiday(day)
            }));
            shaded.extend(on_days(days, "holiday", is_holiday));
        }
        Row {
            name: country.name.clone(),
            shaded,
            keys: Keys::of(
                problem,
                visits.iter().flat_map(|visit| &visit.delegation).map(|seat| seat.traveller),
                [country.country],
                visits.iter().map(|visit| visit.status),
            ),
            bars: visits.iter().map(|visit| visit_bar(texts, days, visit)).collect(),
        }
    });
    rows.filter(|row| !row.bars.is_empty()).collect()
}

/// A bar by the clock at the place, as the place's own weekends and holidays are.
fn visit_bar(texts: &Texts, days: DayRange, visit: &VisitRow) -> Bar {
    let (from, to) = (At::of(days, visit.start_local), At::of(days, visit.end_local));
    let others = visit.delegation.len().saturating_sub(1);
    let lead = visit.delegation.first().map_or("", |seat| seat.office.as_str());
    let others = if others > 0 { format!(" +{others}") } else { String::new() };
    let letter = texts.status_letter(visit.status);
    let room = MAX_LABEL - others.len() - letter.len() - 3;
    Bar {
        from,
        to,
        visits: vec![(from, to, visit.status)],
        label: format!("({letter}) {}{others}", cut_to(lead, room)),
        title: format!(
            "{} ({}, {}): {}",
            visit.title,
            texts.when(visit),
            texts.status(visit.status),
            texts.delegation(visit)
        ),
        keys: Keys::of_visit(texts.problem(), visit),
    }
}

fn cut(text: &str) -> String {
    cut_to(text, MAX_LABEL)
}

fn cut_to(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let cut: String = text.chars().take(max - 1).collect();
    format!("{}…", cut.trim_end())
}
