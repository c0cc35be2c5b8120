//! Rectangles whose status is told by what they are filled with: dots, stripes, nothing else, a line.
//!
//! The fillings are drawn as lines and squares rather than as SVG patterns, each use of which browsers store in a PDF as
//! a picture of its own.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::texts::status_key;
use super::timeline::short;
use crate::domain::RequestStatus;

/// A rectangle: left, top, width, height.
#[derive(Clone, Copy, Debug)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// A visit with its status.
pub fn visit(rect: Rect, status: RequestStatus) -> Markup {
    let key = status_key(status);
    let filling = match status {
        RequestStatus::Idea => dots(rect),
        RequestStatus::Requested => stripes(rect, 4.5),
        RequestStatus::Confirmed => String::new(),
        RequestStatus::Held => {
            let middle = short(rect.y + rect.height / 2.0);
            format!("M{} {middle}h{}", short(rect.x + 1.5), short((rect.width - 3.0).max(0.5)))
        }
    };
    html! {
        rect class={ "visit s-" (key) } x=(short(rect.x)) y=(short(rect.y)) width=(short(rect.width))
            height=(short(rect.height)) {}
        @if !filling.is_empty() { path class={ "filling f-" (key) } d=(filling) {} }
    }
}

/// Stripes from the lower left to the upper right, cut off at the edges.
pub fn stripes(rect: Rect, step: f64) -> String {
    let Rect { x, y, width, height } = rect;
    let mut path = String::new();
    let mut offset = step / 2.0 - height;
    while offset < width {
        // Along the stripe, what is right of `offset` is as far above the lower edge.
        let (from, to) = (offset.max(0.0), (offset + height).min(width));
        // Writing to a string does not fail.
        let _ = write!(
            path,
            "M{} {}L{} {}",
            short(x + from),
            short(y + height - (from - offset)),
            short(x + to),
            short(y + height - (to - offset))
        );
        offset += step;
    }
    path
}

/// Small squares in rows.
fn dots(rect: Rect) -> String {
    const STEP: f64 = 4.0;
    const SIZE: f64 = 1.6;
    let mut path = String::new();
    let mut y = rect.y + (STEP - SIZE) / 2.0;
    while y + SIZE <= rect.y + rect.height {
        let mut x = rect.x + (STEP - SIZE) / 2.0;
        while x + SIZE <= rect.x + rect.width {
            let _ = write!(path, "M{} {}h{SIZE}v{SIZE}h-{SIZE}z", short(x), short(y));
            x += STEP;
        }
        y += STEP;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripes_stay_inside_their_rectangle() {
        let path = stripes(Rect { x: 10.0, y: 20.0, width: 15.0, height: 12.0 }, 5.0);
        let numbers: Vec<f64> = path.split(['M', 'L', ' ']).filter_map(|n| n.parse().ok()).collect();
        assert!(numbers.len() >= 16, "{path}");
        for point in numbers.chunks(2) {
            assert!((10.0..=25.0).contains(&point[0]) && (20.0..=32.0).contains(&point[1]), "{path}");
        }
    }
}
