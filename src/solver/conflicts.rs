//! Conflicts: starts of visits of which a plan has one at most, and the cuts that say so of many at once.
//!
//! Rows say of some pairs of starts that they exclude each other: visits to a place that are too close, visits for which
//! one embassy is to care, a visit that has to come after another. Starts that exclude each other pair by pair are a
//! clique, of which a plan has one at most:
//!
//! ```text
//!   Σ_v Σ_{s in S_v} lead[v, s] ≤ 1     where each s in S_v excludes each t in S_w, for all v ≠ w
//! ```
//!
//! The rows of a rule are cliques themselves, those of one window for all visits. Others say more: where visits must be
//! 21 days apart, whatever starts on day 50 excludes another visit on any of the days 30 to 70, all 41 of them together.
//! Without them the LP has half of one visit on either side of half of another. Cliques of several rules at once are found
//! in the same way.
//!
//! # Invariants
//!
//! * What excludes what is read off the rows of the pool, so that a rule has its meaning in its own file alone.
//! * Only rows that no plan may break count, none with a slack.
//!
//! # Source
//!
//! Van den Akker, van Hoesel and Savelsbergh (1999), *A Polyhedral Approach to Single-Machine Scheduling Problems*,
//! <https://doi.org/10.1007/s10107990047a>, for cliques of starts beyond those of one moment.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::activity::Activity;
use super::constraints::Pool;
use super::constraints::row::{Filter, Origin, Row, Term, Who};
use super::instance::Instance;
use super::model::Model;

/// A start that a solution has by less does not count.
const LEAST: f64 = 1e-4;
/// By how much, of one visit, a solution must violate a clique.
const VIOLATION: f64 = 0.03;
/// The most cliques that are taken in at once, and those with one visit in common.
const N_CLIQUES: usize = 100;
const N_OF_VISIT: usize = 8;

/// Starts of visits, by position of the visit.
type Clique = BTreeMap<usize, BTreeSet<usize>>;

/// Per start of one visit: the starts of another that it excludes, as ranges in order that do not touch.
pub type Excluded = Vec<Vec<Range<usize>>>;

/// Which starts exclude each other.
#[derive(Debug, Default)]
pub struct Conflicts {
    /// Per visit: the rows of the pool that tell, in order; nothing before the first question.
    rows_of: Vec<Vec<usize>>,
    between: HashMap<(usize, usize), Excluded>,
}

/// A start that a solution has in part.
struct Node {
    visit: usize,
    start: usize,
    value: f64,
}

impl Conflicts {
    /// Returns cliques that a solution violates, the most violated first.
    pub fn violated(&mut self, model: &Model, activity: &Activity) -> Vec<Row> {
        self.prepare(&model.instance, &model.pool);
        let mut nodes: Vec<Node> = Vec::new();
        for visit in (0..model.instance.requests.len()).filter(|&visit| !self.rows_of[visit].is_empty()) {
            for (start, &value) in activity.seated(visit, 0).iter().enumerate().filter(|&(_, &value)| value > LEAST) {
                nodes.push(Node { visit, start, value });
            }
        }
        let beside = self.beside(model, &nodes);
        let mut cliques: Vec<(f64, Vec<usize>)> = Vec::new();
        for seed in 0..nodes.len() {
            let clique = grow(seed, &nodes, &beside);
            let value: f64 = clique.iter().map(|&node| nodes[node].value).sum();
            if value > 1.0 + VIOLATION {
                cliques.push((value, clique));
            }
        }
        cliques.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        cliques.dedup_by(|a, b| a.1 == b.1);
        let mut n_of_visit: BTreeMap<usize, usize> = BTreeMap::new();
        let mut rows = Vec::new();
        for (_, nodes_of_clique) in cliques {
            let mut clique = Clique::new();
            for node in nodes_of_clique {
                clique.entry(nodes[node].visit).or_default().insert(nodes[node].start);
            }
            if rows.len() >= N_CLIQUES || clique.keys().any(|visit| n_of_visit.get(visit) >= Some(&N_OF_VISIT)) {
                continue;
            }
            clique.keys().for_each(|&visit| *n_of_visit.entry(visit).or_insert(0) += 1);
            self.extend(model, &mut clique);
            rows.push(row(&clique));
        }
        rows
    }

