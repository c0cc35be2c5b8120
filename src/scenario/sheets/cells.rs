//! One cell to one value of the tree, whatever a user has put in it; or a mistake that says what to put in it instead.

use chrono::{NaiveTime, Timelike as _};

use super::fields::Kind;
use super::layout;
use crate::domain::Language;
use crate::say;
use crate::scenario::mistakes::Mistake;
use crate::scenario::parse;
use crate::scenario::raw::{Moment, Scalar as _};
use crate::scenario::sources::Spot;
use crate::scenario::tree::{Field as TreeField, List, Node, Table, Value};
use crate::scenario::words;
use crate::texts::Said;
use crate::workbook::{self, Cell, Odd};

/// What is wrong with a cell.
pub struct Wrong {
    /// The kind of mistake.
    pub code: &'static str,
    /// What is wrong.
    pub message: Said,
    /// What to put there instead.
    pub help: Said,
}

impl Wrong {
    /// What is wrong, and what to do.
    pub fn new(code: &'static str, message: Said, help: Said) -> Self {
        Wrong { code, message, help }
    }

    /// The mistake, at its cell.
    ///
    /// * `heading`: what stands above the cell, or nothing.
    pub fn at(self, spot: Spot, heading: &str) -> Mistake {
        let heading = heading.trim_end_matches('*').trim();
        let label = if heading.is_empty() { say!("hier", "here") } else { say!("in `{heading}`", "in `{heading}`") };
        Mistake::new(self.code, self.message).at(spot, label).help(self.help)
    }

    /// The same as a warning.
    pub fn warning(self, spot: Spot) -> Mistake {
        let label = say!("hier", "here");
        Mistake::warning(self.code, self.message).at(spot, label).help(self.help)
    }

    /// The mistake of a whole file, which has no place.
    pub fn nowhere(self, file: &str) -> Mistake {
        let message = self.message;
        let message = say!("`{file}`: {message}", "`{file}`: {message}"; message);
        Mistake::new(self.code, message).help(self.help)
    }
}

impl From<Odd> for Wrong {
    fn from(odd: Odd) -> Self {
        Wrong::new("invalid-date", odd.message, odd.help)
    }
}

/// The serial numbers of the dates that a scenario may have: 1970 to 2199.
const DATES: std::ops::RangeInclusive<f64> = 25_569.0..=109_574.0;

/// Reads cells of one workbook.
#[derive(Clone, Copy)]
pub struct Reading {
    /// The language of the workbook, which decides how dates are typed.
    pub language: Language,
}

impl Reading {
    /// Reads a cell; `None` when it says nothing.
    pub fn value(self, cell: &Cell, kind: &Kind, spot: Spot) -> Result<Value, Wrong> {
        match cell {
            Cell::Error(error) => Err(Wrong::new(
                "cell-error",
                say!("de cel heeft een fout: {error}", "the cell has an error: {error}"),
                say!("verbeter de formule, of typ de waarde zelf", "mend the formula, or type the value itself"),
            )),
            Cell::Uncomputed => Err(Wrong::new(
                "cell-error",
                say!(
                    "de cel heeft een formule die nog niet is uitgerekend",
                    "the cell has a formula that was never computed"
                ),
                say!(
                    "open de werkmap in Excel of LibreOffice en sla haar op, of typ de waarde zelf",
                    "open the workbook in Excel or LibreOffice and save it, or type the value itself"
                ),
            )),
            _ => self.sound(cell, kind, spot),
        }
    }

    fn sound(self, cell: &Cell, kind: &Kind, spot: Spot) -> Result<Value, Wrong> {
        match kind {
            Kind::Text => text(cell).map(Value::Text),
            Kind::Word => text(cell).map(Value::Text),
            Kind::Date => self.date(cell).map(Value::Date),
            Kind::Clock => clock(cell).map(Value::Text),
            Kind::Moment => self.moment(cell),
            Kind::Number => number(cell, self.language).map(Value::Number),
            Kind::Flag => flag(cell).map(Value::Bool),
            Kind::Choice(choices) => self.choice(cell, choices).map(Value::Text),
            Kind::List(of) => self.list(cell, of, spot).map(Value::List),
            Kind::Map(of) => self.map(cell, of, spot),
            Kind::Table(_) | Kind::Tables(_) => inner(cell, spot),
        }
    }

