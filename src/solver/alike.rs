//! Travellers who are alike: no rule, diary or delegation tells one from another, so what one can do the other can do
//! instead, for as many points.
//!
//! In the orienteering problems of the literature all teams are alike, and among officials those whom nothing tells
//! apart. Where some are alike their prices need not differ, and pricing one of them prices all.
//!
//! # Why equal prices for those who are alike give a true bound
//!
//! Let `T` be travellers who are alike, `m` of them, and `d_t(c)` what a column `c` of one of them is worth at the prices
//! that traveller `t` is charged. When two of `T` change all their columns with each other, a plan stays a plan with as
//! many points, and it keeps every row that has a price: rows map to rows. So the bound of [`bound`](super::bound) holds for
//! the plan with the travellers of `T` exchanged in every way, and for the mean of all these:
//!
//! ```text
//!   value(x) ≤ constant + Σ_r π_r b_r + Σ_{t in T} (mean of d over T)(columns of t) + what other travellers add
//! ```
//!
//! The largest sum is the same for each of `T`; and since the best schedule is convex in the prices, `m` times the best
//! schedule at the mean is no more than the sum of the best schedules at the prices of each.
//!
//! # Invariants
//!
//! * Travellers are alike only when every row of the pool with several travellers stays what it is when they are exchanged,
//!   and the rows of one of them alone are, one by one, those of the other. Who is alike and not found to be costs time alone.
//! * Rows that came later (roles in step, cuts, cliques) speak of seats or follow from rows of the pool; a decision on who
//!   takes a seat and a cut on what a budget can pay for tell travellers apart ([`Alike::at`]).

use std::collections::{BTreeSet, HashMap};

use super::constraints::Pool;
use super::constraints::row::{Origin, Row, Term, Who};
use super::instance::{Instance, RequestData};
use super::prices::PricedRow;

/// Of each traveller, who stands for all that are like it: the first of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    first: Vec<usize>,
}

/// What tells a traveller from others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Mark {
    /// One of the rows of this traveller alone, by its number among those that differ.
    Own(usize),
    /// A term of a row of several travellers, by its row and its number among those that differ.
    Shared(usize, usize),
    /// This traveller is in a set that a row or charge names, or is told apart for good.
    Named(usize, usize),
}

impl Alike {
    /// Finds out who is alike.
    pub fn new(instance: &Instance, pool: &Pool) -> Self {
        let n_travellers = instance.travellers.len();
        let by_data = Alike::grouped(n_travellers, |one, other| is_like(instance, one, other));
        if by_data == Alike::nobody(n_travellers) {
            return by_data;
        }
        let marks = marks(pool, n_travellers);
        let is_like =
            |one: usize, other: usize| by_data.first[one] == by_data.first[other] && marks[one] == marks[other];
        Alike::grouped(n_travellers, is_like)
    }

    /// Who stands for a traveller.
    pub fn first(&self, traveller: usize) -> usize {
        self.first[traveller]
    }

    /// How many each traveller stands for, itself included; nobody where another one does.
    pub fn n_alike(&self) -> Vec<usize> {
        let mut n_alike = vec![0; self.first.len()];
        self.first.iter().for_each(|&first| n_alike[first] += 1);
        n_alike
    }

    /// Everybody apart.
    pub fn nobody(n_travellers: usize) -> Self {
        Alike { first: (0..n_travellers).collect() }
    }

    /// Who is alike beside these rows, some of which may be decisions.
    pub fn at(&self, prices: &[PricedRow]) -> Self {
        if *self == Alike::nobody(self.first.len()) {
            return self.clone();
        }
        let terms = || prices.iter().flat_map(|(row, _)| &row.terms);
        let named: Vec<&[bool]> = terms()
            .filter_map(|term| match term {
                Term::Seat { who: Who::These(these), .. } => Some(these.as_slice()),
                _ => None,
            })
            .collect();
        // Those whose seats count in a cut, each by what is theirs.
        let single: BTreeSet<usize> = terms()
            .filter_map(|term| match term {
                Term::Seats { traveller, .. } => Some(*traveller),
                _ => None,
            })
            .collect();
        if named.is_empty() && single.is_empty() {
            return self.clone();
        }
        let is_named_alike = |one: usize, other: usize| {
            [one, other].iter().all(|traveller| !single.contains(traveller))
                && named.iter().all(|these| these[one] == these[other])
        };
        let is_like = |one: usize, other: usize| self.first[one] == self.first[other] && is_named_alike(one, other);
        Alike::grouped(self.first.len(), is_like)
    }

