//! Proving with groups of columns: a small whole-number program whose best value bounds every plan.
//!
//! Most of the columns that a better plan could have are one trip at many times. Here the trips of one traveller with
//! the same stops stand together as a group, with the most points of any of them, and in every row with the least that
//! any of them counts. So every plan of the columns is a solution of the program over groups that is worth no less: its
//! bound is a bound on plans. It is a strong one where the LP is weak, for budgets are kept in whole trips, and it is
//! small. Where its solution cannot be travelled, the groups in it are split by time, and it is solved again; a group of
//! one column is exact, so this ends.
//!
//! # Source
//!
//! Boland, Hewitt, Marshall and Savelsbergh (2017), *The Continuous-Time Service Network Design Problem* (dynamic
//! discretization discovery), <https://doi.org/10.1287/opre.2017.1624>.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::backend::milp::Milp;
use super::columns::{Column, Stop};
use super::constraints::row::{Origin, Row, Term};
use super::master::{as_f64, points};
use super::model::Model;

/// Columns of one traveller with the same stops in the same roles.
#[derive(Clone, Debug)]
pub struct Group {
    traveller: usize,
    at_home: bool,
    /// Request and role of each stop, in order.
    stops: Vec<(usize, usize)>,
    /// The columns, as positions, in order of departure.
    pub members: Vec<usize>,
    /// Per stop: the starts that members have, from the first to the last.
    starts: Vec<Range<usize>>,
    points: i64,
    least_cents: i64,
    least_grams: i64,
    least_days: i32,
    first_day: Range<i32>,
    last_day: Range<i32>,
    latest_depart: crate::domain::Instant,
    earliest_back: crate::domain::Instant,
}

impl Group {
    fn new(columns: &[Column], members: Vec<usize>) -> Self {
        let all = || members.iter().map(|&member| &columns[member]);
        let some = &columns[members[0]];
        let span = |days: &dyn Fn(&Column) -> i32| {
            let (least, most) = all().map(days).fold((i32::MAX, i32::MIN), |(a, b), day| (a.min(day), b.max(day)));
            least..most + 1
        };
        let starts = (0..some.stops().len())
            .map(|stop| {
                let start = |column: &Column| column.stops()[stop].start();
                let least = all().map(start).min().unwrap_or(0);
                least..all().map(start).max().unwrap_or(0) + 1
            })
            .collect();
        Group {
            traveller: some.traveller(),
            at_home: some.at_home,
            stops: some.stops().iter().map(|stop: &Stop| (stop.request(), stop.role())).collect(),
            starts,
            points: all().map(|column| column.points).max().unwrap_or(0),
            least_cents: all().map(|column| column.cents).min().unwrap_or(0),
            least_grams: all().map(|column| column.grams).min().unwrap_or(0),
            least_days: all().map(|column| column.last_day - column.first_day + 1).min().unwrap_or(0),
            first_day: span(&|column| column.first_day),
            last_day: span(&|column| column.last_day),
            latest_depart: all().map(|column| column.depart).max().unwrap_or(some.depart),
            earliest_back: all().map(|column| column.back).min().unwrap_or(some.back),
            members,
        }
    }

