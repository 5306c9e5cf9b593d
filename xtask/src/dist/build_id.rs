//! One id for a page and its workers, so that a page can refuse a worker of another build.
//!
//! It is a hash of the sources: the same sources give the same id, and cargo need not build twice. The page and the workers read it with
//! `option_env!("LINEUP_BUILD")`; a development build has none.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::project::Project;

/// Whatever goes into the WebAssembly.
pub(super) const SOURCES: [&str; 7] = ["Cargo.lock", "Cargo.toml", "build.rs", "core", "locales", "src", "workers"];

/// 16 hex digits.
pub fn of(project: &Project) -> Result<String> {
    over(project.root(), &SOURCES)
}

/// The same over these files and folders; one that is not there counts for nothing.
pub(super) fn over(root: &Path, sources: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for source in sources {
        collect(&root.join(source), &mut files)?;
    }
    hash(root, &files)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
            collect(&entry?.path(), files)?;
        }
    }
    Ok(())
}

/// Each file counts with its path and its length, so that text cannot move from one to the next unseen.
fn hash(root: &Path, files: &[PathBuf]) -> Result<String> {
    let mut names: Vec<_> = files.iter().map(|file| file.strip_prefix(root).unwrap_or(file)).collect();
    names.sort();
    let mut hash = Sha256::new();
    for name in names {
        let content = fs::read(root.join(name)).with_context(|| format!("cannot read {}", name.display()))?;
        hash.update(format!("{}\n{}\n", name.display(), content.len()));
        hash.update(content);
    }
    Ok(hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_follows_the_content_and_not_the_order_of_listing() {
        let root = std::env::temp_dir().join(format!("lineup-build-id-{}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        let [a, b] = ["a", "b"].map(|name| root.join(name));
        fs::write(&a, "1").unwrap();
        fs::write(&b, "2").unwrap();
        let first = hash(&root, &[a.clone(), b.clone()]).unwrap();
        let turned = hash(&root, &[b.clone(), a.clone()]).unwrap();
        fs::write(&a, "12").unwrap();
        fs::write(&b, "").unwrap();
        let changed = hash(&root, &[a, b]).unwrap();
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(first, turned);
        assert_ne!(first, changed);
        assert_eq!(first.len(), 16);
    }
}
