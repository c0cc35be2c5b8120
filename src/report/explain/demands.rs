//! Demands as sentences: what stands in the way, named as in the scenario, with dates.

use super::sentences::{Teller, capital, clean, quoted};
use crate::domain::{Problem, RequestIdx, RequestStatus, RuleBody, Stability, TravellerIdx};
use crate::explain::{Demand, TripRule};

/// The most busy times of one calendar that are listed.
const MAX_BUSY: usize = 12;

/// Returns one sentence for each demand of a clash; busy times of one traveller in one calendar share a sentence.
#[must_use]
pub fn clash_lines(problem: &Problem, demands: &[Demand]) -> Vec<String> {
    let teller = Teller::new(problem);
    let mut lines = Vec::new();
    let mut told: Vec<(TravellerIdx, &str)> = Vec::new();
    for &demand in demands {
        let Demand::Busy(traveller, busy) = demand else {
            lines.push(teller.demand(demand));
            continue;
        };
        let label = problem.traveller(traveller).busy[busy].label.as_str();
        if told.contains(&(traveller, label)) {
            continue;
        }
        told.push((traveller, label));
        let times: Vec<usize> = demands
            .iter()
            .filter_map(|&other| match other {
                Demand::Busy(whose, busy) if whose == traveller => Some(busy),
                _ => None,
            })
            .filter(|&busy| problem.traveller(traveller).busy[busy].label == label)
            .collect();
        lines.push(teller.busy_times(traveller, label, &times));
    }
    lines
}

