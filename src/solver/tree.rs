//! Branch and price: a tree of decisions, each leaf with a bound on every plan that keeps the decisions on the way to it.
//!
//! What is branched on: whether a visit is planned, who fills a role, whether one trip has both of two seats, and whether
//! a visit begins before a new period of a budget; where none of these has a fraction, whether it begins early in its
//! windows. Each is a sum over trips that is nothing or one in every plan, so a decision is a row, which pricing charges
//! like any other. The node with the highest bound comes next, so the highest bound of the open nodes is a bound on every
//! plan, at every moment.
//!
//! Which of the candidates is taken: the one whose two children lose most, by solving the LP of each once without
//! pricing (strong branching) unless what it loses is known from elsewhere in the tree (pseudo-costs). Each of these LPs
//! begins from the basis of the node, and so do the children later: from that of another node, where a few iterations
//! end says nothing of what a branch loses.
//!
//! # Sources
//!
//! Barnhart, Johnson, Nemhauser, Savelsbergh and Vance (1998), *Branch-and-Price: Column Generation for Solving Huge
//! Integer Programs*, <https://doi.org/10.1287/opre.46.3.316>; Achterberg, Koch and Martin (2005), *Branching Rules
//! Revisited*, <https://doi.org/10.1016/j.orl.2004.04.002>.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::backend::basis::Basis;
use super::backend::kept::positions_among;
use super::columns::Column;
use super::constraints::row::{Filter, Origin, Row, Term, Who};
use super::instance::{Instance, Start};
use super::master::Master;
use super::model::Model;

/// From which distance to a whole number a sum counts as a fraction.
const FRACTION: f64 = 0.02;
/// How many candidates of each kind are looked at in a node.
const N_CANDIDATES: usize = 2;

/// A request and a role.
type Seat = (usize, usize);

/// A sum over trips that is nothing or one in every plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entity {
    /// Whether a visit is planned.
    Visit {
        /// The request.
        request: usize,
    },
    /// Whether a traveller fills a role.
    Seat {
        /// The request.
        request: usize,
        /// The role.
        role: usize,
        /// The traveller.
        traveller: usize,
    },
    /// Whether one trip has both of two seats.
    Together {
        /// A request and a role.
        one: (usize, usize),
        /// Another, after the first.
        other: (usize, usize),
    },
    /// Whether a visit is planned with one of its first starts.
    Early {
        /// The request.
        request: usize,
        /// The first start that is not early.
        before: usize,
    },
}

impl Entity {
    /// The row over its seats, without a side.
    fn row(self, instance: &Instance) -> Row {
        let any = |request: usize| 0..instance.requests[request].starts.len();
        let (request, role, who, starts) = match self {
            Entity::Visit { request } => (request, 0, Who::Any, any(request)),
            Entity::Early { request, before } => (request, 0, Who::Any, 0..before),
            Entity::Seat { request, role, traveller } => {
                let these = (0..instance.travellers.len()).map(|other| other == traveller).collect();
                (request, role, Who::These(Arc::new(these)), any(request))
            }
            Entity::Together { one, other } => {
                let term = Term::Pairs { seats: Arc::new(vec![one, other]) };
                return Row {
                    origin: Origin::VisitOnce(one.0),
                    terms: vec![term],
                    lower: None,
                    upper: None,
                    slack: None,
                };
            }
        };
        let term = Term::Seat { request, role, who, starts, filter: Filter::default(), coef: 1 };
        Row { origin: Origin::VisitOnce(request), terms: vec![term], lower: None, upper: None, slack: None }
    }
}

/// A decision: at least one, or nothing.
pub type Decision = (Entity, bool);

/// What is still to be searched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// No plan that keeps the decisions has more points, in thousandths.
    pub bound: i64,
    /// How many nodes were made before it.
    id: usize,
    /// The decisions.
    pub decisions: Vec<Decision>,
}

/// A tree of decisions, for a master problem that has a row for each entity.
pub struct Tree<'m> {
    instance: &'m Instance<'m>,
    rows: BTreeMap<Entity, usize>,
    /// Rows with a side.
    decided: BTreeSet<usize>,
    open: BTreeSet<Node>,
    /// The bounds of nodes that nothing more can be done about.
    aside: Vec<i64>,
    n_nodes: usize,
    /// How many columns the master had when it was last made smaller.
    n_columns: usize,
    /// What deciding an entity was seen to lose, nothing or at least one, in points for each unit that its sum moved.
    pseudo_costs: BTreeMap<Entity, [f64; 2]>,
    /// Per request: where periods of limits begin among its starts.
    borders: Vec<Vec<usize>>,
    /// Per open node, by its number: the basis of the node that it comes of, as far as its columns and rows are still there.
    bases: BTreeMap<usize, Arc<Basis>>,
}

