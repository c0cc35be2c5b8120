//! Amounts: points, money and carbon dioxide, all whole numbers of a small unit.
//!
//! # Invariants
//!
//! * [`Points`] are thousandths of a point, [`Cents`] hundredths of a euro, [`Grams`] thousandths of a kilogram.
//! * Rounding happens in one place, [`Weight::of_cents`] and [`Weight::of_grams`]: half away from zero.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// Defines an amount that can be added, subtracted, negated and multiplied by a count.
macro_rules! amount {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl $name {
            /// Nothing.
            pub const ZERO: $name = $name(0);
        }
        impl Add for $name {
            type Output = $name;
            fn add(self, other: $name) -> $name {
                $name(self.0 + other.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: $name) {
                self.0 += other.0;
            }
        }
        impl Sub for $name {
            type Output = $name;
            fn sub(self, other: $name) -> $name {
                $name(self.0 - other.0)
            }
        }
        impl SubAssign for $name {
            fn sub_assign(&mut self, other: $name) {
                self.0 -= other.0;
            }
        }
        impl Neg for $name {
            type Output = $name;
            fn neg(self) -> $name {
                $name(-self.0)
            }
        }
        impl Mul<i64> for $name {
            type Output = $name;
            fn mul(self, count: i64) -> $name {
                $name(self.0 * count)
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = $name>>(amounts: I) -> $name {
                amounts.fold($name::ZERO, Add::add)
            }
        }
    };
}

amount! {
    /// Points of the objective, in thousandths of a point.
    Points
}
amount! {
    /// Money, in euro cents.
    Cents
}
amount! {
    /// Carbon dioxide, in grams.
    Grams
}

/// Points with as many decimals as they need, at most three: `12`, `-0.5`, `0.125`.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&decimal(self.0, 1000))
    }
}

/// Euros with two decimals, or none when they are zero.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        match cents % 100 {
            0 => f.pad(&format!("{sign}{}", cents / 100)),
            rest => f.pad(&format!("{sign}{}.{rest:02}", cents / 100)),
        }
    }
}

/// Kilograms with as many decimals as they need, at most three.
impl fmt::Display for Grams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&decimal(self.0, 1000))
    }
}

/// Writes `value / unit` with the decimals it needs; `unit` is a power of ten.
fn decimal(value: i64, unit: u64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let magnitude = value.unsigned_abs();
    let width = unit.ilog10() as usize; // A power of ten has at most 19 zeros.
    let text = format!("{sign}{}.{:0width$}", magnitude / unit, magnitude % unit);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Points per whole unit (a euro, a kilogram), in millionths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(pub i64);

impl Weight {
    /// Returns the points of this much money, rounded half away from zero to a thousandth.
    #[must_use]
    pub fn of_cents(self, cents: Cents) -> Points {
        Points(round_div(i128::from(self.0) * i128::from(cents.0), 100_000))
    }

    /// Returns the points of this much carbon dioxide, rounded half away from zero to a thousandth.
    #[must_use]
    pub fn of_grams(self, grams: Grams) -> Points {
        Points(round_div(i128::from(self.0) * i128::from(grams.0), 1_000_000))
    }
}

/// Divides and rounds half away from zero; `divisor` is positive.
fn round_div(value: i128, divisor: i128) -> i64 {
    let magnitude = (value.abs() + divisor / 2) / divisor;
    // Amounts of a scenario stay far below 2^63 thousandths; beyond it the largest number is the honest answer.
    i64::try_from(value.signum() * magnitude).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_print_the_decimals_they_need() {
        let printed: Vec<String> = [12_000, -500, 125, 0, -12_340].map(|p| Points(p).to_string()).into();
        assert_eq!(printed, ["12", "-0.5", "0.125", "0", "-12.34"]);
        assert_eq!(Cents(123_405).to_string(), "1234.05");
        assert_eq!(Cents(-5).to_string(), "-0.05");
    }

    #[test]
    fn weights_round_half_away_from_zero() {
        // 0.001 points per euro; 0.50 euro is half a thousandth.
        let weight = Weight(1_000);
        assert_eq!(weight.of_cents(Cents(150)), Points(2));
        assert_eq!(weight.of_cents(Cents(-150)), Points(-2));
        assert_eq!(weight.of_cents(Cents(149)), Points(1));
        assert_eq!(weight.of_grams(Grams(1_500)), Points(2));
    }
}
