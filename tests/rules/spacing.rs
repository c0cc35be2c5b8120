//! `spacing`: start dates are apart.

use chrono_tz::Tz;
use reisagenda::checker::check;
use reisagenda::domain::*;

use crate::common::scene::{Scene, at, broken, day_trip, only, trip, visit};

/// Two travellers, each with a visit to Brussels and one to Paris.
fn world() -> (Scene, [TravellerIdx; 2], [PlaceIdx; 2]) {
    let mut scene = Scene::new();
    let places = [scene.place("brussel", Tz::Europe__Brussels), scene.place("parijs", Tz::Europe__Paris)];
    let travellers = [scene.traveller("dg-am"), scene.traveller("sg-bz")];
    for (i, traveller) in travellers.into_iter().enumerate() {
        for place in places {
            scene.request(&format!("bezoek-{i}-{}", place.0), place, traveller);
        }
    }
    (scene, travellers, places)
}

fn spacing(places: Option<Vec<PlaceIdx>>, min_days: i32) -> RuleBody {
    RuleBody::Spacing(Spacing { visits: VisitFilter { places, ..VisitFilter::default() }, min_days })
}

#[test]
fn starts_are_apart_by_days_just_below_at_and_above() {
    let (mut scene, [a, b], [brussel, _]) = world();
    scene.rule("rust", None, spacing(Some(vec![brussel]), 7));
    let first = day_trip(a, RequestIdx(0), "2027-03-02");
    for (date, good) in [("2027-03-02", false), ("2027-03-08", false), ("2027-03-09", true), ("2027-03-10", true)] {
        let expected: &[&str] = if good { &[] } else { &["rust"] };
        // Whoever goes and whichever comes first.
        assert_eq!(broken(&scene, &[first.clone(), day_trip(b, RequestIdx(2), date)]), expected, "{date}");
    }
    let violation = only(&scene, &[first, day_trip(b, RequestIdx(2), "2027-03-08")]);
    assert_eq!((violation.request, violation.at), (Some(RequestIdx(2)), Some(at("2027-03-08T08:00"))));
    assert_eq!(violation.kind, "spacing");
}

#[test]
fn starts_count_and_ends_do_not() {
    let (mut scene, [a, b], [brussel, _]) = world();
    scene.rule("rust", None, spacing(Some(vec![brussel]), 3));
    scene.requests[0].parts = 5;
    let long = trip(
        a,
        "2027-03-02T05:00",
        "2027-03-04T14:30",
        &[visit(RequestIdx(0), "2027-03-02T08:00", "2027-03-04T11:30")],
    );
    assert_eq!(broken(&scene, &[long, day_trip(b, RequestIdx(2), "2027-03-05")]), [""; 0]);
}

#[test]
fn a_group_of_places_counts_together_and_others_do_not_count() {
    let (scene, [a, b], [brussel, parijs]) = world();
    let trips = [day_trip(a, RequestIdx(0), "2027-03-02"), day_trip(b, RequestIdx(3), "2027-03-03")];
    for (places, good) in [(Some(vec![brussel]), true), (Some(vec![brussel, parijs]), false), (None, false)] {
        let mut scene = scene.clone();
        scene.rule("rust", None, spacing(places, 7));
        assert_eq!(broken(&scene, &trips).is_empty(), good);
    }
}

#[test]
fn rank_and_theme_choose_visits() {
    let (mut scene, [a, b], [brussel, _]) = world();
    let trips = [day_trip(a, RequestIdx(0), "2027-03-02"), day_trip(b, RequestIdx(2), "2027-03-03")];
    scene.travellers[0].rank = Rank::Political;
    scene.requests[0].theme = Some("terugkeer".to_owned());
    for (rank, theme, good) in [
        (Some(Rank::Political), None, true),
        (Some(Rank::Senior), None, true),
        (None, Some("terugkeer"), true),
        (None, None, false),
    ] {
        let mut scene = scene.clone();
        let visits = VisitFilter { places: Some(vec![brussel]), rank, theme: theme.map(str::to_owned) };
        scene.rule("rust", None, RuleBody::Spacing(Spacing { visits, min_days: 7 }));
        assert_eq!(broken(&scene, &trips).is_empty(), good, "{rank:?} {theme:?}");
    }
    scene.travellers[1].rank = Rank::Political;
    let visits = VisitFilter { rank: Some(Rank::Political), ..VisitFilter::default() };
    scene.rule("rust", None, RuleBody::Spacing(Spacing { visits, min_days: 7 }));
    assert_eq!(broken(&scene, &trips), ["rust"]);
}

#[test]
fn a_joint_visit_is_one_visit() {
    let (mut scene, [a, b], [brussel, _]) = world();
    scene.rule("rust", None, spacing(Some(vec![brussel]), 7));
    scene.role(RequestIdx(0), "tweede", false, &[(b, 0)]);
    let mut second = day_trip(b, RequestIdx(0), "2027-03-02");
    second.visits[0].role = RoleIdx(1);
    assert_eq!(broken(&scene, &[day_trip(a, RequestIdx(0), "2027-03-02"), second]), [""; 0]);
}

#[test]
fn a_soft_rule_costs_each_day_short_of_each_pair() {
    let (mut scene, [a, b], _) = world();
    scene.rule("rust", Some(1_000), spacing(None, 7));
    // Pairs: 2 and 5 March, 4 short; 2 and 8 March, 1 short; 5 and 8 March, 4 short.
    let trips = vec![
        day_trip(a, RequestIdx(0), "2027-03-02"),
        day_trip(b, RequestIdx(2), "2027-03-05"),
        day_trip(a, RequestIdx(1), "2027-03-08"),
    ];
    let report = check(&scene, &Plan { trips, meetings: Vec::new() });
    assert_eq!(report.violations, []);
    assert_eq!(report.parts.last(), Some(&(Part::Rule(RuleIdx(0)), Points(-9_000))));
}
