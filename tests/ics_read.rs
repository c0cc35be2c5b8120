//! One small calendar for each defect that real exports have. The files stand in `tests/ics`, each named after its
//! defect; all dates are in 2027, the default zone is Amsterdam, and most events are on 2 March at nine.

use chrono_tz::Tz;
use proptest::prelude::*;
use reisagenda::domain::{Day, Instant, Interval, Language};
use reisagenda::ics::read::{Read, ReadOptions, Resolution, read};

const NINE: &str = "2027-03-02T08:00 2027-03-02T09:00 Busy";

fn options() -> ReadOptions {
    let midnight = |date: &str| {
        let day = Day::from(date.parse::<chrono::NaiveDate>().expect("a date"));
        Instant::from_minutes(i64::from(day.number()) * 1440)
    };
    let year = Interval::new(midnight("2027-01-01"), midnight("2028-01-01")).expect("a year");
    ReadOptions::new(year, Tz::Europe__Amsterdam)
}

fn bytes(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/ics/{name}.ics", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn fixture(name: &str) -> Read {
    read(&bytes(name), &options())
}

/// The occurrences as lines: start, end (or dates), status, and `-` when it is not busy.
fn lines(found: &Read) -> Vec<String> {
    let short = |at: Instant| at.to_string()[..16].to_owned();
    let line = |occurrence: &reisagenda::ics::read::Occurrence| {
        let time = match occurrence.days {
            Some(days) => format!("{days}"),
            None => format!("{} {}", short(occurrence.start), short(occurrence.end)),
        };
        format!("{time} {:?}{}", occurrence.status, if occurrence.busy { "" } else { " -" })
    };
    found.occurrences.iter().map(line).collect()
}

/// Asserts the occurrences and the lines of the warnings of a file.
#[track_caller]
fn assert_read(name: &str, occurrences: &[&str], warnings: &[usize]) -> Read {
    let found = fixture(name);
    assert_eq!(lines(&found), occurrences, "{name}: {:?}", found.warnings);
    let lines: Vec<usize> = found.warnings.iter().map(|warning| warning.line).collect();
    assert_eq!(lines, warnings, "{name}: {:?}", found.warnings);
    found
}

#[test]
fn character_sets_and_line_ends() {
    for name in ["utf-16", "byte-order-mark", "carriage-returns-only", "folded-inside-a-character"] {
        assert_read(name, &[NINE], &[]);
    }
    assert_read("windows-1252", &[NINE], &[]);
    let mut options = options();
    options.keep_subjects = true;
    for name in ["utf-16", "windows-1252", "byte-order-mark", "carriage-returns-only", "folded-inside-a-character"] {
        let found = read(&bytes(name), &options);
        assert_eq!(found.events[0].subject.as_deref(), Some("Café"), "{name}");
        assert_eq!(found.warnings.len(), usize::from(name == "windows-1252"), "{name}: {:?}", found.warnings);
    }
}

#[test]
fn a_bad_line_costs_that_line() {
    let next = "2027-03-03T08:00 2027-03-03T09:00 Busy";
    assert_read("raw-line-break-in-description", &[NINE], &[7]);
    assert_read("missing-end", &[NINE, next], &[1, 3]);
    assert_read("unclosed-quote", &[NINE], &[5, 9, 11]);
    assert_read("lower-case-begin", &[NINE], &[]);
    assert_read("eleven-values-in-a-parameter", &[NINE], &[]);
    assert_read("component-inside-an-event", &[NINE], &[]);
    assert_read("two-calendars", &[NINE, next], &[]);
    assert_read("end-without-begin", &[NINE], &[3]);
    assert_read("no-calendar", &[NINE], &[0, 1]);
    assert_read("bad-date", &[NINE], &[3, 5, 11]);
}

#[test]
fn an_event_takes_the_time_that_it_says() {
    assert_read("ends-before-it-starts", &["2027-03-02T09:00 2027-03-02T09:00 Busy -"], &[6]);
    assert_read("no-end", &["2027-03-02T09:00 2027-03-02T09:00 Busy -", "2027-03-03 Busy"], &[]);
    // A day and an hour over the night of the clock change: 24 hours by the wall are 23.
    assert_read("duration", &["2027-03-27T08:00 2027-03-28T08:00 Busy"], &[]);
    assert_read("seconds", &["2027-03-02T09:00 2027-03-02T10:00 Busy"], &[]);
    assert_read("floating", &[NINE], &[]);
    let found = fixture("no-end");
    assert_eq!(found.occurrences[1].start.to_string(), "2027-03-02T23:00:00Z", "midnight in Amsterdam");
}

