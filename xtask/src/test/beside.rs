//! The release build's compilation, beside the other stages: link-time optimisation keeps one processor busy for minutes, and the last
//! crate of every other stage leaves one idle.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::project::Project;
use crate::tools::say;

/// A compilation that runs as a process of its own, with what it prints in a file.
pub struct Beside {
    child: Child,
    log: PathBuf,
}

impl Beside {
    /// # Errors
    /// When it cannot be started.
    pub fn start(project: &Project) -> Result<Self> {
        fs::create_dir_all(project.scratch()).with_context(|| format!("cannot make {}", project.scratch().display()))?;
        let log = project.scratch().join("release.log");
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let program = std::env::current_exe().context("cannot find this program")?;
        let mut command = Command::new(program);
        command.args(["hook", "compile"]).stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        let child = command.spawn().context("cannot start the release build")?;
        say(&format!("the release build compiles beside the other stages, into {}", log.display()));
        Ok(Self { child, log })
    }

    /// Waits for its end, and shows what it printed.
    ///
    /// # Errors
    /// When it ended badly.
    pub fn finish(mut self) -> Result<()> {
        let status = self.child.wait()?;
        print!("{}", String::from_utf8_lossy(&fs::read(&self.log)?));
        ensure!(status.success(), "the release build did not compile ({status})");
        Ok(())
    }
}