    /// Returns the row of starts of visits, given as ranges, if all of them exclude each other.
    pub fn row_of(&mut self, model: &Model, ranges: &[(usize, Range<usize>)]) -> Option<Row> {
        self.prepare(&model.instance, &model.pool);
        let mut clique = Clique::new();
        for (visit, starts) in ranges {
            clique.entry(*visit).or_default().extend(starts.clone());
        }
        for (&v, of_v) in &clique {
            for (&w, of_w) in clique.range(v + 1..) {
                let excluded = self.between(&model.instance, &model.pool, v, w);
                if !of_v.iter().all(|&start| of_w.iter().all(|&other| has(&excluded[start], other))) {
                    return None;
                }
            }
        }
        (clique.len() > 1).then(|| row(&clique))
    }

    /// Finds the rows that tell.
    fn prepare(&mut self, instance: &Instance, pool: &Pool) {
        if !self.rows_of.is_empty() {
            return;
        }
        self.rows_of = vec![Vec::new(); instance.requests.len()];
        for (idx, row) in pool.rows.iter().enumerate() {
            for &(visit, _, _) in Exclusion::of(row).iter().flat_map(|exclusion| &exclusion.terms) {
                if self.rows_of[visit].last() != Some(&idx) {
                    self.rows_of[visit].push(idx);
                }
            }
        }
    }

    /// The visits that have a row in common with one.
    pub fn others(&mut self, instance: &Instance, pool: &Pool, visit: usize) -> BTreeSet<usize> {
        self.prepare(instance, pool);
        let mut is_other = vec![false; instance.requests.len()];
        let rows = self.rows_of[visit].iter().filter_map(|&idx| Exclusion::of(&pool.rows[idx]));
        rows.flat_map(|row| row.terms).for_each(|(other, _, _)| is_other[other] = true);
        is_other[visit] = false;
        (0..is_other.len()).filter(|&other| is_other[other]).collect()
    }

    /// What the starts of one visit exclude of another's.
    pub fn between(&mut self, instance: &Instance, pool: &Pool, v: usize, w: usize) -> &Excluded {
        let Conflicts { rows_of, between } = self;
        between.entry((v, w)).or_insert_with(|| {
            let mut excluded: Excluded = vec![Vec::new(); instance.requests[v].starts.len()];
            for idx in rows_of[v].iter().filter(|&idx| rows_of[w].binary_search(idx).is_ok()) {
                let Some(exclusion) = Exclusion::of(&pool.rows[*idx]) else { continue };
                exclusion.mark(instance, v, w, &mut excluded);
            }
            excluded.iter_mut().for_each(merge);
            excluded
        })
    }

    /// Per node, the others that can be in a clique with it, in order.
    fn beside(&mut self, model: &Model, nodes: &[Node]) -> Vec<Vec<usize>> {
        let mut of_visit: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (idx, node) in nodes.iter().enumerate() {
            of_visit.entry(node.visit).or_default().push(idx);
        }
        let mut beside = vec![Vec::new(); nodes.len()];
        for (&v, mine) in &of_visit {
            for &a in mine {
                beside[a].extend(mine.iter().copied().filter(|&b| b != a));
            }
            for w in self.others(&model.instance, &model.pool, v) {
                let Some(theirs) = of_visit.get(&w) else { continue };
                let excluded = self.between(&model.instance, &model.pool, v, w);
                for &a in mine {
                    let is_beside = |&b: &usize| has(&excluded[nodes[a].start], nodes[b].start);
                    beside[a].extend(theirs.iter().copied().filter(is_beside));
                }
            }
        }
        beside.iter_mut().for_each(|others: &mut Vec<usize>| others.sort_unstable());
        beside
    }

