//! A mixed-integer program that is built once and solved once.

use good_lp::solvers::highs::highs;
use good_lp::{Expression, ProblemVariables, SolverModel as _, Variable, constraint, variable};
use highs::{HighsModelStatus, HighsSolutionStatus};

/// The bit of HiGHS' presolve rule 15, probing (`kPresolveRuleProbing` in its `HConst.h`).
const WITHOUT_PROBING: i32 = 1 << 15;

/// A program over variables that are zero or one, and slacks that are whole and zero or more; to be maximised.
#[derive(Debug, Default)]
pub struct Milp {
    values: Vec<f64>,
    is_choice: Vec<bool>,
    rows: Vec<MilpRow>,
    hint: Vec<(usize, f64)>,
}

/// `lower ≤ Σ coef · variable ≤ upper`.
#[derive(Debug)]
struct MilpRow {
    lower: Option<f64>,
    upper: Option<f64>,
    entries: Vec<(usize, f64)>,
}

/// What the solver may spend.
#[derive(Clone, Copy, Debug, Default)]
pub struct Effort {
    /// Seconds.
    pub seconds: Option<f64>,
    /// Nodes of the search tree.
    pub nodes: Option<i32>,
    /// The gap, as a fraction, at which it may stop.
    pub gap: f64,
    /// Whether it is one of many: it does not begin anew with what it has found out, and leaves out what seldom pays then,
    /// trying out what each variable implies, looking for symmetry, and heuristics beside those at the root.
    pub is_quick: bool,
}

/// How it ended.
#[derive(Clone, Debug, Default)]
pub struct Solved {
    /// The values of the variables in the best solution found, if any.
    pub values: Option<Vec<f64>>,
    /// Whether the solution is proven best, to less than a thousandth.
    pub is_best: bool,
    /// Whether it is proven that there is no solution.
    pub is_infeasible: bool,
    /// How many iterations of simplex that took.
    pub n_iterations: u64,
}

impl Milp {
    /// Adds a variable that is zero or one, and returns its position.
    pub fn add_choice(&mut self, value: f64) -> usize {
        self.add(value, true)
    }

    /// Adds a variable that is whole and zero or more, and returns its position.
    pub fn add_slack(&mut self, value: f64) -> usize {
        self.add(value, false)
    }

    fn add(&mut self, value: f64, is_choice: bool) -> usize {
        self.values.push(value);
        self.is_choice.push(is_choice);
        self.values.len() - 1
    }

    /// The number of rows and of variables.
    pub fn size(&self) -> (usize, usize) {
        (self.rows.len(), self.values.len())
    }

    /// Adds a row.
    pub fn add_row(&mut self, lower: Option<f64>, upper: Option<f64>, entries: Vec<(usize, f64)>) {
        self.rows.push(MilpRow { lower, upper, entries });
    }

    /// Says what solution to begin with.
    pub fn begin_with(&mut self, values: Vec<(usize, f64)>) {
        self.hint = values;
    }

    /// Solves it.
    pub fn solve(&self, effort: Effort) -> Solved {
        self.try_solve(effort).unwrap_or_default()
    }

