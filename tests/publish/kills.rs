//! A publisher that is killed at any moment leaves the old edition or the new one, whole, and forgets nothing.
//!
//! `KILLS=1000 cargo test --release --test publish kills` kills that many; a test run kills a few.

use std::collections::BTreeMap;
use std::env;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::folder::{Desk, ends_with, stdout};
use crate::scene::events;

#[test]
fn a_publisher_killed_at_any_moment_loses_nothing_and_leaves_no_half_edition() {
    let n_kills: u32 = env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(25);
    let mut dice = fastrand::Rng::with_seed(7);
    let desk = Desk::new();
    let began = Instant::now();
    ends_with(&desk.publish("a.json", "2027-03-01T08:00Z"), 0);
    let mut usual = began.elapsed();
    let plans = ["a.json", "b.json", "c.json", "none.json"];
    // The highest SEQUENCE and DTSTAMP that was ever shown, by calendar and UID.
    let mut known: BTreeMap<(String, String), (u32, String)> = BTreeMap::new();
    let (mut n_finished, mut n_interrupted) = (0, 0);
    for round in 0..n_kills {
        let before = desk.shown();
        let moment = format!("2027-03-{:02}T{:02}:{:02}Z", 2 + round / 1440, round / 60 % 24, round % 60);
        let began = Instant::now();
        let mut child = desk
            .publishing(plans[dice.usize(0..plans.len())], &moment)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        // Mostly while it writes, which is the later part.
        thread::sleep(usual.mul_f64(if dice.bool() { dice.f64() } else { 0.5 + 0.6 * dice.f64() }));
        match child.try_wait().expect("asked") {
            Some(_) => {
                n_finished += 1;
                usual = (usual * 3 + began.elapsed()) / 4;
            }
            None => {
                child.kill().expect("killed");
                child.wait().expect("gone");
                n_interrupted += 1;
            }
        }
        let verdict = desk.on_folder("--verify");
        ends_with(&verdict, 0);
        assert!(stdout(&verdict).contains("is as it was published"), "{}", stdout(&verdict));
        let now = desk.shown();
        let was = &before.iter().map(|(name, _)| name).collect::<Vec<_>>();
        for (name, bytes) in now.iter().filter(|(name, _)| name.ends_with("calendar.ics")) {
            assert!(was.contains(&name), "{name} was not lost");
            let text = String::from_utf8(bytes.clone()).expect("UTF-8").replace("\r\n ", "").replace("\r\n", "\n");
            for (uid, lines) in events(&text) {
                let own = (lines["SEQUENCE"][1..].parse::<u32>().expect("a number"), lines["DTSTAMP"].clone());
                let known = known.entry((name.clone(), uid)).or_insert_with(|| own.clone());
                assert!(known.0 <= own.0 && known.1 <= own.1, "{name}: {lines:?} after {known:?}");
                *known = own;
            }
        }
    }
    assert!(n_interrupted > 0, "all {n_finished} had finished");
    ends_with(&desk.publish("c.json", "2027-04-01T08:00Z"), 0);
    ends_with(&desk.on_folder("--verify"), 0);
    let left = std::fs::read_dir(desk.path("out/private")).expect("a folder").count();
    assert_eq!(left, 4, "the key, the lock, a manifest and its copy");
    assert_eq!(std::fs::read_dir(desk.path("out/editions")).expect("a folder").count(), 1);
}

#[test]
fn a_first_publication_that_is_killed_can_be_repeated() {
    let mut dice = fastrand::Rng::with_seed(11);
    for _ in 0..4 {
        let desk = Desk::new();
        let mut child = desk.publishing("a.json", "2027-03-01T08:00Z").stdout(Stdio::null()).spawn().expect("started");
        thread::sleep(Duration::from_millis(dice.u64(0..60)));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("gone");
        ends_with(&desk.publish("a.json", "2027-03-01T08:00Z"), 0);
        ends_with(&desk.on_folder("--verify"), 0);
    }
}
