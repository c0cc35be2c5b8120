//! Sets of seats that a budget can pay for.

use std::cell::Cell;
use std::collections::HashMap;

/// A traveller with some seats.
#[derive(Debug)]
pub struct Payer {
    /// The traveller.
    pub traveller: usize,
    /// Requests and roles, in order.
    pub seats: Vec<(usize, usize)>,
    /// How much of each a solution fills.
    pub filled: Vec<f64>,
    /// Per set of them, as bits: what it costs at least.
    pub least: Vec<i64>,
}

impl Payer {
    /// Leaves out the seats that the solution does not fill.
    pub fn keep_filled(&mut self) {
        let filled: Vec<usize> = (0..self.seats.len()).filter(|&seat| self.filled[seat] > 0.0).collect();
        let of_all = |set: usize| filled.iter().enumerate().map(|(at, seat)| (set >> at & 1) << seat).sum::<usize>();
        self.least = (0..1 << filled.len()).map(|set| self.least[of_all(set)]).collect();
        self.seats = filled.iter().map(|&seat| self.seats[seat]).collect();
        self.filled = filled.iter().map(|&seat| self.filled[seat]).collect();
    }
}

/// In how many parts a budget is divided where it is looked ahead to what the rest of it can pay for.
const N_PARTS: usize = 128;
/// The most ways to fill seats that are kept beside each other, and that are looked at in all for the sets of one budget.
const MAX_WAYS: usize = 20_000;
const MAX_LOOKS: u64 = 5_000_000;

/// The sets of seats of some payers that a budget can pay for.
pub struct Sets<'a> {
    payers: &'a [Payer],
    budget: i64,
    /// Per payer: the position of its first seat among all seats.
    first: Vec<usize>,
    /// Per payer and seat of its own: the bit of it among the seats that several have, if it is one of these.
    shared: Vec<Vec<Option<u32>>>,
    /// Per payer: which of the seats that several have are also of a later one.
    later: Vec<u64>,
    /// How many ways may still be looked at.
    n_looks: Cell<u64>,
}

/// A way to fill seats of one payer, or of the payers so far.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// The seats that are filled of those that several have.
    shared: u64,
    cost: i64,
    count: i64,
    /// All seats that are filled.
    seats: u64,
}

impl<'a> Sets<'a> {
    /// `None` when there is nothing to be said: fewer than two seats, or more than 64.
    pub fn new(payers: &'a [Payer], budget: i64) -> Option<Self> {
        if !(2..=64).contains(&payers.iter().map(|payer| payer.seats.len()).sum::<usize>()) {
            return None;
        }
        let mut n_payers: HashMap<(usize, usize), usize> = HashMap::new();
        payers.iter().flat_map(|payer| &payer.seats).for_each(|&seat| *n_payers.entry(seat).or_default() += 1);
        let mut bits: HashMap<(usize, usize), u32> = HashMap::new();
        let mut first = Vec::new();
        let mut shared: Vec<Vec<Option<u32>>> = Vec::new();
        let mut n_seats = 0;
        for payer in payers {
            first.push(n_seats);
            n_seats += payer.seats.len();
            let mut bit = |seat: &(usize, usize)| {
                let next = u32::try_from(bits.len()).unwrap_or(u32::MAX); // Few seats.
                (n_payers[seat] > 1).then(|| *bits.entry(*seat).or_insert(next))
            };
            shared.push(payer.seats.iter().map(&mut bit).collect());
        }
        let mut later = vec![0; payers.len()];
        let mut seen = 0_u64;
        for (later, shared) in later.iter_mut().zip(&shared).rev() {
            *later = seen;
            shared.iter().flatten().for_each(|bit| seen |= 1 << bit);
        }
        Some(Sets { payers, budget, first, shared, later, n_looks: Cell::new(MAX_LOOKS) })
    }

    /// The most that a set counts which the budget can pay for, and the set as bits, if any counts more than `floor`; `None`
    /// when there are too many ways to fill them.
    ///
    /// * `counts`: what each seat counts, payer by payer.
    pub fn most(&self, counts: &[i64], floor: i64) -> Option<Option<(i64, u64)>> {
        let ways: Vec<Vec<Way>> = (0..self.payers.len()).map(|payer| self.ways(payer, counts)).collect();
        let n_parts = i64::try_from(N_PARTS).unwrap_or(1);
        let part = ((self.budget + n_parts - 1) / n_parts).max(1);
        let rest = self.rest(&ways, part);
        let in_parts = |cost: i64| usize::try_from((self.budget - cost) / part).unwrap_or(0).min(N_PARTS);
        let (mut best, mut set) = (floor, None);
        let mut so_far = vec![Way { shared: 0, cost: 0, count: 0, seats: 0 }];
        for (payer, ways) in ways.iter().enumerate() {
            let mut next: Vec<Way> = Vec::new();
            for before in &so_far {
                self.n_looks.set(self.n_looks.get().checked_sub(ways.len() as u64)?); // A count.
                if next.len() > 4 * MAX_WAYS {
                    drop_worse(&mut next);
                    if next.len() > MAX_WAYS {
                        return None;
                    }
                }
                for way in ways.iter().take_while(|way| before.cost + way.cost <= self.budget) {
                    if before.shared & way.shared != 0 {
                        continue;
                    }
                    let both = Way {
                        shared: (before.shared | way.shared) & self.later[payer],
                        cost: before.cost + way.cost,
                        count: before.count + way.count,
                        seats: before.seats | way.seats,
                    };
                    if both.count > best {
                        (best, set) = (both.count, Some(both.seats));
                    }
                    if both.count + rest[payer + 1][in_parts(both.cost)] > best {
                        next.push(both);
                    }
                }
            }
            drop_worse(&mut next);
            if next.len() > MAX_WAYS {
                return None;
            }
            so_far = next;
        }
        Some(set.map(|set| (best, set)))
    }

