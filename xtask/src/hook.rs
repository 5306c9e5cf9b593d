//! What Trunk calls before and after each build (see Trunk.toml), in development and for release alike; what the tests let run
//! beside themselves; and the last step of a release for folders that were built in another way.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::cli::Hook;
use crate::dist;
use crate::project::Project;
use crate::site::{cell, style, workers};

pub fn run(project: &Project, hook: Hook) -> Result<()> {
    match hook {
        Hook::Compile => dist::compile(project),
        Hook::Style => style::join(&project.join("style"), &project.scratch().join("lineup.css")),
        Hook::Workers => {
            let staging =
                std::env::var_os("TRUNK_STAGING_DIR").context("TRUNK_STAGING_DIR is not set: Trunk calls this hook, not people")?;
            let staging = PathBuf::from(staging);
            workers::name_by_content(&project.join("index.html"), &staging)?;
            cell::make(&staging)
        }
        Hook::Offline(folder) => dist::offline::add(&folder, &project.join("assets").join(dist::offline::WORKER)),
    }
}
