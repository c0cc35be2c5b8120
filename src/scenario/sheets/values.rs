//! One value of the tree to one cell, so that `cells` reads the same value from it.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::fields::Kind;
use super::layout;
use crate::domain::Language;
use crate::scenario::raw::{Clock, Moment, Scalar as _};
use crate::scenario::tree::{Node, Value};
use crate::scenario::write::json;
use crate::workbook::{self, Cell, Kind as Look};

/// Returns the cell of a value; `None` when there is nothing to say.
pub fn cell(node: &Node, kind: &Kind, language: Language) -> Option<Cell> {
    match (&node.value, kind) {
        (Value::Text(it) | Value::Date(it), Kind::Date) => it.parse::<NaiveDate>().ok().map(day).or_else(|| text(it)),
        (Value::Text(it) | Value::Date(it), Kind::Clock) => clock(it),
        (Value::Text(it) | Value::Date(it), Kind::Moment) => moment(it),
        (Value::Text(it), Kind::Choice(_)) => Cell::text(layout::spoken(language, it)),
        (Value::Bool(it), _) => Cell::text(layout::spoken(language, &it.to_string())),
        (Value::Number(it), _) => it.parse().ok().map(Cell::Number),
        (Value::List(list), Kind::List(of)) => match list.items.as_slice() {
            [] => Cell::text(layout::none(language)),
            [only] if matches!(**of, Kind::Date) => cell(only, of, language),
            items => Cell::text(items.iter().map(|item| part(item, of, language)).collect::<Vec<_>>().join("; ")),
        },
        (Value::Table(table), Kind::Map(_)) => {
            let is_plain = |text: &str| {
                !text.is_empty()
                    && !text.contains([';', ',', ':', '=', '"', '{'])
                    && text.trim() == text
                    && !text.contains(char::is_control)
            };
            let pairs: Option<Vec<String>> = table
                .fields
                .iter()
                .map(|field| match &field.node.value {
                    Value::Text(value) if is_plain(&field.name) && is_plain(value) => {
                        Some(format!("{}: {value}", field.name))
                    }
                    _ => None,
                })
                .collect();
            pairs.map_or_else(|| Cell::text(on_one_line(node)), |pairs| Cell::text(pairs.join("; ")))
        }
        (Value::Table(_) | Value::List(_), _) => Cell::text(on_one_line(node)),
        (Value::Text(it) | Value::Date(it), _) => text(it),
        (Value::Null, _) => None,
    }
}

/// A text as a cell: as it is, or in quotes where it would be read as something else.
pub fn text(text: &str) -> Option<Cell> {
    let is_quoted = text.len() >= 2 && text.starts_with('"') && text.ends_with('"');
    let is_odd = text.trim() != text || text.is_empty() || is_quoted;
    // Spreadsheets keep line ends, and no other control characters.
    let is_odd = is_odd || text.chars().any(|c| c.is_control() && c != '\n' || matches!(c, '\u{fffe}' | '\u{ffff}'));
    Some(Cell::Text(if is_odd { quoted(text) } else { text.to_owned() }))
}

fn quoted(text: &str) -> String {
    // A text always has a JSON form.
    let json = serde_json::to_string(text).unwrap_or_default();
    json.chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') {
                format!("\\u{:04x}", u32::from(c))
            } else {
                c.to_string()
            }
        })
        .collect()
}

/// One of several values in a cell.
fn part(node: &Node, kind: &Kind, language: Language) -> String {
    match (&node.value, kind) {
        (Value::Text(it), Kind::Choice(_)) => layout::spoken(language, it),
        (Value::Text(it), Kind::Text) => {
            let is_odd = it.contains([';', '\n', '\r']) || it.starts_with('"') || layout::is_none(it);
            match text(it) {
                Some(Cell::Text(plain)) if !is_odd => plain,
                _ => quoted(it),
            }
        }
        // A word that means an empty list is one only between quotes.
        (Value::Text(it), _) if layout::is_none(it) => quoted(it),
        (Value::Text(it) | Value::Date(it) | Value::Number(it), _) => it.clone(),
        _ => on_one_line(node),
    }
}

fn day(date: NaiveDate) -> Cell {
    Cell::Serial(workbook::serial(date.and_time(NaiveTime::MIN)))
}

fn clock(it: &str) -> Option<Cell> {
    match Clock::parse(it) {
        // A whole day would be shown as midnight.
        Ok(Clock(minute)) if minute < 1440 => Some(Cell::Serial(f64::from(minute) / 1440.0)),
        _ => text(it),
    }
}

fn moment(it: &str) -> Option<Cell> {
    match Moment::parse(it) {
        Ok(Moment::Day(date)) => Some(day(date.date())),
        // A date with midnight would be read as a date.
        Ok(Moment::Local(at)) if at.minute > 0 => {
            let at = at.day.date().and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(at.minute));
            Some(Cell::Serial(workbook::serial(at)))
        }
        _ => text(&it.replace('T', " ")),
    }
}

fn on_one_line(node: &Node) -> String {
    let mut text = String::new();
    json(&mut text, node, 0);
    // Line ends within texts are escaped: what is left are those between values.
    text.lines().map(str::trim_start).collect::<Vec<_>>().join(" ")
}

/// How a value of this kind looks; a cell whose value is of another kind looks like that one.
pub fn look(kind: &Kind, cell: Option<&Cell>) -> Look {
    match (kind, cell) {
        (Kind::List(of), Some(Cell::Serial(_))) => look(of, cell),
        (Kind::Date, _) => Look::Date,
        (Kind::Moment, Some(Cell::Serial(serial))) if serial.fract() == 0.0 => Look::Date,
        (Kind::Moment, _) => Look::Moment,
        (Kind::Clock, _) => Look::Time,
        (Kind::Number, _) => Look::Number,
        _ => Look::Text,
    }
}
