//! The rules of a scenario. Each kind has one name, and one file of that name in `solver/constraints`,
//! `checker/rules` and `tests/rules`.

use super::{CalendarIdx, Day, DayRange, PlaceIdx, Points, Rank, RequestIdx, TravellerIdx};
use chrono::Datelike;

/// One rule of the scenario.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The id, as the scenario writes it.
    pub id: String,
    /// What an explanation calls it.
    pub label: String,
    /// Points lost per unit of violation; `None` for a rule that may not be broken.
    pub penalty: Option<Points>,
    /// What it says.
    pub body: RuleBody,
}

impl Rule {
    /// The name of the kind, as scenario files write it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.body {
            RuleBody::Limit(_) => "limit",
            RuleBody::Presence(_) => "presence",
            RuleBody::Attendance(_) => "attendance",
            RuleBody::Spacing(_) => "spacing",
            RuleBody::Sequence(_) => "sequence",
            RuleBody::Exclusion(_) => "exclusion",
            RuleBody::Resource(_) => "resource",
            RuleBody::Coverage(_) => "coverage",
            RuleBody::Stability(_) => "stability",
        }
    }
}

/// What a rule says, by kind, in the order of docs/model.md.
#[derive(Clone, Debug)]
pub enum RuleBody {
    /// At most so much of something.
    Limit(Limit),
    /// Enough of a group are home.
    Presence(Presence),
    /// Missing an event costs.
    Attendance(Attendance),
    /// Visits to a place are apart.
    Spacing(Spacing),
    /// One visit after another.
    Sequence(Sequence),
    /// Not all of these.
    Exclusion(Exclusion),
    /// Only so many at a time.
    Resource(Resource),
    /// At least so many.
    Coverage(Coverage),
    /// Little changes against an earlier plan.
    Stability(Stability),
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Home dates touched by trips, each counted on its own date.
    DaysAway,
    /// Trips, by their first home date.
    Trips,
    /// Visits that a traveller attends abroad, by their start date.
    Visits,
    /// Fares and nights of trips in whole euros, by the trip's first home date.
    Eur,
    /// Carbon dioxide of trips in whole kilograms, by the trip's first home date.
    KgCo2,
}

/// The stretches of time in each of which a rule counts anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Each calendar month.
    Month,
    /// Each calendar quarter.
    Quarter,
    /// Each calendar year.
    Year,
    /// The whole horizon.
    Horizon,
    /// One range of dates.
    Days(DayRange),
}

impl Period {
    /// Returns the ranges of dates that each count by themselves, in order. Months, quarters and years are whole
    /// calendar ones, the first and the last of which may reach past the horizon.
    #[must_use]
    pub fn ranges(self, horizon: DayRange) -> Vec<DayRange> {
        let n_months = match self {
            Period::Days(days) => return vec![days],
            Period::Horizon => return vec![horizon],
            Period::Month => 1,
            Period::Quarter => 3,
            Period::Year => 12,
        };
        let first = horizon.start().date();
        let mut month = first.year() * 12 + first.month0() as i32; // A month is below 12.
        month -= month.rem_euclid(n_months);
        let mut ranges = Vec::new();
        while month_start(month) < horizon.end() {
            ranges.extend(DayRange::new(month_start(month), month_start(month + n_months)));
            month += n_months;
        }
        ranges
    }
}

/// The first day of a month counted from year 0.
fn month_start(month: i32) -> Day {
    let (year, month0) = (month.div_euclid(12), month.rem_euclid(12).unsigned_abs());
    Day::from(chrono::NaiveDate::from_ymd_opt(year, month0 + 1, 1).unwrap_or(chrono::NaiveDate::MAX))
}

/// At most `max` of `measure`, summed over travellers and places, in each period.
#[derive(Clone, Debug)]
pub struct Limit {
    /// What is counted.
    pub measure: Measure,
    /// Whose; in order, at least one.
    pub travellers: Vec<TravellerIdx>,
    /// Only visits at these places, or trips with a visit at one of them; `None` for everywhere.
    pub places: Option<Vec<PlaceIdx>>,
    /// Only trips whose first visit has this fund, and the visits and days of those trips.
    pub fund: Option<String>,
    /// The periods.
    pub per: Period,
    /// The most that is allowed in one period, in whole units of the measure.
    pub max: i64,
}

/// Of `members`, at least `at_least` are home.
#[derive(Clone, Debug)]
pub struct Presence {
    /// The group; in order, each once.
    pub members: Vec<TravellerIdx>,
    /// How many must be home.
    pub at_least: usize,
    /// During each event of this calendar; `None` for every working day-part at home.
    pub calendar: Option<CalendarIdx>,
}

