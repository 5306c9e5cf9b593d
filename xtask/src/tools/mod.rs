//! The programs that build and test the page: found where they are, or installed into the project's own folder.

mod browser;
mod download;
mod lockfile;
mod node;
mod pinned;
mod search;

pub use browser::{driver, packages_and_chromium};
pub use node::node;

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::project::{Project, cargo_program};
use pinned::Release;
use search::Places;

/// The wasm target of the page.
pub const WASM: &str = "wasm32-unknown-unknown";

/// What a command needs beyond cargo.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// wasm-bindgen's test runner.
    BrowserTests,
    /// Trunk and wasm-bindgen.
    Develop,
    /// The same, wasm-opt and wasm-split.
    Release,
}

/// Tools that are ready to be called.
pub struct Toolbox {
    /// The folders of all tools, before the rest of PATH: Trunk and cargo find the right versions there and download none.
    path: OsString,
}

impl Toolbox {
    /// Finds each tool, or installs it, saying so.
    ///
    /// # Errors
    /// When a tool is missing and cannot be installed; the error says what to do.
    pub fn prepare(project: &Project, need: Need) -> Result<Self> {
        wasm_target(project)?;
        // One installs, others wait and find what it installed.
        let lock = project.tools().join("lock");
        std::fs::create_dir_all(project.tools()).with_context(|| format!("cannot make {}", project.tools().display()))?;
        let lock = File::create(&lock).with_context(|| format!("cannot write {}", lock.display()))?;
        lock.lock().context("cannot wait for another command that installs tools")?;
        let places = Places::of(project);
        let mut folders = vec![folder(&wasm_bindgen(project, &places)?)?];
        if need != Need::BrowserTests {
            folders.push(folder(&trunk(project, &places)?)?);
        }
        if need == Need::Release {
            folders.push(folder(&wasm_opt(project, &places)?)?);
            folders.push(folder(&wasm_split(project)?)?);
        }
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(folders.into_iter().chain(std::env::split_paths(&rest)))?;
        Ok(Self { path })
    }

    /// A program that sees the tools.
    pub fn command(&self, project: &Project, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(project.root()).env("PATH", &self.path);
        command
    }

    /// Where the tool of that name lies.
    ///
    /// # Errors
    /// When it was not asked for.
    pub fn find(&self, program: &str) -> Result<PathBuf> {
        search::on(&self.path, program).with_context(|| format!("{program} was there a moment ago, and is gone"))
    }

    pub fn cargo(&self, project: &Project) -> Command {
        self.command(project, cargo_program())
    }

    /// Trunk, after fetching all crates: it is told to stay off the network, so that it downloads no tool.
    pub fn trunk(&self, project: &Project, subcommand: &str) -> Result<Command> {
        process::run(project.cargo().args(["fetch", "--quiet", "--target", WASM]))?;
        let mut command = self.command(project, self.find("trunk")?);
        // Trunk reads NO_COLOR as a boolean and refuses the usual `NO_COLOR=1`.
        if std::env::var_os("NO_COLOR").is_some() {
            command.env("NO_COLOR", "true");
        }
        command.arg(subcommand).arg("--offline");
        Ok(command)
    }
}

fn folder(program: &Path) -> Result<PathBuf> {
    Ok(program.parent().context("a program lies in a folder")?.to_path_buf())
}

/// rust-toolchain.toml names the target, so that rustup brings it along; a Rust from elsewhere may lack it.
fn wasm_target(project: &Project) -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(project.root()).args(["--print", "target-libdir", "--target", WASM]);
    if Path::new(process::output(&mut rustc)?.trim()).is_dir() {
        return Ok(());
    }
    say(&format!("adding the Rust target {WASM}"));
    process::run(Command::new("rustup").current_dir(project.root()).args(["target", "add", WASM])).with_context(|| {
        format!("this Rust lacks the target {WASM}. With rustup: `rustup target add {WASM}`; with a Rust from a package manager: its wasm package")
    })
}

