//! Expansion of every other rule, through the crate `rrule`.
//!
//! The crate is given UTC times that stand for wall-clock times, a start near the range that is asked for when the rule
//! allows that, and nothing it could work on for long: it has no bound of its own on what one period may hold.

use chrono::{DateTime, Month, Weekday};
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Tz};

use super::recur::{Budget, CutShort, Span, day_of, first_period, is_sub_daily, keep};
use super::rule::{Freq, Rule};
use super::simple::{civil, days_to, month_number, weekday};
use crate::domain::MINUTES_PER_DAY;

/// What the crate may hold of one period at a time.
const MAX_PER_PERIOD: usize = 20_000;

/// The periods after which the crate gives up when it finds nothing.
const GIVES_UP_AFTER: u64 = 100_000;

/// Adds the occurrences of any rule.
pub(super) fn expand(rule: &Rule, span: Span, budget: &mut Budget, found: &mut Vec<i64>) -> Result<(), CutShort> {
    if n_per_period(rule) > MAX_PER_PERIOD {
        return Err(CutShort);
    }
    let rule = &with_defaults(rule, span.start);
    let start = if rule.count.is_none() { nearer_start(rule, span) } else { span.start };
    budget.spend(n_periods(rule, start, span.to))?;
    let Some(dt_start) = DateTime::from_timestamp(start * 60, 0) else { return Err(CutShort) };
    let dt_start = dt_start.with_timezone(&Tz::UTC);
    let Ok(validated) = to_crate(rule).validate(dt_start) else { return Err(CutShort) };
    let set = RRuleSet::new(dt_start).rrule(validated).limit();
    let n_before = found.len();
    let mut n_left = rule.count;
    for at in &set {
        budget.spend(1)?;
        n_left = n_left.map(|n_left| n_left.saturating_sub(1));
        let at = at.timestamp().div_euclid(60);
        if at >= span.to {
            return Ok(());
        }
        // Seconds are rounded down, which can make two occurrences one.
        if at >= span.from.max(span.start) && found.get(n_before..).is_none_or(|found| found.last() != Some(&at)) {
            keep(at, n_before, budget, found)?;
        }
    }
    if n_left == Some(0) {
        return Ok(());
    }
    // The crate searched in vain. That takes long, so it may not happen often in one file.
    budget.n_steps = budget.n_steps.saturating_sub(GIVES_UP_AFTER);
    Ok(())
}

/// An upper bound on how many occurrences one period has.
fn n_per_period(rule: &Rule) -> usize {
    let n_times = [&rule.hours, &rule.minutes, &rule.seconds].map(|list| list.len().max(1)).iter().product::<usize>();
    let n_days = match rule.freq {
        Freq::Yearly => 366,
        Freq::Monthly => 31,
        Freq::Weekly => 7,
        _ => 1,
    };
    n_times * n_days
}

/// How many periods lie between the start and the end of the range.
fn n_periods(rule: &Rule, start: i64, to: i64) -> u64 {
    let minutes = u64::try_from(to - start).unwrap_or(0);
    let n_per_period_minutes = match rule.freq {
        Freq::Yearly => 365 * 1440,
        Freq::Monthly => 28 * 1440,
        Freq::Weekly => 7 * 1440,
        Freq::Daily => 1440,
        Freq::Hourly => 60,
        Freq::Minutely => 1,
        Freq::Secondly => return minutes * 60 / u64::from(rule.interval),
    };
    minutes / n_per_period_minutes / u64::from(rule.interval) + 1
}

/// Writes down what the rule leaves to the start, so that the start may be moved.
fn with_defaults(rule: &Rule, start: i64) -> Rule {
    let mut rule = rule.clone();
    let day = day_of(start);
    let time = i32::try_from(start.rem_euclid(MINUTES_PER_DAY)).unwrap_or(0);
    let date = civil(day);
    let any_day =
        !rule.weeks.is_empty() || !rule.year_days.is_empty() || !rule.month_days.is_empty() || !rule.days.is_empty();
    if !any_day {
        match rule.freq {
            Freq::Yearly => {
                if rule.months.is_empty() {
                    rule.months.push(date.month);
                }
                rule.month_days.push(date.day);
            }
            Freq::Monthly => rule.month_days.push(date.day),
            Freq::Weekly => {
                let weekday = u8::try_from(weekday(day)).unwrap_or(0);
                rule.days.push(super::rule::NthDay { nth: 0, weekday });
            }
            _ => {}
        }
    }
    if rule.hours.is_empty() && !is_sub_daily(&rule) {
        rule.hours.push(time / 60);
    }
    if rule.minutes.is_empty() && rule.freq < Freq::Minutely {
        rule.minutes.push(time % 60);
    }
    if rule.seconds.is_empty() && rule.freq < Freq::Secondly {
        rule.seconds.push(0);
    }
    rule
}

