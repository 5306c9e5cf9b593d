//! Node and npm: wasm-opt comes from npm, and the end-to-end tests run in Node.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::{missing, say, search};
use crate::process;

/// The oldest Node that runs the end-to-end tests.
const OLDEST: (u32, u32) = (20, 15);

/// Node itself.
///
/// # Errors
/// When it is missing or too old, and cannot be installed.
pub fn node() -> Result<Command> {
    if !node_fits() && debian_root() {
        install_on_debian(&["nodejs", "npm"])?;
    }
    if !node_fits() {
        return missing(
            &format!("Node {}.{} or later", OLDEST.0, OLDEST.1),
            "Install it from https://nodejs.org or your package manager, with npm.",
        );
    }
    Ok(Command::new("node"))
}

/// npm, ready to be run.
///
/// # Errors
/// As [`node`].
pub fn npm() -> Result<Command> {
    node()?;
    let program = std::env::var_os("PATH").and_then(|path| search::on(&path, "npm"));
    let program: PathBuf = match program {
        Some(program) => program,
        None => return missing("npm", "Install it beside Node, from https://nodejs.org or your package manager."),
    };
    let mut command = Command::new(program);
    command.env("npm_config_update_notifier", "false").env("npm_config_loglevel", "error");
    Ok(command)
}

fn node_fits() -> bool {
    process::output(Command::new("node").arg("--version")).is_ok_and(|said| version(&said).is_some_and(|version| version >= OLDEST))
}

/// `v20.11.1` is 20 and 11.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut parts = said.trim().strip_prefix('v')?.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

/// Whether packages may be installed without asking anybody: root, on a system with apt.
pub fn debian_root() -> bool {
    std::path::Path::new("/etc/debian_version").exists() && process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// # Errors
/// When apt cannot install them.
pub fn install_on_debian(packages: &[&str]) -> Result<()> {
    say(&format!("installing {} with apt", packages.join(" and ")));
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet=2");
        command
    };
    process::output(apt().arg("update"))?;
    process::output(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_and_compared_in_both_its_numbers() {
        assert_eq!(version("v20.11.1\n"), Some((20, 11)));
        assert_eq!(version("v8"), None);
        assert_eq!(version("node"), None);
        for (said, fits) in [("v20.14.9", false), ("v20.15.0", true), ("v22.0.0", true), ("v18.20.4", false)] {
            assert_eq!(version(said).is_some_and(|version| version >= OLDEST), fits, "{said}");
        }
    }
}
