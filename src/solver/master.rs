//! The restricted master problem: the LP over the columns and rows there are so far.
//!
//! Columns come from the pricing problem, rows from the pool when a solution violates them. Its value bounds nothing
//! while columns or rows are missing; the bound is computed by [`bound`](super::bound), from the duals alone.

use std::collections::HashMap;

use super::activity::Activity;
use super::backend::basis::Basis;
use super::backend::lp::{Lp, LpSolution, Method};
use super::columns::{Column, Key};
use super::constraints::delegation::Delegation;
use super::constraints::row::{KnownRow, Origin, Row, Term, Unit};
use super::cuts::Cuts;
use super::model::Model;
use super::prices::{PricedRow, sanitize};
use super::work::Work;
use leeway::{LEEWAY_AT_FIRST, LEEWAY_AT_LAST, LEEWAY_OF_LARGE_AT_FIRST, has_zero_side};

mod idle;
mod leeway;

/// What an LP solution may be off before a row counts as violated.
const TOLERANCE: f64 = 1e-6;

/// Rows and columns together with which an LP is large.
const N_LARGE: usize = 20_000;
/// A row is of no use when more room in it is worth no more than this, in points.
const WORTH_NOTHING: f64 = 1e-3;

/// A row of the LP.
struct MasterRow {
    row: Row,
    /// What the row's numbers are divided by in the LP, so that they are near one.
    scale: f64,
    /// Its position in the pool, when it is from there.
    pool: Option<usize>,
    /// Its LP column of leeway, if it has any.
    leeway: Option<usize>,
    /// In how many solutions, one after the other, it has had no price.
    n_idle: u8,
    /// For a row of a search tree: the LP column that is the row's activity, whose bounds are its sides.
    activity: Option<usize>,
}

/// The restricted master problem.
pub struct Master<'m> {
    model: &'m Model<'m>,
    lp: Lp,
    columns: Vec<Column>,
    /// The LP column of each column of the master.
    lp_cols: Vec<usize>,
    /// In how many solutions, one after the other, each column was far from being of use.
    n_idle: Vec<u8>,
    index: HashMap<Key, usize>,
    rows: Vec<MasterRow>,
    in_lp: Vec<bool>,
    slack_cols: HashMap<usize, usize>,
    artificials: Vec<usize>,
    /// By how much rows whose side is zero may be broken for nothing: their duals cost nothing and run wild while few
    /// columns are there to hold them, unless each unit of them costs a little. All rows of a large master problem may be
    /// broken so, at the best prices that are known ([`Master::stay_near`]).
    leeway: f64,
    /// How much dearer artificials are than at first.
    artificial_factor: f64,
    delegation: Delegation,
    cuts: Cuts,
    columns_are_new: bool,
    is_large: bool,
    with_points: bool,
    /// Whether it is solved for the nodes of a tree, where the last basis is always of use.
    is_branched: bool,
    solution: LpSolution,
    work: Work,
}

impl<'m> Master<'m> {
    /// Returns the master with the rows it begins with, and no columns.
    pub fn new(model: &'m Model<'m>) -> Self {
        Master::of(model, |_| true)
    }

    /// Returns the master of the problem of some requests alone.
    pub fn of(model: &'m Model<'m>, is_open: impl Fn(usize) -> bool) -> Self {
        let mut master = Master {
            model,
            lp: Lp::new(),
            columns: Vec::new(),
            lp_cols: Vec::new(),
            n_idle: Vec::new(),
            index: HashMap::new(),
            rows: Vec::new(),
            in_lp: vec![false; model.pool.rows.len()],
            slack_cols: HashMap::new(),
            artificials: Vec::new(),
            leeway: LEEWAY_AT_FIRST,
            artificial_factor: 1.0,
            delegation: Delegation::default(),
            cuts: Cuts::default(),
            columns_are_new: false,
            is_large: false,
            with_points: true,
            is_branched: false,
            solution: LpSolution::default(),
            work: Work::default(),
        };
        for idx in 0..model.pool.rows.len() {
            // Rows that even the empty plan breaks must be there from the start: they have artificials.
            let row = &model.pool.rows[idx];
            let is_once = matches!(row.origin, Origin::VisitOnce(request) if is_open(request));
            if is_once || row.excess(0) > 0 {
                master.add_pool_row(idx);
            }
        }
        for row in master.delegation.coarse(&model.instance) {
            if matches!(row.origin, Origin::Delegation(request) if is_open(request)) {
                master.add_row(row, None);
            }
        }
        master
    }