    /// Takes every start in that excludes all of a clique.
    fn extend(&mut self, model: &Model, clique: &mut Clique) {
        let mut others: Option<BTreeSet<usize>> = None;
        for &visit in clique.keys() {
            let of_visit = self.others(&model.instance, &model.pool, visit);
            others = Some(match others {
                Some(others) => &others & &of_visit,
                None => of_visit,
            });
        }
        let inside: Vec<usize> = clique.keys().copied().collect();
        for visit in inside.into_iter().chain(others.unwrap_or_default()) {
            let mut starts: Vec<bool> = vec![true; model.instance.requests[visit].starts.len()];
            for (&other, of_other) in clique.iter().filter(|&(&other, _)| other != visit) {
                let excluded = self.between(&model.instance, &model.pool, other, visit);
                for &start in of_other {
                    let mut ranges = excluded[start].iter().peekable();
                    for (position, is_in) in starts.iter_mut().enumerate() {
                        while ranges.peek().is_some_and(|range| range.end <= position) {
                            ranges.next();
                        }
                        *is_in &= ranges.peek().is_some_and(|range| range.start <= position);
                    }
                }
            }
            let starts: BTreeSet<usize> = (0..starts.len()).filter(|&start| starts[start]).collect();
            if !starts.is_empty() {
                clique.insert(visit, starts);
            }
        }
    }
}

/// A row that makes starts exclude each other: of these starts of visits a plan has one at most; or, of two visits, the
/// first at one of its starts only with the second at one of its.
struct Exclusion<'r> {
    /// Visit, starts, and whether they are allowed.
    terms: Vec<(usize, &'r Range<usize>, bool)>,
}

impl<'r> Exclusion<'r> {
    fn of(row: &'r Row) -> Option<Self> {
        let term = |term: &'r Term| match term {
            Term::Seat { request, role: 0, who: Who::Any, starts, filter, coef }
                if *filter == Filter::default() && coef.abs() == 1 =>
            {
                Some((*request, starts, *coef < 0))
            }
            _ => None,
        };
        let is_of_rule = matches!(row.origin, Origin::Rule(_)) && row.slack.is_none() && row.lower.is_none();
        let terms: Vec<_> = if is_of_rule { row.terms.iter().map(term).collect::<Option<_>>()? } else { return None };
        let n_allowed = terms.iter().filter(|(_, _, is_allowed)| *is_allowed).count();
        let is_one_at_most = row.upper == Some(1) && n_allowed == 0;
        let is_only_with = row.upper == Some(0) && n_allowed == 1 && terms.len() == 2;
        (is_one_at_most || is_only_with).then_some(Exclusion { terms })
    }

    /// Adds what it makes each start of one visit exclude of another's.
    fn mark(&self, instance: &Instance, v: usize, w: usize, excluded: &mut Excluded) {
        let n_starts = |visit: usize| instance.requests[visit].starts.len();
        let outside = |visit: usize, range: &Range<usize>| [0..range.start, range.end..n_starts(visit)];
        let of = |visit: usize| self.terms.iter().filter(move |term| term.0 == visit);
        for (_, mine, mine_is_allowed) in of(v) {
            for (_, theirs, theirs_is_allowed) in of(w) {
                let mine = if *mine_is_allowed { outside(v, mine).to_vec() } else { vec![(*mine).clone()] };
                let theirs = if *theirs_is_allowed { outside(w, theirs).to_vec() } else { vec![(*theirs).clone()] };
                for start in mine.into_iter().flatten() {
                    theirs.iter().for_each(|range| take_in(&mut excluded[start], range));
                }
            }
        }
    }
}

/// Adds a range to others. Rows come in order of time, so that most ranges go on where the last one ends.
fn take_in(ranges: &mut Vec<Range<usize>>, range: &Range<usize>) {
    match ranges.last_mut() {
        _ if range.is_empty() => {}
        Some(last) if last.start <= range.start && range.start <= last.end => last.end = last.end.max(range.end),
        _ => ranges.push(range.clone()),
    }
}

/// Puts ranges in order and joins those that touch.
fn merge(ranges: &mut Vec<Range<usize>>) {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    ranges.dedup_by(|later, earlier| {
        let touches = later.start <= earlier.end;
        if touches {
            earlier.end = earlier.end.max(later.end);
        }
        touches
    });
}

/// Whether one of the ranges has a position.
fn has(ranges: &[Range<usize>], position: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= position);
    ranges.get(next).is_some_and(|range| range.start <= position)
}

