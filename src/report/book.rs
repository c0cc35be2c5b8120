//! A plan as a workbook: the facts of the page as rows that can be sorted, filtered and counted.
//!
//! # Invariants
//!
//! * Every number is one of [`Facts`], so that workbook and page agree; dates, times, money and counts are real ones.
//! * Times are what the clock shows at the place of a visit, or at home where the heading says so.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use super::Words;
use super::facts::{ChangeKind, Facts, Proof, VisitRow};
use crate::domain::{
    Cents, Confidentiality, Day, DayRange, Grams, LocalTime, Measure, Part, Points, Rank, RequestStatus,
};
use crate::texts::language::pick;
use crate::workbook::{self, Cell, Choices, Column, Kind, Page, Pages, Row, RowKind, Shape};

/// A cell that may be empty.
type Slot = Option<Cell>;

/// Returns the pages of a plan, in the language of its problem.
#[must_use]
pub fn pages(facts: &Facts) -> Pages {
    let book = Book { facts, words: Words::of(facts.problem().language) };
    let mut pages = vec![
        book.summary(),
        book.agenda(),
        book.travellers(),
        book.countries(),
        book.coverage(),
        book.trips(),
        book.legs(),
        book.limits(),
        book.resources(),
        book.left_out(),
        book.acting(),
        book.missed(),
        book.deadlines(),
    ];
    pages.extend(book.changes());
    // What a scenario has none of needs no sheet; what matters is there even when it is empty.
    pages.retain(|page| !page.rows.is_empty() || book.is_always_there(&page.name));
    Pages {
        language: facts.problem().language,
        title: facts.problem().title.clone(),
        footer: book.classification().to_owned(),
        pages,
    }
}

struct Book<'a> {
    facts: &'a Facts<'a>,
    words: Words,
}

