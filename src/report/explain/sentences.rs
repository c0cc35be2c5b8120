//! The words that all explanations share: requests, people, dates and amounts.

use crate::domain::{
    DayRange, Instant, Interval, Language, PlaceIdx, Points, Problem, RequestIdx, RoleIdx, RuleIdx, TravellerIdx,
};
use crate::explain::Planned;
use crate::report::Words;
use crate::zones::Zone;

/// The words of one scenario.
#[derive(Clone, Copy)]
pub struct Teller<'p> {
    pub problem: &'p Problem,
    pub words: Words,
}

impl<'p> Teller<'p> {
    pub fn new(problem: &'p Problem) -> Self {
        Teller { problem, words: Words::of(problem.language) }
    }

    pub fn pick<T>(self, nl: T, en: T) -> T {
        self.words.pick(nl, en)
    }

    /// The title of a request, in quotes.
    pub fn request(self, request: RequestIdx) -> String {
        quoted(&self.problem.request(request).title)
    }

    pub fn office(self, traveller: TravellerIdx) -> String {
        clean(&self.problem.traveller(traveller).office)
    }

    pub fn place(self, place: PlaceIdx) -> String {
        let place = self.problem.place(place);
        let name = if self.problem.language == Language::Dutch { &place.name_nl } else { &place.name_en };
        clean(if name.is_empty() { &place.id } else { name })
    }

    pub fn role(self, request: RequestIdx, role: RoleIdx) -> String {
        self.problem.request(request).roles[role.0].id.clone()
    }

    /// The label of a rule in quotes, and its id.
    pub fn rule(self, rule: RuleIdx) -> String {
        let rule = self.problem.rule(rule);
        if rule.label.is_empty() || rule.label == rule.id {
            format!("`{}`", rule.id)
        } else {
            format!("{} (`{}`)", quoted(&rule.label), rule.id)
        }
    }

    pub fn days(self, days: DayRange) -> String {
        self.words.days(days, true)
    }

    pub fn points(self, points: Points) -> String {
        let amount = self.words.amount(points);
        let one = points == Points(1_000);
        self.pick(
            format!("{amount} {}", if one { "punt" } else { "punten" }),
            format!("{amount} {}", if one { "point" } else { "points" }),
        )
    }

    /// `a, b en c`.
    pub fn list(self, items: &[String]) -> String {
        match items {
            [most @ .., last] if !most.is_empty() => {
                format!("{} {} {last}", most.join(", "), self.pick("en", "and"))
            }
            items => items.concat(),
        }
    }

    /// The dates of a visit at its place.
    pub fn dates(self, request: RequestIdx, start: Instant, end: Instant) -> String {
        let zone = self.zone_of(request);
        match DayRange::inclusive(zone.day(start), zone.day(end)) {
            Some(days) => self.days(days),
            None => zone.local(start).to_string(),
        }
    }

    /// A busy time at home: dates, with the hours where it is less than a day.
    pub fn busy(self, interval: Interval) -> String {
        let zone = Zone::of(self.problem.place(self.problem.home).tz);
        let (start, end) = (zone.local(interval.start()), zone.local(interval.end().plus(-1)));
        let Some(days) = DayRange::inclusive(start.day, end.day) else { return start.to_string() };
        let days_text = self.days(days);
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let is_whole = start.minute == 0 && end.minute == 24 * 60 - 1;
        if is_whole || days.n_days() > 1 {
            days_text
        } else {
            format!("{days_text} {}–{}", clock(start.minute), clock(end.minute + 1))
        }
    }

    /// A visit with its dates and those who go.
    pub fn visit(self, visit: &Planned) -> String {
        let who: Vec<String> = visit.seats.iter().map(|&(_, traveller)| self.office(traveller)).collect();
        let (dates, who) = (self.dates(visit.request, visit.start, visit.end), self.list(&who));
        format!("{} ({dates}; {who})", self.request(visit.request))
    }

    fn zone_of(self, request: RequestIdx) -> Zone {
        Zone::of(self.problem.place(self.problem.request(request).place).tz)
    }
}

/// A text of the scenario in one line, in quotes.
pub fn quoted(text: &str) -> String {
    format!("“{}”", clean(text))
}

/// A text of the scenario in one line without control characters.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A sentence with a capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
