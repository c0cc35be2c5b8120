//! Writing to the standard output and the standard error.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use super::exit::Failure;
use crate::files::FileError;

/// Columns when the output is no terminal.
const PIPE_WIDTH: u16 = 100;

/// Writes a text and a line end to the standard output. A reader who has gone away has read enough.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out
        .write_all(text.as_bytes())
        .and_then(|()| if text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") })
        .and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}

/// Writes a line to the standard error. When even that is gone, nobody is there to be told.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
}

/// The width of the terminal that shows the standard output.
pub fn width() -> u16 {
    match terminal_size::terminal_size_of(io::stdout()) {
        Some((terminal_size::Width(columns), _)) if columns > 0 => columns,
        _ => PIPE_WIDTH,
    }
}

/// Whether texts on the standard error may have colours, and how wide they may be.
pub fn colour_width() -> Option<usize> {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if plain || !io::stderr().is_terminal() {
        return None;
    }
    terminal_size::terminal_size_of(io::stderr()).map(|(columns, _)| usize::from(columns.0).clamp(60, 120))
}

/// Finds out whether a file could be written before minutes are spent on what is to be in it.
pub fn check_writable(path: &Path) -> Result<(), Failure> {
    let attempt = || -> io::Result<()> {
        if path.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => tempfile::tempfile_in(folder),
            _ => tempfile::tempfile_in("."),
        }
        .map(drop)
    };
    attempt().map_err(|source| Failure::File(FileError::Write { path: path.to_owned(), source }))
}
