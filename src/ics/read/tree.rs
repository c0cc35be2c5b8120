//! The components of a file, `BEGIN` to `END`, read so that a bad line costs no more than itself.
//!
//! # Invariants
//!
//! * Components stand in one list, each with the position of its parent; however deep a file nests, nothing recurses.
//! * Only what can hold times is kept: calendars, events, free/busy components and time zones. Alarms, tasks, journals and
//!   unknown components are passed over with everything in them.

use super::Warnings;
use super::line::{Field, Name, has_value, name_of, parse};
use super::text::{Lines, decode};
use crate::texts::say;

/// What a component is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Calendar,
    Event,
    FreeBusy,
    Timezone,
    /// `STANDARD` or `DAYLIGHT` of a time zone.
    Observance,
    /// A task or a journal entry: beside events, but of no use here.
    Task,
    Other,
}

impl Kind {
    fn of(name: &str) -> Kind {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        match name.len() {
            6 if is("VEVENT") => Kind::Event,
            6 if is("VALARM") => Kind::Other,
            9 if is("VCALENDAR") => Kind::Calendar,
            9 if is("VTIMEZONE") => Kind::Timezone,
            9 if is("VFREEBUSY") => Kind::FreeBusy,
            8 if is("STANDARD") || is("DAYLIGHT") => Kind::Observance,
            5 if is("VTODO") => Kind::Task,
            8 if is("VJOURNAL") => Kind::Task,
            _ => Kind::Other,
        }
    }

    /// Whether such a component stands directly in a calendar, never inside another of these.
    fn is_main(self) -> bool {
        matches!(self, Kind::Event | Kind::FreeBusy | Kind::Timezone | Kind::Task)
    }

    fn is_kept(self) -> bool {
        !matches!(self, Kind::Task | Kind::Other)
    }
}

/// A component that was begun.
#[derive(Debug)]
pub(super) struct Component {
    pub(super) kind: Kind,
    pub(super) line: usize,
    /// Position of the component around it that is kept.
    pub(super) parent: Option<usize>,
    pub(super) fields: Vec<Field>,
}

impl Component {
    /// The first field of that name.
    pub(super) fn field(&self, name: Name) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// All fields of that name.
    pub(super) fn fields_named(&self, name: Name) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.name == name)
    }
}

/// A component that is not ended yet; `kept` is its position in the list.
struct Open {
    kind: Kind,
    name: String,
    line: usize,
    kept: Option<usize>,
}

/// Reads all components of a file.
pub(super) fn components(bytes: &[u8], keep_subjects: bool, warnings: &mut Warnings) -> Vec<Component> {
    let mut tree = Tree { components: Vec::new(), open: Vec::new(), n_too_deep: 0 };
    let mut lines = Lines::new(bytes);
    let mut is_1252_reported = false;
    while let Some((line_number, line)) = lines.next_line() {
        let Some((name, n_name_bytes)) = name_of(line) else {
            if !line.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0 || *byte == 0x1A) {
                warnings.push(
                    line_number,
                    say!(
                        "geen eigenschap (een kaal regeleinde in een tekst?); de regel is weggelaten",
                        "not a property (a raw line break in a text?); the line was left out"
                    ),
                );
            }
            continue;
        };
        if !matches!(name, Some(Name::Begin | Name::End)) && tree.open.last().is_some_and(|open| open.kept.is_none()) {
            continue;
        }
        let Some(name) = name.filter(|&name| keep_subjects || name != Name::Summary) else {
            if !has_value(&line[n_name_bytes..]) {
                warnings.push(
                    line_number,
                    say!(
                        "de parameters zijn niet te lezen; de regel is weggelaten",
                        "its parameters cannot be read; the line was left out"
                    ),
                );
            }
            continue;
        };
        let (text, is_1252) = decode(line);
        if is_1252 && !is_1252_reported {
            is_1252_reported = true;
            warnings.push(
                line_number,
                say!(
                    "geen UTF-8; regels als deze zijn gelezen als Windows-1252",
                    "not UTF-8; lines like this one were read as Windows-1252"
                ),
            );
        }
        match parse(name, n_name_bytes, &text, line_number) {
            Err(reason) => warnings.push(
                line_number,
                say!(
"{reason}; de regel is weggelaten",
"{reason}; the line was left out"; reason),
            ),
            Ok(field) if name == Name::Begin => tree.begin(&field, warnings),
            Ok(field) if name == Name::End => tree.end(&field, warnings),
            Ok(field) => tree.add(field),
        }
    }
    for open in tree.open.drain(..).rev() {
        warnings.push(
            open.line,
            say!(
                "`{}` wordt nergens beëindigd en is tot het eind van het bestand gelezen",
                "`{}` is never ended; it was read up to the end of the file",
                open.name
            ),
        );
    }
    tree.components
}

