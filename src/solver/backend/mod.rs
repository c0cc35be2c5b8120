//! The only room that knows that an LP and MILP solver exists.
//!
//! Two ways to HiGHS, for two needs: [`lp`] grows, rows and columns, and is solved again from where it was, which only
//! the crate `highs` can do, with a [`basis`] of ours where that is needed; [`milp`] is built once and solved once, which
//! is what good_lp is for.

use std::sync::mpsc;
use std::time::Duration;

pub mod basis;
pub mod kept;
pub mod lp;
pub mod milp;

/// How often it is asked whether to go on waiting.
const BETWEEN_QUESTIONS: Duration = Duration::from_millis(20);

/// Has work done by a thread of its own, or returns `None` when it is to stop or came to nothing. HiGHS cannot be
/// interrupted from here, and looks at its own limit only between steps that may be long: when it is to stop, the thread
/// is left to itself.
///
/// * `stop`: asked again and again.
pub fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
    stop: impl Fn() -> bool,
) -> Option<T> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let _ = send.send(work());
    });
    loop {
        match receive.recv_timeout(BETWEEN_QUESTIONS) {
            Ok(done) => return Some(done),
            Err(mpsc::RecvTimeoutError::Timeout) if !stop() => {}
            Err(_) => return None,
        }
    }
}