impl<'m> Tree<'m> {
    /// Begins with a master problem that was solved, and the bound that it gave.
    pub fn new(model: &'m Model<'m>, master: &mut Master, bound: i64) -> Self {
        master.begin_branching();
        let root = Node { bound, id: 0, decisions: Vec::new() };
        Tree {
            n_columns: master.n_columns(),
            instance: &model.instance,
            borders: borders(model),
            rows: BTreeMap::new(),
            decided: BTreeSet::new(),
            open: BTreeSet::from([root]),
            aside: Vec::new(),
            n_nodes: 1,
            pseudo_costs: BTreeMap::new(),
            bases: BTreeMap::new(),
        }
    }

    /// The highest bound of any node that is left.
    pub fn bound(&self) -> Option<i64> {
        self.open.last().map(|node| node.bound).max(self.aside.iter().copied().max())
    }

    /// How many nodes are open.
    pub fn n_open(&self) -> usize {
        self.open.len()
    }

    /// Takes the open node with the highest bound, and gives the master its decisions.
    pub fn take(&mut self, master: &mut Master) -> Option<Node> {
        let node = self.open.pop_last()?;
        for &row in &self.decided {
            master.branch(row, None);
        }
        self.decided.clear();
        for &(entity, side) in &node.decisions {
            let row = self.row(entity, master);
            master.branch(row, Some(side));
            self.decided.insert(row);
        }
        if let Some(basis) = self.bases.remove(&node.id) {
            master.begin_from(&basis);
        }
        Some(node)
    }

    /// Puts a node back, with what is known of it now.
    pub fn put_back(&mut self, node: Node) {
        self.open.insert(node);
    }

    /// Gives a node up: its bound stays what it is.
    pub fn set_aside(&mut self, node: &Node) {
        self.aside.push(node.bound);
    }

    /// Drops the nodes that have no plan better than one worth so much.
    pub fn drop_up_to(&mut self, value: i64) {
        let n_open = self.open.len();
        self.open.retain(|node| node.bound > value);
        if self.open.len() < n_open {
            let open: BTreeSet<usize> = self.open.iter().map(|node| node.id).collect();
            self.bases.retain(|id, _| open.contains(id));
        }
        self.aside.retain(|&bound| bound > value);
    }

    /// Drops what is of no use any more when the master has grown to twice its size, or most of its rows are.
    ///
    /// * `master`: solved for a node.
    pub fn shrink(&mut self, master: &mut Master) {
        master.note_use();
        let is_grown = master.n_columns() > 2 * self.n_columns;
        let Some(kept) = (if is_grown { Some(master.shrink()) } else { master.drop_idle_rows() }) else { return };
        let moved = positions_among(&kept.rows);
        self.rows.values_mut().for_each(|row| *row = moved[*row]);
        self.decided = self.decided.iter().map(|&row| moved[row]).collect();
        if is_grown {
            self.n_columns = master.n_columns().max(self.n_columns);
        }
        // The two that come of a node have one basis.
        let mut last: Option<(Arc<Basis>, Arc<Basis>)> = None;
        for basis in self.bases.values_mut() {
            let of_kept = match &last {
                Some((before, of_kept)) if Arc::ptr_eq(before, basis) => Arc::clone(of_kept),
                _ => Arc::new(basis.as_ref().clone().retain(&kept.cols, &kept.rows)),
            };
            last = Some((std::mem::replace(basis, Arc::clone(&of_kept)), of_kept));
        }
    }

    fn row(&mut self, entity: Entity, master: &mut Master) -> usize {
        let instance = self.instance;
        *self.rows.entry(entity).or_insert_with(|| master.add_branching_row(entity.row(instance)))
    }

    /// Branches on the node that the master was solved for, and says whether there was anything to branch on.
    ///
    /// * `master`: solved for the node.
    /// * `seconds`: what solving may take.
    pub fn branch(&mut self, node: &Node, master: &mut Master, seconds: impl Fn() -> Option<f64>) -> bool {
        if !master.catch_up(seconds()) {
            return false;
        }
        let (at, basis) = (master.value(), master.basis().map(Arc::new));
        let mut best: Option<(f64, Entity)> = None;
        for (entity, fraction) in self.candidates(master) {
            let moved = [fraction, 1.0 - fraction];
            let lost = match self.pseudo_costs.get(&entity) {
                Some(of_unit) => [of_unit[0] * moved[0], of_unit[1] * moved[1]],
                None => {
                    let lost = self.probe(entity, master, (at, basis.as_deref()), &seconds);
                    let of_unit = |side: usize| lost[side] / moved[side].max(FRACTION);
                    self.pseudo_costs.insert(entity, [of_unit(0), of_unit(1)]);
                    lost
                }
            };
            let score = lost[0].max(1e-3) * lost[1].max(1e-3);
            if best.is_none_or(|(known, _)| known < score) {
                best = Some((score, entity));
            }
        }
        let Some((_, entity)) = best else { return false };
        for side in [false, true] {
            let decisions = node.decisions.iter().copied().chain([(entity, side)]).collect();
            self.open.insert(Node { bound: node.bound, id: self.n_nodes, decisions });
            self.bases.extend(basis.clone().map(|basis| (self.n_nodes, basis)));
            self.n_nodes += 1;
        }
        true
    }

