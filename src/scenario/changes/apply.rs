//! Applying steps to the tree of a scenario, in order.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::deed::{Deed, Step};
use super::edit::{self, as_text, fields, shown, text};
use super::percent;
use super::read::{self, ChangeSource};
use super::schema::{LISTS, RULES, TABLES};
use crate::scenario::mistakes::Mistake;
use crate::scenario::sources::{Reader, Spot};
use crate::scenario::tree::{Field, Node, Table, Value};
use crate::scenario::{schema, words};
use crate::texts::{Said, say};

/// A visit of a plan, by the ids of the scenario: what a pin without a start means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlannedVisit {
    /// When it starts, as an instant.
    pub start: String,
    /// Who fills each role that somebody fills.
    pub delegation: BTreeMap<String, String>,
}

/// What is to be done to a scenario.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Files and arguments, in the order in which they are applied.
    pub sources: Vec<ChangeSource>,
    /// The plan that a pin without a start takes it from, by request.
    pub planned: BTreeMap<String, PlannedVisit>,
    /// The earlier plan, instead of the one that the scenario names.
    pub earlier_plan: Option<String>,
    /// The date before which the earlier plan stays, instead of the one that the scenario names.
    pub freeze_until: Option<String>,
}

/// Applies changes to a scenario's tree, and returns what was done.
pub fn apply(changes: &Changes, root: &mut Node, reader: &mut Reader, found: &mut Vec<Mistake>) -> Vec<Step> {
    let header = [("earlier_plan", &changes.earlier_plan), ("freeze_until", &changes.freeze_until)];
    let asked: Vec<(&str, &String)> =
        header.into_iter().filter_map(|(field, value)| Some((field, value.as_ref()?))).collect();
    if !asked.is_empty() {
        let lines: Vec<String> = asked.iter().map(|(field, value)| format!("{field} = {value:?}\n")).collect();
        let file = reader.sources.add("--plan, --keep-before".to_owned(), lines.concat());
        let mut start = 0;
        for ((field, value), line) in asked.iter().zip(&lines) {
            let spot = Spot { file, start, end: start + line.trim_end().len() };
            edit::set(root, Field { name: (*field).to_owned(), name_spot: spot, node: text(spot, (*value).clone()) });
            start += line.len();
        }
    }
    let schema = schema();
    let mut change = Apply { root, found, asked: changes, schema: &schema, gone: Vec::new(), deeds: Vec::new() };
    let mut steps = Vec::new();
    for source in &changes.sources {
        let Some((tree, name)) = read::read(source, reader, change.found) else { continue };
        let title = tree.get("title").and_then(as_text).unwrap_or_default().to_owned();
        for step in tree.field("changes").items() {
            change.step(step);
            let label = step.get("label").and_then(as_text).map(str::to_owned);
            let deeds = std::mem::take(&mut change.deeds);
            steps.push(Step { source: name.clone(), title: title.clone(), label, deeds });
        }
    }
    steps
}

struct Apply<'a> {
    root: &'a mut Node,
    found: &'a mut Vec<Mistake>,
    asked: &'a Changes,
    schema: &'a Json,
    /// What was taken out: the list, the id, and where that was asked.
    gone: Vec<(String, String, Spot)>,
    deeds: Vec<Deed>,
}

