//! A page printed to PDF by a browser that the user has.
//!
//! # Invariants
//!
//! * The browser works in a folder of its own that is gone afterwards, with the page as a file: it asks no address for
//!   anything, and the page forbids it.
//! * A browser that hangs is ended.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::exit::Failure;
use crate::files::{self, FileError};
use crate::texts::{Said, say};

/// How long a browser may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// Programs that print in the way of Chromium, by the names that systems give them.
const NAMES: [&str; 8] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
];

/// Where they are when they are not on the path.
const PLACES: [&str; 5] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
];

/// A browser that can print.
#[derive(Debug)]
pub struct Browser(PathBuf);

impl Browser {
    /// Finds the one that the user names, or else the first that is installed.
    pub fn find() -> Result<Self, Failure> {
        if let Some(named) = env::var_os("REISAGENDA_BROWSER").filter(|named| !named.is_empty()) {
            let path = PathBuf::from(named);
            if path.is_file() {
                return Ok(Browser(path));
            }
            let path = path.display();
            return Err(Failure::input(
                &say!(
                    "REISAGENDA_BROWSER noemt `{path}`, en dat is geen bestand",
                    "REISAGENDA_BROWSER names `{path}`, which is no file"
                ),
                &say!(
                    "geef het hele pad van een Chromium, Chrome of Edge",
                    "give the whole path of a Chromium, Chrome or Edge"
                ),
            ));
        }
        let folders: Vec<PathBuf> =
            env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
        let on_path = NAMES.iter().flat_map(|name| {
            folders.iter().map(move |folder| folder.join(name).with_extension(env::consts::EXE_EXTENSION))
        });
        on_path.chain(PLACES.map(PathBuf::from)).find(|path| path.is_file()).map(Browser).ok_or_else(|| {
            Failure::input(
                &say!(
                    "er is geen browser gevonden die een PDF kan maken",
                    "no browser was found that can print a PDF"
                ),
                &say!(
                    "installeer Chromium, Chrome of Edge, of noem er een in REISAGENDA_BROWSER; of open de pagina in een \
                     browser en druk haar af, A3 liggend",
                    "install Chromium, Chrome or Edge, or name one in REISAGENDA_BROWSER; or open the page in any browser \
                     and print it, A3 landscape"
                ),
            )
        })
    }

    /// Returns the page as PDF.
    pub fn print(&self, page: &str) -> Result<Vec<u8>, Failure> {
        let here = |source| FileError::Write { path: env::temp_dir(), source };
        let folder = tempfile::Builder::new().prefix("reisagenda-pdf-").tempdir().map_err(here)?;
        let (source, target) = (folder.path().join("page.html"), folder.path().join("page.pdf"));
        fs::write(&source, page).map_err(here)?;
        let mut command = Command::new(&self.0);
        command
            .args(["--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--disable-extensions", "--no-pdf-header-footer"])
            .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
            .arg(format!("--print-to-pdf={}", target.display()));
        if is_root(folder.path()) {
            // Chromium refuses its sandbox to root, as in a container. What it opens is our own page.
            command.arg("--no-sandbox");
        }
        let child = command.arg(&source).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let ended = child.map_err(|error| self.failure(&files::reason(&error))).and_then(|child| self.wait(child))?;
        if !ended.success() || !target.is_file() {
            return Err(self.failure(&say!("hij eindigde zonder PDF ({ended})", "it ended without a PDF ({ended})")));
        }
        Ok(files::read(&target)?)
    }

    /// Waits for the browser, but not for ever.
    fn wait(&self, mut child: Child) -> Result<ExitStatus, Failure> {
        let started = Instant::now();
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return Ok(status),
                Ok(None) if started.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(30)),
                Ok(None) => {
                    // It may have ended in this very moment; either way it is gone.
                    let _ = child.kill();
                    let _ = child.wait();
                    let seconds = PATIENCE.as_secs();
                    let what = say!("het duurde langer dan {seconds} seconden", "it took more than {seconds} seconds");
                    return Err(self.failure(&what));
                }
                Err(error) => return Err(self.failure(&files::reason(&error))),
            }
        }
    }

    fn failure(&self, what: &Said) -> Failure {
        let browser = self.0.display();
        Failure::input(
            &say!("`{browser}` kon de pagina niet afdrukken: {what}", "`{browser}` could not print the page: {what}"; what),
            &say!(
                "noem een andere Chromium, Chrome of Edge in REISAGENDA_BROWSER, of open de pagina in een browser en druk \
                 haar af, A3 liggend",
                "name another Chromium, Chrome or Edge in REISAGENDA_BROWSER, or open the page in a browser and print it, \
                 A3 landscape"
            ),
        )
    }
}

/// Whether a folder that this process made belongs to root.
#[cfg(unix)]
fn is_root(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(folder).is_ok_and(|made| made.uid() == 0)
}

#[cfg(not(unix))]
fn is_root(_folder: &Path) -> bool {
    false
}