    /// What an LP of some iterations loses where an entity is nothing, and where it is at least one, in points.
    ///
    /// * `node`: the value of the node's LP, in points, and its basis.
    fn probe(
        &mut self,
        entity: Entity,
        master: &mut Master,
        (at, basis): (f64, Option<&Basis>),
        seconds: impl Fn() -> Option<f64>,
    ) -> [f64; 2] {
        let row = self.row(entity, master);
        let lost = [false, true].map(|side| {
            master.branch(row, Some(side));
            if let Some(basis) = basis {
                master.begin_from(basis);
            }
            // A probe that fails says nothing.
            (at - master.probe(seconds()).unwrap_or(at)).max(0.0)
        });
        master.branch(row, None);
        lost
    }

    /// Entities that the last solution has fractions of, and these: of each kind those that promise most. Starts are
    /// halved only where nothing else has a fraction.
    fn candidates(&self, master: &Master) -> Vec<(Entity, f64)> {
        let fractions = Fractions::new(master);
        let kinds = [fractions.visits(), fractions.seats(), fractions.together(), fractions.periods(&self.borders)];
        let mut chosen = Vec::new();
        for kind in kinds {
            chosen.extend(self.most_promising(kind));
        }
        if chosen.is_empty() { self.most_promising(fractions.halves()) } else { chosen }
    }

    /// Those with a fraction that is farthest from whole numbers, by what their visits are worth.
    fn most_promising(&self, kind: Vec<(Entity, f64)>) -> Vec<(Entity, f64)> {
        let points = |request: usize| super::master::points(self.instance.problem.requests[request].points.0);
        let points = |entity: Entity| match entity {
            Entity::Visit { request } | Entity::Seat { request, .. } | Entity::Early { request, .. } => points(request),
            Entity::Together { one, other } => points(one.0).min(points(other.0)),
        };
        let promise = |&(entity, value): &(Entity, f64)| value.min(1.0 - value) * points(entity);
        let mut candidates: Vec<(Entity, f64)> =
            kind.into_iter().filter(|&(_, value)| value > FRACTION && value < 1.0 - FRACTION).collect();
        candidates.sort_by(|a, b| promise(b).total_cmp(&promise(a)).then_with(|| a.0.cmp(&b.0)));
        candidates.truncate(N_CANDIDATES);
        candidates
    }
}

/// What a solution has of every sum that may be branched on.
struct Fractions {
    visits: BTreeMap<usize, f64>,
    seats: BTreeMap<(usize, usize, usize), f64>,
    pairs: BTreeMap<(Seat, Seat), f64>,
    starts: BTreeMap<usize, BTreeMap<usize, f64>>,
}

impl Fractions {
    fn new(master: &Master) -> Self {
        let mut fractions = Fractions {
            visits: BTreeMap::new(),
            seats: BTreeMap::new(),
            pairs: BTreeMap::new(),
            starts: BTreeMap::new(),
        };
        for (column, value) in master.support() {
            let column: &Column = column;
            for (idx, stop) in column.stops().iter().enumerate() {
                let (request, role) = (stop.request(), stop.role());
                *fractions.seats.entry((request, role, column.traveller())).or_insert(0.0) += value;
                if role == 0 {
                    *fractions.visits.entry(request).or_insert(0.0) += value;
                    *fractions.starts.entry(request).or_default().entry(stop.start()).or_insert(0.0) += value;
                }
                for other in &column.stops()[idx + 1..] {
                    let (a, b) = ((request, role), (other.request(), other.role()));
                    *fractions.pairs.entry((a.min(b), a.max(b))).or_insert(0.0) += value;
                }
            }
        }
        fractions
    }

    fn visits(&self) -> Vec<(Entity, f64)> {
        self.visits.iter().map(|(&request, &value)| (Entity::Visit { request }, value)).collect()
    }

    fn seats(&self) -> Vec<(Entity, f64)> {
        let seat = |(&(request, role, traveller), &value)| (Entity::Seat { request, role, traveller }, value);
        self.seats.iter().map(seat).collect()
    }

    fn together(&self) -> Vec<(Entity, f64)> {
        self.pairs.iter().map(|(&(one, other), &value)| (Entity::Together { one, other }, value)).collect()
    }

