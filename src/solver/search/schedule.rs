//! A plan in the making: columns per traveller, and what every rule makes of them.
//!
//! # Invariants
//!
//! * The columns of one traveller fit beside each other, and a visit's members attend at the same start, every required
//!   role filled. So only rows of rules can be broken.
//! * A hard row is broken only as far as the empty plan breaks it (a visit that every plan has, coverage): a change that
//!   breaks one further is refused. Budgets that have a price may be overspent as far as the leeway goes.

use std::ops::Range;
use std::sync::Arc;

use super::super::columns::{Column, Key, Stop};
use super::super::constraints::row::{Origin, Row, Term};
use super::super::guide::Guide;
use super::super::model::Model;
use super::row_index::{RowIndex, Span};
use super::trips::{Trip, Trips};

/// A visit in a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The start, as a position.
    pub start: usize,
    /// Who fills each role.
    pub delegation: Vec<Option<usize>>,
}

/// A replacement of columns of one traveller: what goes and what comes.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Trips that go.
    pub out: Vec<Arc<Trip>>,
    /// Trips that come.
    pub into: Vec<Arc<Trip>>,
}

/// A plan in the making.
#[derive(Clone)]
pub struct Schedule<'m> {
    /// The model.
    pub model: &'m Model<'m>,
    index: &'m RowIndex,
    /// Per request.
    pub planned: Vec<Option<Planned>>,
    /// Per traveller, in order of departure.
    pub columns: Vec<Vec<Arc<Trip>>>,
    activity: Vec<i64>,
    slacks: Vec<i64>,
    points: i64,
    /// By how much hard rows are broken: budgets, and all others.
    overspent: i64,
    broken: i64,
    scratch: Vec<i64>,
    touched: Vec<usize>,
    /// How many starts have been looked at: the measure of work, which is the same on every machine.
    pub n_looks: u64,
    /// What columns are worth beside the points that they bring, and how much that counts, in quarters: where a budget
    /// binds, the trip that brings most is not the one that costs most.
    pub guide: Option<Arc<Guide>>,
    /// As above: 0 counts points alone, 4 what columns are worth alone.
    pub guidance: i64,
    /// By how much a change may overspend a budget that has a price, in thousandths of it.
    pub leeway: i64,
}

/// How good a schedule is: first how little it breaks, then its points.
pub type Value = (std::cmp::Reverse<i64>, i64);

impl<'m> Schedule<'m> {
    /// Returns the empty plan.
    pub fn new(model: &'m Model<'m>, index: &'m RowIndex) -> Self {
        let mut schedule = Schedule {
            model,
            index,
            planned: vec![None; model.instance.requests.len()],
            columns: vec![Vec::new(); model.instance.travellers.len()],
            activity: vec![0; model.pool.rows.len()],
            slacks: vec![0; model.pool.slacks.len()],
            points: model.pool.constant,
            overspent: 0,
            broken: 0,
            leeway: 0,
            scratch: vec![0; model.pool.rows.len()],
            touched: Vec::new(),
            n_looks: 0,
            guide: None,
            guidance: 0,
        };
        for (idx, row) in model.pool.rows.iter().enumerate() {
            match row.origin {
                Origin::VisitOnce(_) => schedule.broken += row.lower.unwrap_or(0),
                Origin::Rule(_) if row.slack.is_none() => schedule.broken += row.excess(0),
                Origin::Rule(_) => schedule.touched.push(idx),
                _ => {}
            }
        }
        let touched = std::mem::take(&mut schedule.touched);
        for idx in touched {
            if let Some((slack, _)) = model.pool.rows[idx].slack {
                let units = schedule.slack_of(slack, |row| schedule.activity[row]);
                schedule.points -= (units - schedule.slacks[slack]) * model.pool.slacks[slack].penalty;
                schedule.slacks[slack] = units;
            }
        }
        schedule
    }

    /// How good it is.
    pub fn value(&self) -> Value {
        (std::cmp::Reverse(self.broken + self.overspent), self.points)
    }

