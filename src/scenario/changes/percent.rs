//! Percentages of numbers as they are written, exactly.

/// Returns so many percent of a number, rounded half away from zero to so many decimals; `None` when either is no plain
/// number, or the result does not fit.
pub fn of(number: &str, percent: &str, decimals: u32) -> Option<String> {
    let (number, n_decimals) = digits(number)?;
    let (percent, p_decimals) = digits(percent)?;
    let product = number.checked_mul(percent)?;
    // The product has the decimals of both, and two more for the percent.
    let scale = n_decimals + p_decimals + 2;
    let rounded = if scale > decimals {
        let divisor = 10_i128.checked_pow(scale - decimals)?;
        product.signum() * ((product.abs() + divisor / 2) / divisor)
    } else {
        product.checked_mul(10_i128.checked_pow(decimals - scale)?)?
    };
    let unit = 10_u128.pow(decimals);
    let (sign, magnitude) = (if rounded < 0 { "-" } else { "" }, rounded.unsigned_abs());
    if decimals == 0 {
        return Some(format!("{sign}{magnitude}"));
    }
    let width = usize::try_from(decimals).ok()?;
    let text = format!("{sign}{}.{:0width$}", magnitude / unit, magnitude % unit);
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// A plain number as digits and how many of them are decimals.
fn digits(text: &str) -> Option<(i128, u32)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if text.len() > 30 || fraction.contains(['-', '+']) {
        return None;
    }
    Some((format!("{whole}{fraction}").parse().ok()?, u32::try_from(fraction.len()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn percentages_are_exact_and_rounded_half_away_from_zero() {
        assert_eq!(of("30000", "90", 0).as_deref(), Some("27000"));
        assert_eq!(of("15", "90", 0).as_deref(), Some("14"));
        assert_eq!(of("15", "90", 3).as_deref(), Some("13.5"));
        assert_eq!(of("-2.5", "110", 3).as_deref(), Some("-2.75"));
        assert_eq!(of("0.001", "50", 6).as_deref(), Some("0.0005"));
        assert_eq!(of("0.001", "33.3", 3).as_deref(), Some("0"));
        assert_eq!(of("7", "0", 0).as_deref(), Some("0"));
        assert_eq!(of("veel", "90", 0), None);
        assert_eq!(of("1e3", "90", 0), None);
    }
}
