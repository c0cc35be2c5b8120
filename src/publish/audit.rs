//! What each audience sees of each visit, as a table to be approved before anything is published.

use std::collections::BTreeMap;

use comfy_table::{ContentArrangement, Table, TableStyle};
use serde_json::json;

use crate::domain::{Audience, Day, Instant, Language, Level, Plan, Problem, RequestIdx};
use crate::feeds::{self, Acting, Entry, Missing, NotPublic, Weight};
use crate::ics::write::When;
use crate::texts::{Said, dates, say};
use crate::zones::Zone;

/// What an audit found.
#[derive(Clone, Debug)]
pub struct Audit {
    /// What each audience sees, in the order of audiences.
    pub audiences: Vec<Seen>,
    /// What is missing in public agendas; nothing when they are complete.
    pub incomplete: Vec<Lack>,
    /// Absences for which nobody can act, because every deputy is away too.
    pub nobody_acts: Vec<Acting>,
}

/// What an audience sees.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The id of the audience.
    pub audience: String,
    /// Its shown name.
    pub label: String,
    /// How much it sees, as scenario files write it.
    pub level: Said,
    /// Whether that is everything.
    pub says_everything: bool,
    /// How many calendars it has.
    pub n_calendars: usize,
    /// Each visit of the plan, by start.
    pub visits: Vec<SeenVisit>,
}

/// What an audience sees of a visit.
#[derive(Clone, Debug)]
pub struct SeenVisit {
    /// The id of the request.
    pub request: String,
    /// When it starts.
    pub start: Instant,
    /// The folders of the calendars that have it.
    pub folders: Vec<String>,
    /// What stands there, without what is said of legs, stays and deadlines: each different text once.
    pub texts: Vec<Text>,
    /// Why no calendar has it, when none has.
    pub why_not: Option<Said>,
}

/// What stands in a calendar of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The subject.
    pub summary: String,
    /// When, by the clock at home; whole days as dates.
    pub when: String,
    /// Where.
    pub location: Option<String>,
    /// The lines of the description.
    pub description: Vec<String>,
}

/// Something that is missing of a visit in a public agenda.
#[derive(Clone, Debug)]
pub struct Lack {
    /// The id of the audience.
    pub audience: String,
    /// The id of the request.
    pub request: String,
    /// What is missing, and what to do.
    pub missing: Vec<Said>,
}

/// Returns what every audience of a scenario sees of the visits of a plan on a date.
#[must_use]
pub fn audit(problem: &Problem, plan: &Plan, today: Day) -> Audit {
    let mut starts: BTreeMap<RequestIdx, Instant> = BTreeMap::new();
    let abroad = plan.trips.iter().flat_map(|trip| &trip.visits).map(|visit| (visit.request, visit.start));
    starts.extend(abroad.chain(plan.meetings.iter().map(|meeting| (meeting.request, meeting.start))));
    let mut visits: Vec<(Instant, RequestIdx)> = starts.into_iter().map(|(request, start)| (start, request)).collect();
    visits.sort_unstable();
    let audiences = problem.publication.audiences.iter();
    let incomplete = audiences.clone().flat_map(|audience| {
        feeds::public_check(problem, plan, audience, today).into_iter().map(|incomplete| Lack {
            audience: audience.id.clone(),
            request: problem.request(incomplete.request).id.clone(),
            missing: incomplete.missing.iter().map(missing).collect(),
        })
    });
    Audit {
        incomplete: incomplete.collect(),
        nobody_acts: feeds::acting(problem, plan).into_iter().filter(|period| period.deputy.is_none()).collect(),
        audiences: audiences.map(|audience| seen_by(problem, plan, audience, &visits, today)).collect(),
    }
}

