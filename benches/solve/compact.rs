//! What one would write first: a compact time-indexed model, given to plain HiGHS.
//!
//! For every traveller a network in time: a node for each seat of each visit at each start, an arc for each way from
//! home to a visit, from a visit to the next, and home again. A trip is a path. Written from docs/model.md alone, with
//! nothing of `solver`, so that it is also a second opinion on its values and bounds.
//!
//! Two things it does not know, so that the checker has the last word on its plans: the most stops and the most days
//! of one trip, and that a trip belongs wholly to the period of its first date.

use std::collections::BTreeMap;

use highs::{Col, HighsModelStatus, RowProblem, Sense};
use reisagenda::domain::*;
use reisagenda::zones::Zone;

/// More arcs than this are not even tried.
const MAX_ARCS: usize = 3_000_000;

/// What HiGHS said.
pub struct Answer {
    /// Its plan, when it found one.
    pub plan: Option<Plan>,
    /// Its bound in points, when it is a number.
    pub bound: Option<f64>,
    /// Whether it says that no plan is better.
    pub proven: bool,
    /// How many columns and rows it had.
    pub size: (usize, usize),
}

/// A possible start of a visit.
struct Start {
    start: Instant,
    end: Instant,
    place_days: DayRange,
    points: i64,
    day: Day,
    end_day: Day,
    depart: Instant,
    free_from: Instant,
    back: Instant,
}

/// A seat of a visit at a start, for one traveller.
#[derive(Clone, Copy)]
struct Node {
    request: usize,
    role: usize,
    start: usize,
    taken: Col,
}

/// A row: at least, at most, and its columns.
type Row = (f64, f64, Vec<(Col, f64)>);

/// The rows, by what they say; columns are added to them one by one.
#[derive(Default)]
struct Rows {
    entries: BTreeMap<Vec<i64>, Row>,
}

impl Rows {
    fn add(&mut self, key: &[i64], low: f64, high: f64, col: Col, coef: f64) {
        self.entries.entry(key.to_vec()).or_insert_with(|| (low, high, Vec::new())).2.push((col, coef));
    }
}

/// A stretch of a trip: a column, and what is covered by it.
struct Arc {
    col: Col,
    from: Option<usize>,
    to: Option<usize>,
    traveller: usize,
}

struct Model<'p> {
    problem: &'p Problem,
    home: Zone,
    starts: Vec<Vec<Start>>,
    lp: RowProblem,
    rows: Rows,
    nodes: Vec<Node>,
    arcs: Vec<Arc>,
    home_parts: Vec<(Instant, Instant)>,
}

/// Builds the model and lets HiGHS work on it; `Err` says why it was not tried.
pub fn solve(problem: &Problem, seconds: f64, n_threads: usize) -> Result<Answer, String> {
    let zone = |place: PlaceIdx| Zone::of(problem.place(place).tz);
    let home = zone(problem.home);
    let starts = problem.requests.iter().map(|request| starts(problem, request, &zone(request.place), &home)).collect();
    let home_place = problem.place(problem.home);
    let working = problem.horizon.days().filter(|&day| works(home_place, day));
    let home_parts = working
        .flat_map(|day| home_place.day_parts.iter().map(move |part| (day, part)))
        .map(|(day, part)| (home.instant(day, part.start), home.instant(day, part.end)))
        .collect();
    let mut model = Model {
        problem,
        home,
        starts,
        lp: RowProblem::default(),
        rows: Rows::default(),
        nodes: Vec::new(),
        arcs: Vec::new(),
        home_parts,
    };
    for traveller in problem.traveller_idxs() {
        model.travel(traveller)?;
    }
    model.visits();
    model.rules()?;
    Ok(model.solve(seconds, n_threads))
}

