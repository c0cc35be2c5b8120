//! The pages beside a calendar: its events, how to subscribe, and what changed last.
//!
//! # Invariants
//!
//! * One file each: no script, no picture, no request to anywhere; readable in light and dark, on a telephone and on paper.
//! * Made of the calendar as it is published, so that a page says nothing that the calendar does not.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::changes::ChangeList;
use super::words::Words;
use crate::ics::write::{Calendar, Event, Showing, When};
use crate::zones::Zone;

/// What a page is about.
pub(super) struct Page<'a> {
    pub words: Words,
    pub calendar: &'a Calendar,
    /// The name of the place where its readers live.
    pub home: &'a str,
    pub changes: &'a ChangeList,
    /// The https address of the folder of the calendar, when it is known.
    pub address: Option<String>,
    /// Whether search engines may have it.
    pub is_public: bool,
    /// Whether nobody keeps the calendar any more.
    pub is_withdrawn: bool,
}

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1b1b1b;--soft:#555;--line:#c8c8c8;--link:#0b5394;--paper:#fff;--note:#fff4ce}
@media (prefers-color-scheme:dark){:root{--ink:#ececec;--soft:#b5b5b5;--line:#4c4c4c;--link:#8ab4f8;--paper:#161616;--note:#3a3112}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:62rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
a{color:var(--link)}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.2rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p,dd,li{max-width:46rem}
table{border-collapse:collapse;width:100%}
caption{text-align:left;color:var(--soft);padding-bottom:.5rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line)}
th[scope=row]{font-weight:600}
ul.plain{list-style:none;margin:0;padding:0;color:var(--soft);font-weight:400}
tbody tr.month th{padding-top:1.25rem;font-size:1.05rem}
.cancelled th[scope=row]{text-decoration:line-through;font-weight:400}
.note{background:var(--note);padding:.75rem 1rem;border-radius:.25rem}
.address{overflow-wrap:anywhere}
dt{font-weight:600;margin-top:.75rem}
dd{margin:0}
@media (max-width:40rem){table,tbody,tr,th,td,caption{display:block}thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
tr{border-bottom:1px solid var(--line);padding:.5rem 0}th,td{border:0;padding:.1rem 0}}
@media print{body{max-width:none;padding:0}.screen{display:none}a{color:inherit;text-decoration:none}tr{break-inside:avoid}}
";

impl Page<'_> {
    /// The page of the calendar.
    pub fn calendar(&self, has_invitation: impl Fn(&Event) -> Option<String>) -> String {
        let (words, calendar) = (self.words, self.calendar);
        let body = html! {
            h1 { (calendar.name) }
            @for line in calendar.description.lines() { p { (line) } }
            @if self.is_withdrawn { p.note role="note" { (words.withdrawn()) } }
            p.screen {
                a href="changes.html" { (words.all_changes()) }
                " · "
                a href="#subscribe" { (words.subscribe()) }
            }
            h2 id="events" { (words.appointments()) }
            @if calendar.events.is_empty() {
                p { (words.nothing()) }
            } @else {
                table {
                    caption { (words.times_at(self.home)) }
                    thead { tr {
                        th scope="col" { (words.when()) }
                        th scope="col" { (words.what()) }
                        th scope="col" { (words.place()) }
                        th scope="col" { (words.status()) }
                    } }
                    @for (month, events) in self.months() {
                        tbody {
                            tr.month { th scope="rowgroup" colspan="4" { (month) } }
                            @for event in events { (self.row(event, has_invitation(event))) }
                        }
                    }
                }
            }
            (self.how_to_subscribe())
        };
        self.document(&calendar.name, &body)
    }

    /// The page of what changed last.
    pub fn changes(&self) -> String {
        let (words, home) = (self.words, self.calendar.home);
        let title = format!("{} – {}", words.changes(), self.calendar.name);
        let body = html! {
            h1 { (self.calendar.name) }
            p { (self.changes.heading(words, home)) }
            p.screen {
                a href="index.html" { (words.to_calendar()) }
                " · "
                a href="changes.txt" { (words.changes()) " " (words.as_text()) }
                " · "
                a href="changes.json" { (words.changes()) " " (words.as_json()) }
            }
            @if self.changes.changes.is_empty() && self.changes.at.is_some() { p { (words.no_changes()) } }
            @for (kind, weight, changes) in self.changes.told() {
                h2 { (words.kind_of_change(kind, weight)) }
                ul { @for change in changes {
                    li {
                        strong { (change.summary) }
                        ul.plain { @for detail in change.details(words, home) { li { (detail) } } }
                    }
                } }
            }
        };
        self.document(&title, &body)
    }

    fn document(&self, title: &str, body: &Markup) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(self.words.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy"
                        content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
                    @if !self.is_public { meta name="robots" content="noindex, nofollow"; }
                    meta name="referrer" content="no-referrer";
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body { main { (body) } }
            }
        };
        format!("{}\n", page.into_string())
    }

    /// The events by the month in which they begin, in the order of the calendar.
    fn months(&self) -> Vec<(String, Vec<&Event>)> {
        let home = Zone::of(self.calendar.home);
        let mut months: Vec<(String, Vec<&Event>)> = Vec::new();
        for event in &self.calendar.events {
            let day = match event.when {
                When::Timed { interval, .. } => home.day(interval.start()),
                When::Days(days) => days.start(),
            };
            let month = self.words.month(day);
            match months.last_mut().filter(|last| last.0 == month) {
                Some(last) => last.1.push(event),
                None => months.push((month, vec![event])),
            }
        }
        months
    }

    fn row(&self, event: &Event, invitation: Option<String>) -> Markup {
        let words = self.words;
        let when = match event.when {
            When::Timed { interval, .. } => words.interval(interval, &Zone::of(self.calendar.home)),
            When::Days(days) => words.days(days),
        };
        let (status, class) = match event.showing {
            Showing::Free => (words.free(), None),
            Showing::Tentative => (words.tentative(), None),
            Showing::Busy => (words.busy(), None),
            Showing::OutOfOffice => (words.out_of_office(), None),
            Showing::Cancelled => (words.fell_through(), Some("cancelled")),
        };
        html! {
            tr class=[class] {
                td { (when) }
                th scope="row" {
                    (event.summary)
                    @if !event.description.is_empty() {
                        ul.plain { @for line in event.description.lines() { li { (line) } } }
                    }
                    @if let Some(path) = invitation {
                        ul.plain { li.screen { a href=(path) { (words.invitation()) } } }
                    }
                }
                td { (event.location.as_deref().unwrap_or_default()) }
                td { (status) }
            }
        }
    }

    fn how_to_subscribe(&self) -> Markup {
        let words = self.words;
        let ways = [
            (words.outlook_web(), words.outlook_web_how()),
            (words.outlook_new(), words.outlook_new_how()),
            (words.outlook_classic(), words.outlook_classic_how()),
            (words.google(), words.google_how()),
            (words.apple(), words.apple_how()),
        ];
        html! {
            section.screen {
                h2 id="subscribe" { (words.subscribe()) }
                @if let Some(address) = &self.address {
                    p { (words.address_is()) }
                    p.address { a href=(format!("{address}/calendar.ics")) { (address) "/calendar.ics" } }
                } @else {
                    p { (words.address_below()) }
                    p.address { a href="calendar.ics" { "calendar.ics" } }
                }
                div.note role="note" {
                    h3 { (words.not_twice_title()) }
                    p { (words.not_twice()) }
                }
                dl { @for (name, how) in ways { dt { (name) } dd { (how) } } }
                p { (words.slow()) }
            }
        }
    }
}
