//! What rows of the master problem may be broken by, and at what price: leeway and artificials.
//!
//! Leeway is for the sake of the duals. Those of rows whose side is zero cost nothing and run wild while few columns are
//! there to hold them, unless each unit of them costs a little; and all duals of a large LP are kept near the best prices
//! so. It becomes less and less. Artificials are for rows that the empty plan breaks, and for decisions: dearer than all
//! visits together.

use std::collections::HashMap;

use super::super::constraints::row::Row;
use super::{Master, as_f64, points};

/// How much rows with leeway may be broken: in the first LPs, in the last before they may not be, and what is left of it
/// each time; and the same for a large master problem.
pub(super) const LEEWAY_AT_FIRST: f64 = 0.02;
pub(super) const LEEWAY_AT_LAST: f64 = 1e-4;
const LEEWAY_LEFT: f64 = 0.1;
pub(super) const LEEWAY_OF_LARGE_AT_FIRST: f64 = 0.03;
const LEEWAY_OF_LARGE_AT_LAST: f64 = 0.002;
const LEEWAY_OF_LARGE_LEFT: f64 = 0.5;

impl Master<'_> {
    /// Keeps the next duals of a large master problem near prices: every row may be broken by its leeway, for what the row
    /// is charged, so that each unit by which a dual differs from that costs as much as the leeway. While columns are
    /// missing the duals of an LP go far astray from good prices; so they move in steps.
    ///
    /// * `prices`: in billionths of a point; a row that is not among them has none.
    ///
    /// Source: du Merle, Villeneuve, Desrosiers and Hansen (1999), *Stabilized Column Generation*,
    /// <https://doi.org/10.1016/S0012-365X(98)00213-1>.
    pub fn stay_near(&mut self, prices: &[(Row, i64)]) {
        let prices: HashMap<&Row, i64> = prices.iter().map(|(row, price)| (row, *price)).collect();
        for (position, row) in self.rows.iter_mut().enumerate() {
            // Rows that the empty plan breaks have artificials.
            if row.row.excess(0) > 0 {
                continue;
            }
            let price = prices.get(&row.row).map_or(0.0, |&price| as_f64(price) / 1e9 * row.scale);
            let (lp, leeway) = (&mut self.lp, self.leeway);
            let col = *row.leeway.get_or_insert_with(|| lp.add_col(0.0, -leeway, leeway, &[(position, 1.0)]));
            lp.set_value(col, price);
        }
    }

    /// Makes breaking rows dearer.
    pub fn raise_artificials(&mut self) {
        self.artificial_factor *= 16.0;
        self.value_artificials();
    }

    pub(super) fn value_artificials(&mut self) {
        let value = self.artificial_value();
        for &col in &self.artificials {
            self.lp.set_value(col, value);
        }
        self.columns_are_new = false;
    }

    /// Gives rows that have leeway less of it, and says whether they had any.
    pub fn tighten(&mut self) -> bool {
        // A large LP is not solved to the end anyway, and its bound holds with leeway as well.
        self.leeway = match (self.is_large, self.leeway) {
            (_, 0.0) => return false,
            (true, leeway) if leeway <= LEEWAY_OF_LARGE_AT_LAST => return false,
            (true, leeway) => (leeway * LEEWAY_OF_LARGE_LEFT).max(LEEWAY_OF_LARGE_AT_LAST),
            (false, leeway) if leeway > LEEWAY_AT_LAST => leeway * LEEWAY_LEFT,
            (false, _) => 0.0,
        };
        self.bound_leeway();
        true
    }

    /// Gives all leeway its bounds. Where it is only asked whether there is a plan, rows that have leeway for the sake of
    /// their duals have none.
    pub(super) fn bound_leeway(&mut self) {
        for row in &self.rows {
            let Some(col) = row.leeway else { continue };
            let leeway = if self.with_points || has_zero_side(&row.row) { self.leeway } else { 0.0 };
            self.lp.set_bounds(col, -leeway, leeway);
        }
        self.columns_are_new = false;
    }

    /// What breaking a row by one is charged: more than all visits together are worth.
    pub(super) fn artificial_value(&self) -> f64 {
        if !self.with_points {
            return -1.0;
        }
        let most: i64 = self
            .model
            .instance
            .requests
            .iter()
            .map(|request| request.starts.iter().map(|start| start.points.abs()).max().unwrap_or(0))
            .sum();
        -points(most).mul_add(1.5, 100.0) * self.artificial_factor
    }
}

/// Whether a row lets nothing through but what another part of it gives: its dual costs nothing.
pub(super) fn has_zero_side(row: &Row) -> bool {
    row.lower == Some(0) || row.upper == Some(0)
}
