//! Rules, one function per kind, in the order of docs/model.md.

use std::collections::BTreeMap;

use super::ctx::{Ctx, Names, count, days, twice};
use super::selection::{self, period, places as chosen_places, travellers as chosen_travellers};
use crate::domain::{
    Attendance, Coverage, Exclusion, Limit, Measure, Notice, Period, Place, PlaceIdx, Points, Presence, RequestIdx,
    Resource, Rule, RuleBody, RuleIdx, Sequence, Spacing, Stability, Traveller, VisitFilter,
};
use crate::scenario::mistakes::Mistake;
use crate::scenario::raw;
use crate::scenario::tree::Node;
use crate::texts::say;

/// The rules that requests may need, and the kinds of all rules by id.
pub struct Resources<'a> {
    names: Names<'a, RuleIdx>,
    kinds: BTreeMap<&'a str, &'static str>,
}

impl Resources<'_> {
    /// Looks up the resources that a request needs.
    pub fn find_all(&self, ids: &[raw::Id], node: &Node, found: &mut Vec<Mistake>) -> Vec<RuleIdx> {
        let mut needs = Vec::new();
        for (i, id) in ids.iter().enumerate() {
            let spot = node.item(i).spot;
            match self.kinds.get(id.0.as_str()) {
                Some(&kind) if kind != "resource" => found.push(
                    Mistake::new(
                        "no-resource",
                        say!("`{id}` is een regel `{kind}`, geen middel", "`{id}` is a rule `{kind}`, no resource"),
                    )
                    .at(spot, say!("geen middel", "no resource"))
                    .help(say!(
                        "noem een regel uit `[[rules.resource]]`; andere regels gelden zonder dat ze worden genoemd",
                        "name a rule of `[[rules.resource]]`; other rules hold without being named"
                    )),
                ),
                _ => match ids[..i].iter().position(|earlier| earlier == id) {
                    Some(first) => found.push(twice(&say!("middel", "resource"), &id.0, spot, node.item(first).spot)),
                    None => needs.extend(self.names.find(&id.0, spot, found)),
                },
            }
        }
        needs
    }
}

/// Collects rules with what they share.
struct Rules<'c, 'a> {
    ctx: &'c mut Ctx<'a>,
    places: &'c [Place],
    travellers: &'c [Traveller],
    rules: Vec<Rule>,
}

/// Lowers all rules, kind by kind.
pub fn rules<'a>(ctx: &mut Ctx<'a>, places: &[Place], travellers: &[Traveller]) -> (Vec<Rule>, Resources<'a>) {
    static NONE: raw::Rules = raw::Rules {
        limit: Vec::new(),
        presence: Vec::new(),
        attendance: Vec::new(),
        spacing: Vec::new(),
        sequence: Vec::new(),
        exclusion: Vec::new(),
        resource: Vec::new(),
        coverage: Vec::new(),
        stability: Vec::new(),
    };
    let raw = ctx.raw.rules.as_ref().unwrap_or(&NONE);
    let node = ctx.root.field("rules");
    let kinds = kinds(ctx, raw, node);
    let mut all = Rules { ctx, places, travellers, rules: Vec::new() };
    each(&raw.limit, node.field("limit"), |rule, node| all.limit(rule, node));
    each(&raw.presence, node.field("presence"), |rule, node| all.presence(rule, node));
    each(&raw.attendance, node.field("attendance"), |rule, node| all.attendance(rule, node));
    each(&raw.spacing, node.field("spacing"), |rule, node| all.spacing(rule, node));
    each(&raw.sequence, node.field("sequence"), |rule, node| all.sequence(rule, node));
    each(&raw.exclusion, node.field("exclusion"), |rule, node| all.exclusion(rule, node));
    let first_resource = all.rules.len();
    each(&raw.resource, node.field("resource"), |rule, _| all.resource(rule));
    each(&raw.coverage, node.field("coverage"), |rule, node| all.coverage(rule, node));
    each(&raw.stability, node.field("stability"), |rule, node| all.stability(rule, node));
    let rules = all.rules;
    let ids = raw.resource.iter().enumerate().map(|(i, rule)| (&rule.id, RuleIdx(first_resource + i)));
    // Ids given twice have been reported with those of all kinds.
    let mut names = Names::new(say!("middel", "resource"), &[node.field("resource")], ids, &mut Vec::new());
    if ctx.root.lost("rules") || node.lost("resource") {
        names.make_vague();
    }
    (rules, Resources { names, kinds })
}

