//! Neighbourhoods: the best plan in some weeks or of some travellers, all else as in the best plan so far.
//!
//! The columns that the pricing found are those that matter; a small program in whole numbers over some of them finds
//! exchanges of many visits at once that putting one visit after the other does not. Every other neighbourhood generates
//! columns of its own ([`super::rest`]), which fit what stays.
//!
//! # Source
//!
//! Shaw (1998), *Using Constraint Programming and Local Search Methods to Solve Vehicle Routing Problems*,
//! <https://doi.org/10.1007/3-540-49481-2_30>, for searching large neighbourhoods with an exact solver.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fastrand::Rng;

use super::Stopper;
use super::backend::milp::Effort;
use super::columns::{Column, Key, bundles};
use super::constraints::row::KnownRow;
use super::instance::Instance;
use super::master::Master;
use super::rest::Rest;
use super::restricted::{self, Answer};
use super::search::row_index::RowIndex;
use super::search::schedule::Schedule;
use super::work::Work;

/// The columns of a neighbourhood at first, at least and at most; and how much work the program over them should be.
const COLUMNS_AT_FIRST: usize = 700;
const LEAST_COLUMNS: usize = 300;
const MAX_COLUMNS: usize = 1_500;
const WORK_OF_PROGRAM: u64 = 500_000_000;
/// The most nodes of the search in one.
const MAX_NODES: i32 = 10;
/// The seconds for one, where there is a limit in seconds at all: this share of what is left, no less and no more.
const SHARE_OF_SECONDS: f64 = 0.1;
const MIN_SECONDS: f64 = 0.3;
const MAX_SECONDS: f64 = 4.0;
/// The most columns that neighbourhoods are made of.
const MAX_KNOWN: usize = 20_000;
/// The share of the travellers, or of the days, in a neighbourhood: one of these; and for how many days of travellers
/// they are meant: of more, the shares are so much smaller, so that a program has as many columns for each of them.
const SHARES: [f64; 3] = [0.2, 0.35, 0.6];
const N_DAYS_OF_TRAVELLERS: f64 = 11_000.0;

/// The share of the plan's visits that a neighbourhood with columns of its own may plan anew: one of these; the least
/// and the most of them.
const SHARES_OF_VISITS: [f64; 3] = [0.1, 0.2, 0.4];
const LEAST_VISITS: usize = 8;
const MOST_VISITS: usize = 50;

/// How many neighbourhoods, the first, are about what an earlier plan lost.
const N_ABOUT_LOST: u64 = 16;

/// How many columns the next neighbourhood of a search may have beside those of the plan. Some programs over a thousand
/// columns are solved in a tenth of a second, others in ten seconds; so it is learnt from those before.
#[derive(Clone, Copy, Debug)]
pub struct Size(usize);

impl Default for Size {
    fn default() -> Self {
        Size(COLUMNS_AT_FIRST)
    }
}

impl Size {
    /// Learns from a program that took so much work.
    fn learn(&mut self, work: u64) {
        let n_columns = match work {
            work if work > WORK_OF_PROGRAM => self.0 * 3 / 4,
            work if work < WORK_OF_PROGRAM / 2 => self.0 * 9 / 8,
            _ => self.0,
        };
        self.0 = n_columns.clamp(LEAST_COLUMNS, MAX_COLUMNS);
    }
}

/// One neighbourhood of many.
pub struct Turn<'a> {
    /// Which it is; the very first, 0, is of all travellers and days when nothing was lost, and every other one generates
    /// columns of its own.
    pub number: u64,
    /// How large it may be; learns from it.
    pub size: &'a mut Size,
    /// The seconds that are left.
    pub seconds: Option<f64>,
    /// Where it counts what it does.
    pub work: &'a Work,
    /// Stops all of it.
    pub stopper: &'a Stopper,
}

/// What neighbourhoods are made of: the columns of a master problem, the best by reduced cost first.
pub struct Neighbourhoods {
    columns: Arc<Vec<Column>>,
    /// The rows that have a price.
    rows: Vec<KnownRow>,
    seed: u64,
    /// The visits that an earlier plan lost.
    lost: Arc<Vec<usize>>,
}

