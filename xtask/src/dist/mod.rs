//! `cargo xtask dist`: a folder for any static host and any sub-path, with its policy, and its sizes.

mod build_id;
mod config;
mod current;
pub mod offline;
mod policy;
mod sizes;
mod split;

pub use build_id::of as build_id;
use config::Destinations;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::cli::DistOptions;
use crate::process;
use crate::project::Project;
use crate::site::{cell, programs};
use crate::tools::{Need, Toolbox, WASM, say};

/// What hosts answer with where there is nothing. Without such a file Cloudflare Pages takes the site for an application that answers
/// every address itself, and sends index.html for all of them, without the headers that index.html has.
const NOT_FOUND: &str = "404.html";

/// GitHub Pages, published from a branch, leaves out names that begin with `_` unless this file is there.
const NO_JEKYLL: &str = ".nojekyll";

/// Builds `dist/` and prints what it weighs.
///
/// # Errors
/// When a tool cannot be had, the configuration cannot be used, or the build fails.
pub fn run(project: &Project, options: &DistOptions) -> Result<()> {
    let destinations = options.config.as_deref().map_or(Ok(Destinations::Any), |file| config::check(project, file))?;
    let toolbox = Toolbox::prepare(project, Need::Release)?;
    say("building the release");
    remove_old_snippets(&project.target()?)?;
    let mut trunk = toolbox.trunk(project, "build")?;
    trunk.arg("--release").env("LINEUP_BUILD", build_id(project)?).env(split::VARIABLE, "1");
    process::run(&mut trunk)?;

    let folder = project.dist();
    split::take_apart(project, &toolbox, &folder)?;
    if let Some(file) = &options.config {
        config::add(&folder, file)?;
    }
    fs::copy(project.join("assets").join(NOT_FOUND), folder.join(NOT_FOUND)).context("cannot write the page for what is not there")?;
    fs::write(folder.join(NO_JEKYLL), "").context("cannot write .nojekyll")?;
    let page = folder.join("index.html");
    let html = read(&page)?;
    let policy = policy::for_page(&html, &destinations);
    let html = policy::inserted(&html, &policy)?;
    fs::write(&page, &html).with_context(|| format!("cannot write {}", page.display()))?;
    // The same scripts, so the same policy.
    let cell = folder.join(cell::FILE);
    fs::write(&cell, policy::inserted(&read(&cell)?, &policy)?).with_context(|| format!("cannot write {}", cell.display()))?;
    offline::add(&folder, &project.join("assets").join(offline::WORKER))?;
    fs::write(folder.join("_headers"), policy::headers_file(&policy, &files(&folder)?)).context("cannot write dist/_headers")?;

    let sizes = sizes::Sizes::of(&folder, &html)?;
    println!("\n{sizes}");
    sizes.check()?;
    current::note(project, options.config.is_none())?;
    say("dist/ is ready: copy it to any static host, under any path");
    Ok(())
}

/// As [`run`] without options, where `dist/` is not what it would make.
///
/// # Errors
/// As [`run`].
pub fn make_current(project: &Project) -> Result<()> {
    if current::is_current(project) {
        say("dist/ is up to date");
        return Ok(());
    }
    run(project, &DistOptions::default())
}

/// Compiles what [`run`] will put together: the tools, the page and its workers, with the commands that Trunk gives. Their link-time
/// optimisation keeps one processor busy for minutes, so that `cargo xtask test` lets it run beside its other stages.
///
/// # Errors
/// As [`run`].
pub fn compile(project: &Project) -> Result<()> {
    let toolbox = Toolbox::prepare(project, Need::Release)?;
    let build_id = build_id(project)?;
    let page = project.join("index.html");
    let html = read(&page)?;
    for program in programs::listed(&html)? {
        let mut cargo = toolbox.cargo(project);
        cargo.args(["build", "--target", WASM, "--manifest-path", program.manifest, "--profile", program.profile, "--bin", program.bin]);
        process::run(cargo.env("LINEUP_BUILD", &build_id).env(split::VARIABLE, "1"))?;
    }
    Ok(())
}

/// wasm-bindgen adds its snippets to a folder that outlives builds, and Trunk ships whatever lies in it.
fn remove_old_snippets(target: &Path) -> Result<()> {
    let folder = target.join("wasm-bindgen/release/snippets");
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

fn read(page: &Path) -> Result<String> {
    fs::read_to_string(page).with_context(|| format!("cannot read {}", page.display()))
}

/// The names of all files below the folder, in order, with `/` between their parts.
fn files(folder: &Path) -> Result<Vec<String>> {
    fn list(folder: &Path, prefix: &str, names: &mut Vec<String>) -> Result<()> {
        for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                list(&entry.path(), &format!("{name}/"), names)?;
            } else {
                names.push(name);
            }
        }
        Ok(())
    }
    let mut names = Vec::new();
    list(folder, "", &mut names)?;
    names.sort();
    Ok(names)
}
