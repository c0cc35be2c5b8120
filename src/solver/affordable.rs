//! Cuts on budgets: which visits by whom a budget can pay for together.
//!
//! What trips count at most by their cost alone ([`packing`](super::packing)) does not know that each seat is filled once,
//! and that two visits on one way cost less than on two. Let `S` be seats, each with a traveller who may fill it, `a` what
//! each counts, and `β` the most that a set of them counts that the budget can pay for. Then in every plan
//!
//! ```text
//!   Σ_{trips that are paid} Σ_{seats s of the trip} a_s x ≤ β
//! ```
//!
//! # What a budget can pay for
//!
//! What a trip costs at least that has some seats ([`LeastCosts`]) is known without its dates. From that comes what it
//! costs a traveller at least to fill a set of seats, by the cheapest way to part it into trips; then the travellers are
//! taken one after the other, and of ways to fill the same seats that others may want as well those are kept that cost less
//! or count more. All of it is computed in whole numbers, and where it costs less than any trip can, `β` is too high, never
//! too low.
//!
//! # Which cut
//!
//! The seats of a solution are covered by sets that the budget can pay for, as much of them as can be, by a linear program
//! with a column for each set; the prices of its rows are what seats count in the cut that the solution breaks most, and the
//! set that counts most at these prices is its next column.
//!
//! # Source
//!
//! Boyd (1994), *Fenchel Cutting Planes for Integer Programs*, <https://doi.org/10.1287/opre.42.1.53>.

mod costs;
mod sets;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use self::costs::LeastCosts;
use self::sets::{Payer, Sets};
use super::activity::Activity;
use super::backend::lp::{Lp, Method};
use super::constraints::row::{Filter, Row, SeatCount, Term, Unit};
use super::cuts::budget;
use super::master::as_f64;
use super::model::Model;

/// The least share of a budget that is spent where a cut is looked for.
const LEAST_SPENT: f64 = 0.9;
/// By how much of what a budget can pay for a solution must exceed it.
const LEAST_EXCESS: f64 = 0.003;
/// The most seats of one traveller, and of all.
const MAX_SEATS_OF_ONE: usize = 10;
const MAX_SEATS: usize = 64;
/// The most that a seat counts.
const MAX_COUNT: i64 = 100_000;
/// The most sets that are tried, and that are remembered of a budget.
const MAX_SETS: usize = 80;
const MAX_KNOWN: usize = 240;
/// The most travellers and periods of whom it is found out what trips cost, in one solution; it takes some milliseconds each.
const MAX_NEW_COSTS: usize = 64;
/// What all seats of a set count together, about, in a cut.
const COUNT: f64 = 1000.0;
/// What a price of one is in whole numbers, while sets are looked for.
const WHOLE: f64 = 1e6;

/// A request and a role.
type Seat = (usize, usize);

/// What is remembered of budgets from one solution to the next.
#[derive(Debug, Default)]
pub struct Affordable {
    /// By traveller, first dates, and whether it is in grams.
    costs: HashMap<(usize, Range<i32>, bool), LeastCosts>,
    /// Per budget, by its position in the pool: sets of seats that it can pay for, each with its traveller.
    known: BTreeMap<usize, Vec<Vec<(usize, Seat)>>>,
    /// Of how many travellers and periods costs were found out since the last solution came.
    n_new: usize,
}

impl Affordable {
    /// Begins with another solution.
    pub fn begin(&mut self) {
        self.n_new = 0;
    }

