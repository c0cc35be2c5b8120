//! Cuts on budgets: what whole trips that are paid from one budget can count together.
//!
//! A budget says that trips cost no more than `B` together; of fractions of trips, `2.6` of them may cost just that. What
//! a trip counts in a cut is a number that rises in steps with its cost ([`Steps`]). With whole trips the sum of these
//! numbers is at most what [`Steps::most_with`] finds, so that is the right side, whatever the steps are.
//!
//! Which steps cut a solution off most is a linear program: in its dual, the trips of the solution, as much of each as the
//! solution has, are packed into as few budgets as possible, by shares of ways to spend one budget. When that takes `1.04`
//! budgets, the prices of the trips in it are steps that the solution exceeds by four percent. Then every step begins at
//! as low a cost as the right side allows, so that trips that cost a little less count as well.
//!
//! # Source
//!
//! Gilmore and Gomory (1961), *A Linear Programming Approach to the Cutting-Stock Problem*,
//! <https://doi.org/10.1287/opre.9.6.849>; that its prices make valid inequalities: Alves, Clautiaux, Valério de Carvalho
//! and Rietz (2016), *Dual-Feasible Functions for Integer Programming and Combinatorial Optimization*,
//! <https://doi.org/10.1007/978-3-319-27604-5>.

use super::backend::lp::{Lp, Method};
use super::constraints::steps::Steps;
use super::master::as_f64;

/// The least share of a budget that is spent where a cut is looked for.
const LEAST_SPENT: f64 = 0.9;
/// By how much, of one budget, a solution must exceed it.
const LEAST_EXCESS: f64 = 0.004;
/// The most costs that are told apart.
const MAX_COSTS: usize = 48;
/// The most ways to spend the budget that are tried.
const MAX_WAYS: usize = 200;
/// To how many parts of a budget costs are rounded when a way to spend it is looked for: steps may be a little lower than
/// they could be for it, and what trips count at most is computed without.
const N_GRID: usize = 1024;
/// The most that the dearest trip counts.
const MAX_UNITS: i64 = 30;

/// Returns the steps that a solution exceeds most, or `None` when there are none.
///
/// * `spent`: what trips cost that are paid from the budget, and how much of each there is in the solution.
pub fn steps(of_grams: bool, budget: i64, spent: &[(i64, f64)]) -> Option<Steps> {
    let mut costs: Vec<(i64, f64)> = Vec::new();
    let mut sorted: Vec<(i64, f64)> = { spent.iter() }.copied().filter(|&(cost, n)| cost > 0 && n > 1e-6).collect();
    sorted.sort_unstable_by_key(|&(cost, _)| cost);
    for (cost, n) in sorted {
        match costs.last_mut() {
            Some(last) if last.0 == cost => last.1 += n,
            _ => costs.push((cost, n)),
        }
    }
    let sum: f64 = costs.iter().map(|&(cost, n)| as_f64(cost) * n).sum();
    let is_dear = costs.last().is_none_or(|&(cost, _)| cost > budget);
    if is_dear || costs.len() > MAX_COSTS || sum < LEAST_SPENT * as_f64(budget) {
        return None;
    }
    let mut prices = prices(budget, &costs)?;
    // What costs more counts no less.
    let mut most = 0.0_f64;
    prices.iter_mut().for_each(|price| {
        most = most.max(*price);
        *price = most;
    });
    let best = (1..=MAX_UNITS).filter_map(|n| {
        let steps = Steps::new(of_grams, budget, whole(&costs, &prices, n))?;
        let excess = count(&steps, &costs) / as_f64(steps.most_with(0).max(1)) - 1.0;
        (excess > LEAST_EXCESS).then_some((excess, steps))
    });
    // Of equals, the one with the smallest numbers.
    let (_, steps) = best.reduce(|best, next| if next.0 > best.0 + 1e-9 { next } else { best })?;
    Some(lowered(steps, budget, &costs))
}

/// What the solution counts.
fn count(steps: &Steps, costs: &[(i64, f64)]) -> f64 {
    costs.iter().map(|&(cost, n)| as_f64(steps.amount(cost, cost)) * n).sum()
}

/// What each cost is worth where the trips of the solution are packed into as few budgets as possible.
fn prices(budget: i64, costs: &[(i64, f64)]) -> Option<Vec<f64>> {
    let grid = |cost: i64| (as_f64(cost) / as_f64(budget) * N_GRID as f64).round().max(1.0) as usize; // At most N_GRID.
    let widths: Vec<usize> = costs.iter().map(|&(cost, _)| grid(cost).min(N_GRID)).collect();
    let mut lp = Lp::new();
    let rows: Vec<usize> = costs.iter().map(|&(_, n)| lp.add_row(n, f64::INFINITY, Vec::new())).collect();
    for (row, width) in rows.iter().zip(&widths) {
        lp.add_col(-1.0, 0.0, f64::INFINITY, &[(*row, (N_GRID / width) as f64)]);
    }
    for _ in 0..MAX_WAYS {
        let solution = lp.solve(Method::PrimalSimplex, None)?;
        let prices: Vec<f64> = solution.duals.iter().map(|dual| (-dual).max(0.0)).collect();
        let (worth, way) = best_way(&widths, &prices);
        if worth <= 1.0 + 1e-7 {
            return (-solution.objective > 1.0 + LEAST_EXCESS).then_some(prices);
        }
        let entries: Vec<(usize, f64)> = rows.iter().copied().zip(way).filter(|&(_, n)| n > 0.0).collect();
        lp.add_col(-1.0, 0.0, f64::INFINITY, &entries);
    }
    None
}

