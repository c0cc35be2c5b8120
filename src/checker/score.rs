//! Section 6: the points of a plan by part, all whole thousandths.

use super::{Agenda, AgendaVisit, Concession};
use crate::domain::{Part, Points, RuleBody, RuleIdx};

/// Returns every part of the objective: gains positive, losses negative.
pub(super) fn parts(agenda: &Agenda, concessions: &[Concession]) -> Vec<(Part, Points)> {
    let problem = agenda.problem;
    let over_visits = |points: fn(&Agenda, &AgendaVisit) -> Points| -> Points {
        agenda.visits.iter().map(|v| points(agenda, v)).sum()
    };
    let n_days: i64 = agenda.trips.iter().map(|trip| i64::from(trip.days.n_days())).sum();
    // Rounded once per trip and kind, so that equal trips cost the same wherever they stand.
    let eur: Points = agenda.trips.iter().map(|trip| problem.eur.of_cents(trip.eur())).sum();
    let kg_co2: Points = agenda.trips.iter().map(|trip| problem.kg_co2.of_grams(trip.kg_co2)).sum();
    let mut parts = vec![
        (Part::Requests, agenda.visits.iter().map(|visit| problem.request(visit.request).points).sum()),
        (Part::Candidates, over_visits(candidates)),
        (Part::Preferences, over_visits(preferences)),
        (Part::Decay, -over_visits(decay)),
        (Part::DaysAway, -(problem.day_away * n_days)),
        (Part::Eur, -eur),
        (Part::KgCo2, -kg_co2),
    ];
    for (rule_idx, rule) in problem.rules.iter().enumerate() {
        let rule_idx = RuleIdx(rule_idx);
        let lost: Points = concessions.iter().filter(|c| c.rule == rule_idx).map(|c| c.points).sum();
        let has_price = rule.penalty.is_some() || matches!(rule.body, RuleBody::Attendance(_) | RuleBody::Stability(_));
        if has_price {
            parts.push((Part::Rule(rule_idx), -lost));
        }
    }
    parts
}

/// The points of the candidates who go. A traveller who is no candidate brings none.
fn candidates(agenda: &Agenda, visit: &AgendaVisit) -> Points {
    let roles = &agenda.problem.request(visit.request).roles;
    let points = visit.seats.iter().filter_map(|seat| {
        roles[seat.role.0].candidates.iter().find(|candidate| candidate.traveller == seat.traveller)
    });
    points.map(|candidate| candidate.points).sum()
}

/// The points of every preference that has the start date.
fn preferences(agenda: &Agenda, visit: &AgendaVisit) -> Points {
    let prefer = &agenda.problem.request(visit.request).prefer;
    prefer.iter().filter(|prefer| prefer.days.contains(visit.days.start())).map(|prefer| prefer.points).sum()
}

/// The points lost for each whole week between the first window's first date and the start date.
fn decay(agenda: &Agenda, visit: &AgendaVisit) -> Points {
    let request = agenda.problem.request(visit.request);
    let Some(first) = request.windows.iter().map(|window| window.start()).min() else { return Points::ZERO };
    let n_weeks = visit.days.start().days_since(first).max(0) / 7;
    request.decay * i64::from(n_weeks)
}
