//! Looks for a program of the right version: on PATH, in cargo's bin folder, in the project's own tools.

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;
use crate::project::Project;

/// The folders to look in, in order.
pub struct Places(Vec<PathBuf>);

impl Places {
    pub fn of(project: &Project) -> Self {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo")));
        let tools = project.tools();
        let own = [tools.join("bin"), tools.join("npm/node_modules/.bin")];
        Self(std::env::split_paths(&path).chain(cargo_home.map(|home| home.join("bin"))).chain(own).collect())
    }

    /// The first program of that name whose `--version` is accepted.
    pub fn find(&self, program: &str, accepted: impl Fn(&str) -> bool) -> Option<PathBuf> {
        let candidates = self.0.iter().flat_map(|folder| in_folder(folder, program));
        candidates.into_iter().find(|path| process::output(Command::new(path).arg("--version")).is_ok_and(|said| accepted(&said)))
    }
}

/// The first program of that name on a PATH, whatever its version.
pub fn on(path: &OsStr, program: &str) -> Option<PathBuf> {
    std::env::split_paths(path).find_map(|folder| in_folder(&folder, program).next())
}

/// The program beside another one.
pub fn sibling(program: &Path, name: &str) -> PathBuf {
    program.with_file_name(format!("{name}{EXE_SUFFIX}"))
}

/// npm makes `.cmd` files on Windows.
fn in_folder(folder: &Path, program: &str) -> impl Iterator<Item = PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    endings
        .iter()
        .map(move |ending| folder.join(format!("{program}{ending}")))
        .filter(|path| path.is_file())
        .collect::<Vec<_>>()
        .into_iter()
}

/// The version in `trunk 0.21.14`: the first word that begins with a digit.
pub fn version(said: &str) -> Option<&str> {
    said.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_first_word_that_begins_with_a_digit() {
        for (said, expected) in [
            ("trunk 0.21.14\n", Some("0.21.14")),
            ("wasm-bindgen 0.2.130", Some("0.2.130")),
            ("Chromium 156.0.8078.79 built on Debian", Some("156.0.8078.79")),
            ("v20.1.0", None),
            ("", None),
        ] {
            assert_eq!(version(said), expected, "{said}");
        }
    }

    #[test]
    fn only_a_program_of_the_right_version_is_found() {
        let cargo = PathBuf::from(env!("CARGO"));
        let places = Places(vec!["/no/such/folder".into(), cargo.parent().unwrap().into()]);
        assert_eq!(places.find("cargo", |said| said.starts_with("cargo")), Some(cargo));
        assert_eq!(places.find("cargo", |said| said.starts_with("trunk")), None);
        assert_eq!(places.find("no-such-program", |_| true), None);
    }
}
