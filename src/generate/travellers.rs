//! Offices of made-up sizes in ministries and services, with diaries.

use super::dice::Dice;
use super::{Spec, day};
use crate::domain::{Day, DayRange};
use crate::scenario::raw;

/// Ministries and services, the ones that travel most first.
const ORGANISATIONS: [&str; 20] = [
    "A&M", "BZ", "J&V", "BHO", "DT&V", "DEF", "SZW", "EZ", "FIN", "IND", "LVVN", "KMar", "OCW", "VWS", "I&W", "BZK",
    "KGG", "VRO", "COA", "Politie",
];

/// About how many travellers an organisation has.
const N_PER_ORGANISATION: usize = 5;

/// A traveller and what the other parts of a scenario want to know.
#[derive(Clone, Debug)]
pub struct Traveller {
    /// As it is written.
    pub raw: raw::Traveller,
    /// When busy.
    pub busy: Vec<DayRange>,
}

impl Traveller {
    /// Whether free on all days of a range.
    pub fn is_free(&self, days: DayRange) -> bool {
        self.busy.iter().all(|busy| busy.intersection(days).is_none())
    }
}

/// Makes the travellers, organisation by organisation, the highest ranks first.
pub fn make(spec: &Spec, horizon: DayRange, dice: &mut Dice) -> Vec<Traveller> {
    let n_organisations = (spec.n_travellers / N_PER_ORGANISATION).clamp(1, ORGANISATIONS.len());
    let mut travellers: Vec<Traveller> = Vec::new();
    for (idx, organisation) in ORGANISATIONS[..n_organisations].iter().enumerate() {
        let n_members = (spec.n_travellers + n_organisations - 1 - idx) / n_organisations;
        let prefix: String = organisation.to_lowercase().replace('&', "");
        for member in 0..n_members {
            let (rank, word, office) = match member {
                0 => (raw::Rank::Political, "minister".to_owned(), format!("Minister {organisation}")),
                1 => (raw::Rank::Senior, "dg".to_owned(), format!("Director-general {organisation}")),
                _ if member <= n_members / 2 => {
                    (raw::Rank::Senior, format!("director-{member}"), format!("Director {member} {organisation}"))
                }
                _ => (raw::Rank::Working, format!("adviser-{member}"), format!("Adviser {member} {organisation}")),
            };
            let (busy, rows) = diary(horizon, rank, dice);
            travellers.push(Traveller {
                raw: raw::Traveller {
                    id: raw::Id(format!("{prefix}-{word}")),
                    office,
                    organisation: (*organisation).to_owned(),
                    rank,
                    calendars: Vec::new(),
                    busy: rows,
                    deputies: Vec::new(),
                    email: None,
                    max_stops: None,
                    max_trip_days: (rank == raw::Rank::Political).then_some(8),
                    max_idle_days: None,
                    min_home_days: None,
                },
                busy,
            });
        }
    }
    // The next one of the same organisation acts for a traveller.
    for idx in 1..travellers.len() {
        if travellers[idx].raw.organisation == travellers[idx - 1].raw.organisation {
            let deputy = travellers[idx].raw.id.clone();
            travellers[idx - 1].raw.deputies.push(deputy);
        }
    }
    travellers
}

/// Leave in summer, and now and then some days that cannot be moved.
fn diary(horizon: DayRange, rank: raw::Rank, dice: &mut Dice) -> (Vec<DayRange>, Vec<raw::Busy>) {
    let leave = day(2027, 7, 5).plus(7 * dice.days(0, 6));
    let mut blocks = vec![(leave, dice.one(&[12, 14, 19]), "leave")];
    let between = if rank == raw::Rank::Political { 16 } else { 30 };
    let mut next: Day = horizon.start().plus(dice.days(2, between));
    while horizon.contains(next) {
        let (label, n_days) =
            dice.weighted(&[(5, ("meeting", 1)), (3, ("council", 2)), (2, ("committee", 3)), (1, ("leave", 5))]);
        // What cannot be moved is on a weekday.
        let first = next.plus(if next.weekday_number() < 5 { 0 } else { 2 });
        blocks.push((first, n_days, label));
        next = next.plus(n_days + dice.days(between / 2, between * 3 / 2));
    }
    blocks.sort_unstable();
    let mut busy: Vec<DayRange> = Vec::new();
    let mut rows = Vec::new();
    for (start, n_days, label) in blocks {
        let days = DayRange::new(start, start.plus(n_days)).and_then(|days| days.intersection(horizon));
        let Some(days) = days.filter(|days| busy.last().is_none_or(|last| last.end() < days.start())) else { continue };
        busy.push(days);
        rows.push(raw::Busy {
            from: raw::Moment::Day(days.start()),
            to: raw::Moment::Day(days.end()),
            label: Some(label.to_owned()),
        });
    }
    (busy, rows)
}