impl Apply<'_> {
    fn step(&mut self, step: &Node) {
        for Field { name, node, .. } in fields(step) {
            match name.as_str() {
                "absent" => node.items().iter().for_each(|item| self.absent(item)),
                "close" => node.items().iter().for_each(|item| self.close(item)),
                "cancel" => node.items().iter().for_each(|item| self.cancel(item)),
                "pin" => node.items().iter().for_each(|item| self.pin(item)),
                "release" => node.items().iter().for_each(|item| self.release(item)),
                "add" => fields(node).iter().for_each(|list| self.add(list)),
                "set" => fields(node).iter().for_each(|what| self.set(what)),
                "percent" => fields(node).iter().for_each(|what| self.percent(what)),
                "clear" => fields(node).iter().for_each(|list| self.clear(list)),
                "remove" => fields(node).iter().for_each(|list| self.remove(list)),
                _ => {}
            }
        }
    }

    // -- The words of the work ---------------------------------------------------------------------------------------

    fn absent(&mut self, item: &Node) {
        let Some(id) = item.get("traveller").and_then(as_text).map(str::to_owned) else { return };
        let spot = item.spot;
        let horizon = |root: &Node, field: &str| root.field("horizon").get(field).and_then(as_text).map(str::to_owned);
        let whole = item.get("first_day").is_none() && item.get("last_day").is_none();
        let first =
            item.get("first_day").and_then(as_text).map(str::to_owned).or_else(|| horizon(self.root, "first_day"));
        let last = item.get("last_day").and_then(as_text).map(str::to_owned).or_else(|| horizon(self.root, "last_day"));
        let (Some(first), Some(last)) = (first, last) else { return };
        // A busy time ends at midnight after its last date.
        let until = last.parse::<chrono::NaiveDate>().ok().and_then(|last| last.succ_opt());
        let Some(until) = until else { return };
        if first.parse::<chrono::NaiveDate>().is_ok_and(|first| first >= until) {
            self.found.push(
                Mistake::new(
                    "ends-before-start",
                    say!(
                        "de afwezigheid van `{id}` eindigt voordat zij begint",
                        "the absence of `{id}` ends before it starts"
                    ),
                )
                .at(item.field("last_day").spot, say!("deze dag is eerder", "this day is earlier"))
                .at(item.field("first_day").spot, say!("begint hier", "starts here"))
                .help(say!("`last_day` hoort bij de afwezigheid", "`last_day` is part of the absence")),
            );
            return;
        }
        let label = item.get("label").cloned().unwrap_or_else(|| text(spot, "absent"));
        let busy = edit::table(
            spot,
            vec![("from", text(spot, first.clone())), ("to", text(spot, until.to_string())), ("label", label)],
        );
        let Some(traveller) = self.item("travellers", &id, item.field("traveller").spot) else { return };
        edit::append(traveller, "busy", spot, [busy]);
        self.deeds.push(Deed::Absent { traveller: id, days: (!whole).then_some((first, last)) });
    }

    fn close(&mut self, item: &Node) {
        let known = |field: &str| item.get(field).and_then(as_text).unwrap_or_default().to_owned();
        let whose = [known("country"), known("place")].concat();
        if let Some(country) = item.get("country") {
            let is_there = |place: &Node| place.get("country").and_then(as_text) == as_text(country);
            if !self.root.field("places").items().iter().any(is_there) {
                let message =
                    say!("het scenario heeft geen plaats in `{whose}`", "the scenario has no place in `{whose}`");
                self.found.push(
                    Mistake::new("unknown-country", message)
                        .at(country.spot, say!("daar gaat niemand heen", "nobody goes there"))
                        .help(say!(
                            "noem de code van een land waarin een plaats ligt, zoals `EG`, of met `place` een plaats",
                            "name the code of a country that has a place, such as `EG`, or a place with `place`"
                        )),
                );
                return;
            }
        }
        self.deeds.push(Deed::Closed { whose, first_day: known("first_day"), last_day: known("last_day") });
        edit::append(self.root, "closures", item.spot, [item.clone()]);
    }

    fn cancel(&mut self, item: &Node) {
        let Some(id) = as_text(item).map(str::to_owned) else { return };
        let Some(request) = self.item("requests", &id, item.spot) else { return };
        for field in ["start", "delegation", "status", "mandatory"] {
            edit::take(request, field);
        }
        let yes = Node { spot: item.spot, value: Value::Bool(true) };
        edit::set(request, Field { name: "cancelled".to_owned(), name_spot: item.spot, node: yes });
        self.deeds.push(Deed::Cancelled { request: id });
    }

    fn release(&mut self, item: &Node) {
        let Some(id) = as_text(item).map(str::to_owned) else { return };
        let Some(request) = self.item("requests", &id, item.spot) else { return };
        for field in ["start", "delegation"] {
            edit::take(request, field);
        }
        // The host had agreed to another date: the request is again one that waits for an answer.
        if edit::take(request, "status").is_some() {
            let node = text(item.spot, "requested");
            edit::set(request, Field { name: "status".to_owned(), name_spot: item.spot, node });
        }
        self.deeds.push(Deed::Released { request: id });
    }

    fn pin(&mut self, item: &Node) {
        let Some(id) = item.get("request").and_then(as_text).map(str::to_owned) else { return };
        let spot = item.field("request").spot;
        let planned = self.asked.planned.get(&id).cloned();
        let has_plan = !self.asked.planned.is_empty() || self.asked.earlier_plan.is_some();
        let from_plan = |what: &str| {
            let (message, help) = if has_plan {
                (
                    say!(
                        "wens `{id}` staat niet in het plan, dus moet `{what}` erbij staan",
                        "request `{id}` is not in the plan, so its `{what}` must be said"
                    ),
                    say!(
                        "voeg `{what}` toe, of zet een bezoek vast dat gepland is",
                        "add `{what}`, or pin a visit that is planned"
                    ),
                )
            } else {
                (
                    say!(
                        "er is geen plan gegeven, dus moet `{what}` van wens `{id}` erbij staan",
                        "no plan is given, so the `{what}` of request `{id}` must be said"
                    ),
                    say!(
                        "voeg `{what}` toe, of geef het plan waarin het bezoek gepland is",
                        "add `{what}`, or give the plan in which the visit is planned"
                    ),
                )
            };
            Mistake::new("not-in-plan", message)
                .at(spot, say!("vastgezet zoals in het plan", "pinned as in the plan"))
                .help(help)
        };
        let start = match (item.get("start"), &planned) {
            (Some(start), _) => start.clone(),
            (None, Some(planned)) => text(spot, planned.start.clone()),
            (None, None) => return self.found.push(from_plan("start")),
        };
        let delegation = match (item.get("delegation"), &planned) {
            (Some(delegation), _) => delegation.clone(),
            (None, Some(planned)) => edit::table(
                spot,
                planned.delegation.iter().map(|(role, who)| (role.as_str(), text(spot, who.clone()))).collect(),
            ),
            (None, None) => return self.found.push(from_plan("delegation")),
        };
        let Some(request) = self.item("requests", &id, spot) else { return };
        settle(request, spot);
        let shown_start = shown(&start);
        edit::set(request, Field { name: "start".to_owned(), name_spot: spot, node: start });
        edit::set(request, Field { name: "delegation".to_owned(), name_spot: spot, node: delegation });
        self.deeds.push(Deed::Pinned { request: id, start: shown_start });
    }

    // -- Anything ----------------------------------------------------------------------------------------------------

    fn add(&mut self, list: &Field) {
        if list.name == "rules" {
            let Some(rules) = edit::entry(self.root, "rules", list.name_spot, Value::Table(Table::default())) else {
                return;
            };
            for kind in fields(&list.node) {
                edit::append(rules, &kind.name, kind.name_spot, kind.node.items().iter().cloned());
                self.deeds.extend(kind.node.items().iter().map(|item| added("rules", item)));
            }
            return;
        }
        edit::append(self.root, &list.name, list.name_spot, list.node.items().iter().cloned());
        self.deeds.extend(list.node.items().iter().map(|item| added(&list.name, item)));
    }

    fn set(&mut self, what: &Field) {
        let is_list = LISTS.iter().any(|(list, _)| *list == what.name) || what.name == "rules";
        if is_list {
            for thing in fields(&what.node) {
                let mut deeds = Vec::new();
                if let Some(item) = self.item(&what.name, &thing.name, thing.name_spot) {
                    for field in fields(&thing.node) {
                        drop_alternatives(item, &field.name);
                        deeds.push(set_field(item, &what.name, Some(&thing.name), field));
                    }
                }
                self.deeds.append(&mut deeds);
            }
        } else if what.name == "priorities" || TABLES.iter().any(|(table, _)| *table == what.name) {
            let table = edit::entry(self.root, &what.name, what.name_spot, Value::Table(Table::default()));
            let Some(table) = table else { return };
            for field in fields(&what.node) {
                self.deeds.push(set_field(table, &what.name, None, field));
            }
        } else {
            self.deeds.push(set_field(self.root, &what.name, None, what));
        }
    }

    fn percent(&mut self, what: &Field) {
        if what.name == "priorities" || what.name == "objective" {
            for number in fields(&what.node) {
                let known = self.root.get(&what.name).and_then(|table| table.get(&number.name)).cloned();
                let decimals =
                    if what.name == "priorities" { Some(3) } else { self.decimals("Objective", &number.name) };
                let whose = say!("`[{}]`", "`[{}]`", what.name);
                let Some(field) = self.scaled(&whose, known.as_ref(), number, decimals) else { continue };
                if let Some(table) = edit::entry(self.root, &what.name, what.name_spot, Value::Table(Table::default()))
                {
                    self.deeds.push(set_field(table, &what.name, None, &field));
                }
            }
            return;
        }
        for thing in fields(&what.node) {
            for number in fields(&thing.node) {
                let priorities = self.root.get("priorities").cloned();
                let Some((definition, item)) = self.item_and_definition(&what.name, &thing.name, thing.name_spot)
                else {
                    break;
                };
                let class = || {
                    let class = item.get("priority").and_then(as_text)?;
                    priorities.as_ref().and_then(|all| all.get(class)).cloned()
                };
                let known = item.get(&number.name).cloned().or_else(|| (number.name == "points").then(class).flatten());
                let decimals = self.decimals(definition, &number.name);
                let whose = say!("{} `{}`", "{} `{}`", words::thing(&what.name), thing.name);
                let Some(field) = self.scaled(&whose, known.as_ref(), number, decimals) else { continue };
                if let Some(item) = self.item(&what.name, &thing.name, thing.name_spot) {
                    drop_alternatives(item, &field.name);
                    let deed = set_field(item, &what.name, Some(&thing.name), &field);
                    self.deeds.push(deed);
                }
            }
        }
    }

    /// Returns the field with so many percent of what it was, or reports why that cannot be said.
    fn scaled(&mut self, whose: &Said, known: Option<&Node>, number: &Field, decimals: Option<u32>) -> Option<Field> {
        let Value::Number(percent) = &number.node.value else { return None };
        let name = &number.name;
        let mistake = match known.map(|known| (&known.value, decimals)) {
            Some((Value::Number(was), Some(decimals))) => match percent::of(was, percent, decimals) {
                Some(scaled) => {
                    let node = Node { spot: number.node.spot, value: Value::Number(scaled) };
                    return Some(Field { name: name.clone(), name_spot: number.name_spot, node });
                }
                None => Mistake::new(
                    "percent",
                    say!(
                        "{percent} procent van `{was}` is niet te schrijven",
                        "{percent} percent of `{was}` cannot be written"
                    ),
                )
                .help(say!("schrijf het getal zelf onder `set`", "write the number itself under `set`")),
            },
            Some(_) => Mistake::new(
                "percent",
                say!("`{name}` van {whose} is geen getal", "`{name}` of {whose} is no number"; whose),
            )
            .help(say!(
                "alleen getallen hebben percentages; gebruik `set`",
                "only numbers have percentages; use `set`"
            )),
            None => Mistake::new(
                "percent",
                say!(
                    "{whose} heeft geen `{name}` waarvan dit een percentage kan zijn",
                    "{whose} has no `{name}` of which this could be a percentage"; whose
                ),
            )
            .help(say!(
                "controleer de naam, of schrijf het getal zelf onder `set`",
                "check the name, or write the number itself under `set`"
            )),
        };
        self.found.push(mistake.at(number.name_spot, say!("hier", "here")));
        None
    }

    fn clear(&mut self, list: &Field) {
        for thing in fields(&list.node) {
            for field in thing.node.items() {
                let Some(name) = as_text(field).map(str::to_owned) else { continue };
                let Some(item) = self.item(&list.name, &thing.name, thing.name_spot) else { break };
                match edit::take(item, &name) {
                    Some(was) => self.deeds.push(Deed::Set {
                        list: list.name.clone(),
                        id: Some(thing.name.clone()),
                        field: name,
                        from: Some(shown(&was)),
                        to: None,
                    }),
                    None => self.found.push(
                        Mistake::new(
                            "nothing-to-clear",
                            say!(
                                "`{}` heeft geen `{name}` om leeg te maken",
                                "`{}` has no `{name}` to clear",
                                thing.name
                            ),
                        )
                        .at(field.spot, say!("is er niet", "not there"))
                        .help(say!(
                            "controleer de naam van het veld, of laat dit weg",
                            "check the name of the field, or leave this out"
                        )),
                    ),
                }
            }
        }
    }

    fn remove(&mut self, list: &Field) {
        for id_node in list.node.items() {
            let Some(id) = as_text(id_node).map(str::to_owned) else { continue };
            if self.item(&list.name, &id, id_node.spot).is_none() {
                continue;
            }
            for items in self.lists(&list.name) {
                items.retain(|item| !edit::has_id(item, &id));
            }
            self.gone.push((list.name.clone(), id.clone(), id_node.spot));
            self.deeds.push(Deed::Removed { list: list.name.clone(), id });
        }
    }

    // -- Looking up --------------------------------------------------------------------------------------------------

    /// The lists of a name: one, or for rules one for each kind.
    fn lists(&mut self, list: &str) -> Vec<&mut Vec<Node>> {
        if list != "rules" {
            return edit::items_mut(self.root, list).into_iter().collect();
        }
        let Value::Table(root) = &mut self.root.value else { return Vec::new() };
        let rules = root.fields.iter_mut().find(|field| field.name == "rules");
        let Some(Value::Table(rules)) = rules.map(|field| &mut field.node.value) else { return Vec::new() };
        let lists = rules.fields.iter_mut().filter_map(|field| match &mut field.node.value {
            Value::List(list) => Some(&mut list.items),
            _ => None,
        });
        lists.collect()
    }

    /// The thing with this id; an unknown one is a mistake.
    fn item(&mut self, list: &str, id: &str, spot: Spot) -> Option<&mut Node> {
        let is_known = self.lists(list).iter().any(|items| items.iter().any(|item| edit::has_id(item, id)));
        if !is_known {
            self.unknown(list, id, spot);
            return None;
        }
        self.lists(list).into_iter().flat_map(|items| items.iter_mut()).find(|item| edit::has_id(item, id))
    }

    /// The same, with the name of its definition in the schema.
    fn item_and_definition(&mut self, list: &str, id: &str, spot: Spot) -> Option<(&'static str, &Node)> {
        self.item(list, id, spot)?;
        if let Some((_, definition)) = LISTS.iter().find(|(known, _)| *known == list) {
            let item = self.root.field(list).items().iter().find(|item| edit::has_id(item, id))?;
            return Some((definition, item));
        }
        RULES.iter().find_map(|(kind, definition)| {
            let items = self.root.field("rules").get(kind)?.items();
            Some((*definition, items.iter().find(|item| edit::has_id(item, id))?))
        })
    }

    fn unknown(&mut self, list: &str, id: &str, spot: Spot) {
        let known: Vec<String> = self
            .lists(list)
            .iter()
            .flat_map(|items| items.iter().filter_map(|item| item.get("id").and_then(as_text).map(str::to_owned)))
            .collect();
        let what = words::singular(list);
        let gone = self.gone.iter().find(|(of, gone, _)| of == list && gone == id).map(|(_, _, spot)| *spot);
        let mistake = match gone {
            Some(gone) => Mistake::new(
                "unknown-id",
                say!("er is geen {what} `{id}` meer", "there is no {what} `{id}` any more"; what),
            )
            .at(spot, say!("{what} onbekend", "unknown {what}"; what))
            .at(gone, say!("hier eruit gehaald", "taken out here"))
            .help(say!(
                "zet deze stap vóór die waarin dit eruit gaat, of laat haar weg",
                "put this step before the one that takes it out, or leave it out"
            )),
            None => {
                let help = match words::nearest(id, known.iter().map(String::as_str)) {
                    Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
                    None if known.is_empty() => say!(
                        "het scenario heeft geen {what}; voeg er eerst een toe met `add`",
                        "the scenario has no {what}; `add` one first"; what
                    ),
                    None if known.len() <= 12 => {
                        say!("het scenario heeft {}", "the scenario has {}", words::all_of(&known))
                    }
                    None => say!(
                        "gebruik het id van een {what} uit het scenario, of voeg er eerst een toe met `add`",
                        "use the id of a {what} of the scenario, or `add` one first"; what
                    ),
                };
                Mistake::new("unknown-id", say!("er is geen {what} `{id}`", "there is no {what} `{id}`"; what))
                    .at(spot, say!("{what} onbekend", "unknown {what}"; what))
                    .help(help)
            }
        };
        self.found.push(mistake);
    }

    /// How many decimals a field may have; `None` when it is no number.
    fn decimals(&self, definition: &str, field: &str) -> Option<u32> {
        let schema = &self.schema["definitions"][definition]["properties"][field];
        if schema["type"] == "integer" {
            return Some(0);
        }
        let reference = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str())?;
        match reference.rsplit('/').next()? {
            "Points" | "PointsLost" | "Kilograms" => Some(3),
            "Euros" => Some(2),
            "Weight" | "Amount" | "Latitude" | "Longitude" => Some(6),
            _ => None,
        }
    }
}

