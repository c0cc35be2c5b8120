//! The map: where the trips go.
//!
//! # Invariants
//!
//! * Only what the table of countries says too.
//! * Names of places never cover each other; a name for which there is no room is left to the table.
//!
//! # Source
//!
//! The outlines and the numbers of the projection: `data/README.md`.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::quarters::scrolling;
use super::texts::{Keys, Texts};
use super::timeline::short;
use crate::domain::{PlaceIdx, TravellerIdx};

/// The outlines of countries.
const WORLD: &str = include_str!("../data/world-110m.svg");

/// The whole map, in its own units.
const WORLD_SIZE: (f64, f64) = (1000.0, 520.0);

/// The width at which the map is drawn, in pixels; sizes of letters and lines are of this drawing.
const WIDTH: f64 = 1000.0;

/// The part of the world that is shown: left, top, width, height.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Window {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// A way between two places.
#[derive(Default)]
struct Route {
    n_times: usize,
    travellers: Vec<TravellerIdx>,
}

/// The section without its heading; `None` when no planned place has coordinates.
pub(super) fn map(texts: &Texts) -> Option<Markup> {
    let problem = texts.problem();
    let facts = texts.facts;
    let at = |place: PlaceIdx| problem.place(place).coordinates.map(|(lat, lon)| projected(lat, lon));
    let mut n_visits: BTreeMap<PlaceIdx, usize> = BTreeMap::new();
    for visit in &facts.visits {
        *n_visits.entry(visit.place).or_default() += 1;
    }
    let shown: Vec<(PlaceIdx, (f64, f64), usize)> =
        n_visits.iter().filter_map(|(&place, &n)| Some((place, at(place)?, n))).collect();
    if shown.is_empty() {
        return None;
    }
    let mut routes: BTreeMap<(PlaceIdx, PlaceIdx), Route> = BTreeMap::new();
    for trip in &facts.trips {
        for leg in trip.legs.iter().filter(|leg| leg.from != leg.to) {
            let route = routes.entry((leg.from.min(leg.to), leg.from.max(leg.to))).or_default();
            route.n_times += 1;
            route.travellers.push(trip.traveller);
        }
    }
    let home = at(problem.home);
    let window = Window::around(shown.iter().map(|&(_, at, _)| at).chain(home));
    let unit = window.width / WIDTH;
    let missing: Vec<String> = facts
        .countries
        .iter()
        .flat_map(|country| &country.visits)
        .filter_map(|&request| texts.visit(request))
        .filter(|visit| problem.place(visit.place).coordinates.is_none())
        .map(|visit| visit.place_name.clone())
        .collect();
    let description = texts.pick(
        format!("Kaart met {} bezochte plaatsen en de reizen daarheen; de tabel per land zegt hetzelfde.", shown.len()),
        format!("Map of {} places visited and the trips there; the table by country says the same.", shown.len()),
    );
    let drawing = html! {
        svg class="map" viewBox=(window.view_box()) width=(short(WIDTH)) height=(short(window.height / unit)) role="img"
            aria-label=(description) focusable="false" {
            path class="land" stroke-width=(precise(0.7 * unit)) d=(outlines(window)) {}
            @for (&(from, to), route) in &routes {
                @if let (Some(a), Some(b)) = (at(from), at(to)) { (way(texts, route, a, b, unit)) }
            }
            (places(texts, &shown, home, window, unit))
        }
    };
    Some(html! {
        (scrolling(texts.pick("Kaart", "Map"), drawing))
        p class="hint" {
            (texts.pick(
                "Bij elke plaats staat het aantal bezoeken; een dikkere lijn is een weg die vaker wordt gereisd. Kaart: \
                 Natural Earth.",
                "Beside each place is its number of visits; a thicker line is a way that is travelled more often. Map: \
                 Natural Earth.",
            ))
            @if !missing.is_empty() {
                " " (texts.pick("Zonder coördinaten niet op de kaart: ", "Not on the map for want of coordinates: "))
                (texts.words.list(&missing)) "."
            }
        }
    })
}