    /// The least that any member counts in a term, times `sign`; so with `sign` −1, less than the most that any counts.
    fn least(&self, model: &Model, term: &Term, sign: i64) -> i64 {
        let mine = |traveller: &usize| *traveller == self.traveller && !self.at_home;
        match term {
            Term::Seat { request, role, who, starts, filter, coef } => {
                let stop = self.stops.iter().position(|stop| *stop == (*request, *role));
                let Some(stop) = stop.filter(|_| who.has(self.traveller) && self.takes(model, filter)) else {
                    return 0;
                };
                let have = &self.starts[stop];
                let all = starts.start <= have.start && have.end <= starts.end;
                let some = starts.start < have.end && have.start < starts.end;
                least_of(sign * coef, all, some)
            }
            Term::Days { traveller, days, filter, coef } if mine(traveller) && self.takes(model, filter) => {
                // Dates that every member touches, or, when all lie in the range, the fewest of any member.
                let core = (self.first_day.end - 1).max(days.start)..(self.last_day.start + 1).min(days.end);
                let inside = days.start <= self.first_day.start && self.last_day.end <= days.end;
                let least = if inside { self.least_days } else { core.end - core.start };
                sign * coef * i64::from(least.max(0)) // Only limits have this term, with coefficients above zero.
            }
            Term::Cover { traveller, day } if mine(traveller) => {
                let min_home_days = model.instance.travellers[self.traveller].limits.min_home_days;
                i64::from(self.first_day.end - 1 <= *day && *day < self.last_day.start + 1 + min_home_days)
            }
            Term::Absent { traveller, interval, coef } if mine(traveller) => {
                let all = self.latest_depart < interval.end() && interval.start() < self.earliest_back;
                least_of(sign * coef, all, true)
            }
            Term::Attend { traveller, interval, coef } if *traveller == self.traveller && self.at_home => {
                let all = self.latest_depart < interval.end() && interval.start() < self.earliest_back;
                least_of(sign * coef, all, true)
            }
            Term::Trips { traveller, first, filter, unit, coef } if mine(traveller) && self.takes(model, filter) => {
                let all = first.start <= self.first_day.start && self.first_day.end <= first.end;
                let amount = unit.amount(self.least_cents, self.least_grams);
                if all { coef * amount } else { 0 } // As for days.
            }
            _ => 0,
        }
    }

    fn takes(&self, model: &Model, filter: &super::constraints::row::Filter) -> bool {
        let place = |request: usize| model.instance.requests[request].place;
        filter.fund.is_none_or(|fund| model.instance.requests[self.stops[0].0].fund == Some(fund))
            && filter.places.is_none_or(|group| {
                self.stops.iter().any(|&(request, _)| model.pool.place_groups[group][place(request)])
            })
    }

    fn seats(&self, request: usize, role: usize) -> Option<&Range<usize>> {
        self.stops.iter().position(|stop| *stop == (request, role)).map(|stop| &self.starts[stop])
    }
}

/// The least of a coefficient over members, when all, or at least some, may count.
fn least_of(coef: i64, all: bool, some: bool) -> i64 {
    if all || (coef < 0 && some) { coef } else { 0 }
}

/// All columns that a better plan could have, in groups.
pub struct Aggregate<'m> {
    model: &'m Model<'m>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The groups; every column is in one.
    pub groups: Vec<Group>,
    /// Per request: the positions at which its starts are cut, so that no group has starts on both sides.
    cuts: Vec<BTreeSet<usize>>,
}

/// What the columns of a group have in common: the traveller, the period of limits that the first date lies in, and per
/// stop the request, the role, and the piece of the request's starts.
type Pattern = (usize, usize, Vec<(u32, u32, usize)>);

impl<'m> Aggregate<'m> {
    /// Puts columns into groups: by traveller, stops, and the periods of limits that their first dates lie in.
    ///
    /// * `like`: groups whose cuts are to be taken over.
    pub fn new(model: &'m Model<'m>, columns: Vec<Column>, like: Option<&Aggregate>) -> Self {
        let cuts = like.map_or_else(|| vec![BTreeSet::new(); model.instance.requests.len()], |like| like.cuts.clone());
        let mut aggregate = Aggregate { model, columns, groups: Vec::new(), cuts };
        aggregate.regroup();
        aggregate
    }

