//! Which rows a column counts in, found without looking at all of them.

use std::ops::Range;

use crate::domain::Instant;

use super::super::columns::Column;
use super::super::constraints::row::{Filter, Origin, Row, Term, Unit, Who};
use super::super::model::Model;

/// A term of a row.
type TermAt = (u32, u32);

/// A row in which a seat at one start counts.
#[derive(Clone, Copy)]
struct SeatRow {
    row: u32,
    term: u32,
    /// What it counts, when that does not depend on the trip.
    always: Option<i64>,
    /// Whether it counts for some travellers alone.
    is_of_some: bool,
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

/// Terms over ranges of dates, by date.
#[derive(Default)]
struct OfDays {
    /// Per date: the terms with it.
    with: Vec<Vec<TermAt>>,
    /// Per date: the terms that begin on it.
    from: Vec<Vec<TermAt>>,
}

impl OfDays {
    fn new(n_days: usize) -> Self {
        OfDays { with: vec![Vec::new(); n_days], from: vec![Vec::new(); n_days] }
    }

    /// Adds a term over these dates, as far as they are in the horizon.
    fn add(&mut self, days: &Range<i32>, at: TermAt) {
        let day = |day: i32| usize::try_from(day.max(0)).unwrap_or(0).min(self.with.len());
        let days = day(days.start)..day(days.end);
        if let Some(from) = self.from.get_mut(days.start).filter(|_| !days.is_empty()) {
            from.push(at);
        }
        self.with[days].iter_mut().for_each(|with| with.push(at));
    }

    /// Every term with one of these dates, once.
    fn meeting(&self, first: i32, last: i32) -> impl Iterator<Item = TermAt> {
        let day = |day: i32| usize::try_from(day).unwrap_or(0).min(self.with.len());
        let (first, last) = (day(first), day(last + 1));
        let with = self.with.get(first).into_iter().flatten();
        with.chain(self.from.get(first + 1..last).into_iter().flatten().flatten()).copied()
    }
}

/// A limit on the trips of a traveller in some dates, whatever they are for, as a row says that may not be broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The row.
    pub row: usize,
    /// The most.
    pub most: i64,
    /// First home dates of the trips that count; or, of limits on days, the dates that count.
    pub days: Range<i32>,
    /// What counts.
    pub of: SpanOf,
    /// How often.
    coef: i64,
}

/// What a limit counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpanOf {
    /// Each date on which a trip is.
    Days,
    /// Units of each trip that begins on one of the dates.
    Trips(Unit),
}

impl Span {
    /// How many units there are in so much room; none when units count nothing.
    ///
    /// * `room`: zero or more.
    pub fn units_in(&self, room: i64) -> Option<i64> {
        (self.coef > 0).then(|| room / self.coef)
    }

    /// What a trip counts.
    #[inline]
    pub fn amount(&self, (first_day, last_day): (i32, i32), (cents, grams): (i64, i64)) -> i64 {
        self.coef
            * match &self.of {
                SpanOf::Days => i64::from((self.days.end.min(last_day + 1) - self.days.start.max(first_day)).max(0)),
                SpanOf::Trips(unit) if self.days.contains(&first_day) => unit.amount(cents, grams),
                SpanOf::Trips(_) => 0,
            }
    }
}

/// The limits that a row is for single travellers.
fn spans_of(idx: usize, row: &Row) -> impl Iterator<Item = (usize, Span)> {
    let most =
        row.upper.filter(|_| row.lower.is_none() && row.slack.is_none() && row.terms.iter().all(Term::never_lessens));
    let span = move |term: &Term| {
        let most = most?;
        match term {
            Term::Days { traveller, days, filter, coef } if *filter == Filter::default() => {
                Some((*traveller, Span { row: idx, most, days: days.clone(), of: SpanOf::Days, coef: *coef }))
            }
            Term::Trips { traveller, first, filter, unit, coef } if *filter == Filter::default() => {
                let span = Span { row: idx, most, days: first.clone(), of: SpanOf::Trips(unit.clone()), coef: *coef };
                Some((*traveller, span))
            }
            _ => None,
        }
    };
    row.terms.iter().filter_map(span)
}

/// An index from columns to the rows of rules. Rows that a schedule keeps by construction are not in it.
pub struct RowIndex {
    /// Per request, role and start.
    seats: Vec<Vec<Vec<Vec<SeatRow>>>>,
    /// Per traveller: terms over the dates of trips, and over their first dates.
    days: Vec<OfDays>,
    first_days: Vec<OfDays>,
    absent: Vec<Intervals>,
    attend: Vec<Intervals>,
    /// Per slack: its rows.
    pub rows_of_slack: Vec<Vec<usize>>,
    /// Whether more visits can make some slack smaller.
    pub has_rewards: bool,
    /// Per traveller: limits that trips may meet, those that are broken by one at most.
    pub spans: Vec<Vec<Span>>,
    /// Per row: its least and its most, for one that may not be broken.
    pub hard_sides: Vec<Option<(i64, i64)>>,
    /// Per row: whether it is a budget.
    pub is_budget: Vec<bool>,
}

