//! Small problems and plans for the tests of feeds, built in Rust. All data are examples (VOORBEELD).

use chrono_tz::Tz;
use reisagenda::domain::*;
use reisagenda::zones::Zone;

pub fn day(text: &str) -> Day {
    Day::from(text.parse::<chrono::NaiveDate>().expect("a date"))
}

pub fn place(id: &str, country: &str, names: (&str, &str), tz: Tz) -> Place {
    Place {
        id: id.to_owned(),
        country: country.parse().expect("a country"),
        name_nl: names.0.to_owned(),
        name_en: names.1.to_owned(),
        tz,
        weekend: vec![5, 6],
        holidays: Default::default(),
        closures: Vec::new(),
        coordinates: None,
        per_diem: Cents(10_000),
        day_parts: vec![
            DayPart { id: "morning".to_owned(), start: 540, end: 750 },
            DayPart { id: "afternoon".to_owned(), start: 810, end: 1050 },
        ],
    }
}

pub fn traveller(id: &str, office: &str, organisation: &str) -> Traveller {
    Traveller {
        id: id.to_owned(),
        office: office.to_owned(),
        organisation: organisation.to_owned(),
        rank: Rank::Senior,
        busy: Vec::new(),
        deputies: Vec::new(),
        email: None,
        limits: TripLimits { max_stops: 4, max_trip_days: 14, max_idle_days: 2, min_home_days: 0 },
    }
}

pub fn request(id: &str, title: &str, place: usize, status: RequestStatus) -> Request {
    let seat = |id: &str, traveller| Role {
        id: id.to_owned(),
        optional: id != "lead",
        candidates: vec![Candidate { traveller: TravellerIdx(traveller), points: Points::ZERO }],
    };
    Request {
        id: id.to_owned(),
        title: title.to_owned(),
        place: PlaceIdx(place),
        parts: 3,
        windows: vec![DayRange::inclusive(day("2027-01-04"), day("2027-12-24")).expect("a window")],
        points: Points(100_000),
        decay: Points::ZERO,
        prefer: Vec::new(),
        theme: Some("terugkeer".to_owned()),
        fund: None,
        mandatory: false,
        status,
        confidentiality: Confidentiality::Internal,
        needs: Vec::new(),
        lead_days: 0,
        milestones: vec![
            Milestone { days_before: 42, label: "note verbale".to_owned() },
            Milestone { days_before: 14, label: "programma; concept, 1e versie".to_owned() },
        ],
        roles: vec![seat("lead", 0), seat("adviser", 1), seat("expert", 2)],
        lock: None,
        cover: None,
        announce: false,
        counterpart: Some("Ministerie van Binnenlandse Zaken (VOORBEELD)".to_owned()),
    }
}

/// The zones of the places after home, in the order of [`problem`].
pub const ABROAD: [(&str, &str, (&str, &str), Tz); 7] = [
    ("rabat", "MA", ("Rabat", "Rabat"), Tz::Africa__Casablanca),
    ("delhi", "IN", ("New Delhi", "New Delhi"), Tz::Asia__Kolkata),
    ("cairo", "EG", ("Caïro", "Cairo"), Tz::Africa__Cairo),
    ("new-york", "US", ("New York", "New York"), Tz::America__New_York),
    ("tehran", "IR", ("Teheran", "Tehran"), Tz::Asia__Tehran),
    ("alexandria", "EG", ("Alexandrië", "Alexandria"), Tz::Africa__Cairo),
    ("gaza", "PS", ("Gaza", "Gaza"), Tz::Asia__Gaza),
];

/// A problem with home, the places of [`ABROAD`], five travellers of three organisations, and no requests.
pub fn problem(language: Language) -> Problem {
    let mut places = vec![place("den-haag", "NL", ("Den Haag", "The Hague"), Tz::Europe__Amsterdam)];
    places.extend(ABROAD.map(|(id, country, names, tz)| place(id, country, names, tz)));
    let leg = |from: PlaceIdx, to: PlaceIdx| {
        let short = from.0 > 0 && to.0 > 0;
        Leg {
            minutes: if short { 215 } else { 400 + 5 * i64::try_from(from.0 + to.0).expect("few places") },
            eur: Cents(60_000),
            kg_co2: Grams(900_000),
            rest_minutes: if to.0 == 2 { 600 } else { 0 },
            estimated: from.0 == 4 || to.0 == 4,
        }
    };
    Problem {
        title: "VOORBEELD: reisagenda 2027".to_owned(),
        language,
        horizon: DayRange::inclusive(day("2027-01-04"), day("2027-12-24")).expect("a horizon"),
        home: PlaceIdx(0),
        as_of: None,
        night: Some(Night { from: 1380, to: 300 }),
        day_away: Points::ZERO,
        eur: Weight(0),
        kg_co2: Weight(0),
        legs: Legs::new(places.len(), leg),
        places,
        travellers: vec![
            traveller("minister-am", "Minister van A&M", "A&M"),
            traveller("dg-migratie", "DG Migratie", "A&M"),
            traveller("directeur-imb", "Directeur IMB", "BZ"),
            traveller("DG-Migratie", "Plaatsvervangend DG; \"Migratie\", A&M", "a+m"),
            traveller("reiziger 🧳 / \\ : * ?", "Liaison\r\nKMar\t\u{7}", "KMar"),
        ],
        requests: Vec::new(),
        calendars: Vec::new(),
        rules: Vec::new(),
        earlier: Vec::new(),
        preparation_day: true,
        publication: Publication::default(),
    }
}

