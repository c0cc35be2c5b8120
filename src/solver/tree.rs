//! Branch and price: a tree of decisions, each leaf with a bound on every plan that keeps the decisions on the way to it.
//!
//! What is branched on, in this order: whether a visit is planned, who fills a role, whether a visit begins early in its
//! windows. Each is a sum of seats that is nothing or one in every plan, so a decision is a row over seats, which pricing
//! charges like any other; no pricing problem gets harder by it. The node with the highest bound comes next, so the
//! highest bound of the open nodes is a bound on every plan, at every moment.
//!
//! Which of the candidates is taken: the one whose two children lose most, by solving the LP of each once without
//! pricing (strong branching) until what it loses is known from elsewhere in the tree (pseudo-costs).
//!
//! # Sources
//!
//! Barnhart, Johnson, Nemhauser, Savelsbergh and Vance (1998), *Branch-and-Price: Column Generation for Solving Huge
//! Integer Programs*, <https://doi.org/10.1287/opre.46.3.316>; Achterberg, Koch and Martin (2005), *Branching Rules
//! Revisited*, <https://doi.org/10.1016/j.orl.2004.04.002>.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::columns::Column;
use super::constraints::row::{Filter, Origin, Row, Term, Who};
use super::instance::Instance;
use super::master::Master;

/// From which distance to a whole number a sum counts as a fraction.
const FRACTION: f64 = 0.02;
/// How many candidates are looked at in a node.
const N_CANDIDATES: usize = 8;
/// How often a candidate is solved for before what it loses is taken as known.
const N_RELIABLE: usize = 2;

/// A sum of seats that is nothing or one in every plan.
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

/// What deciding an entity was seen to lose, in points, for each unit that its sum moved.
#[derive(Clone, Copy, Debug, Default)]
struct PseudoCost {
    lost: [f64; 2],
    n: [usize; 2],
}

impl PseudoCost {
    fn add(&mut self, side: bool, lost: f64, moved: f64) {
        self.lost[usize::from(side)] += lost.max(0.0) / moved.max(FRACTION);
        self.n[usize::from(side)] += 1;
    }

    fn estimate(&self, side: bool, moved: f64) -> f64 {
        let side = usize::from(side);
        if self.n[side] == 0 { 0.0 } else { self.lost[side] / self.n[side] as f64 * moved } // Small numbers.
    }
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
    costs: BTreeMap<Entity, PseudoCost>,
}

impl<'m> Tree<'m> {
    /// Begins with a master problem that was solved, and the bound that it gave.
    pub fn new(instance: &'m Instance<'m>, master: &mut Master, bound: i64) -> Self {
        master.begin_branching();
        let root = Node { bound, id: 0, decisions: Vec::new() };
        Tree {
            n_columns: master.n_columns(),
            instance,
            rows: BTreeMap::new(),
            decided: BTreeSet::new(),
            open: BTreeSet::from([root]),
            aside: Vec::new(),
            n_nodes: 1,
            costs: BTreeMap::new(),
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
        self.open.retain(|node| node.bound > value);
        self.aside.retain(|&bound| bound > value);
    }

    /// Drops what is of no use any more when the master has grown to twice its size.
    pub fn shrink(&mut self, master: &mut Master) {
        if master.n_columns() > 2 * self.n_columns {
            let moved = master.shrink();
            self.rows.values_mut().for_each(|row| *row = moved[*row]);
            self.decided = self.decided.iter().map(|&row| moved[row]).collect();
            self.n_columns = master.n_columns().max(self.n_columns);
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
        let candidates = self.candidates(master);
        let at = master.value();
        let mut best: Option<(f64, Entity)> = None;
        for (entity, fraction) in candidates {
            let known = self.costs.get(&entity).copied().unwrap_or_default();
            let is_known = known.n.iter().all(|&n| n >= N_RELIABLE);
            let mut lost = [known.estimate(false, fraction), known.estimate(true, 1.0 - fraction)];
            if !is_known {
                let row = self.row(entity, master);
                for side in [false, true] {
                    master.branch(row, Some(side));
                    // A probe that fails says nothing.
                    let value = master.probe(seconds()).unwrap_or(at);
                    let moved = if side { 1.0 - fraction } else { fraction };
                    lost[usize::from(side)] = at - value;
                    self.costs.entry(entity).or_default().add(side, at - value, moved);
                }
                master.branch(row, None);
            }
            let score = lost[0].max(1e-3) * lost[1].max(1e-3);
            if best.is_none_or(|(known, _)| known < score) {
                best = Some((score, entity));
            }
        }
        let Some((_, entity)) = best else { return false };
        for side in [false, true] {
            let decisions = node.decisions.iter().copied().chain([(entity, side)]).collect();
            self.open.insert(Node { bound: node.bound, id: self.n_nodes, decisions });
            self.n_nodes += 1;
        }
        true
    }

    /// Entities that the last solution has fractions of, and these; of the first kind that has any.
    fn candidates(&self, master: &Master) -> Vec<(Entity, f64)> {
        let support = master.support();
        let mut visits: BTreeMap<usize, f64> = BTreeMap::new();
        let mut seats: BTreeMap<(usize, usize, usize), f64> = BTreeMap::new();
        let mut starts: BTreeMap<usize, BTreeMap<usize, f64>> = BTreeMap::new();
        for (column, value) in &support {
            let column: &Column = column;
            for stop in column.stops() {
                let (request, role) = (stop.request(), stop.role());
                *seats.entry((request, role, column.traveller())).or_insert(0.0) += value;
                if role == 0 {
                    *visits.entry(request).or_insert(0.0) += value;
                    *starts.entry(request).or_default().entry(stop.start()).or_insert(0.0) += value;
                }
            }
        }
        let is_fraction = |value: f64| value > FRACTION && value < 1.0 - FRACTION;
        let of_visits = visits.iter().map(|(&request, &value)| (Entity::Visit { request }, value));
        let of_seats = seats
            .iter()
            .map(|(&(request, role, traveller), &value)| (Entity::Seat { request, role, traveller }, value));
        // Early are the starts that have about half of the visit.
        let of_starts = starts.iter().filter_map(|(&request, starts)| {
            let half = starts.values().sum::<f64>() / 2.0;
            let mut before = 0.0;
            let early = starts.iter().map(|(&start, value)| {
                let early = (Entity::Early { request, before: start }, before);
                before += value;
                early
            });
            early.skip(1).min_by(|a, b| (a.1 - half).abs().total_cmp(&(b.1 - half).abs()))
        });
        let kinds: [Vec<(Entity, f64)>; 3] = [of_visits.collect(), of_seats.collect(), of_starts.collect()];
        for kind in kinds {
            let points = |entity: Entity| match entity {
                Entity::Visit { request } | Entity::Seat { request, .. } | Entity::Early { request, .. } => {
                    super::master::points(self.instance.problem.requests[request].points.0)
                }
            };
            let mut candidates: Vec<(Entity, f64)> =
                kind.into_iter().filter(|&(_, value)| is_fraction(value)).collect();
            candidates.sort_by(|a, b| {
                let promise = |&(entity, value): &(Entity, f64)| value.min(1.0 - value) * points(entity);
                promise(b).total_cmp(&promise(a)).then_with(|| a.0.cmp(&b.0))
            });
            candidates.truncate(N_CANDIDATES);
            if !candidates.is_empty() {
                return candidates;
            }
        }
        Vec::new()
    }
}