/// Returns the beginning of the last period before the range, a whole number of intervals after that of the start.
fn nearer_start(rule: &Rule, span: Span) -> i64 {
    let (start_day, from_day) = (day_of(span.start), day_of(span.from));
    let (start, from) = (civil(start_day), civil(from_day));
    let skip = |n_periods: i64| first_period(n_periods - 1, rule.interval);
    let days = |day: i64| day * MINUTES_PER_DAY;
    let week = start_day - (weekday(start_day) - i32::from(rule.week_start)).rem_euclid(7);
    let (n_skipped, nearer) = match rule.freq {
        Freq::Yearly => {
            let n_years = skip(i64::from(from.year - start.year));
            (n_years, days(i64::from(days_to(start.year + i32::try_from(n_years).unwrap_or(0), 1))))
        }
        Freq::Monthly => {
            let n_months = skip(i64::from(month_number(from) - month_number(start)));
            let month = month_number(start) + i32::try_from(n_months).unwrap_or(0);
            (n_months, days(i64::from(days_to(month.div_euclid(12), month.rem_euclid(12) + 1))))
        }
        Freq::Weekly => {
            let n_weeks = skip(i64::from((from_day - week).div_euclid(7)));
            (n_weeks, days(i64::from(week) + n_weeks * 7))
        }
        Freq::Daily => {
            let n_days = skip(i64::from(from_day - start_day));
            (n_days, days(i64::from(start_day) + n_days))
        }
        Freq::Hourly => {
            let n_hours = skip((span.from - span.start).div_euclid(60));
            (n_hours, span.start + n_hours * 60)
        }
        Freq::Minutely => {
            let n_minutes = skip(span.from - span.start);
            (n_minutes, span.start + n_minutes)
        }
        // Whole minutes, so that the seconds stay in step.
        Freq::Secondly => {
            let interval = i64::from(rule.interval);
            let n_minutes = (span.from - span.start - 1).div_euclid(interval).max(0) * interval;
            (n_minutes, span.start + n_minutes)
        }
    };
    if n_skipped == 0 { span.start } else { nearer }
}

fn to_crate(rule: &Rule) -> RRule<rrule::Unvalidated> {
    let freq = match rule.freq {
        Freq::Yearly => Frequency::Yearly,
        Freq::Monthly => Frequency::Monthly,
        Freq::Weekly => Frequency::Weekly,
        Freq::Daily => Frequency::Daily,
        Freq::Hourly => Frequency::Hourly,
        Freq::Minutely => Frequency::Minutely,
        Freq::Secondly => Frequency::Secondly,
    };
    let months: Vec<Month> = rule
        .months
        .iter()
        .filter_map(|&month| u8::try_from(month).ok())
        .filter_map(|n| Month::try_from(n).ok())
        .collect();
    let days = rule.days.iter().map(|day| match day.nth {
        0 => NWeekday::Every(weekday_of(day.weekday)),
        nth => NWeekday::Nth(nth, weekday_of(day.weekday)),
    });
    let mut to = RRule::new(freq)
        .interval(rule.interval)
        .week_start(weekday_of(rule.week_start))
        .by_month(&months)
        .by_month_day(small(&rule.month_days))
        .by_year_day(small(&rule.year_days))
        .by_week_no(small(&rule.weeks))
        .by_weekday(days.collect())
        .by_hour(small(&rule.hours))
        .by_minute(small(&rule.minutes))
        .by_second(small(&rule.seconds))
        .by_set_pos(rule.positions.clone());
    if let Some(count) = rule.count {
        to = to.count(count);
    }
    to
}

fn small<T: TryFrom<i32>>(numbers: &[i32]) -> Vec<T> {
    numbers.iter().filter_map(|&number| T::try_from(number).ok()).collect()
}

