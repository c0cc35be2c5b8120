//! Relaxations as sentences: what would have to give way, and by how much.

use super::sentences::{Teller, quoted};
use crate::domain::{Day, DayRange, Measure, RequestIdx, RuleBody, RuleIdx};
use crate::explain::{Demand, How, Relaxation, Repair, TripRule};
use crate::texts::numbers;

impl Teller<'_> {
    /// A repair as a sentence without a full stop.
    pub fn repair(self, repair: &Repair) -> String {
        let parts: Vec<String> = repair.relaxations.iter().map(|relaxation| self.relaxation(relaxation)).collect();
        parts.join(self.pick("; en ", "; and "))
    }

    /// A relaxation as something to do.
    pub fn relaxation(self, relaxation: &Relaxation) -> String {
        let Relaxation { demand, how } = *relaxation;
        match (demand, how) {
            (Demand::Rule { rule, days }, How::LetGo) => self.without_rule(rule, days),
            (Demand::Rule { rule, days }, How::By(by)) => self.rule_by(rule, days, by),
            (Demand::Rule { rule, .. }, How::ByIn(by, days)) => self.rule_by(rule, Some(days), by),
            (Demand::Rule { rule, .. }, How::MaxDaysBy(by)) => {
                let before = match &self.problem.rule(rule).body {
                    RuleBody::Sequence(sequence) => i64::from(sequence.max_days.unwrap_or(0)),
                    _ => 0,
                };
                self.number(&self.rule(rule), self.pick("hoogstens", "at most"), before, before + by, "dagen", "days")
            }
            (Demand::Windows(request), How::Earlier(window, by)) => self.window(request, window, -by),
            (Demand::Windows(request), How::Later(window, by)) => self.window(request, window, by),
            (Demand::Lead(request), How::By(by)) => {
                let before = i64::from(self.problem.request(request).lead_days);
                let what = self.pick("voorbereiding van", "preparation of");
                let name = format!("{what} {}", self.request(request));
                self.number(&name, "", before, before - by, "dagen", "days")
            }
            (Demand::Trip(traveller, rule), How::By(by)) => {
                let limits = self.problem.traveller(traveller).limits;
                let (before, up) = match rule {
                    TripRule::MaxStops => (i64::try_from(limits.max_stops).unwrap_or(0), by),
                    TripRule::MaxTripDays => (i64::from(limits.max_trip_days), by),
                    TripRule::MaxIdleDays => (i64::from(limits.max_idle_days), by),
                    TripRule::MinHomeDays => (i64::from(limits.min_home_days), -by),
                };
                let name = format!("`{}` {} {}", rule.field(), self.pick("van", "of"), self.office(traveller));
                self.number(&name, "", before, before + up, "", "")
            }
            (demand, _) => self.let_go(demand),
        }
    }

    fn let_go(self, demand: Demand) -> String {
        match demand {
            Demand::Mandatory(request) => {
                let name = self.request(request);
                self.pick(format!("{name} is niet langer verplicht"), format!("{name} is no longer mandatory"))
            }
            Demand::Lock(request) => {
                let name = self.request(request);
                self.pick(
                    format!("{name} ligt niet langer vast en mag wijken"),
                    format!("{name} is no longer fixed and may give way"),
                )
            }
            Demand::Busy(traveller, busy) => {
                let busy = &self.problem.traveller(traveller).busy[busy];
                let (who, label, when) = (self.office(traveller), quoted(&busy.label), self.busy(busy.interval));
                self.pick(
                    format!("{who} laat deze afspraak wijken: {label}, {when}"),
                    format!("{who} gives up this appointment: {label}, {when}"),
                )
            }
            Demand::Windows(request) => {
                let name = self.request(request);
                self.pick(format!("{name} mag op elke datum"), format!("{name} may be on any date"))
            }
            Demand::Lead(request) => {
                let name = self.request(request);
                self.pick(format!("{name} vraagt geen voorbereiding"), format!("{name} takes no preparation"))
            }
            Demand::Roles(request) => {
                let name = self.request(request);
                self.pick(
                    format!("bij {name} mogen de rollen naast de eerste leeg blijven, of er komt een kandidaat bij"),
                    format!("in {name} the roles beside the first may stay empty, or a candidate is added"),
                )
            }
            Demand::Closure(place, closure) => {
                let (days, label) = &self.problem.place(place).closures[closure];
                let (place, days, label) = (self.place(place), self.days(*days), quoted(label));
                self.pick(
                    format!("{place} ontvangt ook tijdens {label} ({days})"),
                    format!("{place} receives visitors also during {label} ({days})"),
                )
            }
            Demand::Holiday(place, day) => {
                let name = self.problem.place(place).holidays.get(&day).filter(|name| !name.is_empty());
                let name = name.map_or_else(String::new, |name| format!(", {}", quoted(name)));
                let (place, day) = (self.place(place), self.day(day));
                self.pick(
                    format!("{place} ontvangt ook op de feestdag {day}{name}"),
                    format!("{place} receives visitors also on the public holiday {day}{name}"),
                )
            }
            Demand::Weekend(place) => {
                let place = self.place(place);
                self.pick(
                    format!("{place} ontvangt ook in het weekend"),
                    format!("{place} receives visitors also in the weekend"),
                )
            }
            Demand::Night => {
                self.pick("er mag ook 's nachts vertrokken worden", "people may depart in the night too").to_owned()
            }
            Demand::Horizon => self
                .pick("de planperiode wordt aan beide kanten langer", "the horizon is longer at both ends")
                .to_owned(),
            Demand::Rule { rule, days } => self.without_rule(rule, days),
            Demand::Trip(traveller, rule) => {
                let (who, field) = (self.office(traveller), rule.field());
                self.pick(format!("`{field}` van {who} vervalt"), format!("`{field}` of {who} no longer holds"))
            }
        }
    }

    fn without_rule(self, rule: RuleIdx, days: Option<DayRange>) -> String {
        let (name, when) = (self.rule(rule), self.when(days));
        self.pick(format!("de regel {name} geldt niet{when}"), format!("the rule {name} does not hold{when}"))
    }

    fn when(self, days: Option<DayRange>) -> String {
        days.map_or_else(String::new, |days| format!(" {} {}", self.pick("in", "in"), self.days(days)))
    }

    /// The change of a rule's number.
    fn rule_by(self, rule: RuleIdx, days: Option<DayRange>, by: i64) -> String {
        let name = format!("{}{}", self.rule(rule), self.when(days));
        let as_i64 = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let (most, least) = (self.pick("hoogstens", "at most"), self.pick("minstens", "at least"));
        match &self.problem.rule(rule).body {
            RuleBody::Limit(limit) => {
                let (nl, en) = match limit.measure {
                    Measure::DaysAway => ("dagen", "days"),
                    Measure::Trips => ("reizen", "trips"),
                    Measure::Visits => ("deelnames aan bezoeken", "attendances"),
                    Measure::Eur => ("euro", "euros"),
                    Measure::KgCo2 => ("kg CO2", "kg CO2"),
                };
                self.number(&name, most, limit.max, limit.max + by, nl, en)
            }
            RuleBody::Presence(it) => {
                self.number(&name, least, as_i64(it.at_least), as_i64(it.at_least) - by, "aanwezig", "at home")
            }
            RuleBody::Attendance(it) => {
                let before = as_i64(it.max_in_a_row.unwrap_or(0));
                self.number(&name, most, before, before + by, "keer gemist achtereen", "missed in a row")
            }
            RuleBody::Spacing(it) => {
                self.number(&name, least, it.min_days.into(), i64::from(it.min_days) - by, "dagen", "days")
            }
            RuleBody::Sequence(it) => {
                self.number(&name, least, it.min_days.into(), i64::from(it.min_days) - by, "dagen", "days")
            }
            RuleBody::Exclusion(it) => {
                self.number(&name, most, as_i64(it.max), as_i64(it.max) + by, "bezoeken", "visits")
            }
            RuleBody::Resource(it) => self.number(&name, "", it.capacity, it.capacity + by, "beschikbaar", "available"),
            RuleBody::Coverage(it) => {
                self.number(&name, least, as_i64(it.at_least), as_i64(it.at_least) - by, "bezoeken", "visits")
            }
            RuleBody::Stability(it) => {
                let before = as_i64(it.max_changes.unwrap_or(0));
                self.number(&name, most, before, before + by, "gewijzigde bezoeken", "changed visits")
            }
        }
    }

    /// Such as `rule: at most 8 days instead of 7`.
    fn number(self, name: &str, bound: &str, before: i64, after: i64, nl: &str, en: &str) -> String {
        let [before, after] = [before, after].map(|n| numbers::grouped(self.problem.language, &n.to_string()));
        let bound = if bound.is_empty() { String::new() } else { format!("{bound} ") };
        let unit = self.pick(nl, en);
        let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        self.pick(
            format!("{name}: {bound}{after}{unit} in plaats van {before}"),
            format!("{name}: {bound}{after}{unit} instead of {before}"),
        )
    }

    /// A window that opens earlier (days below zero) or closes later.
    fn window(self, request: RequestIdx, window: usize, days: i32) -> String {
        let name = self.request(request);
        let range = self.problem.request(request).windows[window];
        let (n, unit) = (days.abs(), if days.abs() == 1 { ("dag", "day") } else { ("dagen", "days") });
        let unit = self.pick(unit.0, unit.1);
        if days < 0 {
            let day = self.day(range.start().plus(days));
            self.pick(
                format!("{name} mag {n} {unit} eerder beginnen, vanaf {day}"),
                format!("{name} may start {n} {unit} earlier, from {day}"),
            )
        } else {
            let day = self.day(range.last().plus(days));
            self.pick(
                format!("{name} mag {n} {unit} langer wachten, tot en met {day}"),
                format!("{name} may wait {n} {unit} longer, up to and including {day}"),
            )
        }
    }

    /// One date.
    pub fn day(self, day: Day) -> String {
        DayRange::inclusive(day, day).map_or_else(String::new, |day| self.days(day))
    }
}
