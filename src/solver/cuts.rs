//! Cuts: what whole trips say that fractions of trips do not.
//!
//! # Odd sets of seats
//!
//! Three seats, each filled at most once, and trips that have two of them or all three: a plan has at most one such trip,
//! the LP one and a half, half of each of three pairs. So of any odd set `S` of seats,
//!
//! ```text
//!   Σ ⌊|S ∩ trip| / 2⌋ x ≤ ⌊|S| / 2⌋
//! ```
//!
//! Where a visit more on the way costs little, and money is scarce, the LP is full of such halves: these cuts close most
//! of what budgets leave open. The number on the left depends on the trip as a whole; labels keep in mind of which sets
//! they have an odd number of seats.
//!
//! # Shares of budgets
//!
//! Let a budget of `B` be divided in `n` parts. Trips that a plan pays from it cost at most `B` together, so that
//!
//! ```text
//!   Σ (⌈n · cost / B⌉ − 1) x < Σ n · cost / B x ≤ n,   so   Σ (⌈n · cost / B⌉ − 1) x ≤ n − 1
//! ```
//!
//! Of trips that cost more than a third of a budget, say, two can be paid and not two and a half. The number on the left
//! depends on what the trip costs in all, and never falls as a trip goes on: pricing can charge it when a trip closes. Of
//! the other numbers that rise in steps with the cost, [`packing`] finds those that cut off most.
//!
//! # What a budget can pay for
//!
//! Sets of seats, each with its traveller: [`Affordable`].
//!
//! # Cliques
//!
//! Starts of visits that exclude each other: [`Conflicts`].
//!
//! # Source
//!
//! Jepsen, Petersen, Spoorendonk and Pisinger (2008), *Subset-Row Inequalities Applied to the Vehicle-Routing Problem
//! with Time Windows*, <https://doi.org/10.1287/opre.1070.0449>.
//!
//! The rounding is Chvátal's and Gomory's; as a function of the cost it is the dual feasible function of Fekete and
//! Schepers (2001), *New Classes of Fast Lower Bounds for Bin Packing Problems*, <https://doi.org/10.1007/s101070100243>.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::activity::Activity;
use super::affordable::Affordable;
use super::conflicts::Conflicts;
use super::constraints::row::{Origin, Row, Term, Unit};
use super::constraints::steps::Steps;
use super::master::as_f64;
use super::model::Model;
use super::packing;

/// In how many parts a budget is divided at most.
const MAX_PARTS: i64 = 10;
/// By how much, of one trip, a solution must violate a cut.
const VIOLATION: f64 = 0.03;
/// The most odd sets that are taken in at once, and those with one seat in common.
const N_ODD_SETS: usize = 40;
const N_OF_SEAT: usize = 5;

/// A request and a role.
type Seat = (usize, usize);

/// The cuts there can be, and which of them are rows already.
#[derive(Debug, Default)]
pub struct Cuts {
    known: BTreeSet<(usize, Steps)>,
    odd_sets: BTreeSet<Vec<Seat>>,
    cliques: BTreeSet<Vec<(usize, usize, usize)>>,
    conflicts: Conflicts,
    affordable: Affordable,
}

