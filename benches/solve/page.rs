//! The results as lines on a terminal and as docs/benchmarks.md.

use std::fmt::Write as _;
use std::process::Command;

use super::{Found, GAPS, Row, Wanted};

const HEADS: [&str; 19] = [
    "scenario",
    "wishes",
    "at most s",
    "planned",
    "value",
    "bound",
    "gap %",
    "plan s",
    "bound s",
    "5 %",
    "1 %",
    "0.5 %",
    "0.1 %",
    "MiB",
    "greedy",
    "HiGHS value",
    "bound",
    "gap %",
    "MiB",
];
const WIDTHS: [usize; 19] = [12, 6, 9, 7, 10, 10, 7, 7, 7, 7, 7, 7, 7, 6, 10, 11, 10, 7, 6];

/// The names of the columns.
pub fn heading() -> String {
    aligned(&HEADS.map(str::to_owned))
}

/// One scenario.
pub fn line(row: &Row) -> String {
    let remark = |who: &str, found: &Option<Found>| {
        let remark = found.as_ref().map(|found| found.remark.clone()).filter(|remark| !remark.is_empty());
        remark.map_or_else(String::new, |remark| format!("  {who}: {remark}"))
    };
    format!("{}{}{}", aligned(&cells(row)), remark("ours", &row.ours), remark("HiGHS", &row.milp))
}

fn aligned(cells: &[String; 19]) -> String {
    let mut text = format!("{:<width$}", cells[0], width = WIDTHS[0]);
    for (cell, width) in cells.iter().zip(WIDTHS).skip(1) {
        let _ = write!(text, " {cell:>width$}");
    }
    text
}

fn cells(row: &Row) -> [String; 19] {
    let number = |value: Option<f64>, decimals: usize| {
        value.map_or_else(|| "–".to_owned(), |value| format!("{value:.decimals$}"))
    };
    let value = |found: Option<&Found>| {
        let broken = found.map_or(0, |found| found.violations);
        let text = number(found.and_then(|found| found.value), 1);
        if broken == 0 { text } else { format!("{text} ({broken} broken)") }
    };
    let (ours, greedy, milp) = (row.ours.as_ref(), row.greedy.as_ref(), row.milp.as_ref());
    let seconds = |pick: &dyn Fn(&Found) -> Option<f64>| number(ours.and_then(pick), 2);
    let gap = |found: Option<&Found>| {
        let text = number(found.and_then(Found::gap_percent), 2);
        if found.is_some_and(|found| found.proven) { "proven".to_owned() } else { text }
    };
    let reached = GAPS.map(|limit| {
        let position = GAPS.iter().position(|other| *other == limit).unwrap_or(0);
        seconds(&|found: &Found| found.gaps[position])
    });
    let [five, one, half, tenth] = reached;
    [
        row.name.clone(),
        row.n_requests.to_string(),
        row.seconds.to_string(),
        ours.and_then(|found| found.visits).map_or_else(|| "–".to_owned(), |visits| visits.to_string()),
        value(ours),
        number(ours.and_then(|found| found.bound), 1),
        gap(ours),
        seconds(&|found: &Found| found.first_plan),
        seconds(&|found: &Found| found.first_bound),
        five,
        one,
        half,
        tenth,
        number(ours.map(|found| found.peak_mib), 0),
        value(greedy),
        value(milp),
        number(milp.and_then(|found| found.bound), 1),
        gap(milp),
        number(milp.map(|found| found.peak_mib), 0),
    ]
}

/// The page docs/benchmarks.md.
pub fn page(rows: &[Row], wanted: &Wanted) -> String {
    let mut text = format!(
        "# Benchmarks\n\nWritten by `make bench`; do not edit. {}\n\n{}\n",
        machine(),
        if wanted.note.is_empty() { String::new() } else { format!("{}\n", wanted.note) }
    );
    let _ = writeln!(
        text,
        "Scenarios of `scenarios/bench/bench.toml`: `bind` with budgets that bind, `none` without, then the seed. {} \
         threads. Every plan was checked.\n\n\
         * at most: the seconds for each search.\n\
         * planned, value, bound, gap: what `reisagenda plan` had when it stopped; then the seconds to its first plan, \
         to its first bound, and to a gap of 5, 1, 0.5 and 0.1 %; and its peak of memory.\n\
         * greedy: the same search stopped at its first plan.\n\
         * HiGHS: a compact time-indexed model (`benches/solve/compact.rs`) as one mixed-integer program, as long.\n",
        wanted.threads
    );
    let _ = writeln!(text, "| {} |\n|---|{}", HEADS.join(" | "), "---:|".repeat(HEADS.len() - 1));
    for row in rows {
        let _ = writeln!(text, "| {} |", cells(row).join(" | "));
    }
    text.push_str(
        "\n## Medians\n\n| scenarios | gap % | plan s | bound s | HiGHS gap % |\n|---|---:|---:|---:|---:|\n",
    );
    let mut groups: Vec<&str> = rows.iter().map(|row| group(&row.name)).collect();
    groups.dedup();
    for name in groups {
        let of = |pick: &dyn Fn(&Row) -> Option<f64>| {
            median(rows.iter().filter(|row| group(&row.name) == name).map(pick).collect())
        };
        let ours = |pick: fn(&Found) -> Option<f64>| of(&move |row: &Row| row.ours.as_ref().and_then(pick));
        let milp = of(&|row: &Row| row.milp.as_ref().and_then(Found::gap_percent));
        let _ = writeln!(
            text,
            "| {name} | {} | {} | {} | {milp} |",
            ours(Found::gap_percent),
            ours(|found| found.first_plan),
            ours(|found| found.first_bound)
        );
    }
    text
}

/// The name without the seed.
fn group(name: &str) -> &str {
    name.rsplit_once('-').map_or(name, |(group, _)| group)
}

/// The median, where what was not reached counts as very much.
fn median(values: Vec<Option<f64>>) -> String {
    let mut values: Vec<f64> = values.into_iter().map(|value| value.unwrap_or(f64::INFINITY)).collect();
    values.sort_by(f64::total_cmp);
    match values.get(values.len() / 2) {
        Some(value) if value.is_finite() => format!("{value:.2}"),
        _ => "–".to_owned(),
    }
}

/// Date, machine and versions.
fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")).map(|rest| rest.trim_matches([' ', '\t', ':']));
    let n_cores = std::thread::available_parallelism().map_or(0, usize::from);
    let said = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let lock = include_str!("../../Cargo.lock");
    let version = |package: &str| {
        let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
        rest.split('"').next().map(str::to_owned)
    };
    format!(
        "Measured on {} with reisagenda {} ({}), {}, highs-sys {}, on {} cores of {}.",
        said("date", &["-u", "+%F"]).unwrap_or_default(),
        env!("CARGO_PKG_VERSION"),
        said("git", &["rev-parse", "--short", "HEAD"]).unwrap_or_default(),
        said("rustc", &["--version"]).unwrap_or_default(),
        version("highs-sys").unwrap_or_default(),
        n_cores,
        model.unwrap_or("an unknown processor"),
    )
}
