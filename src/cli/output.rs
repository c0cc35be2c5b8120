//! Writing to the standard output and the standard error.

use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use super::exit::Failure;
use crate::files::FileError;
use crate::texts::say;

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

/// Writes files that are not there yet to a folder, which is made when it is not there; all of them, or none when one is
/// there already.
pub fn write_new_files(folder: &Path, files: &[(&str, &str)]) -> Result<(), Failure> {
    let files: Vec<(PathBuf, &str)> = files.iter().map(|&(name, text)| (folder.join(name), text)).collect();
    if let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        let path = path.display();
        return Err(Failure::input(
            &say!(
                "`{path}` bestaat al, en er wordt niets overschreven",
                "`{path}` is there already, and nothing is overwritten"
            ),
            &say!("kies een andere map", "choose another folder"),
        ));
    }
    fs::create_dir_all(folder).map_err(|source| FileError::Write { path: folder.to_owned(), source })?;
    for (path, text) in files {
        write_new(&path, text.as_bytes()).map_err(|source| FileError::Write { path, source })?;
    }
    Ok(())
}

/// Writes a file that is not there yet; a file that could not be finished is taken away again.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // It is our own file, made a moment ago; where even this fails, the first error says why.
        let _ = fs::remove_file(path);
    }
    written
}
