//! The restricted master problem: the LP over the columns and rows there are so far.
//!
//! Columns come from the pricing problem, rows from the pool when a solution violates them. Its value bounds nothing
//! while columns or rows are missing; the bound is computed by [`bound`](super::bound), from the duals alone.

use std::collections::HashMap;

use super::backend::lp::{Lp, LpSolution, Method};
use super::columns::{Column, Key};
use super::constraints::delegation::Delegation;
use super::constraints::row::{Origin, Row, Term, Unit};
use super::model::Model;
use super::prices::{PricedRow, sanitize};

/// What an LP solution may be off before a row counts as violated.
const TOLERANCE: f64 = 1e-6;

/// How much rows whose side is zero may be broken, in the first LPs, and in the last before they may not be.
const LEEWAY_AT_FIRST: f64 = 0.02;
const LEEWAY_AT_LAST: f64 = 1e-4;

/// A row of the LP.
struct MasterRow {
    row: Row,
    /// What the row's numbers are divided by in the LP, so that they are near one.
    scale: f64,
}

/// The restricted master problem.
pub struct Master<'m> {
    model: &'m Model<'m>,
    lp: Lp,
    columns: Vec<Column>,
    /// The LP column of each column of the master.
    lp_cols: Vec<usize>,
    index: HashMap<Key, usize>,
    rows: Vec<MasterRow>,
    in_lp: Vec<bool>,
    slack_cols: HashMap<usize, usize>,
    artificials: Vec<usize>,
    /// By how much rows whose side is zero may be broken for nothing: their duals cost nothing and run wild while few
    /// columns are there to hold them, unless each unit of them costs a little.
    leeway: f64,
    /// The LP columns that hold it.
    leeways: Vec<usize>,
    /// How much dearer artificials are than at first.
    artificial_factor: f64,
    delegation: Delegation,
    columns_are_new: bool,
    n_violated: usize,
    with_points: bool,
    solution: LpSolution,
}

impl<'m> Master<'m> {
    /// Returns the master with the rows it begins with, and no columns.
    pub fn new(model: &'m Model<'m>) -> Self {
        let mut master = Master {
            model,
            lp: Lp::new(),
            columns: Vec::new(),
            lp_cols: Vec::new(),
            index: HashMap::new(),
            rows: Vec::new(),
            in_lp: vec![false; model.pool.rows.len()],
            slack_cols: HashMap::new(),
            artificials: Vec::new(),
            leeway: LEEWAY_AT_FIRST,
            leeways: Vec::new(),
            artificial_factor: 1.0,
            delegation: Delegation::default(),
            columns_are_new: false,
            n_violated: 0,
            with_points: true,
            solution: LpSolution::default(),
        };
        for idx in 0..model.pool.rows.len() {
            // Rows that even the empty plan breaks must be there from the start: they have artificials.
            let row = &model.pool.rows[idx];
            if row.excess(0) > 0 || matches!(row.origin, Origin::VisitOnce(_)) {
                master.add_pool_row(idx);
            }
        }
        for row in master.delegation.coarse(&model.instance) {
            master.add_row(row);
        }
        master
    }

    /// The value of each column in the last solution.
    pub fn values(&self) -> Vec<f64> {
        self.lp_cols.iter().map(|&col| self.solution.values.get(col).copied().unwrap_or(0.0)).collect()
    }

    /// Columns with a value above the tolerance in the last solution.
    pub fn support(&self) -> Vec<(&Column, f64)> {
        self.columns.iter().zip(self.values()).filter(|&(_, value)| value > TOLERANCE).collect()
    }

    /// How much the last solution breaks rows that it could not keep.
    pub fn infeasibility(&self) -> f64 {
        self.artificials.iter().map(|&col| self.solution.values.get(col).copied().unwrap_or(0.0)).sum()
    }

    /// Switches the points of columns off, to ask only whether there is a plan, or on again.
    pub fn set_with_points(&mut self, with_points: bool) {
        if self.with_points == with_points {
            return;
        }
        self.with_points = with_points;
        for (idx, &col) in self.lp_cols.iter().enumerate() {
            let value = if with_points { points(self.columns[idx].points) } else { 0.0 };
            self.lp.set_value(col, value);
        }
        for (&slack, &col) in &self.slack_cols {
            let value = if with_points { -points(self.model.pool.slacks[slack].penalty) } else { 0.0 };
            self.lp.set_value(col, value);
        }
        self.value_artificials();
    }

    /// Makes breaking rows dearer.
    pub fn raise_artificials(&mut self) {
        self.artificial_factor *= 16.0;
        self.value_artificials();
    }

    fn value_artificials(&mut self) {
        let value = self.artificial_value();
        for &col in &self.artificials {
            self.lp.set_value(col, value);
        }
        self.columns_are_new = false;
    }

