//! Wishes: where, how long, when, worth how much, and who could go.

use super::Spec;
use super::dice::Dice;
use super::places::Place;
use super::travellers::Traveller;
use crate::domain::{Day, DayRange};
use crate::scenario::raw;

/// The shortest and the longest window, in days.
const WINDOW_DAYS: (i32, i32) = (30, 120);
/// How often a window is drawn again when nobody could go in it.
const N_TRIES: usize = 40;

/// A request and what the rules want to know.
#[derive(Clone, Debug)]
pub struct Request {
    /// As it is written.
    pub raw: raw::Request,
    /// Where, as a position in the places.
    pub place: usize,
    /// Who would go if nothing stood against it: the first candidate of each role, and whether the role is optional.
    pub wished: Vec<(usize, bool)>,
}

/// Things of which there are only so many: the id, how many days they are needed in all, and how many days around.
#[derive(Clone, Debug)]
pub struct Need {
    /// The id.
    pub id: String,
    /// The shown name.
    pub label: String,
    /// Days on which one of them is needed, those around each visit among them.
    pub n_days: i64,
    /// Days before and after each visit.
    pub pad_days: i64,
    /// How many there are, when that does not follow from the demand.
    pub capacity: Option<i64>,
}

/// What a visit is about, in ids and in titles.
const THEMES: [(&str, &str); 6] = [
    ("return", "Return talks"),
    ("asylum", "Reception and protection"),
    ("labour", "Labour migration mission"),
    ("smuggling", "Action against smuggling"),
    ("development", "Development programme"),
    ("trade", "Trade mission"),
];

/// Makes the requests, and what they need.
pub fn make(
    spec: &Spec,
    horizon: DayRange,
    places: &[Place],
    staff: &[Traveller],
    dice: &mut Dice,
) -> (Vec<Request>, Vec<Need>) {
    let mut maker = Maker { horizon, places, staff, dice, load: vec![0; staff.len()], regions: Vec::new() };
    maker.regions = staff.iter().map(|_| maker.dice.below(places.len())).collect();
    // A quarter of the places have an embassy that can take one visit at a time, with some days in between.
    let n_small = places.len() / 4;
    let mut needs = vec![
        Need { id: "aircraft".into(), label: "Government aircraft".into(), n_days: 0, pad_days: 1, capacity: None },
        Need { id: "protection".into(), label: "Protection team".into(), n_days: 0, pad_days: 1, capacity: None },
    ];
    needs.extend(places[..n_small].iter().map(|place| Need {
        id: format!("embassy-{}", place.id),
        label: format!("Embassy in {}: one visit at a time", place.name_en),
        n_days: 0,
        pad_days: gap_days(spec, horizon) / 2,
        capacity: Some(1),
    }));
    let n_mandatory = (spec.n_requests / 40).clamp(usize::from(spec.n_requests >= 10), staff.len() / 2);
    let requests = (0..spec.n_requests).map(|idx| maker.request(idx, idx < n_mandatory, n_small, &mut needs)).collect();
    needs.retain(|need| need.n_days > 0);
    (requests, needs)
}

/// The least days between two visits to a place: three weeks, less where many visits have to find room.
pub fn gap_days(spec: &Spec, horizon: DayRange) -> i64 {
    let n_days = i64::from(horizon.n_days());
    let n_visits = i64::try_from(spec.n_requests / spec.n_places.max(1)).unwrap_or(i64::MAX).max(1);
    (n_days * 35 / 100 / n_visits).clamp(2, 21)
}

struct Maker<'a> {
    horizon: DayRange,
    places: &'a [Place],
    staff: &'a [Traveller],
    dice: &'a mut Dice,
    /// How many wishes each traveller has, so that they are spread.
    load: Vec<i64>,
    /// A place for each traveller near which most of the traveller's visits are.
    regions: Vec<usize>,
}

