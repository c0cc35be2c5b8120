//! For whom calendars are published: audiences, levels, and who publishes.

use std::collections::{BTreeMap, BTreeSet};

use super::ctx::{Ctx, days, twice};
use crate::domain::{
    Audience, CountryCode, Hiding, Level, Place, Publication, Rank, Rule, RuleBody, RuleIdx, Scope, Traveller,
    TravellerIdx,
};
use crate::scenario::mistakes::Mistake;
use crate::scenario::raw::{self, ConfidentialVisits, Shows};
use crate::scenario::sources::Spot;
use crate::scenario::tree::Node;
use crate::scenario::words;
use crate::texts::{Said, say};

/// Days after its last date from which a public calendar has a visit, when the scenario does not say.
const DAYS_AFTER: i32 = 1;

/// Days for which a cancelled event stays, when the scenario does not say.
const KEEP_CANCELLED_DAYS: i32 = 60;

/// Lowers the table `[feeds]` but for its first field.
pub fn publication(ctx: &mut Ctx<'_>, places: &[Place], travellers: &[Traveller], rules: &[Rule]) -> Publication {
    let node = ctx.root.field("feeds");
    let default = raw::Feeds::default();
    let feeds = ctx.raw.feeds.as_ref().unwrap_or(&default);
    let lists = Lists::new(ctx, places, travellers, rules);
    let audiences = if feeds.audiences.is_empty() && !node.lost("audiences") {
        usual_audiences(&lists, ctx.raw.language == Some(raw::Language::Nl))
    } else {
        let nodes = node.field("audiences");
        let mut audiences = Vec::new();
        for (i, raw) in feeds.audiences.iter().enumerate() {
            let lower = |id: &raw::Id| id.0.to_lowercase();
            if let Some(first) = feeds.audiences[..i].iter().position(|other| lower(&other.id) == lower(&raw.id)) {
                ctx.found.push(
                    Mistake::new(
                        "duplicate-id",
                        say!("doelgroep `{}` staat er tweemaal", "audience `{}` is given twice", raw.id),
                    )
                    .at(nodes.item(i).field("id").spot, say!("hier nog eens", "again here"))
                    .at(nodes.item(first).field("id").spot, say!("hier de eerste keer", "first here"))
                    .help(say!(
                        "geef elke doelgroep een eigen id, in andere letters: het is de naam van een map",
                        "give each audience an id of its own, in other letters: it names a folder"
                    )),
                );
            }
            audiences.push(audience(ctx, raw, nodes.item(i), &lists));
        }
        audiences
    };
    Publication {
        audiences,
        keep_cancelled_days: feeds.keep_cancelled_days.map_or(KEEP_CANCELLED_DAYS, days),
        organizer: organizer(ctx, feeds, node),
        address: address(ctx, feeds.address.as_deref(), node.field("address")),
    }
}

/// Returns a mail address that programs can write to, or reports that it is none.
pub fn mail_address(ctx: &mut Ctx<'_>, text: Option<&str>, node: &Node) -> Option<String> {
    let text = text?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "!#$&'*+-/=?_.".contains(c);
    let is_sound = text.split_once('@').is_some_and(|(name, host)| {
        let parts_of_host = host.split('.').collect::<Vec<_>>();
        !name.is_empty()
            && name.chars().all(is_plain)
            && parts_of_host.len() > 1
            && parts_of_host
                .iter()
                .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
    });
    if !is_sound {
        ctx.found.push(
            Mistake::new("invalid-address", say!("`{text}` is geen mailadres", "`{text}` is no mail address"))
                .at(node.spot, say!("hier", "here"))
                .help(say!(
                    "schrijf alleen het adres van een kantoor, zoals \"secretariaat@example.nl\"",
                    "write the address of an office alone, such as \"secretariaat@example.nl\""
                )),
        );
    }
    is_sound.then(|| text.to_owned())
}

fn organizer(ctx: &mut Ctx<'_>, feeds: &raw::Feeds, node: &Node) -> Option<(String, String)> {
    let email = mail_address(ctx, feeds.organizer_email.as_deref(), node.field("organizer_email"));
    if feeds.organizer.is_some() && feeds.organizer_email.is_none() && !node.lost("organizer_email") {
        ctx.found.push(
            Mistake::new(
                "organizer-without-address",
                say!("`organizer` heeft geen mailadres", "`organizer` has no mail address"),
            )
            .at(node.field("organizer").spot, say!("wie publiceert", "who publishes"))
            .help(say!(
                "voeg `organizer_email` toe: agenda's noemen een organisator met beide",
                "add `organizer_email`: calendars name an organizer by both"
            )),
        );
    }
    let email = email?;
    Some((feeds.organizer.clone().unwrap_or_else(|| email.clone()), email))
}

