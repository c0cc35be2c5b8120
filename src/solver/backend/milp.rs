//! A mixed-integer program that is built once and solved once.

use good_lp::solvers::highs::{HighsSolution, highs};
use good_lp::{Expression, ProblemVariables, Solution as _, SolverModel as _, Variable, constraint, variable};

/// A program over variables that are zero or one, and slacks that are zero or more; to be maximised.
#[derive(Debug, Default)]
pub struct Milp {
    values: Vec<f64>,
    whole: Vec<bool>,
    rows: Vec<(Option<f64>, Option<f64>, Vec<(usize, f64)>)>,
    hint: Vec<(usize, f64)>,
}

/// What the solver may spend.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Seconds.
    pub seconds: Option<f64>,
    /// Nodes of the search tree.
    pub nodes: Option<i32>,
}

/// How it ended.
#[derive(Clone, Debug)]
pub enum Solved {
    /// The values of the best solution.
    Best(Vec<f64>),
    /// A solution, perhaps not the best: the values.
    Found(Vec<f64>),
    /// There is no solution.
    Infeasible,
    /// It was stopped before a solution was found.
    Stopped,
}

impl Milp {
    /// Adds a variable that is zero or one, and returns its position.
    pub fn add_choice(&mut self, value: f64) -> usize {
        self.values.push(value);
        self.whole.push(true);
        self.values.len() - 1
    }

    /// Adds a variable that is zero or more, and returns its position.
    pub fn add_slack(&mut self, value: f64) -> usize {
        self.values.push(value);
        self.whole.push(false);
        self.values.len() - 1
    }

    /// Adds a row.
    pub fn add_row(&mut self, lower: Option<f64>, upper: Option<f64>, entries: Vec<(usize, f64)>) {
        self.rows.push((lower, upper, entries));
    }

    /// Says what solution to begin with.
    pub fn begin_with(&mut self, values: Vec<(usize, f64)>) {
        self.hint = values;
    }

    /// Solves it.
    pub fn solve(&self, effort: Effort) -> Solved {
        let mut variables = ProblemVariables::new();
        let mut hint = vec![None; self.values.len()];
        for &(position, value) in &self.hint {
            hint[position] = Some(value);
        }
        let vars: Vec<Variable> = (0..self.values.len())
            .map(|position| {
                let definition = if self.whole[position] { variable().binary() } else { variable().min(0).integer() };
                variables.add(match hint[position] {
                    Some(value) => definition.initial(value),
                    None => definition,
                })
            })
            .collect();
        let objective: Expression = vars.iter().zip(&self.values).map(|(&var, &value)| value * var).sum();
        let mut model = variables
            .maximise(objective)
            .using(highs)
            .set_option("mip_rel_gap", 0.0)
            .set_option("mip_abs_gap", 5e-4)
            .set_option("threads", 1)
            .set_option("random_seed", 1)
            .set_option("mip_feasibility_tolerance", 1e-7);
        if let Some(seconds) = effort.seconds {
            model = model.set_option("time_limit", seconds.max(0.05));
        }
        if let Some(nodes) = effort.nodes {
            model = model.set_option("mip_max_nodes", nodes);
        }
        for (lower, upper, entries) in &self.rows {
            let sum: Expression = entries.iter().map(|&(position, coef)| coef * vars[position]).sum();
            match (lower, upper) {
                (Some(lower), Some(upper)) if lower == upper => model = model.with(constraint!(sum == *upper)),
                _ => {
                    if let Some(upper) = upper {
                        model = model.with(constraint!(sum.clone() <= *upper));
                    }
                    if let Some(lower) = lower {
                        model = model.with(constraint!(sum >= *lower));
                    }
                }
            }
        }
        match model.solve() {
            Ok(solution) => {
                let values = vars.iter().map(|&var| solution.value(var)).collect();
                if is_proven(&solution) { Solved::Best(values) } else { Solved::Found(values) }
            }
            Err(good_lp::ResolutionError::Infeasible) => Solved::Infeasible,
            Err(_) => Solved::Stopped,
        }
    }
}

fn is_proven(solution: &HighsSolution) -> bool {
    // The gap that is allowed is less than a thousandth of a point, and values are whole thousandths.
    !matches!(solution.status(), good_lp::solvers::SolutionStatus::TimeLimit)
}
