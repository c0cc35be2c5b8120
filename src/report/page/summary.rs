//! What the plan comes to, in plain sentences and a few numbers.

use maud::{Markup, html};

use super::texts::Texts;
use crate::domain::{Part, Points, RequestStatus};
use crate::report::facts::Proof;
use crate::report::terminal::percent;

/// The section without its heading.
pub(super) fn summary(texts: &Texts) -> Markup {
    let (facts, words) = (texts.facts, texts.words);
    let totals = facts.totals;
    let numbers = [
        (texts.pick("wensen ingepland", "wishes planned"), of(texts, totals.n_planned, totals.n_requests)),
        (texts.pick("bezoeken", "visits"), whole(texts, totals.n_visits)),
        (texts.pick("landen", "countries"), whole(texts, totals.n_countries)),
        (texts.pick("reizen", "trips"), whole(texts, totals.n_trips)),
        (texts.pick("dagen van huis", "days away"), words.whole(totals.n_days_away)),
        (texts.pick("kosten", "costs"), words.euros(totals.eur)),
        (texts.pick("CO2-uitstoot", "CO2 emissions"), words.kilograms(totals.kg_co2)),
        (texts.pick("punten", "points"), words.tenths(totals.objective)),
    ];
    html! {
        dl class="numbers" {
            @for (name, number) in &numbers {
                div { dt { (name) } dd { (number) } }
            }
        }
        @for sentence in sentences(texts) {
            p { (sentence) }
        }
        p class="proof" { strong { (texts.pick("Kan het beter?", "Could it be better?")) } " " (proof(texts)) }
        details {
            summary { (texts.pick("Waar de punten vandaan komen", "Where the points come from")) }
            (parts(texts))
        }
    }
}

fn whole(texts: &Texts, n: usize) -> String {
    texts.words.whole(i64::try_from(n).unwrap_or(i64::MAX))
}

fn of(texts: &Texts, n: usize, all: usize) -> String {
    format!("{} {} {}", whole(texts, n), texts.pick("van", "of"), whole(texts, all))
}

/// The plan in sentences.
pub(in crate::report) fn sentences(texts: &Texts) -> Vec<String> {
    let (facts, words) = (texts.facts, texts.words);
    let t = facts.totals;
    let visits = words.count(t.n_visits, ("bezoek", "visit"), ("bezoeken", "visits"));
    let countries = words.count(t.n_countries, ("land", "country"), ("landen", "countries"));
    let trips = words.count(t.n_trips, ("reis", "trip"), ("reizen", "trips"));
    let travellers = words.count(t.n_travelling, ("reiziger", "traveller"), ("reizigers", "travellers"));
    let days = words.count(usize::try_from(t.n_days_away).unwrap_or(0), ("dag", "day"), ("dagen", "days"));
    let mut sentences = vec![texts.pick(
        format!(
            "Van de {} wensen zijn er {} ingepland: {visits} aan {countries}, in {trips} van {travellers}, samen {days} \
             van huis.",
            whole(texts, t.n_requests),
            whole(texts, t.n_planned)
        ),
        format!(
            "Of {} wishes, {} are planned: {visits} to {countries}, in {trips} by {travellers}, {days} away in all.",
            whole(texts, t.n_requests),
            whole(texts, t.n_planned)
        ),
    )];
    if t.n_meetings > 0 {
        let meetings = words.count(t.n_meetings, ("overleg", "meeting"), ("overleggen", "meetings"));
        sentences.push(
            texts
                .pick(format!("Daarbij komt {meetings} in eigen huis."), format!("There are also {meetings} at home.")),
        );
    }
    let by_status: Vec<String> = Texts::STATUSES
        .into_iter()
        .rev()
        .map(|status| (status, facts.n_with_status(status)))
        .filter(|&(_, n)| n > 0)
        .map(|(status, n)| match status {
            RequestStatus::Idea => format!("{} {}", whole(texts, n), texts.pick("nog een idee", "still an idea")),
            status => format!("{} {}", whole(texts, n), texts.status(status)),
        })
        .collect();
    if !by_status.is_empty() {
        let by_status = by_status.join(", ");
        let firm = facts.n_with_status(RequestStatus::Confirmed) + facts.n_with_status(RequestStatus::Held);
        let caution = if firm < t.n_planned {
            texts.pick(" Wat nog niet is bevestigd, is onder voorbehoud.", " What is not confirmed yet is provisional.")
        } else {
            ""
        };
        sentences.push(
            texts.pick(
                format!("Naar stand van zaken: {by_status}.{caution}"),
                format!("By status: {by_status}.{caution}"),
            ),
        );
    }
    let n_left_out = facts.left_out.len();
    if n_left_out > 0 {
        let wishes = words.count(n_left_out, ("wens is", "wish is"), ("wensen zijn", "wishes are"));
        sentences.push(texts.pick(
            format!("{wishes} niet ingepland; onder “Niet ingepland” staat waarom."),
            format!("{wishes} not planned; “Not planned” says why."),
        ));
    }
    sentences
}

/// What is proven of other plans, for people who do not know what a bound is.
pub(in crate::report) fn proof(texts: &Texts) -> String {
    let (words, objective) = (texts.words, texts.facts.totals.objective);
    match texts.facts.proof {
        Proof::Best => texts
            .pick(
                "Nee: bewezen is dat geen enkel ander plan binnen deze wensen en regels meer punten heeft.",
                "No: it is proven that no other plan with these wishes and rules has more points.",
            )
            .to_owned(),
        Proof::AtMost { bound, more } if objective > Points::ZERO => {
            let (percent, bound) = (words.decimal(&percent(more, objective)), words.tenths(bound));
            texts.pick(
                format!(
                    "Hoogstens {percent} % beter is nog mogelijk: bewezen is dat geen enkel plan meer dan {bound} punten \
                     kan hebben."
                ),
                format!("At most {percent} % better is possible: it is proven that no plan has more than {bound} points."),
            )
        }
        Proof::AtMost { bound, .. } => {
            let bound = words.tenths(bound);
            texts.pick(
                format!("Bewezen is dat geen enkel plan meer dan {bound} punten kan hebben."),
                format!("It is proven that no plan has more than {bound} points."),
            )
        }
        Proof::Unknown => texts
            .pick(
                "Dat is niet bekend: het planbestand bevat geen bewijs.",
                "That is not known: the plan file has no proof.",
            )
            .to_owned(),
        Proof::Outdated => texts
            .pick(
                "Dat is niet meer bekend: de wensen of regels zijn na het plannen veranderd. Plan opnieuw om het te weten.",
                "That is no longer known: wishes or rules have changed since planning. Plan again to know.",
            )
            .to_owned(),
    }
}

/// The points by part.
fn parts(texts: &Texts) -> Markup {
    let words = texts.words;
    let label = |part: Part| match part {
        Part::Rule(rule) => words.part(part, &texts.problem().rule(rule).label),
        part => words.part(part, ""),
    };
    let heading = texts.pick(("onderdeel", "punten"), ("part", "points"));
    let mut lines: Vec<super::Line> = texts
        .facts
        .parts
        .iter()
        .map(|&(part, points)| {
            super::Line::of(vec![super::Cell::text(label(part)), super::Cell::number(words.tenths(points))])
        })
        .collect();
    lines.push(super::Line::of(vec![
        super::Cell::text(texts.pick("samen", "total")),
        super::Cell::number(words.tenths(texts.facts.totals.objective)),
    ]));
    let caption = texts.pick("Punten van het plan naar onderdeel", "Points of the plan by part").to_owned();
    super::Table { caption, headings: vec![heading.0, heading.1], lines }.html()
}
