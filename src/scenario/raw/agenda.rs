//! The agenda's frame: horizon, places, legs, calendars and travellers.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::audience::Feeds;
use super::decimal::{Amount, Euros, Kilograms, Latitude, Longitude, Points, PointsLost, Weight};
use super::request::{Request, Status};
use super::rules::Rules;
use super::scalar::{Clock, Country, Date, Id, Moment};

/// A travel agenda to be planned: places, people, wishes and rules.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The JSON Schema of this file, for editors; the program passes over it.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// The name of the agenda, as calendars and reports show it.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub title: String,
    /// The language of calendars, reports and messages. Default `en`.
    pub language: Option<Language>,
    /// The id of the place where trips begin and end.
    pub home: Option<Id>,
    /// The date from which preparation is counted (`lead_days`) and from which notice is counted (`stability`).
    pub as_of: Option<Date>,
    /// Visits of the earlier plan that start before this date stay as they are. Needs `earlier_plan`.
    pub freeze_until: Option<Date>,
    /// A plan file beside the scenario: what was planned before, for `freeze_until` and the rule `stability`.
    #[schemars(length(min = 1))]
    pub earlier_plan: Option<String>,
    /// The dates at home within which every trip lies.
    pub horizon: Option<Horizon>,
    /// What a trip may be.
    pub trips: Option<Trips>,
    /// What days away, money and carbon dioxide cost in points.
    pub objective: Option<Objective>,
    /// How legs that are not given are estimated from the distance. Without this table, every leg that a visit needs must be given.
    pub estimate: Option<Estimate>,
    /// Classes of points by name, for `priority` of requests.
    #[serde(default)]
    pub priorities: BTreeMap<String, Points>,
    /// CSV files beside the scenario, whose rows are added to the lists of the same name.
    pub tables: Option<Tables>,
    /// The working parts of a day, in order. Default `morning` 09:00-12:30 and `afternoon` 13:30-17:30.
    #[serde(default)]
    pub day_parts: Vec<DayPart>,
    /// Where visits happen, home among them.
    #[serde(default)]
    pub places: Vec<Place>,
    /// Public holidays by country or place.
    #[serde(default)]
    pub holidays: Vec<HolidayRow>,
    /// Further days on which nobody can be received, by country or place.
    #[serde(default)]
    pub closures: Vec<ClosureRow>,
    /// The ways between places, door to door.
    #[serde(default)]
    pub legs: Vec<Leg>,
    /// Named calendars.
    #[serde(default)]
    pub calendars: Vec<Calendar>,
    /// The people who can be sent, by office.
    #[serde(default)]
    pub travellers: Vec<Traveller>,
    /// The visits that are wished.
    #[serde(default)]
    pub requests: Vec<Request>,
    /// What every plan must keep, or what breaking it costs.
    pub rules: Option<Rules>,
    /// How the calendars that are written look, and for whom they are.
    pub feeds: Option<Feeds>,
    /// How often hosts cancel visits or put them off, for `reisagenda stress`. No plan depends on it.
    pub stress: Option<Stress>,
}

/// The language of texts for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Dutch.
    Nl,
    /// English.
    En,
}

/// The dates at home within which every trip lies.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Horizon {
    /// The first date.
    pub first_day: Date,
    /// The last date, included. At most ten years after the first.
    pub last_day: Date,
}

/// What a trip may be. A traveller may override the first four.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trips {
    /// The most visits in one trip. Default 4.
    #[schemars(range(min = 1, max = 1000))]
    pub max_stops: Option<i64>,
    /// The most days away in one trip, counted in dates at home. Default 14.
    #[schemars(range(min = 1, max = 3660))]
    pub max_trip_days: Option<i64>,
    /// The most whole days between two visits of one trip. Default 2.
    #[schemars(range(min = 0, max = 3660))]
    pub max_idle_days: Option<i64>,
    /// The least whole days at home between two trips of one traveller. Default 0.
    #[schemars(range(min = 0, max = 366))]
    pub min_home_days: Option<i64>,
    /// After this local time nobody departs. Default "23:00".
    pub night_from: Option<Clock>,
    /// From this local time on one may depart again. Default "05:00".
    pub night_to: Option<Clock>,
    /// Whether there is a night in which nobody departs. Default true.
    pub night_rule: Option<bool>,
}

/// What days away, money and carbon dioxide cost.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// Points lost per traveller and day away. Default 0.
    pub day_away: Option<PointsLost>,
    /// Points lost per euro. Default 0.
    pub eur: Option<Weight>,
    /// Points lost per kilogram of carbon dioxide. Default 0.
    pub kg_co2: Option<Weight>,
}

