//! A linear program that grows and is solved again from the last basis.

use std::time::{Duration, Instant};

use super::basis::Basis;
use super::in_background;
use super::kept::{positions_among, retain_by};
use highs::{Col, HighsModelStatus, Model, Row, RowProblem, Sense};

/// The gap, a fraction, at which an interior solution is good enough.
const INTERIOR_TOLERANCE: f64 = 1e-6;
/// The iterations of a probe.
const N_ITERATIONS_OF_PROBE: i32 = 60;

/// A linear program, to be maximised.
pub struct Lp {
    model: Option<Model>,
    cols: Vec<Col>,
    rows: Vec<Row>,
    /// What it was built from, to build it again should HiGHS fail.
    col_data: Vec<(f64, f64, f64)>,
    row_data: Vec<RowData>,
    /// What solving the model has taken so far: HiGHS holds all of it against a limit.
    spent: Duration,
    /// What it begins from when it is built again.
    basis: Option<Basis>,
}

/// Lower side, upper side, and the coefficients of columns.
type RowData = (f64, f64, Vec<(usize, f64)>);

/// How a linear program is to be solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Primal simplex from the last basis: only columns were added since, so that it is still feasible.
    PrimalSimplex,
    /// Dual simplex from the last basis: rows were added since.
    DualSimplex,
    /// The same, for so few iterations that only the value of the objective is of use: what it comes to is no less.
    Probe,
    /// Interior point without crossover: no use of what was there, but far quicker on large programs, and duals from
    /// the middle of the optimal face.
    Interior,
}

impl Method {
    fn options(self) -> [(&'static str, &'static str); 2] {
        match self {
            Method::PrimalSimplex | Method::DualSimplex | Method::Probe => {
                [("solver", "simplex"), ("run_crossover", "on")]
            }
            Method::Interior => [("solver", "ipm"), ("run_crossover", "off")],
        }
    }
}

/// A solution of a linear program.
#[derive(Clone, Debug, Default)]
pub struct LpSolution {
    /// Value of each column.
    pub values: Vec<f64>,
    /// What one more unit of each row's side is worth.
    pub duals: Vec<f64>,
    /// What one more unit of each column would lose.
    pub reduced_costs: Vec<f64>,
    /// The value of the objective.
    pub objective: f64,
    /// How many iterations of simplex or of interior point that took.
    pub n_iterations: u64,
}

impl Lp {
    /// Returns an empty program.
    pub fn new() -> Self {
        Lp {
            model: Some(empty()),
            cols: Vec::new(),
            rows: Vec::new(),
            col_data: Vec::new(),
            row_data: Vec::new(),
            spent: Duration::ZERO,
            basis: None,
        }
    }

    /// Adds a column and returns its position.
    pub fn add_col(&mut self, value: f64, lower: f64, upper: f64, entries: &[(usize, f64)]) -> usize {
        let position = self.col_data.len();
        self.col_data.push((value, lower, upper));
        for &(row, coef) in entries {
            self.row_data[row].2.push((position, coef));
        }
        if let Some(model) = &mut self.model {
            let factors = entries.iter().map(|&(row, coef)| (self.rows[row], coef));
            match model.try_add_column(-value, lower..=upper, factors) {
                Ok(col) => self.cols.push(col),
                Err(_) => self.model = None,
            }
        }
        position
    }

    /// Adds a row over the columns there are, and returns its position.
    pub fn add_row(&mut self, lower: f64, upper: f64, entries: Vec<(usize, f64)>) -> usize {
        let position = self.row_data.len();
        if let Some(model) = &mut self.model {
            let factors = entries.iter().map(|&(col, coef)| (self.cols[col], coef));
            match model.try_add_row(lower..=upper, factors) {
                Ok(row) => self.rows.push(row),
                Err(_) => self.model = None,
            }
        }
        self.row_data.push((lower, upper, entries));
        position
    }

    /// Changes the value of a column in the objective.
    pub fn set_value(&mut self, col: usize, value: f64) {
        self.col_data[col].0 = value;
        if let Some(model) = &mut self.model {
            model.change_column_cost(self.cols[col], -value);
        }
    }

    /// Changes how far a column may go.
    pub fn set_bounds(&mut self, col: usize, lower: f64, upper: f64) {
        (self.col_data[col].1, self.col_data[col].2) = (lower, upper);
        if let Some(model) = &mut self.model {
            model.change_column_bounds(self.cols[col], lower..=upper);
        }
    }

