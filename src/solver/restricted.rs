//! The restricted master problem in whole numbers: the best plan that can be made of given columns.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::backend::in_background;
use super::backend::milp::{Effort, Milp};
use super::columns::Column;
use super::constraints::row::{Origin, Row, Term};
use super::master::{as_f64, points};
use super::model::Model;
use super::work::Work;

/// What came of it.
#[derive(Debug)]
pub enum Answer {
    /// The best plan of these columns.
    Best(Vec<Column>),
    /// A plan of these columns, perhaps not the best.
    Found(Vec<Column>),
    /// No plan can be made of these columns.
    Infeasible,
    /// It was stopped before a plan was found.
    Stopped,
}

/// Returns the best plan that can be made of the columns.
///
/// * `begin_with`: columns of a plan to begin with, all among `columns`.
/// * `work`: where it counts what it did.
/// * `stop`: asked again and again while it works; when it says so, the answer is `Stopped`.
pub fn solve(
    model: &Model,
    columns: &[Column],
    begin_with: &[&Column],
    effort: Effort,
    work: &Work,
    stop: impl Fn() -> bool,
) -> Answer {
    if columns.is_empty() {
        // HiGHS has no verdict on a program without variables.
        let is_broken = model.pool.rows.iter().any(|row| row.slack.is_none() && row.excess(0) > 0);
        return if is_broken { Answer::Infeasible } else { Answer::Best(Vec::new()) };
    }
    let milp = build(model, columns, begin_with);
    let (n_rows, n_cols) = milp.size();
    let Some(solved) = in_background(move || milp.solve(effort), stop) else { return Answer::Stopped };
    work.add_program(solved.n_iterations, n_rows, n_cols);
    let chosen = |values: Vec<f64>| {
        let is_chosen = columns.iter().zip(values).filter(|&(_, value)| value > 0.5);
        is_chosen.map(|(column, _)| column.clone()).collect()
    };
    match solved.values {
        Some(values) if solved.is_best => Answer::Best(chosen(values)),
        Some(values) => Answer::Found(chosen(values)),
        None if solved.is_infeasible => Answer::Infeasible,
        None => Answer::Stopped,
    }
}

fn build(model: &Model, columns: &[Column], begin_with: &[&Column]) -> Milp {
    let mut milp = Milp::default();
    for column in columns {
        milp.add_choice(points(column.points));
    }
    let mut rows = Rows::new(model, columns);
    let mut slacks: BTreeMap<usize, usize> = BTreeMap::new();
    for row in &model.pool.rows {
        let is_cover = matches!(row.origin, Origin::OneTripAtATime(_));
        if is_cover && !rows.is_a_first_day(row) {
            continue; // A clique of trips that block a common date all block the latest first date among them.
        }
        let Some(entries) = rows.entries_if_needed(row) else { continue };
        let mut entries: Vec<(usize, f64)> = entries.into_iter().map(|(col, coef)| (col, as_f64(coef))).collect();
        let scale = entries.iter().map(|&(_, coef)| coef.abs()).fold(1.0, f64::max);
        if let Some((slack, coef)) = row.slack {
            let penalty = points(model.pool.slacks[slack].penalty);
            let position = *slacks.entry(slack).or_insert_with(|| milp.add_slack(-penalty));
            let sign = if row.upper.is_some() { -1.0 } else { 1.0 };
            entries.push((position, sign * as_f64(coef)));
        }
        for entry in &mut entries {
            entry.1 /= scale;
        }
        let side = |side: Option<i64>| side.map(|side| as_f64(side) / scale);
        milp.add_row(side(row.lower), side(row.upper), entries);
    }
    for (lower, entries) in rows.delegation() {
        milp.add_row(lower, Some(0.0), entries);
    }
    if !begin_with.is_empty() {
        let keys: BTreeSet<_> = begin_with.iter().map(|column| &column.key).collect();
        let value = |column: &Column| if keys.contains(&column.key) { 1.0 } else { 0.0 };
        milp.begin_with(columns.iter().enumerate().map(|(col, column)| (col, value(column))).collect());
    }
    milp
}

/// Columns and their coefficients, in order.
type Entries = Vec<(usize, i64)>;

/// The least and the most of a row.
type Sides = (Option<i64>, Option<i64>);