    /// The ways to fill seats of one payer that count, cheapest first.
    fn ways(&self, payer: usize, counts: &[i64]) -> Vec<Way> {
        let Payer { seats, least, .. } = &self.payers[payer];
        let first = self.first[payer];
        let counts = &counts[first..first + seats.len()];
        let counting: usize = (0..seats.len()).filter(|&seat| counts[seat] > 0).map(|seat| 1 << seat).sum();
        let mut ways = Vec::new();
        let mut set = counting;
        loop {
            if least[set] <= self.budget {
                let has = |seat: &usize| set >> seat & 1 == 1;
                let mine = (0..seats.len()).filter(has);
                let shared = mine.clone().filter_map(|seat| self.shared[payer][seat]).map(|bit| 1_u64 << bit).sum();
                let count = mine.map(|seat| counts[seat]).sum();
                ways.push(Way { shared, cost: least[set], count, seats: (set as u64) << first });
            }
            if set == 0 {
                break;
            }
            set = (set - 1) & counting;
        }
        drop_worse(&mut ways);
        ways.sort_by_key(|way| (way.cost, way.seats));
        ways
    }

    /// Per payer and parts of the budget: the most that this one and those after it can count for so much, where seats may be
    /// filled by several.
    fn rest(&self, ways: &[Vec<Way>], part: i64) -> Vec<Vec<i64>> {
        let mut rest = vec![vec![0; N_PARTS + 1]; ways.len() + 1];
        for payer in (0..ways.len()).rev() {
            let (mine, after) = rest.split_at_mut(payer + 1);
            for way in &ways[payer] {
                let n_parts = usize::try_from(way.cost / part).unwrap_or(usize::MAX);
                for n in n_parts..=N_PARTS {
                    mine[payer][n] = mine[payer][n].max(way.count + after[0][n - n_parts]);
                }
            }
        }
        rest
    }
}

/// Drops ways that cost as much as another one or more and count no more, with the same seats of those that several have.
fn drop_worse(ways: &mut Vec<Way>) {
    ways.sort_unstable_by_key(|way| (way.shared, way.cost, std::cmp::Reverse(way.count), way.seats));
    let mut best: Option<(u64, i64)> = None;
    ways.retain(|way| {
        let is_better = best.is_none_or(|(shared, count)| shared != way.shared || count < way.count);
        if is_better {
            best = Some((way.shared, way.count));
        }
        is_better
    });
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::*;

    /// The most that seats count which a budget pays for, by trying every set of each payer.
    fn by_trying(payers: &[Payer], counts: &[i64], budget: i64, taken: &[(usize, usize)]) -> i64 {
        let Some((payer, rest)) = payers.split_first() else { return 0 };
        let (mine, others) = counts.split_at(payer.seats.len());
        let mut most = 0;
        for set in 0..1_usize << payer.seats.len() {
            let has = |seat: &usize| set >> seat & 1 == 1;
            let seats: Vec<usize> = (0..payer.seats.len()).filter(has).collect();
            if payer.least[set] <= budget && !seats.iter().any(|&seat| taken.contains(&payer.seats[seat])) {
                let count: i64 = seats.iter().map(|&seat| mine[seat]).sum();
                let taken = [taken, &seats.iter().map(|&seat| payer.seats[seat]).collect::<Vec<_>>()].concat();
                most = most.max(count + by_trying(rest, others, budget - payer.least[set], &taken));
            }
        }
        most
    }

    #[test]
    fn the_most_that_seats_count_is_what_trying_every_set_gives() {
        let mut rng = Rng::with_seed(6);
        let mut n_fewer = 0;
        for round in 0..300 {
            let payers: Vec<Payer> = (0..rng.usize(1..4))
                .map(|traveller| {
                    let mut seats: Vec<(usize, usize)> = (0..6).map(|request| (request, 0)).collect();
                    rng.shuffle(&mut seats);
                    seats.truncate(rng.usize(0..5));
                    seats.sort_unstable();
                    // Sets cost what their seats do, and less together.
                    let alone: Vec<i64> = seats.iter().map(|_| rng.i64(10..60)).collect();
                    let cost = |set: usize| {
                        let all: i64 =
                            alone.iter().enumerate().map(|(seat, cost)| cost * (set >> seat & 1) as i64).sum();
                        all - all * i64::from(set.count_ones().saturating_sub(1)) / 8
                    };
                    let least = (0..1 << seats.len()).map(cost).collect();
                    Payer { traveller, filled: vec![0.0; seats.len()], seats, least }
                })
                .collect();
            let n_seats = payers.iter().map(|payer| payer.seats.len()).sum();
            let counts: Vec<i64> = (0..n_seats).map(|_| rng.i64(0..8)).collect();
            let budget = rng.i64(5..160);
            let Some(sets) = Sets::new(&payers, budget) else { continue };
            let expected = by_trying(&payers, &counts, budget, &[]);
            let (most, set) = sets.most(&counts, -1).expect("few ways").expect("nothing costs nothing");
            assert_eq!(most, expected, "round {round}");
            let of_set: i64 = (0..n_seats).filter(|seat| set >> seat & 1 == 1).map(|seat| counts[seat]).sum();
            assert_eq!(of_set, most, "round {round}");
            assert_eq!(sets.most(&counts, most), Some(None), "round {round}: nothing counts more");
            n_fewer += usize::from(most < counts.iter().sum());
        }
        assert!(n_fewer > 100, "{n_fewer}");
    }
}