/// Adds a request to the problem.
pub fn add(problem: &mut Problem, request: Request) -> RequestIdx {
    problem.requests.push(request);
    RequestIdx(problem.requests.len() - 1)
}

/// A visit from `day` 09:00 to `last_day` 12:30 by the clocks of its place.
pub fn visit(problem: &Problem, request: RequestIdx, role: usize, first: &str, last: &str) -> TripVisit {
    let zone = Zone::of(problem.place(problem.request(request).place).tz);
    TripVisit { request, role: RoleIdx(role), start: zone.instant(day(first), 540), end: zone.instant(day(last), 750) }
}

/// A trip with these visits, as sections 2 and 3 of the planning model time it.
pub fn trip(problem: &Problem, traveller: usize, visits: Vec<TripVisit>) -> Trip {
    let first = visits.first().expect("a visit");
    let last = visits.last().expect("a visit");
    let out = problem.legs.between(problem.home, problem.request(first.request).place);
    let place = problem.request(last.request).place;
    let back = problem.legs.between(place, problem.home);
    let latest = |at: Instant, zone: &Zone| {
        let local = zone.local(at);
        match local.minute {
            minute if minute > 1380 => zone.instant(local.day, 1380),
            minute if minute < 300 => zone.instant(local.day.plus(-1), 1380),
            _ => at,
        }
    };
    let earliest = |at: Instant, zone: &Zone| {
        let local = zone.local(at);
        match local.minute {
            minute if minute > 1380 => zone.instant(local.day.plus(1), 300),
            minute if minute < 300 => zone.instant(local.day, 300),
            _ => at,
        }
    };
    Trip {
        traveller: TravellerIdx(traveller),
        depart: latest(first.start.plus(-out.minutes - out.rest_minutes), &Zone::of(problem.place(problem.home).tz)),
        back: earliest(last.end, &Zone::of(problem.place(place).tz)).plus(back.minutes),
        visits,
    }
}

/// A problem and a plan with everything in it: joint visits, visits in every zone, idea and confirmed, across changes
/// of the clock, two countries in one trip, home meetings, and titles that try to break the file.
pub fn everything(language: Language) -> (Problem, Plan) {
    let mut p = problem(language);
    let long = "Een heel lange titel over terugkeer, legale migratie; en nog veel meer: ".repeat(3);
    let odd = "Ondertekening 🇲🇦🤝🇳🇱: \"akkoord\", deel 1; C:\\temp\\n\r\nBEGIN:VEVENT\u{2028}\u{0}\tslot ";
    let rabat = add(&mut p, request("marokko", odd, 1, RequestStatus::Confirmed));
    let delhi = add(&mut p, request("india", &long, 2, RequestStatus::Idea));
    let cairo = add(&mut p, request("egypte", "Technische ronde", 3, RequestStatus::Requested));
    let new_york = add(&mut p, request("vn", "", 4, RequestStatus::Held));
    let tehran = add(&mut p, request("iran", "متن فارسی – terugkeer", 5, RequestStatus::Confirmed));
    let alexandria = add(&mut p, request("egypte-2", "Vervolg", 6, RequestStatus::Confirmed));
    let gaza = add(&mut p, request("gaza", "Humanitair", 7, RequestStatus::Idea));
    let home = add(&mut p, request("thuis", "Kernteam", 0, RequestStatus::Idea));
    let home_firm = add(&mut p, request("thuis-2", "Onderraad", 0, RequestStatus::Confirmed));
    p.requests[tehran.0].confidentiality = Confidentiality::Confidential;
    p.requests[new_york.0].confidentiality = Confidentiality::Public;
    let trips = vec![
        trip(&p, 0, vec![visit(&p, rabat, 0, "2027-03-01", "2027-03-02")]),
        trip(
            &p,
            0,
            vec![visit(&p, cairo, 0, "2027-04-28", "2027-04-30"), visit(&p, alexandria, 0, "2027-05-03", "2027-05-03")],
        ),
        trip(&p, 0, vec![visit(&p, new_york, 0, "2027-11-05", "2027-11-08")]),
        trip(&p, 1, vec![visit(&p, rabat, 1, "2027-03-01", "2027-03-02")]),
        trip(&p, 1, vec![visit(&p, cairo, 1, "2027-04-28", "2027-04-30")]),
        trip(&p, 2, vec![visit(&p, rabat, 2, "2027-03-01", "2027-03-02")]),
        trip(&p, 2, vec![visit(&p, delhi, 0, "2027-03-26", "2027-03-29")]),
        trip(&p, 3, vec![visit(&p, tehran, 0, "2027-10-29", "2027-11-01")]),
        trip(&p, 4, vec![visit(&p, gaza, 0, "2027-03-22", "2027-03-24")]),
    ];
    let meeting = |request, date: &str, attendees: &[(usize, usize)]| {
        let zone = Zone::of(Tz::Europe__Amsterdam);
        let attendees = attendees.iter().map(|&(role, traveller)| (RoleIdx(role), TravellerIdx(traveller)));
        Meeting {
            request,
            start: zone.instant(day(date), 540),
            end: zone.instant(day(date), 750),
            attendees: attendees.collect(),
        }
    };
    let meetings =
        vec![meeting(home, "2027-02-01", &[(0, 0), (1, 2)]), meeting(home_firm, "2027-06-01", &[(0, 1), (1, 4)])];
    (p, Plan { trips, meetings })
}
