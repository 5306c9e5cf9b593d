//! What the one who hosts the page sets: the file beside index.html, checked before a build of minutes begins, and what follows for the policy.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::project::Project;

/// The file, beside index.html. `assets/` has the one that sets nothing: without it browsers would note a missing file.
pub const FILE: &str = "lineup.config.json";

/// Where requests can go.
#[derive(Debug, PartialEq, Eq)]
pub enum Destinations {
    /// People's servers live on any host, their own network included.
    Any,
    /// Only to these origins, beside the page's own: the host has pinned its endpoints.
    Only(Vec<String>),
}

/// Checks a configuration with the core's own rules.
///
/// # Errors
/// When it cannot be used; what is wrong has been printed then.
pub fn check(project: &Project, file: &Path) -> Result<Destinations> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(project.root()).args(["run", "--quiet", "--package", "lineup-core", "--example", "config", "--"]);
    let file = std::path::absolute(file)?;
    let printed = process::stdout(cargo.arg(&file)).with_context(|| format!("{} cannot be used", file.display()))?;
    destinations(&printed)
}

fn destinations(printed: &str) -> Result<Destinations> {
    let origins: Vec<String> = printed.lines().map(str::to_owned).collect();
    if origins == ["*"] {
        return Ok(Destinations::Any);
    }
    for origin in &origins {
        // CSP 3, section 2.3.1: a host-source has no place for an IPv6 address.
        ensure!(!origin.contains('['), "a Content-Security-Policy cannot name {origin}: give the host a name");
    }
    Ok(Destinations::Only(origins))
}

/// Puts the file into the built folder.
pub fn add(folder: &Path, file: &Path) -> Result<()> {
    fs::copy(file, folder.join(FILE)).with_context(|| format!("cannot copy {}", file.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_where_requests_can_go() {
        assert_eq!(destinations("*\n").unwrap(), Destinations::Any);
        assert_eq!(destinations("https://a\nhttp://b:1\n").unwrap(), Destinations::Only(vec!["https://a".into(), "http://b:1".into()]));
        assert!(destinations("http://[::1]:8000\n").is_err());
    }
}