fn each<'a, T>(raws: &'a [T], node: &'a Node, mut lower: impl FnMut(&'a T, &'a Node)) {
    for (i, raw) in raws.iter().enumerate() {
        lower(raw, node.item(i));
    }
}

/// Returns the kind of every rule by id, and reports ids given twice.
fn kinds<'a>(ctx: &mut Ctx<'a>, raw: &'a raw::Rules, node: &'a Node) -> BTreeMap<&'a str, &'static str> {
    let mut ids: Vec<(&'a raw::Id, &'static str)> = Vec::new();
    ids.extend(raw.limit.iter().map(|rule| (&rule.id, "limit")));
    ids.extend(raw.presence.iter().map(|rule| (&rule.id, "presence")));
    ids.extend(raw.attendance.iter().map(|rule| (&rule.id, "attendance")));
    ids.extend(raw.spacing.iter().map(|rule| (&rule.id, "spacing")));
    ids.extend(raw.sequence.iter().map(|rule| (&rule.id, "sequence")));
    ids.extend(raw.exclusion.iter().map(|rule| (&rule.id, "exclusion")));
    ids.extend(raw.resource.iter().map(|rule| (&rule.id, "resource")));
    ids.extend(raw.coverage.iter().map(|rule| (&rule.id, "coverage")));
    ids.extend(raw.stability.iter().map(|rule| (&rule.id, "stability")));
    let kinds =
        ["limit", "presence", "attendance", "spacing", "sequence", "exclusion", "resource", "coverage", "stability"];
    let nodes: Vec<&Node> = kinds.into_iter().filter_map(|kind| node.get(kind)).collect();
    Names::new(say!("regel", "rule"), &nodes, ids.iter().copied(), ctx.found);
    ids.into_iter().map(|(id, kind)| (id.0.as_str(), kind)).collect()
}

impl Rules<'_, '_> {
    fn add(&mut self, id: &raw::Id, label: Option<&String>, penalty: Option<raw::PointsLost>, body: RuleBody) {
        let label = label.cloned().unwrap_or_else(|| id.0.clone());
        self.rules.push(Rule { id: id.0.clone(), label, penalty: penalty.map(|points| Points(points.0)), body });
    }

    fn limit(&mut self, raw: &raw::Limit, node: &Node) {
        let groups = (raw.travellers.as_slice(), raw.organisations.as_slice(), raw.ranks.as_slice());
        let travellers = chosen_travellers(self.ctx, node, self.travellers, groups);
        let limit = Limit {
            measure: match raw.measure {
                raw::Measure::DaysAway => Measure::DaysAway,
                raw::Measure::Trips => Measure::Trips,
                raw::Measure::Visits => Measure::Visits,
                raw::Measure::Eur => Measure::Eur,
                raw::Measure::KgCo2 => Measure::KgCo2,
            },
            travellers,
            places: chosen_places(self.ctx, node, self.places, &raw.places, &raw.countries),
            fund: raw.fund.clone(),
            per: period(self.ctx, node, raw.per, raw.first_day, raw.last_day).unwrap_or(Period::Horizon),
            max: raw.max,
        };
        if raw.each != Some(true) {
            self.add(&raw.id, raw.label.as_ref(), raw.penalty, RuleBody::Limit(limit));
            return;
        }
        for &traveller in &limit.travellers {
            let who = &self.travellers[traveller.0];
            let own = Limit { travellers: vec![traveller], ..limit.clone() };
            let label = format!("{}: {}", raw.label.as_ref().unwrap_or(&raw.id.0), who.office);
            let id = raw::Id(format!("{}/{}", raw.id, who.id));
            self.add(&id, Some(&label), raw.penalty, RuleBody::Limit(own));
        }
    }

