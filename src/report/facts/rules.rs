//! What limits and resources a plan uses.

use crate::checker::Agenda;
use crate::checker::rules::{limit_use, resource_takers};
use crate::domain::{Day, DayRange, Measure, RuleBody, RuleIdx, TravellerIdx};

/// A limit in one of its periods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitRow {
    /// Which rule.
    pub rule: RuleIdx,
    /// What explanations call it.
    pub label: String,
    /// What is counted.
    pub measure: Measure,
    /// Whose.
    pub travellers: Vec<TravellerIdx>,
    /// The period.
    pub days: DayRange,
    /// What is used, in small units: cents of euros, grams of kilograms, otherwise whole ones.
    pub used: i64,
    /// What is allowed, in the same units.
    pub max: i64,
    /// Whether more is possible at a price.
    pub is_soft: bool,
}

/// A resource over the whole plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceRow {
    /// Which rule.
    pub rule: RuleIdx,
    /// What explanations call it.
    pub label: String,
    /// Units there are on each date.
    pub capacity: i64,
    /// Visits that need it.
    pub n_visits: usize,
    /// Dates on which at least one unit is taken, padding included.
    pub n_days: usize,
    /// The most units taken on one date.
    pub most: usize,
    /// The dates on which every unit is taken, as ranges in order.
    pub full: Vec<DayRange>,
}

/// Returns what is used of what is allowed, in percent, rounded down; 100 where nothing is allowed and something used.
#[must_use]
pub fn limit_share(row: &LimitRow) -> i64 {
    match (row.used, row.max) {
        (0, _) => 0,
        (_, max) if max <= 0 => 100,
        (used, max) => i64::try_from(i128::from(used) * 100 / i128::from(max)).unwrap_or(i64::MAX),
    }
}

/// Returns every limit in every period.
pub(super) fn limits(agenda: &Agenda) -> Vec<LimitRow> {
    let mut rows = Vec::new();
    for (rule_idx, rule) in agenda.problem.rules.iter().enumerate() {
        let RuleBody::Limit(limit) = &rule.body else { continue };
        rows.extend(limit_use(agenda, limit).into_iter().map(|used| LimitRow {
            rule: RuleIdx(rule_idx),
            label: rule.label.clone(),
            measure: limit.measure,
            travellers: limit.travellers.clone(),
            days: used.days,
            used: used.used,
            max: used.max,
            is_soft: rule.penalty.is_some(),
        }));
    }
    rows
}

/// Returns every resource.
pub(super) fn resources(agenda: &Agenda) -> Vec<ResourceRow> {
    let mut rows = Vec::new();
    for (rule_idx, rule) in agenda.problem.rules.iter().enumerate() {
        let RuleBody::Resource(resource) = &rule.body else { continue };
        let rule_idx = RuleIdx(rule_idx);
        let takers = resource_takers(agenda, rule_idx, resource);
        let taken = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let needs =
            |visit: &&crate::checker::AgendaVisit| agenda.problem.request(visit.request).needs.contains(&rule_idx);
        let full = takers.iter().filter(|(_, visits)| taken(visits.len()) >= resource.capacity).map(|(&day, _)| day);
        rows.push(ResourceRow {
            rule: rule_idx,
            label: rule.label.clone(),
            capacity: resource.capacity,
            n_visits: agenda.visits.iter().filter(needs).count(),
            n_days: takers.len(),
            most: takers.values().map(Vec::len).max().unwrap_or(0),
            full: runs(&full.collect::<Vec<_>>()),
        });
    }
    rows
}

/// Joins days in order that follow each other.
pub(super) fn runs(days: &[Day]) -> Vec<DayRange> {
    let chunks = days.chunk_by(|a, b| b.days_since(*a) == 1);
    chunks.filter_map(|run| DayRange::inclusive(*run.first()?, *run.last()?)).collect()
}