    /// Keeps some columns and rows alone, and returns the new position of each column. What it begins from next is what
    /// they were in the last basis.
    ///
    /// * `has_basis`: whether that was found by simplex.
    pub fn retain(&mut self, cols: &[bool], rows: &[bool], has_basis: bool) -> Vec<usize> {
        self.basis = self.basis().filter(|_| has_basis).map(|basis| basis.retain(cols, rows));
        let moved = positions_among(cols);
        retain_by(&mut self.col_data, cols);
        retain_by(&mut self.row_data, rows);
        for (_, _, entries) in &mut self.row_data {
            entries.retain(|&(col, _)| cols[col]);
            entries.iter_mut().for_each(|entry| entry.0 = moved[entry.0]);
        }
        self.model = None;
        moved
    }

    /// The number of columns.
    pub fn n_cols(&self) -> usize {
        self.col_data.len()
    }

    /// The number of rows.
    pub fn n_rows(&self) -> usize {
        self.row_data.len()
    }

    /// Solves it, or returns `None` when it has no solution that HiGHS can find.
    ///
    /// An interior solution is as good as its tolerance: what is made of its duals must not rest on them.
    ///
    /// * `seconds`: what it may take.
    pub fn solve(&mut self, method: Method, seconds: Option<f64>) -> Option<LpSolution> {
        if self.n_cols() == 0 {
            return Some(LpSolution { duals: vec![0.0; self.n_rows()], ..LpSolution::default() });
        }
        for attempt in 0..2 {
            let mut model = match self.model.take() {
                Some(model) if attempt == 0 => model,
                _ => self.rebuild()?,
            };
            for (option, value) in method.options() {
                model.try_set_option(option, value).ok()?;
            }
            let simplex_strategy = if method == Method::PrimalSimplex { 4 } else { 1 };
            model.try_set_option("simplex_strategy", simplex_strategy).ok()?;
            let n_iterations = if method == Method::Probe { N_ITERATIONS_OF_PROBE } else { i32::MAX };
            model.try_set_option("simplex_iteration_limit", n_iterations).ok()?;
            model.try_set_option("ipm_optimality_tolerance", INTERIOR_TOLERANCE).ok()?;
            if let Some(seconds) = seconds {
                model.try_set_option("time_limit", self.spent.as_secs_f64() + seconds.max(0.01)).ok()?;
            }
            let begin = Instant::now();
            let solved = model.try_solve();
            self.spent += begin.elapsed();
            let Ok(solved) = solved else { continue };
            let status = solved.status();
            let solution = solved.get_solution();
            let objective = -solved.objective_value();
            let n_iterations = solved.simplex_iteration_count().max(0) + solved.ipm_iteration_count().max(0);
            self.model = Some(Model::from(solved));
            let is_solved = match method {
                Method::Interior => matches!(status, HighsModelStatus::Optimal | HighsModelStatus::Unknown),
                Method::Probe => matches!(status, HighsModelStatus::Optimal | HighsModelStatus::ReachedIterationLimit),
                _ => status == HighsModelStatus::Optimal,
            };
            match status {
                _ if is_solved => {
                    return Some(LpSolution {
                        values: solution.columns().to_vec(),
                        duals: solution.dual_rows().iter().map(|dual| -dual).collect(),
                        reduced_costs: solution.dual_columns().to_vec(),
                        objective,
                        n_iterations: n_iterations.unsigned_abs(),
                    });
                }
                HighsModelStatus::ReachedTimeLimit => return None,
                _ => {}
            }
        }
        None
    }

    /// Solves it by [`Method::Interior`] in a thread of its own, from what it was built from, since there is no basis to lose.
    ///
    /// * `seconds`: what is left for it, asked again and again; with nothing left the answer is `None` at once.
    pub fn solve_interior(&self, seconds: impl Fn() -> Option<f64>) -> Option<LpSolution> {
        let (col_data, row_data) = (self.col_data.clone(), self.row_data.clone());
        let limit = seconds();
        let is_over = || seconds().is_some_and(|left| left <= 0.0);
        let solve = move || Lp { model: None, col_data, row_data, ..Lp::new() }.solve(Method::Interior, limit);
        in_background(solve, is_over)?
    }

    /// Returns the basis of the last solution, where there is one.
    pub fn basis(&self) -> Option<Basis> {
        self.model.as_ref().map_or_else(|| self.basis.clone(), Basis::of)
    }

