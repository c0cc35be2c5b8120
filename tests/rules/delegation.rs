//! Section 4: who attends a visit.

use chrono_tz::Tz;
use reisagenda::domain::Language;
use reisagenda::domain::*;

use crate::common::scene::{Scene, broken, day_trip, only, trip, visit};

/// Two required roles and an optional one; the lead has a substitute.
struct Joint {
    scene: Scene,
    request: RequestIdx,
    lead: TravellerIdx,
    substitute: TravellerIdx,
    expert: TravellerIdx,
    guest: TravellerIdx,
}

fn joint() -> Joint {
    let mut scene = Scene::new();
    let place = scene.place("brussel", Tz::Europe__Brussels);
    let [lead, substitute, expert, guest] =
        ["minister-am", "stas-am", "dg-am", "directeur-coa"].map(|id| scene.traveller(id));
    let request = scene.request("bezoek", place, lead);
    scene.requests[request.0].roles[0].candidates.push(Candidate { traveller: substitute, points: Points(-10_000) });
    scene.role(request, "expert", false, &[(expert, 0), (substitute, 0)]);
    scene.role(request, "guest", true, &[(guest, 5_000)]);
    Joint { scene, request, lead, substitute, expert, guest }
}

/// A trip on 2 March in some role.
fn seat(joint: &Joint, traveller: TravellerIdx, role: usize) -> Trip {
    let mut trip = day_trip(traveller, joint.request, "2027-03-02");
    trip.visits[0].role = RoleIdx(role);
    trip
}

#[test]
fn required_roles_are_filled_and_optional_ones_may_be() {
    let joint = joint();
    let (lead, expert, guest) =
        (seat(&joint, joint.lead, 0), seat(&joint, joint.expert, 1), seat(&joint, joint.guest, 2));
    assert_eq!(broken(&joint.scene, &[lead.clone(), expert.clone()]), [""; 0]);
    assert_eq!(broken(&joint.scene, &[lead.clone(), expert.clone(), guest.clone()]), [""; 0]);
    assert_eq!(broken(&joint.scene, &[seat(&joint, joint.substitute, 0), expert.clone()]), [""; 0]);
    let violation = only(&joint.scene, &[lead, guest.clone()]);
    assert_eq!(violation.rule, "role");
    assert_eq!(
        violation.message.of(Language::English),
        "Nobody fills the role `expert` of `bezoek` in brussel on 2027-03-02"
    );
    assert_eq!(only(&joint.scene, &[expert, guest]).rule, "role");
}

#[test]
fn a_role_has_one_holder() {
    let joint = joint();
    let trips = [seat(&joint, joint.lead, 0), seat(&joint, joint.substitute, 0), seat(&joint, joint.expert, 1)];
    let violation = only(&joint.scene, &trips);
    assert_eq!((violation.rule.as_str(), violation.request), ("role", Some(joint.request)));
    assert!(
        violation.message.of(Language::English).contains("`minister-am` and `stas-am` fill one role `lead`"),
        "{}",
        violation.message.of(Language::English)
    );
}

#[test]
fn only_candidates_fill_a_role() {
    let joint = joint();
    let trips = [seat(&joint, joint.guest, 0), seat(&joint, joint.expert, 1)];
    let violation = only(&joint.scene, &trips);
    assert_eq!((violation.rule.as_str(), violation.traveller), ("candidate", Some(joint.guest)));
}

#[test]
fn one_traveller_fills_one_role() {
    let joint = joint();
    // The substitute in both seats, in one trip: neither can follow the other, and one traveller sits twice.
    let mut both = seat(&joint, joint.substitute, 0);
    both.visits.push(TripVisit { role: RoleIdx(1), ..both.visits[0] });
    let broken = broken(&joint.scene, &[both]);
    assert_eq!(broken, ["role", "follow"]);
}

#[test]
fn all_attend_from_the_same_start() {
    let joint = joint();
    let afternoon = [TripVisit { role: RoleIdx(1), ..visit(joint.request, "2027-03-02T12:30", "2027-03-02T16:30") }];
    let late = trip(joint.expert, "2027-03-02T09:30", "2027-03-02T19:30", &afternoon);
    let violation = only(&joint.scene, &[seat(&joint, joint.lead, 0), late]);
    assert_eq!((violation.rule.as_str(), violation.traveller), ("joint_start", Some(joint.expert)));
}

#[test]
fn a_request_is_not_visited_twice() {
    let joint = joint();
    let trips =
        [seat(&joint, joint.lead, 0), seat(&joint, joint.expert, 1), day_trip(joint.lead, joint.request, "2027-03-09")];
    assert_eq!(broken(&joint.scene, &trips), ["joint_start", "role"]);
}