    /// Solves it, or returns `None` when HiGHS fails.
    fn try_solve(&self, effort: Effort) -> Option<Solved> {
        let mut variables = ProblemVariables::new();
        let definition = |is_choice: &bool| if *is_choice { variable().binary() } else { variable().min(0).integer() };
        let vars: Vec<Variable> = self.is_choice.iter().map(|is_choice| variables.add(definition(is_choice))).collect();
        let objective: Expression = vars.iter().zip(&self.values).map(|(&var, &value)| value * var).sum();
        let mut program = variables.maximise(objective).using(highs);
        for row in &self.rows {
            let sum: Expression = row.entries.iter().map(|&(position, coef)| coef * vars[position]).sum();
            match (row.lower, row.upper) {
                (Some(lower), Some(upper)) if lower == upper => program = program.with(constraint!(sum == upper)),
                (lower, upper) => {
                    if let Some(upper) = upper {
                        program = program.with(constraint!(sum.clone() <= upper));
                    }
                    if let Some(lower) = lower {
                        program = program.with(constraint!(sum >= lower));
                    }
                }
            }
        }
        // good_lp takes no gap as a number of 64 bits, so its model is solved through the crate beneath it.
        let mut model = program.try_into_inner().ok()?;
        model.make_quiet();
        model.try_set_option("mip_rel_gap", effort.gap).ok()?;
        model.try_set_option("mip_abs_gap", 5e-4).ok()?;
        model.try_set_option("mip_feasibility_tolerance", 1e-7).ok()?;
        model.try_set_option("threads", 1).ok()?;
        model.try_set_option("parallel", "off").ok()?;
        if effort.is_quick {
            for option in ["mip_allow_restart", "mip_detect_symmetry", "mip_heuristic_run_feasibility_jump"] {
                model.try_set_option(option, false).ok()?;
            }
            model.try_set_option("mip_heuristic_effort", 0.0).ok()?;
            model.try_set_option("presolve_rule_off", WITHOUT_PROBING).ok()?;
        }
        if let Some(seconds) = effort.seconds {
            model.try_set_option("time_limit", seconds.max(0.05)).ok()?;
        }
        if let Some(nodes) = effort.nodes {
            model.try_set_option("mip_max_nodes", nodes).ok()?;
        }
        if !self.hint.is_empty() {
            let mut values = vec![0.0; self.values.len()];
            for &(position, value) in &self.hint {
                values[position] = value;
            }
            model.try_set_solution(Some(&values), None, None, None).ok()?;
        }
        let solved = model.try_solve().ok()?;
        // Stopped very early, HiGHS knows of no status; the crate's own question would panic then.
        let is_feasible = solved
            .int_info_value(c"primal_solution_status")
            .is_ok_and(|status| status == HighsSolutionStatus::Feasible as i64);
        let status = solved.status();
        Some(Solved {
            values: is_feasible.then(|| solved.get_solution().columns().to_vec()),
            is_best: status == HighsModelStatus::Optimal && is_feasible && effort.gap == 0.0,
            is_infeasible: matches!(status, HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible),
            n_iterations: solved.simplex_iteration_count().max(0).unsigned_abs(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_knapsack_is_solved() {
        let mut milp = Milp::default();
        let items: Vec<usize> = [5.0, 4.0, 3.0].into_iter().map(|value| milp.add_choice(value)).collect();
        milp.add_row(None, Some(5.0), items.iter().map(|&item| (item, if item == 0 { 4.0 } else { 2.5 })).collect());
        let solved = milp.solve(Effort::default());
        let values = solved.values.expect("a solution");
        assert!(solved.is_best);
        assert_eq!(values.iter().map(|value| value.round()).collect::<Vec<f64>>(), [0.0, 1.0, 1.0]);
    }

    /// What a quick program leaves out may change what is found in time, not what is true.
    #[test]
    fn a_quick_program_has_the_same_best_solution() {
        let mut rng = fastrand::Rng::with_seed(7);
        for _ in 0..20 {
            let mut milp = Milp::default();
            let items: Vec<usize> = (0..30).map(|_| milp.add_choice(f64::from(rng.u8(1..40)))).collect();
            for _ in 0..12 {
                let weights: Vec<f64> = items.iter().map(|_| f64::from(rng.u8(0..9))).collect();
                milp.add_row(None, Some(20.0), items.iter().copied().zip(weights).collect());
            }
            let best = |is_quick: bool| {
                let values = milp.solve(Effort { is_quick, ..Effort::default() }).values.expect("a solution");
                values.iter().zip(&milp.values).map(|(chosen, value)| chosen.round() * value).sum::<f64>()
            };
            assert_eq!(best(false), best(true));
        }
    }

    #[test]
    fn a_program_without_a_solution_is_said_to_be_so() {
        let mut milp = Milp::default();
        let item = milp.add_choice(1.0);
        milp.add_row(Some(2.0), None, vec![(item, 1.0)]);
        assert!(milp.solve(Effort::default()).is_infeasible);
    }
}