impl Neighbourhoods {
    /// Takes the columns of a master problem as its last solution prices them.
    pub fn new(master: &Master, seed: u64) -> Self {
        let best = master.by_reduced_cost().into_iter().take(MAX_KNOWN);
        Neighbourhoods::of(best.map(|(column, _)| column.clone()).collect(), master.priced_rows(), seed)
    }

    /// Takes columns, those first that are worth most, and the rows that have a price.
    pub fn of(columns: Vec<Column>, rows: Vec<KnownRow>, seed: u64) -> Self {
        Neighbourhoods { columns: Arc::new(columns), rows, seed, lost: Arc::default() }
    }

    /// Has the first neighbourhoods be small ones about these visits, which an earlier plan lost.
    pub fn about(self, lost: &Arc<Vec<usize>>) -> Self {
        Neighbourhoods { lost: Arc::clone(lost), ..self }
    }

    /// The columns, those first that are worth most.
    pub fn columns(&self) -> &Arc<Vec<Column>> {
        &self.columns
    }

    /// Looks for a better plan than the best one so far in one neighbourhood, and returns it, if there is one.
    ///
    /// * `best`: a plan that keeps every rule.
    /// * `stop`: says what `turn.stopper` says, and when else it is to end.
    pub fn improve<'m>(
        &self,
        best: &Schedule<'m>,
        index: &'m RowIndex,
        turn: Turn,
        stop: impl Fn() -> bool,
    ) -> Option<Schedule<'m>> {
        let Turn { number, size, seconds, work, stopper } = turn;
        let model = best.model;
        let of_seconds = |left: f64| (left * SHARE_OF_SECONDS).clamp(MIN_SECONDS, MAX_SECONDS).min(left.max(0.0));
        let mut rng = Rng::with_seed(self.seed.wrapping_mul(0x9E37_79B9).wrapping_add(number));
        let effort = Effort { nodes: Some(MAX_NODES), seconds: seconds.map(of_seconds), gap: 1e-5, is_quick: true };
        let about = if number < N_ABOUT_LOST { rng.choice(self.lost.iter().copied()) } else { None };
        let of_program = Work::default();
        let answer = if number.is_multiple_of(2) {
            let is_of_all = number == 0 && about.is_none();
            let columns =
                if is_of_all { self.of_all(best, *size) } else { self.columns_near(best, about, *size, &mut rng) };
            let plan: Vec<&Column> = best.all_columns().collect();
            restricted::solve(model, &columns, &plan, effort, &of_program, &stop)
        } else {
            let (kept, is_open) = self.kept(best, index, about, &mut rng);
            let columns = self.columns.iter().chain(best.all_columns());
            let mut rest = Rest::new(kept, is_open, &self.rows, columns, work);
            rest.generate_columns(|| effort.seconds, stopper);
            rest.solve(best, size.0, effort, &of_program, &stop)
        };
        work.add(of_program.done());
        // One that was left to itself tells nothing.
        if of_program.done() > 0 {
            size.learn(of_program.done());
        }
        let (Answer::Best(found) | Answer::Found(found)) = answer else { return None };
        let mut schedule = Schedule::new(model, index);
        schedule.put(found);
        (schedule.is_plan() && schedule.value() > best.value()).then_some(schedule)
    }

    /// The plan without some visits that have to do with each other, and all that share a trip with them; and, per
    /// request, whether it may be chosen instead: those that went, and as many that the plan does not have.
    ///
    /// * `about`: a visit for it to be about.
    fn kept<'m>(
        &self,
        best: &Schedule<'m>,
        index: &'m RowIndex,
        about: Option<usize>,
        rng: &mut Rng,
    ) -> (Schedule<'m>, Vec<bool>) {
        let model = best.model;
        let instance = &model.instance;
        let share = share(SHARES_OF_VISITS, about, rng);
        let n_visits = (best.n_planned() as f64 * share) as usize; // A share of a count.
        let n_visits = n_visits.clamp(LEAST_VISITS, MOST_VISITS);
        let possible = |&request: &usize| !instance.requests[request].starts.is_empty();
        let missing: Vec<usize> = { self.wanted() }.filter(|&request| best.planned[request].is_none()).collect();
        let any: Vec<usize> = (0..instance.requests.len()).filter(possible).collect();
        let of_missing = |rng: &mut Rng| if rng.bool() { rng.choice(missing.iter().copied()) } else { None };
        let seed = about.or_else(|| of_missing(rng)).or_else(|| rng.choice(any));
        let mut is_open = vec![false; instance.requests.len()];
        let Some(seed) = seed else { return (best.clone(), is_open) };
        let focus = Focus::new(best, seed, rng);
        let bundles = bundles(best.all_columns());
        let days = |bundle: &[&Column]| bundle.iter().map(|column| (column.first_day - focus.day).abs()).min();
        let mut order: Vec<(i64, u64, usize)> = Vec::new();
        for (idx, bundle) in bundles.iter().enumerate() {
            let travellers = bundle.iter().map(|column| column.traveller());
            order.push((focus.distance(days(bundle), travellers), rng.u64(..), idx));
        }
        order.sort_unstable();
        let mut stays = vec![true; bundles.len()];
        let mut n_open = 0;
        for (_, _, idx) in order {
            if n_open >= n_visits {
                break;
            }
            stays[idx] = false;
            for stop in bundles[idx].iter().flat_map(|column| column.stops()) {
                n_open += usize::from(!std::mem::replace(&mut is_open[stop.request()], true));
            }
        }
        let mut order: Vec<(i64, u64, usize)> = Vec::new();
        for &request in &missing {
            let data = &instance.requests[request];
            let days = data.starts.iter().map(|start| (start.start_day - focus.day).abs()).min();
            let travellers = data.candidates.iter().flatten().map(|&(traveller, _)| traveller);
            order.push((focus.distance(days, travellers), rng.u64(..), request));
        }
        order.sort_unstable();
        order.into_iter().take(n_visits).for_each(|(_, _, request)| is_open[request] = true);
        is_open[seed] |= best.planned[seed].is_none();
        let stays = bundles.into_iter().zip(stays).filter(|&(_, stays)| stays);
        let mut kept = Schedule::new(model, index);
        kept.put(stays.flat_map(|(bundle, _)| bundle).cloned().collect());
        (kept, is_open)
    }

    /// The visits of the best columns.
    fn wanted(&self) -> impl Iterator<Item = usize> {
        let stops = self.columns.iter().take(MAX_COLUMNS).flat_map(|column| column.stops());
        stops.map(|stop| stop.request()).collect::<BTreeSet<usize>>().into_iter()
    }

    /// Some visit that the best plan does not have.
    fn one_missing(&self, best: &Schedule, rng: &mut Rng) -> Option<usize> {
        let missing = self.wanted().filter(|&request| best.planned[request].is_none());
        rng.choice(missing.collect::<Vec<usize>>())
    }

    /// The columns with a seat in a visit, those first that are worth most.
    fn of_visit(&self, request: usize) -> Vec<&Column> {
        self.columns.iter().filter(|column| column.stops().iter().any(|stop| stop.request() == request)).collect()
    }

    /// The columns of the best plan, and the best others by reduced cost.
    fn of_all(&self, best: &Schedule, size: Size) -> Vec<Column> {
        self.chosen(best, size, |_| true)
    }

    /// The columns of a neighbourhood: those of the best plan, and of the others the best by reduced cost.
    ///
    /// * `about`: a visit for it to be about.
    fn columns_near(&self, best: &Schedule, about: Option<usize>, size: Size, rng: &mut Rng) -> Vec<Column> {
        let instance = &best.model.instance;
        let n_days = f64::from(instance.n_days);
        let n_all = instance.travellers.len() as f64; // A count.
        let fewer = (N_DAYS_OF_TRAVELLERS / (n_days * n_all)).min(1.0);
        let share = share(SHARES, about, rng) * fewer;
        let by_days = rng.bool();
        let about = about.or_else(|| if rng.bool() { self.one_missing(best, rng) } else { None });
        let about = about.map_or_else(Vec::new, |request| self.of_visit(request));
        let middle = about.first().map(|column| f64::from(column.first_day) / n_days - share / 2.0);
        let begin = middle.unwrap_or_else(|| rng.f64() * (1.0 - share)).clamp(0.0, 1.0 - share);
        let first = (begin * n_days) as i32; // Days of the horizon.
        let last = first + (n_days * share).ceil() as i32;
        let n_travellers = (n_all * share).ceil() as usize; // A share of a count.
        let mut others: Vec<usize> = (0..instance.travellers.len()).collect();
        rng.shuffle(&mut others);
        let mut travellers: BTreeSet<usize> = BTreeSet::new();
        for traveller in about.iter().map(|column| column.traveller()).chain(others) {
            if travellers.len() < n_travellers.max(2) {
                travellers.insert(traveller);
            }
        }
        let is_free = |column: &Column| {
            if by_days {
                first <= column.first_day && column.last_day <= last
            } else {
                travellers.contains(&column.traveller())
            }
        };
        self.chosen(best, size, is_free)
    }

    /// The columns of the best plan, and of those that are free the best by reduced cost.
    fn chosen(&self, best: &Schedule, size: Size, is_free: impl Fn(&Column) -> bool) -> Vec<Column> {
        let mut columns: BTreeMap<Key, Column> = BTreeMap::new();
        for column in best.all_columns() {
            columns.insert(column.key.clone(), column.clone());
        }
        let most = columns.len() + size.0;
        for column in self.columns.iter().filter(|column| is_free(column)) {
            if columns.len() >= most {
                break;
            }
            columns.insert(column.key.clone(), column.clone());
        }
        columns.into_values().collect()
    }
}

