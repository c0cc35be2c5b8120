//! What binds the wishes together: who stays home, how long anybody may be away, budgets, room at the places.

use super::dice::Dice;
use super::places::Place;
use super::requests::{Need, Request, gap_days};
use super::travellers::Traveller;
use super::{Budgets, Spec};
use crate::domain::DayRange;
use crate::scenario::raw;

/// What part of the wishes' cost a budget that binds pays for, in percent, at least and at most.
const TIGHT: (i64, i64) = (43, 55);
/// The same for a budget that leaves room.
const ROOMY: i64 = 250;

/// Makes all rules.
pub fn make(
    spec: &Spec,
    horizon: DayRange,
    places: &[Place],
    staff: &[Traveller],
    requests: &[Request],
    needs: &[Need],
    dice: &mut Dice,
) -> raw::Rules {
    let mut limit = days_away(horizon, places, staff, requests);
    let presence = presence(staff, dice);
    let spacing = spacing(spec, horizon, places, requests);
    let sequence = sequences(requests, dice);
    limit.extend(budgets(spec, horizon, places, staff, requests, dice));
    raw::Rules {
        limit,
        presence,
        spacing,
        sequence,
        resource: needs.iter().map(|need| resource(need, horizon)).collect(),
        ..raw::Rules::default()
    }
}

/// How many days a month everybody may be away, by rank; more where the wishes ask for much more.
fn days_away(horizon: DayRange, places: &[Place], staff: &[Traveller], requests: &[Request]) -> Vec<raw::Limit> {
    let ranks =
        [(raw::Rank::Political, "political", 6), (raw::Rank::Senior, "senior", 8), (raw::Rank::Working, "working", 10)];
    let mut limits = Vec::new();
    for (rank, name, least) in ranks {
        let n_travellers = count(staff.iter().filter(|traveller| traveller.raw.rank == rank).count());
        if n_travellers == 0 {
            continue;
        }
        let n_days: i64 = demand(requests, staff, |traveller| traveller.raw.rank == rank)
            .map(|(request, _)| places[request.place].days_away(request.raw.parts))
            .sum();
        let n_months = i64::from(horizon.n_days() + 15) / 30;
        let max = least.max(n_days * 17 / 10 / n_travellers / n_months.max(1) + 2).min(20);
        limits.push(raw::Limit {
            max,
            per: Some(raw::Per::Month),
            ranks: vec![rank],
            each: Some(true),
            ..limit(
                format!("days-{name}"),
                format!("Nobody of rank {name} is away more than {max} days a month"),
                raw::Measure::DaysAway,
            )
        });
    }
    limits
}

/// In each organisation two who are never away together, and some pairs across organisations.
fn presence(staff: &[Traveller], dice: &mut Dice) -> Vec<raw::Presence> {
    let mut pairs: Vec<(usize, usize)> = (1..staff.len())
        .map(|idx| (idx - 1, idx))
        .filter(|&(a, b)| {
            let same = staff[a].raw.organisation == staff[b].raw.organisation;
            same && staff[a].raw.rank == raw::Rank::Political
        })
        .collect();
    let ministers: Vec<usize> = (0..staff.len()).filter(|&idx| staff[idx].raw.rank == raw::Rank::Political).collect();
    pairs.extend(ministers.windows(2).step_by(3).map(|pair| (pair[0], pair[1])));
    let working: Vec<usize> = (0..staff.len()).filter(|&idx| staff[idx].raw.rank == raw::Rank::Working).collect();
    for _ in 0..staff.len() / 20 {
        if let (Some(&a), Some(&b)) = (working.get(dice.below(working.len())), working.first())
            && a != b
            && !pairs.contains(&(b, a))
        {
            pairs.push((b, a));
        }
    }
    pairs
        .into_iter()
        .map(|(a, b)| raw::Presence {
            id: raw::Id(format!("home-{}-{}", staff[a].raw.id, staff[b].raw.id)),
            label: Some(format!("{} and {} are not away together", staff[a].raw.office, staff[b].raw.office)),
            penalty: None,
            members: vec![staff[a].raw.id.clone(), staff[b].raw.id.clone()],
            at_least: None,
            calendar: None,
        })
        .collect()
}

/// Time between two visits to a place, where no embassy sees to it.
fn spacing(spec: &Spec, horizon: DayRange, places: &[Place], requests: &[Request]) -> Vec<raw::Spacing> {
    let mut n_visits = vec![0; places.len()];
    for request in requests {
        let by_embassy = request.raw.needs.iter().any(|need| need.0.starts_with("embassy-"));
        n_visits[request.place] += i32::from(!by_embassy);
    }
    let mut busy: Vec<raw::Id> =
        (0..places.len()).filter(|&idx| n_visits[idx] > 1).map(|idx| raw::Id(places[idx].id.clone())).collect();
    busy.sort();
    if busy.is_empty() {
        return Vec::new();
    }
    let min_days = gap_days(spec, horizon);
    vec![raw::Spacing {
        id: raw::Id("spacing".into()),
        label: Some(format!("At least {min_days} days between two visits to a place")),
        penalty: None,
        places: busy,
        countries: Vec::new(),
        rank: None,
        theme: None,
        min_days,
        each_place: Some(true),
    }]
}