/// How legs that are not given are estimated from the great-circle distance.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// Kilometres per hour, above 0; minutes = fixed_minutes + km / speed_kmh × 60, rounded up.
    pub speed_kmh: Amount,
    /// Minutes of every leg, whatever its distance. Default 0.
    #[schemars(range(min = 0, max = 5270400))]
    pub fixed_minutes: Option<i64>,
    /// Euros of every leg, whatever its distance; eur = fixed_eur + eur_per_km × km, rounded to whole euros. Default 0.
    pub fixed_eur: Option<Amount>,
    /// Euros per kilometre. Default 0.
    pub eur_per_km: Option<Amount>,
    /// Kilograms of carbon dioxide per kilometre; the leg's is rounded to whole kilograms. Default 0.
    pub kg_co2_per_km: Option<Amount>,
    /// Legs of at least this many minutes are followed by `rest_minutes`. Default 0: all legs.
    #[schemars(range(min = 0, max = 5270400))]
    pub rest_from_minutes: Option<i64>,
    /// Minutes of rest after arrival, before work. Default 0.
    #[schemars(range(min = 0, max = 5270400))]
    pub rest_minutes: Option<i64>,
}

/// CSV files beside the scenario. Their first line names the columns, which are the fields of the list of that name.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tables {
    /// Files of places: `id,country,name_nl,name_en,tz,weekend,lat,lon,per_diem`; `weekend` as `fri sat`.
    #[serde(default)]
    pub places: Vec<String>,
    /// Files of holidays: `country,date,name`, or `place,date,name`. Rows of countries without a place are passed over.
    #[serde(default)]
    pub holidays: Vec<String>,
    /// Files of closures: `country,first_day,last_day,label`, or `place` for `country`. Rows of countries without a place are passed over.
    #[serde(default)]
    pub closures: Vec<String>,
    /// Files of legs: `from,to,minutes,eur,kg_co2,rest_minutes,both_ways`.
    #[serde(default)]
    pub legs: Vec<String>,
}

/// A working part of a day in local time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayPart {
    /// The name, such as `morning`.
    pub id: Id,
    /// When it starts.
    pub from: Clock,
    /// When it ends; not after the next part starts.
    pub to: Clock,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

/// Somewhere that visits happen; home is one too.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The name by which other tables call it.
    pub id: Id,
    /// The country.
    pub country: Country,
    /// The Dutch name. Default: the English name, else the id.
    pub name_nl: Option<String>,
    /// The English name. Default: the Dutch name, else the id.
    pub name_en: Option<String>,
    /// The IANA time zone, such as `Africa/Casablanca`.
    pub tz: String,
    /// The weekdays on which nobody works there. Default `["sat", "sun"]`; `[]` for none.
    pub weekend: Option<Vec<Weekday>>,
    /// Degrees north, -90 to 90. Needed for estimated legs.
    pub lat: Option<Latitude>,
    /// Degrees east, -180 to 180. Needed for estimated legs.
    pub lon: Option<Longitude>,
    /// What a night there costs, in euros. Default 0.
    pub per_diem: Option<Euros>,
    /// Dates of public holidays there.
    #[serde(default)]
    pub holidays: Vec<Date>,
    /// Further days on which nobody can be received there.
    #[serde(default)]
    pub closures: Vec<Closure>,
    /// Calendars whose all-day events are holidays there.
    #[serde(default)]
    pub holiday_calendars: Vec<Id>,
    /// Calendars whose all-day events are closures there.
    #[serde(default)]
    pub closure_calendars: Vec<Id>,
    /// The working parts of a day there, in order. Default: the scenario's.
    #[serde(default)]
    pub day_parts: Vec<DayPart>,
}

/// Days on which nobody can be received at a place.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The first date.
    pub first_day: Date,
    /// The last date, included.
    pub last_day: Date,
    /// Why, such as `recess`. Default: no reason.
    pub label: Option<String>,
}

/// A public holiday of a country, or of one place.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidayRow {
    /// The country, all places of which have the holiday. Either this or `place`.
    pub country: Option<Country>,
    /// The id of the place that has the holiday. Either this or `country`.
    pub place: Option<Id>,
    /// The date at the place.
    pub date: Date,
    /// The name. Default: none.
    pub name: Option<String>,
}

/// Days on which nobody can be received in a country, or at one place.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosureRow {
    /// The country, all places of which are closed. Either this or `place`.
    pub country: Option<Country>,
    /// The id of the place that is closed. Either this or `country`.
    pub place: Option<Id>,
    /// The first date.
    pub first_day: Date,
    /// The last date, included.
    pub last_day: Date,
    /// Why, such as `recess`. Default: no reason.
    pub label: Option<String>,
}

/// The way from one place to another, door to door.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    /// The id of the place where it begins.
    pub from: Id,
    /// The id of the place where it ends.
    pub to: Id,
    /// Minutes from door to door.
    #[schemars(range(min = 0, max = 5270400))]
    pub minutes: i64,
    /// The fare in euros. Default 0.
    pub eur: Option<Euros>,
    /// Kilograms of carbon dioxide. Default 0.
    pub kg_co2: Option<Kilograms>,
    /// Minutes of rest after arrival, before work. Default 0.
    #[schemars(range(min = 0, max = 5270400))]
    pub rest_minutes: Option<i64>,
    /// Whether the way back is the same. Default true; a leg given for the way back itself goes before.
    pub both_ways: Option<bool>,
}