/// A clique of nodes: beginning with one, always the one that leaves most to choose from.
fn grow(seed: usize, nodes: &[Node], beside: &[Vec<usize>]) -> Vec<usize> {
    let are_beside = |a: usize, b: usize| beside[a].binary_search(&b).is_ok();
    let mut clique = vec![seed];
    let mut open: Vec<usize> = beside[seed].clone();
    while !open.is_empty() {
        let left = |&node: &usize| {
            let with = open.iter().filter(|&&other| other == node || are_beside(node, other));
            with.map(|&other| nodes[other].value).sum::<f64>()
        };
        let Some(best) = { &open }.iter().copied().max_by(|a, b| left(a).total_cmp(&left(b)).then(b.cmp(a))) else {
            break;
        };
        clique.push(best);
        open.retain(|&node| are_beside(best, node));
    }
    clique.sort_unstable();
    clique
}

/// The row of a clique.
fn row(clique: &Clique) -> Row {
    let mut terms = Vec::new();
    for (&request, starts) in clique {
        let mut ranges: Vec<Range<usize>> = starts.iter().map(|&start| start..start + 1).collect();
        merge(&mut ranges);
        let term = |starts| Term::Seat { request, role: 0, who: Who::Any, starts, filter: Filter::default(), coef: 1 };
        terms.extend(ranges.into_iter().map(term));
    }
    Row::at_most(Origin::Conflict, 1, terms)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use fastrand::Rng;

    use super::super::columns::{Column, Stop, small};
    use super::*;

    #[test]
    fn starts_of_a_clique_exclude_each_other_and_days_on_both_sides_count() {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/bench/S-bind-1"));
        let problem = crate::scenario::load(path).expect("a scenario").problem;
        let model = Model::new(&problem);
        let requests = &model.instance.requests;
        let alone = |request: usize, start: usize| {
            let stop = Stop { request: small(request), role: 0, start: small(start) };
            let mut leads = requests[request].candidates[0].iter();
            leads.find_map(|&(traveller, _)| model.column(traveller, &[stop]))
        };
        let coef = |row: &Row, column: &Column| row.coef(&model.instance, &model.pool.place_groups, column);
        let exclude = |a: &Column, b: &Column| {
            let hard =
                model.pool.rows.iter().filter(|row| matches!(row.origin, Origin::Rule(_)) && row.slack.is_none());
            { hard }.any(|row| row.upper.is_some_and(|upper| coef(row, a) + coef(row, b) > upper))
        };
        let mut rng = Rng::with_seed(7);
        let mut conflicts = Conflicts::default();
        let (mut n_pairs, mut longest) = (0, 0);
        for _ in 0..20 {
            // Each visit half on one day and half on another.
            let mut support = Vec::new();
            for (request, data) in requests.iter().enumerate().filter(|(_, data)| !data.starts.is_empty()) {
                for _ in 0..2 {
                    support.extend(alone(request, rng.usize(0..data.starts.len())).map(|column| (column, 0.5)));
                }
            }
            for row in conflicts.violated(&model, &Activity::new(&model, &support)) {
                let mut starts: Vec<(usize, usize)> = Vec::new();
                for term in &row.terms {
                    let Term::Seat { request, starts: range, .. } = term else { panic!("{term:?}") };
                    starts.extend(range.clone().map(|start| (*request, start)));
                    let days = requests[*request].starts[range.end - 1].start_day
                        - requests[*request].starts[range.start].start_day;
                    longest = longest.max(days);
                }
                for _ in 0..40 {
                    let (a, b) = (starts[rng.usize(0..starts.len())], starts[rng.usize(0..starts.len())]);
                    let columns = alone(a.0, a.1).zip(alone(b.0, b.1)).filter(|_| a.0 != b.0);
                    let Some((one, other)) = columns else { continue };
                    assert!(exclude(&one, &other), "{a:?} and {b:?} in {row:?}");
                    n_pairs += 1;
                }
            }
        }
        assert!(n_pairs > 300, "{n_pairs}");
        // Visits to a place are 21 days apart: those of one window lie within three weeks.
        assert!(longest > 21, "{longest}");
    }
}
