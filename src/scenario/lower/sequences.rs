//! Sequences that run in a circle can never all be kept.

use std::collections::BTreeMap;

use super::ctx::Ctx;
use crate::domain::{RequestIdx, Rule, RuleBody};
use crate::scenario::mistakes::Mistake;
use crate::texts::say;

/// Reports one circle of sequences, if there is any.
pub fn check(ctx: &mut Ctx<'_>, rules: &[Rule]) {
    let mut after: BTreeMap<RequestIdx, Vec<(RequestIdx, &str)>> = BTreeMap::new();
    for rule in rules {
        if let RuleBody::Sequence(sequence) = rule.body {
            after.entry(sequence.first).or_default().push((sequence.then, &rule.id));
        }
    }
    let Some(circle) = circle(&after) else { return };
    let raws = ctx.raw.rules.as_ref().map(|rules| rules.sequence.as_slice()).unwrap_or_default();
    let node = ctx.root.field("rules").field("sequence");
    let mut mistake =
        Mistake::new("sequence-circle", say!("de volgordes lopen in een kring", "the sequences run in a circle")).help(
            say!(
                "een bezoek kan niet na zichzelf komen; verwijder een van deze regels, of verwissel `first` en `then`",
                "a visit cannot come after itself; remove one of these rules, or swap its `first` and `then`"
            ),
        );
    for id in circle {
        if let Some(i) = raws.iter().position(|raw| raw.id.0 == id) {
            let (first, then) = (&raws[i].first, &raws[i].then);
            mistake =
                mistake.at(node.item(i).field("then").spot, say!("`{then}` na `{first}`", "`{then}` after `{first}`"));
        }
    }
    ctx.found.push(mistake);
}

/// Returns the rules of a circle. The search keeps its own stack, so that a long chain cannot overflow that of the
/// program.
fn circle<'r>(after: &BTreeMap<RequestIdx, Vec<(RequestIdx, &'r str)>>) -> Option<Vec<&'r str>> {
    let mut done: BTreeMap<RequestIdx, bool> = BTreeMap::new(); // False while on the path.
    for &start in after.keys() {
        if done.contains_key(&start) {
            continue;
        }
        let mut path: Vec<(RequestIdx, usize, &str)> = vec![(start, 0, "")];
        done.insert(start, false);
        while let Some((request, next, _)) = path.last_mut() {
            let Some(&(then, rule)) = after.get(request).and_then(|thens| thens.get(*next)) else {
                done.insert(*request, true);
                path.pop();
                continue;
            };
            *next += 1;
            match done.get(&then) {
                Some(true) => {}
                Some(false) => {
                    let from = path.iter().position(|(request, ..)| *request == then).unwrap_or(0);
                    return Some(path[from + 1..].iter().map(|(.., rule)| *rule).chain([rule]).collect());
                }
                None => {
                    done.insert(then, false);
                    path.push((then, 0, rule));
                }
            }
        }
    }
    None
}
