//! The list of rules: each file turns one rule into rows and charges.
//!
//! The pool holds every row that a plan must keep. The master takes them into the LP only when a solution violates
//! them; a relaxation is a valid bound at any time. What is in no row: the rules on one trip by itself, which columns
//! keep by construction, and the step-by-step coupling of roles, whose rows [`delegation`] makes on demand.

pub mod attendance;
pub mod coverage;
pub mod delegation;
pub mod exclusion;
pub mod home_meetings;
pub mod limit;
pub mod one_trip_at_a_time;
pub mod presence;
pub mod resource;
pub mod row;
pub mod sequence;
pub mod spacing;
pub mod stability;
pub mod steps;
pub mod visit_once;

use crate::domain::{Rule, RuleBody, RuleIdx, TravellerIdx, VisitFilter};

use super::instance::Instance;
use row::{Filter, Origin, Row, Slack, Term, Who};

/// Points that columns lose or win by a rule, term by term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// What is counted.
    pub term: Term,
    /// Points per count, in thousandths; negative when lost.
    pub points: i64,
}

/// Every row, slack and charge of a problem.
#[derive(Debug, Default)]
pub struct Pool {
    /// The rows.
    pub rows: Vec<Row>,
    /// What may be violated at a price.
    pub slacks: Vec<Slack>,
    /// What columns lose or win by rules.
    pub charges: Vec<Charge>,
    /// Points that every plan has or loses.
    pub constant: i64,
    /// Groups of places that filters name: per group, whether each place is in it.
    pub place_groups: Vec<Vec<bool>>,
}

impl Pool {
    /// Returns all rows of a problem, rule by rule.
    pub fn new(instance: &Instance) -> Self {
        let mut pool = Pool::default();
        visit_once::add(instance, &mut pool);
        one_trip_at_a_time::add(instance, &mut pool);
        home_meetings::add(instance, &mut pool);
        for (idx, rule) in instance.problem.rules.iter().enumerate() {
            let ctx = RuleCtx { instance, rule, idx: RuleIdx(idx) };
            match &rule.body {
                RuleBody::Limit(limit) => limit::add(&ctx, limit, &mut pool),
                RuleBody::Presence(presence) => presence::add(&ctx, presence, &mut pool),
                RuleBody::Attendance(attendance) => attendance::add(&ctx, attendance, &mut pool),
                RuleBody::Spacing(spacing) => spacing::add(&ctx, spacing, &mut pool),
                RuleBody::Sequence(sequence) => sequence::add(&ctx, sequence, &mut pool),
                RuleBody::Exclusion(exclusion) => exclusion::add(&ctx, exclusion, &mut pool),
                RuleBody::Resource(resource) => resource::add(&ctx, resource, &mut pool),
                RuleBody::Coverage(coverage) => coverage::add(&ctx, coverage, &mut pool),
                RuleBody::Stability(stability) => stability::add(&ctx, stability, &mut pool),
            }
        }
        pool
    }

    /// Adds a row unless no column can count in it and it holds anyway.
    pub fn push(&mut self, row: Row) {
        if !row.terms.is_empty() || row.excess(0) > 0 {
            self.rows.push(row);
        }
    }

    /// The number of a group of places; the same group has one number.
    fn group(&mut self, instance: &Instance, places: &[crate::domain::PlaceIdx]) -> usize {
        let mut group = vec![false; instance.problem.places.len()];
        for place in places {
            group[place.0] = true;
        }
        self.place_groups.iter().position(|known| *known == group).unwrap_or_else(|| {
            self.place_groups.push(group);
            self.place_groups.len() - 1
        })
    }
}

/// What the file of a rule is given.
pub struct RuleCtx<'a> {
    /// The prepared problem.
    pub instance: &'a Instance<'a>,
    /// The rule.
    pub rule: &'a Rule,
    /// Its position.
    pub idx: RuleIdx,
}

impl RuleCtx<'_> {
    /// Where its rows come from.
    pub fn origin(&self) -> Origin {
        Origin::Rule(self.idx)
    }

    /// Returns a new slack when the rule has a penalty.
    pub fn slack(&self, pool: &mut Pool) -> Option<usize> {
        self.rule.penalty.map(|penalty| self.slack_at(pool, penalty.0))
    }

    /// Returns a new slack that costs `penalty` a unit.
    pub fn slack_at(&self, pool: &mut Pool, penalty: i64) -> usize {
        pool.slacks.push(Slack { penalty, rule: self.idx });
        pool.slacks.len() - 1
    }

    /// Marks these travellers, by position.
    pub fn who(&self, travellers: &[TravellerIdx]) -> Who {
        let mut these = vec![false; self.instance.travellers.len()];
        for traveller in travellers {
            these[traveller.0] = true;
        }
        Who::These(these.into())
    }

    /// The requests that a filter takes, by place and theme. Home is meant only where it is named.
    pub fn requests_of(&self, filter: &VisitFilter) -> Vec<usize> {
        let problem = self.instance.problem;
        let taken = |idx: &usize| {
            let request = &problem.requests[*idx];
            let place = match &filter.places {
                Some(places) => places.contains(&request.place),
                None => request.place != problem.home,
            };
            place && filter.theme.as_ref().is_none_or(|theme| request.theme.as_ref() == Some(theme))
        };
        (0..problem.requests.len()).filter(taken).collect()
    }

    /// The seats by which a visit counts for a filter: a visit counts when at least one of them is taken. With
    /// `sure`, one seat that is taken exactly when the visit counts.
    pub fn seats_of(&self, request: usize, filter: &VisitFilter) -> Seats {
        let lead = Seats { seats: vec![(0, Who::Any)], sure: true };
        let Some(rank) = filter.rank else { return lead };
        let problem = self.instance.problem;
        let of_rank: Vec<TravellerIdx> =
            problem.traveller_idxs().filter(|&traveller| problem.traveller(traveller).rank == rank).collect();
        let who = self.who(&of_rank);
        let data = &self.instance.requests[request];
        let mut seats = Vec::new();
        for (role, candidates) in data.candidates.iter().enumerate() {
            let n_of_rank = candidates.iter().filter(|&&(traveller, _)| who.has(traveller)).count();
            if n_of_rank > 0 && n_of_rank == candidates.len() && !data.optional[role] {
                return lead;
            }
            if n_of_rank > 0 {
                seats.push((role, who.clone()));
            }
        }
        Seats { sure: seats.len() == 1, seats }
    }

    /// The term that counts a seat at these starts.
    pub fn seat(&self, request: usize, (role, who): &(usize, Who), starts: std::ops::Range<usize>, coef: i64) -> Term {
        Term::Seat { request, role: *role, who: who.clone(), starts, filter: Filter::default(), coef }
    }

    /// The term that counts the planned visit at these starts.
    pub fn visit(&self, request: usize, starts: std::ops::Range<usize>, coef: i64) -> Term {
        self.seat(request, &(0, Who::Any), starts, coef)
    }
}

/// The seats by which a visit counts.
pub struct Seats {
    /// Role and travellers; a visit counts when one of these seats is taken.
    pub seats: Vec<(usize, Who)>,
    /// Whether there is just one, so that it stands for the visit.
    pub sure: bool,
}
