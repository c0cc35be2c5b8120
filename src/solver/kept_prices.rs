//! Prices that outlive a search: what the rows of the master problem charged, for a search of a problem that differs by
//! little.
//!
//! A row is known again by what it is for, in ids and dates and not in positions: a rule by its id and the period, event
//! or date for which it speaks, a range of starts by those of its ends that are within the visit's own dates. So it stays
//! what it is when the scenario changes elsewhere, and when a horizon that moves on, or preparation that takes its time,
//! takes the first starts of every visit away.
//!
//! # Invariants
//!
//! * Any prices give a true bound: a row that is not known again, or that means something else by now, makes the first
//!   bound weaker and never wrong.
//! * A range that begins with the first start of a visit, or ends with the last one, is open at that end.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use sha2::{Digest as _, Sha256};

use super::affordable::Affordable;
use super::conflicts::Conflicts;
use super::constraints::delegation;
use super::constraints::row::{Origin, Row, SeatCount, Term, Unit, Who};
use super::cuts;
use super::estimate::Worths;
use super::model::Model;
use super::prices::{PricedRow, sanitize};
use crate::domain::{Period, Problem, RowName, RowPrice, RuleBody};

/// Returns what rows charge, by what they are for.
///
/// * `prices`: before any decision of a search tree.
pub fn keep(model: &Model, prices: &[PricedRow]) -> Vec<RowPrice> {
    let problem = model.instance.problem;
    let id = |&(request, role): &(usize, usize)| {
        let request = &problem.requests[request];
        (request.id.clone(), request.roles[role].id.clone())
    };
    let starts = |term: &Term| {
        let Term::Seat { request, starts, .. } = term else { return None };
        let at = |start: usize| model.instance.requests[*request].starts[start].start.minutes();
        Some((problem.requests[*request].id.clone(), at(starts.start), at(starts.end - 1)))
    };
    let name = |row: &Row| match row.terms.first() {
        Some(Term::Pairs { seats }) => RowName::Seats(seats.iter().map(id).collect()),
        Some(Term::Seat { request, role, starts, .. }) if matches!(row.origin, Origin::Delegation(_)) => {
            let (request_id, role_id) = id(&(*request, *role));
            let (first, last) = ends(model, *request, starts);
            RowName::Delegation { request: request_id, role: role_id, first, last }
        }
        Some(Term::Seats { .. }) => RowName::Affordable { budget: number(model, row), counts: counts(problem, row) },
        Some(Term::Trips { unit: Unit::Steps(steps), .. }) if cuts::n_parts(steps).is_none() => {
            RowName::Steps { budget: number(model, row), levels: steps.levels().to_vec() }
        }
        _ if row.origin == Origin::Conflict => RowName::Starts(row.terms.iter().filter_map(starts).collect()),
        _ => RowName::Number(number(model, row)),
    };
    let mut kept: Vec<RowPrice> =
        prices.iter().map(|&(row, price)| RowPrice { row: name(row), billionths: price }).collect();
    kept.sort_unstable();
    kept
}

/// What seats count in a cut on what a budget can pay for, by ids.
fn counts(problem: &Problem, row: &Row) -> Vec<(String, String, String, i64)> {
    let of_term = |term: &Term| -> Vec<(String, String, String, i64)> {
        let Term::Seats { traveller, counts, .. } = term else { return Vec::new() };
        let id = problem.travellers[*traveller].id.clone();
        let named = |&((request, role), count): &SeatCount| {
            let request = &problem.requests[request];
            (id.clone(), request.id.clone(), request.roles[role].id.clone(), count)
        };
        counts.iter().map(named).collect()
    };
    row.terms.iter().flat_map(of_term).collect()
}

/// A row that is known again.
pub struct Recalled {
    /// The row.
    pub row: Row,
    /// Its position in the pool, when it is from there.
    pub pool: Option<usize>,
    /// What it charged, in billionths of a point.
    pub price: i64,
}

/// What share of its costs on a trip of its own a new wish has on the trips with others that it is charged for.
const SHARE_OF_COSTS: f64 = 0.3;

