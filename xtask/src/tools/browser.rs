//! A Chromium and its driver: from the system, from Debian's packages, or (the browser) through Playwright.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::node::{debian_root, install_on_debian, node, npm};
use super::{missing, say, search};
use crate::process;
use crate::project::Project;

/// Names a Chromium to use before any other.
const VARIABLE: &str = "LINEUP_CHROMIUM";

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const PLACES: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
];

/// Installs the npm packages of the folder (playwright-core is one of them) and finds Chromium or Chrome.
///
/// # Errors
/// When one of them is missing and cannot be installed.
pub fn packages_and_chromium(folder: &Path) -> Result<PathBuf> {
    // npm writes its own copy of the lock file last: an older one belongs to other versions.
    let written = |file: &str| std::fs::metadata(folder.join(file)).and_then(|file| file.modified()).ok();
    if written("node_modules/.package-lock.json") < written("package-lock.json") {
        say("installing the npm packages of the end-to-end tests");
        process::run(npm()?.current_dir(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    }
    chromium(folder)
}

fn chromium(packages: &Path) -> Result<PathBuf> {
    if let Some(found) = on_system() {
        return Ok(found);
    }
    from_debian();
    if on_system().is_none() {
        say("downloading Chromium through Playwright");
        process::run(node()?.current_dir(packages).args(["node_modules/playwright-core/cli.js", "install", "chromium"]))?;
    }
    if let Some(found) = on_system().or_else(|| of_playwright(packages)) {
        return Ok(found);
    }
    missing("a Chromium", &format!("Install Chromium or Chrome, or name one in {VARIABLE}."))
}

/// Installs what Debian has, as root there. Where that fails, as on Ubuntu, whose packages of these names want snap, it says so: there are
/// other ways.
fn from_debian() {
    if debian_root()
        && let Err(error) = install_on_debian(&["chromium", "chromium-driver"])
    {
        say(&format!("{error:#}"));
    }
}

/// The driver that wasm-bindgen's test runner talks to.
///
/// # Errors
/// When there is none and none can be installed.
pub fn driver(project: &Project) -> Result<PathBuf> {
    if let Some(found) = driver_on_system(project) {
        return Ok(found);
    }
    from_debian();
    match driver_on_system(project) {
        Some(found) => Ok(found),
        None => missing(
            "chromedriver",
            "Install the one that matches your Chrome: `apt install chromium chromium-driver`, `brew install --cask chromedriver`, \
             or https://googlechromelabs.github.io/chrome-for-testing/; put it on PATH or name it in CHROMEDRIVER.",
        ),
    }
}

fn driver_on_system(project: &Project) -> Option<PathBuf> {
    let named = std::env::var_os("CHROMEDRIVER").map(PathBuf::from).filter(|path| path.is_file());
    named.or_else(|| search::Places::of(project).find("chromedriver", |_| true))
}

fn on_system() -> Option<PathBuf> {
    let named = std::env::var_os(VARIABLE).map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = NAMES.iter().filter_map(|name| search::on(&path, name));
    named.into_iter().chain(found).chain(PLACES.iter().map(PathBuf::from)).find(|program| program.is_file())
}

fn of_playwright(packages: &Path) -> Option<PathBuf> {
    let script = "process.stdout.write(require('playwright-core').chromium.executablePath())";
    let path = process::output(Command::new("node").current_dir(packages).args(["-e", script])).ok()?;
    Some(PathBuf::from(path)).filter(|program| program.is_file())
}
