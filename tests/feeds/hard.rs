//! Calendars stay good in every zone of the world and whatever people type.

use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;
use reisagenda::domain::*;
use reisagenda::feeds;
use reisagenda::ics::lint::lint;
use reisagenda::ics::write::{Calendar, Class, Event, Organizer, Revision, Showing, Stamp, When};
use reisagenda::zones::{self, Zone};

use crate::problem::*;

/// A calendar in one zone with an event of three hours from each of these instants.
fn calendar(tz: Tz, starts: &[Instant]) -> Calendar {
    let event = |(idx, &start): (usize, &Instant)| Event {
        uid: format!("{idx}@example.invalid"),
        revision: Revision { sequence: 0, stamp: Stamp::from_seconds(0) },
        when: When::Timed {
            interval: Interval::new(start, start.plus(180)).expect("three hours"),
            start_zone: tz,
            end_zone: tz,
        },
        summary: "VOORBEELD".to_owned(),
        description: String::new(),
        location: None,
        categories: Vec::new(),
        class: Class::Public,
        showing: Showing::Busy,
    };
    Calendar {
        name: tz.name().to_owned(),
        description: String::new(),
        language: "EN",
        home: tz,
        window: Interval::new(starts[0], starts[starts.len() - 1].plus(1)).expect("in order"),
        organizer: Organizer { name: "VOORBEELD".to_owned(), address: "office@example.org".to_owned() },
        refresh_minutes: 90,
        events: starts.iter().enumerate().map(event).collect(),
    }
}

/// Every 26 hours and 40 minutes through two years, and both sides of every change of the clock.
fn instants(tz: Tz, first: Day, last: Day) -> Vec<Instant> {
    let zone = Zone::of(tz);
    let (from, to) = (zone.instant(first, 0), zone.instant(last, 0));
    let n_steps = (to.minutes() - from.minutes()) / 1600;
    let mut starts: Vec<Instant> = (0..n_steps).map(|n| from.plus(1600 * n)).collect();
    for (at, _) in zone.changes(from, to) {
        starts.extend([-240, -180, -90, -60, -30, 0, 30, 60, 120].map(|minutes| at.plus(minutes)));
    }
    starts.sort_unstable();
    starts.dedup();
    starts
}

#[test]
fn every_zone_is_written_as_current_data_has_it() {
    let (mut n_zones, mut in_utc) = (0, Vec::new());
    for tz in TZ_VARIANTS.into_iter().filter(|&tz| zones::is_known(tz)) {
        for (first, last) in [("2026-11-01", "2028-11-01"), ("2027-05-01", "2027-05-20")] {
            let bytes = calendar(tz, &instants(tz, day(first), day(last))).to_bytes();
            let findings = lint(&bytes);
            assert_eq!(findings, [], "{tz}");
            let text = String::from_utf8(bytes).expect("UTF-8");
            if !text.contains(";TZID=") {
                in_utc.push(tz.name());
            }
        }
        n_zones += 1;
    }
    assert!(n_zones > 500, "{n_zones}");
    let home = ["Europe/Amsterdam", "Africa/Casablanca", "Africa/Cairo", "America/New_York", "Asia/Beirut"];
    assert!(home.iter().all(|name| !in_utc.contains(name)), "{in_utc:?}");
}

#[test]
fn an_empty_calendar_is_good_in_every_zone() {
    let window = Interval::new(Instant::from_minutes(28_928_160), Instant::from_minutes(30_000_000)).expect("in order");
    for tz in TZ_VARIANTS.into_iter().filter(|&tz| zones::is_known(tz)) {
        let mut calendar = calendar(tz, &[window.start()]);
        (calendar.events, calendar.window) = (Vec::new(), window);
        assert_eq!(lint(&calendar.to_bytes()), [], "{tz}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_type_the_files_stay_good(
        title in any::<String>(),
        office in any::<String>(),
        label in "[\\PC\\r\\n\\\\;,:\"^]{0,90}",
        theme in any::<String>(),
        place in any::<String>(),
        id in any::<String>(),
    ) {
        let (mut problem, plan) = everything(Language::English);
        problem.title = label.clone();
        problem.travellers[0].office = office.clone();
        problem.travellers[0].id = id.clone();
        problem.travellers[1].organisation = office;
        problem.places[1].name_en = place;
        problem.requests[0].id = id;
        problem.requests[0].title = title;
        problem.requests[0].theme = Some(theme);
        problem.requests[0].milestones[0].label = label;
        for (name, bytes) in feeds::files(&problem, &plan) {
            let findings = lint(&bytes);
            prop_assert_eq!(findings, [], "{}", name);
        }
    }
}
