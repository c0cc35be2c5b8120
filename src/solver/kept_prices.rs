//! Prices that outlive a search: what the rows of the master problem charged, for a search of a problem that differs by
//! little.
//!
//! A row is known again by what it says, in ids and dates and not in positions: a change of the scenario elsewhere leaves
//! it as it is. Any prices give a true bound, so a row that is not known again, or that means something else by now, makes
//! the first bound weaker and never wrong.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use sha2::{Digest as _, Sha256};

use super::conflicts::Conflicts;
use super::constraints::delegation;
use super::constraints::row::{Origin, Row, Term, Who};
use super::cuts;
use super::model::Model;
use super::prices::{PricedRow, sanitize};
use crate::domain::{RowName, RowPrice};

/// Returns what rows charge, by what they say.
///
/// * `prices`: before any decision of a search tree.
pub fn keep(model: &Model, prices: &[PricedRow]) -> Vec<RowPrice> {
    let problem = model.instance.problem;
    let id = |&(request, role): &(usize, usize)| {
        let request = &problem.requests[request];
        (request.id.clone(), request.roles[role].id.clone())
    };
    let starts = |term: &Term| {
        let Term::Seat { request, starts, .. } = term else { return None };
        let at = |start: usize| model.instance.requests[*request].starts[start].start.minutes();
        Some((problem.requests[*request].id.clone(), at(starts.start), at(starts.end - 1)))
    };
    let name = |row: &Row| match row.terms.first() {
        Some(Term::Pairs { seats }) => RowName::Seats(seats.iter().map(id).collect()),
        _ if row.origin == Origin::Conflict => RowName::Starts(row.terms.iter().filter_map(starts).collect()),
        _ => RowName::Number(key(model, row)),
    };
    let mut kept: Vec<RowPrice> =
        prices.iter().map(|&(row, price)| RowPrice { row: name(row), billionths: price }).collect();
    kept.sort_unstable();
    kept
}

/// A row that is known again.
pub struct Recalled {
    /// The row.
    pub row: Row,
    /// Its position in the pool, when it is from there.
    pub pool: Option<usize>,
    /// What it charged, in billionths of a point.
    pub price: i64,
}

/// Returns the rows that are known again, and what they charged.
pub fn recall(model: &Model, kept: &[RowPrice]) -> Vec<Recalled> {
    let mut prices: BTreeMap<u64, i64> = BTreeMap::new();
    let mut rows = Vec::new();
    let mut conflicts = Conflicts::default();
    for kept in kept {
        match &kept.row {
            RowName::Number(number) => {
                prices.insert(*number, kept.billionths);
            }
            RowName::Seats(seats) => {
                let cut = positions(model, seats).map(cuts::odd_set);
                rows.extend(cut.map(|row| Recalled { row, pool: None, price: kept.billionths }));
            }
            RowName::Starts(starts) => {
                let cut = ranges(model, starts).and_then(|ranges| conflicts.row_of(model, &ranges));
                rows.extend(cut.map(|row| Recalled { row, pool: None, price: kept.billionths }));
            }
        }
    }
    // Where several rows say the same, one of them charged.
    let mut look = |row: &Row, pool: Option<usize>| {
        let fits = |price: i64| if price > 0 { row.upper.is_some() } else { row.lower.is_some() };
        if let Entry::Occupied(known) = prices.entry(key(model, row))
            && fits(*known.get())
        {
            rows.push(Recalled { row: row.clone(), pool, price: known.remove() });
        }
    };
    let is_free = |(_, row): &(usize, &Row)| !matches!(row.origin, Origin::OneTripAtATime(_));
    for (idx, row) in model.pool.rows.iter().enumerate().filter(is_free) {
        look(row, Some(idx));
        cuts::of_budget(row).iter().for_each(|cut| look(cut, None));
    }
    let instance = &model.instance;
    for (request, data) in instance.requests.iter().enumerate() {
        for role in 1..data.optional.len() {
            let mut open: Vec<Range<usize>> = Vec::new();
            open.push(0..data.starts.len());
            while let Some(range) = open.pop().filter(|range| !range.is_empty()) {
                look(&delegation::row(instance, request, role, &range), None);
                if range.len() > 1 {
                    let middle = range.start.midpoint(range.end);
                    open.extend([middle..range.end, range.start..middle]);
                }
            }
        }
    }
    rows
}