fn address(ctx: &mut Ctx<'_>, text: Option<&str>, node: &Node) -> Option<String> {
    let text = text?.trim_end_matches('/');
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/@!$&()*+,;=%[]".contains(c);
    if !rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(is_plain)) {
        ctx.found.push(
            Mistake::new(
                "invalid-address",
                say!("`{text}` is geen adres van een webserver", "`{text}` is no address of a web server"),
            )
            .at(node.spot, say!("hier", "here"))
            .help(say!(
                "schrijf zoiets als \"https://agenda.example.nl/reizen\": het adres waar `current` te lezen is",
                "write such as \"https://agenda.example.nl/reizen\": the address under which `current` is served"
            )),
        );
        return None;
    }
    Some(text.to_owned())
}

/// What there is to have a calendar of.
struct Lists<'a> {
    travellers: &'a [Traveller],
    organisations: BTreeSet<&'a str>,
    /// Those that somebody wishes to visit.
    countries: BTreeSet<CountryCode>,
    /// Those of any place: a calendar stays when the last wish for its country has gone.
    known_countries: BTreeSet<CountryCode>,
    deputies: BTreeSet<TravellerIdx>,
    /// Resource rules by id.
    resources: BTreeMap<&'a str, RuleIdx>,
    /// Whether some of this was lost to another mistake, so that an unknown name may be no fault of its own.
    is_vague: bool,
}

impl<'a> Lists<'a> {
    fn new(ctx: &Ctx<'_>, places: &[Place], travellers: &'a [Traveller], rules: &'a [Rule]) -> Self {
        let requested = ctx.raw.requests.iter().filter_map(|request| ctx.places.get(&request.place.0));
        let abroad = requested.filter(|&place| Some(place) != ctx.home);
        let resources = rules.iter().enumerate().filter(|(_, rule)| matches!(rule.body, RuleBody::Resource(_)));
        Lists {
            travellers,
            organisations: travellers.iter().map(|traveller| traveller.organisation.as_str()).collect(),
            countries: abroad.map(|place| places[place.0].country).collect(),
            known_countries: places.iter().map(|place| place.country).collect(),
            deputies: travellers.iter().flat_map(|traveller| traveller.deputies.iter().copied()).collect(),
            resources: resources.map(|(i, rule)| (rule.id.as_str(), RuleIdx(i))).collect(),
            is_vague: !ctx.is_sound(),
        }
    }

    /// Everything that can have a calendar of a kind, by the name that `only` uses.
    fn all(&self, shows: Shows, level: Level) -> Vec<(String, Scope)> {
        let traveller = |idx: TravellerIdx| self.travellers[idx.0].id.clone();
        match shows {
            Shows::Agenda => vec![(String::new(), Scope::Whole)],
            Shows::Traveller => (0..self.travellers.len())
                .map(TravellerIdx)
                .filter(|idx| level != Level::Public || self.travellers[idx.0].rank == Rank::Political)
                .map(|idx| (traveller(idx), Scope::Traveller(idx)))
                .collect(),
            Shows::Organisation => {
                let named = |name: &&str| ((*name).to_owned(), Scope::Organisation((*name).to_owned()));
                self.organisations.iter().map(named).collect()
            }
            Shows::Country => self.countries.iter().map(|&code| (code.to_string(), Scope::Country(code))).collect(),
            Shows::Deputy => self.deputies.iter().map(|&idx| (traveller(idx), Scope::Deputy(idx))).collect(),
            Shows::Resource => {
                self.resources.iter().map(|(id, &rule)| ((*id).to_owned(), Scope::Resource(rule))).collect()
            }
        }
    }
}

fn level(level: raw::Level) -> Level {
    match level {
        raw::Level::Full => Level::Full,
        raw::Level::Limited => Level::Limited,
        raw::Level::Busy => Level::Busy,
        raw::Level::Public => Level::Public,
    }
}