impl RowIndex {
    /// Builds the index of a model.
    pub fn new(model: &Model) -> Self {
        let instance = &model.instance;
        let n_travellers = instance.travellers.len();
        let n_days = usize::try_from(instance.n_days).unwrap_or(0);
        let mut index = RowIndex {
            seats: instance
                .requests
                .iter()
                .map(|request| vec![vec![Vec::new(); request.starts.len()]; request.optional.len()])
                .collect(),
            days: (0..n_travellers).map(|_| OfDays::new(n_days)).collect(),
            first_days: (0..n_travellers).map(|_| OfDays::new(n_days)).collect(),
            absent: (0..n_travellers).map(|_| Intervals::default()).collect(),
            attend: (0..n_travellers).map(|_| Intervals::default()).collect(),
            rows_of_slack: vec![Vec::new(); model.pool.slacks.len()],
            has_rewards: model.pool.rows.iter().any(|row| {
                let shrinks = |term: &Term| matches!(term, Term::Seat { coef, .. } if *coef < 0);
                row.slack.is_some() && (row.lower.is_some() || row.terms.iter().any(shrinks))
            }),
            spans: vec![Vec::new(); n_travellers],
            is_budget: model.pool.rows.iter().map(Row::is_budget).collect(),
            hard_sides: { model.pool.rows.iter() }
                .map(|row| {
                    let sides = (row.lower.unwrap_or(i64::MIN / 4), row.upper.unwrap_or(i64::MAX / 4));
                    row.slack.is_none().then_some(sides)
                })
                .collect(),
        };
        for (idx, row) in model.pool.rows.iter().enumerate() {
            if !matches!(row.origin, Origin::Rule(_)) {
                continue;
            }
            if let Some((slack, _)) = row.slack {
                index.rows_of_slack[slack].push(idx);
            }
            spans_of(idx, row).for_each(|(traveller, span)| index.spans[traveller].push(span));
            for (position, term) in row.terms.iter().enumerate() {
                let at = (small(idx), small(position));
                match term {
                    Term::Pairs { .. } | Term::Seats { .. } => {} // Only in cuts, which are no rows of the pool.
                    Term::Seat { request, role, who, starts, filter, coef } => {
                        let always = (*filter == Filter::default()).then_some(*coef);
                        let seat_row = SeatRow { row: at.0, term: at.1, always, is_of_some: *who != Who::Any };
                        for start in starts.clone() {
                            index.seats[*request][*role][start].push(seat_row);
                        }
                    }
                    Term::Days { traveller, days, .. } => index.days[*traveller].add(days, at),
                    Term::Trips { traveller, first, .. } => index.first_days[*traveller].add(first, at),
                    Term::Cover { .. } => {} // No rule has one.
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
                let term = || &model.pool.rows[row].terms[seat.term as usize]; // A position.
                let coef = match seat.always {
                    Some(coef) if !seat.is_of_some => coef,
                    Some(coef) => match term() {
                        Term::Seat { who, .. } if who.has(column.traveller()) => coef,
                        _ => 0,
                    },
                    None => term().coef(&model.instance, groups, column),
                };
                if coef != 0 {
                    count(row, coef);
                }
            }
        }
        let traveller = column.traveller();
        if column.at_home {
            self.attend[traveller].for_each(column, count);
        } else {
            let days = self.days[traveller].meeting(column.first_day, column.last_day);
            let first_days = self.first_days[traveller].meeting(column.first_day, column.first_day);
            for (row, position) in days.chain(first_days) {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use fastrand::Rng;

    use super::super::super::columns::Stop;
    use super::*;

    /// A trip of one or two visits, or a meeting, when chance makes one that can be.
    fn any_column(model: &Model, rng: &mut Rng) -> Option<Column> {
        let traveller = rng.usize(0..model.instance.travellers.len());
        let seats = &model.instance.travellers[traveller].seats;
        let mut stops: Vec<Stop> = Vec::new();
        for _ in 0..rng.usize(1..3) {
            let seat = seats.get(rng.usize(0..seats.len().max(1)))?;
            let n_starts = model.instance.requests[seat.request].starts.len();
            let start = rng.usize(0..n_starts.max(1));
            stops.push(Stop { request: small(seat.request), role: small(seat.role), start: small(start) });
        }
        let start = |stop: &Stop| model.instance.requests[stop.request()].starts.get(stop.start());
        if stops.iter().any(|stop| start(stop).is_none()) {
            return None;
        }
        stops.sort_by_key(|stop| start(stop).map(|start| start.start));
        model.column(traveller, &stops)
    }

    #[test]
    fn columns_count_in_rows_as_the_rows_say() {
        for name in ["taskforce-2027", "bench/S-bind-1"] {
            let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).join(name);
            let problem = crate::scenario::load(&folder).expect("a scenario").problem;
            let model = Model::new(&problem);
            let index = RowIndex::new(&model);
            let mut rng = Rng::with_seed(1);
            let mut n_counts = 0;
            for column in (0..20_000).filter_map(|_| any_column(&model, &mut rng)).take(300) {
                let mut counts: BTreeMap<usize, i64> = BTreeMap::new();
                index.for_each(&model, &column, |row, coef| *counts.entry(row).or_insert(0) += coef);
                for (idx, row) in model.pool.rows.iter().enumerate() {
                    let is_of_rule = matches!(row.origin, Origin::Rule(_));
                    let coef = row.coef(&model.instance, &model.pool.place_groups, &column);
                    let said = if is_of_rule { coef } else { 0 };
                    assert_eq!(counts.get(&idx).copied().unwrap_or(0), said, "{name}: {column:?} in {row:?}");
                    n_counts += usize::from(said != 0);
                }
            }
            assert!(n_counts > 300, "{name}: {n_counts}");
        }
    }
}
