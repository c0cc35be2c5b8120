//! A timeline of a range of days: a row for each traveller or country, a bar for each trip or visit.
//!
//! # Invariants
//!
//! * A day has the same width everywhere; what lies outside the range is cut off at its edge.
//! * A label never covers a bar or another label: where there is no room beside its bar it goes to a line below.

use std::fmt::Write as _;

use chrono::Datelike as _;
use maud::{Markup, html};

use super::hatch::{self, Rect};
use super::texts::{Keys, Texts};
use crate::domain::{DayRange, Interval, LocalTime, RequestStatus};
use crate::report::Words;

/// Widths and heights, in the units of the drawing.
const NAMES: f64 = 310.0;
const DAY: f64 = 12.6;
const HEAD: f64 = 46.0;
const BAR: f64 = 12.0;
const PAD: f64 = 4.0;
const TEXT_LINE: f64 = 13.0;
/// The mean width of a letter of the labels; labels are kept apart by it, not drawn by it.
const LETTER: f64 = 5.9;

/// A moment as days after the first day of the range, by the clock at home or at the place.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct At(pub f64);

impl At {
    /// The moment at which a clock shows this.
    pub fn of(days: DayRange, local: LocalTime) -> Self {
        At(f64::from(local.day.days_since(days.start())) + f64::from(local.minute) / 1440.0)
    }
}

/// A bar: an absence or a visit.
pub struct Bar {
    /// The whole of it.
    pub from: At,
    pub to: At,
    /// The visits in it, drawn thick and with the pattern of their status.
    pub visits: Vec<(At, At, RequestStatus)>,
    /// What stands beside it.
    pub label: String,
    /// What is said when one points at it.
    pub title: String,
    pub keys: Keys,
}

/// A row.
pub struct Row {
    pub name: String,
    pub bars: Vec<Bar>,
    /// When the traveller is busy, the event is on, or the place has a weekend or a holiday.
    pub shaded: Vec<Shade>,
    pub keys: Keys,
}

/// Shaded times of a row that look the same.
pub struct Shade {
    /// `busy`, `weekend` or `holiday`.
    pub class: &'static str,
    pub times: Vec<(At, At)>,
}

/// What is shaded from top to bottom.
pub struct Column {
    pub from: At,
    pub to: At,
    pub class: &'static str,
    pub is_striped: bool,
    pub title: String,
}

/// A timeline.
pub struct Timeline<'a> {
    pub days: DayRange,
    pub columns: &'a [Column],
    pub rows: Vec<Row>,
    /// What a screen reader says of the drawing.
    pub description: String,
}

/// Where a label stands: `x`, and which line below the bar; line 0 is beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Spot {
    x: f64,
    line: usize,
}