    fn presence(&mut self, raw: &raw::Presence, node: &Node) {
        let mut members = self.ctx.travellers.find_all(&raw.members, node.field("members"), self.ctx.found);
        members.sort_unstable();
        let at_least = raw.at_least.map_or(1, count);
        if at_least > raw.members.len() && !node.lost("members") {
            self.ctx.found.push(
                Mistake::new(
                    "too-many-present",
                    say!(
                        "{at_least} van {} leden kunnen niet thuis zijn",
                        "{at_least} of {} members cannot be home",
                        raw.members.len()
                    ),
                )
                .at(node.field("at_least").spot, say!("meer dan er zijn", "more than there are"))
                .at(node.field("members").spot, say!("deze leden", "these members"))
                .help(say!("verlaag `at_least`, of voeg leden toe", "lower `at_least`, or add members")),
            );
        }
        let calendar = raw
            .calendar
            .as_ref()
            .and_then(|calendar| self.ctx.calendars.find(&calendar.0, node.field("calendar").spot, self.ctx.found));
        let body = RuleBody::Presence(Presence { members, at_least, calendar });
        self.add(&raw.id, raw.label.as_ref(), raw.penalty, body);
    }

    fn attendance(&mut self, raw: &raw::Attendance, node: &Node) {
        let groups = (raw.travellers.as_slice(), raw.organisations.as_slice(), raw.ranks.as_slice());
        let travellers = chosen_travellers(self.ctx, node, self.travellers, groups);
        let calendar = self.ctx.calendars.find(&raw.calendar.0, node.field("calendar").spot, self.ctx.found);
        let points = Points(raw.points.unwrap_or_default().0);
        let max_in_a_row = raw.max_in_a_row.map(count);
        if points == Points::ZERO && max_in_a_row.is_none() && !node.lost("points") && !node.lost("max_in_a_row") {
            self.ctx.found.push(
                Mistake::warning(
                    "rule-without-effect",
                    say!("regel `{}` heeft geen gevolg", "rule `{}` has no effect", raw.id),
                )
                .at(node.field("id").spot, say!("deze regel", "this rule"))
                .help(say!(
                    "voeg `points` toe, wat een gemiste bijeenkomst kost, of `max_in_a_row`",
                    "add `points`, what missing an event costs, or `max_in_a_row`"
                )),
            );
        }
        let Some(calendar) = calendar else { return };
        let body = RuleBody::Attendance(Attendance { travellers, calendar, points, max_in_a_row });
        self.add(&raw.id, raw.label.as_ref(), None, body);
    }

    fn spacing(&mut self, raw: &raw::Spacing, node: &Node) {
        let where_ = (raw.places.as_slice(), raw.countries.as_slice());
        let visits = selection::visits(self.ctx, node, self.places, where_, raw.rank, raw.theme.as_ref());
        let min_days = days(raw.min_days);
        if raw.each_place != Some(true) {
            self.add(&raw.id, raw.label.as_ref(), raw.penalty, RuleBody::Spacing(Spacing { visits, min_days }));
            return;
        }
        let home = self.ctx.home;
        let everywhere = || (0..self.places.len()).map(PlaceIdx).filter(|&place| Some(place) != home).collect();
        for place in visits.places.clone().unwrap_or_else(everywhere) {
            let at = &self.places[place.0];
            let own = VisitFilter { places: Some(vec![place]), ..visits.clone() };
            let label = format!("{}: {}", raw.label.as_ref().unwrap_or(&raw.id.0), self.name(at));
            let id = raw::Id(format!("{}/{}", raw.id, at.id));
            self.add(&id, Some(&label), raw.penalty, RuleBody::Spacing(Spacing { visits: own, min_days }));
        }
    }

