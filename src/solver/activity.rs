//! What a solution of fractions makes of rows.

use std::collections::BTreeSet;

use super::columns::Column;
use super::constraints::row::{Row, Term};
use super::master::as_f64;
use super::model::Model;

/// What a solution makes of rows.
pub struct Activity<'a> {
    model: &'a Model<'a>,
    by_traveller: Vec<Vec<(&'a Column, f64)>>,
    /// Per request and role: how much of each start is seated.
    seated: Vec<Vec<Vec<f64>>>,
    /// Per request: columns with a seat in it.
    by_request: Vec<Vec<(&'a Column, f64)>>,
}

impl<'a> Activity<'a> {
    /// Sorts the columns of a solution.
    pub fn new(model: &'a Model<'a>, support: &'a [(Column, f64)]) -> Self {
        let instance = &model.instance;
        let mut by_traveller = vec![Vec::new(); instance.travellers.len()];
        let mut by_request = vec![Vec::new(); instance.requests.len()];
        let mut seated: Vec<Vec<Vec<f64>>> = instance
            .requests
            .iter()
            .map(|request| vec![vec![0.0; request.starts.len()]; request.optional.len()])
            .collect();
        for (column, value) in support {
            by_traveller[column.traveller()].push((column, *value));
            for stop in column.stops() {
                by_request[stop.request()].push((column, *value));
                seated[stop.request()][stop.role()][stop.start()] += value;
            }
        }
        Activity { model, by_traveller, seated, by_request }
    }

    /// The columns and their values.
    pub fn columns(&self) -> impl Iterator<Item = (&'a Column, f64)> {
        self.by_traveller.iter().flatten().copied()
    }

    /// How much of each start of a request is seated in a role.
    pub fn seated(&self, request: usize, role: usize) -> &[f64] {
        &self.seated[request][role]
    }

    /// By how much the solution breaks a row, slack apart.
    pub fn excess(&self, row: &Row) -> f64 {
        let activity = self.of_row(row);
        let above = row.upper.map_or(0.0, |upper| activity - as_f64(upper));
        let below = row.lower.map_or(0.0, |lower| as_f64(lower) - activity);
        above.max(below).max(0.0)
    }

    /// What the solution makes of a row, slack apart.
    pub fn of_row(&self, row: &Row) -> f64 {
        row.terms.iter().map(|term| self.of(term)).sum()
    }

    fn of(&self, term: &Term) -> f64 {
        let columns = match term {
            Term::Pairs { seats } => {
                // A column with several of the seats is found at the first of its stops that has one.
                let requests: BTreeSet<usize> = seats.iter().map(|&(request, _)| request).collect();
                let groups = &self.model.pool.place_groups;
                let mine = requests.iter().flat_map(|&request| {
                    let first = |column: &Column| {
                        column.stops().iter().find(|s| requests.contains(&s.request())).map(|s| s.request())
                    };
                    self.by_request[request].iter().filter(move |(column, _)| first(column) == Some(request))
                });
                return mine
                    .map(|(column, value)| as_f64(term.coef(&self.model.instance, groups, column)) * value)
                    .sum();
            }
            Term::Seat { request, .. } => &self.by_request[*request],
            Term::Days { traveller, .. }
            | Term::Cover { traveller, .. }
            | Term::Absent { traveller, .. }
            | Term::Attend { traveller, .. }
            | Term::Seats { traveller, .. }
            | Term::Trips { traveller, .. } => &self.by_traveller[*traveller],
        };
        let groups = &self.model.pool.place_groups;
        columns
            .iter()
            .map(|(column, value)| match term.coef(&self.model.instance, groups, column) {
                0 => 0.0,
                coef => as_f64(coef) * value,
            })
            .sum()
    }
}