    /// Has the next solution begin from an earlier basis, of this program before some columns and rows came.
    ///
    /// * `sums`: as for [`Basis::put`].
    pub fn begin_from(&mut self, basis: &Basis, sums: impl Iterator<Item = (usize, usize)>) {
        if let Some(model) = &mut self.model {
            // One that is not taken costs time and nothing else.
            basis.put(model, sums);
        } else {
            self.basis = Some(basis.clone());
        }
    }

    /// Builds the program again, with what there is of a basis.
    fn rebuild(&mut self) -> Option<Model> {
        let mut model = empty();
        self.spent = Duration::ZERO;
        self.cols.clear();
        self.rows.clear();
        for &(value, lower, upper) in &self.col_data {
            self.cols.push(model.try_add_column(-value, lower..=upper, []).ok()?);
        }
        for (lower, upper, entries) in &self.row_data {
            let factors = entries.iter().map(|&(col, coef)| (self.cols[col], coef));
            self.rows.push(model.try_add_row(*lower..=*upper, factors).ok()?);
        }
        if let Some(basis) = self.basis.take() {
            basis.put(&mut model, std::iter::empty());
        }
        Some(model)
    }
}

fn empty() -> Model {
    let mut model = RowProblem::default().optimise(Sense::Minimise);
    model.make_quiet();
    for (option, value) in [("presolve", "off"), ("parallel", "off"), ("solver", "simplex")] {
        model.set_option(option, value);
    }
    model.set_option("threads", 1);
    model
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_grows_and_its_duals_say_what_a_side_is_worth() {
        let mut lp = Lp::new();
        let row = lp.add_row(f64::NEG_INFINITY, 4.0, Vec::new());
        lp.add_col(3.0, 0.0, f64::INFINITY, &[(row, 2.0)]);
        let solution = lp.solve(Method::PrimalSimplex, None).expect("solved");
        assert!((solution.values[0] - 2.0).abs() < 1e-9, "{solution:?}");
        assert!((solution.duals[0] - 1.5).abs() < 1e-9, "{solution:?}");
        lp.add_col(5.0, 0.0, 1.0, &[(row, 2.0)]);
        let solution = lp.solve(Method::PrimalSimplex, None).expect("solved");
        assert!((3.0 * solution.values[0] + 5.0 * solution.values[1] - 8.0).abs() < 1e-9, "{solution:?}");
        lp.add_row(1.0, f64::INFINITY, vec![(0, 1.0), (1, -1.0)]);
        let solution = lp.solve(Method::DualSimplex, None).expect("solved");
        assert!(solution.values[0] - solution.values[1] > 1.0 - 1e-9, "{solution:?}");
        assert!(solution.duals[1] < 0.0, "a least costs: {solution:?}");
    }

    /// What is of no use to a solution goes, and simplex has nothing to do afterwards.
    #[test]
    fn a_program_without_what_is_idle_goes_on_from_its_basis() {
        let mut lp = Lp::new();
        for col in 0..6_u8 {
            lp.add_col(1.0 + f64::from(col), 0.0, 4.0, &[]);
        }
        let (tight, loose) = (|col| vec![(col, 1.0), ((col + 1) % 6, 2.0)], |col| vec![(col, 1.0)]);
        for col in 0..6 {
            lp.add_row(f64::NEG_INFINITY, 5.0, tight(col));
            lp.add_row(f64::NEG_INFINITY, 100.0, loose(col));
        }
        let before = lp.solve(Method::DualSimplex, None).expect("solved");
        assert!(before.n_iterations > 0);
        let cols: Vec<bool> =
            before.values.iter().zip(&before.reduced_costs).map(|(v, d)| *v > 0.0 || *d < 1e-9).collect();
        let rows: Vec<bool> = (0..12).map(|row| row % 2 == 0).collect();
        lp.retain(&cols, &rows, true);
        assert_eq!(lp.n_rows(), 6);
        let after = lp.solve(Method::DualSimplex, None).expect("solved");
        assert!((after.objective - before.objective).abs() < 1e-9, "{after:?}");
        assert_eq!(after.n_iterations, 0);
        // Without the basis it has to be found again.
        lp.retain(&vec![true; lp.n_cols()], &[true; 6], false);
        assert!(lp.solve(Method::DualSimplex, None).expect("solved").n_iterations > 0);
    }
}