/// What such rows charge, as pricing takes it.
pub fn prices<'r>(model: &Model, recalled: &'r [Recalled]) -> Vec<PricedRow<'r>> {
    // As a floating-point number it rounds to what it was.
    sanitize(model, recalled.iter().map(|recalled| (&recalled.row, recalled.price as f64 / 1e9)))
}

/// Seats by position, in order; `None` when they are no odd set of seats any more.
fn positions(model: &Model, seats: &[(String, String)]) -> Option<Vec<(usize, usize)>> {
    let requests = &model.instance.problem.requests;
    let position = |(request, role): &(String, String)| {
        let at = requests.iter().position(|known| known.id == *request)?;
        Some((at, requests[at].roles.iter().position(|known| known.id == *role)?))
    };
    let seats: BTreeSet<(usize, usize)> = seats.iter().map(position).collect::<Option<_>>()?;
    (seats.len() > 2 && seats.len() % 2 == 1).then(|| seats.into_iter().collect())
}

/// Starts by position; `None` when a visit is no wish any more.
fn ranges(model: &Model, starts: &[(String, i64, i64)]) -> Option<Vec<(usize, Range<usize>)>> {
    let range = |(id, first, last): &(String, i64, i64)| {
        let request = model.instance.problem.requests.iter().position(|known| known.id == *id)?;
        let all = &model.instance.requests[request].starts;
        let before = all.partition_point(|start| start.start.minutes() < *first);
        let end = all.partition_point(|start| start.start.minutes() <= *last);
        Some((request, before..end.max(before)))
    };
    starts.iter().map(range).collect()
}

/// A number made of what a row says, its sides apart.
fn key(model: &Model, row: &Row) -> u64 {
    let problem = model.instance.problem;
    let traveller = |traveller: usize| problem.travellers[traveller].id.as_str();
    let mut text = problem.horizon.start().to_string();
    // To write to a text never fails.
    let _ = match row.origin {
        Origin::VisitOnce(request) => write!(text, " visit {}", problem.requests[request].id),
        Origin::Delegation(request) => write!(text, " delegation {}", problem.requests[request].id),
        Origin::OneTripAtATime(one) => write!(text, " trips {}", traveller(one)),
        Origin::HomeMeeting(one) => write!(text, " home {}", traveller(one)),
        Origin::Conflict => write!(text, " conflict"),
        Origin::Rule(rule) => write!(text, " rule {}", problem.rule(rule).id),
    };
    for term in &row.terms {
        let _ = match term {
            Term::Seat { request, role, who, starts, filter, coef } => {
                let all = &model.instance.requests[*request].starts;
                let at = |position: usize| all.get(position).map_or(0, |start| start.start.minutes());
                let (first, last) = (at(starts.start), at(starts.end.saturating_sub(1)));
                if let Who::These(these) = who {
                    let ids = these.iter().enumerate().filter(|&(_, &is)| is).map(|(idx, _)| traveller(idx));
                    ids.for_each(|id| text.push_str(id));
                }
                let id = &problem.requests[*request].id;
                write!(text, " seat {id} {role} {first}..{last} {filter:?} {coef}")
            }
            Term::Days { traveller: one, days, filter, coef } => {
                write!(text, " days {} {days:?} {filter:?} {coef}", traveller(*one))
            }
            Term::Cover { traveller: one, day } => write!(text, " cover {} {day}", traveller(*one)),
            Term::Absent { traveller: one, interval, coef } => {
                let (from, to) = (interval.start().minutes(), interval.end().minutes());
                write!(text, " absent {} {from}..{to} {coef}", traveller(*one))
            }
            Term::Attend { traveller: one, interval, coef } => {
                let (from, to) = (interval.start().minutes(), interval.end().minutes());
                write!(text, " attend {} {from}..{to} {coef}", traveller(*one))
            }
            Term::Trips { traveller: one, first, filter, unit, coef } => {
                write!(text, " trips {} {first:?} {filter:?} {unit:?} {coef}", traveller(*one))
            }
            Term::Pairs { seats } => write!(text, " pairs {seats:?}"),
        };
    }
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(0, |key, &byte| key << 8 | u64::from(byte))
}