    /// The name of a place in the scenario's language.
    fn name<'p>(&self, place: &'p Place) -> &'p str {
        if self.ctx.raw.language == Some(raw::Language::Nl) { &place.name_nl } else { &place.name_en }
    }

    fn sequence(&mut self, raw: &raw::Sequence, node: &Node) {
        let first = self.ctx.requests.find(&raw.first.0, node.field("first").spot, self.ctx.found);
        let then = self.ctx.requests.find(&raw.then.0, node.field("then").spot, self.ctx.found);
        let (min_days, max_days) = (raw.min_days.map_or(0, days), raw.max_days.map(days));
        if max_days.is_some_and(|max_days| max_days < min_days) {
            self.ctx.found.push(
                Mistake::new(
                    "max-below-min",
                    say!("`max_days` is lager dan `min_days`", "`max_days` is below `min_days`"),
                )
                .at(node.field("max_days").spot, say!("hooguit zoveel", "at most so many"))
                .at(node.field("min_days").spot, say!("en ten minste zoveel", "and at least so many"))
                .help(say!(
                    "geen aantal dagen is allebei; verander een van de twee",
                    "no number of days is both; change one of them"
                )),
            );
        }
        let Some((first, then)) = first.zip(then) else { return };
        let body = RuleBody::Sequence(Sequence { first, then, min_days, max_days });
        self.add(&raw.id, raw.label.as_ref(), raw.penalty, body);
    }

    fn exclusion(&mut self, raw: &raw::Exclusion, node: &Node) {
        let requests: Vec<RequestIdx> =
            self.ctx.requests.find_all(&raw.requests, node.field("requests"), self.ctx.found);
        let max = raw.max.map_or(1, count);
        if max >= raw.requests.len() && !node.lost("requests") {
            self.ctx.found.push(
                Mistake::warning(
                    "rule-without-effect",
                    say!("regel `{}` heeft geen gevolg", "rule `{}` has no effect", raw.id),
                )
                .at(node.field("max").spot, say!("{max} van {} wensen", "{max} of {} requests", raw.requests.len()))
                .help(say!(
                    "maak `max` lager dan het aantal wensen, of verwijder de regel",
                    "lower `max` below the number of requests, or remove the rule"
                )),
            );
        }
        self.add(&raw.id, raw.label.as_ref(), raw.penalty, RuleBody::Exclusion(Exclusion { requests, max }));
    }

    fn resource(&mut self, raw: &raw::Resource) {
        let body = Resource { capacity: raw.capacity, pad_days: raw.pad_days.map_or(0, days) };
        self.add(&raw.id, raw.label.as_ref(), raw.penalty, RuleBody::Resource(body));
    }

    fn coverage(&mut self, raw: &raw::Coverage, node: &Node) {
        let where_ = (raw.places.as_slice(), raw.countries.as_slice());
        let visits = selection::visits(self.ctx, node, self.places, where_, raw.rank, raw.theme.as_ref());
        let per = period(self.ctx, node, raw.per, raw.first_day, raw.last_day).unwrap_or(Period::Horizon);
        let body = RuleBody::Coverage(Coverage { visits, at_least: raw.at_least.map_or(1, count), per });
        self.add(&raw.id, raw.label.as_ref(), raw.penalty, body);
    }

    fn stability(&mut self, raw: &raw::Stability, node: &Node) {
        if self.ctx.raw.earlier_plan.is_none() && !self.ctx.root.lost("earlier_plan") {
            self.ctx.found.push(
                Mistake::warning(
                    "rule-without-effect",
                    say!(
                        "regel `{}` heeft geen gevolg zonder een eerder plan",
                        "rule `{}` has no effect without an earlier plan",
                        raw.id
                    ),
                )
                .at(node.field("id").spot, say!("deze regel", "this rule"))
                .help(say!("voeg `earlier_plan = \"plan.json\"` toe", "add `earlier_plan = \"plan.json\"`")),
            );
        }
        let mut notice: Vec<Notice> = raw
            .notice
            .iter()
            .map(|notice| Notice { within_days: days(notice.within_days), factor: notice.factor })
            .collect();
        notice.sort_by_key(|notice| notice.within_days);
        let points = |points: Option<raw::PointsLost>| Points(points.unwrap_or_default().0);
        let body = RuleBody::Stability(Stability {
            dropped: points(raw.dropped),
            moved_per_day: points(raw.moved_per_day),
            delegation: points(raw.delegation),
            changed: points(raw.changed),
            max_changes: raw.max_changes.map(count),
            notice,
        });
        self.add(&raw.id, raw.label.as_ref(), None, body);
    }
}