/// A way as a bow, the thicker the more often it is travelled.
fn way(texts: &Texts, route: &Route, a: (f64, f64), b: (f64, f64), unit: f64) -> Markup {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let middle = ((a.0 + b.0) / 2.0 + dy * 0.1, (a.1 + b.1) / 2.0 - dx * 0.1);
    let d = format!(
        "M{} {}Q{} {} {} {}",
        precise(a.0),
        precise(a.1),
        precise(middle.0),
        precise(middle.1),
        precise(b.0),
        precise(b.1)
    );
    let width = unit * (0.8 + 0.35 * route.n_times.min(8) as f64); // At most 8.
    let keys = Keys::of_travellers(texts.problem(), route.travellers.iter().copied());
    html! { path class="way" data-travellers=[keys.travellers] stroke-width=(precise(width)) d=(d) {} }
}

/// The places with their names, the most visited first.
fn places(
    texts: &Texts,
    shown: &[(PlaceIdx, (f64, f64), usize)],
    home: Option<(f64, f64)>,
    window: Window,
    unit: f64,
) -> Markup {
    let problem = texts.problem();
    let name_of = |place: PlaceIdx| {
        let place = problem.place(place);
        texts.pick(&place.name_nl, &place.name_en).clone()
    };
    let radius = 4.5 * unit;
    let size = 13.0 * unit;
    let mut taken: Vec<Window> = shown.iter().map(|&(_, at, _)| around_point(at, radius)).collect();
    let mut names = Vec::new();
    if let Some(at) = home {
        taken.push(around_point(at, radius));
        names.extend(
            name_spot(&name_of(problem.home), at, radius, size, window, &mut taken).map(|at| (at, problem.home, None)),
        );
    }
    let mut by_visits: Vec<_> = shown.to_vec();
    by_visits.sort_by_key(|&(place, _, n)| (std::cmp::Reverse(n), place));
    for &(place, at, n) in &by_visits {
        let text = format!("{} {n}", name_of(place));
        names.extend(name_spot(&text, at, radius, size, window, &mut taken).map(|at| (at, place, Some(n))));
    }
    html! {
        @if let Some((x, y)) = home {
            rect class="home" x=(precise(x - radius)) y=(precise(y - radius)) width=(precise(2.0 * radius))
                height=(precise(2.0 * radius)) stroke-width=(precise(unit)) { title { (name_of(problem.home)) } }
        }
        @for &(place, (x, y), n) in shown {
            circle class="place" cx=(precise(x)) cy=(precise(y)) r=(precise(radius)) stroke-width=(precise(unit))
                data-countries=(problem.place(place).country) {
                title { (name_of(place)) ": " (texts.words.count(n, ("bezoek", "visit"), ("bezoeken", "visits"))) }
            }
        }
        @for ((x, y), place, n) in &names {
            text class="place-name" x=(precise(*x)) y=(precise(*y)) font-size=(precise(size))
                stroke-width=(precise(3.0 * unit)) data-countries=[n.map(|_| problem.place(*place).country)] {
                (name_of(*place)) @if let Some(n) = n { " " (n) }
            }
        }
    }
}

/// Where a name can stand beside its place: right, left, above or below, where nothing is yet.
fn name_spot(
    text: &str,
    at: (f64, f64),
    radius: f64,
    size: f64,
    window: Window,
    taken: &mut Vec<Window>,
) -> Option<(f64, f64)> {
    let width = 0.56 * size * text.chars().count() as f64; // A name is short.
    let gap = radius * 1.6;
    let spots = [
        (at.0 + gap, at.1 + 0.35 * size),
        (at.0 - gap - width, at.1 + 0.35 * size),
        (at.0 - width / 2.0, at.1 - gap),
        (at.0 - width / 2.0, at.1 + gap + 0.8 * size),
        (at.0 + gap * 0.8, at.1 - gap * 0.8),
        (at.0 + gap * 0.8, at.1 + gap * 0.8 + 0.6 * size),
        (at.0 - gap * 0.8 - width, at.1 - gap * 0.8),
        (at.0 - gap * 0.8 - width, at.1 + gap * 0.8 + 0.6 * size),
    ];
    let own = around_point(at, radius);
    for (x, y) in spots {
        let room = Window { x, y: y - 0.8 * size, width, height: size };
        let is_inside = window.x <= room.x
            && room.x + room.width <= window.x + window.width
            && window.y <= room.y
            && room.y + room.height <= window.y + window.height;
        if is_inside && taken.iter().all(|other| *other == own || !other.meets(room)) {
            taken.push(room);
            return Some((x, y));
        }
    }
    None
}