/// A named calendar: what governance does at home, what a traveller does, or what a host does.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The name by which other tables call it.
    pub id: Id,
    /// The shown name. Default: the id.
    pub label: Option<String>,
    /// An iCalendar file beside the scenario.
    #[schemars(length(min = 1))]
    pub file: Option<String>,
    /// Events written here, besides or instead of those of the file.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Whether tentative events of the file count. Default true.
    pub tentative_is_busy: Option<bool>,
    /// Whether events of the file that are shown as working elsewhere count. Default true.
    pub working_elsewhere_is_busy: Option<bool>,
    /// Whether all-day events of the file that are shown as free count, such as banners of a conference. Default false.
    pub free_all_day_is_busy: Option<bool>,
    /// Whether messages name the subjects of the file's events. Default false: they are dropped when the file is read.
    pub keep_subjects: Option<bool>,
}

/// An event of a calendar, in local time at home.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When it starts. A date is a whole day.
    pub start: Moment,
    /// When it ends; for whole days the first date after. Default for a whole day: the next day.
    pub end: Option<Moment>,
    /// How it recurs, as in iCalendar: `FREQ=WEEKLY;UNTIL=20271231`.
    pub rrule: Option<String>,
    /// Dates on which it does not recur.
    #[serde(default)]
    pub except: Vec<Date>,
    /// Whether it is not held when it would start on a public holiday of home. Default false.
    pub skip_holidays: Option<bool>,
}

/// How high an office stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Rank {
    /// Ministers and state secretaries.
    Political,
    /// Senior officials.
    Senior,
    /// Working level.
    Working,
}

/// Somebody who can be sent.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Traveller {
    /// The name by which other tables call the traveller.
    pub id: Id,
    /// The shown name: an office, never a person's name.
    #[schemars(length(min = 1))]
    pub office: String,
    /// The organisation that sends and pays.
    #[schemars(length(min = 1))]
    pub organisation: String,
    /// How high the office stands.
    pub rank: Rank,
    /// Calendars whose events keep the traveller home.
    #[serde(default)]
    pub calendars: Vec<Id>,
    /// Further times at which the traveller cannot be away.
    #[serde(default)]
    pub busy: Vec<Busy>,
    /// The ids of those who act during an absence, in order of preference.
    #[serde(default)]
    pub deputies: Vec<Id>,
    /// The mail address of the office, to which invitations are addressed. Default: no invitations.
    #[schemars(length(min = 1))]
    pub email: Option<String>,
    /// The most visits in one trip. Default: that of `[trips]`.
    #[schemars(range(min = 1, max = 1000))]
    pub max_stops: Option<i64>,
    /// The most days away in one trip. Default: that of `[trips]`.
    #[schemars(range(min = 1, max = 3660))]
    pub max_trip_days: Option<i64>,
    /// The most whole days between two visits of one trip. Default: that of `[trips]`.
    #[schemars(range(min = 0, max = 3660))]
    pub max_idle_days: Option<i64>,
    /// The least whole days at home between two trips. Default: that of `[trips]`.
    #[schemars(range(min = 0, max = 366))]
    pub min_home_days: Option<i64>,
}

/// A time at which a traveller cannot be away: from `from` until `to`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Busy {
    /// When it starts; a date is midnight at home, a local time is local time at home.
    pub from: Moment,
    /// When it is over; a date is midnight at home, so that day itself is free again.
    pub to: Moment,
    /// What to call it in messages. Default `busy`.
    pub label: Option<String>,
}

/// How often hosts cancel visits or put them off.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stress {
    /// How often a host cancels, in percent. Default 5.
    #[schemars(range(min = 0, max = 100))]
    pub cancel: Option<i64>,
    /// How often a host puts a visit off, in percent. Default 10.
    #[schemars(range(min = 0, max = 100))]
    pub delay: Option<i64>,
    /// A visit that is put off starts at least so many days later. Default 14.
    #[schemars(range(min = 1, max = 366))]
    pub delay_days: Option<i64>,
    /// Other odds for some visits; the first line that fits counts.
    #[serde(default)]
    pub rates: Vec<StressRate>,
}

/// How often hosts of some visits cancel them or put them off.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StressRate {
    /// The country of the visits. Default: every country.
    pub country: Option<Country>,
    /// The status of the visits. Default: every status.
    pub status: Option<Status>,
    /// How often a host cancels, in percent. Default 0.
    #[schemars(range(min = 0, max = 100))]
    pub cancel: Option<i64>,
    /// How often a host puts a visit off, in percent. Default 0.
    #[schemars(range(min = 0, max = 100))]
    pub delay: Option<i64>,
}
