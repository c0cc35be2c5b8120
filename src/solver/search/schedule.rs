//! A plan in the making: columns per traveller, and what every rule makes of them.
//!
//! # Invariants
//!
//! * The columns of one traveller fit beside each other, and a visit's members attend at the same start, every required
//!   role filled. So only rows of rules can be broken.
//! * A hard row is broken only as far as the empty plan breaks it (a visit that every plan has, coverage): a change that
//!   breaks one further is refused.

use std::ops::Range;
use std::sync::Arc;

use super::super::columns::alone::SeatId;
use super::super::columns::{Column, Key, Stop};
use super::super::constraints::row::{Origin, Term};
use super::super::guide::Guide;
use super::super::model::Model;
use super::row_index::RowIndex;

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
    /// Columns that go.
    pub out: Vec<Column>,
    /// Columns that come.
    pub into: Vec<Column>,
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
    pub columns: Vec<Vec<Column>>,
    /// Per traveller: the dates of trips, a bit each.
    occupied: Vec<Vec<u64>>,
    activity: Vec<i64>,
    slacks: Vec<i64>,
    points: i64,
    broken: i64,
    scratch: Vec<i64>,
    /// Per traveller: the rows that refused changes last, the very last first. They are likely to refuse the next.
    refusers: Vec<Vec<usize>>,
    touched: Vec<usize>,
    /// How many starts have been looked at: the measure of work, which is the same on every machine.
    pub n_looks: u64,
    /// What columns are worth beside the points that they bring, and how much that counts, in quarters: where a budget
    /// binds, the trip that brings most is not the one that costs most.
    pub guide: Option<Arc<Guide>>,
    /// As above: 0 counts points alone, 4 what columns are worth alone.
    pub guidance: i64,
}

