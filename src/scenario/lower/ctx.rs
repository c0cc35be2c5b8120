//! What all parts of lowering share: the scenario, the ids of everything, and the mistakes found.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{CalendarIdx, DayRange, Interval, PlaceIdx, RequestIdx, TravellerIdx};
use crate::scenario::mistakes::Mistake;
use crate::scenario::raw;
use crate::scenario::sources::{Reader, Spot};
use crate::scenario::tree::{Node, Value};
use crate::scenario::words;
use crate::texts::{Said, say};
use crate::zones::{self, Zone};

/// The positions of things by id.
#[derive(Debug)]
pub struct Names<'a, I> {
    /// What the things are, such as `place`.
    what: Said,
    positions: BTreeMap<&'a str, I>,
    /// Ids of things that were too broken to read.
    lost: BTreeSet<&'a str>,
    /// Whether something without a readable id was lost: then any unknown id may be that.
    is_vague: bool,
}

impl<'a, I: Copy> Names<'a, I> {
    /// Returns the names of a list, and reports those given twice.
    ///
    /// * `nodes`: the lists of the tree, in the order of `ids`.
    pub fn new(
        what: Said,
        nodes: &[&'a Node],
        ids: impl Iterator<Item = (&'a raw::Id, I)>,
        found: &mut Vec<Mistake>,
    ) -> Self {
        let mut names =
            Names { what: what.clone(), positions: BTreeMap::new(), lost: BTreeSet::new(), is_vague: false };
        let mut first_spots: BTreeMap<&str, Spot> = BTreeMap::new();
        let spots = nodes.iter().flat_map(|node| node.items()).map(|item| item.field("id").spot);
        for ((id, position), spot) in ids.zip(spots) {
            if let Some(&other) = first_spots.get(id.0.as_str()) {
                found.push(
                    Mistake::new(
                        "duplicate-id",
                        say!(
"{what} `{id}` staat er tweemaal",
"{what} `{id}` is given twice"; what),
                    )
                    .at(spot.max(other), say!("hier nog eens", "again here"))
                    .at(spot.min(other), say!("hier de eerste keer", "first here"))
                    .help(say!(
"geef ze elk een eigen id, of verwijder een van de twee",
"give each {what} an id of its own, or remove one of the two"; what)),
                );
                continue;
            }
            first_spots.insert(&id.0, spot);
            names.positions.insert(&id.0, position);
        }
        for node in nodes {
            if let Value::List(list) = &node.value {
                names.lost.extend(list.lost.iter().flatten().map(String::as_str));
                names.is_vague |= list.lost.iter().any(Option::is_none);
            }
        }
        names
    }

    /// Counts any unknown id as lost.
    pub fn make_vague(&mut self) {
        self.is_vague = true;
    }

    /// Looks an id up that need not be there.
    pub fn get(&self, id: &str) -> Option<I> {
        self.positions.get(id).copied()
    }

    /// Looks an id up; an unknown one is a mistake, unless it may be of something that was lost.
    pub fn find(&self, id: &str, spot: Spot, found: &mut Vec<Mistake>) -> Option<I> {
        let position = self.get(id);
        if position.is_none() && !self.is_vague && !self.lost.contains(id) {
            let what = &self.what;
            let help = match words::nearest(id, self.positions.keys().copied()) {
                Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
                None if self.positions.is_empty() && self.lost.is_empty() => {
                    say!(
"het scenario heeft nog geen {what}; voeg die toe",
"the scenario has no {what} yet; add it"; what)
                }
                None if !self.positions.is_empty() && self.positions.len() <= 12 => {
                    let known: Vec<&str> = self.positions.keys().copied().collect();
                    say!("voeg die toe, of gebruik een van {}", "add it, or use one of {}", words::all_of(&known))
                }
                None => say!(
"voeg een {what} met dit id toe, of controleer de spelling",
"add a {what} with this id, or check the spelling"; what),
            };
            found.push(
                Mistake::new(
                    "unknown-id",
                    say!(
"er is geen {what} `{id}`",
"there is no {what} `{id}`"; what),
                )
                .at(
                    spot,
                    say!(
"{what} onbekend",
"unknown {what}"; what),
                )
                .help(help),
            );
        }
        position
    }

    /// Looks up ids of which each may be there once.
    pub fn find_all(&self, ids: &[raw::Id], node: &Node, found: &mut Vec<Mistake>) -> Vec<I> {
        let mut positions = Vec::new();
        for (i, id) in ids.iter().enumerate() {
            if let Some(first) = ids[..i].iter().position(|earlier| earlier == id) {
                found.push(twice(&self.what, &id.0, node.item(i).spot, node.item(first).spot));
            } else {
                positions.extend(self.find(&id.0, node.item(i).spot, found));
            }
        }
        positions
    }
}

/// The mistake of naming something twice in one list.
pub fn twice(what: &Said, id: &str, spot: Spot, first: Spot) -> Mistake {
    Mistake::new(
        "named-twice",
        say!(
"{what} `{id}` wordt tweemaal genoemd",
"{what} `{id}` is named twice"; what),
    )
    .at(spot, say!("hier nog eens", "again here"))
    .at(first, say!("hier de eerste keer", "first here"))
    .help(say!("verwijder een van de twee", "remove one of the two"))
}

/// What all parts of lowering share.
pub struct Ctx<'a> {
    /// The sound part of the tree.
    pub root: &'a Node,
    /// The same as structures.
    pub raw: &'a raw::Scenario,
    /// Reads further files.
    pub reader: &'a mut Reader,
    /// What was found so far.
    pub found: &'a mut Vec<Mistake>,
    /// The horizon, when it makes sense.
    pub horizon: Option<DayRange>,
    /// Home, when it is a place.
    pub home: Option<PlaceIdx>,
    /// The zone of home; UTC when that is unknown.
    pub home_zone: Zone,
    /// Places by id.
    pub places: super::Places<'a>,
    /// Travellers by id.
    pub travellers: Names<'a, TravellerIdx>,
    /// Requests by id.
    pub requests: Names<'a, RequestIdx>,
    /// Calendars by id.
    pub calendars: Names<'a, CalendarIdx>,
}

impl<'a> Ctx<'a> {
    /// Looks at the ids, the horizon and home, on which all else rests.
    pub fn new(root: &'a Node, raw: &'a raw::Scenario, reader: &'a mut Reader, found: &'a mut Vec<Mistake>) -> Self {
        fn names<'a, T: 'a, I: Copy>(
            what: Said,
            node: &'a Node,
            list: &'a [T],
            id: fn(&T) -> &raw::Id,
            position: fn(usize) -> I,
            found: &mut Vec<Mistake>,
        ) -> Names<'a, I> {
            let ids = list.iter().enumerate().map(|(i, item)| (id(item), position(i)));
            Names::new(what, &[node], ids, found)
        }
        let mut places = names(say!("plaats", "place"), root.field("places"), &raw.places, |x| &x.id, PlaceIdx, found);
        let mut travellers = names(
            say!("reiziger", "traveller"),
            root.field("travellers"),
            &raw.travellers,
            |x| &x.id,
            TravellerIdx,
            found,
        );
        let mut requests =
            names(say!("wens", "request"), root.field("requests"), &raw.requests, |x| &x.id, RequestIdx, found);
        let mut calendars =
            names(say!("agenda", "calendar"), root.field("calendars"), &raw.calendars, |x| &x.id, CalendarIdx, found);
        places.is_vague |= root_lost(root, "places") || root.lost("tables") || has_lost_table(found);
        travellers.is_vague |= root_lost(root, "travellers");
        requests.is_vague |= root_lost(root, "requests");
        calendars.is_vague |= root_lost(root, "calendars");
        let home = raw.home.as_ref().and_then(|home| places.find(&home.0, root.field("home").spot, found));
        let tz = home.and_then(|home| raw.places[home.0].tz.parse().ok()).filter(|tz| zones::is_known(*tz));
        let horizon = raw.horizon.as_ref().and_then(|horizon| {
            let node = root.field("horizon");
            let range =
                day_range(horizon.first_day, horizon.last_day, &say!("de horizon", "the horizon"), node, found)?;
            if range.n_days() > 3660 {
                found.push(
                    Mistake::new(
                        "long-horizon",
                        say!("de horizon heeft {} dagen", "the horizon has {} days", range.n_days()),
                    )
                    .at(node.field("last_day").spot, say!("meer dan tien jaar verder", "more than ten years on"))
                    .help(say!(
                        "plan hooguit tien jaar tegelijk; controleer de jaartallen",
                        "plan at most ten years at a time; check the years"
                    )),
                );
                return None;
            }
            Some(range)
        });
        let home_zone = Zone::of(tz.unwrap_or(chrono_tz::Tz::UTC));
        Ctx { root, raw, reader, found, horizon, home, home_zone, places, travellers, requests, calendars }
    }

