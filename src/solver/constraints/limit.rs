//! `limit`: at most so much of a measure in each period.
//!
//! For each period `p`, over the chosen travellers `t` and their trips `c`:
//!
//! ```text
//!   days_away   Σ (touched dates of c in p) · use[c]      ≤ max
//!   trips       Σ_{c begins in p} use[c]                  ≤ max
//!   visits      Σ_{seats of t at starts in p} seat        ≤ max
//!   eur         Σ_{c begins in p} cents[c] · use[c]       ≤ 100 · max
//!   kg_co2      Σ_{c begins in p} grams[c] · use[c]       ≤ 1000 · max
//! ```
//!
//! Checked, independently of this file, by `checker::rules::limit`.

use super::row::{Filter, Row, Term, Unit};
use super::{Pool, RuleCtx};
use crate::domain::{Limit, Measure};

/// Adds a row per period.
pub fn add(ctx: &RuleCtx, limit: &Limit, pool: &mut Pool) {
    let instance = ctx.instance;
    let fund = limit.fund.as_ref().and_then(|fund| instance.funds.binary_search(fund).ok());
    let places = limit.places.as_ref().map(|places| pool.group(instance, places));
    let filter = Filter { fund, places };
    for period in limit.per.ranges(instance.problem.horizon) {
        let days = instance.day_numbers(period);
        let unit_size = match limit.measure {
            Measure::DaysAway | Measure::Trips | Measure::Visits => 1,
            Measure::Eur => 100,
            Measure::KgCo2 => 1000,
        };
        let trips = |unit: Unit| {
            let term = |t: &crate::domain::TravellerIdx| Term::Trips {
                traveller: t.0,
                first: days.clone(),
                filter: filter.clone(),
                unit: unit.clone(),
                coef: 1,
            };
            limit.travellers.iter().map(term).collect::<Vec<Term>>()
        };
        let terms = match limit.measure {
            Measure::DaysAway => {
                let term = |t: &crate::domain::TravellerIdx| Term::Days {
                    traveller: t.0,
                    days: days.clone(),
                    filter: filter.clone(),
                    coef: 1,
                };
                limit.travellers.iter().map(term).collect()
            }
            Measure::Trips => trips(Unit::Trip),
            Measure::Eur => trips(Unit::Cent),
            Measure::KgCo2 => trips(Unit::Gram),
            Measure::Visits => visits(ctx, limit, &filter, days.clone()),
        };
        let slack = ctx.slack(pool);
        pool.push(Row::at_most(ctx.origin(), limit.max * unit_size, terms).or_pay(slack, unit_size));
    }
}

/// The seats of the chosen travellers in visits that start on these dates.
fn visits(ctx: &RuleCtx, limit: &Limit, filter: &Filter, days: std::ops::Range<i32>) -> Vec<Term> {
    let instance = ctx.instance;
    let who = ctx.who(&limit.travellers);
    let mut terms = Vec::new();
    for (request, data) in instance.requests.iter().enumerate() {
        let chosen = limit.places.as_ref().is_none_or(|places| places.iter().any(|place| place.0 == data.place));
        let starts = instance.starts_in(request, days.clone());
        if !chosen || data.at_home || starts.is_empty() {
            continue;
        }
        for (role, candidates) in data.candidates.iter().enumerate() {
            if candidates.iter().any(|&(traveller, _)| who.has(traveller)) {
                let filter = Filter { fund: filter.fund, places: None };
                terms.push(Term::Seat { request, role, who: who.clone(), starts: starts.clone(), filter, coef: 1 });
            }
        }
    }
    terms
}