#[test]
fn a_time_zone_is_found_by_any_of_its_names() {
    let cases = [
        ("zone-quoted-with-blanks", "08:00", Resolution::Iana),
        ("zone-in-small-letters", "08:00", Resolution::Iana),
        ("zone-alias", "14:00", Resolution::Iana),
        ("zone-of-windows", "08:00", Resolution::Windows),
        ("zone-of-newer-windows", "16:00", Resolution::Windows),
        ("zone-with-a-prefix", "08:00", Resolution::PathEnd),
        ("zone-own", "06:00", Resolution::OwnDefinition),
        ("zone-own-in-summer", "05:00", Resolution::OwnDefinition),
        ("zone-made-for-people", "03:30", Resolution::DisplayName),
        ("zone-with-an-unquoted-colon", "03:30", Resolution::DisplayName),
        ("zone-tzone-utc", "09:00", Resolution::Utc),
        ("zone-of-the-calendar", "00:00", Resolution::CalendarZone),
        ("zone-unknown", "08:00", Resolution::DefaultZone),
    ];
    for (name, start, resolution) in cases {
        let found = fixture(name);
        assert_eq!(found.occurrences.len(), 1, "{name}");
        assert_eq!(&found.occurrences[0].start.to_string()[11..16], start, "{name}");
        let zone = &found.zones[0];
        assert_eq!((zone.resolution, zone.n_uses), (resolution, 2), "{name}");
        let is_guess = matches!(resolution, Resolution::CalendarZone | Resolution::DefaultZone);
        assert_eq!(found.warnings.len(), usize::from(is_guess), "{name}: {:?}", found.warnings);
    }
}

#[test]
fn a_vtimezone_that_is_wrong_is_not_followed() {
    // Morocco is at UTC since September 2026; the file still says an hour ahead.
    assert_read("zone-disagrees", &["2027-03-02T09:00 2027-03-02T10:00 Busy"], &[18]);
}

#[test]
fn a_series_keeps_its_local_time() {
    assert_read(
        "series-across-a-clock-change",
        &["2027-03-23T08:00 2027-03-23T09:00 Busy", "2027-03-30T07:00 2027-03-30T08:00 Busy"],
        &[],
    );
    assert_read(
        "skipped-by-a-clock-change",
        &[
            "2027-03-21T01:30 2027-03-21T02:30 Busy",
            "2027-03-28T01:00 2027-03-28T02:00 Busy",
            "2027-04-04T00:30 2027-04-04T01:30 Busy",
        ],
        &[],
    );
}

#[test]
fn a_series_ends_when_it_says() {
    // Until midnight in Amsterdam of the 17th, written in UTC; the 10th is left out, the 3rd was moved to the 4th.
    assert_read("exchange-all-day-series", &["2027-08-04 Busy", "2027-08-17 Busy"], &[]);
    assert_read(
        "until-is-a-date",
        &[
            "2027-03-02T22:00 2027-03-02T22:30 Busy",
            "2027-03-03T22:00 2027-03-03T22:30 Busy",
            "2027-03-04T22:00 2027-03-04T22:30 Busy",
        ],
        &[],
    );
    assert_read(
        "until-in-utc",
        &["2027-03-03T02:00 2027-03-03T02:30 Busy", "2027-03-04T02:00 2027-03-04T02:30 Busy"],
        &[],
    );
}

#[test]
fn dates_are_left_out_and_added() {
    let fourth = "2027-03-04T08:00 2027-03-04T09:00 Busy";
    assert_read("exdate-is-a-date", &[NINE, fourth], &[]);
    assert_read("exdates-in-one-line", &[NINE], &[]);
    assert_read(
        "rdates",
        &[
            NINE,
            fourth,
            "2027-03-05T08:00 2027-03-05T09:00 Busy",
            "2027-03-06T08:00 2027-03-06T11:00 Busy",
            "2027-03-07T08:00 2027-03-07T08:30 Busy",
        ],
        &[],
    );
}