    /// Whether no mistake has been found.
    pub fn is_sound(&self) -> bool {
        self.found.iter().all(Mistake::is_warning)
    }

    /// The horizon as instants, a day wider on both sides for other zones.
    pub fn window(&self) -> Option<Interval> {
        let horizon = self.horizon?;
        Interval::new(
            self.home_zone.instant(horizon.start().plus(-1), 0),
            self.home_zone.instant(horizon.end().plus(1), 0),
        )
    }
}

/// Whether a whole list was lost, rather than some of its items.
fn root_lost(root: &Node, name: &str) -> bool {
    matches!(&root.value, Value::Table(table) if table.lost.iter().any(|lost| lost == name))
}

/// Whether a table could not be read, so that ids may be missing through no fault of theirs.
pub fn has_lost_table(found: &[Mistake]) -> bool {
    const CODES: [&str; 7] =
        ["unreadable-file", "not-text", "empty-table", "open-quote", "long-row", "unknown-column", "missing-column"];
    found.iter().any(|mistake| CODES.contains(&mistake.name()))
}

/// Returns the dates from `first_day` to `last_day`, or reports that there are none.
pub fn day_range(
    first: raw::Date,
    last: raw::Date,
    what: &Said,
    node: &Node,
    found: &mut Vec<Mistake>,
) -> Option<DayRange> {
    let range = DayRange::inclusive(first.0, last.0);
    if range.is_none() {
        found.push(
            Mistake::new(
                "ends-before-start",
                say!(
"{what} eindigt vóór het begin",
"{what} ends before it starts"; what),
            )
            .at(node.field("last_day").spot, say!("deze dag is eerder", "this day is earlier"))
            .at(node.field("first_day").spot, say!("begint hier", "starts here"))
            .help(say!(
                "`last_day` telt mee; gebruik {first} voor één dag",
                "`last_day` is included; use {first} for a single day"
            )),
        );
    }
    range
}

/// A whole number that the schema keeps between 0 and a few thousand.
pub fn days(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// A count that the schema keeps at 0 or more.
pub fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}