    fn date(self, cell: &Cell) -> Result<String, Wrong> {
        let number = match cell {
            Cell::Text(text) => {
                let text = text.trim();
                let date = workbook::date(text, self.language)?;
                return Ok(date.format("%Y-%m-%d").to_string());
            }
            Cell::Serial(serial) => *serial,
            // A date whose cell is not formatted as one.
            Cell::Number(number) if DATES.contains(number) => *number,
            Cell::Number(number) => {
                let shown = Cell::digits(*number);
                // Eight digits may be a date without hyphens: let the reader of texts say so.
                return match workbook::date(&shown, self.language) {
                    Err(odd) => Err(odd.into()),
                    Ok(date) => Ok(date.format("%Y-%m-%d").to_string()),
                };
            }
            other => return Err(no_date(other)),
        };
        match workbook::day_of_serial(number) {
            Some(date) => Ok(date.format("%Y-%m-%d").to_string()),
            None if number >= 1.0 => Err(Wrong::new(
                "invalid-date",
                say!("er staat een tijd bij de datum", "the date has a time"),
                say!("typ alleen de datum", "type the date alone"),
            )),
            None => Err(no_date(cell)),
        }
    }

    fn moment(self, cell: &Cell) -> Result<Value, Wrong> {
        match cell {
            Cell::Serial(serial) if *serial < 1.0 => Err(Wrong::new(
                "invalid-date",
                say!("er staat een tijd zonder datum", "there is a time without a date"),
                say!(
                    "typ de datum en de tijd, zoals `2-3-2027 9:00`",
                    "type the date and the time, such as `2027-03-02 9:00`"
                ),
            )),
            // A date and time whose cell is not formatted as one.
            Cell::Number(number) if DATES.contains(number) => self.moment(&Cell::Serial(*number)),
            Cell::Serial(serial) => {
                let at = workbook::moment(*serial).ok_or_else(|| no_date(cell))?;
                if at.second() != 0 {
                    return Err(Wrong::new(
                        "invalid-date",
                        say!("de tijd is geen hele minuut", "the time is no whole minute"),
                        say!("laat de seconden weg", "leave the seconds out"),
                    ));
                }
                let form = if at.time() == NaiveTime::MIN { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M" };
                Ok(Value::Date(at.format(form).to_string()))
            }
            Cell::Text(text) => {
                let text = text.trim();
                if Moment::parse(text).is_ok() {
                    return Ok(Value::Date(text.to_owned()));
                }
                // The time is what comes after the last blank, when that has a colon in it.
                let parts = text.rsplit_once(' ').filter(|(_, time)| time.contains(':'));
                let Some((date, time)) = parts else { return self.date(cell).map(Value::Date) };
                let date = workbook::date(date.trim_end_matches([',', ' ']), self.language)?;
                let minutes = workbook::time_of_day(time)?;
                Ok(Value::Date(format!("{}T{:02}:{:02}", date.format("%Y-%m-%d"), minutes / 60, minutes % 60)))
            }
            _ => self.date(cell).map(Value::Date),
        }
    }

    fn choice(self, cell: &Cell, choices: &[String]) -> Result<String, Wrong> {
        let written = text(cell)?;
        let words: Vec<&str> = choices.iter().map(String::as_str).collect();
        if let Some(word) = layout::word(&written, &words) {
            return Ok(word.to_owned());
        }
        // The words are those of the workbook, whatever the language of the message.
        let spoken: Vec<String> = words.iter().map(|word| layout::spoken(self.language, word)).collect();
        let guess = words::nearest(&written, spoken.iter().map(String::as_str));
        let list = words::any_of(&spoken);
        let help = match guess {
            Some(guess) => say!("bedoelt u `{guess}`? kies {list}", "did you mean `{guess}`? choose {list}"; list),
            None => say!("kies {list}", "choose {list}"; list),
        };
        Err(Wrong::new(
            "unknown-word",
            say!("`{written}` is geen woord uit de lijst", "`{written}` is no word of the list"),
            help,
        ))
    }

    fn list(self, cell: &Cell, of: &Kind, spot: Spot) -> Result<List, Wrong> {
        let Cell::Text(written) = cell else {
            let value = self.sound(cell, of, spot)?;
            return Ok(List { items: vec![Node { spot, value }], lost: Vec::new() });
        };
        if layout::is_none(written) {
            return Ok(List::default());
        }
        let mut items = Vec::new();
        for part in parts(written, of) {
            let value = self.sound(&Cell::Text(part), of, spot)?;
            items.push(Node { spot, value });
        }
        Ok(List { items, lost: Vec::new() })
    }

    /// Reads `lead: minister; second: dg`.
    fn map(self, cell: &Cell, of: &Kind, spot: Spot) -> Result<Value, Wrong> {
        let written = text(cell)?;
        if written.starts_with('{') {
            return inner(cell, spot);
        }
        let mut table = Table::default();
        for part in parts(&written, &Kind::Word) {
            let Some((name, value)) = part.split_once([':', '=']).map(|(name, value)| (name.trim(), value.trim()))
            else {
                return Err(Wrong::new(
                    "invalid-pairs",
                    say!("bij `{part}` staat niet waar het voor is", "`{part}` does not say what it is for"),
                    say!(
                        "schrijf naam, dubbele punt, waarde, en een puntkomma ertussen: `lead: minister; tweede: dg`",
                        "write name, colon, value, with semicolons in between: `lead: minister; second: dg`"
                    ),
                ));
            };
            let value = self.sound(&Cell::Text(value.to_owned()), of, spot)?;
            let name = name.to_owned();
            table.fields.push(TreeField { name, name_spot: spot, node: Node { spot, value } });
        }
        Ok(Value::Table(table))
    }
}

/// The parts of a text that has several: between semicolons and line ends, and between commas where no part has one.
fn parts(text: &str, of: &Kind) -> Vec<String> {
    let has_commas = matches!(of, Kind::Text);
    let has_blanks = !matches!(of, Kind::Choice(_));
    let mut parts = vec![String::new()];
    let mut is_quoted = false;
    let mut is_escaped = false;
    for c in text.chars() {
        let ends = matches!(c, ';' | '\n' | '\r') || (c == ',' && !has_commas) || (c.is_whitespace() && !has_blanks);
        let is_blank = parts.last().is_some_and(|part| part.trim().is_empty());
        match (is_quoted, c) {
            _ if is_escaped => is_escaped = false,
            (true, '\\') => is_escaped = true,
            (true, '"') => is_quoted = false,
            (false, '"') if is_blank => is_quoted = true,
            (false, _) if ends => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The text of a cell. In double quotes it is exactly what stands between them, with the escapes of JSON.
fn text(cell: &Cell) -> Result<String, Wrong> {
    match cell {
        Cell::Text(text) => {
            let text = text.trim();
            let is_quoted = text.len() >= 2 && text.starts_with('"') && text.ends_with('"');
            Ok(Some(text).filter(|_| is_quoted).and_then(unquoted).unwrap_or_else(|| text.to_owned()))
        }
        Cell::Number(number) => Ok(Cell::digits(*number)),
        Cell::Flag(value) => Ok(value.to_string()),
        Cell::Serial(_) | Cell::Error(_) | Cell::Uncomputed => Err(Wrong::new(
            "wrong-type",
            say!(
                "hier staat een datum of tijd, waar een tekst hoort",
                "this is a date or time, where a text was expected"
            ),
            say!(
                "Excel maakt van getallen met een streepje een datum: geef de cel de opmaak Tekst en typ het opnieuw",
                "Excel makes a date of numbers with a hyphen: format the cell as Text and type it again"
            ),
        )),
    }
}

fn unquoted(text: &str) -> Option<String> {
    match parse::json(0, text, &mut Vec::new())?.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn no_date(cell: &Cell) -> Wrong {
    let shown = shown(cell);
    Wrong::new(
        "invalid-date",
        say!("`{shown}` is geen datum", "`{shown}` is no date"),
        say!("typ een datum, zoals `2-3-2027`", "type a date, such as `2027-03-02`"),
    )
}

fn clock(cell: &Cell) -> Result<String, Wrong> {
    let minutes = match cell {
        Cell::Text(text) => workbook::time_of_day(text)?,
        // A time is a part of a day; midnight at the end of a day is a whole one.
        Cell::Serial(serial) if (0.0..=1.0).contains(serial) => minutes(*serial),
        Cell::Number(number) if *number > 0.0 && *number < 1.0 => minutes(*number),
        other => {
            let shown = shown(other);
            return Err(Wrong::new(
                "invalid-date",
                say!("`{shown}` is geen tijd", "`{shown}` is no time of day"),
                say!("typ uren en minuten, zoals `9:00`", "type hours and minutes, such as `9:00`"),
            ));
        }
    };
    Ok(format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

/// The minutes of a part of a day.
fn minutes(share: f64) -> u32 {
    // At most 1440.
    (share * 1440.0).round() as u32
}

/// A number, also one that was typed as a text: with blanks, a euro sign, a comma before the decimals.
fn number(cell: &Cell, language: Language) -> Result<String, Wrong> {
    let wrong = |shown: &str, help: Said| {
        Err(Wrong::new("invalid-number", say!("`{shown}` is geen getal", "`{shown}` is no number"), help))
    };
    let digits = || say!("typ alleen cijfers, zonder eenheid of tekst", "type digits alone, without a unit or text");
    match cell {
        Cell::Number(number) => Ok(Cell::digits(*number)),
        Cell::Text(text) => {
            let plain =
                text.trim().trim_start_matches('€').trim_start_matches("EUR").replace([' ', '\u{a0}', '\u{202f}'], "");
            let n = |c: char| plain.matches(c).count();
            let is_grouped = |c: char| plain.rsplit_once(c).is_some_and(|(_, after)| after.len() == 3);
            let digits_only = match (n('.'), n(',')) {
                (0, 0) => plain.clone(),
                // One mark with three digits after it may be either of a thousand or of decimals.
                (1, 0) if is_grouped('.') && !plain.starts_with(['0', '-']) => {
                    return wrong(
                        text,
                        say!(
                            "`{text}` kan twee getallen zijn: typ het zonder punt",
                            "`{text}` could be two numbers: type it without the point"
                        ),
                    );
                }
                (0, 1) if is_grouped(',') && language == Language::English => {
                    return wrong(
                        text,
                        say!(
                            "`{text}` kan twee getallen zijn: typ het zonder komma",
                            "`{text}` could be two numbers: type it without the comma"
                        ),
                    );
                }
                (1, 0) => plain.clone(),
                (0, 1) => plain.replace(',', "."),
                (_, 1) if plain.rfind(',') > plain.rfind('.') => plain.replace('.', "").replace(',', "."),
                (1, _) if plain.rfind('.') > plain.rfind(',') => plain.replace(',', ""),
                _ => return wrong(text, digits()),
            };
            let is_number = digits_only.parse::<f64>().is_ok_and(f64::is_finite)
                && digits_only.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
            if is_number { Ok(digits_only) } else { wrong(text, digits()) }
        }
        Cell::Serial(_) => wrong(
            &shown(cell),
            say!(
                "Excel heeft er een datum van gemaakt: geef de cel de opmaak Getal en typ het opnieuw",
                "Excel has made a date of it: format the cell as Number and type it again"
            ),
        ),
        other => wrong(&shown(other), digits()),
    }
}

fn flag(cell: &Cell) -> Result<bool, Wrong> {
    let written = match cell {
        Cell::Flag(value) => return Ok(*value),
        Cell::Number(number) if *number == 1.0 => return Ok(true),
        Cell::Number(number) if *number == 0.0 => return Ok(false),
        Cell::Text(text) => layout::word(text.trim(), &["true", "false"]),
        _ => None,
    };
    written.map(|word| word == "true").ok_or_else(|| {
        let shown = shown(cell);
        Wrong::new(
            "wrong-type",
            say!("`{shown}` is geen ja of nee", "`{shown}` is neither yes nor no"),
            say!("schrijf ja of nee", "write yes or no"),
        )
    })
}

/// Reads a table or list of tables, which a cell has as JSON.
fn inner(cell: &Cell, spot: Spot) -> Result<Value, Wrong> {
    let written = match cell {
        Cell::Text(text) => text.trim(),
        _ => "",
    };
    let mut found = Vec::new();
    let node = parse::json(spot.file, written, &mut found).filter(|_| found.is_empty());
    let mut node = node.ok_or_else(|| {
        let why = found.first().map(|mistake| mistake.said().clone()).unwrap_or_default();
        Wrong::new(
            "syntax",
            say!("de cel kan niet worden gelezen: {why}", "the cell cannot be read: {why}"; why),
            say!(
                "deze cel heeft JSON, zoals `reisagenda convert` het schrijft; docs/scenario.md noemt de velden",
                "this cell has JSON, as `reisagenda convert` writes it; docs/scenario.md names the fields"
            ),
        )
    })?;
    settle(&mut node, spot);
    Ok(node.value)
}

/// Gives a node and all within it the place of their cell.
fn settle(node: &mut Node, spot: Spot) {
    node.spot = spot;
    match &mut node.value {
        Value::List(list) => list.items.iter_mut().for_each(|item| settle(item, spot)),
        Value::Table(table) => {
            for field in &mut table.fields {
                field.name_spot = spot;
                settle(&mut field.node, spot);
            }
        }
        _ => {}
    }
}

/// What a cell shows, on one line and not too long.
pub fn shown(cell: &Cell) -> String {
    const MAX_CHARS: usize = 60;
    let text = match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => Cell::digits(*number),
        Cell::Flag(value) => value.to_string(),
        Cell::Error(error) => error.clone(),
        Cell::Uncomputed => "=…".to_owned(),
        Cell::Serial(serial) => match workbook::moment(*serial) {
            Some(at) if *serial < 1.0 => at.format("%H:%M").to_string(),
            Some(at) if at.time() == NaiveTime::MIN => at.format("%Y-%m-%d").to_string(),
            Some(at) => at.format("%Y-%m-%d %H:%M").to_string(),
            None => Cell::digits(*serial),
        },
    };
    let plain: String =
        text.trim().chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect();
    if plain.chars().count() <= MAX_CHARS {
        return plain;
    }
    plain.chars().take(MAX_CHARS - 1).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NL: Reading = Reading { language: Language::Dutch };
    const EN: Reading = Reading { language: Language::English };

    fn cell(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    fn read(reading: Reading, cell: &Cell, kind: &Kind) -> Result<Value, String> {
        reading.value(cell, kind, Spot::default()).map_err(|wrong| wrong.help.of(Language::English).to_owned())
    }

    fn number(reading: Reading, text: &str) -> Result<String, String> {
        match read(reading, &cell(text), &Kind::Number)? {
            Value::Number(number) => Ok(number),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn numbers_that_were_typed_as_texts_are_read_or_refused() {
        assert_eq!(number(NL, "12,5"), Ok("12.5".to_owned()));
        assert_eq!(number(NL, "€ 1.250,75"), Ok("1250.75".to_owned()));
        assert_eq!(number(EN, "1,250.75"), Ok("1250.75".to_owned()));
        assert_eq!(number(NL, "0,125"), Ok("0.125".to_owned()));
        assert!(number(NL, "1.250").is_err() && number(EN, "1,250").is_err());
        assert!(number(NL, "14 dagen").is_err() && number(NL, "").is_err() && number(NL, "inf").is_err());
    }

    #[test]
    fn a_text_that_became_a_date_is_told_how_to_stay_a_text() {
        let help = read(NL, &Cell::Serial(46_448.0), &Kind::Word).expect_err("a date");
        assert!(help.contains("format the cell as Text"), "{help}");
    }

    #[test]
    fn a_quoted_text_is_what_stands_between_the_quotes() {
        for (written, text) in [("\"\"", ""), ("\" a \"", " a "), (" b ", "b"), ("\"c", "\"c"), ("\"x\\ny\"", "x\ny")] {
            match read(NL, &cell(written), &Kind::Text) {
                Ok(Value::Text(read)) => assert_eq!(read, text),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn moments_are_dates_times_on_dates_or_instants() {
        let moment = |reading, it: Cell| match read(reading, &it, &Kind::Moment) {
            Ok(Value::Date(text)) => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(moment(NL, cell("2-3-2027 9:00")), "2027-03-02T09:00");
        assert_eq!(moment(NL, cell("2 maart 2027")), "2027-03-02");
        assert_eq!(moment(EN, cell("2027-03-02T08:00Z")), "2027-03-02T08:00Z");
        assert_eq!(moment(EN, Cell::Serial(46_448.375)), "2027-03-02T09:00");
        assert_eq!(moment(EN, Cell::Serial(46_448.0)), "2027-03-02");
        assert!(read(EN, &Cell::Serial(0.375), &Kind::Moment).is_err());
    }

    #[test]
    fn lists_are_split_where_their_kind_allows() {
        assert_eq!(parts("a, b;c\nd", &Kind::Word), ["a", "b", "c", "d"]);
        assert_eq!(parts("A, B; \"C; D\"", &Kind::Text), ["A, B", "\"C; D\""]);
        assert_eq!(parts("vr za", &Kind::Choice(Vec::new())), ["vr", "za"]);
    }
}