    /// Has it count what it does together with others.
    pub fn counting(self, work: &Work) -> Self {
        Master { work: work.clone(), ..self }
    }

    /// Takes in rows of the pool, with their positions there, and of delegations and cuts before the first solution.
    ///
    /// * `is_large`: whether the problem is known to be large.
    pub fn begin_with(&mut self, rows: Vec<KnownRow>, is_large: bool) {
        self.is_large = is_large;
        if is_large {
            self.leeway = LEEWAY_OF_LARGE_AT_FIRST;
            self.bound_leeway();
        }
        for (row, pool) in rows {
            match pool {
                Some(idx) if self.in_lp[idx] => {}
                Some(idx) => self.add_pool_row(idx),
                None if self.delegation.remember(&row) || self.cuts.remember(self.model, &row) => {
                    self.add_row(row, None)
                }
                None => {}
            }
        }
    }

    /// The value of each column in the last solution.
    pub fn values(&self) -> Vec<f64> {
        self.lp_cols.iter().map(|&col| self.solution.values.get(col).copied().unwrap_or(0.0)).collect()
    }

    /// Columns with a value above the tolerance in the last solution.
    pub fn support(&self) -> Vec<(&Column, f64)> {
        self.columns.iter().zip(self.values()).filter(|&(_, value)| value > TOLERANCE).collect()
    }

    /// How many columns there are.
    pub fn n_columns(&self) -> usize {
        self.columns.len()
    }