    /// Returns a cut on a budget that a solution violates, if there is one.
    ///
    /// * `idx`: the position of its row in the pool.
    pub fn violated(&mut self, model: &Model, idx: usize, activity: &Activity) -> Option<Row> {
        let row = &model.pool.rows[idx];
        let (of_grams, most) = budget(row)?;
        if activity.of_row(row) < LEAST_SPENT * as_f64(most) || !is_plain(row) {
            return None;
        }
        let is_new = |&(traveller, first): &(usize, &Range<i32>)| {
            !self.costs.contains_key(&(traveller, first.clone(), of_grams))
        };
        let n_new = row.terms.iter().filter_map(whose).filter(is_new).count();
        if self.n_new > 0 && self.n_new + n_new > MAX_NEW_COSTS {
            return None; // The next time.
        }
        self.n_new += n_new;
        let filled = filled(model, row, activity);
        let all: BTreeSet<Seat> = filled.values().flat_map(BTreeMap::keys).copied().collect();
        let mut payers = Vec::new();
        for (traveller, first) in row.terms.iter().filter_map(whose) {
            let of_one = filled.get(&traveller);
            let is_open = |&(request, role): &Seat| {
                model.instance.requests[request].candidates[role].iter().any(|&(candidate, _)| candidate == traveller)
            };
            let filled = |seat: &Seat| of_one.and_then(|mine| mine.get(seat)).copied().unwrap_or(0.0);
            let mut mine: Vec<(Seat, f64)> =
                all.iter().filter(|seat| is_open(seat)).map(|seat| (*seat, filled(seat))).collect();
            mine.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            mine.truncate(MAX_SEATS_OF_ONE);
            mine.sort_by_key(|&(seat, _)| seat);
            payers.push(self.payer(model, traveller, first, (of_grams, most), mine));
        }
        if payers.iter().map(|payer| payer.seats.len()).sum::<usize>() > MAX_SEATS {
            payers.iter_mut().for_each(Payer::keep_filled);
        }
        let sets = Sets::new(&payers, most)?;
        let known = self.known.entry(idx).or_default();
        known.drain(..known.len().saturating_sub(MAX_KNOWN));
        let mut counts = counts(&sets, &payers, known)?;
        let most = sets.most(&counts, 0)?.map_or(0, |(most, _)| most);
        let of_solution: f64 =
            payers.iter().flat_map(|payer| &payer.filled).zip(&counts).map(|(&y, &n)| y * as_f64(n)).sum();
        if most == 0 || most > MAX_COUNT || of_solution < as_f64(most) * (1.0 + LEAST_EXCESS) {
            return None;
        }
        lift(&sets, &payers, &mut counts, most)?;
        Some(cut(row, &payers, &counts, most))
    }

    /// Returns the cut of a budget in which seats count so much, or `None` when the row is no such budget, or it cannot be
    /// told what it can pay for.
    ///
    /// * `counts`: by traveller, in order of seats, none of less than one.
    pub fn of_counts(&mut self, model: &Model, row: &Row, counts: &BTreeMap<usize, Vec<SeatCount>>) -> Option<Row> {
        let (_, most) = budget(row)?;
        self.of_counts_with(model, row, counts, most)
    }

    /// The same where the budget is so much.
    fn of_counts_with(
        &mut self,
        model: &Model,
        row: &Row,
        counts: &BTreeMap<usize, Vec<SeatCount>>,
        most: i64,
    ) -> Option<Row> {
        let (of_grams, _) = budget(row)?;
        if !is_plain(row) {
            return None;
        }
        let mut payers = Vec::new();
        let mut all = Vec::new();
        for (traveller, first) in row.terms.iter().filter_map(whose) {
            let mine = |seat: &Seat| {
                let mut seats = model.instance.travellers[traveller].seats.iter();
                seats.any(|own| (own.request, own.role) == *seat)
            };
            let of_one = counts.get(&traveller).into_iter().flatten().filter(|(seat, _)| mine(seat));
            let (seats, counts): (Vec<(Seat, f64)>, Vec<i64>) =
                of_one.map(|&(seat, count)| ((seat, 0.0), count)).unzip();
            if seats.len() > MAX_SEATS_OF_ONE || counts.iter().any(|&count| count > MAX_COUNT) {
                return None;
            }
            payers.push(self.payer(model, traveller, first, (of_grams, most), seats));
            all.extend(counts);
        }
        let most = Sets::new(&payers, most)?.most(&all, 0)?.map_or(0, |(most, _)| most);
        Some(cut(row, &payers, &all, most)).filter(|cut| !cut.terms.is_empty())
    }

    /// By how much the side of a cut rises when its budget does by so much, or `None` when that cannot be told.
    ///
    /// * `row`: a cut of [`Affordable::violated`].
    pub fn rise(&mut self, model: &Model, row: &Row, more: i64) -> Option<i64> {
        let firsts = |row: &Row| row.terms.iter().filter_map(whose).map(|(_, first)| first.clone()).next();
        let is_of = |of: &&Row| of.origin == row.origin && budget(of).is_some() && firsts(of) == firsts(row);
        let of = model.pool.rows.iter().find(is_of)?;
        let mut counts: BTreeMap<usize, Vec<SeatCount>> = BTreeMap::new();
        for term in &row.terms {
            let Term::Seats { traveller, counts: of_one, .. } = term else { return None };
            counts.insert(*traveller, of_one.to_vec());
        }
        let with = self.of_counts_with(model, of, &counts, budget(of)?.1.checked_add(more)?)?;
        Some((with.upper? - row.upper?).max(0))
    }