    fn regroup(&mut self) {
        let mut period_cuts: BTreeSet<i32> = BTreeSet::new();
        for term in self.model.pool.rows.iter().flat_map(|row| &row.terms) {
            if let Term::Trips { first, .. } = term {
                period_cuts.extend([first.start, first.end]);
            }
        }
        let period_cuts: Vec<i32> = period_cuts.into_iter().collect();
        let mut by_pattern: BTreeMap<Pattern, Vec<usize>> = BTreeMap::new();
        for (idx, column) in self.columns.iter().enumerate() {
            let piece = |stop: &Stop| self.cuts[stop.request()].range(..=stop.start()).count();
            let stops = column.stops().iter().map(|stop| (stop.request, stop.role, piece(stop))).collect();
            let period = period_cuts.partition_point(|&cut| cut <= column.first_day);
            by_pattern.entry((column.traveller(), period, stops)).or_default().push(idx);
        }
        self.groups = by_pattern.into_values().map(|members| Group::new(&self.columns, members)).collect();
    }

    /// The program over groups.
    pub fn program(&self) -> Milp {
        let model = self.model;
        let mut milp = Milp::default();
        for group in &self.groups {
            milp.add_choice(points(group.points));
        }
        let mut by_traveller = vec![Vec::new(); model.instance.travellers.len()];
        let mut by_request = vec![Vec::new(); model.instance.requests.len()];
        for (idx, group) in self.groups.iter().enumerate() {
            by_traveller[group.traveller].push(idx);
            for &(request, _) in &group.stops {
                by_request[request].push(idx);
            }
        }
        let mut slacks: BTreeMap<usize, usize> = BTreeMap::new();
        let mut known: BTreeSet<(i64, Vec<(usize, i64)>)> = BTreeSet::new();
        for row in &model.pool.rows {
            // A row with a least is the row with all signs turned: `−Σ ≤ −lower`.
            for (sign, side) in [(1, row.upper), (-1, row.lower)] {
                let Some(side) = side else { continue };
                let entries = self.entries(row, sign, &by_traveller, &by_request);
                let most: i64 = entries.values().filter(|&&coef| coef > 0).sum();
                if most <= sign * side {
                    continue;
                }
                let entries: Vec<(usize, i64)> = entries.into_iter().collect();
                if row.slack.is_none() && !known.insert((sign * side, entries.clone())) {
                    continue;
                }
                let scale = entries.iter().map(|&(_, coef)| as_f64(coef.abs())).fold(1.0, f64::max);
                let mut entries: Vec<(usize, f64)> =
                    entries.into_iter().map(|(group, coef)| (group, as_f64(coef) / scale)).collect();
                if let Some((slack, coef)) = row.slack {
                    let penalty = points(model.pool.slacks[slack].penalty);
                    let position = *slacks.entry(slack).or_insert_with(|| milp.add_slack(-penalty));
                    entries.push((position, -as_f64(coef) / scale));
                }
                milp.add_row(None, Some(as_f64(sign * side) / scale), entries);
            }
        }
        for (request, groups) in by_request.iter().enumerate() {
            self.add_delegation(&mut milp, request, groups);
        }
        milp
    }

    fn entries(
        &self,
        row: &Row,
        sign: i64,
        by_traveller: &[Vec<usize>],
        by_request: &[Vec<usize>],
    ) -> BTreeMap<usize, i64> {
        let mut entries: BTreeMap<usize, i64> = BTreeMap::new();
        for term in &row.terms {
            let groups = match term {
                Term::Pairs { .. } => continue, // Only in cuts, which are no rows of the pool.
                Term::Seat { request, .. } => &by_request[*request],
                Term::Days { traveller, .. }
                | Term::Cover { traveller, .. }
                | Term::Absent { traveller, .. }
                | Term::Attend { traveller, .. }
                | Term::Trips { traveller, .. } => &by_traveller[*traveller],
            };
            for &idx in groups {
                let coef = self.groups[idx].least(self.model, term, sign);
                if coef != 0 {
                    *entries.entry(idx).or_insert(0) += coef;
                }
            }
        }
        entries
    }