    /// Puts those together who are alike.
    ///
    /// * `is_like`: an equivalence, asked of a traveller and a later one.
    fn grouped(n_travellers: usize, is_like: impl Fn(usize, usize) -> bool) -> Self {
        let mut first: Vec<usize> = (0..n_travellers).collect();
        for traveller in 0..n_travellers {
            let mut earlier = (0..traveller).filter(|&earlier| first[earlier] == earlier);
            first[traveller] = earlier.find(|&earlier| is_like(earlier, traveller)).unwrap_or(traveller);
        }
        Alike { first }
    }
}

/// Whether two travellers have the same limits, diary and seats, and neither is in a visit that is to stay as it was.
fn is_like(instance: &Instance, one: usize, other: usize) -> bool {
    let [a, b] = [one, other].map(|traveller| &instance.travellers[traveller]);
    let is_kept = |request: &RequestData| {
        let mut delegation = request.kept.iter().flat_map(|kept| &kept.delegation).flatten();
        delegation.any(|&kept| kept == one || kept == other)
    };
    a.limits == b.limits && a.has_diary_of(b) && a.seats == b.seats && !instance.requests.iter().any(is_kept)
}

/// Per traveller: what rows and charges say of it, in order.
fn marks(pool: &Pool, n_travellers: usize) -> Vec<Vec<Mark>> {
    let mut marks = vec![Vec::new(); n_travellers];
    let mut rows: HashMap<Row, usize> = HashMap::new();
    let mut terms: HashMap<(Term, i64), usize> = HashMap::new();
    for (idx, row) in pool.rows.iter().enumerate() {
        mark_named(&mut marks, idx, row.terms.iter());
        let mut whose: Vec<usize> = row.terms.iter().filter_map(traveller_of).collect();
        whose.sort_unstable();
        whose.dedup();
        match *whose.as_slice() {
            [] => {}
            // What one may break at a price is broken by that one.
            [traveller] if row.slack.is_some() => marks[traveller].push(Mark::Named(idx, usize::MAX)),
            [traveller] => {
                // Whatever it comes from: a rule for each of several travellers is as many rules.
                let terms = row.terms.iter().map(of_anybody).collect();
                let own = Row { origin: Origin::OneTripAtATime(0), terms, ..row.clone() };
                let next = rows.len();
                marks[traveller].push(Mark::Own(*rows.entry(own).or_insert(next)));
            }
            _ => {
                for (term, traveller) in row.terms.iter().filter_map(|term| Some((term, traveller_of(term)?))) {
                    let next = terms.len();
                    let term = *terms.entry((of_anybody(term), 0)).or_insert(next);
                    marks[traveller].push(Mark::Shared(idx, term));
                }
            }
        }
    }
    for (idx, charge) in pool.charges.iter().enumerate() {
        mark_named(&mut marks, pool.rows.len() + idx, std::iter::once(&charge.term));
        if let Some(traveller) = traveller_of(&charge.term) {
            let next = terms.len();
            let term = *terms.entry((of_anybody(&charge.term), charge.points)).or_insert(next);
            marks[traveller].push(Mark::Shared(usize::MAX, term));
        }
    }
    marks.iter_mut().for_each(|marks| marks.sort_unstable());
    marks
}

/// Marks the travellers in sets that terms name.
fn mark_named<'t>(marks: &mut [Vec<Mark>], idx: usize, terms: impl Iterator<Item = &'t Term>) {
    for (position, term) in terms.enumerate() {
        let Term::Seat { who: Who::These(these), .. } = term else { continue };
        for (marks, _) in marks.iter_mut().zip(these.iter()).filter(|&(_, &is_named)| is_named) {
            marks.push(Mark::Named(idx, position));
        }
    }
}