fn seen_by(problem: &Problem, plan: &Plan, audience: &Audience, visits: &[(Instant, RequestIdx)], today: Day) -> Seen {
    // UIDs are not shown, so that any key will do.
    let calendars = feeds::audience_calendars(problem, plan, audience, b"audit", today);
    let hidden = feeds::hidden(problem, audience);
    let mut reasons: BTreeMap<RequestIdx, NotPublic> = BTreeMap::new();
    if audience.level == Level::Public {
        for scope in &audience.calendars {
            reasons.extend(feeds::public_reasons(problem, plan, audience, scope, today));
        }
    }
    let of_visit = |&(start, request): &(Instant, RequestIdx)| {
        let is_of = |entry: &&Entry| entry.weight == Weight::Main && entry.requests.contains(&request);
        let mut seen = SeenVisit {
            request: problem.request(request).id.clone(),
            start,
            folders: Vec::new(),
            texts: Vec::new(),
            why_not: None,
        };
        for calendar in &calendars {
            for entry in calendar.entries.iter().filter(is_of) {
                let text = text(problem, entry);
                if !seen.texts.contains(&text) {
                    seen.texts.push(text);
                }
                if !seen.folders.contains(&calendar.folder) {
                    seen.folders.push(calendar.folder.clone());
                }
            }
        }
        if seen.folders.is_empty() {
            let is_meeting = problem.is_home_meeting(request);
            seen.why_not = Some(match reasons.get(&request) {
                Some(reason) => why_not_public(problem.language, *reason),
                None if hidden.contains(&request) => {
                    say!(
                        "vertrouwelijk, zonder dekmantel voor deze agenda",
                        "confidential, without a cover for this calendar"
                    )
                }
                None if is_meeting => say!("overleg in eigen huis", "a meeting at home"),
                None => say!("niet van deze agenda's", "not of these calendars"),
            });
        }
        seen
    };
    Seen {
        audience: audience.id.clone(),
        label: audience.label.clone(),
        level: level(audience.level),
        says_everything: audience.level == Level::Full,
        n_calendars: calendars.len(),
        visits: visits.iter().map(of_visit).collect(),
    }
}

fn text(problem: &Problem, entry: &Entry) -> Text {
    let event = &entry.event;
    let when = match event.when {
        When::Timed { interval, .. } => {
            let zone = Zone::of(problem.place(problem.home).tz);
            format!("{} – {}", zone.local(interval.start()), zone.local(interval.end()))
        }
        When::Days(days) => dates::range(problem.language, days, true),
    };
    Text {
        summary: event.summary.clone(),
        when,
        location: event.location.clone(),
        description: event.description.lines().map(str::to_owned).collect(),
    }
}

fn level(level: Level) -> Said {
    match level {
        Level::Full => say!("volledig", "full"),
        Level::Limited => say!("kantoor, land en data", "office, country and dates"),
        Level::Busy => say!("alleen tijden", "times only"),
        Level::Public => say!("openbaar", "public"),
    }
}

fn why_not_public(language: Language, reason: NotPublic) -> Said {
    match reason {
        NotPublic::NoPolitical => say!("geen bewindspersoon", "no political traveller"),
        NotPublic::Hidden => say!("niet openbaar, en zonder `cover`", "not public, and without a `cover`"),
        NotPublic::Provisional => say!("nog onder voorbehoud", "still provisional"),
        NotPublic::NotBefore(day) => {
            let day = dates::short(language, day, true, true);
            say!("pas vanaf {day}", "not before {day}")
        }
    }
}

fn missing(missing: &Missing) -> Said {
    match missing {
        Missing::Subject => say!("het onderwerp ontbreekt: vul `title` in", "the subject is missing: fill in `title`"),
        Missing::Counterpart => {
            say!(
                "de gesprekspartner ontbreekt: vul `counterpart` in",
                "the counterpart is missing: fill in `counterpart`"
            )
        }
        Missing::Contact => say!(
            "de contactgegevens ontbreken: vul `contact` in bij deze doelgroep",
            "the contact desk is missing: fill in `contact` of this audience"
        ),
        Missing::Official(office) => say!(
            "noemt de ambtelijke functie `{office}`: haal die uit `title` of `counterpart`",
            "names the official `{office}`: take that out of `title` or `counterpart`"
        ),
        Missing::Status => say!(
            "is voorbij maar niet bevestigd of gehouden: werk `status` bij, anders wordt het niet getoond",
            "is over but neither confirmed nor held: update `status`, or it will not be shown"
        ),
    }
}