impl Model<'_> {
    /// The network of one traveller.
    fn travel(&mut self, traveller: TravellerIdx) -> Result<(), String> {
        let problem = self.problem;
        let who = problem.traveller(traveller);
        let first_node = self.nodes.len();
        for (request_idx, request) in problem.requests.iter().enumerate() {
            if request.place == problem.home || request.lock.is_some() {
                return Err("home meetings and locks are not in the compact model".to_owned());
            }
            for (role_idx, role) in request.roles.iter().enumerate() {
                let Some(candidate) = role.candidates.iter().find(|c| c.traveller == traveller) else { continue };
                for start in 0..self.starts[request_idx].len() {
                    let data = &self.starts[request_idx][start];
                    let points = candidate.points.0 + if role_idx == 0 { data.points } else { 0 };
                    let taken = self.lp.add_integer_column(points as f64, 0..=1);
                    self.nodes.push(Node { request: request_idx, role: role_idx, start, taken });
                }
            }
        }
        let mut order: Vec<usize> = (first_node..self.nodes.len()).collect();
        order.sort_by_key(|&node| self.of(node).start);
        let is_free = |from: Instant, to: Instant| {
            Interval::new(from, to).is_none_or(|absence| who.busy.iter().all(|busy| !busy.interval.meets(absence)))
        };
        let limits = who.limits;
        for (position, &node) in order.iter().enumerate() {
            let data = self.of(node);
            let (start, end, depart, back, free_from) = (data.start, data.end, data.depart, data.back, data.free_from);
            let inside = |home: &Zone, instant| problem.horizon.contains(home.day(instant));
            if inside(&self.home, depart) && is_free(depart, start) {
                self.arc(traveller, None, Some(node));
            }
            if inside(&self.home, back) && is_free(start, back) {
                self.arc(traveller, Some(node), None);
            }
            let place = problem.request(RequestIdx(self.nodes[node].request)).place;
            for &next in &order[position + 1..] {
                let (then, there) = (self.of(next), RequestIdx(self.nodes[next].request));
                let idle = then.day.days_since(self.of(node).end_day) - 1;
                if limits.max_idle_days < idle {
                    break;
                }
                let leg = problem.legs.between(place, problem.request(there).place);
                let arrival = if problem.request(there).place == place {
                    end
                } else {
                    free_from.plus(leg.minutes + leg.rest_minutes)
                };
                let other = self.nodes[next].request != self.nodes[node].request;
                if other && arrival <= then.start && is_free(start, then.end) {
                    self.arc(traveller, Some(node), Some(next));
                }
            }
            if MAX_ARCS < self.arcs.len() {
                return Err(format!("more than {MAX_ARCS} arcs"));
            }
        }
        Ok(())
    }

    fn of(&self, node: usize) -> &Start {
        &self.starts[self.nodes[node].request][self.nodes[node].start]
    }

    /// A way from a visit (or home) to a visit (or home): what it costs, which dates and day-parts it covers.
    fn arc(&mut self, traveller: TravellerIdx, from: Option<usize>, to: Option<usize>) {
        let problem = self.problem;
        let place =
            |node: Option<usize>| node.map_or(problem.home, |node| problem.requests[self.nodes[node].request].place);
        let leg = problem.legs.between(place(from), place(to));
        // The first stretch of a trip begins with its first date, the others the date after the visit began.
        let first =
            from.map_or_else(|| self.home.day(self.of(to.unwrap_or(0)).depart), |node| self.of(node).day.plus(1));
        let last = to.map_or_else(|| self.home.day(self.of(from.unwrap_or(0)).back), |node| self.of(node).day);
        let nights_from = from.map_or(first, |node| self.of(node).day);
        let n_nights = i64::from(last.days_since(nights_from));
        let per_diem = problem.place(place(from.or(to))).per_diem;
        let cents = leg.eur.0 + n_nights * per_diem.0;
        let n_days = i64::from(last.days_since(first) + 1);
        let cost =
            problem.day_away.0 * n_days + problem.eur.of_cents(Cents(cents)).0 + problem.kg_co2.of_grams(leg.kg_co2).0;
        let col = self.lp.add_integer_column(-cost as f64, 0..=1);
        let who = traveller.0 as i64;
        if let Some(node) = from {
            self.rows.add(&[0, node as i64], 0.0, 0.0, col, 1.0);
        }
        if let Some(node) = to {
            self.rows.add(&[1, node as i64], 0.0, 0.0, col, 1.0);
        }
        let free_days = if to.is_none() { problem.traveller(traveller).limits.min_home_days } else { 0 };
        for offset in 0..n_days as i32 + free_days {
            self.rows.add(&[2, who, i64::from(first.plus(offset).number())], 0.0, 1.0, col, 1.0);
        }
        for (idx, rule) in problem.rules.iter().enumerate() {
            match &rule.body {
                RuleBody::Limit(limit) if limit.travellers.contains(&traveller) => {
                    let days = (0..n_days as i32).map(|offset| first.plus(offset));
                    for (period, range) in limit.per.ranges(problem.horizon).into_iter().enumerate() {
                        let amount = match limit.measure {
                            Measure::DaysAway => days.clone().filter(|&day| range.contains(day)).count() as f64,
                            Measure::Trips if from.is_none() && range.contains(first) => 1.0,
                            Measure::Eur if range.contains(nights_from) => cents as f64 / 100.0,
                            Measure::KgCo2 if range.contains(nights_from) => leg.kg_co2.0 as f64 / 1000.0,
                            _ => 0.0,
                        };
                        if amount > 0.0 {
                            let key = [3, idx as i64, period as i64];
                            self.rows.add(&key, f64::NEG_INFINITY, limit.max as f64, col, amount);
                        }
                    }
                }
                RuleBody::Presence(presence) if presence.members.contains(&traveller) => {
                    let begun = |instant: Instant| self.home_parts.partition_point(|part| part.0 < instant);
                    let ended = |instant: Instant| self.home_parts.partition_point(|part| part.1 <= instant);
                    let low = from.map_or_else(|| ended(self.of(to.unwrap_or(0)).depart), |n| begun(self.of(n).start));
                    let high = begun(to.map_or_else(|| self.of(from.unwrap_or(0)).back, |node| self.of(node).start));
                    let most = (presence.members.len() - presence.at_least.min(presence.members.len())) as f64;
                    for part in low..high {
                        self.rows.add(&[4, idx as i64, part as i64], f64::NEG_INFINITY, most, col, 1.0);
                    }
                }
                _ => {}
            }
        }
        self.arcs.push(Arc { col, from, to, traveller: traveller.0 });
    }

    /// What ties the seats of a visit together.
    fn visits(&mut self) {
        for (idx, node) in self.nodes.iter().enumerate() {
            let request = &self.problem.requests[node.request];
            let (request_idx, start) = (node.request as i64, node.start as i64);
            self.rows.add(&[0, idx as i64], 0.0, 0.0, node.taken, -1.0);
            self.rows.add(&[1, idx as i64], 0.0, 0.0, node.taken, -1.0);
            if node.role == 0 {
                let least = f64::from(u8::from(request.mandatory));
                self.rows.add(&[5, request_idx], least, 1.0, node.taken, 1.0);
                for (role, data) in request.roles.iter().enumerate().skip(1) {
                    let low = if data.optional { f64::NEG_INFINITY } else { 0.0 };
                    self.rows.add(&[6, request_idx, role as i64, start], low, 0.0, node.taken, -1.0);
                }
            } else {
                let low = if request.roles[node.role].optional { f64::NEG_INFINITY } else { 0.0 };
                self.rows.add(&[6, request_idx, node.role as i64, start], low, 0.0, node.taken, 1.0);
            }
        }
    }

    /// Spacing, resources, sequences; and what the model does not know.
    fn rules(&mut self) -> Result<(), String> {
        let problem = self.problem;
        let leads: Vec<Node> = self.nodes.iter().copied().filter(|node| node.role == 0).collect();
        let none = f64::NEG_INFINITY;
        for (idx, rule) in problem.rules.iter().enumerate() {
            let key = idx as i64;
            let unknown = || Err(format!("rule `{}` is not in the compact model", rule.id));
            if rule.penalty.is_some() {
                return unknown();
            }
            match &rule.body {
                RuleBody::Limit(limit) => {
                    if limit.places.is_some() || limit.fund.is_some() || limit.measure == Measure::Visits {
                        return unknown();
                    }
                }
                RuleBody::Presence(presence) if presence.calendar.is_none() => {}
                RuleBody::Spacing(spacing) => {
                    let filter = &spacing.visits;
                    if filter.rank.is_some() || filter.theme.is_some() {
                        return unknown();
                    }
                    for node in &leads {
                        let place = problem.requests[node.request].place;
                        if filter.places.as_ref().is_some_and(|places| !places.contains(&place)) {
                            continue;
                        }
                        let first = self.starts[node.request][node.start].place_days.start().number();
                        for day in first..first + spacing.min_days {
                            self.rows.add(&[7, key, i64::from(day)], none, 1.0, node.taken, 1.0);
                        }
                    }
                }
                RuleBody::Resource(resource) => {
                    for node in &leads {
                        if problem.requests[node.request].needs.contains(&RuleIdx(idx)) {
                            let days = self.starts[node.request][node.start].place_days;
                            let pad = resource.pad_days;
                            for day in days.start().number() - pad..days.end().number() + pad {
                                self.rows.add(
                                    &[8, key, i64::from(day)],
                                    none,
                                    resource.capacity as f64,
                                    node.taken,
                                    1.0,
                                );
                            }
                        }
                    }
                }
                RuleBody::Sequence(sequence) => self.sequence(key, *sequence, &leads),
                _ => return unknown(),
            }
        }
        Ok(())
    }

    /// Up to every date, `then` has not begun more often than `first` had ended early enough; and so from the end.
    fn sequence(&mut self, key: i64, sequence: Sequence, leads: &[Node]) {
        let none = f64::NEG_INFINITY;
        let of = |request: RequestIdx| leads.iter().filter(move |node| node.request == request.0);
        let days = |node: &Node| self.starts[node.request][node.start].place_days;
        let dates: Vec<Day> = of(sequence.then).map(|node| days(node).start()).collect();
        for &date in &dates {
            let at = i64::from(date.number());
            for node in of(sequence.then).filter(|node| days(node).start() <= date) {
                self.rows.add(&[9, key, at], none, 0.0, node.taken, 1.0);
            }
            for node in of(sequence.first) {
                if days(node).end().plus(-1).plus(sequence.min_days) <= date {
                    self.rows.add(&[9, key, at], none, 0.0, node.taken, -1.0);
                }
            }
            let Some(max_days) = sequence.max_days else { continue };
            for node in of(sequence.then).filter(|node| date <= days(node).start()) {
                self.rows.add(&[10, key, at], none, 0.0, node.taken, 1.0);
            }
            for node in of(sequence.first) {
                if date <= days(node).end().plus(-1).plus(max_days) {
                    self.rows.add(&[10, key, at], none, 0.0, node.taken, -1.0);
                }
            }
        }
    }

    fn solve(mut self, seconds: f64, n_threads: usize) -> Answer {
        for (low, high, entries) in std::mem::take(&mut self.rows.entries).into_values() {
            // A column that came twice counts twice.
            let mut sums: BTreeMap<usize, (Col, f64)> = BTreeMap::new();
            for (col, coef) in entries {
                sums.entry(col.index()).or_insert((col, 0.0)).1 += coef;
            }
            self.lp.add_row(low..=high, sums.into_values());
        }
        let size = (self.lp.num_cols(), self.lp.num_rows());
        let mut model = std::mem::take(&mut self.lp).optimise(Sense::Maximise);
        model.make_quiet();
        // Probing takes all the time that there is on these models; HiGHS itself says to leave it out.
        model.set_option("presolve_rule_off", 1 << 15);
        model.set_option("time_limit", seconds);
        model.set_option("threads", i32::try_from(n_threads).unwrap_or(2));
        model.set_option("mip_rel_gap", 1e-6);
        let solved = model.solve();
        let bound = solved.double_info_value(c"mip_dual_bound").ok().filter(|bound| bound.is_finite());
        let values = solved.get_solution().columns().to_vec();
        let has_plan = solved.status() == HighsModelStatus::Optimal
            || solved.double_info_value(c"objective_function_value").is_ok_and(f64::is_finite)
                && values.len() == size.0
                && solved.primal_solution_status() == highs::HighsSolutionStatus::Feasible;
        let proven = solved.status() == HighsModelStatus::Optimal;
        Answer { proven, plan: has_plan.then(|| self.plan(&values)), bound: bound.map(|bound| bound / 1000.0), size }
    }

    /// Follows the arcs that are used from home to home.
    fn plan(&self, values: &[f64]) -> Plan {
        let is_used = |arc: &&Arc| 0.5 < values[arc.col.index()];
        let next: BTreeMap<usize, Option<usize>> =
            self.arcs.iter().filter(is_used).filter_map(|arc| arc.from.map(|from| (from, arc.to))).collect();
        let mut trips = Vec::new();
        for arc in self.arcs.iter().filter(is_used).filter(|arc| arc.from.is_none()) {
            let mut visits = Vec::new();
            let (mut at, mut last) = (arc.to, arc.to);
            while let Some(node) = at {
                let (data, node_data) = (self.of(node), self.nodes[node]);
                visits.push(TripVisit {
                    request: RequestIdx(node_data.request),
                    role: RoleIdx(node_data.role),
                    start: data.start,
                    end: data.end,
                });
                (last, at) = (at, next.get(&node).copied().flatten());
            }
            let (Some(first), Some(last)) = (arc.to, last) else { continue };
            let (depart, back) = (self.of(first).depart, self.of(last).back);
            trips.push(Trip { traveller: TravellerIdx(arc.traveller), depart, back, visits });
        }
        trips.sort();
        Plan { trips, meetings: Vec::new() }
    }
}

