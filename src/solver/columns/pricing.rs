//! The pricing problem: the best trips of one traveller at given prices.
//!
//! Label setting over nodes (seat, start) in order of time. A label is a trip so far; it is extended by every visit
//! that can follow, and closed by the way home. A label is dropped only when it provably cannot lead to a trip worth
//! more than the threshold (a backward bound on what can still be won), or when another label at the same node can be
//! continued in every way this one can, from a first date as late, for as much (dominance). Earlier starts of a seat
//! stand in for later ones ([`stand_ins`]).
//!
//! # Why the result bounds every plan
//!
//! [`Priced::best_schedule`] is the largest total reduced cost of trips of the traveller that keep `min_home_days`
//! between them: weighted interval scheduling over the closed labels. Dominance keeps that true, since the dominating
//! label blocks no date that the dominated one leaves free. Where labels forget what they have visited ([`memory`]),
//! trips are among them that visit something twice: more trips, so that the best schedule is worth no less.
//!
//! # Source
//!
//! Irnich and Desaulniers (2005), *Shortest Path Problems with Resource Constraints*,
//! <https://doi.org/10.1007/0-387-25486-2_2>.

mod dominance;
mod look_ahead;
pub mod memory;
mod pairs;
mod stand_ins;

use self::dominance::Here;
use self::memory::Memory;
use self::stand_ins::{Following, Front};
use crate::domain::Instant;

use super::super::instance::Instance;
use super::super::model::Model;
use super::super::prices::{FundClass, TravellerPrices};
use super::{Stop, small};

/// What the pricing of one traveller is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Trips worth no more than this are of no interest, in billionths of a point.
    pub threshold: i64,
    /// Whether dominated trips are of no interest either.
    pub dominance: bool,
    /// The most labels to make before giving up.
    pub max_labels: usize,
    /// What rounding may add to a trip.
    pub rounding: i64,
    /// Per request: whether it is priced, when not all are.
    pub only: Option<&'a [bool]>,
}

impl Ask<'_> {
    fn prices(&self, request: usize) -> bool {
        self.only.is_none_or(|only| only[request])
    }
}

/// A trip that the pricing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedTrip {
    /// First home date.
    pub first_day: i32,
    /// Last home date.
    pub last_day: i32,
    /// Its reduced cost, in billionths of a point; more is better.
    pub worth: i64,
    /// The stops.
    pub stops: Vec<Stop>,
}

/// What the pricing of one traveller found.
#[derive(Clone, Debug, Default)]
pub struct Priced {
    /// The largest total worth of trips that fit beside each other, and of meetings.
    pub best_schedule: i64,
    /// The trips of a best schedule.
    pub scheduled: Vec<usize>,
    /// Trips worth more than the threshold: for each last stop and first date the best, or all.
    pub trips: Vec<PricedTrip>,
    /// Meetings worth more than the threshold.
    pub meetings: Vec<(i64, Stop)>,
    /// Whether it gave up at `max_labels`: nothing follows then.
    pub truncated: bool,
    /// How many labels it made.
    pub n_labels: usize,
}

/// A visit that a traveller could make.
struct Node {
    seat: u32,
    stop: Stop,
    start: Instant,
    /// Points less prices, of what depends on the first date of the trip the least.
    profit: i64,
    /// The least of what depends on that date.
    least: i64,
}

/// A trip so far.
#[derive(Clone, Debug)]
struct Label {
    node: u32,
    parent: u32,
    n_stops: u16,
    first_day: i32,
    latest_return: Instant,
    /// Worth so far, had every date before the first been paid and none after.
    worth: i64,
    cents: i64,
    grams: i64,
    /// Which of the priced groups of places it has visited.
    groups: u64,
}

const NO_PARENT: u32 = u32::MAX;

const MINUTES_OF_DAY: i64 = 24 * 60;

/// An instant after every trip.
const NEVER: Instant = Instant::from_minutes(i64::MAX / 4);

