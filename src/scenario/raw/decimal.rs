//! Decimal numbers, read exactly from their digits: `0.1` is 100 thousandths, not nearly so.
//!
//! # Invariants
//!
//! * No value passes through `f64` on its way in.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::scalar::{Scalar, ScalarVisitor, Wrong};
use crate::texts::{Said, say};

/// Why a text is not such a decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NoDecimal {
    /// It is no finite number.
    NoNumber,
    /// It has more decimals than that, trailing zeros left out.
    TooManyDecimals,
    /// It does not fit.
    TooLarge,
}

/// Reads a decimal in units of `10^-decimals`.
fn parse(text: &str, decimals: u32) -> Result<i64, NoDecimal> {
    let (sign, magnitude) = match text.strip_prefix('-') {
        Some(magnitude) => (-1, magnitude),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = magnitude.split_once(['e', 'E']).unwrap_or((magnitude, "0"));
    let exponent: i64 = exponent.parse().map_err(|_| NoDecimal::NoNumber)?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NoDecimal::NoNumber);
    }
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Ok(0);
    }
    // The value is `significant · 10^shift` units.
    let n_fraction = i64::try_from(fraction.len()).map_err(|_| NoDecimal::TooManyDecimals)?;
    let n_zeros = i64::try_from(digits.len() - significant.len()).map_err(|_| NoDecimal::TooLarge)?;
    let shift = n_zeros - n_fraction + exponent.clamp(-1_000_000, 1_000_000) + i64::from(decimals);
    let shift = u32::try_from(shift).map_err(|_| NoDecimal::TooManyDecimals)?;
    let unit = 10_i64.checked_pow(shift).ok_or(NoDecimal::TooLarge)?;
    let value: i64 = significant.parse().map_err(|_| NoDecimal::TooLarge)?;
    value.checked_mul(unit).map(|value| sign * value).ok_or(NoDecimal::TooLarge)
}

fn out_of_range(text: &str, what: Said, least: i64, most: i64) -> Wrong {
    Wrong {
        message: say!("`{text}` ligt buiten het bereik", "`{text}` is out of range"),
        help: say!("{what}: van {least} tot en met {most}", "{what} must lie between {least} and {most}"; what),
    }
}

fn too_many_decimals(text: &str, what: Said, most: u32) -> Wrong {
    Wrong {
        message: say!("`{text}` heeft te veel decimalen", "`{text}` has too many decimals"),
        help: say!("{what}: hooguit {most} decimalen", "{what} may have at most {most} decimals"; what),
    }
}

fn no_number(text: &str) -> Wrong {
    Wrong {
        message: say!("`{text}` is geen getal", "`{text}` is no number"),
        help: say!(
            "schrijf cijfers met een punt voor de decimalen, zoals `0.5`",
            "write digits with a point before the decimals, such as `0.5`"
        ),
    }
}

/// Defines a decimal type: its decimals, its least and greatest value in whole units, and its description.
macro_rules! decimal {
    ($(#[$doc:meta])* $name:ident, $decimals:literal, $min:literal..=$max:literal, $what:expr, $description:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub i64);

        impl Scalar for $name {
            const NAME: &'static str = stringify!($name);

            fn parse(text: &str) -> Result<Self, Wrong> {
                const UNIT: i64 = 10_i64.pow($decimals);
                match parse(text, $decimals) {
                    Ok(value) if (const { $min * UNIT }..=const { $max * UNIT }).contains(&value) => Ok($name(value)),
                    Ok(_) | Err(NoDecimal::TooLarge) => Err(out_of_range(text, $what, $min, $max)),
                    Err(NoDecimal::TooManyDecimals) => Err(too_many_decimals(text, $what, $decimals)),
                    Err(NoDecimal::NoNumber) => Err(no_number(text)),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let (sign, magnitude) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
                let unit = 10_u64.pow($decimals);
                let text = format!("{sign}{}.{:0width$}", magnitude / unit, magnitude % unit, width = $decimals);
                f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(ScalarVisitor(std::marker::PhantomData))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let text = self.to_string();
                match text.parse::<i64>() {
                    Ok(whole) => serializer.serialize_i64(whole),
                    // The nearest float of so few digits prints as these digits again.
                    Err(_) => serializer.serialize_f64(text.parse().map_err(serde::ser::Error::custom)?),
                }
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                Self::NAME.into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "number", "minimum": $min, "maximum": $max, "description": $description })
            }
        }
    };
}

decimal! {
    /// Points, in thousandths.
    Points, 3, -1_000_000_000..=1_000_000_000, say!("punten", "points"),
    "Points, with at most 3 decimals."
}
decimal! {
    /// Points that something costs, in thousandths.
    PointsLost, 3, 0..=1_000_000_000, say!("punten die verloren gaan", "points that are lost"),
    "Points that are lost, zero or more, with at most 3 decimals."
}
decimal! {
    /// Points per unit, in millionths.
    Weight, 6, 0..=1_000_000, say!("een gewicht", "a weight"),
    "Points per unit, zero or more, with at most 6 decimals."
}
decimal! {
    /// Money, in cents.
    Euros, 2, 0..=1_000_000_000, say!("euro's", "euros"),
    "Euros, zero or more, with at most 2 decimals."
}
decimal! {
    /// Carbon dioxide, in grams.
    Kilograms, 3, 0..=1_000_000_000, say!("kilogrammen", "kilograms"),
    "Kilograms, zero or more, with at most 3 decimals."
}
decimal! {
    /// Degrees north, in hundred millionths.
    Latitude, 8, -90..=90, say!("graden noorderbreedte", "degrees north"),
    "Degrees north, negative for south, with at most 8 decimals."
}
decimal! {
    /// Degrees east, in hundred millionths.
    Longitude, 8, -180..=180, say!("graden oosterlengte", "degrees east"),
    "Degrees east, negative for west, with at most 8 decimals."
}
decimal! {
    /// A parameter of estimates, in millionths.
    Amount, 6, 0..=1_000_000, say!("dit getal", "it"),
    "A number, zero or more, with at most 6 decimals."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(parse("0.1", 3), Ok(100));
        assert_eq!(parse("-12.345", 3), Ok(-12_345));
        assert_eq!(parse("1e3", 3), Ok(1_000_000));
        assert_eq!(parse("125E-3", 3), Ok(125));
        assert_eq!(parse("1.5000", 1), Ok(15));
        assert_eq!(parse("0.000", 0), Ok(0));
        assert_eq!(parse("0.0005", 3), Err(NoDecimal::TooManyDecimals));
        assert_eq!(parse("99999999999999999999", 3), Err(NoDecimal::TooLarge));
        assert_eq!(parse("1e999999999999", 3), Err(NoDecimal::TooLarge));
        for text in ["", "-", ".", "nan", "inf", "1e", "1,5", "0x10", "1e99999999999999999999"] {
            assert_eq!(parse(text, 3), Err(NoDecimal::NoNumber), "{text}");
        }
    }

    #[test]
    fn decimals_are_written_as_they_were_read() {
        for text in ["0", "0.1", "-0.001", "12", "-7.25", "999999999.999"] {
            let points = Points::parse(text).expect("points");
            assert_eq!(points.to_string(), text);
            assert_eq!(serde_json::to_string(&points).expect("json"), text);
        }
    }
}