/// A cut on a budget, as a plan file keeps it.
enum OfBudget<'k> {
    /// The levels of steps.
    Levels(&'k [(i64, i64)]),
    /// What seats count.
    Counts(&'k [(String, String, String, i64)]),
}

/// Returns the rows that are known again, and what they charged.
pub fn recall(model: &Model, kept: &[RowPrice]) -> Vec<Recalled> {
    let ids = Ids::new(model);
    let mut prices: BTreeMap<u64, i64> = BTreeMap::new();
    let mut of_delegations: BTreeMap<(usize, usize, usize, usize), i64> = BTreeMap::new();
    let mut rows = Vec::new();
    let mut conflicts = Conflicts::default();
    let mut of_budgets: BTreeMap<u64, Vec<(OfBudget, i64)>> = BTreeMap::new();
    for kept in kept {
        match &kept.row {
            RowName::Number(number) => {
                let price = prices.entry(*number).or_default();
                *price = price.saturating_add(kept.billionths);
            }
            RowName::Delegation { request, role, first, last } => {
                let Some((request, role)) = ids.seat(request, role).filter(|&(_, role)| role > 0) else { continue };
                let starts = between(model, request, *first, *last);
                if !starts.is_empty() {
                    // Ranges of which the horizon leaves the same say the same.
                    let price = of_delegations.entry((request, role, starts.start, starts.end)).or_default();
                    *price = price.saturating_add(kept.billionths);
                }
            }
            RowName::Seats(seats) => {
                let cut = ids.odd_set(seats).map(cuts::odd_set);
                rows.extend(cut.map(|row| Recalled { row, pool: None, price: kept.billionths }));
            }
            RowName::Steps { budget, levels } => {
                of_budgets.entry(*budget).or_default().push((OfBudget::Levels(levels), kept.billionths));
            }
            RowName::Affordable { budget, counts } => {
                of_budgets.entry(*budget).or_default().push((OfBudget::Counts(counts), kept.billionths));
            }
            RowName::Starts(starts) => {
                let cut = ids.ranges(model, starts).and_then(|ranges| conflicts.row_of(model, &ranges));
                rows.extend(cut.map(|row| Recalled { row, pool: None, price: kept.billionths }));
            }
        }
    }
    let fits = |row: &Row, price: i64| if price > 0 { row.upper.is_some() } else { row.lower.is_some() };
    for ((request, role, first, end), price) in of_delegations {
        let row = delegation::row(&model.instance, request, role, &(first..end));
        if fits(&row, price) {
            rows.push(Recalled { row, pool: None, price });
        }
    }
    // Where several rows are for the same, the first of them says the most: it charges what they charged together.
    let mut look = |row: &Row, pool: Option<usize>| {
        if let Entry::Occupied(known) = prices.entry(number(model, row))
            && fits(row, *known.get())
        {
            rows.push(Recalled { row: row.clone(), pool, price: known.remove() });
        }
    };
    let is_free = |(_, row): &(usize, &Row)| !matches!(row.origin, Origin::OneTripAtATime(_));
    for (idx, row) in model.pool.rows.iter().enumerate().filter(is_free) {
        look(row, Some(idx));
        cuts::of_parts(row).iter().for_each(|cut| look(cut, None));
    }
    if !of_budgets.is_empty() {
        let mut affordable = Affordable::default();
        for (_, row) in model.pool.rows.iter().enumerate().filter(is_free) {
            for (of_budget, price) in of_budgets.remove(&number(model, row)).into_iter().flatten() {
                let cut = match of_budget {
                    OfBudget::Levels(levels) => cuts::of_levels(row, levels),
                    OfBudget::Counts(counts) => affordable.of_counts(model, row, &ids.counts(counts)),
                };
                rows.extend(cut.filter(|cut| fits(cut, price)).map(|row| Recalled { row, pool: None, price }));
            }
        }
    }
    let of_new = of_new_wishes(model, &rows);
    rows.extend(of_new);
    rows
}

/// What new wishes are charged, those that would be worth something at these prices and had none: most of their points,
/// since a wish that is charged nothing is in the best schedule of everybody who can go, on several trips.
fn of_new_wishes(model: &Model, recalled: &[Recalled]) -> Vec<Recalled> {
    let mut is_known = vec![false; model.instance.requests.len()];
    for recalled in recalled {
        match (recalled.row.origin, recalled.pool) {
            (Origin::VisitOnce(request), Some(_)) | (Origin::Delegation(request), _) => is_known[request] = true,
            _ => {}
        }
    }
    let worths = Worths::new(model, &prices(model, recalled));
    let mut rows = Vec::new();
    for (idx, row) in model.pool.rows.iter().enumerate() {
        let Origin::VisitOnce(request) = row.origin else { continue };
        let data = &model.instance.requests[request];
        if is_known[request] || data.starts.is_empty() || worths.of_visit(request, 1.0) <= 0.0 {
            continue;
        }
        let price = billionths(worths.of_visit(request, SHARE_OF_COSTS));
        rows.push(Recalled { row: row.clone(), pool: Some(idx), price });
        let all = 0..data.starts.len();
        for role in (1..data.optional.len()).filter(|&role| !data.optional[role]) {
            let price = billionths(worths.of_member(request, role));
            rows.push(Recalled { row: delegation::row(&model.instance, request, role, &all), pool: None, price });
        }
    }
    rows
}

/// Points in billionths of a point.
fn billionths(points: f64) -> i64 {
    (points * 1e9).round() as i64 // Saturates, which any price may.
}

/// What such rows charge, as pricing takes it.
pub fn prices<'r>(model: &Model, recalled: &'r [Recalled]) -> Vec<PricedRow<'r>> {
    // As a floating-point number it rounds to what it was.
    sanitize(model, recalled.iter().map(|recalled| (&recalled.row, recalled.price as f64 / 1e9)))
}