    /// Its points, in thousandths.
    pub fn points(&self) -> i64 {
        self.points
    }

    /// Whether it keeps every rule and has every visit that every plan has.
    pub fn is_plan(&self) -> bool {
        self.broken == 0 && self.overspent == 0
    }

    /// How good it is, budgets apart.
    pub fn value_but_budgets(&self) -> Value {
        (std::cmp::Reverse(self.broken), self.points)
    }

    /// Whether it keeps every rule, budgets apart, and has every visit that every plan has.
    pub fn is_plan_but_budgets(&self) -> bool {
        self.broken == 0
    }

    /// Whether a budget that has no price is overspent.
    pub fn is_overspent_for_nothing(&self) -> bool {
        let is_over = |(row, data): (usize, &Row)| {
            self.index.is_budget[row] && data.excess(self.activity[row]) > 0 && self.allowed(row) == 0
        };
        self.overspent > 0 && self.model.pool.rows.iter().enumerate().any(is_over)
    }

    /// What a budget with a price allows; of other rows nothing.
    fn allowed(&self, row: usize) -> i64 {
        self.guide.as_ref().map_or(0, |guide| guide.allowed(row))
    }

    /// How much more than it allows may be spent of a budget.
    fn excess_allowed(&self, row: usize) -> i64 {
        if self.leeway == 0 { 0 } else { self.allowed(row) / 1_000 * self.leeway }
    }

    /// What is left of budgets, and what is spent beyond them, is worth to the guide, in thousandths of a point.
    pub fn worth_of_rest_and_excess(&self) -> (i64, i64) {
        self.guide.as_ref().map_or((0, 0), |guide| guide.worth_of_rest_and_excess(&self.activity))
    }

    /// The number of requests planned.
    pub fn n_planned(&self) -> usize {
        self.planned.iter().flatten().count()
    }

    /// Units of a slack that activities need.
    fn slack_of(&self, slack: usize, activity: impl Fn(usize) -> i64) -> i64 {
        let units = |&row: &usize| {
            let row_data = &self.model.pool.rows[row];
            let (_, coef) = row_data.slack.expect("only rows with the slack are listed");
            (row_data.excess(activity(row)) + coef - 1) / coef
        };
        self.index.rows_of_slack[slack].iter().map(units).max().unwrap_or(0)
    }

    /// What a trip seems to bring: its points, and what it is worth, as far as guidance goes.
    pub fn seeming(&self, trips: &mut Trips, trip: &Arc<Trip>) -> i64 {
        let points = trip.column.points;
        if self.is_guided() { self.mixed(points, trips.worth(trip)) } else { points }
    }

    /// Whether what trips are worth counts.
    pub fn is_guided(&self) -> bool {
        self.guidance > 0 && self.guide.is_some()
    }

    /// What something seems to bring that brings so many points and is worth so much.
    pub fn mixed(&self, points: i64, worth: i64) -> i64 {
        points + (worth - points) * self.guidance / 4
    }

    /// What a visit seems to be worth at most, with everybody on trips of their own.
    pub fn seeming_of_request(&self, trips: &mut Trips, request: usize) -> i64 {
        let points = trips.seats(request).most;
        match &self.guide {
            Some(guide) if self.guidance > 0 => self.mixed(points, guide.of_request(self.model, request)),
            _ => points,
        }
    }

    /// Whether more visits can make slack smaller, so that a change may be worth more than its columns.
    pub fn has_rewards(&self) -> bool {
        self.index.has_rewards
    }

    /// What columns would add to the points, or `None` when they would break a hard row further.
    pub fn gain_of_columns(&mut self, columns: &[Column]) -> Option<i64> {
        let trips: Vec<Trip> = { columns.iter() }.map(|column| self.trip(column.clone())).collect();
        self.gain_of(trips.iter().map(|trip| (None, trip))).ok()
    }

