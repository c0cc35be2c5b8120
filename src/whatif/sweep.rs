//! Numbers that are varied over a range, and all combinations of them.

use std::fmt;
use std::str::FromStr;

use crate::domain::Language;
use crate::texts::{Said, say};

/// The most values of one number; more make no curve that anybody reads.
const MAX_VALUES: i64 = 1000;

/// A number of the scenario that is varied, such as `rules.beveiliging.capacity=1..4` or
/// `rules.budget-am.max=80%..120%/10`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// The list and id, or the table, and the field: `rules`, `budget-am`, `max`.
    pub path: Vec<String>,
    /// Its values.
    pub values: AxisValues,
}

/// The values of an axis, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AxisValues {
    /// The number itself.
    Numbers(Vec<i64>),
    /// So many percent of what it is.
    Percents(Vec<i64>),
}

/// Why a text is no axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidAxis {
    /// It has no `=` with a path of two or three names before it.
    NoPath,
    /// What follows is no range of whole numbers.
    NoRange,
    /// One end is a percentage and the other is not.
    Mixed,
    /// The step is not above zero, or the range is empty.
    Empty,
    /// There would be too many values.
    TooMany,
}

impl InvalidAxis {
    /// What is wrong and how to write it.
    #[must_use]
    pub fn said(&self) -> Said {
        match self {
            InvalidAxis::NoPath => say!(
                "schrijf wat varieert als `lijst.id.veld=…`, zoals `rules.budget.max=80%..120%/10`",
                "write what is varied as `list.id.field=…`, such as `rules.budget.max=80%..120%/10`"
            ),
            InvalidAxis::NoRange => say!(
                "schrijf het bereik als `1..4`, `80%..120%`, of met een stap `80%..120%/10`",
                "write the range as `1..4`, `80%..120%`, or with a step `80%..120%/10`"
            ),
            InvalidAxis::Mixed => say!(
                "beide einden van het bereik zijn percentages, of geen van beide",
                "either both ends of the range are percentages or none"
            ),
            InvalidAxis::Empty => say!(
                "het bereik eindigt voordat het begint, of de stap is niet groter dan nul",
                "the range ends before it starts, or its step is not above zero"
            ),
            InvalidAxis::TooMany => say!(
                "dat zijn meer dan {MAX_VALUES} waarden; neem een grotere stap",
                "that is more than {MAX_VALUES} values; choose a larger step"
            ),
        }
    }
}

impl fmt::Display for InvalidAxis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.said().of(Language::English))
    }
}

impl std::error::Error for InvalidAxis {}

impl FromStr for Axis {
    type Err = InvalidAxis;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (path, range) = text.split_once('=').ok_or(InvalidAxis::NoPath)?;
        let names: Vec<&str> = path.trim().split('.').collect();
        // Ids may have dots themselves.
        let path: Vec<String> = match names.as_slice() {
            [table, field] => vec![(*table).to_owned(), (*field).to_owned()],
            [list, id @ .., field] if !id.is_empty() => vec![(*list).to_owned(), id.join("."), (*field).to_owned()],
            _ => return Err(InvalidAxis::NoPath),
        };
        let is_name = |name: &String| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.')
        };
        if !path.iter().all(is_name) {
            return Err(InvalidAxis::NoPath);
        }
        let (range, step) = range.split_once('/').unwrap_or((range, "1"));
        let (first, last) = range.split_once("..").ok_or(InvalidAxis::NoRange)?;
        let (first, last, step) = (first.trim(), last.trim(), step.trim());
        let are_percents = [first.ends_with('%'), last.ends_with('%')];
        let number = |text: &str| text.trim_end_matches('%').trim().parse::<i32>().map_err(|_| InvalidAxis::NoRange);
        let (first, last, step) = (number(first)?, number(last)?, number(step)?);
        let (first, last, step) = (i64::from(first), i64::from(last), i64::from(step));
        if are_percents[0] != are_percents[1] {
            return Err(InvalidAxis::Mixed);
        }
        if step <= 0 || last < first {
            return Err(InvalidAxis::Empty);
        }
        if (last - first) / step >= MAX_VALUES {
            return Err(InvalidAxis::TooMany);
        }
        let values = (0..=(last - first) / step).map(|n| first + n * step).collect();
        let values = if are_percents[0] { AxisValues::Percents(values) } else { AxisValues::Numbers(values) };
        Ok(Axis { path, values })
    }
}

impl Axis {
    /// How many values it has.
    #[must_use]
    pub fn n_values(&self) -> usize {
        match &self.values {
            AxisValues::Numbers(values) | AxisValues::Percents(values) => values.len(),
        }
    }

    /// The value at a position, with its sign of percent.
    #[must_use]
    pub fn value(&self, position: usize) -> String {
        match &self.values {
            AxisValues::Numbers(values) => values[position].to_string(),
            AxisValues::Percents(values) => format!("{}%", values[position]),
        }
    }

    /// What is varied, as it was written.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.join(".")
    }

    /// The file of changes that gives the number its value at a position.
    #[must_use]
    pub fn change(&self, position: usize) -> String {
        let (verb, value) = match &self.values {
            AxisValues::Numbers(values) => ("set", values[position]),
            AxisValues::Percents(values) => ("percent", values[position]),
        };
        let path: Vec<String> = self.path.iter().map(|name| format!("\"{name}\"")).collect();
        let title = format!("{} = {}", self.name(), self.value(position));
        format!("title = \"{title}\"\n\n[[changes]]\n{verb}.{} = {value}\n", path.join("."))
    }
}

/// Returns every combination of one position from each, the last varying fastest.
#[must_use]
pub fn combinations(n_values: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for &n in n_values {
        all = all
            .into_iter()
            .flat_map(|before: Vec<usize>| (0..n).map(move |position| [before.as_slice(), &[position]].concat()))
            .collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_have_both_ends_and_their_steps() {
        let axis: Axis = "rules.budget-am.max=80%..120%/10".parse().expect("an axis");
        assert_eq!(axis.path, ["rules", "budget-am", "max"]);
        assert_eq!(axis.values, AxisValues::Percents(vec![80, 90, 100, 110, 120]));
        assert_eq!(axis.value(1), "90%");
        let axis: Axis = "trips.max_stops=1..4".parse().expect("an axis");
        assert_eq!(axis.values, AxisValues::Numbers(vec![1, 2, 3, 4]));
        assert!(axis.change(2).contains("set.\"trips\".\"max_stops\" = 3"));
        let wrong = |text: &str| text.parse::<Axis>().expect_err("no axis");
        assert_eq!(wrong("rules.budget.max"), InvalidAxis::NoPath);
        assert_eq!(wrong("max=1..2"), InvalidAxis::NoPath);
        assert_eq!(wrong("a.\"b.c=1..2"), InvalidAxis::NoPath);
        assert_eq!(wrong("a.b.c=1-2"), InvalidAxis::NoRange);
        assert_eq!(wrong("a.b.c=1..2%"), InvalidAxis::Mixed);
        assert_eq!(wrong("a.b.c=4..1"), InvalidAxis::Empty);
        assert_eq!(wrong("a.b.c=1..4/0"), InvalidAxis::Empty);
        assert_eq!(wrong("a.b.c=1..5000"), InvalidAxis::TooMany);
    }

    #[test]
    fn combinations_are_all_of_them_in_order() {
        assert_eq!(combinations(&[2, 2]), [[0, 0], [0, 1], [1, 0], [1, 1]]);
        assert_eq!(combinations(&[]), [Vec::<usize>::new()]);
    }
}