impl Book<'_> {
    fn pick<T>(&self, nl: T, en: T) -> T {
        pick(self.facts.problem().language, nl, en)
    }

    /// A sheet: its name, its columns (Dutch, English, what they hold, width), how many of them stand still, its rows.
    fn sheet(
        &self,
        name: (&str, &str),
        n_still: u32,
        columns: &[(&str, &str, Kind, u32)],
        rows: impl Iterator<Item = Vec<Slot>>,
    ) -> Page {
        let column = |&(nl, en, kind, width): &(&str, &str, Kind, u32)| Column::new(self.pick(nl, en), kind, width);
        Page {
            name: self.pick(name.0, name.1).to_owned(),
            shape: Shape::List { n_still },
            columns: columns.iter().map(column).collect(),
            rows: (1..).zip(rows).map(|(at, cells)| Row::plain(at, cells)).collect(),
            greys: Vec::new(),
            marks: Vec::new(),
        }
    }

    fn is_always_there(&self, name: &str) -> bool {
        [("Agenda", "Agenda"), ("Niet ingepland", "Not planned"), ("Limieten", "Limits")]
            .iter()
            .any(|(nl, en)| self.pick(*nl, *en) == name)
    }

    /// What every printed page says of who may see it.
    fn classification(&self) -> &'static str {
        match self.facts.confidentiality {
            Confidentiality::Confidential => self.pick("VERTROUWELIJK", "CONFIDENTIAL"),
            Confidentiality::Internal => self.pick("Intern gebruik", "Internal"),
            Confidentiality::Public => self.pick("Openbaar", "Public"),
        }
    }

    // -- Sheets -------------------------------------------------------------------------------------------------------

    fn summary(&self) -> Page {
        let (facts, totals) = (self.facts, self.facts.totals);
        let horizon = facts.problem().horizon;
        let mut rows: Vec<Row> = Vec::new();
        let mut add = |kind: RowKind, name: &str, value: Slot, holds: Kind| {
            let at = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            rows.push(Row { at, kind, cells: vec![Cell::text(name), value], own: vec![(1, holds, Choices::Any)] });
        };
        add(RowKind::Title, &facts.problem().title, None, Kind::Text);
        add(RowKind::Plain, "", None, Kind::Text);
        add(
            RowKind::Plain,
            self.pick("Wie mag dit zien", "Who may see this"),
            Cell::text(self.classification()),
            Kind::Text,
        );
        add(RowKind::Plain, self.pick("Eerste dag", "First day"), date(horizon.start()), Kind::Date);
        add(RowKind::Plain, self.pick("Laatste dag", "Last day"), date(horizon.last()), Kind::Date);
        add(RowKind::Heading, self.pick("Het plan", "The plan"), None, Kind::Text);
        for (nl, en, n) in [
            ("Wensen", "Requests", totals.n_requests),
            ("Ingepland", "Planned", totals.n_planned),
            ("Bezoeken in het buitenland", "Visits abroad", totals.n_visits),
            ("Overleg in eigen huis", "Meetings at home", totals.n_meetings),
            ("Landen", "Countries", totals.n_countries),
            ("Reizen", "Trips", totals.n_trips),
            ("Reizigers die op reis gaan", "Travellers who make a trip", totals.n_travelling),
        ] {
            add(RowKind::Plain, self.pick(nl, en), count(n), Kind::Number);
        }
        add(RowKind::Plain, self.pick("Dagen van huis", "Days away"), whole(totals.n_days_away), Kind::Number);
        add(RowKind::Plain, self.pick("Kosten (euro)", "Costs (euros)"), euros(totals.eur), Kind::Money);
        add(RowKind::Plain, self.pick("CO2 (kg)", "CO2 (kg)"), kilograms(totals.kg_co2), Kind::Number);
        add(RowKind::Heading, self.pick("Punten", "Points"), None, Kind::Text);
        for (part, value) in &facts.parts {
            let label = match part {
                Part::Rule(rule) => facts.problem().rule(*rule).label.as_str(),
                _ => "",
            };
            add(RowKind::Plain, &self.words.part(*part, label), points(*value), Kind::Number);
        }
        add(RowKind::Plain, self.pick("Samen", "Together"), points(totals.objective), Kind::Number);
        let proof = match facts.proof {
            Proof::Best => self.words.proven_best().to_owned(),
            Proof::AtMost { bound, more } => {
                add(RowKind::Plain, self.pick("Hoogstens mogelijk", "At most possible"), points(bound), Kind::Number);
                self.words.at_most(bound, more, &percent(more, totals.objective))
            }
            Proof::Unknown => self.words.no_bound().to_owned(),
            Proof::Outdated => self
                .pick(
                    "Plan of agenda is na het plannen veranderd; wat toen bewezen was, zegt nu niets.",
                    "Plan or agenda was changed after planning; what was proven then says nothing now.",
                )
                .to_owned(),
        };
        add(RowKind::Plain, self.pick("Kan het beter?", "Can it be better?"), None, Kind::Long);
        // A whole sentence needs a column of its own.
        if let Some(row) = rows.last_mut() {
            row.cells.push(Cell::text(proof));
        }
        Page {
            name: self.pick("Samenvatting", "Summary").to_owned(),
            shape: Shape::Text,
            columns: vec![
                Column::new("", Kind::Long, 48),
                Column::new("", Kind::Long, 24),
                Column::new("", Kind::Long, 70),
            ],
            rows,
            greys: Vec::new(),
            marks: Vec::new(),
        }
    }

    fn agenda(&self) -> Page {
        let mut visits: Vec<&VisitRow> = self.facts.visits.iter().chain(&self.facts.meetings).collect();
        visits.sort_by_key(|visit| (visit.start, visit.request));
        let rows = visits.into_iter().map(|visit| {
            let lead = visit.delegation.first().map(|seat| seat.office.as_str()).unwrap_or_default();
            let others: Vec<&str> = visit.delegation.iter().skip(1).map(|seat| seat.office.as_str()).collect();
            vec![
                moment(visit.start_local),
                moment(visit.end_local),
                text(&visit.title),
                text(&visit.place_name),
                text(&visit.country_name),
                text(lead),
                text(&others.join("; ")),
                text(visit.counterpart.as_deref().unwrap_or_default()),
                text(self.status(visit.status)),
                text(if visit.is_locked { self.pick("ja", "yes") } else { self.pick("nee", "no") }),
                text(visit.theme.as_deref().unwrap_or_default()),
                text(visit.fund.as_deref().unwrap_or_default()),
                text(self.confidentiality(visit.confidentiality)),
                points(visit.points),
                text(&self.facts.problem().request(visit.request).id),
            ]
        });
        let columns = [
            ("Begin", "Start", Kind::Moment, 22),
            ("Einde", "End", Kind::Moment, 22),
            ("Bezoek", "Visit", Kind::Long, 40),
            ("Plaats", "Place", Kind::Text, 16),
            ("Land", "Country", Kind::Text, 16),
            ("Leiding", "Lead", Kind::Long, 30),
            ("Verder mee", "Also going", Kind::Long, 40),
            ("Gesprekspartner", "Counterpart", Kind::Long, 26),
            ("Status", "Status", Kind::Text, 13),
            ("Ligt vast", "Fixed", Kind::Text, 9),
            ("Thema", "Theme", Kind::Text, 18),
            ("Fonds", "Fund", Kind::Text, 11),
            ("Vertrouwelijkheid", "Confidentiality", Kind::Text, 16),
            ("Punten", "Points", Kind::Number, 9),
            ("Id", "Id", Kind::Text, 20),
        ];
        self.sheet(("Agenda", "Agenda"), 3, &columns, rows)
    }

    fn travellers(&self) -> Page {
        let rows = self.facts.travellers.iter().map(|row| {
            vec![
                text(&row.office),
                text(&row.organisation),
                text(self.rank(row.rank)),
                count(row.n_trips),
                count(row.n_visits),
                count(row.n_meetings),
                whole(row.n_days_away),
                count(row.n_missed),
                euros(row.eur),
                kilograms(row.kg_co2),
            ]
        });
        let columns = [
            ("Reiziger", "Traveller", Kind::Long, 44),
            ("Organisatie", "Organisation", Kind::Text, 16),
            ("Rang", "Rank", Kind::Text, 15),
            ("Reizen", "Trips", Kind::Number, 9),
            ("Bezoeken", "Visits", Kind::Number, 10),
            ("Overleggen thuis", "Meetings at home", Kind::Number, 12),
            ("Dagen van huis", "Days away", Kind::Number, 10),
            ("Gemiste afspraken", "Missed events", Kind::Number, 11),
            ("Kosten (euro)", "Costs (euros)", Kind::Money, 13),
            ("CO2 (kg)", "CO2 (kg)", Kind::Number, 11),
        ];
        self.sheet(("Per reiziger", "By traveller"), 1, &columns, rows)
    }

    fn countries(&self) -> Page {
        let rows = self.facts.countries.iter().map(|row| {
            let visits = row.visits.iter().filter_map(|request| self.visit(*request));
            let when: Vec<String> =
                visits.map(|visit| format!("{}: {}", self.words.days(visit.days, true), visit.title)).collect();
            let rules = row.coverage.iter().filter_map(|at| self.facts.coverage.get(*at));
            let missing: usize = rules.map(|rule| rule.n_wanted.saturating_sub(rule.n_visits)).sum();
            vec![
                text(&row.name),
                text(&row.country.to_string()),
                text(&row.places.join("; ")),
                count(row.n_requests),
                count(row.n_visits),
                count(missing),
                text(&when.join("\n")),
            ]
        });
        let columns = [
            ("Land", "Country", Kind::Text, 20),
            ("Code", "Code", Kind::Text, 7),
            ("Plaatsen", "Places", Kind::Long, 24),
            ("Wensen", "Requests", Kind::Number, 10),
            ("Ingepland", "Planned", Kind::Number, 10),
            ("Te weinig voor de dekking", "Short of coverage", Kind::Number, 13),
            ("Bezoeken", "Visits", Kind::Long, 70),
        ];
        self.sheet(("Per land", "By country"), 1, &columns, rows)
    }

    fn coverage(&self) -> Page {
        let rows = self.facts.coverage.iter().map(|row| {
            let short = row.n_wanted.saturating_sub(row.n_visits);
            vec![
                text(&row.label),
                text(&self.words.period(row.days)),
                date(row.days.start()),
                date(row.days.last()),
                count(row.n_wanted),
                count(row.n_visits),
                count(short),
            ]
        });
        let columns = [
            ("Regel", "Rule", Kind::Long, 50),
            ("Periode", "Period", Kind::Text, 24),
            ("Eerste dag", "First day", Kind::Date, 17),
            ("Laatste dag", "Last day", Kind::Date, 17),
            ("Gewenst", "Wanted", Kind::Number, 10),
            ("Ingepland", "Planned", Kind::Number, 10),
            ("Te weinig", "Short", Kind::Number, 10),
        ];
        self.sheet(("Dekking", "Coverage"), 1, &columns, rows)
    }

    fn trips(&self) -> Page {
        let rows = self.facts.trips.iter().map(|trip| {
            let visits: Vec<String> = trip
                .visits
                .iter()
                .filter_map(|request| self.visit(*request))
                .map(|visit| visit.title.clone())
                .collect();
            vec![
                text(&trip.office),
                text(&trip.organisation),
                moment(trip.depart_local),
                moment(trip.back_local),
                count(usize::try_from(trip.days.n_days()).unwrap_or(0)),
                text(&visits.join("\n")),
                count(trip.n_nights),
                euros(trip.fares),
                euros(trip.per_diems),
                euros(trip.eur),
                kilograms(trip.kg_co2),
            ]
        });
        let columns = [
            ("Reiziger", "Traveller", Kind::Long, 40),
            ("Organisatie", "Organisation", Kind::Text, 14),
            ("Vertrek (tijd thuis)", "Departure (time at home)", Kind::Moment, 22),
            ("Terug (tijd thuis)", "Return (time at home)", Kind::Moment, 22),
            ("Dagen van huis", "Days away", Kind::Number, 9),
            ("Bezoeken", "Visits", Kind::Long, 50),
            ("Nachten", "Nights", Kind::Number, 9),
            ("Vervoer (euro)", "Fares (euros)", Kind::Money, 12),
            ("Verblijf (euro)", "Nights (euros)", Kind::Money, 12),
            ("Samen (euro)", "Together (euros)", Kind::Money, 12),
            ("CO2 (kg)", "CO2 (kg)", Kind::Number, 11),
        ];
        self.sheet(("Reizen", "Trips"), 1, &columns, rows)
    }

    fn legs(&self) -> Page {
        let rows =
            self.facts.trips.iter().flat_map(|trip| trip.legs.iter().map(move |leg| (trip, leg))).map(|(trip, leg)| {
                vec![
                    text(&trip.office),
                    text(&leg.from_name),
                    text(&leg.to_name),
                    moment(leg.depart_local),
                    moment(leg.arrive_local),
                    whole(leg.minutes),
                    whole(leg.rest_minutes),
                    euros(leg.eur),
                    kilograms(leg.kg_co2),
                    text(if leg.is_estimated {
                        self.pick("geschat", "estimated")
                    } else {
                        self.pick("opgegeven", "given")
                    }),
                ]
            });
        let columns = [
            ("Reiziger", "Traveller", Kind::Long, 40),
            ("Van", "From", Kind::Text, 16),
            ("Naar", "To", Kind::Text, 16),
            ("Vertrek (tijd daar)", "Departure (time there)", Kind::Moment, 22),
            ("Aankomst (tijd daar)", "Arrival (time there)", Kind::Moment, 22),
            ("Minuten", "Minutes", Kind::Number, 9),
            ("Rust daarna (minuten)", "Rest after it (minutes)", Kind::Number, 12),
            ("Euro", "Euros", Kind::Money, 11),
            ("CO2 (kg)", "CO2 (kg)", Kind::Number, 10),
            ("Hoe bekend", "How known", Kind::Text, 12),
        ];
        self.sheet(("Trajecten", "Legs"), 1, &columns, rows)
    }

    fn limits(&self) -> Page {
        let rows = self.facts.limits.iter().map(|row| {
            let problem = self.facts.problem();
            let everybody = row.travellers.len() == problem.travellers.len();
            let offices: Vec<&str> = row.travellers.iter().map(|it| problem.traveller(*it).office.as_str()).collect();
            let who = if everybody { self.pick("iedereen", "everybody").to_owned() } else { offices.join("; ") };
            let share = if row.max > 0 { Some(Cell::Number(row.used as f64 / row.max as f64)) } else { None };
            vec![
                text(&row.label),
                text(self.measure(row.measure)),
                text(&who),
                text(&self.words.period(row.days)),
                date(row.days.start()),
                date(row.days.last()),
                units(row.measure, row.used),
                units(row.measure, row.max),
                units(row.measure, row.max - row.used),
                share,
                text(if row.is_soft { self.pick("tegen strafpunten", "at a penalty") } else { self.pick("nee", "no") }),
            ]
        });
        let columns = [
            ("Regel", "Rule", Kind::Long, 50),
            ("Wat telt", "What counts", Kind::Text, 14),
            ("Wie", "Who", Kind::Long, 40),
            ("Periode", "Period", Kind::Text, 22),
            ("Eerste dag", "First day", Kind::Date, 17),
            ("Laatste dag", "Last day", Kind::Date, 17),
            ("Gebruikt", "Used", Kind::Number, 11),
            ("Hoogstens", "At most", Kind::Number, 11),
            ("Over", "Left", Kind::Number, 11),
            ("Deel", "Share", Kind::Share, 8),
            ("Mag meer", "More is possible", Kind::Text, 16),
        ];
        self.sheet(("Limieten", "Limits"), 1, &columns, rows)
    }

    fn resources(&self) -> Page {
        let rows = self.facts.resources.iter().map(|row| {
            let full: Vec<String> = row.full.iter().map(|days| self.words.days(*days, true)).collect();
            vec![
                text(&row.label),
                whole(row.capacity),
                count(row.n_visits),
                count(row.n_days),
                count(row.most),
                text(&full.join("; ")),
            ]
        });
        let columns = [
            ("Middel", "Resource", Kind::Long, 44),
            ("Aantal", "Capacity", Kind::Number, 9),
            ("Bezoeken", "Visits", Kind::Number, 10),
            ("Dagen in gebruik", "Days in use", Kind::Number, 11),
            ("Meeste tegelijk", "Most at a time", Kind::Number, 11),
            ("Alles in gebruik op", "All in use on", Kind::Long, 70),
        ];
        self.sheet(("Middelen", "Resources"), 1, &columns, rows)
    }

    fn left_out(&self) -> Page {
        let has_remedies = self.facts.left_out.iter().any(|row| row.remedy.is_some());
        let rows = self.facts.left_out.iter().map(|row| {
            let windows: Vec<String> = row.windows.iter().map(|days| self.words.days(*days, true)).collect();
            let mut cells = vec![
                text(&row.title),
                text(&row.place_name),
                text(&row.country_name),
                text(self.status(row.status)),
                points(row.points),
                text(&windows.join("; ")),
                text(row.reason.as_deref().unwrap_or_default()),
            ];
            cells.extend(has_remedies.then(|| text(row.remedy.as_deref().unwrap_or_default())));
            cells.push(text(&self.facts.problem().request(row.request).id));
            cells
        });
        let mut columns = vec![
            ("Wens", "Request", Kind::Long, 40),
            ("Plaats", "Place", Kind::Text, 16),
            ("Land", "Country", Kind::Text, 16),
            ("Status", "Status", Kind::Text, 13),
            ("Punten", "Points", Kind::Number, 9),
            ("Kan tussen", "Possible between", Kind::Long, 40),
            ("Waarom niet", "Why not", Kind::Long, 60),
        ];
        // Nobody looks for what was not asked for.
        columns.extend(has_remedies.then_some(("Goedkoopste oplossing", "Cheapest remedy", Kind::Long, 70)));
        columns.push(("Id", "Id", Kind::Text, 20));
        self.sheet(("Niet ingepland", "Not planned"), 1, &columns, rows)
    }

    fn acting(&self) -> Page {
        let nobody = self.pick("niemand", "nobody");
        let rows = self.facts.acting.iter().map(|row| {
            vec![
                text(&row.office),
                date(row.first_day),
                date(row.last_day),
                text(row.deputy_office.as_deref().unwrap_or(nobody)),
            ]
        });
        let columns = [
            ("Afwezig", "Away", Kind::Long, 44),
            ("Eerste dag", "First day", Kind::Date, 17),
            ("Laatste dag", "Last day", Kind::Date, 17),
            ("Waarnemer", "Acting", Kind::Long, 44),
        ];
        self.sheet(("Waarneming", "Acting"), 1, &columns, rows)
    }

    fn missed(&self) -> Page {
        let rows = self.facts.missed.iter().map(|row| vec![date(row.day), text(&row.label), text(&row.office)]);
        let columns = [
            ("Datum", "Date", Kind::Date, 17),
            ("Afspraak", "Event", Kind::Long, 40),
            ("Wie er niet is", "Who is not there", Kind::Long, 50),
        ];
        self.sheet(("Gemiste afspraken", "Missed events"), 1, &columns, rows)
    }

    fn deadlines(&self) -> Page {
        let preparation = self.pick("Begin van de voorbereiding", "Start of preparation");
        let rows = self.facts.deadlines.iter().map(|row| {
            vec![
                date(row.day),
                text(row.label.as_deref().unwrap_or(preparation)),
                text(&row.title),
                date(row.start_day),
            ]
        });
        let columns = [
            ("Uiterlijk", "By", Kind::Date, 17),
            ("Wat", "What", Kind::Long, 34),
            ("Bezoek", "Visit", Kind::Long, 50),
            ("Begin van het bezoek", "Start of the visit", Kind::Date, 19),
        ];
        self.sheet(("Voorbereiding", "Preparation"), 1, &columns, rows)
    }

    fn changes(&self) -> Option<Page> {
        let changes = self.facts.changes.as_ref()?;
        let rows = changes.rows.iter().map(|row| {
            let kind = match row.kind {
                ChangeKind::Added => self.pick("nieuw", "added"),
                ChangeKind::Moved => self.pick("verplaatst", "moved"),
                ChangeKind::Delegation => self.pick("andere delegatie", "other delegation"),
                ChangeKind::Cancelled => self.pick("vervallen", "cancelled"),
            };
            let first = |days: Option<DayRange>| days.and_then(|days| date(days.start()));
            vec![
                text(kind),
                text(&row.title),
                text(&row.place_name),
                first(row.before),
                first(row.after),
                text(&row.left.join("; ")),
                text(&row.joined.join("; ")),
            ]
        });
        let columns = [
            ("Wat", "What", Kind::Text, 18),
            ("Bezoek", "Visit", Kind::Long, 44),
            ("Plaats", "Place", Kind::Text, 16),
            ("Was op", "Was on", Kind::Date, 17),
            ("Is op", "Is on", Kind::Date, 17),
            ("Gaat niet meer", "No longer goes", Kind::Long, 36),
            ("Gaat nu ook", "Goes now", Kind::Long, 36),
        ];
        Some(self.sheet(("Wijzigingen", "Changes"), 2, &columns, rows))
    }

    // -- Words --------------------------------------------------------------------------------------------------------

    fn visit(&self, request: crate::domain::RequestIdx) -> Option<&VisitRow> {
        self.facts.visits.iter().chain(&self.facts.meetings).find(|visit| visit.request == request)
    }

    fn status(&self, status: RequestStatus) -> &'static str {
        match status {
            RequestStatus::Idea => self.pick("idee", "idea"),
            RequestStatus::Requested => self.pick("aangevraagd", "requested"),
            RequestStatus::Confirmed => self.pick("bevestigd", "confirmed"),
            RequestStatus::Held => self.pick("gehouden", "held"),
        }
    }

    fn confidentiality(&self, confidentiality: Confidentiality) -> &'static str {
        match confidentiality {
            Confidentiality::Public => self.pick("openbaar", "public"),
            Confidentiality::Internal => self.pick("intern", "internal"),
            Confidentiality::Confidential => self.pick("vertrouwelijk", "confidential"),
        }
    }

    fn rank(&self, rank: Rank) -> &'static str {
        match rank {
            Rank::Political => self.pick("politiek", "political"),
            Rank::Senior => self.pick("hoogambtelijk", "senior"),
            Rank::Working => self.pick("ambtelijk", "working"),
        }
    }

    fn measure(&self, measure: Measure) -> &'static str {
        match measure {
            Measure::DaysAway => self.pick("dagen van huis", "days away"),
            Measure::Trips => self.pick("reizen", "trips"),
            Measure::Visits => self.pick("bezoeken", "visits"),
            Measure::Eur => self.pick("euro", "euros"),
            Measure::KgCo2 => "kg CO2",
        }
    }
}