/// Some visits that prepare others.
fn sequences(requests: &[Request], dice: &mut Dice) -> Vec<raw::Sequence> {
    let is_open = |request: &Request| request.raw.mandatory.is_none();
    let mut order: Vec<&Request> = requests.iter().filter(|request| is_open(request)).collect();
    dice.shuffle(&mut order);
    order
        .chunks_exact(2)
        .map(|pair| {
            let starts_first = pair[0].raw.windows[0].first_day <= pair[1].raw.windows[0].first_day;
            if starts_first { (pair[0], pair[1]) } else { (pair[1], pair[0]) }
        })
        // The one that prepares must leave time for the other.
        .filter(|(first, then)| {
            let earliest = first.raw.windows[0].first_day.0;
            then.raw.windows.iter().any(|window| window.last_day.0.days_since(earliest) >= 60)
        })
        .take(requests.len() / 20)
        .map(|(first, then)| {
            let min_days = dice.between(7, 21);
            raw::Sequence {
                id: raw::Id(format!("first-{}", first.raw.id)),
                label: Some(format!("{} comes before {}", first.raw.title, then.raw.title)),
                penalty: None,
                first: first.raw.id.clone(),
                then: then.raw.id.clone(),
                min_days: Some(min_days),
                max_days: dice.percent(40).then(|| min_days + 90),
            }
        })
        .collect()
}

/// So many that the wishes keep them busy for most of the time.
fn resource(need: &Need, horizon: DayRange) -> raw::Resource {
    let capacity = need.capacity.unwrap_or_else(|| (need.n_days * 2 / i64::from(horizon.n_days())).max(1));
    raw::Resource {
        id: raw::Id(need.id.clone()),
        label: Some(need.label.clone()),
        penalty: None,
        capacity,
        pad_days: Some(need.pad_days),
    }
}

/// For each organisation what its travellers may cost in a quarter.
fn budgets(
    spec: &Spec,
    horizon: DayRange,
    places: &[Place],
    staff: &[Traveller],
    requests: &[Request],
    dice: &mut Dice,
) -> Vec<raw::Limit> {
    let mut organisations: Vec<&str> = staff.iter().map(|traveller| traveller.raw.organisation.as_str()).collect();
    organisations.dedup();
    let mut limits = Vec::new();
    for organisation in organisations {
        let percent = match spec.budgets {
            Budgets::None => continue,
            Budgets::Loose => ROOMY,
            Budgets::Bind => dice.between(TIGHT.0, TIGHT.1),
        };
        let seats = || demand(requests, staff, |traveller| traveller.raw.organisation == organisation);
        let cost = |request: &Request| places[request.place].euros(request.raw.parts);
        let total: i64 = seats().map(|(request, optional)| cost(request) / if optional { 2 } else { 1 }).sum();
        let n_days = i64::from(horizon.n_days());
        let per_quarter = total * percent / 100 * 91 / n_days.max(91);
        // Mandatory visits must always be affordable.
        let mandatory: i64 = seats().filter(|(request, _)| request.raw.mandatory.is_some()).map(|(r, _)| cost(r)).sum();
        let max = (per_quarter.max(mandatory * 13 / 10) + 99) / 100 * 100;
        limits.push(raw::Limit {
            max,
            per: Some(raw::Per::Quarter),
            organisations: vec![organisation.to_owned()],
            ..limit(
                format!("budget-{}", organisation.to_lowercase().replace('&', "")),
                format!("Travel budget of {organisation}: {max} euro a quarter"),
                raw::Measure::Eur,
            )
        });
    }
    limits
}

/// The wished seats of some travellers: the request, and whether the seat is optional.
fn demand<'a>(
    requests: &'a [Request],
    staff: &'a [Traveller],
    is_meant: impl Fn(&Traveller) -> bool + 'a,
) -> impl Iterator<Item = (&'a Request, bool)> {
    requests
        .iter()
        .flat_map(|request| request.wished.iter().map(move |&(who, optional)| (request, who, optional)))
        .filter_map(move |(request, who, optional)| is_meant(&staff[who]).then_some((request, optional)))
}

/// A limit for everybody and the whole horizon.
fn limit(id: String, label: String, measure: raw::Measure) -> raw::Limit {
    raw::Limit {
        id: raw::Id(id),
        label: Some(label),
        penalty: None,
        measure,
        max: 0,
        per: None,
        first_day: None,
        last_day: None,
        travellers: Vec::new(),
        organisations: Vec::new(),
        ranks: Vec::new(),
        each: None,
        places: Vec::new(),
        countries: Vec::new(),
        fund: None,
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