    /// Whether points are on.
    pub fn with_points(&self) -> bool {
        self.with_points
    }

    /// Adds a column unless it is there; says whether it was new.
    pub fn add_column(&mut self, column: Column) -> bool {
        if self.index.contains_key(&column.key) {
            return false;
        }
        let mut entries = Vec::new();
        for (idx, row) in self.rows.iter().enumerate() {
            let coef = row.row.coef(&self.model.instance, &self.model.pool.place_groups, &column);
            if coef != 0 {
                entries.push((idx, as_f64(coef) / row.scale));
            }
        }
        let value = if self.with_points { points(column.points) } else { 0.0 };
        let lp_col = self.lp.add_col(value, 0.0, f64::INFINITY, &entries);
        self.index.insert(column.key.clone(), self.columns.len());
        self.lp_cols.push(lp_col);
        self.columns.push(column);
        true
    }

    /// Solves the LP, taking in violated rows; `false` when HiGHS gave up.
    ///
    /// A small LP is solved until no row is violated. A large one is solved once: what is violated then is in it the
    /// next time.
    pub fn solve(&mut self, seconds: impl Fn() -> Option<f64>) -> bool {
        loop {
            let is_large = self.is_large();
            let method = match (is_large, self.columns_are_new) {
                (true, _) => Method::Interior,
                (false, true) => Method::PrimalSimplex,
                (false, false) => Method::DualSimplex,
            };
            let t = std::time::Instant::now(); // DEBUG
            let Some(solution) = self.lp.solve(method, seconds()) else { return false };
            self.solution = solution;
            eprintln!("   solve {:.2} {method:?} {}", t.elapsed().as_secs_f64(), self.size());
            self.columns_are_new = true;
            self.n_violated = self.separate();
            if self.n_violated == 0 || is_large {
                return true;
            }
            self.columns_are_new = false;
        }
    }

    fn is_large(&self) -> bool {
        self.lp.n_rows() + self.lp.n_cols() > std::env::var("LARGE").map_or(6000, |x| x.parse().unwrap())
    }

    pub fn size(&self) -> String {
        format!(
            "cols {} rows {} obj {:.1}",
            self.columns.len(),
            self.rows.len(),
            self.values().iter().zip(&self.columns).map(|(v, c)| v * points(c.points)).sum::<f64>()
        )
    } // DEBUG
    /// The rows of the LP with their prices.
    pub fn prices(&self) -> Vec<PricedRow<'_>> {
        let duals = self.rows.iter().zip(&self.solution.duals).map(|(row, &dual)| (&row.row, dual / row.scale));
        sanitize(self.model, duals)
    }

    /// Takes in the rows that the last solution violates, and says how many.
    fn separate(&mut self) -> usize {
        let support: Vec<(Column, f64)> = self.support().into_iter().map(|(c, v)| (c.clone(), v)).collect();
        let model = self.model;
        let activity = Activity::new(model, &support);
        let mut violated: Vec<usize> = Vec::new();
        for (idx, row) in model.pool.rows.iter().enumerate() {
            if !self.in_lp[idx] && activity.excess(row) > TOLERANCE * scale(row) {
                violated.push(idx);
            }
        }
        let rows = self.delegation.violated(&model.instance, |request, role| activity.seated(request, role).to_vec());
        let n_rows = violated.len() + rows.len();
        for idx in violated {
            self.add_pool_row(idx);
        }
        for row in rows {
            self.add_row(row);
        }
        n_rows
    }

    fn add_pool_row(&mut self, idx: usize) {
        self.in_lp[idx] = true;
        self.add_row(self.model.pool.rows[idx].clone());
    }

    fn add_row(&mut self, row: Row) {
        let scale = scale(&row);
        let groups = &self.model.pool.place_groups;
        let mut entries: Vec<(usize, f64)> = Vec::new();
        for (column, &lp_col) in self.columns.iter().zip(&self.lp_cols) {
            let coef = row.coef(&self.model.instance, groups, column);
            if coef != 0 {
                entries.push((lp_col, as_f64(coef) / scale));
            }
        }
        let sign = if row.upper.is_some() { -1.0 } else { 1.0 };
        if let Some((slack, coef)) = row.slack {
            let penalty = points(self.model.pool.slacks[slack].penalty);
            let value = if self.with_points { -penalty } else { 0.0 };
            let lp = &mut self.lp;
            let col = *self.slack_cols.entry(slack).or_insert_with(|| lp.add_col(value, 0.0, f64::INFINITY, &[]));
            entries.push((col, sign * as_f64(coef) / scale));
        } else if row.excess(0) > 0 {
            let sign = if row.upper.is_some_and(|upper| upper < 0) { -1.0 } else { 1.0 };
            let value = self.artificial_value();
            let col = self.lp.add_col(value, 0.0, f64::INFINITY, &[]);
            self.artificials.push(col);
            entries.push((col, sign));
        }
        if row.lower == Some(0) || row.upper == Some(0) {
            let col = self.lp.add_col(0.0, -self.leeway, self.leeway, &[]);
            self.leeways.push(col);
            entries.push((col, 1.0));
        }
        let lower = row.lower.map_or(f64::NEG_INFINITY, |lower| as_f64(lower) / scale);
        let upper = row.upper.map_or(f64::INFINITY, |upper| as_f64(upper) / scale);
        self.lp.add_row(lower, upper, entries);
        self.rows.push(MasterRow { row, scale });
        self.columns_are_new = false;
    }

    /// Gives rows whose side is zero less leeway, and says whether they had any.
    pub fn tighten(&mut self) -> bool {
        if self.leeway == 0.0 {
            return false;
        }
        self.leeway = if self.leeway > LEEWAY_AT_LAST { self.leeway * 0.1 } else { 0.0 };
        for &col in &self.leeways {
            self.lp.set_bounds(col, -self.leeway, self.leeway);
        }
        self.columns_are_new = false;
        true
    }

    /// What breaking a row by one is charged: more than all visits together are worth.
    fn artificial_value(&self) -> f64 {
        if !self.with_points {
            return -1.0;
        }
        let most: i64 = self
            .model
            .instance
            .requests
            .iter()
            .map(|request| request.starts.iter().map(|start| start.points.abs()).max().unwrap_or(0))
            .sum();
        -points(most).mul_add(1.5, 100.0) * self.artificial_factor
    }
}

