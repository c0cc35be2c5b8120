//! Which rows a column counts in, found without looking at all of them.

use crate::domain::Instant;

use super::super::columns::Column;
use super::super::constraints::row::{Filter, Origin, Term, Who};
use super::super::model::Model;

/// A term of a row.
type TermAt = (u32, u32);

/// A row in which a seat at one start counts.
#[derive(Clone, Copy)]
struct SeatRow {
    row: u32,
    term: u32,
    /// What it counts, when that depends on neither traveller nor trip.
    always: Option<i64>,
}

/// An interval that a term names.
struct Priced {
    start: Instant,
    end: Instant,
    row: u32,
    coef: i64,
}

/// Intervals in order of start, with the longest of them.
#[derive(Default)]
struct Intervals {
    by_start: Vec<Priced>,
    longest: i64,
}

/// An index from columns to the rows of rules. Rows that a schedule keeps by construction are not in it.
pub struct RowIndex {
    /// Per request, role and start.
    seats: Vec<Vec<Vec<Vec<SeatRow>>>>,
    trips: Vec<Vec<TermAt>>,
    absent: Vec<Intervals>,
    attend: Vec<Intervals>,
    /// Per slack: its rows.
    pub rows_of_slack: Vec<Vec<usize>>,
    /// Whether more visits can make some slack smaller.
    pub has_rewards: bool,
}

impl RowIndex {
    /// Builds the index of a model.
    pub fn new(model: &Model) -> Self {
        let instance = &model.instance;
        let n_travellers = instance.travellers.len();
        let mut index = RowIndex {
            seats: instance
                .requests
                .iter()
                .map(|request| vec![vec![Vec::new(); request.starts.len()]; request.optional.len()])
                .collect(),
            trips: vec![Vec::new(); n_travellers],
            absent: (0..n_travellers).map(|_| Intervals::default()).collect(),
            attend: (0..n_travellers).map(|_| Intervals::default()).collect(),
            rows_of_slack: vec![Vec::new(); model.pool.slacks.len()],
            has_rewards: model.pool.rows.iter().any(|row| {
                let shrinks = |term: &Term| matches!(term, Term::Seat { coef, .. } if *coef < 0);
                row.slack.is_some() && (row.lower.is_some() || row.terms.iter().any(shrinks))
            }),
        };
        for (idx, row) in model.pool.rows.iter().enumerate() {
            if !matches!(row.origin, Origin::Rule(_)) {
                continue;
            }
            if let Some((slack, _)) = row.slack {
                index.rows_of_slack[slack].push(idx);
            }
            for (position, term) in row.terms.iter().enumerate() {
                let at = (small(idx), small(position));
                match term {
                    Term::Pairs { .. } => {} // Only in cuts, which are no rows of the pool.
                    Term::Seat { request, role, who, starts, filter, coef } => {
                        let always = (*who == Who::Any && *filter == Filter::default()).then_some(*coef);
                        let seat_row = SeatRow { row: at.0, term: at.1, always };
                        for start in starts.clone() {
                            index.seats[*request][*role][start].push(seat_row);
                        }
                    }
                    Term::Days { traveller, .. } | Term::Trips { traveller, .. } | Term::Cover { traveller, .. } => {
                        index.trips[*traveller].push(at);
                    }
                    Term::Absent { traveller, interval, coef } => {
                        index.absent[*traveller].add(interval.start(), interval.end(), at.0, *coef);
                    }
                    Term::Attend { traveller, interval, coef } => {
                        index.attend[*traveller].add(interval.start(), interval.end(), at.0, *coef);
                    }
                }
            }
        }
        for intervals in index.absent.iter_mut().chain(&mut index.attend) {
            intervals.by_start.sort_by_key(|priced| (priced.start, priced.row));
        }
        index
    }

    /// Calls `count` with every row in which a column counts, and how often; a row may come several times.
    pub fn for_each(&self, model: &Model, column: &Column, mut count: impl FnMut(usize, i64)) {
        let groups = &model.pool.place_groups;
        for stop in column.stops() {
            for seat in &self.seats[stop.request()][stop.role()][stop.start()] {
                let row = seat.row as usize; // A position.
                let coef = seat.always.unwrap_or_else(|| {
                    model.pool.rows[row].terms[seat.term as usize].coef(&model.instance, groups, column)
                });
                if coef != 0 {
                    count(row, coef);
                }
            }
        }
        let traveller = column.traveller();
        if column.at_home {
            self.attend[traveller].for_each(column, count);
        } else {
            for &(row, position) in &self.trips[traveller] {
                let row = row as usize; // A position.
                let coef = model.pool.rows[row].terms[position as usize].coef(&model.instance, groups, column);
                if coef != 0 {
                    count(row, coef);
                }
            }
            self.absent[traveller].for_each(column, count);
        }
    }
}

impl Intervals {
    fn add(&mut self, start: Instant, end: Instant, row: u32, coef: i64) {
        self.longest = self.longest.max(end.minutes() - start.minutes());
        self.by_start.push(Priced { start, end, row, coef });
    }

    fn for_each(&self, column: &Column, mut count: impl FnMut(usize, i64)) {
        let from = column.depart.plus(-self.longest);
        let first = self.by_start.partition_point(|priced| priced.start < from);
        for priced in self.by_start[first..].iter().take_while(|priced| priced.start < column.back) {
            if priced.end > column.depart {
                count(priced.row as usize, priced.coef); // A position.
            }
        }
    }
}

fn small(position: usize) -> u32 {
    super::super::columns::small(position)
}