    /// Roles in step, for groups: those that lie within a range of starts in one role need one that meets the range in
    /// the other.
    fn add_delegation(&self, milp: &mut Milp, request: usize, groups: &[usize]) {
        let data = &self.model.instance.requests[request];
        for role in 1..data.optional.len() {
            let pairs: &[(usize, usize)] = if data.optional[role] { &[(role, 0)] } else { &[(role, 0), (0, role)] };
            for &(within, meeting) in pairs {
                let ranges: BTreeSet<(usize, usize)> = groups
                    .iter()
                    .filter_map(|&idx| self.groups[idx].seats(request, within))
                    .map(|starts| halved(starts, data.starts.len()))
                    .chain([(0, data.starts.len())])
                    .collect();
                for (first, end) in ranges {
                    let mut entries = Vec::new();
                    for &idx in groups {
                        let group = &self.groups[idx];
                        if group.seats(request, within).is_some_and(|starts| first <= starts.start && starts.end <= end)
                        {
                            entries.push((idx, 1.0));
                        }
                        if group.seats(request, meeting).is_some_and(|starts| first < starts.end && starts.start < end)
                        {
                            entries.push((idx, -1.0));
                        }
                    }
                    if entries.iter().any(|&(_, coef)| coef > 0.0) {
                        milp.add_row(None, Some(0.0), entries);
                    }
                }
            }
        }
    }

    /// Cuts the starts of the visits in these groups in half, each within what the group has of them, and says whether
    /// any could be cut.
    pub fn split(&mut self, groups: &BTreeSet<usize>) -> bool {
        let mut is_cut = false;
        for &idx in groups {
            let group = &self.groups[idx];
            for (&(request, _), starts) in group.stops.iter().zip(&group.starts) {
                if starts.len() > 1 {
                    is_cut |= self.cuts[request].insert(starts.start.midpoint(starts.end));
                }
            }
        }
        if is_cut {
            self.regroup();
        }
        is_cut
    }

    /// The groups whose best members, taken together, break a row or are not in step.
    pub fn in_conflict(&self, chosen: &[usize]) -> BTreeSet<usize> {
        let model = self.model;
        let best: Vec<&Column> = chosen
            .iter()
            .map(|&group| {
                let members = &self.groups[group].members;
                let best =
                    members.iter().max_by_key(|&&member| (self.columns[member].points, std::cmp::Reverse(member)));
                &self.columns[*best.unwrap_or(&members[0])]
            })
            .collect();
        let mut conflicts = BTreeSet::new();
        for row in model.pool.rows.iter().filter(|row| !matches!(row.origin, Origin::VisitOnce(_))) {
            let coefs: Vec<i64> =
                best.iter().map(|column| row.coef(&model.instance, &model.pool.place_groups, column)).collect();
            let allowed = match row.slack {
                None => 0,
                // What the program over groups has paid for already is no conflict.
                Some(_) => row.excess(chosen.iter().map(|&g| self.groups[g].in_row(model, row)).sum()),
            };
            if row.excess(coefs.iter().sum()) > allowed {
                conflicts.extend(chosen.iter().zip(&coefs).filter(|&(_, &coef)| coef != 0).map(|(&group, _)| group));
            }
        }
        for (position, a) in best.iter().enumerate() {
            for stop in a.stops() {
                for (other, b) in best.iter().enumerate() {
                    let out_of_step = |s: &Stop| s.request == stop.request && s.start != stop.start;
                    if b.stops().iter().any(out_of_step) {
                        conflicts.extend([chosen[position], chosen[other]]);
                    }
                }
            }
        }
        conflicts
    }
}

/// The smallest range that contains the starts, of those that come of halving all starts again and again.
fn halved(starts: &Range<usize>, n_starts: usize) -> (usize, usize) {
    let (mut first, mut end): (usize, usize) = (0, n_starts);
    loop {
        let middle = first.midpoint(end);
        match () {
            () if end - first > 1 && starts.end <= middle => end = middle,
            () if end - first > 1 && middle <= starts.start => first = middle,
            () => return (first, end),
        }
    }
}

impl Group {
    fn in_row(&self, model: &Model, row: &Row) -> i64 {
        let sign = if row.upper.is_some() { 1 } else { -1 };
        row.terms.iter().map(|term| sign * self.least(model, term, sign)).sum()
    }
}
