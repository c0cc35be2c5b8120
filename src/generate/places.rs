//! Real places and their holidays, from tables that are compiled in; and the distances between them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::dice::Dice;
use crate::domain::Day;
use crate::scenario::raw;

/// Home first, then one city per country, then further cities; see `data/README.md`.
const PLACES: &str = include_str!("data/places.csv");

/// Public holidays of these countries in 2027.
const HOLIDAYS: &str = include_str!("data/holidays.csv");

/// What the tables of a scenario begin with.
const PLACE_COLUMNS: &str = "id,country,name_nl,name_en,tz,weekend,lat,lon,per_diem\n";
const HOLIDAY_COLUMNS: &str = "country,date,name\n";

/// The mean radius of the earth.
const EARTH_KM: f64 = 6371.0088;

/// How legs are estimated: speed, minutes on the ground, euros and euros per kilometre.
const SPEED_KMH: i64 = 750;
const FIXED_MINUTES: i64 = 240;
const FIXED_EUR: i64 = 150;
const EUR_PER_1000_KM: i64 = 120;

/// A place of the table.
#[derive(Clone, Debug)]
pub struct Place {
    /// The id.
    pub id: String,
    /// The country's code.
    pub country: String,
    name_nl: String,
    /// The English name.
    pub name_en: String,
    tz: String,
    weekend: String,
    latitude: f64,
    longitude: f64,
    /// Euros per night.
    pub per_diem: i64,
    days_off: BTreeSet<Day>,
}

impl Place {
    /// Whether a date is a working day there.
    pub fn works(&self, day: Day) -> bool {
        const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let weekday = WEEKDAYS[usize::from(day.weekday_number())];
        !self.weekend.contains(weekday) && !self.days_off.contains(&day)
    }

    /// Kilometres between two places along the great circle.
    pub fn kilometres(&self, other: &Place) -> f64 {
        let half_chord = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
        let cosines = self.latitude.to_radians().cos() * other.latitude.to_radians().cos();
        let h = half_chord(self.latitude, other.latitude) + cosines * half_chord(self.longitude, other.longitude);
        2.0 * EARTH_KM * h.clamp(0.0, 1.0).sqrt().asin()
    }

    /// Roughly the days away for a visit there alone.
    pub fn days_away(&self, parts: i64) -> i64 {
        let minutes = FIXED_MINUTES + self.kilometres(&home()) as i64 * 60 / SPEED_KMH; // Whole kilometres will do.
        (parts + 1) / 2 + i64::from(minutes > 300) + i64::from(minutes > 600)
    }

    /// Roughly what a visit there alone costs, in euros.
    pub fn euros(&self, parts: i64) -> i64 {
        let fare = FIXED_EUR + self.kilometres(&home()) as i64 * EUR_PER_1000_KM / 1000; // Whole kilometres will do.
        2 * fare + (self.days_away(parts) - 1).max(0) * self.per_diem
    }

    fn row(&self) -> String {
        format!(
            "{},{},{},{},{},{},{:.4},{:.4},{}\n",
            self.id,
            self.country,
            self.name_nl,
            self.name_en,
            self.tz,
            self.weekend,
            self.latitude,
            self.longitude,
            self.per_diem
        )
    }
}

/// Where trips begin.
pub fn home() -> Place {
    all().swap_remove(0)
}

/// Chooses places away from home: first one in each country, then further cities, then made-up ones with a number.
pub fn choose(n_places: usize, dice: &mut Dice) -> Vec<Place> {
    let mut seen = BTreeSet::new();
    let (mut firsts, mut others): (Vec<Place>, Vec<Place>) =
        all().into_iter().skip(1).partition(|place| seen.insert(place.country.clone()));
    dice.shuffle(&mut firsts);
    dice.shuffle(&mut others);
    let real: Vec<Place> = firsts.into_iter().chain(others).collect();
    let made_up = (2..).flat_map(|number| real.iter().map(move |place| (number, place))).map(|(number, place)| {
        let mut shift = || dice.between(-90, 90) as f64 / 100.0; // Small whole numbers.
        Place {
            id: format!("{}-{number}", place.id),
            name_nl: format!("{} {number} (voorbeeld)", place.name_nl),
            name_en: format!("{} {number} (example)", place.name_en),
            latitude: place.latitude + shift(),
            longitude: place.longitude + shift(),
            ..place.clone()
        }
    });
    let n_made_up = n_places.saturating_sub(real.len());
    let made_up: Vec<Place> = made_up.take(n_made_up).collect();
    real.into_iter().chain(made_up).take(n_places).collect()
}