    /// Early is what begins before the border of a period.
    fn periods(&self, borders: &[Vec<usize>]) -> Vec<(Entity, f64)> {
        let mut entities = Vec::new();
        for (&request, starts) in &self.starts {
            for &before in &borders[request] {
                entities
                    .push((Entity::Early { request, before }, starts.range(..before).map(|(_, value)| value).sum()));
            }
        }
        entities
    }

    /// Early are the starts that have about half of the visit.
    fn halves(&self) -> Vec<(Entity, f64)> {
        let of_starts = self.starts.iter().filter_map(|(&request, starts)| {
            let half = starts.values().sum::<f64>() / 2.0;
            let mut before = 0.0;
            let early = starts.iter().map(|(&start, value)| {
                let early = (Entity::Early { request, before: start }, before);
                before += value;
                early
            });
            early.skip(1).min_by(|a, b| (a.1 - half).abs().total_cmp(&(b.1 - half).abs()))
        });
        of_starts.collect()
    }
}

/// Per request: the positions of the first starts in a new period of a budget or another limit on trips.
fn borders(model: &Model) -> Vec<Vec<usize>> {
    let mut days: BTreeSet<i32> = BTreeSet::new();
    for term in model.pool.rows.iter().flat_map(|row| &row.terms) {
        if let Term::Trips { first, .. } = term {
            days.extend([first.start, first.end]);
        }
    }
    let of_request = |starts: &Vec<Start>| {
        let position = |&day: &i32| starts.partition_point(|start| start.start_day < day);
        let positions: BTreeSet<usize> = days.iter().map(position).collect();
        positions.into_iter().filter(|&before| before > 0 && before < starts.len()).collect()
    };
    model.instance.requests.iter().map(|request| of_request(&request.starts)).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::bound::{RoundAsk, round};
    use super::super::columns::choice::choose;
    use super::super::search::row_index::RowIndex;
    use super::super::search::ruin_and_recreate::construct;
    use super::super::search::schedule::Schedule;
    use super::super::search::trips::Trips;
    use super::*;

    /// A branch has fewer solutions than its node: its LP comes to no more, and a probe, which is a few iterations of it,
    /// to no less than that. And a child begins from its parent's basis, wherever the master was meanwhile.
    #[test]
    fn a_probe_says_what_a_branch_loses_at_least() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/bench/S-bind-1"));
        let problem = crate::scenario::load(folder).expect("a scenario").problem;
        let model = Model::new(&problem);
        let index = RowIndex::new(&model);
        let mut master = Master::new(&model);
        let plan = construct(Schedule::new(&model, &index), &mut Trips::new(&model, &index), 0, || false);
        plan.all_columns().for_each(|column| {
            master.add_column(column.clone());
        });
        let ask = RoundAsk::of_everybody(&model);
        let price = |master: &mut Master| {
            assert!(master.solve(|| None), "a small problem");
            let found = round(&model, &master.prices(), &ask).priced;
            master.add_columns(choose(&model, found))
        };
        while price(&mut master) > 0 || master.tighten() {}
        let mut tree = Tree::new(&model, &mut master, i64::MAX);
        let root = tree.take(&mut master).expect("a root");
        let (mut n_lost, mut n_probed) = ([0, 0], 0);
        // The first time every column is in the solution, the second time some are not yet.
        for is_first in [true, false] {
            if !is_first {
                assert!(tree.branch(&root, &mut master, || None));
                let child = tree.take(&mut master).expect("a child");
                assert!(child.decisions.len() == 1 && tree.bases.len() == 1);
                price(&mut master);
            }
            assert!(master.catch_up(None));
            let (at, basis) = (master.value(), master.basis().expect("a basis"));
            for (entity, fraction) in tree.candidates(&master) {
                assert!(fraction > 0.0 && fraction < 1.0, "{entity:?}");
                let lost = tree.probe(entity, &mut master, (at, Some(&basis)), || None);
                n_probed += 1;
                for (side, lost) in [false, true].into_iter().zip(lost) {
                    let row = tree.row(entity, &mut master);
                    master.branch(row, Some(side));
                    master.begin_from(&basis);
                    assert!(master.catch_up(None) && master.solve_once(|| None).is_some());
                    assert!(at - master.value() >= lost - 1e-6, "{entity:?} {side} {lost} {}", at - master.value());
                    master.branch(row, None);
                    n_lost[usize::from(side)] += usize::from(lost > 0.1);
                }
                master.begin_from(&basis);
                assert!(master.solve_once(|| None).is_some());
                assert!(master.value() <= at + 1e-6, "{} {at}", master.value());
            }
        }
        // Probes of either side tell something.
        assert!(n_probed > 8 && n_lost.iter().all(|&n_lost| 2 * n_lost > n_probed), "{n_lost:?} of {n_probed}");
    }
}
