//! From the bytes of a plan file to a [`Plan`], with every mistake of the file in one run.

use std::path::Path;

use chrono::{DateTime, Utc};
use jsonc_parser::ast::{Array, Object, Value};
use jsonc_parser::common::{Range, Ranged as _};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use miette::{NamedSource, SourceSpan};

use super::mistakes::{PlanFileError, PlanMistake};
use crate::domain::{
    Instant, Meeting, NotPlanned, Plan, Points, Problem, Request, RequestIdx, RoleIdx, RowName, RowPrice, TravellerIdx,
    Trip, TripVisit,
};
use crate::files;
use crate::texts::{Said, say, syntax};

/// What a plan file says of itself. None of it is believed; `check` compares it with what it finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// The field `not_planned`, as far as the scenario still has what it names.
    pub not_planned: Vec<NotPlanned>,
    /// The field `status`.
    pub status: Option<String>,
    /// The field `objective`, in points.
    pub objective: Option<f64>,
    /// The field `bound`, in points.
    pub bound: Option<f64>,
    /// The field `prices`, as far as it can be read: prices that are missing are of no consequence.
    pub prices: Vec<RowPrice>,
}

/// Reads the plan of a file.
///
/// # Errors
///
/// When the system cannot read the file, when it is no JSON, or when its trips and meetings have mistakes: all of them.
pub fn read(problem: &Problem, path: &Path) -> Result<Plan, PlanFileError> {
    read_with_claims(problem, path).map(|(plan, _)| plan)
}

/// Reads the plan of a file, and what the file says of it.
///
/// # Errors
///
/// As [`read`].
pub fn read_with_claims(problem: &Problem, path: &Path) -> Result<(Plan, Claims), PlanFileError> {
    let bytes = files::read(path).map_err(PlanFileError::File)?;
    read_text(problem, &path.display().to_string(), &bytes)
}

/// Reads the plan in the bytes of a file called `name`.
///
/// # Errors
///
/// When the bytes are no JSON, or when the trips and meetings have mistakes: all of them.
pub fn read_text(problem: &Problem, name: &str, bytes: &[u8]) -> Result<(Plan, Claims), PlanFileError> {
    let fail = |text: &str, mistakes: Vec<PlanMistake>| PlanFileError::Mistakes {
        name: name.to_owned(),
        text: NamedSource::new(name, text.to_owned()),
        mistakes,
    };
    let text = match str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let message = say!(
                "het is geen tekst: byte {} is geen UTF-8",
                "it is not text: byte {} is no UTF-8",
                error.valid_up_to() + 1
            );
            let help = say!(
                "geef het JSON-bestand dat `reisagenda plan` schrijft",
                "give the JSON file that `reisagenda plan` writes"
            );
            return Err(fail("", vec![whole_file(message, help)]));
        }
    };
    let mut reader = Reader { problem, text, mistakes: Vec::new() };
    let read = reader.parse().map(|root| reader.root(&root)).unwrap_or_default();
    if reader.mistakes.is_empty() { Ok(read) } else { Err(fail(text, reader.mistakes)) }
}