// -- Cells ------------------------------------------------------------------------------------------------------------

fn text(text: &str) -> Slot {
    Cell::text(text)
}

fn count(n: usize) -> Slot {
    whole(i64::try_from(n).unwrap_or(i64::MAX))
}

fn whole(number: i64) -> Slot {
    Some(Cell::Number(number as f64)) // Counts stay far below 2^53.
}

fn points(points: Points) -> Slot {
    Some(Cell::Number(points.0 as f64 / 1000.0)) // Points stay far below 2^53.
}

fn euros(cents: Cents) -> Slot {
    Some(Cell::Number(cents.0 as f64 / 100.0)) // Money stays far below 2^53.
}

fn kilograms(grams: Grams) -> Slot {
    Some(Cell::Number(grams.0 as f64 / 1000.0)) // Weights stay far below 2^53.
}

/// A number of a limit, which is kept in cents and grams.
fn units(measure: Measure, number: i64) -> Slot {
    match measure {
        Measure::Eur => euros(Cents(number)),
        Measure::KgCo2 => kilograms(Grams(number)),
        Measure::DaysAway | Measure::Trips | Measure::Visits => whole(number),
    }
}

fn date(day: Day) -> Slot {
    Some(Cell::Serial(workbook::serial(day.date().and_time(NaiveTime::MIN))))
}

fn moment(at: LocalTime) -> Slot {
    let at: NaiveDateTime = at.day.date().and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(at.minute));
    Some(Cell::Serial(workbook::serial(at)))
}

/// How much more in percent, with one decimal, rounded up.
fn percent(more: Points, of: Points) -> String {
    let (more, of) = (i128::from(more.0), i128::from(of.0.abs().max(1)));
    let tenths = (more * 1000 + of - 1) / of;
    format!("{}.{}", tenths / 10, tenths % 10)
}
