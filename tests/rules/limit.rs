//! `limit`: below, at and above, for every measure and every choice of what counts.

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::Language;
use reisagenda::domain::*;

use crate::common::scene::{Scene, at, broken, day_trip, days, only, trip, visit};

/// Two travellers; two requests each; two places.
struct World {
    scene: Scene,
    a: TravellerIdx,
    b: TravellerIdx,
    brussel: PlaceIdx,
    parijs: PlaceIdx,
    trips: Vec<Trip>,
}

/// `a` is in Brussels on 2 March and in Paris on 9 March, `b` is in Brussels on 16 March.
fn world() -> World {
    let mut scene = Scene::new();
    let brussel = scene.place("brussel", Tz::Europe__Brussels);
    let parijs = scene.place("parijs", Tz::Europe__Paris);
    let (a, b) = (scene.traveller("dg-am"), scene.traveller("sg-bz"));
    let requests =
        [scene.request("een", brussel, a), scene.request("twee", parijs, a), scene.request("drie", brussel, b)];
    let trips = vec![
        day_trip(a, requests[0], "2027-03-02"),
        day_trip(a, requests[1], "2027-03-09"),
        day_trip(b, requests[2], "2027-03-16"),
    ];
    World { scene, a, b, brussel, parijs, trips }
}

impl World {
    fn limit(&self, measure: Measure) -> Limit {
        Limit { measure, travellers: vec![self.a, self.b], places: None, fund: None, per: Period::Horizon, max: 0 }
    }

    /// The plan holds a limit of `total` and breaks one that is lower; a soft one costs each unit over.
    fn total_is(&self, limit: Limit, total: i64) {
        for (max, units) in [(total + 1, 0), (total, 0), (total - 1, 1), (total - 2, 2)] {
            let mut hard = self.scene.clone();
            hard.rule("grens", None, RuleBody::Limit(Limit { max, ..limit.clone() }));
            let expected: &[&str] = if units > 0 { &["grens"] } else { &[] };
            assert_eq!(broken(&hard, &self.trips), expected, "{limit:?} of {max}");
            let mut soft = self.scene.clone();
            soft.rule("grens", Some(7_000), RuleBody::Limit(Limit { max, ..limit.clone() }));
            let report = check(&soft, &Plan { trips: self.trips.clone(), meetings: Vec::new() });
            assert_eq!(report.violations, []);
            assert_eq!(report.parts.last(), Some(&(Part::Rule(RuleIdx(0)), Points(-7_000 * units))));
            assert_eq!(report.objective, Points(300_000 - 7_000 * units));
        }
    }
}

#[test]
fn each_measure_counts_its_own() {
    let world = world();
    world.total_is(world.limit(Measure::DaysAway), 3);
    world.total_is(world.limit(Measure::Trips), 3);
    world.total_is(world.limit(Measure::Visits), 3);
    // Two legs of 200 euro and 100 kg each, and no night.
    world.total_is(world.limit(Measure::Eur), 1200);
    world.total_is(world.limit(Measure::KgCo2), 600);
}

#[test]
fn a_started_euro_is_one_over() {
    let mut world = world();
    let leg = world.scene.legs.between(PlaceIdx(0), world.brussel);
    world.scene.leg(PlaceIdx(0), world.brussel, Leg { eur: Cents(20_001), kg_co2: Grams(100_001), ..leg });
    for (measure, max) in [(Measure::Eur, 1200), (Measure::KgCo2, 600)] {
        let mut scene = world.scene.clone();
        scene.rule("grens", Some(1_000), RuleBody::Limit(Limit { max, ..world.limit(measure) }));
        let report = check(&scene, &Plan { trips: world.trips.clone(), meetings: Vec::new() });
        assert_eq!(report.parts.last(), Some(&(Part::Rule(RuleIdx(0)), Points(-1_000))), "{measure:?}");
    }
}

#[test]
fn a_limit_chooses_travellers_and_places() {
    let world = world();
    world.total_is(Limit { travellers: vec![world.a], ..world.limit(Measure::Trips) }, 2);
    world.total_is(Limit { places: Some(vec![world.brussel]), ..world.limit(Measure::Trips) }, 2);
    let both = Limit { travellers: vec![world.b], places: Some(vec![world.parijs]), ..world.limit(Measure::Trips) };
    world.total_is(both, 0);
}