/// One traveller's pricing problem.
struct Pricing<'a> {
    model: &'a Model<'a>,
    traveller: usize,
    prices: &'a TravellerPrices,
    ask: Ask<'a>,
    /// What visits remember, when it is not all.
    memory: Option<&'a Memory>,
    nodes: Vec<Node>,
    /// Per seat: the positions of its nodes, in order of start.
    nodes_of_seat: Vec<Vec<u32>>,
    /// Per seat: the number of its request among the traveller's requests.
    request_of_seat: Vec<usize>,
    /// Per node: bits of requests that a trip has or cannot go on to after it.
    visited_at: Vec<u64>,
    /// Per first home date: the last that a trip can have.
    last_days: &'a [i32],
    /// Per seat: the priced pairs of seats that it is one of.
    pairs_of_seat: Vec<Vec<u32>>,
    /// Per seat: half of what it can earn as one of two, rounded up.
    half_earned: Vec<i64>,
    /// Per pair: the same.
    half_of_pair: Vec<i64>,
    /// Whether no cent and no gram is earned.
    costs_cost: bool,
    /// Whether the way to a visit, and what it is paired with, only cost.
    only_costs: bool,
    /// Words of a label's bits that say what it has visited.
    n_words: usize,
    /// Words after them, that say of which priced pairs it has an odd number of seats.
    n_pair_words: usize,
    /// Per number of further stops allowed, and node: the most that can still be won after it, the way home included.
    /// The last list is for that many further stops or more.
    to_go: Vec<Vec<i64>>,
    /// Per node: the requests that can still be visited after it in a trip, and the pairs with a seat in one of them.
    within_reach: Vec<u64>,
    /// Per node: whether that is known.
    is_reach_known: Vec<bool>,
    labels: Vec<Label>,
    /// Bits of every label: requests visited, then pairs.
    bits: Vec<u64>,
    /// Per node: its labels; where some are dropped for others, those worth most first.
    labels_at: Vec<Vec<Here>>,
    /// The bits of the label at hand.
    scratch: Vec<u64>,
    /// Per node: the position among those of its seat of the next start that it does not stand in for.
    next_foremost: Vec<u32>,
    /// Per node: whether starts of its seat are compared with it.
    is_in_long_run: Vec<bool>,
    /// Per seat: the labels that may dominate labels at later starts.
    fronts: Vec<Front>,
}

/// Returns the best trips and meetings of a traveller at the prices of one class of first visits.
///
/// * `memory`: what visits remember, when it is not all; trips may then visit something twice.
/// * `stop`: asked now and then; when it says so, the answer is truncated.
pub fn price(
    model: &Model,
    traveller: usize,
    class: FundClass,
    prices: &TravellerPrices,
    ask: Ask<'_>,
    memory: Option<&Memory>,
    stop: impl Fn() -> bool,
) -> Priced {
    let mut pricing = Pricing::new(model, traveller, prices, ask);
    pricing.memory = memory.filter(|_| ask.dominance);
    let mut priced = Priced::default();
    pricing.find_stand_ins();
    if !pricing.look_ahead(&stop) {
        priced.truncated = true;
        return priced;
    }
    pricing.begin(class);
    let mut node = 0;
    while node < pricing.nodes.len() {
        pricing.extend(node, &mut priced.trips);
        if pricing.labels.len() > ask.max_labels || stop() {
            priced.truncated = true;
            return priced;
        }
        node += 1;
    }
    priced.n_labels = pricing.labels.len();
    priced.meetings = pricing.meetings();
    priced
}

