//! What the tests of several crates share: where the recordings lie, and how a test says that it was skipped.
//!
//! Cargo knows no skipped test: a test that returns early counts as passed. So a test that lacks what it needs writes one line to the
//! file named by `LINEUP_SKIP_LOG`; `cargo xtask test` sets that variable, takes those tests out of "passed", and counts them as "skipped".
//!
//! ```
//! # fn check(_: &std::path::Path) {}
//! fn every_recording_folds() {
//!     let Some(streams) = lineup_test_support::shared("streams") else { return };
//!     check(&streams);
//! }
//! ```

pub mod hostile;

use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Names the folder that holds `streams` and `facts/openapi`. Unset: the tests that need it are skipped.
pub const SHARED_VARIABLE: &str = "LINEUP_SHARED";

/// Names the file that takes one line per skipped test. Unset: the skip is only printed.
pub const SKIP_LOG_VARIABLE: &str = "LINEUP_SKIP_LOG";

/// The shared folder, or `None` after reporting this test as skipped.
///
/// # Panics
/// When `LINEUP_SHARED` is set and no such folder exists: a wrong path must not pass for "nothing to test".
pub fn shared_dir() -> Option<PathBuf> {
    let folder = folder_from(std::env::var_os(SHARED_VARIABLE).as_deref());
    if folder.is_none() {
        skipped(&format!("{SHARED_VARIABLE} is not set"));
    }
    folder
}

/// A file or folder below the shared folder (`streams`, `facts/openapi`), or `None` after reporting this test as skipped.
///
/// # Panics
/// As [`shared_dir`], and when the folder lacks `below`.
pub fn shared(below: impl AsRef<Path>) -> Option<PathBuf> {
    let path = shared_dir()?.join(below);
    assert!(path.exists(), "{SHARED_VARIABLE} holds no {}", path.display());
    Some(path)
}

/// Reports the test that calls this as skipped. The caller returns right after.
///
/// # Panics
/// When the log cannot be written: a skip that nobody counts would look like a pass.
pub fn skipped(reason: &str) {
    let line = skip_line(&test_name(), reason);
    println!("{line}");
    if let Some(log) = std::env::var_os(SKIP_LOG_VARIABLE) {
        append(Path::new(&log), &line).unwrap_or_else(|error| panic!("cannot write {}: {error}", Path::new(&log).display()));
    }
}

fn folder_from(variable: Option<&OsStr>) -> Option<PathBuf> {
    let folder = PathBuf::from(variable.filter(|value| !value.is_empty())?);
    assert!(folder.is_dir(), "{SHARED_VARIABLE} names {}, which is no folder", folder.display());
    Some(folder)
}

/// The test harness names each thread after its test; the program's name tells apart tests of the same name in two crates.
fn test_name() -> String {
    let program = std::env::current_exe().ok();
    let program = program.as_deref().and_then(Path::file_stem).map_or_else(|| "test".into(), OsStr::to_string_lossy);
    let thread = std::thread::current();
    format!("{program}::{}", thread.name().unwrap_or("unnamed"))
}

fn skip_line(test: &str, reason: &str) -> String {
    format!("skipped: {test}: {}", reason.replace(['\n', '\r'], " "))
}

fn append(log: &Path, line: &str) -> std::io::Result<()> {
    // One write call: lines of tests that run side by side must not mix.
    OpenOptions::new().create(true).append(true).open(log)?.write_all(format!("{line}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unset_or_empty_variable_means_no_folder() {
        assert_eq!(folder_from(None), None);
        assert_eq!(folder_from(Some(OsStr::new(""))), None);
    }

    #[test]
    fn an_existing_folder_is_taken() {
        let here = env!("CARGO_MANIFEST_DIR");
        assert_eq!(folder_from(Some(OsStr::new(here))), Some(PathBuf::from(here)));
    }

    #[test]
    #[should_panic(expected = "which is no folder")]
    fn a_wrong_path_fails_instead_of_skipping() {
        folder_from(Some(OsStr::new("no/such/folder")));
    }

    #[test]
    fn a_skip_is_one_line_whatever_the_reason() {
        assert_eq!(skip_line("core::folds", "two\nlines"), "skipped: core::folds: two lines");
    }

    #[test]
    fn the_name_of_a_skipped_test_is_the_name_of_its_thread() {
        let name = std::thread::Builder::new().name("some::test".into()).spawn(test_name).unwrap().join().unwrap();
        assert!(name.ends_with("::some::test"), "{name}");
    }

    #[test]
    fn the_log_grows_by_one_line_per_skip() {
        let log = std::env::temp_dir().join(format!("lineup-skip-log-{}", std::process::id()));
        append(&log, "skipped: a: b").unwrap();
        append(&log, "skipped: c: d").unwrap();
        let text = std::fs::read_to_string(&log).unwrap();
        std::fs::remove_file(&log).unwrap();
        assert_eq!(text, "skipped: a: b\nskipped: c: d\n");
    }
}