/// The tables of a scenario with these places and home: `places.csv` and `holidays.csv`.
pub fn tables(places: &[Place]) -> (String, String) {
    let mut sorted: Vec<&Place> = places.iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    let home = home();
    let rows = std::iter::once(&home).chain(sorted).map(Place::row);
    let countries: BTreeSet<&str> = std::iter::once(&home).chain(places).map(|place| place.country.as_str()).collect();
    let holidays = HOLIDAYS.lines().skip(1).filter(|row| row.split(',').next().is_some_and(|c| countries.contains(c)));
    (
        std::iter::once(PLACE_COLUMNS.to_owned()).chain(rows).collect(),
        std::iter::once(HOLIDAY_COLUMNS.to_owned()).chain(holidays.map(|row| format!("{row}\n"))).collect(),
    )
}

/// How legs are estimated.
pub fn estimate() -> raw::Estimate {
    const MILLION: i64 = 1_000_000;
    raw::Estimate {
        speed_kmh: raw::Amount(SPEED_KMH * MILLION),
        fixed_minutes: Some(FIXED_MINUTES),
        fixed_eur: Some(raw::Amount(FIXED_EUR * MILLION)),
        eur_per_km: Some(raw::Amount(EUR_PER_1000_KM * MILLION / 1000)),
        kg_co2_per_km: Some(raw::Amount(150_000)),
        rest_from_minutes: Some(600),
        rest_minutes: Some(480),
    }
}

/// Every place of the table, home first.
fn all() -> Vec<Place> {
    let mut days_off: BTreeMap<&str, BTreeSet<Day>> = BTreeMap::new();
    for row in HOLIDAYS.lines().skip(1) {
        let mut cells = row.split(',');
        if let (Some(country), Some(date)) = (cells.next(), cells.next()) {
            let date: NaiveDate = date.parse().expect("the table that is compiled in has dates");
            days_off.entry(country).or_default().insert(Day::from(date));
        }
    }
    let number = |cell: &str| cell.parse().expect("the table that is compiled in has numbers");
    PLACES
        .lines()
        .skip(1)
        .map(|row| match row.split(',').collect::<Vec<_>>()[..] {
            [id, country, name_nl, name_en, tz, weekend, latitude, longitude, per_diem] => Place {
                id: id.to_owned(),
                country: country.to_owned(),
                name_nl: name_nl.to_owned(),
                name_en: name_en.to_owned(),
                tz: tz.to_owned(),
                weekend: weekend.to_owned(),
                latitude: number(latitude),
                longitude: number(longitude),
                per_diem: number(per_diem) as i64, // Whole euros.
                days_off: days_off.get(country).cloned().unwrap_or_default(),
            },
            _ => unreachable!("the table that is compiled in has nine columns"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_holidays_and_its_own_id() {
        let all = all();
        assert!(all.len() > 160 && all[0].id == "den-haag");
        let ids: BTreeSet<&str> = all.iter().map(|place| place.id.as_str()).collect();
        assert_eq!(ids.len(), all.len());
        for place in &all {
            assert!(place.days_off.len() > 3, "{}", place.id);
        }
    }

    #[test]
    fn countries_come_before_further_cities_and_those_before_made_up_places() {
        let places = choose(400, &mut Dice::new(1));
        let countries: BTreeSet<&str> = places[..62].iter().map(|place| place.country.as_str()).collect();
        assert_eq!(countries.len(), 62);
        assert!(places[..166].iter().all(|place| !place.name_en.contains("(example)")));
        assert!(places[166..].iter().all(|place| place.name_en.contains("(example)")));
        let ids: BTreeSet<&str> = places.iter().map(|place| place.id.as_str()).collect();
        assert_eq!(ids.len(), 400);
    }
}