/// Positions of requests, by id.
struct Ids<'m> {
    problem: &'m Problem,
    requests: BTreeMap<&'m str, usize>,
}

impl<'m> Ids<'m> {
    fn new(model: &Model<'m>) -> Self {
        let problem = model.instance.problem;
        Ids { problem, requests: problem.requests.iter().enumerate().map(|(idx, r)| (r.id.as_str(), idx)).collect() }
    }

    /// A request and a role by position.
    fn seat(&self, request: &str, role: &str) -> Option<(usize, usize)> {
        let request = *self.requests.get(request)?;
        Some((request, self.problem.requests[request].roles.iter().position(|known| known.id == role)?))
    }

    /// Seats by position, in order; `None` when they are no odd set of seats any more.
    fn odd_set(&self, seats: &[(String, String)]) -> Option<Vec<(usize, usize)>> {
        let seat = |(request, role): &(String, String)| self.seat(request, role);
        let seats: BTreeSet<(usize, usize)> = seats.iter().map(seat).collect::<Option<_>>()?;
        (seats.len() > 2 && seats.len() % 2 == 1).then(|| seats.into_iter().collect())
    }

    /// What seats count, by traveller and by position; those that are gone stay out.
    fn counts(&self, counts: &[(String, String, String, i64)]) -> BTreeMap<usize, Vec<SeatCount>> {
        let mut by_position: BTreeMap<usize, Vec<SeatCount>> = BTreeMap::new();
        for (traveller, request, role, count) in counts.iter().filter(|(.., count)| *count > 0) {
            let traveller = self.problem.travellers.iter().position(|known| known.id == *traveller);
            if let Some((traveller, seat)) = traveller.zip(self.seat(request, role)) {
                by_position.entry(traveller).or_default().push((seat, *count));
            }
        }
        for counts in by_position.values_mut() {
            counts.sort_unstable();
            counts.dedup_by_key(|&mut (seat, _)| seat);
        }
        by_position
    }

    /// Starts by position; `None` when a visit is no wish any more.
    fn ranges(&self, model: &Model, starts: &[(String, i64, i64)]) -> Option<Vec<(usize, Range<usize>)>> {
        let range = |(id, first, last): &(String, i64, i64)| {
            let request = *self.requests.get(id.as_str())?;
            Some((request, between(model, request, *first, *last)))
        };
        starts.iter().map(range).collect()
    }
}

/// The starts of a request from one moment to another, in minutes, both included.
fn between(model: &Model, request: usize, first: i64, last: i64) -> Range<usize> {
    let all = &model.instance.requests[request].starts;
    let begin = all.partition_point(|start| start.start.minutes() < first);
    let end = all.partition_point(|start| start.start.minutes() <= last);
    begin..end.max(begin)
}

/// The first and the last start of a range, in minutes; as early and as late as can be where the range is open.
fn ends(model: &Model, request: usize, range: &Range<usize>) -> (i64, i64) {
    let all = &model.instance.requests[request].starts;
    let at = |position: usize| all.get(position).map(|start| start.start.minutes());
    let first = at(range.start).filter(|_| range.start > 0).unwrap_or(i64::MIN);
    let last = at(range.end.saturating_sub(1)).filter(|_| range.end < all.len()).unwrap_or(i64::MAX);
    (first, last)
}

