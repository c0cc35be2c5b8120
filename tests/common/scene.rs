//! A small world with good defaults: home in The Hague, March 2027, everything three hours away.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use chrono::NaiveDate;
use chrono_tz::Tz;
use reisagenda::checker::{self, Violation};
use reisagenda::domain::*;

/// A problem under construction; everything in it can be changed in place.
#[derive(Clone, Debug)]
pub struct Scene {
    problem: Problem,
    default_leg: Leg,
    legs: BTreeMap<(PlaceIdx, PlaceIdx), Leg>,
}

impl Deref for Scene {
    type Target = Problem;
    fn deref(&self) -> &Problem {
        &self.problem
    }
}

impl DerefMut for Scene {
    fn deref_mut(&mut self) -> &mut Problem {
        &mut self.problem
    }
}

impl Scene {
    /// A world with a home in The Hague and nothing else, for the home dates of March 2027.
    pub fn new() -> Self {
        let default_leg =
            Leg { minutes: 180, eur: Cents(20_000), kg_co2: Grams(100_000), rest_minutes: 0, estimated: false };
        let mut scene = Scene {
            problem: Problem {
                title: "A small world".to_owned(),
                language: Language::English,
                horizon: days("2027-03-01", "2027-03-31"),
                home: PlaceIdx(0),
                as_of: None,
                night: Some(Night { from: 23 * 60, to: 5 * 60 }),
                day_away: Points::ZERO,
                eur: Weight::default(),
                kg_co2: Weight::default(),
                places: Vec::new(),
                legs: Legs::new(0, |_, _| Leg::default()),
                travellers: Vec::new(),
                requests: Vec::new(),
                calendars: Vec::new(),
                rules: Vec::new(),
                earlier: Vec::new(),
                preparation_day: false,
                publication: Default::default(),
            },
            default_leg,
            legs: BTreeMap::new(),
        };
        scene.place("den-haag", Tz::Europe__Amsterdam);
        scene
    }

    /// Adds a place that is three hours, 200 euro and 100 kg from everywhere; nights cost 150 euro.
    pub fn place(&mut self, id: &str, tz: Tz) -> PlaceIdx {
        let part = |id: &str, start, end| DayPart { id: id.to_owned(), start, end };
        self.problem.places.push(Place {
            id: id.to_owned(),
            country: "NL".parse().expect("a country"),
            name_nl: id.to_owned(),
            name_en: id.to_owned(),
            tz,
            weekend: vec![5, 6],
            holidays: BTreeMap::new(),
            closures: Vec::new(),
            coordinates: None,
            per_diem: Cents(15_000),
            day_parts: vec![part("morning", 540, 750), part("afternoon", 810, 1050)],
        });
        self.renew_legs();
        PlaceIdx(self.problem.places.len() - 1)
    }

    /// Sets the leg between two places, both ways.
    pub fn leg(&mut self, from: PlaceIdx, to: PlaceIdx, leg: Leg) -> &mut Self {
        self.legs.insert((from, to), leg);
        self.legs.insert((to, from), leg);
        self.renew_legs();
        self
    }

    /// Sets the minutes of the legs between two places, both ways.
    pub fn minutes(&mut self, from: PlaceIdx, to: PlaceIdx, minutes: i64) -> &mut Self {
        let leg = Leg { minutes, ..self.default_leg };
        self.leg(from, to, leg)
    }

    fn renew_legs(&mut self) {
        let leg = |from, to| self.legs.get(&(from, to)).copied().unwrap_or(self.default_leg);
        self.problem.legs = Legs::new(self.problem.places.len(), leg);
    }

    /// Adds a traveller of senior rank.
    pub fn traveller(&mut self, id: &str) -> TravellerIdx {
        self.problem.travellers.push(Traveller {
            id: id.to_owned(),
            office: id.to_owned(),
            organisation: "BZ".to_owned(),
            rank: Rank::Senior,
            busy: Vec::new(),
            deputies: Vec::new(),
            email: None,
            limits: TripLimits { max_stops: 4, max_trip_days: 14, max_idle_days: 2, min_home_days: 0 },
        });
        TravellerIdx(self.problem.travellers.len() - 1)
    }

