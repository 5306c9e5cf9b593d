//! `cargo xtask bench`: the figures that the project promises, measured on this machine.

use anyhow::{Result, ensure};

use crate::cli::{BenchChoice, DistOptions};
use crate::project::Project;
use crate::tools::{Need, Toolbox};
use crate::{dist, process, tools};

/// The driver of the page's bench: it opens the release build in Chromium, streams long answers, and prints main-thread times.
const PAGE_BENCH: &str = "tests/e2e/bench/bench.mjs";

/// # Errors
/// When something cannot be built or a bench fails.
pub fn run(project: &Project, choice: BenchChoice) -> Result<()> {
    if choice != BenchChoice::Page {
        tools::say("measuring the core");
        process::run(project.cargo().args(["bench", "--package", "lineup-core", "--benches"]))?;
    }
    if choice != BenchChoice::Core {
        ensure!(project.join(PAGE_BENCH).is_file(), "{PAGE_BENCH} is missing");
        dist::run(project, &DistOptions::default())?;
        tools::say("measuring the page");
        // The painter's page is built as the release is: with its id, or the workers would be refused, and with the same tools on PATH.
        let toolbox = Toolbox::prepare(project, Need::Release)?;
        let mut node = toolbox.command(project, tools::node()?.get_program());
        node.env("LINEUP_BUILD", dist::build_id(project)?);
        node.env("LINEUP_CHROMIUM", tools::packages_and_chromium(&project.join("tests/e2e"))?);
        node.env("LINEUP_DIST", project.dist()).env("LINEUP_REPLAY", project.build("lineup-replay")?);
        process::run(node.current_dir(project.root()).arg(PAGE_BENCH))?;
    }
    Ok(())
}