    /// A traveller with seats, and how much of each is filled.
    fn payer(
        &mut self,
        model: &Model,
        traveller: usize,
        first: &Range<i32>,
        (of_grams, most): (bool, i64),
        seats: Vec<(Seat, f64)>,
    ) -> Payer {
        let costs = self.costs.entry((traveller, first.clone(), of_grams));
        let costs = costs.or_insert_with(|| LeastCosts::new(model, traveller, first, of_grams));
        let (seats, filled): (Vec<Seat>, Vec<f64>) = seats.into_iter().unzip();
        let requests: Vec<usize> = seats.iter().map(|seat| seat.0).collect();
        Payer { traveller, filled, least: costs.of_sets(&requests, most), seats }
    }
}

/// Whose trips a term is about, and on which dates they begin.
fn whose(term: &Term) -> Option<(usize, &Range<i32>)> {
    match term {
        Term::Trips { traveller, first, .. } | Term::Seats { traveller, first, .. } => Some((*traveller, first)),
        _ => None,
    }
}

/// Per traveller: how much of each seat a solution has in trips that are paid.
type Filled = BTreeMap<usize, BTreeMap<Seat, f64>>;

fn filled(model: &Model, row: &Row, activity: &Activity) -> Filled {
    let mut filled = Filled::new();
    for (column, value) in activity.columns() {
        if row.coef(&model.instance, &model.pool.place_groups, column) > 0 {
            let mine = filled.entry(column.traveller()).or_default();
            column.stops().iter().for_each(|stop| *mine.entry((stop.request(), stop.role())).or_insert(0.0) += value);
        }
    }
    filled
}

/// Whether a row counts what all trips cost that begin on some dates, whatever places they go to, and each traveller's once.
fn is_plain(row: &Row) -> bool {
    let travellers: BTreeSet<usize> = row.terms.iter().filter_map(whose).map(|(traveller, _)| traveller).collect();
    let is_plain = |term: &Term| match term {
        Term::Trips { filter, unit: Unit::Cent | Unit::Gram, coef: 1, .. } => filter.places.is_none(),
        _ => false,
    };
    travellers.len() == row.terms.len() && row.terms.iter().all(is_plain)
}

/// What each seat counts, payer by payer, in the cut that the solution breaks most; `None` when it breaks none by enough.
fn counts(sets: &Sets, payers: &[Payer], known: &mut Vec<Vec<(usize, Seat)>>) -> Option<Vec<i64>> {
    let filled: Vec<f64> = payers.iter().flat_map(|payer| payer.filled.iter().copied()).collect();
    let seats: Vec<(usize, Seat)> =
        payers.iter().flat_map(|payer| payer.seats.iter().map(|&seat| (payer.traveller, seat))).collect();
    let position: HashMap<(usize, Seat), usize> = seats.iter().copied().zip(0..).collect();
    let mut lp = Lp::new();
    // Sets cover as much of each seat as the solution fills, but for a share that is the same for all.
    let rows: Vec<usize> = filled.iter().map(|&y| lp.add_row(y, f64::INFINITY, Vec::new())).collect();
    let share: Vec<(usize, f64)> = rows.iter().copied().zip(filled.iter().copied()).collect();
    lp.add_col(-1.0, 0.0, f64::INFINITY, &share);
    let all = lp.add_row(f64::NEG_INFINITY, 1.0, Vec::new());
    let add = |lp: &mut Lp, set: &[usize]| {
        let entries: Vec<(usize, f64)> = set.iter().map(|&at| (rows[at], 1.0)).chain([(all, 1.0)]).collect();
        lp.add_col(0.0, 0.0, f64::INFINITY, &entries);
    };
    for set in known.iter() {
        let set: Vec<usize> = set.iter().filter_map(|seat| position.get(seat).copied()).collect();
        add(&mut lp, &set);
    }
    let mut best = None;
    for _ in 0..MAX_SETS {
        let solution = lp.solve(Method::PrimalSimplex, None)?;
        if -solution.objective < LEAST_EXCESS {
            return None;
        }
        let prices: Vec<f64> = rows.iter().map(|&row| (-solution.duals[row]).max(0.0)).collect();
        let room = solution.duals[all].max(0.0);
        let whole: Vec<i64> = prices.iter().map(|price| (price * WHOLE).round() as i64).collect(); // Small numbers.
        let floor = (room * WHOLE).ceil() as i64 + 20; // What rounding may add.
        best = Some((prices, room));
        let Some((_, set)) = sets.most(&whole, floor)? else { break };
        let set: Vec<usize> = (0..filled.len()).filter(|&at| set >> at & 1 == 1).collect();
        add(&mut lp, &set);
        known.push(set.iter().map(|&at| seats[at]).collect());
    }
    let (prices, room) = best?;
    let whole = |price: f64| (price / room.max(1e-3) * COUNT).round() as i64; // Below a million.
    Some(prices.into_iter().map(whole).collect())
}

