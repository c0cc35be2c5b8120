//! The starts of one visit as what forbids them asks for them: the dates and costs of trips with the visit alone, side by
//! side, and where to find those of some dates.

use std::ops::Range;

use super::super::columns::{self, Stop, small};
use super::super::constraints::row::Unit;
use super::super::instance::{Instance, Start};
use super::row_index::{Span, SpanOf};
use super::trips::NOTHING;

/// The starts of one visit.
#[derive(Debug)]
pub struct Starts {
    /// Per start: the first and the last home date of a trip with this visit alone.
    depart_days: Vec<i32>,
    back_days: Vec<i32>,
    /// Per start: what that trip costs, in cents and in grams; nothing for a meeting.
    costs: Vec<(i64, i64)>,
    /// The least and the most of each that any of them costs, and the most dates that any has.
    least_costs: (i64, i64),
    most_costs: (i64, i64),
    most_days: i32,
    /// Whether later starts depart and return no earlier, so that what is forbidden lies side by side; then per date,
    /// from the first on, the first start that departs, and the first that returns, on it or later.
    is_in_order: bool,
    first_day: i32,
    departing_from: Vec<u32>,
    returning_from: Vec<u32>,
}

impl Starts {
    /// Returns the starts of a request.
    pub fn new(instance: &Instance, request: usize) -> Self {
        let data = &instance.requests[request];
        let starts = &data.starts;
        let is_before = |pair: &[Start]| {
            let (a, b) = (&pair[0], &pair[1]);
            a.depart_day <= b.depart_day && a.back_day <= b.back_day && a.depart <= b.depart && a.back <= b.back
        };
        let is_in_order = starts.windows(2).all(is_before);
        let costs_alone = |start: usize| match data.at_home {
            true => (0, 0),
            false => columns::costs(instance, &[Stop { request: small(request), role: 0, start: small(start) }]),
        };
        let costs: Vec<(i64, i64)> = (0..starts.len()).map(costs_alone).collect();
        let least = |of: fn(&(i64, i64)) -> i64| costs.iter().map(of).min().unwrap_or(0);
        let most = |of: fn(&(i64, i64)) -> i64| costs.iter().map(of).max().unwrap_or(0);
        let depart_days: Vec<i32> = starts.iter().map(|start| start.depart_day).collect();
        let back_days: Vec<i32> = starts.iter().map(|start| start.back_day).collect();
        let first_day = depart_days.first().copied().unwrap_or(0);
        let last_day = back_days.last().copied().unwrap_or(0);
        let per_day = |days: &[i32]| -> Vec<u32> {
            let days_there = if is_in_order { first_day..last_day + 2 } else { 0..0 };
            days_there.map(|day| small(days.partition_point(|&other| other < day))).collect()
        };
        Starts {
            least_costs: (least(|costs| costs.0), least(|costs| costs.1)),
            most_costs: (most(|costs| costs.0), most(|costs| costs.1)),
            most_days: starts.iter().map(|start| start.back_day - start.depart_day + 1).max().unwrap_or(0),
            costs,
            is_in_order,
            first_day,
            departing_from: per_day(&depart_days),
            returning_from: per_day(&back_days),
            depart_days,
            back_days,
        }
    }

    /// The starts that are on one of these dates, from the first that returns on `first` or later to the last that
    /// departs before `end`: all of them, where later starts may depart or return earlier.
    pub fn between(&self, first: i32, end: i32) -> Range<usize> {
        self.from(&self.returning_from, first)..self.n_before(end)
    }

    /// How many starts there are up to the last that departs before a date.
    fn n_before(&self, end: i32) -> usize {
        if self.is_in_order { self.from(&self.departing_from, end) } else { self.depart_days.len() }
    }

    /// The first start on a date or later, as a table says.
    fn from(&self, table: &[u32], day: i32) -> usize {
        match usize::try_from(day.saturating_sub(self.first_day)) {
            _ if !self.is_in_order => 0,
            Ok(day) => table.get(day).map_or(self.depart_days.len(), |&start| start as usize), // A position.
            Err(_) => 0,
        }
    }

    /// Strikes out the starts of trips that are on one of these dates.
    pub fn strike(&self, first: i32, last: i32, gains: &mut [i64]) {
        let concerned = self.between(first, last + 1);
        if concerned.is_empty() {
            return;
        }
        if self.is_in_order {
            return gains[concerned].fill(NOTHING);
        }
        for (gain, (&depart_day, &back_day)) in gains.iter_mut().zip(self.depart_days.iter().zip(&self.back_days)) {
            if back_day >= first && depart_day <= last {
                *gain = NOTHING;
            }
        }
    }

    /// Strikes out the starts of trips that a limit has no room for.
    pub fn limit(&self, span: &Span, room: i64, gains: &mut [i64]) {
        let Some(room) = span.units_in(room) else { return };
        match &span.of {
            SpanOf::Days => self.limit_days(&span.days, room, gains),
            SpanOf::Trips(Unit::Trip) => self.limit_costs(&span.days, (1, 1), room, |_| 1, gains),
            SpanOf::Trips(Unit::Cent) => {
                self.limit_costs(&span.days, (self.least_costs.0, self.most_costs.0), room, |costs| costs.0, gains);
            }
            SpanOf::Trips(Unit::Gram) => {
                self.limit_costs(&span.days, (self.least_costs.1, self.most_costs.1), room, |costs| costs.1, gains);
            }
            SpanOf::Trips(unit @ Unit::Steps(_)) => {
                // Steps never fall when costs rise.
                let amount = |costs: (i64, i64)| unit.amount(costs.0, costs.1);
                let range = (amount(self.least_costs), amount(self.most_costs));
                self.limit_costs(&span.days, range, room, amount, gains);
            }
        }
    }

    /// Strikes out trips with more than so many of these dates.
    fn limit_days(&self, days: &Range<i32>, room: i64, gains: &mut [i64]) {
        if i64::from(self.most_days) <= room {
            return;
        }
        let concerned = self.between(days.start, days.end);
        if concerned.is_empty() {
            return;
        }
        let times = self.depart_days[concerned.clone()].iter().zip(&self.back_days[concerned.clone()]);
        for (gain, (&depart_day, &back_day)) in gains[concerned].iter_mut().zip(times) {
            if i64::from(days.end.min(back_day + 1) - days.start.max(depart_day)) > room {
                *gain = NOTHING;
            }
        }
    }

    /// Strikes out trips that begin on these dates and cost more than so much.
    ///
    /// * `range`: the least and the most that any trip costs.
    fn limit_costs(
        &self,
        days: &Range<i32>,
        (least, most): (i64, i64),
        room: i64,
        amount: impl Fn((i64, i64)) -> i64,
        gains: &mut [i64],
    ) {
        if most <= room {
            return;
        }
        let concerned = self.from(&self.departing_from, days.start)..self.n_before(days.end);
        if concerned.is_empty() {
            return;
        }
        if self.is_in_order && least > room {
            return gains[concerned].fill(NOTHING);
        }
        let trips = self.depart_days[concerned.clone()].iter().zip(&self.costs[concerned.clone()]);
        for (gain, (depart_day, &costs)) in gains[concerned].iter_mut().zip(trips) {
            if days.contains(depart_day) && amount(costs) > room {
                *gain = NOTHING;
            }
        }
    }
}