fn audience(ctx: &mut Ctx<'_>, raw: &raw::Audience, node: &Node, lists: &Lists<'_>) -> Audience {
    let level = level(raw.level);
    let shows = raw.shows.unwrap_or(Shows::Agenda);
    let shows_spot = if raw.shows.is_some() { node.field("shows").spot } else { node.field("id").spot };
    let fits = match level {
        Level::Full | Level::Limited => true,
        Level::Busy => matches!(shows, Shows::Agenda | Shows::Traveller | Shows::Organisation),
        Level::Public => matches!(shows, Shows::Agenda | Shows::Traveller),
    };
    if !fits {
        let (name, help) = match level {
            Level::Public => (
                "public",
                say!(
                    "een openbare agenda toont `agenda` of `traveller`: die van bewindspersonen",
                    "a public agenda shows `agenda` or `traveller`: that of ministers"
                ),
            ),
            _ => (
                "busy",
                say!(
                    "alleen `agenda`, `traveller` en `organisation` kunnen enkel tijden tonen; of kies `limited`",
                    "only `agenda`, `traveller` and `organisation` can show times alone; or choose `limited`"
                ),
            ),
        };
        ctx.found.push(
            Mistake::new(
                "level-and-calendars",
                say!("een agenda van deze soort kan niet `{name}` zijn", "a calendar of this kind cannot be `{name}`"),
            )
            .at(shows_spot, say!("deze agenda's", "these calendars"))
            .at(node.field("level").spot, say!("op dit niveau", "at this level"))
            .help(help),
        );
    }
    let hiding = match raw.confidential {
        Some(ConfidentialVisits::Show) => Hiding::Show,
        Some(ConfidentialVisits::Cover) => Hiding::Cover,
        Some(ConfidentialVisits::LeaveOut) => Hiding::LeaveOut,
        None if matches!(level, Level::Full | Level::Busy) => Hiding::Show,
        None => Hiding::Cover,
    };
    if level == Level::Public && hiding == Hiding::Show {
        ctx.found.push(
            Mistake::new(
                "public-and-confidential",
                say!(
                    "een openbare agenda kan niet tonen wat niet openbaar is",
                    "a public agenda cannot show what is not public"
                ),
            )
            .at(node.field("confidential").spot, say!("toont alles", "shows everything"))
            .at(node.field("level").spot, say!("aan iedereen", "to everybody"))
            .help(say!(
                "kies `cover` of `leave_out`; een bezoek dat genoemd mag worden heeft `confidentiality = \"public\"`",
                "choose `cover` or `leave_out`; a visit that may be named has `confidentiality = \"public\"`"
            )),
        );
    }
    if let (Some(_), true) = (raw.days_after, level != Level::Public) {
        ctx.found.push(
            Mistake::warning(
                "days-after-without-public",
                say!("`days_after` heeft op dit niveau geen gevolg", "`days_after` has no effect at this level"),
            )
            .at(node.field("days_after").spot, say!("alleen openbare agenda's wachten", "only public calendars wait"))
            .help(say!("verwijder het, of kies `level = \"public\"`", "remove it, or choose `level = \"public\"`")),
        );
    }
    Audience {
        id: raw.id.0.clone(),
        label: raw.label.clone().unwrap_or_else(|| raw.id.0.clone()),
        level,
        calendars: if fits { calendars(ctx, raw, node, lists, (shows, level)) } else { Vec::new() },
        hiding,
        days_after: raw.days_after.map_or(DAYS_AFTER, days),
        contact: raw.contact.clone(),
    }
}

/// The calendars of an audience: all of a kind, or those that `only` names.
fn calendars(
    ctx: &mut Ctx<'_>,
    raw: &raw::Audience,
    node: &Node,
    lists: &Lists<'_>,
    (shows, level): (Shows, Level),
) -> Vec<Scope> {
    let all = lists.all(shows, level);
    let nodes = node.field("only");
    if raw.only.is_empty() {
        if all.is_empty() && !lists.is_vague {
            ctx.found.push(
                Mistake::warning(
                    "empty-audience",
                    say!("doelgroep `{}` heeft geen agenda", "audience `{}` has no calendar", raw.id),
                )
                .at(node.field("id").spot, say!("niets te tonen", "nothing to show"))
                .help(say!(
                    "het scenario heeft niets van de soort die `shows` noemt; kies een andere, of verwijder de doelgroep",
                    "the scenario has nothing of the kind that `shows` names; choose another, or remove it"
                )),
            );
        }
        return all.into_iter().map(|(_, scope)| scope).collect();
    }
    if shows == Shows::Agenda && node.lost("shows") {
        return vec![Scope::Whole];
    }
    if shows == Shows::Agenda {
        ctx.found.push(
            Mistake::new(
                "only-of-agenda",
                say!(
                    "`only` kiest uit verscheidene agenda's, en hier is er maar één",
                    "`only` chooses among several calendars, and here is but one"
                ),
            )
            .at(nodes.spot, say!("niets te kiezen", "nothing to choose"))
            .help(say!(
                "voeg `shows` toe, zoals `shows = \"traveller\"`, of verwijder `only`",
                "add `shows`, such as `shows = \"traveller\"`, or remove `only`"
            )),
        );
        return vec![Scope::Whole];
    }
    let mut chosen = Vec::new();
    for (i, name) in raw.only.iter().enumerate() {
        let spot = nodes.item(i).spot;
        if let Some(first) = raw.only[..i].iter().position(|earlier| earlier == name) {
            ctx.found.push(twice(&kind(shows), name, spot, nodes.item(first).spot));
            continue;
        }
        let country = name.parse().ok().filter(|code| shows == Shows::Country && lists.known_countries.contains(code));
        match all.iter().find(|(known, _)| known == name) {
            Some((_, scope)) => chosen.push(scope.clone()),
            None if country.is_some() => chosen.extend(country.map(Scope::Country)),
            None if lists.is_vague => {}
            None => unknown(ctx, name, spot, &all, (shows, level), lists),
        }
    }
    chosen
}

