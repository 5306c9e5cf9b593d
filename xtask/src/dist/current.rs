//! Whether `dist/` is what the sources would give once more: a release build takes minutes, and a second start should not.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::build_id;
use crate::project::Project;

/// Whatever goes into the release beside the WebAssembly's own sources, the commands that make it among it.
const SOURCES: [&str; 7] = ["Trunk.toml", "assets", "index.html", "rust-toolchain.toml", "style", "tests/e2e/package-lock.json", "xtask"];

/// Notes that `dist/` has just been made from the sources as they are; `false` that it was made in another way.
///
/// # Errors
/// When something cannot be read or written.
pub fn note(project: &Project, is_plain: bool) -> Result<()> {
    let path = path(project);
    if !is_plain {
        return match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot remove {}", path.display()))
            }
            _ => Ok(()),
        };
    }
    fs::create_dir_all(project.scratch())?;
    fs::write(&path, state(project)?).with_context(|| format!("cannot write {}", path.display()))
}

/// Whether neither the sources nor `dist/` have changed since.
pub fn is_current(project: &Project) -> bool {
    let noted = fs::read_to_string(path(project));
    noted.is_ok_and(|noted| project.dist().is_dir() && state(project).is_ok_and(|state| state == noted))
}

fn path(project: &Project) -> PathBuf {
    project.scratch().join("dist")
}

fn state(project: &Project) -> Result<String> {
    let sources: Vec<&str> = build_id::SOURCES.into_iter().chain(SOURCES).collect();
    Ok(format!("{} {}", build_id::over(project.root(), &sources)?, build_id::over(project.root(), &["dist"])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_a_source_or_of_the_folder_is_seen() {
        let root = std::env::temp_dir().join(format!("lineup-current-{}", std::process::id()));
        fs::create_dir_all(root.join("dist")).unwrap();
        let project = Project::at(root.clone());
        let write = |name: &str, text: &str| fs::write(root.join(name), text).unwrap();
        write("index.html", "1");
        write("dist/index.html", "1");
        assert!(!is_current(&project), "nothing is noted");
        note(&project, true).unwrap();
        assert!(is_current(&project));
        for (name, was) in [("index.html", "1"), ("dist/index.html", "1")] {
            write(name, "2");
            assert!(!is_current(&project), "{name}");
            write(name, was);
            assert!(is_current(&project), "{name} is as it was");
        }
        note(&project, false).unwrap();
        note(&project, false).unwrap();
        assert!(!is_current(&project), "made with a configuration");
        fs::remove_dir_all(root).unwrap();
    }
}