struct Tree {
    components: Vec<Component>,
    open: Vec<Open>,
    n_too_deep: usize,
}

/// No real calendar nests deeper than four.
const MAX_DEPTH: usize = 64;

impl Tree {
    fn begin(&mut self, field: &Field, warnings: &mut Warnings) {
        let kind = Kind::of(&field.value);
        // A missing END shows at the next component that cannot stand here.
        if kind == Kind::Calendar {
            self.close_down_to(0, warnings);
        } else if kind.is_main()
            && let Some(depth) = self.open.iter().position(|open| open.kind.is_main())
        {
            self.close_down_to(depth, warnings);
        }
        if self.open.len() >= MAX_DEPTH {
            self.n_too_deep += 1;
            if self.n_too_deep == 1 {
                warnings.push(
                    field.line,
                    say!("te diep genest; het onderdeel is weggelaten", "nested too deep; the component was left out"),
                );
            }
            return;
        }
        let parent = self.open.iter().rev().find_map(|open| open.kept);
        let is_inside_left_out = self.open.last().is_some_and(|open| open.kept.is_none());
        let kept = (kind.is_kept() && !is_inside_left_out).then(|| {
            let n_fields = if kind == Kind::Event { 10 } else { 4 };
            self.components.push(Component { kind, line: field.line, parent, fields: Vec::with_capacity(n_fields) });
            self.components.len() - 1
        });
        if kind == Kind::Event && self.open.is_empty() {
            warnings.push(
                field.line,
                say!(
                    "een afspraak buiten een agenda; die is toch gelezen",
                    "an event outside a calendar; it was read all the same"
                ),
            );
        }
        let name = short_name(&field.value);
        self.open.push(Open { kind, name, line: field.line, kept });
    }

    fn end(&mut self, field: &Field, warnings: &mut Warnings) {
        if self.n_too_deep > 0 {
            self.n_too_deep -= 1;
            return;
        }
        match self.open.iter().rposition(|open| field.value.eq_ignore_ascii_case(&open.name)) {
            Some(depth) => {
                self.close_down_to(depth + 1, warnings);
                self.open.pop();
            }
            None => warnings.push(
                field.line,
                say!(
                    "beëindigt een onderdeel dat niet is begonnen; de regel is weggelaten",
                    "ends a component that was not begun; the line was left out"
                ),
            ),
        }
    }

    fn close_down_to(&mut self, depth: usize, warnings: &mut Warnings) {
        while self.open.len() > depth
            && let Some(open) = self.open.pop()
        {
            warnings.push(open.line, say!("de END van `{}` ontbreekt", "the END of `{}` is missing", open.name));
        }
    }

    fn add(&mut self, field: Field) {
        if let Some(Open { kept: Some(idx), .. }) = self.open.last() {
            self.components[*idx].fields.push(field);
        }
    }
}

/// The name of a component, cut short when it is none.
fn short_name(name: &str) -> String {
    name.chars().take(40).collect()
}
