//! Rows: what a rule says of columns, as sums of a few kinds of terms.
//!
//! A rule's file turns the rule into rows and knows nothing of LPs, prices or searches; the master, the pricing and the
//! local search know terms and nothing of rules. So there is one meaning of each rule in the solver, in one file.
//!
//! # Invariants
//!
//! * Coefficients are whole numbers; a row is `lower ≤ Σ terms ≤ upper`, plus its slack where it has one.
//! * Only terms whose coefficients are not negative carry a [`Filter`] on places (pricing relies on it).

use std::ops::Range;
use std::sync::Arc;

use crate::domain::{Interval, RuleIdx};

use super::super::columns::Column;
use super::super::instance::Instance;
use super::steps::Steps;

/// Which trips a term speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Only trips whose first visit has this fund.
    pub fund: Option<usize>,
    /// Only trips with a visit at a place of this group, a position in `Pool::place_groups`.
    pub places: Option<usize>,
}

/// What a trip is counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Each trip counts one.
    Trip,
    /// Each cent counts one.
    Cent,
    /// Each gram counts one.
    Gram,
    /// What steps of the cost say, in a cut.
    Steps(Arc<Steps>),
}

impl Unit {
    /// What a trip that costs so much counts.
    pub fn amount(&self, cents: i64, grams: i64) -> i64 {
        match self {
            Unit::Trip => 1,
            Unit::Cent => cents,
            Unit::Gram => grams,
            Unit::Steps(steps) => steps.amount(cents, grams),
        }
    }
}

/// Whose seats a term counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// Everybody's.
    Any,
    /// These travellers', by position.
    These(Arc<Vec<bool>>),
}

impl Who {
    /// Whether a traveller is meant.
    pub fn has(&self, traveller: usize) -> bool {
        match self {
            Who::Any => true,
            Who::These(these) => these[traveller],
        }
    }
}

/// A request and a role, and what this seat counts in a cut.
pub type SeatCount = ((usize, usize), i64);

/// A part of a row: how often a column counts in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// `coef` for a stop in this role of this request at one of these starts.
    Seat {
        /// The request.
        request: usize,
        /// The role.
        role: usize,
        /// Whose.
        who: Who,
        /// Positions of starts.
        starts: Range<usize>,
        /// Which trips.
        filter: Filter,
        /// How often it counts.
        coef: i64,
    },
    /// `coef` for each of these home dates that a trip of the traveller touches.
    Days {
        /// Whose.
        traveller: usize,
        /// The dates.
        days: Range<i32>,
        /// Which trips.
        filter: Filter,
        /// How often each date counts.
        coef: i64,
    },
    /// 1 for a trip of the traveller that touches this date, or a date at most `min_home_days` before it.
    Cover {
        /// Whose.
        traveller: usize,
        /// The date.
        day: i32,
    },
    /// `coef` for a trip of the traveller during which the interval lies, in part or whole.
    Absent {
        /// Whose.
        traveller: usize,
        /// When.
        interval: Interval,
        /// How often it counts.
        coef: i64,
    },
    /// `coef` for a home meeting of the traveller that meets the interval.
    Attend {
        /// Whose.
        traveller: usize,
        /// When.
        interval: Interval,
        /// How often it counts.
        coef: i64,
    },
    /// `coef` for each unit of a trip of the traveller that begins on one of these dates.
    Trips {
        /// Whose.
        traveller: usize,
        /// First home dates.
        first: Range<i32>,
        /// Which trips.
        filter: Filter,
        /// What is counted.
        unit: Unit,
        /// How often each unit counts.
        coef: i64,
    },
    /// What these seats count, for each that a trip of the traveller has which begins on one of these dates, in a cut.
    Seats {
        /// Whose.
        traveller: usize,
        /// First home dates.
        first: Range<i32>,
        /// Only trips whose first visit has this fund.
        fund: Option<usize>,
        /// Requests and roles, in order, and what each counts, one or more.
        counts: Arc<Vec<SeatCount>>,
    },
    /// 1 for every two of these seats that a trip has, in a cut.
    Pairs {
        /// Requests and roles, in order.
        seats: Arc<Vec<(usize, usize)>>,
    },
}

/// Where a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A visit takes place at most once, or exactly once when every plan has it.
    VisitOnce(usize),
    /// Roles of a visit are filled in step.
    Delegation(usize),
    /// One trip at a time, and time at home between.
    OneTripAtATime(usize),
    /// Home meetings and trips of a traveller do not meet.
    HomeMeeting(usize),
    /// A rule of the scenario.
    Rule(RuleIdx),
    /// Starts that exclude each other, by one rule or several.
    Conflict,
}

/// What may be violated at a price.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slack {
    /// Points lost per unit, in thousandths.
    pub penalty: i64,
    /// The rule.
    pub rule: RuleIdx,
}

/// `lower ≤ Σ terms ≤ upper`; with a slack `s`, `Σ terms − coef · s ≤ upper` and `Σ terms + coef · s ≥ lower`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// Where it comes from.
    pub origin: Origin,
    /// The terms.
    pub terms: Vec<Term>,
    /// The least, if any.
    pub lower: Option<i64>,
    /// The most, if any.
    pub upper: Option<i64>,
    /// The slack, a position in `Pool::slacks`, and how much of the row one unit of it is worth.
    pub slack: Option<(usize, i64)>,
}

