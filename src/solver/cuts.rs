//! Cuts: what whole trips say of a budget that fractions of trips do not.
//!
//! Let a budget of `B` be divided in `n` parts. Trips that a plan pays from it cost at most `B` together, so that
//!
//! ```text
//!   Σ (⌈n · cost / B⌉ − 1) x < Σ n · cost / B x ≤ n,   so   Σ (⌈n · cost / B⌉ − 1) x ≤ n − 1
//! ```
//!
//! Of trips that cost more than a third of a budget, say, two can be paid and not two and a half. The number on the left
//! depends on what the trip costs in all, and never falls as a trip goes on: pricing can charge it when a trip closes.
//!
//! # Source
//!
//! The rounding is Chvátal's and Gomory's; as a function of the cost it is the dual feasible function of Fekete and
//! Schepers (2001), *New Classes of Fast Lower Bounds for Bin Packing Problems*, <https://doi.org/10.1007/s101070100243>.

use std::collections::BTreeSet;

use super::constraints::row::{Row, Share, Term, Unit};
use super::master::{Activity, as_f64};
use super::model::Model;

/// In how many parts a budget is divided at most.
const MAX_PARTS: i64 = 10;
/// By how much, of one trip, a solution must violate a cut.
const VIOLATION: f64 = 0.03;

/// The cuts of every budget, and which of them are rows already.
#[derive(Debug, Default)]
pub struct Cuts {
    known: BTreeSet<(usize, Share)>,
}

impl Cuts {
    /// Returns cuts that a solution violates and that are not known yet, and remembers them.
    pub fn violated(&mut self, model: &Model, activity: &Activity) -> Vec<Row> {
        let mut rows = Vec::new();
        for (idx, row) in model.pool.rows.iter().enumerate() {
            let Some((of_grams, most)) = budget(row) else { continue };
            for n_parts in 2..=MAX_PARTS {
                let share = Share { of_grams, n_parts, most };
                if self.known.contains(&(idx, share)) {
                    continue;
                }
                let cut = cut(row, share);
                if activity.excess(&cut) > VIOLATION * as_f64(n_parts).sqrt() {
                    self.known.insert((idx, share));
                    rows.push(cut);
                }
            }
        }
        rows
    }

    /// Forgets a cut: it may be returned again.
    pub fn forget(&mut self, model: &Model, row: &Row) {
        let Some(Term::Trips { unit: Unit::Share(share), .. }) = row.terms.first() else { return };
        self.known.retain(|(idx, known)| known != share || cut(&model.pool.rows[*idx], *share) != *row);
    }
}

/// The budget of a row that is one: whether it is in grams, and the most that may be spent.
fn budget(row: &Row) -> Option<(bool, i64)> {
    let most = row.upper.filter(|&most| most > 0 && row.lower.is_none() && row.slack.is_none())?;
    let in_unit = |unit: Unit| {
        let mine = |term: &Term| matches!(term, Term::Trips { unit: of, coef: 1, .. } if *of == unit);
        row.terms.iter().all(mine)
    };
    match () {
        () if row.terms.is_empty() || most > i64::MAX / (2 * MAX_PARTS) => None,
        () if in_unit(Unit::Cent) => Some((false, most)),
        () if in_unit(Unit::Gram) => Some((true, most)),
        () => None,
    }
}

fn cut(row: &Row, share: Share) -> Row {
    let terms = row.terms.iter().cloned().map(|mut term| {
        if let Term::Trips { unit, .. } = &mut term {
            *unit = Unit::Share(share);
        }
        term
    });
    Row::at_most(row.origin, share.n_parts - 1, terms.collect())
}