impl Audit {
    /// Whether the public agendas have all they need.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.incomplete.is_empty()
    }

    /// The audit as tables, so many columns wide.
    #[must_use]
    pub fn text(&self, problem: &Problem, language: Language, width: u16) -> String {
        let put = |said: &Said| said.of(language).to_owned();
        let zone = Zone::of(problem.place(problem.home).tz);
        let mut parts = Vec::new();
        for seen in &self.audiences {
            let (label, id, level, n) = (&seen.label, &seen.audience, seen.level.clone(), seen.n_calendars);
            parts.push(put(&say!(
                "{label} (`{id}`): {level}, aantal agenda's: {n}",
                "{label} (`{id}`): {level}, calendars: {n}";
                level
            )));
            let mut table = Table::new();
            table
                .load_style(TableStyle::new())
                .force_no_tty()
                .set_width(width)
                .set_content_arrangement(ContentArrangement::Dynamic)
                .set_header([
                    put(&say!("Bezoek", "Visit")),
                    put(&say!("Begint", "Starts")),
                    put(&say!("Wat deze doelgroep ziet", "What this audience sees")),
                    put(&say!("In agenda", "In calendar")),
                ]);
            for column in table.column_iter_mut() {
                column.set_padding((0, 2));
            }
            for visit in &seen.visits {
                let start = dates::short(language, zone.day(visit.start), true, false);
                let texts = visit.texts.iter().map(|text| {
                    let location = text.location.iter().map(|location| format!(", {location}"));
                    // A full calendar says everything; which lines it has is enough to be approved.
                    let details = match seen.says_everything {
                        true => {
                            let labels = text.description.iter().filter_map(|line| Some(line.split_once(": ")?.0));
                            format!("\n  + {}", labels.collect::<Vec<_>>().join(", "))
                        }
                        false => text.description.iter().map(|line| format!("\n  {line}")).collect::<String>(),
                    };
                    format!("{} ({}{}){details}", text.summary, text.when, location.collect::<String>())
                });
                let texts = texts.collect::<Vec<_>>().join("\n");
                let sees = match visit.why_not.clone() {
                    Some(why) => put(&say!("niets: {why}", "nothing: {why}"; why)),
                    None => texts,
                };
                table.add_row([visit.request.clone(), start, sees, visit.folders.join("\n")]);
            }
            parts.push(table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n"));
            parts.push(String::new());
        }
        if !self.incomplete.is_empty() {
            parts.push(put(&say!("Openbare agenda: dit ontbreekt nog.", "Public agenda: this is still missing.")));
            for lack in &self.incomplete {
                let missing: Vec<String> = lack.missing.iter().map(put).collect();
                parts.push(format!("  {} ({}): {}", lack.request, lack.audience, missing.join("; ")));
            }
            parts.push(String::new());
        } else if problem.publication.audiences.iter().any(|audience| audience.level == Level::Public) {
            parts.push(put(&say!("Openbare agenda: volledig.", "Public agenda: complete.")));
            parts.push(String::new());
        }
        if !self.nobody_acts.is_empty() {
            parts.push(put(&say!("Niemand kan waarnemen:", "Nobody can act:")));
            for period in &self.nobody_acts {
                let office = &problem.traveller(period.absent).office;
                let (from, to) = (zone.local(period.interval.start()), zone.local(period.interval.end()));
                parts.push(format!("  {office}, {from} – {to}"));
            }
        }
        parts.join("\n").trim_end().to_owned()
    }

    /// The audit as JSON.
    #[must_use]
    pub fn json(&self, problem: &Problem, language: Language) -> String {
        let audiences: Vec<serde_json::Value> = self
            .audiences
            .iter()
            .map(|seen| {
                let visits: Vec<serde_json::Value> = seen.visits.iter().map(|visit| visit.json(language)).collect();
                json!({
                    "audience": seen.audience, "label": seen.label, "level": seen.level.of(language),
                    "n_calendars": seen.n_calendars, "visits": visits,
                })
            })
            .collect();
        let incomplete: Vec<serde_json::Value> = self
            .incomplete
            .iter()
            .map(|lack| {
                let missing: Vec<&str> = lack.missing.iter().map(|missing| missing.of(language)).collect();
                json!({ "audience": lack.audience, "request": lack.request, "missing": missing })
            })
            .collect();
        let nobody_acts: Vec<serde_json::Value> = self
            .nobody_acts
            .iter()
            .map(|period| {
                json!({
                    "traveller": problem.traveller(period.absent).id,
                    "start": period.interval.start().to_string(), "end": period.interval.end().to_string(),
                })
            })
            .collect();
        let audit = json!({
            "complete": self.is_complete(), "audiences": audiences, "incomplete": incomplete,
            "nobody_acts": nobody_acts,
        });
        format!("{audit:#}")
    }
}

impl SeenVisit {
    fn json(&self, language: Language) -> serde_json::Value {
        let texts: Vec<serde_json::Value> = self
            .texts
            .iter()
            .map(|text| {
                json!({
                    "summary": text.summary, "when": text.when, "location": text.location,
                    "description": text.description,
                })
            })
            .collect();
        json!({
            "request": self.request, "start": self.start.to_string(), "calendars": self.folders, "sees": texts,
            "why_not": self.why_not.as_ref().map(|why| why.of(language)),
        })
    }
}