/// A row and its position in the pool, when it is from there.
pub type KnownRow = (Row, Option<usize>);

impl Row {
    /// Whether it is a budget: a limit without a penalty on what trips count.
    pub fn is_budget(&self) -> bool {
        let of_trips = || self.terms.iter().all(|term| matches!(term, Term::Trips { .. }));
        self.upper.is_some() && self.slack.is_none() && of_trips()
    }

    /// Returns the row `Σ terms ≤ upper`.
    pub fn at_most(origin: Origin, upper: i64, terms: Vec<Term>) -> Self {
        Row { origin, terms, lower: None, upper: Some(upper), slack: None }
    }

    /// Returns the row `Σ terms ≥ lower`.
    pub fn at_least(origin: Origin, lower: i64, terms: Vec<Term>) -> Self {
        Row { origin, terms, lower: Some(lower), upper: None, slack: None }
    }

    /// Returns the row with a slack.
    pub fn or_pay(self, slack: Option<usize>, coef: i64) -> Self {
        Row { slack: slack.map(|slack| (slack, coef)), ..self }
    }

    /// By how much an activity lies outside the row; zero inside.
    pub fn excess(&self, activity: i64) -> i64 {
        let above = self.upper.map_or(0, |upper| activity - upper);
        let below = self.lower.map_or(0, |lower| lower - activity);
        above.max(below).max(0)
    }

    /// The coefficient of a column.
    pub fn coef(&self, instance: &Instance, groups: &[Vec<bool>], column: &Column) -> i64 {
        self.terms.iter().map(|term| term.coef(instance, groups, column)).sum()
    }
}

impl Filter {
    /// Whether a trip is meant.
    pub fn takes(&self, instance: &Instance, groups: &[Vec<bool>], column: &Column) -> bool {
        let first = column.stops()[0].request();
        self.fund.is_none_or(|fund| instance.requests[first].fund == Some(fund))
            && self.places.is_none_or(|group| {
                column.stops().iter().any(|stop| groups[group][instance.requests[stop.request()].place])
            })
    }
}

impl Term {
    /// Whether no column counts less than nothing.
    pub fn never_lessens(&self) -> bool {
        match self {
            Term::Seat { coef, .. }
            | Term::Days { coef, .. }
            | Term::Absent { coef, .. }
            | Term::Attend { coef, .. }
            | Term::Trips { coef, .. } => *coef >= 0,
            Term::Cover { .. } | Term::Seats { .. } | Term::Pairs { .. } => true,
        }
    }

    /// The coefficient of a column.
    pub fn coef(&self, instance: &Instance, groups: &[Vec<bool>], column: &Column) -> i64 {
        let mine = |traveller: &usize| *traveller == column.key.traveller && !column.at_home;
        match self {
            Term::Seat { request, role, who, starts, filter, coef } => {
                let n_stops = column
                    .stops()
                    .iter()
                    .filter(|s| s.request() == *request && s.role() == *role && starts.contains(&s.start()))
                    .count();
                if n_stops > 0 && who.has(column.key.traveller) && filter.takes(instance, groups, column) {
                    *coef
                } else {
                    0
                }
            }
            Term::Days { traveller, days, filter, coef } if mine(traveller) => {
                let n_days = (days.end.min(column.last_day + 1) - days.start.max(column.first_day)).max(0);
                if n_days > 0 && filter.takes(instance, groups, column) { coef * i64::from(n_days) } else { 0 }
            }
            Term::Cover { traveller, day } if mine(traveller) => {
                let last = column.last_day + instance.travellers[*traveller].limits.min_home_days;
                i64::from(column.first_day <= *day && *day <= last)
            }
            Term::Absent { traveller, interval, coef } if mine(traveller) => {
                let meets = column.depart < interval.end() && interval.start() < column.back;
                i64::from(meets) * coef
            }
            Term::Attend { traveller, interval, coef } => {
                let meets = column.depart < interval.end() && interval.start() < column.back;
                if column.at_home && *traveller == column.key.traveller && meets { *coef } else { 0 }
            }
            Term::Trips { traveller, first, filter, unit, coef } if mine(traveller) => {
                if !first.contains(&column.first_day) || !filter.takes(instance, groups, column) {
                    return 0;
                }
                coef * unit.amount(column.cents, column.grams)
            }
            Term::Seats { traveller, first, fund, counts } if mine(traveller) => {
                let fund = Filter { fund: *fund, places: None };
                if !first.contains(&column.first_day) || !fund.takes(instance, groups, column) {
                    return 0;
                }
                let count = |stop: &super::super::columns::Stop| {
                    let at = counts.binary_search_by_key(&(stop.request(), stop.role()), |&(seat, _)| seat);
                    at.map_or(0, |at| counts[at].1)
                };
                column.stops().iter().map(count).sum()
            }
            Term::Pairs { seats } => {
                let has = |stop: &&super::super::columns::Stop| seats.contains(&(stop.request(), stop.role()));
                i64::try_from(column.stops().iter().filter(has).count() / 2).unwrap_or(0) // Few stops.
            }
            _ => 0,
        }
    }
}