fn prices(text: &str) -> Vec<RowPrice> {
    let price = |text: &str| {
        let (name, billionths) = text.rsplit_once(':')?;
        let seat = |seat: &str| seat.split_once('/').map(|(request, role)| (request.to_owned(), role.to_owned()));
        let number = |text: &str, open: i64| if text.is_empty() { Some(open) } else { text.parse().ok() };
        let starts = |starts: &str| {
            let (id, times) = starts.split_once('@')?;
            let (first, last) = times.split_once("..")?;
            Some((id.to_owned(), number(first, i64::MIN)?, number(last, i64::MAX)?))
        };
        let row = if name.contains('=') && name.contains('/') {
            let (budget, counts) = name.split_once('+')?;
            let count = |text: &str| {
                let (seat, count) = text.split_once('=')?;
                let (traveller, seat) = seat.split_once('/')?;
                let (request, role) = seat.split_once('/')?;
                Some((traveller.to_owned(), request.to_owned(), role.to_owned(), count.parse().ok()?))
            };
            let counts = counts.split('+').map(count).collect::<Option<_>>()?;
            RowName::Affordable { budget: u64::from_str_radix(budget, 16).ok()?, counts }
        } else if name.contains('@') && name.contains('/') {
            let (id, first, last) = starts(name)?;
            let (request, role) = seat(&id)?;
            RowName::Delegation { request, role, first, last }
        } else if name.contains('@') {
            RowName::Starts(name.split('+').map(starts).collect::<Option<_>>()?)
        } else if name.contains('/') {
            RowName::Seats(name.split('+').map(seat).collect::<Option<_>>()?)
        } else if let Some((budget, levels)) = name.split_once('+') {
            let level = |level: &str| {
                let (from, units) = level.split_once('=')?;
                Some((from.parse().ok()?, units.parse().ok()?))
            };
            let levels = levels.split('+').map(level).collect::<Option<_>>()?;
            RowName::Steps { budget: u64::from_str_radix(budget, 16).ok()?, levels }
        } else {
            RowName::Number(u64::from_str_radix(name, 16).ok()?)
        };
        Some(RowPrice { row, billionths: billionths.parse().ok()? })
    };
    text.split(' ').filter_map(price).collect()
}

fn whole_file(message: Said, help: Said) -> PlanMistake {
    PlanMistake { message, help, pointer: String::new(), line: 0, column: 0, span: None }
}

struct Reader<'a> {
    problem: &'a Problem,
    text: &'a str,
    mistakes: Vec<PlanMistake>,
}

impl<'a> Reader<'a> {
    /// Parses strict JSON whose outermost value is an object.
    fn parse(&mut self) -> Option<Object<'a>> {
        let strict = ParseOptions {
            allow_comments: false,
            allow_loose_object_property_names: false,
            allow_trailing_commas: false,
            allow_missing_commas: false,
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        let help = say!(
            "geef het JSON-bestand dat `reisagenda plan` schrijft, in zijn geheel",
            "give the JSON file that `reisagenda plan` writes, whole"
        );
        match parse_to_ast(self.text, &CollectOptions::default(), &strict).map(|result| result.value) {
            Ok(Some(Value::Object(object))) => return Some(object),
            Ok(Some(other)) => {
                let message = say!("een plan is een JSON-object", "a plan is a JSON object");
                self.mistake(other.range(), "", message, help);
            }
            Ok(None) => self.mistakes.push(whole_file(say!("het is leeg", "it is empty"), help)),
            Err(error) => {
                // The parser's message without the place, which is told in our own way.
                let kind = syntax::json(error.kind());
                self.mistake(error.range(), "", say!("het is geen JSON: {kind}", "it is no JSON: {kind}"; kind), help);
            }
        }
        None
    }

