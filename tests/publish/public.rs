//! The public agenda: when a visit is in it, and what the audit says is missing.

use reisagenda::domain::*;
use reisagenda::publish::audit::audit;

use crate::scene::*;

fn public(problem: &Problem, plan: &Plan, date: &str) -> Vec<String> {
    let edition = edition(problem, plan, None, date);
    events(&text(&edition, "openbaar/calendar.ics")).into_values().map(|lines| lines["SUMMARY"].clone()).collect()
}

/// The visit to New York: from Friday 5 to Monday 8 November 2027.
const NEW_YORK: RequestIdx = RequestIdx(3);

fn with_title() -> (Problem, Plan) {
    let (mut problem, plan) = scene(Language::Dutch);
    "Vluchtelingentop".clone_into(&mut problem.requests[NEW_YORK.0].title);
    (problem, plan)
}

#[test]
fn a_visit_is_public_from_so_many_days_after_it_and_before_where_allowed() {
    let (mut problem, plan) = with_title();
    assert!(public(&problem, &plan, "2027-11-08").is_empty());
    assert_eq!(public(&problem, &plan, "2027-11-09"), [":Vluchtelingentop – Minister van A&M"]);
    for audience in &mut problem.publication.audiences {
        audience.days_after = 5;
    }
    assert!(public(&problem, &plan, "2027-11-12").is_empty());
    assert_eq!(public(&problem, &plan, "2027-11-13").len(), 1);
    problem.requests[NEW_YORK.0].announce = true;
    assert_eq!(public(&problem, &plan, "2027-01-04").len(), 1);
    // What may still fall through is not announced, nor told as if it had taken place.
    problem.requests[NEW_YORK.0].status = RequestStatus::Requested;
    assert!(public(&problem, &plan, "2027-12-30").is_empty());
}

#[test]
fn what_is_not_public_is_left_out_or_has_its_cover_and_nothing_more() {
    let (mut problem, plan) = with_title();
    let request = &mut problem.requests[NEW_YORK.0];
    request.confidentiality = Confidentiality::Confidential;
    // Even where it may be announced: that is for what is public.
    request.announce = true;
    assert!(public(&problem, &plan, "2027-12-30").is_empty());
    problem.requests[NEW_YORK.0].cover = Some("Werkbezoek".to_owned());
    assert!(public(&problem, &plan, "2027-01-04").is_empty());
    let edition = edition(&problem, &plan, None, "2027-12-30");
    let event = events(&text(&edition, "openbaar/calendar.ics")).into_values().next().expect("the visit");
    assert_eq!(event["SUMMARY"], ":Werkbezoek – Minister van A&M");
    assert!(!event.contains_key("LOCATION") && !event["DESCRIPTION"].contains("Gesprekspartner"), "{event:?}");
    for audience in &mut problem.publication.audiences {
        audience.hiding = Hiding::LeaveOut;
    }
    assert!(public(&problem, &plan, "2027-12-30").is_empty());
}

#[test]
fn a_public_visit_of_officials_alone_is_nobodys_public_agenda() {
    let (mut problem, plan) = with_title();
    problem.travellers[0].rank = Rank::Senior;
    assert!(public(&problem, &plan, "2027-12-30").is_empty());
}

#[test]
fn the_audit_says_what_each_audience_sees_and_what_is_missing() {
    let (mut problem, plan) = scene(Language::Dutch);
    let missing = |problem: &Problem, date: &str| -> Vec<String> {
        let audit = audit(problem, &plan, day(date));
        let missing = audit.incomplete.iter().flat_map(|lack| &lack.missing);
        missing.map(|missing| missing.of(Language::English).to_owned()).collect()
    };
    // New York has no title, and nobody answers questions.
    let lacks = missing(&problem, "2027-01-04");
    assert_eq!(lacks.len(), 2, "{lacks:?}");
    problem.requests[NEW_YORK.0].title = "Gesprek met de DG Migratie".to_owned();
    problem.requests[NEW_YORK.0].counterpart = None;
    problem.publication.audiences[9].contact = Some("Directie Communicatie".to_owned());
    let lacks = missing(&problem, "2027-01-04");
    assert!(lacks[0].starts_with("the counterpart is missing") && lacks[1].contains("`DG Migratie`"), "{lacks:?}");
    problem.requests[NEW_YORK.0].title = "Vluchtelingentop".to_owned();
    problem.requests[NEW_YORK.0].counterpart = Some("Ministers van de VN".to_owned());
    assert_eq!(missing(&problem, "2027-01-04"), Vec::<String>::new());
    problem.requests[NEW_YORK.0].status = RequestStatus::Idea;
    assert_eq!(missing(&problem, "2027-11-20").len(), 1, "it is over and still an idea");

    let audit = audit(&problem, &plan, day("2027-01-04"));
    assert_eq!(audit.audiences.len(), problem.publication.audiences.len());
    let seen = |audience: &str, request: &str| {
        let seen = audit.audiences.iter().find(|seen| seen.audience == audience).expect("an audience");
        seen.visits.iter().find(|visit| visit.request == request).expect("a visit").clone()
    };
    let core = seen("kern", "marokko");
    assert_eq!(core.folders, ["kern"]);
    assert!(core.texts[0].summary.contains("Ondertekening"));
    let limited = seen("landen", "marokko");
    assert_eq!((limited.folders[0].as_str(), limited.texts[0].location.as_deref()), ("landen/ma", Some("Marokko")));
    let hidden = seen("posten", "iran");
    assert!(
        hidden.folders.is_empty()
            && hidden.why_not.is_some_and(|why| why.of(Language::Dutch).contains("vertrouwelijk"))
    );
    assert!(seen("openbaar", "marokko").why_not.is_some_and(|why| why.of(Language::Dutch).contains("niet openbaar")));
    let table = audit.text(&problem, Language::Dutch, 140);
    assert!(table.contains("landen/ma") && table.contains("niets: vertrouwelijk"), "{table}");
    let json: serde_json::Value = serde_json::from_str(&audit.json(&problem, Language::Dutch)).expect("JSON");
    assert_eq!(json["complete"], true);
}

#[test]
fn deputies_act_in_their_order_and_never_while_away() {
    let (problem, plan) = scene(Language::Dutch);
    // To Rabat all three go; to Cairo the first deputy goes too.
    let acting = reisagenda::feeds::acting(&problem, &plan);
    let who = |request: usize| -> Vec<Option<TravellerIdx>> {
        let of = acting.iter().filter(|period| period.absent == TravellerIdx(0) && period.requests[0].0 == request);
        of.map(|period| period.deputy).collect()
    };
    assert_eq!(who(2), [Some(TravellerIdx(2)),], "to Cairo and Alexandria: the second deputy, for the whole absence");
    assert_eq!(who(3), [Some(TravellerIdx(1))]);
    assert!(who(0).contains(&None), "nobody is left when all three are in Rabat");
    for period in &acting {
        let Some(deputy) = period.deputy else { continue };
        let is_away = |trip: &Trip| {
            trip.traveller == deputy && trip.depart < period.interval.end() && period.interval.start() < trip.back
        };
        assert!(!plan.trips.iter().any(is_away), "{period:?}");
    }
}