/// The traveller of whom alone a term speaks.
fn traveller_of(term: &Term) -> Option<usize> {
    match term {
        Term::Seat { .. } | Term::Pairs { .. } => None,
        Term::Days { traveller, .. }
        | Term::Cover { traveller, .. }
        | Term::Absent { traveller, .. }
        | Term::Attend { traveller, .. }
        | Term::Seats { traveller, .. }
        | Term::Trips { traveller, .. } => Some(*traveller),
    }
}

/// The term as it would be of the first traveller.
fn of_anybody(term: &Term) -> Term {
    let mut term = term.clone();
    match &mut term {
        Term::Seat { .. } | Term::Pairs { .. } => {}
        Term::Days { traveller, .. }
        | Term::Cover { traveller, .. }
        | Term::Absent { traveller, .. }
        | Term::Attend { traveller, .. }
        | Term::Seats { traveller, .. }
        | Term::Trips { traveller, .. } => *traveller = 0,
    }
    term
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use fastrand::Rng;

    use super::super::bound::{RoundAsk, round};
    use super::super::constraints::row::Filter;
    use super::super::model::Model;
    use super::super::prices::UNITS;
    use super::super::search::row_index::RowIndex;
    use super::super::search::ruin_and_recreate::construct;
    use super::super::search::schedule::Schedule;
    use super::super::search::trips::Trips;
    use super::*;
    use crate::domain::{
        Candidate, EarlierVisit, Limit, Measure, Period, Points, Problem, RequestIdx, Rule, RuleBody, Stability,
        TravellerIdx,
    };

    fn problem(scenario: &str) -> Problem {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).join(scenario);
        crate::scenario::load(&path).expect("a scenario").problem
    }

    /// The problem with two more travellers who can take the seats that the first can, and are busy when it is.
    fn with_two_like_the_first(scenario: &str) -> (Problem, [usize; 2]) {
        let mut problem = problem(scenario);
        let n_travellers = problem.travellers.len();
        for traveller in [n_travellers, n_travellers + 1].map(TravellerIdx) {
            let mut twin = problem.travellers[0].clone();
            twin.id = format!("{}-{}", twin.id, traveller.0);
            problem.travellers.push(twin);
            for role in problem.requests.iter_mut().flat_map(|request| &mut request.roles) {
                let first = role.candidates.iter().find(|candidate| candidate.traveller.0 == 0);
                if let Some(points) = first.map(|first| first.points) {
                    role.candidates.push(Candidate { traveller, points });
                }
            }
        }
        (problem, [n_travellers, n_travellers + 1])
    }

    #[test]
    fn travellers_are_alike_until_something_tells_them_apart() {
        let (problem, [one, other]) = with_two_like_the_first("valid/fine-grid.toml");
        let firsts = |problem: &Problem| [one, other].map(|twin| Model::new(problem).alike.first(twin));
        assert_eq!(firsts(&problem), [0, 0]);
        let apart = |change: &dyn Fn(&mut Problem)| {
            let mut problem = problem.clone();
            change(&mut problem);
            assert_eq!(firsts(&problem), [0, other]);
        };
        apart(&|problem| problem.travellers[other].limits.max_stops += 1);
        apart(&|problem| problem.travellers[other].busy.clear());
        apart(&|problem| {
            let roles = problem.requests.iter_mut().flat_map(|request| &mut request.roles);
            let mut candidates = roles.flat_map(|role| &mut role.candidates);
            candidates.find(|candidate| candidate.traveller.0 == other).expect("a seat").points = Points(-5);
        });
        // One rule for each of them, or for all together, tells nobody apart; one for some of them does.
        let limits = |of: &[Vec<usize>]| {
            let mut problem = problem.clone();
            problem.rules.extend(of.iter().map(|travellers| at_most_two_trips(travellers)));
            firsts(&problem)
        };
        assert_eq!(limits(&[vec![0], vec![one], vec![other]]), [0, 0]);
        assert_eq!(limits(&[vec![0, one, other]]), [0, 0]);
        assert_eq!(limits(&[vec![0], vec![one]]), [0, other]);
        assert_eq!(limits(&[vec![0], vec![one], vec![other], vec![other]]), [0, other]);
        assert_eq!(limits(&[vec![0, one]]), [0, other]);
    }

    #[test]
    fn a_decision_on_who_goes_tells_travellers_apart() {
        let (problem, [one, other]) = with_two_like_the_first("valid/fine-grid.toml");
        let model = Model::new(&problem);
        let these = (0..problem.travellers.len()).map(|traveller| traveller == one).collect();
        let (who, filter) = (Who::These(Arc::new(these)), Filter::default());
        let term = Term::Seat { request: 0, role: 0, who, starts: 0..1, filter, coef: 1 };
        let row = Row::at_most(Origin::VisitOnce(0), 0, vec![term]);
        let alike = model.alike.at(&[(&row, UNITS)]);
        assert_eq!([one, other].map(|traveller| alike.first(traveller)), [one, 0]);
        assert_eq!(model.alike.at(&[]), model.alike);
    }

    #[test]
    fn a_visit_that_is_to_stay_as_it_was_tells_its_delegation_apart() {
        let (mut problem, [one, other]) = with_two_like_the_first("valid/fine-grid.toml");
        let start = Model::new(&problem).instance.requests[0].starts[0].start;
        let mut delegation = vec![None; problem.requests[0].roles.len()];
        delegation[0] = Some(TravellerIdx(other));
        problem.earlier.push(EarlierVisit { request: RequestIdx(0), start, delegation });
        let changed = Stability { changed: Points(3000), ..Stability::default() };
        problem.rules.push(rule(RuleBody::Stability(changed)));
        assert_eq!([one, other].map(|twin| Model::new(&problem).alike.first(twin)), [0, other]);
    }

    /// Charged alike, the bound is true, and no worse than with everybody charged apart but for what is rounded.
    #[test]
    fn those_who_are_alike_are_priced_once_for_a_bound_that_is_no_worse() {
        let (mut problem, twins) = with_two_like_the_first("valid/fine-grid.toml");
        let each = [0, twins[0], twins[1]].map(|traveller| at_most_two_trips(&[traveller]));
        problem.rules.extend(each);
        let model = Model::new(&problem);
        assert_eq!(twins.map(|twin| model.alike.first(twin)), [0, 0]);
        let index = RowIndex::new(&model);
        let plan = construct(Schedule::new(&model, &index), &mut Trips::new(&model, &index), 0, || false);
        assert!(plan.is_plan());
        let mut n_better = 0;
        for seed in 0..200 {
            let mut rng = Rng::with_seed(seed);
            let rows = model.pool.rows.iter().filter(|row| row.slack.is_none());
            let chosen: Vec<&Row> = rows.filter(|_| rng.u8(0..8) == 0).collect();
            let mut price = |row: &Row| match (row.upper, row.lower) {
                (Some(_), None) => rng.i64(0..60_000) * UNITS + rng.i64(0..UNITS),
                (None, Some(_)) => -rng.i64(0..60_000) * UNITS,
                _ => 0,
            };
            let prices: Vec<PricedRow> = chosen.into_iter().map(|row| (row, price(row))).collect();
            let bound = |once: bool| {
                let ask = RoundAsk { once, ..RoundAsk::of_everybody(&model) };
                round(&model, &prices, &ask).bound.expect("a small problem")
            };
            let (apart, once) = (bound(false), bound(true));
            assert!(plan.points() <= once && once <= apart + 1, "seed {seed}: {once}, {apart}");
            n_better += usize::from(once < apart);
        }
        assert!(n_better > 10, "{n_better}");
    }

    fn rule(body: RuleBody) -> Rule {
        Rule { id: "rule".to_owned(), label: "A rule".to_owned(), penalty: None, body }
    }

    fn at_most_two_trips(travellers: &[usize]) -> Rule {
        let travellers = travellers.iter().map(|&traveller| TravellerIdx(traveller)).collect();
        let (measure, per) = (Measure::Trips, Period::Horizon);
        rule(RuleBody::Limit(Limit { measure, travellers, places: None, fund: None, per, max: 2 }))
    }
}
