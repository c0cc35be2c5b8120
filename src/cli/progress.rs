//! Watching a search: live progress, the time limit, and Ctrl-C.
//!
//! # Invariants
//!
//! * The first Ctrl-C asks the search to stop and keeps the best plan; the second ends the program at once, with
//!   nothing written.
//! * On a terminal one line changes in place; elsewhere there is a line when something changed, not more often than
//!   every few seconds.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::course::Course;
use super::exit::Exit;
use super::{language, output};
use crate::domain::{Language, Points};
use crate::report::terminal::percent;
use crate::report::{Words, phase};
use crate::solver::{Progress, Stopper, Watcher};
use crate::texts::numbers::counted;
use crate::texts::say;

/// The shortest time between two plain lines.
const BETWEEN_LINES: Duration = Duration::from_secs(5);

/// How often the clock on a terminal moves on.
const TICK: Duration = Duration::from_millis(200);

/// Watches one search.
pub struct Watch {
    started: Instant,
    limit: Option<Duration>,
    /// Whether the user asked the search to stop.
    interrupted: Arc<AtomicBool>,
    /// Set by the user and by the time limit.
    stopper: Stopper,
    show: Show,
    course: Course,
}

/// How progress is shown.
enum Show {
    /// Not at all.
    Nothing,
    /// One line that changes in place.
    Bar(ProgressBar),
    /// A line now and then.
    Lines { last: Option<(Instant, String)> },
}

impl Watch {
    /// Starts the clock, and listens for Ctrl-C.
    pub fn new(limit: Option<Duration>, quiet: bool, course: Course) -> Self {
        let show = if quiet {
            Show::Nothing
        } else if std::io::stderr().is_terminal() {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            // The template is a literal that indicatif takes; without it the bar would still be there.
            if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(TICK);
            Show::Bar(bar)
        } else {
            Show::Lines { last: None }
        };
        let (interrupted, stopper) = (Arc::new(AtomicBool::new(false)), Stopper::default());
        listen(&interrupted, &stopper, if let Show::Bar(bar) = &show { Some(bar.clone()) } else { None });
        if let Some(limit) = limit {
            let stopper = stopper.clone();
            std::thread::spawn(move || {
                std::thread::sleep(limit);
                stopper.set();
            });
        }
        Watch { started: Instant::now(), limit, interrupted, stopper, show, course }
    }

    /// Leaves at most so much time from now.
    pub fn leave_at_most(&mut self, time: Duration) {
        let end = self.started.elapsed() + time;
        self.limit = Some(self.limit.map_or(end, |limit| limit.min(end)));
    }

    /// Says what is looked at next, in a line that stays.
    pub fn note(&self, text: &str) {
        match &self.show {
            Show::Nothing => {}
            Show::Bar(bar) => bar.println(text),
            Show::Lines { .. } => output::note(text),
        }
    }

    /// Whether the user asked the search to stop.
    pub fn was_stopped(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// Ends the display, and returns how long the search took and its course.
    pub fn finish(self) -> (Duration, Course) {
        if let Show::Bar(bar) = &self.show {
            bar.finish_and_clear();
        }
        (self.started.elapsed(), self.course)
    }
}

impl Watcher for Watch {
    fn progress(&mut self, progress: &Progress) {
        let elapsed = self.started.elapsed();
        self.course.add(elapsed, progress);
        match &mut self.show {
            Show::Nothing => {}
            Show::Bar(bar) => bar.set_message(line(progress, language::current())),
            Show::Lines { last } => {
                let text = line(progress, language::current());
                let is_due = last.as_ref().is_none_or(|(at, said)| at.elapsed() >= BETWEEN_LINES && *said != text);
                if is_due {
                    output::note(&format!("{:>4} s  {text}", elapsed.as_secs()));
                    *last = Some((Instant::now(), text));
                }
            }
        }
    }

    fn should_stop(&self) -> bool {
        self.stopper.is_set() || self.limit.is_some_and(|limit| self.started.elapsed() >= limit)
    }

    fn seconds_left(&self) -> Option<f64> {
        self.limit.map(|limit| limit.saturating_sub(self.started.elapsed()).as_secs_f64())
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

/// How far the search is, in one line.
fn line(progress: &Progress, language: Language) -> String {
    let words = Words::of(language);
    let mut parts = vec![phase(progress.phase).into_text(language)];
    if let Some(objective) = progress.objective {
        let (points, n) = (words.number(&rounded(objective)), progress.n_planned);
        let visits = counted(language, n, ("bezoek", "bezoeken"), ("visit", "visits"));
        parts.push(
            words.pick(format!("beste plan {points} punten, {visits}"), format!("best plan {points} points, {visits}")),
        );
    }
    if let Some(bound) = progress.bound {
        let points = words.number(&rounded(bound));
        let mut text = words.pick(format!("hooguit {points} punten"), format!("at most {points} points"));
        if let Some(objective) = progress.objective.filter(|&objective| objective <= bound) {
            let gap = words.number(&percent(bound - objective, bound));
            text += &words.pick(format!(", verschil {gap} %"), format!(", gap {gap} %"));
        }
        parts.push(text);
    }
    parts.join(" · ")
}

/// Points to a tenth, so that the line does not flicker.
fn rounded(points: Points) -> String {
    format!("{:.1}", points.0 as f64 / 1000.0) // Points stay far below 2^53.
}

/// Stops the search at the first Ctrl-C, ends the program at the second.
fn listen(interrupted: &Arc<AtomicBool>, stopper: &Stopper, bar: Option<ProgressBar>) {
    let (interrupted, stopper) = (Arc::clone(interrupted), stopper.clone());
    let handler = move || {
        let is_second = interrupted.swap(true, Ordering::Relaxed);
        stopper.set();
        let text = if is_second {
            say!("Meteen gestopt; er is niets geschreven.", "Stopped at once; nothing was written.")
        } else {
            say!(
                "Het zoeken stopt; wat tot nu toe is gevonden, blijft bewaard. Nog eens Ctrl-C stopt meteen, zonder iets te schrijven.",
                "Stopping; what was found so far is kept. Ctrl-C again stops at once, with nothing written."
            )
        };
        let text = language::put(&text);
        match &bar {
            Some(bar) if is_second => {
                bar.finish_and_clear();
                output::note(text);
            }
            Some(bar) => bar.println(text),
            None => output::note(text),
        }
        if is_second {
            std::process::exit(i32::from(Exit::NoPlan.code()));
        }
    };
    // Where Ctrl-C cannot be listened to, it ends the program as it always does.
    if ctrlc::set_handler(handler).is_err() {
        output::note(language::put(&say!(
            "Ctrl-C beëindigt het programma zonder plan.",
            "Ctrl-C will end the program without a plan."
        )));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_known_and_no_more() {
        let mut progress = Progress { phase: "first plan", objective: None, n_planned: 0, bound: None };
        let english = |progress: &Progress| line(progress, Language::English);
        assert_eq!(english(&progress), "first plan");
        (progress.objective, progress.n_planned) = (Some(Points(990_000)), 12);
        assert_eq!(english(&progress), "first plan · best plan 990.0 points, 12 visits");
        progress.bound = Some(Points(1_000_000));
        assert_eq!(
            english(&progress),
            "first plan · best plan 990.0 points, 12 visits · at most 1000.0 points, gap 1.0 %"
        );
        progress.n_planned = 1;
        assert_eq!(
            line(&progress, Language::Dutch),
            "eerste plan · beste plan 990,0 punten, 1 bezoek · hooguit 1000,0 punten, verschil 1,0 %"
        );
    }
}