impl Maker<'_> {
    fn request(&mut self, idx: usize, mandatory: bool, n_small: usize, needs: &mut [Need]) -> Request {
        let place_idx = self.dice.below(self.places.len());
        let place = &self.places[place_idx];
        let parts = if mandatory { 2 } else { self.dice.weighted(&[(20, 1), (38, 2), (18, 3), (18, 4), (6, 6)]) };
        let points = self.dice.weighted(&[(2, 150), (5, 100), (8, 60), (5, 30)]) + self.dice.between(-9, 9);
        // A mandatory visit is for a traveller of its own, so that all of them can be planned together.
        let lead = if mandatory { 2 * idx } else { self.choose(place_idx, &[]) };
        self.load[lead] += 1;
        let mut wished = vec![(lead, false)];
        let mut roles = vec![self.role("lead", lead, points, false, &[lead])];
        let is_joint = !mandatory && self.staff.len() > 3 && self.dice.percent(30);
        if is_joint {
            for name in ["second", "expert"].into_iter().take(self.dice.weighted(&[(7, 1), (3, 2)])) {
                let taken: Vec<usize> = wished.iter().map(|&(traveller, _)| traveller).collect();
                let traveller = self.choose(place_idx, &taken);
                let optional = self.dice.percent(50);
                self.load[traveller] += 1;
                wished.push((traveller, optional));
                let taken: Vec<usize> = wished.iter().map(|&(traveller, _)| traveller).collect();
                roles.push(self.role(name, traveller, points, optional, &taken));
            }
        }
        let first = self.window(place, parts, &wished);
        let mut windows = vec![first];
        if !mandatory && self.dice.percent(15) {
            let second = self.window(place, parts, &wished);
            if second.intersection(first).is_none() {
                windows.push(second);
                windows.sort_unstable();
            }
        }
        let is_political = self.staff[lead].raw.rank == raw::Rank::Political;
        let mut needed = Vec::new();
        let chances = [if is_political { 35 } else { 0 }, if is_political { 50 } else { 8 }];
        for (need, chance) in needs.iter_mut().zip(chances) {
            if !mandatory && self.dice.percent(chance) {
                need.n_days += (parts + 1) / 2 + 2 * need.pad_days;
                needed.push(raw::Id(need.id.clone()));
            }
        }
        if place_idx < n_small {
            let need = &mut needs[2 + place_idx];
            need.n_days += 1;
            needed.push(raw::Id(need.id.clone()));
        }
        let (theme, title) = self.dice.one(&THEMES);
        let is_far = place.per_diem < 180;
        let raw = raw::Request {
            id: raw::Id(format!("r{:04}-{}", idx + 1, place.id)),
            title: format!("{title} in {}", place.name_en),
            place: raw::Id(place.id.clone()),
            parts,
            windows: windows.iter().map(|&days| written(days)).collect(),
            points: Some(raw::Points(points * 1000)),
            priority: None,
            decay: self.dice.percent(40).then(|| raw::PointsLost(self.dice.between(1, 4) * points / 20 * 100)),
            prefer: self.preference(windows[0], points),
            theme: Some(theme.to_owned()),
            fund: (is_far && self.dice.percent(60)).then(|| "ODA".to_owned()),
            mandatory: mandatory.then_some(true),
            cancelled: None,
            status: Some(if self.dice.percent(50) { raw::Status::Idea } else { raw::Status::Requested }),
            confidentiality: None,
            needs: needed,
            lead_days: self.dice.percent(50).then(|| self.dice.one(&[28, 42])),
            milestones: Vec::new(),
            cover: None,
            announce: None,
            counterpart: None,
            roles,
            start: None,
            delegation: Default::default(),
        };
        Request { raw, place: place_idx, wished }
    }

    /// Chooses a traveller who has few wishes yet and whose region is near.
    fn choose(&mut self, place: usize, taken: &[usize]) -> usize {
        let mut best: Option<(f64, usize)> = None;
        for _ in 0..4 {
            let traveller = self.dice.below(self.staff.len());
            if taken.contains(&traveller) {
                continue;
            }
            // A wish more weighs as much as 600 km. Loads stay small.
            let km = self.places[self.regions[traveller]].kilometres(&self.places[place]);
            let cost = km + 600.0 * self.load[traveller] as f64;
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, traveller));
            }
        }
        let free = || (0..self.staff.len()).find(|traveller| !taken.contains(traveller)).unwrap_or(0);
        best.map_or_else(free, |(_, traveller)| traveller)
    }

    /// A role with its first candidate and some substitutes, who are worth less.
    fn role(&mut self, id: &str, first: usize, points: i64, optional: bool, taken: &[usize]) -> raw::Role {
        // A seat that may stay empty is worth filling.
        let bonus = if optional { points * self.dice.between(10, 25) / 100 } else { 0 };
        let candidate = |traveller: usize, points: i64| raw::Candidate {
            traveller: self.staff[traveller].raw.id.clone(),
            points: (points != 0).then_some(raw::Points(points * 1000)),
        };
        let mut candidates = vec![candidate(first, bonus)];
        let mut used = taken.to_vec();
        let organisation = &self.staff[first].raw.organisation;
        for _ in 0..self.dice.weighted(&[(3, 0), (4, 1), (3, 2)]) {
            let colleagues: Vec<usize> = (0..self.staff.len())
                .filter(|&other| self.staff[other].raw.organisation == *organisation && !used.contains(&other))
                .collect();
            if colleagues.is_empty() {
                break;
            }
            let traveller = self.dice.one(&colleagues);
            used.push(traveller);
            let loss = points * self.dice.between(4, 25) / 100 + 1;
            candidates.push(candidate(traveller, if optional { (bonus - loss).max(1) } else { -loss }));
        }
        raw::Role { id: raw::Id(id.to_owned()), optional: optional.then_some(true), candidates }
    }

    /// A window in which those who are wished could go.
    fn window(&mut self, place: &Place, parts: i64, wished: &[(usize, bool)]) -> DayRange {
        let n_days = self.horizon.n_days();
        for _ in 0..N_TRIES {
            let length = self.dice.days(WINDOW_DAYS.0, WINDOW_DAYS.1).min(n_days);
            let start = self.horizon.start().plus(self.dice.days(0, n_days - length));
            if let Some(days) = DayRange::new(start, start.plus(length))
                && self.can_go(days, place, parts, wished)
            {
                return days;
            }
        }
        self.horizon
    }

    /// Whether there are days at which all who are needed are free for the visit and the journeys.
    fn can_go(&self, window: DayRange, place: &Place, parts: i64, wished: &[(usize, bool)]) -> bool {
        let n_days = i32::try_from((parts + 1) / 2).unwrap_or(1) + 1;
        let prepared = super::day(2027, 1, 18);
        window.days().filter(|&day| prepared <= day).any(|day| {
            let works = (0..n_days).all(|later| window.contains(day.plus(later)) && place.works(day.plus(later)));
            let absence = DayRange::new(day.plus(-3), day.plus(n_days + 3));
            let inside = absence.and_then(|days| days.intersection(self.horizon)) == absence;
            let needed = wished.iter().filter(|(_, optional)| !optional);
            works && inside && absence.is_some_and(|days| needed.clone().all(|&(who, _)| self.staff[who].is_free(days)))
        })
    }

    /// Now and then a fortnight that is better or worse than the rest.
    fn preference(&mut self, window: DayRange, points: i64) -> Vec<raw::Prefer> {
        if !self.dice.percent(20) {
            return Vec::new();
        }
        let start: Day = window.start().plus(self.dice.days(0, window.n_days() - 14));
        let percent = if self.dice.percent(60) { self.dice.between(5, 15) } else { -self.dice.between(10, 30) };
        let days = DayRange::new(start, start.plus(14)).and_then(|days| days.intersection(window));
        days.map(written)
            .map(|raw::Days { first_day, last_day }| {
                vec![raw::Prefer { first_day, last_day, points: raw::Points(points * percent / 100 * 1000) }]
            })
            .unwrap_or_default()
    }
}

fn written(days: DayRange) -> raw::Days {
    raw::Days { first_day: raw::Date(days.start()), last_day: raw::Date(days.end().plus(-1)) }
}