#[test]
fn a_whole_trip_counts_at_each_of_its_places_and_a_visit_at_its_own() {
    let mut world = world();
    // Both places in one trip of two days: 2 and 3 March.
    let visits = [
        visit(RequestIdx(0), "2027-03-02T08:00", "2027-03-02T11:30"),
        visit(RequestIdx(1), "2027-03-03T08:00", "2027-03-03T11:30"),
    ];
    let both = trip(world.a, "2027-03-02T05:00", "2027-03-03T14:30", &visits);
    world.trips = vec![both, world.trips[2].clone()];
    let in_paris = |measure| Limit { places: Some(vec![world.parijs]), ..world.limit(measure) };
    world.total_is(in_paris(Measure::DaysAway), 2);
    world.total_is(in_paris(Measure::Trips), 1);
    world.total_is(in_paris(Measure::Visits), 1);
    // Three legs of 200 euro and a night of 150 euro.
    world.total_is(in_paris(Measure::Eur), 750);
    world.total_is(in_paris(Measure::KgCo2), 300);
}

#[test]
fn a_fund_is_that_of_the_first_visit() {
    let mut world = world();
    world.scene.requests[0].fund = Some("ODA".to_owned());
    world.scene.requests[2].fund = Some("non-ODA".to_owned());
    let oda = |measure| Limit { fund: Some("ODA".to_owned()), ..world.limit(measure) };
    world.total_is(oda(Measure::Trips), 1);
    let visits = [
        visit(RequestIdx(1), "2027-03-02T08:00", "2027-03-02T11:30"),
        visit(RequestIdx(0), "2027-03-03T08:00", "2027-03-03T11:30"),
    ];
    let later = trip(world.a, "2027-03-02T05:00", "2027-03-03T14:30", &visits);
    let mut other = World { trips: vec![later, world.trips[2].clone()], scene: world.scene.clone(), ..world };
    let oda = |measure| Limit { fund: Some("ODA".to_owned()), ..other.limit(measure) };
    other.total_is(oda(Measure::Visits), 0);
    other.trips[0].visits = vec![
        visit(RequestIdx(0), "2027-03-02T08:00", "2027-03-02T11:30"),
        visit(RequestIdx(1), "2027-03-03T08:00", "2027-03-03T11:30"),
    ];
    let oda = |measure| Limit { fund: Some("ODA".to_owned()), ..other.limit(measure) };
    other.total_is(oda(Measure::Visits), 2);
    other.total_is(oda(Measure::DaysAway), 2);
}

#[test]
fn days_count_on_their_own_date_and_trips_on_their_first() {
    let mut world = world();
    world.scene.horizon = days("2027-02-15", "2027-03-31");
    for request in &mut world.scene.requests {
        request.windows = vec![days("2027-02-15", "2027-03-31")];
    }
    // One trip across the end of February: 26 February (Friday) to 1 March (Monday).
    let visits = [
        visit(RequestIdx(0), "2027-02-26T08:00", "2027-02-26T11:30"),
        visit(RequestIdx(1), "2027-03-01T08:00", "2027-03-01T11:30"),
    ];
    let across = trip(world.a, "2027-02-26T05:00", "2027-03-01T14:30", &visits);
    for (measure, february, march) in
        [(Measure::DaysAway, 3, 1), (Measure::Trips, 1, 0), (Measure::Visits, 1, 1), (Measure::Eur, 1050, 0)]
    {
        for (range, total) in [(days("2027-02-01", "2027-02-28"), february), (days("2027-03-01", "2027-03-31"), march)]
        {
            let limit = Limit { per: Period::Days(range), ..world.limit(measure) };
            for (max, good) in [(total, true), (total - 1, false)] {
                let mut scene = world.scene.clone();
                scene.rule("grens", None, RuleBody::Limit(Limit { max, ..limit.clone() }));
                assert_eq!(broken(&scene, std::slice::from_ref(&across)).is_empty(), good, "{measure:?} in {range}");
            }
        }
    }
}

#[test]
fn each_month_counts_anew() {
    let mut world = world();
    world.scene.horizon = days("2027-03-01", "2027-04-30");
    world.scene.requests[1].windows = vec![days("2027-03-01", "2027-04-30")];
    let limit = Limit { travellers: vec![world.a], per: Period::Month, max: 1, ..world.limit(Measure::Trips) };
    world.scene.rule("per-maand", None, RuleBody::Limit(limit));
    let violation = only(&world.scene, &world.trips);
    assert_eq!((violation.traveller, violation.at), (Some(world.a), Some(at("2027-03-09T05:00"))));
    assert_eq!(
        violation.message.of(Language::English),
        "Trips from 2027-03-01 to 2027-03-31: 2 for `dg-am`; at most 1 allowed"
    );
    // In April local time is UTC+2.
    let april = trip(
        world.a,
        "2027-04-06T04:00",
        "2027-04-06T13:30",
        &[visit(RequestIdx(1), "2027-04-06T07:00", "2027-04-06T10:30")],
    );
    assert_eq!(broken(&world.scene, &[world.trips[0].clone(), april]), [""; 0]);
}