fn weekday_of(day: u8) -> Weekday {
    Weekday::try_from(day).unwrap_or(Weekday::Mon)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::simple;
    use super::*;

    fn both(text: &str, start: i64, from: i64, to: i64) -> (Vec<i64>, Vec<i64>) {
        let rule = Rule::parse(text, &mut Vec::new()).expect("a rule");
        assert!(simple::can_expand(&rule), "{text}");
        let span = Span { start, from, to };
        let (mut fast, mut slow) = (Vec::new(), Vec::new());
        simple::expand(&rule, span, &mut Budget::for_size(0), &mut fast).expect("within the budget");
        expand(&rule, span, &mut Budget::for_size(0), &mut slow).expect("within the budget");
        (fast, slow)
    }

    fn list(items: &'static [&'static str]) -> impl Strategy<Value = String> {
        proptest::sample::subsequence(items, 1..=items.len().min(4)).prop_map(|items| items.join(","))
    }

    fn parts() -> impl Strategy<Value = String> {
        let weekdays = || list(&["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
        let nth = || list(&["1MO", "-1FR", "3WE", "5TH", "SU", "-2TU", "2MO"]);
        let month_days = || list(&["1", "15", "29", "31", "-1", "-31", "13"]);
        let months = || list(&["1", "2", "3", "6", "11", "12"]);
        prop_oneof![
            Just("FREQ=DAILY".to_owned()),
            weekdays().prop_map(|days| format!("FREQ=DAILY;BYDAY={days}")),
            (months(), month_days()).prop_map(|(m, d)| format!("FREQ=DAILY;BYMONTH={m};BYMONTHDAY={d}")),
            Just("FREQ=WEEKLY".to_owned()),
            weekdays().prop_map(|days| format!("FREQ=WEEKLY;BYDAY={days}")),
            (weekdays(), months()).prop_map(|(d, m)| format!("FREQ=WEEKLY;WKST=SU;BYDAY={d};BYMONTH={m}")),
            Just("FREQ=MONTHLY".to_owned()),
            nth().prop_map(|days| format!("FREQ=MONTHLY;BYDAY={days}")),
            month_days().prop_map(|days| format!("FREQ=MONTHLY;BYMONTHDAY={days}")),
            (nth(), month_days()).prop_map(|(n, d)| format!("FREQ=MONTHLY;BYDAY={n};BYMONTHDAY={d}")),
            (weekdays(), list(&["1", "-1", "2"])).prop_map(|(d, p)| format!("FREQ=MONTHLY;BYDAY={d};BYSETPOS={p}")),
            Just("FREQ=YEARLY".to_owned()),
            months().prop_map(|months| format!("FREQ=YEARLY;BYMONTH={months}")),
            (months(), nth()).prop_map(|(m, n)| format!("FREQ=YEARLY;BYMONTH={m};BYDAY={n}")),
            (months(), month_days()).prop_map(|(m, d)| format!("FREQ=YEARLY;BYMONTH={m};BYMONTHDAY={d}")),
            month_days().prop_map(|days| format!("FREQ=YEARLY;BYMONTHDAY={days}")),
            (months(), weekdays()).prop_map(|(m, d)| format!("FREQ=YEARLY;BYMONTH={m};BYDAY={d};BYSETPOS=-1,3")),
        ]
    }

    proptest! {
        #[test]
        fn the_fast_way_finds_what_the_crate_finds(
            parts in parts(),
            interval in 1_u16..5,
            count in proptest::option::of(1_u32..60),
            start in 15_000_000_i64..30_000_000,
            skip in 0_i64..4_000_000,
            length in 0_i64..2_000_000,
        ) {
            let count = count.map_or_else(String::new, |count| format!(";COUNT={count}"));
            let text = format!("{parts};INTERVAL={interval}{count}");
            let (fast, slow) = both(&text, start, start + skip, start + skip + length);
            prop_assert_eq!(fast, slow, "{}", text);
        }

        #[test]
        fn a_nearer_start_finds_the_same(
            parts in prop_oneof![
                parts(),
                Just("FREQ=YEARLY;BYWEEKNO=20,-1;BYDAY=MO".to_owned()),
                Just("FREQ=YEARLY;BYYEARDAY=1,100,-1".to_owned()),
                Just("FREQ=YEARLY;BYDAY=20MO,-1FR".to_owned()),
                Just("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1".to_owned()),
                Just("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,30".to_owned()),
                Just("FREQ=HOURLY;BYDAY=MO".to_owned()),
            ],
            interval in 1_u16..5,
            start in 15_000_000_i64..30_000_000,
            skip in 0_i64..400_000,
            length in 0_i64..400_000,
        ) {
            let rule = Rule::parse(&format!("{parts};INTERVAL={interval}"), &mut Vec::new()).expect("a rule");
            let (mut near, mut far) = (Vec::new(), Vec::new());
            let to = start + skip + length;
            expand(&rule, Span { start, from: start + skip, to }, &mut Budget::for_size(0), &mut near).expect("cheap");
            expand(&rule, Span { start, from: start, to }, &mut Budget::for_size(0), &mut far).expect("cheap");
            far.retain(|&at| at >= start + skip);
            prop_assert_eq!(near, far);
        }
    }
}