fn around_point(at: (f64, f64), radius: f64) -> Window {
    Window { x: at.0 - radius, y: at.1 - radius, width: 2.0 * radius, height: 2.0 * radius }
}

impl Window {
    /// The part of the world around some points, with room for names.
    fn around(points: impl Iterator<Item = (f64, f64)>) -> Self {
        let (mut left, mut top, mut right, mut bottom) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        for (x, y) in points {
            (left, right) = (left.min(x), right.max(x));
            (top, bottom) = (top.min(y), bottom.max(y));
        }
        let margin = 0.08 * (right - left).max(bottom - top) + 10.0;
        let width = (right - left + 2.0 * margin).max(120.0);
        let height = (bottom - top + 2.0 * margin).max(width * 0.45).min(WORLD_SIZE.1);
        let width = width.max(height * 1.3).min(WORLD_SIZE.0);
        let x = ((left + right - width) / 2.0).clamp(0.0, WORLD_SIZE.0 - width);
        let y = ((top + bottom - height) / 2.0).clamp(0.0, WORLD_SIZE.1 - height);
        Window { x, y, width, height }
    }

    fn view_box(self) -> String {
        format!("{} {} {} {}", precise(self.x), precise(self.y), precise(self.width), precise(self.height))
    }

    fn meets(self, other: Window) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

/// The outlines that reach into the window, as one path.
fn outlines(window: Window) -> String {
    let mut path = String::new();
    for outline in WORLD.split(" d=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        for ring in outline.split_inclusive('Z') {
            let points: Vec<(f64, f64)> = ring
                .trim_end_matches('Z')
                .split(['M', 'L'])
                .filter_map(|point| point.split_once(','))
                .filter_map(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)))
                .collect();
            let Some(&first) = points.first() else { continue };
            let bounds = points.iter().fold((first, first), |(low, high), point| {
                ((low.0.min(point.0), low.1.min(point.1)), (high.0.max(point.0), high.1.max(point.1)))
            });
            let ((left, top), (right, bottom)) = bounds;
            if window.meets(Window { x: left, y: top, width: right - left, height: bottom - top }) {
                path += ring;
            }
        }
    }
    path
}

/// Degrees north and east to the units of the map.
///
/// # Source
///
/// Šavrič, Patterson and Jenny (2018), *The Equal Earth map projection*,
/// <https://doi.org/10.1080/13658816.2018.1504949>.
fn projected(lat: f64, lon: f64) -> (f64, f64) {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let m = 3.0_f64.sqrt() / 2.0;
    let theta = (m * lat.to_radians().sin()).asin();
    let (t2, t6) = (theta.powi(2), theta.powi(6));
    let y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
    let slope = A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2);
    let x = lon.to_radians() * theta.cos() / (m * slope);
    (500.0 + 188.2545 * x, 258.879 - 188.2545 * y)
}

/// A number with at most two decimals.
fn precise(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_where_the_outlines_have_them() {
        // The southern tip of Africa, Cape Agulhas, is the lowest point of South Africa's outline.
        let south_africa =
            WORLD.split("id=\"c710\"").nth(1).and_then(|rest| rest.split('"').nth(1)).expect("an outline");
        let lowest = south_africa
            .split(['M', 'L', 'Z'])
            .filter_map(|point| point.split_once(','))
            .filter_map(|(x, y)| Some((y.parse::<f64>().ok()?, x.parse::<f64>().ok()?)))
            .fold((0.0, 0.0), |low: (f64, f64), point| if point.0 > low.0 { point } else { low });
        let (x, y) = projected(-34.83, 20.0);
        assert!((y - lowest.0).abs() < 1.5 && (x - lowest.1).abs() < 6.0, "({x}, {y}) is not {lowest:?}");
    }

    #[test]
    fn names_do_not_cover_each_other() {
        let window = Window { x: 0.0, y: 0.0, width: 200.0, height: 100.0 };
        let mut taken = Vec::new();
        let spots: Vec<_> =
            (0..12).map(|n| name_spot("Rabat 1", (50.0 + f64::from(n), 50.0), 1.0, 5.0, window, &mut taken)).collect();
        assert!(spots[0].is_some() && spots.iter().any(Option::is_none));
        for (idx, room) in taken.iter().enumerate() {
            assert!(taken[..idx].iter().all(|other| !other.meets(*room)));
        }
    }
}