#[test]
fn an_occurrence_is_moved_or_cancelled() {
    let fourth = "2027-03-04T08:00 2027-03-04T09:00 Busy";
    assert_read("moved-occurrence", &[NINE, "2027-03-03T13:00 2027-03-03T15:00 Busy", fourth], &[]);
    assert_read(
        "moved-twice",
        &[NINE, "2027-03-03T13:00 2027-03-03T15:00 Busy", "2027-03-04T14:00 2027-03-04T16:00 Busy"],
        &[],
    );
    assert_read("moved-in-another-zone", &[NINE, "2027-03-03T13:00 2027-03-03T14:00 Busy", fourth], &[]);
    assert_read("moved-into-the-window", &["2027-03-03T13:00 2027-03-03T14:00 Busy"], &[]);
    assert_read("moved-without-its-series", &["2027-03-03T13:00 2027-03-03T15:00 Busy"], &[]);
    assert_read(
        "this-and-future",
        &[
            NINE,
            "2027-03-03T08:00 2027-03-03T09:00 Busy",
            "2027-03-04T10:00 2027-03-04T12:00 Busy",
            "2027-03-05T10:00 2027-03-05T12:00 Busy",
        ],
        &[],
    );
    assert_read("cancelled-occurrence", &[NINE, "2027-03-03T08:00 2027-03-03T10:00 Cancelled -", fourth], &[]);
    assert_read("cancelled-calendar", &["2027-03-02T08:00 2027-03-02T09:00 Cancelled -"], &[]);
    assert_read("later-edition", &["2027-03-03T08:00 2027-03-03T09:00 Busy"], &[3]);
}

#[test]
fn a_strange_rule_does_not_lose_its_event() {
    let fridays = ["2027-03-05T08:00 2027-03-05T09:00 Busy", "2027-03-12T08:00 2027-03-12T09:00 Busy"];
    assert_read("start-beside-its-rule", &[NINE, fridays[0], fridays[1]], &[]);
    assert_read(
        "rule-with-blanks",
        &[NINE, "2027-04-05T07:00 2027-04-05T08:00 Busy", "2027-05-03T07:00 2027-05-03T08:00 Busy"],
        &[7],
    );
    assert_read("rule-of-nonsense", &[NINE], &[7]);
}

#[test]
fn hostile_rules_are_cut_short() {
    let found = fixture("hostile-rules");
    assert_eq!(found.events.len(), 6);
    assert!(found.occurrences.len() < 50_000, "{}", found.occurrences.len());
    assert!(lines(&found).contains(&"2027-03-02T08:00 2027-03-02T09:00 Busy".to_owned()), "the last event is kept");
    assert!(
        found.warnings.iter().any(|warning| warning.message.of(Language::English).contains("too often")),
        "{:?}",
        found.warnings
    );
}

#[test]
fn hostile_files_have_one_budget() {
    let event = |idx: usize, rule: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:{idx}\r\nDTSTART:20000101T080000Z\r\nDURATION:PT1M\r\nRRULE:{rule}\r\nEND:VEVENT\r\n"
        )
    };
    for rule in [
        "FREQ=SECONDLY;BYHOUR=3;BYMINUTE=0",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYYEARDAY=366;BYWEEKNO=1",
        "FREQ=DAILY;COUNT=99999999;BYSETPOS=2",
        "FREQ=HOURLY",
    ] {
        let text: String = (0..2_000).map(|idx| event(idx, rule)).collect();
        let text = format!("BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n");
        let found = read(text.as_bytes(), &options());
        assert_eq!(found.events.len(), 2_000, "{rule}");
        assert!(found.occurrences.len() <= 100_000 + 8 * text.len(), "{rule}");
        assert!(found.warnings.len() <= 501, "{rule}");
    }
}

#[test]
fn busy_means_what_the_options_say() {
    let all = [
        "2027-03-02T08:00 2027-03-02T09:00 Busy",
        "2027-03-02T09:00 2027-03-02T10:00 Free -",
        "2027-03-02T10:00 2027-03-02T11:00 Cancelled -",
        "2027-03-02T11:00 2027-03-02T12:00 Free -",
        "2027-03-02T12:00 2027-03-02T13:00 Tentative",
        "2027-03-02T13:00 2027-03-02T14:00 OutOfOffice",
        "2027-03-02T14:00 2027-03-02T15:00 WorkingElsewhere",
        "2027-03-02T15:00 2027-03-02T16:00 Tentative",
    ];
    let found = assert_read("busy-or-not", &all, &[]);
    assert_eq!(found.busy().len(), 2, "touching intervals are one");
    let mut options = options();
    options.tentative_is_busy = false;
    options.working_elsewhere_is_busy = false;
    let found = read(&bytes("busy-or-not"), &options);
    assert_eq!(found.occurrences.iter().filter(|occurrence| occurrence.busy).count(), 2);
}