impl Cuts {
    /// Returns cuts that a solution violates and that are not known yet, and remembers them.
    pub fn violated(&mut self, model: &Model, activity: &Activity) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for seats in odd_sets(activity) {
            if self.odd_sets.insert(seats.clone()) {
                rows.push(odd_set(seats));
            }
        }
        for row in self.conflicts.violated(model, activity) {
            if ranges(&row).is_some_and(|ranges| self.cliques.insert(ranges)) {
                rows.push(row);
            }
        }
        self.affordable.begin();
        for (idx, row) in model.pool.rows.iter().enumerate() {
            let Some((of_grams, most)) = budget(row) else { continue };
            rows.extend(self.affordable.violated(model, idx, activity));
            let spent = spent(model, activity, row);
            let of_parts = parts(of_grams, most).map(|(_, steps)| steps);
            for steps in of_parts.chain(packing::steps(of_grams, most, &spent)) {
                let key = (idx, steps);
                if self.known.contains(&key) {
                    continue;
                }
                let cut = cut(row, &key.1);
                let sides = as_f64(cut.upper.unwrap_or(0)) + 1.0;
                if activity.excess(&cut) > VIOLATION * sides.sqrt() {
                    self.known.insert(key);
                    rows.push(cut);
                }
            }
        }
        rows
    }

    /// Remembers a cut that is no row yet, and says whether it is a cut and was not known.
    pub fn remember(&mut self, model: &Model, row: &Row) -> bool {
        if let Some(ranges) = ranges(row) {
            return self.cliques.insert(ranges);
        }
        match row.terms.first() {
            Some(Term::Pairs { seats }) => self.odd_sets.insert(seats.to_vec()),
            Some(Term::Seats { .. }) => true,
            Some(Term::Trips { unit: Unit::Steps(steps), .. }) => {
                let of = |of: &Row| of.origin == row.origin && budget(of).is_some() && cut(of, steps) == *row;
                let position = model.pool.rows.iter().position(of);
                position.is_some_and(|idx| self.known.insert((idx, Steps::clone(steps))))
            }
            _ => false,
        }
    }

    /// Forgets a cut: it may be returned again.
    pub fn forget(&mut self, model: &Model, row: &Row) {
        if let Some(ranges) = ranges(row) {
            self.cliques.remove(&ranges);
        }
        if let Some(Term::Pairs { seats }) = row.terms.first() {
            self.odd_sets.remove(&**seats);
        }
        let Some(Term::Trips { unit: Unit::Steps(steps), .. }) = row.terms.first() else { return };
        self.known.retain(|(idx, known)| known != &**steps || cut(&model.pool.rows[*idx], steps) != *row);
    }
}

/// The requests and ranges of starts of a clique, if the row is one.
fn ranges(row: &Row) -> Option<Vec<(usize, usize, usize)>> {
    let range = |term: &Term| match term {
        Term::Seat { request, starts, .. } => Some((*request, starts.start, starts.end)),
        _ => None,
    };
    if row.origin == Origin::Conflict { row.terms.iter().map(range).collect() } else { None }
}

/// The cuts of a row on equal parts of a budget, if it is a budget.
pub fn of_parts(row: &Row) -> Vec<Row> {
    let Some((of_grams, most)) = budget(row) else { return Vec::new() };
    parts(of_grams, most).map(|(_, steps)| cut(row, &steps)).collect()
}

/// The steps of a budget in equal parts, with the number of parts.
fn parts(of_grams: bool, budget: i64) -> impl Iterator<Item = (i64, Steps)> {
    (2..=MAX_PARTS).filter_map(move |n_parts| Some((n_parts, Steps::of_parts(of_grams, budget, n_parts)?)))
}

/// The cut of a row with these levels, if it is a budget.
pub fn of_levels(row: &Row, levels: &[(i64, i64)]) -> Option<Row> {
    let (of_grams, most) = budget(row)?;
    Steps::new(of_grams, most, levels.to_vec()).map(|steps| cut(row, &steps))
}

/// In how many equal parts a budget is divided, if it is.
pub fn n_parts(steps: &Steps) -> Option<i64> {
    parts(steps.of_grams, steps.budget).find(|(_, equal)| equal == steps).map(|(n_parts, _)| n_parts)
}

/// What trips of a solution cost that are paid from a budget, and how much of each there is.
fn spent(model: &Model, activity: &Activity, row: &Row) -> Vec<(i64, f64)> {
    let groups = &model.pool.place_groups;
    let spent = activity.columns().map(|(column, value)| (row.coef(&model.instance, groups, column), value));
    spent.filter(|&(cost, _)| cost != 0).collect()
}

