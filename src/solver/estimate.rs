//! Prices estimated from a plan, before anything was priced: what money earns in it, and what that leaves to each visit.
//!
//! Where budgets bind, a trip of a good plan brings little more than what its money would bring elsewhere. So a budget
//! that is nearly spent is charged what the less efficient of its trips bring for their money. A visit alone on a trip
//! costs more at these prices than beside others: about half of that counts. A member of a delegation earns it, and the
//! lead pays for the member; the visit is charged what is left of its points. So most trips are worth about nothing, as
//! they are at the best prices. Any prices give a true bound, so a poor plan makes it weaker and never wrong.

use super::columns::{Column, stop_points};
use super::constraints::row::Row;
use super::cuts::budget;
use super::guide::Guide;
use super::master::{as_f64, points};
use super::model::Model;
use super::prices::PricedRow;

/// What share of a budget a plan spends at least where money is short.
const NEARLY_SPENT: f64 = 0.85;
/// Which of the trips of a budget says what money earns: at this share from the least efficient to the most.
const EFFICIENCY: f64 = 0.25;
/// What share of its costs alone a visit has on a trip with others.
const SHARE_OF_COSTS: f64 = 0.55;

/// Estimated prices, in points.
#[derive(Debug)]
pub struct Estimate {
    /// Per request: what the visit is charged.
    pub visits: Vec<f64>,
    /// Per request and role: what a member earns and the lead pays.
    pub members: Vec<Vec<f64>>,
    /// Per row of the pool that budgets trips and is nearly spent: what a cent, or a gram, is charged.
    pub budgets: Vec<(usize, f64)>,
}

impl Estimate {
    /// Reads prices off a plan.
    ///
    /// * `columns`: those of the plan.
    pub fn new(model: &Model, columns: &[&Column]) -> Self {
        let budgets = budgets(model, columns);
        let rows: Vec<PricedRow> = { budgets.iter() }
            .map(|&(idx, price)| (&model.pool.rows[idx], (price * 1e9).round() as i64)) // Points per cent or gram.
            .collect();
        let worths = Worths::new(model, &rows);
        let visit = |request: usize| worths.of_visit(request, SHARE_OF_COSTS).max(0.0);
        let earned = |request: usize, role: usize| match role {
            0 => 0.0,
            _ => SHARE_OF_COSTS * worths.cost_of_member(request, role),
        };
        let roles = |request: usize| 0..model.instance.requests[request].optional.len();
        let members = |request: usize| roles(request).map(|role| earned(request, role)).collect();
        let requests = 0..model.instance.requests.len();
        Estimate { visits: requests.clone().map(visit).collect(), members: requests.map(members).collect(), budgets }
    }
}

/// What visits bring with everybody on trips of their own, at some prices and at none.
pub struct Worths<'m> {
    model: &'m Model<'m>,
    free: Guide,
    charged: Guide,
}

impl<'m> Worths<'m> {
    /// * `rows`: what is charged; prices of visits are left out.
    pub fn new(model: &'m Model<'m>, rows: &[PricedRow]) -> Self {
        Worths { model, free: Guide::new(model, &[]), charged: Guide::new(model, rows) }
    }

    /// What is left of a visit, in points, when so large a share of its costs is taken off.
    pub fn of_visit(&self, request: usize, share: f64) -> f64 {
        let (most, left) = (self.free.of_request(self.model, request), self.charged.of_request(self.model, request));
        share.mul_add(-points(most - left), points(most))
    }

    /// What a role brings its member, in points.
    pub fn of_member(&self, request: usize, role: usize) -> f64 {
        points(self.most_of_role(&self.charged, request, role))
    }

    /// What a role costs its member, in points.
    fn cost_of_member(&self, request: usize, role: usize) -> f64 {
        points(self.most_of_role(&self.free, request, role)) - self.of_member(request, role)
    }

    fn most_of_role(&self, guide: &Guide, request: usize, role: usize) -> i64 {
        let data = &self.model.instance.requests[request];
        let seats = (0..data.candidates[role].len())
            .flat_map(|position| (0..data.starts.len()).map(move |start| (position, start)));
        let worth = |(position, start)| guide.worth_alone(self.model, (request, role, position), start);
        seats.filter_map(worth).max().unwrap_or(0)
    }
}

/// What money earns, for each budget that the plan has nearly spent.
fn budgets(model: &Model, columns: &[&Column]) -> Vec<(usize, f64)> {
    // What a visit brings is shared by its seats.
    let mut of_visit = vec![(0, 0); model.instance.requests.len()];
    for column in columns {
        for &stop in column.stops() {
            let (brings, n_seats) = &mut of_visit[stop.request()];
            *brings += stop_points(&model.instance, column.traveller(), stop);
            *n_seats += 1;
        }
    }
    let share = |request: usize| {
        let (brings, n_seats) = of_visit[request];
        points(brings) / as_f64(n_seats).max(1.0)
    };
    let brings = |column: &Column| {
        let stops = column.stops().iter();
        let own: i64 = stops.clone().map(|&stop| stop_points(&model.instance, column.traveller(), stop)).sum();
        stops.map(|stop| share(stop.request())).sum::<f64>() + points(column.points - own)
    };
    let groups = &model.pool.place_groups;
    let of_row = |(idx, row): (usize, &Row)| {
        let costs = columns.iter().map(|&column| (column, as_f64(row.coef(&model.instance, groups, column))));
        let costs: Vec<(&Column, f64)> = costs.filter(|&(_, cost)| cost > 0.0).collect();
        let spent: f64 = costs.iter().map(|&(_, cost)| cost).sum();
        let mut earned: Vec<f64> = costs.iter().map(|&(column, cost)| (brings(column) / cost).max(0.0)).collect();
        earned.sort_by(f64::total_cmp);
        let at = (as_f64(i64::try_from(earned.len()).unwrap_or(0) - 1) * EFFICIENCY) as usize; // Of few trips.
        let is_short = spent >= NEARLY_SPENT * as_f64(row.upper.unwrap_or(0));
        earned.get(at).filter(|_| is_short).map(|&price| (idx, price))
    };
    model.pool.rows.iter().enumerate().filter(|(_, row)| budget(row).is_some()).filter_map(of_row).collect()
}