impl Timeline<'_> {
    fn n_days(&self) -> f64 {
        f64::from(self.days.n_days())
    }

    /// The x of a moment, cut off at the edges.
    fn x(&self, at: At) -> f64 {
        NAMES + at.0.clamp(0.0, self.n_days()) * DAY
    }

    /// Draws it.
    pub fn svg(&self, texts: &Texts) -> Markup {
        let spots: Vec<Vec<Spot>> = self.rows.iter().map(|row| self.spots(row)).collect();
        let heights: Vec<f64> = spots.iter().map(|spots| row_height(spots)).collect();
        let width = NAMES + self.n_days() * DAY;
        let height = HEAD + heights.iter().sum::<f64>() + 2.0;
        let mut tops = Vec::new();
        let mut top = HEAD;
        for row_height in &heights {
            tops.push(top);
            top += row_height;
        }
        html! {
            svg class="timeline" viewBox={ "0 0 " (short(width)) " " (short(height)) } width=(short(width))
                height=(short(height)) role="img" aria-label=(self.description) focusable="false" {
                @for column in self.columns { (self.column(column, height)) }
                (self.head(texts.words, height))
                @for (idx, row) in self.rows.iter().enumerate() {
                    (self.row(row, &spots[idx], tops[idx], heights[idx], width))
                }
            }
        }
    }

    fn column(&self, column: &Column, height: f64) -> Markup {
        let (from, to) = (self.x(column.from), self.x(column.to));
        let rect = Rect { x: from, y: HEAD - 14.0, width: to - from, height: height - HEAD + 14.0 };
        html! {
            @if to > from && column.is_striped {
                path class=(column.class) d=(hatch::stripes(rect, 7.0)) { title { (column.title) } }
            } @else if to > from {
                rect class=(column.class) x=(short(from)) y=(short(rect.y)) width=(short(rect.width))
                    height=(short(rect.height)) { title { (column.title) } }
            }
        }
    }

    /// Months, weeks and days.
    fn head(&self, words: Words, height: f64) -> Markup {
        let days: Vec<_> = self.days.days().collect();
        let x = |idx: usize| NAMES + DAY * idx as f64; // Far below 2^53.
        html! {
            g class="head" {
                @for (idx, day) in days.iter().enumerate() {
                    @let date = day.date();
                    @if date.day() == 1 || idx == 0 {
                        line class="month-line" x1=(short(x(idx))) x2=(short(x(idx))) y1="0" y2=(short(height)) {}
                        text class="month-name" x=(short(x(idx) + 4.0)) y="13" { (words.month(*day)) }
                    }
                    @if day.weekday_number() == 0 {
                        line class="week-line" x1=(short(x(idx))) x2=(short(x(idx))) y1="18" y2=(short(height)) {}
                        text class="week" x=(short(x(idx) + 2.0)) y="28" {
                            (words.pick("wk ", "wk ")) (date.iso_week().week())
                        }
                    }
                    text class="day" x=(short(x(idx) + DAY / 2.0)) y="42" { (date.day()) }
                }
            }
        }
    }

    fn row(&self, row: &Row, spots: &[Spot], top: f64, height: f64, width: f64) -> Markup {
        html! {
            g class="row" data-travellers=[&row.keys.travellers] data-countries=[&row.keys.countries]
                data-statuses=[&row.keys.statuses] {
                line class="row-line" x1="0" x2=(short(width)) y1=(short(top)) y2=(short(top)) {}
                @for shade in &row.shaded { path class=(shade.class) d=(self.shade(shade, top, height)) {} }
                text class="name" x="4" y=(short(top + PAD + 10.0)) {
                    title { (row.name) }
                    (shortened(&row.name, NAMES - 10.0))
                }
                @for (bar, spot) in row.bars.iter().zip(spots) { (self.bar(bar, *spot, top + PAD)) }
            }
        }
    }

    /// Shaded times as one path.
    fn shade(&self, shade: &Shade, top: f64, height: f64) -> String {
        let mut path = String::new();
        for &(from, to) in &shade.times {
            let (from, to) = (self.x(from), self.x(to));
            let width = short(to - from);
            if to - from >= 0.3 {
                // Writing to a string does not fail.
                let _ = write!(path, "M{} {}h{width}v{}h-{width}z", short(from), short(top + 1.0), short(height - 2.0));
            }
        }
        path
    }

    fn bar(&self, bar: &Bar, spot: Spot, y: f64) -> Markup {
        let (from, to) = (self.x(bar.from), self.x(bar.to));
        // A line count is small.
        let label_y = y + 10.0 + TEXT_LINE * spot.line as f64;
        html! {
            g class="bar" data-travellers=[&bar.keys.travellers] data-countries=[&bar.keys.countries]
                data-statuses=[&bar.keys.statuses] {
                title { (bar.title) }
                rect class="absence" x=(short(from)) y=(short(y + 4.0)) width=(short((to - from).max(1.0))) height="4" {}
                @for &(from, to, status) in &bar.visits {
                    @let (from, to) = (self.x(from), self.x(to));
                    // A visit that begins where the range ends is drawn in the next one.
                    @if to > from {
                        (hatch::visit(Rect { x: from, y, width: (to - from).max(4.0), height: BAR }, status))
                    }
                }
                text class="label" x=(short(spot.x)) y=(short(label_y)) { (bar.label) }
            }
        }
    }

    /// Finds a spot for each label: beside its bar when no other bar or label stands there, else on a line below.
    fn spots(&self, row: &Row) -> Vec<Spot> {
        let right_edge = NAMES + self.n_days() * DAY;
        // Up to where each line is taken.
        let mut taken: Vec<f64> = vec![f64::MIN];
        let mut spots = Vec::new();
        for (idx, bar) in row.bars.iter().enumerate() {
            let width = LETTER * bar.label.chars().count() as f64; // A label is short.
            let (from, to) = (self.x(bar.from), self.x(bar.to));
            let next = row.bars.get(idx + 1).map_or(right_edge, |next| self.x(next.from));
            let beside = to + 3.0;
            if beside + width <= next && taken[0] <= from {
                taken[0] = beside + width;
                spots.push(Spot { x: beside, line: 0 });
                continue;
            }
            taken[0] = taken[0].max(to);
            let x = from.min(right_edge - width).max(NAMES + 2.0);
            let line = (1..).find(|&line| taken.get(line).is_none_or(|&until| until + 4.0 <= x)).unwrap_or(1);
            if taken.len() <= line {
                taken.resize(line + 1, f64::MIN);
            }
            taken[line] = x + width;
            spots.push(Spot { x, line });
        }
        spots
    }
}