impl Teller<'_> {
    /// A demand as a sentence.
    pub fn demand(self, demand: Demand) -> String {
        let problem = self.problem;
        match demand {
            Demand::Rule { rule, days } => {
                let name = self.rule(rule);
                if let RuleBody::Sequence(sequence) = &problem.rule(rule).body {
                    let (first, then) = (self.request(sequence.first), self.request(sequence.then));
                    return self.pick(
                        format!("De regel {name}: {then} kan alleen na {first}."),
                        format!("The rule {name}: {then} is only possible after {first}."),
                    );
                }
                if let RuleBody::Stability(Stability { max_changes: Some(max), .. }) = &problem.rule(rule).body {
                    let most = self.words.may_change(*max);
                    // An argument is no rule of the scenario.
                    if problem.rule(rule).id.starts_with("--") {
                        return format!("{} ({name}).", capital(&most));
                    }
                    return self.pick(format!("De regel {name}: {most}."), format!("The rule {name}: {most}."));
                }
                match days.map(|days| self.days(days)) {
                    Some(days) => {
                        self.pick(format!("De regel {name}, in {days}."), format!("The rule {name}, in {days}."))
                    }
                    None => self.pick(format!("De regel {name}."), format!("The rule {name}.")),
                }
            }
            Demand::Mandatory(request) => {
                let name = self.request(request);
                self.pick(format!("{name} is verplicht (`mandatory`)."), format!("{name} is mandatory."))
            }
            Demand::Lock(request) => self.lock(request),
            Demand::Busy(traveller, busy) => {
                let label = &problem.traveller(traveller).busy[busy].label;
                self.busy_times(traveller, label, &[busy])
            }
            Demand::Windows(request) if problem.request(request).windows.is_empty() => {
                let name = self.request(request);
                self.pick(
                    format!("{name} heeft geen dagen waarop het kan; zo is het als een bezoek is geannuleerd."),
                    format!("{name} has no days on which it can be; so it is when a visit is cancelled."),
                )
            }
            Demand::Windows(request) => {
                let windows: Vec<String> =
                    problem.request(request).windows.iter().map(|&window| self.days(window)).collect();
                let (name, windows) = (self.request(request), windows.join(self.pick(" of ", " or ")));
                self.pick(
                    format!("{name} kan alleen in deze periode: {windows}."),
                    format!("{name} is only possible on these dates: {windows}."),
                )
            }
            Demand::Lead(request) => {
                let n_days = problem.request(request).lead_days;
                let name = self.request(request);
                let first = problem.as_of.map(|as_of| as_of.plus(n_days));
                let first = first.and_then(|day| crate::domain::DayRange::inclusive(day, day));
                let first = first.map_or_else(String::new, |day| self.days(day));
                self.pick(
                    format!("{name} vraagt {n_days} dagen voorbereiding en kan dus niet voor {first} beginnen."),
                    format!("{name} takes {n_days} days of preparation, so it cannot start before {first}."),
                )
            }
            Demand::Roles(request) => {
                let roles: Vec<String> = problem
                    .request(request)
                    .roles
                    .iter()
                    .filter(|role| !role.optional)
                    .map(|role| {
                        let who: Vec<String> = role.candidates.iter().map(|c| self.office(c.traveller)).collect();
                        format!("{} ({})", role.id, who.join(self.pick(" of ", " or ")))
                    })
                    .collect();
                let (name, roles) = (self.request(request), self.list(&roles));
                self.pick(
                    format!("{name} vraagt voor elke rol iemand anders op hetzelfde moment: {roles}."),
                    format!("{name} needs somebody else for each role at the same time: {roles}."),
                )
            }
            Demand::Closure(place, closure) => {
                let (days, label) = &problem.place(place).closures[closure];
                let (place, days, label) = (self.place(place), self.days(*days), clean(label));
                self.pick(
                    format!("{place} is gesloten: {label}, {days}."),
                    format!("{place} is closed: {label}, {days}."),
                )
            }
            Demand::Holiday(place, day) => {
                let name = problem.place(place).holidays.get(&day).map(|name| clean(name)).unwrap_or_default();
                let name = if name.is_empty() { name } else { format!(" ({name})") };
                let days = crate::domain::DayRange::inclusive(day, day).map_or_else(String::new, |day| self.days(day));
                let place = self.place(place);
                self.pick(
                    format!("In {place} is {days} een feestdag{name}."),
                    format!("In {place}, {days} is a public holiday{name}."),
                )
            }
            Demand::Weekend(place) => {
                let days: Vec<String> =
                    problem.place(place).weekend.iter().map(|&day| self.words.weekday(day).to_owned()).collect();
                let (place, days) = (self.place(place), self.list(&days));
                self.pick(
                    format!("In {place} is het weekend op {days}."),
                    format!("In {place} the weekend is on {days}."),
                )
            }
            Demand::Trip(traveller, rule) => self.trip_rule(traveller, rule),
            Demand::Night => {
                let night = problem.night.map_or((0, 0), |night| (night.from, night.to));
                let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
                let (from, to) = (clock(night.0), clock(night.1));
                self.pick(
                    format!("Niemand vertrekt tussen {from} en {to}."),
                    format!("Nobody departs between {from} and {to}."),
                )
            }
            Demand::Horizon => {
                let days = self.days(problem.horizon);
                self.pick(
                    format!("Elke reis valt geheel in de planperiode: {days}."),
                    format!("Every trip lies wholly in the horizon: {days}."),
                )
            }
        }
    }

    fn busy_times(self, traveller: TravellerIdx, label: &str, times: &[usize]) -> String {
        let who = self.problem.traveller(traveller);
        let shown: Vec<String> = times.iter().take(MAX_BUSY).map(|&busy| self.busy(who.busy[busy].interval)).collect();
        let n_more = times.len().saturating_sub(MAX_BUSY);
        let more = if n_more == 0 {
            String::new()
        } else {
            self.pick(format!(" en nog {n_more} keer"), format!(" and {n_more} more times"))
        };
        let (office, label) = (self.office(traveller), quoted(label));
        let separator = if n_more == 0 { self.list(&shown) } else { shown.join(", ") };
        self.pick(
            format!("{office} is bezet ({label}): {separator}{more}."),
            format!("{office} is busy ({label}): {separator}{more}."),
        )
    }

    fn lock(self, request: RequestIdx) -> String {
        let wish = self.problem.request(request);
        let name = self.request(request);
        let Some(lock) = &wish.lock else {
            return self.pick(format!("{name} staat zo in de agenda."), format!("{name} is in the plan as it is."));
        };
        let zone = crate::zones::Zone::of(self.problem.place(wish.place).tz);
        let day = zone.day(lock.start);
        let date = crate::domain::DayRange::inclusive(day, day).map_or_else(String::new, |day| self.days(day));
        let who: Vec<String> = lock.delegation.iter().flatten().map(|&who| self.office(who)).collect();
        let who = self.list(&who);
        match wish.status {
            RequestStatus::Held => {
                self.pick(format!("{name} is geweest: {date}, {who}."), format!("{name} was held: {date}, {who}."))
            }
            RequestStatus::Confirmed => self.pick(
                format!("{name} is bevestigd: vanaf {date}, {who}."),
                format!("{name} is confirmed: from {date}, {who}."),
            ),
            RequestStatus::Idea | RequestStatus::Requested => self.pick(
                format!("{name} ligt vast: vanaf {date}, {who}."),
                format!("{name} is fixed: from {date}, {who}."),
            ),
        }
    }

    fn trip_rule(self, traveller: TravellerIdx, rule: TripRule) -> String {
        let (who, limits) = (self.office(traveller), self.problem.traveller(traveller).limits);
        match rule {
            TripRule::MaxStops => {
                let visits = self.words.n_visits(limits.max_stops);
                self.pick(
                    format!("{who} doet hoogstens {visits} in één reis (`max_stops`)."),
                    format!("{who} makes at most {visits} in one trip (`max_stops`)."),
                )
            }
            TripRule::MaxTripDays => {
                let n = limits.max_trip_days;
                self.pick(
                    format!("{who} is hoogstens {n} dagen achtereen op reis (`max_trip_days`)."),
                    format!("{who} is away for at most {n} days in one trip (`max_trip_days`)."),
                )
            }
            TripRule::MaxIdleDays => {
                let n = limits.max_idle_days;
                self.pick(
                    format!("Tussen twee bezoeken in één reis van {who} zitten hoogstens {n} dagen (`max_idle_days`)."),
                    format!("Between two visits of one trip of {who} lie at most {n} days (`max_idle_days`)."),
                )
            }
            TripRule::MinHomeDays => {
                let n = limits.min_home_days;
                self.pick(
                    format!("{who} is tussen twee reizen minstens {n} hele dagen thuis (`min_home_days`), en reizen delen geen dag."),
                    format!("{who} is home for at least {n} whole days between two trips (`min_home_days`), and trips share no date."),
                )
            }
        }
    }
}
