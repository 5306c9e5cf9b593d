//! `cargo xtask bench`: the figures that the project promises, measured on this machine.

use anyhow::{Result, ensure};

use crate::cli::BenchChoice;
use crate::project::Project;
use crate::tools::{Need, Toolbox};
use crate::{dist, process, tools};

/// The drivers of the page's benches, which open the release build in Chromium: the painter alone, fed with long answers, and the whole
/// page with the simulator's.
const PAGE_BENCHES: [&str; 2] = ["tests/e2e/bench/bench.mjs", "tests/e2e/bench/page.mjs"];

/// # Errors
/// When something cannot be built or a bench fails.
pub fn run(project: &Project, choice: BenchChoice) -> Result<()> {
    if choice != BenchChoice::Page {
        tools::say("measuring the core");
        process::run(project.cargo().args(["bench", "--package", "lineup-core", "--benches"]))?;
    }
    if choice != BenchChoice::Core {
        dist::make_current(project)?;
        tools::say("measuring the page");
        // The painter's page is built as the release is: with its id, or the workers would be refused, and with the same tools on PATH.
        let toolbox = Toolbox::prepare(project, Need::Release)?;
        let chromium = tools::packages_and_chromium(&project.join("tests/e2e"))?;
        let (replay, build) = (project.build("lineup-replay")?, dist::build_id(project)?);
        // One that misses an aim does not keep the other from being measured.
        let mut failed = Vec::new();
        for bench in PAGE_BENCHES {
            ensure!(project.join(bench).is_file(), "{bench} is missing");
            let mut node = toolbox.command(project, tools::node()?.get_program());
            node.env("LINEUP_BUILD", &build)
                .env("LINEUP_CHROMIUM", &chromium)
                .env("LINEUP_DIST", project.dist())
                .env("LINEUP_REPLAY", &replay);
            if let Err(error) = process::run(node.current_dir(project.root()).arg(bench)) {
                tools::say(&format!("{error:#}"));
                failed.push(bench);
            }
        }
        ensure!(failed.is_empty(), "not within the aims: {}", failed.join(", "));
    }
    Ok(())
}
