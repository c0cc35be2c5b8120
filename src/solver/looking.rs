//! What threads do that look for better plans: visits one by one, then neighbourhoods.

use super::Stopper;
use super::neighbourhood::{Neighbourhoods, Turn};
use super::search::board::Board;
use super::search::row_index::RowIndex;
use super::search::ruin_and_recreate::RuinAndRecreate;
use super::search_loop::Search;
use super::work::Work;

/// Neighbourhoods that a thread searches in a step, or a pass of it.
pub(super) const N_NEIGHBOURHOODS_PER_STEP: u64 = 2;
/// How far apart the numbers are of neighbourhoods in a step's first pass, and in those that fill the time until the
/// proving thread is done.
const FAR: u64 = 1 << 32;
/// How often a thread shows what it found while it looks start by start.
const N_EXCHANGES: u64 = 8;

/// What a thread is given for a step.
pub struct Looking<'a, 'm> {
    /// Of the model.
    pub index: &'m RowIndex,
    /// How many starts to look at, besides neighbourhoods.
    pub n_looks: u64,
    /// How many starts it can look at until the end of all searching, about, where that is known.
    pub n_left: Option<u64>,
    /// The trips that the master problem thinks good, the best first, and what else neighbourhoods are made of; and the
    /// number of the first neighbourhood, when there are to be any.
    pub near: Option<(&'a Neighbourhoods, Option<u64>)>,
    /// The seconds that are left.
    pub seconds: Option<f64>,
    /// Where threads show each other what they found.
    pub board: Option<&'a Board<'m>>,
    /// Where it counts what it does.
    pub work: &'a Work,
    /// Stops all of it.
    pub stop: &'a Stopper,
}

impl<'m> Looking<'_, 'm> {
    /// Looks for better plans, start by start and then in neighbourhoods.
    ///
    /// * `search`: where to begin, and what was found in the end.
    /// * `is_waited_for`: asked once the work of a step is done; until then it is done again.
    pub fn look(&self, search: &mut RuinAndRecreate<'m>, is_waited_for: impl Fn() -> bool) {
        if let Some((near, _)) = self.near {
            search.force(near.columns());
        }
        let mut n_passes = 0;
        loop {
            let is_over = || self.stop.is_set() || (n_passes > 0 && is_waited_for());
            self.look_once(search, n_passes * FAR, is_over);
            n_passes += 1;
            if self.stop.is_set() || is_waited_for() {
                return;
            }
        }
    }

    /// * `far`: what is added to the numbers of neighbourhoods.
    fn look_once(&self, search: &mut RuinAndRecreate<'m>, far: u64, is_over: impl Fn() -> bool) {
        for _ in 0..N_EXCHANGES {
            if is_over() {
                return;
            }
            let (n_looks, n_rounds) = (search.n_looks(), search.n_rounds());
            search.run(self.n_looks / N_EXCHANGES, self.n_left, &is_over);
            self.work.add_looks(search.n_looks() - n_looks, search.n_rounds() - n_rounds);
            self.exchange(search);
        }
        let Some((near, Some(first))) = self.near else { return };
        for number in first..first + N_NEIGHBOURHOODS_PER_STEP {
            if is_over() || !search.best.is_plan() {
                return;
            }
            let (seconds, work, stopper) = (self.seconds, self.work, self.stop);
            let turn = Turn { number: number + far, size: &mut search.size, seconds, work, stopper };
            let better = near.improve(&search.best, self.index, turn, &is_over);
            better.iter().for_each(|better| search.adopt(better));
            self.exchange(search);
        }
    }

    /// Shows what was found, and takes over what is better.
    fn exchange(&self, search: &mut RuinAndRecreate<'m>) {
        if let Some(better) = self.board.and_then(|board| board.exchange(&search.best)) {
            search.adopt(&better);
        }
    }
}

impl Search<'_, '_> {
    /// What neighbourhoods are made of now, once there is anything: the columns and prices of the master problem.
    pub(super) fn neighbourhoods(&self) -> Option<Neighbourhoods> {
        if !self.master.with_points() || self.plan().is_none() {
            return None;
        }
        let seed = self.options.seed;
        Some(match &self.ascent {
            Some(ascent) => Neighbourhoods::of(ascent.by_worth(), ascent.priced_rows(), seed),
            None => Neighbourhoods::new(&self.master, seed).about(&self.lost),
        })
    }

    /// The number of the first neighbourhood of a step, in which two threads may each search some.
    pub(super) fn next_neighbourhoods(&mut self) -> u64 {
        self.n_neighbourhoods += 2 * N_NEIGHBOURHOODS_PER_STEP;
        self.n_neighbourhoods - 2 * N_NEIGHBOURHOODS_PER_STEP
    }

    /// Looks for better plans in neighbourhoods of the best one, on this thread.
    pub(super) fn improve_neighbourhoods(&mut self) {
        self.report("improving neighbourhoods");
        let Some(near) = self.neighbourhoods() else { return };
        let first = self.next_neighbourhoods();
        let stop = self.watcher.stopper();
        for number in first..first + N_NEIGHBOURHOODS_PER_STEP {
            let Some(plan) = self.plan().filter(|_| !stop.is_set()) else { return };
            let (mut size, seconds) = (self.size, self.watcher.seconds_left());
            let turn = Turn { number, size: &mut size, seconds, work: &self.work, stopper: &stop };
            let better = near.improve(plan, self.index, turn, || stop.is_set());
            self.size = size;
            if let Some(better) = better {
                self.offer(&better);
            }
            self.look_at_board();
        }
    }
}