    /// Adds a request of one part and 100 points, open in the whole horizon, for one traveller in the role `lead`.
    pub fn request(&mut self, id: &str, place: PlaceIdx, traveller: TravellerIdx) -> RequestIdx {
        let window = self.problem.horizon;
        self.problem.requests.push(Request {
            id: id.to_owned(),
            title: id.to_owned(),
            place,
            parts: 1,
            windows: vec![window],
            points: Points(100_000),
            decay: Points::ZERO,
            prefer: Vec::new(),
            theme: None,
            fund: None,
            mandatory: false,
            status: RequestStatus::Idea,
            confidentiality: Confidentiality::Internal,
            needs: Vec::new(),
            lead_days: 0,
            milestones: Vec::new(),
            roles: Vec::new(),
            lock: None,
            cover: None,
            announce: false,
            counterpart: None,
        });
        let request = RequestIdx(self.problem.requests.len() - 1);
        self.role(request, "lead", false, &[(traveller, 0)]);
        request
    }

    /// Adds a role with candidates and their points in thousandths.
    pub fn role(
        &mut self,
        request: RequestIdx,
        id: &str,
        optional: bool,
        candidates: &[(TravellerIdx, i64)],
    ) -> RoleIdx {
        let candidates =
            candidates.iter().map(|&(traveller, points)| Candidate { traveller, points: Points(points) }).collect();
        let roles = &mut self.problem.requests[request.0].roles;
        roles.push(Role { id: id.to_owned(), optional, candidates });
        RoleIdx(roles.len() - 1)
    }

    /// Adds a rule; without a penalty, in thousandths, it is hard.
    pub fn rule(&mut self, id: &str, penalty: Option<i64>, body: RuleBody) -> RuleIdx {
        let penalty = penalty.map(Points);
        self.problem.rules.push(Rule { id: id.to_owned(), label: format!("rule {id}"), penalty, body });
        RuleIdx(self.problem.rules.len() - 1)
    }

    /// Adds a calendar of events in UTC.
    pub fn calendar(&mut self, id: &str, events: &[(&str, &str)]) -> CalendarIdx {
        let events = events.iter().map(|(start, end)| Interval::new(at(start), at(end)).expect("an event")).collect();
        self.problem.calendars.push(Calendar { id: id.to_owned(), label: id.to_owned(), events });
        CalendarIdx(self.problem.calendars.len() - 1)
    }

    /// Adds a busy time in UTC.
    pub fn busy(&mut self, traveller: TravellerIdx, from: &str, to: &str) -> &mut Self {
        let interval = Interval::new(at(from), at(to)).expect("a busy time");
        self.problem.travellers[traveller.0].busy.push(Busy { interval, label: "busy".to_owned() });
        self
    }
}

/// A date.
pub fn day(text: &str) -> Day {
    Day::from(text.parse::<NaiveDate>().expect("a date"))
}

/// A range of dates, both included.
pub fn days(first: &str, last: &str) -> DayRange {
    DayRange::inclusive(day(first), day(last)).expect("a range of dates")
}

/// An instant in UTC, such as `2027-03-02T08:00`.
pub fn at(text: &str) -> Instant {
    let at = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").expect("an instant");
    Instant::from_utc(at.and_utc()).expect("a whole minute")
}

/// A visit of a trip, in UTC.
pub fn visit(request: RequestIdx, start: &str, end: &str) -> TripVisit {
    TripVisit { request, role: RoleIdx(0), start: at(start), end: at(end) }
}

/// A trip, in UTC.
pub fn trip(traveller: TravellerIdx, depart: &str, back: &str, visits: &[TripVisit]) -> Trip {
    Trip { traveller, depart: at(depart), back: at(back), visits: visits.to_vec() }
}

/// The trip of one winter day to the morning visit of a place three hours away in home's time: 06:00 to 15:30.
pub fn day_trip(traveller: TravellerIdx, request: RequestIdx, date: &str) -> Trip {
    let visits = [visit(request, &format!("{date}T08:00"), &format!("{date}T11:30"))];
    trip(traveller, &format!("{date}T05:00"), &format!("{date}T14:30"), &visits)
}

/// The ids of the rules that a plan of these trips breaks, in the order of the report.
pub fn broken(problem: &Problem, trips: &[Trip]) -> Vec<String> {
    let plan = Plan { trips: trips.to_vec(), meetings: Vec::new() };
    checker::check(problem, &plan).violations.into_iter().map(|violation| violation.rule).collect()
}

/// The one violation of a plan of these trips.
pub fn only(problem: &Problem, trips: &[Trip]) -> Violation {
    let plan = Plan { trips: trips.to_vec(), meetings: Vec::new() };
    let mut violations = checker::check(problem, &plan).violations;
    assert_eq!(violations.len(), 1, "{violations:#?}");
    violations.remove(0)
}