fn kind(shows: Shows) -> Said {
    match shows {
        Shows::Agenda => say!("agenda", "agenda"),
        Shows::Traveller => say!("reiziger", "traveller"),
        Shows::Organisation => say!("organisatie", "organisation"),
        Shows::Country => say!("land", "country"),
        Shows::Deputy => say!("plaatsvervanger", "deputy"),
        Shows::Resource => say!("middel", "resource"),
    }
}

fn unknown(
    ctx: &mut Ctx<'_>,
    name: &str,
    spot: Spot,
    all: &[(String, Scope)],
    (shows, level): (Shows, Level),
    lists: &Lists<'_>,
) {
    let is_traveller = lists.travellers.iter().any(|traveller| traveller.id == *name);
    let known: Vec<&str> = all.iter().map(|(known, _)| known.as_str()).collect();
    let message = match shows {
        Shows::Traveller if is_traveller && level == Level::Public => {
            say!(
                "reiziger `{name}` is geen bewindspersoon en heeft geen openbare agenda",
                "traveller `{name}` is not political and has no public agenda"
            )
        }
        Shows::Deputy if is_traveller => {
            say!("reiziger `{name}` is niemands plaatsvervanger", "traveller `{name}` is nobody's deputy")
        }
        Shows::Country => say!("er is geen plaats in land `{name}`", "no place is in country `{name}`"),
        _ => {
            let kind = kind(shows);
            say!("er is geen {kind} `{name}`", "there is no {kind} `{name}`"; kind)
        }
    };
    let help = match words::nearest(name, known.iter().copied()) {
        Some(guess) => say!("bedoelt u `{guess}`?", "did you mean `{guess}`?"),
        None if known.is_empty() => say!(
            "het scenario heeft niets van deze soort; verwijder het",
            "there is none of this kind in the scenario; remove it"
        ),
        None if known.len() <= 12 => say!("gebruik {}", "use {}", words::any_of(&known)),
        None => say!("controleer de spelling", "check the spelling"),
    };
    ctx.found.push(
        Mistake::new("unknown-calendar-of", message)
            .at(spot, say!("hiervan is geen agenda", "no calendar of this"))
            .help(help),
    );
}

/// The audiences of a scenario that names none: docs/publish.md lists them.
fn usual_audiences(lists: &Lists<'_>, is_dutch: bool) -> Vec<Audience> {
    let audience = |id: &str, (dutch, english): (&str, &str), level: Level, shows: Shows, hiding: Hiding| Audience {
        id: id.to_owned(),
        label: if is_dutch { dutch } else { english }.to_owned(),
        level,
        calendars: lists.all(shows, level).into_iter().map(|(_, scope)| scope).collect(),
        hiding,
        days_after: DAYS_AFTER,
        contact: None,
    };
    let mut audiences = vec![
        audience("core-team", ("Kernteam", "Core team"), Level::Full, Shows::Agenda, Hiding::Show),
        audience("travellers", ("Reizigers", "Travellers"), Level::Full, Shows::Traveller, Hiding::Show),
        audience("organisations", ("Organisaties", "Organisations"), Level::Full, Shows::Organisation, Hiding::Show),
        audience("countries", ("Landen", "Countries"), Level::Full, Shows::Country, Hiding::Cover),
        audience("deputies", ("Vervangers", "Deputies"), Level::Limited, Shows::Deputy, Hiding::Cover),
        audience("resources", ("Middelen", "Resources"), Level::Limited, Shows::Resource, Hiding::Cover),
        audience("secretariats", ("Secretariaten", "Secretariats"), Level::Busy, Shows::Traveller, Hiding::Show),
        audience("public", ("Openbare agenda", "Public agenda"), Level::Public, Shows::Traveller, Hiding::Cover),
    ];
    audiences.retain(|audience| !audience.calendars.is_empty());
    audiences
}