#[test]
fn free_busy_components_are_read() {
    assert_read(
        "free-busy",
        &[
            "2027-03-02T08:00 2027-03-02T09:00 Busy",
            "2027-03-02T10:00 2027-03-02T11:00 Busy",
            "2027-03-02T12:00 2027-03-02T13:00 Free -",
        ],
        &[8],
    );
}

#[test]
fn subjects_are_dropped_at_the_door() {
    let found = fixture("subject-and-attendees");
    assert_eq!(found.events[0].subject, None);
    let shown = format!("{found:?}");
    for text in ["besloten", "Jan", "jan@", "geheim"] {
        assert!(!shown.contains(text), "{text} in {shown}");
    }
}

/// All fixtures, in the order of their names.
fn all_fixtures() -> Vec<Vec<u8>> {
    let folder = format!("{}/tests/ics", env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the folder of fixtures").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a fixture")).collect()
}

/// One way to damage a file.
#[derive(Clone, Debug)]
enum Damage {
    Byte(usize, u8),
    Cut(usize, usize),
    Repeat(usize, usize),
    Swap(usize, usize),
    Insert(usize, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = 0..4_000_usize;
    let snippets = vec![
        "\r\n",
        "\r\n ",
        "\"",
        ":",
        ";",
        ",",
        "=",
        "BEGIN:VEVENT\r\n",
        "END:VEVENT\r\n",
        "END:VCALENDAR\r\n",
        "99999999",
        "-1",
        "RRULE:FREQ=SECONDLY\r\n",
        ";COUNT=4294967296",
        ";INTERVAL=65536",
        ";BYSETPOS=-1",
        ";TZID=",
        "\u{feff}",
        "FREQ=YEARLY;BYWEEKNO=53",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20270304T090000Z\r\n",
        "DURATION:P36525D\r\n",
        "RDATE:20270101T000000Z/P36525D\r\n",
        "00010101T000000",
        "99991231T235960Z",
        "TZOFFSETTO:+2659\r\n",
    ];
    prop_oneof![
        (at.clone(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        (at.clone(), 1..60_usize).prop_map(|(at, n)| Damage::Cut(at, n)),
        (at.clone(), 1..200_usize).prop_map(|(at, n)| Damage::Repeat(at, n)),
        (at.clone(), at.clone()).prop_map(|(a, b)| Damage::Swap(a, b)),
        (at, proptest::sample::select(snippets)).prop_map(|(at, text)| Damage::Insert(at, text)),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        if bytes.is_empty() {
            break;
        }
        let n_bytes = bytes.len();
        match *damage {
            Damage::Byte(at, byte) => bytes[at % n_bytes] = byte,
            Damage::Cut(at, n) => drop(bytes.drain(at % n_bytes..(at % n_bytes + n).min(n_bytes))),
            Damage::Repeat(at, n) => {
                let part = bytes[at % n_bytes..(at % n_bytes + n).min(n_bytes)].to_vec();
                bytes.splice(at % n_bytes..at % n_bytes, part);
            }
            Damage::Swap(a, b) => bytes.swap(a % n_bytes, b % n_bytes),
            Damage::Insert(at, text) => drop(bytes.splice(at % n_bytes..at % n_bytes, text.bytes())),
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_never_stops_the_reader(
        idx in any::<proptest::sample::Index>(),
        damages in proptest::collection::vec(damage(), 1..12),
    ) {
        let bytes = damaged(idx.get(&all_fixtures()).clone(), &damages);
        let found = read(&bytes, &options());
        prop_assert!(found.occurrences.len() <= 100_000 + 8 * bytes.len());
        prop_assert!(found.warnings.len() <= 501);
        prop_assert!(found.occurrences.iter().all(|occurrence| occurrence.start <= occurrence.end));
        prop_assert!(found.occurrences.is_sorted_by_key(|occurrence| occurrence.start));
    }
}