    /// The columns and what one more of each would lose, in points, the least first.
    pub fn by_reduced_cost(&self) -> Vec<(&Column, f64)> {
        let reduced_cost = |&col: &usize| self.solution.reduced_costs.get(col).copied().unwrap_or(f64::INFINITY);
        let mut columns: Vec<(&Column, f64)> = self.columns.iter().zip(self.lp_cols.iter().map(reduced_cost)).collect();
        columns.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.key.cmp(&b.0.key)));
        columns
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
        if !with_points {
            self.rows.iter().filter_map(|row| row.leeway).for_each(|col| self.lp.set_value(col, 0.0));
        }
        self.bound_leeway();
        self.value_artificials();
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
        self.n_idle.push(0);
        self.columns.push(column);
        true
    }

    /// Adds columns unless they are there; says how many were new.
    pub fn add_columns(&mut self, columns: Vec<Column>) -> usize {
        columns.into_iter().map(|column| usize::from(self.add_column(column))).sum()
    }

    /// Has a column in every solution from now on.
    pub fn keep(&mut self, column: &Column) {
        if let Some(&idx) = self.index.get(&column.key) {
            self.lp.set_bounds(self.lp_cols[idx], 1.0, 1.0);
        }
    }

    /// The rows that have a price, and their positions in the pool, when they are from there.
    pub fn priced_rows(&self) -> Vec<KnownRow> {
        let priced = self
            .rows
            .iter()
            .zip(&self.solution.duals)
            .filter(|(row, dual)| dual.abs() > WORTH_NOTHING && row.activity.is_none());
        priced.map(|(row, _)| (row.row.clone(), row.pool)).collect()
    }

    /// Solves the LP, taking in violated rows; `false` when HiGHS gave up.
    ///
    /// A small LP is solved until no row is violated. A large one is solved once: what is violated then is in it the
    /// next time.
    pub fn solve(&mut self, seconds: impl Fn() -> Option<f64>) -> bool {
        loop {
            match self.solve_once(&seconds) {
                None => return false,
                Some(n_rows) if n_rows == 0 || self.is_large => return true,
                Some(_) => {}
            }
        }
    }

    /// Solves the LP once, takes in the rows that the solution violates, and says how many; `None` when HiGHS gave up.
    /// While columns are missing that is enough: to solve it again for every few rows takes longer than to price.
    pub fn solve_once(&mut self, seconds: impl Fn() -> Option<f64>) -> Option<usize> {
        // What was large once stays so: without its basis, simplex would begin anew.
        self.is_large |= !self.is_branched && self.lp.n_rows() + self.lp.n_cols() > N_LARGE;
        self.solution = if self.is_large { self.interior(seconds) } else { self.simplex(seconds()) }?;
        self.columns_are_new = true;
        if self.is_large {
            self.drop_idle();
        }
        let n_rows = self.separate();
        if n_rows > 0 {
            self.columns_are_new = false;
        }
        Some(n_rows)
    }

    /// What it takes to solve the LP once and to price columns, about, in a measure of its own.
    pub fn effort(&self) -> u64 {
        let size = (self.lp.n_rows() + self.lp.n_cols()) as u64; // Counts.
        size * size.isqrt() / 2
    }

    /// Whether interior point solves the LP quicker than simplex from the last basis.
    pub fn is_large(&self) -> bool {
        self.is_large
    }

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
        // An interior solution breaks much by a little.
        let tolerance = if self.is_large() { self.leeway.mul_add(0.5, TOLERANCE) } else { TOLERANCE };
        let mut violated: Vec<usize> = Vec::new();
        for (idx, row) in model.pool.rows.iter().enumerate() {
            if !self.in_lp[idx] && activity.excess(row) > tolerance * scale(row) {
                violated.push(idx);
            }
        }
        let rows = self
            .delegation
            .violated(&model.instance, tolerance, |request, role| activity.seated(request, role).to_vec());
        let n_rows = violated.len() + rows.len();
        for idx in violated {
            self.add_pool_row(idx);
        }
        for row in rows {
            self.add_row(row, None);
        }
        n_rows
    }

    /// Takes in the cuts that the last solution violates, and says how many.
    pub fn cut(&mut self) -> usize {
        let support: Vec<(Column, f64)> = self.support().into_iter().map(|(c, v)| (c.clone(), v)).collect();
        let rows = self.cuts.violated(self.model, &Activity::new(self.model, &support));
        let n_rows = rows.len();
        for row in rows {
            self.add_row(row, None);
        }
        n_rows
    }

    fn add_pool_row(&mut self, idx: usize) {
        self.in_lp[idx] = true;
        self.add_row(self.model.pool.rows[idx].clone(), Some(idx));
    }

    fn add_row(&mut self, row: Row, pool: Option<usize>) {
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
        let leeway = has_zero_side(&row).then(|| self.lp.add_col(0.0, -self.leeway, self.leeway, &[]));
        entries.extend(leeway.map(|col| (col, 1.0)));
        let (lower, upper) = match (row.lower, row.upper) {
            // Its activity is a column of its own.
            (None, None) => (0.0, 0.0),
            (lower, upper) => (
                lower.map_or(f64::NEG_INFINITY, |lower| as_f64(lower) / scale),
                upper.map_or(f64::INFINITY, |upper| as_f64(upper) / scale),
            ),
        };
        self.lp.add_row(lower, upper, entries);
        self.rows.push(MasterRow { row, scale, pool, leeway, n_idle: 0, activity: None });
        self.columns_are_new = false;
    }

    /// Keeps to simplex from now on: nodes of a tree differ by little, so that the last basis is always of use.
    pub fn begin_branching(&mut self) {
        self.is_branched = true;
        if std::mem::replace(&mut self.is_large, false) {
            self.leeway = self.leeway.min(LEEWAY_AT_LAST);
            self.bound_leeway();
        }
    }

    /// Adds a row over seats that says nothing until [`Master::branch`] gives it a side, and returns its position.
    pub fn add_branching_row(&mut self, row: Row) -> usize {
        let position = self.rows.len();
        let value = self.artificial_value();
        self.add_row(row, None);
        let activity = self.lp.add_col(0.0, f64::NEG_INFINITY, f64::INFINITY, &[(position, -1.0)]);
        let artificial = self.lp.add_col(value, 0.0, f64::INFINITY, &[(position, 1.0)]);
        self.artificials.push(artificial);
        self.rows[position].activity = Some(activity);
        position
    }

    /// Gives a row of the search tree the side of a branch: at least one, nothing, or none at all.
    pub fn branch(&mut self, position: usize, side: Option<bool>) {
        let row = &mut self.rows[position];
        let Some(activity) = row.activity else { return };
        (row.row.lower, row.row.upper) = match side {
            Some(true) => (Some(1), None),
            Some(false) => (None, Some(0)),
            None => (None, None),
        };
        let lower = row.row.lower.map_or(f64::NEG_INFINITY, as_f64);
        let upper = row.row.upper.map_or(f64::INFINITY, as_f64);
        self.lp.set_bounds(activity, lower, upper);
        self.columns_are_new = false;
    }

    /// Solves the LP again where columns or rows came since the last solution; `false` when HiGHS gave up.
    pub fn catch_up(&mut self, seconds: Option<f64>) -> bool {
        let is_of_all = self.solution.values.len() == self.lp.n_cols() && self.solution.duals.len() == self.lp.n_rows();
        if is_of_all {
            return true;
        }
        let Some(solution) = self.simplex(seconds) else { return false };
        self.solution = solution;
        self.columns_are_new = true;
        true
    }

    /// Solves the LP from the last basis: primal simplex after columns came, dual simplex after rows did.
    fn simplex(&mut self, seconds: Option<f64>) -> Option<LpSolution> {
        let method = if self.columns_are_new { Method::PrimalSimplex } else { Method::DualSimplex };
        let solution = self.lp.solve(method, seconds)?;
        self.work.add_simplex(solution.n_iterations, self.lp.n_rows(), self.lp.n_cols());
        Some(solution)
    }

    fn interior(&self, seconds: impl Fn() -> Option<f64>) -> Option<LpSolution> {
        let solution = self.lp.solve_interior(seconds)?;
        self.work.add_interior(solution.n_iterations, self.lp.n_rows(), self.lp.n_cols());
        Some(solution)
    }

    /// The basis of the last solution, where there is one.
    pub fn basis(&self) -> Option<Basis> {
        self.lp.basis()
    }

    /// Has the next solution begin from an earlier basis. Rows and columns may have come since, and none may have gone.
    pub fn begin_from(&mut self, basis: &Basis) {
        let sums = self.rows.iter().enumerate().filter_map(|(row, of)| of.activity.map(|col| (row, col)));
        self.lp.begin_from(basis, sums);
        self.columns_are_new = false;
    }

    /// Solves the LP as it is, for some iterations, and returns its value in points: what a branch is worth, about.
    ///
    /// It is no less than what the LP comes to, if it begins from the basis of a solution with other sides of branches.
    pub fn probe(&mut self, seconds: Option<f64>) -> Option<f64> {
        let solution = self.lp.solve(Method::Probe, seconds)?;
        self.work.add_simplex(solution.n_iterations, self.lp.n_rows(), self.lp.n_cols());
        Some(solution.objective + points(self.model.pool.constant))
    }

    /// The value of the last solution, in points.
    pub fn value(&self) -> f64 {
        self.solution.objective + points(self.model.pool.constant)
    }
}

/// What a row's numbers are divided by in the LP.
pub fn scale(row: &Row) -> f64 {
    let scale = |term: &Term| match term {
        Term::Trips { unit: Unit::Cent, .. } => 1e5,
        Term::Trips { unit: Unit::Gram, .. } => 1e6,
        Term::Seats { .. } => 1e3,
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