/// The way to spend one budget that is worth most, as how often each cost is paid.
fn best_way(widths: &[usize], prices: &[f64]) -> (f64, Vec<f64>) {
    let mut best = vec![0.0_f64; N_GRID + 1];
    let mut last = vec![usize::MAX; N_GRID + 1];
    for room in 1..=N_GRID {
        best[room] = best[room - 1];
        for (idx, (&width, &price)) in widths.iter().zip(prices).enumerate() {
            if width <= room && best[room - width] + price > best[room] {
                best[room] = best[room - width] + price;
                last[room] = idx;
            }
        }
    }
    let mut way = vec![0.0; widths.len()];
    let mut room = N_GRID;
    while room > 0 {
        match last[room] {
            usize::MAX => room -= 1,
            idx => {
                way[idx] += 1.0;
                room -= widths[idx];
            }
        }
    }
    (best[N_GRID], way)
}

/// The steps of prices, in whole numbers: so many for a price of one.
fn whole(costs: &[(i64, f64)], prices: &[f64], n: i64) -> Vec<(i64, i64)> {
    let mut levels: Vec<(i64, i64)> = Vec::new();
    for (&(cost, _), price) in costs.iter().zip(prices) {
        let units = (price * as_f64(n) + 1e-6).floor() as i64; // At most MAX_UNITS.
        if units > levels.last().map_or(0, |&(_, units)| units) {
            levels.push((cost, units));
        }
    }
    levels
}

/// The same steps, each from as low a cost on as whole trips still count no more; those first that count most.
fn lowered(mut steps: Steps, budget: i64, costs: &[(i64, f64)]) -> Steps {
    let most = steps.most_with(0);
    let of_level = |steps: &Steps, units: i64| -> f64 {
        let mine = costs.iter().filter(|&&(cost, _)| steps.amount(cost, cost) == units);
        mine.map(|&(_, n)| n * as_f64(units)).sum()
    };
    let mut order: Vec<(usize, f64)> =
        steps.levels().iter().map(|&(_, units)| of_level(&steps, units)).enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for (level, _) in order {
        let from_cost = |from: i64| {
            let mut levels = steps.levels().to_vec();
            levels[level].0 = from;
            Steps::new(steps.of_grams, budget, levels).filter(|steps| steps.most_with(0) <= most)
        };
        let below = if level == 0 { 0 } else { steps.levels()[level - 1].0 };
        let (mut too_low, mut enough) = (below, steps.levels()[level].0);
        let mut lowest = None;
        while enough - too_low > 1 {
            let middle = too_low + (enough - too_low) / 2;
            match from_cost(middle) {
                Some(lower) => {
                    enough = middle;
                    lowest = Some(lower);
                }
                None => too_low = middle,
            }
        }
        steps = lowest.unwrap_or(steps);
    }
    steps
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::*;

    #[test]
    fn two_and_a_half_trips_of_which_two_can_be_paid_are_cut_off() {
        let steps = steps(false, 1000, &[(400, 1.5), (398, 1.0)]).expect("a cut");
        assert_eq!(steps.most_with(0), 2);
        assert_eq!(steps.levels(), [(334, 1)]);
    }

    #[test]
    fn what_can_be_packed_is_not_cut_off() {
        assert_eq!(steps(true, 1000, &[(500, 1.0), (250, 2.0)]), None);
        assert_eq!(steps(true, 1000, &[(600, 0.5), (400, 0.5), (500, 1.0)]), None);
    }

    /// Whatever whole trips a budget pays, they count no more than is said; and the solution counts more.
    #[test]
    fn no_trips_within_a_budget_count_more_than_is_said() {
        let mut rng = Rng::with_seed(4);
        let mut n_cuts = 0;
        for _ in 0..60 {
            let budget = 1000;
            let mut spent: Vec<(i64, f64)> = (0..rng.usize(2..9)).map(|_| (rng.i64(120..600), rng.f64())).collect();
            let sum: f64 = spent.iter().map(|&(cost, n)| as_f64(cost) * n).sum();
            spent.iter_mut().for_each(|(_, n)| *n *= as_f64(budget) / sum);
            let Some(steps) = steps(false, budget, &spent) else { continue };
            let most = steps.most_with(0);
            n_cuts += 1;
            assert!(count(&steps, &spent) > as_f64(most) * (1.0 + LEAST_EXCESS));
            for _ in 0..2000 {
                let (mut left, mut counted) = (budget, 0);
                while left > 0 {
                    let cost = rng.i64(1..=left.min(700));
                    counted += steps.amount(cost, 0);
                    left -= cost;
                }
                assert!(counted <= most, "{steps:?} {most}");
            }
        }
        assert!(n_cuts > 20, "{n_cuts}");
    }
}