fn trunk(project: &Project, places: &Places) -> Result<PathBuf> {
    let version = pinned::TRUNK;
    let fits = |said: &str| search::version(said) == Some(version);
    if let Some(found) = places.find("trunk", fits) {
        return Ok(found);
    }
    if let Some(found) = downloaded(project, "Trunk", pinned::trunk_release(), &["trunk"], || places.find("trunk", fits)) {
        return Ok(found);
    }
    say(&format!("building Trunk {version} (some minutes, once)"));
    // Without its default features it has no TLS: it shall download nothing. Without its link-time optimisation it builds in half the time.
    let mut install = cargo_install(project, "trunk", version, &project.tools());
    install.args(["--locked", "--no-default-features"]);
    install.envs([
        ("CARGO_PROFILE_RELEASE_LTO", "off"),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ]);
    process::run(&mut install)?;
    places.find("trunk", fits).context("cargo installed Trunk, but it does not run")
}

/// The CLI has to be of the very version that the page is linked with. Its archive is taken where the checksums of that version are known;
/// else it is built from the registry, whose checksums cargo checks.
fn wasm_bindgen(project: &Project, places: &Places) -> Result<PathBuf> {
    let lock = std::fs::read_to_string(project.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    let version = lockfile::version(&lock, "wasm-bindgen")?;
    let fits = |said: &str| search::version(said) == Some(version);
    // The test runner comes with it; a package that leaves it out is of no use.
    let find = || places.find("wasm-bindgen", fits).filter(|found| search::sibling(found, "wasm-bindgen-test-runner").is_file());
    if let Some(found) = find() {
        return Ok(found);
    }
    let programs = ["wasm-bindgen", "wasm-bindgen-test-runner"];
    if let Some(found) = downloaded(project, "the wasm-bindgen CLI", pinned::wasm_bindgen_release(version), &programs, find) {
        return Ok(found);
    }
    say(&format!("building the wasm-bindgen CLI {version} (some minutes, once)"));
    process::run(cargo_install(project, "wasm-bindgen-cli", version, &project.tools()).env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"))?;
    find().context("cargo installed the wasm-bindgen CLI, but it does not run")
}

/// What `find` finds once the programs of a release are here. `None` if there is none for this system, no way to it, or if it does not run.
fn downloaded(
    project: &Project,
    what: &str,
    release: Option<Release>,
    programs: &[&str],
    find: impl Fn() -> Option<PathBuf>,
) -> Option<PathBuf> {
    let release = release?;
    say(&format!("downloading {what}"));
    if let Err(error) = download::install(&release, programs, &project.tools().join("bin")) {
        say(&format!("no download ({error:#})"));
        return None;
    }
    let found = find();
    if found.is_none() {
        say(&format!("what was downloaded of {what} does not run on this system"));
    }
    found
}

fn wasm_opt(project: &Project, places: &Places) -> Result<PathBuf> {
    let fits = |said: &str| pinned::wasm_opt_fits(said);
    if let Some(found) = places.find("wasm-opt", fits) {
        return Ok(found);
    }
    say("installing wasm-opt from npm");
    let folder = project.tools().join("npm");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    std::fs::write(folder.join("package.json"), pinned::BINARYEN_PACKAGE)?;
    std::fs::write(folder.join("package-lock.json"), pinned::BINARYEN_LOCK)?;
    process::run(node::npm()?.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    places.find("wasm-opt", fits).context("npm installed wasm-opt, but it does not run")
}

/// It does not tell its version: the name of its folder does.
fn wasm_split(project: &Project) -> Result<PathBuf> {
    let (package, version) = (pinned::WASM_SPLIT_PACKAGE, pinned::WASM_SPLIT);
    let root = project.tools().join(format!("wasm-split-{version}"));
    let program = root.join("bin").join(format!("wasm-split-cli{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        say(&format!("building wasm-split {version} (a minute, once)"));
        let mut install = cargo_install(project, package, version, &root);
        install.args(["--locked", "--features", "build-binary"]).env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        process::run(&mut install)?;
    }
    Ok(program)
}

fn cargo_install(project: &Project, package: &str, version: &str, root: &Path) -> Command {
    let mut command = project.cargo();
    command.args(["install", package, "--version", version, "--force", "--root"]).arg(root);
    command
}

/// One line of progress.
pub fn say(text: &str) {
    eprintln!("• {text}");
}

/// # Errors
/// Always: the machine lacks something that only its owner can install.
fn missing<T>(what: &str, how: &str) -> Result<T> {
    bail!("{what} is missing. {how}")
}