impl<'a> Pricing<'a> {
    fn new(model: &'a Model<'a>, traveller: usize, prices: &'a TravellerPrices, ask: Ask<'a>) -> Self {
        let instance = &model.instance;
        let seats = &instance.travellers[traveller].seats;
        let requests = instance.travellers[traveller].requests();
        let mut nodes: Vec<Node> = Vec::new();
        for (idx, seat) in seats.iter().enumerate() {
            let data = &instance.requests[seat.request];
            if data.at_home || !ask.prices(seat.request) {
                continue;
            }
            for (position, start) in data.starts.iter().enumerate() {
                if !data.allows(seat.role, traveller, position) {
                    continue;
                }
                let stop = Stop { request: small(seat.request), role: small(seat.role), start: small(position) };
                // A trip with it begins on one of these dates.
                let day = |day: i32| usize::try_from(day).unwrap_or(0);
                let max_trip_days = instance.travellers[traveller].limits.max_trip_days;
                let firsts = day(start.end_day + 1 - max_trip_days)..day(start.start_day.min(instance.n_days - 1)) + 1;
                let least = prices.by_first.least(firsts, idx);
                let profit = prices.seats[idx][position] - least;
                nodes.push(Node { seat: small(idx), stop, start: start.start, profit, least });
            }
        }
        nodes.sort_by_key(|node| (node.start, node.stop));
        let mut nodes_of_seat = vec![Vec::new(); seats.len()];
        for (idx, node) in nodes.iter().enumerate() {
            nodes_of_seat[node.seat as usize].push(small(idx)); // A position, as the arena keeps it.
        }
        let mut pairs_of_seat = vec![Vec::new(); seats.len()];
        let half_of_pair: Vec<i64> = prices.pairs.iter().map(|&(_, price)| ((1 - price) / 2).max(0)).collect();
        let mut half_earned = vec![0; seats.len()];
        for (idx, (pair, _)) in prices.pairs.iter().enumerate() {
            for &seat in pair {
                pairs_of_seat[seat].push(small(idx));
                half_earned[seat] += half_of_pair[idx];
            }
        }
        let (n_words, n_pair_words) = (requests.len().div_ceil(64), prices.pairs.len().div_ceil(64));
        let number = |request: usize| requests.partition_point(|&known| known < request);
        let request_of_seat: Vec<usize> = seats.iter().map(|seat| number(seat.request)).collect();
        let mut visited_at = vec![0_u64; nodes.len() * n_words];
        for (node, bits) in nodes.iter().zip(visited_at.chunks_exact_mut(n_words.max(1))) {
            let barred = model.single_trip.barred_after(node.stop.request(), node.stop.start());
            let barred = barred.filter_map(|request| requests.binary_search(&request).ok());
            for request in barred.chain([request_of_seat[node.seat as usize]]) {
                bits[request / 64] |= 1 << (request % 64);
            }
        }
        let costs_cost = prices.trip.cent.iter().chain(&prices.trip.gram).all(|&price| price >= 0);
        Pricing {
            model,
            traveller,
            prices,
            ask,
            memory: None,
            request_of_seat,
            visited_at,
            last_days: model.single_trip.last_days(traveller),
            pairs_of_seat,
            half_earned,
            costs_cost,
            only_costs: costs_cost && half_of_pair.iter().all(|&half| half == 0),
            half_of_pair,
            n_words,
            n_pair_words,
            to_go: Vec::new(),
            within_reach: vec![0; nodes.len() * (n_words + n_pair_words)],
            is_reach_known: vec![false; nodes.len()],
            labels: Vec::new(),
            bits: Vec::new(),
            labels_at: vec![Vec::new(); nodes.len()],
            scratch: Vec::new(),
            next_foremost: Vec::new(),
            is_in_long_run: Vec::new(),
            fronts: vec![Front::default(); nodes_of_seat.len()],
            nodes,
            nodes_of_seat,
        }
    }

    fn instance(&self) -> &'a Instance<'a> {
        &self.model.instance
    }

