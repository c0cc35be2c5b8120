//! What the user sees when the program itself is wrong: a short message, exit code 3, no stack of frames.

use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::atomic::{AtomicBool, Ordering};

use super::exit::{Exit, please_report};
use super::{language, output};
use crate::texts::say;

/// Runs the program; a panic in any thread becomes a message, and the program ends with [`Exit::Internal`].
pub fn catch(program: impl FnOnce() -> Exit) -> Exit {
    // With RUST_BACKTRACE set a developer is looking, and wants the frames.
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        panic::set_hook(Box::new(|info| {
            // A panic that ends a thread often makes another in the thread that waits for it; the first one counts.
            static TOLD: AtomicBool = AtomicBool::new(false);
            if !TOLD.swap(true, Ordering::Relaxed) {
                output::note(&message(info));
            }
        }));
    }
    // The program is over after a panic; nothing sees what it left behind.
    panic::catch_unwind(AssertUnwindSafe(program)).unwrap_or(Exit::Internal)
}

fn message(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let what = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let (what, please) = (what.unwrap_or("no message"), please_report());
    let place = info.location().map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
    language::put(&say!(
        "Fout: reisagenda is gestopt door een fout van zichzelf{place}:\n  {what}\n{please}",
        "Error: reisagenda stopped on a mistake of its own{place}:\n  {what}\n{please}";
        please
    ))
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_with_the_exit_code_of_an_internal_error() {
        let hook = panic::take_hook();
        let exit = catch(|| panic!("a broken promise"));
        panic::set_hook(hook);
        assert_eq!(exit, Exit::Internal);
    }
}