/// Has seats count that the solution does not fill, as much as they can while no set counts more; those that others count
/// for. `None` when that takes too long.
fn lift(sets: &Sets, payers: &[Payer], counts: &mut [i64], most: i64) -> Option<()> {
    let seats: Vec<Seat> = payers.iter().flat_map(|payer| payer.seats.iter().copied()).collect();
    let counting: BTreeSet<Seat> =
        { seats.iter().zip(counts.iter()) }.filter(|&(_, &count)| count > 0).map(|(&seat, _)| seat).collect();
    for at in (0..counts.len()).filter(|&at| counting.contains(&seats[at])) {
        if counts[at] == 0 {
            // What others count at most beside it.
            counts[at] = most + 1;
            let with = sets.most(counts, most)?.map_or(most + 1, |(with, _)| with);
            counts[at] = (2 * most + 1 - with).max(0);
        }
    }
    Some(())
}

/// The cut of a budget that says what seats count at most together.
fn cut(row: &Row, payers: &[Payer], counts: &[i64], most: i64) -> Row {
    let mut counts = counts.iter();
    let mut terms = Vec::new();
    for payer in payers {
        let of_one: Vec<SeatCount> =
            { payer.seats.iter().copied() }.zip(counts.by_ref().copied()).filter(|&(_, count)| count > 0).collect();
        if of_one.is_empty() {
            continue;
        }
        let is_of = |term: &&Term| whose(term).is_some_and(|(traveller, _)| traveller == payer.traveller);
        if let Some(Term::Trips { traveller, first, filter: Filter { fund, .. }, .. }) = row.terms.iter().find(is_of) {
            let counts = Arc::new(of_one);
            terms.push(Term::Seats { traveller: *traveller, first: first.clone(), fund: *fund, counts });
        }
    }
    Row::at_most(row.origin, most, terms)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::bound::{RoundAsk, round};
    use super::super::columns::Column;
    use super::super::columns::choice::choose;
    use super::super::master::Master;
    use super::super::search::row_index::RowIndex;
    use super::super::search::ruin_and_recreate::construct;
    use super::super::search::schedule::Schedule;
    use super::super::search::trips::Trips;
    use super::*;

    /// Whatever plan there is keeps the cuts that solutions of fractions break; with more money they allow more.
    #[test]
    fn plans_keep_the_cuts_that_fractions_of_trips_break() {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/bench/S-bind-1"));
        let problem = crate::scenario::load(path).expect("a scenario").problem;
        let model = Model::new(&problem);
        let index = RowIndex::new(&model);
        let mut master = Master::new(&model);
        let mut affordable = Affordable::default();
        let mut cuts: Vec<Row> = Vec::new();
        for _ in 0..25 {
            assert!(master.solve(|| None), "a small problem");
            let round = round(&model, &master.prices(), &RoundAsk::of_everybody(&model));
            let support: Vec<(Column, f64)> =
                master.support().into_iter().map(|(column, value)| (column.clone(), value)).collect();
            let activity = Activity::new(&model, &support);
            for idx in 0..model.pool.rows.len() {
                let cut = affordable.violated(&model, idx, &activity);
                assert!(cut.as_ref().is_none_or(|cut| activity.excess(cut) > 0.0), "{cut:?}");
                cuts.extend(cut);
            }
            master.add_columns(choose(&model, round.priced));
        }
        assert!(cuts.len() > 20, "{}", cuts.len());
        let groups = &model.pool.place_groups;
        let mut n_tight = 0;
        for seed in 0..30 {
            let empty = Schedule::new(&model, &index);
            let schedule = construct(empty, &mut Trips::new(&model, &index), seed, || false);
            for cut in &cuts {
                let count: i64 = schedule.all_columns().map(|column| cut.coef(&model.instance, groups, column)).sum();
                let most = cut.upper.expect("a side");
                assert!(count <= most, "seed {seed}: {count} {cut:?}");
                n_tight += usize::from(count * 10 > most * 7);
            }
        }
        assert!(n_tight > 0);
        let first = &cuts[0];
        assert_eq!(affordable.rise(&model, first, 0), Some(0));
        assert!(affordable.rise(&model, first, 1_000_000) > Some(0));
    }
}
