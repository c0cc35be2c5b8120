//! How long it takes to read 200 calendars of 2,000 events, half of them recurring, and to lay them on a year.
//!
//! Prints the time and the number of occurrences; run with `cargo bench --profile release --bench calendars`.
#![expect(clippy::print_stdout, reason = "a benchmark prints its time")]

use std::fmt::Write as _;
use std::time::Instant as Stopwatch;

use chrono_tz::Tz;
use reisagenda::domain::{Day, Interval};
use reisagenda::ics::read::{ReadOptions, read};
use reisagenda::zones::Zone;

const N_CALENDARS: usize = 200;
const N_EVENTS: usize = 2_000;

fn main() {
    let zone = Zone::of(Tz::Europe__Amsterdam);
    let day = |number| Day::from_number(number);
    // 2027, the year that is planned.
    let window = Interval::new(zone.instant(day(20_819), 0), zone.instant(day(21_184), 0)).expect("a year");
    let options = ReadOptions::new(window, Tz::Europe__Amsterdam);
    let calendars: Vec<String> = (0..8).map(calendar).collect();
    let n_bytes: usize = (0..N_CALENDARS).map(|idx| calendars[idx % calendars.len()].len()).sum();

    let watch = Stopwatch::now();
    let (mut n_occurrences, mut n_busy, mut n_warnings) = (0, 0, 0);
    for idx in 0..N_CALENDARS {
        let found = read(calendars[idx % calendars.len()].as_bytes(), &options);
        n_occurrences += found.occurrences.len();
        n_busy += found.busy().len();
        n_warnings += found.warnings.len();
    }
    println!(
        "{N_CALENDARS} calendars of {N_EVENTS} events ({} MB): {:.2} s; {n_occurrences} occurrences, {n_busy} busy \
         intervals, {n_warnings} warnings",
        n_bytes / 1_000_000,
        watch.elapsed().as_secs_f64(),
    );
}

/// A calendar as Exchange writes it; `seed` makes each a little different.
fn calendar(seed: usize) -> String {
    let mut text =
        String::from("BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nPRODID:Microsoft Exchange Server 2010\r\nVERSION:2.0\r\n");
    text.push_str(
        "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n\
         TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n\
         BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n\
         RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n",
    );
    for idx in 0..N_EVENTS {
        let (year, month, day, hour) = (2020 + idx % 8, 1 + idx % 12, 1 + (idx * 7 + seed) % 28, 8 + idx % 9);
        let rule = match idx % 20 {
            1 | 11 => "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU,TH;WKST=MO\r\n",
            3 => "RRULE:FREQ=WEEKLY;UNTIL=20260817T220000Z;INTERVAL=1;BYDAY=MO;WKST=MO\r\n",
            5 => "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;WKST=MO\r\n",
            7 | 17 => "RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU\r\n",
            9 => "RRULE:FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=15\r\n",
            13 => "RRULE:FREQ=DAILY;COUNT=10;INTERVAL=1\r\n",
            15 => {
                "RRULE:FREQ=WEEKLY;COUNT=52;INTERVAL=1;BYDAY=WE;WKST=MO\r\nEXDATE;TZID=W. Europe Standard Time:20270303T090000\r\n"
            }
            19 => "RRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=9;BYDAY=3TU\r\n",
            _ => "",
        };
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\n{rule}UID:040000008200E00074C5B7101A82E0080000000{seed:02}{idx:06}\r\nSUMMARY:Overleg {idx}\r\n\
             DESCRIPTION:Agenda\\n1. Opening\\n2. Mededelingen\\n3. Rondvraag en sluiting van het overleg in de grot\r\n e zaal\r\n\
             DTSTART;TZID=W. Europe Standard Time:{year}{month:02}{day:02}T{hour:02}0000\r\n\
             DTEND;TZID=W. Europe Standard Time:{year}{month:02}{day:02}T{hour:02}3000\r\n\
             CLASS:PUBLIC\r\nPRIORITY:5\r\nDTSTAMP:20261101T080000Z\r\nTRANSP:OPAQUE\r\nSTATUS:CONFIRMED\r\nSEQUENCE:{}\r\n\
             X-MICROSOFT-CDO-APPT-SEQUENCE:0\r\nX-MICROSOFT-CDO-BUSYSTATUS:{}\r\nX-MICROSOFT-CDO-INTENDEDSTATUS:BUSY\r\n\
             X-MICROSOFT-CDO-ALLDAYEVENT:FALSE\r\nX-MICROSOFT-CDO-IMPORTANCE:1\r\nX-MICROSOFT-CDO-INSTTYPE:0\r\nEND:VEVENT\r\n",
            idx % 4,
            ["BUSY", "TENTATIVE", "FREE"][idx % 3],
        );
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}
