//! Node and npm: wasm-opt comes from npm, and the end-to-end tests run in Node.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::{missing, say, search};
use crate::process;

/// The oldest Node that runs the end-to-end tests.
const OLDEST: u32 = 20;

/// Node itself.
///
/// # Errors
/// When it is missing or too old, and cannot be installed.
pub fn node() -> Result<Command> {
    if !node_fits() && debian_root() {
        install_on_debian(&["nodejs", "npm"])?;
    }
    if !node_fits() {
        return missing(&format!("Node {OLDEST} or later"), "Install it from https://nodejs.org or your package manager, with npm.");
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
    process::output(Command::new("node").arg("--version")).is_ok_and(|said| major(&said).is_some_and(|major| major >= OLDEST))
}

/// `v20.11.1` is 20.
fn major(said: &str) -> Option<u32> {
    said.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
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
    fn the_major_version_is_read() {
        assert_eq!(major("v20.11.1\n"), Some(20));
        assert_eq!(major("v8"), Some(8));
        assert_eq!(major("node"), None);
    }
}
