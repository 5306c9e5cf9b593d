//! Where things lie in this repository, and what the workspace consists of.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;

/// Names a folder that takes the place of `.tools/`, for instance one that several work trees share.
const TOOLS_VARIABLE: &str = "LINEUP_TOOLS";

/// The repository that this program was built from.
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// The package of the page.
    pub const PAGE: &str = "lineup";

    /// # Errors
    /// When the folder that this program was built in has gone.
    pub fn find() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().filter(|root| root.join("index.html").is_file());
        let Some(root) = root else { bail!("cannot find the repository around {}; run this with `cargo xtask`", manifest.display()) };
        Ok(Self { root: root.to_path_buf() })
    }

    /// One in another folder.
    #[cfg(test)]
    pub fn at(root: PathBuf) -> Self {
        Self { root }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn join(&self, below: impl AsRef<Path>) -> PathBuf {
        self.root.join(below)
    }

    /// The release build: what is copied to a host.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Made by commands, ignored by git, safe to delete.
    pub fn scratch(&self) -> PathBuf {
        self.root.join(".build")
    }

    /// Where missing tools are put.
    pub fn tools(&self) -> PathBuf {
        std::env::var_os(TOOLS_VARIABLE).filter(|path| !path.is_empty()).map_or_else(|| self.root.join(".tools"), PathBuf::from)
    }

    /// Cargo, run in the repository's root.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(cargo_program());
        command.current_dir(&self.root);
        command
    }

    /// Builds a program of the workspace for this machine, and says where it is.
    ///
    /// # Errors
    /// When it does not build.
    pub fn build(&self, package: &str) -> Result<PathBuf> {
        let messages = process::stdout(self.cargo().args(["build", "--message-format=json-render-diagnostics", "--package", package]))?;
        executable(&messages).with_context(|| format!("cargo built no program out of {package}"))
    }

    /// The packages that run in the browser: the page and the workers. All of them also build on this machine, for their tests.
    ///
    /// # Errors
    /// When cargo cannot read the workspace.
    pub fn browser_packages(&self) -> Result<Vec<String>> {
        browser_packages(&self.metadata()?, &self.root).context("the output of `cargo metadata` names no packages")
    }

    /// Where cargo builds.
    ///
    /// # Errors
    /// When cargo cannot read the workspace.
    pub fn target(&self) -> Result<PathBuf> {
        let metadata = self.metadata()?;
        let folder = metadata.get("target_directory").and_then(Value::as_str);
        folder.map(PathBuf::from).context("the output of `cargo metadata` names no target_directory")
    }

    fn metadata(&self) -> Result<Value> {
        let text = process::output(self.cargo().args(["metadata", "--format-version=1", "--no-deps"]))?;
        serde_json::from_str(&text).context("cannot read the output of `cargo metadata`")
    }
}

/// The cargo that runs us, so that its toolchain is kept.
pub fn cargo_program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The program among cargo's messages, one JSON object a line.
fn executable(messages: &str) -> Option<PathBuf> {
    let program = |line: &str| Some(PathBuf::from(serde_json::from_str::<Value>(line).ok()?.get("executable")?.as_str()?));
    messages.lines().rev().find_map(program)
}

fn browser_packages(metadata: &Value, root: &Path) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for package in metadata.get("packages")?.as_array()? {
        let folder = Path::new(package.get("manifest_path")?.as_str()?).parent()?;
        if folder == root || folder.starts_with(root.join("workers")) {
            names.push(package.get("name")?.as_str()?.to_owned());
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_page_and_the_workers_run_in_the_browser() {
        let metadata = json!({"packages": [
            {"name": "lineup", "manifest_path": "/r/Cargo.toml"},
            {"name": "lineup-core", "manifest_path": "/r/core/Cargo.toml"},
            {"name": "highlight", "manifest_path": "/r/workers/highlight/Cargo.toml"},
        ]});
        assert_eq!(browser_packages(&metadata, Path::new("/r")).unwrap(), ["lineup", "highlight"]);
        assert_eq!(browser_packages(&json!({}), Path::new("/r")), None);
    }

    #[test]
    fn the_program_is_read_from_cargos_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"executable\":null}\n\
            {\"reason\":\"compiler-artifact\",\"executable\":\"/target/debug/lineup-replay\"}\n\
            {\"reason\":\"build-finished\",\"success\":true}\n";
        assert_eq!(executable(messages), Some(PathBuf::from("/target/debug/lineup-replay")));
        assert_eq!(executable("{\"executable\":null}\nnoise"), None);
    }

    #[test]
    fn this_test_runs_out_of_the_target_folder() {
        let target = Project::find().unwrap().target().unwrap();
        assert!(std::env::current_exe().unwrap().starts_with(target.canonicalize().unwrap_or(target)));
    }
}