/// A number made of what a row is for.
fn number(model: &Model, row: &Row) -> u64 {
    let digest = Sha256::digest(text(model, row).as_bytes());
    digest.iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// What a row is for.
fn text(model: &Model, row: &Row) -> String {
    let problem = model.instance.problem;
    let traveller = |traveller: usize| problem.travellers[traveller].id.as_str();
    let terms = |text: String| row.terms.iter().fold(text, |text, term| text + " " + &of_term(model, term));
    match row.origin {
        Origin::VisitOnce(request) => format!("visit {}", problem.requests[request].id),
        Origin::Delegation(request) => terms(format!("delegation {}", problem.requests[request].id)),
        Origin::OneTripAtATime(one) => terms(format!("trips {}", traveller(one))),
        Origin::HomeMeeting(one) => terms(format!("home {}", traveller(one))),
        Origin::Conflict => terms("conflict".to_owned()),
        Origin::Rule(rule) => {
            let rule = problem.rule(rule);
            let of_rule = format!("rule {}", rule.id);
            match &rule.body {
                RuleBody::Limit(limit) => format!("{of_rule} {} {}", period(model, row, limit.per), parts(row)),
                RuleBody::Coverage(coverage) => {
                    format!("{of_rule} {}{}", period(model, row, coverage.per), others(model, row))
                }
                RuleBody::Presence(_) => format!("{of_rule} {}", event(row)),
                RuleBody::Spacing(_) if row.slack.is_some() => terms(of_rule),
                RuleBody::Spacing(_) | RuleBody::Resource(_) => {
                    format!("{of_rule} {}{}", last_day(model, row), others(model, row))
                }
                RuleBody::Sequence(sequence) => {
                    // Without a price for breaking it, the sum is at most zero; so is that of who may not go alone.
                    let then = row.terms.iter().filter(|term| is_of(term, sequence.then.0));
                    let then: String = then.map(|term| of_range(model, term)).collect();
                    let first = side(model, row, sequence.first.0);
                    format!("{of_rule} {then} {first} {}", row.upper == Some(0))
                }
                RuleBody::Exclusion(_) => of_rule,
                RuleBody::Attendance(_) | RuleBody::Stability(_) => terms(of_rule),
            }
        }
    }
}

/// The period for which a row of a rule that counts anew in each of its periods speaks.
fn period(model: &Model, row: &Row, per: Period) -> String {
    let horizon = model.instance.problem.horizon;
    let day = match row.terms.first() {
        _ if per == Period::Horizon => return "horizon".to_owned(),
        Some(Term::Days { days: range, .. } | Term::Trips { first: range, .. } | Term::Seats { first: range, .. }) => {
            horizon.start().plus(range.start)
        }
        Some(Term::Seat { request, starts, .. }) => {
            let first = model.instance.requests[*request].starts.get(starts.start);
            let Some(first) = first else { return String::new() };
            first.place_day
        }
        _ => return String::new(),
    };
    let period = per.ranges(horizon).into_iter().find(|days| days.contains(day));
    period.map_or_else(String::new, |days| days.start().to_string())
}

/// The event for which a row speaks.
fn event(row: &Row) -> String {
    match row.terms.first() {
        Some(Term::Absent { interval, .. }) => interval.start().to_string(),
        _ => String::new(),
    }
}

/// In how many equal parts a row divides a budget, whatever that is by now.
fn parts(row: &Row) -> String {
    let n_parts = match row.terms.first() {
        Some(Term::Trips { unit: Unit::Steps(steps), .. }) => cuts::n_parts(steps),
        _ => None,
    };
    n_parts.map_or_else(String::new, |n_parts| format!("in {n_parts} parts"))
}

/// The last day on which a visit of a row can start: no other row of the rule that ends on it has more visits than the
/// first one.
fn last_day(model: &Model, row: &Row) -> String {
    let last = |term: &Term| match term {
        Term::Seat { request, starts, .. } => {
            let last = model.instance.requests[*request].starts[..starts.end].last();
            last.map(|start| start.place_day)
        }
        _ => None,
    };
    row.terms.iter().filter_map(last).max().map_or_else(String::new, |day| day.to_string())
}

/// The seats of a row that are not the lead's, where it is for some of several.
fn others(model: &Model, row: &Row) -> String {
    let problem = model.instance.problem;
    let seat = |term: &Term| match term {
        Term::Seat { request, role, who: Who::These(_), .. } => {
            let request = &problem.requests[*request];
            Some(format!(" {}/{}", request.id, request.roles[*role].id))
        }
        _ => None,
    };
    row.terms.iter().filter_map(seat).collect()
}

fn is_of(term: &Term, visit: usize) -> bool {
    matches!(term, Term::Seat { request, .. } if *request == visit)
}

/// Whether a row speaks of the first starts of a visit, of others, or of all: what comes too early and what comes too late
/// may be the same but for that.
fn side(model: &Model, row: &Row, visit: usize) -> &'static str {
    let ranges = row.terms.iter().filter_map(|term| match term {
        Term::Seat { request, starts, .. } if *request == visit => Some(starts),
        _ => None,
    });
    let (begin, end) = ranges.fold((usize::MAX, 0), |(begin, end), range| (begin.min(range.start), end.max(range.end)));
    match (begin, end) {
        (0, end) if end == model.instance.requests[visit].starts.len() => "all",
        (0, _) => "first",
        _ => "others",
    }
}