/// One of three shares, the smallest for what is about one visit.
fn share(shares: [f64; 3], about: Option<usize>, rng: &mut Rng) -> f64 {
    shares[if about.is_some() { 0 } else { rng.usize(0..shares.len()) }]
}

/// What a neighbourhood is about: what is near in time, or has to do with the same travellers, or both.
struct Focus<'m> {
    instance: &'m Instance<'m>,
    day: i32,
    travellers: BTreeSet<usize>,
    organisations: BTreeSet<&'m str>,
    /// How many days a day of distance counts, and how many it counts to be another's trip.
    of_day: i64,
    of_others: i64,
}

impl<'m> Focus<'m> {
    /// Chooses at random what is near to a request.
    fn new(best: &Schedule<'m>, request: usize, rng: &mut Rng) -> Self {
        let instance = &best.model.instance;
        let data = &instance.requests[request];
        let start = best.planned[request].as_ref().map_or_else(|| rng.usize(0..data.starts.len()), |p| p.start);
        let travellers: BTreeSet<usize> = data.candidates.iter().flatten().map(|&(traveller, _)| traveller).collect();
        let organisation = |&traveller: &usize| instance.problem.travellers[traveller].organisation.as_str();
        let (of_day, of_others) = [(1, 0), (1, 120), (0, 1)][rng.usize(0..3)];
        Focus {
            instance,
            day: data.starts[start].start_day,
            organisations: travellers.iter().map(organisation).collect(),
            travellers,
            of_day,
            of_others,
        }
    }

    /// How far away something is that is some days from it and concerns these travellers.
    fn distance(&self, days: Option<i32>, travellers: impl Iterator<Item = usize> + Clone) -> i64 {
        let organisation = |traveller: usize| self.instance.problem.travellers[traveller].organisation.as_str();
        let is_theirs = travellers.clone().any(|traveller| self.travellers.contains(&traveller));
        let is_paid_alike = { travellers }.any(|traveller| self.organisations.contains(organisation(traveller)));
        let others = if is_theirs { 0 } else { 1 + 2 * i64::from(!is_paid_alike) };
        i64::from(days.unwrap_or(0)) * self.of_day + others * self.of_others
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbourhoods_become_as_large_as_their_programs_are_easy() {
        let sizes = |work: u64| {
            let mut size = Size::default();
            (0..40).for_each(|_| size.learn(work));
            size.0
        };
        assert_eq!(sizes(WORK_OF_PROGRAM / 100), MAX_COLUMNS);
        assert_eq!(sizes(WORK_OF_PROGRAM * 3 / 4), COLUMNS_AT_FIRST);
        assert_eq!(sizes(WORK_OF_PROGRAM * 20), LEAST_COLUMNS);
    }
}
