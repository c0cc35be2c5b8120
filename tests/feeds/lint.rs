//! The validator finds every mangling of a good file, and survives any bytes.

use std::collections::BTreeSet;

use proptest::prelude::*;
use reisagenda::domain::Language;
use reisagenda::feeds;
use reisagenda::ics::lint::{Finding, lint};
use reisagenda::texts::Said;

use crate::problem::everything;

/// The feed that is mangled: it has zones with and without summer time, whole days, and both kinds of status.
fn good() -> String {
    let (problem, plan) = everything(Language::Dutch);
    let files = feeds::files(&problem, &plan);
    let (_, bytes) = files.into_iter().find(|(name, _)| name == "traveller-minister-am.ics").expect("a feed");
    String::from_utf8(bytes).expect("UTF-8")
}

fn rules(bytes: &[u8]) -> BTreeSet<u8> {
    lint(bytes).into_iter().map(|finding| finding.rule).collect()
}

/// What to replace, once, by what; and the rules that are then broken. `\n` stands for CR LF.
const MANGLINGS: &[(&str, &str, &[u8])] = &[
    // 1: characters and line ends.
    ("LOCATION:Rabat", "LOCATION:Ra\u{0}bat", &[1]),
    ("LOCATION:Rabat", "LOCATION:Ra\tbat", &[1]),
    ("LOCATION:Rabat", "LOCATION:Ra\u{85}bat", &[1]),
    ("CLASS:PRIVATE\n", "CLASS:PRIVATE\n\n", &[1]),
    // 2: folds.
    (
        "CLASS:PRIVATE\n",
        "CLASS:PRIVATE\nCOMMENT:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
        &[2],
    ),
    ("LOCATION:Rabat\\, MA", "LOCATION:Rabat\n\t\\, MA", &[1, 2]),
    ("LOCATION:Rabat\\, MA", "LOCATION:Rabat\\\n , MA", &[2]),
    // 3: the grammar of lines, and nesting.
    ("CN=Reisagenda", "CN=Reis\"agenda\"", &[3, 14]),
    ("CN=Reisagenda", "CN=\"Reisagenda", &[3, 14]),
    ("CN=Reisagenda", "CN=", &[3]),
    ("CN=Reisagenda", "CN", &[3, 14]),
    ("CN=Reisagenda", "CN=Reisagenda;CN=Reisagenda", &[3]),
    ("CLASS:PRIVATE\n", "CLASS:PRIVATE\nCLASS\n", &[3]),
    ("CLASS:PRIVATE\n", "CLASS:PRIVATE\n:PRIVATE\n", &[3]),
    ("CLASS:PRIVATE\n", "CLASS:PRIVATE\nEND:VALARM\n", &[3]),
    ("END:VEVENT\n", "", &[3]),
    ("END:VCALENDAR\n", "", &[3]),
    ("END:VCALENDAR\n", "END:VCALENDAR\nX-A:b\n", &[3]),
    ("CLASS:PRIVATE\n", "CLASS:PRIVATE\nBEGIN:VEVENT\nEND:VEVENT\n", &[3]),
    // 4: the calendar's own properties.
    ("PRODID:-//reisagenda//reisagenda//NL\n", "", &[4]),
    ("VERSION:2.0\n", "VERSION:1.0\n", &[4]),
    ("VERSION:2.0\n", "", &[4]),
    ("METHOD:PUBLISH\n", "", &[4]),
    ("METHOD:PUBLISH\n", "METHOD:REQUEST\n", &[4]),
    ("METHOD:PUBLISH\n", "METHOD:PUBLISH\nMETHOD:PUBLISH\n", &[4]),
    ("END:VCALENDAR\n", "X-WR-CALDESC:laat\nEND:VCALENDAR\n", &[4]),
    ("X-WR-CALNAME:Reisagenda: Minister van A&M\n", "", &[4]),
    ("NAME:Reisagenda: Minister van A&M\nX", "X", &[4]),
    ("CALSCALE:GREGORIAN", "CALSCALE:JULIAN", &[4]),
    ("END:VCALENDAR\n", "END:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n", &[4, 5]),
    // 5: how often to refresh.
    ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "REFRESH-INTERVAL:PT1H", &[5]),
    ("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "REFRESH-INTERVAL;VALUE=DURATION:PT90S", &[5]),
    ("X-PUBLISHED-TTL:PT1H\n", "", &[5]),
    ("X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:1 hour", &[5]),
    ("X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:PT0H", &[5]),
    // 6: what an event must have.
    ("SEQUENCE:0\n", "SEQUENCE:0\nSUMMARY:tweede\n", &[6]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nDURATION:PT1H\n", &[6]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nUID:tweede\n", &[6]),
    ("DTSTAMP:20250101T000000Z\n", "", &[6]),
    ("DTSTART;TZID=Africa/Casablanca:20270301T090000\n", "", &[6]),
    ("DTEND;TZID=Africa/Casablanca:20270302T123000\n", "", &[6]),
    ("DTEND;TZID=Africa/Casablanca:20270302T123000", "DTEND;TZID=Africa/Casablanca:20270301T090000", &[6]),
    // Ten o'clock in Amsterdam is nine in Rabat, where the event starts.
    ("DTEND;TZID=Africa/Casablanca:20270302T123000", "DTEND;TZID=Europe/Amsterdam:20270301T100000", &[6]),
    // 7: stamps in UTC.
    ("DTSTAMP:20250101T000000Z", "DTSTAMP:20250101T000000", &[7]),
    ("DTSTAMP:20250101T000000Z", "DTSTAMP;TZID=Europe/Amsterdam:20250101T000000", &[7]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nCREATED:20250101\n", &[7]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nLAST-MODIFIED:20251301T000000Z\n", &[7]),
    // 8: whole days, and no floating times.
    ("DTSTART;VALUE=DATE:", "DTSTART:", &[8]),
    ("DTEND;VALUE=DATE:20261222", "DTEND;VALUE=DATE:20261221", &[8]),
    ("DTEND;VALUE=DATE:20261222", "DTEND;VALUE=DATE:20261220", &[6]),
    ("DTSTART;VALUE=DATE:", "DTSTART;VALUE=DATE;TZID=Europe/Amsterdam:", &[8]),
    ("DTSTART;TZID=Africa/Casablanca:20270301T090000", "DTSTART:20270301T090000", &[8]),
    ("DTSTART;TZID=Africa/Casablanca:20270301T090000", "DTSTART;TZID=Africa/Casablanca:20270301T090000Z", &[8]),
    ("DTSTART;TZID=Africa/Casablanca:20270301T090000", "DTSTART;TZID=Africa/Casablanca:20270229T090000", &[8]),
    ("DTSTART;TZID=Africa/Casablanca:20270301T090000", "DTSTART;VALUE=DATE:20270301", &[8]),
    ("X-MICROSOFT-CDO-ALLDAYEVENT:FALSE", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", &[8]),
    // 9: zones.
    ("BEGIN:VTIMEZONE\nTZID:Africa/Cairo\n", "BEGIN:VTIMEZONE\nTZID:Africa/Tripoli\n", &[9]),
    ("TZID:Africa/Cairo\n", "", &[9]),
    ("TZID:Africa/Cairo\n", "TZID:Customized Time Zone 1\n", &[9]),
    ("TZOFFSETFROM:+0000\nTZOFFSETTO:+0000", "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100", &[9]),
    ("TZOFFSETFROM:+0000\nTZOFFSETTO:+0000", "TZOFFSETTO:+0000", &[9]),
    ("TZOFFSETFROM:+0000\nTZOFFSETTO:+0000", "TZOFFSETFROM:+0000\nTZOFFSETTO:0", &[9]),
    (
        "TZOFFSETFROM:+0000\nTZOFFSETTO:+0000",
        "RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1TH\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0000",
        &[9],
    ),
    ("TZOFFSETFROM:+0000\nTZOFFSETTO:+0000", "RDATE:20270101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0000", &[9]),
    ("BEGIN:STANDARD\nDTSTART:19700101T000000", "BEGIN:STANDARD\nDTSTART:16010101T000000", &[9]),
    ("BEGIN:STANDARD\nDTSTART:19700101T000000", "BEGIN:STANDARD\nDTSTART:19700101T000000Z", &[9]),
    ("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1FR\n", "", &[9]),
    ("BYMONTH=10;BYDAY=-1FR", "BYMONTH=10;BYDAY=-1FR;INTERVAL=1", &[9]),
    ("BYMONTH=10;BYDAY=-1FR", "BYMONTH=10;BYMONTHDAY=30", &[9]),
    ("BYMONTH=10;BYDAY=-1FR", "BYMONTH=10;BYDAY=1FR", &[9]),
    (
        "END:STANDARD\n",
        "END:STANDARD\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0200\nEND:STANDARD\n",
        &[9],
    ),
    ("DTSTART;TZID=Africa/Casablanca:20270301T090000", "DTSTART;TZID=Mars/Olympus:20270301T090000", &[9]),
    (
        "DTSTART;TZID=Europe/Amsterdam:20270201T090000\nDTEND;TZID=Europe/Amsterdam:20270201T123000",
        "DTSTART;TZID=Europe/Amsterdam:20270328T023000\nDTEND;TZID=Europe/Amsterdam:20270328T123000",
        &[9],
    ),
    // 10: UIDs, sequences, cancellations.
    ("SEQUENCE:0\n", "SEQUENCE:-1\n", &[10]),
    ("SEQUENCE:0\n", "SEQUENCE:nul\n", &[10]),
    ("STATUS:CONFIRMED\nTRANSP:OPAQUE", "STATUS:CANCELLED\nTRANSP:OPAQUE", &[10]),
    // 11: texts and addresses.
    ("LOCATION:Rabat\\, MA", "LOCATION:Rabat, MA", &[11]),
    ("LOCATION:Rabat\\, MA", "LOCATION:Rabat; MA", &[11]),
    ("LOCATION:Rabat\\, MA", "LOCATION:Rabat\\x MA", &[11]),
    ("LOCATION:Rabat\\, MA", "LOCATION:Rabat\\N MA", &[11]),
    ("LOCATION:Rabat\\, MA", "LOCATION:Rabat\\", &[11]),
    ("CATEGORIES:Reis", "CATEGORIES:Re\\is", &[11]),
    ("mailto:reisagenda@", "reisagenda@", &[11]),
    ("mailto:reisagenda@", "mailto:de reisagenda@", &[11]),
    ("mailto:reisagenda@", "mailto:", &[11]),
    ("CLASS:PRIVATE\n", "CLASS:PRIVATE\nURL:zie de pagina\n", &[11]),
    // 12: busy time.
    ("X-MICROSOFT-CDO-BUSYSTATUS:OOF\n", "", &[12]),
    ("X-MICROSOFT-CDO-BUSYSTATUS:OOF\n", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE\n", &[12]),
    ("X-MICROSOFT-CDO-BUSYSTATUS:OOF\n", "X-MICROSOFT-CDO-BUSYSTATUS:OOF\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\n", &[12]),
    ("X-MICROSOFT-CDO-BUSYSTATUS:OOF\n", "X-MICROSOFT-CDO-BUSYSTATUS:FREE\n", &[12]),
    ("X-MICROSOFT-CDO-BUSYSTATUS:OOF\n", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n", &[12]),
    ("STATUS:TENTATIVE", "STATUS:CONFIRMED", &[12]),
    ("STATUS:TENTATIVE", "STATUS:DRAFT", &[12]),
    ("TRANSP:OPAQUE", "TRANSP:TRANSPARENT", &[12]),
    ("TRANSP:OPAQUE", "TRANSP:NO", &[12]),
    // 13: repetition.
    ("SEQUENCE:0\n", "SEQUENCE:0\nRRULE:FREQ=WEEKLY;COUNT=2;UNTIL=20271231T000000Z\n", &[13]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nRRULE:INTERVAL=2\n", &[13]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nRRULE:FREQ=HOURLY;COUNT=3\n", &[13]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nRRULE:FREQ=DAILY;BYHOUR=9,13;COUNT=3\n", &[13]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nRRULE:FREQ=DAILY;COUNT=0\n", &[13]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nRRULE:FREQ=DAILY;SOMETIMES=YES\n", &[13]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270301T090000Z\n", &[13]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nEXRULE:FREQ=DAILY\n", &[13]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nRRULE:FREQ=DAILY;UNTIL=20271231T000000\n", &[13]),
    // 14: who publishes.
    ("ORGANIZER;CN=Reisagenda:mailto:reisagenda@reisagenda.invalid\n", "", &[14]),
    ("SEQUENCE:0\n", "SEQUENCE:0\nATTENDEE:mailto:office@example.org\n", &[14]),
    ("END:VEVENT\n", "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n", &[14]),
    // 15: hints on who may read.
    ("CLASS:PRIVATE", "CLASS:SECRET", &[15]),
    // 16: what readers read differently.
    ("LOCATION:Rabat", "LOCATION:Ra\u{2028}bat", &[16]),
    ("LOCATION:Rabat", "LOCATION: Rabat", &[16]),
    ("LOCATION:Rabat", "Location:Rabat", &[16]),
    ("LOCATION:Rabat", "LOCATION;CHARSET=UTF-8:Rabat", &[16]),
];

#[test]
fn each_mangling_is_found_and_nothing_else() {
    let good = good();
    assert_eq!(lint(good.as_bytes()), []);
    let mut wrong = Vec::new();
    for (from, to, expected) in MANGLINGS {
        let (from, to) = (from.replace('\n', "\r\n"), to.replace('\n', "\r\n"));
        assert!(good.contains(&from), "`{from}` is in the good file");
        let findings = lint(good.replacen(&from, &to, 1).as_bytes());
        let found: BTreeSet<u8> = findings.iter().map(|finding| finding.rule).collect();
        if found != expected.iter().copied().collect() {
            wrong.push((from, to, findings));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn manglings_of_bytes_are_found() {
    let good = good();
    let bytes = good.as_bytes();
    let with_mark = [b"\xef\xbb\xbf", bytes].concat();
    assert_eq!(rules(&with_mark), [1].into());
    assert_eq!(rules(good.replacen("\r\n", "\n", 1).as_bytes()), [1].into());
    assert_eq!(rules(good.replace("\r\n", "\n").as_bytes()), [1].into());
    assert_eq!(rules(good.trim_end().as_bytes()), [1].into());
    assert_eq!(rules(good.strip_suffix('\n').expect("an end").as_bytes()), [1].into());
    // A character of three octets, split by a fold; then half of one, which is no UTF-8 at all.
    let at = good.find("– Minister van A&M").expect("a dash");
    let split = [&bytes[..at + 1], b"\r\n ", &bytes[at + 1..]].concat();
    assert_eq!(rules(&split), [2].into());
    let latin = [&bytes[..at], b"\xe9", &bytes[at + 3..]].concat();
    assert_eq!(rules(&latin), [1].into());
    // One event twice, and a UID of 300 octets.
    let event = &good[good.find("BEGIN:VEVENT").expect("an event")..good.rfind("END:VCALENDAR").expect("an end")];
    let first = &event[..event.find("END:VEVENT\r\n").expect("an end") + 12];
    assert_eq!(rules(good.replacen("END:VCALENDAR", &format!("{first}END:VCALENDAR"), 1).as_bytes()), [10].into());
    let long = format!(
        "UID:{}\r\n {}\r\nDTSTAMP",
        "x".repeat(70),
        ["x".repeat(70), "x".repeat(70), "x".repeat(70)].join("\r\n ")
    );
    let uid_line = &first[first.find("UID:").expect("a UID")..first.find("DTSTAMP").expect("a stamp")];
    let bad = good.replacen(&format!("{uid_line}DTSTAMP"), &long, 1);
    assert_eq!(rules(bad.as_bytes()), [10].into());
    assert!(rules(b"").contains(&4) && rules(b"\r\n").contains(&4) && rules(b"PK\x03\x04").contains(&4));
}

#[test]
fn a_finding_says_line_rule_and_remedy() {
    let bad = good().replacen("VERSION:2.0", "VERSION:3.0", 1);
    let findings: Vec<Said> = lint(bad.as_bytes()).iter().map(Finding::said).collect();
    let english = "line 3: rule 4: VERSION is `3.0`, not 2.0; a published calendar has VERSION:2.0 and METHOD:PUBLISH";
    let dutch = "regel 3: voorschrift 4: VERSION is `3.0`, niet 2.0; een gepubliceerde agenda heeft VERSION:2.0 en \
                 METHOD:PUBLISH";
    assert_eq!(findings, [Said::new(dutch, english)]);
}

#[test]
fn every_finding_is_told_in_dutch_and_in_english() {
    let good = good();
    for (what, with, _) in MANGLINGS {
        let [what, with] = [what, with].map(|text| text.replace('\n', "\r\n"));
        for finding in lint(good.replacen(&what, &with, 1).as_bytes()) {
            let (message, remedy) = (&finding.message, &finding.remedy);
            assert_ne!(remedy.of(Language::Dutch), remedy.of(Language::English), "{what}");
            let (dutch, english) = (message.of(Language::Dutch), message.of(Language::English));
            for word in [" the ", "the ", " has ", " no ", " and "] {
                assert!(!dutch.contains(word) || !english.contains(word), "`{dutch}` is English");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = lint(&bytes);
    }

    #[test]
    fn any_change_of_a_good_file_is_survived(at in 0.0..1.0_f64, with in proptest::collection::vec(any::<u8>(), 0..6), n_lost in 0..20_usize) {
        let mut bytes = good().into_bytes();
        // A position within the file: the product is below its length, which is far below 2^53.
        let from = (at * bytes.len() as f64) as usize;
        let to = (from + n_lost).min(bytes.len());
        bytes.splice(from..to, with);
        let _ = lint(&bytes);
    }
}
