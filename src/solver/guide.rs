//! A guide: what columns are worth at given prices, for those who look for plans.

use std::sync::OnceLock;

use super::alike::Alike;
use super::columns::Column;
use super::columns::alone::{Alone, SeatId};
use super::constraints::row::{Origin, Row};
use super::model::Model;
use super::prices::{Charges, FundClass, PricedRow, TravellerPrices, UNITS, fund_classes};

/// What columns are worth at the prices of the master problem: the points that they bring, less what they take from
/// others.
pub struct Guide {
    /// Per traveller: the prices of each class of first visits.
    of_traveller: Vec<Vec<(FundClass, TravellerPrices)>>,
    /// What trips with one visit are worth, as far as anybody has asked.
    alone: OnceLock<Alone>,
    /// Per request: the most that it is worth with everybody on trips of their own.
    of_request: Vec<OnceLock<i64>>,
    /// Rows of the pool that are budgets and have a price, what they allow, and what each unit of it is charged.
    budgets: Vec<(usize, i64, i64)>,
    /// Per row of the pool: what it allows, if it is one of these; else nothing.
    allowed: Vec<i64>,
}

impl Guide {
    /// Computes what every traveller is charged. That a visit takes place only once is not charged: it would be charged
    /// for every way to plan it.
    pub fn new(model: &Model, prices: &[PricedRow]) -> Self {
        let of_use = |(row, _): &&PricedRow| !matches!(row.origin, Origin::VisitOnce(_));
        Guide::of_all(model, &prices.iter().filter(of_use).copied().collect::<Vec<PricedRow>>())
    }

    /// The same with everything charged: columns are worth what they would add to the bound.
    pub fn of_all(model: &Model, prices: &[PricedRow]) -> Self {
        let charges = Charges::new(model, prices, true, &Alike::nobody(model.instance.travellers.len()));
        let classes = fund_classes(model);
        let of_class = |traveller, class| (class, TravellerPrices::new(model, &charges, traveller, class, true));
        let of_traveller = (0..model.instance.travellers.len())
            .map(|traveller| classes.iter().map(|&class| of_class(traveller, class)).collect())
            .collect();
        let of_request = vec![OnceLock::new(); model.instance.requests.len()];
        let budgets: Vec<(usize, i64, i64)> =
            prices.iter().filter_map(|&(row, price)| budget(model, row, price)).collect();
        let mut allowed = vec![0; model.pool.rows.len()];
        budgets.iter().for_each(|&(row, most, _)| allowed[row] = most);
        Guide { of_traveller, alone: OnceLock::new(), of_request, budgets, allowed }
    }

    /// The most that a visit is worth with everybody on trips of their own; nothing when that cannot be.
    pub fn of_request(&self, model: &Model, request: usize) -> i64 {
        *self.of_request[request].get_or_init(|| self.most_of_request(model, request))
    }

    fn most_of_request(&self, model: &Model, request: usize) -> i64 {
        let data = &model.instance.requests[request];
        let of_role = |role: usize, start: usize| {
            let positions = 0..data.candidates[role].len();
            let most = positions.filter_map(|position| self.worth_alone(model, (request, role, position), start)).max();
            if data.optional[role] { Some(most.unwrap_or(0).max(0)) } else { most }
        };
        let of_start = |start: usize| (0..data.optional.len()).map(|role| of_role(role, start)).sum::<Option<i64>>();
        (0..data.starts.len()).filter_map(of_start).max().unwrap_or(0)
    }

    /// What a trip with one visit is worth, in thousandths of a point, or `None` when the traveller cannot make it.
    pub fn worth_alone(&self, model: &Model, seat: SeatId, start: usize) -> Option<i64> {
        let alone = self.alone.get_or_init(|| Alone::new(&model.instance));
        alone.get(seat, start, || model.column_alone(seat, start).map(|column| self.worth(model, &column)))
    }

    /// What is left of budgets, and what is spent beyond them, is worth at the prices of the master problem, in thousandths
    /// of a point.
    ///
    /// * `activity`: per row of the pool, what is spent.
    pub fn worth_of_rest_and_excess(&self, activity: &[i64]) -> (i64, i64) {
        let (mut rest, mut excess) = (0, 0);
        for &(row, most, price) in &self.budgets {
            let worth = i128::from(price) * i128::from(most - activity[row]);
            if worth > 0 { rest += worth } else { excess -= worth }
        }
        let thousandths = |units: i128| i64::try_from(units / i128::from(UNITS)).unwrap_or(0);
        (thousandths(rest), thousandths(excess))
    }

    /// What a row of the pool allows, if it is a budget with a price; else nothing.
    pub fn allowed(&self, row: usize) -> i64 {
        self.allowed[row]
    }

    /// What a column is worth, in thousandths of a point.
    pub fn worth(&self, model: &Model, column: &Column) -> i64 {
        let fund = model.instance.requests[column.stops()[0].request()].fund;
        let classes = &self.of_traveller[column.traveller()];
        let mine = |class: &FundClass| *class == FundClass::Any || fund.map(FundClass::Only) == Some(*class);
        let prices = classes.iter().find(|(class, _)| mine(class)).or(classes.last());
        prices.map_or(column.points, |(_, prices)| prices.worth(model, column) / UNITS)
    }
}

/// A row of the pool that is a budget with a price, if it is one: where it is, its most, and its price.
fn budget(model: &Model, row: &Row, price: i64) -> Option<(usize, i64, i64)> {
    let most = row.upper.filter(|_| price > 0 && row.is_budget())?;
    let position = model.pool.rows.iter().position(|known| known.upper == row.upper && known == row)?;
    Some((position, most, price))
}