    /// What a change would add to the points, told by the trips that come, each with what goes for it.
    ///
    /// # Errors
    /// A hard row that it would break further.
    pub fn gain_of<'c>(
        &mut self,
        changes: impl Iterator<Item = (Option<&'c Trip>, &'c Trip)> + Clone,
    ) -> Result<i64, usize> {
        let mut all = changes.clone();
        if let (Some((None, trip)), None) = (all.next(), all.next()) {
            return self.gain_of_one(trip);
        }
        let mut points = 0;
        for (out, into) in changes {
            points += into.column.points - out.map_or(0, |out| out.column.points);
            out.into_iter().for_each(|out| self.collect_trip(-1, out));
            self.collect_trip(1, into);
        }
        self.gain_of_collected(points)
    }

    /// The same for one trip that comes.
    fn gain_of_one(&mut self, trip: &Trip) -> Result<i64, usize> {
        let mut has_slack = false;
        for &(row, coef) in &trip.rows {
            let row = row as usize; // A position.
            match self.index.hard_sides[row] {
                Some(_) if self.is_refuser(row, coef) => return Err(row),
                Some(_) => {}
                None => has_slack = true,
            }
        }
        if !has_slack {
            return Ok(trip.column.points);
        }
        self.collect_trip(1, trip);
        self.gain_of_collected(trip.column.points)
    }

    /// Where a row alone forbids trips like one that comes: the first dates of those that count as much in it.
    pub fn first_days_refused(&self, row: usize, column: &Column) -> Option<Range<i32>> {
        let (instance, groups) = (&self.model.instance, &self.model.pool.place_groups);
        let terms = &self.model.pool.rows[row].terms;
        let of_term = |term: &Term| match term {
            Term::Trips { traveller, first, coef, .. } if *traveller == column.traveller() && *coef > 0 => {
                let alone = term.coef(instance, groups, column);
                (first.contains(&column.first_day) && self.is_refuser(row, alone)).then(|| first.clone())
            }
            _ => None,
        };
        self.model.pool.rows[row].upper.and_then(|_| terms.iter().find_map(of_term))
    }

    /// Whether a hard row would be broken further if its activity grew by so much.
    fn is_refuser(&self, idx: usize, more: i64) -> bool {
        let activity = self.activity[idx];
        self.index.hard_sides[idx].is_some_and(|(lower, upper)| {
            let sides = (lower, upper + self.excess_allowed(idx));
            excess(sides, activity + more) > excess(sides, activity)
        })
    }

    /// The limits on a traveller's trips, each with what it has room for yet.
    pub fn spans(&self, traveller: usize) -> impl Iterator<Item = (&'m Span, i64)> {
        let spans = self.index.spans[traveller].iter();
        spans.map(|span| (span, (span.most + self.excess_allowed(span.row) - self.activity[span.row]).max(0)))
    }

    /// The hard rows of rules that are broken, and by how much.
    pub fn broken_rows(&self) -> Vec<(usize, i64)> {
        let is_of_rule = |&row: &usize| matches!(self.model.pool.rows[row].origin, Origin::Rule(_));
        let rows = (0..self.activity.len()).filter(is_of_rule).map(|row| (row, self.excess_of(row)));
        rows.filter(|&(_, excess)| excess > 0).collect()
    }

    /// By how much a hard row is broken.
    pub fn excess_of(&self, row: usize) -> i64 {
        self.index.hard_sides[row].map_or(0, |sides| excess(sides, self.activity[row]))
    }

    /// The hard rows that a trip would break further all alone.
    pub fn refusers(&self, trip: &Trip) -> Vec<usize> {
        let refuses = |&&(row, coef): &&(u32, i64)| self.is_refuser(row as usize, coef); // A position.
        trip.rows.iter().filter(refuses).map(|&(row, _)| row as usize).collect()
    }

    /// What the collected change would add to the points, or the first hard row that it would break further.
    ///
    /// * `gain`: what the columns themselves bring.
    fn gain_of_collected(&mut self, mut gain: i64) -> Result<i64, usize> {
        let refuser = self.touched.iter().copied().find(|&idx| self.is_refuser(idx, self.scratch[idx]));
        if refuser.is_none() {
            let slack_of_row = |&idx: &usize| self.model.pool.rows[idx].slack.map(|(slack, _)| slack);
            let mut slacks: Vec<usize> = self.touched.iter().filter_map(slack_of_row).collect();
            slacks.sort_unstable();
            slacks.dedup();
            for slack in slacks {
                let units = self.slack_of(slack, |row| self.activity[row] + self.scratch[row]);
                gain -= (units - self.slacks[slack]) * self.model.pool.slacks[slack].penalty;
            }
        }
        self.forget();
        refuser.map_or(Ok(gain), Err)
    }

    /// A column as a trip that is in no store.
    fn trip(&self, column: Column) -> Trip {
        Trip::new(self.model, self.index, column)
    }

    /// Takes columns in, whatever they break.
    pub fn put(&mut self, columns: Vec<Column>) {
        let into = columns.into_iter().map(|column| Arc::new(self.trip(column))).collect();
        self.apply(&[Change { out: Vec::new(), into }]);
    }

    /// Has the trips from a store, as one that did not make them needs it.
    pub fn intern(&mut self, trips: &mut Trips) {
        self.columns.iter_mut().flatten().for_each(|trip| *trip = trips.intern(trip));
    }

    /// Where the hard rows come from that a change would break further.
    pub fn breaks(&mut self, changes: &[Change]) -> Vec<Origin> {
        self.collect(changes);
        let broken = self.touched.iter().filter(|&&idx| self.is_refuser(idx, self.scratch[idx]));
        let origins = broken.map(|&idx| self.model.pool.rows[idx].origin).collect();
        self.forget();
        origins
    }

    /// Makes a change, whatever it breaks.
    pub fn apply(&mut self, changes: &[Change]) {
        self.collect(changes);
        self.points += changes.iter().map(Change::points).sum::<i64>();
        let mut slacks: Vec<usize> = Vec::new();
        for position in 0..self.touched.len() {
            let idx = self.touched[position];
            let row = &self.model.pool.rows[idx];
            // A row may be listed twice; taking its change leaves nothing for the second time.
            let (before, after) = (self.activity[idx], self.activity[idx] + std::mem::take(&mut self.scratch[idx]));
            match row.slack {
                Some((slack, _)) => slacks.push(slack),
                None if self.index.is_budget[idx] => self.overspent += row.excess(after) - row.excess(before),
                None => self.broken += row.excess(after) - row.excess(before),
            }
            self.activity[idx] = after;
        }
        slacks.sort_unstable();
        slacks.dedup();
        for slack in slacks {
            let units = self.slack_of(slack, |row| self.activity[row]);
            self.points -= (units - self.slacks[slack]) * self.model.pool.slacks[slack].penalty;
            self.slacks[slack] = units;
        }
        self.forget();
        for change in changes {
            for trip in &change.out {
                let columns = &mut self.columns[trip.column.traveller()];
                let is_it = |other: &Arc<Trip>| Arc::ptr_eq(other, trip) || other.column.key == trip.column.key;
                columns.remove(columns.iter().position(is_it).expect("a trip that goes was there"));
                self.unseat(&trip.column);
            }
        }
        for change in changes {
            for trip in &change.into {
                let columns = &mut self.columns[trip.column.traveller()];
                let position = columns.partition_point(|other| other.column.depart < trip.column.depart);
                columns.insert(position, Arc::clone(trip));
                self.seat(&trip.column);
            }
        }
    }

    /// Takes changes back that were made together.
    pub fn take_back(&mut self, changes: &[Change]) {
        let inverse: Vec<Change> = changes.iter().map(Change::inverse).collect();
        self.apply(&inverse);
    }

    fn seat(&mut self, column: &Column) {
        for stop in column.stops() {
            let n_roles = self.model.instance.requests[stop.request()].optional.len();
            let is_new = self.planned[stop.request()].is_none();
            if is_new && self.model.instance.requests[stop.request()].required {
                self.broken -= 1;
            }
            let planned = self.planned[stop.request()]
                .get_or_insert_with(|| Planned { start: stop.start(), delegation: vec![None; n_roles] });
            planned.delegation[stop.role()] = Some(column.traveller());
        }
    }

    fn unseat(&mut self, column: &Column) {
        for stop in column.stops() {
            let Some(planned) = &mut self.planned[stop.request()] else { continue };
            planned.delegation[stop.role()] = None;
            if planned.delegation.iter().all(Option::is_none) {
                self.planned[stop.request()] = None;
                if self.model.instance.requests[stop.request()].required {
                    self.broken += 1;
                }
            }
        }
    }

    /// The changes that take a visit out, every member's trip mended, and the visits that go. Where a trip cannot be
    /// mended, its other visits go too.
    pub fn removal(&self, trips: &mut Trips, request: usize) -> (Vec<Change>, Vec<usize>) {
        let mut gone = vec![request];
        'again: loop {
            let mut travellers: Vec<usize> = gone
                .iter()
                .filter_map(|&request| self.planned[request].as_ref())
                .flat_map(|planned| planned.delegation.iter().flatten().copied())
                .collect();
            travellers.sort_unstable();
            travellers.dedup();
            let mut changes = Vec::new();
            for traveller in travellers {
                for trip in &self.columns[traveller] {
                    let column = &trip.column;
                    let stays = |stop: &&Stop| !gone.contains(&stop.request());
                    let rest: Vec<Stop> = column.stops().iter().filter(stays).copied().collect();
                    if rest.len() == column.stops().len() {
                        continue;
                    }
                    let mended = (!rest.is_empty()).then(|| trips.get(traveller, &rest)).flatten();
                    let mended = mended.filter(|mended| self.fits(&mended.column, &column.key));
                    if mended.is_none() && !rest.is_empty() {
                        gone.extend(rest.iter().map(|stop| stop.request()));
                        continue 'again;
                    }
                    changes.push(Change { out: vec![Arc::clone(trip)], into: mended.into_iter().collect() });
                }
            }
            return (changes, gone);
        }
    }

    /// Whether a column fits beside the traveller's others, one of them apart.
    pub fn fits(&self, column: &Column, instead_of: &Key) -> bool {
        let min_home_days = self.model.instance.travellers[column.traveller()].limits.min_home_days;
        self.columns[column.traveller()]
            .iter()
            .filter(|other| other.column.key != *instead_of)
            .all(|other| column.fits_beside(&other.column, min_home_days))
    }

    fn collect(&mut self, changes: &[Change]) {
        for (sign, trips) in changes.iter().flat_map(|change| [(-1, &change.out), (1, &change.into)]) {
            trips.iter().for_each(|trip| self.collect_trip(sign, trip));
        }
    }

    fn collect_trip(&mut self, sign: i64, trip: &Trip) {
        for &(row, coef) in &trip.rows {
            let row = row as usize; // A position.
            if self.scratch[row] == 0 {
                self.touched.push(row);
            }
            self.scratch[row] += sign * coef;
        }
    }

    fn forget(&mut self) {
        for &row in &self.touched {
            self.scratch[row] = 0;
        }
        self.touched.clear();
    }

    /// All columns, by traveller and departure.
    pub fn all_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().flatten().map(|trip| &trip.column)
    }
}

impl Change {
    /// What the columns that come bring more than those that go.
    pub fn points(&self) -> i64 {
        let sum = |trips: &[Arc<Trip>]| trips.iter().map(|trip| trip.column.points).sum::<i64>();
        sum(&self.into) - sum(&self.out)
    }

    /// The change that takes this one back.
    fn inverse(&self) -> Change {
        Change { out: self.into.clone(), into: self.out.clone() }
    }
}

/// By how much an activity lies outside the sides of a row.
fn excess((lower, upper): (i64, i64), activity: i64) -> i64 {
    (activity - upper).max(lower - activity).max(0)
}