/// The range of starts of a term.
fn of_range(model: &Model, term: &Term) -> String {
    let Term::Seat { request, starts, .. } = term else { return String::new() };
    let (first, last) = ends(model, *request, starts);
    format!("{first}..{last}")
}

fn of_term(model: &Model, term: &Term) -> String {
    let problem = model.instance.problem;
    let id = |traveller: usize| problem.travellers[traveller].id.as_str();
    match term {
        Term::Seat { request, role, who, coef, .. } => {
            let who: Vec<&str> = match who {
                Who::Any => Vec::new(),
                Who::These(these) => (0..these.len()).filter(|&one| these[one]).map(id).collect(),
            };
            let request = &problem.requests[*request];
            let role = &request.roles[*role].id;
            format!("{coef} {}/{role} {} {}", request.id, of_range(model, term), who.join(" "))
        }
        Term::Cover { traveller, day } => format!("{} {}", id(*traveller), problem.horizon.start().plus(*day)),
        Term::Absent { traveller, interval, coef } | Term::Attend { traveller, interval, coef } => {
            format!("{coef} {} {}..{}", id(*traveller), interval.start(), interval.end())
        }
        // Their rows are those of limits and of odd sets of seats, which have names of their own.
        Term::Days { .. } | Term::Trips { .. } | Term::Seats { .. } | Term::Pairs { .. } => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::Path;

    use super::super::bound::{RoundAsk, round};
    use super::super::columns::choice::choose;
    use super::super::master::Master;
    use super::*;

    /// In the problem that prices were kept of, every row charges what it did: also of those that differ by little, and cuts.
    #[test]
    fn rows_are_known_again_with_what_they_charged() {
        for scenario in ["bench/S-bind-1", "bench/S-bind-2", "taskforce-2027"] {
            let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).join(scenario);
            let problem = crate::scenario::load(&path).expect("a scenario").problem;
            let model = Model::new(&problem);
            let ask = RoundAsk::of_everybody(&model);
            let mut master = Master::new(&model);
            let mut n_cuts = 0;
            for n_rounds in 0..20 {
                assert!(master.solve(|| None), "a small problem");
                let priced = round(&model, &master.prices(), &ask).priced;
                master.add_columns(choose(&model, priced));
                n_cuts += if n_rounds > 8 { master.cut() } else { 0 };
            }
            assert!(master.solve(|| None) && n_cuts > 0, "{scenario}");
            let charged = master.prices();
            let kept = keep(&model, &charged);
            assert!(kept.iter().any(|kept| matches!(kept.row, RowName::Affordable { .. })), "{scenario}");
            let recalled = recall(&model, &kept);
            let known: HashMap<&Row, i64> = prices(&model, &recalled).into_iter().collect();
            for (row, price) in charged.iter().filter(|(row, _)| !matches!(row.origin, Origin::OneTripAtATime(_))) {
                assert_eq!(known.get(row), Some(price), "{scenario}: {row:?}");
            }
        }
    }

    /// What a visit after another one may not come before, and what it may not come long after, has names of its own, also
    /// where all its starts are meant.
    #[test]
    fn rows_of_a_sequence_have_different_names() {
        let mut n_rows = 0;
        for scenario in ["bench/S-bind-1", "bench/S-bind-2", "bench/S-bind-3", "taskforce-2027"] {
            let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).join(scenario);
            let problem = crate::scenario::load(&path).expect("a scenario").problem;
            let model = Model::new(&problem);
            let mut known: HashMap<u64, &Row> = HashMap::new();
            for row in &model.pool.rows {
                let Origin::Rule(rule) = row.origin else { continue };
                if matches!(problem.rule(rule).body, RuleBody::Sequence(_)) {
                    let first = *known.entry(number(&model, row)).or_insert(row);
                    assert_eq!(first, row, "{scenario}");
                    n_rows += 1;
                }
            }
        }
        assert!(n_rows > 100, "{n_rows}");
    }
}