/// How many rows that refused changes are remembered for each traveller.
const N_REFUSERS: usize = 8;

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
            occupied: vec![
                vec![0; usize::try_from(model.instance.n_days).unwrap_or(0) / 64 + 1];
                model.instance.travellers.len()
            ],
            activity: vec![0; model.pool.rows.len()],
            slacks: vec![0; model.pool.slacks.len()],
            points: model.pool.constant,
            broken: 0,
            scratch: vec![0; model.pool.rows.len()],
            refusers: vec![Vec::new(); model.instance.travellers.len()],
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
        (std::cmp::Reverse(self.broken), self.points)
    }

    /// Its points, in thousandths.
    pub fn points(&self) -> i64 {
        self.points
    }

    /// Whether it keeps every rule and has every visit that every plan has.
    pub fn is_plan(&self) -> bool {
        self.broken == 0
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

    /// What a column seems to bring: its points, and what it is worth, as far as guidance goes.
    pub fn seeming(&self, column: &Column) -> i64 {
        match &self.guide {
            Some(guide) if self.guidance > 0 => {
                column.points + (guide.worth(self.model, column) - column.points) * self.guidance / 4
            }
            _ => column.points,
        }
    }

    /// What a trip with one visit alone seems to bring, or `None` when the traveller cannot make it.
    pub fn seeming_alone(&self, seat: SeatId, start: usize) -> Option<i64> {
        let points = self.model.points_alone(seat, start)?;
        let guide = self.guide.as_ref().filter(|_| self.guidance > 0);
        let worth = guide.and_then(|guide| guide.worth_alone(self.model, seat, start)).unwrap_or(points);
        Some(points + (worth - points) * self.guidance / 4)
    }

    /// What a visit seems to be worth at most, with everybody on trips of their own.
    pub fn seeming_of_request(&self, request: usize) -> i64 {
        let starts = &self.model.instance.requests[request].starts;
        let points = starts.iter().map(|start| start.points).max().unwrap_or(0);
        match &self.guide {
            Some(guide) if self.guidance > 0 => {
                points + (guide.of_request(self.model, request) - points) * self.guidance / 4
            }
            _ => points,
        }
    }

    /// Whether more visits can make slack smaller, so that a change may be worth more than its columns.
    pub fn has_rewards(&self) -> bool {
        self.index.has_rewards
    }

    /// What a change would add to the points, or `None` when it would break a hard row further.
    pub fn gain(&mut self, changes: &[Change]) -> Option<i64> {
        self.collect(changes);
        self.gain_of_collected(changes.iter().map(Change::points).sum()).ok()
    }

    /// The same for changes that are told by what comes, and where among the traveller's columns is what goes.
    ///
    /// # Errors
    /// A hard row that it would break further.
    pub fn gain_of<'c>(
        &mut self,
        changes: impl Iterator<Item = (Option<usize>, &'c Column)> + Clone,
    ) -> Result<i64, usize> {
        let mut travellers = changes.clone().map(|(_, into)| into.traveller());
        if let Some(row) = travellers.find_map(|traveller| self.refused_again(traveller, changes.clone())) {
            return Err(row);
        }
        let columns = std::mem::take(&mut self.columns);
        let mut points = 0;
        for (out, into) in changes.clone() {
            let out = out.map(|position| &columns[into.traveller()][position]);
            for (sign, column) in out.map(|out| (-1, out)).into_iter().chain([(1, into)]) {
                points += sign * column.points;
                self.collect_column(sign, column);
            }
        }
        self.columns = columns;
        let gain = self.gain_of_collected(points);
        if let Err(refuser) = gain {
            for traveller in changes.map(|(_, into)| into.traveller()) {
                let refusers = &mut self.refusers[traveller];
                refusers.insert(0, refuser);
                refusers.truncate(N_REFUSERS);
            }
        }
        gain
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
        let row = &self.model.pool.rows[idx];
        row.slack.is_none() && row.excess(self.activity[idx] + more) > row.excess(self.activity[idx])
    }

    /// A row that refused a change of the traveller lately and refuses this one as well.
    fn refused_again<'c>(
        &mut self,
        traveller: usize,
        changes: impl Iterator<Item = (Option<usize>, &'c Column)> + Clone,
    ) -> Option<usize> {
        let (instance, groups) = (&self.model.instance, &self.model.pool.place_groups);
        let refuses = |&idx: &usize| {
            let row = &self.model.pool.rows[idx];
            let more = |(out, into): (Option<usize>, &Column)| {
                let goes =
                    out.map_or(0, |position| row.coef(instance, groups, &self.columns[into.traveller()][position]));
                row.coef(instance, groups, into) - goes
            };
            self.is_refuser(idx, changes.clone().map(more).sum())
        };
        let position = self.refusers[traveller].iter().position(refuses)?;
        self.refusers[traveller][..=position].rotate_right(1);
        self.refusers[traveller].first().copied()
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
            for column in &change.out {
                let columns = &mut self.columns[column.traveller()];
                let position = columns.iter().position(|other| other.key == column.key);
                columns.remove(position.expect("a column that goes was there"));
                self.occupy(column, false);
                self.unseat(column);
            }
        }
        for change in changes {
            for column in &change.into {
                let columns = &mut self.columns[column.traveller()];
                let position = columns.partition_point(|other| other.depart < column.depart);
                columns.insert(position, column.clone());
                self.occupy(column, true);
                self.seat(column);
            }
        }
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
    pub fn removal(&self, request: usize) -> (Vec<Change>, Vec<usize>) {
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
                for column in &self.columns[traveller] {
                    let stays = |stop: &&Stop| !gone.contains(&stop.request());
                    let rest: Vec<Stop> = column.stops().iter().filter(stays).copied().collect();
                    if rest.len() == column.stops().len() {
                        continue;
                    }
                    let mended = self.model.column(traveller, &rest).filter(|c| self.fits(c, &column.key));
                    if mended.is_none() && !rest.is_empty() {
                        gone.extend(rest.iter().map(|stop| stop.request()));
                        continue 'again;
                    }
                    changes.push(Change { out: vec![column.clone()], into: mended.into_iter().collect() });
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
            .filter(|other| other.key != *instead_of)
            .all(|other| column.fits_beside(other, min_home_days))
    }

    fn collect(&mut self, changes: &[Change]) {
        for (sign, columns) in changes.iter().flat_map(|change| [(-1, &change.out), (1, &change.into)]) {
            columns.iter().for_each(|column| self.collect_column(sign, column));
        }
    }

    fn collect_column(&mut self, sign: i64, column: &Column) {
        self.index.for_each(self.model, column, |row, coef| {
            if self.scratch[row] == 0 {
                self.touched.push(row);
            }
            self.scratch[row] += sign * coef;
        });
    }

    /// Takes note of the dates of a column that comes or goes. No two trips of a traveller share one.
    fn occupy(&mut self, column: &Column, is_there: bool) {
        if column.at_home {
            return;
        }
        let occupied = &mut self.occupied[column.traveller()];
        for day in (column.first_day..=column.last_day).filter_map(|day| usize::try_from(day).ok()) {
            let bit = 1 << (day % 64);
            if is_there { occupied[day / 64] |= bit } else { occupied[day / 64] &= !bit }
        }
    }

    /// Whether a traveller is on a trip on one of these dates.
    pub fn is_away(&self, traveller: usize, first: i32, last: i32) -> bool {
        let occupied = &self.occupied[traveller];
        let first = usize::try_from(first).unwrap_or(0);
        let Ok(last) = usize::try_from(last) else { return false };
        let last = last.min(occupied.len() * 64 - 1);
        if first > last {
            return false;
        }
        let (from, to) = (first / 64, last / 64);
        let (after, before) = (u64::MAX << (first % 64), u64::MAX >> (63 - last % 64));
        if from == to {
            return occupied[from] & after & before != 0;
        }
        occupied[from] & after != 0
            || occupied[from + 1..to].iter().any(|&word| word != 0)
            || occupied[to] & before != 0
    }

    fn forget(&mut self) {
        for &row in &self.touched {
            self.scratch[row] = 0;
        }
        self.touched.clear();
    }

    /// All columns, by traveller and departure.
    pub fn all_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().flatten()
    }
}

impl Change {
    /// What the columns that come bring more than those that go.
    pub fn points(&self) -> i64 {
        let sum = |columns: &[Column]| columns.iter().map(|column| column.points).sum::<i64>();
        sum(&self.into) - sum(&self.out)
    }

    /// The change that takes this one back.
    pub fn inverse(&self) -> Change {
        Change { out: self.into.clone(), into: self.out.clone() }
    }
}