/// A row for the program: its least, and the coefficients of columns; the most is zero.
type StepRow = (Option<f64>, Vec<(usize, f64)>);

/// The columns, sorted for finding the entries of a row.
struct Rows<'a> {
    model: &'a Model<'a>,
    columns: &'a [Column],
    by_traveller: Vec<Vec<usize>>,
    by_request: Vec<Vec<usize>>,
    first_days: BTreeSet<(usize, i32)>,
    /// Rows that are there already, by entries: the sides they have.
    known: HashMap<Entries, Vec<Sides>>,
}

impl<'a> Rows<'a> {
    fn new(model: &'a Model<'a>, columns: &'a [Column]) -> Self {
        let mut by_traveller = vec![Vec::new(); model.instance.travellers.len()];
        let mut by_request = vec![Vec::new(); model.instance.requests.len()];
        for (idx, column) in columns.iter().enumerate() {
            by_traveller[column.traveller()].push(idx);
            for stop in column.stops() {
                by_request[stop.request()].push(idx);
            }
        }
        let first_days = columns.iter().map(|column| (column.traveller(), column.first_day)).collect();
        Rows { model, columns, by_traveller, by_request, first_days, known: HashMap::new() }
    }

    fn is_a_first_day(&self, row: &Row) -> bool {
        row.terms.iter().any(|term| match term {
            Term::Cover { traveller, day } => self.first_days.contains(&(*traveller, *day)),
            _ => false,
        })
    }

    /// The entries of a row, unless no choice of columns can break it or another row says as much.
    fn entries_if_needed(&mut self, row: &Row) -> Option<Vec<(usize, i64)>> {
        let mut entries: BTreeMap<usize, i64> = BTreeMap::new();
        for term in &row.terms {
            let columns = match term {
                Term::Pairs { .. } => continue, // Only in cuts, which are no rows of the pool.
                Term::Seat { request, .. } => &self.by_request[*request],
                Term::Days { traveller, .. }
                | Term::Cover { traveller, .. }
                | Term::Absent { traveller, .. }
                | Term::Attend { traveller, .. }
                | Term::Seats { traveller, .. }
                | Term::Trips { traveller, .. } => &self.by_traveller[*traveller],
            };
            for &idx in columns {
                let coef = term.coef(&self.model.instance, &self.model.pool.place_groups, &self.columns[idx]);
                if coef != 0 {
                    *entries.entry(idx).or_insert(0) += coef;
                }
            }
        }
        let most: i64 = entries.values().filter(|&&coef| coef > 0).sum();
        let least: i64 = entries.values().filter(|&&coef| coef < 0).sum();
        let can_break = row.upper.is_some_and(|upper| most > upper) || row.lower.is_some_and(|lower| least < lower);
        if !can_break {
            return None;
        }
        let entries: Vec<(usize, i64)> = entries.into_iter().filter(|&(_, coef)| coef != 0).collect();
        if row.slack.is_none() {
            let sides = self.known.entry(entries.clone()).or_default();
            if sides.contains(&(row.lower, row.upper)) {
                return None;
            }
            sides.push((row.lower, row.upper));
        }
        Some(entries)
    }

    /// Roles in step, start by start.
    fn delegation(&self) -> Vec<StepRow> {
        let mut rows = Vec::new();
        for (request, data) in self.model.instance.requests.iter().enumerate() {
            let mut seats: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
            for &idx in &self.by_request[request] {
                for stop in self.columns[idx].stops().iter().filter(|stop| stop.request() == request) {
                    seats.entry((stop.start(), stop.role())).or_default().push(idx);
                }
            }
            let starts: BTreeSet<usize> = seats.keys().map(|&(start, _)| start).collect();
            for start in starts {
                let lead = seats.get(&(start, 0)).cloned().unwrap_or_default();
                for role in 1..data.optional.len() {
                    let members = seats.get(&(start, role)).cloned().unwrap_or_default();
                    if members.is_empty() && (lead.is_empty() || data.optional[role]) {
                        continue;
                    }
                    let members = members.iter().map(|&idx| (idx, 1.0));
                    let entries = members.chain(lead.iter().map(|&idx| (idx, -1.0))).collect();
                    rows.push(((!data.optional[role]).then_some(0.0), entries));
                }
            }
        }
        rows
    }
}