/// Missing an event of a calendar costs points.
#[derive(Clone, Debug)]
pub struct Attendance {
    /// Who ought to be there; each counts for itself.
    pub travellers: Vec<TravellerIdx>,
    /// The events.
    pub calendar: CalendarIdx,
    /// Points lost for each missed event.
    pub points: Points,
    /// The most events that one traveller may miss in a row.
    pub max_in_a_row: Option<usize>,
}

/// Which visits a rule speaks of.
#[derive(Clone, Debug, Default)]
pub struct VisitFilter {
    /// Visits at one of these places; `None` for everywhere.
    pub places: Option<Vec<PlaceIdx>>,
    /// Visits that a traveller of this rank attends.
    pub rank: Option<Rank>,
    /// Visits of this theme.
    pub theme: Option<String>,
}

/// The start dates of any two visits are at least `min_days` apart.
#[derive(Clone, Debug)]
pub struct Spacing {
    /// Which visits.
    pub visits: VisitFilter,
    /// The least number of days between two start dates.
    pub min_days: i32,
}

/// `then` comes after `first`, and is only planned when `first` is.
#[derive(Clone, Copy, Debug)]
pub struct Sequence {
    /// The earlier request.
    pub first: RequestIdx,
    /// The later request.
    pub then: RequestIdx,
    /// The least days from the last date of `first` to the start date of `then`.
    pub min_days: i32,
    /// The most days between those dates.
    pub max_days: Option<i32>,
}

/// At most `max` of the requests are planned.
#[derive(Clone, Debug)]
pub struct Exclusion {
    /// The requests; each once.
    pub requests: Vec<RequestIdx>,
    /// How many may be planned.
    pub max: usize,
}

/// At most `capacity` visits that need the resource on one date.
#[derive(Clone, Copy, Debug)]
pub struct Resource {
    /// Units there are.
    pub capacity: i64,
    /// Days before and after a visit on which its unit is not free either.
    pub pad_days: i32,
}

/// At least `at_least` visits in each period.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Which visits.
    pub visits: VisitFilter,
    /// How many.
    pub at_least: usize,
    /// The periods; a visit counts by its start date.
    pub per: Period,
}

/// More weight for changes that come at short notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Changes of visits whose earlier start date is less than this many days after `as_of`.
    pub within_days: i32,
    /// Count this many times.
    pub factor: i64,
}

/// Points lost for differences from the earlier plan, and the most of them.
#[derive(Clone, Debug, Default)]
pub struct Stability {
    /// For each visit of the earlier plan that is not planned.
    pub dropped: Points,
    /// For each whole day that a visit's start date moves.
    pub moved_per_day: Points,
    /// For each visit whose delegation is another.
    pub delegation: Points,
    /// For each changed visit, however it changed: one of the earlier plan that is dropped, starts at another time or
    /// has another delegation, and one that the earlier plan did not have.
    pub changed: Points,
    /// The most changed visits that a plan may have.
    pub max_changes: Option<usize>,
    /// Weights by notice, shortest first; the first that fits counts, else a change counts once.
    pub notice: Vec<Notice>,
}

impl Stability {
    /// Whether the rule counts changed visits, however they changed.
    #[must_use]
    pub fn counts_changes(&self) -> bool {
        self.changed != Points::ZERO || self.max_changes.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(first: &str, last: &str) -> DayRange {
        let day = |text: &str| Day::from(text.parse::<chrono::NaiveDate>().expect("a date"));
        DayRange::inclusive(day(first), day(last)).expect("a range")
    }

    #[test]
    fn periods_are_whole_calendar_ones_across_a_new_year() {
        let horizon = range("2027-11-15", "2028-02-10");
        assert_eq!(
            Period::Month.ranges(horizon),
            [
                range("2027-11-01", "2027-11-30"),
                range("2027-12-01", "2027-12-31"),
                range("2028-01-01", "2028-01-31"),
                range("2028-02-01", "2028-02-29"),
            ]
        );
        assert_eq!(
            Period::Quarter.ranges(horizon),
            [range("2027-10-01", "2027-12-31"), range("2028-01-01", "2028-03-31")]
        );
        assert_eq!(
            Period::Year.ranges(horizon),
            [range("2027-01-01", "2027-12-31"), range("2028-01-01", "2028-12-31")]
        );
        assert_eq!(Period::Horizon.ranges(horizon), [horizon]);
    }
}