fn row_height(spots: &[Spot]) -> f64 {
    let n_lines = spots.iter().map(|spot| spot.line).max().unwrap_or(0);
    BAR + 2.0 * PAD + TEXT_LINE * n_lines as f64 // A line count is small.
}

/// A number with at most one decimal.
pub fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// The text cut to what fits a width.
fn shortened(text: &str, width: f64) -> String {
    let fits = (width / LETTER) as usize; // A positive width in letters, rounded down.
    if text.chars().count() <= fits {
        return text.to_owned();
    }
    let cut: String = text.chars().take(fits.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// Joins intervals that meet, and cuts them to a range of days; by the clock of a zone.
pub fn joined(days: DayRange, zone: &crate::zones::Zone, intervals: impl Iterator<Item = Interval>) -> Vec<(At, At)> {
    let (first, end) = (zone.instant(days.start(), 0), zone.instant(days.end(), 0));
    let mut intervals: Vec<Interval> =
        intervals.filter_map(|i| Interval::new(i.start().max(first), i.end().min(end))).collect();
    intervals.sort_unstable();
    let mut joined: Vec<Interval> = Vec::new();
    for interval in intervals {
        match joined.last_mut() {
            Some(last) if interval.start() <= last.end() => {
                *last = Interval::new(last.start(), last.end().max(interval.end())).unwrap_or(*last);
            }
            _ => joined.push(interval),
        }
    }
    let at = |instant| At::of(days, zone.local(instant));
    joined.into_iter().map(|interval| (at(interval.start()), at(interval.end()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Day;

    fn bar(from: f64, to: f64, label: &str) -> Bar {
        let (label, title) = (label.to_owned(), String::new());
        Bar { from: At(from), to: At(to), visits: Vec::new(), label, title, keys: Keys::default() }
    }

    fn spots(bars: Vec<Bar>) -> Vec<usize> {
        let days = DayRange::new(Day::from_number(0), Day::from_number(90)).expect("a quarter");
        let timeline = Timeline { days, columns: &[], rows: Vec::new(), description: String::new() };
        let row = Row { name: String::new(), bars, shaded: Vec::new(), keys: Keys::default() };
        timeline.spots(&row).iter().map(|spot| spot.line).collect()
    }

    #[test]
    fn a_label_stands_beside_its_bar_unless_something_is_in_the_way() {
        assert_eq!(spots(vec![bar(1.0, 3.0, "Rabat A"), bar(20.0, 22.0, "Tunis B")]), [0, 0]);
        assert_eq!(spots(vec![bar(1.0, 3.0, "Rabat A"), bar(4.0, 6.0, "Tunis B")]), [1, 0]);
        assert_eq!(spots(vec![bar(1.0, 2.0, "Rabat A"), bar(3.0, 4.0, "Tunis B"), bar(5.0, 6.0, "Oslo")]), [1, 2, 0]);
        assert_eq!(spots(vec![bar(88.0, 90.0, "Rabat A")]), [1], "no label runs off the right edge");
    }
}