fn works(place: &Place, day: Day) -> bool {
    let is_closed = place.closures.iter().any(|(days, _)| days.contains(day));
    !place.weekend.contains(&day.weekday_number()) && !place.holidays.contains_key(&day) && !is_closed
}

/// Every start that windows, working days and preparation leave.
fn starts(problem: &Problem, request: &Request, zone: &Zone, home: &Zone) -> Vec<Start> {
    let place = problem.place(request.place);
    let n_parts = place.day_parts.len();
    let (out, home_again) =
        (problem.legs.between(problem.home, request.place), problem.legs.between(request.place, problem.home));
    let is_open = matches!(request.status, RequestStatus::Idea | RequestStatus::Requested);
    let prepared = problem.as_of.filter(|_| is_open).map(|as_of| as_of.plus(request.lead_days));
    let mut starts: BTreeMap<Instant, Start> = BTreeMap::new();
    for window in &request.windows {
        for day in window.days().filter(|&day| prepared.is_none_or(|prepared| prepared <= day)) {
            for part in 0..n_parts {
                let last_part = part + request.parts as usize - 1;
                let last_day = day.plus((last_part / n_parts) as i32);
                let Some(place_days) = DayRange::inclusive(day, last_day) else { continue };
                if !window.contains(last_day) || !place_days.days().all(|day| works(place, day)) {
                    continue;
                }
                let start = zone.instant(day, place.day_parts[part].start);
                let end = zone.instant(last_day, place.day_parts[last_part % n_parts].end);
                let free_from = by_day(problem.night, zone, end, true);
                let weeks = i64::from(day.days_since(request.windows[0].start()).max(0) / 7);
                let preferred: i64 = request
                    .prefer
                    .iter()
                    .filter(|prefer| prefer.days.contains(day))
                    .map(|prefer| prefer.points.0)
                    .sum();
                starts.entry(start).or_insert(Start {
                    start,
                    end,
                    place_days,
                    points: request.points.0 + preferred - weeks * request.decay.0,
                    day: home.day(start),
                    end_day: home.day(end),
                    depart: by_day(problem.night, home, start.plus(-out.minutes - out.rest_minutes), false),
                    free_from,
                    back: free_from.plus(home_again.minutes),
                });
            }
        }
    }
    starts.into_values().collect()
}

/// The next (or the last) instant at which one may depart; the night is taken to lie across midnight.
fn by_day(night: Option<Night>, zone: &Zone, at: Instant, later: bool) -> Instant {
    let Some(night) = night else { return at };
    let local = zone.local(at);
    match (night.from < local.minute, local.minute < night.to) {
        (false, false) => at,
        (late, _) if later => zone.instant(local.day.plus(i32::from(late)), night.to),
        (late, _) => zone.instant(local.day.plus(-i32::from(!late)), night.from),
    }
}
