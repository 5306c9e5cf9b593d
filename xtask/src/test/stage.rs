//! The stages: what each one runs, and how its result is counted.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::rules;
use super::skips::SkipLog;
use super::totals::Totals;
use crate::cli::DistOptions;
use crate::dist;
use crate::process;
use crate::project::Project;
use crate::tools::{self, Need, Toolbox, WASM};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Rules,
    Format,
    ClippyHost,
    ClippyWasm,
    Host,
    Browser,
    Dist,
    EndToEnd,
}

impl Stage {
    /// In the order in which they run: cheap ones first.
    pub const ALL: [Self; 8] =
        [Self::Rules, Self::Format, Self::ClippyHost, Self::ClippyWasm, Self::Host, Self::Browser, Self::Dist, Self::EndToEnd];

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Format => "fmt",
            Self::ClippyHost => "clippy",
            Self::ClippyWasm => "clippy-wasm",
            Self::Host => "host",
            Self::Browser => "browser",
            Self::Dist => "dist",
            Self::EndToEnd => "e2e",
        }
    }

    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == word)
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Rules => "house rules",
            Self::Format => "cargo fmt",
            Self::ClippyHost => "clippy, host",
            Self::ClippyWasm => "clippy, wasm",
            Self::Host => "host tests and doc tests",
            Self::Browser => "browser tests",
            Self::Dist => "release build",
            Self::EndToEnd => "end-to-end tests",
        }
    }

    /// Left out by `--quick`.
    pub fn is_slow(self) -> bool {
        matches!(self, Self::Dist | Self::EndToEnd)
    }

    pub fn has_named_tests(self) -> bool {
        matches!(self, Self::Host | Self::Browser | Self::EndToEnd)
    }
}

/// What the stages share.
pub struct Context<'a> {
    project: &'a Project,
    /// `--package` for each that runs in the browser.
    browser: Vec<String>,
    /// Parts of test names; none means all tests.
    names: &'a [String],
}

impl<'a> Context<'a> {
    pub fn new(project: &'a Project, names: &'a [String]) -> Result<Self> {
        let browser = project.browser_packages()?.iter().map(|name| format!("--package={name}")).collect();
        Ok(Self { project, browser, names })
    }

    /// # Errors
    /// When the stage cannot do its work at all.
    pub fn run(&self, stage: Stage) -> Result<Totals> {
        match stage {
            Stage::Rules => Ok(Totals::of_one(rules::check(self.project)?)),
            Stage::Format => once(self.project.cargo().args(["fmt", "--all", "--check"])),
            Stage::ClippyHost => self.clippy(&self.not_only_for_the_browser()),
            Stage::ClippyWasm => self.clippy(&[&["--target".into(), WASM.into()], self.browser.as_slice()].concat()),
            Stage::Host => self.host(),
            Stage::Browser => self.browser(),
            Stage::Dist => dist::run(self.project, &DistOptions::default()).map(|()| Totals::PASSED),
            Stage::EndToEnd => self.end_to_end(),
        }
    }

    /// All but the workers, which are linted as what they are: programs for the browser, with libraries that take minutes to check.
    fn not_only_for_the_browser(&self) -> Vec<String> {
        let page = format!("--package={}", Project::PAGE);
        let workers = self.browser.iter().filter(|package| **package != page).map(|package| package.replace("--package", "--exclude"));
        std::iter::once("--workspace".to_owned()).chain(workers).collect()
    }

    fn clippy(&self, which: &[String]) -> Result<Totals> {
        once(self.project.cargo().args(["clippy", "--all-targets"]).args(which).args(["--", "-D", "warnings"]))
    }

    fn host(&self) -> Result<Totals> {
        let skips = SkipLog::start(&self.project.scratch())?;
        let mut cargo = self.project.cargo();
        cargo.args(["test", "--workspace", "--no-fail-fast", "--"]).args(self.names);
        let finished = process::tee(cargo.env(SkipLog::VARIABLE, skips.path()))?;
        let skipped = skips.read()?;
        for line in &skipped {
            println!("{line}");
        }
        Ok(Totals::from_libtest(&finished).with_skipped(skipped.len()))
    }

    fn browser(&self) -> Result<Totals> {
        let driver = tools::driver(self.project)?;
        let toolbox = Toolbox::prepare(self.project, Need::BrowserTests)?;
        let mut cargo = toolbox.cargo(self.project);
        // With targets named, cargo hands no doc tests to the browser.
        cargo.args(["test", "--no-fail-fast", "--lib", "--test", "*", "--target", WASM]).args(&self.browser);
        cargo.env("CHROMEDRIVER", driver).env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", self.project.join("tests/webdriver.json"));
        // A debug build of the page takes a while to load where two processors are all there is; its own limit is 20 seconds.
        cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        // The runner takes one name only.
        if let [name] = self.names {
            cargo.arg("--").arg(name);
        }
        Ok(Totals::from_libtest(&process::tee(&mut cargo)?))
    }

    fn end_to_end(&self) -> Result<Totals> {
        let folder = self.project.join("tests/e2e");
        ensure!(self.project.dist().join("index.html").is_file(), "there is no release build to test: run `cargo xtask dist` first");
        let replay = self.project.build("lineup-replay")?;
        let chromium = tools::packages_and_chromium(&folder)?;
        let mut node = tools::node()?;
        // A test that fails may leave a server open, and the whole run must not wait for it.
        node.current_dir(&folder).args(["--test", "--test-reporter=spec", "--test-concurrency=1", "--test-force-exit"]);
        node.args(self.names.iter().map(|name| format!("--test-name-pattern={name}"))).args(end_to_end_files(&folder)?);
        node.env("LINEUP_DIST", self.project.dist()).env("LINEUP_CHROMIUM", chromium).env("LINEUP_REPLAY", replay);
        Ok(Totals::from_node(&process::tee(&mut node)?))
    }
}

fn once(command: &mut Command) -> Result<Totals> {
    Ok(Totals::of_one(process::tee(command)?.success))
}

/// `*.test.mjs`, by name.
fn end_to_end_files(folder: &std::path::Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            names.push(name);
        }
    }
    ensure!(!names.is_empty(), "{} holds no *.test.mjs", folder.display());
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_is_found_by_its_name() {
        for stage in Stage::ALL {
            assert_eq!(Stage::named(stage.name()), Some(stage));
        }
        assert_eq!(Stage::named("sse"), None);
    }
}