/// What a solution makes of rows.
pub struct Activity<'a> {
    model: &'a Model<'a>,
    by_traveller: Vec<Vec<(&'a Column, f64)>>,
    /// Per request and role: how much of each start is seated.
    seated: Vec<Vec<Vec<f64>>>,
    /// Per request: columns with a seat in it.
    by_request: Vec<Vec<(&'a Column, f64)>>,
}

impl<'a> Activity<'a> {
    /// Sorts the columns of a solution.
    pub fn new(model: &'a Model<'a>, support: &'a [(Column, f64)]) -> Self {
        let instance = &model.instance;
        let mut by_traveller = vec![Vec::new(); instance.travellers.len()];
        let mut by_request = vec![Vec::new(); instance.requests.len()];
        let mut seated: Vec<Vec<Vec<f64>>> = instance
            .requests
            .iter()
            .map(|request| vec![vec![0.0; request.starts.len()]; request.optional.len()])
            .collect();
        for (column, value) in support {
            by_traveller[column.traveller()].push((column, *value));
            for stop in column.stops() {
                by_request[stop.request()].push((column, *value));
                seated[stop.request()][stop.role()][stop.start()] += value;
            }
        }
        Activity { model, by_traveller, seated, by_request }
    }

    /// How much of each start of a request is seated in a role.
    pub fn seated(&self, request: usize, role: usize) -> &[f64] {
        &self.seated[request][role]
    }

    /// By how much the solution breaks a row, slack apart.
    pub fn excess(&self, row: &Row) -> f64 {
        let activity: f64 = row.terms.iter().map(|term| self.of(term)).sum();
        let above = row.upper.map_or(0.0, |upper| activity - as_f64(upper));
        let below = row.lower.map_or(0.0, |lower| as_f64(lower) - activity);
        above.max(below).max(0.0)
    }

    fn of(&self, term: &Term) -> f64 {
        let columns = match term {
            Term::Seat { request, .. } => &self.by_request[*request],
            Term::Days { traveller, .. }
            | Term::Cover { traveller, .. }
            | Term::Absent { traveller, .. }
            | Term::Attend { traveller, .. }
            | Term::Trips { traveller, .. } => &self.by_traveller[*traveller],
        };
        let groups = &self.model.pool.place_groups;
        columns
            .iter()
            .map(|(column, value)| match term.coef(&self.model.instance, groups, column) {
                0 => 0.0,
                coef => as_f64(coef) * value,
            })
            .sum()
    }
}

/// What a row's numbers are divided by in the LP.
fn scale(row: &Row) -> f64 {
    let scale = |term: &Term| match term {
        Term::Trips { unit: Unit::Cent, .. } => 1e5,
        Term::Trips { unit: Unit::Gram, .. } => 1e6,
        _ => 1.0,
    };
    row.terms.iter().map(scale).fold(1.0, f64::max)
}

/// Thousandths of a point as points, for the LP.
pub fn points(thousandths: i64) -> f64 {
    as_f64(thousandths) / 1000.0
}

/// A whole number for the LP. Beyond 2^53 it is rounded, which makes duals inexact but no bound wrong.
pub fn as_f64(number: i64) -> f64 {
    number as f64
}
