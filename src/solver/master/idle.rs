//! What is of no use leaves the master problem.

use super::super::backend::kept::retain_by;
use super::super::constraints::row::Origin;
use super::{Master, TOLERANCE, WORTH_NOTHING, points};

/// After how many solutions without use rows and columns leave a large LP, and a small one.
const N_IDLE_OF_LARGE: u8 = 3;
const N_IDLE_OF_SMALL: u8 = 5;
/// The fewest rows of no use for which a small LP is built again, when they are more than half of all.
const LEAST_IDLE_ROWS: usize = 200;
/// At which reduced cost a column is far from being of use, as a share of the most that a visit is worth.
const FAR_FROM_USE: f64 = 0.05;

/// Which columns and rows of an LP stayed in it.
pub struct Kept {
    /// Per column of the LP.
    pub cols: Vec<bool>,
    /// Per row.
    pub rows: Vec<bool>,
}

impl Master<'_> {
    /// Counts for each row and column in how many solutions, the last one among them, it was of no use.
    pub fn note_use(&mut self) {
        let far =
            points(self.model.instance.problem.requests.iter().map(|request| request.points.0).max().unwrap_or(0))
                * FAR_FROM_USE;
        let count = |n_idle: &mut u8, is_idle: bool| *n_idle = if is_idle { n_idle.saturating_add(1) } else { 0 };
        for (idx, &col) in self.lp_cols.iter().enumerate() {
            // Columns that came after the last solution are not in it.
            let solution = self.solution.values.get(col).zip(self.solution.reduced_costs.get(col));
            let is_idle = solution.is_some_and(|(&value, &cost)| value < TOLERANCE && cost > far);
            count(&mut self.n_idle[idx], is_idle);
        }
        for (row, dual) in self.rows.iter_mut().zip(&self.solution.duals) {
            let is_once = matches!(row.row.origin, Origin::VisitOnce(_)) && row.pool.is_some();
            let must_stay = is_once || row.row.excess(0) > 0 || row.activity.is_some();
            count(&mut row.n_idle, !must_stay && dual.abs() < WORTH_NOTHING);
        }
    }

    /// Takes rows and columns out of a large LP that have been of no use for some solutions. Interior point has no basis to
    /// lose.
    pub(super) fn drop_idle(&mut self) {
        self.note_use();
        self.keep_of_use(N_IDLE_OF_LARGE);
    }

    /// Takes rows and columns out of a small LP that have been of no use for some solutions, when they are most rows of it,
    /// and returns what stayed. Each row costs time whenever simplex begins, whether it is of use or not.
    pub fn drop_idle_rows(&mut self) -> Option<Kept> {
        let n_idle = self.rows.iter().filter(|row| row.n_idle >= N_IDLE_OF_SMALL).count();
        let are_many = n_idle >= LEAST_IDLE_ROWS && 2 * n_idle > self.rows.len();
        (are_many && !self.is_large).then(|| self.keep_of_use(N_IDLE_OF_SMALL))
    }

    /// Takes rows and columns out that were of no use in the last solution, and returns what stayed.
    pub fn shrink(&mut self) -> Kept {
        self.keep_of_use(1)
    }

    /// Takes rows and columns out that were of no use in so many solutions, and returns what stayed.
    fn keep_of_use(&mut self, n_idle_at_most: u8) -> Kept {
        let keep_rows: Vec<bool> = self.rows.iter().map(|row| row.n_idle < n_idle_at_most).collect();
        let mut keep_cols = vec![true; self.lp.n_cols()];
        for (&col, &n_idle) in self.lp_cols.iter().zip(&self.n_idle) {
            keep_cols[col] = n_idle < n_idle_at_most;
        }
        for row in self.rows.iter().filter(|row| row.n_idle >= n_idle_at_most) {
            row.leeway.into_iter().for_each(|col| keep_cols[col] = false);
            match row.pool {
                Some(idx) => self.in_lp[idx] = false,
                None => {
                    self.delegation.forget(&row.row);
                    self.cuts.forget(self.model, &row.row);
                }
            }
        }
        let moved = self.lp.retain(&keep_cols, &keep_rows, !self.is_large);
        retain_by(&mut self.solution.duals, &keep_rows);
        retain_by(&mut self.solution.values, &keep_cols);
        retain_by(&mut self.solution.reduced_costs, &keep_cols);
        retain_by(&mut self.rows, &keep_rows);
        for row in &mut self.rows {
            row.leeway = row.leeway.map(|col| moved[col]);
            row.activity = row.activity.map(|col| moved[col]);
        }
        self.slack_cols.values_mut().chain(&mut self.artificials).for_each(|col| *col = moved[*col]);
        let columns = std::mem::take(&mut self.columns).into_iter().zip(std::mem::take(&mut self.lp_cols));
        let kept: Vec<_> = columns.zip(std::mem::take(&mut self.n_idle)).filter(|&(_, n)| n < n_idle_at_most).collect();
        self.index.clear();
        for ((column, col), n_idle) in kept {
            self.index.insert(column.key.clone(), self.columns.len());
            self.columns.push(column);
            self.lp_cols.push(moved[col]);
            self.n_idle.push(n_idle);
        }
        Kept { cols: keep_cols, rows: keep_rows }
    }
}
