//! Steps of costs: what a trip counts in a cut on a budget, a number that rises in steps with what the trip costs.
//!
//! # Invariants
//!
//! * Levels rise in both numbers; a trip below the first level counts nothing.

/// The most that trips of one level may count together.
const MAX_COUNT: i64 = 2000;

/// Steps of the costs of trips.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Steps {
    /// Whether costs are in grams, not in cents.
    pub of_grams: bool,
    /// What trips cost together at most.
    pub budget: i64,
    /// From which cost on a trip counts how much.
    levels: Vec<(i64, i64)>,
    /// From which rise of the cost on the count can rise by how much.
    rises: Vec<(i64, i64)>,
}

impl Steps {
    /// Returns steps, or `None` when levels do not rise from above zero, or trips that a budget pays may count beyond
    /// measure.
    ///
    /// * `levels`: from which cost on a trip counts how much.
    pub fn new(of_grams: bool, budget: i64, levels: Vec<(i64, i64)>) -> Option<Self> {
        let rise = levels.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1);
        let are_above = levels.first().is_some_and(|&(from, units)| from > 0 && units > 0);
        let are_few = levels.iter().all(|&(from, units)| (budget / from.max(1)).saturating_mul(units) <= MAX_COUNT);
        (rise && are_above && are_few).then(|| Steps { of_grams, budget, rises: rises(&levels), levels })
    }

    /// The steps of a budget in equal parts: how many times `budget / n_parts` a trip costs more than.
    ///
    /// * `n_parts`: two or more.
    /// * `budget`: above zero.
    pub fn of_parts(of_grams: bool, budget: i64, n_parts: i64) -> Option<Self> {
        Steps::new(of_grams, budget, (1..n_parts).map(|part| (part * budget / n_parts + 1, part)).collect())
    }

    /// From which cost on a trip counts how much.
    pub fn levels(&self) -> &[(i64, i64)] {
        &self.levels
    }

    /// What a trip that costs so much counts. It never falls when a cost rises.
    pub fn amount(&self, cents: i64, grams: i64) -> i64 {
        at(&self.levels, if self.of_grams { grams } else { cents })
    }

    /// The most by which that can rise when the cost rises by so much.
    pub fn most_for(&self, rise: i64) -> i64 {
        at(&self.rises, rise)
    }

    /// The most that trips can count together that the budget pays, with so much more in it.
    pub fn most_with(&self, more: i64) -> i64 {
        let budget = self.budget.saturating_add(more);
        // The least that trips cost which count so much together, or more.
        let mut least = vec![0_i64];
        loop {
            let wanted = i64::try_from(least.len()).unwrap_or(i64::MAX);
            let with = |&(from, units): &(i64, i64)| {
                let rest = usize::try_from((wanted - units).max(0)).expect("not negative");
                least[rest].saturating_add(from)
            };
            match self.levels.iter().map(with).min() {
                Some(cost) if cost <= budget => least.push(cost),
                _ => return wanted - 1,
            }
        }
    }
}

/// What a table of levels says of a number.
fn at(levels: &[(i64, i64)], number: i64) -> i64 {
    levels.iter().rev().find(|&&(from, _)| from <= number).map_or(0, |&(_, units)| units)
}

/// From which rise of the cost on the count of such levels can rise by how much.
fn rises(levels: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut all: Vec<(i64, i64)> = Vec::new();
    for (idx, &(from, _)) in levels.iter().enumerate() {
        // From just below this level on.
        let below = if idx == 0 { 0 } else { levels[idx - 1].1 };
        all.extend(levels[idx..].iter().map(|&(to, units)| (to - from + 1, units - below)));
    }
    all.sort_unstable();
    let mut rises: Vec<(i64, i64)> = Vec::new();
    for (rise, units) in all {
        match rises.last_mut() {
            Some(last) if units <= last.1 => {}
            Some(last) if last.0 == rise => last.1 = units,
            _ => rises.push((rise, units)),
        }
    }
    rises
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::*;

    fn any_steps(rng: &mut Rng, budget: i64) -> Steps {
        let mut levels = Vec::new();
        let (mut from, mut units) = (0, 0);
        for _ in 0..rng.usize(1..6) {
            from += rng.i64(1..30);
            units += rng.i64(1..4);
            levels.push((from, units));
        }
        Steps::new(false, budget, levels).expect("they rise")
    }

    /// The most that trips of these costs can count together within a budget, by trying.
    fn most(steps: &Steps, budget: i64, up_to: i64) -> i64 {
        let first = |cost: i64| steps.amount(cost, 0) + most(steps, budget - cost, cost);
        (1..=up_to.min(budget)).map(first).max().unwrap_or(0)
    }

    #[test]
    fn what_steps_count_is_what_trying_every_cost_gives() {
        let mut rng = Rng::with_seed(1);
        for _ in 0..200 {
            let (budget, more) = (rng.i64(1..20), rng.i64(0..6));
            let steps = any_steps(&mut rng, budget);
            for rise in 0..80 {
                let brute = (0..200).map(|cost| steps.amount(cost + rise, 0) - steps.amount(cost, 0)).max();
                assert_eq!(Some(steps.most_for(rise)), brute, "{steps:?} {rise}");
            }
            assert_eq!(steps.most_with(more), most(&steps, budget + more, budget + more), "{steps:?} {more}");
        }
    }

    #[test]
    fn parts_of_a_budget_are_counted_when_a_trip_costs_more() {
        for (n_parts, most) in [(2, 100), (3, 100), (7, 99), (10, 1_000_003)] {
            let steps = Steps::of_parts(true, most, n_parts).expect("parts");
            for cost in (1..=most).step_by(usize::try_from(most / 97).expect("small") + 1) {
                assert_eq!(steps.amount(0, cost), (n_parts * cost - 1) / most, "{n_parts} {most} {cost}");
            }
            assert_eq!(steps.most_with(0), n_parts - 1);
        }
    }
}