    fn start(&self, node: usize) -> &'a super::super::instance::Start {
        let stop = self.nodes[node].stop;
        &self.instance().requests[stop.request()].starts[stop.start()]
    }

    fn place(&self, node: usize) -> usize {
        self.instance().requests[self.nodes[node].stop.request()].place
    }

    fn per_diem(&self, node: usize) -> i64 {
        self.instance().problem.places[self.place(node)].per_diem.0
    }

    /// The last home date of a trip with this first one.
    fn last_day(&self, first_day: i32) -> i32 {
        usize::try_from(first_day).ok().and_then(|first| self.last_days.get(first)).copied().unwrap_or(i32::MAX)
    }

    /// Whether a trip can end with this node at all.
    fn can_return(&self, node: usize) -> bool {
        self.start(node).back_day < self.instance().n_days
    }

    /// What the way home from a node costs in cents and grams, the nights till then included.
    fn home_costs(&self, node: usize) -> (i64, i64) {
        let start = self.start(node);
        let leg = self.instance().leg(self.place(node), self.instance().problem.home.0);
        (leg.eur.0 + self.per_diem(node) * i64::from(start.back_day - start.start_day), leg.kg_co2.0)
    }

    /// What going on from a node to another costs in cents and grams, the nights till then included.
    fn onward_costs(&self, from: usize, to: usize) -> (i64, i64) {
        let leg = self.instance().leg(self.place(from), self.place(to));
        let n_nights = i64::from(self.start(to).start_day - self.start(from).start_day);
        (leg.eur.0 + self.per_diem(from) * n_nights, leg.kg_co2.0)
    }

    /// What dates, blocked dates and absence cost until home again after a node, from the beginning of time.
    fn return_price(&self, node: usize) -> i64 {
        let start = self.start(node);
        let min_home_days = self.instance().travellers[self.traveller].limits.min_home_days;
        let day = |day: i32| usize::try_from(day).expect("a trip lies in the horizon");
        self.prices.trip.days_before[day(start.back_day + 1)]
            + self.prices.blocked_before[day(start.back_day + 1 + min_home_days)]
            + self.prices.absent.started(start.back)
    }

    /// Calls `visit` with the nodes that can follow a node in a trip, whatever came before.
    fn for_each_next(&self, node: usize, mut visit: impl FnMut(usize)) {
        let request = self.nodes[node].stop.request;
        let following = if self.ask.dominance { Following::Foremost } else { Following::All };
        for seat in 0..self.nodes_of_seat.len() {
            if self.request_at(seat) != request {
                self.for_each_next_in(node, seat, following, &mut visit);
            }
        }
    }

    /// The same for one seat, which is of another request than the node is.
    fn for_each_next_in(&self, node: usize, seat: usize, following: Following, mut visit: impl FnMut(usize)) {
        let nodes = &self.nodes_of_seat[seat];
        let Some(&some) = nodes.first() else { return };
        let instance = self.instance();
        let from = self.start(node);
        let max_idle_days = instance.travellers[self.traveller].limits.max_idle_days;
        let arrival = instance.arrival(from, self.place(node), self.place(some as usize)); // A position.
        let mut at = nodes.partition_point(|&next| self.nodes[next as usize].start < arrival);
        while let Some(&next) = nodes.get(at) {
            let next = next as usize; // A position.
            if self.start(next).start_day - from.end_day - 1 > max_idle_days {
                break;
            }
            visit(next);
            at = match following {
                Following::All => at + 1,
                Following::Foremost => self.next_foremost[next] as usize, // A position.
            };
        }
    }

    /// The request of a seat.
    fn request_at(&self, seat: usize) -> u32 {
        small(self.instance().travellers[self.traveller].seats[seat].request)
    }

    /// What a node costs in a trip with this first date more than it does at least.
    fn more_than_least(&self, node: usize, first: usize) -> i64 {
        let Node { seat, least, .. } = self.nodes[node];
        self.prices.by_first.of(first, seat as usize) - least // A position.
    }

    /// Makes the labels of trips that begin with each node.
    fn begin(&mut self, class: FundClass) {
        let instance = self.instance();
        let home = instance.problem.home.0;
        let mut begun: Vec<Option<Label>> = vec![None; self.nodes_of_seat.len()];
        for node in 0..self.nodes.len() {
            let fund = instance.requests[self.nodes[node].stop.request()].fund;
            let mine = match class {
                FundClass::Any => true,
                FundClass::Only(only) => fund == Some(only),
                FundClass::Unnamed => !self.is_named(fund),
            };
            let start = self.start(node);
            let mut latest_return = instance.travellers[self.traveller].latest_return(start.depart);
            let limits = instance.travellers[self.traveller].limits;
            if latest_return >= start.depart.plus(i64::from(limits.max_trip_days + 2) * MINUTES_OF_DAY) {
                latest_return = NEVER; // No trip is as long; so such labels are alike.
            }
            if !mine || start.depart_day < 0 || start.depart_day >= instance.n_days || latest_return <= start.end {
                continue;
            }
            let leg = instance.leg(home, self.place(node));
            let cents = leg.eur.0 + self.per_diem(node) * i64::from(start.start_day - start.depart_day);
            let grams = leg.kg_co2.0;
            let first = usize::try_from(start.depart_day).expect("checked above");
            let trip = &self.prices.trip;
            let worth = self.nodes[node].profit - self.more_than_least(node, first)
                + trip.days_before[first]
                + self.prices.blocked_before[first]
                + self.prices.absent.ended(start.depart)
                - trip.trip[first]
                - trip.cent[first] * cents
                - trip.gram[first] * grams;
            let label = Label {
                node: small(node),
                parent: NO_PARENT,
                n_stops: 1,
                first_day: start.depart_day,
                latest_return,
                worth,
                cents,
                grams,
                groups: self.groups_of(node),
            };
            let begun = &mut begun[self.nodes[node].seat as usize]; // A position.
            if self.ask.dominance && begun.as_ref().is_some_and(|earlier| self.begins_as_well(earlier, &label)) {
                continue;
            }
            *begun = Some(label.clone());
            self.insert(label, None);
        }
    }

    fn is_named(&self, fund: Option<usize>) -> bool {
        fund.is_some_and(|fund| self.model.named_funds.contains(&fund))
    }

    fn groups_of(&self, node: usize) -> u64 {
        let place = self.place(node);
        let visited = |&(idx, (group, _)): &(usize, &(usize, _))| {
            let _: usize = idx;
            self.model.pool.place_groups[*group][place]
        };
        self.prices.groups.iter().enumerate().filter(visited).map(|(idx, _)| 1_u64 << idx).sum()
    }

    fn bits(&self, label: u32) -> &[u64] {
        let n_words = self.n_words + self.n_pair_words;
        let at = label as usize * n_words; // A position.
        &self.bits[at..at + n_words]
    }

    /// Adds a label unless it leads to nothing or is dominated; drops those it dominates.
    fn insert(&mut self, label: Label, parent: Option<u32>) {
        let node = label.node as usize; // A position.
        // What is paid for steps of the cost never falls as a trip goes on.
        let first = usize::try_from(label.first_day).expect("labels begin in the horizon");
        let steps = self.prices.trip.of_steps(first, label.cents, label.grams);
        let earned = self.still_earned(parent, self.nodes[node].seat as usize); // A position.
        let most = (label.worth - steps + earned).saturating_add(self.still_to_win(node, label.n_stops));
        if most.saturating_add(self.ask.rounding) <= self.ask.threshold {
            return;
        }
        self.find_reach(node);
        let mut bits = std::mem::take(&mut self.scratch);
        bits.clear();
        match parent {
            Some(parent) => bits.extend_from_slice(self.bits(parent)),
            None => bits.resize(self.n_words + self.n_pair_words, 0),
        }
        let seat = self.nodes[node].seat as usize; // A position.
        if let Some(memory) = self.memory {
            bits.iter_mut().zip(memory.kept(self.request_of_seat[seat])).for_each(|(bits, kept)| *bits &= kept);
        }
        let visited = &self.visited_at[node * self.n_words..][..self.n_words];
        bits.iter_mut().zip(visited).for_each(|(bits, visited)| *bits |= visited);
        for &pair in &self.pairs_of_seat[seat] {
            bits[self.n_words + pair as usize / 64] ^= 1 << (pair % 64); // A position.
        }
        // What is out of reach from here on is as good as never visited.
        let reach = &self.within_reach[node * bits.len()..][..bits.len()];
        bits.iter_mut().zip(reach).for_each(|(bits, reach)| *bits &= reach);
        if self.take_in(node, &label, &bits) {
            self.labels.push(label);
            self.bits.extend_from_slice(&bits);
        }
        self.scratch = bits;
    }

    /// Closes and extends the labels at a node, which are final: every node that leads here starts earlier.
    fn extend(&mut self, node: usize, trips: &mut Vec<PricedTrip>) {
        let mut here = std::mem::take(&mut self.labels_at[node]);
        if self.ask.dominance && !here.is_empty() {
            self.drop_late(node, &mut here);
        }
        if here.is_empty() {
            return;
        }
        let instance = self.instance();
        let limits = instance.travellers[self.traveller].limits;
        self.close(node, &here, trips);
        let mut nexts = Vec::new();
        let top = here.iter().map(|here| here.worth).max().unwrap_or(i64::MIN / 4);
        self.for_each_next(node, |next| {
            if self.may_be_worth(top, next) {
                nexts.push(next);
            }
        });
        for next in nexts {
            let to = self.start(next);
            let (cents, grams) = self.onward_costs(node, next);
            let request = self.request_of_seat[self.nodes[next].seat as usize]; // A position.
            let groups = self.groups_of(next);
            for &Here { label: idx, .. } in &here {
                let label = &self.labels[idx as usize]; // A position.
                let fits = usize::from(label.n_stops) < limits.max_stops
                    && self.bits(idx)[request / 64] >> (request % 64) & 1 == 0
                    && to.end_day - label.first_day < limits.max_trip_days
                    && to.end_day <= self.last_day(label.first_day)
                    && to.end < label.latest_return;
                if !fits {
                    continue;
                }
                let first = usize::try_from(label.first_day).expect("labels begin in the horizon");
                let pairs = self.price_of_pairs(idx, next);
                let extended = Label {
                    node: small(next),
                    parent: idx,
                    n_stops: label.n_stops + 1,
                    worth: label.worth + self.nodes[next].profit
                        - self.more_than_least(next, first)
                        - self.prices.trip.cent[first] * cents
                        - self.prices.trip.gram[first] * grams
                        - pairs,
                    cents: label.cents + cents,
                    grams: label.grams + grams,
                    groups: label.groups | groups,
                    ..*label
                };
                self.insert(extended, Some(idx));
            }
            if self.labels.len() > self.ask.max_labels {
                return;
            }
        }
    }

    /// Whether a label worth so much can become a trip worth more than the threshold by way of a node.
    fn may_be_worth(&self, worth: i64, next: usize) -> bool {
        let most = (worth + self.nodes[next].profit).saturating_add(self.still_to_win(next, 2));
        !self.only_costs || most.saturating_add(self.ask.rounding) > self.ask.threshold
    }

    /// Keeps what the labels at a node are worth when they end there.
    fn close(&self, node: usize, labels: &[Here], trips: &mut Vec<PricedTrip>) {
        if !self.can_return(node) {
            return;
        }
        let limits = self.instance().travellers[self.traveller].limits;
        let start = self.start(node);
        let return_price = self.return_price(node);
        let (cents, grams) = self.home_costs(node);
        let last = usize::try_from(start.back_day).expect("a trip lies in the horizon");
        for &Here { label: idx, .. } in labels {
            let label = &self.labels[idx as usize]; // A position.
            let is_too_long = start.back_day - label.first_day >= limits.max_trip_days
                || start.back_day > self.last_day(label.first_day);
            if start.back > label.latest_return || is_too_long {
                continue;
            }
            let first = usize::try_from(label.first_day).expect("labels begin in the horizon");
            let trip = &self.prices.trip;
            let mut worth =
                label.worth - return_price - trip.cent[first] * cents - trip.gram[first] * grams + self.ask.rounding;
            worth -= trip.of_steps(first, label.cents + cents, label.grams + grams);
            for (position, (_, group)) in self.prices.groups.iter().enumerate() {
                if label.groups >> position & 1 == 1 {
                    worth -= group.of(first, last, label.cents + cents, label.grams + grams);
                }
            }
            if worth > self.ask.threshold {
                let stops = self.stops(idx);
                trips.push(PricedTrip { first_day: label.first_day, last_day: start.back_day, worth, stops });
            }
        }
    }

    fn stops(&self, label: u32) -> Vec<Stop> {
        let mut stops = Vec::new();
        let mut at = label;
        while at != NO_PARENT {
            let label = &self.labels[at as usize]; // A position.
            stops.push(self.nodes[label.node as usize].stop); // A position.
            at = label.parent;
        }
        stops.reverse();
        stops
    }

    /// The seats in home meetings that are worth more than the threshold.
    fn meetings(&self) -> Vec<(i64, Stop)> {
        let instance = self.instance();
        let data = &instance.travellers[self.traveller];
        let mut meetings = Vec::new();
        for (idx, seat) in data.seats.iter().enumerate() {
            let request = &instance.requests[seat.request];
            if !request.at_home || !self.ask.prices(seat.request) {
                continue;
            }
            for (position, start) in request.starts.iter().enumerate() {
                if !request.allows(seat.role, self.traveller, position) {
                    continue;
                }
                let price = self.prices.attend.started(start.end) - self.prices.attend.ended(start.start);
                let worth = self.prices.seats[idx][position] - price;
                if worth > self.ask.threshold && data.latest_return(start.start) >= start.end {
                    let stop = Stop { request: small(seat.request), role: small(seat.role), start: small(position) };
                    meetings.push((worth, stop));
                }
            }
        }
        meetings
    }
}