    fn mistake(&mut self, range: Range, pointer: &str, message: Said, help: Said) {
        let start = range.start.min(self.text.len());
        let before = self.text.get(..start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        self.mistakes.push(PlanMistake {
            message,
            help,
            pointer: pointer.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            span: Some(SourceSpan::from((start, range.end.min(self.text.len()).saturating_sub(start)))),
        });
    }

    fn root(&mut self, root: &Object) -> (Plan, Claims) {
        let mut plan = Plan::default();
        match root.get("trips") {
            None => {
                let help = say!(
                    "een plan heeft een lijst `trips`, die leeg mag zijn",
                    "a plan has a list `trips`, which may be empty"
                );
                self.mistake(
                    Range { start: root.range.start, end: root.range.start + 1 },
                    "trips",
                    missing("trips"),
                    help,
                );
            }
            Some(trips) => {
                for (i, trip) in self.array(&trips.value, "trips").iter().flat_map(|a| a.elements.iter()).enumerate() {
                    plan.trips.extend(self.trip(trip, &format!("trips[{i}]")));
                }
            }
        }
        // Absent or null: a plan of a tool that knows no meetings.
        if let Some(meetings) = root.get("meetings").filter(|meetings| meetings.value.as_null_keyword().is_none()) {
            let array = self.array(&meetings.value, "meetings");
            for (i, meeting) in array.iter().flat_map(|array| array.elements.iter()).enumerate() {
                plan.meetings.extend(self.meeting(meeting, &format!("meetings[{i}]")));
            }
        }
        plan.trips.sort_by_key(|trip| (trip.traveller, trip.depart));
        plan.meetings.sort_by_key(|meeting| (meeting.start, meeting.request));
        let number = |name: &str| root.get_number(name).and_then(|number| number.value.parse().ok());
        let claims = Claims {
            status: root.get_string("status").map(|status| status.value.clone().into_owned()),
            objective: number("objective"),
            bound: number("bound"),
            prices: root.get_string("prices").map_or_else(Vec::new, |text| prices(&text.value)),
            not_planned: super::claims::not_planned(self.problem, root),
        };
        (plan, claims)
    }

    fn trip(&mut self, value: &Value, at: &str) -> Option<Trip> {
        let object = self.object(value, at)?;
        let traveller = self.id(object, at, "traveller", &Self::traveller_ids);
        let depart = self.instant(object, at, "depart");
        let back = self.instant(object, at, "return");
        let mut visits = Vec::new();
        if let Some(value) = self.field(object, at, "visits") {
            let at = format!("{at}.visits");
            for (i, visit) in self.array(value, &at).iter().flat_map(|array| array.elements.iter()).enumerate() {
                visits.push(self.visit(visit, &format!("{at}[{i}]")));
            }
        }
        let visits = visits.into_iter().collect::<Option<Vec<TripVisit>>>()?;
        Some(Trip { traveller: TravellerIdx(traveller?), depart: depart?, back: back?, visits })
    }

    fn visit(&mut self, value: &Value, at: &str) -> Option<TripVisit> {
        let object = self.object(value, at)?;
        let request = self.id(object, at, "request", &Self::request_ids).map(RequestIdx);
        let start = self.instant(object, at, "start");
        let end = self.instant(object, at, "end");
        let role = match request {
            Some(request) => self.id(object, at, "role", &|reader| reader.role_ids(request)).map(RoleIdx),
            None => None,
        };
        Some(TripVisit { request: request?, role: role?, start: start?, end: end? })
    }

    fn meeting(&mut self, value: &Value, at: &str) -> Option<Meeting> {
        let object = self.object(value, at)?;
        let request = self.id(object, at, "request", &Self::request_ids).map(RequestIdx);
        let start = self.instant(object, at, "start");
        let end = self.instant(object, at, "end");
        let mut named: Vec<Option<TravellerIdx>> = Vec::new();
        if let Some(value) = self.field(object, at, "attendees") {
            let at = format!("{at}.attendees");
            for (i, attendee) in self.array(value, &at).iter().flat_map(|array| array.elements.iter()).enumerate() {
                named.push(
                    self.id_of(attendee, &format!("{at}[{i}]"), "traveller", Self::traveller_ids(self))
                        .map(TravellerIdx),
                );
            }
        }
        let mut seats: Vec<(RoleIdx, TravellerIdx)> = Vec::new();
        if let (Some(request), Some(delegation)) = (request, object.get_object("delegation")) {
            for property in &delegation.properties {
                let at = format!("{at}.delegation.{}", property.name.as_str());
                let role = self.known(property.name.as_str(), property.range, &at, "role", self.role_ids(request));
                let traveller = self.id_of(&property.value, &at, "traveller", Self::traveller_ids(self));
                seats.extend(role.map(RoleIdx).zip(traveller.map(TravellerIdx)));
            }
        }
        let (request, named) = (request?, named.into_iter().collect::<Option<Vec<TravellerIdx>>>()?);
        // Attendees whose role the file does not say get one that the request has for them.
        let unseated: Vec<TravellerIdx> =
            named.into_iter().filter(|&traveller| seats.iter().all(|&(_, seated)| seated != traveller)).collect();
        let guessed = seat(self.problem.request(request), &seats, &unseated);
        seats.extend(guessed);
        seats.sort();
        Some(Meeting { request, start: start?, end: end?, attendees: seats })
    }

    fn traveller_ids(reader: &Reader<'a>) -> Vec<&'a str> {
        reader.problem.travellers.iter().map(|traveller| traveller.id.as_str()).collect()
    }

    fn request_ids(reader: &Reader<'a>) -> Vec<&'a str> {
        reader.problem.requests.iter().map(|request| request.id.as_str()).collect()
    }

    fn role_ids(&self, request: RequestIdx) -> Vec<&'a str> {
        self.problem.request(request).roles.iter().map(|role| role.id.as_str()).collect()
    }

    fn object<'v, 't>(&mut self, value: &'v Value<'t>, at: &str) -> Option<&'v Object<'t>> {
        let object = value.as_object();
        if object.is_none() {
            self.wrong_type(value, at, say!("een object", "an object"));
        }
        object
    }

    fn array<'v, 't>(&mut self, value: &'v Value<'t>, at: &str) -> Option<&'v Array<'t>> {
        let array = value.as_array();
        if array.is_none() {
            self.wrong_type(value, at, say!("een lijst", "a list"));
        }
        array
    }

    fn field<'v, 't>(&mut self, object: &'v Object<'t>, at: &str, name: &str) -> Option<&'v Value<'t>> {
        let property = object.get(name);
        if property.is_none() {
            let pointer = format!("{at}.{name}");
            let range = Range { start: object.range.start, end: object.range.start + 1 };
            self.mistake(range, &pointer, missing(name), fields_are_listed());
        }
        property.map(|property| &property.value)
    }

    fn id(&mut self, object: &Object, at: &str, name: &str, ids: &dyn Fn(&Self) -> Vec<&'a str>) -> Option<usize> {
        let value = self.field(object, at, name)?;
        self.id_of(value, &format!("{at}.{name}"), name, ids(self))
    }

    fn id_of(&mut self, value: &Value, at: &str, kind: &str, ids: Vec<&str>) -> Option<usize> {
        let Some(text) = value.as_string_lit() else {
            let kind = kind_of(kind);
            self.wrong_type(value, at, say!("het id van een {kind}", "the id of a {kind}"; kind));
            return None;
        };
        self.known(&text.value, text.range, at, kind, ids)
    }

    /// The position of an id among those of its kind.
    fn known(&mut self, id: &str, range: Range, at: &str, kind: &str, ids: Vec<&str>) -> Option<usize> {
        let position = ids.iter().position(|&known| known == id);
        if position.is_none() {
            let nearest = ids.iter().max_by(|a, b| {
                strsim::jaro_winkler(a, id).total_cmp(&strsim::jaro_winkler(b, id)).then_with(|| b.cmp(a))
            });
            let help = match nearest {
                Some(nearest) if strsim::jaro_winkler(nearest, id) > 0.75 => {
                    say!("bedoelt u `{nearest}`?", "did you mean `{nearest}`?")
                }
                _ if kind == "role" => {
                    say!("de wens heeft de rollen `{}`", "the request has the roles `{}`", ids.join("`, `"))
                }
                _ => say!(
                    "het scenario heeft geen {0} met die naam; is dit het plan van een ander scenario?",
                    "the scenario has no such {0}; is this the plan of another scenario?",
                    kind_of(kind)
                ),
            };
            self.mistake(range, at, say!("{} `{id}` onbekend", "unknown {} `{id}`", kind_of(kind)), help);
        }
        position
    }

    fn instant(&mut self, object: &Object, at: &str, name: &str) -> Option<Instant> {
        let value = self.field(object, at, name)?;
        let at = format!("{at}.{name}");
        let help = say!(
            "een tijdstip wordt in UTC geschreven, op de hele minuut, zoals \"2027-03-02T08:00:00Z\"",
            "an instant is written in UTC to the whole minute, such as \"2027-03-02T08:00:00Z\""
        );
        let Some(text) = value.as_string_lit() else {
            self.wrong_type(value, &at, say!("een tijdstip", "an instant"));
            return None;
        };
        let Ok(instant) = DateTime::parse_from_rfc3339(&text.value) else {
            self.mistake(text.range, &at, say!("`{}` is geen tijdstip", "`{}` is no instant", text.value), help);
            return None;
        };
        let instant = Instant::from_utc(instant.with_timezone(&Utc));
        if instant.is_none() {
            self.mistake(
                text.range,
                &at,
                say!("`{}` is geen hele minuut", "`{}` is no whole minute", text.value),
                help,
            );
        }
        instant
    }

    fn wrong_type(&mut self, value: &Value, at: &str, expected: Said) {
        let found = match value {
            Value::StringLit(_) => say!("een tekst", "a text"),
            Value::NumberLit(_) => say!("een getal", "a number"),
            Value::BooleanLit(_) => say!("een waarheidswaarde", "a truth value"),
            Value::Object(_) => say!("een object", "an object"),
            Value::Array(_) => say!("een lijst", "a list"),
            Value::NullKeyword(_) => Said::same("null"),
        };
        let message = say!(
            "verwacht werd {expected}, er staat {found}",
            "expected {expected}, found {found}";
            expected, found
        );
        self.mistake(value.range(), at, message, fields_are_listed());
    }
}

fn missing(name: &str) -> Said {
    say!("het veld `{name}` ontbreekt", "the field `{name}` is missing")
}

fn fields_are_listed() -> Said {
    say!("docs/plan.md noemt de velden van een plan", "docs/plan.md lists the fields that a plan has")
}

/// What a message calls the thing whose id a field holds.
fn kind_of(field: &str) -> Said {
    match field {
        "traveller" => say!("reiziger", "traveller"),
        "request" => say!("wens", "request"),
        "role" => say!("rol", "role"),
        other => Said::same(other.to_owned()),
    }
}

/// Gives attendees roles that are still free: candidates first on as many required roles as possible, then on as many
/// roles, then with the most points. Who fits no role gets the first free one, or the last, so that the checker can
/// say what is wrong.
fn seat(
    request: &Request,
    taken: &[(RoleIdx, TravellerIdx)],
    attendees: &[TravellerIdx],
) -> Vec<(RoleIdx, TravellerIdx)> {
    let mut free: Vec<RoleIdx> =
        (0..request.roles.len()).map(RoleIdx).filter(|role| taken.iter().all(|(other, _)| other != role)).collect();
    // Every seating of a delegation of eight is tried in a moment; a larger one takes seats in order.
    let mut seats = if free.len() <= 8 { best_seats(request, &free, attendees).seats } else { Vec::new() };
    free.retain(|role| seats.iter().all(|(other, _)| other != role));
    let mut free = free.into_iter();
    for &attendee in attendees {
        if seats.iter().all(|&(_, seated)| seated != attendee) {
            let last = RoleIdx(request.roles.len().saturating_sub(1));
            seats.push((free.next().unwrap_or(last), attendee));
        }
    }
    seats
}

/// Seats, and what makes them better than others: compared field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Seating {
    n_required: usize,
    n_seated: usize,
    points: Points,
    seats: Vec<(RoleIdx, TravellerIdx)>,
}

/// Tries each attendee, or nobody, on the first free role, and the rest on the roles after it.
fn best_seats(request: &Request, free: &[RoleIdx], attendees: &[TravellerIdx]) -> Seating {
    let Some((&role_idx, later)) = free.split_first() else { return Seating::default() };
    let role = &request.roles[role_idx.0];
    let mut best = best_seats(request, later, attendees);
    for candidate in role.candidates.iter().filter(|candidate| attendees.contains(&candidate.traveller)) {
        let others: Vec<TravellerIdx> =
            attendees.iter().copied().filter(|&attendee| attendee != candidate.traveller).collect();
        let mut seating = best_seats(request, later, &others);
        seating.n_required += usize::from(!role.optional);
        seating.n_seated += 1;
        seating.points += candidate.points;
        seating.seats.insert(0, (role_idx, candidate.traveller));
        best = best.max(seating);
    }
    best
}