fn added(list: &str, item: &Node) -> Deed {
    Deed::Added { list: list.to_owned(), id: item.get("id").and_then(as_text).map(str::to_owned) }
}

fn set_field(node: &mut Node, list: &str, id: Option<&str>, field: &Field) -> Deed {
    let to = Some(shown(&field.node));
    let from = edit::set(node, field.clone()).map(|was| shown(&was));
    Deed::Set { list: list.to_owned(), id: id.map(str::to_owned), field: field.name.clone(), from, to }
}

/// Makes a request one that is settled, if it is not.
fn settle(request: &mut Node, spot: Spot) {
    let status = request.get("status").and_then(as_text);
    if !matches!(status, Some("confirmed" | "held")) {
        let node = text(spot, "confirmed");
        edit::set(request, Field { name: "status".to_owned(), name_spot: spot, node });
    }
}

/// Takes out the fields of which there may be only one beside this.
fn drop_alternatives(item: &mut Node, field: &str) {
    const EITHER: [(&str, &[&str]); 6] = [
        ("points", &["priority"]),
        ("priority", &["points"]),
        ("per", &["first_day", "last_day"]),
        ("first_day", &["per"]),
        ("country", &["place"]),
        ("place", &["country"]),
    ];
    for other in EITHER.iter().find(|(known, _)| *known == field).map(|(_, others)| *others).unwrap_or_default() {
        edit::take(item, other);
    }
}