/// The row of an odd set of seats.
pub fn odd_set(seats: Vec<Seat>) -> Row {
    let most = i64::try_from(seats.len() / 2).unwrap_or(i64::MAX); // Three seats.
    Row::at_most(Origin::VisitOnce(seats[0].0), most, vec![Term::Pairs { seats: Arc::new(seats) }])
}

/// Sets of three seats that a solution violates most.
fn odd_sets(activity: &Activity) -> Vec<Vec<Seat>> {
    let mut of_pair: BTreeMap<(Seat, Seat), f64> = BTreeMap::new();
    let mut of_triple: BTreeMap<(Seat, Seat, Seat), f64> = BTreeMap::new();
    for (column, value) in activity.columns() {
        let mut seats: Vec<Seat> = column.stops().iter().map(|stop| (stop.request(), stop.role())).collect();
        seats.sort_unstable();
        for (i, &a) in seats.iter().enumerate() {
            for (j, &b) in seats.iter().enumerate().skip(i + 1) {
                *of_pair.entry((a, b)).or_insert(0.0) += value;
                for &c in &seats[j + 1..] {
                    *of_triple.entry((a, b, c)).or_insert(0.0) += value;
                }
            }
        }
    }
    let mut beside: BTreeMap<Seat, BTreeSet<Seat>> = BTreeMap::new();
    for &(a, b) in of_pair.keys() {
        beside.entry(a).or_default().insert(b);
        beside.entry(b).or_default().insert(a);
    }
    let pair = |a: Seat, b: Seat| of_pair.get(&(a.min(b), a.max(b))).copied().unwrap_or(0.0);
    let mut violated: BTreeMap<[Seat; 3], f64> = BTreeMap::new();
    for &(a, b) in of_pair.keys() {
        for &c in beside[&a].union(&beside[&b]).filter(|&&c| c != a && c != b) {
            let mut set = [a, b, c];
            set.sort_unstable();
            let twice_counted = of_triple.get(&(set[0], set[1], set[2])).copied().unwrap_or(0.0);
            let excess = pair(a, b) + pair(a, c) + pair(b, c) - 2.0 * twice_counted - 1.0;
            if excess > VIOLATION {
                violated.insert(set, excess);
            }
        }
    }
    let mut violated: Vec<([Seat; 3], f64)> = violated.into_iter().collect();
    violated.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut n_of_seat: BTreeMap<Seat, usize> = BTreeMap::new();
    let mut chosen = Vec::new();
    for (set, _) in violated {
        let is_full = set.iter().any(|seat| n_of_seat.get(seat).is_some_and(|&n| n >= N_OF_SEAT));
        if chosen.len() < N_ODD_SETS && !is_full {
            set.iter().for_each(|&seat| *n_of_seat.entry(seat).or_insert(0) += 1);
            chosen.push(set.to_vec());
        }
    }
    chosen
}

/// The budget of a row that is one: whether it is in grams, and the most that may be spent.
pub fn budget(row: &Row) -> Option<(bool, i64)> {
    let most = row.upper.filter(|&most| most > 0 && row.lower.is_none() && row.slack.is_none())?;
    let in_unit = |unit: Unit| {
        let mine = |term: &Term| matches!(term, Term::Trips { unit: of, coef: 1, .. } if *of == unit);
        row.terms.iter().all(mine)
    };
    match () {
        () if row.terms.is_empty() || most > i64::MAX / (2 * MAX_PARTS) => None,
        () if in_unit(Unit::Cent) => Some((false, most)),
        () if in_unit(Unit::Gram) => Some((true, most)),
        () => None,
    }
}

/// The cut of a budget that says how much trips count at most in these steps.
fn cut(row: &Row, steps: &Steps) -> Row {
    let shared = Arc::new(steps.clone());
    let terms = row.terms.iter().cloned().map(|mut term| {
        if let Term::Trips { unit, .. } = &mut term {
            *unit = Unit::Steps(Arc::clone(&shared));
        }
        term
    });
    Row::at_most(row.origin, steps.most_with(0), terms.collect())
}
